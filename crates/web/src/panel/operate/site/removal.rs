//! A site's end: what goes with it, and its name typed by hand.

use axum::extract::State;
use axum::response::Response;
use postern_engine::sites::Entry;
use serde::Deserialize;

use crate::api::Guarded;
use crate::error::Result;
use crate::panel::confirm::Confirm;
use crate::panel::field::{self, Fault, Field};
use crate::panel::form::Form;
use crate::panel::frame::{Frame, Here, html};
use crate::panel::operate::users::answered;
use crate::panel::visitor::Visitor;
use crate::panel::{Panel, flash};

/// What the form that removes a site sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Removal {
    /// The site's name, typed by hand.
    name: String,
}

/// `GET /sites/{site}/remove`.
pub(crate) async fn ask_remove(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
) -> Result<Response> {
    removing(&panel, &visitor, &entry, "", None).await
}

async fn removing(
    panel: &Panel,
    visitor: &Visitor,
    entry: &Entry,
    given: &str,
    fault: Option<Fault>,
) -> Result<Response> {
    let (words, links) = (&visitor.words, &visitor.links);
    let site = panel.app.site(entry).await?;
    let mut name = [Field::line("name", words.say("site-remove-name"), given)
        .hint(words.tell("site-remove-hint", &[("site", (&site.name).into())]))
        .needed()];
    let is_wrong = fault.is_some();
    field::tell(&mut name, fault.into_iter().collect());
    let page = html(&Confirm {
        said: None,
        frame: Frame::of(visitor, Here::Beside(entry, "remove"), words.say("site-remove")),
        question: words.tell("site-remove-question", &[("site", (&site.name).into())]),
        happens: vec![
            words.tell("site-remove-queue", &[("count", site.counters.queued.into())]),
            words.say("site-remove-scripts"),
            words.say("site-remove-history"),
            words.say("site-remove-people"),
        ],
        fields: name.into(),
        kept: Vec::new(),
        confirm: words.say("site-remove"),
        kind: "danger",
        here: links.of_site(&site.name, "remove"),
        back: links.of_site(&site.name, "edit"),
    })?;
    Ok(answered(page, is_wrong))
}

/// `POST /sites/{site}/remove`.
pub(crate) async fn remove(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
    Form(Removal { name }): Form<Removal>,
) -> Result<Response> {
    let words = &visitor.words;
    if !name.trim().eq_ignore_ascii_case(&entry.site.name) {
        let fault = Fault::of("name", words.say("site-remove-not-it"));
        return removing(&panel, &visitor, &entry, &name, Some(fault)).await;
    }
    panel.app.sites().remove(entry.site.id, panel.app.by(&visitor.caller)).await?;
    let told = words.tell("site-removed", &[("site", (&entry.site.name).into())]);
    Ok(flash::tell(&visitor.links.sites(), &told))
}
