//! The public listener at work: connections, from the first byte to the last.
//!
//! 1. A connection is taken and gets a place (`slots`). Where all places are being answered it waits a moment, and is then
//!    told 503. In clear text only this machine and trusted proxies are answered.
//! 2. TLS is agreed on within some seconds.
//! 3. Requests come one after the other, each through `front` to the router, and each end of the stream is watched
//!    (`patient`).
//! 4. At the stop idle connections are closed at once, streams of events end, other requests have some seconds.

use std::io;
use std::net::IpAddr;
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use postern_engine::intake::Guest;
use rustix::net::sockopt;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::front::{Entrance, Front};
use super::patient::Patient;
use super::peer::is_one_of;
use super::refuse::refuse;
use super::slots::{Full, Slot, Slots};
use super::visit::{Phase, Visit};
use super::{Stop, accept_failed, let_end, reap};
use crate::wire::{Code, Problem};

/// What all addresses share.
pub(super) struct House {
    slots: Arc<Slots>,
    newcomers: Arc<Semaphore>,
    acceptor: Option<TlsAcceptor>,
    http: http1::Builder,
    /// When the operator was last told that there is no place.
    told_at: Mutex<Option<Instant>>,
    front: Arc<Front>,
}

/// A connection, and whose it is.
struct Arrived {
    stream: TcpStream,
    from: IpAddr,
    /// `None` for a trusted proxy.
    guest: Option<Guest>,
}

/// The head of a request, in bytes and in headers.
const HEAD_BYTES: usize = 16 << 10;
const HEADERS: usize = 100;

/// Of the connections in all one address has a tenth, and a browser or two in any case.
const EACH: usize = 10;
const EACH_AT_LEAST: usize = 16;

/// Newcomers that wait for a place or are told that there is none, at once; what is more is closed without a word.
const NEWCOMERS: usize = 64;

/// What was sent is acknowledged within this, or the other side is gone.
const UNACKNOWLEDGED: Duration = Duration::from_secs(60);

/// The operator is told no more often that all places are taken.
const TELL_EVERY: Duration = Duration::from_secs(60);

impl House {
    pub(super) fn new(
        front: Front,
        acceptor: Option<TlsAcceptor>,
        connections: usize,
    ) -> Arc<House> {
        Arc::new(House {
            slots: Slots::new(connections, (connections / EACH).max(EACH_AT_LEAST)),
            newcomers: Arc::new(Semaphore::new(NEWCOMERS)),
            acceptor,
            http: http(),
            told_at: Mutex::new(None),
            front: Arc::new(front),
        })
    }

    /// Takes connections of one address until the stop, then lets requests end.
    pub(super) async fn listen(self: Arc<Self>, listener: TcpListener, mut stop: Stop) {
        let mut conversations = JoinSet::new();
        loop {
            let accepted = tokio::select! {
                biased;
                () = stop.begun() => break,
                accepted = listener.accept() => accepted,
            };
            reap(&mut conversations);
            match accepted {
                Ok((stream, from)) => {
                    let from = from.ip().to_canonical();
                    self.receive(stream, from, &stop, &mut conversations);
                }
                Err(error) => accept_failed("web", &error).await,
            }
        }
        drop(listener);
        let_end(conversations).await;
    }

    fn receive(
        self: &Arc<Self>,
        stream: TcpStream,
        from: IpAddr,
        stop: &Stop,
        conversations: &mut JoinSet<()>,
    ) {
        let is_proxy = is_one_of(from, &self.front.trusted);
        let arrived = Arrived { stream, from, guest: (!is_proxy).then(|| Guest::at(from)) };
        let (house, stop) = (Arc::clone(self), stop.clone());
        if self.acceptor.is_none() && !is_proxy && !from.is_loopback() {
            if let Some(newcomer) = self.newcomer() {
                conversations.spawn(house.refuse_clear_text(arrived, newcomer));
            }
            return;
        }
        match (self.slots.take(arrived.guest, self.first_phase()), self.newcomer()) {
            (Ok(slot), _) => drop(conversations.spawn(house.converse(arrived, slot, stop))),
            (Err(_), Some(newcomer)) => {
                drop(conversations.spawn(house.wait(arrived, newcomer, stop)));
            }
            (Err(full), None) => self.tell(full),
        }
    }

    /// A newcomer for whom there is no place yet, until there is one or it is sent away.
    async fn wait(self: Arc<Self>, arrived: Arrived, newcomer: OwnedSemaphorePermit, stop: Stop) {
        let within = self.front.patience.place;
        match self.slots.wait(arrived.guest, self.first_phase(), within).await {
            Ok(slot) => {
                drop(newcomer);
                self.converse(arrived, slot, stop).await;
            }
            Err(full) => {
                self.tell(full);
                let problem = Problem::new(Code::Busy, full.to_string());
                self.send_away(arrived.stream, &problem).await;
            }
        }
    }

    async fn refuse_clear_text(self: Arc<Self>, arrived: Arrived, _newcomer: OwnedSemaphorePermit) {
        let why = format!(
            "{} is no trusted proxy, and here nobody else is answered in clear text: see web.tls and web.trusted_proxies",
            arrived.from
        );
        refuse(arrived.stream, &Problem::new(Code::ClearText, why)).await;
    }

    /// One connection, from its first byte to its end.
    async fn converse(self: Arc<Self>, arrived: Arrived, slot: Slot, mut stop: Stop) {
        let visit = &slot.visit;
        tokio::select! {
            biased;
            () = visit.given_away() => {}
            () = self.greet_and_talk(arrived, visit, &mut stop) => {}
        }
    }

    async fn greet_and_talk(&self, arrived: Arrived, visit: &Arc<Visit>, stop: &mut Stop) {
        let Arrived { stream, from, .. } = arrived;
        if let Err(error) = set_up(&stream) {
            return tracing::debug!(event = "web_connection_broken", address = %from, %error);
        }
        let local = stream.local_addr().map(|address| address.ip().to_canonical());
        let entrance = Entrance {
            front: Arc::clone(&self.front),
            visit: Arc::clone(visit),
            from,
            tls: self.acceptor.is_some(),
            on_loopback: local.is_ok_and(|address| address.is_loopback()),
            stop: stop.clone(),
            requests: Arc::new(AtomicU32::new(0)),
        };
        let Some(acceptor) = &self.acceptor else {
            return self.talk(stream, entrance, stop).await;
        };
        let greeted = tokio::select! {
            greeted = self.greet(acceptor, stream) => greeted,
            () = stop.begun() => return,
        };
        match greeted {
            Ok(Greeted::Tls(stream)) => {
                visit.greeted();
                self.talk(*stream, entrance, stop).await;
            }
            Ok(Greeted::ClearText(stream)) => {
                let why = "this port speaks HTTPS: write https:// before its name";
                refuse(stream, &Problem::new(Code::ClearText, why)).await;
            }
            Err(error) => tracing::debug!(event = "web_handshake_failed", address = %from, %error),
        }
    }

    /// Requests and answers, until either side has had enough.
    async fn talk<S>(&self, stream: S, entrance: Entrance, stop: &mut Stop)
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let (from, visit) = (entrance.from, Arc::clone(&entrance.visit));
        let stream = Patient::new(stream, Arc::clone(&visit), self.front.patience);
        let connection = self.http.serve_connection(TokioIo::new(stream), entrance);
        tokio::pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = stop.begun() => {
                if visit.is_waiting() {
                    return;
                }
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(event = "web_connection_broken", address = %from, %error);
        }
    }

    async fn greet(&self, acceptor: &TlsAcceptor, stream: TcpStream) -> io::Result<Greeted> {
        let greeting = async {
            let mut first = [0];
            // Every method of HTTP begins with a letter, every handshake of TLS with another byte.
            if stream.peek(&mut first).await? > 0 && first[0].is_ascii_uppercase() {
                return Ok(Greeted::ClearText(stream));
            }
            Ok(Greeted::Tls(Box::new(acceptor.accept(stream).await?)))
        };
        timeout(self.front.patience.handshake, greeting).await?
    }

    async fn send_away(&self, stream: TcpStream, problem: &Problem) {
        match &self.acceptor {
            None => refuse(stream, problem).await,
            Some(acceptor) => match self.greet(acceptor, stream).await {
                Ok(Greeted::Tls(stream)) => refuse(stream, problem).await,
                Ok(Greeted::ClearText(stream)) => refuse(stream, problem).await,
                // Who cannot greet cannot be told.
                Err(_) => {}
            },
        }
    }

    fn newcomer(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.newcomers).try_acquire_owned().ok()
    }

    fn first_phase(&self) -> Phase {
        if self.acceptor.is_some() { Phase::Greeting } else { Phase::Idle }
    }

    /// Tells the operator that somebody was sent away, now and then.
    fn tell(&self, full: Full) {
        let mut told_at = self.told_at.lock().unwrap_or_else(PoisonError::into_inner);
        if told_at.is_none_or(|at| at.elapsed() >= TELL_EVERY) {
            *told_at = Some(Instant::now());
            tracing::warn!(event = "web_full", why = %full, "connections were sent away; web.connections says how many there may be");
        }
    }
}

enum Greeted {
    Tls(Box<TlsStream<TcpStream>>),
    /// Who speaks HTTP to a port of HTTPS, most likely a person, is told so.
    ClearText(TcpStream),
}

fn set_up(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let unacknowledged = u32::try_from(UNACKNOWLEDGED.as_millis()).unwrap_or(u32::MAX);
    Ok(sockopt::set_tcp_user_timeout(stream, unacknowledged)?)
}

impl std::fmt::Display for Full {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Full::All(most) => {
                write!(f, "all {most} connections are busy at present: try again in a moment")
            }
            Full::Guest(most) => {
                write!(f, "all {most} connections one address may have are busy: close some")
            }
        }
    }
}

fn http() -> http1::Builder {
    let mut http = http1::Builder::new();
    // Times are for `patient` to watch: it tells an idle connection from one that is half-way through a question.
    http.header_read_timeout(None).max_buf_size(HEAD_BYTES).max_headers(HEADERS);
    http
}
