//! What waits for one next hop, in the order it goes: sites in turn, a site's scripts in turn, the oldest first.
//!
//! The orders themselves are `core::fair`; here they stand inside each other.

use std::collections::HashMap;
use std::sync::Arc;

use postern_core::fair::{Ring, Window};
use postern_core::ids::{DeliveryId, SiteId};
use postern_core::lane::Lane;
use postern_core::time::Time;

use crate::deliver::route::Route;

/// Deliveries of one message that wait for one slot of their next hop.
#[derive(Debug)]
pub(super) struct Waiting {
    pub route: Arc<Route>,
    pub deliveries: Vec<DeliveryId>,
}

/// The turns at one next hop.
#[derive(Debug)]
pub(super) struct Turns {
    ring: Ring<SiteId>,
    sites: HashMap<SiteId, Window<Waiting>>,
}

impl Turns {
    pub fn new() -> Turns {
        Turns { ring: Ring::new(1), sites: HashMap::new() }
    }

    /// Adds what waits of a site.
    pub fn push(&mut self, site: SiteId, lane: Lane, due_at: Time, waiting: Waiting) {
        self.sites.entry(site).or_default().push(lane, due_at, waiting);
        self.ring.wake(site);
    }

    /// Takes the next; `may` says whether a site's script may have its turn. Sites of which no script may are set aside
    /// until they are woken, and told.
    pub fn take(
        &mut self,
        mut may: impl FnMut(SiteId, u8) -> bool,
        set_aside: &mut Vec<SiteId>,
    ) -> Option<(SiteId, Waiting)> {
        let sites = &mut self.sites;
        let (site, waiting) = self.ring.next(|site| {
            let window = sites.get_mut(site)?;
            let taken = window.take(|lane, _| may(*site, lane.turn()));
            if taken.is_none() {
                set_aside.push(*site);
            }
            taken.map(|(_, waiting)| waiting)
        })?;
        if self.sites.get(&site).is_some_and(Window::is_empty) {
            self.sites.remove(&site);
        }
        Some((site, waiting))
    }

    /// A site that was set aside may run again.
    pub fn wake(&mut self, site: SiteId) {
        if self.sites.contains_key(&site) {
            self.ring.wake(site);
        }
    }

    /// Drops what waits of a site.
    pub fn remove(&mut self, site: SiteId) {
        self.sites.remove(&site);
    }

    /// Whether someone waits for a turn.
    pub fn is_ready(&self) -> bool {
        self.ring.waiting() > 0
    }

    /// How many wait or are set aside, since when the oldest is due, and of which site.
    pub fn waiting(&self) -> (usize, Option<(Time, SiteId)>) {
        let count = self.sites.values().map(Window::len).sum();
        let oldest = self.sites.iter().filter_map(|(site, window)| Some((window.oldest()?, *site)));
        (count, oldest.min())
    }

    /// Whether nothing waits, nor is set aside.
    pub fn is_empty(&self) -> bool {
        self.sites.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deliver::route::Way;

    fn waiting(id: i64) -> Waiting {
        let route = Route { hop: "a".into(), way: Way::Mx("example.org".into()), source: None };
        Waiting { route: Arc::new(route), deliveries: vec![DeliveryId(id)] }
    }

    /// The deliveries in the order they go.
    fn order(turns: &mut Turns) -> Vec<i64> {
        std::iter::from_fn(|| turns.take(|_, _| true, &mut Vec::new()))
            .map(|(_, waiting)| waiting.deliveries[0].0)
            .collect()
    }

    #[test]
    fn a_site_with_a_million_mails_waits_its_turn_like_the_one_with_one() {
        let mut turns = Turns::new();
        for id in 1..=4 {
            turns.push(SiteId(1), Lane(0), Time(0), waiting(id));
        }
        turns.push(SiteId(2), Lane(0), Time(9), waiting(20));
        turns.push(SiteId(3), Lane(0x10), Time(-5), waiting(30));
        assert_eq!(turns.waiting(), (6, Some((Time(-5), SiteId(3)))));
        assert_eq!(order(&mut turns), [1, 20, 30, 2, 3, 4]);
        assert_eq!(turns.waiting(), (0, None));
    }

    #[test]
    fn a_newsletter_does_not_delay_its_own_sites_order_mails() {
        let mut turns = Turns::new();
        for id in 1..=4 {
            turns.push(SiteId(1), Lane(0x10), Time(0), waiting(id));
        }
        turns.push(SiteId(1), Lane(0x20), Time(9), waiting(20));
        assert_eq!(order(&mut turns)[..3].iter().filter(|id| **id == 20).count(), 1);
    }

    #[test]
    fn a_script_that_may_not_go_lets_its_sites_others_go() {
        let mut turns = Turns::new();
        turns.push(SiteId(1), Lane(0x10), Time(0), waiting(1));
        turns.push(SiteId(1), Lane(0x20), Time(9), waiting(2));
        let taken = turns.take(|_, turn| turn == 2, &mut Vec::new()).unwrap();
        assert_eq!(taken.1.deliveries, [DeliveryId(2)]);
    }

    #[test]
    fn a_site_set_aside_goes_on_when_it_is_woken() {
        let mut turns = Turns::new();
        turns.push(SiteId(1), Lane(0), Time(0), waiting(1));
        let mut set_aside = Vec::new();
        assert!(turns.take(|_, _| false, &mut set_aside).is_none());
        assert_eq!(set_aside, [SiteId(1)]);
        assert!(!turns.is_ready());
        turns.wake(SiteId(1));
        assert_eq!(order(&mut turns), [1]);
        assert!(turns.is_empty());
    }

    #[test]
    fn what_was_removed_does_not_go() {
        let mut turns = Turns::new();
        turns.push(SiteId(1), Lane(0), Time(0), waiting(1));
        turns.push(SiteId(2), Lane(0), Time(0), waiting(2));
        turns.remove(SiteId(1));
        assert_eq!(order(&mut turns), [2]);
    }
}
