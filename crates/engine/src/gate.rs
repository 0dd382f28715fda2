//! The gate: may this attempt begin?
//!
//! It is asked twice for each attempt: before the work begins, and on the ready connection right before `MAIL FROM`,
//! because resolving and greeting can take minutes. A job carries the epoch its site had when the job was made; every
//! action raises the epoch here *after* it is durable and *before* it is answered. So once a block is answered, no
//! attempt that asks the gate begins: the promise of one second lives in this file, and needs no second.
//!
//! A stop of one script or one sender is asked here too: at once for each new attempt, while the queued rows follow in
//! the background. A job turned back is no attempt.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use postern_core::ids::SiteId;
use postern_core::stop::Stopped;

/// The epochs and stops of all sites, as last answered.
#[derive(Debug, Default)]
pub struct Gate {
    sites: RwLock<HashMap<SiteId, Entry>>,
}

#[derive(Debug, Default)]
struct Entry {
    epoch: u64,
    stopped: Vec<Stopped>,
}

/// What a job has to show at the gate.
#[derive(Clone, Debug)]
pub struct Pass<'a> {
    pub site: SiteId,
    /// The site's epoch from before the job's claim.
    pub epoch: u64,
    pub script: &'a str,
    pub sender: Option<&'a str>,
}

impl Gate {
    /// The site's epoch; to be read before a claim, so that an action in between is noticed.
    pub fn epoch(&self, site: SiteId) -> u64 {
        self.read(site, |entry| entry.epoch)
    }

    /// Whether an attempt with this pass may begin now.
    pub fn admits(&self, pass: &Pass<'_>) -> bool {
        self.read(pass.site, |entry| {
            entry.epoch == pass.epoch
                && !entry.stopped.iter().any(|stop| stop.covers(pass.script, pass.sender))
        })
    }

    /// Whether a script or sender of the site is stopped.
    pub fn has_stops(&self, site: SiteId) -> bool {
        self.read(site, |entry| !entry.stopped.is_empty())
    }

    /// Tells a site's epoch; it never falls, whatever order answers come in.
    pub fn raise(&self, site: SiteId, epoch: u64) {
        self.write(site, |entry| entry.epoch = entry.epoch.max(epoch));
    }

    /// Tells a site's standing stops.
    pub fn set_stops(&self, site: SiteId, stopped: Vec<Stopped>) {
        self.write(site, |entry| entry.stopped = stopped);
    }

    /// Lets nothing of a removed site pass any more.
    pub fn close(&self, site: SiteId) {
        self.write(site, |entry| entry.epoch = u64::MAX);
    }

    fn read<T>(&self, site: SiteId, of: impl FnOnce(&Entry) -> T) -> T {
        let sites = self.sites.read().unwrap_or_else(PoisonError::into_inner);
        match sites.get(&site) {
            Some(entry) => of(entry),
            None => of(&Entry::default()),
        }
    }

    fn write(&self, site: SiteId, change: impl FnOnce(&mut Entry)) {
        change(self.sites.write().unwrap_or_else(PoisonError::into_inner).entry(site).or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: SiteId = SiteId(7);

    fn pass(epoch: u64) -> Pass<'static> {
        Pass { site: SITE, epoch, script: "/srv/form.php", sender: Some("form@example.org") }
    }

    #[test]
    fn an_action_turns_back_every_job_made_before_it() {
        let gate = Gate::default();
        gate.raise(SITE, 3);
        assert!(gate.admits(&pass(3)));
        gate.raise(SITE, 4);
        assert!(!gate.admits(&pass(3)));
        assert!(gate.admits(&pass(4)));
    }

    #[test]
    fn answers_that_overtake_each_other_cannot_lower_the_epoch() {
        let gate = Gate::default();
        gate.raise(SITE, 5);
        gate.raise(SITE, 4);
        assert_eq!(gate.epoch(SITE), 5);
    }

    #[test]
    fn a_stopped_script_or_sender_is_turned_back_at_the_same_epoch() {
        let gate = Gate::default();
        for stop in
            [Stopped::Script("/srv/form.php".into()), Stopped::Sender("FORM@example.org".into())]
        {
            gate.set_stops(SITE, vec![stop]);
            assert!(!gate.admits(&pass(0)));
        }
        gate.set_stops(SITE, vec![]);
        assert!(gate.admits(&pass(0)));
    }

    #[test]
    fn nothing_of_a_removed_site_passes() {
        let gate = Gate::default();
        gate.raise(SITE, 2);
        gate.close(SITE);
        assert!(!gate.admits(&pass(2)));
    }
}
