//! The world's mail servers, played by one: what it says to a recipient is read off the address.
//!
//! | local part begins with | answer |
//! |---|---|
//! | `nobody` | 550 5.1.1, no such mailbox |
//! | `full` | 552 5.2.2, mailbox full |
//! | `busy` | 451 4.3.2, each time |
//! | `grey` | 450 4.7.1 the first time, then taken |
//! | anything else | taken |
//!
//! It keeps every mail as it came, and when each `MAIL FROM` was said. It can be told to hold its answers back, and to
//! drop a connection before or after a mail's last dot.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::wait::PATIENCE;

/// A mail that was taken.
#[derive(Clone, Debug)]
pub struct Mail {
    pub sender: String,
    pub recipients: Vec<String>,
    /// As it came, dots taken off.
    pub bytes: Vec<u8>,
}

/// Where a connection is dropped, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The mail's last dot is never seen.
    BeforeDot,
    /// The mail is kept, its answer never said.
    AfterDot,
}

/// A receiving server, until it is dropped.
#[derive(Debug)]
pub struct Receiver {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    closing: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    mails: Vec<Mail>,
    /// How often each recipient got a mail.
    times: HashMap<String, usize>,
    /// When which sender began a mail.
    began: Vec<(Instant, String)>,
    /// Each answer to a recipient that was not 250.
    refused: Vec<(String, u16)>,
    greylisted: HashSet<String>,
    paused: bool,
    mute: bool,
    /// Connections that stand, and those of them that wait for a greeting.
    connections: usize,
    ungreeted: usize,
    /// Mails whose last dot is seen and not answered.
    waiting: usize,
    cut: Option<Cut>,
}

impl Receiver {
    pub fn start() -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared::default());
        let inner = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if inner.closing.load(Ordering::Relaxed) {
                    return;
                }
                let (Ok(stream), shared) = (stream, Arc::clone(&inner)) else { continue };
                // A client that goes away is its own affair.
                thread::spawn(move || {
                    shared.change(|state| state.connections += 1);
                    let _ = converse(stream, &shared);
                    shared.change(|state| state.connections -= 1);
                });
            }
        });
        Receiver { address, shared }
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Answers no last dot until [`Receiver::resume`].
    pub fn pause(&self) {
        self.shared.lock().paused = true;
    }

    /// Greets nobody until [`Receiver::resume`].
    pub fn fall_mute(&self) {
        self.shared.lock().mute = true;
    }

    pub fn resume(&self) {
        self.shared.change(|state| (state.paused, state.mute) = (false, false));
    }

    /// Waits until so many connections wait for a greeting.
    #[track_caller]
    pub fn wait_for_ungreeted(&self, connections: usize) {
        self.shared.wait(&format!("{connections} connections wait for a greeting"), |state| {
            (state.ungreeted >= connections).then_some(())
        })
    }

    /// Drops the next mail's connection there.
    pub fn cut(&self, cut: Cut) {
        self.shared.lock().cut = Some(cut);
    }

    /// Waits for a mail to this recipient, and gives it.
    #[track_caller]
    pub fn mail_to(&self, recipient: &str) -> Mail {
        self.shared.wait(&format!("a mail to {recipient} arrives"), |state| {
            state
                .mails
                .iter()
                .find(|mail| mail.recipients.iter().any(|one| one == recipient))
                .cloned()
        })
    }

    /// Waits until so many mails have come in all.
    #[track_caller]
    pub fn wait_for(&self, mails: usize) {
        self.shared.wait(&format!("{mails} mails have come"), |state| {
            (state.mails.len() >= mails).then_some(())
        })
    }

    /// Waits until so many mails wait for the answer to their last dot.
    #[track_caller]
    pub fn wait_for_waiting(&self, mails: usize) {
        self.shared
            .wait(&format!("{mails} mails wait"), |state| (state.waiting >= mails).then_some(()))
    }

    /// Waits until a recipient has been told something else than 250 so often.
    #[track_caller]
    pub fn wait_for_refusals(&self, recipient: &str, times: usize) {
        self.shared.wait(&format!("{recipient} is refused {times} times"), |state| {
            (state.refused.iter().filter(|(one, _)| one == recipient).count() >= times)
                .then_some(())
        })
    }

    /// Connections that stand.
    pub fn connections(&self) -> usize {
        self.shared.lock().connections
    }

    pub fn mails(&self) -> Vec<Mail> {
        self.shared.lock().mails.clone()
    }

    pub fn count(&self) -> usize {
        self.shared.lock().mails.len()
    }

    /// How often each recipient got a mail.
    pub fn times(&self) -> HashMap<String, usize> {
        self.shared.lock().times.clone()
    }

    /// When a sender whose domain is this began a mail.
    pub fn began(&self, domain: &str) -> Vec<Instant> {
        let state = self.shared.lock();
        let of_domain =
            state.began.iter().filter(|(_, sender)| sender.ends_with(&format!("@{domain}")));
        of_domain.map(|(at, _)| *at).collect()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.shared.closing.store(true, Ordering::Relaxed);
        self.resume();
        // The loop looks up when someone comes.
        drop(TcpStream::connect(self.address));
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }

    #[track_caller]
    fn wait<T>(&self, what: &str, look: impl Fn(&State) -> Option<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        let mut state = self.lock();
        loop {
            if let Some(found) = look(&state) {
                return found;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let (count, refused) = (state.mails.len(), state.refused.clone());
            assert!(
                !left.is_zero(),
                "waited in vain until {what}; {count} mails came, refused: {refused:?}"
            );
            state =
                self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn wait_while(&self, is_so: impl Fn(&State) -> bool) {
        let mut state = self.lock();
        while is_so(&state) && !self.closing.load(Ordering::Relaxed) {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The answer to a recipient.
    fn answer(&self, recipient: &str) -> &'static str {
        let answer = match recipient {
            _ if recipient.starts_with("nobody") => "550 5.1.1 no such mailbox here",
            _ if recipient.starts_with("full") => "552 5.2.2 the mailbox is full",
            _ if recipient.starts_with("busy") => "451 4.3.2 not now",
            _ if recipient.starts_with("grey")
                && self.lock().greylisted.insert(recipient.to_owned()) =>
            {
                "450 4.7.1 come again"
            }
            _ => "250 2.1.5 taken",
        };
        let code = answer[..3].parse().unwrap_or(0);
        if code != 250 {
            self.change(|state| state.refused.push((recipient.to_owned(), code)));
        }
        answer
    }
}

fn converse(stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(300)))?;
    let mut reader = BufReader::new(stream);
    let say = |reader: &mut BufReader<TcpStream>, text: &str| {
        reader.get_mut().write_all(format!("{text}\r\n").as_bytes())
    };
    shared.change(|state| state.ungreeted += 1);
    shared.wait_while(|state| state.mute);
    shared.change(|state| state.ungreeted -= 1);
    say(&mut reader, "220 receiver.example.net ESMTP")?;
    let (mut sender, mut recipients) = (String::new(), Vec::new());
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let line = line.trim_end();
        let upper = line.to_ascii_uppercase();
        if upper.starts_with("EHLO") {
            say(
                &mut reader,
                "250-receiver.example.net\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES",
            )?;
        } else if upper.starts_with("MAIL FROM:") {
            sender = address(line);
            recipients.clear();
            shared.change(|state| state.began.push((Instant::now(), sender.clone())));
            say(&mut reader, "250 2.1.0 go on")?;
        } else if upper.starts_with("RCPT TO:") {
            let recipient = address(line);
            let answer = shared.answer(&recipient);
            if answer.starts_with("250") {
                recipients.push(recipient);
            }
            say(&mut reader, answer)?;
        } else if upper == "DATA" && recipients.is_empty() {
            say(&mut reader, "554 5.5.1 no recipients")?;
        } else if upper == "DATA" {
            say(&mut reader, "354 go on")?;
            if shared.lock().cut.take_if(|cut| *cut == Cut::BeforeDot).is_some() {
                return Ok(());
            }
            let Some(bytes) = content(&mut reader)? else { return Ok(()) };
            shared.change(|state| state.waiting += 1);
            shared.wait_while(|state| state.paused);
            let mail =
                Mail { sender: sender.clone(), recipients: std::mem::take(&mut recipients), bytes };
            let mut cut = false;
            shared.change(|state| {
                state.waiting -= 1;
                for recipient in &mail.recipients {
                    *state.times.entry(recipient.clone()).or_default() += 1;
                }
                state.mails.push(mail);
                cut = state.cut.take_if(|cut| *cut == Cut::AfterDot).is_some();
            });
            if cut {
                return Ok(());
            }
            say(&mut reader, "250 2.0.0 kept")?;
        } else if upper == "RSET" || upper == "NOOP" {
            say(&mut reader, "250 2.0.0 done")?;
        } else if upper == "QUIT" {
            return say(&mut reader, "221 2.0.0 bye");
        } else {
            say(&mut reader, "500 5.5.2 what?")?;
        }
    }
}

/// Reads up to the last dot; `None` when the client goes before.
fn content(reader: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    loop {
        let begin = bytes.len();
        if reader.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        if &bytes[begin..] == b".\r\n" {
            bytes.truncate(begin);
            return Ok(Some(bytes));
        }
        if bytes[begin] == b'.' {
            bytes.remove(begin);
        }
    }
}

/// What stands in the angle brackets.
fn address(line: &str) -> String {
    let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or_else(String::new, |(address, _)| address.to_owned())
}
