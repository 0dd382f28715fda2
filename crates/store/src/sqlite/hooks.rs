//! Webhooks, their outbox and their log of answers.
//!
//! The writer keeps the list of hooks in memory, so that an event costs nothing where nobody wants it. Of a lane only the
//! first event that waits has a `next_at`, so that what is due is read off an index whatever waits behind it.

use postern_core::hook::{ANSWER_TEXT, ANSWERS, Kind, Kinds, WAITING};
use postern_core::ids::{EventId, HookId, SiteId};
use postern_core::time::Time;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::fault::Fault;
use super::ledger::{Ledger, Verdict};
use super::read::failure_of_id;
use crate::hook::{
    DueEvents, Event, EventEnd, EventSettlement, EventState, Facts, Hook, HookAdded, HookAnswer,
    HookChange, NewHook, News, named, own_lane,
};
use crate::people::Hidden;
use crate::{By, Error};

/// A hook as the writer knows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Listed {
    id: HookId,
    site: Option<SiteId>,
    kinds: Kinds,
    on: bool,
    waiting: u64,
}

/// An event that is to be written.
struct NewEvent<'a> {
    hook: HookId,
    site: Option<SiteId>,
    at: Time,
    facts: &'a Facts,
    /// Whether it waits for those of its site.
    in_order: bool,
}

impl Ledger {
    pub(super) fn add_hook(&mut self, new: &NewHook) -> Verdict<HookAdded> {
        if let Some(key) = &new.key {
            let mut statement = self
                .db
                .prepare_cached("SELECT id, digest FROM webhook WHERE site IS ?1 AND key = ?2")?;
            let earlier = statement
                .query_row(params![new.site.map(|site| site.0), key.key.0], |row| {
                    Ok((HookId(row.get(0)?), row.get::<_, Option<[u8; 16]>>(1)?))
                })
                .optional()?;
            if let Some((id, digest)) = earlier {
                let is_same = digest == Some(key.digest);
                return Ok(if is_same {
                    HookAdded::Repeated(id)
                } else {
                    HookAdded::KeyReused(id)
                });
            }
        }
        if let Some(site) = new.site {
            self.standing(site)?;
        }
        let there = self.hooks()?.iter().filter(|hook| hook.site == new.site).count() as u64;
        if there >= new.most {
            return Err(Error::TooMany { what: "webhooks", most: new.most }.into());
        }
        let id = HookId(self.next_id());
        self.db
            .prepare_cached(
                "INSERT INTO webhook VALUES (?1, ?2, ?3, ?4, ?5, NULL, NULL, ?6, 1, '', ?7, ?8, 0, ?9, ?10)",
            )?
            .execute(params![
                id.0,
                new.site.map(|site| site.0),
                new.url,
                new.kinds.bits(),
                new.secret.0,
                new.allow_private,
                new.by.who,
                new.by.at.0,
                new.key.map(|key| key.key.0),
                new.key.map(|key| key.digest),
            ])?;
        self.log_hook(new.site, &new.by, "webhook add", &named(id, &new.url))?;
        self.hooks = None;
        Ok(HookAdded::Made(id))
    }

    pub(super) fn change_hook(&mut self, id: HookId, change: &HookChange, by: &By) -> Verdict<()> {
        let hook = self.hook(id)?;
        let url = change.url.as_ref().unwrap_or(&hook.url);
        let on = change.on.unwrap_or(hook.on);
        self.db
            .prepare_cached(
                "UPDATE webhook SET url = ?2, kinds = ?3, allow_private = ?4, active = ?5, note = ?6 WHERE id = ?1",
            )?
            .execute(params![
                id.0,
                url,
                change.kinds.unwrap_or(hook.kinds).bits(),
                change.allow_private.unwrap_or(hook.allow_private),
                on,
                if change.on.is_some() { "" } else { &hook.note },
            ])?;
        if let Some(secret) = &change.secret {
            self.db
                .prepare_cached(
                    "UPDATE webhook SET old_secret = secret, secret = ?2, old_until = ?3 WHERE id = ?1",
                )?
                .execute(params![id.0, secret.sealed.0, secret.both_until.0])?;
        }
        if hook.on && !on {
            self.drop_waiting(id)?;
        }
        let told = match change.note {
            "" => named(id, url),
            note => format!("{}: {note}", named(id, url)),
        };
        self.log_hook(hook.site, by, "webhook change", &told)?;
        self.hooks = None;
        Ok(())
    }

    pub(super) fn remove_hook(&mut self, id: HookId, by: &By) -> Verdict<()> {
        let hook = self.hook(id)?;
        self.forget_hook(id)?;
        self.log_hook(hook.site, by, "webhook remove", &named(id, &hook.url))?;
        Ok(())
    }

    pub(super) fn announce(&mut self, news: &News) -> Verdict<bool> {
        self.standing(news.site)?;
        let (name, value) = &news.once;
        let told: Option<String> = self
            .db
            .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        if told.as_ref() == Some(value) || !self.tell_hooks(news.site, news.at, &news.facts)? {
            return Ok(false);
        }
        self.remember(name, value)?;
        Ok(true)
    }

    pub(super) fn test_hook(&mut self, id: HookId, by: &By) -> Verdict<EventId> {
        let hook = self.hook(id)?;
        if !hook.on {
            return Err(Error::NotFound("webhook that is on").into());
        }
        let facts = Facts::Test { by: by.who.clone() };
        let event =
            NewEvent { hook: id, site: hook.site, at: by.at, facts: &facts, in_order: false };
        let written = self.write_event(&event)?;
        written
            .ok_or_else(|| Error::TooMany { what: "events of the webhook", most: WAITING }.into())
    }

    pub(super) fn send_again(&mut self, id: HookId, event: EventId, by: &By) -> Verdict<()> {
        let hook = self.hook(id)?;
        if !hook.on {
            return Err(Error::NotFound("webhook that is on").into());
        }
        let found: Option<i64> = self
            .db
            .prepare_cached("SELECT state FROM outbox WHERE id = ?1 AND hook = ?2")?
            .query_row([event.0, id.0], |row| row.get(0))
            .optional()?;
        match found {
            None => return Err(Error::NotFound("event").into()),
            Some(WAITS) => {
                // Not before those of its lane that are older: only the first has a time.
                self.db
                    .prepare_cached(
                        "UPDATE outbox SET next_at = ?2 WHERE id = ?1 AND next_at IS NOT NULL",
                    )?
                    .execute([event.0, by.at.0])?;
            }
            Some(_) => {
                self.db
                    .prepare_cached(
                        "UPDATE outbox SET lane = ?2, state = 0, since = ?3, attempts = 0, next_at = ?3 WHERE id = ?1",
                    )?
                    .execute([event.0, own_lane(event), by.at.0])?;
                self.count_waiting(id, 1)?;
            }
        }
        let told = format!("{}: event {event}", named(id, &hook.url));
        self.log_hook(hook.site, by, "webhook send again", &told)?;
        Ok(())
    }

    pub(super) fn settle_event(&mut self, settlement: &EventSettlement) -> Verdict<bool> {
        let EventSettlement { event, at, .. } = settlement;
        let found = self
            .db
            .prepare_cached("SELECT hook, lane FROM outbox WHERE id = ?1 AND state = 0")?
            .query_row([event.0], |row| Ok((HookId(row.get(0)?), row.get::<_, i64>(1)?)))
            .optional()?;
        let Some((hook, lane)) = found else { return Ok(false) };
        let end = |state: i64| -> rusqlite::Result<()> {
            self.db
                .prepare_cached(
                    "UPDATE outbox SET state = ?2, next_at = NULL, attempts = attempts + 1 WHERE id = ?1",
                )?
                .execute([event.0, state])?;
            self.db
                .prepare_cached(
                    "UPDATE outbox SET next_at = ?3 WHERE id =
                        (SELECT min(id) FROM outbox WHERE hook = ?1 AND state = 0 AND lane = ?2)",
                )?
                .execute([hook.0, lane, at.0])?;
            Ok(())
        };
        match &settlement.end {
            EventEnd::Retry { at } => {
                self.db
                    .prepare_cached(
                        "UPDATE outbox SET next_at = ?2, attempts = attempts + 1 WHERE id = ?1",
                    )?
                    .execute([event.0, at.0])?;
            }
            EventEnd::Taken => {
                end(TAKEN)?;
                self.count_waiting(hook, -1)?;
            }
            EventEnd::GivenUp => {
                end(GIVEN_UP)?;
                self.count_waiting(hook, -1)?;
            }
            EventEnd::Off { note } => {
                end(GIVEN_UP)?;
                self.turn_off(hook, note, *at)?;
            }
        }
        self.write_answer(hook, settlement)?;
        Ok(true)
    }

    /// Writes an event for each hook that wants it; says whether one does.
    pub(super) fn tell_hooks(
        &mut self,
        site: SiteId,
        at: Time,
        facts: &Facts,
    ) -> Result<bool, Fault> {
        let kind = facts.kind();
        let wants = |hook: &&Listed| {
            hook.on && hook.kinds.has(kind) && hook.site.is_none_or(|of| of == site)
        };
        let wanting: Vec<HookId> = self.hooks()?.iter().filter(wants).map(|hook| hook.id).collect();
        if wanting.is_empty() || self.book_of(site)?.removed {
            return Ok(false);
        }
        for hook in &wanting {
            self.write_event(&NewEvent {
                hook: *hook,
                site: Some(site),
                at,
                facts,
                in_order: true,
            })?;
        }
        Ok(true)
    }

    /// Writes an event; `None` where too many wait: then it is counted as dropped.
    fn write_event(&mut self, new: &NewEvent<'_>) -> Result<Option<EventId>, Fault> {
        let waiting = self.hooks()?.iter().find(|hook| hook.id == new.hook);
        if waiting.is_none_or(|hook| hook.waiting >= WAITING) {
            self.count_dropped(new.hook, 1)?;
            return Ok(None);
        }
        let facts = serde_json::to_string(new.facts)
            .map_err(|error| Fault::Statement(error.to_string()))?;
        let id = EventId(self.next_id());
        let lane = match new.site {
            Some(site) if new.in_order => site.0,
            _ => own_lane(id),
        };
        self.db
            .prepare_cached(
                "INSERT INTO outbox VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?6, 0,
                    CASE WHEN EXISTS (SELECT 1 FROM outbox WHERE hook = ?2 AND state = 0 AND lane = ?3)
                    THEN NULL ELSE ?6 END)",
            )?
            .execute(params![
                id.0,
                new.hook.0,
                lane,
                new.site.map(|site| site.0),
                facts,
                new.at.0
            ])?;
        self.count_waiting(new.hook, 1)?;
        Ok(Some(id))
    }

    /// Adds to the log of answers, and forgets what is too old for it with the events it alone names.
    fn write_answer(&mut self, hook: HookId, said: &EventSettlement) -> Result<(), Fault> {
        let id = self.next_id();
        self.db
            .prepare_cached("INSERT INTO hook_answer VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
            .execute(params![
                id,
                hook.0,
                said.event.0,
                said.at.0,
                i64::try_from(said.took.as_millis()).unwrap_or(i64::MAX),
                said.status,
                said.trouble,
                said.detail,
                cut(&said.text),
            ])?;
        self.db
            .prepare_cached(
                "DELETE FROM hook_answer WHERE hook = ?1 AND id NOT IN
                    (SELECT id FROM hook_answer WHERE hook = ?1 ORDER BY id DESC LIMIT ?2)",
            )?
            .execute(params![hook.0, ANSWERS])?;
        self.db
            .prepare_cached(
                "DELETE FROM outbox WHERE hook = ?1 AND state > 0 AND id NOT IN
                    (SELECT event FROM hook_answer WHERE hook = ?1)",
            )?
            .execute([hook.0])?;
        Ok(())
    }

    /// A receiver that wants no more of it.
    fn turn_off(&mut self, id: HookId, note: &str, at: Time) -> Verdict<()> {
        let hook = self.hook(id)?;
        self.db
            .prepare_cached("UPDATE webhook SET active = 0, note = ?2 WHERE id = ?1")?
            .execute(params![id.0, note])?;
        self.drop_waiting(id)?;
        let by = By { who: "webhook".into(), at };
        self.log_hook(hook.site, &by, "webhook off", &format!("{}: {note}", named(id, &hook.url)))?;
        self.hooks = None;
        Ok(())
    }

    /// What waits for a hook is told no more: what was tried stays in the log, the rest goes.
    fn drop_waiting(&mut self, id: HookId) -> Result<(), Fault> {
        let tried = self
            .db
            .prepare_cached(
                "UPDATE outbox SET state = 2, next_at = NULL WHERE hook = ?1 AND state = 0 AND attempts > 0",
            )?
            .execute([id.0])?;
        let rest = self
            .db
            .prepare_cached("DELETE FROM outbox WHERE hook = ?1 AND state = 0")?
            .execute([id.0])?;
        self.hooks = None;
        self.count_dropped(id, tried + rest)
    }

    fn count_dropped(&mut self, id: HookId, events: usize) -> Result<(), Fault> {
        self.db
            .prepare_cached("UPDATE webhook SET dropped = dropped + ?2 WHERE id = ?1")?
            .execute(params![id.0, events])?;
        Ok(())
    }

    fn count_waiting(&mut self, id: HookId, by: i64) -> Result<(), Fault> {
        if let Some(hook) = self.hooks()?.iter_mut().find(|hook| hook.id == id) {
            hook.waiting = hook.waiting.saturating_add_signed(by);
        }
        Ok(())
    }

    fn forget_hook(&mut self, id: HookId) -> Result<(), Fault> {
        for sql in [
            "DELETE FROM outbox WHERE hook = ?1",
            "DELETE FROM hook_answer WHERE hook = ?1",
            "DELETE FROM webhook WHERE id = ?1",
        ] {
            self.db.prepare_cached(sql)?.execute([id.0])?;
        }
        self.hooks = None;
        Ok(())
    }

    /// A site is going: so do its hooks, and what others were to be told of it.
    pub(super) fn drop_site_of_hooks(&mut self, site: SiteId) -> Result<(), Fault> {
        let listed = self.hooks()?.clone();
        for hook in listed {
            if hook.site == Some(site) {
                self.forget_hook(hook.id)?;
                continue;
            }
            for sql in [
                "DELETE FROM hook_answer WHERE hook = ?1 AND event IN
                    (SELECT id FROM outbox WHERE hook = ?1 AND site = ?2)",
                "DELETE FROM outbox WHERE hook = ?1 AND site = ?2",
            ] {
                self.db.prepare_cached(sql)?.execute([hook.id.0, site.0])?;
            }
        }
        self.hooks = None;
        Ok(())
    }

    fn log_hook(
        &mut self,
        site: Option<SiteId>,
        by: &By,
        what: &str,
        told: &str,
    ) -> Result<(), Fault> {
        match site {
            Some(site) => self.log(site, by, what, told).map(drop),
            None => self.log_people(by, what, told),
        }
    }

    fn hook(&self, id: HookId) -> Verdict<Hook> {
        let hook = read_hooks(&self.db, "WHERE id = ?1", [id.0])?.pop();
        hook.ok_or_else(|| Error::NotFound("webhook").into())
    }

    /// All hooks, as they stand in this transaction.
    fn hooks(&mut self) -> Result<&mut Vec<Listed>, Fault> {
        if self.hooks.is_none() {
            let mut statement = self.db.prepare_cached(
                "SELECT id, site, kinds, active,
                    (SELECT count(*) FROM outbox WHERE hook = webhook.id AND state = 0) FROM webhook",
            )?;
            let rows = statement.query_map([], |row| {
                Ok(Listed {
                    id: HookId(row.get(0)?),
                    site: row.get::<_, Option<i64>>(1)?.map(SiteId),
                    kinds: Kinds::from_bits(row.get(2)?),
                    on: row.get(3)?,
                    waiting: row.get(4)?,
                })
            })?;
            self.hooks = Some(rows.collect::<rusqlite::Result<_>>()?);
        }
        Ok(self.hooks.get_or_insert_default())
    }
}

const WAITS: i64 = 0;
const TAKEN: i64 = 1;
const GIVEN_UP: i64 = 2;

/// As much of a text as is kept.
fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(ANSWER_TEXT)]
}

// --- reading ---

/// Hooks that fit a condition.
pub(super) fn read_hooks(
    db: &Connection,
    condition: &str,
    params: impl rusqlite::Params,
) -> rusqlite::Result<Vec<Hook>> {
    let sql = format!(
        "SELECT id, site, url, kinds, secret, old_secret, old_until, allow_private, active, note, made_by, made_at, dropped,
            (SELECT count(*) FROM outbox WHERE hook = webhook.id AND state = 0)
         FROM webhook {condition}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(params, |row| {
        let old_until = row.get::<_, Option<i64>>(6)?.map(Time);
        let old_secret = row.get::<_, Option<Vec<u8>>>(5)?.map(Hidden);
        Ok(Hook {
            id: HookId(row.get(0)?),
            site: row.get::<_, Option<i64>>(1)?.map(SiteId),
            url: row.get(2)?,
            kinds: Kinds::from_bits(row.get(3)?),
            secret: Hidden(row.get(4)?),
            old_secret: old_secret.zip(old_until),
            allow_private: row.get(7)?,
            on: row.get(8)?,
            note: row.get(9)?,
            made_by: row.get(10)?,
            made_at: Time(row.get(11)?),
            dropped: row.get(12)?,
            waiting: row.get(13)?,
        })
    })?;
    rows.collect()
}

/// What is due, but for events in hand and hooks that have enough in hand.
pub(super) fn due_events(
    db: &Connection,
    now: Time,
    in_hand: &[EventId],
    busy: &[HookId],
    limit: usize,
) -> rusqlite::Result<DueEvents> {
    // Index outbox_due (next_at): at most one row of each lane.
    let mut statement = db.prepare_cached(
        "SELECT id, hook, site, at, since, attempts, facts FROM outbox
         WHERE next_at IS NOT NULL AND next_at <= ?1 ORDER BY next_at, id",
    )?;
    let mut rows = statement.query([now.0])?;
    let mut events: Vec<Event> = Vec::new();
    while let Some(row) = rows.next()? {
        if events.len() == limit {
            break;
        }
        let (id, hook) = (EventId(row.get(0)?), HookId(row.get(1)?));
        if in_hand.contains(&id) || busy.contains(&hook) {
            continue;
        }
        events.push(event(db, row, id, hook)?);
    }
    let next_at = db
        .prepare_cached(
            "SELECT min(next_at) FROM outbox WHERE next_at IS NOT NULL AND next_at > ?1",
        )?
        .query_row([now.0], |row| row.get::<_, Option<i64>>(0))?;
    Ok(DueEvents { events, next_at: next_at.map(Time) })
}

fn event(db: &Connection, row: &Row<'_>, id: EventId, hook: HookId) -> rusqlite::Result<Event> {
    let facts = facts(&row.get::<_, String>(6)?);
    let failure = match facts {
        Facts::MailFailed { failure } => failure_of_id(db, failure)?.map(Box::new),
        _ => None,
    };
    Ok(Event {
        id,
        hook,
        site: row.get::<_, Option<i64>>(2)?.map(SiteId),
        at: Time(row.get(3)?),
        since: Time(row.get(4)?),
        attempts: row.get(5)?,
        facts,
        failure,
    })
}

/// Reads what `write_event` wrote; a test where it is none that this program knows.
fn facts(json: &str) -> Facts {
    serde_json::from_str(json).unwrap_or_else(|_| Facts::Test { by: String::new() })
}

/// The log of answers of a hook, newest first.
pub(super) fn hook_answers(db: &Connection, hook: HookId) -> rusqlite::Result<Vec<HookAnswer>> {
    let mut statement = db.prepare_cached(
        "SELECT a.id, a.event, e.site, a.at, a.millis, a.status, a.trouble, a.detail, a.text, e.state, e.next_at, e.facts
         FROM hook_answer a JOIN outbox e ON e.id = a.event WHERE a.hook = ?1 ORDER BY a.id DESC",
    )?;
    let rows = statement.query_map([hook.0], |row| {
        let kind: Kind = facts(&row.get::<_, String>(11)?).kind();
        Ok(HookAnswer {
            id: row.get(0)?,
            event: EventId(row.get(1)?),
            kind,
            site: row.get::<_, Option<i64>>(2)?.map(SiteId),
            at: Time(row.get(3)?),
            took: std::time::Duration::from_millis(row.get(4)?),
            status: row.get(5)?,
            trouble: row.get(6)?,
            detail: row.get(7)?,
            text: row.get(8)?,
            state: match row.get(9)? {
                WAITS => EventState::Waiting,
                TAKEN => EventState::Taken,
                _ => EventState::GivenUp,
            },
            next_at: row.get::<_, Option<i64>>(10)?.map(Time),
        })
    })?;
    rows.collect()
}
