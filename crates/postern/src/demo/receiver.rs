//! The demo's receiving mail server: all mail of the demo ends here and nowhere else.
//!
//! It speaks SMTP on a free port of the loopback address, by the same session types as Postern's own door. A recipient's
//! local part decides what it says ([`answer`]); what it takes is written as a file per recipient, under the sender's
//! domain, before it says so. What it did is told as [`Event`]s.
//!
//! It promises that a file holds exactly the bytes that came. It leaves everything else a real server does to real
//! servers: no TLS, no checks of the sender, no mailboxes.

mod answer;

use std::collections::{HashSet, VecDeque};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use postern_mail::address::Mailbox;
use postern_mail::smtp::server::{AskRecipient, Content, Received, Session, Settings, Step};
use postern_mail::{Reply, smtp::server::AskData};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use answer::{Answer, answer, come_again};
pub use answer::{Fate, RULES, fate};

/// Conversations at once; further ones wait in the kernel's queue.
const CONVERSATIONS: usize = 100;
/// A client that says nothing for so long is left alone.
const IDLE: Duration = Duration::from_secs(300);
/// Files kept of one run; beyond, the oldest go, so that a demo left alone does not fill the disk.
const FILES: usize = 10_000;
/// Greylisted pairs remembered; beyond, all are forgotten and greylisted once more.
const PAIRS: usize = 10_000;
/// How much is read at a time, in bytes.
const PIECE: usize = 64 * 1024;

/// What the receiver did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A mail was taken for one recipient.
    Took { sender: String, recipient: String },
    /// A recipient was refused or put off.
    Said { sender: String, recipient: String, reply: Reply },
    /// A mail could not be written.
    Broken { why: String },
}

/// A receiver that listens.
#[derive(Debug)]
pub struct Receiver {
    address: SocketAddr,
    conversations: JoinSet<()>,
}

impl Receiver {
    /// Listens on a free port; files go to `folder`. Events that nobody reads in time are lost, mail is not.
    ///
    /// # Errors
    /// When the port or the folder cannot be had.
    pub async fn start(folder: &Path, events: mpsc::Sender<Event>) -> io::Result<Receiver> {
        std::fs::create_dir_all(folder)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let desk = Desk {
            settings: Arc::new(Settings::new("receiver.example.net")),
            seen: Arc::default(),
            shelf: Arc::new(Mutex::new(Shelf::open(folder)?)),
            events,
        };
        let mut conversations = JoinSet::new();
        conversations.spawn(listen(listener, desk));
        Ok(Receiver { address, conversations })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends all conversations.
    pub async fn stop(mut self) {
        self.conversations.shutdown().await;
    }
}

async fn listen(listener: TcpListener, desk: Desk) {
    // Dropped with this task, and all conversations with it.
    let mut conversations = JoinSet::new();
    loop {
        tokio::select! {
            Some(_) = conversations.join_next(), if !conversations.is_empty() => {}
            accepted = listener.accept(), if conversations.len() < CONVERSATIONS => match accepted {
                // A client that goes away in mid-sentence is its own affair.
                Ok((stream, _)) => drop(conversations.spawn(Conversation::new(stream, desk.clone()).run())),
                // Out of descriptors: some conversation has to end first.
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            },
        }
    }
}

/// What all conversations share.
#[derive(Clone, Debug)]
struct Desk {
    settings: Arc<Settings>,
    /// Sender and recipient of greylisted mail that has come once.
    seen: Arc<Mutex<HashSet<(String, String)>>>,
    shelf: Arc<Mutex<Shelf>>,
    events: mpsc::Sender<Event>,
}

impl Desk {
    fn recipient(&self, ask: AskRecipient) -> Step {
        let sender = text_of(ask.envelope().sender.as_ref());
        let recipient = ask.recipient().as_str().to_owned();
        let reply = match answer(ask.recipient().local()) {
            Answer::Take => return ask.accept(),
            Answer::Greylist if self.came_before(&sender, &recipient) => return ask.accept(),
            Answer::Greylist => come_again(),
            Answer::Say(reply) => reply,
        };
        self.tell(Event::Said { sender, recipient, reply: reply.clone() });
        ask.refuse(reply)
    }

    fn came_before(&self, sender: &str, recipient: &str) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= PAIRS {
            seen.clear();
        }
        !seen.insert((sender.to_owned(), recipient.to_owned()))
    }

    fn keep(&self, received: Received, content: &[u8]) -> Step {
        let envelope = received.envelope();
        let sender = text_of(envelope.sender.as_ref());
        let folder = envelope.sender.as_ref().map_or("null-sender", Mailbox::domain).to_owned();
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        for recipient in &envelope.recipients {
            if let Err(error) = shelf.put(&folder, recipient.as_str(), content) {
                self.tell(Event::Broken { why: format!("{}: {error}", shelf.folder.display()) });
                return received.refuse(Reply::new(
                    451,
                    (4, 3, 0),
                    "the mail could not be kept, try later",
                ));
            }
        }
        for recipient in &envelope.recipients {
            self.tell(Event::Took {
                sender: sender.clone(),
                recipient: recipient.as_str().to_owned(),
            });
        }
        let number = shelf.number.to_string();
        received.accept(&number)
    }

    fn tell(&self, event: Event) {
        // A reader that is too slow misses lines of its log.
        let _ = self.events.try_send(event);
    }
}

/// The files of what was taken: `FOLDER/SENDER-DOMAIN/NUMBER-RECIPIENT.eml`.
#[derive(Debug)]
struct Shelf {
    folder: PathBuf,
    /// That of the last file.
    number: u64,
    /// Files of this run, the oldest first.
    files: VecDeque<PathBuf>,
}

impl Shelf {
    /// Goes on after the highest number of an earlier run.
    fn open(folder: &Path) -> io::Result<Shelf> {
        let number = files(folder)?.iter().filter_map(|path| number_of(path)).max().unwrap_or(0);
        Ok(Shelf { folder: folder.to_owned(), number, files: VecDeque::new() })
    }

    fn put(&mut self, domain: &str, recipient: &str, content: &[u8]) -> io::Result<()> {
        let folder = self.folder.join(file_name(domain));
        std::fs::create_dir_all(&folder)?;
        self.number += 1;
        let path = folder.join(format!("{:06}-{}.eml", self.number, file_name(recipient)));
        std::fs::write(&path, content)?;
        self.files.push_back(path);
        if self.files.len() > FILES
            && let Some(oldest) = self.files.pop_front()
        {
            let _ = std::fs::remove_file(oldest);
        }
        Ok(())
    }
}

/// All files below a folder of received mail.
///
/// # Errors
/// When it cannot be read.
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for domain in std::fs::read_dir(folder)? {
        let domain = domain?;
        if domain.file_type()?.is_dir() {
            for file in std::fs::read_dir(domain.path())? {
                files.push(file?.path());
            }
        }
    }
    Ok(files)
}

/// The recipient a received mail's file is named after.
pub fn recipient_of(file: &Path) -> Option<&str> {
    file.file_name()?.to_str()?.split_once('-')?.1.strip_suffix(".eml")
}

fn number_of(file: &Path) -> Option<u64> {
    file.file_name()?.to_str()?.split_once('-')?.0.parse().ok()
}

/// Strangers' words as part of a path: no separator, no leading dot, not too long.
fn file_name(text: &str) -> String {
    let fits = |c: char| if c.is_ascii_alphanumeric() || "@.+_-=".contains(c) { c } else { '_' };
    let name: String = text.chars().map(fits).take(120).collect();
    if name.starts_with('.') { format!("_{name}") } else { name }
}

fn text_of(sender: Option<&Mailbox>) -> String {
    sender.map_or("<>", Mailbox::as_str).to_owned()
}

/// One client.
struct Conversation {
    stream: TcpStream,
    desk: Desk,
    input: Vec<u8>,
    used: usize,
    filled: usize,
    replies: Vec<u8>,
}

impl Conversation {
    fn new(stream: TcpStream, desk: Desk) -> Conversation {
        Conversation {
            stream,
            desk,
            input: vec![0; PIECE],
            used: 0,
            filled: 0,
            replies: Vec::new(),
        }
    }

    async fn run(mut self) {
        // An error here is a client that went away.
        let _ = self.converse().await;
    }

    async fn converse(&mut self) -> io::Result<()> {
        self.stream.set_nodelay(true)?;
        let (mut session, greeting) = Session::open(Arc::clone(&self.desk.settings));
        greeting.write_to(&mut self.replies);
        loop {
            let mut unread = &self.input[self.used..self.filled];
            let mut step = session.advance(&mut unread);
            self.used = self.filled - unread.len();
            session = loop {
                step = match step {
                    Step::Reply(reply, next) => {
                        reply.write_to(&mut self.replies);
                        break next;
                    }
                    Step::NeedInput(next) => {
                        if !self.read().await? {
                            return Ok(());
                        }
                        break next;
                    }
                    Step::Close(reply) => {
                        reply.write_to(&mut self.replies);
                        return self.send().await;
                    }
                    Step::Authenticate(ask) => ask.refuse(),
                    Step::Sender(ask) => ask.accept(),
                    Step::Recipient(ask) => self.desk.recipient(ask),
                    Step::Data(ask) => match self.content(ask).await? {
                        Some(step) => step,
                        None => return Ok(()),
                    },
                };
            };
        }
    }

    /// Reads a message to its end; `None` when the client leaves before.
    async fn content(&mut self, ask: AskData) -> io::Result<Option<Step>> {
        let (mut receiving, reply) = ask.accept(self.desk.settings.max_message_bytes);
        reply.write_to(&mut self.replies);
        let mut content = Vec::new();
        loop {
            let mut unread = &self.input[self.used..self.filled];
            let fed = receiving.feed(&mut unread, &mut content);
            self.used = self.filled - unread.len();
            match fed {
                Content::Whole(received) => return Ok(Some(self.desk.keep(received, &content))),
                Content::Useless(_, step) => return Ok(Some(step)),
                Content::NeedInput(next) => receiving = next,
            }
            if !self.read().await? {
                return Ok(None);
            }
        }
    }

    /// Sends what waits and reads on; false at the end of the stream. All input was used before.
    async fn read(&mut self) -> io::Result<bool> {
        self.send().await?;
        let read = tokio::time::timeout(IDLE, self.stream.read(&mut self.input)).await;
        (self.used, self.filled) = (0, read.map_err(|_| io::ErrorKind::TimedOut)??);
        Ok(self.filled > 0)
    }

    async fn send(&mut self) -> io::Result<()> {
        self.stream.write_all(&self.replies).await?;
        self.replies.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strangers_words_stay_within_the_folder() {
        let rows = [
            ("anna@example.net", "anna@example.net"),
            ("../../etc/passwd", "_.._.._etc_passwd"),
            (".hidden", "_.hidden"),
            ("a/b\\c\0d\n", "a_b_c_d_"),
            ("müller@example.net", "m_ller@example.net"),
        ];
        for (text, expected) in rows {
            assert_eq!(file_name(text), expected);
        }
        assert_eq!(file_name(&"x".repeat(500)).len(), 120);
    }

    #[test]
    fn numbers_go_on_after_an_earlier_run() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut shelf = Shelf::open(folder.path()).expect("opens");
        for _ in 0..3 {
            shelf.put("shop.example.org", "anna@example.net", b"x").expect("is written");
        }
        let mut again = Shelf::open(folder.path()).expect("opens");
        again.put("shop.example.org", "anna@example.net", b"y").expect("is written");
        let newest = folder.path().join("shop.example.org/000004-anna@example.net.eml");
        assert_eq!(std::fs::read(&newest).expect("is there"), b"y");
        assert_eq!(recipient_of(&newest), Some("anna@example.net"));
    }

    /// Says `said` line by line to a new receiver, and gives the codes that came back, the events, and the files.
    async fn talk(said: &[&str]) -> (Vec<u16>, Vec<Event>, Vec<Vec<u8>>) {
        let folder = tempfile::tempdir().expect("a folder");
        let (events, mut told) = mpsc::channel(100);
        let receiver = Receiver::start(folder.path(), events).await.expect("starts");
        let mut stream = TcpStream::connect(receiver.address()).await.expect("connects");
        stream.write_all(said.concat().as_bytes()).await.expect("is sent");
        let mut heard = String::new();
        stream.read_to_string(&mut heard).await.expect("the receiver closes after QUIT");
        let codes = heard.lines().filter(|line| line.as_bytes().get(3) == Some(&b' '));
        let codes = codes.filter_map(|line| line[..3].parse().ok()).collect();
        receiver.stop().await;
        let mut events = Vec::new();
        while let Some(event) = told.recv().await {
            events.push(event);
        }
        let mut paths = files(folder.path()).expect("can be read");
        paths.sort();
        let contents = paths.iter().map(|path| std::fs::read(path).expect("can be read")).collect();
        (codes, events, contents)
    }

    #[tokio::test]
    async fn each_recipient_that_is_taken_has_a_file_with_the_bytes_that_came() {
        let (codes, events, files) = talk(&[
            "EHLO a.example.org\r\nMAIL FROM:<o@shop.example.org>\r\n",
            "RCPT TO:<anna@example.net>\r\nRCPT TO:<nobody-1@example.net>\r\nRCPT TO:<bruno@example.net>\r\n",
            "DATA\r\nSubject: x\r\n\r\n..dot\r\nlast\r\n.\r\nQUIT\r\n",
        ])
        .await;
        assert_eq!(codes, [220, 250, 250, 250, 550, 250, 354, 250, 221]);
        assert_eq!(
            files,
            [
                b"Subject: x\r\n\r\n.dot\r\nlast\r\n".to_vec(),
                b"Subject: x\r\n\r\n.dot\r\nlast\r\n".to_vec()
            ]
        );
        let took =
            |to: &str| Event::Took { sender: "o@shop.example.org".into(), recipient: to.into() };
        assert!(matches!(&events[0], Event::Said { reply, .. } if reply.code() == 550));
        assert_eq!(events[1..], [took("anna@example.net"), took("bruno@example.net")]);
    }

    #[tokio::test]
    async fn a_greylisted_recipient_is_taken_at_the_second_attempt() {
        let attempt = "MAIL FROM:<o@shop.example.org>\r\nRCPT TO:<grey@example.net>\r\nRSET\r\n";
        let (codes, ..) = talk(&["EHLO a.example.org\r\n", attempt, attempt, "QUIT\r\n"]).await;
        assert_eq!(codes, [220, 250, 250, 450, 250, 250, 250, 250, 221]);
    }
}
