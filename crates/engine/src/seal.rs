//! Secrets that have to be read again (of second factors and webhooks, later of keys), sealed with a key that lies beside
//! the store and not in it: who gets a copy of the database, or a backup of it, has none of them.
//!
//! AES-256-GCM, with what the secret is for as its additional data, so that one cannot be put in another's place.
//!
//! What is handed out and need not be secret, only ours, gets a mark instead (HMAC-SHA-256, with a key of its own for each
//! use).

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey};
use aws_lc_rs::hmac;

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;

/// The first byte of what is sealed: how.
const VERSION: u8 = 1;

/// Seals and opens.
#[derive(Clone)]
pub struct Seal(Arc<Keys>);

struct Keys {
    secrets: RandomizedNonceKey,
    marks: hmac::Key,
}

/// Why there is no seal.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    #[error("{path}: {source}")]
    File {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error(
        "{path} has {bytes} bytes, a key has {KEY_BYTES}: restore it from where it was saved, or move it away to make a new one (second factors have to be set up again then, and webhooks' secrets made anew)"
    )]
    NoKey { path: PathBuf, bytes: usize },
    #[error("no chance to be had: a key cannot be made")]
    NoChance,
}

/// What was sealed cannot be opened: with another key, for something else, or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what is stored was sealed with another key")]
pub struct Broken;

impl Seal {
    /// The key in a file, which is made when it is not there, for its owner only.
    ///
    /// # Errors
    /// When it cannot be read or made, or is none.
    pub fn open(path: &Path) -> Result<Seal, SealError> {
        let failed = |source| SealError::File { path: path.to_owned(), source };
        let key = match std::fs::read(path) {
            Ok(key) => key,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let key = new_key()?;
                write_new(path, &key).map_err(failed)?;
                key.to_vec()
            }
            Err(error) => return Err(failed(error)),
        };
        Seal::of(&key).ok_or(SealError::NoKey { path: path.to_owned(), bytes: key.len() })
    }

    /// A key that ends with the process.
    ///
    /// # Errors
    /// When there is no chance to be had.
    pub fn in_memory() -> Result<Seal, SealError> {
        Seal::of(&new_key()?).ok_or(SealError::NoChance)
    }

    fn of(key: &[u8]) -> Option<Seal> {
        let secrets = RandomizedNonceKey::new(&AES_256_GCM, key).ok()?;
        let marks = derived(&hmac::Key::new(hmac::HMAC_SHA256, key), "marks");
        Some(Seal(Arc::new(Keys { secrets, marks })))
    }

    /// Seals a secret for something.
    ///
    /// # Errors
    /// When there is no chance for a nonce.
    pub fn seal(&self, secret: &[u8], what_for: &str) -> Result<Vec<u8>, SealError> {
        let mut text = secret.to_vec();
        let nonce = self
            .0
            .secrets
            .seal_in_place_append_tag(Aad::from(what_for), &mut text)
            .map_err(|_| SealError::NoChance)?;
        let mut sealed = vec![VERSION];
        sealed.extend_from_slice(nonce.as_ref());
        sealed.append(&mut text);
        Ok(sealed)
    }

    /// Opens what `seal` gave.
    ///
    /// # Errors
    /// When it was sealed with another key, for something else, or changed since.
    pub fn unseal(&self, sealed: &[u8], what_for: &str) -> Result<Vec<u8>, Broken> {
        let (version, rest) = sealed.split_first().ok_or(Broken)?;
        let (nonce, text) = rest.split_at_checked(NONCE_BYTES).ok_or(Broken)?;
        if *version != VERSION {
            return Err(Broken);
        }
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Broken)?;
        let mut text = text.to_vec();
        let secret = self
            .0
            .secrets
            .open_in_place(nonce, Aad::from(what_for), &mut text)
            .map_err(|_| Broken)?;
        Ok(secret.to_vec())
    }

    /// The mark of a text, for something.
    pub fn mark(&self, what_for: &str, text: &[u8]) -> Vec<u8> {
        hmac::sign(&derived(&self.0.marks, what_for), text).as_ref().to_vec()
    }

    /// Whether a mark is ours, of this text, for this. Takes as long whatever it is.
    pub fn is_mark(&self, what_for: &str, text: &[u8], mark: &[u8]) -> bool {
        hmac::verify(&derived(&self.0.marks, what_for), text, mark).is_ok()
    }
}

/// A key made of another, for one use.
fn derived(key: &hmac::Key, what_for: &str) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, hmac::sign(key, what_for.as_bytes()).as_ref())
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal(…)")
    }
}

fn new_key() -> Result<[u8; KEY_BYTES], SealError> {
    let mut key = [0; KEY_BYTES];
    crate::people::fill(&mut key).map_err(|_| SealError::NoChance)?;
    Ok(key)
}

/// Writes a file that was not there, durably.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    match path.parent() {
        Some(folder) => std::fs::File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_secret_is_opened_with_its_key_for_what_it_was_sealed_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("secret.key");
        let sealed = Seal::open(&path).expect("is made").seal(b"secret", "user 7").expect("sealed");
        let mode = std::fs::metadata(&path).expect("is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);

        let seal = Seal::open(&path).expect("is read");
        assert_eq!(seal.unseal(&sealed, "user 7"), Ok(b"secret".to_vec()));
        assert_eq!(seal.unseal(&sealed, "user 8"), Err(Broken));
        let other = Seal::in_memory().expect("a key");
        assert_eq!(other.unseal(&sealed, "user 7"), Err(Broken));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(seal.unseal(&changed, "user 7"), Err(Broken), "byte {at}");
            assert_eq!(seal.unseal(&sealed[..at], "user 7"), Err(Broken), "{at} bytes");
        }
    }

    #[test]
    fn a_mark_is_known_again_for_its_text_and_its_use() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("secret.key");
        let mark = Seal::open(&path).expect("is made").mark("links", b"site 7");
        let seal = Seal::open(&path).expect("is read");
        assert!(seal.is_mark("links", b"site 7", &mark), "after a restart, too");
        assert!(!seal.is_mark("links", b"site 8", &mark));
        assert!(!seal.is_mark("other links", b"site 7", &mark));
        assert!(!seal.is_mark("links", b"site 7", &mark[..31]));
        assert!(!Seal::in_memory().expect("a key").is_mark("links", b"site 7", &mark));
    }

    #[test]
    fn a_key_that_was_cut_is_told_and_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("secret.key");
        std::fs::write(&path, b"short").expect("is written");
        assert!(matches!(Seal::open(&path), Err(SealError::NoKey { bytes: 5, .. })));
        assert_eq!(std::fs::read(&path).expect("is there"), b"short");
    }
}
