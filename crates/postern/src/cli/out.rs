//! Where a command's answer goes: for people as text, for programs as JSON.

use std::ffi::OsStr;
use std::io::{self, ErrorKind, IsTerminal, Write};

use serde::Serialize;

use super::failure::Failure;
use super::show::{Paint, Table, safe_json, safe_lines};

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set or TERM is dumb.
    #[default]
    Auto,
    Always,
    Never,
}

impl Color {
    fn is_used(self, terminal: bool, no_color: Option<&OsStr>, term: Option<&OsStr>) -> bool {
        match self {
            Color::Auto => {
                terminal
                    && no_color.is_none_or(OsStr::is_empty)
                    && term.is_none_or(|term| term != "dumb")
            }
            Color::Always => true,
            Color::Never => false,
        }
    }
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
        let (no_color, term) = (std::env::var_os("NO_COLOR"), std::env::var_os("TERM"));
        Out {
            json,
            color: color.is_used(terminal, no_color.as_deref(), term.as_deref()),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_colour_on_a_terminal_that_has_it_and_where_it_is_asked_for() {
        let rows = [
            (Color::Auto, true, None, Some("xterm"), true),
            (Color::Auto, true, Some(""), None, true),
            (Color::Auto, true, Some("1"), Some("xterm"), false),
            (Color::Auto, true, None, Some("dumb"), false),
            (Color::Auto, false, None, Some("xterm"), false),
            (Color::Always, false, Some("1"), Some("dumb"), true),
            (Color::Never, true, None, Some("xterm"), false),
        ];
        for (color, terminal, no_color, term, expected) in rows {
            let used = color.is_used(terminal, no_color.map(OsStr::new), term.map(OsStr::new));
            assert_eq!(used, expected, "{color:?} {terminal} {no_color:?} {term:?}");
        }
    }
}
