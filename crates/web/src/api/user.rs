//! Users and their sessions.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use postern_core::access::{self, Grant, Scope};
use postern_core::ids::{SessionId, SiteId};
use postern_engine::people::UserWish;
use postern_store::people::{Hidden, User};

use super::app::App;
use super::request::{Body, ByName, Params, Path, rows};
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::{self, Code, Page};

/// Users
#[utoipa::path(
    get, path = "/users", operation_id = "list_users", tag = "people", params(ByName),
    responses((status = 200, description = "A page, in the order of their names.", body = Page<wire::User>))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Params(params): Params<ByName>,
) -> Result<Json<Page<wire::User>>> {
    let limit = rows(params.limit)?;
    let users = app.people().users(params.cursor, limit).await?;
    let next = (users.len() == limit).then(|| users.last().map(|user| user.name.clone())).flatten();
    Ok(Json(Page { items: users.into_iter().map(|user| view(&app, user)).collect(), next }))
}

/// Add a user
#[utoipa::path(
    post, path = "/users", operation_id = "add_user", tag = "people", request_body = wire::NewUser,
    responses((status = 201, description = "The user as it is now.", body = wire::User)),
    extensions(("x-problems" = json!(["invalid", "no-such-site", "user-exists", "more-than-own"])))
)]
pub(crate) async fn add(
    State(app): State<App>,
    caller: Caller,
    Body(new): Body<wire::NewUser>,
) -> Result<(StatusCode, Json<wire::User>)> {
    let wish = UserWish {
        name: new.name,
        grant: grant(&app, new.role, new.sites.as_deref())?,
        language: new.language,
        password: new.password.map(|wire::NewPassword(password)| Hidden(password)),
    };
    let id = app.people().add(&caller.grant, wish, app.by(&caller)).await?;
    Ok((StatusCode::CREATED, Json(view(&app, app.people().user(id).await?))))
}

/// A user
#[utoipa::path(
    get, path = "/users/{user}", operation_id = "show_user", tag = "people",
    params(("user" = String, Path, description = "The user's name.", example = "anna")),
    responses((status = 200, description = "The user.", body = wire::User)),
    extensions(("x-problems" = json!(["no-such-user"])))
)]
pub(crate) async fn show(
    State(app): State<App>,
    Path(name): Path<String>,
) -> Result<Json<wire::User>> {
    Ok(Json(view(&app, app.people().user_named(&name).await?)))
}

/// Change a user
///
/// Another role or other sites hold from the next request on. A new password ends the user's sessions.
#[utoipa::path(
    patch, path = "/users/{user}", operation_id = "change_user", tag = "people",
    params(("user" = String, Path, description = "The user's name.", example = "anna")),
    request_body = wire::UserChange,
    responses((status = 200, description = "The user as it is now.", body = wire::User)),
    extensions(("x-problems" = json!(["invalid", "no-such-user", "no-such-site", "more-than-own"])))
)]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Path(name): Path<String>,
    Body(wish): Body<wire::UserChange>,
) -> Result<Json<wire::User>> {
    let (people, by) = (app.people(), app.by(&caller));
    let user = people.user_named(&name).await?;
    if wish.second_factor == Some(true) {
        let why = "a second factor is turned on by its user, with a code that proves it";
        return Err(Error::new(Code::Invalid, why));
    }
    if wish.role.is_some() || wish.sites.is_some() {
        let role = wish.role.unwrap_or_else(|| role(user.grant.role));
        let grant = match (wish.sites, role) {
            (Some(sites), _) => grant(&app, role, sites.as_deref())?,
            (None, wire::Role::Operator) => Grant::operator(),
            (None, role) => Grant { role: role_of(role), scope: user.grant.scope },
        };
        people.regrant(&caller.grant, user.id, grant, by.clone()).await?;
    }
    if let Some(language) = wish.language {
        people.set_language(user.id, language, by.clone()).await?;
    }
    if let Some(wire::NewPassword(password)) = wish.password {
        people.set_password(user.id, Hidden(password), None, by.clone()).await?;
    }
    if wish.second_factor == Some(false) {
        people.turn_factor_off(user.id, by).await?;
    }
    Ok(Json(view(&app, people.user(user.id).await?)))
}

/// Remove a user
///
/// Sessions, tokens and login links of the user end with it.
#[utoipa::path(
    delete, path = "/users/{user}", operation_id = "remove_user", tag = "people",
    params(("user" = String, Path, description = "The user's name.", example = "anna")),
    responses((status = 204, description = "There is no such user any more.")),
    extensions(("x-problems" = json!(["no-such-user"])))
)]
pub(crate) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Path(name): Path<String>,
) -> Result<StatusCode> {
    let user = app.people().user_named(&name).await?;
    app.people().remove(user.id, app.by(&caller)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The sessions of a user
#[utoipa::path(
    get, path = "/users/{user}/sessions", operation_id = "list_sessions", tag = "people",
    params(("user" = String, Path, description = "The user's name.", example = "anna")),
    responses((status = 200, description = "Those that have not ended, newest first.", body = Vec<wire::Session>)),
    extensions(("x-problems" = json!(["no-such-user"])))
)]
pub(crate) async fn sessions(
    State(app): State<App>,
    Path(name): Path<String>,
) -> Result<Json<Vec<wire::Session>>> {
    let user = app.people().user_named(&name).await?;
    let sessions = app.people().sessions(user.id).await?;
    Ok(Json(sessions.into_iter().map(|session| session_view(&app, session)).collect()))
}

/// End all sessions of a user
#[utoipa::path(
    delete, path = "/users/{user}/sessions", operation_id = "end_sessions", tag = "people",
    params(("user" = String, Path, description = "The user's name.", example = "anna")),
    responses((status = 204, description = "The user is logged in nowhere.")),
    extensions(("x-problems" = json!(["no-such-user"])))
)]
pub(crate) async fn end_sessions(
    State(app): State<App>,
    caller: Caller,
    Path(name): Path<String>,
) -> Result<StatusCode> {
    let user = app.people().user_named(&name).await?;
    app.people().end_sessions(user.id, None, app.by(&caller)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End a session of a user
#[utoipa::path(
    delete, path = "/users/{user}/sessions/{session}", operation_id = "end_session", tag = "people",
    params(
        ("user" = String, Path, description = "The user's name.", example = "anna"),
        ("session" = i64, Path, description = "The session's number.")
    ),
    responses((status = 204, description = "It has ended.")),
    extensions(("x-problems" = json!(["no-such-user", "no-such-session"])))
)]
pub(crate) async fn end_session(
    State(app): State<App>,
    caller: Caller,
    Path((name, session)): Path<(String, i64)>,
) -> Result<StatusCode> {
    let user = app.people().user_named(&name).await?;
    app.people().end_session(user.id, SessionId(session), app.by(&caller)).await?;
    Ok(StatusCode::NO_CONTENT)
}

// --- as they travel ---

/// A role and sites by their names, as the rules know them.
pub(crate) fn grant(app: &App, role: wire::Role, sites: Option<&[String]>) -> Result<Grant> {
    let scope = match sites {
        None => Scope::All,
        Some(names) => {
            let id = |name: &String| app.entry(name).map(|entry| entry.site.id);
            Scope::Sites(names.iter().map(id).collect::<Result<_>>()?)
        }
    };
    Ok(Grant { role: role_of(role), scope })
}

fn role_of(role: wire::Role) -> access::Role {
    match role {
        wire::Role::Operator => access::Role::Operator,
        wire::Role::Owner => access::Role::Owner,
        wire::Role::Reader => access::Role::Reader,
    }
}

pub(crate) fn role(role: access::Role) -> wire::Role {
    match role {
        access::Role::Operator => wire::Role::Operator,
        access::Role::Owner => wire::Role::Owner,
        access::Role::Reader => wire::Role::Reader,
    }
}

/// The names of a scope's sites, in their order; `None` is all.
pub(crate) fn sites(app: &App, scope: &Scope) -> Option<Vec<String>> {
    let Scope::Sites(sites) = scope else { return None };
    let mut names: Vec<String> = sites.iter().map(|site| app.site_name(*site)).collect();
    names.sort_unstable();
    Some(names)
}

fn view(app: &App, user: User) -> wire::User {
    wire::User {
        role: role(user.grant.role),
        sites: sites(app, &user.grant.scope),
        name: user.name,
        language: user.language,
        password: user.password_hash.is_some(),
        recovery_codes: user.factor.as_ref().map_or(0, |factor| factor.recovery_codes),
        second_factor: user.factor.is_some(),
        created_at: user.created_at.into(),
        last_login_at: user.last_login_at.map(Into::into),
    }
}

fn session_view(app: &App, session: postern_store::people::Session) -> wire::Session {
    let name = |site: SiteId| app.site_name(site);
    wire::Session {
        id: session.id.0,
        site: session.site.map(name),
        began_at: session.began_at.into(),
        last_at: session.last_at.into(),
        ends_at: session.ends_at.into(),
        address: session.address,
        agent: session.agent,
    }
}
