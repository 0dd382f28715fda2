//! The door of the sendmail command: its socket, open to everyone on the machine.
//!
//! The kernel tells the caller's uid, which names the site. The daemon speaks first, one byte, so that a socket nobody
//! serves is noticed. Then one request is read and answered (`postern_sendmail::frame`): a mail, an SMTP session, the
//! queue's list, the queue's run, addresses to look at.
//!
//! Whoever finds no slot, or the doors closing, gets not even that byte: the command then keeps its mail in the drop
//! directory, which is better than a refusal. What comes may be garbage, may stop anywhere, may never end: each costs
//! a slot for a bounded time and a bounded part of the memory.

use std::collections::HashMap;
use std::io;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use postern_core::identity::{Identified, Unidentified};
use postern_core::ids::SiteId;
use postern_core::site::Person;
use postern_mail::address::parse_some;
use postern_mail::smtp::dots::LineEnds;
use postern_sendmail::exit::Exit;
use postern_sendmail::frame::{
    self, Decoder, Event, FrameError, MAX_BODY_BYTES, Request, Submit, Task, VERSION,
};
use postern_store::view::{Question, Reply};
use postern_store::{JobKind, Method, Selection};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::arriving::Arriving;
use super::mailq::List;
use super::request::{self, Caller};
use super::slots::{Guest, Slots};
use super::{Desk, StartError, smtp};
use crate::accept::{Refusal, Why};
use crate::act::{Asker, unexpected};
use crate::sites::Entry;

/// How much is read at a time, in bytes.
const PIECE: usize = 32 * 1024;
/// How often `-q` makes a site's deferred mail due at most.
const RUN_EVERY: Duration = Duration::from_secs(60);

/// Makes the socket, open to everyone. One that nobody serves any more is replaced.
pub(super) fn bind(path: &Path) -> Result<UnixListener, StartError> {
    let failed = |source| StartError::Socket { path: path.to_owned(), source };
    match std::fs::symlink_metadata(path) {
        Ok(there) if !there.file_type().is_socket() => {
            return Err(StartError::NoSocket(path.to_owned()));
        }
        Ok(_) if std::os::unix::net::UnixStream::connect(path).is_ok() => {
            return Err(StartError::SocketInUse(path.to_owned()));
        }
        Ok(_) => std::fs::remove_file(path).map_err(failed)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(failed(error)),
    }
    let listener = UnixListener::bind(path).map_err(failed)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o666)).map_err(failed)?;
    Ok(listener)
}

/// Takes connections until the desk closes, then lets sessions end.
pub(super) async fn listen(listener: UnixListener, desk: Desk) {
    let intake = &desk.settings().intake;
    let slots = Slots::new(intake.connections, intake.connections_each);
    let runs = Arc::new(Runs::default());
    let mut sessions = JoinSet::new();
    let mut closing = desk.closing();
    loop {
        tokio::select! {
            biased;
            () = closing.wait() => break,
            Some(ended) = sessions.join_next() => super::report(ended),
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let (desk, slots, runs) = (desk.clone(), Arc::clone(&slots), Arc::clone(&runs));
                    sessions.spawn(async move { converse(stream, &desk, &slots, &runs).await });
                }
                Err(error) => super::accept_failed("socket", &error).await,
            },
        }
    }
    drop(listener);
    super::let_end(sessions).await;
}

async fn converse(stream: UnixStream, desk: &Desk, slots: &Arc<Slots>, runs: &Runs) {
    let Ok(credentials) = stream.peer_cred() else { return };
    let caller = Caller {
        uid: credentials.uid(),
        gid: Some(credentials.gid()),
        pid: credentials.pid().and_then(|pid| u32::try_from(pid).ok()),
    };
    let _slot = match slots.take(Guest::Uid(caller.uid)) {
        Ok(slot) => slot,
        Err(full) => {
            let why = Refusal::from(full);
            tracing::warn!(event = "session_turned_away", door = "socket", uid = caller.uid, %why);
            return;
        }
    };
    let ends_at = Instant::now() + desk.settings().intake.session;
    let session =
        Session { stream, caller, desk, runs, input: vec![0; PIECE], filled: 0, used: 0, ends_at };
    if let Err(error) = session.run().await {
        tracing::debug!(event = "socket_session_broken", uid = caller.uid, %error);
    }
}

/// One caller at the socket.
struct Session<'a> {
    stream: UnixStream,
    caller: Caller,
    desk: &'a Desk,
    runs: &'a Runs,
    input: Vec<u8>,
    filled: usize,
    used: usize,
    ends_at: Instant,
}

/// What a request came to.
enum Done {
    /// The answer is still to be given.
    Answer(frame::Reply),
    /// All was said.
    Said,
}

/// Why a request is not answered with success.
enum Failed {
    Refused(Refusal),
    /// The caller is gone, or never ends: nobody is there to be told.
    Gone(io::Error),
}

impl From<Refusal> for Failed {
    fn from(refusal: Refusal) -> Failed {
        Failed::Refused(refusal)
    }
}

impl From<Why> for Failed {
    fn from(why: Why) -> Failed {
        Failed::Refused(why.into())
    }
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Failed {
        Failed::Gone(error)
    }
}

impl From<postern_store::Error> for Failed {
    fn from(error: postern_store::Error) -> Failed {
        Failed::Refused(error.into())
    }
}

impl Session<'_> {
    async fn run(mut self) -> io::Result<()> {
        self.send(&[VERSION]).await?;
        let mut decoder = Decoder::default();
        let request = match self.request(&mut decoder).await {
            Ok(Request { task: Task::Smtp, site, origin }) => {
                return self.smtp(site, &origin).await;
            }
            Ok(request) => request,
            Err(failed) => return self.end(Err(failed)).await,
        };
        let done = self.serve(request, &mut decoder).await;
        self.end(done).await
    }

    async fn serve(&mut self, request: Request, decoder: &mut Decoder) -> Result<Done, Failed> {
        let Request { site, origin, task } = request;
        match task {
            Task::Submit(submit) => {
                let identified = self.identify(site.as_deref())?;
                self.submit(identified, &origin, submit, decoder).await
            }
            Task::QueueList => self.list(site.as_deref()).await,
            Task::QueueRun => self.retry(site.as_deref()).await,
            Task::Verify { recipients } => self.verify(site.as_deref(), &recipients),
            // Taken before: the stream becomes another session's.
            Task::Smtp => Ok(Done::Said),
        }
    }

    /// Gives the answer, and reads on for a while, so that a caller who is still writing hears it.
    async fn end(mut self, done: Result<Done, Failed>) -> io::Result<()> {
        let reply = match done {
            Ok(Done::Said) => return Ok(()),
            Ok(Done::Answer(reply)) => reply,
            Err(Failed::Refused(refusal)) => {
                tracing::info!(event = "mail_refused", door = "socket", uid = self.caller.uid, why = %refusal);
                frame::Reply::new(exit(&refusal), refusal.to_string())
            }
            Err(Failed::Gone(error)) => return Err(error),
        };
        let mut answer = Vec::new();
        reply.encode(&mut answer);
        self.send(&answer).await?;
        self.stream.shutdown().await?;
        let mut left = MAX_BODY_BYTES;
        while left > 0 && self.read().await? {
            left = left.saturating_sub(self.filled as u64);
        }
        Ok(())
    }

    // --- the tasks ---

    async fn submit(
        &mut self,
        identified: Identified,
        stated: &frame::Origin,
        submit: Submit,
        decoder: &mut Decoder,
    ) -> Result<Done, Failed> {
        let limit = self.desk.accept.size_limit(identified.site)?;
        let origin = request::origin(Method::Sendmail, self.caller, stated);
        let envelope_id = request::envelope_id(&submit)?;
        let mut submission = request::submission(identified, origin, submit, envelope_id);
        let arriving = self.body(decoder, limit).await?;
        if arriving.is_over() {
            return Err(Why::TooLarge { bytes: arriving.bytes(), whole: true, limit }.into());
        }
        let whole = arriving.whole().await.map_err(Refusal::from)?;
        submission.message = Bytes::from(whole.bytes);
        let receipt = self.desk.accept.submit(submission).await?;
        Ok(Done::Answer(frame::Reply::new(Exit::Ok, receipt.message.to_string())))
    }

    async fn smtp(self, site: Option<Vec<u8>>, stated: &frame::Origin) -> io::Result<()> {
        let site = site.map(|site| String::from_utf8_lossy(&site).into_owned());
        let client = smtp::Client {
            identified: self.desk.accept.sites().identify_uid(self.caller.uid, site.as_deref()),
            origin: request::origin(Method::Sendmail, self.caller, stated),
            may_log_in: false,
            line_ends: LineEnds::CrlfOrLf,
        };
        let early = self.input[self.used..self.filled].to_vec();
        smtp::serve(self.stream, early, client, self.desk).await
    }

    async fn list(&mut self, site: Option<&[u8]>) -> Result<Done, Failed> {
        let mut sites = self.own_sites(site)?;
        sites.sort_by(|one, other| one.site.name.cmp(&other.site.name));
        let store = &**self.desk.accept.store_handle();
        let mut list = List::of(sites);
        let mut answer = Vec::new();
        let mut total = 0;
        // Whatever can go wrong with the store, goes wrong here, while it can still be said.
        let mut piece = list.next(store).await?;
        frame::Reply::new(Exit::Ok, "").encode(&mut answer);
        while let Some(text) = piece {
            frame::encode_chunk(text.as_bytes(), &mut answer);
            total += text.len() as u64;
            self.send(&answer).await?;
            answer.clear();
            piece =
                list.next(store).await.map_err(|error| Failed::Gone(io::Error::other(error)))?;
        }
        frame::encode_end(total, &mut answer);
        self.send(&answer).await?;
        Ok(Done::Said)
    }

    async fn retry(&mut self, site: Option<&[u8]>) -> Result<Done, Failed> {
        let sites: Vec<SiteId> = if self.caller.uid == 0 && site.is_none() {
            match self.desk.accept.store_handle().view(Question::SitesWithWork).await? {
                Reply::Sites(sites) => sites.into_iter().map(|site| site.id).collect(),
                other => return Err(unexpected(&other).into()),
            }
        } else {
            self.own_sites(site)?.iter().map(|entry| entry.site.id).collect()
        };
        let asker = match self.caller.uid {
            0 => Asker { person: Person::Operator, who: "operator:root".into() },
            uid => Asker { person: Person::Owner, who: format!("owner:uid {uid}") },
        };
        for site in sites {
            if self.runs.may_run(site) {
                self.desk
                    .actions
                    .begin(site, JobKind::Retry, Selection::default(), None, &asker)
                    .await?;
            }
        }
        Ok(Done::Answer(frame::Reply::new(Exit::Ok, "")))
    }

    fn verify(&self, site: Option<&[u8]>, words: &[Vec<u8>]) -> Result<Done, Failed> {
        let identified = self.identify(site)?;
        let entry = self.desk.accept.site(identified.site)?;
        for word in words {
            parse_some(word, Some(self.desk.accept.domain(&entry))).map_err(Why::BadRecipient)?;
        }
        Ok(Done::Answer(frame::Reply::new(Exit::Ok, "")))
    }

    // --- who it is ---

    fn identify(&self, site: Option<&[u8]>) -> Result<Identified, Refusal> {
        let site = site.map(String::from_utf8_lossy);
        self.desk.accept.identify_uid(self.caller.uid, site.as_deref())
    }

    /// The sites whose queue the caller may see: root all or the one it names, others their own. Where a site is only
    /// stated, none.
    fn own_sites(&self, site: Option<&[u8]>) -> Result<Vec<Arc<Entry>>, Refusal> {
        if self.caller.uid == 0 {
            return match site {
                None => Ok(self.desk.accept.sites().all()),
                Some(name) => self.named(name).map(|entry| vec![entry]),
            };
        }
        let identified = self.identify(site)?;
        if identified.stated {
            let uid = self.caller.uid;
            let why = format!(
                "uid {uid} is shared by several sites, none of which may see or retry another's queue"
            );
            return Err(Why::NotAllowed(why).into());
        }
        Ok(vec![self.desk.accept.site(identified.site)?])
    }

    fn named(&self, name: &[u8]) -> Result<Arc<Entry>, Refusal> {
        let name = String::from_utf8_lossy(name).into_owned();
        self.desk.accept.sites().by_name(&name).ok_or_else(|| {
            let why = Unidentified::NoSuchSite(name);
            Why::Unidentified(self.desk.accept.unidentified(&why)).into()
        })
    }

    // --- the stream ---

    async fn request(&mut self, decoder: &mut Decoder) -> Result<Request, Failed> {
        loop {
            let mut input = &self.input[self.used..self.filled];
            let event = decoder.next(&mut input);
            self.used = self.filled - input.len();
            match event.map_err(bad_frame)? {
                Some(Event::Request(request)) => return Ok(*request),
                Some(Event::Body(_) | Event::End) => {}
                None => self.read_more().await?,
            }
        }
    }

    /// The whole message, or as much of it as may be kept; what comes beyond the limit is counted.
    async fn body(&mut self, decoder: &mut Decoder, limit: u64) -> Result<Arriving, Failed> {
        let mut arriving = self.desk.budget.begin(limit);
        loop {
            let mut input = &self.input[self.used..self.filled];
            loop {
                match decoder.next(&mut input) {
                    Ok(Some(Event::Body(piece))) => {
                        arriving.push(piece).await.map_err(Refusal::from)?
                    }
                    Ok(Some(Event::End)) => return Ok(arriving),
                    Ok(Some(Event::Request(_))) => {}
                    Ok(None) => break,
                    Err(FrameError::TooMuch { found, .. }) if found > MAX_BODY_BYTES => {
                        return Err(Why::TooLarge { bytes: found, whole: false, limit }.into());
                    }
                    Err(error) => return Err(bad_frame(error).into()),
                }
            }
            self.read_more().await?;
        }
    }

    async fn read_more(&mut self) -> Result<(), Failed> {
        match self.read().await? {
            true => Ok(()),
            false => Err(Failed::Gone(io::ErrorKind::UnexpectedEof.into())),
        }
    }

    /// Reads on; false at the end of the stream. What was read before is used up.
    async fn read(&mut self) -> io::Result<bool> {
        (self.filled, self.used) = (0, 0);
        let until = self.ends_at.min(Instant::now() + self.desk.settings().intake.idle);
        let read = tokio::time::timeout_at(until, self.stream.read(&mut self.input)).await;
        self.filled = read.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))?;
        Ok(self.filled > 0)
    }

    async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        let until = self.ends_at.min(Instant::now() + self.desk.settings().intake.idle);
        let sent = tokio::time::timeout_at(until, self.stream.write_all(bytes)).await;
        sent.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
    }
}

fn bad_frame(error: FrameError) -> Refusal {
    Why::BadRequest(error.to_string()).into()
}

fn exit(refusal: &Refusal) -> Exit {
    Exit::from_code(refusal.sysexit()).unwrap_or(Exit::TempFail)
}

/// When each site's queue was last run by `-q`.
#[derive(Debug, Default)]
struct Runs(Mutex<HashMap<SiteId, Instant>>);

impl Runs {
    fn may_run(&self, site: SiteId) -> bool {
        let mut runs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        runs.retain(|_, at| now.duration_since(*at) < RUN_EVERY);
        match runs.contains_key(&site) {
            true => false,
            false => {
                runs.insert(site, now);
                true
            }
        }
    }
}
