//! Mail handed in.

use serde::{Deserialize, Serialize};

/// A message that is stored durably.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submitted {
    pub message: i64,
    /// The idempotency key was seen before with the same message: nothing was stored again.
    pub repeated: bool,
}

/// `POST /sites/{site}/test-mail`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestMail {
    pub to: String,
}
