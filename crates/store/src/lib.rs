//! What Postern knows durably.
//!
//! `Store` is a list of verbs of intention; each writing verb is one transaction, and its answer comes after the
//! transaction is on stable storage. Counters move in the transaction of the fact they count, so that at every commit
//! `accepted = sent + failed + purged + deleted + queued` holds for each site.
//!
//! The store keeps no rule: what an action, an attempt or an age comes to is decided by `postern_core` in the engine
//! and arrives here as a fact to be written. Where a decision needs a state that may have changed meanwhile, the verb
//! takes the epoch it was decided on and answers `Error::Conflict`, so that the caller decides again.
//!
//! Three parts: `sqlite` with `body` is the store of one machine, `model` is the same promises as plain maps (the
//! executable specification), `contract` is the suite both pass.

pub mod body;
pub mod contract;
pub mod fact;
pub mod hook;
pub mod model;
pub mod ovh;
pub mod people;
pub mod sqlite;
pub mod view;

use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use postern_core::ids::{DeliveryId, SiteId, StopId};

pub use fact::*;

/// What a verb gives: the answer, once what it says is durable.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// Why a verb could not be done. A rule that says no is no error: it is a variant of the verb's answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A sync failed earlier: what is on the disk is unknown, so nothing more is written.
    #[error("the store stopped after a failed write to stable storage: {0}")]
    Poisoned(String),
    /// The disk, or the reserve that is kept of it, is used up. Nothing of the transaction was written.
    #[error("no room on the disk: {0}")]
    Full(String),
    /// It was closed: this daemon is at its end.
    #[error("the store is closed")]
    Closed,
    /// The files were written by a newer version.
    #[error(
        "the store has version {found}, this program knows up to {known}: run the newer program"
    )]
    Newer { found: i64, known: i64 },
    /// Bodies are there, and no database that knows them.
    #[error(
        "there are {files} files of bodies and no database: restore postern.db, or move the folder bodies away to begin anew"
    )]
    NoDatabase { files: usize },
    /// Another process has the store open.
    #[error("the store in {0} is in use by another process")]
    InUse(String),
    /// The site's epoch is not the expected one any more: read and decide again.
    #[error("the site changed meanwhile: its epoch is {current}")]
    Conflict { current: u64 },
    /// What the verb names is not there.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// The site has as many unfinished jobs as it may have.
    #[error(
        "the site has {open} unfinished jobs already, {most} are the most: wait until one has ended"
    )]
    TooManyJobs { open: u64, most: u64 },
    /// What is to be added is there already, under the name told.
    #[error("{what} belongs to {owner} already")]
    Taken { what: String, owner: String },
    /// There are as many of something as there may be.
    #[error("there are {most} {what} already, which is the most: remove one that is not needed")]
    TooMany { what: &'static str, most: u64 },
    /// A body does not carry the checksum it was stored with.
    #[error("the stored bytes of message {message} are damaged")]
    Damaged { message: i64 },
    /// The operating system said no.
    #[error("{doing}: {source}")]
    Io {
        doing: String,
        #[source]
        source: std::io::Error,
    },
    /// The database said no; its words tell why.
    #[error("database: {0}")]
    Database(String),
}

/// Everything the engine, the API and the command line ask of durable truth.
///
/// A writing verb's future resolves only after its transaction is on stable storage. Reads (`view`) see every
/// transaction that was answered before they were asked. History buckets and "today" follow the site's own calendar:
/// every writing verb finds the bucket of its event with `core::counter` and the site's zone.
pub trait Store:
    people::People + hook::Hooks + ovh::Ovh + Send + Sync + std::fmt::Debug + 'static
{
    // --- a mail's way ---

    /// Stores a message with its deliveries and counts it. Nothing is written when the answer is a refusal.
    fn accept(&self, message: NewMessage) -> Answer<'_, Accepted>;

    /// Reads due work of one site for its window: of the lanes in turn, oldest first within each. The answer is in the
    /// order of due time and id, so that the recipients of one message stand together. Never reads a lane that is to
    /// be skipped, never returns what is claimed or excluded. Reads a bounded number of rows.
    fn refill(&self, refill: Refill) -> Answer<'_, Refilled>;

    /// Takes deliveries for an attempt: reads what the attempt needs and pins the bodies. What is gone, purged,
    /// stopped, held, due later than `now`, or claimed already, is left out of the answer. A claim lasts until `settle` or `unclaim`.
    fn claim(&self, claim: Claim) -> Answer<'_, Vec<Claimed>>;

    /// The body of a claimed delivery's message, checked against its checksum.
    fn body(&self, message: BodyRef) -> Answer<'_, Bytes>;

    /// Checks a body as `body` does, without having all of it in memory.
    fn verify(&self, message: BodyRef) -> Answer<'_, ()>;

    /// At most `most` bytes of a body from `from` on; none at its end. It is not checked again: `verify` comes first.
    fn body_part(&self, message: BodyRef, from: u64, most: usize) -> Answer<'_, Bytes>;

    /// Whether a claimed delivery is still to be attempted: no more once it was purged or deleted. Memory: it answers at
    /// once.
    fn wants(&self, delivery: DeliveryId) -> bool;

    /// Gives claims back unused: they were no attempts. What of them was purged or deleted meanwhile ends by it; that is
    /// written by the time the next writing verb is answered.
    fn unclaim(&self, deliveries: &[DeliveryId]);

    /// Writes what attempts came to, and counts it. An attempt of a purged or deleted delivery counts what truly
    /// happened, once.
    fn settle(&self, settlements: Vec<Settlement>) -> Answer<'_, Vec<Settled>>;

    // --- actions ---

    /// Changes a site's state and records who, when and why. Its cost does not depend on the queue.
    fn act(&self, act: Act) -> Answer<'_, Acted>;

    /// Stops one script or one sender; queued mail follows in `sweep`.
    fn stop(&self, stop: NewStop) -> Answer<'_, StopId>;

    /// Ends a stop; its parked mail follows in `sweep`.
    fn unstop(&self, site: SiteId, stop: StopId, by: By) -> Answer<'_, ()>;

    /// Begins to release or delete a selection of the queue; the work is done by `sweep`. A site has `UNFINISHED_JOBS`
    /// at most. A key is looked at before all else.
    fn start_job(&self, job: NewJob) -> Answer<'_, Started>;

    // --- housekeeping ---

    /// Does a bounded piece of work that waits: jobs, parking, space of purged mail, old traces. Says whether more waits.
    fn sweep(&self, sweep: Sweep) -> Answer<'_, Swept>;

    /// Walks the queue for held mail that is past its time and ends a bounded number of it as failures of class
    /// `expired-held`; tells which sites' first held mail goes soon.
    fn expire(&self, expire: Expire) -> Answer<'_, Expired>;

    // --- sites ---

    /// Adds a site with its identities.
    fn add_site(&self, site: NewSite) -> Answer<'_, SiteId>;

    /// Changes what is named of a site.
    fn change_site(&self, site: SiteId, change: SiteChange, by: By) -> Answer<'_, ()>;

    /// Removes a site: its queue is purged first, its name and identities are free at once, its history goes in `sweep`.
    fn remove_site(&self, site: SiteId, by: By) -> Answer<'_, ()>;

    /// Adds a login or replaces its password hash.
    fn set_login(
        &self,
        site: SiteId,
        login: String,
        password_hash: String,
        by: By,
    ) -> Answer<'_, ()>;

    /// Removes a login.
    fn remove_login(&self, login: String, by: By) -> Answer<'_, ()>;

    /// Remembers one value under a name (the instance's token, up to where the audit log was read).
    fn remember(&self, name: String, value: String) -> Answer<'_, ()>;

    /// Notes what there is nobody to tell of, as if it had been told. What was told meanwhile stays.
    fn tell(&self, told: Vec<Tell>) -> Answer<'_, ()>;

    // --- reading ---

    /// Answers one question about what is stored.
    fn view(&self, question: view::Question) -> Answer<'_, view::Reply>;

    /// Bytes free for new mail beyond the reserve; 0 when nothing may be accepted.
    fn room(&self) -> u64;

    /// Verifies bodies and recounts every counter against its facts.
    fn check(&self) -> Answer<'_, Checked>;

    /// Ends all work in order: what was handed in is written and answered, then the files are closed.
    fn close(&self) -> Answer<'_, ()>;
}
