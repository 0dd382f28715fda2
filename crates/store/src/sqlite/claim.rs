//! Handing out work: what is due of a site, and the claim of an attempt. Both are read beside the writer.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use postern_core::hold::HeldClock;
use postern_core::ids::{DeliveryId, MessageId, ScriptId, SiteId};
use postern_core::lane::Lane;
use postern_core::stop::Stopped;
use postern_core::time::Time;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::accept::{EIGHT_BIT, SMTPUTF8, domain_of};
use super::claims::Claims;
use super::expire::held_for;
use super::fault::Fault;
use super::ledger::{read_stops, state};
use super::row::{PASSING, Stands};
use crate::{BodyRef, Candidate, Claim, Claimed, Message, Refill, Refilled};

/// Whose work is handed out.
#[derive(Debug)]
struct Sending {
    red: bool,
    epoch: u64,
    generation: i64,
    held: HeldClock,
}

impl Sending {
    fn of(db: &Connection, site: SiteId) -> rusqlite::Result<Option<Sending>> {
        db.prepare_cached(
            "SELECT state, epoch, generation, held_before, red_since FROM site
             WHERE id = ?1 AND removed_at IS NULL",
        )?
        .query_row([site.0], |row| {
            Ok(Sending {
                red: state(&row.get::<_, String>(0)?).is_red(),
                epoch: row.get(1)?,
                generation: row.get(2)?,
                held: HeldClock {
                    held_before: Duration::from_millis(row.get(3)?),
                    red_since: row.get::<_, Option<i64>>(4)?.map(Time),
                },
            })
        })
        .optional()
    }

    /// Whether mail that stands so may be attempted.
    fn may_go(&self, generation: i64, stands: Stands) -> bool {
        let goes = match stands {
            Stands::Queued => !self.red,
            Stands::Notice => true,
            Stands::Released(epoch) => !self.red || epoch == self.epoch,
            Stands::Parked | Stands::Ending(_) => false,
        };
        goes && generation == self.generation
    }

    /// The numbers of the states whose rows may go: on a green site all but what is parked or ending, on a red one
    /// notices and what is released under its epoch.
    fn states(&self, db: &Connection, site: SiteId) -> rusqlite::Result<Vec<i64>> {
        if self.red {
            return Ok(vec![Stands::Notice.number(), Stands::Released(self.epoch).number()]);
        }
        let mut states = vec![Stands::Queued.number()];
        let mut next = PASSING;
        loop {
            let found: Option<i64> = db
                .prepare_cached(
                    "SELECT state FROM delivery WHERE site = ?1 AND generation = ?2 AND state >= ?3
                     ORDER BY state LIMIT 1",
                )?
                .query_row(params![site.0, self.generation, next], |row| row.get(0))
                .optional()?;
            let Some(found) = found else { return Ok(states) };
            states.push(found);
            next = found + 1;
        }
    }
}

// --- refill ---

/// Reads due work: each lane that is there is read as a range of the queue's index (site, generation, state, lane,
/// next_at), as far as it is wanted, and a lane to be skipped is stepped over.
pub(super) fn refill(
    db: &Connection,
    claims: &Claims,
    refill: &Refill,
    durable: i64,
) -> Result<Refilled, Fault> {
    // Before anything is read: what is settled meanwhile is left out, never handed out as it was.
    let in_hand = claims.of_site(refill.site);
    let snapshot = db.unchecked_transaction()?;
    let Some(site) = Sending::of(db, refill.site)? else { return Ok(Refilled::default()) };
    let excluded: HashSet<DeliveryId> = refill.exclude.iter().copied().collect();
    let reading = Reading {
        db,
        refill,
        generation: site.generation,
        is_free: &|id| id.0 <= durable && !in_hand.contains(&id) && !excluded.contains(&id),
        most: refill.take_per_lane.min(refill.take),
    };
    let mut lanes: BTreeMap<Lane, Vec<(Time, DeliveryId)>> = BTreeMap::new();
    let mut next_due_at = None;
    for state in site.states(db, refill.site)? {
        reading.read_state(state, &mut lanes, &mut next_due_at)?;
    }
    for due in lanes.values_mut() {
        due.sort_unstable();
    }
    let mut taken = in_turn(&lanes, refill.take, refill.take_per_lane);
    let more = lanes
        .iter()
        .filter(|(lane, due)| due.len() > taken.iter().filter(|(taken, _)| taken == *lane).count())
        .map(|(lane, _)| *lane)
        .collect();
    // Answered in the order of due time: so the recipients of one message stand together.
    taken.sort_unstable_by_key(|(_, due)| *due);
    let candidates = taken
        .into_iter()
        .filter_map(|(lane, (due_at, id))| candidate(db, lane, due_at, id).transpose())
        .collect::<rusqlite::Result<Vec<_>>>()?;
    snapshot.finish()?;
    Ok(Refilled { candidates, more, next_due_at })
}

/// One of each lane, then a second of each, and so on.
fn in_turn(
    lanes: &BTreeMap<Lane, Vec<(Time, DeliveryId)>>,
    take: usize,
    take_per_lane: usize,
) -> Vec<(Lane, (Time, DeliveryId))> {
    let mut taken = Vec::new();
    for nth in 0..take_per_lane {
        let before = taken.len();
        for (lane, due) in lanes {
            match due.get(nth) {
                Some(_) if taken.len() == take => return taken,
                Some(row) => taken.push((*lane, *row)),
                None => {}
            }
        }
        if taken.len() == before {
            break;
        }
    }
    taken
}

struct Reading<'a> {
    db: &'a Connection,
    refill: &'a Refill,
    generation: i64,
    is_free: &'a dyn Fn(DeliveryId) -> bool,
    /// Candidates of one lane at most.
    most: usize,
}

impl Reading<'_> {
    fn read_state(
        &self,
        state: i64,
        lanes: &mut BTreeMap<Lane, Vec<(Time, DeliveryId)>>,
        next_due_at: &mut Option<Time>,
    ) -> rusqlite::Result<()> {
        let skip: BTreeSet<Lane> = self.refill.skip.iter().copied().collect();
        let mut lane = self.lane_from(state, 0)?;
        while let Some(found) = lane {
            if !skip.contains(&found) {
                let due = self.due(state, found)?;
                if !due.is_empty() {
                    lanes.entry(found).or_default().extend(due);
                }
                let later = self.later(state, found)?;
                *next_due_at = [*next_due_at, later].into_iter().flatten().min();
            }
            lane = self.lane_from(state, i64::from(found.0) + 1)?;
        }
        Ok(())
    }

    fn lane_from(&self, state: i64, from: i64) -> rusqlite::Result<Option<Lane>> {
        self.db
            .prepare_cached(
                "SELECT lane FROM delivery WHERE site = ?1 AND generation = ?2 AND state = ?3 AND lane >= ?4
                 ORDER BY lane LIMIT 1",
            )?
            .query_row(params![self.refill.site.0, self.generation, state, from], |row| {
                row.get(0).map(Lane)
            })
            .optional()
    }

    /// What is due of a lane, oldest first: as many as are wanted and one more, which tells that there is more.
    fn due(&self, state: i64, lane: Lane) -> rusqlite::Result<Vec<(Time, DeliveryId)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT next_at, id FROM delivery WHERE site = ?1 AND generation = ?2 AND state = ?3 AND lane = ?4
             AND next_at <= ?5 ORDER BY next_at, id",
        )?;
        let mut rows = statement.query(params![
            self.refill.site.0,
            self.generation,
            state,
            lane.0,
            self.refill.now.0
        ])?;
        let mut due = Vec::new();
        while let Some(row) = rows.next()? {
            let (at, id) = (Time(row.get(0)?), DeliveryId(row.get(1)?));
            if (self.is_free)(id) {
                due.push((at, id));
                if due.len() > self.most {
                    break;
                }
            }
        }
        Ok(due)
    }

    /// When the next of a lane is due that is not due yet.
    fn later(&self, state: i64, lane: Lane) -> rusqlite::Result<Option<Time>> {
        let mut statement = self.db.prepare_cached(
            "SELECT next_at, id FROM delivery WHERE site = ?1 AND generation = ?2 AND state = ?3 AND lane = ?4
             AND next_at > ?5 ORDER BY next_at, id",
        )?;
        let mut rows = statement.query(params![
            self.refill.site.0,
            self.generation,
            state,
            lane.0,
            self.refill.now.0
        ])?;
        while let Some(row) = rows.next()? {
            if (self.is_free)(DeliveryId(row.get(1)?)) {
                return Ok(Some(Time(row.get(0)?)));
            }
        }
        Ok(None)
    }
}

fn candidate(
    db: &Connection,
    lane: Lane,
    due_at: Time,
    id: DeliveryId,
) -> rusqlite::Result<Option<Candidate>> {
    db.prepare_cached("SELECT message, recipient, domain FROM delivery WHERE id = ?1")?
        .query_row([id.0], |row| {
            Ok(Candidate {
                delivery: id,
                message: MessageId(row.get(0)?),
                lane,
                domain: domain(row.get(2)?, &row.get::<_, String>(1)?),
                due_at,
            })
        })
        .optional()
}

fn domain(stored: Option<String>, recipient: &str) -> Arc<str> {
    Arc::from(stored.or_else(|| domain_of(recipient)).unwrap_or_default())
}

// --- claim ---

/// Takes deliveries for an attempt; see `claims` for how it meets the writer.
pub(super) fn claim(
    db: &Connection,
    claims: &Claims,
    claim: &Claim,
    durable: i64,
) -> Result<(Vec<Claimed>, Vec<DeliveryId>), Fault> {
    let taken = claims.take(claim.site, &claim.deliveries);
    let read = read_taken(db, claims, claim, &taken, durable);
    let claimed = match read {
        Ok(claimed) => claimed,
        Err(fault) => {
            claims.give_back(&taken);
            return Err(fault);
        }
    };
    let kept: HashSet<DeliveryId> = claimed.iter().map(|claimed| claimed.delivery).collect();
    let unused = taken.into_iter().filter(|id| !kept.contains(id)).collect();
    Ok((claimed, unused))
}

fn read_taken(
    db: &Connection,
    claims: &Claims,
    claim: &Claim,
    taken: &[DeliveryId],
    durable: i64,
) -> Result<Vec<Claimed>, Fault> {
    let snapshot = db.unchecked_transaction()?;
    let Some(site) = Sending::of(db, claim.site)? else { return Ok(Vec::new()) };
    let stops = read_stops(db, claim.site)?;
    let mut messages: HashMap<MessageId, Arc<Message>> = HashMap::new();
    let mut claimed = Vec::with_capacity(taken.len());
    for id in taken {
        let mut statement = db.prepare_cached(CLAIM)?;
        let mut rows = statement.query([id.0])?;
        let Some(row) = rows.next()? else { continue };
        let goes = id.0 <= durable
            && row.get::<_, i64>(1)? == claim.site.0
            && row.get::<_, i64>(23)? <= claim.now.0
            && site.may_go(row.get(2)?, Stands::of_number(row.get(3)?));
        if !goes {
            continue;
        }
        let message = MessageId(row.get(0)?);
        let message = match messages.get(&message) {
            Some(known) => Arc::clone(known),
            None => {
                let read = Arc::new(read_message(row, claim.site)?);
                messages.insert(message, Arc::clone(&read));
                read
            }
        };
        if is_stopped(&stops, &message) {
            continue;
        }
        let recipient: String = row.get(6)?;
        claimed.push(Claimed {
            delivery: *id,
            domain: domain(row.get(7)?, &recipient),
            recipient,
            notify: row.get(8)?,
            attempts: row.get(5)?,
            lane: Lane(row.get(4)?),
            held_for: held_for(&site.held, row.get(10)?, row.get(9)?, claim.now),
            message,
        });
    }
    snapshot.finish()?;
    if !claims.is_current(claim.site, site.generation) {
        claimed.clear();
    }
    Ok(claimed)
}

fn is_stopped(stops: &[Stopped], message: &Message) -> bool {
    stops.iter().any(|stop| stop.covers(&message.script_name, message.sender.as_deref()))
}

const CLAIM: &str = "SELECT d.message, d.site, d.generation, d.state, d.lane, d.attempts, d.recipient, d.domain,
    d.notify, d.parked_for, m.held_base, m.accepted_at, m.sender, m.size, m.subject, m.message_id, m.script, s.name,
    m.flags, m.envelope_id, m.dsn_return, m.segment, m.place, d.next_at
    FROM delivery d JOIN message m ON m.id = d.message JOIN script s ON s.id = m.script WHERE d.id = ?1";

fn read_message(row: &Row<'_>, site: SiteId) -> rusqlite::Result<Message> {
    let id = MessageId(row.get(0)?);
    let size = row.get(13)?;
    let flags: i64 = row.get(18)?;
    Ok(Message {
        id,
        site,
        accepted_at: Time(row.get(11)?),
        sender: row.get(12)?,
        size,
        subject: row.get(14)?,
        message_id: row.get(15)?,
        script: ScriptId(row.get(16)?),
        script_name: row.get(17)?,
        eight_bit: flags & EIGHT_BIT != 0,
        smtputf8: flags & SMTPUTF8 != 0,
        envelope_id: row.get(19)?,
        dsn_return: row.get(20)?,
        body: BodyRef { message: id, segment: row.get(21)?, offset: row.get(22)?, length: size },
    })
}
