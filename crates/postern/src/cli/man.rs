//! `postern man`: a manual page for the program and for each verb, from the same words as its help.

use std::path::PathBuf;

use clap::{Args, Command};

use super::failure::Failure;
use super::out::Out;

/// Options of `postern man`.
#[derive(Debug, Args)]
pub struct Man {
    /// The folder the pages are written to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl Man {
    pub fn run(self, command: Command, out: &Out) -> Result<(), Failure> {
        let failed =
            |error: std::io::Error| Failure::failed(format!("{}: {error}", self.out.display()));
        std::fs::create_dir_all(&self.out).map_err(failed)?;
        clap_mangen::generate_to(command, &self.out).map_err(failed)?;
        let folder = self.out.display().to_string();
        out.answer(&serde_json::json!({ "folder": folder }), || {
            format!("the pages are in {folder}: man {folder}/postern.1\n")
        })
    }
}
