//! The demo's log: a line for each thing that happens, for people.

use std::fmt::Display;
use std::io::Write;

/// Says that someone did something.
pub fn say(who: &str, what: impl Display) {
    let time = jiff::ZonedDateTime::now().strftime("%H:%M:%S").to_string();
    print(format_args!("{time}  {who:<20} {what}"));
}

/// Says something as it stands.
pub fn print(text: impl Display) {
    // Nobody listens: the demo goes on all the same.
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}
