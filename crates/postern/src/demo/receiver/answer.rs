//! What the receiver says to a recipient: read off the beginning of the local part, so that whoever writes an address
//! decides what happens to it.

use postern_mail::Reply;
use postern_mail::reply::Severity;

/// What is said to a recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Take,
    /// The first attempt is told to come again, later ones are taken (RFC 6647).
    Greylist,
    Say(Reply),
}

/// The rule, for a local part.
pub fn answer(local: &str) -> Answer {
    let local = local.to_ascii_lowercase();
    match RULES.iter().find(|rule| local.starts_with(rule.begins)) {
        None => Answer::Take,
        Some(rule) if rule.code == GREYLISTED => Answer::Greylist,
        Some(rule) => Answer::Say(rule.reply()),
    }
}

/// What becomes of mail to an address in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Taken,
    Refused,
    /// Put off at every attempt.
    PutOff,
}

/// What becomes of mail to an address in the end, greylisting being over.
pub fn fate(address: &str) -> Fate {
    let local = address.rsplit_once('@').map_or(address, |(local, _)| local);
    match answer(local) {
        Answer::Take | Answer::Greylist => Fate::Taken,
        Answer::Say(reply) if reply.severity() == Severity::Transient => Fate::PutOff,
        Answer::Say(_) => Fate::Refused,
    }
}

/// What a greylisted recipient's first attempt is told.
pub fn come_again() -> Reply {
    Reply::new(GREYLISTED, (4, 7, 1), "greylisted, come again in a moment")
}

/// Local parts that begin so are answered so; all others are taken.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    pub begins: &'static str,
    code: u16,
    enhanced: (u8, u16, u16),
    text: &'static str,
    /// For people: what becomes of the mail.
    pub meaning: &'static str,
}

const GREYLISTED: u16 = 450;

pub const RULES: &[Rule] = &[
    Rule {
        begins: "nobody",
        code: 550,
        enhanced: (5, 1, 1),
        text: "no such mailbox here",
        meaning: "refused: there is no such mailbox",
    },
    Rule {
        begins: "full",
        code: 552,
        enhanced: (5, 2, 2),
        text: "the mailbox is full",
        meaning: "refused: the mailbox is full",
    },
    Rule {
        begins: "spam",
        code: 554,
        enhanced: (5, 7, 1),
        text: "refused as spam",
        meaning: "refused as spam",
    },
    Rule {
        begins: "busy",
        code: 451,
        enhanced: (4, 3, 2),
        text: "not now, try later",
        meaning: "put off again and again",
    },
    Rule {
        begins: "grey",
        code: GREYLISTED,
        enhanced: (4, 7, 1),
        text: "",
        meaning: "put off once, then taken",
    },
];

impl Rule {
    fn reply(&self) -> Reply {
        Reply::new(self.code, self.enhanced, self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_local_part_decides_the_answer() {
        let code = |local| match answer(local) {
            Answer::Take => 250,
            Answer::Greylist => come_again().code(),
            Answer::Say(reply) => reply.code(),
        };
        let rows = [
            ("anna", 250),
            ("", 250),
            ("a.nobody", 250),
            ("nobody", 550),
            ("Nobody-17", 550),
            ("fullmoon", 552),
            ("spam.trap", 554),
            ("busy-marco", 451),
            ("grey", 450),
        ];
        for (local, expected) in rows {
            assert_eq!(code(local), expected, "{local}");
        }
    }

    #[test]
    fn every_refusal_has_an_enhanced_code_of_its_own_class() {
        for rule in RULES {
            assert_eq!(rule.code / 100, u16::from(rule.enhanced.0), "{}", rule.begins);
        }
    }
}
