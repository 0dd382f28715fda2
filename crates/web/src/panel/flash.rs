//! What an action came to, told once on the page that follows it.
//!
//! It travels in a cookie, because it belongs to the one browser that asked; a page that shows it takes it away. It is
//! text in the visitor's words and escaped like any other.

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use postern_engine::url::escaped;

use super::Panel;
use super::visitor::Visitor;

const NAME: &str = "postern_flash";

/// Longer texts are cut: a cookie has its bounds.
const CHARS: usize = 600;

/// Goes on to a page that tells this text.
pub(crate) fn tell(visitor: &Visitor, to: &str, text: &str) -> Response {
    let text: String = text.chars().take(CHARS).collect();
    let cookie = format!(
        "{NAME}={}; Path={}; Max-Age=60; HttpOnly; SameSite=Strict",
        escaped(&text),
        visitor.links.base()
    );
    let mut response = Redirect::to(to).into_response();
    // Escaped text is visible ASCII.
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// The text that waits to be told.
pub(crate) fn waiting(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
    let value = cookies
        .flat_map(|cookies| cookies.split(';'))
        .find_map(|cookie| cookie.trim().strip_prefix(NAME)?.strip_prefix('='))?;
    let text = unescaped(value)?;
    (!text.is_empty()).then(|| text.chars().take(CHARS).collect())
}

/// Takes a text away once a page was there to tell it.
pub(crate) async fn once(State(panel): State<Panel>, request: Request, next: Next) -> Response {
    let waits = request.method() == Method::GET && waiting(request.headers()).is_some();
    let mut response = next.run(request).await;
    let kind = response.headers().get(CONTENT_TYPE);
    if waits && kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        let base = panel.links.base();
        let cookie = format!("{NAME}=; Path={base}; Max-Age=0; HttpOnly; SameSite=Strict");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    response
}

/// The text of a percent-encoded value; `None` if it is none.
fn unescaped(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = match byte {
            b'%' => {
                let digits = std::str::from_utf8(after.get(..2)?).ok()?;
                bytes.push(u8::from_str_radix(digits, 16).ok()?);
                &after[2..]
            }
            _ => {
                bytes.push(byte);
                after
            }
        };
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_out_of_its_cookie_as_it_went_in_and_what_is_none_is_not_read() {
        let text = "12 mails leave; \"ü\" = 1\u{202e}\r\n";
        let cookie = format!("other=1; {NAME}={}; last=x", escaped(text));
        let read_of = |cookie: &str| {
            waiting(&HeaderMap::from_iter([(
                COOKIE,
                HeaderValue::from_str(cookie).expect("a header"),
            )]))
        };
        assert_eq!(read_of(&cookie).as_deref(), Some(text));
        for broken in [
            "",
            "postern_flash=",
            "postern_flash=%",
            "postern_flash=%2",
            "postern_flash=%ff",
            "postern_flasher=x",
        ] {
            assert_eq!(read_of(broken), None, "{broken:?}");
        }
    }
}
