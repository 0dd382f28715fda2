//! `/sites/{site}/webhooks` and `/webhooks`: programs that are told what happens, of one site or of all. A hook's own page
//! is `one`.
//!
//! Both have the same pages; a `Place` says which of the two is meant, and which hooks are there.

pub(super) mod one;

use askama::Template;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::Response;
use postern_core::access::Right;
use postern_core::hook::{self, Kinds};
use postern_core::ids::{HookId, SiteId};
use postern_engine::hook::{HookError, HookWish, TargetError};
use postern_engine::sites::Entry;
use postern_engine::words::Words;
use postern_store::hook::Hook;
use postern_store::view::HooksOf;
use serde::Deserialize;

use super::Panel;
use super::field::{self, Fault, Field, Kind};
use super::filter::Link;
use super::form::Form;
use super::frame::{Desk, Frame, Here, html};
use super::operate::told_once::ToldOnce;
use super::operate::users::answered;
use super::pager::{Pager, one_page};
use super::quoted::Quoted;
use super::visitor::Visitor;
use crate::api::Guarded;
use crate::api::request::Params;
use crate::api::webhook::asker;
use crate::error::{Error, Result};

/// Which webhooks a page is about.
pub(crate) trait Place: FromRequestParts<Panel, Rejection = Error> + Send + Sync {
    /// The site, of pages of one.
    fn entry(&self) -> Option<&Entry>;

    fn site(&self) -> Option<SiteId> {
        self.entry().map(|entry| entry.site.id)
    }

    fn frame(&self, visitor: &Visitor, title: String) -> Frame {
        let here = match self.entry() {
            Some(entry) => Here::Beside(entry, "webhooks"),
            None => Here::Operate(Desk::Webhooks),
        };
        Frame::of(visitor, here, title)
    }

    /// A page of these webhooks.
    fn link(&self, visitor: &Visitor, parts: &[&str]) -> String {
        let above: &[&str] = match self.entry() {
            Some(entry) => &["sites", &entry.site.name, "webhooks"],
            None => &["webhooks"],
        };
        visitor.links.to(&[above, parts].concat())
    }

    fn may_act(&self, visitor: &Visitor) -> bool {
        match self.entry() {
            Some(entry) => visitor.may(Right::Act, Some(entry.site.id)),
            None => visitor.may(Right::Operate, None),
        }
    }
}

/// Those of one site.
#[derive(Debug)]
pub(crate) struct OfSite(Guarded);

/// All there are.
#[derive(Debug)]
pub(crate) struct OfAll;

impl FromRequestParts<Panel> for OfSite {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, panel: &Panel) -> Result<OfSite> {
        Guarded::from_request_parts(parts, panel).await.map(OfSite)
    }
}

impl FromRequestParts<Panel> for OfAll {
    type Rejection = Error;

    async fn from_request_parts(_: &mut Parts, _: &Panel) -> Result<OfAll> {
        Ok(OfAll)
    }
}

impl Place for OfSite {
    fn entry(&self) -> Option<&Entry> {
        let OfSite(Guarded(entry)) = self;
        Some(entry)
    }
}

impl Place for OfAll {
    fn entry(&self) -> Option<&Entry> {
        None
    }
}

#[derive(Template)]
#[template(path = "hooks.html")]
struct Hooks {
    frame: Frame,
    lead: String,
    columns: Vec<(String, &'static str)>,
    rows: Vec<Row>,
    pager: Pager,
    /// Where one is added; `None`: the visitor may only look.
    add: Option<String>,
}

struct Row {
    url: Quoted,
    href: String,
    /// Whose it is, where that is not known.
    whose: Option<String>,
    kinds: String,
    state: String,
    figures: Vec<String>,
}

/// Webhooks of a page.
const PAGE: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// The last one of the page before.
    after: String,
}

/// `GET …/webhooks`.
pub(crate) async fn list<P: Place>(
    State(panel): State<Panel>,
    visitor: Visitor,
    place: P,
    Params(Asked { after }): Params<Asked>,
) -> Result<Response> {
    let words = &visitor.words;
    let of = match place.site() {
        Some(site) => HooksOf::Site(site),
        None => {
            let after = after.parse().unwrap_or(HookId(0));
            HooksOf::Everybody { after, limit: PAGE + 1 }
        }
    };
    let mut hooks = panel.app.hooks().list(of).await?;
    let next = one_page(&mut hooks, PAGE, |hook| hook.id.to_string());
    let row = |hook: Hook| Row {
        href: place.link(&visitor, &[&hook.id.to_string()]),
        whose: place.entry().is_none().then(|| whose(&panel, words, &hook)),
        kinds: kinds_told(words, hook.kinds),
        state: state_told(words, &hook),
        figures: figures_told(words, &hook),
        url: Quoted::cut(&hook.url, 48),
    };
    let mut columns = vec![words.say("hooks-address")];
    if place.entry().is_none() {
        columns.push(words.say("hooks-whose"));
    }
    columns.extend([words.say("hooks-told"), words.say("hooks-state")]);
    html(&Hooks {
        frame: place.frame(&visitor, words.say("nav-webhooks")),
        lead: words.say(if place.entry().is_some() { "hooks-lead" } else { "hooks-lead-all" }),
        columns: columns.into_iter().map(|label| (label, "")).collect(),
        rows: hooks.into_iter().map(row).collect(),
        pager: Pager::of(&Link::to(place.link(&visitor, &[])), "after", &after, next.as_deref()),
        add: place.may_act(&visitor).then(|| place.link(&visitor, &["new"])),
    })
}

fn whose(panel: &Panel, words: &Words, hook: &Hook) -> String {
    match hook.site {
        Some(site) => panel.app.site_name(site),
        None => words.say("hooks-all-sites"),
    }
}

/// The key of a kind's name.
fn kind_key(kind: hook::Kind) -> &'static str {
    match kind {
        hook::Kind::StateChanged => "hook-kind-state-changed",
        hook::Kind::MailFailed => "hook-kind-mail-failed",
        hook::Kind::HeldExpiring => "hook-kind-held-expiring",
        hook::Kind::ReportSent => "hook-kind-report-sent",
        hook::Kind::Test => "hook-kind-test",
    }
}

fn kinds_told(words: &Words, kinds: Kinds) -> String {
    match kinds == Kinds::all() {
        true => words.say("hooks-everything"),
        false => kinds.iter().map(|kind| words.say(kind_key(kind))).collect::<Vec<_>>().join(", "),
    }
}

fn state_told(words: &Words, hook: &Hook) -> String {
    words.say(match (hook.on, hook.note.as_str()) {
        (true, _) => "hooks-on",
        (false, "") => "hooks-off",
        (false, _) => "hooks-off-gone",
    })
}

/// How much waits, and how much was dropped; nothing where there is none.
fn figures_told(words: &Words, hook: &Hook) -> Vec<String> {
    [("hooks-waiting", hook.waiting), ("hooks-dropped", hook.dropped)]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| words.tell(key, &[("count", count.into())]))
        .collect()
}

// --- adding ---

#[derive(Template)]
#[template(path = "hook-form.html")]
struct Adding {
    frame: Frame,
    lead: String,
    fields: Vec<Field>,
    here: String,
    back: String,
}

/// What the form of a webhook sends. A box that is not ticked is not sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    url: String,
    states: String,
    failures: String,
    held: String,
    reports: String,
    active: String,
    private: String,
}

impl Wish {
    /// The boxes of all kinds, with what each is sent as.
    const BOXES: [(&'static str, hook::Kind); 4] = [
        ("states", hook::Kind::StateChanged),
        ("failures", hook::Kind::MailFailed),
        ("held", hook::Kind::HeldExpiring),
        ("reports", hook::Kind::ReportSent),
    ];

    fn of(url: &str, kinds: Kinds, on: bool, private: bool) -> Wish {
        let tick = |yes: bool| if yes { "on".to_owned() } else { String::new() };
        Wish {
            url: url.to_owned(),
            states: tick(kinds.has(hook::Kind::StateChanged)),
            failures: tick(kinds.has(hook::Kind::MailFailed)),
            held: tick(kinds.has(hook::Kind::HeldExpiring)),
            reports: tick(kinds.has(hook::Kind::ReportSent)),
            active: tick(on),
            private: tick(private),
        }
    }

    fn ticked(&self, name: &str) -> bool {
        let value = match name {
            "states" => &self.states,
            "failures" => &self.failures,
            "held" => &self.held,
            _ => &self.reports,
        };
        !value.is_empty()
    }

    fn kinds(&self) -> Kinds {
        let ticked = Wish::BOXES.into_iter().filter(|(name, _)| self.ticked(name));
        Kinds::of(ticked.map(|(_, kind)| kind))
    }

    /// The fields of the form; `operates`: whether the visitor may let a hook lead inside.
    fn fields(&self, words: &Words, operates: bool, faults: Vec<Fault>) -> Vec<Field> {
        let mut fields = vec![
            Field::line("url", words.say("hooks-url"), &self.url)
                .hint(words.say("hooks-url-hint"))
                .needed(),
        ];
        let tick = |(name, kind)| Field::tick(name, words.say(kind_key(kind)), self.ticked(name));
        fields.extend(Wish::BOXES.map(tick));
        if operates {
            let private = words.say("hooks-private");
            let hint = words.say("hooks-private-hint");
            fields.push(Field::tick("private", private, !self.private.is_empty()).hint(hint));
        }
        field::tell(&mut fields, faults);
        fields
    }
}

/// `GET …/webhooks/new`.
pub(crate) async fn ask_new<P: Place>(visitor: Visitor, place: P) -> Result<Response> {
    adding(&visitor, &place, &Wish::of("", Kinds::all(), true, false), Vec::new())
}

/// `POST …/webhooks/new`.
pub(crate) async fn add<P: Place>(
    State(panel): State<Panel>,
    visitor: Visitor,
    place: P,
    Form(wish): Form<Wish>,
) -> Result<Response> {
    let words = &visitor.words;
    let new = HookWish {
        url: wish.url.trim().to_owned(),
        kinds: wish.kinds(),
        allow_private: !wish.private.is_empty(),
    };
    let asker = asker(&panel.app, &visitor.caller);
    match panel.app.hooks().add(place.site(), new, None, asker).await {
        Ok(made) => {
            let page = ToldOnce {
                frame: place.frame(&visitor, words.say("hooks-made")),
                lead: words.say("hooks-secret-lead"),
                secret: made.secret,
                back: place.link(&visitor, &[&made.hook.id.to_string()]),
                back_label: words.say("hooks-to-hook"),
            };
            page.page()
        }
        Err(error) => adding(&visitor, &place, &wish, vec![fault(words, error)?]),
    }
}

fn adding<P: Place>(
    visitor: &Visitor,
    place: &P,
    wish: &Wish,
    faults: Vec<Fault>,
) -> Result<Response> {
    let words = &visitor.words;
    let is_wrong = !faults.is_empty();
    let page = html(&Adding {
        frame: place.frame(visitor, words.say("hooks-add")),
        lead: words.say("hooks-add-lead"),
        fields: wish.fields(words, visitor.may(Right::Operate, None), faults),
        here: place.link(visitor, &["new"]),
        back: place.link(visitor, &[]),
    })?;
    Ok(answered(page, is_wrong))
}

/// What is wrong with a form; what is no fault of it is none.
fn fault(words: &Words, error: HookError) -> Result<Fault> {
    let url = |key: &str| Ok(Fault::of("url", words.say(key)));
    match error {
        HookError::Target(TargetError::TooLong(_)) => url("hooks-fault-too-long"),
        HookError::Target(TargetError::NoUrl(_)) => url("hooks-fault-no-url"),
        HookError::Target(TargetError::UserInfo) => url("hooks-fault-user-info"),
        HookError::Target(TargetError::Fragment) => url("hooks-fault-fragment"),
        HookError::Target(TargetError::Scheme(_) | TargetError::ClearText) => {
            url("hooks-fault-clear-text")
        }
        HookError::Target(TargetError::Inside(address)) => {
            let address = address.to_string();
            let told = words.tell("hooks-fault-inside", &[("address", (&address).into())]);
            Ok(Fault::of("url", told))
        }
        HookError::NoKinds => Ok(Fault::of("states", words.say("hooks-fault-kinds"))),
        HookError::Store(postern_store::Error::TooMany { most, .. }) => {
            let told = words.tell("hooks-fault-many", &[("count", most.into())]);
            Ok(Fault::of("url", told))
        }
        error => Err(error.into()),
    }
}
