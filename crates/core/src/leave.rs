//! When the last of a queue leaves, at the rate its site has shown. Said after an unblock, and only where that rate is known.

use std::time::Duration;

use crate::counter::HALF_HOUR;
use crate::time::Time;

/// Fewer mails in a half-hour tell no rate: a site that had no more to send shows what it had, not what could leave.
const TELLING: u64 = 100;

/// A site that began to send later than this has had no busy half-hour yet.
const HISTORY: Duration = Duration::from_secs(86_400);

/// When the last of `leaving` mails leaves, if they leave as those of the busiest half-hour did. `None` where nobody can
/// tell: with too little history, and of what fits into one half-hour, which is the finest that is counted.
pub fn last_leaves_at(leaving: u64, busiest: u64, sends_since: Time, now: Time) -> Option<Time> {
    if busiest < TELLING || leaving <= busiest || now.since(sends_since) < HISTORY {
        return None;
    }
    let millis = u128::from(leaving) * HALF_HOUR.as_millis() / u128::from(busiest);
    Some(now + Duration::from_millis(u64::try_from(millis).unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_the_last_leaves_is_said_only_where_the_rate_is_known() {
        let now = Time::from_secs(1_000_000);
        let hours = |hours: u64| Duration::from_secs(hours * 3600);
        let rows = [
            ("ten half-hours full", 50_000, 5000, hours(48), Some(hours(5))),
            ("just enough of everything", 150, 100, hours(24), Some(hours(3) / 4)),
            ("a site that never had much to send", 3, 2, hours(48), None),
            ("a site that is young", 50_000, 5000, hours(23), None),
            ("mails that fit into one half-hour", 5000, 5000, hours(48), None),
            ("a site that never sent", 3, 0, hours(48), None),
            ("no mail", 0, 5000, hours(48), None),
            ("more than there is time for", u64::MAX, 100, hours(48), Some(Duration::MAX)),
        ];
        for (what, leaving, busiest, history, expected) in rows {
            let at = last_leaves_at(leaving, busiest, now - history, now);
            assert_eq!(at, expected.map(|span| now + span), "{what}");
        }
    }
}
