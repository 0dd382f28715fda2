//! Giving back the space of bodies that are not needed any more.
//!
//! A segment without a live body is removed. One of which half has died gets holes: everything before, between and
//! behind the bodies of its unfinished deliveries, which are found by their ids, because a segment holds the messages of
//! one stretch of time. Nothing is written into it any more, and what is dead stays dead, so this needs no transaction.

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
            Space::Holes(segment) => punch(db, segments, *segment),
        };
        if let Err(error) = done {
            tracing::warn!(event = "space_not_given_back", ?space, %error);
        }
    }
}

fn punch(db: &Connection, segments: &Segments, segment: i64) -> Result<(), String> {
    // One that is gone has given all its space back.
    let Some(file) = segments.end_of(segment).map_err(|error| error.to_string())? else {
        return Ok(());
    };
    let holes = holes(db, segment, file.offset).map_err(|error| error.to_string())?;
    segments.punch(segment, &holes).map_err(|error| error.to_string())
}

/// The ranges of a segment in which no live body is, whole blocks; `length` is where its file ends.
fn holes(db: &Connection, segment: i64, length: u64) -> rusqlite::Result<Vec<(u64, u64)>> {
    // The deliveries of a segment's messages have ids between its first message's and the next segment's.
    let mut statement = db.prepare_cached(
        "SELECT m.place, m.size FROM segment g
         CROSS JOIN delivery d ON d.id > g.first_message AND d.id < coalesce(
             (SELECT n.first_message FROM segment n WHERE n.id > g.id ORDER BY n.id LIMIT 1), ?2)
         JOIN message m ON m.id = d.message
         WHERE g.id = ?1 AND m.segment = ?1 ORDER BY d.id",
    )?;
    let live = statement.query_map(params![segment, i64::MAX], |row| {
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
    // The last block of the file is not whole, and nobody has the rest of it.
    holes.extend(hole(end, length.next_multiple_of(BLOCK)));
    Ok(holes)
}

/// The whole blocks between two live bodies, if they are worth it.
fn hole(from: u64, to: u64) -> Option<(u64, u64)> {
    let (from, to) = (from.next_multiple_of(BLOCK), to / BLOCK * BLOCK);
    (to >= from + HOLE).then(|| (from, to - from))
}

#[cfg(test)]
mod tests {
    use postern_core::ids::{DeliveryId, SiteId};

    use super::super::SqliteStore;
    use super::*;
    use crate::contract::stage::{HOUR, NOON, keep_all, mail, new_site, settlement};
    use crate::{Accepted, End, NewMessage, Store, Sweep};

    /// Bodies of this size make ten records of 20,480 bytes a segment.
    const BODY: usize = 5 * 4096 - HEADER as usize;
    const SEGMENT: u64 = 10 * (BODY as u64 + HEADER);

    struct Full {
        store: SqliteStore,
        mails: Vec<(SiteId, DeliveryId)>,
        folder: tempfile::TempDir,
    }

    /// A store with so many full segments of ten messages each, the last one of another site, and one more segment
    /// that is written.
    async fn full(segments: usize) -> Full {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::for_test(folder.path(), SEGMENT, None);
        let site = store.add_site(new_site("a.example")).await.unwrap();
        let other = store.add_site(new_site("b.example")).await.unwrap();
        let mut mails = Vec::new();
        for nth in 0..=segments * 10 {
            let site = if nth % 10 == 9 { other } else { site };
            mails.push((site, accept(&store, site).await));
        }
        Full { store, mails, folder }
    }

    async fn accept(store: &SqliteStore, site: SiteId) -> DeliveryId {
        let body = vec![7; BODY].into();
        let new = NewMessage { body, ..mail(site, &["anna@example.net"]) };
        match store.accept(new).await.unwrap() {
            Accepted::Stored(stored) => stored.candidates[0].delivery,
            other => panic!("it is not stored: {other:?}"),
        }
    }

    impl Full {
        async fn end(&self, mails: impl IntoIterator<Item = usize>) {
            for nth in mails {
                let (site, delivery) = self.mails[nth];
                let sent = settlement(site, delivery, NOON, End::Sent);
                self.store.settle(vec![sent]).await.unwrap();
            }
        }

        fn holes(&self, segment: i64) -> Vec<(u64, u64)> {
            let end = self.store.shared.segments.end_of(segment).unwrap().unwrap();
            self.store.with_writer(|writer| holes(&writer.ledger.db, segment, end.offset).unwrap())
        }
    }

    #[tokio::test]
    async fn what_is_dead_before_between_and_behind_the_live_bodies_is_a_hole() {
        let full = full(2).await;
        full.end([0, 1, 4, 8, 9]).await;
        assert_eq!(full.holes(1), [(0, 2 * 20_480), (4 * 20_480, 20_480), (8 * 20_480, 40_960)]);
        assert_eq!(full.holes(2), []);
    }

    #[tokio::test]
    async fn the_segment_at_the_end_is_left_once_half_of_it_has_died() {
        let full = full(0).await;
        let (site, first) = full.mails[0];
        let place = |store: &SqliteStore| store.with_writer(|writer| writer.ledger.written);
        let files = || std::fs::read_dir(full.folder.path().join("bodies")).unwrap().count();
        let sent = |delivery| vec![settlement(site, delivery, NOON, End::Sent)];
        let second = accept(&full.store, site).await;
        assert_eq!(place(&full.store), 1);

        full.store.settle(sent(first)).await.unwrap();
        assert_eq!((place(&full.store), files()), (2, 1), "it is left, and has a body still");
        full.store.settle(sent(second)).await.unwrap();
        assert_eq!(files(), 0, "nothing is in it any more");

        // As after a kill: what is at the end has a number, and no file yet.
        drop(full.store);
        let store = SqliteStore::for_test(full.folder.path(), SEGMENT, None);
        accept(&store, site).await;
        assert_eq!((place(&store), files()), (2, 1));
        assert_eq!(store.check().await.unwrap().faults, Vec::<String>::new());
    }

    #[tokio::test]
    async fn live_bodies_are_known_also_when_the_last_trace_of_their_segment_is_gone() {
        let full = full(2).await;
        full.end([2, 3, 9]).await;
        let forget = Sweep { traces_before: NOON + HOUR, ..keep_all(NOON) };
        full.store.sweep(forget).await.unwrap();
        let last =
            "SELECT count(*) FROM segment g JOIN message m ON m.id = g.last_message WHERE g.id = 1";
        assert_eq!(full.store.number(last), 0);
        assert_eq!(full.holes(1), [(2 * 20_480, 40_960), (9 * 20_480, 20_480)]);
    }

    #[tokio::test]
    async fn a_sweep_says_that_more_waits_until_every_half_dead_segment_has_its_holes() {
        let full = full(3).await;
        full.end((0..30).filter(|nth| nth % 10 < 6)).await;
        let mut sweeps = 0;
        while full.store.sweep(keep_all(NOON)).await.unwrap().more {
            sweeps += 1;
        }
        assert_eq!(sweeps, 3);
        let whole = "SELECT count(*) FROM segment WHERE live * 2 <= punched_live";
        assert_eq!(full.store.number(whole), 0);
    }

    #[test]
    fn a_hole_keeps_off_the_bodies_beside_it() {
        assert_eq!(hole(0, 16384), Some((0, 16384)));
        assert_eq!(hole(1, 16384), None, "too small to be worth it");
        assert_eq!(hole(1, 30_000), Some((4096, 24_576)));
        assert_eq!(hole(9000, 9000), None);
        assert_eq!(hole(10_000, 4000), None, "bodies may share a message");
    }
}
