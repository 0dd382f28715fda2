//! What a session asks its driver. Each question is answered by a method that gives the next step.

use super::{
    Envelope, ExpectMail, ExpectRecipient, Hello, Receiving, Session, Step, recipient_taken,
};
use crate::address::Mailbox;
use crate::reply::Reply;
use crate::sasl::Credentials;

/// A login to be judged.
#[derive(Debug)]
pub struct AskLogin {
    pub(super) mail: ExpectMail,
    pub(super) credentials: Credentials,
}

impl AskLogin {
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// The login is right.
    pub fn accept(mut self) -> Step {
        self.mail.peer.login = Some(self.credentials.login().to_owned());
        Step::Reply(Reply::new(235, (2, 7, 0), "welcome"), Session::Mail(self.mail))
    }

    /// The login is wrong. Does not say whether it exists.
    pub fn refuse(mut self) -> Step {
        let peer = &mut self.mail.peer;
        peer.refused_logins += 1;
        match peer.refused_logins >= peer.settings.max_refused_logins {
            true => Step::Close(Reply::new(421, (4, 7, 0), "too many logins were refused, bye")),
            false => {
                let reply = Reply::new(535, (5, 7, 8), "login or password is wrong");
                Step::Reply(reply, Session::Mail(self.mail))
            }
        }
    }

    /// The login cannot be judged now.
    pub fn later(self) -> Step {
        let reply = Reply::new(454, (4, 7, 0), "logins cannot be checked now, try later");
        Step::Reply(reply, Session::Mail(self.mail))
    }
}

/// A sender to be judged.
#[derive(Debug)]
pub struct AskSender(pub(super) ExpectRecipient);

impl AskSender {
    /// The envelope, still without recipients.
    pub fn envelope(&self) -> &Envelope {
        &self.0.envelope
    }

    pub fn hello(&self) -> &Hello {
        &self.0.mail.hello
    }

    /// Who has logged in.
    pub fn login(&self) -> Option<&str> {
        self.0.mail.peer.login.as_deref()
    }

    pub fn accept(self) -> Step {
        Step::Reply(Reply::new(250, (2, 1, 0), "sender taken"), Session::Recipient(self.0))
    }

    pub fn refuse(self, reply: Reply) -> Step {
        Step::Reply(reply, Session::Mail(self.0.mail))
    }
}

/// A recipient to be judged.
#[derive(Debug)]
pub struct AskRecipient {
    pub(super) state: ExpectRecipient,
    pub(super) recipient: Mailbox,
}

impl AskRecipient {
    pub fn recipient(&self) -> &Mailbox {
        &self.recipient
    }

    /// The envelope with the recipients taken before.
    pub fn envelope(&self) -> &Envelope {
        &self.state.envelope
    }

    pub fn accept(mut self) -> Step {
        self.state.envelope.recipients.push(self.recipient);
        Step::Reply(recipient_taken(), Session::Recipient(self.state))
    }

    pub fn refuse(self, reply: Reply) -> Step {
        Step::Reply(reply, Session::Recipient(self.state))
    }
}

/// Content about to come.
#[derive(Debug)]
pub struct AskData(pub(super) ExpectRecipient);

impl AskData {
    pub fn envelope(&self) -> &Envelope {
        &self.0.envelope
    }

    /// Let it come, `max_bytes` at most (what the site may send; never more than was announced). Send the reply, then
    /// feed the [`Receiving`].
    pub fn accept(self, max_bytes: u64) -> (Receiving, Reply) {
        let ExpectRecipient { mail, envelope } = self.0;
        let reply = Reply::plain(354, "send the message, end with a line that holds a dot only");
        (Receiving::new(mail, envelope, max_bytes), reply)
    }

    /// Nothing can be taken now; the mail is forgotten.
    pub fn refuse(self, reply: Reply) -> Step {
        Step::Reply(reply, Session::Mail(self.0.mail))
    }
}
