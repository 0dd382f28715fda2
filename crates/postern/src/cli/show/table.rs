//! A table that fits the terminal: where there is no room for all, cells say it briefly, then columns that can be done
//! without are left out, and what may be cut is cut with `…`, the widest first. Without a terminal nothing is left out or cut.

use std::borrow::Cow;

use super::paint::Paint;
use super::safe;
use super::width::{columns, cut};

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    pub title: Cow<'static, str>,
    pub align: Align,
    /// Whether it is cut when there is not room for all.
    pub shrinks: bool,
    /// Whether it is left out when there is not room for all; the lowest number first.
    pub drops: Option<u8>,
}

/// On which side a column's texts stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// A text with its paint; what a terminal would obey is escaped.
#[derive(Clone, Debug)]
pub struct Cell {
    text: String,
    /// What is said where there is not room for all.
    brief: Option<String>,
    paint: Paint,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell { text: safe(text).into_owned(), brief: None, paint: Paint::Plain }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::from(text.as_str())
    }
}

impl Cell {
    pub fn painted(text: &str, paint: Paint) -> Cell {
        Cell { paint, ..Cell::from(text) }
    }

    pub fn with_brief(text: &str, brief: &str) -> Cell {
        Cell { brief: Some(safe(brief).into_owned()), ..Cell::from(text) }
    }

    fn shown(&self, is_brief: bool) -> &str {
        match &self.brief {
            Some(brief) if is_brief => brief,
            _ => &self.text,
        }
    }
}

impl Column {
    /// Words that are shown whole.
    pub fn left(title: impl Into<Cow<'static, str>>) -> Column {
        Column { title: title.into(), align: Align::Left, shrinks: false, drops: None }
    }

    /// Figures.
    pub fn right(title: impl Into<Cow<'static, str>>) -> Column {
        Column { align: Align::Right, ..Column::left(title) }
    }

    /// Words that may be cut.
    pub fn words(title: impl Into<Cow<'static, str>>) -> Column {
        Column { shrinks: true, ..Column::left(title) }
    }

    /// The column as one that can be done without; those with the lowest number go first.
    pub fn drops(self, order: u8) -> Column {
        Column { drops: Some(order), ..self }
    }
}

/// Between two columns.
const GAP: usize = 2;

/// A column is not cut below this.
const NARROWEST: usize = 8;

/// Rather than that columns are cut below this, others are left out.
const READABLE: usize = 12;

impl Table {
    pub fn new(columns: impl Into<Vec<Column>>) -> Table {
        Table { columns: columns.into(), rows: Vec::new() }
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().collect());
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as text, each line ended. `width` is that of the terminal, if there is one.
    pub fn text(&self, width: Option<usize>, color: bool) -> String {
        let fit = self.fit(width);
        let titles: Vec<Cell> = self
            .columns
            .iter()
            .map(|column| Cell::painted(&column.title.to_uppercase(), Paint::Dim))
            .collect();
        let mut out = String::new();
        for row in std::iter::once(&titles).chain(&self.rows) {
            self.line(&mut out, row, &fit, color);
        }
        out
    }

    fn fit(&self, width: Option<usize>) -> Fit {
        let mut fit = Fit { is_brief: false, widths: self.natural(false) };
        let Some(width) = width else { return fit };
        if self.least(&fit) > width {
            fit = Fit { is_brief: true, widths: self.natural(true) };
        }
        while self.least(&fit) > width
            && let Some(nth) = self.dispensable(&fit)
        {
            fit.widths[nth] = None;
        }
        while fit.total() > width {
            let can_shrink = |nth: &usize| {
                self.columns[*nth].shrinks && fit.widths[*nth].is_some_and(|is| is > NARROWEST)
            };
            let Some(widest) =
                (0..fit.widths.len()).filter(can_shrink).max_by_key(|nth| fit.widths[*nth])
            else {
                break;
            };
            fit.widths[widest] = fit.widths[widest].map(|width| width - 1);
        }
        fit
    }

    /// How wide each column is when nothing is cut.
    fn natural(&self, is_brief: bool) -> Vec<Option<usize>> {
        let natural = |(nth, column): (usize, &Column)| {
            let cells = self.rows.iter().filter_map(|row| row.get(nth));
            let cells = cells.map(|cell| columns(cell.shown(is_brief)));
            cells.chain([columns(&column.title)]).max()
        };
        self.columns.iter().enumerate().map(natural).collect()
    }

    /// How wide the table is when all that may be cut is cut, and still reads.
    fn least(&self, fit: &Fit) -> usize {
        let least = |(width, column): (&Option<usize>, &Column)| {
            width.map(|width| if column.shrinks { width.min(READABLE) } else { width })
        };
        Fit {
            is_brief: fit.is_brief,
            widths: fit.widths.iter().zip(&self.columns).map(least).collect(),
        }
        .total()
    }

    /// The column that is to go next: one with nothing in it first.
    fn dispensable(&self, fit: &Fit) -> Option<usize> {
        let is_empty = |nth: usize| {
            self.rows.iter().all(|row| row.get(nth).is_none_or(|cell| cell.text.is_empty()))
        };
        let standing = (0..self.columns.len()).filter(|nth| fit.widths[*nth].is_some());
        standing
            .filter_map(|nth| Some((!is_empty(nth), self.columns[nth].drops?, nth)))
            .min()
            .map(|(.., nth)| nth)
    }

    fn line(&self, out: &mut String, row: &[Cell], fit: &Fit, color: bool) {
        let shown = row.iter().zip(&self.columns).zip(&fit.widths);
        let shown: Vec<_> =
            shown.filter_map(|((cell, column), width)| Some((cell, column, (*width)?))).collect();
        let last = shown.len().saturating_sub(1);
        for (nth, (cell, column, width)) in shown.into_iter().enumerate() {
            let text = cut(cell.shown(fit.is_brief), width);
            let space = " ".repeat(width - columns(&text));
            let painted = cell.paint.on(&text, color);
            match column.align {
                Align::Right => out.extend([space.as_str(), &painted]),
                // Nothing stands behind the last column, so no blanks need to.
                Align::Left if nth == last => out.push_str(&painted),
                Align::Left => out.extend([painted.as_str(), &space]),
            }
            if nth < last {
                out.push_str(&" ".repeat(GAP));
            }
        }
        let end = out.trim_end_matches(' ').len();
        out.truncate(end);
        out.push('\n');
    }
}

/// How a table is made to fit.
#[derive(Clone, Debug)]
struct Fit {
    is_brief: bool,
    /// The width of each column; `None`: it is left out.
    widths: Vec<Option<usize>>,
}

impl Fit {
    fn total(&self) -> usize {
        let widths = self.widths.iter().flatten();
        widths.clone().sum::<usize>() + GAP * widths.count().saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table =
            Table::new([Column::left("site"), Column::right("sent"), Column::words("subject")]);
        table.row([
            "shop.example.org".into(),
            "1,204".into(),
            "Your order of Tuesday has been shipped".into(),
        ]);
        table.row(["a.example".into(), "7".into(), "你好\u{1b}[31m".into()]);
        table
    }

    #[test]
    fn without_a_terminal_nothing_is_cut() {
        let expected = "\
SITE               SENT  SUBJECT
shop.example.org  1,204  Your order of Tuesday has been shipped
a.example             7  你好\\u{1b}[31m
";
        assert_eq!(table().text(None, false), expected);
    }

    #[test]
    fn on_a_terminal_the_words_are_cut_to_its_width() {
        let text = table().text(Some(40), false);
        assert!(text.lines().all(|line| columns(line) <= 40), "{text}");
        assert!(text.contains("Your order of …"), "{text}");
    }

    #[test]
    fn what_cannot_shrink_stays_whole_on_a_terminal_that_is_too_narrow() {
        let text = table().text(Some(10), false);
        assert!(text.contains("shop.example.org  1,204  Your or…"), "{text}");
    }
    #[test]
    fn where_there_is_no_room_cells_are_brief_and_then_columns_go() {
        let mut table = Table::new([
            Column::left("at"),
            Column::right("size").drops(2),
            Column::words("empty").drops(3),
            Column::left("to"),
        ]);
        let at = Cell::with_brief("29 Mar 09:00 (3 min ago)", "3 min ago");
        table.row([at, "2 kB".into(), "".into(), "anna@example.net".into()]);
        let line = |width| table.text(width, false).lines().nth(1).unwrap_or_default().to_owned();
        assert_eq!(line(None), "29 Mar 09:00 (3 min ago)  2 kB         anna@example.net");
        assert_eq!(line(Some(50)), "3 min ago  2 kB         anna@example.net");
        assert_eq!(line(Some(35)), "3 min ago  2 kB  anna@example.net");
        assert_eq!(line(Some(30)), "3 min ago  anna@example.net");
    }
}
