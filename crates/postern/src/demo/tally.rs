//! What the story expects: for each mail it hands in, what the receiver will say decides what the daemon has to count in
//! the end. At the end both are compared, and the receiver's files with what should have been sent.

use std::collections::BTreeMap;

use postern_web::wire::Counters;

use super::receiver::{Fate, fate};

/// A mail to one recipient. Its number stands in its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Copy {
    pub recipient: String,
    pub number: u32,
}

/// What is expected of one site since the story began.
#[derive(Clone, Debug)]
pub struct Tally {
    /// What the daemon had counted before.
    before: Counters,
    accepted: u64,
    failed: u64,
    purged: u64,
    /// Put off by the receiver again and again.
    put_off: u64,
    /// Handed in while the site was blocked.
    held: Vec<Copy>,
    is_blocked: bool,
    sent: Vec<Copy>,
}

impl Tally {
    /// Begins with a site that sends and has nothing queued.
    pub fn new(before: Counters) -> Tally {
        Tally {
            before,
            accepted: 0,
            failed: 0,
            purged: 0,
            put_off: 0,
            held: Vec::new(),
            is_blocked: false,
            sent: Vec::new(),
        }
    }

    /// The daemon has accepted a mail.
    pub fn accept(&mut self, copy: Copy) {
        self.accepted += 1;
        match self.is_blocked {
            true => self.held.push(copy),
            false => self.deliver(copy),
        }
    }

    fn deliver(&mut self, copy: Copy) {
        match fate(&copy.recipient) {
            Fate::Taken => self.sent.push(copy),
            Fate::Refused => self.failed += 1,
            Fate::PutOff => self.put_off += 1,
        }
    }

    pub fn block(&mut self) {
        self.is_blocked = true;
    }

    pub fn unblock(&mut self) {
        self.is_blocked = false;
        for copy in std::mem::take(&mut self.held) {
            self.deliver(copy);
        }
    }

    pub fn purge(&mut self) {
        self.is_blocked = false;
        self.purged += self.held.len() as u64 + self.put_off;
        self.put_off = 0;
        self.held.clear();
    }

    /// What the receiver should have taken.
    pub fn sent(&self) -> &[Copy] {
        &self.sent
    }

    /// What differs from the daemon's figures, a sentence each.
    pub fn differences(&self, now: &Counters) -> Vec<String> {
        let before = &self.before;
        let held = self.held.len() as u64;
        let rows = [
            ("accepted", before.accepted + self.accepted, now.accepted),
            ("sent", before.sent + self.sent.len() as u64, now.sent),
            ("failed", before.failed + self.failed, now.failed),
            ("purged", before.purged + self.purged, now.purged),
            ("deleted", before.deleted, now.deleted),
            ("queued", held + self.put_off, now.queued),
            ("deferred", self.put_off, now.deferred),
        ];
        let differ = rows.into_iter().filter(|(_, expected, counted)| expected != counted);
        let mut differences: Vec<_> = differ
            .map(|(what, expected, counted)| {
                format!("{what} is {counted} and should be {expected}")
            })
            .collect();
        differences.extend(imbalance(now));
        differences
    }
}

/// The sum that holds at every commit, if it does not.
pub fn imbalance(counters: &Counters) -> Option<String> {
    let Counters { accepted, sent, failed, purged, deleted, queued, .. } = *counters;
    let sum = sent + failed + purged + deleted + queued;
    let parts = format!(
        "sent {sent} + failed {failed} + purged {purged} + deleted {deleted} + queued {queued}"
    );
    (accepted != sum).then(|| format!("accepted {accepted} is not {parts}"))
}

/// What the receiver has and should not have, or lacks, a sentence each.
pub fn compare(expected: &[Copy], received: &[Copy]) -> Vec<String> {
    let mut counts: BTreeMap<&Copy, i64> = BTreeMap::new();
    for copy in expected {
        *counts.entry(copy).or_default() += 1;
    }
    for copy in received {
        *counts.entry(copy).or_default() -= 1;
    }
    let unlike = counts.into_iter().filter(|(_, count)| *count != 0);
    let sentence = |(copy, count): (&Copy, i64)| {
        let Copy { recipient, number } = copy;
        match count > 0 {
            true => format!("the receiver has not got mail {number} for {recipient}"),
            false => {
                format!("the receiver has mail {number} for {recipient} {} times too often", -count)
            }
        }
    };
    unlike.map(sentence).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copy(recipient: &str, number: u32) -> Copy {
        Copy { recipient: recipient.into(), number }
    }

    fn counters(figures: [u64; 6]) -> Counters {
        let [accepted, sent, failed, purged, queued, deferred] = figures;
        Counters { accepted, sent, failed, purged, queued, deferred, ..Counters::default() }
    }

    /// The figures after `acts` begin with a site that counted ten mails before.
    fn check(acts: impl Fn(&mut Tally), figures: [u64; 6]) {
        let mut tally = Tally::new(counters([10, 10, 0, 0, 0, 0]));
        acts(&mut tally);
        assert_eq!(tally.differences(&counters(figures)), Vec::<String>::new());
    }

    fn hand_in(tally: &mut Tally) {
        for (number, local) in
            ["anna", "nobody-1", "full", "grey-1", "busy-1"].into_iter().enumerate()
        {
            tally.accept(copy(&format!("{local}@example.net"), number as u32));
        }
    }

    #[test]
    fn figures_follow_from_what_the_receiver_will_say() {
        check(|_| (), [10, 10, 0, 0, 0, 0]);
        check(hand_in, [15, 12, 2, 0, 1, 1]);
    }

    #[test]
    fn held_mail_is_queued_until_it_is_unblocked_or_purged() {
        let held = |tally: &mut Tally| {
            tally.block();
            hand_in(tally);
        };
        check(held, [15, 10, 0, 0, 5, 0]);
        check(
            |tally| {
                held(tally);
                tally.unblock()
            },
            [15, 12, 2, 0, 1, 1],
        );
        check(
            |tally| {
                held(tally);
                tally.purge()
            },
            [15, 10, 0, 5, 0, 0],
        );
        check(
            |tally| {
                hand_in(tally);
                held(tally);
                tally.purge();
                hand_in(tally)
            },
            [25, 14, 4, 6, 1, 1],
        );
    }

    #[test]
    fn a_difference_is_told_with_both_figures() {
        let mut tally = Tally::new(Counters::default());
        tally.accept(copy("anna@example.net", 1));
        assert_eq!(
            tally.differences(&counters([1, 0, 1, 0, 0, 0])),
            ["sent is 0 and should be 1", "failed is 1 and should be 0"]
        );
        let told = tally.differences(&counters([1, 1, 0, 0, 1, 0]));
        let sum = "accepted 1 is not sent 1 + failed 0 + purged 0 + deleted 0 + queued 1";
        assert_eq!(told, ["queued is 1 and should be 0", sum]);
    }

    #[test]
    fn a_lost_and_a_repeated_mail_are_told() {
        let expected = [copy("anna@example.net", 1), copy("bruno@example.net", 2)];
        let received = [copy("bruno@example.net", 2), copy("bruno@example.net", 2)];
        assert_eq!(compare(&expected, &expected), Vec::<String>::new());
        let told = [
            "the receiver has not got mail 1 for anna@example.net",
            "the receiver has mail 2 for bruno@example.net 1 times too often",
        ];
        assert_eq!(compare(&expected, &received), told);
    }
}
