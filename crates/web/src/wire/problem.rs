//! What went wrong, as RFC 9457 says it, with a code that stays.

use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// What went wrong (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// `urn:postern:problem:CODE`.
    #[serde(rename = "type")]
    #[schema(example = "urn:postern:problem:block-first")]
    pub kind: String,
    #[schema(example = "block first")]
    pub title: String,
    #[schema(example = 409)]
    pub status: u16,
    /// One sentence for people, with the thing concerned and the figures.
    #[schema(
        example = "site shop.example.org is sending: block it first, then its queue can be purged"
    )]
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
    ($($(#[doc = $doc:literal])* $name:ident = $word:literal, $status:literal;)*) => {
        /// What went wrong, for programs. A code keeps its meaning for ever.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Code {
            $($(#[doc = $doc])* #[serde(rename = $word)] $name,)*
            /// One this program does not know: the daemon is newer.
            #[serde(other, rename = "unknown")]
            Unknown,
        }

        impl Code {
            /// Every code that is given.
            pub const ALL: &[Code] = &[$(Code::$name),*];

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

            /// What it says, in a sentence.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Code::$name => concat!($($doc),*).trim_ascii(),)*
                    Code::Unknown => "",
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
    /// Nobody knows who asks: there is neither a session nor a token, or none that is good.
    NotKnown = "not-known", 401;
    /// Here nobody is answered in clear text, or this client is not.
    ClearText = "clear-text", 403;
    /// The caller's role does not allow it.
    NotAllowed = "not-allowed", 403;
    /// Nobody gives more than they have.
    MoreThanOwn = "more-than-own", 403;
    /// A form that no page gave its sender, or gave too long ago.
    StaleForm = "stale-form", 403;
    /// There is no such path.
    NoSuchPath = "no-such-path", 404;
    /// There is no such site, or none for this caller.
    NoSuchSite = "no-such-site", 404;
    /// The site has no such login.
    NoSuchLogin = "no-such-login", 404;
    /// The site has no such stop.
    NoSuchStop = "no-such-stop", 404;
    /// The site has no such job.
    NoSuchJob = "no-such-job", 404;
    /// There is no such user, or none whom this caller may hand over.
    NoSuchUser = "no-such-user", 404;
    /// The user has no such session.
    NoSuchSession = "no-such-session", 404;
    /// There is no such token, or it is not the caller's.
    NoSuchToken = "no-such-token", 404;
    /// There is no such webhook, or it is another site's.
    NoSuchWebhook = "no-such-webhook", 404;
    /// The webhook's log of answers has no such event.
    NoSuchEvent = "no-such-event", 404;
    /// There is no such key of the provider's API, or it is not the caller's.
    NoSuchOvhKey = "no-such-ovh-key", 404;
    /// The path is there, the method is not.
    NoSuchMethod = "no-such-method", 405;
    /// The request took too long to arrive or to be answered; what it began goes on.
    TooSlow = "too-slow", 408;
    /// A user of this name is there already.
    UserExists = "user-exists", 409;
    /// There is no panel to be handed over to: `web.listen` is empty.
    NoPanel = "no-panel", 409;
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
    /// The webhook is off; it is told nothing until it is turned on.
    WebhookOff = "webhook-off", 409;
    /// Others changed the same thing at the same time, several times over.
    Conflict = "conflict", 409;
    /// The body is larger than it may be.
    TooLarge = "too-large", 413;
    /// The body is of a type that is not taken here.
    WrongType = "wrong-type", 415;
    /// The request names a host that this is not.
    Misdirected = "misdirected", 421;
    /// The message was refused for what it is.
    MessageRefused = "message-refused", 422;
    /// The idempotency key was used for something else.
    KeyReused = "key-reused", 422;
    /// The site's queue is full.
    OverCap = "over-cap", 429;
    /// The site has as many unfinished jobs as it may have.
    TooManyJobs = "too-many-jobs", 429;
    /// There are as many tokens as there may be.
    TooManyTokens = "too-many-tokens", 429;
    /// There are as many webhooks, or events that wait for one, as there may be.
    TooManyWebhooks = "too-many-webhooks", 429;
    /// There are as many keys of the provider's API as there may be.
    TooManyOvhKeys = "too-many-ovh-keys", 429;
    /// The caller asks more often than it may; `Retry-After` says when to come again.
    TooManyRequests = "too-many-requests", 429;
    /// As many exports and event streams are open as may be.
    TooManyStreams = "too-many-streams", 429;
    /// We could not; the detail says what.
    Failed = "failed", 500;
    /// All connections are taken; again in a moment.
    Busy = "busy", 503;
    /// We cannot at present: no room, or the store has stopped.
    Unavailable = "unavailable", 503;
}

impl Code {
    /// The code of a word.
    pub fn from_word(word: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.word() == word)
    }
}

impl PartialSchema for Code {
    fn schema() -> RefOr<Schema> {
        let lines = Code::ALL.iter().map(|code| format!("- `{}`: {}", code.word(), code.meaning()));
        let lines: Vec<_> = lines.collect();
        let object = ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(format!(
                "What went wrong, for programs. A code keeps its meaning; there may be more of them later.\n\n{}",
                lines.join("\n")
            )))
            .enum_values(Some(Code::ALL.iter().map(|code| code.word())))
            .build();
        RefOr::T(Schema::Object(object))
    }
}

impl ToSchema for Code {
    fn name() -> std::borrow::Cow<'static, str> {
        "Code".into()
    }
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
        assert!(Code::ALL.iter().all(|code| Code::from_word(code.word()) == Some(*code)));
    }
}
