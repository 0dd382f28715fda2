//! API tokens of the user: made for a role and sites that are theirs, told once, removed after a question.

use std::borrow::Cow;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::tz::TimeZone;
use postern_core::access::{Grant, Role};
use postern_core::ids::TokenId;
use postern_engine::people::{LONGEST_NAME, PeopleError};
use postern_store::people::Token;
use serde::Deserialize;

use super::{Me, Whole, sites_told};
use crate::api::App;
use crate::api::request::Path;
use crate::api::token::{find_own, wished};
use crate::api::user::role as travelling;
use crate::error::{Error, Result};
use crate::escape::safe;
use crate::panel::confirm::Confirm;
use crate::panel::form::{Form, Pressed};
use crate::panel::frame::{Frame, html, role_key};
use crate::panel::operate::grant::listed;
use crate::panel::pager::one_page;
use crate::panel::{Panel, ending, filter, flash};
use crate::wire::Code;

/// A token, without what lets somebody in.
pub(super) struct TokenRow {
    pub(super) name: String,
    pub(super) role: String,
    pub(super) sites: String,
    pub(super) made: String,
    pub(super) used: String,
    pub(super) ends: String,
    pub(super) remove: String,
}

/// Tokens of a page.
const PAGE: usize = 20;

/// Sites that are named beside a token.
const SITES: usize = 3;

/// A page of the user's tokens, oldest first after one, and the last where there are more.
pub(super) async fn rows(
    app: &App,
    me: &Me,
    after: &str,
) -> Result<(Vec<TokenRow>, Option<String>)> {
    let after = TokenId(after.parse().unwrap_or(0));
    let grant = &me.visitor.caller.grant;
    let mut tokens = app.people().tokens_within(grant, me.user.id, after, PAGE + 1).await?;
    let next = one_page(&mut tokens, PAGE, |token| token.id.to_string());
    Ok((tokens.into_iter().map(|token| row(app, me, token)).collect(), next))
}

fn row(app: &App, me: &Me, token: Token) -> TokenRow {
    let (words, now) = (me.words(), app.now());
    let day = |at| words.day(at, &TimeZone::UTC);
    TokenRow {
        name: safe(&token.name).into_owned(),
        role: words.say(role_key(token.grant.role)),
        sites: sites_told(app, words, &token.grant.scope, SITES).join(", "),
        made: day(token.made_at),
        used: match token.last_at {
            Some(at) => {
                let ago = words.from_now(at, now);
                let facts = [("ago", (&ago).into()), ("address", (&token.last_address).into())];
                words.tell("account-token-used-from", &facts)
            }
            None => words.say("account-token-unused"),
        },
        ends: match token.ends_at {
            Some(at) if at <= now => words.say("account-token-over"),
            Some(at) => day(at),
            None => words.say("account-token-endless"),
        },
        remove: me.link(&["tokens", &token.id.to_string(), "remove"]),
    }
}

// --- a new one ---

#[derive(Template)]
#[template(path = "account-token.html")]
struct Asking {
    frame: Frame,
    here: String,
    back: String,
    name: String,
    longest: usize,
    roles: Vec<Choice>,
    sites: String,
    /// Whether there are sites to choose from.
    asks_sites: bool,
    ends: Vec<Choice>,
    faults: Faults,
}

struct Choice {
    value: Cow<'static, str>,
    label: String,
    chosen: bool,
}

/// What is wrong with which field.
#[derive(Debug, Default)]
struct Faults {
    name: Option<String>,
    sites: Option<String>,
}

#[derive(Template)]
#[template(path = "account-made.html")]
struct Made {
    frame: Frame,
    name: String,
    secret: String,
    back: String,
}

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    name: String,
    role: String,
    /// Their names, one a line; none is all of the user's.
    sites: String,
    ends: String,
}

/// `GET /account/tokens`.
pub(crate) async fn ask_token(Whole(me): Whole) -> Result<Response> {
    let wish = Wish { role: "reader".into(), ends: "90d".into(), ..Wish::default() };
    page(&me, wish, Faults::default())
}

/// `POST /account/tokens`: makes a token, and tells it.
pub(crate) async fn make_token(
    State(panel): State<Panel>,
    Whole(me): Whole,
    Form(wish): Form<Wish>,
) -> Result<Response> {
    let (app, words) = (&panel.app, me.words());
    let grant = match granted(app, &me, &wish) {
        Ok(grant) => grant,
        Err(Error(problem)) if problem.code == Code::NoSuchSite => {
            let sites = Some(words.say("account-token-no-site"));
            return page(&me, wish, Faults { sites, ..Faults::default() });
        }
        Err(error) => return Err(error),
    };
    let by = app.by(&me.visitor.caller);
    let ends_at = ending::ends_at(&wish.ends, by.at);
    let name = wish.name.trim().to_owned();
    let giver = &me.visitor.caller.grant;
    let made = app.people().add_token(giver, Some(me.user.id), name, grant, ends_at, by).await;
    let faults = match made {
        Ok((_, secret)) => {
            return html(&Made {
                name: safe(wish.name.trim()).into_owned(),
                secret: secret.reveal().to_owned(),
                back: me.link(&[]),
                frame: me.frame("account-token-made"),
            });
        }
        Err(PeopleError::TokenName) => {
            let longest = [("longest", (LONGEST_NAME as u64).into())];
            let name = words.tell("account-token-name-wrong", &longest);
            Faults { name: Some(name), ..Faults::default() }
        }
        Err(PeopleError::OperatorOfSome) => {
            let sites = Some(words.say("account-token-operator"));
            Faults { sites, ..Faults::default() }
        }
        Err(PeopleError::TooManyTokens) => {
            let name = Some(words.say("account-token-too-many"));
            Faults { name, ..Faults::default() }
        }
        Err(error) => return Err(error.into()),
    };
    page(&me, wish, faults)
}

/// The role and the sites that are wished.
fn granted(app: &App, me: &Me, wish: &Wish) -> Result<Grant> {
    let role = Role::from_word(&wish.role)
        .ok_or_else(|| Error::new(Code::BadRequest, format!("there is no role {:?}", wish.role)))?;
    let caller = &me.visitor.caller;
    let of_all = Grant { role, scope: caller.grant.scope.clone() };
    if !caller.grant.may_give(&of_all) {
        return Err(PeopleError::MoreThanOwn(caller.who.clone()).into());
    }
    let names: Vec<String> = listed(&wish.sites).map(str::to_ascii_lowercase).collect();
    match names.as_slice() {
        [] => Ok(of_all),
        names => wished(app, caller, travelling(role), Some(names)),
    }
}

fn page(me: &Me, wish: Wish, faults: Faults) -> Result<Response> {
    let (words, grant) = (me.words(), &me.visitor.caller.grant);
    let role = |role: Role| Choice {
        value: role.word().into(),
        label: words.say(role_key(role)),
        chosen: role.word() == wish.role,
    };
    let may_give = |role: &Role| grant.may_give(&Grant { role: *role, scope: grant.scope.clone() });
    let end = |end: filter::Choice| Choice {
        chosen: end.value == wish.ends,
        value: end.value.into(),
        label: end.label,
    };
    html(&Asking {
        here: me.link(&["tokens"]),
        back: me.link(&[]),
        longest: LONGEST_NAME,
        roles: Role::ALL.into_iter().filter(may_give).map(role).collect(),
        asks_sites: sites_of(me) != 1,
        ends: ending::choices(words).into_iter().map(end).collect(),
        name: wish.name,
        sites: wish.sites,
        faults,
        frame: me.frame("account-token-new"),
    })
}

/// How many sites there are to choose from; all are many.
fn sites_of(me: &Me) -> usize {
    match &me.visitor.caller.grant.scope {
        postern_core::access::Scope::All => usize::MAX,
        postern_core::access::Scope::Sites(sites) => sites.len(),
    }
}

// --- one that goes ---

/// `GET /account/tokens/{token}/remove`.
pub(crate) async fn ask_removal(
    State(panel): State<Panel>,
    Whole(me): Whole,
    Path(token): Path<i64>,
) -> Result<Response> {
    let token = find_own(&panel.app, &me.visitor.caller, me.user.id, TokenId(token)).await?;
    let words = me.words();
    let name = safe(&token.name).into_owned();
    let used = row(&panel.app, &me, token.clone()).used;
    html(&Confirm {
        question: words.tell("account-token-remove-question", &[("name", (&name).into())]),
        said: None,
        happens: vec![
            words.say("account-token-remove-means"),
            words.tell("account-token-remove-used", &[("used", (&used).into())]),
        ],
        fields: Vec::new(),
        kept: Vec::new(),
        confirm: words.say("account-token-remove"),
        kind: "danger",
        here: me.link(&["tokens", &token.id.to_string(), "remove"]),
        back: me.link(&[]),
        frame: me.frame("account-token-remove"),
    })
}

/// `POST /account/tokens/{token}/remove`.
pub(crate) async fn remove_token(
    State(panel): State<Panel>,
    Whole(me): Whole,
    Path(token): Path<i64>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let token = find_own(&panel.app, &me.visitor.caller, me.user.id, TokenId(token)).await?;
    panel.app.people().remove_token(token.id, panel.app.by(&me.visitor.caller)).await?;
    let told =
        me.words().tell("account-token-removed", &[("name", safe(&token.name).as_ref().into())]);
    Ok(flash::tell(&me.link(&[]), &told))
}
