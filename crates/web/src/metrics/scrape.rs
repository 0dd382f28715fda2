//! One look at everything that is measured: the store is asked once, the scheduler once, the rest is read off.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use postern_core::site::State;
use postern_core::time::Time;
use postern_engine::schedule::Standings;
use postern_store::Error as StoreError;
use postern_store::view::{self, MeasuredSite, Question, Reply};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, text};
use prometheus_client::registry::Registry;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::hops::{self, Hops};
use super::named::{Named, Other};
use super::page::{Label, Page};
use crate::api::{App, unexpected};
use crate::error::{Error, Result};
use crate::wire::{Code, QueueKinds};

/// What is remembered from one scrape to the next.
#[derive(Debug, Default)]
pub(crate) struct Scrapes(Mutex<Last>);

#[derive(Debug, Default)]
struct Last {
    named: Named,
    at: Option<Instant>,
}

/// What is told at a scrape.
#[derive(Debug)]
pub(super) struct Scrape {
    pub(super) app: App,
    pub(super) now: Time,
    /// `None` once the store has failed: nothing can be asked of it any more.
    pub(super) store: Option<Stored>,
    /// `None` when the scheduler does not answer.
    pub(super) delivery: Option<Delivery>,
}

/// What the store told.
#[derive(Debug)]
pub(super) struct Stored {
    pub(super) measures: view::Measures,
    /// How many sites are in each state.
    pub(super) states: [(State, u64); State::ALL.len()],
    pub(super) kinds: Kinds,
    pub(super) sites: Vec<Site>,
    pub(super) other: Option<Other>,
}

/// What is queued, of all sites.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Kinds {
    pub(super) due: u64,
    pub(super) deferred: u64,
    pub(super) held: u64,
}

/// A site with series of its own.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) name: String,
    pub(super) measured: MeasuredSite,
    pub(super) kinds: QueueKinds,
}

/// What the scheduler told.
#[derive(Debug)]
pub(super) struct Delivery {
    pub(super) attempts: u64,
    pub(super) most: u64,
    pub(super) oldest_at: Option<Time>,
    pub(super) hops: Hops,
}

impl Scrapes {
    /// The figures of now, as OpenMetrics text.
    pub(super) async fn scrape(&self, app: &App) -> Result<String> {
        let mut last = self.0.lock().await;
        let store = match app.store().view(Question::Measures).await {
            Ok(Reply::Measures(measures)) => Some(last.look(app, *measures)),
            Ok(other) => return Err(unexpected(&other)),
            Err(StoreError::Poisoned(_) | StoreError::Closed) => None,
            Err(error) => return Err(error.into()),
        };
        let delivery = app.standings().await.ok().map(|standings| delivery(&standings));
        drop(last);
        let scrape = Scrape { app: app.clone(), now: app.now(), store, delivery };
        let mut registry = Registry::with_prefix("postern");
        registry.register_collector(Box::new(scrape));
        let mut page = String::new();
        text::encode(&mut page, &registry)
            .map_err(|_| Error::new(Code::Failed, "the figures could not be written"))?;
        Ok(page)
    }
}

impl Last {
    fn look(&mut self, app: &App, mut measures: view::Measures) -> Stored {
        let now = Instant::now();
        let passed = self.at.replace(now).map_or(Duration::ZERO, |at| now.duration_since(at));
        let sites = std::mem::take(&mut measures.sites);
        let states = State::ALL
            .map(|state| (state, sites.iter().filter(|site| site.state == state).count() as u64));
        let shown = self.named.look(sites, app.metrics().sites, passed);
        let mut kinds = Kinds::default();
        if let Some(other) = &shown.other {
            kinds.add(other.due, other.deferred, other.held);
        }
        let named = |(measured, of_site): (MeasuredSite, QueueKinds)| {
            kinds.add(of_site.due, of_site.deferred, of_site.held);
            Site { name: app.site_name(measured.site), measured, kinds: of_site }
        };
        let sites = shown.own.into_iter().map(named).collect();
        Stored { measures, states, kinds, sites, other: shown.other }
    }
}

impl Site {
    pub(super) fn label(&self) -> Label<'_> {
        ("site", &self.name)
    }
}

impl Kinds {
    fn add(&mut self, due: u64, deferred: u64, held: u64) {
        self.due += due;
        self.deferred += deferred;
        self.held += held;
    }
}

fn delivery(standings: &Arc<Standings>) -> Delivery {
    Delivery {
        attempts: standings.attempts as u64,
        most: standings.most as u64,
        oldest_at: standings.oldest().map(|(at, _)| at),
        hops: hops::of(standings),
    }
}

impl Scrape {
    /// How many seconds ago an instant was.
    pub(super) fn ago(&self, at: Time) -> f64 {
        self.now.since(at).as_secs_f64()
    }
}

/// How many seconds ago something was written; 0 where the clock went back.
pub(super) fn age(at: SystemTime) -> f64 {
    at.elapsed().unwrap_or_default().as_secs_f64()
}

impl Collector for Scrape {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> std::fmt::Result {
        self.write(&mut Page(encoder))
    }
}
