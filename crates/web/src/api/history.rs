//! `GET /sites/{site}/history`: half-hours or days of a site's own calendar.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use jiff::tz::TimeZone;
use postern_core::counter::{self, HALF_HOUR, day, day_after, day_range, half_hour};
use postern_core::ids::SiteId;
use postern_core::time::Time;
use postern_store::view::{Question, Reply};
use serde::Deserialize;

use super::app::{App, unexpected};
use super::request::{Params, Path};
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::{Bucket, Code, Figures, History, Step, When};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ShowParams {
    step: Step,
    from: Option<When>,
    to: Option<When>,
}

/// Most of an answer: half-hours of 62 days, days of ten years.
const MOST_HALF_HOURS: Duration = Duration::from_secs(62 * 86_400);
const MOST_DAYS: Duration = Duration::from_secs(3660 * 86_400);

pub(crate) async fn show(
    State(app): State<App>,
    _: Caller,
    Path(name): Path<String>,
    Params(params): Params<ShowParams>,
) -> Result<Json<History>> {
    let entry = app.entry(&name)?;
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
        Step::HalfHour => half_hours(&app, site, half_hour(from, &entry.zone), to).await?,
        Step::Day => days(&app, site, &entry.zone, from, to).await?,
    };
    let zone = entry.site.settings.zone.clone();
    Ok(Json(History { step: params.step, zone, from: from.into(), to: to.into(), buckets }))
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
