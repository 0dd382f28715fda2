//! What happens to each request of the public listener before the router sees it, and to each answer after.
//!
//! 1. The visit is busy from here until the answer is taken; its place is safe.
//! 2. Where it came from and whom it was meant for; what was meant for another host gets 421.
//! 3. The base path is taken off; what leads to it is sent there.
//! 4. The router answers, reading the body at the least pace.
//! 5. The answer gets what all answers say about themselves to a browser.

use std::convert::Infallible;
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::{self, HeaderName};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderValue, Request, Response, StatusCode, Uri};
use axum::response::IntoResponse;
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use postern_core::identity::Range;

use super::host::{self, Asked};
use super::pace::Pace;
use super::public::Patience;
use super::url::{BasePath, Found};
use super::visit::Visit;
use super::{Peer, Stop, peer};
use crate::error::Error;
use crate::wire::{Code, Problem};

/// What all connections share.
#[derive(Debug)]
pub(super) struct Front {
    pub(super) router: Router,
    pub(super) base_path: BasePath,
    /// The host of the public URL.
    pub(super) public_host: Option<String>,
    pub(super) trusted: Vec<Range>,
    pub(super) patience: Patience,
}

/// Requests of one connection; then it is closed, so that none is held for ever.
pub(super) const REQUESTS: u32 = 1000;

/// One connection's way to the router.
#[derive(Clone, Debug)]
pub(super) struct Entrance {
    pub(super) front: Arc<Front>,
    pub(super) visit: Arc<Visit>,
    /// The address of the other end of the connection.
    pub(super) from: IpAddr,
    pub(super) tls: bool,
    /// Whether this end of the connection has a loopback address.
    pub(super) on_loopback: bool,
    pub(super) stop: Stop,
    pub(super) requests: Arc<AtomicU32>,
}

/// The connection's place was given away before this request began.
#[derive(Debug, thiserror::Error)]
#[error("the connection was idle and its place is another's")]
pub(super) struct GivenAway;

impl Service<Request<Incoming>> for Entrance {
    type Response = Response<Answer>;
    type Error = GivenAway;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Answer>, GivenAway>> + Send>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        if !self.visit.begin() {
            return Box::pin(async { Err(GivenAway) });
        }
        let entrance = self.clone();
        let is_last = self.requests.fetch_add(1, Ordering::Relaxed) + 1 >= REQUESTS;
        Box::pin(async move {
            let visit = Answered(Arc::clone(&entrance.visit));
            let mut response = entrance.front.answer(request, &entrance).await;
            if is_last {
                let close = HeaderValue::from_static("close");
                response.headers_mut().insert(header::CONNECTION, close);
            }
            Ok(Answer::new(response, visit, entrance.stop))
        })
    }
}

impl Front {
    async fn answer(&self, request: Request<Incoming>, from: &Entrance) -> Response<Body> {
        let (mut parts, body) = request.into_parts();
        let (address, https) = peer::client(from.from, from.tls, &parts.headers, &self.trusted);
        let by_proxy = peer::is_one_of(from.from, &self.trusted);
        let asked = host::asked(&parts.uri, &parts.headers, parts.version, by_proxy);
        let mut response = match self.route(asked, &mut parts.uri, from.on_loopback) {
            Ok(host) => {
                parts.extensions.insert(Peer { address, https, host });
                let body = Body::new(Arriving::new(body, self.patience));
                let request = Request::from_parts(parts, body);
                let router = TowerToHyperService::new(self.router.clone());
                router.call(request).await.unwrap_or_else(|never: Infallible| match never {})
            }
            Err(response) => response,
        };
        describe(response.headers_mut(), https);
        response
    }

    /// Where a request goes: the path below the base path is put into its target, and the host that was asked comes back.
    #[expect(clippy::result_large_err, reason = "it is the answer itself, made once a request")]
    fn route(
        &self,
        asked: Asked,
        uri: &mut Uri,
        on_loopback: bool,
    ) -> Result<Option<String>, Response<Body>> {
        let host = match asked {
            Asked::Host(host) => Some(host),
            Asked::NotSaid => None,
            Asked::Bad(why) => return Err(Error::new(Code::BadRequest, why).into_response()),
        };
        if let Some(host) = &host
            && !host::is_known(host.host(), self.public_host.as_deref(), on_loopback)
        {
            let why = format!(
                "nothing here is called {}: web.public_url of the configuration says what this host is called",
                host.host()
            );
            return Err(Error::new(Code::Misdirected, why).into_response());
        }
        match self.base_path.find(uri.path()) {
            Found::Below(path) => {
                let query = uri.query().map_or_else(String::new, |query| format!("?{query}"));
                match PathAndQuery::try_from(format!("{path}{query}")) {
                    // A request is for one host: what names it again is of no use to the router.
                    Ok(below) => *uri = Uri::from(below),
                    Err(_) => return Err(nothing_at(uri.path())),
                }
                Ok(host.map(|host| host.as_str().to_owned()))
            }
            Found::Door => {
                let to = [(header::LOCATION, self.base_path.as_str())];
                Err((StatusCode::TEMPORARY_REDIRECT, to).into_response())
            }
            Found::Nothing => Err(nothing_at(uri.path())),
        }
    }
}

fn nothing_at(path: &str) -> Response<Body> {
    Error(Problem::new(Code::NoSuchPath, format!("there is nothing at {path}"))).into_response()
}

/// What all answers say about themselves: nothing is loaded from elsewhere, run inline, framed, sniffed or leaked.
const ABOUT: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
         font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), \
         microphone=(), midi=(), payment=(), usb=()",
    ),
];

/// A browser that came by HTTPS once does not come otherwise for a year (RFC 6797).
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000");

const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

fn describe(headers: &mut HeaderMap, https: bool) {
    for (name, value) in ABOUT {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(NO_STORE);
}

/// A body while it arrives, at the least pace or not at all.
struct Arriving {
    body: Incoming,
    pace: Pace,
}

/// The rest of a body does not come, or too slowly.
#[derive(Debug, thiserror::Error)]
#[error("it came slower than {0} bytes a second")]
struct TooSlow(u32);

impl Arriving {
    fn new(body: Incoming, patience: Patience) -> Arriving {
        Arriving { body, pace: Pace::new(patience.stall, patience.rate) }
    }
}

impl HttpBody for Arriving {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        match Pin::new(&mut self.body).poll_frame(cx) {
            Poll::Ready(frame) => {
                let bytes = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref());
                self.pace.moved(bytes.map_or(0, Bytes::len));
                Poll::Ready(frame.map(|frame| frame.map_err(Into::into)))
            }
            Poll::Pending if self.pace.poll_waits(cx).is_ready() => {
                Poll::Ready(Some(Err(TooSlow(self.pace.rate()).into())))
            }
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Tells the visit that its answer is made, however that ends.
#[derive(Debug)]
struct Answered(Arc<Visit>);

impl Drop for Answered {
    fn drop(&mut self) {
        self.0.answered();
    }
}

/// An answer's body. A stream of events has no end of its own: it has one when the daemon ends.
pub(super) struct Answer {
    body: Body,
    end: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
    _visit: Answered,
}

impl Answer {
    fn new(response: Response<Body>, visit: Answered, mut stop: Stop) -> Response<Answer> {
        let kind = response.headers().get(header::CONTENT_TYPE);
        let is_events = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
        let end: Option<Pin<Box<dyn Future<Output = ()> + Send>>> = match is_events {
            true => Some(Box::pin(async move { stop.begun().await })),
            false => None,
        };
        response.map(|body| Answer { body, end, _visit: visit })
    }
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if let Some(end) = &mut self.end
            && end.as_mut().poll(cx).is_ready()
        {
            self.end = None;
            self.body = Body::empty();
        }
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
