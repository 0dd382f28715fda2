//! Follows what happens and is not the sites' own doing: what the receiver says, and what becomes of the sites when
//! somebody acts on them from another terminal.

use std::collections::BTreeMap;
use std::time::Duration;

use postern_web::wire::{Site, is_red};
use tokio::sync::mpsc;

use super::control::Control;
use super::log::say;
use super::receiver::Event;
use crate::cli::show::safe;

/// How often the sites are looked at.
const LOOK: Duration = Duration::from_millis(500);
/// A queue that grows on a red site is told at every so many mails.
const HELD_STEP: u64 = 10;

/// Tells what the receiver does, until it stops.
pub async fn receiver(mut events: mpsc::Receiver<Event>) {
    while let Some(event) = events.recv().await {
        match event {
            Event::Took { sender, recipient } => {
                say("receiver", format_args!("takes the mail of {sender} for {recipient}"))
            }
            Event::Said { sender, recipient, reply } => {
                let verb = if reply.code() < 500 { "puts off" } else { "refuses" };
                say("receiver", format_args!("{verb} {sender} for {recipient}: {reply}"));
            }
            Event::Broken { why } => say("receiver", format_args!("cannot keep a mail: {why}")),
        }
    }
}

/// Tells each change of a site's state, for ever.
pub async fn sites(control: &Control) {
    let mut known: BTreeMap<String, Seen> = BTreeMap::new();
    loop {
        // A daemon that does not answer is told by whoever started it.
        if let Ok(sites) = control.sites().await {
            for site in sites {
                let now = Seen::of(&site);
                match known.insert(site.name.clone(), now.clone()) {
                    Some(before) => change(&site, &before, &now),
                    None if now.is_red => change(&site, &Seen::default(), &now),
                    None => {}
                }
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// What of a site is worth a line when it changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Seen {
    state: String,
    is_locked: bool,
    is_red: bool,
    purged: u64,
    queued: u64,
}

impl Seen {
    fn of(site: &Site) -> Seen {
        Seen {
            state: site.state.clone(),
            is_locked: site.locked,
            is_red: is_red(&site.state),
            purged: site.counters.purged,
            queued: site.counters.queued,
        }
    }
}

fn change(site: &Site, before: &Seen, now: &Seen) {
    let name = &site.name;
    let queued = now.queued;
    if (&before.state, before.is_locked) != (&now.state, now.is_locked) {
        let (by, reason) = (safe(&site.by), safe(&site.reason));
        let why = if site.reason.is_empty() { by.into_owned() } else { format!("{by}: {reason}") };
        let what = match (now.is_red, now.is_locked) {
            (true, true) => "is blocked and locked",
            (true, false) => "is blocked",
            (false, _) => "sends",
        };
        say(name, format_args!("{what}, state {} ({why}); {queued} queued", now.state));
    } else if now.is_red && now.queued / HELD_STEP > before.queued / HELD_STEP {
        say(name, format_args!("holds {queued} mails"));
    }
    if now.purged > before.purged && !before.state.is_empty() {
        say(name, format_args!("{} mails were purged", now.purged - before.purged));
    }
}
