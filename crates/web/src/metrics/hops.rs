//! Which next hops have series of their own: those in trouble, then those where most waits. The rest stands together, which
//! is as good as each by itself: of hops there are figures of the moment only.

use postern_engine::schedule::{HopStanding, Standings};

use crate::api::hop::rank;

/// Next hops with series of their own, at most.
const MOST: usize = 100;

/// One next hop, or several.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Hop {
    pub(super) name: String,
    pub(super) slots: u64,
    pub(super) running: u64,
    pub(super) waiting: u64,
    /// How many of them nothing is sent to now.
    pub(super) paused: u64,
}

/// The next hops, and how many stand how.
#[derive(Debug, Default)]
pub(super) struct Hops {
    pub(super) own: Vec<Hop>,
    pub(super) open: u64,
    pub(super) paused: u64,
    pub(super) dead: u64,
}

pub(super) fn of(standings: &Standings) -> Hops {
    let mut ranked: Vec<&HopStanding> = standings.hops.iter().collect();
    rank(&mut ranked);
    let mut hops = Hops::default();
    let mut other = Hop { name: "(other)".into(), ..Hop::default() };
    for (place, standing) in ranked.into_iter().enumerate() {
        match (standing.dead, standing.closed_until.is_some()) {
            (true, _) => hops.dead += 1,
            (false, true) => hops.paused += 1,
            (false, false) => hops.open += 1,
        }
        if place < MOST {
            let mut own = Hop { name: standing.name.to_string(), ..Hop::default() };
            own.add(standing);
            hops.own.push(own);
        } else {
            other.add(standing);
        }
    }
    if standings.hops.len() > MOST {
        hops.own.push(other);
    }
    hops
}

impl Hop {
    fn add(&mut self, standing: &HopStanding) {
        self.slots += u64::from(standing.slots);
        self.running += u64::from(standing.running);
        self.waiting += standing.waiting as u64;
        self.paused += u64::from(standing.dead || standing.closed_until.is_some());
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use postern_core::time::Time;

    use super::*;

    fn standing(name: &str, waiting: usize) -> HopStanding {
        HopStanding {
            name: Arc::from(name),
            waiting,
            oldest: None,
            running: 1,
            slots: 4,
            most_slots: 16,
            failures: 0,
            dead: false,
            failing_since: None,
            closed_until: None,
            last_failure: None,
        }
    }

    #[test]
    fn of_very_many_hops_those_in_trouble_are_told_and_all_are_counted() {
        let mut hops: Vec<_> =
            (0..MOST + 20).map(|n| standing(&format!("mx:{n}.example"), n)).collect();
        hops[0].closed_until = Some(Time(1));
        hops[1].dead = true;
        let told = of(&Standings { attempts: 0, most: 0, hops });

        assert_eq!(told.own.len(), MOST + 1);
        assert_eq!((told.own[0].name.as_str(), told.own[0].paused), ("mx:1.example", 1));
        assert_eq!((told.own[1].name.as_str(), told.own[1].paused), ("mx:0.example", 1));
        let other = told.own.last().expect("the rest");
        assert_eq!((other.name.as_str(), other.slots, other.running), ("(other)", 80, 20));
        assert_eq!(told.own.iter().map(|hop| hop.waiting).sum::<u64>(), (0..120_u64).sum::<u64>());
        assert_eq!((told.open, told.paused, told.dead), (118, 1, 1));
    }
}
