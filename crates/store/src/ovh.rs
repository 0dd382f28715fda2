//! Who may ask by the provider's API: applications, and the keys of their consumers.
//!
//! An application's secret signs, so it has to be read again: it comes here sealed. A consumer's key comes along with each
//! call, so of it the store has a hash only, as of every token. Both are bound to sites, and go with their users and sites
//! as tokens do. Whether a call passes is decided elsewhere.

use postern_core::access::Scope;
use postern_core::identity::Range;
use postern_core::ids::{ApplicationId, ConsumerId, UserId};
use postern_core::ovh::{KeyState, Rule};
use postern_core::time::Time;

use crate::people::{Hash, Hidden};
use crate::{Answer, By};

/// Something that asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    pub id: ApplicationId,
    /// What it is known by; no secret.
    pub key: String,
    /// What it signs with.
    pub sealed: Hidden<Vec<u8>>,
    pub name: String,
    /// Whose it is; `None`: made by the operator of the machine.
    pub user: Option<UserId>,
    /// No key of it has more sites than these.
    pub scope: Scope,
    /// What it may ask by itself; none: it asks with the keys that owners approve.
    pub rules: Vec<Rule>,
    pub made_at: Time,
    pub made_by: String,
    /// With it all its keys end.
    pub ends_at: Option<Time>,
}

/// An application to be made.
#[derive(Clone, Debug)]
pub struct NewApplication {
    pub key: String,
    pub sealed: Hidden<Vec<u8>>,
    pub name: String,
    pub user: Option<UserId>,
    pub scope: Scope,
    pub rules: Vec<Rule>,
    pub ends_at: Option<Time>,
    /// A consumer key of its own, of the same user, sites and rules, validated.
    pub own: Option<Hash>,
    pub by: By,
}

/// The key of one consumer of an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consumer {
    pub id: ConsumerId,
    pub application: ApplicationId,
    /// Who approved it, and with whom it goes.
    pub user: Option<UserId>,
    pub scope: Scope,
    pub rules: Vec<Rule>,
    pub state: KeyState,
    /// From where it may ask; none: from everywhere.
    pub addresses: Vec<Range>,
    /// Where who approves is sent on to; empty: nowhere.
    pub redirection: String,
    pub asked_at: Time,
    pub ends_at: Option<Time>,
    pub last_at: Option<Time>,
    pub last_address: String,
}

/// A consumer key to be made.
#[derive(Clone, Debug)]
pub struct NewConsumer {
    pub application: ApplicationId,
    pub hash: Hash,
    /// Of what the page of its approval is found by.
    pub door: Option<Hash>,
    pub user: Option<UserId>,
    pub scope: Scope,
    pub rules: Vec<Rule>,
    pub state: KeyState,
    pub addresses: Vec<Range>,
    pub redirection: String,
    pub ends_at: Option<Time>,
    /// So many keys of this state an application has at most: the oldest go.
    pub most: u32,
    pub at: Time,
}

/// What a user approves.
#[derive(Clone, Debug)]
pub struct Approval {
    pub user: UserId,
    pub scope: Scope,
    pub ends_at: Option<Time>,
    pub by: By,
}

/// The verbs of the provider's API; part of `Store`. Each is one transaction, and what changes who may ask stands in the
/// audit log.
pub trait Ovh {
    fn add_application(&self, application: NewApplication) -> Answer<'_, ApplicationId>;

    /// Removes an application with all its keys.
    fn remove_application(&self, application: ApplicationId, by: By) -> Answer<'_, ()>;

    /// Keeps a key that was asked for, or that is good for a while.
    fn add_consumer(&self, consumer: NewConsumer) -> Answer<'_, ConsumerId>;

    /// Validates a key that is pending. `NotFound` when it is not there, or pending no more.
    fn approve_consumer(&self, consumer: ConsumerId, approval: Approval) -> Answer<'_, ()>;

    /// Notes that a key is used.
    fn touch_consumer(&self, consumer: ConsumerId, at: Time, address: String) -> Answer<'_, ()>;

    /// Ends a key; `what` says how, for the audit log.
    fn remove_consumer(&self, consumer: ConsumerId, what: &'static str, by: By) -> Answer<'_, ()>;
}

/// For the audit log: a name and how much it was given.
pub(crate) fn bound(name: &str, scope: &Scope) -> String {
    match scope {
        Scope::All => format!("{name}: all sites"),
        Scope::Sites(sites) if sites.len() == 1 => format!("{name}: 1 site"),
        Scope::Sites(sites) => format!("{name}: {} sites", sites.len()),
    }
}
