//! The report of a day: in the morning after, at each site where something failed (`core::report` says when).
//!
//! The sites are found by the day: one bounded question for each day that came due in some zone, over what was counted on
//! it. After a start the days of a week are looked through, so that nothing is lost while nobody looked.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use postern_core::counter::{Bucket, day_range, day_text};
use postern_core::ids::SiteId;
use postern_core::notice::Topic;
use postern_core::report::{MOST_DAYS, days, due_at, is_due, newest, next_at};
use postern_core::time::Time;
use postern_store::hook::{Facts, News};
use postern_store::view::{
    FailedSite, Failure, FailureClasses, FailureFilter, Page, Question, Reply,
};
use postern_store::{Error, Store, Tell};

use super::letter::{Entry as Line, Kind, Letter, Part};
use super::pen::Pen;
use super::task::{AGAIN, Parts};
use super::{Notify, Sent, To};
use crate::act::unexpected;
use crate::escape::short;
use crate::sites::Entry;
use crate::words::Words;
use crate::words::said::{Meaning, Remote};

/// The name the store remembers by, since when there are reports.
const SINCE: &str = "reports-since";

/// Sites asked for at once.
const PAGE: usize = 500;

/// Failures a report lists; the panel has the rest.
const LISTED: usize = 100;

/// Days that are looked through for a zone whose morning has come: the one before, too, for a site that moved there.
const LATEST: i64 = 2;

/// Which mornings have come.
#[derive(Debug, Default)]
pub(super) struct Reports {
    /// What was due before there were reports is told to nobody.
    since: Option<Time>,
    /// The newest day that was looked through, of each zone.
    looked: BTreeMap<String, i32>,
}

/// What a report tells.
#[derive(Debug)]
pub(super) struct Day {
    pub(super) day: i32,
    pub(super) counts: Bucket,
    pub(super) classes: FailureClasses,
    /// The latest.
    pub(super) failures: Vec<Failure>,
}

impl Reports {
    /// Sends the reports that are due; answers when the next may be.
    pub(super) async fn pass(&mut self, parts: &Parts, now: Time) -> Result<Time, Error> {
        let since = match self.since {
            Some(since) => since,
            None => *self.since.insert(begin(&*parts.store, now).await?),
        };
        let (mut wanted, mut looked) = (BTreeSet::new(), BTreeMap::new());
        let mut next = Time::NEVER;
        for (name, zone) in Parts::zones(parts.owned()) {
            let newest = newest(now, parts.hour, &zone);
            let many = match self.looked.get(&name) {
                Some(before) if *before == newest => 0,
                Some(_) => LATEST,
                None => MOST_DAYS,
            };
            wanted.extend(days(now, many, parts.hour, &zone));
            next = next.min(next_at(now, parts.hour, &zone));
            looked.insert(name, newest);
        }
        let mut whole = true;
        // Oldest first.
        for day in wanted {
            whole &= on_day(parts, day, since, now).await?;
        }
        if !whole {
            return Ok(now + AGAIN);
        }
        self.looked = looked;
        Ok(next)
    }
}

/// Since when there are reports: from the first start that knows them.
pub(super) async fn begin(store: &dyn Store, now: Time) -> Result<Time, Error> {
    let kept = match store.view(Question::Remembered(SINCE.into())).await? {
        Reply::Remembered(kept) => kept.and_then(|kept| kept.parse().ok()).map(Time),
        other => return Err(unexpected(&other)),
    };
    if let Some(since) = kept {
        return Ok(since);
    }
    store.remember(SINCE.into(), now.0.to_string()).await?;
    Ok(now)
}

/// Sends the reports on a day that are due; says whether none is left for later.
async fn on_day(parts: &Parts, day: i32, since: Time, now: Time) -> Result<bool, Error> {
    let (mut whole, mut after) = (true, SiteId(0));
    loop {
        let page = match parts.store.view(Question::FailedOn { day, after, limit: PAGE }).await? {
            Reply::FailedOn(page) => page,
            other => return Err(unexpected(&other)),
        };
        let mut nobody = Vec::new();
        for failed in page.rows {
            let Some(entry) = parts.sites.entry(failed.site) else { continue };
            if failed.site == parts.sites.host() || !due(parts, &entry, day, &failed, since, now) {
                continue;
            }
            let tell = Tell {
                site: failed.site,
                topic: Topic::Report,
                was: failed.reported,
                upto: i64::from(day),
            };
            match parts.notify.owner(&entry) {
                None => nobody.push(tell),
                Some(to) => {
                    // First: a report that a crash keeps back is sent after the restart, and told of once.
                    tell_hooks(parts, failed.site, day, &failed.bucket, now).await?;
                    let sent =
                        parts.notify.report(&entry, &to, day, failed.bucket, tell, now).await?;
                    whole &= sent == Sent::Done;
                }
            }
        }
        if !nobody.is_empty() {
            // A site that gets an address later is told of its days from then on.
            parts.store.tell(nobody).await?;
        }
        match page.next {
            Some(next) => after = next,
            None => return Ok(whole),
        }
    }
}

/// Tells webhooks of a report, once.
async fn tell_hooks(
    parts: &Parts,
    site: SiteId,
    day: i32,
    counts: &Bucket,
    now: Time,
) -> Result<(), Error> {
    let day = day_text(day);
    let once = (format!("hooked-report:{site}"), day.clone());
    let failed = counts.failed + counts.failed_late;
    let facts = Facts::ReportSent { day, sent: counts.sent, failed };
    parts.hooks.tell(News { site, at: now, facts, once }).await.map(drop)
}

fn due(
    parts: &Parts,
    entry: &Entry,
    day: i32,
    failed: &FailedSite,
    since: Time,
    now: Time,
) -> bool {
    // A day's number fits.
    let reported = i32::try_from(failed.reported).unwrap_or(i32::MAX);
    is_due(day, reported, now, parts.hour, &entry.zone)
        && due_at(day, parts.hour, &entry.zone).is_some_and(|at| at > since)
}

impl Notify {
    async fn report(
        &self,
        entry: &Entry,
        to: &To,
        day: i32,
        counts: Bucket,
        tell: Tell,
        now: Time,
    ) -> Result<Sent, Error> {
        let Some(range) = day_range(day, &entry.zone) else { return Ok(Sent::Done) };
        let classes = self.classes(entry.site.id, &range).await?;
        let failures = self.failures(entry.site.id, &range, LISTED).await?;
        let letter = report_letter(self.pen(entry), &Day { day, counts, classes, failures });
        self.send(entry, to, letter, tell, now).await
    }

    async fn classes(&self, site: SiteId, range: &Range<Time>) -> Result<FailureClasses, Error> {
        let asked = Question::FailureClasses { site, filter: within(range) };
        match self.0.store.view(asked).await? {
            Reply::FailureClasses(classes) => Ok(classes),
            other => Err(unexpected(&other)),
        }
    }

    /// The latest failures of a site in a span of time.
    pub(super) async fn failures(
        &self,
        site: SiteId,
        range: &Range<Time>,
        most: usize,
    ) -> Result<Vec<Failure>, Error> {
        let (mut failures, mut before) = (Vec::new(), None);
        loop {
            let limit = most - failures.len();
            let asked = Question::Failures { site, filter: within(range), before, limit };
            let Page { rows, next } = match self.0.store.view(asked).await? {
                Reply::Failures(page) => page,
                other => return Err(unexpected(&other)),
            };
            failures.extend(rows);
            if failures.len() >= most || next.is_none() {
                return Ok(failures);
            }
            before = next;
        }
    }
}

/// The report on a day.
pub(super) fn report_letter(pen: Pen<'_>, on: &Day) -> Letter {
    let (words, day) = (pen.words, pen.day(on.day));
    let count = on.counts.failed + on.counts.failed_late;
    let facts = [("count", count.into()), ("site", pen.site().into()), ("day", (&day).into())];
    let page = format!("/errors?from={0}&to={0}", day_text(on.day));
    let button = pen.link(words.say("report-more"), &page);
    let mut lead = vec![words.tell("report-lead", &facts[1..])];
    if button.is_none() {
        let page = words.say("nav-errors");
        let facts = [("page", (&page).into()), ("day", (&day).into())];
        lead.push(words.tell("report-more-nowhere", &facts));
    }
    if let Some(since) = on.classes.since {
        let moment = pen.moment(since);
        lead.push(words.tell("errors-counted-since", &[("moment", (&moment).into())]));
    }
    let shown = on.failures.len() as u64;
    let title = match shown < count {
        true => words.tell("report-list-part", &[("shown", shown.into()), ("count", count.into())]),
        false => words.say("report-list"),
    };
    Letter {
        subject: words.tell("report-subject", &facts),
        title: words.tell("report-title", &facts[..1]),
        lead,
        facts: figures(words, &on.counts),
        kinds: Some(Part { title: words.say("column-what"), all: kinds(words, &on.classes) }),
        button,
        list: Some(Part { title, all: lines(pen, &on.failures) }),
        ..Letter::default()
    }
}

/// The failures of a span of time.
fn within(range: &Range<Time>) -> FailureFilter {
    FailureFilter { from: Some(range.start), to: Some(range.end), ..FailureFilter::default() }
}

/// The totals of the day; what there was none of is left out, but for what was delivered.
fn figures(words: &Words, counts: &Bucket) -> Vec<(String, String)> {
    let rows = [
        ("report-sent", counts.sent),
        ("report-failed", counts.failed),
        ("report-late", counts.failed_late),
        ("report-held", counts.held),
        ("report-purged", counts.purged),
    ];
    let rows = rows.into_iter().filter(|(key, count)| *count > 0 || *key == "report-sent");
    rows.map(|(key, count)| (words.say(key), words.number(count))).collect()
}

fn kinds(words: &Words, classes: &FailureClasses) -> Vec<Kind> {
    let kind = |(class, count): &(postern_core::classify::Class, u64)| Kind {
        count: words.number(*count),
        meaning: Meaning::of(words, class.word()),
    };
    classes.counts.iter().map(kind).collect()
}

/// Failures as a letter lists them; what strangers wrote is cut, so that it stays a letter.
pub(super) fn lines(pen: Pen<'_>, failures: &[Failure]) -> Vec<Line> {
    let words = pen.words;
    let line = |failure: &Failure| {
        let remote = Remote::from(&failure.remote);
        let rows = [
            ("column-subject", short(&failure.subject, 120)),
            ("column-script", short(&failure.script, 120)),
            (remote.label(), short(&remote.in_a_line(), 300)),
        ];
        let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
        Line {
            title: short(&failure.recipient, 120),
            what: words.say(&format!("class-{}", failure.class.word())),
            when: pen.moment(failure.at),
            rows: rows.map(|(key, value)| (words.say(key), value)).collect(),
        }
    };
    failures.iter().map(line).collect()
}
