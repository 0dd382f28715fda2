//! The record that publishes a key (RFC 6376 §3.6.1, RFC 8463 §3): as it should be, and as it is.

use super::Key;

/// What a TXT record at `selector._domainkey.domain` does for signatures of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Published {
    /// Receivers verify them.
    Yes,
    /// They do, but are told that the domain is only testing, and treat the mail as unsigned (`t=y`).
    Testing,
    /// The record has another key: signatures are bad.
    AnotherKey,
    /// The record takes the key back: `p=` is empty.
    Revoked,
    /// The record is for other things than mail (`s=`), or for other hashes than SHA-256 (`h=`).
    NotForMail,
    /// The text is no record of a key.
    NoRecord,
}

impl Key {
    /// The text of the TXT record that publishes the key. One of RSA is longer than the 255 octets of a string in a
    /// zone, so it stands there as two strings, which a resolver joins (§3.6.2.2).
    pub fn record(&self) -> String {
        format!("v=DKIM1; k={}; p={}", self.algorithm().key_type(), self.public())
    }

    /// What this TXT record, its strings joined, does for signatures of the key.
    pub fn published_in(&self, record: &str) -> Published {
        let Some(record) = Record::parse(record) else { return Published::NoRecord };
        let lists =
            |list: &str, words: &[&str]| list.split(':').any(|word| words.contains(&word.trim()));
        let is_for_mail = record.services.is_none_or(|list| lists(list, &["*", "email"]));
        let takes_sha256 = record.hashes.is_none_or(|list| lists(list, &["sha256"]));
        if record.public.is_empty() {
            Published::Revoked
        } else if !is_for_mail || !takes_sha256 {
            Published::NotForMail
        } else if record.key_type != self.algorithm().key_type() || record.public != self.public() {
            Published::AnotherKey
        } else if record.flags.is_some_and(|list| lists(list, &["y"])) {
            Published::Testing
        } else {
            Published::Yes
        }
    }
}

/// The tags of a record that matter.
struct Record<'a> {
    key_type: &'a str,
    public: String,
    services: Option<&'a str>,
    hashes: Option<&'a str>,
    flags: Option<&'a str>,
}

impl<'a> Record<'a> {
    fn parse(text: &'a str) -> Option<Record<'a>> {
        let pairs = text.split(';').filter(|pair| !pair.trim().is_empty());
        let tags: Option<Vec<(&str, &str)>> = pairs.map(|pair| pair.split_once('=')).collect();
        let tags: Vec<(&str, &str)> =
            tags?.into_iter().map(|(name, value)| (name.trim(), value.trim())).collect();
        let value = |name| tags.iter().find(|tag| tag.0 == name).map(|tag| tag.1);
        // If it is there, it is the first and says DKIM1.
        let is_dkim = match value("v") {
            Some(version) => version == "DKIM1" && tags[0].0 == "v",
            None => true,
        };
        let public = value("p").filter(|_| is_dkim)?;
        Some(Record {
            key_type: value("k").unwrap_or("rsa"),
            public: public.split_whitespace().collect(),
            services: value("s"),
            hashes: value("h"),
            flags: value("t"),
        })
    }
}
