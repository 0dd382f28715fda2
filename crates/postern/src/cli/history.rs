//! `postern history`: a bar for each half-hour or day.

use std::collections::BTreeMap;
use std::fmt::Write;

use clap::Args;
use jiff::Timestamp;
use postern_core::counter::{HALF_HOUR, day, day_range, half_hour};
use postern_core::time::Time;
use postern_web::wire::{self, Figures, Step, When};

use super::client::Client;
use super::failure::Failure;
use super::out::{Out, tell};
use super::show::{Paint, Zone, bar, count, relative};
use super::url::Url;
use super::{now, zone_of};

/// Options of `postern history`.
#[derive(Debug, Args)]
pub struct History {
    /// The site
    #[arg(value_parser = super::name)]
    site: String,
    /// The last hours, by half-hours
    #[arg(long, value_name = "N", conflicts_with = "days", value_parser = clap::value_parser!(u32).range(1..=1488))]
    hours: Option<u32>,
    /// The last days, by days
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3650))]
    days: Option<u32>,
}

impl History {
    pub async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        let (step, seconds) = match (self.hours, self.days) {
            (_, Some(days)) => ("day", i64::from(days - 1) * 86_400),
            (hours, None) => ("half-hour", i64::from(hours.unwrap_or(24)) * 3600),
        };
        let zone = zone_of(client, &self.site).await?;
        let from =
            When(Timestamp::from_second(now().0.as_second() - seconds).unwrap_or(Timestamp::MIN));
        // A day that has only begun is to be seen as well, and so is this half-hour.
        let from = if step == "day" { midnight(from, &zone) } else { from };
        let url = Url::of(["sites", &self.site, "history"])
            .with("step", Some(step))
            .with("from", Some(from));
        let history: wire::History = client.get(&url).await?;
        out.answer(&history, || chart(&history, &zone, out))?;
        if Time::from(history.from).since(Time::from(from)) >= HALF_HOUR {
            let since = zone.full(history.from);
            tell(&format!("half-hours are kept since {since} only; --days goes further back"));
        }
        Ok(())
    }
}

fn midnight(when: When, zone: &Zone) -> When {
    day_range(day(when.into(), zone.zone()), zone.zone()).map_or(when, |range| range.start.into())
}

/// The columns before the bar: time, sent, in error.
const BEFORE_BAR: usize = 36;

fn chart(history: &wire::History, zone: &Zone, out: &Out) -> String {
    let rows = filled(history, zone);
    let in_error = |figures: &Figures| figures.failed + figures.failed_late;
    let most = rows.iter().map(|(_, figures)| figures.sent + in_error(figures)).max().unwrap_or(0);
    let width = out.width.unwrap_or(100).saturating_sub(BEFORE_BAR).clamp(10, 100);
    let titles = format!("{:<16}  {:>7}  {:>7}", "", "SENT", "ERROR");
    let mut text = format!("{}\n", out.paint(Paint::Dim, &titles));
    let mut last_date = String::new();
    for (at, figures) in &rows {
        let (date, time) = match history.step {
            Step::Day => (
                at.0.to_zoned_datetime(zone.zone().clone()).strftime("%Y-%m-%d").to_string(),
                "     ".to_owned(),
            ),
            Step::HalfHour => {
                let at = at.0.to_zoned_datetime(zone.zone().clone());
                (at.strftime("%Y-%m-%d").to_string(), at.strftime("%H:%M").to_string())
            }
        };
        // The date stands where it changes.
        let shown = if date == last_date { String::new() } else { date.clone() };
        last_date = date;
        let bar = bar(figures.sent, in_error(figures), most, width, out.color);
        let (sent, error) = (count(figures.sent), count(in_error(figures)));
        let line = format!("{shown:<10} {time}  {sent:>7}  {error:>7}  {bar}");
        let _ = writeln!(text, "{}", line.trim_end());
    }
    let total = rows.iter().fold(Figures::default(), |sum, (_, figures)| Figures {
        sent: sum.sent + figures.sent,
        failed: sum.failed + in_error(figures),
        held: sum.held + figures.held,
        purged: sum.purged + figures.purged,
        ..sum
    });
    let _ = writeln!(
        text,
        "{} sent, {} in error, {} held on arrival, {} purged since {} ({}), clock of {}",
        count(total.sent),
        count(total.failed),
        count(total.held),
        count(total.purged),
        zone.day_and_time(history.from),
        relative(zone.now(), history.from),
        history.zone,
    );
    text
}

/// Every half-hour or day of the span, those without events as well.
fn filled(history: &wire::History, zone: &Zone) -> Vec<(When, Figures)> {
    let known: BTreeMap<i64, Figures> =
        history.buckets.iter().map(|bucket| (Time::from(bucket.at).0, bucket.figures)).collect();
    let (from, to) = (Time::from(history.from), Time::from(history.to));
    let mut rows = Vec::new();
    let mut at = match history.step {
        Step::HalfHour => half_hour(from, zone.zone()),
        Step::Day => Time::from(midnight(history.from, zone)),
    };
    while at < to {
        rows.push((When::from(at), known.get(&at.0).copied().unwrap_or_default()));
        let next = match history.step {
            Step::HalfHour => at + HALF_HOUR,
            Step::Day => day_range(day(at, zone.zone()), zone.zone()).map_or(to, |range| range.end),
        };
        // The clocks may be changed by less than a step: a bucket is then begun anew where the new clock says.
        at = next.max(Time(at.0 + 1));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_has_a_line_for_each_step_also_where_nothing_happened() {
        let when = |text: &str| text.parse::<When>().expect("a time");
        let figures = Figures { sent: 30, failed: 10, ..Figures::default() };
        let history = wire::History {
            step: Step::Day,
            zone: "Europe/Rome".into(),
            from: when("2026-03-27T23:00:00Z"),
            to: when("2026-03-30T10:00:00Z"),
            buckets: vec![wire::Bucket { at: when("2026-03-28T23:00:00Z"), figures }],
        };
        let zone = Zone::named("Europe/Rome", history.to);
        let out = Out { json: false, color: false, width: Some(60) };
        let expected = "                     SENT    ERROR
2026-03-28              0        0
2026-03-29             30       10  ██████████████████▒▒▒▒▒▒
2026-03-30              0        0
30 sent, 10 in error, 0 held on arrival, 0 purged since 28 Mar 00:00 (2 d ago), clock of Europe/Rome
";
        assert_eq!(chart(&history, &zone, &out), expected);
    }
}
