//! The task that looks what is to be told, and when next.
//!
//! It is woken by an action on a site, at the hour of some site's report, and a few times an hour by itself: for what it is
//! not told of (a first failure, another time zone, a clock that was set). It asks a few bounded questions each time,
//! whatever the number of sites.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use postern_core::time::Time;
use postern_store::{Error, Store};

use super::quiet::FirstFailures;
use super::report::Reports;
use super::state::StateChanges;
use super::{Notify, report, state};
use crate::hook::Hooks;
use crate::seam::Clock;
use crate::sites::{Entry, Sites};

/// How often is looked without a reason.
const LOOK: Duration = Duration::from_secs(300);

/// How long what could not be told is left alone.
pub(super) const AGAIN: Duration = Duration::from_secs(60);

/// Rings when something may have to be told.
#[derive(Clone, Debug, Default)]
pub struct Bell(Arc<tokio::sync::Notify>);

/// What the task works with.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) sites: Arc<Sites>,
    pub(crate) notify: Notify,
    pub(crate) hooks: Hooks,
    pub(crate) bell: Bell,
    /// The hour of the report.
    pub(crate) hour: u8,
}

/// Notes at the first start from when on people are told, before anything happens that they are to be told of.
pub(crate) async fn begin(store: &dyn Store, now: Time) -> Result<(), Error> {
    state::begin(store).await?;
    report::begin(store, now).await?;
    Ok(())
}

/// Tells what is to be told, for ever; ended by dropping it.
pub(crate) async fn tell(parts: Parts) {
    let mut states = StateChanges::default();
    let mut first_failures = FirstFailures::default();
    let mut reports = Reports::default();
    loop {
        let now = parts.clock.now();
        let next = [
            states.pass(&parts, now).await,
            first_failures.pass(&parts, now).await,
            reports.pass(&parts, now).await,
        ]
        .map(|next| {
            next.unwrap_or_else(|error| {
                tracing::warn!(event = "tell_failed", %error);
                now + AGAIN
            })
        });
        // A clock that was set is noticed at the next look.
        let pause =
            next.into_iter().min().unwrap_or(Time::NEVER).since(parts.clock.now()).min(LOOK);
        tokio::select! {
            biased;
            () = parts.bell.0.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

impl Bell {
    pub(crate) fn ring(&self) {
        self.0.notify_one();
    }
}

impl Parts {
    /// Every site but `host`, which is told nothing.
    pub(super) fn owned(&self) -> impl Iterator<Item = Arc<Entry>> {
        let host = self.sites.host();
        self.sites.all().into_iter().filter(move |entry| entry.site.id != host)
    }

    /// The zones of these sites, by their names.
    pub(super) fn zones(entries: impl Iterator<Item = Arc<Entry>>) -> BTreeMap<String, TimeZone> {
        let mut zones = BTreeMap::new();
        for entry in entries {
            let name = &entry.site.settings.zone;
            if !zones.contains_key(name) {
                zones.insert(name.clone(), entry.zone.clone());
            }
        }
        zones
    }
}
