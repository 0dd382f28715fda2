//! Failures: mails that ended in error.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::When;

/// A failure.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Failure {
    pub at: When,
    /// Ids of the mail and of its message, for a trace.
    pub id: i64,
    pub message: i64,
    pub recipient: String,
    pub sender: Option<String>,
    pub subject: String,
    pub script: String,
    /// `bad-mailbox`, `bad-domain`, `mailbox-full`, …
    pub class: String,
    /// The remote host; empty when none was reached.
    pub host: String,
    /// SMTP reply code, 0 when there was none; enhanced code, empty when there was none.
    pub code: u16,
    pub enhanced: String,
    /// The whole reply, or what happened instead.
    pub reply: String,
}

/// How failures divide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FailureClasses {
    /// Most first; a class without failures is missing.
    pub classes: Vec<FailureClass>,
    /// Set when there were too many to count: older ones than this are left out.
    pub since: Option<When>,
}

/// How many failures there are of a class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FailureClass {
    pub class: String,
    pub count: u64,
}
