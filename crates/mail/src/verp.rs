//! The return path of a message: a signed local part in the bounce domain, so that a report that comes back, days
//! later and from anywhere, names the message it is about, and nobody can make one up (VERP with the signature of
//! BATV's idea, draft-levine-smtp-batv).
//!
//! It is one word of 32 letters and digits: base32 (RFC 4648 §6, lower case) of
//!
//! | octets | are |
//! |---|---|
//! | 8 | the message's id |
//! | 2 | the last day on which a report is taken, in days since 1970 |
//! | 10 | the first 80 bits of HMAC-SHA256 over both |
//!
//! - **80 bits**: a wrong address is only found out by asking the listener, so guessing is slow and seen; at a thousand
//!   tries a second one hit takes 2^70 seconds. RFC 2104 §5 advises against fewer.
//! - **One spelling**: 160 bits are 32 characters exactly, so nothing is left to pad or to vary. Letter case carries
//!   nothing: relays change it.
//! - **No `+`, `-`, `=`**: forwarders and address tags cut at these. What they put *around* the word is looked through,
//!   see [`decode`].
//! - **The same for every attempt**: a greylisting receiver compares sender and recipient, so the day counts from the
//!   acceptance of the message and not from the attempt.
//! - **Short**: at most 64 octets of a local part are sure to pass (RFC 5321 §4.5.3.1.1), and a forwarder that rewrites
//!   the sender (SRS) wants room for its own in them.

use aws_lc_rs::{constant_time, hmac};

/// Octets of the id, of the day and of the signature.
const ID: usize = 8;
const DAY: usize = 2;
const SIGNATURE: usize = 10;
/// Characters of the word: five bits each.
const WORD: usize = (ID + DAY + SIGNATURE) * 8 / 5;
/// RFC 4648 §6, in lower case. There is no `0` to be read as `o` and no `1` to be read as `l`.
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
/// Said before what is signed, so that the secret may serve for other things too.
const PURPOSE: &[u8] = b"postern return path 1";

/// A secret that signs return paths.
#[derive(Clone)]
pub struct Key(hmac::Key);

impl Key {
    /// A key of any octets; 32 from a random generator are right.
    pub fn new(secret: &[u8]) -> Key {
        Key(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    fn sign(&self, signed: &[u8]) -> [u8; SIGNATURE] {
        let tag = hmac::sign(&self.0, &[PURPOSE, signed].concat());
        *tag.as_ref().first_chunk().expect("SHA-256 has 32 octets")
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("verp::Key")
    }
}

/// Why a local part is no return path of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It does not look like one.
    #[error("no return path of this system")]
    Malformed,
    /// It looks like one, but no key signed it.
    #[error("a return path that this system did not sign")]
    BadSignature,
    /// It was signed here, and its time is over.
    #[error("a return path whose time was over {days_over} days ago")]
    Expired { days_over: u16 },
}

/// The local part of the return path of `message`, on which reports are taken until the end of `last_day` (UTC, in days
/// since 1970).
pub fn encode(message: i64, last_day: u16, key: &Key) -> String {
    let mut octets = [0; ID + DAY + SIGNATURE];
    octets[..ID].copy_from_slice(&message.to_be_bytes());
    octets[ID..ID + DAY].copy_from_slice(&last_day.to_be_bytes());
    let signature = key.sign(&octets[..ID + DAY]);
    octets[ID + DAY..].copy_from_slice(&signature);
    base32(&octets)
}

/// The message whose return path `local` is, on day `today`. `keys` are all that may have signed it: the present one and
/// those before it.
///
/// Between us and the one who reports, relays wrap return paths: `prvs=4711=word` (BATV), `btv1==4711==word`,
/// `SRS0=hash=day=domain=word`, `word+extension`, `word=example.org`. The signature says which piece is the word, so
/// there is no list of such habits: each piece of the right length is tried.
pub fn decode(local: &str, today: u16, keys: &[Key]) -> Result<i64, Refusal> {
    let pieces = local.split(|c: char| !c.is_ascii_alphanumeric());
    let mut refusal = Refusal::Malformed;
    for octets in pieces.filter_map(from_base32) {
        match verify(&octets, today, keys) {
            Err(Refusal::BadSignature) => refusal = Refusal::BadSignature,
            known => return known,
        }
    }
    Err(refusal)
}

fn verify(octets: &[u8; WORD * 5 / 8], today: u16, keys: &[Key]) -> Result<i64, Refusal> {
    let (signed, signature) = octets.split_at(ID + DAY);
    let ours =
        |key: &Key| constant_time::verify_slices_are_equal(&key.sign(signed), signature).is_ok();
    if !keys.iter().any(ours) {
        return Err(Refusal::BadSignature);
    }
    let (id, day) = signed.split_at(ID);
    let last_day = u16::from_be_bytes([day[0], day[1]]);
    match today.checked_sub(last_day) {
        None | Some(0) => Ok(i64::from_be_bytes(id.try_into().expect("eight octets"))),
        Some(days_over) => Err(Refusal::Expired { days_over }),
    }
}

fn base32(octets: &[u8; WORD * 5 / 8]) -> String {
    let mut word = String::with_capacity(WORD);
    for five in octets.chunks_exact(5) {
        let bits = five.iter().fold(0_u64, |bits, &octet| bits << 8 | u64::from(octet));
        let digit = |place: u32| char::from(ALPHABET[(bits >> (place * 5) & 31) as usize]);
        word.extend((0..8).rev().map(digit));
    }
    word
}

fn from_base32(word: &str) -> Option<[u8; WORD * 5 / 8]> {
    let word: &[u8; WORD] = word.as_bytes().try_into().ok()?;
    let mut octets = [0; WORD * 5 / 8];
    for (eight, five) in word.chunks_exact(8).zip(octets.chunks_exact_mut(5)) {
        let mut bits = 0_u64;
        for digit in eight {
            let value = match digit.to_ascii_lowercase() {
                letter @ b'a'..=b'z' => letter - b'a',
                figure @ b'2'..=b'7' => figure - b'2' + 26,
                _ => return None,
            };
            bits = bits << 5 | u64::from(value);
        }
        five.copy_from_slice(&bits.to_be_bytes()[3..]);
    }
    Some(octets)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Mailbox;

    const TODAY: u16 = 20_786;

    fn key() -> Key {
        Key::new(b"a secret of the tests, not of a server")
    }

    fn check(local: &str, expected: Result<i64, Refusal>) {
        assert_eq!(decode(local, TODAY, &[key()]), expected, "{local}");
    }

    #[test]
    fn a_return_path_names_its_message_until_the_end_of_its_last_day() {
        check(&encode(4711, TODAY + 9, &key()), Ok(4711));
        check(&encode(i64::MAX, TODAY, &key()), Ok(i64::MAX));
        check(&encode(1, TODAY - 1, &key()), Err(Refusal::Expired { days_over: 1 }));
    }

    #[test]
    fn a_return_path_stays_the_same_from_one_version_to_the_next() {
        let local = encode(4711, TODAY, &key());
        assert_eq!(local, "aaaaaaaaaajgoujsu4m2gntn27ciulms");
        assert_eq!(Mailbox::new(&local, "bounce.example.org").map(|m| m.local().len()), Ok(32));
    }

    #[test]
    fn what_relays_wrap_round_a_return_path_is_looked_through() {
        let word = encode(4711, TODAY, &key());
        for wrapped in [
            word.to_ascii_uppercase(),
            format!("prvs=1234abcdef={word}"),
            format!("prvs={word}=1234abcdef"),
            format!("msprvs1=12345ab-cdEFgh={word}"),
            format!("btv1==0123456789a=={word}"),
            format!("SRS0=Ab+c=X7=bounce.example.org={word}"),
            format!("SRS1=De3f=relay.example.net==Ab+c=X7=bounce.example.org={word}"),
            format!("{word}+anna=example.net"),
            format!("\"{word}\""),
            format!("bounces-{word}"),
        ] {
            check(&wrapped, Ok(4711));
        }
    }

    #[test]
    fn a_word_of_the_right_length_that_is_not_ours_does_not_hide_the_one_that_is() {
        check(&format!("SRS0={}={}", "a".repeat(32), encode(7, TODAY, &key())), Ok(7));
    }

    #[test]
    fn what_was_not_signed_here_is_refused_with_its_reason() {
        for local in ["", "postmaster", "aaaaaaaa", &"0".repeat(32), &"a".repeat(33), "ä"] {
            check(local, Err(Refusal::Malformed));
        }
        check(&"a".repeat(32), Err(Refusal::BadSignature));
        check(&encode(4711, TODAY, &Key::new(b"another")), Err(Refusal::BadSignature));
    }

    #[test]
    fn a_return_path_of_the_key_before_is_taken() {
        let local = encode(4711, TODAY, &Key::new(b"before"));
        assert_eq!(decode(&local, TODAY, &[key(), Key::new(b"before")]), Ok(4711));
    }

    proptest! {
        #[test]
        fn every_message_and_day_come_back(message: i64, day in TODAY..) {
            let local = encode(message, day, &key());
            prop_assert!(local.len() == WORD && local.bytes().all(|b| ALPHABET.contains(&b)));
            prop_assert_eq!(decode(&local, TODAY, &[key()]), Ok(message));
        }

        #[test]
        fn a_return_path_with_one_character_changed_is_refused(at in 0..WORD, other in "[a-z2-7]") {
            let mut local = encode(4711, TODAY, &key());
            prop_assume!(local[at..=at] != other);
            local.replace_range(at..=at, &other);
            prop_assert_eq!(decode(&local, TODAY, &[key()]), Err(Refusal::BadSignature));
        }

        #[test]
        fn any_local_part_is_decoded_or_refused(local in ".{0,300}") {
            prop_assert!(decode(&local, TODAY, &[key()]).is_err());
        }
    }
}
