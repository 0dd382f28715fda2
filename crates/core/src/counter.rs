//! What is counted of a site, and in which half-hour and which day.
//!
//! The unit is one recipient. Counters move in the store, in the transaction of the fact they count; here is what they
//! are, what must hold between them, and the calendar: half-hours and days are those of the site's own zone, so that the
//! half-hours of a day add up to it, also where a zone is off by a quarter of an hour or a day has 23 hours.

use std::ops::{AddAssign, Range};
use std::time::Duration;

use jiff::civil::Date;
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

fn date(number: i32) -> Option<Date> {
    let year = i16::try_from(number.div_euclid(10_000)).ok()?;
    let rest = number.rem_euclid(10_000);
    Date::new(year, (rest / 100) as i8, (rest % 100) as i8).ok()
}

/// Where a change of the clocks takes midnight away, a day begins with the first instant after the gap.
fn first_instant(date: Date, zone: &TimeZone) -> Option<Time> {
    Some(Time(zone.to_timestamp(date.at(0, 0, 0, 0)).ok()?.as_millisecond()))
}

/// Times beyond the calendar (years -9999 to 9999) are drawn to its ends.
fn timestamp(at: Time) -> Timestamp {
    Timestamp::from_millisecond(at.0).unwrap_or(if at.0 < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}
