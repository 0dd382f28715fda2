//! What is read of the store: one question, one answer, paged by key and bounded in the rows it looks at.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::time::Duration;

use postern_core::classify::Class;
use postern_core::counter::{Bucket, Counters};
use postern_core::histogram::Counted;
use postern_core::ids::{
    ActionId, ApplicationId, DeliveryId, EventId, HookId, JobId, MessageId, ScriptId, SiteId,
    StopId, TokenId, UserId,
};
use postern_core::site::State;
use postern_core::time::Time;

use crate::fact::{Job, JobKey, Origin, Remote, Selection, Site, Started, Stop, Told};
use crate::hook::{DueEvents, Hook, HookAnswer};
use crate::ovh::{Application, Consumer};
use crate::people::{Hash, Session, Token, User};

/// A question; each variant's answer is the variant of `Reply` with the same name, or with the name of what is asked for.
#[derive(Clone, Debug)]
pub enum Question {
    /// All sites, in the order of their names, after this name.
    Sites {
        after: String,
        limit: usize,
    },
    /// One site by name.
    SiteNamed(String),
    /// One site by id.
    Site(SiteId),
    /// Sites with mail that could be delivered at some time: the scheduler's start.
    SitesWithWork,
    /// All logins with their password hashes: site, login, hash.
    Logins,
    /// The standing stops of a site, or of all.
    Stops(Option<SiteId>),
    /// Unfinished deliveries of a site that fit.
    Queue {
        site: SiteId,
        selection: Selection,
        after: DeliveryId,
        limit: usize,
    },
    /// How a site's queue divides.
    QueueKinds {
        site: SiteId,
        now: Time,
    },
    /// Failures of a site that fit, newest first.
    Failures {
        site: SiteId,
        filter: FailureFilter,
        before: Option<(Time, i64)>,
        limit: usize,
    },
    /// How the failures of a site that fit divide.
    FailureClasses {
        site: SiteId,
        filter: FailureFilter,
    },
    /// Messages of a site that fit, newest first, each with its deliveries and attempts.
    Trace {
        site: SiteId,
        filter: TraceFilter,
        before: Option<MessageId>,
        limit: usize,
    },
    /// Half-hour or daily buckets of a site within `from..to`, oldest first.
    HalfHours {
        site: SiteId,
        from: Time,
        to: Time,
    },
    Days {
        site: SiteId,
        from: i32,
        to: i32,
    },
    /// What each site counted on its day told, and ever: `(site, day)`.
    Today {
        site: SiteId,
        day: i32,
    },
    /// Scripts of one site or of all, by what they sent or failed.
    Scripts {
        site: Option<SiteId>,
        by: Order,
        limit: usize,
    },
    /// One script of a site, by its name.
    ScriptNamed {
        site: SiteId,
        name: String,
    },
    /// What scripts did on each day from this one on, by their sites' calendars: script by script, oldest first.
    ScriptDays {
        scripts: Vec<ScriptId>,
        from: i32,
    },
    /// Sites that fit, the largest figure first, and what all of them come to; what was sent and failed is counted from
    /// this day on, or ever. `after` is the figure and the name of the last one shown.
    SiteRanking {
        filter: SiteFilter,
        by: SiteOrder,
        days_from: Option<i32>,
        after: Option<(u64, String)>,
        limit: usize,
    },
    /// The audit log, newest first.
    Actions {
        site: Option<SiteId>,
        before: Option<ActionId>,
        limit: usize,
    },
    /// The audit log after an entry, oldest first.
    ActionsAfter {
        after: ActionId,
        limit: usize,
    },
    /// What the people of a site were told by mail.
    Told(SiteId),
    /// Sites of which something failed on a day, in the order of their ids.
    FailedOn {
        day: i32,
        after: SiteId,
        limit: usize,
    },
    /// A job, with its progress.
    Job(JobId),
    /// The jobs of a site, newest first.
    Jobs {
        site: SiteId,
        before: Option<JobId>,
        limit: usize,
    },
    /// What a key began at this site, if it is a job.
    JobOfKey {
        site: SiteId,
        key: JobKey,
    },
    /// A stop by its id.
    Stop(StopId),
    /// A remembered value.
    Remembered(String),
    /// Users in the order of their names, after this name.
    Users {
        after: String,
        limit: usize,
    },
    User(UserId),
    UserNamed(String),
    /// The session of a hash, with its user.
    SessionOf(Hash),
    /// The sessions of a user, newest first.
    Sessions(UserId),
    /// The token of a hash, with its user if it has one.
    TokenOf(Hash),
    /// Tokens, of one user or all, oldest first after this one.
    Tokens {
        user: Option<UserId>,
        after: TokenId,
        limit: usize,
    },
    /// Webhooks, oldest first.
    Hooks(HooksOf),
    Hook(HookId),
    /// Events to be told now, but for those in hand and those of hooks that have enough in hand.
    DueEvents {
        now: Time,
        in_hand: Vec<EventId>,
        busy: Vec<HookId>,
        limit: usize,
    },
    /// The last answers of a webhook, newest first.
    HookAnswers(HookId),
    /// An application of the provider's API, by its number or by what it is known by.
    Application(ApplicationId),
    ApplicationKeyed(String),
    /// Applications, all or those that are a user's or have a key that the user approved, oldest first after this one.
    Applications {
        user: Option<UserId>,
        after: ApplicationId,
        limit: usize,
    },
    /// The consumer key of a hash; the one whose approval is asked for behind a door.
    ConsumerOf(Hash),
    ConsumerAsked(Hash),
    /// The consumer keys of an application, oldest first.
    Consumers {
        application: ApplicationId,
        limit: usize,
    },
    /// Whether the space of a site's purge is still being given back.
    IsGivingBack(SiteId),
    /// Figures of the store as a whole.
    Health,
    /// The same, with those of each site, for who measures again and again.
    Measures,
}

/// The answers.
#[derive(Clone, Debug)]
pub enum Reply {
    Sites(Vec<Site>),
    Site(Option<Box<Site>>),
    Logins(Vec<(SiteId, String, String)>),
    Stops(Vec<Stop>),
    Queue(Page<Queued, DeliveryId>),
    QueueKinds(QueueKinds),
    Failures(Page<Failure, (Time, i64)>),
    FailureClasses(FailureClasses),
    Trace(Page<Traced, MessageId>),
    HalfHours(Vec<(Time, Bucket)>),
    Days(Vec<(i32, Bucket)>),
    Today(Bucket),
    Scripts(Vec<Script>),
    ScriptNamed(Option<Box<Script>>),
    ScriptDays(Vec<(ScriptId, ScriptDay)>),
    SiteRanking(SiteRanking),
    Actions(Page<ActionEntry, ActionId>),
    ActionsAfter(Vec<ActionEntry>),
    Told(Vec<Told>),
    FailedOn(Page<FailedSite, SiteId>),
    Job(Option<Job>),
    Jobs(Page<Job, JobId>),
    JobOfKey(Option<Started>),
    Remembered(Option<String>),
    Users(Vec<User>),
    User(Option<Box<User>>),
    SessionOf(Option<Box<(Session, User)>>),
    Sessions(Vec<Session>),
    TokenOf(Option<Box<(Token, Option<User>)>>),
    Tokens(Vec<Token>),
    Hooks(Vec<Hook>),
    Hook(Option<Box<Hook>>),
    DueEvents(DueEvents),
    HookAnswers(Vec<HookAnswer>),
    Application(Option<Box<Application>>),
    Applications(Vec<Application>),
    Consumer(Option<Box<Consumer>>),
    Consumers(Vec<Consumer>),
    IsGivingBack(bool),
    Health(Health),
    Measures(Box<Measures>),
}

/// A bounded number of rows, and where to go on. Rows may be fewer than asked although `next` is set: the question
/// looked at as many rows as it may.
#[derive(Clone, Debug)]
pub struct Page<T, K> {
    pub rows: Vec<T>,
    pub next: Option<K>,
}

/// Whose webhooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HooksOf {
    /// Those of all sites and those of each, after this one.
    Everybody { after: HookId, limit: usize },
    /// Those of one site alone.
    Site(SiteId),
}

/// How sites or scripts are ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Sent,
    Failed,
}

/// How all sites are ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteOrder {
    /// By name alone.
    Name,
    Queued,
    Failed,
    Sent,
}

/// Which sites are meant; both must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteFilter {
    /// Letters the name has, in lower case.
    pub search: String,
    /// Only those whose state holds mail.
    pub red: bool,
}

/// Sites that fit, beside what all come to.
#[derive(Clone, Debug)]
pub struct SiteRanking {
    pub page: Page<RankedSite, (u64, String)>,
    pub all: SiteTotals,
    pub fitting: SiteTotals,
}

/// Several sites together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SiteTotals {
    pub sites: u64,
    pub red: u64,
    pub queued: u64,
    /// Since the day asked for, or ever; failed ones with those that came late.
    pub sent: u64,
    pub failed: u64,
}

impl SiteOrder {
    /// What a site is ranked by.
    pub fn figure(self, of: SiteFigures) -> u64 {
        match self {
            SiteOrder::Name => 0,
            SiteOrder::Queued => of.queued,
            SiteOrder::Failed => of.failed,
            SiteOrder::Sent => of.sent,
        }
    }
}

impl SiteFilter {
    /// Whether a site is meant.
    pub fn fits(&self, name: &str, state: State) -> bool {
        name.contains(&self.search) && (!self.red || state.is_red())
    }
}

impl SiteTotals {
    /// Adds a site.
    pub fn add(&mut self, state: State, of: SiteFigures) {
        self.sites += 1;
        self.red += u64::from(state.is_red());
        self.queued += of.queued;
        self.sent += of.sent;
        self.failed += of.failed;
    }
}

/// What a site is ranked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SiteFigures {
    pub queued: u64,
    /// Since the day asked for, or ever; failed ones with those that came late.
    pub sent: u64,
    pub failed: u64,
}

/// A site among all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankedSite {
    pub site: SiteId,
    pub name: String,
    pub state: State,
    pub locked: bool,
    pub since: Time,
    pub counters: Counters,
    /// Since the day asked for, or ever; failed ones with those that came late.
    pub sent: u64,
    pub failed: u64,
    pub last_accepted_at: Option<Time>,
}

impl RankedSite {
    pub fn figures(&self) -> SiteFigures {
        SiteFigures { queued: self.counters.queued, sent: self.sent, failed: self.failed }
    }
}

/// An unfinished delivery.
#[derive(Clone, Debug)]
pub struct Queued {
    pub delivery: DeliveryId,
    pub message: MessageId,
    pub accepted_at: Time,
    pub sender: Option<String>,
    pub recipient: String,
    pub subject: String,
    pub script: String,
    pub size: u64,
    pub attempts: u32,
    pub next_at: Time,
    /// Parked by a stop; released from a red site.
    pub parked: bool,
    pub released: bool,
    /// In hand of an attempt at this moment.
    pub in_flight: bool,
    /// What the last attempt came to; empty text when there was none.
    pub last: Remote,
}

/// How a site's queue divides. `total = due + deferred + parked`; on a red site all but `released` are held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueKinds {
    pub total: u64,
    /// Without an attempt so far.
    pub fresh: u64,
    /// With at least one attempt.
    pub deferred: u64,
    pub parked: u64,
    /// Released past the block, and those of them with at least one attempt.
    pub released: u64,
    pub released_deferred: u64,
    /// When the oldest was accepted.
    pub oldest_at: Option<Time>,
}

/// Which failures are meant; every field that is set must fit.
#[derive(Clone, Debug, Default)]
pub struct FailureFilter {
    pub class: Option<Class>,
    pub script: Option<String>,
    /// Part of the recipient's address, without regard to case.
    pub recipient: Option<String>,
    /// Part of the recipient's address, of the subject or of the reply, without regard to case.
    pub text: Option<String>,
    pub from: Option<Time>,
    pub to: Option<Time>,
}

/// How failures divide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FailureClasses {
    /// The classes there are failures of, most first.
    pub counts: Vec<(Class, u64)>,
    /// Set when there were too many to look at: older ones than this are not counted.
    pub since: Option<Time>,
}

impl FailureClasses {
    /// Of these counts.
    pub fn of(counts: BTreeMap<Class, u64>, since: Option<Time>) -> FailureClasses {
        let mut counts: Vec<(Class, u64)> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| Reverse(*count));
        FailureClasses { counts, since }
    }
}

/// A delivery that ended in error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub id: i64,
    pub at: Time,
    pub message: MessageId,
    pub delivery: DeliveryId,
    pub recipient: String,
    pub sender: Option<String>,
    pub subject: String,
    pub script: String,
    pub class: Class,
    pub remote: Remote,
}

/// Which messages are meant; every field that is set must fit.
#[derive(Clone, Debug, Default)]
pub struct TraceFilter {
    /// A recipient's whole address: found by index.
    pub recipient: Option<String>,
    pub sender: Option<String>,
    /// Part of the subject, without regard to case.
    pub subject: Option<String>,
    pub script: Option<String>,
    pub message: Option<MessageId>,
    /// The `Message-ID` field, with or without angle brackets.
    pub message_id: Option<String>,
}

/// A message's story.
#[derive(Clone, Debug)]
pub struct Traced {
    pub message: MessageId,
    pub accepted_at: Time,
    pub sender: Option<String>,
    pub subject: String,
    pub message_id: String,
    pub script: String,
    pub size: u64,
    pub origin: Origin,
    pub deliveries: Vec<TracedDelivery>,
}

/// One recipient of a message's story.
#[derive(Clone, Debug)]
pub struct TracedDelivery {
    pub delivery: DeliveryId,
    pub recipient: String,
    /// `queued`, `sent`, `failed`, `purged`, `deleted`.
    pub state: &'static str,
    pub next_at: Option<Time>,
    pub attempts: Vec<Attempt>,
}

/// One attempt, or the end that came without one.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub at: Time,
    /// `sent`, `deferred`, `failed`, `purged`, `deleted`.
    pub outcome: &'static str,
    pub class: Option<Class>,
    pub remote: Remote,
}

/// A script's figures since it was first seen.
#[derive(Clone, Debug)]
pub struct Script {
    pub id: ScriptId,
    pub site: SiteId,
    pub site_name: String,
    pub name: String,
    pub first_at: Time,
    pub last_at: Time,
    pub accepted: u64,
    pub sent: u64,
    pub failed: u64,
}

/// A script's day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScriptDay {
    pub day: i32,
    pub accepted: u64,
    pub sent: u64,
    pub failed: u64,
}

/// A site of which something failed on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailedSite {
    pub site: SiteId,
    /// What was counted on that day.
    pub bucket: Bucket,
    /// The last day that its people were told the report of; 0: none.
    pub reported: i64,
}

impl FailedSite {
    /// Whether something failed.
    pub(crate) fn fails(&self) -> bool {
        self.bucket.failed > 0 || self.bucket.failed_late > 0
    }
}

/// An entry of the audit log.
#[derive(Clone, Debug)]
pub struct ActionEntry {
    pub id: ActionId,
    pub at: Time,
    pub site: Option<SiteId>,
    pub site_name: String,
    pub who: String,
    /// `block`, `unblock`, `purge`, `stop`, `unstop`, `release`, `delete`, `site add`, …
    pub what: String,
    pub reason: String,
}

/// Figures of the store as a whole.
#[derive(Clone, Debug, Default)]
pub struct Health {
    pub sites: u64,
    pub counters: Counters,
    pub database_bytes: u64,
    pub body_bytes: u64,
    pub room_bytes: u64,
    /// What of the disk is kept free for actions and settles, and all of the disk; 0 where there is none.
    pub reserve_bytes: u64,
    pub disk_bytes: u64,
    /// Rows that wait for `sweep`.
    pub to_reclaim: u64,
    pub commits: Commits,
}

/// How long commits took in the last minutes: what every writing verb waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Commits {
    pub count: u64,
    /// Half of them took no longer, and 99 of 100; to a fifth of itself.
    pub p50: Duration,
    pub p99: Duration,
    pub longest: Duration,
}

/// What is measured, all of one moment.
#[derive(Clone, Debug, Default)]
pub struct Measures {
    pub health: Health,
    /// Of all sites there ever were: what a site counted stays counted when it is removed.
    pub ever: Counters,
    /// Failures ever, by class; of the time before they were counted so, only those that were still kept.
    pub failures: Vec<(Class, u64)>,
    /// Each site there is, in no order.
    pub sites: Vec<MeasuredSite>,
    pub paces: Paces,
}

/// A site as it is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeasuredSite {
    pub site: SiteId,
    pub state: State,
    pub counters: Counters,
    /// Without its oldest.
    pub kinds: QueueKinds,
}

/// How the writer worked since the store was opened; spans are in microseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paces {
    /// From the beginning of a group until it was on stable storage.
    pub commits: Counted,
    /// How much was done in one group: messages and other verbs.
    pub groups: Counted,
    /// The database's part of the way to stable storage, and that of the bodies beside it.
    pub database_syncs: Counted,
    pub body_syncs: Counted,
}
