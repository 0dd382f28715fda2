//! The panel: what people see of Postern in a browser.
//!
//! A page is a file here: its handler asks the engine or the store, makes a view of ready strings, and hands it to a
//! template of the same name. No rule lives here, no decision in a template, no words outside the catalogues
//! (`engine::words`). Every page is whole without a script; scripts each improve one thing.
//!
//! A request passes, in this order: `flash` (what the last action came to is told once), `trouble` (whatever goes wrong
//! becomes a page), `visitor` (who is not known goes to the login), the guard of its group of routes, which is the API's
//! (a site of others is answered as one that is not there), its handler. Who the visitor is, a layer around all of it
//! says (`session`).

mod action;
mod assets;
mod badge;
mod chart;
mod confirm;
mod door;
mod enter;
mod errors;
mod filter;
mod flash;
mod form;
mod frame;
mod history;
mod jobs;
mod overview;
mod pager;
mod queue;
mod quoted;
mod said;
mod scripts;
mod session;
mod sites;
mod stops;
mod tabs;
#[cfg(test)]
mod tests;
mod trace;
mod trouble;
mod visitor;

use axum::Router;
use axum::extract::FromRef;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use postern_core::access::Right;
use postern_core::site::Action;
use postern_engine::words::Catalogues;
use postern_store::JobKind;

use crate::api::{App, REQUEST, event, guard, within};
use visitor::Links;

/// What all pages work with.
#[derive(Clone, Debug)]
pub(crate) struct Panel {
    pub(crate) app: App,
    pub(crate) catalogues: Catalogues,
    pub(crate) links: Links,
}

/// For handlers that are the API's as well.
impl FromRef<Panel> for App {
    fn from_ref(panel: &Panel) -> App {
        panel.app.clone()
    }
}

/// All pages; the listener nests them below `base`.
pub(crate) fn panel(app: App, catalogues: Catalogues, base: &str) -> Router {
    let panel = Panel { app, catalogues, links: Links::below(base) };
    let known = Router::new().route("/", get(sites::list));
    let see = Router::new()
        .route("/sites/{site}", get(overview::show))
        .route("/sites/{site}/events", get(event::follow))
        .route("/sites/{site}/history.csv", get(history::csv))
        .route("/sites/{site}/errors", get(errors::show))
        .route("/sites/{site}/errors/export", get(errors::export))
        .route("/sites/{site}/trace", get(trace::show))
        .route("/sites/{site}/trace/{message}", get(trace::story))
        .route("/sites/{site}/queue", get(queue::show))
        .route("/sites/{site}/scripts", get(scripts::show))
        .route("/sites/{site}/scripts/one", get(scripts::one));
    let act = Router::new()
        .route("/sites/{site}/block", action::of(Action::Block))
        .route("/sites/{site}/unblock", action::of(Action::Unblock))
        .route("/sites/{site}/purge", action::of(Action::Purge))
        .route("/sites/{site}/queue/release", queue::work(JobKind::Release))
        .route("/sites/{site}/queue/delete", queue::work(JobKind::Delete))
        .route("/sites/{site}/queue/retry", queue::work(JobKind::Retry))
        .route("/sites/{site}/scripts/stop", get(scripts::ask_stop).post(scripts::stop))
        .route("/sites/{site}/scripts/unstop", get(scripts::ask_unstop).post(scripts::unstop));
    let guarded = |routes: Router<Panel>, right| {
        routes.route_layer(from_fn_with_state((panel.app.clone(), right), guard))
    };
    let known = guarded(known, Right::BeKnown)
        .merge(guarded(see, Right::See))
        .merge(guarded(act, Right::Act))
        .route_layer(from_fn_with_state(panel.clone(), visitor::known));
    let door = Router::new()
        .route("/login", get(enter::ask_login).post(enter::login))
        .route("/code", get(enter::ask_code).post(enter::code))
        .route("/link/{secret}", get(enter::ask_link).post(enter::link))
        .route("/setup/{secret}", get(enter::ask_setup).post(enter::setup))
        .route("/logout", post(enter::logout))
        .route("/account/language", post(enter::choose_language))
        .route("/account/as-operator", post(enter::as_operator));
    let pages = known
        .merge(door)
        .layer(from_fn(|request, next| within(REQUEST, request, next)))
        .fallback(trouble::no_such_page)
        .method_not_allowed_fallback(trouble::no_such_method)
        .layer(from_fn_with_state(panel.clone(), trouble::told))
        .layer(from_fn_with_state(panel.clone(), flash::once))
        .layer(from_fn_with_state(panel.clone(), session::recognise));
    Router::new()
        .route("/assets/{version}/{name}", get(assets::show))
        .merge(pages)
        .with_state(panel)
}
