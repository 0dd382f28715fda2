//! Housekeeping, a bounded number of rows at a time: jobs, parking, the rows of purged mail, space of bodies, and what
//! has had its time.
//!
//! All kinds of work take of the same number of rows, in this order; what is left over is `more`. A sweep is a verb like
//! any other, so its rows ride in a group's transaction and cost no sync of their own.

use postern_core::ids::{MessageId, SiteId};
use postern_core::time::Time;
use rusqlite::{OptionalExtension, params};

use super::accept::FORGOTTEN;
use super::fault::Fault;
use super::ledger::{Ledger, Space};
use super::row::{Delivery, End, delivery};
use super::settle::ATTEMPTS;
use crate::{Sweep, Swept, script_days_before};

/// Free pages of the database are given back beyond this many, and beyond a quarter of the file.
const FREE_PAGES: i64 = 4096;

/// Pages given back by one sweep.
const VACUUM: i64 = 256;

/// Rows looked at to find those whose time has passed.
const LOOK: usize = 500;

const ADD_GONE: &str =
    "UPDATE gone SET accepted = accepted + ?1, sent = sent + ?2, failed = failed + ?3,
    failed_late = failed_late + ?4, purged = purged + ?5, deleted = deleted + ?6";

/// Where this process's walks over old rows are. The oldest stand first; a walk that met only rows that have to stay
/// goes on behind them, so that they do not bar the way.
#[derive(Debug, Default)]
pub(super) struct Walks {
    traces: i64,
    failures: i64,
    keys: i64,
}

impl Ledger {
    pub(super) fn sweep(&mut self, sweep: &Sweep) -> Result<Swept, Fault> {
        let mut swept = Swept::default();
        self.sweep_jobs(sweep, &mut swept)?;
        self.sweep_stops(sweep, &mut swept)?;
        self.sweep_purged(sweep, &mut swept)?;
        self.sweep_bodies(&mut swept)?;
        self.sweep_traces(sweep, &mut swept)?;
        self.sweep_failures(sweep, &mut swept)?;
        self.sweep_keys(sweep, &mut swept)?;
        self.sweep_half_hours(sweep, &mut swept)?;
        self.sweep_script_days(sweep, &mut swept)?;
        self.sweep_removed(sweep, &mut swept)?;
        self.sweep_people(sweep, &mut swept)?;
        self.sweep_ovh(sweep, &mut swept)?;
        if !swept.more {
            self.vacuum(&mut swept)?;
        }
        swept.woken.sort_unstable();
        swept.woken.dedup();
        Ok(swept)
    }

    /// Sessions and links that have ended.
    fn sweep_people(&mut self, sweep: &Sweep, swept: &mut Swept) -> Result<(), Fault> {
        let left = left(sweep, swept);
        let gone = self.forget_ended_people(sweep.now, left)?;
        swept.rows += gone as u64;
        swept.more |= gone == left;
        Ok(())
    }

    /// Keys of the provider's API that have ended.
    fn sweep_ovh(&mut self, sweep: &Sweep, swept: &mut Swept) -> Result<(), Fault> {
        let left = left(sweep, swept);
        let gone = self.forget_ended_ovh(sweep.now, left)?;
        swept.rows += gone as u64;
        swept.more |= gone == left;
        Ok(())
    }

    // --- purged mail ---

    /// The rows of older generations. They were counted when they were purged; what is left is to keep their trace and to
    /// let their bodies go.
    fn sweep_purged(&mut self, sweep: &Sweep, swept: &mut Swept) -> Result<(), Fault> {
        let waiting: Vec<(SiteId, i64)> = self
            .db
            .prepare_cached("SELECT site, generation FROM reclaim ORDER BY site")?
            .query_map([], |row| Ok((SiteId(row.get(0)?), row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (site, generation) in waiting {
            let left = left(sweep, swept);
            if left == 0 {
                swept.more = true;
                return Ok(());
            }
            let rows = self.purged_rows(site, generation, left)?;
            for row in &rows {
                let (_, others_there) = self.others(row)?;
                self.remove_row(row, End::Purged, None)?;
                if !others_there {
                    self.drop_body(row.segment, row.size);
                }
            }
            swept.rows += rows.len() as u64;
            if rows.len() < left {
                self.db.prepare_cached("DELETE FROM reclaim WHERE site = ?1")?.execute([site.0])?;
            } else {
                swept.more = true;
                self.db
                    .prepare_cached(
                        "UPDATE reclaim SET waiting = max(0, waiting - ?2) WHERE site = ?1",
                    )?
                    .execute(params![site.0, rows.len()])?;
            }
        }
        Ok(())
    }

    fn purged_rows(
        &self,
        site: SiteId,
        generation: i64,
        rows: usize,
    ) -> Result<Vec<Delivery>, Fault> {
        // Index queue (site, generation, state): what is in hand and ending is passed over in it.
        let mut statement = self.db.prepare_cached(delivery!(
            "WHERE d.site = ?1 AND d.generation < ?2 AND d.state NOT IN (2, 3) LIMIT ?3"
        ))?;
        let found = statement.query_map(params![site.0, generation, rows], Delivery::read)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Gives back segments without a live body, and marks one for holes of which half has died since the last time.
    fn sweep_bodies(&mut self, swept: &mut Swept) -> Result<(), Fault> {
        let dead: Vec<i64> = self
            .db
            .prepare_cached("DELETE FROM segment WHERE live <= 0 AND id <> ?1 RETURNING id")?
            .query_map([self.written], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        self.given_back.extend(dead.into_iter().map(Space::Segment));
        let half_dead: Option<i64> = self
            .db
            .prepare_cached(
                "UPDATE segment SET punched_live = live WHERE id =
                    (SELECT id FROM segment WHERE live > 0 AND live * 2 <= punched_live AND id <> ?1 LIMIT 1)
                 RETURNING id",
            )?
            .query_row([self.written], |row| row.get(0))
            .optional()?;
        // One at a time, because its holes are made between two commits; the next one follows at once.
        swept.more |= half_dead.is_some();
        self.given_back.extend(half_dead.map(Space::Holes));
        Ok(())
    }

    // --- what has had its time ---

    fn sweep_traces(&mut self, sweep: &Sweep, swept: &mut Swept) -> Result<(), Fault> {
        self.walks.traces = self.sweep_by_age(
            "SELECT id, accepted_at < ?2 FROM message WHERE id > ?1 ORDER BY id LIMIT ?3",
            |ledger, id| ledger.forget_finished(MessageId(id)),
            (self.walks.traces, sweep.traces_before),
            sweep,
            swept,
        )?;
        Ok(())
    }

    /// Forgets a message whose deliveries have all ended; what it counted stays counted. Answers how many rows that
    /// touched.
    fn forget_finished(&mut self, id: MessageId) -> Result<usize, Fault> {
        let (first, mails): (i64, i64) = self
            .db
            .prepare_cached("SELECT first, mails FROM message WHERE id = ?1")?
            .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let unfinished = self
            .db
            .prepare_cached("SELECT 1 FROM delivery WHERE id >= ?1 AND id < ?2 LIMIT 1")?
            .exists([first, first + mails])?;
        if unfinished {
            return Ok(0);
        }
        let mut touched = self.forget_deliveries(first, mails)?;
        // The chain of its site's messages passes through it: it can only go after the ones before it.
        touched += self
            .db
            .prepare_cached(
                "UPDATE message SET flags = flags | ?2, sender = NULL, subject = '', message_id = '', origin = ''
                 WHERE id = ?1 AND flags & ?2 = 0 AND EXISTS (SELECT 1 FROM message p WHERE p.id = message.previous)",
            )?
            .execute([id.0, FORGOTTEN])?;
        touched += self
            .db
            .prepare_cached(
                "DELETE FROM message WHERE id = ?1
                 AND NOT EXISTS (SELECT 1 FROM message p WHERE p.id = message.previous)",
            )?
            .execute([id.0])?;
        Ok(touched)
    }

    /// Forgets how deliveries ended and their attempts; answers how many rows that were.
    fn forget_deliveries(&mut self, first: i64, mails: i64) -> Result<usize, Fault> {
        let ended = self
            .db
            .prepare_cached("DELETE FROM ended WHERE delivery >= ?1 AND delivery < ?2")?
            .execute([first, first + mails])?;
        let attempts = self
            .db
            .prepare_cached("DELETE FROM attempt WHERE id >= ?1 AND id < ?2")?
            .execute([first * ATTEMPTS, (first + mails) * ATTEMPTS])?;
        Ok(ended + attempts)
    }

    fn sweep_failures(&mut self, sweep: &Sweep, swept: &mut Swept) -> Result<(), Fault> {
        self.walks.failures = self.sweep_by_age(
            "SELECT id, at < ?2 FROM failure WHERE id > ?1 ORDER BY id LIMIT ?3",
            |ledger, id| ledger.delete("DELETE FROM failure WHERE id = ?1", id),
            (self.walks.failures, sweep.failures_before),
            sweep,
            swept,
        )?;
        Ok(())
    }

    fn sweep_keys(&mut self, sweep: &Sweep, swept: &mut Swept) -> Result<(), Fault> {
        self.walks.keys = self.sweep_by_age(
            "SELECT message, at < ?2 FROM accept_key WHERE message > ?1 ORDER BY message LIMIT ?3",
            |ledger, id| ledger.delete("DELETE FROM accept_key WHERE message = ?1", id),
            (self.walks.keys, sweep.keys_before),
            sweep,
            swept,
        )?;
        Ok(())
    }

    fn delete(&mut self, sql: &str, id: i64) -> Result<usize, Fault> {
        Ok(self.db.prepare_cached(sql)?.execute([id])?)
    }

    /// Looks at the oldest rows and lets those go whose time has passed; answers where to go on. `forget` says how many
    /// rows went with one; none where it has to stay.
    fn sweep_by_age(
        &mut self,
        select: &str,
        forget: impl Fn(&mut Ledger, i64) -> Result<usize, Fault>,
        (from, before): (i64, Time),
        sweep: &Sweep,
        swept: &mut Swept,
    ) -> Result<i64, Fault> {
        if left(sweep, swept) == 0 {
            swept.more = true;
            return Ok(from);
        }
        let window: Vec<(i64, bool)> = self
            .db
            .prepare_cached(select)?
            .query_map(params![from, before.0, LOOK], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let mut stayed = false;
        for (id, old) in &window {
            if *old && left(sweep, swept) == 0 {
                swept.more = true;
                return Ok(from);
            }
            let went = if *old { forget(self, *id)? } else { 0 };
            swept.rows += went as u64;
            stayed |= went == 0;
        }
        let goes_on = window.len() == LOOK && window.last().is_some_and(|(_, old)| *old);
        swept.more |= goes_on;
        let last = window.last().map_or(0, |(id, _)| *id);
        Ok(if goes_on && stayed { last } else { 0 })
    }

    fn sweep_half_hours(&mut self, sweep: &Sweep, swept: &mut Swept) -> Result<(), Fault> {
        let left = left(sweep, swept);
        swept.more |= left == 0;
        let removed = self
            .db
            .prepare_cached(
                "DELETE FROM half_hour WHERE (at, site) IN
                    (SELECT at, site FROM half_hour WHERE at < ?1 ORDER BY at, site LIMIT ?2)",
            )?
            .execute(params![sweep.buckets_before.0, left])?;
        swept.rows += removed as u64;
        swept.more |= removed == left;
        Ok(())
    }

    /// Days of scripts are kept as long as half-hours.
    fn sweep_script_days(&mut self, sweep: &Sweep, swept: &mut Swept) -> Result<(), Fault> {
        let left = left(sweep, swept);
        let removed = self
            .db
            .prepare_cached(
                "DELETE FROM script_day WHERE (script, day) IN
                    (SELECT script, day FROM script_day WHERE day < ?1 ORDER BY day LIMIT ?2)",
            )?
            .execute(params![script_days_before(sweep.buckets_before), left])?;
        swept.rows += removed as u64;
        swept.more |= removed == left;
        Ok(())
    }

    // --- removed sites ---

    /// The history of removed sites goes, once nothing of theirs is queued or waits for its rows to go. Accept keys go by
    /// their age: nobody can ask for them any more.
    fn sweep_removed(&mut self, sweep: &Sweep, swept: &mut Swept) -> Result<(), Fault> {
        let removed: Vec<SiteId> = self
            .db
            .prepare_cached(
                "SELECT s.id FROM site s JOIN counter c ON c.site = s.id WHERE s.removed_at IS NOT NULL
                 AND c.queued = 0 AND NOT EXISTS (SELECT 1 FROM reclaim r WHERE r.site = s.id)",
            )?
            .query_map([], |row| row.get(0).map(SiteId))?
            .collect::<rusqlite::Result<_>>()?;
        for site in removed {
            // The counters of this very group may not be written yet.
            if self.book_of(site)?.counters.queued > 0 {
                continue;
            }
            let gone = self.forget_messages(site, sweep, swept)?
                && self.forget_in_pieces(site, sweep, swept)?;
            if !gone {
                swept.more = true;
                return Ok(());
            }
            swept.rows += self.forget_history(site)?;
        }
        Ok(())
    }

    /// Forgets the messages of a site, newest first. Says whether all are gone.
    fn forget_messages(
        &mut self,
        site: SiteId,
        sweep: &Sweep,
        swept: &mut Swept,
    ) -> Result<bool, Fault> {
        while left(sweep, swept) > 0 {
            let newest = self.book_of(site)?.last_message;
            let found: Option<(i64, i64, i64)> = self
                .db
                .prepare_cached("SELECT previous, first, mails FROM message WHERE id = ?1")?
                .query_row([newest.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                .optional()?;
            let Some((previous, first, mails)) = found else { return Ok(true) };
            swept.rows += 1 + self.forget_deliveries(first, mails)? as u64;
            self.db.prepare_cached("DELETE FROM message WHERE id = ?1")?.execute([newest.0])?;
            self.count(site)?.last_message = MessageId(previous);
        }
        Ok(false)
    }

    /// Forgets that of a site which there may be any number of. Says whether all is gone.
    fn forget_in_pieces(
        &mut self,
        site: SiteId,
        sweep: &Sweep,
        swept: &mut Swept,
    ) -> Result<bool, Fault> {
        for sql in [
            "DELETE FROM failure WHERE id IN (SELECT id FROM failure WHERE site = ?1 LIMIT ?2)",
            "DELETE FROM job WHERE id IN (SELECT id FROM job WHERE site = ?1 LIMIT ?2)",
        ] {
            let left = left(sweep, swept);
            let removed = self.db.prepare_cached(sql)?.execute(params![site.0, left])?;
            swept.rows += removed as u64;
            if removed == left {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Forgets the rest at one moment, because it has to add up as long as there is any: a site has so many scripts, and
    /// there are so many half-hours and days. Answers how many rows were looked at.
    fn forget_history(&mut self, site: SiteId) -> Result<u64, Fault> {
        let counted = self.book_of(site)?.counters;
        self.db.prepare_cached(ADD_GONE)?.execute(params![
            counted.accepted,
            counted.sent,
            counted.failed,
            counted.failed_late,
            counted.purged,
            counted.deleted
        ])?;
        let mut looked = 0;
        for sql in [
            "DELETE FROM script_day WHERE script IN (SELECT id FROM script WHERE site = ?1)",
            "DELETE FROM script WHERE site = ?1",
            "DELETE FROM counter WHERE site = ?1",
            "DELETE FROM site WHERE id = ?1",
        ] {
            looked += self.db.prepare_cached(sql)?.execute([site.0])? as u64;
        }
        looked += self.forget_buckets(
            site,
            "SELECT min(at) FROM half_hour WHERE at > ?1",
            "DELETE FROM half_hour WHERE at = ?1 AND site = ?2",
        )?;
        looked += self.forget_buckets(
            site,
            "SELECT min(day) FROM day WHERE day > ?1",
            "DELETE FROM day WHERE day = ?1 AND site = ?2",
        )?;
        self.forget_site(site);
        Ok(looked)
    }

    /// Buckets stand by time first: each time there is one of is looked at. Answers how many there were.
    fn forget_buckets(&mut self, site: SiteId, next: &str, delete: &str) -> Result<u64, Fault> {
        let (mut at, mut looked) = (i64::MIN, 0);
        loop {
            let found: Option<i64> =
                self.db.prepare_cached(next)?.query_row([at], |row| row.get(0))?;
            let Some(found) = found else { return Ok(looked) };
            self.db.prepare_cached(delete)?.execute([found, site.0])?;
            (at, looked) = (found, looked + 1);
        }
    }

    // --- space of the database ---

    fn vacuum(&mut self, swept: &mut Swept) -> Result<(), Fault> {
        let pragma = |name: &str| -> rusqlite::Result<i64> {
            self.db.prepare_cached(name)?.query_row([], |row| row.get(0))
        };
        let free = pragma("PRAGMA freelist_count")?;
        if free > FREE_PAGES && free > pragma("PRAGMA page_count")? / 4 {
            // Each row of its answer is a page given back.
            let mut statement =
                self.db.prepare_cached(&format!("PRAGMA incremental_vacuum({VACUUM})"))?;
            let mut pages = statement.query([])?;
            while pages.next()?.is_some() {}
            swept.more = true;
        }
        Ok(())
    }
}

/// Rows this sweep may still touch.
pub(super) fn left(sweep: &Sweep, swept: &Swept) -> usize {
    sweep.rows.saturating_sub(swept.rows as usize)
}

#[cfg(test)]
mod tests {
    use postern_core::classify::Class;

    use super::super::SqliteStore;
    use super::*;
    use crate::contract::stage::{HOUR, NOON, by, keep_all, mail, new_site, retry, settlement, to};
    use crate::{End, NewMessage, Store};

    /// A store with three messages to ten recipients each, of which every one was deferred once and failed then.
    async fn failed(folder: &std::path::Path) -> (SqliteStore, SiteId) {
        let store = SqliteStore::for_test(folder, 1 << 20, None);
        let site = store.add_site(new_site("a.example")).await.unwrap();
        for _ in 0..3 {
            let deliveries = (0..10).map(|nth| to(&format!("r{nth}@example.net"))).collect();
            store.accept(NewMessage { deliveries, ..mail(site, &[]) }).await.unwrap();
        }
        let last = store.number("SELECT max(id) FROM delivery");
        let all: Vec<_> = (1..=last).map(postern_core::ids::DeliveryId).collect();
        for end in [retry(NOON), End::Failed(Class::BadMailbox)] {
            let ends = all.iter().map(|id| settlement(site, *id, NOON, end)).collect();
            store.settle(ends).await.unwrap();
        }
        (store, site)
    }

    #[tokio::test]
    async fn a_trace_that_goes_costs_its_mails_and_their_attempts() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = failed(folder.path()).await;
        let forget = Sweep { rows: 30, traces_before: NOON + HOUR, ..keep_all(NOON) };
        let swept = store.sweep(forget).await.unwrap();
        assert!(swept.more);
        // A message with ten ends and ten attempts is twenty-one rows; the second one is begun within thirty.
        assert_eq!(store.number("SELECT count(*) FROM ended"), 10);
        assert_eq!(store.number("SELECT count(*) FROM attempt"), 10);
    }

    #[tokio::test]
    async fn the_failures_of_a_removed_site_go_in_pieces() {
        let folder = tempfile::tempdir().unwrap();
        let (store, site) = failed(folder.path()).await;
        store.remove_site(site, by(NOON)).await.unwrap();
        let mut failures = store.number("SELECT count(*) FROM failure");
        assert_eq!(failures, 30);
        let piece = Sweep { rows: 8, ..keep_all(NOON) };
        while store.sweep(piece.clone()).await.unwrap().more {
            let left = store.number("SELECT count(*) FROM failure");
            assert!(failures - left <= 8, "{left} of {failures}");
            failures = left;
            assert_eq!(store.check().await.unwrap().faults, Vec::<String>::new());
        }
        assert_eq!(store.number("SELECT count(*) FROM site"), 0);
    }

    #[tokio::test]
    async fn a_sweep_gives_back_as_many_pages_of_the_database_as_it_may() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::for_test(folder.path(), 1 << 20, None);
        store.with_writer(|writer| {
            let fill = "CREATE TABLE ballast (octets BLOB);
                 INSERT INTO ballast VALUES (zeroblob(20000000));
                 DROP TABLE ballast;";
            writer.ledger.db.execute_batch(fill).unwrap();
        });
        let free = store.number("PRAGMA freelist_count");
        assert!(free > FREE_PAGES, "{free}");
        store.sweep(keep_all(NOON)).await.unwrap();
        assert_eq!(store.number("PRAGMA freelist_count"), free - VACUUM);
    }
}
