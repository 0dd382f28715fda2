//! Lanes: how one stuck destination, or one busy script, is kept from delaying the rest of its site.
//!
//! A lane is a script's turn and a hash of the recipient's domain, 16 of each per site. The queue's index begins with
//! it, so that a lane that cannot move is skipped as a range and never row by row.

/// Turns of a site's scripts: the first fifteen have one each, the others share the last.
pub const TURNS: u8 = 16;

/// Hashes of recipient domains within a turn.
pub const DOMAINS: u8 = 16;

/// A script's turn (high four bits) and a recipient domain's hash (low four bits).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lane(pub u8);

impl Lane {
    /// The lane of a script's turn (0..16) and a recipient's domain, which is lower case already.
    pub fn of(turn: u8, domain: &str) -> Lane {
        Lane((turn.min(TURNS - 1) << 4) | (fnv1a(domain.as_bytes()) & u64::from(DOMAINS - 1)) as u8)
    }

    /// The script's turn, 0..16.
    pub fn turn(self) -> u8 {
        self.0 >> 4
    }
}

/// The turn of a site's `nth` script, counted from zero in the order they were first seen.
pub fn turn(nth: u64) -> u8 {
    nth.min(u64::from(TURNS - 1)) as u8
}

/// FNV-1a folded: stable across versions, because it is written into the queue's index.
fn fnv1a(bytes: &[u8]) -> u64 {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_fifteen_scripts_have_a_turn_of_their_own_and_the_rest_share_one() {
        assert_eq!((0..20).map(turn).collect::<Vec<_>>()[13..], [13, 14, 15, 15, 15, 15, 15]);
    }

    #[test]
    fn a_lane_keeps_its_number_across_versions() {
        assert_eq!(Lane::of(3, "example.org").turn(), 3);
        assert_eq!(Lane::of(0, "example.org"), Lane::of(0, "example.org"));
        assert_ne!(Lane::of(0, "example.org"), Lane::of(1, "example.org"));
    }
}
