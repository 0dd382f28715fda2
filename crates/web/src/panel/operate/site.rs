//! A site as it shall be: added at `/operate/sites/new`, changed at `/sites/{site}/edit`, removed at
//! `/sites/{site}/remove`. What cannot be so is told beside its field.

mod form;
mod login;
mod removal;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use postern_engine::sites::{Entry, HOST};
use postern_store::Site;
use serde::Deserialize;

use super::users::answered;
use crate::api::Guarded;
use crate::api::site::{Mode, change_to, make_so, new_site, view};
use crate::error::Result;
use crate::panel::field::{self, Fault, Field, Kind};
use crate::panel::form::Form;
use crate::panel::frame::{Desk, Frame, Here, html};
use crate::panel::visitor::Visitor;
use crate::panel::{Panel, flash};
use crate::wire::Outcome;
use form::{fault, groups, read};

pub(crate) use login::{remove_login, set_login};
pub(crate) use removal::{ask_remove, remove};

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
    Ok(flash::tell(&visitor.links.of_site(&wish.name, "edit"), &told))
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
    Ok(flash::tell(&visitor.links.of_site(&site.name, "edit"), &told))
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
