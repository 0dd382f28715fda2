//! What is counted of a site, and in which half-hour and which day.
//!
//! The unit is one recipient. Counters move in the store, in the transaction of the fact they count; here is what they
//! are, what must hold between them, and the calendar: half-hours and days are those of the site's own zone, so that the
//! half-hours of a day add up to it, also where a zone is off by a quarter of an hour or a day has 23 hours.

use std::ops::{AddAssign, Range};
use std::time::Duration;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::time::Time;

/// A site's counters since it was created.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Deliveries accepted.
    pub accepted: u64,
    /// Deliveries taken by the next hop.
    pub sent: u64,
    /// Deliveries that ended in error, the expired ones included.
    pub failed: u64,
    /// Deliveries counted as sent, of which a report came later; they stay in `sent`.
    pub failed_late: u64,
    /// Deliveries ended by a purge.
    pub purged: u64,
    /// Deliveries ended by a deletion of part of the queue.
    pub deleted: u64,
    /// Deliveries that are not finished.
    pub queued: u64,
    /// Bytes of the messages that have unfinished deliveries, each message once.
    pub queued_bytes: u64,
    /// Unfinished deliveries with at least one attempt.
    pub deferred: u64,
}

impl Counters {
    /// Whether every accepted delivery is in exactly one place: true at every commit.
    pub fn balanced(&self) -> bool {
        let ended = [self.sent, self.failed, self.purged, self.deleted, self.queued];
        u128::from(self.accepted) == ended.into_iter().map(u128::from).sum::<u128>()
    }

    /// What the panel shows as "in error".
    pub fn in_error(&self) -> u64 {
        self.failed.saturating_add(self.failed_late)
    }
}

impl AddAssign for Counters {
    fn add_assign(&mut self, other: Counters) {
        self.accepted += other.accepted;
        self.sent += other.sent;
        self.failed += other.failed;
        self.failed_late += other.failed_late;
        self.purged += other.purged;
        self.deleted += other.deleted;
        self.queued += other.queued;
        self.queued_bytes += other.queued_bytes;
        self.deferred += other.deferred;
    }
}

/// What happened at a site in a half-hour, or on a day. An event counts where it happened, not where its mail began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bucket {
    /// Deliveries taken by the next hop.
    pub sent: u64,
    /// Deliveries that ended in error, the expired ones included.
    pub failed: u64,
    /// Reports that came for deliveries counted as sent before.
    pub failed_late: u64,
    /// Deliveries accepted while their site was red.
    pub held: u64,
    /// Of the failed: given up for their age, by retries or while held.
    pub expired: u64,
    /// Deliveries ended by a purge.
    pub purged: u64,
    /// Complaints that came.
    pub complaints: u64,
}

impl Bucket {
    /// Whether nothing happened.
    pub fn is_empty(&self) -> bool {
        *self == Bucket::default()
    }
}

impl AddAssign for Bucket {
    fn add_assign(&mut self, other: Bucket) {
        self.sent += other.sent;
        self.failed += other.failed;
        self.failed_late += other.failed_late;
        self.held += other.held;
        self.expired += other.expired;
        self.purged += other.purged;
        self.complaints += other.complaints;
    }
}

/// The length of a short bucket.
pub const HALF_HOUR: Duration = Duration::from_secs(1800);

/// When the half-hour of `at` began, by the clock on the wall of the zone.
pub fn half_hour(at: Time, zone: &TimeZone) -> Time {
    let wall_ms = at.0.saturating_add(i64::from(zone.to_offset(timestamp(at)).seconds()) * 1000);
    Time(at.0.saturating_sub(wall_ms.rem_euclid(HALF_HOUR.as_millis() as i64)))
}

/// The calendar day of `at` in the zone, as the number `yyyymmdd`.
pub fn day(at: Time, zone: &TimeZone) -> i32 {
    number(zone.to_datetime(timestamp(at)).date())
}

/// From the first instant of a day in the zone to the first of the next; 23 to 25 hours. `None` if the number is no day.
pub fn day_range(day: i32, zone: &TimeZone) -> Option<Range<Time>> {
    let date = date(day)?;
    Some(first_instant(date, zone)?..first_instant(date.tomorrow().ok()?, zone)?)
}

/// Today in the zone: the day's number and its range.
pub fn today(now: Time, zone: &TimeZone) -> (i32, Range<Time>) {
    let today = day(now, zone);
    // Only at the ends of the calendar, in the years -9999 and 9999, a day has no range: today is then this instant.
    (today, day_range(today, zone).unwrap_or(now..now))
}

/// The day so many days after another (before it, if negative). `None` if the number is no day or the calendar ends.
pub fn day_after(day: i32, days: i64) -> Option<i32> {
    let span = Span::new().try_days(days).ok()?;
    date(day)?.checked_add(span).ok().map(number)
}

/// Reads a day written `2026-03-29`.
pub fn parse_day(text: &str) -> Option<i32> {
    // Only this one form: the library would read week dates and times of day, too.
    let shape = |(at, byte): (usize, u8)| {
        if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() }
    };
    (text.len() == 10 && text.bytes().enumerate().all(shape))
        .then(|| text.parse().ok().map(number))?
}

/// Writes a day as `2026-03-29`; a number that is no day as it is.
pub fn day_text(day: i32) -> String {
    date(day).map_or_else(|| day.to_string(), |date| date.to_string())
}

fn number(date: Date) -> i32 {
    i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day())
}

/// The date of a day's number.
pub(crate) fn date(number: i32) -> Option<Date> {
    let year = i16::try_from(number.div_euclid(10_000)).ok()?;
    let rest = number.rem_euclid(10_000);
    Date::new(year, (rest / 100) as i8, (rest % 100) as i8).ok()
}

/// Where a change of the clocks takes midnight away, a day begins with the first instant after the gap.
fn first_instant(date: Date, zone: &TimeZone) -> Option<Time> {
    instant(date.at(0, 0, 0, 0), zone)
}

/// When the clock on the wall of the zone shows this. In a gap, as long after it as the wall says; of two, the first.
pub(crate) fn instant(wall: DateTime, zone: &TimeZone) -> Option<Time> {
    Some(Time(zone.to_timestamp(wall).ok()?.as_millisecond()))
}

/// Times beyond the calendar (years -9999 to 9999) are drawn to its ends.
fn timestamp(at: Time) -> Timestamp {
    Timestamp::from_millisecond(at.0).unwrap_or(if at.0 < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    // Zones by their rules (POSIX), so that no test depends on the machine's zone files.
    const ROME: &str = "CET-1CEST,M3.5.0,M10.5.0/3";
    const KOLKATA: &str = "IST-5:30";
    const KATHMANDU: &str = "<+0545>-5:45";
    const ST_JOHNS: &str = "NST3:30NDT,M3.2.0,M11.1.0";
    const LORD_HOWE: &str = "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0";
    /// Its summer begins at midnight: that day begins at one.
    const SANTIAGO: &str = "<-04>4<-03>,M9.1.0/0,M4.1.0/0";
    const ZONES: [&str; 7] = ["UTC0", ROME, KOLKATA, KATHMANDU, ST_JOHNS, LORD_HOWE, SANTIAGO];

    #[test]
    fn a_half_hour_begins_by_the_wall_clock_of_the_zone() {
        let rows = [
            ("UTC0", "2026-03-29T00:29:59.999Z", "2026-03-29T00:00:00Z"),
            ("UTC0", "2026-03-29T00:30:00Z", "2026-03-29T00:30:00Z"),
            (ROME, "2026-07-01T10:59:00Z", "2026-07-01T10:30:00Z"),
            (KOLKATA, "2026-07-01T10:59:00Z", "2026-07-01T10:30:00Z"),
            // A quarter past the hour in UTC is the half-hour there.
            (KATHMANDU, "2026-07-01T10:14:59Z", "2026-07-01T09:45:00Z"),
            (KATHMANDU, "2026-07-01T10:15:00Z", "2026-07-01T10:15:00Z"),
            // The clocks go forward, and back: no half-hour is longer or shorter.
            (ROME, "2026-03-29T00:59:59Z", "2026-03-29T00:30:00Z"),
            (ROME, "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"),
            (ROME, "2026-10-25T00:59:59Z", "2026-10-25T00:30:00Z"),
            (ROME, "2026-10-25T01:00:00Z", "2026-10-25T01:00:00Z"),
            (LORD_HOWE, "2026-04-04T15:20:00Z", "2026-04-04T15:00:00Z"),
        ];
        for (zone, now, expected) in rows {
            assert_eq!(half_hour(at(now), &tz(zone)), at(expected), "{zone} {now}");
        }
        assert_eq!(half_hour(Time(-1), &tz("UTC0")), Time(-1_800_000), "before 1970, too");
    }

    #[test]
    fn a_day_is_that_of_the_sites_own_calendar() {
        let rows = [
            (ROME, "2026-03-28T22:59:59Z", 20260328),
            (ROME, "2026-03-28T23:00:00Z", 20260329),
            (ROME, "2026-03-29T21:59:59Z", 20260329),
            (ROME, "2026-03-29T22:00:00Z", 20260330),
            (KOLKATA, "2026-12-31T18:29:59Z", 20261231),
            (KOLKATA, "2026-12-31T18:30:00Z", 20270101),
            (KATHMANDU, "2026-12-31T18:15:00Z", 20270101),
            (ST_JOHNS, "2026-01-01T03:29:59Z", 20251231),
            (ST_JOHNS, "2026-01-01T03:30:00Z", 20260101),
            ("UTC0", "1969-12-31T23:59:59Z", 19691231),
        ];
        for (zone, now, expected) in rows {
            assert_eq!(day(at(now), &tz(zone)), expected, "{zone} {now}");
        }
    }

    #[test]
    fn a_day_has_as_many_hours_as_the_clocks_of_its_zone_leave_it() {
        let rows = [
            (ROME, 20260328, "2026-03-27T23:00:00Z", 24.0),
            (ROME, 20260329, "2026-03-28T23:00:00Z", 23.0),
            (ROME, 20261025, "2026-10-24T22:00:00Z", 25.0),
            (KOLKATA, 20260329, "2026-03-28T18:30:00Z", 24.0),
            (KATHMANDU, 20260329, "2026-03-28T18:15:00Z", 24.0),
            (ST_JOHNS, 20260308, "2026-03-08T03:30:00Z", 23.0),
            (LORD_HOWE, 20260405, "2026-04-04T13:00:00Z", 24.5),
            (SANTIAGO, 20260906, "2026-09-06T04:00:00Z", 23.0),
            (SANTIAGO, 20260404, "2026-04-04T03:00:00Z", 25.0),
        ];
        for (zone, day, begins, hours) in rows {
            let range = day_range(day, &tz(zone)).expect("a day");
            assert_eq!(range.start, at(begins), "{zone} {day}");
            assert_eq!(range.end.since(range.start).as_secs_f64() / 3600.0, hours, "{zone} {day}");
        }
    }

    #[test]
    fn days_are_written_read_and_counted_as_in_the_calendar() {
        let read = [
            ("2026-03-29", Some(20260329)),
            ("2024-02-29", Some(20240229)),
            ("2026-02-29", None),
            ("2026-13-01", None),
            ("2026-3-29", None),
            ("20260329", None),
            ("2026-03-290", None),
            ("2026-03-29T00:00", None),
            ("2026-W13-7", None),
            ("\u{661}\u{661}\u{661}\u{661}\u{661}", None),
            ("", None),
        ];
        for (text, expected) in read {
            assert_eq!(parse_day(text), expected, "{text}");
        }
        assert_eq!(day_text(20260329), "2026-03-29");
        assert_eq!(day_text(20260230), "20260230");
        assert_eq!(day_after(20260301, -1), Some(20260228));
        assert_eq!(day_after(20231231, 60), Some(20240229));
        assert_eq!(day_after(20260001, 1), None);
        assert_eq!(day_after(20260101, i64::MAX), None);
    }

    #[test]
    fn a_time_beyond_the_calendar_is_drawn_to_its_end() {
        let rome = tz(ROME);
        assert_eq!(day(Time::NEVER, &rome), 99991230);
        assert_eq!(day_range(99991231, &rome), None);
        assert!(half_hour(Time(i64::MIN), &rome) <= Time(i64::MIN + 1_800_000));
        assert_eq!(day_range(i32::MAX, &rome), None);
        assert_eq!(day_range(i32::MIN, &rome), None);
    }

    #[test]
    fn counters_balance_when_each_accepted_mail_is_in_one_place() {
        let counters = Counters {
            accepted: 15,
            sent: 5,
            failed: 4,
            purged: 3,
            deleted: 2,
            queued: 1,
            ..zero()
        };
        let rows = [
            (counters, true),
            (Counters { failed_late: 5, deferred: 1, queued_bytes: 900, ..counters }, true),
            (Counters { accepted: 16, ..counters }, false),
            (Counters { queued: 0, ..counters }, false),
            (Counters { sent: u64::MAX, failed: u64::MAX, ..zero() }, false),
            (zero(), true),
        ];
        for (counters, expected) in rows {
            assert_eq!(counters.balanced(), expected, "{counters:?}");
        }
        assert_eq!(Counters { failed: 2, failed_late: 3, ..zero() }.in_error(), 5);
    }

    proptest! {
        #[test]
        fn the_half_hours_of_a_day_add_up_to_it(zone in 0..ZONES.len(), now in 0_i64..4_000_000_000_000) {
            let (zone, now) = (tz(ZONES[zone]), Time(now));
            let (today, range) = today(now, &zone);
            prop_assert!(range.contains(&now));
            prop_assert_eq!(day(range.start, &zone), today);
            prop_assert_eq!(day(range.end, &zone), day_after(today, 1).expect("tomorrow"));
            prop_assert_eq!(half_hour(range.start, &zone), range.start);

            let begins = half_hour(now, &zone);
            prop_assert!(begins <= now && now < begins + HALF_HOUR);
            prop_assert!(range.contains(&begins));
            prop_assert_eq!(half_hour(begins, &zone), begins);
        }

        #[test]
        fn what_is_read_is_what_was_written(day in 1900_i32..2200, nth in 0_i64..366) {
            let day = day_after(day * 10_000 + 101, nth).expect("a day");
            prop_assert_eq!(parse_day(&day_text(day)), Some(day));
        }

        #[test]
        fn no_number_and_no_text_makes_it_panic(number: i32, days: i64, text: String, now: i64) {
            let zone = tz(ST_JOHNS);
            day_range(number, &zone);
            day_after(number, days);
            day_text(number);
            parse_day(&text);
            today(Time(now), &zone);
            half_hour(Time(now), &zone);
        }
    }

    fn tz(rule: &str) -> TimeZone {
        TimeZone::posix(rule).expect("a rule")
    }

    fn at(text: &str) -> Time {
        Time(text.parse::<Timestamp>().expect("a time").as_millisecond())
    }

    fn zero() -> Counters {
        Counters::default()
    }
}
