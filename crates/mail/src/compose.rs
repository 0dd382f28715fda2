//! A message as a script hands it in becomes one that may travel, in one pass:
//!
//! 1. the head is read ([`crate::header`]); its facts are noted, its hops counted, a loop refused;
//! 2. our own `Received` goes first (RFC 5321 §4.4);
//! 3. the fields follow in their order, without those that must not leave the house, line ends made CRLF, lines of
//!    more than 998 octets folded at blanks (RFC 5322 §2.1.1);
//! 4. `Date`, `Message-ID` and `From` are added where they are missing, never a second time;
//! 5. the body follows, line ends made CRLF.
//!
//! Every other octet stays as it is and where it is: folding, letter case, blanks, 8-bit text, long lines of the body.
//! Names, ids and times are handed in. Whether the sender may write this `From`, and whether there are too many
//! recipients, is for the rules to say: they get the [`Facts`]. Beyond [`MAX_LIST`] recipients in all no rule is asked:
//! a head takes a small multiple of its own size, whatever it holds.

mod fold;
mod received;

use std::collections::HashSet;

use self::fold::push_line;
use self::received::word;
pub use self::received::{Client, Protocol, Received};
use crate::address::list::MAX_LIST;
use crate::address::{AddressError, AddressFault, Mailbox, parse_list};
use crate::date::Date;
use crate::encoded_word;
use crate::header::{Field, Head};
use crate::lines::{self, BareCr, LineFault};
use crate::reply::EnhancedCode;

/// Most `Received` fields a message may come with; more is a loop (RFC 5321 §6.3).
pub const MAX_RECEIVED: usize = 100;
/// How often a message may have passed this instance before: the third time is a loop.
pub const MAX_PASSES: usize = 2;
/// Longest subject noted, in characters.
const MAX_SUBJECT: usize = 250;
/// Longest word of the caller noted (message id, script, cron's environment), in octets.
const MAX_WORD: usize = 4096;
/// Most lines of cron's environment noted.
const MAX_CRON_ENV: usize = 32;

/// What is added to a message that lacks it, and what has to be known to read its head.
#[derive(Debug, Clone)]
pub struct Completion<'a> {
    pub received: Received<'a>,
    /// When the message arrived: for `Received`, and for `Date` if it is missing.
    pub date: Date,
    /// `unique@host`, without angle brackets: for `Message-ID` if it is missing.
    pub message_id: &'a str,
    /// For `From` if it is missing.
    pub from: &'a Mailbox,
    /// The name to go with `from`, as it was given (`-F`): any octets.
    pub full_name: Option<&'a [u8]>,
    /// The domain of addresses without one, in `From` and in the fields of recipients.
    pub qualify_domain: &'a str,
    pub recipients: Recipients,
    /// In the body.
    pub bare_cr: BareCr,
    /// Whether `X-PHP-Originating-Script` ends here; it is noted either way.
    pub hides_script: bool,
}

/// Where the recipients stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipients {
    /// In the envelope: fields of recipients are for people, they are not even read.
    InEnvelope,
    /// In the head: To, Cc, Bcc, or in Resent-To, Resent-Cc, Resent-Bcc if there is one of them (RFC 5322 §3.6.6).
    InHead,
}

/// The message as it travels, and what it says of itself.
#[derive(Debug, Clone)]
pub struct Completed {
    /// CRLF at the end of each line, the last one too.
    pub bytes: Vec<u8>,
    /// Where the body begins, behind the blank line.
    pub body_offset: usize,
    pub facts: Facts,
}

/// What a message says of itself. All of it is the caller's word, bounded, and may hold any characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The first `Subject`, decoded, 250 characters at most.
    pub subject: Option<String>,
    /// As in the field, angle brackets included; ours if there was none.
    pub message_id: String,
    /// The first mailbox of `From`; `None` if the field holds none.
    pub from: Option<Mailbox>,
    /// The recipients of the head, each once, in order; empty if they are in the envelope.
    pub recipients: Vec<Mailbox>,
    /// The first `X-PHP-Originating-Script`, which is PHP's own if it writes one.
    pub script: Option<Vec<u8>>,
    /// The first 32 `X-Cron-Env`.
    pub cron_env: Vec<Vec<u8>>,
    /// How many `Received` it came with.
    pub received: usize,
    /// Is there an octet above ASCII in it?
    pub has_8bit: bool,
}

/// Why a message cannot travel.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    #[error(transparent)]
    Line(#[from] LineFault),
    #[error("the message loops: it has passed {0} hosts, the limit is {MAX_RECEIVED}")]
    Hops(usize),
    #[error("the message loops: it comes through here for the {}rd time", MAX_PASSES + 1)]
    Loop,
    #[error("{field}: {error}")]
    Recipient { field: String, error: AddressError },
    #[error("the message has at least {} recipients", MAX_LIST + 1)]
    Recipients,
}

impl ComposeError {
    /// The enhanced code (RFC 3463 §3) that goes with a permanent refusal for this reason.
    pub fn enhanced(&self) -> EnhancedCode {
        match self {
            ComposeError::Line(_) => (5, 6, 0).into(),
            ComposeError::Hops(_) | ComposeError::Loop => (5, 4, 6).into(),
            ComposeError::Recipient { .. } => (5, 1, 3).into(),
            ComposeError::Recipients => (5, 5, 3).into(),
        }
    }
}

/// Makes of `raw` a message that may travel.
pub fn complete(raw: &[u8], completion: &Completion<'_>) -> Result<Completed, ComposeError> {
    let head = Head::parse(raw);
    let notes = Notes::of(&head, completion)?;

    let mut bytes = Vec::with_capacity(raw.len() + raw.len() / 32 + 1024);
    bytes.extend_from_slice(completion.received.text(completion.date).as_bytes());
    for field in head.fields().filter(|field| travels(field.name(), completion.hides_script)) {
        push_field(raw, &field, &mut bytes)?;
    }
    let facts = notes.complete(completion, &mut bytes);
    bytes.extend_from_slice(b"\r\n");

    let body_offset = bytes.len();
    let body_line = || lines::line_number(raw, head.body_offset()) - 1;
    lines::normalise(head.body(), completion.bare_cr, &mut bytes)
        .map_err(|fault| fault.further_down(body_line()))?;
    let facts = Facts { has_8bit: !bytes.is_ascii(), ..facts };
    Ok(Completed { bytes, body_offset, facts })
}

/// Fields that end here: recipients nobody may see, what only the last hop or a local mailbox writes, what would pass
/// for ours, and, if it is to be hidden, what tells paths and uids of the machine.
fn travels(field: &str, hides_script: bool) -> bool {
    const STAYS: [&str; 4] = ["Bcc", "Resent-Bcc", "Return-Path", "Content-Length"];
    const OURS: &str = "X-Postern-";
    let ours = field.get(..OURS.len()).is_some_and(|start| start.eq_ignore_ascii_case(OURS));
    let hidden = hides_script && field.eq_ignore_ascii_case(SCRIPT);
    !ours && !hidden && !is_one_of(field, &STAYS)
}

/// Written by PHP's `mail()`.
const SCRIPT: &str = "X-PHP-Originating-Script";

/// What is noted while the head is read.
#[derive(Default)]
struct Notes {
    facts: Facts,
    has_date: bool,
    has_from: bool,
    has_message_id: bool,
}

impl Notes {
    fn of(head: &Head<'_>, completion: &Completion<'_>) -> Result<Notes, ComposeError> {
        let mut notes = Notes::default();
        let mut passes = 0;
        for field in head.fields() {
            notes.read(&field, completion);
            if field.is("Received") {
                notes.facts.received += 1;
                passes += usize::from(holds_word(field.raw(), completion.received.token));
            }
        }
        if notes.facts.received > MAX_RECEIVED {
            return Err(ComposeError::Hops(notes.facts.received));
        }
        if passes >= MAX_PASSES {
            return Err(ComposeError::Loop);
        }
        if completion.recipients == Recipients::InHead {
            notes.facts.recipients = recipients(head, completion.qualify_domain)?;
        }
        Ok(notes)
    }

    fn read(&mut self, field: &Field<'_>, completion: &Completion<'_>) {
        let facts = &mut self.facts;
        if field.is("From") {
            if !self.has_from {
                let list = parse_list(field.value(), Some(completion.qualify_domain));
                facts.from = list.ok().and_then(|list| list.into_iter().next());
            }
            self.has_from = true;
        } else if field.is("Date") {
            self.has_date = true;
        } else if field.is("Message-ID") {
            if !self.has_message_id {
                facts.message_id = String::from_utf8_lossy(&bounded(field)).into_owned();
            }
            self.has_message_id = true;
        } else if field.is("Subject") {
            facts.subject.get_or_insert_with(|| encoded_word::decode(field.value(), MAX_SUBJECT));
        } else if field.is(SCRIPT) {
            facts.script.get_or_insert_with(|| bounded(field));
        } else if field.is("X-Cron-Env") && facts.cron_env.len() < MAX_CRON_ENV {
            facts.cron_env.push(bounded(field));
        }
    }

    /// Adds the fields that are missing.
    fn complete(self, completion: &Completion<'_>, bytes: &mut Vec<u8>) -> Facts {
        let mut facts = self.facts;
        if !self.has_from {
            let line = match completion.full_name.filter(|name| !name.trim_ascii().is_empty()) {
                Some(name) => {
                    format!("From: {} <{}>\r\n", encoded_word::encode_phrase(name), completion.from)
                }
                None => format!("From: {}\r\n", completion.from),
            };
            bytes.extend_from_slice(line.as_bytes());
            facts.from = Some(completion.from.clone());
        }
        if !self.has_date {
            bytes.extend_from_slice(format!("Date: {}\r\n", completion.date).as_bytes());
        }
        if !self.has_message_id {
            facts.message_id = format!("<{}>", word(completion.message_id));
            bytes.extend_from_slice(format!("Message-ID: {}\r\n", facts.message_id).as_bytes());
        }
        facts
    }
}

const RECIPIENTS: [&str; 3] = ["To", "Cc", "Bcc"];
const RESENT_RECIPIENTS: [&str; 3] = ["Resent-To", "Resent-Cc", "Resent-Bcc"];

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|other| name.eq_ignore_ascii_case(other))
}

/// The mailboxes of the fields that count, each once.
fn recipients(head: &Head<'_>, domain: &str) -> Result<Vec<Mailbox>, ComposeError> {
    let resent = head.fields().any(|field| is_one_of(field.name(), &RESENT_RECIPIENTS));
    let counts = if resent { RESENT_RECIPIENTS } else { RECIPIENTS };
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for field in head.fields().filter(|field| is_one_of(field.name(), &counts)) {
        let list =
            parse_list(field.value(), Some(domain)).map_err(|error| match error.fault() {
                AddressFault::TooMany => ComposeError::Recipients,
                _ => ComposeError::Recipient { field: field.name().to_owned(), error },
            })?;
        found.extend(list.into_iter().filter(|mailbox| seen.insert(mailbox.clone())));
        if found.len() > MAX_LIST {
            return Err(ComposeError::Recipients);
        }
    }
    Ok(found)
}

fn bounded(field: &Field<'_>) -> Vec<u8> {
    let value = field.unfolded();
    value[..value.len().min(MAX_WORD)].to_vec()
}

/// Is `token` in `text`, as a word of its own? Relays fold fields anew, but do not break words.
fn holds_word(text: &[u8], token: &str) -> bool {
    let in_word = |octet: Option<&u8>| octet.is_some_and(u8::is_ascii_alphanumeric);
    !token.is_empty()
        && memchr::memmem::find_iter(text, token).any(|at| {
            !in_word(at.checked_sub(1).map(|before| &text[before]))
                && !in_word(text.get(at + token.len()))
        })
}

fn push_field(raw: &[u8], field: &Field<'_>, bytes: &mut Vec<u8>) -> Result<(), ComposeError> {
    for range in field.lines() {
        let line = &raw[range.clone()];
        if let Some(at) = memchr::memchr2(0, b'\r', line) {
            return Err(lines::fault_at(raw, range.start + at).into());
        }
        push_line(line, bytes);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
