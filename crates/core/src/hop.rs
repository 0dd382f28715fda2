//! How much one next hop takes: connections at once, mails over one connection, mails a minute.
//!
//! A hop begins with a few slots. Each full set of answered attempts adds one, up to `most_slots`; a hop that says it is
//! busy (421 or another 4xx before or instead of an answer to a mail) loses half of them, and at the last one is left
//! alone for a pause; a hop that cannot be reached is closed for a pause and comes back with a single slot. Pauses double
//! with each failure in a row and end with the first answer. Attempts that run together fail together: all that ran when
//! a failure was noted count as that one failure, so ten connections cut at once do not make ten pauses of one.
//!
//! A hop that failed several times in a row is dead: what waits for it is deferred by its own schedule of retries, so
//! that it neither stands before other mail nor outlives its days. One that answered last is proven: only such a hop may
//! have the last of the attempts there are (`hands`).
//!
//! Pure: the engine says what started and ended, at what time. A refused mail is an answer: the hop works.

use std::time::Duration;

use crate::retry::stretched;
use crate::time::Time;

/// What a next hop is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HopLimits {
    /// Slots of a hop nothing is known of; at least 1, at most `most_slots`.
    pub first_slots: u32,
    /// Most attempts at once; at least 1.
    pub most_slots: u32,
    /// Most mails over one connection; at least 1. Receivers close around a hundred.
    pub mails_per_connection: u32,
    /// Most attempts begun within a minute, evenly spread; `None` is without limit.
    pub per_minute: Option<u32>,
    /// Pause after the first failure; each further one in a row doubles it.
    pub first_pause: Duration,
    /// No pause is longer (jitter comes on top, up to a quarter).
    pub longest_pause: Duration,
}

impl Default for HopLimits {
    /// For the servers of a recipient's domain. Four connections are what a stranger is granted nearly everywhere, and
    /// twenty is where large receivers begin to mind; a restart of the hop costs five seconds, a dead one is asked four
    /// times an hour.
    fn default() -> HopLimits {
        HopLimits {
            first_slots: 4,
            most_slots: 20,
            mails_per_connection: 100,
            per_minute: None,
            first_pause: Duration::from_secs(5),
            longest_pause: Duration::from_secs(15 * 60),
        }
    }
}

/// Whether an attempt may start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admit {
    /// It may.
    Now,
    /// Not before this time: the hop is closed, or its rate is used up.
    NotBefore(Time),
    /// When an attempt that runs has ended: all slots are taken.
    NoSlot,
}

/// What an attempt says about the hop (what it says about the mail is another matter).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HopResult {
    /// The hop took a mail or refused one.
    Answered,
    /// The hop does not want more now: 421 in place of an answer to a mail, 4xx to the connection or the greeting. A 421
    /// behind an accepted mail is only the end of that connection, and no result of its own.
    Busy,
    /// No server of the hop could be reached, or none spoke SMTP: refused, timed out, cut, no address for now.
    Unreachable,
    /// The attempt was given back before it came to talk: nothing is learnt.
    Unused,
}

/// Failures in a row after which a hop is dead: with the usual pauses it was silent for more than a minute by then, which
/// no restart takes.
const DEAD: u32 = 5;

/// What is known of one next hop.
#[derive(Clone, Debug)]
pub struct Hop {
    limits: HopLimits,
    /// Attempts allowed at once: 1..=most_slots.
    slots: u32,
    /// Attempts that run.
    running: u32,
    /// Answers since the slots last changed.
    answered: u32,
    /// Failures in a row, each of a whole cohort.
    failures: u32,
    /// Attempts still to end that ran when the last failure was noted: theirs is the same failure.
    cohort: u32,
    /// Nothing starts before this time.
    closed_until: Time,
    /// The rate allows the next start at this time.
    next_start_at: Time,
    /// The last it showed was an answer.
    proven: bool,
}

impl Hop {
    /// A hop nothing is known of.
    pub fn new(limits: HopLimits) -> Hop {
        Hop {
            limits,
            slots: limits.first_slots.clamp(1, limits.most_slots.max(1)),
            running: 0,
            answered: 0,
            failures: 0,
            cohort: 0,
            closed_until: Time(i64::MIN),
            next_start_at: Time(i64::MIN),
            proven: false,
        }
    }

    /// Whether an attempt may start at `now`; `started` has to follow if it does.
    pub fn admit(&self, now: Time) -> Admit {
        let at = self.opens_at(now).max(self.paced_at(now));
        if at > now {
            Admit::NotBefore(at)
        } else if self.running >= self.slots {
            Admit::NoSlot
        } else {
            Admit::Now
        }
    }

    /// An attempt starts.
    pub fn started(&mut self, now: Time) {
        self.running = self.running.saturating_add(1);
        if let Some(spacing) = self.spacing() {
            self.next_start_at = self.paced_at(now).max(now) + spacing;
        }
    }

    /// An attempt ended. `jitter` in `0.0..1.0` stretches a pause.
    pub fn ended(&mut self, result: HopResult, now: Time, jitter: f64) {
        self.running = self.running.saturating_sub(1);
        self.proven = match result {
            HopResult::Answered => true,
            HopResult::Busy | HopResult::Unreachable => false,
            HopResult::Unused => self.proven,
        };
        let of_cohort = self.cohort > 0;
        self.cohort = self.cohort.saturating_sub(1);
        match result {
            HopResult::Unused => {}
            HopResult::Answered => self.grow(),
            HopResult::Busy | HopResult::Unreachable if of_cohort => {}
            HopResult::Busy if self.slots > 1 => {
                self.shrink_to(self.slots / 2);
            }
            HopResult::Busy | HopResult::Unreachable => {
                self.shrink_to(1);
                self.failures = self.failures.saturating_add(1);
                self.closed_until = now + stretched(self.pause(), jitter);
            }
        }
    }

    /// Attempts that run.
    pub fn running(&self) -> u32 {
        self.running
    }

    /// Attempts allowed at once.
    pub fn slots(&self) -> u32 {
        self.slots
    }

    /// Most attempts ever allowed at once.
    pub fn most_slots(&self) -> u32 {
        self.limits.most_slots.max(1)
    }

    /// Until when nothing starts after a failure; `None` while it is open.
    pub fn closed_until(&self, now: Time) -> Option<Time> {
        Some(self.opens_at(now)).filter(|at| *at > now)
    }

    /// Failures since the last answer.
    pub fn failures(&self) -> u32 {
        self.failures
    }

    /// Whether it failed so often in a row that nobody should wait for it.
    pub fn is_dead(&self) -> bool {
        self.failures >= DEAD
    }

    /// Whether the last it showed was an answer.
    pub fn is_proven(&self) -> bool {
        self.proven
    }

    /// Whether nothing runs and an attempt may start: such a hop may be forgotten where there are too many.
    pub fn is_idle(&self, now: Time) -> bool {
        self.running == 0 && self.admit(now) == Admit::Now
    }

    fn grow(&mut self) {
        self.failures = 0;
        self.closed_until = Time(i64::MIN);
        self.answered = self.answered.saturating_add(1);
        if self.answered >= self.slots && self.slots < self.limits.most_slots {
            self.slots += 1;
            self.answered = 0;
        }
    }

    fn shrink_to(&mut self, slots: u32) {
        self.slots = slots.max(1);
        self.answered = 0;
        self.cohort = self.running;
    }

    /// No hop makes anyone wait longer.
    pub fn longest_wait(limits: &HopLimits) -> Duration {
        stretched(limits.longest_pause, 1.0).max(Duration::from_secs(60))
    }

    /// The pause after the failures so far, without jitter.
    fn pause(&self) -> Duration {
        let doublings = self.failures.saturating_sub(1).min(31);
        self.limits.first_pause.saturating_mul(1 << doublings).min(self.limits.longest_pause)
    }

    /// When the hop opens. A pause that lies farther ahead than any pause is long comes from a clock that stepped back.
    fn opens_at(&self, now: Time) -> Time {
        if self.closed_until > now + stretched(self.limits.longest_pause, 1.0) {
            now
        } else {
            self.closed_until
        }
    }

    /// When the rate allows the next start, with the same care for the clock.
    fn paced_at(&self, now: Time) -> Time {
        match self.spacing() {
            Some(spacing) if self.next_start_at <= now + spacing => self.next_start_at,
            _ => now,
        }
    }

    fn spacing(&self) -> Option<Duration> {
        self.limits.per_minute.map(|per_minute| Duration::from_secs(60) / per_minute.max(1))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn at(secs: i64) -> Time {
        Time::from_secs(1_700_000_000 + secs)
    }

    fn limits() -> HopLimits {
        HopLimits { first_slots: 4, most_slots: 6, ..HopLimits::default() }
    }

    /// Starts what may start at `now` and ends it all with this result; how many there were.
    fn round(hop: &mut Hop, now: Time, result: HopResult) -> u32 {
        while hop.admit(now) == Admit::Now {
            hop.started(now);
        }
        let started = hop.running();
        (0..started).for_each(|_| hop.ended(result, now, 0.0));
        started
    }

    #[test]
    fn a_hop_grants_its_slots_and_then_none_until_an_attempt_ends() {
        let mut hop = Hop::new(limits());
        for running in 0..4 {
            assert_eq!((hop.running(), hop.admit(at(0))), (running, Admit::Now));
            hop.started(at(0));
        }
        assert_eq!(hop.admit(at(0)), Admit::NoSlot);
        hop.ended(HopResult::Answered, at(0), 0.0);
        assert_eq!(hop.admit(at(0)), Admit::Now);
    }

    #[test]
    fn slots_grow_by_one_with_each_full_set_of_answers_and_halve_when_the_hop_is_busy() {
        let mut hop = Hop::new(limits());
        use HopResult::{Answered, Busy};
        // What each round's attempts came to, how many ran, slots afterwards.
        let rows = [
            (Answered, 4, 5),
            (Answered, 5, 6),
            (Answered, 6, 6),
            (Answered, 6, 6),
            (Busy, 6, 3),
            (Answered, 3, 4),
            (Busy, 4, 2),
            (Busy, 2, 1),
            (Answered, 1, 2),
            (Answered, 2, 3),
        ];
        for (nth, (result, ran, slots)) in rows.into_iter().enumerate() {
            assert_eq!((round(&mut hop, at(0), result), hop.slots()), (ran, slots), "round {nth}");
        }
        assert_eq!(hop.failures(), 0, "a hop that still takes some is not dead");
    }

    #[test]
    fn attempts_that_ran_together_fail_as_one() {
        let mut hop = Hop::new(HopLimits { first_slots: 10, ..HopLimits::default() });
        round(&mut hop, at(0), HopResult::Unreachable);
        assert_eq!((hop.failures(), hop.slots()), (1, 1));
        assert_eq!(hop.admit(at(0)), Admit::NotBefore(at(5)));
    }

    #[test]
    fn a_dead_hop_is_asked_by_one_attempt_after_pauses_that_double_up_to_a_quarter_of_an_hour() {
        let mut hop = Hop::new(limits());
        let (mut now, mut asked) = (at(0), Vec::new());
        for _ in 0..13 {
            asked.push((round(&mut hop, now, HopResult::Unreachable), now.since(at(0)).as_secs()));
            let Admit::NotBefore(opens_at) = hop.admit(now) else { panic!("it is closed") };
            assert_eq!(hop.admit(opens_at - Duration::from_millis(1)), Admit::NotBefore(opens_at));
            now = opens_at;
        }
        let times = [0, 5, 15, 35, 75, 155, 315, 635, 1275, 2175, 3075, 3975, 4875];
        let expected: Vec<_> =
            times.into_iter().zip([4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]).collect();
        assert_eq!(asked, expected.into_iter().map(|(secs, ran)| (ran, secs)).collect::<Vec<_>>());
    }

    #[test]
    fn the_first_answer_opens_a_dead_hop_and_its_slots_come_back_one_by_one() {
        let mut hop = Hop::new(limits());
        (0..8).for_each(|nth| {
            round(&mut hop, at(nth * 1000), HopResult::Unreachable);
        });
        let now = at(9000);
        let slots: Vec<_> = (0..8)
            .map(|_| {
                round(&mut hop, now, HopResult::Answered);
                hop.slots()
            })
            .collect();
        assert_eq!(slots, [2, 3, 4, 5, 6, 6, 6, 6]);
        assert_eq!((hop.failures(), hop.admit(now)), (0, Admit::Now));
        round(&mut hop, now, HopResult::Unreachable);
        assert_eq!(
            hop.admit(now),
            Admit::NotBefore(now + 5 * SECOND),
            "the next pause is a first one again"
        );
    }

    #[test]
    fn a_hop_is_dead_after_five_failures_in_a_row_and_alive_with_the_next_answer() {
        let mut hop = Hop::new(limits());
        for nth in 0..5 {
            assert!(!hop.is_dead(), "after {nth} failures");
            round(&mut hop, at(nth * 1000), HopResult::Unreachable);
        }
        assert!(hop.is_dead());
        round(&mut hop, at(9000), HopResult::Answered);
        assert!(!hop.is_dead());
    }

    #[test]
    fn a_hop_is_proven_while_the_last_it_showed_was_an_answer() {
        let mut hop = Hop::new(limits());
        use HopResult::{Answered, Busy, Unreachable, Unused};
        let rows = [
            (Unused, false),
            (Answered, true),
            (Unused, true),
            (Busy, false),
            (Answered, true),
            (Unreachable, false),
        ];
        for (nth, (result, expected)) in rows.into_iter().enumerate() {
            round(&mut hop, at(nth as i64 * 1000), result);
            assert_eq!(hop.is_proven(), expected, "{nth}");
        }
        assert!(!Hop::new(limits()).is_proven());
    }

    #[test]
    fn a_hop_that_is_busy_at_its_last_slot_is_left_alone_for_a_pause() {
        let mut hop = Hop::new(HopLimits { first_slots: 1, ..limits() });
        round(&mut hop, at(0), HopResult::Busy);
        assert_eq!(hop.admit(at(0)), Admit::NotBefore(at(5)));
        round(&mut hop, at(5), HopResult::Busy);
        assert_eq!(hop.admit(at(5)), Admit::NotBefore(at(15)));
    }

    #[test]
    fn an_answer_that_comes_in_while_the_hop_is_closed_opens_it() {
        let mut hop = Hop::new(limits());
        hop.started(at(0));
        hop.started(at(0));
        hop.ended(HopResult::Unreachable, at(1), 0.0);
        assert_eq!(hop.admit(at(1)), Admit::NotBefore(at(6)));
        assert_eq!((hop.closed_until(at(5)), hop.closed_until(at(6))), (Some(at(6)), None));
        hop.ended(HopResult::Answered, at(2), 0.0);
        assert_eq!((hop.admit(at(2)), hop.closed_until(at(2))), (Admit::Now, None));
    }

    #[test]
    fn an_attempt_given_back_teaches_nothing() {
        let mut hop = Hop::new(limits());
        for _ in 0..20 {
            round(&mut hop, at(0), HopResult::Unused);
        }
        assert_eq!((hop.slots(), hop.failures(), hop.running()), (4, 0, 0));
    }

    #[test]
    fn a_rate_spreads_starts_evenly() {
        let mut hop = Hop::new(HopLimits { per_minute: Some(30), ..limits() });
        let mut started = Vec::new();
        let mut now = at(0);
        for _ in 0..4 {
            if let Admit::NotBefore(at) = hop.admit(now) {
                now = at;
            }
            assert_eq!(hop.admit(now), Admit::Now);
            hop.started(now);
            hop.ended(HopResult::Answered, now, 0.0);
            started.push(now.since(at(0)).as_secs());
        }
        assert_eq!(started, [0, 2, 4, 6]);
        assert_eq!(hop.admit(at(60)), Admit::Now);
        hop.started(at(60));
        assert_eq!(hop.admit(at(60)), Admit::NotBefore(at(62)), "a quiet minute saves nothing up");
    }

    #[test]
    fn jitter_stretches_a_pause_by_up_to_a_quarter() {
        for (jitter, expected) in
            [(0.0, 20_000), (0.5, 22_500), (1.0, 25_000), (-1.0, 20_000), (f64::NAN, 20_000)]
        {
            let mut hop =
                Hop::new(HopLimits { first_pause: 20 * SECOND, first_slots: 1, ..limits() });
            hop.started(at(0));
            hop.ended(HopResult::Unreachable, at(0), jitter);
            assert_eq!(
                hop.admit(at(0)),
                Admit::NotBefore(at(0) + Duration::from_millis(expected)),
                "jitter {jitter}"
            );
        }
    }

    #[test]
    fn a_clock_that_steps_back_keeps_no_hop_closed() {
        let mut hop = Hop::new(HopLimits { per_minute: Some(1), ..limits() });
        round(&mut hop, at(0), HopResult::Unreachable);
        assert_eq!(hop.admit(at(-86_400)), Admit::Now);
    }

    #[test]
    fn a_hop_is_idle_when_nothing_runs_and_it_is_not_closed() {
        let mut hop = Hop::new(limits());
        assert!(hop.is_idle(at(0)));
        hop.started(at(0));
        assert!(!hop.is_idle(at(0)), "an attempt runs");
        hop.ended(HopResult::Unreachable, at(0), 0.0);
        assert!(!hop.is_idle(at(0)), "it is closed");
        round(&mut hop, at(6), HopResult::Answered);
        assert!(hop.is_idle(at(6)));
    }

    proptest! {
        #[test]
        fn slots_and_pauses_stay_within_their_bounds(
            first_slots in 0_u32..50, most_slots in 0_u32..30, per_minute in proptest::option::of(0_u32..1000),
            steps in proptest::collection::vec((0_u8..5, 0_i64..2_000_000, 0.0..1.0_f64), 0..300),
        ) {
            let limits = HopLimits { first_slots, most_slots, per_minute, ..HopLimits::default() };
            let mut hop = Hop::new(limits);
            let (mut now, mut running) = (at(0), 0_u32);
            for (step, wait, jitter) in steps {
                now = now + Duration::from_millis(wait as u64);
                let before = hop.clone();
                let result = match step {
                    0 => Some(HopResult::Answered),
                    1 => Some(HopResult::Busy),
                    2 => Some(HopResult::Unreachable),
                    3 => Some(HopResult::Unused),
                    _ => None,
                };
                match (result, hop.admit(now)) {
                    (Some(result), _) if running > 0 => {
                        hop.ended(result, now, jitter);
                        running -= 1;
                    }
                    (_, Admit::Now) => {
                        prop_assert!(running < before.slots());
                        hop.started(now);
                        running += 1;
                    }
                    (_, Admit::NoSlot) => prop_assert!(running >= hop.slots()),
                    (_, Admit::NotBefore(opens_at)) => {
                        let longest = limits.longest_pause.mul_f64(1.25).max(60 * SECOND);
                        prop_assert!(opens_at > now && opens_at <= now + longest);
                        prop_assert!(!matches!(hop.admit(opens_at), Admit::NotBefore(_)));
                    }
                }
                prop_assert_eq!(hop.running(), running);
                prop_assert!((1..=most_slots.max(1)).contains(&hop.slots()));
            }
        }
    }
}
