//! The identifiers of stored things, one type each, so that a site can never be passed where a message is meant.
//!
//! Ids come from sequences that the store persists; they rise with time and are never used again.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A hosting service: what is counted, blocked and limited.
    SiteId,
    /// One submission accepted from a script.
    MessageId,
    /// One message to one recipient: what is counted, retried, delivered or failed.
    DeliveryId,
    /// A script of a site, as stated by the caller.
    ScriptId,
    /// A stop of one script or one sender of a site.
    StopId,
    /// An entry of the audit log.
    ActionId,
    /// A release or deletion of a selection of the queue, done in steps.
    JobId,
    /// Someone who logs in.
    UserId,
    /// One log-in of a user, from its begin to its end.
    SessionId,
    /// A token of the API.
    TokenId,
    /// A webhook.
    HookId,
    /// What a webhook is told, or is to be told.
    EventId,
    /// An application of the provider's API.
    ApplicationId,
    /// A consumer key of such an application.
    ConsumerId,
}
