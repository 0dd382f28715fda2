//! `postern serve`: the daemon, in the foreground.

use clap::Args;

use super::failure::Failure;
use crate::config::{self, Place};
use crate::serve;

/// Options of `postern serve`.
#[derive(Debug, Args)]
pub struct Serve {}

impl Serve {
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        let settings = config::load(place).map_err(|faults| Failure::faults(&faults))?;
        serve::run(settings).map_err(|error| Failure::failed(error.to_string()))
    }
}
