//! `/sites/{site}/test`: sends a test mail, and shows scripts that send one.
//!
//! The mail goes the way of the site's mail; what becomes of it is told by the page of its trace. A script tells more: that
//! the site's scripts reach us at all.

mod scripts;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use postern_core::access::Right;
use postern_engine::sites::Entry;
use postern_mail::Mailbox;
use serde::Deserialize;

use super::form::Form;
use super::frame::{Frame, Here, Tab, html};
use super::visitor::Visitor;
use super::{Panel, flash};
use crate::api::Guarded;
use crate::api::message::{send_test, test_sender};
use crate::error::{Error, Result};
use crate::escape::safe;
use crate::wire::Code;
use scripts::Script;

#[derive(Template)]
#[template(path = "test-mail.html")]
struct TestMail {
    frame: Frame,
    lead: String,
    here: String,
    /// Whether the visitor may send one.
    may_send: bool,
    /// What holds it back, where sending is stopped.
    held: Option<String>,
    /// The address that was typed, and what is wrong with it.
    to: String,
    fault: Option<String>,
    from: String,
    scripts: Vec<Script>,
    trace: String,
}

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    to: String,
}

/// `GET /sites/{site}/test`.
pub(crate) async fn show(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
) -> Result<Response> {
    page(&panel, &visitor, &entry, String::new(), None).await
}

/// `POST /sites/{site}/test`: leads to the trace of the mail.
pub(crate) async fn send(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
    Form(Wish { to }): Form<Wish>,
) -> Result<Response> {
    let words = &visitor.words;
    let Ok(address) = Mailbox::parse(to.trim()) else {
        let fault = words.say("test-address-wrong");
        return page(&panel, &visitor, &entry, to, Some(fault)).await;
    };
    match send_test(&panel.app, &visitor.caller, &entry, &address, None).await {
        Ok(receipt) => {
            let message = receipt.message.to_string();
            let trace = visitor.links.to(&["sites", &entry.site.name, "trace", &message]);
            let told = words.tell("test-taken", &[("address", address.as_str().into())]);
            Ok(flash::tell(&trace, &told))
        }
        Err(Error(problem)) if refuses(problem.code) => {
            let fault = words.tell("test-refused", &[("why", (&problem.detail).into())]);
            page(&panel, &visitor, &entry, to, Some(safe(&fault).into_owned())).await
        }
        Err(error) => Err(error),
    }
}

/// Whether a problem is about this mail, and another one may pass.
fn refuses(code: Code) -> bool {
    matches!(code, Code::MessageRefused | Code::OverCap | Code::Invalid)
}

async fn page(
    panel: &Panel,
    visitor: &Visitor,
    entry: &Entry,
    to: String,
    fault: Option<String>,
) -> Result<Response> {
    let (app, words) = (&panel.app, &visitor.words);
    let site = app.site(entry).await?;
    let from = test_sender(app, &site)?;
    let settings = &site.settings;
    html(&TestMail {
        lead: words.tell("test-lead", &[("site", (&site.name).into())]),
        here: Tab::Test.link(&visitor.links, &site.name),
        may_send: visitor.may(Right::Act, Some(site.id)),
        held: site.state.is_red().then(|| words.say("test-held")),
        to,
        fault,
        from: words.tell("test-from", &[("address", from.as_str().into())]),
        scripts: scripts::of(words, &site.name, from.as_str(), &settings.report_address)?,
        trace: Tab::Trace.link(&visitor.links, &site.name),
        frame: Frame::of(visitor, Here::Site(entry, Tab::Test), words.say("nav-test")),
    })
}
