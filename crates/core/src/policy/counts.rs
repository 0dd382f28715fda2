//! What the policy counts: of a site or a script, within a half-hour or any longer stretch. The unit is one recipient.

use super::run::Run;
use crate::classify::Class;

/// What happened within a stretch of time. An event counts when it happened, a late report when it came.
///
/// What is stored of a half-hour are these numbers; `then` puts stretches together, and an event to the stretch it ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Deliveries accepted, also while the site is red.
    pub accepted: u64,
    /// Of the accepted: to recipients the site never wrote to before.
    pub first_time: u64,
    /// Deliveries of content judged spam.
    pub spam: u64,
    /// Deliveries taken by the next hop.
    pub sent: u64,
    /// Deliveries refused at once.
    pub refused: u64,
    /// Reports of a refusal that came for deliveries counted as sent before. They count in no row: behind a smarthost they
    /// come in bundles, long after the mails that arrived.
    pub refused_late: u64,
    /// Complaints that came.
    pub complaints: u64,
    /// Refusals in a row.
    pub refusals: Run,
    /// Refusals in a row because the recipient does not exist; others between them neither count nor end the row.
    pub unknown: Run,
}

impl Counts {
    /// A message was accepted for so many recipients, of which some are new to the site.
    pub fn accepted(recipients: u64, first_time: u64) -> Counts {
        Counts { accepted: recipients, first_time, ..Counts::default() }
    }

    /// A message for so many recipients was judged spam, be it before it was accepted or later.
    pub fn judged_spam(recipients: u64) -> Counts {
        Counts { spam: recipients, ..Counts::default() }
    }

    /// The next hop took a delivery.
    pub fn sent() -> Counts {
        Counts { sent: 1, refusals: Run::SUCCESS, unknown: Run::SUCCESS, ..Counts::default() }
    }

    /// A delivery ended in error.
    pub fn failed(class: Class) -> Counts {
        if !is_refusal(class) {
            return Counts::failed_late(class);
        }
        let unknown = match class {
            Class::BadMailbox | Class::BadDomain => Run::FAILURE,
            _ => Run::default(),
        };
        Counts { refused: 1, refusals: Run::FAILURE, unknown, ..Counts::default() }
    }

    /// A report came for a delivery counted as sent before. One of a mail accepted before the last unblock or purge of its
    /// site is not to be counted.
    pub fn failed_late(class: Class) -> Counts {
        Counts {
            refused_late: u64::from(is_refusal(class)),
            complaints: u64::from(class == Class::Complaint),
            ..Counts::default()
        }
    }

    /// This stretch and the one that follows it.
    #[must_use]
    pub fn then(self, next: Counts) -> Counts {
        Counts {
            refusals: self.refusals.then(next.refusals),
            unknown: self.unknown.then(next.unknown),
            ..self.number_by_number(next, u64::saturating_add)
        }
    }

    /// What is left at least without what another did within the same stretch.
    #[must_use]
    pub(super) fn without(self, other: Counts) -> Counts {
        Counts {
            refusals: self.refusals.without(other.refused),
            unknown: self.unknown.without(other.refused),
            ..self.number_by_number(other, u64::saturating_sub)
        }
    }

    /// What would have happened all the same, had the site been red: mail was handed in, and reports came.
    pub(super) fn while_red(self) -> Counts {
        Counts { sent: 0, refused: 0, refusals: Run::default(), unknown: Run::default(), ..self }
    }

    fn number_by_number(self, other: Counts, with: fn(u64, u64) -> u64) -> Counts {
        Counts {
            accepted: with(self.accepted, other.accepted),
            first_time: with(self.first_time, other.first_time),
            spam: with(self.spam, other.spam),
            sent: with(self.sent, other.sent),
            refused: with(self.refused, other.refused),
            refused_late: with(self.refused_late, other.refused_late),
            complaints: with(self.complaints, other.complaints),
            ..self
        }
    }
}

/// Whether a failure says something about the mail or its recipient. Where nobody could be reached, or the mail was held
/// until its time was over, it does not: a dead smarthost would block every site at once.
fn is_refusal(class: Class) -> bool {
    match class {
        Class::BadMailbox
        | Class::BadDomain
        | Class::MailboxFull
        | Class::RefusedByPolicy
        | Class::RefusedAsSpam => true,
        Class::Expired | Class::ExpiredHeld | Class::Network | Class::Complaint => false,
    }
}
