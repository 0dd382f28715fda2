//! The public listener: HTTP/1.1 over TCP, for browsers and programs that are not on this machine.
//!
//! It is opened on all its addresses or on none, and served from one `house`. Who calls is not asked here: a handler that
//! needs to know finds a session or a token, or answers 401.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use postern_core::identity::Range;
use postern_engine::certificate::Certificate;
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::Stop;
use super::front::Front;
use super::house::House;
use super::url::{BasePath, PublicUrl};

/// What the listener is told.
#[derive(Clone, Debug)]
pub struct Settings {
    /// None: there is no listener.
    pub listen: Vec<SocketAddr>,
    /// `None`: clear text.
    pub tls: Option<Arc<Certificate>>,
    /// Whose word on a client's address counts.
    pub trusted_proxies: Vec<Range>,
    pub base_path: BasePath,
    pub public_url: Option<PublicUrl>,
    /// Most connections at once.
    pub connections: usize,
    pub patience: Patience,
}

/// How long a client is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For TLS to be agreed on.
    pub handshake: Duration,
    /// For the head of a request, from its first byte.
    pub head: Duration,
    /// Between requests, and before the first. Longer than the 60 s that proxies keep connections, so that they close first
    /// and never send a request to one that is closing.
    pub idle: Duration,
    /// For a body, or for an answer to be taken, while nothing moves.
    pub stall: Duration,
    /// Bytes that buy a second of the same.
    pub rate: u32,
    /// How long a newcomer waits for a place.
    pub place: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience {
            handshake: Duration::from_secs(10),
            head: Duration::from_secs(10),
            idle: Duration::from_secs(75),
            stall: Duration::from_secs(30),
            rate: 1024,
            place: Duration::from_secs(2),
        }
    }
}

/// Why the listener could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    #[error(
        "cannot listen for HTTP on {0}: the port is taken: end the program that has it, or let web.listen name another"
    )]
    Taken(SocketAddr),
    #[error(
        "cannot listen for HTTP on {0}: this machine has no such address: let web.listen name one of its own"
    )]
    NoAddress(SocketAddr),
    #[error("cannot listen for HTTP on {address}: {source}")]
    Other {
        address: SocketAddr,
        #[source]
        source: io::Error,
    },
    #[error("TLS cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
}

/// The open listener.
#[derive(Debug)]
pub struct Public {
    listeners: Vec<TcpListener>,
    addresses: Vec<SocketAddr>,
    tls: Option<Arc<ServerConfig>>,
    settings: Settings,
}

/// What the kernel keeps of an answer that is not taken, so that a thousand of them are no gigabytes.
const SEND_BUFFER: u32 = 128 << 10;

/// Connections that wait to be taken.
const BACKLOG: u32 = 1024;

impl Public {
    /// Opens all addresses, or none.
    ///
    /// # Errors
    /// Which address cannot be had, and why.
    pub fn open(settings: Settings) -> Result<Public, ListenError> {
        let tls = settings.tls.as_ref().map(|certificate| certificate.server(b"http/1.1"));
        let tls = tls.transpose()?;
        let listeners =
            settings.listen.iter().map(|address| bind(*address)).collect::<Result<Vec<_>, _>>()?;
        let bound = listeners.iter().zip(&settings.listen);
        let addresses =
            bound.map(|(listener, asked)| listener.local_addr().unwrap_or(*asked)).collect();
        Ok(Public { listeners, addresses, tls, settings })
    }

    /// The path everything lies below.
    pub fn base_path(&self) -> &BasePath {
        &self.settings.base_path
    }

    /// Where a browser finds what lies below the base path, with a slash at its end: as the configuration says, else at the
    /// first address, or by the host's name where that is every address.
    pub fn url(&self, hostname: &str) -> Option<String> {
        if let Some(url) = &self.settings.public_url {
            return Some(url.as_str().to_owned());
        }
        let address = self.addresses.first()?;
        let scheme = if self.settings.tls.is_some() { "https" } else { "http" };
        let host = match address.ip().is_unspecified() {
            true => format!("{hostname}:{}", address.port()),
            false => address.to_string(),
        };
        Some(format!("{scheme}://{host}{}", self.settings.base_path.as_str()))
    }

    /// Where it listens: where the settings say port 0, here is the port.
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// Serves until `stop` becomes true; then requests under way have some seconds to end.
    pub async fn serve(self, router: Router, stop: watch::Receiver<bool>) {
        let Public { listeners, tls, settings, .. } = self;
        let front = Front {
            router,
            base_path: settings.base_path,
            public_host: settings.public_url.map(|url| url.host().to_owned()),
            trusted: settings.trusted_proxies,
            patience: settings.patience,
        };
        let house = House::new(front, tls.map(TlsAcceptor::from), settings.connections);
        let mut doors = JoinSet::new();
        for listener in listeners {
            doors.spawn(Arc::clone(&house).listen(listener, Stop(stop.clone())));
        }
        while let Some(ended) = doors.join_next().await {
            super::report(ended);
        }
    }
}

fn bind(address: SocketAddr) -> Result<TcpListener, ListenError> {
    let bind = || {
        let socket = match address {
            SocketAddr::V4(_) => TcpSocket::new_v4(),
            SocketAddr::V6(_) => TcpSocket::new_v6(),
        }?;
        socket.set_reuseaddr(true)?;
        // Connections have it from here.
        socket.set_send_buffer_size(SEND_BUFFER)?;
        socket.bind(address)?;
        socket.listen(BACKLOG)
    };
    bind().map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => ListenError::Taken(address),
        io::ErrorKind::AddrNotAvailable => ListenError::NoAddress(address),
        _ => ListenError::Other { address, source },
    })
}
