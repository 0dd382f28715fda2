//! What an attempt came to, written down: classify, retry or end, count. One transaction per attempt.
//!
//! The rules are `core::classify` and `core::retry`; here is only the order in which they are asked. Held time does
//! not count towards the age at which retries end.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use postern_core::classify::{self, Class};
use postern_core::ids::DeliveryId;
use postern_core::retry::{self, Retry};
use postern_core::time::Time;
use postern_store::{End, Message, Remote, Settlement, Store};

use crate::deliver::{Cause, Outcome};
use crate::seam::{Clock, Dice};

/// Writes outcomes.
#[derive(Clone, Debug)]
pub struct Settle {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    dice: Dice,
    schedule: retry::Schedule,
}

impl Settle {
    pub fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        dice: Dice,
        schedule: retry::Schedule,
    ) -> Settle {
        Settle { store, clock, dice, schedule }
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
            tracing::debug!(
                event = "settled", site = %message.site, message = %message.id, %delivery, end = ?end,
                host = %remote.host, code = remote.code, text = %remote.text,
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
        if let Err(error) = self.store.settle(settlements).await {
            // Nothing was counted; the deliveries stay claimed and are attempted again after a restart.
            tracing::error!(event = "settle_failed", site = %message.site, message = %message.id, %error);
            return None;
        }
        retry_at
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

/// The class of a failure.
fn class(remote: &Remote, cause: Cause) -> Class {
    match cause {
        Cause::Reply => classify::classify(remote.code, enhanced(&remote.enhanced), &remote.text),
        Cause::BadDomain => Class::BadDomain,
        Cause::Unsendable => Class::RefusedByPolicy,
    }
}

/// `5.1.1` as numbers.
fn enhanced(code: &str) -> Option<(u8, u16, u16)> {
    let mut parts = code.split('.');
    let numbers =
        (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enhanced_code_is_three_numbers_or_none() {
        assert_eq!(enhanced("5.1.1"), Some((5, 1, 1)));
        for not_one in ["", "5.1", "5.1.1.1", "x.1.1", "5.1.70000"] {
            assert_eq!(enhanced(not_one), None, "{not_one}");
        }
    }
}
