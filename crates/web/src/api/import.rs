//! Many sites as they shall be. Each is a change of its own; the store puts many into one group.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::app::App;
use super::request::Body;
use super::site::{Mode, make_so};
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::{Code, Import, Imported, NewSite, Outcome};

/// Sites of one request.
const MOST: usize = 1000;

/// Sites in hand at once: enough to fill a group of the store.
const AT_ONCE: usize = 128;

/// Make many sites so
///
/// Each of up to 1000 sites is added or changed on its own, and the answer says what became of each; repeating it changes
/// nothing. With `dry_run` it only says what would happen.
#[utoipa::path(
    post, path = "/imports", operation_id = "import_sites", tag = "operation", request_body = Import,
    responses((status = 200, description = "What became of each, in the order of the request.", body = Vec<Imported>))
)]
pub(crate) async fn import(
    State(app): State<App>,
    caller: Caller,
    Body(import): Body<Import>,
) -> Result<Json<Vec<Imported>>> {
    if import.sites.len() > MOST {
        let detail = format!(
            "an import has at most {MOST} sites a request, this one has {}",
            import.sites.len()
        );
        return Err(Error::new(Code::TooLarge, detail));
    }
    let mode = if import.dry_run { Mode::DryRun } else { Mode::Write };
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let mut tasks = JoinSet::new();
    for (nth, new) in import.sites.into_iter().enumerate() {
        let (app, caller, turns) = (app.clone(), caller.clone(), Arc::clone(&turns));
        tasks.spawn(async move {
            let _turn = turns.acquire().await;
            (nth, one(&app, &caller, new, mode).await)
        });
    }
    let mut imported = tasks.join_all().await;
    imported.sort_by_key(|(nth, _)| *nth);
    Ok(Json(imported.into_iter().map(|(_, imported)| imported).collect()))
}

async fn one(app: &App, caller: &Caller, new: NewSite, mode: Mode) -> Imported {
    match make_so(app, caller, &new.name, &new.site, mode).await {
        Ok(outcome) => Imported { name: new.name, outcome, problem: None },
        Err(Error(problem)) => {
            Imported { name: new.name, outcome: Outcome::Refused, problem: Some(problem) }
        }
    }
}
