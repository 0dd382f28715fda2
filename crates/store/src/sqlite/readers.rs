//! Threads that read beside the writer, each with a connection of its own.

use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;
use tokio::sync::{Semaphore, oneshot};

use super::schema;
use crate::Error;

/// Questions that may wait.
const PLACES: usize = 1024;

type Question = Box<dyn FnOnce(&Connection) + Send>;

#[derive(Debug)]
pub(super) struct Readers {
    waiting: Arc<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    state: Mutex<State>,
    bell: Condvar,
    places: Semaphore,
}

#[derive(Default)]
struct State {
    questions: VecDeque<Question>,
    closed: bool,
}

impl Readers {
    /// Starts so many readers of a database.
    pub(super) fn spawn(
        name: &str,
        count: usize,
        path: &Path,
    ) -> Result<(Readers, Vec<JoinHandle<()>>), Error> {
        let waiting = Arc::new(Waiting {
            state: Mutex::default(),
            bell: Condvar::new(),
            places: Semaphore::new(PLACES),
        });
        let mut threads = Vec::new();
        for _ in 0..count {
            let db = schema::open_reader(path)?;
            let waiting = Arc::clone(&waiting);
            let spawned = thread::Builder::new().name(name.into()).spawn(move || waiting.work(&db));
            threads.push(spawned.map_err(failed_thread)?);
        }
        Ok((Readers { waiting }, threads))
    }

    /// Has a reader answer.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let place = self.waiting.places.acquire().await.map_err(|_| Error::Closed)?;
        let (reply, answer) = oneshot::channel();
        {
            let mut state = self.waiting.state();
            if state.closed {
                return Err(Error::Closed);
            }
            state.questions.push_back(Box::new(move |db| {
                let _ = reply.send(question(db));
            }));
            self.waiting.bell.notify_one();
        }
        let answered = answer.await.map_err(|_| Error::Closed)?;
        drop(place);
        answered
    }

    pub(super) fn close(&self) {
        self.waiting.state().closed = true;
        self.waiting.places.close();
        self.waiting.bell.notify_all();
    }
}

impl Waiting {
    fn work(&self, db: &Connection) {
        loop {
            let mut state = self.state();
            let question = loop {
                if let Some(question) = state.questions.pop_front() {
                    break question;
                }
                if state.closed {
                    return;
                }
                state = self.bell.wait(state).unwrap_or_else(PoisonError::into_inner);
            };
            drop(state);
            question(db);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The error of a thread that could not be started.
pub(super) fn failed_thread(source: io::Error) -> Error {
    Error::Io { doing: "starting a thread of the store".into(), source }
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State")
            .field("questions", &self.questions.len())
            .field("closed", &self.closed)
            .finish()
    }
}
