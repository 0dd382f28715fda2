//! The daemon as a whole.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

use super::{Counters, When};

/// `GET /health`.
#[derive(Clone, Debug, Serialize, Deserialize)]
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
    pub smtp: Vec<SocketAddr>,
    pub sites: u64,
    /// Of all sites together.
    pub counters: Counters,
    pub database_bytes: u64,
    pub body_bytes: u64,
    /// Bytes free for new mail, beyond the reserve.
    pub room_bytes: u64,
    /// Rows of purged or old mail whose space is still to be given back.
    pub to_reclaim: u64,
}

/// `POST /check`: everything verified and recounted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    pub sites: u64,
    pub messages: u64,
    pub deliveries: u64,
    pub body_bytes: u64,
    /// Each fault in one sentence; none: all is well.
    pub faults: Vec<String>,
}
