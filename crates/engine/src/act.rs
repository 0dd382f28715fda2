//! Actions: block, unblock, purge, and their smaller kin. Panel, API, command line and policy all ask here.
//!
//! The order of an action: read the site, let `core::site` decide, write the change on the epoch it was decided on
//! (decide again when the site changed meanwhile), raise the gate, answer. So an action is durable before it is
//! answered, and no attempt begins on the old state once it is. Its cost does not depend on the queue.

use std::sync::Arc;

use aws_lc_rs::digest;
use postern_core::ids::{SiteId, StopId};
use postern_core::site::{self, Action, Person, QueueWork, Refusal, Ruling, State};
use postern_core::stop::Stopped;
use postern_store::view::{Question, Reply};
use postern_store::{
    AcceptKey, Act, Acted, By, Error, JobKey, JobKind, NewJob, NewStop, Selection, Site, Started,
    Stop, Store,
};

use crate::gate::Gate;
use crate::hook::Wake;
use crate::notify::Bell;
use crate::schedule;
use crate::seam::Clock;
use crate::sites::Sites;

/// How often an action is decided again when the site keeps changing under it.
const TRIES: usize = 8;

/// Who asks: a person of a kind, by name.
#[derive(Clone, Debug)]
pub struct Asker {
    pub person: Person,
    /// For the audit log: `operator:root`, `owner:anna`.
    pub who: String,
}

/// An action asked of a site.
#[derive(Clone, Debug)]
pub struct Wish {
    pub site: SiteId,
    pub action: Action,
    pub asker: Asker,
    /// Why, shown to the owner; may be empty.
    pub reason: String,
    /// Operator only, with a block: the owner cannot leave the state. A block of a red site with it only locks.
    pub lock: bool,
}

/// What an action came to.
#[derive(Clone, Debug)]
pub enum Done {
    /// The site changed, durably.
    Changed { from: State, to: State, acted: Acted },
    /// It was so already.
    Nothing { state: State },
    /// The rules refuse it; with the reason given when the state was entered.
    Refused { why: Refusal, state: State, reason: String },
}

/// What a smaller action came to.
#[derive(Clone, Debug)]
pub enum Begun<T> {
    Yes(T),
    /// There is nothing to do it to.
    Nothing,
    Refused {
        why: Refusal,
        state: State,
        reason: String,
    },
}

/// The key of a job, from the text its asker calls it by. The prefix keeps it apart from the keys of messages.
pub fn job_key(text: &str, kind: JobKind, selection: &Selection) -> JobKey {
    let half = |bytes: &[u8]| {
        let mut half = [0; 16];
        half.copy_from_slice(&digest::digest(&digest::SHA256, bytes).as_ref()[..16]);
        half
    };
    JobKey {
        key: AcceptKey(half(format!("job:{text}").as_bytes())),
        // As the store writes them: what is kept is compared by later versions too.
        digest: half(&serde_json::to_vec(&(kind, selection)).unwrap_or_default()),
    }
}

/// Carries actions out.
#[derive(Clone, Debug)]
pub struct Actions {
    store: Arc<dyn Store>,
    sites: Arc<Sites>,
    gate: Arc<Gate>,
    schedule: schedule::Handle,
    clock: Arc<dyn Clock>,
    hooks: Wake,
    /// Held while stops are read back and told, so that an older reading never overwrites a newer one.
    telling: Arc<tokio::sync::Mutex<()>>,
    /// Rung once a site changed: its people may have to be told.
    bell: Bell,
}

impl Actions {
    pub fn new(
        store: Arc<dyn Store>,
        sites: Arc<Sites>,
        gate: Arc<Gate>,
        schedule: schedule::Handle,
        clock: Arc<dyn Clock>,
        hooks: Wake,
    ) -> Actions {
        let (telling, bell) = (Arc::default(), Bell::default());
        Actions { store, sites, gate, schedule, clock, hooks, telling, bell }
    }

    /// Blocks, unblocks or purges a site.
    ///
    /// # Errors
    /// `NotFound` when there is no such site; `Conflict` when it changed under each of several tries; what the store
    /// says when it cannot write.
    pub async fn act(&self, wish: Wish) -> Result<Done, Error> {
        let mut conflict = Error::NotFound("site");
        for _ in 0..TRIES {
            let site = self.site(wish.site).await?;
            let (to, purge, locked) = match ruling(&site, &wish) {
                Ruling::Change { to, purge, unlock } => {
                    (to, purge, locks(&wish) || (site.locked && !unlock))
                }
                Ruling::Nothing => {
                    // Makes good what an action that broke off after it was durable left undone.
                    if self.gate.epoch(site.id) < site.epoch {
                        self.tell(site.id, site.epoch).await?;
                    }
                    return Ok(Done::Nothing { state: site.state });
                }
                Ruling::Refuse(why) => {
                    return Ok(Done::Refused { why, state: site.state, reason: site.reason });
                }
            };
            let act = Act {
                site: site.id,
                epoch: site.epoch,
                action: wish.action,
                to,
                locked: locked && to.is_red(),
                purge,
                by: self.by(&wish.asker),
                reason: wish.reason.clone(),
            };
            match self.store.act(act).await {
                Ok(acted) => {
                    self.tell(site.id, acted.epoch).await?;
                    self.hooks.wake();
                    tracing::info!(
                        event = "action", site = %site.name, action = wish.action.word(), by = %wish.asker.who,
                        from = site.state.word(), to = to.word(), purged = acted.purged, queued = acted.queued,
                    );
                    return Ok(Done::Changed { from: site.state, to, acted });
                }
                Err(error @ Error::Conflict { .. }) => conflict = error,
                Err(error) => return Err(error),
            }
        }
        Err(conflict)
    }

    /// Tells the gate, the scheduler and the directory of sites what is durable: the gate first.
    async fn tell(&self, site: SiteId, epoch: u64) -> Result<(), Error> {
        self.gate.raise(site, epoch);
        self.schedule.act(site);
        self.sites.refresh(site).await?;
        self.bell.ring();
        Ok(())
    }

    /// What rings once a site changed.
    pub(crate) fn bell(&self) -> Bell {
        self.bell.clone()
    }

    /// Stops one script or one sender of a site while the rest sends.
    pub async fn stop(
        &self,
        site: SiteId,
        what: Stopped,
        asker: &Asker,
        reason: String,
    ) -> Result<StopId, Error> {
        self.site(site).await?;
        let id = self.store.stop(NewStop { site, what, by: self.by(asker), reason }).await?;
        self.told_stops(site).await?;
        Ok(id)
    }

    /// Ends a stop; its mail goes out again.
    pub async fn unstop(&self, site: SiteId, stop: StopId, asker: &Asker) -> Result<(), Error> {
        self.store.unstop(site, stop, self.by(asker)).await?;
        self.told_stops(site).await
    }

    /// The standing stops of a site.
    pub async fn stops(&self, site: SiteId) -> Result<Vec<Stop>, Error> {
        match self.store.view(Question::Stops(Some(site))).await? {
            Reply::Stops(stops) => Ok(stops),
            other => Err(unexpected(&other)),
        }
    }

    /// Begins to release or delete a selection of a site's queue. Of a site that is not red nothing is held that a release
    /// lets go: what a stop holds stays.
    ///
    /// A key that began this job before begins nothing: it is answered so whatever the site is by now. One there was
    /// nothing to do for, or that was refused, has not spent its key.
    ///
    /// # Errors
    /// `TooManyJobs` when the site's unfinished jobs are as many as they may be; else as `act`.
    pub async fn begin(
        &self,
        site: SiteId,
        kind: JobKind,
        selection: Selection,
        key: Option<JobKey>,
        asker: &Asker,
    ) -> Result<Begun<Started>, Error> {
        if let Some(key) = key {
            match self.store.view(Question::JobOfKey { site, key }).await? {
                Reply::JobOfKey(None) => {}
                Reply::JobOfKey(Some(earlier)) => return Ok(Begun::Yes(earlier)),
                other => return Err(unexpected(&other)),
            }
        }
        let mut conflict = Error::NotFound("site");
        for _ in 0..TRIES {
            let site = self.site(site).await?;
            if let Err(why) = may_begin(&site, kind, asker.person) {
                return Ok(Begun::Refused { why, state: site.state, reason: site.reason });
            }
            if kind == JobKind::Release && !site.state.is_red() {
                return Ok(Begun::Nothing);
            }
            let selection = selection.clone();
            let (id, epoch, by) = (site.id, site.epoch, self.by(asker));
            let job = NewJob { site: id, epoch, kind, selection, by, key };
            match self.store.start_job(job).await {
                Ok(started) => {
                    self.schedule.sweep();
                    return Ok(Begun::Yes(started));
                }
                Err(error @ Error::Conflict { .. }) => conflict = error,
                Err(error) => return Err(error),
            }
        }
        Err(conflict)
    }

    /// Tells the gate and the scheduler of a site's stops, after they are durable.
    async fn told_stops(&self, site: SiteId) -> Result<(), Error> {
        let _turn = self.telling.lock().await;
        let stopped = self.stops(site).await?.into_iter().map(|stop| stop.what).collect();
        self.gate.set_stops(site, stopped);
        self.schedule.act(site);
        self.schedule.sweep();
        Ok(())
    }

    async fn site(&self, id: SiteId) -> Result<Site, Error> {
        match self.store.view(Question::Site(id)).await? {
            Reply::Site(site) => site.map(|site| *site).ok_or(Error::NotFound("site")),
            other => Err(unexpected(&other)),
        }
    }

    fn by(&self, asker: &Asker) -> By {
        By { who: asker.who.clone(), at: self.clock.now() }
    }
}

/// Whether the rules let this person work on the site's queue so. To retry early is always allowed: it passes no block.
fn may_begin(site: &Site, kind: JobKind, person: Person) -> Result<(), Refusal> {
    let work = match kind {
        JobKind::Release => QueueWork::Release,
        JobKind::Delete => QueueWork::Delete,
        JobKind::Retry => return Ok(()),
    };
    site::decide_queue_work(site.state, site.locked, work, person)
}

/// The table's answer, and what is beside it: a block takes releases back, and an operator may lock, also where a site is
/// red already.
fn ruling(site: &Site, wish: &Wish) -> Ruling {
    let ruling = site::decide(site.state, site.locked, wish.action, wish.asker.person);
    match ruling {
        Ruling::Nothing
            if locks(wish) && !site.locked || wish.action == Action::Block && site.releases =>
        {
            Ruling::Change { to: site.state, purge: false, unlock: false }
        }
        other => other,
    }
}

/// Only an operator locks, and only with a block.
fn locks(wish: &Wish) -> bool {
    wish.lock && wish.action == Action::Block && wish.asker.person == Person::Operator
}

/// A store that answers a question with another question's answer is broken; it is no reason to stop the daemon.
pub(crate) fn unexpected(reply: &Reply) -> Error {
    Error::Database(format!("an answer of the wrong kind: {reply:?}").chars().take(120).collect())
}
