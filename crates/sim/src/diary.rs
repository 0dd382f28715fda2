//! What was done to Postern in a life, as the one who did it remembers it.

use postern_core::ids::MessageId;
use postern_core::time::Time;

/// A mail that Postern said yes to.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Number in the mail's own text: `X-Sim: 17`.
    pub number: u64,
    pub message: MessageId,
    pub site: usize,
    pub script: String,
    pub recipients: Vec<String>,
    /// It may wait for others of its script: one of a newsletter to a server that takes its time.
    pub patient: bool,
    /// When it was handed in, and when Postern said yes.
    pub handed_in_at: Time,
    pub accepted_at: Time,
    /// Everything behind the head, CRLF line ends.
    pub text: Vec<u8>,
}

/// What a person did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Block,
    Unblock,
    Purge,
    /// A selection of the queue was released: of these, the mails may pass the block.
    Release,
    /// A selection was deleted.
    Delete,
}

impl Deed {
    /// Whether it is about what the site is.
    pub fn is_of_state(self) -> bool {
        match self {
            Deed::Block | Deed::Unblock | Deed::Purge => true,
            Deed::Release | Deed::Delete => false,
        }
    }
}

/// A deed that changed something.
#[derive(Clone, Copy, Debug)]
pub struct Done {
    pub site: usize,
    pub deed: Deed,
    pub asked_at: Time,
    pub answered_at: Time,
}

/// A life from outside.
#[derive(Debug, Default)]
pub struct Diary {
    pub sites: Vec<String>,
    pub mails: Vec<Mail>,
    pub deeds: Vec<Done>,
    /// When the engine was started, and when it was killed.
    pub starts: Vec<Time>,
    pub kills: Vec<Time>,
    /// Mails handed in whose answer was cut off by a kill: they may count or not.
    pub unanswered: u64,
    /// Domains that may have trouble at any time: their mail may wait.
    pub troubled: Vec<String>,
}

impl Diary {
    /// The spans in which a site was red, from the answer of its block to the asking of what ended it.
    pub fn red(&self, site: usize) -> Vec<(Time, Time)> {
        let mut spans = Vec::new();
        let mut since = None;
        for done in self.deeds.iter().filter(|done| done.site == site) {
            match done.deed {
                Deed::Block => since = since.or(Some(done.answered_at)),
                Deed::Unblock | Deed::Purge => {
                    if let Some(since) = since.take() {
                        spans.push((since, done.asked_at));
                    }
                }
                Deed::Release | Deed::Delete => {}
            }
        }
        spans.extend(since.map(|since| (since, Time::NEVER)));
        spans
    }

    /// Whether a mail was released at some time between its acceptance and `at`.
    pub fn released(&self, mail: &Mail, at: Time) -> bool {
        self.deeds.iter().any(|done| {
            done.site == mail.site
                && done.deed == Deed::Release
                && done.answered_at >= mail.accepted_at
                && done.asked_at <= at
        })
    }
}
