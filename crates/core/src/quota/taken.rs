//! The places that are taken: the minutes of the last hour, and today.

use std::collections::VecDeque;
use std::num::NonZeroU32;
use std::ops::Range;
use std::time::Duration;

use super::share::{OfTurns, open};
use super::{Admit, Crossing, Mark, Quota, Span, Used};
use crate::lane::TURNS;
use crate::time::Time;

/// A minute's places are free again when so many others have begun after it, and ended: sixty whole ones lie between.
pub(super) const MINUTES: u32 = 61;

/// A script that took no place for so long is gone, and nothing is kept for it until it has mail that waits.
const GONE: u32 = 7 * 24 * 60;

/// No day is longer, not even where a site changes its zone in the middle of it.
const LONGEST_DAY: Duration = Duration::from_secs(48 * 3600);

/// The places a site has taken. This is what is stored (`bytes`), of bounded size, and counted also where there is no
/// limit, so that one which is set holds at once.
///
/// What is too old counts no more, and goes with the next take. So it is with what lies farther ahead than a limit lasts: a
/// clock wrote it that stepped back since.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Those of the last `MINUTES` in which places were taken, oldest first.
    pub(super) minutes: VecDeque<Minute>,
    pub(super) day: Day,
    /// In which minute each script took its last place; 0 = never.
    pub(super) last: OfTurns<u32>,
    /// In which minute each mark of the hour was last told; 0 = never.
    pub(super) told: [u32; 2],
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Minute {
    /// Minutes since 1970.
    pub number: u32,
    pub places: OfTurns<u32>,
}

/// The places of a calendar day. If the site's zone changes in its middle, it goes on to the end of the new zone's day: who
/// changes the zone gets no place twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Day {
    pub ends_at: Time,
    pub places: OfTurns<u32>,
    /// Which marks were told.
    pub told: [bool; 2],
}

impl Taken {
    /// Whether deliveries of a script's turn may begin at `now`, on the day of this range; `waits` says of each turn
    /// whether it has mail that could begin now.
    pub fn admit(
        &self,
        quota: &Quota,
        turn: u8,
        waits: impl Fn(u8) -> bool,
        now: Time,
        today: &Range<Time>,
    ) -> Admit {
        let turn = usize::from(turn.min(TURNS - 1));
        let waits: OfTurns<bool> = std::array::from_fn(|other| other == turn || waits(other as u8));
        let sends = self.sends(&waits, now);
        let day = self.day_at(now, today);
        let open_in = |limit: Option<NonZeroU32>, taken: &OfTurns<u64>| match limit {
            Some(most) => open(u64::from(most.get()), taken, turn, &sends),
            None => u64::from(u32::MAX),
        };
        let open_today = open_in(quota.day, &widened(&day.places));
        let hour_at = self.opens_at(now, |taken| open_in(quota.hour, taken) > 0);
        let (at, full) = match open_today {
            0 if day.ends_at >= hour_at => (day.ends_at, Span::Day),
            _ => (hour_at, Span::Hour),
        };
        if at > now {
            return Admit::NotBefore { at, full };
        }
        let waiting = waits.iter().filter(|waits| **waits).count() as u64;
        let places = open_today.min(open_in(quota.hour, &self.hour_at(now))).div_ceil(waiting);
        Admit::Now(places.min(u64::from(u32::MAX)) as u32)
    }

    /// Takes places, no more than were admitted; tells which marks that crossed.
    pub fn take(
        &mut self,
        quota: &Quota,
        turn: u8,
        places: u32,
        now: Time,
        today: &Range<Time>,
    ) -> Vec<Crossing> {
        let (turn, number) = (usize::from(turn.min(TURNS - 1)), minute(now));
        let before = self.used(now, today);
        self.roll(now, today);
        if self.minutes.back().is_none_or(|last| last.number < number) {
            self.minutes.push_back(Minute { number, places: OfTurns::default() });
        }
        // After a small step back of the clock, the newest minute is one that is still to come.
        let of_minute = self.minutes.back_mut().map(|minute| &mut minute.places[turn]);
        for count in of_minute.into_iter().chain([&mut self.day.places[turn]]) {
            *count = count.saturating_add(places);
        }
        self.last[turn] = number;
        let after = self.used(now, today);

        let hour = crossed(before.hour, after.hour, quota.hour).filter(|(mark, _)| {
            let told = self.told[*mark as usize];
            told == 0 || number.abs_diff(told) >= MINUTES
        });
        let day = crossed(before.day, after.day, quota.day)
            .filter(|(mark, _)| !self.day.told[*mark as usize]);
        let mut crossings = Vec::new();
        if let Some((mark, most)) = hour {
            self.told[..=mark as usize].fill(number);
            crossings.push(Crossing { span: Span::Hour, mark, taken: after.hour, most });
        }
        if let Some((mark, most)) = day {
            self.day.told[..=mark as usize].fill(true);
            crossings.push(Crossing { span: Span::Day, mark, taken: after.day, most });
        }
        crossings
    }

    /// How many places are taken at `now`.
    pub fn used(&self, now: Time, today: &Range<Time>) -> Used {
        let sum =
            |places: &OfTurns<u64>| u32::try_from(places.iter().sum::<u64>()).unwrap_or(u32::MAX);
        Used { hour: sum(&self.hour_at(now)), day: sum(&widened(&self.day_at(now, today).places)) }
    }

    /// Which scripts share the places: those that wait, and those that took one lately.
    fn sends(&self, waits: &OfTurns<bool>, now: Time) -> OfTurns<bool> {
        let number = minute(now);
        std::array::from_fn(|turn| {
            let last = self.last[turn];
            waits[turn] || (last > 0 && number.saturating_sub(last) < GONE)
        })
    }

    /// When an hour's places first fit, from `now` on, if no others are taken meanwhile.
    fn opens_at(&self, now: Time, fits: impl Fn(&OfTurns<u64>) -> bool) -> Time {
        let mut taken = self.hour_at(now);
        let mut at = now;
        for (number, places) in self.counted(now) {
            if fits(&taken) {
                break;
            }
            for (sum, places) in taken.iter_mut().zip(places) {
                *sum -= u64::from(*places);
            }
            at = Time::from_secs(i64::from(number.saturating_add(MINUTES)) * 60);
        }
        at
    }

    /// The places that count at `now`, of all minutes together.
    fn hour_at(&self, now: Time) -> OfTurns<u64> {
        let mut taken = OfTurns::default();
        for (_, places) in self.counted(now) {
            for (sum, places) in taken.iter_mut().zip(places) {
                *sum += u64::from(*places);
            }
        }
        taken
    }

    /// The minutes that count at `now`.
    fn counted(&self, now: Time) -> impl Iterator<Item = (u32, &OfTurns<u32>)> {
        let number = minute(now);
        self.minutes
            .iter()
            .map(|minute| (minute.number, &minute.places))
            .filter(move |(minute, _)| number.abs_diff(*minute) < MINUTES)
    }

    /// The day's places as they count at `now`.
    fn day_at(&self, now: Time, today: &Range<Time>) -> Day {
        if today.start >= self.day.ends_at || self.day.ends_at.since(now) > LONGEST_DAY {
            return Day { ends_at: today.end, ..Day::default() };
        }
        Day { ends_at: self.day.ends_at.max(today.end), ..self.day.clone() }
    }

    /// Forgets what counts no more.
    fn roll(&mut self, now: Time, today: &Range<Time>) {
        self.day = self.day_at(now, today);
        self.minutes =
            self.counted(now).map(|(number, places)| Minute { number, places: *places }).collect();
    }
}

/// The highest mark that lies between the two, and the limit.
fn crossed(before: u32, after: u32, limit: Option<NonZeroU32>) -> Option<(Mark, u32)> {
    let most = limit?.get();
    let reaches = |taken: u32, mark: &Mark| match mark {
        Mark::Most => u64::from(taken) * 5 >= u64::from(most) * 4,
        Mark::All => taken >= most,
    };
    let mark = [Mark::All, Mark::Most]
        .into_iter()
        .find(|mark| reaches(after, mark) && !reaches(before, mark))?;
    Some((mark, most))
}

/// The minute of a time, since 1970; what lies outside is drawn to the nearer end.
fn minute(at: Time) -> u32 {
    at.secs().div_euclid(60).clamp(0, i64::from(u32::MAX)) as u32
}

fn widened(places: &OfTurns<u32>) -> OfTurns<u64> {
    places.map(u64::from)
}
