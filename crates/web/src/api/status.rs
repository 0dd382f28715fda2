//! How a site stands, on one page.

use axum::Json;
use axum::extract::State;
use postern_core::counter::day_text;

use super::app::App;
use super::guard::Guarded;
use super::request::SiteParam;
use super::{history, site, stop};
use crate::error::Result;
use crate::standing::Standing;
use crate::wire::Status;

/// How a site stands, on one page
#[utoipa::path(
    get, path = "/sites/{site}/status", operation_id = "show_status", tag = "sites", params(SiteParam),
    responses((status = 200, description = "Its state, its figures, how its queue divides, its stops.", body = Status))
)]
pub(crate) async fn show(State(app): State<App>, Guarded(entry): Guarded) -> Result<Json<Status>> {
    let standing = Standing::of(&app, &entry).await?;
    Ok(Json(Status {
        now: standing.now.into(),
        today: day_text(standing.day),
        figures_today: history::figures(standing.today),
        queue: standing.queue,
        expires_next_at: standing.expires_next_at.map(Into::into),
        stops: standing.stops.into_iter().map(stop::view).collect(),
        site: site::view(standing.site),
    }))
}
