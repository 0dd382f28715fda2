//! A site as it changes: server-sent events, for pages and programs that want to see it move.
//!
//! `state` and `counters` are told at the beginning and whenever they change. The site is looked at once a second at most,
//! and only while somebody listens. An event's id says what its receiver has seen by then, so that one who comes back with
//! it (`Last-Event-ID`) is told only what is new. A comment each 15 s keeps the connection, and shows the daemon one that is
//! gone. A stream ends after a minute and when the daemon does; whoever comes again is asked again who they are.

use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use postern_core::ids::SiteId;
use postern_store::Site;
use postern_store::view::{Question, Reply};
use tokio::time::{Instant, MissedTickBehavior};

use super::app::App;
use super::guard::Guarded;
use super::request::SiteParam;
use super::site::counters;
use super::stream::Slot;
use crate::caller::Caller;
use crate::error::Result;
use crate::wire::{self, StateEvent};

/// The least time between two looks at a site.
const LOOK: Duration = Duration::from_secs(1);

/// How long a stream is silent at most.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How long a stream lasts: so long may one who has lost the right still see the site.
const LIFE: Duration = Duration::from_secs(60);

/// The state and the counters of a site as they change
///
/// Server-sent events: `state` (a `StateEvent`) and `counters` (the `Counters`), each at the beginning and when it changes,
/// at most once a second. With `Last-Event-ID` only what changed since is told at the beginning. A comment comes every
/// 15 s. The stream ends after a minute, when the site is removed and when the daemon stops: come again with the last id.
#[utoipa::path(
    get, path = "/sites/{site}/events", operation_id = "follow_site", tag = "events",
    params(SiteParam, ("Last-Event-ID" = Option<String>, Header, description = "The id of the last event that was seen.")),
    responses((status = 200, description = "The events.", body = wire::Event, content_type = "text/event-stream")),
    extensions(("x-problems" = json!(["too-many-streams"])))
)]
pub(crate) async fn follow(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
    headers: HeaderMap,
) -> Result<Response> {
    let slot = app.streams().open(&caller)?;
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let seen = last.and_then(Seen::read).unwrap_or_default();
    let mut looks = tokio::time::interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let following = Following {
        app,
        site: entry.site.id,
        seen,
        waiting: Vec::new(),
        looks,
        ends: Instant::now() + LIFE,
        _slot: slot,
    };
    let events = stream::unfold(following, |mut following| async {
        following.next().await.map(|event| (Ok::<_, Infallible>(event), following))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response())
}

struct Following {
    app: App,
    site: SiteId,
    seen: Seen,
    /// What was seen at the last look and is not told yet, last first.
    waiting: Vec<Event>,
    looks: tokio::time::Interval,
    ends: Instant,
    _slot: Slot,
}

impl Following {
    /// The next event; `None` at the end.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop() {
                return Some(event);
            }
            tokio::select! {
                biased;
                () = self.app.stopped() => return None,
                () = tokio::time::sleep_until(self.ends) => return None,
                _ = self.looks.tick() => {}
            }
            // A store that cannot answer ends the stream: the client comes again.
            match self.app.ask(Question::Site(self.site)).await {
                Ok(Reply::Site(Some(site))) => self.look(&site),
                _ => return None,
            }
        }
    }

    /// Notes what is new.
    fn look(&mut self, site: &Site) {
        let now = Seen::of(site);
        let event = |name: &str, seen: Seen| Event::default().event(name).id(seen.text());
        if now.counters != self.seen.counters {
            let told = event("counters", now).json_data(counters(site.counters));
            self.waiting.extend(told.ok());
        }
        if now.epoch != self.seen.epoch {
            let state = StateEvent {
                state: site.state.word().to_owned(),
                locked: site.locked,
                since: site.since.into(),
                by: site.by.clone(),
                reason: site.reason.clone(),
            };
            // Told before the counters, which are still those that were seen last.
            let seen = Seen { epoch: now.epoch, ..self.seen };
            self.waiting.extend(event("state", seen).json_data(state).ok());
        }
        self.seen = now;
    }
}

/// What a receiver has seen: the epoch of the site's state, and a digest of its counters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Seen {
    epoch: Option<u64>,
    counters: Option<u64>,
}

impl Seen {
    fn of(site: &Site) -> Seen {
        let mut hasher = DefaultHasher::new();
        let of = counters(site.counters);
        let figures = [
            of.accepted,
            of.sent,
            of.failed,
            of.failed_late,
            of.purged,
            of.deleted,
            of.queued,
            of.queued_bytes,
            of.deferred,
        ];
        figures.hash(&mut hasher);
        Seen { epoch: Some(site.epoch), counters: Some(hasher.finish()) }
    }

    fn text(self) -> String {
        let part =
            |part: Option<u64>| part.map_or_else(|| "-".to_owned(), |part| format!("{part:x}"));
        format!("{}.{}", part(self.epoch), part(self.counters))
    }

    fn read(text: &str) -> Option<Seen> {
        let part = |part: &str| match part {
            "-" => Some(None),
            part => u64::from_str_radix(part, 16).ok().map(Some),
        };
        let (epoch, counters) = text.split_once('.')?;
        Some(Seen { epoch: part(epoch)?, counters: part(counters)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_comes_back_as_it_went_and_what_is_none_says_nothing() {
        for seen in [
            Seen::default(),
            Seen { epoch: Some(3), counters: None },
            Seen { epoch: Some(u64::MAX), counters: Some(0) },
        ] {
            assert_eq!(Seen::read(&seen.text()), Some(seen));
        }
        for text in ["", ".", "1", "1.", "x.1", "1.2.3", "-1.2"] {
            assert_eq!(Seen::read(text), None, "{text:?}");
        }
    }
}
