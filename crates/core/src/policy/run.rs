//! Failures in a row, counted so that stretches of time can be put together: the longest row of a day is known from its
//! half-hours, also where it goes on over their edges.

/// The failures in a row within a stretch of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Those before the first success; if there was none, all.
    pub lead: u64,
    /// Those after the last success; if there was none, all.
    pub tail: u64,
    pub longest: u64,
    /// Whether there was a success.
    pub broken: bool,
}

impl Run {
    pub const FAILURE: Run = Run { lead: 1, tail: 1, longest: 1, broken: false };
    pub const SUCCESS: Run = Run { lead: 0, tail: 0, longest: 0, broken: true };

    /// This stretch and the one that follows it.
    #[must_use]
    pub fn then(self, next: Run) -> Run {
        let across = self.tail.saturating_add(next.lead);
        Run {
            lead: if self.broken { self.lead } else { self.lead.saturating_add(next.lead) },
            tail: if next.broken { next.tail } else { self.tail.saturating_add(next.tail) },
            longest: self.longest.max(next.longest).max(across),
            broken: self.broken || next.broken,
        }
    }

    /// What is left at least if so many of the failures are someone else's.
    #[must_use]
    pub fn without(self, failures: u64) -> Run {
        Run {
            lead: self.lead.saturating_sub(failures),
            tail: self.tail.saturating_sub(failures),
            longest: self.longest.saturating_sub(failures),
            broken: self.broken,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(failed: &[bool]) -> Run {
        let one = |failed: &bool| if *failed { Run::FAILURE } else { Run::SUCCESS };
        failed.iter().map(one).fold(Run::default(), Run::then)
    }

    proptest! {
        #[test]
        fn stretches_put_together_have_the_longest_row_of_the_whole(
            failed in proptest::collection::vec(any::<bool>(), 0..40), cuts: [usize; 2],
        ) {
            let mut cuts = cuts.map(|cut| cut % (failed.len() + 1));
            cuts.sort_unstable();
            let [a, b] = cuts;
            let parts = [&failed[..a], &failed[a..b], &failed[b..]].map(of);
            let whole = parts[0].then(parts[1].then(parts[2]));
            prop_assert_eq!(whole, parts[0].then(parts[1]).then(parts[2]));
            prop_assert_eq!(whole, of(&failed));
            let longest = failed.split(|failed| !failed).map(<[bool]>::len).max();
            prop_assert_eq!(whole.longest, longest.unwrap_or(0) as u64);
        }
    }
}
