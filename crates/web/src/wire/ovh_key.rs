//! Keys of the provider's API.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::When;

/// An application of the provider's API with the keys of its consumers, without what lets somebody in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OvhKey {
    pub id: i64,
    #[schema(example = "billing")]
    pub name: String,
    /// What clients call the application key; no secret.
    #[schema(example = "0123456789abcdef")]
    pub application_key: String,
    /// Whose it is; null: the operator's of the machine.
    pub user: Option<String>,
    /// No key of it has more than these; null is all.
    pub sites: Option<Vec<String>>,
    /// What it may ask by itself; none: it asks owners.
    #[schema(example = json!(["GET /hosting/web/*"]))]
    pub rules: Vec<String>,
    pub made_at: When,
    pub made_by: String,
    /// Null: never.
    pub ends_at: Option<When>,
    pub consumers: Vec<OvhConsumer>,
}

/// The key of a consumer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OvhConsumer {
    pub id: i64,
    /// Who approved it; null: nobody had to, or has yet.
    pub user: Option<String>,
    /// Whether it is good: it was approved, or had not to be.
    pub validated: bool,
    /// Null is all.
    pub sites: Option<Vec<String>>,
    #[schema(example = json!(["GET /hosting/web/*"]))]
    pub rules: Vec<String>,
    /// From where it may be used; none is everywhere.
    #[schema(example = json!(["192.0.2.0/24"]))]
    pub addresses: Vec<String>,
    pub asked_at: When,
    /// Null: with its application.
    pub ends_at: Option<When>,
    pub last_at: Option<When>,
    pub last_address: String,
}

/// `POST /ovh-keys`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOvhKey {
    /// At most 64 bytes.
    #[schema(example = "billing")]
    pub name: String,
    /// Its sites; null or missing is all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = json!(["shop.example.org"]))]
    pub sites: Option<Vec<String>>,
    /// What it may ask by itself, a method and a path each, in which `*` stands for anything; missing is everything. None: it
    /// has no key of its own, and asks owners for theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = json!(["GET /hosting/web/*"]))]
    pub rules: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<When>,
}

/// An application that was made. Its secrets are told here once.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct MadeOvhKey {
    /// What its calls are signed with.
    pub application_secret: String,
    /// A key of its own; null: it asks owners for theirs.
    pub consumer_key: Option<String>,
    #[serde(flatten)]
    pub key: OvhKey,
}
