//! What was picked, carried out: claimed in the store, attempted, settled, and told to the scheduler.
//!
//! Each is a task of its own. Whatever happens in it, the scheduler is told that the slot is free and that the
//! deliveries are in hand no more.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use postern_core::hop::HopResult;
use postern_core::ids::{DeliveryId, SiteId};
use postern_core::time::Time;
use postern_store::{Claim, Claimed, Lease, Message, Remote};
use tokio::time::Instant;

use super::hops::{Left, Pick, What};
use super::inbox::Inbox;
use super::{AGAIN, Parts};
use crate::deliver::{Attempted, Job, Outcome};

/// How long a claim stands if its node is never heard of again.
const LEASE: Duration = Duration::from_secs(3600);

/// What settling has to know of a delivery: the attempts before this one, and how long it was held.
type InHand = HashMap<DeliveryId, (u32, Duration)>;

/// Claims what was picked of one site and carries it out.
pub(super) async fn carry_out(parts: Parts, inbox: Arc<Inbox>, site: SiteId, picks: Vec<Pick>) {
    // Read before the claim: an action between the two raises it, and the gate turns the job back.
    let epoch = parts.gate.epoch(site);
    let deliveries = picks.iter().flat_map(|pick| pick.deliveries.iter().copied()).collect();
    let now = parts.seam.clock.now();
    let lease = Lease { node: 0, until: now + LEASE };
    let claimed = match parts.store.claim(Claim { site, now, deliveries, lease }).await {
        Ok(claimed) => claimed,
        Err(error) => {
            tracing::warn!(event = "claim_failed", site_id = site.0, %error);
            let again = Some(parts.seam.clock.now() + AGAIN);
            for pick in picks {
                give_back(&inbox, site, pick, again);
            }
            return;
        }
    };
    let mut claimed: HashMap<DeliveryId, Claimed> =
        claimed.into_iter().map(|claimed| (claimed.delivery, claimed)).collect();
    for pick in picks {
        let deliveries: Vec<Claimed> =
            pick.deliveries.iter().filter_map(|id| claimed.remove(id)).collect();
        let Some(message) = deliveries.first().map(|first| Arc::clone(&first.message)) else {
            give_back(&inbox, site, pick, None);
            continue;
        };
        let in_hand = deliveries
            .iter()
            .map(|claimed| (claimed.delivery, (claimed.attempts, claimed.held_for)))
            .collect();
        let (parts, inbox) = (parts.clone(), Arc::clone(&inbox));
        match pick.what {
            What::Attempt { proven } => {
                let route = Arc::clone(&pick.route);
                let job = Job { site, epoch, route, message, deliveries };
                tokio::spawn(attempt(parts, inbox, pick.deliveries, proven, job, in_hand));
            }
            What::Defer(words) => {
                let outcome = Outcome::Deferred(not_tried(&words));
                let outcomes =
                    deliveries.iter().map(|one| (one.delivery, outcome.clone())).collect();
                tokio::spawn(async move {
                    settle(&parts, &inbox, pick.deliveries, &message, &in_hand, outcomes).await;
                });
            }
        }
    }
}

/// Makes one attempt: deliver, leave the slot, settle.
async fn attempt(
    parts: Parts,
    inbox: Arc<Inbox>,
    picked: Vec<DeliveryId>,
    proven: bool,
    job: Job,
    in_hand: InHand,
) {
    let (message, hop) = (Arc::clone(&job.message), Arc::clone(&job.route.hop));
    let began = Instant::now();
    let Attempted { outcomes, hop: showed } = parts.deliver.attempt(job).await;
    parts.measures.attempted(began.elapsed(), outcomes.iter().map(|(_, outcome)| outcome));
    let words = outcomes.iter().find_map(|(_, outcome)| match outcome {
        Outcome::Deferred(remote) => Some(remote.clone()),
        _ => None,
    });
    inbox.tell(|told| told.left.push(Left { hop, proven, showed, words }));
    settle(&parts, &inbox, picked, &message, &in_hand, outcomes).await;
}

/// Writes what became of a message's deliveries, and tells that they are in hand no more.
async fn settle(
    parts: &Parts,
    inbox: &Inbox,
    picked: Vec<DeliveryId>,
    message: &Message,
    in_hand: &InHand,
    outcomes: Vec<(DeliveryId, Outcome)>,
) {
    let turned_back = outcomes.iter().any(|(_, outcome)| *outcome == Outcome::TurnedBack);
    let retry_at = parts.settle.settle(message, in_hand, outcomes).await;
    inbox.tell(|told| {
        told.settled.push((message.site, picked, retry_at));
        if turned_back {
            told.woken.insert(message.site);
        }
    });
}

/// What a mail is deferred with that is not tried because its next hop is dead.
fn not_tried(last: &Remote) -> Remote {
    let text = format!(
        "not tried now: the next hop failed several times in a row, at last so: {}",
        last.text
    );
    Remote { text, ..last.clone() }
}

/// Tells that a pick came to nothing.
fn give_back(inbox: &Inbox, site: SiteId, pick: Pick, again: Option<Time>) {
    inbox.tell(|told| {
        if let What::Attempt { proven } = pick.what {
            let (hop, showed) = (Arc::clone(&pick.route.hop), HopResult::Unused);
            told.left.push(Left { hop, proven, showed, words: None });
        }
        told.settled.push((site, pick.deliveries, again));
    });
}
