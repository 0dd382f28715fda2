//! Keys of the provider's API: made, listed and removed. What they let through is in `crate::ovh`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use postern_core::access::{Access, Grant, Right, Scope};
use postern_core::identity::Range;
use postern_core::ids::{ApplicationId, ConsumerId, UserId};
use postern_core::ovh::{KeyState, LONGEST_PATH, Rule};
use postern_core::time::Time;
use postern_engine::ovh::{ApplicationWish, Made, role_of, usual_rules};
use postern_store::ovh::{Application, Consumer};

use super::app::App;
use super::request::{Body, ByNumber, Params, Path, cursor, rows};
use super::token::wished;
use super::user::{role, sites};
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::wire::{self, Code, Page};

/// An application, and those of its keys that the caller may see.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) application: Application,
    pub(crate) consumers: Vec<Consumer>,
    /// Whether it is the caller's to remove; else some of its keys are.
    pub(crate) is_own: bool,
}

/// Keys of the provider's API
///
/// Of an operator all; of others their own, and applications that have a key they approved.
#[utoipa::path(
    get, path = "/ovh-keys", operation_id = "list_ovh_keys", tag = "people", params(ByNumber),
    responses((status = 200, description = "A page, oldest first.", body = Page<wire::OvhKey>))
)]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Params(params): Params<ByNumber>,
) -> Result<Json<Page<wire::OvhKey>>> {
    let limit = rows(params.limit)?;
    let after = cursor(params.cursor.as_deref(), |text| text.parse().ok())?;
    let (seen, next) = page(&app, &caller, after.unwrap_or(ApplicationId(0)), limit).await?;
    let mut items = Vec::with_capacity(seen.len());
    for seen in seen {
        items.push(view(&app, seen).await?);
    }
    Ok(Json(Page { items, next: next.map(|last| last.to_string()) }))
}

/// Make a key of the provider's API
///
/// An application with its secret, and a consumer key of its own where it has rules: with the three, programs that speak the
/// provider's API ask here by another endpoint alone. It never has more than its maker, nor a later end.
#[utoipa::path(
    post, path = "/ovh-keys", operation_id = "add_ovh_key", tag = "people", request_body = wire::NewOvhKey,
    responses((status = 201, description = "The key, and what its calls are signed with.", body = wire::MadeOvhKey)),
    extensions(("x-problems" = json!(["invalid", "no-such-site", "more-than-own", "too-many-ovh-keys", "conflict"])))
)]
pub(crate) async fn add(
    State(app): State<App>,
    caller: Caller,
    Body(new): Body<wire::NewOvhKey>,
) -> Result<(StatusCode, Json<wire::MadeOvhKey>)> {
    let wire::NewOvhKey { name, sites, rules, ends_at } = new;
    let rules = match rules {
        None => usual_rules(false),
        Some(rules) => rules.iter().map(|rule| read_rule(rule)).collect::<Result<_>>()?,
    };
    let ends_at = ends_at.map(Time::from);
    let (made, application) = make(&app, &caller, name, sites.as_deref(), rules, ends_at).await?;
    let consumers = app.ovh_keys().consumers(made.id).await?;
    let key = view(&app, Seen { application, consumers, is_own: true }).await?;
    let made = wire::MadeOvhKey {
        application_secret: made.secret.reveal().to_owned(),
        consumer_key: made.consumer.map(|consumer| consumer.reveal().to_owned()),
        key,
    };
    Ok((StatusCode::CREATED, Json(made)))
}

/// Remove a key of the provider's API
///
/// With it go the keys of all its consumers.
#[utoipa::path(
    delete, path = "/ovh-keys/{key}", operation_id = "remove_ovh_key", tag = "people",
    params(("key" = i64, Path, description = "The key's number.")),
    responses((status = 204, description = "It lets nobody in any more.")),
    extensions(("x-problems" = json!(["no-such-ovh-key"])))
)]
pub(crate) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<StatusCode> {
    let seen = find(&app, &caller, ApplicationId(id)).await?;
    if !seen.is_own {
        return Err(no_key(id));
    }
    app.ovh_keys().remove(seen.application.id, app.by(&caller)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Remove a consumer's key
///
/// The application stays, and has to ask again.
#[utoipa::path(
    delete, path = "/ovh-keys/{key}/consumers/{consumer}", operation_id = "remove_ovh_consumer", tag = "people",
    params(
        ("key" = i64, Path, description = "The key's number."),
        ("consumer" = i64, Path, description = "The number of the consumer's key."),
    ),
    responses((status = 204, description = "It lets nobody in any more.")),
    extensions(("x-problems" = json!(["no-such-ovh-key"])))
)]
pub(crate) async fn remove_consumer(
    State(app): State<App>,
    caller: Caller,
    Path((id, consumer)): Path<(i64, i64)>,
) -> Result<StatusCode> {
    let seen = find(&app, &caller, ApplicationId(id)).await?;
    let consumer = seen.consumer(ConsumerId(consumer))?.id;
    app.ovh_keys().end(consumer, app.by(&caller)).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl Seen {
    /// One of its keys.
    pub(crate) fn consumer(&self, id: ConsumerId) -> Result<&Consumer> {
        self.consumers.iter().find(|consumer| consumer.id == id).ok_or_else(|| no_key(id.0))
    }
}

/// Makes an application for a caller, and reads it back.
pub(crate) async fn make(
    app: &App,
    caller: &Caller,
    name: String,
    sites: Option<&[String]>,
    rules: Vec<Rule>,
    ends_at: Option<Time>,
) -> Result<(Made, Application)> {
    let Grant { scope, .. } = wished(app, caller, role(role_of(&rules)), sites)?;
    let wish = ApplicationWish { name, scope, rules, ends_at: caller.until(ends_at) };
    let made = app.ovh_keys().make(&caller.grant, caller.user, wish, app.by(caller)).await?;
    let application = app.ovh_keys().application(made.id).await.map_err(|_| {
        let why = format!("key {} was removed as soon as it was made", made.id);
        Error::new(Code::Conflict, why)
    })?;
    Ok((made, application))
}

fn read_rule(text: &str) -> Result<Rule> {
    text.parse().map_err(|_| {
        let why = format!(
            "{text:?} is no rule: write one like \"GET /hosting/web/*\", with GET, POST, PUT or DELETE and a path of at most {LONGEST_PATH} visible ASCII characters"
        );
        Error::new(Code::Invalid, why)
    })
}

/// Applications that the caller may see, oldest first after this one, and the last looked at where there are more.
pub(crate) async fn page(
    app: &App,
    caller: &Caller,
    after: ApplicationId,
    limit: usize,
) -> Result<(Vec<Seen>, Option<ApplicationId>)> {
    let sight = match (caller.grant.may(Right::Operate, None) == Access::Granted, caller.user) {
        (true, _) => None,
        (false, Some(user)) => Some(Sight::of(app, caller, user).await?),
        // A token of nobody's user has none of its own.
        (false, None) => return Ok((Vec::new(), None)),
    };
    let user = sight.as_ref().map(|sight| sight.user);
    let found = app.ovh_keys().applications(user, after, limit).await?;
    let next = found.last().filter(|_| found.len() == limit).map(|last| last.id);
    let mut seen = Vec::with_capacity(found.len());
    for application in found {
        let consumers = app.ovh_keys().consumers(application.id).await?;
        match &sight {
            None => seen.push(Seen { application, consumers, is_own: true }),
            Some(sight) => seen.extend(sight.see(application, consumers)),
        }
    }
    Ok((seen, next))
}

/// What a caller who does not run the hosting may see: what is a user's, as far as it concerns sites of this grant.
struct Sight {
    user: UserId,
    /// Of the caller, who may be held to a part of it.
    grant: Grant,
    /// Of the user.
    own: Scope,
}

impl Sight {
    async fn of(app: &App, caller: &Caller, user: UserId) -> Result<Sight> {
        let own = app.people().user(user).await?.grant.scope;
        Ok(Sight { user, grant: caller.grant.clone(), own })
    }

    fn see(&self, mut application: Application, mut consumers: Vec<Consumer>) -> Option<Seen> {
        let is_in_sight = |scope: &Scope| self.grant.scope.covers(&scope.and(&self.own));
        let is_own = application.user == Some(self.user);
        consumers.retain(|consumer| {
            is_in_sight(&consumer.scope) && (is_own || consumer.user == Some(self.user))
        });
        let is_seen = if is_own { is_in_sight(&application.scope) } else { !consumers.is_empty() };
        // What else an application of others may have is nobody's business.
        application.scope = application.scope.and(&self.grant.scope);
        is_seen.then_some(Seen { application, consumers, is_own })
    }
}

/// An application that the caller may see.
pub(crate) async fn find(app: &App, caller: &Caller, id: ApplicationId) -> Result<Seen> {
    let before = ApplicationId(id.0.saturating_sub(1));
    let (seen, _) = page(app, caller, before, 1).await?;
    seen.into_iter().find(|seen| seen.application.id == id).ok_or_else(|| no_key(id.0))
}

fn no_key(id: i64) -> Error {
    Error::new(Code::NoSuchOvhKey, format!("there is no key {id} of the provider's API"))
}

async fn view(app: &App, seen: Seen) -> Result<wire::OvhKey> {
    let Seen { application, consumers, .. } = seen;
    let mut shown = Vec::with_capacity(consumers.len());
    for consumer in consumers {
        shown.push(wire::OvhConsumer {
            id: consumer.id.0,
            user: name_of(app, consumer.user).await?,
            validated: consumer.state != KeyState::Pending,
            sites: sites(app, &consumer.scope),
            rules: texts(&consumer.rules),
            addresses: consumer.addresses.iter().map(Range::to_string).collect(),
            asked_at: consumer.asked_at.into(),
            ends_at: consumer.ends_at.map(Into::into),
            last_at: consumer.last_at.map(Into::into),
            last_address: consumer.last_address,
        });
    }
    Ok(wire::OvhKey {
        id: application.id.0,
        name: application.name,
        application_key: application.key,
        user: name_of(app, application.user).await?,
        sites: sites(app, &application.scope),
        rules: texts(&application.rules),
        made_at: application.made_at.into(),
        made_by: application.made_by,
        ends_at: application.ends_at.map(Into::into),
        consumers: shown,
    })
}

/// The name of a user; one that is being removed has none.
pub(crate) async fn name_of(app: &App, user: Option<UserId>) -> Result<Option<String>> {
    let Some(user) = user else { return Ok(None) };
    match app.people().user(user).await.map_err(Error::from) {
        Ok(user) => Ok(Some(user.name)),
        Err(Error(problem)) if problem.code == Code::NoSuchUser => Ok(None),
        Err(error) => Err(error),
    }
}

fn texts(rules: &[Rule]) -> Vec<String> {
    rules.iter().map(Rule::to_string).collect()
}
