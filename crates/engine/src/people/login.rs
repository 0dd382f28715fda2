//! Coming in: with name and password and, where it is on, a code; or with a login link.
//!
//! Who tries too often waits: counted for a name from one address, for a name, and for an address (of IPv6 its /64). A
//! right password forgives the tries of that name from there. Whoever is not let in is not told whether there is such a
//! user, and waits as long for the answer.

use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;

use postern_core::ids::{SiteId, UserId};
use postern_core::throttle::Rate;
use postern_core::time::Time;
use postern_store::people::{Code, Hidden, NewSession, User};
use postern_store::{By, Error};

use super::{People, PeopleError, Result, Secret, ends_at, secret, totp};
use crate::accounts::Accounts;

/// How long the second factor may take.
const HALF: Duration = Duration::from_secs(300);

/// Sessions of a user at most.
const SESSIONS: u32 = 50;

/// Names, addresses and users that are told apart by their tries, at most.
const MOST: usize = 20_000;

/// The longest name of a browser that is kept, in characters.
const AGENT: usize = 200;

/// Where somebody comes from.
#[derive(Clone, Debug)]
pub struct From {
    pub address: IpAddr,
    /// What the browser calls itself.
    pub agent: String,
}

/// A session that was begun.
#[derive(Clone, Debug)]
pub struct Opened {
    pub cookie: Secret,
    /// The site it is held to.
    pub site: Option<SiteId>,
}

/// What a try to log in comes to.
#[derive(Clone, Debug)]
pub enum LogIn {
    In(Opened),
    /// The password was right; the code of the second factor is still asked for.
    CodeNeeded(Opened),
    /// Name or password are wrong.
    Wrong,
    /// Too many tries: not before this instant.
    NotBefore(Time),
}

/// What a code comes to.
#[derive(Clone, Debug)]
pub enum Came {
    In(Opened),
    Wrong,
    NotBefore(Time),
    /// It took too long, or there was no password before: from the beginning.
    Over,
}

/// How often is tried to come in.
#[derive(Debug)]
pub(super) struct LoginTries {
    of_name_from: Accounts<(String, IpAddr)>,
    of_name: Accounts<String>,
    from: Accounts<IpAddr>,
    codes: Accounts<UserId>,
}

impl Default for LoginTries {
    fn default() -> LoginTries {
        const QUARTER: Duration = Duration::from_secs(900);
        LoginTries {
            of_name_from: Accounts::new(Rate::within(5, QUARTER), MOST),
            // Many more than one address gets: who guesses from many should not lock the owner out of the panel.
            of_name: Accounts::new(Rate::within(100, QUARTER), MOST),
            from: Accounts::new(Rate::within(30, QUARTER), MOST),
            codes: Accounts::new(Rate::within(5, QUARTER), MOST),
        }
    }
}

impl LoginTries {
    fn take(&self, name: &str, from: IpAddr, now: Time) -> std::result::Result<(), Time> {
        self.of_name_from.take(&(name.to_owned(), from), now).passed()?;
        self.from.take(&from, now).passed()?;
        self.of_name.take(&name.to_owned(), now).passed()
    }
}

impl People {
    /// Tries a name with a password.
    ///
    /// # Errors
    /// What the store says.
    pub async fn log_in(&self, name: &str, password: Hidden<String>, from: &From) -> Result<LogIn> {
        let now = self.clock.now();
        let name = name.trim().to_ascii_lowercase();
        // What is longer is nobody's, and is not kept.
        if name.len() > super::LONGEST_NAME || password.0.len() > *super::PASSWORD.end() {
            return Ok(LogIn::Wrong);
        }
        let network = network(from.address);
        if let Err(at) = self.tries.take(&name, network, now) {
            return Ok(LogIn::NotBefore(at));
        }
        let user = match self.user_named(&name).await {
            Ok(user) => Some(user),
            Err(super::PeopleError::Store(Error::NotFound(_))) => None,
            Err(error) => return Err(error),
        };
        let hash = user.as_ref().and_then(|user| user.password_hash.as_ref());
        let hash = hash.map(|hash| Arc::from(hash.0.as_str()));
        let fits = self.hashing.verify(hash, password.0).await;
        let Some(user) = user.filter(|_| fits) else {
            self.measures.panel_login_refused();
            tracing::info!(event = "login_refused", door = "panel", login = name, address = %from.address);
            return Ok(LogIn::Wrong);
        };
        self.tries.of_name_from.forgive(&(name, network));
        if user.factor.is_some() {
            let opened = self.begin(&user, Begin { whole: false, ..Begin::by("password") }, from);
            return Ok(LogIn::CodeNeeded(opened.await?));
        }
        Ok(LogIn::In(self.begin(&user, Begin::by("password"), from).await?))
    }

    /// Has a user who is in show with the present password that it is them. Tries count as tries to log in.
    ///
    /// # Errors
    /// `WrongPassword`, also for who has none; `Wait` after too many tries; what the store says.
    pub async fn check_password(
        &self,
        user: &User,
        Hidden(password): Hidden<String>,
        from: &From,
    ) -> Result<()> {
        let now = self.clock.now();
        let network = network(from.address);
        let taken = self.tries.take(&user.name, network, now);
        taken.map_err(|at| PeopleError::Wait(at.since(now).as_secs().saturating_add(1)))?;
        let hash = user.password_hash.as_ref().map(|hash| Arc::from(hash.0.as_str()));
        if password.len() > *super::PASSWORD.end() || !self.hashing.verify(hash, password).await {
            return Err(PeopleError::WrongPassword);
        }
        self.tries.of_name_from.forgive(&(user.name.clone(), network));
        Ok(())
    }

    /// Tries a code of the second factor, or a recovery code, for a session that wants one.
    ///
    /// # Errors
    /// What the store says.
    pub async fn enter_code(&self, half: &Secret, code: &str, from: &From) -> Result<Came> {
        let now = self.clock.now();
        let found = self.session(half).await?.filter(|(session, _)| !session.whole);
        let Some((session, user)) = found else { return Ok(Came::Over) };
        let Some(factor) = &user.factor else { return Ok(Came::Over) };
        if let Err(at) = self.tries.codes.take(&user.id, now).passed() {
            return Ok(Came::NotBefore(at));
        }
        let by = self.by(&user);
        let step =
            self.secret_of(user.id, factor).and_then(|secret| totp::step_of(&secret, code, now));
        let (code, how) = match step {
            Some(step) => (Code::Step(step), "password and code"),
            None => (Code::Recovery(secret::recovery_hash(code)), "password and recovery code"),
        };
        if !self.store.take_code(user.id, code, by.clone()).await? {
            self.measures.code_refused();
            tracing::info!(event = "code_refused", login = user.name, address = %from.address);
            return Ok(Came::Wrong);
        }
        self.tries.codes.forgive(&user.id);
        self.store.end_session(session.id, by).await?;
        Ok(Came::In(self.begin(&user, Begin::by(how), from).await?))
    }

    /// Takes a login link: it is good once. The second factor is not asked for, because whoever made the link has
    /// vouched for its taker.
    ///
    /// # Errors
    /// What the store says.
    pub async fn take_link(&self, link: &Secret, from: &From) -> Result<Option<Opened>> {
        let now = self.clock.now();
        let Some(link) = self.store.take_link(link.hash(), now).await? else { return Ok(None) };
        let user = self.user(link.user).await?;
        let begin = Begin { site: link.site, ..Begin::by("login link") };
        self.begin(&user, begin, from).await.map(Some)
    }

    /// Begins a session of a user who was let in otherwise: the first operator.
    ///
    /// # Errors
    /// What the store says.
    pub async fn admit(&self, user: &User, from: &From) -> Result<Opened> {
        self.begin(user, Begin::by("setup"), from).await
    }

    /// Ends the session of a cookie, whatever it is.
    ///
    /// # Errors
    /// What the store says.
    pub async fn log_out(&self, cookie: &Secret) -> Result<()> {
        match self.session(cookie).await? {
            Some((session, user)) => Ok(self.store.end_session(session.id, self.by(&user)).await?),
            None => Ok(()),
        }
    }

    async fn begin(&self, user: &User, begin: Begin, from: &From) -> Result<Opened> {
        let cookie = Secret::draw("")?;
        let by = self.by(user);
        let ends_at = if begin.whole { ends_at(by.at, by.at) } else { by.at + HALF };
        let new = NewSession {
            user: user.id,
            hash: cookie.hash(),
            whole: begin.whole,
            site: begin.site,
            ends_at,
            address: from.address.to_string(),
            agent: from.agent.chars().take(AGENT).collect(),
            most: SESSIONS,
            how: begin.how,
            by,
        };
        self.store.begin_session(new).await?;
        Ok(Opened { cookie, site: begin.site })
    }

    fn by(&self, user: &User) -> By {
        let who = format!("{}:{}", user.grant.role.word(), user.name);
        By { who, at: self.clock.now() }
    }
}

/// A session to begin.
struct Begin {
    whole: bool,
    site: Option<SiteId>,
    how: &'static str,
}

impl Begin {
    fn by(how: &'static str) -> Begin {
        Begin { whole: true, site: None, how }
    }
}

/// What counts as one address: of IPv6 the /64, which one customer has.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let bits = address.to_bits() >> 64 << 64;
            IpAddr::V6(Ipv6Addr::from_bits(bits))
        }
        v4 => v4,
    }
}
