//! Simulated time: tokio's clock, which a paused runtime moves on when nothing else is to do, as a calendar.

use postern_core::time::Time;
use postern_engine::seam::Clock;
use tokio::time::Instant;

/// A calendar that moves with tokio's timers.
#[derive(Clone, Copy, Debug)]
pub struct SimClock {
    began: Instant,
    at: Time,
}

impl SimClock {
    /// A clock that says `at` now.
    pub fn starting(at: Time) -> SimClock {
        SimClock { began: Instant::now(), at }
    }
}

impl Clock for SimClock {
    fn now(&self) -> Time {
        self.at + self.began.elapsed()
    }
}
