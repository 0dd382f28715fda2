//! `/tokens`: what programs come in with, of all users and of the machine. One's own are made beside one's account.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::tz::TimeZone;
use postern_core::ids::TokenId;
use postern_core::time::Time;
use postern_engine::words::Words;
use postern_store::people::Token;
use serde::Deserialize;

use super::grant::{role_words, scope_words};
use crate::api::request::{Params, Path};
use crate::api::token::find;
use crate::error::Result;
use crate::panel::confirm::Confirm;
use crate::panel::filter::Link;
use crate::panel::form::{Form, Pressed};
use crate::panel::frame::{Desk, Frame, Here, html};
use crate::panel::pager::{Pager, one_page};
use crate::panel::quoted::Quoted;
use crate::panel::visitor::Visitor;
use crate::panel::{Panel, flash};

#[derive(Template)]
#[template(path = "operate-tokens.html")]
struct Tokens {
    frame: Frame,
    columns: Vec<(String, &'static str)>,
    rows: Vec<Row>,
    pager: Pager,
    add: String,
}

struct Row {
    name: Quoted,
    whose: String,
    may: String,
    sites: String,
    ends: String,
    last: String,
    remove: String,
}

/// Tokens of a page.
const PAGE: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// The last one of the page before.
    after: String,
}

/// `GET /tokens`.
pub(crate) async fn list(
    State(panel): State<Panel>,
    visitor: Visitor,
    Params(Asked { after }): Params<Asked>,
) -> Result<Response> {
    let (app, words, links) = (&panel.app, &visitor.words, &visitor.links);
    let from = after.parse().unwrap_or(TokenId(0));
    let mut tokens = app.people().tokens(None, from, PAGE + 1).await?;
    let next = one_page(&mut tokens, PAGE, |token| token.id.to_string());
    let mut rows = Vec::with_capacity(tokens.len());
    for token in tokens {
        let whose = match token.user {
            Some(user) => app.people().user(user).await?.name,
            None => words.say("tokens-of-machine"),
        };
        rows.push(row(&panel, &visitor, token, whose));
    }
    html(&Tokens {
        frame: frame(&visitor, words.say("nav-tokens")),
        columns: [
            "tokens-name",
            "tokens-whose",
            "tokens-may",
            "tokens-ends",
            "tokens-last",
            "tokens-action",
        ]
        .map(|key| (words.say(key), ""))
        .into(),
        rows,
        pager: Pager::of(&Link::to(links.to(&["tokens"])), "after", &after, next.as_deref()),
        add: links.to(&["account", "tokens"]),
    })
}

fn frame(visitor: &Visitor, title: String) -> Frame {
    Frame::of(visitor, Here::Operate(Desk::Tokens), title)
}

fn row(panel: &Panel, visitor: &Visitor, token: Token, whose: String) -> Row {
    let (words, now) = (&visitor.words, panel.app.now());
    let last = token.last_at.map(|at| words.from_now(at, now));
    Row {
        whose,
        may: role_words(words, token.grant.role),
        sites: scope_words(&panel.app, words, &token.grant.scope),
        ends: ends(words, token.ends_at, now),
        last: match last {
            Some(last) if token.last_address.is_empty() => last,
            Some(last) => words.tell(
                "tokens-last-from",
                &[("ago", (&last).into()), ("address", (&token.last_address).into())],
            ),
            None => words.say("users-never"),
        },
        remove: visitor.links.to(&["tokens", &token.id.to_string(), "remove"]),
        name: Quoted::cut(&token.name, 64),
    }
}

fn ends(words: &Words, ends_at: Option<Time>, now: Time) -> String {
    match ends_at {
        None => words.say("users-never"),
        Some(at) if at <= now => words.say("tokens-ended"),
        Some(at) => words.day(at, &TimeZone::UTC),
    }
}

// --- removing ---

/// `GET /tokens/{token}/remove`.
pub(crate) async fn ask_remove(
    State(panel): State<Panel>,
    visitor: Visitor,
    Path(id): Path<i64>,
) -> Result<Response> {
    let token = find(&panel.app, &visitor.caller, TokenId(id)).await?;
    let (words, links) = (&visitor.words, &visitor.links);
    let name = Quoted::cut(&token.name, 64).text;
    html(&Confirm {
        frame: frame(&visitor, words.say("tokens-remove")),
        question: words.tell("tokens-remove-question", &[("name", (&name).into())]),
        said: None,
        happens: vec![words.say("tokens-remove-programs"), words.say("tokens-remove-for-good")],
        fields: Vec::new(),
        kept: Vec::new(),
        confirm: words.say("tokens-remove"),
        kind: "danger",
        here: links.to(&["tokens", &id.to_string(), "remove"]),
        back: links.to(&["tokens"]),
    })
}

/// `POST /tokens/{token}/remove`.
pub(crate) async fn remove(
    State(panel): State<Panel>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let token = find(&panel.app, &visitor.caller, TokenId(id)).await?;
    panel.app.people().remove_token(token.id, panel.app.by(&visitor.caller)).await?;
    let name = Quoted::cut(&token.name, 64).text;
    let told = visitor.words.tell("tokens-removed", &[("name", (&name).into())]);
    Ok(flash::tell(&visitor.links.to(&["tokens"]), &told))
}
