//! What an event stream tells.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::When;

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
