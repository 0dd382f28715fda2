//! What the owner of a site is told of by mail, beside what was asked for; how often, and since when.
//!
//! Of one kind a site is told at once, and then at most once an hour: what comes meanwhile gathers into the next mail.

use std::time::Duration;

use crate::counter::Bucket;
use crate::time::Time;

/// A kind of notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Notice {
    /// Held mail is given up soon.
    HeldMailGoes,
    /// Sending was stopped, started again or purged.
    StateChanged,
    /// A mail failed, and none had for a month.
    FirstFailure,
}

impl Notice {
    /// Every kind.
    pub const ALL: [Notice; 3] = [Notice::HeldMailGoes, Notice::StateChanged, Notice::FirstFailure];

    /// The word of the API, the command line and the pages.
    pub fn word(self) -> &'static str {
        match self {
            Notice::HeldMailGoes => "held-mail-goes",
            Notice::StateChanged => "state-changed",
            Notice::FirstFailure => "first-failure",
        }
    }

    /// The kind of a word of `Notice::word`.
    pub fn from_word(word: &str) -> Option<Notice> {
        Notice::ALL.into_iter().find(|notice| notice.word() == word)
    }

    /// Its place among the bits that are stored; one that was given never changes.
    const fn bit(self) -> u32 {
        match self {
            Notice::HeldMailGoes => 1 << 0,
            Notice::StateChanged => 1 << 1,
            Notice::FirstFailure => 1 << 2,
        }
    }
}

/// The kinds that are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Notices(u32);

impl Default for Notices {
    /// What a site without a word wants: all that may need somebody to act.
    fn default() -> Notices {
        Notices::of([Notice::HeldMailGoes, Notice::StateChanged])
    }
}

impl Notices {
    pub fn of(wanted: impl IntoIterator<Item = Notice>) -> Notices {
        Notices(wanted.into_iter().fold(0, |bits, notice| bits | notice.bit()))
    }

    pub fn has(self, notice: Notice) -> bool {
        self.0 & notice.bit() != 0
    }

    pub fn iter(self) -> impl Iterator<Item = Notice> {
        Notice::ALL.into_iter().filter(move |notice| self.has(*notice))
    }

    /// As it is stored. Kinds that this program does not know are kept.
    pub fn bits(self) -> u32 {
        self.0
    }

    pub fn from_bits(bits: u32) -> Notices {
        Notices(bits)
    }
}

/// What a mail of Postern's own is about: the report on a day, or a kind of notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    Report,
    Of(Notice),
}

impl Topic {
    /// The word it is stored by.
    pub fn word(self) -> &'static str {
        match self {
            Topic::Report => "report",
            Topic::Of(notice) => notice.word(),
        }
    }

    /// The topic of a word of `Topic::word`.
    pub fn from_word(word: &str) -> Option<Topic> {
        match word {
            "report" => Some(Topic::Report),
            other => Notice::from_word(other).map(Topic::Of),
        }
    }
}

/// Two mails of one kind to one site are at least so far apart.
pub const APART: Duration = Duration::from_secs(3600);

/// When a site may be told again of a kind it was last told of at `told_at`.
pub fn tell_at(told_at: Option<Time>, now: Time) -> Time {
    match told_at {
        // A clock that stepped back: how long ago it truly was is not known, and a warning is not to wait for it.
        Some(at) if at > now => now,
        Some(at) => now.max(at + APART),
        None => now,
    }
}

/// So many days without a failure make the next one worth a word.
pub const QUIET_DAYS: i64 = 30;

/// Whether something failed for the first time after a quiet month: today's counts, and those of the days before that are
/// kept, of a site that is at least so old.
pub fn is_first_failure(today: &Bucket, before: &[Bucket], age: Duration) -> bool {
    let fails = |bucket: &Bucket| bucket.failed > 0 || bucket.failed_late > 0;
    fails(today)
        && !before.iter().any(fails)
        && age >= Duration::from_secs(QUIET_DAYS as u64 * 86_400)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_wanted_comes_back_as_it_was_stored() {
        for wanted in [vec![], vec![Notice::HeldMailGoes], Notice::ALL.into()] {
            let notices = Notices::of(wanted.iter().copied());
            assert_eq!(Notices::from_bits(notices.bits()).iter().collect::<Vec<_>>(), wanted);
        }
        assert_eq!(Notices::default().bits(), 3, "what the store's migration gave to sites");
        for notice in Notice::ALL {
            assert_eq!(Notice::from_word(notice.word()), Some(notice));
        }
        assert_eq!(Notice::from_word("all"), None);
        for topic in Notice::ALL.map(Topic::Of).into_iter().chain([Topic::Report]) {
            assert_eq!(Topic::from_word(topic.word()), Some(topic));
        }
    }

    #[test]
    fn a_failure_is_the_first_only_after_a_month_without_one() {
        let month = Duration::from_secs(30 * 86_400);
        let (failed, late) =
            (Bucket { failed: 1, ..quiet() }, Bucket { failed_late: 1, ..quiet() });
        let sent = Bucket { sent: 9, ..quiet() };
        let rows = [
            (failed, vec![], month, true),
            (late, vec![sent, quiet()], month, true),
            (sent, vec![], month, false),
            (failed, vec![sent, failed], month, false),
            (failed, vec![late], month, false),
            // A site that is new was not quiet, only not there.
            (failed, vec![], month - Duration::from_secs(1), false),
        ];
        for (today, before, age, expected) in rows {
            assert_eq!(is_first_failure(&today, &before, age), expected, "{today:?} {before:?}");
        }
    }

    proptest! {
        #[test]
        fn of_one_kind_a_site_is_told_at_most_once_an_hour_and_of_all_that_happened(
            pauses in prop::collection::vec(0_u64..7200, 1..60),
        ) {
            let mut happened: Vec<Time> = Vec::new();
            let mut now = Time(0);
            for pause in pauses {
                now = now + Duration::from_secs(pause);
                happened.push(now);
            }
            let (mut mails, mut told, mut told_at) = (Vec::new(), 0, None);
            while told < happened.len() {
                let at = tell_at(told_at, happened[told]);
                prop_assert!(at.since(happened[told]) <= APART, "no warning waits longer");
                told = happened.partition_point(|then| *then <= at);
                told_at = Some(at);
                mails.push(at);
            }
            prop_assert!(mails.windows(2).all(|pair| pair[1].since(pair[0]) >= APART));
        }

        #[test]
        fn a_clock_that_stepped_back_keeps_no_warning(told_at: i64, now: i64) {
            let at = tell_at(Some(Time(told_at)), Time(now));
            prop_assert!(at >= Time(now) && at.since(Time(now)) <= APART);
        }
    }

    fn quiet() -> Bucket {
        Bucket::default()
    }
}
