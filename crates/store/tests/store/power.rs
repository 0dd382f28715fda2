//! Power cuts: whatever was answered is there afterwards, with the right bytes, and every counter adds up.
//!
//! Bodies are on a disk in memory that loses what was not synced, wholly or block by block. The database is in real
//! files, which are copied at the very sync that fails: what comes after a cut is either those files (the commit under
//! way never came) or the ones that the store left (the commit came and the bodies did not).
//!
//! A walk is drawn from its seed alone: `POWER_SEED=4711 cargo test -p postern-store power` walks it again;
//! `POWER_SEEDS=1000` walks so many more.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use fastrand::Rng;
use postern_core::ids::{DeliveryId, MessageId, SiteId};
use postern_core::site::{Action, State};
use postern_store::body::memory::{Faults, MemoryDisk};
use postern_store::contract::stage::{
    HOUR, NOON, act, good, keep_all, mail, new_site, settlement, to,
};
use postern_store::sqlite::{Options, SqliteStore};
use postern_store::view::{Question, Reply, TraceFilter};
use postern_store::{
    Accepted, Claim, End, Error, Lease, Method, NewMessage, Origin, Selection, Store,
};
use tempfile::TempDir;

/// A store whose bodies are in memory.
struct House {
    options: Options,
    disk: MemoryDisk,
    /// `None` only between a cut and the next start.
    store: Option<Arc<SqliteStore>>,
    folder: TempDir,
}

impl House {
    fn new(options: Options) -> House {
        let disk = MemoryDisk::default();
        let folder = tempfile::tempdir().expect("a folder for the test");
        let options = Options {
            reserve_bytes: 0,
            reserve_percent: 0,
            durable: false,
            disk: Some(Arc::new(disk.clone())),
            ..options
        };
        let mut house = House { options, disk, store: None, folder };
        house.start();
        house
    }

    fn in_line(segment_bytes: u64) -> House {
        House::new(Options { threads: false, segment_bytes, ..Options::default() })
    }

    fn store(&self) -> &SqliteStore {
        self.store.as_ref().expect("it is open")
    }

    fn try_start(&mut self) -> Result<(), Error> {
        let store = SqliteStore::open(self.folder.path(), self.options.clone())?;
        self.store = Some(Arc::new(store));
        Ok(())
    }

    fn start(&mut self) {
        good(self.try_start());
    }

    /// The power goes out after so many more syncs; the database as it is then goes to a folder beside.
    fn cut_after(&self, syncs: u32) -> PathBuf {
        let (from, to) = (self.folder.path().to_path_buf(), self.folder.path().join("cut"));
        let copy = to.clone();
        self.disk.cut_power_after(syncs, move || copy_database(&from, &to));
        copy
    }

    async fn site(&self) -> SiteId {
        good(self.store().add_site(new_site("a.example")).await)
    }

    async fn accept(&self, message: NewMessage) -> Result<MessageId, Error> {
        match self.store().accept(message).await? {
            Accepted::Stored(stored) => Ok(stored.message),
            other => panic!("not stored: {other:?}"),
        }
    }

    async fn queue(&self, site: SiteId) -> Vec<(DeliveryId, MessageId)> {
        let (selection, limit) = (Selection::default(), 100_000);
        let ask = Question::Queue { site, selection, after: DeliveryId(0), limit };
        match good(self.store().view(ask).await) {
            Reply::Queue(page) => page.rows.iter().map(|row| (row.delivery, row.message)).collect(),
            other => panic!("{other:?}"),
        }
    }

    /// The bodies of what is queued and may go, by message.
    async fn bodies(&self, site: SiteId) -> BTreeMap<MessageId, Bytes> {
        let deliveries: Vec<DeliveryId> =
            self.queue(site).await.into_iter().map(|(delivery, _)| delivery).collect();
        let lease = Lease { node: 1, until: NOON + HOUR };
        let claim = Claim { site, now: NOON + HOUR, deliveries: deliveries.clone(), lease };
        let mut bodies = BTreeMap::new();
        for claimed in good(self.store().claim(claim).await) {
            let body = good(self.store().body(claimed.message.body).await);
            bodies.insert(claimed.message.id, body);
        }
        self.store().unclaim(&deliveries);
        bodies
    }

    async fn expect_clean(&self) {
        let checked = good(self.store().check().await);
        assert_eq!(checked.faults, Vec::<String>::new());
    }

    async fn reopen(&mut self) {
        good(self.store().close().await);
        self.store = None;
        self.start();
    }
}

fn copy_database(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder for the copy");
    for name in ["postern.db", "postern.db-wal", "postern.db-shm"] {
        let _ = std::fs::remove_file(to.join(name));
        if name != "postern.db-shm" && from.join(name).exists() {
            std::fs::copy(from.join(name), to.join(name)).expect("the database is copied");
        }
    }
}

fn run(story: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a test can start a runtime").block_on(story);
}

// --- one cut ---

/// The one mail in the store was committed when the power went out, and its body never came to the disk. Mail that is
/// accepted afterwards is there after one more start.
async fn expect_new_mail_safe(segment_bytes: u64, syncs: u32) {
    let mut house = House::in_line(segment_bytes);
    let site = house.site().await;
    house.accept(mail(site, &["first@example.net"])).await.expect("the power is on");
    let sent = house.queue(site).await[0].0;
    good(house.store().settle(vec![settlement(site, sent, NOON, End::Sent)]).await);

    house.cut_after(syncs);
    assert!(house.accept(mail(site, &["lost@example.net"])).await.is_err(), "the power is out");
    house.store = None;
    house.disk.lose_unsynced();
    house.start();
    assert_eq!(house.queue(site).await, [], "it was never answered");

    let body = Bytes::from_static(b"Subject: after the cut\r\n\r\n");
    let new = NewMessage { body: body.clone(), ..mail(site, &["new@example.net"]) };
    let message = house.accept(new).await.expect("the power is on");
    assert_eq!(house.bodies(site).await, BTreeMap::from([(message, body.clone())]));
    house.reopen().await;
    assert_eq!(house.bodies(site).await, BTreeMap::from([(message, body)]));
    house.expect_clean().await;
}

#[test]
fn mail_after_a_power_cut_outlives_the_segment_whose_only_body_was_lost() {
    run(expect_new_mail_safe(1 << 20, 0));
}

#[test]
fn mail_after_a_power_cut_outlives_the_new_segment_that_was_lost() {
    // The first sync brings the new segment's name to the disk.
    run(expect_new_mail_safe(50, 1));
}

/// A house that went down when its second mail could not be synced. Its disk still fails.
async fn with_one_unsynced() -> (House, SiteId) {
    let mut house = House::in_line(1 << 20);
    let site = house.site().await;
    house.accept(mail(site, &["first@example.net"])).await.expect("the disk is well");
    house.disk.set_faults(Faults { fail_syncs: true, ..Faults::default() });
    assert!(house.accept(mail(site, &["second@example.net"])).await.is_err());
    house.store = None;
    (house, site)
}

#[test]
fn a_body_that_only_the_systems_memory_has_is_on_the_disk_after_a_start() {
    run(async {
        let (mut house, site) = with_one_unsynced().await;
        house.disk.set_faults(Faults::default());
        house.start();
        assert_eq!(house.queue(site).await.len(), 2, "both can be read");

        house.store = None;
        house.disk.lose_unsynced();
        house.start();
        assert_eq!(house.bodies(site).await.len(), 2, "and both are on the disk");
        house.expect_clean().await;
    });
}

#[test]
fn a_store_whose_newest_bodies_cannot_be_synced_does_not_open() {
    run(async {
        let (mut house, site) = with_one_unsynced().await;
        assert!(matches!(house.try_start(), Err(Error::Io { .. })));
        house.disk.set_faults(Faults::default());
        house.start();
        assert_eq!(house.bodies(site).await.len(), 2);
    });
}

// --- many cuts ---

/// What was answered.
#[derive(Default)]
struct Answered {
    /// Queued deliveries with their messages.
    queued: BTreeMap<DeliveryId, MessageId>,
    ended: BTreeSet<DeliveryId>,
    bodies: BTreeMap<MessageId, (SiteId, Bytes)>,
    /// What was accepted last, with its number of recipients.
    fresh: BTreeMap<MessageId, usize>,
}

struct Walk {
    seed: u64,
    rng: Rng,
    house: House,
    sites: Vec<SiteId>,
    answered: Answered,
}

impl Walk {
    async fn new(seed: u64, threads: bool) -> Walk {
        let mut rng = Rng::with_seed(seed);
        let segment_bytes = [1 << 20, 60_000, 5_000][rng.usize(..3)];
        let house = House::new(Options { threads, segment_bytes, ..Options::default() });
        let mut sites = Vec::new();
        for name in ["a.example", "b.example", "c.example"] {
            sites.push(good(house.store().add_site(new_site(name)).await));
        }
        Walk { seed, rng, house, sites, answered: Answered::default() }
    }

    async fn run(mut self) {
        for cut in 0..CUTS {
            let syncs = self.rng.u32(..14);
            let copy = self.house.cut_after(syncs);
            while self.step().await {}
            self.house.store = None;
            // Without threads nothing ran beside the sync, so the copy is one state.
            if !self.house.options.threads && self.rng.bool() {
                copy_database(&copy, self.house.folder.path());
            }
            let (mut chance, share) = (self.rng.fork(), self.rng.f32());
            self.house.disk.lose_unsynced_but(|| chance.f32() < share);
            self.house.start();
            self.expect_answered(cut).await;
            if self.rng.bool() {
                self.house.reopen().await;
                self.expect_answered(cut).await;
            }
        }
    }

    /// Does something; says whether the power is still on.
    async fn step(&mut self) -> bool {
        match self.rng.u32(..20) {
            0..12 => self.accept().await,
            12..16 => self.settle().await,
            16 => self.act().await,
            17 => self.purge().await,
            _ => self.house.store().sweep(keep_all(NOON)).await.is_ok(),
        }
    }

    fn site(&mut self) -> SiteId {
        self.sites[self.rng.usize(..self.sites.len())]
    }

    /// Some messages at once; with threads they share a group.
    async fn accept(&mut self) -> bool {
        let count = if self.house.options.threads { self.rng.usize(1..12) } else { 1 };
        let accepting: Vec<_> = (0..count)
            .map(|_| {
                let (new, store) = (self.message(), self.house.store.clone());
                let store = store.expect("it is open");
                tokio::spawn(async move { (store.accept(new.clone()).await, new) })
            })
            .collect();
        let mut on = true;
        for task in accepting {
            match task.await.expect("the task ends") {
                (Ok(Accepted::Stored(stored)), new) => {
                    self.answered.fresh.insert(stored.message, new.deliveries.len());
                    self.answered.bodies.insert(stored.message, (new.site, new.body));
                }
                (Ok(other), _) => panic!("not stored: {other:?}"),
                (Err(_), _) => on = false,
            }
        }
        if on {
            self.learn().await;
        }
        on
    }

    fn message(&mut self) -> NewMessage {
        let size = match self.rng.u32(..10) {
            0 => self.rng.usize(..300_000),
            _ => self.rng.usize(..6_000),
        };
        let mut body = vec![0; size];
        self.rng.fill(&mut body);
        let notice = self.rng.u32(..4) == 0;
        let origin = Origin { method: notice.then_some(Method::Notice), ..Origin::default() };
        let recipients = self.rng.usize(1..4);
        NewMessage {
            body: Bytes::from(body),
            origin,
            deliveries: (0..recipients).map(|nth| to(&format!("r{nth}@example.net"))).collect(),
            ..mail(self.site(), &[])
        }
    }

    /// Learns the deliveries of what was accepted.
    async fn learn(&mut self) {
        for site in self.sites.clone() {
            for (delivery, message) in self.house.queue(site).await {
                self.answered.queued.insert(delivery, message);
            }
        }
        self.expect_whole("accepted").await;
    }

    /// Each recipient of what was accepted since the last look is queued.
    async fn expect_whole(&mut self, told: &str) {
        let fresh = std::mem::take(&mut self.answered.fresh);
        for (message, mails) in fresh {
            let there = self.answered.queued.values().filter(|of| **of == message).count();
            assert_eq!(there, mails, "{told}: {message} has lost recipients");
        }
    }

    async fn settle(&mut self) -> bool {
        let Some((delivery, message)) = self.any_queued() else { return true };
        let site = self.answered.bodies[&message].0;
        let settled =
            self.house.store().settle(vec![settlement(site, delivery, NOON, End::Sent)]).await;
        if settled.is_ok() {
            self.answered.queued.remove(&delivery);
            self.answered.ended.insert(delivery);
        }
        settled.is_ok()
    }

    fn any_queued(&mut self) -> Option<(DeliveryId, MessageId)> {
        let queued: Vec<_> = self.answered.queued.iter().map(|(id, of)| (*id, *of)).collect();
        (!queued.is_empty()).then(|| queued[self.rng.usize(..queued.len())])
    }

    async fn act(&mut self) -> bool {
        let to = [State::Blocked, State::Enabled][self.rng.usize(..2)];
        let action = if to == State::Blocked { Action::Block } else { Action::Unblock };
        let site = self.site();
        self.acted(site, action, to).await
    }

    async fn purge(&mut self) -> bool {
        let site = self.site();
        let on = self.acted(site, Action::Purge, State::Enabled).await;
        if on {
            let bodies = &self.answered.bodies;
            let gone = self.answered.queued.extract_if(.., |_, message| bodies[message].0 == site);
            self.answered.ended.extend(gone.map(|(delivery, _)| delivery));
        }
        on
    }

    async fn acted(&self, site: SiteId, action: Action, to: State) -> bool {
        let epoch = match self.house.store().view(Question::Site(site)).await {
            Ok(Reply::Site(Some(site))) => site.epoch,
            _ => return false,
        };
        self.house.store().act(act(site, epoch, action, to, NOON)).await.is_ok()
    }

    /// What was answered is there.
    async fn expect_answered(&mut self, cut: usize) {
        let told = format!("POWER_SEED={}, after cut {cut}", self.seed);
        let checked = good(self.house.store().check().await);
        assert_eq!(checked.faults, Vec::<String>::new(), "{told}");
        let mut queued = BTreeMap::new();
        for site in self.sites.clone() {
            // What is held could not be claimed to see its body.
            assert!(self.acted(site, Action::Unblock, State::Enabled).await, "{told}");
            queued.extend(self.house.queue(site).await);
            self.expect_traced(site, &told).await;
            for (message, body) in self.house.bodies(site).await {
                // What was not answered and is there all the same has bytes that carry their checksum.
                let known = self.answered.bodies.entry(message).or_insert((site, body.clone()));
                assert!(known.1 == body, "{told}: message {message} has other bytes");
            }
        }
        for (delivery, message) in &self.answered.queued {
            assert!(queued.contains_key(delivery), "{told}: {delivery} of {message} is lost");
        }
        for delivery in &self.answered.ended {
            assert!(!queued.contains_key(delivery), "{told}: {delivery} has ended and is back");
        }
        // From now on what is there counts, answered or not.
        self.answered.queued = queued;
        self.expect_whole(&told).await;
    }

    /// The chain of a site's messages reaches every one that was answered.
    async fn expect_traced(&self, site: SiteId, told: &str) {
        let (filter, limit) = (TraceFilter::default(), 100_000);
        let ask = Question::Trace { site, filter, before: None, limit };
        let traced: BTreeSet<MessageId> = match good(self.house.store().view(ask).await) {
            Reply::Trace(page) => page.rows.iter().map(|row| row.message).collect(),
            other => panic!("{other:?}"),
        };
        for (message, (of, _)) in &self.answered.bodies {
            assert!(*of != site || traced.contains(message), "{told}: {message} has no trace");
        }
    }
}

/// Cuts of one walk.
const CUTS: usize = 6;

fn walk(seeds: u64, threads: bool) {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let seeds = match (number("POWER_SEED"), number("POWER_SEEDS")) {
        (Some(seed), _) => seed..seed + 1,
        (None, more) => 0..more.unwrap_or(seeds),
    };
    for seed in seeds {
        run(async { Walk::new(seed, threads).await.run().await });
    }
}

#[test]
fn what_was_answered_outlives_power_cuts_at_any_sync() {
    walk(12, false);
}

#[test]
fn what_was_answered_outlives_power_cuts_in_the_middle_of_groups() {
    walk(6, true);
}
