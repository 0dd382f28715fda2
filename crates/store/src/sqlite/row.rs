//! A delivery as the writer reads it, and how one ends.

use std::time::Duration;

use postern_core::classify::Class;
use postern_core::hold::HeldClock;
use postern_core::ids::{DeliveryId, MessageId, ScriptId, SiteId};
use postern_core::time::Time;
use rusqlite::{OptionalExtension, Row, params};

use super::accept::{domain_of, millis};
use super::fault::Fault;
use super::ledger::{Book, Ledger};
use crate::Remote;

/// How a delivery stands, as its `state` column says; see `schema/1.sql`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stands {
    Queued,
    /// Held by a stop.
    Parked,
    /// In hand; ends as purged or deleted if its attempt does not end it.
    Ending(End),
    /// Passes its red site as long as the site's epoch is this one.
    Released(u64),
    /// Passes its red site whatever is done: a notice of our own.
    Notice,
}

/// How a delivery ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Sent,
    Failed,
    Purged,
    Deleted,
}

/// The state number of a notice, and the first of a released delivery: from the first on, mail passes a red site.
const NOTICE: i64 = 4;
const RELEASED: i64 = 16;
pub(super) const PASSING: i64 = NOTICE;

/// State numbers of deliveries in hand that are going to end.
pub(super) const ENDING: [i64; 2] = [2, 3];

impl Stands {
    pub(super) fn number(self) -> i64 {
        match self {
            Stands::Queued => 0,
            Stands::Parked => 1,
            Stands::Ending(End::Deleted) => ENDING[1],
            Stands::Ending(_) => ENDING[0],
            Stands::Notice => NOTICE,
            Stands::Released(epoch) => RELEASED.saturating_add(epoch as i64),
        }
    }

    pub(super) fn of_number(number: i64) -> Stands {
        match number {
            1 => Stands::Parked,
            2 => Stands::Ending(End::Purged),
            3 => Stands::Ending(End::Deleted),
            NOTICE => Stands::Notice,
            RELEASED.. => Stands::Released((number - RELEASED) as u64),
            _ => Stands::Queued,
        }
    }
}

impl End {
    /// The word of a trace.
    pub(super) fn word(self) -> &'static str {
        match self {
            End::Sent => "sent",
            End::Failed => "failed",
            End::Purged => "purged",
            End::Deleted => "deleted",
        }
    }
}

/// A row of `delivery`, with what counts of its message.
#[derive(Clone, Debug)]
pub(super) struct Delivery {
    pub(super) id: DeliveryId,
    pub(super) message: MessageId,
    pub(super) site: SiteId,
    pub(super) generation: i64,
    pub(super) stands: Stands,
    pub(super) next_at: Time,
    pub(super) attempts: u32,
    pub(super) recipient: String,
    pub(super) parked_for: i64,
    pub(super) parked_at: Time,
    pub(super) parked_clock: i64,
    pub(super) accepted_at: Time,
    pub(super) script: ScriptId,
    pub(super) sender: Option<String>,
    pub(super) first: i64,
    pub(super) mails: i64,
    pub(super) segment: i64,
    pub(super) size: u64,
    domain: Option<String>,
}

/// The statement that reads `Delivery`; a condition on `d` follows.
macro_rules! delivery {
    ($condition:literal) => {
        concat!(
            "SELECT d.id, d.message, d.site, d.generation, d.state, d.lane, d.next_at, d.attempts, d.recipient, ",
            "d.parked_for, d.parked_at, d.parked_clock, m.accepted_at, m.script, m.sender, m.first, m.mails, ",
            "m.segment, m.size, d.domain FROM delivery d JOIN message m ON m.id = d.message ",
            $condition
        )
    };
}
pub(super) use delivery;

impl Delivery {
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Delivery> {
        Ok(Delivery {
            id: DeliveryId(row.get(0)?),
            message: MessageId(row.get(1)?),
            site: SiteId(row.get(2)?),
            generation: row.get(3)?,
            stands: Stands::of_number(row.get(4)?),
            next_at: Time(row.get(6)?),
            attempts: row.get(7)?,
            recipient: row.get(8)?,
            parked_for: row.get(9)?,
            parked_at: Time(row.get(10)?),
            parked_clock: row.get(11)?,
            accepted_at: Time(row.get(12)?),
            script: ScriptId(row.get(13)?),
            sender: row.get(14)?,
            first: row.get(15)?,
            mails: row.get(16)?,
            segment: row.get(17)?,
            size: row.get(18)?,
            domain: row.get(19)?,
        })
    }

    /// The recipient's domain, lower case, A-labels.
    pub(super) fn domain(&self) -> String {
        self.domain.clone().or_else(|| domain_of(&self.recipient)).unwrap_or_default()
    }

    /// How long it is parked by now, in milliseconds, of the time its site was green: while it was red, the site's own
    /// clock ran.
    pub(super) fn parked_while_green(&self, clock: &HeldClock, now: Time) -> i64 {
        if self.stands != Stands::Parked {
            return 0;
        }
        let then = Duration::from_millis(self.parked_clock.unsigned_abs());
        millis(now.since(self.parked_at).saturating_sub(clock.held_since(then, now)))
    }

    /// Whether it still counts as queued: not purged with an older generation.
    pub(super) fn is_queued(&self, generation: i64) -> bool {
        self.generation == generation || matches!(self.stands, Stands::Ending(_))
    }
}

/// What ended a delivery, if an attempt did.
#[derive(Clone, Copy, Debug)]
pub(super) struct Last<'a> {
    pub(super) at: Time,
    pub(super) class: Option<Class>,
    pub(super) remote: &'a Remote,
}

impl Ledger {
    /// The delivery, if it is queued.
    pub(super) fn queued(&mut self, id: DeliveryId) -> Result<Option<Delivery>, Fault> {
        let mut statement = self.db.prepare_cached(delivery!("WHERE d.id = ?1"))?;
        let row = statement.query_row([id.0], Delivery::read).optional()?;
        drop(statement);
        let Some(row) = row else { return Ok(None) };
        let generation = self.book_of(row.site)?.generation;
        Ok(Some(row).filter(|row| row.is_queued(generation)))
    }

    /// Ends a queued delivery and counts it; `at` is when it ended.
    pub(super) fn finish(
        &mut self,
        row: &Delivery,
        end: End,
        at: Time,
        last: Option<Last<'_>>,
    ) -> Result<(), Fault> {
        let stood = self.stood(row)?;
        let (others_live, others_there) = self.others(row)?;
        self.remove_row(row, end, last)?;
        if !others_there {
            self.drop_body(row.segment, row.size);
        }
        let book = self.count(row.site)?;
        let deferred = u64::from(row.attempts > 0);
        book.unqueue(1, deferred, if others_live { 0 } else { row.size });
        book.leave(stood, deferred);
        match end {
            End::Sent => {
                book.counters.sent += 1;
                book.bucket(at, |bucket| bucket.sent += 1);
            }
            End::Failed => {
                book.counters.failed += 1;
                book.bucket(at, |bucket| bucket.failed += 1);
            }
            End::Purged => {
                book.counters.purged += 1;
                book.bucket(at, |bucket| bucket.purged += 1);
            }
            End::Deleted => book.counters.deleted += 1,
        }
        let (_, day) = book.keys(at);
        self.count_script_ended(row.script, end == End::Sent, end == End::Failed, day);
        Ok(())
    }

    /// Takes the row of a delivery out of the queue and keeps how it ended.
    pub(super) fn remove_row(
        &mut self,
        row: &Delivery,
        end: End,
        last: Option<Last<'_>>,
    ) -> Result<(), Fault> {
        self.db.prepare_cached("DELETE FROM delivery WHERE id = ?1")?.execute([row.id.0])?;
        if matches!(row.stands, Stands::Ending(_)) {
            self.db
                .prepare_cached("DELETE FROM ending WHERE delivery = ?1")?
                .execute([row.id.0])?;
        }
        let remote = last.map(|last| last.remote);
        self.db
            .prepare_cached(
                "INSERT INTO ended VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?
            .execute(params![
                row.id.0,
                row.message.0,
                row.site.0,
                recipient_hash(&row.recipient),
                row.recipient,
                end.word(),
                last.map(|last| last.at.0),
                last.and_then(|last| last.class).map(Class::word),
                remote.map(|remote| &remote.host),
                remote.map(|remote| remote.code),
                remote.map(|remote| &remote.enhanced),
                remote.map(|remote| &remote.text),
            ])?;
        Ok(())
    }

    /// How a delivery stood before it was marked to end.
    pub(super) fn stood(&self, row: &Delivery) -> Result<Stands, Fault> {
        if !matches!(row.stands, Stands::Ending(_)) {
            return Ok(row.stands);
        }
        let was = self
            .db
            .prepare_cached("SELECT was FROM ending WHERE delivery = ?1")?
            .query_row([row.id.0], |found| found.get(0))
            .optional()?;
        Ok(was.map_or(Stands::Queued, Stands::of_number))
    }

    /// Whether other deliveries of the same message are queued, and whether rows of others are there at all.
    pub(super) fn others(&mut self, row: &Delivery) -> Result<(bool, bool), Fault> {
        if row.mails <= 1 {
            return Ok((false, false));
        }
        let generation = self.book_of(row.site)?.generation;
        let mut statement = self.db.prepare_cached(
            "SELECT generation, state FROM delivery WHERE id >= ?1 AND id < ?2 AND id <> ?3",
        )?;
        let mut rows = statement.query(params![row.first, row.first + row.mails, row.id.0])?;
        let mut there = false;
        while let Some(other) = rows.next()? {
            there = true;
            if other.get::<_, i64>(0)? == generation || ENDING.contains(&other.get(1)?) {
                return Ok((true, true));
            }
        }
        Ok((false, there))
    }

    /// Marks a delivery in hand: it ends so, as of `at`, if its attempt does not end it.
    pub(super) fn mark(&mut self, row: &Delivery, end: End, at: Time) -> Result<(), Fault> {
        if matches!(row.stands, Stands::Ending(_)) {
            return Ok(());
        }
        self.set_state(row.id, Stands::Ending(end))?;
        self.db.prepare_cached("INSERT INTO ending VALUES (?1, ?2, ?3)")?.execute(params![
            row.id.0,
            at.0,
            row.stands.number()
        ])?;
        self.claims.mark(row.id);
        Ok(())
    }

    /// Ends a delivery that came back from hand as it was marked meanwhile, if it was.
    pub(super) fn end_as_marked(&mut self, id: DeliveryId) -> Result<Option<End>, Fault> {
        let Some(row) = self.queued(id)? else { return Ok(None) };
        let Stands::Ending(end) = row.stands else { return Ok(None) };
        let at = self
            .db
            .prepare_cached("SELECT at FROM ending WHERE delivery = ?1")?
            .query_row([id.0], |found| Ok(Time(found.get(0)?)))?;
        self.finish(&row, end, at, None)?;
        Ok(Some(end))
    }

    pub(super) fn set_state(&mut self, id: DeliveryId, stands: Stands) -> Result<(), Fault> {
        self.db
            .prepare_cached("UPDATE delivery SET state = ?2 WHERE id = ?1")?
            .execute(params![id.0, stands.number()])?;
        Ok(())
    }
}

impl Book {
    /// A delivery that stood so counts there no more.
    pub(super) fn leave(&mut self, stood: Stands, deferred: u64) {
        match stood {
            Stands::Parked => {
                self.parked = self.parked.saturating_sub(1);
                self.parked_deferred = self.parked_deferred.saturating_sub(deferred);
            }
            Stands::Released(epoch) if epoch == self.epoch => {
                self.released = self.released.saturating_sub(1);
                self.released_deferred = self.released_deferred.saturating_sub(deferred);
            }
            Stands::Queued | Stands::Released(_) | Stands::Notice | Stands::Ending(_) => {}
        }
    }

    /// A delivery that stands so from now on.
    pub(super) fn enter(&mut self, stands: Stands, deferred: u64) {
        match stands {
            Stands::Parked => {
                self.parked += 1;
                self.parked_deferred += deferred;
            }
            Stands::Released(epoch) if epoch == self.epoch => {
                self.released += 1;
                self.released_deferred += deferred;
            }
            Stands::Queued | Stands::Released(_) | Stands::Notice | Stands::Ending(_) => {}
        }
    }
}

/// What finds an address among the ended deliveries; without regard to case.
pub(super) fn recipient_hash(recipient: &str) -> i64 {
    i64::from(crc32c::crc32c(recipient.to_ascii_lowercase().as_bytes()))
}
