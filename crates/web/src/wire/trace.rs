//! A message's story: accepted, each attempt, the end.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::When;

/// A message with its story.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Traced {
    pub message: i64,
    pub accepted_at: When,
    pub sender: Option<String>,
    pub subject: String,
    pub message_id: String,
    pub script: String,
    pub size_bytes: u64,
    pub origin: Origin,
    pub deliveries: Vec<TracedDelivery>,
}

/// Where a message came from.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Origin {
    /// `sendmail`, `drop`, `smtp`, `http` or `notice`.
    pub method: Option<String>,
    /// The kernel's word.
    pub uid: Option<u32>,
    pub gid: Option<u32>,
    pub pid: Option<u32>,
    pub login: Option<String>,
    pub address: Option<String>,
    /// Whether the site is the caller's word.
    pub stated: bool,
    /// What the caller says of itself, by name; the caller's word.
    pub stated_by_caller: Vec<(String, String)>,
}

/// One recipient's part of the story.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TracedDelivery {
    pub id: i64,
    pub recipient: String,
    /// `queued`, `held`, `sent`, `failed`, `purged` or `deleted`.
    pub state: String,
    pub next_at: Option<When>,
    pub attempts: Vec<Attempt>,
}

/// An attempt, or the end that came without one.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Attempt {
    pub at: When,
    /// `sent`, `deferred`, `failed`, `purged` or `deleted`.
    pub outcome: String,
    pub class: Option<String>,
    pub host: String,
    pub code: u16,
    pub enhanced: String,
    pub reply: String,
}
