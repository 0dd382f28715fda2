//! A submission that is refused after its caller was told that it is taken: the drop file.
//!
//! It becomes a failure of its site, so that its owner sees what happened to it. Stored first, settled as failed then;
//! a crash in between is made good when the file is read again, since its key is known. What is stored can be
//! delivered to nobody meanwhile: the recipients' names stand in brackets, which no address has, and of the message
//! there is only the beginning.

use std::time::Duration;

use bytes::Bytes;
use postern_core::classify::Class;
use postern_core::ids::{DeliveryId, MessageId, SiteId};
use postern_mail::Mailbox;
use postern_mail::dsn_request::Notify;
use postern_mail::encoded_word;
use postern_mail::header::Head;
use postern_store::view::{Question, Reply, TraceFilter};
use postern_store::{
    Accepted, Caps, Claim, End, Error, Lease, NewDelivery, NewMessage, Remote, Settlement,
};

use super::{Accept, Receipt, Recipients, Refusal, Sender, Submission, Why, digest, script};
use crate::sites::Entry;

/// How much of the message is kept, in bytes, and how many of its recipients are named.
const BEGINNING: usize = 4096;
const NAMED: usize = 100;

impl Accept {
    /// Records a refused submission as failures of its site.
    ///
    /// # Errors
    /// What kept it from being recorded; to be tried again later.
    pub(crate) async fn record_refused(
        &self,
        submission: &Submission,
        refusal: &Refusal,
    ) -> Result<Receipt, Refusal> {
        let entry = self.site(submission.identified.site)?;
        let site = entry.site.id;
        let receipt = match self.0.store.accept(self.refused_message(submission, &entry)).await? {
            Accepted::Stored(stored) => Receipt { message: stored.message, repeated: false },
            Accepted::Repeated(message) => Receipt { message, repeated: true },
            // The key has a message already, another one: that one is told of.
            Accepted::KeyReused(message) => return Ok(Receipt { message, repeated: true }),
            Accepted::OverCap { .. } | Accepted::OverBytes { .. } | Accepted::NoSite => {
                return Err(Why::SiteGone.into());
            }
        };
        let deliveries = self.unfinished(site, receipt.message).await?;
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
        Ok(receipt)
    }

    async fn unfinished(&self, site: SiteId, message: MessageId) -> Result<Vec<DeliveryId>, Error> {
        let filter = TraceFilter { message: Some(message), ..TraceFilter::default() };
        match self.0.store.view(Question::Trace { site, filter, before: None, limit: 1 }).await? {
            Reply::Trace(page) => {
                let deliveries = page.rows.into_iter().flat_map(|traced| traced.deliveries);
                Ok(deliveries.filter(|one| one.state == "queued").map(|one| one.delivery).collect())
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
