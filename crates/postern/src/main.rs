//! The program `postern`: configuration, command line, and the wiring of the daemon's parts.

mod cli;
mod config;
mod demo;
mod descriptors;
mod log;
mod serve;
mod systemd;

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let (json, ran) = match cli::read(std::env::args_os()) {
        Ok(cli) => (cli.json(), cli::run(cli)),
        Err(failure) => (true, Err(failure)),
    };
    match ran {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Standard error may be gone; the exit code still says it.
            let _ = writeln!(std::io::stderr(), "{}", failure.text(json));
            ExitCode::from(failure.exit as u8)
        }
    }
}
