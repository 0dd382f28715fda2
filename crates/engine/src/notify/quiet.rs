//! A first failure after a quiet month: told at once to those who want to know, without waiting for the report.

use std::collections::{BTreeMap, BTreeSet};

use postern_core::counter::{Bucket, day, day_after, day_range};
use postern_core::ids::SiteId;
use postern_core::notice::{Notice, QUIET_DAYS, Topic, is_first_failure, tell_at};
use postern_core::time::Time;
use postern_store::view::{FailedSite, Failure, Question, Reply};
use postern_store::{Error, Tell};

use super::letter::{Letter, Part};
use super::pen::Pen;
use super::task::{AGAIN, Parts};
use super::{Notify, Sent, To, report};
use crate::act::unexpected;
use crate::sites::Entry;

const TOPIC: Topic = Topic::Of(Notice::FirstFailure);

/// Sites asked for at once.
const PAGE: usize = 500;

/// Failures that are shown.
const LISTED: usize = 5;

/// How often is looked.
const LOOK: std::time::Duration = std::time::Duration::from_secs(300);

/// What is known of sites where something fails.
#[derive(Debug, Default)]
pub(super) struct FirstFailures {
    next: Time,
    /// The last day that was found to need no word, or had one.
    settled: BTreeMap<SiteId, i32>,
}

impl FirstFailures {
    /// Tells what is to be told now; answers when to look again.
    pub(super) async fn pass(&mut self, parts: &Parts, now: Time) -> Result<Time, Error> {
        // Not whenever something else is told; a clock that stepped back waits for nothing.
        if now < self.next && self.next.since(now) <= LOOK {
            return Ok(self.next);
        }
        let wanting: BTreeMap<SiteId, _> = parts
            .owned()
            .filter(|entry| entry.site.settings.notices.has(Notice::FirstFailure))
            .map(|entry| (entry.site.id, entry))
            .collect();
        self.settled.retain(|site, _| wanting.contains_key(site));
        let zones = Parts::zones(wanting.values().cloned());
        // Yesterday, too: what failed right before midnight is seen right after it.
        let days: BTreeSet<i32> = zones
            .values()
            .map(|zone| day(now, zone))
            .flat_map(|today| [Some(today), day_after(today, -1)])
            .flatten()
            .collect();
        let mut whole = true;
        for day in days {
            let mut after = SiteId(0);
            loop {
                let page =
                    match parts.store.view(Question::FailedOn { day, after, limit: PAGE }).await? {
                        Reply::FailedOn(page) => page,
                        other => return Err(unexpected(&other)),
                    };
                for failed in page.rows {
                    let Some(entry) = wanting.get(&failed.site) else { continue };
                    if self.settled.get(&failed.site).is_some_and(|settled| *settled >= day) {
                        continue;
                    }
                    match parts.notify.first_failure(entry, day, &failed, now).await? {
                        Sent::Done => drop(self.settled.insert(failed.site, day)),
                        Sent::Again => whole = false,
                    }
                }
                match page.next {
                    Some(next) => after = next,
                    None => break,
                }
            }
        }
        self.next = now + if whole { LOOK } else { AGAIN };
        Ok(self.next)
    }
}

impl Notify {
    /// Tells of what failed on a day, if it is the first after a quiet month.
    async fn first_failure(
        &self,
        entry: &Entry,
        day: i32,
        failed: &FailedSite,
        now: Time,
    ) -> Result<Sent, Error> {
        let (site, Some(range)) = (entry.site.id, day_range(day, &entry.zone)) else {
            return Ok(Sent::Done);
        };
        let Some(to) = self.owner(entry) else { return Ok(Sent::Done) };
        let told = self.told(site, TOPIC).await?;
        let was = told.map_or(0, |told| told.upto);
        let age = range.end.since(entry.site.created_at);
        if was >= i64::from(day)
            || !is_first_failure(&failed.bucket, &self.days_before(site, day).await?, age)
        {
            return Ok(Sent::Done);
        }
        if tell_at(told.and_then(|told| told.mailed_at), now) > now {
            return Ok(Sent::Again);
        }
        let tell = Tell { site, topic: TOPIC, was, upto: i64::from(day) };
        self.tell_first_failure(entry, &to, &range, tell, now).await
    }

    /// What was counted in the month before a day.
    async fn days_before(&self, site: SiteId, day: i32) -> Result<Vec<Bucket>, Error> {
        let from = day_after(day, -QUIET_DAYS).unwrap_or(day);
        match self.0.store.view(Question::Days { site, from, to: day }).await? {
            Reply::Days(days) => Ok(days.into_iter().map(|(_, counts)| counts).collect()),
            other => Err(unexpected(&other)),
        }
    }

    async fn tell_first_failure(
        &self,
        entry: &Entry,
        to: &To,
        range: &std::ops::Range<Time>,
        tell: Tell,
        now: Time,
    ) -> Result<Sent, Error> {
        let failures = self.failures(entry.site.id, range, LISTED).await?;
        let letter = first_failure_letter(self.pen(entry), &failures);
        self.send(entry, to, letter, tell, now).await
    }
}

/// The letter on a first failure, with those of its day.
pub(super) fn first_failure_letter(pen: Pen<'_>, failures: &[Failure]) -> Letter {
    let words = pen.words;
    let span = words.tell("days", &[("count", (QUIET_DAYS as u64).into())]);
    let facts = [("site", pen.site().into()), ("span", (&span).into())];
    Letter {
        subject: words.tell("first-failure-subject", &facts[..1]),
        title: words.say("first-failure-title"),
        lead: vec![words.tell("first-failure-lead", &facts)],
        button: pen.site_link(),
        list: Some(Part { title: words.say("report-list"), all: report::lines(pen, failures) }),
        ..Letter::default()
    }
}
