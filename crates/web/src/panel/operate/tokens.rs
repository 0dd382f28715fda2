//! `/tokens`: what programs come in with. An operator sees all, everybody else their own.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::tz::TimeZone;
use postern_core::access::{Grant, Role, Scope};
use postern_core::counter::{day_range, parse_day};
use postern_core::ids::TokenId;
use postern_core::time::Time;
use postern_engine::people::PeopleError;
use postern_engine::words::Words;
use postern_store::people::Token;
use serde::Deserialize;

use super::grant::{Given, role_words, scope_words};
use super::told_once::ToldOnce;
use super::users::answered;
use crate::api::request::{Params, Path};
use crate::api::token::{find, operates, seen};
use crate::error::Result;
use crate::panel::confirm::Confirm;
use crate::panel::enter::Pressed;
use crate::panel::field::{self, Fault, Field, Kind};
use crate::panel::filter::Link;
use crate::panel::form::Form;
use crate::panel::frame::{Desk, Frame, Here, html};
use crate::panel::pager::Pager;
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

/// Sites that are named beforehand in the form of one who has not all.
const SITES: usize = 1000;

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
    let mut tokens = seen(app, &visitor.caller, from, PAGE + 1).await?;
    let goes_on = tokens.len() > PAGE;
    tokens.truncate(PAGE);
    let next = tokens.last().filter(|_| goes_on).map(|token| token.id.to_string());
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
        add: links.to(&["tokens", "new"]),
    })
}

fn frame(visitor: &Visitor, title: String) -> Frame {
    let here = match operates(&visitor.caller) {
        true => Here::Operate(Desk::Tokens),
        false => Here::Elsewhere,
    };
    Frame::of(visitor, here, title)
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

// --- making ---

#[derive(Template)]
#[template(path = "operate-form.html")]
struct Making {
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
pub(crate) struct Wish {
    name: String,
    role: String,
    all: String,
    sites: String,
    ends: String,
}

impl Wish {
    fn given(&self) -> Given {
        let all = !self.all.is_empty();
        Given { role: self.role.clone(), all, sites: self.sites.clone() }
    }
}

/// `GET /tokens/new`.
pub(crate) async fn ask_new(State(panel): State<Panel>, visitor: Visitor) -> Result<Response> {
    let own = &visitor.caller.grant;
    let fits = matches!(&own.scope, Scope::Sites(sites) if sites.len() <= SITES);
    let given = if fits { Given::of(&panel.app, own) } else { Given::default() };
    let role = Role::Reader.word().to_owned();
    let wish = Wish { role, sites: given.sites, ..Wish::default() };
    making(&visitor, &wish, Vec::new())
}

/// `POST /tokens/new`: the answer tells what lets somebody in, and nothing else ever does.
pub(crate) async fn add(
    State(panel): State<Panel>,
    visitor: Visitor,
    Form(wish): Form<Wish>,
) -> Result<Response> {
    let (app, words, caller) = (&panel.app, &visitor.words, &visitor.caller);
    let (grant, ends_at) = match read(&panel, &visitor, &wish) {
        Ok(read) => read,
        Err(faults) => return making(&visitor, &wish, faults),
    };
    let (name, scope) = (wish.name.trim().to_owned(), grant.scope.clone());
    let role = role_words(words, grant.role);
    let added = app
        .people()
        .add_token(&caller.grant, caller.user, name.clone(), grant, ends_at, app.by(caller))
        .await;
    let (_, secret) = match added {
        Ok(added) => added,
        Err(error) => {
            let fault = fault(words, error)?;
            return making(&visitor, &wish, vec![fault]);
        }
    };
    let name = Quoted::cut(&name, 64).text;
    ToldOnce {
        frame: frame(&visitor, words.tell("tokens-made", &[("name", (&name).into())])),
        lead: words.say("tokens-made-lead"),
        secret: secret.reveal().to_owned(),
        facts: vec![
            (words.say("tokens-may"), role),
            (words.say("users-sites"), scope_words(app, words, &scope)),
            (words.say("tokens-ends"), ends(words, ends_at, app.now())),
        ],
        back: visitor.links.to(&["tokens"]),
        back_label: words.say("tokens-back"),
    }
    .page()
}

/// What the form asks for, or all that is wrong with it.
fn read(
    panel: &Panel,
    visitor: &Visitor,
    wish: &Wish,
) -> std::result::Result<(Grant, Option<Time>), Vec<Fault>> {
    let words = &visitor.words;
    let mut faults = Vec::new();
    let grant = wish.given().read(&panel.app, visitor).map_err(|told| faults.extend(told)).ok();
    let ends_at = match wish.ends.trim() {
        "" => None,
        // To the end of that day.
        day => match parse_day(day).and_then(|day| day_range(day, &TimeZone::UTC)) {
            Some(day) if day.end > panel.app.now() => Some(day.end),
            Some(_) => {
                faults.push(Fault::of("ends", words.say("tokens-ends-past")));
                None
            }
            None => {
                faults.push(Fault::of("ends", words.say("filter-no-day")));
                None
            }
        },
    };
    match grant {
        Some(grant) if faults.is_empty() && visitor.caller.grant.may_give(&grant) => {
            Ok((grant, ends_at))
        }
        Some(_) if faults.is_empty() => {
            Err(vec![Fault::of("role", words.say("tokens-more-than-own"))])
        }
        _ => Err(faults),
    }
}

fn fault(words: &Words, error: PeopleError) -> Result<Fault> {
    let key = match error {
        PeopleError::TokenName => "tokens-name-wrong",
        PeopleError::TooManyTokens => "tokens-too-many",
        other => return Err(other.into()),
    };
    Ok(Fault::of("name", words.say(key)))
}

fn making(visitor: &Visitor, wish: &Wish, faults: Vec<Fault>) -> Result<Response> {
    let (words, links) = (&visitor.words, &visitor.links);
    let own = visitor.caller.grant.role;
    let roles: Vec<Role> = Role::ALL
        .into_iter()
        .filter(|role| {
            Grant { role: own, scope: Scope::All }
                .may_give(&Grant { role: *role, scope: Scope::All })
        })
        .collect();
    let mut fields = vec![
        Field::line("name", words.say("tokens-name"), &wish.name)
            .hint(words.say("tokens-name-hint"))
            .needed(),
    ];
    let of_grant = wish.given().fields(words, &roles).into_iter();
    // Who has not all sites cannot give them.
    let has_all = visitor.caller.grant.scope == Scope::All;
    fields.extend(of_grant.filter(|field| has_all || field.name != "all"));
    fields.push(
        Field::day("ends", words.say("tokens-ends"), &wish.ends)
            .hint(words.say("tokens-ends-hint")),
    );
    let is_wrong = !faults.is_empty();
    field::tell(&mut fields, faults);
    let page = html(&Making {
        frame: frame(visitor, words.say("tokens-add")),
        lead: words.say("tokens-lead"),
        fields,
        button: words.say("tokens-add"),
        here: links.to(&["tokens", "new"]),
        back: links.to(&["tokens"]),
    })?;
    Ok(answered(page, is_wrong))
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
    Confirm {
        frame: frame(&visitor, words.say("tokens-remove")),
        question: words.tell("tokens-remove-question", &[("name", (&name).into())]),
        happens: vec![words.say("tokens-remove-programs"), words.say("tokens-remove-for-good")],
        fields: Vec::new(),
        kept: Vec::new(),
        yes: words.say("tokens-remove"),
        danger: true,
        here: links.to(&["tokens", &id.to_string(), "remove"]),
        back: links.to(&["tokens"]),
    }
    .ask()
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
    Ok(flash::tell(&visitor, &visitor.links.to(&["tokens"]), &told))
}
