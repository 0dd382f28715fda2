//! An engine whose network and names are a test's.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use postern_core::ids::SiteId;
use postern_core::site::{Action, Person};
use postern_core::time::Time;
use postern_store::hook::{Hook, HookAnswer};
use postern_store::model::Model;
use postern_store::{Accepted, By, Caps, NewDelivery, NewMessage, NewSite, Origin, SiteSettings};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::time::Instant;
use tokio_rustls::TlsAcceptor;

use crate::act::{Asker, Wish};
use crate::hook::{HookAsker, HookWish, Hooks, MadeHook};
use crate::seal::Seal;
use crate::seam::{Clock, Dice, Dns, DnsError, Later, Mx, Net, Seam, Stream};
use crate::settings::Settings;
use crate::{Engine, Parts};

pub(super) const HOOKS: &str = "https://hooks.example.net/";

/// Where receivers are, and an address of this machine that looks like any other.
pub(super) const RECEIVER: &str = "192.0.2.1";
pub(super) const OWN: &str = "192.0.2.200";

/// 2026-06-15 12:00 UTC.
const NOON: Time = Time::from_secs(1_781_524_800);

pub(super) struct World {
    engine: Engine,
    pub(super) net: Arc<TestNet>,
    clock: Arc<Ticking>,
}

/// What a receiver does with a request.
#[derive(Clone)]
pub(super) enum Says {
    Status(u16, &'static str),
    /// 503, and when to come again.
    Later(u32),
    Redirect(&'static str),
    Megabyte,
    /// A byte a second, for ever.
    Endless,
    Silent,
    Garbage,
    /// The same with another certificate.
    Tls(TlsAcceptor, Box<Says>),
}

/// A request that came.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    head: Vec<(String, String)>,
    pub(super) body: String,
    pub(super) answered: u16,
}

impl Asked {
    pub(super) fn head(&self, name: &str) -> &str {
        let found = self.head.iter().find(|(has, _)| has == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    pub(super) fn id(&self) -> &str {
        self.head("webhook-id")
    }

    pub(super) fn field(&self, name: &str) -> String {
        self.json()[name].as_str().unwrap_or_default().to_owned()
    }

    pub(super) fn data(&self, name: &str) -> String {
        self.json()["data"][name].as_str().unwrap_or_default().to_owned()
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}

impl World {
    pub(super) async fn new() -> World {
        World::trusting(Vec::new()).await
    }

    /// A world that trusts these certificates beside that of its receivers.
    pub(super) async fn trusting(mut extra_roots: Vec<CertificateDer<'static>>) -> World {
        let (acceptor, certificate) = tls("*.example.net");
        extra_roots.push(certificate);
        let net = Arc::new(TestNet { acceptor, state: Arc::default() });
        net.name("hooks.example.net", &[RECEIVER]);
        let clock = Arc::new(Ticking(Instant::now()));
        let seam = Seam {
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            net: Arc::clone(&net) as Arc<dyn Net>,
            dns: Arc::clone(&net) as Arc<dyn Dns>,
            dice: Dice::seeded(7),
        };
        let mut settings = Settings { hostname: "host.example.net".into(), ..Settings::default() };
        settings.delivery.extra_roots = extra_roots;
        let parts = Parts {
            store: Arc::new(Model::new()),
            seam,
            settings,
            seal: Seal::in_memory().expect("a seal"),
        };
        World { engine: Engine::start(parts).await.expect("an engine"), net, clock }
    }

    pub(super) fn hooks(&self) -> &Hooks {
        &self.engine.hooks
    }

    pub(super) fn now(&self) -> Time {
        self.clock.now()
    }

    pub(super) fn operator(&self) -> HookAsker {
        HookAsker { operates: true, by: by(self.now()) }
    }

    pub(super) async fn site(&self, name: &str) -> SiteId {
        let (settings, identities) = (SiteSettings::default(), Vec::new());
        let site = NewSite { name: name.into(), settings, identities, by: by(self.now()) };
        self.engine.sites.add(site).await.expect("a site")
    }

    pub(super) async fn add(&self, site: Option<SiteId>, url: &str) -> MadeHook {
        let kinds = postern_core::hook::Kinds::all();
        let wish = HookWish { url: url.into(), kinds, allow_private: false };
        self.hooks().add(site, wish, None, self.operator()).await.expect("a hook")
    }

    pub(super) async fn act(&self, site: SiteId, action: Action) {
        let asker = Asker { person: Person::Operator, who: "operator:root".into() };
        let wish = Wish { site, action, asker, reason: String::new(), lock: false };
        self.engine.actions.act(wish).await.expect("done");
    }

    /// A mail of the site, which is attempted.
    pub(super) async fn mail(&self, site: SiteId, recipient: &str) {
        let domain = recipient.rsplit_once('@').expect("a domain").1;
        let message = NewMessage {
            site,
            accepted_at: self.now(),
            key: None,
            digest: [0; 16],
            sender: Some("shop@shop.example.org".into()),
            deliveries: vec![NewDelivery {
                recipient: recipient.into(),
                domain: domain.into(),
                notify: None,
            }],
            body: Bytes::from_static(b"Subject: test\r\n\r\ntext\r\n"),
            subject: "test".into(),
            message_id: "1@shop.example.org".into(),
            script: String::new(),
            origin: Origin::default(),
            eight_bit: false,
            smtputf8: false,
            envelope_id: None,
            dsn_return: None,
            caps: Caps { queued: 1000, queued_bytes: 1 << 20 },
            tells: None,
        };
        let accepted = self.engine.store.accept(message).await.expect("accepted");
        assert!(matches!(accepted, Accepted::Stored(_)));
        self.engine.schedule.wake(site);
    }

    /// Sends a test and waits until it was tried.
    pub(super) async fn test(&self, made: &MadeHook) {
        let before = self.answers(made).await.len();
        self.hooks().test(made.hook.site, made.hook.id, by(self.now())).await.expect("is on");
        self.until(async || self.answers(made).await.len() > before).await;
    }

    pub(super) async fn hook(&self, made: &MadeHook) -> Hook {
        self.hooks().hook(None, made.hook.id).await.expect("the hook")
    }

    pub(super) async fn waiting(&self, made: &MadeHook) -> u64 {
        self.hook(made).await.waiting
    }

    pub(super) async fn answers(&self, made: &MadeHook) -> Vec<HookAnswer> {
        self.hooks().answers(None, made.hook.id).await.expect("the hook")
    }

    /// Lets time pass until something is so.
    pub(super) async fn until(&self, mut is_so: impl AsyncFnMut() -> bool) {
        let ends = self.now() + Duration::from_secs(7200);
        while !is_so().await {
            assert!(self.now() < ends, "it never came");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

pub(super) fn by(at: Time) -> By {
    By { who: "operator:root".into(), at }
}

/// A server's side of TLS for a name, and its certificate.
pub(super) fn tls(name: &str) -> (TlsAcceptor, CertificateDer<'static>) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed([name.to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).expect("a key");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .expect("a configuration");
    (TlsAcceptor::from(Arc::new(config)), cert.der().clone())
}

/// A clock that moves with tokio's.
#[derive(Debug)]
struct Ticking(Instant);

impl Clock for Ticking {
    fn now(&self) -> Time {
        NOON + self.0.elapsed()
    }
}

/// Names, and what answers at their addresses.
pub(super) struct TestNet {
    acceptor: TlsAcceptor,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    names: HashMap<String, Vec<IpAddr>>,
    receivers: HashMap<IpAddr, Says>,
    dialled: Vec<SocketAddr>,
    asked: Vec<Asked>,
}

impl std::fmt::Debug for TestNet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TestNet")
    }
}

impl TestNet {
    /// Gives a name these addresses.
    pub(super) fn name(&self, host: &str, addresses: &[&str]) {
        let addresses = addresses.iter().map(|address| address.parse().expect("an address"));
        self.state().names.insert(host.to_owned(), addresses.collect());
    }

    /// Puts a receiver behind a name; without one, everything is taken.
    pub(super) fn says(&self, host: &str, says: Says) {
        let mut state = self.state();
        let next = IpAddr::from([192, 0, 2, u8::try_from(state.names.len() + 1).expect("few")]);
        let address = state.names.entry(host.to_owned()).or_insert_with(|| vec![next])[0];
        state.receivers.insert(address, says);
    }

    /// What came, in order.
    pub(super) fn asked(&self) -> Vec<Asked> {
        self.state().asked.clone()
    }

    pub(super) fn dialled(&self) -> Vec<SocketAddr> {
        self.state().dialled.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Net for TestNet {
    fn connect(&self, to: SocketAddr, _: Option<IpAddr>) -> Later<'_, io::Result<Box<dyn Stream>>> {
        let mut state = self.state();
        state.dialled.push(to);
        if to.ip() == CLOSED {
            return Box::pin(async { Err(io::ErrorKind::ConnectionRefused.into()) });
        }
        let says = state.receivers.get(&to.ip()).cloned().unwrap_or(Says::Status(204, ""));
        let (ours, theirs) = duplex(64 << 10);
        let (acceptor, says) = match says {
            Says::Tls(acceptor, says) => (acceptor, *says),
            says => (self.acceptor.clone(), says),
        };
        tokio::spawn(serve(acceptor, says, theirs, Arc::clone(&self.state)));
        Box::pin(async { Ok(Box::new(ours) as Box<dyn Stream>) })
    }

    fn is_local(&self, address: IpAddr) -> bool {
        address.to_string() == OWN
    }
}

/// Nothing listens there.
const CLOSED: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 99));

impl Dns for TestNet {
    fn mx<'a>(&'a self, _: &'a str) -> Later<'a, Result<Vec<Mx>, DnsError>> {
        Box::pin(async { Err(DnsError::NoName) })
    }

    fn addresses<'a>(&'a self, host: &'a str) -> Later<'a, Result<Vec<IpAddr>, DnsError>> {
        let found = self.state().names.get(host).cloned().ok_or(DnsError::NoName);
        Box::pin(async { found })
    }
}

/// One connection of a receiver. One that is left alone is no trouble of its own.
async fn serve(acceptor: TlsAcceptor, says: Says, stream: DuplexStream, state: Arc<Mutex<State>>) {
    let Ok(mut stream) = acceptor.accept(stream).await else { return };
    let Some((head, body)) = request(&mut stream).await else { return };
    let head_of =
        |status: u16, more: &str| format!("HTTP/1.1 {status} x\r\n{more}Connection: close\r\n\r\n");
    let (answered, answer) = match &says {
        Says::Status(status, text) => {
            let more = if text.is_empty() { "" } else { "Content-Type: text/plain\r\n" };
            (*status, head_of(*status, more) + text)
        }
        Says::Later(seconds) => (503, head_of(503, &format!("Retry-After: {seconds}\r\n"))),
        Says::Redirect(to) => (302, head_of(302, &format!("Location: {to}\r\n"))),
        Says::Megabyte => (200, head_of(200, "") + &"x".repeat(1 << 20)),
        Says::Endless => (200, head_of(200, "")),
        Says::Silent | Says::Tls(..) => (0, String::new()),
        Says::Garbage => (0, "SSH-2.0-x\r\n".to_owned()),
    };
    let asked = Asked { head, body, answered };
    state.lock().unwrap_or_else(PoisonError::into_inner).asked.push(asked);
    if stream.write_all(answer.as_bytes()).await.is_err() {
        return;
    }
    match says {
        Says::Silent => std::future::pending().await,
        Says::Endless => {
            while stream.write_all(b"x").await.is_ok() && stream.flush().await.is_ok() {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
        _ => drop(stream.shutdown().await),
    }
}

/// The head and the body of a request.
async fn request(
    stream: &mut (impl AsyncReadExt + Unpin),
) -> Option<(Vec<(String, String)>, String)> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let fields = head.lines().skip(1).filter_map(|line| line.split_once(": "));
        let fields: Vec<(String, String)> =
            fields.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
        let length = fields.iter().find(|(name, _)| name == "content-length");
        let length: usize = length.and_then(|(_, value)| value.parse().ok()).unwrap_or(0);
        if body.len() >= length {
            return Some((fields, body.to_owned()));
        }
    }
}
