//! `GET /sites/{site}/errors`: the mails that did not arrive, what their receivers said, what it means and what to do.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use postern_core::time::Time;
use postern_engine::sites::Entry;
use postern_engine::words::Words;
use postern_store::view::{FailureClasses, FailureFilter};
use serde::Deserialize;

use super::Panel;
use super::filter::{self, Filter, Link};
use super::frame::{self, Frame, Here, html};
use super::pager::Pager;
use super::quoted::{Quoted, Room};
use super::said::{Remote, Reply, Said};
use super::scripts;
use super::tabs::{Tab, Tabs};
use super::visitor::Visitor;
use crate::api::export::Format;
use crate::api::request::Params;
use crate::api::{Guarded, failure};
use crate::caller::Caller;
use crate::error::Result;
use crate::wire::Failure;

#[derive(Template)]
#[template(path = "errors.html")]
struct Errors {
    frame: Frame,
    filter: Filter,
    /// How many there are of each class.
    tabs: Tabs,
    /// Since when they are counted, where there are too many.
    counted: Option<String>,
    columns: Vec<(String, &'static str)>,
    rows: Vec<Row>,
    /// Why there are none.
    none: (&'static str, &'static str),
    pager: Pager,
    /// Titles and links of the files to take away.
    exports: Vec<(String, String)>,
}

struct Row {
    when: String,
    recipient: Quoted,
    subject: Quoted,
    script: Quoted,
    said: Said,
    story: String,
}

/// What is looked for; what is empty does not matter.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    search: String,
    class: String,
    script: String,
    from: String,
    to: String,
    /// Where the list goes on.
    after: String,
    /// Of an export.
    format: Format,
}

/// Mails of a page: what is told of each takes room.
const PAGE: usize = 30;

impl Asked {
    fn store(&self, entry: &Entry) -> Result<FailureFilter> {
        let class = (!self.class.is_empty()).then(|| failure::read_class(&self.class));
        Ok(FailureFilter {
            class: class.transpose()?,
            script: filter::given(&self.script),
            recipient: None,
            text: filter::given(&self.search),
            from: filter::day(&self.from, &entry.zone).map(|day| day.start),
            to: filter::day(&self.to, &entry.zone).map(|day| day.end),
        })
    }

    async fn form(&self, panel: &Panel, visitor: &Visitor, entry: &Entry) -> Result<Filter> {
        let words = &visitor.words;
        let page = frame::Tab::Errors.link(&visitor.links, &entry.site.name);
        let scripts = scripts::choices(&panel.app, entry, &self.script).await?;
        Ok(Filter::of(page)
            .keep("class", &self.class)
            .search("search", words.say("errors-search"), &self.search)
            .choice("script", words.say("column-script"), &self.script, scripts)
            .day(words, "from", words.say("filter-from"), &self.from)
            .day(words, "to", words.say("filter-to"), &self.to))
    }
}

pub(crate) async fn show(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
    Params(asked): Params<Asked>,
) -> Result<Response> {
    let (app, words, site) = (&panel.app, &visitor.words, entry.site.id);
    let wanted = asked.store(&entry)?;
    let form = asked.form(&panel, &visitor, &entry).await?;
    let counted = FailureFilter { class: None, ..wanted.clone() };
    let counted = failure::classes(app, site, counted).await?;
    let from = filter::given(&asked.after);
    let page = failure::page(app, site, wanted, from.as_deref(), PAGE).await?;
    let link = form.link();
    let view = View { visitor: &visitor, words, entry: &entry };
    let mut room = Room::of(PAGE);
    let export = |format: &str, key: &str| {
        let list =
            link.clone().at(visitor.links.to(&["sites", &entry.site.name, "errors", "export"]));
        (words.say(key), list.with("format", format).to_string())
    };
    html(&Errors {
        tabs: view.classes(&link, &asked.class, &counted),
        counted: counted
            .since
            .map(|at| words.tell("errors-counted-since", &[("moment", (&view.moment(at)).into())])),
        columns: ["column-recipient", "column-what", "column-script", "column-when"]
            .map(|key| (words.say(key), ""))
            .into(),
        rows: page.items.iter().map(|row| view.row(&mut room, row)).collect(),
        none: match (page.next.is_some(), form.is_set() || !asked.class.is_empty()) {
            (true, _) => ("none-so-far", "none-so-far-means"),
            (false, true) => ("none-fits", "none-fits-means"),
            (false, false) => ("no-errors", "no-errors-means"),
        },
        pager: Pager::of(&link, "after", &asked.after, page.next.as_deref()),
        exports: vec![export("csv", "export-csv"), export("json", "export-json")],
        filter: form,
        frame: Frame::of(&visitor, Here::Site(&entry, frame::Tab::Errors), words.say("nav-errors")),
    })
}

/// `GET /sites/{site}/errors/export`: all of what the page shows a part of, as a file.
pub(crate) async fn export(
    State(panel): State<Panel>,
    caller: Caller,
    Guarded(entry): Guarded,
    Params(asked): Params<Asked>,
) -> Result<Response> {
    failure::all(&panel.app, &caller, &entry, asked.store(&entry)?, asked.format).await
}

struct View<'a> {
    visitor: &'a Visitor,
    words: &'a Words,
    entry: &'a Entry,
}

impl View<'_> {
    fn moment(&self, at: Time) -> String {
        self.words.moment(at, &self.entry.zone)
    }

    /// The classes there are, each with its list.
    fn classes(&self, list: &Link, current: &str, counted: &FailureClasses) -> Tabs {
        let words = self.words;
        let whole: u64 = counted.counts.iter().map(|(_, count)| count).sum();
        let tab = |class: &str, label: String, count: u64| Tab {
            label,
            count: Some(words.number(count)),
            href: list.with("class", class).to_string(),
            current: class == current,
        };
        let mut all = vec![tab("", words.say("filter-any"), whole)];
        let classes = counted.counts.iter().map(|(class, count)| (class.word(), *count));
        all.extend(
            classes.map(|(class, count)| tab(class, words.say(&format!("class-{class}")), count)),
        );
        Tabs { label: words.say("errors-classes"), all }
    }

    fn row(&self, room: &mut Room, row: &Failure) -> Row {
        room.next_row();
        let (words, links) = (self.words, &self.visitor.links);
        let remote =
            Remote { host: &row.host, code: row.code, enhanced: &row.enhanced, text: &row.reply };
        Row {
            when: self.moment(row.at.into()),
            recipient: room.fit(Quoted::cut(&row.recipient, 60)),
            subject: room.fit(Quoted::cut(&row.subject, 80)),
            script: room.fit(scripts::name(words, &row.script)),
            said: Said::of(words, &row.class, Reply::in_list(words, room, remote)),
            story: links.to(&["sites", &self.entry.site.name, "trace", &row.message.to_string()]),
        }
    }
}
