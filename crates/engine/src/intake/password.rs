//! Is this the password of that login?
//!
//! A check is slow on purpose (`password`). What was checked with success is remembered for a while, as a fast keyed
//! hash, since programs log in anew for each mail. Who is wrong too often waits: counted for a login from one client, and
//! for a client; a right password forgives both.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_lc_rs::{constant_time, hmac};
use postern_core::identity::Identified;
use postern_core::throttle::Rate;
use postern_core::time::Time;
use postern_mail::sasl::Credentials;
use tokio::time::Instant;

use super::slots::Guest;
use crate::accounts::Accounts;
use crate::password::Hashing;
use crate::people::fill;
use crate::sites::Sites;

/// How long a success is remembered.
const REMEMBERED: Duration = Duration::from_secs(60);
/// Successes that are remembered at most.
const MOST: usize = 10_000;
/// Tries within a quarter of an hour: with one login, and with any. Scripts of many sites may be one client.
const TRIES_OF_LOGIN: u32 = 10;
const TRIES: u32 = 100;
const QUARTER: Duration = Duration::from_secs(900);
/// Characters of a login by which it is counted.
const COUNTED: usize = 128;

/// Checks passwords.
#[derive(Debug)]
pub(crate) struct Passwords {
    hashing: Hashing,
    key: hmac::Key,
    known: Mutex<HashMap<String, Known>>,
    tries_of_login: Accounts<(String, Guest)>,
    tries: Accounts<Guest>,
}

/// What a check comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    Right(Identified),
    Wrong,
    /// Too many tries.
    NotBefore(Time),
}

#[derive(Debug)]
struct Known {
    /// The stored hash it was checked against: a changed password ends it.
    hash: Arc<str>,
    tag: hmac::Tag,
    until: Instant,
}

impl Passwords {
    pub(crate) fn new(hashing: Hashing) -> Passwords {
        // The kernel's own chance: that of the library gathers entropy for some 50 ms when it is first asked, in which no
        // mail would be taken. The key leaves the process never: where the kernel gives none, a drawn one does.
        let mut key = [0; 32];
        if fill(&mut key).is_err() {
            key.fill_with(|| fastrand::u8(..));
        }
        let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
        Passwords {
            hashing,
            key,
            known: Mutex::default(),
            tries_of_login: Accounts::new(Rate::within(TRIES_OF_LOGIN, QUARTER), MOST),
            tries: Accounts::new(Rate::within(TRIES, QUARTER), MOST),
        }
    }

    /// Whether the password is that of the login, and then which site's.
    pub(crate) async fn check(
        &self,
        sites: &Sites,
        given: &Credentials,
        client: Guest,
        now: Time,
    ) -> Checked {
        let known = sites.identify_login(given.login());
        let tag = hmac::sign(&self.key, given.password().as_bytes());
        if let Some((site, hash)) = &known
            && self.is_known(given.login(), hash, &tag)
        {
            return Checked::Right(Identified { site: *site, stated: false });
        }
        let counted = (given.login().chars().take(COUNTED).collect::<String>(), client);
        for throttled in [self.tries_of_login.take(&counted, now), self.tries.take(&client, now)] {
            if let Err(at) = throttled.passed() {
                return Checked::NotBefore(at);
            }
        }
        let hash = known.as_ref().map(|(_, hash)| Arc::clone(hash));
        let fits = self.hashing.verify(hash, given.password().to_owned()).await;
        let Some((site, hash)) = known.filter(|_| fits) else { return Checked::Wrong };
        self.tries_of_login.forgive(&counted);
        self.tries.forgive(&client);
        self.remember(given.login(), hash, tag);
        Checked::Right(Identified { site, stated: false })
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
