//! Failures of a site, newest first.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use postern_core::classify::Class;
use postern_core::ids::SiteId;
use postern_core::time::Time;
use postern_store::view::{self, FailureFilter, Question, Reply};
use serde::Deserialize;
use utoipa::IntoParams;

use super::app::{App, unexpected};
use super::export::{self, Format, export};
use super::guard::Guarded;
use super::request::{Params, SiteParam, cursor, rows};
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::{Code, Failure, Page, When};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParams {
    /// Of this class: `bad-mailbox`, `bad-domain`, `mailbox-full`, …
    class: Option<String>,
    script: Option<String>,
    /// Part of the recipient's address, without regard to case.
    recipient: Option<String>,
    /// Not before this instant.
    from: Option<When>,
    /// Before this instant.
    to: Option<When>,
    /// The `next` of an earlier page.
    cursor: Option<String>,
    /// Rows of the page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
}

/// Mail of a site that ended in error
#[utoipa::path(
    get, path = "/sites/{site}/failures", operation_id = "list_failures", tag = "history",
    params(SiteParam, ListParams),
    responses((status = 200, description = "A page, newest first.", body = Page<Failure>))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Guarded(entry): Guarded,
    Params(params): Params<ListParams>,
) -> Result<Json<Page<Failure>>> {
    let ListParams { class, script, recipient, from, to, cursor, limit } = params;
    let filter = filter(class, script, recipient, from, to)?;
    Ok(Json(page(&app, entry.site.id, filter, cursor.as_deref(), rows(limit)?).await?))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportParams {
    /// How it is written.
    #[param(inline)]
    format: Format,
    /// Of this class: `bad-mailbox`, `bad-domain`, `mailbox-full`, …
    class: Option<String>,
    script: Option<String>,
    /// Part of the recipient's address, without regard to case.
    recipient: Option<String>,
    /// Not before this instant.
    from: Option<When>,
    /// Before this instant.
    to: Option<When>,
}

/// Mail of a site that ended in error, all of it
#[utoipa::path(
    get, path = "/sites/{site}/failures/export", operation_id = "export_failures", tag = "history",
    params(SiteParam, ExportParams),
    responses((status = 200, description = "Every failure that fits, newest first.", content(
        (Failure = "application/x-ndjson"), (Vec<Failure> = "application/json"), (String = "text/csv"),
    ))),
    extensions(("x-problems" = json!(["too-many-streams"])))
)]
pub(crate) async fn export_all(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
    Params(params): Params<ExportParams>,
) -> Result<Response> {
    let ExportParams { format, class, script, recipient, from, to } = params;
    let filter = filter(class, script, recipient, from, to)?;
    let slot = app.streams().open(&caller)?;
    let (name, site) = (format!("failures-{}", entry.site.name), entry.site.id);
    let read = move |cursor: Option<String>| {
        let (app, filter) = (app.clone(), filter.clone());
        async move { page(&app, site, filter, cursor.as_deref(), export::ROWS).await }
    };
    export(slot, format, &name, read).await
}

fn filter(
    class: Option<String>,
    script: Option<String>,
    recipient: Option<String>,
    from: Option<When>,
    to: Option<When>,
) -> Result<FailureFilter> {
    Ok(FailureFilter {
        class: class.as_deref().map(read_class).transpose()?,
        script,
        recipient,
        from: from.map(Time::from),
        to: to.map(Time::from),
    })
}

async fn page(
    app: &App,
    site: SiteId,
    filter: FailureFilter,
    from: Option<&str>,
    limit: usize,
) -> Result<Page<Failure>> {
    let before = cursor(from, read_cursor)?;
    let page = match app.ask(Question::Failures { site, filter, before, limit }).await? {
        Reply::Failures(page) => page,
        other => return Err(unexpected(&other)),
    };
    let next = page.next.map(|(at, id)| format!("{}-{id}", at.0));
    Ok(Page { items: page.rows.into_iter().map(failure).collect(), next })
}

fn read_cursor(text: &str) -> Option<(Time, i64)> {
    let (at, id) = text.split_once('-')?;
    Some((Time(at.parse().ok()?), id.parse().ok()?))
}

fn read_class(word: &str) -> Result<Class> {
    Class::from_word(word).ok_or_else(|| {
        let known = Class::ALL.map(Class::word).join(", ");
        Error::new(Code::BadRequest, format!("{word:?} is no class of failures: there are {known}"))
    })
}

fn failure(row: view::Failure) -> Failure {
    Failure {
        at: row.at.into(),
        id: row.delivery.0,
        message: row.message.0,
        recipient: row.recipient,
        sender: row.sender,
        subject: row.subject,
        script: row.script,
        class: row.class.word().to_owned(),
        host: row.remote.host,
        code: row.remote.code,
        enhanced: row.remote.enhanced,
        reply: row.remote.text,
    }
}
