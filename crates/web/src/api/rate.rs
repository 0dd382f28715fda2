//! How often one may ask: an account for each token and session (`engine::accounts`), and the words of it in the head of
//! each answer (draft-ietf-httpapi-ratelimit-headers). Who calls over the control socket has no account and no limit.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use postern_core::throttle::Throttle;
use postern_engine::accounts::Accounts;

use super::app::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::wire::Code;

/// The accounts, by the name of the token or session.
pub(crate) type Rates = Accounts<Arc<str>>;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// Answers a request that is not one too many. It knows its caller; nobody else comes here.
pub(super) async fn limit(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(caller) = request.extensions().get::<Caller>() else {
        return Caller::unknown().into_response();
    };
    let Some(account) = caller.account.clone() else { return next.run(request).await };
    let (rates, now) = (app.rates(), app.now());
    let (mut response, left, after) = match rates.take(&account, now) {
        Throttle::Pass { full_at, left } => (next.run(request).await, left, full_at.since(now)),
        Throttle::NotBefore(at) => {
            let wait = seconds(at.since(now));
            let most = rates.rate().burst;
            let within = seconds(rates.rate().window());
            let why = format!("{most} requests in {within} s are the most: come again in {wait} s");
            let mut response = Error::new(Code::TooManyRequests, why).into_response();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait));
            (response, 0, at.since(now))
        }
    };
    let window = seconds(rates.rate().window());
    let policy = format!("\"requests\";q={};w={window}", rates.rate().burst);
    let limit = format!("\"requests\";r={left};t={}", seconds(after));
    for (name, value) in [(POLICY, policy), (LIMIT, limit)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// Whole seconds, so that who waits as long has waited long enough.
fn seconds(span: Duration) -> u64 {
    u64::try_from(span.as_millis().div_ceil(1000)).unwrap_or(u64::MAX)
}
