//! No site waits beyond its bound: mail of a green site to a domain without trouble leaves within a minute, whatever
//! else goes on. A newsletter to a server that takes its time may wait for itself.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::Life;

/// How long such a mail may wait.
const BOUND: Duration = Duration::from_secs(60);

pub(super) fn broken(life: &Life) -> Vec<String> {
    let mut first: BTreeMap<(u64, &str), postern_core::time::Time> = BTreeMap::new();
    for seen in &life.seen {
        let (Some(number), Some(at)) = (seen.number(), seen.taken_at) else { continue };
        for recipient in &seen.recipients {
            first.entry((number, recipient)).or_insert(at);
        }
    }
    let refused: BTreeSet<&str> = ["bad", "full"].into();
    let mut broken = Vec::new();
    for mail in &life.diary.mails {
        let (from, until) = (mail.handed_in_at, mail.accepted_at + BOUND);
        let red =
            life.diary.red(mail.site).iter().any(|(since, to)| *since <= until && *to >= from);
        let touched = life.diary.deeds.iter().any(|deed| {
            deed.site == mail.site && deed.answered_at >= from && deed.asked_at <= until
        });
        if mail.patient
            || red
            || touched
            || life.killed_within(from, until)
            || until > life.ended_at
        {
            continue;
        }
        for recipient in &mail.recipients {
            let domain = recipient.rsplit_once('@').map_or("", |(_, domain)| domain);
            let troubled = life.diary.troubled.iter().any(|troubled| troubled == domain);
            if troubled || refused.iter().any(|prefix| recipient.starts_with(prefix)) {
                continue;
            }
            match first.get(&(mail.number, recipient.as_str())) {
                Some(at) if *at <= until => {}
                other => broken.push(format!(
                    "waits: mail {} of {} to {recipient}, accepted at {}, left at {:?}",
                    mail.number,
                    life.diary.sites[mail.site],
                    mail.accepted_at.0,
                    other.map(|at| at.0),
                )),
            }
        }
    }
    broken
}
