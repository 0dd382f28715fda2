//! Mail handed in.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::object::objects;

/// A message that is stored durably.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Submitted {
    pub message: i64,
    /// The idempotency key was seen before with the same message: nothing was stored again.
    pub repeated: bool,
}

/// A message in parts. Addresses are `anna@example.org` or `Anna <anna@example.org>`. `Date`, `Message-ID` and `Received`
/// are written by Postern.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Mail<'a> {
    #[schema(value_type = String, example = "Shop <orders@example.org>")]
    #[serde(borrow)]
    pub from: Cow<'a, str>,
    /// One recipient at least in `to`, `cc` and `bcc` together.
    #[serde(default)]
    #[schema(example = json!(["Anna <anna@example.net>"]))]
    pub to: Vec<String>,
    #[serde(default)]
    pub cc: Vec<String>,
    /// Recipients no one is shown.
    #[serde(default)]
    pub bcc: Vec<String>,
    #[serde(default)]
    pub reply_to: Option<String>,
    #[serde(default)]
    #[schema(example = "Order 17")]
    pub subject: String,
    /// `text`, `html`, an attachment: one of them at least.
    #[serde(default, borrow)]
    #[schema(value_type = Option<String>, example = "Thank you!\n")]
    pub text: Option<Cow<'a, str>>,
    #[serde(default, borrow)]
    #[schema(value_type = Option<String>)]
    pub html: Option<Cow<'a, str>>,
    /// Further fields of the head, by name; none that has a place of its own here, or that Postern writes.
    #[serde(default)]
    #[schema(example = json!({"X-Order": "17"}))]
    pub headers: BTreeMap<String, String>,
    #[serde(default, borrow, deserialize_with = "objects")]
    #[schema(value_type = Vec<Attachment>)]
    pub attachments: Vec<Attachment<'a>>,
}

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Attachment<'a> {
    #[schema(example = "invoice.pdf")]
    pub name: String,
    /// Its media type.
    #[serde(rename = "type")]
    #[schema(example = "application/pdf")]
    pub kind: String,
    /// Base64 (RFC 4648 §4), on one line.
    #[serde(borrow)]
    #[schema(value_type = String, content_encoding = "base64", example = "JVBERi0xLjcK")]
    pub content: Cow<'a, str>,
    /// With HTML: what it shows this file by, `cid:…`.
    #[serde(default)]
    pub content_id: Option<String>,
}

/// `POST /sites/{site}/test-mail`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TestMail {
    #[schema(example = "anna@example.net")]
    pub to: String,
}
