//! Block, unblock, purge: asked here, decided and done in `engine::act`.

use axum::Json;
use axum::extract::{Path, State};
use postern_core::site::Action;
use postern_engine::act::{Done, Wish};

use super::app::App;
use super::request::Body;
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::{ActionAnswer, ActionWish, Code};

/// `POST /sites/{site}/block`.
pub(crate) async fn block(
    state: State<App>,
    caller: Caller,
    name: Path<String>,
    wish: Body<ActionWish>,
) -> Result<Json<ActionAnswer>> {
    act(state, caller, name, wish, Action::Block).await
}

/// `POST /sites/{site}/unblock`.
pub(crate) async fn unblock(
    state: State<App>,
    caller: Caller,
    name: Path<String>,
    wish: Body<ActionWish>,
) -> Result<Json<ActionAnswer>> {
    act(state, caller, name, wish, Action::Unblock).await
}

/// `POST /sites/{site}/purge`.
pub(crate) async fn purge(
    state: State<App>,
    caller: Caller,
    name: Path<String>,
    wish: Body<ActionWish>,
) -> Result<Json<ActionAnswer>> {
    act(state, caller, name, wish, Action::Purge).await
}

async fn act(
    State(app): State<App>,
    caller: Caller,
    Path(name): Path<String>,
    Body(wish): Body<ActionWish>,
    action: Action,
) -> Result<Json<ActionAnswer>> {
    if wish.lock && action != Action::Block {
        return Err(Error::new(Code::BadRequest, "only a block can lock"));
    }
    check_reason(&wish.reason)?;
    let site = app.entry(&name)?.site.id;
    let done = app
        .actions()
        .act(Wish { site, action, asker: caller.asker(), reason: wish.reason, lock: wish.lock })
        .await?;
    match done {
        Done::Changed { from, to, acted } => Ok(Json(ActionAnswer {
            changed: true,
            from: from.word().to_owned(),
            to: to.word().to_owned(),
            purged: acted.purged,
            queued: acted.queued,
            in_flight: acted.in_flight,
        })),
        Done::Nothing { state } => {
            let queued = app.site(&name).await?.counters.queued;
            let state = state.word().to_owned();
            Ok(Json(ActionAnswer {
                changed: false,
                from: state.clone(),
                to: state,
                purged: 0,
                queued,
                in_flight: 0,
            }))
        }
        Done::Refused { why, state, reason } => Err(Error::refused(why, &name, state, &reason)),
    }
}

/// The longest reason, in bytes: a paragraph.
const REASON: usize = 1000;

pub(crate) fn check_reason(reason: &str) -> Result<()> {
    if reason.len() <= REASON {
        return Ok(());
    }
    Err(Error::new(
        Code::Invalid,
        format!("the reason has {} bytes, at most {REASON} are possible", reason.len()),
    ))
}
