//! No next hop gets more connections at once than its limit.

use super::Life;

pub(super) fn broken(life: &Life) -> Vec<String> {
    life.most_connections
        .iter()
        .filter(|(_, most)| *most > life.most_slots)
        .map(|(address, most)| {
            format!(
                "hops: {address} had {most} connections at once, the limit is {}",
                life.most_slots
            )
        })
        .collect()
}
