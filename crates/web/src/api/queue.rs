//! The queue of a site.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use postern_core::ids::{DeliveryId, SiteId};
use postern_store::view::{self, Question, Reply};
use postern_store::{self as store, Selection};
use serde::Deserialize;
use utoipa::IntoParams;

use super::app::{App, unexpected};
use super::export::{self, JsonFormat, export};
use super::guard::Guarded;
use super::request::{Params, SiteParam, cursor, rows};
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::{self, Page, QueueKind, Queued, When};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParams {
    /// A recipient's address, or `@domain`.
    recipient: Option<String>,
    sender: Option<String>,
    script: Option<String>,
    accepted_before: Option<When>,
    /// Only what is due, deferred or held.
    #[param(inline)]
    kind: Option<QueueKind>,
    /// The mail of this id.
    id: Option<i64>,
    /// The mails of this message.
    message: Option<i64>,
    /// The `next` of an earlier page.
    cursor: Option<String>,
    /// Rows of the page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
}

/// Queued mail of a site
#[utoipa::path(
    get, path = "/sites/{site}/queue", operation_id = "list_queue", tag = "queue",
    params(SiteParam, ListParams),
    responses((status = 200, description = "A page, oldest first.", body = Page<Queued>))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Guarded(entry): Guarded,
    Params(params): Params<ListParams>,
) -> Result<Json<Page<Queued>>> {
    let limit = rows(params.limit)?;
    let selection = store_selection(wire::Selection {
        recipient: params.recipient,
        sender: params.sender,
        script: params.script,
        accepted_before: params.accepted_before,
        kind: params.kind,
        ids: params.id.into_iter().collect(),
        messages: params.message.into_iter().collect(),
    });
    Ok(Json(page(&app, entry.site.id, selection, params.cursor.as_deref(), limit).await?))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportParams {
    /// How it is written.
    #[param(inline)]
    format: JsonFormat,
    /// A recipient's address, or `@domain`.
    recipient: Option<String>,
    sender: Option<String>,
    script: Option<String>,
    accepted_before: Option<When>,
    /// Only what is due, deferred or held.
    #[param(inline)]
    kind: Option<QueueKind>,
}

/// Queued mail of a site, all of it
#[utoipa::path(
    get, path = "/sites/{site}/queue/export", operation_id = "export_queue", tag = "queue",
    params(SiteParam, ExportParams),
    responses((status = 200, description = "Every mail that fits, oldest first.", content(
        (Queued = "application/x-ndjson"), (Vec<Queued> = "application/json"),
    ))),
    extensions(("x-problems" = json!(["too-many-streams"])))
)]
pub(crate) async fn export_all(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
    Params(params): Params<ExportParams>,
) -> Result<Response> {
    let slot = app.streams().open(&caller)?;
    let (name, site) = (format!("queue-{}", entry.site.name), entry.site.id);
    let selection = store_selection(wire::Selection {
        recipient: params.recipient,
        sender: params.sender,
        script: params.script,
        accepted_before: params.accepted_before,
        kind: params.kind,
        ..wire::Selection::default()
    });
    let read = move |cursor: Option<String>| {
        let (app, selection) = (app.clone(), selection.clone());
        async move { page(&app, site, selection, cursor.as_deref(), export::ROWS).await }
    };
    export(slot, params.format.into(), &name, read).await
}

pub(crate) async fn page(
    app: &App,
    site: SiteId,
    selection: Selection,
    from: Option<&str>,
    limit: usize,
) -> Result<Page<Queued>> {
    let after = cursor(from, |text| text.parse().ok())?.unwrap_or(DeliveryId(0));
    let page = match app.ask(Question::Queue { site, selection, after, limit }).await? {
        Reply::Queue(page) => page,
        other => return Err(unexpected(&other)),
    };
    let red = is_red(app, site)?;
    let items = page.rows.into_iter().map(|row| queued(row, red)).collect();
    Ok(Page { items, next: page.next.map(|next| next.to_string()) })
}

/// Whether a site holds its mail now.
pub(crate) fn is_red(app: &App, site: SiteId) -> Result<bool> {
    let entry = app.sites().entry(site).ok_or(postern_store::Error::NotFound("site"));
    Ok(entry.map_err(Error::from)?.site.state.is_red())
}

pub(super) fn store_selection(selection: wire::Selection) -> Selection {
    Selection {
        recipient: selection.recipient,
        sender: selection.sender,
        script: selection.script,
        accepted_before: selection
            .accepted_before
            .map(|when| postern_core::time::Time::from(when).0),
        messages: selection.messages,
        deliveries: selection.ids,
        kind: selection.kind.map(|kind| match kind {
            QueueKind::Due => store::QueueKind::Due,
            QueueKind::Deferred => store::QueueKind::Deferred,
            QueueKind::Held => store::QueueKind::Held,
        }),
    }
}

/// How a queued mail of a site that is red, or not, stands.
pub(crate) fn kind(row: &view::Queued, is_red: bool) -> store::QueueKind {
    store::QueueKind::of(row.parked, row.released, row.attempts, is_red)
}

fn queued(row: view::Queued, is_red: bool) -> Queued {
    let kind = kind(&row, is_red).word();
    Queued {
        id: row.delivery.0,
        message: row.message.0,
        kind: kind.to_owned(),
        accepted_at: row.accepted_at.into(),
        sender: row.sender,
        recipient: row.recipient,
        subject: row.subject,
        script: row.script,
        size_bytes: row.size,
        attempts: row.attempts,
        next_at: row.next_at.into(),
        stopped: row.parked,
        released: row.released,
        in_flight: row.in_flight,
        last_host: row.last.host,
        last_code: row.last.code,
        last_enhanced: row.last.enhanced,
        last_reply: row.last.text,
    }
}
