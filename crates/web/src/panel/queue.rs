//! `GET /sites/{site}/queue`: the mails that wait, why they do, and what can be done with some or all of them.

mod work;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use postern_core::access::Right;
use postern_core::site::{self, QueueWork, Refusal};
use postern_core::time::Time;
use postern_engine::sites::Entry;
use postern_engine::words::{Fact, Words};
use postern_store::{JobKind, QueueKind, Selection};
use serde::Deserialize;

use super::Panel;
use super::filter::{self, Choice, Filter, Link};
use super::frame::{self, Frame, Here, html};
use super::jobs::{self, JobView};
use super::pager::Pager;
use super::quoted::{Quoted, Room};
use super::said::{Remote, Reply};
use super::scripts;
use super::tabs::{Tab, Tabs};
use super::trace::sender;
use super::visitor::Visitor;
use crate::api::request::Params;
use crate::api::{Guarded, queue};
use crate::error::{Error, Result};
use crate::standing::Standing;
use crate::wire::{Code, Queued};

pub(crate) use work::{count, of as work};

#[derive(Template)]
#[template(path = "queue.html")]
struct Queue {
    frame: Frame,
    events: String,
    here: String,
    filter: Filter,
    tabs: Tabs,
    jobs: Vec<JobView>,
    /// What jobs came to a short time ago.
    ended: Vec<String>,
    columns: Vec<(String, &'static str)>,
    rows: Vec<Row>,
    none: (&'static str, &'static str),
    pager: Pager,
    /// What can be done, with the page that asks; nothing for those who may only look.
    works: Vec<(String, String, &'static str)>,
    /// Why what one might look for is not there.
    refusal: Option<String>,
    /// What the form of the works carries along.
    meant: Vec<(&'static str, String)>,
    /// What all are.
    all: &'static str,
}

struct Row {
    id: i64,
    when: String,
    recipient: Quoted,
    subject: Quoted,
    sender: Quoted,
    script: Quoted,
    waits: String,
    tried: Option<String>,
    reply: Option<Reply>,
    story: String,
}

/// What is looked for; what is empty does not matter.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    kind: String,
    recipient: String,
    sender: String,
    script: String,
    /// Hours.
    older: String,
    after: String,
}

/// Mails of a page.
const PAGE: usize = 30;

/// Ages to choose from, in hours.
const AGES: [u64; 5] = [1, 6, 24, 48, 96];

impl Asked {
    /// The mails that are meant.
    fn selection(&self, now: Time) -> Result<Selection> {
        let bad = |what: &str| Error::new(Code::BadRequest, format!("{what} is none to choose"));
        let kind = match self.kind.as_str() {
            "" => None,
            "due" => Some(QueueKind::Due),
            "deferred" => Some(QueueKind::Deferred),
            "held" => Some(QueueKind::Held),
            _ => return Err(bad("the kind")),
        };
        let age = match self.older.as_str() {
            "" => None,
            hours => Some(hours.parse::<u32>().map_err(|_| bad("the age"))?),
        };
        Ok(Selection {
            recipient: filter::given(&self.recipient),
            sender: filter::given(&self.sender),
            script: filter::given(&self.script),
            accepted_before: age.map(|hours| (now - hours_of(hours.into())).0),
            kind,
            ..Selection::default()
        })
    }

    /// The same as fields of a form.
    fn fields(&self) -> Vec<(&'static str, String)> {
        let fields = [
            ("kind", &self.kind),
            ("recipient", &self.recipient),
            ("sender", &self.sender),
            ("script", &self.script),
            ("older", &self.older),
        ];
        let set = fields.into_iter().filter(|(_, value)| !value.is_empty());
        set.map(|(name, value)| (name, value.clone())).collect()
    }

    async fn form(&self, panel: &Panel, visitor: &Visitor, entry: &Entry) -> Result<Filter> {
        let words = &visitor.words;
        let scripts = scripts::choices(&panel.app, entry, &self.script).await?;
        let age =
            |hours: u64| Choice { value: hours.to_string(), label: words.span(hours_of(hours)) };
        Ok(Filter::of(frame::Tab::Queue.link(&visitor.links, &entry.site.name))
            .keep("kind", &self.kind)
            .search("recipient", words.say("queue-recipient"), &self.recipient)
            .text("sender", words.say("column-sender"), &self.sender)
            .choice("script", words.say("column-script"), &self.script, scripts)
            .choice("older", words.say("queue-older"), &self.older, AGES.map(age).into()))
    }
}

fn hours_of(hours: u64) -> std::time::Duration {
    std::time::Duration::from_secs(hours * 3600)
}

pub(crate) async fn show(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
    Params(asked): Params<Asked>,
) -> Result<Response> {
    let (app, words, links) = (&panel.app, &visitor.words, &visitor.links);
    let now = app.now();
    let standing = Standing::of(app, &entry).await?;
    let form = asked.form(&panel, &visitor, &entry).await?;
    let from = filter::given(&asked.after);
    let selection = asked.selection(now)?;
    let page = queue::page(app, entry.site.id, selection, from.as_deref(), PAGE).await?;
    let latest = jobs::latest(app, &entry).await?;
    let may_act = visitor.may(Right::Act, Some(entry.site.id));
    let view = View { visitor: &visitor, entry: &entry, standing: &standing, now };
    let mut room = Room::of(PAGE);
    let is_asked = form.is_set() || !asked.kind.is_empty();
    html(&Queue {
        events: links.of_site(&entry.site.name, "events"),
        here: form.link().to_string(),
        tabs: view.tabs(&form.link(), &asked.kind),
        jobs: latest.iter().filter_map(|job| JobView::under_way(words, job)).collect(),
        ended: latest.iter().filter_map(|job| jobs::came_to(words, job, now)).take(3).collect(),
        columns: ["column-recipient", "column-waits", "column-script", "column-when"]
            .map(|key| (words.say(key), ""))
            .into(),
        rows: page.items.iter().map(|row| view.row(&mut room, row)).collect(),
        none: match (page.next.is_some(), is_asked) {
            (true, _) => ("none-so-far", "none-so-far-means"),
            (false, true) => ("none-fits", "queue-none-fits-means"),
            (false, false) => ("queue-empty", "queue-empty-means"),
        },
        pager: Pager::of(&form.link(), "after", &asked.after, page.next.as_deref()),
        works: if may_act { view.works() } else { Vec::new() },
        refusal: refusal(&visitor, &standing).filter(|_| may_act),
        meant: asked.fields(),
        all: if is_asked { "choose-fitting" } else { "choose-all" },
        filter: form,
        frame: Frame::of(&visitor, Here::Site(&entry, frame::Tab::Queue), words.say("nav-queue")),
    })
}

/// Whether the rules let a visitor do this work now.
fn ruling(
    visitor: &Visitor,
    standing: &Standing,
    kind: JobKind,
) -> std::result::Result<(), Refusal> {
    let work = match kind {
        JobKind::Release => QueueWork::Release,
        JobKind::Delete => QueueWork::Delete,
        JobKind::Retry => return Ok(()),
    };
    let (site, person) = (&standing.site, visitor.caller.grant.person());
    site::decide_queue_work(site.state, site.locked, work, person)
}

/// Why mail cannot be let through or deleted now.
fn refusal(visitor: &Visitor, standing: &Standing) -> Option<String> {
    let refused = [JobKind::Delete, JobKind::Release];
    let why = refused.into_iter().find_map(|kind| ruling(visitor, standing, kind).err())?;
    Some(visitor.words.say(refused_key(why)))
}

fn refused_key(why: Refusal) -> &'static str {
    match why {
        Refusal::Locked => "refused-locked",
        Refusal::HeldAsSpam | Refusal::PurgeFirst | Refusal::BlockFirst => "refused-spam",
    }
}

/// The word of a work: the end of its path and its keys.
fn word(kind: JobKind) -> &'static str {
    match kind {
        JobKind::Release => "release",
        JobKind::Delete => "delete",
        JobKind::Retry => "retry",
    }
}

/// The page that asks before a work.
fn path(visitor: &Visitor, entry: &Entry, kind: JobKind) -> String {
    visitor.links.to(&["sites", &entry.site.name, "queue", word(kind)])
}

struct View<'a> {
    visitor: &'a Visitor,
    entry: &'a Entry,
    standing: &'a Standing,
    now: Time,
}

impl View<'_> {
    fn words(&self) -> &Words {
        &self.visitor.words
    }

    fn tabs(&self, list: &Link, current: &str) -> Tabs {
        let (words, queue) = (self.words(), &self.standing.queue);
        let tab = |(kind, key, count): (&str, &str, u64)| Tab {
            label: words.say(key),
            count: Some(words.number(count)),
            href: list.with("kind", kind).to_string(),
            current: kind == current,
        };
        let kinds = [
            ("", "filter-any", queue.total),
            ("held", "queue-tab-held", queue.held),
            ("deferred", "queue-tab-deferred", queue.deferred),
            ("due", "queue-tab-due", queue.due),
        ];
        Tabs { label: words.say("queue-kinds"), all: kinds.map(tab).into() }
    }

    /// What can be done with waiting mail now.
    fn works(&self) -> Vec<(String, String, &'static str)> {
        let is_red = self.standing.site.state.is_red();
        let works = [
            (JobKind::Release, "work-release", "", is_red),
            (JobKind::Retry, "work-retry", "quiet", self.standing.queue.deferred > 0),
            (JobKind::Delete, "work-delete", "quiet", true),
        ];
        let offered = works.into_iter().filter(|(kind, _, _, is_of_use)| {
            *is_of_use && ruling(self.visitor, self.standing, *kind).is_ok()
        });
        offered
            .map(|(kind, key, look, _)| {
                (self.words().say(key), path(self.visitor, self.entry, kind), look)
            })
            .collect()
    }

    fn row(&self, room: &mut Room, row: &Queued) -> Row {
        room.next_row();
        let words = self.words();
        let remote = Remote {
            host: &row.last_host,
            code: row.last_code,
            enhanced: &row.last_enhanced,
            text: &row.last_reply,
        };
        let links = &self.visitor.links;
        Row {
            id: row.id,
            when: words.moment(row.accepted_at.into(), &self.entry.zone),
            recipient: room.fit(Quoted::cut(&row.recipient, 60)),
            subject: room.fit(Quoted::cut(&row.subject, 80)),
            sender: room.fit(sender(words, row.sender.as_deref())),
            script: room.fit(scripts::name(words, &row.script)),
            waits: self.waits(row),
            tried: (row.attempts > 0)
                .then(|| words.tell("queue-tried", &[("count", u64::from(row.attempts).into())])),
            reply: Reply::in_list(words, room, remote),
            story: links.to(&["sites", &self.entry.site.name, "trace", &row.message.to_string()]),
        }
    }

    /// How a mail stands, in words.
    fn waits(&self, row: &Queued) -> String {
        let words = self.words();
        let next_at = Time::from(row.next_at);
        let waits = match row.kind.as_str() {
            _ if row.in_flight => words.say("waits-in-hand"),
            "held" if row.stopped => words.say("waits-stopped"),
            "held" => words.say("waits-held"),
            "deferred" if next_at > self.now => {
                let moment = words.moment(next_at, &self.entry.zone);
                let ago = words.from_now(next_at, self.now);
                let facts = [("moment", Fact::from(&moment)), ("ago", Fact::from(&ago))];
                words.tell("waits-deferred", &facts)
            }
            "deferred" => words.say("waits-soon"),
            _ => words.say("waits-due"),
        };
        let is_red = self.standing.site.state.is_red();
        match row.released && is_red && !row.stopped {
            true => format!("{waits} · {}", words.say("waits-released")),
            false => waits,
        }
    }
}
