//! `postern config`: works without the daemon.

use std::fmt::Write;

use clap::Subcommand;
use serde_json::json;

use super::failure::Failure;
use super::out::Out;
use super::show::{Column, Table};
use crate::config::{self, Place, SECTIONS, Setting, TABLE, find, nearest, settings_of};

/// Verbs of `postern config`.
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Check the configuration file: every fault with its line
    Check,
    /// Say what a setting is for, or list all of them
    Explain {
        /// The setting, like smtp.listen; none: all
        key: Option<String>,
    },
    /// Print an example file with every setting
    Example,
    /// Print the reference page
    Reference,
}

impl Config {
    pub fn run(self, place: &Place, out: &Out) -> Result<(), Failure> {
        match self {
            Config::Check => check(place, out),
            Config::Explain { key: None } => list(out),
            Config::Explain { key: Some(key) } => explain(&key, out),
            Config::Example => out.print(&config::example()),
            Config::Reference => out.print(&config::reference()),
        }
    }
}

fn check(place: &Place, out: &Out) -> Result<(), Failure> {
    match config::load(place) {
        Ok(_) => {
            let file = place.config.display().to_string();
            let is_there = place.config.exists();
            let answer = json!({ "file": file, "exists": is_there, "faults": [] });
            out.answer(&answer, || match is_there {
                true => format!("{file}: no faults\n"),
                false => format!("{file} is not there: every setting has its default\n"),
            })
        }
        Err(faults) => {
            if out.json {
                let list = faults
                    .faults
                    .iter()
                    .map(|fault| json!({ "line": fault.line, "message": fault.message }));
                let answer = json!({ "file": faults.file.display().to_string(), "exists": true,
                    "faults": list.collect::<Vec<_>>() });
                out.answer(&answer, String::new)?;
            }
            Err(Failure::usage(faults.to_string()))
        }
    }
}

fn list(out: &Out) -> Result<(), Failure> {
    let answer: Vec<_> = TABLE.iter().map(as_json).collect();
    out.answer(&answer, || {
        let mut text = String::new();
        for section in SECTIONS {
            let mut table = Table::new([
                Column::left("setting"),
                Column::left("default"),
                Column::words("for"),
            ]);
            for setting in settings_of(section) {
                let first =
                    setting.prose.split(". ").next().unwrap_or_default().trim_end_matches('.');
                table.row([
                    setting.key.into(),
                    setting.default.unwrap_or("(required)").into(),
                    first.replace('`', "").into(),
                ]);
            }
            let _ = writeln!(text, "{}", out.table(&table));
        }
        text.trim_end().to_owned() + "\n"
    })
}

fn explain(key: &str, out: &Out) -> Result<(), Failure> {
    let Some(setting) = find(key) else {
        let hint = match nearest(key, TABLE.iter().map(|setting| setting.key)) {
            Some(near) => format!("did you mean {near}?"),
            None => "postern config explain lists all".into(),
        };
        return Err(Failure::usage(format!("there is no setting {key}: {hint}")));
    };
    out.answer(&as_json(setting), || config::explain(setting))
}

fn as_json(setting: &Setting) -> serde_json::Value {
    json!({
        "key": setting.key,
        "is": setting.kind.words(),
        "default": setting.default,
        "prose": setting.prose,
        "example": setting.example,
    })
}
