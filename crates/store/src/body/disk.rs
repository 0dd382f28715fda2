//! What is asked of a file system for bodies, and the one of the machine.
//!
//! A seam: tests and the simulation hand in a `Disk` that fails, fills up or loses what was not synced.

use std::fmt::Debug;
use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustix::fs::FallocateFlags;

/// A folder of files.
pub trait Disk: Send + Sync + Debug {
    /// Makes a new, empty file; one of that name that is there already is emptied.
    fn create(&self, name: &str) -> io::Result<Arc<dyn DiskFile>>;

    /// Opens a file that is there.
    fn open(&self, name: &str) -> io::Result<Arc<dyn DiskFile>>;

    /// The names of all files.
    fn names(&self) -> io::Result<Vec<String>>;

    fn remove(&self, name: &str) -> io::Result<()>;

    /// Brings the names to stable storage.
    fn sync_names(&self) -> io::Result<()>;

    fn space(&self) -> io::Result<Space>;
}

/// A file that is written at its end and read anywhere.
pub trait DiskFile: Send + Sync + Debug {
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()>;

    /// Fills the buffer; `UnexpectedEof` where the file ends before.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()>;

    /// Brings what was written to stable storage.
    fn sync(&self) -> io::Result<()>;

    /// Gives the space of a range back; it reads as zeros from then on.
    fn punch(&self, offset: u64, length: u64) -> io::Result<()>;

    fn length(&self) -> io::Result<u64>;
}

/// Room on the file system, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    pub free: u64,
    pub total: u64,
}

/// A folder of the machine's file system.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// A folder; it is made if it is not there, and closed to other users if it is open to them.
    ///
    /// # Errors
    /// What the system says; `PermissionDenied` when it is open to others and not ours to close.
    pub fn new(path: &Path) -> io::Result<Folder> {
        match DirBuilder::new().mode(0o700).create(path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => close_to_others(path, 0o700)?,
        }
        Ok(Folder { path: path.to_path_buf() })
    }
}

/// Leaves a file or folder to its owner, whoever made it and with whatever umask: mail is nobody else's business.
pub(crate) fn close_to_others(path: &Path, mode: u32) -> io::Result<()> {
    let is = std::fs::metadata(path)?;
    let had = is.mode() & 0o777;
    if had & 0o077 == 0 {
        return Ok(());
    }
    if is.uid() != rustix::process::geteuid().as_raw() {
        return Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            format!(
                "{} is open to other users (mode {had:04o}) and belongs to uid {}: give it to the daemon's own user and chmod {mode:04o}",
                path.display(),
                is.uid()
            ),
        ));
    }
    std::fs::set_permissions(path, Permissions::from_mode(mode))?;
    tracing::warn!(event = "closed_to_others", path = %path.display(), had = format!("{had:04o}"), now = format!("{mode:04o}"));
    Ok(())
}

impl Disk for Folder {
    fn create(&self, name: &str) -> io::Result<Arc<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(true).mode(0o600);
        Ok(Arc::new(options.open(self.path.join(name))?))
    }

    fn open(&self, name: &str) -> io::Result<Arc<dyn DiskFile>> {
        Ok(Arc::new(OpenOptions::new().read(true).write(true).open(self.path.join(name))?))
    }

    fn names(&self) -> io::Result<Vec<String>> {
        let entries = std::fs::read_dir(&self.path)?;
        entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        std::fs::remove_file(self.path.join(name))
    }

    fn sync_names(&self) -> io::Result<()> {
        File::open(&self.path)?.sync_all()
    }

    fn space(&self) -> io::Result<Space> {
        let told = rustix::fs::statvfs(&self.path)?;
        // What root may take beyond the others is not ours to count on.
        Ok(Space {
            free: told.f_bavail.saturating_mul(told.f_frsize),
            total: told.f_blocks.saturating_mul(told.f_frsize),
        })
    }
}

impl DiskFile for File {
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.write_all_at(bytes, offset)
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        self.read_exact_at(buffer, offset)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_data()
    }

    fn punch(&self, offset: u64, length: u64) -> io::Result<()> {
        match rustix::fs::fallocate(
            self,
            FallocateFlags::PUNCH_HOLE | FallocateFlags::KEEP_SIZE,
            offset,
            length,
        ) {
            // A file system that cannot do it gives the space back with the whole segment.
            Err(rustix::io::Errno::OPNOTSUPP) => Ok(()),
            other => Ok(other?),
        }
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().mode() & 0o7777
    }

    #[test]
    fn a_folder_that_was_open_to_others_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        let (open, new) = (folder.path().join("open"), folder.path().join("new"));
        std::fs::create_dir(&open).unwrap();
        std::fs::set_permissions(&open, Permissions::from_mode(0o755)).unwrap();
        for path in [&open, &new] {
            Folder::new(path).unwrap();
            assert_eq!(mode(path), 0o700);
        }
        assert!(Folder::new(&folder.path().join("no/parent")).is_err());
    }
}
