//! What the store of one machine does, measured: `cargo bench -p postern-store -- accept deliver queue`.
//!
//! - `accept`: messages a second and how long each waits, by size and number of submitters. Closed loop, one recipient,
//!   bodies that cannot be compressed, 1,000 sites, everything durable.
//! - `deliver`: claim, read the body, settle; alone and beside 64 submitters.
//! - `queue`: a million queued for one site: block, unblock, purge, another site's mail meanwhile, restart.
//!
//! `STORE_BENCH_DIR` is where the store goes (a folder that is emptied), `STORE_BENCH_SECONDS` how long each accept run
//! lasts, `STORE_BENCH_QUEUED` how many are queued. Figures of one run differ by half on a busy machine.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use postern_core::ids::{DeliveryId, SiteId};
use postern_core::site::{Action, State};
use postern_core::time::Time;
use postern_store::sqlite::{Options, SqliteStore};
use postern_store::view::{Question, Reply};
use postern_store::{
    AcceptKey, Accepted, Act, By, Caps, Claim, End, Lease, NewDelivery, NewMessage, NewSite,
    Origin, Refill, Remote, Settlement, SiteSettings, Store, Sweep,
};

/// When everything happens, by the store's clock.
const NOW: Time = Time::from_secs(1_781_524_800);

const SITES: usize = 1000;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    for what in &asked {
        match what.as_str() {
            "accept" => runtime.block_on(accept())?,
            "deliver" => runtime.block_on(deliver())?,
            "queue" => runtime.block_on(queue())?,
            other => println!("nothing is called {other}: accept, deliver, queue"),
        }
    }
    if asked.is_empty() {
        println!("name what to measure: accept, deliver, queue");
    }
    Ok(())
}

// --- accept ---

async fn accept() -> Result<(), Failure> {
    println!(
        "{:>8} {:>11} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "bytes", "submitters", "mails/s", "p50 ms", "p99 ms", "p99.9", "max"
    );
    for size in [2 << 10, 20 << 10, 100 << 10] {
        for submitters in [1, 16, 64, 256] {
            let (store, sites) = fresh(SITES).await?;
            let run = Submitters::start(&store, &sites, size, submitters);
            tokio::time::sleep(seconds()).await;
            let waits = run.end().await?;
            println!(
                "{size:>8} {submitters:>11} {:>8.0} {}",
                waits.len() as f64 / seconds().as_secs_f64(),
                percentiles(waits),
            );
            store.close().await?;
        }
    }
    Ok(())
}

/// Tasks that hand in messages, each the next when the last is accepted.
struct Submitters {
    stop: Arc<AtomicBool>,
    tasks: Vec<tokio::task::JoinHandle<Result<Vec<Duration>, postern_store::Error>>>,
}

impl Submitters {
    fn start(store: &Arc<SqliteStore>, sites: &[SiteId], size: usize, count: usize) -> Submitters {
        let stop = Arc::new(AtomicBool::new(false));
        let tasks = (0..count)
            .map(|nth| {
                let (store, stop, sites) = (Arc::clone(store), Arc::clone(&stop), sites.to_vec());
                let body = noise(size, nth as u64);
                tokio::spawn(async move {
                    let mut waits = Vec::new();
                    while !stop.load(Ordering::Relaxed) {
                        let number = waits.len() * 7919 + nth;
                        let mail = mail(sites[number % sites.len()], number as u64, body.clone());
                        let begin = Instant::now();
                        let accepted = store.accept(mail).await?;
                        assert!(matches!(accepted, Accepted::Stored(_)), "{accepted:?}");
                        waits.push(begin.elapsed());
                    }
                    Ok(waits)
                })
            })
            .collect();
        Submitters { stop, tasks }
    }

    async fn end(self) -> Result<Vec<Duration>, Failure> {
        self.stop.store(true, Ordering::Relaxed);
        let mut waits = Vec::new();
        for task in self.tasks {
            waits.extend(task.await??);
        }
        Ok(waits)
    }
}

// --- deliver ---

async fn deliver() -> Result<(), Failure> {
    for submitters in [0, 64] {
        let (store, sites) = fresh(SITES).await?;
        fill(&store, &sites, 200_000).await?;
        let run = Submitters::start(&store, &sites[..100], 2 << 10, submitters);
        let begin = Instant::now();
        let settled = Arc::new(AtomicU64::new(0));
        let tasks: Vec<_> = sites
            .chunks(SITES / 4)
            .map(|sites| {
                let (store, settled, sites) =
                    (Arc::clone(&store), Arc::clone(&settled), sites.to_vec());
                tokio::spawn(async move { empty(&store, &sites, &settled).await })
            })
            .collect();
        let left = tokio::time::timeout(Duration::from_secs(20), async {
            for task in tasks {
                task.await.map_err(Failure::from)??;
            }
            Ok::<(), Failure>(())
        })
        .await;
        let took = begin.elapsed().as_secs_f64();
        let waits = run.end().await?;
        println!(
            "deliver beside {submitters} submitters: {:.0} deliveries/s{}; {:.0} accepted/s, {}",
            settled.load(Ordering::Relaxed) as f64 / took,
            if left.is_ok() { ", to the end" } else { "" },
            waits.len() as f64 / took,
            percentiles(waits),
        );
        store.close().await?;
    }
    Ok(())
}

/// Delivers what these sites have queued, 200 at a time; every fiftieth fails.
async fn empty(
    store: &SqliteStore,
    sites: &[SiteId],
    settled: &AtomicU64,
) -> Result<(), postern_store::Error> {
    loop {
        let mut found = false;
        for site in sites {
            let refill = Refill {
                site: *site,
                now: NOW,
                take: 200,
                take_per_lane: 32,
                exclude: vec![],
                skip: vec![],
            };
            let refilled = store.refill(refill).await?;
            let deliveries: Vec<DeliveryId> =
                refilled.candidates.iter().map(|row| row.delivery).collect();
            if deliveries.is_empty() {
                continue;
            }
            found = true;
            let lease = Lease { node: 0, until: NOW };
            let claimed = store.claim(Claim { site: *site, now: NOW, deliveries, lease }).await?;
            let mut settlements = Vec::with_capacity(claimed.len());
            for claimed in &claimed {
                store.body(claimed.message.body).await?;
                let fails = claimed.delivery.0 % 50 == 0;
                let class = postern_core::classify::Class::BadMailbox;
                settlements.push(Settlement {
                    site: *site,
                    delivery: claimed.delivery,
                    at: NOW,
                    end: if fails { End::Failed(class) } else { End::Sent },
                    remote: Remote {
                        host: "mx.example.net [192.0.2.25]".into(),
                        code: if fails { 550 } else { 250 },
                        enhanced: "2.0.0".into(),
                        text: "queued as 4711".into(),
                    },
                });
            }
            settled.fetch_add(settlements.len() as u64, Ordering::Relaxed);
            store.settle(settlements).await?;
        }
        if !found {
            return Ok(());
        }
    }
}

// --- queue ---

async fn queue() -> Result<(), Failure> {
    let queued: u64 =
        std::env::var("STORE_BENCH_QUEUED").ok().map_or(Ok(1_000_000), |n| n.parse())?;
    let (store, sites) = fresh(SITES).await?;
    let (big, others) = (sites[0], &sites[1..]);
    let began = Instant::now();
    fill(&store, others, queued / 10).await?;
    let first = rate(&store, &[big], queued / 10).await?;
    fill(&store, &[big], queued * 8 / 10).await?;
    let last = rate(&store, &[big], queued / 10).await?;
    println!(
        "filled in {:.1} s; first tenth {first:.0}/s, last tenth {last:.0}/s",
        began.elapsed().as_secs_f64()
    );
    print_memory("with the queue");

    for (action, to) in [(Action::Block, State::Blocked), (Action::Unblock, State::Enabled)] {
        let begin = Instant::now();
        act(&store, big, action, to).await?;
        println!("{action:?}: {:.1} ms", millis(begin.elapsed()));
    }
    store.close().await?;
    let folder = folder();
    drop(store);

    let begin = Instant::now();
    let store = Arc::new(open(&folder)?);
    let opened = millis(begin.elapsed());
    store.accept(mail(others[0], 1, noise(2048, 1))).await?;
    let accepted = millis(begin.elapsed());
    let with_work = match store.view(Question::SitesWithWork).await? {
        Reply::Sites(sites) => sites.len(),
        _ => 0,
    };
    let looked = millis(begin.elapsed());
    let refill =
        Refill { site: big, now: NOW, take: 16, take_per_lane: 32, exclude: vec![], skip: vec![] };
    store.refill(refill).await?;
    println!(
        "restart: open {opened:.1} ms, first accept {accepted:.1} ms, {with_work} sites with work {looked:.1} ms, first \
         refill {:.1} ms",
        millis(begin.elapsed())
    );
    print_memory("after the restart");

    let run = Submitters::start(&store, &others[..64], 2 << 10, 8);
    tokio::time::sleep(Duration::from_secs(2)).await;
    println!("others before the purge: {}", percentiles(run.end().await?));
    let run = Submitters::start(&store, &others[..64], 2 << 10, 8);
    let begin = Instant::now();
    act(&store, big, Action::Purge, State::Enabled).await?;
    println!("Purge: {:.1} ms", millis(begin.elapsed()));
    let mut rows = 0;
    loop {
        let swept = store.sweep(sweep()).await?;
        rows += swept.rows;
        if !swept.more {
            break;
        }
    }
    let took = begin.elapsed().as_secs_f64();
    println!(
        "reclaimed {rows} rows in {took:.1} s, {:.0}/s; others meanwhile: {}",
        rows as f64 / took,
        percentiles(run.end().await?)
    );
    print_memory("after the purge");
    let bodies = std::process::Command::new("du").arg("-sh").arg(folder.join("bodies")).output()?;
    print!("bodies: {}", String::from_utf8_lossy(&bodies.stdout));
    store.close().await?;
    Ok(())
}

async fn act(store: &SqliteStore, site: SiteId, action: Action, to: State) -> Result<(), Failure> {
    let epoch = match store.view(Question::Site(site)).await? {
        Reply::Site(Some(site)) => site.epoch,
        _ => 0,
    };
    let purge = action == Action::Purge;
    store
        .act(Act { site, epoch, action, to, locked: false, purge, by: by(), reason: String::new() })
        .await?;
    Ok(())
}

fn sweep() -> Sweep {
    Sweep {
        now: NOW,
        rows: 500,
        traces_before: Time(0),
        failures_before: Time(0),
        buckets_before: Time(0),
        keys_before: Time(0),
    }
}

/// Queues so many for these sites; how many a second that was.
async fn rate(store: &Arc<SqliteStore>, sites: &[SiteId], mails: u64) -> Result<f64, Failure> {
    let begin = Instant::now();
    fill(store, sites, mails).await?;
    Ok(mails as f64 / begin.elapsed().as_secs_f64())
}

async fn fill(store: &Arc<SqliteStore>, sites: &[SiteId], mails: u64) -> Result<(), Failure> {
    const TASKS: u64 = 64;
    let tasks: Vec<_> = (0..TASKS)
        .map(|nth| {
            let (store, sites) = (Arc::clone(store), sites.to_vec());
            tokio::spawn(async move {
                let body = noise(2048, nth);
                for number in (nth..mails).step_by(TASKS as usize) {
                    let site = sites[(number % sites.len() as u64) as usize];
                    store.accept(mail(site, number, body.clone())).await?;
                }
                Ok::<(), postern_store::Error>(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(())
}

// --- what all share ---

async fn fresh(sites: usize) -> Result<(Arc<SqliteStore>, Vec<SiteId>), Failure> {
    let folder = folder();
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let store = Arc::new(open(&folder)?);
    let mut ids = Vec::with_capacity(sites);
    for nth in 0..sites {
        let site = NewSite {
            name: format!("site{nth}.example.org"),
            settings: SiteSettings::default(),
            identities: Vec::new(),
            by: by(),
        };
        ids.push(store.add_site(site).await?);
    }
    Ok((store, ids))
}

fn open(folder: &Path) -> Result<SqliteStore, postern_store::Error> {
    SqliteStore::open(
        folder,
        Options { reserve_bytes: 0, reserve_percent: 0, ..Options::default() },
    )
}

fn folder() -> PathBuf {
    std::env::var_os("STORE_BENCH_DIR")
        .map_or_else(|| std::env::temp_dir().join("postern-store-bench"), PathBuf::from)
}

fn seconds() -> Duration {
    let seconds = std::env::var("STORE_BENCH_SECONDS").ok().and_then(|value| value.parse().ok());
    Duration::from_secs(seconds.unwrap_or(3))
}

fn by() -> By {
    By { who: "operator:bench".into(), at: NOW }
}

fn mail(site: SiteId, number: u64, body: Bytes) -> NewMessage {
    let domain = format!("d{}.example.net", number % 50);
    let mut key = [0; 16];
    key[..8].copy_from_slice(&fresh_number().to_be_bytes());
    NewMessage {
        site,
        accepted_at: NOW,
        key: Some(AcceptKey(key)),
        digest: [7; 16],
        sender: Some("shop@example.org".into()),
        deliveries: vec![NewDelivery {
            recipient: format!("user{number}@{domain}"),
            domain,
            notify: None,
        }],
        body,
        subject: "Your order has been received".into(),
        message_id: format!("<{number:016x}@shop.example.org>"),
        script: "/srv/www/shop/order.php".into(),
        origin: Origin {
            uid: Some(1000),
            stated_by_caller: vec![("SCRIPT_FILENAME".into(), "/srv/www/shop/order.php".into())],
            ..Origin::default()
        },
        eight_bit: false,
        smtputf8: false,
        envelope_id: None,
        dsn_return: None,
        caps: Caps { queued: u64::MAX >> 1, queued_bytes: u64::MAX >> 1 },
        tells: None,
    }
}

fn fresh_number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Octets that cannot be compressed.
fn noise(size: usize, seed: u64) -> Bytes {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let octet = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    };
    (0..size).map(octet).collect()
}

fn percentiles(mut waits: Vec<Duration>) -> String {
    waits.sort_unstable();
    let at = |share: f64| {
        let nth = ((waits.len() as f64 * share) as usize).min(waits.len().saturating_sub(1));
        waits.get(nth).map_or(0.0, |wait| millis(*wait))
    };
    format!("{:>8.1} {:>8.1} {:>8.1} {:>8.1}", at(0.5), at(0.99), at(0.999), at(1.0))
}

fn millis(span: Duration) -> f64 {
    span.as_secs_f64() * 1000.0
}

fn print_memory(when: &str) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("unknown");
    println!("resident {when}: {}", resident.trim());
}
