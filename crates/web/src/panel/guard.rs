//! What stands before the handlers of a group of routes: who asks has the right of the group.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{FromRequestParts, Path, Request};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use postern_core::access::{Access, Right};
use postern_engine::sites::Entry;
use serde::Deserialize;

use super::Panel;
use super::visitor::Visitor;
use crate::error::Error;
use crate::wire::Code;

/// The site of the path, which the visitor may see. Only routes below a guard have one.
#[derive(Clone, Debug)]
pub(crate) struct AtSite(pub(crate) Arc<Entry>);

/// Time for a request, its body included.
const REQUEST: Duration = Duration::from_secs(60);

#[derive(Deserialize)]
struct OfSite {
    site: Option<String>,
}

/// Routes that ask for a right.
pub(crate) fn of(routes: Router<Panel>, right: Right, panel: &Panel) -> Router<Panel> {
    let guard = move |panel, request, next| stand(right, panel, request, next);
    routes.route_layer(from_fn_with_state(
        panel.clone(),
        move |axum::extract::State(panel), request, next| guard(panel, request, next),
    ))
}

async fn stand(right: Right, panel: Panel, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let visitor = match Visitor::from_request_parts(&mut parts, &panel).await {
        Ok(visitor) => visitor,
        Err(to_login) => return to_login.into_response(),
    };
    let name = match Path::<OfSite>::from_request_parts(&mut parts, &panel).await {
        Ok(Path(OfSite { site })) => site,
        Err(error) => return Error::new(Code::BadRequest, error.body_text()).into_response(),
    };
    let entry = name.as_deref().and_then(|name| panel.app.sites().by_name(name));
    match visitor.caller.grant.may(right, entry.as_ref().map(|entry| entry.site.id)) {
        Access::Granted => {}
        Access::Denied => {
            return Error::new(Code::NotAllowed, "the role does not allow it").into_response();
        }
        Access::NoSuchSite => {
            return Error::no_site(name.as_deref().unwrap_or_default()).into_response();
        }
    }
    if let Some(entry) = entry {
        parts.extensions.insert(AtSite(entry));
    }
    parts.extensions.insert(visitor);
    next.run(Request::from_parts(parts, body)).await
}

/// Runs a request in a task of its own: a visitor who is gone ends the waiting only, and what an action made durable still
/// reaches the gate and the scheduler.
pub(crate) async fn to_its_end(request: Request, next: Next) -> Response {
    let work = tokio::spawn(next.run(request));
    let problem = match tokio::time::timeout(REQUEST, work).await {
        Ok(Ok(response)) => return response,
        Ok(Err(error)) => Error::new(Code::Failed, format!("the request broke off: {error}")),
        Err(_) => {
            let seconds = REQUEST.as_secs();
            Error::new(
                Code::TooSlow,
                format!("the request took longer than {seconds} s; what it began goes on"),
            )
        }
    };
    problem.into_response()
}
