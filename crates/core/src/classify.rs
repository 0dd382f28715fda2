//! Of what kind a failure is, read off the receiver's reply, and whether a reply is a failure at all.
//!
//! Receivers agree on little, so three readings are tried in order: sentences that leave no doubt (`decisive`), the
//! enhanced status code (RFC 3463), then words that only hint (`hint`); a reply without any of them has the class of its
//! code. Which words and codes mean what stands in `classify.toml` beside this file: a new receiver's habit is a line
//! there, not a line here.

use std::sync::LazyLock;

use serde::Deserialize;

/// Of what kind a failure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// The recipient's mailbox does not exist, is closed, or its address is malformed.
    BadMailbox,
    /// The recipient's domain does not exist or takes no mail.
    BadDomain,
    /// The recipient's mailbox has no room.
    MailboxFull,
    /// The receiver does not want this mail or this sender, by a rule of its own.
    RefusedByPolicy,
    /// The receiver takes the mail, or the address it comes from, for spam.
    RefusedAsSpam,
    /// It was tried for days without success.
    Expired,
    /// It was held until its time was over.
    ExpiredHeld,
    /// No server could be reached, or none kept to the protocol.
    Network,
    /// A recipient complained about it.
    Complaint,
}

impl Class {
    /// Every class, in the order of the product's list.
    pub const ALL: [Class; 9] = [
        Class::BadMailbox,
        Class::BadDomain,
        Class::MailboxFull,
        Class::RefusedByPolicy,
        Class::RefusedAsSpam,
        Class::Expired,
        Class::ExpiredHeld,
        Class::Network,
        Class::Complaint,
    ];

    /// The word of the API, the CLI and the store.
    pub fn word(self) -> &'static str {
        match self {
            Class::BadMailbox => "bad-mailbox",
            Class::BadDomain => "bad-domain",
            Class::MailboxFull => "mailbox-full",
            Class::RefusedByPolicy => "refused-by-policy",
            Class::RefusedAsSpam => "refused-as-spam",
            Class::Expired => "expired",
            Class::ExpiredHeld => "expired-held",
            Class::Network => "network",
            Class::Complaint => "complaint",
        }
    }

    /// The class of a word of `Class::word`.
    pub fn from_word(word: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|class| class.word() == word)
    }
}

/// An enhanced status code: class, subject, detail (RFC 3463 §2).
pub type Enhanced = (u8, u16, u16);

/// The class of a failure with this reply. `code` is 0 when there was none; `text` is then what happened instead.
pub fn classify(code: u16, enhanced: Option<Enhanced>, text: &str) -> Class {
    let table = &*TABLE;
    let text = normal(text);
    said(&table.decisive, &text)
        .or_else(|| enhanced.and_then(|enhanced| status(table, enhanced)))
        .or_else(|| said(&table.hint, &text))
        .or_else(|| table.code.iter().find(|row| row.codes.contains(&code)).map(|row| row.class))
        .unwrap_or(if (400..600).contains(&code) { Class::RefusedByPolicy } else { Class::Network })
}

/// Whether a reply ends the delivery as a failure; if not, it is deferred.
///
/// The code decides, not the enhanced code beside it (receivers contradict themselves, and RFC 5321 §4.2.1 is about the
/// code): 5yz is a failure, also "mailbox full" as 552, because the receiver could have said 452. Three kinds of 5yz are
/// none: too many recipients (RFC 5321 §4.5.3.1.10; the rest goes in the next transaction), 521 and 556 aside every reply
/// about our own login or TLS (530 to 538: the operator's to repair, and then the mail can go), and what is no SMTP
/// reply at all.
pub fn permanent(code: u16, enhanced: Option<Enhanced>, text: &str) -> bool {
    let too_many =
        || matches!(enhanced, Some((_, 5, 3))) || normal(text).contains("too many recipients");
    match code {
        530 | 534 | 535 | 538 => false,
        452 | 552 if too_many() => false,
        500..=599 => true,
        _ => false,
    }
}

/// `classify.toml`, as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    decisive: Vec<Words>,
    status: Vec<Status>,
    hint: Vec<Words>,
    code: Vec<Code>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    class: Class,
    /// Lower case; `a … b` is `a` and somewhere after it `b`.
    any: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Status {
    class: Class,
    /// `[subject, detail]`.
    codes: Vec<(u16, u16)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Code {
    class: Class,
    codes: Vec<u16>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("classify.toml"))
        .expect("the table is part of the program, and a test reads it")
});

/// The class of the first row that has a phrase the text says.
fn said(rows: &[Words], text: &str) -> Option<Class> {
    let says = |phrase: &String| {
        let mut rest = text;
        phrase.split(GAP).all(|part| match rest.find(part) {
            Some(at) => {
                rest = &rest[at + part.len()..];
                true
            }
            None => false,
        })
    };
    rows.iter().find(|row| row.any.iter().any(says)).map(|row| row.class)
}

fn status(table: &Table, (_, subject, detail): Enhanced) -> Option<Class> {
    table.status.iter().find(|row| row.codes.contains(&(subject, detail))).map(|row| row.class)
}

/// Stands in a phrase for whatever lies between its parts.
const GAP: &str = " … ";

/// Most bytes of a reply that are looked at; what a receiver means, it says at the beginning.
const LOOKED_AT: usize = 2048;

/// Lower case, one space between words, ends of lines included, so that a phrase is found across the lines of a reply.
fn normal(text: &str) -> String {
    let mut normal = String::with_capacity(text.len().min(LOOKED_AT));
    for word in text.split_whitespace() {
        if normal.len() >= LOOKED_AT {
            break;
        }
        if !normal.is_empty() {
            normal.push(' ');
        }
        normal.extend(word.chars().map(|c| c.to_ascii_lowercase()).take(LOOKED_AT));
    }
    normal
}
