//! From what the engine says to what travels: every refusal and error as a problem with its code.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use postern_core::site::{self, State};
use postern_engine::accept::{Refusal, Why};
use postern_engine::hook::HookError;
use postern_engine::ovh::OvhError;
use postern_engine::people::PeopleError;
use postern_engine::sites::SiteError;

use crate::wire::{Code, Problem};

/// An answer that is a problem.
#[derive(Debug)]
pub(crate) struct Error(pub(crate) Problem);

/// What a handler gives.
pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn new(code: Code, detail: impl Into<String>) -> Error {
        Error(Problem::new(code, detail))
    }

    pub(crate) fn no_site(name: &str) -> Error {
        Error::new(Code::NoSuchSite, format!("there is no site {name:?}"))
    }

    /// An action, or a job, that the rules refuse to this person.
    pub(crate) fn refused(why: site::Refusal, name: &str, state: State, reason: &str) -> Error {
        let reason = if reason.is_empty() { "no reason was given" } else { reason };
        match why {
            site::Refusal::BlockFirst => Error::new(
                Code::BlockFirst,
                format!("site {name} is sending: block it first, then its queue can be purged"),
            ),
            site::Refusal::PurgeFirst => Error::new(
                Code::PurgeFirst,
                format!(
                    "site {name} is blocked for spam ({reason}): purge its queue, then it sends again"
                ),
            ),
            site::Refusal::HeldAsSpam => Error::new(
                Code::HeldAsSpam,
                format!("site {name} is blocked for spam ({reason}): its mail cannot be released"),
            ),
            site::Refusal::Locked => Error::new(
                Code::Locked,
                format!("the operator locked site {name} in state {}: {reason}", state.word()),
            ),
        }
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Error {
        Error(problem)
    }
}

impl From<postern_store::Error> for Error {
    fn from(error: postern_store::Error) -> Error {
        use postern_store::Error as Store;
        let code = match &error {
            Store::NotFound("site") => Code::NoSuchSite,
            Store::NotFound("login") => Code::NoSuchLogin,
            Store::NotFound("stop") => Code::NoSuchStop,
            Store::NotFound("job") => Code::NoSuchJob,
            Store::NotFound("user") => Code::NoSuchUser,
            Store::NotFound("session") => Code::NoSuchSession,
            Store::NotFound("token") => Code::NoSuchToken,
            Store::NotFound("webhook") => Code::NoSuchWebhook,
            Store::TooMany { .. } => Code::TooManyWebhooks,
            Store::NotFound("ovh key" | "consumer key") => Code::NoSuchOvhKey,
            Store::Conflict { .. } => Code::Conflict,
            Store::TooManyJobs { .. } => Code::TooManyJobs,
            Store::Taken { what, .. } if what.starts_with("the user name") => Code::UserExists,
            Store::Taken { what, .. } if what.starts_with("the name") => Code::SiteExists,
            Store::Taken { .. } => Code::IdentityTaken,
            Store::Poisoned(_) | Store::Full(_) => Code::Unavailable,
            _ => Code::Failed,
        };
        Error::new(code, error.to_string())
    }
}

impl From<PeopleError> for Error {
    fn from(error: PeopleError) -> Error {
        let code = match error {
            PeopleError::Store(error) => return error.into(),
            PeopleError::MoreThanOwn(_) => Code::MoreThanOwn,
            PeopleError::TooManyTokens => Code::TooManyTokens,
            PeopleError::Wait(_) => Code::TooManyRequests,
            PeopleError::Seal(_) | PeopleError::NoChance(_) | PeopleError::Unhashed(_) => {
                Code::Failed
            }
            _ => Code::Invalid,
        };
        Error::new(code, error.to_string())
    }
}

impl From<HookError> for Error {
    fn from(error: HookError) -> Error {
        let code = match error {
            HookError::Store(error) => return error.into(),
            HookError::Target(_) | HookError::NoKinds => Code::Invalid,
            HookError::NotTheirs => Code::NotAllowed,
            HookError::Off => Code::WebhookOff,
            HookError::KeyReused => Code::KeyReused,
            HookError::Sealed | HookError::Seal(_) | HookError::NoChance(_) => Code::Failed,
        };
        Error::new(code, error.to_string())
    }
}

impl From<OvhError> for Error {
    fn from(error: OvhError) -> Error {
        let code = match error {
            OvhError::Store(error) => return error.into(),
            OvhError::MoreThanOwn(_) => Code::MoreThanOwn,
            OvhError::TooManyKeys | OvhError::TooManyConsumers => Code::TooManyOvhKeys,
            OvhError::Seal(_) | OvhError::NoChance(_) | OvhError::Sealed => Code::Failed,
            _ => Code::Invalid,
        };
        Error::new(code, error.to_string())
    }
}

impl From<SiteError> for Error {
    fn from(error: SiteError) -> Error {
        let code = match error {
            SiteError::Store(error) => return error.into(),
            SiteError::Taken { .. } => Code::IdentityTaken,
            SiteError::Overlaps { .. } => Code::RangeOverlaps,
            SiteError::BuiltIn => Code::BuiltIn,
            _ => Code::Invalid,
        };
        Error::new(code, error.to_string())
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        let code = match &refusal.why {
            Why::SiteGone => Code::NoSuchSite,
            Why::TooLarge { .. } => Code::TooLarge,
            Why::KeyReused { .. } => Code::KeyReused,
            Why::OverCap { .. } | Why::OverBytes { .. } => Code::OverCap,
            Why::BadRequest(_) => Code::BadRequest,
            _ if refusal.is_temporary() => Code::Unavailable,
            _ => Code::MessageRefused,
        };
        Error::new(code, refusal.to_string())
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let Error(problem) = self;
        let status =
            StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if status.is_server_error() {
            tracing::warn!(event = "api_problem", code = problem.code.word(), detail = %problem.detail);
        }
        let mut response = (status, axum::Json(problem.clone())).into_response();
        // For the panel, which makes a page of it.
        response.extensions_mut().insert(problem);
        let headers = response.headers_mut();
        let problem_json = HeaderValue::from_static("application/problem+json");
        headers.insert(header::CONTENT_TYPE, problem_json);
        if status == StatusCode::UNAUTHORIZED {
            // RFC 9110 §15.5.2.
            let how = HeaderValue::from_static("Bearer realm=\"postern\"");
            headers.insert(header::WWW_AUTHENTICATE, how);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_with_too_many_jobs_is_told_so_with_both_figures_to_come_again_later() {
        let Error(problem) = postern_store::Error::TooManyJobs { open: 16, most: 16 }.into();
        assert_eq!((problem.status, problem.code), (429, Code::TooManyJobs));
        assert_eq!(
            problem.detail,
            "the site has 16 unfinished jobs already, 16 are the most: wait until one has ended"
        );
    }
}
