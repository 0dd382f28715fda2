//! The audit log.

use serde::{Deserialize, Serialize};

use super::When;

/// Something someone did.
#[derive(Clone, Debug, Serialize, Deserialize)]
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
