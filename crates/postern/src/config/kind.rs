//! What a setting may be: how its value is written, within which bounds, and how it is read.
//!
//! Sizes are written `"10 MB"` or as a number of bytes, spans of time `"72 h"`; units count as in `10 MB = 10 485 760
//! bytes`. Each message says what was expected, so that nobody has to look it up.

use std::net::SocketAddr;
use std::time::Duration;

use postern_core::identity::{NoRange, Range};
use toml::de::DeValue;

/// The kind of a setting's value.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Any text.
    Text,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// A whole number within bounds.
    Number { min: u64, max: u64 },
    /// A number with a fraction, within bounds.
    Factor { min: f64, max: f64 },
    /// A size in bytes, within bounds.
    Bytes { min: u64, max: u64 },
    /// A span of time within bounds, in milliseconds.
    Span { min: u64, max: u64 },
    /// A list of texts.
    Texts,
    /// A list of Unix uids.
    Uids,
    /// A list of addresses with ports.
    Listeners,
    /// A list of addresses, or of ranges of them.
    Ranges,
}

/// A value that fits its kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Flag(bool),
    Number(u64),
    Factor(f64),
    Span(Duration),
    Texts(Vec<String>),
    Uids(Vec<u32>),
    Listeners(Vec<SocketAddr>),
    Ranges(Vec<Range>),
}

impl Kind {
    /// Reads a value as it stands in the file, or says what was expected instead.
    pub fn read(self, value: &DeValue<'_>) -> Result<Value, String> {
        match self {
            Kind::Text => text(value).map(|text| Value::Text(text.into())),
            Kind::Choice(words) => match text(value)? {
                word if words.contains(&word) => Ok(Value::Text(word.into())),
                word => Err(format!("{word:?} is not one of {}", words.join(", "))),
            },
            Kind::Flag => {
                value.as_bool().map(Value::Flag).ok_or_else(|| expected("true or false", value))
            }
            Kind::Number { min, max } => number(value, min, max).map(Value::Number),
            Kind::Factor { min, max } => factor(value, min, max).map(Value::Factor),
            Kind::Bytes { min, max } => bytes(value, min, max).map(Value::Number),
            Kind::Span { min, max } => span(value, min, max).map(Value::Span),
            Kind::Texts => list(value, |item| text(item).map(str::to_owned)).map(Value::Texts),
            Kind::Uids => {
                list(value, |item| number(item, 0, u64::from(u32::MAX) - 1).map(|uid| uid as u32))
                    .map(Value::Uids)
            }
            Kind::Listeners => list(value, listener).map(Value::Listeners),
            Kind::Ranges => list(value, range).map(Value::Ranges),
        }
    }

    /// The kind in words, for the reference page.
    pub fn words(self) -> String {
        match self {
            Kind::Text => "text".into(),
            Kind::Choice(words) => format!("one of `{}`", words.join("`, `")),
            Kind::Flag => "`true` or `false`".into(),
            Kind::Number { min, max: u64::MAX } => format!("number, at least {min}"),
            Kind::Number { min, max } => format!("number, {min} to {max}"),
            Kind::Factor { min, max } => format!("number, {min} to {max}"),
            Kind::Bytes { min, max: u64::MAX } => format!("size, at least {}", size_text(min)),
            Kind::Bytes { min, max } => format!("size, {} to {}", size_text(min), size_text(max)),
            Kind::Span { min, max } => {
                format!("span of time, {} to {}", span_text(min), span_text(max))
            }
            Kind::Texts => "list of texts".into(),
            Kind::Uids => "list of Unix uids".into(),
            Kind::Listeners => "list of `ADDRESS:PORT`".into(),
            Kind::Ranges => "list of `ADDRESS` or `ADDRESS/BITS`".into(),
        }
    }
}

fn text<'a>(value: &'a DeValue<'_>) -> Result<&'a str, String> {
    value.as_str().ok_or_else(|| expected("text in quotes", value))
}

fn number(value: &DeValue<'_>, min: u64, max: u64) -> Result<u64, String> {
    let integer = value.as_integer().ok_or_else(|| expected("a whole number", value))?;
    let read = i64::from_str_radix(integer.as_str(), integer.radix());
    let number = read.ok().and_then(|number| u64::try_from(number).ok());
    match number {
        Some(number) if (min..=max).contains(&number) => Ok(number),
        _ if max == u64::MAX => {
            Err(format!("{} is out of bounds: at least {min}", integer.as_str()))
        }
        _ => Err(format!("{} is out of bounds: {min} to {max}", integer.as_str())),
    }
}

fn factor(value: &DeValue<'_>, min: f64, max: f64) -> Result<f64, String> {
    let written = match value {
        DeValue::Float(float) => float.as_str(),
        DeValue::Integer(integer) => integer.as_str(),
        other => return Err(expected("a number", other)),
    };
    match written.replace('_', "").parse() {
        Ok(number) if (min..=max).contains(&number) => Ok(number),
        _ => Err(format!("{written} is out of bounds: {min} to {max}")),
    }
}

/// Units of size, the largest first.
const SIZES: [(&str, u64); 5] =
    [("TB", 1 << 40), ("GB", 1 << 30), ("MB", 1 << 20), ("kB", 1 << 10), ("B", 1)];

fn bytes(value: &DeValue<'_>, min: u64, max: u64) -> Result<u64, String> {
    let bytes = match value {
        DeValue::String(written) => in_units(written, &SIZES).ok_or_else(|| {
            format!(
                "{written:?} is no size: write a number and B, kB, MB, GB or TB, like \"10 MB\""
            )
        })?,
        DeValue::Integer(_) => number(value, 0, u64::MAX)?,
        other => return Err(expected("a size like \"10 MB\"", other)),
    };
    if bytes < min {
        Err(format!("{bytes} bytes are too few: at least {}", size_text(min)))
    } else if bytes > max {
        Err(format!("{bytes} bytes are too many: at most {}", size_text(max)))
    } else {
        Ok(bytes)
    }
}

/// Units of time in milliseconds, the largest first.
const SPANS: [(&str, u64); 5] =
    [("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1000), ("ms", 1)];

fn span(value: &DeValue<'_>, min: u64, max: u64) -> Result<Duration, String> {
    let written = value.as_str().ok_or_else(|| expected("a span of time like \"72 h\"", value))?;
    let millis = in_units(written, &SPANS).ok_or_else(|| {
        format!(
            "{written:?} is no span of time: write a number and ms, s, min, h or d, like \"72 h\""
        )
    })?;
    if (min..=max).contains(&millis) {
        Ok(Duration::from_millis(millis))
    } else {
        Err(format!("{written} is out of bounds: {} to {}", span_text(min), span_text(max)))
    }
}

/// Reads `"10 MB"`; the space may be missing, the unit may not.
fn in_units(written: &str, units: &[(&str, u64)]) -> Option<u64> {
    let digits = written.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = written.split_at(digits);
    let (_, factor) = units.iter().find(|(name, _)| *name == unit.trim_start_matches(' '))?;
    number.parse::<u64>().ok()?.checked_mul(*factor)
}

/// A size with the largest unit that shows it whole.
pub fn size_text(bytes: u64) -> String {
    whole_units(bytes, &SIZES)
}

/// A span with the largest unit that shows it whole.
pub fn span_text(millis: u64) -> String {
    whole_units(millis, &SPANS)
}

fn whole_units(number: u64, units: &[(&str, u64)]) -> String {
    let unit = units.iter().find(|(_, factor)| number >= *factor && number.is_multiple_of(*factor));
    match unit.or(units.last()) {
        Some((name, factor)) => format!("{} {name}", number / factor),
        None => number.to_string(),
    }
}

fn listener(value: &DeValue<'_>) -> Result<SocketAddr, String> {
    let written = text(value)?;
    written.parse().map_err(|_| {
        format!("{written:?} is no address with a port: write \"127.0.0.1:587\" or \"[::1]:587\" (no host names)")
    })
}

fn range(value: &DeValue<'_>) -> Result<Range, String> {
    let written = text(value)?;
    written.parse().map_err(|why| match why {
        NoRange::HostBits(range) => format!("{written:?} is no range: did you mean \"{range}\"?"),
        NoRange::Address | NoRange::Prefix => format!(
            "{written:?} is no address and no range: write \"192.0.2.1\" or \"2001:db8::/32\" (no host names)"
        ),
    })
}

fn list<T>(
    value: &DeValue<'_>,
    item: impl Fn(&DeValue<'_>) -> Result<T, String>,
) -> Result<Vec<T>, String> {
    let items = value.as_array().ok_or_else(|| expected("a list in [ ]", value))?;
    items.iter().map(|value| item(value.get_ref())).collect()
}

fn expected(what: &str, got: &DeValue<'_>) -> String {
    format!(
        "expected {what}, this is {}",
        match got {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number with a fraction",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: Kind, written: &str) -> Result<Value, String> {
        kind.read(DeValue::parse(written).expect("a value of TOML").get_ref())
    }

    #[test]
    fn sizes_and_spans_are_read_with_their_units_and_written_as_short_as_they_are_whole() {
        let sizes = [
            ("\"10 MB\"", 10_485_760, "10 MB"),
            ("\"1500B\"", 1500, "1500 B"),
            ("2048", 2048, "2 kB"),
        ];
        for (written, bytes, text) in sizes {
            assert_eq!(
                check(Kind::Bytes { min: 1, max: u64::MAX }, written),
                Ok(Value::Number(bytes))
            );
            assert_eq!(size_text(bytes), text);
        }
        let spans = [
            ("\"72 h\"", 259_200_000, "3 d"),
            ("\"90s\"", 90_000, "90 s"),
            ("\"5 min\"", 300_000, "5 min"),
        ];
        for (written, millis, text) in spans {
            let read = check(Kind::Span { min: 0, max: u64::MAX }, written);
            assert_eq!(read, Ok(Value::Span(Duration::from_millis(millis))));
            assert_eq!(span_text(millis), text);
        }
    }

    #[test]
    fn a_value_that_does_not_fit_is_told_what_was_expected() {
        let size = Kind::Bytes { min: 1024, max: 64 << 20 };
        let second = Kind::Span { min: 1000, max: 60_000 };
        let rows = [
            (Kind::Text, "5", "expected text in quotes, this is a whole number"),
            (Kind::Choice(&["text", "json"]), "\"xml\"", "\"xml\" is not one of text, json"),
            (Kind::Flag, "\"yes\"", "expected true or false, this is a text"),
            (Kind::Number { min: 1, max: 9 }, "10", "10 is out of bounds: 1 to 9"),
            (Kind::Number { min: 1, max: 9 }, "-1", "-1 is out of bounds: 1 to 9"),
            (
                Kind::Number { min: 1, max: 9 },
                "99999999999999999999",
                "99999999999999999999 is out of bounds: 1 to 9",
            ),
            (Kind::Factor { min: 1.0, max: 4.0 }, "0.5", "0.5 is out of bounds: 1 to 4"),
            (Kind::Factor { min: 1.0, max: 4.0 }, "nan", "nan is out of bounds: 1 to 4"),
            (
                size,
                "\"1 kb\"",
                "\"1 kb\" is no size: write a number and B, kB, MB, GB or TB, like \"10 MB\"",
            ),
            (size, "7", "7 bytes are too few: at least 1 kB"),
            (size, "\"65 MB\"", "68157440 bytes are too many: at most 64 MB"),
            (
                size,
                "\"99999999999 TB\"",
                "\"99999999999 TB\" is no size: write a number and B, kB, MB, GB or TB, like \"10 MB\"",
            ),
            (
                second,
                "\"5 m\"",
                "\"5 m\" is no span of time: write a number and ms, s, min, h or d, like \"72 h\"",
            ),
            (second, "5", "expected a span of time like \"72 h\", this is a whole number"),
            (second, "\"2 h\"", "2 h is out of bounds: 1 s to 1 min"),
            (Kind::Uids, "[-1]", "-1 is out of bounds: 0 to 4294967294"),
            (Kind::Texts, "\"a\"", "expected a list in [ ], this is a text"),
            (
                Kind::Listeners,
                "[\"localhost:25\"]",
                "\"localhost:25\" is no address with a port: write \"127.0.0.1:587\" or \"[::1]:587\" (no host names)",
            ),
            (
                Kind::Ranges,
                "[\"192.0.2.1/24\"]",
                "\"192.0.2.1/24\" is no range: did you mean \"192.0.2.0/24\"?",
            ),
            (
                Kind::Ranges,
                "[\"proxy\"]",
                "\"proxy\" is no address and no range: write \"192.0.2.1\" or \"2001:db8::/32\" (no host names)",
            ),
        ];
        for (kind, written, message) in rows {
            assert_eq!(check(kind, written), Err(message.to_owned()), "{written}");
        }
    }
}
