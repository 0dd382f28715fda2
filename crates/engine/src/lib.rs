//! Everything of Postern that runs.
//!
//! A mail goes one way, and each word is a file here:
//!
//! ```text
//! intake -> accept -> store.accept -> schedule -> gate -> deliver -> settle
//! ```
//!
//! Nothing calls backwards; what comes back comes through the store. Four ways to ask for an action (panel, API,
//! command line, policy) end in one `act`. Time, DNS, the network and chance are handed in (`seam`), so that the whole
//! of it also lives in a simulation.

pub mod accept;
pub mod accounts;
pub mod act;
pub mod certificate;
pub mod deliver;
pub mod escape;
pub mod gate;
pub mod hook;
mod inside;
pub mod intake;
pub mod measure;
pub mod notify;
pub mod ovh;
pub mod password;
pub mod people;

pub mod schedule;
pub mod seal;
pub mod seam;
pub mod settings;
pub mod settle;
pub mod sites;
pub mod sweep;
pub mod url;
#[cfg(test)]
mod watch;
pub mod words;

use std::sync::Arc;

use postern_core::time::Time;
use postern_store::view::{Question, Reply};
use postern_store::{Error, Store};
use tokio::task::JoinHandle;

use accept::Accept;
use act::Actions;
use deliver::attempt::Deliver;
use gate::Gate;
use hook::{Courier, Hooks, Wake};
use intake::Doors;
use measure::Measures;
use notify::Notify;
use notify::off::Off;
use ovh::OvhKeys;
use password::Hashing;
use people::People;
use seal::Seal;
use seam::{Clock, Seam};
use settings::Settings;
use settle::Settle;
use sites::Sites;

/// What an engine is made of.
#[derive(Debug)]
pub struct Parts {
    pub store: Arc<dyn Store>,
    pub seam: Seam,
    pub settings: Settings,
    /// For secrets that have to be read again.
    pub seal: Seal,
}

/// Why the engine could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Store(#[from] Error),
    #[error(transparent)]
    Intake(#[from] intake::StartError),
    #[error("{0}")]
    Deliver(String),
}

/// A running engine.
#[derive(Debug)]
pub struct Engine {
    pub store: Arc<dyn Store>,
    pub clock: Arc<dyn Clock>,
    pub settings: Arc<Settings>,
    pub sites: Arc<Sites>,
    pub actions: Actions,
    pub accept: Accept,
    pub doors: Doors,
    pub people: People,
    pub hooks: Hooks,
    pub ovh_keys: OvhKeys,
    /// Ends mails to a report address, by the link in them.
    pub off: Off,
    pub hashing: Hashing,
    pub started_at: Time,
    pub measures: Arc<Measures>,
    pub schedule: schedule::Handle,
    scheduler: JoinHandle<()>,
    deliver: Arc<Deliver>,
    housekeeping: [JoinHandle<()>; 4],
}

impl Engine {
    /// Starts everything, in the order mail goes, with the doors last: nothing is accepted before it can be delivered.
    ///
    /// # Errors
    /// What the store says, or which door cannot be opened and why.
    pub async fn start(parts: Parts) -> Result<Engine, StartError> {
        let Parts { store, seam, settings, seal } = parts;
        let settings = Arc::new(settings);
        let clock = Arc::clone(&seam.clock);
        let started_at = clock.now();
        let gate = Arc::new(Gate::default());
        let measures = Arc::new(Measures::default());
        let schedule = schedule::Handle::default();
        let sites = Sites::load(
            Arc::clone(&store),
            Arc::clone(&gate),
            schedule.clone(),
            &settings,
            &*clock,
        )
        .await?;
        let sites = Arc::new(sites);
        let delivery = Arc::new(settings.delivery.clone());
        let deliver = Deliver::new(
            seam.clone(),
            Arc::clone(&delivery),
            &settings.hostname,
            Arc::clone(&gate),
            Arc::clone(&store),
        )
        .map_err(|error| StartError::Deliver(error.to_string()))?;
        let deliver = Arc::new(deliver);
        let retry = settings.delivery.retry;
        let wake = Wake::default();
        let settle = Settle::new(
            Arc::clone(&store),
            Arc::clone(&clock),
            seam.dice.clone(),
            retry,
            wake.clone(),
        );
        let scheduler = schedule::start(
            schedule::Parts {
                store: Arc::clone(&store),
                seam: seam.clone(),
                settings: delivery,
                sites: Arc::clone(&sites),
                gate: Arc::clone(&gate),
                deliver: Arc::clone(&deliver),
                settle,
                measures: Arc::clone(&measures),
            },
            schedule.clone(),
        )
        .await?;
        let actions = Actions::new(
            Arc::clone(&store),
            Arc::clone(&sites),
            gate,
            schedule.clone(),
            Arc::clone(&clock),
            wake.clone(),
        );
        let token = instance_token(&*store, &seam).await?;
        let accept = Accept::new(
            Arc::clone(&store),
            Arc::clone(&sites),
            schedule.clone(),
            Arc::clone(&settings),
            seam.clone(),
            Arc::clone(&measures),
            token.clone(),
        );
        let allow_private = settings.webhooks.allow_private;
        let hooks =
            Hooks::load(Arc::clone(&store), seal.clone(), wake.clone(), allow_private).await?;
        let courier = Courier::new(hook::Parts {
            store: Arc::clone(&store),
            seam,
            sites: Arc::clone(&sites),
            seal: seal.clone(),
            wake,
            instance: token,
            allow_private,
            extra_roots: settings.delivery.extra_roots.clone(),
        });
        notify::begin(&*store, started_at).await?;
        let off =
            Off::new(seal.clone(), Arc::clone(&store), Arc::clone(&sites), Arc::clone(&clock));
        let notify = Notify::new(accept.clone(), Arc::clone(&store), off.clone(), &settings);
        let telling = notify::Parts {
            store: Arc::clone(&store),
            clock: Arc::clone(&clock),
            sites: Arc::clone(&sites),
            notify: notify.clone(),
            hooks: hooks.clone(),
            bell: actions.bell(),
            hour: settings.report_hour,
        };
        let sweeping = sweep::Parts {
            store: Arc::clone(&store),
            clock: Arc::clone(&clock),
            sites: Arc::clone(&sites),
            schedule: schedule.clone(),
            notify,
            hooks: hooks.clone(),
            keep: settings.keep,
            hold: settings.hold,
        };
        let housekeeping = [
            tokio::spawn(sweep::sweep(sweeping.clone())),
            tokio::spawn(sweep::expire(sweeping, started_at)),
            tokio::spawn(courier.run()),
            tokio::spawn(notify::tell(telling)),
        ];
        // The doors have turns of their own: whoever guesses there keeps nobody from the panel.
        let hashing = Hashing::default();
        let ovh_keys = OvhKeys::new(Arc::clone(&store), Arc::clone(&clock), seal.clone());
        let people = People::new(
            Arc::clone(&store),
            Arc::clone(&clock),
            hashing.clone(),
            seal,
            Arc::clone(&measures),
        );
        let doors =
            intake::start(&settings, accept.clone(), actions.clone(), Hashing::default()).await?;
        Ok(Engine {
            store,
            clock,
            settings,
            sites,
            actions,
            accept,
            doors,
            people,
            hooks,
            ovh_keys,
            off,
            hashing,
            started_at,
            measures,
            schedule,
            scheduler,
            deliver,
            housekeeping,
        })
    }

    /// Waits until the store has failed and takes nothing more; gives the reason. Mail is refused from the failure on; this
    /// is for the one who ends the daemon, who may notice a moment later.
    pub async fn failed(&self) -> String {
        loop {
            let asked = self.store.view(Question::Remembered(INSTANCE_TOKEN.into())).await;
            if let Err(Error::Poisoned(why)) = asked {
                return why;
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Ends everything, in the order mail goes: the doors first, then what is in hand, the store last.
    ///
    /// # Errors
    /// What the store says when it cannot be closed in order.
    pub async fn stop(self) -> Result<(), Error> {
        self.doors.stop().await;
        for task in self.housekeeping {
            task.abort();
        }
        self.schedule.stop();
        // Attempts that talk to a slow remote are not waited for: they count as never made, as after a crash.
        let _ = tokio::time::timeout(LAST_ATTEMPTS, self.scheduler).await;
        self.deliver.close().await;
        self.store.close().await
    }
}

/// How long attempts under way may take to end at a stop.
const LAST_ATTEMPTS: std::time::Duration = std::time::Duration::from_secs(5);

/// How often is looked whether the store has failed.
const LOOK: std::time::Duration = std::time::Duration::from_millis(500);

/// Under which name the instance's token is remembered.
const INSTANCE_TOKEN: &str = "instance-token";

/// The token this instance puts into `Received` to know its own mail again; drawn once and remembered.
async fn instance_token(store: &dyn Store, seam: &Seam) -> Result<String, Error> {
    if let Reply::Remembered(Some(token)) =
        store.view(Question::Remembered(INSTANCE_TOKEN.into())).await?
    {
        return Ok(token);
    }
    let token = format!("{:016x}", seam.dice.bits());
    store.remember(INSTANCE_TOKEN.into(), token.clone()).await?;
    Ok(token)
}
