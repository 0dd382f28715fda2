//! Quotas: how many of a site's deliveries may begin within an hour and on a calendar day. What is too much is delayed,
//! never refused.
//!
//! A delivery takes its place at its first attempt and keeps it: a retry, an attempt the gate turned back, or one that a
//! crash cut short takes no second one. So a place is taken in the transaction that hands the delivery out, which also
//! notes on the delivery that it has its place. What was taken (`Taken`) is stored beside it; nothing is forgotten by a
//! restart.
//!
//! The hour rolls by whole minutes: a place is free again an hour after the *end* of the minute it was taken in, never
//! early and at most a minute late. So no hour, wherever it begins, has more than its limit. The day is the one of the
//! site's own calendar (`counter::today`).
//!
//! Scripts share the places (`share`): whatever one script does, some are left for the others.

mod share;
mod stored;
mod taken;

#[cfg(test)]
mod tests;

use std::num::NonZeroU32;

use crate::time::Time;

pub use taken::Taken;

/// The limits of a site; `None` is without limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quota {
    /// Most deliveries that begin within any hour.
    pub hour: Option<NonZeroU32>,
    /// Most deliveries that begin on one calendar day of the site.
    pub day: Option<NonZeroU32>,
}

impl Quota {
    /// What holds for a site: a value of its own, or else its plan's.
    pub fn of(own: OwnQuota, plan: Quota) -> Quota {
        Quota { hour: own.hour.over(plan.hour), day: own.day.over(plan.day) }
    }
}

/// What a site has instead of its plan's limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnQuota {
    pub hour: Own,
    pub day: Own,
}

/// One limit of a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Own {
    /// The plan's.
    #[default]
    AsPlan,
    /// None, whatever the plan has.
    Unlimited,
    AtMost(NonZeroU32),
}

impl Own {
    fn over(self, plan: Option<NonZeroU32>) -> Option<NonZeroU32> {
        match self {
            Own::AsPlan => plan,
            Own::Unlimited => None,
            Own::AtMost(most) => Some(most),
        }
    }
}

/// The plans there are without a word in the configuration, by their names; the reasons are those of small web hosting.
///
/// - `small`: contact forms, and a shop that begins. Two hundred in an hour are more than visitors of such a site cause
///   on its best day; a bot that uses its form sends as many in a minute.
/// - `medium`: a busy shop, or a club whose newsletter is to be out in an evening.
/// - `large`: a site that lives by its mail. It still bounds what one stolen password costs the good name of the host.
pub const PLANS: [(&str, Quota); 3] =
    [("small", plan(200, 1_000)), ("medium", plan(1_000, 5_000)), ("large", plan(5_000, 50_000))];

const fn plan(hour: u32, day: u32) -> Quota {
    Quota { hour: NonZeroU32::new(hour), day: NonZeroU32::new(day) }
}

/// Whether deliveries of a script may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admit {
    /// So many of them, at least one. Then the others that wait are to be asked, and this script again.
    Now(u32),
    /// None before this instant, when the next place is free for this script if no other takes it.
    NotBefore { at: Time, full: Span },
}

/// Which limit is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    Hour,
    Day,
}

/// How full a limit is when its owner is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Four of five places are taken: a single script gets no further where others send, too.
    Most,
    /// All are taken: what comes now waits.
    All,
}

/// A limit became so full: told once within an hour for the hour's, once a day for the day's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crossing {
    pub span: Span,
    pub mark: Mark,
    /// As `taken / most`.
    pub taken: u32,
    pub most: u32,
}

/// Places taken, as in `n / max`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
    pub hour: u32,
    pub day: u32,
}
