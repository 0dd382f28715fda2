//! Webhooks: what a hook can be told of, what an answer means, and when an event is told again.
//!
//! An event is tried for a day. Its delays grow from ten seconds to half an hour, each stretched by chance, so that
//! hooks that failed together do not come back together; a receiver that asks for more time gets it, up to an hour.
//! Within one site the order of a hook's events is kept: a later one waits for the earlier. So the longest delay is
//! also how long a receiver that is up again waits for the rest.

use std::time::Duration;

use crate::retry::{self, Retry, Schedule};
use crate::time::Time;

/// Events that wait for one hook at most; newer ones are dropped and counted.
pub const WAITING: u64 = 20_000;

/// Answers kept of one hook, and how much of each one's text, in bytes.
pub const ANSWERS: usize = 100;
pub const ANSWER_TEXT: usize = 2048;

/// How long both secrets sign after a rotation.
pub const BOTH_SECRETS: Duration = Duration::from_secs(24 * 3600);

/// Hooks of one site, and of all sites together.
pub const HOOKS_OF_SITE: u64 = 10;
pub const HOOKS_OF_ALL: u64 = 50;

/// When an event is told again.
pub const SCHEDULE: Schedule = Schedule {
    first: Duration::from_secs(10),
    factor: 2.0,
    longest: Duration::from_secs(30 * 60),
    give_up_after: Duration::from_secs(24 * 3600),
};

/// The longest wait that is granted to a receiver that asks for it.
const LONGEST_ASKED: Duration = Duration::from_secs(3600);

/// What an event tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A site was blocked, unblocked, locked or the like.
    StateChanged,
    /// A mail ended in error.
    MailFailed,
    /// Held mail is given up soon.
    HeldExpiring,
    /// A daily error report was sent.
    ReportSent,
    /// Somebody tries the hook out.
    Test,
}

impl Kind {
    /// The kinds a hook can be told of or not; a test is told whenever it is asked for.
    pub const CHOSEN: [Kind; 4] =
        [Kind::StateChanged, Kind::MailFailed, Kind::HeldExpiring, Kind::ReportSent];

    /// The `type` of its event.
    pub fn word(self) -> &'static str {
        match self {
            Kind::StateChanged => "site.state_changed",
            Kind::MailFailed => "mail.failed",
            Kind::HeldExpiring => "mail.held_expiring",
            Kind::ReportSent => "report.sent",
            Kind::Test => "webhook.test",
        }
    }

    /// The kind of a word of `Kind::word` that can be chosen.
    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::CHOSEN.into_iter().find(|kind| kind.word() == word)
    }

    /// Its place among the bits that are stored; one that was given never changes.
    const fn bit(self) -> u32 {
        match self {
            Kind::StateChanged => 1 << 0,
            Kind::MailFailed => 1 << 1,
            Kind::HeldExpiring => 1 << 2,
            Kind::ReportSent => 1 << 3,
            Kind::Test => 0,
        }
    }
}

/// The kinds a hook is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Kinds(u32);

impl Kinds {
    pub fn of(wanted: impl IntoIterator<Item = Kind>) -> Kinds {
        Kinds(wanted.into_iter().fold(0, |bits, kind| bits | kind.bit()))
    }

    /// All there are.
    pub fn all() -> Kinds {
        Kinds::of(Kind::CHOSEN)
    }

    pub fn has(self, kind: Kind) -> bool {
        self.0 & kind.bit() != 0
    }

    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::CHOSEN.into_iter().filter(move |kind| self.has(*kind))
    }

    /// As it is stored. Kinds that this program does not know are kept.
    pub fn bits(self) -> u32 {
        self.0
    }

    pub fn from_bits(bits: u32) -> Kinds {
        Kinds(bits)
    }
}

/// What an answer's status means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// The receiver has it.
    Taken,
    /// Not this time.
    Again,
    /// The receiver wants no more of it, ever: the hook is turned off.
    Off,
}

/// What a status means: 2xx has it, 410 wants no more, all else (a redirect too) is tried again.
pub fn ruling(status: u16) -> Ruling {
    match status {
        200..=299 => Ruling::Taken,
        410 => Ruling::Off,
        _ => Ruling::Again,
    }
}

/// Decides after an attempt that the receiver did not take.
///
/// `attempts` counts the one that just ended; `age` is the time since the event was written, or was sent again by a
/// person; `asked` is what the receiver asked for (`Retry-After`); `jitter` is a number in `0.0..1.0`.
pub fn next(
    attempts: u32,
    age: Duration,
    asked: Option<Duration>,
    jitter: f64,
    now: Time,
) -> Retry {
    let asked = asked.map(|asked| now + asked.min(LONGEST_ASKED));
    match retry::next(attempts, age, jitter, now, &SCHEDULE) {
        Retry::GiveUp => Retry::GiveUp,
        Retry::At(at) => {
            let end = now + SCHEDULE.give_up_after.saturating_sub(age);
            Retry::At(asked.map_or(at, |asked| at.max(asked).min(end)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_secs(1_781_524_800);
    const DAY: Duration = Duration::from_secs(86_400);

    fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    #[test]
    fn an_event_is_tried_often_in_the_first_hour_and_for_a_day_in_all() {
        let (mut now, mut made) = (NOW, vec![0]);
        while let Retry::At(at) = next(made.len() as u32, now.since(NOW), None, 0.0, now) {
            now = at;
            made.push(now.since(NOW).as_secs());
        }
        assert_eq!(made[..10], [0, 10, 30, 70, 150, 310, 630, 1270, 2550, 4350]);
        assert_eq!(made[made.len() - 2..], [84_000 + 1350 - 1800 + 1800, 86_400]);
    }

    #[test]
    fn a_receiver_that_asks_for_time_gets_it_within_bounds() {
        for (asked, age, expected) in [
            (None, secs(0), Retry::At(NOW + secs(10))),
            (Some(secs(3)), secs(0), Retry::At(NOW + secs(10))),
            (Some(secs(120)), secs(0), Retry::At(NOW + secs(120))),
            (Some(secs(u64::MAX)), secs(0), Retry::At(NOW + secs(3600))),
            (Some(secs(600)), DAY - secs(60), Retry::At(NOW + secs(60))),
            (Some(secs(600)), DAY, Retry::GiveUp),
        ] {
            assert_eq!(next(1, age, asked, 0.0, NOW), expected, "{asked:?} at {age:?}");
        }
    }

    #[test]
    fn only_what_was_taken_ends_an_event_and_only_gone_ends_a_hook() {
        for status in [200, 201, 204, 299] {
            assert_eq!(ruling(status), Ruling::Taken, "{status}");
        }
        for status in [100, 199, 300, 301, 307, 400, 404, 409, 429, 500, 503, 999] {
            assert_eq!(ruling(status), Ruling::Again, "{status}");
        }
        assert_eq!(ruling(410), Ruling::Off);
    }

    #[test]
    fn what_is_wanted_comes_back_as_it_was_stored() {
        assert_eq!(Kinds::all().bits(), 15);
        for kind in Kind::CHOSEN {
            assert_eq!(Kind::from_word(kind.word()), Some(kind));
            let one = Kinds::from_bits(Kinds::of([kind]).bits());
            assert_eq!(one.iter().collect::<Vec<_>>(), [kind]);
        }
        assert_eq!(Kind::from_word(Kind::Test.word()), None);
        assert!(!Kinds::all().has(Kind::Test));
    }
}
