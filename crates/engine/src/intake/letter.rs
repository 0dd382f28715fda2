//! A message told in parts, as programs have it that know nothing of MIME: from whom, to whom, text, HTML, attachments.
//!
//! What is made of it is a message as scripts hand it in: without `Date`, `Message-ID` and `Received`, which are completed
//! when it is accepted, and with boundaries drawn from what it says. So the same letter is the same message to the byte,
//! and a repeat is known as one.

use std::borrow::Cow;
use std::fmt::Write;

use aws_lc_rs::digest;
use mail_builder::headers::HeaderType;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::text::Text;
use mail_builder::mime::MimePart;
use postern_mail::Mailbox;

/// What it says. Addresses are `anna@example.org` or `Anna <anna@example.org>`.
#[derive(Clone, Debug, Default)]
pub struct Letter<'a> {
    pub from: &'a str,
    pub to: Vec<&'a str>,
    pub cc: Vec<&'a str>,
    pub bcc: Vec<&'a str>,
    pub reply_to: Option<&'a str>,
    pub subject: &'a str,
    pub text: Option<&'a str>,
    pub html: Option<&'a str>,
    /// Further fields of the head, by name.
    pub fields: Vec<(&'a str, &'a str)>,
    pub attachments: Vec<Attachment<'a>>,
}

/// A file of a letter.
#[derive(Clone, Debug)]
pub struct Attachment<'a> {
    pub name: &'a str,
    /// `image/png`.
    pub kind: &'a str,
    pub content: Vec<u8>,
    /// What HTML calls it by: `<img src="cid:logo">`.
    pub content_id: Option<&'a str>,
}

/// Why no message can be made of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LetterError {
    #[error("{place}: {address:?} is no address: {why}")]
    Address { place: &'static str, address: String, why: String },
    #[error("{place} has {count} addresses, at most {MOST_ADDRESSES} are possible")]
    Addresses { place: &'static str, count: usize },
    #[error("there is no recipient: name one in to, cc or bcc")]
    NoRecipient,
    #[error("there is nothing in it: give text, html or an attachment")]
    Empty,
    #[error("header {0:?} is no name of a field")]
    Name(String),
    #[error("header {0:?} is not yours to set: it has a place of its own, or Postern writes it")]
    Reserved(String),
    #[error("header {0:?} has a line end or another control character")]
    Value(String),
    #[error("attachment {0:?}: {1:?} is no media type like image/png")]
    Kind(String, String),
    #[error(
        "attachment {0:?}: a content id is letters, digits and .-_@, at most {MOST_CONTENT_ID} of them"
    )]
    ContentId(String),
}

/// Addresses of one field at most; how many recipients a message may have is the site's limit.
const MOST_ADDRESSES: usize = 10_000;

/// The longest content id.
const MOST_CONTENT_ID: usize = 200;

/// Fields with a place of their own, or that are written by Postern and those after it. `Resent-*` would name recipients.
const RESERVED: [&str; 18] = [
    "from",
    "to",
    "cc",
    "bcc",
    "reply-to",
    "subject",
    "sender",
    "date",
    "message-id",
    "received",
    "return-path",
    "mime-version",
    "dkim-signature",
    "delivered-to",
    "x-php-originating-script",
    "x-cron-env",
    "content-type",
    "content-transfer-encoding",
];

/// Makes a message of it.
///
/// # Errors
/// What cannot be, and where.
pub fn write(letter: Letter<'_>) -> Result<Vec<u8>, LetterError> {
    let mut head: Vec<(Cow<'_, str>, HeaderType<'_>)> = Vec::new();
    let from = addresses("from", &[letter.from])?;
    head.push(("From".into(), from.into()));
    for (name, place, list) in
        [("To", "to", &letter.to), ("Cc", "cc", &letter.cc), ("Bcc", "bcc", &letter.bcc)]
    {
        if !list.is_empty() {
            head.push((name.into(), addresses(place, list)?.into()));
        }
    }
    if head.len() == 1 {
        return Err(LetterError::NoRecipient);
    }
    if let Some(reply_to) = letter.reply_to {
        head.push(("Reply-To".into(), addresses("reply_to", &[reply_to])?.into()));
    }
    head.push(("Subject".into(), Text::new(letter.subject).into()));
    for (name, value) in &letter.fields {
        check_field(name, value)?;
        head.push(((*name).into(), Text::new(*value).into()));
    }
    head.push(("MIME-Version".into(), Raw::new("1.0").into()));

    let boundaries = Boundaries::of(&letter);
    let mut body = body(letter, &boundaries)?;
    head.append(&mut body.headers);
    body.headers = head;
    let mut message = Vec::with_capacity(body.size());
    body.write_part(&mut message);
    Ok(message)
}

/// The body: attachments beside the text, pictures beside the HTML that shows them, the HTML beside the plain text.
fn body<'a>(letter: Letter<'a>, boundaries: &Boundaries) -> Result<MimePart<'a>, LetterError> {
    let (mut shown, mut attached) = (Vec::new(), Vec::new());
    for attachment in letter.attachments {
        let is_shown = letter.html.is_some() && attachment.content_id.is_some();
        let part = file(attachment, is_shown)?;
        if is_shown { &mut shown } else { &mut attached }.push(part);
    }
    let html = letter.html.map(|html| {
        let html = MimePart::new("text/html", html);
        match shown.is_empty() {
            true => html,
            false => boundaries.multipart("related", std::iter::once(html).chain(shown).collect()),
        }
    });
    let text = letter.text.map(|text| MimePart::new("text/plain", text));
    let said = match (text, html) {
        (Some(text), Some(html)) => Some(boundaries.multipart("alternative", vec![text, html])),
        (text, html) => text.or(html),
    };
    match (said, attached.is_empty()) {
        (Some(said), true) => Ok(said),
        (None, true) => Err(LetterError::Empty),
        (said, false) => {
            Ok(boundaries.multipart("mixed", said.into_iter().chain(attached).collect()))
        }
    }
}

fn file(attachment: Attachment<'_>, is_shown: bool) -> Result<MimePart<'_>, LetterError> {
    let Attachment { name, kind, content, content_id } = attachment;
    if !is_media_type(kind) {
        return Err(LetterError::Kind(name.to_owned(), kind.to_owned()));
    }
    let content_type = ContentType::new(kind).attribute("name", name);
    let disposition = ContentType::new(if is_shown { "inline" } else { "attachment" });
    let mut part = MimePart::new(content_type, content)
        .header("Content-Disposition", disposition.attribute("filename", name));
    if let Some(id) = content_id {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b".-_@".contains(&byte);
        if id.is_empty() || id.len() > MOST_CONTENT_ID || !id.bytes().all(fits) {
            return Err(LetterError::ContentId(name.to_owned()));
        }
        part = part.header("Content-ID", MessageId::new(id));
    }
    Ok(part)
}

/// Only types that stand for a file: a multipart or a message of one's own would be read as parts of this one.
fn is_media_type(kind: &str) -> bool {
    let token = |text: &str| {
        !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    kind.split_once('/').is_some_and(|(top, sub)| {
        let own = ["multipart", "message"].iter().any(|own| top.eq_ignore_ascii_case(own));
        kind.len() <= 127 && !own && token(top) && token(sub)
    })
}

fn check_field(name: &str, value: &str) -> Result<(), LetterError> {
    let is_name = |byte: u8| byte.is_ascii_graphic() && byte != b':';
    if name.is_empty() || name.len() > 70 || !name.bytes().all(is_name) {
        return Err(LetterError::Name(name.to_owned()));
    }
    let lower = name.to_ascii_lowercase();
    let reserved = ["content-", "resent-", "arc-"].iter().any(|start| lower.starts_with(start));
    if reserved || RESERVED.contains(&lower.as_str()) {
        return Err(LetterError::Reserved(name.to_owned()));
    }
    match value.contains(char::is_control) {
        true => Err(LetterError::Value(name.to_owned())),
        false => Ok(()),
    }
}

fn addresses<'a>(place: &'static str, list: &[&'a str]) -> Result<Address<'a>, LetterError> {
    if list.len() > MOST_ADDRESSES {
        return Err(LetterError::Addresses { place, count: list.len() });
    }
    let one = |text: &&'a str| {
        let wrong = |why: String| LetterError::Address { place, address: (*text).to_owned(), why };
        let (name, address) = match text.trim().strip_suffix('>').and_then(|t| t.rsplit_once('<')) {
            Some((name, address)) => (unquoted(name.trim()), address),
            None => (Cow::Borrowed(""), text.trim()),
        };
        let mailbox = Mailbox::parse(address).map_err(|why| wrong(why.to_string()))?;
        if name.contains(char::is_control) {
            return Err(wrong("its name has a control character".to_owned()));
        }
        let name = Some(name).filter(|name| !name.is_empty());
        Ok(Address::new_address(name, mailbox.to_string()))
    };
    Ok(Address::new_list(list.iter().map(one).collect::<Result<_, _>>()?))
}

/// A name without the quotes it may stand in.
fn unquoted(name: &str) -> Cow<'_, str> {
    match name.strip_prefix('"').and_then(|name| name.strip_suffix('"')) {
        None => Cow::Borrowed(name),
        Some(quoted) if !quoted.contains('\\') => Cow::Borrowed(quoted),
        Some(quoted) => {
            let mut plain = String::with_capacity(quoted.len());
            let mut chars = quoted.chars();
            while let Some(c) = chars.next() {
                plain.extend(if c == '\\' { chars.next() } else { Some(c) });
            }
            Cow::Owned(plain)
        }
    }
}

/// What stands between parts: drawn from all that the letter says, so that no part can contain it, and the same for the
/// same letter.
struct Boundaries(String);

impl Boundaries {
    fn of(letter: &Letter<'_>) -> Boundaries {
        let mut context = digest::Context::new(&digest::SHA256);
        let mut part = |part: &[u8]| {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        };
        part(letter.from.as_bytes());
        for list in [&letter.to, &letter.cc, &letter.bcc] {
            list.iter().for_each(|address| part(address.as_bytes()));
        }
        let texts = [letter.reply_to, Some(letter.subject), letter.text, letter.html];
        texts.iter().for_each(|text| part(text.unwrap_or_default().as_bytes()));
        for (name, value) in &letter.fields {
            part(name.as_bytes());
            part(value.as_bytes());
        }
        for attachment in &letter.attachments {
            part(attachment.name.as_bytes());
            part(attachment.kind.as_bytes());
            part(attachment.content_id.unwrap_or_default().as_bytes());
            part(&attachment.content);
        }
        let mut hex = String::with_capacity(40);
        for byte in &context.finish().as_ref()[..16] {
            let _ = write!(hex, "{byte:02x}");
        }
        Boundaries(hex)
    }

    fn multipart<'a>(&self, kind: &str, parts: Vec<MimePart<'a>>) -> MimePart<'a> {
        // `=_` stands in no line of base64 or quoted-printable (RFC 2045 §6.7).
        let boundary = format!("=_{kind}_{}", self.0);
        let content_type =
            ContentType::new(format!("multipart/{kind}")).attribute("boundary", boundary);
        MimePart::new(content_type, parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter<'a>() -> Letter<'a> {
        Letter {
            from: "Grüße <shop@example.org>",
            to: vec!["\"Anna \\\"A\\\" Rossi\" <anna@example.net>", "b@example.net"],
            subject: "Ordine n° 17",
            text: Some("Grazie!\nA presto"),
            ..Letter::default()
        }
    }

    fn written(letter: Letter<'_>) -> String {
        String::from_utf8(write(letter).unwrap()).unwrap()
    }

    #[test]
    fn a_letter_of_text_is_a_message_without_what_is_completed_later() {
        let message = written(Letter {
            bcc: vec!["c@example.net"],
            reply_to: Some("help@example.org"),
            fields: vec![("X-Order", "17")],
            ..letter()
        });
        for line in [
            "From: =?utf-8?B?R3LDvMOfZQ==?= <shop@example.org>\r\n",
            "<anna@example.net>",
            "Bcc: <c@example.net>\r\n",
            "Reply-To: <help@example.org>\r\n",
            "X-Order: 17\r\n",
            "MIME-Version: 1.0\r\n",
            "Content-Type: text/plain; charset=\"utf-8\"\r\n",
        ] {
            assert!(message.contains(line), "{line:?}: {message}");
        }
        for none in ["Date:", "Message-ID:", "Received:"] {
            assert!(!message.contains(none), "{message}");
        }
        let lines = message.split("\r\n");
        assert!(lines.clone().all(|line| !line.contains(['\r', '\n']) && line.len() <= 78));
    }

    #[test]
    fn pictures_stand_beside_the_html_that_shows_them_and_files_beside_all() {
        let file = |name, kind, content_id| Attachment {
            name,
            kind,
            content: b"\x89PNG\0\r\n".to_vec(),
            content_id,
        };
        let whole = || Letter {
            html: Some("<p><img src=\"cid:logo\"></p>"),
            attachments: vec![
                file("logo.png", "image/png", Some("logo")),
                file("Rechnung März.pdf", "application/pdf", None),
                file("note.txt", "text/plain", None),
            ],
            ..letter()
        };
        let message = written(whole());
        let order = [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "multipart/related",
            "text/html",
            "Content-ID: <logo>",
            "application/pdf",
            "filename*=UTF-8''Rechnung%20M%C3%A4rz.pdf",
            "note.txt",
        ];
        let places: Vec<_> = order
            .iter()
            .scan(0, |from, part| {
                *from += message[*from..].find(part).unwrap_or_else(|| panic!("{part}: {message}"));
                Some(*from)
            })
            .collect();
        assert!(places.is_sorted());
        assert_eq!(message.matches("Content-Transfer-Encoding: base64").count(), 3, "{message}");
        assert_eq!(message, written(whole()), "the same letter is the same message");
        let other = Letter { text: Some("Grazie."), ..whole() };
        let boundary =
            |message: &str| message.split("boundary=").nth(1).map(|at| at[..40].to_owned());
        assert_ne!(boundary(&written(other)), boundary(&message));
    }

    #[test]
    fn what_would_say_more_than_its_field_is_refused() {
        let field = |name, value| Letter { fields: vec![(name, value)], ..letter() };
        let file = |kind, content_id| Letter {
            attachments: vec![Attachment { name: "x", kind, content: Vec::new(), content_id }],
            ..letter()
        };
        let rows = [
            (Letter { from: "x", ..letter() }, "from: \"x\" is no address"),
            (Letter { from: "a\r\nBcc: b <a@example.org>", ..letter() }, "control character"),
            (Letter { to: vec!["a@example.net, b@example.net"], ..letter() }, "to: "),
            (Letter { to: vec![], ..letter() }, "no recipient"),
            (Letter { text: None, ..letter() }, "nothing in it"),
            (field("Bcc", "a@example.net"), "not yours to set"),
            (field("Resent-To", "a@example.net"), "not yours to set"),
            (field("content-type", "text/html"), "not yours to set"),
            (field("X Y", "z"), "no name of a field"),
            (field("", "z"), "no name of a field"),
            (field("X-Y", "z\r\nTo: a@example.net"), "control character"),
            (file("text", None), "no media type"),
            (file("multipart/mixed", None), "no media type"),
            (file("text/plain; charset=x", None), "no media type"),
            (file("image/png", Some("a> <b")), "content id"),
        ];
        for (letter, words) in rows {
            let why = write(letter).expect_err(words).to_string();
            assert!(why.contains(words), "{why}");
        }
    }

    #[test]
    fn a_subject_with_line_ends_stays_one_field() {
        let message = written(Letter { subject: "a\r\nBcc: x@example.net\u{1}", ..letter() });
        assert!(!message.contains("\nBcc"), "{message}");
    }
}
