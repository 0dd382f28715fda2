//! Keys of the provider's API: applications, what they ask for, who approves it, and who calls.
//!
//! An application has a key, which is no secret, and a secret, with which its calls are signed: both sides have to know
//! it, so it is kept sealed. A call is for a consumer, whose key comes along and is kept hashed. A consumer's key asks for
//! rules of method and path; it is good once a person who has the sites has approved it. What a call may is found anew each
//! time: what the key was given, within what the application was made for, within what their users still have.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use postern_core::access::{Grant, Role, Scope};
use postern_core::identity::Range;
use postern_core::ids::{ApplicationId, ConsumerId, UserId};
use postern_core::ovh::{KeyState, MOST_RULES, Method, Rule};
use postern_core::time::Time;
use postern_store::ovh::{Application, Approval, Consumer, NewApplication, NewConsumer};
use postern_store::people::{Hidden, User};
use postern_store::view::{Question, Reply};
use postern_store::{By, Error, Store};

use crate::act::unexpected;
use crate::people::{LONGEST_NAME, NoChance, Secret, fill};
use crate::seal::{Seal, SealError};
use crate::seam::Clock;

/// How long a key waits for its approval.
pub const APPROVAL: Duration = Duration::from_secs(86_400);

/// How long a token of OAuth 2 is good.
pub const PASSING: Duration = Duration::from_secs(3600);

/// The longest address one is sent on to after an approval, in bytes.
pub const LONGEST_REDIRECTION: usize = 2000;

/// Ranges that one key may be used from, at most.
pub const MOST_ADDRESSES: usize = 50;

/// Applications of one user at most, and of the operator of the machine.
const APPLICATIONS: usize = 1000;

/// Keys of an application in each state, at most: of those that wait, and of those that pass, the oldest go.
const PENDING: u32 = 100;
const TOKENS: u32 = 100;
const CONSUMERS: usize = 1000;

/// A use is noted this often: each note is a write.
const NOTED: Duration = Duration::from_secs(60);

/// Why something of keys cannot be so.
#[derive(Debug, thiserror::Error)]
pub enum OvhError {
    #[error("a key's name has 1 to {LONGEST_NAME} bytes and no control characters")]
    Name,
    #[error("{0} cannot give that: nobody gives more than they have")]
    MoreThanOwn(String),
    #[error("there are {APPLICATIONS} keys already: remove what is not used")]
    TooManyKeys,
    #[error("the application has {CONSUMERS} consumer keys already: remove what is not used")]
    TooManyConsumers,
    #[error("a key ends in the future, or never")]
    EndsInThePast,
    #[error("name the rules that are asked for, at most {MOST_RULES}")]
    Rules,
    #[error("at most {MOST_ADDRESSES} ranges of addresses are possible")]
    Addresses,
    #[error(
        "the redirection is no address that begins with https:// or http://, or is longer than {LONGEST_REDIRECTION} bytes"
    )]
    Redirection,
    #[error("name at least one site of yours that the application may have")]
    NoSite,
    #[error("what is stored was sealed with another key: make a new application")]
    Sealed,
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    NoChance(#[from] NoChance),
    #[error(transparent)]
    Store(#[from] Error),
}

type Result<T> = std::result::Result<T, OvhError>;

/// An application to be made.
#[derive(Clone, Debug)]
pub struct ApplicationWish {
    pub name: String,
    pub scope: Scope,
    /// What it may ask by itself; none: it asks owners, and may do nothing before one approves.
    pub rules: Vec<Rule>,
    pub ends_at: Option<Time>,
}

/// What was made. The secrets are told here once.
#[derive(Clone, Debug)]
pub struct Made {
    pub id: ApplicationId,
    pub key: String,
    pub secret: Secret,
    /// A consumer key of its own, where it may ask by itself.
    pub consumer: Option<Secret>,
}

/// A consumer key that is asked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub rules: Vec<Rule>,
    pub addresses: Vec<Range>,
    /// Empty: nowhere.
    pub redirection: String,
}

/// A consumer key that waits for approval.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub consumer: Secret,
    /// What the page of its approval is found by.
    pub door: Secret,
}

/// A key whose caller still has to prove that it knows the application's secret.
#[derive(Debug)]
pub enum Found {
    NoApplication,
    /// There is no such consumer key, or it is of another application, not approved, or over.
    NoConsumer,
    Key(Box<Key>),
}

/// Who calls, and by what.
#[derive(Clone, Debug)]
pub struct Key {
    pub application: Application,
    pub consumer: Consumer,
    /// What calls are signed with.
    pub secret: Hidden<Vec<u8>>,
    /// What its users still have of what it was given.
    pub grant: Grant,
    /// Who approved it.
    pub user: Option<User>,
    /// For the audit log: `ovh:billing`.
    pub who: String,
}

impl Key {
    /// Whether it may be used from an address.
    pub fn is_good_at(&self, address: IpAddr) -> bool {
        let addresses = &self.consumer.addresses;
        addresses.is_empty() || addresses.iter().any(|range| range.contains(address))
    }
}

/// Knows who calls by the provider's API.
#[derive(Clone, Debug)]
pub struct OvhKeys {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    seal: Seal,
}

impl OvhKeys {
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, seal: Seal) -> OvhKeys {
        OvhKeys { store, clock, seal }
    }

    // --- applications ---

    /// Makes an application. Its secrets are told here once.
    ///
    /// # Errors
    /// What is wrong with it; `MoreThanOwn`.
    pub async fn make(
        &self,
        giver: &Grant,
        user: Option<UserId>,
        wish: ApplicationWish,
        by: By,
    ) -> Result<Made> {
        let ApplicationWish { name, scope, rules, ends_at } = wish;
        if name.is_empty() || name.len() > LONGEST_NAME || name.contains(char::is_control) {
            return Err(OvhError::Name);
        }
        if ends_at.is_some_and(|ends_at| ends_at <= by.at) {
            return Err(OvhError::EndsInThePast);
        }
        if rules.len() > MOST_RULES {
            return Err(OvhError::Rules);
        }
        if !giver.may_give(&Grant { role: role_of(&rules), scope: scope.clone() }) {
            return Err(OvhError::MoreThanOwn(by.who));
        }
        let (key, secret) = (new_key()?, Secret::draw("")?);
        let consumer = match rules.is_empty() {
            true => None,
            false => Some(Secret::draw("")?),
        };
        if self.applications(user, ApplicationId(0), APPLICATIONS).await?.len() >= APPLICATIONS {
            return Err(OvhError::TooManyKeys);
        }
        let sealed = Hidden(self.seal.seal(secret.reveal().as_bytes(), &secret_of(&key))?);
        let own = consumer.as_ref().map(Secret::hash);
        let new =
            NewApplication { key: key.clone(), sealed, name, user, scope, rules, ends_at, own, by };
        let id = self.store.add_application(new).await?;
        Ok(Made { id, key, secret, consumer })
    }

    /// Applications, all or those that concern a user, oldest first after this one.
    ///
    /// # Errors
    /// What the store says.
    pub async fn applications(
        &self,
        user: Option<UserId>,
        after: ApplicationId,
        limit: usize,
    ) -> Result<Vec<Application>> {
        match self.store.view(Question::Applications { user, after, limit }).await? {
            Reply::Applications(found) => Ok(found),
            other => Err(unexpected(&other).into()),
        }
    }

    /// An application.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn application(&self, id: ApplicationId) -> Result<Application> {
        let found = self.one(Question::Application(id)).await?;
        found.ok_or(Error::NotFound("ovh key").into())
    }

    /// The keys of an application that are good or wait, oldest first; tokens that pass by themselves are left out.
    ///
    /// # Errors
    /// What the store says.
    pub async fn consumers(&self, application: ApplicationId) -> Result<Vec<Consumer>> {
        let limit = CONSUMERS + PENDING as usize + TOKENS as usize;
        match self.store.view(Question::Consumers { application, limit }).await? {
            Reply::Consumers(mut found) => {
                let now = self.clock.now();
                let waits_no_more = |consumer: &Consumer| {
                    consumer.state == KeyState::Pending && is_over(consumer.ends_at, now)
                };
                found.retain(|of| of.state != KeyState::Passing && !waits_no_more(of));
                Ok(found)
            }
            other => Err(unexpected(&other).into()),
        }
    }

    /// Removes an application with all its keys.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn remove(&self, application: ApplicationId, by: By) -> Result<()> {
        Ok(self.store.remove_application(application, by).await?)
    }

    /// Ends a consumer key.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn end(&self, consumer: ConsumerId, by: By) -> Result<()> {
        Ok(self.store.remove_consumer(consumer, "consumer key remove", by).await?)
    }

    /// Ends the key that calls.
    ///
    /// # Errors
    /// What the store says; a key that is gone is as good.
    pub async fn log_out(&self, key: &Key) -> Result<()> {
        let by = By { who: key.who.clone(), at: self.clock.now() };
        match self.store.remove_consumer(key.consumer.id, "consumer key log out", by).await {
            Ok(()) | Err(Error::NotFound(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    // --- asking for a key, and approving it ---

    /// Takes a wish for a consumer key; `None` when there is no such application.
    ///
    /// # Errors
    /// What is wrong with the wish.
    pub async fn want(&self, application: &str, wanted: Wanted) -> Result<Option<Waiting>> {
        let Wanted { rules, addresses, redirection } = wanted;
        if rules.is_empty() || rules.len() > MOST_RULES {
            return Err(OvhError::Rules);
        }
        if addresses.len() > MOST_ADDRESSES {
            return Err(OvhError::Addresses);
        }
        if !redirection.is_empty() && !is_address(&redirection) {
            return Err(OvhError::Redirection);
        }
        let Some(application) = self.standing(application).await? else { return Ok(None) };
        let (consumer, door) = (Secret::draw("")?, Secret::draw("")?);
        let now = self.clock.now();
        let new = NewConsumer {
            application: application.id,
            hash: consumer.hash(),
            door: Some(door.hash()),
            user: None,
            scope: Scope::Sites([].into()),
            rules,
            state: KeyState::Pending,
            addresses,
            redirection,
            ends_at: Some(now + APPROVAL),
            most: PENDING,
            at: now,
        };
        self.store.add_consumer(new).await?;
        Ok(Some(Waiting { consumer, door }))
    }

    /// What waits behind a door for approval.
    ///
    /// # Errors
    /// What the store says.
    pub async fn waiting(&self, door: &Secret) -> Result<Option<(Application, Consumer)>> {
        let now = self.clock.now();
        let found = self.consumer(Question::ConsumerAsked(door.hash())).await?;
        let Some(consumer) = found.filter(|of| !is_over(of.ends_at, now)) else { return Ok(None) };
        let application = self.one(Question::Application(consumer.application)).await?;
        let application = application.filter(|of| !is_over(of.ends_at, now));
        Ok(application.map(|application| (application, consumer)))
    }

    /// The sites that an approver may give to an application.
    pub fn offered(application: &Application, approver: &Grant) -> Scope {
        application.scope.and(&approver.scope)
    }

    /// Validates a key that waits, for sites that its approver has and the application may have.
    ///
    /// # Errors
    /// `NoSite`; `MoreThanOwn`; `TooManyConsumers`; `NotFound` when it waits no more.
    pub async fn approve(
        &self,
        (application, consumer): (&Application, &Consumer),
        approver: &Grant,
        approval: Approval,
    ) -> Result<()> {
        if approval.scope == Scope::Sites([].into()) {
            return Err(OvhError::NoSite);
        }
        if !OvhKeys::offered(application, approver).covers(&approval.scope) {
            return Err(OvhError::MoreThanOwn(approval.by.who));
        }
        if approval.ends_at.is_some_and(|ends_at| ends_at <= approval.by.at) {
            return Err(OvhError::EndsInThePast);
        }
        let kept = self.consumers(application.id).await?;
        if kept.iter().filter(|of| of.state == KeyState::Validated).count() >= CONSUMERS {
            return Err(OvhError::TooManyConsumers);
        }
        Ok(self.store.approve_consumer(consumer.id, approval).await?)
    }

    /// Refuses a key that waits: it is gone.
    ///
    /// # Errors
    /// `NotFound` when it is gone already.
    pub async fn refuse(&self, consumer: &Consumer, by: By) -> Result<()> {
        Ok(self.store.remove_consumer(consumer.id, "consumer key refuse", by).await?)
    }

    // --- who calls ---

    /// The key of a call that is signed.
    ///
    /// # Errors
    /// What the store says; `Sealed` when the secret cannot be read any more.
    pub async fn of_call(&self, application: &str, consumer: &Secret) -> Result<Found> {
        let Some(application) = self.standing(application).await? else {
            return Ok(Found::NoApplication);
        };
        let consumer = self.consumer(Question::ConsumerOf(consumer.hash())).await?;
        let fits =
            |of: &Consumer| of.application == application.id && of.state == KeyState::Validated;
        match consumer.filter(fits) {
            Some(consumer) => {
                Ok(self.key(application, consumer).await?.map_or(Found::NoConsumer, Found::Key))
            }
            None => Ok(Found::NoConsumer),
        }
    }

    /// The key of a call that carries a token of OAuth 2.
    ///
    /// # Errors
    /// As `of_call`.
    pub async fn of_bearer(&self, token: &Secret) -> Result<Option<Box<Key>>> {
        let consumer = self.consumer(Question::ConsumerOf(token.hash())).await?;
        let Some(consumer) = consumer.filter(|of| of.state == KeyState::Passing) else {
            return Ok(None);
        };
        match self.one(Question::Application(consumer.application)).await? {
            Some(application) => self.key(application, consumer).await,
            None => Ok(None),
        }
    }

    /// A token of OAuth 2 for an application that proves itself and may ask by itself; it is good for `PASSING`.
    ///
    /// # Errors
    /// As `of_call`.
    pub async fn token(&self, application: &str, secret: &str) -> Result<Option<Secret>> {
        let Some(application) = self.standing(application).await? else { return Ok(None) };
        let known = self.secret(&application)?;
        let is_right = verify_slices_are_equal(&known.0, secret.as_bytes()).is_ok();
        if !is_right || application.rules.is_empty() {
            return Ok(None);
        }
        let token = Secret::draw("")?;
        let now = self.clock.now();
        let new = NewConsumer {
            application: application.id,
            hash: token.hash(),
            door: None,
            user: application.user,
            scope: application.scope,
            rules: application.rules,
            state: KeyState::Passing,
            addresses: Vec::new(),
            redirection: String::new(),
            ends_at: Some(application.ends_at.map_or(now + PASSING, |end| end.min(now + PASSING))),
            most: TOKENS,
            at: now,
        };
        self.store.add_consumer(new).await?;
        Ok(Some(token))
    }

    /// Notes that a key is used, and from where.
    ///
    /// # Errors
    /// What the store says.
    pub async fn note(&self, key: &Key, address: IpAddr) -> Result<()> {
        let now = self.clock.now();
        if key.consumer.last_at.is_none_or(|last_at| now.since(last_at) >= NOTED) {
            self.store.touch_consumer(key.consumer.id, now, address.to_string()).await?;
        }
        Ok(())
    }

    /// A key with what its users still have of it; `None` when it is over.
    async fn key(&self, application: Application, consumer: Consumer) -> Result<Option<Box<Key>>> {
        let now = self.clock.now();
        if is_over(application.ends_at, now) || is_over(consumer.ends_at, now) {
            return Ok(None);
        }
        let secret = self.secret(&application)?;
        let mut grant = Grant { role: Role::Owner, scope: consumer.scope.and(&application.scope) };
        let user = match consumer.user {
            Some(id) => match self.user(id).await? {
                Some(user) => Some(user),
                // They are being removed, and their keys with them.
                None => return Ok(None),
            },
            None => None,
        };
        if let Some(user) = &user {
            grant = grant.within(&user.grant);
        }
        if let Some(maker) = application.user.filter(|maker| consumer.user != Some(*maker)) {
            match self.user(maker).await? {
                // Whoever made it may be a reader; what is asked for is the approver's to give.
                Some(maker) => grant.scope = grant.scope.and(&maker.grant.scope),
                None => return Ok(None),
            }
        }
        let who = format!("ovh:{}", application.name);
        Ok(Some(Box::new(Key { application, consumer, secret, grant, user, who })))
    }

    /// An application that is not over.
    async fn standing(&self, key: &str) -> Result<Option<Application>> {
        let now = self.clock.now();
        let found = self.one(Question::ApplicationKeyed(key.to_owned())).await?;
        Ok(found.filter(|application| !is_over(application.ends_at, now)))
    }

    fn secret(&self, application: &Application) -> Result<Hidden<Vec<u8>>> {
        let secret = self.seal.unseal(&application.sealed.0, &secret_of(&application.key));
        secret.map(Hidden).map_err(|_| OvhError::Sealed)
    }

    async fn one(&self, question: Question) -> Result<Option<Application>> {
        match self.store.view(question).await? {
            Reply::Application(found) => Ok(found.map(|found| *found)),
            other => Err(unexpected(&other).into()),
        }
    }

    async fn consumer(&self, question: Question) -> Result<Option<Consumer>> {
        match self.store.view(question).await? {
            Reply::Consumer(found) => Ok(found.map(|found| *found)),
            other => Err(unexpected(&other).into()),
        }
    }

    async fn user(&self, id: UserId) -> Result<Option<User>> {
        match self.store.view(Question::User(id)).await? {
            Reply::User(user) => Ok(user.map(|user| *user)),
            other => Err(unexpected(&other).into()),
        }
    }
}

/// The least role that has what the rules allow.
pub fn role_of(rules: &[Rule]) -> Role {
    match rules.iter().all(|rule| rule.method() == Method::Get) {
        true => Role::Reader,
        false => Role::Owner,
    }
}

/// Rules that allow to see everything, or to do everything.
pub fn usual_rules(read_only: bool) -> Vec<Rule> {
    match read_only {
        true => vec![Rule::all(Method::Get)],
        false => Method::ALL.map(Rule::all).into(),
    }
}

fn is_over(ends_at: Option<Time>, now: Time) -> bool {
    ends_at.is_some_and(|ends_at| ends_at <= now)
}

/// What an application's secret is sealed for.
fn secret_of(key: &str) -> String {
    format!("secret of ovh application {key}")
}

/// Whether somebody may be sent on to it: an address of the web without anything that could be read as more than one.
fn is_address(text: &str) -> bool {
    let is_plain = |byte: u8| (b'!'..=b'~').contains(&byte) && !b"\"'<>\\^`{|}".contains(&byte);
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    text.len() <= LONGEST_REDIRECTION
        && host.is_some_and(|host| !host.is_empty() && !host.contains('@'))
        && text.bytes().all(is_plain)
}

/// What an application is known by: 64 bits, so that no two are the same.
fn new_key() -> std::result::Result<String, NoChance> {
    let mut bytes = [0; 8];
    fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests;
