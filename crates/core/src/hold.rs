//! Held mail: how long it may be held, and how the time it was held is known without a note on each mail.
//!
//! A held mail is given up 72 h after the later of its acceptance and its site's block; the owner is warned a day ahead,
//! and nothing is given up in the first hour after a start, so that a daemon that was away for long gives people time to
//! act. Held time does not count towards the days of retries: a site carries one clock that runs while it is red, a mail
//! remembers what that clock showed when it was accepted, and the difference is the mail's held time.

use std::time::Duration;

use crate::time::Time;

/// How long a mail is held by default (`hold.max_age`).
pub const MAX_AGE: Duration = Duration::from_secs(72 * 3600);

/// How long before the first mail goes its owner is warned.
pub const WARN_AHEAD: Duration = Duration::from_secs(24 * 3600);

/// How long after a start of the daemon nothing is given up.
pub const START_GRACE: Duration = Duration::from_secs(3600);

/// When a held mail is given up. `held_since` is when its site turned red (a verdict that raises a red site does not
/// begin anew), or its stop was set.
pub fn expires_at(accepted_at: Time, held_since: Time, max_age: Duration) -> Time {
    accepted_at.max(held_since) + max_age
}

/// When the owner is warned of mail that expires at `expires_at`.
pub fn warn_at(expires_at: Time) -> Time {
    expires_at - WARN_AHEAD
}

/// The earliest time at which a daemon started at `started_at` gives up held mail.
pub fn earliest_sweep(started_at: Time) -> Time {
    started_at + START_GRACE
}

/// A clock of a site that runs while the site is red.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeldClock {
    /// What it shows without the running stretch: the time the site was red before.
    pub held_before: Duration,
    /// When the running stretch began; `None` while the site is green.
    pub red_since: Option<Time>,
}

impl HeldClock {
    /// What the clock shows at `now`: how long the site was red in all.
    pub fn held_at(&self, now: Time) -> Duration {
        self.held_before
            .saturating_add(self.red_since.map_or(Duration::ZERO, |since| now.since(since)))
    }

    /// How long a mail was held that was accepted when the clock showed `base`.
    pub fn held_since(&self, base: Duration, now: Time) -> Duration {
        self.held_at(now).saturating_sub(base)
    }

    /// The clock after the site's state changed at `now` to one that is red or not. A red site that stays red keeps its
    /// running stretch.
    #[must_use]
    pub fn turned(self, red: bool, now: Time) -> HeldClock {
        match (red, self.red_since) {
            (true, Some(_)) | (false, None) => self,
            (true, None) => HeldClock { red_since: Some(now), ..self },
            (false, Some(_)) => HeldClock { held_before: self.held_at(now), red_since: None },
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    fn at(hour: i64) -> Time {
        Time::from_secs(1_700_000_000 + hour * 3600)
    }

    #[test]
    fn a_mail_is_held_72_hours_from_the_later_of_its_acceptance_and_its_sites_block() {
        // accepted, blocked, warned, given up; in hours
        let rows = [(0, 0, 48, 72), (0, 10, 58, 82), (30, 10, 78, 102), (-500, 10, 58, 82)];
        for (accepted, blocked, warned, expires) in rows {
            let expires_at = expires_at(at(accepted), at(blocked), MAX_AGE);
            assert_eq!(expires_at, at(expires), "accepted {accepted}, blocked {blocked}");
            assert_eq!(warn_at(expires_at), at(warned));
        }
        assert_eq!(expires_at(at(0), at(3), 5 * HOUR), at(8), "the setting counts");
    }

    #[test]
    fn nothing_is_given_up_in_the_first_hour_after_a_start() {
        assert_eq!(earliest_sweep(at(5)), at(6));
    }

    #[test]
    fn the_clock_runs_while_the_site_is_red_and_stands_while_it_is_green() {
        let mut clock = HeldClock::default();
        // hour, red from then on (or as before), what the clock shows then, in hours
        let rows = [
            (0, Some(false), 0),
            (10, Some(true), 0),
            (14, None, 4),
            (15, Some(true), 5),
            (20, Some(false), 10),
            (50, None, 10),
            (50, Some(true), 10),
            (53, None, 13),
            (53, Some(false), 13),
            (99, None, 13),
        ];
        for (hour, red, shows) in rows {
            assert_eq!(clock.held_at(at(hour)), HOUR * shows, "at hour {hour}");
            if let Some(red) = red {
                clock = clock.turned(red, at(hour));
            }
            assert_eq!(
                clock.held_at(at(hour)),
                HOUR * shows,
                "turning moves no hand, at hour {hour}"
            );
        }
    }

    #[test]
    fn a_verdict_on_a_red_site_does_not_begin_its_hold_anew() {
        let red = HeldClock { held_before: HOUR, red_since: Some(at(10)) };
        assert_eq!(red.turned(true, at(20)), red);
    }

    #[test]
    fn a_clock_that_stepped_back_holds_nothing_negative() {
        let clock = HeldClock { held_before: 7 * HOUR, red_since: Some(at(10)) };
        assert_eq!(clock.held_at(at(2)), 7 * HOUR);
        assert_eq!(clock.held_since(9 * HOUR, at(2)), Duration::ZERO);
        assert_eq!(
            clock.turned(false, at(2)),
            HeldClock { held_before: 7 * HOUR, red_since: None }
        );
    }

    proptest! {
        /// The O(1) clock against the obvious reckoning: add up, for each mail, every stretch that was red after it came.
        #[test]
        fn a_mails_held_time_is_the_red_time_since_its_acceptance(
            steps in proptest::collection::vec((1_i64..100_000, any::<bool>()), 1..40),
        ) {
            let (mut clock, mut now, mut red) = (HeldClock::default(), at(0), false);
            let mut mails: Vec<(Duration, Duration)> = Vec::new();
            for (millis, turn_red) in steps {
                mails.push((clock.held_at(now), Duration::ZERO));
                now = now + Duration::from_millis(millis as u64);
                if red {
                    mails.iter_mut().for_each(|mail| mail.1 += Duration::from_millis(millis as u64));
                }
                for (base, held) in &mails {
                    prop_assert_eq!(clock.held_since(*base, now), *held);
                }
                clock = clock.turned(turn_red, now);
                red = turn_red;
            }
        }
    }
}
