//! How a site stands: what the API's status, the panel's overview and its confirmations tell of it.

use postern_core::counter::{Bucket, today};
use postern_core::hold;
use postern_core::site::State;
use postern_core::time::Time;
use postern_engine::sites::Entry;
use postern_store::view::{self, Question, Reply};
use postern_store::{Site, Stop};

use crate::api::{App, unexpected};
use crate::error::Result;
use crate::wire::QueueKinds;

/// A site with its figures, at one moment.
#[derive(Debug)]
pub(crate) struct Standing {
    pub(crate) now: Time,
    pub(crate) site: Site,
    /// The day of the site's calendar, and what happened on it.
    pub(crate) day: i32,
    pub(crate) today: Bucket,
    pub(crate) queue: QueueKinds,
    /// When the first held mail is given up at the earliest.
    pub(crate) expires_next_at: Option<Time>,
    pub(crate) stops: Vec<Stop>,
}

impl Standing {
    pub(crate) async fn of(app: &App, entry: &Entry) -> Result<Standing> {
        let site = app.site(entry).await?;
        let now = app.now();
        let (day, _) = today(now, &entry.zone);
        let figures = match app.ask(Question::Today { site: site.id, day }).await? {
            Reply::Today(bucket) => bucket,
            other => return Err(unexpected(&other)),
        };
        let kinds = match app.ask(Question::QueueKinds { site: site.id, now }).await? {
            Reply::QueueKinds(kinds) => kinds,
            other => return Err(unexpected(&other)),
        };
        let stops = app.actions().stops(site.id).await?;
        Ok(Standing {
            now,
            day,
            today: figures,
            queue: divide(site.state, &kinds),
            expires_next_at: expires_next(&site, &kinds, &stops, app.about().hold_max_age),
            stops,
            site,
        })
    }
}

/// How the queue divides, given that a red site holds all that was not released.
pub(crate) fn divide(state: State, kinds: &view::QueueKinds) -> QueueKinds {
    let (due, deferred, held) = if state.is_red() {
        let due = kinds.released.saturating_sub(kinds.released_deferred);
        (due, kinds.released_deferred, kinds.total.saturating_sub(kinds.released))
    } else {
        (kinds.fresh, kinds.deferred, kinds.parked)
    };
    QueueKinds {
        total: kinds.total,
        due,
        deferred,
        held,
        stopped: kinds.parked,
        released: kinds.released,
        oldest_at: kinds.oldest_at.map(Into::into),
    }
}

/// When the first held mail is given up at the earliest: counted from the oldest mail, which may be a released one.
fn expires_next(
    site: &Site,
    kinds: &view::QueueKinds,
    stops: &[Stop],
    max_age: std::time::Duration,
) -> Option<Time> {
    let oldest_at = kinds.oldest_at?;
    let held_since = if site.state.is_red() {
        (kinds.total > kinds.released).then_some(site.since)
    } else {
        stops.iter().map(|stop| stop.by.at).min().filter(|_| kinds.parked > 0)
    };
    Some(hold::expires_at(oldest_at, held_since?, max_age))
}
