//! Block, unblock, purge: a page that says what will happen to how many mails and asks, and what it came to.

use askama::Template;
use axum::extract::{Extension, State};
use axum::response::Response;
use postern_core::site::{self, Action, Ruling, State as SiteState};
use postern_engine::words::Words;
use serde::Deserialize;

use super::Panel;
use super::form::Form;
use super::frame::{Frame, Here, Tab, html};
use super::guard::AtSite;
use super::overview::{Who, who};
use super::visitor::Visitor;
use super::{flash, quoted::Quoted};
use crate::api::action::{REASON, carry_out, last_leaves_at};
use crate::error::{Error, Result};
use crate::standing::Standing;
use crate::wire::{ActionAnswer, ActionWish};

#[derive(Template)]
#[template(path = "action.html")]
struct Asking {
    frame: Frame,
    question: String,
    /// What will happen, a sentence each.
    happens: Vec<String>,
    /// The site as it stands, where that matters: the reason of a block that is about to end.
    reason: Option<Quoted>,
    asks_reason: bool,
    asks_lock: bool,
    longest: usize,
    confirm: String,
    kind: &'static str,
    here: String,
    back: String,
}

type OfSite = Extension<AtSite>;

pub(crate) async fn ask_block(
    panel: State<Panel>,
    visitor: Visitor,
    site: OfSite,
) -> Result<Response> {
    ask(panel, visitor, site, Action::Block).await
}

pub(crate) async fn ask_unblock(
    panel: State<Panel>,
    visitor: Visitor,
    site: OfSite,
) -> Result<Response> {
    ask(panel, visitor, site, Action::Unblock).await
}

pub(crate) async fn ask_purge(
    panel: State<Panel>,
    visitor: Visitor,
    site: OfSite,
) -> Result<Response> {
    ask(panel, visitor, site, Action::Purge).await
}

async fn ask(
    State(panel): State<Panel>,
    visitor: Visitor,
    Extension(AtSite(entry)): OfSite,
    action: Action,
) -> Result<Response> {
    let app = &panel.app;
    let standing = Standing::of(app, &entry.site.name).await?;
    let site = &standing.site;
    let words = &visitor.words;
    let back = visitor.links.site(&site.name);
    match site::decide(site.state, site.locked, action, visitor.caller.grant.person()) {
        Ruling::Change { .. } => {}
        // Someone was faster.
        Ruling::Nothing => return Ok(flash::tell(&visitor, &back, &nothing(words, action))),
        Ruling::Refuse(why) => {
            return Err(Error::refused(why, &site.name, site.state, &site.reason));
        }
    }
    let (key, page) = names(action);
    let leaving = standing.queue.total.saturating_sub(standing.queue.stopped);
    let last = match action {
        Action::Unblock => last_leaves_at(app, site.id, leaving).await?,
        Action::Block | Action::Purge => None,
    };
    let last = last.map(|at| words.moment(at, &entry.zone));
    let max_age = words.span(app.about().hold_max_age);
    let question = words.tell(&format!("{key}-question"), &[("site", (&site.name).into())]);
    let title = words.say(&format!("action-{key}"));
    let is_operator = who(&visitor, site) == Who::Operator;
    html(&Asking {
        question,
        happens: happens(words, action, &standing, last.as_deref(), &max_age),
        reason: (site.state.is_red() && !site.reason.is_empty())
            .then(|| Quoted::cut(&site.reason, 400)),
        asks_reason: action == Action::Block,
        asks_lock: action == Action::Block && is_operator,
        longest: REASON,
        confirm: words.tell(&format!("{key}-confirm"), &[("count", standing.queue.total.into())]),
        kind: if action == Action::Purge { "danger" } else { "" },
        here: visitor.links.of_site(&site.name, page),
        back,
        frame: Frame::of(&visitor, Here::Site(&entry, Tab::Overview), title),
    })
}

/// The end of its keys, and its page.
fn names(action: Action) -> (&'static str, &'static str) {
    match action {
        Action::Block => ("block", "block"),
        Action::Unblock => ("unblock", "unblock"),
        Action::Purge => ("purge", "purge"),
    }
}

/// What an action will do to how many mails.
fn happens(
    words: &Words,
    action: Action,
    standing: &Standing,
    last: Option<&str>,
    max_age: &str,
) -> Vec<String> {
    let (site, queue) = (&standing.site, &standing.queue);
    let leaving = queue.total.saturating_sub(queue.stopped);
    let count = |key: &str, count: u64| words.tell(key, &[("count", count.into())]);
    let mut happens = Vec::new();
    match action {
        Action::Block => {
            happens.push(words.tell("block-new", &[("age", max_age.into())]));
            happens.push(count("block-queued", queue.total));
            happens.push(words.say("block-under-way"));
        }
        Action::Unblock => {
            happens.push(count("unblock-queued", leaving));
            if let Some(last) = last {
                happens.push(words.tell("unblock-last", &[("moment", last.into())]));
            }
            if queue.stopped > 0 {
                happens.push(count("unblock-stopped", queue.stopped));
            }
            if site.state == SiteState::Bounce {
                happens.push(words.say("unblock-forced"));
            }
        }
        Action::Purge => {
            happens.push(count("purge-queued", queue.total));
            happens.push(words.say(if site.state.is_red() {
                "purge-then-red"
            } else {
                "purge-then-green"
            }));
            happens.push(words.say("purge-for-good"));
        }
    }
    if site.locked && site.state.is_red() && action != Action::Block {
        happens.push(words.say("lifts-lock"));
    }
    happens
}

/// What the form of an action sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    reason: String,
    /// A box that is ticked is sent as `on`.
    lock: String,
}

pub(crate) async fn block(
    panel: State<Panel>,
    visitor: Visitor,
    site: OfSite,
    wish: Form<Wish>,
) -> Result<Response> {
    act(panel, visitor, site, wish, Action::Block).await
}

pub(crate) async fn unblock(
    panel: State<Panel>,
    visitor: Visitor,
    site: OfSite,
    wish: Form<Wish>,
) -> Result<Response> {
    act(panel, visitor, site, wish, Action::Unblock).await
}

pub(crate) async fn purge(
    panel: State<Panel>,
    visitor: Visitor,
    site: OfSite,
    wish: Form<Wish>,
) -> Result<Response> {
    act(panel, visitor, site, wish, Action::Purge).await
}

async fn act(
    State(panel): State<Panel>,
    visitor: Visitor,
    Extension(AtSite(entry)): OfSite,
    Form(wish): Form<Wish>,
    action: Action,
) -> Result<Response> {
    let name = &entry.site.name;
    let wish = ActionWish {
        // What a browser breaks lines with is no part of the reason.
        reason: wish.reason.replace("\r\n", "\n").trim().to_owned(),
        lock: !wish.lock.is_empty(),
    };
    let answer = carry_out(&panel.app, &visitor.caller, name, wish, action).await?;
    let moment = answer.last_leaves_at.map(|at| visitor.words.moment(at.into(), &entry.zone));
    let text = came_to(&visitor.words, action, &answer, moment.as_deref());
    Ok(flash::tell(&visitor, &visitor.links.site(name), &text))
}

/// What an action came to.
fn came_to(words: &Words, action: Action, answer: &ActionAnswer, last: Option<&str>) -> String {
    if !answer.changed {
        return nothing(words, action);
    }
    let leaving = answer.queued.saturating_sub(answer.stopped);
    let count = |key: &str, count: u64| words.tell(key, &[("count", count.into())]);
    match (action, last) {
        (Action::Block, _) => count("block-done", answer.queued),
        (Action::Unblock, Some(last)) => {
            words.tell("unblock-done-last", &[("count", leaving.into()), ("moment", last.into())])
        }
        (Action::Unblock, None) => count("unblock-done", leaving),
        (Action::Purge, _) => count("purge-done", answer.purged),
    }
}

fn nothing(words: &Words, action: Action) -> String {
    words.say(match action {
        Action::Block => "block-nothing",
        Action::Unblock | Action::Purge => "unblock-nothing",
    })
}
