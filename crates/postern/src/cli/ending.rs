//! When something that is made ends.

use clap::Args;
use jiff::{SignedDuration, Timestamp};
use postern_web::wire::When;

use super::now;

/// An end, as an option says it.
#[derive(Debug, Args)]
pub struct Ending {
    /// It ends so many days from now (else never)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=36_500))]
    days: Option<u32>,
}

impl Ending {
    /// The instant, or never.
    pub fn at(self) -> Option<When> {
        let days = SignedDuration::from_hours(24 * i64::from(self.days?));
        Some(When(now().0.saturating_add(days).unwrap_or(Timestamp::MAX)))
    }
}
