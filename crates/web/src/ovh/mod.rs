//! The provider's API, as its own clients speak it: `/1.0` and `/v1` of the public listener.
//!
//! | file | |
//! |---|---|
//! | `call` | what is asked for, by method and path |
//! | `signature` | the addresses a call may have been signed for, and whether it was |
//! | `once` | a signed call that changes something is carried out once |
//! | `door` | who calls: by a signature, or by a token of OAuth 2 |
//! | `credentials` | how a key is asked for, shown and ended |
//! | `hosting` | the routes of sites: the same questions that panel and `/api/v1` ask, in the provider's words |
//! | `types` | what travels |
//! | `error` | what goes wrong, as the provider says it |
//!
//! A call goes one way: its body is read whole, its path is looked up, who calls is found out, the key's rules are asked
//! whether it passes, and only then is the site looked for. What may be done to it is decided where it is for everyone,
//! in `engine::act` and the core.

mod call;
mod credentials;
mod door;
mod error;
mod hosting;
mod once;
mod signature;
mod types;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use postern_core::ovh::granted;
use postern_core::throttle::Rate;
use postern_engine::accounts::Accounts;
use postern_engine::ovh::Key;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::api::request::{Read, read};
use crate::api::{App, REQUEST};
use crate::caller::Caller;
use crate::listen::Peer;
use call::{Call, Found, Open, Signed};
use error::Refusal;
use once::Once;

/// What a handler gives.
type Result<T> = std::result::Result<T, Refusal>;

/// The provider's API over the app.
#[derive(Clone, Debug)]
struct Ovh {
    app: App,
    /// The path everything lies below, without the slash at its end.
    base: Arc<str>,
    once: Arc<Once>,
    /// How often an address may ask without a key that is good.
    strangers: Arc<Accounts<IpAddr>>,
}

/// Largest body, in bytes: a hundred rules fit well.
const BODY_BYTES: usize = 64 << 10;

/// What an address may ask for without a key that is good: keys and tokens.
const STRANGERS: Rate = Rate { burst: 30, every: Duration::from_secs(10) };

/// Addresses that are told apart.
const ADDRESSES: usize = 10_000;

const QUERY_ID: HeaderName = HeaderName::from_static("x-ovh-queryid");

/// All of it; what lies around it needs no key of its own.
pub(crate) fn routes(app: App, base: &str) -> Router {
    let once = Arc::new(Once::since(app.about().started_at));
    let strangers = Arc::new(Accounts::new(STRANGERS, ADDRESSES));
    let ovh = Ovh { app, base: base.trim_end_matches('/').into(), once, strangers };
    let paths = ["/1.0", "/1.0/", "/1.0/{*path}", "/v1", "/v1/", "/v1/{*path}"];
    paths
        .into_iter()
        .fold(Router::new(), |routes, path| routes.route(path, any(answer)))
        .with_state(ovh)
}

/// Answers a call, in a task of its own: a client that is gone ends the waiting only.
async fn answer(State(ovh): State<Ovh>, request: Request) -> Response {
    let query_id = format!("postern.{:x}.{:016x}", ovh.app.now().0, fastrand::u64(..));
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let work = tokio::spawn(async move { ovh.carry_out(request).await });
    let answered = match tokio::time::timeout(REQUEST, work).await {
        Ok(Ok(answered)) => answered,
        Ok(Err(error)) => Err(Refusal::failed(format!("the call broke off: {error}"))),
        Err(_) => Err(Refusal::too_slow()),
    };
    let mut response = answered.unwrap_or_else(|refusal| {
        let (code, why) = (refusal.code(), refusal.message());
        tracing::debug!(event = "ovh_refused", %method, %path, query_id, code, why);
        refusal.into_response()
    });
    if let Ok(query_id) = HeaderValue::from_str(&query_id) {
        response.headers_mut().insert(QUERY_ID, query_id);
    }
    response
}

/// A call as it came.
#[derive(Debug)]
struct Asked {
    parts: Parts,
    /// Byte by byte, as it was signed.
    body: Bytes,
}

impl Ovh {
    async fn carry_out(&self, request: Request) -> Result<Response> {
        let (parts, body) = request.into_parts();
        let body = match read(body, BODY_BYTES, REQUEST).await? {
            Read::Whole(body) => body,
            Read::TooLarge(bytes) => return Err(Refusal::too_large(bytes, BODY_BYTES)),
        };
        let asked = Asked { parts, body };
        // All below the version; the routes of both lead here alone.
        let path = asked.parts.uri.path();
        let path = path.strip_prefix("/1.0").or_else(|| path.strip_prefix("/v1")).unwrap_or(path);
        let path = if path.is_empty() { "/" } else { path };
        let found = call::find(&asked.parts.method, path);
        if let Found::Call(Call::Open(open)) = &found {
            return self.open(*open, &asked).await;
        }
        let door::Entered { key, stamp } = self.enter(&asked).await?;
        self.count(&key)?;
        let method = asked.parts.method.as_str();
        let is_granted = postern_core::ovh::Method::from_word(method)
            .is_some_and(|method| granted(&key.consumer.rules, method, path));
        // Whose key is good may look at it and end it, whatever its rules.
        let is_own =
            matches!(found, Found::Call(Call::Signed(Signed::Credential | Signed::LogOut)));
        if !is_granted && !is_own {
            return Err(Refusal::not_granted(method, path));
        }
        let signed = match found {
            Found::Call(Call::Signed(signed)) => signed,
            Found::Call(Call::Open(_)) | Found::Nothing => {
                return Err(Refusal::nothing(method, path));
            }
            Found::LeftOut => return Err(Refusal::left_out(method, path)),
            Found::NoMethod => return Err(Refusal::no_method(method, path)),
        };
        let Some(stamp) = stamp else { return self.signed(signed, &key, &asked).await };
        let turn = self.once.turn(stamp, self.app.now())?;
        match turn.before() {
            Some(answer) => Ok(answer),
            None => turn.keep(self.signed(signed, &key, &asked).await).await,
        }
    }

    async fn open(&self, open: Open, asked: &Asked) -> Result<Response> {
        match open {
            Open::Time => json(&self.app.now().secs()),
            Open::WantKey => self.want_key(asked).await,
            Open::Token => self.token(asked).await,
        }
    }

    async fn signed(&self, signed: Signed, key: &Key, asked: &Asked) -> Result<Response> {
        match signed {
            Signed::Credential => credentials::show(key),
            Signed::LogOut => self.log_out(key).await,
            Signed::Details => credentials::details(key),
            Signed::Me => credentials::me(key),
            Signed::Sites => hosting::list(self, key),
            Signed::Site(name, of_site) => {
                let caller = caller(key);
                hosting::of_site(self, &caller, &name, of_site, asked).await
            }
        }
    }

    /// Counts a call of a key, if it is not one too many.
    fn count(&self, key: &Key) -> Result<()> {
        let account: Arc<str> = account(key).into();
        let now = self.app.now();
        let throttled = self.app.rates().take(&account, now);
        throttled.passed().map_err(|at| Refusal::too_many(at.since(now)))
    }

    /// The same for one whose key is not known yet.
    fn count_stranger(&self, asked: &Asked) -> Result<()> {
        let Some(address) = asked.parts.extensions.get::<Peer>().map(|peer| peer.address) else {
            return Ok(());
        };
        let now = self.app.now();
        let throttled = self.strangers.take(&address, now);
        throttled.passed().map_err(|at| Refusal::too_many(at.since(now)))
    }
}

fn account(key: &Key) -> String {
    format!("ovh {}", key.consumer.id)
}

/// The key as what panel and API are asked by.
fn caller(key: &Key) -> Caller {
    let account = Some(account(key).into());
    let user = key.user.as_ref().map(|user| user.id);
    Caller {
        grant: key.grant.clone(),
        who: key.who.clone(),
        account,
        user,
        session: None,
        ends_at: None,
    }
}

impl Asked {
    fn field(&self, name: &str) -> Option<&str> {
        self.parts.headers.get(name)?.to_str().ok()
    }

    /// The body as JSON. An empty one has no parameters, nor has the empty list that one client makes of none; what kind
    /// it is said to be does not matter.
    fn read<T: DeserializeOwned + Default>(&self) -> Result<T> {
        match self.body.trim_ascii() {
            b"" | b"[]" | b"null" => Ok(T::default()),
            body @ [b'{', ..] => serde_json::from_slice(body)
                .map_err(|error| Refusal::bad(format!("the body cannot be read: {error}"))),
            _ => Err(Refusal::bad("the body is no JSON object")),
        }
    }

    fn changes(&self) -> bool {
        self.parts.method != Method::GET && self.parts.method != Method::HEAD
    }
}

/// An answer; of nothing it is `null`, because one client takes no other for an answer.
fn json(answer: &impl Serialize) -> Result<Response> {
    match serde_json::to_vec(answer) {
        Ok(text) => Ok(json_text(StatusCode::OK, text)),
        Err(error) => Err(Refusal::failed(format!("the answer cannot be written: {error}"))),
    }
}

fn json_text(status: StatusCode, text: Vec<u8>) -> Response {
    let kind = [(axum::http::header::CONTENT_TYPE, "application/json; charset=utf-8")];
    (status, kind, text).into_response()
}
