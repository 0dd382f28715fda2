//! The queue, and jobs on a selection of it.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use super::When;
use super::object::object;

/// A queued mail: one message to one recipient.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Queued {
    pub id: i64,
    pub message: i64,
    /// `due`, `deferred` or `held`.
    pub kind: String,
    pub accepted_at: When,
    pub sender: Option<String>,
    pub recipient: String,
    pub subject: String,
    pub script: String,
    pub size_bytes: u64,
    pub attempts: u32,
    /// When it is tried next, if nothing holds it.
    pub next_at: When,
    /// Held by a stop; released past a block; in an attempt at this moment.
    pub stopped: bool,
    pub released: bool,
    pub in_flight: bool,
    /// What the last attempt came to; empty before the first.
    pub last_host: String,
    /// SMTP reply code, 0 when there was none; enhanced code, empty when there was none.
    pub last_code: u16,
    pub last_enhanced: String,
    pub last_reply: String,
}

/// Which queued mails are meant; every field that is set must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Selection {
    /// A recipient's address, or `@domain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub script: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_before: Option<When>,
    /// These mails, by id; left out: all.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "some")]
    #[schema(min_items = 1)]
    pub ids: Vec<i64>,
    /// These messages, by id; left out: all.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "some")]
    #[schema(min_items = 1)]
    pub messages: Vec<i64>,
    /// Only what is due, deferred or held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<QueueKind>,
}

/// Ids of which there is one at least: a program whose list came out empty does not mean the whole queue.
fn some<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<i64>, D::Error> {
    let ids = Vec::deserialize(deserializer)?;
    match ids.is_empty() {
        true => Err(D::Error::custom("an empty list selects nothing; leave it out to mean all")),
        false => Ok(ids),
    }
}

/// How a queued mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum QueueKind {
    /// It was not tried so far.
    Due,
    /// It was tried, and will be again.
    Deferred,
    /// It is held by a stop, or by its blocked site.
    Held,
}

/// What a job does with its selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum JobKind {
    /// Delivers it although its site is blocked. What a stop holds stays.
    Release,
    /// Deletes it.
    Delete,
    /// Tries what is deferred at once.
    Retry,
}

/// `POST /sites/{site}/jobs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JobWish {
    pub kind: JobKind,
    #[serde(default, deserialize_with = "object")]
    pub selection: Selection,
}

/// A job and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Job {
    /// Missing when there was nothing to do and no job has begun.
    pub id: Option<i64>,
    pub site: String,
    pub kind: JobKind,
    pub by: String,
    /// Mails looked at, of so many; mails that fitted.
    pub seen: u64,
    pub total: u64,
    pub done: u64,
    pub ended_at: Option<When>,
    /// A later action took the job back.
    pub taken_back: bool,
}
