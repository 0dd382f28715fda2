//! Delivery status notifications (RFC 3464, with the addresses of RFC 6533): the part of a report that says what became
//! of a mail, for each recipient.
//!
//! [`DeliveryStatus::parse`] reads the content of a `message/delivery-status` part; finding that part, also where it is
//! labelled as something else, is the matter of [`bounce`](crate::bounce). Written for programs by the book of 1996, such
//! parts come with blank lines in the wrong places, fields left out and types forgotten; what can be meant is taken.

use mail_parser::DateTime;

use crate::groups::{Group, groups, value};
use crate::header::Field;
use crate::{EnhancedCode, Mailbox, xtext};

/// Most recipients that are read; a mail has a hundred by default.
const MAX_RECIPIENTS: usize = 1000;

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeliveryStatus {
    /// The sender's name for the mail, as it was given with ENVID (§2.2.1).
    pub envelope_id: Option<String>,
    /// Who reports (§2.2.2).
    pub reporting_mta: Option<String>,
    /// When the reporter got the mail, in seconds since 1970 (§2.2.5).
    pub arrived_at: Option<i64>,
    pub recipients: Vec<Recipient>,
}

/// What became of it for one recipient (§2.3).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recipient {
    /// The address as the sender gave it; where there was forwarding, this is the one that was mailed to (§2.3.1).
    pub original: Option<Mailbox>,
    /// The address as the reporter used it (§2.3.2).
    pub last: Option<Mailbox>,
    pub action: Option<Action>,
    /// `Status`, which says what happened in numbers of RFC 3463 (§2.3.4).
    pub status: Option<EnhancedCode>,
    /// Who refused, if it was not the reporter (§2.3.5).
    pub remote_mta: Option<String>,
    /// What it said (§2.3.6).
    pub diagnostic: Option<Diagnostic>,
    /// When it was tried last, in seconds since 1970 (§2.3.7).
    pub last_attempt_at: Option<i64>,
    /// Until when it will be tried; only where it was delayed (§2.3.9).
    pub will_retry_until: Option<i64>,
}

/// What the reporter did (§2.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// It could not be delivered, and will not be tried any more.
    Failed,
    /// It could not be delivered so far, and will be tried again.
    Delayed,
    /// It was delivered to the mailbox.
    Delivered,
    /// It was passed on to a system that makes no reports.
    Relayed,
    /// It was passed on to several others, as by a list.
    Expanded,
}

/// The words of whoever refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Is it a reply of SMTP, and not a message of another kind of system?
    pub is_smtp: bool,
    pub text: String,
}

impl DeliveryStatus {
    /// Reads the content of the part. A text without any field of a recipient gives no recipients.
    pub fn parse(content: &[u8]) -> DeliveryStatus {
        let mut status = DeliveryStatus::default();
        let mut recipient = Recipient::default();
        for group in groups(content) {
            // By the book each recipient is a group. Where every line has become one, a recipient ends with its action.
            if recipient.action.is_some() && group.names_a_recipient() {
                status.end(&mut recipient);
            }
            for field in group.fields() {
                if field.is("Final-Recipient") && recipient.last.is_some() {
                    status.end(&mut recipient);
                }
                if !status.take(&field) {
                    recipient.take(&field);
                }
            }
            if status.recipients.len() >= MAX_RECIPIENTS {
                return status;
            }
        }
        status.end(&mut recipient);
        status
    }

    fn end(&mut self, recipient: &mut Recipient) {
        let mut recipient = std::mem::take(recipient);
        recipient.action = recipient.action.or_else(|| recipient.action_by_status());
        let named = recipient.original.is_some() || recipient.last.is_some();
        if (named || recipient.action.is_some()) && self.recipients.len() < MAX_RECIPIENTS {
            self.recipients.push(recipient);
        }
    }

    /// Takes a field that is about the mail (§2.2). The first of a name counts.
    fn take(&mut self, field: &Field) -> bool {
        if field.is("Original-Envelope-Id") {
            let id = value(field).trim().to_owned();
            set(&mut self.envelope_id, Some(id).filter(|id| !id.is_empty()));
        } else if field.is("Reporting-MTA") {
            set(&mut self.reporting_mta, mta(&value(field)));
        } else if field.is("Arrival-Date") {
            set(&mut self.arrived_at, instant(field));
        } else {
            return false;
        }
        true
    }
}

impl Group<'_> {
    fn names_a_recipient(self) -> bool {
        self.fields().any(|field| field.is("Final-Recipient") || field.is("Original-Recipient"))
    }
}

impl Recipient {
    fn take(&mut self, field: &Field) {
        let name = field.name().to_ascii_lowercase();
        match name.as_str() {
            "original-recipient" => set(&mut self.original, address(&value(field))),
            "final-recipient" => set(&mut self.last, address(&value(field))),
            "action" => set(&mut self.action, Action::parse(&value(field))),
            "status" => set(&mut self.status, status(&value(field))),
            "remote-mta" => {
                set(&mut self.remote_mta, mta(&value(field)));
            }
            "diagnostic-code" => set(&mut self.diagnostic, Diagnostic::parse(&value(field))),
            "last-attempt-date" => set(&mut self.last_attempt_at, instant(field)),
            "will-retry-until" => set(&mut self.will_retry_until, instant(field)),
            _ => {}
        }
    }

    /// A reporter that leaves the action out has said by the class of its status whether it gave up (RFC 3463 §2).
    fn action_by_status(&self) -> Option<Action> {
        match self.status?.class {
            2 => Some(Action::Delivered),
            4 => Some(Action::Delayed),
            _ => Some(Action::Failed),
        }
    }
}

impl Action {
    fn parse(value: &str) -> Option<Action> {
        // `failed (bad destination mailbox)` has been seen, `Failure` too.
        let word = value.split(|c: char| !c.is_ascii_alphabetic()).next()?.to_ascii_lowercase();
        match word.as_str() {
            "failed" | "failure" | "fail" | "undeliverable" => Some(Action::Failed),
            "delayed" | "delay" | "deferred" => Some(Action::Delayed),
            "delivered" | "deliverable" => Some(Action::Delivered),
            "relayed" | "relay" => Some(Action::Relayed),
            "expanded" => Some(Action::Expanded),
            _ => None,
        }
    }
}

impl Diagnostic {
    fn parse(value: &str) -> Option<Diagnostic> {
        let (kind, text) = without_type(value);
        // `X-Postfix; …` is text of the program; without a type it is what the remote said, as a rule.
        let is_smtp = kind.is_none_or(|kind| kind.eq_ignore_ascii_case("smtp"));
        (!text.is_empty()).then(|| Diagnostic { is_smtp, text: text.to_owned() })
    }
}

/// Puts a value where there is none yet.
fn set<T>(place: &mut Option<T>, value: Option<T>) {
    if place.is_none() {
        *place = value;
    }
}

/// `type; value`; the type may be missing, the value may have semicolons of its own.
fn without_type(value: &str) -> (Option<&str>, &str) {
    let is_type = |kind: &str| {
        !kind.is_empty()
            && kind.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    match value.split_once(';').map(|(kind, rest)| (kind.trim(), rest)) {
        Some((kind, rest)) if is_type(kind) => (Some(kind), rest.trim()),
        _ => (None, value.trim()),
    }
}

/// The name of a system, without the address some write behind it.
fn mta(value: &str) -> Option<String> {
    without_type(value).1.split_whitespace().next().map(str::to_owned)
}

/// The address of `Original-Recipient` or `Final-Recipient`, in any of the forms it comes in: plain, in brackets, with a
/// comment behind it, encoded as xtext (RFC 3461 §4.2) or as the `utf-8` of RFC 6533 §3.
pub(crate) fn address(value: &str) -> Option<Mailbox> {
    let (kind, text) = without_type(value);
    let text = match (text.find('<'), text.find('>')) {
        (Some(open), Some(close)) if open < close => &text[open + 1..close],
        _ => text.split_whitespace().next()?,
    };
    if kind.is_some_and(|kind| kind.eq_ignore_ascii_case("utf-8")) {
        return Mailbox::parse(unescaped(text)).ok();
    }
    let plain = Mailbox::parse(text).ok();
    decoded(text).and_then(|decoded| Mailbox::parse(decoded).ok()).or(plain)
}

/// An address in xtext. `anna+41b@example.org` is none, though it could be read as one: what needs no encoding is not
/// encoded by anyone, so all that is encoded must have needed it.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let needed = |octets: &[u8]| {
        octets.iter().all(|&octet| matches!(octet, b'+' | b'=') || !octet.is_ascii_graphic())
    };
    let escapes = text
        .split('+')
        .skip(1)
        .map(|rest| xtext::decode(format!("+{}", rest.get(..2)?).as_bytes()));
    let escapes: Option<Vec<Vec<u8>>> = escapes.collect();
    match escapes?.concat() {
        octets if octets.is_empty() || !needed(&octets) => None,
        _ => xtext::decode(text.as_bytes()),
    }
}

/// `\x{FC}` for a character outside ASCII (RFC 6533 §3). What is no such escape stays.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\x{") {
        plain.push_str(&rest[..at]);
        let escape = &rest[at..];
        let end = escape.find('}');
        let code = end.and_then(|end| u32::from_str_radix(&escape[3..end], 16).ok());
        match (end, code.and_then(char::from_u32)) {
            (Some(end), Some(c)) => {
                plain.push(c);
                rest = &escape[end + 1..];
            }
            _ => {
                plain.push_str("\\x{");
                rest = &escape[3..];
            }
        }
    }
    plain + rest
}

/// `5.1.1`, with whatever follows it.
fn status(value: &str) -> Option<EnhancedCode> {
    let word =
        value.trim_start_matches('#').split(|c: char| c != '.' && !c.is_ascii_digit()).next()?;
    EnhancedCode::parse(word).map(|(code, _)| code)
}

fn instant(field: &Field) -> Option<i64> {
    let date = DateTime::parse_rfc822(&value(field)).filter(DateTime::is_valid)?;
    Some(date.to_timestamp())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check_address(written: &str, expected: &str) {
        let found = address(written).map(|mailbox| mailbox.to_string());
        assert_eq!(found.as_deref().unwrap_or("-"), expected, "{written}");
    }

    /// One line a recipient: original, last, action, status, remote, diagnostic.
    fn check(content: &str, expected: &[&str]) {
        for content in [content.to_owned(), content.replace('\n', "\r\n")] {
            let text = |mailbox: &Option<Mailbox>| {
                mailbox.as_ref().map_or("-".to_owned(), Mailbox::to_string)
            };
            let found: Vec<String> = DeliveryStatus::parse(content.as_bytes())
                .recipients
                .iter()
                .map(|r| {
                    let status = r.status.map_or("-".to_owned(), |code| code.to_string());
                    let remote = r.remote_mta.as_deref().unwrap_or("-");
                    let said = r.diagnostic.as_ref().map_or("-", |d| d.text.as_str());
                    let action = r.action.map_or("-".to_owned(), |action| format!("{action:?}"));
                    let (original, last) = (text(&r.original), text(&r.last));
                    format!("{original} {last} {action} {status} {remote} {said}")
                })
                .collect();
            assert_eq!(found, expected, "{content}");
        }
    }

    const WHOLE: &str = "\
Original-Envelope-Id: 4711
Reporting-MTA: dns; mx.example.net
Arrival-Date: Tue, 24 Nov 2026 10:30:00 +0100

Original-Recipient: rfc822;anna@example.org
Final-Recipient: RFC822; Anna.Rossi@Example.net
Action: failed
Status: 5.2.2 (mailbox full)
Remote-MTA: dns; mx2.example.net (192.0.2.7)
Diagnostic-Code: smtp; 552 5.2.2 Quota exceeded;
 try later
Last-Attempt-Date: Tue, 24 Nov 2026 10:30:10 +0100
X-Unknown: this

Final-Recipient: rfc822; bruno@example.net
Action: delayed
Status: 4.4.1
Will-Retry-Until: Sun, 29 Nov 2026 10:30:00 +0100
";

    #[test]
    fn a_status_by_the_book_is_read_whole() {
        check(
            WHOLE,
            &[
                "anna@example.org Anna.Rossi@example.net Failed 5.2.2 mx2.example.net \
             552 5.2.2 Quota exceeded; try later",
                "- bruno@example.net Delayed 4.4.1 - -",
            ],
        );
        let status = DeliveryStatus::parse(WHOLE.as_bytes());
        assert_eq!(status.envelope_id.as_deref(), Some("4711"));
        assert_eq!(status.reporting_mta.as_deref(), Some("mx.example.net"));
        assert_eq!(status.arrived_at, Some(1_795_512_600));
        assert_eq!(status.recipients[0].last_attempt_at, Some(1_795_512_610));
        assert_eq!(status.recipients[1].will_retry_until, Some(1_795_944_600));
    }

    #[test]
    fn blank_lines_in_the_wrong_places_do_no_harm() {
        let expected = &[
            "- a@example.org Failed 5.1.1 - 550 no",
            "b@example.org b@example.org Failed 5.1.2 - -",
        ];
        let lines = "Reporting-MTA: dns; mx\nFinal-Recipient: rfc822; a@example.org\nAction: failed\n\
             Status: 5.1.1\nDiagnostic-Code: smtp; 550 no\nOriginal-Recipient: rfc822;b@example.org\n\
             Final-Recipient: rfc822;b@example.org\nStatus: 5.1.2\nAction: failed\n";
        check(&lines.replace('\n', "\n\n"), expected);
        check(&lines.replace("\nOriginal", "\n\nOriginal").replace("mx\n", "mx\n\n"), expected);
        check(
            "Final-Recipient: rfc822; a@example.org\nAction: failed\nFinal-Recipient: rfc822; b@example.org\nAction: relayed\n",
            &["- a@example.org Failed - - -", "- b@example.org Relayed - - -"],
        );
    }

    #[test]
    fn what_is_missing_is_made_up_for_by_what_is_there() {
        check(
            "Original-Recipient: <a@example.org>\nStatus: #5.0.0\n",
            &["a@example.org - Failed 5.0.0 - -"],
        );
        check("Action: failed\nStatus: 5.1.1\n", &["- - Failed 5.1.1 - -"]);
        check(
            "Final-Recipient: a@example.org (Anna)\nAction: Failed (gone)\n",
            &["- a@example.org Failed - - -"],
        );
        check(
            "Final-Recipient: rfc822; a@example.org\nStatus: 4.4.7\n",
            &["- a@example.org Delayed 4.4.7 - -"],
        );
        check("Final-Recipient: rfc822; a@example.org\n", &["- a@example.org - - - -"]);
        check("Final-Recipient: X400; c=it/s=anna\nAction: expanded\n", &["- - Expanded - - -"]);
        check("Reporting-MTA: dns; mx\n", &[]);
        check("no status at all", &[]);
    }

    #[test]
    fn actions_are_those_of_the_standard_and_words_like_them() {
        for (word, action) in [
            ("failed", Action::Failed),
            ("DELAYED", Action::Delayed),
            ("delivered (to mailbox)", Action::Delivered),
            ("relayed", Action::Relayed),
            ("expanded", Action::Expanded),
        ] {
            assert_eq!(Action::parse(word), Some(action), "{word}");
        }
        assert_eq!(Action::parse("unheard-of"), None);
    }

    #[test]
    fn addresses_are_read_in_each_of_their_forms() {
        check_address("rfc822;anna@example.org", "anna@example.org");
        check_address("rfc822; <anna@example.org>", "anna@example.org");
        check_address("rfc822; Anna Rossi <anna@example.org>", "anna@example.org");
        check_address("anna@example.org", "anna@example.org");
        check_address("rfc822;anna+2Border@example.org", "anna+order@example.org");
        check_address("rfc822;anna+3D7@example.org", "anna=7@example.org");
        check_address("rfc822;anna+41b@example.org", "anna+41b@example.org");
        check_address("rfc822;anna+2024@example.org", "anna+2024@example.org");
        check_address("rfc822;anna+x@example.org", "anna+x@example.org");
        check_address("utf-8;jos\\x{E9}@b\\x{FC}cher.example", "josé@xn--bcher-kva.example");
        check_address("utf-8;josé@example.org", "josé@example.org");
        check_address("utf-8;a\\x{}\\x{110000}", "-");
        check_address("rfc822;", "-");
        check_address("local; anna", "-");
        check_address("rfc822; +é1@example.org", "+é1@example.org");
    }

    #[test]
    fn a_diagnostic_is_smtp_unless_it_says_otherwise() {
        let parse = |text| Diagnostic::parse(text).map(|d| (d.is_smtp, d.text));
        assert_eq!(parse("smtp; 550 no"), Some((true, "550 no".to_owned())));
        assert_eq!(parse("550 no; really"), Some((true, "550 no; really".to_owned())));
        assert_eq!(parse("X-Postfix; unknown user"), Some((false, "unknown user".to_owned())));
        assert_eq!(parse("smtp;"), None);
    }

    #[test]
    fn a_hundred_thousand_recipients_are_read_to_their_bound() {
        let many = "Final-Recipient: rfc822; a@example.org\nAction: failed\n\n".repeat(100_000);
        assert_eq!(DeliveryStatus::parse(many.as_bytes()).recipients.len(), MAX_RECIPIENTS);
        let one_group = many.replace("\n\n", "\n");
        assert_eq!(DeliveryStatus::parse(one_group.as_bytes()).recipients.len(), MAX_RECIPIENTS);
    }

    proptest! {
        #[test]
        fn any_octets_have_a_status(content: Vec<u8>) {
            DeliveryStatus::parse(&content);
        }

        #[test]
        fn likely_fields_have_a_status(
            lines in prop::collection::vec(
                "(Final-Recipient|Original-Recipient|Status|Diagnostic-Code|Arrival-Date|Action): ?(utf-8;|rfc822;|)[a-z0-9@.+=\\\\x{}é ]{0,20}|",
                0..20,
            )
        ) {
            DeliveryStatus::parse(lines.join("\n").as_bytes());
        }

        #[test]
        fn dates_of_any_figures_are_read_or_not(date in "[0-9]{1,6} (Jan|Feb) [0-9]{1,9} [0-9]{1,4}:[0-9]{1,4}:[0-9]{1,4} [+-][0-9]{1,9}") {
            DeliveryStatus::parse(format!("Arrival-Date: {date}\n").as_bytes());
        }
    }
}
