//! No mail is lost and none appears: what Postern said yes to is sent, failed, purged, deleted or queued, and what the
//! remote servers took is what it says it sent.

use std::collections::BTreeSet;

use super::Life;

pub(super) fn broken(life: &Life) -> Vec<String> {
    let mut broken = Vec::new();
    let mut uncertain = life.diary.unanswered;
    for (site, counters) in life.counters.iter().enumerate() {
        let name = &life.diary.sites[site];
        if !counters.balanced() {
            broken
                .push(format!("conservation: the counters of {name} do not add up: {counters:?}"));
        }
        let accepted: u64 = life
            .diary
            .mails
            .iter()
            .filter(|mail| mail.site == site)
            .map(|mail| mail.recipients.len() as u64)
            .sum();
        // A mail whose answer was cut off by a kill may have been accepted.
        let extra = counters.accepted.saturating_sub(accepted);
        if counters.accepted < accepted || extra > uncertain {
            broken.push(format!(
                "conservation: {name} accepted {accepted}, the store counts {}",
                counters.accepted
            ));
        }
        uncertain -= extra.min(uncertain);
    }
    let mut taken = BTreeSet::new();
    // What has no number is a notice: mail of site `host`, which nobody handed in.
    for seen in life.seen.iter().filter(|seen| seen.taken_at.is_some()) {
        let Some(number) = seen.number() else { continue };
        taken.extend(seen.recipients.iter().map(|recipient| (number, recipient.as_str())));
    }
    let sent: u64 = life.counters.iter().map(|counters| counters.sent).sum();
    if sent > taken.len() as u64 {
        broken.push(format!(
            "conservation: the store counts {sent} sent, remote servers have {}",
            taken.len()
        ));
    }
    // What was taken without an answer, or right before a kill, may have ended otherwise.
    let unsure = life
        .seen
        .iter()
        .filter(|seen| !seen.answered)
        .map(|seen| seen.recipients.len() as u64)
        .sum::<u64>();
    let unsettled = life.seen.iter().filter(|seen| {
        seen.taken_at.is_some_and(|at| {
            life.diary.kills.iter().any(|kill| kill.since(at).as_secs() < 60 && *kill >= at)
        })
    });
    let unsettled: u64 = unsettled.map(|seen| seen.recipients.len() as u64).sum();
    if (taken.len() as u64) > sent + unsure + unsettled {
        broken.push(format!(
            "conservation: remote servers have {}, the store counts {sent} sent",
            taken.len()
        ));
    }
    broken
}
