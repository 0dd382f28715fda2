//! All that a restart keeps, as plain maps, and the few moves that every verb is made of: count, finish, fail, park.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use jiff::tz::TimeZone;
use postern_core::classify::Class;
use postern_core::counter::{self, Bucket, Counters};
use postern_core::hold::{self, HeldClock};
use postern_core::ids::{ActionId, DeliveryId, JobId, MessageId, ScriptId, SiteId, StopId};
use postern_core::lane::Lane;
use postern_core::notice::Topic;
use postern_core::site::State;
use postern_core::time::Time;

use super::hooks::Hooks;
use super::ovh::OvhKeys;
use super::people::People;
use crate::hook::Facts;
use crate::view::{ActionEntry, Attempt, Failure, ScriptDay};
use crate::{
    AcceptKey, Error, Identity, Job, JobKind, NewSite, Origin, Remote, Selection, Site,
    SiteSettings, Stop, Told,
};

#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    /// The last id given to anything; it only rises.
    last_id: i64,
    pub(super) sites: BTreeMap<SiteId, SiteRow>,
    /// What sites had counted that are gone.
    pub(super) gone: Counters,
    /// Failures ever, those that are forgotten included.
    pub(super) failed: BTreeMap<Class, u64>,
    pub(super) logins: BTreeMap<String, Login>,
    pub(super) scripts: BTreeMap<ScriptId, ScriptRow>,
    pub(super) messages: BTreeMap<MessageId, MessageRow>,
    /// Of messages with unfinished deliveries.
    pub(super) bodies: BTreeMap<MessageId, Bytes>,
    /// Finished ones too, until their message's trace goes.
    pub(super) deliveries: BTreeMap<DeliveryId, DeliveryRow>,
    pub(super) keys: BTreeMap<(SiteId, AcceptKey), KeyRow>,
    pub(super) failures: BTreeMap<i64, (SiteId, Failure)>,
    pub(super) half_hours: BTreeMap<(SiteId, Time), Bucket>,
    pub(super) days: BTreeMap<(SiteId, i32), Bucket>,
    pub(super) stops: BTreeMap<StopId, Stop>,
    pub(super) jobs: BTreeMap<JobId, JobRow>,
    pub(super) actions: BTreeMap<ActionId, ActionEntry>,
    pub(super) remembered: BTreeMap<String, String>,
    pub(super) told: BTreeMap<(SiteId, Topic), Told>,
    pub(super) people: People,
    pub(super) hooks: Hooks,
    pub(super) ovh: OvhKeys,
}

#[derive(Clone, Debug)]
pub(super) struct SiteRow {
    pub(super) id: SiteId,
    pub(super) name: String,
    pub(super) created_at: Time,
    pub(super) settings: SiteSettings,
    pub(super) identities: Vec<Identity>,
    pub(super) state: State,
    pub(super) locked: bool,
    pub(super) epoch: u64,
    pub(super) since: Time,
    pub(super) by: String,
    pub(super) reason: String,
    pub(super) held: HeldClock,
    pub(super) counters: Counters,
    pub(super) last_accepted_at: Option<Time>,
    /// Its name and identities are free; its history waits for `sweep`.
    pub(super) removed: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Login {
    pub(super) site: SiteId,
    pub(super) hash: String,
}

#[derive(Clone, Debug)]
pub(super) struct ScriptRow {
    pub(super) id: ScriptId,
    pub(super) site: SiteId,
    pub(super) name: String,
    pub(super) turn: u8,
    pub(super) first_at: Time,
    pub(super) last_at: Time,
    pub(super) accepted: u64,
    pub(super) sent: u64,
    pub(super) failed: u64,
    pub(super) days: BTreeMap<i32, ScriptDay>,
}

impl ScriptRow {
    pub(super) fn day(&mut self, day: i32) -> &mut ScriptDay {
        self.days.entry(day).or_insert(ScriptDay { day, ..ScriptDay::default() })
    }
}

#[derive(Clone, Debug)]
pub(super) struct MessageRow {
    pub(super) id: MessageId,
    pub(super) site: SiteId,
    pub(super) accepted_at: Time,
    /// What the site's held clock showed then.
    pub(super) held_base: Duration,
    pub(super) sender: Option<String>,
    pub(super) size: u64,
    pub(super) subject: String,
    pub(super) message_id: String,
    pub(super) script: ScriptId,
    pub(super) script_name: String,
    pub(super) origin: Origin,
    pub(super) eight_bit: bool,
    pub(super) smtputf8: bool,
    pub(super) envelope_id: Option<String>,
    pub(super) dsn_return: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) struct DeliveryRow {
    pub(super) id: DeliveryId,
    pub(super) message: MessageId,
    pub(super) site: SiteId,
    pub(super) recipient: String,
    pub(super) domain: String,
    pub(super) notify: Option<String>,
    pub(super) lane: Lane,
    pub(super) stands: Stands,
    /// Set by a purge or deletion of what is in hand: it ends so unless its attempt ends it otherwise.
    pub(super) ending: Option<Ending>,
    /// How long it was parked while its site was green.
    pub(super) parked_for: Duration,
    pub(super) next_at: Time,
    pub(super) attempts: u32,
    pub(super) last: Remote,
    pub(super) trace: Vec<Attempt>,
}

/// How a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stands {
    Queued,
    /// Held by a stop.
    Parked {
        since: Time,
        /// What the site's held clock showed then.
        clock: Duration,
    },
    /// Passes its red site as long as the site's epoch is this one.
    Released {
        epoch: u64,
    },
    /// Passes its red site whatever is done: a notice of our own.
    Notice,
    Sent,
    Failed,
    Purged,
    Deleted,
}

/// How a delivery in hand ends if its attempt does not end it, and since when.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ending {
    Purged { at: Time },
    Deleted { at: Time },
}

#[derive(Clone, Debug)]
pub(super) struct KeyRow {
    pub(super) digest: [u8; 16],
    pub(super) message: MessageId,
    pub(super) at: Time,
}

#[derive(Clone, Debug)]
pub(super) struct JobRow {
    pub(super) job: Job,
    /// The site's epoch when it was decided.
    pub(super) epoch: u64,
    pub(super) selection: Selection,
    /// How far it came.
    pub(super) after: DeliveryId,
}

impl Ledger {
    pub(super) fn next_id(&mut self) -> i64 {
        self.last_id += 1;
        self.last_id
    }

    /// What a start finds: nothing is in hand, so what was marked ends as marked.
    pub(super) fn reopen(&mut self) {
        let marked: Vec<DeliveryId> =
            self.deliveries.values().filter(|row| row.ending.is_some()).map(|row| row.id).collect();
        for id in marked {
            self.end_as_marked(id);
        }
    }

    /// A site that was not removed.
    pub(super) fn site(&self, id: SiteId) -> Result<&SiteRow, Error> {
        self.sites.get(&id).filter(|row| !row.removed).ok_or(Error::NotFound("site"))
    }

    pub(super) fn site_mut(&mut self, id: SiteId) -> Result<&mut SiteRow, Error> {
        self.sites.get_mut(&id).filter(|row| !row.removed).ok_or(Error::NotFound("site"))
    }

    pub(super) fn standing_sites(&self) -> impl Iterator<Item = &SiteRow> {
        self.sites.values().filter(|row| !row.removed)
    }

    pub(super) fn site_named(&self, name: &str) -> Option<&SiteRow> {
        self.standing_sites().find(|row| row.name == name)
    }

    /// The unfinished deliveries of a site, in the order of their ids.
    pub(super) fn queue_of(&self, site: SiteId) -> impl Iterator<Item = &DeliveryRow> {
        self.deliveries.values().filter(move |row| row.site == site && row.is_queued())
    }

    /// The deliveries of a message; their ids follow its own.
    pub(super) fn deliveries_of(&self, message: MessageId) -> impl Iterator<Item = &DeliveryRow> {
        let from_it_on = self.deliveries.range(DeliveryId(message.0)..).map(|(_, row)| row);
        from_it_on.take_while(move |row| row.message == message)
    }

    pub(super) fn is_stopped(&self, site: SiteId, script: &str, sender: Option<&str>) -> bool {
        self.stops.values().any(|stop| stop.site == site && stop.what.covers(script, sender))
    }

    /// Whether a stop that stands covers the delivery, parked already or not.
    pub(super) fn is_covered(&self, row: &DeliveryRow) -> bool {
        let message = &self.messages[&row.message];
        self.is_stopped(row.site, &message.script_name, message.sender.as_deref())
    }

    /// Whether a delivery is released and nothing took the release back.
    pub(super) fn is_released(&self, row: &DeliveryRow) -> bool {
        matches!(row.stands, Stands::Released { epoch } if self.sites[&row.site].epoch == epoch)
    }

    pub(super) fn shown(&self, site: &SiteRow) -> Site {
        let releases = |row: &JobRow| {
            row.job.site == site.id
                && row.job.kind == JobKind::Release
                && row.job.ended_at.is_none()
        };
        site.shown(
            self.queue_of(site.id).any(|row| self.is_released(row))
                || self.jobs.values().any(releases),
        )
    }

    /// Whether a delivery passes its red site.
    pub(super) fn passes(&self, row: &DeliveryRow) -> bool {
        row.stands == Stands::Notice || self.is_released(row)
    }

    /// Whether an attempt of it may begin, its due time aside.
    pub(super) fn may_go(&self, row: &DeliveryRow) -> bool {
        let parked = row.is_parked();
        let held = self.sites[&row.site].state.is_red() && !self.passes(row);
        row.is_queued() && !parked && !held
    }

    /// How long it was held since it was accepted, by its site or by a stop.
    pub(super) fn held_for(&self, row: &DeliveryRow, now: Time) -> Duration {
        let clock = &self.sites[&row.site].held;
        let parked = match row.stands {
            Stands::Parked { since, clock: then } => {
                row.parked_for + while_green(clock, since, then, now)
            }
            _ => row.parked_for,
        };
        clock.held_since(self.messages[&row.message].held_base, now) + parked
    }

    /// When it is given up; `None` if it is not held.
    pub(super) fn expires_at(&self, row: &DeliveryRow, max_age: Duration) -> Option<Time> {
        let by_site = self.sites[&row.site].held.red_since.filter(|_| !self.passes(row));
        let by_stop = match row.stands {
            Stands::Parked { since, .. } => Some(since),
            _ => None,
        };
        let held_since = by_site.into_iter().chain(by_stop).min()?;
        Some(hold::expires_at(self.messages[&row.message].accepted_at, held_since, max_age))
    }

    pub(super) fn park(&mut self, id: DeliveryId, now: Time) {
        if let Some(row) = self.deliveries.get_mut(&id) {
            row.stands =
                Stands::Parked { since: now, clock: self.sites[&row.site].held.held_at(now) };
        }
    }

    pub(super) fn unpark(&mut self, id: DeliveryId, now: Time) {
        let Some(row) = self.deliveries.get_mut(&id) else { return };
        if let Stands::Parked { since, clock } = row.stands {
            row.parked_for += while_green(&self.sites[&row.site].held, since, clock, now);
            row.stands = Stands::Queued;
        }
    }

    /// Whether a delivery is queued and not marked to end.
    pub(super) fn is_wanted(&self, id: DeliveryId) -> bool {
        self.deliveries.get(&id).is_some_and(|row| row.is_queued() && row.ending.is_none())
    }

    pub(super) fn mark(&mut self, id: DeliveryId, ending: Ending) {
        if let Some(row) = self.deliveries.get_mut(&id) {
            row.ending.get_or_insert(ending);
        }
    }

    /// Ends a delivery that comes back from hand as it was marked meanwhile, if it was.
    pub(super) fn end_as_marked(&mut self, id: DeliveryId) -> Option<Stands> {
        let (stands, at) = match self.deliveries.get(&id)?.ending? {
            Ending::Purged { at } => (Stands::Purged, at),
            Ending::Deleted { at } => (Stands::Deleted, at),
        };
        self.finish(id, stands, at);
        Some(stands)
    }

    /// Ends a delivery as a failure, and keeps what is known of it.
    pub(super) fn fail(&mut self, id: DeliveryId, class: Class, remote: Remote, at: Time) {
        let row = &self.deliveries[&id];
        let message = &self.messages[&row.message];
        let failure = Failure {
            id: 0,
            at,
            message: message.id,
            delivery: id,
            recipient: row.recipient.clone(),
            sender: message.sender.clone(),
            subject: message.subject.clone(),
            script: message.script_name.clone(),
            class,
            remote,
        };
        let site = row.site;
        let id_of_failure = self.next_id();
        self.failures.insert(id_of_failure, (site, Failure { id: id_of_failure, ..failure }));
        *self.failed.entry(class).or_default() += 1;
        self.finish(id, Stands::Failed, at);
        if matches!(class, Class::Expired | Class::ExpiredHeld) {
            self.bucket(site, at, |bucket| bucket.expired += 1);
        }
        self.tell_hooks(site, at, &Facts::MailFailed { failure: id_of_failure });
    }

    /// Ends a queued delivery and counts it.
    pub(super) fn finish(&mut self, id: DeliveryId, stands: Stands, at: Time) {
        let Some(row) = self.deliveries.get_mut(&id).filter(|row| row.is_queued()) else { return };
        row.stands = stands;
        row.ending = None;
        let (site, message, deferred) = (row.site, row.message, row.attempts > 0);
        let last = self.deliveries_of(message).all(|row| !row.is_queued());
        let bytes =
            if last { self.bodies.remove(&message).map_or(0, |body| body.len() as u64) } else { 0 };
        let script = self.messages[&message].script;

        // A removed site counts on until it is gone, so that it can be recounted.
        let Some(row) = self.sites.get_mut(&site) else { return };
        row.counters.queued -= 1;
        row.counters.deferred -= u64::from(deferred);
        row.counters.queued_bytes -= bytes;
        match stands {
            Stands::Sent => row.counters.sent += 1,
            Stands::Failed => row.counters.failed += 1,
            Stands::Purged => row.counters.purged += 1,
            Stands::Deleted => row.counters.deleted += 1,
            Stands::Queued | Stands::Parked { .. } | Stands::Released { .. } | Stands::Notice => {}
        }
        // History has no figure for what is deleted.
        if stands != Stands::Deleted {
            self.bucket(site, at, |bucket| match stands {
                Stands::Sent => bucket.sent += 1,
                Stands::Failed => bucket.failed += 1,
                _ => bucket.purged += 1,
            });
        }
        let day = self.day(site, at);
        if let Some(script) = self.scripts.get_mut(&script) {
            let (sent, failed) =
                (u64::from(stands == Stands::Sent), u64::from(stands == Stands::Failed));
            script.sent += sent;
            script.failed += failed;
            if sent + failed > 0 {
                script.day(day).sent += sent;
                script.day(day).failed += failed;
            }
        }
    }

    /// The day of an instant in a site's calendar.
    pub(super) fn day(&self, site: SiteId, at: Time) -> i32 {
        counter::day(at, &self.sites.get(&site).map_or(TimeZone::UTC, SiteRow::zone))
    }

    /// Counts an event in the half-hour and the day it happened in, by the site's calendar.
    pub(super) fn bucket(&mut self, site: SiteId, at: Time, count: impl Fn(&mut Bucket)) {
        let Some(row) = self.sites.get(&site) else { return };
        let zone = row.zone();
        count(self.half_hours.entry((site, counter::half_hour(at, &zone))).or_default());
        count(self.days.entry((site, counter::day(at, &zone))).or_default());
    }

    /// Forgets a message whose deliveries have all ended; what it counted stays counted.
    pub(super) fn forget(&mut self, message: MessageId) {
        self.messages.remove(&message);
        self.deliveries.retain(|_, row| row.message != message);
    }
}

impl SiteRow {
    fn zone(&self) -> TimeZone {
        TimeZone::get(&self.settings.zone).unwrap_or(TimeZone::UTC)
    }

    pub(super) fn new(id: SiteId, new: &NewSite) -> SiteRow {
        SiteRow {
            id,
            name: new.name.clone(),
            created_at: new.by.at,
            settings: new.settings.clone(),
            identities: Vec::new(),
            state: State::Enabled,
            locked: false,
            epoch: 1,
            since: new.by.at,
            by: new.by.who.clone(),
            reason: String::new(),
            held: HeldClock::default(),
            counters: Counters::default(),
            last_accepted_at: None,
            removed: false,
        }
    }

    fn shown(&self, releases: bool) -> Site {
        Site {
            id: self.id,
            name: self.name.clone(),
            created_at: self.created_at,
            settings: self.settings.clone(),
            identities: self.identities.clone(),
            state: self.state,
            locked: self.locked,
            epoch: self.epoch,
            since: self.since,
            by: self.by.clone(),
            reason: self.reason.clone(),
            held_before: self.held.held_before,
            counters: self.counters,
            last_accepted_at: self.last_accepted_at,
            releases,
        }
    }
}

impl DeliveryRow {
    pub(super) fn is_parked(&self) -> bool {
        matches!(self.stands, Stands::Parked { .. })
    }

    pub(super) fn is_queued(&self) -> bool {
        matches!(
            self.stands,
            Stands::Queued | Stands::Parked { .. } | Stands::Released { .. } | Stands::Notice
        )
    }
}

impl Stands {
    /// The word of a trace.
    pub(super) fn word(self) -> &'static str {
        match self {
            Stands::Queued | Stands::Parked { .. } | Stands::Released { .. } | Stands::Notice => {
                "queued"
            }
            Stands::Sent => "sent",
            Stands::Failed => "failed",
            Stands::Purged => "purged",
            Stands::Deleted => "deleted",
        }
    }
}

/// The part of a parked stretch in which the site was green: while it was red, its own clock ran.
fn while_green(clock: &HeldClock, since: Time, then: Duration, now: Time) -> Duration {
    now.since(since).saturating_sub(clock.held_since(then, now))
}
