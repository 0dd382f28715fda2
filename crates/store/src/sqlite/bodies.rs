//! Giving back the space of bodies that are not needed any more.
//!
//! A segment without a live body is removed. One of which half has died gets holes: everything between the bodies of
//! its unfinished deliveries, which are found by their ids, because a segment holds the messages of one stretch of time.
//! What is dead stays dead, so this needs no transaction.

use rusqlite::{Connection, params};

use super::ledger::Space;
use crate::body::record::HEADER;
use crate::body::segments::Segments;

/// File systems give space back in blocks of this size.
const BLOCK: u64 = 4096;

/// A hole is worth its call from this size on.
const HOLE: u64 = 4 * BLOCK;

/// Gives space back. What fails is told and left: the next start, or the segment's end, gives it back as well.
pub(super) fn give_back(db: &Connection, segments: &Segments, space: &[Space]) {
    for space in space {
        let done = match space {
            Space::Segment(segment) => segments.remove(*segment).map_err(|error| error.to_string()),
            Space::Holes(segment) => match holes(db, *segment) {
                Ok(holes) => segments.punch(*segment, &holes).map_err(|error| error.to_string()),
                Err(error) => Err(error.to_string()),
            },
        };
        if let Err(error) = done {
            tracing::warn!(event = "space_not_given_back", ?space, %error);
        }
    }
}

/// The ranges of a segment in which no live body is, whole blocks.
fn holes(db: &Connection, segment: i64) -> rusqlite::Result<Vec<(u64, u64)>> {
    let mut statement = db.prepare_cached(
        "SELECT m.place, m.size FROM segment g
         JOIN delivery d ON d.id > g.first_message
             AND d.id < (SELECT l.first + l.mails FROM message l WHERE l.id = g.last_message)
         JOIN message m ON m.id = d.message
         WHERE g.id = ?1 AND m.segment = ?1 ORDER BY d.id",
    )?;
    let live = statement.query_map(params![segment], |row| {
        let (place, size): (u64, u64) = (row.get(0)?, row.get(1)?);
        Ok((place, place + HEADER + size))
    })?;
    let mut holes = Vec::new();
    let mut end = 0;
    for found in live {
        let (begins, ends) = found?;
        holes.extend(hole(end, begins));
        end = end.max(ends);
    }
    Ok(holes)
}

/// The whole blocks between two live bodies, if they are worth it.
fn hole(from: u64, to: u64) -> Option<(u64, u64)> {
    let (from, to) = (from.next_multiple_of(BLOCK), to / BLOCK * BLOCK);
    (to >= from + HOLE).then(|| (from, to - from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_keeps_off_the_bodies_beside_it() {
        assert_eq!(hole(0, 16384), Some((0, 16384)));
        assert_eq!(hole(1, 16384), None, "too small to be worth it");
        assert_eq!(hole(1, 30_000), Some((4096, 24_576)));
        assert_eq!(hole(9000, 9000), None);
        assert_eq!(hole(10_000, 4000), None, "bodies may share a message");
    }
}
