//! Housekeeping: work that was begun and is finished in pieces, and what has had its time.

use postern_core::classify::Class;
use postern_core::ids::{DeliveryId, JobId, MessageId, SiteId};
use postern_core::time::Time;

use super::Claims;
use super::ledger::{Ending, Ledger, Stands};
use crate::{Expire, Expired, JobKind, Remote, Sweep, Swept, script_days_before};

impl Ledger {
    /// Each kind of work takes of the same number of rows; what is left over is `more`.
    pub(super) fn sweep(&mut self, sweep: &Sweep, claims: &Claims) -> Swept {
        let mut swept = Swept::default();
        self.sweep_jobs(sweep, claims, &mut swept);
        self.sweep_stops(sweep, claims, &mut swept);
        self.sweep_old(sweep, &mut swept);
        self.sweep_removed(sweep, &mut swept);
        self.forget_ended_people(sweep.now);
        self.forget_ended_ovh(sweep.now);
        swept.woken.sort();
        swept.woken.dedup();
        swept
    }

    fn sweep_jobs(&mut self, sweep: &Sweep, claims: &Claims, swept: &mut Swept) {
        let begun: Vec<JobId> = self
            .jobs
            .values()
            .filter(|row| row.job.ended_at.is_none())
            .map(|row| row.job.id)
            .collect();
        for id in begun {
            self.sweep_job(id, sweep, claims, swept);
        }
    }

    fn sweep_job(&mut self, id: JobId, sweep: &Sweep, claims: &Claims, swept: &mut Swept) {
        let Some(mut row) = self.jobs.remove(&id) else { return };
        let site = row.job.site;
        let epoch = self.sites.get(&site).map(|site| site.epoch);
        if row.job.kind == JobKind::Release && epoch != Some(row.epoch) {
            row.job.taken_back = true;
            row.job.ended_at = Some(sweep.now);
            self.jobs.insert(id, row);
            return;
        }
        let left = left(sweep, swept);
        let mut ahead: Vec<DeliveryId> = self
            .queue_of(site)
            .map(|delivery| delivery.id)
            .filter(|delivery| *delivery > row.after && delivery.0 < id.0)
            .take(left.saturating_add(1))
            .collect();
        let all = ahead.len() <= left;
        ahead.truncate(left);
        for delivery in ahead {
            swept.rows += 1;
            row.job.seen += 1;
            row.after = delivery;
            let queued = &self.deliveries[&delivery];
            if self.is_selected(&row.selection, queued)
                && self.do_job(row.job.kind, row.epoch, delivery, sweep.now, claims)
            {
                row.job.done += 1;
                if row.job.kind != JobKind::Delete {
                    swept.woken.push(site);
                }
            }
        }
        if all {
            row.job.ended_at = Some(sweep.now);
        }
        swept.more |= !all;
        self.jobs.insert(id, row);
    }

    /// Whether the job changed anything of this delivery.
    fn do_job(
        &mut self,
        kind: JobKind,
        epoch: u64,
        id: DeliveryId,
        now: Time,
        claims: &Claims,
    ) -> bool {
        let Some(row) = self.deliveries.get_mut(&id) else { return false };
        match kind {
            JobKind::Release => match row.stands {
                Stands::Queued | Stands::Released { .. } if row.ending.is_none() => {
                    row.stands = Stands::Released { epoch };
                    true
                }
                _ => false,
            },
            JobKind::Delete if row.ending.is_some() => false,
            JobKind::Delete => {
                match claims.contains_key(&id) {
                    true => self.mark(id, Ending::Deleted { at: now }),
                    false => self.finish(id, Stands::Deleted, now),
                }
                true
            }
            JobKind::Retry => {
                let waits = row.next_at > now && !claims.contains_key(&id);
                if waits {
                    row.next_at = now;
                }
                waits
            }
        }
    }

    /// Parks what a stop covers and frees what none covers any more. What is in hand is left alone: it is looked at
    /// again when it comes back.
    fn sweep_stops(&mut self, sweep: &Sweep, claims: &Claims, swept: &mut Swept) {
        let mut turning: Vec<DeliveryId> = Vec::new();
        for row in
            self.deliveries.values().filter(|row| row.is_queued() && !claims.contains_key(&row.id))
        {
            if self.is_covered(row) != row.is_parked() {
                turning.push(row.id);
            }
        }
        let left = left(sweep, swept);
        swept.more |= turning.len() > left;
        turning.truncate(left);
        for id in turning {
            swept.rows += 1;
            match self.deliveries[&id].stands {
                Stands::Parked { .. } => {
                    self.unpark(id, sweep.now);
                    swept.woken.push(self.deliveries[&id].site);
                }
                _ => self.park(id, sweep.now),
            }
        }
    }

    fn sweep_old(&mut self, sweep: &Sweep, swept: &mut Swept) {
        let traces: Vec<MessageId> = self
            .messages
            .values()
            .filter(|row| row.accepted_at < sweep.traces_before)
            .filter(|row| self.deliveries_of(row.id).all(|delivery| !delivery.is_queued()))
            .map(|row| row.id)
            .collect();
        for id in some(traces, sweep, swept) {
            self.forget(id);
        }
        let failures: Vec<i64> = self
            .failures
            .iter()
            .filter(|(_, (_, row))| row.at < sweep.failures_before)
            .map(|(id, _)| *id)
            .collect();
        for id in some(failures, sweep, swept) {
            self.failures.remove(&id);
        }
        let buckets: Vec<(SiteId, Time)> =
            self.half_hours.keys().filter(|(_, at)| *at < sweep.buckets_before).copied().collect();
        for key in some(buckets, sweep, swept) {
            self.half_hours.remove(&key);
        }
        let day = script_days_before(sweep.buckets_before);
        for row in self.scripts.values_mut() {
            row.days.retain(|of, _| *of >= day);
        }
        let keys: Vec<_> = self
            .keys
            .iter()
            .filter(|(_, row)| row.at < sweep.keys_before)
            .map(|(key, _)| *key)
            .collect();
        for key in some(keys, sweep, swept) {
            self.keys.remove(&key);
        }
    }

    /// The history of removed sites goes, once nothing of theirs is in hand.
    fn sweep_removed(&mut self, sweep: &Sweep, swept: &mut Swept) {
        let removed: Vec<SiteId> = self
            .sites
            .values()
            .filter(|row| row.removed && self.queue_of(row.id).next().is_none())
            .map(|row| row.id)
            .collect();
        for site in some(removed, sweep, swept) {
            self.messages.retain(|_, row| row.site != site);
            self.deliveries.retain(|_, row| row.site != site);
            self.scripts.retain(|_, row| row.site != site);
            self.failures.retain(|_, (of, _)| *of != site);
            self.keys.retain(|(of, _), _| *of != site);
            self.jobs.retain(|_, row| row.job.site != site);
            self.half_hours.retain(|(of, _), _| *of != site);
            self.days.retain(|(of, _), _| *of != site);
            self.gone += self.sites.remove(&site).map(|row| row.counters).unwrap_or_default();
        }
    }

    pub(super) fn expire(&mut self, expire: &Expire, claims: &Claims) -> Expired {
        let mut expired = Expired::default();
        let mut walked: Vec<DeliveryId> = self
            .deliveries
            .values()
            .filter(|row| row.is_queued() && row.id > expire.after)
            .map(|row| row.id)
            .take(expire.rows.saturating_add(1))
            .collect();
        if walked.len() > expire.rows {
            walked.truncate(expire.rows);
            expired.next = walked.last().copied();
        }
        for id in walked {
            let row = &self.deliveries[&id];
            let site = row.site;
            let Some(goes_at) =
                self.expires_at(row, expire.max_age).filter(|_| !claims.contains_key(&id))
            else {
                continue;
            };
            if goes_at <= expire.now && expire.end {
                self.fail(id, Class::ExpiredHeld, Remote::default(), expire.now);
                expired.ended += 1;
            } else if goes_at <= expire.now + expire.warn_ahead {
                match expired.soon.iter_mut().find(|(of, _, _)| *of == site) {
                    Some((_, first, mails)) => {
                        *first = goes_at.min(*first);
                        *mails += 1;
                    }
                    None => expired.soon.push((site, goes_at, 1)),
                }
            }
        }
        expired.soon.sort();
        expired
    }
}

/// Rows this sweep may still touch.
fn left(sweep: &Sweep, swept: &Swept) -> usize {
    sweep.rows.saturating_sub(swept.rows as usize)
}

/// As many of these as this sweep may still touch.
fn some<T>(mut all: Vec<T>, sweep: &Sweep, swept: &mut Swept) -> Vec<T> {
    let left = left(sweep, swept);
    swept.more |= all.len() > left;
    all.truncate(left);
    swept.rows += all.len() as u64;
    all
}
