//! DKIM signatures (RFC 6376), by RSA and by Ed25519 (RFC 8463), relaxed/relaxed.
//!
//! A message is signed in two steps, so that its body passes by once, however long it is and however many keys sign:
//! [`BodyHash`] takes the body in pieces, [`sign`] makes one `DKIM-Signature` field from the head and that hash. With two
//! keys there are two fields, in front of the message in either order: neither covers the other.
//!
//! What is signed is the message as it travels, with CRLF line ends and dots not stuffed. Of the fields that make a mail
//! what it is, one more than there are is signed (§5.4.2, §8.15): a second `From` or `Subject`, added on the way, breaks
//! the signature instead of being shown. Fields of trace are not signed, relays add to them.
//!
//! There is no `l=` (§8.2: what is appended would pass) and no `x=`: mail may wait for days.

mod key;
mod record;
mod relaxed;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

pub use key::{Algorithm, BadKey, Key};
pub use record::Published;
pub use relaxed::BodyHash;

use crate::header::{Field, Head};

/// Signed once more than they occur, also when they do not occur: who sends what to whom, and how it is to be read.
const OVERSIGNED: [&str; 10] = [
    "From",
    "Reply-To",
    "Subject",
    "Date",
    "To",
    "Cc",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
];

/// Signed as often as they occur: a mailing list adds its own, and a mail without them lacks nothing. RFC 8058 §4 wants
/// the two of one-click unsubscription signed.
const SIGNED: [&str; 14] = [
    "Sender",
    "In-Reply-To",
    "References",
    "Content-ID",
    "Content-Description",
    "List-Id",
    "List-Help",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "List-Subscribe",
    "List-Post",
    "List-Owner",
    "List-Archive",
    "Feedback-ID",
];

/// Most fields of one name that are signed. A mail has one `From`; what has a hundred is not helped by a signature, and
/// `h=` has to end somewhere.
const MAX_OF_ONE_NAME: usize = 20;
/// Lines are folded before they get longer than this (RFC 5322 §2.1.1).
const FOLD_AT: usize = 76;

/// Who signs: the key, and where its public half is published: `selector._domainkey.domain`.
#[derive(Debug, Clone, Copy)]
pub struct Signer<'a> {
    pub key: &'a Key,
    /// In A-labels.
    pub domain: &'a str,
    pub selector: &'a str,
}

/// The `DKIM-Signature` field for a message with this head and body, with its CRLF; to be put in front of the message.
/// `at` is the time of signing, in seconds since 1970.
pub fn sign(head: &Head, body: &BodyHash, signer: &Signer, at: i64) -> String {
    let covered = covered(head);
    let names: Vec<&str> = covered.iter().map(|covered| covered.name).collect();
    let field = unsigned(signer, &names, &body.finish(), at);

    let mut block = Vec::new();
    for field in covered.iter().filter_map(|covered| covered.field.as_ref()) {
        relaxed::field(field.name(), field.value(), &mut block);
        block.extend_from_slice(b"\r\n");
    }
    let (name, value) = field.split_once(':').expect("written with a colon just now");
    // Without its last line end, and with an empty `b=` (§3.7).
    relaxed::field(name, value.as_bytes(), &mut block);

    let signature = BASE64.encode(signer.key.sign(&block));
    let mut field = field;
    push_folded(&mut field, &signature);
    field.push_str("\r\n");
    field
}

/// One entry of `h=`, and the field it stands for, if there still is one.
struct Covered<'a> {
    name: &'static str,
    field: Option<Field<'a>>,
}

/// What the signature covers, in the order of `h=`. Of several fields of a name the last is the first (§5.4.2).
fn covered<'a>(head: &Head<'a>) -> Vec<Covered<'a>> {
    let mut found: Vec<(usize, Field<'a>)> = Vec::new();
    let place = |field: &Field| OVERSIGNED.iter().chain(&SIGNED).position(|name| field.is(name));
    found.extend(head.fields().filter_map(|field| Some((place(&field)?, field))));

    let mut covered = Vec::new();
    for (place, name) in OVERSIGNED.into_iter().chain(SIGNED).enumerate() {
        let fields = found.iter().rev().filter(|found| found.0 == place).take(MAX_OF_ONE_NAME);
        covered.extend(fields.map(|found| Covered { name, field: Some(found.1.clone()) }));
        if place < OVERSIGNED.len() {
            covered.push(Covered { name, field: None });
        }
    }
    covered
}

/// The field up to `b=`.
fn unsigned(signer: &Signer, names: &[&str], body_hash: &[u8], at: i64) -> String {
    let Signer { key, domain, selector } = signer;
    let algorithm = key.algorithm().tag();
    let mut field = format!("DKIM-Signature: v=1; a={algorithm}; c=relaxed/relaxed; ");
    field.push_str(&format!("d={domain};\r\n\ts={selector}; t={at};\r\n\th="));
    let mut line = 3;
    for (index, name) in names.iter().enumerate() {
        if line + name.len() >= FOLD_AT {
            field.push_str("\r\n\t ");
            line = 2;
        }
        field.push_str(name);
        line += name.len() + 1;
        field.push(if index + 1 < names.len() { ':' } else { ';' });
    }
    field.push_str(&format!("\r\n\tbh={};\r\n\tb=", BASE64.encode(body_hash)));
    field
}

/// Appends Base64 in lines; it begins on the present one, so that what stands before it stays `b=`.
fn push_folded(field: &mut String, base64: &str) {
    for (index, line) in base64.as_bytes().chunks(FOLD_AT - 4).enumerate() {
        if index > 0 {
            field.push_str("\r\n\t ");
        }
        field.extend(line.iter().map(|&b| char::from(b)));
    }
}

#[cfg(test)]
mod tests;
