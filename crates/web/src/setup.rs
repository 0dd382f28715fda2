//! The link that makes the first operator: made at a start without any user, good once and for an hour, and known to this
//! process only.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use postern_core::time::Time;
use postern_engine::people::{NoChance, Secret};
use postern_store::people::Hash;

/// How long it is good.
const OPEN: Duration = Duration::from_secs(3600);

/// The way in for the first operator, while there is one.
#[derive(Debug, Default)]
pub(crate) struct Setup {
    link: Mutex<Option<(Hash, Time)>>,
    /// Held while somebody is made: the link is good once.
    turn: tokio::sync::Mutex<()>,
}

impl Setup {
    /// Makes the link; an earlier one is over.
    pub(crate) fn open(&self, now: Time) -> Result<Secret, NoChance> {
        let secret = Secret::draw("")?;
        *self.link() = Some((secret.hash(), now + OPEN));
        Ok(secret)
    }

    pub(crate) fn is_open(&self, secret: &Secret, now: Time) -> bool {
        self.link().as_ref().is_some_and(|(hash, until)| *hash == secret.hash() && now < *until)
    }

    pub(crate) fn close(&self) {
        *self.link() = None;
    }

    pub(crate) async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    fn link(&self) -> std::sync::MutexGuard<'_, Option<(Hash, Time)>> {
        self.link.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
