//! What the handlers work with: the engine's parts, and what the configuration says of new sites.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use postern_core::ids::SiteId;
use postern_core::throttle::Rate;
use postern_core::time::Time;
use postern_engine::Engine;
use postern_engine::accept::Accept;
use postern_engine::act::Actions;
use postern_engine::hook::Hooks;
use postern_engine::intake::DropWatch;
use postern_engine::measure::Measures;
use postern_engine::notify::off::Off;
use postern_engine::ovh::OvhKeys;
use postern_engine::password::Hashing;
use postern_engine::people::{People, PeopleError, Secret};
use postern_engine::schedule::{self, Standings};
use postern_engine::seam::Clock;
use postern_engine::sites::{Entry, Sites};
use postern_engine::words::Catalogues;
use postern_store::view::{Question, Reply};
use postern_store::{By, Site, SiteSettings, Store};
use tokio::sync::watch;

use super::rate::Rates;
use super::stream::Streams;
use super::turns::Turns;
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::metrics::{MetricsSettings, Scrapes};
use crate::setup::Setup;
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
    schedule: schedule::Handle,
    people: People,
    hooks: Hooks,
    ovh_keys: OvhKeys,
    off: Off,
    hashing: Hashing,
    setup: Setup,
    clock: Arc<dyn Clock>,
    catalogues: Catalogues,
    about: About,
    /// Messages in hand at once: each takes memory.
    messages: Turns,
    rates: Rates,
    streams: Streams,
    measures: Arc<Measures>,
    metrics: MetricsSettings,
    scrapes: Scrapes,
    /// Becomes true when the daemon is about to end.
    stop: watch::Sender<bool>,
}

/// How much may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiLimits {
    /// Requests of one token or session.
    pub requests: Rate,
    /// Tokens and sessions that are told apart at once.
    pub accounts: usize,
    /// Exports and event streams open at once, in all and of one caller.
    pub streams: usize,
    pub streams_each: usize,
}

impl Default for ApiLimits {
    /// Ten requests a second, a minute of them at once: more than a page asks for that looks at everything, and less than
    /// would keep others waiting.
    fn default() -> ApiLimits {
        ApiLimits {
            requests: Rate::within(600, Duration::from_secs(60)),
            accounts: 10_000,
            streams: 256,
            streams_each: 16,
        }
    }
}

/// What does not change while the daemon runs.
#[derive(Clone, Debug)]
pub(crate) struct About {
    pub(crate) version: String,
    pub(crate) hostname: String,
    pub(crate) started_at: Time,
    pub(crate) smtp: Vec<SocketAddr>,
    pub(crate) web: Vec<SocketAddr>,
    /// Where the panel is for a browser, with a slash at its end; `None`: there is none.
    pub(crate) panel_url: Option<String>,
    pub(crate) drop: DropWatch,
    pub(crate) new_site: SiteSettings,
    pub(crate) hold_max_age: Duration,
    pub(crate) half_hours_kept: Duration,
}

/// Messages that are read at once, of all sites and of one.
const MESSAGES: usize = 8;
const MESSAGES_EACH: usize = 2;

/// What the API is told of what is around the engine.
#[derive(Clone, Debug, Default)]
pub struct Around {
    pub version: String,
    /// What a site gets that is added without saying otherwise.
    pub new_site: SiteSettings,
    /// Where the public listener is.
    pub web: Vec<SocketAddr>,
    /// Where its panel is for a browser, with a slash at its end; `None`: there is none.
    pub panel_url: Option<String>,
    pub limits: ApiLimits,
    pub metrics: MetricsSettings,
}

impl App {
    pub fn new(engine: &Engine, around: Around) -> App {
        let Around { version, new_site, web, panel_url, limits, metrics } = around;
        App(Arc::new(Inner {
            store: Arc::clone(&engine.store),
            sites: Arc::clone(&engine.sites),
            actions: engine.actions.clone(),
            accept: engine.accept.clone(),
            schedule: engine.schedule.clone(),
            people: engine.people.clone(),
            hooks: engine.hooks.clone(),
            ovh_keys: engine.ovh_keys.clone(),
            off: engine.off.clone(),
            hashing: engine.hashing.clone(),
            setup: Setup::default(),
            clock: Arc::clone(&engine.clock),
            catalogues: Catalogues::read(),
            about: About {
                version,
                hostname: engine.settings.hostname.clone(),
                started_at: engine.started_at,
                smtp: engine.doors.smtp.clone(),
                web,
                panel_url,
                drop: engine.doors.drop.clone(),
                new_site,
                hold_max_age: engine.settings.hold.max_age,
                half_hours_kept: engine.settings.keep.half_hours,
            },
            messages: Turns::new(MESSAGES, MESSAGES_EACH),
            rates: Rates::new(limits.requests, limits.accounts),
            streams: Streams::new(limits.streams, limits.streams_each),
            measures: Arc::clone(&engine.measures),
            metrics,
            scrapes: Scrapes::default(),
            stop: watch::channel(false).0,
        }))
    }

    /// Ends what would go on without end: the daemon stops.
    pub fn stop(&self) {
        self.0.stop.send_replace(true);
    }

    /// Waits for the stop.
    pub(crate) async fn stopped(&self) {
        let _ = self.0.stop.subscribe().wait_for(|stop| *stop).await;
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

    pub(crate) fn off(&self) -> &Off {
        &self.0.off
    }

    pub(crate) fn accept(&self) -> &Accept {
        &self.0.accept
    }

    pub(crate) fn about(&self) -> &About {
        &self.0.about
    }

    pub(crate) fn messages(&self) -> &Turns {
        &self.0.messages
    }

    pub(crate) fn rates(&self) -> &Rates {
        &self.0.rates
    }

    pub(crate) fn streams(&self) -> &Streams {
        &self.0.streams
    }

    /// What the engine measured where it happened.
    pub(crate) fn measures(&self) -> &Measures {
        &self.0.measures
    }

    pub(crate) fn metrics(&self) -> &MetricsSettings {
        &self.0.metrics
    }

    pub(crate) fn scrapes(&self) -> &Scrapes {
        &self.0.scrapes
    }

    /// How the next hops stand.
    pub(crate) async fn standings(&self) -> Result<Arc<Standings>> {
        let why = "the scheduler does not answer; the daemon may be about to end";
        self.0.schedule.standings().await.ok_or_else(|| Error::new(Code::Unavailable, why))
    }

    pub(crate) fn people(&self) -> &People {
        &self.0.people
    }

    pub(crate) fn hooks(&self) -> &Hooks {
        &self.0.hooks
    }

    pub(crate) fn ovh_keys(&self) -> &OvhKeys {
        &self.0.ovh_keys
    }

    pub(crate) fn hashing(&self) -> &Hashing {
        &self.0.hashing
    }

    pub(crate) fn setup(&self) -> &Setup {
        &self.0.setup
    }

    /// The words of every language.
    pub(crate) fn catalogues(&self) -> &Catalogues {
        &self.0.catalogues
    }

    /// Where a browser makes the first operator, once and within an hour; `None` where there are users, or no panel.
    ///
    /// # Errors
    /// What the store says.
    pub async fn first_operator(&self) -> std::result::Result<Option<String>, PeopleError> {
        let Some(panel) = &self.about().panel_url else { return Ok(None) };
        if !self.people().users(String::new(), 1).await?.is_empty() {
            return Ok(None);
        }
        let secret = self.setup().open(self.now())?;
        Ok(Some(format!("{panel}setup/{}", secret.reveal())))
    }

    /// Whether a link makes the first operator: as long as it is good and nobody was made otherwise.
    pub(crate) async fn makes_first_operator(
        &self,
        link: &Secret,
    ) -> std::result::Result<bool, PeopleError> {
        if !self.setup().is_open(link, self.now()) {
            return Ok(false);
        }
        let nobody = self.people().users(String::new(), 1).await?.is_empty();
        if !nobody {
            self.setup().close();
        }
        Ok(nobody)
    }

    pub(crate) fn now(&self) -> Time {
        self.0.clock.now()
    }

    pub(crate) fn by(&self, caller: &Caller) -> By {
        By { who: caller.who.clone(), at: self.now() }
    }

    /// A site by its name, as the engine knows it. For those who may see all sites; others have theirs from the guard.
    pub(crate) fn entry(&self, name: &str) -> Result<Arc<Entry>> {
        self.sites().by_name(name).ok_or_else(|| Error::no_site(name))
    }

    /// A site as it stands, with its figures.
    pub(crate) async fn site(&self, entry: &Entry) -> Result<Site> {
        match self.ask(Question::Site(entry.site.id)).await? {
            Reply::Site(site) => {
                site.map(|site| *site).ok_or_else(|| Error::no_site(&entry.site.name))
            }
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
