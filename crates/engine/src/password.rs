//! Passwords as hashes that take time and memory to make.
//!
//! A hash takes some 20 MB and some milliseconds of a processor on purpose, so it is made where it may block and only a
//! few at a time. Someone unknown costs as much as a wrong password: how long an answer takes does not tell who there is.

use std::sync::{Arc, LazyLock};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

/// Hashes made at a time.
const AT_ONCE: usize = 2;

/// Makes and checks hashes.
#[derive(Clone, Debug)]
pub struct Hashing(Arc<Semaphore>);

/// A hash could not be made; says why.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed: {0}")]
pub struct Unhashed(String);

impl Default for Hashing {
    fn default() -> Hashing {
        Hashing(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Hashing {
    /// The hash of a password, with its salt, as it is stored.
    ///
    /// # Errors
    /// When the memory or the chance for it is not there.
    pub async fn hash(&self, password: String) -> Result<String, Unhashed> {
        let failed = |why: &dyn std::fmt::Display| Unhashed(why.to_string());
        let _turn = self.0.acquire().await.map_err(|error| failed(&error))?;
        let hashing = tokio::task::spawn_blocking(move || {
            Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
        });
        hashing.await.map_err(|error| failed(&error))?.map_err(|error| failed(&error))
    }

    /// Whether a password is that of a hash; without one it is not, and takes as long.
    pub async fn verify(&self, hash: Option<Arc<str>>, password: String) -> bool {
        let Ok(_turn) = self.0.acquire().await else { return false };
        let is_known = hash.is_some();
        let verified = tokio::task::spawn_blocking(move || {
            let hash = hash.unwrap_or_else(|| Arc::clone(&STRANGER));
            PasswordHash::new(&hash).is_ok_and(|hash| {
                Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
            })
        });
        verified.await.unwrap_or(false) && is_known
    }
}

/// What someone unknown is checked against: made as the others are, of a password nobody has.
static STRANGER: LazyLock<Arc<str>> = LazyLock::new(|| {
    let nobodys = fastrand::u128(..).to_ne_bytes();
    Argon2::default()
        .hash_password(&nobodys)
        .map_or_else(|_| "".into(), |hash| hash.to_string().into())
});

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_and_nobody_fits_a_stranger() {
        let hashing = Hashing::default();
        let hash: Arc<str> = hashing.hash("correct horse".into()).await.expect("a hash").into();
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        assert!(hashing.verify(Some(Arc::clone(&hash)), "correct horse".into()).await);
        assert!(!hashing.verify(Some(hash), "correct mule".into()).await);
        assert!(!hashing.verify(None, "correct horse".into()).await);
        assert!(!hashing.verify(Some("no hash".into()), "correct horse".into()).await);
    }
}
