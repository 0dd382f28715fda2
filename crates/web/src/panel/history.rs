//! What a site sent and what failed, over a span that the page chooses: as columns of its chart, and as CSV.

use std::fmt::Write;
use std::ops::Range;
use std::time::Duration;

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use jiff::civil::Time as Clock;
use jiff::tz::TimeZone;
use postern_core::counter::{Bucket, HALF_HOUR, day, day_after, day_range, half_hour};
use postern_core::time::Time;
use postern_engine::sites::Entry;
use postern_store::view::{Question, Reply};
use serde::Deserialize;

use super::Panel;
use crate::api::request::Params;
use crate::api::{App, Guarded, unexpected};
use crate::error::Result;
use crate::wire::When;

/// Which span is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) enum Span {
    #[default]
    #[serde(rename = "24h")]
    Day,
    #[serde(rename = "7d")]
    Week,
    #[serde(rename = "31d")]
    Month,
    #[serde(rename = "1y")]
    Year,
}

impl Span {
    pub(crate) const ALL: [Span; 4] = [Span::Day, Span::Week, Span::Month, Span::Year];

    /// The word of the query; also the end of its key in the catalogues.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Span::Day => "24h",
            Span::Week => "7d",
            Span::Month => "31d",
            Span::Year => "1y",
        }
    }

    /// The columns of its chart: half-hours, quarters of a day, days, weeks, all by the clock of the zone.
    pub(crate) fn columns(self, now: Time, zone: &TimeZone) -> Vec<Range<Time>> {
        let today = day(now, zone);
        let days_back = |days: i64| (-days..=0).filter_map(move |back| day_after(today, back));
        match self {
            Span::Day => {
                let last = half_hour(now, zone);
                let starts = (0..48).rev().map(|back| last - HALF_HOUR * back);
                starts.map(|start| start..start + HALF_HOUR).collect()
            }
            Span::Week => days_back(6).flat_map(|day| quarters(day, zone)).collect(),
            Span::Month => days_back(30).filter_map(|day| day_range(day, zone)).collect(),
            Span::Year => {
                let days: Vec<_> =
                    days_back(53 * 7 - 1).filter_map(|day| day_range(day, zone)).collect();
                days.chunks(7)
                    .filter_map(|week| Some(week.first()?.start..week.last()?.end))
                    .collect()
            }
        }
    }
}

/// The quarters of a day; where the clocks change, one is shorter or longer.
fn quarters(day: i32, zone: &TimeZone) -> Vec<Range<Time>> {
    let Some(whole) = day_range(day, zone) else { return Vec::new() };
    let date =
        jiff::Timestamp::from_millisecond(whole.start.0).map(|at| zone.to_datetime(at).date());
    let at = |hour| {
        let clock = date.as_ref().ok()?.to_datetime(Clock::constant(hour, 0, 0, 0));
        Some(Time(zone.to_timestamp(clock).ok()?.as_millisecond()))
    };
    let inner = [6, 12, 18].into_iter().filter_map(at);
    let ends: Vec<Time> = std::iter::once(whole.start).chain(inner).chain([whole.end]).collect();
    ends.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// What happened in one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) span: Range<Time>,
    pub(crate) bucket: Bucket,
}

/// The columns of a span, each with what happened in it.
pub(crate) async fn columns(app: &App, entry: &Entry, span: Span) -> Result<Vec<Column>> {
    let zone = &entry.zone;
    let spans = span.columns(app.now(), zone);
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return Ok(Vec::new()) };
    let (from, to, site) = (first.start, last.end, entry.site.id);
    let rows: Vec<(Time, Bucket)> = match span {
        Span::Day | Span::Week => match app.ask(Question::HalfHours { site, from, to }).await? {
            Reply::HalfHours(rows) => rows,
            other => return Err(unexpected(&other)),
        },
        Span::Month | Span::Year => {
            let (from, to) = (day(from, zone), day(to, zone));
            match app.ask(Question::Days { site, from, to }).await? {
                Reply::Days(rows) => {
                    let began = |day| day_range(day, zone).map(|range| range.start);
                    rows.into_iter().filter_map(|(day, row)| Some((began(day)?, row))).collect()
                }
                other => return Err(unexpected(&other)),
            }
        }
    };
    Ok(fill(spans, rows))
}

/// Adds each row to the column it began in.
fn fill(spans: Vec<Range<Time>>, rows: Vec<(Time, Bucket)>) -> Vec<Column> {
    let mut columns: Vec<Column> =
        spans.into_iter().map(|span| Column { span, bucket: Bucket::default() }).collect();
    for (at, bucket) in rows {
        let after = columns.partition_point(|column| column.span.start <= at);
        if let Some(column) = after.checked_sub(1).and_then(|at| columns.get_mut(at)) {
            column.bucket += bucket;
        }
    }
    columns
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    pub(crate) range: Span,
}

/// `GET /sites/{site}/history.csv`: the chart's figures for a spreadsheet.
pub(crate) async fn csv(
    State(panel): State<Panel>,
    Guarded(entry): Guarded,
    Params(asked): Params<Asked>,
) -> Result<Response> {
    let mut text =
        String::from("from,to,sent,failed,failed_late,held,expired,purged,complaints\r\n");
    for Column { span, bucket } in columns(&panel.app, &entry, asked.range).await? {
        let Bucket { sent, failed, failed_late, held, expired, purged, complaints } = bucket;
        let (from, to) = (When::from(span.start), When::from(span.end));
        let _ = write!(
            text,
            "{from},{to},{sent},{failed},{failed_late},{held},{expired},{purged},{complaints}\r\n"
        );
    }
    // A site's name is made of letters, digits, dots, dashes and underscores.
    let name = format!("attachment; filename=\"{}-{}.csv\"", entry.site.name, asked.range.word());
    let kind = "text/csv; charset=utf-8".to_owned();
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name)], text).into_response())
}

/// How long a day is, where it matters for advice.
pub(crate) const DAY: Duration = Duration::from_secs(86_400);

#[cfg(test)]
mod tests {
    use super::*;

    /// By its rules, so that no test depends on the machine's zone files.
    fn rome() -> TimeZone {
        TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").expect("a zone")
    }

    /// 2026-03-29 10:10 UTC: in the night before, the clocks went forward in Rome.
    const NOW: Time = Time::from_secs(1_774_779_000);

    #[test]
    fn each_span_ends_now_and_its_columns_meet() {
        let zone = rome();
        for (span, columns) in
            [(Span::Day, 48), (Span::Week, 28), (Span::Month, 31), (Span::Year, 53)]
        {
            let spans = span.columns(NOW, &zone);
            assert_eq!(spans.len(), columns, "{span:?}");
            assert!(spans.windows(2).all(|pair| pair[0].end == pair[1].start), "{span:?}");
            let last = spans.last().expect("columns");
            assert!(spans[0].start < NOW && NOW < last.end, "{span:?}");
        }
    }

    #[test]
    fn the_quarters_of_a_day_follow_the_clock_on_the_wall() {
        let hours: Vec<u64> = quarters(20_260_329, &rome())
            .into_iter()
            .map(|quarter| quarter.end.since(quarter.start).as_secs() / 3600)
            .collect();
        assert_eq!(hours, [5, 6, 6, 6]);
    }

    #[test]
    fn a_row_counts_in_the_column_it_began_in() {
        let spans = vec![Time(0)..Time(10), Time(10)..Time(20)];
        let sent = |sent| Bucket { sent, ..Bucket::default() };
        let rows = vec![(Time(0), sent(1)), (Time(9), sent(2)), (Time(10), sent(4))];
        let filled: Vec<u64> =
            fill(spans, rows).into_iter().map(|column| column.bucket.sent).collect();
        assert_eq!(filled, [3, 4]);
    }
}
