//! Who sends most, who fails most, since they were first seen.

use axum::Json;
use axum::extract::State;
use postern_store::Site;
use postern_store::view::{Order, Question, Reply};
use serde::Deserialize;

use super::app::{App, unexpected};
use super::request::{Params, rows};
use super::site::counters;
use crate::caller::Caller;
use crate::error::Result;
use crate::wire::{Ranked, RankedScript, RankedSite};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ScriptsParams {
    by: Ranked,
    site: Option<String>,
    limit: Option<usize>,
}

/// `GET /top/scripts`.
pub(crate) async fn scripts(
    State(app): State<App>,
    _: Caller,
    Params(params): Params<ScriptsParams>,
) -> Result<Json<Vec<RankedScript>>> {
    let site =
        params.site.as_deref().map(|name| app.entry(name)).transpose()?.map(|entry| entry.site.id);
    let by = match params.by {
        Ranked::Sent => Order::Sent,
        Ranked::Failed => Order::Failed,
    };
    let scripts = match app.ask(Question::Scripts { site, by, limit: rows(params.limit)? }).await? {
        Reply::Scripts(scripts) => scripts,
        other => return Err(unexpected(&other)),
    };
    let view = |script: postern_store::view::Script| RankedScript {
        site: script.site_name,
        script: script.name,
        first_at: script.first_at.into(),
        last_at: script.last_at.into(),
        accepted: script.accepted,
        sent: script.sent,
        failed: script.failed,
    };
    Ok(Json(scripts.into_iter().map(view).collect()))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SitesParams {
    by: Ranked,
    limit: Option<usize>,
}

/// Sites read at once.
const PAGE: usize = 1000;

/// `GET /top/sites`: reads every site once and keeps the best.
pub(crate) async fn sites(
    State(app): State<App>,
    _: Caller,
    Params(params): Params<SitesParams>,
) -> Result<Json<Vec<RankedSite>>> {
    let limit = rows(params.limit)?;
    let figure = |site: &Site| match params.by {
        Ranked::Sent => site.counters.sent,
        Ranked::Failed => site.counters.in_error(),
    };
    let mut best: Vec<Site> = Vec::new();
    let mut after = String::new();
    loop {
        let page = match app.ask(Question::Sites { after, limit: PAGE }).await? {
            Reply::Sites(page) => page,
            other => return Err(unexpected(&other)),
        };
        let Some(last) = page.last() else { break };
        after = last.name.clone();
        best.extend(page.into_iter().filter(|site| figure(site) > 0));
        best.sort_by(|a, b| figure(b).cmp(&figure(a)).then_with(|| a.name.cmp(&b.name)));
        best.truncate(limit);
    }
    let view = |site: Site| RankedSite {
        site: site.name,
        state: site.state.word().to_owned(),
        counters: counters(site.counters),
    };
    Ok(Json(best.into_iter().map(view).collect()))
}
