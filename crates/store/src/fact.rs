//! The facts that go into the store's verbs and come out of them.

use std::sync::Arc;

use bytes::Bytes;
use jiff::tz::TimeZone;
use postern_core::classify::Class;
use postern_core::counter::{self, Counters};
use postern_core::ids::{ActionId, DeliveryId, JobId, MessageId, ScriptId, SiteId, StopId};
use postern_core::lane::Lane;
use postern_core::limits::Limits;
use postern_core::notice::{Notices, Topic};
use postern_core::site::{Action, State};
use postern_core::stop::Stopped;
use postern_core::time::Time;
use serde::{Deserialize, Serialize};

/// 128 bits drawn by the sender of a submission: a repeat of the same key is the same mail. Time-ordered, so that the
/// newest stand together in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AcceptKey(pub [u8; 16]);

/// By which door a message came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// The sendmail command, over its socket.
    Sendmail,
    /// The sendmail command, by the drop directory.
    Drop,
    /// SMTP.
    Smtp,
    /// The HTTP API.
    Http,
    /// Postern itself: a notice. It passes the block that stands when it is accepted.
    Notice,
}

/// Where a message came from, as far as the door could know. What a caller states may be wrong; `uid`, `gid` and `pid`
/// may not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    pub method: Option<Method>,
    /// The kernel's word.
    pub uid: Option<u32>,
    pub gid: Option<u32>,
    pub pid: Option<u32>,
    /// The SMTP login, or the person who sent by the API.
    pub login: Option<String>,
    /// The peer's address.
    pub address: Option<String>,
    /// Whether the site is the caller's word (`--site`).
    pub stated: bool,
    /// What the caller says of itself, by name: `cwd`, `argv`, `SCRIPT_FILENAME`, `REQUEST_URI`, …
    pub stated_by_caller: Vec<(String, String)>,
}

/// A message as it is handed to the store.
#[derive(Clone, Debug)]
pub struct NewMessage {
    pub site: SiteId,
    pub accepted_at: Time,
    pub key: Option<AcceptKey>,
    /// Tells a repeat of a key from its reuse for another mail.
    pub digest: [u8; 16],
    /// Envelope sender; `None` is the null reverse-path.
    pub sender: Option<String>,
    pub deliveries: Vec<NewDelivery>,
    /// The whole message as it is to be delivered, CRLF line ends.
    pub body: Bytes,
    pub subject: String,
    pub message_id: String,
    /// The script's name; empty when unknown.
    pub script: String,
    pub origin: Origin,
    /// The body has octets above 127.
    pub eight_bit: bool,
    /// An address needs SMTPUTF8 (RFC 6531).
    pub smtputf8: bool,
    /// RFC 3461 ENVID and RET, as given.
    pub envelope_id: Option<String>,
    pub dsn_return: Option<String>,
    pub caps: Caps,
    /// Of a notice: what it tells. It is noted in the same transaction, so that no crash tells it twice or never.
    pub tells: Option<Tell>,
}

/// One recipient of a new message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDelivery {
    pub recipient: String,
    /// The recipient's domain, lower case, A-labels.
    pub domain: String,
    /// RFC 3461 NOTIFY, as given.
    pub notify: Option<String>,
}

/// How much may be queued; part of `accept`, because only its transaction knows how much is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    pub queued: u64,
    pub queued_bytes: u64,
}

/// What `accept` comes to.
#[derive(Clone, Debug)]
pub enum Accepted {
    Stored(Stored),
    /// This key was accepted before with the same digest: nothing was written.
    Repeated(MessageId),
    /// This key was accepted before with another digest: nothing was written.
    KeyReused(MessageId),
    /// The site's queue is at its cap: nothing was written.
    OverCap {
        queued: u64,
        cap: u64,
    },
    /// The same for bytes.
    OverBytes {
        queued_bytes: u64,
        cap: u64,
    },
    /// The site is gone.
    NoSite,
    /// What it tells was told meanwhile, or the site it tells of is gone: nothing was written.
    Told,
}

/// That the people of a site are told of a topic up to here, decided on what they were told before (0: nothing).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tell {
    pub site: SiteId,
    pub topic: Topic,
    pub was: i64,
    pub upto: i64,
}

/// What the people of a site were told of a topic: up to where, and when the last mail of it was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    pub topic: Topic,
    pub upto: i64,
    pub mailed_at: Option<Time>,
}

/// A stored message.
#[derive(Clone, Debug)]
pub struct Stored {
    pub message: MessageId,
    /// Its deliveries, ready for a window, in the order of the recipients. Empty when a stop parked them.
    pub candidates: Vec<Candidate>,
}

/// A delivery that could be attempted: what a window holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub delivery: DeliveryId,
    pub message: MessageId,
    pub lane: Lane,
    pub domain: Arc<str>,
    pub due_at: Time,
}

/// A question for due work of one site.
#[derive(Clone, Debug)]
pub struct Refill {
    pub site: SiteId,
    pub now: Time,
    /// At most this many candidates in all, and of one lane.
    pub take: usize,
    pub take_per_lane: usize,
    /// What the window has already.
    pub exclude: Vec<DeliveryId>,
    /// Lanes that are not to be read.
    pub skip: Vec<Lane>,
}

/// The answer to `Refill`.
#[derive(Clone, Debug, Default)]
pub struct Refilled {
    pub candidates: Vec<Candidate>,
    /// Lanes of which more is due than was taken.
    pub more: Vec<Lane>,
    /// When the earliest delivery that is not due yet becomes so, among the lanes read; `None` if there is none.
    pub next_due_at: Option<Time>,
}

/// A wish for deliveries of one site.
#[derive(Clone, Debug)]
pub struct Claim {
    pub site: SiteId,
    pub now: Time,
    pub deliveries: Vec<DeliveryId>,
    pub lease: Lease,
}

/// Who attempts, and until when the claim stands if its node is never heard of again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    pub node: u32,
    pub until: Time,
}

/// A delivery in hand: all an attempt needs but the body.
#[derive(Clone, Debug)]
pub struct Claimed {
    pub delivery: DeliveryId,
    pub recipient: String,
    pub domain: Arc<str>,
    pub notify: Option<String>,
    /// Attempts before this one.
    pub attempts: u32,
    pub lane: Lane,
    pub message: Arc<Message>,
    /// How long it was held since acceptance (site and stop together), as of the claim.
    pub held_for: std::time::Duration,
}

/// A stored message, without its body.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: MessageId,
    pub site: SiteId,
    pub accepted_at: Time,
    pub sender: Option<String>,
    pub size: u64,
    pub subject: String,
    pub message_id: String,
    pub script: ScriptId,
    pub script_name: String,
    pub eight_bit: bool,
    pub smtputf8: bool,
    pub envelope_id: Option<String>,
    pub dsn_return: Option<String>,
    pub body: BodyRef,
}

/// Where a body lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BodyRef {
    pub message: MessageId,
    pub segment: i64,
    pub offset: u64,
    pub length: u64,
}

/// What the remote, or the way to it, said; kept as the attempt's trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remote {
    /// Host name and address spoken to; empty when none was reached.
    pub host: String,
    /// SMTP reply code; 0 when there was none.
    pub code: u16,
    /// Enhanced status code, `5.1.1`; empty when there was none.
    pub enhanced: String,
    /// The reply, or what happened instead, whole (bounded by its reader).
    pub text: String,
}

/// What one attempt of one delivery came to.
#[derive(Clone, Debug)]
pub struct Settlement {
    pub site: SiteId,
    pub delivery: DeliveryId,
    pub at: Time,
    pub end: End,
    pub remote: Remote,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Sent,
    Retry { at: Time },
    Failed(Class),
}

/// What `settle` wrote for a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    Sent,
    Failed,
    /// It waits for its retry.
    Queued,
    /// It was to be retried, but was purged meanwhile.
    Purged,
    /// It was to be retried, but was deleted meanwhile.
    Deleted,
    /// It had ended before: nothing was counted.
    Unknown,
}

/// Who does something, for the audit log: `operator:root`, `owner:anna`, `policy:bounce`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    pub who: String,
    pub at: Time,
}

/// A change of a site's state, decided on the epoch told.
#[derive(Clone, Debug)]
pub struct Act {
    pub site: SiteId,
    pub epoch: u64,
    pub action: Action,
    pub to: State,
    pub locked: bool,
    pub purge: bool,
    pub by: By,
    /// Why, in the words of the one who asked; shown to the owner.
    pub reason: String,
}

/// What `act` wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acted {
    pub action: ActionId,
    /// The site's epoch from now on.
    pub epoch: u64,
    /// Deliveries counted as purged (what is in flight counts when it settles).
    pub purged: u64,
    /// Deliveries queued after the action, and those of them that a stop holds.
    pub queued: u64,
    pub parked: u64,
    /// Deliveries in flight at the moment of the action.
    pub in_flight: u64,
}

/// A stop to be set.
#[derive(Clone, Debug)]
pub struct NewStop {
    pub site: SiteId,
    pub what: Stopped,
    pub by: By,
    pub reason: String,
}

/// A stop that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    pub id: StopId,
    pub site: SiteId,
    pub what: Stopped,
    pub by: By,
    pub reason: String,
}

/// Which queued deliveries are meant; every field that is set must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Selection {
    /// Recipient address, or `@domain`.
    pub recipient: Option<String>,
    pub sender: Option<String>,
    pub script: Option<String>,
    /// Accepted before this instant, in milliseconds since the epoch.
    pub accepted_before: Option<i64>,
    /// These messages.
    pub messages: Vec<i64>,
    /// These deliveries.
    pub deliveries: Vec<i64>,
    /// Only what stands so. Left out where it is not set, as it was before there was this field: selections are compared
    /// as they are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<QueueKind>,
}

/// How a queued delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QueueKind {
    /// Without an attempt so far.
    Due,
    /// With at least one attempt.
    Deferred,
    /// By a stop, or by its red site.
    Held,
}

impl QueueKind {
    /// The word of the API and the panel.
    pub fn word(self) -> &'static str {
        match self {
            QueueKind::Due => "due",
            QueueKind::Deferred => "deferred",
            QueueKind::Held => "held",
        }
    }

    /// Of a delivery: parked by a stop, released past its site's block, with so many attempts; and of its site.
    pub fn of(parked: bool, released: bool, attempts: u32, is_red: bool) -> QueueKind {
        match attempts {
            _ if parked || (is_red && !released) => QueueKind::Held,
            0 => QueueKind::Due,
            _ => QueueKind::Deferred,
        }
    }
}

/// What a job does with its selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JobKind {
    /// Lets it pass a red site.
    Release,
    /// Deletes it; what is in flight ends as its attempt does, else as deleted.
    Delete,
    /// Makes what is deferred due at once (`sendmail -q`, `queue retry`); attempts and ages stay as they are.
    Retry,
}

/// Unfinished jobs of one site at most: each walks its queue.
pub const UNFINISHED_JOBS: u64 = 16;

/// A job to be begun; it covers what was queued at that moment.
#[derive(Clone, Debug)]
pub struct NewJob {
    pub site: SiteId,
    /// The epoch it was decided on: a later action takes a release back.
    pub epoch: u64,
    pub kind: JobKind,
    pub selection: Selection,
    pub by: By,
    pub key: Option<JobKey>,
}

/// What makes a repeat of a job known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobKey {
    /// Of the same kind as those of messages, and kept with them: whoever draws one sees to it that no message has it.
    pub key: AcceptKey,
    /// Tells a repeat of a key from its reuse for another job.
    pub digest: [u8; 16],
}

/// What `start_job` comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Started {
    Begun(JobId),
    /// This key began this job before: nothing was written.
    Repeated(JobId),
    /// This key began another job before: nothing was written.
    KeyReused(JobId),
}

impl Started {
    /// The job that is meant.
    pub fn job(self) -> JobId {
        match self {
            Started::Begun(job) | Started::Repeated(job) | Started::KeyReused(job) => job,
        }
    }
}

/// A job and how far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    pub id: JobId,
    pub site: SiteId,
    pub kind: JobKind,
    pub by: By,
    /// Deliveries looked at, deliveries released or deleted, deliveries there were to look at.
    pub seen: u64,
    pub done: u64,
    pub total: u64,
    pub ended_at: Option<Time>,
    /// Set when an action took the job back.
    pub taken_back: bool,
}

/// A bounded piece of housekeeping.
#[derive(Clone, Debug)]
pub struct Sweep {
    pub now: Time,
    /// Rows to touch at most.
    pub rows: usize,
    /// Traces of finished mail older than this go.
    pub traces_before: Time,
    /// Failures older than this go.
    pub failures_before: Time,
    /// Half-hour buckets older than this go.
    pub buckets_before: Time,
    /// Accept keys older than this go.
    pub keys_before: Time,
}

/// Days of scripts before this one go in a sweep: they are kept as long as half-hours, and a day is over in every zone.
pub(crate) fn script_days_before(buckets_before: Time) -> i32 {
    counter::day(buckets_before, &TimeZone::UTC).saturating_sub(1)
}

/// What a sweep did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Rows touched.
    pub rows: u64,
    /// More waits.
    pub more: bool,
    /// Sites with mail that became due by it (a release, the end of a stop).
    pub woken: Vec<SiteId>,
}

/// A piece of the walk for held mail past its time.
#[derive(Clone, Debug)]
pub struct Expire {
    pub now: Time,
    pub max_age: std::time::Duration,
    /// Tell sites whose first held mail goes within this span.
    pub warn_ahead: std::time::Duration,
    /// Where the last piece ended; `DeliveryId(0)` begins a walk.
    pub after: DeliveryId,
    pub rows: usize,
    /// Whether mail may be ended now (not in the first hour after a start).
    pub end: bool,
}

/// What a piece of the walk found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expired {
    pub ended: u64,
    /// Where to go on; `None` when the walk came to its end.
    pub next: Option<DeliveryId>,
    /// Sites whose first held mail goes soon and when, with the number of mails this piece saw that go within the span.
    pub soon: Vec<(SiteId, Time, u64)>,
}

/// How a site is recognised.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Identity {
    Uid(u32),
    Login(String),
    /// Address or range in CIDR notation.
    Range(String),
}

/// A site to be added.
#[derive(Clone, Debug)]
pub struct NewSite {
    pub name: String,
    pub settings: SiteSettings,
    pub identities: Vec<Identity>,
    pub by: By,
}

/// What is set for a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteSettings {
    /// IANA name.
    pub zone: String,
    /// `en`, `it`, …
    pub language: String,
    /// Address for reports; empty = none.
    pub report_address: String,
    pub limits: Limits,
    /// Mail domains of the site; the first qualifies bare addresses. Empty: the site's name.
    pub sender_domains: Vec<String>,
    /// Next hops of this site's own, in order, as in the configuration; empty: the daemon's.
    pub smarthosts: Vec<String>,
    /// Address mail of this site leaves from; empty: the system's choice.
    pub source_address: String,
    /// What its owner wants to be told of.
    pub notices: Notices,
}

impl Default for SiteSettings {
    fn default() -> SiteSettings {
        SiteSettings {
            zone: "UTC".into(),
            language: "en".into(),
            report_address: String::new(),
            limits: Limits::default(),
            sender_domains: Vec::new(),
            smarthosts: Vec::new(),
            source_address: String::new(),
            notices: Notices::default(),
        }
    }
}

/// What changes of a site; `None` stays.
#[derive(Clone, Debug, Default)]
pub struct SiteChange {
    pub settings: Option<SiteSettings>,
    /// Identities to take to this site, also from another one if `move_identities`.
    pub add_identities: Vec<Identity>,
    pub remove_identities: Vec<Identity>,
    pub move_identities: bool,
}

/// A site as it stands.
#[derive(Clone, Debug)]
pub struct Site {
    pub id: SiteId,
    pub name: String,
    pub created_at: Time,
    pub settings: SiteSettings,
    pub identities: Vec<Identity>,
    pub state: State,
    pub locked: bool,
    /// Rises with every action.
    pub epoch: u64,
    /// Since when it is in this state, by whom and why.
    pub since: Time,
    pub by: String,
    pub reason: String,
    /// The time it was red before this red state, in all (`core::hold`).
    pub held_before: std::time::Duration,
    pub counters: Counters,
    /// When its last mail was accepted.
    pub last_accepted_at: Option<Time>,
    /// Queued mail is released past its block, or a job is about to release some.
    pub releases: bool,
}

/// What a check of the whole store found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    pub sites: u64,
    pub messages: u64,
    pub deliveries: u64,
    pub body_bytes: u64,
    /// Each fault in one sentence.
    pub faults: Vec<String>,
}
