//! Which sites have series of their own, and what the rest comes to together.
//!
//! Up to a set number all have. Beyond it those have that do most, by a score that half an hour's rest halves; red ones
//! come first, and one that has series keeps them until another does twice as much, so that they do not come and go.
//!
//! `(other)` counts from the start of the process on, and only what happened at sites without series while they had none.
//! A sum of what the others counted ever would fall when one of them gets series of its own, and Prometheus takes a counter
//! that falls for one that began anew: it would tell of millions of mails that never were. So the rates and increases of
//! all series add up to those of the whole, also at a change: what a site did since the last look counts in `(other)`, unless
//! it had series then and has them now.

use std::collections::HashMap;
use std::time::Duration;

use postern_core::counter::Counters;
use postern_core::ids::SiteId;
use postern_store::view::MeasuredSite;

use crate::standing::divide;
use crate::wire::QueueKinds;

/// After so long without anything to do a site's score is half of what it was.
const HALF_LIFE: Duration = Duration::from_secs(1800);

/// The sites as they were at the last look.
#[derive(Debug, Default)]
pub(super) struct Named {
    known: HashMap<SiteId, Known>,
    other: Counters,
    /// Whether there were ever sites without series.
    has_other: bool,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    counters: Counters,
    score: f64,
    is_named: bool,
}

/// What is shown of the sites.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) own: Vec<(MeasuredSite, QueueKinds)>,
    pub(super) other: Option<Other>,
}

/// The sites without series, together.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Other {
    /// What happened; what is queued is in the other two.
    pub(super) counters: Counters,
    pub(super) queued_bytes: u64,
    pub(super) due: u64,
    pub(super) deferred: u64,
    pub(super) held: u64,
}

impl Named {
    /// Looks at all sites, `passed` after the last look; at most `most` get series.
    pub(super) fn look(
        &mut self,
        sites: Vec<MeasuredSite>,
        most: usize,
        passed: Duration,
    ) -> Shown {
        let is_first = self.known.is_empty();
        let rest = 0.5_f64.powf(passed.as_secs_f64() / HALF_LIFE.as_secs_f64());
        let mut now = HashMap::with_capacity(sites.len());
        for site in &sites {
            let before = self.known.get(&site.site);
            let score = match before {
                Some(before) => before.score * rest + done(&before.counters, &site.counters) as f64,
                // What it ever did says something, but little beside what is done now.
                None if is_first => (1.0 + site.counters.accepted as f64).ln(),
                None => site.counters.accepted as f64,
            };
            let is_named = before.is_some_and(|before| before.is_named);
            now.insert(site.site, Known { counters: site.counters, score, is_named });
        }
        choose(&mut now, &sites, most);
        let mut shown = Shown::default();
        let mut other = Other::default();
        for site in sites {
            let is_named = now.get(&site.site).is_some_and(|known| known.is_named);
            self.count_other(&site, is_named, is_first);
            let kinds = divide(site.state, &site.kinds);
            if is_named {
                shown.own.push((site, kinds));
            } else {
                self.has_other = true;
                other.queued_bytes += site.counters.queued_bytes;
                other.due += kinds.due;
                other.deferred += kinds.deferred;
                other.held += kinds.held;
            }
        }
        self.known = now;
        shown.other = self.has_other.then_some(Other { counters: self.other, ..other });
        shown
    }

    /// Counts what a site did since the last look, unless its own series tell it.
    fn count_other(&mut self, site: &MeasuredSite, is_named: bool, is_first: bool) {
        match self.known.get(&site.site) {
            Some(before) if before.is_named && is_named => {}
            Some(before) => add_moved(&mut self.other, &before.counters, &site.counters),
            None if is_named || is_first => {}
            None => add_moved(&mut self.other, &Counters::default(), &site.counters),
        }
    }
}

/// Gives series to the first `most`.
fn choose(known: &mut HashMap<SiteId, Known>, sites: &[MeasuredSite], most: usize) {
    let mut ranked: Vec<(bool, f64, SiteId)> = sites
        .iter()
        .filter_map(|site| {
            let Known { score, is_named, .. } = known.get(&site.site)?;
            let stays = if *is_named { 2.0 } else { 1.0 };
            Some((site.state.is_red(), score * stays, site.site))
        })
        .collect();
    ranked
        .sort_by(|a, b| (b.0, a.2).cmp(&(a.0, a.2)).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
    for (place, (_, _, site)) in ranked.into_iter().enumerate() {
        if let Some(known) = known.get_mut(&site) {
            known.is_named = place < most;
        }
    }
}

/// How much a site did between two looks.
fn done(before: &Counters, now: &Counters) -> u64 {
    let moved = |of: fn(&Counters) -> u64| of(now).saturating_sub(of(before));
    moved(|counters| counters.accepted)
        + moved(|counters| counters.sent)
        + moved(|counters| counters.failed)
}

/// Adds what moved between two looks.
fn add_moved(sum: &mut Counters, before: &Counters, now: &Counters) {
    let moved = |of: fn(&Counters) -> u64| of(now).saturating_sub(of(before));
    *sum += Counters {
        accepted: moved(|counters| counters.accepted),
        sent: moved(|counters| counters.sent),
        failed: moved(|counters| counters.failed),
        failed_late: moved(|counters| counters.failed_late),
        purged: moved(|counters| counters.purged),
        deleted: moved(|counters| counters.deleted),
        ..Counters::default()
    };
}

#[cfg(test)]
mod tests {
    use postern_core::site::State;
    use postern_store::view;

    use super::*;

    const SCRAPE: Duration = Duration::from_secs(15);

    /// A store of some sites, and who looks at it.
    struct World {
        named: Named,
        sites: Vec<MeasuredSite>,
        most: usize,
    }

    impl World {
        fn new(sites: i64, most: usize) -> World {
            let site = |id| MeasuredSite {
                site: SiteId(id),
                state: State::Enabled,
                counters: Counters::default(),
                kinds: view::QueueKinds::default(),
            };
            World { named: Named::default(), sites: (1..=sites).map(site).collect(), most }
        }

        fn sends(&mut self, site: usize, mails: u64) {
            let counters = &mut self.sites[site - 1].counters;
            counters.accepted += mails;
            counters.sent += mails;
        }

        fn look(&mut self) -> Shown {
            self.named.look(self.sites.clone(), self.most, SCRAPE)
        }
    }

    fn own(shown: &Shown) -> Vec<i64> {
        let mut ids: Vec<i64> = shown.own.iter().map(|(site, _)| site.site.0).collect();
        ids.sort();
        ids
    }

    /// What Prometheus makes of looks one after the other: the increase of every series that was there before.
    fn increase(before: &Shown, now: &Shown) -> u64 {
        let own = now.own.iter().filter_map(|(site, _)| {
            let (was, _) = before.own.iter().find(|(was, _)| was.site == site.site)?;
            Some(site.counters.sent - was.counters.sent)
        });
        let other = |shown: &Shown| shown.other.map_or(0, |other| other.counters.sent);
        own.sum::<u64>() + other(now) - other(before)
    }

    #[test]
    fn as_many_as_may_have_series_of_their_own_and_then_there_is_no_other() {
        let mut world = World::new(3, 3);
        world.sends(1, 5);
        let shown = world.look();
        assert_eq!(own(&shown), [1, 2, 3]);
        assert!(shown.other.is_none());
    }

    #[test]
    fn beyond_that_those_have_that_do_most_now_whatever_they_ever_did() {
        let mut world = World::new(4, 2);
        world.sends(1, 1_000_000);
        world.sends(2, 500_000);
        assert_eq!(own(&world.look()), [1, 2]);
        world.sends(4, 300);
        world.sends(3, 200);
        world.look();
        assert_eq!(own(&world.look()), [3, 4]);
    }

    #[test]
    fn a_red_site_has_series_although_it_does_nothing() {
        let mut world = World::new(4, 2);
        (1..=3).for_each(|site| world.sends(site, 100));
        world.sites[3].state = State::Bounce;
        assert_eq!(own(&world.look()), [1, 4]);
    }

    #[test]
    fn one_that_has_series_keeps_them_until_another_does_twice_as_much() {
        let mut world = World::new(2, 1);
        world.sends(1, 1000);
        world.look();
        for _ in 0..20 {
            world.sends(1, 100);
            world.sends(2, 150);
            assert_eq!(own(&world.look()), [1]);
        }
        world.sends(2, 20_000);
        assert_eq!(own(&world.look()), [2]);
    }

    #[test]
    fn the_increases_of_all_series_are_those_of_the_whole_also_when_others_get_series() {
        let mut world = World::new(5, 2);
        (1..=5).for_each(|site| world.sends(site, 10_000 * site as u64));
        let mut before = world.look();
        let changes = [(1, 7), (5, 40_000), (2, 90_000), (3, 400_000), (1, 1), (4, 2_000_000)];
        for (site, mails) in changes {
            world.sends(site, mails);
            world.sends(1, 3);
            let now = world.look();
            assert_eq!(now.own.len(), 2);
            assert_eq!(increase(&before, &now), mails + 3, "site {site}");
            before = now;
        }
    }

    #[test]
    fn other_never_falls_when_a_site_is_removed_and_counts_a_new_one_from_nothing() {
        let mut world = World::new(3, 1);
        world.sends(1, 1000);
        world.look();
        world.sends(2, 20);
        world.sends(3, 30);
        let before = world.look();
        world.sites.remove(1);
        let mut new = world.sites[0];
        new.site = SiteId(9);
        new.counters = Counters { accepted: 4, sent: 4, ..Counters::default() };
        world.sites.push(new);
        let now = world.look();
        assert_eq!(increase(&before, &now), 4);
    }

    #[test]
    fn what_is_queued_of_the_others_is_told_by_its_kinds() {
        let mut world = World::new(3, 1);
        world.sends(1, 1000);
        for site in &mut world.sites[1..] {
            site.kinds =
                view::QueueKinds { total: 7, fresh: 5, deferred: 2, ..view::QueueKinds::default() };
            site.counters.queued_bytes = 100;
        }
        let other = world.look().other.expect("two have none");
        assert_eq!((other.due, other.deferred, other.held, other.queued_bytes), (10, 4, 0, 200));
    }
}
