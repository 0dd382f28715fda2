//! Block, unblock or purge many sites: chosen in the list, asked about once, done one by one by the actions that every site
//! has, while a page tells how far it is. No request is held for it; what was done stays done, whoever stops looking.

mod run;

use std::convert::Infallible;
use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Redirect, Response};
use futures_util::stream;
use postern_core::ids::SiteId;
use postern_core::site::{self, Action, Person, Ruling, State as SiteState};
use postern_engine::words::Words;
use postern_store::view::{Question, Reply, SiteOrder};
use serde::Deserialize;

use super::sites::{days_from, ranked, site_filter};
use crate::api::action::REASON;
use crate::api::request::{Params, Path};
use crate::api::{App, unexpected};
use crate::error::{Error, Result};
use crate::panel::action::{reason_of, too_long, word};
use crate::panel::confirm::Confirm;
use crate::panel::field::{Fault, Field, tell};
use crate::panel::filter::Link;
use crate::panel::form::Form;
use crate::panel::frame::{Desk, Frame, Here, html};
use crate::panel::pager::Pager;
use crate::panel::visitor::Visitor;
use crate::panel::{Panel, flash};
use crate::wire::{ActionWish, Code};
use run::{Came, Done, Order};

pub(crate) use run::Runs;

/// Sites at a time at most.
pub(super) const MOST: usize = 1000;

/// Names that are told before it is done.
const NAMED: usize = 20;

/// Results of a page.
const PAGE: usize = 50;

/// The least time between two looks at a run.
const LOOK: Duration = Duration::from_secs(1);

/// How long its stream is silent at most.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// A site that is meant, as it stands.
struct Chosen {
    id: SiteId,
    name: String,
    state: SiteState,
    locked: bool,
    queued: u64,
}

impl Chosen {
    fn changes(&self, action: Action) -> bool {
        let ruling = site::decide(self.state, self.locked, action, Person::Operator);
        matches!(ruling, Ruling::Change { .. })
    }
}

/// `GET /operate/bulk`: what will happen to how many sites and mails. The query is that of the list's form: an action, and
/// sites by their ids, or all that fit what was looked for.
pub(crate) async fn ask(
    State(panel): State<Panel>,
    visitor: Visitor,
    Params(query): Params<Vec<(String, String)>>,
) -> Result<Response> {
    let (app, links) = (&panel.app, &visitor.links);
    let value = |name: &str| {
        query.iter().find(|(has, _)| has == name).map_or("", |(_, value)| value.as_str())
    };
    let action = action_of(value("action"))?;
    let chosen = if value("which") == "all" {
        all_that_fit(app, value("search"), value("state")).await?
    } else {
        let ids = query.iter().filter(|(name, _)| name == "site");
        these(app, ids.filter_map(|(_, id)| id.parse().ok())).await?
    };
    if chosen.is_empty() {
        return Ok(flash::tell(&links.sites(), &visitor.words.say("bulk-none")));
    }
    asking(&panel, &visitor, action, &chosen, &Wish::default(), None)
}

fn action_of(word: &str) -> Result<Action> {
    let none = || Error::new(Code::BadRequest, format!("there is no action {word:?}"));
    let all = [Action::Block, Action::Unblock, Action::Purge];
    all.into_iter().find(|action| self::word(*action) == word).ok_or_else(none)
}

/// All that fit, as far as they can be done at a time, by their names.
async fn all_that_fit(app: &App, search: &str, state: &str) -> Result<Vec<Chosen>> {
    let filter = site_filter(search, state);
    let ranking = ranked(app, filter, SiteOrder::Name, Some(days_from(app)), None, MOST).await?;
    let chosen = ranking.page.rows.into_iter().map(|site| Chosen {
        id: site.site,
        name: site.name,
        state: site.state,
        locked: site.locked,
        queued: site.counters.queued,
    });
    Ok(chosen.collect())
}

/// Those of these sites that are there.
async fn these(app: &App, ids: impl Iterator<Item = SiteId>) -> Result<Vec<Chosen>> {
    let mut chosen = Vec::new();
    for id in ids.take(MOST) {
        match app.ask(Question::Site(id)).await? {
            Reply::Site(Some(site)) => chosen.push(Chosen {
                id,
                state: site.state,
                locked: site.locked,
                queued: site.counters.queued,
                name: site.name,
            }),
            Reply::Site(None) => {}
            other => return Err(unexpected(&other)),
        }
    }
    Ok(chosen)
}

/// What the page that asks sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    action: String,
    /// Ids, with commas between.
    sites: String,
    reason: String,
    lock: String,
}

fn asking(
    panel: &Panel,
    visitor: &Visitor,
    action: Action,
    chosen: &[Chosen],
    given: &Wish,
    fault: Option<Fault>,
) -> Result<Response> {
    let (words, links) = (&visitor.words, &visitor.links);
    let key = word(action);
    let count = |key: String, count: u64| words.tell(&key, &[("count", count.into())]);
    let mut fields = match action {
        Action::Block => vec![
            Field::lines("reason", words.say("reason-label"), &given.reason)
                .hint(words.say("bulk-reason-hint")),
            Field::tick("lock", words.say("lock-label"), !given.lock.is_empty())
                .hint(words.say("lock-hint")),
        ],
        Action::Unblock | Action::Purge => Vec::new(),
    };
    tell(&mut fields, fault.into_iter().collect());
    let ids: Vec<String> = chosen.iter().map(|site| site.id.to_string()).collect();
    html(&Confirm {
        frame: Frame::of(visitor, Here::Operate(Desk::Sites), words.say(&format!("action-{key}"))),
        question: count(format!("bulk-{key}-question"), chosen.len() as u64),
        said: None,
        happens: happens(panel, words, action, chosen),
        fields,
        kept: vec![("action", key.to_owned()), ("sites", ids.join(","))],
        confirm: count(format!("bulk-{key}-yes"), chosen.len() as u64),
        kind: if action == Action::Purge { "danger" } else { "" },
        here: links.to(&["operate", "bulk"]),
        back: links.sites(),
    })
}

fn happens(panel: &Panel, words: &Words, action: Action, chosen: &[Chosen]) -> Vec<String> {
    let key = word(action);
    let (changing, others): (Vec<&Chosen>, Vec<&Chosen>) =
        chosen.iter().partition(|site| site.changes(action));
    let queued = changing.iter().map(|site| site.queued).sum::<u64>();
    let count = |key: String, count: u64| words.tell(&key, &[("count", count.into())]);
    let mut happens = vec![
        count(format!("bulk-{key}-sites"), changing.len() as u64),
        count(format!("bulk-{key}-mails"), queued),
    ];
    if action == Action::Block {
        let age = words.span(panel.app.about().hold_max_age);
        happens.push(words.tell("bulk-block-new", &[("age", (&age).into())]));
    }
    if action == Action::Purge {
        happens.push(words.say("purge-for-good"));
    }
    if !others.is_empty() {
        happens.push(count(format!("bulk-{key}-nothing"), others.len() as u64));
    }
    let names: Vec<&str> = chosen.iter().take(NAMED).map(|site| site.name.as_str()).collect();
    let names = names.join(", ");
    happens.push(match chosen.len().saturating_sub(NAMED) as u64 {
        0 => words.tell("bulk-names", &[("names", (&names).into())]),
        more => {
            words.tell("bulk-names-more", &[("names", (&names).into()), ("count", more.into())])
        }
    });
    if chosen.len() == MOST {
        happens.push(count("bulk-at-most".to_owned(), MOST as u64));
    }
    happens
}

/// `POST /operate/bulk`: begins, and leads to the page that tells how far it is.
pub(crate) async fn begin(
    State(panel): State<Panel>,
    visitor: Visitor,
    Form(wish): Form<Wish>,
) -> Result<Response> {
    let words = &visitor.words;
    let action = action_of(&wish.action)?;
    let ids = wish.sites.split(',').filter_map(|id| id.parse().ok());
    let reason = reason_of(&wish.reason);
    if reason.len() > REASON {
        let chosen = these(&panel.app, ids).await?;
        let fault = Fault::of("reason", too_long(words, &reason));
        return asking(&panel, &visitor, action, &chosen, &wish, Some(fault));
    }
    let order = Order {
        action,
        wish: ActionWish { reason, lock: !wish.lock.is_empty() && action == Action::Block },
        sites: ids.take(MOST).collect(),
        caller: visitor.caller.clone(),
        words: words.clone(),
    };
    match panel.runs.begin(&panel.app, order) {
        Some(run) => {
            let to = visitor.links.to(&["operate", "bulk", &run.to_string()]);
            Ok(Redirect::to(&to).into_response())
        }
        None => Ok(flash::tell(&visitor.links.sites(), &words.say("bulk-too-many"))),
    }
}

#[derive(Template)]
#[template(path = "operate-bulk.html")]
struct Progress {
    frame: Frame,
    /// Where the page hears of changes; none once it has ended.
    events: Option<String>,
    state: String,
    done: u64,
    total: u64,
    ended: bool,
    counts: Vec<String>,
    columns: Vec<(String, &'static str)>,
    rows: Vec<Row>,
    pager: Pager,
    here: String,
}

struct Row {
    name: String,
    href: String,
    came: String,
    what: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// How many results come before.
    from: String,
}

/// `GET /operate/bulk/{run}`.
pub(crate) async fn show(
    State(panel): State<Panel>,
    visitor: Visitor,
    Path(id): Path<u64>,
    Params(Asked { from }): Params<Asked>,
) -> Result<Response> {
    let (words, links) = (&visitor.words, &visitor.links);
    let run = find(&panel, id)?;
    let (mut results, ended) = run.results();
    // What needs a look stands first.
    results.sort_by_key(|result| (result.came, result.site.clone()));
    let count_of = |came: Came| results.iter().filter(|result| result.came == came).count() as u64;
    let counts = Came::ALL.map(|came| (came, count_of(came)));
    let counts = counts.into_iter().filter(|(_, count)| *count > 0);
    let skipped: usize = from.parse().unwrap_or(0);
    let next = (results.len() > skipped + PAGE).then(|| (skipped + PAGE).to_string());
    let here = links.to(&["operate", "bulk", &id.to_string()]);
    let (done, total) = (results.len() as u64, run.total as u64);
    let title = words.say(&format!("action-{}", word(run.action)));
    html(&Progress {
        frame: Frame::of(&visitor, Here::Operate(Desk::Sites), title),
        events: (!ended).then(|| links.to(&["operate", "bulk", &id.to_string(), "events"])),
        state: words.tell(
            if ended { "bulk-ended" } else { "bulk-under-way" },
            &[("done", done.into()), ("total", total.into())],
        ),
        done,
        total: total.max(1),
        ended,
        counts: counts
            .map(|(came, count)| words.tell(came.key(), &[("count", count.into())]))
            .collect(),
        columns: ["column-site", "column-state", "column-what"]
            .map(|key| (words.say(key), ""))
            .into(),
        rows: results
            .into_iter()
            .skip(skipped)
            .take(PAGE)
            .map(|Done { site, came, what }| Row {
                href: links.site(&site),
                came: words.say(&format!("{}-mark", came.key())),
                what,
                name: site,
            })
            .collect(),
        pager: Pager::of(&Link::to(here.clone()), "from", &from, next.as_deref()),
        here,
    })
}

fn find(panel: &Panel, id: u64) -> Result<std::sync::Arc<run::Run>> {
    let none = || Error::new(Code::NoSuchPath, format!("there is no run {id}, or none any more"));
    panel.runs.find(id).ok_or_else(none)
}

/// `GET /operate/bulk/{run}/events`: an event whenever more of it is done.
pub(crate) async fn follow(
    State(panel): State<Panel>,
    visitor: Visitor,
    Path(id): Path<u64>,
) -> Result<Response> {
    let slot = panel.app.streams().open(&visitor.caller)?;
    let done = find(&panel, id)?.watch();
    let app = panel.app.clone();
    let events = stream::unfold((done, slot, app), |(mut done, slot, app)| async {
        tokio::select! {
            biased;
            () = app.stopped() => return None,
            changed = done.changed() => changed.ok()?,
        }
        tokio::time::sleep(LOOK).await;
        let count = done.borrow_and_update().to_string();
        let event = Event::default().event("counters").data(count);
        Some((Ok::<_, Infallible>(event), (done, slot, app)))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response())
}
