//! `/account`: who one is, in which language, and what lets one in: password, second factor, sessions, tokens.
//!
//! What lets a user in is shown and changed by sessions that have all of the user only. A session that a login link began
//! for one site, or that sees as an owner does, has not: through it nobody learns of other sites, and nobody stays who was
//! handed over for a while.

mod agent;
mod factor;
mod password;
mod qr;
mod session;
mod token;

use askama::Template;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::Response;
use postern_core::access::Scope;
use postern_core::ids::SessionId;
use postern_engine::people::{From, PeopleError};
use postern_engine::words::{Language, Words};
use postern_store::people::{Hidden, User};

use super::Panel;
use super::filter::Link;
use super::frame::{Frame, Here, html, role_key};
use super::pager::Pager;
use super::visitor::Visitor;
use crate::api::App;
use crate::api::request::Params;
use crate::api::user::sites;
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::Code;
use session::SessionRow;
use token::TokenRow;

pub(super) use factor::{ask_factor, turn_factor_off, turn_factor_on};
pub(super) use password::{ask_password, set_password};
pub(super) use session::{end_others, end_session};
pub(super) use token::{ask_removal, ask_token, make_token, remove_token};

/// The one whose account it is.
#[derive(Debug)]
pub(super) struct Me {
    pub(super) visitor: Visitor,
    pub(super) user: User,
    session: Option<SessionId>,
}

/// The same, where the session has all of the user.
#[derive(Debug)]
pub(super) struct Whole(pub(super) Me);

impl FromRequestParts<Panel> for Me {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, panel: &Panel) -> Result<Me> {
        let visitor = Visitor::from_request_parts(parts, panel).await;
        let visitor = visitor.map_err(|_| Caller::unknown())?;
        let why = || Error::new(Code::NotAllowed, "this page is for those who have an account");
        let user = panel.app.people().user(visitor.caller.user.ok_or_else(why)?).await?;
        let session = visitor.caller.session;
        Ok(Me { visitor, user, session })
    }
}

impl FromRequestParts<Panel> for Whole {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, panel: &Panel) -> Result<Whole> {
        let me = Me::from_request_parts(parts, panel).await?;
        match me.is_whole() {
            true => Ok(Whole(me)),
            false => {
                let why =
                    "a session that is held to one site does not change what lets its user in";
                Err(Error::new(Code::NotAllowed, why))
            }
        }
    }
}

impl Me {
    fn is_whole(&self) -> bool {
        !self.visitor.is_guest && self.visitor.caller.grant == self.user.grant
    }

    fn words(&self) -> &Words {
        &self.visitor.words
    }

    /// A page of the account.
    fn link(&self, parts: &[&str]) -> String {
        let parts: Vec<&str> = ["account"].into_iter().chain(parts.iter().copied()).collect();
        self.visitor.links.to(&parts)
    }

    fn frame(&self, title: &str) -> Frame {
        let Visitor { links, words, .. } = &self.visitor;
        let here = links.below_base(&links.account());
        Frame { here, ..Frame::of(&self.visitor, Here::Elsewhere, words.say(title)) }
    }

    /// What is wrong with what was given as the present password; `None`: it is right.
    async fn disproved(&self, app: &App, given: String, from: &From) -> Result<Option<String>> {
        match app.people().check_password(&self.user, Hidden(given), from).await {
            Ok(()) => Ok(None),
            Err(PeopleError::WrongPassword) => Ok(Some(self.words().say("account-present-wrong"))),
            Err(PeopleError::Wait(seconds)) => {
                let span = self.words().span(std::time::Duration::from_secs(seconds));
                Ok(Some(self.words().tell("login-wait", &[("span", (&span).into())])))
            }
            Err(error) => Err(error.into()),
        }
    }
}

#[derive(Template)]
#[template(path = "account.html")]
struct Account {
    frame: Frame,
    /// Name, role, sites.
    facts: Vec<(String, Vec<String>)>,
    languages: Vec<Choice>,
    /// The way back here after a change of the language.
    here: String,
    /// What lets the user in; `None`: this session has not all of the user.
    doors: Option<Doors>,
}

struct Choice {
    code: &'static str,
    name: String,
    chosen: bool,
}

struct Doors {
    has_password: bool,
    password: String,
    factor_state: String,
    factor_is_on: bool,
    factor: String,
    sessions: Vec<SessionRow>,
    /// How many there are that are not shown.
    more: Option<String>,
    /// Where all others are ended, if there are any.
    others: Option<String>,
    tokens: Vec<TokenRow>,
    pager: Pager,
    new_token: String,
    ovh_keys: String,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// The last token of the page before.
    after: String,
}

/// `GET /account`.
pub(super) async fn show(
    State(panel): State<Panel>,
    me: Me,
    Params(Asked { after }): Params<Asked>,
) -> Result<Response> {
    let words = me.words();
    let doors = match me.is_whole() {
        true => Some(doors(&panel.app, &me, &after).await?),
        false => None,
    };
    html(&Account {
        facts: facts(&panel.app, &me),
        languages: languages(words, &me.user.language),
        here: me.visitor.links.below_base(&me.visitor.links.account()),
        doors,
        frame: me.frame("account"),
    })
}

/// Sites that are named beside their owner.
const SITES: usize = 20;

fn facts(app: &App, me: &Me) -> Vec<(String, Vec<String>)> {
    let words = me.words();
    let grant = &me.visitor.caller.grant;
    vec![
        (words.say("account-name"), vec![me.user.name.clone()]),
        (words.say("account-role"), vec![words.say(role_key(grant.role))]),
        (words.say("account-sites"), sites_told(app, words, &grant.scope, SITES)),
    ]
}

/// The names of sites, of many the first.
fn sites_told(app: &App, words: &Words, scope: &Scope, most: usize) -> Vec<String> {
    match sites(app, scope) {
        None => vec![words.say("account-all-sites")],
        Some(names) if names.is_empty() => vec![words.say("account-no-sites")],
        Some(names) => super::settings::bounded(words, names, most),
    }
}

fn languages(words: &Words, own: &str) -> Vec<Choice> {
    let browsers =
        Choice { code: "", name: words.say("account-browsers-language"), chosen: own.is_empty() };
    let choice = |language: Language| Choice {
        code: language.code(),
        name: language.name().to_owned(),
        chosen: language.code() == own,
    };
    std::iter::once(browsers).chain(Language::ALL.map(choice)).collect()
}

async fn doors(app: &App, me: &Me, after: &str) -> Result<Doors> {
    let (words, user) = (me.words(), &me.user);
    let (sessions, more) = session::rows(app, me).await?;
    let others = more > 0 || sessions.iter().any(|session| !session.is_this);
    let (tokens, next) = token::rows(app, me, after).await?;
    Ok(Doors {
        has_password: user.password_hash.is_some(),
        password: me.link(&["password"]),
        factor_state: match &user.factor {
            Some(factor) => {
                words.tell("account-factor-on", &[("count", factor.recovery_codes.into())])
            }
            None => words.say("account-factor-off"),
        },
        factor_is_on: user.factor.is_some(),
        factor: me.link(&["factor"]),
        sessions,
        more: (more > 0)
            .then(|| words.tell("account-sessions-more", &[("count", (more as u64).into())])),
        others: others.then(|| me.link(&["sessions", "end"])),
        tokens,
        pager: Pager::of(&Link::to(me.link(&[])), "after", after, next.as_deref()),
        new_token: me.link(&["tokens"]),
        ovh_keys: me.visitor.links.to(&["ovh-keys"]),
    })
}
