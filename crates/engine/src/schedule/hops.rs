//! The next hops that have work, in the lists they stand in, and whose turn it is at each.
//!
//! A hop with work stands in one list: *open* may have a slot, *closed* waits for a time, *aside* has not proven to answer
//! while all attempts for such are made. One without a slot stands in none and is listed again when an attempt leaves it.
//!
//! A dead hop (`core::hop`) has its attempts like any other when its pause is over; whatever else waits for it meanwhile
//! is handed out to be deferred, by its own schedule of retries and with the hop's last words. So it stands before
//! nobody, and is given up when its days are over.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use postern_core::hands::all_but_a_quarter;
use postern_core::hop::{Admit, Hop, HopLimits, HopResult};
use postern_core::ids::{DeliveryId, SiteId};
use postern_core::lane::Lane;
use postern_core::time::Time;
use postern_store::Remote;

use super::standing::{HopStanding, Standings};
use super::turns::{Turns, Waiting};
use super::window::{Manner, Window};
use crate::deliver::route::Route;

/// Next hops that are remembered, unless more have work.
const HOPS: usize = 10_000;

/// The next hops.
pub(super) struct Hops {
    limits: HopLimits,
    /// Attempts at once, in all and of one site.
    most: usize,
    most_of_site: usize,
    queues: HashMap<Arc<str>, HopQueue>,
    open: VecDeque<Arc<str>>,
    closed: BTreeSet<(Time, Arc<str>)>,
    aside: VecDeque<Arc<str>>,
    /// Slots in use, and those of them at hops that had not proven to answer.
    attempts: usize,
    unproven: usize,
    /// So many hops are looked through for some to forget.
    forget_at: usize,
}

/// A next hop with what waits for it.
struct HopQueue {
    hop: Hop,
    turns: Turns,
    stands: Stands,
    /// Since when it has not answered as it should.
    failing_since: Option<Time>,
    /// When it last failed, and what it said, or what happened instead.
    failed_at: Option<Time>,
    last_words: Remote,
}

/// Where a hop is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    Nowhere,
    Open,
    Closed(Time),
    Aside,
}

/// What is handed out: deliveries of one message behind one next hop.
#[derive(Debug)]
pub(super) struct Pick {
    pub route: Arc<Route>,
    pub deliveries: Vec<DeliveryId>,
    pub what: What,
}

/// What is to be done with a pick.
#[derive(Debug)]
pub(super) enum What {
    /// An attempt. It takes a slot, of a hop that had proven to answer or not.
    Attempt { proven: bool },
    /// To be deferred without an attempt: its hop is dead, and this was the last of it.
    Defer(Remote),
}

/// An attempt that left its hop.
#[derive(Debug)]
pub(super) struct Left {
    pub hop: Arc<str>,
    pub proven: bool,
    pub showed: HopResult,
    /// What a mail was deferred with, if one was.
    pub words: Option<Remote>,
}

impl Hops {
    pub fn new(limits: HopLimits, most: usize, most_of_site: usize) -> Hops {
        Hops {
            limits,
            most,
            most_of_site,
            queues: HashMap::new(),
            open: VecDeque::new(),
            closed: BTreeSet::new(),
            aside: VecDeque::new(),
            attempts: 0,
            unproven: 0,
            forget_at: HOPS,
        }
    }

    /// Puts what waits into its hop's turns.
    pub fn line_up(&mut self, site: SiteId, lane: Lane, due_at: Time, waiting: Waiting, now: Time) {
        let name = Arc::clone(&waiting.route.hop);
        if !self.queues.contains_key(&name) {
            self.forget_some(now);
        }
        let queue = self.queues.entry(Arc::clone(&name)).or_insert_with(|| HopQueue {
            hop: Hop::new(self.limits),
            turns: Turns::new(),
            stands: Stands::Nowhere,
            failing_since: None,
            failed_at: None,
            last_words: Remote::default(),
        });
        queue.turns.push(site, lane, due_at, waiting);
        self.list(&name);
    }

    /// A site that was set aside at a hop may have its turn again.
    pub fn wake(&mut self, name: &Arc<str>, site: SiteId) {
        if let Some(queue) = self.queues.get_mut(name) {
            queue.turns.wake(site);
            self.list(name);
        }
    }

    /// Forgets what waits of a site at a hop.
    pub fn remove(&mut self, name: &Arc<str>, site: SiteId) {
        if let Some(queue) = self.queues.get_mut(name) {
            queue.turns.remove(site);
        }
    }

    /// Opens the hops whose time has come.
    pub fn come_due(&mut self, now: Time) {
        // A time farther ahead than any pause is long comes from a clock that stepped back.
        let far = now + Hop::longest_wait(&self.limits);
        while self.closed.last().is_some_and(|(at, _)| *at > far) {
            let last = self.closed.pop_last();
            last.into_iter().for_each(|(_, name)| self.stand(&name, Stands::Open));
        }
        while self.closed.first().is_some_and(|(at, _)| *at <= now) {
            let first = self.closed.pop_first();
            first.into_iter().for_each(|(_, name)| self.stand(&name, Stands::Open));
        }
    }

    /// When the next closed hop opens.
    pub fn next_at(&self) -> Option<Time> {
        self.closed.first().map(|(at, _)| *at)
    }

    /// The next pick, if there is one for which there is an attempt.
    pub fn pick(
        &mut self,
        windows: &mut HashMap<SiteId, Window>,
        now: Time,
    ) -> Option<(SiteId, Pick)> {
        while self.attempts < self.most {
            let name = self.next_listed()?;
            if let Some(picked) = self.pick_of(&name, windows, now) {
                return Some(picked);
            }
        }
        None
    }

    /// An attempt has left its slot. `jitter` stretches a pause.
    pub fn leave(&mut self, left: Left, now: Time, jitter: f64) {
        self.attempts -= 1;
        self.unproven -= usize::from(!left.proven);
        let Some(queue) = self.queues.get_mut(&left.hop) else { return };
        queue.hop.ended(left.showed, now, jitter);
        match left.showed {
            HopResult::Busy | HopResult::Unreachable => {
                queue.failing_since.get_or_insert(now);
                queue.failed_at = Some(now);
                queue.last_words = left.words.unwrap_or_else(|| queue.last_words.clone());
            }
            HopResult::Answered => queue.failing_since = None,
            HopResult::Unused => {}
        }
        if let Stands::Closed(at) = queue.stands {
            // It may have opened by this answer, or died of this failure.
            self.closed.remove(&(at, Arc::clone(&left.hop)));
            queue.stands = Stands::Nowhere;
        }
        self.list(&left.hop);
    }

    /// How all of them stand.
    pub fn standings(&self, now: Time) -> Standings {
        let hops = self.queues.iter().map(|(name, queue)| {
            let HopQueue { hop, turns, failing_since, failed_at, last_words, .. } = queue;
            let (waiting, oldest) = turns.waiting();
            HopStanding {
                name: Arc::clone(name),
                waiting,
                oldest,
                running: hop.running(),
                slots: hop.slots(),
                most_slots: hop.most_slots(),
                failures: hop.failures(),
                dead: hop.is_dead(),
                failing_since: *failing_since,
                closed_until: hop.closed_until(now),
                last_failure: failed_at.map(|at| (at, last_words.clone())),
            }
        });
        Standings { attempts: self.attempts, most: self.most, hops: hops.collect() }
    }

    /// Lists a hop that has work and is not listed.
    fn list(&mut self, name: &Arc<str>) {
        let queue = self.queues.get(name);
        if queue.is_some_and(|q| q.stands == Stands::Nowhere && q.turns.is_ready()) {
            self.stand(name, Stands::Open);
        }
    }

    fn stand(&mut self, name: &Arc<str>, stands: Stands) {
        let Some(queue) = self.queues.get_mut(name) else { return };
        queue.stands = stands;
        let name = Arc::clone(name);
        match stands {
            Stands::Nowhere => {}
            Stands::Open => self.open.push_back(name),
            Stands::Aside => self.aside.push_back(name),
            Stands::Closed(at) => {
                self.closed.insert((at, name));
            }
        }
    }

    /// The next hop to be asked. Those that stand aside have waited longest.
    fn next_listed(&mut self) -> Option<Arc<str>> {
        let aside = if self.has_room_for_unproven() { self.aside.pop_front() } else { None };
        aside.or_else(|| self.open.pop_front())
    }

    fn has_room_for_unproven(&self) -> bool {
        self.unproven < all_but_a_quarter(self.most)
    }

    /// The next pick of a hop, if it has a slot and work; the hop is listed again where it belongs.
    fn pick_of(
        &mut self,
        name: &Arc<str>,
        windows: &mut HashMap<SiteId, Window>,
        now: Time,
    ) -> Option<(SiteId, Pick)> {
        let has_room = self.has_room_for_unproven();
        let queue = self.queues.get_mut(name)?;
        queue.stands = Stands::Nowhere;
        if !queue.turns.is_ready() {
            return None;
        }
        let proven = queue.hop.is_proven();
        let what = match queue.hop.admit(now) {
            // Listed again when a slot is left.
            Admit::NoSlot => return None,
            Admit::NotBefore(_) if queue.hop.is_dead() => What::Defer(queue.last_words.clone()),
            Admit::NotBefore(at) => {
                self.stand(name, Stands::Closed(at));
                return None;
            }
            Admit::Now if !proven && !has_room => {
                self.stand(name, Stands::Aside);
                return None;
            }
            Admit::Now => What::Attempt { proven },
        };
        let manner = match what {
            What::Attempt { proven: true } => Manner::Proven,
            What::Attempt { proven: false } => Manner::Unproven,
            What::Defer(_) => Manner::Deferring,
        };
        let mut set_aside = Vec::new();
        let may = |site, turn| {
            let window = windows.get(&site);
            window.is_none_or(|window| window.may_take(turn, manner, self.most_of_site))
        };
        let taken = queue.turns.take(may, &mut set_aside);
        for site in set_aside {
            windows.entry(site).or_default().set_aside(name);
        }
        self.list(name);
        let (site, mut waiting) = taken?;
        let window = windows.entry(site).or_default();
        waiting.deliveries.retain(|delivery| window.take_out(*delivery, manner));
        if waiting.deliveries.is_empty() {
            return None;
        }
        if let (What::Attempt { .. }, Some(queue)) = (&what, self.queues.get_mut(name)) {
            queue.hop.started(now);
            self.attempts += 1;
            self.unproven += usize::from(!proven);
        }
        Some((site, Pick { route: waiting.route, deliveries: waiting.deliveries, what }))
    }

    /// Forgets hops without work when there are many: first those that have not proven to answer.
    fn forget_some(&mut self, now: Time) {
        if self.queues.len() < self.forget_at {
            return;
        }
        let is_idle = |queue: &HopQueue| {
            queue.turns.is_empty() && queue.stands == Stands::Nowhere && queue.hop.is_idle(now)
        };
        self.queues.retain(|_, queue| queue.hop.is_proven() || !is_idle(queue));
        if self.queues.len() >= HOPS {
            self.queues.retain(|_, queue| !is_idle(queue));
        }
        self.forget_at = (self.queues.len() * 2).max(HOPS);
    }
}

#[cfg(test)]
mod tests {
    use postern_core::ids::MessageId;
    use postern_store::Candidate;
    use std::time::Duration;

    use super::*;
    use crate::deliver::route::Way;

    const NOW: Time = Time(1_700_000_000_000);

    /// Some hops with some sites' mail.
    struct World {
        hops: Hops,
        windows: HashMap<SiteId, Window>,
        next: i64,
    }

    impl World {
        fn new(most: usize, most_of_site: usize) -> World {
            let hops = Hops::new(HopLimits::default(), most, most_of_site);
            World { hops, windows: HashMap::new(), next: 0 }
        }

        fn mail(&mut self, site: i64, turn: u8, hop: &str) -> DeliveryId {
            self.next += 1;
            let (delivery, lane) = (DeliveryId(self.next), Lane(turn << 4));
            let candidate = Candidate {
                delivery,
                message: MessageId(self.next),
                lane,
                domain: hop.into(),
                due_at: NOW,
            };
            let name: Arc<str> = hop.into();
            assert!(self.windows.entry(SiteId(site)).or_default().take_in(&candidate, &name));
            let route = Route { hop: name, way: Way::Mx(hop.into()), source: None };
            let waiting = Waiting { route: Arc::new(route), deliveries: vec![delivery] };
            self.hops.line_up(SiteId(site), lane, NOW, waiting, NOW);
            delivery
        }

        /// All that is handed out now: the site, the hop, and whether it is an attempt.
        fn picks(&mut self, now: Time) -> Vec<(i64, Pick)> {
            std::iter::from_fn(|| self.hops.pick(&mut self.windows, now))
                .map(|(site, pick)| (site.0, pick))
                .collect()
        }

        fn end(&mut self, site: i64, pick: &Pick, showed: HopResult, now: Time) {
            if let What::Attempt { proven } = pick.what {
                let words = Some(Remote { text: "gone".into(), ..Remote::default() });
                let hop = Arc::clone(&pick.route.hop);
                self.hops.leave(Left { hop, proven, showed, words }, now, 0.0);
            }
            self.put_down(site, pick);
        }

        fn put_down(&mut self, site: i64, pick: &Pick) {
            let window = self.windows.get_mut(&SiteId(site)).unwrap();
            for name in window.put_down(&pick.deliveries) {
                self.hops.wake(&name, SiteId(site));
            }
        }

        /// A mail of its own site to each of these hops is answered.
        fn prove(&mut self, hop: &str) {
            self.mail(99, 0, hop);
            let picks = self.picks(NOW);
            let [(site, pick)] = &picks[..] else { panic!("{picks:?}") };
            self.end(*site, pick, HopResult::Answered, NOW);
        }

        /// The hop fails until it is dead; gives the time.
        fn kill(&mut self, hop: &str) -> Time {
            let mut now = NOW;
            for _ in 0..5 {
                self.mail(99, 0, hop);
                self.hops.come_due(now);
                for (site, pick) in self.picks(now) {
                    self.end(site, &pick, HopResult::Unreachable, now);
                }
                now = self.hops.next_at().unwrap_or(now + Duration::from_secs(60));
            }
            now
        }
    }

    fn hops_of(picks: &[(i64, Pick)]) -> Vec<String> {
        picks.iter().map(|(_, pick)| pick.route.hop.to_string()).collect()
    }

    #[test]
    fn hops_that_do_not_answer_leave_attempts_to_those_that_do() {
        let mut world = World::new(8, 100);
        world.prove("well");
        for n in 0..20 {
            world.mail(n, 0, &format!("slow{n}"));
        }
        let slow = world.picks(NOW);
        assert_eq!(slow.len(), 6);
        world.mail(50, 0, "well");
        assert_eq!(hops_of(&world.picks(NOW)), ["well"]);
        world.end(slow[0].0, &slow[0].1, HopResult::Unreachable, NOW);
        assert_eq!(hops_of(&world.picks(NOW)), ["slow6"], "the one that waited longest");
    }

    #[test]
    fn a_hop_tells_what_waits_what_runs_and_what_it_said_when_it_failed() {
        let mut world = World::new(8, 100);
        for _ in 0..6 {
            world.mail(3, 0, "busy");
        }
        let picks = world.picks(NOW);
        let of = |world: &World, now| {
            let all = world.hops.standings(now);
            assert_eq!((all.most, all.hops.len()), (8, 1));
            (all.attempts, all.oldest(), all.hops[0].clone())
        };
        let (attempts, oldest, hop) = of(&world, NOW);
        assert_eq!((attempts, oldest), (4, Some((NOW, SiteId(3)))));
        assert_eq!((&*hop.name, hop.waiting, hop.running, hop.slots), ("busy", 2, 4, 4));
        assert_eq!((hop.failing_since, hop.closed_until, hop.last_failure), (None, None, None));

        for (site, pick) in &picks[..2] {
            world.end(*site, pick, HopResult::Unreachable, NOW);
        }
        let (attempts, _, hop) = of(&world, NOW);
        assert_eq!((attempts, hop.running, hop.slots, hop.failures), (2, 2, 1, 1));
        assert_eq!(hop.closed_until, Some(NOW + Duration::from_secs(5)));
        assert_eq!(hop.failing_since, Some(NOW));
        assert_eq!(
            hop.last_failure.map(|(at, words)| (at, words.text)),
            Some((NOW, "gone".into()))
        );

        let later = NOW + Duration::from_secs(60);
        world.end(picks[2].0, &picks[2].1, HopResult::Answered, later);
        let (_, _, hop) = of(&world, later);
        assert_eq!((hop.failures, hop.failing_since, hop.closed_until), (0, None, None));
        assert_eq!(hop.last_failure.map(|(at, _)| at), Some(NOW), "it is still told");
    }

    #[test]
    fn a_site_at_dead_ends_still_reaches_what_answers() {
        let mut world = World::new(1000, 8);
        world.prove("well");
        for n in 0..20 {
            world.mail(1, 0, &format!("slow{n}"));
        }
        world.mail(1, 0, "well");
        let picks = world.picks(NOW);
        let names = hops_of(&picks);
        assert_eq!(names, ["slow0", "slow1", "slow2", "slow3", "well"]);
        world.end(1, &picks[0].1, HopResult::Unreachable, NOW);
        assert_eq!(hops_of(&world.picks(NOW)), ["slow4"], "hops take turns");
    }

    #[test]
    fn a_newsletter_leaves_attempts_to_its_sites_other_scripts() {
        let mut world = World::new(1000, 8);
        for n in 0..20 {
            world.prove(&format!("well{n}"));
        }
        for n in 0..20 {
            world.mail(1, 3, &format!("well{n}"));
        }
        assert_eq!(world.picks(NOW).len(), 6);
        world.mail(1, 4, "well19");
        assert_eq!(hops_of(&world.picks(NOW)), ["well19"]);
    }

    #[test]
    fn what_waits_for_a_dead_hop_is_deferred_with_its_last_words_but_for_one_attempt_after_each_pause()
     {
        let mut world = World::new(1000, 100);
        let now = world.kill("dead");
        let before = now - Duration::from_secs(1);
        for _ in 0..40 {
            world.mail(1, 0, "dead");
        }
        let picks = world.picks(before);
        assert_eq!(picks.len(), 32, "a site's share at once");
        let words = |pick: &Pick| match &pick.what {
            What::Defer(words) => words.text.clone(),
            What::Attempt { .. } => panic!("{pick:?}"),
        };
        assert!(picks.iter().all(|(_, pick)| words(pick) == "gone"));
        for (site, pick) in &picks {
            world.put_down(*site, pick);
        }
        assert_eq!(world.picks(before).len(), 8, "the rest follows");
        for _ in 0..3 {
            world.mail(2, 0, "dead");
        }
        let picks = world.picks(now + Duration::from_secs(1000));
        assert!(matches!(picks[..], [(2, Pick { what: What::Attempt { proven: false }, .. })]));
        world.end(2, &picks[0].1, HopResult::Unreachable, now);
        assert_eq!(world.picks(now).len(), 2, "it is still dead");
    }

    #[test]
    fn a_dead_hop_that_answers_is_alive_for_all_that_waits() {
        let mut world = World::new(1000, 100);
        let now = world.kill("dead") + Duration::from_secs(1000);
        for _ in 0..3 {
            world.mail(2, 0, "dead");
        }
        let picks = world.picks(now);
        world.end(2, &picks[0].1, HopResult::Answered, now);
        let picks = world.picks(now);
        assert!(
            picks.iter().all(|(_, pick)| matches!(pick.what, What::Attempt { proven: true })),
            "{picks:?}"
        );
        assert_eq!(picks.len(), 2);
    }

    #[test]
    fn a_closed_hop_opens_at_its_time_and_also_when_the_clock_stepped_back() {
        let mut world = World::new(1000, 100);
        world.mail(1, 0, "away");
        world.mail(1, 0, "away");
        for (site, pick) in world.picks(NOW) {
            world.end(site, &pick, HopResult::Unreachable, NOW);
        }
        world.mail(1, 0, "away");
        assert!(world.picks(NOW).is_empty());
        assert_eq!(world.hops.next_at(), Some(NOW + Duration::from_secs(5)));
        let yesterday = NOW - Duration::from_secs(86_400);
        world.hops.come_due(yesterday);
        assert_eq!(world.picks(yesterday).len(), 1);
    }

    #[test]
    fn an_answer_opens_a_closed_hop_at_once() {
        let mut world = World::new(1000, 100);
        for _ in 0..2 {
            world.mail(1, 0, "away");
        }
        let picks = world.picks(NOW);
        world.end(1, &picks[0].1, HopResult::Unreachable, NOW);
        world.mail(1, 0, "away");
        assert!(world.picks(NOW).is_empty());
        world.end(1, &picks[1].1, HopResult::Answered, NOW);
        assert_eq!(world.picks(NOW).len(), 1);
    }

    #[test]
    fn hops_without_work_are_forgotten_when_there_are_very_many() {
        let mut world = World::new(100_000, 100_000);
        for n in 0..HOPS + 10 {
            world.mail(n as i64, 0, &format!("hop{n}"));
            let picks = world.picks(NOW);
            world.end(n as i64, &picks[0].1, HopResult::Unused, NOW);
            world.windows.clear();
        }
        assert!(world.hops.queues.len() <= 10, "{}", world.hops.queues.len());
    }
}
