//! The doors: four ways in, one `Submission`.
//!
//! | file | door | who the client is |
//! |---|---|---|
//! | `socket` | the sendmail command's socket | the kernel's word on the peer's uid |
//! | `drop` | the drop directory | the owner of the file |
//! | `smtp` | SMTP over TCP | the uid of a loopback client, the address of another, a login |
//! | `http` | a function for the API | whoever the API says |
//!
//! Every door has limits: sessions in all and of one client (`slots`), time without a byte and in all, memory of all
//! sessions together (`arriving`), sizes and numbers of everything that is read. A silent client costs a slot for a
//! bounded time. Behind each door stands `accept`; a door decides nothing about mail.
//!
//! At the end the doors close first: nothing new is taken, sessions between mails are told so, a message that is
//! arriving may arrive.

mod arriving;
mod drop;
mod http;
pub mod letter;
mod mailq;
mod password;
mod peer;
mod request;
mod slots;
mod smtp;
mod socket;

use std::ffi::OsString;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinHandle, JoinSet};
use tokio::time::Instant;

use crate::accept::{Accept, Refusal, Why};
use crate::act::Actions;
use crate::password::Hashing;
use crate::settings::Settings;
use arriving::Budget;
use password::Passwords;
use slots::Full;

pub use drop::Health as DropHealth;
pub use http::{HttpReceipt, MAX_KEY, submit_http};
pub use slots::Guest;

/// How long sessions that are under way may take to end once the doors close.
const LAST_SESSIONS: Duration = Duration::from_secs(10);

/// Why a door cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("cannot listen at {path}: {source}")]
    Socket {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("another program answers at {0} already")]
    SocketInUse(PathBuf),
    #[error("{0} is there and is no socket: move it away or name another path")]
    NoSocket(PathBuf),
    #[error("cannot listen for SMTP on {address}: {source}")]
    Smtp {
        address: SocketAddr,
        #[source]
        source: io::Error,
    },
    #[error("the drop directory {path} cannot be used: {source}")]
    Drop {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error(
        "{path} cannot be the drop directory: it holds something else, {}: name a directory of its own", found.display()
    )]
    DropShared { path: PathBuf, found: OsString },
    #[error("the folder {path} for messages that arrive cannot be used: {source}")]
    Spill {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
}

/// The open doors.
#[derive(Debug)]
pub struct Doors {
    /// The addresses SMTP listens on, as bound: where the settings say port 0, here is the port.
    pub smtp: Vec<SocketAddr>,
    /// The socket of the sendmail command.
    pub socket: Option<PathBuf>,
    /// The drop directory.
    pub drop: DropWatch,
    close: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

/// Opens the doors the settings name, all or none.
///
/// # Errors
/// Which door cannot be opened, and why.
pub async fn start(
    settings: &Settings,
    accept: Accept,
    actions: Actions,
    hashing: Hashing,
) -> Result<Doors, StartError> {
    let intake = &settings.intake;
    let (close, closing) = watch::channel(false);
    let (memory, spill) = (intake.memory_bytes, intake.spill_bytes);
    let store = Arc::clone(accept.store_handle());
    let desk = Desk {
        accept,
        actions,
        budget: Budget::new(memory, spill, intake.spill.clone(), store),
        passwords: Arc::new(Passwords::new(hashing)),
        largest: Arc::default(),
        closing: Closing(closing),
    };
    if intake.socket.is_some() || intake.drop.is_some() || !intake.smtp.is_empty() {
        let spill = |source| StartError::Spill { path: intake.spill.clone(), source };
        std::fs::create_dir_all(&intake.spill).map_err(spill)?;
    }

    let mut listeners = Vec::new();
    for &address in &intake.smtp {
        let listener = TcpListener::bind(address).await;
        listeners.push(listener.map_err(|source| StartError::Smtp { address, source })?);
    }
    let bound = listeners
        .iter()
        .zip(&intake.smtp)
        .map(|(listener, asked)| listener.local_addr().unwrap_or(*asked));
    let smtp = bound.collect();
    let drop = intake.drop.as_ref().map(|path| drop::open(path)).transpose()?;
    let socket = intake.socket.as_ref().map(|path| socket::bind(path)).transpose()?;

    let mut tasks: Vec<_> = listeners
        .into_iter()
        .map(|listener| tokio::spawn(smtp::listen(listener, desk.clone())))
        .collect();
    if let Some(watch) = &drop {
        tasks.push(tokio::spawn(drop::take_in(Arc::clone(watch), desk.clone())));
    }
    if let Some(listener) = socket {
        tasks.push(tokio::spawn(socket::listen(listener, desk)));
    }
    Ok(Doors { smtp, socket: intake.socket.clone(), drop: DropWatch(drop), close, tasks })
}

impl Doors {
    /// Closes all doors. What is arriving may arrive, for a bounded time; then every session is ended.
    pub async fn stop(self) {
        self.close.send_replace(true);
        for task in self.tasks {
            report(task.await);
        }
        if let Some(path) = &self.socket {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// The drop directory as others see it, if there is one.
#[derive(Clone, Debug)]
pub struct DropWatch(Option<Arc<drop::Watch>>);

impl DropWatch {
    /// How it stands; `None` where there is none.
    pub fn health(&self) -> Option<DropHealth> {
        self.0.as_ref().map(|watch| watch.health())
    }
}

/// What every session works with.
#[derive(Clone, Debug)]
struct Desk {
    accept: Accept,
    actions: Actions,
    budget: Budget,
    passwords: Arc<Passwords>,
    largest: Arc<Mutex<Option<(Instant, u64)>>>,
    closing: Closing,
}

impl Desk {
    fn settings(&self) -> &Settings {
        self.accept.settings()
    }

    fn closing(&self) -> Closing {
        self.closing.clone()
    }

    /// The largest message any site may send, in bytes; as of some seconds ago, since it asks every site.
    fn largest_message(&self) -> u64 {
        const AS_OF: Duration = Duration::from_secs(10);
        let mut largest = self.largest.lock().unwrap_or_else(PoisonError::into_inner);
        match *largest {
            Some((at, bytes)) if at.elapsed() < AS_OF => bytes,
            _ => {
                let sites = self.accept.sites().all();
                let bytes = sites
                    .iter()
                    .map(|entry| entry.site.settings.limits.message_bytes)
                    .max()
                    .unwrap_or(0);
                *largest = Some((Instant::now(), bytes));
                bytes
            }
        }
    }
}

/// Tells that the doors close.
#[derive(Clone, Debug)]
struct Closing(watch::Receiver<bool>);

impl Closing {
    async fn wait(&mut self) {
        // An error means that the doors are gone, which is the same.
        let _ = self.0.wait_for(|closing| *closing).await;
    }

    fn is_begun(&self) -> bool {
        *self.0.borrow()
    }
}

impl From<Full> for Refusal {
    fn from(full: Full) -> Refusal {
        match full {
            Full::Door(sessions) => Why::Busy { sessions, own: false },
            Full::Guest(sessions) => Why::Busy { sessions, own: true },
        }
        .into()
    }
}

/// Waits for sessions to end, then ends them.
async fn let_end(mut sessions: JoinSet<()>) {
    let all = async {
        while let Some(ended) = sessions.join_next().await {
            report(ended);
        }
    };
    if tokio::time::timeout(LAST_SESSIONS, all).await.is_err() {
        tracing::warn!(
            event = "sessions_cut",
            sessions = sessions.len(),
            "sessions did not end in time"
        );
        sessions.shutdown().await;
    }
}

/// A session ends by itself; one that did not is a fault of ours.
fn report(ended: Result<(), JoinError>) {
    if let Err(error) = ended
        && error.is_panic()
    {
        tracing::error!(event = "session_fault", %error);
    }
}

/// No connection could be taken (no descriptor is left, most likely): waits, so as not to spin, and goes on.
async fn accept_failed(door: &'static str, error: &io::Error) {
    tracing::warn!(event = "accept_failed", door, %error);
    tokio::time::sleep(Duration::from_millis(100)).await;
}
