//! What was taken, as it is stored: some two hundred bytes for most sites, never more than `Taken::MOST_BYTES`.

use super::share::OfTurns;
use super::taken::{Day, MINUTES, Minute, Taken};
use crate::lane::TURNS;
use crate::time::Time;

/// The first byte; another would be a layout of a later program.
const LAYOUT: u8 = 1;

/// Bytes before the minutes: layout, end of day, marks, the day's places and each script's last minute, number of minutes.
const HEAD: usize = 1 + 8 + 1 + 2 * 4 + 2 * 4 * TURNS as usize + 1;

impl Taken {
    /// The most bytes it is stored in: every script has taken places in each minute of the hour.
    pub const MOST_BYTES: usize = HEAD + MINUTES as usize * (4 + 2 + 4 * TURNS as usize);

    /// As it is stored.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![LAYOUT];
        bytes.extend(self.day.ends_at.0.to_le_bytes());
        bytes.push(self.day.told.iter().rev().fold(0, |bits, told| bits << 1 | u8::from(*told)));
        let numbers = self.told.iter().chain(&self.day.places).chain(&self.last);
        bytes.extend(numbers.flat_map(|number| number.to_le_bytes()));
        bytes.push(self.minutes.len() as u8);
        for Minute { number, places } in &self.minutes {
            // Most scripts take nothing in most minutes: a bit says who did.
            let who = (0..places.len()).filter(|turn| places[*turn] > 0);
            bytes.extend(number.to_le_bytes());
            bytes.extend(who.fold(0_u16, |bits, turn| bits | 1 << turn).to_le_bytes());
            let taken = places.iter().filter(|places| **places > 0);
            bytes.extend(taken.flat_map(|places| places.to_le_bytes()));
        }
        bytes
    }

    /// Reads what `bytes` wrote; `None` if it did not.
    pub fn from_bytes(bytes: &[u8]) -> Option<Taken> {
        let mut rest = bytes;
        let [LAYOUT] = part(&mut rest)? else { return None };
        let ends_at = Time(i64::from_le_bytes(part(&mut rest)?));
        let [marks] = part(&mut rest)?;
        let told = [number(&mut rest)?, number(&mut rest)?];
        let day = Day {
            ends_at,
            places: numbers(&mut rest, u16::MAX)?,
            told: [marks & 1 != 0, marks & 2 != 0],
        };
        let last = numbers(&mut rest, u16::MAX)?;
        let [minutes] = part(&mut rest)?;
        let mut taken = Taken { day, last, told, ..Taken::default() };
        for _ in 0..minutes {
            let (number, who) = (number(&mut rest)?, u16::from_le_bytes(part(&mut rest)?));
            taken.minutes.push_back(Minute { number, places: numbers(&mut rest, who)? });
        }
        let numbers = || taken.minutes.iter().map(|minute| minute.number);
        let in_order = numbers().zip(numbers().skip(1)).all(|(one, next)| one < next);
        (rest.is_empty() && in_order && u32::from(minutes) <= MINUTES).then_some(taken)
    }
}

/// A number for each turn that has its bit; zero for the others.
fn numbers(rest: &mut &[u8], who: u16) -> Option<OfTurns<u32>> {
    let mut numbers = OfTurns::default();
    for turn in (0..numbers.len()).filter(|turn| who >> turn & 1 == 1) {
        numbers[turn] = number(rest)?;
    }
    Some(numbers)
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    part(rest).map(u32::from_le_bytes)
}

fn part<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (part, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(*part)
}
