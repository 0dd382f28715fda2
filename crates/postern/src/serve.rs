//! `postern serve`: the daemon, put together and taken apart.
//!
//! In this order: the log, the folders, the store (whose lock says that no other daemon runs on the same state), the
//! engine with its doors, the control socket, the public listener; only then the service manager is told. It ends on SIGTERM or SIGINT in the
//! reverse order, or by itself when the store failed: then nothing more is accepted, the log says why, and the exit code
//! asks for a clean start.

use std::fs::Permissions;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use postern_engine::certificate::LOOK_EVERY;
use postern_engine::seal::{Seal, SealError};
use postern_engine::seam::real::{Resolver, SystemClock, Tcp};
use postern_engine::seam::{Dice, Seam};
use postern_engine::{Engine, Parts, StartError};
use postern_store::sqlite::{Options, SqliteStore};
use postern_store::{SiteSettings, Store};
use postern_web::{ApiLimits, App, Around, Control, ListenError, OpenError, Public};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

use crate::config::{Place, Reserve, Settings};
use crate::{descriptors, log, systemd};

/// Why the daemon could not start, or had to end.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("{path}: {source}")]
    Folder {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error(
        "another Postern runs on the state in {0}: stop it first, or name another folder with --root"
    )]
    SecondDaemon(PathBuf),
    #[error(
        "the state in {path} was written by a newer Postern (version {found}, this one knows up to {known}): run the newer program"
    )]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error("the state in {path} cannot be opened: {source}")]
    Store {
        path: PathBuf,
        #[source]
        source: postern_store::Error,
    },
    #[error("the key of stored secrets: {0}")]
    Seal(#[from] SealError),
    #[error(transparent)]
    Engine(#[from] StartError),
    #[error(transparent)]
    Control(#[from] OpenError),
    #[error(transparent)]
    Web(#[from] ListenError),
    #[error("cannot start: {0}")]
    Runtime(#[from] io::Error),
    #[error("the store failed, so nothing more was accepted; start the daemon again: {0}")]
    Failed(String),
    #[error("the state could not be closed in order; the next start looks it through: {0}")]
    Close(postern_store::Error),
}

/// Runs the daemon until it is told to end.
///
/// # Errors
/// Why it could not start, or had to end.
pub fn run(settings: Settings) -> Result<(), ServeError> {
    log::begin(&settings.log);
    // Two doors have sessions: the command's socket and SMTP. So has the public listener.
    let doors = settings.engine.intake.connections.saturating_mul(2);
    let sessions = doors.saturating_add(settings.web.connections);
    descriptors::raise(sessions, settings.engine.delivery.attempts);
    folders(&settings.place)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(live(settings))
}

async fn live(settings: Settings) -> Result<(), ServeError> {
    // From here on a signal waits to be seen, whatever is being started.
    let mut ends = Ends::listen()?;
    let place = settings.place.clone();
    let store = open(&place.state, settings.reserve)?;
    let seam = Seam {
        clock: Arc::new(SystemClock),
        net: Arc::new(Tcp),
        dns: Arc::new(Resolver::system()),
        dice: Dice::seeded(fastrand::u64(..)),
    };
    let seal = Seal::open(&place.seal_key())?;
    let engine = Engine::start(Parts { store, seam, settings: settings.engine, seal }).await?;
    let new_site = SiteSettings {
        zone: settings.new_site.zone,
        language: settings.new_site.language,
        limits: settings.new_site.limits,
        ..SiteSettings::default()
    };
    let opened = Control::open(&place.control_socket(), &settings.control_group)
        .map_err(ServeError::from)
        .and_then(|control| Ok((control, Public::open(settings.web)?)));
    let (control, public) = match opened {
        Ok(opened) => opened,
        Err(error) => {
            // The daemon is of no use without its operators; the first error is the one to tell.
            let _ = engine.stop().await;
            return Err(error);
        }
    };
    let web = public.addresses().to_vec();
    let base = public.base_path().clone();
    let around = Around {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        new_site,
        web: web.clone(),
        panel_url: public.url(&engine.settings.hostname),
        limits: ApiLimits::default(),
        metrics: settings.metrics,
    };
    let app = App::new(&engine, around);
    let (stop, stopped) = watch::channel(false);
    let serving = [
        tokio::spawn(control.serve(postern_web::router(app.clone()), stopped.clone())),
        tokio::spawn(public.serve(postern_web::public(app.clone(), &base), stopped)),
    ];
    if let Some(certificate) = settings.tls {
        // It has nothing to bring in order: it ends with the runtime.
        tokio::spawn(certificate.follow(LOOK_EVERY));
    }
    tracing::info!(
        event = "started",
        version = env!("CARGO_PKG_VERSION"),
        state = %place.state.display(),
        control = %place.control_socket().display(),
        smtp = ?engine.doors.smtp,
        ?web,
    );
    match app.first_operator().await {
        Ok(Some(url)) => tracing::info!(
            event = "no_user_yet",
            %url,
            "there is no user of the panel yet: this link makes the first operator, once and within an hour; so does `postern user add NAME --role operator`"
        ),
        Ok(None) => {}
        Err(error) => tracing::warn!(event = "setup_link_failed", %error),
    }
    systemd::ready();
    tokio::task::spawn_blocking(wake_chance);

    let failed = tokio::select! {
        signal = ends.asked() => {
            tracing::info!(event = "stopping", signal);
            None
        }
        why = engine.failed() => {
            tracing::error!(event = "store_failed", why, "nothing more is accepted; the daemon ends for a clean start");
            Some(why)
        }
    };
    systemd::stopping();
    stop.send_replace(true);
    app.stop();
    let closed = engine.stop().await;
    for listener in serving {
        // It has no answer to give; that it ended is enough.
        let _ = listener.await;
    }
    match (failed, closed) {
        (Some(why), _) => Err(ServeError::Failed(why)),
        (None, Err(error)) => Err(ServeError::Close(error)),
        (None, Ok(())) => {
            tracing::info!(event = "stopped");
            Ok(())
        }
    }
}

/// The library of TLS gathers entropy when it is first asked for chance, for some 50 ms of a processor: not before the
/// first mail is taken, and not in the way of the first handshake.
fn wake_chance() {
    // Should there be none, each handshake says so itself.
    let _ = rustls::crypto::aws_lc_rs::default_provider().secure_random.fill(&mut [0]);
}

impl ServeError {
    /// Why a store cannot be opened, with what to do.
    pub fn of_store(state: &Path, error: postern_store::Error) -> ServeError {
        let path = state.to_owned();
        match error {
            postern_store::Error::InUse(_) => ServeError::SecondDaemon(path),
            postern_store::Error::Newer { found, known } => {
                ServeError::Newer { path, found, known }
            }
            source => ServeError::Store { path, source },
        }
    }
}

fn open(state: &Path, reserve: Reserve) -> Result<Arc<dyn Store>, ServeError> {
    let options = Options {
        reserve_bytes: reserve.bytes,
        reserve_percent: reserve.percent,
        ..Options::default()
    };
    match SqliteStore::open(state, options) {
        Ok(store) => Ok(Arc::new(store)),
        Err(error) => Err(ServeError::of_store(state, error)),
    }
}

/// Makes the folders that are missing: sockets, and what leads to the drop directory, within reach of all. State is made by
/// the store, for the daemon alone, the drop directory by its door.
fn folders(place: &Place) -> Result<(), ServeError> {
    let parents = [&place.state, &place.drop].into_iter().filter_map(|path| path.parent());
    for path in parents.chain([place.run.as_path()]) {
        let failed = |source| ServeError::Folder { path: path.to_owned(), source };
        make_for_all(path).map_err(failed)?;
    }
    Ok(())
}

/// Makes a folder that is missing, and those above it, passable for all whatever the umask. One that is there stays as its
/// owner made it.
fn make_for_all(path: &Path) -> io::Result<()> {
    if path.as_os_str().is_empty() || path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        make_for_all(parent)?;
    }
    match std::fs::create_dir(path) {
        Ok(()) => std::fs::set_permissions(path, Permissions::from_mode(0o755)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        Err(error) => Err(error),
    }
}

/// The signals that end the daemon in order.
struct Ends {
    terminate: Signal,
    interrupt: Signal,
}

impl Ends {
    fn listen() -> io::Result<Ends> {
        Ok(Ends {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn asked(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt;

    use super::*;

    #[test]
    fn folders_above_the_state_are_made_passable_for_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place::of(Some(&folder.path().join("srv/mail")));
        folders(&place).expect("they are made");
        for path in ["srv", "srv/mail", "srv/mail/run", "srv/mail/spool"] {
            let mode = std::fs::metadata(folder.path().join(path)).expect("it is there").mode();
            assert_eq!(mode & 0o7777, 0o755, "{path}");
        }
        assert!(!place.state.exists(), "the store makes it, for the daemon alone");
    }
}
