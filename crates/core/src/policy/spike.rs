//! A sending spike: much more mail within an hour than the site ever had.

use std::time::Duration;

use super::{Counts, Figures, Mode, Record, Weigh};
use crate::time::Time;

const HOUR: Duration = Duration::from_secs(3600);

/// The last day is not part of the past: what grows from hour to hour is compared with where it began.
const TODAY: Duration = Duration::from_secs(24 * 3600);

/// A site with one goes to `blocked`. Compared are mails handed in, not mails sent: what an unblock lets go is no spike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    pub mode: Mode,
    /// More than so many times the busiest hour of the four weeks before is too much.
    pub times: u64,
    /// An hour with no more mails than this is none.
    pub minimum: u64,
    /// A site that was recorded for less than this has no past to be measured by.
    pub after: Duration,
}

impl Default for Settings {
    /// More than 5 times the busiest hour of the last four weeks, and more than 300 mails. A sale or a mail to all members is
    /// two or three times a busy hour, a misused form is a hundred times. Three hundred, because a small site knows hours
    /// with two mails, and five times that is nothing. Not in a site's first week, in which most have their largest day:
    /// everybody is told of the new address. Whoever unblocks says that it was meant: the hour that was stopped then is part
    /// of the site's past.
    fn default() -> Settings {
        Settings {
            mode: Mode::On,
            times: 5,
            minimum: 300,
            after: Duration::from_secs(7 * 24 * 3600),
        }
    }
}

impl Weigh for Settings {
    fn mode(&self) -> Mode {
        self.mode
    }

    fn window(&self) -> Duration {
        HOUR
    }

    fn count(&self, counts: &Counts) -> u64 {
        counts.accepted
    }

    fn weigh(&self, record: &Record, now: Time) -> Option<Figures> {
        if now.since(record.begun_at) < self.after {
            return None;
        }
        let count = self.count(&record.within(HOUR, now));
        let busiest = record.busiest_hour((now - TODAY).max(record.since.min(now)));
        let most = busiest.saturating_mul(self.times).max(self.minimum);
        (count > most).then_some(Figures::Past { count, busiest, most })
    }
}
