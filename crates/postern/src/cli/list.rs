//! Lists: a program gets every row, page by page as they come; a person the first ones, and a word on how to see more.

use std::num::NonZeroUsize;

use clap::Args;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::client::Client;
use super::failure::Failure;
use super::out::{Out, tell};
use super::show::count;
use super::url::Url;

/// How much of a list is meant.
#[derive(Clone, Copy, Debug, Args)]
pub struct Extent {
    /// Most rows to list; without it programs get all, people the first ones and a word on the rest
    #[arg(long, value_name = "N", value_parser = rows)]
    limit: Option<NonZeroUsize>,
}

fn rows(text: &str) -> Result<NonZeroUsize, &'static str> {
    text.parse().map_err(|_| "use a whole number, 1 or more")
}

/// How a list begins for people who did not say how much of it they want.
#[derive(Clone, Copy, Debug)]
pub struct Beginning {
    /// Rows; `None`: all.
    pub rows: Option<usize>,
    /// What the first rows are: `newest failures`.
    pub what: &'static str,
}

impl Extent {
    fn most(self) -> Option<usize> {
        self.limit.map(NonZeroUsize::get)
    }

    /// Answers with the rows of a question: as JSON, or as the text made of them.
    pub async fn answer<T: DeserializeOwned + Serialize>(
        self,
        url: &Url,
        beginning: Beginning,
        client: &mut Client,
        out: &Out,
        text: impl FnOnce(&[T]) -> String,
    ) -> Result<(), Failure> {
        if out.json {
            return self.stream::<T>(url, client, out, JsonRows::default()).await;
        }
        let mut rows: Vec<T> = Vec::new();
        let most = self.most().or(beginning.rows);
        let take = |page| {
            rows.extend(page);
            Ok(true)
        };
        let is_more = client.each(url, most, take).await?;
        out.print(&text(&rows))?;
        if is_more {
            let shown = count(rows.len() as u64);
            tell(&format!("the {shown} {}; --limit shows more", beginning.what));
        }
        Ok(())
    }

    /// Writes every row as it comes, so that memory does not grow with the list.
    pub async fn stream<T: DeserializeOwned>(
        self,
        url: &Url,
        client: &mut Client,
        out: &Out,
        mut rows: impl Rows<T>,
    ) -> Result<(), Failure> {
        if !out.write(&rows.begin())? {
            return Ok(());
        }
        let take = |page: Vec<T>| {
            let mut text = String::new();
            for row in page {
                rows.add(&mut text, &row)?;
            }
            out.write(&text)
        };
        client.each(url, self.most(), take).await?;
        out.print(&rows.end())
    }
}

/// How rows are written one after the other.
pub trait Rows<T> {
    fn begin(&self) -> String;

    /// # Errors
    /// When a row cannot be written so.
    fn add(&mut self, text: &mut String, row: &T) -> Result<(), Failure>;

    fn end(&self) -> String;
}

/// A JSON array, as if it were written whole.
#[derive(Clone, Copy, Debug, Default)]
struct JsonRows {
    has_rows: bool,
}

impl<T: Serialize> Rows<T> for JsonRows {
    fn begin(&self) -> String {
        "[".into()
    }

    fn add(&mut self, text: &mut String, row: &T) -> Result<(), Failure> {
        text.push_str(if self.has_rows { ",\n" } else { "\n" });
        self.has_rows = true;
        let lines = super::out::json(row)?;
        text.push_str(
            &lines.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n"),
        );
        Ok(())
    }

    fn end(&self) -> String {
        if self.has_rows { "\n]\n".into() } else { "]\n".into() }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn rows_one_by_one_are_the_array_that_would_be_written_whole() {
        for rows in
            [vec![], vec![json!({"a": [1]})], vec![json!({"a": {}}), json!("b\n"), json!(3)]]
        {
            let mut list = JsonRows::default();
            let mut text = Rows::<Value>::begin(&list);
            for row in &rows {
                list.add(&mut text, row).expect("JSON");
            }
            text.push_str(&Rows::<Value>::end(&list));
            assert_eq!(text, serde_json::to_string_pretty(&rows).expect("JSON") + "\n");
        }
    }
}
