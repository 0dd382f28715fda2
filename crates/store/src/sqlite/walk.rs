//! Walking the queue of one site in the order of its deliveries' ids, a bounded number of rows at a time.
//!
//! The queue's index is not in that order. A site with few queued deliveries is read from the index whole and sorted; a
//! site with many is found often enough by walking all deliveries and leaving out the others'.

use postern_core::ids::{DeliveryId, SiteId};
use rusqlite::{Connection, OptionalExtension, params};

use super::row::ENDING;

/// Up to so many queued deliveries a site's queue is read whole.
pub(super) const FEW: u64 = 5_000;

/// So many entries of the index cost as much as a row.
const ENTRIES: usize = 16;

/// Whose queue is walked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Queue {
    pub(super) site: SiteId,
    pub(super) generation: i64,
    pub(super) queued: u64,
}

/// A piece of a walk.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) ids: Vec<DeliveryId>,
    /// Rows looked at, and the entries of the index that were read to find them.
    pub(super) looked: usize,
    pub(super) entries: usize,
    /// Where to go on; `None` at the end.
    pub(super) next: Option<DeliveryId>,
}

impl Piece {
    /// The next of deliveries that are known by their ids, which are in order.
    pub(super) fn of_named(
        mut ids: Vec<DeliveryId>,
        after: DeliveryId,
        before: DeliveryId,
        rows: usize,
    ) -> Piece {
        ids.retain(|id| *id > after && *id < before);
        let more = ids.len() > rows;
        ids.truncate(rows);
        let next = if more { ids.last().copied().or(Some(after)) } else { None };
        Piece { looked: ids.len(), entries: 0, ids, next }
    }

    /// What the piece takes of so many rows that are left: never nothing, so that there is an end to any number of
    /// empty pieces.
    pub(super) fn cost(&self, left: usize) -> u64 {
        self.looked.max(self.entries / ENTRIES).max(1).min(left) as u64
    }
}

impl Queue {
    /// The queue of a site, standing or removed.
    pub(super) fn of(db: &Connection, site: SiteId) -> rusqlite::Result<Option<Queue>> {
        db.prepare_cached(
            "SELECT s.generation, c.queued FROM site s JOIN counter c ON c.site = s.id WHERE s.id = ?1",
        )?
        .query_row([site.0], |row| {
            Ok(Queue { site, generation: row.get(0)?, queued: row.get(1)? })
        })
        .optional()
    }

    /// The deliveries with ids above `after` and below `before`, looking at `rows` of them.
    pub(super) fn piece(
        &self,
        db: &Connection,
        after: DeliveryId,
        before: DeliveryId,
        rows: usize,
    ) -> rusqlite::Result<Piece> {
        if self.queued > FEW {
            return self.walk(db, after, before, rows);
        }
        let ids = self.whole(db)?;
        let entries = ids.len();
        Ok(Piece { entries, ..Piece::of_named(ids, after, before, rows) })
    }

    /// All of a queue of few, in the order of the ids.
    pub(super) fn whole(&self, db: &Connection) -> rusqlite::Result<Vec<DeliveryId>> {
        // Index queue (site, generation); what is in hand and ending has an older generation.
        let mut current =
            db.prepare_cached("SELECT id FROM delivery WHERE site = ?1 AND generation = ?2")?;
        let id = |row: &rusqlite::Row<'_>| row.get(0).map(DeliveryId);
        let mut ids: Vec<DeliveryId> = current
            .query_map(params![self.site.0, self.generation], id)?
            .collect::<rusqlite::Result<_>>()?;
        // From the few that are ending: by the index it would be every purged row whose turn has not come.
        let mut ending = db.prepare_cached(
            "SELECT d.id FROM ending e CROSS JOIN delivery d ON d.id = e.delivery
             WHERE d.site = ?1 AND d.generation <> ?2",
        )?;
        for found in ending.query_map(params![self.site.0, self.generation], id)? {
            ids.push(found?);
        }
        ids.sort_unstable();
        Ok(ids)
    }

    fn walk(
        &self,
        db: &Connection,
        after: DeliveryId,
        before: DeliveryId,
        rows: usize,
    ) -> rusqlite::Result<Piece> {
        let mut statement = db.prepare_cached(
            "SELECT id, site, generation, state FROM delivery WHERE id > ?1 AND id < ?2 ORDER BY id LIMIT ?3",
        )?;
        let mut found = statement.query(params![after.0, before.0, rows])?;
        let mut piece = Piece { ids: Vec::new(), looked: 0, entries: 0, next: None };
        let mut last = after;
        while let Some(row) = found.next()? {
            piece.looked += 1;
            last = DeliveryId(row.get(0)?);
            let queued = row.get::<_, i64>(2)? == self.generation || ENDING.contains(&row.get(3)?);
            if row.get::<_, i64>(1)? == self.site.0 && queued {
                piece.ids.push(last);
            }
        }
        piece.next = (piece.looked == rows).then_some(last);
        Ok(piece)
    }
}
