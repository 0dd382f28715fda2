//! Who sends most, who fails most, since they were first seen.

use axum::Json;
use axum::extract::State;
use postern_core::ids::SiteId;
use postern_store::view::{self, Order, Question, Reply, SiteFilter, SiteOrder};
use serde::Deserialize;
use utoipa::IntoParams;

use super::app::{App, unexpected};
use super::guard::Guarded;
use super::request::{Params, SiteParam, rows};
use super::site::counters;
use crate::error::Result;
use crate::wire::{Ranked, RankedScript, RankedSite};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ScriptsParams {
    /// What is ranked by.
    #[param(inline)]
    by: Ranked,
    /// Of this site only.
    site: Option<String>,
    /// How many.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
}

/// The scripts of all sites that send, or fail, most
#[utoipa::path(
    get, path = "/top/scripts", operation_id = "rank_scripts", tag = "operation", params(ScriptsParams),
    responses((status = 200, description = "Most first.", body = Vec<RankedScript>)),
    extensions(("x-problems" = json!(["no-such-site"])))
)]
pub(crate) async fn scripts(
    State(app): State<App>,
    Params(params): Params<ScriptsParams>,
) -> Result<Json<Vec<RankedScript>>> {
    let site =
        params.site.as_deref().map(|name| app.entry(name)).transpose()?.map(|entry| entry.site.id);
    Ok(Json(ranked(&app, site, params.by, rows(params.limit)?).await?))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SiteScriptsParams {
    /// What is ranked by.
    #[param(inline)]
    by: Ranked,
    /// How many.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
}

/// The scripts of a site that send, or fail, most
#[utoipa::path(
    get, path = "/sites/{site}/scripts", operation_id = "list_scripts", tag = "history",
    params(SiteParam, SiteScriptsParams),
    responses((status = 200, description = "Most first.", body = Vec<RankedScript>))
)]
pub(crate) async fn scripts_of_site(
    State(app): State<App>,
    Guarded(entry): Guarded,
    Params(params): Params<SiteScriptsParams>,
) -> Result<Json<Vec<RankedScript>>> {
    Ok(Json(ranked(&app, Some(entry.site.id), params.by, rows(params.limit)?).await?))
}

async fn ranked(
    app: &App,
    site: Option<SiteId>,
    by: Ranked,
    limit: usize,
) -> Result<Vec<RankedScript>> {
    let by = match by {
        Ranked::Sent => Order::Sent,
        Ranked::Failed => Order::Failed,
    };
    let scripts = match app.ask(Question::Scripts { site, by, limit }).await? {
        Reply::Scripts(scripts) => scripts,
        other => return Err(unexpected(&other)),
    };
    let view = |script: view::Script| RankedScript {
        site: script.site_name,
        script: script.name,
        first_at: script.first_at.into(),
        last_at: script.last_at.into(),
        accepted: script.accepted,
        sent: script.sent,
        failed: script.failed,
    };
    Ok(scripts.into_iter().map(view).collect())
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SitesParams {
    /// What is ranked by.
    #[param(inline)]
    by: Ranked,
    /// How many.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
}

/// The sites that send, or fail, most
#[utoipa::path(
    get, path = "/top/sites", operation_id = "rank_sites", tag = "operation", params(SitesParams),
    responses((status = 200, description = "Most first.", body = Vec<RankedSite>))
)]
pub(crate) async fn sites(
    State(app): State<App>,
    Params(params): Params<SitesParams>,
) -> Result<Json<Vec<RankedSite>>> {
    let by = match params.by {
        Ranked::Sent => SiteOrder::Sent,
        Ranked::Failed => SiteOrder::Failed,
    };
    let (filter, limit) = (SiteFilter::default(), rows(params.limit)?);
    let ever = Question::SiteRanking { filter, by, days_from: None, after: None, limit };
    let ranking = match app.ask(ever).await? {
        Reply::SiteRanking(ranking) => ranking,
        other => return Err(unexpected(&other)),
    };
    let best = ranking.page.rows.into_iter().filter(|site| by.figure(site.figures()) > 0);
    let view = |site: view::RankedSite| RankedSite {
        site: site.name,
        state: site.state.word().to_owned(),
        counters: counters(site.counters),
    };
    Ok(Json(best.map(view).collect()))
}
