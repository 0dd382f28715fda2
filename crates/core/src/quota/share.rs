//! How the scripts of a site share its places.
//!
//! Each script that sends has an equal share; what it does not use goes to the others. But a script that had its share
//! leaves a fifth of all places to those that had less, and one that had less leaves each of the others its part of that
//! fifth. So a contact form under attack, which would take every place in its first minute, leaves the shop what the shop
//! needs for its orders; and where both wait, what becomes free goes to the one that had less.
//!
//! A fifth, because it is what a site with a single busy script goes without at most, and because an owner is told at
//! four fifths anyway. A site of which one script sends has no others to leave anything to.

use crate::lane::TURNS;

/// Something for each turn of a site's scripts.
pub(super) type OfTurns<T> = [T; TURNS as usize];

/// One part of so many is left to scripts that had less than their share.
const KEPT: u64 = 5;

/// How many of `most` places are open to a script that asks for one after another, where these are taken and these
/// scripts send (the one that asks among them).
pub(super) fn open(most: u64, taken: &OfTurns<u64>, turn: usize, sends: &OfTurns<bool>) -> u64 {
    let scripts = sends.iter().filter(|sends| **sends).count().max(1) as u64;
    let free = most.saturating_sub(taken.iter().sum());
    let (share, kept) = (most / scripts, most / KEPT);
    let left_to_others = |each: u64| -> u64 {
        let others = (0..sends.len()).filter(|other| *other != turn && sends[*other]);
        others.map(|other| each.saturating_sub(taken[other])).sum()
    };
    let up_to_share = share.saturating_sub(taken[turn]);
    let of_share = up_to_share.min(free.saturating_sub(left_to_others(kept / scripts)));
    if of_share < up_to_share {
        return of_share;
    }
    of_share + (free - of_share).saturating_sub(left_to_others(share).min(kept))
}
