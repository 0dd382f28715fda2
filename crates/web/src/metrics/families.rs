//! Every family, with what it means. `docs/operation.md` says which to watch.
//!
//! Names follow the conventions of Prometheus: base units, `_total` for what only rises. A delivery is one message to one
//! recipient, as everywhere. No series is of a recipient, a script or a sender.

use std::fmt::Result;

use postern_core::classify::Class;
use postern_core::counter::Counters;
use postern_store::view::Health;

use super::page::{In, Label, Page};
use super::scrape::{Delivery, Kinds, Scrape, Stored, age};
use crate::api::health::why_not;

/// A counter of a site: its name after `deliveries_`, what it means, and where it is.
type Count = (&'static str, &'static str, fn(&Counters) -> u64);

/// A figure in bytes: its name, what it means, and where it is.
type Bytes = (&'static str, &'static str, fn(&Health) -> u64);

const COUNTS: [Count; 6] = [
    ("accepted", "accepted", |counters| counters.accepted),
    ("sent", "taken by their next hop", |counters| counters.sent),
    ("failed", "that ended in error", |counters| counters.failed),
    ("failed_late", "counted as sent, of which a report of failure came later", |counters| {
        counters.failed_late
    }),
    ("purged", "ended by a purge", |counters| counters.purged),
    ("deleted", "deleted from the queue", |counters| counters.deleted),
];

impl Scrape {
    pub(super) fn write(&self, page: &mut Page<'_>) -> Result {
        self.process(page)?;
        self.doors(page)?;
        if let Some(stored) = &self.store {
            whole(page, stored)?;
            sites(page, stored)?;
            store(page, stored)?;
        }
        if let Some(delivery) = &self.delivery {
            self.delivery(page, delivery)?;
        }
        Ok(())
    }

    fn process(&self, page: &mut Page<'_>) -> Result {
        let about = self.app.about();
        page.info("build", "The program that runs.", &[("version", &about.version)])?;
        page.gauge(
            "start_time",
            In::Seconds,
            "When the daemon started, since 1970.",
            about.started_at.0 as f64 / 1000.0,
        )?;
        let accepts =
            self.store.as_ref().is_some_and(|stored| why_not(&stored.measures.health).is_empty());
        page.gauge(
            "accepting",
            In::Numbers,
            "1 while mail is accepted, 0 while all is refused for the time being.",
            f64::from(u8::from(accepts)),
        )?;
        page.gauge(
            "store_failed",
            In::Numbers,
            "1 once a write or a sync of the store failed: nothing is accepted until the daemon was started anew.",
            f64::from(u8::from(self.store.is_none())),
        )
    }

    fn doors(&self, page: &mut Page<'_>) -> Result {
        let measures = self.app.measures();
        page.gauges(
            "sessions",
            In::Numbers,
            "Sessions of clients that hand in mail.",
            measures.sessions().map(|(door, sessions)| ([("door", door.word())], sessions)),
        )?;
        page.spans(
            "accept_duration",
            "From a whole submission until its message was on stable storage.",
            &measures.accepts(),
        )?;
        let refusals = measures.refusals();
        page.counters(
            "refused",
            "Submissions and sessions that were turned away, since the start.",
            refusals.iter().map(|(door, reason, count)| {
                ([("door", door.word()), ("reason", *reason)], *count)
            }),
        )?;
        page.counters(
            "logins_refused",
            "Log-ins with a wrong name, password or code, since the start.",
            measures.logins_refused().map(|(place, count)| ([("place", place)], count)),
        )?;
        let Some(drop) = self.app.about().drop.health() else { return Ok(()) };
        page.gauge(
            "drop_files",
            In::Numbers,
            "Files that wait in the drop directory, where the sendmail command leaves mail while the daemon is away.",
            drop.files as f64,
        )?;
        page.gauge("drop", In::Bytes, "Bytes of the files that wait there.", drop.bytes as f64)?;
        page.gauge(
            "drop_oldest_age",
            In::Seconds,
            "Since when the oldest of them waits; 0 when none does.",
            drop.oldest_at.map_or(0.0, age),
        )?;
        page.gauge(
            "drop_aside_files",
            In::Numbers,
            "Files that were set aside there because they are nobody's, or unreadable.",
            drop.aside as f64,
        )
    }

    fn delivery(&self, page: &mut Page<'_>, delivery: &Delivery) -> Result {
        page.spans_by(
            "attempt_duration",
            "How long attempts took, by the best that came out for a recipient.",
            self.app.measures().attempts().map(|(result, counted)| (("result", result), counted)),
        )?;
        page.gauge(
            "attempt_slots",
            In::Numbers,
            "Attempts that may be made at once.",
            delivery.most as f64,
        )?;
        page.gauge(
            "attempt_slots_used",
            In::Numbers,
            "Attempts that are made now.",
            delivery.attempts as f64,
        )?;
        page.gauge(
            "oldest_due_age",
            In::Seconds,
            "Since when the delivery is due that waits longest for its turn; 0 when none waits.",
            delivery.oldest_at.map_or(0.0, |at| self.ago(at)),
        )?;
        let hops = &delivery.hops;
        page.gauges(
            "hops",
            In::Numbers,
            "Next hops by how they stand: paused ones are not tried for a while, dead ones have failed many times in a row.",
            [("open", hops.open), ("paused", hops.paused), ("dead", hops.dead)]
                .map(|(state, count)| ([("state", state)], count)),
        )?;
        let of = |figure: fn(&super::hops::Hop) -> u64| {
            hops.own.iter().map(move |hop| ([("hop", hop.name.as_str())], figure(hop)))
        };
        page.gauges(
            "hop_slots",
            In::Numbers,
            "Attempts that may be made at once to a next hop.",
            of(|hop| hop.slots),
        )?;
        page.gauges(
            "hop_slots_used",
            In::Numbers,
            "Attempts that are made now to a next hop.",
            of(|hop| hop.running),
        )?;
        page.gauges(
            "hop_waiting",
            In::Numbers,
            "Attempts that are due and wait for a next hop, as far as they are in memory.",
            of(|hop| hop.waiting),
        )?;
        page.gauges(
            "hop_paused",
            In::Numbers,
            "1 while nothing is sent to a next hop because it failed.",
            of(|hop| hop.paused),
        )
    }
}

/// What all sites come to.
fn whole(page: &mut Page<'_>, stored: &Stored) -> Result {
    for (name, what, of) in COUNTS {
        let help = format!("Deliveries {what}, ever.");
        page.counter(&format!("deliveries_{name}"), &help, of(&stored.measures.ever))?;
    }
    let failures = |class: Class| {
        let found = stored.measures.failures.iter().find(|(of, _)| *of == class);
        found.map_or(0, |(_, failures)| *failures)
    };
    page.counters(
        "failures",
        "Deliveries that ended in error, by class; of those from before they were counted so, only some.",
        Class::ALL.map(|class| ([("class", class.word())], failures(class))),
    )?;
    page.gauges(
        "deliveries_queued",
        In::Numbers,
        "Deliveries that are not finished: due, deferred until a retry, or held because their site is blocked or stopped.",
        kinds(stored.kinds).map(|(kind, count)| ([kind], count)),
    )?;
    let queued_bytes = stored.measures.ever.queued_bytes;
    page.gauge(
        "queued",
        In::Bytes,
        "Bytes of the messages that have unfinished deliveries.",
        queued_bytes as f64,
    )?;
    page.gauges(
        "sites",
        In::Numbers,
        "Sites by state: ok and force are green, ko, bounce and spam hold their mail.",
        stored.states.map(|(state, count)| ([("state", state.word())], count)),
    )
}

/// What the sites come to that have series of their own, and the others together.
fn sites(page: &mut Page<'_>, stored: &Stored) -> Result {
    for (name, what, of) in COUNTS {
        let help = format!("Deliveries {what}, by site; those of (other) since the start.");
        let rows = stored.sites.iter().map(|site| ([site.label()], of(&site.measured.counters)));
        let other = stored.other.map(|other| ([OTHER], of(&other.counters)));
        page.counters(&format!("site_deliveries_{name}"), &help, rows.chain(other))?;
    }
    let queued = stored.sites.iter().flat_map(|site| {
        let counts =
            Kinds { due: site.kinds.due, deferred: site.kinds.deferred, held: site.kinds.held };
        kinds(counts).map(|(kind, count)| ([site.label(), kind], count))
    });
    let other = stored.other.into_iter().flat_map(|other| {
        let counts = Kinds { due: other.due, deferred: other.deferred, held: other.held };
        kinds(counts).map(|(kind, count)| ([OTHER, kind], count))
    });
    page.gauges(
        "site_deliveries_queued",
        In::Numbers,
        "Deliveries of a site that are not finished.",
        queued.chain(other),
    )?;
    let bytes =
        stored.sites.iter().map(|site| ([site.label()], site.measured.counters.queued_bytes));
    let other = stored.other.map(|other| ([OTHER], other.queued_bytes));
    page.gauges(
        "site_queued",
        In::Bytes,
        "Bytes of the messages of a site that have unfinished deliveries.",
        bytes.chain(other),
    )?;
    page.gauges(
        "site_state",
        In::Numbers,
        "1, with the state a site is in.",
        stored.sites.iter().map(|site| ([site.label(), ("state", site.measured.state.word())], 1)),
    )
}

/// How the store and its disk are.
fn store(page: &mut Page<'_>, stored: &Stored) -> Result {
    let (health, paces) = (&stored.measures.health, &stored.measures.paces);
    page.spans(
        "store_commit_duration",
        "How long the store took to bring a group of changes to stable storage.",
        &paces.commits,
    )?;
    page.sizes("store_commit_changes", "Changes that were made in one group.", &paces.groups)?;
    page.spans_by(
        "store_sync_duration",
        "How long the disk took for a group: the commit of the database, and the bodies beside it.",
        [("database", paces.database_syncs.clone()), ("bodies", paces.body_syncs.clone())]
            .map(|(file, counted)| (("file", file), counted)),
    )?;
    let bytes: [Bytes; 5] = [
        ("store_database", "Size of the database.", |health| health.database_bytes),
        ("store_bodies", "Size of the bodies that are still needed.", |health| health.body_bytes),
        ("disk_room", "Free for new mail, beyond the reserve.", |health| health.room_bytes),
        (
            "disk_reserve",
            "Kept free of mail, so that actions, deliveries and purges still work.",
            |health| health.reserve_bytes,
        ),
        ("disk_size", "All of the disk the store is on.", |health| health.disk_bytes),
    ];
    for (name, help, of) in bytes {
        page.gauge(name, In::Bytes, help, of(health) as f64)?;
    }
    page.gauge(
        "store_rows_to_reclaim",
        In::Numbers,
        "Rows of purged or old mail whose space is still to be given back.",
        health.to_reclaim as f64,
    )
}

const OTHER: Label<'static> = ("site", "(other)");

fn kinds(kinds: Kinds) -> [(Label<'static>, u64); 3] {
    [("due", kinds.due), ("deferred", kinds.deferred), ("held", kinds.held)]
        .map(|(kind, count)| (("kind", kind), count))
}
