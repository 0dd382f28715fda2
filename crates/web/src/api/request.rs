//! What a request carries, read or refused with a problem: a body, a query, the bounds of a page.

use std::time::Duration;

use axum::body::{Body as HttpBody, Bytes};
use axum::extract::{self, FromRequest, FromRequestParts, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use http_body_util::BodyExt;
use postern_engine::intake::MAX_KEY;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

use super::REQUEST;
use crate::error::{Error, Result};
use crate::wire::Code;

/// Largest JSON body, in bytes: an import of a thousand sites fits well.
const JSON_BYTES: usize = 2 << 20;

/// So many bytes too many are read and forgotten, so that a client that only listens when it has said all hears why.
const FORGOTTEN: usize = 64 << 20;

/// A JSON body.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Body<T>> {
        let is_json = is_kind(request.headers(), "application/json");
        let body = match read(request.into_body(), JSON_BYTES, REQUEST).await? {
            Read::Whole(body) => body,
            Read::TooLarge(bytes) => {
                let detail = format!(
                    "the body has {bytes} bytes or more, at most {JSON_BYTES} are possible"
                );
                return Err(Error::new(Code::TooLarge, detail));
            }
        };
        if !is_json {
            return Err(Error::new(Code::WrongType, "a body has Content-Type: application/json"));
        }
        parse(&body).map(Body)
    }
}

/// Reads a JSON object. Nothing else is a body, although a list of values in the order of the fields could be read as one.
pub(crate) fn parse<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T> {
    let bad = |why: String| Error::new(Code::BadRequest, format!("the body cannot be read: {why}"));
    match body.trim_ascii_start().first() {
        Some(b'{') | None => serde_json::from_slice(body).map_err(|error| bad(error.to_string())),
        Some(_) => Err(bad("it is no JSON object".to_owned())),
    }
}

/// Whether a request's body is said to be of a kind.
pub(crate) fn is_kind(headers: &HeaderMap, kind: &str) -> bool {
    let given = headers.get(header::CONTENT_TYPE).and_then(|given| given.to_str().ok());
    given.is_some_and(|given| {
        let essence = given.split(';').next().unwrap_or_default();
        essence.trim_ascii().eq_ignore_ascii_case(kind)
    })
}

/// Where a list that is in the order of its names goes on.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ByName {
    /// The `next` of an earlier page.
    pub(crate) cursor: String,
    /// Rows of the page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    pub(crate) limit: Option<usize>,
}

/// Where a list that is in the order of its numbers goes on.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ByNumber {
    /// The `next` of an earlier page.
    pub(crate) cursor: Option<String>,
    /// Rows of the page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    pub(crate) limit: Option<usize>,
}

/// The site a path names, for the document: handlers have it from the guard.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "it is only described")]
pub(crate) struct SiteParam {
    /// The site's name.
    #[param(example = "shop.example.org")]
    site: String,
}

/// An idempotency key, for the document: see `IdempotencyKey`.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "it is only described")]
pub(crate) struct KeyParam {
    /// 1 to 255 visible characters of your choice, new for each request that is not a repeat. The same key with the same
    /// request is the same request, however often it comes; with another it is refused.
    #[param(rename = "Idempotency-Key", example = "order-17", min_length = 1, max_length = 255)]
    key: Option<String>,
}

/// The same where there has to be one.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "it is only described")]
pub(crate) struct NeededKeyParam {
    /// 1 to 255 visible characters of your choice, new for each request that is not a repeat. The same key with the same
    /// request is the same request, however often it comes; with another it is refused.
    #[param(rename = "Idempotency-Key", example = "order-17", min_length = 1, max_length = 255)]
    key: String,
}

/// What the caller calls its request by, so that a repeat is known.
pub(crate) struct IdempotencyKey(pub(crate) Option<String>);

impl<S: Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<IdempotencyKey> {
        let Some(key) = parts.headers.get("idempotency-key") else {
            return Ok(IdempotencyKey(None));
        };
        let is_visible = |byte: &u8| (b' '..=b'~').contains(byte);
        match key.to_str() {
            Ok(text)
                if (1..=MAX_KEY).contains(&text.len()) && text.bytes().all(|b| is_visible(&b)) =>
            {
                Ok(IdempotencyKey(Some(text.to_owned())))
            }
            _ => {
                let why = format!(
                    "an Idempotency-Key has 1 to {MAX_KEY} visible ASCII characters, this one has {} bytes",
                    key.len()
                );
                Err(Error::new(Code::BadRequest, why))
            }
        }
    }
}

/// A body that was read to its end.
#[derive(Debug)]
pub(crate) enum Read {
    Whole(Bytes),
    /// It has more than it may, at least so many bytes; nothing of it was kept.
    TooLarge(usize),
}

/// Reads a body of at most `limit` bytes that is there within some time: nothing else ends a request whose caller sends
/// no more.
pub(crate) async fn read(body: HttpBody, limit: usize, within: Duration) -> Result<Read> {
    tokio::time::timeout(within, read_all(body, limit)).await.unwrap_or_else(|_| {
        let seconds = within.as_secs();
        Err(Error::new(Code::TooSlow, format!("the body was not whole within {seconds} s")))
    })
}

async fn read_all(mut body: HttpBody, limit: usize) -> Result<Read> {
    let mut kept = Vec::new();
    let mut bytes = 0_usize;
    while let Some(frame) = body.frame().await {
        let broke = |error| Error::new(Code::BadRequest, format!("the body broke off: {error}"));
        let Ok(data) = frame.map_err(broke)?.into_data() else { continue };
        bytes = bytes.saturating_add(data.len());
        if bytes <= limit {
            kept.extend_from_slice(&data);
        } else {
            kept = Vec::new();
            if bytes > limit.saturating_add(FORGOTTEN) {
                break;
            }
        }
    }
    Ok(if bytes <= limit { Read::Whole(kept.into()) } else { Read::TooLarge(bytes) })
}

/// The parts of a path.
pub(crate) struct Path<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Path<T>> {
        match extract::Path::from_request_parts(parts, state).await {
            Ok(extract::Path(names)) => Ok(Path(names)),
            Err(rejection) => Err(Error::new(Code::BadRequest, rejection.body_text())),
        }
    }
}

/// The query of a path.
pub(crate) struct Params<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Params<T>> {
        match Query::from_request_parts(parts, state).await {
            Ok(Query(params)) => Ok(Params(params)),
            Err(rejection) => Err(Error::new(Code::BadRequest, rejection.body_text())),
        }
    }
}

/// Most rows of a page, and how many there are without a word.
const MOST_ROWS: usize = 1000;
const ROWS: usize = 100;

/// The number of rows asked for, within bounds.
pub(crate) fn rows(limit: Option<usize>) -> Result<usize> {
    match limit {
        None => Ok(ROWS),
        Some(limit) if (1..=MOST_ROWS).contains(&limit) => Ok(limit),
        Some(limit) => Err(Error::new(
            Code::BadRequest,
            format!("limit {limit} is out of bounds: 1 to {MOST_ROWS}"),
        )),
    }
}

/// Reads a cursor that an earlier page gave.
pub(crate) fn cursor<K>(text: Option<&str>, read: impl Fn(&str) -> Option<K>) -> Result<Option<K>> {
    text.map(|text| {
        let why =
            || Error::new(Code::BadRequest, format!("cursor {text:?} is none that a page gave"));
        read(text).ok_or_else(why)
    })
    .transpose()
}
