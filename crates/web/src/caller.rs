//! Who calls: set by the listener, asked by every handler.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use postern_core::access::Grant;
use postern_engine::act::Asker;

use crate::error::Error;
use crate::listen::Peer;
use crate::wire::{Code, Problem};

/// The one who calls. A handler that takes it answers nobody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) grant: Grant,
    /// For the audit log: `operator:anna`.
    pub(crate) who: String,
}

impl Caller {
    /// An operator of this name.
    pub(crate) fn operator(name: &str) -> Caller {
        Caller { grant: Grant::operator(), who: format!("operator:{name}") }
    }

    /// The same for the engine.
    pub(crate) fn asker(&self) -> Asker {
        Asker { person: self.grant.person(), who: self.who.clone() }
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Caller, Error> {
        if let Some(caller) = parts.extensions.get::<Caller>() {
            return Ok(caller.clone());
        }
        let (code, why) = match parts.extensions.get::<Peer>() {
            Some(_) => (Code::NotLoggedIn, "who asks? this needs a session or a token"),
            None => (
                Code::NotOperator,
                "only operators may ask: root, the daemon's own user, or a member of its control group",
            ),
        };
        Err(Problem::new(code, why).into())
    }
}
