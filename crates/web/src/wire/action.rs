//! Block, unblock and purge.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::When;

/// `POST /sites/{site}/block`, `…/unblock`, `…/purge`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ActionWish {
    /// Why; shown to the owner.
    pub reason: String,
    /// With a block: only the operator can leave the state.
    pub lock: bool,
}

/// What the action came to; it is durable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ActionAnswer {
    /// False when it was so already.
    pub changed: bool,
    /// The state before and after.
    pub from: String,
    pub to: String,
    /// Mails counted as purged; what is in flight counts when it ends.
    pub purged: u64,
    /// Mails queued after it, those of them that a stop of their script or sender holds, and those of an attempt at that
    /// moment.
    pub queued: u64,
    pub stopped: u64,
    pub in_flight: u64,
    /// After an unblock: when the last mail that no stop holds would leave, at the rate of the site's busiest half-hour of
    /// the last week; missing where that rate is not known.
    pub last_leaves_at: Option<When>,
}
