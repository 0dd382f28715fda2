//! Mail handed in by HTTP: a whole message or one in parts, with an idempotency key; and the test mail.

use axum::Json;
use axum::body::{Body as HttpBody, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use postern_core::ids::SiteId;
use postern_engine::intake::letter::{self, Letter};
use postern_engine::intake::{HttpReceipt, submit_http};
use postern_engine::sites::Entry;
use postern_engine::words::Language;
use postern_mail::Mailbox;
use postern_store::Site;

use super::LONG_REQUEST;
use super::app::App;
use super::guard::Guarded;
use super::request::{
    self, Body, IdempotencyKey, KeyParam, NeededKeyParam, Read, SiteParam, is_kind,
};
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::{Code, Mail, Submitted, TestMail};

/// Hand in a message
///
/// `message/rfc822` is a whole message; it goes to the recipients in its `To`, `Cc` and `Bcc`, and `Bcc` is removed.
/// `application/json` is a message in parts, of which such a one is made. Either is taken up to the site's limit for messages
/// (JSON up to half as much again, for what it writes longer). 202 is given after the message is on stable storage.
///
/// The `Idempotency-Key` is needed: the same key with the same message is the same mail, however often it is sent; with
/// another it is refused. Keys are kept for eight days (`keep.keys`), also over a restart.
#[utoipa::path(
    post, path = "/sites/{site}/messages", operation_id = "submit_message", tag = "messages",
    params(SiteParam, NeededKeyParam),
    request_body(
        description = "The message.",
        content((Mail<'_> = "application/json"), (String = "message/rfc822"))
    ),
    responses((status = 202, description = "It is stored durably.", body = Submitted)),
    extensions(("x-problems" = json!(["invalid", "message-refused", "key-reused", "over-cap"])))
)]
pub(crate) async fn submit(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
    IdempotencyKey(key): IdempotencyKey,
    headers: HeaderMap,
    body: HttpBody,
) -> Result<(StatusCode, Json<Submitted>)> {
    let site = entry.site.id;
    let turn = app.messages().acquire().await;
    let _turn = turn.map_err(|error| Error::new(Code::Unavailable, error.to_string()))?;
    let message = if is_kind(&headers, "message/rfc822") {
        whole(&app, site, body).await?
    } else if is_kind(&headers, "application/json") {
        in_parts(&app, site, body).await?
    } else {
        request::read(body, 0, LONG_REQUEST).await?;
        let why =
            "a message has Content-Type: message/rfc822, or application/json for one in parts";
        return Err(Error::new(Code::WrongType, why));
    };
    let key = key.ok_or_else(|| {
        Error::new(Code::BadRequest, "a message needs an Idempotency-Key of its own")
    })?;
    Ok(submitted(submit_http(app.accept(), site, message, &key, &caller.who).await?))
}

/// Reads a message up to its site's limit.
async fn whole(app: &App, site: SiteId, body: HttpBody) -> Result<Bytes> {
    let limit = usize::try_from(app.accept().size_limit(site)?).unwrap_or(usize::MAX);
    match request::read(body, limit, LONG_REQUEST).await? {
        Read::Whole(message) => Ok(message),
        Read::TooLarge(bytes) => Err(too_large(app, site, bytes)),
    }
}

/// Reads the parts of a message and makes it of them. What is too large is refused before anything of it is decoded: in
/// the message too the attachments are base64.
async fn in_parts(app: &App, site: SiteId, body: HttpBody) -> Result<Bytes> {
    let limit = usize::try_from(app.accept().size_limit(site)?).unwrap_or(usize::MAX);
    let most = limit.saturating_add(limit / 2).saturating_add(JSON_BYTES);
    let body = match request::read(body, most, LONG_REQUEST).await? {
        Read::Whole(body) => body,
        Read::TooLarge(bytes) => return Err(too_large(app, site, bytes)),
    };
    let mail: Mail<'_> = request::parse(&body)?;
    let texts = [&mail.text, &mail.html].into_iter().flatten().map(|text| text.len());
    let files = mail.attachments.iter().map(|attachment| attachment.content.len());
    app.accept().check_size(site, texts.chain(files).sum::<usize>() as u64)?;
    let message = letter::write(letter(&mail)?)
        .map_err(|error| Error::new(Code::Invalid, error.to_string()))?;
    Ok(message.into())
}

/// How much longer than its site's limit the parts of any message may be, in bytes.
const JSON_BYTES: usize = 64 << 10;

fn letter<'a>(mail: &'a Mail<'_>) -> Result<Letter<'a>> {
    fn all(list: &[String]) -> Vec<&str> {
        list.iter().map(String::as_str).collect()
    }
    let decoded = |attachment: &'a crate::wire::Attachment<'_>| {
        let content = STANDARD.decode(&*attachment.content).map_err(|error| {
            let name = &attachment.name;
            Error::new(
                Code::Invalid,
                format!("attachment {name:?}: its content is no base64: {error}"),
            )
        })?;
        Ok(letter::Attachment {
            name: &attachment.name,
            kind: &attachment.kind,
            content,
            content_id: attachment.content_id.as_deref(),
        })
    };
    Ok(Letter {
        from: &mail.from,
        to: all(&mail.to),
        cc: all(&mail.cc),
        bcc: all(&mail.bcc),
        reply_to: mail.reply_to.as_deref(),
        subject: &mail.subject,
        text: mail.text.as_deref(),
        html: mail.html.as_deref(),
        fields: mail.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
        attachments: mail.attachments.iter().map(decoded).collect::<Result<_>>()?,
    })
}

/// The refusal of so many bytes, with the site's limit.
fn too_large(app: &App, site: SiteId, bytes: usize) -> Error {
    match app.accept().check_size(site, bytes as u64) {
        Err(refusal) => refusal.into(),
        Ok(()) => Error::new(Code::Conflict, "the site's limit was changed meanwhile"),
    }
}

/// Send a test mail
///
/// A mail of the site, as one of its scripts would send it. With an `Idempotency-Key` a repeat is the same mail.
#[utoipa::path(
    post, path = "/sites/{site}/test-mail", operation_id = "send_test_mail", tag = "messages",
    params(SiteParam, KeyParam), request_body = TestMail,
    responses((status = 202, description = "It is stored durably, and goes the way of the site's mail.", body = Submitted)),
    extensions(("x-problems" = json!(["invalid", "message-refused", "key-reused", "over-cap"])))
)]
pub(crate) async fn test(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
    IdempotencyKey(key): IdempotencyKey,
    Body(wish): Body<TestMail>,
) -> Result<(StatusCode, Json<Submitted>)> {
    let to = Mailbox::parse(&wish.to).map_err(|error| {
        Error::new(Code::Invalid, format!("{:?} is no address: {error}", wish.to))
    })?;
    Ok(submitted(send_test(&app, &caller, &entry, &to, key).await?))
}

/// Hands in a test mail of a site, in the site's language. Without a key it is a new one each time.
pub(crate) async fn send_test(
    app: &App,
    caller: &Caller,
    entry: &Entry,
    to: &Mailbox,
    key: Option<String>,
) -> Result<HttpReceipt> {
    let site = &entry.site;
    let from = test_sender(app, site)?;
    let language = Language::from_code(&site.settings.language).unwrap_or(Language::English);
    let words = app.catalogues().of(language);
    let named = [("site", (&site.name).into())];
    let letter = Letter {
        from: &format!("Postern <{from}>"),
        to: vec![to.as_str()],
        subject: &words.tell("test-mail-subject", &named),
        text: Some(&words.tell("test-mail-text", &named)),
        fields: vec![("Auto-Submitted", "auto-generated")],
        ..Letter::default()
    };
    let message =
        letter::write(letter).map_err(|error| Error::new(Code::Invalid, error.to_string()))?;
    let key =
        key.unwrap_or_else(|| format!("test-mail {} {:032x}", app.now().0, fastrand::u128(..)));
    Ok(submit_http(app.accept(), site.id, message, &key, &caller.who).await?)
}

/// Whom a site's test mail comes from: the postmaster of its first domain, else of this machine.
pub(crate) fn test_sender(app: &App, site: &Site) -> Result<Mailbox> {
    let domain = site.settings.sender_domains.first().unwrap_or(&site.name);
    Mailbox::new("postmaster", domain)
        .or_else(|_| Mailbox::new("postmaster", &app.about().hostname))
        .map_err(|error| {
            let why = format!("site {} has no domain to send from: {error}", site.name);
            Error::new(Code::Invalid, why)
        })
}

fn submitted(receipt: HttpReceipt) -> (StatusCode, Json<Submitted>) {
    let HttpReceipt { message, repeated } = receipt;
    (StatusCode::ACCEPTED, Json(Submitted { message: message.0, repeated }))
}
