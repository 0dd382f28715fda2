//! Standard input, read to the end of the mail.
//!
//! The end is the end of the input. Without `-i` it is also a line that is exactly `.` (ended by LF, CRLF or the end of the
//! input); what follows is not read, so that a person at a terminal gets an answer. All else is kept byte for byte: line
//! ends, NUL, bare CR are the daemon's to judge.

use std::io::{self, ErrorKind, Read};
use std::thread;
use std::time::Duration;

use crate::exit::Exit;
use crate::frame::{MAX_BODY_BYTES, Reply};
use crate::spool::{Mail, Spool};

/// What a pipe holds at most, unless someone enlarged it.
const READ_BYTES: usize = 64 * 1024;

/// Why there is no mail.
#[derive(Debug)]
pub(crate) enum InputError {
    /// More than [`MAX_BODY_BYTES`]: so many came, and more unless they `ended`.
    TooLarge {
        read: u64,
        ended: bool,
    },
    Read(io::Error),
}

impl InputError {
    /// How the command ends for it.
    pub(crate) fn reply(&self) -> Reply {
        let text = match self {
            InputError::TooLarge { read, ended } => {
                let more = if *ended { "" } else { "more than " };
                format!(
                    "the mail has {more}{read} bytes, the limit is {MAX_BODY_BYTES}; nothing was sent"
                )
            }
            InputError::Read(error) => format!("cannot read the mail: {error}; nothing was sent"),
        };
        match self {
            InputError::TooLarge { .. } => Reply::new(Exit::DataErr, text),
            InputError::Read(_) => Reply::new(Exit::IoErr, text),
        }
    }
}

/// Reads a whole mail into `spool`. Of one that is too large nothing is kept; up to `read_on_bytes` more are read of it.
pub(crate) fn read_mail(
    mut stdin: impl Read,
    ends_at_dot: bool,
    spool: Spool,
    read_on_bytes: u64,
) -> Result<Mail, InputError> {
    let mut dots = ends_at_dot.then(DotRule::default);
    let mut spool = Some(spool);
    let mut read = 0;
    let mut buffer = vec![0; READ_BYTES];
    let mut kept = Vec::new();
    loop {
        let bytes = read_some(&mut stdin, &mut buffer).map_err(InputError::Read)?;
        let at_end = bytes == 0;
        let (piece, ended) = match &mut dots {
            None => (&buffer[..bytes], at_end),
            Some(dots) => {
                kept.clear();
                let ended = if at_end {
                    dots.finish(&mut kept)
                } else {
                    dots.take(&buffer[..bytes], &mut kept)
                };
                (&kept[..], ended || at_end)
            }
        };

        read += piece.len() as u64;
        if read > MAX_BODY_BYTES {
            spool = None;
        }
        match &mut spool {
            Some(whole) => whole.push(piece),
            None if ended || read > MAX_BODY_BYTES + read_on_bytes => {
                return Err(InputError::TooLarge { read, ended });
            }
            None => {}
        }
        if let (true, Some(whole)) = (ended, spool.take_if(|_| ended)) {
            return Ok(whole.end());
        }
    }
}

/// One read, waiting for bytes or the end even where the caller left the input non-blocking.
pub(crate) fn read_some(input: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match input.read(buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // The standard library has no poll; this is rare, and a mail is not in such a hurry.
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                thread::sleep(Duration::from_millis(5))
            }
            done => return done,
        }
    }
}

/// Where in a line the bytes so far ended. A line that may yet turn out to be the lone dot is held back.
#[derive(Debug, Default, Clone, Copy)]
enum DotRule {
    #[default]
    LineStart,
    /// Held back: `.`
    Dot,
    /// Held back: `.` CR
    DotCr,
    Inside,
}

impl DotRule {
    /// Moves the mail's bytes to `kept`; true when the lone dot has ended it.
    fn take(&mut self, mut bytes: &[u8], kept: &mut Vec<u8>) -> bool {
        while let Some((&first, rest)) = bytes.split_first() {
            match (*self, first) {
                (DotRule::Dot | DotRule::DotCr, b'\n') => return true,
                (DotRule::LineStart, b'.') => (*self, bytes) = (DotRule::Dot, rest),
                (DotRule::Dot, b'\r') => (*self, bytes) = (DotRule::DotCr, rest),
                (DotRule::Dot | DotRule::DotCr, _) => {
                    kept.extend_from_slice(self.held());
                    *self = DotRule::Inside;
                }
                (DotRule::LineStart | DotRule::Inside, _) => {
                    let line = bytes.iter().position(|&byte| byte == b'\n');
                    *self = if line.is_some() { DotRule::LineStart } else { DotRule::Inside };
                    let (now, rest) = bytes.split_at(line.map_or(bytes.len(), |end| end + 1));
                    kept.extend_from_slice(now);
                    bytes = rest;
                }
            }
        }
        false
    }

    /// The input has ended; true when a lone dot was its last line.
    fn finish(&mut self, kept: &mut Vec<u8>) -> bool {
        match self {
            DotRule::Dot => true,
            _ => {
                kept.extend_from_slice(self.held());
                false
            }
        }
    }

    fn held(self) -> &'static [u8] {
        match self {
            DotRule::LineStart | DotRule::Inside => b"",
            DotRule::Dot => b".",
            DotRule::DotCr => b".\r",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the rule leaves of `input` that comes in reads of `size` bytes.
    fn rest(input: &[u8], size: usize) -> Vec<u8> {
        let (mut dots, mut kept) = (DotRule::default(), Vec::new());
        if !input.chunks(size).any(|read| dots.take(read, &mut kept)) {
            dots.finish(&mut kept);
        }
        kept
    }

    #[test]
    fn only_a_line_that_is_exactly_a_dot_ends_a_mail() {
        let check = |input: &str, kept: &str| {
            for size in [1, 2, 3, 100] {
                assert_eq!(
                    rest(input.as_bytes(), size),
                    kept.as_bytes(),
                    "{input:?} in reads of {size}"
                );
            }
        };
        check("", "");
        check("a\n.\nb\n", "a\n");
        check("a\r\n.\r\nb\r\n", "a\r\n");
        check(".\nb\n", "");
        check("a\n.", "a\n");
        check("a\n..\n.x\n. \nb", "a\n..\n.x\n. \nb");
        check("a.\n.", "a.\n");
        check("a\r.\rb\n", "a\r.\rb\n");
        check("a\r\n.\rb\r\n", "a\r\n.\rb\r\n");
        check("a\n.\r\r\nb", "a\n.\r\r\nb");
        check("a\n.\r", "a\n.\r");
    }

    proptest! {
        #[test]
        fn without_a_lone_dot_every_byte_is_kept(input in "[.x\r\n]{0,30}", size in 1..8_usize) {
            let lines: Vec<&str> = input.split_inclusive('\n').collect();
            let end = lines.iter().position(|line| matches!(*line, ".\n" | ".\r\n" | "."));
            let expected = lines[..end.unwrap_or(lines.len())].concat();
            prop_assert_eq!(rest(input.as_bytes(), size), expected.as_bytes());
        }
    }
}
