//! Stops of one script or one sender.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use postern_core::ids::{SiteId, StopId};
use postern_core::stop::Stopped;
use postern_mail::Mailbox;

use super::action::check_reason;
use super::app::App;
use super::guard::Guarded;
use super::request::{Body, Path, SiteParam};
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::{Code, Stop, StopAnswer, StopWish};

/// The stops of a site
#[utoipa::path(
    get, path = "/sites/{site}/stops", operation_id = "list_stops", tag = "actions", params(SiteParam),
    responses((status = 200, description = "All that stand.", body = Vec<Stop>))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Guarded(entry): Guarded,
) -> Result<Json<Vec<Stop>>> {
    let stops = app.actions().stops(entry.site.id).await?;
    Ok(Json(stops.into_iter().map(view).collect()))
}

/// Stop one script or one sender while the rest sends
///
/// A stop is known by what it stops, so no key is needed: what is stopped already stays so, under its first reason, and the
/// answer says `"changed": false`.
#[utoipa::path(
    post, path = "/sites/{site}/stops", operation_id = "add_stop", tag = "actions", params(SiteParam),
    request_body = StopWish,
    responses(
        (status = 201, description = "It is stopped.", body = StopAnswer),
        (status = 200, description = "It was stopped already; the stop is the one that stands.", body = StopAnswer),
    ),
    extensions(("x-problems" = json!(["invalid", "conflict"])))
)]
pub(crate) async fn add(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
    Body(wish): Body<StopWish>,
) -> Result<(StatusCode, Json<StopAnswer>)> {
    check_reason(&wish.reason)?;
    let what = match (wish.script, wish.sender) {
        (Some(script), None) if !script.is_empty() => Stopped::Script(script),
        (None, Some(sender)) if !sender.is_empty() => Stopped::Sender(address(&sender)?),
        _ => return Err(Error::new(Code::BadRequest, "name one of script and sender")),
    };
    let (changed, stop) = begin(&app, &caller, entry.site.id, what, wish.reason).await?;
    let status = if changed { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(StopAnswer { changed, stop: view(stop) })))
}

/// Stops; whether that changed anything, and the stop that stands.
pub(crate) async fn begin(
    app: &App,
    caller: &Caller,
    site: SiteId,
    what: Stopped,
    reason: String,
) -> Result<(bool, postern_store::Stop)> {
    let standing = app.actions().stops(site).await?;
    let id = app.actions().stop(site, what, &caller.asker(), reason).await?;
    let changed = standing.iter().all(|stop| stop.id != id);
    let stop = standing_stop(app, site, id).await?;
    let stop = stop.ok_or_else(|| Error::new(Code::Conflict, "the stop was ended meanwhile"))?;
    Ok((changed, stop))
}

/// A stop of a site, if it stands.
pub(crate) async fn standing_stop(
    app: &App,
    site: SiteId,
    id: StopId,
) -> Result<Option<postern_store::Stop>> {
    let stops = app.actions().stops(site).await?;
    Ok(stops.into_iter().find(|stop| stop.id == id))
}

/// An address as envelopes have it: what is none, or in another spelling, would stop nothing.
pub(crate) fn address(sender: &str) -> Result<String> {
    match Mailbox::parse(sender) {
        Ok(mailbox) => Ok(mailbox.to_string()),
        Err(why) => {
            let detail = format!("sender {sender:?} is no address: {}", why.fault());
            Err(Error::new(Code::Invalid, detail))
        }
    }
}

/// End a stop
#[utoipa::path(
    delete, path = "/sites/{site}/stops/{stop}", operation_id = "end_stop", tag = "actions",
    params(SiteParam, ("stop" = i64, Path, description = "The stop's id.", example = 42)),
    responses((status = 204, description = "It is ended; what it held goes out.")),
    extensions(("x-problems" = json!(["no-such-stop"])))
)]
pub(crate) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
    Path((_, stop)): Path<(String, String)>,
) -> Result<StatusCode> {
    let (site, name) = (entry.site.id, &entry.site.name);
    let no_such = || Error::new(Code::NoSuchStop, format!("site {name} has no stop {stop:?}"));
    let id: StopId = stop.parse().map_err(|_| no_such())?;
    standing_stop(&app, site, id).await?.ok_or_else(no_such)?;
    app.actions().unstop(site, id, &caller.asker()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A stop as it travels.
pub(crate) fn view(stop: postern_store::Stop) -> Stop {
    let (script, sender) = match stop.what {
        Stopped::Script(script) => (Some(script), None),
        Stopped::Sender(sender) => (None, Some(sender)),
    };
    Stop {
        id: stop.id.0,
        script,
        sender,
        at: stop.by.at.into(),
        by: stop.by.who,
        reason: stop.reason,
    }
}
