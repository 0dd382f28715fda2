//! A world of servers and names for one attempt after another.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use postern_core::ids::{DeliveryId, SiteId};
use postern_core::time::Time;
use postern_store::model::Model;
use postern_store::{
    Accepted, Answer, By, Caps, Claim, JobKind, Lease, NewDelivery, NewJob, NewMessage, NewSite,
    Origin, Selection, SiteSettings, Store, Sweep,
};

use super::receiver::{Heard, Hook, Receiver, Taken};
use crate::deliver::attempt::Deliver;
use crate::deliver::route::{Route, route};
use crate::deliver::{Attempted, Job, Outcome};
use crate::gate::Gate;
use crate::seam::{Clock, Dice, Dns, DnsError, Later, Mx, Net, Seam, Stream};
use crate::settings::{Delivery, Smarthost, TlsMode};

/// The message of these tests; a dot begins one of its lines.
pub(super) const BODY: &[u8] = b"Subject: test\r\n\r\n.one\r\n..two\r\n.\r\nend\r\n";

/// The world.
pub(super) struct World {
    pub net: Arc<TestNet>,
    pub gate: Arc<Gate>,
    pub settings: Delivery,
    pub site: SiteSettings,
    pub body: Bytes,
    zone: &'static str,
    store: Arc<dyn Store>,
    deliver: Option<Deliver>,
    mails: i64,
}

/// What is to be sent.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asks {
    pub sender: Option<&'static str>,
    pub eight_bit: bool,
    pub smtputf8: bool,
    pub dsn: bool,
    pub has_no_body: bool,
}

impl World {
    /// A world with these names; `mx.example.org` at 192.0.2.1 takes mail for `example.org` unless told otherwise.
    pub(super) fn new(zone: &'static str) -> World {
        World {
            net: Arc::default(),
            gate: Arc::default(),
            settings: Delivery::default(),
            site: SiteSettings::default(),
            body: Bytes::from_static(BODY),
            zone,
            store: Arc::new(Model::new()),
            deliver: None,
            mails: 0,
        }
    }

    /// The usual world: one mail exchanger, which follows this script.
    pub(super) fn with(receiver: Receiver) -> World {
        let mut world = World::new("example.org MX 10 mx.example.org\nmx.example.org A 192.0.2.1");
        world.server("192.0.2.1:25", receiver);
        world
    }

    /// Puts a server at an address.
    pub(super) fn server(&mut self, at: &str, receiver: Receiver) {
        self.net.world().servers.insert(at.parse().unwrap(), Some(receiver));
    }

    /// At this address nothing answers, not even with a refusal.
    pub(super) fn abyss(&mut self, at: &str) {
        self.net.world().servers.insert(at.parse().unwrap(), None);
    }

    /// Sends all mail by these smarthosts, `host:port` each.
    pub(super) fn smarthosts(&mut self, hosts: &[&str], tls: TlsMode, auth: Option<(&str, &str)>) {
        for at in hosts {
            let (host, port) = at.rsplit_once(':').unwrap();
            let auth = auth.map(|(name, password)| (name.to_owned(), password.to_owned()));
            let smarthost = Smarthost { host: host.into(), port: port.parse().unwrap(), tls, auth };
            self.settings.smarthosts.insert((*at).into(), smarthost);
            self.settings.route.push((*at).into());
        }
    }

    /// One attempt of a mail to these recipients.
    pub(super) async fn attempt(&mut self, recipients: &[&str]) -> Attempted {
        self.attempt_with(recipients, Asks::default()).await
    }

    pub(super) async fn attempt_with(&mut self, recipients: &[&str], asks: Asks) -> Attempted {
        let job = self.job(recipients, asks).await;
        self.deliver().attempt(job).await
    }

    /// The deliverer, made at its first use; settings are fixed then.
    pub(super) fn deliver(&mut self) -> &Deliver {
        let (net, gate, store) =
            (self.net.clone(), Arc::clone(&self.gate), Arc::clone(&self.store));
        self.deliver.get_or_insert_with(|| {
            let seam = Seam {
                clock: Arc::new(Still),
                net,
                dns: Arc::new(Zone(self.zone)),
                dice: Dice::seeded(7),
            };
            Deliver::new(seam, Arc::new(self.settings.clone()), "out.example.net", gate, store)
                .unwrap()
        })
    }

    /// A job as the scheduler makes it.
    pub(super) async fn job(&mut self, recipients: &[&str], asks: Asks) -> Job {
        self.mails += 1;
        let by = By { who: "operator:test".into(), at: Time(0) };
        let name = format!("site{}.example.org", self.mails);
        let new = NewSite { name, settings: self.site.clone(), identities: Vec::new(), by };
        let site = self.store.add_site(new).await.unwrap();
        let domain = recipients[0].rsplit_once('@').unwrap().1.to_owned();
        let message = message(site, recipients, asks, self.body.clone());
        let Accepted::Stored(stored) = self.store.accept(message).await.unwrap() else {
            panic!("the model takes it");
        };
        let deliveries: Vec<DeliveryId> = stored.candidates.iter().map(|it| it.delivery).collect();
        let lease = Lease { node: 0, until: Time(1000) };
        let claim = Claim { site, now: Time(0), deliveries, lease };
        let deliveries = self.store.claim(claim).await.unwrap();
        let mut message = (*deliveries[0].message).clone();
        if asks.has_no_body {
            message.body.message.0 += 1_000_000;
        }
        let route = Arc::new(route(&self.settings, &self.site, &domain));
        Job { site, epoch: self.gate.epoch(site), route, message: Arc::new(message), deliveries }
    }

    /// What deletes one delivery of a job when it is called.
    pub(super) fn deletion(&self, job: &Job, nth: usize) -> Hook {
        let (store, site, delivery) =
            (Arc::clone(&self.store), job.site, job.deliveries[nth].delivery);
        Arc::new(move || {
            let selection = Selection { deliveries: vec![delivery.0], ..Selection::default() };
            let by = By { who: "operator:test".into(), at: Time(0) };
            let kind = JobKind::Delete;
            let all = Time(i64::MIN);
            let sweep = Sweep {
                now: Time(0),
                rows: 100,
                traces_before: all,
                failures_before: all,
                buckets_before: all,
                keys_before: all,
            };
            done(store.start_job(NewJob { site, epoch: 1, kind, selection, by, key: None }));
            done(store.sweep(sweep));
        })
    }

    /// The route of a domain without smarthosts.
    pub(super) fn exchangers_of(&self, domain: &str) -> Arc<Route> {
        let settings = Delivery { route: Vec::new(), ..self.settings.clone() };
        Arc::new(route(&settings, &self.site, domain))
    }

    /// The mails that were taken.
    pub(super) fn taken(&self) -> Vec<Taken> {
        self.net.heard.lock().unwrap().taken.clone()
    }

    /// The commands heard, one piece for each read, with the number of the connection.
    pub(super) fn pieces(&self) -> Vec<(usize, String)> {
        self.net.heard.lock().unwrap().pieces.clone()
    }

    /// All commands heard, a line each.
    pub(super) fn commands(&self) -> Vec<String> {
        let pieces = self.pieces();
        pieces.iter().flat_map(|(_, piece)| piece.lines()).map(str::to_owned).collect()
    }

    /// Addresses dialled, in order.
    pub(super) fn dialled(&self) -> Vec<String> {
        self.net.world().dialled.iter().map(|(to, _)| to.to_string()).collect()
    }
}

/// Outcomes as words: `sent 250 2.0.0 ok`.
pub(super) fn words(attempted: &Attempted) -> Vec<String> {
    let said = |(_, outcome): &(DeliveryId, Outcome)| {
        let (what, remote) = match outcome {
            Outcome::Sent(remote) => ("sent", remote),
            Outcome::Deferred(remote) => ("deferred", remote),
            Outcome::Failed(remote, cause) => {
                let what = format!("failed {cause:?}");
                return format!("{what} {} {} {}", remote.code, remote.enhanced, remote.text);
            }
            Outcome::TurnedBack => return "turned back".to_owned(),
        };
        format!("{what} {} {} {}", remote.code, remote.enhanced, remote.text)
    };
    attempted.outcomes.iter().map(said).collect()
}

fn message(site: SiteId, recipients: &[&str], asks: Asks, body: Bytes) -> NewMessage {
    let delivery = |address: &&str| NewDelivery {
        recipient: (*address).into(),
        domain: address.rsplit_once('@').unwrap().1.into(),
        notify: asks.dsn.then(|| "FAILURE".into()),
    };
    NewMessage {
        site,
        accepted_at: Time(0),
        key: None,
        digest: [0; 16],
        sender: Some(asks.sender.unwrap_or("shop@example.net").into()),
        deliveries: recipients.iter().map(delivery).collect(),
        body,
        subject: "test".into(),
        message_id: "<1@example.net>".into(),
        script: "/srv/shop/order.php".into(),
        origin: Origin::default(),
        eight_bit: asks.eight_bit,
        smtputf8: asks.smtputf8,
        envelope_id: asks.dsn.then(|| "order+2B7".into()),
        dsn_return: asks.dsn.then(|| "HDRS".into()),
        caps: Caps { queued: 1_000_000, queued_bytes: 1 << 40 },
        tells: None,
    }
}

#[derive(Debug)]
struct Still;

impl Clock for Still {
    fn now(&self) -> Time {
        Time(0)
    }
}

/// Servers by their address; connections to any other address are refused.
#[derive(Debug, Default)]
pub(super) struct TestNet {
    pub heard: Arc<Mutex<Heard>>,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
pub(super) struct Inner {
    servers: HashMap<SocketAddr, Option<Receiver>>,
    pub dialled: Vec<(SocketAddr, Option<IpAddr>)>,
    /// Addresses of this machine.
    pub local: Vec<IpAddr>,
    /// Connections that were made.
    pub made: usize,
    /// No connection comes about, for this reason of our own.
    pub fails_with: Option<rustix::io::Errno>,
}

impl TestNet {
    pub(super) fn world(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }
}

impl Net for TestNet {
    fn is_local(&self, address: IpAddr) -> bool {
        self.world().local.contains(&address)
    }

    fn connect(
        &self,
        to: SocketAddr,
        from: Option<IpAddr>,
    ) -> Later<'_, io::Result<Box<dyn Stream>>> {
        Box::pin(async move {
            let server = {
                let mut inner = self.world();
                inner.dialled.push((to, from));
                if let Some(errno) = inner.fails_with {
                    return Err(errno.into());
                }
                inner.servers.get(&to).cloned()
            };
            match server {
                None => Err(io::ErrorKind::ConnectionRefused.into()),
                Some(None) => std::future::pending().await,
                Some(Some(receiver)) => {
                    let (ours, theirs) = tokio::io::duplex(64 * 1024);
                    let number = {
                        let mut inner = self.world();
                        inner.made += 1;
                        inner.made
                    };
                    let heard = Arc::clone(&self.heard);
                    tokio::spawn(receiver.serve(Box::new(theirs), to, number, heard));
                    Ok(Box::new(ours) as Box<dyn Stream>)
                }
            }
        })
    }
}

/// Names as text: `name MX preference host`, `name A address`, `name CNAME other`, `name SERVFAIL`, `name EMPTY`.
#[derive(Debug)]
struct Zone(&'static str);

impl Zone {
    /// What stands behind a name and a kind, the name's aliases followed.
    fn of(&self, name: &str, kinds: &[&str]) -> Result<Vec<&'static str>, DnsError> {
        let lines = self.0.lines().filter_map(|line| line.trim().split_once(' '));
        let of_name: Vec<&'static str> =
            lines.filter(|(of, _)| *of == name).map(|(_, rest)| rest).collect();
        if of_name.is_empty() {
            return Err(DnsError::NoName);
        }
        if of_name.contains(&"SERVFAIL") {
            return Err(DnsError::Later("server failure".into()));
        }
        if let Some(other) = of_name.iter().find_map(|rest| rest.strip_prefix("CNAME ")) {
            return self.of(other, kinds);
        }
        let of_kind = of_name.iter().filter_map(|rest| rest.split_once(' '));
        Ok(of_kind.filter(|(kind, _)| kinds.contains(kind)).map(|(_, value)| value).collect())
    }
}

impl Dns for Zone {
    fn mx<'a>(&'a self, domain: &'a str) -> Later<'a, Result<Vec<Mx>, DnsError>> {
        let exchanger = |value: &str| {
            let (preference, host) = value.split_once(' ').unwrap();
            Mx { preference: preference.parse().unwrap(), host: host.trim_end_matches('.').into() }
        };
        let found =
            self.of(domain, &["MX"]).map(|found| found.into_iter().map(exchanger).collect());
        Box::pin(async move { found })
    }

    fn addresses<'a>(&'a self, host: &'a str) -> Later<'a, Result<Vec<IpAddr>, DnsError>> {
        let found = self.of(host, &["A", "AAAA"]);
        let found = found.map(|found| found.into_iter().map(|it| it.parse().unwrap()).collect());
        Box::pin(async move { found })
    }
}

/// Lets every task that can go on do so.
pub(super) async fn settle_down() {
    tokio::time::sleep(Duration::from_millis(1)).await;
}

/// What the model answers, which it does at once.
fn done<T>(mut answer: Answer<'_, T>) -> T {
    match answer.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done.unwrap(),
        Poll::Pending => panic!("the model does not wait"),
    }
}
