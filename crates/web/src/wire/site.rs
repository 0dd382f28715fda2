//! Sites.

use postern_core::site::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::When;
use super::object::{object, objects};

/// A site as it stands.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Site {
    #[schema(example = "shop.example.org")]
    pub name: String,
    pub created_at: When,
    pub settings: Settings,
    /// How it is recognised: Unix uids, SMTP logins, client address ranges.
    pub uids: Vec<u32>,
    pub logins: Vec<String>,
    pub ranges: Vec<String>,
    /// `ok`, `force`, `ko`, `bounce` or `spam`.
    #[schema(example = "ok")]
    pub state: String,
    /// Whether only the operator can leave this state.
    pub locked: bool,
    /// Since when it is in this state, by whom and why.
    pub since: When,
    pub by: String,
    pub reason: String,
    pub counters: Counters,
    pub last_accepted_at: Option<When>,
}

/// What is set for a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Settings {
    pub zone: String,
    pub language: String,
    /// Empty: no reports.
    pub report_address: String,
    /// The first qualifies bare addresses; none: the site's name does.
    pub sender_domains: Vec<String>,
    /// Next hops of its own, by their names in the configuration; none: the daemon's.
    pub smarthosts: Vec<String>,
    /// Address its mail leaves from; empty: the system's choice.
    pub source_address: String,
    /// What its owner is told of by mail.
    #[serde(default)]
    #[schema(example = json!(["held-mail-goes"]))]
    pub notices: Vec<String>,
    pub limits: Limits,
}

/// How much a site may hand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Limits {
    pub message_bytes: u64,
    pub recipients: u32,
    pub queued: u64,
    pub queued_bytes: u64,
}

/// What was counted of a site since it was added; one recipient is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Counters {
    pub accepted: u64,
    pub sent: u64,
    pub failed: u64,
    pub failed_late: u64,
    pub purged: u64,
    pub deleted: u64,
    pub queued: u64,
    pub queued_bytes: u64,
    pub deferred: u64,
}

/// Settings to be set; what is missing stays, or has its default in a new site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SettingsWish {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender_domains: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smarthosts: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_address: Option<String>,
    #[serde(deserialize_with = "object")]
    pub limits: LimitsWish,
}

/// `PATCH /sites/{site}/settings`: what is its owner's to set; what is missing stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OwnSettings {
    /// Empty: no reports.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "anna@example.org")]
    pub report_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "it")]
    pub language: Option<String>,
    /// A name of the IANA time zone database.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Europe/Rome")]
    pub zone: Option<String>,
    /// What to be told of by mail, all of it: `held-mail-goes`, a day before kept mail is given up; `state-changed`, when
    /// sending is stopped, started or purged; `first-failure`, when a mail fails and none had for a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = json!(["held-mail-goes"]))]
    pub notices: Option<Vec<String>>,
}

/// Limits to be set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LimitsWish {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipients: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queued: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queued_bytes: Option<u64>,
}

/// `POST /sites`: a site to be added. It is an error when it is there already.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSite {
    #[schema(example = "shop.example.org")]
    pub name: String,
    #[serde(default, deserialize_with = "object")]
    pub site: SiteWish,
}

/// `PUT /sites/{site}`: a site as it shall be. It is added when it is missing; repeating it changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SiteWish {
    #[serde(deserialize_with = "object")]
    pub settings: SettingsWish,
    /// All of its uids; missing: they stay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uids: Option<Vec<u32>>,
    /// All of its address ranges; missing: they stay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ranges: Option<Vec<String>>,
    /// Takes identities from the site that has them.
    #[serde(rename = "move")]
    pub moves: bool,
}

/// `PATCH /sites/{site}`: what changes of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SiteChange {
    #[serde(deserialize_with = "object")]
    pub settings: SettingsWish,
    pub add_uids: Vec<u32>,
    pub remove_uids: Vec<u32>,
    pub add_ranges: Vec<String>,
    pub remove_ranges: Vec<String>,
    /// Takes identities from the site that has them.
    #[serde(rename = "move")]
    pub moves: bool,
}

/// The answer to a `PUT` or `PATCH`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Changed {
    pub outcome: Outcome,
    pub site: Site,
}

/// `POST /imports`: many sites as they shall be, each on its own.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Import {
    /// At most 1000.
    #[serde(deserialize_with = "objects")]
    #[schema(max_items = 1000)]
    pub sites: Vec<NewSite>,
    /// Says what would happen, and changes nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// What became of a site of an import; in the order of the request.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Imported {
    pub name: String,
    pub outcome: Outcome,
    /// Why it was refused, or could not be done.
    pub problem: Option<super::Problem>,
}

/// What became of a site that was asked to be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Added,
    Changed,
    Unchanged,
    Refused,
}

/// `PUT /sites/{site}/logins/{login}`: the login's password.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Password {
    pub password: String,
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Whether a state, by its word, holds mail; an unknown one does.
pub fn is_red(state: &str) -> bool {
    State::from_word(state).is_none_or(State::is_red)
}
