//! What goes wrong, as the provider says it: a class by which one client chooses, a code by which another does, the status
//! in words for those of long ago, and a message for people. All clients take all four together.

use std::net::IpAddr;
use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use postern_core::ovh::SKEW;
use postern_core::time::Time;
use postern_engine::ovh::OvhError;
use serde::Serialize;

use super::json_text;
use crate::error::Error;
use crate::wire::{Code, Problem};

/// A call that is not answered with what it asked for.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    code: String,
    message: String,
    /// When to come again.
    wait: Option<Duration>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    class: &'static str,
    error_code: &'a str,
    http_code: String,
    message: &'a str,
}

impl Refusal {
    fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Refusal {
        Refusal { status, code: code.to_owned(), message: message.into(), wait: None }
    }

    pub(super) fn code(&self) -> &str {
        &self.code
    }

    pub(super) fn message(&self) -> &str {
        &self.message
    }

    // --- who calls ---

    pub(super) fn not_logged_in() -> Refusal {
        Refusal::new(StatusCode::UNAUTHORIZED, "NOT_CREDENTIAL", "You must login first")
    }

    pub(super) fn no_application() -> Refusal {
        Refusal::new(StatusCode::FORBIDDEN, "INVALID_KEY", "This application key is invalid")
    }

    pub(super) fn no_credential() -> Refusal {
        Refusal::new(StatusCode::FORBIDDEN, "INVALID_CREDENTIAL", "This credential is not valid")
    }

    pub(super) fn wrong_signature() -> Refusal {
        Refusal::new(StatusCode::BAD_REQUEST, "INVALID_SIGNATURE", "Invalid signature")
    }

    pub(super) fn out_of_time(timestamp: &str, now: Time) -> Refusal {
        let (skew, now) = (SKEW.as_secs(), now.secs());
        let timestamp: String = timestamp.chars().take(32).collect();
        Refusal::time(format!(
            "Query out of time: it was signed at {timestamp:?}, here it is {now}, and {skew} s are the most; GET /auth/time tells the time"
        ))
    }

    /// What was signed before the start may have been carried out before it.
    pub(super) fn before_the_start() -> Refusal {
        Refusal::time(
            "Query out of time: it was signed before the daemon started, so it may have been carried out already; sign it anew",
        )
    }

    pub(super) fn repeated() -> Refusal {
        Refusal::time("Query out of time: it was carried out already; sign it anew, a second later")
    }

    fn time(message: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::BAD_REQUEST, "QUERY_TIME_OUT", message)
    }

    pub(super) fn wrong_address(address: IpAddr) -> Refusal {
        let why =
            format!("User not granted for this request: this key may not be used from {address}");
        Refusal::new(StatusCode::FORBIDDEN, "FORBIDDEN", why)
    }

    pub(super) fn not_allowed() -> Refusal {
        let why =
            "User not granted for this request: whoever approved this key may only see this site";
        Refusal::new(StatusCode::FORBIDDEN, "FORBIDDEN", why)
    }

    pub(super) fn not_granted(method: &str, path: &str) -> Refusal {
        let why =
            format!("This call has not been granted: the key has no rule for {method} {path}");
        Refusal::new(StatusCode::FORBIDDEN, "NOT_GRANTED_CALL", why)
    }

    // --- what is asked for ---

    pub(super) fn no_service() -> Refusal {
        Refusal::new(StatusCode::NOT_FOUND, "NOT_FOUND", "This service does not exist")
    }

    pub(super) fn nothing(method: &str, path: &str) -> Refusal {
        let why = format!("there is nothing at {method} {path}");
        Refusal::new(StatusCode::NOT_FOUND, "NOT_FOUND", why)
    }

    pub(super) fn left_out(method: &str, path: &str) -> Refusal {
        let why = format!(
            "{method} {path} is not here: of the provider's API Postern has what concerns the mail of scripts"
        );
        Refusal::new(StatusCode::NOT_FOUND, "NOT_FOUND", why)
    }

    pub(super) fn no_method(method: &str, path: &str) -> Refusal {
        let why = format!("{path} does not take {method}");
        Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", why)
    }

    pub(super) fn bad(why: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::BAD_REQUEST, "BAD_PARAMETER", why)
    }

    pub(super) fn too_large(bytes: usize, most: usize) -> Refusal {
        let why = format!("the body has {bytes} bytes or more, at most {most} are possible");
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "TOO_LARGE", why)
    }

    pub(super) fn too_many(wait: Duration) -> Refusal {
        let seconds = wait.as_millis().div_ceil(1000);
        let why = format!("too many calls: come again in {seconds} s");
        let refusal = Refusal::new(StatusCode::TOO_MANY_REQUESTS, "TOO_MANY_REQUESTS", why);
        Refusal { wait: Some(wait), ..refusal }
    }

    pub(super) fn too_slow() -> Refusal {
        let why = "the call took too long; what it began goes on";
        Refusal::new(StatusCode::REQUEST_TIMEOUT, "TOO_SLOW", why)
    }

    pub(super) fn failed(why: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "FAILED", why)
    }

    fn class(&self) -> &'static str {
        match self.status {
            StatusCode::BAD_REQUEST => "Client::BadRequest",
            StatusCode::UNAUTHORIZED => "Client::Unauthorized",
            StatusCode::FORBIDDEN => "Client::Forbidden",
            StatusCode::NOT_FOUND => "Client::NotFound",
            StatusCode::METHOD_NOT_ALLOWED => "Client::MethodNotAllowed",
            StatusCode::CONFLICT => "Client::Conflict",
            StatusCode::TOO_MANY_REQUESTS => "Client::TooManyRequests",
            StatusCode::SERVICE_UNAVAILABLE => "Server::ServiceUnavailable",
            status if status.is_client_error() => "Client::BadRequest",
            _ => "Server::InternalServerError",
        }
    }
}

impl From<Error> for Refusal {
    /// What panel and API are told, with the same words and figures.
    fn from(Error(problem): Error) -> Refusal {
        let Problem { status, code, detail, .. } = problem;
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let word = match code {
            Code::BadRequest | Code::Invalid => "BAD_PARAMETER".to_owned(),
            Code::NotAllowed | Code::MoreThanOwn => "FORBIDDEN".to_owned(),
            code => code.word().replace('-', "_").to_ascii_uppercase(),
        };
        Refusal::new(status, &word, detail)
    }
}

impl From<OvhError> for Refusal {
    fn from(error: OvhError) -> Refusal {
        Error::from(error).into()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        if self.status.is_server_error() {
            tracing::warn!(event = "ovh_problem", code = %self.code, detail = %self.message);
        }
        let reason = self.status.canonical_reason().unwrap_or_default();
        let body = Body {
            class: self.class(),
            error_code: &self.code,
            http_code: format!("{} {reason}", self.status.as_u16()),
            message: &self.message,
        };
        let text = serde_json::to_vec(&body).unwrap_or_default();
        let mut response = json_text(self.status, text);
        if let Some(wait) = self.wait {
            let seconds = u64::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u64::MAX);
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use serde_json::{Value, json};

    use super::*;

    async fn told(refusal: Refusal) -> (u16, Value) {
        let response = refusal.into_response();
        let status = response.status().as_u16();
        let text = to_bytes(response.into_body(), 10_000).await.expect("a body");
        (status, serde_json::from_slice(&text).expect("JSON"))
    }

    #[tokio::test]
    async fn a_refusal_has_class_code_status_and_message_together() {
        let (status, body) = told(Refusal::wrong_signature()).await;
        assert_eq!(status, 400);
        assert_eq!(
            body,
            json!({"class": "Client::BadRequest", "errorCode": "INVALID_SIGNATURE",
                   "httpCode": "400 Bad Request", "message": "Invalid signature"})
        );
    }

    #[tokio::test]
    async fn what_the_rules_say_no_to_keeps_its_words_and_is_a_conflict() {
        let (status, body) = told(Error::new(Code::BlockFirst, "block it first").into()).await;
        assert_eq!((status, &body["class"]), (409, &json!("Client::Conflict")));
        assert_eq!(
            (&body["errorCode"], &body["message"]),
            (&json!("BLOCK_FIRST"), &json!("block it first"))
        );
        let (status, body) = told(Error::new(Code::Invalid, "no address").into()).await;
        assert_eq!((status, &body["errorCode"]), (400, &json!("BAD_PARAMETER")));
        let (status, body) = told(Error::new(Code::Unavailable, "no room").into()).await;
        assert_eq!((status, &body["class"]), (503, &json!("Server::ServiceUnavailable")));
    }
}
