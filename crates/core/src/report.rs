//! When a site is told of a day's failures: once, in the morning after, by the clock on the wall of its own zone.
//!
//! A day's report is due at an hour of the day after. Of days that passed while nobody looked the latest few are made up
//! for, oldest first. What has been reported is told by its day: a clock that steps back, an hour that comes twice and a
//! site that moves to another zone never make a day due that was reported before.

use jiff::civil::{Date, Time as Clock};
use jiff::tz::TimeZone;

use crate::counter::{date, day, day_after, instant};
use crate::time::Time;

/// Days that are made up for at most.
pub const MOST_DAYS: i64 = 7;

/// When the report on a day is due: at this hour of the day after. Where a change of the clocks takes the hour away, as much
/// later; where it comes twice, at the first. `None` if the number is no day.
pub fn due_at(of: i32, hour: u8, zone: &TimeZone) -> Option<Time> {
    let next: Date = date(day_after(of, 1)?)?;
    let hour = Clock::new(i8::try_from(hour).ok()?, 0, 0, 0).ok()?;
    instant(next.to_datetime(hour), zone)
}

/// The newest day whose report is due.
pub fn newest(now: Time, hour: u8, zone: &TimeZone) -> i32 {
    let today = day(now, zone);
    let before = |days: i64| day_after(today, -days).unwrap_or(today);
    let is_due = |of: &i32| due_at(*of, hour, zone).is_some_and(|at| at <= now);
    // Mostly that of yesterday or the day before; where a zone leaves out a day, the one before that.
    [before(1), before(2)].into_iter().find(is_due).unwrap_or(before(3))
}

/// The days that may be due: so many up to the newest, oldest first.
pub fn days(now: Time, days: i64, hour: u8, zone: &TimeZone) -> Vec<i32> {
    let newest = newest(now, hour, zone);
    (0..days.min(MOST_DAYS)).rev().filter_map(|before| day_after(newest, -before)).collect()
}

/// Whether the report on a day is due at a site that was last told of the day `reported` (0: of none).
pub fn is_due(of: i32, reported: i32, now: Time, hour: u8, zone: &TimeZone) -> bool {
    let newest = newest(now, hour, zone);
    of > reported && of <= newest && day_after(newest, -MOST_DAYS).is_none_or(|old| of > old)
}

/// The next instant at which a report becomes due; never, at the end of the calendar.
pub fn next_at(now: Time, hour: u8, zone: &TimeZone) -> Time {
    let newest = newest(now, hour, zone);
    let mut coming = (1..=3).filter_map(|days| due_at(day_after(newest, days)?, hour, zone));
    coming.find(|at| *at > now).unwrap_or(Time::NEVER)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    // Zones by their rules (POSIX), so that no test depends on the machine's zone files.
    const ROME: &str = "CET-1CEST,M3.5.0,M10.5.0/3";
    const KOLKATA: &str = "IST-5:30";
    const KATHMANDU: &str = "<+0545>-5:45";
    const CHATHAM: &str = "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45";
    const SYDNEY: &str = "AEST-10AEDT,M10.1.0,M4.1.0/3";
    const LORD_HOWE: &str = "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0";
    /// Its summer begins at midnight: that day begins at one.
    const SANTIAGO: &str = "<-04>4<-03>,M9.1.0/0,M4.1.0/0";
    const PAGO_PAGO: &str = "SST11";
    const ZONES: [&str; 9] =
        ["UTC0", ROME, KOLKATA, KATHMANDU, CHATHAM, SYDNEY, LORD_HOWE, SANTIAGO, PAGO_PAGO];

    #[test]
    fn a_report_is_due_at_its_hour_of_the_day_after() {
        let rows = [
            ("UTC0", 20260615, 7, "2026-06-16T07:00:00Z"),
            (ROME, 20260615, 7, "2026-06-16T05:00:00Z"),
            (ROME, 20261231, 7, "2027-01-01T06:00:00Z"),
            (KATHMANDU, 20260615, 7, "2026-06-16T01:15:00Z"),
            (PAGO_PAGO, 20260615, 7, "2026-06-16T18:00:00Z"),
            // The mornings on which the clocks change: the hour by the wall.
            (ROME, 20260328, 7, "2026-03-29T05:00:00Z"),
            (ROME, 20261024, 7, "2026-10-25T06:00:00Z"),
            // The hour that is not there, and the one that comes twice.
            (ROME, 20260328, 2, "2026-03-29T01:00:00Z"),
            (ROME, 20261024, 2, "2026-10-25T00:00:00Z"),
            (SANTIAGO, 20260905, 0, "2026-09-06T04:00:00Z"),
        ];
        for (zone, day, hour, expected) in rows {
            assert_eq!(due_at(day, hour, &tz(zone)), Some(at(expected)), "{zone} {day} {hour}");
        }
        assert_eq!(due_at(20260230, 7, &tz(ROME)), None);
        assert_eq!(due_at(20260615, 24, &tz(ROME)), None);
    }

    #[test]
    fn nothing_is_due_before_its_hour_nothing_twice_and_nothing_that_is_too_old() {
        let rows = [
            (20260615, 0, "2026-06-16T06:59:59Z", false),
            (20260615, 0, "2026-06-16T07:00:00Z", true),
            (20260615, 20260614, "2026-06-16T23:00:00Z", true),
            (20260615, 20260615, "2026-06-16T23:00:00Z", false),
            (20260615, 20260616, "2026-06-16T23:00:00Z", false),
            // After days without anybody to look.
            (20260615, 20260613, "2026-06-22T08:00:00Z", true),
            (20260615, 20260613, "2026-06-23T08:00:00Z", false),
            // The day is not over yet.
            (20260616, 0, "2026-06-16T23:00:00Z", false),
        ];
        for (day, reported, now, expected) in rows {
            let due = is_due(day, reported, at(now), 7, &tz("UTC0"));
            assert_eq!(due, expected, "{day} after {reported} at {now}");
        }
    }

    /// Lives a year from one instant at which something may be due to the next, and tells the days that were reported with
    /// the instant of each.
    fn year(zone: &TimeZone, hour: u8) -> Vec<(i32, Time)> {
        let mut now = at("2026-01-01T00:00:00Z");
        let (mut reported, mut told) = (newest(now, hour, zone), Vec::new());
        while now < at("2027-01-10T00:00:00Z") {
            now = next_at(now, hour, zone);
            let due: Vec<i32> = days(now, MOST_DAYS, hour, zone)
                .into_iter()
                .filter(|day| is_due(*day, reported, now, hour, zone))
                .collect();
            for day in due {
                told.push((day, now));
                reported = day;
            }
        }
        told
    }

    #[test]
    fn in_a_year_each_day_is_reported_once_in_its_own_morning() {
        for (zone, hour) in ZONES.into_iter().flat_map(|zone| [0, 2, 3, 7, 23].map(|h| (zone, h))) {
            let zone = tz(zone);
            let told = year(&zone, hour);
            let mut expected = told[0].0;
            for (of, told_at) in told {
                assert_eq!(of, expected, "{zone:?}: every day, in order, once");
                let (_, morning) = crate::counter::today(told_at, &zone);
                let after = told_at.since(morning.start);
                assert_eq!(day(told_at, &zone), day_after(of, 1).expect("a day"), "{zone:?} {of}");
                // A change of the clocks before it makes the hour come earlier or later, as on the wall.
                let hours = Duration::from_secs(u64::from(hour) * 3600);
                assert!(after.abs_diff(hours) <= Duration::from_secs(3600), "{zone:?} {of}");
                expected = day_after(expected, 1).expect("a day");
            }
            assert!(expected >= 20261231, "{zone:?}: up to {expected}");
        }
    }

    #[test]
    fn a_day_that_a_zone_left_out_is_no_days_trouble() {
        // Samoa went from the 29th to the 31st of December 2011.
        let Ok(zone) = TimeZone::get("Pacific/Apia") else { return };
        let now = at("2011-12-30T17:00:00Z");
        assert!(is_due(20111229, 20111228, now, 7, &zone), "the last day before");
        assert!(!is_due(20111229, 20111228, at("2011-12-30T16:59:00Z"), 7, &zone));
    }

    proptest! {
        #[test]
        fn a_clock_that_steps_never_gives_a_second_report(
            zone in 0..ZONES.len(), hour in 0_u8..24, steps in prop::collection::vec(-300_000_000_i64..300_000_000, 1..40),
        ) {
            let zone = tz(ZONES[zone]);
            let mut now = at("2026-03-20T12:00:00Z");
            let (mut reported, mut told) = (0, Vec::new());
            for step in steps {
                now = Time(now.0 + step);
                for day in days(now, MOST_DAYS, hour, &zone) {
                    if is_due(day, reported, now, hour, &zone) {
                        prop_assert!(due_at(day, hour, &zone).expect("a day") <= now);
                        told.push(day);
                        reported = day;
                    }
                }
            }
            let mut once = told.clone();
            once.dedup();
            prop_assert_eq!(&once, &told);
            prop_assert!(told.is_sorted(), "oldest first");
        }

        #[test]
        fn what_comes_next_is_due_then_and_not_before(
            zone in 0..ZONES.len(), hour in 0_u8..24, now in 1_700_000_000_000_i64..1_900_000_000_000,
        ) {
            let (zone, now) = (tz(ZONES[zone]), Time(now));
            let next = next_at(now, hour, &zone);
            prop_assert!(next > now && next.since(now) <= Duration::from_secs(26 * 3600));
            prop_assert!(newest(next, hour, &zone) > newest(now, hour, &zone));
            prop_assert_eq!(newest(Time(next.0 - 1), hour, &zone), newest(now, hour, &zone));
        }

        #[test]
        fn no_number_makes_it_panic(of: i32, reported: i32, now: i64, hour: u8, most: i64) {
            let zone = tz(LORD_HOWE);
            due_at(of, hour, &zone);
            is_due(of, reported, Time(now), hour, &zone);
            days(Time(now), most, hour, &zone);
            next_at(Time(now), hour, &zone);
        }
    }

    fn tz(rule: &str) -> TimeZone {
        TimeZone::posix(rule).expect("a rule")
    }

    fn at(text: &str) -> Time {
        Time(text.parse::<jiff::Timestamp>().expect("a time").as_millisecond())
    }
}
