//! The relaxed canonical forms (RFC 6376 §3.4.2 and §3.4.4).

use aws_lc_rs::digest::{Context, SHA256};

/// Appends a field in its relaxed form, without line end (§3.4.2): the name in lower case, no blanks round the colon and
/// at the end, one for many between words, no line ends.
pub(super) fn field(name: &str, value: &[u8], out: &mut Vec<u8>) {
    out.extend(name.bytes().map(|b| b.to_ascii_lowercase()));
    out.push(b':');
    let mut words =
        value.split(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')).filter(|w| !w.is_empty());
    out.extend_from_slice(words.next().unwrap_or_default());
    for word in words {
        out.push(b' ');
        out.extend_from_slice(word);
    }
}

/// The SHA-256 of a body in its relaxed form (§3.4.4), taken in pieces that may be cut anywhere: many blanks are one,
/// those at the end of a line none, empty lines at the end of the body none, and the last line has an end.
#[derive(Clone)]
pub struct BodyHash {
    hash: Context,
    /// Canonical text that is not hashed yet: many small pieces cost more than one copy.
    ready: Vec<u8>,
    has_text: bool,
    /// Line ends and blanks that count only if text follows them.
    line_ends: usize,
    blank: bool,
    /// The last octet was a CR: half a line end, or text.
    cr: bool,
}

/// How much is hashed at once.
const PIECE: usize = 8192;

impl Default for BodyHash {
    fn default() -> BodyHash {
        BodyHash {
            hash: Context::new(&SHA256),
            ready: Vec::with_capacity(PIECE),
            has_text: false,
            line_ends: 0,
            blank: false,
            cr: false,
        }
    }
}

impl BodyHash {
    /// Takes the next piece of the body.
    pub fn update(&mut self, piece: &[u8]) {
        for &octet in piece {
            if std::mem::take(&mut self.cr) {
                if octet == b'\n' {
                    self.line_ends += 1;
                    self.blank = false;
                    continue;
                }
                self.text(b'\r');
            }
            match octet {
                b'\r' => self.cr = true,
                b' ' | b'\t' => self.blank = true,
                _ => self.text(octet),
            }
        }
    }

    /// The hash of all that came so far.
    pub fn finish(&self) -> [u8; 32] {
        let mut end = self.clone();
        if end.cr {
            end.text(b'\r');
        }
        // A body of nothing but blanks and empty lines is an empty one.
        if end.has_text {
            end.ready.extend_from_slice(b"\r\n");
        }
        end.hash.update(&end.ready);
        *end.hash.finish().as_ref().first_chunk().expect("SHA-256 has 32 octets")
    }

    fn text(&mut self, octet: u8) {
        for _ in 0..std::mem::take(&mut self.line_ends) {
            self.ready.extend_from_slice(b"\r\n");
            self.hash_if_full();
        }
        if std::mem::take(&mut self.blank) {
            self.ready.push(b' ');
        }
        self.ready.push(octet);
        self.has_text = true;
        self.hash_if_full();
    }

    fn hash_if_full(&mut self) {
        // Two octets are the most that is put in between two looks.
        if self.ready.len() + 2 > PIECE {
            self.hash.update(&self.ready);
            self.ready.clear();
        }
    }
}

impl std::fmt::Debug for BodyHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BodyHash")
    }
}
