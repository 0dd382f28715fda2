//! Housekeeping: work that waits in the store, done in bounded pieces beside the mail.
//!
//! Two tasks. One does what actions left behind (jobs, parked mail, space of purged mail, old traces) when it is told
//! that something waits, and looks by itself now and then. The other walks the queue for held mail whose time is over
//! and warns owners a day ahead; it rests for an hour after a start, so that a daemon that was down for a weekend
//! gives people time to act before it gives up their mail.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use postern_core::ids::{DeliveryId, SiteId};
use postern_core::notice::Notice;
use postern_core::time::Time;
use postern_store::hook::{Facts, News};
use postern_store::view::{Question, Reply};
use postern_store::{Expire, Stop, Store, Sweep};

use crate::act::unexpected;
use crate::hook::Hooks;
use crate::notify::{Held, Notify};
use crate::schedule;
use crate::seam::Clock;
use crate::settings::{Hold, Keep};
use crate::sites::{Entry, Sites};

/// Rows of one piece: a few milliseconds of the writer's time.
const ROWS: usize = 500;

/// Rows of one piece of the walk, which mostly reads.
const WALK: usize = 2000;

/// How often housekeeping looks without being told: for what is old, which is a matter of days.
const LOOK: Duration = Duration::from_secs(600);

/// How often the queue is walked for held mail whose time is over, and how much later than its time it may go.
const WALKS: Duration = Duration::from_secs(300);

/// How long a failed piece is left alone.
const AGAIN: Duration = Duration::from_secs(5);

/// What both tasks work with.
#[derive(Clone, Debug)]
pub struct Parts {
    pub store: Arc<dyn Store>,
    pub clock: Arc<dyn Clock>,
    pub sites: Arc<Sites>,
    pub schedule: schedule::Handle,
    pub notify: Notify,
    pub hooks: Hooks,
    pub keep: Keep,
    pub hold: Hold,
}

/// Does what waits, for ever; ended by dropping it.
pub async fn sweep(parts: Parts) {
    loop {
        let now = parts.clock.now();
        let sweep = Sweep {
            now,
            rows: ROWS,
            traces_before: now - parts.keep.traces,
            failures_before: now - parts.keep.failures,
            buckets_before: now - parts.keep.half_hours,
            keys_before: now - parts.keep.keys,
        };
        let more = match parts.store.sweep(sweep).await {
            Ok(swept) => {
                for site in &swept.woken {
                    parts.schedule.wake(*site);
                }
                swept.more
            }
            Err(error) => {
                tracing::warn!(event = "sweep_failed", %error);
                tokio::time::sleep(AGAIN).await;
                false
            }
        };
        if more {
            // One piece, one turn of the writer: what people wait for goes between two pieces.
            tokio::task::yield_now().await;
        } else {
            let _ = tokio::time::timeout(LOOK, parts.schedule.swept()).await;
        }
    }
}

/// Gives up held mail whose time is over and warns a day ahead, for ever; ended by dropping it.
pub async fn expire(parts: Parts, started_at: Time) {
    loop {
        tokio::time::sleep(WALKS).await;
        if let Err(error) = walk(&parts, started_at).await {
            tracing::warn!(event = "expire_failed", %error);
        }
    }
}

/// Walks the queue once, from the oldest.
async fn walk(parts: &Parts, started_at: Time) -> Result<(), postern_store::Error> {
    let now = parts.clock.now();
    let end = now.since(started_at) >= parts.hold.rest_after_start;
    let mut after = DeliveryId(0);
    let mut soon: HashMap<SiteId, (Time, u64)> = HashMap::new();
    let mut ended = 0;
    loop {
        let (max_age, warn_ahead) = (parts.hold.max_age, parts.hold.warn_ahead);
        let expired =
            parts.store.expire(Expire { now, max_age, warn_ahead, after, rows: WALK, end }).await?;
        ended += expired.ended;
        for (site, first_at, count) in expired.soon {
            let entry = soon.entry(site).or_insert((first_at, 0));
            *entry = (entry.0.min(first_at), entry.1 + count);
        }
        let Some(next) = expired.next else { break };
        after = next;
    }
    if ended > 0 {
        tracing::warn!(
            event = "held_expired",
            count = ended,
            "held mail was given up: its time was over"
        );
        parts.hooks.woken();
    }
    for (site, (first_at, count)) in soon {
        let Some(entry) = parts.sites.entry(site) else { continue };
        let stops = match parts.store.view(Question::Stops(Some(site))).await? {
            Reply::Stops(stops) => stops,
            other => return Err(unexpected(&other)),
        };
        tell_hooks(parts, &entry, &stops, first_at, count, now).await?;
        warn(parts, &entry, &stops, first_at, count, now).await?;
    }
    Ok(())
}

/// Warns the people of a site, if they want to know.
async fn warn(
    parts: &Parts,
    entry: &Entry,
    stops: &[Stop],
    first_at: Time,
    count: u64,
    now: Time,
) -> Result<(), postern_store::Error> {
    if !entry.site.settings.notices.has(Notice::HeldMailGoes) {
        return Ok(());
    }
    let last_at = (now + parts.hold.warn_ahead).max(first_at);
    let held = Held { first_at, last_at, count, max_age: parts.hold.max_age };
    parts.notify.held_mail_goes_soon(entry, stops, held, now).await
}

/// Tells webhooks the same, once as well.
async fn tell_hooks(
    parts: &Parts,
    entry: &Entry,
    stops: &[Stop],
    first_at: Time,
    mails: u64,
    now: Time,
) -> Result<(), postern_store::Error> {
    let site = entry.site.id;
    let once = (format!("hooked-held:{site}"), held_by(entry, stops));
    let facts = Facts::HeldExpiring { first_at: first_at.0, mails };
    parts.hooks.tell(News { site, at: now, facts, once }).await.map(drop)
}

/// What holds mail of a site: since when it is red, and its newest stop.
fn held_by(entry: &Entry, stops: &[Stop]) -> String {
    let newest = stops.iter().map(|stop| stop.id.0).max().unwrap_or(0);
    format!("{} {newest}", entry.site.since.0)
}
