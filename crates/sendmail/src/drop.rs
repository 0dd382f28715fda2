//! The drop directory: where a mail waits while there is no daemon to take it.
//!
//! A drop file holds a submission [`frame`](crate::frame), byte for byte as it would have gone over the socket. Its owner,
//! set by the kernel, is the identity. Order of events: create `….part` under a name nobody can guess, write, open it to
//! the daemon's group, sync, rename to `….mail`, sync the name. Whatever ends in `.part` was never promised to anyone.
//!
//! The directory has mode 3733: everyone may add, nobody may list, only owners remove (sticky), and files take its group
//! (setgid), through which the daemon reads them. Taking files in is left to the daemon.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::accept_key::{AcceptKey, random_bytes};

/// Mode of the directory: sticky, setgid, `rwx` for its owner and `-wx` for all others.
pub const DIRECTORY_MODE: u32 = 0o3733;

/// A `.part` file not written to for this long has lost its writer. (Input may take long: cron's stays open for as long as
/// the job runs.)
pub const PART_MAX_AGE: Duration = Duration::from_secs(24 * 3600);

const MAIL_SUFFIX: &str = ".mail";
const PART_SUFFIX: &str = ".part";
/// 48 bits of time, a dash, 128 random bits; in hexadecimal digits.
const STEM_BYTES: usize = 12 + 1 + 32;

/// What a name in the drop directory stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A whole mail, to be taken in. In the order of their names they are in the order of their time.
    Mail,
    /// A mail still being written, or one whose writer died.
    Part,
    /// Nothing that the command makes.
    Foreign,
}

/// Tells what `name` (no directory before it) stands for.
pub fn classify(name: &OsStr) -> Entry {
    let Some((stem, suffix)) = name.as_encoded_bytes().split_at_checked(STEM_BYTES) else {
        return Entry::Foreign;
    };
    let is_ours = stem.iter().enumerate().all(|(i, byte)| match i {
        12 => *byte == b'-',
        _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
    });
    match suffix {
        b".mail" if is_ours => Entry::Mail,
        b".part" if is_ours => Entry::Part,
        _ => Entry::Foreign,
    }
}

/// A drop file that is not finished. Dropped before [`Part::commit`], it is removed.
#[derive(Debug)]
pub struct Part {
    directory: PathBuf,
    stem: String,
    file: File,
    /// Bytes that were written for good; a failed write may have left more behind them.
    length: u64,
    committed: bool,
}

impl Part {
    /// Creates the file in `directory`, named after the time of `key`.
    ///
    /// Refuses a directory that is not sticky and setgid. There the daemon could not read the file, or others could remove
    /// it; and a `--drop` that a form attacker smuggled into the command line cannot put a file among a site's pages.
    pub fn create(directory: &Path, key: &AcceptKey) -> io::Result<Part> {
        let mode = fs::metadata(directory)?.mode();
        if mode & 0o3000 != 0o3000 {
            let found = mode & 0o7777;
            return Err(io::Error::other(format!(
                "has mode {found:o}, a drop directory has {DIRECTORY_MODE:o}"
            )));
        }
        let mut stem = format!("{:012x}-", key.drawn_at_millis());
        for byte in random_bytes() {
            // Writing to a String does not fail.
            let _ = write!(stem, "{byte:02x}");
        }
        let path = directory.join(format!("{stem}{PART_SUFFIX}"));
        let file =
            OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)?;
        Ok(Part { directory: directory.to_owned(), stem, file, length: 0, committed: false })
    }

    /// Adds `bytes`: all, or on an error none.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all_at(bytes, self.length)?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// The content so far, to be read from its start.
    pub fn reader(&mut self) -> io::Result<impl Read> {
        self.file.seek(SeekFrom::Start(0))?;
        Ok((&self.file).take(self.length))
    }

    /// Makes it a mail of the drop directory, and durable: after this a power cut does not lose it. On an error it is gone.
    pub fn commit(mut self) -> io::Result<()> {
        self.file.set_len(self.length)?;
        self.file.set_permissions(Permissions::from_mode(0o640))?;
        self.file.sync_all()?;
        fs::rename(self.path(PART_SUFFIX), self.path(MAIL_SUFFIX))?;
        self.committed = true;
        self.sync_name().inspect_err(|_| {
            // Best effort: the caller is told that nothing was kept, and the accept key guards against the rest.
            let _ = fs::remove_file(self.path(MAIL_SUFFIX));
        })
    }

    /// A directory is synced through a descriptor open for reading, which mode 3733 gives to its owner only. For all others
    /// the file is synced once more: ext4, XFS and Btrfs then write the journal up to the file's last change, which is its
    /// rename.
    fn sync_name(&self) -> io::Result<()> {
        match File::open(&self.directory) {
            Ok(directory) => directory.sync_all(),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => self.file.sync_all(),
            Err(error) => Err(error),
        }
    }

    fn path(&self, suffix: &str) -> PathBuf {
        self.directory.join(format!("{}{suffix}", self.stem))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.committed {
            let _ = fs::remove_file(self.path(PART_SUFFIX));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drop_directory(mode: u32) -> tempfile::TempDir {
        let directory = tempfile::tempdir().unwrap();
        fs::set_permissions(directory.path(), Permissions::from_mode(mode)).unwrap();
        directory
    }

    fn names(directory: &Path) -> Vec<std::ffi::OsString> {
        fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name()).collect()
    }

    #[test]
    fn a_part_becomes_a_mail_when_it_is_committed() {
        let directory = drop_directory(DIRECTORY_MODE);
        let mut part = Part::create(directory.path(), &AcceptKey::draw()).unwrap();
        part.append(b"con").unwrap();
        part.append(b"tent").unwrap();
        let [name] = &names(directory.path())[..] else { panic!("one file") };
        assert_eq!(classify(name), Entry::Part);

        part.commit().unwrap();

        let [name] = &names(directory.path())[..] else { panic!("one file") };
        assert_eq!(classify(name), Entry::Mail);
        let path = directory.path().join(name);
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, 0o640);
        assert_eq!(fs::read(path).unwrap(), b"content");
    }

    #[test]
    fn a_part_that_is_given_up_leaves_nothing() {
        let directory = drop_directory(DIRECTORY_MODE);
        drop(Part::create(directory.path(), &AcceptKey::draw()).unwrap());
        assert!(names(directory.path()).is_empty());
    }

    #[test]
    fn a_directory_that_is_no_drop_directory_gets_no_file() {
        for mode in [0o755, 0o777, 0o1777, 0o2775] {
            let directory = drop_directory(mode);
            let refused =
                Part::create(directory.path(), &AcceptKey::draw()).unwrap_err().to_string();
            assert_eq!(refused, format!("has mode {mode:o}, a drop directory has 3733"));
            assert!(names(directory.path()).is_empty());
        }
    }

    #[test]
    fn names_are_told_apart() {
        let stem = "0193a5b2c3d4-00112233445566778899aabbccddeeff";
        let check = |name: &str, entry| assert_eq!(classify(OsStr::new(name)), entry, "{name}");
        check(&format!("{stem}.mail"), Entry::Mail);
        check(&format!("{stem}.part"), Entry::Part);
        check(stem, Entry::Foreign);
        check(&format!("{stem}.mail~"), Entry::Foreign);
        check(&format!("x{stem}.mail"), Entry::Foreign);
        check(&format!("{}.mail", stem.to_uppercase()), Entry::Foreign);
        check(&format!("{}.mail", stem.replace('-', "0")), Entry::Foreign);
        check("", Entry::Foreign);
        check("lost+found", Entry::Foreign);
        check("äöüß".repeat(9).as_str(), Entry::Foreign);
    }
}
