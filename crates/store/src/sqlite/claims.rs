//! What is in hand of attempts. It is memory: after a restart nothing is.
//!
//! Claims are made by readers while the writer writes, so both sides meet here, under one short lock:
//! - A claim is registered first, then its row is read, then the site's generation is checked. A purge takes down what
//!   is registered and raises the generation at one moment. So a claim either is in the purge's list, and ends as
//!   purged, or sees the new generation and is given back.
//! - Whatever else changes a row (settles, deletions, parking) registers it as being written until its transaction is
//!   through, so that nobody claims it by what a reader saw before.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use postern_core::ids::{DeliveryId, SiteId};

#[derive(Debug, Default)]
pub(super) struct Claims {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    held: HashMap<DeliveryId, Held>,
    /// Generations of sites purged since the start, ahead of what a reader may still see.
    generations: HashMap<SiteId, i64>,
    /// Given back, and marked: the writer ends them.
    returned: Vec<DeliveryId>,
    /// What the transaction under way has, and the generations it raised, as they were before.
    writing: Vec<DeliveryId>,
    raised: Vec<(SiteId, Option<i64>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Held {
    site: SiteId,
    by: Holder,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holder {
    /// An attempt.
    Attempt,
    /// An attempt; its row is marked to end when the attempt does not end it.
    Marked,
    /// Nobody any more, but its row is still marked and waits for the writer.
    Returned,
    /// The writer's transaction; what it was before, should that fail.
    Writer { attempt: bool, marked: bool },
}

/// What the writer finds when it wants to change a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seized {
    /// Nobody has it; it is the writer's until its transaction is through.
    Free,
    /// It is in hand of an attempt.
    InHand,
}

impl Claims {
    // --- readers ---

    /// Registers what is free of these.
    pub(super) fn take(&self, site: SiteId, wanted: &[DeliveryId]) -> Vec<DeliveryId> {
        let mut inner = self.inner();
        let mut taken = Vec::with_capacity(wanted.len());
        for id in wanted {
            if let std::collections::hash_map::Entry::Vacant(entry) = inner.held.entry(*id) {
                entry.insert(Held { site, by: Holder::Attempt });
                taken.push(*id);
            }
        }
        taken
    }

    /// Whether a row read under this generation of its site may be attempted.
    pub(super) fn is_current(&self, site: SiteId, generation: i64) -> bool {
        self.inner().generations.get(&site).is_none_or(|current| *current == generation)
    }

    /// Gives claims back unused. Says whether the writer has to end some.
    pub(super) fn give_back(&self, deliveries: &[DeliveryId]) -> bool {
        let mut inner = self.inner();
        let mut to_end = false;
        for id in deliveries {
            let Some(held) = inner.held.get_mut(id) else { continue };
            match held.by {
                Holder::Attempt => {
                    inner.held.remove(id);
                }
                Holder::Marked => {
                    held.by = Holder::Returned;
                    inner.returned.push(*id);
                    to_end = true;
                }
                // The transaction under way settles or ends it.
                Holder::Writer { ref mut attempt, marked } => {
                    *attempt = false;
                    if marked {
                        inner.returned.push(*id);
                        to_end = true;
                    }
                }
                Holder::Returned => {}
            }
        }
        to_end
    }

    /// What cannot be claimed at this moment.
    pub(super) fn of_site(&self, site: SiteId) -> std::collections::HashSet<DeliveryId> {
        self.inner().held.iter().filter(|(_, held)| held.site == site).map(|(id, _)| *id).collect()
    }

    /// Whether what is in hand may still be attempted.
    pub(super) fn is_wanted(&self, id: DeliveryId) -> bool {
        let by = self.inner().held.get(&id).map(|held| held.by);
        matches!(by, Some(Holder::Attempt | Holder::Writer { attempt: true, marked: false }))
    }

    pub(super) fn is_in_hand(&self, id: DeliveryId) -> bool {
        self.inner().held.get(&id).is_some_and(Held::is_in_hand)
    }

    // --- the writer ---

    /// Deliveries that were given back and have to be ended as marked.
    pub(super) fn returned(&self) -> Vec<DeliveryId> {
        std::mem::take(&mut self.inner().returned)
    }

    /// Takes the row of a claim that came back, to end it.
    pub(super) fn take_back(&self, id: DeliveryId) {
        let site = self.inner().held.get(&id).map(|held| held.site);
        if let Some(site) = site {
            self.settle(site, id);
        }
    }

    /// Takes a row for a change, if it is in nobody's hand.
    pub(super) fn seize(&self, site: SiteId, id: DeliveryId) -> Seized {
        let mut inner = self.inner();
        match inner.held.get(&id) {
            None => {
                let by = Holder::Writer { attempt: false, marked: false };
                inner.held.insert(id, Held { site, by });
                inner.writing.push(id);
                Seized::Free
            }
            Some(Held { by: Holder::Writer { .. }, .. }) => Seized::Free,
            Some(_) => Seized::InHand,
        }
    }

    /// Takes a row of a site for the end of its attempt, in whosever hand it is.
    pub(super) fn settle(&self, site: SiteId, id: DeliveryId) {
        let mut inner = self.inner();
        let held = inner.held.get(&id).copied();
        if held.is_some_and(|held| held.site != site) {
            return;
        }
        let (attempt, marked) = match held.map(|held| held.by) {
            Some(Holder::Writer { .. }) => return,
            Some(Holder::Attempt) => (true, false),
            Some(Holder::Marked) => (true, true),
            Some(Holder::Returned) => (false, true),
            None => (false, false),
        };
        inner.held.insert(id, Held { site, by: Holder::Writer { attempt, marked } });
        inner.writing.push(id);
    }

    /// Notes that a row in hand is marked in the transaction under way.
    pub(super) fn mark(&self, id: DeliveryId) {
        if let Some(held) = self.inner().held.get_mut(&id)
            && held.by == Holder::Attempt
        {
            held.by = Holder::Marked;
        }
    }

    /// Raises a site's generation and tells what is in hand of it, marked from now on.
    pub(super) fn purge(&self, site: SiteId, generation: i64) -> Vec<DeliveryId> {
        let mut inner = self.inner();
        let before = inner.generations.insert(site, generation);
        inner.raised.push((site, before));
        let mut in_hand = Vec::new();
        for (id, held) in &mut inner.held {
            if held.site == site && held.is_in_hand() {
                if held.by == Holder::Attempt {
                    held.by = Holder::Marked;
                }
                in_hand.push(*id);
            }
        }
        in_hand.sort_unstable();
        in_hand
    }

    /// How many deliveries of a site are in hand.
    pub(super) fn count(&self, site: SiteId) -> u64 {
        self.inner().held.values().filter(|held| held.site == site && held.is_in_hand()).count()
            as u64
    }

    /// The writer's transaction is through: what it had is free.
    pub(super) fn written(&self) {
        let inner = &mut *self.inner();
        for id in inner.writing.drain(..) {
            inner.held.remove(&id);
        }
        inner.raised.clear();
    }

    /// The writer's transaction failed: what it had is as it was before. Marks stay: a mark without its row's only makes
    /// the writer look again when the attempt ends.
    pub(super) fn not_written(&self, returned: Vec<DeliveryId>) {
        let inner = &mut *self.inner();
        for id in inner.writing.drain(..) {
            let Some(held) = inner.held.get_mut(&id) else { continue };
            let Holder::Writer { attempt, marked } = held.by else { continue };
            match (attempt, marked) {
                (true, true) => held.by = Holder::Marked,
                (true, false) => held.by = Holder::Attempt,
                (false, true) => held.by = Holder::Returned,
                (false, false) => {
                    inner.held.remove(&id);
                }
            }
        }
        for (site, before) in inner.raised.drain(..).rev() {
            match before {
                Some(before) => inner.generations.insert(site, before),
                None => inner.generations.remove(&site),
            };
        }
        inner.returned.extend(returned);
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn is_in_hand(&self) -> bool {
        matches!(self.by, Holder::Attempt | Holder::Marked | Holder::Returned)
    }
}
