//! Stopping one script or one sender, and ending that: a page that says what will happen and asks, and what it came to.

use axum::extract::State;
use axum::response::Response;
use postern_core::ids::StopId;
use postern_core::stop::Stopped;
use postern_engine::sites::Entry;
use postern_store::{Selection, Stop};
use serde::Deserialize;

use crate::api::action::REASON;
use crate::api::request::Params;
use crate::api::stop::{address, begin, standing_stop};
use crate::api::{App, Guarded};
use crate::error::Result;
use crate::panel::Panel;
use crate::panel::action::{reason_field, reason_of, too_long};
use crate::panel::confirm::Confirm;
use crate::panel::field::Field;
use crate::panel::flash;
use crate::panel::form::Form;
use crate::panel::frame::{Frame, Here, Tab, html};
use crate::panel::queue::count;
use crate::panel::quoted::Quoted;
use crate::panel::stops::told;
use crate::panel::visitor::Visitor;

/// What is to be stopped, and why.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    script: String,
    sender: String,
    reason: String,
}

impl Wish {
    /// What is meant; `None` when that is nothing that could be stopped.
    fn what(&self) -> Option<Stopped> {
        match (self.script.as_str(), self.sender.trim()) {
            ("", "") => None,
            ("", sender) => address(sender).ok().map(Stopped::Sender),
            (script, _) => Some(Stopped::Script(script.to_owned())),
        }
    }
}

pub(crate) async fn ask(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
    Params(wish): Params<Wish>,
) -> Result<Response> {
    match wish.what() {
        Some(what) => {
            let field = reason_field(&visitor.words, "", None);
            question(&panel.app, &visitor, &entry, &what, field).await
        }
        None => Ok(back(&visitor, &entry, "stop-no-address")),
    }
}

pub(crate) async fn stop(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
    Form(wish): Form<Wish>,
) -> Result<Response> {
    let Some(what) = wish.what() else { return Ok(back(&visitor, &entry, "stop-no-address")) };
    let reason = reason_of(&wish.reason);
    if reason.len() > REASON {
        let fault = too_long(&visitor.words, &reason);
        let field = reason_field(&visitor.words, &wish.reason, Some(fault));
        return question(&panel.app, &visitor, &entry, &what, field).await;
    }
    let begun = begin(&panel.app, &visitor.caller, entry.site.id, what, reason);
    let (changed, _) = begun.await?;
    Ok(back(&visitor, &entry, if changed { "stop-done" } else { "stop-nothing" }))
}

/// Which stop is to end.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct End {
    stop: String,
}

pub(crate) async fn ask_end(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
    Params(end): Params<End>,
) -> Result<Response> {
    let words = &visitor.words;
    let Some(stop) = standing(&panel.app, &entry, &end).await? else {
        return Ok(back(&visitor, &entry, "unstop-nothing"));
    };
    let mut happens = vec![waiting(&panel.app, &visitor, &entry, &stop.what, "unstop").await?];
    happens.push(words.say("unstop-new"));
    if entry.site.state.is_red() {
        happens.push(words.say("unstop-red"));
    }
    let (label, name) = told(&stop.what);
    let question = words.say("unstop-question");
    html(&Confirm {
        said: Some((words.say(label), Quoted::cut(name, 400))),
        happens,
        fields: Vec::new(),
        kept: vec![("stop", stop.id.to_string())],
        confirm: words.say("unstop-confirm"),
        kind: "",
        here: visitor.links.to(&["sites", &entry.site.name, "scripts", "unstop"]),
        back: Tab::Scripts.link(&visitor.links, &entry.site.name),
        frame: Frame::of(&visitor, Here::Site(&entry, Tab::Scripts), question.clone()),
        question,
    })
}

pub(crate) async fn end(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
    Form(end): Form<End>,
) -> Result<Response> {
    let Some(stop) = standing(&panel.app, &entry, &end).await? else {
        return Ok(back(&visitor, &entry, "unstop-nothing"));
    };
    panel.app.actions().unstop(entry.site.id, stop.id, &visitor.caller.asker()).await?;
    let is_red = entry.site.state.is_red();
    Ok(back(&visitor, &entry, if is_red { "unstop-done-red" } else { "unstop-done" }))
}

async fn standing(app: &App, entry: &Entry, end: &End) -> Result<Option<Stop>> {
    match end.stop.parse::<StopId>() {
        Ok(id) => standing_stop(app, entry.site.id, id).await,
        Err(_) => Ok(None),
    }
}

/// Asks before a script or sender is stopped.
async fn question(
    app: &App,
    visitor: &Visitor,
    entry: &Entry,
    what: &Stopped,
    reason: Field,
) -> Result<Response> {
    let words = &visitor.words;
    let (label, name) = told(what);
    let (field, question) = match what {
        Stopped::Script(_) => ("script", "stop-script-question"),
        Stopped::Sender(_) => ("sender", "stop-sender-question"),
    };
    let question = words.say(question);
    let mut happens =
        vec![words.say("stop-new"), waiting(app, visitor, entry, what, "stop").await?];
    if !entry.site.state.is_red() {
        happens.push(words.say("stop-rest"));
    }
    html(&Confirm {
        said: Some((words.say(label), Quoted::cut(name, 400))),
        happens,
        fields: vec![reason],
        kept: vec![(field, name.to_owned())],
        confirm: words.say("stop-confirm"),
        kind: "",
        here: visitor.links.to(&["sites", &entry.site.name, "scripts", "stop"]),
        back: Tab::Scripts.link(&visitor.links, &entry.site.name),
        frame: Frame::of(visitor, Here::Site(entry, Tab::Scripts), question.clone()),
        question,
    })
}

/// What becomes of the mails that wait, in words that begin with `key`.
async fn waiting(
    app: &App,
    visitor: &Visitor,
    entry: &Entry,
    what: &Stopped,
    key: &str,
) -> Result<String> {
    let selection = match what.clone() {
        Stopped::Script(script) => Selection { script: Some(script), ..Selection::default() },
        Stopped::Sender(sender) => Selection { sender: Some(sender), ..Selection::default() },
    };
    let (count, is_more) = count(app, entry, selection).await?;
    let key = if is_more { format!("{key}-waiting-least") } else { format!("{key}-waiting") };
    Ok(visitor.words.tell(&key, &[("count", count.into())]))
}

/// Back to the scripts, with what it came to.
fn back(visitor: &Visitor, entry: &Entry, key: &str) -> Response {
    let list = Tab::Scripts.link(&visitor.links, &entry.site.name);
    flash::tell(&list, &visitor.words.say(key))
}
