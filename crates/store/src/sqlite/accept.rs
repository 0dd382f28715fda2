//! Accepting a message, in three steps, so that the bodies of a whole group are on their way to the disk while the rows
//! are written:
//!
//! 1. `decide`: a repeat, a refusal, or a plan: ids and places are given out, everything is counted.
//! 2. The group's bodies are written and their sync begins (`group`).
//! 3. `write_accepted`: the rows.
//!
//! A key is looked at before the caps: a repeat is answered as such also when the queue is full.

use std::collections::HashMap;
use std::sync::Arc;

use postern_core::ids::{DeliveryId, MessageId, ScriptId, SiteId};
use postern_core::lane::{self, Lane};
use postern_core::time::Time;
use rusqlite::{OptionalExtension, params};

use super::fault::{Fault, Refused};
use super::ledger::{Ledger, Verdict};
use super::row::Stands;
use crate::body::segments::{Place, Tail};
use crate::{AcceptKey, Accepted, Candidate, Error, Method, NewMessage, Origin, Stored};

/// A site has at most so many scripts of its own; what comes later is told apart no more.
const SCRIPTS: usize = 1_000;

/// The script of all mail of scripts beyond `SCRIPTS`.
const OTHER: &str = "(other)";

/// What `decide` came to.
#[derive(Debug)]
pub(super) enum Decided {
    /// Nothing is to be written.
    Answer(Accepted),
    Store(Plan),
}

/// A message that is accepted once its rows and its body are written.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) message: MessageId,
    pub(super) place: Place,
    previous: MessageId,
    first: DeliveryId,
    script: ScriptId,
    turn: u8,
    generation: i64,
    held: bool,
    held_base: i64,
    stands: Stands,
}

/// What accepts of one group have to know of each other.
#[derive(Debug, Default)]
pub(super) struct Together {
    keys: HashMap<(SiteId, AcceptKey), (MessageId, [u8; 16])>,
    /// Bytes left for bodies.
    pub(super) room: u64,
}

impl Ledger {
    /// Decides on a message and counts it, if it is to be stored.
    pub(super) fn decide(
        &mut self,
        new: &NewMessage,
        together: &mut Together,
        tail: &mut Tail,
    ) -> Verdict<Decided> {
        if self.book(new.site)?.is_none_or(|book| book.removed) {
            return Ok(Decided::Answer(Accepted::NoSite));
        }
        if let Some((message, digest)) = self.earlier(new, together)? {
            let same = digest == new.digest;
            let answer =
                if same { Accepted::Repeated(message) } else { Accepted::KeyReused(message) };
            return Ok(Decided::Answer(answer));
        }
        if let Some(tell) = &new.tells
            && !self.holds(tell)?
        {
            return Ok(Decided::Answer(Accepted::Told));
        }
        let (mails, bytes) = (new.deliveries.len() as u64, new.body.len() as u64);
        let counters = self.book_of(new.site)?.counters;
        let (queued, cap) = (counters.queued, new.caps.queued);
        if queued + mails > cap {
            return Ok(Decided::Answer(Accepted::OverCap { queued, cap }));
        }
        let (queued_bytes, cap) = (counters.queued_bytes, new.caps.queued_bytes);
        if queued_bytes + bytes > cap {
            return Ok(Decided::Answer(Accepted::OverBytes { queued_bytes, cap }));
        }
        if bytes > together.room {
            let words = format!("{} bytes are left for mail", together.room);
            return Err(Refused::Answer(Error::Full(words)));
        }
        together.room -= bytes;
        let plan = self.plan(new, tail)?;
        // At once: what else this group tells is decided on it.
        if let Some(tell) = &new.tells {
            self.note_told(tell, Some(new.accepted_at))?;
        }
        if let Some(key) = new.key {
            together.keys.insert((new.site, key), (plan.message, new.digest));
        }
        Ok(Decided::Store(plan))
    }

    /// The message accepted with this key before.
    fn earlier(
        &self,
        new: &NewMessage,
        together: &Together,
    ) -> Result<Option<(MessageId, [u8; 16])>, Fault> {
        let Some(key) = new.key else { return Ok(None) };
        if let Some(earlier) = together.keys.get(&(new.site, key)) {
            return Ok(Some(*earlier));
        }
        let found = self
            .db
            .prepare_cached("SELECT message, digest FROM accept_key WHERE key = ?1 AND site = ?2")?
            .query_row(params![key.0, new.site.0], |row| Ok((MessageId(row.get(0)?), row.get(1)?)))
            .optional()?;
        Ok(found)
    }

    /// Gives out ids and a place, and counts.
    fn plan(&mut self, new: &NewMessage, tail: &mut Tail) -> Result<Plan, Fault> {
        let (at, mails, bytes) =
            (new.accepted_at, new.deliveries.len() as u64, new.body.len() as u64);
        let message = MessageId(self.next_id());
        let (script, turn, name) = self.script(new.site, &new.script, at)?;
        let first = DeliveryId(self.next_id());
        for _ in 1..mails {
            self.next_id();
        }
        let place = tail.place(bytes);
        self.count_body(place.segment, message, bytes);
        let (_, day) = self.book_of(new.site)?.keys(at);
        self.count_script_accepted(script, mails, at, day);

        let book = self.count(new.site)?;
        // A notice passes the block of its site. No stop can be for it: it has neither script nor sender.
        let notice = new.origin.method == Some(Method::Notice);
        let stopped = book.is_stopped(name.unwrap_or(&new.script), new.sender.as_deref());
        let stands = match (notice, stopped) {
            (true, _) => Stands::Notice,
            (false, true) => Stands::Parked,
            (false, false) => Stands::Queued,
        };
        let held = book.state.is_red() && !notice;
        book.counters.accepted += mails;
        book.counters.queued += mails;
        book.counters.queued_bytes += bytes;
        book.last_accepted_at = Some(at);
        if stands == Stands::Parked {
            book.parked += mails;
        }
        if held {
            book.bucket(at, |bucket| bucket.held += mails);
        }
        Ok(Plan {
            message,
            place,
            previous: std::mem::replace(&mut book.last_message, message),
            first,
            script,
            turn,
            generation: book.generation,
            held,
            held_base: millis(book.held.held_at(at)),
            stands,
        })
    }

    /// The site's script of a name: known, new with the next turn, or the one that the rest shares, whose name is
    /// answered then.
    fn script(
        &mut self,
        site: SiteId,
        name: &str,
        at: Time,
    ) -> Result<(ScriptId, u8, Option<&'static str>), Fault> {
        let scripts = self.scripts_of(site)?;
        if let Some((id, turn)) = scripts.get(name) {
            return Ok((*id, *turn, None));
        }
        let nth = scripts.len();
        let (name, shared) = if nth < SCRIPTS { (name, None) } else { (OTHER, Some(OTHER)) };
        if let Some((id, turn)) = scripts.get(name) {
            return Ok((*id, *turn, shared));
        }
        let (id, turn) = (ScriptId(self.next_id()), lane::turn(nth as u64));
        self.db
            .prepare_cached("INSERT INTO script VALUES (?1, ?2, ?3, ?4, ?5, ?5, 0, 0, 0)")?
            .execute(params![id.0, site.0, name, turn, at.0])?;
        self.keep_script(site, name, (id, turn))?;
        Ok((id, turn, shared))
    }

    /// Writes the rows of a plan.
    pub(super) fn write_accepted(
        &mut self,
        new: &NewMessage,
        plan: &Plan,
    ) -> Result<Accepted, Fault> {
        self.write_message(new, plan)?;
        if let Some(key) = new.key {
            self.db.prepare_cached("INSERT INTO accept_key VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(
                params![plan.message.0, new.site.0, key.0, new.digest, new.accepted_at.0],
            )?;
        }
        let ready = plan.stands != Stands::Parked && !plan.held;
        let mut candidates = Vec::with_capacity(if ready { new.deliveries.len() } else { 0 });
        let parked = plan.stands == Stands::Parked;
        let mut insert = self.db.prepare_cached(
            "INSERT INTO delivery VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9, ?10, 0, ?11, ?12)",
        )?;
        for (nth, to) in new.deliveries.iter().enumerate() {
            let id = DeliveryId(plan.first.0 + nth as i64);
            let lane = Lane::of(plan.turn, &to.domain);
            insert.execute(params![
                id.0,
                plan.message.0,
                new.site.0,
                plan.generation,
                plan.stands.number(),
                lane.0,
                new.accepted_at.0,
                to.recipient,
                if domain_of(&to.recipient).is_some_and(|of| of == to.domain) {
                    None
                } else {
                    Some(&to.domain)
                },
                to.notify,
                if parked { new.accepted_at.0 } else { 0 },
                if parked { plan.held_base } else { 0 },
            ])?;
            if ready {
                candidates.push(Candidate {
                    delivery: id,
                    message: plan.message,
                    lane,
                    domain: Arc::from(to.domain.as_str()),
                    due_at: new.accepted_at,
                });
            }
        }
        Ok(Accepted::Stored(Stored { message: plan.message, candidates }))
    }

    fn write_message(&mut self, new: &NewMessage, plan: &Plan) -> Result<(), Fault> {
        let flags = i64::from(new.eight_bit) * EIGHT_BIT
            + i64::from(new.smtputf8) * SMTPUTF8
            + i64::from(plan.held) * HELD;
        self.db
            .prepare_cached(
                "INSERT INTO message VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
                    ?17, ?18)",
            )?
            .execute(params![
                plan.message.0,
                new.site.0,
                plan.previous.0,
                new.accepted_at.0,
                plan.held_base,
                plan.first.0,
                new.deliveries.len(),
                plan.script.0,
                flags,
                plan.place.segment,
                plan.place.offset,
                new.body.len(),
                new.sender,
                new.subject,
                new.message_id,
                write_origin(&new.origin)?,
                new.envelope_id,
                new.dsn_return,
            ])?;
        Ok(())
    }
}

/// Bits of `message.flags`.
pub(super) const EIGHT_BIT: i64 = 1;
pub(super) const SMTPUTF8: i64 = 2;
pub(super) const HELD: i64 = 4;
pub(super) const FORGOTTEN: i64 = 8;

/// The domain of a recipient as deliveries carry it, where it can be read off the address.
pub(super) fn domain_of(recipient: &str) -> Option<String> {
    recipient.rsplit_once('@').map(|(_, domain)| domain.to_ascii_lowercase())
}

/// Whole milliseconds; what is longer than time itself is drawn to its end.
pub(super) fn millis(span: std::time::Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

/// An origin as a JSON list without names: half the size, in a row that each mail has. What is new goes last.
fn write_origin(origin: &Origin) -> Result<String, Fault> {
    let Origin { method, uid, gid, pid, login, address, stated, stated_by_caller } = origin;
    serde_json::to_string(&(method, uid, pid, login, address, stated, stated_by_caller, gid))
        .map_err(|error| Fault::Statement(error.to_string()))
}

/// Reads what `write_origin` wrote, also when it knew no gid yet; what cannot be read is an origin of which nothing is
/// known.
pub(super) fn read_origin(json: &str) -> Origin {
    let read = serde_json::from_str(json).or_else(|_| {
        serde_json::from_str(json).map(
            |(method, uid, pid, login, address, stated, stated_by_caller)| {
                (method, uid, pid, login, address, stated, stated_by_caller, None)
            },
        )
    });
    match read {
        Ok((method, uid, pid, login, address, stated, stated_by_caller, gid)) => {
            Origin { method, uid, gid, pid, login, address, stated, stated_by_caller }
        }
        Err(_) => Origin::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_read_as_it_was_written_with_a_gid_or_before_there_was_one() {
        let stated_by_caller = vec![("cwd".to_owned(), "/srv".to_owned())];
        let origin = Origin { uid: Some(7), gid: Some(8), stated_by_caller, ..Origin::default() };
        assert_eq!(read_origin(&write_origin(&origin).unwrap()), origin);
        let before = r#"["sendmail",7,9,null,"192.0.2.7",true,[["cwd","/srv"]]]"#;
        let expected = Origin {
            method: Some(Method::Sendmail),
            gid: None,
            pid: Some(9),
            address: Some("192.0.2.7".into()),
            stated: true,
            ..origin
        };
        assert_eq!(read_origin(before), expected);
        assert_eq!(read_origin("nonsense"), Origin::default());
    }
}
