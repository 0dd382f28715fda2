//! xtext: free text inside the parameters of SMTP commands (RFC 3461 §4).
//!
//! Printable ASCII except `+` and `=` stands for itself, everything else is `+` with two hexadecimal digits.

use std::fmt::Write;

use crate::encoded_word::hex;

/// Writes any octets as xtext.
pub fn encode(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len());
    for &octet in octets {
        match octet {
            b'!'..=b'~' if !matches!(octet, b'+' | b'=') => text.push(char::from(octet)),
            // Writing into a String cannot fail.
            _ => drop(write!(text, "+{octet:02X}")),
        }
    }
    text
}

/// Reads xtext; `None` if it is none. Lower-case digits are taken too.
pub fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.iter().copied();
    while let Some(b) = rest.next() {
        octets.push(match b {
            b'+' => hex(rest.next()?)? << 4 | hex(rest.next()?)?,
            b'=' => return None,
            b'!'..=b'~' => b,
            _ => return None,
        });
    }
    Some(octets)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plus_equals_blanks_and_everything_not_printable_are_encoded() {
        assert_eq!(encode(b"order 7+1=8\r\n"), "order+207+2B1+3D8+0D+0A");
        assert_eq!(encode("é".as_bytes()), "+C3+A9");
        assert_eq!(encode(b""), "");
    }

    #[test]
    fn what_is_no_xtext_is_refused() {
        for bad in ["a b", "a=b", "+", "+2", "+2G", "+ 1", "é"] {
            assert_eq!(decode(bad.as_bytes()), None, "{bad}");
        }
        assert_eq!(decode(b"+2b"), Some(b"+".to_vec()));
    }

    proptest! {
        #[test]
        fn any_octets_come_back(octets: Vec<u8>) {
            let text = encode(&octets);
            prop_assert!(text.bytes().all(|b| b.is_ascii_graphic()));
            prop_assert_eq!(decode(text.as_bytes()), Some(octets));
        }
    }
}
