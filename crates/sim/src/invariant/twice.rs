//! A mail is delivered twice only if its answer was lost, or the engine was killed between the answer and its commit.

use std::collections::BTreeMap;
use std::time::Duration;

use super::Life;
use crate::diary::Mail;
use crate::net::Seen;

pub(super) fn broken(life: &Life, mails: &BTreeMap<u64, &Mail>) -> Vec<String> {
    let mut taken: BTreeMap<(u64, &str), Vec<&Seen>> = BTreeMap::new();
    for seen in life.seen.iter().filter(|seen| seen.taken_at.is_some()) {
        let Some(number) = seen.number().filter(|number| mails.contains_key(number)) else {
            continue;
        };
        for recipient in &seen.recipients {
            taken.entry((number, recipient)).or_default().push(seen);
        }
    }
    let mut broken = Vec::new();
    for ((number, recipient), deliveries) in taken {
        for pair in deliveries.windows(2) {
            let [first, second] = pair else { continue };
            let at = first.taken_at.unwrap_or_default();
            // A settle waits for nothing but the disk; a minute is generous.
            if first.answered && !life.killed_within(at, at + Duration::from_secs(60)) {
                broken.push(format!(
                    "twice: mail {number} to {recipient} was taken at {} and again at {}",
                    at.0,
                    second.taken_at.unwrap_or_default().0,
                ));
            }
        }
    }
    broken
}
