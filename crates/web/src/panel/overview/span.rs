//! What a site sent and what failed over the span that is shown: the chart, and the same as a table.

use jiff::tz::TimeZone;
use postern_core::time::Time;
use postern_engine::words::Fact;

use super::View;
use crate::panel::chart::{self, Chart, Label};
use crate::panel::history::{Column, Span};
use crate::panel::tabs::{Tab, Tabs};
use crate::panel::visitor::with_query;

pub(super) struct HistoryView {
    pub(super) ranges: Tabs,
    pub(super) chart: Chart,
    pub(super) sent: String,
    pub(super) held: String,
    pub(super) failed: String,
    pub(super) nothing: bool,
    pub(super) rows: Vec<[String; 4]>,
    pub(super) csv: String,
}

impl View<'_> {
    pub(super) fn history(&self, span: Span, columns: &[Column]) -> HistoryView {
        let words = self.words;
        let links = &self.visitor.links;
        let name = &self.entry.site.name;
        let range = |one: Span| Tab {
            label: words.say(&format!("range-{}", one.word())),
            count: None,
            href: with_query(&links.site(name), &[("range", one.word())]) + "#history",
            current: one == span,
        };
        let sums = columns.iter().fold((0_u64, 0_u64, 0_u64), |(sent, held, failed), column| {
            let (one, two, three) = drawn(column);
            (sent.saturating_add(one), held.saturating_add(two), failed.saturating_add(three))
        });
        let (sent, held, failed) = sums;
        let facts = [("sent", sent.into()), ("held", held.into()), ("failed", failed.into())];
        let told = words.tell("chart-told", &facts);
        let drawn_columns: Vec<chart::Column> =
            columns.iter().enumerate().map(|(at, column)| self.column(span, at, column)).collect();
        let row = |column: &Column| {
            let (sent, held, failed) = drawn(column);
            let figures = [sent, held, failed].map(|figure| words.number(figure));
            let [sent, held, failed] = figures;
            (column.bucket != Default::default())
                .then(|| [self.when(span, column), sent, failed, held])
        };
        HistoryView {
            ranges: Tabs { label: words.say("ranges"), all: Span::ALL.map(range).into() },
            chart: chart::draw(&drawn_columns, &words.say("chart-name"), &told, |figure| {
                words.number(figure)
            }),
            sent: words.number(sent),
            held: words.number(held),
            failed: words.number(failed),
            nothing: sent + held + failed == 0,
            rows: columns.iter().rev().filter_map(row).collect(),
            csv: with_query(&links.of_site(name, "history.csv"), &[("range", span.word())]),
        }
    }

    fn column(&self, span: Span, at: usize, column: &Column) -> chart::Column {
        let (sent, held, failed) = drawn(column);
        let when = self.when(span, column);
        let facts = [
            ("when", Fact::from(&when)),
            ("sent", sent.into()),
            ("held", held.into()),
            ("failed", failed.into()),
        ];
        let title = self.words.tell("chart-column", &facts);
        chart::Column { title, label: self.label(span, at, column.span.start), sent, held, failed }
    }

    /// The time of a column in words.
    fn when(&self, span: Span, column: &Column) -> String {
        let (words, zone) = (self.words, &self.entry.zone);
        let (from, to) = (column.span.start, column.span.end);
        match span {
            Span::Day | Span::Week => {
                let (day, from, to) =
                    (words.day_short(from, zone), words.clock(from, zone), words.clock(to, zone));
                let facts = [
                    ("day", Fact::from(&day)),
                    ("from", Fact::from(&from)),
                    ("to", Fact::from(&to)),
                ];
                words.tell("chart-hours", &facts)
            }
            Span::Month => words.day(from, zone),
            Span::Year => {
                let last = to - std::time::Duration::from_secs(1);
                let (from, to) = (words.day_short(from, zone), words.day(last, zone));
                words.tell("chart-days", &[("from", (&from).into()), ("to", (&to).into())])
            }
        }
    }

    fn label(&self, span: Span, at: usize, start: Time) -> Option<Label> {
        let (words, zone) = (self.words, &self.entry.zone);
        let (hour, minute) = wall(start, zone)?;
        let (text, minor) = match span {
            Span::Day if minute == 0 && hour % 3 == 0 => (words.clock(start, zone), hour % 6 != 0),
            Span::Week if hour == 0 => (words.day_short(start, zone), at / 4 % 2 == 1),
            Span::Month if at.is_multiple_of(5) => (words.day_short(start, zone), at % 10 == 5),
            Span::Year if at.is_multiple_of(9) => (words.day_short(start, zone), at % 18 == 9),
            _ => return None,
        };
        Some(Label { text, minor })
    }
}

/// What a column shows: sent, held, failed.
fn drawn(column: &Column) -> (u64, u64, u64) {
    let bucket = &column.bucket;
    (bucket.sent, bucket.held, bucket.failed.saturating_add(bucket.failed_late))
}

/// Hour and minute of the clock on the wall.
fn wall(at: Time, zone: &TimeZone) -> Option<(i8, i8)> {
    let at = zone.to_datetime(jiff::Timestamp::from_millisecond(at.0).ok()?);
    Some((at.hour(), at.minute()))
}
