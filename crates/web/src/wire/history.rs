//! History: what happened in each half-hour or on each day.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::When;

/// `GET /sites/{site}/history`. Buckets in which nothing happened are left out.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct History {
    pub step: Step,
    /// The site's time zone: days and half-hours are those of its calendar.
    pub zone: String,
    /// Later than was asked for where half-hours are not kept any more.
    pub from: When,
    pub to: When,
    pub buckets: Vec<Bucket>,
}

/// How long a bucket is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    #[default]
    HalfHour,
    Day,
}

/// A half-hour or a day.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Bucket {
    /// When it began.
    pub at: When,
    pub figures: Figures,
}

/// What happened; one recipient is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Figures {
    pub sent: u64,
    pub failed: u64,
    pub failed_late: u64,
    /// Accepted while the site was blocked.
    pub held: u64,
    /// Of the failed: given up for their age.
    pub expired: u64,
    pub purged: u64,
    pub complaints: u64,
}
