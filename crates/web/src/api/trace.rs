//! Messages of a site with their story, newest first.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use postern_core::ids::{DeliveryId, MessageId, SiteId};
use postern_store::view::{self, Question, Reply, TraceFilter};
use postern_store::{Method, QueueKind, Selection};
use serde::Deserialize;
use utoipa::IntoParams;

use super::app::{App, unexpected};
use super::export::{self, JsonFormat, export};
use super::guard::Guarded;
use super::queue::{is_red, kind};
use super::request::{Params, SiteParam, cursor, rows};
use crate::caller::Caller;
use crate::error::Result;
use crate::wire::{Attempt, Origin, Page, Traced, TracedDelivery};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParams {
    /// A recipient's whole address.
    recipient: Option<String>,
    sender: Option<String>,
    /// Part of the subject, without regard to case.
    subject: Option<String>,
    script: Option<String>,
    /// The message of this id.
    message: Option<i64>,
    /// The `Message-ID` field, with or without angle brackets.
    message_id: Option<String>,
    /// The `next` of an earlier page.
    cursor: Option<String>,
    /// Rows of the page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
}

/// Messages of a site with their story
#[utoipa::path(
    get, path = "/sites/{site}/trace", operation_id = "list_trace", tag = "history",
    params(SiteParam, ListParams),
    responses((status = 200, description = "A page, newest first.", body = Page<Traced>))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Guarded(entry): Guarded,
    Params(params): Params<ListParams>,
) -> Result<Json<Page<Traced>>> {
    let filter = TraceFilter {
        recipient: params.recipient,
        sender: params.sender,
        subject: params.subject,
        script: params.script,
        message: params.message.map(MessageId),
        message_id: params.message_id,
    };
    let limit = rows(params.limit)?;
    Ok(Json(page(&app, entry.site.id, filter, params.cursor.as_deref(), limit).await?))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportParams {
    /// How it is written.
    #[param(inline)]
    format: JsonFormat,
    /// A recipient's whole address.
    recipient: Option<String>,
    sender: Option<String>,
    /// Part of the subject, without regard to case.
    subject: Option<String>,
    script: Option<String>,
}

/// Messages of a site with their story, all of them
#[utoipa::path(
    get, path = "/sites/{site}/trace/export", operation_id = "export_trace", tag = "history",
    params(SiteParam, ExportParams),
    responses((status = 200, description = "Every message that fits, newest first.", content(
        (Traced = "application/x-ndjson"), (Vec<Traced> = "application/json"),
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
    let (name, site) = (format!("trace-{}", entry.site.name), entry.site.id);
    let filter = TraceFilter {
        recipient: params.recipient,
        sender: params.sender,
        subject: params.subject,
        script: params.script,
        ..TraceFilter::default()
    };
    let read = move |cursor: Option<String>| {
        let (app, filter) = (app.clone(), filter.clone());
        async move { page(&app, site, filter, cursor.as_deref(), export::ROWS).await }
    };
    export(slot, params.format.into(), &name, read).await
}

pub(crate) async fn page(
    app: &App,
    site: SiteId,
    filter: TraceFilter,
    from: Option<&str>,
    limit: usize,
) -> Result<Page<Traced>> {
    let before = cursor(from, |text| text.parse::<MessageId>().ok())?;
    let page = match app.ask(Question::Trace { site, filter, before, limit }).await? {
        Reply::Trace(page) => page,
        other => return Err(unexpected(&other)),
    };
    let next = page.next.map(|next| next.to_string());
    let mut items: Vec<Traced> = page.rows.into_iter().map(traced).collect();
    let mut deliveries: Vec<_> = items.iter_mut().flat_map(|item| &mut item.deliveries).collect();
    deliveries.retain(|delivery| delivery.state == "queued");
    let held = held(app, site, deliveries.iter().map(|delivery| delivery.id).collect()).await?;
    for delivery in deliveries.into_iter().filter(|delivery| held.contains(&delivery.id)) {
        delivery.state = "held".to_owned();
    }
    Ok(Page { items, next })
}

/// Which of these queued deliveries are held: read off the site and its stops. What is in an attempt is not.
async fn held(app: &App, site: SiteId, ids: Vec<i64>) -> Result<BTreeSet<i64>> {
    let mut held = BTreeSet::new();
    // No delivery at all would be a selection of all.
    let mut after = (!ids.is_empty()).then_some(DeliveryId(0));
    let (limit, red) = (ids.len(), is_red(app, site)?);
    let selection = Selection { deliveries: ids, ..Selection::default() };
    while let Some(from) = after {
        let question = Question::Queue { site, selection: selection.clone(), after: from, limit };
        let page = match app.ask(question).await? {
            Reply::Queue(page) => page,
            other => return Err(unexpected(&other)),
        };
        let held_rows =
            page.rows.iter().filter(|row| !row.in_flight && kind(row, red) == QueueKind::Held);
        held.extend(held_rows.map(|row| row.delivery.0));
        after = page.next;
    }
    Ok(held)
}

fn traced(row: view::Traced) -> Traced {
    Traced {
        message: row.message.0,
        accepted_at: row.accepted_at.into(),
        sender: row.sender,
        subject: row.subject,
        message_id: row.message_id,
        script: row.script,
        size_bytes: row.size,
        origin: origin(row.origin),
        deliveries: row.deliveries.into_iter().map(delivery).collect(),
    }
}

fn origin(origin: postern_store::Origin) -> Origin {
    let method = origin.method.map(|method| match method {
        Method::Sendmail => "sendmail",
        Method::Drop => "drop",
        Method::Smtp => "smtp",
        Method::Http => "http",
        Method::Notice => "notice",
    });
    Origin {
        method: method.map(str::to_owned),
        uid: origin.uid,
        gid: origin.gid,
        pid: origin.pid,
        login: origin.login,
        address: origin.address,
        stated: origin.stated,
        stated_by_caller: origin.stated_by_caller,
    }
}

fn delivery(row: view::TracedDelivery) -> TracedDelivery {
    TracedDelivery {
        id: row.delivery.0,
        recipient: row.recipient,
        state: row.state.to_owned(),
        next_at: row.next_at.map(Into::into),
        attempts: row.attempts.into_iter().map(attempt).collect(),
    }
}

fn attempt(row: view::Attempt) -> Attempt {
    Attempt {
        at: row.at.into(),
        outcome: row.outcome.to_owned(),
        class: row.class.map(|class| class.word().to_owned()),
        host: row.remote.host,
        code: row.remote.code,
        enhanced: row.remote.enhanced,
        reply: row.remote.text,
    }
}
