//! Who did what, newest first: of one site, or of all.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use postern_core::ids::{ActionId, SiteId};
use postern_store::view::{ActionEntry, Question, Reply};
use serde::Deserialize;
use utoipa::IntoParams;

use super::app::{App, unexpected};
use super::export::{self, JsonFormat, export};
use super::guard::Guarded;
use super::request::{Params, SiteParam, cursor, rows};
use crate::caller::Caller;
use crate::error::Result;
use crate::wire::{AuditEntry, Page};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AllParams {
    /// Of this site only.
    site: Option<String>,
    /// The `next` of an earlier page.
    cursor: Option<String>,
    /// Rows of the page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
}

/// Who did what on all sites
#[utoipa::path(
    get, path = "/audit", operation_id = "list_audit", tag = "operation", params(AllParams),
    responses((status = 200, description = "A page, newest first.", body = Page<AuditEntry>)),
    extensions(("x-problems" = json!(["no-such-site"])))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Params(params): Params<AllParams>,
) -> Result<Json<Page<AuditEntry>>> {
    let site =
        params.site.as_deref().map(|name| app.entry(name)).transpose()?.map(|entry| entry.site.id);
    Ok(Json(page(&app, site, params.cursor.as_deref(), rows(params.limit)?).await?))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SiteParams {
    /// The `next` of an earlier page.
    cursor: Option<String>,
    /// Rows of the page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
}

/// Who did what on a site
#[utoipa::path(
    get, path = "/sites/{site}/audit", operation_id = "list_site_audit", tag = "history",
    params(SiteParam, SiteParams),
    responses((status = 200, description = "A page, newest first.", body = Page<AuditEntry>))
)]
pub(crate) async fn list_of_site(
    State(app): State<App>,
    Guarded(entry): Guarded,
    Params(params): Params<SiteParams>,
) -> Result<Json<Page<AuditEntry>>> {
    let limit = rows(params.limit)?;
    Ok(Json(page(&app, Some(entry.site.id), params.cursor.as_deref(), limit).await?))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportParams {
    /// How it is written.
    #[param(inline)]
    format: JsonFormat,
}

/// Who did what on a site, all of it
#[utoipa::path(
    get, path = "/sites/{site}/audit/export", operation_id = "export_site_audit", tag = "history",
    params(SiteParam, ExportParams),
    responses((status = 200, description = "Every entry, newest first.", content(
        (AuditEntry = "application/x-ndjson"), (Vec<AuditEntry> = "application/json"),
    ))),
    extensions(("x-problems" = json!(["too-many-streams"])))
)]
pub(crate) async fn export_of_site(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
    Params(params): Params<ExportParams>,
) -> Result<Response> {
    let slot = app.streams().open(&caller)?;
    let (name, site) = (format!("audit-{}", entry.site.name), entry.site.id);
    let read = move |cursor: Option<String>| {
        let app = app.clone();
        async move { page(&app, Some(site), cursor.as_deref(), export::ROWS).await }
    };
    export(slot, params.format.into(), &name, read).await
}

/// Entries, newest first, from a cursor on.
pub(crate) async fn page(
    app: &App,
    site: Option<SiteId>,
    from: Option<&str>,
    limit: usize,
) -> Result<Page<AuditEntry>> {
    let before = cursor(from, |text| text.parse::<ActionId>().ok())?;
    let page = match app.ask(Question::Actions { site, before, limit }).await? {
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
    Ok(Page { items: page.rows.into_iter().map(view).collect(), next })
}
