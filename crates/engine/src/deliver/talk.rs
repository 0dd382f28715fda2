//! The talk: one mail on a ready connection (RFC 5321 §3.3), in as few round trips as the server allows.
//!
//! The order of events: can this server take this mail at all; the gate; MAIL, RCPT and DATA (sent together where the
//! server has PIPELINING, RFC 2920); the mail; the answer to its end. What comes out is a word for each recipient and
//! whether the connection can be used again.
//!
//! A server that is lost before the mail begins has not taken it: those without a word may be tried elsewhere. Once the
//! mail has begun, nobody is tried elsewhere: whether a lost server took it cannot be known (RFC 5321 §4.1.1.4), and
//! only the retry of a deferred mail may repeat it.

use std::time::Duration;

use postern_core::classify;
use postern_core::hop::HopResult;
use postern_mail::Mailbox;
use postern_mail::reply::{EnhancedCode, Reply, Severity};
use postern_mail::smtp::client::Command;
use postern_store::{Claimed, Message, Remote};

use super::connection::{Connection, Trouble};
use super::content::Content;
use super::{Cause, Outcome};
use crate::settings::Timeouts;

/// How long a server that stopped listening in the middle of a mail may take to say why.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// A mail to be talked about.
pub(super) struct Mail<'a> {
    pub message: &'a Message,
    pub deliveries: &'a [Claimed],
    pub sender: Option<&'a Mailbox>,
    pub recipients: &'a [Mailbox],
    pub content: &'a Content<'a>,
}

/// What a connection is good for after a talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// Another mail.
    Usable,
    /// Nothing. Every delivery has its word, and this is what the server showed of itself.
    Over(HopResult),
}

/// The server was lost before the mail began.
#[derive(Debug)]
pub(super) struct Lost {
    pub remote: Remote,
    pub hop: HopResult,
}

/// Talks about one mail with those recipients that have no word in `words` yet; as many of them as the server takes at
/// once have one afterwards, at least one. `gate` is asked with nothing left to be done before MAIL, and says which
/// recipients may still have the mail.
pub(super) async fn talk(
    connection: &mut Connection,
    mail: &Mail<'_>,
    words: &mut [Option<Outcome>],
    times: &Timeouts,
    gate: impl Fn(&Claimed) -> bool + Send,
) -> Result<After, Lost> {
    refuse_unsendable(connection, mail, words);
    let pipelining = connection.capabilities.pipelining;
    let mut talk = Talk { connection, mail, times, words, asked: Vec::new(), taken: Vec::new() };
    if !pipelining && talk.connection.is_unfinished {
        talk.reset().await?;
    }
    if !talk.pass(gate) {
        return Ok(After::Usable);
    }
    if pipelining { talk.together().await } else { talk.one_by_one().await }
}

/// Gives their word to those to whom this server cannot take the mail.
fn refuse_unsendable(connection: &Connection, mail: &Mail<'_>, words: &mut [Option<Outcome>]) {
    let server = &connection.capabilities;
    let failed = |enhanced: &str, text: String| {
        let (host, enhanced) = (connection.peer.clone(), enhanced.into());
        Some(Outcome::Failed(Remote { host, enhanced, text, code: 0 }, Cause::Unsendable))
    };
    let size = mail.content.bytes();
    if let Some(most) = server.max_message_bytes.filter(|most| size > *most) {
        let text = format!("the message has {size} bytes, the server takes at most {most}");
        words
            .iter_mut()
            .filter(|word| word.is_none())
            .for_each(|word| *word = failed("5.3.4", text.clone()));
    }
    if !mail.message.smtputf8 || server.smtputf8 {
        return;
    }
    let by_sender = mail.sender.is_some_and(Mailbox::needs_smtputf8);
    for (word, recipient) in words.iter_mut().zip(mail.recipients) {
        if word.is_none() && (by_sender || recipient.needs_smtputf8()) {
            let whose = if by_sender { "the sender's" } else { "the recipient's" };
            let text = format!(
                "{whose} address has letters beyond ASCII, and the server takes no such addresses"
            );
            *word = failed("5.6.7", text);
        }
    }
}

/// A talk under way.
struct Talk<'a> {
    connection: &'a mut Connection,
    mail: &'a Mail<'a>,
    times: &'a Timeouts,
    words: &'a mut [Option<Outcome>],
    /// Recipients of this transaction.
    asked: Vec<usize>,
    /// Recipients of this transaction that the server took: they wait for its word on the mail.
    taken: Vec<usize>,
}

impl Talk<'_> {
    /// Asks the gate for each recipient without a word: some are turned back, as many of the others as the server takes
    /// at once are those of this transaction. Says whether there are any.
    fn pass(&mut self, gate: impl Fn(&Claimed) -> bool) -> bool {
        let most = self.connection.capabilities.limits.rcpt_max.map_or(usize::MAX, |n| n as usize);
        for (n, (word, claimed)) in self.words.iter_mut().zip(self.mail.deliveries).enumerate() {
            if word.is_some() {
                continue;
            }
            if !gate(claimed) {
                *word = Some(Outcome::TurnedBack);
            } else if self.asked.len() < most {
                self.asked.push(n);
            }
        }
        !self.asked.is_empty()
    }

    /// MAIL, RCPT and DATA in one go. A server that refuses every recipient may still say 354 to DATA: it then gets an
    /// empty mail, which it has to refuse (RFC 2920 §3.1).
    async fn together(&mut self) -> Result<After, Lost> {
        let reset = self.connection.is_unfinished;
        if reset {
            self.connection.write(&Command::Rset);
        }
        self.write_mail();
        for n in self.asked.clone() {
            self.write_recipient(n);
        }
        self.connection.write(&Command::Data);
        self.send("MAIL", self.times.mail).await?;
        if reset {
            self.hear_reset().await?;
        }
        self.connection.is_unfinished = true;
        let began = self.hear_mail().await?;
        for n in self.asked.clone() {
            self.hear_recipient(n, began).await?;
        }
        match (self.hear_data().await?, self.taken.is_empty()) {
            (true, false) => Ok(self.content().await),
            (true, true) => Ok(self.nothing().await),
            (false, _) => Ok(After::Usable),
        }
    }

    /// One command at a time, for servers without PIPELINING.
    async fn one_by_one(&mut self) -> Result<After, Lost> {
        self.write_mail();
        self.send("MAIL", self.times.mail).await?;
        self.connection.is_unfinished = true;
        let began = self.hear_mail().await?;
        if !began {
            return Ok(After::Usable);
        }
        for n in self.asked.clone() {
            self.write_recipient(n);
            self.send("RCPT", self.times.rcpt).await?;
            self.hear_recipient(n, began).await?;
        }
        if self.taken.is_empty() {
            return Ok(After::Usable);
        }
        self.connection.write(&Command::Data);
        self.send("DATA", self.times.data_start).await?;
        match self.hear_data().await? {
            true => Ok(self.content().await),
            false => Ok(After::Usable),
        }
    }

    fn write_mail(&mut self) {
        let message = self.mail.message;
        let size = self.mail.content.bytes();
        let server = &self.connection.capabilities;
        // A server without 8BITMIME gets 8-bit bodies all the same: they pass nearly everywhere, and a mail that is
        // not sent passes nowhere.
        let command =
            Command::mail(self.mail.sender, size, message.eight_bit, message.smtputf8, server);
        let dsn = server.dsn;
        self.connection.write(&command);
        if dsn {
            let mut parameters = String::new();
            parameters.extend(message.dsn_return.iter().map(|what| format!(" RET={what}")));
            parameters.extend(message.envelope_id.iter().map(|id| format!(" ENVID={id}")));
            self.connection.write_parameters(&parameters);
        }
    }

    fn write_recipient(&mut self, n: usize) {
        self.connection.write(&Command::Rcpt(&self.mail.recipients[n]));
        if self.connection.capabilities.dsn
            && let Some(notify) = &self.mail.deliveries[n].notify
        {
            self.connection.write_parameters(&format!(" NOTIFY={notify}"));
        }
    }

    /// Ends what an earlier mail left unfinished. It is a round trip, and some servers take their time after a refusal:
    /// the gate is asked behind it.
    async fn reset(&mut self) -> Result<(), Lost> {
        self.connection.write(&Command::Rset);
        self.send("RSET", self.times.mail).await?;
        self.hear_reset().await?;
        self.connection.is_unfinished = false;
        Ok(())
    }

    async fn hear_reset(&mut self) -> Result<(), Lost> {
        let reply = self.reply("RSET", self.times.mail).await?;
        match self.is_yes(&reply, Severity::Done)? {
            true => Ok(()),
            false => Err(self.lost_by(&reply, HopResult::Unreachable)),
        }
    }

    /// Whether the server begins the mail; if not, its answer is the word for all.
    async fn hear_mail(&mut self) -> Result<bool, Lost> {
        let reply = self.reply("MAIL", self.times.mail).await?;
        let began = self.is_yes(&reply, Severity::Done)?;
        if !began {
            self.word(&reply, &self.asked.clone());
        }
        Ok(began)
    }

    /// The answer to a recipient: a yes waits for the answer to the mail.
    async fn hear_recipient(&mut self, n: usize, began: bool) -> Result<(), Lost> {
        let reply = self.reply("RCPT", self.times.rcpt).await?;
        let takes = self.is_yes(&reply, Severity::Done)?;
        match began {
            true if takes => self.taken.push(n),
            // Those over the server's number go in another transaction (RFC 5321 §4.5.3.1.10).
            true if is_too_many(&reply) && !self.taken.is_empty() => {}
            true => self.word(&reply, &[n]),
            false => {}
        }
        Ok(())
    }

    /// Whether the server waits for the mail; if not, its answer is the word for all it took.
    async fn hear_data(&mut self) -> Result<bool, Lost> {
        let reply = self.reply("DATA", self.times.data_start).await?;
        let waits = self.is_yes(&reply, Severity::Continue)?;
        if !waits {
            self.word(&reply, &self.taken.clone());
        }
        Ok(waits)
    }

    /// The mail itself, and the answer to its end, which is for every recipient taken. If it does not come, the server
    /// may have the mail or not: it is tried again.
    async fn content(&mut self) -> After {
        self.connection.mails += 1;
        let sent = self.connection.send_content(self.mail.content, self.times.data_block).await;
        let is_cut = sent.is_err();
        let end = match sent {
            Ok(()) => self.connection.reply("the end of the mail", self.times.data_end).await,
            // What the server had against the mail, it may have said before it stopped listening.
            Err(trouble @ Trouble::Io(_)) => {
                let last = self.connection.reply("the mail", LAST_WORDS).await;
                last.ok().filter(|reply| !reply.is_done()).ok_or(trouble)
            }
            Err(trouble) => Err(trouble),
        };
        let heard = match end {
            Ok(reply) => self.is_yes(&reply, Severity::Done).map(|yes| (yes, reply)),
            Err(trouble) => Err(self.lost(&trouble)),
        };
        match heard {
            Ok((yes, reply)) => {
                self.word(&reply, &self.taken.clone());
                self.connection.is_unfinished = !yes;
                if is_cut { self.over(&reply) } else { After::Usable }
            }
            Err(lost) => self.broke(lost),
        }
    }

    /// The end of a mail that nobody is to get.
    async fn nothing(&mut self) -> After {
        let ended = match self.connection.send_nothing(self.times.data_block).await {
            Ok(()) => self.connection.reply("the end of the mail", self.times.data_end).await,
            Err(trouble) => Err(trouble),
        };
        match ended {
            Ok(reply) if reply.code() != 421 => After::Usable,
            Ok(reply) => self.over(&reply),
            Err(trouble) => self.broke(self.lost(&trouble)),
        }
    }

    /// The connection is over with a reply: who has no word by it has this one.
    fn over(&mut self, reply: &Reply) -> After {
        self.word(reply, &(0..self.words.len()).collect::<Vec<_>>());
        After::Over(if reply.code() == 421 { HopResult::Busy } else { HopResult::Answered })
    }

    /// The connection is over without a reply: who has no word yet is tried again later.
    fn broke(&mut self, lost: Lost) -> After {
        let rest = self.words.iter_mut().filter(|word| word.is_none());
        rest.for_each(|word| *word = Some(Outcome::Deferred(lost.remote.clone())));
        After::Over(lost.hop)
    }

    async fn send(&mut self, what: &'static str, within: Duration) -> Result<(), Lost> {
        self.connection.send(what, within).await.map_err(|trouble| self.lost(&trouble))
    }

    async fn reply(&mut self, what: &'static str, within: Duration) -> Result<Reply, Lost> {
        self.connection.reply(what, within).await.map_err(|trouble| self.lost(&trouble))
    }

    /// Whether a reply is the yes that is due here. A server that sends us away, or gives an answer that cannot be one,
    /// is lost.
    fn is_yes(&self, reply: &Reply, yes: Severity) -> Result<bool, Lost> {
        match reply.severity() {
            _ if reply.code() == 421 => Err(self.lost_by(reply, HopResult::Busy)),
            severity if severity == yes => Ok(true),
            Severity::Transient | Severity::Permanent => Ok(false),
            Severity::Done | Severity::Continue => Err(self.lost_by(reply, HopResult::Unreachable)),
        }
    }

    /// Gives a reply as their word to those who have none yet.
    fn word(&mut self, reply: &Reply, to: &[usize]) {
        for &n in to {
            if self.words[n].is_none() {
                self.words[n] = Some(outcome(self.connection, reply));
            }
        }
    }

    fn lost(&self, trouble: &Trouble) -> Lost {
        Lost { remote: self.connection.troubled(trouble), hop: HopResult::Unreachable }
    }

    fn lost_by(&self, reply: &Reply, hop: HopResult) -> Lost {
        Lost { remote: self.connection.remote(reply), hop }
    }
}

/// What a final reply means for a delivery.
fn outcome(connection: &Connection, reply: &Reply) -> Outcome {
    let remote = connection.remote(reply);
    let enhanced =
        reply.enhanced().map(|EnhancedCode { class, subject, detail }| (class, subject, detail));
    if reply.is_done() {
        Outcome::Sent(remote)
    } else if classify::permanent(reply.code(), enhanced, reply.text()) {
        Outcome::Failed(remote, Cause::Reply)
    } else {
        Outcome::Deferred(remote)
    }
}

/// Whether a recipient is refused only because there are so many others.
fn is_too_many(reply: &Reply) -> bool {
    let by_code = reply.enhanced().is_some_and(|code| (code.subject, code.detail) == (5, 3));
    matches!(reply.code(), 452 | 552)
        && (by_code || reply.text().to_ascii_lowercase().contains("too many recipients"))
}
