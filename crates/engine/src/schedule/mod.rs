//! Who is next.
//!
//! One task decides it. Per next hop there is a queue in which sites take turns, within a site its scripts, within a
//! script the oldest first (`core::fair`); a hop hands out as many jobs as it has slots (`core::hop`, `hops`). Only a
//! window of each site's queue is in memory (`window`); the rest waits in the store and is asked for when there is room.
//!
//! The order of events for a delivery: taken in (fresh from `accept`, or by a refill) → picked when its hop has a slot
//! and its turn has come → claimed in the store → attempted → the slot is free again → settled → put down (`carry`). The
//! slot is not held while the settle is synced; how much may be unsettled is bounded instead, because that is what a
//! crash can repeat.
//!
//! Woken by what is told (accept, settle, act) or by the nearest due time, never by polling.

mod carry;
mod hops;
mod inbox;
mod standing;
mod turns;
mod window;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use postern_core::ids::{DeliveryId, SiteId};
use postern_core::time::Time;
use postern_store::view::{Question, Reply};
use postern_store::{Candidate, Error, Store};
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;

use crate::act::unexpected;
use crate::deliver::attempt::Deliver;
use crate::deliver::route::{self, Route};
use crate::gate::Gate;
use crate::measure::Measures;
use crate::seam::Seam;
use crate::settings;
use crate::settle::Settle;
use crate::sites::Sites;
use carry::carry_out;
use hops::{Hops, Pick};
use inbox::{Inbox, Told};
pub use standing::{HopStanding, Standings};
use turns::Waiting;
use window::{Window, earliest};

/// Deliveries that may be attempted but not settled yet, beyond the slots: about a commit group.
const UNSETTLED: usize = 2048;

/// Recipients of one message in one transaction at most (RFC 5321 §4.5.3.1.8 has every server take 100).
const RECIPIENTS: usize = 100;

/// Routes that are remembered.
const ROUTES: usize = 10_000;

/// How long is waited for the scheduler's answer; its turns take milliseconds.
const ANSWER: Duration = Duration::from_secs(5);

/// How long after a failed question to the store it is asked again.
const AGAIN: Duration = Duration::from_secs(1);

/// Tells the scheduler what happened. Never waits.
#[derive(Clone, Debug, Default)]
pub struct Handle {
    inbox: Arc<Inbox>,
    sweep: Arc<Notify>,
}

impl Handle {
    /// Mail was just accepted.
    pub fn fresh(&self, site: SiteId, candidates: Vec<Candidate>) {
        if !candidates.is_empty() {
            self.inbox.tell(|told| told.add_fresh(site, candidates));
        }
    }

    /// A site may have work the scheduler does not know of.
    pub fn wake(&self, site: SiteId) {
        self.inbox.tell(|told| {
            told.woken.insert(site);
        });
    }

    /// A site's state changed, durably and at the gate.
    pub fn act(&self, site: SiteId) {
        self.inbox.tell(|told| {
            told.acted.insert(site);
        });
    }

    /// How the next hops stand; `None` when the scheduler does not answer, because it has ended.
    pub async fn standings(&self) -> Option<Arc<Standings>> {
        let (asked, answer) = oneshot::channel();
        self.inbox.tell(|told| told.asked.push(asked));
        tokio::time::timeout(ANSWER, answer).await.ok()?.ok()
    }

    /// Housekeeping waits in the store.
    pub fn sweep(&self) {
        self.sweep.notify_one();
    }

    /// Waits until `sweep` is called.
    pub(crate) async fn swept(&self) {
        self.sweep.notified().await;
    }

    /// Ends the scheduler: nothing new is picked, what is in hand is finished.
    pub fn stop(&self) {
        self.inbox.tell(|told| told.stop = true);
    }
}

/// Everything the scheduler works with.
#[derive(Clone, Debug)]
pub struct Parts {
    pub store: Arc<dyn Store>,
    pub seam: Seam,
    pub settings: Arc<settings::Delivery>,
    pub sites: Arc<Sites>,
    pub gate: Arc<Gate>,
    pub deliver: Arc<Deliver>,
    pub settle: Settle,
    pub measures: Arc<Measures>,
}

/// Starts the scheduler on what the store has queued. The task ends after `Handle::stop`, when nothing is in hand.
///
/// # Errors
/// What the store says when it cannot tell which sites have work.
pub async fn start(parts: Parts, handle: Handle) -> Result<JoinHandle<()>, Error> {
    let with_work = match parts.store.view(Question::SitesWithWork).await? {
        Reply::Sites(sites) => sites,
        other => return Err(unexpected(&other)),
    };
    for site in with_work {
        handle.wake(site.id);
    }
    let settings = &parts.settings;
    let hops = Hops::new(settings.hop, settings.attempts, settings.attempts_per_site);
    let schedule = Schedule {
        parts,
        inbox: handle.inbox,
        sweep: handle.sweep,
        windows: HashMap::new(),
        hops,
        due: BTreeSet::new(),
        asking: BTreeSet::new(),
        routes: HashMap::new(),
        in_hand: 0,
        stopping: false,
    };
    Ok(tokio::spawn(schedule.run()))
}

struct Schedule {
    parts: Parts,
    inbox: Arc<Inbox>,
    /// Rung when housekeeping waits in the store.
    sweep: Arc<Notify>,
    windows: HashMap<SiteId, Window>,
    hops: Hops,
    /// Sites by when something of them is due next.
    due: BTreeSet<(Time, SiteId)>,
    /// Sites whose window may have a question to the store.
    asking: BTreeSet<SiteId>,
    routes: HashMap<(Option<SiteId>, Arc<str>), Arc<Route>>,
    /// Deliveries picked and not settled.
    in_hand: usize,
    stopping: bool,
}

impl Schedule {
    async fn run(mut self) {
        loop {
            let now = self.parts.seam.clock.now();
            self.hear(now);
            self.come_due(now);
            if self.stopping && self.in_hand == 0 {
                return;
            }
            // What cannot be written down is not begun; the settle that gets through rings.
            if !self.stopping && !self.parts.settle.is_behind() {
                self.ask(now);
                self.hand_out(now);
            }
            let next = earliest(self.due.first().map(|(at, _)| *at), self.hops.next_at());
            let inbox = Arc::clone(&self.inbox);
            match next {
                Some(at) if !self.stopping => {
                    let _ = tokio::time::timeout(
                        at.since(now).max(Duration::from_millis(1)),
                        inbox.rung(),
                    )
                    .await;
                }
                _ => inbox.rung().await,
            }
        }
    }

    /// Takes note of all that was told.
    fn hear(&mut self, now: Time) {
        let Told { fresh, woken, acted, refilled, left, settled, asked, stop, .. } =
            self.inbox.take();
        self.stopping |= stop;
        for left in left {
            self.hops.leave(left, now, self.parts.seam.dice.fraction());
        }
        for (site, deliveries, retry_at) in settled {
            self.in_hand -= deliveries.len();
            self.put_down(site, &deliveries);
            self.note_due(site, retry_at);
            self.asking.insert(site);
            // What was in hand when its script or sender was stopped is parked now that it has come back.
            if self.parts.gate.has_stops(site) {
                self.sweep.notify_one();
            }
        }
        for site in acted {
            self.clear(site);
        }
        for site in woken {
            self.windows.entry(site).or_default().look();
            self.asking.insert(site);
        }
        for (site, number, answer) in refilled {
            let window = self.windows.entry(site).or_default();
            let wanted = window.answered(number, answer.as_ref(), now + AGAIN);
            let next_due = window.next_due;
            self.note_due(site, next_due);
            self.asking.insert(site);
            if let Some(answer) = answer.filter(|_| wanted) {
                self.take_in(site, &answer.candidates, false, now);
            }
        }
        for (site, candidates) in fresh {
            self.take_in(site, &candidates, true, now);
        }
        self.answer(asked, now);
    }

    /// Tells all who asked how the next hops stand: it is taken once for them.
    fn answer(&self, asked: Vec<oneshot::Sender<Arc<Standings>>>, now: Time) {
        if asked.is_empty() {
            return;
        }
        let standings = Arc::new(self.hops.standings(now));
        for asked in asked {
            // Who asked may have gone.
            let _ = asked.send(Arc::clone(&standings));
        }
    }

    /// Puts down what was in hand; where the site was set aside for it, it is offered its turns again.
    fn put_down(&mut self, site: SiteId, deliveries: &[DeliveryId]) {
        for hop in self.windows.entry(site).or_default().put_down(deliveries) {
            self.hops.wake(&hop, site);
        }
    }

    /// Has the sites looked up whose time has come, and opens the hops whose time has come.
    fn come_due(&mut self, now: Time) {
        while self.due.first().is_some_and(|(at, _)| *at <= now) {
            if let Some((_, site)) = self.due.pop_first() {
                let window = self.windows.entry(site).or_default();
                window.next_due = None;
                window.look();
                self.asking.insert(site);
            }
        }
        self.hops.come_due(now);
    }

    /// Takes candidates into their site's window and their hops' turns; those of one message behind one hop stay
    /// together.
    fn take_in(&mut self, site: SiteId, candidates: &[Candidate], fresh: bool, now: Time) {
        let mut at = 0;
        while let Some(first) = candidates.get(at) {
            let Some(route) = self.route(site, &first.domain) else { return };
            let mut deliveries = Vec::with_capacity(1);
            while let Some(next) = candidates.get(at) {
                let together =
                    next.message == first.message && next.lane.turn() == first.lane.turn();
                if !together || deliveries.len() == RECIPIENTS {
                    break;
                }
                if next.domain != first.domain
                    && self.route(site, &next.domain).is_none_or(|r| r.hop != route.hop)
                {
                    break;
                }
                at += 1;
                let window = self.windows.entry(site).or_default();
                if (!fresh || window.has_room(next, &route.hop)) && window.take_in(next, &route.hop)
                {
                    deliveries.push(next.delivery);
                }
            }
            if !deliveries.is_empty() {
                let waiting = Waiting { route, deliveries };
                self.hops.line_up(site, first.lane, first.due_at, waiting, now);
            }
        }
        self.asking.insert(site);
    }

    /// Where mail of a site to a domain goes. A site that is gone has no route.
    fn route(&mut self, site: SiteId, domain: &Arc<str>) -> Option<Arc<Route>> {
        let entry = self.parts.sites.entry(site)?;
        let settings = &entry.site.settings;
        let own = !settings.smarthosts.is_empty() || !settings.source_address.is_empty();
        let key = (own.then_some(site), Arc::clone(domain));
        if let Some(route) = self.routes.get(&key) {
            return Some(Arc::clone(route));
        }
        if self.routes.len() >= ROUTES {
            self.routes.clear();
        }
        let route = Arc::new(route::route(&self.parts.settings, settings, domain));
        self.routes.insert(key, Arc::clone(&route));
        Some(route)
    }

    /// Forgets what waits of a site and asks the store anew.
    fn clear(&mut self, site: SiteId) {
        self.routes.retain(|(own, _), _| *own != Some(site));
        for hop in self.windows.entry(site).or_default().clear() {
            self.hops.remove(&hop, site);
        }
        self.asking.insert(site);
    }

    /// Remembers when a site is due next.
    fn note_due(&mut self, site: SiteId, at: Option<Time>) {
        let Some(at) = at else { return };
        let window = self.windows.entry(site).or_default();
        let next = window.next_due.map_or(at, |known| known.min(at));
        window.next_due = Some(next);
        self.due.insert((next, site));
    }

    /// Asks the store for more, for each site that has room for it, and forgets sites without work.
    fn ask(&mut self, now: Time) {
        for site in std::mem::take(&mut self.asking) {
            let Some(window) = self.windows.get_mut(&site) else { continue };
            if let Some((number, refill)) = window.question(site, now) {
                let store = Arc::clone(&self.parts.store);
                let inbox = Arc::clone(&self.inbox);
                tokio::spawn(async move {
                    let answer = store.refill(refill).await;
                    if let Err(error) = &answer {
                        tracing::warn!(event = "refill_failed", site_id = site.0, %error);
                    }
                    inbox.tell(|told| told.refilled.push((site, number, answer.ok())));
                });
            } else if window.is_idle() {
                self.windows.remove(&site);
            }
        }
    }

    /// Hands out work while there are slots.
    fn hand_out(&mut self, now: Time) {
        let mut picked: Vec<(SiteId, Vec<Pick>)> = Vec::new();
        while self.in_hand < self.parts.settings.attempts + UNSETTLED {
            let Some((site, pick)) = self.hops.pick(&mut self.windows, now) else { break };
            self.in_hand += pick.deliveries.len();
            self.asking.insert(site);
            match picked.iter_mut().find(|(of, _)| *of == site) {
                Some((_, picks)) => picks.push(pick),
                None => picked.push((site, vec![pick])),
            }
        }
        for (site, picks) in picked {
            tokio::spawn(carry_out(self.parts.clone(), Arc::clone(&self.inbox), site, picks));
        }
        if !self.asking.is_empty() {
            self.ask(now);
        }
    }
}
