//! Who has a token: the API's callers that do not come by the control socket.

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use postern_engine::people::Secret;

use crate::api::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::listen::Peer;

/// Finds the caller of a request with `Authorization: Bearer TOKEN` (RFC 6750 §2.1). A token that is none leaves the request
/// without a caller.
pub(crate) async fn recognise(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(token) = bearer(request.headers()) {
        let address = request.extensions().get::<Peer>().map(|peer| peer.address);
        match app.people().of_token(&token, address).await {
            Ok(Some(known)) => {
                request.extensions_mut().insert(Caller::known(known));
            }
            Ok(None) => {}
            Err(error) => return Error::from(error).into_response(),
        }
    }
    next.run(request).await
}

pub(crate) fn bearer(head: &HeaderMap) -> Option<Secret> {
    let given = head.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = given.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| Secret::given(token.trim()))
}
