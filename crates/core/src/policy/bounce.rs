//! The bounce ratio: how large a part of the mail is refused.

use std::time::Duration;

use super::{Counts, Figures, Mode, Ratio, Record, Weigh};
use crate::time::Time;

/// A site over the tolerated ratio goes to `bounce`; unblocked from there it is `forced`, and twice the ratio is tolerated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    pub mode: Mode,
    /// More than this part refused is too much.
    pub ratio: Ratio,
    /// With fewer mails nothing is said.
    pub minimum: u64,
    pub window: Duration,
}

impl Default for Settings {
    /// More than 15 % of at least 100 mails within 24 hours. A kept list loses two or three in a hundred, and receivers
    /// begin to distrust a sender at five to ten; but a small site's day is a small number, and one that loses five of
    /// a hundred in the long run has more than fifteen of them on less than one day in ten thousand. What needs no
    /// patience, a form that a bot fills with invented addresses, is met by the rows long before the hundredth mail. A
    /// day, so that the good mail of the morning answers for the errors of the evening.
    fn default() -> Settings {
        Settings {
            mode: Mode::On,
            ratio: Ratio::thousandths(150),
            minimum: 100,
            window: Duration::from_secs(24 * 3600),
        }
    }
}

impl Settings {
    /// Whether a record is over the ratio: asked of a `forced` site with the normal settings, which last said so decides
    /// when it is enabled again (`site::calms`).
    pub fn is_crossed(&self, record: &Record, now: Time) -> bool {
        self.weigh(record, now).is_some()
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
        counts.refused.saturating_add(counts.refused_late)
    }

    fn weigh(&self, record: &Record, now: Time) -> Option<Figures> {
        let counts = record.within(self.window, now);
        let count = self.count(&counts);
        // A mail whose report came late is among the sent, though perhaps among those of an earlier day.
        let of = counts.sent.saturating_add(counts.refused).max(count);
        let crossed = of >= self.minimum && self.ratio.is_exceeded(count, of);
        crossed.then_some(Figures::Part { count, of, most: self.ratio })
    }
}
