//! Turns: who goes next.
//!
//! `Ring` gives turns to members (the sites that have work) in rounds: in a round each member that can run has one turn
//! of at most `quantum` grants. A member that cannot run when its turn comes is set aside and not asked again until it is
//! woken; it then has the turn it missed if the round is still the same, and never more than one. `Window` is what one
//! site has ready: its scripts take turns, and within a script the oldest goes first.
//!
//! Promise: of any `n` grants in a row, a member that could run all the time has at least `floor(n / k)` with a quantum
//! of one, where `k` is the number of members that had any; with a quantum of `q`, at least `q * floor(n / (k * q))`.
//! Nothing here reads a clock or draws a number: the same calls give the same order.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::Hash;

use crate::lane::{Lane, TURNS};
use crate::time::Time;

/// Members that take turns. Every operation but `forget` is O(1), amortised.
#[derive(Clone, Debug)]
pub struct Ring<K> {
    quantum: u32,
    round: u64,
    /// Who has its turn still ahead in this round, who in the next.
    now: VecDeque<K>,
    after: VecDeque<K>,
    members: HashMap<K, Member>,
}

#[derive(Clone, Copy, Debug)]
struct Member {
    /// The last round it had a grant in, and the grants it may still have in it.
    round: u64,
    left: u32,
    /// Whether it stands in one of the two lines.
    waiting: bool,
}

impl<K: Copy + Eq + Hash> Ring<K> {
    /// A ring without members; a turn is `quantum` grants (0 is read as 1).
    pub fn new(quantum: u32) -> Ring<K> {
        let quantum = quantum.max(1);
        Ring {
            quantum,
            round: 0,
            now: VecDeque::new(),
            after: VecDeque::new(),
            members: HashMap::new(),
        }
    }

    /// Says that a member may be able to run: it is asked when its turn comes. Does nothing if it waits already.
    pub fn wake(&mut self, key: K) {
        let (round, left) = (self.round, self.quantum);
        let member = self.members.entry(key).or_insert(Member { round, left, waiting: false });
        if member.waiting {
            return;
        }
        member.waiting = true;
        if member.round < round {
            *member = Member { round, left, waiting: true };
        }
        // A turn that was used up, or begun, in this round is not given again in it: else one that comes and goes
        // would keep the others from ever being asked.
        if member.left == left { self.now.push_back(key) } else { self.after.push_back(key) }
    }

    /// Offers the turn to members in order. The first that answers takes one grant; those that answer `None` before it
    /// are set aside until they are woken.
    pub fn next<R>(&mut self, mut offer: impl FnMut(&K) -> Option<R>) -> Option<(K, R)> {
        loop {
            let key = self.front()?;
            let answer = offer(&key);
            let Some(member) = self.members.get_mut(&key) else { continue };
            if member.round < self.round {
                *member = Member { round: self.round, left: self.quantum, waiting: true };
            }
            match answer {
                Some(answer) => {
                    member.left -= 1;
                    if member.left == 0 {
                        self.now.pop_front();
                        self.after.push_back(key);
                    }
                    return Some((key, answer));
                }
                None => {
                    member.waiting = false;
                    self.now.pop_front();
                }
            }
        }
    }

    /// Removes a member for good. Costs a walk through the ring.
    pub fn forget(&mut self, key: &K) {
        if self.members.remove(key).is_some_and(|member| member.waiting) {
            self.now.retain(|other| other != key);
            self.after.retain(|other| other != key);
        }
    }

    /// Members that wait for a turn; those set aside are not counted.
    pub fn waiting(&self) -> usize {
        self.now.len() + self.after.len()
    }

    /// Who is to be asked next; begins the next round when this one is over.
    fn front(&mut self) -> Option<K> {
        if self.now.is_empty() {
            std::mem::swap(&mut self.now, &mut self.after);
            self.round += 1;
        }
        self.now.front().copied()
    }
}

/// What one site has ready to be delivered: small (a few hundred items), its scripts in turn.
#[derive(Clone, Debug)]
pub struct Window<T> {
    /// A queue for each script's turn: the oldest first, among equals the one that came first.
    queues: [BTreeMap<(Time, u64), (Lane, T)>; TURNS as usize],
    ring: Ring<u8>,
    /// Items of each lane.
    lanes: HashMap<Lane, usize>,
    pushed: u64,
}

impl<T> Default for Window<T> {
    fn default() -> Window<T> {
        Window::new()
    }
}

impl<T> Window<T> {
    /// An empty window.
    pub fn new() -> Window<T> {
        let queues = std::array::from_fn(|_| BTreeMap::new());
        Window { queues, ring: Ring::new(1), lanes: HashMap::new(), pushed: 0 }
    }

    /// Adds an item of a lane that is due at a time (which only orders it).
    pub fn push(&mut self, lane: Lane, due_at: Time, item: T) {
        self.pushed += 1;
        self.queues[usize::from(lane.turn())].insert((due_at, self.pushed), (lane, item));
        *self.lanes.entry(lane).or_default() += 1;
    }

    /// Takes the next item for which `can` says yes: scripts in turn, within a script the oldest. A script of which
    /// nothing can run keeps its turn. Asks each item once at most.
    pub fn take(&mut self, mut can: impl FnMut(Lane, &T) -> bool) -> Option<(Lane, T)> {
        for turn in 0..TURNS {
            if !self.queues[usize::from(turn)].is_empty() {
                self.ring.wake(turn);
            }
        }
        let queues = &mut self.queues;
        let (_, (lane, item)) = self.ring.next(|turn| {
            let queue = &mut queues[usize::from(*turn)];
            let key = *queue.iter().find(|(_, (lane, item))| can(*lane, item))?.0;
            queue.remove(&key)
        })?;
        if let Some(count) = self.lanes.get_mut(&lane) {
            *count -= 1;
            if *count == 0 {
                self.lanes.remove(&lane);
            }
        }
        Some((lane, item))
    }

    /// Items in all.
    pub fn len(&self) -> usize {
        self.queues.iter().map(BTreeMap::len).sum()
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.queues.iter().all(BTreeMap::is_empty)
    }

    /// Since when the oldest item is due.
    pub fn oldest(&self) -> Option<Time> {
        let first = self.queues.iter().filter_map(BTreeMap::first_key_value);
        first.map(|((due_at, _), _)| *due_at).min()
    }

    /// Items of one lane.
    pub fn len_of(&self, lane: Lane) -> usize {
        self.lanes.get(&lane).copied().unwrap_or(0)
    }

    /// All items, script after script, each script's oldest first.
    pub fn iter(&self) -> impl Iterator<Item = (Lane, &T)> {
        self.queues.iter().flat_map(|queue| queue.values().map(|(lane, item)| (*lane, item)))
    }

    /// Drops all items. Whose turn it is stays.
    pub fn clear(&mut self) {
        self.queues.iter_mut().for_each(BTreeMap::clear);
        self.lanes.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// The next `n` grants when these members can run, as a text: `abab`.
    fn grants(ring: &mut Ring<char>, able: &str, n: usize) -> String {
        (0..n)
            .map_while(|_| ring.next(|key| able.contains(*key).then_some(())))
            .map(|(key, ())| key)
            .collect()
    }

    fn ring(quantum: u32, members: &str) -> Ring<char> {
        let mut ring = Ring::new(quantum);
        members.chars().for_each(|key| ring.wake(key));
        ring
    }

    #[test]
    fn members_take_turns_of_a_quantum() {
        let rows = [
            (1, "abc", "abcabcab"),
            (2, "abc", "aabbccaa"),
            (4, "ab", "aaaabbbb"),
            (0, "ab", "abababab"),
            (3, "a", "aaaaaaaa"),
        ];
        for (quantum, members, expected) in rows {
            assert_eq!(
                grants(&mut ring(quantum, members), members, 8),
                expected,
                "quantum {quantum}"
            );
        }
        assert_eq!(grants(&mut ring(1, ""), "", 8), "", "nobody has work");
    }

    #[test]
    fn one_that_cannot_run_is_skipped_and_not_asked_again_until_woken() {
        let mut ring = ring(1, "abc");
        let mut asked = String::new();
        for _ in 0..4 {
            ring.next(|key| {
                asked.push(*key);
                (*key != 'a').then_some(())
            });
        }
        assert_eq!(asked, "abcbc");
        assert_eq!(ring.waiting(), 2);
    }

    #[test]
    fn one_that_is_woken_has_the_turn_it_missed_in_this_round_and_no_more() {
        let mut missed = ring(1, "abcd");
        assert_eq!(grants(&mut missed, "bcd", 1), "b", "a could not run");
        missed.wake('a');
        assert_eq!(grants(&mut missed, "abcd", 7), "cdabcda", "its turn comes in the same round");

        let mut long = ring(1, "abc");
        assert_eq!(grants(&mut long, "bc", 8), "bcbcbcbc", "a misses four rounds");
        long.wake('a');
        assert_eq!(grants(&mut long, "abc", 6), "abcabc", "and has one turn for them");
    }

    #[test]
    fn one_that_comes_and_goes_has_no_more_turns_than_one_that_stays() {
        let mut ring = ring(1, "ab");
        let mut order = String::new();
        for _ in 0..6 {
            order += &grants(&mut ring, "ab", 1);
            // b has nothing left, is asked, set aside, and has work again.
            if ring.now.front() == Some(&'b') && order.ends_with('b') {
                ring.next(|key| (*key != 'b').then_some(()));
            }
            ring.wake('b');
        }
        assert_eq!(order, "ababab");
    }

    #[test]
    fn a_turn_given_up_in_its_middle_goes_on_in_the_next_round() {
        let mut ring = ring(3, "ab");
        assert_eq!(grants(&mut ring, "a", 1), "a");
        assert_eq!(grants(&mut ring, "b", 1), "b", "a has two grants left, but nothing to run");
        ring.wake('a');
        assert_eq!(grants(&mut ring, "ab", 8), "bbaaabbb");
    }

    #[test]
    fn a_turn_begun_rounds_ago_is_a_whole_one_in_this_round() {
        let mut ring = ring(2, "abc");
        assert_eq!(grants(&mut ring, "a", 1), "a");
        assert_eq!(grants(&mut ring, "bc", 11), "bbccbbccbbc", "a has nothing to run");
        ring.wake('a');
        assert_eq!(grants(&mut ring, "abc", 5), "caabb");
    }

    #[test]
    fn waking_twice_is_waking_once_and_the_forgotten_is_gone() {
        let mut ring = ring(1, "aabbab");
        assert_eq!(ring.waiting(), 2);
        ring.forget(&'a');
        ring.forget(&'z');
        assert_eq!(grants(&mut ring, "ab", 3), "bbb");
        ring.wake('a');
        assert_eq!(grants(&mut ring, "ab", 4), "abab");
    }

    #[test]
    fn one_that_is_alone_for_long_does_not_delay_another_that_comes() {
        let mut ring = ring(1, "m");
        assert_eq!(grants(&mut ring, "m", 1000).len(), 1000);
        ring.wake('s');
        assert!(grants(&mut ring, "ms", 2).contains('s'));
    }

    proptest! {
        /// Members come, go, and are woken at random; those of `always` can run all the time.
        #[test]
        fn each_active_member_has_its_share_of_any_grants_in_a_row(
            quantum in 1_u32..4,
            always in 1_u32..6,
            others in 0_u32..6,
            steps in proptest::collection::vec((any::<u16>(), any::<u16>()), 1..60),
        ) {
            let mut ring = Ring::new(quantum);
            (0..always + others).for_each(|key| ring.wake(key));
            let mut granted = Vec::new();
            for (able, woken) in steps {
                (0..others).filter(|bit| woken >> bit & 1 == 1).for_each(|bit| ring.wake(always + bit));
                let can = |key: &u32| (*key < always || able >> (key - always) & 1 == 1).then_some(());
                granted.push(ring.next(can).expect("some can always run").0);
            }
            for begin in 0..granted.len() {
                for end in begin + 1..=granted.len() {
                    let run = &granted[begin..end];
                    let k = (0..always).chain(run.iter().copied()).collect::<BTreeSet<_>>().len();
                    let share = quantum as usize * (run.len() / (k * quantum as usize));
                    for key in 0..always {
                        let had = run.iter().filter(|other| **other == key).count();
                        prop_assert!(had >= share, "{key} had {had} of {} among {k} in {run:?}", run.len());
                    }
                }
            }
        }

        #[test]
        fn a_ring_is_a_set_of_those_that_wait(
            steps in proptest::collection::vec((0_u8..4, 0_u8..8), 0..200),
        ) {
            let mut ring = Ring::new(2);
            let mut waiting = BTreeSet::new();
            for (step, key) in steps {
                match step {
                    0 | 1 => {
                        ring.wake(key);
                        waiting.insert(key);
                    }
                    2 => {
                        ring.forget(&key);
                        waiting.remove(&key);
                    }
                    _ => {
                        let mut refused = BTreeSet::new();
                        let granted = ring.next(|other| {
                            if *other >= key {
                                return Some(());
                            }
                            assert!(refused.insert(*other), "asked twice");
                            None
                        });
                        waiting.retain(|key| !refused.contains(key));
                        prop_assert_eq!(granted.is_none(), waiting.is_empty());
                        prop_assert!(granted.is_none_or(|(key, ())| waiting.contains(&key)));
                    }
                }
                prop_assert_eq!(ring.waiting(), waiting.len());
            }
        }
    }

    /// A lane of the given turn whose domain is `domain`.
    fn lane(turn: u8, domain: &str) -> Lane {
        Lane::of(turn, domain)
    }

    /// Takes all that can run, in order.
    fn drain(window: &mut Window<&'static str>, can: impl Fn(&str) -> bool) -> Vec<&'static str> {
        std::iter::from_fn(|| window.take(|_, item| can(item))).map(|(_, item)| item).collect()
    }

    #[test]
    fn scripts_take_turns_and_within_a_script_the_oldest_goes_first() {
        let mut window = Window::new();
        for (turn, due_at, item) in [
            (0, 30, "news3"),
            (0, 10, "news1"),
            (0, 20, "news2"),
            (5, 99, "reset"),
            (15, 5, "form1"),
            (15, 5, "form2"),
        ] {
            window.push(lane(turn, "example.org"), Time(due_at), item);
        }
        assert_eq!(window.len(), 6);
        assert_eq!(
            drain(&mut window, |_| true),
            ["news1", "reset", "form1", "news2", "form2", "news3"]
        );
        assert!(window.is_empty());
    }

    #[test]
    fn a_stuck_destination_delays_neither_its_script_nor_another() {
        let mut window = Window::new();
        for (turn, domain, item) in [
            (0, "dead.example", "dead1"),
            (0, "dead.example", "dead2"),
            (0, "example.org", "a"),
            (1, "dead.example", "dead3"),
        ] {
            window.push(lane(turn, domain), Time(0), item);
        }
        assert_eq!(drain(&mut window, |item| !item.starts_with("dead")), ["a"]);
        assert_eq!((window.len(), window.len_of(lane(0, "dead.example"))), (3, 2));
        assert_eq!(
            drain(&mut window, |_| true),
            ["dead1", "dead3", "dead2"],
            "they keep their order"
        );
    }

    #[test]
    fn a_script_that_cannot_run_keeps_its_turn() {
        let mut window = Window::new();
        for (turn, item) in [(0, "a1"), (0, "a2"), (0, "a3"), (1, "b1"), (1, "b2")] {
            window.push(lane(turn, "example.org"), Time(0), item);
        }
        let of_b = lane(1, "example.org");
        assert_eq!(window.len_of(of_b), 2);
        assert_eq!(window.take(|_, item| item.starts_with('b')), Some((of_b, "b1")));
        assert_eq!(window.len_of(of_b), 1);
        assert_eq!(drain(&mut window, |_| true), ["a1", "b2", "a2", "a3"]);
    }

    #[test]
    fn a_cleared_window_holds_nothing() {
        let mut window = Window::new();
        window.push(lane(0, "example.org"), Time(0), "a");
        window.clear();
        assert_eq!(
            (window.len(), window.len_of(lane(0, "example.org")), window.iter().count()),
            (0, 0, 0)
        );
        assert_eq!(drain(&mut window, |_| true), Vec::<&str>::new());
    }

    proptest! {
        #[test]
        fn a_window_gives_back_each_item_once_and_each_lane_in_order(
            items in proptest::collection::vec((any::<u8>(), 0_i64..5), 0..100),
        ) {
            let mut window = Window::new();
            for (nth, (lane, due_at)) in items.iter().enumerate() {
                window.push(Lane(*lane), Time(*due_at), (*due_at, nth));
            }
            for (lane, _) in &items {
                prop_assert_eq!(window.len_of(Lane(*lane)), items.iter().filter(|(other, _)| other == lane).count());
            }
            let mut taken: Vec<(Lane, (i64, usize))> = Vec::new();
            while let Some(next) = window.take(|_, _| true) {
                taken.push(next);
                prop_assert_eq!(window.len() + taken.len(), items.len());
            }
            prop_assert_eq!(taken.iter().map(|(_, (_, nth))| *nth).collect::<BTreeSet<_>>().len(), items.len());
            for turn in 0..TURNS {
                let of_turn: Vec<_> = taken.iter().filter(|(lane, _)| lane.turn() == turn).map(|(_, key)| *key).collect();
                prop_assert!(of_turn.is_sorted(), "{of_turn:?}");
            }
        }
    }
}
