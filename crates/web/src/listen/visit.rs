//! What one connection is doing, as its reader, its requests and the table of places all see it.
//!
//! ```text
//! Greeting -> Idle -> Asking -> Answering -> Taking -> Idle ...
//! ```
//!
//! A place is taken from a visit only while nothing is being answered; a request that begins, and a place that is given
//! away, decide it under one lock.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// One connection's state.
#[derive(Debug)]
pub(super) struct Visit {
    stand: Mutex<Stand>,
    /// Tells the connection that its place is another's.
    given_away: Notify,
    /// Tells those who wait that a place may be had.
    turned: Arc<Notify>,
}

#[derive(Debug)]
struct Stand {
    phase: Phase,
    since: Instant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// TLS is being agreed on.
    Greeting,
    /// Between requests, or before the first.
    Idle,
    /// Some of a request's head is there.
    Asking,
    /// A request is being worked on, or its answer made.
    Answering,
    /// The whole answer is made; the last of it is on its way.
    Taking,
    /// Its place is another's.
    GivenAway,
}

/// How readily a place is given away: the least first, of equals the one that waits longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Claim {
    Idle(Instant),
    /// Nothing was asked in all the time a client needs to ask.
    Slow(Instant),
}

/// A request is asked within this on any usable line; younger connections keep their place.
const TO_ASK: Duration = Duration::from_secs(1);

impl Visit {
    pub(super) fn new(phase: Phase, turned: Arc<Notify>) -> Visit {
        let stand = Mutex::new(Stand { phase, since: Instant::now() });
        Visit { stand, given_away: Notify::new(), turned }
    }

    /// TLS stands.
    pub(super) fn greeted(&self) {
        self.turn(Phase::Greeting, Phase::Idle);
    }

    /// Bytes arrived.
    pub(super) fn spoke(&self) {
        self.turn(Phase::Idle, Phase::Asking);
    }

    /// A whole head is there. False when the place was given away before.
    pub(super) fn begin(&self) -> bool {
        let mut stand = self.stand();
        if stand.phase == Phase::GivenAway {
            return false;
        }
        *stand = Stand { phase: Phase::Answering, since: Instant::now() };
        true
    }

    /// The answer is made.
    pub(super) fn answered(&self) {
        self.turn(Phase::Answering, Phase::Taking);
    }

    /// All that was made was handed to the system.
    pub(super) fn flushed(&self) {
        if self.turn(Phase::Taking, Phase::Idle) {
            self.turned.notify_waiters();
        }
    }

    /// What it is doing, and since when.
    pub(super) fn doing(&self) -> (Phase, Instant) {
        let stand = self.stand();
        (stand.phase, stand.since)
    }

    /// Whether its place can be given away, and how readily.
    pub(super) fn claim(&self, now: Instant) -> Option<Claim> {
        match self.doing() {
            (Phase::Idle, since) => Some(Claim::Idle(since)),
            (Phase::Greeting | Phase::Asking, since) if since + TO_ASK <= now => {
                Some(Claim::Slow(since))
            }
            _ => None,
        }
    }

    /// Gives its place away, unless a request has begun meanwhile.
    pub(super) fn give_away(&self) -> bool {
        let mut stand = self.stand();
        if !matches!(stand.phase, Phase::Greeting | Phase::Idle | Phase::Asking) {
            return false;
        }
        stand.phase = Phase::GivenAway;
        self.given_away.notify_one();
        true
    }

    /// Waits until its place is another's.
    pub(super) async fn given_away(&self) {
        self.given_away.notified().await;
    }

    /// Whether no request is being worked on.
    pub(super) fn is_waiting(&self) -> bool {
        !matches!(self.doing().0, Phase::Answering | Phase::Taking)
    }

    fn turn(&self, from: Phase, to: Phase) -> bool {
        let mut stand = self.stand();
        let is_so = stand.phase == from;
        if is_so {
            *stand = Stand { phase: to, since: Instant::now() };
        }
        is_so
    }

    fn stand(&self) -> MutexGuard<'_, Stand> {
        self.stand.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit() -> Visit {
        Visit::new(Phase::Greeting, Arc::default())
    }

    #[tokio::test(start_paused = true)]
    async fn a_place_is_given_away_while_nothing_is_asked_and_not_while_it_is_answered() {
        let visit = visit();
        visit.greeted();
        visit.spoke();
        assert_eq!(visit.claim(Instant::now()), None, "it has just begun to ask");
        assert!(visit.begin());
        assert!(!visit.give_away());
        visit.answered();
        assert!(!visit.give_away(), "the last of the answer is on its way");
        visit.flushed();
        assert!(matches!(visit.claim(Instant::now()), Some(Claim::Idle(_))));
        assert!(visit.give_away());
        visit.given_away().await;
        assert!(!visit.begin(), "what is asked too late is not begun");
    }

    #[tokio::test(start_paused = true)]
    async fn who_is_idle_goes_before_who_asks_slowly() {
        let (slow, idle) = (visit(), visit());
        tokio::time::advance(TO_ASK).await;
        idle.greeted();
        let now = Instant::now();
        assert!(idle.claim(now) < slow.claim(now) && idle.claim(now).is_some());
    }
}
