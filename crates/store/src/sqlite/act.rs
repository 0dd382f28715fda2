//! Actions on a site. Their cost does not depend on the queue: a block is the site's row, a purge is its generation.

use std::collections::HashSet;

use postern_core::ids::{MessageId, SiteId};
use postern_core::time::Time;
use rusqlite::params;

use super::accept::millis;
use super::fault::{Fault, Refused};
use super::ledger::{Ledger, Verdict};
use super::row::{End, Stands};
use crate::hook::Facts;
use crate::{Act, Acted, Error};

impl Ledger {
    pub(super) fn act(&mut self, act: &Act) -> Verdict<Acted> {
        self.expect_epoch(act.site, act.epoch)?;
        let book = self.standing(act.site)?;
        let (from, was_locked) = (book.state, book.locked);
        let held = book.held.turned(act.to.is_red(), act.by.at);
        let since = if book.state == act.to { book.since } else { act.by.at };
        let epoch = book.epoch + 1;
        self.db
            .prepare_cached(
                "UPDATE site SET state = ?2, locked = ?3, epoch = ?4, since = ?5, changed_by = ?6, reason = ?7,
                    held_before = ?8, red_since = ?9 WHERE id = ?1",
            )
            .map_err(Fault::from)?
            .execute(params![
                act.site.0,
                act.to.word(),
                act.locked,
                epoch,
                since.0,
                act.by.who,
                act.reason,
                millis(held.held_before),
                held.red_since.map(|at| at.0)
            ])?;
        let book = self.count(act.site)?;
        book.held = held;
        book.state = act.to;
        book.since = since;
        book.locked = act.locked;
        book.epoch = epoch;
        // A release is good for its epoch only.
        (book.released, book.released_deferred) = (0, 0);
        let purged = if act.purge { self.purge(act.site, act.by.at)? } else { 0 };
        let action = self.log(act.site, &act.by, act.action.word(), &act.reason)?;
        if let Some(facts) = Facts::of_act(act, from, was_locked, action) {
            self.tell_hooks(act.site, act.by.at, &facts)?;
        }
        let book = self.book_of(act.site)?;
        let (queued, parked) = (book.counters.queued, book.parked);
        // What a purge leaves is what was in flight for it; a claim that comes since finds nothing.
        let in_flight = if act.purge { queued } else { self.claims.count(act.site) };
        Ok(Acted { action, epoch, purged, queued, parked, in_flight })
    }

    /// Purges everything queued of a site but what is in hand: that is marked, and ends as its attempt does. Answers how
    /// many deliveries were counted.
    pub(super) fn purge(&mut self, site: SiteId, at: Time) -> Result<u64, Fault> {
        let generation = self.book_of(site)?.generation + 1;
        let mut messages: HashSet<MessageId> = HashSet::new();
        let (mut kept, mut deferred, mut bytes) = (0, 0, 0);
        for id in self.claims.purge(site, generation) {
            let Some(row) = self.queued(id)?.filter(|row| row.site == site) else { continue };
            self.mark(&row, End::Purged, at)?;
            kept += 1;
            deferred += u64::from(row.attempts > 0);
            if messages.insert(row.message) {
                bytes += row.size;
            }
        }
        let book = self.count(site)?;
        let purged = book.counters.queued.saturating_sub(kept);
        book.counters.purged += purged;
        book.counters.queued = kept;
        book.counters.deferred = deferred;
        book.counters.queued_bytes = bytes;
        (book.parked, book.parked_deferred) = (0, 0);
        (book.released, book.released_deferred) = (0, 0);
        book.generation = generation;
        if purged > 0 {
            book.bucket(at, |bucket| bucket.purged += purged);
        }
        self.db
            .prepare_cached("UPDATE site SET generation = ?2 WHERE id = ?1")?
            .execute(params![site.0, generation])?;
        if purged > 0 {
            self.db
                .prepare_cached(
                    "INSERT INTO reclaim VALUES (?1, ?2, ?3) ON CONFLICT (site) DO UPDATE
                     SET generation = excluded.generation, waiting = waiting + excluded.waiting",
                )?
                .execute(params![site.0, generation, purged])?;
        }
        Ok(purged)
    }

    pub(super) fn expect_epoch(&mut self, site: SiteId, epoch: u64) -> Verdict<()> {
        match self.standing(site)?.epoch {
            current if current == epoch => Ok(()),
            current => Err(Refused::Answer(Error::Conflict { current })),
        }
    }
}

impl Stands {
    /// Whether it is released and nothing took the release back.
    pub(super) fn is_released(self, epoch: u64) -> bool {
        self == Stands::Released(epoch)
    }

    /// Whether it passes its red site.
    pub(super) fn passes(self, epoch: u64) -> bool {
        self == Stands::Notice || self.is_released(epoch)
    }
}
