//! Tokens and login links, and who asks.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use postern_core::access::{Access, Grant, Right};
use postern_core::ids::{TokenId, UserId};
use postern_core::time::Time;
use postern_engine::people::LINK;
use postern_store::people::Token;

use super::app::App;
use super::request::{Body, ByNumber, Params, Path, cursor, rows};
use super::user::{grant, role, sites};
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::{self, Code, Page};

/// Who asks
#[utoipa::path(
    get, path = "/me", operation_id = "show_me", tag = "people",
    responses((status = 200, description = "The caller's role and sites.", body = wire::Me))
)]
pub(crate) async fn me(State(app): State<App>, caller: Caller) -> Json<wire::Me> {
    let sites = sites(&app, &caller.grant.scope);
    Json(wire::Me { role: role(caller.grant.role), sites, who: caller.who })
}

/// Tokens
///
/// Of an operator all, of others their own.
#[utoipa::path(
    get, path = "/tokens", operation_id = "list_tokens", tag = "people", params(ByNumber),
    responses((status = 200, description = "A page, oldest first.", body = Page<wire::Token>))
)]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Params(params): Params<ByNumber>,
) -> Result<Json<Page<wire::Token>>> {
    let limit = rows(params.limit)?;
    let after = cursor(params.cursor.as_deref(), |text| text.parse().ok())?.unwrap_or(TokenId(0));
    let tokens = seen(&app, &caller, after, limit).await?;
    let last = tokens.last().filter(|_| tokens.len() == limit).map(|token| token.id.to_string());
    let mut items = Vec::with_capacity(tokens.len());
    for token in tokens {
        items.push(view(&app, token).await?);
    }
    Ok(Json(Page { items, next: last }))
}

/// Make a token
///
/// It never has more than its maker: of an owner, the role of an owner or a reader and sites of theirs; of a token that ends,
/// no later end. What lets somebody in
/// is in this answer and nowhere else.
#[utoipa::path(
    post, path = "/tokens", operation_id = "add_token", tag = "people", request_body = wire::NewToken,
    responses((status = 201, description = "The token, and what lets somebody in.", body = wire::MadeToken)),
    extensions(("x-problems" = json!(["invalid", "no-such-site", "more-than-own", "too-many-tokens", "conflict"])))
)]
pub(crate) async fn add(
    State(app): State<App>,
    caller: Caller,
    Body(new): Body<wire::NewToken>,
) -> Result<(StatusCode, Json<wire::MadeToken>)> {
    let grant = wished(&app, &caller, new.role, new.sites.as_deref())?;
    let (by, ends_at) = (app.by(&caller), caller.until(new.ends_at.map(Time::from)));
    let (id, secret) =
        app.people().add_token(&caller.grant, caller.user, new.name, grant, ends_at, by).await?;
    // A maker that is no user sees no token afterwards, but this one now: else nobody would have its secret.
    let made = app.people().tokens(None, TokenId(id.0.saturating_sub(1)), 1).await?.pop();
    let made = made.filter(|token| token.id == id).ok_or_else(|| {
        Error::new(Code::Conflict, format!("token {id} was removed as soon as it was made"))
    })?;
    let token = view(&app, made).await?;
    Ok((StatusCode::CREATED, Json(wire::MadeToken { secret: secret.reveal().to_owned(), token })))
}

/// Remove a token
#[utoipa::path(
    delete, path = "/tokens/{token}", operation_id = "remove_token", tag = "people",
    params(("token" = i64, Path, description = "The token's number.")),
    responses((status = 204, description = "It lets nobody in any more.")),
    extensions(("x-problems" = json!(["no-such-token"])))
)]
pub(crate) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<StatusCode> {
    let token = find(&app, &caller, TokenId(id)).await?;
    app.people().remove_token(token.id, app.by(&caller)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Make a login link
///
/// Hands a user over to the panel: the browser that opens the link and presses its button is logged in as that user, without
/// a password. It is good once and for 60 seconds. A token makes links for its own role and sites only: one that has not all
/// sites of the user names a `site` of its own. Who does not run the hosting hands over nobody but themselves.
#[utoipa::path(
    post, path = "/login-links", operation_id = "add_login_link", tag = "people", request_body = wire::LinkWish,
    responses((status = 201, description = "Where the browser is sent.", body = wire::MadeLink)),
    extensions(("x-problems" = json!(["no-such-user", "no-such-site", "more-than-own", "no-panel"])))
)]
pub(crate) async fn link(
    State(app): State<App>,
    caller: Caller,
    Body(wish): Body<wire::LinkWish>,
) -> Result<(StatusCode, Json<wire::MadeLink>)> {
    let made = make_link(&app, &caller, &wish.user, wish.site.as_deref()).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Makes a login link for a user, held to a site if one is named.
pub(crate) async fn make_link(
    app: &App,
    caller: &Caller,
    user: &str,
    site: Option<&str>,
) -> Result<wire::MadeLink> {
    let site = match site {
        Some(name) => {
            check_sites(app, caller, Some(&[name.to_owned()]))?;
            Some(app.entry(name)?.site.id)
        }
        None => None,
    };
    let base = app.about().panel_url.clone().ok_or_else(|| {
        let why = "the panel is off: name an address in web.listen of the configuration";
        Error::new(Code::NoPanel, why)
    })?;
    let by = app.by(caller);
    let ends_at = by.at + LINK;
    let no_user = || Error::new(Code::NoSuchUser, format!("there is no user {user:?}"));
    let user = app.people().user_named(user).await.map_err(|_| no_user())?;
    let made = app.people().add_link(&caller.grant, caller.user, &user, site, by).await;
    // Who may not hand somebody over is not told whether there is such a user.
    let secret = made.map_err(|error| match (operates(caller), error) {
        (false, _) => no_user(),
        (true, error) => error.into(),
    })?;
    let url = format!("{base}link/{}", secret.reveal());
    Ok(wire::MadeLink { url, ends_at: ends_at.into() })
}

/// A role and sites that a caller names, as the rules know them; `None` is all sites.
pub(crate) fn wished(
    app: &App,
    caller: &Caller,
    role: wire::Role,
    sites: Option<&[String]>,
) -> Result<Grant> {
    check_sites(app, caller, sites)?;
    grant(app, role, sites)
}

fn operates(caller: &Caller) -> bool {
    caller.grant.may(Right::Operate, None) == Access::Granted
}

/// A site that is not the caller's is answered as one that is not there.
fn check_sites(app: &App, caller: &Caller, names: Option<&[String]>) -> Result<()> {
    for name in names.unwrap_or_default() {
        let id = app.sites().by_name(name).map(|entry| entry.site.id);
        if caller.grant.may(Right::See, id) != Access::Granted {
            return Err(Error::no_site(name));
        }
    }
    Ok(())
}

/// The tokens that the caller may see, after this one.
async fn seen(app: &App, caller: &Caller, after: TokenId, limit: usize) -> Result<Vec<Token>> {
    let people = app.people();
    Ok(match (operates(caller), caller.user) {
        (true, _) => people.tokens(None, after, limit).await?,
        (false, Some(user)) => people.tokens_within(&caller.grant, user, after, limit).await?,
        // A token of nobody's user has none of its own.
        (false, None) => Vec::new(),
    })
}

/// A token that the caller may see.
pub(crate) async fn find(app: &App, caller: &Caller, id: TokenId) -> Result<Token> {
    the_one(seen(app, caller, before(id), 1).await?, id)
}

/// A token of the caller's own user.
pub(crate) async fn find_own(
    app: &App,
    caller: &Caller,
    user: UserId,
    id: TokenId,
) -> Result<Token> {
    the_one(app.people().tokens_within(&caller.grant, user, before(id), 1).await?, id)
}

fn before(id: TokenId) -> TokenId {
    TokenId(id.0.saturating_sub(1))
}

fn the_one(tokens: Vec<Token>, id: TokenId) -> Result<Token> {
    let found = tokens.into_iter().find(|token| token.id == id);
    found.ok_or_else(|| Error::new(Code::NoSuchToken, format!("there is no token {id}")))
}

async fn view(app: &App, token: Token) -> Result<wire::Token> {
    let user = match token.user {
        Some(user) => Some(app.people().user(user).await?.name),
        None => None,
    };
    Ok(wire::Token {
        id: token.id.0,
        role: role(token.grant.role),
        sites: sites(app, &token.grant.scope),
        name: token.name,
        user,
        made_at: token.made_at.into(),
        made_by: token.made_by,
        ends_at: token.ends_at.map(Into::into),
        last_at: token.last_at.map(Into::into),
        last_address: token.last_address,
    })
}
