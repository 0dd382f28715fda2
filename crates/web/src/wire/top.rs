//! Who sends most, who fails most.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Counters, When};

/// What is ranked by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Ranked {
    #[default]
    Sent,
    Failed,
}

/// A site in `GET /top/sites`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RankedSite {
    pub site: String,
    pub state: String,
    pub counters: Counters,
}

/// A script in `GET /top/scripts`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RankedScript {
    pub site: String,
    pub script: String,
    pub first_at: When,
    pub last_at: When,
    pub accepted: u64,
    pub sent: u64,
    pub failed: u64,
}
