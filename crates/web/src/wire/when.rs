//! An instant as it travels: `2026-03-29T07:00:00.000Z`.

use jiff::Timestamp;
use postern_core::time::Time;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// An instant, to the millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct When(pub Timestamp);

impl From<Time> for When {
    /// Times beyond the calendar are drawn to its ends.
    fn from(time: Time) -> When {
        let end = if time.0 < 0 { Timestamp::MIN } else { Timestamp::MAX };
        When(Timestamp::from_millisecond(time.0).unwrap_or(end))
    }
}

impl From<When> for Time {
    fn from(when: When) -> Time {
        Time(when.0.as_millisecond())
    }
}

impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.3}", self.0)
    }
}

impl std::str::FromStr for When {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<When, jiff::Error> {
        text.parse().map(When)
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<When, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map_err(|_| D::Error::custom(format!("{text:?} is no time like 2026-03-29T07:00:00Z")))
    }
}

impl PartialSchema for When {
    fn schema() -> RefOr<Schema> {
        let object = ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some("An instant, in UTC with milliseconds (RFC 3339)."))
            .examples(["2026-03-29T07:00:00.000Z"])
            .build();
        RefOr::T(Schema::Object(object))
    }
}

impl ToSchema for When {
    fn name() -> std::borrow::Cow<'static, str> {
        "When".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_comes_back_as_it_went() {
        for millis in [0, 1, 999, 1_774_767_600_123, -1] {
            let when = When::from(Time(millis));
            let text = serde_json::to_string(&when).expect("text");
            assert_eq!(serde_json::from_str::<When>(&text).expect("a time"), when);
            assert_eq!(Time::from(when), Time(millis));
        }
        assert_eq!(When::from(Time(0)).to_string(), "1970-01-01T00:00:00.000Z");
    }
}
