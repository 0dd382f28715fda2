//! `GET /audit`: who did what, newest first.

use axum::Json;
use axum::extract::State;
use postern_core::ids::ActionId;
use postern_store::view::{ActionEntry, Question, Reply};
use serde::Deserialize;

use super::app::{App, unexpected};
use super::request::{Params, cursor, rows};
use crate::caller::Caller;
use crate::error::Result;
use crate::wire::{AuditEntry, Page};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ListParams {
    site: Option<String>,
    cursor: Option<String>,
    limit: Option<usize>,
}

pub(crate) async fn list(
    State(app): State<App>,
    _: Caller,
    Params(params): Params<ListParams>,
) -> Result<Json<Page<AuditEntry>>> {
    let site =
        params.site.as_deref().map(|name| app.entry(name)).transpose()?.map(|entry| entry.site.id);
    let before = cursor(params.cursor.as_deref(), |text| text.parse::<ActionId>().ok())?;
    let page = match app.ask(Question::Actions { site, before, limit: rows(params.limit)? }).await?
    {
        Reply::Actions(page) => page,
        other => return Err(unexpected(&other)),
    };
    let view = |entry: ActionEntry| AuditEntry {
        id: entry.id.0,
        at: entry.at.into(),
        site: entry.site_name,
        who: entry.who,
        what: entry.what,
        reason: entry.reason,
    };
    let next = page.next.map(|next| next.to_string());
    Ok(Json(Page { items: page.rows.into_iter().map(view).collect(), next }))
}
