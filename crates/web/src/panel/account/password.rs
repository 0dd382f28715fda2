//! The password: changed by who knows the present one. Other sessions end.

use askama::Template;
use axum::extract::{Extension, State};
use axum::response::Response;
use postern_engine::people::PASSWORD;
use postern_store::people::Hidden;
use serde::Deserialize;

use super::{Me, Whole};
use crate::api::App;
use crate::error::Result;
use crate::panel::enter::fault_of;
use crate::panel::form::Form;
use crate::panel::frame::{Frame, html};
use crate::panel::session::Stranger;
use crate::panel::{Panel, flash};

#[derive(Template)]
#[template(path = "account-password.html")]
struct Page {
    frame: Frame,
    here: String,
    back: String,
    /// Without one there is nothing to change.
    has_password: bool,
    /// For the browser's own list of passwords.
    name: String,
    hint: String,
    faults: Faults,
}

/// What is wrong with which field.
#[derive(Debug, Default)]
struct Faults {
    present: Option<String>,
    password: Option<String>,
    again: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Given {
    #[serde(default)]
    present: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

/// `GET /account/password`.
pub(crate) async fn ask_password(Whole(me): Whole) -> Result<Response> {
    page(&me, Faults::default())
}

/// `POST /account/password`.
pub(crate) async fn set_password(
    State(panel): State<Panel>,
    Whole(me): Whole,
    Extension(stranger): Extension<Stranger>,
    Form(given): Form<Given>,
) -> Result<Response> {
    match faults(&panel.app, &me, &stranger, given).await? {
        Some(faults) => page(&me, faults),
        None => {
            let told = me.words().say("account-password-changed");
            Ok(flash::tell(&me.link(&[]), &told))
        }
    }
}

/// Changes the password, or says why not.
async fn faults(app: &App, me: &Me, stranger: &Stranger, given: Given) -> Result<Option<Faults>> {
    let Given { present, password, again } = given;
    if password != again {
        let again = Some(me.words().say("setup-again-wrong"));
        return Ok(Some(Faults { again, ..Faults::default() }));
    }
    let present = me.disproved(app, present, &stranger.from).await?;
    if present.is_some() {
        return Ok(Some(Faults { present, ..Faults::default() }));
    }
    let by = app.by(&me.visitor.caller);
    match app.people().set_password(me.user.id, Hidden(password), me.session, by).await {
        Ok(()) => Ok(None),
        Err(error) => match fault_of(me.words(), &error) {
            Some(fault) => Ok(Some(Faults { password: Some(fault), ..Faults::default() })),
            None => Err(error.into()),
        },
    }
}

fn page(me: &Me, faults: Faults) -> Result<Response> {
    let shortest = *PASSWORD.start() as u64;
    html(&Page {
        here: me.link(&["password"]),
        back: me.link(&[]),
        has_password: me.user.password_hash.is_some(),
        name: me.user.name.clone(),
        hint: me.words().tell("setup-password-hint", &[("shortest", shortest.into())]),
        faults,
        frame: me.frame("account-password-change"),
    })
}
