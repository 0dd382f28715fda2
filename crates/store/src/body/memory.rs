//! A disk in memory that can fail, fill up, and lose what was not synced: for tests and the simulation.
//!
//! It loses what a real one may lose: names that were not synced, and after a failed sync also what was written before
//! it, because the system takes that for written from then on. Cloned handles are the same disk, so a test keeps one
//! while the store works on the other, and a disk outlives the store that is opened on it again.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::disk::{Disk, DiskFile, Space};

/// The total that `space` tells.
const TOTAL: u64 = 1 << 40;

/// What a power cut keeps or loses as one.
const BLOCK: usize = 4096;

/// A disk in memory.
#[derive(Clone, Debug, Default)]
pub struct MemoryDisk {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    files: BTreeMap<String, Arc<Mutex<Content>>>,
    /// The names on stable storage.
    named: BTreeMap<String, Arc<Mutex<Content>>>,
    faults: Faults,
    cut: Option<Cut>,
    /// The power is out: nothing can be written.
    dark: bool,
}

/// When the power goes out.
struct Cut {
    /// So many syncs go through before.
    syncs: u32,
    then: Box<dyn FnOnce() + Send>,
}

/// What goes wrong from now on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Faults {
    /// Every write fails as on a full disk.
    pub full: bool,
    /// Every write fails as on a broken one.
    pub fail_writes: bool,
    /// Every sync fails.
    pub fail_syncs: bool,
    /// No file can be opened or made: the process has as many as it may have.
    pub no_handles: bool,
    /// What `space` tells is free; `None` is plenty.
    pub free: Option<u64>,
}

#[derive(Debug, Default)]
struct Content {
    written: Vec<u8>,
    synced: Vec<u8>,
    /// The ranges that the next sync brings to stable storage.
    dirty: Vec<Range<usize>>,
}

#[derive(Debug)]
struct MemoryFile {
    disk: MemoryDisk,
    content: Arc<Mutex<Content>>,
}

impl MemoryDisk {
    /// Sets what goes wrong from now on.
    pub fn set_faults(&self, faults: Faults) {
        self.inner().faults = faults;
    }

    /// The power goes out at a sync: `syncs` more go through, the one after them fails, and so does everything since.
    /// `then` is called at that moment. `lose_unsynced` brings the power back.
    pub fn cut_power_after(&self, syncs: u32, then: impl FnOnce() + Send + 'static) {
        self.inner().cut = Some(Cut { syncs, then: Box::new(then) });
    }

    /// A power cut: what was written and not synced is gone.
    pub fn lose_unsynced(&self) {
        self.lose_unsynced_but(|| false);
    }

    /// A power cut after which some of the blocks that were written and not synced are there all the same, as
    /// `survives` says of each.
    pub fn lose_unsynced_but(&self, mut survives: impl FnMut() -> bool) {
        let inner = &mut *self.inner();
        inner.files = inner.named.clone();
        (inner.cut, inner.dark) = (None, false);
        for content in inner.files.values() {
            lock(content).lose_unsynced_but(&mut survives);
        }
    }

    /// Turns one bit of a file over, as a failing disk does. Says whether there was such a place.
    pub fn damage(&self, name: &str, offset: usize) -> bool {
        let inner = self.inner();
        let Some(content) = inner.files.get(name) else { return false };
        let mut content = lock(content);
        content.written.get_mut(offset).map(|octet| *octet ^= 1).is_some()
    }

    /// Says whether a sync goes through.
    fn pass_sync(&self) -> io::Result<()> {
        let mut inner = self.inner();
        match &mut inner.cut {
            Some(Cut { syncs: 0, .. }) => {
                inner.dark = true;
                let cut = inner.cut.take();
                drop(inner);
                cut.into_iter().for_each(|cut| (cut.then)());
                return Err(io::Error::other("the power is out"));
            }
            Some(cut) => cut.syncs -= 1,
            None => {}
        }
        inner.expect_power()?;
        match inner.faults.fail_syncs {
            true => Err(io::Error::other("the sync failed")),
            false => Ok(()),
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        lock(&self.inner)
    }
}

impl Inner {
    fn expect_power(&self) -> io::Result<()> {
        if self.dark { Err(io::Error::other("the power is out")) } else { Ok(()) }
    }

    fn expect_handles(&self) -> io::Result<()> {
        match self.faults.no_handles {
            true => Err(io::Error::from_raw_os_error(rustix::io::Errno::MFILE.raw_os_error())),
            false => Ok(()),
        }
    }
}

impl Content {
    fn write(&mut self, bytes: &[u8], start: usize) {
        let end = start + bytes.len();
        if self.written.len() < end {
            self.written.resize(end, 0);
        }
        self.written[start..end].copy_from_slice(bytes);
        self.dirty.push(start..end);
    }

    fn sync(&mut self) {
        for range in std::mem::take(&mut self.dirty) {
            if self.synced.len() < range.end {
                self.synced.resize(range.end, 0);
            }
            self.synced[range.clone()].copy_from_slice(&self.written[range]);
        }
    }

    fn lose_unsynced_but(&mut self, survives: &mut impl FnMut() -> bool) {
        for start in (0..self.written.len()).step_by(BLOCK) {
            let block = start..(start + BLOCK).min(self.written.len());
            if self.synced.get(block.clone()) != Some(&self.written[block.clone()]) && survives() {
                self.dirty = vec![block];
                self.sync();
            }
        }
        self.dirty.clear();
        self.written = self.synced.clone();
    }
}

impl std::fmt::Debug for Cut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cut").field("syncs", &self.syncs).finish_non_exhaustive()
    }
}

impl Disk for MemoryDisk {
    fn create(&self, name: &str) -> io::Result<Arc<dyn DiskFile>> {
        let mut inner = self.inner();
        inner.expect_power()?;
        inner.expect_handles()?;
        if inner.faults.full {
            return Err(io::ErrorKind::StorageFull.into());
        }
        // Emptied in place: who has it open sees the same file.
        let content = Arc::clone(inner.files.entry(name.to_string()).or_default());
        *lock(&content) = Content::default();
        Ok(Arc::new(MemoryFile { disk: self.clone(), content }))
    }

    fn open(&self, name: &str) -> io::Result<Arc<dyn DiskFile>> {
        let inner = self.inner();
        inner.expect_handles()?;
        let content = inner.files.get(name).ok_or(io::ErrorKind::NotFound)?;
        Ok(Arc::new(MemoryFile { disk: self.clone(), content: Arc::clone(content) }))
    }

    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.inner().files.keys().cloned().collect())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut inner = self.inner();
        inner.expect_power()?;
        inner.files.remove(name).map(drop).ok_or(io::ErrorKind::NotFound.into())
    }

    fn sync_names(&self) -> io::Result<()> {
        self.pass_sync()?;
        let mut inner = self.inner();
        inner.named = inner.files.clone();
        Ok(())
    }

    fn space(&self) -> io::Result<Space> {
        Ok(Space { free: self.inner().faults.free.unwrap_or(TOTAL), total: TOTAL })
    }
}

impl DiskFile for MemoryFile {
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let inner = self.disk.inner();
        inner.expect_power()?;
        if inner.faults.full {
            return Err(io::ErrorKind::StorageFull.into());
        }
        if inner.faults.fail_writes {
            return Err(io::Error::other("the write failed"));
        }
        drop(inner);
        lock(&self.content).write(bytes, offset as usize);
        Ok(())
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        let content = lock(&self.content);
        let start = offset as usize;
        let end = start.saturating_add(buffer.len());
        let read = content.written.get(start..end).ok_or(io::ErrorKind::UnexpectedEof)?;
        buffer.copy_from_slice(read);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        let passed = self.disk.pass_sync();
        let mut content = lock(&self.content);
        match passed {
            Ok(()) => content.sync(),
            Err(_) => content.dirty.clear(),
        }
        passed
    }

    fn punch(&self, offset: u64, length: u64) -> io::Result<()> {
        let mut content = lock(&self.content);
        let start = offset as usize;
        let end = start.saturating_add(length as usize).min(content.written.len());
        if let Some(range) = content.written.get_mut(start..end) {
            range.fill(0);
            content.dirty.push(start..end);
        }
        Ok(())
    }

    fn length(&self) -> io::Result<u64> {
        Ok(lock(&self.content).written.len() as u64)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
