//! Mail handed in by HTTP: a whole message with an idempotency key, and the test mail.

use axum::Json;
use axum::body::{Body as HttpBody, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use postern_core::ids::SiteId;
use postern_engine::intake::submit_http;
use postern_mail::Mailbox;

use super::LONG_REQUEST;
use super::app::App;
use super::request::{self, Body, Path, Read, is_kind};
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::{Code, Submitted, TestMail};

/// `POST /sites/{site}/messages`: an RFC 5322 message to the recipients its head names. 202 is given after it is on
/// stable storage; the same `Idempotency-Key` with the same message is the same mail.
pub(crate) async fn submit(
    State(app): State<App>,
    caller: Caller,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: HttpBody,
) -> Result<(StatusCode, Json<Submitted>)> {
    let site = app.entry(&name)?.site.id;
    let turn = app.messages().acquire().await;
    let _turn = turn.map_err(|error| Error::new(Code::Unavailable, error.to_string()))?;
    let message = read(&app, site, body).await?;
    if !is_kind(&headers, "message/rfc822") {
        return Err(Error::new(Code::BadRequest, "a message has Content-Type: message/rfc822"));
    }
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok());
    let key = key.ok_or_else(|| {
        Error::new(Code::BadRequest, "a message needs an Idempotency-Key of its own")
    })?;
    let receipt = submit_http(app.accept(), site, message, key, &caller.who).await?;
    Ok((
        StatusCode::ACCEPTED,
        Json(Submitted { message: receipt.message.0, repeated: receipt.repeated }),
    ))
}

/// Reads a message up to its site's limit.
async fn read(app: &App, site: SiteId, body: HttpBody) -> Result<Bytes> {
    let limit = usize::try_from(app.accept().size_limit(site)?).unwrap_or(usize::MAX);
    match request::read(body, limit, LONG_REQUEST).await? {
        Read::Whole(message) => Ok(message),
        Read::TooLarge(bytes) => {
            app.accept().check_size(site, bytes as u64)?;
            Err(Error::new(Code::Conflict, "the site's limit was changed meanwhile"))
        }
    }
}

/// `POST /sites/{site}/test-mail`: a mail of the site, as one of its scripts would send it.
pub(crate) async fn test(
    State(app): State<App>,
    caller: Caller,
    Path(name): Path<String>,
    Body(wish): Body<TestMail>,
) -> Result<(StatusCode, Json<Submitted>)> {
    let entry = app.entry(&name)?;
    let to = Mailbox::parse(&wish.to).map_err(|error| {
        Error::new(Code::Invalid, format!("{:?} is no address: {error}", wish.to))
    })?;
    let domain = entry.site.settings.sender_domains.first().unwrap_or(&entry.site.name);
    let from = Mailbox::new("postmaster", domain)
        .or_else(|_| Mailbox::new("postmaster", &app.about().hostname))
        .map_err(|error| {
            Error::new(Code::Invalid, format!("site {name} has no domain to send from: {error}"))
        })?;
    let message = test_message(&from, &to, &entry.site.name);
    let key = format!("test-mail {} {:032x}", app.now().0, fastrand::u128(..));
    let receipt =
        submit_http(app.accept(), entry.site.id, message.into_bytes(), &key, &caller.who).await?;
    Ok((
        StatusCode::ACCEPTED,
        Json(Submitted { message: receipt.message.0, repeated: receipt.repeated }),
    ))
}

fn test_message(from: &Mailbox, to: &Mailbox, site: &str) -> String {
    format!(
        "From: Postern <{from}>\r\n\
         To: {to}\r\n\
         Subject: Test mail of {site}\r\n\
         Auto-Submitted: auto-generated\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\
         \r\n\
         This mail shows that site {site} can send. It went the way the mail of the site's scripts goes.\r\n"
    )
}
