//! The login name of a uid, for the sender of mail that names none.
//!
//! Read from the system's file of users and read again when that changes. Who is not in the file (users of a
//! directory service) is known by number.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// The names of the system's users.
#[derive(Debug)]
pub(crate) struct Logins {
    file: PathBuf,
    read: Mutex<Read>,
}

#[derive(Debug, Default)]
struct Read {
    changed_at: Option<SystemTime>,
    names: Arc<HashMap<u32, String>>,
}

impl Default for Logins {
    fn default() -> Logins {
        Logins::of("/etc/passwd".into())
    }
}

impl Logins {
    /// The names in a file of the form of passwd(5).
    pub(crate) fn of(file: PathBuf) -> Logins {
        Logins { file, read: Mutex::default() }
    }

    /// The name of a uid, or its number. Fit to stand before an @.
    pub(crate) fn name(&self, uid: u32) -> String {
        self.names().get(&uid).cloned().unwrap_or_else(|| uid.to_string())
    }

    fn names(&self) -> Arc<HashMap<u32, String>> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let changed_at = std::fs::metadata(&self.file).and_then(|file| file.modified()).ok();
        if changed_at.is_none() || changed_at != read.changed_at {
            let text = std::fs::read(&self.file).unwrap_or_default();
            *read = Read { changed_at, names: Arc::new(parse(&text)) };
        }
        Arc::clone(&read.names)
    }
}

/// `name:password:uid:…`; of two names of one uid the first counts, as with getpwuid(3).
fn parse(text: &[u8]) -> HashMap<u32, String> {
    let mut names = HashMap::new();
    for line in text.split(|&b| b == b'\n') {
        let Ok(line) = std::str::from_utf8(line) else { continue };
        let mut columns = line.split(':');
        let (Some(name), Some(uid)) = (columns.next(), columns.nth(1)) else { continue };
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
        let dots = name.split('.').all(|part| !part.is_empty() && part.bytes().all(plain));
        if let (true, Ok(uid)) = (dots, uid.parse()) {
            names.entry(uid).or_insert_with(|| name.to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uid_has_its_first_name_or_else_its_number() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("passwd");
        std::fs::write(&file, "root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/:/bin/sh\nweb.shop:x:1001:1::/:/x\nbad name:x:7:7\n\n")
            .unwrap();
        let logins = Logins::of(file);
        assert_eq!(logins.name(0), "root");
        assert_eq!(logins.name(1001), "web.shop");
        assert_eq!(logins.name(7), "7");
        assert_eq!(logins.name(1002), "1002");
    }

    #[test]
    fn without_the_file_every_uid_is_its_number() {
        assert_eq!(Logins::of("/nonexistent/passwd".into()).name(33), "33");
    }
}
