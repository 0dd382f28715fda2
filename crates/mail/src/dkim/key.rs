//! The private keys of DKIM (RFC 6376 §3.3, RFC 8463 §3).

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

/// How a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    RsaSha256,
    Ed25519Sha256,
}

impl Algorithm {
    /// The value of `a=` (RFC 6376 §3.3.2, RFC 8463 §3).
    pub fn tag(self) -> &'static str {
        match self {
            Algorithm::RsaSha256 => "rsa-sha256",
            Algorithm::Ed25519Sha256 => "ed25519-sha256",
        }
    }

    /// The value of `k=` in the published record.
    pub(super) fn key_type(self) -> &'static str {
        match self {
            Algorithm::RsaSha256 => "rsa",
            Algorithm::Ed25519Sha256 => "ed25519",
        }
    }
}

/// A private key. Shows nothing of itself but its algorithm.
pub struct Key(Pair);

enum Pair {
    Rsa(RsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

/// What was to be a key is none, or is one that receivers do not take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    #[error("no private key of RSA or Ed25519 in PKCS #8")]
    NotPkcs8,
    #[error("an RSA key of {bits} bits: receivers take 2048 to 4096 (RFC 8301 section 3.2)")]
    RsaBits { bits: usize },
}

impl Key {
    /// A private key in PKCS #8, DER, of either algorithm.
    pub fn from_pkcs8(der: &[u8]) -> Result<Key, BadKey> {
        if let Ok(pair) = Ed25519KeyPair::from_pkcs8(der) {
            return Ok(Key(Pair::Ed25519(pair)));
        }
        let pair = RsaKeyPair::from_pkcs8(der).map_err(|_| BadKey::NotPkcs8)?;
        match pair.public_modulus_len() * 8 {
            2048..=4096 => Ok(Key(Pair::Rsa(pair))),
            bits => Err(BadKey::RsaBits { bits }),
        }
    }

    pub fn algorithm(&self) -> Algorithm {
        match self.0 {
            Pair::Rsa(_) => Algorithm::RsaSha256,
            Pair::Ed25519(_) => Algorithm::Ed25519Sha256,
        }
    }

    /// The public half in Base64, as `p=` has it.
    pub(super) fn public(&self) -> String {
        match &self.0 {
            Pair::Rsa(pair) => {
                let der: PublicKeyX509Der =
                    pair.public_key().as_der().expect("the public half of a key that was read");
                BASE64.encode(der.as_ref())
            }
            // The bare 32 octets (RFC 8463 §4.1).
            Pair::Ed25519(pair) => BASE64.encode(pair.public_key().as_ref()),
        }
    }

    /// The signature of a block of canonical fields. The same key and block give the same signature: PKCS #1 v1.5 and
    /// Ed25519 leave nothing to chance, what RSA draws only hides its computation.
    pub(super) fn sign(&self, block: &[u8]) -> Vec<u8> {
        match &self.0 {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), block, &mut signature)
                    .expect("a signature as long as its modulus");
                signature
            }
            // Ed25519 signs the hash, not the text (RFC 8463 §3).
            Pair::Ed25519(pair) => pair.sign(digest(&SHA256, block).as_ref()).as_ref().to_vec(),
        }
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({})", self.algorithm().tag())
    }
}
