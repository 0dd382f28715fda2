//! Jobs on a selection of a site's queue.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use postern_core::ids::{JobId, SiteId};
use postern_engine::act::{Begun, job_key};
use postern_engine::sites::Entry;
use postern_store::view::{Question, Reply};
use postern_store::{JobKind, Started};

use super::app::{App, unexpected};
use super::guard::Guarded;
use super::queue::store_selection;
use super::request::{
    Body, ByNumber, IdempotencyKey, KeyParam, Params, Path, SiteParam, cursor, rows,
};
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::{self, Code, Job, JobWish, Page, When};

/// Release, delete or retry a selection of the queue
///
/// A release lets mail pass the block of its site; what a stop holds stays. A job covers what is queued when it begins. With
/// an `Idempotency-Key` a repeat gives the job that the first began, whatever the site is by now; one that found nothing to
/// do, or was refused, has not spent its key.
#[utoipa::path(
    post, path = "/sites/{site}/jobs", operation_id = "begin_job", tag = "queue",
    params(SiteParam, KeyParam), request_body = JobWish,
    responses(
        (status = 202, description = "It has begun.", body = Job),
        (status = 200, description = "A release of a site that is not blocked: nothing is held, no job has begun, `id` is null.", body = Job),
    ),
    extensions(("x-problems" = json!(["held-as-spam", "locked", "conflict", "too-many-jobs", "key-reused"])))
)]
pub(crate) async fn begin(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
    IdempotencyKey(key): IdempotencyKey,
    Body(wish): Body<JobWish>,
) -> Result<(StatusCode, Json<Job>)> {
    let site = entry.site.id;
    let kind = match wish.kind {
        wire::JobKind::Release => JobKind::Release,
        wire::JobKind::Delete => JobKind::Delete,
        wire::JobKind::Retry => JobKind::Retry,
    };
    let selection = store_selection(wish.selection);
    let key = key.map(|key| job_key(&key, kind, &selection));
    match app.actions().begin(site, kind, selection, key, &caller.asker()).await? {
        Begun::Yes(Started::KeyReused(job)) => Err(Error::new(
            Code::KeyReused,
            format!("this key was used for something else already, number {job}"),
        )),
        Begun::Yes(Started::Begun(job) | Started::Repeated(job)) => {
            Ok((StatusCode::ACCEPTED, Json(of_site(&app, &entry, job).await?)))
        }
        Begun::Nothing => Ok((
            StatusCode::OK,
            Json(Job {
                id: None,
                site: entry.site.name.clone(),
                kind: wish.kind,
                by: caller.asker().who,
                seen: 0,
                total: 0,
                done: 0,
                ended_at: Some(app.now().into()),
                taken_back: false,
            }),
        )),
        Begun::Refused { why, state, reason } => {
            Err(Error::refused(why, &entry.site.name, state, &reason))
        }
    }
}

/// The jobs of a site
#[utoipa::path(
    get, path = "/sites/{site}/jobs", operation_id = "list_jobs", tag = "queue",
    params(SiteParam, ByNumber),
    responses((status = 200, description = "A page, newest first.", body = Page<Job>))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Guarded(entry): Guarded,
    Params(params): Params<ByNumber>,
) -> Result<Json<Page<Job>>> {
    let before = cursor(params.cursor.as_deref(), |text| text.parse::<JobId>().ok())?;
    let (site, limit) = (entry.site.id, rows(params.limit)?);
    let page = match app.ask(Question::Jobs { site, before, limit }).await? {
        Reply::Jobs(page) => page,
        other => return Err(unexpected(&other)),
    };
    let items = page.rows.into_iter().map(|job| view(&entry.site.name, job)).collect();
    Ok(Json(Page { items, next: page.next.map(|next| next.to_string()) }))
}

/// A job and how far it is
#[utoipa::path(
    get, path = "/sites/{site}/jobs/{job}", operation_id = "show_job", tag = "queue",
    params(SiteParam, ("job" = i64, Path, description = "The job's id.", example = 4711)),
    responses((status = 200, description = "The job.", body = Job)),
    extensions(("x-problems" = json!(["no-such-job"])))
)]
pub(crate) async fn show(
    State(app): State<App>,
    Guarded(entry): Guarded,
    Path((_, job)): Path<(String, String)>,
) -> Result<Json<Job>> {
    let id = job.parse().map_err(|_| no_job(&entry, &job))?;
    Ok(Json(of_site(&app, &entry, id).await?))
}

/// A job, if it is this site's.
async fn of_site(app: &App, entry: &Entry, id: JobId) -> Result<Job> {
    let is_own = |site: SiteId| site == entry.site.id;
    match app.ask(Question::Job(id)).await? {
        Reply::Job(job) => job
            .filter(|job| is_own(job.site))
            .map(|job| view(&entry.site.name, job))
            .ok_or_else(|| no_job(entry, &id.to_string())),
        other => Err(unexpected(&other)),
    }
}

fn no_job(entry: &Entry, id: &str) -> Error {
    Error::new(Code::NoSuchJob, format!("site {} has no job {id:?}", entry.site.name))
}

fn view(site: &str, job: postern_store::Job) -> Job {
    Job {
        id: Some(job.id.0),
        site: site.to_owned(),
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
    }
}
