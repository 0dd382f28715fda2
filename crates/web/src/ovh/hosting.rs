//! The routes of sites: what panel and `/api/v1` ask, in the provider's words.

use axum::response::Response;
use postern_core::access::{Access, Right, Scope};
use postern_core::counter::{day, day_after, day_range};
use postern_core::ovh::{abuse_word, state_word};
use postern_core::site::Action;
use postern_engine::ovh::Key;
use postern_engine::sites::Entry;
use postern_store::view::{Failure, FailureFilter, Question, Reply};
use serde::{Deserialize, Deserializer};

use super::call::OfSite;
use super::error::Refusal;
use super::types::{AbuseState, Bounce, Email, Service, Volume, moment};
use super::{Asked, Ovh, Result, json};
use crate::api::action::carry_out;
use crate::api::site::set_own;
use crate::api::{App, unexpected};
use crate::caller::Caller;
use crate::standing::Standing;
use crate::wire::{ActionWish, OwnSettings};

/// `GET /hosting/web`: the names of the key's sites.
pub(super) fn list(ovh: &Ovh, key: &Key) -> Result<Response> {
    let mut names: Vec<String> = match &key.grant.scope {
        Scope::All => ovh.app.sites().all().iter().map(|entry| entry.site.name.clone()).collect(),
        Scope::Sites(sites) => {
            let entries = sites.iter().filter_map(|site| ovh.app.sites().entry(*site));
            entries.map(|entry| entry.site.name.clone()).collect()
        }
    };
    names.sort_unstable();
    json(&names)
}

/// What is asked of one site. A site of others is answered as one that is not there.
pub(super) async fn of_site(
    ovh: &Ovh,
    caller: &Caller,
    name: &str,
    asked_of: OfSite,
    asked: &Asked,
) -> Result<Response> {
    let app = &ovh.app;
    let right = match asked_of {
        OfSite::SetEmail | OfSite::Act => Right::Act,
        OfSite::Service
        | OfSite::Email
        | OfSite::Bounces
        | OfSite::Volumes
        | OfSite::AbuseState => Right::See,
    };
    let entry = app.sites().by_name(name);
    match caller.grant.may(right, entry.as_ref().map(|entry| entry.site.id)) {
        Access::Granted => {}
        Access::Denied => return Err(Refusal::not_allowed()),
        Access::NoSuchSite => return Err(Refusal::no_service()),
    }
    let entry = &*entry.ok_or_else(Refusal::no_service)?;
    match asked_of {
        OfSite::Service => service(entry),
        OfSite::Email => email(app, entry).await,
        OfSite::SetEmail => set_email(app, caller, entry, asked.read()?).await,
        OfSite::Bounces => bounces(app, entry, asked).await,
        OfSite::Act => act(app, caller, entry, asked.read()?).await,
        OfSite::Volumes => volumes(app, entry).await,
        OfSite::AbuseState => abuse_state(app, entry).await,
    }
}

fn service(entry: &Entry) -> Result<Response> {
    json(&Service {
        service_name: entry.site.name.clone(),
        display_name: entry.site.name.clone(),
        state: "active",
        operating_system: "linux",
        cluster: None,
        datacenter: None,
        home: None,
        offer: None,
        primary_login: None,
    })
}

async fn email(app: &App, entry: &Entry) -> Result<Response> {
    let Standing { site, today, .. } = Standing::of(app, entry).await?;
    let address = site.settings.report_address;
    json(&Email {
        bounce: site.counters.in_error(),
        email: (!address.is_empty()).then_some(address),
        max_per_day: 0,
        sent: site.counters.sent,
        sent_today: today.sent,
        state: state_word(site.state, is_giving_back(app, entry).await?),
    })
}

async fn is_giving_back(app: &App, entry: &Entry) -> Result<bool> {
    match app.ask(Question::IsGivingBack(entry.site.id)).await? {
        Reply::IsGivingBack(is) => Ok(is),
        other => Err(unexpected(&other).into()),
    }
}

/// The one field that can be set. What can only be read may come along: many a script sends back what it got.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct EmailWish {
    /// `None`: stays.
    #[serde(deserialize_with = "given")]
    email: Option<Option<String>>,
}

/// What is given, though it be null, is not missing.
fn given<'de, D: Deserializer<'de>>(
    from: D,
) -> std::result::Result<Option<Option<String>>, D::Error> {
    Option::deserialize(from).map(Some)
}

async fn set_email(app: &App, caller: &Caller, entry: &Entry, wish: EmailWish) -> Result<Response> {
    if let Some(address) = wish.email {
        let address = address.unwrap_or_default().trim().to_owned();
        let own = OwnSettings { report_address: Some(address), ..OwnSettings::default() };
        set_own(app, caller, entry, &own).await?;
    }
    json(&())
}

/// Bounces without a word on how many, and at most.
const BOUNCES: usize = 20;
const MOST_BOUNCES: usize = 100;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct BouncesParams {
    limit: Option<String>,
}

async fn bounces(app: &App, entry: &Entry, asked: &Asked) -> Result<Response> {
    let query = asked.parts.uri.query().unwrap_or_default();
    let params: BouncesParams = serde_urlencoded::from_str(query)
        .map_err(|error| Refusal::bad(format!("the query cannot be read: {error}")))?;
    // One client writes of what is not given that it is null.
    let limit = match params.limit.as_deref() {
        None | Some("" | "null") => BOUNCES,
        Some(text) => {
            text.parse().ok().filter(|limit| (1..=MOST_BOUNCES).contains(limit)).ok_or_else(
                || Refusal::bad(format!("limit {text:?} is out of bounds: 1 to {MOST_BOUNCES}")),
            )?
        }
    };
    let mut found: Vec<Bounce> = Vec::with_capacity(limit);
    let mut before = None;
    loop {
        let question = Question::Failures {
            site: entry.site.id,
            filter: FailureFilter::default(),
            before,
            limit: limit - found.len(),
        };
        let page = match app.ask(question).await? {
            Reply::Failures(page) => page,
            other => return Err(unexpected(&other).into()),
        };
        found.extend(page.rows.into_iter().map(|failure| bounce(failure, entry)));
        before = page.next;
        if before.is_none() || found.len() >= limit {
            return json(&found);
        }
    }
}

fn bounce(failure: Failure, entry: &Entry) -> Bounce {
    let remote = &failure.remote;
    let code = if remote.code == 0 { String::new() } else { remote.code.to_string() };
    let said = [&code, &remote.enhanced, &remote.text].map(String::as_str);
    let said: Vec<&str> = said.into_iter().filter(|word| !word.is_empty()).collect();
    Bounce {
        date: moment(failure.at, &entry.zone),
        message: Some(match said.is_empty() {
            true => failure.class.word().to_owned(),
            false => said.join(" "),
        }),
        to: Some(failure.recipient),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ActWish {
    action: Option<String>,
}

/// Asks for an action. The answer is the word of the state the site is in now.
async fn act(app: &App, caller: &Caller, entry: &Entry, wish: ActWish) -> Result<Response> {
    let action = match wish.action.as_deref() {
        Some("BLOCK") => Action::Block,
        Some("UNBLOCK") => Action::Unblock,
        Some("PURGE") => Action::Purge,
        Some(other) => {
            let why = format!("there is no action {other:?}: use BLOCK, UNBLOCK or PURGE");
            return Err(Refusal::bad(why));
        }
        None => return Err(Refusal::bad("the action is missing: BLOCK, UNBLOCK or PURGE")),
    };
    carry_out(app, caller, entry, ActionWish::default(), action).await?;
    let site = app.site(entry).await?;
    json(&state_word(site.state, is_giving_back(app, entry).await?))
}

/// Days of a history, today's among them.
const DAYS: i64 = 31;

/// What was sent on each day of the site's calendar, newest first. The days before the site was there are left out.
async fn volumes(app: &App, entry: &Entry) -> Result<Response> {
    let site = app.site(entry).await?;
    let today = day(app.now(), &entry.zone);
    let first = day_after(today, 1 - DAYS).unwrap_or(today).max(day(site.created_at, &entry.zone));
    let to = day_after(today, 1).unwrap_or(today);
    let question = Question::Days { site: site.id, from: first, to };
    let rows = match app.ask(question).await? {
        Reply::Days(rows) => rows,
        other => return Err(unexpected(&other).into()),
    };
    let sent_on = |day| rows.iter().find(|(of, _)| *of == day).map_or(0, |(_, bucket)| bucket.sent);
    let days = (0..DAYS).map_while(|back| day_after(today, -back)).take_while(|day| *day >= first);
    let volumes: Vec<Volume> = days
        .filter_map(|day| {
            let began = day_range(day, &entry.zone)?.start;
            Some(Volume { date: moment(began, &entry.zone), volume: Some(sent_on(day)) })
        })
        .collect();
    json(&volumes)
}

async fn abuse_state(app: &App, entry: &Entry) -> Result<Response> {
    let site = app.site(entry).await?;
    json(&AbuseState {
        access_state: "active",
        mailsout_state: abuse_word(site.state, site.locked),
        out_state: "active",
        web_state: "active",
    })
}
