//! Where a case plays: a store that can be restarted, and short words for what a case does again and again.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use postern_core::counter::{Bucket, Counters};
use postern_core::ids::{DeliveryId, JobId, MessageId, SiteId, StopId};
use postern_core::lane::Lane;
use postern_core::site::{Action, State};
use postern_core::stop::Stopped;
use postern_core::time::Time;

use crate::view::{
    Failure, FailureClasses, FailureFilter, Page, Question, QueueKinds, Queued, Reply, TraceFilter,
    Traced,
};
use crate::{
    AcceptKey, Accepted, Act, Acted, By, Caps, Claim, Claimed, End, Error, Expire, Expired,
    Identity, Job, JobKind, Lease, NewDelivery, NewJob, NewMessage, NewSite, NewStop, Origin,
    Refill, Refilled, Remote, Selection, Settled, Settlement, Site, SiteSettings, Store, Stored,
    Sweep, Swept,
};

/// A store under test.
pub trait Fixture: Send {
    /// The store, opened again after each `reopen`.
    fn store(&self) -> Arc<dyn Store>;

    /// Closes the store in order and opens it again, as a restart of the daemon does.
    fn reopen(&mut self) -> Pin<Box<dyn Future<Output = ()> + '_>>;
}

/// 2026-06-15 12:00 UTC: when cases play, unless they say otherwise.
pub const NOON: Time = Time::from_secs(1_781_524_800);

pub const MINUTE: Duration = Duration::from_secs(60);
pub const HOUR: Duration = Duration::from_secs(3600);

/// A stored message with its deliveries.
#[derive(Clone, Debug)]
pub struct Mail {
    pub message: MessageId,
    pub deliveries: Vec<DeliveryId>,
    /// What `accept` handed out at once.
    pub ready: Vec<DeliveryId>,
}

impl Mail {
    /// The first, often only delivery.
    pub fn one(&self) -> DeliveryId {
        self.deliveries[0]
    }
}

/// A store and the words of a case.
pub struct Stage {
    fixture: Box<dyn Fixture>,
    store: Arc<dyn Store>,
    /// Rows of a page.
    page: usize,
}

impl std::fmt::Debug for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.store.fmt(f)
    }
}

impl Stage {
    pub fn new(fixture: Box<dyn Fixture>) -> Stage {
        let store = fixture.store();
        Stage { fixture, store, page: PAGE }
    }

    /// Reads in pages of so many rows.
    #[must_use]
    pub fn paging(self, page: usize) -> Stage {
        Stage { page, ..self }
    }

    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// Restarts the store.
    pub async fn reopen(&mut self) {
        self.store = Arc::new(crate::model::Model::new());
        self.fixture.reopen().await;
        self.store = self.fixture.store();
    }

    pub async fn close(&mut self) {
        good(self.store.close().await);
    }

    /// No fault, and every counter adds up.
    pub async fn expect_clean(&self) {
        let checked = good(self.store.check().await);
        assert_eq!(checked.faults, Vec::<String>::new());
        for site in self.sites().await {
            assert!(site.counters.balanced(), "{}: {:?}", site.name, site.counters);
        }
    }

    // --- sites ---

    pub async fn site(&self, name: &str) -> SiteId {
        good(self.store.add_site(new_site(name)).await)
    }

    pub async fn sites(&self) -> Vec<Site> {
        match good(self.store.view(Question::Sites { after: String::new(), limit: 1000 }).await) {
            Reply::Sites(sites) => sites,
            other => panic!("{other:?}"),
        }
    }

    pub async fn find(&self, site: SiteId) -> Option<Site> {
        match good(self.store.view(Question::Site(site)).await) {
            Reply::Site(site) => site.map(|site| *site),
            other => panic!("{other:?}"),
        }
    }

    pub async fn shown(&self, site: SiteId) -> Site {
        self.find(site).await.expect("the site is there")
    }

    pub async fn counters(&self, site: SiteId) -> Counters {
        self.shown(site).await.counters
    }

    pub async fn stop(&self, site: SiteId, what: Stopped, at: Time) -> StopId {
        good(
            self.store
                .stop(NewStop { site, what, by: by(at), reason: "looks hacked".into() })
                .await,
        )
    }

    pub async fn unstop(&self, site: SiteId, stop: StopId) {
        good(self.store.unstop(site, stop, by(NOON)).await);
    }

    // --- a mail's way ---

    pub async fn offer(&self, message: NewMessage) -> Accepted {
        good(self.store.accept(message).await)
    }

    pub async fn accept(&self, message: NewMessage) -> Mail {
        let site = message.site;
        match self.offer(message).await {
            Accepted::Stored(Stored { message, candidates }) => {
                let of_it = Selection { messages: vec![message.0], ..Selection::default() };
                let queued = self.queue(site, of_it).await;
                Mail {
                    message,
                    deliveries: queued.iter().map(|row| row.delivery).collect(),
                    ready: candidates.iter().map(|row| row.delivery).collect(),
                }
            }
            other => panic!("not stored: {other:?}"),
        }
    }

    /// One mail to one recipient at noon.
    pub async fn mail(&self, site: SiteId) -> Mail {
        self.accept(mail(site, &["anna@example.net"])).await
    }

    pub async fn refill(&self, refill: Refill) -> Refilled {
        good(self.store.refill(refill).await)
    }

    /// All that could be attempted at this time, in the order it is handed out.
    pub async fn due(&self, site: SiteId, now: Time) -> Vec<DeliveryId> {
        self.refill(all_due(site, now))
            .await
            .candidates
            .into_iter()
            .map(|row| row.delivery)
            .collect()
    }

    pub async fn claimed(
        &self,
        site: SiteId,
        now: Time,
        deliveries: &[DeliveryId],
    ) -> Vec<Claimed> {
        let lease = Lease { node: 1, until: now + HOUR };
        good(self.store.claim(Claim { site, now, deliveries: deliveries.to_vec(), lease }).await)
    }

    pub async fn claim(&self, site: SiteId, deliveries: &[DeliveryId]) -> Vec<DeliveryId> {
        self.claimed(site, NOON, deliveries)
            .await
            .into_iter()
            .map(|claimed| claimed.delivery)
            .collect()
    }

    /// Gives claims back, and waits until that is written.
    pub async fn give_back(&self, deliveries: &[DeliveryId]) {
        self.store.unclaim(deliveries);
        good(self.store.remember("given back".into(), String::new()).await);
    }

    pub async fn settle_at(
        &self,
        site: SiteId,
        delivery: DeliveryId,
        at: Time,
        end: End,
    ) -> Settled {
        let settled = good(self.store.settle(vec![settlement(site, delivery, at, end)]).await);
        assert_eq!(settled.len(), 1);
        settled[0]
    }

    pub async fn settle(&self, site: SiteId, delivery: DeliveryId, end: End) -> Settled {
        self.settle_at(site, delivery, NOON, end).await
    }

    /// Claims and settles.
    pub async fn attempt_at(
        &self,
        site: SiteId,
        delivery: DeliveryId,
        at: Time,
        end: End,
    ) -> Settled {
        let claimed = self.claimed(site, at, &[delivery]).await;
        assert_eq!(claimed.len(), 1, "delivery {delivery} could not be claimed");
        self.settle_at(site, delivery, at, end).await
    }

    pub async fn attempt(&self, site: SiteId, delivery: DeliveryId, end: End) -> Settled {
        self.attempt_at(site, delivery, NOON, end).await
    }

    // --- actions ---

    pub async fn try_act(&self, act: Act) -> Result<Acted, Error> {
        self.store.act(act).await
    }

    /// An action on the site as it stands.
    pub async fn act(&self, site: SiteId, action: Action, to: State, at: Time) -> Acted {
        let epoch = self.shown(site).await.epoch;
        good(self.try_act(act(site, epoch, action, to, at)).await)
    }

    pub async fn block(&self, site: SiteId) -> Acted {
        self.act(site, Action::Block, State::Blocked, NOON).await
    }

    pub async fn unblock(&self, site: SiteId) -> Acted {
        self.act(site, Action::Unblock, State::Enabled, NOON).await
    }

    pub async fn purge(&self, site: SiteId) -> Acted {
        self.act(site, Action::Purge, State::Enabled, NOON).await
    }

    pub async fn start_job(&self, site: SiteId, kind: JobKind, selection: Selection) -> JobId {
        let epoch = self.shown(site).await.epoch;
        let job = NewJob { site, epoch, kind, selection, by: by(NOON), key: None };
        good(self.store.start_job(job).await).job()
    }

    pub async fn job(&self, id: JobId) -> Job {
        match good(self.store.view(Question::Job(id)).await) {
            Reply::Job(job) => job.expect("the job is there"),
            other => panic!("{other:?}"),
        }
    }

    /// Begins a job and lets it end.
    pub async fn job_done(&self, site: SiteId, kind: JobKind, selection: Selection) -> Job {
        let id = self.start_job(site, kind, selection).await;
        self.sweep(NOON).await;
        self.job(id).await
    }

    // --- housekeeping ---

    pub async fn sweep_once(&self, sweep: Sweep) -> Swept {
        good(self.store.sweep(sweep).await)
    }

    /// Sweeps until nothing waits; answers whom it woke.
    pub async fn sweep_with(&self, sweep: Sweep) -> Vec<SiteId> {
        let mut woken = Vec::new();
        for _ in 0..10_000 {
            let swept = self.sweep_once(sweep.clone()).await;
            woken.extend(swept.woken);
            if !swept.more {
                woken.sort();
                woken.dedup();
                return woken;
            }
        }
        panic!("the sweep never ends");
    }

    pub async fn sweep(&self, now: Time) -> Vec<SiteId> {
        self.sweep_with(keep_all(now)).await
    }

    /// Walks the whole queue for held mail past its time.
    pub async fn expire(&self, now: Time) -> Expired {
        self.expire_with(expire(now)).await
    }

    pub async fn expire_with(&self, piece: Expire) -> Expired {
        let mut all = Expired::default();
        let mut after = piece.after;
        for _ in 0..10_000 {
            let found = good(self.store.expire(Expire { after, ..piece.clone() }).await);
            all.ended += found.ended;
            for (site, at, mails) in found.soon {
                match all.soon.iter_mut().find(|(of, _, _)| *of == site) {
                    Some(known) => *known = (site, at.min(known.1), mails + known.2),
                    None => all.soon.push((site, at, mails)),
                }
            }
            match found.next {
                Some(next) => after = next,
                None => {
                    all.soon.sort();
                    return all;
                }
            }
        }
        panic!("the walk never ends");
    }

    // --- reading ---

    pub async fn view(&self, question: Question) -> Reply {
        good(self.store.view(question).await)
    }

    /// Every row of a paged question, page by page.
    async fn pages<T, K: Clone>(
        &self,
        ask: impl Fn(Option<K>) -> Question,
        page: impl Fn(Reply) -> Page<T, K>,
    ) -> Vec<T> {
        let mut rows = Vec::new();
        let mut from = None;
        for _ in 0..10_000 {
            let answered = page(self.view(ask(from)).await);
            rows.extend(answered.rows);
            match answered.next {
                Some(next) => from = Some(next),
                None => return rows,
            }
        }
        panic!("the pages never end");
    }

    pub async fn queue(&self, site: SiteId, selection: Selection) -> Vec<Queued> {
        let ask = |after: Option<DeliveryId>| Question::Queue {
            site,
            selection: selection.clone(),
            after: after.unwrap_or(DeliveryId(0)),
            limit: self.page,
        };
        self.pages(ask, |reply| match reply {
            Reply::Queue(page) => page,
            other => panic!("{other:?}"),
        })
        .await
    }

    pub async fn queued(&self, site: SiteId) -> Vec<DeliveryId> {
        self.queue(site, Selection::default()).await.into_iter().map(|row| row.delivery).collect()
    }

    /// The one queued delivery of this id.
    pub async fn queued_row(&self, site: SiteId, delivery: DeliveryId) -> Queued {
        let rows = self.queue(site, of_deliveries(&[delivery])).await;
        rows.into_iter().next().expect("it is queued")
    }

    pub async fn kinds(&self, site: SiteId) -> QueueKinds {
        match self.view(Question::QueueKinds { site, now: NOON }).await {
            Reply::QueueKinds(kinds) => kinds,
            other => panic!("{other:?}"),
        }
    }

    pub async fn failures(&self, site: SiteId, filter: FailureFilter) -> Vec<Failure> {
        let ask =
            |before| Question::Failures { site, filter: filter.clone(), before, limit: self.page };
        self.pages(ask, |reply| match reply {
            Reply::Failures(page) => page,
            other => panic!("{other:?}"),
        })
        .await
    }

    pub async fn failure_classes(&self, site: SiteId, filter: FailureFilter) -> FailureClasses {
        match self.view(Question::FailureClasses { site, filter }).await {
            Reply::FailureClasses(classes) => classes,
            other => panic!("{other:?}"),
        }
    }

    pub async fn trace(&self, site: SiteId, filter: TraceFilter) -> Vec<Traced> {
        let ask =
            |before| Question::Trace { site, filter: filter.clone(), before, limit: self.page };
        self.pages(ask, |reply| match reply {
            Reply::Trace(page) => page,
            other => panic!("{other:?}"),
        })
        .await
    }

    pub async fn half_hours(&self, site: SiteId, from: Time, to: Time) -> Vec<(Time, Bucket)> {
        match self.view(Question::HalfHours { site, from, to }).await {
            Reply::HalfHours(buckets) => buckets,
            other => panic!("{other:?}"),
        }
    }

    pub async fn days(&self, site: SiteId) -> Vec<(i32, Bucket)> {
        match self.view(Question::Days { site, from: 0, to: i32::MAX }).await {
            Reply::Days(buckets) => buckets,
            other => panic!("{other:?}"),
        }
    }
}

/// So small that cases turn pages.
const PAGE: usize = 3;

/// The answer of a verb that has to succeed.
#[track_caller]
pub fn good<T>(answer: Result<T, Error>) -> T {
    match answer {
        Ok(answer) => answer,
        Err(error) => panic!("the store says: {error}"),
    }
}

pub fn by(at: Time) -> By {
    By { who: "operator:root".into(), at }
}

pub fn new_site(name: &str) -> NewSite {
    NewSite {
        name: name.into(),
        settings: SiteSettings::default(),
        identities: Vec::<Identity>::new(),
        by: by(NOON),
    }
}

/// A message at noon without a key; its script is `/srv/shop/order.php`.
pub fn mail(site: SiteId, recipients: &[&str]) -> NewMessage {
    NewMessage {
        site,
        accepted_at: NOON,
        key: None,
        digest: [0; 16],
        sender: Some("shop@example.org".into()),
        deliveries: recipients.iter().map(|recipient| to(recipient)).collect(),
        body: Bytes::from_static(b"Subject: your order\r\n\r\nThank you.\r\n"),
        subject: "your order".into(),
        message_id: "<order@example.org>".into(),
        script: "/srv/shop/order.php".into(),
        origin: Origin::default(),
        eight_bit: false,
        smtputf8: false,
        envelope_id: None,
        dsn_return: None,
        caps: Caps { queued: 100_000, queued_bytes: 2 << 30 },
        tells: None,
    }
}

/// A recipient.
pub fn to(recipient: &str) -> NewDelivery {
    let domain = recipient.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
    NewDelivery { recipient: recipient.into(), domain, notify: None }
}

pub fn key(number: u8) -> Option<AcceptKey> {
    Some(AcceptKey([number; 16]))
}

/// So many domains, each in a lane of its own beside the others.
pub fn domains(count: usize) -> Vec<String> {
    let mut domains: Vec<String> = Vec::new();
    for number in 0..1000 {
        let domain = format!("d{number}.example.net");
        if domains.len() < count
            && domains.iter().all(|other| Lane::of(0, other) != Lane::of(0, &domain))
        {
            domains.push(domain);
        }
    }
    assert_eq!(domains.len(), count, "there are sixteen lanes for domains");
    domains
}

pub fn all_due(site: SiteId, now: Time) -> Refill {
    Refill { site, now, take: 1000, take_per_lane: 1000, exclude: Vec::new(), skip: Vec::new() }
}

pub fn settlement(site: SiteId, delivery: DeliveryId, at: Time, end: End) -> Settlement {
    let remote = match end {
        End::Sent => remote(250, "2.0.0", "queued as 4711"),
        End::Retry { .. } => remote(451, "4.7.1", "greylisted, come again"),
        End::Failed(_) => remote(550, "5.1.1", "no such mailbox"),
    };
    Settlement { site, delivery, at, end, remote }
}

pub fn remote(code: u16, enhanced: &str, text: &str) -> Remote {
    Remote {
        host: "mx.example.net [192.0.2.25]".into(),
        code,
        enhanced: enhanced.into(),
        text: text.into(),
    }
}

pub fn retry(at: Time) -> End {
    End::Retry { at }
}

/// An action decided on an epoch; a purge purges, nothing locks.
pub fn act(site: SiteId, epoch: u64, action: Action, to: State, at: Time) -> Act {
    let purge = action == Action::Purge;
    Act { site, epoch, action, to, locked: false, purge, by: by(at), reason: "because".into() }
}

pub fn of_deliveries(deliveries: &[DeliveryId]) -> Selection {
    Selection { deliveries: deliveries.iter().map(|id| id.0).collect(), ..Selection::default() }
}

/// A sweep that takes all work and lets nothing go for its age.
pub fn keep_all(now: Time) -> Sweep {
    let long_ago = Time(0);
    Sweep {
        now,
        rows: 500,
        traces_before: long_ago,
        failures_before: long_ago,
        buckets_before: long_ago,
        keys_before: long_ago,
    }
}

/// The walk for held mail with the product's 72 and 24 hours.
pub fn expire(now: Time) -> Expire {
    Expire {
        now,
        max_age: 72 * HOUR,
        warn_ahead: 24 * HOUR,
        after: DeliveryId(0),
        rows: 3,
        end: true,
    }
}
