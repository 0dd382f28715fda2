//! The door of SMTP: drives the sessions of `postern_mail::smtp::server` over streams.
//!
//! Who the client is: on loopback the uid of its socket, asked right after the connection was accepted; elsewhere its
//! address; AUTH replaces either, where nobody can listen. Who is no site's may greet and log in, but gets 550 5.7.1
//! (or 530 5.7.0 where AUTH would help) with the rule that said no at MAIL. The session itself is the same for
//! `sendmail -bs`, which comes through the socket.
//!
//! What arrives is read in large pieces; commands sent ahead are answered together in one write. A message is in
//! memory or in a nameless file while it arrives, and 250 is said only after the store has it.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use postern_core::identity::{Identified, Unidentified};
use postern_core::ids::SiteId;
use postern_mail::Reply;
use postern_mail::smtp::dots::LineEnds;
use postern_mail::smtp::server::{
    AskData, AskLogin, AskRecipient, AskSender, Content, Received, Session, Settings, Step,
};
use postern_store::{Method, Origin};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::arriving::Arriving;
use super::slots::{Full, Guest, Slots};
use super::{Desk, peer};
use crate::accept::{BareCr, Protocol, Recipients, Refusal, Sender, Submission, Why};

/// How much is read at a time, in bytes.
const PIECE: usize = 32 * 1024;
/// Replies that wait to be sent at most, in bytes: a client that never reads cannot make us keep more.
const REPLIES: usize = 16 * 1024;
/// Recipients a session keeps at most, whatever its site's limit.
const MAX_RECIPIENTS: usize = 10_000;

/// Who is at the other end.
#[derive(Debug)]
pub(super) struct Client {
    pub(super) identified: Result<Identified, Unidentified>,
    pub(super) origin: Origin,
    /// Whether AUTH is offered: only where nobody can listen.
    pub(super) may_log_in: bool,
    pub(super) line_ends: LineEnds,
}

/// Takes connections until the desk closes, then lets sessions end.
pub(super) async fn listen(listener: TcpListener, desk: Desk) {
    let intake = &desk.settings().intake;
    let slots = Slots::new(intake.connections, intake.connections_each);
    let mut sessions = JoinSet::new();
    let mut closing = desk.closing();
    loop {
        tokio::select! {
            biased;
            () = closing.wait() => break,
            Some(ended) = sessions.join_next() => super::report(ended),
            accepted = listener.accept() => match accepted {
                Ok((stream, from)) => {
                    sessions.spawn(converse(stream, from, desk.clone(), Arc::clone(&slots)));
                }
                Err(error) => super::accept_failed("smtp", &error).await,
            },
        }
    }
    drop(listener);
    super::let_end(sessions).await;
}

async fn converse(stream: TcpStream, from: SocketAddr, desk: Desk, slots: Arc<Slots>) {
    let done = async {
        let to = stream.local_addr()?;
        stream.set_nodelay(true)?;
        let (client, guest) = recognise(from, to, &desk);
        match slots.take(guest) {
            Ok(_slot) => serve(stream, Vec::new(), client, &desk).await,
            Err(full) => turn_away(stream, full).await,
        }
    };
    if let Err(error) = done.await {
        tracing::debug!(event = "smtp_session_broken", %from, %error);
    }
}

/// Who is at the other end of a connection, and as whom it is counted.
fn recognise(from: SocketAddr, to: SocketAddr, desk: &Desk) -> (Client, Guest) {
    let (from, to) = (peer::plain(from), peer::plain(to));
    let address = from.ip();
    let uid =
        address.is_loopback().then(|| peer::uid(from, to)).transpose().unwrap_or_else(|error| {
            tracing::warn!(event = "peer_unknown", %from, %error);
            None
        });
    let uid = uid.flatten();
    let sites = desk.accept.sites();
    let identified = match (uid, address.is_loopback()) {
        (Some(uid), _) => sites.identify_uid(uid, None),
        (None, true) => Err(Unidentified::UnknownAddress(address)),
        (None, false) => sites.identify_address(address),
    };
    let origin = Origin {
        method: Some(Method::Smtp),
        uid,
        address: Some(address.to_string()),
        ..Origin::default()
    };
    let client =
        Client { identified, origin, may_log_in: address.is_loopback(), line_ends: LineEnds::Crlf };
    (client, uid.map_or_else(|| Guest::at(address), Guest::Uid))
}

async fn turn_away(mut stream: TcpStream, full: Full) -> io::Result<()> {
    stream.write_all(&Refusal::from(full).smtp().to_bytes()).await
}

/// Converses with one client until it leaves. `early` was read of the stream before.
pub(super) async fn serve<S>(
    stream: S,
    early: Vec<u8>,
    client: Client,
    desk: &Desk,
) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let settings = Arc::new(session_settings(&client, desk));
    let (session, greeting) = Session::open(settings);
    let ends_at = Instant::now() + desk.settings().intake.session;
    let filled = early.len();
    let mut input = early;
    input.resize(PIECE.max(filled), 0);
    let mut wire =
        Wire { stream, input, filled, used: 0, replies: Vec::with_capacity(512), ends_at, desk };
    wire.say(&greeting).await?;
    let mut talk = Talk { client, login: None, desk };
    match talk.run(session, &mut wire).await {
        Err(Broken::Told(reply)) => {
            wire.say(&reply).await?;
            wire.send().await
        }
        Err(Broken::Io(error)) => Err(error),
        Ok(()) => Ok(()),
    }
}

fn session_settings(client: &Client, desk: &Desk) -> Settings {
    let mut settings = Settings::new(desk.settings().hostname.as_str());
    let entry = client
        .identified
        .as_ref()
        .ok()
        .and_then(|identified| desk.accept.sites().entry(identified.site));
    settings.max_message_bytes = match &entry {
        Some(entry) if !client.may_log_in => entry.site.settings.limits.message_bytes,
        // The limit is that of the site it logs in as; the largest there is bounds them all.
        _ => desk.largest_message(),
    };
    settings.max_recipients = MAX_RECIPIENTS;
    settings.offer_auth = client.may_log_in;
    settings.line_ends = client.line_ends;
    settings.qualify_domain = entry.map(|entry| desk.accept.domain(&entry).to_owned());
    settings
}

/// Why a session ends before its client wants it to.
enum Broken {
    /// Another word can be said to the client.
    Told(Reply),
    Io(io::Error),
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Broken {
        Broken::Io(error)
    }
}

impl From<Why> for Broken {
    fn from(why: Why) -> Broken {
        Broken::Told(Refusal::from(why).smtp())
    }
}

/// The stream with what was read ahead of need and what waits to be sent.
struct Wire<'a, S> {
    stream: S,
    input: Vec<u8>,
    filled: usize,
    used: usize,
    replies: Vec<u8>,
    ends_at: Instant,
    desk: &'a Desk,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Wire<'_, S> {
    async fn say(&mut self, reply: &Reply) -> io::Result<()> {
        reply.write_to(&mut self.replies);
        if self.replies.len() > REPLIES { self.send().await } else { Ok(()) }
    }

    async fn send(&mut self) -> io::Result<()> {
        let sending = async {
            self.stream.write_all(&self.replies).await?;
            self.stream.flush().await
        };
        // A client that does not read its replies is as idle as one that says nothing.
        let sent = tokio::time::timeout(self.desk.settings().intake.idle, sending).await;
        self.replies.clear();
        sent.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
    }

    /// Sends what waits and reads on; false at the end of the stream. Every byte was used before.
    async fn read(&mut self, may_be_ended: bool) -> Result<bool, Broken> {
        self.send().await?;
        (self.filled, self.used) = (0, 0);
        let intake = &self.desk.settings().intake;
        let until = self.ends_at.min(Instant::now() + intake.idle);
        let mut closing = self.desk.closing();
        tokio::select! {
            biased;
            read = self.stream.read(&mut self.input) => {
                self.filled = read?;
                Ok(self.filled > 0)
            }
            () = closing.wait(), if may_be_ended => Err(Why::Stopping.into()),
            () = tokio::time::sleep_until(until) => Err(Why::TooSlow.into()),
        }
    }

    fn unused(&self) -> &[u8] {
        &self.input[self.used..self.filled]
    }

    fn left(&mut self, unused: usize) {
        self.used = self.filled - unused;
    }
}

/// One conversation: what is known of the client, and the answers to what its session asks.
struct Talk<'a> {
    client: Client,
    login: Option<Identified>,
    desk: &'a Desk,
}

impl Talk<'_> {
    async fn run<S>(&mut self, mut session: Session, wire: &mut Wire<'_, S>) -> Result<(), Broken>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        loop {
            let mut input = wire.unused();
            let mut step = session.advance(&mut input);
            let unused = input.len();
            wire.left(unused);
            session = loop {
                step = match step {
                    Step::NeedInput(next) => {
                        if !wire.read(next.is_between_mails()).await? {
                            return Ok(());
                        }
                        break next;
                    }
                    Step::Reply(reply, next) => {
                        wire.say(&reply).await?;
                        break next;
                    }
                    Step::Close(reply) => {
                        wire.say(&reply).await?;
                        wire.send().await?;
                        return Ok(());
                    }
                    Step::Authenticate(ask) => self.login(ask).await,
                    Step::Sender(ask) => self.sender(ask),
                    Step::Recipient(ask) => self.recipient(ask),
                    Step::Data(ask) => match self.content(ask, wire).await? {
                        Some(step) => step,
                        None => return Ok(()),
                    },
                };
            };
        }
    }

    /// The site the client sends as.
    fn identified(&self) -> Result<Identified, Refusal> {
        if let Some(login) = self.login {
            return Ok(login);
        }
        self.client.identified.clone().map_err(|why| {
            let words = self.desk.accept.unidentified(&why);
            if self.client.may_log_in { Why::NotLoggedIn(words) } else { Why::Unidentified(words) }
                .into()
        })
    }

    fn site(&self) -> Result<SiteId, Refusal> {
        self.identified().map(|identified| identified.site)
    }

    async fn login(&mut self, ask: AskLogin) -> Step {
        let sites = self.desk.accept.sites();
        match self.desk.passwords.check(sites, ask.credentials()).await {
            Some(identified) => {
                self.login = Some(identified);
                self.client.origin.login = Some(ask.credentials().login().to_owned());
                ask.accept()
            }
            None => {
                tracing::info!(
                    event = "login_refused",
                    login = ask.credentials().login(),
                    from = self.client.origin.address.as_deref().unwrap_or_default()
                );
                ask.refuse()
            }
        }
    }

    fn sender(&self, ask: AskSender) -> Step {
        let bytes = ask.envelope().declared_bytes.unwrap_or(0);
        let allowed = self.site().and_then(|site| self.desk.accept.check_size(site, bytes));
        match allowed {
            Ok(()) => ask.accept(),
            Err(refusal) => ask.refuse(refusal.smtp()),
        }
    }

    fn recipient(&self, ask: AskRecipient) -> Step {
        let recipients = ask.envelope().recipients.len() as u64 + 1;
        let allowed = self.site().and_then(|site| {
            self.desk.accept.check_recipients(site, recipients)?;
            self.desk.accept.check_recipient(site, ask.recipient())
        });
        match allowed {
            Ok(()) => ask.accept(),
            Err(refusal) => ask.refuse(refusal.smtp()),
        }
    }

    /// Reads the content and answers for it; `None` when the client left within it, and nothing was taken.
    async fn content<S>(&self, ask: AskData, wire: &mut Wire<'_, S>) -> Result<Option<Step>, Broken>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let limit = match self.site().and_then(|site| self.desk.accept.size_limit(site)) {
            Ok(limit) => limit,
            Err(refusal) => return Ok(Some(ask.refuse(refusal.smtp()))),
        };
        let (mut receiving, reply) = ask.accept(limit);
        wire.say(&reply).await?;
        let mut arriving = self.desk.budget.begin(limit);
        // What cannot be kept is read to its end all the same, so that the client hears why and goes on.
        let mut unkept: Option<Refusal> = None;
        loop {
            let before = arriving.tail().len();
            let mut input = wire.unused();
            let fed = receiving.feed(&mut input, arriving.tail());
            let unused = input.len();
            wire.left(unused);
            let grown = arriving.tail().len() - before;
            if let Err(error) = arriving.grown(grown).await {
                arriving.give_up();
                unkept = Some(error.into());
            }
            match (fed, &unkept) {
                (Content::NeedInput(next), _) => receiving = next,
                (Content::Whole(received), Some(refusal)) => {
                    return Ok(Some(refuse(received, refusal)));
                }
                (Content::Whole(received), None) => {
                    return Ok(Some(self.submit(received, arriving).await));
                }
                (Content::Useless(_, step), _) => return Ok(Some(step)),
            }
            if !wire.read(false).await? {
                return Ok(None);
            }
        }
    }

    async fn submit(&self, received: Received, arriving: Arriving) -> Step {
        match self.try_submit(&received, arriving).await {
            Ok(id) => received.accept(&id),
            Err(refusal) => refuse(received, &refusal),
        }
    }

    async fn try_submit(&self, received: &Received, arriving: Arriving) -> Result<String, Refusal> {
        let identified = self.identified()?;
        let whole = arriving.whole().await?;
        let envelope = received.envelope();
        let over_network = self.client.line_ends == LineEnds::Crlf;
        let protocol = match received.hello().is_extended() {
            true => Protocol::Esmtp { tls: false, auth: self.login.is_some() },
            false => Protocol::Smtp,
        };
        let submission = Submission {
            identified,
            origin: self.client.origin.clone(),
            sender: Sender::Given(envelope.sender.clone()),
            recipients: Recipients::Given(
                envelope.recipients.iter().map(|one| (one.clone(), None)).collect(),
            ),
            full_name: None,
            message: Bytes::from(whole.bytes),
            bare_cr: if over_network { BareCr::Refuse } else { BareCr::EndsLine },
            envelope_id: None,
            dsn_return: None,
            key: None,
            protocol: if over_network { protocol } else { Protocol::Local },
            hello: Some(received.hello().name().to_owned()),
        };
        let receipt = self.desk.accept.submit(submission).await?;
        Ok(receipt.message.to_string())
    }
}

fn refuse(received: Received, refusal: &Refusal) -> Step {
    tracing::info!(event = "mail_refused", door = "smtp", why = %refusal);
    received.refuse(refusal.smtp())
}
