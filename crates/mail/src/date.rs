//! The date and time of header fields (RFC 5322 §3.3), written from values that are handed in.

use std::fmt;

/// An instant with the offset of the place it is written for. Shows as `Tue, 24 Nov 2026 10:30:00 +0100`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    seconds: i64,
    offset_minutes: i16,
}

/// The last second of the year 9999: header fields have years of four digits.
const LAST_SECOND: i64 = 253_402_300_799;

impl Date {
    /// `unix_seconds` since 1970, `offset_minutes` east of UTC. Values no header field can express (before 1970,
    /// after 9999, a day or more off UTC) become the nearest ones it can.
    pub fn new(unix_seconds: i64, offset_minutes: i16) -> Date {
        let offset_minutes = offset_minutes.clamp(-1439, 1439);
        let shift = i64::from(offset_minutes) * 60;
        Date { seconds: unix_seconds.clamp(86_400, LAST_SECOND - 86_400) + shift, offset_minutes }
    }

    /// The same in UTC.
    pub fn utc(unix_seconds: i64) -> Date {
        Date::new(unix_seconds, 0)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let (days, second) = (self.seconds.div_euclid(86_400), self.seconds.rem_euclid(86_400));
        let (year, month, day) = civil(days);
        let (weekday, month) = (DAYS[days.rem_euclid(7) as usize], MONTHS[month - 1]);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let offset = self.offset_minutes.unsigned_abs();
        write!(
            f,
            "{weekday}, {day} {month} {year} {hour:02}:{minute:02}:{second:02} {sign}{:02}{:02}",
            offset / 60,
            offset % 60
        )
    }
}

/// The Gregorian date `days` after 1 January 1970, as year, month (1 to 12), day (1 to 31). The year is counted from
/// March, so that the leap day is its last, in cycles of 400 years (146,097 days).
fn civil(days: i64) -> (i64, usize, i64) {
    let days = days + 719_468; // from 1 March of the year 0
    let (cycle, day_of_cycle) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let leap_days = day_of_cycle / 1_460 - day_of_cycle / 36_524 + day_of_cycle / 146_096;
    let year_of_cycle = (day_of_cycle - leap_days) / 365;
    let day_of_year =
        day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = 400 * cycle + year_of_cycle + i64::from(month <= 2);
    (year, month as usize, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(unix_seconds: i64, offset_minutes: i16, text: &str) {
        assert_eq!(Date::new(unix_seconds, offset_minutes).to_string(), text);
    }

    #[test]
    fn dates_are_written_with_their_weekday_and_offset() {
        check(1_795_512_600, 0, "Tue, 24 Nov 2026 09:30:00 +0000");
        check(1_795_512_600, 60, "Tue, 24 Nov 2026 10:30:00 +0100");
        check(1_795_512_600, -570, "Tue, 24 Nov 2026 00:00:00 -0930");
        check(951_782_399, 0, "Mon, 28 Feb 2000 23:59:59 +0000");
        check(951_782_400, 0, "Tue, 29 Feb 2000 00:00:00 +0000");
        check(1_709_251_200, 0, "Fri, 1 Mar 2024 00:00:00 +0000");
        check(1_735_689_599, 0, "Tue, 31 Dec 2024 23:59:59 +0000");
        check(1_735_689_599, 1, "Wed, 1 Jan 2025 00:00:59 +0001");
    }

    #[test]
    fn what_no_field_can_express_becomes_the_nearest_that_it_can() {
        check(i64::MIN, 0, "Fri, 2 Jan 1970 00:00:00 +0000");
        check(i64::MAX, i16::MAX, "Fri, 31 Dec 9999 23:58:59 +2359");
    }

    #[test]
    fn each_day_follows_the_one_before_it() {
        let mut last = civil(0);
        for days in 1..200_000 {
            let (year, month, day) = civil(days);
            let follows = (year, month, day) == (last.0, last.1, last.2 + 1)
                || (year, month, day) == (last.0, last.1 + 1, 1)
                || (year, month, day) == (last.0 + 1, 1, 1);
            assert!(follows, "{last:?} -> {:?}", (year, month, day));
            last = (year, month, day);
        }
        assert_eq!(last, (2517, 7, 31));
    }
}
