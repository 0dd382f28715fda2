//! Stops of one script or one sender, and the queued mail that follows them.
//!
//! A stop counts for every claim from the moment it stands. The rows follow in `sweep`: a site whose stops changed is
//! walked once, and each delivery is parked if a stop covers it and freed if none does. What is in hand is left alone
//! and noted; it is looked at again when it has come back.

use postern_core::ids::{DeliveryId, ScriptId, SiteId, StopId};
use postern_core::stop::Stopped;
use postern_core::time::Time;
use rusqlite::{OptionalExtension, params};

use super::accept::millis;
use super::claims::Seized;
use super::fault::{Fault, Refused};
use super::ledger::{Ledger, Verdict, read_stops, stopped};
use super::row::{Delivery, Stands};
use super::sweep::left;
use super::walk::Queue;
use crate::{By, Error, NewStop, Sweep, Swept};

impl Ledger {
    pub(super) fn stop(&mut self, new: &NewStop) -> Verdict<StopId> {
        self.standing(new.site)?;
        if let Some(standing) = self.same_stop(new.site, &new.what)? {
            return Ok(standing);
        }
        let id = StopId(self.next_id());
        self.log(new.site, &new.by, "stop", &new.reason)?;
        let (kind, value) = columns(&new.what);
        self.db
            .prepare_cached("INSERT INTO stop VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
            .execute(params![id.0, new.site.0, kind, value, new.by.who, new.by.at.0, new.reason])?;
        self.stops_changed(new.site)?;
        Ok(id)
    }

    pub(super) fn unstop(&mut self, site: SiteId, id: StopId, by: &By) -> Verdict<()> {
        let removed = self
            .db
            .prepare_cached("DELETE FROM stop WHERE id = ?1 AND site = ?2")?
            .execute(params![id.0, site.0])?;
        if removed == 0 {
            return Err(Refused::Answer(Error::NotFound("stop")));
        }
        self.log(site, by, "unstop", "")?;
        self.stops_changed(site)?;
        Ok(())
    }

    /// A stop of the same that stands already. Senders are compared without regard to case, scripts are not.
    fn same_stop(&self, site: SiteId, what: &Stopped) -> Result<Option<StopId>, Fault> {
        let mut statement = self
            .db
            .prepare_cached("SELECT id, kind, value FROM stop WHERE site = ?1 ORDER BY id")?;
        let mut rows = statement.query([site.0])?;
        while let Some(row) = rows.next()? {
            let standing = stopped(&row.get::<_, String>(1)?, row.get(2)?);
            let same = match (&standing, what) {
                (Stopped::Script(a), Stopped::Script(b)) => a == b,
                (Stopped::Sender(a), Stopped::Sender(b)) => a.eq_ignore_ascii_case(b),
                _ => false,
            };
            if same {
                return Ok(Some(StopId(row.get(0)?)));
            }
        }
        Ok(None)
    }

    fn stops_changed(&mut self, site: SiteId) -> Result<(), Fault> {
        let stops = read_stops(&self.db, site)?;
        self.book_of(site)?.stops = stops;
        self.db
            .prepare_cached("INSERT OR REPLACE INTO restop VALUES (?1, 0)")?
            .execute([site.0])?;
        Ok(())
    }

    // --- housekeeping ---

    /// Parks what a stop covers and frees what none covers any more.
    pub(super) fn sweep_stops(&mut self, sweep: &Sweep, swept: &mut Swept) -> Result<(), Fault> {
        self.sweep_rechecks(sweep, swept)?;
        let sites: Vec<(SiteId, DeliveryId)> = self
            .db
            .prepare_cached("SELECT site, after FROM restop ORDER BY site")?
            .query_map([], |row| Ok((SiteId(row.get(0)?), DeliveryId(row.get(1)?))))?
            .collect::<rusqlite::Result<_>>()?;
        for (site, after) in sites {
            if left(sweep, swept) == 0 {
                swept.more = true;
                break;
            }
            self.sweep_site(site, after, sweep, swept)?;
        }
        Ok(())
    }

    fn sweep_rechecks(&mut self, sweep: &Sweep, swept: &mut Swept) -> Result<(), Fault> {
        let noted: Vec<(DeliveryId, SiteId)> = self
            .db
            .prepare_cached("SELECT delivery, site FROM recheck ORDER BY delivery")?
            .query_map([], |row| Ok((DeliveryId(row.get(0)?), SiteId(row.get(1)?))))?
            .collect::<rusqlite::Result<_>>()?;
        for (id, site) in noted {
            if left(sweep, swept) == 0 {
                swept.more = true;
                return Ok(());
            }
            if self.claims.is_in_hand(id) {
                continue;
            }
            self.db.prepare_cached("DELETE FROM recheck WHERE delivery = ?1")?.execute([id.0])?;
            swept.rows += 1;
            self.follow_stops(site, id, sweep.now, swept)?;
        }
        Ok(())
    }

    fn sweep_site(
        &mut self,
        site: SiteId,
        after: DeliveryId,
        sweep: &Sweep,
        swept: &mut Swept,
    ) -> Result<(), Fault> {
        let left = left(sweep, swept);
        let book = self.book_of(site)?;
        let queue = Queue { site, generation: book.generation, queued: book.counters.queued };
        let piece = queue.piece(&self.db, after, DeliveryId(i64::MAX), left)?;
        swept.rows += piece.cost(left);
        for id in piece.ids {
            self.follow_stops(site, id, sweep.now, swept)?;
        }
        match piece.next {
            Some(next) => {
                swept.more = true;
                self.db
                    .prepare_cached("UPDATE restop SET after = ?2 WHERE site = ?1")?
                    .execute(params![site.0, next.0])?;
            }
            None => {
                self.db.prepare_cached("DELETE FROM restop WHERE site = ?1")?.execute([site.0])?;
            }
        }
        Ok(())
    }

    /// Parks or frees one delivery, as the stops say now.
    fn follow_stops(
        &mut self,
        site: SiteId,
        id: DeliveryId,
        now: Time,
        swept: &mut Swept,
    ) -> Result<(), Fault> {
        let Some(row) = self.queued(id)?.filter(|row| row.site == site) else { return Ok(()) };
        if matches!(row.stands, Stands::Ending(_)) {
            return Ok(());
        }
        let parked = row.stands == Stands::Parked;
        if self.is_covered(&row)? == parked {
            return Ok(());
        }
        if self.claims.seize(site, id) == Seized::InHand {
            self.db
                .prepare_cached("INSERT OR IGNORE INTO recheck VALUES (?1, ?2)")?
                .execute(params![id.0, site.0])?;
            return Ok(());
        }
        if parked {
            self.unpark(&row, now)?;
            swept.woken.push(site);
        } else {
            self.park(&row, now)?;
        }
        Ok(())
    }

    /// Whether a stop that stands covers the delivery, parked already or not.
    fn is_covered(&mut self, row: &Delivery) -> Result<bool, Fault> {
        if self.book_of(row.site)?.stops.is_empty() {
            return Ok(false);
        }
        let script = self.script_name(row.script)?;
        Ok(self.book_of(row.site)?.is_stopped(&script, row.sender.as_deref()))
    }

    pub(super) fn script_name(&self, id: ScriptId) -> Result<String, Fault> {
        let name = self
            .db
            .prepare_cached("SELECT name FROM script WHERE id = ?1")?
            .query_row([id.0], |row| row.get(0))
            .optional()?;
        Ok(name.unwrap_or_default())
    }

    fn park(&mut self, row: &Delivery, now: Time) -> Result<(), Fault> {
        let deferred = u64::from(row.attempts > 0);
        let book = self.count(row.site)?;
        book.leave(row.stands, deferred);
        book.enter(Stands::Parked, deferred);
        let clock = millis(book.held.held_at(now));
        self.db
            .prepare_cached(
                "UPDATE delivery SET state = ?2, parked_at = ?3, parked_clock = ?4 WHERE id = ?1",
            )?
            .execute(params![row.id.0, Stands::Parked.number(), now.0, clock])?;
        Ok(())
    }

    fn unpark(&mut self, row: &Delivery, now: Time) -> Result<(), Fault> {
        let book = self.count(row.site)?;
        book.leave(row.stands, u64::from(row.attempts > 0));
        let parked_for = row.parked_for + row.parked_while_green(&book.held, now);
        self.db
            .prepare_cached(
                "UPDATE delivery SET state = ?2, parked_for = ?3, parked_at = 0, parked_clock = 0 WHERE id = ?1",
            )?
            .execute(params![row.id.0, Stands::Queued.number(), parked_for])?;
        Ok(())
    }
}

pub(super) fn columns(what: &Stopped) -> (&'static str, &str) {
    match what {
        Stopped::Script(name) => ("script", name),
        Stopped::Sender(address) => ("sender", address),
    }
}
