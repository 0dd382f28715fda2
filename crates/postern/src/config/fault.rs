//! What is wrong in a configuration: each fault with its file and line, all of them at once.

use std::fmt;
use std::path::{Path, PathBuf};

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Counted from 1; `None` when it is about no line (something is missing).
    pub line: Option<usize>,
    pub message: String,
}

impl Fault {
    /// Where it is, as editors and people jump to: `FILE:LINE:`.
    pub fn place(&self, file: &Path) -> String {
        match self.line {
            Some(line) => format!("{}:{line}:", file.display()),
            None => format!("{}:", file.display()),
        }
    }
}

/// Everything that is wrong in one file; at least one fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults {
    pub file: PathBuf,
    pub faults: Vec<Fault>,
}

impl fmt::Display for Faults {
    /// One line for each fault: `FILE:LINE: MESSAGE`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, fault) in self.faults.iter().enumerate() {
            let end = if nth == 0 { "" } else { "\n" };
            write!(f, "{end}{} {}", fault.place(&self.file), fault.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}
