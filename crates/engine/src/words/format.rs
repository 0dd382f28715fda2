//! How a language writes numbers, sizes, dates and spans.
//!
//! Separators are those of the Unicode CLDR; the order of a date's parts and the names of months stand in the catalogues.

use std::time::Duration;

use fluent_bundle::FluentValue;
use intl_memoizer::concurrent::IntlLangMemoizer;
use jiff::ZonedDateTime;
use jiff::tz::TimeZone;
use postern_core::time::Time;

use super::{Fact, Language, Words};

/// How numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style {
    group: &'static str,
    decimal: char,
    /// Groups begin with so many digits: 4 in Spanish, 10 000 but 1000.
    from: usize,
}

const NARROW: &str = "\u{202f}";
const NO_BREAK: &str = "\u{a0}";

const ENGLISH: Style = Style { group: ",", decimal: '.', from: 4 };
const COMMA: Style = Style { group: ".", decimal: ',', from: 4 };
const FRENCH: Style = Style { group: NARROW, decimal: ',', from: 4 };
const SPANISH: Style = Style { group: ".", decimal: ',', from: 5 };
const SPACED: Style = Style { group: NO_BREAK, decimal: ',', from: 5 };

/// A formatter as Fluent takes it.
type Formatter = fn(&FluentValue<'_>, &IntlLangMemoizer) -> Option<String>;

impl Style {
    pub(super) fn of(language: Language) -> Style {
        match language {
            Language::English => ENGLISH,
            Language::Italian | Language::German => COMMA,
            Language::French => FRENCH,
            Language::Spanish => SPANISH,
            Language::Polish | Language::Portuguese => SPACED,
        }
    }

    /// The same for the numbers within a text. Fluent takes a plain function, so each style has its own.
    pub(super) fn formatter(self) -> Formatter {
        macro_rules! formatter {
            ($style:ident) => {
                |value, _| $style.fluent(value)
            };
        }
        match self {
            COMMA => formatter!(COMMA),
            FRENCH => formatter!(FRENCH),
            SPANISH => formatter!(SPANISH),
            SPACED => formatter!(SPACED),
            _ => formatter!(ENGLISH),
        }
    }

    fn fluent(self, value: &FluentValue<'_>) -> Option<String> {
        match value {
            // Counts alone come as numbers, and are whole.
            FluentValue::Number(number) => Some(self.number(number.value as u64)),
            _ => None,
        }
    }

    fn number(self, number: u64) -> String {
        let digits = number.to_string();
        if digits.len() < self.from {
            return digits;
        }
        let mut text = String::with_capacity(digits.len() + 9);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push_str(self.group);
            }
            text.push(digit);
        }
        text
    }
}

impl Words {
    /// A whole number: `12,345`.
    pub fn number(&self, number: u64) -> String {
        self.style.number(number)
    }

    /// A number with so many decimal places.
    pub fn decimal(&self, number: f64, places: usize) -> String {
        let text = format!("{:.places$}", number.abs());
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        let mut written = if number < 0.0 { "-".to_owned() } else { String::new() };
        written
            .push_str(&whole.parse().map_or_else(|_| whole.to_owned(), |whole| self.number(whole)));
        if !rest.is_empty() {
            written.push(self.style.decimal);
            written.push_str(rest);
        }
        written
    }

    /// A part of a whole in hundredths: `4.2 %`. Of nothing it is none; a trace is not written as none.
    pub fn percent(&self, part: u64, whole: u64) -> String {
        let hundredths = if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 };
        let text = match hundredths {
            _ if part == 0 || whole == 0 => self.number(0),
            _ if hundredths < 0.1 => format!("< {}", self.decimal(0.1, 1)),
            _ if hundredths < 10.0 => self.decimal(hundredths, 1),
            _ => self.decimal(hundredths, 0),
        };
        self.tell("percent", &[("number", Fact::Text(&text))])
    }

    /// A size: `512 B`, `1.4 MB` (of 1024 each, as limits are set).
    pub fn bytes(&self, bytes: u64) -> String {
        const UNITS: [&str; 5] = ["B", "kB", "MB", "GB", "TB"];
        let (mut size, mut unit) = (bytes as f64, 0);
        while size >= 999.5 && unit + 1 < UNITS.len() {
            size /= 1024.0;
            unit += 1;
        }
        let is_whole = (size * 10.0).round() % 10.0 == 0.0;
        let places = usize::from(size < 99.95 && !is_whole);
        format!("{}{NO_BREAK}{}", self.decimal(size, places), UNITS[unit])
    }

    /// A day of a zone's calendar: `29 Mar 2026`.
    pub fn day(&self, at: Time, zone: &TimeZone) -> String {
        local(at, zone).map_or_else(String::new, |at| self.date("date", &at))
    }

    /// The same without the year: `29 Mar`.
    pub fn day_short(&self, at: Time, zone: &TimeZone) -> String {
        local(at, zone).map_or_else(String::new, |at| self.date("date-short", &at))
    }

    /// The time of day: `07:05`.
    pub fn clock(&self, at: Time, zone: &TimeZone) -> String {
        local(at, zone).map_or_else(String::new, |at| at.strftime("%H:%M").to_string())
    }

    /// A day and a time: `29 Mar 2026, 07:05`.
    pub fn moment(&self, at: Time, zone: &TimeZone) -> String {
        let (day, clock) = (self.day(at, zone), self.clock(at, zone));
        self.tell("moment", &[("day", Fact::Text(&day)), ("clock", Fact::Text(&clock))])
    }

    /// A span in its largest unit, to the nearest: `3 hours`.
    pub fn span(&self, span: Duration) -> String {
        const MINUTE: u64 = 60;
        const HOUR: u64 = 60 * MINUTE;
        const DAY: u64 = 24 * HOUR;
        let seconds = span.as_secs();
        let (key, count) = match seconds {
            // Half a unit more is still told in the smaller one: 90 minutes, 36 hours.
            _ if seconds >= 2 * DAY => ("days", (seconds + DAY / 2) / DAY),
            _ if seconds >= 2 * HOUR => ("hours", (seconds + HOUR / 2) / HOUR),
            _ if seconds >= 2 * MINUTE => ("minutes", (seconds + MINUTE / 2) / MINUTE),
            _ => ("seconds", seconds),
        };
        self.tell(key, &[("count", Fact::Count(count))])
    }

    /// How long ago an instant was, or how soon it is: `3 hours ago`, `in 5 minutes`.
    pub fn from_now(&self, at: Time, now: Time) -> String {
        let (key, span) =
            if at > now { ("in-span", at.since(now)) } else { ("span-ago", now.since(at)) };
        if span < Duration::from_secs(1) {
            return self.say("just-now");
        }
        let span = self.span(span);
        self.tell(key, &[("span", Fact::Text(&span))])
    }

    fn date(&self, key: &str, at: &ZonedDateTime) -> String {
        let (day, year) = (at.day().to_string(), at.year().to_string());
        let month = self.say(&format!("month-{}", at.month()));
        self.tell(
            key,
            &[
                ("day", Fact::Text(&day)),
                ("month", Fact::Text(&month)),
                ("year", Fact::Text(&year)),
            ],
        )
    }
}

fn local(at: Time, zone: &TimeZone) -> Option<ZonedDateTime> {
    let at = jiff::Timestamp::from_millisecond(at.0).ok()?;
    Some(at.to_zoned_datetime(zone.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Catalogues;

    #[test]
    fn numbers_are_written_as_each_language_groups_them() {
        let catalogues = Catalogues::read();
        let cases = [
            (Language::English, "1,234", "1,234,567"),
            (Language::Italian, "1.234", "1.234.567"),
            (Language::French, "1\u{202f}234", "1\u{202f}234\u{202f}567"),
            (Language::German, "1.234", "1.234.567"),
            (Language::Spanish, "1234", "1.234.567"),
            (Language::Polish, "1234", "1\u{a0}234\u{a0}567"),
            (Language::Portuguese, "1234", "1\u{a0}234\u{a0}567"),
        ];
        for (language, thousand, million) in cases {
            let words = catalogues.of(language);
            assert_eq!(
                (words.number(1234), words.number(1_234_567)),
                (thousand.into(), million.into())
            );
            assert_eq!(words.number(0), "0");
            let told = words.tell("days", &[("count", Fact::Count(1_234_567))]);
            assert!(told.starts_with(million), "{told:?}");
        }
        assert_eq!(catalogues.of(Language::German).decimal(-1234.56, 1), "-1.234,6");
    }

    #[test]
    fn parts_and_sizes_never_hide_what_there_is() {
        let catalogues = Catalogues::read();
        let words = catalogues.of(Language::English);
        let parts = [(0, 0), (0, 9), (1, 100_000), (42, 1000), (998, 1000), (5, 5)];
        let written = parts.map(|(part, whole)| words.percent(part, whole).replace('\u{a0}', " "));
        assert_eq!(written, ["0 %", "0 %", "< 0.1 %", "4.2 %", "100 %", "100 %"]);
        let sizes = [0, 999, 1000, 1_400_000, 1_048_000, 10_485_760, 123_456_789, u64::MAX];
        let written = sizes.map(|bytes| words.bytes(bytes).replace('\u{a0}', " "));
        assert_eq!(
            written,
            ["0 B", "999 B", "1 kB", "1.3 MB", "1 MB", "10 MB", "118 MB", "16,777,216 TB"]
        );
    }

    #[test]
    fn an_instant_is_told_in_the_zone_of_its_site() {
        let catalogues = Catalogues::read();
        let rome = TimeZone::get("Europe/Rome").expect("a zone");
        // The night the clocks go forward.
        let at = Time(1_774_746_000_000);
        let words = catalogues.of(Language::English);
        assert_eq!(words.moment(at, &TimeZone::UTC), "29 Mar 2026, 01:00");
        assert_eq!(words.moment(at, &rome), "29 Mar 2026, 03:00");
        assert_eq!(words.day_short(at, &rome), "29 Mar");
        assert_eq!(words.moment(Time(i64::MAX), &rome), ", ", "no time of the calendar");
    }

    #[test]
    fn spans_have_the_plural_their_language_asks_for() {
        let catalogues = Catalogues::read();
        let hours =
            |language, hours: u64| catalogues.of(language).span(Duration::from_secs(hours * 3600));
        assert_eq!(hours(Language::English, 1), "60 minutes");
        assert_eq!(hours(Language::English, 47), "47 hours");
        assert_eq!(hours(Language::English, 49), "2 days");
        assert_eq!(hours(Language::English, 71), "3 days");
        let words = catalogues.of(Language::English);
        assert_eq!(words.from_now(Time(0), Time(61_000)), "61 seconds ago");
        assert_eq!(words.from_now(Time(1000), Time(0)), "in 1 second");
        assert_eq!(words.from_now(Time(999), Time(0)), "just now");
    }
}
