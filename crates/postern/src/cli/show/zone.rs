//! Times as a person of the site reads them: on the site's own clock, and how long ago.

use jiff::tz::TimeZone;
use postern_web::wire::When;

use super::table::Cell;

/// A site's clock, as of one moment.
#[derive(Clone, Debug)]
pub struct Zone {
    zone: TimeZone,
    now: When,
}

impl Zone {
    /// The clock of a zone by its name; UTC for one this machine does not know.
    pub fn named(name: &str, now: When) -> Zone {
        Zone { zone: TimeZone::get(name).unwrap_or(TimeZone::UTC), now }
    }

    /// The clock of what concerns no one site.
    pub fn utc(now: When) -> Zone {
        Zone { zone: TimeZone::UTC, now }
    }

    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    pub fn now(&self) -> When {
        self.now
    }

    /// `2026-03-29 09:00:12 CEST (3 min ago)`.
    pub fn full(&self, when: When) -> String {
        let at = when.0.to_zoned_datetime(self.zone.clone()).strftime("%Y-%m-%d %H:%M:%S %Z");
        format!("{at} ({})", relative(self.now, when))
    }

    /// `2026-03-29 09:00:12`.
    pub fn short(&self, when: When) -> String {
        when.0.to_zoned_datetime(self.zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// `29 Mar 09:00`; with the year if it is another than now's.
    pub fn day_and_time(&self, when: When) -> String {
        let at = when.0.to_zoned_datetime(self.zone.clone());
        let is_this_year = at.year() == self.now.0.to_zoned_datetime(self.zone.clone()).year();
        at.strftime(if is_this_year { "%-d %b %H:%M" } else { "%-d %b %Y %H:%M" }).to_string()
    }

    /// `29 Mar 09:00 (3 min ago)` for a column; where there is no room, when it was.
    pub fn at(&self, when: When) -> Cell {
        let at = self.day_and_time(when);
        Cell::with_brief(&format!("{at} ({})", relative(self.now, when)), &at)
    }

    /// The same; where there is no room, how long ago.
    pub fn since(&self, when: When) -> Cell {
        let (at, distance) = (self.day_and_time(when), relative(self.now, when));
        Cell::with_brief(&format!("{at} ({distance})"), &distance)
    }

    /// The title of a column of times. UTC is nobody's own clock, so it is named.
    pub fn title(&self, title: &str) -> String {
        match self.zone == TimeZone::UTC {
            true => format!("{title} (UTC)"),
            false => title.to_owned(),
        }
    }
}

/// `3 min ago`, `in 2 h`, `now`: one unit, rounded down.
pub fn relative(now: When, then: When) -> String {
    let seconds = then.0.as_second() - now.0.as_second();
    let span = match seconds.unsigned_abs() {
        0 => return "now".into(),
        s @ ..60 => format!("{s} s"),
        s @ ..3600 => format!("{} min", s / 60),
        s @ ..86_400 => format!("{} h", s / 3600),
        s => format!("{} d", s / 86_400),
    };
    if seconds < 0 { format!("{span} ago") } else { format!("in {span}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_on_the_sites_clock_and_by_its_distance() {
        let now: When = "2026-03-29T07:00:00Z".parse().expect("a time");
        let zone = Zone::named("Europe/Rome", now);
        let rows = [
            ("2026-03-29T06:57:00Z", "2026-03-29 08:57:00 CEST (3 min ago)"),
            ("2026-03-29T00:30:00Z", "2026-03-29 01:30:00 CET (6 h ago)"),
            ("2026-03-31T07:00:00Z", "2026-03-31 09:00:00 CEST (in 2 d)"),
            ("2026-03-29T07:00:00.4Z", "2026-03-29 09:00:00 CEST (now)"),
            ("2026-03-29T07:00:59Z", "2026-03-29 09:00:59 CEST (in 59 s)"),
        ];
        for (when, expected) in rows {
            assert_eq!(zone.full(when.parse().expect("a time")), expected);
        }
        let days = ["2026-03-29T06:57:00Z", "2025-12-31T23:00:00Z", "2025-12-31T22:59:00Z"]
            .map(|when| zone.day_and_time(when.parse().expect("a time")));
        assert_eq!(days, ["29 Mar 08:57", "1 Jan 00:00", "31 Dec 2025 23:59"]);
        assert_eq!(zone.title("at"), "at");
        assert_eq!(Zone::named("UTC", now).title("at"), "at (UTC)");
    }
}
