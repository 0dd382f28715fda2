//! `/unsubscribe/{token}`: the link below each mail to a report address.
//!
//! Its page shows one button and spends nothing, so that mail scanners end nobody's reports. The button's POST is the one
//! mail programs send by themselves (RFC 8058), with neither cookie nor a word of a page: that is why it alone is believed
//! without one. Who has the link may do no more with it than end these mails, and a second time changes nothing.

use askama::Template;
use axum::extract::{Extension, State};
use axum::response::Response;
use postern_engine::notify::off::Good;

use super::Panel;
use super::enter::frame;
use super::frame::{Frame, html};
use super::session::Stranger;
use crate::api::request::Path;
use crate::error::Result;
use crate::escape::safe;

#[derive(Template)]
#[template(path = "off.html")]
struct Off {
    frame: Frame,
    /// What there is to say.
    text: String,
    /// Where the button posts to; none where there is nothing to end.
    action: Option<String>,
    fault: Option<String>,
}

/// `GET /unsubscribe/{token}`.
pub(super) async fn ask(
    State(panel): State<Panel>,
    Extension(stranger): Extension<Stranger>,
    Path(token): Path<String>,
) -> Result<Response> {
    let here = stranger.links.to(&["unsubscribe", &token]);
    match panel.app.off().look(&token).await? {
        Some(good) => page(&stranger, &here, "off-lead", Some(&good), Some(here.clone())),
        None => page(&stranger, &here, "off-over", None, None),
    }
}

/// `POST /unsubscribe/{token}`.
pub(super) async fn turn_off(
    State(panel): State<Panel>,
    Extension(stranger): Extension<Stranger>,
    Path(token): Path<String>,
) -> Result<Response> {
    let here = stranger.links.to(&["unsubscribe", &token]);
    match panel.app.off().turn_off(&token).await? {
        Some(ended) => page(&stranger, &here, "off-done", Some(&ended), None),
        None => page(&stranger, &here, "off-over", None, None),
    }
}

fn page(
    stranger: &Stranger,
    here: &str,
    key: &str,
    good: Option<&Good>,
    action: Option<String>,
) -> Result<Response> {
    let Stranger { words, links, .. } = stranger;
    let (site, address) = good.map_or(("", ""), |good| (&good.name, &good.address));
    let (address, page) = (safe(address), words.say("nav-settings"));
    let facts =
        [("site", site.into()), ("address", address.as_ref().into()), ("page", (&page).into())];
    let frame = Frame { here: links.below_base(here), ..frame(stranger, "off-title") };
    html(&Off { frame, text: words.tell(key, &facts), action, fault: None })
}
