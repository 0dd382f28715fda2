//! `/users/{user}`: one who may log in, where they are logged in, and everything that can be done about it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::tz::TimeZone;
use postern_core::access::{Role, Scope};
use postern_core::ids::SessionId;
use postern_core::time::Time;
use postern_engine::people::LINK;
use postern_engine::words::Words;
use postern_store::people::{Hidden, Session, User};
use serde::Deserialize;

use super::grant::{Given, role_words, scope_words};
use super::told_once::ToldOnce;
use super::users::{
    PAGE, Wish, answered, comes_in, fault, frame, language_field, last_login, least_password,
};
use crate::api::request::Path;
use crate::api::token::make_link;
use crate::error::Result;
use crate::panel::confirm::Confirm;
use crate::panel::field::{self, Fault, Field, Kind};
use crate::panel::form::{Form, Pressed};
use crate::panel::frame::{Frame, html};
use crate::panel::quoted::Quoted;
use crate::panel::visitor::Visitor;
use crate::panel::{Panel, flash};

/// Sites that a form lists; who has more is changed by the command line.
const SITES: usize = 1000;

#[derive(Template)]
#[template(path = "operate-user.html")]
struct OneUser {
    frame: Frame,
    name: String,
    facts: Vec<(String, String)>,
    /// What can be changed; `None` where there are more sites than a form lists.
    change: Option<Vec<Field>>,
    password: Field,
    link: Field,
    sessions: Vec<SessionRow>,
    columns: Vec<(String, &'static str)>,
    list: String,
    here: String,
    /// Where the second factor is taken away, where there is one.
    factor: Option<String>,
    remove: String,
}

struct SessionRow {
    id: SessionId,
    began: String,
    last: String,
    address: String,
    agent: Quoted,
}

/// `GET /users/{user}`.
pub(crate) async fn show(
    State(panel): State<Panel>,
    visitor: Visitor,
    Path(name): Path<String>,
) -> Result<Response> {
    let user = panel.app.people().user_named(&name).await?;
    one(&panel, &visitor, &user, None, Vec::new()).await
}

async fn one(
    panel: &Panel,
    visitor: &Visitor,
    user: &User,
    wish: Option<&Wish>,
    faults: Vec<Fault>,
) -> Result<Response> {
    let (app, words, links) = (&panel.app, &visitor.words, &visitor.links);
    let sessions = app.people().sessions(user.id).await?;
    let (given, language) = match wish {
        Some(wish) => (wish.given(), &wish.language),
        None => (Given::of(app, &user.grant), &user.language),
    };
    let mut change = given.fields(words, &Role::ALL);
    change.push(language_field(words, language));
    let hint = words.tell("users-new-password-hint", &[("shortest", least_password().into())]);
    let mut rest = [
        Field::password("password", words.say("users-new-password")).hint(hint).needed(),
        Field::line("site", words.say("users-link-site"), "").hint(words.say("users-link-hint")),
    ];
    let is_wrong = !faults.is_empty();
    let (of_rest, of_change): (Vec<_>, Vec<_>) =
        faults.into_iter().partition(|fault| ["password", "site"].contains(&fault.field));
    field::tell(&mut change, of_change);
    field::tell(&mut rest, of_rest);
    let [password, link] = rest;
    let fits = !matches!(&user.grant.scope, Scope::Sites(sites) if sites.len() > SITES);
    let page = |page: &str| links.to(&["users", &user.name, page]);
    let page = html(&OneUser {
        frame: frame(visitor, user.name.clone()),
        name: user.name.clone(),
        facts: facts(words, user, app.now(), &scope_words(app, words, &user.grant.scope)),
        change: fits.then_some(change),
        password,
        link,
        sessions: sessions.iter().take(PAGE).map(|one| row_of(words, one, app.now())).collect(),
        columns: [
            "users-session-began",
            "users-session-last",
            "users-session-from",
            "users-session-end",
        ]
        .map(|key| (words.say(key), ""))
        .into(),
        list: links.to(&["users"]),
        here: links.to(&["users", &user.name]),
        factor: user.factor.is_some().then(|| page("second-factor")),
        remove: page("remove"),
    })?;
    Ok(answered(page, is_wrong))
}

fn facts(words: &Words, user: &User, now: Time, sites: &str) -> Vec<(String, String)> {
    let fact = |key: &str, value: String| (words.say(key), value);
    let added = words.day(user.created_at, &TimeZone::UTC);
    let mut facts = vec![
        fact("users-role", role_words(words, user.grant.role)),
        fact("users-sites", sites.to_owned()),
        fact("users-comes-in", comes_in(words, user)),
        fact("users-added-at", added),
        fact("users-last-login", last_login(words, user, now)),
    ];
    if let Some(factor) = &user.factor {
        facts.push(fact("users-recovery-codes", words.number(factor.recovery_codes)));
    }
    facts
}

fn row_of(words: &Words, session: &Session, now: Time) -> SessionRow {
    SessionRow {
        id: session.id,
        began: words.from_now(session.began_at, now),
        last: words.from_now(session.last_at, now),
        address: session.address.clone(),
        agent: Quoted::cut(&session.agent, 80),
    }
}

/// `POST /users/{user}`: another role, other sites, another language.
pub(crate) async fn change(
    State(panel): State<Panel>,
    visitor: Visitor,
    Path(name): Path<String>,
    Form(wish): Form<Wish>,
) -> Result<Response> {
    let app = &panel.app;
    let people = app.people();
    let user = people.user_named(&name).await?;
    let grant = match wish.given().read(app, &visitor) {
        Ok(grant) => grant,
        Err(faults) => return one(&panel, &visitor, &user, Some(&wish), faults).await,
    };
    let by = app.by(&visitor.caller);
    if grant != user.grant {
        people.regrant(&visitor.caller.grant, user.id, grant, by.clone()).await?;
    }
    if wish.language != user.language {
        people.set_language(user.id, wish.language, by).await?;
    }
    Ok(told(&visitor, &name, "users-changed"))
}

/// `POST /users/{user}/password`.
pub(crate) async fn set_password(
    State(panel): State<Panel>,
    visitor: Visitor,
    Path(name): Path<String>,
    Form(wish): Form<Wish>,
) -> Result<Response> {
    let (app, words) = (&panel.app, &visitor.words);
    let user = app.people().user_named(&name).await?;
    let by = app.by(&visitor.caller);
    // Who sets their own goes on.
    let keep = visitor.caller.session.filter(|_| visitor.caller.user == Some(user.id));
    match app.people().set_password(user.id, Hidden(wish.password), keep, by).await {
        Ok(()) => Ok(told(&visitor, &name, "users-password-set")),
        Err(error) => {
            let fault = fault(words, error)?;
            one(&panel, &visitor, &user, None, vec![fault]).await
        }
    }
}

/// Back to the user's page, which tells what was done.
fn told(visitor: &Visitor, name: &str, key: &str) -> Response {
    flash::tell(&visitor.links.to(&["users", name]), &visitor.words.say(key))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct LinkWish {
    site: String,
}

/// `POST /users/{user}/link`: makes a login link, told on this page only.
pub(crate) async fn link(
    State(panel): State<Panel>,
    visitor: Visitor,
    Path(name): Path<String>,
    Form(LinkWish { site }): Form<LinkWish>,
) -> Result<Response> {
    let (app, words) = (&panel.app, &visitor.words);
    let user = app.people().user_named(&name).await?;
    let site = Some(site.trim()).filter(|site| !site.is_empty());
    let known = site.map(|site| app.sites().by_name(site));
    let fault = match known {
        Some(None) => Some("users-link-no-site"),
        Some(Some(entry)) if !user.grant.scope.has(entry.site.id) => Some("users-link-not-theirs"),
        _ if app.about().panel_url.is_none() => Some("users-link-no-panel"),
        _ => None,
    };
    if let Some(key) = fault {
        let fault = Fault::of("site", words.say(key));
        return one(&panel, &visitor, &user, None, vec![fault]).await;
    }
    let made = make_link(app, &visitor.caller, &name, site).await?;
    let span = words.span(LINK);
    ToldOnce {
        frame: frame(&visitor, words.tell("users-link-title", &[("name", (&name).into())])),
        lead: words.tell("users-link-lead", &[("span", (&span).into())]),
        secret: made.url,
        back: visitor.links.to(&["users", &name]),
        back_label: words.say("users-back"),
    }
    .page()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Ending {
    /// Empty: all of them.
    session: String,
}

/// `POST /users/{user}/sessions`: ends one, or all.
pub(crate) async fn end_sessions(
    State(panel): State<Panel>,
    visitor: Visitor,
    Path(name): Path<String>,
    Form(Ending { session }): Form<Ending>,
) -> Result<Response> {
    let (people, by) = (panel.app.people(), panel.app.by(&visitor.caller));
    let user = people.user_named(&name).await?;
    match session.parse::<i64>() {
        Ok(id) => people.end_session(user.id, SessionId(id), by).await?,
        Err(_) => people.end_sessions(user.id, None, by).await?,
    }
    Ok(told(&visitor, &name, "users-sessions-ended"))
}

/// `GET /users/{user}/second-factor`: asks whether to take it away.
pub(crate) async fn ask_factor_off(
    State(panel): State<Panel>,
    visitor: Visitor,
    Path(name): Path<String>,
) -> Result<Response> {
    let user = panel.app.people().user_named(&name).await?;
    asking(&visitor, &user, "factor", "second-factor", &["users-factor-off"])
}

/// `POST /users/{user}/second-factor`.
pub(crate) async fn factor_off(
    State(panel): State<Panel>,
    visitor: Visitor,
    Path(name): Path<String>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let (people, by) = (panel.app.people(), panel.app.by(&visitor.caller));
    let user = people.user_named(&name).await?;
    people.turn_factor_off(user.id, by).await?;
    Ok(told(&visitor, &name, "users-factor-done"))
}

/// `GET /users/{user}/remove`.
pub(crate) async fn ask_remove(
    State(panel): State<Panel>,
    visitor: Visitor,
    Path(name): Path<String>,
) -> Result<Response> {
    let user = panel.app.people().user_named(&name).await?;
    asking(&visitor, &user, "remove", "remove", &["users-remove-sessions", "users-remove-sites"])
}

fn asking(
    visitor: &Visitor,
    user: &User,
    key: &str,
    page: &str,
    happens: &[&str],
) -> Result<Response> {
    let (words, links) = (&visitor.words, &visitor.links);
    let mut happens: Vec<String> = happens.iter().map(|key| words.say(key)).collect();
    if visitor.caller.user == Some(user.id) {
        happens.push(words.say("users-this-is-you"));
    }
    html(&Confirm {
        said: None,
        frame: frame(visitor, user.name.clone()),
        question: words.tell(&format!("users-{key}-question"), &[("name", (&user.name).into())]),
        happens,
        fields: Vec::new(),
        kept: Vec::new(),
        confirm: words.say(&format!("users-{key}-yes")),
        kind: "danger",
        here: links.to(&["users", &user.name, page]),
        back: links.to(&["users", &user.name]),
    })
}

/// `POST /users/{user}/remove`.
pub(crate) async fn remove(
    State(panel): State<Panel>,
    visitor: Visitor,
    Path(name): Path<String>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let (people, by) = (panel.app.people(), panel.app.by(&visitor.caller));
    let user = people.user_named(&name).await?;
    people.remove(user.id, by).await?;
    let told = visitor.words.tell("users-removed", &[("name", (&name).into())]);
    Ok(flash::tell(&visitor.links.to(&["users"]), &told))
}
