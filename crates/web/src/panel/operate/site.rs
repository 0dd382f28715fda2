//! A site as it shall be: added at `/operate/sites/new`, changed at `/sites/{site}/edit`, removed at
//! `/sites/{site}/remove`. What cannot be so is told beside its field.

use std::str::FromStr;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use postern_core::limits::Limits;
use postern_engine::sites::{Entry, HOST, SiteError};
use postern_engine::words::{Language, Words};
use postern_store::{Error as StoreError, Site};
use serde::Deserialize;

use super::grant::listed;
use super::users::answered;
use crate::api::login::{check, remove_so, set_so};
use crate::api::site::{Mode, change_to, make_so, new_site, view};
use crate::api::{App, Guarded};
use crate::error::Result;
use crate::escape::safe;
use crate::panel::confirm::Confirm;
use crate::panel::field::{self, Fault, Field, Kind};
use crate::panel::filter::Choice;
use crate::panel::form::Form;
use crate::panel::frame::{Desk, Frame, Here, html};
use crate::panel::visitor::Visitor;
use crate::panel::{Panel, flash};
use crate::wire::{LimitsWish, Outcome, SettingsWish, SiteWish};

/// What the form has, as it is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    name: String,
    uids: String,
    ranges: String,
    /// Takes them from the site that has them.
    moves: String,
    sender_domains: String,
    report_address: String,
    zone: String,
    language: String,
    message_bytes: String,
    recipients: String,
    queued: String,
    queued_bytes: String,
    smarthosts: String,
    source_address: String,
}

#[derive(Template)]
#[template(path = "operate-site.html")]
struct SitePage {
    frame: Frame,
    lead: String,
    groups: Vec<Group>,
    button: String,
    here: String,
    back: String,
    /// What is there beside the form once the site is: its logins, and its end.
    more: Option<More>,
}

/// Fields that belong together.
struct Group {
    id: &'static str,
    title: String,
    fields: Vec<Field>,
}

struct More {
    logins: Vec<String>,
    login_fields: Vec<Field>,
    /// Where a login is set, and removed.
    set: String,
    take: String,
    /// Where the site is removed; the built-in one cannot be.
    remove: Option<String>,
}

// --- adding ---

/// `GET /operate/sites/new`.
pub(crate) async fn ask_new(State(panel): State<Panel>, visitor: Visitor) -> Result<Response> {
    let about = panel.app.about();
    let limits = about.new_site.limits;
    let wish = Wish {
        zone: about.new_site.zone.clone(),
        language: about.new_site.language.clone(),
        message_bytes: limits.message_bytes.to_string(),
        recipients: limits.recipients.to_string(),
        queued: limits.queued.to_string(),
        queued_bytes: limits.queued_bytes.to_string(),
        ..Wish::default()
    };
    adding(&panel, &visitor, &wish, Vec::new())
}

/// `POST /operate/sites/new`.
pub(crate) async fn add(
    State(panel): State<Panel>,
    visitor: Visitor,
    Form(mut wish): Form<Wish>,
) -> Result<Response> {
    let (app, words) = (&panel.app, &visitor.words);
    wish.name = wish.name.trim().to_ascii_lowercase();
    let read = match read(words, &wish) {
        Ok(read) => read,
        Err(faults) => return adding(&panel, &visitor, &wish, faults),
    };
    if app.sites().by_name(&wish.name).is_some() {
        let fault = Fault::of("name", words.say("site-fault-taken"));
        return adding(&panel, &visitor, &wish, vec![fault]);
    }
    let new = new_site(app, &visitor.caller, &wish.name, &read);
    if let Err(error) = app.sites().check_new(&new, read.moves) {
        let fault = fault(words, error)?;
        return adding(&panel, &visitor, &wish, vec![fault]);
    }
    make_so(app, &visitor.caller, &wish.name, &read, Mode::Write).await?;
    let told = words.tell("site-added", &[("site", (&wish.name).into())]);
    Ok(flash::tell(&visitor, &visitor.links.of_site(&wish.name, "edit"), &told))
}

fn adding(panel: &Panel, visitor: &Visitor, wish: &Wish, faults: Vec<Fault>) -> Result<Response> {
    let (words, links) = (&visitor.words, &visitor.links);
    let name = Field::line("name", words.say("site-name"), &wish.name)
        .hint(words.say("site-name-hint"))
        .needed();
    let is_wrong = !faults.is_empty();
    let page = html(&SitePage {
        frame: Frame::of(visitor, Here::Operate(Desk::Sites), words.say("site-add")),
        lead: words.say("site-add-lead"),
        groups: groups(&panel.app, words, wish, Some(name), faults),
        button: words.say("site-add"),
        here: links.to(&["operate", "sites", "new"]),
        back: links.sites(),
        more: None,
    })?;
    Ok(answered(page, is_wrong))
}

// --- changing ---

/// `GET /sites/{site}/edit`.
pub(crate) async fn edit(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
) -> Result<Response> {
    let site = panel.app.site(&entry).await?;
    editing(&panel, &visitor, &entry, &site, &typed(&site), Vec::new())
}

/// A site as its form shows it.
fn typed(site: &Site) -> Wish {
    let site = view(site.clone());
    let uids: Vec<String> = site.uids.iter().map(u32::to_string).collect();
    let settings = site.settings;
    let limits = settings.limits;
    Wish {
        name: site.name,
        uids: uids.join(" "),
        ranges: site.ranges.join("\n"),
        moves: String::new(),
        sender_domains: settings.sender_domains.join("\n"),
        report_address: settings.report_address,
        zone: settings.zone,
        language: settings.language,
        message_bytes: limits.message_bytes.to_string(),
        recipients: limits.recipients.to_string(),
        queued: limits.queued.to_string(),
        queued_bytes: limits.queued_bytes.to_string(),
        smarthosts: settings.smarthosts.join(" "),
        source_address: settings.source_address,
    }
}

/// `POST /sites/{site}/edit`.
pub(crate) async fn change(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
    Form(wish): Form<Wish>,
) -> Result<Response> {
    let (app, words) = (&panel.app, &visitor.words);
    let site = app.site(&entry).await?;
    let read = match read(words, &wish) {
        Ok(read) => read,
        Err(faults) => return editing(&panel, &visitor, &entry, &site, &wish, faults),
    };
    if let Err(error) = app.sites().check_change(site.id, &change_to(&site, &read)) {
        let fault = fault(words, error)?;
        return editing(&panel, &visitor, &entry, &site, &wish, vec![fault]);
    }
    let outcome = make_so(app, &visitor.caller, &site.name, &read, Mode::Write).await?;
    let told = words.say(match outcome {
        Outcome::Unchanged => "site-unchanged",
        _ => "site-changed",
    });
    Ok(flash::tell(&visitor, &visitor.links.of_site(&site.name, "edit"), &told))
}

fn editing(
    panel: &Panel,
    visitor: &Visitor,
    entry: &Entry,
    site: &Site,
    wish: &Wish,
    faults: Vec<Fault>,
) -> Result<Response> {
    let (words, links) = (&visitor.words, &visitor.links);
    let mut login_fields = vec![
        Field::line("login", words.say("site-login"), "").needed(),
        Field::password("password", words.say("login-password"))
            .hint(words.say("site-login-hint"))
            .needed(),
    ];
    let is_wrong = !faults.is_empty();
    let (of_login, of_site): (Vec<_>, Vec<_>) =
        faults.into_iter().partition(|fault| ["login", "password"].contains(&fault.field));
    field::tell(&mut login_fields, of_login);
    let page = |page: &str| links.of_site(&site.name, page);
    let title = words.tell("site-edit-title", &[("site", (&site.name).into())]);
    let page = html(&SitePage {
        frame: Frame::of(visitor, Here::Beside(entry, "edit"), title),
        lead: words.say("site-edit-lead"),
        groups: groups(&panel.app, words, wish, None, of_site),
        button: words.say("users-save"),
        here: page("edit"),
        back: links.site(&site.name),
        more: Some(More {
            logins: view(site.clone()).logins,
            login_fields,
            set: page("logins"),
            take: links.to(&["sites", &site.name, "logins", "remove"]),
            remove: (site.name != HOST).then(|| page("remove")),
        }),
    })?;
    Ok(answered(page, is_wrong))
}

// --- the form ---

fn groups(
    app: &App,
    words: &Words,
    wish: &Wish,
    name: Option<Field>,
    faults: Vec<Fault>,
) -> Vec<Group> {
    let say = |key: &str| words.say(key);
    let line = |name, key: &str, value: &String| Field::line(name, words.say(key), value);
    let lines = |name, key: &str, value: &String| Field::lines(name, words.say(key), value);
    let languages = Language::ALL
        .map(|language| Choice { value: language.code().into(), label: language.name().into() });
    let known = app.sites().smarthosts().join(", ");
    let smarthosts = match known.is_empty() {
        true => say("site-no-smarthosts"),
        false => words.tell("site-smarthosts-hint", &[("names", (&known).into())]),
    };
    let mut identity: Vec<Field> = name.into_iter().collect();
    identity.extend([
        line("uids", "site-uids", &wish.uids).hint(say("site-uids-hint")),
        lines("ranges", "site-ranges", &wish.ranges).hint(say("site-ranges-hint")),
        Field::tick("moves", say("site-moves"), !wish.moves.is_empty())
            .hint(say("site-moves-hint")),
    ]);
    let owner = vec![
        line("report_address", "site-report", &wish.report_address).hint(say("site-report-hint")),
        line("zone", "site-zone", &wish.zone).hint(say("site-zone-hint")).needed(),
        Field::choice("language", say("language"), &wish.language, languages.into()),
    ];
    let leaving = vec![
        lines("sender_domains", "site-domains", &wish.sender_domains)
            .hint(say("site-domains-hint")),
        line("smarthosts", "site-smarthosts", &wish.smarthosts).hint(smarthosts),
        line("source_address", "site-source", &wish.source_address).hint(say("site-source-hint")),
    ];
    let limits = vec![
        line("message_bytes", "site-message-bytes", &wish.message_bytes)
            .hint(say("site-bytes-hint"))
            .needed(),
        line("recipients", "site-recipients", &wish.recipients).needed(),
        line("queued", "site-queued", &wish.queued).needed(),
        line("queued_bytes", "site-queued-bytes", &wish.queued_bytes)
            .hint(say("site-bytes-hint"))
            .needed(),
    ];
    let mut groups: Vec<Group> = [
        ("identity", "site-group-identity", identity),
        ("owner", "site-group-owner", owner),
        ("leaving", "site-group-leaving", leaving),
        ("limits", "site-group-limits", limits),
    ]
    .map(|(id, key, fields)| Group { id, title: say(key), fields })
    .into();
    for fault in faults {
        let has = |group: &Group| group.fields.iter().any(|field| field.name == fault.field);
        let at = groups.iter().position(has).unwrap_or(0);
        field::tell(&mut groups[at].fields, vec![fault]);
    }
    groups
}

/// What is wished for, or all that cannot be read of it.
fn read(words: &Words, wish: &Wish) -> std::result::Result<SiteWish, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut uids = Vec::new();
    for uid in listed(&wish.uids) {
        match uid.parse() {
            Ok(uid) => uids.push(uid),
            Err(_) => faults.push(Fault::of("uids", words.say("site-fault-uid"))),
        }
    }
    let mut number = |field, text: &str| figure(words, field, text, &mut faults);
    let message_bytes = number("message_bytes", &wish.message_bytes);
    let queued = number("queued", &wish.queued);
    let queued_bytes = number("queued_bytes", &wish.queued_bytes);
    let recipients = figure(words, "recipients", &wish.recipients, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let list = |text: &str| Some(listed(text).map(str::to_owned).collect());
    let text = |text: &str| Some(text.trim().to_owned());
    Ok(SiteWish {
        settings: SettingsWish {
            zone: text(&wish.zone),
            language: text(&wish.language),
            report_address: text(&wish.report_address),
            sender_domains: list(&wish.sender_domains),
            smarthosts: list(&wish.smarthosts),
            source_address: text(&wish.source_address),
            limits: LimitsWish { message_bytes, recipients, queued, queued_bytes },
        },
        uids: Some(uids),
        ranges: list(&wish.ranges),
        moves: !wish.moves.is_empty(),
    })
}

/// A whole number; people group digits.
fn figure<T: FromStr>(
    words: &Words,
    field: &'static str,
    text: &str,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let read = digits.parse().ok();
    if read.is_none() {
        faults.push(Fault::of(field, words.say("site-fault-number")));
    }
    read
}

/// What cannot be so, beside its field; what is no fault of the form is none.
fn fault(words: &Words, error: SiteError) -> Result<Fault> {
    let limit = |name: &str| match name {
        "message_bytes" => "message_bytes",
        "recipients" => "recipients",
        "queued" => "queued",
        _ => "queued_bytes",
    };
    let named = |key: &str, name: &str| {
        let name: String = safe(name).chars().take(100).collect();
        words.tell(key, &[("name", (&name).into())])
    };
    let most = |key: &str, most: u64| words.tell(key, &[("count", most.into())]);
    Ok(match &error {
        SiteError::Name(_) => Fault::of("name", words.say("site-fault-name")),
        SiteError::Zone(zone) => Fault::of("zone", named("site-fault-zone", zone)),
        SiteError::Language(_) => Fault::of("language", words.say("site-fault-language")),
        SiteError::Domain(domain) => {
            Fault::of("sender_domains", named("site-fault-domain", domain))
        }
        SiteError::Zero(name) => Fault::of(limit(name), words.say("site-fault-zero")),
        SiteError::FewBytes(name, _) => {
            Fault::of(limit(name), most("site-fault-few-bytes", Limits::LEAST_BYTES))
        }
        SiteError::MessageBytes(_) => {
            Fault::of("message_bytes", most("site-fault-bytes", Limits::MOST_MESSAGE_BYTES))
        }
        SiteError::Recipients(_) => {
            Fault::of("recipients", most("site-fault-recipients", Limits::MOST_RECIPIENTS.into()))
        }
        SiteError::Address(address, _) => {
            Fault::of("report_address", named("site-fault-address", address))
        }
        SiteError::Range(range) => Fault::of("ranges", named("site-fault-range", range)),
        SiteError::Smarthost(name) => Fault::of("smarthosts", named("site-fault-smarthost", name)),
        SiteError::Source(source) => {
            Fault::of("source_address", named("site-fault-source", source))
        }
        SiteError::Taken { identity, owner } => {
            let field = match identity.split(' ').next() {
                Some("uid") => "uids",
                Some("login") => "login",
                _ => "ranges",
            };
            Fault::of(
                field,
                words.tell(
                    "site-fault-identity",
                    &[("identity", identity.into()), ("site", owner.into())],
                ),
            )
        }
        SiteError::Overlaps { range, other, owner } => {
            let (range, other) = (range.to_string(), other.to_string());
            let facts =
                [("range", (&range).into()), ("other", (&other).into()), ("site", owner.into())];
            Fault::of("ranges", words.tell("site-fault-overlaps", &facts))
        }
        // Words of the engine: they name the uid or range and why it can be no site's.
        SiteError::Identity(why) if why.starts_with("range") => Fault::of("ranges", why.clone()),
        SiteError::Identity(why) => Fault::of("uids", why.clone()),
        SiteError::Store(StoreError::Taken { .. }) => {
            Fault::of("name", words.say("site-fault-taken"))
        }
        SiteError::BuiltIn | SiteError::Store(_) => return Err(error.into()),
    })
}

// --- logins ---

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Login {
    login: String,
    password: String,
}

/// `POST /sites/{site}/logins`: adds a login, or changes its password.
pub(crate) async fn set_login(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
    Form(Login { login, password }): Form<Login>,
) -> Result<Response> {
    let (app, words) = (&panel.app, &visitor.words);
    let login = login.trim();
    let owner = app.sites().identify_login(login).map(|(owner, _)| owner);
    let fault = if check("login", login).is_err() {
        Some(Fault::of("login", words.say("site-fault-login")))
    } else if check("password", &password).is_err() {
        Some(Fault::of("password", words.say("site-fault-password")))
    } else if let Some(owner) = owner.filter(|owner| *owner != entry.site.id) {
        let site = app.site_name(owner);
        let facts = [("identity", login.into()), ("site", (&site).into())];
        Some(Fault::of("login", words.tell("site-fault-identity", &facts)))
    } else {
        None
    };
    if let Some(fault) = fault {
        let site = app.site(&entry).await?;
        return editing(&panel, &visitor, &entry, &site, &typed(&site), vec![fault]);
    }
    set_so(app, &visitor.caller, &entry, login, password).await?;
    let told = words.tell("site-login-set", &[("login", login.into())]);
    Ok(flash::tell(&visitor, &visitor.links.of_site(&entry.site.name, "edit"), &told))
}

/// `POST /sites/{site}/logins/remove`.
pub(crate) async fn remove_login(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
    Form(Login { login, .. }): Form<Login>,
) -> Result<Response> {
    remove_so(&panel.app, &visitor.caller, &entry, &login).await?;
    let told = visitor.words.tell("site-login-removed", &[("login", (&login).into())]);
    Ok(flash::tell(&visitor, &visitor.links.of_site(&entry.site.name, "edit"), &told))
}

// --- removing ---

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
        frame: Frame::of(visitor, Here::Beside(entry, "remove"), words.say("site-remove")),
        question: words.tell("site-remove-question", &[("site", (&site.name).into())]),
        said: None,
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
    Ok(flash::tell(&visitor, &visitor.links.sites(), &told))
}
