//! A connection to a next hop: commands out, replies in, each within its time (RFC 5321 §4.5.3.2).
//!
//! Made ready in this order: TLS where it comes first, the greeting, EHLO (HELO where that is not known), STARTTLS and
//! EHLO again, AUTH. From then on the talk is `talk`'s; here is only how its commands and the mail are sent, a group in
//! one write, and how replies are read. What a server sends is bounded in time, in lines and in their length.

use std::io;
use std::time::Duration;

use postern_mail::reply::{Reply, ReplyError, ReplyParser};
use postern_mail::sasl::Credentials;
use postern_mail::smtp::client::{
    AfterEhlo, AuthStep, Authentication, Capabilities, Command, HelloName,
};
use postern_mail::smtp::dots::Stuffer;
use postern_store::Remote;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use super::content::Content;
use super::tls::Tls;
use crate::seam::Stream;
use crate::settings::{Timeouts, TlsMode};

/// Bytes of replies read at once.
const READ: usize = 4096;

/// Bytes of its write buffer that a connection keeps while it waits for another mail.
const KEPT: usize = 8 * 1024;

/// Characters of a reply that are kept.
const TEXT: usize = 2000;

/// A connection that greeted and may take mail.
pub(super) struct Connection {
    stream: Box<dyn Stream>,
    parser: ReplyParser,
    input: Vec<u8>,
    /// What of `input` was used.
    used: usize,
    output: Vec<u8>,
    pub capabilities: Capabilities,
    /// Host and address, for people: `mx.example.org [192.0.2.1]:25`.
    pub peer: String,
    /// Mails it carried.
    pub mails: u32,
    /// A transaction was begun and not carried to its end: the next begins with RSET.
    pub is_unfinished: bool,
}

/// Why a connection is of no use any more.
#[derive(Debug, thiserror::Error)]
pub(super) enum Trouble {
    #[error("the connection broke: {0}")]
    Io(#[from] io::Error),
    #[error("the server closed the connection instead of answering {what}")]
    Closed { what: &'static str },
    #[error("no answer to {what} within {} s", .after.as_secs())]
    TimedOut { what: &'static str, after: Duration },
    #[error("{0}")]
    Garbage(#[from] ReplyError),
}

/// Why a server cannot be used at all.
#[derive(Debug)]
pub(super) enum Unusable {
    NoConnection(io::Error),
    /// It was lost before it was ready.
    Trouble(Trouble),
    /// It said no to the connection, or to EHLO and HELO.
    Refused(Reply),
    /// TLS was begun and broke; opportunistic TLS goes on in clear on another connection.
    Tls(io::Error),
    /// TLS is required and not offered.
    NoTls,
    /// It refused our login, or offers none we know.
    Login(Option<Reply>),
}

impl From<Trouble> for Unusable {
    fn from(trouble: Trouble) -> Unusable {
        Unusable::Trouble(trouble)
    }
}

/// How a connection is to be made ready.
pub(super) struct Manner<'a> {
    pub hello: &'a HelloName,
    pub host: &'a str,
    pub tls: TlsMode,
    pub auth: Option<&'a (String, String)>,
    /// AUTH in clear text is for loopback only.
    pub is_loopback: bool,
    pub timeouts: &'a Timeouts,
}

impl Connection {
    /// Greets a server, encrypts as set, logs in if set.
    pub async fn ready(
        mut stream: Box<dyn Stream>,
        peer: String,
        tls: &Tls,
        manner: &Manner<'_>,
    ) -> Result<Connection, Unusable> {
        let times = manner.timeouts;
        if manner.tls == TlsMode::Implicit {
            stream = tls_within(tls, stream, manner).await.map_err(Unusable::Tls)?;
        }
        let mut connection = Connection::new(stream, peer);
        let greeting = connection.reply("the connection", times.greeting).await?;
        if !greeting.is_done() {
            return Err(Unusable::Refused(greeting));
        }
        connection.hello(manner).await?;
        let mut is_secure = manner.tls == TlsMode::Implicit;
        if matches!(manner.tls, TlsMode::Opportunistic | TlsMode::Required) {
            if connection.capabilities.starttls {
                connection = connection.encrypted(tls, manner).await?;
                is_secure = true;
            } else if manner.tls == TlsMode::Required {
                return Err(Unusable::NoTls);
            }
        }
        if let Some((name, password)) = manner.auth {
            if !is_secure && !manner.is_loopback {
                return Err(Unusable::NoTls);
            }
            connection.log_in(name, password, times).await?;
        }
        Ok(connection)
    }

    fn new(stream: Box<dyn Stream>, peer: String) -> Connection {
        Connection {
            stream,
            parser: ReplyParser::new(),
            input: Vec::new(),
            used: 0,
            output: Vec::new(),
            capabilities: Capabilities::default(),
            peer,
            mails: 0,
            is_unfinished: false,
        }
    }

    /// EHLO, or HELO where that is not known (RFC 5321 §3.2).
    async fn hello(&mut self, manner: &Manner<'_>) -> Result<(), Unusable> {
        self.write(&Command::Ehlo(manner.hello));
        let reply = self.ask("EHLO", manner.timeouts.helo).await?;
        match AfterEhlo::of(&reply) {
            AfterEhlo::Ready(capabilities) => self.capabilities = capabilities,
            AfterEhlo::TryHelo => {
                self.write(&Command::Helo(manner.hello));
                let reply = self.ask("HELO", manner.timeouts.helo).await?;
                if !reply.is_done() {
                    return Err(Unusable::Refused(reply));
                }
                self.capabilities = Capabilities::default();
            }
            AfterEhlo::Refused => return Err(Unusable::Refused(reply)),
        }
        Ok(())
    }

    /// From STARTTLS to the greeting under it. All trouble on the way is trouble of TLS: a server may also close instead
    /// of answering, or refuse the handshake so late that it shows only at the next command.
    async fn encrypted(self, tls: &Tls, manner: &Manner<'_>) -> Result<Connection, Unusable> {
        let mut connection = self.wrapped(tls, manner).await?;
        match connection.hello(manner).await {
            Err(Unusable::Trouble(trouble)) => Err(Unusable::Tls(io::Error::other(trouble))),
            greeted => greeted.map(|()| connection),
        }
    }

    async fn wrapped(mut self, tls: &Tls, manner: &Manner<'_>) -> Result<Connection, Unusable> {
        self.write(&Command::StartTls);
        let reply = self
            .ask("STARTTLS", manner.timeouts.helo)
            .await
            .map_err(|trouble| Unusable::Tls(io::Error::other(trouble)))?;
        if !reply.is_done() {
            return Err(Unusable::Tls(io::Error::other(format!(
                "STARTTLS was refused: {}",
                reply.text()
            ))));
        }
        if self.used < self.input.len() {
            // Words in clear behind the answer are no words of the encrypted session (CVE-2011-0411).
            return Err(Unusable::Tls(io::Error::other(
                "the server spoke on in clear text after STARTTLS",
            )));
        }
        let stream = tls_within(tls, self.stream, manner).await.map_err(Unusable::Tls)?;
        Ok(Connection::new(stream, self.peer))
    }

    async fn log_in(
        &mut self,
        name: &str,
        password: &str,
        times: &Timeouts,
    ) -> Result<(), Unusable> {
        let credentials =
            Credentials::new(name.into(), password.into()).map_err(|_| Unusable::Login(None))?;
        let Some(mut dialogue) =
            Authentication::begin(credentials, &self.capabilities, &mut self.output)
        else {
            return Err(Unusable::Login(None));
        };
        loop {
            let reply = self.ask("AUTH", times.helo).await?;
            match dialogue.advance(reply, &mut self.output) {
                AuthStep::Continue(next) => dialogue = next,
                AuthStep::Accepted => return Ok(()),
                AuthStep::Refused(reply) => return Err(Unusable::Login(Some(reply))),
            }
        }
    }

    /// Puts a command behind what is to be sent.
    pub fn write(&mut self, command: &Command<'_>) {
        command.write_to(&mut self.output);
    }

    /// Puts parameters behind the command written last.
    pub fn write_parameters(&mut self, parameters: &str) {
        self.output.truncate(self.output.len() - b"\r\n".len());
        self.output.extend_from_slice(parameters.as_bytes());
        self.output.extend_from_slice(b"\r\n");
    }

    /// Sends what was written.
    pub async fn send(&mut self, what: &'static str, within: Duration) -> Result<(), Trouble> {
        let sending = async {
            self.stream.write_all(&self.output).await?;
            self.stream.flush().await
        };
        let sent = timeout(within, sending).await;
        self.output.clear();
        match sent {
            Ok(sent) => Ok(sent?),
            Err(_) => Err(Trouble::TimedOut { what, after: within }),
        }
    }

    /// The next reply.
    pub async fn reply(&mut self, what: &'static str, within: Duration) -> Result<Reply, Trouble> {
        match timeout(within, self.next_reply()).await {
            Ok(Ok(Some(reply))) => Ok(reply),
            Ok(Ok(None)) => Err(Trouble::Closed { what }),
            Ok(Err(trouble)) => Err(trouble),
            Err(_) => Err(Trouble::TimedOut { what, after: within }),
        }
    }

    /// Sends what was written and waits for one reply.
    pub async fn ask(&mut self, what: &'static str, within: Duration) -> Result<Reply, Trouble> {
        self.send(what, within).await?;
        self.reply(what, within).await
    }

    /// Sends a mail in transparent form with its end, each part within its time. Where its bytes cannot be read any more,
    /// the end is not sent: the server has no mail.
    pub async fn send_content(
        &mut self,
        content: &Content<'_>,
        within: Duration,
    ) -> Result<(), Trouble> {
        let (mut stuffer, mut sent) = (Stuffer::new(), 0);
        while sent < content.bytes() {
            let part = content.part(sent).await.map_err(io::Error::other)?;
            sent += part.len() as u64;
            for slice in stuffer.stuff(&part) {
                self.output.extend_from_slice(slice);
            }
            if sent < content.bytes() {
                self.send("a block of the mail", within).await?;
            }
        }
        self.output.extend_from_slice(stuffer.end());
        self.send("a block of the mail", within).await
    }

    /// Sends the end of a mail without a byte.
    pub async fn send_nothing(&mut self, within: Duration) -> Result<(), Trouble> {
        self.output.extend_from_slice(Stuffer::new().end());
        self.send("the end of an empty mail", within).await
    }

    /// `None` when the server closed the connection.
    async fn next_reply(&mut self) -> Result<Option<Reply>, Trouble> {
        loop {
            if self.used < self.input.len() {
                let mut rest = &self.input[self.used..];
                let reply = self.parser.feed(&mut rest)?;
                self.used = self.input.len() - rest.len();
                if reply.is_some() {
                    return Ok(reply);
                }
            }
            self.input.clear();
            self.used = 0;
            self.input.reserve(READ);
            if self.stream.read_buf(&mut self.input).await? == 0 {
                return Ok(None);
            }
        }
    }

    /// Gives back memory a large mail took.
    pub fn slim(&mut self) {
        self.output.shrink_to(KEPT);
    }

    /// Whether nothing came that nobody asked for: a server that is about to close says so.
    pub fn is_quiet(&self) -> bool {
        self.used == self.input.len() && !self.parser.is_inside_a_reply()
    }

    /// Takes leave politely; what comes of it does not matter.
    pub async fn quit(mut self, within: Duration) {
        self.write(&Command::Quit);
        let _ = self.ask("QUIT", within).await;
    }

    /// A reply as it is kept.
    pub fn remote(&self, reply: &Reply) -> Remote {
        remote(&self.peer, reply)
    }

    /// What happened instead of a reply.
    pub fn troubled(&self, trouble: &Trouble) -> Remote {
        Remote { host: self.peer.clone(), text: trouble.to_string(), ..Remote::default() }
    }
}

/// A reply of a peer as it is kept.
pub(super) fn remote(peer: &str, reply: &Reply) -> Remote {
    let text = reply.text();
    let end = text.char_indices().nth(TEXT).map_or(text.len(), |(at, _)| at);
    Remote {
        host: peer.to_owned(),
        code: reply.code(),
        enhanced: reply.enhanced().map(|code| code.to_string()).unwrap_or_default(),
        text: text[..end].to_owned(),
    }
}

async fn tls_within(
    tls: &Tls,
    stream: Box<dyn Stream>,
    manner: &Manner<'_>,
) -> io::Result<Box<dyn Stream>> {
    let wrapping = tls.wrap(stream, manner.host, manner.tls);
    timeout(manner.timeouts.helo, wrapping)
        .await
        .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}
