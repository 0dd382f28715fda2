//! The daemon as a whole.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Counters, When};

/// `GET /health`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Health {
    /// Whether mail is accepted now.
    pub accepts: bool,
    /// Why not; empty when it is.
    pub why: String,
    pub version: String,
    pub hostname: String,
    pub now: When,
    pub started_at: When,
    /// Where SMTP is taken, with the ports really taken.
    #[schema(value_type = Vec<String>, example = json!(["127.0.0.1:587"]))]
    pub smtp: Vec<SocketAddr>,
    /// Where HTTP is taken, the same way; none: it is not.
    #[serde(default)]
    #[schema(value_type = Vec<String>, example = json!(["127.0.0.1:8587"]))]
    pub web: Vec<SocketAddr>,
    pub sites: u64,
    /// Of all sites together.
    pub counters: Counters,
    pub database_bytes: u64,
    pub body_bytes: u64,
    /// Bytes free for new mail, beyond the reserve; what is kept free for everything else; and all of the disk.
    pub room_bytes: u64,
    #[serde(default)]
    pub reserve_bytes: u64,
    #[serde(default)]
    pub disk_bytes: u64,
    /// Rows of purged or old mail whose space is still to be given back.
    pub to_reclaim: u64,
    #[serde(default)]
    pub commits: Commits,
    /// Since when the mail is due that waits longest for its turn, and of which site; null where none waits.
    #[serde(default)]
    pub oldest_due_at: Option<When>,
    #[serde(default)]
    pub oldest_due_site: Option<String>,
    /// Missing where there is no drop directory.
    pub drop: Option<DropDirectory>,
}

/// How long the store took in the last five minutes to have something on stable storage. In microseconds, each up to a
/// quarter too long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Commits {
    pub count: u64,
    /// Half of them took no longer; 99 of 100; none.
    pub p50_micros: u64,
    pub p99_micros: u64,
    pub longest_micros: u64,
}

/// How the drop directory stands: mail the sendmail command left there because the daemon did not answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DropDirectory {
    /// Files that wait, and since when the oldest does.
    pub files: u64,
    pub bytes: u64,
    pub oldest_at: Option<When>,
    /// Files that were set aside and lie there still: nobody's, or unreadable.
    pub aside: u64,
    /// Uids with more than one may have; the excess is taken in later turns.
    pub over: Vec<u32>,
}

/// `POST /check`: everything verified and recounted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Checked {
    pub sites: u64,
    pub messages: u64,
    pub deliveries: u64,
    pub body_bytes: u64,
    /// Each fault in one sentence; none: all is well.
    pub faults: Vec<String>,
}

impl From<postern_store::Checked> for Checked {
    fn from(checked: postern_store::Checked) -> Checked {
        let postern_store::Checked { sites, messages, deliveries, body_bytes, faults } = checked;
        Checked { sites, messages, deliveries, body_bytes, faults }
    }
}
