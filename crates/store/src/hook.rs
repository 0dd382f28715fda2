//! Webhooks: who is to be told of what happens, what waits to be told (the outbox), and what was answered.
//!
//! An event is written for each hook that wants it, in the transaction of the fact it tells. It stands in a *lane* of its
//! hook: one for each site, so that of a hook and a site only the oldest unfinished event is due and the order is kept. What
//! a person sends again or tries out has a lane of its own and waits for nothing.
//!
//! An event that was taken or given up is kept as long as the log of answers names it, so that it can be sent again. What
//! concerns a site goes with it.

use std::time::Duration;

use postern_core::hook::{Kind, Kinds};
use postern_core::ids::{ActionId, EventId, HookId, SiteId};
use postern_core::site::State;
use postern_core::time::Time;
use serde::{Deserialize, Serialize};

use crate::people::Hidden;
use crate::view::Failure;
use crate::{Answer, By, JobKey};

/// A webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hook {
    pub id: HookId,
    /// `None`: of all sites.
    pub site: Option<SiteId>,
    pub url: String,
    pub kinds: Kinds,
    /// Sealed.
    pub secret: Hidden<Vec<u8>>,
    /// The one before, and until when it signs too.
    pub old_secret: Option<(Hidden<Vec<u8>>, Time)>,
    /// Whether it may be on this machine or in a private network.
    pub allow_private: bool,
    pub on: bool,
    /// Why it is off, where nobody turned it off.
    pub note: String,
    pub made_by: String,
    pub made_at: Time,
    pub waiting: u64,
    /// Events it was not told of, because too many waited or because it was turned off.
    pub dropped: u64,
}

/// A webhook to be added.
#[derive(Clone, Debug)]
pub struct NewHook {
    pub site: Option<SiteId>,
    pub url: String,
    pub kinds: Kinds,
    pub secret: Hidden<Vec<u8>>,
    pub allow_private: bool,
    /// So many of this site, or of all, at most.
    pub most: u64,
    /// What its asker calls it by: a repeat adds nothing. Good as long as the hook is there.
    pub key: Option<JobKey>,
    pub by: By,
}

/// What `add_hook` did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HookAdded {
    Made(HookId),
    /// The key made this one before.
    Repeated(HookId),
    /// The key made another one before.
    KeyReused(HookId),
}

/// What changes of a webhook; `None` stays.
#[derive(Clone, Debug, Default)]
pub struct HookChange {
    pub url: Option<String>,
    pub kinds: Option<Kinds>,
    pub allow_private: Option<bool>,
    /// Off: what waits is dropped and counted.
    pub on: Option<bool>,
    pub secret: Option<NewSecret>,
    /// What was changed, in a word or two for the audit log.
    pub note: &'static str,
}

/// A secret that takes another's place.
#[derive(Clone, Debug)]
pub struct NewSecret {
    pub sealed: Hidden<Vec<u8>>,
    /// Until when the one before signs too.
    pub both_until: Time,
}

/// What an event tells, as it is stored: little, and ids for what is kept elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Facts {
    /// States by their words.
    StateChanged {
        action: i64,
        what: String,
        from: String,
        to: String,
        locked: bool,
        by: String,
        reason: String,
    },
    MailFailed {
        failure: i64,
    },
    HeldExpiring {
        /// Milliseconds.
        first_at: i64,
        mails: u64,
    },
    ReportSent {
        /// `2026-11-28`.
        day: String,
        sent: u64,
        failed: u64,
    },
    Test {
        by: String,
    },
}

impl Facts {
    pub fn kind(&self) -> Kind {
        match self {
            Facts::StateChanged { .. } => Kind::StateChanged,
            Facts::MailFailed { .. } => Kind::MailFailed,
            Facts::HeldExpiring { .. } => Kind::HeldExpiring,
            Facts::ReportSent { .. } => Kind::ReportSent,
            Facts::Test { .. } => Kind::Test,
        }
    }

    /// What an action did to a site's state; `None` if nothing that is told.
    pub(crate) fn of_act(
        act: &crate::Act,
        from: State,
        was_locked: bool,
        action: ActionId,
    ) -> Option<Facts> {
        (from != act.to || was_locked != act.locked).then(|| Facts::StateChanged {
            action: action.0,
            what: act.action.word().to_owned(),
            from: from.word().to_owned(),
            to: act.to.word().to_owned(),
            locked: act.locked,
            by: act.by.who.clone(),
            reason: act.reason.clone(),
        })
    }
}

/// Something to be told that is no other verb's fact.
#[derive(Clone, Debug)]
pub struct News {
    pub site: SiteId,
    pub at: Time,
    pub facts: Facts,
    /// A name and a value that are remembered with it: the same news is told once.
    pub once: (String, String),
}

/// How an event stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventState {
    Waiting,
    Taken,
    GivenUp,
}

/// An event that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub id: EventId,
    pub hook: HookId,
    /// `None`: of no site, a test of a hook of all.
    pub site: Option<SiteId>,
    /// When it happened.
    pub at: Time,
    /// Since when it is tried.
    pub since: Time,
    pub attempts: u32,
    pub facts: Facts,
    /// The failure it tells, as long as it is kept.
    pub failure: Option<Box<Failure>>,
}

/// What is due, the longest first.
#[derive(Clone, Debug, Default)]
pub struct DueEvents {
    pub events: Vec<Event>,
    /// When the next one is.
    pub next_at: Option<Time>,
}

/// What one attempt to tell an event came to.
#[derive(Clone, Debug)]
pub struct EventSettlement {
    pub event: EventId,
    pub at: Time,
    pub took: Duration,
    /// The status that was answered.
    pub status: Option<u16>,
    /// What went wrong: a word of the engine's and what it is about; empty when nothing did.
    pub trouble: String,
    pub detail: String,
    /// The beginning of the answer's text.
    pub text: String,
    pub end: EventEnd,
}

/// How an attempt to tell an event ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventEnd {
    Taken,
    Retry {
        at: Time,
    },
    GivenUp,
    /// The hook is turned off, for this reason.
    Off {
        note: String,
    },
}

/// One attempt, in the log of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HookAnswer {
    pub id: i64,
    pub event: EventId,
    pub kind: Kind,
    pub site: Option<SiteId>,
    pub at: Time,
    pub took: Duration,
    pub status: Option<u16>,
    pub trouble: String,
    pub detail: String,
    pub text: String,
    /// How its event stands now, and when it is tried again.
    pub state: EventState,
    pub next_at: Option<Time>,
}

/// The verbs of webhooks; part of `Store`. Each is one transaction, and what people change stands in the audit log.
pub trait Hooks {
    /// Adds a webhook. A key is looked at before all else.
    fn add_hook(&self, hook: NewHook) -> Answer<'_, HookAdded>;

    fn change_hook(&self, hook: HookId, change: HookChange, by: By) -> Answer<'_, ()>;

    /// Removes a webhook with what waits for it and its log.
    fn remove_hook(&self, hook: HookId, by: By) -> Answer<'_, ()>;

    /// Writes an event for each hook that wants it, unless it was told before; says whether there was one.
    fn announce(&self, news: News) -> Answer<'_, bool>;

    /// Writes a test event for one hook that is on.
    fn test_hook(&self, hook: HookId, by: By) -> Answer<'_, EventId>;

    /// Writes what an attempt came to; says whether the event was still waiting.
    fn settle_event(&self, settlement: EventSettlement) -> Answer<'_, bool>;

    /// Has an event of a hook that is on told again, or at once if it waits. It keeps its id.
    fn send_again(&self, hook: HookId, event: EventId, by: By) -> Answer<'_, ()>;
}

/// For the audit log: which hook.
pub(crate) fn named(id: HookId, url: &str) -> String {
    format!("{id}: {url}")
}

/// The lane of an event that waits for nothing.
pub(crate) fn own_lane(event: EventId) -> i64 {
    -event.0
}
