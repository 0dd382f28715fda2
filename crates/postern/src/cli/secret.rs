//! Passwords: asked for without showing them, read from a pipe, or drawn.

use std::io::{self, BufRead, IsTerminal, Write};

use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

use super::failure::Failure;

/// A password from the person at the terminal (twice, unseen), or the first line of standard input.
pub fn read() -> Result<String, Failure> {
    if !io::stdin().is_terminal() {
        return line();
    }
    let password = ask("Password: ")?;
    if ask("Once more: ")? != password {
        return Err(Failure::usage("the two passwords differ"));
    }
    Ok(password)
}

/// A password nobody can guess: 24 characters of 64, 144 bits.
pub fn draw() -> Result<String, Failure> {
    const CHARACTERS: &[u8; 64] =
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bytes = [0; 24];
    let drawn = rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty());
    match drawn {
        Ok(count) if count == bytes.len() => {}
        Ok(_) => return Err(Failure::failed("the system gave too few random bytes")),
        Err(error) => return Err(Failure::failed(format!("no random bytes: {error}"))),
    }
    Ok(bytes.iter().map(|byte| char::from(CHARACTERS[usize::from(byte % 64)])).collect())
}

fn ask(question: &str) -> Result<String, Failure> {
    let failed = |error: io::Error| Failure::failed(format!("the terminal: {error}"));
    let stdin = io::stdin();
    let shown = tcgetattr(&stdin).map_err(|error| failed(error.into()))?;
    let mut hidden = shown.clone();
    hidden.local_modes.remove(LocalModes::ECHO);
    write!(io::stderr(), "{question}").map_err(failed)?;
    tcsetattr(&stdin, OptionalActions::Flush, &hidden).map_err(|error| failed(error.into()))?;
    let read = line();
    tcsetattr(&stdin, OptionalActions::Flush, &shown).map_err(|error| failed(error.into()))?;
    writeln!(io::stderr()).map_err(failed)?;
    read
}

fn line() -> Result<String, Failure> {
    let mut line = String::new();
    io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| Failure::failed(format!("standard input: {error}")))?;
    match line.trim_end_matches(['\r', '\n']) {
        "" => Err(Failure::usage("the password is empty")),
        password => Ok(password.to_owned()),
    }
}
