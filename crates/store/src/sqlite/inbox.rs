//! What waits for the writer: a bounded queue from many tasks to one thread.
//!
//! The writer takes all that waits, up to a bound. If only messages wait, and fewer than nine tenths of the last group's,
//! it lingers a moment for the rest of those who were just answered: their next messages are on their way, and one
//! larger group is quicker than two. Whatever else waits ends the lingering at once.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

use super::group::{Accept, Group, Verb};
use crate::Error;

/// Verbs that may wait; who brings more waits outside.
const PLACES: usize = 8192;

/// Verbs of one group at most, and bytes of its bodies.
const GROUP: usize = 2048;
const GROUP_BYTES: usize = 8 << 20;

#[derive(Debug)]
pub(super) struct Inbox {
    state: Mutex<State>,
    bell: Condvar,
    places: Semaphore,
    linger: Duration,
}

#[derive(Default)]
struct State {
    accepts: VecDeque<Accept>,
    verbs: VecDeque<Box<dyn Verb>>,
    /// Claims came back that the writer has to end.
    nudged: bool,
    closed: bool,
    /// The writer waits until so many messages are here.
    wake_at: usize,
}

impl Inbox {
    pub(super) fn new(linger: Duration) -> Inbox {
        Inbox {
            state: Mutex::default(),
            bell: Condvar::new(),
            places: Semaphore::new(PLACES),
            linger,
        }
    }

    pub(super) async fn accept(&self, accept: Accept) -> Result<(), Error> {
        self.wait_for_place().await?;
        let mut state = self.state();
        if state.closed {
            return Err(Error::Closed);
        }
        state.accepts.push_back(accept);
        let enough = state.accepts.len() >= state.wake_at;
        // The writer wakes to a free lock.
        drop(state);
        if enough {
            self.bell.notify_one();
        }
        Ok(())
    }

    pub(super) async fn verb(&self, verb: Box<dyn Verb>) -> Result<(), Error> {
        self.wait_for_place().await?;
        let mut state = self.state();
        if state.closed {
            return Err(Error::Closed);
        }
        state.verbs.push_back(verb);
        drop(state);
        self.bell.notify_one();
        Ok(())
    }

    /// Has the writer end the claims that came back.
    pub(super) fn nudge(&self) {
        self.state().nudged = true;
        self.bell.notify_one();
    }

    /// Nothing more comes in; what is here is still done.
    pub(super) fn close(&self) {
        self.state().closed = true;
        self.places.close();
        self.bell.notify_one();
    }

    /// The next group; `None` when the inbox is closed and empty. `last` is how many messages the group before had.
    pub(super) fn take(&self, last: usize) -> Option<Group> {
        let mut state = self.state();
        state.wake_at = 1;
        while state.is_empty() {
            if state.closed {
                return None;
            }
            state = self.bell.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let worth = last - last / 10;
        if !self.linger.is_zero() && last > 1 {
            let until = Instant::now() + self.linger;
            state.wake_at = worth;
            while state.is_messages_only() && state.accepts.len() < worth {
                let left = until.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    break;
                }
                let waited = self.bell.wait_timeout(state, left);
                state = waited.unwrap_or_else(PoisonError::into_inner).0;
            }
        }
        // Nobody needs to ring while the writer is at work.
        state.wake_at = usize::MAX;
        state.nudged = false;
        let group = state.group();
        drop(state);
        self.places.add_permits(group.accepts.len() + group.verbs.len());
        Some(group)
    }

    async fn wait_for_place(&self) -> Result<(), Error> {
        // The place is given back when the writer takes what stands on it.
        self.places.acquire().await.map_err(|_| Error::Closed)?.forget();
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_empty(&self) -> bool {
        self.accepts.is_empty() && self.verbs.is_empty() && !self.nudged
    }

    fn is_messages_only(&self) -> bool {
        self.verbs.is_empty() && !self.nudged && !self.closed
    }

    fn group(&mut self) -> Group {
        let verbs = self.verbs.len().min(GROUP);
        let (mut accepts, mut bytes) = (0, 0);
        for accept in self.accepts.iter().take(GROUP - verbs) {
            bytes += accept.bytes();
            if bytes > GROUP_BYTES && accepts > 0 {
                break;
            }
            accepts += 1;
        }
        Group {
            accepts: self.accepts.drain(..accepts).collect(),
            verbs: self.verbs.drain(..verbs).collect(),
        }
    }
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State")
            .field("accepts", &self.accepts.len())
            .field("verbs", &self.verbs.len())
            .field("closed", &self.closed)
            .finish_non_exhaustive()
    }
}
