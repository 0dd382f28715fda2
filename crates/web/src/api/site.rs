//! Sites: list, add, show, make so, change, remove.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use postern_core::access::Scope;
use postern_core::ids::SiteId;
use postern_core::limits::Limits;
use postern_core::notice::{Notice, Notices};
use postern_engine::sites::{Entry, canonical};
use postern_store::view::{Question, Reply};
use postern_store::{Identity, NewSite, Site, SiteChange, SiteSettings};

use super::app::{App, unexpected};
use super::guard::Guarded;
use super::request::{Body, ByName, Params, Path, SiteParam, rows};
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::{self, Code, Outcome, When};

/// The caller's sites
#[utoipa::path(
    get, path = "/sites", operation_id = "list_sites", tag = "sites", params(ByName),
    responses((status = 200, description = "A page, in the order of their names.", body = wire::Page<wire::Site>))
)]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Params(params): Params<ByName>,
) -> Result<Json<wire::Page<wire::Site>>> {
    let limit = rows(params.limit)?;
    let sites = match &caller.grant.scope {
        Scope::All => match app.ask(Question::Sites { after: params.cursor, limit }).await? {
            Reply::Sites(sites) => sites,
            other => return Err(unexpected(&other)),
        },
        Scope::Sites(own) => own_sites(&app, own, &params.cursor, limit).await?,
    };
    let next = (sites.len() == limit).then(|| sites.last().map(|site| site.name.clone())).flatten();
    Ok(Json(wire::Page { items: sites.into_iter().map(view).collect(), next }))
}

/// Those of some sites that come after a name. Of them the directory knows the names, so no other site is looked at.
async fn own_sites(
    app: &App,
    own: &BTreeSet<SiteId>,
    after: &str,
    limit: usize,
) -> Result<Vec<Site>> {
    let mut entries: Vec<_> = own
        .iter()
        .filter_map(|id| app.sites().entry(*id))
        .filter(|entry| entry.site.name.as_str() > after)
        .collect();
    entries.sort_by(|a, b| a.site.name.cmp(&b.site.name));
    let mut sites = Vec::new();
    for entry in entries.into_iter().take(limit) {
        match app.ask(Question::Site(entry.site.id)).await? {
            // One that is gone by now is left out.
            Reply::Site(site) => sites.extend(site.map(|site| *site)),
            other => return Err(unexpected(&other)),
        }
    }
    Ok(sites)
}

/// Add a site
///
/// Its name makes it one: a second request is answered `site-exists`, and adds nothing. Where an answer may get lost, `PUT`
/// says the same and may be repeated.
#[utoipa::path(
    post, path = "/sites", operation_id = "add_site", tag = "sites", request_body = wire::NewSite,
    responses((status = 201, description = "It is added.", body = wire::Site)),
    extensions(("x-problems" = json!(["invalid", "site-exists", "identity-taken", "range-overlaps", "conflict"])))
)]
pub(crate) async fn add(
    State(app): State<App>,
    caller: Caller,
    Body(new): Body<wire::NewSite>,
) -> Result<(StatusCode, Json<wire::Site>)> {
    if app.sites().by_name(&new.name).is_some() {
        return Err(Error::new(Code::SiteExists, format!("there is a site {} already", new.name)));
    }
    make_so(&app, &caller, &new.name, &new.site, Mode::Write).await?;
    Ok((StatusCode::CREATED, Json(view(app.site(&*app.entry(&new.name)?).await?))))
}

/// A site as it stands
#[utoipa::path(
    get, path = "/sites/{site}", operation_id = "show_site", tag = "sites", params(SiteParam),
    responses((status = 200, description = "The site.", body = wire::Site))
)]
pub(crate) async fn show(
    State(app): State<App>,
    Guarded(entry): Guarded,
) -> Result<Json<wire::Site>> {
    Ok(Json(view(app.site(&entry).await?)))
}

/// Make a site so
///
/// Adds it when it is missing, changes what differs otherwise; repeating it changes nothing.
#[utoipa::path(
    put, path = "/sites/{site}", operation_id = "put_site", tag = "sites", params(SiteParam),
    request_body = wire::SiteWish,
    responses((status = 200, description = "It is so.", body = wire::Changed)),
    extensions(("x-problems" = json!(["invalid", "site-exists", "identity-taken", "range-overlaps", "conflict"])))
)]
pub(crate) async fn put(
    State(app): State<App>,
    caller: Caller,
    Path(name): Path<String>,
    Body(wish): Body<wire::SiteWish>,
) -> Result<Json<wire::Changed>> {
    let outcome = make_so(&app, &caller, &name, &wish, Mode::Write).await?;
    let site = view(app.site(&*app.entry(&name)?).await?);
    Ok(Json(wire::Changed { outcome, site }))
}

/// Change a site
#[utoipa::path(
    patch, path = "/sites/{site}", operation_id = "change_site", tag = "sites", params(SiteParam),
    request_body = wire::SiteChange,
    responses((status = 200, description = "It is so.", body = wire::Changed)),
    extensions(("x-problems" = json!(["no-such-site", "invalid", "identity-taken", "range-overlaps", "conflict"])))
)]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
    Body(wish): Body<wire::SiteChange>,
) -> Result<Json<wire::Changed>> {
    let site = app.site(&entry).await?;
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
    Ok(Json(wire::Changed { outcome, site: view(app.site(&entry).await?) }))
}

/// Set what is its owner's to set
#[utoipa::path(
    patch, path = "/sites/{site}/settings", operation_id = "change_settings", tag = "sites",
    params(SiteParam), request_body = wire::OwnSettings,
    responses((status = 200, description = "It is so.", body = wire::Changed)),
    extensions(("x-problems" = json!(["invalid", "conflict"])))
)]
pub(crate) async fn change_settings(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
    Body(wish): Body<wire::OwnSettings>,
) -> Result<Json<wire::Changed>> {
    let outcome = set_own(&app, &caller, &entry, &wish).await?;
    Ok(Json(wire::Changed { outcome, site: view(app.site(&entry).await?) }))
}

/// Sets what is its owner's to set; what is missing stays.
pub(crate) async fn set_own(
    app: &App,
    caller: &Caller,
    entry: &Entry,
    wish: &wire::OwnSettings,
) -> Result<Outcome> {
    let site = app.site(entry).await?;
    let settings = own(&site.settings, wish)?;
    let settings = (settings != site.settings).then_some(settings);
    let change = SiteChange { settings, ..SiteChange::default() };
    write_change(app, caller, &site, change, Mode::Write).await
}

/// Settings with what its owner wishes set over them.
pub(crate) fn own(base: &SiteSettings, wish: &wire::OwnSettings) -> Result<SiteSettings> {
    let wire::OwnSettings { report_address, language, zone, notices } = wish.clone();
    let wish = wire::SettingsWish { report_address, language, zone, ..Default::default() };
    let notices = match notices {
        Some(words) => words
            .iter()
            .map(|word| Notice::from_word(word).ok_or_else(|| no_notice(word)))
            .collect::<Result<Vec<_>>>()
            .map(Notices::of)?,
        None => base.notices,
    };
    Ok(SiteSettings { notices, ..settings(base, &wish) })
}

fn no_notice(word: &str) -> Error {
    let known = Notice::ALL.map(Notice::word).join(", ");
    Error::new(Code::Invalid, format!("there is no notice {word:?}: name some of {known}, or none"))
}

/// Remove a site
///
/// Its queue is purged, its name and identities are free at once, its history goes.
#[utoipa::path(
    delete, path = "/sites/{site}", operation_id = "remove_site", tag = "sites", params(SiteParam),
    responses((status = 204, description = "It is gone.")),
    extensions(("x-problems" = json!(["built-in", "conflict"])))
)]
pub(crate) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Guarded(entry): Guarded,
) -> Result<StatusCode> {
    app.sites().remove(entry.site.id, app.by(&caller)).await?;
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
    let Some(entry) = app.sites().by_name(name) else {
        return add_so(app, caller, name, wish, mode).await;
    };
    let site = app.site(&entry).await?;
    let change = change_to(&site, wish);
    write_change(app, caller, &site, change, mode).await
}

/// What has to change of a site to make it so.
pub(crate) fn change_to(site: &Site, wish: &wire::SiteWish) -> SiteChange {
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
    SiteChange {
        settings: (settings != site.settings).then_some(settings),
        add_identities: add,
        remove_identities: remove,
        move_identities: wish.moves,
    }
}

/// The new site that is wished for.
pub(crate) fn new_site(app: &App, caller: &Caller, name: &str, wish: &wire::SiteWish) -> NewSite {
    let settings = settings(&app.about().new_site, &wish.settings);
    let identities =
        identities(wish.uids.as_deref().unwrap_or(&[]), wish.ranges.as_deref().unwrap_or(&[]));
    NewSite { name: name.to_owned(), settings, identities, by: app.by(caller) }
}

async fn add_so(
    app: &App,
    caller: &Caller,
    name: &str,
    wish: &wire::SiteWish,
    mode: Mode,
) -> Result<Outcome> {
    let mut new = new_site(app, caller, name, wish);
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
            notices: settings.notices.iter().map(|notice| notice.word().to_owned()).collect(),
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
