//! `postern config`: works without the daemon.

use std::fmt::Write;

use clap::Subcommand;
use serde_json::json;

use super::failure::Failure;
use super::out::Out;
use super::show::{Column, Table, safe};
use crate::config::{
    self, Fault, Place, Setting, TABLE, find, nearest, section, sections, settings_of,
};

/// Verbs of `postern config`.
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Check the configuration file: every fault with its line, and passwords every user can read
    Check,
    /// Say what a setting is for, or list those of a section, or all
    Explain {
        /// The setting, like smtp.listen, or a section, like smtp; none: all
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
            Config::Explain { key: None } => list(&TABLE.iter().collect::<Vec<_>>(), "", out),
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
            let warnings = config::warnings(place);
            let answer = json!({ "file": file, "exists": is_there, "faults": [],
                "warnings": as_list(&warnings) });
            out.answer(&answer, || {
                let mut text = match is_there {
                    true => format!("{file}: no faults\n"),
                    false => format!("{file} is not there: every setting has its default\n"),
                };
                for warning in &warnings {
                    let line =
                        format!("{} warning: {}", warning.place(&place.config), warning.message);
                    let _ = writeln!(text, "{}", safe(&line));
                }
                text
            })
        }
        Err(faults) => {
            if out.json {
                let answer = json!({ "file": faults.file.display().to_string(), "exists": true,
                    "faults": as_list(&faults.faults), "warnings": [] });
                out.answer(&answer, String::new)?;
            }
            Err(Failure::faults(&faults))
        }
    }
}

fn as_list(faults: &[Fault]) -> Vec<serde_json::Value> {
    faults.iter().map(|fault| json!({ "line": fault.line, "message": fault.message })).collect()
}

fn explain(key: &str, out: &Out) -> Result<(), Failure> {
    if let Some(setting) = find(key) {
        return out.answer(&as_json(setting), || config::explain(setting));
    }
    if let Some(section) = section(key) {
        let settings: Vec<_> = settings_of(section).collect();
        return list(&settings, &format!("[{}]  {}\n\n", section.name, section.prose), out);
    }
    let known = TABLE.iter().map(|setting| setting.key).chain(sections());
    let hint = match nearest(key, known) {
        Some(near) => format!("did you mean {near}?"),
        None => "postern config explain lists all".into(),
    };
    Err(Failure::usage(format!("there is no setting {key}: {hint}")))
}

/// Settings in short, under a head for people.
fn list(settings: &[&Setting], head: &str, out: &Out) -> Result<(), Failure> {
    let answer: Vec<_> = settings.iter().map(|setting| as_json(setting)).collect();
    out.answer(&answer, || {
        let mut table =
            Table::new([Column::left("setting"), Column::left("default"), Column::words("for")]);
        for setting in settings {
            let first = setting.prose.split(". ").next().unwrap_or_default().trim_end_matches('.');
            table.row([
                setting.key.into(),
                setting.default.unwrap_or("(required)").into(),
                first.replace('`', "").into(),
            ]);
        }
        format!("{head}{}", out.table(&table))
    })
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
