//! A mail, opened far enough to be recognised; and the marks it is recognised by.

use super::*;

/// Most characters of a subject that are looked at.
const MAX_SUBJECT: usize = 300;

/// A mail with what recognising it takes.
pub(super) struct Letter<'a> {
    pub(super) head: Head<'a>,
    pub(super) parts: Vec<Part<'a>>,
    /// In lower case.
    pub(super) subject: String,
    /// Who it says it is from, and to.
    pub(super) sender: Option<Mailbox>,
    pub(super) addressees: Vec<Mailbox>,
    /// What it says to people: the first part that is text, as it is written.
    pub(super) text: String,
    /// The same with one blank between words, ASCII letters in lower case: phrases are found across its lines.
    flat: String,
}

/// Something a mail has. All phrases are lower case, as far as they are ASCII.
pub(super) enum Mark {
    /// The text has the phrase, with one blank between words.
    Text(&'static str),
    /// The subject has the phrase.
    Subject(&'static str),
    /// The address of `From` begins so, or is in this domain: `mailer-daemon@`, `@example.org`.
    From(&'static str),
    /// There is such a field, and its value has the phrase.
    Field(&'static str, &'static str),
}

impl<'a> Letter<'a> {
    pub(super) fn open(message: &'a [u8]) -> Letter<'a> {
        let message = &message[..message.len().min(MAX_READ)];
        let head = Head::parse(message);
        let parts = parts(message);
        let subject = head.first("Subject");
        let subject = subject.map(|field| encoded_word::decode(field.value(), MAX_SUBJECT));
        let sender = head.first("From").and_then(|field| dsn::address(&value(&field)));
        let to = head.fields().filter(|field| field.is("To")).take(10);
        let addressees = to.filter_map(|field| dsn::address(&value(&field))).collect();
        // A multipart that is none, for want of its boundary, is read as it is.
        let plain = parts.iter().find(|part| part.is("text/plain"));
        let any = plain.or_else(|| parts.iter().find(|part| part.is_text())).or(parts.first());
        let text = any.map(Part::text).unwrap_or_default();
        let words: Vec<&str> = text.split_whitespace().collect();
        let flat = words.join(" ").to_ascii_lowercase();
        Letter {
            head,
            parts,
            subject: subject.unwrap_or_default().to_lowercase(),
            sender,
            addressees,
            text,
            flat,
        }
    }

    pub(super) fn has(&self, mark: &Mark) -> bool {
        match *mark {
            Mark::Text(phrase) => self.flat.contains(phrase),
            Mark::Subject(phrase) => self.subject.contains(phrase),
            Mark::From(part) => self.sender.as_ref().is_some_and(|sender| {
                let sender = sender.as_str().to_ascii_lowercase();
                if part.starts_with('@') {
                    sender.ends_with(part)
                } else {
                    sender.starts_with(part)
                }
            }),
            Mark::Field(name, phrase) => self
                .head
                .fields()
                .filter(|field| field.is(name))
                .any(|field| value(&field).to_ascii_lowercase().contains(phrase)),
        }
    }

    /// Is it from a mail system and not from a person? Answering machines leave the return path empty, too (RFC 3834 §3.3).
    pub(super) fn is_from_a_system(&self) -> bool {
        const SYSTEMS: [&str; 8] = [
            "mailer-daemon",
            "mailerdaemon",
            "mailer_daemon",
            "mail-daemon",
            "mail.delivery.system",
            "postmaster",
            "mdaemon",
            // What Exchange writes for "Microsoft Outlook".
            "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e",
        ];
        let local = self.sender.as_ref().map(|sender| sender.local().to_ascii_lowercase());
        local.is_none_or(|local| SYSTEMS.iter().any(|system| local.starts_with(system)))
    }

    pub(super) fn has_no_return_path(&self) -> bool {
        self.head.first("Return-Path").is_some_and(|field| *field.unfolded() == *b"<>")
    }

    /// The addresses in `X-Failed-Recipients`, which Exim, Gmail and others write into their reports.
    pub(super) fn failed_recipients(&self) -> Vec<Mailbox> {
        let fields = self.head.fields().filter(|field| field.is("X-Failed-Recipients"));
        let values: Vec<String> = fields.map(|field| value(&field)).collect();
        let addresses = values.iter().flat_map(|value| value.split(','));
        addresses.filter_map(dsn::address).take(extract::MAX_RECIPIENTS).collect()
    }

    /// The text from the line that has the phrase, or all of it.
    pub(super) fn after(&self, phrase: &str) -> &str {
        let lower = self.text.to_ascii_lowercase();
        let begin = lower.find(phrase).map_or(0, |at| at + phrase.len());
        &self.text[begin..]
    }
}
