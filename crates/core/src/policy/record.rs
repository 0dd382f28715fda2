//! The half-hours of a site or of one of its scripts.

use std::time::Duration;

use super::counts::Counts;
use crate::time::Time;

const HOUR: Duration = Duration::from_secs(3600);

/// What was counted of a site or a script, by half-hours: at most 28 days of them, those in which something happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// When recording began: what a script did not do since, it never did. A script's is that of its site.
    pub begun_at: Time,
    /// From when on it counts: the last unblock or purge of the site or, if that is later, of the script.
    /// `Time::NEVER` while the script is stopped: what it did is nobody's fault until it begins anew.
    pub since: Time,
    /// By their begin, in order.
    halves: Vec<(Time, Counts)>,
}

impl Record {
    /// What is older is forgotten.
    pub const LONGEST: Duration = Duration::from_secs(28 * 24 * 3600);

    /// Nothing yet.
    pub fn new(begun_at: Time, since: Time) -> Record {
        Record { begun_at, since, halves: Vec::new() }
    }

    /// Adds what happened in the half-hour that began at `at` (`counter::half_hour`), after what is there of it. A half-hour
    /// within which counting begins anew (`since`) is recorded as two: the second begins at that instant.
    pub fn add(&mut self, at: Time, counts: Counts) {
        match self.halves.binary_search_by_key(&at, |(begin, _)| *begin) {
            Ok(place) => self.halves[place].1 = self.halves[place].1.then(counts),
            Err(place) => self.halves.insert(place, (at, counts)),
        }
    }

    /// Forgets what is older than `LONGEST`.
    pub fn prune(&mut self, now: Time) {
        let oldest = now - Record::LONGEST;
        self.halves.retain(|(begin, _)| *begin >= oldest);
    }

    /// What counts within the window that ends now: of the half-hours those that began in it.
    pub(super) fn within(&self, window: Duration, now: Time) -> Counts {
        let from = (now - window).max(self.since);
        let first = self.halves.partition_point(|(begin, _)| *begin < from);
        let within = self.halves[first..].iter().take_while(|(begin, _)| *begin <= now);
        within.fold(Counts::default(), |counts, (_, next)| counts.then(*next))
    }

    /// The most that was accepted within an hour, of those that began before an instant.
    pub(super) fn busiest_hour(&self, before: Time) -> u64 {
        let before = self.halves.partition_point(|(begin, _)| *begin < before);
        let past = &self.halves[..before];
        let hour_from = |nth: usize| {
            let ends_at = past[nth].0 + HOUR;
            let hour = past[nth..].iter().take_while(|(begin, _)| *begin < ends_at);
            hour.map(|(_, counts)| counts.accepted).sum::<u64>()
        };
        (0..past.len()).map(hour_from).max().unwrap_or(0)
    }

    /// Whether anything was ever accepted of it.
    pub(super) fn sends(&self) -> bool {
        self.halves.iter().any(|(_, counts)| counts.accepted > 0)
    }

    /// The half-hours that begin from an instant on and before counting does.
    pub(super) fn uncounted(&self, from: Time) -> impl Iterator<Item = &(Time, Counts)> {
        self.halves.iter().filter(move |(begin, _)| (from..self.since).contains(begin))
    }

    /// All others.
    pub(super) fn counted(&self, from: Time) -> impl Iterator<Item = &(Time, Counts)> {
        self.halves.iter().filter(move |(begin, _)| !(from..self.since).contains(begin))
    }

    /// What is left at least without what others did.
    #[must_use]
    pub(super) fn without<'a>(
        mut self,
        others: impl Iterator<Item = &'a (Time, Counts)>,
    ) -> Record {
        for (at, counts) in others {
            // A half-hour of a script may have been recorded as two where its site's is one.
            let after = self.halves.partition_point(|(begin, _)| begin <= at);
            if let Some((_, of_site)) = after.checked_sub(1).map(|place| &mut self.halves[place]) {
                *of_site = of_site.without(*counts);
            }
        }
        self
    }
}
