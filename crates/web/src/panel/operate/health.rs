//! `GET /health`: whether mail is accepted, and what an operator looks at when it is slow: the store, the disk, the oldest
//! mail that waits, the drop directory, the doors.

use std::fmt::Display;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use postern_engine::words::Words;

use crate::api::health::health;
use crate::error::Result;
use crate::panel::Panel;
use crate::panel::frame::{Desk, Frame, Here, html};
use crate::panel::visitor::Visitor;
use crate::wire::{DropDirectory, Health, When};

#[derive(Template)]
#[template(path = "operate-health.html")]
struct HealthPage {
    frame: Frame,
    state: Verdict,
    sections: Vec<Section>,
}

/// Whether mail is accepted.
struct Verdict {
    kind: &'static str,
    icon: &'static str,
    headline: String,
    means: String,
}

/// What belongs together: names and values.
struct Section {
    id: &'static str,
    title: String,
    facts: Vec<(String, Value)>,
}

/// A value, which may lead somewhere.
struct Value {
    text: String,
    link: Option<(String, String)>,
}

pub(crate) async fn show(State(panel): State<Panel>, visitor: Visitor) -> Result<Response> {
    let health = health(&panel.app).await?;
    let view = View { words: &visitor.words, visitor: &visitor, health: &health };
    html(&HealthPage {
        frame: Frame::of(&visitor, Here::Operate(Desk::Health), view.words.say("nav-health")),
        state: view.state(),
        sections: vec![view.queue(), view.store(), view.disk(), view.drop(), view.program()],
    })
}

/// From figures to words.
struct View<'a> {
    words: &'a Words,
    visitor: &'a Visitor,
    health: &'a Health,
}

impl View<'_> {
    fn state(&self) -> Verdict {
        match self.health.accepts {
            true => Verdict {
                kind: "good",
                icon: "check",
                headline: self.words.say("health-accepts"),
                means: self.words.say("health-accepts-means"),
            },
            // The disk is the one thing that is refused for as long as the store works at all.
            false => Verdict {
                kind: "bad",
                icon: "stop",
                headline: self.words.say("health-refuses"),
                means: self.words.tell(
                    "health-refuses-means",
                    &[("reserve", (&self.words.bytes(self.health.reserve_bytes)).into())],
                ),
            },
        }
    }

    fn queue(&self) -> Section {
        let counters = &self.health.counters;
        let mut section = self.section("queue", "health-queue");
        section.count(self.words, "health-queued", counters.queued);
        section.count(self.words, "health-deferred", counters.deferred);
        let oldest = match (self.health.oldest_due_at, &self.health.oldest_due_site) {
            (Some(at), Some(site)) => {
                let link = (site.clone(), self.visitor.links.site(site));
                Value { text: self.ago(at), link: Some(link) }
            }
            _ => text(self.words.say("health-oldest-none")),
        };
        section.fact(self.words, "health-oldest", oldest);
        section
    }

    fn store(&self) -> Section {
        let (words, commits) = (self.words, &self.health.commits);
        let mut section = self.section("store", "health-store");
        if commits.count == 0 {
            section.fact(words, "health-commits", text(words.say("health-commits-none")));
        } else {
            section.count(words, "health-commits", commits.count);
            for (key, micros) in [
                ("health-p50", commits.p50_micros),
                ("health-p99", commits.p99_micros),
                ("health-longest", commits.longest_micros),
            ] {
                section.fact(words, key, text(self.millis(micros)));
            }
        }
        section.bytes(words, "health-database", self.health.database_bytes);
        section.bytes(words, "health-bodies", self.health.body_bytes);
        section.count(words, "health-reclaim", self.health.to_reclaim);
        section
    }

    fn disk(&self) -> Section {
        let mut section = self.section("disk", "health-disk");
        section.bytes(self.words, "health-room", self.health.room_bytes);
        section.bytes(self.words, "health-reserve", self.health.reserve_bytes);
        // Nothing is known of a disk that cannot be asked, nor of a store without one.
        if self.health.disk_bytes > 0 {
            section.bytes(self.words, "health-disk-all", self.health.disk_bytes);
        }
        section
    }

    fn drop(&self) -> Section {
        let words = self.words;
        let mut section = self.section("drop", "health-drop");
        let Some(drop) = &self.health.drop else {
            section.fact(words, "health-drop", text(words.say("health-drop-none")));
            return section;
        };
        let DropDirectory { files, bytes, oldest_at, aside, over } = drop;
        section.count(words, "health-drop-files", *files);
        section.bytes(words, "health-drop-bytes", *bytes);
        if let Some(at) = oldest_at {
            section.fact(words, "health-drop-oldest", text(self.ago(*at)));
        }
        section.count(words, "health-drop-aside", *aside);
        if !over.is_empty() {
            section.fact(words, "health-drop-over", text(list(over.iter().take(20))));
        }
        section
    }

    fn program(&self) -> Section {
        let (words, health) = (self.words, self.health);
        let mut section = self.section("program", "health-program");
        let none = || words.say("health-closed");
        let doors = |addresses: &[std::net::SocketAddr]| match addresses {
            [] => none(),
            some => list(some.iter()),
        };
        section.fact(words, "health-host", text(health.hostname.clone()));
        section.fact(words, "health-version", text(health.version.clone()));
        section.fact(words, "health-started", text(self.ago(health.started_at)));
        section.fact(words, "health-smtp", text(doors(&health.smtp)));
        section.fact(words, "health-web", text(doors(&health.web)));
        section
    }

    fn section(&self, id: &'static str, key: &str) -> Section {
        Section { id, title: self.words.say(key), facts: Vec::new() }
    }

    fn ago(&self, at: When) -> String {
        self.words.from_now(at.into(), self.health.now.into())
    }

    fn millis(&self, micros: u64) -> String {
        let millis = micros as f64 / 1000.0;
        let number = self.words.decimal(millis, if millis < 10.0 { 1 } else { 0 });
        self.words.tell("health-millis", &[("number", (&number).into())])
    }
}

impl Section {
    fn fact(&mut self, words: &Words, key: &str, value: Value) {
        self.facts.push((words.say(key), value));
    }

    fn count(&mut self, words: &Words, key: &str, count: u64) {
        self.fact(words, key, text(words.number(count)));
    }

    fn bytes(&mut self, words: &Words, key: &str, bytes: u64) {
        self.fact(words, key, text(words.bytes(bytes)));
    }
}

fn text(text: String) -> Value {
    Value { text, link: None }
}

fn list(items: impl Iterator<Item = impl Display>) -> String {
    items.map(|item| item.to_string()).collect::<Vec<_>>().join(", ")
}
