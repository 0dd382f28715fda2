//! The queue of a site, and jobs on a selection of it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use postern_core::ids::{DeliveryId, JobId};
use postern_engine::act::Begun;
use postern_store::view::{self, Question, Reply};
use postern_store::{JobKind, Selection};
use serde::Deserialize;

use super::app::{App, unexpected};
use super::request::{Body, Params, Path, cursor, rows};
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::{self, Code, Page, Queued, When};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ListParams {
    recipient: Option<String>,
    sender: Option<String>,
    script: Option<String>,
    accepted_before: Option<When>,
    id: Option<i64>,
    message: Option<i64>,
    cursor: Option<String>,
    limit: Option<usize>,
}

/// `GET /sites/{site}/queue`: oldest first.
pub(crate) async fn list(
    State(app): State<App>,
    _: Caller,
    Path(name): Path<String>,
    Params(params): Params<ListParams>,
) -> Result<Json<Page<Queued>>> {
    let after =
        cursor(params.cursor.as_deref(), |text| text.parse().ok())?.unwrap_or(DeliveryId(0));
    let limit = rows(params.limit)?;
    let selection = store_selection(wire::Selection {
        recipient: params.recipient,
        sender: params.sender,
        script: params.script,
        accepted_before: params.accepted_before,
        ids: params.id.into_iter().collect(),
        messages: params.message.into_iter().collect(),
    });
    let entry = app.entry(&name)?;
    let page =
        match app.ask(Question::Queue { site: entry.site.id, selection, after, limit }).await? {
            Reply::Queue(page) => page,
            other => return Err(unexpected(&other)),
        };
    let red = entry.site.state.is_red();
    let items = page.rows.into_iter().map(|row| queued(row, red)).collect();
    Ok(Json(Page { items, next: page.next.map(|next| next.to_string()) }))
}

/// `POST /sites/{site}/jobs`. A job that has begun is 202, one there is nothing to do for is 200 and has no id.
pub(crate) async fn begin(
    State(app): State<App>,
    caller: Caller,
    Path(name): Path<String>,
    Body(wish): Body<wire::JobWish>,
) -> Result<(StatusCode, Json<wire::Job>)> {
    let site = app.entry(&name)?.site.id;
    let kind = match wish.kind {
        wire::JobKind::Release => JobKind::Release,
        wire::JobKind::Delete => JobKind::Delete,
        wire::JobKind::Retry => JobKind::Retry,
    };
    let selection = store_selection(wish.selection);
    match app.actions().begin(site, kind, selection, &caller.asker()).await? {
        Begun::Yes(job) => Ok((StatusCode::ACCEPTED, Json(job_view(&app, job).await?))),
        Begun::Nothing => Ok((
            StatusCode::OK,
            Json(wire::Job {
                id: None,
                site: name,
                kind: wish.kind,
                by: caller.asker().who,
                seen: 0,
                total: 0,
                done: 0,
                ended_at: Some(app.now().into()),
                taken_back: false,
            }),
        )),
        Begun::Refused { why, state, reason } => Err(Error::refused(why, &name, state, &reason)),
    }
}

/// `GET /jobs/{job}`.
pub(crate) async fn show_job(
    State(app): State<App>,
    _: Caller,
    Path(job): Path<String>,
) -> Result<Json<wire::Job>> {
    let id = job.parse().map_err(|_| no_job(&job))?;
    Ok(Json(job_view(&app, id).await?))
}

async fn job_view(app: &App, id: JobId) -> Result<wire::Job> {
    let job = match app.ask(Question::Job(id)).await? {
        Reply::Job(job) => job.ok_or_else(|| no_job(&id.to_string()))?,
        other => return Err(unexpected(&other)),
    };
    Ok(wire::Job {
        id: Some(job.id.0),
        site: app.site_name(job.site),
        kind: match job.kind {
            JobKind::Release => wire::JobKind::Release,
            JobKind::Delete => wire::JobKind::Delete,
            JobKind::Retry => wire::JobKind::Retry,
        },
        by: job.by.who,
        seen: job.seen,
        total: job.total,
        done: job.done,
        ended_at: job.ended_at.map(When::from),
        taken_back: job.taken_back,
    })
}

fn no_job(id: &str) -> Error {
    Error::new(Code::NoSuchJob, format!("there is no job {id:?}"))
}

fn store_selection(selection: wire::Selection) -> Selection {
    Selection {
        recipient: selection.recipient,
        sender: selection.sender,
        script: selection.script,
        accepted_before: selection
            .accepted_before
            .map(|when| postern_core::time::Time::from(when).0),
        messages: selection.messages,
        deliveries: selection.ids,
    }
}

/// Whether a queued mail of a site that is red, or not, is held.
pub(super) fn is_held(row: &view::Queued, red: bool) -> bool {
    row.parked || (red && !row.released)
}

fn queued(row: view::Queued, red: bool) -> Queued {
    let kind = if is_held(&row, red) {
        "held"
    } else if row.attempts > 0 {
        "deferred"
    } else {
        "due"
    };
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
