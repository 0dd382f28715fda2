//! A site's window: the few of its deliveries that are in memory.
//!
//! The queue lives in the store; per site with work at most 256 candidates are held here, of one lane at most 32, so
//! that a lane that cannot move never fills the window. Once many stand, only lanes that have none here are read, and
//! few of each: what can move gets through, however much of the same site cannot. Fresh mail goes straight in while
//! there is room; what finds none stays in the store and its lane is remembered as having more.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use postern_core::hands::Hands;
use postern_core::ids::{DeliveryId, SiteId};
use postern_core::lane::Lane;
use postern_core::time::Time;
use postern_store::{Candidate, Refill, Refilled};

/// Candidates of one site in memory at which it is crowded: what moves leaves at once, so these mostly stand.
pub(super) const WINDOW: usize = 128;

/// Candidates of one site in memory at most.
const MOST: usize = 256;

/// Candidates of one lane in a window.
pub(super) const SHARE: usize = 32;

/// The same in a crowded window, which takes in only what nothing stands before.
const CROWDED_SHARE: usize = 4;

/// The first refill of a site after a start is small: with many sites, each costs a seek on a cold disk.
const FIRST: usize = 16;

/// How something is in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// Of an attempt, at a next hop that had proven to answer or not.
    Proven,
    Unproven,
    /// To be deferred without an attempt.
    Deferring,
}

/// What is known of one site's work.
#[derive(Debug, Default)]
pub(super) struct Window {
    /// Candidates that wait for a slot of their next hop, with the hop they wait for.
    waiting: HashMap<DeliveryId, (Lane, Arc<str>)>,
    lanes: BTreeMap<Lane, usize>,
    hops: HashMap<Arc<str>, usize>,
    /// Taken out and not settled yet, with the script's turn; and what that comes to, for its limits.
    in_hand: HashMap<DeliveryId, (u8, Manner)>,
    hands: Hands,
    deferring: usize,
    /// Next hops at which the site was not let have its turn, because enough of it is in hand.
    set_aside: Vec<Arc<str>>,
    /// Lanes of which more waits in the store.
    more: BTreeSet<Lane>,
    /// The store may have work of lanes that are not known here: look at all.
    look: bool,
    /// A refill is under way; its number. An answer with another number is from before an action.
    refill: Option<u64>,
    refills: u64,
    /// When something of the site is due next, as far as known.
    pub next_due: Option<Time>,
}

impl Window {
    /// Has the store looked up for this site.
    pub fn look(&mut self) {
        self.look = true;
    }

    /// Takes a candidate in to wait for `hop`; says whether there was room. What is here already is not taken twice.
    pub fn take_in(&mut self, candidate: &Candidate, hop: &Arc<str>) -> bool {
        if self.waiting.contains_key(&candidate.delivery)
            || self.in_hand.contains_key(&candidate.delivery)
        {
            return false;
        }
        self.waiting.insert(candidate.delivery, (candidate.lane, Arc::clone(hop)));
        *self.lanes.entry(candidate.lane).or_default() += 1;
        *self.hops.entry(Arc::clone(hop)).or_default() += 1;
        true
    }

    /// Whether a fresh candidate may go straight in. It may pass what waits in the store of its lane only while next to
    /// nothing waits for its next hop: the way is free, and what is stored waits for another.
    pub fn has_room(&mut self, candidate: &Candidate, hop: &Arc<str>) -> bool {
        let behind = self.look
            || self.more.contains(&candidate.lane)
            || self.waiting_of(&candidate.lane) >= self.share();
        let free = self.hops.get(hop).copied().unwrap_or(0) < CROWDED_SHARE;
        let room = self.waiting.len() < MOST && (!behind || free);
        if !room {
            self.more.insert(candidate.lane);
        }
        room
    }

    fn is_crowded(&self) -> bool {
        self.waiting.len() >= WINDOW
    }

    fn share(&self) -> usize {
        if self.is_crowded() { CROWDED_SHARE } else { SHARE }
    }

    fn waiting_of(&self, lane: &Lane) -> usize {
        self.lanes.get(lane).copied().unwrap_or(0)
    }

    /// Whether a lane is to be read: half of its share is free, in a crowded window all of it.
    fn is_hungry(&self, lane: &Lane) -> bool {
        self.waiting_of(lane) <= if self.is_crowded() { 0 } else { SHARE / 2 }
    }

    /// Whether more of a script may be taken out so, where at most `most` may be in hand of attempts. What is only
    /// deferred goes in batches: each is a write, and none is urgent.
    pub fn may_take(&self, turn: u8, manner: Manner, most: usize) -> bool {
        match manner {
            Manner::Proven => self.hands.may_take(turn, true, most),
            Manner::Unproven => self.hands.may_take(turn, false, most),
            Manner::Deferring => self.deferring < SHARE,
        }
    }

    /// Takes a waiting candidate out; says whether it was still wanted.
    pub fn take_out(&mut self, delivery: DeliveryId, manner: Manner) -> bool {
        let Some((lane, hop)) = self.waiting.remove(&delivery) else { return false };
        lower(&mut self.lanes, &lane);
        if let Some(count) = self.hops.get_mut(&hop) {
            *count -= 1;
            if *count == 0 {
                self.hops.remove(&hop);
            }
        }
        self.in_hand.insert(delivery, (lane.turn(), manner));
        match manner {
            Manner::Proven => self.hands.take(lane.turn(), true, 1),
            Manner::Unproven => self.hands.take(lane.turn(), false, 1),
            Manner::Deferring => self.deferring += 1,
        }
        true
    }

    /// Notes that the site was not let have its turn at a next hop.
    pub fn set_aside(&mut self, hop: &Arc<str>) {
        self.set_aside.push(Arc::clone(hop));
    }

    /// Puts down what was in hand; gives the next hops at which the site may have its turn again, in the order it was set
    /// aside there.
    pub fn put_down(&mut self, deliveries: &[DeliveryId]) -> Vec<Arc<str>> {
        for delivery in deliveries {
            match self.in_hand.remove(delivery) {
                Some((turn, Manner::Proven)) => self.hands.put_down(turn, true, 1),
                Some((turn, Manner::Unproven)) => self.hands.put_down(turn, false, 1),
                Some((_, Manner::Deferring)) => self.deferring -= 1,
                None => {}
            }
        }
        std::mem::take(&mut self.set_aside)
    }

    /// Forgets what waits, because the site's state changed; gives the next hops it waited for. The store is asked
    /// anew, and the answer to an older question is not taken.
    pub fn clear(&mut self) -> Vec<Arc<str>> {
        self.waiting.clear();
        self.lanes.clear();
        self.set_aside.clear();
        self.more.clear();
        self.refill = None;
        self.next_due = None;
        self.look = true;
        self.hops.drain().map(|(hop, _)| hop).collect()
    }

    /// The question to the store, if one is due: something is known to wait there, and there is place for it.
    pub fn question(&mut self, site: SiteId, now: Time) -> Option<(u64, Refill)> {
        let wanted = self.look || self.more.iter().any(|lane| self.is_hungry(lane));
        let room = MOST.saturating_sub(self.waiting.len());
        if self.refill.is_some() || !wanted || room == 0 {
            return None;
        }
        self.refills += 1;
        self.refill = Some(self.refills);
        let full: BTreeSet<Lane> =
            self.lanes.keys().copied().filter(|lane| !self.is_hungry(lane)).collect();
        // The answer tells anew which lanes have more, but for those it does not look at. What finds no room from here
        // on is remembered beside it: the store may have been read before that mail was in it.
        self.more.retain(|lane| full.contains(lane));
        if std::mem::take(&mut self.look) {
            // What made us look may be in one of these, and nobody would tell again.
            self.more.extend(&full);
        }
        let refill = Refill {
            site,
            now,
            take: if self.refills == 1 { FIRST } else { room.min(WINDOW) },
            take_per_lane: self.share(),
            exclude: self.waiting.keys().chain(self.in_hand.keys()).copied().collect(),
            skip: full.into_iter().collect(),
        };
        Some((self.refills, refill))
    }

    /// Takes note of the store's answer to question `number`; says whether its candidates are to be taken in. Where
    /// the store had none, the site is looked at again at `again_at`.
    pub fn answered(&mut self, number: u64, answer: Option<&Refilled>, again_at: Time) -> bool {
        if self.refill != Some(number) {
            return false;
        }
        self.refill = None;
        let Some(answer) = answer else {
            self.next_due = earliest(self.next_due, Some(again_at));
            return false;
        };
        self.more.extend(answer.more.iter().copied());
        self.next_due = earliest(self.next_due, answer.next_due_at);
        true
    }

    /// Whether nothing is known of the site's work: it can be forgotten.
    pub fn is_idle(&self) -> bool {
        self.waiting.is_empty()
            && self.in_hand.is_empty()
            && self.more.is_empty()
            && !self.look
            && self.refill.is_none()
            && self.next_due.is_none()
    }
}

/// The earlier of two times that may be unknown.
pub(super) fn earliest(a: Option<Time>, b: Option<Time>) -> Option<Time> {
    a.into_iter().chain(b).min()
}

fn lower(counts: &mut BTreeMap<Lane, usize>, lane: &Lane) {
    if let Some(count) = counts.get_mut(lane) {
        *count -= 1;
        if *count == 0 {
            counts.remove(lane);
        }
    }
}

#[cfg(test)]
mod tests {
    use postern_core::ids::MessageId;

    use super::*;

    fn candidate(id: i64, lane: u8) -> Candidate {
        Candidate {
            delivery: DeliveryId(id),
            message: MessageId(id),
            lane: Lane(lane),
            domain: "example.org".into(),
            due_at: Time(0),
        }
    }

    fn hop(name: &str) -> Arc<str> {
        Arc::from(name)
    }

    /// A window with `count` candidates of one lane and hop.
    fn with(count: i64, lane: u8, to: &str) -> Window {
        let mut window = Window::default();
        for id in 1..=count {
            assert!(window.take_in(&candidate(id, lane), &hop(to)));
        }
        window
    }

    #[test]
    fn a_candidate_is_taken_in_once_and_never_while_it_is_in_hand() {
        let mut window = with(1, 0, "a");
        assert!(!window.take_in(&candidate(1, 0), &hop("a")));
        assert!(window.take_out(DeliveryId(1), Manner::Proven));
        assert!(!window.take_out(DeliveryId(1), Manner::Proven));
        assert!(!window.take_in(&candidate(1, 0), &hop("a")));
        window.put_down(&[DeliveryId(1)]);
        assert!(window.take_in(&candidate(1, 0), &hop("a")));
    }

    #[test]
    fn a_lane_takes_only_its_share_so_that_others_find_room() {
        let mut window = with(SHARE as i64, 3, "dead");
        assert!(!window.has_room(&candidate(900, 3), &hop("dead")));
        assert!(window.has_room(&candidate(901, 4), &hop("well")));
    }

    #[test]
    fn fresh_mail_for_a_free_hop_passes_a_lane_that_is_full_of_a_dead_one() {
        let mut window = with(SHARE as i64, 3, "dead");
        assert!(window.has_room(&candidate(900, 3), &hop("well")));
    }

    #[test]
    fn a_crowd_that_cannot_move_leaves_a_way_for_what_can() {
        let mut window = Window::default();
        for id in 0..WINDOW as i64 {
            assert!(window.take_in(&candidate(id, (id / 32) as u8), &hop("dead")));
        }
        assert!(window.has_room(&candidate(900, 9), &hop("well")));
        window.look();
        let (_, refill) = window.question(SiteId(1), Time(0)).unwrap();
        assert_eq!(refill.skip, [Lane(0), Lane(1), Lane(2), Lane(3)]);
        assert_eq!(refill.take_per_lane, CROWDED_SHARE);
    }

    #[test]
    fn what_found_no_room_is_asked_for_when_half_of_its_lane_is_free() {
        let mut window = with(SHARE as i64, 3, "a");
        assert!(!window.has_room(&candidate(900, 3), &hop("a")));
        assert!(window.question(SiteId(1), Time(0)).is_none());
        for id in 1..=(SHARE as i64 / 2) {
            assert!(window.take_out(DeliveryId(id), Manner::Proven));
        }
        let (_, refill) = window.question(SiteId(1), Time(0)).unwrap();
        assert_eq!(refill.exclude.len(), SHARE);
        assert!(refill.skip.is_empty());
        assert!(window.question(SiteId(1), Time(0)).is_none(), "one question at a time");
    }

    #[test]
    fn a_lane_that_is_not_looked_at_is_asked_for_when_there_is_room() {
        let mut window = with(SHARE as i64, 3, "a");
        window.look();
        let (number, refill) = window.question(SiteId(1), Time(0)).unwrap();
        assert_eq!(refill.skip, [Lane(3)]);
        assert!(window.answered(number, Some(&Refilled::default()), Time(9)));
        for id in 1..=SHARE as i64 {
            assert!(window.take_out(DeliveryId(id), Manner::Proven));
            window.put_down(&[DeliveryId(id)]);
        }
        assert!(!window.is_idle());
        let (_, refill) = window.question(SiteId(1), Time(0)).unwrap();
        assert!(refill.skip.is_empty());
    }

    #[test]
    fn what_finds_no_room_while_the_store_is_asked_is_asked_for_next() {
        let mut window = with(SHARE as i64 / 2, 3, "a");
        window.look();
        let (number, _) = window.question(SiteId(1), Time(0)).unwrap();
        for id in 100..100 + SHARE as i64 / 2 {
            assert!(window.take_in(&candidate(id, 3), &hop("a")));
        }
        assert!(!window.has_room(&candidate(900, 3), &hop("a")));
        assert!(window.answered(number, Some(&Refilled::default()), Time(9)));
        for id in 100..100 + SHARE as i64 / 2 {
            assert!(window.take_out(DeliveryId(id), Manner::Proven));
        }
        assert!(window.question(SiteId(1), Time(0)).is_some());
    }

    #[test]
    fn an_answer_from_before_an_action_is_not_taken() {
        let mut window = Window::default();
        window.look();
        let (old, _) = window.question(SiteId(1), Time(0)).unwrap();
        window.clear();
        assert!(!window.answered(old, Some(&Refilled::default()), Time(9)));
        let (new, _) = window.question(SiteId(1), Time(0)).unwrap();
        assert!(window.answered(new, Some(&Refilled::default()), Time(9)));
        assert!(window.is_idle());
    }

    #[test]
    fn a_question_the_store_could_not_answer_is_asked_again_after_a_while() {
        let mut window = Window::default();
        window.look();
        let (number, _) = window.question(SiteId(1), Time(0)).unwrap();
        assert!(!window.answered(number, None, Time(9)));
        assert!(window.question(SiteId(1), Time(0)).is_none());
        assert_eq!(window.next_due, Some(Time(9)));
    }
}
