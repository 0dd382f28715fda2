//! One request: look the host up, dial what may be dialled, encrypt, post, read so much of the answer.
//!
//! The order of events, all of it within ten seconds:
//! 1. The host's addresses, anew at each attempt. Those that are inside are left out; where only such are left, that is
//!    told and nothing is dialled. What is dialled is one of the addresses that were looked at, so that no second look-up
//!    can say something else.
//! 2. TLS with the certificate checked against the host's name.
//! 3. The request, then the head of the answer, then at most 64 KiB of its body, of which the beginning is kept.
//!
//! A redirect is an answer like any other: what it leads to was not chosen by who set up the hook.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::{Request, Response, header};
use hyper_util::rt::TokioIo;
use postern_core::hook::ANSWER_TEXT;
use postern_core::time::Time;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_rustls::TlsConnector;

use super::target::Target;
use super::trouble::Trouble;
use crate::inside::is_inside;
use crate::seam::{DnsError, Seam, Stream};

/// How long a request may take, from the look-up to the last byte of the answer.
pub(super) const LONGEST: Duration = Duration::from_secs(10);

/// How long one address is waited for, and how many are tried.
const CONNECT: Duration = Duration::from_secs(4);
const ADDRESSES: usize = 3;

/// How much of an answer is read, in bytes, and how large its head may be.
const ANSWER: usize = 64 << 10;
const HEAD: usize = 16 << 10;

/// What came of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sent {
    pub(super) status: Option<u16>,
    /// When the receiver asked to be asked again.
    pub(super) again_after: Option<Duration>,
    pub(super) trouble: Option<Trouble>,
    /// The beginning of the answer's text.
    pub(super) text: String,
}

impl From<Trouble> for Sent {
    fn from(trouble: Trouble) -> Sent {
        Sent { trouble: Some(trouble), ..Sent::default() }
    }
}

/// Posts.
pub(super) struct Poster {
    seam: Seam,
    extra_roots: Vec<CertificateDer<'static>>,
    /// Read once the first hook leads to TLS.
    tls: OnceLock<Result<TlsConnector, Trouble>>,
}

impl std::fmt::Debug for Poster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Poster").finish_non_exhaustive()
    }
}

impl Poster {
    pub(super) fn new(seam: Seam, extra_roots: Vec<CertificateDer<'static>>) -> Poster {
        Poster { seam, extra_roots, tls: OnceLock::new() }
    }

    /// Posts a body, with these fields in the head.
    pub(super) async fn post(
        &self,
        target: &Target,
        allow_private: bool,
        fields: &[(&'static str, String)],
        body: Bytes,
    ) -> Sent {
        let ends = Instant::now() + LONGEST;
        let stream = match in_time(ends, self.open(target, allow_private)).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(trouble)) | Err(trouble) => return trouble.into(),
        };
        let mut request = Request::post(&target.path)
            .header(header::HOST, &target.authority)
            .header(header::USER_AGENT, "Postern")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::CONNECTION, "close");
        for (name, value) in fields {
            request = request.header(*name, value);
        }
        let request = match request.body(Full::new(body)) {
            Ok(request) => request,
            Err(error) => return Trouble::no_url(error.to_string()).into(),
        };
        // The connection's own work ends with this, whatever state it is in.
        let mut driving = JoinSet::new();
        let answered = async {
            let shaken = http1::Builder::new().max_buf_size(HEAD).handshake(TokioIo::new(stream));
            let (mut sender, connection) = shaken.await?;
            driving.spawn(connection);
            sender.send_request(request).await
        };
        match in_time(ends, answered).await {
            Ok(Ok(response)) => self.read(response, ends).await,
            Ok(Err(error)) => Trouble::broke_off(words(&error)).into(),
            Err(trouble) => trouble.into(),
        }
    }

    /// A stream to the target, encrypted where it is to be.
    async fn open(&self, target: &Target, allow_private: bool) -> Result<Box<dyn Stream>, Trouble> {
        if !target.https && !allow_private {
            return Err(Trouble::clear_text(&target.host));
        }
        let stream = self.dial(&self.addresses(target, allow_private).await?).await?;
        if !target.https {
            return Ok(stream);
        }
        let connector = self.tls.get_or_init(|| connector(&self.extra_roots)).clone()?;
        let name = ServerName::try_from(target.host.clone())
            .map_err(|error| Trouble::tls(error.to_string()))?;
        match connector.connect(name, stream).await {
            Ok(stream) => Ok(Box::new(stream)),
            Err(error) => Err(of_tls(&error)),
        }
    }

    /// The addresses that may be dialled, at least one.
    async fn addresses(
        &self,
        target: &Target,
        allow_private: bool,
    ) -> Result<Vec<SocketAddr>, Trouble> {
        let host = &target.host;
        let found = match target.literal() {
            Some(address) => vec![address],
            None => match self.seam.dns.addresses(host).await {
                Ok(found) => found,
                Err(DnsError::NoName) => return Err(Trouble::no_such_name(host)),
                Err(DnsError::Later(why)) => {
                    return Err(Trouble::name_servers(format!("{host}: {why}")));
                }
            },
        };
        if found.is_empty() {
            return Err(Trouble::no_address(host));
        }
        let is_refused = |address: &IpAddr| {
            let canonical = address.to_canonical();
            !allow_private && (is_inside(*address) || self.seam.net.is_local(canonical))
        };
        let (refused, usable): (Vec<IpAddr>, Vec<IpAddr>) = found.into_iter().partition(is_refused);
        if usable.is_empty() {
            let list: Vec<String> = refused.iter().map(ToString::to_string).collect();
            return Err(Trouble::inside(list.join(", ")));
        }
        Ok(usable.iter().map(|address| SocketAddr::new(*address, target.port)).collect())
    }

    async fn dial(&self, addresses: &[SocketAddr]) -> Result<Box<dyn Stream>, Trouble> {
        let mut trouble = Trouble::no_connection("");
        for address in addresses.iter().take(ADDRESSES) {
            let why = match timeout(CONNECT, self.seam.net.connect(*address, None)).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(error)) => error.to_string(),
                Err(_) => io::Error::from(io::ErrorKind::TimedOut).to_string(),
            };
            trouble = Trouble::no_connection(format!("{address}: {why}"));
        }
        Err(trouble)
    }

    /// Reads what is read of an answer.
    async fn read(&self, response: Response<Incoming>, ends: Instant) -> Sent {
        let status = response.status().as_u16();
        let field = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        let now = self.seam.clock.now();
        let again_after = field(header::RETRY_AFTER).and_then(|text| asked(text, now));
        let leads_to = field(header::LOCATION).unwrap_or_default().to_owned();
        let (text, cut) = beginning(response.into_body(), ends).await;
        let trouble = match status {
            200..=299 => cut,
            300..=399 => Some(Trouble::redirect(format!("{status} {leads_to}").trim_end())),
            410 => Some(Trouble::gone("410")),
            _ => Some(Trouble::status(status.to_string())),
        };
        Sent { status: Some(status), again_after, trouble, text }
    }
}

/// The beginning of a body, and why it was not read to its end.
async fn beginning(mut body: Incoming, ends: Instant) -> (String, Option<Trouble>) {
    let (mut kept, mut read) = (Vec::new(), 0_usize);
    let cut = loop {
        let frame = match in_time(ends, body.frame()).await {
            Ok(None) => break None,
            Ok(Some(Ok(frame))) => frame,
            Ok(Some(Err(error))) => break Some(Trouble::broke_off(words(&error))),
            Err(trouble) => break Some(trouble),
        };
        let Ok(data) = frame.into_data() else { continue };
        read = read.saturating_add(data.len());
        // A few bytes more than are kept: what is no UTF-8 grows when it is made text.
        let room = ANSWER_TEXT.saturating_sub(kept.len());
        kept.extend_from_slice(&data[..data.len().min(room)]);
        if read > ANSWER {
            break Some(Trouble::too_long((ANSWER >> 10).to_string()));
        }
    };
    (String::from_utf8_lossy(&kept).into_owned(), cut)
}

async fn in_time<T>(ends: Instant, work: impl Future<Output = T>) -> Result<T, Trouble> {
    let late = |_| Trouble::too_slow(LONGEST.as_secs().to_string());
    timeout_at(ends, work).await.map_err(late)
}

/// TLS with certificates checked against the system's roots, and those that the operator adds.
fn connector(extra_roots: &[CertificateDer<'static>]) -> Result<TlsConnector, Trouble> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots.add_parsable_certificates(extra_roots.iter().cloned());
    if roots.is_empty() {
        return Err(Trouble::no_roots(""));
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Trouble::tls(error.to_string()))?;
    let config = config.with_root_certificates(roots).with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

fn of_tls(error: &io::Error) -> Trouble {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match inner {
        Some(rustls::Error::InvalidCertificate(why)) => Trouble::certificate(why.to_string()),
        _ => Trouble::tls(error.to_string()),
    }
}

/// An error with what is behind it.
fn words(error: &hyper::Error) -> String {
    let mut words = error.to_string();
    let mut behind = std::error::Error::source(error);
    while let Some(source) = behind {
        words = format!("{words}: {source}");
        behind = source.source();
    }
    words
}

/// What a `Retry-After` asks for (RFC 9110 §10.2.3): seconds, or an instant.
fn asked(text: &str, now: Time) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text.trim()).ok()?;
    Some(Time(at.as_millisecond()).since(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receiver_asks_for_time_in_seconds_or_by_the_clock() {
        let now = Time::from_secs(1_781_524_800);
        for (text, expected) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("Mon, 15 Jun 2026 12:02:00 GMT", Some(120)),
            ("Mon, 15 Jun 2026 11:00:00 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
            ("", None),
        ] {
            assert_eq!(asked(text, now), expected.map(Duration::from_secs), "{text:?}");
        }
    }
}
