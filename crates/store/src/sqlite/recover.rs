//! What a start makes right before anything else.
//!
//! 1. Messages whose bodies were on their way to the disk when the machine went down: their rows may be there while the
//!    bytes are not. They were never acknowledged; those whose body is not right are dropped with all they counted.
//! 2. The others of them: that a body can be read does not say that it is on the disk. It is written anew and synced
//!    before it counts as safe, and without that the store does not open.
//! 3. Deliveries in hand at the end that had been purged or deleted: they end so now.
//! 4. Body files that no segment has.
//!
//! Where a message was dropped, bodies go on in a new segment, with a number that none had before: what is still to be
//! done about an old one can never meet new mail. Only the end of the message table is read: a start does not depend on
//! how much is queued.

use std::collections::{BTreeSet, HashMap};

use postern_core::ids::{DeliveryId, MessageId, ScriptId, SiteId};
use postern_core::time::Time;
use rusqlite::{OptionalExtension, params};

use super::accept::HELD;
use super::fault::Fault;
use super::ledger::Ledger;
use crate::body::segments::{Place, Segments};
use crate::{BodyRef, Error};

/// What a start found and made right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Recovered {
    /// Messages that were dropped.
    pub(super) dropped: u64,
    /// Where the next body goes; all before is on stable storage.
    pub(super) end: Place,
}

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
    /// Makes everything right, in one transaction.
    pub(super) fn recover(&mut self, segments: &Segments) -> Result<Recovered, Error> {
        self.begin()?;
        let recovered = self.recover_within(segments);
        match recovered {
            Ok(recovered) => {
                self.commit()?;
                self.committed();
                // What no segment has goes here and now. Nothing is left for later, when new mail is there.
                self.given_back.clear();
                let known = self.segments_known()?;
                segments.keep_only(&known).map_err(doing("tidying the bodies"))?;
                Ok(recovered)
            }
            Err(error) => {
                self.roll_back()?;
                Err(error)
            }
        }
    }

    fn recover_within(&mut self, segments: &Segments) -> Result<Recovered, Error> {
        let highest = segments.highest().map_err(doing("listing the bodies"))?;
        let last = self.last_segment()?.max(highest);
        let dropped = self.secure_newest(segments)?;
        self.end_marked()?;
        let end = if dropped > 0 { after(last) } else { self.end_of_bodies(segments, last)? };
        self.written = end.segment;
        self.write_counts(end)?;
        Ok(Recovered { dropped, end })
    }

    /// Drops the messages past the synced offset whose bodies are not right and brings the bodies of the others to
    /// stable storage. Answers how many were dropped.
    fn secure_newest(&mut self, segments: &Segments) -> Result<u64, Error> {
        let synced = self.synced();
        let mut dropped = 0;
        let mut below = i64::MAX;
        // Of each site the oldest message seen so far that stays: the chain goes on from it.
        let mut kept: HashMap<SiteId, MessageId> = HashMap::new();
        let mut touched: BTreeSet<i64> = BTreeSet::new();
        while let Some(newest) = self.newest(below)? {
            below = newest.id.0;
            if newest.place < synced {
                break;
            }
            // A body that is not needed any more may have been given back.
            if self.is_unfinished(&newest)? {
                match segments.rewrite(newest.body()) {
                    Ok(()) => touched.insert(newest.place.segment),
                    Err(Error::Damaged { .. }) => {
                        self.drop_message(&newest, kept.get(&newest.site).copied())?;
                        dropped += 1;
                        continue;
                    }
                    Err(error) => return Err(error),
                };
            }
            kept.insert(newest.site, newest.id);
        }
        segments.sync(&touched).map_err(doing("syncing the bodies"))?;
        Ok(dropped)
    }

    /// Where bodies go on: behind the last one, or in a segment of a new number where the last is gone or was never
    /// known.
    fn end_of_bodies(&self, segments: &Segments, last: i64) -> Result<Place, Error> {
        let end = segments.end_of(last).map_err(doing("opening the last segment"))?;
        let known = self.segments_known()?.contains(&last);
        Ok(match end {
            Some(end) if known => end,
            // Its number was given out, and no file was made since.
            None if !known && self.synced() == (Place { segment: last, offset: 0 }) => {
                self.synced()
            }
            _ => after(last),
        })
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

    /// Takes a message back as if it had never been accepted. `newer` is the next message of its site that stays.
    fn drop_message(&mut self, newest: &Newest, newer: Option<MessageId>) -> Result<(), Fault> {
        // What a purge or a deletion of the same moment took is counted as such, and was accepted before that.
        let queued = self.unqueue(newest)?;
        let range = [newest.first, newest.first + newest.mails as i64];
        for sql in [
            "DELETE FROM delivery WHERE id >= ?1 AND id < ?2",
            "DELETE FROM ending WHERE delivery >= ?1 AND delivery < ?2",
            "DELETE FROM recheck WHERE delivery >= ?1 AND delivery < ?2",
            "DELETE FROM ended WHERE delivery >= ?1 AND delivery < ?2",
        ] {
            self.db.prepare_cached(sql)?.execute(range)?;
        }
        for sql in
            ["DELETE FROM message WHERE id = ?1", "DELETE FROM accept_key WHERE message = ?1"]
        {
            self.db.prepare_cached(sql)?.execute([newest.id.0])?;
        }
        self.db
            .prepare_cached("UPDATE script SET accepted = max(0, accepted - ?2) WHERE id = ?1")?
            .execute(params![newest.script.0, queued])?;
        self.drop_body(newest.place.segment, newest.size);
        self.unchain(newest, newer)?;
        if newest.held { self.unhold(newest) } else { Ok(()) }
    }

    /// Counts the queued deliveries of a message no more; answers how many there were.
    fn unqueue(&mut self, newest: &Newest) -> Result<u64, Fault> {
        let mut queued = 0;
        for id in newest.first..newest.first + newest.mails as i64 {
            let Some(row) = self.queued(DeliveryId(id))? else { continue };
            let stood = self.stood(&row)?;
            self.count(newest.site)?.leave(stood, 0);
            queued += 1;
        }
        let book = self.count(newest.site)?;
        book.counters.accepted = book.counters.accepted.saturating_sub(queued);
        book.unqueue(queued, 0, if queued > 0 { newest.size } else { 0 });
        Ok(queued)
    }

    /// Takes a message out of the chain of its site's messages.
    fn unchain(&mut self, newest: &Newest, newer: Option<MessageId>) -> Result<(), Fault> {
        match newer {
            Some(newer) => {
                self.db
                    .prepare_cached("UPDATE message SET previous = ?2 WHERE id = ?1")?
                    .execute([newer.0, newest.previous])?;
            }
            None => self.count(newest.site)?.last_message = MessageId(newest.previous),
        }
        Ok(())
    }

    /// Takes a message that was accepted while its site was red out of the history.
    fn unhold(&mut self, newest: &Newest) -> Result<(), Fault> {
        let (half_hour, day) = self.book_of(newest.site)?.keys(newest.accepted_at);
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
            self.db.prepare_cached(sql)?.execute(params![key, newest.site.0, newest.mails])?;
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

    /// The highest number of a segment; 0 when there was none.
    fn last_segment(&self) -> Result<i64, Fault> {
        let last: Option<i64> =
            self.db.query_row("SELECT max(id) FROM segment", [], |row| row.get(0))?;
        Ok(last.unwrap_or(0).max(self.synced().segment))
    }
}

impl Newest {
    fn body(&self) -> BodyRef {
        BodyRef {
            message: self.id,
            segment: self.place.segment,
            offset: self.place.offset,
            length: self.size,
        }
    }
}

/// The beginning of the segment after this one.
fn after(segment: i64) -> Place {
    Place { segment: segment + 1, offset: 0 }
}

fn doing(what: &'static str) -> impl Fn(std::io::Error) -> Error {
    move |source| Error::Io { doing: what.into(), source }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use postern_core::site::{Action, State};
    use tokio::sync::oneshot;

    use super::super::group::{Accept, Call, Group};
    use super::super::{Options, SqliteStore};
    use super::*;
    use crate::Store;
    use crate::body::disk::Disk;
    use crate::body::memory::{Faults, MemoryDisk};
    use crate::contract::stage::{NOON, act, mail, new_site};

    #[tokio::test]
    async fn a_dropped_message_that_was_purged_in_its_own_group_leaves_all_counts_even() {
        let (folder, disk) = (tempfile::tempdir().unwrap(), MemoryDisk::default());
        let start = || SqliteStore::for_test(folder.path(), 1 << 20, Some(Arc::new(disk.clone())));
        let store = start();
        let site = store.add_site(new_site("a.example")).await.unwrap();
        store.accept(mail(site, &["first@example.net"])).await.unwrap();
        disk.set_faults(Faults { fail_syncs: true, ..Faults::default() });
        let (reply, accepted) = oneshot::channel();
        let accepts = vec![Accept::new(mail(site, &["second@example.net"]), reply)];
        let purge = act(site, 1, Action::Purge, State::Enabled, NOON);
        let (reply, _) = oneshot::channel();
        let verbs = vec![Call::boxed(move |ledger| ledger.act(&purge), reply)];
        store.with_writer(|writer| writer.run(Group { accepts, verbs }));
        assert!(accepted.await.unwrap().is_err(), "its body is not safe");
        drop(store);

        disk.set_faults(Faults::default());
        disk.lose_unsynced();
        let store = start();
        assert_eq!(store.check().await.unwrap().faults, Vec::<String>::new());
    }

    #[tokio::test]
    async fn bodies_without_their_database_are_kept_and_the_start_refused() {
        let (folder, disk) = (tempfile::tempdir().unwrap(), MemoryDisk::default());
        let options =
            Options { threads: false, disk: Some(Arc::new(disk.clone())), ..Options::default() };
        let open = || SqliteStore::open(folder.path(), options.clone());
        let store = open().unwrap();
        let site = store.add_site(new_site("a.example")).await.unwrap();
        store.accept(mail(site, &["anna@example.net"])).await.unwrap();
        store.close().await.unwrap();
        let database = folder.path().join("postern.db");

        for emptied in [false, true] {
            let kept = std::fs::read(&database).unwrap();
            std::fs::remove_file(&database).unwrap();
            if emptied {
                std::fs::write(&database, "").unwrap();
            }
            let refused = open();
            assert!(matches!(&refused, Err(Error::NoDatabase { files: 1 })), "{refused:?}");
            assert_eq!(disk.names().unwrap().len(), 1);
            std::fs::write(&database, kept).unwrap();
            let store = open().unwrap();
            assert_eq!(store.check().await.unwrap().faults, Vec::<String>::new());
            store.close().await.unwrap();
        }
    }
}
