//! What programs and people see of Postern: the HTTP API, the figures for Prometheus (`metrics`); the panel (`panel`) and the
//! provider's API (`ovh`), which have their own ways through.
//!
//! A request goes one way: a listener takes it and says where it came from (`listen`), `api` finds the route, asks whether
//! this caller has its right, asks the engine or the store one question, and answers with a type of `wire`. No rule lives
//! here: what may be done is decided in the core and the engine, and refusals travel as problems with stable codes
//! (`error`).
//!
//! The router knows nothing of sockets and a `Caller` nothing of how it was recognised: over the control socket the kernel
//! says it.

mod accounts;
mod api;
mod caller;
pub mod csv;
mod error;
mod listen;
mod metrics;
mod ovh;
mod panel;
mod setup;
mod standing;
mod token;
pub mod wire;

pub use api::{ApiLimits, App, Around, api, document, router};
pub use listen::{
    BasePath, Control, ListenError, NoBasePath, NoPublicUrl, OpenError, Patience, Peer, Public,
    PublicUrl, Settings,
};
pub use metrics::MetricsSettings;
pub use postern_engine::escape;

use axum::Router;
use axum::middleware::from_fn_with_state;

/// What the public listener serves: the API for programs with a token, the provider's for those with its keys, figures for
/// Prometheus, the panel for browsers.
pub fn public(app: App, base: &BasePath) -> Router {
    let by_token = from_fn_with_state(app.clone(), token::recognise);
    let pages = panel::panel(app.clone(), app.catalogues().clone(), base.as_str());
    let ovh = ovh::routes(app.clone(), base.as_str());
    Router::new()
        .merge(api(app.clone()).layer(by_token))
        .merge(ovh)
        .merge(metrics::for_scrapers(app))
        .merge(pages)
}
