//! The complaint rate: how many recipients call the mail spam.

use std::time::Duration;

use super::{Counts, Figures, Mode, Ratio, Record, Weigh};
use crate::time::Time;

/// A site over the tolerated rate goes to `spam`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    pub mode: Mode,
    /// More complaints than this part of the sent mail are too many.
    pub ratio: Ratio,
    /// With fewer complaints nothing is said.
    pub minimum: u64,
    pub window: Duration,
}

impl Default for Settings {
    /// More than 0.3 % of the mail sent within a week, and at least 5 complaints. 0.3 % is the rate from which on large
    /// receivers refuse a bulk sender's mail. A single reader who clicks "spam" instead of "unsubscribe" must not stop a shop
    /// that sends fifty mails a week, nor must two: five are no accident. A week, because complaints come days after the mail.
    fn default() -> Settings {
        Settings {
            mode: Mode::On,
            ratio: Ratio::thousandths(3),
            minimum: 5,
            window: Duration::from_secs(7 * 24 * 3600),
        }
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
        counts.complaints
    }

    fn weigh(&self, record: &Record, now: Time) -> Option<Figures> {
        let counts = record.within(self.window, now);
        let (count, of) = (counts.complaints, counts.sent.max(counts.complaints));
        let crossed = count >= self.minimum && self.ratio.is_exceeded(count, of);
        crossed.then_some(Figures::Part { count, of, most: self.ratio })
    }
}
