//! Remote servers on in-memory streams, each with a character.
//!
//! A server is what stands at an address. Its character can change while it runs (`becomes`), and everything it
//! takes is written into the network's log with the instant at which it said yes.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll};
use std::time::Duration;

use postern_core::time::Time;
use postern_engine::seam::{Clock, Later, Net, Stream};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream, ReadBuf};

use crate::clock::SimClock;

/// How a server behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Character {
    /// Takes all mail but that of unknown or full mailboxes (`bad…@`, `full…@`).
    Well,
    /// Refuses a recipient it sees for the first time, for so long.
    Greylist(Duration),
    /// Refuses connections.
    Dead,
    /// Takes connections and never says a word.
    Silent,
    /// Answers each command after so long.
    Slow(Duration),
    /// Says 421 after so many mails on a connection.
    Tired(u32),
    /// Closes the connection in the middle of a mail.
    DropsBeforeDot,
    /// Takes a mail and closes the connection before it says so, every so many mails.
    DropsAfterDot(u32),
    /// Refuses every mail with 552.
    TooLarge,
    /// Offers STARTTLS and breaks off when it is taken.
    BadTls,
    /// Says 451 to every recipient.
    Busy,
}

/// A mail, or an attempt at one, as a server saw it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// When its `MAIL FROM` came.
    pub began_at: Time,
    /// When the server had it whole, if it came so far.
    pub taken_at: Option<Time>,
    /// Whether the sender got the answer.
    pub answered: bool,
    pub server: IpAddr,
    /// The reverse-path, which names the site.
    pub sender: String,
    pub recipients: Vec<String>,
    pub body: Vec<u8>,
}

/// The network of a simulated world.
#[derive(Clone, Debug)]
pub struct SimNet {
    world: Arc<Mutex<World>>,
    clock: SimClock,
}

#[derive(Debug, Default)]
struct World {
    servers: BTreeMap<IpAddr, Server>,
    seen: Vec<Seen>,
}

#[derive(Debug)]
struct Server {
    character: Character,
    /// Recipients a greylisting server has seen, and when first.
    grey: BTreeMap<String, Time>,
    taken: u32,
    connections: u32,
    most_connections: u32,
}

impl SimNet {
    pub fn new(clock: SimClock) -> SimNet {
        SimNet { world: Arc::default(), clock }
    }

    /// The same network, on the clock of another runtime. Nobody is connected any more.
    pub fn on(mut self, clock: SimClock) -> SimNet {
        self.clock = clock;
        self.world().servers.values_mut().for_each(|server| server.connections = 0);
        self
    }

    /// Places a server at an address, or changes the character of the one that stands there.
    pub fn becomes(&self, address: IpAddr, character: Character) {
        let server = |character| Server {
            character,
            grey: BTreeMap::new(),
            taken: 0,
            connections: 0,
            most_connections: 0,
        };
        self.world().servers.entry(address).or_insert_with(|| server(character)).character =
            character;
    }

    /// Everything that servers saw so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.world().seen.clone()
    }

    /// The most connections that stood at one server at once.
    pub fn most_connections(&self) -> Vec<(IpAddr, u32)> {
        self.world()
            .servers
            .iter()
            .map(|(address, server)| (*address, server.most_connections))
            .collect()
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().expect("no panic under the lock")
    }
}

impl Net for SimNet {
    fn connect(
        &self,
        to: SocketAddr,
        _from: Option<IpAddr>,
    ) -> Later<'_, io::Result<Box<dyn Stream>>> {
        let address = to.ip();
        let mut world = self.world();
        let character = world.servers.get(&address).map(|server| server.character);
        let Some(character) = character.filter(|character| *character != Character::Dead) else {
            return Box::pin(async { Err(io::ErrorKind::ConnectionRefused.into()) });
        };
        if let Some(server) = world.servers.get_mut(&address) {
            server.connections += 1;
            server.most_connections = server.most_connections.max(server.connections);
        }
        drop(world);
        let (ours, theirs) = tokio::io::duplex(64 * 1024);
        let place = Place { net: self.clone(), address, left: Arc::default() };
        let left = Arc::clone(&place.left);
        let net = self.clone();
        tokio::spawn(async move {
            // A peer that is gone ends the session; there is nobody left to tell.
            let _ = net.serve(address, character, theirs, &left).await;
        });
        Box::pin(
            async move { Ok(Box::new(Counted { stream: ours, _place: place }) as Box<dyn Stream>) },
        )
    }
}

impl SimNet {
    /// One session of a server.
    async fn serve(
        &self,
        address: IpAddr,
        character: Character,
        stream: DuplexStream,
        left: &AtomicBool,
    ) -> io::Result<()> {
        let mut peer = Peer::new(stream, character, self.clock);
        if character == Character::Silent {
            std::future::pending::<()>().await;
        }
        peer.say("220 sim ESMTP").await?;
        let mut recipients: Vec<String> = Vec::new();
        let mut began_at = peer.heard_at;
        // Set between MAIL and the end of its mail.
        let mut sender: Option<String> = None;
        let mut mails = 0;
        while let Some(line) = peer.line().await? {
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" if character == Character::BadTls => {
                    peer.say("250-sim\r\n250-STARTTLS\r\n250 8BITMIME").await?;
                }
                "EHLO" => {
                    peer.say("250-sim\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME")
                        .await?
                }
                "STARTTLS" => {
                    peer.say("220 go ahead").await?;
                    return Ok(());
                }
                "HELO" | "RSET" | "NOOP" => peer.say("250 2.0.0 ok").await?,
                "MAIL" => {
                    began_at = peer.heard_at;
                    recipients.clear();
                    sender = None;
                    match character {
                        Character::Tired(most) if mails >= most => {
                            peer.say("421 4.7.0 too many mails on this connection").await?;
                            return Ok(());
                        }
                        Character::TooLarge => peer.say("552 5.3.4 message too large").await?,
                        _ => {
                            // An attempt counts from here on, whatever comes of it.
                            let from = between(&line).to_owned();
                            sender = Some(from.clone());
                            self.world().seen.push(Seen {
                                began_at,
                                taken_at: None,
                                answered: false,
                                server: address,
                                sender: from,
                                recipients: Vec::new(),
                                body: Vec::new(),
                            });
                            peer.say("250 2.1.0 ok").await?;
                        }
                    }
                }
                "RCPT" if sender.is_none() => peer.say("503 5.5.1 MAIL first").await?,
                "RCPT" => {
                    let recipient = between(&line).to_owned();
                    let answer = self.recipient(address, character, &recipient);
                    if answer.starts_with('2') {
                        recipients.push(recipient);
                    }
                    peer.say(answer).await?;
                }
                "DATA" if recipients.is_empty() => {
                    peer.say("554 5.5.1 no valid recipients").await?
                }
                "DATA" => {
                    peer.say("354 go on").await?;
                    if character == Character::DropsBeforeDot {
                        let _ = peer.line().await?;
                        return Ok(());
                    }
                    let body = peer.data().await?;
                    mails += 1;
                    let answered = self.take(
                        address,
                        character,
                        Seen {
                            began_at,
                            taken_at: Some(self.clock.now()),
                            answered: true,
                            server: address,
                            sender: sender.take().unwrap_or_default(),
                            recipients: std::mem::take(&mut recipients),
                            body,
                        },
                    );
                    if !answered {
                        return Ok(());
                    }
                    peer.say("250 2.0.0 taken").await?;
                }
                "QUIT" => {
                    self.leave(address, left);
                    peer.say("221 2.0.0 bye").await?;
                    return Ok(());
                }
                _ => peer.say("502 5.5.2 what?").await?,
            }
        }
        Ok(())
    }

    /// Counts a connection as ended, once: who said QUIT waits for a word of farewell only.
    fn leave(&self, address: IpAddr, left: &AtomicBool) {
        if !left.swap(true, Ordering::Relaxed)
            && let Some(server) = self.world().servers.get_mut(&address)
        {
            server.connections = server.connections.saturating_sub(1);
        }
    }

    /// What a server says to a recipient.
    fn recipient(&self, address: IpAddr, character: Character, recipient: &str) -> &'static str {
        let now = self.clock.now();
        if recipient.starts_with("bad") {
            return "550 5.1.1 no such user here";
        }
        if recipient.starts_with("full") {
            return "452 4.2.2 mailbox is full";
        }
        match character {
            Character::Busy => "451 4.3.2 come back later",
            Character::Greylist(wait) => {
                let mut world = self.world();
                let Some(server) = world.servers.get_mut(&address) else { return "451 4.3.0 gone" };
                let first = *server.grey.entry(recipient.to_owned()).or_insert(now);
                if now.since(first) < wait {
                    "451 4.7.1 greylisted, try again"
                } else {
                    "250 2.1.5 ok"
                }
            }
            _ => "250 2.1.5 ok",
        }
    }

    /// Writes down a mail that was taken; says whether the sender is told.
    fn take(&self, address: IpAddr, character: Character, seen: Seen) -> bool {
        let mut world = self.world();
        let Some(server) = world.servers.get_mut(&address) else { return false };
        server.taken += 1;
        let answered = match character {
            Character::DropsAfterDot(every) => server.taken % every.max(1) != 0,
            _ => true,
        };
        world.seen.push(Seen { answered, ..seen });
        answered
    }
}

/// A connection's place at its server, until the client drops it.
struct Place {
    net: SimNet,
    address: IpAddr,
    left: Arc<AtomicBool>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.net.leave(self.address, &self.left);
    }
}

/// The client's end, which is counted as long as it is held.
struct Counted {
    stream: DuplexStream,
    _place: Place,
}

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Counted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// The other end of a session.
struct Peer {
    stream: DuplexStream,
    buffer: Vec<u8>,
    character: Character,
    clock: SimClock,
    /// When the last of `buffer` arrived.
    heard_at: Time,
    /// The sender is gone.
    is_over: bool,
}

impl Peer {
    fn new(stream: DuplexStream, character: Character, clock: SimClock) -> Peer {
        let (buffer, heard_at) = (Vec::new(), clock.now());
        Peer { stream, buffer, character, clock, heard_at, is_over: false }
    }

    async fn say(&mut self, text: &str) -> io::Result<()> {
        if let Character::Slow(pause) = self.character {
            // It takes its time, and what is sent meanwhile is sent then, not when it gets to it.
            let pause = tokio::time::sleep(pause);
            tokio::pin!(pause);
            loop {
                tokio::select! {
                    biased;
                    () = &mut pause => break,
                    heard = self.hear(), if !self.is_over => heard?,
                }
            }
        }
        self.stream.write_all(format!("{text}\r\n").as_bytes()).await
    }

    /// The next line; `None` when the sender is gone.
    async fn line(&mut self) -> io::Result<Option<String>> {
        match self.line_bytes().await {
            Ok(line) => Ok(Some(String::from_utf8_lossy(&line).into_owned())),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A mail's bytes up to the lone dot, dots un-stuffed.
    async fn data(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = self.line_bytes().await?;
            match line.as_slice() {
                b"." => return Ok(body),
                [b'.', rest @ ..] => body.extend_from_slice(rest),
                line => body.extend_from_slice(line),
            }
            body.extend_from_slice(b"\r\n");
        }
    }

    async fn line_bytes(&mut self) -> io::Result<Vec<u8>> {
        loop {
            if let Some(end) = self.buffer.windows(2).position(|pair| pair == b"\r\n") {
                let line = self.buffer[..end].to_vec();
                self.buffer.drain(..end + 2);
                return Ok(line);
            }
            if self.is_over {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.hear().await?;
        }
    }

    async fn hear(&mut self) -> io::Result<()> {
        self.is_over = self.stream.read_buf(&mut self.buffer).await? == 0;
        self.heard_at = self.clock.now();
        Ok(())
    }
}

/// What stands between the angle brackets.
fn between(line: &str) -> &str {
    line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(inside, _)| inside)
}
