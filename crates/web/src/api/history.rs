//! What happened on a site by half-hours or days of its own calendar.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use jiff::tz::TimeZone;
use postern_core::counter::{self, HALF_HOUR, day, day_after, day_range, half_hour};
use postern_core::ids::SiteId;
use postern_core::time::Time;
use postern_engine::sites::Entry;
use postern_store::view::{Question, Reply};
use serde::Deserialize;
use utoipa::IntoParams;

use super::app::{App, unexpected};
use super::export::{Format, export};
use super::guard::Guarded;
use super::request::{Params, SiteParam};
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::{Bucket, Code, Figures, History, Page, Step, When};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ShowParams {
    /// How long a bucket is.
    #[param(inline)]
    step: Step,
    /// From the bucket of this instant on; a day ago for half-hours, thirty days for days without it.
    from: Option<When>,
    /// Up to this instant; now without it. At most 62 days of half-hours, or ten years of days, later than `from`.
    to: Option<When>,
}

/// Most of an answer: half-hours of 62 days, days of ten years.
const MOST_HALF_HOURS: Duration = Duration::from_secs(62 * 86_400);
const MOST_DAYS: Duration = Duration::from_secs(3660 * 86_400);

/// What happened in each half-hour or on each day
///
/// Buckets in which nothing happened are left out.
#[utoipa::path(
    get, path = "/sites/{site}/history", operation_id = "show_history", tag = "history",
    params(SiteParam, ShowParams),
    responses((status = 200, description = "The buckets, oldest first.", body = History))
)]
pub(crate) async fn show(
    State(app): State<App>,
    Guarded(entry): Guarded,
    Params(params): Params<ShowParams>,
) -> Result<Json<History>> {
    Ok(Json(history(&app, &entry, params).await?))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportParams {
    /// How it is written.
    #[param(inline)]
    format: Format,
    /// How long a bucket is.
    #[param(inline)]
    step: Step,
    /// As for the history.
    from: Option<When>,
    /// As for the history.
    to: Option<When>,
}

/// What happened in each half-hour or on each day, as a file
#[utoipa::path(
    get, path = "/sites/{site}/history/export", operation_id = "export_history", tag = "history",
    params(SiteParam, ExportParams),
    responses((status = 200, description = "The buckets, oldest first.", content(
        (Bucket = "application/x-ndjson"), (Vec<Bucket> = "application/json"), (String = "text/csv"),
    ))),
    extensions(("x-problems" = json!(["too-many-streams"])))
)]
pub(crate) async fn export_all(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
    Params(params): Params<ExportParams>,
) -> Result<Response> {
    let ExportParams { format, step, from, to } = params;
    let slot = app.streams().open(&caller)?;
    let name = format!("history-{}", entry.site.name);
    let read = move |_| {
        let (app, entry) = (app.clone(), Arc::clone(&entry));
        async move {
            let history = history(&app, &entry, ShowParams { step, from, to }).await?;
            Ok(Page { items: history.buckets, next: None })
        }
    };
    export(slot, format, &name, read).await
}

async fn history(app: &App, entry: &Entry, params: ShowParams) -> Result<History> {
    const DAY: Duration = Duration::from_secs(86_400);
    let (default, most, step) = match params.step {
        Step::HalfHour => (DAY, MOST_HALF_HOURS, HALF_HOUR),
        Step::Day => (DAY * 30, MOST_DAYS, DAY),
    };
    let to = params.to.map_or_else(|| app.now(), Time::from);
    let from = params.from.map_or(to - default, Time::from);
    // A caller who reckons by its own clock and asks for the most there is gets it.
    if from >= to || to.since(from) > most + step {
        let days = most.as_secs() / 86_400;
        return Err(Error::new(
            Code::BadRequest,
            format!("from has to be before to, by at most {days} days"),
        ));
    }
    // What is not kept any more is no 0.
    let from = match params.step {
        Step::HalfHour => from.max(app.now() - app.about().half_hours_kept).min(to),
        Step::Day => from,
    };
    let site = entry.site.id;
    let buckets = match params.step {
        Step::HalfHour => half_hours(app, site, half_hour(from, &entry.zone), to).await?,
        Step::Day => days(app, site, &entry.zone, from, to).await?,
    };
    let zone = entry.site.settings.zone.clone();
    Ok(History { step: params.step, zone, from: from.into(), to: to.into(), buckets })
}

async fn half_hours(app: &App, site: SiteId, from: Time, to: Time) -> Result<Vec<Bucket>> {
    match app.ask(Question::HalfHours { site, from, to }).await? {
        Reply::HalfHours(rows) => Ok(rows.into_iter().map(|(at, row)| bucket(at, row)).collect()),
        other => Err(unexpected(&other)),
    }
}

/// The days from that of `from` to that of the last instant before `to`.
async fn days(
    app: &App,
    site: SiteId,
    zone: &TimeZone,
    from: Time,
    to: Time,
) -> Result<Vec<Bucket>> {
    let last = day(Time(to.0.saturating_sub(1)), zone);
    let (from, to) = (day(from, zone), day_after(last, 1).unwrap_or(last));
    match app.ask(Question::Days { site, from, to }).await? {
        Reply::Days(rows) => {
            let began = |day| day_range(day, zone).map(|range| range.start);
            Ok(rows.into_iter().filter_map(|(day, row)| Some(bucket(began(day)?, row))).collect())
        }
        other => Err(unexpected(&other)),
    }
}

fn bucket(at: Time, bucket: counter::Bucket) -> Bucket {
    Bucket { at: at.into(), figures: figures(bucket) }
}

/// A bucket's figures as they travel.
pub(crate) fn figures(bucket: counter::Bucket) -> Figures {
    Figures {
        sent: bucket.sent,
        failed: bucket.failed,
        failed_late: bucket.failed_late,
        held: bucket.held,
        expired: bucket.expired,
        purged: bucket.purged,
        complaints: bucket.complaints,
    }
}
