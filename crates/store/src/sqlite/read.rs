//! What is read: one question, one answer, each from one state of the database.
//!
//! Every question is paged by key and looks at a bounded number of rows; a page may be shorter than asked and still say
//! where to go on. What needs more than a statement or two has a file of its own: `walk` (the queue), `trace`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use postern_core::classify::Class;
use postern_core::counter::{self, Bucket, Counters};
use postern_core::ids::{ActionId, DeliveryId, JobId, MessageId, ScriptId, SiteId, StopId, UserId};
use postern_core::limits::Limits;
use postern_core::notice::Notices;
use postern_core::time::Time;
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};

use super::fault::Fault;
use super::hooks::{due_events, hook_answers, read_hooks};
use super::jobs::{Wanted, job_of_key, kind, named};
use super::ledger::{state, stopped};
use super::measure::measures;
use super::ovh::{read_applications, read_consumers};
use super::people::{read_sessions, read_tokens, read_users};
use super::row::{Delivery, Stands, delivery};
use super::settle::attempt_id;
use super::shared::Shared;
use super::sites::{read_identities, read_list};
use super::told::{actions_after, failed_on, told};
use super::trace;
use super::walk::{FEW, Piece, Queue};
use crate::people::{Hidden, Session, Token, User};
use crate::view::{
    ActionEntry, Failure, FailureClasses, FailureFilter, Health, HooksOf, Order, Page, Question,
    QueueKinds, Queued, RankedSite, Reply, Script, ScriptDay, SiteFigures, SiteFilter, SiteOrder,
    SiteRanking, SiteTotals,
};
use crate::{By, Job, Remote, Selection, Site, SiteSettings, Stop};

/// Rows looked at for one page of a filtered question.
pub(super) const LOOK: usize = 5_000;

/// Rows looked at for the oldest delivery of a site with many.
const LOOK_FOR_OLDEST: usize = 100_000;

pub(super) fn view(db: &Connection, shared: &Shared, question: Question) -> Result<Reply, Fault> {
    let snapshot = db.unchecked_transaction()?;
    let reply = answer(&snapshot, shared, question)?;
    snapshot.finish()?;
    Ok(reply)
}

fn answer(db: &Connection, shared: &Shared, question: Question) -> rusqlite::Result<Reply> {
    Ok(match question {
        Question::Sites { after, limit } => Reply::Sites(sites(
            db,
            "WHERE s.removed_at IS NULL AND s.name > ?1 ORDER BY s.name LIMIT ?2",
            params![after, rows(limit)],
        )?),
        Question::SiteNamed(name) => {
            let found = sites(db, "WHERE s.removed_at IS NULL AND s.name = ?1", [name])?;
            Reply::Site(found.into_iter().next().map(Box::new))
        }
        Question::Site(id) => {
            let found = sites(db, "WHERE s.removed_at IS NULL AND s.id = ?1", [id.0])?;
            Reply::Site(found.into_iter().next().map(Box::new))
        }
        Question::SitesWithWork => Reply::Sites(sites(
            db,
            "WHERE s.removed_at IS NULL AND c.queued > 0 ORDER BY s.id",
            [],
        )?),
        Question::Logins => Reply::Logins(logins(db)?),
        Question::Stops(None) => Reply::Stops(stops(db, "ORDER BY id", [])?),
        Question::Stops(Some(site)) => {
            Reply::Stops(stops(db, "WHERE site = ?1 ORDER BY id", [site.0])?)
        }
        Question::Stop(id) => Reply::Stops(stops(db, "WHERE id = ?1", [id.0])?),
        Question::Queue { site, selection, after, limit } => {
            Reply::Queue(queue(db, shared, site, &selection, after, limit)?)
        }
        Question::QueueKinds { site, now: _ } => Reply::QueueKinds(queue_kinds(db, site)?),
        Question::Failures { site, filter, before, limit } => {
            Reply::Failures(failures(db, site, &filter, before, limit)?)
        }
        Question::FailureClasses { site, filter } => {
            Reply::FailureClasses(failure_classes(db, site, &filter)?)
        }
        Question::Trace { site, filter, before, limit } => {
            Reply::Trace(trace::trace(db, site, &filter, before, limit)?)
        }
        Question::HalfHours { site, from, to } => Reply::HalfHours(half_hours(db, site, from, to)?),
        Question::Days { site, from, to } => Reply::Days(days(db, site, from, to)?),
        Question::Today { site, day } => {
            let found = bucket(db, ONE_DAY, i64::from(day), site)?;
            Reply::Today(found.unwrap_or_default())
        }
        Question::Scripts { site, by, limit } => Reply::Scripts(scripts(db, site, by, limit)?),
        Question::ScriptNamed { site, name } => {
            let found = named_script(db, site, &name)?;
            Reply::ScriptNamed(found.map(Box::new))
        }
        Question::ScriptDays { scripts, from } => {
            Reply::ScriptDays(script_days(db, &scripts, from)?)
        }
        Question::SiteRanking { filter, by, days_from, after, limit } => {
            Reply::SiteRanking(site_ranking(db, &filter, by, days_from, after, limit)?)
        }
        Question::Actions { site, before, limit } => {
            Reply::Actions(actions(db, site, before, limit)?)
        }
        Question::ActionsAfter { after, limit } => {
            Reply::ActionsAfter(actions_after(db, after, limit)?)
        }
        Question::Told(site) => Reply::Told(told(db, site)?),
        Question::FailedOn { day, after, limit } => {
            Reply::FailedOn(failed_on(db, day, after, limit)?)
        }
        Question::Job(id) => Reply::Job(job(db, id)?),
        Question::Jobs { site, before, limit } => Reply::Jobs(site_jobs(db, site, before, limit)?),
        Question::JobOfKey { site, key } => Reply::JobOfKey(job_of_key(db, site, key)?),
        Question::Remembered(name) => Reply::Remembered(
            db.prepare_cached("SELECT value FROM setting WHERE name = ?1")?
                .query_row([name], |row| row.get(0))
                .optional()?,
        ),
        Question::Users { after, limit } => Reply::Users(read_users(
            db,
            "WHERE name > ?1 ORDER BY name LIMIT ?2",
            params![after, rows(limit)],
        )?),
        Question::User(id) => Reply::User(user(db, id)?.map(Box::new)),
        Question::UserNamed(name) => {
            Reply::User(read_users(db, "WHERE name = ?1", [name])?.pop().map(Box::new))
        }
        Question::SessionOf(Hidden(hash)) => Reply::SessionOf(session_of(db, &hash)?.map(Box::new)),
        Question::Sessions(user) => {
            Reply::Sessions(read_sessions(db, "WHERE user = ?1 ORDER BY id DESC", [user.0])?)
        }
        Question::TokenOf(Hidden(hash)) => Reply::TokenOf(token_of(db, &hash)?.map(Box::new)),
        Question::Tokens { user: None, after, limit } => Reply::Tokens(read_tokens(
            db,
            "WHERE id > ?1 ORDER BY id LIMIT ?2",
            params![after.0, rows(limit)],
        )?),
        Question::Tokens { user: Some(user), after, limit } => Reply::Tokens(read_tokens(
            db,
            "WHERE user = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
            params![user.0, after.0, rows(limit)],
        )?),
        Question::Hooks(of) => Reply::Hooks(match of {
            HooksOf::Everybody { after, limit } => {
                read_hooks(db, "WHERE id > ?1 ORDER BY id LIMIT ?2", params![after.0, rows(limit)])?
            }
            HooksOf::Site(site) => read_hooks(db, "WHERE site = ?1 ORDER BY id", [site.0])?,
        }),
        Question::Hook(id) => {
            Reply::Hook(read_hooks(db, "WHERE id = ?1", [id.0])?.pop().map(Box::new))
        }
        Question::DueEvents { now, in_hand, busy, limit } => {
            Reply::DueEvents(due_events(db, now, &in_hand, &busy, limit)?)
        }
        Question::HookAnswers(hook) => Reply::HookAnswers(hook_answers(db, hook)?),
        Question::Application(id) => {
            let found = read_applications(db, "WHERE id = ?1", [id.0])?.pop();
            Reply::Application(found.map(Box::new))
        }
        Question::ApplicationKeyed(key) => {
            let found = read_applications(db, "WHERE key = ?1", [key])?.pop();
            Reply::Application(found.map(Box::new))
        }
        Question::Applications { user: None, after, limit } => {
            Reply::Applications(read_applications(
                db,
                "WHERE id > ?1 ORDER BY id LIMIT ?2",
                params![after.0, rows(limit)],
            )?)
        }
        Question::Applications { user: Some(user), after, limit } => {
            Reply::Applications(read_applications(
                db,
                "WHERE id > ?2 AND id IN (SELECT id FROM ovh_application WHERE user = ?1
                    UNION SELECT application FROM ovh_consumer WHERE user = ?1) ORDER BY id LIMIT ?3",
                params![user.0, after.0, rows(limit)],
            )?)
        }
        Question::ConsumerOf(Hidden(hash)) => {
            Reply::Consumer(read_consumers(db, "WHERE hash = ?1", [hash])?.pop().map(Box::new))
        }
        Question::ConsumerAsked(Hidden(door)) => {
            Reply::Consumer(read_consumers(db, "WHERE door = ?1", [door])?.pop().map(Box::new))
        }
        Question::Consumers { application, limit } => Reply::Consumers(read_consumers(
            db,
            "WHERE application = ?1 ORDER BY id LIMIT ?2",
            params![application.0, rows(limit)],
        )?),
        Question::IsGivingBack(site) => Reply::IsGivingBack(
            db.prepare_cached("SELECT 1 FROM reclaim WHERE site = ?1")?.exists([site.0])?,
        ),
        Question::Health => Reply::Health(health(db, shared)?),
        Question::Measures => Reply::Measures(Box::new(measures(db, shared)?)),
    })
}

// --- sites ---

fn sites(
    db: &Connection,
    condition: &str,
    params: impl rusqlite::Params,
) -> rusqlite::Result<Vec<Site>> {
    let sql = format!(
        "SELECT s.id, s.name, s.created_at, s.zone, s.language, s.report_address, s.message_bytes, s.recipients,
                s.queued_most, s.queued_bytes_most, s.sender_domains, s.smarthosts, s.source_address, s.state, s.locked,
                s.epoch, s.since, s.changed_by, s.reason, s.held_before, c.last_accepted_at, c.accepted, c.sent,
                c.failed, c.failed_late, c.purged, c.deleted, c.queued, c.queued_bytes, c.deferred,
                c.released > 0 OR EXISTS (SELECT 1 FROM job j WHERE j.site = s.id AND j.kind = 'release' AND j.ended_at IS NULL),
                s.notices
         FROM site s JOIN counter c ON c.site = s.id {condition}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut sites: Vec<Site> =
        statement.query_map(params, site)?.collect::<rusqlite::Result<_>>()?;
    for site in &mut sites {
        site.identities = read_identities(db, site.id)?;
    }
    Ok(sites)
}

fn site(row: &Row<'_>) -> rusqlite::Result<Site> {
    Ok(Site {
        id: SiteId(row.get(0)?),
        name: row.get(1)?,
        created_at: Time(row.get(2)?),
        settings: SiteSettings {
            zone: row.get(3)?,
            language: row.get(4)?,
            report_address: row.get(5)?,
            limits: Limits {
                message_bytes: row.get(6)?,
                recipients: row.get(7)?,
                queued: row.get(8)?,
                queued_bytes: row.get(9)?,
            },
            sender_domains: read_list(&row.get::<_, String>(10)?),
            smarthosts: read_list(&row.get::<_, String>(11)?),
            source_address: row.get(12)?,
            notices: Notices::from_bits(row.get(31)?),
        },
        identities: Vec::new(),
        state: state(&row.get::<_, String>(13)?),
        locked: row.get(14)?,
        epoch: row.get(15)?,
        since: Time(row.get(16)?),
        by: row.get(17)?,
        reason: row.get(18)?,
        held_before: Duration::from_millis(row.get(19)?),
        last_accepted_at: row.get::<_, Option<i64>>(20)?.map(Time),
        counters: counters(row, 21)?,
        releases: row.get(30)?,
    })
}

pub(super) fn counters(row: &Row<'_>, from: usize) -> rusqlite::Result<Counters> {
    Ok(Counters {
        accepted: row.get(from)?,
        sent: row.get(from + 1)?,
        failed: row.get(from + 2)?,
        failed_late: row.get(from + 3)?,
        purged: row.get(from + 4)?,
        deleted: row.get(from + 5)?,
        queued: row.get(from + 6)?,
        queued_bytes: row.get(from + 7)?,
        deferred: row.get(from + 8)?,
    })
}

fn logins(db: &Connection) -> rusqlite::Result<Vec<(SiteId, String, String)>> {
    let mut statement =
        db.prepare_cached("SELECT site, login, password_hash FROM login ORDER BY login")?;
    let rows =
        statement.query_map([], |row| Ok((SiteId(row.get(0)?), row.get(1)?, row.get(2)?)))?;
    rows.collect()
}

fn stops(
    db: &Connection,
    condition: &str,
    params: impl rusqlite::Params,
) -> rusqlite::Result<Vec<Stop>> {
    let sql = format!("SELECT id, site, kind, value, who, at, reason FROM stop {condition}");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(params, |row| {
        Ok(Stop {
            id: StopId(row.get(0)?),
            site: SiteId(row.get(1)?),
            what: stopped(&row.get::<_, String>(2)?, row.get(3)?),
            by: By { who: row.get(4)?, at: Time(row.get(5)?) },
            reason: row.get(6)?,
        })
    })?;
    rows.collect()
}

// --- the queue ---

fn queue(
    db: &Connection,
    shared: &Shared,
    site: SiteId,
    selection: &Selection,
    after: DeliveryId,
    limit: usize,
) -> rusqlite::Result<Page<Queued, DeliveryId>> {
    let mut page = Page { rows: Vec::new(), next: None };
    let Some(queue) = Queue::of(db, site)? else { return Ok(page) };
    let epoch = epoch(db, site)?;
    let wanted = Wanted::of(db, site, selection)?;
    let piece = match named(selection) {
        // Deliveries named one by one are looked up, not looked for.
        Some(named) => Piece::of_named(named, after, DeliveryId(i64::MAX), LOOK),
        None => queue.piece(db, after, DeliveryId(i64::MAX), LOOK)?,
    };
    let mut read = db.prepare_cached(delivery!("WHERE d.id = ?1"))?;
    for id in piece.ids {
        let row = read.query_row([id.0], Delivery::read).optional()?;
        let is_own = |row: &Delivery| row.site == site && row.is_queued(queue.generation);
        let Some(mut row) = row.filter(is_own) else { continue };
        row.stands = stood(db, &row)?;
        if !wanted.fits(&row) {
            continue;
        }
        if page.rows.len() == limit {
            page.next = page.rows.last().map(|row: &Queued| row.delivery);
            return Ok(page);
        }
        page.rows.push(queued(db, shared, &row, epoch)?);
    }
    page.next = piece.next;
    Ok(page)
}

fn queued(
    db: &Connection,
    shared: &Shared,
    row: &Delivery,
    epoch: u64,
) -> rusqlite::Result<Queued> {
    let (subject, script) = db
        .prepare_cached(
            "SELECT m.subject, s.name FROM message m JOIN script s ON s.id = m.script WHERE m.id = ?1",
        )?
        .query_row([row.message.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Queued {
        delivery: row.id,
        message: row.message,
        accepted_at: row.accepted_at,
        sender: row.sender.clone(),
        recipient: row.recipient.clone(),
        subject,
        script,
        size: row.size,
        attempts: row.attempts,
        next_at: row.next_at,
        parked: row.stands == Stands::Parked,
        released: row.stands.passes(epoch),
        in_flight: shared.claims.is_in_hand(row.id),
        last: last(db, row)?,
    })
}

/// How a delivery stands; of one in hand that is going to end, how it stood.
fn stood(db: &Connection, row: &Delivery) -> rusqlite::Result<Stands> {
    if !matches!(row.stands, Stands::Ending(_)) {
        return Ok(row.stands);
    }
    let was = db
        .prepare_cached("SELECT was FROM ending WHERE delivery = ?1")?
        .query_row([row.id.0], |found| found.get(0))
        .optional()?;
    Ok(was.map_or(Stands::Queued, Stands::of_number))
}

/// What the last attempt of an unfinished delivery came to.
fn last(db: &Connection, row: &Delivery) -> rusqlite::Result<Remote> {
    let Some(nth) = row.attempts.checked_sub(1) else { return Ok(Remote::default()) };
    let found = db
        .prepare_cached("SELECT host, code, enhanced, text FROM attempt WHERE id = ?1")?
        .query_row([attempt_id(row.id, nth)], |row| remote(row, 0))
        .optional()?;
    Ok(found.unwrap_or_default())
}

pub(super) fn remote(row: &Row<'_>, from: usize) -> rusqlite::Result<Remote> {
    Ok(Remote {
        host: row.get(from)?,
        code: row.get(from + 1)?,
        enhanced: row.get(from + 2)?,
        text: row.get(from + 3)?,
    })
}

fn epoch(db: &Connection, site: SiteId) -> rusqlite::Result<u64> {
    let found = db
        .prepare_cached("SELECT epoch FROM site WHERE id = ?1")?
        .query_row([site.0], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or(0))
}

fn queue_kinds(db: &Connection, site: SiteId) -> rusqlite::Result<QueueKinds> {
    let counted = db
        .prepare_cached(
            "SELECT queued, deferred, parked, parked_deferred, released, released_deferred FROM counter
             WHERE site = ?1",
        )?
        .query_row([site.0], |row| {
            let (queued, deferred) = (row.get(0)?, row.get(1)?);
            kinds(&Counters { queued, deferred, ..Counters::default() }, row, 2)
        })
        .optional()?;
    let Some(kinds) = counted else { return Ok(QueueKinds::default()) };
    Ok(QueueKinds { oldest_at: oldest(db, site)?, ..kinds })
}

/// How a queue divides that counts so; the rest stands in four columns from this one on. Its oldest is not looked for.
pub(super) fn kinds(
    counters: &Counters,
    row: &Row<'_>,
    from: usize,
) -> rusqlite::Result<QueueKinds> {
    let (parked, parked_deferred): (u64, u64) = (row.get(from)?, row.get(from + 1)?);
    let deferred = counters.deferred.saturating_sub(parked_deferred);
    Ok(QueueKinds {
        total: counters.queued,
        fresh: counters.queued.saturating_sub(parked).saturating_sub(deferred),
        deferred,
        parked,
        released: row.get(from + 2)?,
        released_deferred: row.get(from + 3)?,
        oldest_at: None,
    })
}

/// When the oldest queued mail of a site was accepted. Of a site with many, ids tell which is the oldest, and if it
/// stands behind too many of other sites, it stays unknown.
fn oldest(db: &Connection, site: SiteId) -> rusqlite::Result<Option<Time>> {
    let Some(queue) = Queue::of(db, site)? else { return Ok(None) };
    let accepted_at = |id: &DeliveryId| {
        db.prepare_cached(
            "SELECT m.accepted_at FROM delivery d JOIN message m ON m.id = d.message WHERE d.id = ?1",
        )?
        .query_row([id.0], |row| row.get(0).map(Time))
    };
    if queue.queued <= FEW {
        let times =
            queue.whole(db)?.iter().map(accepted_at).collect::<rusqlite::Result<Vec<_>>>()?;
        return Ok(times.into_iter().min());
    }
    let mut after = DeliveryId(0);
    for _ in 0..LOOK_FOR_OLDEST / LOOK {
        let piece = queue.piece(db, after, DeliveryId(i64::MAX), LOOK)?;
        if let Some(first) = piece.ids.first() {
            return accepted_at(first).map(Some);
        }
        let Some(next) = piece.next else { return Ok(None) };
        after = next;
    }
    Ok(None)
}

// --- failures ---

fn failures(
    db: &Connection,
    site: SiteId,
    filter: &FailureFilter,
    before: Option<(Time, i64)>,
    limit: usize,
) -> rusqlite::Result<Page<Failure, (Time, i64)>> {
    let mut rows = Vec::new();
    let next = each_failure(db, site, filter, before, |failure| {
        let has_room = rows.len() < limit;
        if has_room {
            rows.push(failure);
        }
        has_room
    })?;
    Ok(Page { rows, next })
}

fn failure_classes(
    db: &Connection,
    site: SiteId,
    filter: &FailureFilter,
) -> rusqlite::Result<FailureClasses> {
    let mut counts = BTreeMap::new();
    let end = each_failure(db, site, filter, None, |failure| {
        *counts.entry(failure.class).or_default() += 1;
        true
    })?;
    Ok(FailureClasses::of(counts, end.map(|(at, _)| at)))
}

/// Takes the failures that fit, newest first, until one is not taken or as many were looked at as one question may.
/// Tells where to go on; `None` at the end.
fn each_failure(
    db: &Connection,
    site: SiteId,
    filter: &FailureFilter,
    before: Option<(Time, i64)>,
    mut take: impl FnMut(Failure) -> bool,
) -> rusqlite::Result<Option<(Time, i64)>> {
    let (at, id) = before.unwrap_or((Time(i64::MAX), i64::MAX));
    // Index failure_at (site, at), and the id at its end.
    let mut statement = db.prepare_cached(
        "SELECT id, at, message, delivery, recipient, sender, subject, script, class, host, code, enhanced, text
         FROM failure WHERE site = ?1 AND at <= ?2 AND (at, id) < (?2, ?3) AND at >= ?4
         ORDER BY at DESC, id DESC LIMIT ?5",
    )?;
    // A filter's end before the cursor is where to begin.
    let (at, id) = match filter.to {
        Some(to) if to <= at => (to, i64::MIN),
        _ => (at, id),
    };
    let from = filter.from.unwrap_or(Time(i64::MIN));
    let mut found = statement.query(params![site.0, at.0, id, from.0, LOOK])?;
    let (mut looked, mut last) = (0, None);
    while let Some(row) = found.next()? {
        let failure = failure(row)?;
        looked += 1;
        let here = (failure.at, failure.id);
        if fits(filter, &failure) && !take(failure) {
            return Ok(last);
        }
        last = Some(here);
    }
    Ok(last.filter(|_| looked == LOOK))
}

/// A failure that is still kept.
pub(super) fn failure_of_id(db: &Connection, id: i64) -> rusqlite::Result<Option<Failure>> {
    db.prepare_cached(
        "SELECT id, at, message, delivery, recipient, sender, subject, script, class, host, code, enhanced, text
         FROM failure WHERE id = ?1",
    )?
    .query_row([id], failure)
    .optional()
}

fn failure(row: &Row<'_>) -> rusqlite::Result<Failure> {
    Ok(Failure {
        id: row.get(0)?,
        at: Time(row.get(1)?),
        message: MessageId(row.get(2)?),
        delivery: DeliveryId(row.get(3)?),
        recipient: row.get(4)?,
        sender: row.get(5)?,
        subject: row.get(6)?,
        script: row.get(7)?,
        class: class(&row.get::<_, String>(8)?),
        remote: remote(row, 9)?,
    })
}

fn fits(filter: &FailureFilter, failure: &Failure) -> bool {
    filter.class.is_none_or(|class| class == failure.class)
        && filter.script.as_ref().is_none_or(|script| *script == failure.script)
        && filter.recipient.as_ref().is_none_or(|part| contains(&failure.recipient, part))
        && filter.text.as_ref().is_none_or(|part| {
            let texts = [&failure.recipient, &failure.subject, &failure.remote.text];
            texts.iter().any(|text| contains(text, part))
        })
}

/// A class by its word. The words are written by this program only; an unknown one is the least telling class.
pub(super) fn class(word: &str) -> Class {
    Class::from_word(word).unwrap_or(Class::RefusedByPolicy)
}

/// Whether a text has a part, without regard to the case of ASCII letters.
pub(super) fn contains(text: &str, part: &str) -> bool {
    text.to_ascii_lowercase().contains(&part.to_ascii_lowercase())
}

// --- history ---

const ONE_DAY: &str = "SELECT sent, failed, failed_late, held, expired, purged, complaints FROM day
    WHERE day = ?1 AND site = ?2";
const ONE_HALF_HOUR: &str =
    "SELECT sent, failed, failed_late, held, expired, purged, complaints FROM half_hour
    WHERE at = ?1 AND site = ?2";

fn bucket(db: &Connection, sql: &str, key: i64, site: SiteId) -> rusqlite::Result<Option<Bucket>> {
    db.prepare_cached(sql)?
        .query_row(params![key, site.0], |row| {
            Ok(Bucket {
                sent: row.get(0)?,
                failed: row.get(1)?,
                failed_late: row.get(2)?,
                held: row.get(3)?,
                expired: row.get(4)?,
                purged: row.get(5)?,
                complaints: row.get(6)?,
            })
        })
        .optional()
}

/// Buckets stand by time first: each time there is one of is looked up for the site.
fn buckets(
    db: &Connection,
    (next, one): (&str, &str),
    site: SiteId,
    from: i64,
    to: i64,
) -> rusqlite::Result<Vec<(i64, Bucket)>> {
    let mut buckets = Vec::new();
    let mut from = from;
    loop {
        let found: Option<i64> =
            db.prepare_cached(next)?.query_row([from, to], |row| row.get(0))?;
        let Some(key) = found else { return Ok(buckets) };
        buckets.extend(bucket(db, one, key, site)?.map(|bucket| (key, bucket)));
        from = key + 1;
    }
}

fn half_hours(
    db: &Connection,
    site: SiteId,
    from: Time,
    to: Time,
) -> rusqlite::Result<Vec<(Time, Bucket)>> {
    let next = "SELECT min(at) FROM half_hour WHERE at >= ?1 AND at < ?2";
    let found = buckets(db, (next, ONE_HALF_HOUR), site, from.0, to.0)?;
    Ok(found.into_iter().map(|(at, bucket)| (Time(at), bucket)).collect())
}

fn days(db: &Connection, site: SiteId, from: i32, to: i32) -> rusqlite::Result<Vec<(i32, Bucket)>> {
    let next = "SELECT min(day) FROM day WHERE day >= ?1 AND day < ?2";
    let found = buckets(db, (next, ONE_DAY), site, i64::from(from), i64::from(to))?;
    let day = |key| i32::try_from(key).unwrap_or(counter::day(Time(0), &jiff::tz::TimeZone::UTC));
    Ok(found.into_iter().map(|(key, bucket)| (day(key), bucket)).collect())
}

// --- scripts, actions, jobs ---

fn scripts(
    db: &Connection,
    site: Option<SiteId>,
    by: Order,
    limit: usize,
) -> rusqlite::Result<Vec<Script>> {
    let order = match by {
        Order::Sent => "c.sent",
        Order::Failed => "c.failed",
    };
    let of_site = if site.is_some() { "c.site = ?1" } else { "?1 IS NULL" };
    let sql = format!(
        "{SCRIPT} WHERE {of_site} AND s.removed_at IS NULL ORDER BY {order} DESC, c.id LIMIT ?2"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let found = statement.query_map(params![site.map(|site| site.0), rows(limit)], read_script)?;
    found.collect()
}

const SCRIPT: &str =
    "SELECT c.site, s.name, c.name, c.first_at, c.last_at, c.accepted, c.sent, c.failed, c.id
     FROM script c JOIN site s ON s.id = c.site";

fn named_script(db: &Connection, site: SiteId, name: &str) -> rusqlite::Result<Option<Script>> {
    db.prepare_cached(&format!("{SCRIPT} WHERE c.site = ?1 AND c.name = ?2"))?
        .query_row(params![site.0, name], read_script)
        .optional()
}

fn read_script(row: &Row<'_>) -> rusqlite::Result<Script> {
    Ok(Script {
        site: SiteId(row.get(0)?),
        site_name: row.get(1)?,
        name: row.get(2)?,
        first_at: Time(row.get(3)?),
        last_at: Time(row.get(4)?),
        accepted: row.get(5)?,
        sent: row.get(6)?,
        failed: row.get(7)?,
        id: ScriptId(row.get(8)?),
    })
}

fn script_days(
    db: &Connection,
    scripts: &[ScriptId],
    from: i32,
) -> rusqlite::Result<Vec<(ScriptId, ScriptDay)>> {
    let mut statement = db.prepare_cached(
        "SELECT day, accepted, sent, failed FROM script_day WHERE script = ?1 AND day >= ?2 ORDER BY day",
    )?;
    let mut days = Vec::new();
    for script in scripts {
        let found = statement.query_map(params![script.0, from], |row| {
            let day = ScriptDay {
                day: row.get(0)?,
                accepted: row.get(1)?,
                sent: row.get(2)?,
                failed: row.get(3)?,
            };
            Ok((*script, day))
        })?;
        days.extend(found.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    Ok(days)
}

/// Looks at every site: there are thousands, and each is a row of two tables and a few of `day`.
fn site_ranking(
    db: &Connection,
    filter: &SiteFilter,
    by: SiteOrder,
    days_from: Option<i32>,
    after: Option<(u64, String)>,
    limit: usize,
) -> rusqlite::Result<SiteRanking> {
    let recent = days_from.map(|from| recent(db, from)).transpose()?;
    // All sites are read once, and the first of those that fit are kept: with a sum for each site of its days, SQLite
    // would build an index of them at each question, which takes longer than all the rest.
    let mut statement = db.prepare_cached(
        "SELECT s.id, s.name, s.state, s.locked, s.since, c.accepted, c.sent, c.failed, c.failed_late, c.purged,
                c.deleted, c.queued, c.queued_bytes, c.deferred, c.last_accepted_at
         FROM site s JOIN counter c ON c.site = s.id WHERE s.removed_at IS NULL",
    )?;
    let (mut all, mut fitting) = (SiteTotals::default(), SiteTotals::default());
    let mut first = BTreeMap::new();
    let after = after.as_ref().map(|(figure, name)| (Reverse(*figure), name.as_str()));
    // One more, so that it is known whether the list goes on.
    let most = limit.saturating_add(1);
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (name, state) = (row.get_ref(1)?.as_str()?, state(row.get_ref(2)?.as_str()?));
        let figures = figures(row, recent.as_ref())?;
        all.add(state, figures);
        if !filter.fits(name, state) {
            continue;
        }
        fitting.add(state, figures);
        let place = (Reverse(by.figure(figures)), name);
        let last =
            first.last_key_value().map(|((figure, name), _)| (*figure, String::as_str(name)));
        let is_full = first.len() == most;
        if after.is_some_and(|after| place <= after) || (is_full && Some(place) > last) {
            continue;
        }
        first.insert((place.0, name.to_owned()), ranked_site(row, figures)?);
        if is_full {
            first.pop_last();
        }
    }
    let more = if first.len() > limit { first.pop_last() } else { None };
    let last = first.last_key_value().filter(|_| more.is_some());
    let next = last.map(|((Reverse(figure), name), _)| (*figure, name.clone()));
    Ok(SiteRanking { page: Page { rows: first.into_values().collect(), next }, all, fitting })
}

/// What each site sent, and what of it failed, since a day: a range of the days' key.
fn recent(db: &Connection, days_from: i32) -> rusqlite::Result<HashMap<i64, (u64, u64)>> {
    let mut statement =
        db.prepare_cached("SELECT site, sent, failed + failed_late FROM day WHERE day >= ?1")?;
    let mut recent: HashMap<i64, (u64, u64)> = HashMap::new();
    let mut rows = statement.query([days_from])?;
    while let Some(row) = rows.next()? {
        let (sent, failed) = recent.entry(row.get(0)?).or_default();
        *sent += row.get::<_, u64>(1)?;
        *failed += row.get::<_, u64>(2)?;
    }
    Ok(recent)
}

/// What a row of all sites is ranked by; `recent` is missing where all that ever was counts.
fn figures(
    row: &Row<'_>,
    recent: Option<&HashMap<i64, (u64, u64)>>,
) -> rusqlite::Result<SiteFigures> {
    let (sent, failed) = match recent {
        Some(recent) => recent.get(&row.get(0)?).copied().unwrap_or_default(),
        None => {
            let counters = counters(row, 5)?;
            (counters.sent, counters.in_error())
        }
    };
    Ok(SiteFigures { queued: row.get(11)?, sent, failed })
}

fn ranked_site(row: &Row<'_>, figures: SiteFigures) -> rusqlite::Result<RankedSite> {
    Ok(RankedSite {
        site: SiteId(row.get(0)?),
        name: row.get(1)?,
        state: state(row.get_ref(2)?.as_str()?),
        locked: row.get(3)?,
        since: Time(row.get(4)?),
        counters: counters(row, 5)?,
        sent: figures.sent,
        failed: figures.failed,
        last_accepted_at: row.get::<_, Option<i64>>(14)?.map(Time),
    })
}

fn actions(
    db: &Connection,
    site: Option<SiteId>,
    before: Option<ActionId>,
    limit: usize,
) -> rusqlite::Result<Page<ActionEntry, ActionId>> {
    let of_site = if site.is_some() { "site = ?1" } else { "?1 IS NULL" };
    let sql = format!(
        "SELECT id, at, site, site_name, who, what, reason FROM action
         WHERE {of_site} AND id < ?2 ORDER BY id DESC LIMIT ?3"
    );
    let before = before.map_or(i64::MAX, |before| before.0);
    let most = rows(limit.saturating_add(1));
    let site = site.map(|site| site.0);
    let parameters: [&dyn ToSql; 3] = [&site, &before, &most];
    let mut statement = db.prepare_cached(&sql)?;
    let found = statement.query_map(&parameters[..], action)?;
    let mut entries: Vec<ActionEntry> = found.collect::<rusqlite::Result<_>>()?;
    let more = entries.len() > limit;
    entries.truncate(limit);
    let next = entries.last().filter(|_| more).map(|entry| entry.id);
    Ok(Page { rows: entries, next })
}

pub(super) fn action(row: &Row<'_>) -> rusqlite::Result<ActionEntry> {
    Ok(ActionEntry {
        id: ActionId(row.get(0)?),
        at: Time(row.get(1)?),
        site: row.get::<_, Option<i64>>(2)?.map(SiteId),
        site_name: row.get(3)?,
        who: row.get(4)?,
        what: row.get(5)?,
        reason: row.get(6)?,
    })
}

macro_rules! job {
    ($condition:literal) => {
        concat!(
            "SELECT id, site, kind, who, at, seen, done, total, ended_at, taken_back FROM job ",
            $condition
        )
    };
}

fn job(db: &Connection, id: JobId) -> rusqlite::Result<Option<Job>> {
    db.prepare_cached(job!("WHERE id = ?1"))?.query_row([id.0], read_job).optional()
}

/// Index job_site, which has the ids in their order.
fn site_jobs(
    db: &Connection,
    site: SiteId,
    before: Option<JobId>,
    limit: usize,
) -> rusqlite::Result<Page<Job, JobId>> {
    let before = before.map_or(i64::MAX, |job| job.0);
    let mut statement =
        db.prepare_cached(job!("WHERE site = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3"))?;
    let found = statement
        .query_map(params![site.0, before, rows(limit.saturating_add(1))], read_job)?
        .collect::<rusqlite::Result<Vec<Job>>>()?;
    let mut page = Page { rows: found, next: None };
    if page.rows.len() > limit {
        page.rows.truncate(limit);
        page.next = page.rows.last().map(|job| job.id);
    }
    Ok(page)
}

fn read_job(row: &Row<'_>) -> rusqlite::Result<Job> {
    Ok(Job {
        id: JobId(row.get(0)?),
        site: SiteId(row.get(1)?),
        kind: kind(&row.get::<_, String>(2)?),
        by: By { who: row.get(3)?, at: Time(row.get(4)?) },
        seen: row.get(5)?,
        done: row.get(6)?,
        total: row.get(7)?,
        ended_at: row.get::<_, Option<i64>>(8)?.map(Time),
        taken_back: row.get(9)?,
    })
}

// --- people ---

fn user(db: &Connection, id: UserId) -> rusqlite::Result<Option<User>> {
    Ok(read_users(db, "WHERE id = ?1", [id.0])?.pop())
}

fn session_of(db: &Connection, hash: &[u8; 32]) -> rusqlite::Result<Option<(Session, User)>> {
    let Some(session) = read_sessions(db, "WHERE hash = ?1", [hash])?.pop() else {
        return Ok(None);
    };
    Ok(user(db, session.user)?.map(|user| (session, user)))
}

fn token_of(db: &Connection, hash: &[u8; 32]) -> rusqlite::Result<Option<(Token, Option<User>)>> {
    let Some(token) = read_tokens(db, "WHERE hash = ?1", [hash])?.pop() else { return Ok(None) };
    let owner = match token.user {
        Some(owner) => user(db, owner)?,
        None => None,
    };
    Ok(Some((token, owner)))
}

// --- the whole ---

pub(super) fn health(db: &Connection, shared: &Shared) -> rusqlite::Result<Health> {
    let (sites, counters) = db
        .prepare_cached(
            "SELECT count(*), total(c.accepted), total(c.sent), total(c.failed), total(c.failed_late),
                    total(c.purged), total(c.deleted), total(c.queued), total(c.queued_bytes), total(c.deferred)
             FROM site s JOIN counter c ON c.site = s.id WHERE s.removed_at IS NULL",
        )?
        .query_row([], |row| {
            let sum = |at: usize| row.get::<_, f64>(at).map(|sum| sum as u64);
            let counters = Counters {
                accepted: sum(1)?,
                sent: sum(2)?,
                failed: sum(3)?,
                failed_late: sum(4)?,
                purged: sum(5)?,
                deleted: sum(6)?,
                queued: sum(7)?,
                queued_bytes: sum(8)?,
                deferred: sum(9)?,
            };
            Ok((row.get(0)?, counters))
        })?;
    let one = |sql: &str| -> rusqlite::Result<u64> {
        db.prepare_cached(sql)?.query_row([], |row| row.get(0))
    };
    let room = shared.disk();
    Ok(Health {
        sites,
        counters,
        database_bytes: one("PRAGMA page_count")? * one("PRAGMA page_size")?,
        body_bytes: one("SELECT coalesce(sum(live_bytes), 0) FROM segment")?,
        room_bytes: room.free,
        reserve_bytes: room.reserve,
        disk_bytes: room.disk,
        commits: shared.pace.commits(Instant::now()),
        to_reclaim: one("SELECT (SELECT coalesce(sum(waiting), 0) FROM reclaim)
            + (SELECT count(*) FROM site WHERE removed_at IS NOT NULL)")?,
    })
}

/// A limit as SQLite takes it.
pub(super) fn rows(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
