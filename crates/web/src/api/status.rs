//! How a site stands, on one page.

use axum::Json;
use axum::extract::State;
use postern_core::counter::{day_text, today};
use postern_core::hold;
use postern_core::time::Time;
use postern_store::view::{self, Question, Reply};
use postern_store::{Site, Stop};

use super::app::{App, unexpected};
use super::guard::Guarded;
use super::request::SiteParam;
use super::{history, site, stop};
use crate::error::Result;
use crate::wire::{QueueKinds, Status};

/// How a site stands, on one page
#[utoipa::path(
    get, path = "/sites/{site}/status", operation_id = "show_status", tag = "sites", params(SiteParam),
    responses((status = 200, description = "Its state, its figures, how its queue divides, its stops.", body = Status))
)]
pub(crate) async fn show(State(app): State<App>, Guarded(entry): Guarded) -> Result<Json<Status>> {
    let zone = entry.zone.clone();
    let site = app.site(&entry).await?;
    let now = app.now();
    let (day, _) = today(now, &zone);
    let figures = match app.ask(Question::Today { site: site.id, day }).await? {
        Reply::Today(bucket) => bucket,
        other => return Err(unexpected(&other)),
    };
    let kinds = match app.ask(Question::QueueKinds { site: site.id, now }).await? {
        Reply::QueueKinds(kinds) => kinds,
        other => return Err(unexpected(&other)),
    };
    let stops = app.actions().stops(site.id).await?;
    Ok(Json(Status {
        now: now.into(),
        today: day_text(day),
        figures_today: history::figures(figures),
        queue: divide(&site, &kinds),
        expires_next_at: expires_next(&site, &kinds, &stops, app.about().hold_max_age)
            .map(Into::into),
        stops: stops.into_iter().map(stop::view).collect(),
        site: site::view(site),
    }))
}

/// How the queue divides, given that a red site holds all that was not released.
fn divide(site: &Site, kinds: &view::QueueKinds) -> QueueKinds {
    let (due, deferred, held) = if site.state.is_red() {
        let due = kinds.released.saturating_sub(kinds.released_deferred);
        (due, kinds.released_deferred, kinds.total.saturating_sub(kinds.released))
    } else {
        (kinds.fresh, kinds.deferred, kinds.parked)
    };
    QueueKinds {
        total: kinds.total,
        due,
        deferred,
        held,
        stopped: kinds.parked,
        released: kinds.released,
        oldest_at: kinds.oldest_at.map(Into::into),
    }
}

/// When the first held mail is given up at the earliest: counted from the oldest mail, which may be a released one.
fn expires_next(
    site: &Site,
    kinds: &view::QueueKinds,
    stops: &[Stop],
    max_age: std::time::Duration,
) -> Option<Time> {
    let oldest_at = kinds.oldest_at?;
    let held_since = if site.state.is_red() {
        (kinds.total > kinds.released).then_some(site.since)
    } else {
        stops.iter().map(|stop| stop.by.at).min().filter(|_| kinds.parked > 0)
    };
    Some(hold::expires_at(oldest_at, held_since?, max_age))
}
