//! `GET /sites/{site}`: whether a site's mail leaves; if not, why not and what to do; how much leaves and how much fails.

use askama::Template;
use axum::extract::{Extension, Query, State};
use axum::response::Response;
use jiff::tz::TimeZone;
use postern_core::access::Right;
use postern_core::site::{self, Action, Person, Refusal, Ruling, State as SiteState};
use postern_core::stop::Stopped;
use postern_core::time::Time;
use postern_engine::sites::Entry;
use postern_engine::words::{Fact, Words};
use postern_store::view::{Failure, FailureFilter, Question, Reply, TraceFilter, Traced};
use postern_store::{Site, Stop};

use super::Panel;
use super::advice::{self, Advice, Figures};
use super::chart::{self, Chart, Label};
use super::frame::{Frame, Here, Tab, html};
use super::guard::AtSite;
use super::history::{self, Asked, Column, Span};
use super::quoted::Quoted;
use super::steps::{self, Facts, Who, steps};
use super::visitor::{Visitor, with_query};
use crate::api::{App, unexpected};
use crate::error::Result;
use crate::standing::Standing;

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview {
    frame: Frame,
    /// Where the page hears of changes.
    events: String,
    state: StateView,
    stops: Vec<StopView>,
    figures: Vec<FigureView>,
    advice: Vec<AdviceView>,
    history: HistoryView,
    errors: Vec<ErrorView>,
    errors_link: String,
}

/// What the site does now.
struct StateView {
    kind: &'static str,
    icon: &'static str,
    headline: String,
    means: String,
    since: String,
    reason: Option<Quoted>,
    /// Names and values.
    why: Vec<(String, Quoted)>,
    steps: Vec<StepView>,
    actions: Vec<ActionView>,
    /// Why an action that one might look for is not there.
    refusals: Vec<String>,
}

struct StepView {
    text: String,
    link: Option<(String, String)>,
}

struct ActionView {
    label: String,
    href: String,
    kind: &'static str,
}

/// A script or sender that is blocked while the rest sends.
struct StopView {
    what: String,
    name: Quoted,
    since: String,
    reason: Option<Quoted>,
}

struct FigureView {
    name: String,
    value: String,
    href: Option<String>,
    below: Vec<String>,
}

struct AdviceView {
    title: String,
    text: String,
    link: Option<(String, String)>,
}

struct HistoryView {
    ranges: Vec<RangeView>,
    chart: Chart,
    sent: String,
    held: String,
    failed: String,
    nothing: bool,
    rows: Vec<[String; 4]>,
    csv: String,
}

struct RangeView {
    label: String,
    href: String,
    current: bool,
}

/// An email in error, in short.
struct ErrorView {
    when: String,
    recipient: Quoted,
    script: Quoted,
    what: String,
    meaning: String,
    reply: Quoted,
}

/// Failures and messages that advice is drawn from, and failures that are shown.
const LATEST: usize = 100;
const SHOWN: usize = 5;

pub(crate) async fn show(
    State(panel): State<Panel>,
    visitor: Visitor,
    Extension(AtSite(entry)): Extension<AtSite>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let app = &panel.app;
    let name = entry.site.name.clone();
    let standing = Standing::of(app, &name).await?;
    let columns = history::columns(app, &entry, asked.range).await?;
    let failures = latest_failures(app, &entry).await?;
    let messages = latest_messages(app, &entry).await?;
    let view =
        View { visitor: &visitor, words: &visitor.words, entry: &entry, standing: &standing };
    let title = view.words.say("nav-overview");
    html(&Overview {
        frame: Frame::of(&visitor, Here::Site(&entry, Tab::Overview), title),
        events: visitor.links.of_site(&name, "events"),
        state: view.state(&failures),
        stops: standing.stops.iter().map(|stop| view.stop(stop)).collect(),
        figures: view.figures(),
        advice: view.advice(&failures, &messages),
        history: view.history(asked.range, &columns),
        errors: failures.iter().take(SHOWN).map(|failure| view.error(failure)).collect(),
        errors_link: view.page(Tab::Errors),
    })
}

async fn latest_failures(app: &App, entry: &Entry) -> Result<Vec<Failure>> {
    let (site, filter) = (entry.site.id, FailureFilter::default());
    match app.ask(Question::Failures { site, filter, before: None, limit: LATEST }).await? {
        Reply::Failures(page) => Ok(page.rows),
        other => Err(unexpected(&other)),
    }
}

async fn latest_messages(app: &App, entry: &Entry) -> Result<Vec<Traced>> {
    let (site, filter) = (entry.site.id, TraceFilter::default());
    match app.ask(Question::Trace { site, filter, before: None, limit: LATEST }).await? {
        Reply::Trace(page) => Ok(page.rows),
        other => Err(unexpected(&other)),
    }
}

/// Who a visitor is to a site.
pub(super) fn who(visitor: &Visitor, site: &Site) -> Who {
    match visitor.caller.grant.person() {
        _ if !visitor.may(Right::Act, Some(site.id)) => Who::Reader,
        Person::Operator => Who::Operator,
        Person::Owner => Who::Owner,
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

    // --- what it does now ---

    fn state(&self, failures: &[Failure]) -> StateView {
        let site = &self.standing.site;
        let (kind, icon) = if site.state.is_red() { ("bad", "stop") } else { ("good", "check") };
        let key = match site.state {
            SiteState::Enabled => "state-enabled",
            SiteState::Forced => "state-forced",
            SiteState::Blocked => "state-blocked",
            SiteState::Bounce => "state-bounce",
            SiteState::Spam => "state-spam",
        };
        let quiet = site.state == SiteState::Enabled;
        let reason = (!site.reason.is_empty() && !quiet).then(|| Quoted::cut(&site.reason, 400));
        StateView {
            kind,
            icon,
            headline: self.words.say(key),
            means: self.words.say(&format!("{key}-means")),
            since: self.since(),
            reason,
            why: if quiet { Vec::new() } else { self.why(failures) },
            steps: self.steps(),
            actions: self.actions(),
            refusals: self.refusals(),
        }
    }

    /// Since when and by whom; a site that always sent says nothing of it.
    fn since(&self) -> String {
        let site = &self.standing.site;
        let (moment, ago) =
            (self.moment(site.since), self.words.from_now(site.since, self.standing.now));
        let by = By::of(&site.by, self.visitor);
        let key = match (&by, site.state.is_red()) {
            (By::You, true) => "since-red-you",
            (By::Owner(_), true) => "since-red-owner",
            (By::Provider, true) => "since-red-provider",
            (By::Operator(_), true) => "since-red-operator",
            (By::Policy, true) => "since-red-policy",
            (_, false) => "since-green",
        };
        let name = by.name();
        self.words.tell(
            key,
            &[("moment", (&moment).into()), ("ago", (&ago).into()), ("name", name.into())],
        )
    }

    fn why(&self, failures: &[Failure]) -> Vec<(String, Quoted)> {
        let (words, queue) = (self.words, &self.standing.queue);
        let mut why = Vec::new();
        let mut fact = |key: &str, value: Quoted| why.push((words.say(key), value));
        if self.standing.site.state.is_red() {
            let held = words.tell("mails", &[("count", queue.held.into())]);
            fact("why-held", Quoted::cut(&held, 80));
        }
        if let Some(at) = self.standing.expires_next_at {
            let (moment, ago) = (self.moment(at), words.from_now(at, self.standing.now));
            let told = words
                .tell("why-given-up-at", &[("moment", (&moment).into()), ("ago", (&ago).into())]);
            fact("why-given-up", Quoted::cut(&told, 120));
        }
        // What failed while it came to this, not what failed since.
        let before: Vec<&Failure> =
            failures.iter().filter(|failure| failure.at <= self.standing.site.since).collect();
        if let Some((script, count)) = script_at_fault(&before) {
            let script = Quoted::script(script);
            let told = words.tell(
                "why-script-count",
                &[
                    ("script", (&script.text).into()),
                    ("count", count.into()),
                    ("of", Fact::Count(before.len() as u64)),
                ],
            );
            fact("why-script", Quoted { text: told, whole: script.whole });
        }
        if let Some(failure) = before.first() {
            fact("why-reply", Quoted::reply(&reply_of(failure), 200));
        }
        why
    }

    fn steps(&self) -> Vec<StepView> {
        let site = &self.standing.site;
        let facts = Facts {
            state: site.state,
            locked: site.locked,
            who: who(self.visitor, site),
            queued: self.standing.queue.total > 0,
        };
        let view = |step: steps::Step| {
            let (key, page) = step.told();
            let link = page.map(|page| {
                let label = self.words.say(&format!("{key}-link"));
                (label, self.visitor.links.of_site(&site.name, page))
            });
            StepView { text: self.words.say(key), link }
        };
        steps(facts).into_iter().map(view).collect()
    }

    fn ruling(&self, action: Action) -> Ruling {
        let site = &self.standing.site;
        site::decide(site.state, site.locked, action, self.visitor.caller.grant.person())
    }

    fn actions(&self) -> Vec<ActionView> {
        let site = &self.standing.site;
        if who(self.visitor, site) == Who::Reader {
            return Vec::new();
        }
        let shown = [
            (Action::Unblock, "unblock", "action-unblock", ""),
            (Action::Block, "block", "action-block", "quiet"),
            (Action::Purge, "purge", "action-purge", "quiet"),
        ];
        let allowed = shown.into_iter().filter(|(action, ..)| match self.ruling(*action) {
            // A site that sends keeps nothing back that would have to be deleted.
            Ruling::Change { .. } => {
                *action != Action::Purge || site.state.is_red() || self.standing.queue.total > 0
            }
            Ruling::Nothing | Ruling::Refuse(_) => false,
        });
        let view = |(_, page, key, kind): (Action, &str, &str, &'static str)| ActionView {
            label: self.words.say(key),
            href: self.visitor.links.of_site(&site.name, page),
            kind,
        };
        let mut actions: Vec<ActionView> = allowed.map(view).collect();
        // Where it is the only way on, it is the first.
        if let [only] = actions.as_mut_slice()
            && site.state.is_red()
        {
            only.kind = "";
        }
        actions
    }

    fn refusals(&self) -> Vec<String> {
        let site = &self.standing.site;
        if who(self.visitor, site) == Who::Reader {
            return Vec::new();
        }
        let queued = self.standing.queue.total;
        let told = |action| match self.ruling(action) {
            Ruling::Refuse(Refusal::Locked) => Some(self.words.say("refused-locked")),
            Ruling::Refuse(Refusal::PurgeFirst) => Some(self.words.say("refused-purge-first")),
            Ruling::Refuse(Refusal::BlockFirst) if queued > 0 => {
                Some(self.words.tell("refused-block-first", &[("count", queued.into())]))
            }
            Ruling::Refuse(Refusal::BlockFirst | Refusal::HeldAsSpam) => None,
            Ruling::Change { .. } | Ruling::Nothing => None,
        };
        let mut refusals: Vec<String> =
            [Action::Unblock, Action::Purge].into_iter().filter_map(told).collect();
        refusals.dedup();
        refusals
    }

    fn stop(&self, stop: &Stop) -> StopView {
        let (key, name) = match &stop.what {
            Stopped::Script(script) => ("stopped-script", script),
            Stopped::Sender(sender) => ("stopped-sender", sender),
        };
        let (moment, ago) =
            (self.moment(stop.by.at), self.words.from_now(stop.by.at, self.standing.now));
        let facts = [("moment", Fact::from(&moment)), ("ago", Fact::from(&ago))];
        StopView {
            what: self.words.say(key),
            name: Quoted::script(name),
            since: self.words.tell("since", &facts),
            reason: (!stop.reason.is_empty()).then(|| Quoted::cut(&stop.reason, 200)),
        }
    }

    // --- figures ---

    fn figures(&self) -> Vec<FigureView> {
        let (words, standing) = (self.words, self.standing);
        let (ever, today, queue) = (&standing.site.counters, &standing.today, &standing.queue);
        let count = |key: &str, count: u64| words.tell(key, &[("count", count.into())]);
        let failed_today = today.failed.saturating_add(today.failed_late);
        let kinds = [
            ("queued-due", queue.due),
            ("queued-deferred", queue.deferred),
            ("queued-held", queue.held),
        ];
        let mut in_error = vec![count("in-error-today", failed_today)];
        if ever.failed_late > 0 {
            in_error.push(count("in-error-late", ever.failed_late));
        }
        vec![
            FigureView {
                name: words.say("figure-sent-today"),
                value: words.number(today.sent),
                href: None,
                below: Vec::new(),
            },
            FigureView {
                name: words.say("figure-sent-ever"),
                value: words.number(ever.sent),
                href: None,
                below: vec![words.tell(
                    "since-created",
                    &[("day", (&words.day(standing.site.created_at, &self.entry.zone)).into())],
                )],
            },
            FigureView {
                name: words.say("figure-in-error"),
                value: words.number(ever.in_error()),
                href: Some(self.page(Tab::Errors)),
                below: in_error,
            },
            FigureView {
                name: words.say("figure-queued"),
                value: words.number(queue.total),
                href: Some(self.page(Tab::Queue)),
                below: kinds
                    .into_iter()
                    .filter(|(_, figure)| *figure > 0)
                    .map(|(key, figure)| count(key, figure))
                    .collect(),
            },
        ]
    }

    fn advice(&self, failures: &[Failure], messages: &[Traced]) -> Vec<AdviceView> {
        let site = &self.standing.site;
        let figures = Figures {
            now: self.standing.now,
            red: site.state.is_red(),
            last_accepted_at: site.last_accepted_at,
            has_report_address: !site.settings.report_address.is_empty(),
            failures: failures.iter().map(|it| (it.at, it.script.as_str(), it.class)).collect(),
            messages: messages.iter().map(|it| (it.accepted_at, it.script.as_str())).collect(),
        };
        advice::advice(&figures).iter().map(|advice| self.advised(advice)).collect()
    }

    fn advised(&self, advice: &Advice) -> AdviceView {
        let words = self.words;
        let name = |script: &str| match script {
            "" => words.say("script-unknown"),
            script => Quoted::script(script).text,
        };
        let of_script = |tab, script: &str| with_query(&self.page(tab), &[("script", script)]);
        let (key, text, link) = match advice {
            Advice::CheckAddresses { script, count } => (
                "advice-addresses",
                words.tell(
                    "advice-addresses",
                    &[("script", (&name(script)).into()), ("count", (*count).into())],
                ),
                Some(of_script(Tab::Errors, script)),
            ),
            Advice::Captcha { script, count, span } => {
                let (script, span) = (name(script), words.span(*span));
                let facts = [
                    ("script", Fact::from(&script)),
                    ("count", (*count).into()),
                    ("span", (&span).into()),
                ];
                (
                    "advice-captcha",
                    words.tell("advice-captcha", &facts),
                    Some(self.page(Tab::Scripts)),
                )
            }
            Advice::SeenAsSpam { count } => (
                "advice-spam",
                words.tell("advice-spam", &[("count", (*count).into())]),
                Some(self.page(Tab::Errors)),
            ),
            Advice::Refused { count } => (
                "advice-refused",
                words.tell("advice-refused", &[("count", (*count).into())]),
                Some(self.page(Tab::Errors)),
            ),
            Advice::ReportAddress => {
                ("advice-report", words.say("advice-report"), Some(self.page(Tab::Settings)))
            }
            Advice::Silent { since: None } => {
                ("advice-silent", words.say("advice-silent-ever"), Some(self.page(Tab::Help)))
            }
            Advice::Silent { since: Some(at) } => {
                let (moment, ago) = (self.moment(*at), words.from_now(*at, self.standing.now));
                let facts = [("moment", Fact::from(&moment)), ("ago", Fact::from(&ago))];
                ("advice-silent", words.tell("advice-silent", &facts), Some(self.page(Tab::Help)))
            }
        };
        AdviceView {
            title: words.say(&format!("{key}-title")),
            text,
            link: link.map(|href| (words.say(&format!("{key}-link")), href)),
        }
    }

    // --- history ---

    fn history(&self, span: Span, columns: &[Column]) -> HistoryView {
        let words = self.words;
        let links = &self.visitor.links;
        let name = &self.entry.site.name;
        let range = |one: Span| RangeView {
            label: words.say(&format!("range-{}", one.word())),
            href: with_query(&links.site(name), &[("range", one.word())]) + "#history",
            current: one == span,
        };
        let sums = columns.iter().fold((0_u64, 0_u64, 0_u64), |(sent, held, failed), column| {
            let (one, two, three) = drawn(column);
            (sent.saturating_add(one), held.saturating_add(two), failed.saturating_add(three))
        });
        let (sent, held, failed) = sums;
        let facts = [("sent", sent.into()), ("held", held.into()), ("failed", failed.into())];
        let told = words.tell("chart-told", &facts);
        let drawn_columns: Vec<chart::Column> =
            columns.iter().enumerate().map(|(at, column)| self.column(span, at, column)).collect();
        let row = |column: &Column| {
            let (sent, held, failed) = drawn(column);
            let figures = [sent, held, failed].map(|figure| words.number(figure));
            let [sent, held, failed] = figures;
            (column.bucket != Default::default())
                .then(|| [self.when(span, column), sent, failed, held])
        };
        HistoryView {
            ranges: Span::ALL.map(range).into(),
            chart: chart::draw(&drawn_columns, &words.say("chart-name"), &told, |figure| {
                words.number(figure)
            }),
            sent: words.number(sent),
            held: words.number(held),
            failed: words.number(failed),
            nothing: sent + held + failed == 0,
            rows: columns.iter().rev().filter_map(row).collect(),
            csv: with_query(&links.of_site(name, "history.csv"), &[("range", span.word())]),
        }
    }

    fn column(&self, span: Span, at: usize, column: &Column) -> chart::Column {
        let (sent, held, failed) = drawn(column);
        let when = self.when(span, column);
        let facts = [
            ("when", Fact::from(&when)),
            ("sent", sent.into()),
            ("held", held.into()),
            ("failed", failed.into()),
        ];
        let title = self.words.tell("chart-column", &facts);
        chart::Column { title, label: self.label(span, at, column.span.start), sent, held, failed }
    }

    /// The time of a column in words.
    fn when(&self, span: Span, column: &Column) -> String {
        let (words, zone) = (self.words, &self.entry.zone);
        let (from, to) = (column.span.start, column.span.end);
        match span {
            Span::Day | Span::Week => {
                let (day, from, to) =
                    (words.day_short(from, zone), words.clock(from, zone), words.clock(to, zone));
                let facts = [
                    ("day", Fact::from(&day)),
                    ("from", Fact::from(&from)),
                    ("to", Fact::from(&to)),
                ];
                words.tell("chart-hours", &facts)
            }
            Span::Month => words.day(from, zone),
            Span::Year => {
                let last = to - std::time::Duration::from_secs(1);
                let (from, to) = (words.day_short(from, zone), words.day(last, zone));
                words.tell("chart-days", &[("from", (&from).into()), ("to", (&to).into())])
            }
        }
    }

    fn label(&self, span: Span, at: usize, start: Time) -> Option<Label> {
        let (words, zone) = (self.words, &self.entry.zone);
        let (hour, minute) = wall(start, zone)?;
        let (text, minor) = match span {
            Span::Day if minute == 0 && hour % 3 == 0 => (words.clock(start, zone), hour % 6 != 0),
            Span::Week if hour == 0 => (words.day_short(start, zone), at / 4 % 2 == 1),
            Span::Month if at.is_multiple_of(5) => (words.day_short(start, zone), at % 10 == 5),
            Span::Year if at.is_multiple_of(9) => (words.day_short(start, zone), at % 18 == 9),
            _ => return None,
        };
        Some(Label { text, minor })
    }

    // --- errors ---

    fn error(&self, failure: &Failure) -> ErrorView {
        let words = self.words;
        let class = failure.class.word();
        ErrorView {
            when: self.moment(failure.at),
            recipient: Quoted::cut(&failure.recipient, 60),
            script: match failure.script.as_str() {
                "" => Quoted::cut(&words.say("script-unknown"), 60),
                script => Quoted::script(script),
            },
            what: words.say(&format!("class-{class}")),
            meaning: words.say(&format!("class-{class}-means")),
            reply: Quoted::reply(&reply_of(failure), 120),
        }
    }
}

/// What a column shows: sent, held, failed.
fn drawn(column: &Column) -> (u64, u64, u64) {
    let bucket = &column.bucket;
    (bucket.sent, bucket.held, bucket.failed.saturating_add(bucket.failed_late))
}

/// Hour and minute of the clock on the wall.
fn wall(at: Time, zone: &TimeZone) -> Option<(i8, i8)> {
    let at = zone.to_datetime(jiff::Timestamp::from_millisecond(at.0).ok()?);
    Some((at.hour(), at.minute()))
}

/// The codes and words of the remote, or what happened instead.
fn reply_of(failure: &Failure) -> String {
    let remote = &failure.remote;
    let code = if remote.code == 0 { String::new() } else { remote.code.to_string() };
    let parts = [code.as_str(), remote.enhanced.as_str(), remote.text.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The script of most of these failures, if it is of half of them and there are some.
fn script_at_fault<'a>(failures: &[&'a Failure]) -> Option<(&'a str, u64)> {
    let mut of_script = std::collections::BTreeMap::new();
    for failure in failures.iter().filter(|failure| !failure.script.is_empty()) {
        *of_script.entry(failure.script.as_str()).or_insert(0_u64) += 1;
    }
    let (script, count) = of_script.into_iter().max_by_key(|(_, count)| *count)?;
    (failures.len() >= 3 && count * 2 >= failures.len() as u64).then_some((script, count))
}

/// By whom a state was entered, as the visitor knows them.
enum By {
    You,
    Owner(String),
    /// The hosting provider: an owner is not told who that is.
    Provider,
    Operator(String),
    Policy,
}

impl By {
    fn of(who: &str, visitor: &Visitor) -> By {
        let is_operator = visitor.caller.grant.person() == Person::Operator;
        match who.split_once(':') {
            _ if who == visitor.caller.who => By::You,
            Some(("owner", name)) => By::Owner(Quoted::cut(name, 60).text),
            Some(("operator", name)) if is_operator => By::Operator(Quoted::cut(name, 60).text),
            Some(("operator", _)) => By::Provider,
            _ => By::Policy,
        }
    }

    fn name(&self) -> &str {
        match self {
            By::Owner(name) | By::Operator(name) => name,
            By::You | By::Provider | By::Policy => "",
        }
    }
}
