//! How long things took, or how large they were: counted by fixed bounds.
//!
//! Noting a value costs two additions that wait for nobody, and what is kept does not grow. What was noted is read
//! without stopping those who note: a value that is noted meanwhile is in the counts or it is not.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Bounds of what a disk or a short way takes, in microseconds: 100 µs to 10 s.
pub const SHORT_SPANS: &[u64] = &[
    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
    1_000_000, 2_500_000, 10_000_000,
];

/// Bounds of what a conversation over the network takes, in microseconds: 10 ms to 15 minutes.
pub const LONG_SPANS: &[u64] = &[
    10_000,
    25_000,
    50_000,
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000,
    30_000_000,
    60_000_000,
    120_000_000,
    300_000_000,
    900_000_000,
];

/// Bounds of how many are done together.
pub const NUMBERS: &[u64] = &[1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

/// Counts since the process began.
#[derive(Debug)]
pub struct Histogram {
    bounds: &'static [u64],
    /// One for each bound, and one for what is over all of them.
    counts: Box<[AtomicU64]>,
    sum: AtomicU64,
}

/// What a histogram counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Each with how many were not over it, and over the bound before; the last bound has none over it.
    pub up_to: Vec<(u64, u64)>,
    /// How many were over all bounds.
    pub over: u64,
    pub sum: u64,
}

impl Histogram {
    /// An empty one; `bounds` rise.
    pub fn new(bounds: &'static [u64]) -> Histogram {
        let counts = (0..=bounds.len()).map(|_| AtomicU64::new(0)).collect();
        Histogram { bounds, counts, sum: AtomicU64::new(0) }
    }

    /// Notes a value, in the unit of the bounds.
    pub fn note(&self, value: u64) {
        let place = self.bounds.partition_point(|bound| *bound < value);
        self.counts[place].fetch_add(1, Ordering::Relaxed);
        self.sum.fetch_add(value, Ordering::Relaxed);
    }

    /// Notes a span, in microseconds.
    pub fn note_span(&self, span: Duration) {
        self.note(u64::try_from(span.as_micros()).unwrap_or(u64::MAX));
    }

    /// What was noted so far.
    pub fn counted(&self) -> Counted {
        let mut counts = self.counts.iter().map(|count| count.load(Ordering::Relaxed));
        let up_to = self.bounds.iter().copied().zip(counts.by_ref()).collect();
        let over = counts.next().unwrap_or(0);
        Counted { up_to, over, sum: self.sum.load(Ordering::Relaxed) }
    }
}

impl Counted {
    /// How many values there were.
    pub fn count(&self) -> u64 {
        self.up_to.iter().map(|(_, count)| count).sum::<u64>() + self.over
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_counts_at_the_first_bound_it_is_not_over() {
        let histogram = Histogram::new(&[1, 10, 100]);
        for value in [0, 1, 2, 10, 11, 100, 101, 5_000] {
            histogram.note(value);
        }
        let counted = histogram.counted();
        assert_eq!(counted.up_to, [(1, 2), (10, 2), (100, 2)]);
        assert_eq!((counted.over, counted.sum, counted.count()), (2, 5_225, 8));
    }

    #[test]
    fn spans_count_in_microseconds_also_one_without_end() {
        let histogram = Histogram::new(SHORT_SPANS);
        histogram.note_span(Duration::from_millis(3));
        assert_eq!(histogram.counted().sum, 3_000);
        histogram.note_span(Duration::MAX);
        assert_eq!(histogram.counted().over, 1);
    }

    #[test]
    fn bounds_rise() {
        for bounds in [SHORT_SPANS, LONG_SPANS, NUMBERS] {
            assert!(bounds.is_sorted_by(|a, b| a < b));
        }
    }
}
