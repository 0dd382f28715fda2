//! How a site stands, on one page.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Figures, Site, Stop, When};

/// `GET /sites/{site}/status`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Status {
    /// When this was read.
    pub now: When,
    pub site: Site,
    /// The site's own calendar day, `2026-03-29`, and what was counted on it so far.
    pub today: String,
    pub figures_today: Figures,
    pub queue: QueueKinds,
    /// When the first held mail is given up, at the earliest; missing when none is held.
    pub expires_next_at: Option<When>,
    pub stops: Vec<Stop>,
}

/// How a site's queue divides: `total = due + deferred + held`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QueueKinds {
    pub total: u64,
    /// Goes as soon as its turn comes.
    pub due: u64,
    /// Waits for a retry.
    pub deferred: u64,
    /// Waits for the end of a block, or of a stop of its script or sender.
    pub held: u64,
    /// Of these, held by a stop.
    pub stopped: u64,
    /// Of the total, released past a block.
    pub released: u64,
    pub oldest_at: Option<When>,
}
