//! Bringing bodies to stable storage beside the database's commit.

use std::fmt::Debug;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use super::shared::Shared;
use crate::body::disk::DiskFile;

/// Syncs the files of one group at a time.
pub(super) trait Syncer: Send + Debug {
    /// Begins to sync these files.
    fn start(&mut self, files: Vec<Arc<dyn DiskFile>>);

    /// Waits for what was begun; at once if nothing was.
    fn wait(&mut self) -> io::Result<()>;
}

/// Syncs when it is told to.
#[derive(Debug, Default)]
pub(super) struct AtOnce {
    result: Option<io::Result<()>>,
}

impl Syncer for AtOnce {
    fn start(&mut self, files: Vec<Arc<dyn DiskFile>>) {
        self.result = Some(files.iter().try_for_each(|file| file.sync()));
    }

    fn wait(&mut self) -> io::Result<()> {
        self.result.take().unwrap_or(Ok(()))
    }
}

/// A thread that syncs.
#[derive(Debug)]
pub(super) struct Beside {
    files: Option<Sender<Vec<Arc<dyn DiskFile>>>>,
    results: Receiver<io::Result<()>>,
    begun: bool,
    thread: Option<JoinHandle<()>>,
}

impl Beside {
    pub(super) fn spawn(shared: Arc<Shared>) -> io::Result<Beside> {
        let (files, asked) = channel::<Vec<Arc<dyn DiskFile>>>();
        let (answer, results) = channel();
        let thread = thread::Builder::new().name("store-sync".into()).spawn(move || {
            for files in asked {
                let began = Instant::now();
                let result = files.iter().try_for_each(|file| file.sync());
                shared.pace.note_body_sync(began.elapsed());
                if answer.send(result).is_err() {
                    return;
                }
            }
        })?;
        Ok(Beside { files: Some(files), results, begun: false, thread: Some(thread) })
    }
}

impl Syncer for Beside {
    fn start(&mut self, files: Vec<Arc<dyn DiskFile>>) {
        if !files.is_empty() {
            // A thread that is gone is told by `wait`.
            let _ = self.files.as_ref().map(|asked| asked.send(files));
            self.begun = true;
        }
    }

    fn wait(&mut self) -> io::Result<()> {
        if !std::mem::take(&mut self.begun) {
            return Ok(());
        }
        self.results.recv().unwrap_or_else(|_| Err(io::Error::other("the sync thread is gone")))
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.files = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
