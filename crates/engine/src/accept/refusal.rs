//! A refusal: a rule said no to a submission. A value with the figures, and one table of its codes in three dialects.
//!
//! The sentence is the same at every door; SMTP puts its codes before it, the sendmail command ends with a code of
//! sysexits.h, HTTP with a status. What is temporary in one dialect is so in all of them, but for too many recipients:
//! an SMTP client hands in the rest as another message (RFC 5321 §4.5.3.1.10), the others cannot.

use std::fmt;

use postern_core::identity::Unidentified;
use postern_core::ids::{MessageId, SiteId};
use postern_mail::Reply;
use postern_mail::address::AddressError;

/// Why a submission was not taken, ready to be told at any door.
#[derive(Clone, Debug)]
pub struct Refusal {
    pub why: Why,
}

/// The rule that said no, with its figures.
#[derive(Clone, Debug)]
pub enum Why {
    /// No site is recognised by what the client is, or two are; the words say which rule said no and what to add.
    Unidentified(String),
    /// The same of a client that may say who it is by AUTH.
    NotLoggedIn(String),
    /// Login and password do not fit.
    WrongLogin,
    /// The site was removed meanwhile.
    SiteGone,
    /// Larger than the site's messages may be, in bytes. `whole` is false when counting ended before the message did.
    TooLarge {
        bytes: u64,
        whole: bool,
        limit: u64,
    },
    /// More than one message of the site may have. `whole` is false when counting ended before they did.
    TooManyRecipients {
        recipients: u64,
        whole: bool,
        limit: u32,
    },
    NoRecipient,
    BadSender(AddressError),
    BadRecipient(AddressError),
    /// A user of this machine, and the operator named no address for them.
    LocalRecipient(String),
    /// The message cannot travel as it is; the words say why.
    BadMessage(String),
    /// It passed this instance, or anything at all, too often.
    Loop(String),
    /// What the door was handed is no submission; the words say why.
    BadRequest(String),
    /// The caller may not ask this; the words name the rule.
    NotAllowed(String),
    /// The key was used for another message.
    KeyReused {
        message: MessageId,
    },
    /// What the notice tells was told meanwhile.
    Told,
    /// The site's queue is full, in deliveries.
    OverCap {
        site: String,
        queued: u64,
        cap: u64,
    },
    /// The site's queue is full, in bytes.
    OverBytes {
        site: String,
        queued_bytes: u64,
        cap: u64,
    },
    /// The disk's reserve is reached.
    NoRoom,
    /// The store takes nothing more until the daemon was started anew.
    StoreStopped(String),
    /// The store could not do it now.
    StoreFailed(String),
    /// The system could not do it now.
    System(String),
    /// Too many sessions, of all or of this client.
    Busy {
        sessions: usize,
        own: bool,
    },
    /// The session took too long.
    TooSlow,
    /// The daemon ends.
    Stopping,
}

/// What a refusal is in each dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Codes {
    /// SMTP reply code and enhanced code (RFC 5321 §4.2, RFC 3463).
    pub smtp: (u16, (u8, u16, u16)),
    /// sysexits.h.
    pub sysexit: u8,
    /// HTTP status.
    pub http: u16,
}

impl Refusal {
    pub fn smtp(&self) -> Reply {
        let (code, enhanced) = self.codes().smtp;
        Reply::new(code, enhanced, self.to_string())
    }

    /// A code of sysexits.h, never 0.
    pub fn sysexit(&self) -> u8 {
        self.codes().sysexit
    }

    pub fn http_status(&self) -> u16 {
        self.codes().http
    }

    /// Its rule in one word, for logs and measures.
    pub fn word(&self) -> &'static str {
        self.why.word()
    }

    /// Whether the same submission may be taken later, without a change of it.
    pub fn is_temporary(&self) -> bool {
        self.codes().sysexit == TEMPFAIL
    }

    /// The table.
    pub fn codes(&self) -> Codes {
        let (code, enhanced, sysexit, http) = match &self.why {
            Why::Unidentified(_) | Why::NotAllowed(_) => (550, (5, 7, 1), NOPERM, 403),
            Why::NotLoggedIn(_) => (530, (5, 7, 0), NOPERM, 401),
            Why::WrongLogin => (535, (5, 7, 8), NOPERM, 401),
            Why::SiteGone => (550, (5, 7, 1), NOPERM, 404),
            Why::TooLarge { .. } => (552, (5, 3, 4), DATAERR, 413),
            Why::TooManyRecipients { .. } => (452, (4, 5, 3), DATAERR, 422),
            Why::NoRecipient => (554, (5, 5, 1), DATAERR, 422),
            Why::BadSender(_) => (553, (5, 1, 7), DATAERR, 422),
            Why::BadRecipient(_) => (553, (5, 1, 3), DATAERR, 422),
            Why::LocalRecipient(_) => (550, (5, 1, 1), NOUSER, 422),
            Why::BadMessage(_) => (554, (5, 6, 0), DATAERR, 422),
            Why::Loop(_) => (554, (5, 4, 6), DATAERR, 422),
            Why::BadRequest(_) => (554, (5, 5, 0), USAGE, 400),
            Why::KeyReused { .. } | Why::Told => (554, (5, 5, 0), DATAERR, 422),
            Why::OverCap { .. } | Why::OverBytes { .. } => (452, (4, 3, 1), TEMPFAIL, 429),
            Why::NoRoom => (452, (4, 3, 1), TEMPFAIL, 503),
            Why::StoreStopped(_) | Why::StoreFailed(_) | Why::System(_) => {
                (451, (4, 3, 0), TEMPFAIL, 503)
            }
            Why::Busy { .. } => (421, (4, 3, 2), TEMPFAIL, 503),
            Why::TooSlow => (421, (4, 4, 2), TEMPFAIL, 408),
            Why::Stopping => (421, (4, 3, 2), TEMPFAIL, 503),
        };
        Codes { smtp: (code, enhanced), sysexit, http }
    }
}

impl Why {
    /// The rule in one word.
    pub fn word(&self) -> &'static str {
        match self {
            Why::Unidentified(_) => "unidentified",
            Why::NotLoggedIn(_) => "not-logged-in",
            Why::WrongLogin => "wrong-login",
            Why::SiteGone => "site-gone",
            Why::TooLarge { .. } => "too-large",
            Why::TooManyRecipients { .. } => "too-many-recipients",
            Why::NoRecipient => "no-recipient",
            Why::BadSender(_) => "bad-sender",
            Why::BadRecipient(_) => "bad-recipient",
            Why::LocalRecipient(_) => "local-recipient",
            Why::BadMessage(_) => "bad-message",
            Why::Loop(_) => "loop",
            Why::BadRequest(_) => "bad-request",
            Why::NotAllowed(_) => "not-allowed",
            Why::KeyReused { .. } => "key-reused",
            Why::Told => "told",
            Why::OverCap { .. } => "over-cap",
            Why::OverBytes { .. } => "over-bytes",
            Why::NoRoom => "no-room",
            Why::StoreStopped(_) => "store-stopped",
            Why::StoreFailed(_) => "store-failed",
            Why::System(_) => "system",
            Why::Busy { .. } => "busy",
            Why::TooSlow => "too-slow",
            Why::Stopping => "stopping",
        }
    }
}

const USAGE: u8 = 64;
const DATAERR: u8 = 65;
const NOUSER: u8 = 67;
const TEMPFAIL: u8 = 75;
const NOPERM: u8 = 77;

impl From<Why> for Refusal {
    fn from(why: Why) -> Refusal {
        Refusal { why }
    }
}

/// The sentence of a client that is no site's; `name` tells the names of sites.
pub(crate) fn unidentified(why: &Unidentified, name: impl Fn(SiteId) -> String) -> String {
    match why {
        Unidentified::Nobody => {
            "uid 65534 is nobody's: the program has to run under a uid of its own".into()
        }
        Unidentified::UnknownUid(uid) => format!("uid {uid} belongs to no site: add it to one"),
        Unidentified::UnknownLogin(login) => {
            format!("login {} belongs to no site: add it to one", login.escape_debug())
        }
        Unidentified::UnknownAddress(address) => {
            format!("address {address} belongs to no site: log in, or add it to a site")
        }
        Unidentified::TwoSites(one, other) => format!(
            "the sites {} and {} both claim this client: take it from one of them, or list its uid as shared",
            name(*one),
            name(*other)
        ),
        Unidentified::NotStated(uid) => {
            format!("uid {uid} is shared by several sites: name one with --site")
        }
        Unidentified::NoSuchSite(site) => format!("there is no site {}", site.escape_debug()),
        Unidentified::NotShared { uid, stated } => {
            format!("uid {uid} is not listed as shared and may not send as site {}", name(*stated))
        }
    }
}

impl From<postern_store::Error> for Refusal {
    fn from(error: postern_store::Error) -> Refusal {
        use postern_store::Error;
        match error {
            Error::Full(_) => Why::NoRoom,
            Error::Poisoned(why) => Why::StoreStopped(why),
            other => Why::StoreFailed(other.to_string()),
        }
        .into()
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Refusal {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Why::NoRoom,
            _ => Why::System(error.to_string()),
        }
        .into()
    }
}

impl std::error::Error for Refusal {}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.why {
            Why::NotLoggedIn(why) => write!(f, "log in first: {why}"),
            Why::WrongLogin => write!(f, "login and password do not fit"),
            Why::SiteGone => write!(f, "the site was removed"),
            Why::TooLarge { bytes, whole, limit } => {
                let at_least = if *whole { "" } else { "at least " };
                write!(
                    f,
                    "the message has {at_least}{bytes} bytes, the limit of its site is {limit}"
                )
            }
            Why::TooManyRecipients { recipients, whole, limit } => {
                let at_least = if *whole { "" } else { "at least " };
                write!(
                    f,
                    "the message has {at_least}{recipients} recipients, the limit of its site is {limit}"
                )
            }
            Why::NoRecipient => write!(f, "the message has no recipient"),
            Why::BadSender(error) => write!(f, "sender: {error}"),
            Why::BadRecipient(error) => write!(f, "recipient: {error}"),
            Why::LocalRecipient(recipient) => {
                write!(
                    f,
                    "{recipient} is a user of this machine, and no operator address is set for local mail"
                )
            }
            Why::Unidentified(why)
            | Why::BadMessage(why)
            | Why::Loop(why)
            | Why::BadRequest(why)
            | Why::NotAllowed(why) => f.write_str(why),
            Why::KeyReused { message } => {
                write!(f, "this key was used for another message already, number {message}")
            }
            Why::Told => write!(f, "what this notice tells was told already"),
            Why::OverCap { site, queued, cap } => {
                write!(
                    f,
                    "site {site} has {queued} mails queued, its limit is {cap}: try again later"
                )
            }
            Why::OverBytes { site, queued_bytes, cap } => {
                write!(
                    f,
                    "site {site} has {queued_bytes} bytes queued, its limit is {cap}: try again later"
                )
            }
            Why::NoRoom => write!(f, "no room on the disk for new mail: try again later"),
            Why::StoreStopped(why) => {
                write!(
                    f,
                    "no mail is taken until the daemon was started anew, a write to the disk failed: {why}"
                )
            }
            Why::StoreFailed(why) | Why::System(why) => {
                write!(f, "the mail could not be stored: {why}: try again later")
            }
            Why::Busy { sessions, own: false } => {
                write!(f, "all {sessions} sessions are in use: try again later")
            }
            Why::Busy { sessions, own: true } => {
                write!(f, "all {sessions} sessions one client may have are in use: try again later")
            }
            Why::TooSlow => write!(f, "the session took too long"),
            Why::Stopping => write!(f, "Postern is being stopped: try again later"),
        }
    }
}
