//! Where the user is logged in: each session with its browser, and how it is ended.

use axum::extract::State;
use axum::response::Response;
use postern_core::ids::SessionId;
use postern_engine::words::Words;

use super::{Me, Whole, agent};
use crate::api::App;
use crate::api::request::Path;
use crate::error::Result;
use crate::escape::safe;
use crate::panel::form::{Form, Pressed};
use crate::panel::{Panel, flash};

/// A session.
pub(super) struct SessionRow {
    pub(super) browser: String,
    /// What the browser calls itself, its beginning.
    pub(super) agent: String,
    pub(super) address: String,
    /// The site it is held to.
    pub(super) site: Option<String>,
    pub(super) began: String,
    pub(super) used: String,
    /// Whether it is the one that looks.
    pub(super) is_this: bool,
    pub(super) end: String,
}

/// Sessions that are shown, and characters of what a browser calls itself.
const MOST: usize = 20;
const AGENT: usize = 100;

/// The user's newest sessions, and how many more there are.
pub(super) async fn rows(app: &App, me: &Me) -> Result<(Vec<SessionRow>, usize)> {
    let (words, now) = (me.words(), app.now());
    let sessions = app.people().sessions(me.user.id).await?;
    let more = sessions.len().saturating_sub(MOST);
    let row = |session: postern_store::people::Session| {
        let site = session.site.map(|site| app.site_name(site));
        SessionRow {
            browser: browser(words, &session.agent),
            agent: safe(&session.agent.chars().take(AGENT).collect::<String>()).into_owned(),
            address: session.address,
            site: site.map(|name| words.tell("account-session-of", &[("site", (&name).into())])),
            began: words.from_now(session.began_at, now),
            used: words.from_now(session.last_at, now),
            is_this: me.session == Some(session.id),
            end: me.link(&["sessions", &session.id.to_string(), "end"]),
        }
    };
    Ok((sessions.into_iter().take(MOST).map(row).collect(), more))
}

fn browser(words: &Words, agent: &str) -> String {
    match agent::named(agent) {
        (Some(browser), Some(system)) => {
            let facts = [("browser", browser.into()), ("system", system.into())];
            words.tell("account-browser-on", &facts)
        }
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => words.say("account-browser-unknown"),
    }
}

/// `POST /account/sessions/{session}/end`.
pub(crate) async fn end_session(
    State(panel): State<Panel>,
    Whole(me): Whole,
    Path(session): Path<i64>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let by = panel.app.by(&me.visitor.caller);
    panel.app.people().end_session(me.user.id, SessionId(session), by).await?;
    Ok(flash::tell(&me.link(&[]), &me.words().say("account-session-ended")))
}

/// `POST /account/sessions/end`: all but this one.
pub(crate) async fn end_others(
    State(panel): State<Panel>,
    Whole(me): Whole,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let by = panel.app.by(&me.visitor.caller);
    panel.app.people().end_sessions(me.user.id, me.session, by).await?;
    Ok(flash::tell(&me.link(&[]), &me.words().say("account-sessions-ended")))
}
