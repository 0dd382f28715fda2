//! The envelope: who sends and who receives, as mailboxes.
//!
//! A bare name gets its site's domain. Nobody is altered beyond that, but for site `host`: there the users of this
//! machine are read by the operator.

use std::collections::HashSet;

use postern_mail::Mailbox;
use postern_mail::address::list::MAX_LIST;
use postern_mail::address::{AddressFault, parse_list, parse_sender};
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
        in_head: Vec<Mailbox>,
    ) -> Result<Vec<Addressed>, Refusal> {
        let mut named = Named::of(entry.site.settings.limits.recipients);
        match &submission.recipients {
            Recipients::Given(given) => {
                for (mailbox, notify) in given {
                    named.add(self.at_home(mailbox.clone(), entry)?, *notify)?;
                }
            }
            Recipients::Words { words, notify, .. } => {
                for word in words {
                    for mailbox in self.list(word, entry)? {
                        named.add(self.at_home(mailbox, entry)?, *notify)?;
                    }
                }
                for mailbox in in_head {
                    named.add(self.at_home(mailbox, entry)?, *notify)?;
                }
            }
        }
        named.end()
    }

    /// The addresses of a word of the command line.
    fn list(&self, word: &[u8], entry: &Entry) -> Result<Vec<Mailbox>, Refusal> {
        parse_list(word, Some(self.domain(entry))).map_err(|error| match error.fault() {
            AddressFault::TooMany => too_many_to_count(entry.site.settings.limits.recipients),
            _ => Why::BadRecipient(error).into(),
        })
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

/// Recipients as they are named. Beyond the limit they are counted only, each once; beyond what anybody counts the
/// message is refused at once.
struct Named {
    limit: u32,
    seen: HashSet<Mailbox>,
    kept: Vec<Addressed>,
}

impl Named {
    fn of(limit: u32) -> Named {
        Named { limit, seen: HashSet::new(), kept: Vec::new() }
    }

    fn add(&mut self, mailbox: Mailbox, notify: Option<Notify>) -> Result<(), Refusal> {
        if self.seen.contains(&mailbox) {
            return Ok(());
        }
        if self.seen.len() >= MAX_LIST {
            return Err(too_many_to_count(self.limit));
        }
        if self.kept.len() < self.limit as usize {
            self.kept.push((mailbox.clone(), notify));
        }
        self.seen.insert(mailbox);
        Ok(())
    }

    fn end(self) -> Result<Vec<Addressed>, Refusal> {
        let (recipients, limit) = (self.seen.len() as u64, self.limit);
        match recipients > u64::from(limit) {
            true => Err(Why::TooManyRecipients { recipients, whole: true, limit }.into()),
            false => Ok(self.kept),
        }
    }
}

/// Counting ended before the recipients did.
pub(super) fn too_many_to_count(limit: u32) -> Refusal {
    Why::TooManyRecipients { recipients: MAX_LIST as u64 + 1, whole: false, limit }.into()
}
