//! What is measured: read of all sites at one moment, and noted beside the writer's work.

use postern_core::classify::Class;
use postern_core::counter::Counters;
use postern_core::ids::SiteId;
use rusqlite::{Connection, Row};

use super::ledger::state;
use super::read::{class, counters, health, kinds};
use super::shared::Shared;
use crate::view::{MeasuredSite, Measures};

/// Looks at every site, each a row of two tables, as a ranking does.
pub(super) fn measures(db: &Connection, shared: &Shared) -> rusqlite::Result<Measures> {
    let mut ever = gone(db)?;
    let mut sites = Vec::new();
    let mut statement = db.prepare_cached(
        "SELECT s.id, s.state, s.removed_at IS NOT NULL, c.accepted, c.sent, c.failed, c.failed_late, c.purged,
                c.deleted, c.queued, c.queued_bytes, c.deferred, c.parked, c.parked_deferred, c.released,
                c.released_deferred
         FROM site s JOIN counter c ON c.site = s.id",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let site = measured(row)?;
        ever += site.counters;
        let is_removed: bool = row.get(2)?;
        if !is_removed {
            sites.push(site);
        }
    }
    let (failures, paces) = (failures(db)?, shared.pace.paces());
    Ok(Measures { health: health(db, shared)?, ever, failures, sites, paces })
}

fn measured(row: &Row<'_>) -> rusqlite::Result<MeasuredSite> {
    let counters = counters(row, 3)?;
    Ok(MeasuredSite {
        site: SiteId(row.get(0)?),
        state: state(row.get_ref(1)?.as_str()?),
        kinds: kinds(&counters, row, 12)?,
        counters,
    })
}

/// What removed sites had counted.
fn gone(db: &Connection) -> rusqlite::Result<Counters> {
    db.prepare_cached("SELECT accepted, sent, failed, failed_late, purged, deleted FROM gone")?
        .query_row([], |row| {
            Ok(Counters {
                accepted: row.get(0)?,
                sent: row.get(1)?,
                failed: row.get(2)?,
                failed_late: row.get(3)?,
                purged: row.get(4)?,
                deleted: row.get(5)?,
                ..Counters::default()
            })
        })
}

fn failures(db: &Connection) -> rusqlite::Result<Vec<(Class, u64)>> {
    let mut statement = db.prepare_cached("SELECT class, failures FROM failed ORDER BY class")?;
    let rows =
        statement.query_map([], |row| Ok((class(row.get_ref(0)?.as_str()?), row.get(1)?)))?;
    rows.collect()
}
