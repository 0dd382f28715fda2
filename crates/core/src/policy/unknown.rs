//! Unknown recipients in a row: someone invents addresses, or sends to a list that was never kept.

use std::time::Duration;

use super::{Counts, Figures, Mode, Record, Weigh};
use crate::time::Time;

/// A site with too many goes to `blocked`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    pub mode: Mode,
    /// So many mails to mailboxes or domains that do not exist, without a sent one between them, are too many.
    pub row: u64,
    pub window: Duration,
}

impl Default for Settings {
    /// 20 in a row within 24 hours. Visitors mistype one address in thirty; twenty in a row are no typing errors, they are
    /// a bot at a form or a list that was bought. It is what receivers watch most closely, so this row is shorter than that
    /// of failures of every kind.
    fn default() -> Settings {
        Settings { mode: Mode::On, row: 20, window: Duration::from_secs(24 * 3600) }
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
        counts.unknown.longest
    }

    fn weigh(&self, record: &Record, now: Time) -> Option<Figures> {
        let count = self.count(&record.within(self.window, now));
        (count >= self.row.max(1)).then_some(Figures::Row { count, most: self.row })
    }
}
