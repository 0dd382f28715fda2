//! Webhooks, of one site and of all. Both ways ask the same; a hook of another site is one that is not there.

pub(crate) mod all;
pub(crate) mod site;

use axum::Json;
use axum::http::StatusCode;
use postern_core::access::{Access, Right};
use postern_core::hook::{Kind, Kinds};
use postern_core::ids::{EventId, HookId, SiteId};
use postern_engine::hook::{HookAsker, HookError, HookPatch, HookWish, MadeHook};
use postern_engine::words::{Language, Words};
use postern_store::hook::{EventState, Hook, HookAnswer};

use super::app::App;
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::{
    Code, MadeWebhook, NewWebhook, Webhook, WebhookAnswer, WebhookChange, WebhookEvent,
    WebhookEventState, WebhookKind,
};

/// Who asks, as the engine's rules know them.
pub(crate) fn asker(app: &App, caller: &Caller) -> HookAsker {
    let operates = caller.grant.may(Right::Operate, None) == Access::Granted;
    HookAsker { operates, by: app.by(caller) }
}

/// A hook of a site, or whichever, by the number in a path.
pub(crate) async fn find(app: &App, site: Option<SiteId>, id: &str) -> Result<Hook> {
    let none = || Error::new(Code::NoSuchWebhook, format!("there is no webhook {id:?}"));
    let number: HookId = id.parse().map_err(|_| none())?;
    app.hooks().hook(site, number).await.map_err(|error| match error {
        HookError::Store(postern_store::Error::NotFound(_)) => none(),
        error => error.into(),
    })
}

async fn add(
    app: &App,
    caller: &Caller,
    site: Option<SiteId>,
    key: Option<String>,
    new: NewWebhook,
) -> Result<(StatusCode, Json<MadeWebhook>)> {
    let NewWebhook { url, kinds, allow_private } = new;
    let wish = HookWish { url, kinds: kinds.map_or_else(Kinds::all, read_kinds), allow_private };
    let made = app.hooks().add(site, wish, key.as_deref(), asker(app, caller)).await?;
    let status = if made.repeated { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(made_view(app, made))))
}

async fn change(
    app: &App,
    caller: &Caller,
    site: Option<SiteId>,
    id: &str,
    change: WebhookChange,
) -> Result<Webhook> {
    let hook = find(app, site, id).await?;
    let WebhookChange { url, kinds, on, allow_private } = change;
    let patch = HookPatch { url, kinds: kinds.map(read_kinds), on, allow_private };
    let hook = app.hooks().change(site, hook.id, patch, asker(app, caller)).await?;
    Ok(view(app, hook))
}

async fn rotate(app: &App, caller: &Caller, site: Option<SiteId>, id: &str) -> Result<MadeWebhook> {
    let hook = find(app, site, id).await?;
    Ok(made_view(app, app.hooks().rotate(site, hook.id, app.by(caller)).await?))
}

async fn remove(app: &App, caller: &Caller, site: Option<SiteId>, id: &str) -> Result<()> {
    let hook = find(app, site, id).await?;
    app.hooks().remove(site, hook.id, app.by(caller)).await?;
    Ok(())
}

async fn test(
    app: &App,
    caller: &Caller,
    site: Option<SiteId>,
    id: &str,
) -> Result<(StatusCode, Json<WebhookEvent>)> {
    let hook = find(app, site, id).await?;
    Ok(on_its_way(app.hooks().test(site, hook.id, app.by(caller)).await?))
}

async fn again(
    app: &App,
    caller: &Caller,
    site: Option<SiteId>,
    id: &str,
    event: &str,
) -> Result<(StatusCode, Json<WebhookEvent>)> {
    let hook = find(app, site, id).await?;
    Ok(on_its_way(send_again(app, caller, site, &hook, event).await?))
}

fn on_its_way(event: EventId) -> (StatusCode, Json<WebhookEvent>) {
    (StatusCode::ACCEPTED, Json(WebhookEvent { event: event.0 }))
}

async fn answers(app: &App, site: Option<SiteId>, id: &str) -> Result<Vec<WebhookAnswer>> {
    let hook = find(app, site, id).await?;
    let answers = app.hooks().answers(site, hook.id).await?;
    Ok(answers.into_iter().map(|answer| answer_view(app, answer)).collect())
}

/// Sends an event of a hook's log again.
pub(crate) async fn send_again(
    app: &App,
    caller: &Caller,
    site: Option<SiteId>,
    hook: &Hook,
    event: &str,
) -> Result<EventId> {
    let none = || {
        let why = format!("webhook {} has no event {event:?} in its log", hook.id);
        Error::new(Code::NoSuchEvent, why)
    };
    let number: EventId = event.parse().map_err(|_| none())?;
    match app.hooks().send_again(site, hook.id, number, app.by(caller)).await {
        Ok(()) => Ok(number),
        Err(HookError::Store(postern_store::Error::NotFound("event"))) => Err(none()),
        Err(error) => Err(error.into()),
    }
}

fn read_kinds(kinds: Vec<WebhookKind>) -> Kinds {
    Kinds::of(kinds.into_iter().map(|kind| match kind {
        WebhookKind::StateChanged => Kind::StateChanged,
        WebhookKind::MailFailed => Kind::MailFailed,
        WebhookKind::HeldExpiring => Kind::HeldExpiring,
        WebhookKind::ReportSent => Kind::ReportSent,
    }))
}

fn kind(kind: Kind) -> Option<WebhookKind> {
    match kind {
        Kind::StateChanged => Some(WebhookKind::StateChanged),
        Kind::MailFailed => Some(WebhookKind::MailFailed),
        Kind::HeldExpiring => Some(WebhookKind::HeldExpiring),
        Kind::ReportSent => Some(WebhookKind::ReportSent),
        Kind::Test => None,
    }
}

fn view(app: &App, hook: Hook) -> Webhook {
    let now = app.now();
    Webhook {
        id: hook.id.0,
        site: hook.site.map(|site| app.site_name(site)),
        url: hook.url,
        kinds: hook.kinds.iter().filter_map(kind).collect(),
        on: hook.on,
        off_because: hook.note,
        allow_private: hook.allow_private,
        waiting: hook.waiting,
        dropped: hook.dropped,
        old_secret_until: hook
            .old_secret
            .map(|(_, until)| until)
            .filter(|until| now < *until)
            .map(Into::into),
        made_by: hook.made_by,
        made_at: hook.made_at.into(),
    }
}

fn made_view(app: &App, made: MadeHook) -> MadeWebhook {
    MadeWebhook { secret: made.secret, webhook: view(app, made.hook) }
}

fn answer_view(app: &App, answer: HookAnswer) -> WebhookAnswer {
    let words = app.catalogues().of(Language::English);
    WebhookAnswer {
        event: answer.event.0,
        kind: answer.kind.word().to_owned(),
        site: answer.site.map(|site| app.site_name(site)),
        at: answer.at.into(),
        took_ms: u64::try_from(answer.took.as_millis()).unwrap_or(u64::MAX),
        status: answer.status,
        error: trouble(words, &answer.trouble, &answer.detail),
        trouble: answer.trouble,
        text: answer.text,
        state: match answer.state {
            EventState::Waiting => WebhookEventState::Waiting,
            EventState::Taken => WebhookEventState::Taken,
            EventState::GivenUp => WebhookEventState::GivenUp,
        },
        next_at: answer.next_at.map(Into::into),
    }
}

/// What went wrong with an attempt, in a sentence; nothing when nothing did.
pub(crate) fn trouble(words: &Words, word: &str, detail: &str) -> String {
    if word.is_empty() {
        return String::new();
    }
    words.tell(&format!("hook-trouble-{word}"), &[("detail", detail.into())])
}
