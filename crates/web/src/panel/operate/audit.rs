//! Who did what, newest first: `/audit` on all sites, `/sites/{site}/audit` on one.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::tz::TimeZone;
use postern_core::access::Right;
use postern_core::ids::SiteId;
use postern_engine::words::Words;
use serde::Deserialize;

use crate::api::Guarded;
use crate::api::audit::page;
use crate::api::request::Params;
use crate::error::Result;
use crate::escape::safe;
use crate::panel::Panel;
use crate::panel::filter::{Filter, Link};
use crate::panel::frame::{Desk, Frame, Here, html};
use crate::panel::pager::Pager;
use crate::panel::quoted::{Quoted, Room};
use crate::panel::visitor::Visitor;
use crate::wire::{self, AuditEntry};

#[derive(Template)]
#[template(path = "operate-audit.html")]
struct Audit {
    frame: Frame,
    lead: String,
    /// Where entries of one site can be looked for.
    filter: Option<Filter>,
    columns: Vec<(String, &'static str)>,
    rows: Vec<Row>,
    pager: Pager,
}

struct Row {
    when: String,
    who: String,
    what: String,
    /// Its name, and where it is.
    site: Option<(String, Option<String>)>,
    reason: Option<Quoted>,
}

/// Entries of a page.
const PAGE: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    site: String,
    /// Where the page before ended.
    before: String,
}

/// `GET /audit`.
pub(crate) async fn list(
    State(panel): State<Panel>,
    visitor: Visitor,
    Params(Asked { site, before }): Params<Asked>,
) -> Result<Response> {
    let (words, links) = (&visitor.words, &visitor.links);
    let mut filter = Filter::of(links.to(&["audit"])).text("site", words.say("column-site"), &site);
    let entry = panel.app.sites().by_name(site.trim());
    let page = match (&entry, site.trim()) {
        (None, name) if !name.is_empty() => {
            if let Some(field) = filter.fields.last_mut() {
                field.fault = Some(words.say("audit-no-site"));
            }
            wire::Page { items: Vec::new(), next: None }
        }
        _ => entries(&panel, entry.map(|entry| entry.site.id), &before).await?,
    };
    let list = filter.link();
    let view = View { visitor: &visitor, panel: &panel, zone: &TimeZone::UTC, of_one: false };
    let frame = Frame::of(&visitor, Here::Operate(Desk::Audit), words.say("nav-audit"));
    view.page(frame, words.say("audit-lead"), Some(filter), &list, &before, page)
}

/// `GET /sites/{site}/audit`.
pub(crate) async fn list_of_site(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
    Params(Asked { before, .. }): Params<Asked>,
) -> Result<Response> {
    let page = entries(&panel, Some(entry.site.id), &before).await?;
    let list = Link::to(visitor.links.of_site(&entry.site.name, "audit"));
    let frame = Frame::of(&visitor, Here::Beside(&entry, "audit"), visitor.words.say("nav-audit"));
    let lead = visitor.words.say("audit-of-site-lead");
    let view = View { visitor: &visitor, panel: &panel, zone: &entry.zone, of_one: true };
    view.page(frame, lead, None, &list, &before, page)
}

async fn entries(
    panel: &Panel,
    site: Option<SiteId>,
    before: &str,
) -> Result<wire::Page<AuditEntry>> {
    page(&panel.app, site, Some(before).filter(|before| !before.is_empty()), PAGE).await
}

/// From entries to rows.
struct View<'a> {
    visitor: &'a Visitor,
    panel: &'a Panel,
    zone: &'a TimeZone,
    of_one: bool,
}

impl View<'_> {
    fn page(
        &self,
        frame: Frame,
        lead: String,
        filter: Option<Filter>,
        list: &Link,
        before: &str,
        page: wire::Page<AuditEntry>,
    ) -> Result<Response> {
        let words = &self.visitor.words;
        let keys = ["column-when", "audit-who", "audit-what", "column-site", "reason"];
        let keys = keys.into_iter().filter(|key| !self.of_one || *key != "column-site");
        let mut room = Room::of(page.items.len());
        let mut rows = Vec::with_capacity(page.items.len());
        for entry in page.items {
            room.next_row();
            rows.push(self.row(entry, &mut room));
        }
        html(&Audit {
            frame,
            lead,
            filter,
            columns: keys.map(|key| (words.say(key), "")).collect(),
            rows,
            pager: Pager::of(list, "before", before, page.next.as_deref()),
        })
    }

    fn row(&self, entry: AuditEntry, room: &mut Room) -> Row {
        let words = &self.visitor.words;
        let AuditEntry { at, site, who, what, reason, .. } = entry;
        let is_there = self.panel.app.sites().by_name(&site).is_some();
        let href = is_there.then(|| self.visitor.links.site(&site));
        Row {
            when: words.moment(at.into(), self.zone),
            who: by(self.visitor, &who),
            what: deed(words, &what),
            site: (!self.of_one && !site.is_empty()).then_some((site, href)),
            reason: (!reason.is_empty()).then(|| room.fit(Quoted::cut(&reason, 120))),
        }
    }
}

/// What was done, in words.
fn deed(words: &Words, what: &str) -> String {
    let key = format!("audit-{}", what.replace(' ', "-"));
    if words.has(&key) { words.say(&key) } else { safe(what).into_owned() }
}

/// Who did it. An owner is not told the names of those who run the hosting.
fn by(visitor: &Visitor, who: &str) -> String {
    let words = &visitor.words;
    let (kind, name) = who.split_once(':').unwrap_or((who, ""));
    let name = safe(name).chars().take(100).collect::<String>();
    let oversees = visitor.may(Right::Oversee, None);
    let key = match kind {
        "operator" | "token" if !oversees => "by-provider",
        "operator" => "by-operator",
        "owner" => "by-owner",
        "reader" => "by-reader",
        "token" => "by-token",
        "policy" => "by-policy",
        _ => return safe(who).chars().take(100).collect(),
    };
    words.tell(key, &[("name", (&name).into())])
}
