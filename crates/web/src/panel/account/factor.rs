//! The second factor: offered as a picture, proven with a code, its recovery codes told once; taken away with the password.

use askama::Template;
use axum::extract::{Extension, State};
use axum::response::{IntoResponse, Redirect, Response};
use postern_engine::people::{OfferedFactor, PeopleError};
use serde::Deserialize;

use super::{Me, Whole, qr};
use crate::api::App;
use crate::error::Result;
use crate::panel::form::Form;
use crate::panel::frame::{Frame, html};
use crate::panel::session::Stranger;
use crate::panel::{Panel, flash};

#[derive(Template)]
#[template(path = "account-factor.html")]
struct Page {
    frame: Frame,
    here: String,
    back: String,
    has_password: bool,
    /// `None`: it is on, and can be turned off.
    offer: Option<Offer>,
    faults: Faults,
}

struct Offer {
    picture: Option<String>,
    /// In groups, for those who type it.
    secret: String,
    url: String,
    sealed: String,
}

/// What is wrong with which field.
#[derive(Debug, Default)]
struct Faults {
    code: Option<String>,
    present: Option<String>,
}

#[derive(Template)]
#[template(path = "account-codes.html")]
struct Codes {
    frame: Frame,
    codes: Vec<String>,
    back: String,
}

#[derive(Deserialize)]
pub(crate) struct Proof {
    #[serde(default)]
    sealed: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    present: String,
}

/// `GET /account/factor`.
pub(crate) async fn ask_factor(State(panel): State<Panel>, Whole(me): Whole) -> Result<Response> {
    let offer = match me.user.factor {
        Some(_) => None,
        None => Some(panel.app.people().offer_factor(me.user.id, issuer(&panel.app)).await?),
    };
    page(&me, offer, Faults::default())
}

/// `POST /account/factor`: turns it on, and tells the recovery codes.
pub(crate) async fn turn_factor_on(
    State(panel): State<Panel>,
    Whole(me): Whole,
    Extension(stranger): Extension<Stranger>,
    Form(Proof { sealed, code, present }): Form<Proof>,
) -> Result<Response> {
    let (app, people) = (&panel.app, panel.app.people());
    if me.user.factor.is_some() {
        return Ok(Redirect::to(&me.link(&["factor"])).into_response());
    }
    let mut faults =
        Faults { present: me.disproved(app, present, &stranger.from).await?, code: None };
    if faults.present.is_none() {
        let by = app.by(&me.visitor.caller);
        match people.turn_factor_on(me.user.id, &sealed, &code, me.session, by).await {
            Ok(codes) => {
                let frame = me.frame("account-codes-title");
                return html(&Codes { frame, codes, back: me.link(&[]) });
            }
            Err(PeopleError::WrongCode) => faults.code = Some(me.words().say("code-wrong")),
            Err(error) => return Err(error.into()),
        }
    }
    let offered = match people.offered_factor(me.user.id, issuer(app), &sealed).await {
        Err(PeopleError::WrongCode) => people.offer_factor(me.user.id, issuer(app)).await?,
        offered => offered?,
    };
    page(&me, Some(offered), faults)
}

/// `POST /account/factor/off`.
pub(crate) async fn turn_factor_off(
    State(panel): State<Panel>,
    Whole(me): Whole,
    Extension(stranger): Extension<Stranger>,
    Form(Proof { present, .. }): Form<Proof>,
) -> Result<Response> {
    if me.user.factor.is_some() {
        let present = me.disproved(&panel.app, present, &stranger.from).await?;
        if present.is_some() {
            return page(&me, None, Faults { present, code: None });
        }
        let by = panel.app.by(&me.visitor.caller);
        panel.app.people().turn_factor_off(me.user.id, by).await?;
    }
    Ok(flash::tell(&me.link(&[]), &me.words().say("account-factor-gone")))
}

/// What an authenticator lists it under.
fn issuer(app: &App) -> &str {
    &app.about().hostname
}

fn page(me: &Me, offered: Option<OfferedFactor>, faults: Faults) -> Result<Response> {
    let offer = |OfferedFactor { secret, url, sealed }: OfferedFactor| Offer {
        picture: qr::svg(&url),
        secret: grouped(&secret),
        url,
        sealed,
    };
    let (here, title) = match offered {
        Some(_) => (me.link(&["factor"]), "account-factor-turn-on"),
        None => (me.link(&["factor", "off"]), "account-factor-turn-off"),
    };
    html(&Page {
        here,
        back: me.link(&[]),
        has_password: me.user.password_hash.is_some(),
        offer: offered.map(offer),
        faults,
        frame: me.frame(title),
    })
}

/// In groups of four.
fn grouped(secret: &str) -> String {
    let mut grouped = String::with_capacity(secret.len() * 5 / 4);
    for (at, letter) in secret.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            grouped.push(' ');
        }
        grouped.push(letter);
    }
    grouped
}
