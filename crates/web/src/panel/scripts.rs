//! A site's scripts: who sends, how much, and how much of it fails. One of them has a page of its own; one, or one sender,
//! can be stopped while the rest sends.

mod one;
mod stop;

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use postern_core::access::Right;
use postern_core::counter::{day_after, today};
use postern_core::ids::ScriptId;
use postern_core::stop::Stopped;
use postern_engine::sites::Entry;
use postern_engine::words::Words;
use postern_store::view::{Order, Question, Reply, Script, ScriptDay};
use serde::Deserialize;

use super::Panel;
use super::badge::Badge;
use super::chart::spark;
use super::filter::{Choice, Link};
use super::frame::{self, Frame, Here, html};
use super::pager::Pager;
use super::quoted::{Quoted, Room};
use super::stops::StopView;
use super::tabs::{Tab, Tabs};
use super::visitor::{Visitor, with_query};
use crate::api::request::Params;
use crate::api::{App, Guarded, unexpected};
use crate::error::Result;

pub(crate) use one::show as one;
pub(crate) use stop::{ask as ask_stop, ask_end as ask_unstop, end as unstop, stop};

#[derive(Template)]
#[template(path = "scripts.html")]
struct Scripts {
    frame: Frame,
    stops: Vec<StopView>,
    tabs: Tabs,
    columns: Vec<(String, &'static str)>,
    rows: Vec<Row>,
    pager: Pager,
    /// Where a sender is stopped, for those who may.
    stop: Option<String>,
}

struct Row {
    name: Quoted,
    page: String,
    stopped: Option<Badge>,
    spark: String,
    sent: String,
    failed: String,
    part: String,
    last: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    by: By,
    /// How many scripts the pages before had.
    after: String,
}

/// What they are ranked by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum By {
    #[default]
    Sent,
    Failed,
}

/// Scripts of a page.
const PAGE: usize = 20;

/// Scripts that are ranked at most.
const RANKED: usize = 1000;

/// Days of a script that are shown.
const DAYS: i64 = 31;

pub(crate) async fn show(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
    Params(asked): Params<Asked>,
) -> Result<Response> {
    let (app, words, links) = (&panel.app, &visitor.words, &visitor.links);
    let name = &entry.site.name;
    let by = match asked.by {
        By::Sent => Order::Sent,
        By::Failed => Order::Failed,
    };
    let skipped = asked.after.parse().unwrap_or(0).min(RANKED);
    let mut scripts = of_site(app, &entry, by, skipped + PAGE + 1).await?;
    let goes_on = scripts.len() > skipped + PAGE;
    scripts.truncate(skipped + PAGE);
    scripts.drain(..skipped.min(scripts.len()));
    let ids = scripts.iter().map(|script| script.id).collect();
    let days = days(app, &entry, ids).await?;
    let stops = app.actions().stops(entry.site.id).await?;
    let list = Link::to(frame::Tab::Scripts.link(links, name));
    let tab = |(value, key): (&str, &str)| Tab {
        label: words.say(key),
        count: None,
        href: list.with("by", value).to_string(),
        current: (value == "failed") == (asked.by == By::Failed),
    };
    let mut room = Room::of(PAGE);
    let mut row = |script: &Script| {
        room.next_row();
        let is_stopped = stops.iter().any(|stop| stop.what == Stopped::Script(script.name.clone()));
        let told = days.get(&script.id).map(Vec::as_slice).unwrap_or_default();
        Row {
            name: room.fit(self::name(words, &script.name)),
            page: page(&visitor, &entry, &script.name),
            stopped: is_stopped.then(|| stopped(words)),
            spark: line(words, told),
            sent: words.number(script.sent),
            failed: words.number(script.failed),
            part: words.percent(script.failed, script.sent.saturating_add(script.failed)),
            last: words.moment(script.last_at, &entry.zone),
        }
    };
    let by = if asked.by == By::Failed { "failed" } else { "" };
    let next = (skipped + PAGE).to_string();
    html(&Scripts {
        stops: stops.iter().map(|stop| StopView::of(&visitor, &entry, app.now(), stop)).collect(),
        tabs: Tabs {
            label: words.say("scripts-by"),
            all: [("", "scripts-by-sent"), ("failed", "scripts-by-failed")].map(tab).into(),
        },
        columns: [
            ("column-script", ""),
            ("scripts-days", ""),
            ("legend-sent", "amount"),
            ("legend-failed", "amount"),
            ("scripts-part", "amount"),
            ("scripts-last", ""),
        ]
        .map(|(key, class)| (words.say(key), class))
        .into(),
        rows: scripts.iter().map(&mut row).collect(),
        pager: Pager::of(
            &list.with("by", by),
            "after",
            &asked.after,
            goes_on.then_some(next.as_str()),
        ),
        stop: visitor
            .may(Right::Act, Some(entry.site.id))
            .then(|| links.to(&["sites", name, "scripts", "stop"])),
        frame: Frame::of(
            &visitor,
            Here::Site(&entry, frame::Tab::Scripts),
            words.say("nav-scripts"),
        ),
    })
}

/// The page of one script.
fn page(visitor: &Visitor, entry: &Entry, script: &str) -> String {
    let page = visitor.links.to(&["sites", &entry.site.name, "scripts", "one"]);
    with_query(&page, &[("script", script)])
}

fn stopped(words: &Words) -> Badge {
    Badge { kind: "bad", icon: "stop", word: words.say("script-stopped") }
}

/// What scripts did on each of the latest days, oldest first.
async fn days(
    app: &App,
    entry: &Entry,
    scripts: Vec<ScriptId>,
) -> Result<BTreeMap<ScriptId, Vec<ScriptDay>>> {
    let (today, _) = today(app.now(), &entry.zone);
    let calendar: Vec<i32> = (1 - DAYS..=0).filter_map(|back| day_after(today, back)).collect();
    let from = calendar.first().copied().unwrap_or(today);
    let blank = calendar.iter().map(|day| ScriptDay { day: *day, ..ScriptDay::default() });
    let blank: Vec<ScriptDay> = blank.collect();
    let mut days: BTreeMap<_, _> = scripts.iter().map(|id| (*id, blank.clone())).collect();
    let found = match app.ask(Question::ScriptDays { scripts, from }).await? {
        Reply::ScriptDays(found) => found,
        other => return Err(unexpected(&other)),
    };
    for (script, day) in found {
        let place = days.get_mut(&script).and_then(|days| {
            let at = days.binary_search_by_key(&day.day, |blank| blank.day).ok()?;
            days.get_mut(at)
        });
        if let Some(place) = place {
            *place = day;
        }
    }
    Ok(days)
}

/// The days as a line of a table.
fn line(words: &Words, days: &[ScriptDay]) -> String {
    let (sent, failed) = sums(days);
    let facts = [("sent", sent.into()), ("failed", failed.into())];
    let columns: Vec<(u64, u64)> = days.iter().map(|day| (day.sent, day.failed)).collect();
    spark(&columns, &words.tell("scripts-days-told", &facts))
}

/// How much was sent and failed on these days.
fn sums(days: &[ScriptDay]) -> (u64, u64) {
    days.iter().fold((0, 0), |(sent, failed), day| {
        (sent.saturating_add(day.sent), failed.saturating_add(day.failed))
    })
}

/// Scripts that a form offers, those with most failures first.
const OFFERED: usize = 20;

/// The script of a mail, as a list shows it.
pub(crate) fn name(words: &Words, script: &str) -> Quoted {
    match script {
        "" => Quoted::cut(&words.say("script-unknown"), 60),
        script => Quoted::script(script),
    }
}

/// The scripts to choose from in a form, the one that is chosen among them.
pub(crate) async fn choices(app: &App, entry: &Entry, chosen: &str) -> Result<Vec<Choice>> {
    let scripts = of_site(app, entry, Order::Failed, OFFERED).await?;
    let mut names: Vec<String> = scripts.into_iter().map(|script| script.name).collect();
    names.retain(|name| is_plain(name) && name != chosen);
    names.extend((!chosen.is_empty()).then(|| chosen.to_owned()));
    names.sort();
    let choice = |name: String| Choice { label: Quoted::script(&name).text, value: name };
    Ok(names.into_iter().map(choice).collect())
}

/// Whether a form can offer a name as it is. Others are reached by their links.
fn is_plain(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"<>&\"'".contains(&byte);
    (1..=120).contains(&name.len()) && name.bytes().all(is_plain)
}

/// The scripts of a site by what they sent or failed.
async fn of_site(app: &App, entry: &Entry, by: Order, limit: usize) -> Result<Vec<Script>> {
    match app.ask(Question::Scripts { site: Some(entry.site.id), by, limit }).await? {
        Reply::Scripts(scripts) => Ok(scripts),
        other => Err(unexpected(&other)),
    }
}
