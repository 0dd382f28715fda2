//! `GET /sites/{site}`: whether a site's mail leaves; if not, why not and what to do; how much leaves and how much fails.

mod advice;
mod figures;
mod span;
mod state;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use postern_core::time::Time;
use postern_engine::sites::Entry;
use postern_engine::words::Words;
use postern_store::view::{Failure, FailureFilter, Question, Reply, TraceFilter, Traced};

use super::Panel;
use super::frame::{Frame, Here, Tab, html};
use super::history::{self, Asked};
use super::jobs::{self, JobView};
use super::quoted::Quoted;
use super::said::Remote;
use super::scripts;
use super::stops::StopView;
use super::visitor::Visitor;
use crate::api::request::Params;
use crate::api::{App, Guarded, unexpected};
use crate::error::Result;
use crate::standing::Standing;
use figures::{AdviceView, FigureView};
use span::HistoryView;
use state::StateView;

pub(super) use state::who;

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview {
    frame: Frame,
    name: String,
    /// Where the page hears of changes.
    events: String,
    state: StateView,
    jobs: Vec<JobView>,
    stops: Vec<StopView>,
    figures: Vec<FigureView>,
    advice: Vec<AdviceView>,
    history: HistoryView,
    errors: Vec<ErrorView>,
    errors_link: String,
}

/// An email in error, in short.
struct ErrorView {
    when: String,
    recipient: Quoted,
    script: Quoted,
    what: String,
    meaning: String,
    reply: String,
}

/// Failures and messages that advice is drawn from, and failures that are shown.
const LATEST: usize = 100;
const SHOWN: usize = 5;

pub(crate) async fn show(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
    Params(asked): Params<Asked>,
) -> Result<Response> {
    let app = &panel.app;
    let name = entry.site.name.clone();
    let standing = Standing::of(app, &entry).await?;
    let columns = history::columns(app, &entry, asked.range).await?;
    let failures = latest_failures(app, &entry).await?;
    let messages = latest_messages(app, &entry).await?;
    let jobs = jobs::latest(app, &entry).await?;
    let view =
        View { visitor: &visitor, words: &visitor.words, entry: &entry, standing: &standing };
    let title = view.words.say("nav-overview");
    html(&Overview {
        frame: Frame::of(&visitor, Here::Site(&entry, Tab::Overview), title),
        name: name.clone(),
        events: visitor.links.of_site(&name, "events"),
        state: view.state(&failures),
        jobs: jobs.iter().filter_map(|job| JobView::under_way(view.words, job)).collect(),
        stops: standing
            .stops
            .iter()
            .map(|stop| StopView::of(&visitor, &entry, standing.now, stop))
            .collect(),
        figures: view.figures(),
        advice: view.advice(&failures, &messages),
        history: view.history(asked.range, &columns),
        errors: failures.iter().take(SHOWN).map(|failure| view.error(failure)).collect(),
        errors_link: view.page(Tab::Errors),
    })
}

pub(super) async fn latest_failures(app: &App, entry: &Entry) -> Result<Vec<Failure>> {
    let (site, filter) = (entry.site.id, FailureFilter::default());
    match app.ask(Question::Failures { site, filter, before: None, limit: LATEST }).await? {
        Reply::Failures(page) => Ok(page.rows),
        other => Err(unexpected(&other)),
    }
}

pub(super) async fn latest_messages(app: &App, entry: &Entry) -> Result<Vec<Traced>> {
    let (site, filter) = (entry.site.id, TraceFilter::default());
    match app.ask(Question::Trace { site, filter, before: None, limit: LATEST }).await? {
        Reply::Trace(page) => Ok(page.rows),
        other => Err(unexpected(&other)),
    }
}

/// From what there is to what is told of it.
struct View<'a> {
    visitor: &'a Visitor,
    words: &'a Words,
    entry: &'a Entry,
    standing: &'a Standing,
}

impl View<'_> {
    fn page(&self, tab: Tab) -> String {
        tab.link(&self.visitor.links, &self.entry.site.name)
    }

    fn moment(&self, at: Time) -> String {
        self.words.moment(at, &self.entry.zone)
    }

    fn error(&self, failure: &Failure) -> ErrorView {
        let words = self.words;
        let class = failure.class.word();
        ErrorView {
            when: self.moment(failure.at),
            recipient: Quoted::cut(&failure.recipient, 60),
            script: scripts::name(words, &failure.script),
            what: words.say(&format!("class-{class}")),
            meaning: words.say(&format!("class-{class}-means")),
            reply: Quoted::cut(&Remote::from(&failure.remote).in_a_line(), 600).text,
        }
    }
}
