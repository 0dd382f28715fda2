//! What an action came to, told once on the page that follows it.
//!
//! It travels in a cookie, because it belongs to the one browser that asked; a page that shows it takes it away. It is
//! text in the visitor's words and escaped like any other.

use axum::extract::{Extension, Request};
use axum::http::Method;
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use postern_engine::url::escaped;

use super::session::Stranger;

/// Longer texts are cut: a cookie has its bounds.
const CHARS: usize = 600;

/// A text on its way from a handler to the cookie.
#[derive(Clone, Debug)]
struct Told(String);

/// Goes on to a page that tells this text.
pub(crate) fn tell(to: &str, text: &str) -> Response {
    let told = Told(text.chars().take(CHARS).collect());
    (Extension(told), Redirect::to(to)).into_response()
}

/// The text of a cookie that waits to be told.
pub(super) fn read(cookie: &str) -> Option<String> {
    let text = unescaped(cookie)?;
    (!text.is_empty()).then(|| text.chars().take(CHARS).collect())
}

/// Keeps a text for the next page, and takes it away once a page was there to tell it.
pub(crate) async fn once(
    stranger: Option<Extension<Stranger>>,
    request: Request,
    next: Next,
) -> Response {
    // Without a listener of pages there is nobody to tell.
    let Some(Extension(stranger)) = stranger else { return next.run(request).await };
    let is_looking = request.method() == Method::GET;
    let waits = is_looking && stranger.cookies.flash().is_some();
    let mut response = next.run(request).await;
    let kind = response.headers().get(CONTENT_TYPE);
    let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let cookie = match response.extensions_mut().remove::<Told>() {
        Some(Told(text)) => Some(stranger.cookies.tell(&escaped(&text))),
        None if waits && is_page => Some(stranger.cookies.told()),
        None => None,
    };
    if let Some(cookie) = cookie {
        response.headers_mut().append(SET_COOKIE, cookie);
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
        assert_eq!(read(&escaped(text)).as_deref(), Some(text));
        for broken in ["", "%", "%2", "%ff", "%C3"] {
            assert_eq!(read(broken), None, "{broken:?}");
        }
    }
}
