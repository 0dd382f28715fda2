//! `/users`: who may log in, and what each may see; how one is added.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use postern_core::access::Role;
use postern_core::time::Time;
use postern_engine::people::{PASSWORD, PeopleError, UserWish};
use postern_engine::words::{Language, Words};
use postern_store::people::{Hidden, User};
use serde::Deserialize;

use super::grant::{Given, role_words, scope_words};
use crate::api::request::Params;
use crate::error::Result;
use crate::panel::enter::fault_of;
use crate::panel::field::{self, Fault, Field, Kind};
use crate::panel::filter::{Choice, Link};
use crate::panel::form::Form;
use crate::panel::frame::{Desk, Frame, Here, html};
use crate::panel::pager::{Pager, one_page};
use crate::panel::visitor::Visitor;
use crate::panel::{Panel, flash};

// --- the list ---

#[derive(Template)]
#[template(path = "operate-users.html")]
struct Users {
    frame: Frame,
    columns: Vec<(String, &'static str)>,
    rows: Vec<Row>,
    pager: Pager,
    add: String,
}

struct Row {
    name: String,
    href: String,
    role: String,
    sites: String,
    comes_in: String,
    last_login: String,
}

/// Users of a page.
pub(super) const PAGE: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// The last name of the page before.
    after: String,
}

/// `GET /users`.
pub(crate) async fn list(
    State(panel): State<Panel>,
    visitor: Visitor,
    Params(Asked { after }): Params<Asked>,
) -> Result<Response> {
    let (app, words, links) = (&panel.app, &visitor.words, &visitor.links);
    let mut users = app.people().users(after.clone(), PAGE + 1).await?;
    let next = one_page(&mut users, PAGE, |user| user.name.clone());
    let row = |user: User| Row {
        href: links.to(&["users", &user.name]),
        role: role_words(words, user.grant.role),
        sites: scope_words(app, words, &user.grant.scope),
        comes_in: comes_in(words, &user),
        last_login: last_login(words, &user, app.now()),
        name: user.name,
    };
    html(&Users {
        frame: frame(&visitor, words.say("nav-users")),
        columns: ["users-name", "users-role", "users-sites", "users-comes-in", "users-last-login"]
            .map(|key| (words.say(key), ""))
            .into(),
        rows: users.into_iter().map(row).collect(),
        pager: Pager::of(&Link::to(links.to(&["users"])), "after", &after, next.as_deref()),
        add: links.to(&["operate", "users", "new"]),
    })
}

pub(super) fn frame(visitor: &Visitor, title: String) -> Frame {
    Frame::of(visitor, Here::Operate(Desk::Users), title)
}

pub(super) fn comes_in(words: &Words, user: &User) -> String {
    words.say(match (&user.password_hash, &user.factor) {
        (None, _) => "users-by-link",
        (Some(_), None) => "users-by-password",
        (Some(_), Some(_)) => "users-by-password-and-code",
    })
}

pub(super) fn last_login(words: &Words, user: &User, now: Time) -> String {
    user.last_login_at.map_or_else(|| words.say("users-never"), |at| words.from_now(at, now))
}

// --- adding ---

/// What the forms send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    pub(super) name: String,
    pub(super) role: String,
    pub(super) all: String,
    pub(super) sites: String,
    pub(super) language: String,
    pub(super) password: String,
}

impl Wish {
    pub(super) fn given(&self) -> Given {
        let all = !self.all.is_empty();
        Given { role: self.role.clone(), all, sites: self.sites.clone() }
    }
}

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

/// `GET /operate/users/new`.
pub(crate) async fn ask_new(visitor: Visitor) -> Result<Response> {
    let wish = Wish { role: Role::Owner.word().to_owned(), ..Wish::default() };
    adding(&visitor, &wish, Vec::new())
}

/// `POST /operate/users/new`.
pub(crate) async fn add(
    State(panel): State<Panel>,
    visitor: Visitor,
    Form(mut wish): Form<Wish>,
) -> Result<Response> {
    let (app, words) = (&panel.app, &visitor.words);
    wish.name = wish.name.trim().to_ascii_lowercase();
    let grant = match wish.given().read(app, &visitor) {
        Ok(grant) => grant,
        Err(faults) => return adding(&visitor, &wish, faults),
    };
    let password = (!wish.password.is_empty()).then(|| Hidden(wish.password.clone()));
    let new =
        UserWish { name: wish.name.clone(), grant, language: wish.language.clone(), password };
    match app.people().add(&visitor.caller.grant, new, app.by(&visitor.caller)).await {
        Ok(_) => {
            let told = words.tell("users-added", &[("name", (&wish.name).into())]);
            Ok(flash::tell(&visitor.links.to(&["users", &wish.name]), &told))
        }
        Err(error) => adding(&visitor, &wish, vec![fault(words, error)?]),
    }
}

fn adding(visitor: &Visitor, wish: &Wish, faults: Vec<Fault>) -> Result<Response> {
    let (words, links) = (&visitor.words, &visitor.links);
    let mut fields = vec![
        Field::line("name", words.say("login-name"), &wish.name)
            .hint(words.say("setup-name-hint"))
            .needed(),
    ];
    fields.extend(wish.given().fields(words, &Role::ALL));
    fields.push(language_field(words, &wish.language));
    let least = words.tell("setup-password-hint", &[("shortest", least_password().into())]);
    let hint = words.tell("users-password-hint", &[("least", (&least).into())]);
    fields.push(Field::password("password", words.say("login-password")).hint(hint));
    let is_wrong = !faults.is_empty();
    field::tell(&mut fields, faults);
    let page = html(&Adding {
        frame: frame(visitor, words.say("users-add")),
        lead: words.say("users-add-lead"),
        fields,
        button: words.say("users-add"),
        here: links.to(&["operate", "users", "new"]),
        back: links.to(&["users"]),
    })?;
    Ok(answered(page, is_wrong))
}

/// A form that comes back says so to programs as well.
pub(crate) fn answered(page: Response, is_wrong: bool) -> Response {
    match is_wrong {
        true => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
        false => page,
    }
}

pub(super) fn least_password() -> u64 {
    *PASSWORD.start() as u64
}

pub(super) fn language_field(words: &Words, value: &str) -> Field {
    let browsers = Choice { value: String::new(), label: words.say("users-language-browser") };
    let named = Language::ALL
        .map(|language| Choice { value: language.code().into(), label: language.name().into() });
    let choices = std::iter::once(browsers).chain(named).collect();
    Field::choice("language", words.say("language"), value, choices)
}

/// What is wrong with a name, a password or a grant; what is no fault of the form is none.
pub(super) fn fault(words: &Words, error: PeopleError) -> Result<Fault> {
    let field = match &error {
        PeopleError::PasswordLength(_)
        | PeopleError::PasswordIsName
        | PeopleError::PasswordControl => "password",
        _ => "name",
    };
    match fault_of(words, &error) {
        Some(told) => Ok(Fault::of(field, told)),
        None => Err(error.into()),
    }
}
