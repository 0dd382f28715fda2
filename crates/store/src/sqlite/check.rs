//! The recount: each counter against the rows it counts, each needed body against its checksum.
//!
//! It reads one state of the database from end to end and writes nothing; a fault is a sentence.

use std::collections::{BTreeMap, HashMap};

use postern_core::counter::Counters;
use postern_core::ids::{MessageId, SiteId};
use rusqlite::Connection;

use super::fault::Fault;
use super::row::{Delivery, Stands, delivery};
use crate::body::segments::Segments;
use crate::{BodyRef, Checked, Error};

/// Faults told one by one; a store with more has worse troubles.
const FAULTS: usize = 1000;

/// What the rows of a site come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Facts {
    queued: u64,
    deferred: u64,
    queued_bytes: u64,
    parked: u64,
    parked_deferred: u64,
    released: u64,
}

/// A site with what it counts.
#[derive(Debug)]
struct Counted {
    name: String,
    generation: i64,
    epoch: u64,
    counters: Counters,
    parts: (u64, u64, u64),
}

pub(super) fn check(db: &Connection, segments: &Segments) -> Result<Checked, Fault> {
    let snapshot = db.unchecked_transaction()?;
    let mut check = Check { db, segments, sites: read_sites(db)?, checked: Checked::default() };
    check.database()?;
    let facts = check.deliveries()?;
    check.counters(&facts)?;
    check.history()?;
    check.segments_counted()?;
    snapshot.finish()?;
    Ok(check.checked)
}

struct Check<'a> {
    db: &'a Connection,
    segments: &'a Segments,
    sites: BTreeMap<SiteId, Counted>,
    checked: Checked,
}

impl Check<'_> {
    fn fault(&mut self, words: String) {
        if self.checked.faults.len() < FAULTS {
            self.checked.faults.push(words);
        }
    }

    fn database(&mut self) -> Result<(), Fault> {
        let mut statement = self.db.prepare("PRAGMA quick_check")?;
        let told: Vec<String> =
            statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        for words in told.into_iter().filter(|words| words != "ok") {
            self.fault(format!("the database says: {words}"));
        }
        Ok(())
    }

    /// Counts the unfinished deliveries and verifies the body of each message that has one.
    fn deliveries(&mut self) -> Result<HashMap<SiteId, Facts>, Fault> {
        let mut facts: HashMap<SiteId, Facts> = HashMap::new();
        let was: HashMap<i64, i64> = self
            .db
            .prepare("SELECT delivery, was FROM ending")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let mut statement = self.db.prepare(delivery!("ORDER BY d.id"))?;
        let mut rows = statement.query([])?;
        let mut message = None;
        while let Some(row) = rows.next()? {
            let row = Delivery::read(row)?;
            let Some(site) = self.sites.get(&row.site) else {
                self.fault(format!("delivery {} has no site", row.id));
                continue;
            };
            if !row.is_queued(site.generation) {
                continue;
            }
            let stands = match row.stands {
                Stands::Ending(_) => {
                    was.get(&row.id.0).map_or(Stands::Queued, |was| Stands::of_number(*was))
                }
                stands => stands,
            };
            let released = stands.is_released(site.epoch);
            let facts = facts.entry(row.site).or_default();
            let deferred = u64::from(row.attempts > 0);
            facts.queued += 1;
            facts.deferred += deferred;
            facts.released += u64::from(released);
            if stands == Stands::Parked {
                facts.parked += 1;
                facts.parked_deferred += deferred;
            }
            self.checked.deliveries += 1;
            if message.replace(row.message) != Some(row.message) {
                facts.queued_bytes += row.size;
                self.body(row.message, row.size)?;
            }
        }
        Ok(facts)
    }

    fn body(&mut self, message: MessageId, size: u64) -> Result<(), Fault> {
        let (segment, offset) = self
            .db
            .prepare_cached("SELECT segment, place FROM message WHERE id = ?1")?
            .query_row([message.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        self.checked.messages += 1;
        self.checked.body_bytes += size;
        match self.segments.read(BodyRef { message, segment, offset, length: size }) {
            Ok(_) => {}
            Err(Error::Damaged { .. }) => {
                self.fault(format!("the body of message {message} does not carry its checksum"));
            }
            Err(error) => self.fault(format!("the body of message {message}: {error}")),
        }
        Ok(())
    }

    fn counters(&mut self, facts: &HashMap<SiteId, Facts>) -> Result<(), Fault> {
        let mut faults = Vec::new();
        for (id, site) in &self.sites {
            self.checked.sites += 1;
            if !site.counters.balanced() {
                faults.push(format!("site {} is out of balance: {:?}", site.name, site.counters));
            }
            let (parked, parked_deferred, released) = site.parts;
            let counted = Facts {
                queued: site.counters.queued,
                deferred: site.counters.deferred,
                queued_bytes: site.counters.queued_bytes,
                parked,
                parked_deferred,
                released,
            };
            let facts = facts.get(id).cloned().unwrap_or_default();
            if counted != facts {
                faults.push(format!(
                    "the queue of site {} counts {counted:?}, it is {facts:?}",
                    site.name
                ));
            }
        }
        faults.into_iter().for_each(|words| self.fault(words));
        Ok(())
    }

    /// Days and scripts add up to what their site counts.
    fn history(&mut self) -> Result<(), Fault> {
        let sums = |sql: &str| -> Result<HashMap<SiteId, (u64, u64, u64)>, Fault> {
            let mut statement = self.db.prepare(sql)?;
            let rows = statement.query_map([], |row| {
                Ok((SiteId(row.get(0)?), (row.get(1)?, row.get(2)?, row.get(3)?)))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        let days = sums("SELECT site, sum(sent), sum(failed), sum(purged) FROM day GROUP BY site")?;
        let scripts =
            sums("SELECT site, sum(accepted), sum(sent), sum(failed) FROM script GROUP BY site")?;
        let ended = sums(
            "SELECT site, sum(state = 'sent'), sum(state = 'failed'), sum(state = 'deleted') FROM ended GROUP BY site",
        )?;
        let mut faults = Vec::new();
        for (id, site) in &self.sites {
            let (name, counters) = (&site.name, &site.counters);
            let of_days = days.get(id).copied().unwrap_or_default();
            if of_days != (counters.sent, counters.failed, counters.purged) {
                faults.push(format!(
                    "the days of site {name} add up to {of_days:?}, it counts {counters:?}"
                ));
            }
            let of_scripts = scripts.get(id).copied().unwrap_or_default();
            if of_scripts != (counters.accepted, counters.sent, counters.failed) {
                faults.push(format!(
                    "the scripts of site {name} add up to {of_scripts:?}, it counts {counters:?}"
                ));
            }
            let (sent, failed, deleted) = ended.get(id).copied().unwrap_or_default();
            if sent > counters.sent || failed > counters.failed || deleted > counters.deleted {
                faults.push(format!("site {name} has traces of more ends than it counts"));
            }
        }
        faults.into_iter().for_each(|words| self.fault(words));
        Ok(())
    }

    /// Each segment counts the messages that have rows of deliveries, purged ones that wait included.
    fn segments_counted(&mut self) -> Result<(), Fault> {
        let pairs = |sql: &str| -> Result<BTreeMap<i64, (i64, i64)>, Fault> {
            let mut statement = self.db.prepare(sql)?;
            let rows =
                statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        let counted = pairs("SELECT id, live, live_bytes FROM segment")?;
        let facts = pairs(
            "SELECT segment, count(*), sum(size) FROM message
             WHERE id IN (SELECT message FROM delivery) GROUP BY segment",
        )?;
        for (id, counts) in &counted {
            let facts = facts.get(id).copied().unwrap_or_default();
            if *counts != facts {
                self.fault(format!(
                    "segment {id} counts {counts:?} live bodies and bytes, it has {facts:?}"
                ));
            }
        }
        for id in facts.keys().filter(|id| !counted.contains_key(id)) {
            self.fault(format!("segment {id} has live bodies and is not known"));
        }
        Ok(())
    }
}

fn read_sites(db: &Connection) -> Result<BTreeMap<SiteId, Counted>, Fault> {
    let mut statement = db.prepare(
        "SELECT s.id, s.name, s.generation, s.epoch, c.accepted, c.sent, c.failed, c.failed_late, c.purged, c.deleted,
                c.queued, c.queued_bytes, c.deferred, c.parked, c.parked_deferred, c.released
         FROM site s JOIN counter c ON c.site = s.id",
    )?;
    let rows = statement.query_map([], |row| {
        Ok((
            SiteId(row.get(0)?),
            Counted {
                name: row.get(1)?,
                generation: row.get(2)?,
                epoch: row.get(3)?,
                counters: Counters {
                    accepted: row.get(4)?,
                    sent: row.get(5)?,
                    failed: row.get(6)?,
                    failed_late: row.get(7)?,
                    purged: row.get(8)?,
                    deleted: row.get(9)?,
                    queued: row.get(10)?,
                    queued_bytes: row.get(11)?,
                    deferred: row.get(12)?,
                },
                parts: (row.get(13)?, row.get(14)?, row.get(15)?),
            },
        ))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
