//! The SMTP logins of a site.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::{editing, typed};
use crate::api::Guarded;
use crate::api::login::{check_login, check_password, remove_so, set_so};
use crate::error::Result;
use crate::panel::field::Fault;
use crate::panel::form::Form;
use crate::panel::visitor::Visitor;
use crate::panel::{Panel, flash};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Login {
    login: String,
    password: String,
}

/// `POST /sites/{site}/logins`: adds a login, or changes its password.
pub(crate) async fn set_login(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
    Form(Login { login, password }): Form<Login>,
) -> Result<Response> {
    let (app, words) = (&panel.app, &visitor.words);
    let login = login.trim();
    let owner = app.sites().identify_login(login).map(|(owner, _)| owner);
    let fault = if check_login(login).is_err() {
        Some(Fault::of("login", words.say("site-fault-login")))
    } else if check_password(&password).is_err() {
        Some(Fault::of("password", words.say("site-fault-password")))
    } else if let Some(owner) = owner.filter(|owner| *owner != entry.site.id) {
        let site = app.site_name(owner);
        let facts = [("identity", login.into()), ("site", (&site).into())];
        Some(Fault::of("login", words.tell("site-fault-identity", &facts)))
    } else {
        None
    };
    if let Some(fault) = fault {
        let site = app.site(&entry).await?;
        return editing(&panel, &visitor, &entry, &site, &typed(&site), vec![fault]);
    }
    set_so(app, &visitor.caller, &entry, login, password).await?;
    let told = words.tell("site-login-set", &[("login", login.into())]);
    Ok(flash::tell(&visitor.links.of_site(&entry.site.name, "edit"), &told))
}

/// `POST /sites/{site}/logins/remove`.
pub(crate) async fn remove_login(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
    Form(Login { login, .. }): Form<Login>,
) -> Result<Response> {
    remove_so(&panel.app, &visitor.caller, &entry, &login).await?;
    let told = visitor.words.tell("site-login-removed", &[("login", (&login).into())]);
    Ok(flash::tell(&visitor.links.of_site(&entry.site.name, "edit"), &told))
}
