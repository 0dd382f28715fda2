//! The task that tells: takes what is due, a few of each hook at once, and writes down what came of it.
//!
//! It is woken by what was written and by the nearest due time. Of a hook only so much is in hand at once, so that one
//! that is slow takes no place from others; what it has in hand is not asked for again. An event that was told and whose
//! answer could not be written down is told again: the receiver knows it by its id.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use postern_core::hook::{self, Ruling};
use postern_core::ids::{EventId, HookId};
use postern_core::retry::Retry;
use postern_core::time::Time;
use postern_store::hook::{DueEvents, Event, EventEnd, EventSettlement, Hook};
use postern_store::view::{Question, Reply};
use postern_store::{Error, Store};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::post::{Poster, Sent};
use super::target::Target;
use super::trouble::Trouble;
use super::{Wake, body, sealed_for, sign};
use crate::act::unexpected;
use crate::seal::Seal;
use crate::seam::Seam;
use crate::sites::Sites;

/// Requests at once, in all and of one hook.
const IN_HAND: usize = 64;
const IN_HAND_EACH: usize = 4;

/// After a wake so long is waited for more: what happens together is asked for together.
const GATHER: Duration = Duration::from_millis(20);

/// How long the store is left alone after it could not.
const AGAIN: Duration = Duration::from_secs(5);

/// What the courier works with.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) seam: Seam,
    pub(crate) sites: Arc<Sites>,
    pub(crate) seal: Seal,
    pub(crate) wake: Wake,
    /// What makes an id of an event one of this instance.
    pub(crate) instance: String,
    pub(crate) allow_private: bool,
    pub(crate) extra_roots: Vec<rustls::pki_types::CertificateDer<'static>>,
}

/// Tells what is due.
#[derive(Debug)]
pub(crate) struct Courier {
    desk: Arc<Desk>,
    wake: Wake,
    in_hand: HashMap<EventId, HookId>,
    requests: JoinSet<EventId>,
}

/// What one request works with.
#[derive(Debug)]
struct Desk {
    store: Arc<dyn Store>,
    seam: Seam,
    sites: Arc<Sites>,
    seal: Seal,
    instance: String,
    allow_private: bool,
    poster: Poster,
}

impl Courier {
    pub(crate) fn new(parts: Parts) -> Courier {
        let poster = Poster::new(parts.seam.clone(), parts.extra_roots);
        let desk = Desk {
            store: parts.store,
            seam: parts.seam,
            sites: parts.sites,
            seal: parts.seal,
            instance: parts.instance,
            allow_private: parts.allow_private,
            poster,
        };
        Courier {
            desk: Arc::new(desk),
            wake: parts.wake,
            in_hand: HashMap::new(),
            requests: JoinSet::new(),
        }
    }

    /// Tells, for ever; ended by dropping it.
    pub(crate) async fn run(mut self) {
        loop {
            let now = self.desk.seam.clock.now();
            let rest = match self.due(now).await {
                Ok(DueEvents { events, next_at }) => {
                    let mut is_crowded = false;
                    for event in events {
                        match self.has_room(event.hook) {
                            true => self.take(event),
                            false => is_crowded = true,
                        }
                    }
                    // What one hook had no room for may have stood before events of others.
                    if is_crowded {
                        continue;
                    }
                    next_at.map(|at| at.since(now))
                }
                Err(error) => {
                    tracing::warn!(event = "webhooks_not_read", %error);
                    Some(AGAIN)
                }
            };
            self.wait(rest).await;
        }
    }

    /// What is due and has room.
    async fn due(&self, now: Time) -> Result<DueEvents, Error> {
        let hooks: HashSet<HookId> = self.in_hand.values().copied().collect();
        let question = Question::DueEvents {
            now,
            in_hand: self.in_hand.keys().copied().collect(),
            busy: hooks.into_iter().filter(|hook| !self.has_room(*hook)).collect(),
            limit: IN_HAND.saturating_sub(self.in_hand.len()),
        };
        match self.desk.store.view(question).await? {
            Reply::DueEvents(due) => Ok(due),
            other => Err(unexpected(&other)),
        }
    }

    fn has_room(&self, hook: HookId) -> bool {
        self.in_hand.values().filter(|of| **of == hook).count() < IN_HAND_EACH
    }

    fn take(&mut self, event: Event) {
        self.in_hand.insert(event.id, event.hook);
        let desk = Arc::clone(&self.desk);
        self.requests.spawn(async move {
            let id = event.id;
            if let Err(error) = desk.tell(event).await {
                tracing::warn!(event = "webhook_not_settled", id = %id, %error);
                // It stays in hand meanwhile, so that it is not told again at once.
                tokio::time::sleep(AGAIN).await;
            }
            id
        });
    }

    /// Until something was written, a request has ended, or the time is over.
    async fn wait(&mut self, rest: Option<Duration>) {
        let over = async {
            match rest {
                Some(rest) => tokio::time::sleep(rest).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            Some(ended) = self.requests.join_next() => {
                match ended {
                    Ok(event) => drop(self.in_hand.remove(&event)),
                    Err(error) => {
                        // Which one it was is not known: those in hand are asked for again, and known by their ids.
                        tracing::error!(event = "webhook_broke_off", %error);
                        self.requests = JoinSet::new();
                        self.in_hand.clear();
                        tokio::time::sleep(AGAIN).await;
                    }
                }
            }
            () = self.wake.woken() => tokio::time::sleep(GATHER).await,
            () = over => {}
        }
    }
}

impl Desk {
    /// Tells one event, and writes down what came of it.
    async fn tell(&self, event: Event) -> Result<(), Error> {
        let hook = match self.store.view(Question::Hook(event.hook)).await? {
            Reply::Hook(Some(hook)) => *hook,
            // It was removed, and its events with it.
            Reply::Hook(None) => return Ok(()),
            other => return Err(unexpected(&other)),
        };
        let began = Instant::now();
        let sent = self.send(&hook, &event).await;
        let now = self.seam.clock.now();
        let end = self.end(&event, &sent, now);
        let trouble = sent.trouble.unwrap_or(Trouble { word: "", detail: String::new() });
        tracing::info!(
            event = "webhook_told", hook = %hook.id, id = %event.id, kind = event.facts.kind().word(),
            attempt = event.attempts + 1, status = sent.status, trouble = trouble.word,
            detail = %trouble.detail, end = ?end,
        );
        let settlement = EventSettlement {
            event: event.id,
            at: now,
            took: began.elapsed(),
            status: sent.status,
            trouble: trouble.word.to_owned(),
            detail: trouble.detail.chars().take(DETAIL).collect(),
            text: sent.text,
            end,
        };
        self.store.settle_event(settlement).await.map(drop)
    }

    async fn send(&self, hook: &Hook, event: &Event) -> Sent {
        let target = match Target::read(&hook.url) {
            Ok(target) => target,
            Err(error) => return Trouble::no_url(error.to_string()).into(),
        };
        let now = self.seam.clock.now();
        let Some(secrets) = self.secrets(hook, now) else { return Trouble::sealed("").into() };
        let site = event.site.and_then(|site| self.sites.entry(site));
        let body = body::body(
            event,
            site.as_ref().map(|entry| entry.site.name.as_str()),
            hook.site.is_some(),
        );
        let id = format!("evt_{}_{}", self.instance, event.id);
        let timestamp = now.secs();
        let fields = [
            ("webhook-signature", sign::signature(&secrets, &id, timestamp, &body)),
            ("webhook-timestamp", timestamp.to_string()),
            ("webhook-id", id),
        ];
        let allow_private = hook.allow_private || self.allow_private;
        self.poster.post(&target, allow_private, &fields, Bytes::from(body)).await
    }

    /// The secrets that sign now: the one that stands, and the one before for a while. `None` when they were sealed with
    /// another key.
    fn secrets(&self, hook: &Hook, now: Time) -> Option<Vec<Vec<u8>>> {
        let old = hook.old_secret.as_ref().filter(|(_, until)| now < *until);
        let sealed = std::iter::once(&hook.secret).chain(old.map(|(sealed, _)| sealed));
        let what_for = sealed_for(hook.site);
        sealed.map(|sealed| self.seal.unseal(&sealed.0, &what_for).ok()).collect()
    }

    fn end(&self, event: &Event, sent: &Sent, now: Time) -> EventEnd {
        match sent.status.map(hook::ruling) {
            Some(Ruling::Taken) => EventEnd::Taken,
            Some(Ruling::Off) => EventEnd::Off { note: "gone".into() },
            Some(Ruling::Again) | None => {
                let age = now.since(event.since);
                let jitter = self.seam.dice.fraction();
                match hook::next(event.attempts + 1, age, sent.again_after, jitter, now) {
                    Retry::At(at) => EventEnd::Retry { at },
                    Retry::GiveUp => EventEnd::GivenUp,
                }
            }
        }
    }
}

/// The longest detail that is kept, in characters.
const DETAIL: usize = 300;
