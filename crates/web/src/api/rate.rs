//! How often one may ask: the rule of `core::throttle`, an account for each token and session, and the words of it in the
//! head of each answer (draft-ietf-httpapi-ratelimit-headers).
//!
//! Accounts are memory: a restart gives everybody a full one, which is a burst more and no harm. There are at most so many
//! of them; of those, the fullest are forgotten first, as a forgotten one counts as full. Who calls over the control socket
//! has no account and no limit.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use postern_core::throttle::{Rate, Throttle, throttle};
use postern_core::time::Time;

use super::app::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::wire::Code;

/// The accounts.
#[derive(Debug)]
pub(crate) struct Rates {
    rate: Rate,
    most: usize,
    /// When each is full again.
    accounts: Mutex<HashMap<Arc<str>, Time>>,
}

impl Rates {
    pub(crate) fn new(rate: Rate, most: usize) -> Rates {
        Rates { rate, most, accounts: Mutex::default() }
    }

    /// Counts a request.
    fn ask(&self, account: &Arc<str>, now: Time) -> Throttle {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let full_at = accounts.get(account).copied().unwrap_or(now);
        let throttled = throttle(full_at, &self.rate, now);
        if let Throttle::Pass { full_at, .. } = throttled {
            if accounts.len() >= self.most && !accounts.contains_key(account) {
                forget(&mut accounts, now);
            }
            accounts.insert(Arc::clone(account), full_at);
        }
        throttled
    }
}

/// Makes room for one: those that are full anyway go, or else the one that is soonest.
fn forget(accounts: &mut HashMap<Arc<str>, Time>, now: Time) {
    let before = accounts.len();
    accounts.retain(|_, full_at| *full_at > now);
    if accounts.len() == before
        && let Some(fullest) =
            accounts.iter().min_by_key(|(_, full_at)| **full_at).map(|(name, _)| Arc::clone(name))
    {
        accounts.remove(&fullest);
    }
}

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// Answers a request that is not one too many. It knows its caller; nobody else comes here.
pub(super) async fn limit(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(caller) = request.extensions().get::<Caller>() else {
        return Caller::unknown().into_response();
    };
    let Some(account) = caller.account.clone() else { return next.run(request).await };
    let (rates, now) = (app.rates(), app.now());
    let (mut response, left, after) = match rates.ask(&account, now) {
        Throttle::Pass { full_at, left } => (next.run(request).await, left, full_at.since(now)),
        Throttle::NotBefore(at) => {
            let wait = seconds(at.since(now));
            let most = rates.rate.burst;
            let within = seconds(rates.rate.window());
            let why = format!("{most} requests in {within} s are the most: come again in {wait} s");
            let mut response = Error::new(Code::TooManyRequests, why).into_response();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait));
            (response, 0, at.since(now))
        }
    };
    let window = seconds(rates.rate.window());
    let policy = format!("\"requests\";q={};w={window}", rates.rate.burst);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_bounded_and_the_fullest_is_forgotten_first() {
        let rates = Rates::new(Rate { burst: 2, every: Duration::from_secs(10) }, 2);
        let now = Time::from_secs(1_800_000_000);
        let ask = |name: &str, second: u64| {
            matches!(
                rates.ask(&Arc::from(name), now + Duration::from_secs(second)),
                Throttle::Pass { .. }
            )
        };
        assert!(ask("anna", 0) && ask("anna", 0) && !ask("anna", 0));
        assert!(ask("ben", 0));
        assert!(ask("carla", 0), "ben is forgotten, who had asked once");
        assert!(!ask("anna", 0), "anna is not");
        assert_eq!(rates.accounts.lock().expect("no panic").len(), 2);
        assert!(ask("dora", 60), "all are full again and go");
        assert_eq!(rates.accounts.lock().expect("no panic").len(), 1);
    }
}
