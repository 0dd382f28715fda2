//! What an attempt came to, written down: classify, retry or end, count. One transaction per attempt.
//!
//! The rules are `core::classify` and `core::retry`; here is only the order in which they are asked. Held time does
//! not count towards the age at which retries end.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use postern_core::classify::{self, Class};
use postern_core::ids::DeliveryId;
use postern_core::retry::{self, Retry};
use postern_core::time::Time;
use postern_store::{End, Error, Message, Remote, Settlement, Store};

use crate::deliver::{Cause, Outcome, enhanced};
use crate::hook::Wake;
use crate::seam::{Clock, Dice};

/// How long after a failed settle it is tried again; the pause doubles up to the longest.
const AGAIN: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(10);

/// Writes outcomes.
#[derive(Clone, Debug)]
pub struct Settle {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    dice: Dice,
    schedule: retry::Schedule,
    /// Failures are told to webhooks.
    hooks: Wake,
    /// Settles that failed and are tried again.
    behind: Arc<AtomicUsize>,
}

/// One settle that is tried again, for as long as it lives.
struct Behind(Arc<AtomicUsize>);

impl Settle {
    pub fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        dice: Dice,
        schedule: retry::Schedule,
        hooks: Wake,
    ) -> Settle {
        Settle { store, clock, dice, schedule, hooks, behind: Arc::default() }
    }

    /// Settles the outcomes of one attempt of a message; `in_hand` has for each delivery the attempts before this one
    /// and how long it was held. Answers when the earliest of what is queued again is due.
    pub async fn settle(
        &self,
        message: &Message,
        in_hand: &HashMap<DeliveryId, (u32, Duration)>,
        outcomes: Vec<(DeliveryId, Outcome)>,
    ) -> Option<Time> {
        let now = self.clock.now();
        let mut settlements = Vec::with_capacity(outcomes.len());
        let mut turned_back = Vec::new();
        for (delivery, outcome) in outcomes {
            let (attempts, held) = in_hand.get(&delivery).copied().unwrap_or_default();
            let age = retry::age(message.accepted_at, now, held);
            let Some((end, remote)) = self.end(outcome, attempts + 1, age, now) else {
                turned_back.push(delivery);
                continue;
            };
            let (word, class) = match end {
                End::Sent => ("sent", None),
                End::Failed(class) => ("failed", Some(class.word())),
                End::Retry { .. } => ("deferred", None),
            };
            tracing::debug!(
                event = "settled", site_id = message.site.0, id = message.id.0, delivery = delivery.0, end = word,
                class, host = %remote.host, code = remote.code, text = %remote.text,
            );
            settlements.push(Settlement { site: message.site, delivery, at: now, end, remote });
        }
        self.store.unclaim(&turned_back);
        if settlements.is_empty() {
            return None;
        }
        let retry_at = settlements
            .iter()
            .filter_map(|settlement| match settlement.end {
                End::Retry { at } => Some(at),
                End::Sent | End::Failed(_) => None,
            })
            .min();
        let fails = settlements.iter().any(|settled| matches!(settled.end, End::Failed(_)));
        let written = self.write(message, settlements).await;
        if fails {
            self.hooks.wake();
        }
        written.and(retry_at)
    }

    /// Whether what was delivered cannot be written down at the moment: nothing more is to be delivered, because all of it
    /// would be delivered again.
    pub fn is_behind(&self) -> bool {
        self.behind.load(Ordering::Relaxed) > 0
    }

    /// Writes until it is written: a full disk passes, and the mail is delivered already. `None` when the store is at its
    /// end; the deliveries are then attempted again after a restart.
    async fn write(&self, message: &Message, settlements: Vec<Settlement>) -> Option<()> {
        let mut behind = None;
        let mut pause = AGAIN;
        loop {
            let Err(error) = self.store.settle(settlements.clone()).await else { return Some(()) };
            tracing::error!(event = "settle_failed", site_id = message.site.0, id = message.id.0, %error);
            if matches!(error, Error::Poisoned(_) | Error::Closed) {
                return None;
            }
            behind.get_or_insert_with(|| Behind::new(&self.behind));
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST);
        }
    }

    /// How a delivery ends, or waits, after its attempt number `attempts`; `None` when no attempt was made.
    fn end(
        &self,
        outcome: Outcome,
        attempts: u32,
        age: Duration,
        now: Time,
    ) -> Option<(End, Remote)> {
        match outcome {
            Outcome::TurnedBack => None,
            Outcome::Sent(remote) => Some((End::Sent, remote)),
            Outcome::Failed(remote, cause) => Some((End::Failed(class(&remote, cause)), remote)),
            Outcome::Deferred(remote) => {
                match retry::next(attempts, age, self.dice.fraction(), now, &self.schedule) {
                    Retry::At(at) => Some((End::Retry { at }, remote)),
                    Retry::GiveUp => Some((End::Failed(Class::Expired), remote)),
                }
            }
        }
    }
}

impl Behind {
    fn new(count: &Arc<AtomicUsize>) -> Behind {
        count.fetch_add(1, Ordering::Relaxed);
        Behind(Arc::clone(count))
    }
}

impl Drop for Behind {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The class of a failure.
fn class(remote: &Remote, cause: Cause) -> Class {
    match cause {
        Cause::Reply => classify::classify(remote.code, enhanced(&remote.enhanced), &remote.text),
        Cause::BadDomain => Class::BadDomain,
        Cause::Unsendable => Class::RefusedByPolicy,
    }
}
