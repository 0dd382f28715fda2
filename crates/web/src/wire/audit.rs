//! The audit log.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::When;

/// Something someone did.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AuditEntry {
    pub id: i64,
    pub at: When,
    /// Empty when it concerns no site.
    pub site: String,
    pub who: String,
    /// `block`, `unblock`, `purge`, `stop`, `site add`, …
    pub what: String,
    pub reason: String,
}
