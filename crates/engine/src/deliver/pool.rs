//! Connections that stand and may take another mail.
//!
//! A connection is kept for a short time after its mail and used again by the next for the same server, set up the same
//! way. What is over its time, or over its number of mails, takes leave with QUIT. One task does that; it sleeps until
//! the oldest is due and does nothing while none is kept.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::connection::Connection;
use crate::settings::TlsMode;

/// Idle connections of one server at most.
const EACH: usize = 32;

/// How a connection was set up: only the same is the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub host: Arc<str>,
    pub port: u16,
    pub source: Option<IpAddr>,
    pub tls: TlsMode,
    /// The name it is logged in as.
    pub login: Option<String>,
}

/// The pool; its task ends with it.
#[derive(Debug)]
pub(super) struct Pool {
    shared: Arc<Shared>,
    reaper: JoinHandle<()>,
}

#[derive(Default)]
struct Shared {
    idle: Mutex<HashMap<Key, Vec<(Instant, Connection)>>>,
    kept: Notify,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

impl Pool {
    /// `idle` is how long a connection is kept without a mail, `quit` how long its leave may take.
    pub fn new(idle: Duration, quit: Duration) -> Pool {
        let shared = Arc::new(Shared::default());
        let reaper = tokio::spawn(reap(Arc::clone(&shared), idle, quit));
        Pool { shared, reaper }
    }

    /// A connection that stands, the one used last.
    pub fn take(&self, key: &Key) -> Option<Connection> {
        let mut idle = self.shared.lock();
        let connections = idle.get_mut(key)?;
        let connection = connections.pop();
        if connections.is_empty() {
            idle.remove(key);
        }
        connection.map(|(_, connection)| connection)
    }

    /// Keeps a connection for the next mail; gives it back where there are enough.
    pub fn keep(&self, key: Key, connection: Connection) -> Option<Connection> {
        let mut idle = self.shared.lock();
        let connections = idle.entry(key).or_default();
        if connections.len() >= EACH {
            return Some(connection);
        }
        connections.push((Instant::now(), connection));
        drop(idle);
        self.shared.kept.notify_one();
        None
    }

    /// Takes leave of all servers.
    pub async fn close(&self, quit: Duration) {
        self.reaper.abort();
        let idle = std::mem::take(&mut *self.shared.lock());
        leave(idle.into_values().flatten().map(|(_, connection)| connection).collect(), quit).await;
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.reaper.abort();
    }
}

impl Shared {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Key, Vec<(Instant, Connection)>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes what is over its time out, and says when the next is.
    fn over(&self, idle: Duration) -> (Vec<Connection>, Option<Instant>) {
        let now = Instant::now();
        let mut over = Vec::new();
        let mut kept = self.lock();
        kept.retain(|_, connections| {
            // The longest unused stand first.
            let count = connections.partition_point(|(since, _)| *since + idle <= now);
            over.extend(connections.drain(..count).map(|(_, connection)| connection));
            !connections.is_empty()
        });
        let next = kept
            .values()
            .filter_map(|connections| connections.first())
            .map(|(since, _)| *since + idle)
            .min();
        (over, next)
    }
}

async fn reap(shared: Arc<Shared>, idle: Duration, quit: Duration) {
    loop {
        let (over, next) = shared.over(idle);
        if !over.is_empty() {
            tokio::spawn(leave(over, quit));
        }
        match next {
            Some(at) => tokio::time::sleep_until(at).await,
            None => shared.kept.notified().await,
        }
    }
}

/// Takes leave of some servers at once.
async fn leave(connections: Vec<Connection>, quit: Duration) {
    let mut leaving = tokio::task::JoinSet::new();
    for connection in connections {
        leaving.spawn(connection.quit(quit));
    }
    while leaving.join_next().await.is_some() {}
}
