//! The stories of a site's messages, newest first.
//!
//! Each message names the one its site accepted before, so a site's messages are followed back one look-up at a time.
//! Two filters are quicker: a message's id, and a recipient's address on a site with few queued mails: ended deliveries
//! are found by its hash, newest first, and the queue is read whole. Whichever way, a page looks at a bounded number of
//! messages and deliveries, and whether one of them is the recipient's is known before anything else of them is read.

use std::collections::BTreeSet;

use postern_core::ids::{DeliveryId, MessageId, SiteId};
use postern_core::time::Time;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::accept::{FORGOTTEN, read_origin};
use super::read::{LOOK, class, contains, remote};
use super::row::{ENDING, recipient_hash};
use super::settle::ATTEMPTS;
use super::walk::{FEW, Queue};
use crate::view::{Attempt, Page, TraceFilter, Traced, TracedDelivery};

/// What a search for a recipient came to.
#[derive(Debug, Default)]
struct Found {
    messages: BTreeSet<MessageId>,
    /// The search ends here: what is older was not looked for.
    end: Option<MessageId>,
}

/// A message as far as a filter asks for it.
#[derive(Debug)]
struct Story {
    id: MessageId,
    previous: MessageId,
    forgotten: bool,
    first: i64,
    mails: i64,
    traced: Traced,
}

pub(super) fn trace(
    db: &Connection,
    site: SiteId,
    filter: &TraceFilter,
    before: Option<MessageId>,
    limit: usize,
) -> rusqlite::Result<Page<Traced, MessageId>> {
    match Queue::of(db, site)? {
        Some(queue) => Reader { db, site, filter, queue, look: LOOK }.page(before, limit),
        None => Ok(Page { rows: Vec::new(), next: None }),
    }
}

struct Reader<'a> {
    db: &'a Connection,
    site: SiteId,
    filter: &'a TraceFilter,
    queue: Queue,
    /// Messages and deliveries that a page looks at.
    look: usize,
}

impl Reader<'_> {
    fn page(
        &self,
        before: Option<MessageId>,
        limit: usize,
    ) -> rusqlite::Result<Page<Traced, MessageId>> {
        let before = before.unwrap_or(MessageId(i64::MAX));
        if let Some(id) = self.filter.message {
            return self.of_ids([id].into_iter().filter(|id| *id < before), limit);
        }
        match &self.filter.recipient {
            Some(recipient) if self.queue.queued <= FEW => {
                let found = self.to_recipient(recipient, before)?;
                let page = self.of_ids(found.messages.into_iter().rev(), limit)?;
                Ok(Page { next: page.next.or(found.end), ..page })
            }
            _ => self.back_from(before, limit),
        }
    }

    /// The stories of these messages, in this order.
    fn of_ids(
        &self,
        ids: impl Iterator<Item = MessageId>,
        limit: usize,
    ) -> rusqlite::Result<Page<Traced, MessageId>> {
        let mut page: Page<Traced, MessageId> = Page { rows: Vec::new(), next: None };
        let mut looked = 0;
        for id in ids {
            let Some(story) = self.story(id)? else { continue };
            looked += self.cost(&story);
            if let Some(traced) = self.told(story)? {
                if page.rows.len() == limit || looked > self.look && !page.rows.is_empty() {
                    page.next = page.rows.last().map(|row| row.message);
                    return Ok(page);
                }
                page.rows.push(traced);
            }
        }
        Ok(page)
    }

    /// Follows the site's messages back.
    fn back_from(
        &self,
        before: MessageId,
        limit: usize,
    ) -> rusqlite::Result<Page<Traced, MessageId>> {
        let mut page: Page<Traced, MessageId> = Page { rows: Vec::new(), next: None };
        let mut at = match self.story(before)? {
            Some(story) => story.previous,
            None => self.newest()?,
        };
        let (mut last, mut looked) = (None, 0);
        while looked < self.look {
            let Some(story) = self.story(at)? else { return Ok(page) };
            looked += self.cost(&story);
            at = story.previous;
            last = Some(story.id);
            if story.id >= before {
                continue;
            }
            if let Some(traced) = self.told(story)? {
                if page.rows.len() == limit {
                    page.next = page.rows.last().map(|row| row.message);
                    return Ok(page);
                }
                page.rows.push(traced);
            }
        }
        page.next = last;
        Ok(page)
    }

    /// Messages with this recipient, below `before`.
    fn to_recipient(&self, recipient: &str, before: MessageId) -> rusqlite::Result<Found> {
        // Index ended_recipient (site, recipient_hash), and the delivery at its end. A message's deliveries have ids
        // below the next message's.
        let mut ended = self.db.prepare_cached(
            "SELECT message, recipient FROM ended WHERE site = ?1 AND recipient_hash = ?2 AND delivery < ?3
             ORDER BY delivery DESC LIMIT ?4",
        )?;
        let hash = recipient_hash(recipient);
        let mut rows = ended.query(params![self.site.0, hash, before.0, self.look])?;
        let mut found = Found::default();
        let mut take = |row: &Row<'_>| -> rusqlite::Result<MessageId> {
            let message = MessageId(row.get(0)?);
            let to = row.get_ref(1)?.as_str().unwrap_or_default();
            if message < before && to.eq_ignore_ascii_case(recipient) {
                found.messages.insert(message);
            }
            Ok(message)
        };
        let (mut looked, mut last) = (0, None);
        while let Some(row) = rows.next()? {
            (looked, last) = (looked + 1, Some(take(row)?));
        }
        let mut unfinished =
            self.db.prepare_cached("SELECT message, recipient FROM delivery WHERE id = ?1")?;
        for id in self.queue.whole(self.db)? {
            unfinished.query_row([id.0], &mut take).optional()?;
        }
        found.end = last.filter(|_| looked == self.look);
        if let Some(end) = found.end {
            found.messages.retain(|message| *message >= end);
        }
        Ok(found)
    }

    fn newest(&self) -> rusqlite::Result<MessageId> {
        self.db
            .prepare_cached("SELECT last_message FROM counter WHERE site = ?1")?
            .query_row([self.site.0], |row| row.get(0).map(MessageId))
    }

    fn story(&self, id: MessageId) -> rusqlite::Result<Option<Story>> {
        self.db
            .prepare_cached(
                "SELECT m.previous, m.flags, m.first, m.mails, m.accepted_at, m.sender, m.subject, m.message_id, s.name,
                        m.size, m.origin
                 FROM message m JOIN script s ON s.id = m.script WHERE m.id = ?1 AND m.site = ?2",
            )?
            .query_row(params![id.0, self.site.0], |row| {
                Ok(Story {
                    id,
                    previous: MessageId(row.get(0)?),
                    forgotten: row.get::<_, i64>(1)? & FORGOTTEN != 0,
                    first: row.get(2)?,
                    mails: row.get(3)?,
                    traced: Traced {
                        message: id,
                        accepted_at: Time(row.get(4)?),
                        sender: row.get(5)?,
                        subject: row.get(6)?,
                        message_id: row.get(7)?,
                        script: row.get(8)?,
                        size: row.get(9)?,
                        origin: read_origin(row.get_ref(10)?.as_str().unwrap_or_default()),
                        deliveries: Vec::new(),
                    },
                })
            })
            .optional()
    }

    /// What a look at a message costs: itself, and its deliveries where they have to be read.
    fn cost(&self, story: &Story) -> usize {
        let mails = if self.may_fit(story) { story.mails } else { 0 };
        1 + usize::try_from(mails).unwrap_or(0)
    }

    /// The whole story of a message that fits.
    fn told(&self, story: Story) -> rusqlite::Result<Option<Traced>> {
        let to_recipient = match &self.filter.recipient {
            _ if !self.may_fit(&story) => false,
            Some(recipient) => self.is_to(&story, recipient)?,
            None => true,
        };
        if !to_recipient {
            return Ok(None);
        }
        let deliveries = self.deliveries(story.first, story.mails)?;
        Ok(Some(Traced { deliveries, ..story.traced }))
    }

    /// Whether one of a message's deliveries is this recipient's.
    fn is_to(&self, story: &Story, recipient: &str) -> rusqlite::Result<bool> {
        let range = (story.first, story.first + story.mails);
        let mut ended = self.db.prepare_cached(
            "SELECT recipient FROM ended WHERE delivery >= ?1 AND delivery < ?2 AND recipient_hash = ?3",
        )?;
        let mut unfinished =
            self.db.prepare_cached("SELECT recipient FROM delivery WHERE id >= ?1 AND id < ?2")?;
        Ok(names(ended.query((range.0, range.1, recipient_hash(recipient)))?, recipient)?
            || names(unfinished.query(range)?, recipient)?)
    }

    /// Whether a message fits as far as itself tells.
    fn may_fit(&self, story: &Story) -> bool {
        !story.forgotten && self.fits(&story.traced)
    }

    fn fits(&self, message: &Traced) -> bool {
        let filter = self.filter;
        filter.sender.as_ref().is_none_or(|sender| {
            sender.eq_ignore_ascii_case(message.sender.as_deref().unwrap_or(""))
        }) && filter.subject.as_ref().is_none_or(|part| contains(&message.subject, part))
            && filter.script.as_ref().is_none_or(|script| *script == message.script)
            && filter.message_id.as_ref().is_none_or(|id| bare(id) == bare(&message.message_id))
    }

    fn deliveries(&self, first: i64, mails: i64) -> rusqlite::Result<Vec<TracedDelivery>> {
        let mut deliveries = Vec::new();
        for id in first..first + mails {
            deliveries.extend(self.delivery(DeliveryId(id))?);
        }
        Ok(deliveries)
    }

    fn delivery(&self, id: DeliveryId) -> rusqlite::Result<Option<TracedDelivery>> {
        let unfinished = self
            .db
            .prepare_cached(
                "SELECT recipient, next_at, generation, state FROM delivery WHERE id = ?1",
            )?
            .query_row([id.0], |row| {
                let generation: i64 = row.get(2)?;
                let queued = generation == self.queue.generation || ENDING.contains(&row.get(3)?);
                Ok(TracedDelivery {
                    delivery: id,
                    recipient: row.get(0)?,
                    state: if queued { "queued" } else { "purged" },
                    next_at: if queued { Some(Time(row.get(1)?)) } else { None },
                    attempts: Vec::new(),
                })
            })
            .optional()?;
        if let Some(mut delivery) = unfinished {
            delivery.attempts = self.attempts(id)?;
            return Ok(Some(delivery));
        }
        let ended = self
            .db
            .prepare_cached(
                "SELECT recipient, state, at, class, host, code, enhanced, text FROM ended WHERE delivery = ?1",
            )?
            .query_row([id.0], |row| {
                let state = word(row.get_ref(1)?.as_str().unwrap_or_default());
                let at: Option<i64> = row.get(2)?;
                let last = at.map(|at| -> rusqlite::Result<Attempt> {
                    Ok(Attempt {
                        at: Time(at),
                        outcome: state,
                        class: row.get::<_, Option<String>>(3)?.as_deref().map(class),
                        remote: remote(row, 4)?,
                    })
                });
                let delivery = TracedDelivery {
                    delivery: id,
                    recipient: row.get(0)?,
                    state,
                    next_at: None,
                    attempts: Vec::new(),
                };
                Ok((delivery, last.transpose()?))
            })
            .optional()?;
        let Some((mut delivery, last)) = ended else { return Ok(None) };
        delivery.attempts = self.attempts(id)?;
        delivery.attempts.extend(last);
        Ok(Some(delivery))
    }

    /// The attempts that did not end the delivery.
    fn attempts(&self, id: DeliveryId) -> rusqlite::Result<Vec<Attempt>> {
        let mut statement = self.db.prepare_cached(
            "SELECT at, host, code, enhanced, text FROM attempt WHERE id >= ?1 AND id < ?2 ORDER BY id",
        )?;
        let attempts = statement.query_map([id.0 * ATTEMPTS, (id.0 + 1) * ATTEMPTS], |row| {
            Ok(Attempt {
                at: Time(row.get(0)?),
                outcome: "deferred",
                class: None,
                remote: remote(row, 1)?,
            })
        })?;
        attempts.collect()
    }
}

/// Whether one of these addresses is the recipient's.
fn names(mut rows: rusqlite::Rows<'_>, recipient: &str) -> rusqlite::Result<bool> {
    while let Some(row) = rows.next()? {
        if row.get_ref(0)?.as_str().is_ok_and(|to| to.eq_ignore_ascii_case(recipient)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The word of an end, as the view has it.
fn word(stored: &str) -> &'static str {
    match stored {
        "sent" => "sent",
        "failed" => "failed",
        "deleted" => "deleted",
        _ => "purged",
    }
}

/// A `Message-ID` without its angle brackets.
fn bare(message_id: &str) -> &str {
    message_id.trim().trim_start_matches('<').trim_end_matches('>')
}

#[cfg(test)]
mod tests {
    use super::super::SqliteStore;
    use super::*;
    use crate::contract::stage::{NOON, mail, new_site, settlement, to};
    use crate::{End, NewMessage, Store};

    /// A store with five messages to ten recipients each, the first three of them ended.
    async fn store(folder: &std::path::Path) -> (SqliteStore, SiteId) {
        let store = SqliteStore::for_test(folder, 1 << 20, None);
        let site = store.add_site(new_site("a.example")).await.unwrap();
        for nth in 0..5 {
            let deliveries = (0..10).map(|nth| to(&format!("r{nth}@example.net"))).collect();
            store.accept(NewMessage { deliveries, ..mail(site, &[]) }).await.unwrap();
            let all = store.number("SELECT max(id) FROM delivery") - 9..;
            let end = |id| settlement(site, DeliveryId(id), NOON, End::Sent);
            if nth < 3 {
                store.settle(all.take(10).map(end).collect()).await.unwrap();
            }
        }
        (store, site)
    }

    /// How many rows each page has until there are no more.
    fn pages(store: &SqliteStore, site: SiteId, queued: u64, look: usize, to: &str) -> Vec<usize> {
        store.with_writer(|writer| {
            let filter = TraceFilter { recipient: Some(to.into()), ..TraceFilter::default() };
            let queue = Queue { site, generation: 1, queued };
            let reader = Reader { db: &writer.ledger.db, site, filter: &filter, queue, look };
            let mut pages = Vec::new();
            let mut before = None;
            loop {
                let page = reader.page(before, 100).unwrap();
                pages.push(page.rows.len());
                before = page.next;
                if before.is_none() {
                    return pages;
                }
            }
        })
    }

    #[tokio::test]
    async fn a_page_looks_at_so_many_deliveries_whichever_way_it_goes() {
        let folder = tempfile::tempdir().unwrap();
        let (store, site) = store(folder.path()).await;
        // Each message is eleven rows with its deliveries.
        assert_eq!(pages(&store, site, FEW + 1, 22, "R3@example.net"), [2, 2, 1]);
        assert_eq!(pages(&store, site, FEW + 1, 22, "nobody@example.net"), [0, 0, 0]);
        assert_eq!(pages(&store, site, FEW, 22, "R3@example.net"), [2, 2, 1]);
        assert_eq!(pages(&store, site, FEW, 1000, "r3@example.net"), [5]);
    }

    #[tokio::test]
    async fn an_address_with_many_ends_is_looked_for_piece_by_piece() {
        let folder = tempfile::tempdir().unwrap();
        let (store, site) = store(folder.path()).await;
        // Two that are queued and the newest end; an end each; none.
        assert_eq!(pages(&store, site, FEW, 1, "r3@example.net"), [1, 1, 1, 1, 1, 0]);
    }
}
