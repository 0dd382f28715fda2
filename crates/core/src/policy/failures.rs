//! Too many failures in a row: nothing arrives any more.

use std::time::Duration;

use super::{Counts, Figures, Mode, Record, Weigh};
use crate::time::Time;

/// A site with too many goes to `blocked`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    pub mode: Mode,
    /// So many refused mails without a sent one between them are too many.
    pub row: u64,
    pub window: Duration,
}

impl Default for Settings {
    /// 50 in a row within 24 hours. Whatever is wrong, list, content or reputation, the fifty-first mail will not arrive
    /// either, and each one that is refused makes it worse. Fewer would meet a club that writes to thirty members at a
    /// company whose server has a bad day. Within a day, so that a forgotten job with a dead address, which fails once a
    /// night, stops nobody.
    fn default() -> Settings {
        Settings { mode: Mode::On, row: 50, window: Duration::from_secs(24 * 3600) }
    }
}

impl Weigh for Settings {
    fn mode(&self) -> Mode {
        self.mode
    }

    fn window(&self) -> Duration {
        self.window
    }

    fn count(&self, counts: &Counts) -> u64 {
        counts.refusals.longest
    }

    fn weigh(&self, record: &Record, now: Time) -> Option<Figures> {
        let count = self.count(&record.within(self.window, now));
        (count >= self.row.max(1)).then_some(Figures::Row { count, most: self.row })
    }
}
