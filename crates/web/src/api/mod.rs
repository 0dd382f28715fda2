//! `/api/v1`: the routes by the right they ask for, and what bounds a request. A handler asks the engine or the store one
//! question.
//!
//! A request passes, in this order: who calls is known (401), it is not one too many (429), the caller has the route's
//! right (`guard`: 403, or 404 for a site that is not theirs), its time is bounded, the handler.

pub(crate) mod action;
mod app;
pub(crate) mod audit;
mod document;
pub(crate) mod event;
pub(crate) mod export;
pub(crate) mod failure;
mod guard;
pub(crate) mod health;
mod history;
pub(crate) mod hop;
mod import;
mod job;
pub(crate) mod login;
pub(crate) mod message;
pub(crate) mod ovh_key;
mod page;
pub(crate) mod queue;
mod rate;
pub(crate) mod request;
pub(crate) mod site;
mod status;
pub(crate) mod stop;
mod stream;
pub(crate) mod token;
mod top;
pub(crate) mod trace;
mod turns;
pub(crate) mod user;
pub(crate) mod webhook;

use std::sync::LazyLock;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::Uri;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use postern_core::access::Right;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

use crate::caller::Caller;
use crate::error::Error;
use crate::metrics;
use crate::wire::Code;

pub(crate) use app::unexpected;
pub use app::{ApiLimits, App, Around};
pub(crate) use guard::{Guarded, guard};

/// Time for a request, its body included.
pub(crate) const REQUEST: Duration = Duration::from_secs(60);

/// The same for requests that do much: a whole message, or many sites.
pub(crate) const LONG_REQUEST: Duration = Duration::from_secs(600);

/// What the control socket serves: the API, figures for Prometheus, and a problem for every other path.
pub fn router(app: App) -> Router {
    api(app.clone()).merge(metrics::for_operators(app)).fallback(no_such_path)
}

/// The API with what says how to use it, to be merged with others.
pub fn api(app: App) -> Router {
    let (routes, _) = guarded(&app).split_for_parts();
    let routes = routes
        .method_not_allowed_fallback(no_such_method)
        .fallback(no_such_path)
        .layer(middleware::from_fn_with_state(app.clone(), rate::limit))
        .layer(middleware::from_fn(known))
        .with_state(app);
    Router::new().merge(page::router()).nest(BASE, routes)
}

/// Under which all of it is.
const BASE: &str = "/api/v1";

/// What the API says of itself: an OpenAPI document, as text.
pub fn document() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| document::text(&described()));
    &TEXT
}

/// The document of all routes.
fn described() -> OpenApi {
    let mut document = document::base();
    for right in [Right::BeKnown, Right::See, Right::Act, Right::Oversee, Right::Operate] {
        let mut routes = routes_of(right).into_openapi();
        document::guard(&mut routes, right);
        document.merge(routes);
    }
    document::share(&mut document);
    document
}

/// All routes, each behind the guard of its right.
fn guarded(app: &App) -> OpenApiRouter<App> {
    let rights = [Right::BeKnown, Right::See, Right::Act, Right::Oversee, Right::Operate];
    rights.into_iter().fold(OpenApiRouter::default(), |routes, right| {
        let guard = middleware::from_fn_with_state((app.clone(), right), guard::guard);
        routes.merge(routes_of(right).route_layer(guard))
    })
}

/// The routes that ask for a right.
fn routes_of(right: Right) -> OpenApiRouter<App> {
    let routes = OpenApiRouter::default();
    match right {
        Right::BeKnown => routes
            .routes(quick(routes!(site::list)))
            .routes(quick(routes!(token::me)))
            .routes(quick(routes!(token::list, token::add)))
            .routes(quick(routes!(token::remove)))
            .routes(quick(routes!(token::link)))
            .routes(quick(routes!(ovh_key::list, ovh_key::add)))
            .routes(quick(routes!(ovh_key::remove)))
            .routes(quick(routes!(ovh_key::remove_consumer))),
        Right::See => routes
            .routes(quick(routes!(site::show)))
            .routes(quick(routes!(status::show)))
            .routes(quick(routes!(stop::list)))
            .routes(quick(routes!(queue::list)))
            .routes(quick(routes!(queue::export_all)))
            .routes(quick(routes!(job::list)))
            .routes(quick(routes!(job::show)))
            .routes(quick(routes!(failure::list)))
            .routes(quick(routes!(failure::export_all)))
            .routes(quick(routes!(failure::count)))
            .routes(quick(routes!(trace::list)))
            .routes(quick(routes!(trace::export_all)))
            .routes(quick(routes!(history::show)))
            .routes(quick(routes!(history::export_all)))
            .routes(quick(routes!(top::scripts_of_site)))
            .routes(quick(routes!(audit::list_of_site)))
            .routes(quick(routes!(audit::export_of_site)))
            .routes(quick(routes!(webhook::site::list)))
            .routes(quick(routes!(webhook::site::answers)))
            .routes(quick(routes!(event::follow))),
        Right::Act => routes
            .routes(quick(routes!(site::change_settings)))
            .routes(quick(routes!(action::block)))
            .routes(quick(routes!(action::unblock)))
            .routes(quick(routes!(action::purge)))
            .routes(quick(routes!(stop::add)))
            .routes(quick(routes!(stop::remove)))
            .routes(quick(routes!(job::begin)))
            .routes(quick(routes!(message::test)))
            .routes(quick(routes!(webhook::site::add)))
            .routes(quick(routes!(webhook::site::change, webhook::site::remove)))
            .routes(quick(routes!(webhook::site::rotate)))
            .routes(quick(routes!(webhook::site::test)))
            .routes(quick(routes!(webhook::site::again)))
            .routes(long(routes!(message::submit))),
        Right::Oversee => routes
            .routes(quick(routes!(health::show)))
            .routes(quick(routes!(audit::list)))
            .routes(quick(routes!(hop::list)))
            .routes(quick(routes!(top::sites)))
            .routes(quick(routes!(top::scripts))),
        Right::Operate => routes
            .routes(quick(routes!(site::add)))
            .routes(quick(routes!(site::put, site::change, site::remove)))
            .routes(quick(routes!(login::set, login::remove)))
            .routes(quick(routes!(user::list, user::add)))
            .routes(quick(routes!(user::show, user::change, user::remove)))
            .routes(quick(routes!(user::sessions, user::end_sessions)))
            .routes(quick(routes!(user::end_session)))
            .routes(quick(routes!(webhook::all::list, webhook::all::add)))
            .routes(quick(routes!(webhook::all::change, webhook::all::remove)))
            .routes(quick(routes!(webhook::all::rotate)))
            .routes(quick(routes!(webhook::all::test)))
            .routes(quick(routes!(webhook::all::answers)))
            .routes(quick(routes!(webhook::all::again)))
            .routes(long(routes!(import::import)))
            // It reads everything there is; its caller decides how long to wait.
            .routes(routes!(health::check)),
    }
}

fn quick(routes: UtoipaMethodRouter<App>) -> UtoipaMethodRouter<App> {
    routes.layer(middleware::from_fn(|request, next| within(REQUEST, request, next)))
}

fn long(routes: UtoipaMethodRouter<App>) -> UtoipaMethodRouter<App> {
    routes.layer(middleware::from_fn(|request, next| within(LONG_REQUEST, request, next)))
}

/// Answers nobody who is nobody, whatever they ask for.
async fn known(request: Request, next: Next) -> Response {
    match request.extensions().get::<Caller>() {
        Some(_) => next.run(request).await,
        None => Caller::unknown().into_response(),
    }
}

/// Runs a request in a task of its own and waits for it so long. A caller that is gone, or was told that it took too long,
/// ends the waiting only: what is durable by then still has to reach the gate, the scheduler and the directory of sites.
pub(crate) async fn within(limit: Duration, request: Request, next: Next) -> Response {
    let work = tokio::spawn(next.run(request));
    let problem = match tokio::time::timeout(limit, work).await {
        Ok(Ok(response)) => return response,
        Ok(Err(error)) => Error::new(Code::Failed, format!("the request broke off: {error}")),
        Err(_) => Error::new(
            Code::TooSlow,
            format!("the request took longer than {} s; what it began goes on", limit.as_secs()),
        ),
    };
    problem.into_response()
}

async fn no_such_path(uri: Uri) -> Error {
    Error::new(Code::NoSuchPath, format!("there is nothing at {}", uri.path()))
}

async fn no_such_method(uri: Uri) -> Error {
    Error::new(Code::NoSuchMethod, format!("{} does not take this method", uri.path()))
}

#[cfg(test)]
pub(crate) mod tests;
