//! A submission that is refused after its caller was told that it is taken: the drop file.
//!
//! It becomes a failure of its site, so that its owner sees what happened to it. Stored first, settled as failed then;
//! a crash in between is made good when the file is read again, since its key is known. What is stored can be
//! delivered to nobody meanwhile: the recipients' names stand in brackets, which no address has, and of the message
//! there is only the beginning.
//!
//! A file can also be one whose mail was taken before, and that the rules of today refuse. Its key is known, and what
//! has that key is the mail itself: nothing of it is touched.

use std::time::Duration;

use bytes::Bytes;
use postern_core::classify::Class;
use postern_core::ids::{DeliveryId, MessageId, SiteId};
use postern_mail::Mailbox;
use postern_mail::dsn_request::Notify;
use postern_mail::encoded_word;
use postern_mail::header::Head;
use postern_store::view::{Question, Reply, TraceFilter, TracedDelivery};
use postern_store::{
    Accepted, Caps, Claim, End, Error, Lease, NewDelivery, NewMessage, Remote, Settlement,
};

use super::{Accept, Recipients, Refusal, Sender, Submission, Why, digest, script};
use crate::sites::Entry;

/// How much of the message is kept, in bytes, and how many of its recipients are named.
const BEGINNING: usize = 4096;
const NAMED: usize = 100;

/// What a refused submission is to its site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Recorded {
    /// A failure.
    Failure,
    /// A mail that was taken before, under the same key.
    TakenBefore,
}

impl Accept {
    /// Records a refused submission as failures of its site, unless its key was taken before.
    ///
    /// # Errors
    /// What kept it from being recorded; to be tried again later.
    pub(crate) async fn record_refused(
        &self,
        submission: &Submission,
        refusal: &Refusal,
    ) -> Result<Recorded, Refusal> {
        let entry = self.site(submission.identified.site)?;
        let site = entry.site.id;
        let message = match self.0.store.accept(self.refused_message(submission, &entry)).await? {
            Accepted::Stored(stored) => stored.message,
            Accepted::Repeated(message) => message,
            // Of what is too large the whole is not here to be compared; the key says enough.
            Accepted::KeyReused(_) => return Ok(Recorded::TakenBefore),
            Accepted::OverCap { .. }
            | Accepted::OverBytes { .. }
            | Accepted::NoSite
            | Accepted::Told => {
                return Err(Why::SiteGone.into());
            }
        };
        let recorded = self.recorded(site, message).await?;
        if recorded.is_empty() {
            return Ok(Recorded::TakenBefore);
        }
        let queued = recorded.into_iter().filter(|one| one.state == "queued");
        let deliveries: Vec<DeliveryId> = queued.map(|one| one.delivery).collect();
        // In hand, they are in nobody else's way; on a red site nobody gets them in hand.
        let now = self.now();
        let lease = Lease { node: 0, until: now + Duration::from_secs(60) };
        self.0.store.claim(Claim { site, deliveries: deliveries.clone(), now, lease }).await?;
        let settle = |delivery| Settlement {
            site,
            delivery,
            at: now,
            end: End::Failed(class(refusal)),
            remote: words(refusal),
        };
        self.0.store.settle(deliveries.into_iter().map(settle).collect()).await?;
        Ok(Recorded::Failure)
    }

    /// The deliveries of a message that were recorded here; none if it is a mail.
    async fn recorded(
        &self,
        site: SiteId,
        message: MessageId,
    ) -> Result<Vec<TracedDelivery>, Error> {
        let filter = TraceFilter { message: Some(message), ..TraceFilter::default() };
        match self.0.store.view(Question::Trace { site, filter, before: None, limit: 1 }).await? {
            Reply::Trace(page) => {
                let deliveries = page.rows.into_iter().flat_map(|traced| traced.deliveries);
                Ok(deliveries.filter(|one| is_in_brackets(&one.recipient)).collect())
            }
            other => {
                Err(Error::Database(format!("a question for a trace was answered with {other:?}")))
            }
        }
    }

    fn refused_message(&self, submission: &Submission, entry: &Entry) -> NewMessage {
        let message = &submission.message;
        let head = Head::parse(message);
        let text = |name: &str| {
            head.first(name).map(|field| encoded_word::decode(field.value(), 250).trim().to_owned())
        };
        let php_field = text("X-PHP-Originating-Script");
        let sender = match &submission.sender {
            Sender::Given(sender) => sender.as_ref().map(Mailbox::to_string),
            Sender::Word(word) => Some(bounded(word)),
            Sender::Unstated => {
                self.caller(submission, entry).ok().map(|caller| caller.to_string())
            }
        };
        NewMessage {
            site: entry.site.id,
            accepted_at: self.now(),
            key: submission.key,
            digest: digest::of(submission),
            sender,
            deliveries: recipients(&submission.recipients),
            body: Bytes::copy_from_slice(&message[..message.len().min(BEGINNING)]),
            subject: text("Subject").unwrap_or_default(),
            message_id: text("Message-ID").unwrap_or_default(),
            script: script::name(&submission.origin.stated_by_caller, php_field.as_deref()),
            origin: submission.origin.clone(),
            eight_bit: !message.is_ascii(),
            smtputf8: false,
            envelope_id: None,
            dsn_return: None,
            caps: Caps { queued: u64::MAX, queued_bytes: u64::MAX },
            tells: None,
        }
    }
}

fn recipients(given: &Recipients) -> Vec<NewDelivery> {
    let mut words: Vec<String> = match given {
        Recipients::Given(given) => {
            given.iter().take(NAMED).map(|(mailbox, _)| mailbox.to_string()).collect()
        }
        Recipients::Words { words, .. } => {
            words.iter().take(NAMED).map(|word| bounded(word)).collect()
        }
    };
    if words.is_empty() {
        words.push("unknown".into());
    }
    let in_brackets = |word: String| NewDelivery {
        recipient: format!("<{}>", word.trim_matches(['<', '>'])),
        domain: "invalid".into(),
        notify: Some(Notify::Never.to_string()),
    };
    words.into_iter().map(in_brackets).collect()
}

fn is_in_brackets(recipient: &str) -> bool {
    recipient.starts_with('<')
}

fn bounded(word: &[u8]) -> String {
    String::from_utf8_lossy(word).chars().take(254).collect()
}

fn class(refusal: &Refusal) -> Class {
    match refusal.why {
        Why::BadRecipient(_) | Why::NoRecipient | Why::LocalRecipient(_) => Class::BadMailbox,
        _ => Class::RefusedByPolicy,
    }
}

fn words(refusal: &Refusal) -> Remote {
    let (code, (class, subject, detail)) = refusal.codes().smtp;
    Remote {
        host: String::new(),
        code,
        enhanced: format!("{class}.{subject}.{detail}"),
        text: refusal.to_string(),
    }
}
