//! Many at once: what one verb promises holds while others write.

use std::collections::HashSet;
use std::future::Future;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Barrier, Mutex, MutexGuard, PoisonError};

use postern_core::classify::Class;
use postern_core::ids::{DeliveryId, SiteId};
use postern_core::site::{Action, State};

use super::stage::*;
use crate::view::{Question, Reply};
use crate::{
    Accepted, Claim, End, Error, JobKind, Lease, NewJob, NewMessage, Refill, Selection, Settled,
    Store, Sweep,
};

/// Messages of each of two senders.
const MESSAGES: u32 = 60;

/// Rounds of block, and unblock or purge.
const ROUNDS: u32 = 12;

/// What the crowd knows together.
#[derive(Default)]
struct Crowd {
    /// Deliveries whose acceptance was answered.
    known: Mutex<Vec<DeliveryId>>,
    in_hand: Mutex<HashSet<DeliveryId>>,
    ended: Mutex<HashSet<DeliveryId>>,
    accepted: AtomicU64,
    sent: AtomicU64,
    failed: AtomicU64,
    over: AtomicBool,
}

pub async fn a_crowd_of_senders_attempts_and_actions_loses_and_repeats_nothing(stage: &mut Stage) {
    let (site, other) = (stage.site("example.org").await, stage.site("example.com").await);
    let crowd = Crowd::default();
    let (store, seen) = (stage.store(), &crowd);
    std::thread::scope(|threads| {
        let attempts: Vec<_> = (0..3)
            .map(|number| threads.spawn(move || alone(seen.attempts(store, [site, other], number))))
            .collect();
        let sweeps = threads.spawn(move || alone(seen.sweeps(store, site)));
        let sends: Vec<_> = [site, other]
            .into_iter()
            .map(|site| threads.spawn(move || alone(seen.sends(store, site))))
            .collect();
        let acts = threads.spawn(move || alone(seen.acts(store, site)));
        let busy: Vec<bool> =
            sends.into_iter().chain([acts]).map(|thread| thread.join().is_ok()).collect();
        crowd.over.store(true, Ordering::SeqCst);
        let rest: Vec<bool> =
            attempts.into_iter().chain([sweeps]).map(|thread| thread.join().is_ok()).collect();
        assert!(
            busy.iter().chain(&rest).all(|fine| *fine),
            "one of the crowd found something wrong, see above"
        );
    });

    let epoch = stage.shown(site).await.epoch;
    good(stage.try_act(act(site, epoch, Action::Unblock, State::Enabled, NOON)).await);
    stage.sweep(NOON).await;
    for _restart in 0..2 {
        let mut sum = stage.counters(site).await;
        sum += stage.counters(other).await;
        assert_eq!(sum.accepted, crowd.accepted.load(Ordering::SeqCst));
        assert_eq!(sum.sent, crowd.sent.load(Ordering::SeqCst));
        assert_eq!(sum.failed, crowd.failed.load(Ordering::SeqCst));
        assert!(sum.balanced(), "{sum:?}");
        let left = stage.queued(site).await.len() + stage.queued(other).await.len();
        assert_eq!(sum.queued, left as u64);
        stage.reopen().await;
    }
    for site in [site, other] {
        for delivery in stage.queued(site).await {
            assert_eq!(
                stage.attempt(site, delivery, End::Sent).await,
                Settled::Sent,
                "nothing is stuck"
            );
        }
    }
}

/// The claim of an attempt and a purge meet: the mail is counted as purged, or it is in flight, and nothing between.
pub async fn a_mail_that_meets_a_purge_is_claimed_or_purged_and_never_both(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let mut sent = 0;
    for round in 0..40 {
        let delivery = stage.mail(site).await.one();
        let store = stage.store();
        let meet = Barrier::new(2);
        let (claimed, acted) = std::thread::scope(|threads| {
            let claims = threads.spawn(|| {
                meet.wait();
                alone(claim(store, site, vec![delivery]))
            });
            let purges = threads.spawn(|| {
                alone(async {
                    let epoch = epoch(store, site).await;
                    meet.wait();
                    good(store.act(act(site, epoch, Action::Purge, State::Enabled, NOON)).await)
                })
            });
            (
                claims.join().expect("the claim is answered"),
                purges.join().expect("the purge is answered"),
            )
        });
        // A claim that the purge overtook was in flight for it all the same, and is given back: it ends as purged.
        assert_eq!(acted.purged + acted.in_flight, 1, "round {round}: {acted:?}");
        assert!(claimed.len() as u64 <= acted.in_flight, "round {round}: {acted:?}");
        sent += claimed.len() as u64;
        for delivery in claimed {
            assert_eq!(
                stage.settle(site, delivery, End::Sent).await,
                Settled::Sent,
                "round {round}"
            );
        }
        stage.give_back(&[]).await;
        let counted = stage.counters(site).await;
        assert_eq!(
            (counted.sent, counted.purged, counted.queued),
            (sent, round + 1 - sent, 0),
            "round {round}"
        );
        assert_eq!(stage.claim(site, &[delivery]).await, [], "round {round}");
    }
}

impl Crowd {
    async fn sends(&self, store: &dyn Store, site: SiteId) {
        for number in 0..MESSAGES {
            let recipients: &[&str] = if number % 3 == 0 {
                &["a@example.net", "b@example.com"]
            } else {
                &["c@example.net"]
            };
            let script = format!("{}.php", number % 5);
            let Accepted::Stored(stored) =
                good(store.accept(NewMessage { script, ..mail(site, recipients) }).await)
            else {
                panic!("refused")
            };
            self.accepted.fetch_add(recipients.len() as u64, Ordering::SeqCst);
            locked(&self.known).extend(stored.candidates.iter().map(|row| row.delivery));
        }
    }

    async fn attempts(&self, store: &dyn Store, sites: [SiteId; 2], number: usize) {
        let mut turn = number;
        while !self.over.load(Ordering::SeqCst) {
            turn += 1;
            let site = sites[turn % 2];
            let refill = Refill { take: 6, take_per_lane: 3, ..all_due(site, NOON) };
            let refilled = good(store.refill(refill).await);
            let mut deliveries: Vec<DeliveryId> =
                refilled.candidates.iter().map(|row| row.delivery).collect();
            // Now and then a window that is long out of date.
            if turn.is_multiple_of(5) {
                deliveries.extend(locked(&self.known).iter().rev().take(20));
            }
            for delivery in claim(store, site, deliveries).await {
                assert!(locked(&self.in_hand).insert(delivery), "{delivery} is in two hands");
                assert!(
                    !locked(&self.ended).contains(&delivery),
                    "{delivery} is attempted after its end"
                );
                self.attempt(store, site, delivery, turn).await;
            }
        }
    }

    async fn attempt(&self, store: &dyn Store, site: SiteId, delivery: DeliveryId, turn: usize) {
        let end = match (delivery.0 as usize + turn) % 6 {
            0..2 => End::Sent,
            2 => End::Failed(Class::Network),
            3..5 => retry(NOON),
            _ => {
                locked(&self.in_hand).remove(&delivery);
                return store.unclaim(&[delivery]);
            }
        };
        // From here on it may be another's, if it is to be retried.
        locked(&self.in_hand).remove(&delivery);
        let settled = good(store.settle(vec![settlement(site, delivery, NOON, end)]).await)[0];
        match (end, settled) {
            (End::Sent, Settled::Sent) => drop(self.sent.fetch_add(1, Ordering::SeqCst)),
            (End::Failed(_), Settled::Failed) => drop(self.failed.fetch_add(1, Ordering::SeqCst)),
            (End::Retry { .. }, Settled::Queued) => return,
            (End::Retry { .. }, Settled::Purged | Settled::Deleted) => {}
            _ => panic!("{delivery}: {end:?} was settled as {settled:?}"),
        }
        assert!(locked(&self.ended).insert(delivery), "{delivery} ended twice");
    }

    /// Blocks and lets go again, and looks each time whether that holds from the answer on.
    async fn acts(&self, store: &dyn Store, site: SiteId) {
        for round in 0..ROUNDS {
            self.act(store, site, Action::Block, State::Blocked).await;
            let known = locked(&self.known).clone();
            let refilled = good(store.refill(all_due(site, NOON)).await);
            assert_eq!(refilled.candidates, [], "handed out after a block");
            assert_eq!(claim(store, site, known.clone()).await, [], "claimed after a block");
            if round % 3 == 2 {
                self.act(store, site, Action::Purge, State::Enabled).await;
                assert_eq!(claim(store, site, known).await, [], "claimed after a purge");
            } else {
                self.act(store, site, Action::Unblock, State::Enabled).await;
            }
        }
    }

    async fn act(&self, store: &dyn Store, site: SiteId, action: Action, to: State) {
        loop {
            match store.act(act(site, epoch(store, site).await, action, to, NOON)).await {
                Err(Error::Conflict { .. }) => {}
                answer => {
                    good(answer);
                    return;
                }
            }
        }
    }

    async fn sweeps(&self, store: &dyn Store, site: SiteId) {
        let mut turn = 0;
        while !self.over.load(Ordering::SeqCst) {
            turn += 1;
            good(store.sweep(Sweep { rows: 7, ..keep_all(NOON) }).await);
            if turn % 16 == 0 {
                let selection =
                    Selection { recipient: Some("b@example.com".into()), ..Selection::default() };
                let job = NewJob {
                    site,
                    epoch: epoch(store, site).await,
                    kind: JobKind::Delete,
                    selection,
                    by: by(NOON),
                    key: None,
                };
                match store.start_job(job).await {
                    Ok(_) | Err(Error::Conflict { .. }) => {}
                    Err(error) => panic!("{error}"),
                }
            }
        }
    }
}

async fn claim(store: &dyn Store, site: SiteId, deliveries: Vec<DeliveryId>) -> Vec<DeliveryId> {
    let lease = Lease { node: 1, until: NOON + HOUR };
    let claimed = good(store.claim(Claim { site, now: NOON, deliveries, lease }).await);
    for row in &claimed {
        assert_eq!(good(store.body(row.message.body).await), mail(site, &[]).body);
    }
    claimed.into_iter().map(|row| row.delivery).collect()
}

async fn epoch(store: &dyn Store, site: SiteId) -> u64 {
    match good(store.view(Question::Site(site)).await) {
        Reply::Site(Some(site)) => site.epoch,
        other => panic!("{other:?}"),
    }
}

/// Runs on a thread of its own.
fn alone<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a test can start a runtime").block_on(future)
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
