//! People are told once: one report for each site and day on which something failed, in the morning after; and of each
//! change of a site's state within an hour and what a delivery takes, at most one such mail an hour.

use std::collections::BTreeMap;
use std::time::Duration;

use postern_core::time::Time;

use super::Life;
use crate::net::Seen;

/// What a delivery may take, and a look that comes by itself.
const SLACK: Duration = Duration::from_secs(900);

const HOUR: Duration = Duration::from_secs(3600);

/// A morning on which a site is to be told that mails of a day failed.
#[derive(Clone, Copy, Debug)]
pub struct Morning {
    pub day: i32,
    pub due_at: Time,
    pub failed: u64,
}

/// A notice that somebody has: a message is one, however often it was delivered.
struct Notice<'a> {
    subject: String,
    first_taken_at: Time,
    /// When and as what it was accepted.
    received: &'a str,
}

pub(super) fn broken(life: &Life) -> Vec<String> {
    let mut broken = Vec::new();
    for (site, name) in life.diary.sites.iter().enumerate() {
        let notices = notices(life, &report_address(site));
        let about = |words: &str| -> Vec<&Notice<'_>> {
            notices.iter().filter(|notice| notice.subject.contains(words)).collect()
        };
        broken.extend(reports(life, site, &about("did not arrive")));
        let changes: Vec<_> =
            [about("Emails are being sent"), about("Sending is stopped")].concat();
        broken.extend(changed(life, site, &changes));
        let strange = notices.iter().filter(|notice| !notice.subject.starts_with(name.as_str()));
        broken.extend(strange.map(|notice| format!("told: {name} got {:?}", notice.subject)));
    }
    broken
}

/// Where the reports of a site go.
pub(crate) fn report_address(site: usize) -> String {
    format!("owner{site}@well.example")
}

fn reports(life: &Life, site: usize, reports: &[&Notice<'_>]) -> Vec<String> {
    let name = &life.diary.sites[site];
    let mut broken = Vec::new();
    let mut told: BTreeMap<&str, Vec<&Notice<'_>>> = BTreeMap::new();
    for report in reports {
        let (_, day) = report.subject.rsplit_once(" on ").unwrap_or_default();
        told.entry(day).or_default().push(report);
    }
    for morning in life.mornings[site].iter().filter(|one| one.due_at + SLACK < life.ended_at) {
        let day = written(morning.day);
        match told.remove(day.as_str()).as_deref() {
            None => broken.push(format!("told: {name} was not told of {day}")),
            Some([report]) => {
                let after = report.first_taken_at.since(morning.due_at);
                if report.first_taken_at < morning.due_at || after > SLACK {
                    broken.push(format!(
                        "told: {name} of {day} {} s after its hour",
                        after.as_secs()
                    ));
                }
                if !report.subject.contains(&format!(" {} email", morning.failed)) {
                    broken.push(format!("told: {} failed, {:?}", morning.failed, report.subject));
                }
            }
            Some(several) => broken.push(format!("told: {name} {} times of {day}", several.len())),
        }
    }
    broken.extend(told.keys().map(|day| format!("told: {name} of {day}, when nothing failed")));
    broken
}

fn changed(life: &Life, site: usize, changes: &[&Notice<'_>]) -> Vec<String> {
    let name = &life.diary.sites[site];
    let mut broken = Vec::new();
    let mut times: Vec<Time> = changes.iter().map(|change| change.first_taken_at).collect();
    times.sort_unstable();
    for pair in times.windows(2) {
        // The second may have been delivered faster than the first.
        if pair[1].since(pair[0]) + Duration::from_secs(60) < HOUR {
            broken.push(format!("told: {name} of changes at {} and {}", pair[0].0, pair[1].0));
        }
    }
    for deed in life.diary.deeds.iter().filter(|deed| deed.site == site && deed.deed.is_of_state())
    {
        let by = deed.answered_at + HOUR + SLACK;
        if by < life.ended_at && !times.iter().any(|at| *at >= deed.asked_at && *at <= by) {
            broken.push(format!("told: {name} not of {:?} at {}", deed.deed, deed.answered_at.0));
        }
    }
    broken
}

/// What somebody was told, each message once.
fn notices<'a>(life: &'a Life, address: &str) -> Vec<Notice<'a>> {
    let mut notices: Vec<Notice<'a>> = Vec::new();
    let to = |seen: &&Seen| seen.recipients.iter().any(|one| one == address);
    for seen in life.seen.iter().filter(to) {
        let Some(at) = seen.taken_at else { continue };
        let received = field(seen, "Received").unwrap_or_default();
        if notices.iter().all(|notice| notice.received != received) {
            let subject = field(seen, "Subject").unwrap_or_default().replace("\r\n", "");
            notices.push(Notice { subject, first_taken_at: at, received });
        }
    }
    notices
}

/// A field of the head, folded as it came.
fn field<'a>(seen: &'a Seen, name: &str) -> Option<&'a str> {
    let text = std::str::from_utf8(&seen.body).ok()?;
    let head = &text[..text.find("\r\n\r\n")?];
    let name = format!("{name}: ");
    let starts = |at: &usize| *at == 0 || head[..*at].ends_with("\r\n");
    let start = head.match_indices(&name).map(|(at, _)| at).find(starts)? + name.len();
    let rest = &head[start..];
    let folds = |at: &usize| !rest[at + 2..].starts_with([' ', '\t']);
    let end = rest.match_indices("\r\n").map(|(at, _)| at).find(folds).unwrap_or(rest.len());
    Some(&rest[..end])
}

/// A day as a report in English writes it.
fn written(day: i32) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS.get((day / 100 % 100 - 1) as usize).unwrap_or(&"?");
    format!("{} {month} {}", day % 100, day / 10_000)
}
