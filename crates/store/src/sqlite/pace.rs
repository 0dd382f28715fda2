//! How the writer works: how long commits took in the last minutes, for people who look, and since the start, for who
//! measures again and again; how much went into one, and what of it was waiting for the disk.
//!
//! The last minutes are counted in spans that are a quarter longer each, minute by minute, so that noting one costs the
//! writer a lock nobody else holds and two additions, and what it takes of memory does not depend on how many there were.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use postern_core::histogram::{Histogram, NUMBERS, SHORT_SPANS};

use crate::view::{Commits, Paces};

/// Minutes that are looked at, the one that has begun among them.
const MINUTES: usize = 5;

/// Four spans for each doubling of a microsecond, up to a minute and more.
const SPANS: usize = 4 * 27;

/// The pace of the writer.
#[derive(Debug)]
pub(super) struct Pace {
    began: Instant,
    minutes: Mutex<[Minute; MINUTES]>,
    commits: Histogram,
    groups: Histogram,
    database_syncs: Histogram,
    body_syncs: Histogram,
}

#[derive(Clone, Copy, Debug)]
struct Minute {
    /// Which it is, counted from the beginning.
    number: u64,
    counts: [u32; SPANS],
    longest: Duration,
}

impl Minute {
    const fn new(number: u64) -> Minute {
        Minute { number, counts: [0; SPANS], longest: Duration::ZERO }
    }
}

impl Pace {
    pub(super) fn new(began: Instant) -> Pace {
        Pace {
            began,
            minutes: Mutex::new([Minute::new(0); MINUTES]),
            commits: Histogram::new(SHORT_SPANS),
            groups: Histogram::new(NUMBERS),
            database_syncs: Histogram::new(SHORT_SPANS),
            body_syncs: Histogram::new(SHORT_SPANS),
        }
    }

    /// Notes a commit of so many verbs that began at one instant and was done at the other.
    pub(super) fn note(&self, verbs: usize, began: Instant, done: Instant) {
        let number = self.minute(done);
        let took = done.saturating_duration_since(began);
        self.commits.note_span(took);
        self.groups.note(verbs as u64);
        let mut minutes = self.minutes.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = &mut minutes[(number % MINUTES as u64) as usize];
        if minute.number != number {
            *minute = Minute::new(number);
        }
        minute.counts[span(took)] += 1;
        minute.longest = minute.longest.max(took);
    }

    /// Notes how long the database's commit took, which syncs its log.
    pub(super) fn note_database_sync(&self, took: Duration) {
        self.database_syncs.note_span(took);
    }

    /// Notes how long the bodies of a group took to be synced.
    pub(super) fn note_body_sync(&self, took: Duration) {
        self.body_syncs.note_span(took);
    }

    /// What was noted since the start.
    pub(super) fn paces(&self) -> Paces {
        Paces {
            commits: self.commits.counted(),
            groups: self.groups.counted(),
            database_syncs: self.database_syncs.counted(),
            body_syncs: self.body_syncs.counted(),
        }
    }

    /// What was noted within the last minutes.
    pub(super) fn commits(&self, now: Instant) -> Commits {
        let this = self.minute(now);
        let (mut counts, mut longest) = ([0_u64; SPANS], Duration::ZERO);
        {
            let minutes = self.minutes.lock().unwrap_or_else(PoisonError::into_inner);
            let recent = minutes.iter().filter(|minute| minute.number + MINUTES as u64 > this);
            for minute in recent {
                longest = longest.max(minute.longest);
                for (sum, count) in counts.iter_mut().zip(minute.counts) {
                    *sum += u64::from(count);
                }
            }
        }
        let count: u64 = counts.iter().sum();
        let of_hundred = |part: u64| {
            let nth = (count * part).div_ceil(100);
            let mut seen = 0;
            let at = counts.iter().position(|count| {
                seen += count;
                seen >= nth.max(1)
            });
            at.map_or(Duration::ZERO, |at| end(at).min(longest))
        };
        Commits { count, p50: of_hundred(50), p99: of_hundred(99), longest }
    }

    fn minute(&self, at: Instant) -> u64 {
        at.saturating_duration_since(self.began).as_secs() / 60
    }
}

/// The span that a duration is counted in.
fn span(took: Duration) -> usize {
    let micros = took.as_micros().clamp(1, 1 << 40) as u64;
    let power = micros.ilog2();
    let quarter = ((micros << 2) >> power) & 3;
    (power as usize * 4 + quarter as usize).min(SPANS - 1)
}

/// What nothing in a span is longer than.
fn end(span: usize) -> Duration {
    let (power, quarter) = (span / 4, span as u64 % 4);
    Duration::from_micros(((5 + quarter) << power).div_ceil(4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_told_to_a_quarter_of_itself() {
        for micros in (1..5_000).chain([1 << 20, 59_999_999]) {
            let told = end(span(Duration::from_micros(micros))).as_micros() as u64;
            assert!(micros <= told && told <= micros + micros / 4 + 1, "{micros} as {told}");
        }
        assert_eq!(span(Duration::MAX), SPANS - 1);
    }

    #[test]
    fn half_and_nearly_all_of_the_last_minutes_are_told_and_older_ones_forgotten() {
        let began = Instant::now();
        let pace = Pace::new(began);
        let minute = Duration::from_secs(60);
        let note = |at: Instant, millis: u64| pace.note(3, at, at + Duration::from_millis(millis));
        assert_eq!(pace.commits(began), Commits::default());
        note(began, 900);
        for _ in 0..97 {
            note(began + minute, 2);
        }
        (0..3).for_each(|_| note(began + minute * 2, 50));

        let all = pace.commits(began + minute * 3);
        assert_eq!((all.count, all.longest), (101, Duration::from_millis(900)));
        assert_eq!(all.p50.as_millis(), 2);
        assert!((50..=63).contains(&all.p99.as_millis()), "{all:?}");

        let later = pace.commits(began + minute * 5);
        assert_eq!((later.count, later.longest), (100, Duration::from_millis(50)));
        assert_eq!(pace.commits(began + minute * 60), Commits::default());

        let paces = pace.paces();
        assert_eq!((paces.commits.count(), paces.groups.count()), (101, 101), "these are not");
        assert_eq!(paces.groups.sum, 303);
    }
}
