//! The door: logging in and out, login links, the first operator, the language of this browser.
//!
//! Nothing here tells whether there is such a user. A link's page shows one button and spends nothing, so that mail
//! scanners and browsers that look ahead take nobody's turn; the button takes the link, once.

use axum::extract::{Extension, State};
use axum::http::header::{RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use postern_core::access::Grant;
use postern_core::time::Time;
use postern_engine::people::{Came, LogIn, Opened, PASSWORD, PeopleError, Secret, UserWish};
use postern_engine::words::{Language, Words};
use postern_store::By;
use postern_store::people::Hidden;
use serde::Deserialize;

use super::Panel;
use super::door;
use super::form::{Form, Pressed};
use super::frame::{Frame, html};
use super::session::Stranger;
use super::visitor::{Links, Visitor};
use crate::api::request::{Params, Path};
use crate::error::Result;

#[derive(Debug, Default, Deserialize)]
pub(super) struct OnTheWay {
    #[serde(default)]
    next: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Password {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct FirstOperator {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct CodeEntered {
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct LanguageChosen {
    language: String,
    #[serde(default)]
    next: String,
}

// --- name and password ---

/// `GET /login`.
pub(super) async fn ask_login(
    known: Option<Extension<Visitor>>,
    Extension(stranger): Extension<Stranger>,
    Params(way): Params<OnTheWay>,
) -> Result<Response> {
    if known.is_some() {
        return Ok(Redirect::to(&onward(&stranger.links, &way.next)).into_response());
    }
    login_page(&stranger, None, String::new(), way.next)
}

/// `POST /login`.
pub(super) async fn login(
    State(panel): State<Panel>,
    Extension(stranger): Extension<Stranger>,
    Form(Password { name, password, next }): Form<Password>,
) -> Result<Response> {
    let came = panel.app.people().log_in(&name, Hidden(password), &stranger.from).await?;
    if matches!(came, LogIn::In(_) | LogIn::CodeNeeded(_)) {
        end_earlier(&panel, &stranger).await?;
    }
    match came {
        LogIn::In(opened) => Ok(enter(&stranger, &opened, &onward(&stranger.links, &next))),
        LogIn::CodeNeeded(opened) => {
            let code = with_next(&stranger.links.to(&["code"]), &next);
            Ok(enter(&stranger, &opened, &code))
        }
        LogIn::Wrong => {
            let fault = stranger.words.say("login-wrong");
            let page = login_page(&stranger, Some(fault), name, next)?;
            Ok((StatusCode::UNAUTHORIZED, page).into_response())
        }
        LogIn::NotBefore(at) => {
            let fault = wait(&panel, &stranger, at);
            let page = login_page(&stranger, Some(fault), name, next)?;
            Ok(too_many(page, &panel, at))
        }
    }
}

fn login_page(
    stranger: &Stranger,
    fault: Option<String>,
    name: String,
    next: String,
) -> Result<Response> {
    let frame = frame(stranger, "login-title");
    html(&door::Login { frame, fault, name, next })
}

// --- the second factor ---

/// `GET /code`.
pub(super) async fn ask_code(
    Extension(stranger): Extension<Stranger>,
    Params(way): Params<OnTheWay>,
) -> Result<Response> {
    code_page(&stranger, None, way.next)
}

/// `POST /code`.
pub(super) async fn code(
    State(panel): State<Panel>,
    Extension(stranger): Extension<Stranger>,
    Form(CodeEntered { code, next }): Form<CodeEntered>,
) -> Result<Response> {
    let half = stranger.cookies.session();
    let came = match &half {
        Some(half) => panel.app.people().enter_code(half, &code, &stranger.from).await?,
        None => Came::Over,
    };
    match came {
        Came::In(opened) => Ok(enter(&stranger, &opened, &onward(&stranger.links, &next))),
        Came::Wrong => {
            let page = code_page(&stranger, Some(stranger.words.say("code-wrong")), next)?;
            Ok((StatusCode::UNAUTHORIZED, page).into_response())
        }
        Came::NotBefore(at) => {
            let fault = wait(&panel, &stranger, at);
            Ok(too_many(code_page(&stranger, Some(fault), next)?, &panel, at))
        }
        Came::Over => Ok(Redirect::to(&with_next(&stranger.links.login(), &next)).into_response()),
    }
}

fn code_page(stranger: &Stranger, fault: Option<String>, next: String) -> Result<Response> {
    let action = stranger.links.to(&["code"]);
    html(&door::Code { frame: frame(stranger, "code-title"), action, fault, next })
}

// --- login links ---

/// `GET /link/{secret}`: spends nothing.
pub(super) async fn ask_link(
    Extension(stranger): Extension<Stranger>,
    Path(secret): Path<String>,
) -> Result<Response> {
    link_page(&stranger, &secret, None)
}

/// `POST /link/{secret}`.
pub(super) async fn link(
    State(panel): State<Panel>,
    Extension(stranger): Extension<Stranger>,
    Path(secret): Path<String>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let taken = panel.app.people().take_link(&Secret::given(&secret), &stranger.from).await?;
    let Some(opened) = taken else {
        let page = link_page(&stranger, "", Some(stranger.words.say("link-over")))?;
        return Ok((StatusCode::GONE, page).into_response());
    };
    end_earlier(&panel, &stranger).await?;
    let site = opened.site.and_then(|site| panel.app.sites().entry(site));
    let to = match site {
        Some(entry) => stranger.links.site(&entry.site.name),
        None => stranger.links.sites(),
    };
    Ok(enter(&stranger, &opened, &to))
}

fn link_page(stranger: &Stranger, secret: &str, fault: Option<String>) -> Result<Response> {
    let action = stranger.links.to(&["link", secret]);
    html(&door::Link { frame: frame(stranger, "link-title"), action, fault })
}

// --- the first operator ---

/// `GET /setup/{secret}`.
pub(super) async fn ask_setup(
    State(panel): State<Panel>,
    Extension(stranger): Extension<Stranger>,
    Path(secret): Path<String>,
) -> Result<Response> {
    if !panel.app.makes_first_operator(&Secret::given(&secret)).await? {
        return Ok((StatusCode::GONE, setup_over(&stranger)?).into_response());
    }
    setup_page(&stranger, &secret, None, String::new())
}

/// `POST /setup/{secret}`.
pub(super) async fn setup(
    State(panel): State<Panel>,
    Extension(stranger): Extension<Stranger>,
    Path(secret): Path<String>,
    Form(FirstOperator { name, password, again }): Form<FirstOperator>,
) -> Result<Response> {
    let (people, now) = (panel.app.people(), panel.app.now());
    let _turn = panel.app.setup().turn().await;
    if !panel.app.makes_first_operator(&Secret::given(&secret)).await? {
        return Ok((StatusCode::GONE, setup_over(&stranger)?).into_response());
    }
    let wrong = |fault: String, name: String| {
        let page = setup_page(&stranger, &secret, Some(fault), name)?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
    };
    if password != again {
        return wrong(stranger.words.say("setup-again-wrong"), name);
    }
    let wish = UserWish {
        name: name.trim().to_ascii_lowercase(),
        grant: Grant::operator(),
        language: stranger.words.language().code().to_owned(),
        password: Some(Hidden(password)),
    };
    let by = By { who: "setup".into(), at: now };
    match people.add(&Grant::operator(), wish, by).await {
        Ok(id) => {
            panel.app.setup().close();
            let opened = people.admit(&people.user(id).await?, &stranger.from).await?;
            Ok(enter(&stranger, &opened, &stranger.links.sites()))
        }
        Err(error) => match fault_of(&stranger.words, &error) {
            Some(fault) => wrong(fault, name),
            None => Err(error.into()),
        },
    }
}

/// What is wrong with a name or a password, in words; `None` for what is not their fault.
pub(super) fn fault_of(words: &Words, error: &PeopleError) -> Option<String> {
    let (least, most) = (*PASSWORD.start() as u64, *PASSWORD.end() as u64);
    Some(match error {
        PeopleError::Name(_) => words.say("user-name-wrong"),
        PeopleError::PasswordLength(_) => {
            words.tell("password-length-wrong", &[("least", least.into()), ("most", most.into())])
        }
        PeopleError::PasswordIsName => words.say("password-is-name"),
        PeopleError::PasswordControl => words.say("password-control"),
        PeopleError::Store(postern_store::Error::Taken { .. }) => words.say("user-name-taken"),
        _ => return None,
    })
}

fn setup_page(
    stranger: &Stranger,
    secret: &str,
    fault: Option<String>,
    name: String,
) -> Result<Response> {
    let frame = frame(stranger, "setup-title");
    let action = stranger.links.to(&["setup", secret]);
    let password_hint = stranger
        .words
        .tell("setup-password-hint", &[("shortest", (*PASSWORD.start() as u64).into())]);
    html(&door::Setup { frame, action, fault, name, password_hint })
}

fn setup_over(stranger: &Stranger) -> Result<Response> {
    let frame = frame(stranger, "setup-title");
    let fault = Some(stranger.words.say("setup-over"));
    html(&door::Link { frame, action: String::new(), fault })
}

// --- out, and the language ---

/// `POST /logout`.
pub(super) async fn logout(
    State(panel): State<Panel>,
    Extension(stranger): Extension<Stranger>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    if let Some(session) = stranger.cookies.session() {
        panel.app.people().log_out(&session).await?;
    }
    let mut response = Redirect::to(&stranger.links.login()).into_response();
    response.headers_mut().append(SET_COOKIE, stranger.cookies.end());
    Ok(response)
}

/// `POST /account/language`: of the user who is known, else of this browser. Who came by a link to one site is a guest
/// there, and changes nothing of the user's.
pub(super) async fn choose_language(
    State(panel): State<Panel>,
    known: Option<Extension<Visitor>>,
    Extension(stranger): Extension<Stranger>,
    Form(LanguageChosen { language, next }): Form<LanguageChosen>,
) -> Result<Response> {
    let chosen = Language::from_code(&language);
    let mut response = Redirect::to(&onward(&stranger.links, &next)).into_response();
    let own = known.filter(|Extension(visitor)| !visitor.is_guest);
    match own.and_then(|Extension(visitor)| Some((visitor.caller.user?, visitor.caller))) {
        // None is the browser's.
        Some((user, caller)) if chosen.is_some() || language.is_empty() => {
            panel.app.people().set_language(user, language, panel.app.by(&caller)).await?;
        }
        Some(_) => {}
        None => {
            let language = chosen.unwrap_or(stranger.words.language());
            response.headers_mut().append(SET_COOKIE, stranger.cookies.choose(language));
        }
    }
    Ok(response)
}

/// `POST /account/as-operator`: an operator ends to see as an owner does.
pub(super) async fn as_operator(
    State(panel): State<Panel>,
    visitor: Visitor,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    if let Some(session) = visitor.caller.session {
        let by = panel.app.by(&visitor.caller);
        panel.app.people().show_as_owner(session, None, by).await?;
    }
    Ok(Redirect::to(&visitor.links.sites()).into_response())
}

// --- what all have ---

/// The frame of a page before the door.
pub(super) fn frame(stranger: &Stranger, title: &str) -> Frame {
    let Stranger { words, links, csrf, .. } = stranger;
    let here = links.below_base(&links.login());
    Frame { csrf: csrf.clone(), here, ..Frame::nobodys(words, links, words.say(title)) }
}

/// Ends the session that this browser had: its cookie is about to be replaced.
async fn end_earlier(panel: &Panel, stranger: &Stranger) -> Result<()> {
    if let Some(earlier) = stranger.cookies.session() {
        panel.app.people().log_out(&earlier).await?;
    }
    Ok(())
}

fn enter(stranger: &Stranger, opened: &Opened, to: &str) -> Response {
    let mut response = Redirect::to(to).into_response();
    response.headers_mut().append(SET_COOKIE, stranger.cookies.begin(&opened.cookie));
    response
}

fn wait(panel: &Panel, stranger: &Stranger, at: Time) -> String {
    let span = stranger.words.span(at.since(panel.app.now()));
    stranger.words.tell("login-wait", &[("span", (&span).into())])
}

fn too_many(page: Response, panel: &Panel, at: Time) -> Response {
    let seconds = at.since(panel.app.now()).as_secs().saturating_add(1);
    let after = [(RETRY_AFTER, HeaderValue::from(seconds))];
    (StatusCode::TOO_MANY_REQUESTS, after, page).into_response()
}

/// Where a visitor wanted to go before the door: a page of this panel, or its beginning.
fn onward(links: &Links, next: &str) -> String {
    let is_ours = next.starts_with('/')
        && !next.starts_with("//")
        && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    match is_ours {
        true => format!("{}{}", links.base(), &next[1..]),
        false => links.sites(),
    }
}

fn with_next(path: &str, next: &str) -> String {
    match next.is_empty() {
        true => path.to_owned(),
        false => super::visitor::with_query(path, &[("next", next)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_after_the_door_leads_nowhere_else() {
        let links = Links::below("/postern/");
        assert_eq!(
            onward(&links, "/sites/a.example?range=7d"),
            "/postern/sites/a.example?range=7d"
        );
        for elsewhere in [
            "",
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example",
            "/a\r\nLocation: x",
            "sites",
        ] {
            assert_eq!(onward(&links, elsewhere), "/postern/", "{elsewhere:?}");
        }
    }
}
