//! Replies of SMTP (RFC 5321 §4.2) with enhanced codes (RFC 3463): written by the server, read by the client.
//!
//! A [`Reply`] is made of its code, its enhanced code and its text; a text of several lines becomes a reply of several
//! lines. What is written is always well-formed: control characters and octets outside ASCII become `?`, long lines
//! are broken. What is read may be anything: [`ReplyParser`] has bounds, takes LF for CRLF, and says what it did not
//! understand. The words of a remote server are kept as they came, only octets that are no UTF-8 are replaced.

use std::fmt;

/// A reply: what a server answers to a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    code: u16,
    enhanced: Option<EnhancedCode>,
    text: String,
}

/// `class.subject.detail` (RFC 3463 §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EnhancedCode {
    pub class: u8,
    pub subject: u16,
    pub detail: u16,
}

/// What the first digit of a reply says (RFC 5321 §4.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// 2yz: done.
    Done,
    /// 3yz: go on.
    Continue,
    /// 4yz: not now, try again.
    Transient,
    /// 5yz: no.
    Permanent,
}

/// Longest line written, in octets with its CRLF (RFC 5321 §4.5.3.1.5).
const MAX_WRITTEN_LINE: usize = 512;
/// Longest line read, in octets: eight times what a server may send, since some send more.
const MAX_READ_LINE: usize = 4096;
/// Most lines of one reply read.
const MAX_READ_LINES: usize = 200;

impl Reply {
    /// A reply with an enhanced code, as nearly all have: `Reply::new(250, (2, 1, 0), "sender ok")`.
    ///
    /// `text` may have several lines. A code outside 200 to 599 is written as 451: a server must not send it.
    pub fn new(code: u16, enhanced: impl Into<EnhancedCode>, text: impl Into<String>) -> Reply {
        Reply { code: valid_code(code), enhanced: Some(enhanced.into()), text: text.into() }
    }

    /// A reply without an enhanced code: greetings, answers to EHLO and HELO, 334, 354.
    pub fn plain(code: u16, text: impl Into<String>) -> Reply {
        Reply { code: valid_code(code), enhanced: None, text: text.into() }
    }

    /// The code, 200 to 599.
    pub fn code(&self) -> u16 {
        self.code
    }

    pub fn enhanced(&self) -> Option<EnhancedCode> {
        self.enhanced
    }

    /// The text without codes; its lines are separated by LF.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn severity(&self) -> Severity {
        match self.code {
            0..300 => Severity::Done,
            300..400 => Severity::Continue,
            400..500 => Severity::Transient,
            500.. => Severity::Permanent,
        }
    }

    pub fn is_done(&self) -> bool {
        self.severity() == Severity::Done
    }

    /// Appends the reply as it goes over the wire, each line ended by CRLF.
    pub fn write_to(&self, out: &mut Vec<u8>) {
        let prefix = match self.enhanced {
            Some(enhanced) => format!("{enhanced} "),
            None => String::new(),
        };
        let room = MAX_WRITTEN_LINE - "250-".len() - prefix.len() - "\r\n".len();
        let clean: String = self
            .text
            .chars()
            .map(|c| if matches!(c, ' '..='~' | '\n') { c } else { '?' })
            .collect();
        let mut lines = clean.split('\n').flat_map(|line| broken(line, room)).peekable();
        while let Some(line) = lines.next() {
            let mark = if lines.peek().is_some() { '-' } else { ' ' };
            out.extend_from_slice(format!("{}{mark}{prefix}{line}\r\n", self.code).as_bytes());
        }
    }

    /// The reply as it goes over the wire.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.text.len() + 16);
        self.write_to(&mut out);
        out
    }
}

/// One line, codes first, as it is stored and shown: `550 5.1.1 no such user`.
impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        if let Some(enhanced) = self.enhanced {
            write!(f, " {enhanced}")?;
        }
        for line in self.text.split('\n').filter(|line| !line.is_empty()) {
            write!(f, " {line}")?;
        }
        Ok(())
    }
}

impl From<(u8, u16, u16)> for EnhancedCode {
    fn from((class, subject, detail): (u8, u16, u16)) -> EnhancedCode {
        EnhancedCode { class, subject, detail }
    }
}

impl fmt::Display for EnhancedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

impl EnhancedCode {
    /// The enhanced code `text` begins with, and what follows it. Classes are 2, 4 and 5 (RFC 3463 §2).
    pub fn parse(text: &str) -> Option<(EnhancedCode, &str)> {
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let mut parts = word.splitn(3, '.').map(|part| {
            let digits = (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| part.parse::<u16>().ok()).flatten()
        });
        let (class, subject, detail) = (parts.next()??, parts.next()??, parts.next()??);
        let class = u8::try_from(class).ok().filter(|class| matches!(class, 2 | 4 | 5))?;
        Some((EnhancedCode { class, subject, detail }, rest))
    }
}

fn valid_code(code: u16) -> u16 {
    match code {
        200..=599 => code,
        _ => 451,
    }
}

/// An ASCII line in pieces of at most `room` octets, broken at blanks where there are some.
fn broken(line: &str, room: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while rest.len() > room {
        let end = rest[..room].rfind(' ').filter(|&blank| blank > 0).unwrap_or(room);
        pieces.push(&rest[..end]);
        rest = rest[end..].trim_start();
    }
    pieces.push(rest);
    pieces
}

/// Why what a server sent is no reply. After any of these the connection cannot be used further.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplyError {
    #[error("the server's line \"{0}\" is no reply of SMTP")]
    NoReply(String),
    #[error("a line of the server's reply is longer than {MAX_READ_LINE} octets")]
    LongLine,
    #[error("the server's reply has more than {MAX_READ_LINES} lines")]
    ManyLines,
    #[error("the server's reply changes its code from {0} to {1}")]
    CodeChanged(u16, u16),
}

/// Reads replies from what arrives, in pieces of any size.
#[derive(Debug, Default)]
pub struct ReplyParser {
    line: Vec<u8>,
    begun: Option<Begun>,
}

/// A reply of which lines are still to come.
#[derive(Debug)]
struct Begun {
    code: u16,
    lines: Vec<String>,
}

impl ReplyParser {
    pub fn new() -> ReplyParser {
        ReplyParser::default()
    }

    /// Takes what it needs from the front of `input`. `None` means that the reply goes on; then `input` is used up.
    ///
    /// What follows a whole reply stays in `input`: the next reply of a pipeline.
    pub fn feed(&mut self, input: &mut &[u8]) -> Result<Option<Reply>, ReplyError> {
        while let Some(feed) = memchr::memchr(b'\n', input) {
            self.push(&input[..feed])?;
            *input = &input[feed + 1..];
            let line = std::mem::take(&mut self.line);
            if let Some(reply) = self.end_line(line.strip_suffix(b"\r").unwrap_or(&line))? {
                return Ok(Some(reply));
            }
        }
        self.push(input)?;
        *input = &[];
        Ok(None)
    }

    /// Has a part of a reply arrived?
    pub fn is_inside_a_reply(&self) -> bool {
        self.begun.is_some() || !self.line.is_empty()
    }

    fn push(&mut self, part: &[u8]) -> Result<(), ReplyError> {
        if self.line.len() + part.len() > MAX_READ_LINE {
            return Err(ReplyError::LongLine);
        }
        self.line.extend_from_slice(part);
        Ok(())
    }

    fn end_line(&mut self, line: &[u8]) -> Result<Option<Reply>, ReplyError> {
        let (code, last, text) = split(line).ok_or_else(|| no_reply(line))?;
        let begun = self.begun.get_or_insert_with(|| Begun { code, lines: Vec::new() });
        if begun.code != code {
            return Err(ReplyError::CodeChanged(begun.code, code));
        }
        if begun.lines.len() == MAX_READ_LINES {
            return Err(ReplyError::ManyLines);
        }
        begun.lines.push(String::from_utf8_lossy(text).into_owned());
        Ok(if last { self.begun.take().map(Begun::end) } else { None })
    }
}

impl Begun {
    /// The enhanced code of the first line is that of the reply; the same one goes from the other lines.
    fn end(self) -> Reply {
        let of = |line: &str| {
            let (enhanced, _) = EnhancedCode::parse(line)?;
            (u16::from(enhanced.class) == self.code / 100).then_some(enhanced)
        };
        let enhanced = self.lines.first().and_then(|line| of(line));
        let lines: Vec<&str> = self
            .lines
            .iter()
            .map(|line| match EnhancedCode::parse(line) {
                Some((this, rest)) if Some(this) == enhanced => rest,
                _ => line,
            })
            .collect();
        Reply { code: self.code, enhanced, text: lines.join("\n") }
    }
}

/// Code, whether this is the last line, text. A line may end after its code (RFC 5321 §4.2.1).
fn split(line: &[u8]) -> Option<(u16, bool, &[u8])> {
    let digits = line.get(..3).filter(|digits| digits.iter().all(u8::is_ascii_digit))?;
    let code = digits.iter().fold(0, |code, digit| code * 10 + u16::from(digit - b'0'));
    let (last, text) = match &line[3..] {
        [] => (true, &line[3..]),
        [b' ', text @ ..] => (true, text),
        [b'-', text @ ..] => (false, text),
        _ => return None,
    };
    (200..600).contains(&code).then_some((code, last, text))
}

fn no_reply(line: &[u8]) -> ReplyError {
    let start = String::from_utf8_lossy(&line[..line.len().min(80)]);
    ReplyError::NoReply(start.chars().flat_map(char::escape_default).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check_read(wire: &str, code: u16, enhanced: Option<(u8, u16, u16)>, text: &str) {
        let mut input = wire.as_bytes();
        let reply = ReplyParser::new().feed(&mut input).unwrap().unwrap();
        assert_eq!(reply, Reply { code, enhanced: enhanced.map(Into::into), text: text.into() });
        assert!(input.is_empty());
    }

    fn check_bad(wire: impl AsRef<[u8]>, error: ReplyError) {
        assert_eq!(ReplyParser::new().feed(&mut wire.as_ref()), Err(error));
    }

    #[test]
    fn replies_of_one_and_of_several_lines_are_read() {
        check_read("250 ok\r\n", 250, None, "ok");
        check_read("250\r\n", 250, None, "");
        check_read("250 2.1.5 ok\n", 250, Some((2, 1, 5)), "ok");
        check_read("550 5.1.1\r\n", 550, Some((5, 1, 1)), "");
        check_read(
            "550-5.1.1 no such\r\n550 5.1.1 user\r\n",
            550,
            Some((5, 1, 1)),
            "no such\nuser",
        );
        check_read(
            "250-mx.example.org\r\n250-SIZE 1\r\n250 DSN\r\n",
            250,
            None,
            "mx.example.org\nSIZE 1\nDSN",
        );
        check_read("421-4.7.0 x\r\n421-\r\n421 y\r\n", 421, Some((4, 7, 0)), "x\n\ny");
    }

    #[test]
    fn an_enhanced_code_of_another_class_is_text() {
        check_read("450 5.1.1 mixed up\r\n", 450, None, "5.1.1 mixed up");
        check_read("250 2.1 x\r\n", 250, None, "2.1 x");
        check_read("220 2.1.0.example\r\n", 220, None, "2.1.0.example");
    }

    #[test]
    fn garbage_is_an_error_that_shows_it() {
        check_bad("hello\r\n", ReplyError::NoReply("hello".into()));
        check_bad("25 ok\r\n", ReplyError::NoReply("25 ok".into()));
        check_bad("250_ok\r\n", ReplyError::NoReply("250_ok".into()));
        check_bad("999 no\r\n", ReplyError::NoReply("999 no".into()));
        check_bad("\u{1b}[2J\r\n", ReplyError::NoReply("\\u{1b}[2J".into()));
        check_bad("250-a\r\n550 b\r\n", ReplyError::CodeChanged(250, 550));
    }

    #[test]
    fn endless_lines_and_replies_are_cut_off() {
        check_bad(b"250 ".repeat(2000), ReplyError::LongLine);
        check_bad(b"250-x\r\n".repeat(1000), ReplyError::ManyLines);
    }

    #[test]
    fn what_follows_a_reply_is_left_for_the_next() {
        let mut input = &b"250 one\r\n354 two\r\n25"[..];
        let mut parser = ReplyParser::new();
        assert_eq!(parser.feed(&mut input).unwrap().unwrap().text(), "one");
        assert_eq!(parser.feed(&mut input).unwrap().unwrap().text(), "two");
        assert_eq!(parser.feed(&mut input), Ok(None));
        assert!(parser.is_inside_a_reply() && input.is_empty());
    }

    #[test]
    fn written_replies_repeat_their_codes_on_each_line() {
        let reply = Reply::new(552, (5, 3, 4), "too large\nsee the manual");
        assert_eq!(reply.to_bytes(), b"552-5.3.4 too large\r\n552 5.3.4 see the manual\r\n");
        assert_eq!(Reply::plain(354, "go on").to_bytes(), b"354 go on\r\n");
        assert_eq!(reply.to_string(), "552 5.3.4 too large see the manual");
    }

    #[test]
    fn no_text_makes_a_reply_that_is_not_one() {
        assert_eq!(Reply::plain(250, "a\r\nb\0é").to_bytes(), b"250-a?\r\n250 b??\r\n");
        assert_eq!(Reply::plain(7, "x").to_bytes(), b"451 x\r\n");
        let long = Reply::plain(550, "word ".repeat(300)).to_bytes();
        assert!(long.split_inclusive(|&b| b == b'\n').all(|line| line.len() <= 512));
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_pieces_are_replies_or_an_error(pieces: Vec<Vec<u8>>) {
            let mut parser = ReplyParser::new();
            for piece in &pieces {
                let mut input = &piece[..];
                while let Ok(Some(_)) = parser.feed(&mut input) {}
            }
        }

        #[test]
        fn what_is_written_is_read_back(
            code in 200_u16..600,
            lines in prop::collection::vec("[a-z]{1,9}( [a-z]{1,9}){0,5}", 1..6),
            cut in 1_usize..40,
        ) {
            let class = (code / 100) as u8;
            let text = lines.join("\n");
            let reply = match class {
                3 => Reply::plain(code, text),
                _ => Reply::new(code, (class, 1, 2), text),
            };
            let wire = reply.to_bytes();
            let mut parser = ReplyParser::new();
            let mut read = None;
            for piece in wire.chunks(cut) {
                prop_assert_eq!(&read, &None);
                read = parser.feed(&mut &piece[..]).unwrap();
            }
            prop_assert_eq!(read, Some(reply));
        }
    }
}
