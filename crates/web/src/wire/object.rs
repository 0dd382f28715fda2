//! Objects within bodies. Serde also reads a struct from a list of values in the order of its fields; nothing that travels
//! is written so, and a new field would give such a list another meaning.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Reads a struct from an object, and from nothing else: for `deserialize_with`.
pub(super) fn object<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Object::deserialize(from).map(|Object(object)| object)
}

/// Reads a list of such.
pub(super) fn objects<'de, D, T>(from: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let objects: Vec<Object<T>> = Vec::deserialize(from)?;
    Ok(objects.into_iter().map(|Object(object)| object).collect())
}

/// What was read from an object.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Object<T>, D::Error> {
        from.deserialize_map(Members(PhantomData)).map(Object)
    }
}

struct Members<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members))
    }
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;

    use crate::wire::{Import, JobWish, Mail, NewSite, SiteChange, SiteWish};

    #[track_caller]
    fn check<T: DeserializeOwned + std::fmt::Debug>(good: &str, bad: &str) {
        serde_json::from_str::<T>(good).expect("an object");
        let why = serde_json::from_str::<T>(bad).expect_err("a list is no object").to_string();
        assert!(why.contains("expected an object"), "{why}");
    }

    #[test]
    fn no_struct_within_a_body_is_read_from_a_list_of_its_fields() {
        check::<SiteWish>(r#"{"settings": {"language": "it"}}"#, r#"{"settings": ["UTC", "it"]}"#);
        check::<SiteWish>(
            r#"{"settings": {"limits": {"recipients": 1}}}"#,
            r#"{"settings": {"limits": [1, 1]}}"#,
        );
        check::<SiteChange>(r#"{"settings": {}}"#, r#"{"settings": []}"#);
        check::<NewSite>(r#"{"name": "a", "site": {}}"#, r#"{"name": "a", "site": []}"#);
        check::<Import>(r#"{"sites": [{"name": "a"}]}"#, r#"{"sites": [["a"]]}"#);
        check::<JobWish>(
            r#"{"kind": "retry", "selection": {"ids": [1]}}"#,
            r#"{"kind": "retry", "selection": ["a@example.net"]}"#,
        );
        let file = r#"{"from": "a@example.org", "attachments": [{"name": "a", "type": "b/c", "content": "eA=="}]}"#;
        let mail: Mail<'_> = serde_json::from_str(file).expect("an object");
        assert!(matches!(mail.attachments[0].content, std::borrow::Cow::Borrowed("eA==")));
        let list = r#"{"from": "a@example.org", "attachments": [["a", "b/c", "eA=="]]}"#;
        serde_json::from_str::<Mail<'_>>(list).expect_err("a list is no object");
    }
}
