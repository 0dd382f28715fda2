//! The webhooks of one site: its owner's.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use postern_store::view::HooksOf;

use super::super::app::App;
use super::super::guard::Guarded;
use super::super::request::{Body, IdempotencyKey, KeyParam, Path, SiteParam};
use super::{
    add as add_hook, again as send_again, answers as answers_of, change as change_hook,
    remove as remove_hook, rotate as rotate_secret, test as test_hook, view,
};
use crate::caller::Caller;
use crate::error::Result;
use crate::wire::{self, NewWebhook, Webhook, WebhookAnswer, WebhookChange, WebhookEvent};

/// The webhooks of a site
#[utoipa::path(
    get, path = "/sites/{site}/webhooks", operation_id = "list_site_webhooks", tag = "webhooks", params(SiteParam),
    responses((status = 200, description = "All of them, oldest first; those of all sites are not among them.", body = Vec<Webhook>))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Guarded(entry): Guarded,
) -> Result<Json<Vec<Webhook>>> {
    let hooks = app.hooks().list(HooksOf::Site(entry.site.id)).await?;
    Ok(Json(hooks.into_iter().map(|hook| view(&app, hook)).collect()))
}

/// Add a webhook to a site
///
/// It is told of what happens from now on. The secret that signs is in this answer and nowhere else; with an
/// `Idempotency-Key` a repeat gives the same webhook with it.
#[utoipa::path(
    post, path = "/sites/{site}/webhooks", operation_id = "add_site_webhook", tag = "webhooks",
    params(SiteParam, KeyParam), request_body = NewWebhook,
    responses(
        (status = 201, description = "The webhook and its secret.", body = wire::MadeWebhook),
        (status = 200, description = "The key made it before.", body = wire::MadeWebhook),
    ),
    extensions(("x-problems" = json!(["invalid", "not-allowed", "too-many-webhooks", "key-reused", "no-such-webhook"])))
)]
pub(crate) async fn add(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
    IdempotencyKey(key): IdempotencyKey,
    Body(new): Body<NewWebhook>,
) -> Result<(StatusCode, Json<wire::MadeWebhook>)> {
    add_hook(&app, &caller, Some(entry.site.id), key, new).await
}

/// Change a webhook, turn it off or on
#[utoipa::path(
    patch, path = "/sites/{site}/webhooks/{webhook}", operation_id = "change_site_webhook", tag = "webhooks",
    params(SiteParam, ("webhook" = i64, Path, description = "The webhook's number.", example = 42)),
    request_body = WebhookChange,
    responses((status = 200, description = "The webhook as it is now.", body = Webhook)),
    extensions(("x-problems" = json!(["invalid", "not-allowed", "no-such-webhook"])))
)]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
    Path((_, id)): Path<(String, String)>,
    Body(change): Body<WebhookChange>,
) -> Result<Json<Webhook>> {
    Ok(Json(change_hook(&app, &caller, Some(entry.site.id), &id, change).await?))
}

/// Remove a webhook
#[utoipa::path(
    delete, path = "/sites/{site}/webhooks/{webhook}", operation_id = "remove_site_webhook", tag = "webhooks",
    params(SiteParam, ("webhook" = i64, Path, description = "The webhook's number.", example = 42)),
    responses((status = 204, description = "It is told nothing more; what waited is gone.")),
    extensions(("x-problems" = json!(["no-such-webhook"])))
)]
pub(crate) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode> {
    remove_hook(&app, &caller, Some(entry.site.id), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give a webhook a new secret
///
/// For a day what is told is signed with the old one as well.
#[utoipa::path(
    post, path = "/sites/{site}/webhooks/{webhook}/rotate", operation_id = "rotate_site_webhook_secret", tag = "webhooks",
    params(SiteParam, ("webhook" = i64, Path, description = "The webhook's number.", example = 42)),
    responses((status = 200, description = "The webhook and its new secret, told here and nowhere else.", body = wire::MadeWebhook)),
    extensions(("x-problems" = json!(["no-such-webhook"])))
)]
pub(crate) async fn rotate(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<wire::MadeWebhook>> {
    Ok(Json(rotate_secret(&app, &caller, Some(entry.site.id), &id).await?))
}

/// Send a webhook a test event
#[utoipa::path(
    post, path = "/sites/{site}/webhooks/{webhook}/test", operation_id = "test_site_webhook", tag = "webhooks",
    params(SiteParam, ("webhook" = i64, Path, description = "The webhook's number.", example = 42)),
    responses((status = 202, description = "It is on its way; the log of answers says what came of it.", body = WebhookEvent)),
    extensions(("x-problems" = json!(["no-such-webhook", "webhook-off", "too-many-webhooks"])))
)]
pub(crate) async fn test(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
    Path((_, id)): Path<(String, String)>,
) -> Result<(StatusCode, Json<WebhookEvent>)> {
    test_hook(&app, &caller, Some(entry.site.id), &id).await
}

/// The last answers of a webhook
#[utoipa::path(
    get, path = "/sites/{site}/webhooks/{webhook}/answers", operation_id = "list_site_webhook_answers", tag = "webhooks",
    params(SiteParam, ("webhook" = i64, Path, description = "The webhook's number.", example = 42)),
    responses((status = 200, description = "The last 100 attempts, newest first.", body = Vec<WebhookAnswer>)),
    extensions(("x-problems" = json!(["no-such-webhook"])))
)]
pub(crate) async fn answers(
    State(app): State<App>,
    Guarded(entry): Guarded,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<Vec<WebhookAnswer>>> {
    Ok(Json(answers_of(&app, Some(entry.site.id), &id).await?))
}

/// Send an event again
///
/// One of the log of answers, whatever became of it. It keeps its id and waits for no other; one that still waits is tried at
/// once.
#[utoipa::path(
    post, path = "/sites/{site}/webhooks/{webhook}/events/{event}/again", operation_id = "send_site_webhook_event_again", tag = "webhooks",
    params(SiteParam, ("webhook" = i64, Path, description = "The webhook's number.", example = 42), ("event" = i64, Path, description = "The event's number, as the log of answers has it.", example = 4711)),
    responses((status = 202, description = "It is on its way.", body = WebhookEvent)),
    extensions(("x-problems" = json!(["no-such-webhook", "no-such-event", "webhook-off"])))
)]
pub(crate) async fn again(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
    Path((_, id, event)): Path<(String, String, String)>,
) -> Result<(StatusCode, Json<WebhookEvent>)> {
    send_again(&app, &caller, Some(entry.site.id), &id, &event).await
}
