//! Asks before something is destroyed.

use std::io::{self, BufRead, IsTerminal, Write};

use super::failure::Failure;

/// Goes on if the person says yes, or has said so with `--yes`.
///
/// # Errors
/// When the person says no, or when there is no terminal to ask.
pub fn confirm(question: &str, yes: bool) -> Result<(), Failure> {
    if yes {
        return Ok(());
    }
    if !can_ask() {
        return Err(Failure::usage(format!(
            "{question} There is no terminal to ask on: say --yes if that is meant"
        )));
    }
    if ask(question)? { Ok(()) } else { Err(Failure::failed("nothing was changed")) }
}

/// Whether there is someone to ask.
pub fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks; anything but yes is no.
pub fn ask(question: &str) -> Result<bool, Failure> {
    let failed = |error: io::Error| Failure::failed(format!("the terminal: {error}"));
    write!(io::stderr(), "{question} [y/N] ").map_err(failed)?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).map_err(failed)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}
