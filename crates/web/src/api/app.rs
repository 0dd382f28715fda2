//! What the handlers work with: the engine's parts, and what the configuration says of new sites.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use postern_core::ids::SiteId;
use postern_core::time::Time;
use postern_engine::Engine;
use postern_engine::accept::Accept;
use postern_engine::act::Actions;
use postern_engine::intake::DropWatch;
use postern_engine::seam::Clock;
use postern_engine::sites::{Entry, Sites};
use postern_store::view::{Question, Reply};
use postern_store::{By, Site, SiteSettings, Store};
use tokio::sync::Semaphore;

use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::Code;

/// The engine as the API sees it.
#[derive(Clone, Debug)]
pub struct App(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Arc<dyn Store>,
    sites: Arc<Sites>,
    actions: Actions,
    accept: Accept,
    clock: Arc<dyn Clock>,
    about: About,
    /// Messages and passwords in hand at once: each takes memory.
    messages: Semaphore,
    passwords: Semaphore,
}

/// What does not change while the daemon runs.
#[derive(Clone, Debug)]
pub(crate) struct About {
    pub(crate) version: String,
    pub(crate) hostname: String,
    pub(crate) started_at: Time,
    pub(crate) smtp: Vec<SocketAddr>,
    pub(crate) web: Vec<SocketAddr>,
    pub(crate) drop: DropWatch,
    pub(crate) new_site: SiteSettings,
    pub(crate) hold_max_age: Duration,
    pub(crate) half_hours_kept: Duration,
}

/// Messages that are read at once.
const MESSAGES: usize = 4;

/// Passwords that are hashed at once, some 20 MB each.
const PASSWORDS: usize = 2;

impl App {
    /// `new_site` is what a site gets that is added without saying otherwise, `web` where the public listener is.
    pub fn new(
        engine: &Engine,
        new_site: SiteSettings,
        web: Vec<SocketAddr>,
        version: &str,
    ) -> App {
        App(Arc::new(Inner {
            store: Arc::clone(&engine.store),
            sites: Arc::clone(&engine.sites),
            actions: engine.actions.clone(),
            accept: engine.accept.clone(),
            clock: Arc::clone(&engine.clock),
            about: About {
                version: version.to_owned(),
                hostname: engine.settings.hostname.clone(),
                started_at: engine.started_at,
                smtp: engine.doors.smtp.clone(),
                web,
                drop: engine.doors.drop.clone(),
                new_site,
                hold_max_age: engine.settings.hold.max_age,
                half_hours_kept: engine.settings.keep.half_hours,
            },
            messages: Semaphore::new(MESSAGES),
            passwords: Semaphore::new(PASSWORDS),
        }))
    }

    pub(crate) fn store(&self) -> &dyn Store {
        &*self.0.store
    }

    pub(crate) fn sites(&self) -> &Sites {
        &self.0.sites
    }

    pub(crate) fn actions(&self) -> &Actions {
        &self.0.actions
    }

    pub(crate) fn accept(&self) -> &Accept {
        &self.0.accept
    }

    pub(crate) fn about(&self) -> &About {
        &self.0.about
    }

    pub(crate) fn messages(&self) -> &Semaphore {
        &self.0.messages
    }

    pub(crate) fn passwords(&self) -> &Semaphore {
        &self.0.passwords
    }

    pub(crate) fn now(&self) -> Time {
        self.0.clock.now()
    }

    pub(crate) fn by(&self, caller: &Caller) -> By {
        By { who: caller.who.clone(), at: self.now() }
    }

    /// A site by its name, as the engine knows it.
    pub(crate) fn entry(&self, name: &str) -> Result<Arc<Entry>> {
        self.sites().by_name(name).ok_or_else(|| Error::no_site(name))
    }

    /// A site as it stands, with its figures.
    pub(crate) async fn site(&self, name: &str) -> Result<Site> {
        let id = self.entry(name)?.site.id;
        match self.ask(Question::Site(id)).await? {
            Reply::Site(site) => site.map(|site| *site).ok_or_else(|| Error::no_site(name)),
            other => Err(unexpected(&other)),
        }
    }

    /// The name of a site.
    pub(crate) fn site_name(&self, site: SiteId) -> String {
        self.sites().entry(site).map_or_else(|| site.to_string(), |entry| entry.site.name.clone())
    }

    pub(crate) async fn ask(&self, question: Question) -> Result<Reply> {
        Ok(self.store().view(question).await?)
    }
}

/// A store that answers a question with another question's answer.
pub(crate) fn unexpected(reply: &Reply) -> Error {
    let text: String = format!("the store gave an answer of the wrong kind: {reply:?}")
        .chars()
        .take(120)
        .collect();
    Error::new(Code::Failed, text)
}
