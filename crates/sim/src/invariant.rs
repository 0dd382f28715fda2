//! What holds in every life. One file each; each gets the whole of a life and names what it found broken.

mod block;
mod bytes;
mod conservation;
mod held;
mod hops;
mod purge;
mod recount;
mod told;
mod twice;
mod waits;

use std::collections::BTreeMap;
use std::net::IpAddr;

use postern_core::counter::Counters;
use postern_core::time::Time;

use crate::diary::{Diary, Mail};
use crate::net::Seen;

pub use told::Morning;
pub(crate) use told::report_address;

/// A life that is over, or has come to a point to be looked at.
#[derive(Debug)]
pub struct Life {
    pub diary: Diary,
    pub seen: Vec<Seen>,
    /// What the store counts of each site, in the order of the diary.
    pub counters: Vec<Counters>,
    /// When each site is to be told of the days on which something failed.
    pub mornings: Vec<Vec<Morning>>,
    /// What `Store::check` found, at each restart and at the end.
    pub faults: Vec<String>,
    /// For each look at the queue: mail that was held longer than it may.
    pub overdue: Vec<String>,
    pub most_connections: Vec<(IpAddr, u32)>,
    pub most_slots: u32,
    pub ended_at: Time,
}

/// Looks at everything; an empty list is a good life.
pub fn broken(life: &Life) -> Vec<String> {
    let by_number = life.by_number();
    let mut broken = Vec::new();
    broken.extend(conservation::broken(life));
    broken.extend(recount::broken(life));
    broken.extend(purge::broken(life, &by_number));
    broken.extend(block::broken(life, &by_number));
    broken.extend(twice::broken(life, &by_number));
    broken.extend(bytes::broken(life, &by_number));
    broken.extend(held::broken(life));
    broken.extend(waits::broken(life));
    broken.extend(hops::broken(life));
    broken.extend(told::broken(life));
    broken
}

impl Life {
    fn by_number(&self) -> BTreeMap<u64, &Mail> {
        self.diary.mails.iter().map(|mail| (mail.number, mail)).collect()
    }

    /// Whether the engine was killed in a span.
    fn killed_within(&self, from: Time, to: Time) -> bool {
        self.diary.kills.iter().any(|kill| (from..=to).contains(kill))
    }
}

impl Seen {
    /// The number in the mail's own text.
    fn number(&self) -> Option<u64> {
        let text = self.body.windows(9).position(|window| window == b"\r\nX-Sim: ")? + 9;
        let digits: Vec<u8> =
            self.body[text..].iter().copied().take_while(u8::is_ascii_digit).collect();
        String::from_utf8(digits).ok()?.parse().ok()
    }
}
