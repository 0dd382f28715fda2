//! Webhooks: programs that are told what happens here.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::When;

/// What a webhook can be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum WebhookKind {
    /// A site was blocked, unblocked, locked or the like.
    #[serde(rename = "site.state_changed")]
    StateChanged,
    /// A mail ended in error.
    #[serde(rename = "mail.failed")]
    MailFailed,
    /// Held mail is given up within a day.
    #[serde(rename = "mail.held_expiring")]
    HeldExpiring,
    /// A daily error report was sent.
    #[serde(rename = "report.sent")]
    ReportSent,
}

/// A webhook, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Webhook {
    #[schema(example = 42)]
    pub id: i64,
    /// Whose events it is told; null is all sites.
    pub site: Option<String>,
    #[schema(example = "https://hooks.example.net/postern")]
    pub url: String,
    pub kinds: Vec<WebhookKind>,
    pub on: bool,
    /// Why it is off, where nobody turned it off: `gone` when its receiver answered 410; else empty.
    pub off_because: String,
    /// Whether it may lead into this machine or a private network.
    pub allow_private: bool,
    /// Events that wait to be told.
    pub waiting: u64,
    /// Events it was never told: too many waited, or it was turned off.
    pub dropped: u64,
    /// Until when the secret before the last rotation signs too.
    pub old_secret_until: Option<When>,
    pub made_by: String,
    pub made_at: When,
}

/// `POST …/webhooks`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// `https://…`; `http://…` only where it may lead into a private network.
    #[schema(example = "https://hooks.example.net/postern", max_length = 2000)]
    pub url: String,
    /// What it is told of; missing is everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kinds: Option<Vec<WebhookKind>>,
    /// Lets it lead into this machine or a private network. Only for those who run the hosting.
    #[serde(default)]
    pub allow_private: bool,
}

/// `PATCH …/webhooks/{webhook}`; what is missing stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct WebhookChange {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    pub url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kinds: Option<Vec<WebhookKind>>,
    /// Off: it is told nothing more, and what waits is dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<bool>,
    /// Only those who run the hosting give it; another address named by others takes it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_private: Option<bool>,
}

/// A webhook with its secret, which is told here and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MadeWebhook {
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=")]
    pub secret: String,
    #[serde(flatten)]
    pub webhook: Webhook,
}

/// An event that is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WebhookEvent {
    /// As the log of answers names it.
    #[schema(example = 4711)]
    pub event: i64,
}

/// How an event stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WebhookEventState {
    /// It is tried, or waits for those before it.
    Waiting,
    /// The receiver has it.
    Taken,
    /// It was tried for a day, or its webhook was turned off.
    GivenUp,
}

/// One attempt to tell an event, and what was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WebhookAnswer {
    pub event: i64,
    /// The event's `type`.
    #[schema(example = "mail.failed")]
    pub kind: String,
    pub site: Option<String>,
    pub at: When,
    pub took_ms: u64,
    /// The status that was answered; null when there was none.
    #[schema(example = 503)]
    pub status: Option<u16>,
    /// What went wrong, in a word for programs; empty when nothing did.
    #[schema(example = "inside")]
    pub trouble: String,
    /// The same in a sentence.
    pub error: String,
    /// The beginning of the answer's text, at most 2 KiB of it.
    pub text: String,
    /// How the event stands now, and when it is tried again.
    pub state: WebhookEventState,
    pub next_at: Option<When>,
}
