//! How often something may be done: requests of a token, attempts of a login.
//!
//! The generic cell rate algorithm. Of all that was done before only one instant is kept, when the account is full again:
//! each unit moves it on by `every`, and what would move it further than `burst` units ahead of now is too much. So there
//! is nothing to be counted down, no edge of a window at which twice as much passes, and one who keeps to the rate never
//! waits.

use std::time::Duration;

use crate::time::Time;

/// At most `burst` at once, and from then on one each `every`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub burst: u32,
    pub every: Duration,
}

impl Rate {
    /// So many within a span, all at once if need be.
    pub fn within(burst: u32, span: Duration) -> Rate {
        Rate { burst, every: span / burst.max(1) }
    }

    /// How long an emptied account takes to be full again.
    pub fn window(&self) -> Duration {
        self.every.saturating_mul(self.burst)
    }
}

/// What the next one comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Throttle {
    /// It may be done now; `full_at` is what is to be kept of it.
    Pass { full_at: Time, left: u32 },
    /// Too much: not before this instant. Nothing is to be kept, so that who asks too often waits no longer for it.
    NotBefore(Time),
}

impl Throttle {
    /// Whether it may be done now.
    ///
    /// # Errors
    /// The instant before which it may not.
    pub fn passed(self) -> Result<(), Time> {
        match self {
            Throttle::Pass { .. } => Ok(()),
            Throttle::NotBefore(at) => Err(at),
        }
    }
}

/// Whether one more may be done at `now`, where `full_at` was kept of the last one; any instant that is over is a full
/// account.
pub fn throttle(full_at: Time, rate: &Rate, now: Time) -> Throttle {
    let window = rate.window();
    // A clock that steps back leaves nobody waiting for longer than an emptied account would.
    let full_at = full_at.max(now).min(now + window);
    let next = full_at + rate.every;
    let earliest = next - window;
    if earliest > now {
        return Throttle::NotBefore(earliest);
    }
    let spent = next.since(now).as_millis();
    let left = window.as_millis().saturating_sub(spent) / rate.every.as_millis().max(1);
    Throttle::Pass { full_at: next, left: u32::try_from(left).unwrap_or(u32::MAX) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Time = Time::from_secs(1_800_000_000);

    /// Three at once, one more each ten seconds.
    fn rate() -> Rate {
        Rate { burst: 3, every: Duration::from_secs(10) }
    }

    #[test]
    fn a_burst_passes_and_then_one_at_a_time() {
        // Seconds since noon; how many are left after it, or how long to wait.
        let rows: [(u64, Result<u32, u64>); 11] = [
            (0, Ok(2)),
            (0, Ok(1)),
            (0, Ok(0)),
            (0, Err(10)),
            (9, Err(1)),
            (10, Ok(0)),
            (10, Err(10)),
            (35, Ok(1)),
            (35, Ok(0)),
            (36, Err(4)),
            (1000, Ok(2)),
        ];
        let mut full_at = Time(0);
        for (second, expected) in rows {
            let now = NOON + Duration::from_secs(second);
            let got = match throttle(full_at, &rate(), now) {
                Throttle::Pass { full_at: next, left } => {
                    full_at = next;
                    Ok(left)
                }
                Throttle::NotBefore(at) => Err(at.since(now).as_secs()),
            };
            assert_eq!(got, expected, "at {second} s");
        }
    }

    #[test]
    fn who_keeps_to_the_rate_never_waits_and_who_asks_too_often_waits_no_longer_for_it() {
        let (mut full_at, mut passed) = (Time(0), 0);
        for second in 0..1000 {
            // Each second, although one in ten is what may be.
            if let Throttle::Pass { full_at: next, .. } =
                throttle(full_at, &rate(), NOON + Duration::from_secs(second))
            {
                full_at = next;
                passed += 1;
            }
        }
        assert_eq!(passed, 3 + 99);
    }

    #[test]
    fn a_clock_that_steps_back_makes_nobody_wait_longer_than_a_window() {
        let ahead = NOON + Duration::from_secs(86_400);
        assert_eq!(
            throttle(ahead, &rate(), NOON),
            Throttle::NotBefore(NOON + Duration::from_secs(10))
        );
    }

    #[test]
    fn a_rate_that_cannot_be_is_harmless() {
        let none = Rate { burst: 0, every: Duration::from_secs(1) };
        assert!(matches!(throttle(Time(0), &none, NOON), Throttle::NotBefore(_)));
        let endless = Rate { burst: 1, every: Duration::ZERO };
        assert!(matches!(throttle(Time(0), &endless, NOON), Throttle::Pass { .. }));
        assert_eq!(Rate::within(600, Duration::from_secs(60)).every, Duration::from_millis(100));
        assert_eq!(Rate::within(0, Duration::MAX).window(), Duration::ZERO);
    }
}
