//! Sites: list, add, show, make so, change, remove.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use postern_core::limits::Limits;
use postern_engine::sites::canonical;
use postern_store::view::{Question, Reply};
use postern_store::{Identity, NewSite, Site, SiteChange, SiteSettings};
use serde::Deserialize;

use super::app::{App, unexpected};
use super::request::{Body, Params, Path, rows};
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::{self, Code, Outcome, When};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ListParams {
    cursor: String,
    limit: Option<usize>,
}

/// `GET /sites`: in the order of their names.
pub(crate) async fn list(
    State(app): State<App>,
    _: Caller,
    Params(params): Params<ListParams>,
) -> Result<Json<wire::Page<wire::Site>>> {
    let limit = rows(params.limit)?;
    let sites = match app.ask(Question::Sites { after: params.cursor, limit }).await? {
        Reply::Sites(sites) => sites,
        other => return Err(unexpected(&other)),
    };
    let next = (sites.len() == limit).then(|| sites.last().map(|site| site.name.clone())).flatten();
    Ok(Json(wire::Page { items: sites.into_iter().map(view).collect(), next }))
}

/// `POST /sites`.
pub(crate) async fn add(
    State(app): State<App>,
    caller: Caller,
    Body(new): Body<wire::NewSite>,
) -> Result<(StatusCode, Json<wire::Site>)> {
    if app.sites().by_name(&new.name).is_some() {
        return Err(Error::new(Code::SiteExists, format!("there is a site {} already", new.name)));
    }
    make_so(&app, &caller, &new.name, &new.site, Mode::Write).await?;
    Ok((StatusCode::CREATED, Json(view(app.site(&new.name).await?))))
}

/// `GET /sites/{site}`.
pub(crate) async fn show(
    State(app): State<App>,
    _: Caller,
    Path(name): Path<String>,
) -> Result<Json<wire::Site>> {
    Ok(Json(view(app.site(&name).await?)))
}

/// `PUT /sites/{site}`.
pub(crate) async fn put(
    State(app): State<App>,
    caller: Caller,
    Path(name): Path<String>,
    Body(wish): Body<wire::SiteWish>,
) -> Result<Json<wire::Changed>> {
    let outcome = make_so(&app, &caller, &name, &wish, Mode::Write).await?;
    Ok(Json(wire::Changed { outcome, site: view(app.site(&name).await?) }))
}

/// `PATCH /sites/{site}`.
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Path(name): Path<String>,
    Body(wish): Body<wire::SiteChange>,
) -> Result<Json<wire::Changed>> {
    let site = app.site(&name).await?;
    let settings = settings(&site.settings, &wish.settings);
    let add = identities(&wish.add_uids, &wish.add_ranges);
    let remove = identities(&wish.remove_uids, &wish.remove_ranges);
    let change = SiteChange {
        settings: (settings != site.settings).then_some(settings),
        add_identities: add
            .into_iter()
            .filter(|identity| !site.identities.contains(identity))
            .collect(),
        remove_identities: site
            .identities
            .iter()
            .filter(|identity| remove.contains(&canonical(identity)))
            .cloned()
            .collect(),
        move_identities: wish.moves,
    };
    let outcome = write_change(&app, &caller, &site, change, Mode::Write).await?;
    Ok(Json(wire::Changed { outcome, site: view(app.site(&name).await?) }))
}

/// `DELETE /sites/{site}`: its queue is purged, its name and identities are free at once, its history goes.
pub(crate) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Path(name): Path<String>,
) -> Result<StatusCode> {
    let id = app.entry(&name)?.site.id;
    app.sites().remove(id, app.by(&caller)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whether something is written, or only said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Write,
    DryRun,
}

/// Adds a site that is missing, or changes what differs. Repeating it changes nothing.
pub(crate) async fn make_so(
    app: &App,
    caller: &Caller,
    name: &str,
    wish: &wire::SiteWish,
    mode: Mode,
) -> Result<Outcome> {
    if app.sites().by_name(name).is_none() {
        return add_so(app, caller, name, wish, mode).await;
    }
    let site = app.site(name).await?;
    let settings = settings(&site.settings, &wish.settings);
    let (mut add, mut remove) = (Vec::new(), Vec::new());
    let is = |kind: fn(&Identity) -> bool| {
        site.identities.iter().filter(move |identity| kind(identity)).cloned()
    };
    let wanted_uids = wish.uids.as_ref().map(|uids| identities(uids, &[]));
    let wanted_ranges = wish.ranges.as_ref().map(|ranges| identities(&[], ranges));
    let uids: Vec<_> = is(|identity| matches!(identity, Identity::Uid(_))).collect();
    let ranges: Vec<_> = is(|identity| matches!(identity, Identity::Range(_))).collect();
    for (has, wanted) in [(uids, wanted_uids), (ranges, wanted_ranges)] {
        let Some(wanted) = wanted else { continue };
        add.extend(wanted.iter().filter(|identity| !has.contains(identity)).cloned());
        remove.extend(has.into_iter().filter(|identity| !wanted.contains(identity)));
    }
    let change = SiteChange {
        settings: (settings != site.settings).then_some(settings),
        add_identities: add,
        remove_identities: remove,
        move_identities: wish.moves,
    };
    write_change(app, caller, &site, change, mode).await
}

async fn add_so(
    app: &App,
    caller: &Caller,
    name: &str,
    wish: &wire::SiteWish,
    mode: Mode,
) -> Result<Outcome> {
    let settings = settings(&app.about().new_site, &wish.settings);
    let identities =
        identities(wish.uids.as_deref().unwrap_or(&[]), wish.ranges.as_deref().unwrap_or(&[]));
    let mut new = NewSite { name: name.to_owned(), settings, identities, by: app.by(caller) };
    if mode == Mode::DryRun {
        app.sites().check_new(&new, wish.moves)?;
        return Ok(Outcome::Added);
    }
    if wish.moves {
        // A new site takes what is free; what is another site's is taken from there by a change.
        app.sites().check_new(&new, true)?;
        let add_identities = std::mem::take(&mut new.identities);
        let id = app.sites().add(new).await?;
        let change = SiteChange { add_identities, move_identities: true, ..SiteChange::default() };
        app.sites().change(id, change, app.by(caller)).await?;
    } else {
        app.sites().add(new).await?;
    }
    Ok(Outcome::Added)
}

async fn write_change(
    app: &App,
    caller: &Caller,
    site: &Site,
    change: SiteChange,
    mode: Mode,
) -> Result<Outcome> {
    let is_nothing = change.settings.is_none()
        && change.add_identities.is_empty()
        && change.remove_identities.is_empty();
    if is_nothing {
        return Ok(Outcome::Unchanged);
    }
    if mode == Mode::DryRun {
        app.sites().check_change(site.id, &change)?;
    } else {
        app.sites().change(site.id, change, app.by(caller)).await?;
    }
    Ok(Outcome::Changed)
}

fn identities(uids: &[u32], ranges: &[String]) -> Vec<Identity> {
    let uids = uids.iter().copied().map(Identity::Uid);
    let ranges = ranges.iter().map(|range| canonical(&Identity::Range(range.clone())));
    let mut identities: Vec<_> = uids.chain(ranges).collect();
    let mut seen = Vec::new();
    identities.retain(|identity| {
        let is_new = !seen.contains(identity);
        seen.push(identity.clone());
        is_new
    });
    identities
}

/// Settings with what is wished set over them.
fn settings(base: &SiteSettings, wish: &wire::SettingsWish) -> SiteSettings {
    let base = base.clone();
    SiteSettings {
        zone: wish.zone.clone().unwrap_or(base.zone),
        language: wish.language.clone().unwrap_or(base.language),
        report_address: wish.report_address.clone().unwrap_or(base.report_address),
        sender_domains: wish.sender_domains.clone().unwrap_or(base.sender_domains),
        smarthosts: wish.smarthosts.clone().unwrap_or(base.smarthosts),
        source_address: wish.source_address.clone().unwrap_or(base.source_address),
        notices: base.notices,
        limits: Limits {
            message_bytes: wish.limits.message_bytes.unwrap_or(base.limits.message_bytes),
            recipients: wish.limits.recipients.unwrap_or(base.limits.recipients),
            queued: wish.limits.queued.unwrap_or(base.limits.queued),
            queued_bytes: wish.limits.queued_bytes.unwrap_or(base.limits.queued_bytes),
        },
    }
}

/// A site as it travels.
pub(crate) fn view(site: Site) -> wire::Site {
    let (mut uids, mut logins, mut ranges) = (Vec::new(), Vec::new(), Vec::new());
    for identity in site.identities {
        match identity {
            Identity::Uid(uid) => uids.push(uid),
            Identity::Login(login) => logins.push(login),
            Identity::Range(range) => ranges.push(range),
        }
    }
    let settings = site.settings;
    wire::Site {
        name: site.name,
        created_at: site.created_at.into(),
        settings: wire::Settings {
            zone: settings.zone,
            language: settings.language,
            report_address: settings.report_address,
            sender_domains: settings.sender_domains,
            smarthosts: settings.smarthosts,
            source_address: settings.source_address,
            limits: wire::Limits {
                message_bytes: settings.limits.message_bytes,
                recipients: settings.limits.recipients,
                queued: settings.limits.queued,
                queued_bytes: settings.limits.queued_bytes,
            },
        },
        uids,
        logins,
        ranges,
        state: site.state.word().to_owned(),
        locked: site.locked,
        since: site.since.into(),
        by: site.by,
        reason: site.reason,
        counters: counters(site.counters),
        last_accepted_at: site.last_accepted_at.map(When::from),
    }
}

/// Counters as they travel.
pub(crate) fn counters(counters: postern_core::counter::Counters) -> wire::Counters {
    wire::Counters {
        accepted: counters.accepted,
        sent: counters.sent,
        failed: counters.failed,
        failed_late: counters.failed_late,
        purged: counters.purged,
        deleted: counters.deleted,
        queued: counters.queued,
        queued_bytes: counters.queued_bytes,
        deferred: counters.deferred,
    }
}
