//! No mail is held beyond its 72 hours, but for the hour of rest after a start.

use super::Life;

pub(super) fn broken(life: &Life) -> Vec<String> {
    life.overdue.iter().map(|what| format!("held: {what}")).collect()
}
