//! Webhooks: programs of others that are told what happens here, over HTTP.
//!
//! What is to be told is written by the store in the transaction of its fact; a task (`courier`) takes what is due, makes
//! a body of it (`body`), signs it (`sign`), posts it (`post`) to where it may go (`target`), and writes down what came of
//! it. Here is what people do with a hook: add, change, rotate its secret, try it out, send again, remove. When an event
//! is told again is `postern_core::hook`.
//!
//! Where a hook leads is the word of an owner, who is a stranger to this network: the address that is dialled is checked
//! at each attempt, and a redirect is told and not followed.

mod body;
mod courier;
mod post;
mod sign;
mod target;
#[cfg(test)]
mod tests;
mod trouble;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aws_lc_rs::digest;
use postern_core::hook::{BOTH_SECRETS, HOOKS_OF_ALL, HOOKS_OF_SITE, Kinds};
use postern_core::ids::{EventId, HookId, SiteId};
use postern_store::hook::{Hook, HookAdded, HookAnswer, HookChange, NewHook, NewSecret, News};
use postern_store::people::Hidden;
use postern_store::view::{HooksOf, Question, Reply};
use postern_store::{AcceptKey, By, Error, JobKey, Store};
use tokio::sync::Notify;

use crate::act::unexpected;
use crate::people::NoChance;
use crate::seal::{Seal, SealError};

pub(crate) use courier::{Courier, Parts};
pub use target::{Target, TargetError};
pub use trouble::Trouble;

/// Why something of a webhook cannot be so.
#[derive(Debug, thiserror::Error)]
pub enum HookError {
    #[error(transparent)]
    Target(#[from] TargetError),
    #[error("a webhook is told of at least one kind of event")]
    NoKinds,
    #[error("only who runs the hosting lets a webhook into this machine or a private network")]
    NotTheirs,
    #[error("the webhook is off: turn it on first")]
    Off,
    #[error("the idempotency key was used for another webhook")]
    KeyReused,
    #[error("the webhook's secret was sealed with another key: make a new one")]
    Sealed,
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    NoChance(#[from] NoChance),
    #[error(transparent)]
    Store(Error),
}

impl From<Error> for HookError {
    fn from(error: Error) -> HookError {
        match error {
            Error::NotFound("webhook that is on") => HookError::Off,
            error => HookError::Store(error),
        }
    }
}

type Result<T> = std::result::Result<T, HookError>;

/// A webhook that somebody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HookWish {
    pub url: String,
    pub kinds: Kinds,
    pub allow_private: bool,
}

/// What somebody wants to be otherwise; `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HookPatch {
    pub url: Option<String>,
    pub kinds: Option<Kinds>,
    pub on: Option<bool>,
    pub allow_private: Option<bool>,
}

/// Who does something to a hook: only who runs the hosting may let one in.
#[derive(Clone, Debug)]
pub struct HookAsker {
    pub operates: bool,
    pub by: By,
}

/// A webhook that was made, with its secret: told here once.
#[derive(Clone, Debug)]
pub struct MadeHook {
    pub hook: Hook,
    pub secret: String,
    /// The key had made it before.
    pub repeated: bool,
}

/// Tells the courier that something may be due.
#[derive(Clone, Debug, Default)]
pub struct Wake(Arc<Waking>);

#[derive(Debug, Default)]
struct Waking {
    notify: Notify,
    /// Whether there was a hook since the start: where there is none, nothing that happens wakes anybody.
    any: AtomicBool,
}

impl Wake {
    /// Something was written that hooks may be told.
    pub fn wake(&self) {
        if self.0.any.load(Ordering::Relaxed) {
            self.0.notify.notify_one();
        }
    }

    fn there_is_one(&self) {
        self.0.any.store(true, Ordering::Relaxed);
    }

    async fn woken(&self) {
        self.0.notify.notified().await;
    }
}

/// What people do with webhooks.
#[derive(Clone, Debug)]
pub struct Hooks {
    store: Arc<dyn Store>,
    seal: Seal,
    wake: Wake,
    /// Whether every hook may lead inside, whatever is set for it.
    allow_private: bool,
}

impl Hooks {
    /// # Errors
    /// What the store says.
    pub async fn load(
        store: Arc<dyn Store>,
        seal: Seal,
        wake: Wake,
        allow_private: bool,
    ) -> std::result::Result<Hooks, Error> {
        let first = HooksOf::Everybody { after: HookId(0), limit: 1 };
        if let Reply::Hooks(hooks) = store.view(Question::Hooks(first)).await?
            && !hooks.is_empty()
        {
            wake.there_is_one();
        }
        Ok(Hooks { store, seal, wake, allow_private })
    }

    /// Adds a hook of a site, or of all. The same key with the same wish is the same hook.
    ///
    /// # Errors
    /// Why it cannot be so; `KeyReused`; `TooMany`.
    pub async fn add(
        &self,
        site: Option<SiteId>,
        wish: HookWish,
        key: Option<&str>,
        asker: HookAsker,
    ) -> Result<MadeHook> {
        if wish.allow_private && !asker.operates {
            return Err(HookError::NotTheirs);
        }
        check_kinds(wish.kinds)?;
        Target::read(&wish.url)?.check(wish.allow_private || self.allow_private)?;
        let secret = sign::draw()?;
        let new = NewHook {
            site,
            key: key.map(|text| key_of(text, site, &wish)),
            url: wish.url,
            kinds: wish.kinds,
            secret: Hidden(self.seal.seal(&secret, &sealed_for(site))?),
            allow_private: wish.allow_private,
            most: if site.is_some() { HOOKS_OF_SITE } else { HOOKS_OF_ALL },
            by: asker.by,
        };
        let (id, repeated) = match self.store.add_hook(new).await? {
            HookAdded::Made(id) => (id, false),
            HookAdded::Repeated(id) => (id, true),
            HookAdded::KeyReused(_) => return Err(HookError::KeyReused),
        };
        self.wake.there_is_one();
        let hook = self.hook(site, id).await?;
        // Of a repeat it is the one that stands: who lost the first answer has it from this one.
        let secret = match self.seal.unseal(&hook.secret.0, &sealed_for(site)) {
            Ok(secret) => sign::spelled(&secret),
            Err(_) => return Err(HookError::Sealed),
        };
        Ok(MadeHook { hook, secret, repeated })
    }

    /// Changes a hook. An address that somebody else names loses the permission to lead inside.
    ///
    /// # Errors
    /// Why it cannot be so; `NotFound`.
    pub async fn change(
        &self,
        site: Option<SiteId>,
        id: HookId,
        patch: HookPatch,
        asker: HookAsker,
    ) -> Result<Hook> {
        let hook = self.hook(site, id).await?;
        if patch.allow_private == Some(true) && !hook.allow_private && !asker.operates {
            return Err(HookError::NotTheirs);
        }
        if let Some(kinds) = patch.kinds {
            check_kinds(kinds)?;
        }
        let is_moved = patch.url.as_ref().is_some_and(|url| *url != hook.url);
        let allow_private = match patch.allow_private {
            _ if is_moved && !asker.operates => false,
            Some(allow) => allow,
            None => hook.allow_private,
        };
        let url = patch.url.as_ref().unwrap_or(&hook.url);
        if is_moved || allow_private != hook.allow_private {
            Target::read(url)?.check(allow_private || self.allow_private)?;
        }
        let change = HookChange {
            url: patch.url,
            kinds: patch.kinds,
            allow_private: Some(allow_private),
            on: patch.on,
            note: match patch.on {
                Some(true) if !hook.on => "on",
                Some(false) if hook.on => "off",
                _ => "",
            },
            ..HookChange::default()
        };
        self.store.change_hook(hook.id, change, asker.by).await?;
        self.hook(site, id).await
    }

    /// Gives a hook a new secret, told here once; the old one signs for another day.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn rotate(&self, site: Option<SiteId>, id: HookId, by: By) -> Result<MadeHook> {
        let hook = self.hook(site, id).await?;
        let secret = sign::draw()?;
        let sealed = Hidden(self.seal.seal(&secret, &sealed_for(hook.site))?);
        let change = HookChange {
            secret: Some(NewSecret { sealed, both_until: by.at + BOTH_SECRETS }),
            note: "secret",
            ..HookChange::default()
        };
        self.store.change_hook(hook.id, change, by).await?;
        let hook = self.hook(site, id).await?;
        Ok(MadeHook { hook, secret: sign::spelled(&secret), repeated: false })
    }

    /// # Errors
    /// `NotFound`.
    pub async fn remove(&self, site: Option<SiteId>, id: HookId, by: By) -> Result<Hook> {
        let hook = self.hook(site, id).await?;
        self.store.remove_hook(hook.id, by).await?;
        Ok(hook)
    }

    /// Sends a test event.
    ///
    /// # Errors
    /// `NotFound`; `Off`.
    pub async fn test(&self, site: Option<SiteId>, id: HookId, by: By) -> Result<EventId> {
        let hook = self.hook(site, id).await?;
        let event = self.store.test_hook(hook.id, by).await?;
        self.wake.wake();
        Ok(event)
    }

    /// Sends an event of the log again; one that waits is tried at once.
    ///
    /// # Errors
    /// `NotFound`; `Off`.
    pub async fn send_again(
        &self,
        site: Option<SiteId>,
        id: HookId,
        event: EventId,
        by: By,
    ) -> Result<()> {
        let hook = self.hook(site, id).await?;
        self.store.send_again(hook.id, event, by).await?;
        self.wake.wake();
        Ok(())
    }

    /// Something was written that hooks may be told.
    pub(crate) fn woken(&self) {
        self.wake.wake();
    }

    /// Something that no other verb's transaction tells; the same news once. Says whether it was new to somebody: to nobody
    /// where the site was removed meanwhile.
    ///
    /// # Errors
    /// What the store says.
    pub async fn tell(&self, news: News) -> std::result::Result<bool, Error> {
        if !self.wake.0.any.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let told = match self.store.announce(news).await {
            Ok(told) => told,
            Err(Error::NotFound(_)) => false,
            Err(error) => return Err(error),
        };
        if told {
            self.wake.wake();
        }
        Ok(told)
    }

    /// A hook: of the site named, or whichever.
    ///
    /// # Errors
    /// `NotFound`, also for a hook of another site.
    pub async fn hook(&self, site: Option<SiteId>, id: HookId) -> Result<Hook> {
        let hook = match self.store.view(Question::Hook(id)).await? {
            Reply::Hook(hook) => hook.map(|hook| *hook),
            other => return Err(unexpected(&other).into()),
        };
        let is_theirs = |hook: &Hook| site.is_none() || hook.site == site;
        hook.filter(is_theirs).ok_or(HookError::Store(Error::NotFound("webhook")))
    }

    /// # Errors
    /// What the store says.
    pub async fn list(&self, of: HooksOf) -> Result<Vec<Hook>> {
        match self.store.view(Question::Hooks(of)).await? {
            Reply::Hooks(hooks) => Ok(hooks),
            other => Err(unexpected(&other).into()),
        }
    }

    /// The last answers of a hook, newest first.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn answers(&self, site: Option<SiteId>, id: HookId) -> Result<Vec<HookAnswer>> {
        let hook = self.hook(site, id).await?;
        match self.store.view(Question::HookAnswers(hook.id)).await? {
            Reply::HookAnswers(answers) => Ok(answers),
            other => Err(unexpected(&other).into()),
        }
    }
}

fn check_kinds(kinds: Kinds) -> Result<()> {
    if kinds.iter().next().is_some() { Ok(()) } else { Err(HookError::NoKinds) }
}

/// What a hook's secret is sealed for: one of another site's cannot be put in its place.
fn sealed_for(site: Option<SiteId>) -> String {
    match site {
        Some(site) => format!("webhook of site {site}"),
        None => "webhook of all sites".into(),
    }
}

/// The key of a hook, from the text its asker calls it by.
fn key_of(text: &str, site: Option<SiteId>, wish: &HookWish) -> JobKey {
    let half = |text: &str| {
        let mut half = [0; 16];
        half.copy_from_slice(&digest::digest(&digest::SHA256, text.as_bytes()).as_ref()[..16]);
        half
    };
    let HookWish { url, kinds, allow_private } = wish;
    let site = site.map_or(0, |site| site.0);
    JobKey {
        key: AcceptKey(half(&format!("webhook:{text}"))),
        digest: half(&format!("{site} {} {allow_private} {url}", kinds.bits())),
    }
}
