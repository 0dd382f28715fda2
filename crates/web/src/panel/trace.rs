//! `GET /sites/{site}/trace`: any mail of a site, found by what is known of it. One has its story on a page of its own.

mod story;

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use postern_core::ids::MessageId;
use postern_engine::sites::Entry;
use postern_engine::words::{Fact, Words};
use postern_store::view::TraceFilter;
use serde::Deserialize;

use super::Panel;
use super::badge::Badge;
use super::filter::{self, Filter};
use super::frame::{Frame, Here, Tab, html};
use super::pager::Pager;
use super::quoted::{Quoted, Room};
use super::scripts;
use super::visitor::Visitor;
use crate::api::request::Params;
use crate::api::{Guarded, trace};
use crate::error::Result;
use crate::wire::Traced;

pub(crate) use story::show as story;

#[derive(Template)]
#[template(path = "trace.html")]
struct Trace {
    frame: Frame,
    filter: Filter,
    columns: Vec<(String, &'static str)>,
    rows: Vec<Row>,
    /// Why there are none.
    none: (&'static str, &'static str),
    pager: Pager,
}

struct Row {
    when: String,
    recipient: Quoted,
    /// How many there are beside the one.
    others: Option<String>,
    subject: Quoted,
    sender: Quoted,
    script: Quoted,
    /// What became of it.
    ends: Vec<Badge>,
    story: String,
}

/// What is known of the mail; what is empty does not matter.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    recipient: String,
    sender: String,
    subject: String,
    script: String,
    /// Our number of it, or its `Message-ID`.
    id: String,
    after: String,
}

/// Mails of a page.
const PAGE: usize = 30;

impl Asked {
    fn store(&self) -> TraceFilter {
        let id = filter::given(&self.id);
        let number = id.as_deref().and_then(|id| id.parse().ok()).map(MessageId);
        TraceFilter {
            recipient: filter::given(&self.recipient),
            sender: filter::given(&self.sender),
            subject: filter::given(&self.subject),
            script: filter::given(&self.script),
            message_id: id.filter(|_| number.is_none()),
            message: number,
        }
    }

    async fn form(&self, panel: &Panel, visitor: &Visitor, entry: &Entry) -> Result<Filter> {
        let words = &visitor.words;
        let scripts = scripts::choices(&panel.app, entry, &self.script).await?;
        Ok(Filter::of(Tab::Trace.link(&visitor.links, &entry.site.name))
            .search("recipient", words.say("column-recipient"), &self.recipient)
            .search("subject", words.say("column-subject"), &self.subject)
            .text("sender", words.say("column-sender"), &self.sender)
            .choice("script", words.say("column-script"), &self.script, scripts)
            .text("id", words.say("trace-id"), &self.id))
    }
}

pub(crate) async fn show(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
    Params(asked): Params<Asked>,
) -> Result<Response> {
    let words = &visitor.words;
    let form = asked.form(&panel, &visitor, &entry).await?;
    let from = filter::given(&asked.after);
    let page = trace::page(&panel.app, entry.site.id, asked.store(), from.as_deref(), PAGE).await?;
    let mut room = Room::of(PAGE);
    let rows = page.items.iter().map(|mail| row(&visitor, &entry, &mut room, &asked, mail));
    html(&Trace {
        columns: ["column-recipient", "column-what", "column-script", "column-when"]
            .map(|key| (words.say(key), ""))
            .into(),
        rows: rows.collect(),
        none: match (page.next.is_some(), form.is_set()) {
            (true, _) => ("none-so-far", "none-so-far-means"),
            (false, true) => ("none-fits", "trace-none-fits-means"),
            (false, false) => ("trace-none", "trace-none-means"),
        },
        pager: Pager::of(&form.link(), "after", &asked.after, page.next.as_deref()),
        filter: form,
        frame: Frame::of(&visitor, Here::Site(&entry, Tab::Trace), words.say("nav-trace")),
    })
}

fn row(visitor: &Visitor, entry: &Entry, room: &mut Room, asked: &Asked, mail: &Traced) -> Row {
    room.next_row();
    let words = &visitor.words;
    // The one that was looked for, else the first.
    let wanted = asked.recipient.trim();
    let mut recipients = mail.deliveries.iter().map(|one| one.recipient.as_str());
    let shown = recipients.clone().find(|recipient| recipient.eq_ignore_ascii_case(wanted));
    let shown = shown.or_else(|| recipients.next()).unwrap_or_default();
    let others = mail.deliveries.len().saturating_sub(1) as u64;
    let links = &visitor.links;
    Row {
        when: words.moment(mail.accepted_at.into(), &entry.zone),
        recipient: room.fit(Quoted::cut(shown, 60)),
        others: (others > 0).then(|| words.tell("trace-others", &[("count", others.into())])),
        subject: room.fit(Quoted::cut(&mail.subject, 80)),
        sender: room.fit(sender(words, mail.sender.as_deref())),
        script: room.fit(scripts::name(words, &mail.script)),
        ends: ends(words, mail),
        story: links.to(&["sites", &entry.site.name, "trace", &mail.message.to_string()]),
    }
}

/// An envelope sender; a report of failures has none.
pub(super) fn sender(words: &Words, sender: Option<&str>) -> Quoted {
    match sender {
        Some(sender) => Quoted::cut(sender, 60),
        None => Quoted::cut(&words.say("sender-none"), 60),
    }
}

/// How many recipients came to which end.
fn ends(words: &Words, mail: &Traced) -> Vec<Badge> {
    let mut counts = BTreeMap::new();
    for delivery in &mail.deliveries {
        *counts.entry(Stands::of(&delivery.state)).or_insert(0_u64) += 1;
    }
    let badge = |(stands, count): (Stands, u64)| {
        let Badge { kind, icon, word } = stands.badge(words);
        let facts = [("what", Fact::from(&word)), ("count", count.into())];
        let word = if count > 1 { words.tell("trace-times", &facts) } else { word };
        Badge { kind, icon, word }
    };
    counts.into_iter().map(badge).collect()
}

/// How a mail to one recipient stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stands {
    Failed,
    Held,
    Queued,
    Deleted,
    Sent,
}

impl Stands {
    /// Of the word of a trace.
    fn of(word: &str) -> Stands {
        match word {
            "sent" => Stands::Sent,
            "failed" => Stands::Failed,
            "held" => Stands::Held,
            "queued" => Stands::Queued,
            _ => Stands::Deleted,
        }
    }

    fn badge(self, words: &Words) -> Badge {
        let (kind, icon, key) = match self {
            Stands::Sent => ("good", "check", "stands-sent"),
            Stands::Failed => ("bad", "fault", "stands-failed"),
            Stands::Held => ("busy", "stop", "stands-held"),
            Stands::Queued => ("busy", "busy", "stands-queued"),
            Stands::Deleted => ("plain", "close", "stands-deleted"),
        };
        Badge { kind, icon, word: words.say(key) }
    }
}
