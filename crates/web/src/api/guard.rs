//! Who may come in: each route belongs to a right, and its caller is asked for it before anything else is looked at.
//!
//! What is another's site is answered to the byte as what is not there, whatever else is wrong with the request; what the
//! role does not allow is refused without a look at the site. A handler behind it keeps to its question, and takes the site
//! from here (`Guarded`), so that it cannot be reached without.

use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use postern_core::access::{Access, Right};
use postern_engine::sites::Entry;

use super::app::App;
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::Code;

/// The site of the path, as the guard found it.
#[derive(Clone, Debug)]
pub(crate) struct Guarded(pub(crate) Arc<Entry>);

/// What the path names as its site, for routes that may be asked of one that is not there.
#[derive(Clone, Debug)]
struct Named(String);

/// Answers none but those who have the right.
pub(crate) async fn guard(
    State((app, right)): State<(App, Right)>,
    request: Request,
    next: Next,
) -> Result<Response> {
    let (mut parts, body) = request.into_parts();
    let caller = Caller::from_request_parts(&mut parts, &()).await?;
    let name = site_name(&mut parts).await?;
    let entry = name.as_deref().and_then(|name| app.sites().by_name(name));
    match caller.grant.may(right, entry.as_ref().map(|entry| entry.site.id)) {
        Access::Granted => {}
        Access::Denied => {
            let why = format!("the role of {} does not allow this", caller.who);
            return Err(Error::new(Code::NotAllowed, why));
        }
        Access::NoSuchSite => return Err(Error::no_site(name.as_deref().unwrap_or_default())),
    }
    if let Some(name) = name {
        parts.extensions.insert(Named(name));
    }
    if let Some(entry) = entry {
        parts.extensions.insert(Guarded(entry));
    }
    Ok(next.run(Request::from_parts(parts, body)).await)
}

async fn site_name(parts: &mut Parts) -> Result<Option<String>> {
    let params = RawPathParams::from_request_parts(parts, &()).await;
    let params = params.map_err(|rejection| Error::new(Code::BadRequest, rejection.body_text()))?;
    Ok(params.iter().find(|(name, _)| *name == "site").map(|(_, site)| site.to_owned()))
}

impl<S: Sync> FromRequestParts<S> for Guarded {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Guarded> {
        let named = || parts.extensions.get::<Named>().map_or("", |Named(name)| name);
        parts.extensions.get::<Guarded>().cloned().ok_or_else(|| Error::no_site(named()))
    }
}
