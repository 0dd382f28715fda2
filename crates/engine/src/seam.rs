//! The outside things: what the engine cannot decide for itself is handed in at start.
//!
//! The daemon hands in the system's clock, resolver and sockets (`real`); the simulation hands in its own. Waiting is
//! done with tokio's timers in both, which the simulation pauses: a `Clock` must move with them.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use postern_core::time::Time;
use tokio::io::{AsyncRead, AsyncWrite};

pub mod real;

/// A future that borrows what it was asked with.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What time it is.
pub trait Clock: Send + Sync + std::fmt::Debug {
    fn now(&self) -> Time;
}

/// A byte stream to a remote.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// Opens streams.
pub trait Net: Send + Sync + std::fmt::Debug {
    /// Connects to `to`, from the address `from` if one is named. The caller bounds the time.
    fn connect(
        &self,
        to: SocketAddr,
        from: Option<IpAddr>,
    ) -> Later<'_, io::Result<Box<dyn Stream>>>;

    /// Whether an address is one of this machine's. A machine that is made up has none unless it says so.
    fn is_local(&self, _address: IpAddr) -> bool {
        false
    }
}

/// A mail exchanger of a domain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mx {
    pub preference: u16,
    /// Host name without a last dot; empty for a null MX (RFC 7505).
    pub host: String,
}

/// Why a name could not be looked up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DnsError {
    /// The name does not exist (NXDOMAIN).
    #[error("no such name")]
    NoName,
    /// No answer that can be believed now: time-out, SERVFAIL, refused. Try again later.
    #[error("{0}")]
    Later(String),
}

/// Looks names up. Names are passed without a last dot and are always meant as fully qualified.
pub trait Dns: Send + Sync + std::fmt::Debug {
    /// The MX records of a domain, CNAMEs followed; empty when the name exists without any.
    fn mx<'a>(&'a self, domain: &'a str) -> Later<'a, Result<Vec<Mx>, DnsError>>;

    /// The IPv6 and IPv4 addresses of a host, CNAMEs followed; empty when the name exists without any.
    fn addresses<'a>(&'a self, host: &'a str) -> Later<'a, Result<Vec<IpAddr>, DnsError>>;
}

/// Chance, from one generator with one seed, so that a seed repeats a run.
#[derive(Clone, Debug)]
pub struct Dice(Arc<Mutex<fastrand::Rng>>);

impl Dice {
    pub fn seeded(seed: u64) -> Dice {
        Dice(Arc::new(Mutex::new(fastrand::Rng::with_seed(seed))))
    }

    /// From 0 up to, not including, 1.
    pub fn fraction(&self) -> f64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).f64()
    }

    /// 64 bits.
    pub fn bits(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).u64(..)
    }
}

/// All of it, as handed to the engine.
#[derive(Clone, Debug)]
pub struct Seam {
    pub clock: Arc<dyn Clock>,
    pub net: Arc<dyn Net>,
    pub dns: Arc<dyn Dns>,
    pub dice: Dice,
}
