//! `postern check`: everything stored, verified and recounted, by the running daemon or, where none runs, by itself.

use std::fmt::Write;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use clap::Args;
use postern_store::sqlite::{Options, SqliteStore};
use postern_store::{Error, Store};
use postern_web::wire::Checked;
use serde_json::json;

use super::client::{Client, NO_DAEMON};
use super::failure::Failure;
use super::out::Out;
use super::show::{bytes, plural, safe};
use super::url::Url;
use crate::config::Place;
use crate::serve::ServeError;

/// Options of `postern check`.
#[derive(Debug, Args)]
pub struct Check {}

impl Check {
    pub async fn run(self, place: &Place, out: &Out) -> Result<(), Failure> {
        let checked = match Client::connect(&place.control_socket()).await {
            Ok(mut client) => client.post(&Url::of(["check"]), &json!({})).await?,
            Err(away) if away.code == NO_DAEMON => {
                match place.state.join("postern.db").try_exists() {
                    Ok(false) => return Err(nothing(&place.state)),
                    // What cannot be looked at may be there.
                    Ok(true) | Err(_) => of_store(place).await?,
                }
            }
            Err(away) => return Err(away),
        };
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

fn nothing(state: &Path) -> Failure {
    Failure::failed(format!(
        "there is no state in {} yet, nothing to check: `postern serve` begins it, or name its folder with --root",
        state.display()
    ))
}

/// Opens the store as the daemon would, under its lock, so that none starts meanwhile.
async fn of_store(place: &Place) -> Result<Checked, Failure> {
    let state = &place.state;
    expect_own(state)?;
    let options = Options { threads: false, ..Options::default() };
    let store = SqliteStore::open(state, options).map_err(|error| cannot_open(place, error))?;
    let failed = |error: Error| Failure::failed(format!("{}: {error}", state.display()));
    let checked = store.check().await.map_err(failed)?;
    store.close().await.map_err(failed)?;
    Ok(checked.into())
}

/// Files another user leaves in the state are files the daemon may not be able to use.
fn expect_own(state: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::failed(format!("{}: {error}", state.display()));
    let owner = std::fs::metadata(state).map_err(failed)?.uid();
    if owner == rustix::process::geteuid().as_raw() {
        return Ok(());
    }
    let message = format!(
        "no daemon runs, and its state in {} belongs to uid {owner}: check it as that user (runuser -u postern -- postern check)",
        state.display()
    );
    Err(Failure::failed(message))
}

fn cannot_open(place: &Place, error: Error) -> Failure {
    match error {
        Error::InUse(_) => Failure::failed(format!(
            "a daemon has the state in {} open but does not answer at {}: it starts or ends just now, or look at its log",
            place.state.display(),
            place.control_socket().display()
        )),
        error => Failure::failed(ServeError::of_store(&place.state, error).to_string()),
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
