//! `/sites/{site}/settings`: what is its owner's to set, and what the operator set.
//!
//! A field that cannot be so is told beside it, with what was typed; the others are checked as well, so that nobody comes
//! back twice. Those who may only look see the same as facts.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use postern_core::access::Right;
use postern_core::notice::Notice;
use postern_engine::sites::Entry;
use postern_engine::words::{Language, Words};
use postern_store::{Identity, Site, SiteChange, SiteSettings};
use serde::Deserialize;

use super::form::Form;
use super::frame::{Frame, Here, Tab, html};
use super::visitor::Visitor;
use super::{Panel, flash};
use crate::api::Guarded;
use crate::api::site::{own, set_own};
use crate::error::Result;
use crate::escape::safe;
use crate::wire::{Outcome, OwnSettings};

#[derive(Template)]
#[template(path = "settings.html")]
struct Settings {
    frame: Frame,
    here: String,
    /// `None`: the visitor may only look.
    form: Option<Fields>,
    /// Programs that are told what happens.
    webhooks: String,
    /// What is set by others, or all of it where the visitor may only look.
    facts: Vec<(String, Vec<String>)>,
}

struct Fields {
    report_address: Field,
    language: Field,
    languages: Vec<Choice>,
    zone: Field,
    zones: Vec<String>,
    /// What the site's clock shows, so that a wrong zone is seen.
    clock: String,
    notices: Vec<Told>,
}

/// What was typed, and what is wrong with it.
struct Field {
    value: String,
    fault: Option<String>,
}

struct Choice {
    code: &'static str,
    name: &'static str,
    chosen: bool,
}

/// Something to be told of.
struct Told {
    word: &'static str,
    label: String,
    hint: String,
    wanted: bool,
}

/// What the form sends. A box that is ticked is sent by the word of its notice.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    report_address: String,
    language: String,
    zone: String,
    #[serde(flatten)]
    boxes: BTreeMap<String, String>,
}

/// `GET /sites/{site}/settings`.
pub(crate) async fn show(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
) -> Result<Response> {
    let site = panel.app.site(&entry).await?;
    let settings = &site.settings;
    let wish = OwnSettings {
        report_address: Some(settings.report_address.clone()),
        language: Some(settings.language.clone()),
        zone: Some(settings.zone.clone()),
        notices: Some(settings.notices.iter().map(|notice| notice.word().to_owned()).collect()),
    };
    page(&panel, &visitor, &entry, &site, &wish, Faults::default())
}

/// `POST /sites/{site}/settings`.
pub(crate) async fn set(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
    Form(given): Form<Wish>,
) -> Result<Response> {
    let wish = given.wish();
    let site = panel.app.site(&entry).await?;
    let faults = Faults::of(&panel, &visitor.words, &site, &wish)?;
    if !faults.is_none() {
        return page(&panel, &visitor, &entry, &site, &wish, faults);
    }
    let told = match set_own(&panel.app, &visitor.caller, &entry, &wish).await? {
        Outcome::Unchanged => visitor.words.say("settings-unchanged"),
        _ => visitor.words.say("settings-saved"),
    };
    Ok(flash::tell(&Tab::Settings.link(&visitor.links, &site.name), &told))
}

impl Wish {
    fn wish(self) -> OwnSettings {
        let typed = self.zone.trim();
        // The spelling of the list, whatever the typed one is.
        let zone = zones().into_iter().find(|zone| zone.eq_ignore_ascii_case(typed));
        let notices = Notice::ALL.into_iter().map(Notice::word);
        OwnSettings {
            report_address: Some(self.report_address.trim().to_owned()),
            language: Some(self.language),
            zone: Some(zone.unwrap_or_else(|| typed.to_owned())),
            notices: Some(
                notices.filter(|word| self.boxes.contains_key(*word)).map(str::to_owned).collect(),
            ),
        }
    }
}

/// What is wrong with which field.
#[derive(Debug, Default)]
struct Faults {
    report_address: Option<String>,
    language: Option<String>,
    zone: Option<String>,
}

impl Faults {
    /// Asks the engine of each field alone.
    fn of(panel: &Panel, words: &Words, site: &Site, wish: &OwnSettings) -> Result<Faults> {
        let fault = |part: OwnSettings, key: &str| -> Result<Option<String>> {
            let settings: SiteSettings = own(&site.settings, &part)?;
            let change = SiteChange { settings: Some(settings), ..SiteChange::default() };
            let is_wrong = panel.app.sites().check_change(site.id, &change).is_err();
            Ok(is_wrong.then(|| words.say(key)))
        };
        let OwnSettings { report_address, language, zone, .. } = wish.clone();
        let none = OwnSettings::default;
        Ok(Faults {
            report_address: fault(
                OwnSettings { report_address, ..none() },
                "settings-report-wrong",
            )?,
            language: fault(OwnSettings { language, ..none() }, "settings-language-wrong")?,
            zone: fault(OwnSettings { zone, ..none() }, "settings-zone-wrong")?,
        })
    }

    fn is_none(&self) -> bool {
        self.report_address.is_none() && self.language.is_none() && self.zone.is_none()
    }
}

fn page(
    panel: &Panel,
    visitor: &Visitor,
    entry: &Entry,
    site: &Site,
    wish: &OwnSettings,
    faults: Faults,
) -> Result<Response> {
    let words = &visitor.words;
    let may_set = visitor.may(Right::Act, Some(site.id));
    let facts = match may_set {
        true => facts(words, entry, site),
        false => [own_facts(words, site), facts(words, entry, site)].concat(),
    };
    let clock = words.clock(panel.app.now(), &entry.zone);
    html(&Settings {
        here: Tab::Settings.link(&visitor.links, &site.name),
        webhooks: visitor.links.of_site(&site.name, "webhooks"),
        form: may_set.then(|| fields(words, wish, faults, &clock)),
        facts,
        frame: Frame::of(visitor, Here::Site(entry, Tab::Settings), words.say("nav-settings")),
    })
}

fn fields(words: &Words, wish: &OwnSettings, faults: Faults, clock: &str) -> Fields {
    let field =
        |value: &Option<String>, fault| Field { value: value.clone().unwrap_or_default(), fault };
    let is_chosen = |language: Language| wish.language.as_deref() == Some(language.code());
    let wanted = wish.notices.as_deref().unwrap_or_default();
    let told = |notice: Notice| Told {
        word: notice.word(),
        label: words.say(&format!("notice-{}", notice.word())),
        hint: words.say(&format!("notice-{}-means", notice.word())),
        wanted: wanted.iter().any(|word| word == notice.word()),
    };
    Fields {
        report_address: field(&wish.report_address, faults.report_address),
        language: field(&wish.language, faults.language),
        languages: Language::ALL
            .map(|it| Choice { code: it.code(), name: it.name(), chosen: is_chosen(it) })
            .into(),
        zone: field(&wish.zone, faults.zone),
        zones: zones(),
        clock: words.tell("settings-clock", &[("clock", clock.into())]),
        notices: Notice::ALL.map(told).into(),
    }
}

/// All zones of the time zone database, by their names.
fn zones() -> Vec<String> {
    let mut zones: Vec<String> =
        jiff::tz::db().available().map(|zone| zone.as_str().to_owned()).collect();
    zones.sort_unstable();
    zones
}

/// What its owner may set, for those who may only look.
fn own_facts(words: &Words, site: &Site) -> Vec<(String, Vec<String>)> {
    let settings = &site.settings;
    let language = Language::from_code(&settings.language).map_or("", Language::name);
    let notices =
        settings.notices.iter().map(|notice| words.say(&format!("notice-{}", notice.word())));
    vec![
        (words.say("settings-report"), or_none(words, listed([&settings.report_address]))),
        (words.say("settings-language"), vec![language.to_owned()]),
        (words.say("settings-zone"), vec![settings.zone.clone()]),
        (words.say("settings-notices"), or_none(words, notices.collect())),
    ]
}

/// Domains and identities that are shown.
const MOST: usize = 20;

/// What the operator set.
fn facts(words: &Words, entry: &Entry, site: &Site) -> Vec<(String, Vec<String>)> {
    let (settings, limits) = (&site.settings, &site.settings.limits);
    let count = |key: &str, count: u64| words.tell(key, &[("count", count.into())]);
    let size = |key: &str, bytes: u64| words.tell(key, &[("size", (&words.bytes(bytes)).into())]);
    let identities = site.identities.iter().map(|identity| match identity {
        Identity::Uid(uid) => words.tell("settings-uid", &[("uid", (&uid.to_string()).into())]),
        Identity::Login(login) => {
            words.tell("settings-login", &[("login", safe(login).as_ref().into())])
        }
        Identity::Range(range) => words.tell("settings-range", &[("range", range.into())]),
    });
    let domains = match settings.sender_domains.as_slice() {
        [] => vec![site.name.clone()],
        domains => listed(domains),
    };
    vec![
        (words.say("settings-domains"), bounded(words, domains, MOST)),
        (
            words.say("settings-identities"),
            bounded(words, or_none(words, identities.collect()), MOST),
        ),
        (
            words.say("settings-limits"),
            vec![
                size("settings-limit-size", limits.message_bytes),
                count("settings-limit-recipients", limits.recipients.into()),
                count("settings-limit-queued", limits.queued),
                size("settings-limit-queued-size", limits.queued_bytes),
            ],
        ),
        (words.say("settings-since"), vec![words.day(site.created_at, &entry.zone)]),
    ]
}

/// Of many the first, and how many more there are.
pub(super) fn bounded(words: &Words, mut texts: Vec<String>, most: usize) -> Vec<String> {
    if let Some(more) = texts.len().checked_sub(most).filter(|more| *more > 0) {
        texts.truncate(most);
        texts.push(words.tell("settings-more", &[("count", (more as u64).into())]));
    }
    texts
}

fn listed<'a>(texts: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let texts = texts.into_iter().filter(|text| !text.is_empty());
    texts.map(|text| safe(text).into_owned()).collect()
}

fn or_none(words: &Words, texts: Vec<String>) -> Vec<String> {
    if texts.is_empty() { vec![words.say("settings-none")] } else { texts }
}
