//! When a deferred delivery is tried again, and when it is given up.
//!
//! Delays grow from `first` by `factor` to `longest`; each is stretched, never shortened, by up to a quarter, so that
//! mails deferred together do not come back together and a greylisting receiver (most ask for five minutes) lets the
//! first retry in. The last attempt is made when the mail is exactly `give_up_after` old, so every mail has its whole
//! time. RFC 5321 §4.5.4.1 asks for two attempts in the first hour and four to five days of patience: the default makes
//! five in the first hour and gives up after five days.
//!
//! Age is time spent trying: time a mail was held does not count, so a held mail comes back with the delay it left with.

use std::time::Duration;

use crate::time::Time;

/// The delays of retries.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Schedule {
    /// Delay after the first attempt.
    pub first: Duration,
    /// Each delay is this many times the one before; below 1 it counts as 1.
    pub factor: f64,
    /// No delay grows beyond this (the stretch comes on top).
    pub longest: Duration,
    /// Age at which a delivery is given up, held time not counted.
    pub give_up_after: Duration,
}

impl Default for Schedule {
    fn default() -> Schedule {
        Schedule {
            first: Duration::from_secs(5 * 60),
            factor: 1.5,
            longest: Duration::from_secs(3 * 3600),
            give_up_after: Duration::from_secs(5 * 24 * 3600),
        }
    }
}

/// What becomes of a delivery that was deferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// It is due again at this time.
    At(Time),
    /// It is too old: it ends as a failure of class `expired`.
    GiveUp,
}

/// The largest share of a delay that jitter adds to it.
const STRETCH: f64 = 0.25;

/// Decides after an attempt that was deferred.
///
/// `attempts` counts the attempts made, the one that just ended included (0 is read as 1); `age` is that of `age`, and
/// `jitter` a number in `0.0..1.0` (what lies outside is drawn to the nearer end).
pub fn next(attempts: u32, age: Duration, jitter: f64, now: Time, schedule: &Schedule) -> Retry {
    let left = schedule.give_up_after.saturating_sub(age);
    if left.is_zero() {
        return Retry::GiveUp;
    }
    Retry::At(now + stretched(delay(attempts, schedule), jitter).min(left))
}

/// How long a delivery has been tried: the time since its acceptance without the time it was held.
pub fn age(accepted_at: Time, now: Time, held: Duration) -> Duration {
    now.since(accepted_at).saturating_sub(held)
}

/// The delay after the given number of attempts, without jitter.
fn delay(attempts: u32, schedule: &Schedule) -> Duration {
    let steps = i32::try_from(attempts.saturating_sub(1)).unwrap_or(i32::MAX);
    let growth = schedule.factor.max(1.0).powi(steps);
    // `f64::min` returns the other side of a NaN, and infinity ends at the longest delay: nothing below can panic.
    let millis =
        (schedule.first.as_millis() as f64 * growth).min(schedule.longest.as_millis() as f64);
    Duration::from_millis(millis as u64)
}

/// A delay made longer by a share of `jitter`; the pauses of a next hop are stretched in the same way.
pub(crate) fn stretched(delay: Duration, jitter: f64) -> Duration {
    let jitter = if jitter > 0.0 { jitter.min(1.0) } else { 0.0 };
    delay
        .saturating_add(Duration::from_millis((delay.as_millis() as f64 * STRETCH * jitter) as u64))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);
    const DAY: Duration = Duration::from_secs(24 * 3600);

    /// Minutes after acceptance of each attempt of a delivery that is always deferred.
    fn attempts_at(schedule: &Schedule, jitter: f64) -> Vec<u64> {
        let accepted_at = Time::from_secs(1_700_000_000);
        let (mut now, mut made) = (accepted_at, vec![0]);
        while let Retry::At(at) =
            next(made.len() as u32, age(accepted_at, now, Duration::ZERO), jitter, now, schedule)
        {
            now = at;
            made.push(now.since(accepted_at).as_secs() / 60);
        }
        made
    }

    #[test]
    fn the_default_schedule_tries_often_in_the_first_hour_and_last_when_five_days_are_over() {
        let made = attempts_at(&Schedule::default(), 0.0);
        assert_eq!(made[..14], [0, 5, 12, 23, 40, 65, 103, 160, 246, 374, 554, 734, 914, 1094]);
        assert_eq!(made[made.len() - 3..], [6854, 7034, 7200]);
        assert_eq!(made.len(), 48);
    }

    #[test]
    fn jitter_only_makes_delays_longer() {
        let made = attempts_at(&Schedule::default(), 1.0);
        assert_eq!(made[..10], [0, 6, 15, 29, 50, 82, 129, 201, 307, 468]);
        assert_eq!(made[made.len() - 2..], [6993, 7200]);
    }

    #[test]
    fn a_schedule_of_equal_delays_is_written_with_the_factor_one() {
        let schedule =
            Schedule { first: 20 * MINUTE, factor: 1.0, longest: DAY, give_up_after: 90 * MINUTE };
        assert_eq!(attempts_at(&schedule, 0.0), [0, 20, 40, 60, 80, 90]);
    }

    #[test]
    fn a_doubling_schedule_stops_growing_at_its_longest_delay() {
        let schedule = Schedule {
            first: 10 * MINUTE,
            factor: 2.0,
            longest: 60 * MINUTE,
            give_up_after: 300 * MINUTE,
        };
        assert_eq!(attempts_at(&schedule, 0.0), [0, 10, 30, 70, 130, 190, 250, 300]);
    }

    #[test]
    fn a_delivery_of_five_days_is_given_up_and_one_a_millisecond_younger_is_not() {
        let (now, schedule) = (Time::from_secs(1_700_000_000), Schedule::default());
        let rows = [
            (Duration::ZERO, Retry::At(now + 5 * MINUTE)),
            (5 * DAY - 5 * MINUTE, Retry::At(now + 5 * MINUTE)),
            (5 * DAY - MINUTE, Retry::At(now + MINUTE)),
            (5 * DAY - Duration::from_millis(1), Retry::At(now + Duration::from_millis(1))),
            (5 * DAY, Retry::GiveUp),
            (6 * DAY, Retry::GiveUp),
        ];
        for (age, expected) in rows {
            assert_eq!(next(1, age, 0.0, now, &schedule), expected, "age {age:?}");
        }
    }

    #[test]
    fn held_time_is_no_age() {
        let accepted_at = Time::from_secs(1_700_000_000);
        let rows = [
            (2 * DAY, Duration::ZERO, 2 * DAY),
            (6 * DAY, 2 * DAY, 4 * DAY),
            (DAY, DAY, Duration::ZERO),
            (DAY, 2 * DAY, Duration::ZERO),
        ];
        for (since, held, expected) in rows {
            assert_eq!(age(accepted_at, accepted_at + since, held), expected);
        }
        assert_eq!(
            age(accepted_at, accepted_at - DAY, Duration::ZERO),
            Duration::ZERO,
            "the clock stepped back"
        );
    }

    proptest! {
        #[test]
        fn a_retry_lies_ahead_within_its_bounds_and_never_beyond_five_days(
            attempts: u32, age_ms in 0_u64..500_000_000, jitter in 0.0..1.0_f64, now in 0_i64..4_000_000_000_000,
        ) {
            let (now, schedule, age) = (Time(now), Schedule::default(), Duration::from_millis(age_ms));
            match next(attempts, age, jitter, now, &schedule) {
                Retry::GiveUp => prop_assert!(age >= schedule.give_up_after),
                Retry::At(at) => {
                    let delay = at.since(now);
                    prop_assert!(age + delay <= schedule.give_up_after);
                    prop_assert!(delay <= schedule.longest.mul_f64(1.0 + STRETCH));
                    prop_assert!(delay >= schedule.first.min(schedule.give_up_after - age));
                }
            }
        }

        #[test]
        fn delays_never_shrink_with_more_attempts(attempts in 0_u32..100_000) {
            let schedule = Schedule::default();
            prop_assert!(delay(attempts, &schedule) <= delay(attempts + 1, &schedule));
        }

        #[test]
        fn no_setting_and_no_jitter_makes_it_panic(
            attempts: u32, factor: f64, jitter: f64, first: u64, longest: u64, give_up: u64, age: u64, now: i64,
        ) {
            let millis = Duration::from_millis;
            let schedule =
                Schedule { first: millis(first), factor, longest: millis(longest), give_up_after: millis(give_up) };
            next(attempts, millis(age), jitter, Time(now), &schedule);
        }
    }
}
