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
//! recipients, is for the rules to say: they get the [`Facts`].

use std::collections::HashSet;
use std::net::IpAddr;

use crate::address::{AddressError, Mailbox, parse_list};
use crate::date::Date;
use crate::encoded_word;
use crate::header::{Field, Head};
use crate::lines::{self, BareCr, LineFault};
use crate::reply::EnhancedCode;

/// Most `Received` fields a message may come with; more is a loop (RFC 5321 §6.3).
pub const MAX_RECEIVED: usize = 100;
/// How often a message may have passed this instance before: the third time is a loop.
pub const MAX_PASSES: usize = 2;
/// Longest line of a head, in octets without CRLF (RFC 5322 §2.1.1).
const MAX_HEAD_LINE: usize = 998;
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
    pub bare_cr: BareCr,
}

/// Where the recipients stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipients {
    /// In the envelope: fields of recipients are for people, they are not even read.
    InEnvelope,
    /// In the head: To, Cc, Bcc, or in Resent-To, Resent-Cc, Resent-Bcc if there is one of them (RFC 5322 §3.6.6).
    InHead,
}

/// What our `Received` says (RFC 5321 §4.4). Octets that could end a word or a comment are written as `?`.
#[derive(Debug, Clone)]
pub struct Received<'a> {
    /// The client, when the message came over a connection.
    pub client: Option<Client<'a>>,
    /// Our host name.
    pub by: &'a str,
    /// Names this instance, the same as long as it lives: by it a message that comes round again is known.
    pub token: &'a str,
    pub protocol: Protocol,
    /// The message's id here.
    pub id: &'a str,
}

/// Who handed the message in.
#[derive(Debug, Clone)]
pub struct Client<'a> {
    /// What it called itself in EHLO or HELO.
    pub hello: Option<&'a str>,
    pub address: IpAddr,
}

/// How the message was handed in: the registered words (RFC 3848), and none for the sendmail command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// The sendmail command.
    Local,
    Http,
    Smtp,
    /// After EHLO, under TLS or not, after AUTH or not.
    Esmtp {
        tls: bool,
        auth: bool,
    },
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
}

impl ComposeError {
    /// The enhanced code (RFC 3463 §3) that goes with a permanent refusal for this reason.
    pub fn enhanced(&self) -> EnhancedCode {
        match self {
            ComposeError::Line(_) => (5, 6, 0).into(),
            ComposeError::Hops(_) | ComposeError::Loop => (5, 4, 6).into(),
            ComposeError::Recipient { .. } => (5, 1, 3).into(),
        }
    }
}

/// Makes of `raw` a message that may travel.
pub fn complete(raw: &[u8], completion: &Completion<'_>) -> Result<Completed, ComposeError> {
    let head = Head::parse_with(raw, completion.bare_cr);
    let notes = Notes::of(&head, completion)?;

    let mut bytes = Vec::with_capacity(raw.len() + raw.len() / 32 + 1024);
    bytes.extend_from_slice(completion.received.text(completion.date).as_bytes());
    for field in head.fields().filter(|field| travels(field.name())) {
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
/// for ours, and what tells paths and uids of the machine.
fn travels(field: &str) -> bool {
    const STAYS: [&str; 5] =
        ["Bcc", "Resent-Bcc", "Return-Path", "Content-Length", "X-PHP-Originating-Script"];
    const OURS: &str = "X-Postern-";
    let ours = field.get(..OURS.len()).is_some_and(|start| start.eq_ignore_ascii_case(OURS));
    !ours && !STAYS.iter().any(|name| field.eq_ignore_ascii_case(name))
}

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
        let mut addressed = Vec::new();
        for field in head.fields() {
            notes.read(&field, completion);
            if is_recipients(field.name()) {
                addressed.push(field);
            } else if field.is("Received") {
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
            notes.facts.recipients = recipients(&addressed, completion.qualify_domain)?;
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
        } else if field.is("X-PHP-Originating-Script") {
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

fn is_recipients(name: &str) -> bool {
    is_one_of(name, &RECIPIENTS) || is_one_of(name, &RESENT_RECIPIENTS)
}

/// The mailboxes of the fields that count, each once.
fn recipients(fields: &[Field<'_>], domain: &str) -> Result<Vec<Mailbox>, ComposeError> {
    let resent = fields.iter().any(|field| is_one_of(field.name(), &RESENT_RECIPIENTS));
    let counts = if resent { RESENT_RECIPIENTS } else { RECIPIENTS };
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for field in fields.iter().filter(|field| is_one_of(field.name(), &counts)) {
        let list = parse_list(field.value(), Some(domain))
            .map_err(|error| ComposeError::Recipient { field: field.name().to_owned(), error })?;
        found.extend(list.into_iter().filter(|mailbox| seen.insert(mailbox.clone())));
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

/// Appends a line of a head with CRLF, folded where it is too long. A line without blanks stays long: to cut a word
/// would change it.
fn push_line(line: &[u8], bytes: &mut Vec<u8>) {
    let mut rest = line;
    while rest.len() > MAX_HEAD_LINE {
        let Some(at) = fold_point(rest) else { break };
        bytes.extend_from_slice(&rest[..at]);
        bytes.extend_from_slice(b"\r\n");
        rest = &rest[at..];
    }
    bytes.extend_from_slice(rest);
    bytes.extend_from_slice(b"\r\n");
}

/// The blank before which a line is folded: the last one within the limit, else the first one beyond it. Text has to
/// stand on both sides, so that no line of blanks comes about and none with a field's name alone.
fn fold_point(line: &[u8]) -> Option<usize> {
    let blank = |b: &u8| matches!(b, b' ' | b'\t');
    let end = line.trim_ascii_end().len();
    let name = if line.first().is_some_and(blank) { 0 } else { memchr::memchr(b':', line)? + 1 };
    let text = name + line[name..end].iter().position(|b| !blank(b))?;
    let limit = MAX_HEAD_LINE.clamp(text, end);
    // A fold comes before the first of several blanks: the one that follows text.
    let folds = |at: &usize| blank(&line[*at]) && !blank(&line[*at - 1]);
    (text + 1..=limit.min(end - 1)).rev().find(folds).or_else(|| (limit + 1..end).find(folds))
}

impl Received<'_> {
    /// The field with its line end.
    fn text(&self, date: Date) -> String {
        let mut text = String::from("Received: ");
        if let Some(client) = &self.client {
            let address = match client.address.to_canonical() {
                IpAddr::V4(four) => format!("[{four}]"),
                IpAddr::V6(six) => format!("[IPv6:{six}]"),
            };
            let hello = client.hello.map_or_else(|| address.clone(), word);
            text.push_str(&format!("from {hello} ({address})\r\n\t"));
        }
        text.push_str(&format!("by {} (Postern {})", word(self.by), word(self.token)));
        if let Some(protocol) = self.protocol.word() {
            text.push_str(&format!(" with {protocol}"));
        }
        text.push_str(&format!(" id {};\r\n\t{date}\r\n", word(self.id)));
        text
    }
}

impl Protocol {
    fn word(self) -> Option<&'static str> {
        match self {
            Protocol::Local => None,
            Protocol::Http => Some("HTTP"),
            Protocol::Smtp => Some("SMTP"),
            Protocol::Esmtp { tls: false, auth: false } => Some("ESMTP"),
            Protocol::Esmtp { tls: false, auth: true } => Some("ESMTPA"),
            Protocol::Esmtp { tls: true, auth: false } => Some("ESMTPS"),
            Protocol::Esmtp { tls: true, auth: true } => Some("ESMTPSA"),
        }
    }
}

/// Text that is one word of a structured field, 255 characters at most, whatever it was.
fn word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_graphic() && !"()<>;,\\\"".contains(c);
    let word: String = text.chars().take(255).map(|c| if plain(c) { c } else { '?' }).collect();
    if word.is_empty() { "?".to_owned() } else { word }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RECEIVED: &str = "Received: by gate.example.org (Postern t0k3n) id 42;\r\n\
                            \tTue, 24 Nov 2026 09:30:00 +0000\r\n";
    const DATE: &str = "Date: Tue, 24 Nov 2026 09:30:00 +0000\r\n";
    const MESSAGE_ID: &str = "Message-ID: <42@gate.example.org>\r\n";
    const FULL: &str = "From: a@shop.example\r\nDate: x\r\nMessage-ID: <1@x>\r\n";

    fn with<T>(use_it: impl FnOnce(&mut Completion<'_>) -> T) -> T {
        let from = Mailbox::parse("www@shop.example").unwrap();
        use_it(&mut Completion {
            received: Received {
                client: None,
                by: "gate.example.org",
                token: "t0k3n",
                protocol: Protocol::Local,
                id: "42",
            },
            date: Date::utc(1_795_512_600),
            message_id: "42@gate.example.org",
            from: &from,
            full_name: None,
            qualify_domain: "shop.example",
            recipients: Recipients::InHead,
            bare_cr: BareCr::Refuse,
        })
    }

    fn completed(raw: impl AsRef<[u8]>) -> Result<Completed, ComposeError> {
        with(|completion| complete(raw.as_ref(), completion))
    }

    fn facts(raw: impl AsRef<[u8]>) -> Facts {
        completed(raw).unwrap().facts
    }

    /// `expected` is what follows our own `Received`.
    fn check(raw: impl AsRef<[u8]>, expected: &str) {
        let completed = completed(raw).unwrap();
        let text = String::from_utf8(completed.bytes).unwrap();
        assert_eq!(text, format!("{RECEIVED}{expected}"));
        let head = &text[..completed.body_offset];
        assert!(head.ends_with("\r\n\r\n") && head.find("\r\n\r\n") == Some(head.len() - 4));
    }

    fn check_bad(raw: impl AsRef<[u8]>, expected: &str) {
        assert_eq!(completed(raw).unwrap_err().to_string(), expected);
    }

    #[test]
    fn a_whole_message_keeps_every_octet() {
        let head = format!("{FULL}to:  b@example.org\r\nX-Odd :\tfolded\r\n  twice\r\n \t\r\n");
        let body = "\r\n.\r\nFrom x\r\n>From y  \r\n\r\n";
        check(format!("{head}\r\n{body}"), &format!("{head}\r\n{body}"));
    }

    #[test]
    fn what_is_missing_is_added_once() {
        check("", &format!("From: www@shop.example\r\n{DATE}{MESSAGE_ID}\r\n"));
        check("hello\n", &format!("From: www@shop.example\r\n{DATE}{MESSAGE_ID}\r\nhello\r\n"));
        check(
            "From: root (Cron Daemon)\n\n",
            &format!("From: root (Cron Daemon)\r\n{DATE}{MESSAGE_ID}\r\n"),
        );
        check(
            "dATE:x\r\nmessage-id :y\r\n\r\n",
            "dATE:x\r\nmessage-id :y\r\nFrom: www@shop.example\r\n\r\n",
        );
        check("Date:\nFrom:\nMessage-ID:\n\n", "Date:\r\nFrom:\r\nMessage-ID:\r\n\r\n");
    }

    #[test]
    fn a_full_name_goes_with_the_from_we_add_only() {
        let complete_as = |name: &[u8], raw: &str| {
            with(|completion| {
                let named = Completion { full_name: Some(name), ..completion.clone() };
                let bytes = complete(raw.as_bytes(), &named).unwrap().bytes;
                String::from_utf8(bytes).unwrap()
            })
        };
        let text = complete_as(b"CronDaemon", "");
        assert!(text.contains("\r\nFrom: CronDaemon <www@shop.example>\r\n"), "{text}");
        let text = complete_as("Jörg".as_bytes(), "");
        assert!(text.contains("\r\nFrom: =?utf-8?B?SsO2cmc=?= <www@shop.example>\r\n"), "{text}");
        let text = complete_as(b"x\r\nBcc: b@example.org\0", "");
        assert!(
            text.contains("\r\nFrom: \"x  Bcc: b@example.org\" <www@shop.example>\r\n"),
            "{text}"
        );
        let text = complete_as(b"CronDaemon", FULL);
        assert!(!text.contains("CronDaemon"), "{text}");
        let text = complete_as(b" ", "");
        assert!(text.contains("\r\nFrom: www@shop.example\r\n"), "{text}");
    }

    #[test]
    fn fields_that_stay_here_go_with_all_their_lines() {
        let raw = format!(
            "Bcc: a@example.org,\n\tb@example.org\nResent-BCC:c@example.org\nReturn-Path: <x>\n\
             content-length : 9\nX-Postern-Site: me\nx-postern-:\nX-PHP-Originating-Script: 0:m.php\n\
             {FULL}X-Posterns: stays\n\n"
        );
        check(raw, &format!("{FULL}X-Posterns: stays\r\n\r\n"));
    }

    #[test]
    fn a_line_without_a_colon_ends_the_head_and_is_kept() {
        check(
            format!("{FULL}oops\nBcc: body\n\nx"),
            &format!("{FULL}\r\noops\r\nBcc: body\r\n\r\nx\r\n"),
        );
        check(format!("From www Mon Jan  1 00:00:00 2024\n{FULL}"), &format!("{FULL}\r\n"));
    }

    #[test]
    fn all_line_ends_become_crlf() {
        let folded = format!("{FULL}A: 1\r\n\t2\r\n");
        check(
            format!("{}A: 1\n\t2\r\r\n\r\nx\ny\r\r\nz", FULL.replace("\r\n", "\n")),
            &format!("{folded}\r\nx\r\ny\r\nz\r\n"),
        );
    }

    #[test]
    fn nul_and_bare_cr_are_refused_with_their_line() {
        check_bad(format!("{FULL}A: \0\n\n"), "line 4 holds a NUL octet");
        check_bad(
            format!("{FULL}A: 1\rBcc: x@example.org\n\n"),
            "line 4 holds a CR that ends no line",
        );
        check_bad(format!("{FULL}\nx\ny\0\n"), "line 6 holds a NUL octet");
        check_bad(format!("{FULL}\r\nx\ry\n"), "line 5 holds a CR that ends no line");
    }

    #[test]
    fn where_a_bare_cr_ends_a_line_it_does_so_before_the_head_is_read() {
        let text = with(|completion| {
            completion.bare_cr = BareCr::EndsLine;
            let raw = b"A: 1\rBcc: x@example.org\rX-Postern-Y: z\r\rbody\rmore";
            String::from_utf8(complete(raw, completion).unwrap().bytes).unwrap()
        });
        let expected = format!(
            "{RECEIVED}A: 1\r\nFrom: www@shop.example\r\n{DATE}{MESSAGE_ID}\r\nbody\r\nmore\r\n"
        );
        assert_eq!(text, expected);
    }

    #[test]
    fn long_lines_are_folded_at_blanks_and_unfold_to_what_they_were() {
        let long = format!("X-Long: {}", "word  ".repeat(1000));
        let words = format!("{}{}", "References: ", "<id@example.org> ".repeat(200));
        let raw = format!("{FULL}{long}\r\n{words}\r\n\t{}\r\n\r\n", "x".repeat(2000));
        let bytes = completed(&raw).unwrap().bytes;
        let head = Head::parse(&bytes);
        for name in ["X-Long", "References"] {
            let before = Head::parse(raw.as_bytes());
            assert_eq!(
                head.first(name).unwrap().unfolded(),
                before.first(name).unwrap().unfolded()
            );
        }
        let lines: Vec<&[u8]> = bytes.split(|&b| b == b'\n').collect();
        assert_eq!(
            lines.iter().filter(|line| line.len() > 999).count(),
            1,
            "the word without blanks"
        );
        assert!(lines[..lines.len() - 2].iter().all(|line| !line.trim_ascii().is_empty()));
    }

    #[test]
    fn a_long_line_without_a_place_to_fold_stays_as_it_is() {
        let raw =
            format!("{FULL}Subject: {}\r\nX: y{}\r\n\r\n", "x".repeat(2000), " ".repeat(2000));
        check(&raw, &raw);
        let body = "b".repeat(900_000);
        check(format!("{FULL}\r\n{body}"), &format!("{FULL}\r\n{body}\r\n"));
    }

    #[test]
    fn our_received_says_who_when_and_how() {
        let text = |client: Option<Client<'_>>, protocol| {
            with(|completion| {
                Received { client, protocol, ..completion.received.clone() }.text(completion.date)
            })
        };
        let hello = Some("pc (evil)\r\nBcc: x");
        let client = Client { hello, address: "192.0.2.7".parse().unwrap() };
        assert_eq!(
            text(Some(client), Protocol::Esmtp { tls: true, auth: true }),
            "Received: from pc??evil???Bcc:?x ([192.0.2.7])\r\n\
             \tby gate.example.org (Postern t0k3n) with ESMTPSA id 42;\r\n\
             \tTue, 24 Nov 2026 09:30:00 +0000\r\n"
        );
        let client = Client { hello: None, address: "2001:db8::7".parse().unwrap() };
        let text = text(Some(client), Protocol::Http);
        assert!(
            text.starts_with("Received: from [IPv6:2001:db8::7] ([IPv6:2001:db8::7])\r\n"),
            "{text}"
        );
    }

    #[test]
    fn a_message_that_passes_for_the_third_time_is_refused() {
        let pass = |raw: &[u8]| completed(raw).map(|completed| completed.bytes);
        let once = pass(FULL.as_bytes()).unwrap();
        let twice = pass(&once).unwrap();
        assert_eq!(pass(&twice), Err(ComposeError::Loop));
        let refolded =
            String::from_utf8(twice).unwrap().replace(" (Postern ", "\r\n (Postern\r\n ");
        assert_eq!(pass(refolded.as_bytes()), Err(ComposeError::Loop));
        let another = refolded.replace("t0k3n", "t0k3n2");
        assert!(pass(another.as_bytes()).is_ok());
    }

    #[test]
    fn more_than_a_hundred_hops_are_a_loop() {
        let hops = |count| "Received: x\r\n".repeat(count) + FULL;
        assert_eq!(facts(hops(100)).received, 100);
        check_bad(hops(101), "the message loops: it has passed 101 hosts, the limit is 100");
    }

    #[test]
    fn recipients_come_from_to_cc_and_bcc_each_once() {
        let of = |raw: &str| -> Vec<String> {
            facts(raw).recipients.iter().map(ToString::to_string).collect()
        };
        let raw = "TO: A <a@example.org>, b@example.org\nbcc:\ncc: b@EXAMPLE.org,\n\troot\nBcc: c@example.org\n\n";
        assert_eq!(
            of(raw),
            ["a@example.org", "b@example.org", "root@shop.example", "c@example.org"]
        );
        let raw = "To: a@example.org\nResent-Bcc: b@example.org\nResent-To: c@example.org\n\n";
        assert_eq!(of(raw), ["b@example.org", "c@example.org"]);
        assert_eq!(of("To: undisclosed-recipients:;\n\n"), [""; 0]);
        assert_eq!(of("Subject: x\n\nTo: a@example.org\n"), [""; 0]);
    }

    #[test]
    fn a_bad_recipient_is_named_with_its_field() {
        check_bad(
            "To: a@example.org\nCc: x@example.org  Bcc: evil@example.net\n\n",
            "Cc: bad address \"x@example.org  Bcc: evil@example.net\": something that is no address follows",
        );
    }

    #[test]
    fn recipients_in_the_envelope_leave_the_fields_unread() {
        with(|completion| {
            completion.recipients = Recipients::InEnvelope;
            let done = complete(b"To: not an address\n\n", completion).unwrap();
            assert_eq!(done.facts.recipients, []);
        });
    }

    #[test]
    fn facts_are_those_of_the_first_field_of_a_name() {
        let facts = facts(
            "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\nSubject: second\nMessage-ID:\n <1@x>\n\
             From: Anna <a@shop.example>, b@shop.example\nFrom: c@shop.example\n\
             X-PHP-Originating-Script: 33:mail.php\nX-PHP-Originating-Script: 0:forged.php\n\
             X-Cron-Env: <LOGNAME=root>\nX-Cron-Env: <HOME=/root>\n\nx\n",
        );
        assert_eq!(facts.subject.as_deref(), Some("Grüße"));
        assert_eq!(facts.message_id, "<1@x>");
        assert_eq!(facts.from.unwrap().as_str(), "a@shop.example");
        assert_eq!(facts.script.as_deref(), Some(&b"33:mail.php"[..]));
        assert_eq!(facts.cron_env, [&b"<LOGNAME=root>"[..], b"<HOME=/root>"]);
        assert!(!facts.has_8bit);
    }

    #[test]
    fn facts_are_ours_where_the_message_has_none_and_bounded_where_it_has_too_much() {
        let none = facts("");
        assert_eq!(none.message_id, "<42@gate.example.org>");
        assert_eq!(none.from.unwrap().as_str(), "www@shop.example");
        assert_eq!((none.subject, none.script), (None, None));
        assert_eq!(facts("From: nobody at all, really <\n\n").from, None);
        let long = "x".repeat(100_000);
        let much = facts(format!("Subject: {long}\nX-PHP-Originating-Script: {long}\n\n"));
        assert_eq!(much.subject.unwrap().len(), 250);
        assert_eq!(much.script.unwrap().len(), 4096);
        assert_eq!(facts("X-Cron-Env: a\n".repeat(50)).cron_env.len(), 32);
    }

    #[test]
    fn eight_bit_text_passes_unchanged_and_is_noted() {
        let raw = b"Subject: caf\xE8\r\n\r\n\xE8\r\n";
        let completed = completed(raw).unwrap();
        assert!(completed.facts.has_8bit);
        assert!(completed.bytes.ends_with(b"\xE8\r\n"));
        assert!(memchr::memmem::find(&completed.bytes, b"Subject: caf\xE8\r\n").is_some());
    }

    proptest! {
        #[test]
        fn any_message_travels_with_crlf_only_or_is_refused(raw: Vec<u8>) {
            with(|completion| for bare_cr in [BareCr::Refuse, BareCr::EndsLine] {
                completion.bare_cr = bare_cr;
                completion.recipients = Recipients::InEnvelope;
                if let Ok(done) = complete(&raw, completion) {
                    let mut again = Vec::new();
                    lines::normalise(&done.bytes, BareCr::Refuse, &mut again).unwrap();
                    assert_eq!(again, done.bytes);
                }
            });
        }

        #[test]
        fn a_completed_message_passes_again_with_one_more_received_only(
            raw in "((From|Date|To|Bcc|X) ?:[ a-z@,.]{0,20}(\r?\n|\n\t)){0,6}\n?[a-z.\r\n]{0,20}"
        ) {
            with(|completion| {
                completion.bare_cr = BareCr::EndsLine;
                completion.recipients = Recipients::InEnvelope;
                let once = complete(raw.as_bytes(), completion).unwrap().bytes;
                let twice = complete(&once, completion).unwrap().bytes;
                assert_eq!(&twice[RECEIVED.len()..], once);
            });
        }

        #[test]
        fn no_head_brings_a_field_out_that_must_stay(
            raw in "((Bcc|bcc |X-Postern-A|Return-Path|Subject)[ \t]?:?[\r\n\t a-z]{0,6}){0,8}\n?body"
        ) {
            with(|completion| for bare_cr in [BareCr::Refuse, BareCr::EndsLine] {
                completion.bare_cr = bare_cr;
                completion.recipients = Recipients::InEnvelope;
                if let Ok(done) = complete(raw.as_bytes(), completion) {
                    assert!(Head::parse(&done.bytes).fields().all(|field| travels(field.name())));
                }
            });
        }
    }
}
