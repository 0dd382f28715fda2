//! What a start makes right before anything else.
//!
//! 1. Messages whose bodies were on their way to the disk when the machine went down: their rows may be there while the
//!    bytes are not. They were never acknowledged; those whose body is not right are dropped with all they counted.
//! 2. Deliveries in hand at the end that had been purged or deleted: they end so now.
//! 3. Body files that no segment has.
//!
//! Only the end of the message table is read: a start does not depend on how much is queued.

use postern_core::ids::{DeliveryId, MessageId, ScriptId, SiteId};
use postern_core::time::Time;
use rusqlite::{OptionalExtension, params};

use super::accept::HELD;
use super::fault::Fault;
use super::ledger::Ledger;
use super::row::Stands;
use crate::body::segments::{Place, Segments};
use crate::{BodyRef, Error};

/// A message at the end of the table.
#[derive(Debug)]
struct Newest {
    id: MessageId,
    site: SiteId,
    previous: i64,
    accepted_at: Time,
    first: i64,
    mails: u64,
    script: ScriptId,
    held: bool,
    place: Place,
    size: u64,
}

impl Ledger {
    /// Makes everything right, in one transaction. Answers how many messages were dropped.
    pub(super) fn recover(&mut self, segments: &Segments) -> Result<u64, Error> {
        self.begin()?;
        let recovered = self.recover_within(segments);
        match recovered {
            Ok(dropped) => {
                self.commit()?;
                self.committed();
                let known = self.segments_known()?;
                segments
                    .keep_only(&known)
                    .map_err(|source| Error::Io { doing: "tidying the bodies".into(), source })?;
                Ok(dropped)
            }
            Err(error) => {
                self.roll_back()?;
                Err(error)
            }
        }
    }

    fn recover_within(&mut self, segments: &Segments) -> Result<u64, Error> {
        let synced = self.synced();
        let mut dropped = 0;
        let mut below = i64::MAX;
        while let Some(newest) = self.newest(below)? {
            below = newest.id.0;
            if newest.place < synced {
                break;
            }
            let body = BodyRef {
                message: newest.id,
                segment: newest.place.segment,
                offset: newest.place.offset,
                length: newest.size,
            };
            // A body that is not needed any more may have been given back.
            if !self.is_unfinished(&newest)? {
                continue;
            }
            match segments.read(body) {
                Ok(_) => {}
                Err(Error::Damaged { .. }) => {
                    self.drop_message(&newest)?;
                    dropped += 1;
                }
                Err(error) => return Err(error),
            }
        }
        self.end_marked()?;
        self.write_counts(synced)?;
        Ok(dropped)
    }

    fn newest(&self, below: i64) -> Result<Option<Newest>, Fault> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, site, previous, accepted_at, first, mails, script, flags, segment, place, size FROM message
             WHERE id < ?1 ORDER BY id DESC LIMIT 1",
        )?;
        let newest = statement.query_row([below], |row| {
            Ok(Newest {
                id: MessageId(row.get(0)?),
                site: SiteId(row.get(1)?),
                previous: row.get(2)?,
                accepted_at: Time(row.get(3)?),
                first: row.get(4)?,
                mails: row.get(5)?,
                script: ScriptId(row.get(6)?),
                held: row.get::<_, i64>(7)? & HELD != 0,
                place: Place { segment: row.get(8)?, offset: row.get(9)? },
                size: row.get(10)?,
            })
        });
        Ok(newest.optional()?)
    }

    fn is_unfinished(&self, newest: &Newest) -> Result<bool, Fault> {
        let found = self
            .db
            .prepare_cached("SELECT 1 FROM delivery WHERE id >= ?1 AND id < ?2 LIMIT 1")?
            .exists([newest.first, newest.first + newest.mails as i64])?;
        Ok(found)
    }

    /// Takes a message back as if it had never been accepted.
    fn drop_message(&mut self, newest: &Newest) -> Result<(), Fault> {
        let deliveries: Vec<DeliveryId> =
            (newest.first..newest.first + newest.mails as i64).map(DeliveryId).collect();
        let (mut queued, mut parked) = (0, 0);
        for id in &deliveries {
            if let Some(row) = self.queued(*id)? {
                queued += 1;
                parked += u64::from(row.stands == Stands::Parked);
            }
        }
        for sql in [
            "DELETE FROM delivery WHERE id >= ?1 AND id < ?2",
            "DELETE FROM ending WHERE delivery >= ?1 AND delivery < ?2",
            "DELETE FROM recheck WHERE delivery >= ?1 AND delivery < ?2",
        ] {
            self.db
                .prepare_cached(sql)?
                .execute([newest.first, newest.first + newest.mails as i64])?;
        }
        for sql in
            ["DELETE FROM message WHERE id = ?1", "DELETE FROM accept_key WHERE message = ?1"]
        {
            self.db.prepare_cached(sql)?.execute([newest.id.0])?;
        }
        self.db
            .prepare_cached("UPDATE script SET accepted = max(0, accepted - ?2) WHERE id = ?1")?
            .execute(params![newest.script.0, newest.mails])?;
        self.drop_body(newest.place.segment, newest.size);
        let (held, mails, at) = (newest.held, newest.mails, newest.accepted_at);
        let book = self.count(newest.site)?;
        // What a purge of the same moment took is counted as purged, and was accepted before that.
        book.counters.accepted = book.counters.accepted.saturating_sub(queued);
        book.unqueue(queued, 0, if queued > 0 { newest.size } else { 0 });
        book.parked = book.parked.saturating_sub(parked);
        if book.last_message == newest.id {
            book.last_message = MessageId(newest.previous);
        }
        if held {
            let (half_hour, day) = book.keys(at);
            for (sql, key) in [
                (
                    "UPDATE half_hour SET held = max(0, held - ?3) WHERE at = ?1 AND site = ?2",
                    half_hour.0,
                ),
                (
                    "UPDATE day SET held = max(0, held - ?3) WHERE day = ?1 AND site = ?2",
                    i64::from(day),
                ),
            ] {
                self.db.prepare_cached(sql)?.execute(params![key, newest.site.0, mails])?;
            }
        }
        Ok(())
    }

    /// Nothing is in hand after a start: what was marked ends as marked.
    fn end_marked(&mut self) -> Result<(), Fault> {
        let marked: Vec<DeliveryId> = self
            .db
            .prepare_cached("SELECT delivery FROM ending ORDER BY delivery")?
            .query_map([], |row| row.get(0).map(DeliveryId))?
            .collect::<rusqlite::Result<_>>()?;
        for id in marked {
            self.end_as_marked(id)?;
        }
        Ok(())
    }

    fn segments_known(&self) -> Result<Vec<i64>, Fault> {
        let mut statement = self.db.prepare_cached("SELECT id FROM segment")?;
        let known = statement.query_map([], |row| row.get(0))?;
        Ok(known.collect::<rusqlite::Result<_>>()?)
    }

    /// The segment written last; 0 when there was none.
    pub(super) fn last_segment(&self) -> Result<i64, Fault> {
        let last: Option<i64> =
            self.db.query_row("SELECT max(id) FROM segment", [], |row| row.get(0))?;
        Ok(last.unwrap_or(0).max(self.synced().segment))
    }
}
