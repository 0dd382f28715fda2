//! The log of the daemon: a line an event on standard error, as fields or as JSON.
//!
//! What stands in a field may be a stranger's word: a file name, a remote's reply, an address. As text it is quoted and
//! escaped as soon as it has anything in it but plain characters, so that nobody can write a line, or a field, of his own.

use std::fmt;
use std::io::{self, IsTerminal};

use tracing::field::{Field, Visit};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::fmt::FormatFields;
use tracing_subscriber::fmt::format::Writer;

use crate::config::Log;

/// Writes the log from here on.
pub(crate) fn begin(log: &Log) {
    let builder = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(&log.level))
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .with_target(false);
    if log.json {
        builder.json().flatten_event(true).init();
    } else {
        builder.fmt_fields(Fields).init();
    }
}

/// Fields as text: `name=value`, and the message, if there is one, by itself.
struct Fields;

struct Line<'w> {
    writer: Writer<'w>,
    is_begun: bool,
    written: fmt::Result,
}

impl<'w> FormatFields<'w> for Fields {
    fn format_fields<R: RecordFields>(&self, writer: Writer<'w>, fields: R) -> fmt::Result {
        let mut line = Line { writer, is_begun: false, written: Ok(()) };
        fields.record(&mut line);
        line.written
    }
}

impl Line<'_> {
    fn write(&mut self, field: &Field, value: &str) -> fmt::Result {
        if std::mem::replace(&mut self.is_begun, true) {
            self.writer.write_char(' ')?;
        }
        if field.name() == "message" {
            return write!(self.writer, "{}", value.escape_debug());
        }
        self.writer.write_str(field.name())?;
        if value.chars().all(is_plain) {
            write!(self.writer, "={value}")
        } else {
            write!(self.writer, "={value:?}")
        }
    }
}

impl Visit for Line<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        let written = self.write(field, value);
        self.written = self.written.and(written);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let written = self.write(field, &format!("{value:?}"));
        self.written = self.written.and(written);
    }
}

/// What can stand in a value without quotes.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || c.is_ascii_punctuation() && !matches!(c, '"' | '=' | '\\')
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is logged, without time and level.
    fn logged(event: impl FnOnce()) -> String {
        let kept = Kept::default();
        let writer = kept.clone();
        let subscriber = tracing_subscriber::fmt()
            .fmt_fields(Fields)
            .with_writer(move || writer.clone())
            .with_ansi(false)
            .with_target(false)
            .without_time()
            .with_level(false)
            .finish();
        tracing::subscriber::with_default(subscriber, event);
        String::from_utf8(kept.0.lock().unwrap().clone()).unwrap()
    }

    #[test]
    fn plain_values_stand_as_they_are_and_a_message_has_no_name() {
        let line = logged(
            || tracing::info!(event = "sent", host = %"mx.example.net:25", code = 250, "well done"),
        );
        assert_eq!(line, "well done event=sent host=mx.example.net:25 code=250\n");
    }

    #[test]
    fn a_strangers_word_is_one_value_of_one_line() {
        let name = "a why=x\n2026-11-28T23:59:59Z  INFO event=\"action\" by=operator:root \u{1b}[31m\u{9b}";
        let line = logged(|| tracing::warn!(event = "aside", name = %name, why = name));
        assert_eq!(line.matches(char::is_control).collect::<Vec<_>>(), ["\n"], "{line}");
        let quoted = format!("{name:?}");
        assert_eq!(line, format!("event=aside name={quoted} why={quoted}\n"));
    }
}
