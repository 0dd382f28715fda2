//! Texts as parts of a URL.

use std::fmt::Write;

/// A text as one part of a path, a value of a query or of a cookie, or a label: everything but the unreserved characters of
/// RFC 3986 §2.3 percent-encoded, so that a name with a slash stays one part.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            // A string takes all that is written.
            _ => drop(write!(out, "%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_means_nothing_in_a_url_stays() {
        assert_eq!(escaped("a-Z_0.~"), "a-Z_0.~");
        assert_eq!(escaped("/srv/x y?&=%ü"), "%2Fsrv%2Fx%20y%3F%26%3D%25%C3%BC");
    }
}
