//! The store of one machine: SQLite for everything but bodies, segment files for those.
//!
//! A folder holds `postern.db`, `bodies/` and `lock`. One thread writes: it takes all verbs that wait, does them in one
//! transaction and syncs database and bodies side by side (`group`). Readers have threads and connections of their own:
//! `refill`, `claim`, `body` and what an action asks on one, so that mail and actions never wait for a page of the panel,
//! the other questions on another. What is in hand of attempts is memory (`claims`). A janitor moves the log into the
//! database and gives space back.
//!
//! In line, for the simulation, the same verbs run on the calling thread and every answer is ready at once.
//!
//! What is promised: an answered verb is on stable storage; after a failed sync nothing is written or answered but
//! `Error::Poisoned`; a full disk refuses messages and leaves nothing half written. Where accepting and settling meet
//! purges, the heads of `claims`, `act` and `settle` tell how.

mod accept;
mod act;
mod bodies;
mod check;
mod claim;
mod claims;
mod expire;
mod fault;
mod group;
mod hooks;
mod inbox;
mod janitor;
mod jobs;
mod ledger;
mod measure;
mod ovh;
mod pace;
mod people;
#[cfg(test)]
mod plans;
mod read;
mod readers;
mod recover;
mod row;
mod schema;
mod settle;
mod shared;
mod sites;
mod stops;
mod sweep;
mod sync;
mod threads;
mod told;
mod trace;
mod walk;

use std::fs::File;
use std::future::ready;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use postern_core::ids::{
    ApplicationId, ConsumerId, DeliveryId, EventId, HookId, SessionId, SiteId, StopId, TokenId,
    UserId,
};
use postern_core::time::Time;
use rusqlite::Connection;
use rustix::fs::FlockOperation;
use tokio::sync::oneshot;

use crate::body::disk::{Disk, Folder, close_to_others};
use crate::body::segments::{Segments, Tail};
use crate::hook::{EventSettlement, HookAdded, HookChange, Hooks, NewHook, News};
use crate::ovh::{Approval, NewApplication, NewConsumer, Ovh};
use crate::people::{Code, Hash, Link, NewLink, NewSession, NewToken, NewUser, People, UserChange};
use crate::view::{Question, Reply as View};
use crate::{
    Accepted, Act, Acted, Answer, BodyRef, By, Checked, Claim, Claimed, Error, Expire, Expired,
    NewJob, NewMessage, NewSite, NewStop, Refill, Refilled, Settled, Settlement, SiteChange,
    Started, Store, Sweep, Swept, Tell,
};
use claims::Claims;
use group::{Accept, Call, Group, Writer};
use ledger::{Ledger, Verdict};
use shared::{Reserve, Shared};
use threads::Threads;

/// How a store is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// So many bytes of the disk are kept free of mail, or
    pub reserve_bytes: u64,
    /// so many of a hundred, whichever is more.
    pub reserve_percent: u8,
    /// Whether threads write and read; without, everything runs on the calling thread.
    pub threads: bool,
    /// A new segment of bodies is begun after this many bytes.
    pub segment_bytes: u64,
    /// How long the writer waits for the rest of a group; zero: never.
    pub linger: Duration,
    /// Whether a commit of the database is synced. Off only where a lost machine is not the question.
    pub durable: bool,
    /// Where bodies go instead of the folder.
    pub disk: Option<Arc<dyn Disk>>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            reserve_bytes: 1 << 30,
            reserve_percent: 5,
            threads: true,
            segment_bytes: 64 << 20,
            linger: Duration::from_micros(400),
            durable: true,
            disk: None,
        }
    }
}

/// The store of one machine.
#[derive(Debug)]
pub struct SqliteStore {
    path: PathBuf,
    shared: Arc<Shared>,
    mode: Mode,
    /// Held while the store is open.
    lock: Mutex<Option<File>>,
}

#[derive(Debug)]
enum Mode {
    Threads(Threads),
    /// `None` once it is closed.
    InLine(Mutex<Option<Box<Writer>>>),
}

/// Which thread answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Desk {
    /// What delivery and actions wait for.
    Work,
    /// What people ask.
    Views,
}

impl Desk {
    /// What is a look at a row or a few is asked on the way to an action, and never waits for a page of the panel.
    fn of(question: &Question) -> Desk {
        match question {
            Question::Site(_)
            | Question::SiteNamed(_)
            | Question::Stops(_)
            | Question::Stop(_)
            | Question::Job(_)
            | Question::JobOfKey { .. }
            | Question::Remembered(_)
            | Question::Told(_)
            | Question::SessionOf(_)
            | Question::TokenOf(_)
            | Question::ApplicationKeyed(_)
            | Question::Application(_)
            | Question::ConsumerOf(_)
            | Question::ConsumerAsked(_)
            | Question::IsGivingBack(_)
            | Question::User(_)
            | Question::UserNamed(_)
            | Question::Hook(_) => Desk::Work,
            Question::Sites { .. }
            | Question::SitesWithWork
            | Question::Logins
            | Question::Queue { .. }
            | Question::QueueKinds { .. }
            | Question::Failures { .. }
            | Question::FailureClasses { .. }
            | Question::Trace { .. }
            | Question::HalfHours { .. }
            | Question::Days { .. }
            | Question::Today { .. }
            | Question::Scripts { .. }
            | Question::ScriptNamed { .. }
            | Question::ScriptDays { .. }
            | Question::SiteRanking { .. }
            | Question::Jobs { .. }
            | Question::Actions { .. }
            | Question::ActionsAfter { .. }
            | Question::FailedOn { .. }
            | Question::Users { .. }
            | Question::Sessions(_)
            | Question::Tokens { .. }
            | Question::Applications { .. }
            | Question::Consumers { .. }
            | Question::Hooks(_)
            | Question::DueEvents { .. }
            | Question::HookAnswers(_)
            | Question::Health
            | Question::Measures => Desk::Views,
        }
    }
}

impl SqliteStore {
    /// Opens the store in a folder; makes it if it is not there.
    ///
    /// # Errors
    /// `InUse` when another process has it open, `Newer` when a newer program wrote it, `NoDatabase` when only bodies are
    /// there, else what the system or the database says.
    pub fn open(folder: &Path, options: Options) -> Result<SqliteStore, Error> {
        Folder::new(folder).map_err(at(folder))?;
        let disk: Arc<dyn Disk> = match &options.disk {
            Some(disk) => Arc::clone(disk),
            None => Arc::new(Folder::new(&folder.join("bodies")).map_err(at(folder))?),
        };
        let lock = lock(folder)?;
        close_files(folder).map_err(at(folder))?;
        let path = folder.join("postern.db");
        let segments = Arc::new(Segments::new(disk));
        // Files that the database does not know are removed below: without one, that would be all mail there is.
        let files = segments.count().map_err(at(folder))?;
        if files > 0 && schema::is_new(&path)? {
            return Err(Error::NoDatabase { files });
        }
        let db = schema::open_writer(&path, options.durable)?;
        let claims = Arc::new(Claims::default());
        let mut ledger = Ledger::new(db, Arc::clone(&claims))?;
        let recovered = ledger.recover(&segments)?;
        if recovered.dropped > 0 {
            tracing::warn!(event = "unacknowledged_dropped", messages = recovered.dropped);
        }
        let tail = Tail::new(Arc::clone(&segments), options.segment_bytes, recovered.end);
        let reserve =
            Reserve { bytes: options.reserve_bytes, percent: options.reserve_percent.min(100) };
        let shared = Arc::new(Shared::new(claims, segments, reserve));
        let mode = if options.threads {
            Mode::Threads(Threads::start(&path, ledger, tail, &shared, options.linger)?)
        } else {
            let syncer = Box::new(sync::AtOnce::default());
            let writer = Writer::new(ledger, Arc::clone(&shared), tail, syncer);
            Mode::InLine(Mutex::new(Some(Box::new(writer))))
        };
        Ok(SqliteStore { path, shared, mode, lock: Mutex::new(Some(lock)) })
    }

    /// Has the writer do a verb.
    fn write<T: Send + 'static>(
        &self,
        verb: impl FnMut(&mut Ledger) -> Verdict<T> + Send + 'static,
    ) -> Answer<'_, T> {
        let (reply, answer) = oneshot::channel();
        let verb = Call::boxed(verb, reply);
        match &self.mode {
            Mode::InLine(writer) => {
                self.in_line(writer, Group { verbs: vec![verb], ..Group::default() });
                Box::pin(answered(answer))
            }
            Mode::Threads(threads) => Box::pin(async move {
                threads.inbox.verb(verb).await?;
                answered(answer).await
            }),
        }
    }

    /// Has a reader answer.
    fn read<T: Send + 'static>(
        &self,
        desk: Desk,
        question: impl FnOnce(&Connection, &Shared) -> Result<T, Error> + Send + 'static,
    ) -> Answer<'_, T> {
        if let Err(error) = self.shared.expect_sound() {
            return Box::pin(ready(Err(error)));
        }
        match &self.mode {
            Mode::InLine(writer) => {
                let answer = match &*open(writer) {
                    Some(writer) => question(&writer.ledger.db, &self.shared),
                    None => Err(Error::Closed),
                };
                Box::pin(ready(answer))
            }
            Mode::Threads(threads) => {
                let shared = Arc::clone(&self.shared);
                let readers = match desk {
                    Desk::Work => &threads.work,
                    Desk::Views => &threads.views,
                };
                Box::pin(readers.ask(move |db| question(db, &shared)))
            }
        }
    }

    fn in_line(&self, writer: &Mutex<Option<Box<Writer>>>, group: Group) {
        if let Some(writer) = &mut *open(writer) {
            let space = writer.run(group);
            bodies::give_back(&writer.ledger.db, &self.shared.segments, &space);
        }
    }

    /// Has the writer end claims that came back marked.
    fn end_returned(&self) {
        match &self.mode {
            Mode::InLine(writer) => self.in_line(writer, Group::default()),
            Mode::Threads(threads) => threads.inbox.nudge(),
        }
    }
}

impl Store for SqliteStore {
    fn accept(&self, message: NewMessage) -> Answer<'_, Accepted> {
        let (reply, answer) = oneshot::channel();
        let accept = Accept::new(message, reply);
        match &self.mode {
            Mode::InLine(writer) => {
                self.in_line(writer, Group { accepts: vec![accept], ..Group::default() });
                Box::pin(answered(answer))
            }
            Mode::Threads(threads) => Box::pin(async move {
                threads.inbox.accept(accept).await?;
                answered(answer).await
            }),
        }
    }

    fn refill(&self, refill: Refill) -> Answer<'_, Refilled> {
        self.read(Desk::Work, move |db, shared| {
            Ok(claim::refill(db, &shared.claims, &refill, shared.durable())?)
        })
    }

    fn claim(&self, claim: Claim) -> Answer<'_, Vec<Claimed>> {
        Box::pin(async move {
            let (claimed, unused) = self
                .read(Desk::Work, move |db, shared| {
                    Ok(claim::claim(db, &shared.claims, &claim, shared.durable())?)
                })
                .await?;
            self.unclaim(&unused);
            Ok(claimed)
        })
    }

    fn body(&self, message: BodyRef) -> Answer<'_, Bytes> {
        self.read(Desk::Work, move |_, shared| shared.segments.read(message))
    }

    fn verify(&self, message: BodyRef) -> Answer<'_, ()> {
        self.read(Desk::Work, move |_, shared| shared.segments.verify(message))
    }

    fn body_part(&self, message: BodyRef, from: u64, most: usize) -> Answer<'_, Bytes> {
        self.read(Desk::Work, move |_, shared| shared.segments.read_part(message, from, most))
    }

    fn wants(&self, delivery: DeliveryId) -> bool {
        self.shared.claims.is_wanted(delivery)
    }

    fn unclaim(&self, deliveries: &[DeliveryId]) {
        if self.shared.claims.give_back(deliveries) {
            self.end_returned();
        }
    }

    fn settle(&self, settlements: Vec<Settlement>) -> Answer<'_, Vec<Settled>> {
        self.write(move |ledger| Ok(ledger.settle(&settlements)?))
    }

    fn act(&self, act: Act) -> Answer<'_, Acted> {
        self.write(move |ledger| ledger.act(&act))
    }

    fn stop(&self, stop: NewStop) -> Answer<'_, StopId> {
        self.write(move |ledger| ledger.stop(&stop))
    }

    fn unstop(&self, site: SiteId, stop: StopId, by: By) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.unstop(site, stop, &by))
    }

    fn start_job(&self, job: NewJob) -> Answer<'_, Started> {
        self.write(move |ledger| ledger.start_job(&job))
    }

    fn sweep(&self, sweep: Sweep) -> Answer<'_, Swept> {
        self.write(move |ledger| Ok(ledger.sweep(&sweep)?))
    }

    fn expire(&self, expire: Expire) -> Answer<'_, Expired> {
        Box::pin(async move {
            let piece = expire.clone();
            let found = self
                .read(Desk::Views, move |db, shared| Ok(expire::look(db, &shared.claims, &piece)?))
                .await?;
            let expire::Found { over, mut expired } = found;
            if !over.is_empty() {
                expired.ended =
                    self.write(move |ledger| Ok(ledger.expire(&over, &expire)?)).await?;
            }
            Ok(expired)
        })
    }

    fn add_site(&self, site: NewSite) -> Answer<'_, SiteId> {
        self.write(move |ledger| ledger.add_site(&site))
    }

    fn change_site(&self, site: SiteId, change: SiteChange, by: By) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.change_site(site, &change, &by))
    }

    fn remove_site(&self, site: SiteId, by: By) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.remove_site(site, &by))
    }

    fn set_login(
        &self,
        site: SiteId,
        login: String,
        password_hash: String,
        by: By,
    ) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.set_login(site, &login, &password_hash, &by))
    }

    fn remove_login(&self, login: String, by: By) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.remove_login(&login, &by))
    }

    fn remember(&self, name: String, value: String) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.remember(&name, &value))
    }

    fn tell(&self, told: Vec<Tell>) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.tell(&told))
    }

    fn view(&self, question: Question) -> Answer<'_, View> {
        let desk = Desk::of(&question);
        self.read(desk, move |db, shared| Ok(read::view(db, shared, question)?))
    }

    fn room(&self) -> u64 {
        self.shared.room()
    }

    fn check(&self) -> Answer<'_, Checked> {
        match &self.mode {
            Mode::InLine(_) => {
                self.read(Desk::Views, |db, shared| Ok(check::check(db, &shared.segments)?))
            }
            // It reads everything there is: on a thread of its own, so that nobody waits for it.
            Mode::Threads(_) => Box::pin(async move {
                self.shared.expect_sound()?;
                let (reply, answer) = oneshot::channel();
                let (path, shared) = (self.path.clone(), Arc::clone(&self.shared));
                std::thread::Builder::new()
                    .name("store-check".into())
                    .spawn(move || {
                        let checked = schema::open_reader(&path)
                            .and_then(|db| check::check(&db, &shared.segments));
                        let _ = reply.send(checked.map_err(Error::from));
                    })
                    .map_err(readers::failed_thread)?;
                answered(answer).await
            }),
        }
    }

    fn close(&self) -> Answer<'_, ()> {
        let done = match &self.mode {
            Mode::InLine(writer) => {
                let done = open(writer).take().map_or(Ok(()), |mut writer| writer.finish());
                Box::pin(ready(done.map_err(Error::from))) as Answer<'_, ()>
            }
            Mode::Threads(threads) => threads.close(),
        };
        Box::pin(async move {
            let done = done.await;
            // Only now may another process open it.
            *self.lock.lock().unwrap_or_else(PoisonError::into_inner) = None;
            done
        })
    }
}

impl Hooks for SqliteStore {
    fn add_hook(&self, hook: NewHook) -> Answer<'_, HookAdded> {
        self.write(move |ledger| ledger.add_hook(&hook))
    }

    fn change_hook(&self, hook: HookId, change: HookChange, by: By) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.change_hook(hook, &change, &by))
    }

    fn remove_hook(&self, hook: HookId, by: By) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.remove_hook(hook, &by))
    }

    fn announce(&self, news: News) -> Answer<'_, bool> {
        self.write(move |ledger| ledger.announce(&news))
    }

    fn test_hook(&self, hook: HookId, by: By) -> Answer<'_, EventId> {
        self.write(move |ledger| ledger.test_hook(hook, &by))
    }

    fn settle_event(&self, settlement: EventSettlement) -> Answer<'_, bool> {
        self.write(move |ledger| ledger.settle_event(&settlement))
    }

    fn send_again(&self, hook: HookId, event: EventId, by: By) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.send_again(hook, event, &by))
    }
}

impl People for SqliteStore {
    fn add_user(&self, user: NewUser) -> Answer<'_, UserId> {
        self.write(move |ledger| ledger.add_user(&user))
    }

    fn change_user(&self, user: UserId, change: UserChange, by: By) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.change_user(user, &change, &by))
    }

    fn remove_user(&self, user: UserId, by: By) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.remove_user(user, &by))
    }

    fn take_code(&self, user: UserId, code: Code, by: By) -> Answer<'_, bool> {
        self.write(move |ledger| ledger.take_code(user, &code, &by))
    }

    fn begin_session(&self, session: NewSession) -> Answer<'_, SessionId> {
        self.write(move |ledger| ledger.begin_session(&session))
    }

    fn touch_session(&self, session: SessionId, at: Time, ends_at: Time) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.touch_session(session, at, ends_at))
    }

    fn show_as_owner(&self, session: SessionId, site: Option<SiteId>, by: By) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.show_as_owner(session, site, &by))
    }

    fn end_session(&self, session: SessionId, by: By) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.end_session(session, &by))
    }

    fn add_token(&self, token: NewToken) -> Answer<'_, TokenId> {
        self.write(move |ledger| ledger.add_token(&token))
    }

    fn touch_token(&self, token: TokenId, at: Time, address: String) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.touch_token(token, at, &address))
    }

    fn remove_token(&self, token: TokenId, by: By) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.remove_token(token, &by))
    }

    fn add_link(&self, link: NewLink) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.add_link(&link))
    }

    fn take_link(&self, hash: Hash, at: Time) -> Answer<'_, Option<Link>> {
        self.write(move |ledger| ledger.take_link(&hash, at))
    }
}

impl Ovh for SqliteStore {
    fn add_application(&self, application: NewApplication) -> Answer<'_, ApplicationId> {
        self.write(move |ledger| ledger.add_application(&application))
    }

    fn remove_application(&self, application: ApplicationId, by: By) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.remove_application(application, &by))
    }

    fn add_consumer(&self, consumer: NewConsumer) -> Answer<'_, ConsumerId> {
        self.write(move |ledger| ledger.add_consumer(&consumer))
    }

    fn approve_consumer(&self, consumer: ConsumerId, approval: Approval) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.approve_consumer(consumer, &approval))
    }

    fn touch_consumer(&self, consumer: ConsumerId, at: Time, address: String) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.touch_consumer(consumer, at, &address))
    }

    fn remove_consumer(&self, consumer: ConsumerId, what: &'static str, by: By) -> Answer<'_, ()> {
        self.write(move |ledger| ledger.remove_consumer(consumer, what, &by))
    }
}

#[cfg(test)]
impl SqliteStore {
    /// A store for a test, in line; its bodies go to `disk`.
    fn for_test(folder: &Path, segment_bytes: u64, disk: Option<Arc<dyn Disk>>) -> SqliteStore {
        let options = Options {
            reserve_bytes: 0,
            reserve_percent: 0,
            threads: false,
            durable: false,
            segment_bytes,
            disk,
            ..Options::default()
        };
        SqliteStore::open(folder, options).unwrap()
    }

    /// What its writer holds.
    fn with_writer<T>(&self, ask: impl FnOnce(&mut Writer) -> T) -> T {
        let Mode::InLine(writer) = &self.mode else { panic!("it is not in line") };
        ask(open(writer).as_mut().unwrap())
    }

    /// A number from the database.
    fn number(&self, sql: &str) -> i64 {
        self.with_writer(|writer| writer.ledger.db.query_row(sql, [], |row| row.get(0)).unwrap())
    }
}

/// The answer of the writer; it answers everything it took.
async fn answered<T>(answer: oneshot::Receiver<Result<T, Error>>) -> Result<T, Error> {
    answer.await.unwrap_or_else(|_| Err(Error::Closed))
}

fn open(writer: &Mutex<Option<Box<Writer>>>) -> MutexGuard<'_, Option<Box<Writer>>> {
    writer.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Leaves the database to its owner, also within a folder that is opened one day. SQLite gives its further files the mode
/// of the first.
fn close_files(folder: &Path) -> std::io::Result<()> {
    own_file(&folder.join("postern.db"))?;
    for name in ["postern.db", "postern.db-wal", "postern.db-shm", "lock"] {
        match close_to_others(&folder.join(name), 0o600) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// A file that is made if it is not there, for its owner only.
fn own_file(path: &Path) -> std::io::Result<File> {
    File::options().create(true).truncate(false).write(true).mode(0o600).open(path)
}

fn lock(folder: &Path) -> Result<File, Error> {
    let file = own_file(&folder.join("lock")).map_err(at(folder))?;
    match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(file),
        Err(rustix::io::Errno::WOULDBLOCK) => Err(Error::InUse(folder.display().to_string())),
        Err(error) => Err(at(folder)(error.into())),
    }
}

fn at(folder: &Path) -> impl Fn(std::io::Error) -> Error + '_ {
    move |source| Error::Io { doing: format!("opening the store in {}", folder.display()), source }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::stage::new_site;

    #[tokio::test]
    async fn what_an_action_asks_waits_for_no_page_of_the_panel() {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(SqliteStore::open(folder.path(), Options::default()).unwrap());
        let site = store.add_site(new_site("a.example")).await.unwrap();
        let (end, page) = std::sync::mpsc::channel::<()>();
        let slow = Arc::clone(&store);
        // A page that is not done before it is told to be.
        let slow = tokio::spawn(async move {
            slow.read(Desk::Views, move |_, _| Ok(page.recv().is_ok())).await
        });
        tokio::task::yield_now().await;
        for question in [
            Question::Site(site),
            Question::SiteNamed("a.example".into()),
            Question::Stops(Some(site)),
        ] {
            let answer = tokio::time::timeout(Duration::from_secs(20), store.view(question));
            answer.await.expect("it waits for the page").unwrap();
        }
        end.send(()).unwrap();
        assert!(slow.await.unwrap().unwrap());
    }
}
