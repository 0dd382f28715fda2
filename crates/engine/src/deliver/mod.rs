//! The way of one attempt: route, resolve, TLS, connection, talk.
//!
//! Each step is a file and returns a value; `attempt` alone branches on them. What comes out is an `Outcome` per
//! recipient with the remote's words, and what the next hop showed of itself. A refused mail is not an error of ours.

pub mod attempt;
mod connection;
mod content;
mod pool;
mod resolve;
pub mod route;
mod talk;
#[cfg(test)]
mod tests;
mod tls;

use std::sync::Arc;

use postern_core::hop::HopResult;
use postern_core::ids::{DeliveryId, SiteId};
use postern_store::{Claimed, Message, Remote};

use route::Route;

/// One message for some recipients behind one next hop, in hand.
#[derive(Debug)]
pub struct Job {
    pub site: SiteId,
    /// The site's epoch from before the claim, for the gate.
    pub epoch: u64,
    pub route: Arc<Route>,
    pub message: Arc<Message>,
    /// Deliveries of that message, at least one; all behind the same next hop.
    pub deliveries: Vec<Claimed>,
}

/// How an attempt ended for one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The remote took it.
    Sent(Remote),
    /// Not now: the remote said so with a 4xx reply, or could not be reached, or broke off.
    Deferred(Remote),
    /// Never: the remote said so with a 5xx reply, or the address has nowhere to go.
    Failed(Remote, Cause),
    /// The gate turned it back: no attempt was made.
    TurnedBack,
}

/// What a failure is classified by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The remote's reply: `core::classify` reads it.
    Reply,
    /// The domain cannot get mail: no such name, null MX, addresses that are inside, a loop to ourselves.
    BadDomain,
    /// The message as stored is damaged, or cannot go to any remote as it is.
    Unsendable,
}

/// What an attempt came to.
#[derive(Debug)]
pub struct Attempted {
    pub outcomes: Vec<(DeliveryId, Outcome)>,
    /// What the next hop showed of itself, for its limits.
    pub hop: HopResult,
}

/// The enhanced status code of a remote's word, `5.1.1`, as numbers.
pub(crate) fn enhanced(code: &str) -> Option<(u8, u16, u16)> {
    let mut parts = code.split('.');
    let numbers =
        (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(numbers)
}
