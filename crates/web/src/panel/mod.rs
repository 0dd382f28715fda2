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

mod account;
mod action;
mod approve;
mod assets;
mod badge;
mod chart;
mod confirm;
mod door;
mod ending;
mod enter;
mod errors;
mod field;
mod filter;
mod flash;
mod form;
mod frame;
mod help;
mod history;
mod hooks;
mod jobs;
mod off;
mod operate;
mod overview;
mod ovh_keys;
mod pager;
mod queue;
mod quoted;
mod said;
mod scripts;
mod session;
mod settings;
mod sites;
mod stops;
mod tabs;
mod test_mail;
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
use hooks::{OfAll, OfSite, one};
use operate::bulk::{self, Runs};
use operate::{site, tokens, user, users};
use visitor::Links;

/// What all pages work with.
#[derive(Clone, Debug)]
pub(crate) struct Panel {
    pub(crate) app: App,
    pub(crate) catalogues: Catalogues,
    pub(crate) links: Links,
    pub(crate) runs: Runs,
}

/// For handlers that are the API's as well.
impl FromRef<Panel> for App {
    fn from_ref(panel: &Panel) -> App {
        panel.app.clone()
    }
}

/// All pages; the listener nests them below `base`.
pub(crate) fn panel(app: App, catalogues: Catalogues, base: &str) -> Router {
    let panel = Panel { app, catalogues, links: Links::below(base), runs: Runs::default() };
    let known = Router::new()
        .route("/", get(sites::list))
        .route("/account", get(account::show))
        .route("/account/password", get(account::ask_password).post(account::set_password))
        .route("/account/factor", get(account::ask_factor).post(account::turn_factor_on))
        .route("/account/factor/off", post(account::turn_factor_off))
        .route("/account/sessions/end", post(account::end_others))
        .route("/account/sessions/{session}/end", post(account::end_session))
        .route("/account/tokens", get(account::ask_token).post(account::make_token))
        .route(
            "/account/tokens/{token}/remove",
            get(account::ask_removal).post(account::remove_token),
        )
        .route("/ovh-keys", get(ovh_keys::list))
        .route("/ovh-keys/new", get(ovh_keys::ask_new).post(ovh_keys::add))
        .route("/ovh-keys/{key}/remove", get(ovh_keys::ask_remove).post(ovh_keys::remove))
        .route(
            "/ovh-keys/{key}/consumers/{consumer}/remove",
            get(ovh_keys::ask_remove_consumer).post(ovh_keys::remove_consumer),
        )
        .route("/approve/{door}", get(approve::ask).post(approve::answer));
    let oversee = Router::new()
        .route("/audit", get(operate::audit::list))
        .route("/hops", get(operate::hops::list))
        .route("/health", get(operate::health::show));
    let operate = Router::new()
        .route("/operate/sites/new", get(site::ask_new).post(site::add))
        .route("/sites/{site}/edit", get(site::edit).post(site::change))
        .route("/sites/{site}/logins", post(site::set_login))
        .route("/sites/{site}/logins/remove", post(site::remove_login))
        .route("/sites/{site}/remove", get(site::ask_remove).post(site::remove))
        .route("/operate/bulk", get(bulk::ask).post(bulk::begin))
        .route("/operate/bulk/{run}", get(bulk::show))
        .route("/operate/bulk/{run}/events", get(bulk::follow))
        .route("/sites/{site}/as-owner", post(operate::as_owner::begin))
        .route("/tokens", get(tokens::list))
        .route("/tokens/{token}/remove", get(tokens::ask_remove).post(tokens::remove))
        .route("/users", get(users::list))
        .route("/operate/users/new", get(users::ask_new).post(users::add))
        .route("/users/{user}", get(user::show).post(user::change))
        .route("/users/{user}/password", post(user::set_password))
        .route("/users/{user}/link", post(user::link))
        .route("/users/{user}/sessions", post(user::end_sessions))
        .route("/users/{user}/second-factor", get(user::ask_factor_off).post(user::factor_off))
        .route("/users/{user}/remove", get(user::ask_remove).post(user::remove))
        .route("/webhooks", get(hooks::list::<OfAll>))
        .route("/webhooks/new", get(hooks::ask_new::<OfAll>).post(hooks::add::<OfAll>))
        .route("/webhooks/{webhook}", get(one::show::<OfAll>).post(one::change::<OfAll>))
        .route("/webhooks/{webhook}/test", post(one::test::<OfAll>))
        .route("/webhooks/{webhook}/rotate", post(one::rotate::<OfAll>))
        .route("/webhooks/{webhook}/again", post(one::again::<OfAll>))
        .route(
            "/webhooks/{webhook}/remove",
            get(one::ask_remove::<OfAll>).post(one::remove::<OfAll>),
        );
    let see = Router::new()
        .route("/sites/{site}", get(overview::show))
        .route("/sites/{site}/events", get(event::follow))
        .route("/sites/{site}/history.csv", get(history::csv))
        .route("/sites/{site}/test", get(test_mail::show))
        .route("/sites/{site}/settings", get(settings::show))
        .route("/sites/{site}/webhooks", get(hooks::list::<OfSite>))
        .route("/sites/{site}/webhooks/{webhook}", get(one::show::<OfSite>))
        .route("/sites/{site}/help", get(help::show))
        .route("/sites/{site}/audit", get(operate::audit::list_of_site))
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
        .route("/sites/{site}/scripts/unstop", get(scripts::ask_unstop).post(scripts::unstop))
        .route("/sites/{site}/test", post(test_mail::send))
        .route("/sites/{site}/settings", post(settings::set))
        .route(
            "/sites/{site}/webhooks/new",
            get(hooks::ask_new::<OfSite>).post(hooks::add::<OfSite>),
        )
        .route("/sites/{site}/webhooks/{webhook}", post(one::change::<OfSite>))
        .route("/sites/{site}/webhooks/{webhook}/test", post(one::test::<OfSite>))
        .route("/sites/{site}/webhooks/{webhook}/rotate", post(one::rotate::<OfSite>))
        .route("/sites/{site}/webhooks/{webhook}/again", post(one::again::<OfSite>))
        .route(
            "/sites/{site}/webhooks/{webhook}/remove",
            get(one::ask_remove::<OfSite>).post(one::remove::<OfSite>),
        );
    let guarded = |routes: Router<Panel>, right| {
        routes.route_layer(from_fn_with_state((panel.app.clone(), right), guard))
    };
    let known = guarded(known, Right::BeKnown)
        .merge(guarded(see, Right::See))
        .merge(guarded(act, Right::Act))
        .merge(guarded(oversee, Right::Oversee))
        .merge(guarded(operate, Right::Operate))
        .route_layer(from_fn_with_state(panel.clone(), visitor::known));
    let door = Router::new()
        .route("/login", get(enter::ask_login).post(enter::login))
        .route("/code", get(enter::ask_code).post(enter::code))
        .route("/link/{secret}", get(enter::ask_link).post(enter::link))
        .route("/setup/{secret}", get(enter::ask_setup).post(enter::setup))
        .route("/unsubscribe/{token}", get(off::ask).post(off::turn_off))
        .route("/logout", post(enter::logout))
        .route("/account/language", post(enter::choose_language))
        .route("/account/as-operator", post(enter::as_operator));
    let pages = known
        .merge(door)
        .layer(from_fn(|request, next| within(REQUEST, request, next)))
        .fallback(trouble::no_such_page)
        .method_not_allowed_fallback(trouble::no_such_method)
        .layer(from_fn_with_state(panel.clone(), trouble::told))
        .layer(from_fn(flash::once))
        .layer(from_fn_with_state(panel.clone(), session::recognise));
    Router::new()
        .route("/assets/{version}/{name}", get(assets::show))
        .merge(pages)
        .with_state(panel)
}
