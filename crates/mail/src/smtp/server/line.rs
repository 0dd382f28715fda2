//! Command lines as they arrive, in pieces of any size. A line longer than any may be is skipped, not stored.

use crate::smtp::command::MAX_AUTH_LINE;
use crate::smtp::dots::LineEnds;

/// Gathers lines.
#[derive(Debug, Default)]
pub(super) struct LineReader {
    /// The beginning of a line of which the rest is still to come.
    begun: Vec<u8>,
    /// How many octets of this line were thrown away before those, because it is too long.
    dropped: usize,
    /// Whether the last whole line ended in CRLF.
    crlf: bool,
}

/// What was found at the front of the input.
pub(super) enum Line {
    Part,
    Whole(Vec<u8>),
    TooLong(usize),
    /// Ended by LF where only CRLF ends a line.
    BareLf,
}

impl LineReader {
    /// Takes a line, without its end, from the front of `input`; what is longer than any line may be is skipped.
    pub(super) fn take(&mut self, input: &mut &[u8], line_ends: LineEnds) -> Line {
        let feed = memchr::memchr(b'\n', input);
        let (part, rest) = match feed {
            Some(feed) => input.split_at(feed + 1),
            None => (*input, &b""[..]),
        };
        *input = rest;
        let length = self.dropped + self.begun.len() + part.len();
        if length > MAX_AUTH_LINE {
            // Nobody reads it any more: only the two octets that tell how it ends are kept.
            self.begun.extend_from_slice(&part[part.len().saturating_sub(2)..]);
            self.begun.drain(..self.begun.len() - 2);
            self.dropped = length - 2;
        } else {
            self.begun.extend_from_slice(part);
        }
        if feed.is_none() {
            return Line::Part;
        }
        let mut line = std::mem::take(&mut self.begun);
        let dropped = std::mem::take(&mut self.dropped);
        line.pop();
        self.crlf = line.pop_if(|last| *last == b'\r').is_some();
        match self.crlf {
            false if line_ends == LineEnds::Crlf => Line::BareLf,
            _ if dropped > 0 => Line::TooLong(length),
            _ => Line::Whole(line),
        }
    }

    /// What ends the lines of the content that follows the last line, where `line_ends` may end the session's.
    pub(super) fn of_content(&self, line_ends: LineEnds) -> LineEnds {
        match line_ends {
            LineEnds::CrlfOrLf if self.crlf => LineEnds::CrlfOrLfInText,
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endless_line_takes_no_memory() {
        let mut reader = LineReader::default();
        for _ in 0..1000 {
            assert!(matches!(reader.take(&mut &[b'x'; 10_000][..], LineEnds::Crlf), Line::Part));
        }
        assert!(reader.begun.capacity() <= 2 * MAX_AUTH_LINE);
        let end = reader.take(&mut &b"\r\n"[..], LineEnds::Crlf);
        assert!(matches!(end, Line::TooLong(10_000_002)));
    }
}
