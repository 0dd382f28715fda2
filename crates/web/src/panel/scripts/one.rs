//! `GET /sites/{site}/scripts/one?script=`: a script with its month, its mails, and how to stop it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::tz::TimeZone;
use postern_core::access::Right;
use postern_core::counter::day_range;
use postern_core::stop::Stopped;
use postern_engine::words::{Fact, Words};
use postern_store::view::{Question, Reply, ScriptDay};
use serde::Deserialize;

use super::{days, name, stopped, sums};
use crate::api::request::Params;
use crate::api::{Guarded, unexpected};
use crate::error::{Error, Result};
use crate::panel::Panel;
use crate::panel::badge::Badge;
use crate::panel::chart::{self, Chart, Column, Label};
use crate::panel::frame::{Frame, Here, Tab, html};
use crate::panel::quoted::Quoted;
use crate::panel::stops::StopView;
use crate::panel::visitor::{Visitor, with_query};
use crate::wire::Code;

#[derive(Template)]
#[template(path = "script.html")]
struct Page {
    frame: Frame,
    name: Quoted,
    badge: Option<Badge>,
    /// Names and values.
    figures: Vec<(String, String)>,
    stops: Vec<StopView>,
    /// The page that asks whether to stop it, for those who may.
    stop: Option<String>,
    /// Its mails.
    links: Vec<(String, String)>,
    sent: String,
    failed: String,
    chart: Chart,
    back: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    script: String,
}

pub(crate) async fn show(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
    Params(Asked { script }): Params<Asked>,
) -> Result<Response> {
    let (app, words, links) = (&panel.app, &visitor.words, &visitor.links);
    let (site, site_name) = (entry.site.id, &entry.site.name);
    let found = match app.ask(Question::ScriptNamed { site, name: script.clone() }).await? {
        Reply::ScriptNamed(found) => found,
        other => return Err(unexpected(&other)),
    };
    let found = found.ok_or_else(|| {
        Error::new(Code::NoSuchPath, format!("site {site_name} has no script {script:?}"))
    })?;
    let mut month = days(app, &entry, vec![found.id]).await?;
    let month = month.remove(&found.id).unwrap_or_default();
    let stops = app.actions().stops(site).await?;
    let own: Vec<_> =
        stops.iter().filter(|stop| stop.what == Stopped::Script(script.clone())).collect();
    let mails = |tab: Tab, key: &str| {
        (words.say(key), with_query(&tab.link(links, site_name), &[("script", &script)]))
    };
    // Mails without a name are not told apart from others by it.
    let is_named = !script.is_empty();
    let may_stop = is_named && own.is_empty() && visitor.may(Right::Act, Some(site));
    let (sent, failed) = sums(&month);
    let first = words.moment(found.first_at, &entry.zone);
    let last = words.moment(found.last_at, &entry.zone);
    html(&Page {
        name: match script.as_str() {
            "" => name(words, ""),
            script => Quoted::cut(script, 200),
        },
        badge: (!own.is_empty()).then(|| stopped(words)),
        figures: vec![
            (words.say("script-accepted"), words.number(found.accepted)),
            (words.say("legend-sent"), words.number(found.sent)),
            (words.say("legend-failed"), words.number(found.failed)),
            (
                words.say("scripts-part"),
                words.percent(found.failed, found.sent.saturating_add(found.failed)),
            ),
            (words.say("script-first"), first),
            (words.say("scripts-last"), last),
        ],
        stops: own.iter().map(|stop| StopView::of(&visitor, &entry, app.now(), stop)).collect(),
        stop: may_stop.then(|| {
            let page = links.to(&["sites", site_name, "scripts", "stop"]);
            with_query(&page, &[("script", &script)])
        }),
        links: match is_named {
            true => vec![
                mails(Tab::Errors, "script-errors"),
                mails(Tab::Trace, "script-trace"),
                mails(Tab::Queue, "script-queue"),
            ],
            false => Vec::new(),
        },
        sent: words.number(sent),
        failed: words.number(failed),
        chart: draw(words, &entry.zone, &month),
        back: Tab::Scripts.link(links, site_name),
        frame: Frame::of(&visitor, Here::Site(&entry, Tab::Scripts), words.say("column-script")),
    })
}

/// The month as a drawing.
fn draw(words: &Words, zone: &TimeZone, month: &[ScriptDay]) -> Chart {
    let (sent, failed) = sums(month);
    let told = words.tell("script-told", &[("sent", sent.into()), ("failed", failed.into())]);
    let column = |(at, day): (usize, &ScriptDay)| {
        let start = day_range(day.day, zone).map(|range| range.start)?;
        let when = words.day(start, zone);
        let facts =
            [("when", Fact::from(&when)), ("sent", day.sent.into()), ("failed", day.failed.into())];
        let label = at
            .is_multiple_of(5)
            .then(|| Label { text: words.day_short(start, zone), minor: at % 10 == 5 });
        Some(Column {
            title: words.tell("script-column", &facts),
            label,
            sent: day.sent,
            held: 0,
            failed: day.failed,
        })
    };
    let columns: Vec<Column> = month.iter().enumerate().filter_map(column).collect();
    chart::draw(&columns, &words.say("chart-name"), &told, |figure| words.number(figure))
}
