//! `postern status`: one site, or the daemon with every site that needs a look.

use std::fmt::Write;

use clap::Args;
use postern_web::wire::{self, DropDirectory, Health, When};

use super::client::Client;
use super::failure::Failure;
use super::out::Out;
use super::show::{
    Cell, Column, Paint, Table, Zone, bytes, count, plural, relative, safe, state_paint, stopped,
    stopped_since,
};
use super::site::state_cell;
use super::url::Url;

/// Options of `postern status`.
#[derive(Debug, Args)]
pub struct Status {
    /// The site; none: all of them
    #[arg(value_parser = super::name)]
    site: Option<String>,
}

/// Sites that are listed at most.
const SITES: usize = 50;

impl Status {
    pub async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        match self.site {
            Some(site) => {
                let status: wire::Status = client.get(&Url::of(["sites", &site, "status"])).await?;
                out.answer(&status, || of_site(&status, out))
            }
            None => {
                let health: Health = client.get(&Url::of(["health"])).await?;
                let sites: Vec<wire::Site> = client.rows(&Url::of(["sites"])).await?;
                let answer = serde_json::json!({ "health": health, "sites": sites });
                out.answer(&answer, || of_all(&health, sites, out))
            }
        }
    }
}

fn of_site(status: &wire::Status, out: &Out) -> String {
    let site = &status.site;
    let zone = Zone::named(&site.settings.zone, status.now);
    let mut lines = Lines { out, text: String::new() };
    let name = out.paint(Paint::Bold, &safe(&site.name));
    let _ = writeln!(lines.text, "{name}  {}", out.paint(state_paint(&site.state), &badge(site)));
    if !site.by.is_empty() && (site.state != "ok" || !site.reason.is_empty()) {
        lines.line("since", &format!("{}, by {}", zone.full(site.since), site.by));
    }
    if !site.reason.is_empty() {
        lines.line("reason", &site.reason);
    }
    let (today, ever, queue) = (&status.figures_today, &site.counters, &status.queue);
    let in_error = |failed: u64, late: u64| match late {
        0 => count(failed),
        late => format!("{} ({} reported late)", count(failed + late), count(late)),
    };
    lines.line(
        "today",
        &format!(
            "{} sent, {} in error",
            count(today.sent),
            in_error(today.failed, today.failed_late)
        ),
    );
    lines.line(
        "ever",
        &format!("{} sent, {} in error", count(ever.sent), in_error(ever.failed, ever.failed_late)),
    );
    if ever.purged + ever.deleted > 0 {
        lines.line("", &format!("{} purged, {} deleted", count(ever.purged), count(ever.deleted)));
    }
    lines.line("queue", &queue_words(queue));
    if let Some(oldest_at) = queue.oldest_at {
        lines.line("oldest", &zone.full(oldest_at));
    }
    if let Some(at) = status.expires_next_at {
        lines.line("given up", &format!("held mail from {}", zone.full(at)));
    }
    for stop in &status.stops {
        let (what, since) = (stopped(stop), stopped_since(stop, status.now));
        lines.line("blocked", &format!("{what}, {since}"));
    }
    if let Some(at) = site.last_accepted_at {
        lines.line("last mail", &zone.full(at));
    }
    lines.text
}

/// Titled lines.
struct Lines<'a> {
    out: &'a Out,
    text: String,
}

impl Lines<'_> {
    fn line(&mut self, title: &str, value: &str) {
        let title = self.out.paint(Paint::Dim, &format!("{title:<9}"));
        let _ = writeln!(self.text, "  {title}  {}", safe(value));
    }
}

fn queue_words(queue: &wire::QueueKinds) -> String {
    if queue.total == 0 {
        return "empty".into();
    }
    let mut kinds = Vec::new();
    for (figure, word) in [(queue.due, "due"), (queue.deferred, "deferred"), (queue.held, "held")] {
        if figure > 0 {
            kinds.push(format!("{} {word}", count(figure)));
        }
    }
    format!("{} ({})", plural(queue.total, "mail", "mails"), kinds.join(", "))
}

/// The state as the product words it.
fn badge(site: &wire::Site) -> String {
    let words = match site.state.as_str() {
        "ok" => "enabled",
        "force" => "enabled, forced",
        "ko" => "blocked",
        "bounce" => "blocked for bounces",
        "spam" => "blocked for spam",
        other => other,
    };
    if site.locked { format!("{words}, locked") } else { words.to_owned() }
}

fn of_all(health: &Health, mut sites: Vec<wire::Site>, out: &Out) -> String {
    let accepts = match health.accepts {
        true => out.paint(Paint::Green, "accepts mail"),
        false => out.paint(Paint::Red, &format!("accepts no mail: {}", safe(&health.why))),
    };
    let up = relative(health.now, health.started_at);
    let mut text =
        format!("{} {} {accepts}, started {up}\n", safe(&health.hostname), health.version);
    let all = &health.counters;
    let _ = writeln!(
        text,
        "{}: {} sent, {} in error, {} queued; {} stored, {} free\n",
        plural(health.sites, "site", "sites"),
        count(all.sent),
        count(all.failed + all.failed_late),
        count(all.queued),
        bytes(health.database_bytes + health.body_bytes),
        bytes(health.room_bytes),
    );
    if let Some(words) = health.drop.as_ref().and_then(|drop| drop_words(drop, health.now)) {
        let _ = writeln!(text, "{}\n", out.paint(Paint::Yellow, &words));
    }
    // What needs a look first: blocked sites, then those with the longest queues.
    sites.sort_by(|a, b| {
        let red = |site: &wire::Site| wire::is_red(&site.state);
        red(b)
            .cmp(&red(a))
            .then(b.counters.queued.cmp(&a.counters.queued))
            .then(a.name.cmp(&b.name))
    });
    text.push_str(&out.table(&site_table(&sites, health.now)));
    if sites.len() > SITES {
        let _ = writeln!(
            text,
            "… and {} more; postern site list lists all",
            count((sites.len() - SITES) as u64)
        );
    }
    text
}

/// What is to be told of the drop directory, if anything is.
fn drop_words(drop: &DropDirectory, now: When) -> Option<String> {
    let waiting = (drop.files > 0).then(|| {
        let since = drop
            .oldest_at
            .map_or(String::new(), |at| format!(", the oldest from {}", relative(now, at)));
        format!("{} in the drop directory{since}", plural(drop.files, "mail waits", "mails wait"))
    });
    let aside = (drop.aside > 0).then(|| {
        format!(
            "{} set aside in .aside of the drop directory: nobody's, or unreadable",
            plural(drop.aside, "file was", "files were")
        )
    });
    let words: Vec<String> = waiting.into_iter().chain(aside).collect();
    (!words.is_empty()).then(|| words.join("; "))
}

fn site_table(sites: &[wire::Site], now: When) -> Table {
    let mut table = Table::new([
        Column::words("site"),
        Column::left("state"),
        Column::left("since"),
        Column::right("queued"),
        Column::right("sent"),
        Column::right("in error"),
        Column::words("reason"),
    ]);
    for site in sites.iter().take(SITES) {
        table.row([
            Cell::from(site.name.as_str()),
            state_cell(site),
            Zone::named(&site.settings.zone, now).since(site.since),
            count(site.counters.queued).into(),
            count(site.counters.sent).into(),
            count(site.counters.failed + site.counters.failed_late).into(),
            site.reason.as_str().into(),
        ]);
    }
    table
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A site in a state.
    pub fn site(state: &str, locked: bool) -> wire::Site {
        serde_json::from_value(serde_json::json!({
            "name": "shop.example.org",
            "created_at": "2026-01-01T00:00:00Z",
            "settings": {
                "zone": "Europe/Rome", "language": "it", "report_address": "", "sender_domains": [],
                "smarthosts": [], "source_address": "",
                "limits": {"message_bytes": 1, "recipients": 1, "queued": 1, "queued_bytes": 1},
            },
            "uids": [1001], "logins": [], "ranges": [],
            "state": state, "locked": locked,
            "since": "2026-03-29T06:00:00Z", "by": "operator:anna", "reason": "bots \u{1b}[2J",
            "counters": wire::Counters { sent: 1204, failed: 7, failed_late: 2, purged: 3, ..Default::default() },
            "last_accepted_at": "2026-03-29T06:59:00Z",
        }))
        .expect("a site")
    }

    #[test]
    fn a_site_that_is_blocked_says_since_when_by_whom_and_why_and_what_is_held() {
        let when = |text: &str| text.parse::<When>().expect("a time");
        let status = wire::Status {
            now: when("2026-03-29T07:00:00Z"),
            site: site("ko", true),
            today: "2026-03-29".into(),
            figures_today: wire::Figures { sent: 12, failed: 1, ..Default::default() },
            queue: wire::QueueKinds {
                total: 5,
                held: 4,
                due: 1,
                oldest_at: Some(when("2026-03-29T05:00:00Z")),
                ..Default::default()
            },
            expires_next_at: Some(when("2026-04-01T06:00:00Z")),
            stops: vec![wire::Stop {
                id: 1,
                script: Some("/srv/form.php".into()),
                sender: None,
                at: when("2026-03-29T06:30:00Z"),
                by: "operator:anna".into(),
                reason: String::new(),
            }],
        };
        let out = Out { json: false, color: false, width: None };
        let expected = "\
shop.example.org  blocked, locked
  since      2026-03-29 08:00:00 CEST (1 h ago), by operator:anna
  reason     bots \\u{1b}[2J
  today      12 sent, 1 in error
  ever       1,204 sent, 9 (2 reported late) in error
             3 purged, 0 deleted
  queue      5 mails (1 due, 4 held)
  oldest     2026-03-29 07:00:00 CEST (2 h ago)
  given up   held mail from 2026-04-01 08:00:00 CEST (in 2 d)
  blocked    script /srv/form.php, 30 min ago by operator:anna
  last mail  2026-03-29 08:59:00 CEST (1 min ago)
";
        assert_eq!(of_site(&status, &out), expected);
    }

    #[test]
    fn each_state_has_its_badge() {
        let badges =
            ["ok", "force", "ko", "bounce", "spam"].map(|state| badge(&site(state, false)));
        assert_eq!(
            badges,
            ["enabled", "enabled, forced", "blocked", "blocked for bounces", "blocked for spam"]
        );
    }
}
