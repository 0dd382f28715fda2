//! The policy in the product's own words. What all its tests share: a clock, and records written as a line of text.

mod judging;
mod replaying;
mod rules;

use std::time::Duration;

use super::*;

/// When a half-hour begins.
const NOON: Time = Time::from_secs(1_800_000_000);

fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

/// A half-hour's counts from words: `90 sent 20 unknown` in that order of events.
fn counts(words: &str) -> Counts {
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut counts = Counts::default();
    for pair in words.chunks(2) {
        let times: u64 = pair[0].parse().expect("a number");
        let event = match pair[1] {
            "accepted" => Counts::accepted(times, 0),
            "to-strangers" => Counts::accepted(times, times),
            "spam" => Counts::accepted(times, 0).then(Counts::judged_spam(times)),
            "sent" => Counts::sent(),
            "unknown" => Counts::failed(Class::BadMailbox),
            "refused" => Counts::failed(Class::RefusedByPolicy),
            "unreached" => Counts::failed(Class::Network),
            "expired-held" => Counts::failed(Class::ExpiredHeld),
            "late" => Counts::failed_late(Class::BadMailbox),
            "complaints" => Counts::failed_late(Class::Complaint),
            other => panic!("no event: {other}"),
        };
        let at_once = matches!(pair[1], "accepted" | "to-strangers" | "spam");
        for _ in 0..if at_once { 1 } else { times } {
            counts = counts.then(event);
        }
    }
    counts
}

/// Half-hours: minutes after noon, and what happened.
type Halves<'a> = &'a [(i64, &'a str)];

fn record(halves: Halves) -> Record {
    let mut record = Record::default();
    for (minute, words) in halves {
        record.add(Time(NOON.0 + minute * 60_000), counts(words));
    }
    record
}

/// A verdict in few words: `stops contact.php, bounce`.
fn words(verdict: &Verdict) -> String {
    let would = if verdict.dry { "would stop" } else { "stops" };
    let rule = verdict.rule.word();
    match (verdict.unit, &verdict.script) {
        (Unit::Site, None) => format!("{would} the site, {rule}"),
        (Unit::Site, Some(script)) => format!("{would} the site for {script}, {rule}"),
        (Unit::Script, script) => format!("{would} {}, {rule}", script.as_deref().unwrap_or("?")),
    }
}
