//! The parts of a message (RFC 2045, RFC 2046), as far as reports need them.
//!
//! Reports come from strangers, so everything has a bound: of a message the first [`MAX_READ`] octets are read, in them
//! [`MAX_PARTS`] parts in [`MAX_DEPTH`] levels, and of a part's text [`MAX_TEXT`] octets. A report says what it has to say
//! at its beginning; what is big in it is the mail it returns. A multipart whose boundary is missing or never comes is one
//! part, one that is cut off ends with its last part.
//!
//! A part that is a message (`message/rfc822`) is not opened: its reader decides whether that is part of the report or the
//! mail it returns.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::decoders::html::html_to_text;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;

use crate::header::Head;
use crate::lines::Lines;

pub(crate) const MAX_READ: usize = 512 * 1024;
const MAX_PARTS: usize = 64;
const MAX_DEPTH: usize = 8;
const MAX_TEXT: usize = 64 * 1024;

/// A part that holds no others.
#[derive(Debug, Clone)]
pub(crate) struct Part<'a> {
    kind: ContentType,
    head: Head<'a>,
}

/// The parts of a message in their order, those inside others in their place.
pub(crate) fn parts(message: &[u8]) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    push_parts(&message[..message.len().min(MAX_READ)], MAX_DEPTH, &mut parts);
    parts
}

fn push_parts<'a>(entity: &'a [u8], depth: usize, parts: &mut Vec<Part<'a>>) {
    if parts.len() >= MAX_PARTS {
        return;
    }
    let head = Head::parse(entity);
    let kind = ContentType::of(&head);
    let inner = match &kind.boundary {
        Some(boundary) if kind.is_multipart() && depth > 0 => split(head.body(), boundary),
        _ => Vec::new(),
    };
    if inner.is_empty() {
        parts.push(Part { kind, head });
    }
    for entity in inner {
        push_parts(entity, depth - 1, parts);
    }
}

/// What stands between the lines of a boundary (RFC 2046 §5.1.1); nothing if there is no such line.
fn split<'a>(body: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    let mut entities = Vec::new();
    let mut begin = None;
    // The line end before a boundary belongs to the boundary.
    let mut end_of_last = 0;
    for line in Lines::new(body) {
        let content = &body[line.content.clone()];
        let after = content.strip_prefix(b"--").and_then(|rest| rest.strip_prefix(boundary));
        let closes = match after.map(<[u8]>::trim_ascii_end) {
            Some(b"") => false,
            Some(b"--") => true,
            _ => {
                end_of_last = line.content.end;
                continue;
            }
        };
        if let Some(begin) = begin.replace(line.next) {
            entities.push(&body[begin..end_of_last.max(begin)]);
        }
        if closes || entities.len() >= MAX_PARTS {
            return entities;
        }
        end_of_last = line.next;
    }
    if let Some(begin) = begin {
        entities.push(&body[begin..]);
    }
    entities
}

impl<'a> Part<'a> {
    /// Is this the part's type, in lower case: `text/plain`?
    pub(crate) fn is(&self, kind: &str) -> bool {
        self.kind.name == kind
    }

    /// Is it text for people: plain, HTML, or not said to be anything?
    pub(crate) fn is_text(&self) -> bool {
        self.kind.name.starts_with("text/") && !self.is("text/rfc822-headers")
    }

    /// The body, as it was before it was encoded for transport.
    pub(crate) fn octets(&self) -> Cow<'a, [u8]> {
        let body = self.head.body();
        let encoding = self.head.first("Content-Transfer-Encoding");
        let encoding = encoding.map(|field| field.unfolded().to_ascii_lowercase());
        let decoded = match encoding.as_deref() {
            Some(b"base64") => base64_decode(body),
            Some(b"quoted-printable") => quoted_printable_decode(body),
            _ => None,
        };
        decoded.map_or(Cow::Borrowed(body), Cow::Owned)
    }

    /// The body as text, HTML without its tags.
    pub(crate) fn text(&self) -> String {
        let octets = self.octets();
        let octets = &octets[..octets.len().min(MAX_TEXT)];
        let text = match self.kind.charset.as_deref().and_then(charset_decoder) {
            Some(decode) if !octets.is_ascii() || is_shifted(octets) => decode(octets),
            _ => String::from_utf8_lossy(octets).into_owned(),
        };
        match self.is("text/html") {
            true => html_to_text(&text),
            false => text,
        }
    }
}

/// ISO-2022-JP and its kin write other alphabets in ASCII octets between escapes.
fn is_shifted(octets: &[u8]) -> bool {
    memchr::memchr(0x1B, octets).is_some()
}

/// What `Content-Type` says (RFC 2045 §5.1): the type in lower case, and the two parameters that matter here.
#[derive(Debug, Clone, Default)]
struct ContentType {
    name: String,
    boundary: Option<Vec<u8>>,
    charset: Option<Vec<u8>>,
}

impl ContentType {
    fn of(head: &Head) -> ContentType {
        let Some(field) = head.first("Content-Type") else {
            return ContentType { name: "text/plain".to_owned(), ..ContentType::default() };
        };
        let value = field.unfolded();
        let mut pieces = Pieces(&value);
        let name = pieces.next().unwrap_or_default().trim_ascii().to_ascii_lowercase();
        let name = String::from_utf8_lossy(&name).into_owned();
        let mut found = ContentType { name, ..ContentType::default() };
        for piece in pieces {
            let Some(equals) = memchr::memchr(b'=', piece) else { continue };
            let value = Some(unquoted(piece[equals + 1..].trim_ascii()));
            match piece[..equals].trim_ascii().to_ascii_lowercase().as_slice() {
                b"boundary" => found.boundary = value.filter(|boundary| !boundary.is_empty()),
                b"charset" => found.charset = value,
                _ => {}
            }
        }
        found
    }

    fn is_multipart(&self) -> bool {
        self.name.starts_with("multipart/")
    }
}

/// A field's value cut at its semicolons, except at those in quotes.
struct Pieces<'a>(&'a [u8]);

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let text = self.0;
        if text.is_empty() {
            return None;
        }
        let mut quoted = false;
        let mut escaped = false;
        let end = text.iter().position(|&octet| {
            match octet {
                _ if std::mem::take(&mut escaped) => {}
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                b';' if !quoted => return true,
                _ => {}
            }
            false
        });
        let end = end.unwrap_or(text.len());
        self.0 = text.get(end + 1..).unwrap_or_default();
        Some(&text[..end])
    }
}

fn unquoted(value: &[u8]) -> Vec<u8> {
    let Some(inner) = value.strip_prefix(b"\"") else { return value.to_vec() };
    let mut plain = Vec::with_capacity(inner.len());
    let mut octets = inner.iter();
    while let Some(&octet) = octets.next() {
        match octet {
            b'"' => break,
            b'\\' => plain.extend(octets.next()),
            _ => plain.push(octet),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(message: &str, expected: &[(&str, &str)]) {
        for message in [message.to_owned(), message.replace('\n', "\r\n")] {
            let found: Vec<(String, String)> = parts(message.as_bytes())
                .iter()
                .map(|part| (part.kind.name.clone(), part.text().replace("\r\n", "\n")))
                .collect();
            let found: Vec<(&str, &str)> = found.iter().map(|(k, t)| (&**k, &**t)).collect();
            assert_eq!(found, expected, "{message}");
        }
    }

    #[test]
    fn a_message_without_parts_is_one() {
        check("Subject: x\n\nbody\n", &[("text/plain", "body\n")]);
        check("", &[("text/plain", "")]);
        check("Content-Type: multipart/mixed\n\nbody", &[("multipart/mixed", "body")]);
        check("Content-Type: multipart/mixed; boundary=a\n\n", &[("multipart/mixed", "")]);
    }

    #[test]
    fn parts_are_found_in_their_order_and_in_each_other() {
        check(
            "Content-Type: multipart/mixed; boundary=\"a;\\\"b\"\n\npreamble\n--a;\"b\n\none\n\
             --a;\"b \nContent-Type: Multipart/Report;\n\tBOUNDARY=in\n\n--in\n\ntwo\n--in--\nskipped\n\
             --a;\"b\nContent-Type: message/rfc822\n\nSubject: x\n\nthree\n--a;\"b--\nskipped\n",
            &[
                ("text/plain", "one"),
                ("text/plain", "two"),
                ("message/rfc822", "Subject: x\n\nthree"),
            ],
        );
    }

    #[test]
    fn a_multipart_that_is_cut_off_ends_with_its_last_part() {
        check(
            "Content-Type: multipart/mixed; boundary=a\n\n--a\n\none\n--a\n\ntwo",
            &[("text/plain", "one"), ("text/plain", "two")],
        );
        check(
            "Content-Type: multipart/mixed; boundary=a\n\n--a\n--a\n--a--",
            &[("text/plain", ""), ("text/plain", "")],
        );
    }

    #[test]
    fn text_is_decoded_from_its_encoding_and_its_charset() {
        let head = "Content-Type: text/plain; charset";
        check(
            &format!("{head}=utf-8\nContent-Transfer-Encoding: Base64\n\nQsO8\nY2hlcg==\n"),
            &[("text/plain", "Bücher")],
        );
        check(
            &format!(
                "{head}=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nB=FCch=\ner"
            ),
            &[("text/plain", "Bücher")],
        );
        check(
            &format!("{head}=koi8-r\nContent-Transfer-Encoding: quoted-printable\n\n=F0=CF"),
            &[("text/plain", "По")],
        );
        check(&format!("{head}=iso-2022-jp\n\n\u{1b}$B%3!<\u{1b}(B"), &[("text/plain", "コー")]);
        check("Content-Type: text/plain; charset=unheard-of\n\né", &[("text/plain", "é")]);
    }

    #[test]
    fn html_is_read_without_its_tags() {
        let parts = parts(b"Content-Type: text/html\n\n<p>no <b>such</b> user<br>here</p>");
        assert_eq!(
            parts[0].text().split_whitespace().collect::<Vec<_>>().join(" "),
            "no such user here"
        );
    }

    #[test]
    fn what_is_deep_long_or_many_is_read_to_its_bound() {
        let mut deep = String::new();
        for level in 0..10_000 {
            deep.push_str(&format!(
                "Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n"
            ));
        }
        assert_eq!(parts(deep.as_bytes()).len(), 1);
        let many =
            format!("Content-Type: multipart/mixed; boundary=b\n\n{}", "--b\n".repeat(100_000));
        assert!(parts(many.as_bytes()).len() <= MAX_PARTS + 1);
        let long = format!("Subject: x\n\n{}", "word ".repeat(2 << 20));
        assert!(parts(long.as_bytes())[0].text().len() <= MAX_TEXT);
    }

    proptest! {
        #[test]
        fn any_octets_have_a_part(message: Vec<u8>) {
            prop_assert!(!parts(&message).is_empty());
        }

        #[test]
        fn likely_lines_have_parts_whose_text_can_be_read(
            lines in prop::collection::vec(
                "--a(--)?|--b|Content-Type: multipart/mixed; boundary=[ab]|Content-Transfer-Encoding: (base64|quoted-printable)|[=A-Za-z]{0,8}|",
                0..40,
            )
        ) {
            for part in parts(lines.join("\n").as_bytes()) {
                part.text();
            }
        }
    }
}
