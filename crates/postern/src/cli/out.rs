//! Where a command's answer goes: for people as text, for programs as JSON.

use std::io::{self, ErrorKind, IsTerminal, Write};

use serde::Serialize;

use super::failure::Failure;
use super::show::{Paint, Table, safe_json, safe_lines};

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    Always,
    Never,
}

/// Standard output.
#[derive(Clone, Copy, Debug)]
pub struct Out {
    pub json: bool,
    pub color: bool,
    /// Columns of the terminal, if it is one.
    pub width: Option<usize>,
}

impl Out {
    pub fn new(json: bool, color: Color) -> Out {
        let stdout = io::stdout();
        let terminal = stdout.is_terminal();
        let wishes = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Out {
            json,
            color: match color {
                Color::Auto => terminal && wishes,
                Color::Always => true,
                Color::Never => false,
            },
            width: terminal.then(|| {
                let size = rustix::termios::tcgetwinsize(&stdout);
                // A terminal that does not know its size says 0.
                match size.map_or(0, |size| usize::from(size.ws_col)) {
                    0 => 80,
                    columns => columns.max(40),
                }
            }),
        }
    }

    /// Prints a text as it is. A reader that has seen enough (`| head`) is no failure.
    pub fn print(&self, text: &str) -> Result<(), Failure> {
        self.write(text).map(drop)
    }

    /// The same; whether there is still a reader.
    pub fn write(&self, text: &str) -> Result<bool, Failure> {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
            Err(error) => Err(Failure::failed(format!("standard output: {error}"))),
        }
    }

    /// Prints an answer for programs, or the text made of it for people.
    pub fn answer<T: Serialize>(
        &self,
        answer: &T,
        text: impl FnOnce() -> String,
    ) -> Result<(), Failure> {
        if !self.json {
            return self.print(&text());
        }
        self.print(&(json(answer)? + "\n"))
    }

    pub fn table(&self, table: &Table) -> String {
        table.text(self.width, self.color)
    }

    pub fn paint(&self, paint: Paint, text: &str) -> String {
        paint.on(text, self.color)
    }
}

/// An answer for programs.
pub fn json<T: Serialize>(answer: &T) -> Result<String, Failure> {
    let json = serde_json::to_string_pretty(answer);
    json.map(|json| safe_json(&json).into_owned())
        .map_err(|error| Failure::failed(error.to_string()))
}

/// Says something beside the answer, on standard error: it may be gone, and nothing depends on it.
pub fn tell(text: &str) {
    let _ = writeln!(io::stderr(), "{}", safe_lines(text));
}
