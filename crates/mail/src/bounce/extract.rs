//! Recipients, codes and words, found in a report's text for people.
//!
//! Systems lay such texts out in a hundred ways that are one: a line that begins with an address, or with a label and an
//! address, names a recipient; what follows it up to an empty line are the words about it. Where the mail begins that is
//! returned, the report ends.

use super::codes::{Codes, codes, host};
use super::*;

/// What a text says about one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) address: Option<Mailbox>,
    pub(super) text: String,
    /// The text is not about this recipient but all there is.
    pub(super) is_all: bool,
    pub(super) codes: Codes,
    pub(super) remote: Option<String>,
}

/// What stands first in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// The recipient, and then why; nearly everywhere.
    RecipientFirst,
    ReasonFirst,
}

/// Most recipients that are found in a text.
pub(super) const MAX_RECIPIENTS: usize = 100;

/// A line that begins with one of these, after dashes and blanks, begins the mail that is returned.
const RETURNED: [&str; 37] = [
    "below this line is a copy",
    "below is a copy of",
    "below the next line begins the message",
    "this is a copy of",
    "a copy of your message",
    "the body of the message is",
    "the header of the original message",
    "the headers of the original message",
    "original message",
    "your original message",
    "unsent message",
    "undelivered message",
    "returned message",
    "returned mail follows",
    "returned mail:",
    "message header follows",
    "message headers follow",
    "message text follows",
    "message contents follow",
    "message details:",
    "start of returned message",
    "information about your message",
    "possibly truncated original message",
    "included is a copy of the message header",
    "transcript of message follows",
    "received: from",
    "received: by",
    "return-path:",
    "originalnachricht",
    "es folgt die ursprüngliche nachricht",
    "nachfolgend die kopfzeilen",
    "message d'origine",
    "messaggio originale",
    "mensaje original",
    "mensagem original",
    "oryginalna wiadomość",
    "исходное сообщение",
];

/// Words before an address that make it a recipient's, with a colon behind them or without.
const LEADS: [&str; 28] = [
    "to",
    "for",
    "recipient",
    "recipients",
    "address",
    "user",
    "mailbox",
    "account",
    "rcpt",
    "failed",
    "addressee",
    "an",
    "empfänger",
    "adresse",
    "postfach",
    "à",
    "destinataire",
    "a",
    "al",
    "destinatario",
    "indirizzo",
    "casella",
    "para",
    "destinatário",
    "do",
    "adres",
    "odbiorca",
    "收件人",
];

/// Words before a colon and an address that make it somebody else's.
const OTHERS: [&str; 15] = [
    "from",
    "sender",
    "reply-to",
    "return-path",
    "message-id",
    "references",
    "in-reply-to",
    "subject",
    "contact",
    "mailto",
    "von",
    "absender",
    "de",
    "mittente",
    "da",
];

/// Local parts of addresses that reports tell people to write to.
const CONTACTS: [&str; 6] = ["abuse", "support", "helpdesk", "noreply", "no-reply", "service"];

/// What a text says, recipient by recipient. If it names none, what it says all the same.
pub(super) fn recipients(text: &str, order: Order, letter: &Letter) -> Vec<Said> {
    let lines: Vec<&str> =
        text.lines().map(str::trim).take_while(|line| !begins_returned(line)).collect();
    let mut found: Vec<Found> = Vec::new();
    let mut open = false;
    for (at, line) in lines.iter().enumerate() {
        let named = named(line).filter(|named| letter.may_be_recipient(&named.address));
        match named {
            Some(named) if !found.iter().any(|known| same(&known.address, &named.address)) => {
                if found.len() == MAX_RECIPIENTS {
                    break;
                }
                found.push(Found { address: Some(named.address), words: named.words, at });
                open = true;
            }
            _ if line.is_empty() => {
                // "because:", and then a paragraph that says why.
                open &= found
                    .last()
                    .is_some_and(|last| last.words.is_empty() || last.words.ends_with(':'));
            }
            _ if open => {
                if let Some(last) = found.last_mut() {
                    push_line(&mut last.words, line);
                }
            }
            _ => {}
        }
    }
    if found.is_empty() {
        let mut anyone = lines.iter().flat_map(|line| addresses(line)).map(|(_, address)| address);
        let address =
            anyone.find(|address| letter.may_be_recipient(address) && !is_contact(address));
        found.push(Found { address, words: String::new(), at: 0 });
    }
    if let [only] = found.as_mut_slice()
        && order == Order::ReasonFirst
    {
        only.words = joined(&lines[..only.at]);
    }
    let only = found.len() == 1;
    found.into_iter().map(|found| found.said(&lines, only)).collect()
}

/// A recipient, the lines about it, and where it was named.
struct Found {
    address: Option<Mailbox>,
    words: String,
    at: usize,
}

impl Found {
    /// Where no words follow a recipient, or none with a code, those are looked for that name it, or, if it is the only
    /// one, any with a code.
    fn said(self, lines: &[&str], only: bool) -> Said {
        let Found { address, mut words, .. } = self;
        let has_codes = |text: &str| codes(text) != Codes::default();
        let mut is_all = false;
        if !has_codes(&words) {
            let names_it = |text: &str| {
                address.as_ref().is_some_and(|address| text.contains(address.as_str()))
            };
            let mut paragraphs = lines.split(|line| line.is_empty()).map(joined);
            match paragraphs.find(|text| has_codes(text) && (only || names_it(text))) {
                Some(better) => words = better,
                None if words.is_empty() && only => {
                    words = joined(lines);
                    is_all = true;
                }
                None => {}
            }
        }
        let words: String = words.chars().take(MAX_SAID).collect();
        let text = words.replace('\n', " ");
        Said { address, codes: codes(&words), remote: host(&text), text, is_all }
    }
}

impl Said {
    pub(super) fn into_recipient(self, kind: Kind) -> Recipient {
        Recipient {
            original: None,
            address: self.address,
            kind,
            status: self.codes.status,
            code: self.codes.code,
            text: self.text,
            remote: self.remote,
        }
    }
}

fn joined(lines: &[&str]) -> String {
    let mut text = String::new();
    lines.iter().for_each(|line| push_line(&mut text, line));
    text
}

/// Lines stay lines until the codes are found: one that begins a line is a code.
fn push_line(words: &mut String, line: &str) {
    let room = (4 * MAX_SAID).saturating_sub(words.len());
    if line.is_empty() || room == 0 {
        return;
    }
    if !words.is_empty() {
        words.push('\n');
    }
    words.push_str(&line[..line.floor_char_boundary(room)]);
}

fn begins_returned(line: &str) -> bool {
    let words = line.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    RETURNED.iter().any(|phrase| words.starts_with(phrase))
}

impl Letter<'_> {
    /// Neither the reporter nor whom the report is to.
    fn may_be_recipient(&self, address: &Mailbox) -> bool {
        let local = address.local().to_ascii_lowercase();
        let is = |other: &Mailbox| other.as_str().eq_ignore_ascii_case(address.as_str());
        !matches!(local.as_str(), "postmaster" | "mailer-daemon")
            && !self.sender.as_ref().is_some_and(is)
            && !self.addressees.iter().any(is)
    }
}

fn is_contact(address: &Mailbox) -> bool {
    let local = address.local().to_ascii_lowercase();
    CONTACTS.iter().any(|contact| local.starts_with(contact))
}

/// Addresses are compared in any letter case: reporters change it.
pub(super) fn same(one: &Option<Mailbox>, other: &Mailbox) -> bool {
    one.as_ref().is_some_and(|one| one.as_str().eq_ignore_ascii_case(other.as_str()))
}

/// A recipient that a line names, and the words it has about it.
struct Named {
    address: Mailbox,
    words: String,
}

fn named(line: &str) -> Option<Named> {
    let (at, address) = addresses(line).find(|(at, _)| leads(&line[..at.start]))?;
    let before = line[..at.start].trim_matches(|c: char| !c.is_alphanumeric());
    // What a mail program made of an address: `anna@example.org<mailto:anna@example.org>`.
    let after = &line[at.end..];
    let after = match after.trim_start_matches('>').strip_prefix("<mailto:") {
        Some(link) => link.split_once('>').map_or("", |(_, rest)| rest),
        None => after,
    };
    let after = after.trim_matches(|c: char| c.is_whitespace() || ">\"'):;,*".contains(c));
    // "Unknown user: anna@example.org" has said it before the address.
    let after = if after.contains(char::is_alphanumeric) { after } else { "" };
    let words = match before.split_whitespace().count() {
        0 | 1 => after.to_owned(),
        _ if after.is_empty() => before.to_owned(),
        _ => after.to_owned(),
    };
    Some(Named { address, words: words.chars().take(MAX_SAID).collect() })
}

/// Does this text before an address make it the address of a recipient?
fn leads(before: &str) -> bool {
    let before = before
        .trim_end_matches(|c: char| c.is_whitespace() || "<\"'(*[".contains(c))
        .to_lowercase();
    let words = before.trim_matches(|c: char| !c.is_alphanumeric());
    let last = words.split(|c: char| c.is_whitespace() || c == ':').next_back().unwrap_or_default();
    match before.chars().next_back() {
        _ if words.is_empty() => true,
        Some(':') => !OTHERS.contains(&last),
        _ => LEADS.contains(&last),
    }
}

/// The addresses in a line, and where they stand.
fn addresses(line: &str) -> impl Iterator<Item = (std::ops::Range<usize>, Mailbox)> + '_ {
    let is_local = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let is_domain = |c: char| c.is_alphanumeric() || "-.".contains(c);
    line.match_indices('@').filter_map(move |(at, _)| {
        let start = at
            - line[..at]
                .chars()
                .rev()
                .take_while(|&c| is_local(c))
                .map(char::len_utf8)
                .sum::<usize>();
        let end = at
            + 1
            + line[at + 1..]
                .chars()
                .take_while(|&c| is_domain(c))
                .map(char::len_utf8)
                .sum::<usize>();
        // Quotes and equal signs that only stand round it: `rcpt='anna@example.org'`.
        let skip = line[start..at].rfind(['\'', '=', '`']).map_or(0, |quote| quote + 1);
        let start = start + skip;
        let end = start + line[start..end].trim_end_matches(['.', '-']).len();
        let address = Mailbox::parse(&line[start..end]).ok()?;
        address.domain().contains('.').then_some((start..end, address))
    })
}
