//! The history of a site as a drawing: a column for each part of the span, sent above the line, held hollow on top of it,
//! failed hatched below it, so that place and pattern tell what colour tells.
//!
//! The drawing is as wide as the page lets it: across, everything is in hundredths of the width; upright, in pixels, so
//! that letters keep their size. What it shows stands beside it as a table.

use std::fmt::Write;

use crate::escape::in_html;

/// One column of a chart, in words and figures.
#[derive(Clone, Debug, Default)]
pub(crate) struct Column {
    /// What the pointer is told.
    pub(crate) title: String,
    /// Below the chart, where this column has a label; a minor one is left out where there is little room.
    pub(crate) label: Option<Label>,
    pub(crate) sent: u64,
    pub(crate) held: u64,
    pub(crate) failed: u64,
}

/// A text below a column.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    pub(crate) text: String,
    pub(crate) minor: bool,
}

/// A chart, ready for the page: two pieces of SVG beside each other.
#[derive(Clone, Debug)]
pub(crate) struct Chart {
    /// The figures of the scale, and how wide they are.
    pub(crate) axis: String,
    pub(crate) plot: String,
}

/// Of the drawing: the room above the line and below it together, and what stands around.
const ROOM: f64 = 176.0;
const ABOVE: f64 = 10.0;
const BELOW: f64 = 26.0;

/// What there is, is seen, however little.
const LEAST: f64 = 2.0;

/// So deep a pattern can be made out.
const SEEN: f64 = 10.0;

/// Draws. `name` is what a screen reader calls it, `told` what it says of it; `number` writes the figures of the scale.
pub(crate) fn draw(
    columns: &[Column],
    name: &str,
    told: &str,
    number: impl Fn(u64) -> String,
) -> Chart {
    let up =
        columns.iter().map(|column| column.sent.saturating_add(column.held)).max().unwrap_or(0);
    let down = columns.iter().map(|column| column.failed).max().unwrap_or(0);
    let scale = Scale::of(up, down);
    Chart { axis: axis(&scale, number), plot: plot(columns, &scale, name, told) }
}

/// From figures to pixels.
struct Scale {
    /// The distance of the lines, and how many there are above and below the zero.
    step: u64,
    lines_up: u64,
    lines_down: u64,
    per_unit: f64,
    zero: f64,
}

impl Scale {
    fn of(up: u64, down: u64) -> Scale {
        // At most five lines in all, at 1, 2 or 5 of some power of ten.
        let fits = |step: u64| up.div_ceil(step).saturating_add(down / step) <= 5;
        let steps = (0..19).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_u64.pow(power)));
        let step = steps.into_iter().find(|step| fits(*step)).unwrap_or(u64::MAX);
        let (lines_up, lines_down) = (up.div_ceil(step).max(1), down / step);
        let high = lines_up as f64 * step as f64;
        // Few failures below much mail still have the room to be seen.
        let deep =
            if down == 0 { 0.0 } else { (down as f64 * ROOM / (high + down as f64)).max(SEEN) };
        let per_unit = (ROOM - deep) / high;
        Scale { step, lines_up, lines_down, per_unit, zero: ABOVE + ROOM - deep }
    }

    /// How high a figure is.
    fn high(&self, figure: u64) -> f64 {
        if figure == 0 { 0.0 } else { (figure as f64 * self.per_unit).max(LEAST) }
    }

    /// How deep a figure is that stands below the line.
    fn deep(&self, figure: u64) -> f64 {
        if figure == 0 { 0.0 } else { (figure as f64 * self.per_unit).max(LEAST + 1.0) }
    }

    /// The lines from the top: the figure and where it is.
    fn lines(&self) -> impl Iterator<Item = (u64, f64)> {
        let up = (1..=self.lines_up).rev().map(|line| (line.saturating_mul(self.step), -1.0));
        let down = (1..=self.lines_down).map(|line| (line.saturating_mul(self.step), 1.0));
        let at =
            |(figure, side): (u64, f64)| (figure, self.zero + side * figure as f64 * self.per_unit);
        up.chain([(0, 0.0)]).chain(down).map(at)
    }

    fn height(&self) -> f64 {
        ABOVE + ROOM + BELOW
    }
}

fn axis(scale: &Scale, number: impl Fn(u64) -> String) -> String {
    let figures: Vec<(String, f64)> =
        scale.lines().map(|(figure, at)| (number(figure), at)).collect();
    let widest = figures.iter().map(|(figure, _)| figure.chars().count()).max().unwrap_or(1);
    // Figures are about 7 pixels wide; 8 are the room to the chart.
    let (width, height) = (widest * 7 + 10, scale.height());
    let mut svg = format!("<svg width=\"{width}\" height=\"{height}\" aria-hidden=\"true\">");
    for (figure, at) in figures {
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            width - 8,
            at + 4.0,
            in_html(&figure)
        );
    }
    svg.push_str("</svg>");
    svg
}

fn plot(columns: &[Column], scale: &Scale, name: &str, told: &str) -> String {
    let mut svg = format!(
        "<svg width=\"100%\" height=\"{}\" role=\"img\" aria-labelledby=\"chart-name chart-told\">\
         <title id=\"chart-name\">{}</title><desc id=\"chart-told\">{}</desc>\
         <defs><pattern id=\"hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <rect class=\"hatch-ground\" width=\"5\" height=\"5\"/><path class=\"hatch\" d=\"M0 0v5\"/></pattern></defs>",
        scale.height(),
        in_html(name),
        in_html(told)
    );
    for (figure, at) in scale.lines() {
        let class = if figure == 0 { "zero" } else { "grid" };
        let _ = write!(
            svg,
            "<line class=\"{class}\" x1=\"0\" x2=\"100%\" y1=\"{at:.1}\" y2=\"{at:.1}\"/>"
        );
    }
    let each = 100.0 / columns.len().max(1) as f64;
    // The more columns, the less room between them.
    let wide = each * if columns.len() > 32 { 0.8 } else { 0.7 };
    for (at, column) in columns.iter().enumerate() {
        let left = at as f64 * each;
        let _ = write!(
            svg,
            "<g><rect class=\"over\" x=\"{left:.3}%\" y=\"{ABOVE}\" width=\"{each:.3}%\" height=\"{ROOM}\"><title>{}</title></rect>",
            in_html(&column.title)
        );
        let x = left + (each - wide) / 2.0;
        let (sent, held, failed) =
            (scale.high(column.sent), scale.high(column.held), scale.deep(column.failed));
        let mut bar = |class: &str, fill: &str, y: f64, high: f64| {
            if high > 0.0 {
                let _ = write!(
                    svg,
                    "<rect class=\"{class}\"{fill} x=\"{x:.3}%\" y=\"{y:.1}\" width=\"{wide:.3}%\" height=\"{high:.1}\" pointer-events=\"none\"/>"
                );
            }
        };
        bar("sent", "", scale.zero - sent, sent);
        bar("held", "", scale.zero - sent - held, held);
        bar("failed", " fill=\"url(#hatch)\"", scale.zero, failed);
        svg.push_str("</g>");
    }
    for (at, column) in columns.iter().enumerate() {
        let Some(label) = &column.label else { continue };
        let class = if label.minor { " class=\"minor\"" } else { "" };
        // The first and the last would stand out at the sides.
        let left = at as f64 * each;
        let (x, anchor) = match left {
            left if left < 4.0 => (left, "start"),
            left if left + each > 96.0 => (left + each, "end"),
            left => (left + each / 2.0, "middle"),
        };
        let _ = write!(
            svg,
            "<text{class} x=\"{x:.3}%\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
            scale.height() - 6.0,
            in_html(&label.text)
        );
    }
    svg.push_str("</svg>");
    svg
}

/// A line of small columns for a row of a table: sent above the line, failed below it.
pub(crate) fn spark(days: &[(u64, u64)], told: &str) -> String {
    const WIDE: u64 = 3;
    const UP: f64 = 16.0;
    const DOWN: f64 = 8.0;
    let most_sent = days.iter().map(|(sent, _)| *sent).max().unwrap_or(0).max(1) as f64;
    let most_failed = days.iter().map(|(_, failed)| *failed).max().unwrap_or(0) as f64;
    let most_failed = most_failed.max(most_sent * DOWN / UP);
    let (mut sent_path, mut failed_path) = (String::new(), String::new());
    for (at, (sent, failed)) in days.iter().enumerate() {
        let x = at as u64 * WIDE;
        if *sent > 0 {
            let high = (*sent as f64 * UP / most_sent).max(1.0);
            let _ = write!(sent_path, "M{x} {UP}v-{high:.1}h2v{high:.1}z");
        }
        if *failed > 0 {
            let deep = (*failed as f64 * DOWN / most_failed).max(1.0);
            let _ = write!(failed_path, "M{x} {UP}v{deep:.1}h2v-{deep:.1}z");
        }
    }
    let wide = days.len() as u64 * WIDE;
    format!(
        "<svg class=\"spark\" width=\"{wide}\" height=\"24\" role=\"img\" aria-label=\"{}\">\
         <path class=\"zero\" d=\"M0 {UP}h{wide}\"/><path class=\"sent\" d=\"{sent_path}\"/>\
         <path class=\"failed\" d=\"{failed_path}\"/></svg>",
        in_html(told)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(figures: &[(u64, u64, u64)]) -> Chart {
        let column = |&(sent, held, failed): &(u64, u64, u64)| Column {
            title: "<b>&".into(),
            label: Some(Label { text: "1 <i>".into(), minor: true }),
            sent,
            held,
            failed,
        };
        let columns: Vec<Column> = figures.iter().map(column).collect();
        draw(&columns, "mail", "told", |figure| figure.to_string())
    }

    #[test]
    fn the_scale_has_few_round_lines_and_room_for_all_there_is() {
        let rows = [
            ((0, 0), (1, 1, 0)),
            ((1, 0), (1, 1, 0)),
            ((7, 1), (2, 4, 0)),
            ((48, 0), (10, 5, 0)),
            ((5000, 20), (1000, 5, 0)),
            ((0, 9), (2, 1, 4)),
        ];
        for ((up, down), expected) in rows {
            let scale = Scale::of(up, down);
            assert_eq!((scale.step, scale.lines_up, scale.lines_down), expected, "{up} {down}");
        }
        let most = Scale::of(u64::MAX, u64::MAX);
        assert!(most.lines().all(|(_, at)| at.is_finite()));
    }

    #[test]
    fn what_there_is_is_drawn_however_little_and_what_there_is_not_is_not() {
        let chart = drawn(&[(1_000_000, 0, 1), (0, 5, 0), (0, 0, 0)]);
        let bars = |class: &str| chart.plot.matches(&format!("<rect class=\"{class}\"")).count();
        assert_eq!((bars("sent"), bars("held"), bars("failed"), bars("over")), (1, 1, 1, 3));
        assert!(chart.plot.contains("height=\"2.0\""), "{}", chart.plot);
    }

    #[test]
    fn no_text_of_a_chart_is_markup_and_nothing_has_a_style_of_its_own() {
        let chart = drawn(&[(1, 2, 3)]);
        assert!(!chart.plot.contains("<b>") && !chart.plot.contains("<i>"));
        assert!(!chart.plot.contains("style") && !chart.axis.contains("style"));
        assert_eq!(drawn(&[]).plot.matches("<g>").count(), 0);
    }

    #[test]
    fn a_line_of_columns_shows_what_there_is_and_nothing_of_a_day_without() {
        let spark = spark(&[(10, 0), (0, 1), (0, 0), (5, 5)], "\"<b>");
        assert_eq!(spark.matches("v-16.0").count() + spark.matches("v-8.0").count(), 3, "{spark}");
        assert!(spark.contains("M3 16v1.6") && !spark.contains("M6 "), "{spark}");
        assert!(spark.contains("aria-label=\"&quot;&lt;b&gt;\""), "{spark}");
    }
}
