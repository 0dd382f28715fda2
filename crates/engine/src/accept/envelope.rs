//! The envelope: who sends and who receives, as mailboxes.
//!
//! A bare name gets its site's domain. Nobody is altered beyond that, but for site `host`: there the users of this
//! machine are read by the operator.

use std::collections::HashSet;

use postern_mail::Mailbox;
use postern_mail::address::{parse_list, parse_sender};
use postern_mail::dsn_request::Notify;

use super::{Accept, Recipients, Refusal, Sender, Submission, Why};
use crate::sites::Entry;

/// A recipient, and when a notice about it is wanted.
pub(super) type Addressed = (Mailbox, Option<Notify>);

impl Accept {
    pub(super) fn sender(
        &self,
        submission: &Submission,
        entry: &Entry,
    ) -> Result<Option<Mailbox>, Refusal> {
        match &submission.sender {
            Sender::Given(sender) => Ok(sender.clone()),
            Sender::Word(word) => parse_sender(word, Some(self.domain(entry)))
                .map_err(|error| Why::BadSender(error).into()),
            Sender::Unstated => self.caller(submission, entry).map(Some),
        }
    }

    /// The caller's own mailbox: its login at its site's domain.
    pub(super) fn caller(
        &self,
        submission: &Submission,
        entry: &Entry,
    ) -> Result<Mailbox, Refusal> {
        let local = submission
            .origin
            .uid
            .map_or_else(|| "postmaster".into(), |uid| self.0.logins.name(uid));
        Mailbox::new(local, self.domain(entry)).map_err(|error| Why::BadSender(error).into())
    }

    /// The recipients, each once, in the order they were named; those of the head behind those of the envelope.
    pub(super) fn recipients(
        &self,
        submission: &Submission,
        entry: &Entry,
        in_head: &[Mailbox],
    ) -> Result<Vec<Addressed>, Refusal> {
        let mut named = Vec::new();
        match &submission.recipients {
            Recipients::Given(given) => named.extend_from_slice(given),
            Recipients::Words { words, notify, .. } => {
                for word in words {
                    let list =
                        parse_list(word, Some(self.domain(entry))).map_err(Why::BadRecipient)?;
                    named.extend(list.into_iter().map(|mailbox| (mailbox, *notify)));
                }
                named.extend(in_head.iter().map(|mailbox| (mailbox.clone(), *notify)));
            }
        }
        let mut seen = HashSet::new();
        let mut recipients = Vec::with_capacity(named.len());
        for (mailbox, notify) in named {
            let mailbox = self.at_home(mailbox, entry)?;
            if seen.insert(mailbox.clone()) {
                recipients.push((mailbox, notify));
            }
        }
        Ok(recipients)
    }

    /// Mail of site `host` to a user of this machine (`root`) goes to the operator.
    pub(super) fn at_home(&self, recipient: Mailbox, entry: &Entry) -> Result<Mailbox, Refusal> {
        let settings = &self.0.settings;
        let is_local = entry.site.id == self.0.sites.host()
            && (recipient.domain().eq_ignore_ascii_case(&settings.hostname)
                || recipient.domain() == "localhost");
        if !is_local {
            return Ok(recipient);
        }
        match settings.operator_address.as_str() {
            "" => Err(Why::LocalRecipient(recipient.to_string()).into()),
            address => Mailbox::parse(address).map_err(|error| Why::BadRecipient(error).into()),
        }
    }
}
