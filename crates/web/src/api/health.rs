//! The daemon as a whole: its health, and the check of all it has stored.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use postern_engine::intake::DropHealth;
use postern_store::view::{Question, Reply};

use super::app::{App, unexpected};
use super::site::counters;
use crate::error::Result;
use crate::wire::{Checked, Commits, DropDirectory, Health, When};

/// Whether mail is accepted, and the figures of all sites
#[utoipa::path(
    get, path = "/health", operation_id = "show_health", tag = "operation",
    responses((status = 200, description = "How the daemon stands.", body = Health))
)]
pub(crate) async fn show(State(app): State<App>) -> Result<Json<Health>> {
    health(&app).await.map(Json)
}

/// How the daemon stands.
pub(crate) async fn health(app: &App) -> Result<Health> {
    let health = match app.ask(Question::Health).await? {
        Reply::Health(health) => health,
        other => return Err(unexpected(&other)),
    };
    let oldest = app.standings().await?.oldest();
    let room_bytes = health.room_bytes;
    let about = app.about();
    let why = why_not(&health);
    Ok(Health {
        accepts: why.is_empty(),
        why: why.to_owned(),
        version: about.version.clone(),
        hostname: about.hostname.clone(),
        now: app.now().into(),
        started_at: about.started_at.into(),
        smtp: about.smtp.clone(),
        web: about.web.clone(),
        sites: health.sites,
        counters: counters(health.counters),
        database_bytes: health.database_bytes,
        body_bytes: health.body_bytes,
        room_bytes,
        reserve_bytes: health.reserve_bytes,
        disk_bytes: health.disk_bytes,
        to_reclaim: health.to_reclaim,
        commits: commits(health.commits),
        oldest_due_at: oldest.map(|(at, _)| at.into()),
        oldest_due_site: oldest.map(|(_, site)| app.site_name(site)),
        drop: about.drop.health().map(drop_directory),
    })
}

/// Why no mail is accepted; empty when it is.
pub(crate) fn why_not(health: &postern_store::view::Health) -> &'static str {
    if health.room_bytes == 0 { "no room on the disk beyond its reserve" } else { "" }
}

fn commits(commits: postern_store::view::Commits) -> Commits {
    let micros = |span: Duration| u64::try_from(span.as_micros()).unwrap_or(u64::MAX);
    Commits {
        count: commits.count,
        p50_micros: micros(commits.p50),
        p99_micros: micros(commits.p99),
        longest_micros: micros(commits.longest),
    }
}

fn drop_directory(health: DropHealth) -> DropDirectory {
    DropDirectory {
        files: health.files,
        bytes: health.bytes,
        // A time that is none of the calendar's is of no use to anyone.
        oldest_at: health.oldest_at.and_then(|at| Timestamp::try_from(at).ok()).map(When),
        aside: health.aside,
        over: health.over,
    }
}

/// Verify every body and recount every figure
///
/// It reads everything there is; its caller decides how long to wait.
#[utoipa::path(
    post, path = "/check", operation_id = "check", tag = "operation",
    responses((status = 200, description = "What was found.", body = Checked))
)]
pub(crate) async fn check(State(app): State<App>) -> Result<Json<Checked>> {
    Ok(Json(app.store().check().await?.into()))
}
