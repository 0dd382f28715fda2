//! Held mail past its time: found by walking the queue beside the writer, ended by the writer.
//!
//! The walk looks at each delivery once, in the order of ids. Where no site is red for long enough and nothing is
//! parked, it is over before it begins.

use std::collections::HashMap;
use std::collections::HashSet;

use postern_core::classify::Class;
use postern_core::hold;
use postern_core::ids::{DeliveryId, SiteId};
use postern_core::time::Time;
use rusqlite::{Connection, OptionalExtension, params};

use super::accept::millis;
use super::claims::{Claims, Seized};
use super::fault::Fault;
use super::ledger::Ledger;
use super::row::{Delivery, Stands};
use crate::{Expire, Expired, Remote};

/// Deliveries that one piece ends at most: each writes several rows, all in one transaction.
const ENDS: usize = 500;

/// What a reader found: deliveries past their time, and the answer so far.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) over: Vec<DeliveryId>,
    pub(super) expired: Expired,
}

/// What counts of a site for its held mail.
#[derive(Clone, Copy, Debug)]
struct Holding {
    generation: i64,
    epoch: u64,
    red_since: Option<Time>,
}

/// Looks at the next deliveries of the walk.
pub(super) fn look(db: &Connection, claims: &Claims, expire: &Expire) -> Result<Found, Fault> {
    let mut found = Found::default();
    if expire.after.0 == 0 && !may_find(db, expire)? {
        return Ok(found);
    }
    let mut statement = db.prepare_cached(
        "SELECT d.id, d.site, d.generation, d.state, d.parked_at, m.accepted_at
         FROM delivery d JOIN message m ON m.id = d.message WHERE d.id > ?1 ORDER BY d.id LIMIT ?2",
    )?;
    let mut rows = statement.query(params![expire.after.0, expire.rows.saturating_add(1)])?;
    let mut sites: HashMap<SiteId, Option<Holding>> = HashMap::new();
    let mut in_hand: HashMap<SiteId, HashSet<DeliveryId>> = HashMap::new();
    let mut soon: HashMap<SiteId, (Time, u64)> = HashMap::new();
    let (mut looked, mut last) = (0, expire.after);
    while let Some(row) = rows.next()? {
        if looked == expire.rows || found.over.len() == ENDS {
            found.expired.next = Some(last);
            break;
        }
        looked += 1;
        let (id, site) = (DeliveryId(row.get(0)?), SiteId(row.get(1)?));
        last = id;
        let holding = match sites.get(&site) {
            Some(known) => *known,
            None => {
                let read = read_holding(db, site)?;
                sites.insert(site, read);
                read
            }
        };
        let (generation, stands) = (row.get::<_, i64>(2)?, Stands::of_number(row.get(3)?));
        let Some(holding) = holding.filter(|holding| holding.generation == generation) else {
            continue;
        };
        let parked_at = Time(row.get(4)?);
        let Some(since) = holding.held_since(stands, parked_at) else { continue };
        if in_hand.entry(site).or_insert_with(|| claims.of_site(site)).contains(&id) {
            continue;
        }
        let goes_at = hold::expires_at(Time(row.get(5)?), since, expire.max_age);
        if goes_at <= expire.now && expire.end {
            found.over.push(id);
        } else if goes_at <= expire.now + expire.warn_ahead {
            let entry = soon.entry(site).or_insert((goes_at, 0));
            *entry = (entry.0.min(goes_at), entry.1 + 1);
        }
    }
    found.expired.soon =
        soon.into_iter().map(|(site, (first, mails))| (site, first, mails)).collect();
    found.expired.soon.sort_unstable();
    Ok(found)
}

/// Whether any mail could be past its time, or near it: asked before a walk.
fn may_find(db: &Connection, expire: &Expire) -> rusqlite::Result<bool> {
    let red_before = expire.now + expire.warn_ahead - expire.max_age;
    db.prepare_cached(
        "SELECT 1 FROM counter c JOIN site s ON s.id = c.site
         WHERE c.queued > 0 AND (c.parked > 0 OR s.red_since <= ?1) LIMIT 1",
    )?
    .exists([red_before.0])
}

fn read_holding(db: &Connection, site: SiteId) -> rusqlite::Result<Option<Holding>> {
    db.prepare_cached("SELECT generation, epoch, red_since FROM site WHERE id = ?1")?
        .query_row([site.0], |row| {
            Ok(Holding {
                generation: row.get(0)?,
                epoch: row.get(1)?,
                red_since: row.get::<_, Option<i64>>(2)?.map(Time),
            })
        })
        .optional()
}

impl Holding {
    /// Since when a delivery is held; `None` if it is not.
    fn held_since(&self, stands: Stands, parked_at: Time) -> Option<Time> {
        let by_site = self.red_since.filter(|_| !stands.passes(self.epoch));
        let by_stop = (stands == Stands::Parked).then_some(parked_at);
        by_site.into_iter().chain(by_stop).min()
    }
}

impl Ledger {
    /// Ends what a walk found, if it is still so; answers how many.
    pub(super) fn expire(&mut self, over: &[DeliveryId], expire: &Expire) -> Result<u64, Fault> {
        let mut ended = 0;
        for id in over {
            let Some(row) = self.queued(*id)? else { continue };
            if !self.is_over(&row, expire)? || self.claims.seize(row.site, *id) == Seized::InHand {
                continue;
            }
            self.fail(&row, Class::ExpiredHeld, &Remote::default(), expire.now, false)?;
            ended += 1;
        }
        Ok(ended)
    }

    fn is_over(&mut self, row: &Delivery, expire: &Expire) -> Result<bool, Fault> {
        let book = self.book_of(row.site)?;
        let holding = Holding {
            generation: book.generation,
            epoch: book.epoch,
            red_since: book.held.red_since,
        };
        let since = holding.held_since(row.stands, row.parked_at);
        Ok(since.is_some_and(|since| {
            hold::expires_at(row.accepted_at, since, expire.max_age) <= expire.now
        }))
    }
}

/// How long a delivery was held since it was accepted, in milliseconds: by its site, and by stops while its site was
/// green.
pub(super) fn held_for(
    clock: &hold::HeldClock,
    held_base: i64,
    parked_for: i64,
    now: Time,
) -> std::time::Duration {
    let base = std::time::Duration::from_millis(held_base.unsigned_abs());
    let by_site = millis(clock.held_since(base, now));
    std::time::Duration::from_millis(by_site.saturating_add(parked_for).unsigned_abs())
}

#[cfg(test)]
mod tests {
    use postern_core::site::{Action, State};

    use super::super::SqliteStore;
    use super::*;
    use crate::Store;
    use crate::contract::stage::{HOUR, NOON, act, expire, mail, new_site};

    #[tokio::test]
    async fn one_piece_of_the_walk_ends_so_many_mails_and_the_next_goes_on_behind_them() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::for_test(folder.path(), 1 << 20, None);
        let site = store.add_site(new_site("a.example")).await.unwrap();
        store.act(act(site, 1, Action::Block, State::Blocked, NOON)).await.unwrap();
        for _ in 0..ENDS + 3 {
            store.accept(mail(site, &["anna@example.net"])).await.unwrap();
        }
        let walk = Expire { rows: 2000, ..expire(NOON + 73 * HOUR) };
        let first = store.expire(walk.clone()).await.unwrap();
        assert_eq!(first.ended, ENDS as u64);
        let after = first.next.expect("there are more");
        let second = store.expire(Expire { after, ..walk }).await.unwrap();
        assert_eq!((second.ended, second.next), (3, None));
    }
}
