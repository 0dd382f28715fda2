//! The recount: each counter against the facts it counts.

use postern_core::counter::{Bucket, Counters};

use super::ledger::{Ledger, SiteRow, Stands};
use crate::Checked;

impl Ledger {
    pub(super) fn check(&self) -> Checked {
        let mut checked = Checked {
            messages: self.bodies.len() as u64,
            deliveries: self.deliveries.values().filter(|row| row.is_queued()).count() as u64,
            body_bytes: self.bodies.values().map(|body| body.len() as u64).sum(),
            ..Checked::default()
        };
        for row in self.sites.values() {
            checked.sites += u64::from(!row.removed);
            self.check_site(row, &mut checked.faults);
        }
        for message in self.messages.values() {
            let queued = self.deliveries_of(message.id).any(|row| row.is_queued());
            if queued != self.bodies.contains_key(&message.id) {
                checked.faults.push(format!(
                    "message {} and its body disagree whether it is queued",
                    message.id
                ));
            }
        }
        checked
    }

    fn check_site(&self, row: &SiteRow, faults: &mut Vec<String>) {
        let counted = row.counters;
        if !counted.balanced() {
            faults.push(format!("site {} is out of balance: {counted:?}", row.name));
        }
        let mut facts = Counters::default();
        for delivery in self.queue_of(row.id) {
            facts.queued += 1;
            facts.deferred += u64::from(delivery.attempts > 0);
        }
        facts.queued_bytes = self
            .bodies
            .iter()
            .filter(|(id, _)| self.messages[id].site == row.id)
            .map(|(_, body)| body.len() as u64)
            .sum();
        let of_queue =
            |counters: Counters| (counters.queued, counters.deferred, counters.queued_bytes);
        if of_queue(counted) != of_queue(facts) {
            faults.push(format!(
                "the queue of site {} counts {counted:?}, it is {facts:?}",
                row.name
            ));
        }
        let mut days = Bucket::default();
        for (_, day) in self.days.iter().filter(|((site, _), _)| *site == row.id) {
            days += *day;
        }
        if (days.sent, days.failed, days.purged) != (counted.sent, counted.failed, counted.purged) {
            faults.push(format!(
                "the days of site {} add up to {days:?}, it counts {counted:?}",
                row.name
            ));
        }
        let scripts = self.scripts.values().filter(|script| script.site == row.id);
        let sums = scripts.fold((0, 0, 0), |sum, script| {
            (sum.0 + script.accepted, sum.1 + script.sent, sum.2 + script.failed)
        });
        if sums != (counted.accepted, counted.sent, counted.failed) {
            faults.push(format!(
                "the scripts of site {} add up to {sums:?}, it counts {counted:?}",
                row.name
            ));
        }
        let ended = |stands| {
            self.deliveries
                .values()
                .filter(move |of| of.site == row.id && of.stands == stands)
                .count()
        };
        for (stands, most) in [
            (Stands::Sent, counted.sent),
            (Stands::Failed, counted.failed),
            (Stands::Purged, counted.purged),
            (Stands::Deleted, counted.deleted),
        ] {
            if ended(stands) as u64 > most {
                faults.push(format!(
                    "site {} has more deliveries {} than it counts",
                    row.name,
                    stands.word()
                ));
            }
        }
    }
}
