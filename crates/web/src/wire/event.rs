//! What an event stream tells.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::When;

/// An event of a stream, as its lines are read.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it is only described")]
pub struct Event {
    /// `state` or `counters`.
    #[schema(example = "state")]
    event: String,
    /// What the receiver has seen by then: to be sent back as `Last-Event-ID`.
    id: String,
    /// With `state` a `StateEvent`, with `counters` the `Counters`, as JSON.
    #[schema(content_media_type = "application/json")]
    data: String,
}

/// Event `state`: the site's state, at the beginning and whenever it changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StateEvent {
    /// `ok`, `force`, `ko`, `bounce` or `spam`.
    #[schema(example = "ko")]
    pub state: String,
    pub locked: bool,
    pub since: When,
    pub by: String,
    pub reason: String,
}
