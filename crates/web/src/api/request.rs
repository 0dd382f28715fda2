//! What a request carries, read or refused with a problem: a JSON body, a query, the bounds of a page.

use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::wire::Code;

/// A JSON body.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Body<T>> {
        match axum::Json::from_request(request, state).await {
            Ok(axum::Json(body)) => Ok(Body(body)),
            Err(rejection) => Err(bad_body(&rejection)),
        }
    }
}

fn bad_body(rejection: &JsonRejection) -> Error {
    let code = if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Code::TooLarge
    } else {
        Code::BadRequest
    };
    Error::new(code, rejection.body_text())
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
