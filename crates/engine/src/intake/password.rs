//! Is this the password of that login?
//!
//! A check takes some 20 MB and some milliseconds of a processor on purpose, so it runs where it may block and only a
//! few at a time. An unknown login costs as much as a wrong password: how long an answer takes does not tell which
//! logins there are. What was checked with success is remembered for a while, as a fast keyed hash, since programs log
//! in anew for each mail.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use aws_lc_rs::{constant_time, hmac};
use postern_core::identity::Identified;
use postern_mail::sasl::Credentials;
use rustix::rand::GetRandomFlags;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use crate::sites::Sites;

/// Checks that run at a time.
const AT_ONCE: usize = 2;
/// How long a success is remembered.
const REMEMBERED: Duration = Duration::from_secs(60);
/// Successes that are remembered at most.
const MOST: usize = 10_000;

/// Checks passwords.
#[derive(Debug)]
pub(crate) struct Passwords {
    turns: Semaphore,
    key: hmac::Key,
    known: Mutex<HashMap<String, Known>>,
}

#[derive(Debug)]
struct Known {
    /// The stored hash it was checked against: a changed password ends it.
    hash: Arc<str>,
    tag: hmac::Tag,
    until: Instant,
}

impl Passwords {
    pub(crate) fn new() -> Passwords {
        // The kernel's own chance: that of the library gathers entropy for some 50 ms when it is first asked, in which no
        // mail would be taken. The key leaves the process never: where the kernel gives none, a drawn one does.
        let mut key = [0; 32];
        if rustix::rand::getrandom(&mut key, GetRandomFlags::empty()) != Ok(key.len()) {
            key.fill_with(|| fastrand::u8(..));
        }
        let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
        Passwords { turns: Semaphore::new(AT_ONCE), key, known: Mutex::default() }
    }

    /// The site of a login, if the password is its own.
    pub(crate) async fn check(&self, sites: &Sites, given: &Credentials) -> Option<Identified> {
        let known = sites.identify_login(given.login());
        let tag = hmac::sign(&self.key, given.password().as_bytes());
        if let Some((site, hash)) = &known
            && self.is_known(given.login(), hash, &tag)
        {
            return Some(Identified { site: *site, stated: false });
        }
        let hash = known.as_ref().map(|(_, hash)| Arc::clone(hash));
        let fits = self.verify(hash, given.password().to_owned()).await;
        let (site, hash) = known.filter(|_| fits)?;
        self.remember(given.login(), hash, tag);
        Some(Identified { site, stated: false })
    }

    async fn verify(&self, hash: Option<Arc<str>>, password: String) -> bool {
        let Ok(_turn) = self.turns.acquire().await else { return false };
        let verified = tokio::task::spawn_blocking(move || {
            let hash = hash.unwrap_or_else(|| Arc::clone(&STRANGER));
            PasswordHash::new(&hash).is_ok_and(|hash| {
                Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
            })
        });
        verified.await.unwrap_or(false)
    }

    fn is_known(&self, login: &str, hash: &Arc<str>, tag: &hmac::Tag) -> bool {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(login).is_some_and(|known| {
            known.until > Instant::now()
                && known.hash == *hash
                && constant_time::verify_slices_are_equal(known.tag.as_ref(), tag.as_ref()).is_ok()
        })
    }

    fn remember(&self, login: &str, hash: Arc<str>, tag: hmac::Tag) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if known.len() >= MOST {
            known.retain(|_, known| known.until > now);
        }
        if known.len() < MOST {
            known.insert(login.to_owned(), Known { hash, tag, until: now + REMEMBERED });
        }
    }
}

/// What an unknown login is checked against: made as the others are, of a password nobody has.
static STRANGER: LazyLock<Arc<str>> = LazyLock::new(|| {
    let nobodys = fastrand::u128(..).to_ne_bytes();
    Argon2::default()
        .hash_password(&nobodys)
        .map_or_else(|_| "".into(), |hash| hash.to_string().into())
});
