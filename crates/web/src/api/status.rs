//! `GET /sites/{site}/status`: how a site stands, on one page.

use axum::Json;
use axum::extract::State;
use postern_core::counter::day_text;

use super::app::App;
use super::request::Path;
use super::{history, site, stop};
use crate::caller::Caller;
use crate::error::Result;
use crate::standing::Standing;
use crate::wire::Status;

pub(crate) async fn show(
    State(app): State<App>,
    _: Caller,
    Path(name): Path<String>,
) -> Result<Json<Status>> {
    let standing = Standing::of(&app, &name).await?;
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
