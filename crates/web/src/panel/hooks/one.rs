//! `…/webhooks/{webhook}`: one webhook with its log of answers, and what can be done with it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::tz::TimeZone;
use postern_core::access::Right;
use postern_engine::hook::HookPatch;
use postern_engine::words::Words;
use postern_store::hook::{EventState, Hook, HookAnswer};
use serde::Deserialize;

use super::{Place, Wish, fault, figures_told, kind_key, kinds_told, state_told, whose};
use crate::api::request::{Params, Path};
use crate::api::webhook::{asker, find, send_again, trouble};
use crate::error::{Error, Result};
use crate::escape::safe;
use crate::panel::confirm::Confirm;
use crate::panel::field::{Fault, Field, Kind};
use crate::panel::filter::Link;
use crate::panel::form::{Form, Pressed};
use crate::panel::frame::{Frame, html};
use crate::panel::operate::told_once::ToldOnce;
use crate::panel::operate::users::answered;
use crate::panel::pager::{Pager, one_page};
use crate::panel::quoted::{Quoted, Room};
use crate::panel::visitor::Visitor;
use crate::panel::{Panel, flash};
use crate::wire::Code;

#[derive(Template)]
#[template(path = "hook.html")]
struct One {
    frame: Frame,
    list: String,
    url: Quoted,
    facts: Vec<(String, Vec<String>)>,
    /// `None`: the visitor may only look.
    form: Option<Vec<Field>>,
    on: bool,
    here: String,
    columns: Vec<(String, &'static str)>,
    answers: Vec<Row>,
    pager: Pager,
}

/// Answers of a page.
const PAGE: usize = 25;

struct Row {
    event: String,
    when: String,
    kind: String,
    site: Option<String>,
    answer: String,
    took: String,
    text: Option<Quoted>,
    state: String,
}

/// Which webhook a path names.
#[derive(Debug, Deserialize)]
pub(crate) struct Which {
    webhook: String,
}

/// Where the log goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// The last answer of the page before.
    before: String,
}

/// `GET …/webhooks/{webhook}`.
pub(crate) async fn show<P: Place>(
    State(panel): State<Panel>,
    visitor: Visitor,
    place: P,
    Path(Which { webhook }): Path<Which>,
    Params(asked): Params<Asked>,
) -> Result<Response> {
    let hook = find(&panel.app, place.site(), &webhook).await?;
    let wish = Wish::of(&hook.url, hook.kinds, hook.on, hook.allow_private);
    page(&panel, &visitor, &place, hook, &wish, &asked, Vec::new()).await
}

/// `POST …/webhooks/{webhook}`.
pub(crate) async fn change<P: Place>(
    State(panel): State<Panel>,
    visitor: Visitor,
    place: P,
    Path(Which { webhook }): Path<Which>,
    Form(wish): Form<Wish>,
) -> Result<Response> {
    let words = &visitor.words;
    let hook = find(&panel.app, place.site(), &webhook).await?;
    // Those who may not give this are not asked, and so do not take it away.
    let operates = visitor.may(Right::Operate, None);
    let patch = HookPatch {
        url: Some(wish.url.trim().to_owned()),
        kinds: Some(wish.kinds()),
        on: Some(!wish.active.is_empty()).filter(|on| *on != hook.on),
        allow_private: operates.then_some(!wish.private.is_empty()),
    };
    let asker = asker(&panel.app, &visitor.caller);
    match panel.app.hooks().change(place.site(), hook.id, patch, asker).await {
        Ok(_) => Ok(back(&visitor, &place, &hook, "hooks-changed")),
        Err(error) => {
            let faults = vec![fault(words, error)?];
            page(&panel, &visitor, &place, hook, &wish, &Asked::default(), faults).await
        }
    }
}

/// `POST …/webhooks/{webhook}/test`.
pub(crate) async fn test<P: Place>(
    State(panel): State<Panel>,
    visitor: Visitor,
    place: P,
    Path(Which { webhook }): Path<Which>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let hook = find(&panel.app, place.site(), &webhook).await?;
    panel.app.hooks().test(place.site(), hook.id, panel.app.by(&visitor.caller)).await?;
    Ok(back(&visitor, &place, &hook, "hooks-tested"))
}

/// `POST …/webhooks/{webhook}/rotate`.
pub(crate) async fn rotate<P: Place>(
    State(panel): State<Panel>,
    visitor: Visitor,
    place: P,
    Path(Which { webhook }): Path<Which>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let words = &visitor.words;
    let hook = find(&panel.app, place.site(), &webhook).await?;
    let by = panel.app.by(&visitor.caller);
    let made = panel.app.hooks().rotate(place.site(), hook.id, by).await?;
    let page = ToldOnce {
        frame: place.frame(&visitor, words.say("hooks-rotated")),
        lead: words.say("hooks-rotated-lead"),
        secret: made.secret,
        back: place.link(&visitor, &[&webhook]),
        back_label: words.say("hooks-to-hook"),
    };
    page.page()
}

/// What is to be sent again.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Again {
    event: String,
}

/// `POST …/webhooks/{webhook}/again`.
pub(crate) async fn again<P: Place>(
    State(panel): State<Panel>,
    visitor: Visitor,
    place: P,
    Path(Which { webhook }): Path<Which>,
    Form(Again { event }): Form<Again>,
) -> Result<Response> {
    let hook = find(&panel.app, place.site(), &webhook).await?;
    let sent = send_again(&panel.app, &visitor.caller, place.site(), &hook, &event).await;
    match sent {
        Ok(_) => Ok(back(&visitor, &place, &hook, "hooks-again-done")),
        // It was forgotten meanwhile.
        Err(Error(problem)) if problem.code == Code::NoSuchEvent => {
            Ok(back(&visitor, &place, &hook, "hooks-again-gone"))
        }
        Err(error) => Err(error),
    }
}

/// `GET …/webhooks/{webhook}/remove`.
pub(crate) async fn ask_remove<P: Place>(
    State(panel): State<Panel>,
    visitor: Visitor,
    place: P,
    Path(Which { webhook }): Path<Which>,
) -> Result<Response> {
    let words = &visitor.words;
    let hook = find(&panel.app, place.site(), &webhook).await?;
    let mut happens = vec![words.say("hooks-remove-told")];
    happens.extend(figures_told(words, &Hook { dropped: 0, ..hook.clone() }));
    happens.push(words.say("hooks-remove-log"));
    html(&Confirm {
        frame: place.frame(&visitor, words.say("hooks-remove")),
        question: words.say("hooks-remove-question"),
        said: Some((words.say("hooks-address"), Quoted::cut(&hook.url, 200))),
        happens,
        fields: Vec::new(),
        kept: Vec::new(),
        confirm: words.say("hooks-remove"),
        kind: "danger",
        here: place.link(&visitor, &[&webhook, "remove"]),
        back: place.link(&visitor, &[&webhook]),
    })
}

/// `POST …/webhooks/{webhook}/remove`.
pub(crate) async fn remove<P: Place>(
    State(panel): State<Panel>,
    visitor: Visitor,
    place: P,
    Path(Which { webhook }): Path<Which>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let hook = find(&panel.app, place.site(), &webhook).await?;
    panel.app.hooks().remove(place.site(), hook.id, panel.app.by(&visitor.caller)).await?;
    let list = place.link(&visitor, &[]);
    Ok(flash::tell(&list, &visitor.words.say("hooks-removed")))
}

fn back<P: Place>(visitor: &Visitor, place: &P, hook: &Hook, key: &str) -> Response {
    let page = place.link(visitor, &[&hook.id.to_string()]);
    flash::tell(&page, &visitor.words.say(key))
}

async fn page<P: Place>(
    panel: &Panel,
    visitor: &Visitor,
    place: &P,
    hook: Hook,
    wish: &Wish,
    asked: &Asked,
    faults: Vec<Fault>,
) -> Result<Response> {
    let words = &visitor.words;
    let zone = place.entry().map_or(TimeZone::UTC, |entry| entry.zone.clone());
    let mut log = panel.app.hooks().answers(place.site(), hook.id).await?;
    let before = asked.before.parse().unwrap_or(i64::MAX);
    log.retain(|answer| answer.id < before);
    let next = one_page(&mut log, PAGE, |answer| answer.id.to_string());
    let here = place.link(visitor, &[&hook.id.to_string()]);
    let mut room = Room::of(log.len());
    let rows = log.into_iter().map(|answer| row(panel, words, &zone, answer, &mut room)).collect();
    let is_wrong = !faults.is_empty();
    let form = place.may_act(visitor).then(|| {
        let mut fields = wish.fields(words, visitor.may(Right::Operate, None), faults);
        let on = Field::tick("active", words.say("hooks-active"), !wish.active.is_empty());
        fields.push(on.hint(words.say("hooks-active-hint")));
        fields
    });
    let page = html(&One {
        frame: place.frame(visitor, words.say("hooks-title")),
        list: place.link(visitor, &[]),
        facts: facts(panel, words, &zone, &hook),
        form,
        on: hook.on,
        pager: Pager::of(&Link::to(here.clone()), "before", &asked.before, next.as_deref()),
        here,
        columns: ["column-when", "hooks-event", "hooks-answer", "hooks-becomes", "hooks-again"]
            .map(|key| (words.say(key), ""))
            .into(),
        answers: rows,
        url: Quoted::cut(&hook.url, 80),
    })?;
    Ok(answered(page, is_wrong))
}

fn facts(panel: &Panel, words: &Words, zone: &TimeZone, hook: &Hook) -> Vec<(String, Vec<String>)> {
    let mut state = vec![state_told(words, hook)];
    state.extend(figures_told(words, hook));
    if let Some((_, until)) = hook.old_secret.as_ref().filter(|(_, until)| panel.app.now() < *until)
    {
        let until = words.moment(*until, zone);
        state.push(words.tell("hooks-old-secret", &[("until", (&until).into())]));
    }
    if hook.allow_private {
        state.push(words.say("hooks-private"));
    }
    vec![
        (words.say("hooks-whose"), vec![whose(panel, words, hook)]),
        (words.say("hooks-told"), vec![kinds_told(words, hook.kinds)]),
        (words.say("hooks-state"), state),
    ]
}

fn row(panel: &Panel, words: &Words, zone: &TimeZone, answer: HookAnswer, room: &mut Room) -> Row {
    room.next_row();
    let status = answer.status.map(|status| status.to_string()).unwrap_or_default();
    let detail = safe(&answer.detail).into_owned();
    let state = match (answer.state, answer.next_at) {
        (EventState::Taken, _) => words.say("hooks-taken"),
        (EventState::GivenUp, _) => words.say("hooks-given-up"),
        (EventState::Waiting, None) => words.say("hooks-in-line"),
        (EventState::Waiting, Some(at)) => {
            let at = words.moment(at, zone);
            words.tell("hooks-again-at", &[("at", (&at).into())])
        }
    };
    let millis = u64::try_from(answer.took.as_millis()).unwrap_or(u64::MAX);
    Row {
        event: answer.event.to_string(),
        when: words.moment(answer.at, zone),
        kind: words.say(kind_key(answer.kind)),
        site: answer.site.map(|site| panel.app.site_name(site)),
        answer: match trouble(words, &answer.trouble, &detail) {
            said if said.is_empty() => status,
            said => said,
        },
        took: words.tell("hooks-took", &[("count", millis.into())]),
        text: Some(room.fit(Quoted::cut(&answer.text, 80)))
            .filter(|quoted| !quoted.text.is_empty()),
        state,
    }
}
