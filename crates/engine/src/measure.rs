//! What is measured where it happens and stored nowhere: how long accepting and attempts take, who is at the doors, what
//! was turned away. It begins anew with the process. What mail came to is counted in the store.
//!
//! Every part that measures has the one handle. Noting costs some additions that wait for nobody.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use postern_core::histogram::{Counted, Histogram, LONG_SPANS, SHORT_SPANS};

use crate::accept::Refusal;
use crate::deliver::Outcome;

/// The figures of one process.
#[derive(Debug)]
pub struct Measures {
    accepts: Histogram,
    sent: Histogram,
    deferred: Histogram,
    failed: Histogram,
    sessions: [AtomicU64; Door::ALL.len()],
    smtp_logins_refused: AtomicU64,
    panel_logins_refused: AtomicU64,
    codes_refused: AtomicU64,
    refused: Mutex<BTreeMap<(Door, &'static str), u64>>,
}

/// A way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Door {
    Socket,
    Drop,
    Smtp,
    Http,
}

/// One session at a door, until it is dropped.
#[derive(Debug)]
pub(crate) struct Session {
    measures: Arc<Measures>,
    door: Door,
}

impl Door {
    pub const ALL: [Door; 4] = [Door::Socket, Door::Drop, Door::Smtp, Door::Http];

    /// Its name, as the log has it, too.
    pub fn word(self) -> &'static str {
        match self {
            Door::Socket => "socket",
            Door::Drop => "drop",
            Door::Smtp => "smtp",
            Door::Http => "http",
        }
    }
}

impl Default for Measures {
    fn default() -> Measures {
        Measures {
            accepts: Histogram::new(SHORT_SPANS),
            sent: Histogram::new(LONG_SPANS),
            deferred: Histogram::new(LONG_SPANS),
            failed: Histogram::new(LONG_SPANS),
            sessions: Default::default(),
            smtp_logins_refused: AtomicU64::new(0),
            panel_logins_refused: AtomicU64::new(0),
            codes_refused: AtomicU64::new(0),
            refused: Mutex::default(),
        }
    }
}

impl Measures {
    // --- noting ---

    pub(crate) fn accepted(&self, took: Duration) {
        self.accepts.note_span(took);
    }

    /// Notes an attempt by the best it came to; one that the gate turned back is none.
    pub(crate) fn attempted<'a>(
        &self,
        took: Duration,
        mut outcomes: impl Iterator<Item = &'a Outcome> + Clone,
    ) {
        let has = |is: fn(&Outcome) -> bool| outcomes.clone().any(is);
        let histogram = if has(|outcome| matches!(outcome, Outcome::Sent(_))) {
            &self.sent
        } else if has(|outcome| matches!(outcome, Outcome::Deferred(_))) {
            &self.deferred
        } else if outcomes.any(|outcome| matches!(outcome, Outcome::Failed(..))) {
            &self.failed
        } else {
            return;
        };
        histogram.note_span(took);
    }

    /// Notes that somebody is at a door, until the session is dropped.
    pub(crate) fn session(self: &Arc<Measures>, door: Door) -> Session {
        self.sessions[door as usize].fetch_add(1, Ordering::Relaxed);
        Session { measures: Arc::clone(self), door }
    }

    /// Notes a mail, or a whole session, that was turned away.
    pub(crate) fn refused(&self, door: Door, refusal: &Refusal) {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        *refused.entry((door, refusal.why.word())).or_default() += 1;
    }

    pub(crate) fn smtp_login_refused(&self) {
        self.smtp_logins_refused.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn panel_login_refused(&self) {
        self.panel_logins_refused.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn code_refused(&self) {
        self.codes_refused.fetch_add(1, Ordering::Relaxed);
    }

    // --- reading ---

    /// How long it took from a whole submission until it was on stable storage, in microseconds.
    pub fn accepts(&self) -> Counted {
        self.accepts.counted()
    }

    /// How long attempts took, in microseconds, by the best they came to.
    pub fn attempts(&self) -> [(&'static str, Counted); 3] {
        [
            ("sent", self.sent.counted()),
            ("deferred", self.deferred.counted()),
            ("failed", self.failed.counted()),
        ]
    }

    /// Sessions at the doors that have some.
    pub fn sessions(&self) -> [(Door, u64); 2] {
        [Door::Socket, Door::Smtp]
            .map(|door| (door, self.sessions[door as usize].load(Ordering::Relaxed)))
    }

    /// Log-ins that were refused, by where.
    pub fn logins_refused(&self) -> [(&'static str, u64); 3] {
        [
            ("smtp", &self.smtp_logins_refused),
            ("panel", &self.panel_logins_refused),
            ("second-factor", &self.codes_refused),
        ]
        .map(|(place, count)| (place, count.load(Ordering::Relaxed)))
    }

    /// Mails and sessions that were turned away, by door and reason.
    pub fn refusals(&self) -> Vec<(Door, &'static str, u64)> {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.iter().map(|((door, why), count)| (*door, *why, *count)).collect()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.measures.sessions[self.door as usize].fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use postern_store::Remote;

    use super::*;
    use crate::accept::Why;
    use crate::deliver::Cause;

    #[test]
    fn an_attempt_counts_by_the_best_it_came_to_and_one_that_was_turned_back_not_at_all() {
        let measures = Measures::default();
        let remote = Remote::default;
        let (sent, deferred) = (Outcome::Sent(remote()), Outcome::Deferred(remote()));
        let failed = Outcome::Failed(remote(), Cause::Reply);
        let attempts: [&[&Outcome]; 4] = [
            &[&failed, &deferred, &sent],
            &[&failed, &deferred],
            &[&failed, &Outcome::TurnedBack],
            &[&Outcome::TurnedBack],
        ];
        for outcomes in attempts {
            measures.attempted(Duration::from_millis(5), outcomes.iter().copied());
        }
        assert_eq!(measures.attempts().map(|(_, counted)| counted.count()), [1, 1, 1]);
    }

    #[test]
    fn a_session_counts_as_long_as_it_lasts_and_a_refusal_for_ever() {
        let measures = Arc::new(Measures::default());
        let (socket, _smtp) = (measures.session(Door::Socket), measures.session(Door::Smtp));
        assert_eq!(measures.sessions().map(|(_, sessions)| sessions), [1, 1]);
        drop(socket);
        assert_eq!(measures.sessions().map(|(_, sessions)| sessions), [0, 1]);
        for why in [Why::NoRoom, Why::NoRoom, Why::TooSlow] {
            measures.refused(Door::Smtp, &why.into());
        }
        let told = measures.refusals();
        assert_eq!(told, [(Door::Smtp, "no-room", 2), (Door::Smtp, "too-slow", 1)]);
    }
}
