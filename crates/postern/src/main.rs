//! The program `postern`: configuration, command line, and the wiring of the daemon's parts.

mod cli;
mod config;
mod demo;
mod descriptors;
mod serve;
mod systemd;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match cli::run(cli::Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Standard error may be gone; the exit code still says it.
            let _ = writeln!(std::io::stderr(), "postern: {failure}");
            ExitCode::from(failure.exit as u8)
        }
    }
}
