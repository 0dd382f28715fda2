//! A moment as people write it in an option: `2h` (ago), `2026-03-29`, `2026-03-29 09:00`, or RFC 3339.

use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use postern_web::wire::When;

/// A moment, not yet placed in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// So many seconds ago.
    Ago(i64),
    /// On the site's clock.
    Local(DateTime),
    /// An instant.
    At(Timestamp),
}

impl Moment {
    /// The instant it is, for a site's zone.
    pub fn at(self, now: When, zone: &TimeZone) -> When {
        match self {
            Moment::Ago(seconds) => {
                let second = now.0.as_second().saturating_sub(seconds);
                When(Timestamp::from_second(second).unwrap_or(Timestamp::MIN))
            }
            // Only at the ends of the calendar a local time is no instant.
            Moment::Local(at) => When(zone.to_timestamp(at).unwrap_or(now.0)),
            Moment::At(at) => When(at),
        }
    }
}

impl FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Moment, String> {
        let ago = || {
            let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
            let factor = match unit.trim() {
                "s" => 1,
                "min" => 60,
                "h" => 3600,
                "d" => 86_400,
                _ => return None,
            };
            number.parse::<i64>().ok()?.checked_mul(factor).map(Moment::Ago)
        };
        ago()
            .or_else(|| text.parse::<Timestamp>().ok().map(Moment::At))
            .or_else(|| text.parse::<DateTime>().ok().map(Moment::Local))
            .or_else(|| text.parse::<Date>().ok().map(|date| Moment::Local(date.at(0, 0, 0, 0))))
            .ok_or_else(|| {
                "write 30min, 2h, 3d (ago), 2026-03-29, \"2026-03-29 09:00\", or RFC 3339"
                    .to_owned()
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_in_each_of_its_forms() {
        let now: When = "2026-03-29T07:00:00Z".parse().expect("a time");
        let rome = TimeZone::get("Europe/Rome").expect("a zone");
        let rows = [
            ("2h", "2026-03-29T05:00:00.000Z"),
            ("30 min", "2026-03-29T06:30:00.000Z"),
            ("2026-03-29", "2026-03-28T23:00:00.000Z"),
            ("2026-03-29 09:00", "2026-03-29T07:00:00.000Z"),
            ("2026-03-29T09:00:00Z", "2026-03-29T09:00:00.000Z"),
            ("99999999999 d", "-009999-01-02T01:59:59.000Z"),
        ];
        for (text, expected) in rows {
            let moment: Moment = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(moment.at(now, &rome).to_string(), expected, "{text}");
        }
        assert!("yesterday".parse::<Moment>().is_err() && "".parse::<Moment>().is_err());
    }
}
