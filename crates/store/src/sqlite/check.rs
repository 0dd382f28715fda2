//! The recount: each counter against the rows it counts, each needed body against its checksum.
//!
//! It writes nothing; a fault is a sentence. What is counted is read from one state of the database from end to end.
//! Bodies take far longer, and a state that is held keeps the log from starting anew: so they are read in pieces, beside
//! the mail that goes on. One that is not right is a fault only if it is still needed then.

use std::collections::{BTreeMap, HashMap};

use postern_core::counter::Counters;
use postern_core::ids::{MessageId, SiteId};
use rusqlite::{Connection, params};

use super::fault::Fault;
use super::row::{Delivery, Stands, delivery};
use crate::body::segments::Segments;
use crate::{BodyRef, Checked, Error};

/// Faults told one by one; a store with more has worse troubles.
const FAULTS: usize = 1000;

/// Deliveries of a piece of bodies.
const PIECE: usize = 500;

/// What the rows of a site come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Facts {
    queued: u64,
    deferred: u64,
    queued_bytes: u64,
    parked: u64,
    parked_deferred: u64,
    released: u64,
    released_deferred: u64,
}

/// A site with what it counts.
#[derive(Debug)]
struct Counted {
    name: String,
    generation: i64,
    epoch: u64,
    counters: Counters,
    parts: (u64, u64, u64, u64),
}

pub(super) fn check(db: &Connection, segments: &Segments) -> Result<Checked, Fault> {
    let mut check = Check::new(db, segments);
    check.database()?;
    check.bodies()?;
    let snapshot = db.unchecked_transaction()?;
    check.sites = read_sites(db)?;
    let facts = check.deliveries()?;
    check.counters(&facts)?;
    check.history()?;
    check.segments_counted()?;
    check.outbox()?;
    snapshot.finish()?;
    Ok(check.checked)
}

struct Check<'a> {
    db: &'a Connection,
    segments: &'a Segments,
    sites: BTreeMap<SiteId, Counted>,
    checked: Checked,
}

/// Deliveries whose bodies are looked at, one piece of them.
#[derive(Debug)]
struct Needed {
    bodies: Vec<BodyRef>,
    /// Where to go on; `None` at the end.
    next: Option<i64>,
}

impl<'a> Check<'a> {
    fn new(db: &'a Connection, segments: &'a Segments) -> Check<'a> {
        Check { db, segments, sites: BTreeMap::new(), checked: Checked::default() }
    }

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

    /// Verifies the body of each message with a queued delivery.
    fn bodies(&mut self) -> Result<(), Fault> {
        let (mut after, mut last) = (Some(0), None);
        while let Some(from) = after {
            let mut needed = self.needed(from)?;
            // A message's deliveries stand together.
            needed.bodies.retain(|body| last.replace(*body) != Some(*body));
            self.verify(&needed.bodies)?;
            after = needed.next;
        }
        Ok(())
    }

    /// The bodies of the next queued deliveries, in the order of their ids.
    fn needed(&self, after: i64) -> Result<Needed, Fault> {
        let mut statement = self.db.prepare_cached(
            "SELECT d.id, d.generation = s.generation OR d.state IN (2, 3), m.id, m.segment, m.place, m.size
             FROM delivery d JOIN message m ON m.id = d.message JOIN site s ON s.id = d.site
             WHERE d.id > ?1 ORDER BY d.id LIMIT ?2",
        )?;
        let mut rows = statement.query(params![after, PIECE])?;
        let mut needed = Needed { bodies: Vec::new(), next: None };
        let mut looked = 0;
        while let Some(row) = rows.next()? {
            looked += 1;
            needed.next = Some(row.get(0)?);
            if row.get(1)? {
                needed.bodies.push(BodyRef {
                    message: MessageId(row.get(2)?),
                    segment: row.get(3)?,
                    offset: row.get(4)?,
                    length: row.get(5)?,
                });
            }
        }
        needed.next = needed.next.filter(|_| looked == PIECE);
        Ok(needed)
    }

    fn verify(&mut self, bodies: &[BodyRef]) -> Result<(), Fault> {
        for body in bodies {
            self.checked.messages += 1;
            self.checked.body_bytes += body.length;
            let Err(error) = self.segments.verify(*body) else { continue };
            // Its last delivery may have ended since, and its space been given back.
            if !self.is_needed(body.message)? {
                continue;
            }
            let message = body.message;
            self.fault(match error {
                Error::Damaged { .. } => {
                    format!("the body of message {message} does not carry its checksum")
                }
                error => format!("the body of message {message}: {error}"),
            });
        }
        Ok(())
    }

    /// Of the events that wait in a lane, the first has a time and no other.
    fn outbox(&mut self) -> Result<(), Fault> {
        let mut statement = self.db.prepare(
            "SELECT id FROM outbox o WHERE state = 0 AND (next_at IS NOT NULL) IS NOT
                (id = (SELECT min(id) FROM outbox WHERE hook = o.hook AND state = 0 AND lane = o.lane))",
        )?;
        let wrong: Vec<i64> =
            statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        drop(statement);
        for event in wrong {
            self.fault(format!("event {event} of a webhook stands in the wrong place of its line"));
        }
        Ok(())
    }

    fn is_needed(&self, message: MessageId) -> Result<bool, Fault> {
        let mut statement = self.db.prepare_cached(
            "SELECT 1 FROM message m JOIN delivery d ON d.id >= m.first AND d.id < m.first + m.mails
             WHERE m.id = ?1 LIMIT 1",
        )?;
        Ok(statement.exists([message.0])?)
    }

    /// Counts the unfinished deliveries.
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
            if released {
                facts.released += 1;
                facts.released_deferred += deferred;
            }
            if stands == Stands::Parked {
                facts.parked += 1;
                facts.parked_deferred += deferred;
            }
            self.checked.deliveries += 1;
            if message.replace(row.message) != Some(row.message) {
                facts.queued_bytes += row.size;
            }
        }
        Ok(facts)
    }

    fn counters(&mut self, facts: &HashMap<SiteId, Facts>) -> Result<(), Fault> {
        let mut faults = Vec::new();
        for (id, site) in &self.sites {
            self.checked.sites += 1;
            if !site.counters.balanced() {
                faults.push(format!("site {} is out of balance: {:?}", site.name, site.counters));
            }
            let (parked, parked_deferred, released, released_deferred) = site.parts;
            let counted = Facts {
                queued: site.counters.queued,
                deferred: site.counters.deferred,
                queued_bytes: site.counters.queued_bytes,
                parked,
                parked_deferred,
                released,
                released_deferred,
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
                c.queued, c.queued_bytes, c.deferred, c.parked, c.parked_deferred, c.released,
                c.released_deferred
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
                parts: (row.get(13)?, row.get(14)?, row.get(15)?, row.get(16)?),
            },
        ))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use postern_core::ids::DeliveryId;

    use super::super::SqliteStore;
    use super::*;
    use crate::body::memory::MemoryDisk;
    use crate::contract::stage::{NOON, mail, new_site, settlement};
    use crate::{End, Store};

    #[tokio::test]
    async fn a_body_whose_mail_ended_during_the_check_is_no_fault() {
        let (folder, disk) = (tempfile::tempdir().unwrap(), MemoryDisk::default());
        let store = SqliteStore::for_test(folder.path(), 1 << 20, Some(Arc::new(disk.clone())));
        let site = store.add_site(new_site("a.example")).await.unwrap();
        for _ in 0..2 {
            store.accept(mail(site, &["anna@example.net", "bob@example.net"])).await.unwrap();
        }
        let segments = Arc::clone(&store.shared.segments);
        let needed = |store: &SqliteStore| {
            store.with_writer(|writer| Check::new(&writer.ledger.db, &segments).needed(0).unwrap())
        };
        let mut bodies = needed(&store).bodies;
        bodies.dedup();
        let [ended, queued] = bodies[..] else { panic!("{bodies:?}") };
        let first = store.number("SELECT min(id) FROM delivery");
        for id in [first, first + 1] {
            let sent = settlement(site, DeliveryId(id), NOON, End::Sent);
            store.settle(vec![sent]).await.unwrap();
        }
        for body in [ended, queued] {
            assert!(disk.damage("0000000001.seg", body.offset as usize + 40));
        }

        let faults = store.with_writer(|writer| {
            let mut check = Check::new(&writer.ledger.db, &segments);
            check.verify(&[ended, queued]).unwrap();
            check.checked.faults
        });
        let told = format!("the body of message {} does not carry its checksum", queued.message);
        assert_eq!(faults, [told]);
    }
}
