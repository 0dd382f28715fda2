//! What went wrong, as RFC 9457 says it, with a code that stays.

use serde::{Deserialize, Serialize};

/// A problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `urn:postern:problem:CODE`.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    /// One sentence for people, with the thing concerned and the figures.
    pub detail: String,
    pub code: Code,
}

impl Problem {
    pub fn new(code: Code, detail: impl Into<String>) -> Problem {
        let word = code.word();
        Problem {
            kind: format!("urn:postern:problem:{word}"),
            title: word.replace('-', " "),
            status: code.status(),
            detail: detail.into(),
            code,
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $status:literal;)*) => {
        /// What went wrong, for programs. A code keeps its meaning for ever.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Code {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
            /// One this program does not know: the daemon is newer.
            #[serde(other, rename = "unknown")]
            Unknown,
        }

        impl Code {
            /// The code as it travels.
            pub fn word(self) -> &'static str {
                match self {
                    $(Code::$name => $word,)*
                    Code::Unknown => "unknown",
                }
            }

            /// The HTTP status it comes with.
            pub fn status(self) -> u16 {
                match self {
                    $(Code::$name => $status,)*
                    Code::Unknown => 500,
                }
            }
        }
    };
}

codes! {
    /// The request is not what the API understands.
    BadRequest = "bad-request", 400;
    /// A value cannot be; the detail says why.
    Invalid = "invalid", 400;
    /// The caller is no operator.
    NotOperator = "not-operator", 403;
    /// The caller's role does not allow it.
    NotAllowed = "not-allowed", 403;
    /// A form that no page gave its sender, or gave too long ago.
    StaleForm = "stale-form", 403;
    /// There is no such path.
    NoSuchPath = "no-such-path", 404;
    NoSuchSite = "no-such-site", 404;
    NoSuchLogin = "no-such-login", 404;
    NoSuchStop = "no-such-stop", 404;
    NoSuchJob = "no-such-job", 404;
    /// The path is there, the method is not.
    NoSuchMethod = "no-such-method", 405;
    /// The request took too long to arrive or to be answered.
    TooSlow = "too-slow", 408;
    /// A site of this name is there already.
    SiteExists = "site-exists", 409;
    /// An identity belongs to another site; `move` takes it from there.
    IdentityTaken = "identity-taken", 409;
    /// A range overlaps one of another site and is not the same; it cannot be moved.
    RangeOverlaps = "range-overlaps", 409;
    /// The built-in site cannot be removed.
    BuiltIn = "built-in", 409;
    /// A purge of a site that is not blocked.
    BlockFirst = "block-first", 409;
    /// An unblock of a site blocked for spam.
    PurgeFirst = "purge-first", 409;
    /// A release under a spam block.
    HeldAsSpam = "held-as-spam", 409;
    /// The operator locked the site's state.
    Locked = "locked", 409;
    /// Others changed the same thing at the same time, several times over.
    Conflict = "conflict", 409;
    /// The body is larger than it may be.
    TooLarge = "too-large", 413;
    /// The message was refused for what it is.
    MessageRefused = "message-refused", 422;
    /// The idempotency key was used with another message.
    KeyReused = "key-reused", 422;
    /// The site's queue is full.
    OverCap = "over-cap", 429;
    /// The site has as many unfinished jobs as it may have.
    TooManyJobs = "too-many-jobs", 429;
    /// We could not; the detail says what.
    Failed = "failed", 500;
    /// We cannot at present: no room, or the store has stopped.
    Unavailable = "unavailable", 503;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_travels_with_its_code_and_an_unknown_code_is_read_as_such() {
        let problem =
            Problem::new(Code::IdentityTaken, "uid 1001 belongs to site shop.example.org");
        let text = serde_json::to_string(&problem).expect("text");
        assert!(text.contains("\"type\":\"urn:postern:problem:identity-taken\""), "{text}");
        assert_eq!(serde_json::from_str::<Problem>(&text).expect("a problem"), problem);
        assert_eq!(
            serde_json::from_str::<Code>("\"from-the-future\"").expect("a code"),
            Code::Unknown
        );
    }
}
