//! `/approve/{door}`: an application of the provider's API asks for a key, and whoever has the sites says yes or no.
//!
//! The page shows who asks, for what, from where it may come and where one is sent afterwards; of the sites the visitor
//! chooses. It is answered by a form, with the word that its page gave this visitor, so that nobody is led to a yes. On to
//! the application leads a page of ours with its address in sight: no form of the panel ends elsewhere.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use postern_core::access::Scope;
use postern_core::identity::Range;
use postern_core::ovh::Method;
use postern_engine::ovh::{OvhError, OvhKeys};
use postern_engine::people::Secret;
use postern_store::ovh::{Application, Approval, Consumer};
use serde::Deserialize;

use super::account::{Me, Whole};
use super::ending::ends_at;
use super::field::{self, Fault, Field, Kind};
use super::form::Form;
use super::frame::{Frame, Here, html};
use super::operate::grant::listed;
use super::ovh_keys::ends_field;
use super::quoted::Quoted;
use super::visitor::Visitor;
use super::{Panel, flash};
use crate::api::App;
use crate::api::ovh_key::name_of;
use crate::api::request::Path;
use crate::error::{Error, Result};
use crate::escape::safe;
use crate::wire::Code;

#[derive(Template)]
#[template(path = "approve.html")]
struct Asking {
    frame: Frame,
    question: String,
    /// Who asks, in the application's own words, and who made it.
    name: Quoted,
    by: String,
    /// What it asks to do: a word for it, and the rule.
    rules: Vec<(String, String)>,
    /// From where it may come, and where one is sent on to.
    facts: Vec<String>,
    fields: Vec<Field>,
    here: String,
}

#[derive(Template)]
#[template(path = "approved.html")]
struct Answered {
    frame: Frame,
    told: String,
    /// Where one is sent on to, and its host.
    to: String,
    go_on: String,
}

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    /// `approve`; all else refuses.
    answer: String,
    sites: String,
    ends: String,
}

/// Sites that are named before anything is chosen.
const NAMED: usize = 20;

/// `GET /approve/{door}`.
pub(super) async fn ask(
    State(panel): State<Panel>,
    Whole(me): Whole,
    Path(door): Path<String>,
) -> Result<Response> {
    let waiting = waiting(&panel.app, &door).await?;
    let names = offered(&panel.app, &me, &waiting.0);
    let sites = match names.len() {
        0..=NAMED => names.join("\n"),
        _ => String::new(),
    };
    let answer = Answer { sites, ends: "never".into(), ..Answer::default() };
    page(&panel.app, &me, &door, &waiting, &answer, Vec::new()).await
}

/// `POST /approve/{door}`.
pub(super) async fn answer(
    State(panel): State<Panel>,
    Whole(me): Whole,
    Path(door): Path<String>,
    Form(answer): Form<Answer>,
) -> Result<Response> {
    let app = &panel.app;
    let waiting = waiting(app, &door).await?;
    let (application, consumer) = &waiting;
    let (words, by) = (&me.visitor.words, app.by(&me.visitor.caller));
    if answer.answer != "approve" {
        app.ovh_keys().refuse(consumer, by).await?;
        return done(&me.visitor, &waiting, "ovh-refused");
    }
    let ends_at = ends_at(&answer.ends, by.at);
    let scope = match chosen(app, &me, &answer) {
        Ok(scope) => scope,
        Err(fault) => return page(app, &me, &door, &waiting, &answer, vec![fault]).await,
    };
    let approval = Approval { user: me.user.id, scope, ends_at, by };
    let asked = (application, consumer);
    match app.ovh_keys().approve(asked, &me.visitor.caller.grant, approval).await {
        Ok(()) => done(&me.visitor, &waiting, "ovh-approved"),
        Err(OvhError::NoSite | OvhError::MoreThanOwn(_)) => {
            let fault = Fault::of("sites", words.say("ovh-approve-no-site"));
            page(app, &me, &door, &waiting, &answer, vec![fault]).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn waiting(app: &App, door: &str) -> Result<(Application, Consumer)> {
    let waiting = app.ovh_keys().waiting(&Secret::given(door)).await?;
    waiting.ok_or_else(|| {
        let why = "nothing waits here for an approval: it was answered already, or asked for more than a day ago";
        Error::new(Code::NoSuchOvhKey, why)
    })
}

/// The names of the sites that this visitor may give.
fn offered(app: &App, me: &Me, application: &Application) -> Vec<String> {
    let mut names: Vec<String> = match OvhKeys::offered(application, &me.visitor.caller.grant) {
        Scope::All => app.sites().all().iter().map(|entry| entry.site.name.clone()).collect(),
        Scope::Sites(sites) => sites.iter().map(|site| app.site_name(*site)).collect(),
    };
    names.sort_unstable();
    names
}

/// The sites that were chosen; `approve` asks whether they are the visitor's to give.
fn chosen(app: &App, me: &Me, answer: &Answer) -> std::result::Result<Scope, Fault> {
    let no_site = || Fault::of("sites", me.visitor.words.say("ovh-approve-no-site"));
    let id =
        |name: &str| app.sites().by_name(&name.to_ascii_lowercase()).map(|entry| entry.site.id);
    let sites: Option<_> = listed(&answer.sites).map(id).collect();
    sites.map(Scope::Sites).ok_or_else(no_site)
}

async fn page(
    app: &App,
    me: &Me,
    door: &str,
    (application, consumer): &(Application, Consumer),
    answer: &Answer,
    faults: Vec<Fault>,
) -> Result<Response> {
    let visitor = &me.visitor;
    let words = &visitor.words;
    let name = Quoted::cut(&application.name, 64);
    let by = match name_of(app, application.user).await? {
        Some(user) => words.tell("ovh-approve-by", &[("who", (&user).into())]),
        None => words.say("ovh-approve-by-host"),
    };
    let rules = consumer.rules.iter().map(|rule| {
        let word = match rule.method() {
            Method::Get => "ovh-approve-see",
            Method::Post | Method::Put | Method::Delete => "ovh-approve-change",
        };
        (words.say(word), rule.to_string())
    });
    let mut facts = Vec::new();
    if !consumer.addresses.is_empty() {
        let addresses: Vec<_> = consumer.addresses.iter().map(Range::to_string).collect();
        let addresses = addresses.join(", ");
        facts.push(words.tell("ovh-approve-from", &[("addresses", (&addresses).into())]));
    }
    if !consumer.redirection.is_empty() {
        let to = Quoted::cut(&consumer.redirection, 200).text;
        facts.push(words.tell("ovh-approve-then", &[("address", (&to).into())]));
    }
    let mut fields = vec![
        Field::lines("sites", words.say("ovh-approve-sites"), &answer.sites)
            .hint(words.say("ovh-approve-sites-hint")),
        ends_field(words, &answer.ends),
    ];
    let status = match faults.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    field::tell(&mut fields, faults);
    let page = html(&Asking {
        question: words.tell("ovh-approve-question", &[("name", (&name.text).into())]),
        name,
        by,
        rules: rules.collect(),
        facts,
        fields,
        here: visitor.links.to(&["approve", door]),
        frame: frame(visitor, "ovh-approve"),
    })?;
    Ok((status, page).into_response())
}

fn frame(visitor: &Visitor, title: &str) -> Frame {
    Frame::of(visitor, Here::Elsewhere, visitor.words.say(title))
}

/// Tells what was answered, and leads on to where the application wants one.
fn done(
    visitor: &Visitor,
    (application, consumer): &(Application, Consumer),
    told: &str,
) -> Result<Response> {
    let (words, links) = (&visitor.words, &visitor.links);
    let name = Quoted::cut(&application.name, 64).text;
    let told = words.tell(told, &[("name", (&name).into())]);
    if consumer.redirection.is_empty() {
        return Ok(flash::tell(&links.to(&["ovh-keys"]), &told));
    }
    let address = safe(&consumer.redirection).into_owned();
    html(&Answered {
        told,
        go_on: words.tell("ovh-go-on", &[("address", (&address).into())]),
        to: address,
        frame: frame(visitor, "ovh-approve"),
    })
}
