//! What all threads of a store share.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use super::claims::Claims;
use super::pace::Pace;
use crate::Error;
use crate::body::segments::Segments;

/// What all threads of a store share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) claims: Arc<Claims>,
    pub(super) segments: Arc<Segments>,
    pub(super) pace: Pace,
    reserve: Reserve,
    poison: OnceLock<String>,
    /// Ids up to this one are on stable storage, bodies included: what is above is not handed out.
    durable: AtomicI64,
}

/// How much of the disk is kept free: what is larger of both.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reserve {
    pub(super) bytes: u64,
    pub(super) percent: u8,
}

impl Shared {
    pub(super) fn new(claims: Arc<Claims>, segments: Arc<Segments>, reserve: Reserve) -> Shared {
        Shared {
            claims,
            segments,
            pace: Pace::new(Instant::now()),
            reserve,
            poison: OnceLock::new(),
            durable: AtomicI64::new(0),
        }
    }

    /// Why nothing is written any more; `None` while all is well.
    pub(super) fn poison(&self) -> Option<String> {
        self.poison.get().cloned()
    }

    pub(super) fn set_poison(&self, words: String) {
        // The first reason is the one to tell.
        let _ = self.poison.set(words);
    }

    /// Refuses everything once the store is poisoned.
    pub(super) fn expect_sound(&self) -> Result<(), Error> {
        match self.poison() {
            Some(words) => Err(Error::Poisoned(words)),
            None => Ok(()),
        }
    }

    pub(super) fn durable(&self) -> i64 {
        self.durable.load(Ordering::Acquire)
    }

    pub(super) fn set_durable(&self, id: i64) {
        self.durable.store(id, Ordering::Release);
    }

    /// Bytes free for new mail beyond the reserve.
    pub(super) fn room(&self) -> u64 {
        self.disk().free
    }

    /// How the disk divides.
    pub(super) fn disk(&self) -> Room {
        match self.segments.space() {
            Ok(space) => {
                let share = space.total / 100 * u64::from(self.reserve.percent);
                let reserve = self.reserve.bytes.max(share);
                Room { free: space.free.saturating_sub(reserve), reserve, disk: space.total }
            }
            Err(error) => {
                tracing::warn!(event = "room_unknown", %error);
                Room { free: 0, reserve: self.reserve.bytes, disk: 0 }
            }
        }
    }
}

/// How the disk divides, in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// Free for new mail, beyond the reserve.
    pub(super) free: u64,
    pub(super) reserve: u64,
    pub(super) disk: u64,
}
