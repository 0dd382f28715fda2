//! A table that fits the terminal: columns that may shrink are cut with `…`, the widest first. Without a terminal nothing
//! is cut.

use super::escape::safe;
use super::paint::Paint;
use super::width::{columns, cut};

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub title: &'static str,
    pub align: Align,
    /// Whether it is cut when there is not room for all.
    pub shrinks: bool,
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
    paint: Paint,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell { text: safe(text).into_owned(), paint: Paint::Plain }
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
}

impl Column {
    /// Words that are shown whole.
    pub const fn left(title: &'static str) -> Column {
        Column { title, align: Align::Left, shrinks: false }
    }

    /// Figures.
    pub const fn right(title: &'static str) -> Column {
        Column { title, align: Align::Right, shrinks: false }
    }

    /// Words that may be cut.
    pub const fn words(title: &'static str) -> Column {
        Column { title, align: Align::Left, shrinks: true }
    }
}

/// Between two columns.
const GAP: usize = 2;

/// A column is not cut below this.
const NARROWEST: usize = 8;

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
        let widths = self.widths(width);
        let titles: Vec<Cell> = self
            .columns
            .iter()
            .map(|column| Cell::painted(&column.title.to_uppercase(), Paint::Dim))
            .collect();
        let mut out = String::new();
        for row in std::iter::once(&titles).chain(&self.rows) {
            self.line(&mut out, row, &widths, color);
        }
        out
    }

    fn widths(&self, width: Option<usize>) -> Vec<usize> {
        let natural = |nth: usize| {
            let cells =
                self.rows.iter().filter_map(|row| row.get(nth)).map(|cell| columns(&cell.text));
            cells.chain([columns(self.columns[nth].title)]).max().unwrap_or(0)
        };
        let mut widths: Vec<usize> = (0..self.columns.len()).map(natural).collect();
        let Some(width) = width else { return widths };
        let gaps = GAP * self.columns.len().saturating_sub(1);
        while widths.iter().sum::<usize>() + gaps > width {
            let can_shrink = |nth: &usize| self.columns[*nth].shrinks && widths[*nth] > NARROWEST;
            let Some(widest) = (0..widths.len()).filter(can_shrink).max_by_key(|nth| widths[*nth])
            else {
                break;
            };
            widths[widest] -= 1;
        }
        widths
    }

    fn line(&self, out: &mut String, row: &[Cell], widths: &[usize], color: bool) {
        let last = row.len().saturating_sub(1);
        for (nth, (cell, (column, width))) in
            row.iter().zip(self.columns.iter().zip(widths)).enumerate()
        {
            let text = cut(&cell.text, *width);
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
}
