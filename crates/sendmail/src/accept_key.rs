//! The accept key: what makes a repeated submission count once.
//!
//! The command draws one for each mail, before it tries anything, and uses it with the daemon and in the drop directory
//! alike: whichever copy comes second is known. Keys rise with time, so the daemon's index of them grows at its end and
//! forgets from its start.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::{SystemTime, UNIX_EPOCH};

/// 128 bits: 48 of unix time in milliseconds, then 80 at random.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AcceptKey([u8; 16]);

impl AcceptKey {
    /// Bytes of a key.
    pub const BYTES: usize = 16;

    /// A key of this moment that nobody else draws.
    pub fn draw() -> AcceptKey {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut key = random_bytes();
        let millis = u64::try_from(since_1970.as_millis()).unwrap_or(u64::MAX).to_be_bytes();
        key[..6].copy_from_slice(&millis[2..]);
        AcceptKey(key)
    }

    /// A key from its bytes. Any 16 bytes are one.
    pub fn from_bytes(bytes: [u8; Self::BYTES]) -> AcceptKey {
        AcceptKey(bytes)
    }

    /// The bytes, most significant first: their order is the order of time.
    pub fn as_bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }

    /// When it was drawn, in milliseconds since 1970, by the clock and the word of who drew it.
    pub fn drawn_at_millis(&self) -> u64 {
        self.0[..6].iter().fold(0, |millis, &byte| millis << 8 | u64::from(byte))
    }
}

/// As 32 hexadecimal digits.
impl fmt::Display for AcceptKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for AcceptKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AcceptKey({self})")
    }
}

/// 128 bits nobody can guess. The standard library keys its hasher from the kernel's random source and gives no other way
/// to that source; what comes out is SipHash under such a key. No file is opened, so it works without `/dev` as well.
pub(crate) fn random_bytes() -> [u8; 16] {
    let mut bytes = [0; 16];
    for half in bytes.chunks_mut(8) {
        // Each `RandomState` has a key of its own.
        half.copy_from_slice(&RandomState::new().build_hasher().finish().to_be_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_thousand_keys_drawn_in_a_row_all_differ() {
        let keys: HashSet<AcceptKey> = (0..1000).map(|_| AcceptKey::draw()).collect();
        assert_eq!(keys.len(), 1000);
    }

    #[test]
    fn a_key_tells_when_it_was_drawn() {
        let now = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as u64;
        let before = now();
        let drawn = AcceptKey::draw().drawn_at_millis();
        assert!((before..=now()).contains(&drawn), "{drawn}");
    }

    #[test]
    fn keys_are_ordered_by_their_time() {
        let at = |millis: u64, rest: u8| {
            let mut bytes = [rest; 16];
            bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
            AcceptKey::from_bytes(bytes)
        };
        assert!(at(255, 9) < at(256, 0));
        assert_eq!(at(1_700_000_000_123, 7).drawn_at_millis(), 1_700_000_000_123);
    }
}
