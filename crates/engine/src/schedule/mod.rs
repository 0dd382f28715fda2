//! Who is next.
//!
//! One task decides it. Per next hop there is a queue in which sites take turns, within a site its scripts, within a
//! script the oldest first (`core::fair`); a hop hands out as many jobs as it has slots (`core::hop`). Only a window of
//! each site's queue is in memory (`window`); the rest waits in the store and is asked for when there is room.
//!
//! The order of events for a delivery: taken in (fresh from `accept`, or by a refill) → picked when its hop has a slot
//! and its turn has come → claimed in the store → attempted → the slot is free again → settled → put down. The slot is
//! not held while the settle is synced; how much may be unsettled is bounded instead, because that is what a crash
//! can repeat.
//!
//! Woken by what is told (accept, settle, act) or by the nearest due time, never by polling.

mod inbox;
mod turns;
mod window;

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use postern_core::hop::{Admit, Hop, HopResult};
use postern_core::ids::{DeliveryId, SiteId};
use postern_core::time::Time;
use postern_store::view::{Question, Reply};
use postern_store::{Candidate, Claim, Claimed, Error, Lease, Store};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::act::unexpected;
use crate::deliver::attempt::Deliver;
use crate::deliver::route::{self, Route};
use crate::deliver::{Attempted, Job, Outcome};
use crate::gate::Gate;
use crate::seam::Seam;
use crate::settings;
use crate::settle::Settle;
use crate::sites::Sites;
use inbox::{Inbox, Told};
use turns::{Turns, Waiting};
use window::{Window, earliest};

/// Deliveries that may be attempted but not settled yet, beyond the slots: about a commit group.
const UNSETTLED: usize = 2048;

/// Recipients of one message in one transaction at most (RFC 5321 §4.5.3.1.8 has every server take 100).
const RECIPIENTS: usize = 100;

/// Next hops that are remembered without having work.
const HOPS: usize = 10_000;

/// Routes that are remembered.
const ROUTES: usize = 10_000;

/// How long after a failed question to the store it is asked again.
const AGAIN: Duration = Duration::from_secs(1);

/// How long a claim stands if its node is never heard of again.
const LEASE: Duration = Duration::from_secs(3600);

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
    let schedule = Schedule {
        parts,
        inbox: handle.inbox,
        sweep: handle.sweep,
        windows: HashMap::new(),
        hops: HashMap::new(),
        open: VecDeque::new(),
        closed: BTreeSet::new(),
        due: BTreeSet::new(),
        asking: BTreeSet::new(),
        routes: HashMap::new(),
        attempts: 0,
        in_hand: 0,
        stopping: false,
    };
    Ok(tokio::spawn(schedule.run()))
}

/// A next hop with what waits for it.
#[derive(Debug)]
struct HopQueue {
    hop: Hop,
    turns: Turns,
    /// It stands in `open` or in `closed` already.
    listed: bool,
}

struct Schedule {
    parts: Parts,
    inbox: Arc<Inbox>,
    /// Rung when housekeeping waits in the store.
    sweep: Arc<Notify>,
    windows: HashMap<SiteId, Window>,
    hops: HashMap<Arc<str>, HopQueue>,
    /// Hops that have work and may have a slot, in turn.
    open: VecDeque<Arc<str>>,
    /// Hops that have work and are closed until a time.
    closed: BTreeSet<(Time, Arc<str>)>,
    /// Sites by when something of them is due next.
    due: BTreeSet<(Time, SiteId)>,
    /// Sites whose window may have a question to the store.
    asking: BTreeSet<SiteId>,
    routes: HashMap<(Option<SiteId>, Arc<str>), Arc<Route>>,
    /// Slots in use, of all hops.
    attempts: usize,
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
            let next = earliest(
                self.due.first().map(|(at, _)| *at),
                self.closed.first().map(|(at, _)| *at),
            );
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
        let Told { fresh, woken, acted, refilled, left, settled, stop, .. } = self.inbox.take();
        self.stopping |= stop;
        for (hop, showed) in left {
            self.leave(&hop, showed, now);
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
                self.take_in(site, &answer.candidates, false);
            }
        }
        for (site, candidates) in fresh {
            self.take_in(site, &candidates, true);
        }
    }

    /// Puts down what was in hand; a site that had as much in hand as it may is offered its turns again.
    fn put_down(&mut self, site: SiteId, deliveries: &[DeliveryId]) {
        let window = self.windows.entry(site).or_default();
        let full = window.in_hand() >= self.parts.settings.attempts_per_site;
        window.put_down(deliveries);
        if !full {
            return;
        }
        for name in window.hops() {
            let Some(hop) = self.hops.get_mut(name) else { continue };
            hop.turns.wake(site);
            if !hop.listed {
                hop.listed = true;
                self.open.push_back(Arc::clone(name));
            }
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
        while self.closed.first().is_some_and(|(at, _)| *at <= now) {
            if let Some((_, hop)) = self.closed.pop_first() {
                self.open.push_back(hop);
            }
        }
    }

    /// Takes candidates into their site's window and their hops' turns; those of one message behind one hop stay
    /// together.
    fn take_in(&mut self, site: SiteId, candidates: &[Candidate], fresh: bool) {
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
                let waiting = Waiting { route: Arc::clone(&route), deliveries };
                self.line_up(site, first, waiting);
            }
        }
        self.asking.insert(site);
    }

    /// Puts what waits into its hop's turns.
    fn line_up(&mut self, site: SiteId, of: &Candidate, waiting: Waiting) {
        let name = Arc::clone(&waiting.route.hop);
        let limits = self.parts.settings.hop;
        let hop = self.hops.entry(Arc::clone(&name)).or_insert_with(|| HopQueue {
            hop: Hop::new(limits),
            turns: Turns::new(),
            listed: false,
        });
        hop.turns.push(site, of.lane, of.due_at, waiting);
        if !hop.listed {
            hop.listed = true;
            self.open.push_back(name);
        }
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
            if let Some(queue) = self.hops.get_mut(&hop) {
                queue.turns.remove(site);
            }
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
                        tracing::warn!(event = "refill_failed", %site, %error);
                    }
                    inbox.tell(|told| told.refilled.push((site, number, answer.ok())));
                });
            } else if window.is_idle() {
                self.windows.remove(&site);
            }
        }
    }

    /// Hands out jobs while there are slots.
    fn hand_out(&mut self, now: Time) {
        let mut picked: Vec<(SiteId, Vec<Waiting>)> = Vec::new();
        while self.attempts < self.parts.settings.attempts
            && self.in_hand < self.parts.settings.attempts + UNSETTLED
        {
            let Some(name) = self.open.pop_front() else { break };
            let Some((site, pick)) = self.pick(&name, now) else { continue };
            self.attempts += 1;
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

    /// The next pick of a hop, if it has a slot and work; the hop is listed again where it belongs.
    fn pick(&mut self, name: &Arc<str>, now: Time) -> Option<(SiteId, Waiting)> {
        let hop = self.hops.get_mut(name)?;
        hop.listed = false;
        if !hop.turns.is_ready() {
            return None;
        }
        match hop.hop.admit(now) {
            Admit::Now => {}
            // Listed again when a slot is left.
            Admit::NoSlot => return None,
            Admit::NotBefore(at) => {
                hop.listed = true;
                self.closed.insert((at, Arc::clone(name)));
                return None;
            }
        }
        let (windows, most) = (&mut self.windows, self.parts.settings.attempts_per_site);
        let may = |site| windows.get(&site).is_none_or(|window| window.in_hand() < most);
        let picked = hop.turns.take(may);
        if hop.turns.is_ready() {
            hop.listed = true;
            self.open.push_back(Arc::clone(name));
        }
        let (site, mut waiting) = picked?;
        let window = windows.entry(site).or_default();
        waiting.deliveries.retain(|delivery| window.take_out(*delivery));
        if waiting.deliveries.is_empty() {
            return None;
        }
        hop.hop.started(now);
        Some((site, waiting))
    }

    /// A slot is free again.
    fn leave(&mut self, name: &Arc<str>, showed: HopResult, now: Time) {
        self.attempts -= 1;
        let many = self.hops.len() > HOPS;
        let Some(hop) = self.hops.get_mut(name) else { return };
        hop.hop.ended(showed, now, self.parts.seam.dice.fraction());
        if !hop.listed && hop.turns.is_ready() {
            hop.listed = true;
            self.open.push_back(Arc::clone(name));
        } else if hop.turns.is_empty()
            && !hop.listed
            && hop.hop.running() == 0
            && (hop.hop.is_forgettable(now) || many)
        {
            self.hops.remove(name);
        }
    }
}

/// Claims what was picked of one site, attempts it, and tells what became of it.
async fn carry_out(parts: Parts, inbox: Arc<Inbox>, site: SiteId, picks: Vec<Waiting>) {
    // Read before the claim: an action between the two raises it, and the gate turns the job back.
    let epoch = parts.gate.epoch(site);
    let deliveries = picks.iter().flat_map(|pick| pick.deliveries.iter().copied()).collect();
    let now = parts.seam.clock.now();
    let lease = Lease { node: 0, until: now + LEASE };
    let claimed = match parts.store.claim(Claim { site, now, deliveries, lease }).await {
        Ok(claimed) => claimed,
        Err(error) => {
            tracing::warn!(event = "claim_failed", %site, %error);
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
        let job = Job { site, epoch, route: Arc::clone(&pick.route), message, deliveries };
        tokio::spawn(attempt(parts.clone(), Arc::clone(&inbox), pick, job));
    }
}

/// Makes one attempt: deliver, leave the slot, settle, put down.
async fn attempt(parts: Parts, inbox: Arc<Inbox>, pick: Waiting, job: Job) {
    let site = job.site;
    let in_hand: HashMap<DeliveryId, (u32, Duration)> = job
        .deliveries
        .iter()
        .map(|claimed| (claimed.delivery, (claimed.attempts, claimed.held_for)))
        .collect();
    let message = Arc::clone(&job.message);
    let Attempted { outcomes, hop } = parts.deliver.attempt(job).await;
    inbox.tell(|told| told.left.push((Arc::clone(&pick.route.hop), hop)));
    let turned_back = outcomes.iter().any(|(_, outcome)| *outcome == Outcome::TurnedBack);
    let retry_at = parts.settle.settle(&message, &in_hand, outcomes).await;
    inbox.tell(|told| {
        told.settled.push((site, pick.deliveries, retry_at));
        if turned_back {
            told.woken.insert(site);
        }
    });
}

/// Tells that a pick came to nothing.
fn give_back(inbox: &Inbox, site: SiteId, pick: Waiting, again: Option<Time>) {
    inbox.tell(|told| {
        told.left.push((Arc::clone(&pick.route.hop), HopResult::Unused));
        told.settled.push((site, pick.deliveries, again));
    });
}
