//! A mail's way: accepted, handed out, claimed, settled.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use postern_core::ids::{DeliveryId, MessageId, ScriptId, SiteId};
use postern_core::lane::{self, Lane};
use postern_core::time::Time;

use super::Claims;
use super::ledger::{DeliveryRow, KeyRow, Ledger, MessageRow, ScriptRow, Stands};
use crate::view::Attempt;
use crate::{
    Accepted, BodyRef, Candidate, Claim, Claimed, End, Error, Message, Method, NewMessage, Refill,
    Refilled, Settled, Settlement, Stored,
};

/// A site has at most so many scripts of its own; what comes later is told apart no more.
pub(super) const SCRIPTS: usize = 1_000;

/// The script of all mail of scripts beyond `SCRIPTS`.
pub(super) const OTHER: &str = "(other)";

impl Ledger {
    pub(super) fn accept(&mut self, new: NewMessage, room: u64) -> Result<Accepted, Error> {
        let Ok(site) = self.site(new.site) else { return Ok(Accepted::NoSite) };
        if let Some(key) = new.key
            && let Some(earlier) = self.keys.get(&(new.site, key))
        {
            return Ok(match earlier.digest == new.digest {
                true => Accepted::Repeated(earlier.message),
                false => Accepted::KeyReused(earlier.message),
            });
        }
        if new.tells.is_some_and(|tell| !self.holds(&tell)) {
            return Ok(Accepted::Told);
        }
        let (queued, cap) = (site.counters.queued, new.caps.queued);
        if queued + new.deliveries.len() as u64 > cap {
            return Ok(Accepted::OverCap { queued, cap });
        }
        let (queued_bytes, cap) = (site.counters.queued_bytes, new.caps.queued_bytes);
        if queued_bytes + new.body.len() as u64 > cap {
            return Ok(Accepted::OverBytes { queued_bytes, cap });
        }
        if new.body.len() as u64 > room {
            return Err(Error::Full(format!("{room} bytes are left")));
        }

        let at = new.accepted_at;
        // A notice passes the block of its site. No stop can be for it: it has neither script nor sender.
        let notice = new.origin.method == Some(Method::Notice);
        let held = site.state.is_red() && !notice;
        let held_base = site.held.held_at(at);
        let id = MessageId(self.next_id());
        let script = self.script(new.site, &new.script, at);
        let script_name = self.scripts[&script].name.clone();
        let stopped = self.is_stopped(new.site, &script_name, new.sender.as_deref());
        let mut candidates = Vec::new();
        for delivery in &new.deliveries {
            let row = DeliveryRow {
                id: DeliveryId(self.next_id()),
                message: id,
                site: new.site,
                recipient: delivery.recipient.clone(),
                domain: delivery.domain.clone(),
                notify: delivery.notify.clone(),
                lane: Lane::of(self.scripts[&script].turn, &delivery.domain),
                stands: if notice {
                    Stands::Notice
                } else if stopped {
                    Stands::Parked { since: at, clock: held_base }
                } else {
                    Stands::Queued
                },
                parked_for: std::time::Duration::ZERO,
                ending: None,
                next_at: at,
                attempts: 0,
                last: Default::default(),
                trace: Vec::new(),
            };
            if !stopped && !held {
                candidates.push(row.candidate());
            }
            self.deliveries.insert(row.id, row);
        }
        self.count_accepted(&new, script, held);
        if let Some(tell) = new.tells {
            self.note_told(&tell, Some(at));
        }
        if let Some(key) = new.key {
            self.keys.insert((new.site, key), KeyRow { digest: new.digest, message: id, at });
        }
        self.bodies.insert(id, new.body.clone());
        self.messages.insert(
            id,
            MessageRow {
                id,
                site: new.site,
                accepted_at: at,
                held_base,
                sender: new.sender,
                size: new.body.len() as u64,
                subject: new.subject,
                message_id: new.message_id,
                script,
                script_name,
                origin: new.origin,
                eight_bit: new.eight_bit,
                smtputf8: new.smtputf8,
                envelope_id: new.envelope_id,
                dsn_return: new.dsn_return,
            },
        );
        Ok(Accepted::Stored(Stored { message: id, candidates }))
    }

    fn count_accepted(&mut self, new: &NewMessage, script: ScriptId, held: bool) {
        let (at, mails) = (new.accepted_at, new.deliveries.len() as u64);
        if let Some(row) = self.sites.get_mut(&new.site) {
            row.last_accepted_at = Some(at);
            row.counters.accepted += mails;
            row.counters.queued += mails;
            row.counters.queued_bytes += new.body.len() as u64;
        }
        let day = self.day(new.site, at);
        if let Some(row) = self.scripts.get_mut(&script) {
            row.last_at = at;
            row.accepted += mails;
            row.day(day).accepted += mails;
        }
        if held {
            self.bucket(new.site, at, |bucket| bucket.held += mails);
        }
    }

    /// The site's script of a name: known, new with the next turn, or the one that the rest shares.
    fn script(&mut self, site: SiteId, name: &str, at: Time) -> ScriptId {
        let known = |ledger: &Ledger, name: &str| {
            ledger
                .scripts
                .values()
                .find(|row| row.site == site && row.name == name)
                .map(|row| row.id)
        };
        if let Some(id) = known(self, name) {
            return id;
        }
        let nth = self.scripts.values().filter(|row| row.site == site).count();
        let name = if nth < SCRIPTS { name } else { OTHER };
        if let Some(id) = known(self, name) {
            return id;
        }
        let id = ScriptId(self.next_id());
        let turn = lane::turn(nth as u64);
        self.scripts.insert(
            id,
            ScriptRow {
                id,
                site,
                name: name.to_string(),
                turn,
                first_at: at,
                last_at: at,
                accepted: 0,
                sent: 0,
                failed: 0,
                days: BTreeMap::new(),
            },
        );
        id
    }

    pub(super) fn refill(&self, refill: &Refill, claims: &Claims) -> Refilled {
        let mut answer = Refilled::default();
        let mut lanes: BTreeMap<Lane, Vec<&DeliveryRow>> = BTreeMap::new();
        for row in self.queue_of(refill.site) {
            let free = !claims.contains_key(&row.id) && !refill.exclude.contains(&row.id);
            if !free || !self.may_go(row) || refill.skip.contains(&row.lane) {
                continue;
            }
            if row.next_at <= refill.now {
                lanes.entry(row.lane).or_default().push(row);
            } else {
                answer.next_due_at =
                    Some(answer.next_due_at.map_or(row.next_at, |at| at.min(row.next_at)));
            }
        }
        for due in lanes.values_mut() {
            due.sort_by_key(|row| (row.next_at, row.id));
        }
        // One of each lane, then a second of each, and so on.
        for nth in 0..refill.take_per_lane {
            for row in lanes.values().filter_map(|due| due.get(nth)) {
                if answer.candidates.len() < refill.take {
                    answer.candidates.push(row.candidate());
                }
            }
        }
        answer.candidates.sort_by_key(|row| (row.due_at, row.delivery));
        for (lane, due) in &lanes {
            if due.len() > answer.candidates.iter().filter(|taken| taken.lane == *lane).count() {
                answer.more.push(*lane);
            }
        }
        answer
    }

    pub(super) fn claim(&self, claim: Claim, claims: &mut Claims) -> Vec<Claimed> {
        let mut taken = Vec::new();
        for id in claim.deliveries {
            let Some(row) = self.deliveries.get(&id) else { continue };
            let free = row.site == claim.site && row.is_queued() && !claims.contains_key(&id);
            let due = row.next_at <= claim.now;
            if !free || !due || self.is_covered(row) || !self.may_go(row) {
                continue;
            }
            let message = &self.messages[&row.message];
            claims.insert(id, claim.lease.clone());
            taken.push(Claimed {
                delivery: id,
                recipient: row.recipient.clone(),
                domain: Arc::from(row.domain.as_str()),
                notify: row.notify.clone(),
                attempts: row.attempts,
                lane: row.lane,
                message: Arc::new(message.handed_out()),
                held_for: self.held_for(row, claim.now),
            });
        }
        taken
    }

    pub(super) fn body(&self, body: BodyRef) -> Result<Bytes, Error> {
        self.bodies.get(&body.message).cloned().ok_or(Error::NotFound("body"))
    }

    /// A claim given back: what was purged or deleted meanwhile ends now.
    pub(super) fn unclaim(&mut self, deliveries: &[DeliveryId], claims: &mut Claims) {
        for id in deliveries {
            if claims.remove(id).is_some() {
                self.end_as_marked(*id);
            }
        }
    }

    pub(super) fn settle(&mut self, settlement: Settlement, claims: &mut Claims) -> Settled {
        let Settlement { site, delivery: id, at, end, remote } = settlement;
        let Some(row) =
            self.deliveries.get_mut(&id).filter(|row| row.site == site && row.is_queued())
        else {
            return Settled::Unknown;
        };
        claims.remove(&id);
        let (outcome, class) = match end {
            End::Sent => ("sent", None),
            End::Retry { .. } => ("deferred", None),
            End::Failed(class) => ("failed", Some(class)),
        };
        row.trace.push(Attempt { at, outcome, class, remote: remote.clone() });
        row.last = remote.clone();
        match end {
            End::Sent => {
                self.finish(id, Stands::Sent, at);
                Settled::Sent
            }
            End::Failed(class) => {
                self.fail(id, class, remote, at);
                Settled::Failed
            }
            End::Retry { at: next_at } => {
                row.next_at = next_at;
                row.attempts += 1;
                if row.attempts == 1
                    && let Some(site) = self.sites.get_mut(&site)
                {
                    site.counters.deferred += 1;
                }
                match self.end_as_marked(id) {
                    Some(Stands::Deleted) => Settled::Deleted,
                    Some(_) => Settled::Purged,
                    None => Settled::Queued,
                }
            }
        }
    }
}

impl DeliveryRow {
    fn candidate(&self) -> Candidate {
        Candidate {
            delivery: self.id,
            message: self.message,
            lane: self.lane,
            domain: Arc::from(self.domain.as_str()),
            due_at: self.next_at,
        }
    }
}

impl MessageRow {
    fn handed_out(&self) -> Message {
        Message {
            id: self.id,
            site: self.site,
            accepted_at: self.accepted_at,
            sender: self.sender.clone(),
            size: self.size,
            subject: self.subject.clone(),
            message_id: self.message_id.clone(),
            script: self.script,
            script_name: self.script_name.clone(),
            eight_bit: self.eight_bit,
            smtputf8: self.smtputf8,
            envelope_id: self.envelope_id.clone(),
            dsn_return: self.dsn_return.clone(),
            body: BodyRef { message: self.id, segment: 0, offset: 0, length: self.size },
        }
    }
}
