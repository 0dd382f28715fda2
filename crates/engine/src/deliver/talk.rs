//! The talk: one mail on a ready connection (RFC 5321 §3.3), in as few round trips as the server allows.
//!
//! The order of events: can this server take this mail at all; the gate; MAIL, RCPT and DATA (sent together where the
//! server has PIPELINING, RFC 2920); the mail; the answer to its end. What comes out is a word for each recipient and
//! whether the connection can be used again.

use postern_core::classify;
use postern_mail::Mailbox;
use postern_mail::reply::{EnhancedCode, Reply};
use postern_mail::smtp::client::Command;
use postern_store::{Claimed, Message, Remote};

use super::connection::{Connection, Trouble};
use super::{Cause, Outcome};
use crate::settings::Timeouts;

/// A mail to be talked about.
pub(super) struct Mail<'a> {
    pub message: &'a Message,
    pub deliveries: &'a [Claimed],
    pub sender: Option<&'a Mailbox>,
    pub recipients: &'a [Mailbox],
    pub body: &'a [u8],
}

/// What a talk came to.
pub(super) enum Talked {
    /// An outcome for each delivery, in order, and what the connection is good for.
    Over { outcomes: Vec<Outcome>, after: After },
    /// The connection broke before the server answered MAIL: another may do.
    NotBegun(Trouble),
}

/// What a connection is good for after a talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// Another mail.
    Usable,
    /// Another mail after RSET.
    Unfinished,
    /// Nothing: the server wants no more for now (421).
    Busy,
    /// Nothing: it broke.
    Broken,
}

/// Talks about one mail. `may_begin` is the gate.
pub(super) async fn talk(
    connection: &mut Connection,
    mail: &Mail<'_>,
    times: &Timeouts,
    may_begin: impl FnOnce() -> bool,
) -> Talked {
    if let Some(outcome) = unsendable(connection, mail) {
        return Talked::Over {
            outcomes: vec![outcome; mail.deliveries.len()],
            after: After::Usable,
        };
    }
    if !may_begin() {
        return Talked::Over {
            outcomes: vec![Outcome::TurnedBack; mail.deliveries.len()],
            after: After::Usable,
        };
    }
    write_mail(connection, mail);
    let mut talk = Talk { connection, mail, times, outcomes: vec![None; mail.deliveries.len()] };
    let pipelining = talk.connection.capabilities.pipelining;
    let after = if pipelining { talk.together().await } else { talk.one_by_one().await };
    match after {
        Err(Broken::BeforeMail(trouble)) => Talked::NotBegun(trouble),
        Err(Broken::Later(trouble)) => {
            let remote = talk.connection.troubled(&trouble);
            let outcomes = talk.fill(|| Outcome::Deferred(remote.clone()));
            Talked::Over { outcomes, after: After::Broken }
        }
        Ok(after) => {
            // Every path below gives each delivery a word; one without would be tried again.
            let outcomes = talk.fill(|| Outcome::Deferred(Remote::default()));
            Talked::Over { outcomes, after }
        }
    }
}

/// Why no server of this kind can take the mail, if so.
fn unsendable(connection: &Connection, mail: &Mail<'_>) -> Option<Outcome> {
    let server = &connection.capabilities;
    let failed = |enhanced: &str, text: String, cause| {
        let remote = Remote {
            host: connection.peer.clone(),
            enhanced: enhanced.into(),
            text,
            ..Remote::default()
        };
        Some(Outcome::Failed(remote, cause))
    };
    let size = mail.body.len() as u64;
    match server.max_message_bytes {
        Some(most) if most > 0 && size > most => failed(
            "5.3.4",
            format!("the message has {size} bytes, the server takes at most {most}"),
            Cause::Unsendable,
        ),
        _ if mail.message.smtputf8 && !server.smtputf8 => failed(
            "5.6.7",
            "an address of this message has letters beyond ASCII, and the server does not take such addresses".into(),
            Cause::Unsendable,
        ),
        _ => None,
    }
}

fn write_mail(connection: &mut Connection, mail: &Mail<'_>) {
    let message = mail.message;
    let size = mail.body.len() as u64;
    let server = &connection.capabilities;
    let command = Command::mail(mail.sender, size, message.eight_bit, message.smtputf8, server);
    let dsn = server.dsn;
    connection.write(&command);
    if dsn {
        let mut parameters = String::new();
        parameters.extend(message.dsn_return.iter().map(|what| format!(" RET={what}")));
        parameters.extend(message.envelope_id.iter().map(|id| format!(" ENVID={id}")));
        connection.write_parameters(&parameters);
    }
}

/// A talk under way.
struct Talk<'a> {
    connection: &'a mut Connection,
    mail: &'a Mail<'a>,
    times: &'a Timeouts,
    outcomes: Vec<Option<Outcome>>,
}

/// Where a connection broke.
enum Broken {
    BeforeMail(Trouble),
    Later(Trouble),
}

impl From<Trouble> for Broken {
    fn from(trouble: Trouble) -> Broken {
        Broken::Later(trouble)
    }
}

impl Talk<'_> {
    /// MAIL, RCPT and DATA in one go. A server that refuses every recipient may still say 354 to DATA: it then gets an
    /// empty mail, which it has to refuse (RFC 2920 §3.1).
    async fn together(&mut self) -> Result<After, Broken> {
        for n in 0..self.mail.recipients.len() {
            self.write_recipient(n);
        }
        self.connection.write(&Command::Data);
        self.connection.send("MAIL", self.times.mail).await.map_err(Broken::BeforeMail)?;
        let mail =
            self.connection.reply("MAIL", self.times.mail).await.map_err(Broken::BeforeMail)?;
        if mail.code() == 421 {
            return Ok(self.busy(&mail));
        }
        for n in 0..self.mail.recipients.len() {
            let reply = self.connection.reply("RCPT", self.times.rcpt).await?;
            if reply.code() == 421 {
                return Ok(self.busy(&reply));
            }
            self.answer(n, if mail.is_done() { &reply } else { &mail });
        }
        let data = self.connection.reply("DATA", self.times.data_start).await?;
        if data.code() == 421 {
            return Ok(self.busy(&data));
        }
        if data.code() != 354 {
            self.refused(&data);
            return Ok(After::Unfinished);
        }
        if self.is_settled() {
            self.connection.send_content(b"", self.times.data_block).await?;
            let end = self.connection.reply("the end of the mail", self.times.data_end).await?;
            return Ok(if end.code() == 421 { After::Busy } else { After::Unfinished });
        }
        self.content().await
    }

    /// One command at a time, for servers without PIPELINING.
    async fn one_by_one(&mut self) -> Result<After, Broken> {
        let mail =
            self.connection.ask("MAIL", self.times.mail).await.map_err(Broken::BeforeMail)?;
        if mail.code() == 421 {
            return Ok(self.busy(&mail));
        }
        if !mail.is_done() {
            self.refused(&mail);
            return Ok(After::Unfinished);
        }
        for n in 0..self.mail.recipients.len() {
            self.write_recipient(n);
            let reply = self.connection.ask("RCPT", self.times.rcpt).await?;
            if reply.code() == 421 {
                return Ok(self.busy(&reply));
            }
            self.answer(n, &reply);
        }
        if self.is_settled() {
            return Ok(After::Unfinished);
        }
        self.connection.write(&Command::Data);
        let data = self.connection.ask("DATA", self.times.data_start).await?;
        match data.code() {
            354 => self.content().await,
            421 => Ok(self.busy(&data)),
            _ => {
                self.refused(&data);
                Ok(After::Unfinished)
            }
        }
    }

    /// The mail itself, and the answer to its end, which is for every recipient taken so far. If it does not come, the
    /// server may have the mail or not: it is tried again.
    async fn content(&mut self) -> Result<After, Broken> {
        self.connection.send_content(self.mail.body, self.times.data_block).await?;
        let end = self.connection.reply("the end of the mail", self.times.data_end).await?;
        self.connection.mails += 1;
        if end.code() == 421 {
            return Ok(self.busy(&end));
        }
        self.refused(&end);
        Ok(if end.is_done() { After::Usable } else { After::Unfinished })
    }

    fn write_recipient(&mut self, n: usize) {
        self.connection.write(&Command::Rcpt(&self.mail.recipients[n]));
        if self.connection.capabilities.dsn
            && let Some(notify) = &self.mail.deliveries[n].notify
        {
            self.connection.write_parameters(&format!(" NOTIFY={notify}"));
        }
    }

    /// Takes the answer to a recipient: a yes waits for the answer to the mail.
    fn answer(&mut self, n: usize, reply: &Reply) {
        if !reply.is_done() {
            self.outcomes[n] = Some(outcome(self.connection, reply));
        }
    }

    /// Whether every recipient has its word, so that there is nobody to send the mail to.
    fn is_settled(&self) -> bool {
        self.outcomes.iter().all(Option::is_some)
    }

    /// Gives a reply to all who have none yet.
    fn refused(&mut self, reply: &Reply) {
        let word = outcome(self.connection, reply);
        self.outcomes.iter_mut().for_each(|outcome| {
            outcome.get_or_insert_with(|| word.clone());
        });
    }

    fn busy(&mut self, reply: &Reply) -> After {
        self.refused(reply);
        After::Busy
    }

    fn fill(self, word: impl Fn() -> Outcome) -> Vec<Outcome> {
        self.outcomes.into_iter().map(|outcome| outcome.unwrap_or_else(&word)).collect()
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
