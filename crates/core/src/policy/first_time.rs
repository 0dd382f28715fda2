//! First-time recipients: a site that suddenly writes to many strangers.

use std::time::Duration;

use super::{Counts, Figures, Mode, Record, Weigh};
use crate::time::Time;

/// A site with too many goes to `blocked`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    pub mode: Mode,
    /// More recipients than this that the site never wrote to before are too many.
    pub most: u64,
    pub window: Duration,
}

impl Default for Settings {
    /// More than 500 within 24 hours, and only reported. A small shop that wins five hundred customers in a day has a good
    /// day indeed; a stolen password writes to more strangers in its first minutes. But to a site that is new here every
    /// recipient is, and a club that moves in with its newsletter has done nothing wrong: so an operator looks at what the
    /// rule would have stopped before it stops anything.
    fn default() -> Settings {
        Settings { mode: Mode::Dry, most: 500, window: Duration::from_secs(24 * 3600) }
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
        counts.first_time
    }

    fn weigh(&self, record: &Record, now: Time) -> Option<Figures> {
        let count = self.count(&record.within(self.window, now));
        (count > self.most).then_some(Figures::Number { count, most: self.most })
    }
}
