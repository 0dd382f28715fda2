//! What lets somebody in: 256 bits of the system's chance, of which only the hash is stored.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use postern_store::people::{Hash, Hidden};
use rustix::rand::GetRandomFlags;

use super::totp;

const BYTES: usize = 32;

/// A secret as it is told once: letters, digits, `-` and `_`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// There is no chance to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the system gives no random numbers")]
pub struct NoChance;

impl Secret {
    /// A new one, with a mark before it that tells people and scanners what it is.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn draw(mark: &str) -> Result<Secret, NoChance> {
        let mut bytes = [0; BYTES];
        fill(&mut bytes)?;
        Ok(Secret(format!("{mark}{}", URL_SAFE_NO_PAD.encode(bytes))))
    }

    /// One that was given, whatever it is.
    pub fn given(text: &str) -> Secret {
        Secret(text.to_owned())
    }

    pub fn hash(&self) -> Hash {
        hash(self.0.as_bytes())
    }

    /// To be told to its owner, once.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

pub(super) fn hash(secret: &[u8]) -> Hash {
    let mut hash = [0; BYTES];
    hash.copy_from_slice(digest(&SHA256, secret).as_ref());
    Hidden(hash)
}

/// Bytes as a form carries them.
pub(super) fn spelled(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads what `spelled` gave.
pub(super) fn read_spelled(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// So many codes for the day an authenticator is lost: 80 bits each, in groups that can be typed.
pub(super) fn recovery_codes(count: usize) -> Result<Vec<String>, NoChance> {
    let draw = || {
        let mut bytes = [0; 10];
        fill(&mut bytes)?;
        let letters = totp::base32(&bytes).to_ascii_lowercase();
        let groups: Vec<&str> = (0..4).filter_map(|at| letters.get(4 * at..4 * at + 4)).collect();
        Ok(groups.join("-"))
    };
    std::iter::repeat_with(draw).take(count).collect()
}

/// The hash of a recovery code, however it is typed.
pub(super) fn recovery_hash(code: &str) -> Hash {
    let letters: String =
        code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    hash(letters.as_bytes())
}

/// Fills with the kernel's chance.
///
/// # Errors
/// When it gives none.
pub fn fill(bytes: &mut [u8]) -> Result<(), NoChance> {
    match rustix::rand::getrandom(&mut *bytes, GetRandomFlags::empty()) {
        Ok(filled) if filled == bytes.len() => Ok(()),
        _ => Err(NoChance),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_told_once_and_known_by_its_hash() {
        let (one, other) =
            (Secret::draw("").expect("chance"), Secret::draw("pst_").expect("chance"));
        assert_eq!(one.reveal().len(), 43);
        assert!(other.reveal().starts_with("pst_"));
        assert_ne!(one.hash(), other.hash());
        assert_eq!(Secret::given(other.reveal()).hash(), other.hash());
        let codes = recovery_codes(2).expect("chance");
        assert!(codes[0].len() == 19 && codes[0] != codes[1], "{codes:?}");
        let typed = codes[0].replace('-', " ").to_uppercase();
        assert_eq!(recovery_hash(&typed), recovery_hash(&codes[0]));
        assert_eq!(format!("{one:?} {:?}", one.hash()), "Secret(…) …");
    }
}
