//! How often somebody does something: a bounded table beside the rule of `postern_core::throttle`.
//!
//! Accounts are memory: a restart gives everybody a full one, which is a burst more and no harm. There are at most so many
//! of them; of those, the fullest are forgotten first, as a forgotten one counts as full.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use postern_core::throttle::{Rate, Throttle, throttle};
use postern_core::time::Time;

/// The accounts of those who are told apart by `K`.
#[derive(Debug)]
pub struct Accounts<K> {
    rate: Rate,
    most: usize,
    /// When each is full again.
    full_at: Mutex<HashMap<K, Time>>,
}

impl<K: Hash + Eq + Clone> Accounts<K> {
    /// Accounts of this rate, so many at most.
    pub fn new(rate: Rate, most: usize) -> Accounts<K> {
        Accounts { rate, most, full_at: Mutex::default() }
    }

    pub fn rate(&self) -> Rate {
        self.rate
    }

    /// Takes one from an account, if it is not one too many.
    pub fn take(&self, key: &K, now: Time) -> Throttle {
        let mut accounts = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = accounts.get(key).copied().unwrap_or(now);
        let throttled = throttle(kept, &self.rate, now);
        if let Throttle::Pass { full_at, .. } = throttled {
            if accounts.len() >= self.most && !accounts.contains_key(key) {
                forget(&mut accounts, now);
            }
            accounts.insert(key.clone(), full_at);
        }
        throttled
    }

    /// Makes an account full again.
    pub fn forgive<Q: Hash + Eq + ?Sized>(&self, key: &Q)
    where
        K: Borrow<Q>,
    {
        self.full_at.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

/// Makes room for one: those that are full anyway go, or else the one that is soonest.
fn forget<K: Hash + Eq + Clone>(accounts: &mut HashMap<K, Time>, now: Time) {
    let before = accounts.len();
    accounts.retain(|_, full_at| *full_at > now);
    if accounts.len() == before
        && let Some(fullest) =
            accounts.iter().min_by_key(|(_, full_at)| **full_at).map(|(key, _)| key.clone())
    {
        accounts.remove(&fullest);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const NOON: Time = Time::from_secs(1_800_000_000);

    fn passes(accounts: &Accounts<&'static str>, name: &'static str, second: u64) -> bool {
        let now = NOON + Duration::from_secs(second);
        matches!(accounts.take(&name, now), Throttle::Pass { .. })
    }

    #[test]
    fn accounts_are_bounded_and_the_fullest_is_forgotten_first() {
        let accounts = Accounts::new(Rate { burst: 2, every: Duration::from_secs(10) }, 2);
        let ask = |name, second| passes(&accounts, name, second);
        assert!(ask("anna", 0) && ask("anna", 0) && !ask("anna", 0));
        assert!(ask("ben", 0));
        assert!(ask("carla", 0), "ben is forgotten, who had asked once");
        assert!(!ask("anna", 0), "anna is not");
        assert_eq!(accounts.full_at.lock().expect("no panic").len(), 2);
        assert!(ask("dora", 60), "all are full again and go");
        assert_eq!(accounts.full_at.lock().expect("no panic").len(), 1);
    }

    #[test]
    fn who_was_right_starts_anew_and_who_was_not_waits() {
        let accounts = Accounts::new(Rate::within(2, Duration::from_secs(60)), 10);
        assert!(passes(&accounts, "a", 0) && passes(&accounts, "a", 0));
        let later = NOON + Duration::from_secs(30);
        assert_eq!(accounts.take(&"a", NOON), Throttle::NotBefore(later));
        assert!(passes(&accounts, "b", 0));
        accounts.forgive("a");
        assert!(passes(&accounts, "a", 0));
    }
}
