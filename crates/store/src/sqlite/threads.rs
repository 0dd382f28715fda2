//! The threads of a store, and how they end.
//!
//! They end in the order in which work flows: readers answer what they have; the writer does what waits and notes that
//! all is synced; then the janitor, then the last connection, which moves the rest of the log into the database.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::sync::oneshot;

use super::fault::Fault;
use super::group::Writer;
use super::inbox::Inbox;
use super::janitor::Chores;
use super::ledger::Ledger;
use super::readers::{Readers, failed_thread};
use super::shared::Shared;
use super::sync::Beside;
use crate::body::segments::Tail;
use crate::{Answer, Error};

/// Readers for what delivery waits for, and for what people ask.
const WORK: usize = 2;
const VIEWS: usize = 1;

#[derive(Debug)]
pub(super) struct Threads {
    pub(super) inbox: Arc<Inbox>,
    pub(super) work: Readers,
    pub(super) views: Readers,
    chores: Arc<Chores>,
    /// `None` once they are told to end.
    running: Mutex<Option<Running>>,
}

#[derive(Debug)]
struct Running {
    readers: Vec<JoinHandle<()>>,
    writer: JoinHandle<Result<(), Fault>>,
    janitor: JoinHandle<()>,
}

impl Threads {
    pub(super) fn start(
        path: &Path,
        ledger: Ledger,
        tail: Tail,
        shared: &Arc<Shared>,
        linger: Duration,
    ) -> Result<Threads, Error> {
        ledger.db.pragma_update(None, "wal_autocheckpoint", 0).map_err(Fault::from)?;
        let syncer = Box::new(Beside::spawn(Arc::clone(shared)).map_err(failed_thread)?);
        let writer = Writer::new(ledger, Arc::clone(shared), tail, syncer);
        let (work, mut readers) = Readers::spawn("store-work", WORK, path)?;
        let (views, viewers) = Readers::spawn("store-views", VIEWS, path)?;
        readers.extend(viewers);
        let chores = Arc::new(Chores::default());
        let janitor = chores.spawn(path, Arc::clone(shared))?;
        let inbox = Arc::new(Inbox::new(linger));
        let (its_inbox, its_chores) = (Arc::clone(&inbox), Arc::clone(&chores));
        let writer = thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || write(writer, &its_inbox, &its_chores))
            .map_err(failed_thread)?;
        let running = Mutex::new(Some(Running { readers, writer, janitor }));
        Ok(Threads { inbox, work, views, chores, running })
    }

    /// Ends all in order; answers when the files are closed.
    pub(super) fn close(&self) -> Answer<'_, ()> {
        let (reply, answer) = oneshot::channel();
        let running = self.tell_to_end();
        let chores = Arc::clone(&self.chores);
        Box::pin(async move {
            let Some(running) = running else { return Ok(()) };
            // Joining waits; not on a thread that others want to run on.
            thread::Builder::new()
                .name("store-close".into())
                .spawn(move || {
                    let _ = reply.send(running.join(&chores));
                })
                .map_err(failed_thread)?;
            let ended = answer.await.map_err(|_| Error::Closed)?;
            Ok(ended?)
        })
    }

    fn tell_to_end(&self) -> Option<Running> {
        self.work.close();
        self.views.close();
        self.inbox.close();
        self.running.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(running) = self.tell_to_end() {
            // Whoever wanted to know how it ended would have closed the store.
            let _ = running.join(&self.chores);
        }
    }
}

impl Running {
    fn join(self, chores: &Chores) -> Result<(), Fault> {
        let lost = |_| Fault::Poison("a thread of the store is lost".into());
        self.readers.into_iter().try_for_each(|reader| reader.join().map_err(lost))?;
        let written = self.writer.join().map_err(lost)?;
        chores.close();
        self.janitor.join().map_err(lost)?;
        written
    }
}

/// The writer's life.
fn write(mut writer: Writer, inbox: &Inbox, chores: &Chores) -> Result<(), Fault> {
    let mut last = 0;
    while let Some(group) = inbox.take(last) {
        last = group.accepts.len();
        let space = writer.run(group);
        chores.committed(space);
        chores.help(&writer.ledger.db);
    }
    writer.finish()
}
