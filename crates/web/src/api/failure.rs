//! Failures of a site, newest first.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use postern_core::classify::Class;
use postern_core::ids::SiteId;
use postern_core::time::Time;
use postern_engine::sites::Entry;
use postern_store::view::{self, FailureFilter, Question, Reply};
use serde::Deserialize;
use utoipa::IntoParams;

use super::app::{App, unexpected};
use super::export::{self, Format, export};
use super::guard::Guarded;
use super::request::{Params, SiteParam, cursor, rows};
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::{Code, Failure, FailureClass, FailureClasses, Page, When};

/// Which failures; what is set must fit.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CountParams {
    script: Option<String>,
    /// Part of the recipient's address, without regard to case.
    recipient: Option<String>,
    /// Part of the recipient's address, of the subject or of the reply, without regard to case.
    search: Option<String>,
    /// Not before this instant.
    from: Option<When>,
    /// Before this instant.
    to: Option<When>,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParams {
    /// Of this class: `bad-mailbox`, `bad-domain`, `mailbox-full`, …
    class: Option<String>,
    script: Option<String>,
    /// Part of the recipient's address, without regard to case.
    recipient: Option<String>,
    /// Part of the recipient's address, of the subject or of the reply, without regard to case.
    search: Option<String>,
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
    let ListParams { class, script, recipient, search, from, to, cursor, limit } = params;
    let counted = CountParams { script, recipient, search, from, to };
    let filter = filter(class, counted)?;
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
    /// Part of the recipient's address, of the subject or of the reply, without regard to case.
    search: Option<String>,
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
    let ExportParams { format, class, script, recipient, search, from, to } = params;
    let filter = filter(class, CountParams { script, recipient, search, from, to })?;
    all(&app, &caller, &entry, filter, format).await
}

/// Every failure that fits, as a file.
pub(crate) async fn all(
    app: &App,
    caller: &Caller,
    entry: &Entry,
    filter: FailureFilter,
    format: Format,
) -> Result<Response> {
    let slot = app.streams().open(caller)?;
    let (name, site, app) = (format!("failures-{}", entry.site.name), entry.site.id, app.clone());
    let read = move |cursor: Option<String>| {
        let (app, filter) = (app.clone(), filter.clone());
        async move { page(&app, site, filter, cursor.as_deref(), export::ROWS).await }
    };
    export(slot, format, &name, read).await
}

/// How the failures of a site divide
///
/// Of a site with very many only the newest are counted; `since` says from when on.
#[utoipa::path(
    get, path = "/sites/{site}/failures/classes", operation_id = "count_failures", tag = "history",
    params(SiteParam, CountParams),
    responses((status = 200, description = "How many there are of each class.", body = FailureClasses))
)]
pub(crate) async fn count(
    State(app): State<App>,
    Guarded(entry): Guarded,
    Params(params): Params<CountParams>,
) -> Result<Json<FailureClasses>> {
    let counted = classes(&app, entry.site.id, filter(None, params)?).await?;
    let class = |(class, count): (Class, u64)| FailureClass { class: class.word().into(), count };
    Ok(Json(FailureClasses {
        classes: counted.counts.into_iter().map(class).collect(),
        since: counted.since.map(When::from),
    }))
}

pub(crate) async fn classes(
    app: &App,
    site: SiteId,
    filter: FailureFilter,
) -> Result<view::FailureClasses> {
    match app.ask(Question::FailureClasses { site, filter }).await? {
        Reply::FailureClasses(classes) => Ok(classes),
        other => Err(unexpected(&other)),
    }
}

fn filter(class: Option<String>, params: CountParams) -> Result<FailureFilter> {
    let CountParams { script, recipient, search, from, to } = params;
    Ok(FailureFilter {
        class: class.as_deref().map(read_class).transpose()?,
        script,
        recipient,
        text: search,
        from: from.map(Time::from),
        to: to.map(Time::from),
    })
}

pub(crate) async fn page(
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

pub(crate) fn read_class(word: &str) -> Result<Class> {
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
