//! `postern check`: everything stored, verified and recounted by the running daemon.

use std::fmt::Write;

use clap::Args;
use postern_web::wire::Checked;
use serde_json::json;

use super::client::Client;
use super::failure::Failure;
use super::out::Out;
use super::show::{bytes, plural, safe};
use super::url::Url;

/// Options of `postern check`.
#[derive(Debug, Args)]
pub struct Check {}

impl Check {
    pub async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        let checked: Checked = client.post(&Url::of(["check"]), &json!({})).await?;
        out.answer(&checked, || text(&checked))?;
        match checked.faults.len() as u64 {
            0 => Ok(()),
            faults => Err(Failure::failed(format!(
                "the check found {}",
                plural(faults, "fault", "faults")
            ))),
        }
    }
}

fn text(checked: &Checked) -> String {
    let mut text = String::new();
    for fault in &checked.faults {
        let _ = writeln!(text, "{}", safe(fault));
    }
    let _ = writeln!(
        text,
        "checked {}, {}, {}, {} of bodies: {}",
        plural(checked.sites, "site", "sites"),
        plural(checked.messages, "message", "messages"),
        plural(checked.deliveries, "queued mail", "queued mails"),
        bytes(checked.body_bytes),
        match checked.faults.len() as u64 {
            0 => "everything adds up".to_owned(),
            faults => plural(faults, "fault", "faults"),
        },
    );
    text
}
