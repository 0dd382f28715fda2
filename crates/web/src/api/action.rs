//! Block, unblock, purge: asked here, decided and done in `engine::act`.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use postern_core::ids::SiteId;
use postern_core::leave;
use postern_core::site::{Action, Person};
use postern_core::time::Time;
use postern_engine::act::{Done, Wish};
use postern_engine::sites::Entry;
use postern_store::view::{Question, Reply};

use super::app::{App, unexpected};
use super::guard::Guarded;
use super::request::{Body, SiteParam};
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::{ActionAnswer, ActionWish, Code};

/// Block a site
///
/// Mail of its scripts is taken and held. No attempt of it begins any more once this is answered. With `lock` (operators only) its owner cannot leave the state.
#[utoipa::path(
    post, path = "/sites/{site}/block", operation_id = "block_site", tag = "actions", params(SiteParam),
    request_body = ActionWish,
    responses((status = 200, description = "It is so, durably; `changed` is false where it was so already.", body = ActionAnswer)),
    extensions(("x-problems" = json!(["invalid", "not-allowed", "conflict"])))
)]
pub(crate) async fn block(
    state: State<App>,
    caller: Caller,
    site: Guarded,
    wish: Body<ActionWish>,
) -> Result<Json<ActionAnswer>> {
    act(state, caller, site, wish, Action::Block).await
}

/// Unblock a site
///
/// Held mail goes out, oldest first.
#[utoipa::path(
    post, path = "/sites/{site}/unblock", operation_id = "unblock_site", tag = "actions", params(SiteParam),
    request_body = ActionWish,
    responses((status = 200, description = "It is so, durably; `changed` is false where it was so already.", body = ActionAnswer)),
    extensions(("x-problems" = json!(["invalid", "purge-first", "locked", "conflict"])))
)]
pub(crate) async fn unblock(
    state: State<App>,
    caller: Caller,
    site: Guarded,
    wish: Body<ActionWish>,
) -> Result<Json<ActionAnswer>> {
    act(state, caller, site, wish, Action::Unblock).await
}

/// Purge a site's queue
///
/// Every mail queued before is deleted, at once. An owner blocks the site first.
#[utoipa::path(
    post, path = "/sites/{site}/purge", operation_id = "purge_site", tag = "actions", params(SiteParam),
    request_body = ActionWish,
    responses((status = 200, description = "It is so, durably; `changed` is false where it was so already.", body = ActionAnswer)),
    extensions(("x-problems" = json!(["invalid", "block-first", "locked", "conflict"])))
)]
pub(crate) async fn purge(
    state: State<App>,
    caller: Caller,
    site: Guarded,
    wish: Body<ActionWish>,
) -> Result<Json<ActionAnswer>> {
    act(state, caller, site, wish, Action::Purge).await
}

async fn act(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
    Body(wish): Body<ActionWish>,
    action: Action,
) -> Result<Json<ActionAnswer>> {
    carry_out(&app, &caller, &entry, wish, action).await.map(Json)
}

/// Asks the engine for an action, and tells with figures what it came to.
pub(crate) async fn carry_out(
    app: &App,
    caller: &Caller,
    entry: &Entry,
    wish: ActionWish,
    action: Action,
) -> Result<ActionAnswer> {
    if wish.lock && action != Action::Block {
        return Err(Error::new(Code::BadRequest, "only a block can lock"));
    }
    if wish.lock && caller.asker().person != Person::Operator {
        return Err(Error::new(Code::NotAllowed, "only an operator locks a site"));
    }
    check_reason(&wish.reason)?;
    let site = entry.site.id;
    let done = app
        .actions()
        .act(Wish { site, action, asker: caller.asker(), reason: wish.reason, lock: wish.lock })
        .await?;
    match done {
        Done::Changed { from, to, acted } => {
            let leaving = acted.queued.saturating_sub(acted.parked);
            Ok(ActionAnswer {
                changed: true,
                from: from.word().to_owned(),
                to: to.word().to_owned(),
                purged: acted.purged,
                queued: acted.queued,
                stopped: acted.parked,
                in_flight: acted.in_flight,
                last_leaves_at: match action {
                    Action::Unblock => last_leaves_at(app, site, leaving).await?.map(Into::into),
                    Action::Block | Action::Purge => None,
                },
            })
        }
        Done::Nothing { state } => {
            let queued = app.site(entry).await?.counters.queued;
            let state = state.word().to_owned();
            Ok(ActionAnswer {
                changed: false,
                from: state.clone(),
                to: state,
                purged: 0,
                queued,
                stopped: stopped(app, site, queued).await?,
                in_flight: 0,
                last_leaves_at: None,
            })
        }
        Done::Refused { why, state, reason } => {
            Err(Error::refused(why, &entry.site.name, state, &reason))
        }
    }
}

/// How many of so many queued mails a stop holds.
async fn stopped(app: &App, site: SiteId, queued: u64) -> Result<u64> {
    if queued == 0 {
        return Ok(0);
    }
    match app.ask(Question::QueueKinds { site, now: app.now() }).await? {
        Reply::QueueKinds(kinds) => Ok(kinds.parked.min(queued)),
        other => Err(unexpected(&other)),
    }
}

/// When the last of so many mails would leave, at the rate of the site's busiest half-hour of the last week.
pub(crate) async fn last_leaves_at(app: &App, site: SiteId, leaving: u64) -> Result<Option<Time>> {
    const WEEK: Duration = Duration::from_secs(7 * 86_400);
    let now = app.now();
    let question = Question::HalfHours { site, from: now - WEEK, to: now };
    let rows = match app.ask(question).await? {
        Reply::HalfHours(rows) => rows,
        other => return Err(unexpected(&other)),
    };
    let sent = rows.into_iter().filter(|(_, bucket)| bucket.sent > 0);
    let busiest = sent.fold(None, |so_far: Option<(Time, u64)>, (at, bucket)| {
        let (since, most) = so_far.unwrap_or((at, 0));
        Some((since.min(at), most.max(bucket.sent)))
    });
    Ok(busiest.and_then(|(since, most)| leave::last_leaves_at(leaving, most, since, now)))
}

/// The longest reason, in bytes: a paragraph.
pub(crate) const REASON: usize = 1000;

pub(crate) fn check_reason(reason: &str) -> Result<()> {
    if reason.len() <= REASON {
        return Ok(());
    }
    Err(Error::new(
        Code::Invalid,
        format!("the reason has {} bytes, at most {REASON} are possible", reason.len()),
    ))
}
