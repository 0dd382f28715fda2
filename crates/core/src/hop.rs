//! How much one next hop takes: connections at once, mails over one connection, mails a minute.
//!
//! A hop begins with a few slots. Each full set of answered attempts adds one, up to `most_slots`; a hop that says it is
//! busy (421 or another 4xx before or instead of an answer to a mail) loses half of them, and at the last one is left
//! alone for a pause; a hop that cannot be reached is closed for a pause and comes back with a single slot. Pauses double
//! with each failure in a row and end with the first answer. Attempts that run together fail together: all that ran when
//! a failure was noted count as that one failure, so ten connections cut at once do not make ten pauses of one.
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
    /// The hop does not want more now: 421 at any point, 4xx to the connection or the greeting.
    Busy,
    /// No server of the hop could be reached, or none spoke SMTP: refused, timed out, cut, no address for now.
    Unreachable,
    /// The attempt was given back before it came to talk: nothing is learnt.
    Unused,
}

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

    /// Whether a connection that carried so many mails may carry another.
    pub fn keeps(&self, mails: u32) -> bool {
        mails < self.limits.mails_per_connection.max(1)
    }

    /// Attempts that run.
    pub fn running(&self) -> u32 {
        self.running
    }

    /// Attempts allowed at once.
    pub fn slots(&self) -> u32 {
        self.slots
    }

    /// Failures since the last answer: what makes a hop a dead one.
    pub fn failures(&self) -> u32 {
        self.failures
    }

    /// Whether nothing would be lost by forgetting the hop: nothing runs, and it is neither closed nor marked by failures
    /// nor waiting for its rate. A table of hops stays small by dropping such ones.
    pub fn is_forgettable(&self, now: Time) -> bool {
        self.running == 0 && self.failures == 0 && self.admit(now) == Admit::Now
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
