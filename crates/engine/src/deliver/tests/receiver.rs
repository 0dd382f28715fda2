//! A receiving server that follows a script: it says what it is told to, and keeps what it hears.

use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use postern_mail::smtp::dots::{LineEnds, Unstuffer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsAcceptor;

use crate::seam::Stream;

/// What a server does at some point.
#[derive(Clone, Copy, Debug)]
pub(super) enum Says {
    /// These words; several lines are several replies or a long one.
    This(&'static str),
    /// These words, and it closes.
    Last(&'static str),
    /// Nothing any more, and it closes.
    Closes,
    /// Nothing any more.
    Silence,
}

/// Something that happens elsewhere at that moment.
pub(super) type Hook = Arc<dyn Fn() + Send + Sync>;

/// A server's script.
#[derive(Clone)]
pub(super) struct Receiver {
    /// The extensions it announces.
    pub offers: &'static [&'static str],
    /// What it does otherwise than a server that takes everything: at the command that begins so, the first that fits.
    /// `greeting` and `.` (the end of a mail) are points too.
    pub says: Vec<(&'static str, Says)>,
    /// It says `452 4.5.3` to more recipients of one mail than these.
    pub most_recipients: usize,
    /// It closes without a word after so many mails.
    pub most_mails: usize,
    pub tls: Option<TlsAcceptor>,
    pub tls_at_once: bool,
    /// It closes as soon as the connection is encrypted.
    pub tls_breaks: bool,
    /// Called when the named command arrives.
    pub hook: Option<(&'static str, Hook)>,
}

/// A mail as it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    pub at: SocketAddr,
    pub recipients: Vec<String>,
    pub body: Vec<u8>,
    pub encrypted: bool,
}

/// What servers heard, in order.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// Each piece of commands as it arrived in one read, with the number of its connection.
    pub pieces: Vec<(usize, String)>,
    pub taken: Vec<Taken>,
}

impl Default for Receiver {
    fn default() -> Receiver {
        Receiver {
            offers: &["PIPELINING", "8BITMIME", "SMTPUTF8", "SIZE 1000000"],
            says: Vec::new(),
            most_recipients: usize::MAX,
            most_mails: usize::MAX,
            tls: None,
            tls_at_once: false,
            tls_breaks: false,
            hook: None,
        }
    }
}

impl fmt::Debug for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").field("says", &self.says).finish_non_exhaustive()
    }
}

impl Receiver {
    /// A server that takes everything but for this.
    pub(super) fn that(point: &'static str, says: Says) -> Receiver {
        Receiver { says: vec![(point, says)], ..Receiver::default() }
    }

    /// Serves one connection to its end.
    pub(super) async fn serve(
        self,
        mut stream: Box<dyn Stream>,
        at: SocketAddr,
        number: usize,
        heard: Arc<Mutex<Heard>>,
    ) {
        let mut encrypted = false;
        if let (true, Some(tls)) = (self.tls_at_once, &self.tls) {
            let Ok(wrapped) = tls.accept(stream).await else { return };
            stream = Box::new(wrapped);
            encrypted = true;
        }
        if !self.answer(&mut stream, "greeting", "220 mx.example.org ESMTP").await {
            return;
        }
        let (mut waiting, mut recipients, mut mails) = (Vec::new(), Vec::new(), 0);
        let mut begun = false;
        loop {
            let Some(line) = line(&mut stream, &mut waiting, number, &heard).await else { return };
            if let Some((_, hook)) = self.hook.as_ref().filter(|(at, _)| line.starts_with(at)) {
                hook();
            }
            let is = |command: &str| line.starts_with(command);
            let ehlo = ["mx.example.org"].iter().chain(self.offers).copied().collect::<Vec<_>>();
            let usual = if is("EHLO") {
                let (last, rest) = ehlo.split_last().unwrap();
                rest.iter().map(|line| format!("250-{line}\r\n")).collect::<String>()
                    + "250 "
                    + last
            } else if is("RCPT") && !begun {
                "503 5.5.1 MAIL first".into()
            } else if is("RCPT") && recipients.len() >= self.most_recipients {
                "452 4.5.3 too many recipients".into()
            } else if is("STARTTLS") {
                "220 go on".into()
            } else if is("AUTH") {
                "235 2.7.0 welcome".into()
            } else if is("DATA") {
                "354 go on".into()
            } else {
                "250 2.0.0 ok".into()
            };
            if is("MAIL") || is("RSET") {
                recipients.clear();
            }
            if !self.answer(&mut stream, &line, &usual).await || is("QUIT") {
                return;
            }
            if is("STARTTLS") {
                let Some(tls) = &self.tls else { return };
                let Ok(wrapped) = tls.accept(stream).await else { return };
                if self.tls_breaks {
                    return;
                }
                stream = Box::new(wrapped);
                encrypted = true;
            }
            let yes = |at: &str, usual: &str, code: &str| match self.at(at) {
                Some(Says::This(words)) => words.starts_with(code),
                _ => usual.starts_with(code),
            };
            if is("MAIL") {
                begun = yes(&line, &usual, "250");
            }
            if is("RCPT") && begun && yes(&line, &usual, "25") {
                recipients.push(line["RCPT TO:<".len()..].split('>').next().unwrap().to_owned());
            }
            if is("DATA") && yes(&line, &usual, "354") {
                let mut unstuffer = Unstuffer::new(LineEnds::Crlf, u64::MAX);
                let mut body = Vec::new();
                loop {
                    let mut rest = waiting.as_slice();
                    let ended = unstuffer.feed(&mut rest, &mut body);
                    let left = rest.len();
                    waiting.drain(..waiting.len() - left);
                    if ended {
                        break;
                    }
                    if matches!(stream.read_buf(&mut waiting).await, Ok(0) | Err(_)) {
                        return;
                    }
                }
                let usual =
                    if recipients.is_empty() { "554 5.5.1 nobody" } else { "250 2.0.0 queued" };
                if yes(".", usual, "250")
                    && self.at(".").is_none_or(|says| matches!(says, Says::This(_)))
                {
                    let recipients = std::mem::take(&mut recipients);
                    heard.lock().unwrap().taken.push(Taken { at, recipients, body, encrypted });
                }
                if !self.answer(&mut stream, ".", usual).await {
                    return;
                }
                mails += 1;
                if mails == self.most_mails {
                    return;
                }
            }
        }
    }

    fn at(&self, point: &str) -> Option<Says> {
        self.says.iter().find(|(at, _)| point.starts_with(at)).map(|(_, says)| *says)
    }

    /// Answers as scripted, or as usual; says whether it goes on.
    async fn answer(&self, stream: &mut Box<dyn Stream>, point: &str, usual: &str) -> bool {
        let says = self.at(point);
        match says {
            Some(Says::Closes) => false,
            Some(Says::Silence) => std::future::pending().await,
            Some(Says::This(words) | Says::Last(words)) => {
                let sent = stream.write_all(format!("{words}\r\n").as_bytes()).await;
                let sent = sent.is_ok() && stream.flush().await.is_ok();
                sent && matches!(says, Some(Says::This(_)))
            }
            None => {
                let sent = stream.write_all(format!("{usual}\r\n").as_bytes()).await;
                sent.is_ok() && stream.flush().await.is_ok()
            }
        }
    }
}

/// The next line, without its end.
async fn line(
    stream: &mut Box<dyn Stream>,
    waiting: &mut Vec<u8>,
    number: usize,
    heard: &Mutex<Heard>,
) -> Option<String> {
    loop {
        if let Some(end) = memchr::memchr(b'\n', waiting) {
            let line: Vec<u8> = waiting.drain(..=end).collect();
            return Some(String::from_utf8_lossy(&line).trim_end().to_owned());
        }
        waiting.reserve(4096);
        let before = waiting.len();
        if matches!(stream.read_buf(waiting).await, Ok(0) | Err(_)) {
            return None;
        }
        let piece = String::from_utf8_lossy(&waiting[before..]).into_owned();
        heard.lock().unwrap().pieces.push((number, piece));
    }
}
