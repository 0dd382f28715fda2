//! The head of a message: where its fields are, and where the body begins.
//!
//! Read as scripts write it, not as RFC 5322 wants it: any line ends; a first `From ` line of an mbox is dropped;
//! blanks before the colon are allowed; a leading blank line means that there is no head; a line that is no field
//! ends the head and is the first line of the body, so nothing is lost when the blank line was forgotten. A CR that
//! ends no line is text of its field, for the reader to refuse.
//! The head is read lazily: nothing is stored for a field, however many there are.

use std::borrow::Cow;
use std::ops::Range;

use crate::lines::Lines;

/// The head of a message.
#[derive(Debug, Clone)]
pub struct Head<'a> {
    message: &'a [u8],
    fields: Range<usize>,
    body: usize,
}

impl<'a> Head<'a> {
    /// Finds the head of `message`. There always is one, if only an empty one.
    pub fn parse(message: &'a [u8]) -> Head<'a> {
        let mut lines = Lines::new(message).peekable();
        let mbox = lines.next_if(|line| is_mbox_line(&message[line.content.clone()]));
        let start = mbox.map_or(0, |line| line.next);
        let mut end = start;
        for line in lines {
            let content = &message[line.content.clone()];
            let continues = end > start && matches!(content.first(), Some(b' ' | b'\t'));
            match content.is_empty() {
                true => return Head { message, fields: start..end, body: line.next },
                false if continues || name_end(content).is_some() => end = line.next,
                false => break,
            }
        }
        Head { message, fields: start..end, body: end }
    }

    /// The fields in their order.
    pub fn fields(&self) -> Fields<'a> {
        let text = &self.message[..self.fields.end];
        Fields { text, at: self.fields.start }
    }

    /// The first field of this name, in any letter case.
    pub fn first(&self, name: &str) -> Option<Field<'a>> {
        self.fields().find(|field| field.is(name))
    }

    /// Where the body begins in the message.
    pub fn body_offset(&self) -> usize {
        self.body
    }

    /// The body, with the line ends it came with.
    pub fn body(&self) -> &'a [u8] {
        &self.message[self.body..]
    }

    /// How many `Received` fields there are: the hops the message has behind it.
    pub fn received_count(&self) -> usize {
        self.fields().filter(|field| field.is("Received")).count()
    }
}

/// One field of a head.
#[derive(Debug, Clone)]
pub struct Field<'a> {
    message: &'a [u8],
    range: Range<usize>,
    name: &'a str,
    value: Range<usize>,
}

impl<'a> Field<'a> {
    /// The name as written, without the colon.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// Is this the field's name, in any letter case?
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Where the whole field stands in the message, name and last line end included.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// The whole field as it stands in the message.
    pub fn raw(&self) -> &'a [u8] {
        &self.message[self.range.clone()]
    }

    /// What follows the colon, blanks and inner line ends as they are, without the last line end.
    pub fn value(&self) -> &'a [u8] {
        &self.message[self.value.clone()]
    }

    /// The value as one line: without line ends (RFC 5322 §2.2.3), without blanks round it.
    pub fn unfolded(&self) -> Cow<'a, [u8]> {
        let value = self.value();
        if memchr::memchr2(b'\r', b'\n', value).is_none() {
            return Cow::Borrowed(value.trim_ascii());
        }
        let lines = Lines::new(value).map(|line| &value[line.content]);
        let line = lines.collect::<Vec<_>>().concat();
        Cow::Owned(line.trim_ascii().to_vec())
    }

    /// Where the lines of the field stand in the message, without their ends.
    pub(crate) fn lines(&self) -> impl Iterator<Item = Range<usize>> + use<'a> {
        let start = self.range.start;
        Lines::new(self.raw()).map(move |line| line.content.start + start..line.content.end + start)
    }
}

/// The fields of a [`Head`], in order.
#[derive(Debug, Clone)]
pub struct Fields<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Fields<'a> {
    type Item = Field<'a>;

    fn next(&mut self) -> Option<Field<'a>> {
        let start = self.at;
        let rest = &self.text[start..];
        let mut lines = Lines::new(rest);
        let mut last = lines.next()?;
        let (name_end, colon) = name_end(&rest[last.content.clone()])?;
        for line in lines {
            match rest[line.content.clone()].first() {
                Some(b' ' | b'\t') => last = line,
                _ => break,
            }
        }
        self.at = start + last.next;
        Some(Field {
            message: self.text,
            range: start..self.at,
            // Names are printable ASCII, `name_end` has seen to it.
            name: std::str::from_utf8(&rest[..name_end]).unwrap_or_default(),
            value: start + colon + 1..start + last.content.end.max(colon + 1),
        })
    }
}

/// Where the name of the field ends that `line` begins, and where its colon is; `None` if the line is no field.
fn name_end(line: &[u8]) -> Option<(usize, usize)> {
    let end = line.iter().position(|&b| !matches!(b, b'!'..=b'9' | b';'..=b'~'))?;
    let blanks = line[end..].iter().position(|b| !matches!(b, b' ' | b'\t'))?;
    let colon = end + blanks;
    (end > 0 && line[colon] == b':').then_some((end, colon))
}

/// `From someone Mon Jan  1 00:00:00 2024`, the separator of mbox files. `From : someone` is a field; `From now on we
/// open at 8.` is a text without a head, and is not to be lost: a separator has a month, a time and a year.
fn is_mbox_line(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let has = |is: fn(&[u8]) -> bool| rest.split(|&b| matches!(b, b' ' | b'\t')).any(is);
    name_end(line).is_none() && has(is_month) && has(is_time) && has(is_year)
}

fn is_month(word: &[u8]) -> bool {
    const MONTHS: [&[u8]; 12] = [
        b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov",
        b"Dec",
    ];
    MONTHS.iter().any(|month| word.eq_ignore_ascii_case(month))
}

/// `hh:mm`, with or without seconds.
fn is_time(word: &[u8]) -> bool {
    let parts: Vec<&[u8]> = word.splitn(4, |&b| b == b':').collect();
    matches!(parts.len(), 2 | 3)
        && parts
            .iter()
            .all(|part| matches!(part.len(), 1 | 2) && part.iter().all(u8::is_ascii_digit))
}

fn is_year(word: &[u8]) -> bool {
    word.len() == 4 && word.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(message: &str, fields: &[(&str, &str)], body: &str) {
        let head = Head::parse(message.as_bytes());
        let found: Vec<(String, String)> = head
            .fields()
            .map(|f| (f.name().to_owned(), String::from_utf8(f.unfolded().into()).unwrap()))
            .collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(n, v)| (&**n, &**v)).collect();
        assert_eq!(found, fields, "{message:?}");
        assert_eq!(head.body(), body.as_bytes(), "{message:?}");
    }

    #[test]
    fn fields_are_read_with_any_line_ends() {
        check("A: 1\r\nB:2\r\n\r\nbody\r\n", &[("A", "1"), ("B", "2")], "body\r\n");
        check("A: 1\nB:2\n\nbody", &[("A", "1"), ("B", "2")], "body");
        check("A: 1\r\nB:2\r\r\n\nbody", &[("A", "1"), ("B", "2")], "body");
        check("A: 1\r\r\n\r\r\nbody", &[("A", "1")], "body");
    }

    #[test]
    fn folded_fields_are_one_line() {
        check("A: 1\r\n 2\r\n\t 3\r\nB: 4\r\n\r\n", &[("A", "1 2\t 3"), ("B", "4")], "");
        check("A:\n 1\n \nB: 2\n", &[("A", "1"), ("B", "2")], "");
    }

    #[test]
    fn a_field_may_have_blanks_before_its_colon_and_no_value() {
        check("A : 1\nB:\nC \t:\n\n", &[("A", "1"), ("B", ""), ("C", "")], "");
        check("From : a@example.org\n\n", &[("From", "a@example.org")], "");
        check("\u{fc}: 1\n", &[], "\u{fc}: 1\n");
    }

    #[test]
    fn the_first_line_of_an_mbox_is_dropped() {
        check(
            "From a@example.org Mon Jan 1 00:00:00 2024\nA: 1\n\nFrom b\n",
            &[("A", "1")],
            "From b\n",
        );
        for line in [
            "From 0123abcd Mon Sep 17 00:00:00 2001",
            "From - Tue Jan  2 09:05 2024",
            "From a b@c Tue, 2 Jan 2024 9:05:00 +0100",
        ] {
            check(&format!("{line}\nA: 1\n\nx\n"), &[("A", "1")], "x\n");
        }
        check(">From x\nA: 1\n", &[], ">From x\nA: 1\n");
    }

    #[test]
    fn a_text_that_begins_with_from_is_kept() {
        for text in [
            "From now on we open at 8.\n",
            "From now on we open at 8:00.\n",
            "From 2024 on we open at 8:00\n",
            "From Jan 2024 on\n",
            "From \n",
        ] {
            check(text, &[], text);
        }
    }

    #[test]
    fn a_line_that_is_no_field_is_body() {
        check("hello\n", &[], "hello\n");
        check("A: 1\nhello\nB: 2\n\nx", &[("A", "1")], "hello\nB: 2\n\nx");
        check(" indented\nA: 1\n", &[], " indented\nA: 1\n");
        check(": no name\n", &[], ": no name\n");
        check("http//example.org\n", &[], "http//example.org\n");
    }

    #[test]
    fn a_leading_blank_line_means_no_head() {
        check("\nA: 1\n", &[], "A: 1\n");
        check("\r\nA: 1\n", &[], "A: 1\n");
        check("", &[], "");
        check("A: 1", &[("A", "1")], "");
    }

    #[test]
    fn ranges_and_raw_text_point_into_the_message() {
        let message = b"A: 1\r\nB: 2\r\n\t3\r\n\r\nbody";
        let head = Head::parse(message);
        let field = head.first("b").unwrap();
        assert_eq!(field.range(), 6..16);
        assert_eq!(field.raw(), b"B: 2\r\n\t3\r\n");
        assert_eq!(field.value(), b" 2\r\n\t3");
        assert_eq!(head.body_offset(), 18);
    }

    #[test]
    fn received_fields_are_counted_in_any_letter_case() {
        let head = Head::parse(b"Received: x\nRECEIVED: y\nX-Received: z\n\nReceived: body\n");
        assert_eq!(head.received_count(), 2);
    }

    proptest! {
        #[test]
        fn fields_and_body_cover_any_message(message: Vec<u8>) {
            let head = Head::parse(&message);
            let mut at = head.fields.start;
            for field in head.fields() {
                prop_assert_eq!(field.range().start, at);
                prop_assert!(!field.name().is_empty());
                at = field.range().end;
            }
            prop_assert_eq!(at, head.fields.end);
            prop_assert!(head.body_offset() >= at);
        }

        #[test]
        fn heads_of_likely_characters_are_covered_too(message in "[A:From \t\r\n]{0,40}") {
            let head = Head::parse(message.as_bytes());
            let covered: usize = head.fields().map(|f| f.range().len()).sum();
            prop_assert_eq!(covered, head.fields.len());
        }
    }
}
