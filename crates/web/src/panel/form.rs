//! What a form sends: read in bounds, and believed only from a page of this panel, with the secret that it gave this
//! visitor.

use std::time::Duration;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Panel;
use super::session::Csrf;
use super::visitor::Visitor;
use crate::error::{Error, Result};
use crate::wire::Code;

/// The fields of a form of this visitor's.
#[derive(Debug)]
pub(crate) struct Form<T>(pub(crate) T);

/// A form without a field of its own.
#[derive(Debug, Deserialize)]
pub(crate) struct Pressed {}

/// Largest form, in bytes, and how long it may take to arrive.
const BYTES: usize = 64 << 10;
const ARRIVAL: Duration = Duration::from_secs(30);

#[derive(Deserialize)]
struct Secret {
    #[serde(default)]
    csrf: String,
}

impl<T: DeserializeOwned> FromRequest<Panel> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &Panel) -> Result<Form<T>> {
        let stale = |why: &str| Error::new(Code::StaleForm, why);
        if !is_of_this_panel(request.headers()) {
            return Err(stale("the form is of another web site"));
        }
        let extensions = request.extensions();
        let known = extensions.get::<Visitor>().map(|visitor| visitor.csrf.clone());
        let expected = known.or_else(|| extensions.get::<Csrf>().map(|Csrf(word)| word.clone()));
        let body = read(request).await?;
        let given: Secret = fields(&body)?;
        if !expected.is_some_and(|word| !word.is_empty() && same(&given.csrf, &word)) {
            return Err(stale("the form is not one that a page gave this visitor"));
        }
        fields(&body).map(Form)
    }
}

/// Whether a form may be of a page of this panel, by what the browser says (Fetch Metadata Request Headers, section 2.3).
/// Who can plant cookies from a neighbouring name, and so knows the secret, still cannot say this. Browsers say it over
/// HTTPS, and to `localhost`; where nothing is said, the secret alone decides.
fn is_of_this_panel(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin" || site == "none")
}

async fn read(request: Request) -> Result<Bytes> {
    let bad = |detail: String| Error::new(Code::BadRequest, detail);
    let kind = request.headers().get(CONTENT_TYPE);
    if !kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded")) {
        return Err(bad("a form has Content-Type: application/x-www-form-urlencoded".into()));
    }
    let body = tokio::time::timeout(ARRIVAL, to_bytes(request.into_body(), BYTES)).await;
    let body = body.map_err(|_| Error::new(Code::TooSlow, "the form was not whole within 30 s"))?;
    body.map_err(|error| bad(format!("the form cannot be read: {error}")))
}

fn fields<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    let bad = |error| Error::new(Code::BadRequest, format!("the form cannot be read: {error}"));
    serde_urlencoded::from_bytes(body).map_err(bad)
}

/// Whether two secrets are the same, in a time that does not tell where they differ.
fn same(one: &str, other: &str) -> bool {
    one.len() == other.len()
        && one.bytes().zip(other.bytes()).fold(0, |differ, (one, other)| differ | (one ^ other))
            == 0
}
