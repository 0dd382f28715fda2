//! How the next hops stand at one moment, for people who look. It is taken between two turns of the scheduler, when
//! somebody asks, and read elsewhere.

use std::sync::Arc;

use postern_core::ids::SiteId;
use postern_core::time::Time;
use postern_store::Remote;

/// All next hops that are remembered.
#[derive(Clone, Debug, Default)]
pub struct Standings {
    /// Attempts that are made now, and how many may be.
    pub attempts: usize,
    pub most: usize,
    /// In no order.
    pub hops: Vec<HopStanding>,
}

/// One next hop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HopStanding {
    /// As routes call it: `mx:example.org`, `smarthost:a,b`.
    pub name: Arc<str>,
    /// Attempts that are due and wait for their turn, as far as they are in memory; since when the oldest of them is
    /// due, and of which site.
    pub waiting: usize,
    pub oldest: Option<(Time, SiteId)>,
    /// Attempts that are made, how many may be now, and at the very most.
    pub running: u32,
    pub slots: u32,
    pub most_slots: u32,
    /// Failures in a row, and whether there were so many that nobody waits for it any more.
    pub failures: u32,
    pub dead: bool,
    /// Since when it has not answered as it should.
    pub failing_since: Option<Time>,
    /// Nothing is begun before this instant.
    pub closed_until: Option<Time>,
    /// When it last failed, and what it said or what happened instead.
    pub last_failure: Option<(Time, Remote)>,
}

impl Standings {
    /// The mail that is due for the longest time and waits for its turn: since when, and of which site.
    pub fn oldest(&self) -> Option<(Time, SiteId)> {
        self.hops.iter().filter_map(|hop| hop.oldest).min()
    }
}
