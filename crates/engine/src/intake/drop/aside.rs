//! Where things go that have no business in the drop directory: `.aside` within it, the daemon's own.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use postern_mail::Mailbox;
use tokio::time::Instant;

use crate::accept::Accept;

const NAME: &str = ".aside";
/// Octets of a file's name at most, on Linux.
const NAME_MAX: usize = 255;
/// How often the operator gets a mail about it at most.
const TOLD_EVERY: Duration = Duration::from_secs(3600);
/// Names that could not be moved, remembered so that each is told once.
const STUCK: usize = 1000;

#[derive(Debug)]
pub(super) struct Aside {
    path: PathBuf,
    stuck: Mutex<HashSet<OsString>>,
    told_at: Mutex<Option<Instant>>,
}

impl Aside {
    /// Makes the folder if it is not there. Everyone may add names to the drop directory, so one that is there has to
    /// be the daemon's own.
    pub(super) fn open(drop: &Path) -> io::Result<Aside> {
        let path = drop.join(NAME);
        match std::fs::DirBuilder::new().mode(0o700).create(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => made?,
        }
        let there = std::fs::symlink_metadata(&path)?;
        if !there.is_dir() || there.uid() != rustix::process::geteuid().as_raw() {
            return Err(io::Error::other(format!(
                "{} is not a folder of the daemon's own",
                path.display()
            )));
        }
        Ok(Aside { path, stuck: Mutex::default(), told_at: Mutex::default() })
    }

    /// Whether a directory has been the drop directory before.
    pub(super) fn is_in(drop: &Path) -> bool {
        drop.join(NAME).symlink_metadata().is_ok()
    }

    /// Names in the drop directory that belong there: this folder, and the one of the file system.
    pub(super) fn is_own(name: &OsStr) -> bool {
        name == NAME || name == "lost+found"
    }

    /// How many things lie here.
    pub(super) fn count(&self) -> u64 {
        std::fs::read_dir(&self.path).map_or(0, |entries| entries.count() as u64)
    }

    /// Moves a thing here, under a name of its own. False when it is gone, or cannot be moved and that is known.
    pub(super) fn take(&self, drop: &Path, name: &OsStr) -> bool {
        let mut to = OsString::from(format!("{:08x}-", fastrand::u32(..)));
        // With what is put before it, the longest of names would be too long.
        let most = NAME_MAX - to.len();
        to.push(OsStr::from_bytes(&name.as_bytes()[..name.len().min(most)]));
        match std::fs::rename(drop.join(name), self.path.join(to)) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            // A folder of another owner, for one, stays where it is.
            Err(error) => {
                let mut stuck = self.stuck.lock().unwrap_or_else(PoisonError::into_inner);
                if stuck.len() < STUCK && stuck.insert(name.to_owned()) {
                    tracing::warn!(event = "drop_not_set_aside", name = %name.display(), %error);
                }
                false
            }
        }
    }

    /// Tells the operator by mail, if there is an address and it was not told just now.
    pub(super) async fn tell(&self, accept: &Accept, set_aside: &[(OsString, String)]) {
        let Some((name, why)) = set_aside.first() else { return };
        let Ok(operator) = Mailbox::parse(&accept.settings().operator_address) else { return };
        {
            let mut told_at = self.told_at.lock().unwrap_or_else(PoisonError::into_inner);
            if told_at.is_some_and(|at| at.elapsed() < TOLD_EVERY) {
                return;
            }
            *told_at = Some(Instant::now());
        }
        let message = format!(
            "To: {operator}\r\nSubject: Mail of the drop directory was set aside\r\nAuto-Submitted: auto-generated\r\n\
             Content-Type: text/plain; charset=utf-8\r\n\r\n\
             {count} of the drop directory could not be taken in and went to\r\n{path}\r\n\r\n\
             The first: {name}: {why}\r\n\r\n\
             The log names each of them. This mail comes once an hour at most.\r\n",
            count = set_aside.len(),
            path = self.path.display(),
            name = name.display().to_string().escape_debug(),
        );
        if let Err(refusal) = accept.submit_notice(operator, message.into_bytes(), None).await {
            tracing::warn!(event = "notice_refused", topic = "drop-directory", why = %refusal);
        }
    }
}
