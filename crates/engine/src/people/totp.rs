//! Codes of a second factor that change with time: RFC 6238, with what every authenticator takes: SHA-1, six digits, half
//! a minute.

use aws_lc_rs::{constant_time, hmac};
use postern_core::time::Time;

/// How long a code stands, in seconds.
const STEP: u64 = 30;

/// Steps that a clock may be off, each way.
const OFF: u64 = 1;

/// Bytes of a new secret, as long as the hash (RFC 4226 §4).
pub(super) const SECRET_BYTES: usize = 20;

/// The step whose code this is, if it is one that is good now; a code is good once, so the caller keeps the step.
pub(super) fn step_of(secret: &[u8], code: &str, now: Time) -> Option<u64> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let current = u64::try_from(now.0).unwrap_or(0) / 1000 / STEP;
    (current.saturating_sub(OFF)..=current + OFF).find(|step| {
        let own = code_of(secret, *step);
        constant_time::verify_slices_are_equal(own.as_bytes(), digits.as_bytes()).is_ok()
    })
}

/// The code of a step (RFC 4226 §5.3).
fn code_of(secret: &[u8], step: u64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let offset = usize::from(tag.last().copied().unwrap_or(0) & 0xf);
    let word = tag.get(offset..offset + 4).and_then(|word| word.try_into().ok());
    let number = u32::from_be_bytes(word.unwrap_or_default()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

/// A secret as people type it into their authenticator (RFC 4648 §6, without padding).
pub(super) fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    bytes
        .chunks(5)
        .flat_map(|chunk| {
            let mut word = [0; 8];
            word[3..3 + chunk.len()].copy_from_slice(chunk);
            let bits = u64::from_be_bytes(word);
            let letters = (chunk.len() * 8).div_ceil(5);
            (0..letters).map(move |nth| char::from(LETTERS[(bits >> (35 - 5 * nth) & 31) as usize]))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B: the last six digits.
        let cases = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (second, code) in cases {
            assert_eq!(code_of(SECRET, second / 30), code, "at {second}");
        }
    }

    #[test]
    fn a_code_is_good_half_a_minute_before_and_after() {
        let at = |seconds: u64| Time::from_secs(seconds.try_into().expect("a time"));
        let good = [29, 30, 59, 89].map(|second| step_of(SECRET, " 287 082 ", at(second)));
        assert_eq!(good, [Some(1); 4]);
        for (code, second) in [("287082", 90), ("287083", 59), ("", 59), ("2870820", 59)] {
            assert_eq!(step_of(SECRET, code, at(second)), None, "{code} at {second}");
        }
    }

    #[test]
    fn secrets_are_spelled_as_the_standard_spells_them() {
        // RFC 4648, section 10.
        let cases = [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ];
        for (bytes, text) in cases {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
    }
}
