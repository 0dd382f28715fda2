//! The counters equal a recount of the facts, and every body has its checksum: at each restart and at the end.

use super::Life;

pub(super) fn broken(life: &Life) -> Vec<String> {
    life.faults.iter().map(|fault| format!("recount: {fault}")).collect()
}
