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
use crate::{Sweep, Swept};

/// Free pages of the database are given back beyond this many, and beyond a quarter of the file.
const FREE_PAGES: i64 = 4096;

/// Pages given back by one sweep.
const VACUUM: i64 = 256;

/// Rows looked at to find those whose time has passed.
const LOOK: usize = 500;

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
        self.sweep_removed(sweep, &mut swept)?;
        if !swept.more {
            self.vacuum(&mut swept)?;
        }
        swept.woken.sort_unstable();
        swept.woken.dedup();
        Ok(swept)
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

    /// Forgets a message whose deliveries have all ended; what it counted stays counted. Says whether it did.
    fn forget_finished(&mut self, id: MessageId) -> Result<bool, Fault> {
        let (first, mails): (i64, i64) = self
            .db
            .prepare_cached("SELECT first, mails FROM message WHERE id = ?1")?
            .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let unfinished = self
            .db
            .prepare_cached("SELECT 1 FROM delivery WHERE id >= ?1 AND id < ?2 LIMIT 1")?
            .exists([first, first + mails])?;
        if unfinished {
            return Ok(false);
        }
        self.forget_deliveries(first, mails)?;
        // The chain of its site's messages passes through it: it can only go after the ones before it.
        let changed = self
            .db
            .prepare_cached(
                "UPDATE message SET flags = flags | ?2, sender = NULL, subject = '', message_id = '', origin = ''
                 WHERE id = ?1 AND flags & ?2 = 0 AND EXISTS (SELECT 1 FROM message p WHERE p.id = message.previous)",
            )?
            .execute([id.0, FORGOTTEN])?;
        if changed > 0 {
            return Ok(true);
        }
        let removed = self
            .db
            .prepare_cached(
                "DELETE FROM message WHERE id = ?1
                 AND NOT EXISTS (SELECT 1 FROM message p WHERE p.id = message.previous)",
            )?
            .execute([id.0])?;
        Ok(removed > 0)
    }

    fn forget_deliveries(&mut self, first: i64, mails: i64) -> Result<(), Fault> {
        self.db
            .prepare_cached("DELETE FROM ended WHERE delivery >= ?1 AND delivery < ?2")?
            .execute([first, first + mails])?;
        self.db
            .prepare_cached("DELETE FROM attempt WHERE id >= ?1 AND id < ?2")?
            .execute([first * ATTEMPTS, (first + mails) * ATTEMPTS])?;
        Ok(())
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

    fn delete(&mut self, sql: &str, id: i64) -> Result<bool, Fault> {
        Ok(self.db.prepare_cached(sql)?.execute([id])? > 0)
    }

    /// Looks at the oldest rows and lets those go whose time has passed; answers where to go on. `forget` says whether
    /// a row went.
    fn sweep_by_age(
        &mut self,
        select: &str,
        forget: impl Fn(&mut Ledger, i64) -> Result<bool, Fault>,
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
            if *old && forget(self, *id)? {
                swept.rows += 1;
            } else {
                stayed = true;
            }
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
            if !self.forget_messages(site, sweep, swept)? {
                swept.more = true;
                return Ok(());
            }
            self.forget_history(site)?;
            swept.rows += 1;
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
            self.forget_deliveries(first, mails)?;
            self.db.prepare_cached("DELETE FROM message WHERE id = ?1")?.execute([newest.0])?;
            self.count(site)?.last_message = MessageId(previous);
            swept.rows += 1;
        }
        Ok(false)
    }

    fn forget_history(&mut self, site: SiteId) -> Result<(), Fault> {
        for sql in [
            "DELETE FROM failure WHERE site = ?1",
            "DELETE FROM script WHERE site = ?1",
            "DELETE FROM job WHERE site = ?1",
            "DELETE FROM counter WHERE site = ?1",
            "DELETE FROM site WHERE id = ?1",
        ] {
            self.db.prepare_cached(sql)?.execute([site.0])?;
        }
        self.forget_buckets(
            site,
            "SELECT min(at) FROM half_hour WHERE at > ?1",
            "DELETE FROM half_hour WHERE at = ?1 AND site = ?2",
        )?;
        self.forget_buckets(
            site,
            "SELECT min(day) FROM day WHERE day > ?1",
            "DELETE FROM day WHERE day = ?1 AND site = ?2",
        )?;
        self.forget_site(site);
        Ok(())
    }

    /// Buckets stand by time first: each time there is one of is looked at.
    fn forget_buckets(&mut self, site: SiteId, next: &str, delete: &str) -> Result<(), Fault> {
        let mut at = i64::MIN;
        loop {
            let found: Option<i64> =
                self.db.prepare_cached(next)?.query_row([at], |row| row.get(0))?;
            let Some(found) = found else { return Ok(()) };
            self.db.prepare_cached(delete)?.execute([found, site.0])?;
            at = found;
        }
    }

    // --- space of the database ---

    fn vacuum(&mut self, swept: &mut Swept) -> Result<(), Fault> {
        let pragma = |name: &str| -> rusqlite::Result<i64> {
            self.db.prepare_cached(name)?.query_row([], |row| row.get(0))
        };
        let free = pragma("PRAGMA freelist_count")?;
        if free > FREE_PAGES && free > pragma("PRAGMA page_count")? / 4 {
            self.db.execute_batch(&format!("PRAGMA incremental_vacuum({VACUUM})"))?;
            swept.more = true;
        }
        Ok(())
    }
}

/// Rows this sweep may still touch.
pub(super) fn left(sweep: &Sweep, swept: &Swept) -> usize {
    sweep.rows.saturating_sub(swept.rows as usize)
}
