//! How often somebody tries: a bounded table beside the rule of `postern_core::throttle`.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use postern_core::throttle::{Rate, Throttle, throttle};
use postern_core::time::Time;

/// Accounts that are kept at most. When there are more, the full ones are forgotten, then all: who is throttled then gets
/// a new start, but memory does not grow.
const MOST: usize = 20_000;

#[derive(Debug)]
pub(super) struct Tries<K> {
    rate: Rate,
    full_at: Mutex<HashMap<K, Time>>,
}

impl<K: Hash + Eq> Tries<K> {
    pub(super) fn new(rate: Rate) -> Tries<K> {
        Tries { rate, full_at: Mutex::default() }
    }

    /// Takes one try; an error says from when on there is one again.
    pub(super) fn take(&self, key: K, now: Time) -> Result<(), Time> {
        let mut accounts = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = accounts.get(&key).copied().unwrap_or(now);
        match throttle(kept, &self.rate, now) {
            Throttle::NotBefore(at) => Err(at),
            Throttle::Pass { full_at, .. } => {
                if accounts.len() >= MOST {
                    accounts.retain(|_, full_at| *full_at > now);
                }
                if accounts.len() >= MOST {
                    accounts.clear();
                }
                accounts.insert(key, full_at);
                Ok(())
            }
        }
    }

    /// Forgets the tries of one who was right.
    pub(super) fn forgive(&self, key: &K) {
        self.full_at.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn who_was_right_starts_anew_and_who_was_not_waits() {
        let tries = Tries::new(Rate::within(2, Duration::from_secs(60)));
        let now = Time::from_secs(1_800_000_000);
        assert_eq!([tries.take("a", now), tries.take("a", now)], [Ok(()), Ok(())]);
        assert_eq!(tries.take("a", now), Err(now + Duration::from_secs(30)));
        assert_eq!(tries.take("b", now), Ok(()));
        tries.forgive(&"a");
        assert_eq!(tries.take("a", now), Ok(()));
    }

    #[test]
    fn a_flood_of_names_takes_no_more_memory_than_the_table() {
        let tries = Tries::new(Rate::within(2, Duration::from_secs(60)));
        let now = Time::from_secs(1_800_000_000);
        for name in 0..3 * MOST {
            assert_eq!(tries.take(name, now), Ok(()));
        }
        assert!(tries.full_at.lock().expect("nobody panicked").len() <= MOST);
    }
}
