//! A thread for what may take its time: moving the log into the database, giving space of bodies back.
//!
//! The log grows with each commit. A PASSIVE pass every 30 ms moves it into the database without stopping anybody; but
//! a pass beside a busy writer never ends at the log's end, so the log would never start anew. That is why the writer
//! makes a pass of its own, which finds little left, right after one of this thread, when the log is large.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::Connection;

use super::bodies::give_back;
use super::ledger::Space;
use super::schema;
use super::shared::Shared;
use crate::Error;

/// Time between two passes while there are commits.
const PAUSE: Duration = Duration::from_millis(30);

/// Pages in the log beyond which the writer helps: 64 MB.
const LARGE: i64 = 16_384;

/// How the writer and others tell the thread what there is to do.
#[derive(Debug, Default)]
pub(super) struct Chores {
    state: Mutex<State>,
    bell: Condvar,
    /// A pass just ended, and the log is large.
    large: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    committed: bool,
    space: Vec<Space>,
    closed: bool,
}

impl Chores {
    /// Starts the thread.
    pub(super) fn spawn(
        self: &Arc<Self>,
        path: &Path,
        shared: Arc<Shared>,
    ) -> Result<JoinHandle<()>, Error> {
        let db = schema::open_checkpointer(path)?;
        let chores = Arc::clone(self);
        thread::Builder::new()
            .name("store-janitor".into())
            .spawn(move || chores.work(&db, &shared))
            .map_err(super::readers::failed_thread)
    }

    /// Tells of a commit and the space it freed.
    pub(super) fn committed(&self, space: Vec<Space>) {
        let mut state = self.state();
        state.space.extend(space);
        if !std::mem::replace(&mut state.committed, true) {
            self.bell.notify_one();
        }
    }

    /// Makes the writer's own pass, if one is due.
    pub(super) fn help(&self, writer: &Connection) {
        if self.large.swap(false, Ordering::AcqRel)
            && let Err(error) = pass(writer)
        {
            tracing::warn!(event = "checkpoint_failed", %error);
        }
    }

    pub(super) fn close(&self) {
        self.state().closed = true;
        self.bell.notify_one();
    }

    fn work(&self, db: &Connection, shared: &Shared) {
        loop {
            let mut state = self.state();
            while !state.committed && state.space.is_empty() && !state.closed {
                state = self.bell.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            if state.closed {
                return;
            }
            state.committed = false;
            let space = std::mem::take(&mut state.space);
            drop(state);
            give_back(db, &shared.segments, &space);
            match pass(db) {
                Ok(pages) => self.large.store(pages > LARGE, Ordering::Release),
                Err(error) => tracing::warn!(event = "checkpoint_failed", %error),
            }
            let state = self.state();
            if !state.closed {
                drop(self.bell.wait_timeout_while(state, PAUSE, |state| !state.closed));
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Moves what can be moved; answers how many pages the log has.
fn pass(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get(1))
}
