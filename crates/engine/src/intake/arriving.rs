//! A message while it arrives: in memory while it is small, in a nameless file beyond that, nowhere beyond its limit.
//!
//! All sessions share one budget of memory in two halves. The first half is for messages that still arrive: a message
//! that finds none left goes to its file at once and never waits, so a slow client can starve nobody. The second half
//! is for messages read back whole to be handed over, which takes a bounded time: for it, sessions wait in turn.
//!
//! What lies in files is counted over all sessions too. Each such byte will be asked of the disk a second time, when its
//! message is stored: beyond half of what is free for mail nothing more is taken, so that no number of sessions eats
//! the disk's reserve.

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use postern_store::Store;
use rustix::fs::{Mode, OFlags};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The memory all sessions share.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    arriving: Arc<Semaphore>,
    whole: Arc<Semaphore>,
    whole_units: u32,
    spill_bytes: usize,
    spill: PathBuf,
    /// Bytes in the files of all sessions.
    spilled: Arc<AtomicU64>,
    /// Knows how much the disk has left for mail.
    store: Arc<dyn Store>,
}

/// What memory is counted in, in bytes.
const UNIT: usize = 1024;

/// Held without asking the budget: the first piece of each session, in bytes.
const FREE: usize = 4 * UNIT;

impl Budget {
    /// `memory_bytes` for all; a message over `spill_bytes` goes to a file in the folder `spill`.
    pub(crate) fn new(
        memory_bytes: usize,
        spill_bytes: usize,
        spill: PathBuf,
        store: Arc<dyn Store>,
    ) -> Budget {
        let half = (memory_bytes / UNIT / 2).clamp(1, u32::MAX as usize / 2);
        Budget {
            arriving: Arc::new(Semaphore::new(half)),
            whole: Arc::new(Semaphore::new(half)),
            whole_units: half as u32,
            spill_bytes,
            spill,
            spilled: Arc::default(),
            store,
        }
    }

    /// A message that begins to arrive, of which `limit` bytes at most are kept.
    pub(crate) fn begin(&self, limit: u64) -> Arriving {
        let spilled = Spilled { all: Arc::clone(&self.spilled), bytes: 0 };
        let budget = self.clone();
        Arriving { budget, limit, bytes: 0, kept: Vec::new(), held: None, file: None, spilled }
    }

    /// Waits for the memory of a message to be handed over: its bytes and their completed copy. One that is larger
    /// than all there is goes alone.
    pub(crate) async fn hand_over(&self, bytes: usize) -> OwnedSemaphorePermit {
        let units = u32::try_from(bytes.div_ceil(UNIT).saturating_mul(2)).unwrap_or(u32::MAX);
        let permit = Arc::clone(&self.whole).acquire_many_owned(units.clamp(1, self.whole_units));
        permit.await.expect("the budget's semaphore is never closed")
    }
}

/// A message that arrives.
#[derive(Debug)]
pub(crate) struct Arriving {
    budget: Budget,
    limit: u64,
    bytes: u64,
    kept: Vec<u8>,
    held: Option<OwnedSemaphorePermit>,
    file: Option<File>,
    spilled: Spilled,
}

/// What a message has in its file, as part of what all have.
#[derive(Debug)]
struct Spilled {
    all: Arc<AtomicU64>,
    bytes: u64,
}

impl Spilled {
    /// So many bytes more go to the file, of `room` for all; false if there is none for them.
    fn grow(&mut self, bytes: u64, room: u64) -> bool {
        // Counted first: of two that come together, both see each other.
        self.bytes += bytes;
        self.all.fetch_add(bytes, Ordering::Relaxed) + bytes <= room
    }
}

impl Drop for Spilled {
    fn drop(&mut self) {
        self.all.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// A message that has arrived, whole in memory, with the part of the budget it takes.
#[derive(Debug)]
pub(crate) struct Whole {
    pub(crate) bytes: Vec<u8>,
    pub(crate) _held: OwnedSemaphorePermit,
}

impl Arriving {
    /// Keeps a piece; beyond the limit it is only counted and what was kept is given back.
    pub(crate) async fn push(&mut self, piece: &[u8]) -> io::Result<()> {
        if !self.is_over() {
            self.kept.extend_from_slice(piece);
        }
        self.grown(piece.len()).await
    }

    /// Where pieces may be appended without a copy; `grown` is called after each.
    pub(crate) fn tail(&mut self) -> &mut Vec<u8> {
        &mut self.kept
    }

    /// So many bytes more have arrived; sees to where they are kept.
    pub(crate) async fn grown(&mut self, bytes: usize) -> io::Result<()> {
        self.bytes = self.bytes.saturating_add(bytes as u64);
        if self.is_over() {
            self.give_back();
        } else if !self.fits() {
            self.spill().await?;
        }
        Ok(())
    }

    /// Keeps nothing of what arrived, and of what still comes.
    pub(crate) fn give_up(&mut self) {
        self.limit = 0;
        self.give_back();
    }

    fn give_back(&mut self) {
        (self.kept, self.held, self.file) = (Vec::new(), None, None);
        self.spilled = Spilled { all: Arc::clone(&self.budget.spilled), bytes: 0 };
    }

    /// Bytes that arrived so far, kept or not.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether more arrived than may be kept.
    pub(crate) fn is_over(&self) -> bool {
        self.bytes > self.limit
    }

    /// All of it in memory, once the budget has room for it.
    pub(crate) async fn whole(mut self) -> io::Result<Whole> {
        let Some(mut file) = self.file.take() else {
            self.held = None;
            let held = self.budget.hand_over(self.kept.len()).await;
            return Ok(Whole { bytes: std::mem::take(&mut self.kept), _held: held });
        };
        let length = usize::try_from(self.bytes).unwrap_or(usize::MAX);
        let rest = std::mem::take(&mut self.kept);
        let held = self.budget.hand_over(length).await;
        let bytes = blocking(move || {
            let mut bytes = Vec::with_capacity(length);
            file.rewind()?;
            file.read_to_end(&mut bytes)?;
            bytes.extend_from_slice(&rest);
            Ok(bytes)
        })
        .await?;
        Ok(Whole { bytes, _held: held })
    }

    /// Whether what is kept may stay in memory; takes its part of the budget if so.
    fn fits(&mut self) -> bool {
        let wanted = self.kept.len();
        if wanted > self.budget.spill_bytes {
            return false;
        }
        let held = FREE + self.held.as_ref().map_or(0, |held| held.num_permits() * UNIT);
        if wanted <= held {
            return true;
        }
        // Doubling keeps the number of times the budget is asked small.
        let goal = wanted.max((held * 2).min(self.budget.spill_bytes));
        let units = (goal - held).div_ceil(UNIT);
        let Ok(permit) = Arc::clone(&self.budget.arriving).try_acquire_many_owned(units as u32)
        else {
            return false;
        };
        match &mut self.held {
            Some(held) => held.merge(permit),
            None => self.held = Some(permit),
        }
        true
    }

    /// Writes what is in memory to the file, if the disk has room for it.
    async fn spill(&mut self) -> io::Result<()> {
        if !self.spilled.grow(self.kept.len() as u64, self.budget.store.room()) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let mut kept = std::mem::take(&mut self.kept);
        let file = self.file.take();
        let folder = self.budget.spill.clone();
        let (kept, file) = blocking(move || {
            let mut file = match file {
                Some(file) => file,
                None => nameless(&folder)?,
            };
            file.write_all(&kept)?;
            kept.clear();
            Ok((kept, file))
        })
        .await?;
        (self.kept, self.file, self.held) = (kept, Some(file), None);
        Ok(())
    }
}

/// A file without a name: it is gone with its last descriptor, also after a crash.
fn nameless(folder: &Path) -> io::Result<File> {
    let flags = OFlags::RDWR | OFlags::CLOEXEC;
    let mode = Mode::RUSR | Mode::WUSR;
    if let Ok(file) = rustix::fs::open(folder, flags | OFlags::TMPFILE, mode) {
        return Ok(File::from(file));
    }
    // Not every file system has O_TMPFILE.
    let name = folder.join(format!("arriving-{:032x}", fastrand::u128(..)));
    let file = rustix::fs::open(&name, flags | OFlags::CREATE | OFlags::EXCL, mode)?;
    rustix::fs::unlink(&name)?;
    Ok(File::from(file))
}

/// Runs file work where it may block.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(_) => Err(io::Error::other("the work was stopped")),
    }
}

#[cfg(test)]
mod tests {
    use postern_store::model::Model;

    use super::*;

    fn budget(memory: usize, folder: &tempfile::TempDir) -> Budget {
        budget_with(memory, folder, u64::MAX)
    }

    fn budget_with(memory: usize, folder: &tempfile::TempDir, room: u64) -> Budget {
        let store = Model::new();
        store.set_room(room);
        Budget::new(memory, 64 << 10, folder.path().to_owned(), Arc::new(store))
    }

    async fn arrive(budget: &Budget, length: usize, limit: u64) -> Arriving {
        let message: Vec<u8> = (0..length).map(|i| (i % 251) as u8).collect();
        let mut arriving = budget.begin(limit);
        for piece in message.chunks(3000) {
            arriving.push(piece).await.unwrap();
        }
        arriving
    }

    #[tokio::test]
    async fn a_message_comes_out_as_it_went_in_whether_small_or_spilled() {
        let folder = tempfile::tempdir().unwrap();
        for length in [0, 1, 3000, 65_536, 65_537, 200_000] {
            let arriving = arrive(&budget(1 << 20, &folder), length, 1 << 20).await;
            assert_eq!(arriving.file.is_some(), length > 64 << 10, "{length}");
            let whole = arriving.whole().await.unwrap();
            assert!(whole.bytes.iter().enumerate().all(|(i, b)| *b == (i % 251) as u8));
            assert_eq!(whole.bytes.len(), length);
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn beyond_its_limit_a_message_is_counted_and_no_longer_kept() {
        let folder = tempfile::tempdir().unwrap();
        let arriving = arrive(&budget(1 << 20, &folder), 200_000, 100_000).await;
        assert!(arriving.is_over());
        assert_eq!(arriving.bytes(), 200_000);
        assert!(arriving.kept.is_empty() && arriving.file.is_none() && arriving.held.is_none());
    }

    #[tokio::test]
    async fn when_memory_is_short_a_message_goes_to_its_file_and_waits_for_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let budget = budget(64 << 10, &folder);
        let slow = arrive(&budget, 30_000, 1 << 20).await;
        assert!(slow.file.is_none());
        let other = arrive(&budget, 30_000, 1 << 20).await;
        assert!(other.file.is_some());
        assert_eq!(other.whole().await.unwrap().bytes.len(), 30_000);
    }

    #[tokio::test]
    async fn files_of_all_sessions_together_leave_the_disk_its_reserve() {
        let folder = tempfile::tempdir().unwrap();
        let budget = budget_with(1 << 20, &folder, 150_000);
        let first = arrive(&budget, 100_000, 1 << 20).await;
        let mut second = budget.begin(1 << 20);
        let full = second.push(&[b'x'; 100_000]).await.unwrap_err();
        assert_eq!(full.kind(), io::ErrorKind::StorageFull);
        assert_eq!(arrive(&budget, 60_000, 1 << 20).await.bytes(), 60_000, "memory there is");
        second.give_up();
        second.push(&[b'x'; 100_000]).await.unwrap();
        assert!(second.is_over() && second.kept.is_empty());
        drop(first);
        arrive(&budget, 100_000, 1 << 20).await.whole().await.unwrap();
        assert_eq!(budget.spilled.load(Ordering::Relaxed), 0);
    }

    #[tokio::test]
    async fn what_is_handed_over_together_stays_within_the_budget() {
        let folder = tempfile::tempdir().unwrap();
        let budget = budget(64 << 10, &folder);
        let first = arrive(&budget, 100_000, 1 << 20).await.whole().await.unwrap();
        let mut second = Box::pin(arrive(&budget, 100_000, 1 << 20).await.whole());
        assert!(tokio::time::timeout(std::time::Duration::ZERO, &mut second).await.is_err());
        drop(first);
        assert_eq!(second.await.unwrap().bytes.len(), 100_000);
    }
}
