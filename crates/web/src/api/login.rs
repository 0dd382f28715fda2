//! Logins of a site.

use axum::extract::State;
use axum::http::StatusCode;
use postern_engine::password::Unhashed;
use postern_engine::sites::Entry;

use super::app::App;
use super::guard::Guarded;
use super::request::{Body, Path, SiteParam};
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::{Code, Password};

/// The longest login and password, in bytes; what SMTP can carry is longer.
const LONGEST: usize = 255;

/// The shortest password, in bytes: programs keep it, nobody types it twice.
const SHORTEST_PASSWORD: usize = 8;

/// Add a login for SMTP, or change its password
#[utoipa::path(
    put, path = "/sites/{site}/logins/{login}", operation_id = "set_login", tag = "sites",
    params(SiteParam, ("login" = String, Path, description = "What the client gives as its name.", example = "shop")),
    request_body = Password,
    responses((status = 204, description = "It can log in with this password.")),
    extensions(("x-problems" = json!(["no-such-site", "invalid", "identity-taken", "conflict"])))
)]
pub(crate) async fn set(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
    Path((_, login)): Path<(String, String)>,
    Body(Password { password }): Body<Password>,
) -> Result<StatusCode> {
    set_so(&app, &caller, &entry, &login, password).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Adds a login of a site, or changes its password.
pub(crate) async fn set_so(
    app: &App,
    caller: &Caller,
    entry: &Entry,
    login: &str,
    password: String,
) -> Result<()> {
    check_login(login)?;
    check_password(&password)?;
    let failed = |why: Unhashed| Error::new(Code::Failed, why.to_string());
    let hash = app.hashing().hash(password).await.map_err(failed)?;
    Ok(app.sites().set_login(entry.site.id, login, hash, app.by(caller)).await?)
}

/// Remove a login
#[utoipa::path(
    delete, path = "/sites/{site}/logins/{login}", operation_id = "remove_login", tag = "sites",
    params(SiteParam, ("login" = String, Path, description = "What the client gives as its name.", example = "shop")),
    responses((status = 204, description = "Nobody can log in with it any more.")),
    extensions(("x-problems" = json!(["no-such-login"])))
)]
pub(crate) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
    Path((_, login)): Path<(String, String)>,
) -> Result<StatusCode> {
    remove_so(&app, &caller, &entry, &login).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes a login of a site.
pub(crate) async fn remove_so(
    app: &App,
    caller: &Caller,
    entry: &Entry,
    login: &str,
) -> Result<()> {
    let (site, name) = (entry.site.id, &entry.site.name);
    match app.sites().identify_login(login) {
        Some((owner, _)) if owner == site => {}
        _ => {
            return Err(Error::new(
                Code::NoSuchLogin,
                format!("site {name} has no login {login:?}"),
            ));
        }
    }
    Ok(app.sites().remove_login(login, app.by(caller)).await?)
}

pub(crate) fn check_login(login: &str) -> Result<()> {
    check("login", login, 1)
}

pub(crate) fn check_password(password: &str) -> Result<()> {
    check("password", password, SHORTEST_PASSWORD)
}

/// NUL separates the fields of AUTH PLAIN (RFC 4616), so it can be in none of them.
fn check(what: &str, text: &str, least: usize) -> Result<()> {
    let why = match text.len() {
        0 => format!("the {what} is empty"),
        length if !(least..=LONGEST).contains(&length) => {
            format!("the {what} has {length} bytes, {least} to {LONGEST} are possible")
        }
        _ if text.contains(char::is_control) => format!("the {what} has control characters"),
        _ => return Ok(()),
    };
    Err(Error::new(Code::Invalid, why))
}
