//! Who may ask: users, their sessions, API tokens and login links.
//!
//! Of what lets somebody in (a session's cookie, a token, a link, a recovery code) the store has a hash only; the secret
//! of a second factor comes here sealed. Who may do what is decided in `postern_core::access`; here a role and its sites
//! are facts. What concerns a site goes with it: a removed site is nobody's any more.

use std::fmt;

use postern_core::access::{Grant, Scope};
use postern_core::ids::{SessionId, SiteId, TokenId, UserId};
use postern_core::time::Time;

use crate::{Answer, By};

/// What is told to nobody, not even to a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Hidden<T>(pub T);

impl<T> fmt::Debug for Hidden<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// SHA-256 of something that lets somebody in.
pub type Hash = Hidden<[u8; 32]>;

/// Someone who logs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub id: UserId,
    pub name: String,
    pub grant: Grant,
    /// Empty: the browser's.
    pub language: String,
    /// `None`: comes in by login links only.
    pub password_hash: Option<Hidden<String>>,
    pub factor: Option<Factor>,
    pub created_at: Time,
    pub last_login_at: Option<Time>,
}

/// A second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    pub sealed: Hidden<Vec<u8>>,
    /// The last time step a code was taken of.
    pub step: u64,
    /// Recovery codes that are left.
    pub recovery_codes: u64,
}

/// A user to be added.
#[derive(Clone, Debug)]
pub struct NewUser {
    pub name: String,
    pub grant: Grant,
    pub language: String,
    pub password_hash: Option<Hidden<String>>,
    pub by: By,
}

/// What changes of a user; `None` stays.
#[derive(Clone, Debug, Default)]
pub struct UserChange {
    pub grant: Option<Grant>,
    pub language: Option<String>,
    pub password_hash: Option<Hidden<String>>,
    pub factor: Option<FactorChange>,
    /// Ends the user's sessions, but the one named if one is.
    pub end_sessions: Option<Option<SessionId>>,
    /// What was changed, in a word or two for the audit log.
    pub note: &'static str,
}

/// A second factor that is set or taken away.
#[derive(Clone, Debug)]
pub enum FactorChange {
    Off,
    On {
        sealed: Hidden<Vec<u8>>,
        /// The step of the code that proved it.
        step: u64,
        recovery: Vec<Hash>,
    },
}

/// Something that is good once beside a password.
#[derive(Clone, Debug)]
pub enum Code {
    /// A code of the second factor's time step, later than the last one used.
    Step(u64),
    Recovery(Hash),
}

/// A session to begin.
#[derive(Clone, Debug)]
pub struct NewSession {
    pub user: UserId,
    pub hash: Hash,
    /// Else only the second factor is missing.
    pub whole: bool,
    pub site: Option<SiteId>,
    pub ends_at: Time,
    /// Where it began: an address, and what the browser calls itself.
    pub address: String,
    pub agent: String,
    /// So many sessions of a user and of this kind at most: the oldest end. Whole ones, halves and those held to a site are
    /// three kinds, so that who may make links ends no session of who knows the password.
    pub most: u32,
    /// How, for the audit log.
    pub how: &'static str,
    pub by: By,
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub user: UserId,
    pub whole: bool,
    /// Held to this site.
    pub site: Option<SiteId>,
    /// The site that is shown as its owner sees it.
    pub as_owner: Option<SiteId>,
    pub began_at: Time,
    pub last_at: Time,
    pub ends_at: Time,
    pub address: String,
    pub agent: String,
}

/// A token to be made.
#[derive(Clone, Debug)]
pub struct NewToken {
    pub hash: Hash,
    pub name: String,
    pub user: Option<UserId>,
    pub grant: Grant,
    pub ends_at: Option<Time>,
    pub by: By,
}

/// A token, without what lets somebody in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub id: TokenId,
    pub name: String,
    /// Whose it is; `None`: made by the operator of the machine.
    pub user: Option<UserId>,
    pub grant: Grant,
    pub made_at: Time,
    pub made_by: String,
    pub ends_at: Option<Time>,
    pub last_at: Option<Time>,
    pub last_address: String,
}

/// A login link to be made.
#[derive(Clone, Debug)]
pub struct NewLink {
    pub hash: Hash,
    pub user: UserId,
    /// Its session is held to this site.
    pub site: Option<SiteId>,
    pub ends_at: Time,
    pub by: By,
}

/// A login link that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub user: UserId,
    pub site: Option<SiteId>,
    pub made_by: String,
}

/// The verbs of people; part of `Store`. Each is one transaction, and what changes who may ask stands in the audit log.
pub trait People {
    /// Adds a user. `Taken` when there is one of the name.
    fn add_user(&self, user: NewUser) -> Answer<'_, UserId>;

    fn change_user(&self, user: UserId, change: UserChange, by: By) -> Answer<'_, ()>;

    /// Removes a user with all sessions, tokens and links.
    fn remove_user(&self, user: UserId, by: By) -> Answer<'_, ()>;

    /// Takes a code of a user; `false` when it was used before, or is none of theirs.
    fn take_code(&self, user: UserId, code: Code, by: By) -> Answer<'_, bool>;

    fn begin_session(&self, session: NewSession) -> Answer<'_, SessionId>;

    /// Notes that a session is used, and when it ends if it is used no more.
    fn touch_session(&self, session: SessionId, at: Time, ends_at: Time) -> Answer<'_, ()>;

    /// Shows a site as its owner sees it, or ends that.
    fn show_as_owner(&self, session: SessionId, site: Option<SiteId>, by: By) -> Answer<'_, ()>;

    /// Ends a session; one that is gone is as good.
    fn end_session(&self, session: SessionId, by: By) -> Answer<'_, ()>;

    fn add_token(&self, token: NewToken) -> Answer<'_, TokenId>;

    /// Notes that a token is used.
    fn touch_token(&self, token: TokenId, at: Time, address: String) -> Answer<'_, ()>;

    fn remove_token(&self, token: TokenId, by: By) -> Answer<'_, ()>;

    fn add_link(&self, link: NewLink) -> Answer<'_, ()>;

    /// Takes a link that has not ended: it is good once.
    fn take_link(&self, hash: Hash, at: Time) -> Answer<'_, Option<Link>>;
}

/// For the audit log: a name and what it was given.
pub(crate) fn granted(name: &str, grant: &Grant) -> String {
    let role = grant.role.word();
    match &grant.scope {
        Scope::All => format!("{name}: {role} of all sites"),
        Scope::Sites(sites) if sites.len() == 1 => format!("{name}: {role} of 1 site"),
        Scope::Sites(sites) => format!("{name}: {role} of {} sites", sites.len()),
    }
}
