//! Block, unblock, purge: a page that says what will happen to how many mails and asks, and what it came to.

use axum::extract::State;
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use postern_core::site::{self, Action, Ruling, State as SiteState};
use postern_engine::sites::Entry;
use postern_engine::words::Words;
use postern_engine::words::steps::Who;
use serde::Deserialize;

use super::Panel;
use super::confirm::Confirm;
use super::field::Field;
use super::form::Form;
use super::frame::{Frame, Here, Tab, html};
use super::overview::who;
use super::visitor::Visitor;
use super::{flash, quoted::Quoted};
use crate::api::Guarded;
use crate::api::action::{REASON, carry_out, last_leaves_at};
use crate::error::{Error, Result};
use crate::standing::Standing;
use crate::wire::{ActionAnswer, ActionWish};

/// The page that asks, and what its form does.
pub(crate) fn of(action: Action) -> MethodRouter<Panel> {
    get(async move |State(panel): State<Panel>, visitor: Visitor, Guarded(entry): Guarded| {
        ask(&panel, &visitor, &entry, action, &Wish::default(), None).await
    })
    .post(
        async move |State(panel): State<Panel>,
                    visitor: Visitor,
                    Guarded(entry): Guarded,
                    form: Form<Wish>| {
            act(&panel, &visitor, &entry, action, form.0).await
        },
    )
}

/// What the form of an action sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wish {
    reason: String,
    /// A box that is ticked is sent as `on`.
    lock: String,
}

async fn ask(
    panel: &Panel,
    visitor: &Visitor,
    entry: &Entry,
    action: Action,
    given: &Wish,
    fault: Option<String>,
) -> Result<Response> {
    let app = &panel.app;
    let standing = Standing::of(app, entry).await?;
    let site = &standing.site;
    let words = &visitor.words;
    let back = visitor.links.site(&site.name);
    match site::decide(site.state, site.locked, action, visitor.caller.grant.person()) {
        Ruling::Change { .. } => {}
        // Someone was faster.
        Ruling::Nothing => return Ok(flash::tell(&back, &nothing(words, action))),
        Ruling::Refuse(why) => {
            return Err(Error::refused(why, &site.name, site.state, &site.reason));
        }
    }
    if action == Action::Purge && !site.state.is_red() && standing.queue.total == 0 {
        // There is nothing to ask.
        return Ok(flash::tell(&back, &words.tell("purge-done", &[("count", 0.into())])));
    }
    let leaving = standing.queue.total.saturating_sub(standing.queue.stopped);
    let last = match action {
        Action::Unblock => last_leaves_at(app, site.id, leaving).await?,
        Action::Block | Action::Purge => None,
    };
    let last = last.map(|at| words.moment(at, &entry.zone));
    let max_age = words.span(app.about().hold_max_age);
    let word = word(action);
    let title = words.say(&format!("action-{word}"));
    let mut fields = Vec::new();
    if action == Action::Block {
        fields.push(reason_field(words, &given.reason, fault));
    }
    if action == Action::Block && who(visitor, site) == Who::Operator {
        let lock = Field::tick("lock", words.say("lock-label"), !given.lock.is_empty());
        fields.push(lock.hint(words.say("lock-hint")));
    }
    html(&Confirm {
        question: words.tell(&format!("{word}-question"), &[("site", (&site.name).into())]),
        said: (site.state.is_red() && !site.reason.is_empty())
            .then(|| (words.say("reason"), Quoted::cut(&site.reason, 400))),
        happens: happens(words, action, &standing, last.as_deref(), &max_age),
        fields,
        kept: Vec::new(),
        confirm: words.tell(&format!("{word}-confirm"), &[("count", standing.queue.total.into())]),
        kind: if action == Action::Purge { "danger" } else { "" },
        here: visitor.links.of_site(&site.name, word),
        back,
        frame: Frame::of(visitor, Here::Site(entry, Tab::Overview), title),
    })
}

/// Where a reason is given, with what was given before and what is wrong with it.
pub(super) fn reason_field(words: &Words, given: &str, fault: Option<String>) -> Field {
    let field = Field::lines("reason", words.say("reason-label"), given);
    Field { fault, ..field.hint(words.say("reason-hint")) }
}

/// Its page, and the beginning of its keys.
pub(super) fn word(action: Action) -> &'static str {
    match action {
        Action::Block => "block",
        Action::Unblock => "unblock",
        Action::Purge => "purge",
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
            // Where all that waits stays, it would be untrue that nothing waits.
            if leaving > 0 || queue.stopped == 0 {
                happens.push(count("unblock-queued", leaving));
            }
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

async fn act(
    panel: &Panel,
    visitor: &Visitor,
    entry: &Entry,
    action: Action,
    given: Wish,
) -> Result<Response> {
    let (name, words) = (&entry.site.name, &visitor.words);
    let reason = reason_of(&given.reason);
    if reason.len() > REASON {
        let fault = too_long(words, &reason);
        return ask(panel, visitor, entry, action, &given, Some(fault)).await;
    }
    let wish = ActionWish { reason, lock: !given.lock.is_empty() };
    let answer = carry_out(&panel.app, &visitor.caller, entry, wish, action).await?;
    let last = answer.last_leaves_at.map(|at| words.moment(at.into(), &entry.zone));
    let text = came_to(words, action, &answer, last.as_deref());
    Ok(flash::tell(&visitor.links.site(name), &text))
}

/// A reason as a form sends it: what a browser breaks lines with is no part of it.
pub(super) fn reason_of(given: &str) -> String {
    given.replace("\r\n", "\n").trim().to_owned()
}

/// What is said of a reason that is too long.
pub(super) fn too_long(words: &Words, reason: &str) -> String {
    words.tell("reason-too-long", &[("count", too_many(reason).into())])
}

/// How many characters have to go for a text to fit: its bound is in bytes.
fn too_many(reason: &str) -> u64 {
    let fits = reason.char_indices().take_while(|(at, c)| at + c.len_utf8() <= REASON).count();
    (reason.chars().count() - fits) as u64
}

/// What an action came to.
pub(super) fn came_to(
    words: &Words,
    action: Action,
    answer: &ActionAnswer,
    last: Option<&str>,
) -> String {
    if !answer.changed {
        return nothing(words, action);
    }
    let leaving = answer.queued.saturating_sub(answer.stopped);
    let count = |key: &str, count: u64| words.tell(key, &[("count", count.into())]);
    match (action, last) {
        (Action::Block, _) => count("block-done", answer.queued),
        (Action::Unblock, last) => {
            let done = match last {
                Some(last) => words.tell(
                    "unblock-done-last",
                    &[("count", leaving.into()), ("moment", last.into())],
                ),
                None if leaving == 0 && answer.stopped > 0 => words.say("unblock-done-none"),
                None => count("unblock-done", leaving),
            };
            match answer.stopped {
                0 => done,
                stopped => format!("{done} {}", count("unblock-stopped", stopped)),
            }
        }
        (Action::Purge, _) => count("purge-done", answer.purged),
    }
}

fn nothing(words: &Words, action: Action) -> String {
    words.say(match action {
        Action::Block => "block-nothing",
        Action::Unblock | Action::Purge => "unblock-nothing",
    })
}
