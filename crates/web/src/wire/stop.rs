//! Stops: one script or one sender is blocked while the rest sends.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::When;

/// A stop that stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Stop {
    pub id: i64,
    /// One of the two is set.
    pub script: Option<String>,
    pub sender: Option<String>,
    pub at: When,
    pub by: String,
    pub reason: String,
}

/// `POST /sites/{site}/stops`: one of `script` and `sender`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct StopWish {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "form.php")]
    pub script: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    pub reason: String,
}

/// What it came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StopAnswer {
    /// False when it was stopped already: the stop is the one that stands, with its own reason.
    pub changed: bool,
    #[serde(flatten)]
    pub stop: Stop,
}
