//! What comes back to a return path, read: is it a failure, for whom, and in whose words?
//!
//! Some of it follows a standard, much of it none, and some is no report at all. In this order it is taken for the first
//! it is:
//!
//! 1. an abuse report (RFC 5965) -> [`arf`](crate::arf);
//! 2. a confirmation that a mail was displayed or deleted (RFC 8098): it had been delivered;
//! 3. a delivery status notification (RFC 3464) -> [`dsn`](crate::dsn), also in a part that is labelled as something else
//!    or in a mail that somebody passes on;
//! 4. the report of a system that has a form of its own (`forms.rs`: a table; a new system is a row there);
//! 5. the answer of a machine on behalf of a person, such as an out-of-office note (`answers.rs`, in many languages), or
//!    of a person: no failure, whatever it quotes;
//! 6. a report of no known form, by its subject.
//!
//! What is none of these is [`Kind::Unknown`], and counts as nothing: a failure that is missed is seen by nobody, one that
//! is made up blocks a site.
//!
//! Any octets are read in bounded time and memory, see [`mime`](crate::mime) for the bounds.

mod answers;
mod codes;
mod extract;
mod forms;
mod marks;

use crate::arf::{self, Complaint};
use crate::dsn::{self, Action, DeliveryStatus};
use crate::groups::{Group, groups, value};
use crate::header::Head;
use crate::mime::{MAX_READ, Part, parts};
use crate::{EnhancedCode, Mailbox, encoded_word};

use extract::Order;
use marks::Letter;

/// Most characters that are kept of what was said about a recipient.
const MAX_SAID: usize = 1000;
/// How many mails inside each other are looked into for a report.
const MAX_PASSED_ON: usize = 3;

/// What a mail to a return path is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub kind: Kind,
    /// For whom, as far as it says so. A failure always has at least one, if need be without an address.
    pub recipients: Vec<Recipient>,
    /// Who reports: a host, or the address the report is from.
    pub reporter: Option<String>,
    /// The sender's name for the mail, as it was given with ENVID (RFC 3461 §4.4).
    pub envelope_id: Option<String>,
    /// What an abuse report says beyond this.
    pub complaint: Option<Complaint>,
    /// What it was recognised by, for the log: a standard, or the system whose form it has.
    pub form: &'static str,
}

/// What a report says, all in all. Of several things it says of several recipients, the first in this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// It was not delivered, and will not be.
    Failed,
    /// It is not delivered yet.
    Delayed,
    /// It was passed on to where no reports come from, or to several others.
    Relayed,
    /// It was delivered.
    Delivered,
    /// Someone objects to the mail.
    Complaint,
    /// Someone wants a sign of life before the mail is shown. It was delivered as far as it can be.
    Challenge,
    /// An answer that says nothing of delivery: an out-of-office note, a receipt, a person's reply to a machine's mail.
    AutoReply,
    /// None of these.
    Unknown,
}

/// What became of the mail for one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The address as it was mailed to, where the report tells it apart from the one it ended at.
    pub original: Option<Mailbox>,
    /// The address the report is about. Many are about nobody they name; a mail to one recipient needs no name.
    pub address: Option<Mailbox>,
    /// Never [`Kind::Unknown`].
    pub kind: Kind,
    /// `5.1.1`.
    pub status: Option<EnhancedCode>,
    /// The code of SMTP, if one was said.
    pub code: Option<u16>,
    /// The words of who refused, codes and all; empty if there were none.
    pub text: String,
    /// Who refused, if it was not the reporter.
    pub remote: Option<String>,
}

/// Reads a mail that came to a return path, with the `Return-Path` that its taker puts in front (RFC 5321 §4.4): an empty
/// one tells a system from a person.
pub fn read(message: &[u8]) -> Report {
    let letter = Letter::open(message);
    let report = complaint(&letter)
        .or_else(|| receipt(&letter))
        .or_else(|| status(&letter))
        .or_else(|| form(&letter))
        .or_else(|| answers::kind(&letter).map(|kind| letter.report(kind, "answer")))
        .or_else(|| by_subject(&letter));
    report.unwrap_or_else(|| letter.report(Kind::Unknown, "none"))
}

/// RFC 5965. That a mail is no spam, or that somebody else abused our name, is no complaint about us.
fn complaint(letter: &Letter) -> Option<Report> {
    let complaint = Complaint::of(&letter.parts)?;
    let kind = if complaint.kind.is_objection() { Kind::Complaint } else { Kind::AutoReply };
    Some(complain(letter, kind, complaint, "RFC 5965"))
}

fn complain(letter: &Letter, kind: Kind, complaint: Complaint, form: &'static str) -> Report {
    let recipient = |address: &Mailbox| Recipient::new(Some(address.clone()), kind);
    Report {
        recipients: complaint.recipients.iter().map(recipient).collect(),
        reporter: complaint.reporting_mta.clone().or_else(|| letter.from()),
        envelope_id: complaint.envelope_id.clone(),
        complaint: Some(complaint),
        ..letter.report(kind, form)
    }
}

/// RFC 8098: whatever was done with the mail, it had arrived.
fn receipt(letter: &Letter) -> Option<Report> {
    let is_receipt = |part: &&Part| {
        part.is("message/disposition-notification")
            || part.is("message/global-disposition-notification")
    };
    let content = letter.parts.iter().find(is_receipt)?.octets();
    let recipient = groups(&content).find_map(|group| {
        let address = |name| group.first(name).and_then(|text| dsn::address(&text));
        let last = address("Final-Recipient");
        let original = address("Original-Recipient");
        (last.is_some() || original.is_some())
            .then(|| Recipient { original, ..Recipient::new(last, Kind::Delivered) })
    });
    Some(Report {
        recipients: recipient.into_iter().collect(),
        ..letter.report(Kind::Delivered, "RFC 8098")
    })
}

/// RFC 3464, wherever in the mail it is.
fn status(letter: &Letter) -> Option<Report> {
    let status = find_status(&letter.parts, MAX_PASSED_ON)?;
    let mut said = Vec::new();
    let recipients: Vec<Recipient> = status
        .recipients
        .iter()
        .filter_map(|recipient| {
            let mut found = Recipient::of(recipient)?;
            if found.text.is_empty() {
                // What the part for programs leaves out, the one for people may say.
                if said.is_empty() {
                    said = extract::recipients(&letter.text, Order::RecipientFirst, letter);
                }
                found.say(&said, status.recipients.len() == 1);
            }
            Some(found)
        })
        .collect();
    let kind = recipients.iter().map(|recipient| recipient.kind).min()?;
    Some(Report {
        recipients,
        reporter: status.reporting_mta.or_else(|| letter.from()),
        envelope_id: status.envelope_id,
        ..letter.report(kind, "RFC 3464")
    })
}

/// The first status in a part that is one, or else in a part that reads like one, or else in a mail inside the mail.
/// Of a report that is one itself, the mail it returns is not looked into.
fn find_status(parts: &[Part], depth: usize) -> Option<DeliveryStatus> {
    let labelled = |part: &Part| {
        part.is("message/delivery-status") || part.is("message/global-delivery-status")
    };
    let read = |part: &Part| {
        Some(DeliveryStatus::parse(&part.octets())).filter(|status| !status.recipients.is_empty())
    };
    let by_label = parts.iter().filter(|part| labelled(part)).find_map(read);
    let by_looks = || parts.iter().filter(|part| looks_like_status(part)).find_map(read);
    let inside = || {
        let mails = parts.iter().filter(|part| depth > 0 && part.is("message/rfc822"));
        mails.into_iter().find_map(|mail| {
            let content = mail.octets();
            find_status(&crate::mime::parts(&content), depth - 1)
        })
    };
    by_label.or_else(by_looks).or_else(inside)
}

/// A status under another label, or in the midst of a text, has a group of fields about a recipient.
fn looks_like_status(part: &Part) -> bool {
    if part.is("message/rfc822") || part.is("text/rfc822-headers") || part.is("text/html") {
        return false;
    }
    let is_about_a_recipient = |group: Group| {
        let has = |name| group.fields().any(|field| field.is(name));
        has("Action") && (has("Final-Recipient") || has("Original-Recipient"))
    };
    groups(&part.octets()).any(is_about_a_recipient)
}

/// A form of a system's own.
fn form(letter: &Letter) -> Option<Report> {
    let form = forms::FORMS.iter().find(|form| form.fits(letter))?;
    match form.kind {
        Kind::Complaint => {
            let original = letter.parts.iter().find_map(arf::original_head).unwrap_or_default();
            Some(complain(letter, form.kind, Complaint::about(original), form.system))
        }
        Kind::Failed | Kind::Delayed => {
            let text = letter.after(form.begins);
            Some(letter.report_of(
                extract::recipients(text, form.order, letter),
                form.kind,
                form.system,
            ))
        }
        kind => Some(letter.report(kind, form.system)),
    }
}

/// A mail of a mail system whose subject says what it is.
fn by_subject(letter: &Letter) -> Option<Report> {
    let kind = answers::subject(letter)?;
    Some(letter.report_of(
        extract::recipients(&letter.text, Order::RecipientFirst, letter),
        kind,
        "subject",
    ))
}

impl Letter<'_> {
    fn report(&self, kind: Kind, form: &'static str) -> Report {
        Report {
            kind,
            recipients: Vec::new(),
            reporter: self.from(),
            envelope_id: None,
            complaint: None,
            form,
        }
    }

    /// A report whose text says this. Where the text names nobody, the head may: a group, a program or a local user has no
    /// address to be named by.
    fn report_of(&self, mut said: Vec<extract::Said>, kind: Kind, form: &'static str) -> Report {
        let mut named = self.failed_recipients().into_iter();
        if let [only] = said.as_mut_slice()
            && only.address.is_none()
        {
            only.address = named.next();
            let words = only.clone();
            said.extend(
                named.map(|address| extract::Said { address: Some(address), ..words.clone() }),
            );
        }
        let recipients = said.into_iter().map(|said| said.into_recipient(kind)).collect();
        Report { recipients, ..self.report(kind, form) }
    }

    fn from(&self) -> Option<String> {
        self.sender.as_ref().map(Mailbox::to_string)
    }
}

impl Recipient {
    fn new(address: Option<Mailbox>, kind: Kind) -> Recipient {
        Recipient {
            original: None,
            address,
            kind,
            status: None,
            code: None,
            text: String::new(),
            remote: None,
        }
    }

    /// `None` if it does not say what became of the mail: neither as an action nor by a code.
    fn of(recipient: &dsn::Recipient) -> Option<Recipient> {
        let said = recipient.diagnostic.as_ref().map_or("", |diagnostic| diagnostic.text.as_str());
        let codes = codes::codes(said);
        // `5.0.0` says nothing but "failed", the remote may have said more.
        let says_more = |status: &EnhancedCode| (status.subject, status.detail) != (0, 0);
        let kind = match recipient.action {
            Some(Action::Failed) => Kind::Failed,
            Some(Action::Delayed) => Kind::Delayed,
            Some(Action::Delivered) => Kind::Delivered,
            Some(Action::Relayed | Action::Expanded) => Kind::Relayed,
            None if codes.code? >= 500 => Kind::Failed,
            None => Kind::Delayed,
        };
        Some(Recipient {
            original: recipient.original.clone(),
            address: recipient.last.clone().or_else(|| recipient.original.clone()),
            kind,
            status: recipient.status.filter(says_more).or(codes.status).or(recipient.status),
            code: codes.code,
            text: said.chars().take(MAX_SAID).collect(),
            remote: recipient.remote_mta.clone(),
        })
    }

    /// Takes over what a text says about this recipient; about the only one, whomever it names.
    fn say(&mut self, said: &[extract::Said], only: bool) {
        let is_about = |said: &&extract::Said| {
            let named = [&self.address, &self.original];
            said.address.as_ref().is_some_and(|it| named.iter().any(|name| extract::same(name, it)))
        };
        let found = said.iter().find(is_about).or_else(|| said.first().filter(|_| only));
        if let Some(said) = found.filter(|said| !said.is_all) {
            self.text = said.text.clone();
            self.code = said.codes.code;
            self.status = self.status.or(said.codes.status);
            self.remote = self.remote.take().or_else(|| said.remote.clone());
        }
    }
}
