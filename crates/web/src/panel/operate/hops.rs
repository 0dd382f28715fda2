//! `GET /hops`: the servers mail goes to next, those in trouble first: what waits for each, what it takes, what it last
//! said.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use postern_core::time::Time;
use postern_engine::words::Words;
use serde::Deserialize;

use crate::api::hop::ranked;
use crate::api::request::Params;
use crate::error::Result;
use crate::panel::Panel;
use crate::panel::badge::Badge;
use crate::panel::filter::Filter;
use crate::panel::frame::{Desk, Frame, Here, html};
use crate::panel::quoted::{Quoted, Room};
use crate::panel::visitor::Visitor;
use crate::wire::{Hop, Hops};

#[derive(Template)]
#[template(path = "operate-hops.html")]
struct HopsPage {
    frame: Frame,
    attempts: String,
    filter: Filter,
    columns: Vec<(String, &'static str)>,
    rows: Vec<Row>,
    /// What is told where not all are shown.
    more: Option<String>,
}

struct Row {
    name: Quoted,
    badge: Badge,
    /// Until when nothing is begun, or since when it fails.
    state: Option<String>,
    waiting: String,
    oldest: Option<Oldest>,
    slots: String,
    most: String,
    failure: Option<Failure>,
}

/// What waits longest.
struct Oldest {
    since: String,
    site: String,
    href: String,
}

struct Failure {
    when: String,
    said: Quoted,
}

/// Next hops of a page.
const PAGE: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    search: String,
}

pub(crate) async fn list(
    State(panel): State<Panel>,
    visitor: Visitor,
    Params(Asked { search }): Params<Asked>,
) -> Result<Response> {
    let words = &visitor.words;
    let Hops { now, running, most_running, total, items } =
        ranked(&panel.app, &search, PAGE).await?;
    let now = now.into();
    let more = total.saturating_sub(items.len() as u64);
    let mut room = Room::of(items.len());
    let mut row = |hop: Hop| {
        room.next_row();
        row(&visitor, hop, now, &mut room)
    };
    html(&HopsPage {
        frame: Frame::of(&visitor, Here::Operate(Desk::Hops), words.say("nav-hops")),
        attempts: words
            .tell("hops-attempts", &[("count", running.into()), ("most", most_running.into())]),
        filter: Filter::of(visitor.links.to(&["hops"])).search(
            "search",
            words.say("hops-search"),
            search.trim(),
        ),
        columns: [
            ("hops-hop", ""),
            ("column-state", ""),
            ("hops-waiting", "amount"),
            ("hops-running", "amount"),
            ("hops-failure", ""),
        ]
        .map(|(key, class)| (words.say(key), class))
        .into(),
        rows: items.into_iter().map(&mut row).collect(),
        more: (more > 0).then(|| words.tell("hops-more", &[("count", more.into())])),
    })
}

fn row(visitor: &Visitor, hop: Hop, now: Time, room: &mut Room) -> Row {
    let words = &visitor.words;
    let ago = |at: Time| words.from_now(at, now);
    let oldest = hop.oldest_due_at.zip(hop.oldest_site.clone()).map(|(at, site)| Oldest {
        since: words.tell("hops-oldest", &[("ago", (&ago(at.into())).into())]),
        href: visitor.links.site(&site),
        site,
    });
    Row {
        name: room.fit(Quoted::cut(&hop.name, 60)),
        badge: badge(words, &hop),
        state: state(words, &hop, now),
        waiting: words.number(hop.waiting),
        oldest,
        slots: words.tell(
            "hops-of-slots",
            &[("running", u64::from(hop.running).into()), ("slots", u64::from(hop.slots).into())],
        ),
        most: words.tell("hops-most", &[("count", u64::from(hop.most_slots).into())]),
        failure: hop.last_failed_at.map(|at| Failure {
            when: ago(at.into()),
            said: room.fit(Quoted::cut(&said(&hop), 120)),
        }),
    }
}

fn badge(words: &Words, hop: &Hop) -> Badge {
    let (kind, icon, key) = match (hop.dead, hop.closed_until, hop.failing_since) {
        (true, ..) => ("bad", "stop", "hop-dead"),
        (false, Some(_), _) => ("busy", "busy", "hop-paused"),
        (false, None, Some(_)) => ("busy", "busy", "hop-slowed"),
        (false, None, None) => ("good", "check", "hop-answers"),
    };
    Badge { kind, icon, word: words.say(key) }
}

fn state(words: &Words, hop: &Hop, now: Time) -> Option<String> {
    let told = |key: &str, at: Time| {
        let when = words.from_now(at, now);
        words.tell(key, &[("when", (&when).into()), ("count", u64::from(hop.failures).into())])
    };
    match (hop.failing_since, hop.closed_until) {
        (Some(since), Some(until)) => {
            let (since, until) =
                (told("hop-failing", since.into()), told("hop-again", until.into()));
            Some(format!("{since} {until}"))
        }
        (Some(since), None) => Some(told("hop-failing", since.into())),
        (None, Some(until)) => Some(told("hop-again", until.into())),
        (None, None) => None,
    }
}

/// The host, the codes and the words of the last failure.
fn said(hop: &Hop) -> String {
    let code = if hop.last_code == 0 { String::new() } else { hop.last_code.to_string() };
    let host = if hop.last_host.is_empty() { String::new() } else { format!("{}:", hop.last_host) };
    let parts = [host.as_str(), &code, &hop.last_enhanced, &hop.last_reply];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
