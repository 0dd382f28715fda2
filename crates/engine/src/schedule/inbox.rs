//! What others tell the scheduler, until it looks.
//!
//! The bound of each part is the bound of what it names: sites are sets, what is done is at most what is in hand, and
//! fresh mail beyond `FRESH` is not carried over but read back from the store by waking its site.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use postern_core::ids::{DeliveryId, SiteId};
use postern_core::time::Time;
use postern_store::{Candidate, Refilled};
use tokio::sync::{Notify, oneshot};

use super::hops::Left;
use super::standing::Standings;

/// Fresh candidates that wait for the scheduler at most.
const FRESH: usize = 8192;

/// What was told since the scheduler last looked.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Deliveries just accepted.
    pub fresh: Vec<(SiteId, Vec<Candidate>)>,
    fresh_len: usize,
    /// Sites that may have work in the store that is not in their window.
    pub woken: BTreeSet<SiteId>,
    /// Sites whose state changed: what their window holds may not be wanted any more.
    pub acted: BTreeSet<SiteId>,
    /// Answers of the store to refills; `None` when it could not answer.
    pub refilled: Vec<(SiteId, u64, Option<Refilled>)>,
    /// Attempts that left their next hop.
    pub left: Vec<Left>,
    /// Deliveries that are not in hand any more, and when the earliest of them is to be tried again.
    pub settled: Vec<(SiteId, Vec<DeliveryId>, Option<Time>)>,
    /// Who wants to know how the next hops stand.
    pub asked: Vec<oneshot::Sender<Arc<Standings>>>,
    /// The end.
    pub stop: bool,
}

/// The scheduler's inbox: told from anywhere, read by one.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    told: Mutex<Told>,
    bell: Notify,
}

impl Inbox {
    /// Tells something and wakes the scheduler.
    pub fn tell(&self, add: impl FnOnce(&mut Told)) {
        add(&mut self.told.lock().unwrap_or_else(PoisonError::into_inner));
        self.bell.notify_one();
    }

    /// Takes all that was told.
    pub fn take(&self) -> Told {
        std::mem::take(&mut self.told.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits until something was told since the last wait.
    pub async fn rung(&self) {
        self.bell.notified().await;
    }
}

impl Told {
    /// Adds fresh candidates, or, when too many wait, has their site looked up in the store instead.
    pub fn add_fresh(&mut self, site: SiteId, candidates: Vec<Candidate>) {
        if self.fresh_len + candidates.len() > FRESH {
            self.woken.insert(site);
            return;
        }
        self.fresh_len += candidates.len();
        self.fresh.push((site, candidates));
    }
}

#[cfg(test)]
mod tests {
    use postern_core::ids::MessageId;
    use postern_core::lane::Lane;

    use super::*;

    #[test]
    fn fresh_mail_beyond_the_bound_is_left_in_the_store_and_its_site_woken() {
        let candidate = Candidate {
            delivery: DeliveryId(1),
            message: MessageId(1),
            lane: Lane(0),
            domain: "example.org".into(),
            due_at: Time(0),
        };
        let mut told = Told::default();
        told.add_fresh(SiteId(1), vec![candidate.clone(); FRESH]);
        told.add_fresh(SiteId(2), vec![candidate]);
        assert_eq!(told.fresh.len(), 1);
        assert_eq!(told.woken, BTreeSet::from([SiteId(2)]));
    }
}
