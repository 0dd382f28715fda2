//! Who calls: set by the listener, asked by every route's guard.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use postern_core::access::Grant;
use postern_core::ids::{SessionId, UserId};
use postern_core::time::Time;
use postern_engine::act::Asker;
use postern_engine::people::{Credential, Known};

use crate::error::Error;
use crate::wire::Code;

/// The one who calls. A handler that takes it answers nobody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) grant: Grant,
    /// For the audit log: `operator:anna`.
    pub(crate) who: String,
    /// The user that its requests are counted under, or the token that has none; `None`: they are not counted, nor limited.
    pub(crate) account: Option<Arc<str>>,
    /// The user, unless it is the operator of the machine; and the session, for who has one.
    pub(crate) user: Option<UserId>,
    pub(crate) session: Option<SessionId>,
    /// When its token ends, if it is one that does.
    pub(crate) ends_at: Option<Time>,
}

impl Caller {
    /// An operator of this name, at the machine itself.
    pub(crate) fn operator(name: &str) -> Caller {
        Caller::of(Grant::operator(), format!("operator:{name}"))
    }

    /// Somebody without an account.
    pub(crate) fn of(grant: Grant, who: String) -> Caller {
        Caller { grant, who, account: None, user: None, session: None, ends_at: None }
    }

    /// Somebody with a session or a token.
    pub(crate) fn known(known: Known) -> Caller {
        let user = known.user();
        let (session, token) = match &known.by {
            Credential::Session { session, .. } => (Some(session.id), None),
            Credential::Token(token) => (None, Some(token)),
        };
        let account = user.map(|user| format!("user {user}"));
        let account = account.or_else(|| token.map(|token| format!("token {}", token.id)));
        let account = account.map(Arc::from);
        let ends_at = token.and_then(|token| token.ends_at);
        Caller { grant: known.grant, who: known.who, account, user, session, ends_at }
    }

    /// When something ends that this caller makes, by its wish: no later than the caller's own token.
    pub(crate) fn until(&self, wish: Option<Time>) -> Option<Time> {
        [wish, self.ends_at].into_iter().flatten().min()
    }

    /// The same for the engine.
    pub(crate) fn asker(&self) -> Asker {
        Asker { person: self.grant.person(), who: self.who.clone() }
    }

    /// The problem of one who is nobody.
    pub(crate) fn unknown() -> Error {
        let why = "who asks is not known: send a token (Authorization: Bearer TOKEN); without one only root, the \
                   daemon's own user and members of its control group may ask, over the control socket";
        Error::new(Code::NotKnown, why)
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Caller, Error> {
        parts.extensions.get::<Caller>().cloned().ok_or_else(Caller::unknown)
    }
}
