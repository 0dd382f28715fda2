//! Connections that stand and may take another mail.
//!
//! A connection is kept for a short time after its mail and used again by the next for the same server, set up the same
//! way. What is over its time takes leave with QUIT. One task sees to that; it sleeps until the oldest is due and does
//! nothing while none is kept.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep_until};

use super::connection::Connection;
use crate::settings::TlsMode;

/// Idle connections at most: of one server, and in all.
const EACH: usize = 32;
const ALL: usize = 512;

/// How a connection was set up: only the same is the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub host: Arc<str>,
    pub port: u16,
    pub source: Option<IpAddr>,
    pub tls: TlsMode,
    /// Only a smarthost may be inside: no exchanger of that name gets its connection.
    pub is_smarthost: bool,
    /// The name it is logged in as.
    pub login: Option<String>,
}

/// The pool; its task ends with it.
#[derive(Debug)]
pub(super) struct Pool {
    shared: Arc<Shared>,
    reaper: JoinHandle<()>,
}

struct Shared {
    /// The longest unused first. A list and no map: there are few, and they leave in the order of their time.
    idle: Mutex<VecDeque<Idle>>,
    /// How long a connection is kept without a mail, and how long its leave may take.
    keep: Duration,
    quit: Duration,
    kept: Notify,
}

struct Idle {
    key: Key,
    connection: Connection,
    until: Instant,
}

impl Pool {
    /// `keep` is how long a connection is kept without a mail, `quit` how long its leave may take.
    pub fn new(keep: Duration, quit: Duration) -> Pool {
        let shared = Arc::new(Shared { idle: Mutex::default(), keep, quit, kept: Notify::new() });
        let reaper = tokio::spawn(reap(Arc::clone(&shared)));
        Pool { shared, reaper }
    }

    /// A connection that stands, the one used last. Its server may have closed it meanwhile.
    pub fn take(&self, key: &Key) -> Option<Connection> {
        let mut idle = self.shared.lock();
        let last = idle.iter().rposition(|idle| idle.key == *key)?;
        idle.remove(last).map(|idle| idle.connection)
    }

    /// Keeps a connection for the next mail; where there are enough of its kind, it takes leave.
    pub fn keep(&self, key: Key, connection: Connection) {
        let mut idle = self.shared.lock();
        let leaving = if idle.iter().filter(|idle| idle.key == key).count() >= EACH {
            Some(connection)
        } else {
            idle.push_back(Idle { key, connection, until: Instant::now() + self.shared.keep });
            (idle.len() > ALL).then(|| idle.pop_front()).flatten().map(|idle| idle.connection)
        };
        let is_first = idle.len() == 1;
        drop(idle);
        if let Some(leaving) = leaving {
            self.leave(leaving);
        } else if is_first {
            self.shared.kept.notify_one();
        }
    }

    /// Takes leave of a server, without being waited for.
    pub fn leave(&self, connection: Connection) {
        tokio::spawn(connection.quit(self.shared.quit));
    }

    /// Takes leave of all servers.
    pub async fn close(&self) {
        self.reaper.abort();
        let idle = std::mem::take(&mut *self.shared.lock());
        leave(idle.into_iter().map(|idle| idle.connection).collect(), self.shared.quit).await;
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.reaper.abort();
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("idle", &self.lock().len()).finish_non_exhaustive()
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, VecDeque<Idle>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes what is over its time out, and says when the next is.
    fn over(&self, now: Instant) -> (Vec<Connection>, Option<Instant>) {
        let mut idle = self.lock();
        let count = idle.partition_point(|idle| idle.until <= now);
        let over = idle.drain(..count).map(|idle| idle.connection).collect();
        (over, idle.front().map(|idle| idle.until))
    }
}

async fn reap(shared: Arc<Shared>) {
    loop {
        let (over, next) = shared.over(Instant::now());
        if !over.is_empty() {
            tokio::spawn(leave(over, shared.quit));
        }
        match next {
            Some(at) => sleep_until(at).await,
            None => shared.kept.notified().await,
        }
    }
}

/// Takes leave of some servers at once.
async fn leave(connections: Vec<Connection>, quit: Duration) {
    let mut leaving: JoinSet<()> =
        connections.into_iter().map(|connection| connection.quit(quit)).collect();
    while leaving.join_next().await.is_some() {}
}
