//! `GET /sites/{site}/trace/{message}`: where a mail came from, what became of it with each recipient, what comes next.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use postern_core::ids::MessageId;
use postern_core::time::Time;
use postern_engine::sites::Entry;
use postern_engine::words::{Fact, Words};
use postern_store::view::TraceFilter;
use serde::Deserialize;

use super::{Stands, sender};
use crate::api::request::{Params, Path};
use crate::api::{Guarded, trace};
use crate::error::{Error, Result};
use crate::panel::Panel;
use crate::panel::badge::Badge;
use crate::panel::filter::Link;
use crate::panel::frame::{Frame, Here, Tab, html};
use crate::panel::pager::Pager;
use crate::panel::quoted::{Quoted, Room};
use crate::panel::said::{Remote, Reply, Said};
use crate::panel::scripts;
use crate::panel::visitor::Visitor;
use crate::wire::{Attempt, Code, Origin, Traced, TracedDelivery};

#[derive(Template)]
#[template(path = "story.html")]
struct Story {
    frame: Frame,
    subject: Quoted,
    events: String,
    /// Names and values.
    facts: Vec<(String, Quoted)>,
    /// What the caller says of itself: nobody vouches for it.
    stated: Vec<(Quoted, Quoted)>,
    deliveries: Vec<DeliveryView>,
    pager: Pager,
    back: String,
}

struct DeliveryView {
    recipient: Quoted,
    badge: Badge,
    /// What comes next, or what to do.
    next: Option<String>,
    /// A page that helps with it.
    link: Option<(String, String)>,
    /// Attempts that are not shown.
    earlier: Option<String>,
    attempts: Vec<AttemptView>,
}

struct AttemptView {
    when: String,
    what: String,
    /// Where it failed.
    said: Option<Said>,
    reply: Option<Reply>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// The last recipient of the page before, by the number of its mail.
    after: String,
}

/// Attempts of a page, with recipients that have none yet; of one recipient no more either.
const PAGE: usize = 40;

/// Words of the caller that are shown.
const STATED: usize = 20;

pub(crate) async fn show(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
    Path((_, message)): Path<(String, String)>,
    Params(asked): Params<Asked>,
) -> Result<Response> {
    let name = &entry.site.name;
    let no_such = || {
        let why = format!("site {name} has no mail {message:?}");
        Error::new(Code::NoSuchPath, why)
    };
    let id: MessageId = message.parse().map_err(|_| no_such())?;
    let filter = TraceFilter { message: Some(id), ..TraceFilter::default() };
    let found = trace::page(&panel.app, entry.site.id, filter, None, 1).await?;
    let mail = found.items.into_iter().next().ok_or_else(no_such)?;
    let list = Tab::Trace.link(&visitor.links, name);
    let here = visitor.links.to(&["sites", name, "trace", &message]);
    let view = View { visitor: &visitor, entry: &entry, now: panel.app.now() };
    let (shown, next) = shown(&mail, asked.after.parse().unwrap_or(0));
    // The heads of the page are a row, too.
    let mut room = Room::of(1 + shown.iter().map(|one| one.attempts.len().max(1)).sum::<usize>());
    room.next_row();
    let words = &visitor.words;
    html(&Story {
        subject: room.fit(match mail.subject.as_str() {
            "" => Quoted::cut(&words.say("subject-none"), 200),
            subject => Quoted::cut(subject, 200),
        }),
        events: visitor.links.of_site(name, "events"),
        facts: view.facts(&mut room, &mail),
        stated: stated(&mut room, &mail.origin),
        deliveries: shown.iter().map(|one| view.delivery(&mut room, one)).collect(),
        pager: Pager::of(&Link::to(here), "after", &asked.after, next.as_deref()),
        back: list,
        frame: Frame::of(&visitor, Here::Site(&entry, Tab::Trace), words.say("story-title")),
    })
}

/// The recipients of a page, and where to go on.
fn shown(mail: &Traced, after: i64) -> (Vec<&TracedDelivery>, Option<String>) {
    let mut room = PAGE;
    let mut shown: Vec<&TracedDelivery> = Vec::new();
    for delivery in mail.deliveries.iter().filter(|delivery| delivery.id > after) {
        let takes = delivery.attempts.len().clamp(1, PAGE);
        if takes > room {
            return (shown.clone(), shown.last().map(|last| last.id.to_string()));
        }
        room -= takes;
        shown.push(delivery);
    }
    (shown, None)
}

/// What the caller says of itself.
fn stated(room: &mut Room, origin: &Origin) -> Vec<(Quoted, Quoted)> {
    let stated = origin.stated_by_caller.iter().take(STATED);
    stated
        .map(|(name, value)| (room.fit(Quoted::cut(name, 40)), room.fit(Quoted::cut(value, 200))))
        .collect()
}

struct View<'a> {
    visitor: &'a Visitor,
    entry: &'a Entry,
    now: Time,
}

impl View<'_> {
    fn words(&self) -> &Words {
        &self.visitor.words
    }

    fn moment(&self, at: Time) -> String {
        self.words().moment(at, &self.entry.zone)
    }

    /// A moment and how far it is, in the words of a key.
    fn at(&self, key: &str, at: Time) -> String {
        let (moment, ago) = (self.moment(at), self.words().from_now(at, self.now));
        let facts = [("moment", Fact::from(&moment)), ("ago", Fact::from(&ago))];
        self.words().tell(key, &facts)
    }

    fn facts(&self, room: &mut Room, mail: &Traced) -> Vec<(String, Quoted)> {
        let (words, origin) = (self.words(), &mail.origin);
        let mut facts = Vec::new();
        let mut fact = |key: &str, value: Quoted| facts.push((words.say(key), room.fit(value)));
        fact("story-accepted", Quoted::cut(&self.at("story-moment", mail.accepted_at.into()), 100));
        fact("column-sender", sender(words, mail.sender.as_deref()));
        fact("column-script", scripts::name(words, &mail.script));
        fact("story-size", Quoted::cut(&words.bytes(mail.size_bytes), 40));
        if let Some(method) = &origin.method {
            fact("story-method", Quoted::cut(&words.say(&format!("method-{method}")), 200));
        }
        if let Some(login) = &origin.login {
            fact("story-login", Quoted::cut(login, 60));
        }
        if let Some(address) = &origin.address {
            fact("story-address", Quoted::cut(address, 60));
        }
        let ids = [("uid", origin.uid), ("gid", origin.gid), ("pid", origin.pid)];
        let ids: Vec<String> =
            ids.iter().filter_map(|(name, id)| Some(format!("{name} {}", (*id)?))).collect();
        if !ids.is_empty() {
            fact("story-process", Quoted::cut(&ids.join(", "), 100));
        }
        if origin.stated {
            fact("story-site", Quoted::cut(&words.say("story-site-stated"), 200));
        }
        fact("story-number", Quoted::cut(&mail.message.to_string(), 40));
        fact("story-message-id", Quoted::cut(&mail.message_id, 100));
        facts
    }

    fn delivery(&self, room: &mut Room, delivery: &TracedDelivery) -> DeliveryView {
        let words = self.words();
        let stands = Stands::of(&delivery.state);
        let skipped = delivery.attempts.len().saturating_sub(PAGE);
        let recipient = room.fit(Quoted::cut(&delivery.recipient, 80));
        let attempts = delivery.attempts.iter().skip(skipped);
        let attempts: Vec<AttemptView> = attempts.map(|one| self.attempt(room, one)).collect();
        if attempts.is_empty() {
            room.next_row();
        }
        let page = |tab: Tab, key: &str| {
            Some((words.say(key), tab.link(&self.visitor.links, &self.entry.site.name)))
        };
        let is_red = self.entry.site.state.is_red();
        let (next, link) = match (stands, delivery.next_at.map(Time::from)) {
            (Stands::Held, _) if is_red => {
                (Some(words.say("next-held")), page(Tab::Overview, "next-held-link"))
            }
            (Stands::Held, _) => {
                (Some(words.say("next-stopped")), page(Tab::Scripts, "next-stopped-link"))
            }
            (Stands::Queued, Some(at)) if at > self.now => (Some(self.at("next-tried", at)), None),
            (Stands::Queued, _) => (Some(words.say("next-due")), None),
            (Stands::Sent, _) => (Some(words.say("next-sent")), None),
            (Stands::Failed | Stands::Deleted, _) => (None, None),
        };
        DeliveryView {
            recipient,
            badge: stands.badge(words),
            next,
            link,
            earlier: (skipped > 0)
                .then(|| words.tell("story-earlier", &[("count", (skipped as u64).into())])),
            attempts,
        }
    }

    fn attempt(&self, room: &mut Room, attempt: &Attempt) -> AttemptView {
        room.next_row();
        let words = self.words();
        let remote = Remote {
            host: &attempt.host,
            code: attempt.code,
            enhanced: &attempt.enhanced,
            text: &attempt.reply,
        };
        let reply = Reply::whole(words, room, remote);
        let key = match attempt.outcome.as_str() {
            "sent" => "attempt-sent",
            "deferred" => "attempt-deferred",
            "failed" => "attempt-failed",
            _ => "attempt-deleted",
        };
        let failed = attempt.class.as_deref().filter(|_| attempt.outcome == "failed");
        let (said, reply) = match failed {
            Some(class) => (Some(Said::of(words, class, reply)), None),
            None => (None, reply),
        };
        AttemptView { when: self.moment(attempt.at.into()), what: words.say(key), said, reply }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_the_recipients_whose_attempts_it_has_room_for_and_one_at_least() {
        let delivery = |id, attempts: usize| {
            let attempt = Attempt {
                at: Time(0).into(),
                outcome: "deferred".into(),
                class: None,
                host: String::new(),
                code: 0,
                enhanced: String::new(),
                reply: String::new(),
            };
            TracedDelivery {
                id,
                recipient: String::new(),
                state: "queued".into(),
                next_at: None,
                attempts: vec![attempt; attempts],
            }
        };
        let mail = Traced {
            message: 1,
            accepted_at: Time(0).into(),
            sender: None,
            subject: String::new(),
            message_id: String::new(),
            script: String::new(),
            size_bytes: 0,
            origin: Origin::default(),
            deliveries: vec![delivery(1, 100), delivery(2, 0), delivery(3, 39), delivery(4, 1)],
        };
        let pages = |after| {
            let (shown, next) = shown(&mail, after);
            (shown.iter().map(|one| one.id).collect::<Vec<_>>(), next)
        };
        assert_eq!(pages(0), (vec![1], Some("1".into())));
        assert_eq!(pages(1), (vec![2, 3], Some("3".into())));
        assert_eq!(pages(3), (vec![4], None));
    }
}
