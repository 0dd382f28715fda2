//! Text outside ASCII in header fields (RFC 2047): read from subjects, written into display names.

use std::borrow::Cow;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// What mailers write for Base64: padding missing now and then, stray bits at the end.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The value of a field as text for people, with `max_chars` characters at most.
///
/// Line ends and the blanks between encoded words go (§6.2). UTF-8, US-ASCII, ISO-8859-1, ISO-8859-15 and
/// windows-1252 are understood; an encoded word in another charset stays as it is, and so does a broken one. Octets
/// that are no UTF-8 become U+FFFD. Control characters are kept: they are for the one who shows the text to escape.
pub fn decode(value: &[u8], max_chars: usize) -> String {
    // An encoded word has 75 characters at most (§2), and may hold as little as one.
    let value = &value[..value.len().min(max_chars.saturating_mul(76))];
    let mut text = Decoded::default();
    let mut words = value.split_inclusive(|b| b.is_ascii_whitespace());
    let mut after_encoded = false;
    let mut blanks: Vec<u8> = Vec::new();
    for word in &mut words {
        let content = word.trim_ascii_end();
        match Encoded::parse(content) {
            _ if content.is_empty() => {}
            Some(encoded) => {
                if !after_encoded {
                    text.plain(&blanks);
                }
                text.encoded(encoded);
                blanks.clear();
                after_encoded = true;
            }
            None => {
                text.plain(&blanks);
                text.plain(content);
                blanks.clear();
                after_encoded = false;
            }
        }
        blanks.extend(word[content.len()..].iter().filter(|b| !matches!(b, b'\r' | b'\n')));
    }
    let text = text.finish();
    let text = text.trim_matches(' ');
    match text.char_indices().nth(max_chars) {
        Some((end, _)) => text[..end].to_owned(),
        None => text.to_owned(),
    }
}

/// A display name as it may stand in a header field: bare, quoted, or as encoded words when it is not ASCII.
///
/// Control characters become blanks, so no name can begin another field; a name is cut after 200 characters.
pub fn encode_phrase(name: &[u8]) -> String {
    let blank_for_control = |c: char| if c.is_control() { ' ' } else { c };
    let name: String =
        String::from_utf8_lossy(name).chars().take(200).map(blank_for_control).collect();
    let name = name.trim();
    if !name.is_ascii() {
        return encode_words(name);
    }
    let bare = |b: u8| b == b' ' || crate::address::is_atext(b);
    if name.bytes().all(bare) && !name.contains("=?") && !name.is_empty() {
        return name.to_owned();
    }
    let mut quoted = String::with_capacity(name.len() + 2);
    quoted.push('"');
    for c in name.chars() {
        if matches!(c, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}

/// Encoded words of 75 characters at most (§2), folded, whole characters in each (§5).
fn encode_words(text: &str) -> String {
    const OCTETS: usize = 45; // 60 characters of Base64, and 12 for "=?utf-8?B?" and "?="
    let mut words: Vec<String> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.floor_char_boundary(OCTETS);
        words.push(format!("=?utf-8?B?{}?=", LENIENT.encode(&rest[..end])));
        rest = &rest[end..];
    }
    words.join("\r\n ")
}

/// Text as it is decoded. Octets of one charset are gathered first: careless encoders cut a character in two and put
/// the halves into neighbouring words.
#[derive(Default)]
struct Decoded {
    text: String,
    pending: Vec<u8>,
    charset: Charset,
}

impl Decoded {
    fn plain(&mut self, octets: &[u8]) {
        self.add(Charset::Utf8, octets);
    }

    fn encoded(&mut self, word: Encoded) {
        self.add(word.charset, &word.octets);
    }

    fn add(&mut self, charset: Charset, octets: &[u8]) {
        if charset != self.charset {
            self.flush();
            self.charset = charset;
        }
        self.pending.extend_from_slice(octets);
    }

    fn flush(&mut self) {
        self.text.push_str(&self.charset.decode(&self.pending));
        self.pending.clear();
    }

    fn finish(mut self) -> String {
        self.flush();
        self.text
    }
}

/// An encoded word, `=?charset?encoding?text?=`, decoded to octets.
struct Encoded {
    charset: Charset,
    octets: Vec<u8>,
}

impl Encoded {
    fn parse(word: &[u8]) -> Option<Encoded> {
        let inner = word.strip_prefix(b"=?")?.strip_suffix(b"?=")?;
        let mut parts = inner.splitn(3, |&b| b == b'?');
        let charset = Charset::named(parts.next()?)?;
        let octets = match (parts.next()?, parts.next()?) {
            (b"Q" | b"q", text) => unquote(text)?,
            (b"B" | b"b", text) => LENIENT.decode(text).ok()?,
            _ => return None,
        };
        Some(Encoded { charset, octets })
    }
}

/// The Q encoding (§4.2).
fn unquote(text: &[u8]) -> Option<Vec<u8>> {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.iter().copied();
    while let Some(b) = rest.next() {
        octets.push(match b {
            b'_' => b' ',
            b'=' => hex(rest.next()?)? << 4 | hex(rest.next()?)?,
            b => b,
        });
    }
    Some(octets)
}

/// The value of a hexadecimal digit.
pub(crate) fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Charset {
    #[default]
    Utf8,
    Windows1252,
    Latin9,
}

impl Charset {
    /// Names in any letter case, a language tag (RFC 2231 §5) ignored.
    fn named(name: &[u8]) -> Option<Charset> {
        let name = name.split(|&b| b == b'*').next()?;
        let is = |names: &[&str]| names.iter().any(|n| name.eq_ignore_ascii_case(n.as_bytes()));
        if is(&["utf-8", "utf8", "us-ascii", "ascii"]) {
            Some(Charset::Utf8)
        } else if is(&["iso-8859-1", "latin1", "windows-1252", "cp1252"]) {
            // Text called ISO-8859-1 is windows-1252 in practice, and the two differ in control characters only.
            Some(Charset::Windows1252)
        } else if is(&["iso-8859-15", "latin9"]) {
            Some(Charset::Latin9)
        } else {
            None
        }
    }

    fn decode(self, octets: &[u8]) -> Cow<'_, str> {
        match self {
            Charset::Utf8 => String::from_utf8_lossy(octets),
            Charset::Windows1252 => octets.iter().map(|&b| windows_1252(b)).collect(),
            Charset::Latin9 => octets.iter().map(|&b| latin_9(b)).collect(),
        }
    }
}

fn windows_1252(octet: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match octet {
        0x80..=0x9F => HIGH[usize::from(octet - 0x80)],
        _ => char::from(octet),
    }
}

fn latin_9(octet: u8) -> char {
    match octet {
        0xA4 => '€',
        0xA6 => 'Š',
        0xA8 => 'š',
        0xB4 => 'Ž',
        0xB8 => 'ž',
        0xBC => 'Œ',
        0xBD => 'œ',
        0xBE => 'Ÿ',
        _ => char::from(octet),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(value: impl AsRef<[u8]>, text: &str) {
        assert_eq!(decode(value.as_ref(), 200), text);
    }

    #[test]
    fn subjects_are_decoded() {
        check("Your order", "Your order");
        check("  two  blanks ", "two  blanks");
        check("=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=", "Grüße aus Köln");
        check("=?UTF-8?B?R3LDvMOfZQ==?= !", "Grüße !");
        check("=?UTF-8?B?R3LDvMOfZQ?=", "Grüße");
        check("=?iso-8859-1?q?caff=E8?=", "caffè");
        check("=?windows-1252?Q?=80_5?=", "€ 5");
        check("=?iso-8859-15?Q?=A4_5?=", "€ 5");
        check("=?utf-8*it?Q?perch=C3=A9?=", "perché");
        check("Prénom".as_bytes(), "Prénom");
        check(b"caff\xE8", "caff\u{fffd}");
    }

    #[test]
    fn blanks_between_encoded_words_vanish_and_others_stay() {
        check("=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab");
        check("=?utf-8?Q?a?=\r\n =?utf-8?Q?b?=\r\n\tc", "ab\tc");
        check("x =?utf-8?Q?a?= y", "x a y");
        check("folded\r\n line", "folded line");
    }

    #[test]
    fn a_character_cut_between_two_words_is_whole_again() {
        check("=?utf-8?B?w4M=?= =?utf-8?Q?=C3?= =?utf-8?Q?=A9?=", "Ãé");
    }

    #[test]
    fn what_cannot_be_decoded_stays_as_it_is() {
        check("=?koi8-r?Q?=F0?=", "=?koi8-r?Q?=F0?=");
        check("=?utf-8?Q?=Z1?=", "=?utf-8?Q?=Z1?=");
        check("=?utf-8?X?a?=", "=?utf-8?X?a?=");
        check("=?utf-8?Q?a", "=?utf-8?Q?a");
        check("=?=", "=?=");
    }

    #[test]
    fn a_long_value_is_cut_at_a_character() {
        assert_eq!(decode("é".repeat(1000).as_bytes(), 7), "ééééééé");
        assert_eq!(decode(&b"=?utf-8?Q?=C3=A9?= ".repeat(1000), 3), "é".repeat(3));
    }

    #[test]
    fn names_are_written_bare_quoted_or_encoded() {
        assert_eq!(encode_phrase(b"Cron Daemon"), "Cron Daemon");
        assert_eq!(encode_phrase(b"Rossi, Anna \"A\""), "\"Rossi, Anna \\\"A\\\"\"");
        assert_eq!(encode_phrase(b"J. Smith"), "\"J. Smith\"");
        assert_eq!(encode_phrase(b"=?utf-8?Q?a?="), "\"=?utf-8?Q?a?=\"");
        assert_eq!(encode_phrase("Müller".as_bytes()), "=?utf-8?B?TcO8bGxlcg==?=");
        assert_eq!(encode_phrase(b""), "\"\"");
        assert_eq!(encode_phrase(b"x\r\nBcc: y@example.net\0"), "\"x  Bcc: y@example.net\"");
    }

    proptest! {
        #[test]
        fn any_octets_decode_within_the_bound(value: Vec<u8>, max in 0_usize..50) {
            prop_assert!(decode(&value, max).chars().count() <= max);
        }

        #[test]
        fn a_name_that_is_encoded_decodes_to_itself(name in "[àéü€漢🙂]{1,60}( [a-zàéü]{1,20}){0,5}") {
            let encoded = encode_phrase(name.as_bytes());
            prop_assert!(encoded.split("\r\n ").all(|word| word.len() <= 75), "{}", encoded);
            prop_assert_eq!(decode(encoded.as_bytes(), 1000), name);
        }

        #[test]
        fn no_name_begins_another_line_except_by_folding(name: Vec<u8>) {
            let encoded = encode_phrase(&name).replace("\r\n ", " ");
            prop_assert!(encoded.is_ascii() && !encoded.contains(|c: char| c.is_control()));
        }
    }
}
