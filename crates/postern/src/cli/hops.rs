//! `postern hops`.

use clap::Args;
use postern_web::wire::{Hop, Hops as Answer, When};

use super::client::Client;
use super::failure::Failure;
use super::out::Out;
use super::show::{Cell, Column, Paint, Table, count, plural, relative, reply};
use super::url::Url;

/// Options of `postern hops`.
#[derive(Debug, Args)]
pub struct Hops {
    /// Part of the name: a domain, or a smarthost
    #[arg(value_name = "TEXT")]
    search: Option<String>,
    /// How many
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1000))]
    limit: u32,
}

impl Hops {
    pub async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        let url = Url::of(["hops"]).with("search", self.search).with("limit", Some(self.limit));
        let hops: Answer = client.get(&url).await?;
        out.answer(&hops, || told(&hops, out))
    }
}

fn told(hops: &Answer, out: &Out) -> String {
    let attempts = plural(hops.running, "attempt is made", "attempts are made");
    let mut text = format!("{attempts}, {} at most\n", count(hops.most_running));
    if hops.items.is_empty() {
        text.push_str("no next hop is in use\n");
        return text;
    }
    let mut table = Table::new([
        Column::words("next hop"),
        Column::left("state"),
        Column::right("waiting"),
        Column::left("oldest due").drops(2),
        Column::right("running"),
        Column::right("slots"),
        Column::words("last failure").drops(1),
    ]);
    for hop in &hops.items {
        table.row([
            hop.name.as_str().into(),
            state(hop, hops.now),
            count(hop.waiting).into(),
            hop.oldest_due_at.map_or(String::new(), |at| relative(hops.now, at)).into(),
            hop.running.to_string().into(),
            format!("{} of {}", hop.slots, hop.most_slots).into(),
            last_failure(hop, hops.now).into(),
        ]);
    }
    text.push_str(&out.table(&table));
    let more = hops.total.saturating_sub(hops.items.len() as u64);
    if more > 0 {
        text.push_str(&format!("… and {} more; --limit shows more of them\n", count(more)));
    }
    text
}

fn state(hop: &Hop, now: When) -> Cell {
    let until = hop.closed_until.map(|at| format!(", asked again {}", relative(now, at)));
    let until = until.unwrap_or_default();
    match (hop.dead, hop.failing_since) {
        (true, _) => Cell::painted(&format!("dead{until}"), Paint::Red),
        (false, Some(_)) if !until.is_empty() => {
            Cell::painted(&format!("paused{until}"), Paint::Yellow)
        }
        (false, Some(_)) => Cell::painted("slowed", Paint::Yellow),
        (false, None) => Cell::painted("answers", Paint::Green),
    }
}

fn last_failure(hop: &Hop, now: When) -> String {
    let Some(at) = hop.last_failed_at else { return String::new() };
    let words = reply(&hop.last_host, hop.last_code, &hop.last_enhanced, &hop.last_reply);
    format!("{}: {words}", relative(now, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hop_in_trouble_says_when_it_is_asked_again_and_what_it_said() {
        let when = |text: &str| text.parse::<When>().expect("a time");
        let answers = Hop {
            name: "smarthost:relay".into(),
            waiting: 0,
            oldest_due_at: None,
            oldest_site: None,
            running: 2,
            slots: 5,
            most_slots: 20,
            failures: 0,
            dead: false,
            failing_since: None,
            closed_until: None,
            last_failed_at: None,
            last_host: String::new(),
            last_code: 0,
            last_enhanced: String::new(),
            last_reply: String::new(),
        };
        let paused = Hop {
            name: "mx:example.org".into(),
            waiting: 1204,
            oldest_due_at: Some(when("2026-03-29T05:00:00Z")),
            oldest_site: Some("shop.example.org".into()),
            running: 0,
            slots: 1,
            failures: 2,
            failing_since: Some(when("2026-03-29T06:58:00Z")),
            closed_until: Some(when("2026-03-29T07:00:10Z")),
            last_failed_at: Some(when("2026-03-29T07:00:00Z")),
            last_host: "mx.example.org".into(),
            last_code: 421,
            last_reply: "too many\u{1b}[2J".into(),
            ..answers.clone()
        };
        let dead = Hop { dead: true, closed_until: None, ..paused.clone() };
        let hops = Answer {
            now: when("2026-03-29T07:00:00Z"),
            running: 2,
            most_running: 1000,
            total: 5,
            items: vec![dead, paused, answers],
        };
        let out = Out { json: false, color: false, width: None };
        let text = told(&hops, &out);
        for line in [
            "2 attempts are made, 1,000 at most",
            "mx:example.org   dead                           1,204  2 h ago           0  1 of 20  now: mx.example.org: 421 too many\\u{1b}[2J",
            "mx:example.org   paused, asked again in 10 s",
            "smarthost:relay  answers",
            "… and 2 more; --limit shows more of them",
        ] {
            assert!(text.contains(line), "{line:?} does not stand in\n{text}");
        }
        let none = Answer { items: Vec::new(), total: 0, ..hops };
        assert!(told(&none, &out).ends_with("no next hop is in use\n"));
    }
}
