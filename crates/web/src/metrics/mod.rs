//! `GET /metrics`: figures for Prometheus.
//!
//! Over the control socket whoever may use it may read them. On the public listener a request has to come from an address
//! of `metrics.allow` or to bring the token of `metrics.token_file`; a session of the panel or a token of the API is of no
//! use here. Scrapes go one after the other, each asks the store once, and what is answered has a bound: sites and next
//! hops beyond so many stand together as `(other)` (`named`, `hops`).

mod classic;
mod families;
mod hops;
mod named;
mod page;
mod scrape;
#[cfg(test)]
mod tests;

use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::extract::State;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use postern_core::identity::Range;
use postern_engine::people::Secret;
use postern_store::people::Hash;

use crate::api::{App, REQUEST, within};
use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::listen::Peer;
use crate::token::bearer;
use crate::wire::Code;

pub(crate) use scrape::Scrapes;

/// Who may read the figures on the public listener, and how many sites have series of their own.
#[derive(Clone)]
pub struct MetricsSettings {
    token: Option<Hash>,
    pub allow: Vec<Range>,
    pub sites: usize,
}

impl MetricsSettings {
    /// The shortest token, in bytes.
    pub const SHORTEST_TOKEN: usize = 16;

    /// `token`: who brings it may read, from wherever.
    pub fn new(token: Option<&str>, allow: Vec<Range>, sites: usize) -> MetricsSettings {
        MetricsSettings { token: token.map(|token| Secret::given(token).hash()), allow, sites }
    }

    /// Whether this is the token. The hashes are compared, in a time that does not depend on what was guessed.
    fn is_token(&self, given: &Secret) -> bool {
        let token = self.token.as_ref();
        token.is_some_and(|token| verify_slices_are_equal(&token.0, &given.hash().0).is_ok())
    }
}

impl Default for MetricsSettings {
    /// Nobody: on a host of many sites their scripts run on this machine, too.
    fn default() -> MetricsSettings {
        MetricsSettings { token: None, allow: Vec::new(), sites: 1000 }
    }
}

impl fmt::Debug for MetricsSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let MetricsSettings { token, allow, sites } = self;
        let mut debug = f.debug_struct("MetricsSettings");
        debug.field("has_token", &token.is_some()).field("allow", allow).field("sites", sites);
        debug.finish()
    }
}

/// The route as the control socket has it: for those it knows.
pub(crate) fn for_operators(app: App) -> Router {
    let show = async |_: Caller, State(app): State<App>, head: HeaderMap| answer(&app, &head).await;
    route(get(show), app)
}

/// The route as the public listener has it.
pub(crate) fn for_scrapers(app: App) -> Router {
    let show = async |State(app): State<App>, peer: Option<Extension<Peer>>, head: HeaderMap| {
        admit(app.metrics(), peer.as_ref().map(|Extension(peer)| peer), &head)?;
        answer(&app, &head).await
    };
    route(get(show), app)
}

fn route(show: axum::routing::MethodRouter<App>, app: App) -> Router {
    let routes = Router::new().route("/metrics", show);
    routes.layer(from_fn(|request, next| within(REQUEST, request, next))).with_state(app)
}

/// What a proxy writes that passes a request on.
const PASSED_ON: [HeaderName; 4] = [
    HeaderName::from_static("forwarded"),
    HeaderName::from_static("via"),
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-real-ip"),
];

fn admit(settings: &MetricsSettings, peer: Option<&Peer>, head: &HeaderMap) -> Result<()> {
    if let Some(given) = bearer(head) {
        return match settings.is_token(&given) {
            true => Ok(()),
            false => Err(Error::new(Code::NotKnown, "that is not the token of metrics.token_file")),
        };
    }
    let Some(peer) = peer.filter(|peer| settings.allow.iter().any(|r| r.contains(peer.address)))
    else {
        let why = "the figures are for who brings the token of metrics.token_file (Authorization: Bearer TOKEN), or comes \
                   from an address of metrics.allow";
        return Err(Error::new(Code::NotKnown, why));
    };
    // What a proxy of this machine passes on comes from loopback as well, whoever asked it.
    let is_passed_on =
        PASSED_ON.iter().any(|name| head.contains_key(name)) || !peer.asked_for_loopback();
    if peer.address.is_loopback() && is_passed_on {
        let why = "a proxy of this machine passed this on: name it in web.trusted_proxies, so that its clients are known, \
                   or send the token of metrics.token_file";
        return Err(Error::new(Code::NotKnown, why));
    }
    Ok(())
}

/// The figures of now, in the format that is asked for.
async fn answer(app: &App, head: &HeaderMap) -> Result<Response> {
    let text = app.scrapes().scrape(app).await?;
    Ok(if wants_classic(head) {
        ([(CONTENT_TYPE, classic::CONTENT_TYPE)], classic::of(&text)).into_response()
    } else {
        ([(CONTENT_TYPE, OPEN_METRICS)], text).into_response()
    })
}

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Whether the older format is asked for, and the newer one is not.
fn wants_classic(head: &HeaderMap) -> bool {
    let asks_for = |kind: &str| {
        let lists = head.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
        lists.into_iter().any(|list| list.contains(kind))
    };
    asks_for("text/plain") && !asks_for("application/openmetrics-text")
}
