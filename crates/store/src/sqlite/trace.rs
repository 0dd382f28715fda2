//! The stories of a site's messages, newest first.
//!
//! Each message names the one its site accepted before, so a site's messages are followed back one look-up at a time;
//! a page looks at a bounded number of them. Three filters are quicker: a message's id, and a recipient's address on a
//! site with few queued mails: ended deliveries are found by its hash, and the queue is read whole.

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
    let Some(queue) = Queue::of(db, site)? else {
        return Ok(Page { rows: Vec::new(), next: None });
    };
    let reader = Reader { db, site, filter, queue };
    let before = before.unwrap_or(MessageId(i64::MAX));
    if let Some(id) = filter.message {
        return reader.of_ids([id].into_iter().filter(|id| *id < before), limit);
    }
    match &filter.recipient {
        Some(recipient) if queue.queued <= FEW => {
            let found = reader.to_recipient(recipient, before)?;
            reader.of_ids(found.into_iter().rev(), limit)
        }
        _ => reader.back_from(before, limit),
    }
}

struct Reader<'a> {
    db: &'a Connection,
    site: SiteId,
    filter: &'a TraceFilter,
    queue: Queue,
}

impl Reader<'_> {
    /// The stories of these messages, in this order.
    fn of_ids(
        &self,
        ids: impl Iterator<Item = MessageId>,
        limit: usize,
    ) -> rusqlite::Result<Page<Traced, MessageId>> {
        let mut page: Page<Traced, MessageId> = Page { rows: Vec::new(), next: None };
        for id in ids {
            let Some(story) = self.story(id)? else { continue };
            if let Some(traced) = self.told(story)? {
                if page.rows.len() == limit {
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
        let mut last = None;
        for _ in 0..LOOK {
            let Some(story) = self.story(at)? else { return Ok(page) };
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
    fn to_recipient(
        &self,
        recipient: &str,
        before: MessageId,
    ) -> rusqlite::Result<BTreeSet<MessageId>> {
        // Index ended_recipient (site, recipient_hash).
        let mut ended = self.db.prepare_cached(
            "SELECT message, recipient FROM ended WHERE site = ?1 AND recipient_hash = ?2",
        )?;
        let mut rows = ended.query(params![self.site.0, recipient_hash(recipient)])?;
        let mut found = BTreeSet::new();
        let mut take = |row: &Row<'_>| -> rusqlite::Result<()> {
            let message = MessageId(row.get(0)?);
            let to = row.get_ref(1)?.as_str().unwrap_or_default();
            if message < before && to.eq_ignore_ascii_case(recipient) {
                found.insert(message);
            }
            Ok(())
        };
        while let Some(row) = rows.next()? {
            take(row)?;
        }
        let mut unfinished =
            self.db.prepare_cached("SELECT message, recipient FROM delivery WHERE id = ?1")?;
        for id in self.queue.whole(self.db)? {
            unfinished.query_row([id.0], &mut take).optional()?;
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

    /// The whole story of a message that fits.
    fn told(&self, story: Story) -> rusqlite::Result<Option<Traced>> {
        if story.forgotten || !self.fits(&story.traced) {
            return Ok(None);
        }
        let mut traced = story.traced;
        traced.deliveries = self.deliveries(story.first, story.mails)?;
        let to_recipient = self.filter.recipient.as_ref().is_none_or(|recipient| {
            traced.deliveries.iter().any(|to| to.recipient.eq_ignore_ascii_case(recipient))
        });
        Ok(Some(traced).filter(|_| to_recipient))
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
