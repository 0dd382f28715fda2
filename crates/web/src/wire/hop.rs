//! Next hops: the servers mail goes to next.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::When;

/// `GET /hops`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Hops {
    pub now: When,
    /// Attempts that are made now, at all next hops, and how many may be.
    pub running: u64,
    pub most_running: u64,
    /// Next hops that fit, of which `items` has the first.
    pub total: u64,
    /// Those in trouble first, then those where most waits.
    pub items: Vec<Hop>,
}

/// A next hop in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Hop {
    /// `mx:DOMAIN` for the mail exchangers of a domain, `smarthost:NAME,NAME` for smarthosts of the configuration; with
    /// ` from ADDRESS` where a site's mail leaves from an address of its own.
    #[schema(example = "mx:example.org")]
    pub name: String,
    /// Attempts that are due and wait for a slot here. What is due later, or does not fit into memory, is not counted.
    pub waiting: u64,
    /// Since when the oldest of them is due, and of which site.
    pub oldest_due_at: Option<When>,
    pub oldest_site: Option<String>,
    /// Attempts that are made, how many may be made at once now, and at the very most.
    pub running: u32,
    pub slots: u32,
    pub most_slots: u32,
    /// Failures in a row, and whether there were so many that what waits is put off without being tried.
    pub failures: u32,
    pub dead: bool,
    /// Since when it has not answered as it should; null while it does.
    pub failing_since: Option<When>,
    /// No attempt begins before; null: one may.
    pub closed_until: Option<When>,
    /// When it last failed, and what it said or what happened instead; empty when it never did.
    pub last_failed_at: Option<When>,
    pub last_host: String,
    /// SMTP reply code, 0 when there was none; enhanced code, empty when there was none.
    pub last_code: u16,
    pub last_enhanced: String,
    pub last_reply: String,
}
