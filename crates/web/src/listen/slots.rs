//! Places: how many connections there are, in all and of one client.
//!
//! When no place is free, one that is idle is given to the newcomer: an attacker with a thousand silent connections keeps
//! nobody out. A client at its own bound gives up one of its own. Only where all are being answered a newcomer waits, and is
//! sent away when none gets free.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use postern_engine::intake::Guest;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

use super::visit::{Phase, Visit};

/// The places of the listener.
#[derive(Debug)]
pub(super) struct Slots {
    all: usize,
    each: usize,
    taken: Mutex<Taken>,
    /// A place was left, or one who has it is idle.
    turned: Arc<Notify>,
}

#[derive(Debug, Default)]
struct Taken {
    next: u64,
    open: BTreeMap<u64, Open>,
    by: HashMap<Guest, usize>,
}

#[derive(Debug)]
struct Open {
    /// `None` for a trusted proxy: it speaks for many.
    guest: Option<Guest>,
    visit: Arc<Visit>,
}

/// A place, until it is dropped.
#[derive(Debug)]
pub(super) struct Slot {
    slots: Arc<Slots>,
    id: u64,
    pub(super) visit: Arc<Visit>,
}

/// Why there is no place: how many connections there are and may be, all of them being answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Full {
    All(usize),
    Guest(usize),
}

/// How often those who wait look without being told: who asks slowly loses its place by time alone.
const LOOK: Duration = Duration::from_millis(200);

impl Slots {
    pub(super) fn new(all: usize, each: usize) -> Arc<Slots> {
        Arc::new(Slots { all, each, taken: Mutex::default(), turned: Arc::default() })
    }

    /// Takes a place, from another if need be. `phase` is how the visit begins.
    pub(super) fn take(
        self: &Arc<Slots>,
        guest: Option<Guest>,
        phase: Phase,
    ) -> Result<Slot, Full> {
        let mut taken = self.taken();
        let own = guest.and_then(|guest| taken.by.get(&guest)).copied().unwrap_or(0);
        if own >= self.each && !taken.free(|open| open.guest == guest) {
            return Err(Full::Guest(self.each));
        }
        if taken.open.len() >= self.all && !taken.free(|_| true) {
            return Err(Full::All(self.all));
        }
        let id = taken.next;
        taken.next += 1;
        let visit = Arc::new(Visit::new(phase, Arc::clone(&self.turned)));
        taken.open.insert(id, Open { guest, visit: Arc::clone(&visit) });
        if let Some(guest) = guest {
            *taken.by.entry(guest).or_default() += 1;
        }
        Ok(Slot { slots: Arc::clone(self), id, visit })
    }

    /// The same, waiting for a place so long.
    pub(super) async fn wait(
        self: &Arc<Slots>,
        guest: Option<Guest>,
        phase: Phase,
        within: Duration,
    ) -> Result<Slot, Full> {
        let deadline = Instant::now() + within;
        loop {
            let turned = self.turned.notified();
            tokio::pin!(turned);
            // From here on a turn is noticed, also one before it is waited for.
            turned.as_mut().enable();
            let left = deadline.saturating_duration_since(Instant::now());
            match self.take(guest, phase) {
                Err(Full::All(_)) if !left.is_zero() => {}
                outcome => return outcome,
            }
            let _ = timeout(left.min(LOOK), turned).await;
        }
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    /// Takes the place of the one of these that gives it most readily; false when none does.
    fn free(&mut self, these: impl Fn(&Open) -> bool) -> bool {
        let now = Instant::now();
        loop {
            let claims = self.open.iter().filter(|(_, open)| these(open));
            let claims = claims.filter_map(|(id, open)| Some((open.visit.claim(now)?, *id)));
            let Some((_, id)) = claims.min() else { return false };
            if self.open.get(&id).is_some_and(|open| open.visit.give_away()) {
                self.leave(id);
                return true;
            }
            // It began a request at this moment, and has no claim against it any more.
        }
    }

    fn leave(&mut self, id: u64) {
        let Some(Open { guest: Some(guest), .. }) = self.open.remove(&id) else { return };
        if let Some(own) = self.by.get_mut(&guest) {
            *own -= 1;
            if *own == 0 {
                self.by.remove(&guest);
            }
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.slots.taken().leave(self.id);
        self.slots.turned.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guest(last: u8) -> Option<Guest> {
        Some(Guest::at([192, 0, 2, last].into()))
    }

    fn take(slots: &Arc<Slots>, who: u8) -> Result<Slot, Full> {
        slots.take(guest(who), Phase::Idle)
    }

    fn busy(slots: &Arc<Slots>, who: u8) -> Slot {
        let slot = take(slots, who).expect("a place");
        assert!(slot.visit.begin());
        slot
    }

    #[tokio::test(start_paused = true)]
    async fn the_place_of_the_one_that_is_idle_longest_goes_to_the_newcomer() {
        let slots = Slots::new(3, 3);
        let (first, second, answered) =
            (take(&slots, 1).unwrap(), take(&slots, 2).unwrap(), busy(&slots, 3));
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(first.visit.begin());
        first.visit.answered();
        first.visit.flushed();

        let _fourth = take(&slots, 4).unwrap();

        second.visit.given_away().await;
        assert!(first.visit.begin() && answered.visit.begin());
        drop(second);
        assert_eq!(slots.taken().open.len(), 3, "a place that was given away is left once");
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_at_its_own_bound_gives_up_a_place_of_its_own() {
        let slots = Slots::new(10, 2);
        let (other, own) = (take(&slots, 1).unwrap(), take(&slots, 2).unwrap());
        let _busy = busy(&slots, 2);
        let third = take(&slots, 2).unwrap();
        own.visit.given_away().await;
        assert!(other.visit.begin() && third.visit.begin());
        assert_eq!(take(&slots, 2).unwrap_err(), Full::Guest(2));
        assert!(slots.take(None, Phase::Idle).is_ok(), "a proxy has no bound of its own");
    }

    #[tokio::test(start_paused = true)]
    async fn where_all_are_answered_a_newcomer_waits_and_is_then_sent_away() {
        let slots = Slots::new(1, 1);
        let busy = busy(&slots, 1);
        let waits = Duration::from_secs(2);
        let sent_away = slots.wait(guest(2), Phase::Idle, waits).await;
        assert_eq!(sent_away.unwrap_err(), Full::All(1));

        let waiting = tokio::spawn({
            let slots = Arc::clone(&slots);
            async move { slots.wait(guest(2), Phase::Idle, waits).await.is_ok() }
        });
        tokio::task::yield_now().await;
        drop(busy);
        assert!(waiting.await.expect("no panic"));
        assert!(slots.taken().by.is_empty(), "nothing is kept of those who left");
    }

    #[tokio::test(start_paused = true)]
    async fn one_who_does_not_ask_within_a_second_has_no_claim_on_a_place() {
        let slots = Slots::new(1, 1);
        let silent = slots.take(guest(1), Phase::Greeting).unwrap();
        assert_eq!(take(&slots, 2).unwrap_err(), Full::All(1));
        let taken = slots.wait(guest(2), Phase::Idle, Duration::from_secs(2)).await;
        assert!(taken.is_ok());
        silent.visit.given_away().await;
    }
}
