//! Next hops: what waits for each, what it takes, what it last said. Read off the scheduler's memory.

use std::cmp::Reverse;

use axum::Json;
use axum::extract::State;
use postern_engine::schedule::HopStanding;
use serde::Deserialize;
use utoipa::IntoParams;

use super::app::App;
use super::request::{Params, rows};
use crate::error::Result;
use crate::wire::{Hop, Hops};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParams {
    /// Part of the name.
    #[param(example = "example.org")]
    search: String,
    /// How many.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
}

/// Next hops in use
///
/// As they stand at this moment: those in trouble first, then those where most waits. One is remembered while it has work, and
/// for as long as there are fewer than 10,000.
#[utoipa::path(
    get, path = "/hops", operation_id = "list_hops", tag = "operation", params(ListParams),
    responses((status = 200, description = "The next hops, and the attempts that are made.", body = Hops))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Params(params): Params<ListParams>,
) -> Result<Json<Hops>> {
    Ok(Json(ranked(&app, &params.search, rows(params.limit)?).await?))
}

/// The next hops whose names have these letters.
pub(crate) async fn ranked(app: &App, search: &str, limit: usize) -> Result<Hops> {
    let search = search.trim().to_ascii_lowercase();
    let standings = app.standings().await?;
    let mut found: Vec<&HopStanding> =
        standings.hops.iter().filter(|hop| hop.name.contains(&search)).collect();
    rank(&mut found);
    Ok(Hops {
        now: app.now().into(),
        running: standings.attempts as u64,
        most_running: standings.most as u64,
        total: found.len() as u64,
        items: found.into_iter().take(limit).map(|hop| view(app, hop)).collect(),
    })
}

/// Those in trouble first, then those where most waits.
pub(crate) fn rank(hops: &mut [&HopStanding]) {
    hops.sort_by_key(|hop| {
        let trouble = (hop.dead, hop.closed_until.is_some(), hop.failing_since.is_some());
        (Reverse((trouble, hop.waiting, hop.running)), &hop.name)
    });
}

fn view(app: &App, hop: &HopStanding) -> Hop {
    let (failed_at, words) = hop.last_failure.clone().unzip();
    let words = words.unwrap_or_default();
    Hop {
        name: hop.name.to_string(),
        waiting: hop.waiting as u64,
        oldest_due_at: hop.oldest.map(|(at, _)| at.into()),
        oldest_site: hop.oldest.map(|(_, site)| app.site_name(site)),
        running: hop.running,
        slots: hop.slots,
        most_slots: hop.most_slots,
        failures: hop.failures,
        dead: hop.dead,
        failing_since: hop.failing_since.map(Into::into),
        closed_until: hop.closed_until.map(Into::into),
        last_failed_at: failed_at.map(Into::into),
        last_host: words.host,
        last_code: words.code,
        last_enhanced: words.enhanced,
        last_reply: words.text,
    }
}
