//! The content of a message on its way in: it arrives, it is whole, the driver answers for it.
//!
//! What cannot be taken is read to its end all the same, within a bound, so that the client hears why.

use super::{Envelope, ExpectMail, Hello, Session, Step, too_large};
use crate::reply::Reply;
use crate::smtp::dots::{ContentFault, Unstuffer};

/// Content is arriving.
#[derive(Debug)]
pub struct Receiving {
    mail: ExpectMail,
    envelope: Envelope,
    unstuffer: Unstuffer,
}

/// What came of feeding a [`Receiving`].
#[derive(Debug)]
#[must_use]
pub enum Content {
    /// All input is used up.
    NeedInput(Receiving),
    /// The content is whole. The answer is the next step.
    Whole(Received),
    /// The content has ended and is of no use: throw away what there is of it, do the step.
    Useless(ContentFault, Step),
}

impl Receiving {
    pub(super) fn new(mail: ExpectMail, envelope: Envelope, max_bytes: u64) -> Receiving {
        let settings = &mail.peer.settings;
        let limit = max_bytes.min(settings.max_message_bytes);
        let line_ends = mail.peer.lines.of_content(settings.line_ends);
        let unstuffer = Unstuffer::new(line_ends, limit);
        Receiving { mail, envelope, unstuffer }
    }

    /// Takes content from the front of `input` and appends it to `content`, dots removed, CRLF at each line end. The
    /// driver may move away what stands in `content` between two calls.
    pub fn feed(mut self, input: &mut &[u8], content: &mut Vec<u8>) -> Content {
        let ended = self.unstuffer.feed(input, content);
        match (self.unstuffer.fault(), ended) {
            (None, false) => Content::NeedInput(self),
            (None, true) => Content::Whole(Received { mail: self.mail, envelope: self.envelope }),
            (Some(fault), true) => {
                let reply = match fault {
                    ContentFault::TooLarge { limit } => too_large(self.unstuffer.size(), limit),
                    fault => Reply::new(550, (5, 6, 0), fault.to_string()),
                };
                Content::Useless(fault, Session::Mail(self.mail).bad(reply))
            }
            (Some(fault), false) => {
                let settings = &self.mail.peer.settings;
                let most = settings.max_message_bytes.saturating_add(settings.read_on_bytes);
                match self.unstuffer.size() > most {
                    true => {
                        let text =
                            format!("gave up after {most} bytes that cannot be taken: {fault}");
                        Content::Useless(fault, Step::Close(Reply::new(421, (4, 3, 4), text)))
                    }
                    false => Content::NeedInput(self),
                }
            }
        }
    }

    /// Octets of content so far.
    pub fn size(&self) -> u64 {
        self.unstuffer.size()
    }

    /// The envelope of what is arriving.
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// Gives up without waiting for the end: the reply is the last of the session.
    pub fn abandon(self, reply: Reply) -> Step {
        Step::Close(reply)
    }
}

/// A whole message to be answered for: by this reply the sender knows whose it is from now on.
#[derive(Debug)]
pub struct Received {
    mail: ExpectMail,
    envelope: Envelope,
}

impl Received {
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    pub fn hello(&self) -> &Hello {
        &self.mail.hello
    }

    /// Who has logged in.
    pub fn login(&self) -> Option<&str> {
        self.mail.peer.login.as_deref()
    }

    /// It is on stable storage under this id.
    pub fn accept(mut self, id: &str) -> Step {
        self.mail.peer.bad_commands = 0;
        self.mail.peer.idle_commands = 0;
        self.mail.peer.recipient_commands = 0;
        let reply = Reply::new(250, (2, 0, 0), format!("taken as {id}"));
        Step::Reply(reply, Session::Mail(self.mail))
    }

    /// It is not taken.
    pub fn refuse(self, reply: Reply) -> Step {
        Step::Reply(reply, Session::Mail(self.mail))
    }
}
