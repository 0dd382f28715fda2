//! A disk in memory that can fail, fill up, and lose what was not synced: for tests and the simulation.
//!
//! Cloned handles are the same disk, so a test keeps one while the store works on the other, and a disk outlives the
//! store that is opened on it again.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::disk::{Disk, DiskFile, Space};

/// The total that `space` tells.
const TOTAL: u64 = 1 << 40;

/// A disk in memory.
#[derive(Clone, Debug, Default)]
pub struct MemoryDisk {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    files: BTreeMap<String, Arc<Mutex<Content>>>,
    faults: Faults,
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
    /// What `space` tells is free; `None` is plenty.
    pub free: Option<u64>,
}

#[derive(Debug, Default)]
struct Content {
    written: Vec<u8>,
    synced: Vec<u8>,
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

    /// A power cut: what was written and not synced is gone.
    pub fn lose_unsynced(&self) {
        for content in self.inner().files.values() {
            let mut content = lock(content);
            content.written = content.synced.clone();
        }
    }

    /// Turns one bit of a file over, as a failing disk does. Says whether there was such a place.
    pub fn damage(&self, name: &str, offset: usize) -> bool {
        let inner = self.inner();
        let Some(content) = inner.files.get(name) else { return false };
        let mut content = lock(content);
        content.written.get_mut(offset).map(|octet| *octet ^= 1).is_some()
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        lock(&self.inner)
    }
}

impl Disk for MemoryDisk {
    fn create(&self, name: &str) -> io::Result<Arc<dyn DiskFile>> {
        let mut inner = self.inner();
        if inner.faults.full {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let content = Arc::new(Mutex::new(Content::default()));
        inner.files.insert(name.to_string(), Arc::clone(&content));
        Ok(Arc::new(MemoryFile { disk: self.clone(), content }))
    }

    fn open(&self, name: &str) -> io::Result<Arc<dyn DiskFile>> {
        let inner = self.inner();
        let content = inner.files.get(name).ok_or(io::ErrorKind::NotFound)?;
        Ok(Arc::new(MemoryFile { disk: self.clone(), content: Arc::clone(content) }))
    }

    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.inner().files.keys().cloned().collect())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.inner().files.remove(name).map(drop).ok_or(io::ErrorKind::NotFound.into())
    }

    fn sync_names(&self) -> io::Result<()> {
        match self.inner().faults.fail_syncs {
            true => Err(io::Error::other("the sync failed")),
            false => Ok(()),
        }
    }

    fn space(&self) -> io::Result<Space> {
        Ok(Space { free: self.inner().faults.free.unwrap_or(TOTAL), total: TOTAL })
    }
}

impl DiskFile for MemoryFile {
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let faults = self.disk.inner().faults;
        if faults.full {
            return Err(io::ErrorKind::StorageFull.into());
        }
        if faults.fail_writes {
            return Err(io::Error::other("the write failed"));
        }
        let mut content = lock(&self.content);
        let start = offset as usize;
        let end = start + bytes.len();
        if content.written.len() < end {
            content.written.resize(end, 0);
        }
        content.written[start..end].copy_from_slice(bytes);
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
        if self.disk.inner().faults.fail_syncs {
            return Err(io::Error::other("the sync failed"));
        }
        let mut content = lock(&self.content);
        content.synced = content.written.clone();
        Ok(())
    }

    fn punch(&self, offset: u64, length: u64) -> io::Result<()> {
        let mut content = lock(&self.content);
        let start = offset as usize;
        let end = start.saturating_add(length as usize).min(content.written.len());
        if let Some(range) = content.written.get_mut(start..end) {
            range.fill(0);
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
