//! The transparent form of DATA (RFC 5321 §4.5.2): a dot before each line that begins with one, a lone dot at the end.
//!
//! [`Unstuffer`] reads it. Its end is CRLF `.` CRLF and nothing else: where servers disagree about that, a second
//! message can be smuggled inside a first. A bare CR or LF spoils the content, but does not end it: reading goes on to
//! the true end, so that the session stays in step with the client. A local program may use LF, but not to say two
//! things at once: where it ends its commands in CRLF, an LF alone ends a line of text and no dot behind it counts.
//! [`Stuffer`] writes it.

use memchr::{memchr2, memmem};

/// What ends a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnds {
    /// CRLF only, as on every network.
    Crlf,
    /// CRLF or LF, for a local program that talks over a pipe (`sendmail -bs`). A CR elsewhere is content.
    CrlfOrLf,
    /// The same for content of a program whose commands end in CRLF: the dots that hide others and the one that ends
    /// all stand behind CRLF only.
    CrlfOrLfInText,
}

/// Why content that has been read to its end is of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ContentFault {
    #[error("bare LF in the message: lines end in CRLF")]
    BareLf,
    #[error("bare CR in the message: lines end in CRLF")]
    BareCr,
    #[error("the message is larger than {limit} bytes")]
    TooLarge { limit: u64 },
}

/// Reads the content of DATA as it arrives, in pieces of any size.
#[derive(Debug)]
pub struct Unstuffer {
    at: At,
    line_ends: LineEnds,
    limit: u64,
    size: u64,
    fault: Option<ContentFault>,
}

/// Where the next octet stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    LineStart,
    /// Behind the dot at the start of a line.
    Dot,
    /// Behind `.` CR at the start of a line.
    DotCr,
    Inside,
    /// Behind a CR inside a line.
    Cr,
    End,
}

impl Unstuffer {
    /// `limit` is the most octets of content that are of use, line ends counted, dots that only hide others not
    /// (RFC 1870 §5).
    pub fn new(line_ends: LineEnds, limit: u64) -> Unstuffer {
        Unstuffer { at: At::LineStart, line_ends, limit, size: 0, fault: None }
    }

    /// Takes what it needs from the front of `input`; says whether the content has ended. What follows the end stays
    /// in `input`: commands sent ahead.
    ///
    /// Content is appended to `out`, with CRLF at each line end. After a fault nothing more is appended.
    pub fn feed(&mut self, input: &mut &[u8], out: &mut Vec<u8>) -> bool {
        let bytes = *input;
        let strict = self.line_ends == LineEnds::Crlf;
        let dots_behind_lf = self.line_ends == LineEnds::CrlfOrLf;
        let mut at = 0;
        // Octets that are content as they stand wait from here on, and are appended in long runs.
        let mut run = 0;
        while let (Some(&octet), true) = (bytes.get(at), self.at != At::End) {
            match (self.at, octet) {
                (At::LineStart, b'.') => {
                    self.keep(&bytes[run..at], out);
                    at += 1;
                    run = at;
                    self.at = At::Dot;
                }
                (At::Dot, b'\r') => {
                    at += 1;
                    run = at;
                    self.at = At::DotCr;
                }
                (At::DotCr, b'\n') => {
                    at += 1;
                    run = at;
                    self.at = At::End;
                }
                (At::Dot, b'\n') if dots_behind_lf => {
                    at += 1;
                    run = at;
                    self.at = At::End;
                }
                // The CR behind the dot was content after all.
                (At::DotCr, _) => {
                    self.bare_cr();
                    self.keep(b"\r", out);
                    self.at = At::Inside;
                }
                (At::Cr, b'\n') => {
                    at += 1;
                    self.at = At::LineStart;
                }
                (At::Cr, _) => {
                    self.bare_cr();
                    self.at = At::Inside;
                }
                (At::LineStart | At::Dot | At::Inside | At::End, _) => {
                    self.at = At::Inside;
                    let Some(stop) = memchr2(b'\r', b'\n', &bytes[at..]) else {
                        at = bytes.len();
                        continue;
                    };
                    at += stop + 1;
                    match bytes[at - 1] {
                        b'\r' => self.at = At::Cr,
                        _ if strict => self.spoil(ContentFault::BareLf),
                        _ => {
                            self.keep(&bytes[run..at - 1], out);
                            self.keep(b"\r\n", out);
                            run = at;
                            if dots_behind_lf {
                                self.at = At::LineStart;
                            }
                        }
                    }
                }
            }
        }
        self.keep(&bytes[run..at], out);
        *input = &bytes[at..];
        self.at == At::End
    }

    /// Octets of content so far, those of no use included.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Why the content is of no use, once that is known.
    pub fn fault(&self) -> Option<ContentFault> {
        self.fault
    }

    fn keep(&mut self, content: &[u8], out: &mut Vec<u8>) {
        self.size += content.len() as u64;
        if self.size > self.limit {
            self.spoil(ContentFault::TooLarge { limit: self.limit });
        }
        if self.fault.is_none() {
            out.extend_from_slice(content);
        }
    }

    fn bare_cr(&mut self) {
        if self.line_ends == LineEnds::Crlf {
            self.spoil(ContentFault::BareCr);
        }
    }

    /// The first fault is the one that is told.
    fn spoil(&mut self, fault: ContentFault) {
        self.fault.get_or_insert(fault);
    }
}

/// Writes content, all lines of which end in CRLF, in its transparent form, piece by piece.
#[derive(Debug, Default)]
pub struct Stuffer {
    inside_line: bool,
    after_cr: bool,
}

impl Stuffer {
    pub fn new() -> Stuffer {
        Stuffer::default()
    }

    /// The slices to send for the next piece of content: long runs of it, split where a dot goes between.
    pub fn stuff<'a>(&mut self, content: &'a [u8]) -> Stuffed<'a> {
        let dot_first = !self.inside_line && content.starts_with(b".");
        if let Some(&last) = content.last() {
            self.inside_line = last != b'\n';
            self.after_cr = last == b'\r';
        }
        Stuffed { rest: content, dot_first }
    }

    /// What ends the content; a last line without an end gets one.
    pub fn end(&self) -> &'static [u8] {
        match (self.inside_line, self.after_cr) {
            (false, _) => b".\r\n",
            (true, false) => b"\r\n.\r\n",
            (true, true) => b"\n.\r\n",
        }
    }
}

/// The slices of one piece of content in transparent form.
#[derive(Debug, Clone)]
pub struct Stuffed<'a> {
    rest: &'a [u8],
    dot_first: bool,
}

impl<'a> Iterator for Stuffed<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if std::mem::take(&mut self.dot_first) {
            return Some(b".");
        }
        if self.rest.is_empty() {
            return None;
        }
        let run = match memmem::find(self.rest, b"\n.") {
            Some(feed) => {
                self.dot_first = true;
                feed + 1
            }
            None => self.rest.len(),
        };
        let (slice, rest) = self.rest.split_at(run);
        self.rest = rest;
        Some(slice)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LIMIT: u64 = 1000;

    /// What is read of `wire` in pieces of `cut` octets: content, fault, what is left behind the end.
    fn read(
        wire: &[u8],
        line_ends: LineEnds,
        cut: usize,
    ) -> Option<(Vec<u8>, Option<ContentFault>, Vec<u8>)> {
        let mut unstuffer = Unstuffer::new(line_ends, LIMIT);
        let mut content = Vec::new();
        let mut at = 0;
        for piece in wire.chunks(cut) {
            let mut input = piece;
            let ended = unstuffer.feed(&mut input, &mut content);
            at += piece.len() - input.len();
            if ended {
                return Some((content, unstuffer.fault(), wire[at..].to_vec()));
            }
            assert!(input.is_empty());
        }
        None
    }

    fn check(line_ends: LineEnds, wire: &str, content: &str, rest: &str) {
        for cut in 1..=wire.len() {
            let expected = (content.as_bytes().to_vec(), None, rest.as_bytes().to_vec());
            assert_eq!(read(wire.as_bytes(), line_ends, cut), Some(expected), "{wire:?} by {cut}");
        }
    }

    fn check_fault(wire: &str, fault: ContentFault, rest: &str) {
        for cut in 1..=wire.len() {
            let (_, found, left) = read(wire.as_bytes(), LineEnds::Crlf, cut).unwrap();
            assert_eq!((found, left), (Some(fault), rest.as_bytes().to_vec()), "{wire:?} by {cut}");
        }
    }

    fn check_unended(line_ends: LineEnds, wire: &str) {
        for cut in 1..=wire.len() {
            assert_eq!(read(wire.as_bytes(), line_ends, cut), None, "{wire:?} by {cut}");
        }
    }

    #[test]
    fn content_ends_at_a_lone_dot_and_commands_behind_it_are_left() {
        check(LineEnds::Crlf, ".\r\n", "", "");
        check(LineEnds::Crlf, "a\r\n.\r\nQUIT\r\n", "a\r\n", "QUIT\r\n");
        check(LineEnds::Crlf, "\r\n\r\n.\r\n.\r\n", "\r\n\r\n", ".\r\n");
    }

    #[test]
    fn dots_that_hide_others_are_removed() {
        check(LineEnds::Crlf, "..\r\n...\r\n.x\r\na.\r\n.\r\n", ".\r\n..\r\nx\r\na.\r\n", "");
    }

    #[test]
    fn bare_line_ends_spoil_the_content_and_do_not_end_it() {
        check_fault("a\n.\nb\r\n.\r\nQUIT\r\n", ContentFault::BareLf, "QUIT\r\n");
        check_fault("a\n.\r\nMAIL FROM:<x>\r\n.\r\nQ", ContentFault::BareLf, "Q");
        check_fault("a\r\n.\nb\r\n.\r\nQ", ContentFault::BareLf, "Q");
        check_fault("a\r.\rb\r\n.\r\nQ", ContentFault::BareCr, "Q");
        check_fault("a\r\n.\r.\r\n\r\n.\r\nQ", ContentFault::BareCr, "Q");
        check_fault("a\r\r\n.\r\nQ", ContentFault::BareCr, "Q");
        check_unended(LineEnds::Crlf, "a\n.\n");
        check_unended(LineEnds::Crlf, "a\r\n.\n");
        check_unended(LineEnds::Crlf, "a\n.\r\n");
        check_unended(LineEnds::Crlf, "a\r.\r");
        check_unended(LineEnds::Crlf, "a\r\n.\r");
    }

    #[test]
    fn a_local_program_may_end_lines_with_lf() {
        check(LineEnds::CrlfOrLf, "a\nb\r\n..c\n.\nQUIT\n", "a\r\nb\r\n.c\r\n", "QUIT\n");
        check(LineEnds::CrlfOrLf, ".\n", "", "");
        check(LineEnds::CrlfOrLf, "a\rb\n.\rc\n.\r\n", "a\rb\r\n\rc\r\n", "");
        check_unended(LineEnds::CrlfOrLf, "a\r.\r");
    }

    #[test]
    fn behind_an_lf_in_the_text_of_a_program_that_speaks_crlf_no_dot_counts() {
        let text = LineEnds::CrlfOrLfInText;
        check(text, "a\n.\nb\r\n.\r\nQUIT\r\n", "a\r\n.\r\nb\r\n", "QUIT\r\n");
        check(text, "a\n.\r\nb\r\n.\r\nQ", "a\r\n.\r\nb\r\n", "Q");
        check(text, "a\n..b\r\n..c\r\n.\r\n", "a\r\n..b\r\n.c\r\n", "");
        check(text, ".\nb\r\n.\r\n", "\r\nb\r\n", "");
        check(text, "a\n\r\n.\r\n", "a\r\n\r\n", "");
        check_unended(text, ".\n");
        check_unended(text, "a\n.\n");
        check_unended(text, "a\n.\r\n");
        check_unended(text, "a\r\n.\n");
    }

    #[test]
    fn content_beyond_the_limit_is_counted_and_not_kept() {
        let wire = format!("{}\r\n..{}\r\n.\r\n", "x".repeat(998), "y".repeat(5000));
        let mut unstuffer = Unstuffer::new(LineEnds::Crlf, LIMIT);
        let mut content = Vec::new();
        assert!(unstuffer.feed(&mut wire.as_bytes(), &mut content));
        assert_eq!(unstuffer.fault(), Some(ContentFault::TooLarge { limit: 1000 }));
        assert_eq!(unstuffer.size(), 1000 + 5003);
        assert!(content.len() <= 1000);
    }

    #[test]
    fn content_of_just_the_limit_is_kept() {
        let wire = format!("{}\r\n.\r\n", "x".repeat(998));
        let (content, fault, _) = read(wire.as_bytes(), LineEnds::Crlf, 7).unwrap();
        assert_eq!((content.len(), fault), (1000, None));
    }

    #[test]
    fn content_without_dots_is_sent_as_one_slice() {
        let content = b"a\r\nb.\r\n";
        let mut stuffer = Stuffer::new();
        assert_eq!(stuffer.stuff(content).collect::<Vec<_>>(), [content]);
        assert_eq!(stuffer.end(), b".\r\n");
    }

    proptest! {
        #[test]
        fn what_is_stuffed_is_read_back_however_it_is_cut(
            lines in prop::collection::vec("[.a]{0,4}", 0..20), cut in 1_usize..9, recut in 1_usize..9,
        ) {
            let content: String = lines.iter().flat_map(|line| [line, "\r\n"]).collect();
            let mut stuffer = Stuffer::new();
            let mut wire: Vec<u8> =
                content.as_bytes().chunks(cut).flat_map(|piece| stuffer.stuff(piece)).flatten().copied().collect();
            wire.extend_from_slice(stuffer.end());
            wire.extend_from_slice(b"QUIT");
            let read = read(&wire, LineEnds::Crlf, recut);
            prop_assert_eq!(read, Some((content.into_bytes(), None, b"QUIT".to_vec())));
        }

        #[test]
        fn a_last_line_without_an_end_gets_one(content in "[.a]{1,4}(\r\n[.a]{1,4}){0,3}\r?") {
            let mut stuffer = Stuffer::new();
            let mut wire: Vec<u8> = stuffer.stuff(content.as_bytes()).flatten().copied().collect();
            wire.extend_from_slice(stuffer.end());
            let expected = format!("{}\r\n", content.trim_end_matches('\r')).into_bytes();
            prop_assert_eq!(read(&wire, LineEnds::Crlf, 3), Some((expected, None, Vec::new())));
        }

        #[test]
        fn the_end_and_the_faults_do_not_depend_on_how_the_wire_is_cut(
            wire in "[.a\r\n]{0,30}\r\n\\.\r\n[.\r\n]{0,5}", cut in 1_usize..9,
        ) {
            for line_ends in [LineEnds::Crlf, LineEnds::CrlfOrLf, LineEnds::CrlfOrLfInText] {
                let whole = read(wire.as_bytes(), line_ends, wire.len());
                let (Some(whole), Some(cut)) = (whole, read(wire.as_bytes(), line_ends, cut)) else {
                    return Err(TestCaseError::fail("no end found"));
                };
                prop_assert_eq!((&whole.1, &whole.2), (&cut.1, &cut.2));
                if whole.1.is_none() {
                    prop_assert_eq!(whole.0, cut.0);
                }
            }
        }

        #[test]
        fn strict_content_without_a_fault_has_no_bare_line_ends(wire in "[.a\r\n]{0,30}\r\n\\.\r\n") {
            if let Some((content, None, _)) = read(wire.as_bytes(), LineEnds::Crlf, 4) {
                let text = String::from_utf8(content).unwrap();
                prop_assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
            }
        }
    }
}
