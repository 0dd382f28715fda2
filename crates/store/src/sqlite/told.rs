//! What people were told by mail: written in the transaction of the mail that tells it.

use postern_core::counter::Bucket;
use postern_core::ids::{ActionId, SiteId};
use postern_core::notice::Topic;
use postern_core::time::Time;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::fault::Fault;
use super::ledger::{Ledger, Verdict};
use super::read::{LOOK, action, rows};
use crate::view::{ActionEntry, FailedSite, Page};
use crate::{Tell, Told};

impl Ledger {
    /// Whether what a decision was made on still holds.
    pub(super) fn holds(&mut self, tell: &Tell) -> Result<bool, Fault> {
        if self.book(tell.site)?.is_none_or(|book| book.removed) {
            return Ok(false);
        }
        let upto = self
            .db
            .prepare_cached("SELECT upto FROM told WHERE site = ?1 AND topic = ?2")?
            .query_row(params![tell.site.0, tell.topic.word()], |row| row.get::<_, i64>(0))
            .optional()?;
        Ok(upto.unwrap_or(0) == tell.was)
    }

    /// Notes what is told from now on; without a mail, when the last one was stays.
    pub(super) fn note_told(&self, tell: &Tell, mailed_at: Option<Time>) -> Result<(), Fault> {
        self.db
            .prepare_cached(
                "INSERT INTO told VALUES (?1, ?2, ?3, ?4) ON CONFLICT (site, topic) DO UPDATE
                 SET upto = excluded.upto, mailed_at = coalesce(excluded.mailed_at, mailed_at)",
            )?
            .execute(params![
                tell.site.0,
                tell.topic.word(),
                tell.upto,
                mailed_at.map(|at| at.0)
            ])?;
        Ok(())
    }

    pub(super) fn tell(&mut self, told: &[Tell]) -> Verdict<()> {
        for tell in told {
            if self.holds(tell)? {
                self.note_told(tell, None)?;
            }
        }
        Ok(())
    }
}

/// What the people of a site were told.
pub(super) fn told(db: &Connection, site: SiteId) -> rusqlite::Result<Vec<Told>> {
    let mut statement =
        db.prepare_cached("SELECT topic, upto, mailed_at FROM told WHERE site = ?1")?;
    let found = statement.query_map([site.0], |row| {
        let topic = Topic::from_word(&row.get::<_, String>(0)?);
        let mailed_at = row.get::<_, Option<i64>>(2)?.map(Time);
        Ok(topic.map(|topic| Told { topic, upto: row.get(1).unwrap_or(0), mailed_at }))
    })?;
    // Topics that this program does not know are of no interest to it.
    found.filter_map(Result::transpose).collect()
}

/// Sites of which something failed on a day. What was counted on a day stands together: `day(day, site)`.
pub(super) fn failed_on(
    db: &Connection,
    day: i32,
    after: SiteId,
    limit: usize,
) -> rusqlite::Result<Page<FailedSite, SiteId>> {
    let mut statement = db.prepare_cached(
        "SELECT d.site, d.sent, d.failed, d.failed_late, d.held, d.expired, d.purged, d.complaints, coalesce(t.upto, 0)
         FROM day d LEFT JOIN told t ON t.site = d.site AND t.topic = 'report'
         WHERE d.day = ?1 AND d.site > ?2 ORDER BY d.site LIMIT ?3",
    )?;
    let mut found = statement.query(params![day, after.0, rows(LOOK)])?;
    let mut page = Page { rows: Vec::new(), next: None };
    let (mut looked, mut last) = (0, after);
    while let Some(row) = found.next()? {
        if page.rows.len() == limit {
            page.next = Some(last);
            return Ok(page);
        }
        let failed = failed_site(row)?;
        (looked, last) = (looked + 1, failed.site);
        if failed.fails() {
            page.rows.push(failed);
        }
    }
    page.next = (looked == LOOK).then_some(last);
    Ok(page)
}

fn failed_site(row: &Row<'_>) -> rusqlite::Result<FailedSite> {
    Ok(FailedSite {
        site: SiteId(row.get(0)?),
        bucket: Bucket {
            sent: row.get(1)?,
            failed: row.get(2)?,
            failed_late: row.get(3)?,
            held: row.get(4)?,
            expired: row.get(5)?,
            purged: row.get(6)?,
            complaints: row.get(7)?,
        },
        reported: row.get(8)?,
    })
}

/// The audit log after an entry, oldest first.
pub(super) fn actions_after(
    db: &Connection,
    after: ActionId,
    limit: usize,
) -> rusqlite::Result<Vec<ActionEntry>> {
    let mut statement = db.prepare_cached(
        "SELECT id, at, site, site_name, who, what, reason FROM action WHERE id > ?1 ORDER BY id LIMIT ?2",
    )?;
    statement.query_map(params![after.0, rows(limit)], action)?.collect()
}
