//! `/ovh-keys`: what programs come in with that speak the provider's API. Who runs the hosting sees all, others their own and
//! those they approved. As with all that lets somebody in, a session that is held to one site has none of it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::tz::TimeZone;
use postern_core::access::{Right, Scope};
use postern_core::ids::{ApplicationId, ConsumerId, UserId};
use postern_core::ovh::KeyState;
use postern_core::time::Time;
use postern_engine::ovh::usual_rules;
use postern_engine::people::LONGEST_NAME;
use postern_engine::words::Words;
use serde::Deserialize;

use super::account::Whole;
use super::confirm::Confirm;
use super::field::{self, Fault, Field, Kind};
use super::filter::{Choice, Link};
use super::form::{Form, Pressed};
use super::frame::{Desk, Frame, Here, html};
use super::operate::grant::{listed, scope_words};
use super::operate::told_once::ToldOnce;
use super::pager::Pager;
use super::quoted::Quoted;
use super::visitor::Visitor;
use super::{Panel, ending, flash};
use crate::api::ovh_key::{Seen, find, make, name_of, page};
use crate::api::request::{Params, Path};
use crate::error::{Error, Result};
use crate::wire::Code;

#[derive(Template)]
#[template(path = "ovh-keys.html")]
struct Keys {
    frame: Frame,
    columns: Vec<(String, &'static str)>,
    rows: Vec<Row>,
    pager: Pager,
    add: String,
}

/// An application, or one of its keys.
struct Row {
    name: Quoted,
    key: String,
    whose: String,
    sites: String,
    state: String,
    ends: String,
    last: String,
    /// `None`: it is not the visitor's.
    remove: Option<String>,
}

/// Applications of a page.
const PAGE: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// The last one of the page before.
    after: String,
}

/// `GET /ovh-keys`.
pub(super) async fn list(
    State(panel): State<Panel>,
    Whole(me): Whole,
    Params(Asked { after }): Params<Asked>,
) -> Result<Response> {
    let visitor = me.visitor;
    let (words, links) = (&visitor.words, &visitor.links);
    let from = ApplicationId(after.parse().unwrap_or(0));
    let (seen, next) = page(&panel.app, &visitor.caller, from, PAGE).await?;
    let mut rows = Vec::new();
    for seen in seen {
        rows.extend(rows_of(&panel, &visitor, seen).await?);
    }
    let next = next.map(|last| last.to_string());
    html(&Keys {
        columns: [
            "ovh-name",
            "ovh-whose",
            "ovh-sites",
            "ovh-state",
            "ovh-ends",
            "ovh-last",
            "ovh-action",
        ]
        .map(|key| (words.say(key), ""))
        .into(),
        rows,
        pager: Pager::of(&Link::to(links.to(&["ovh-keys"])), "after", &after, next.as_deref()),
        add: links.to(&["ovh-keys", "new"]),
        frame: frame(&visitor, "ovh-keys"),
    })
}

fn frame(visitor: &Visitor, title: &str) -> Frame {
    let here = match visitor.may(Right::Operate, None) {
        true => Here::Operate(Desk::OvhKeys),
        false => Here::Elsewhere,
    };
    let links = &visitor.links;
    let page = links.below_base(&links.to(&["ovh-keys"]));
    Frame { here: page, ..Frame::of(visitor, here, visitor.words.say(title)) }
}

async fn rows_of(panel: &Panel, visitor: &Visitor, seen: Seen) -> Result<Vec<Row>> {
    let Seen { application, consumers, is_own } = seen;
    let (app, words) = (&panel.app, &visitor.words);
    let now = app.now();
    let id = application.id.to_string();
    let link = |parts: &[&str]| visitor.links.to(&[&["ovh-keys", id.as_str()], parts].concat());
    let mut rows = vec![Row {
        name: Quoted::cut(&application.name, 64),
        key: application.key.clone(),
        whose: whose(panel, words, application.user).await?,
        sites: scope_words(app, words, &application.scope),
        state: words.say(match application.rules.is_empty() {
            true => "ovh-asks",
            false => "ovh-by-itself",
        }),
        ends: ends(words, application.ends_at, now),
        last: String::new(),
        remove: is_own.then(|| link(&["remove"])),
    }];
    for consumer in consumers {
        let number = consumer.id.to_string();
        let validated = consumer.state != KeyState::Pending;
        let last = consumer.last_at.map(|at| words.from_now(at, now));
        rows.push(Row {
            name: Quoted::cut(&application.name, 64),
            key: words.tell("ovh-consumer", &[("number", (&number).into())]),
            whose: match validated {
                true => whose(panel, words, consumer.user).await?,
                false => String::new(),
            },
            sites: match validated {
                true => scope_words(app, words, &consumer.scope),
                false => String::new(),
            },
            state: words.say(match validated {
                true => "ovh-validated",
                false => "ovh-pending",
            }),
            ends: ends(words, consumer.ends_at.or(application.ends_at), now),
            last: match last {
                Some(last) if consumer.last_address.is_empty() => last,
                Some(last) => words.tell(
                    "tokens-last-from",
                    &[("ago", (&last).into()), ("address", (&consumer.last_address).into())],
                ),
                None => words.say("users-never"),
            },
            remove: Some(link(&["consumers", &number, "remove"])),
        });
    }
    Ok(rows)
}

async fn whose(panel: &Panel, words: &Words, user: Option<UserId>) -> Result<String> {
    Ok(name_of(&panel.app, user).await?.unwrap_or_else(|| words.say("tokens-of-machine")))
}

fn ends(words: &Words, ends_at: Option<Time>, now: Time) -> String {
    match ends_at {
        None => words.say("users-never"),
        Some(at) if at <= now => words.say("ovh-over"),
        Some(at) => words.day(at, &TimeZone::UTC),
    }
}

// --- a new one ---

#[derive(Template)]
#[template(path = "operate-form.html")]
struct Adding {
    frame: Frame,
    lead: String,
    fields: Vec<Field>,
    button: String,
    here: String,
    back: String,
}

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wish {
    name: String,
    may: String,
    /// Names, apart by spaces, commas or lines; none is all of the visitor's.
    sites: String,
    ends: String,
}

/// What it may, by the names of the form.
const MAY: [(&str, &str); 3] =
    [("all", "ovh-may-all"), ("see", "ovh-may-see"), ("ask", "ovh-may-ask")];

/// `GET /ovh-keys/new`.
pub(super) async fn ask_new(Whole(me): Whole) -> Result<Response> {
    let wish = Wish { may: "all".into(), ends: "never".into(), ..Wish::default() };
    adding(&me.visitor, &wish, Vec::new())
}

/// `POST /ovh-keys/new`: makes a key, and tells it.
pub(super) async fn add(
    State(panel): State<Panel>,
    Whole(me): Whole,
    Form(wish): Form<Wish>,
) -> Result<Response> {
    let visitor = me.visitor;
    let (app, words) = (&panel.app, &visitor.words);
    let rules = match wish.may.as_str() {
        "all" => usual_rules(false),
        "see" => usual_rules(true),
        "ask" => Vec::new(),
        other => return Err(Error::new(Code::BadRequest, format!("there is no right {other:?}"))),
    };
    let sites = match listed(&wish.sites).map(str::to_ascii_lowercase).collect::<Vec<_>>() {
        names if !names.is_empty() => Some(names),
        // All that the visitor has, by name: what is added to them later is not meant.
        _ => crate::api::user::sites(app, &visitor.caller.grant.scope),
    };
    let ends_at = ending::ends_at(&wish.ends, app.now());
    let name = wish.name.trim().to_owned();
    let made = make(app, &visitor.caller, name, sites.as_deref(), rules, ends_at).await;
    let (made, application) = match made {
        Ok(made) => made,
        Err(Error(problem)) => {
            let fault = match problem.code {
                Code::NoSuchSite => Fault::of("sites", words.say("account-token-no-site")),
                Code::MoreThanOwn => Fault::of("may", words.say("ovh-more-than-own")),
                Code::TooManyOvhKeys => Fault::of("name", words.say("ovh-too-many")),
                Code::Invalid => {
                    let longest = [("longest", (LONGEST_NAME as u64).into())];
                    Fault::of("name", words.tell("account-token-name-wrong", &longest))
                }
                _ => return Err(Error(problem)),
            };
            return adding(&visitor, &wish, vec![fault]);
        }
    };
    let mut lines = vec![
        format!("application_key={}", application.key),
        format!("application_secret={}", made.secret.reveal()),
    ];
    lines.extend(made.consumer.map(|consumer| format!("consumer_key={}", consumer.reveal())));
    ToldOnce {
        lead: words.say("ovh-made-lead"),
        secret: lines.join("\n"),
        back: visitor.links.to(&["ovh-keys"]),
        back_label: words.say("ovh-kept"),
        frame: frame(&visitor, "ovh-made"),
    }
    .page()
}

/// The choices of an end.
pub(super) fn ends_field(words: &Words, chosen: &str) -> Field {
    Field::choice("ends", words.say("ovh-ends"), chosen, ending::choices(words))
}

fn adding(visitor: &Visitor, wish: &Wish, faults: Vec<Fault>) -> Result<Response> {
    let words = &visitor.words;
    let is_wrong = !faults.is_empty();
    let may = MAY.map(|(value, key)| Choice { value: value.to_owned(), label: words.say(key) });
    let mut fields = vec![
        Field::line("name", words.say("ovh-name"), &wish.name)
            .hint(words.say("ovh-name-hint"))
            .needed(),
        Field::choice("may", words.say("ovh-may"), &wish.may, may.into()),
    ];
    let has_one = matches!(&visitor.caller.grant.scope, Scope::Sites(sites) if sites.len() == 1);
    if !has_one {
        fields.push(
            Field::lines("sites", words.say("ovh-sites"), &wish.sites)
                .hint(words.say("account-token-sites-hint")),
        );
    }
    fields.push(ends_field(words, &wish.ends));
    field::tell(&mut fields, faults);
    let page = html(&Adding {
        lead: words.say("ovh-keys-means"),
        fields,
        button: words.say("ovh-make"),
        here: visitor.links.to(&["ovh-keys", "new"]),
        back: visitor.links.to(&["ovh-keys"]),
        frame: frame(visitor, "ovh-new"),
    })?;
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, page).into_response())
}

// --- removing ---

/// `GET /ovh-keys/{key}/remove`.
pub(super) async fn ask_remove(
    State(panel): State<Panel>,
    Whole(me): Whole,
    Path(id): Path<i64>,
) -> Result<Response> {
    let visitor = me.visitor;
    let seen = find_own(&panel, &visitor, id).await?;
    let parts = ["ovh-keys", &id.to_string(), "remove"];
    asking(&visitor, &seen, "ovh-remove-question", "ovh-remove-means", &parts)
}

/// `POST /ovh-keys/{key}/remove`.
pub(super) async fn remove(
    State(panel): State<Panel>,
    Whole(me): Whole,
    Path(id): Path<i64>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let visitor = me.visitor;
    let seen = find_own(&panel, &visitor, id).await?;
    panel.app.ovh_keys().remove(seen.application.id, panel.app.by(&visitor.caller)).await?;
    Ok(removed(&visitor, &seen))
}

/// `GET /ovh-keys/{key}/consumers/{consumer}/remove`.
pub(super) async fn ask_remove_consumer(
    State(panel): State<Panel>,
    Whole(me): Whole,
    Path((id, consumer)): Path<(i64, i64)>,
) -> Result<Response> {
    let visitor = me.visitor;
    let seen = find(&panel.app, &visitor.caller, ApplicationId(id)).await?;
    let consumer = seen.consumer(ConsumerId(consumer))?.id.to_string();
    let parts = ["ovh-keys", &id.to_string(), "consumers", &consumer, "remove"];
    asking(&visitor, &seen, "ovh-remove-consumer-question", "ovh-remove-consumer-means", &parts)
}

/// `POST /ovh-keys/{key}/consumers/{consumer}/remove`.
pub(super) async fn remove_consumer(
    State(panel): State<Panel>,
    Whole(me): Whole,
    Path((id, consumer)): Path<(i64, i64)>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let visitor = me.visitor;
    let seen = find(&panel.app, &visitor.caller, ApplicationId(id)).await?;
    let consumer = seen.consumer(ConsumerId(consumer))?.id;
    panel.app.ovh_keys().end(consumer, panel.app.by(&visitor.caller)).await?;
    Ok(removed(&visitor, &seen))
}

async fn find_own(panel: &Panel, visitor: &Visitor, id: i64) -> Result<Seen> {
    let seen = find(&panel.app, &visitor.caller, ApplicationId(id)).await?;
    match seen.is_own {
        true => Ok(seen),
        false => Err(Error::new(Code::NoSuchOvhKey, format!("key {id} is another's to remove"))),
    }
}

fn asking(
    visitor: &Visitor,
    seen: &Seen,
    question: &str,
    means: &str,
    parts: &[&str],
) -> Result<Response> {
    let (words, links) = (&visitor.words, &visitor.links);
    let name = Quoted::cut(&seen.application.name, 64).text;
    html(&Confirm {
        question: words.tell(question, &[("name", (&name).into())]),
        said: None,
        happens: vec![words.say(means), words.say("tokens-remove-for-good")],
        fields: Vec::new(),
        kept: Vec::new(),
        confirm: words.say("tokens-remove"),
        kind: "danger",
        here: links.to(parts),
        back: links.to(&["ovh-keys"]),
        frame: frame(visitor, "ovh-keys"),
    })
}

fn removed(visitor: &Visitor, seen: &Seen) -> Response {
    let name = Quoted::cut(&seen.application.name, 64).text;
    let told = visitor.words.tell("ovh-removed", &[("name", (&name).into())]);
    flash::tell(&visitor.links.to(&["ovh-keys"]), &told)
}
