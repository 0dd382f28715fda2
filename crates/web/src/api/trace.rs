//! `GET /sites/{site}/trace`: messages with their story, newest first.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use postern_core::ids::{DeliveryId, MessageId};
use postern_store::view::{self, Question, Reply, TraceFilter};
use postern_store::{Method, Selection};
use serde::Deserialize;

use super::app::{App, unexpected};
use super::queue::is_held;
use super::request::{Params, Path, cursor, rows};
use crate::caller::Caller;
use crate::error::Result;
use crate::wire::{Attempt, Origin, Page, Traced, TracedDelivery};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ListParams {
    recipient: Option<String>,
    sender: Option<String>,
    subject: Option<String>,
    script: Option<String>,
    message: Option<i64>,
    message_id: Option<String>,
    cursor: Option<String>,
    limit: Option<usize>,
}

pub(crate) async fn list(
    State(app): State<App>,
    _: Caller,
    Path(name): Path<String>,
    Params(params): Params<ListParams>,
) -> Result<Json<Page<Traced>>> {
    let before = cursor(params.cursor.as_deref(), |text| text.parse::<MessageId>().ok())?;
    let filter = TraceFilter {
        recipient: params.recipient,
        sender: params.sender,
        subject: params.subject,
        script: params.script,
        message: params.message.map(MessageId),
        message_id: params.message_id,
    };
    let (site, limit) = (app.entry(&name)?.site.id, rows(params.limit)?);
    let page = match app.ask(Question::Trace { site, filter, before, limit }).await? {
        Reply::Trace(page) => page,
        other => return Err(unexpected(&other)),
    };
    let next = page.next.map(|next| next.to_string());
    let mut items: Vec<Traced> = page.rows.into_iter().map(traced).collect();
    let mut deliveries: Vec<_> = items.iter_mut().flat_map(|item| &mut item.deliveries).collect();
    deliveries.retain(|delivery| delivery.state == "queued");
    let held = held(&app, &name, deliveries.iter().map(|delivery| delivery.id).collect()).await?;
    for delivery in deliveries.into_iter().filter(|delivery| held.contains(&delivery.id)) {
        delivery.state = "held".to_owned();
    }
    Ok(Json(Page { items, next }))
}

/// Which of these queued deliveries are held: read off the site and its stops. What is in an attempt is not.
async fn held(app: &App, name: &str, ids: Vec<i64>) -> Result<BTreeSet<i64>> {
    let mut held = BTreeSet::new();
    // No delivery at all would be a selection of all.
    let mut after = (!ids.is_empty()).then_some(DeliveryId(0));
    let (limit, entry) = (ids.len(), app.entry(name)?);
    let (site, red) = (entry.site.id, entry.site.state.is_red());
    let selection = Selection { deliveries: ids, ..Selection::default() };
    while let Some(from) = after {
        let question = Question::Queue { site, selection: selection.clone(), after: from, limit };
        let page = match app.ask(question).await? {
            Reply::Queue(page) => page,
            other => return Err(unexpected(&other)),
        };
        let held_rows = page.rows.iter().filter(|row| !row.in_flight && is_held(row, red));
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
