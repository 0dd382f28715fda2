//! What attempts came to.
//!
//! A settle counts what truly happened whether or not the delivery is still claimed; once it has ended, nothing is
//! counted. What was purged or deleted while it was in hand ends as marked, if its attempt did not end it.

use postern_core::classify::Class;
use postern_core::ids::DeliveryId;
use postern_core::time::Time;
use rusqlite::params;

use super::fault::Fault;
use super::ledger::Ledger;
use super::row::{self, Delivery, Last};
use crate::hook::Facts;
use crate::{End, Remote, Settled, Settlement};

/// Places for attempts of one delivery; see `schema/1.sql`.
pub(super) const ATTEMPTS: i64 = 4096;

impl Ledger {
    pub(super) fn settle(&mut self, settlements: &[Settlement]) -> Result<Vec<Settled>, Fault> {
        settlements.iter().map(|settlement| self.settle_one(settlement)).collect()
    }

    fn settle_one(&mut self, settlement: &Settlement) -> Result<Settled, Fault> {
        let Settlement { site, delivery: id, at, end, remote } = settlement;
        let row = self.queued(*id)?;
        // Another site's is none of this one's: it stays in whosever hand it is.
        if row.as_ref().is_some_and(|row| row.site != *site) {
            return Ok(Settled::Unknown);
        }
        self.claims.settle(*site, *id);
        let Some(row) = row else { return Ok(Settled::Unknown) };
        match end {
            End::Sent => {
                self.finish(
                    &row,
                    row::End::Sent,
                    *at,
                    Some(Last { at: *at, class: None, remote }),
                )?;
                Ok(Settled::Sent)
            }
            End::Failed(class) => {
                self.fail(&row, *class, remote, *at, true)?;
                Ok(Settled::Failed)
            }
            End::Retry { at: next_at } => self.retry(&row, *at, *next_at, remote),
        }
    }

    fn retry(
        &mut self,
        row: &Delivery,
        at: Time,
        next_at: Time,
        remote: &Remote,
    ) -> Result<Settled, Fault> {
        self.db
            .prepare_cached("INSERT OR REPLACE INTO attempt VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute(params![
            attempt_id(row.id, row.attempts),
            at.0,
            remote.host,
            remote.code,
            remote.enhanced,
            remote.text
        ])?;
        self.db
            .prepare_cached(
                "UPDATE delivery SET next_at = ?2, attempts = attempts + 1 WHERE id = ?1",
            )?
            .execute(params![row.id.0, next_at.0])?;
        if row.attempts == 0 {
            let stood = self.stood(row)?;
            let book = self.count(row.site)?;
            book.counters.deferred += 1;
            if stood == row::Stands::Parked {
                book.parked_deferred += 1;
            } else if stood.is_released(book.epoch) {
                book.released_deferred += 1;
            }
        }
        Ok(match self.end_as_marked(row.id)? {
            Some(row::End::Deleted) => Settled::Deleted,
            Some(_) => Settled::Purged,
            None => Settled::Queued,
        })
    }

    /// Ends a delivery as a failure, and keeps what is known of it. `attempted` says whether an attempt ended it.
    pub(super) fn fail(
        &mut self,
        row: &Delivery,
        class: Class,
        remote: &Remote,
        at: Time,
        attempted: bool,
    ) -> Result<(), Fault> {
        let id = self.next_id();
        self.db
            .prepare_cached(
                "INSERT INTO failure
                 SELECT ?1, ?2, ?3, m.id, ?4, ?5, m.sender, m.subject, s.name, ?6, ?7, ?8, ?9, ?10
                 FROM message m JOIN script s ON s.id = m.script WHERE m.id = ?11",
            )?
            .execute(params![
                id,
                row.site.0,
                at.0,
                row.id.0,
                row.recipient,
                class.word(),
                remote.host,
                remote.code,
                remote.enhanced,
                remote.text,
                row.message.0
            ])?;
        self.count_failure(class);
        let last = Last { at, class: Some(class), remote };
        self.finish(row, row::End::Failed, at, Some(last).filter(|_| attempted))?;
        if matches!(class, Class::Expired | Class::ExpiredHeld) {
            self.count(row.site)?.bucket(at, |bucket| bucket.expired += 1);
        }
        self.tell_hooks(row.site, at, &Facts::MailFailed { failure: id })?;
        Ok(())
    }
}

/// Where an attempt of a delivery is kept; `nth` counts from zero.
pub(super) fn attempt_id(delivery: DeliveryId, nth: u32) -> i64 {
    delivery.0 * ATTEMPTS + i64::from(nth).min(ATTEMPTS - 1)
}
