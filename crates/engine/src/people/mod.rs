//! Who asks: users, their sessions, tokens and login links.
//!
//! A page or a request brings a secret (a cookie, a token); what it may is the grant found here, and each use of it asks
//! the store again, so that what was taken away is gone at once. Nobody hands out more than they have. Coming in is
//! `login`; the rules are `postern_core::access`.

mod login;
mod secret;
mod totp;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use postern_core::access::{Access, Grant, Right, Role, Scope};
use postern_core::ids::{SessionId, SiteId, TokenId, UserId};
use postern_core::time::Time;
use postern_store::people::{
    Factor, FactorChange, Hidden, NewLink, NewToken, NewUser, Session, Token, User, UserChange,
};
use postern_store::view::{Question, Reply};
use postern_store::{By, Error, Store};

use crate::act::unexpected;
use crate::measure::Measures;
use crate::password::{Hashing, Unhashed};
use crate::seal::{Seal, SealError};
use crate::seam::Clock;
use crate::url::escaped;
use crate::words::Language;

pub use login::{Came, From, LogIn, Opened};
pub use secret::{NoChance, Secret, fill};

/// The shortest and longest password, in bytes.
pub const PASSWORD: std::ops::RangeInclusive<usize> = 10..=255;

/// The longest name of a user or a token, in bytes.
pub const LONGEST_NAME: usize = 64;

/// How long a login link is good.
pub const LINK: Duration = Duration::from_secs(60);

/// How long a session lasts without being used, and in all.
pub const IDLE: Duration = Duration::from_secs(12 * 3600);
pub const LONGEST: Duration = Duration::from_secs(14 * 86_400);

/// A use is noted this often: each note is a write.
const NOTED: Duration = Duration::from_secs(60);

/// What a token begins with.
pub const TOKEN_MARK: &str = "pst_";

/// Recovery codes of a second factor.
const RECOVERY_CODES: usize = 10;

/// Tokens of one user at most, and of the operator of the machine.
const TOKENS: usize = 1000;

/// Why something of people cannot be so.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    #[error(
        "{0:?} is no user name: use lower-case letters, digits and . _ - @ +, beginning with a letter or digit, at most {LONGEST_NAME}"
    )]
    Name(String),
    #[error("a token's name has 1 to {LONGEST_NAME} characters and no control characters")]
    TokenName,
    #[error("a password has {least} to {most} bytes, this one has {0}", least = PASSWORD.start(), most = PASSWORD.end())]
    PasswordLength(usize),
    #[error("the password is the user's name")]
    PasswordIsName,
    #[error("the password has control characters")]
    PasswordControl,
    #[error("there is no language {0:?}: use one of {list}, or none", list = Language::CODES.join(", "))]
    Language(String),
    #[error("an operator has all sites: name none")]
    OperatorOfSome,
    #[error("{0} cannot give that: nobody gives more than they have")]
    MoreThanOwn(String),
    #[error("user {0} has not got that site")]
    NotTheirs(String),
    #[error("the code is not the one that stands now")]
    WrongCode,
    #[error("that password is not the present one")]
    WrongPassword,
    #[error("there are {TOKENS} tokens already: remove what is not used")]
    TooManyTokens,
    #[error("a token ends in the future, or never")]
    EndsInThePast,
    #[error("too many tries: the next one is possible in {0} s")]
    Wait(u64),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    NoChance(#[from] NoChance),
    #[error(transparent)]
    Unhashed(#[from] Unhashed),
    #[error(transparent)]
    Store(#[from] Error),
}

/// What was asked of the store could not be read.
type Result<T> = std::result::Result<T, PeopleError>;

/// Somebody who is known.
#[derive(Clone, Debug)]
pub struct Known {
    pub grant: Grant,
    /// For the audit log: `owner:anna`, `token:panel`.
    pub who: String,
    pub by: Credential,
}

/// By what somebody is known.
#[derive(Clone, Debug)]
pub enum Credential {
    Session { session: Session, user: User },
    Token(Token),
}

impl Known {
    /// The user, unless a token of the machine's operator asks.
    pub fn user(&self) -> Option<UserId> {
        match &self.by {
            Credential::Session { user, .. } => Some(user.id),
            Credential::Token(token) => token.user,
        }
    }
}

/// A user to be added, by a person.
#[derive(Clone, Debug)]
pub struct UserWish {
    pub name: String,
    pub grant: Grant,
    pub language: String,
    /// `None`: comes in by login links only.
    pub password: Option<Hidden<String>>,
}

/// A second factor that is offered: to be proven with a code before it stands.
#[derive(Clone, Debug)]
pub struct OfferedFactor {
    /// As it is typed into an authenticator.
    pub secret: String,
    /// The same as a link authenticators know.
    pub url: String,
    /// To be brought back with the code.
    pub sealed: String,
}

/// Knows who asks.
#[derive(Clone, Debug)]
pub struct People {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    hashing: Hashing,
    seal: Seal,
    measures: Arc<Measures>,
    tries: Arc<login::LoginTries>,
}

impl People {
    pub fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        hashing: Hashing,
        seal: Seal,
        measures: Arc<Measures>,
    ) -> People {
        People { store, clock, hashing, seal, measures, tries: Arc::default() }
    }

    // --- who is it ---

    /// Who has a session's cookie. Notes that it is used.
    ///
    /// # Errors
    /// What the store says.
    pub async fn of_session(&self, cookie: &Secret) -> Result<Option<Known>> {
        let now = self.clock.now();
        let Some((session, user)) = self.session(cookie).await? else { return Ok(None) };
        if !session.whole {
            return Ok(None);
        }
        if now.since(session.last_at) >= NOTED {
            let ends_at = ends_at(session.began_at, now);
            self.store.touch_session(session.id, now, ends_at).await?;
        }
        let grant = session_grant(&session, &user);
        let who = match session.as_owner {
            Some(_) => format!("{}:{} (as owner)", user.grant.role.word(), user.name),
            None => format!("{}:{}", user.grant.role.word(), user.name),
        };
        Ok(Some(Known { grant, who, by: Credential::Session { session, user } }))
    }

    /// The session of a cookie that has not ended, whole or not.
    async fn session(&self, cookie: &Secret) -> Result<Option<(Session, User)>> {
        let now = self.clock.now();
        match self.store.view(Question::SessionOf(cookie.hash())).await? {
            Reply::SessionOf(found) => {
                Ok(found.map(|found| *found).filter(|(session, _)| now < session.ends_at))
            }
            other => Err(unexpected(&other).into()),
        }
    }

    /// Who has a token. Notes that it is used, and from where.
    ///
    /// # Errors
    /// What the store says.
    pub async fn of_token(&self, token: &Secret, address: Option<IpAddr>) -> Result<Option<Known>> {
        let now = self.clock.now();
        let found = match self.store.view(Question::TokenOf(token.hash())).await? {
            Reply::TokenOf(found) => found,
            other => return Err(unexpected(&other).into()),
        };
        let Some((token, user)) = found.map(|found| *found) else { return Ok(None) };
        if token.ends_at.is_some_and(|ends_at| ends_at <= now) {
            return Ok(None);
        }
        if token.last_at.is_none_or(|last_at| now.since(last_at) >= NOTED) {
            let address = address.map(|address| address.to_string()).unwrap_or_default();
            self.store.touch_token(token.id, now, address).await?;
        }
        // What its user has lost, it has lost too.
        let grant = match &user {
            Some(user) => token.grant.within(&user.grant),
            None => token.grant.clone(),
        };
        let who = format!("token:{}", token.name);
        Ok(Some(Known { grant, who, by: Credential::Token(token) }))
    }

    // --- users ---

    /// Adds a user.
    ///
    /// # Errors
    /// What is wrong with it; `MoreThanOwn` when the giver has not got that much.
    pub async fn add(&self, giver: &Grant, wish: UserWish, by: By) -> Result<UserId> {
        check_name(&wish.name)?;
        check_grant(giver, &wish.grant, &by)?;
        check_language(&wish.language)?;
        let password_hash = match wish.password {
            Some(password) => Some(self.hash(&wish.name, password).await?),
            None => None,
        };
        let new = NewUser {
            name: wish.name,
            grant: wish.grant,
            language: wish.language,
            password_hash,
            by,
        };
        Ok(self.store.add_user(new).await?)
    }

    /// Gives a user another role or other sites.
    ///
    /// # Errors
    /// As `add`; `NotFound`.
    pub async fn regrant(&self, giver: &Grant, user: UserId, grant: Grant, by: By) -> Result<()> {
        check_grant(giver, &grant, &by)?;
        let change = UserChange { grant: Some(grant), ..UserChange::default() };
        Ok(self.store.change_user(user, change, by).await?)
    }

    /// Sets the language a user is spoken to in; empty is the browser's.
    ///
    /// # Errors
    /// When there is no such language; `NotFound`.
    pub async fn set_language(&self, user: UserId, language: String, by: By) -> Result<()> {
        check_language(&language)?;
        let change =
            UserChange { language: Some(language), note: "language", ..UserChange::default() };
        Ok(self.store.change_user(user, change, by).await?)
    }

    /// Sets a password and ends the user's sessions, but `keep`.
    ///
    /// # Errors
    /// What is wrong with it; `NotFound`.
    pub async fn set_password(
        &self,
        user: UserId,
        password: Hidden<String>,
        keep: Option<SessionId>,
        by: By,
    ) -> Result<()> {
        let name = self.user(user).await?.name;
        let change = UserChange {
            password_hash: Some(self.hash(&name, password).await?),
            end_sessions: Some(keep),
            note: "password",
            ..UserChange::default()
        };
        Ok(self.store.change_user(user, change, by).await?)
    }

    /// Removes a user with all that lets them in.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn remove(&self, user: UserId, by: By) -> Result<()> {
        Ok(self.store.remove_user(user, by).await?)
    }

    /// A user by id.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn user(&self, user: UserId) -> Result<User> {
        self.one(Question::User(user)).await
    }

    /// A user by name.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn user_named(&self, name: &str) -> Result<User> {
        self.one(Question::UserNamed(name.to_owned())).await
    }

    async fn one(&self, question: Question) -> Result<User> {
        match self.store.view(question).await? {
            Reply::User(user) => user.map(|user| *user).ok_or(Error::NotFound("user").into()),
            other => Err(unexpected(&other).into()),
        }
    }

    /// Users in the order of their names, after this name.
    ///
    /// # Errors
    /// What the store says.
    pub async fn users(&self, after: String, limit: usize) -> Result<Vec<User>> {
        match self.store.view(Question::Users { after, limit }).await? {
            Reply::Users(users) => Ok(users),
            other => Err(unexpected(&other).into()),
        }
    }

    // --- sessions ---

    /// The sessions of a user that have not ended, newest first.
    ///
    /// # Errors
    /// What the store says.
    pub async fn sessions(&self, user: UserId) -> Result<Vec<Session>> {
        let now = self.clock.now();
        match self.store.view(Question::Sessions(user)).await? {
            Reply::Sessions(mut sessions) => {
                sessions.retain(|session| session.whole && now < session.ends_at);
                Ok(sessions)
            }
            other => Err(unexpected(&other).into()),
        }
    }

    /// Ends a session of a user.
    ///
    /// # Errors
    /// `NotFound` when it is none of theirs.
    pub async fn end_session(&self, user: UserId, session: SessionId, by: By) -> Result<()> {
        if !self.sessions(user).await?.iter().any(|of| of.id == session) {
            return Err(Error::NotFound("session").into());
        }
        Ok(self.store.end_session(session, by).await?)
    }

    /// Ends all sessions of a user, but `keep`.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn end_sessions(&self, user: UserId, keep: Option<SessionId>, by: By) -> Result<()> {
        let change = UserChange {
            end_sessions: Some(keep),
            note: "sessions ended",
            ..UserChange::default()
        };
        Ok(self.store.change_user(user, change, by).await?)
    }

    /// Shows a site to an operator as its owner sees it, or ends that.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn show_as_owner(
        &self,
        session: SessionId,
        site: Option<SiteId>,
        by: By,
    ) -> Result<()> {
        Ok(self.store.show_as_owner(session, site, by).await?)
    }

    // --- the second factor ---

    /// A second factor for a user, to be proven with a code.
    ///
    /// # Errors
    /// `NotFound`; when there is no chance to be had.
    pub async fn offer_factor(&self, user: UserId, issuer: &str) -> Result<OfferedFactor> {
        let mut secret = [0; totp::SECRET_BYTES];
        fill(&mut secret)?;
        let sealed = self.seal.seal(&secret, &factor_of(user))?;
        self.offered_factor(user, issuer, &secret::spelled(&sealed)).await
    }

    /// The same again, of what was offered before and is not proven yet.
    ///
    /// # Errors
    /// `WrongCode` when it was not offered to this user; `NotFound`.
    pub async fn offered_factor(
        &self,
        user: UserId,
        issuer: &str,
        sealed: &str,
    ) -> Result<OfferedFactor> {
        let name = self.user(user).await?.name;
        let (_, secret) = self.opened(user, sealed)?;
        let secret = totp::base32(&secret);
        let (label, issuer) = (escaped(&name), escaped(issuer));
        let url = format!("otpauth://totp/{issuer}:{label}?secret={secret}&issuer={issuer}");
        Ok(OfferedFactor { secret, url, sealed: sealed.to_owned() })
    }

    /// A factor that was offered to a user: sealed, and its secret.
    fn opened(&self, user: UserId, sealed: &str) -> Result<(Vec<u8>, Vec<u8>)> {
        let sealed = secret::read_spelled(sealed).ok_or(PeopleError::WrongCode)?;
        let secret = self.seal.unseal(&sealed, &factor_of(user));
        secret.map(|secret| (sealed, secret)).map_err(|_| PeopleError::WrongCode)
    }

    /// Turns on an offered factor that a code proves. Gives the recovery codes, to be told once; other sessions end.
    ///
    /// # Errors
    /// `WrongCode`; `NotFound`.
    pub async fn turn_factor_on(
        &self,
        user: UserId,
        sealed: &str,
        code: &str,
        keep: Option<SessionId>,
        by: By,
    ) -> Result<Vec<String>> {
        let (sealed, secret) = self.opened(user, sealed)?;
        let step = totp::step_of(&secret, code, by.at).ok_or(PeopleError::WrongCode)?;
        let codes = secret::recovery_codes(RECOVERY_CODES)?;
        let recovery = codes.iter().map(|code| secret::recovery_hash(code)).collect();
        let change = UserChange {
            factor: Some(FactorChange::On { sealed: Hidden(sealed), step, recovery }),
            end_sessions: Some(keep),
            note: "second factor on",
            ..UserChange::default()
        };
        self.store.change_user(user, change, by).await?;
        Ok(codes)
    }

    /// Takes a user's second factor away.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn turn_factor_off(&self, user: UserId, by: By) -> Result<()> {
        let change = UserChange {
            factor: Some(FactorChange::Off),
            note: "second factor off",
            ..UserChange::default()
        };
        Ok(self.store.change_user(user, change, by).await?)
    }

    /// The secret of a second factor; `None` when it was sealed with another key.
    fn secret_of(&self, user: UserId, factor: &Factor) -> Option<Vec<u8>> {
        self.seal.unseal(&factor.sealed.0, &factor_of(user)).ok()
    }

    // --- tokens and links ---

    /// Makes a token. It is told here once.
    ///
    /// # Errors
    /// What is wrong with it; `MoreThanOwn`.
    pub async fn add_token(
        &self,
        giver: &Grant,
        user: Option<UserId>,
        name: String,
        grant: Grant,
        ends_at: Option<Time>,
        by: By,
    ) -> Result<(TokenId, Secret)> {
        if name.is_empty() || name.len() > LONGEST_NAME || name.contains(char::is_control) {
            return Err(PeopleError::TokenName);
        }
        if ends_at.is_some_and(|ends_at| ends_at <= by.at) {
            return Err(PeopleError::EndsInThePast);
        }
        check_grant(giver, &grant, &by)?;
        // An operator's own doing has no bound.
        let is_bounded = user.is_some() || giver.may(Right::Operate, None) != Access::Granted;
        if is_bounded && self.tokens(user, TokenId(0), TOKENS).await?.len() >= TOKENS {
            return Err(PeopleError::TooManyTokens);
        }
        let secret = Secret::draw(TOKEN_MARK)?;
        let new = NewToken { hash: secret.hash(), name, user, grant, ends_at, by };
        Ok((self.store.add_token(new).await?, secret))
    }

    /// Tokens of one user or of all, oldest first after this one.
    ///
    /// # Errors
    /// What the store says.
    pub async fn tokens(
        &self,
        user: Option<UserId>,
        after: TokenId,
        limit: usize,
    ) -> Result<Vec<Token>> {
        match self.store.view(Question::Tokens { user, after, limit }).await? {
            Reply::Tokens(tokens) => Ok(tokens),
            other => Err(unexpected(&other).into()),
        }
    }

    /// Tokens of a user as somebody with this grant may know of them, each with what it still has: who is held to one of
    /// the user's sites learns of no other by them.
    ///
    /// # Errors
    /// `NotFound`; what the store says.
    pub async fn tokens_within(
        &self,
        grant: &Grant,
        user: UserId,
        after: TokenId,
        limit: usize,
    ) -> Result<Vec<Token>> {
        let own = self.user(user).await?.grant;
        let mut tokens = self.tokens(Some(user), after, TOKENS).await?;
        for token in &mut tokens {
            token.grant = token.grant.within(&own);
        }
        tokens.retain(|token| grant.may_give(&token.grant));
        tokens.truncate(limit);
        Ok(tokens)
    }

    /// Ends a token.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn remove_token(&self, token: TokenId, by: By) -> Result<()> {
        Ok(self.store.remove_token(token, by).await?)
    }

    /// Makes a login link for a user, good once and for a minute, whose session is held to `site` if one is named. It is
    /// told here once. A `maker` who does not run the hosting hands over nobody but themselves: others of the same sites are
    /// not theirs to be.
    ///
    /// # Errors
    /// `MoreThanOwn` when the giver may not come in as that user; `NotTheirs` when the user has not got the site.
    pub async fn add_link(
        &self,
        giver: &Grant,
        maker: Option<UserId>,
        user: &User,
        site: Option<SiteId>,
        by: By,
    ) -> Result<Secret> {
        // A link held to a site gives that site alone: so a token of a site makes links to it.
        let given = match site {
            Some(site) => user.grant.within(&owner_of(site)),
            None => user.grant.clone(),
        };
        if site.is_some_and(|site| !user.grant.scope.has(site)) {
            return Err(PeopleError::NotTheirs(user.name.clone()));
        }
        // Held to a site or not, what is done then is done in the user's name: the role is the user's own.
        check_given(giver, &Grant { role: user.grant.role, ..given }, &by)?;
        if let Some(maker) = maker.filter(|maker| *maker != user.id)
            && self.user(maker).await?.grant.role != Role::Operator
        {
            return Err(PeopleError::MoreThanOwn(by.who));
        }
        let secret = Secret::draw("")?;
        let ends_at = by.at + LINK;
        let new = NewLink { hash: secret.hash(), user: user.id, site, ends_at, by };
        self.store.add_link(new).await?;
        Ok(secret)
    }

    async fn hash(&self, name: &str, Hidden(password): Hidden<String>) -> Result<Hidden<String>> {
        if !PASSWORD.contains(&password.len()) {
            return Err(PeopleError::PasswordLength(password.len()));
        }
        if password.eq_ignore_ascii_case(name) {
            return Err(PeopleError::PasswordIsName);
        }
        if password.contains(char::is_control) {
            return Err(PeopleError::PasswordControl);
        }
        Ok(Hidden(self.hashing.hash(password).await?))
    }
}

/// What a session gives: its user's grant, held to what the session is held to.
fn session_grant(session: &Session, user: &User) -> Grant {
    let held = match session.site {
        Some(site) => user.grant.within(&owner_of(site)),
        None => user.grant.clone(),
    };
    match session.as_owner {
        // Who may not run the hosting sees no site so.
        Some(site) if held.may(Right::Operate, None) == Access::Granted => owner_of(site),
        _ => held,
    }
}

fn owner_of(site: SiteId) -> Grant {
    Grant { role: Role::Owner, scope: Scope::Sites([site].into()) }
}

/// When a session that is used now ends if it is used no more.
fn ends_at(began_at: Time, now: Time) -> Time {
    (now + IDLE).min(began_at + LONGEST)
}

/// What a second factor's secret is sealed for.
fn factor_of(user: UserId) -> String {
    format!("second factor of user {user}")
}

/// A name is what people type, in one spelling.
fn check_name(name: &str) -> Result<()> {
    let fits =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-@+".contains(&byte);
    let starts = name.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric());
    match starts && name.len() <= LONGEST_NAME && name.bytes().all(fits) {
        true => Ok(()),
        false => Err(PeopleError::Name(name.to_owned())),
    }
}

fn check_grant(giver: &Grant, grant: &Grant, by: &By) -> Result<()> {
    if grant.role == Role::Operator && grant.scope != Scope::All {
        return Err(PeopleError::OperatorOfSome);
    }
    check_given(giver, grant, by)
}

fn check_given(giver: &Grant, given: &Grant, by: &By) -> Result<()> {
    match giver.may_give(given) {
        true => Ok(()),
        false => Err(PeopleError::MoreThanOwn(by.who.clone())),
    }
}

fn check_language(language: &str) -> Result<()> {
    match language.is_empty() || Language::from_code(language).is_some() {
        true => Ok(()),
        false => Err(PeopleError::Language(language.to_owned())),
    }
}

#[cfg(test)]
mod tests;
