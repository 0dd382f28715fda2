//! Whatever goes wrong becomes a page that says what happened and what to do, in the visitor's language.

use askama::Template;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::Uri;
use axum::http::header::{ACCEPT_LANGUAGE, ALLOW, RETRY_AFTER};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use postern_engine::words::{Language, Words};

use super::Panel;
use super::frame::{Frame, Here, html};
use super::visitor::Visitor;
use crate::error::{Error, Result};
use crate::wire::{Code, Problem};

#[derive(Template)]
#[template(path = "trouble.html")]
struct Trouble {
    frame: Frame,
    what: String,
    next: String,
    /// For those who report it: the code, and when it was.
    reference: String,
}

/// What is told of a problem, by the key of its texts.
fn key(problem: &Problem) -> &'static str {
    match problem.code {
        Code::StaleForm => "trouble-stale-form",
        _ => match problem.status {
            400..=402 | 405..=407 | 410..=428 => "trouble-bad-request",
            403 => "trouble-not-allowed",
            404 => "trouble-not-found",
            408 => "trouble-too-slow",
            409 => "trouble-conflict",
            429 => "trouble-too-many",
            503 => "trouble-unavailable",
            _ => "trouble-failed",
        },
    }
}

/// Shows what went wrong behind it as a page.
pub(crate) async fn told(State(panel): State<Panel>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let mut asked = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let Some(problem) = response.extensions().get::<Problem>().cloned() else { return response };
    let visitor = Visitor::from_request_parts(&mut asked, &panel).await.ok();
    let accepted = asked.headers.get(ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok());
    let language = accepted.and_then(Language::preferred).unwrap_or(Language::English);
    let words =
        visitor.as_ref().map_or_else(|| panel.catalogues.of(language), |visitor| &visitor.words);
    let Ok(page) = page(&panel, visitor.as_ref(), words, &problem) else { return response };
    let mut told = (response.status(), page).into_response();
    for name in [ALLOW, RETRY_AFTER] {
        if let Some(value) = response.headers().get(&name) {
            told.headers_mut().insert(name, value.clone());
        }
    }
    told
}

fn page(
    panel: &Panel,
    visitor: Option<&Visitor>,
    words: &Words,
    problem: &Problem,
) -> Result<Response> {
    let key = key(problem);
    let title = words.say(&format!("{key}-title"));
    let frame = match visitor {
        Some(visitor) => Frame::of(visitor, Here::Elsewhere, title),
        None => Frame::nobodys(words, &panel.links, title),
    };
    let at = words.moment(panel.app.now(), &jiff::tz::TimeZone::UTC);
    html(&Trouble {
        what: words.say(&format!("{key}-what")),
        next: words.say(&format!("{key}-next")),
        reference: words.tell(
            "trouble-reference",
            &[("code", problem.code.word().into()), ("moment", (&at).into())],
        ),
        frame,
    })
}

/// Where there is no page.
pub(crate) async fn no_such_page(uri: Uri) -> Error {
    Error::new(Code::NoSuchPath, format!("there is no page {}", uri.path()))
}

/// Where there is one, but not for this.
pub(crate) async fn no_such_method(uri: Uri) -> Error {
    Error::new(Code::NoSuchMethod, format!("{} does not take this method", uri.path()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use postern_engine::words::Catalogues;

    #[test]
    fn each_problem_has_a_title_what_happened_and_what_to_do() {
        let catalogues = Catalogues::read();
        let words = catalogues.of(Language::English);
        for status in 400..=599 {
            let problem = Problem { status, ..Problem::new(Code::Failed, "") };
            for part in ["title", "what", "next"] {
                let key = format!("{}-{part}", key(&problem));
                assert!(words.has(&key), "{key}");
            }
        }
        assert!(words.has(&format!("{}-next", key(&Problem::new(Code::StaleForm, "")))));
    }
}
