//! Who the visitor is: a layer around the panel that reads the session's cookie.
//!
//! | cookie | is |
//! |---|---|
//! | `postern` | the session, for this browser only (`HttpOnly`), never sent along from other sites' forms (`SameSite=Lax`) |
//! | `postern_visit` | what a form is believed by before anybody is known |
//! | `postern_language` | the language chosen before anybody is known, or by a guest of one site |
//! | `postern_flash` | what the last action came to, told by the next page (`flash`) |
//!
//! Over HTTPS their names begin with `__Secure-`, so that nobody on the way can plant one over clear text. A form of
//! either kind of visitor carries a word made of its cookie (`csrf`), which another site can neither read nor guess.

use aws_lc_rs::hmac;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, SET_COOKIE, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use postern_engine::people::{Credential, From, Known, Secret};
use postern_engine::words::{Language, Words};

use super::visitor::{Links, Visitor};
use super::{Panel, flash};
use crate::caller::Caller;
use crate::error::Error;
use crate::listen::Peer;

const SESSION: &str = "postern";
const VISIT: &str = "postern_visit";
const LANGUAGE: &str = "postern_language";
const FLASH: &str = "postern_flash";

/// Somebody, known or not, as the pages before the door see them.
#[derive(Clone, Debug)]
pub(super) struct Stranger {
    pub(super) words: Words,
    pub(super) links: Links,
    pub(super) csrf: String,
    pub(super) from: From,
    pub(super) cookies: Cookies,
}

/// The word that a form of this visitor carries.
#[derive(Clone, Debug)]
pub(super) struct Csrf(pub(super) String);

/// The cookies of a visitor, and how new ones are set.
#[derive(Clone, Debug)]
pub(super) struct Cookies {
    https: bool,
    path: String,
    session: Option<String>,
    visit: Option<String>,
    language: Option<String>,
    flash: Option<String>,
}

/// Finds out who asks, before any page does.
pub(super) async fn recognise(
    State(panel): State<Panel>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(peer) = request.extensions().get::<Peer>().cloned() else {
        // Only the public listener serves pages.
        return next.run(request).await;
    };
    let headers = request.headers();
    let mut cookies = Cookies::read(headers, peer.https, panel.links.base());
    let known = match &cookies.session {
        Some(secret) => match panel.app.people().of_session(&Secret::given(secret)).await {
            Ok(known) => known,
            Err(error) => return Error::from(error).into_response(),
        },
        None => None,
    };
    let words = panel.catalogues.of(language(known.as_ref(), &cookies, headers)).clone();
    let agent = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let from = From { address: peer.address, agent: agent.to_owned() };

    let mut begun = None;
    let csrf = match (&known, &cookies.session, &cookies.visit) {
        (Some(_), Some(session), _) => word_of(session),
        (_, _, Some(visit)) => word_of(visit),
        _ => match Secret::draw("") {
            Ok(visit) => {
                let word = word_of(visit.reveal());
                begun = Some(cookies.set(VISIT, visit.reveal(), None));
                cookies.visit = Some(visit.reveal().to_owned());
                word
            }
            Err(error) => {
                return Error::from(postern_engine::people::PeopleError::from(error))
                    .into_response();
            }
        },
    };
    let links = panel.links.clone();
    if let Some(known) = known {
        let visitor = visitor(known, words.clone(), links.clone(), csrf.clone());
        request.extensions_mut().insert(visitor);
    }
    request.extensions_mut().insert(Csrf(csrf.clone()));
    request.extensions_mut().insert(Stranger { words, links, csrf, from, cookies });
    let mut response = next.run(request).await;
    // A page that is kept for all would hand one visitor's cookie to others.
    let is_kept = response.headers().get(axum::http::header::CACHE_CONTROL).is_some();
    if let Some(cookie) = begun.filter(|_| !is_kept) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

fn visitor(known: Known, words: Words, links: Links, csrf: String) -> Visitor {
    let as_owner = match &known.by {
        Credential::Session { session, .. } => session.as_owner.is_some(),
        Credential::Token(_) => false,
    };
    let is_guest = is_guest(&known);
    Visitor { caller: Caller::known(known), words, links, csrf, flash: None, as_owner, is_guest }
}

fn is_guest(known: &Known) -> bool {
    match &known.by {
        Credential::Session { user, session } => {
            session.site.is_some() && known.grant != user.grant
        }
        Credential::Token(_) => false,
    }
}

/// The user's own, else the one chosen in this browser, else the one the browser likes best. A guest of one site chooses
/// for the browser only, so there the browser's comes first.
fn language(known: Option<&Known>, cookies: &Cookies, headers: &HeaderMap) -> Language {
    let chosen = || cookies.language.as_deref().and_then(Language::from_code);
    let own = known.and_then(|known| match &known.by {
        Credential::Session { user, .. } => {
            let of_guest = is_guest(known).then(chosen).flatten();
            of_guest.or_else(|| Language::from_code(&user.language))
        }
        Credential::Token(_) => None,
    });
    let liked = || {
        headers
            .get(ACCEPT_LANGUAGE)
            .and_then(|accept| accept.to_str().ok())
            .and_then(Language::preferred)
    };
    own.or_else(chosen).or_else(liked).unwrap_or(Language::English)
}

/// What a form carries: made of the cookie, and telling nothing of it.
fn word_of(cookie: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, cookie.as_bytes());
    let tag = hmac::sign(&key, b"form");
    tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Cookies {
    fn read(headers: &HeaderMap, https: bool, path: &str) -> Cookies {
        let find = |name: &str| {
            let name = full_name(name, https);
            headers
                .get_all(COOKIE)
                .iter()
                .filter_map(|cookies| cookies.to_str().ok())
                .flat_map(|cookies| cookies.split(';'))
                .filter_map(|cookie| cookie.trim().split_once('='))
                .find(|(found, value)| *found == name && !value.is_empty())
                .map(|(_, value)| value.to_owned())
        };
        Cookies {
            https,
            path: path.to_owned(),
            session: find(SESSION),
            visit: find(VISIT),
            language: find(LANGUAGE),
            flash: find(FLASH),
        }
    }

    /// The session's cookie as it came, whatever it is worth.
    pub(super) fn session(&self) -> Option<Secret> {
        self.session.as_deref().map(Secret::given)
    }

    /// Sets the session's cookie; it ends with the browser, and the session before it.
    pub(super) fn begin(&self, session: &Secret) -> HeaderValue {
        self.set(SESSION, session.reveal(), None)
    }

    /// Takes the session's cookie away.
    pub(super) fn end(&self) -> HeaderValue {
        self.set(SESSION, "", Some(0))
    }

    /// Keeps the language chosen in this browser for a year.
    pub(super) fn choose(&self, language: Language) -> HeaderValue {
        self.set(LANGUAGE, language.code(), Some(365 * 86_400))
    }

    /// What waits to be told.
    pub(super) fn flash(&self) -> Option<String> {
        self.flash.as_deref().and_then(flash::read)
    }

    /// Keeps an escaped text for the page that comes next.
    pub(super) fn tell(&self, escaped: &str) -> HeaderValue {
        self.set(FLASH, escaped, Some(60))
    }

    /// Takes the text away.
    pub(super) fn told(&self) -> HeaderValue {
        self.set(FLASH, "", Some(0))
    }

    fn set(&self, name: &str, value: &str, seconds: Option<u32>) -> HeaderValue {
        let secure = if self.https { "; Secure" } else { "" };
        let age = seconds.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
        let (name, path) = (full_name(name, self.https), &self.path);
        let cookie = format!("{name}={value}; Path={path}; HttpOnly; SameSite=Lax{secure}{age}");
        // Names, codes, secrets and escaped texts are visible ASCII, and so is a path of the configuration.
        HeaderValue::from_str(&cookie).unwrap_or_else(|_| HeaderValue::from_static(""))
    }
}

fn full_name(name: &str, https: bool) -> String {
    let mark = if https { "__Secure-" } else { "" };
    format!("{mark}{name}")
}
