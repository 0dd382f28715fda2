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
