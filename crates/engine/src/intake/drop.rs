//! The door of the drop directory: mail the sendmail command kept while there was no daemon to take it.
//!
//! The directory is read at the start, whenever a file is renamed in it (inotify), and every five seconds, for what was
//! missed. Files are taken in the order of their names, which is that of their time, some at a time, and unlinked only
//! after the store has them; their accept keys make a repeat harmless. The owner of a file, set by the kernel, is the
//! identity.
//!
//! What cannot be taken now (a full queue, a full disk) stays, and is tried again after a pause. What is refused for
//! good becomes a failure of its site. What is nobody's, and whatever is no drop file at all, is moved to `.aside`, and
//! the operator is told. Nothing is just unlinked. One uid cannot delay the others: of its files only so many are taken
//! in a turn, and the directory is read to its end whatever lies in it.

mod aside;
mod file;
mod shares;

use std::collections::HashMap;
use std::ffi::OsString;
use std::future::{Future, poll_fn};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use postern_sendmail::drop::{DIRECTORY_MODE, Entry, PART_MAX_AGE, classify};
use rustix::fs::inotify;
use tokio::net::unix::pipe;
use tokio::time::Instant;

use super::arriving::blocking;
use super::{Desk, StartError};
use crate::accept::{Accept, Recorded, Refusal, Why};
use crate::measure::Door;
use aside::Aside;
use file::{Found, Mail};
use shares::Shares;

/// How often the directory is read without being asked.
const SCAN_EVERY: Duration = Duration::from_secs(5);
/// How long what could not be taken waits for the next try.
const PAUSE: Duration = Duration::from_secs(10);
/// Files of all uids remembered in one scan: more are there only after a very long absence, and come in the next.
const REMEMBERED: usize = 200_000;
/// Things set aside in one scan.
const SET_ASIDE: usize = 10_000;
/// How often files that are being written are looked at, whether they have lost their writer.
const PARTS_EVERY: Duration = Duration::from_secs(60);
/// Files, and bytes, that are taken in together.
const TOGETHER: usize = 64;
const TOGETHER_BYTES: u64 = 4 << 20;

/// How the drop directory stands, as of the last look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// Files that wait, and their bytes.
    pub files: u64,
    pub bytes: u64,
    /// Since when the oldest waits.
    pub oldest_at: Option<SystemTime>,
    /// Files that were set aside and lie there still.
    pub aside: u64,
    /// Uids with more files or bytes than one may have; the excess is taken in later turns.
    pub over: Vec<u32>,
}

/// The directory, watched.
#[derive(Debug)]
pub(super) struct Watch {
    path: PathBuf,
    aside: Aside,
    /// `None` where the system has no more watches to give: then the scans must do.
    events: Option<pipe::Receiver>,
    health: Mutex<Health>,
    parts_at: Mutex<Option<Instant>>,
}

/// Makes the directory if it is not there, with the mode the sendmail command asks for, and watches it.
pub(super) fn open(path: &Path) -> Result<Arc<Watch>, StartError> {
    let failed = |source| StartError::Drop { path: path.to_owned(), source };
    std::fs::create_dir_all(path).map_err(failed)?;
    // What has no business there is moved away, so before the first time nothing of the kind may be there.
    if !Aside::is_in(path)
        && let Some(found) = other_in(path).map_err(failed)?
    {
        return Err(StartError::DropShared { path: path.to_owned(), found });
    }
    let mode = std::fs::Permissions::from_mode(DIRECTORY_MODE);
    if std::fs::metadata(path).map_err(failed)?.permissions().mode() & 0o7777 != DIRECTORY_MODE {
        std::fs::set_permissions(path, mode).map_err(failed)?;
    }
    let aside = Aside::open(path).map_err(failed)?;
    let events = watch(path).inspect_err(|error| {
        tracing::warn!(event = "drop_unwatched", %error, "the drop directory is only read every 5 s");
    });
    let health = Mutex::new(Health { aside: aside.count(), ..Health::default() });
    Ok(Arc::new(Watch {
        path: path.to_owned(),
        aside,
        events: events.ok(),
        health,
        parts_at: Mutex::default(),
    }))
}

/// Something in a directory that the sendmail command did not put there.
fn other_in(path: &Path) -> io::Result<Option<OsString>> {
    for entry in std::fs::read_dir(path)? {
        let name = entry?.file_name();
        if !Aside::is_own(&name) && classify(&name) == Entry::Foreign {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

fn watch(path: &Path) -> io::Result<pipe::Receiver> {
    let events = inotify::init(inotify::CreateFlags::NONBLOCK | inotify::CreateFlags::CLOEXEC)?;
    let which = inotify::WatchFlags::MOVED_TO | inotify::WatchFlags::ONLYDIR;
    inotify::add_watch(&events, path, which)?;
    // Events are read as bytes are from a pipe; no more is asked of the receiver.
    pipe::Receiver::from_owned_fd_unchecked(events)
}

/// Takes files in until the desk closes.
pub(super) async fn take_in(watch: Arc<Watch>, desk: Desk) {
    let mut closing = desk.closing();
    let mut pauses = Pauses::default();
    loop {
        let more = match turn(&watch, &desk, &mut pauses).await {
            Ok(more) => more,
            Err(error) => {
                tracing::warn!(event = "drop_unread", path = %watch.path.display(), %error);
                false
            }
        };
        if desk.closing.is_begun() {
            return;
        }
        if more {
            continue;
        }
        tokio::select! {
            biased;
            () = closing.wait() => return,
            () = watch.changed(), if !pauses.door() => {}
            () = tokio::time::sleep(SCAN_EVERY) => {}
        }
    }
}

/// One look at the directory, and all that can be taken now. True: there may be more at once.
async fn turn(watch: &Arc<Watch>, desk: &Desk, pauses: &mut Pauses) -> io::Result<bool> {
    let scanned = {
        let (watch, desk) = (Arc::clone(watch), desk.clone());
        blocking(move || scan(&watch, &desk)).await?
    };
    let set_aside = tell(watch, desk, scanned.set_aside).await;
    let mut waiting = scanned.mails.into_iter().peekable();
    let mut taken = 0;
    while waiting.peek().is_some() && !pauses.door() && !desk.closing.is_begun() {
        let mut bytes = 0;
        let mut group: Vec<Waiting> = Vec::new();
        while let Some(mail) = waiting.next_if(|mail| {
            group.is_empty() || (group.len() < TOGETHER && bytes + mail.bytes <= TOGETHER_BYTES)
        }) {
            if !pauses.of(mail.uid) {
                bytes += mail.bytes;
                group.push(mail);
            }
        }
        taken += take(watch, desk, pauses, group, bytes).await;
    }
    watch.update(|health| health.aside += set_aside);
    Ok(scanned.more && taken > 0 && !pauses.door())
}

/// Takes some files in, in their order and with one sync if the store can.
async fn take(
    watch: &Arc<Watch>,
    desk: &Desk,
    pauses: &mut Pauses,
    group: Vec<Waiting>,
    bytes: u64,
) -> usize {
    let held = desk.budget.hand_over(usize::try_from(bytes).unwrap_or(usize::MAX)).await;
    let read = {
        let (watch, accept) = (Arc::clone(watch), desk.accept.clone());
        let names: Vec<OsString> = group.iter().map(|mail| mail.name.clone()).collect();
        blocking(move || {
            Ok(names.iter().map(|name| file::read(&watch.path, name, &accept)).collect::<Vec<_>>())
        })
        .await
    };
    let Ok(read) = read else { return 0 };
    let mut ends = Vec::new();
    for (waiting, found) in group.into_iter().zip(read) {
        ends.push(end(&desk.accept, waiting, found));
    }
    let ends = in_order(ends).await;
    drop(held);

    let mut taken = 0;
    let mut set_aside = Vec::new();
    for (waiting, end) in ends {
        match end {
            End::Taken => {
                taken += 1;
                watch.unlink(&waiting);
            }
            End::Later(None) => {}
            End::Later(Some(refusal)) => pauses.pause(waiting.uid, &refusal),
            End::Aside(why) => {
                taken += 1;
                set_aside.extend(watch.set_aside(&waiting.name, why));
            }
        }
    }
    let moved = tell(watch, desk, set_aside).await;
    watch.update(|health| health.aside += moved);
    taken
}

/// What a file came to.
enum End {
    /// It is in the store, as mail or as a failure.
    Taken,
    /// Not now; the refusal tells whose mail has to wait.
    Later(Option<Refusal>),
    Aside(String),
}

async fn end(accept: &Accept, waiting: Waiting, found: Found) -> (Waiting, End) {
    let end = match found {
        Found::Mail(mail) => match *mail {
            Mail { submission, refusal: None } => match accept.submit(submission.clone()).await {
                Ok(_) => End::Taken,
                Err(refusal) if refusal.is_temporary() => End::Later(Some(refusal)),
                Err(refusal) => refused(accept, &submission, refusal).await,
            },
            Mail { submission, refusal: Some(refusal) } => {
                refused(accept, &submission, refusal).await
            }
        },
        Found::Gone | Found::Later => End::Later(None),
        Found::Foreign(why) => End::Aside(why),
    };
    (waiting, end)
}

/// Who wrote the file was told that it is taken: so it is kept as a failure its owner can see.
async fn refused(accept: &Accept, submission: &crate::accept::Submission, refusal: Refusal) -> End {
    // A key that names another mail cannot name this one as well.
    if matches!(refusal.why, Why::KeyReused { .. } | Why::SiteGone) {
        return End::Aside(refusal.to_string());
    }
    match accept.record_refused(submission, &refusal).await {
        Ok(Recorded::Failure) => {
            accept.measures().refused(Door::Drop, &refusal);
            tracing::info!(event = "mail_refused", door = "drop", reason = refusal.word(), why = %refusal);
            End::Taken
        }
        Ok(Recorded::TakenBefore) => End::Taken,
        Err(failed) if failed.is_temporary() => End::Later(Some(failed)),
        Err(failed) => End::Aside(failed.to_string()),
    }
}

/// Polls futures in their order, so that each has handed its mail to the store before the next, and waits for all.
async fn in_order<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut pending: Vec<Pin<Box<F>>> = futures.into_iter().map(Box::pin).collect();
    let mut done: Vec<Option<F::Output>> = pending.iter().map(|_| None).collect();
    poll_fn(|context| {
        for (future, done) in pending.iter_mut().zip(&mut done) {
            if done.is_none()
                && let Poll::Ready(output) = future.as_mut().poll(context)
            {
                *done = Some(output);
            }
        }
        if done.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}

/// Logs what was set aside and tells the operator; how many it were.
async fn tell(watch: &Watch, desk: &Desk, set_aside: Vec<(OsString, String)>) -> u64 {
    for (name, why) in &set_aside {
        tracing::warn!(event = "drop_set_aside", name = %name.display(), %why);
    }
    watch.aside.tell(&desk.accept, &set_aside).await;
    set_aside.len() as u64
}

/// A file that waits to be taken in.
#[derive(Debug)]
struct Waiting {
    name: OsString,
    uid: u32,
    bytes: u64,
}

/// What a look at the directory found.
#[derive(Debug, Default)]
struct Scanned {
    mails: Vec<Waiting>,
    set_aside: Vec<(OsString, String)>,
    /// Not all that is there is in `mails`.
    more: bool,
}

fn scan(watch: &Watch, desk: &Desk) -> io::Result<Scanned> {
    let intake = &desk.settings().intake;
    let mut shares = Shares::new(intake.drop_files, intake.drop_bytes, REMEMBERED);
    let mut set_aside = Vec::new();
    let mut health = Health::default();
    let with_parts = watch.is_time_for_parts();
    for entry in std::fs::read_dir(&watch.path)? {
        let name = entry?.file_name();
        let kind = classify(&name);
        if Aside::is_own(&name) || kind == Entry::Part && !with_parts {
            continue;
        }
        let Ok(metadata) = std::fs::symlink_metadata(watch.path.join(&name)) else { continue };
        match (foreign(kind, &metadata), kind) {
            (Some(_), _) if set_aside.len() >= SET_ASIDE => {}
            (Some(why), _) => set_aside.extend(watch.set_aside(&name, why)),
            (None, Entry::Mail) => {
                health.files += 1;
                health.bytes += metadata.len();
                let written_at = metadata.modified().ok();
                health.oldest_at = [health.oldest_at, written_at].into_iter().flatten().min();
                shares.add(metadata.uid(), &name, metadata.len());
            }
            (None, _) => {}
        }
    }
    let taken = shares.end();
    health.over = taken.over;
    if !health.over.is_empty() {
        tracing::warn!(event = "drop_over", uids = ?health.over, "more files in the drop directory than one uid may have");
    }
    watch.update(|known| *known = Health { aside: known.aside, ..health });
    Ok(Scanned { mails: taken.mails, set_aside, more: taken.more })
}

/// Why a thing in the directory has no business there.
fn foreign(kind: Entry, metadata: &std::fs::Metadata) -> Option<String> {
    match kind {
        _ if !metadata.is_file() => Some("is no file".to_owned()),
        Entry::Foreign => Some("has a name the sendmail command does not give".to_owned()),
        Entry::Part => {
            let written_at = metadata.modified().ok();
            let age = written_at.and_then(|at| at.elapsed().ok()).unwrap_or_default();
            (age > PART_MAX_AGE).then(|| "was never finished".to_owned())
        }
        Entry::Mail => None,
    }
}

impl Watch {
    pub(super) fn health(&self) -> Health {
        self.known().clone()
    }

    fn update(&self, change: impl FnOnce(&mut Health)) {
        change(&mut self.known());
    }

    fn known(&self) -> MutexGuard<'_, Health> {
        self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Files that are being written cause no event and may be many: to look at each of them whenever another is finished
    /// would let their owner slow down everyone's.
    fn is_time_for_parts(&self) -> bool {
        let mut parts_at = self.parts_at.lock().unwrap_or_else(PoisonError::into_inner);
        let due = parts_at.is_none_or(|at| at.elapsed() >= PARTS_EVERY);
        if due {
            *parts_at = Some(Instant::now());
        }
        due
    }

    /// Waits until something was renamed in the directory; never, where it cannot be watched.
    async fn changed(&self) {
        let Some(events) = &self.events else { return std::future::pending().await };
        if events.readable().await.is_err() {
            return std::future::pending().await;
        }
        // Which files they are is for the scan to see; here they are only taken off the queue.
        let mut buffer = [0; 4096];
        while events.try_read(&mut buffer).is_ok_and(|read| read > 0) {}
    }

    fn unlink(&self, waiting: &Waiting) {
        match std::fs::remove_file(self.path.join(&waiting.name)) {
            Ok(()) => self.update(|health| {
                health.files = health.files.saturating_sub(1);
                health.bytes = health.bytes.saturating_sub(waiting.bytes);
                if health.files == 0 {
                    health.oldest_at = None;
                }
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            // It is read again and again known by its key.
            Err(error) => {
                tracing::warn!(event = "drop_not_unlinked", name = %waiting.name.display(), %error)
            }
        }
    }

    fn set_aside(&self, name: &std::ffi::OsStr, why: String) -> Option<(OsString, String)> {
        self.aside.take(&self.path, name).then(|| (name.to_owned(), why))
    }
}

/// Who has to wait, since it could not be taken now.
#[derive(Debug, Default)]
struct Pauses {
    door: Option<Instant>,
    uids: HashMap<u32, Instant>,
}

impl Pauses {
    fn pause(&mut self, uid: u32, refusal: &Refusal) {
        let until = Instant::now() + PAUSE;
        match refusal.why {
            Why::OverCap { .. } | Why::OverBytes { .. } => {
                tracing::info!(event = "drop_waits", uid, why = %refusal);
                self.uids.insert(uid, until);
            }
            _ => {
                tracing::warn!(event = "drop_waits", why = %refusal);
                self.door = Some(until);
            }
        }
    }

    fn door(&mut self) -> bool {
        self.door.is_some_and(|until| until > Instant::now())
    }

    fn of(&mut self, uid: u32) -> bool {
        let now = Instant::now();
        self.uids.retain(|_, until| *until > now);
        self.uids.contains_key(&uid)
    }
}
