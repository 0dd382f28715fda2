//! The writer's side of the tables: what a transaction has counted so far, and the moves every verb is made of.
//!
//! A transaction is a group of verbs. What moves with every mail (counters, history, a script's figures, a segment's
//! live bodies) is added up here per site and written once, by `write_counts` at the end of the group, so that a group
//! of a thousand mails of one site writes one row of each. A site that was read stays here until its transaction fails:
//! only the writer changes sites, so what is here is what is stored.
//!
//! The verbs themselves are in files of their own: `accept`, `settle`, `act`, `stops`, `jobs`, `sites`, `sweep`,
//! `expire`.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use postern_core::classify::Class;
use postern_core::counter::{self, Bucket, Counters};
use postern_core::hold::HeldClock;
use postern_core::ids::{ActionId, DeliveryId, MessageId, ScriptId, SiteId};
use postern_core::site::State;
use postern_core::stop::Stopped;
use postern_core::time::Time;
use rusqlite::{Connection, OptionalExtension, params};

use super::claims::Claims;
use super::fault::{Fault, Refused};
use super::hooks::Listed;
use super::sweep::Walks;
use crate::body::segments::Place;
use crate::view::ScriptDay;
use crate::{By, Error};

/// Scripts of all sites kept in memory.
const SCRIPTS_KEPT: usize = 50_000;

/// Sites kept in memory.
const SITES_KEPT: usize = 50_000;

/// What a verb gives inside its transaction.
pub(super) type Verdict<T> = Result<T, Refused>;

#[derive(Debug)]
pub(super) struct Ledger {
    pub(super) db: Connection,
    pub(super) claims: Arc<Claims>,
    last_id: i64,
    sites: HashMap<SiteId, Book>,
    /// Sites whose counts the transaction moved.
    moved: Vec<SiteId>,
    scripts: HashMap<ScriptId, ScriptMoves>,
    scripts_kept: usize,
    segments: HashMap<i64, SegmentMoves>,
    /// Failures of the transaction.
    failures: BTreeMap<Class, u64>,
    /// What the transaction took of the claims that came back.
    returned: Vec<DeliveryId>,
    /// Space to give back once the transaction is through.
    pub(super) given_back: Vec<Space>,
    /// The webhooks, once they were asked for; whatever changes them makes them be read again.
    pub(super) hooks: Option<Vec<Listed>>,
    /// Where this process's walks over old rows are.
    pub(super) walks: Walks,
    /// What `head` says: last id, and up to where bodies are on stable storage.
    head: (i64, Place),
    /// The segment at the end, which is not given back before it is left.
    pub(super) written: i64,
}

/// What the writer knows of a site.
#[derive(Debug)]
pub(super) struct Book {
    pub(super) id: SiteId,
    pub(super) name: String,
    pub(super) removed: bool,
    pub(super) state: State,
    pub(super) locked: bool,
    pub(super) epoch: u64,
    pub(super) generation: i64,
    pub(super) since: Time,
    pub(super) held: HeldClock,
    zone: TimeZone,
    pub(super) counters: Counters,
    /// Of the queued.
    pub(super) parked: u64,
    pub(super) parked_deferred: u64,
    /// Under the site's epoch.
    pub(super) released: u64,
    pub(super) released_deferred: u64,
    pub(super) last_accepted_at: Option<Time>,
    pub(super) last_message: MessageId,
    pub(super) stops: Vec<Stopped>,
    /// Its scripts with their turns, once one was asked for.
    pub(super) scripts: Option<HashMap<String, (ScriptId, u8)>>,
    half_hours: Vec<(Time, Bucket)>,
    days: Vec<(i32, Bucket)>,
    moved: bool,
}

#[derive(Debug, Default)]
struct ScriptMoves {
    last_at: Option<Time>,
    days: Vec<ScriptDay>,
}

#[derive(Debug, Default)]
struct SegmentMoves {
    first: Option<MessageId>,
    last: Option<MessageId>,
    records: i64,
    live: i64,
    live_bytes: i64,
}

/// Space of bodies to give back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// A whole segment: nothing in it is needed any more.
    Segment(i64),
    /// What is not needed between what is.
    Holes(i64),
}

impl Ledger {
    pub(super) fn new(db: Connection, claims: Arc<Claims>) -> Result<Ledger, Fault> {
        let mut ledger = Ledger {
            db,
            claims,
            last_id: 0,
            sites: HashMap::new(),
            moved: Vec::new(),
            scripts: HashMap::new(),
            scripts_kept: 0,
            segments: HashMap::new(),
            failures: BTreeMap::new(),
            returned: Vec::new(),
            given_back: Vec::new(),
            hooks: None,
            walks: Walks::default(),
            head: (0, Place { segment: 0, offset: 0 }),
            written: 0,
        };
        ledger.read_head()?;
        Ok(ledger)
    }

    fn read_head(&mut self) -> Result<(), Fault> {
        self.head = self.db.query_row("SELECT last_id, segment, synced FROM head", [], |row| {
            Ok((row.get(0)?, Place { segment: row.get(1)?, offset: row.get(2)? }))
        })?;
        self.last_id = self.head.0;
        Ok(())
    }

    // --- the transaction ---

    pub(super) fn begin(&mut self) -> Result<(), Fault> {
        self.db.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        Ok(())
    }

    /// Ends the transaction; what it moved must have been written by `write_counts`.
    pub(super) fn commit(&mut self) -> Result<(), Fault> {
        self.db.prepare_cached("COMMIT")?.execute([])?;
        Ok(())
    }

    /// The transaction is on stable storage: what it held is free.
    pub(super) fn committed(&mut self) {
        self.claims.written();
        self.returned.clear();
        if self.sites.len() > SITES_KEPT || self.scripts_kept > SCRIPTS_KEPT {
            self.sites.clear();
            self.scripts_kept = 0;
        }
    }

    /// Undoes the transaction and forgets what it counted.
    pub(super) fn roll_back(&mut self) -> Result<(), Fault> {
        let returned = std::mem::take(&mut self.returned);
        self.claims.not_written(returned);
        self.sites.clear();
        self.moved.clear();
        self.scripts.clear();
        self.scripts_kept = 0;
        self.segments.clear();
        self.failures.clear();
        self.given_back.clear();
        self.hooks = None;
        // Some failures have ended the transaction already.
        if !self.db.is_autocommit() {
            self.db.execute_batch("ROLLBACK")?;
        }
        self.read_head()
    }

    /// Takes the claims that were given back after they had been marked; the transaction ends their deliveries.
    pub(super) fn take_returned(&mut self) -> Vec<DeliveryId> {
        let returned = self.claims.returned();
        self.returned.extend(&returned);
        returned
    }

    pub(super) fn next_id(&mut self) -> i64 {
        self.last_id += 1;
        self.last_id
    }

    pub(super) fn last_id(&self) -> i64 {
        self.last_id
    }

    /// Up to where bodies were on stable storage before the last group.
    pub(super) fn synced(&self) -> Place {
        self.head.1
    }

    // --- sites ---

    /// The site, standing or removed; `None` when it is gone.
    pub(super) fn book(&mut self, id: SiteId) -> Result<Option<&mut Book>, Fault> {
        if !self.sites.contains_key(&id) {
            let Some(book) = read_book(&self.db, id)? else { return Ok(None) };
            self.sites.insert(id, book);
        }
        Ok(self.sites.get_mut(&id))
    }

    /// The site, unless it was removed.
    pub(super) fn standing(&mut self, id: SiteId) -> Verdict<&mut Book> {
        let book = self.book(id)?.filter(|book| !book.removed);
        book.ok_or(Refused::Answer(Error::NotFound("site")))
    }

    /// The site of a delivery or message that is stored. Its row is there as long as theirs.
    pub(super) fn book_of(&mut self, id: SiteId) -> Result<&mut Book, Fault> {
        let missing = || Fault::Statement(format!("site {id} has mail and no row"));
        self.book(id)?.ok_or_else(missing)
    }

    /// The site's row is gone.
    pub(super) fn forget_site(&mut self, id: SiteId) {
        if let Some(scripts) = self.sites.remove(&id).and_then(|book| book.scripts) {
            self.scripts_kept = self.scripts_kept.saturating_sub(scripts.len());
        }
    }

    /// The site, whose counts are going to move.
    pub(super) fn count(&mut self, id: SiteId) -> Result<&mut Book, Fault> {
        self.book_of(id)?;
        let Some(book) = self.sites.get_mut(&id) else {
            return Err(Fault::Statement(format!("site {id} is gone")));
        };
        if !book.moved {
            book.moved = true;
            self.moved.push(id);
        }
        Ok(book)
    }

    // --- scripts and segments ---

    pub(super) fn scripts_of(
        &mut self,
        site: SiteId,
    ) -> Result<&mut HashMap<String, (ScriptId, u8)>, Fault> {
        self.book_of(site)?;
        let book = self.sites.get_mut(&site).filter(|book| book.scripts.is_none());
        if let Some(book) = book {
            let mut statement =
                self.db.prepare_cached("SELECT name, id, turn FROM script WHERE site = ?1")?;
            let rows = statement.query_map([site.0], |row| {
                Ok((row.get(0)?, (ScriptId(row.get(1)?), row.get(2)?)))
            })?;
            let scripts = rows.collect::<rusqlite::Result<HashMap<String, (ScriptId, u8)>>>()?;
            self.scripts_kept += scripts.len();
            book.scripts = Some(scripts);
        }
        Ok(self.book_of(site)?.scripts.get_or_insert_default())
    }

    /// Keeps a script that is new.
    pub(super) fn keep_script(
        &mut self,
        site: SiteId,
        name: &str,
        script: (ScriptId, u8),
    ) -> Result<(), Fault> {
        self.scripts_of(site)?.insert(name.to_string(), script);
        self.scripts_kept += 1;
        Ok(())
    }

    /// `day` is that of `at` in the site's calendar.
    pub(super) fn count_script_accepted(
        &mut self,
        script: ScriptId,
        mails: u64,
        at: Time,
        day: i32,
    ) {
        let moves = self.scripts.entry(script).or_default();
        moves.last_at = Some(at);
        moves.day(day).accepted += mails;
    }

    pub(super) fn count_script_ended(
        &mut self,
        script: ScriptId,
        sent: bool,
        failed: bool,
        day: i32,
    ) {
        if sent || failed {
            let moves = self.scripts.entry(script).or_default().day(day);
            moves.sent += u64::from(sent);
            moves.failed += u64::from(failed);
        }
    }

    pub(super) fn count_failure(&mut self, class: Class) {
        *self.failures.entry(class).or_default() += 1;
    }

    /// Notes a body written into a segment.
    pub(super) fn count_body(&mut self, segment: i64, message: MessageId, bytes: u64) {
        let moves = self.segments.entry(segment).or_default();
        moves.first.get_or_insert(message);
        moves.last = Some(message);
        moves.records += 1;
        moves.live += 1;
        moves.live_bytes += bytes as i64;
    }

    /// Notes that a body is not needed any more.
    pub(super) fn drop_body(&mut self, segment: i64, bytes: u64) {
        let moves = self.segments.entry(segment).or_default();
        moves.live -= 1;
        moves.live_bytes -= bytes as i64;
    }

    /// Whether half of the segment at the end has died in this transaction or before: once it is left, its space can be
    /// given back.
    pub(super) fn is_end_half_dead(&self) -> Result<bool, Fault> {
        let dying = self.segments.get(&self.written).filter(|moves| moves.live < 0);
        let Some(moves) = dying else { return Ok(false) };
        let found = self
            .db
            .prepare_cached("SELECT records, live FROM segment WHERE id = ?1")?
            .query_row([self.written], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))
            .optional()?;
        Ok(found.is_some_and(|(records, live)| (live + moves.live) * 2 <= records + moves.records))
    }

    // --- the audit log ---

    /// Writes an entry into the audit log.
    pub(super) fn log(
        &mut self,
        site: SiteId,
        by: &By,
        what: &str,
        reason: &str,
    ) -> Result<ActionId, Fault> {
        let name = self.book(site)?.map(|book| book.name.clone()).unwrap_or_default();
        self.write_log(Some(site), &name, by, what, reason)
    }

    /// The same for what concerns no site.
    pub(super) fn log_people(&mut self, by: &By, what: &str, reason: &str) -> Result<(), Fault> {
        self.write_log(None, "", by, what, reason).map(drop)
    }

    fn write_log(
        &mut self,
        site: Option<SiteId>,
        name: &str,
        by: &By,
        what: &str,
        reason: &str,
    ) -> Result<ActionId, Fault> {
        let id = self.next_id();
        self.db
            .prepare_cached("INSERT INTO action VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
            .execute(params![id, by.at.0, site.map(|site| site.0), name, by.who, what, reason])?;
        Ok(ActionId(id))
    }

    // --- the end of a group ---

    /// Writes what the transaction counted. `synced` is up to where bodies are on stable storage without this group's.
    pub(super) fn write_counts(&mut self, synced: Place) -> Result<(), Fault> {
        for id in std::mem::take(&mut self.moved) {
            let Some(book) = self.sites.get_mut(&id) else { continue };
            book.moved = false;
            write_counter(&self.db, book)?;
            for (at, bucket) in book.half_hours.drain(..) {
                add_bucket(&self.db, ADD_HALF_HOUR, at.0, id, &bucket)?;
            }
            for (day, bucket) in book.days.drain(..) {
                add_bucket(&self.db, ADD_DAY, i64::from(day), id, &bucket)?;
            }
        }
        for (id, moves) in self.scripts.drain() {
            let sum = |of: fn(&ScriptDay) -> u64| moves.days.iter().map(of).sum::<u64>();
            self.db.prepare_cached(MOVE_SCRIPT)?.execute(params![
                id.0,
                moves.last_at.map(|at| at.0),
                sum(|day| day.accepted),
                sum(|day| day.sent),
                sum(|day| day.failed)
            ])?;
            for ScriptDay { day, accepted, sent, failed } in moves.days {
                self.db
                    .prepare_cached(ADD_SCRIPT_DAY)?
                    .execute(params![id.0, day, accepted, sent, failed])?;
            }
        }
        for (id, moves) in std::mem::take(&mut self.segments) {
            self.write_segment(id, &moves)?;
        }
        for (class, failures) in std::mem::take(&mut self.failures) {
            self.db.prepare_cached(ADD_FAILED)?.execute(params![class.word(), failures])?;
        }
        let head = (self.last_id, synced);
        if head != self.head {
            self.db
                .prepare_cached("UPDATE head SET last_id = ?1, segment = ?2, synced = ?3")?
                .execute(params![self.last_id, synced.segment, synced.offset])?;
            self.head = head;
        }
        Ok(())
    }

    fn write_segment(&mut self, id: i64, moves: &SegmentMoves) -> Result<(), Fault> {
        let live: i64 = self.db.prepare_cached(MOVE_SEGMENT)?.query_row(
            params![
                id,
                moves.first.map_or(0, |first| first.0),
                moves.last.map_or(0, |last| last.0),
                moves.records,
                moves.live,
                moves.live_bytes
            ],
            |row| row.get(0),
        )?;
        // The segment at the end is still written; it goes once it is left.
        if live <= 0 && id != self.written {
            self.db.prepare_cached("DELETE FROM segment WHERE id = ?1")?.execute([id])?;
            self.given_back.push(Space::Segment(id));
        }
        Ok(())
    }
}

impl ScriptMoves {
    fn day(&mut self, day: i32) -> &mut ScriptDay {
        let place = self.days.iter().position(|moved| moved.day == day).unwrap_or_else(|| {
            self.days.push(ScriptDay { day, ..ScriptDay::default() });
            self.days.len() - 1
        });
        &mut self.days[place]
    }
}

impl Book {
    /// Counts an event in the half-hour and the day it happened in, by the site's calendar.
    pub(super) fn bucket(&mut self, at: Time, count: impl Fn(&mut Bucket)) {
        let (half_hour, day) = self.keys(at);
        add_to(&mut self.half_hours, half_hour, &count);
        add_to(&mut self.days, day, &count);
    }

    /// The half-hour and the day of an instant, by the site's calendar.
    pub(super) fn keys(&self, at: Time) -> (Time, i32) {
        (counter::half_hour(at, &self.zone), counter::day(at, &self.zone))
    }

    pub(super) fn set_zone(&mut self, zone: &str) {
        self.zone = time_zone(zone);
    }

    pub(super) fn is_stopped(&self, script: &str, sender: Option<&str>) -> bool {
        self.stops.iter().any(|stop| stop.covers(script, sender))
    }

    /// The site's counters after they lose this many; a counter never goes below zero, `check` would tell.
    pub(super) fn unqueue(&mut self, mails: u64, deferred: u64, bytes: u64) {
        self.counters.queued = self.counters.queued.saturating_sub(mails);
        self.counters.deferred = self.counters.deferred.saturating_sub(deferred);
        self.counters.queued_bytes = self.counters.queued_bytes.saturating_sub(bytes);
    }
}

fn add_to<K: PartialEq>(buckets: &mut Vec<(K, Bucket)>, key: K, count: impl Fn(&mut Bucket)) {
    match buckets.iter_mut().find(|(known, _)| *known == key) {
        Some((_, bucket)) => count(bucket),
        None => {
            let mut bucket = Bucket::default();
            count(&mut bucket);
            buckets.push((key, bucket));
        }
    }
}

/// A zone by its name. Names are checked before they come here; one that is not known any more counts by UTC.
fn time_zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

fn read_book(db: &Connection, id: SiteId) -> rusqlite::Result<Option<Book>> {
    let mut statement = db.prepare_cached(
        "SELECT s.name, s.removed_at, s.state, s.locked, s.epoch, s.generation, s.since, s.held_before, s.red_since,
                s.zone, c.accepted, c.sent, c.failed, c.failed_late, c.purged, c.deleted, c.queued, c.queued_bytes,
                c.deferred, c.parked, c.parked_deferred, c.released, c.released_deferred, c.last_accepted_at,
                c.last_message
         FROM site s JOIN counter c ON c.site = s.id WHERE s.id = ?1",
    )?;
    let book = statement.query_row([id.0], |row| {
        let zone: String = row.get(9)?;
        Ok(Book {
            id,
            name: row.get(0)?,
            removed: row.get::<_, Option<i64>>(1)?.is_some(),
            state: state(&row.get::<_, String>(2)?),
            locked: row.get(3)?,
            epoch: row.get(4)?,
            generation: row.get(5)?,
            since: Time(row.get(6)?),
            held: HeldClock {
                held_before: Duration::from_millis(row.get(7)?),
                red_since: row.get::<_, Option<i64>>(8)?.map(Time),
            },
            zone: time_zone(&zone),
            counters: Counters {
                accepted: row.get(10)?,
                sent: row.get(11)?,
                failed: row.get(12)?,
                failed_late: row.get(13)?,
                purged: row.get(14)?,
                deleted: row.get(15)?,
                queued: row.get(16)?,
                queued_bytes: row.get(17)?,
                deferred: row.get(18)?,
            },
            parked: row.get(19)?,
            parked_deferred: row.get(20)?,
            released: row.get(21)?,
            released_deferred: row.get(22)?,
            last_accepted_at: row.get::<_, Option<i64>>(23)?.map(Time),
            last_message: MessageId(row.get(24)?),
            stops: Vec::new(),
            scripts: None,
            half_hours: Vec::new(),
            days: Vec::new(),
            moved: false,
        })
    });
    let Some(mut book) = book.optional()? else { return Ok(None) };
    book.stops = read_stops(db, id)?;
    Ok(Some(book))
}

/// What is stopped of a site.
pub(super) fn read_stops(db: &Connection, site: SiteId) -> rusqlite::Result<Vec<Stopped>> {
    let mut statement =
        db.prepare_cached("SELECT kind, value FROM stop WHERE site = ?1 ORDER BY id")?;
    let rows =
        statement.query_map([site.0], |row| Ok(stopped(&row.get::<_, String>(0)?, row.get(1)?)))?;
    rows.collect()
}

/// A state by its word. The words are written by this program only; an unknown one holds the mail, which loses nothing.
pub(super) fn state(word: &str) -> State {
    State::from_word(word).unwrap_or(State::Blocked)
}

/// What is stopped, from its two columns.
pub(super) fn stopped(kind: &str, value: String) -> Stopped {
    if kind == "sender" { Stopped::Sender(value) } else { Stopped::Script(value) }
}

fn write_counter(db: &Connection, book: &Book) -> rusqlite::Result<()> {
    let counters = &book.counters;
    db.prepare_cached(
        "UPDATE counter SET accepted = ?2, sent = ?3, failed = ?4, failed_late = ?5, purged = ?6, deleted = ?7,
                queued = ?8, queued_bytes = ?9, deferred = ?10, parked = ?11, parked_deferred = ?12, released = ?13,
                released_deferred = ?14, last_accepted_at = ?15, last_message = ?16
         WHERE site = ?1",
    )?
    .execute(params![
        book.id.0,
        counters.accepted,
        counters.sent,
        counters.failed,
        counters.failed_late,
        counters.purged,
        counters.deleted,
        counters.queued,
        counters.queued_bytes,
        counters.deferred,
        book.parked,
        book.parked_deferred,
        book.released,
        book.released_deferred,
        book.last_accepted_at.map(|at| at.0),
        book.last_message.0,
    ])?;
    Ok(())
}

fn add_bucket(
    db: &Connection,
    sql: &str,
    key: i64,
    site: SiteId,
    bucket: &Bucket,
) -> rusqlite::Result<()> {
    db.prepare_cached(sql)?.execute(params![
        key,
        site.0,
        bucket.sent,
        bucket.failed,
        bucket.failed_late,
        bucket.held,
        bucket.expired,
        bucket.purged,
        bucket.complaints
    ])?;
    Ok(())
}

const ADD_HALF_HOUR: &str = "INSERT INTO half_hour VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
    ON CONFLICT (at, site) DO UPDATE SET sent = sent + excluded.sent, failed = failed + excluded.failed,
        failed_late = failed_late + excluded.failed_late, held = held + excluded.held,
        expired = expired + excluded.expired, purged = purged + excluded.purged,
        complaints = complaints + excluded.complaints";

const ADD_DAY: &str = "INSERT INTO day VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
    ON CONFLICT (day, site) DO UPDATE SET sent = sent + excluded.sent, failed = failed + excluded.failed,
        failed_late = failed_late + excluded.failed_late, held = held + excluded.held,
        expired = expired + excluded.expired, purged = purged + excluded.purged,
        complaints = complaints + excluded.complaints";

const MOVE_SCRIPT: &str =
    "UPDATE script SET last_at = coalesce(?2, last_at), accepted = accepted + ?3,
    sent = sent + ?4, failed = failed + ?5 WHERE id = ?1";

const ADD_SCRIPT_DAY: &str = "INSERT INTO script_day VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (script, day) DO UPDATE SET accepted = accepted + excluded.accepted, sent = sent + excluded.sent,
        failed = failed + excluded.failed";

const ADD_FAILED: &str = "INSERT INTO failed VALUES (?1, ?2)
    ON CONFLICT (class) DO UPDATE SET failures = failures + excluded.failures";

const MOVE_SEGMENT: &str = "INSERT INTO segment VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?5)
    ON CONFLICT (id) DO UPDATE SET last_message = max(last_message, excluded.last_message),
        records = records + excluded.records, live = live + excluded.live, live_bytes = live_bytes + excluded.live_bytes,
        punched_live = punched_live + max(0, excluded.live)
    RETURNING live";
