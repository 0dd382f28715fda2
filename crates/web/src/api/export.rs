//! Lists as files: every row there is, written as it is read, a page of the store at a time.
//!
//! An export is the list of the same path without its bounds, at `…/export?format=`: a path of its own, so that a link can
//! name it. The first page is read before the answer begins, so that what is refused is refused with a problem; what goes
//! wrong later breaks the answer off. Nothing is read ahead of the client, and when it is gone nothing more is read.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use futures_util::stream;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::stream::Slot;
use crate::csv;
use crate::error::{Error, Result};
use crate::escape::safe;
use crate::wire::{Bucket, Code, Failure, Page};

/// Rows read at once.
pub(crate) const ROWS: usize = 200;

/// How an export is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    /// A JSON object on each line.
    #[default]
    Ndjson,
    /// One JSON array.
    Json,
    /// For spreadsheets; what they would take for a formula begins with an apostrophe, control and bidirectional
    /// characters are written `\u{…}`.
    Csv,
}

/// The same of rows that are no table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum JsonFormat {
    /// A JSON object on each line.
    #[default]
    Ndjson,
    /// One JSON array.
    Json,
}

impl From<JsonFormat> for Format {
    fn from(format: JsonFormat) -> Format {
        match format {
            JsonFormat::Ndjson => Format::Ndjson,
            JsonFormat::Json => Format::Json,
        }
    }
}

impl Format {
    fn content_type(self) -> &'static str {
        match self {
            Format::Ndjson => "application/x-ndjson",
            Format::Json => "application/json",
            Format::Csv => "text/csv; charset=utf-8",
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Format::Ndjson => "ndjson",
            Format::Json => "json",
            Format::Csv => "csv",
        }
    }
}

/// A row of an export.
pub(crate) trait Record: Serialize {
    /// The titles of its columns; none: it is no table.
    const COLUMNS: &'static [&'static str] = &[];

    /// Its fields, as many as there are columns.
    fn fields(&self) -> Vec<String> {
        Vec::new()
    }
}

impl Record for crate::wire::Queued {}
impl Record for crate::wire::Traced {}
impl Record for crate::wire::AuditEntry {}

impl Record for Failure {
    const COLUMNS: &'static [&'static str] = &[
        "at",
        "class",
        "recipient",
        "sender",
        "subject",
        "script",
        "host",
        "code",
        "enhanced",
        "reply",
        "message",
    ];

    fn fields(&self) -> Vec<String> {
        let text = |text: &str| safe(text).into_owned();
        vec![
            self.at.to_string(),
            text(&self.class),
            text(&self.recipient),
            text(self.sender.as_deref().unwrap_or_default()),
            text(&self.subject),
            text(&self.script),
            text(&self.host),
            self.code.to_string(),
            text(&self.enhanced),
            text(&self.reply),
            self.message.to_string(),
        ]
    }
}

impl Record for Bucket {
    const COLUMNS: &'static [&'static str] =
        &["at", "sent", "failed", "failed_late", "held", "expired", "purged", "complaints"];

    fn fields(&self) -> Vec<String> {
        let figures = &self.figures;
        let counts = [
            figures.sent,
            figures.failed,
            figures.failed_late,
            figures.held,
            figures.expired,
            figures.purged,
            figures.complaints,
        ];
        let counts = counts.iter().map(u64::to_string);
        std::iter::once(self.at.to_string()).chain(counts).collect()
    }
}

/// The rows of a list, from the page of a cursor on. `name` is that of the file.
pub(crate) async fn export<T, F>(
    slot: Slot,
    format: Format,
    name: &str,
    read: F,
) -> Result<Response>
where
    T: Record + Send + 'static,
    F: AsyncPages<T>,
{
    let first = read.page(None).await?;
    let Page { items: rows, next } = first;
    let writing = Writing { read, format, rows, next, begun: false, _slot: slot };
    let body = Body::from_stream(stream::try_unfold(Some(writing), |writing| async {
        match writing {
            Some(writing) => writing.chunk().await,
            None => Ok(None),
        }
    }));
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.content_type()));
    let disposition = format!("attachment; filename=\"{name}.{}\"", format.extension());
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

/// A list, read page by page.
pub(crate) trait AsyncPages<T>: Send + 'static {
    fn page(&self, cursor: Option<String>) -> impl Future<Output = Result<Page<T>>> + Send;
}

impl<T, F, Fut> AsyncPages<T> for F
where
    F: Fn(Option<String>) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Page<T>>> + Send,
    T: Send,
{
    async fn page(&self, cursor: Option<String>) -> Result<Page<T>> {
        self(cursor).await
    }
}

/// An export on its way.
struct Writing<T, F> {
    read: F,
    format: Format,
    /// Rows that were read and are not written yet, and the cursor of those after them.
    rows: Vec<T>,
    next: Option<String>,
    /// Whether a row was written.
    begun: bool,
    _slot: Slot,
}

impl<T: Record + Send, F: AsyncPages<T>> Writing<T, F> {
    /// What is written next, and the rest, if there is one.
    async fn chunk(mut self) -> std::result::Result<Option<(Bytes, Option<Self>)>, Broken> {
        let mut text = if self.begun { String::new() } else { self.opening() };
        loop {
            for row in std::mem::take(&mut self.rows) {
                self.write(&mut text, &row)?;
            }
            let has_rows = self.begun && !text.is_empty();
            match self.next.take() {
                None => {
                    text.push_str(self.closing());
                    return Ok(Some((text.into(), None)));
                }
                Some(next) if has_rows => {
                    self.next = Some(next);
                    return Ok(Some((text.into(), Some(self))));
                }
                Some(next) => {
                    let page = self.read.page(Some(next)).await.map_err(Broken)?;
                    (self.rows, self.next) = (page.items, page.next);
                }
            }
        }
    }

    fn opening(&self) -> String {
        match self.format {
            Format::Ndjson => String::new(),
            Format::Json => "[".to_owned(),
            Format::Csv => csv::line(T::COLUMNS.iter().copied()),
        }
    }

    fn closing(&self) -> &'static str {
        match (self.format, self.begun) {
            (Format::Json, true) => "\n]\n",
            (Format::Json, false) => "]\n",
            (Format::Ndjson | Format::Csv, _) => "",
        }
    }

    fn write(&mut self, text: &mut String, row: &T) -> std::result::Result<(), Broken> {
        let json = |row: &T| {
            serde_json::to_string(row)
                .map_err(|error| Broken(Error::new(Code::Failed, error.to_string())))
        };
        match self.format {
            Format::Ndjson => {
                text.push_str(&json(row)?);
                text.push('\n');
            }
            Format::Json => {
                text.push_str(if self.begun { ",\n" } else { "\n" });
                text.push_str(&json(row)?);
            }
            Format::Csv => text.push_str(&csv::line(row.fields().iter().map(String::as_str))),
        }
        self.begun = true;
        Ok(())
    }
}

/// Why an export broke off; the client sees that it did.
#[derive(Debug, thiserror::Error)]
#[error("the export broke off: {}", .0.0.detail)]
struct Broken(Error);
