//! `GET /` for those who oversee the hosting: every site, those first that do most of what is looked for, so that the few
//! that hurt the others are seen at a glance.

use std::time::Duration;

use askama::Template;
use axum::response::Response;
use jiff::tz::TimeZone;
use postern_core::access::Right;
use postern_core::counter;
use postern_core::ids::SiteId;
use postern_engine::words::Words;
use postern_store::view::{
    Question, RankedSite, Reply, SiteFilter, SiteOrder, SiteRanking, SiteTotals,
};
use serde::Deserialize;

use super::bulk::MOST;
use crate::api::{App, unexpected};
use crate::error::Result;
use crate::panel::badge::Badge;
use crate::panel::filter::{Choice, Filter, given};
use crate::panel::frame::{Desk, Frame, Here, html};
use crate::panel::pager::Pager;
use crate::panel::tabs::{Tab, Tabs};
use crate::panel::visitor::Visitor;

#[derive(Template)]
#[template(path = "operate-sites.html")]
struct Sites {
    frame: Frame,
    figures: Vec<Figure>,
    filter: Filter,
    tabs: Tabs,
    columns: Vec<(String, &'static str)>,
    rows: Vec<Row>,
    pager: Pager,
    /// What those who run the hosting can do here.
    operating: Option<Operating>,
}

/// What can be done with the list.
struct Operating {
    add: String,
    /// Where several sites are acted on, and what goes along: what was looked for.
    bulk: String,
    search: String,
    state: String,
    /// All that fit, in words.
    all: String,
}

/// A figure of all sites together.
struct Figure {
    name: String,
    value: String,
    below: String,
}

struct Row {
    id: SiteId,
    /// What the box that chooses it is called.
    choose: String,
    name: String,
    href: String,
    badge: Badge,
    amounts: [Amount; 3],
    last_mail: String,
}

/// How much, and what part of all sites' that is, where it is any.
struct Amount {
    name: String,
    value: String,
    share: Option<String>,
}

/// Sites of a page.
const PAGE: usize = 50;

/// What is asked of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    search: String,
    state: String,
    by: String,
    /// The figure and the name of the last one of the page before.
    pub(in crate::panel) after: String,
}

pub(crate) async fn list(app: &App, visitor: &Visitor, asked: &Asked) -> Result<Response> {
    let words = &visitor.words;
    let by = order(&asked.by);
    let days_from = Some(days_from(app));
    let fits = site_filter(&asked.search, &asked.state);
    let ranking = ranked(app, fits, by, days_from, cursor(&asked.after), PAGE).await?;
    let SiteRanking { page, all, fitting } = ranking;
    let filter = form(visitor, asked);
    let pager = {
        let next = page.next.as_ref().map(|(figure, name)| format!("{figure}:{name}"));
        Pager::of(&filter.link(), "after", &asked.after, next.as_deref())
    };
    let view = View { words, visitor, all, now: app.now() };
    html(&Sites {
        frame: Frame::of(visitor, Here::Operate(Desk::Sites), words.say("nav-sites")),
        figures: figures(words, &all),
        tabs: tabs(words, &filter, by),
        columns: [
            ("column-site", ""),
            ("column-state", ""),
            ("sites-failed", "amount"),
            ("sites-queued", "amount"),
            ("sites-sent", "amount"),
            ("sites-last-mail", ""),
        ]
        .map(|(key, class)| (words.say(key), class))
        .into(),
        rows: page.rows.into_iter().map(|site| view.row(site)).collect(),
        operating: visitor.may(Right::Operate, None).then(|| Operating {
            add: visitor.links.to(&["operate", "sites", "new"]),
            bulk: visitor.links.to(&["operate", "bulk"]),
            search: asked.search.trim().to_owned(),
            state: asked.state.clone(),
            all: words.tell("bulk-all", &[("count", fitting.sites.min(MOST as u64).into())]),
        }),
        filter,
        pager,
    })
}

/// The words of the query.
const ORDERS: [(&str, SiteOrder); 4] = [
    ("failed", SiteOrder::Failed),
    ("queued", SiteOrder::Queued),
    ("sent", SiteOrder::Sent),
    ("name", SiteOrder::Name),
];

/// What hurts stands first unless something else is asked for.
fn order(word: &str) -> SiteOrder {
    let found = ORDERS.into_iter().find(|(known, _)| *known == word);
    found.map_or(SiteOrder::Failed, |(_, order)| order)
}

/// Which sites a search and a state mean.
pub(super) fn site_filter(search: &str, state: &str) -> SiteFilter {
    let search = given(search).unwrap_or_default().to_lowercase();
    SiteFilter { search, red: state == "red" }
}

/// The day from which on it is counted: yesterday.
pub(super) fn days_from(app: &App) -> i32 {
    counter::day(app.now() - Duration::from_secs(86_400), &TimeZone::UTC)
}

/// The cursor of a page: the figure and the name of the last site before it.
fn cursor(after: &str) -> Option<(u64, String)> {
    let (figure, name) = after.split_once(':')?;
    Some((figure.parse().ok()?, name.to_owned()))
}

/// Sites that fit, the largest figure first, and what all come to.
pub(super) async fn ranked(
    app: &App,
    filter: SiteFilter,
    by: SiteOrder,
    days_from: Option<i32>,
    after: Option<(u64, String)>,
    limit: usize,
) -> Result<SiteRanking> {
    match app.ask(Question::SiteRanking { filter, by, days_from, after, limit }).await? {
        Reply::SiteRanking(ranking) => Ok(ranking),
        other => Err(unexpected(&other)),
    }
}

fn form(visitor: &Visitor, asked: &Asked) -> Filter {
    let words = &visitor.words;
    let red = Choice { value: "red".into(), label: words.say("sites-red-only") };
    let by = if order(&asked.by) == SiteOrder::Failed { "" } else { asked.by.as_str() };
    Filter::of(visitor.links.sites())
        .keep("by", by)
        .search("search", words.say("sites-search"), asked.search.trim())
        .choice("state", words.say("column-state"), &asked.state, vec![red])
}

fn tabs(words: &Words, filter: &Filter, by: SiteOrder) -> Tabs {
    let tab = |(word, order): (&str, SiteOrder)| Tab {
        label: words.say(&format!("sites-by-{word}")),
        count: None,
        href: match order {
            SiteOrder::Failed => filter.link().with("by", ""),
            _ => filter.link().with("by", word),
        }
        .to_string(),
        current: order == by,
    };
    Tabs { label: words.say("sites-by"), all: ORDERS.map(tab).into() }
}

fn figures(words: &Words, all: &SiteTotals) -> Vec<Figure> {
    let since = words.say("sites-since");
    let failed_of = all.sent.saturating_add(all.failed);
    let failed_share = words.percent(all.failed, failed_of);
    let figure = |key: &str, value: u64, below: String| Figure {
        name: words.say(key),
        value: words.number(value),
        below,
    };
    vec![
        figure("nav-sites", all.sites, words.tell("sites-red-count", &[("count", all.red.into())])),
        figure(
            "sites-failed",
            all.failed,
            words.tell("sites-failed-share", &[("share", (&failed_share).into())]),
        ),
        figure("sites-queued", all.queued, words.say("sites-now")),
        figure("sites-sent", all.sent, since),
    ]
}

/// From sites to rows.
struct View<'a> {
    words: &'a Words,
    visitor: &'a Visitor,
    all: SiteTotals,
    now: postern_core::time::Time,
}

impl View<'_> {
    fn row(&self, site: RankedSite) -> Row {
        let last = site.last_accepted_at.map(|at| self.words.from_now(at, self.now));
        Row {
            id: site.site,
            choose: self.words.tell("bulk-choose", &[("site", (&site.name).into())]),
            href: self.visitor.links.site(&site.name),
            badge: Badge::of(self.words, site.state, site.locked),
            amounts: [
                self.amount("sites-failed", site.failed, self.all.failed),
                self.amount("sites-queued", site.counters.queued, self.all.queued),
                self.amount("sites-sent", site.sent, self.all.sent),
            ],
            last_mail: last.unwrap_or_else(|| self.words.say("sites-no-mail")),
            name: site.name,
        }
    }

    fn amount(&self, key: &str, part: u64, whole: u64) -> Amount {
        let share = self.words.percent(part, whole);
        Amount {
            name: self.words.say(key),
            value: self.words.number(part),
            share: (part > 0)
                .then(|| self.words.tell("sites-share", &[("share", (&share).into())])),
        }
    }
}
