//! The control socket: the API over a Unix socket, for the operators of this machine.
//!
//! Who calls is the kernel's word: root, the daemon's own user, or a member of one group. Others reach the socket only if
//! its mode was changed, and get 403 on every path. The number of connections, the time for a request's head and the time
//! after a stop are bounded; requests have their own bounds in `api`.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rustix::fs::{Gid, Mode};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use super::{Stop, accept_failed, let_end, reap};
use crate::accounts;
use crate::caller::Caller;

/// Connections at once; the next one waits to be accepted.
const CONNECTIONS: usize = 128;

/// Time for the head of a request; also how long an idle connection is kept.
const HEAD: Duration = Duration::from_secs(30);

/// The open socket.
#[derive(Debug)]
pub struct Control {
    listener: UnixListener,
    path: PathBuf,
    group: String,
}

/// Why the socket could not be opened.
#[derive(Debug, thiserror::Error)]
#[error("control socket {path}: {source}")]
pub struct OpenError {
    pub path: PathBuf,
    #[source]
    pub source: io::Error,
}

impl Control {
    /// Opens the socket, 0660, for the group if there is one of this name. What an earlier daemon left is removed: the
    /// caller holds the store's lock, so that daemon is gone.
    ///
    /// # Errors
    /// What the system says, with the path.
    pub fn open(path: &Path, group: &str) -> Result<Control, OpenError> {
        let open = || {
            match std::fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let listener = UnixListener::bind(path)?;
            if let Some(gid) = accounts::group_id(group)
                && let Err(error) = rustix::fs::chown(path, None, Some(Gid::from_raw(gid)))
            {
                tracing::warn!(event = "control_group_unreachable", group, %error, "members of the group cannot reach the control socket");
            }
            rustix::fs::chmod(path, Mode::from_raw_mode(0o660))?;
            Ok(listener)
        };
        let listener = open().map_err(|source| OpenError { path: path.to_owned(), source })?;
        Ok(Control { listener, path: path.to_owned(), group: group.to_owned() })
    }

    /// Serves until `stop` becomes true; then requests under way have some seconds to end.
    pub async fn serve(self, router: Router, stop: watch::Receiver<bool>) {
        let mut stop = Stop(stop);
        let slots = Arc::new(Semaphore::new(CONNECTIONS));
        let mut conversations = JoinSet::new();
        loop {
            let accepted = tokio::select! {
                biased;
                () = stop.begun() => break,
                accepted = self.accept(&slots) => accepted,
            };
            reap(&mut conversations);
            match accepted {
                Ok((stream, slot)) => {
                    let router = router.clone();
                    let (group, stop) = (self.group.clone(), stop.clone());
                    conversations.spawn(async move {
                        let _slot = slot;
                        converse(stream, router, &group, stop).await;
                    });
                }
                Err(error) => accept_failed("control", &error).await,
            }
        }
        let _ = std::fs::remove_file(&self.path);
        let_end(conversations).await;
    }

    async fn accept(
        &self,
        slots: &Arc<Semaphore>,
    ) -> io::Result<(UnixStream, tokio::sync::OwnedSemaphorePermit)> {
        let slot = Arc::clone(slots).acquire_owned().await.map_err(io::Error::other)?;
        let (stream, _) = self.listener.accept().await?;
        Ok((stream, slot))
    }
}

/// One connection, from its first request to its end.
async fn converse(stream: UnixStream, router: Router, group: &str, mut stop: Stop) {
    let router = match caller(&stream, group) {
        Some(caller) => router.layer(Extension(caller)),
        None => router,
    };
    let service = TowerToHyperService::new(router);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.begun() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(event = "control_connection_broken", %error);
    }
}

/// The operator at the other end; `None` for anyone else.
fn caller(stream: &UnixStream, group: &str) -> Option<Caller> {
    let peer = stream.peer_cred().ok()?;
    let (uid, gid) = (peer.uid(), peer.gid());
    let own = rustix::process::geteuid().as_raw();
    let is_operator = uid == 0 || uid == own || accounts::is_member(uid, gid, group);
    is_operator.then(|| Caller::operator(&accounts::user_name(uid)))
}
