//! The doors and what stands behind them, against the store's model: real sockets and files in a folder of their own.

mod accepting;
mod drop;
mod http;
mod repeats;
mod smtp;
mod socket;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use postern_core::ids::SiteId;
use postern_core::time::Time;
use postern_engine::accept::{Accept, BareCr, Protocol, Recipients, Sender, Submission};
use postern_engine::act::Actions;
use postern_engine::gate::Gate;
use postern_engine::hook::Wake;
use postern_engine::intake::{self, Doors, StartError};
use postern_engine::password::Hashing;
use postern_engine::schedule;
use postern_engine::seam::{Clock, Dice, Dns, DnsError, Later, Mx, Net, Seam, Stream};
use postern_engine::settings::Settings;
use postern_engine::sites::Sites;
use postern_store::model::Model;
use postern_store::view::{Failure, FailureFilter, Page, Question, Reply, TraceFilter, Traced};
use postern_store::{
    By, Claim, Claimed, Identity, Lease, NewSite, Origin, Refill, SiteChange, SiteSettings, Store,
};
use tempfile::TempDir;

/// An engine's intake with everything behind it in memory.
struct House {
    store: Arc<Model>,
    gate: Arc<Gate>,
    clock: Arc<TestClock>,
    sites: Arc<Sites>,
    accept: Accept,
    actions: Actions,
    settings: Settings,
    folder: TempDir,
}

/// A stored message as a receiver would get it.
struct Stored {
    claimed: Vec<Claimed>,
    text: String,
}

impl Stored {
    fn recipients(&self) -> Vec<&str> {
        self.claimed.iter().map(|one| one.recipient.as_str()).collect()
    }

    fn sender(&self) -> Option<&str> {
        self.claimed[0].message.sender.as_deref()
    }
}

impl House {
    /// A house with site `shop.example`, which is that of the uid the tests run as.
    async fn new() -> House {
        House::with(|_| {}, |_| {}).await
    }

    async fn with(
        settings: impl FnOnce(&mut Settings),
        site: impl FnOnce(&mut SiteSettings),
    ) -> House {
        House::within(tempfile::tempdir().unwrap(), settings, site).await
    }

    async fn within(
        folder: TempDir,
        settings: impl FnOnce(&mut Settings),
        site: impl FnOnce(&mut SiteSettings),
    ) -> House {
        let mut all = Settings { hostname: "host.example.net".into(), ..Settings::default() };
        all.intake.spill = folder.path().join("spill");
        settings(&mut all);
        let store = Arc::new(Model::new());
        let clock = Arc::new(TestClock(AtomicI64::new(1_800_000_000_000)));
        let gate = Arc::new(Gate::default());
        let schedule = schedule::Handle::default();
        let seam = seam(&clock);
        let sites = Sites::load(
            Arc::clone(&store) as Arc<dyn Store>,
            Arc::clone(&gate),
            schedule.clone(),
            &all,
            &*clock,
        );
        let sites = Arc::new(sites.await.unwrap());
        let accept = Accept::new(
            Arc::clone(&store) as Arc<dyn Store>,
            Arc::clone(&sites),
            schedule.clone(),
            Arc::new(all.clone()),
            seam,
            Arc::default(),
            "c0ffee".into(),
        );
        let actions = Actions::new(
            Arc::clone(&store) as Arc<dyn Store>,
            Arc::clone(&sites),
            Arc::clone(&gate),
            schedule,
            Arc::clone(&clock) as Arc<dyn Clock>,
            Wake::default(),
        );
        let house = House { store, gate, clock, sites, accept, actions, settings: all, folder };
        let shared = house.settings.shared_uids.contains(&own_uid());
        let identities = if shared { Vec::new() } else { vec![Identity::Uid(own_uid())] };
        house.add_site("shop.example", identities, site).await;
        house
    }

    /// Adds a site past the check of its limits: small mails are too large, and small queues full.
    async fn add_site(
        &self,
        name: &str,
        identities: Vec<Identity>,
        change: impl FnOnce(&mut SiteSettings),
    ) -> SiteId {
        let mut settings = SiteSettings::default();
        change(&mut settings);
        let by = By { who: "operator:test".into(), at: self.clock.now() };
        let new = NewSite { name: name.into(), settings, identities, by };
        let site = self.store.add_site(new).await.unwrap();
        self.sites.refresh(site).await.unwrap();
        site
    }

    async fn change_site(&self, site: SiteId, change: impl FnOnce(&mut SiteSettings)) {
        let mut settings = self.sites.entry(site).unwrap().site.settings.clone();
        change(&mut settings);
        let by = By { who: "operator:test".into(), at: self.clock.now() };
        let change = SiteChange { settings: Some(settings), ..SiteChange::default() };
        self.store.change_site(site, change, by).await.unwrap();
        self.sites.refresh(site).await.unwrap();
    }

    /// The outside as the house knows it.
    fn seam(&self) -> Seam {
        seam(&self.clock)
    }

    /// Opens the doors the settings name.
    async fn open(&self) -> Doors {
        self.try_open().await.unwrap()
    }

    async fn try_open(&self) -> Result<Doors, StartError> {
        intake::start(&self.settings, self.accept.clone(), self.actions.clone(), Hashing::default())
            .await
    }

    fn shop(&self) -> SiteId {
        self.sites.by_name("shop.example").unwrap().site.id
    }

    /// What the site has queued, message by message, as attempts would see it.
    async fn stored(&self, site: SiteId) -> Vec<Stored> {
        let far = Time::NEVER;
        let refill = Refill {
            site,
            now: far,
            take: 10_000,
            take_per_lane: 10_000,
            exclude: Vec::new(),
            skip: Vec::new(),
        };
        let mut deliveries: Vec<_> = self
            .store
            .refill(refill)
            .await
            .unwrap()
            .candidates
            .iter()
            .map(|one| one.delivery)
            .collect();
        deliveries.sort();
        let lease = Lease { node: 0, until: far };
        let claim = Claim { site, now: self.clock.now(), deliveries: deliveries.clone(), lease };
        let claimed = self.store.claim(claim).await.unwrap();
        self.store.unclaim(&deliveries);
        let mut stored: Vec<Stored> = Vec::new();
        for one in claimed {
            match stored.last_mut() {
                Some(last) if last.claimed[0].message.id == one.message.id => {
                    last.claimed.push(one)
                }
                _ => {
                    let body = self.store.body(one.message.body).await.unwrap();
                    let text = String::from_utf8_lossy(&body).into_owned();
                    stored.push(Stored { claimed: vec![one], text });
                }
            }
        }
        stored
    }

    /// The messages of a site, newest first.
    async fn traces(&self, site: SiteId) -> Vec<Traced> {
        let question =
            Question::Trace { site, filter: TraceFilter::default(), before: None, limit: 10_000 };
        match self.store.view(question).await.unwrap() {
            Reply::Trace(Page { rows, .. }) => rows,
            other => panic!("{other:?}"),
        }
    }

    async fn failures(&self, site: SiteId) -> Vec<Failure> {
        let question = Question::Failures {
            site,
            filter: FailureFilter::default(),
            before: None,
            limit: 1000,
        };
        match self.store.view(question).await.unwrap() {
            Reply::Failures(Page { rows, .. }) => rows,
            other => panic!("{other:?}"),
        }
    }

    /// A submission of the sendmail command by the uid the tests run as.
    fn submission(&self, recipients: &[&str], message: &str) -> Submission {
        Submission {
            identified: self.accept.identify_uid(own_uid(), None).unwrap(),
            origin: Origin { uid: Some(own_uid()), ..Origin::default() },
            sender: Sender::Word(b"orders".to_vec()),
            recipients: Recipients::Words {
                words: recipients.iter().map(|word| word.as_bytes().to_vec()).collect(),
                in_head: false,
                notify: None,
            },
            full_name: None,
            message: message.as_bytes().to_vec().into(),
            bare_cr: BareCr::EndsLine,
            envelope_id: None,
            dsn_return: None,
            key: None,
            protocol: Protocol::Local,
            hello: None,
        }
    }
}

fn seam(clock: &Arc<TestClock>) -> Seam {
    Seam {
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        net: Arc::new(Nowhere),
        dns: Arc::new(Nowhere),
        dice: Dice::seeded(7),
    }
}

fn own_uid() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// Turns the runtime until something is so. What never comes ends in the runner's time limit, or here.
async fn until(mut is_so: impl AsyncFnMut() -> bool) {
    let since = std::time::Instant::now();
    while !is_so().await {
        assert!(since.elapsed().as_secs() < 30, "it never came");
        tokio::task::yield_now().await;
    }
}

/// A clock that stands still.
#[derive(Debug)]
struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Time {
        Time(self.0.load(Ordering::Relaxed))
    }
}

/// No network: the intake asks for none.
#[derive(Debug)]
struct Nowhere;

impl Net for Nowhere {
    fn connect(
        &self,
        _: SocketAddr,
        _: Option<IpAddr>,
    ) -> Later<'_, std::io::Result<Box<dyn Stream>>> {
        Box::pin(async { Err(std::io::ErrorKind::Unsupported.into()) })
    }
}

impl Dns for Nowhere {
    fn mx<'a>(&'a self, _: &'a str) -> Later<'a, Result<Vec<Mx>, DnsError>> {
        Box::pin(async { Err(DnsError::NoName) })
    }

    fn addresses<'a>(&'a self, _: &'a str) -> Later<'a, Result<Vec<IpAddr>, DnsError>> {
        Box::pin(async { Err(DnsError::NoName) })
    }
}
