//! The server's side of SMTP (RFC 5321), without sockets: one type for each state of the session.
//!
//! The driver feeds a [`Session`] with what arrives and does what the [`Step`] says:
//!
//! ```text
//!                 EHLO            MAIL                RCPT              DATA             CRLF.CRLF
//! ExpectHello ----------> ExpectMail ----> ExpectRecipient (again) ----> Receiving ----> Received
//!                          ^   | AUTH       RSET, EHLO |                                     |
//!                          |   ExpectResponse          |                                     |
//!                          +---------------------------+-------------------------------------+
//! ```
//!
//! Each state takes itself and gives the next, so what was said out of turn cannot be acted on. The session reads,
//! keeps the order and the bounds, and words what is wrong with the protocol. It decides nothing about mail: whether
//! a login is right, a sender, a recipient or a size allowed, whether the store took the message, is asked for by a
//! step, and the driver's answer leads to the next one.
//!
//! A step that needs no input is ready at once, so commands sent ahead (RFC 2920) are answered in order: the driver
//! gathers replies, and sends them when a step says [`Step::NeedInput`]. Time limits are the driver's. TLS is not
//! offered by this session; a driver that starts TLS opens a new one and throws away what was read before.

mod ask;
mod content;
mod line;

use std::fmt::Write;
use std::sync::Arc;

pub use self::ask::{AskData, AskLogin, AskRecipient, AskSender};
pub use self::content::{Content, Received, Receiving};
use self::line::{Line, LineReader};
pub use super::command::Body;
use super::command::{self, Command, Context, Mail};
use super::dots::LineEnds;
use crate::address::Mailbox;
use crate::reply::Reply;
use crate::sasl::{self, Credentials, Mechanism, SaslError};

/// What a session offers and how much it puts up with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Our name, in the greeting, and the domain of `<Postmaster>`.
    pub host: String,
    /// Announced with SIZE, in octets.
    pub max_message_bytes: u64,
    /// Most recipients of one message.
    pub max_recipients: usize,
    /// Is AUTH offered? Only where nobody can listen: loopback, or under TLS.
    pub offer_auth: bool,
    /// Over a network CRLF only.
    pub line_ends: LineEnds,
    /// The domain of addresses without one; without it they are refused.
    pub qualify_domain: Option<String>,
    /// Commands that are wrong, after which the session is closed; counted anew after each message taken.
    pub max_bad_commands: u32,
    /// Commands that lead to no message, after which the session is closed; counted anew likewise.
    pub max_idle_commands: u32,
    /// RCPT commands without a message, wrong ones too, after which the session is closed; counted anew likewise. Far
    /// more than a message has recipients: a client that goes through a long list hears of each one what is wrong
    /// with it, and those that were taken get their mail.
    pub max_recipient_commands: u32,
    /// Logins refused, after which the session is closed.
    pub max_refused_logins: u32,
    /// How far beyond the limit a message is read on, so that the client hears why it is refused, in octets.
    pub read_on_bytes: u64,
}

impl Settings {
    /// The product's own limits; no AUTH, no addresses without a domain, CRLF only.
    pub fn new(host: impl Into<String>) -> Settings {
        Settings {
            host: host.into(),
            max_message_bytes: 10_485_760,
            max_recipients: 100,
            offer_auth: false,
            line_ends: LineEnds::Crlf,
            qualify_domain: None,
            max_bad_commands: 20,
            max_idle_commands: 500,
            max_recipient_commands: 20_000,
            max_refused_logins: 3,
            read_on_bytes: 67_108_864,
        }
    }
}

/// What the driver does next.
#[derive(Debug)]
#[must_use]
pub enum Step {
    /// All input is used up: send what waits to be sent, read more, advance.
    NeedInput(Session),
    /// Send the reply; advance.
    Reply(Reply, Session),
    /// Is the password right? The answer is the next step.
    Authenticate(AskLogin),
    /// May this sender send? The answer is the next step.
    Sender(AskSender),
    /// May it be sent to this recipient? The answer is the next step.
    Recipient(AskRecipient),
    /// May the content come?
    Data(AskData),
    /// Send the reply, close the connection, forget what was sent ahead.
    Close(Reply),
}

/// A session that waits for a line.
#[derive(Debug)]
pub enum Session {
    Hello(ExpectHello),
    Mail(ExpectMail),
    Recipient(ExpectRecipient),
    Response(ExpectResponse),
}

/// Nothing has been said yet.
#[derive(Debug)]
pub struct ExpectHello {
    peer: Box<Peer>,
}

/// The client has said who it is; there is no mail under way.
#[derive(Debug)]
pub struct ExpectMail {
    peer: Box<Peer>,
    hello: Hello,
}

/// MAIL was taken; recipients, then DATA.
#[derive(Debug)]
pub struct ExpectRecipient {
    mail: ExpectMail,
    envelope: Envelope,
}

/// AUTH has begun and waits for a response.
#[derive(Debug)]
pub struct ExpectResponse {
    mail: ExpectMail,
    wanted: Wanted,
}

#[derive(Debug)]
enum Wanted {
    Plain,
    Login,
    PasswordOf(String),
}

/// Who the client says it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hello {
    name: String,
    extended: bool,
}

impl Hello {
    /// Characters that have no place in a host name or an address literal are `?` in it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Was it EHLO and not HELO?
    pub fn is_extended(&self) -> bool {
        self.extended
    }
}

/// From whom, to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// `None` is the null sender.
    pub sender: Option<Mailbox>,
    /// Each once, in order; at least one when there is content.
    pub recipients: Vec<Mailbox>,
    /// The size the client announced, in octets.
    pub declared_bytes: Option<u64>,
    pub body: Body,
}

/// What a session keeps from its first to its last state.
#[derive(Debug)]
struct Peer {
    settings: Arc<Settings>,
    login: Option<String>,
    lines: LineReader,
    bad_commands: u32,
    idle_commands: u32,
    recipient_commands: u32,
    refused_logins: u32,
}

impl Session {
    /// A new session, and the greeting to send.
    pub fn open(settings: Arc<Settings>) -> (Session, Reply) {
        let greeting = Reply::plain(220, format!("{} ESMTP Postern", settings.host));
        let peer = Peer {
            settings,
            login: None,
            lines: LineReader::default(),
            bad_commands: 0,
            idle_commands: 0,
            recipient_commands: 0,
            refused_logins: 0,
        };
        (Session::Hello(ExpectHello { peer: Box::new(peer) }), greeting)
    }

    /// Takes one line from the front of `input` and says what it leads to.
    pub fn advance(mut self, input: &mut &[u8]) -> Step {
        let peer = self.peer_mut();
        match peer.lines.take(input, peer.settings.line_ends) {
            Line::Part => Step::NeedInput(self),
            Line::Whole(line) => self.line(&line),
            Line::TooLong(length) => {
                let reply = command::long_line(length, command::MAX_AUTH_LINE);
                // A response that is too long ends AUTH.
                let session = match self {
                    Session::Response(response) => Session::Mail(response.mail),
                    other => other,
                };
                session.bad(reply)
            }
            // Whoever lets others write into its commands must not have them executed.
            Line::BareLf => {
                Step::Close(Reply::new(500, (5, 5, 2), "lines end in CRLF; this one ended in LF"))
            }
        }
    }

    /// Is no mail under way, so that the connection may be closed without losing one?
    pub fn is_between_mails(&self) -> bool {
        !matches!(self, Session::Recipient(_))
    }

    fn line(mut self, line: &[u8]) -> Step {
        if let Session::Response(response) = self {
            return response.response(line);
        }
        let is_rcpt = command::is_rcpt(line);
        if let Err(bye) = self.peer_mut().count(is_rcpt) {
            return Step::Close(bye);
        }
        let settings = Arc::clone(&self.peer().settings);
        let context = Context {
            host: &settings.host,
            qualify: settings.qualify_domain.as_deref(),
            offers_auth: settings.offer_auth,
        };
        match command::parse(line, context) {
            Ok(command) => self.command(command),
            Err(reply) if is_rcpt => Step::Reply(reply, self),
            Err(reply) => self.bad(reply),
        }
    }

    fn command(self, command: Command<'_>) -> Step {
        match command {
            Command::Ehlo(name) => self.hello(name, true),
            Command::Helo(name) => self.hello(name, false),
            Command::Mail(mail) => self.mail(mail),
            Command::Rcpt(recipient) => match self {
                Session::Recipient(state) => state.recipient(recipient),
                // Sent ahead behind a MAIL that was refused, most likely.
                _ => Step::Reply(out_of_order("MAIL comes first"), self),
            },
            Command::Data => match self {
                Session::Recipient(state) => state.data(),
                _ => self.bad(out_of_order("MAIL and RCPT come first")),
            },
            Command::Auth { mechanism, initial } => match self {
                Session::Mail(state) => state.auth(mechanism, initial),
                Session::Hello(_) => self.bad(out_of_order("EHLO comes first")),
                _ => self.bad(out_of_order("not within a mail")),
            },
            Command::Rset => Step::Reply(Reply::new(250, (2, 0, 0), "forgotten"), self.reset()),
            Command::Noop => Step::Reply(Reply::new(250, (2, 0, 0), "done"), self),
            Command::Vrfy => {
                Step::Reply(Reply::new(252, (2, 5, 0), "send some mail, it is then tried"), self)
            }
            Command::Help => {
                let words = "EHLO HELO MAIL RCPT DATA RSET NOOP QUIT VRFY HELP AUTH";
                Step::Reply(Reply::new(214, (2, 0, 0), words), self)
            }
            Command::Quit => Step::Close(Reply::new(221, (2, 0, 0), "bye")),
            Command::NotOffered => self.bad(Reply::new(502, (5, 5, 1), "not offered here")),
            Command::Http => Step::Close(Reply::new(421, (4, 7, 0), "this is SMTP, not HTTP")),
        }
    }

    fn hello(self, name: &[u8], extended: bool) -> Step {
        let (hello, peer) = (Hello { name: host_name(name), extended }, self.into_peer());
        let settings = &peer.settings;
        let mut text = settings.host.clone();
        if extended {
            // Writing into a String cannot fail.
            let _ = write!(
                text,
                "\nPIPELINING\nSIZE {}\n8BITMIME\nENHANCEDSTATUSCODES",
                settings.max_message_bytes
            );
            if settings.offer_auth {
                text.push_str("\nAUTH PLAIN LOGIN");
            }
        }
        Step::Reply(Reply::plain(250, text), Session::Mail(ExpectMail { peer, hello }))
    }

    fn mail(self, mail: Mail) -> Step {
        let state = match self {
            Session::Mail(state) => state,
            Session::Hello(_) => return self.bad(out_of_order("EHLO comes first")),
            _ => return self.bad(out_of_order("this mail has its sender; RSET begins anew")),
        };
        let limit = state.peer.settings.max_message_bytes;
        if let Some(size) = mail.size.filter(|&size| size > limit) {
            return Step::Reply(too_large(size, limit), Session::Mail(state));
        }
        let envelope = Envelope {
            sender: mail.sender,
            recipients: Vec::new(),
            declared_bytes: mail.size,
            body: mail.body,
        };
        Step::Sender(AskSender(ExpectRecipient { mail: state, envelope }))
    }

    /// Forgets the mail under way.
    fn reset(self) -> Session {
        match self {
            Session::Recipient(state) => Session::Mail(state.mail),
            Session::Response(state) => Session::Mail(state.mail),
            other => other,
        }
    }

    /// A command that is wrong: its reply, or the end of the session when there were too many.
    fn bad(mut self, reply: Reply) -> Step {
        let peer = self.peer_mut();
        peer.bad_commands += 1;
        let most = peer.settings.max_bad_commands;
        match peer.bad_commands > most {
            true => Step::Close(Reply::new(
                421,
                (4, 7, 0),
                format!("more than {most} commands were wrong, bye"),
            )),
            false => Step::Reply(reply, self),
        }
    }

    fn peer(&self) -> &Peer {
        match self {
            Session::Hello(state) => &state.peer,
            Session::Mail(state) => &state.peer,
            Session::Recipient(state) => &state.mail.peer,
            Session::Response(state) => &state.mail.peer,
        }
    }

    fn peer_mut(&mut self) -> &mut Peer {
        match self {
            Session::Hello(state) => &mut state.peer,
            Session::Mail(state) => &mut state.peer,
            Session::Recipient(state) => &mut state.mail.peer,
            Session::Response(state) => &mut state.mail.peer,
        }
    }

    fn into_peer(self) -> Box<Peer> {
        match self {
            Session::Hello(state) => state.peer,
            Session::Mail(state) => state.peer,
            Session::Recipient(state) => state.mail.peer,
            Session::Response(state) => state.mail.peer,
        }
    }
}

impl Peer {
    /// Counts a command since the last message, or says why it is one too many.
    fn count(&mut self, is_rcpt: bool) -> Result<(), Reply> {
        let (count, most, what) = match is_rcpt {
            true => (&mut self.recipient_commands, self.settings.max_recipient_commands, "RCPT "),
            false => (&mut self.idle_commands, self.settings.max_idle_commands, ""),
        };
        *count += 1;
        match *count > most {
            true => {
                let text = format!("{most} {what}commands without a message, bye");
                Err(Reply::new(421, (4, 7, 0), text))
            }
            false => Ok(()),
        }
    }
}

impl ExpectMail {
    fn auth(self, mechanism: Option<Mechanism>, initial: Option<&[u8]>) -> Step {
        let refused = match mechanism {
            _ if !self.peer.settings.offer_auth => {
                Some(Reply::new(502, (5, 5, 1), "AUTH is not offered here"))
            }
            _ if !self.hello.extended => Some(out_of_order("EHLO comes first")),
            _ if self.peer.login.is_some() => Some(out_of_order("you are logged in")),
            None => Some(Reply::new(504, (5, 5, 4), "the mechanisms are PLAIN and LOGIN")),
            Some(_) => None,
        };
        if let Some(reply) = refused {
            return Session::Mail(self).bad(reply);
        }
        let wanted = match mechanism {
            Some(Mechanism::Login) => Wanted::Login,
            _ => Wanted::Plain,
        };
        let state = ExpectResponse { mail: self, wanted };
        match initial {
            // "=" is an empty response (RFC 4954 §4).
            Some(b"=") => state.response(b""),
            Some(response) => state.response(response),
            None => state.challenge(),
        }
    }
}

impl ExpectResponse {
    fn challenge(self) -> Step {
        let text = match self.wanted {
            Wanted::Plain => "",
            Wanted::Login => "VXNlcm5hbWU6",         // Username:
            Wanted::PasswordOf(_) => "UGFzc3dvcmQ6", // Password:
        };
        Step::Reply(Reply::plain(334, text), Session::Response(self))
    }

    fn response(self, line: &[u8]) -> Step {
        let mail = self.mail;
        if line == b"*" {
            let reply = Reply::new(501, (5, 7, 0), "AUTH is given up");
            return Session::Mail(mail).bad(reply);
        }
        let credentials = match self.wanted {
            Wanted::Plain => sasl::decode_plain(line),
            Wanted::Login => match sasl::decode_login(line) {
                Ok(login) => {
                    return ExpectResponse { mail, wanted: Wanted::PasswordOf(login) }.challenge();
                }
                Err(error) => Err(error),
            },
            Wanted::PasswordOf(login) => {
                sasl::decode_login(line).and_then(|password| Credentials::new(login, password))
            }
        };
        match credentials {
            Ok(credentials) => Step::Authenticate(AskLogin { mail, credentials }),
            Err(error @ SaslError::ForAnother) => {
                Session::Mail(mail).bad(Reply::new(535, (5, 7, 8), error.to_string()))
            }
            Err(error) => Session::Mail(mail).bad(Reply::new(501, (5, 5, 2), error.to_string())),
        }
    }
}

impl ExpectRecipient {
    fn recipient(self, recipient: Mailbox) -> Step {
        let most = self.mail.peer.settings.max_recipients;
        if self.envelope.recipients.contains(&recipient) {
            return Step::Reply(recipient_taken(), Session::Recipient(self));
        }
        if self.envelope.recipients.len() >= most {
            let text = format!(
                "a message has {most} recipients at most, this would be number {}",
                most + 1
            );
            return Step::Reply(Reply::new(452, (4, 5, 3), text), Session::Recipient(self));
        }
        Step::Recipient(AskRecipient { state: self, recipient })
    }

    fn data(self) -> Step {
        match self.envelope.recipients.is_empty() {
            true => {
                Session::Recipient(self).bad(Reply::new(503, (5, 5, 1), "no recipient was taken"))
            }
            false => Step::Data(AskData(self)),
        }
    }
}

fn out_of_order(text: &str) -> Reply {
    Reply::new(503, (5, 5, 1), text)
}

fn recipient_taken() -> Reply {
    Reply::new(250, (2, 1, 5), "recipient taken")
}

fn too_large(size: u64, limit: u64) -> Reply {
    Reply::new(552, (5, 3, 4), format!("the message has {size} bytes, the limit is {limit}"))
}

/// A name that is safe to write into a header field and a log, 255 characters at most.
fn host_name(name: &[u8]) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b".-_:[]".contains(&b);
    name.iter().take(255).map(|&b| if plain(b) { char::from(b) } else { '?' }).collect()
}

#[cfg(test)]
mod tests;
