//! Line ends: scripts write LF, CRLF, CR CR LF and sometimes CR; what travels has CRLF only (RFC 5321 §2.3.8).
//!
//! LF and CRLF end a line, mixed as they come. CR CR LF, which is CRLF sent through a conversion to CRLF, ends one
//! line. Any other CR is *bare*: [`BareCr`] says whether it ends a line of a body or is refused; it is never passed on,
//! since servers that disagree about it can be made to see another message (SMTP smuggling). In a head it is always
//! refused: a script that lets no LF into a field would else let in a field. NUL is always refused. A last line without
//! an end gets one. Nothing else is touched.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr3};

/// What a CR in a body is that belongs to no line end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BareCr {
    /// A reason to refuse the message.
    Refuse,
    /// A line end.
    EndsLine,
}

/// An octet that cannot travel. Lines count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    #[error("line {line} holds a NUL octet")]
    Nul { line: usize },
    #[error("line {line} holds a CR that ends no line: end lines in LF or CRLF")]
    BareCr { line: usize },
}

impl LineFault {
    /// The same fault, seen from a text that begins `lines` further up.
    pub(crate) fn further_down(self, lines: usize) -> LineFault {
        match self {
            LineFault::Nul { line } => LineFault::Nul { line: line + lines },
            LineFault::BareCr { line } => LineFault::BareCr { line: line + lines },
        }
    }
}

/// Appends `text` to `out` with CRLF at the end of each line, the last one too; an empty text stays empty.
pub fn normalise(text: &[u8], bare_cr: BareCr, out: &mut Vec<u8>) -> Result<(), LineFault> {
    out.reserve(text.len() + text.len() / 32 + 2);
    // What is right already is copied in long runs; `copied` is where the next one begins.
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = memchr3(b'\r', b'\n', 0, &text[at..]) {
        let stop = at + found;
        let next = match &text[stop..] {
            [b'\r', b'\n', ..] => {
                at = stop + 2;
                continue;
            }
            [b'\n', ..] => stop + 1,
            [b'\r', b'\r', b'\n', ..] => stop + 3,
            [b'\r', ..] if bare_cr == BareCr::EndsLine => stop + 1,
            _ => return Err(fault_at(text, stop)),
        };
        out.extend_from_slice(&text[copied..stop]);
        out.extend_from_slice(b"\r\n");
        copied = next;
        at = next;
    }
    out.extend_from_slice(&text[copied..]);
    if !text.is_empty() && !out.ends_with(b"\r\n") {
        out.extend_from_slice(b"\r\n");
    }
    Ok(())
}

/// The fault that the octet at `at` is, a NUL or else a bare CR.
pub(crate) fn fault_at(text: &[u8], at: usize) -> LineFault {
    let line = line_number(text, at);
    match text.get(at) {
        Some(0) => LineFault::Nul { line },
        _ => LineFault::BareCr { line },
    }
}

/// The number of the line, from 1, in which the octet `at` stands.
pub(crate) fn line_number(text: &[u8], at: usize) -> usize {
    1 + memchr_iter(b'\n', &text[..at]).count()
}

/// The lines of a head, one after the other: LF, CRLF and CR CR LF end them. A bare CR is left in its line for the
/// caller to refuse.
#[derive(Debug, Clone)]
pub(crate) struct Lines<'a> {
    text: &'a [u8],
    at: usize,
}

/// One line: where its content stands, and where its end is over.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) content: Range<usize>,
    pub(crate) next: usize,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Lines<'a> {
        Lines { text, at: 0 }
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let (content, length) = match memchr(b'\n', rest) {
            Some(feed) => (without_crs(&rest[..feed]), feed + 1),
            None => (rest.len(), rest.len()),
        };
        let line = Line { content: self.at..self.at + content, next: self.at + length };
        self.at = line.next;
        Some(line)
    }
}

/// The length of a line without the one or two CR before its LF.
fn without_crs(line: &[u8]) -> usize {
    match line {
        [rest @ .., b'\r', b'\r'] | [rest @ .., b'\r'] => rest.len(),
        _ => line.len(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, bare_cr: BareCr, expected: Result<&str, LineFault>) {
        let mut out = Vec::new();
        let done = normalise(text.as_bytes(), bare_cr, &mut out);
        let got = done.map(|()| String::from_utf8(out).unwrap());
        assert_eq!(got, expected.map(str::to_owned), "{text:?}");
    }

    #[test]
    fn every_kind_of_line_end_becomes_crlf() {
        check("", BareCr::Refuse, Ok(""));
        check("a\r\nb\r\n", BareCr::Refuse, Ok("a\r\nb\r\n"));
        check("a\nb\n", BareCr::Refuse, Ok("a\r\nb\r\n"));
        check("a\r\r\nb\nc\r\n\nd", BareCr::Refuse, Ok("a\r\nb\r\nc\r\n\r\nd\r\n"));
        check("\n", BareCr::Refuse, Ok("\r\n"));
        check(" \n.\n..\nFrom x\n", BareCr::Refuse, Ok(" \r\n.\r\n..\r\nFrom x\r\n"));
    }

    #[test]
    fn a_bare_cr_is_refused_or_ends_a_line() {
        check("a\nb\rc\n", BareCr::Refuse, Err(LineFault::BareCr { line: 2 }));
        check("a\rb\rc", BareCr::EndsLine, Ok("a\r\nb\r\nc\r\n"));
        check("a\r", BareCr::Refuse, Err(LineFault::BareCr { line: 1 }));
        check("a\r.\r", BareCr::EndsLine, Ok("a\r\n.\r\n"));
        check("a\r\r\r\nb", BareCr::EndsLine, Ok("a\r\n\r\nb\r\n"));
        check("a\r\r\r\nb", BareCr::Refuse, Err(LineFault::BareCr { line: 1 }));
    }

    #[test]
    fn nul_is_refused_with_its_line() {
        check("a\n\nb\0c\n", BareCr::EndsLine, Err(LineFault::Nul { line: 3 }));
    }

    proptest! {
        #[test]
        fn after_it_lines_end_in_crlf_and_nothing_else_has_changed(text in "[a.\r\n ]{0,60}") {
            let mut out = Vec::new();
            normalise(text.as_bytes(), BareCr::EndsLine, &mut out).unwrap();
            // The longest line end first; what is left of them is one CR or LF each.
            let marked = text.replace("\r\r\n", "|").replace("\r\n", "|").replace(['\r', '\n'], "|");
            let missing = if marked.is_empty() || marked.ends_with('|') { "" } else { "|" };
            let expected = format!("{marked}{missing}").replace('|', "\r\n");
            prop_assert_eq!(&out, expected.as_bytes());
            let mut again = Vec::new();
            normalise(&out, BareCr::Refuse, &mut again).unwrap();
            prop_assert_eq!(again, out);
        }

        #[test]
        fn lines_cover_the_text_without_gaps(text: Vec<u8>) {
            let mut at = 0;
            for line in Lines::new(&text) {
                prop_assert_eq!(line.content.start, at);
                prop_assert!(line.content.end <= line.next);
                at = line.next;
            }
            prop_assert_eq!(at, text.len());
        }
    }
}
