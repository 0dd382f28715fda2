//! `postern completions`: for the shells people use.

use clap::{Args, Command};
use clap_complete::Shell;

use super::failure::Failure;
use super::out::Out;

/// Options of `postern completions`.
#[derive(Debug, Args)]
pub struct Completions {
    shell: Shell,
}

impl Completions {
    pub fn run(self, command: &mut Command, out: &Out) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, command, "postern", &mut script);
        out.print(&String::from_utf8_lossy(&script))
    }
}
