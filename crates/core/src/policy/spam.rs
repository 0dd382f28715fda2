//! Spam verdicts: how much of what is handed in the scanner judges to be spam.

use std::time::Duration;

use super::{Counts, Figures, Mode, Ratio, Record, Weigh};
use crate::time::Time;

/// A site over the tolerated part goes to `spam`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    pub mode: Mode,
    /// More than this part of the accepted mail is too much.
    pub ratio: Ratio,
    /// With less spam nothing is said.
    pub minimum: u64,
    pub window: Duration,
}

impl Default for Settings {
    /// More than 20 % of the mail accepted within 24 hours, and at least 10. A contact form hands on what strangers write,
    /// and some of that is spam to its owner: a few a day are its weather. Ten, and one in five, are somebody who uses the
    /// site to send. A busy shop does not hide it: each script is asked by itself, too.
    fn default() -> Settings {
        Settings {
            mode: Mode::On,
            ratio: Ratio::thousandths(200),
            minimum: 10,
            window: Duration::from_secs(24 * 3600),
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
        counts.spam
    }

    fn weigh(&self, record: &Record, now: Time) -> Option<Figures> {
        let counts = record.within(self.window, now);
        let (count, of) = (counts.spam, counts.accepted.max(counts.spam));
        let crossed = count >= self.minimum && self.ratio.is_exceeded(count, of);
        crossed.then_some(Figures::Part { count, of, most: self.ratio })
    }
}
