//! `-bs`: an SMTP session on standard input and output, which the daemon leads.
//!
//! Bytes go both ways as they come, each reply is flushed. The session ends with 0 after QUIT (221), or when the input ends
//! between mails. When the daemon is away, goes away in between, or does not answer, the client gets a 421 and the command
//! ends with 75: there is no drop file for a mail whose end nobody has seen.

use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crate::command::Settings;
use crate::daemon::{self, is_timeout};
use crate::exit::Exit;
use crate::frame::{Reply, Request};
use crate::input::read_some;

/// What the client is told when the daemon cannot be had (RFC 5321 §4.2.2).
const AWAY: &[u8] = b"421 4.3.0 Service not available, try again later\r\n";

/// Speaks for the daemon until one side ends the session.
pub(crate) fn relay(
    request: &Request,
    stdin: Box<dyn Read + Send>,
    stdout: &mut dyn Write,
    settings: &Settings,
) -> Reply {
    let mut head = Vec::new();
    if let Err(error) = request.encode(&mut head) {
        return Reply::new(Exit::DataErr, error.to_string());
    }
    let mut stream = match daemon::connect(settings) {
        Ok(daemon) => daemon.into_stream(),
        Err(away) => return leave(stdout, format!("{away}; try again later")),
    };
    let input = Arc::new(Input::default());
    let started =
        stream.write_all(&head).and_then(|()| stream.set_read_timeout(None)).and_then(|()| {
            start_input(stdin, stream.try_clone()?, Arc::clone(&input), settings.answer)
        });
    if let Err(error) = started {
        return leave(stdout, format!("the session cannot begin: {error}; try again later"));
    }

    let mut last = LastReply::default();
    if let Err(error) = pass_replies(&mut stream, stdout, &mut last) {
        return Reply::new(Exit::IoErr, format!("cannot pass on a reply: {error}"));
    }
    match (last.code, input.ended.load(Ordering::Acquire)) {
        ([b'2', b'2', b'1'], _) => Reply::new(Exit::Ok, ""),
        // Whether the mail was taken is not known: the daemon may still be at it.
        _ if input.unanswered.load(Ordering::Acquire) => leave(
            stdout,
            format!("the daemon gave no answer within {:?}; try again later", settings.answer),
        ),
        ([b'3', ..], true) => {
            Reply::new(Exit::DataErr, "the input ended inside a mail; that one was not sent")
        }
        (_, true) => Reply::new(Exit::Ok, ""),
        ([b'4', ..], false) => {
            Reply::new(Exit::TempFail, format!("the daemon ended the session: {}", last.text()))
        }
        ([b'5', ..], false) => {
            Reply::new(Exit::NoPerm, format!("the daemon ended the session: {}", last.text()))
        }
        (_, false) => {
            leave(stdout, "the daemon went away during the session; try again later".to_owned())
        }
    }
}

/// What became of the input.
#[derive(Debug, Default)]
struct Input {
    ended: AtomicBool,
    /// The daemon had its time to answer it, and did not close the session.
    unanswered: AtomicBool,
}

/// Passes the input to the daemon in the background, up to its end; the daemon then closes the session.
fn start_input(
    mut stdin: Box<dyn Read + Send>,
    mut stream: UnixStream,
    input: Arc<Input>,
    patience: Duration,
) -> io::Result<()> {
    let pass = move || {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(bytes @ 1..) = read_some(&mut stdin, &mut buffer) {
            if let Err(error) = stream.write_all(&buffer[..bytes]) {
                // Either the daemon has closed, and said why on the other way; or it hangs.
                if is_timeout(&error) {
                    input.unanswered.store(true, Ordering::Release);
                    let _ = stream.shutdown(Shutdown::Both);
                }
                return;
            }
        }
        input.ended.store(true, Ordering::Release);
        // A daemon that does not close by itself is not waited for longer than for any answer.
        let _ = stream.shutdown(Shutdown::Write);
        thread::sleep(patience);
        input.unanswered.store(true, Ordering::Release);
        let _ = stream.shutdown(Shutdown::Both);
    };
    thread::Builder::new().spawn(pass).map(drop)
}

/// Passes what the daemon says to `stdout` until it closes; an error is one of `stdout`.
fn pass_replies(
    stream: &mut UnixStream,
    stdout: &mut dyn Write,
    last: &mut LastReply,
) -> io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    // However the connection ends, the last reply tells what to make of it.
    while let Ok(bytes @ 1..) = read_some(stream, &mut buffer) {
        let replies = &buffer[..bytes];
        last.read(replies);
        stdout.write_all(replies)?;
        stdout.flush()?;
    }
    Ok(())
}

fn leave(stdout: &mut dyn Write, why: String) -> Reply {
    // If the client is gone too, the exit code has to do.
    let _ = stdout.write_all(AWAY).and_then(|()| stdout.flush());
    Reply::new(Exit::TempFail, why)
}

/// The last whole line the daemon said.
#[derive(Debug, Default)]
struct LastReply {
    code: [u8; 3],
    line: Vec<u8>,
    unfinished: Vec<u8>,
}

impl LastReply {
    /// Longest reply line (RFC 5321 §4.5.3.1.5); of a longer one the beginning is kept.
    const MAX_LINE: usize = 512;

    fn read(&mut self, bytes: &[u8]) {
        for piece in bytes.split_inclusive(|&byte| byte == b'\n') {
            let room = Self::MAX_LINE.saturating_sub(self.unfinished.len());
            self.unfinished.extend_from_slice(&piece[..piece.len().min(room)]);
            if piece.ends_with(b"\n") {
                self.line = std::mem::take(&mut self.unfinished);
                self.code = self.line.first_chunk().copied().unwrap_or_default();
            }
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(self.line.trim_ascii_end()).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_reply_is_the_last_whole_line_however_it_came() {
        let check = |reads: &[&str], code: &[u8; 3], text: &str| {
            let mut last = LastReply::default();
            reads.iter().for_each(|read| last.read(read.as_bytes()));
            assert_eq!((&last.code, last.text().as_str()), (code, text));
        };
        check(&[], &[0; 3], "");
        check(&["220 ready\r\n"], b"220", "220 ready");
        check(&["250-a\r\n250 b\r\n2", "21 by", "e\r\n"], b"221", "221 bye");
        check(&["354 go\r\n", "250 ta"], b"354", "354 go");
    }
}
