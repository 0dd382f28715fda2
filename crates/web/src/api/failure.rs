//! `GET /sites/{site}/failures`: newest first.

use axum::Json;
use axum::extract::State;
use postern_core::classify::Class;
use postern_core::time::Time;
use postern_store::view::{self, FailureFilter, Question, Reply};
use serde::Deserialize;

use super::app::{App, unexpected};
use super::request::{Params, Path, cursor, rows};
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::{Code, Failure, Page, When};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ListParams {
    class: Option<String>,
    script: Option<String>,
    recipient: Option<String>,
    from: Option<When>,
    to: Option<When>,
    cursor: Option<String>,
    limit: Option<usize>,
}

pub(crate) async fn list(
    State(app): State<App>,
    _: Caller,
    Path(name): Path<String>,
    Params(params): Params<ListParams>,
) -> Result<Json<Page<Failure>>> {
    let before = cursor(params.cursor.as_deref(), read_cursor)?;
    let filter = FailureFilter {
        class: params.class.as_deref().map(class).transpose()?,
        script: params.script,
        recipient: params.recipient,
        from: params.from.map(Time::from),
        to: params.to.map(Time::from),
    };
    let (site, limit) = (app.entry(&name)?.site.id, rows(params.limit)?);
    let page = match app.ask(Question::Failures { site, filter, before, limit }).await? {
        Reply::Failures(page) => page,
        other => return Err(unexpected(&other)),
    };
    let next = page.next.map(|(at, id)| format!("{}-{id}", at.0));
    Ok(Json(Page { items: page.rows.into_iter().map(failure).collect(), next }))
}

fn read_cursor(text: &str) -> Option<(Time, i64)> {
    let (at, id) = text.split_once('-')?;
    Some((Time(at.parse().ok()?), id.parse().ok()?))
}

fn class(word: &str) -> Result<Class> {
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
