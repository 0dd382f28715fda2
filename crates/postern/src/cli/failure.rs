//! Why a command did not do what it was asked, and the exit code that says so.

use std::fmt;

use postern_web::wire::{Code, Problem};

use super::show::{safe_json, safe_lines};
use crate::config::Faults;

/// A command's failure: printed once, at the top.
#[derive(Debug)]
pub struct Failure {
    pub exit: Exit,
    /// For programs: the daemon's own code, or one of the few of this side.
    pub code: &'static str,
    pub message: String,
}

/// The code of a failure that is the configuration's faults.
const BAD_CONFIGURATION: &str = "bad-configuration";

/// The exit codes; part of the manual page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It could not be done.
    Failed = 1,
    /// It was asked in a way that cannot be: an unknown option, a value that is none.
    Usage = 2,
    /// A rule said no.
    Refused = 3,
}

impl Failure {
    pub fn failed(message: impl Into<String>) -> Failure {
        Failure { exit: Exit::Failed, code: "failed", message: message.into() }
    }

    pub fn usage(message: impl Into<String>) -> Failure {
        Failure { exit: Exit::Usage, code: "bad-request", message: message.into() }
    }

    /// The configuration cannot be. Each line begins with its file, for editors and people alike.
    pub fn faults(faults: &Faults) -> Failure {
        Failure { exit: Exit::Usage, code: BAD_CONFIGURATION, message: faults.to_string() }
    }

    pub fn refused(message: impl Into<String>) -> Failure {
        Failure { exit: Exit::Refused, code: "refused", message: message.into() }
    }
}

impl Failure {
    /// What is said of it on standard error, to programs as an object.
    pub fn text(&self, json: bool) -> String {
        if !json {
            let name = if self.code == BAD_CONFIGURATION { "" } else { "postern: " };
            return format!("{name}{}", safe_lines(&self.message));
        }
        let Failure { exit, code, message } = self;
        let object = serde_json::json!({ "code": code, "detail": message, "exit": *exit as u8 });
        safe_json(&object.to_string()).into_owned()
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Failure {
        let exit = match problem.code {
            Code::BadRequest
            | Code::Invalid
            | Code::NoSuchMethod
            | Code::NoSuchPath
            | Code::WrongType => Exit::Usage,
            Code::NotKnown
            | Code::NotAllowed
            | Code::ClearText
            | Code::StaleForm
            | Code::MoreThanOwn
            | Code::NoPanel
            | Code::UserExists
            | Code::TooManyTokens
            | Code::WebhookOff
            | Code::TooManyWebhooks
            | Code::TooManyOvhKeys
            | Code::SiteExists
            | Code::IdentityTaken
            | Code::RangeOverlaps
            | Code::BuiltIn
            | Code::BlockFirst
            | Code::PurgeFirst
            | Code::HeldAsSpam
            | Code::Locked
            | Code::TooLarge
            | Code::MessageRefused
            | Code::KeyReused
            | Code::OverCap
            | Code::TooManyJobs
            | Code::TooManyRequests
            | Code::TooManyStreams => Exit::Refused,
            Code::NoSuchSite
            | Code::NoSuchLogin
            | Code::NoSuchStop
            | Code::NoSuchJob
            | Code::NoSuchUser
            | Code::NoSuchSession
            | Code::NoSuchToken
            | Code::NoSuchWebhook
            | Code::NoSuchEvent
            | Code::NoSuchOvhKey
            | Code::TooSlow
            | Code::Misdirected
            | Code::Busy
            | Code::Conflict
            | Code::Failed
            | Code::Unavailable
            | Code::Unknown => Exit::Failed,
        };
        Failure { exit, code: problem.code.word(), message: problem.detail }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}
