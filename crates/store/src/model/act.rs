//! Actions of people and of the policy: on a site, on a script or sender, on a selection of the queue.

use postern_core::ids::{ActionId, DeliveryId, JobId, MessageId, SiteId, StopId};
use postern_core::stop::Stopped;
use postern_core::time::Time;

use super::Claims;
use super::ledger::{Ending, JobRow, KeyRow, Ledger, Stands};
use crate::hook::Facts;
use crate::{
    Act, Acted, By, Error, Job, JobKey, JobKind, NewJob, NewStop, Started, Stop, UNFINISHED_JOBS,
};

impl Ledger {
    pub(super) fn act(&mut self, act: Act, claims: &Claims) -> Result<Acted, Error> {
        self.expect_epoch(act.site, act.epoch)?;
        let row = self.site_mut(act.site)?;
        let (from, was_locked) = (row.state, row.locked);
        row.held = row.held.turned(act.to.is_red(), act.by.at);
        if row.state != act.to {
            row.state = act.to;
            row.since = act.by.at;
        }
        row.locked = act.locked;
        row.epoch += 1;
        row.by = act.by.who.clone();
        row.reason = act.reason.clone();
        let epoch = row.epoch;
        let purged = if act.purge { self.purge(act.site, act.by.at, claims) } else { 0 };
        let action = self.log(Some(act.site), &act.by, act.action.word(), &act.reason);
        if let Some(facts) = Facts::of_act(&act, from, was_locked, action) {
            self.tell_hooks(act.site, act.by.at, &facts);
        }
        let in_flight =
            self.queue_of(act.site).filter(|row| claims.contains_key(&row.id)).count() as u64;
        let queued = self.site(act.site)?.counters.queued;
        let parked = self.queue_of(act.site).filter(|row| row.is_parked()).count() as u64;
        Ok(Acted { action, epoch, purged, queued, parked, in_flight })
    }

    /// Ends everything queued of a site but what is in hand: that is marked, and ends as its attempt does. Answers how
    /// many deliveries were counted.
    pub(super) fn purge(&mut self, site: SiteId, at: Time, claims: &Claims) -> u64 {
        let queued: Vec<DeliveryId> = self.queue_of(site).map(|row| row.id).collect();
        let mut purged = 0;
        for id in queued {
            if claims.contains_key(&id) {
                self.mark(id, Ending::Purged { at });
            } else {
                self.finish(id, Stands::Purged, at);
                purged += 1;
            }
        }
        purged
    }

    pub(super) fn stop(&mut self, new: NewStop) -> Result<StopId, Error> {
        self.site(new.site)?;
        if let Some(standing) =
            self.stops.values().find(|stop| stop.site == new.site && same(&stop.what, &new.what))
        {
            return Ok(standing.id);
        }
        let id = StopId(self.next_id());
        self.log(Some(new.site), &new.by, "stop", &new.reason);
        self.stops.insert(
            id,
            Stop { id, site: new.site, what: new.what, by: new.by, reason: new.reason },
        );
        Ok(id)
    }

    pub(super) fn unstop(&mut self, site: SiteId, id: StopId, by: &By) -> Result<(), Error> {
        match self.stops.get(&id) {
            Some(stop) if stop.site == site => {}
            _ => return Err(Error::NotFound("stop")),
        }
        self.stops.remove(&id);
        self.log(Some(site), by, "unstop", "");
        Ok(())
    }

    pub(super) fn start_job(&mut self, new: NewJob) -> Result<Started, Error> {
        if let Some(earlier) = new.key.and_then(|key| self.job_of_key(new.site, key)) {
            return Ok(earlier);
        }
        self.expect_epoch(new.site, new.epoch)?;
        let unfinished = |row: &&JobRow| row.job.site == new.site && row.job.ended_at.is_none();
        let open = self.jobs.values().filter(unfinished).count() as u64;
        if open >= UNFINISHED_JOBS {
            return Err(Error::TooManyJobs { open, most: UNFINISHED_JOBS });
        }
        let id = JobId(self.next_id());
        let what = match new.kind {
            JobKind::Release => "release",
            JobKind::Delete => "delete",
            JobKind::Retry => "retry",
        };
        self.log(Some(new.site), &new.by, what, "");
        let total = self.site(new.site)?.counters.queued;
        if let Some(JobKey { key, digest }) = new.key {
            // Ids are of one sequence: a job's stands where a message's would.
            let row = KeyRow { digest, message: MessageId(id.0), at: new.by.at };
            self.keys.insert((new.site, key), row);
        }
        let job = Job {
            id,
            site: new.site,
            kind: new.kind,
            by: new.by,
            seen: 0,
            done: 0,
            total,
            ended_at: None,
            taken_back: false,
        };
        // Ids rise, so what is queued now is what has a lower id than the job.
        self.jobs.insert(
            id,
            JobRow { job, epoch: new.epoch, selection: new.selection, after: DeliveryId(0) },
        );
        Ok(Started::Begun(id))
    }

    /// What a key began before.
    pub(super) fn job_of_key(&self, site: SiteId, key: JobKey) -> Option<Started> {
        let row = self.keys.get(&(site, key.key))?;
        let job = JobId(row.message.0);
        Some(if row.digest == key.digest {
            Started::Repeated(job)
        } else {
            Started::KeyReused(job)
        })
    }

    fn expect_epoch(&self, site: SiteId, epoch: u64) -> Result<(), Error> {
        match self.site(site)?.epoch {
            current if current == epoch => Ok(()),
            current => Err(Error::Conflict { current }),
        }
    }
}

/// Senders are compared without regard to case, scripts are not.
fn same(a: &Stopped, b: &Stopped) -> bool {
    match (a, b) {
        (Stopped::Script(a), Stopped::Script(b)) => a == b,
        (Stopped::Sender(a), Stopped::Sender(b)) => a.eq_ignore_ascii_case(b),
        _ => false,
    }
}

impl Ledger {
    /// Writes an entry into the audit log.
    pub(super) fn log(
        &mut self,
        site: Option<SiteId>,
        by: &By,
        what: &str,
        reason: &str,
    ) -> ActionId {
        let id = ActionId(self.next_id());
        let site_name = site
            .and_then(|site| self.site(site).ok())
            .map(|row| row.name.clone())
            .unwrap_or_default();
        let entry = crate::view::ActionEntry {
            id,
            at: by.at,
            site,
            site_name,
            who: by.who.clone(),
            what: what.to_string(),
            reason: reason.to_string(),
        };
        self.actions.insert(id, entry);
        id
    }
}
