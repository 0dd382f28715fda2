//! A random walk: the same verbs on the model and on the store under test, side by side. What they answer and what they
//! show afterwards has to be the same, ids aside: each store draws its own, so they are told apart by when they came.
//!
//! A walk is drawn from its seed alone. A difference is told with the seed, the step and the verb, and
//! `WALK_SEED=4711 cargo test -p postern-store walk` walks it again; `WALK_SEEDS=1000` walks so many more.

use std::fmt::Debug;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use fastrand::Rng;
use postern_core::classify::Class;
use postern_core::hook::Kinds;
use postern_core::ids::{DeliveryId, HookId, JobId, MessageId, ScriptId, SiteId, StopId};
use postern_core::lane::Lane;
use postern_core::site::{Action, State};
use postern_core::stop::Stopped;
use postern_core::time::Time;
use postern_store::contract::stage::{
    Fixture, HOUR, MINUTE, NOON, by, expire, keep_all, mail, settlement, to,
};
use postern_store::contract::{Stage, stage};
use postern_store::hook::{
    Event, EventEnd, EventSettlement, Hook, HookAnswer, HookChange, NewHook,
};
use postern_store::people::Hidden;
use postern_store::view::{FailureFilter, HooksOf, Order, Question, Reply, TraceFilter};
use postern_store::{
    AcceptKey, Accepted, Act, Caps, Claim, End, Error, Expire, Identity, JobKind, Lease, NewJob,
    NewMessage, NewSite, NewStop, Refill, Selection, SiteChange, SiteSettings, Sweep,
};

/// Steps of one walk.
const STEPS: usize = 250;

/// Walks so many seeds, or the ones the environment names.
pub(crate) fn walk<F: Fixture + 'static>(
    seeds: u64,
    reference: impl Fn() -> F,
    tested: impl Fn() -> Box<dyn Fixture>,
) {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let seeds = match (number("WALK_SEED"), number("WALK_SEEDS")) {
        (Some(seed), _) => seed..seed + 1,
        (None, more) => 0..more.unwrap_or(seeds),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a test can start a runtime");
    for seed in seeds {
        runtime.block_on(Walk::new(seed, [Box::new(reference()), tested()]).run());
    }
}

/// One step: what is done on both sides. Numbers stand for the so-manieth thing of its kind.
#[derive(Clone, Debug)]
enum Step {
    AddSite {
        name: usize,
        uid: u32,
        zone: &'static str,
    },
    ChangeSite {
        site: usize,
        change: SiteChange,
    },
    RemoveSite {
        site: usize,
    },
    SetLogin {
        site: usize,
        login: String,
    },
    RemoveLogin {
        login: String,
    },
    Accept {
        site: usize,
        draft: Draft,
    },
    Refill {
        site: usize,
        take: usize,
        take_per_lane: usize,
        exclude: Vec<usize>,
        skip: Vec<Lane>,
    },
    Claim {
        site: usize,
        deliveries: Vec<usize>,
    },
    Unclaim {
        deliveries: Vec<usize>,
    },
    Settle {
        settlements: Vec<(usize, usize, End)>,
    },
    Act {
        site: usize,
        stale: bool,
        action: Action,
        to: State,
        locked: bool,
        purge: bool,
    },
    Stop {
        site: usize,
        what: Stopped,
    },
    Unstop {
        stop: usize,
    },
    Job {
        site: usize,
        stale: bool,
        kind: JobKind,
        selection: Pick,
    },
    Sweep {
        rows: usize,
        forget: Option<Duration>,
    },
    Expire {
        rows: usize,
        end: bool,
    },
    Remember {
        value: String,
    },
    /// The so-manieth event that is due is told, and what comes of it.
    Tell {
        nth: usize,
        end: EventEnd,
    },
    SendAgain {
        nth: usize,
    },
    /// A hook of all sites is turned off or on.
    Turn {
        on: bool,
    },
    Reopen,
}

/// A message to be accepted.
#[derive(Clone, Debug)]
struct Draft {
    key: Option<(u8, u8)>,
    sender: Option<String>,
    recipients: Vec<String>,
    script: String,
    subject: String,
    bytes: usize,
    caps: Caps,
}

/// A selection, by the numbers of things.
#[derive(Clone, Debug, Default)]
struct Pick {
    recipient: Option<String>,
    sender: Option<String>,
    script: Option<String>,
    before: Option<Time>,
    messages: Vec<usize>,
    deliveries: Vec<usize>,
}

struct Walk {
    seed: u64,
    rng: Rng,
    now: Time,
    sides: [Stage; 2],
    /// Things in the order they came, by their ids on either side.
    sites: Vec<[SiteId; 2]>,
    messages: Vec<[MessageId; 2]>,
    deliveries: Vec<[DeliveryId; 2]>,
    stops: Vec<([SiteId; 2], [StopId; 2])>,
    jobs: Vec<(usize, [JobId; 2])>,
    /// The job that either side began last.
    begun: [Option<JobId>; 2],
    /// The site of each delivery.
    homes: Vec<usize>,
    /// What the model shows: sites that stand, deliveries that are queued, and those of them that are in hand. Most
    /// steps are about these.
    standing: Vec<usize>,
    queued: Vec<usize>,
    in_hand: Vec<usize>,
    /// A stop or its end, or a job, waits for a sweep.
    waits: Option<Waits>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waits {
    Stops,
    Job,
}

impl Walk {
    fn new(seed: u64, fixtures: [Box<dyn Fixture>; 2]) -> Walk {
        Walk {
            seed,
            rng: Rng::with_seed(seed),
            now: NOON,
            sides: fixtures.map(|fixture| Stage::new(fixture).paging(60)),
            sites: Vec::new(),
            messages: Vec::new(),
            deliveries: Vec::new(),
            stops: Vec::new(),
            jobs: Vec::new(),
            begun: [None; 2],
            homes: Vec::new(),
            standing: Vec::new(),
            queued: Vec::new(),
            in_hand: Vec::new(),
            waits: None,
        }
    }

    async fn run(mut self) {
        for side in &self.sides {
            stage::good(side.store().add_hook(hook_of_all()).await);
        }
        for number in 0..STEPS {
            self.now = self.now + self.pause();
            for step in self.draw() {
                let answers = [self.play(0, &step).await, self.play(1, &step).await];
                self.learn(&step).await;
                self.expect_same(number, &step, "answered", answers);
                let whole = number % 10 == 9;
                let shown = [self.shown(0, whole).await, self.shown(1, whole).await];
                self.expect_same(number, &step, "shows", shown);
            }
            if number % 25 == 0 || number + 1 == STEPS {
                for side in 0..2 {
                    let faults = stage::good(self.sides[side].store().check().await).faults;
                    assert!(faults.is_empty(), "seed {}, step {number}: {faults:?}", self.seed);
                }
            }
        }
        for side in &mut self.sides {
            side.close().await;
        }
    }

    fn expect_same(
        &self,
        number: usize,
        step: &Step,
        what: &str,
        [model, tested]: [Vec<String>; 2],
    ) {
        if model == tested {
            return;
        }
        let alone = |these: &[String], those: &[String], whose: &str| -> Vec<String> {
            let alone = these.iter().filter(|line| !those.contains(line));
            alone.map(|line| format!("  {whose} alone: {line}")).take(6).collect()
        };
        let mut differ = alone(&model, &tested, "model");
        differ.extend(alone(&tested, &model, "tested"));
        if differ.is_empty() {
            differ = vec![format!("  the same in another order: {model:#?} and {tested:#?}")];
        }
        panic!(
            "WALK_SEED={}, step {number}, {step:?}\nthe store {what} otherwise:\n{}",
            self.seed,
            differ.join("\n")
        );
    }
}

// --- drawing a step ---

const SCRIPTS: [&str; 5] = ["", "/srv/shop/order.php", "/srv/shop/form.php", "news.php", "cron.sh"];
const SENDERS: [&str; 3] = ["shop@example.org", "News@example.org", "news@example.org"];
const RECIPIENTS: [&str; 7] = [
    "anna@example.net",
    "Bob@example.net",
    "bob@example.com",
    "carl@d1.example.net",
    "dora@d2.example.net",
    "emil@d3.example.net",
    "jürgen@xn--bcher-kva.example",
];
const ZONES: [&str; 4] = ["UTC", "Europe/Rome", "Asia/Kathmandu", "America/New_York"];

impl Walk {
    fn pause(&mut self) -> Duration {
        match self.rng.u32(..10) {
            0..5 => Duration::from_millis(self.rng.u64(..3000)),
            5..8 => self.rng.u32(..90) * MINUTE,
            8 => Duration::ZERO,
            _ => self.rng.u32(..60) * HOUR,
        }
    }

    /// The next step; two where something that waits has to be done first.
    fn draw(&mut self) -> Vec<Step> {
        if self.standing.is_empty() {
            return vec![self.add_site()];
        }
        let step = match self.rng.u32(..100) {
            0..21 => self.accept(),
            21..24 => self.tell(),
            24..30 => self.refill(),
            30..47 => self.claim(),
            47..50 => Step::Unclaim { deliveries: self.some_in_hand() },
            50..64 => self.settle(),
            64..71 => self.act(),
            71..73 => self.stop(),
            73..79 if !self.stops.is_empty() => {
                Step::Unstop { stop: self.rng.usize(..self.stops.len()) }
            }
            79..83 => self.job(),
            83..88 => self.sweep(),
            88..90 => Step::Expire { rows: self.rng.usize(1..8), end: self.rng.u32(..4) > 0 },
            90 => self.add_site(),
            91..93 => self.change_site(),
            93 if self.rng.u32(..6) == 0 => Step::RemoveSite { site: self.site() },
            94 => Step::SetLogin { site: self.site(), login: self.login() },
            95 => Step::RemoveLogin { login: self.login() },
            96 => Step::Remember { value: self.rng.u32(..).to_string() },
            97.. => Step::Reopen,
            _ => self.accept(),
        };
        // In which order a sweep does different kinds of work is its own affair, so only one kind waits at a time.
        let kind = match step {
            Step::Stop { .. } | Step::Unstop { .. } => Some(Waits::Stops),
            Step::Job { .. } => Some(Waits::Job),
            _ => self.waits,
        };
        let conflict = self.waits.is_some()
            && (kind != self.waits || matches!(step, Step::Job { .. } | Step::RemoveSite { .. }));
        let before = conflict.then_some(Step::Sweep { rows: 500, forget: None });
        self.waits = if matches!(step, Step::Sweep { .. }) { None } else { kind };
        before.into_iter().chain([step]).collect()
    }

    fn add_site(&mut self) -> Step {
        Step::AddSite {
            name: self.rng.usize(..5),
            uid: self.rng.u32(1000..1004),
            zone: self.any(&ZONES),
        }
    }

    fn change_site(&mut self) -> Step {
        let identity = match self.rng.u32(..3) {
            0 => Identity::Login(self.login()),
            1 => Identity::Range("192.0.2.0/24".into()),
            _ => Identity::Uid(self.rng.u32(1000..1004)),
        };
        let change = match self.rng.u32(..3) {
            0 => SiteChange {
                settings: Some(SiteSettings {
                    zone: self.any(&ZONES).into(),
                    ..SiteSettings::default()
                }),
                ..SiteChange::default()
            },
            1 => SiteChange {
                add_identities: vec![identity],
                move_identities: self.rng.bool(),
                ..SiteChange::default()
            },
            _ => SiteChange { remove_identities: vec![identity], ..SiteChange::default() },
        };
        Step::ChangeSite { site: self.site(), change }
    }

    fn accept(&mut self) -> Step {
        let recipients =
            (0..self.rng.usize(1..4)).map(|_| self.any(&RECIPIENTS).to_string()).collect();
        let bytes = match self.rng.u32(..20) {
            0 => self.rng.usize(..300_000),
            1 => 0,
            _ => self.rng.usize(..2000),
        };
        let script = match self.rng.u32(..10) {
            0 => format!("/srv/{}.php", self.rng.u32(..40)),
            _ => self.any(&SCRIPTS).into(),
        };
        let caps = match self.rng.u32(..8) {
            0 => Caps { queued: self.rng.u64(..20), queued_bytes: self.rng.u64(..100_000) },
            _ => Caps { queued: 100_000, queued_bytes: 2 << 30 },
        };
        let draft = Draft {
            key: (self.rng.u32(..4) == 0).then(|| (self.rng.u8(..12), self.rng.u8(..2))),
            sender: (self.rng.u32(..6) > 0).then(|| self.any(&SENDERS).into()),
            recipients,
            script,
            subject: format!("mail {}", self.rng.u32(..100)),
            bytes,
            caps,
        };
        Step::Accept { site: self.site(), draft }
    }

    fn refill(&mut self) -> Step {
        let skip =
            (0..self.rng.usize(..3)).map(|_| Lane::of(self.rng.u8(..3), "example.net")).collect();
        // Where `take` ends a turn, which lanes still got theirs is the store's own affair: that is for `contract`.
        let (take, take_per_lane) =
            (1000, if self.rng.bool() { 1000 } else { self.rng.usize(1..5) });
        Step::Refill { site: self.site(), take, take_per_lane, exclude: self.some(3), skip }
    }

    fn claim(&mut self) -> Step {
        let site = self.site();
        let mine =
            self.queued.iter().copied().filter(|delivery| self.homes[*delivery] == site).collect();
        let deliveries = self.draw_from(8, mine);
        Step::Claim { site, deliveries }
    }

    fn settle(&mut self) -> Step {
        let mut chosen = self.some_in_hand();
        if self.rng.u32(..8) == 0 {
            chosen.extend(self.some(1));
        }
        let settlements = chosen
            .into_iter()
            .map(|delivery| {
                let site = if self.rng.u32(..30) == 0 { self.site() } else { self.homes[delivery] };
                let end = match self.rng.u32(..10) {
                    0..5 => End::Sent,
                    5..8 => End::Retry { at: self.now + self.rng.u32(..600) * MINUTE },
                    _ => End::Failed(self.rng.choice(Class::ALL).unwrap_or(Class::Network)),
                };
                (site, delivery, end)
            })
            .collect();
        Step::Settle { settlements }
    }

    fn act(&mut self) -> Step {
        let to = match self.rng.u32(..5) {
            0..3 => [State::Enabled, State::Forced][self.rng.usize(..2)],
            _ => [State::Blocked, State::Bounce, State::Spam][self.rng.usize(..3)],
        };
        let (action, purge) = match self.rng.u32(..4) {
            0 => (Action::Purge, true),
            _ if to.is_red() => (Action::Block, false),
            _ => (Action::Unblock, false),
        };
        let locked = to.is_red() && self.rng.u32(..4) == 0;
        Step::Act { site: self.site(), stale: self.rng.u32(..10) == 0, action, to, locked, purge }
    }

    fn stop(&mut self) -> Step {
        let what = match self.rng.bool() {
            true => Stopped::Script(self.any(&SCRIPTS).into()),
            false => Stopped::Sender(self.any(&SENDERS).into()),
        };
        Step::Stop { site: self.site(), what }
    }

    fn job(&mut self) -> Step {
        let kind = [JobKind::Release, JobKind::Release, JobKind::Delete, JobKind::Retry]
            [self.rng.usize(..4)];
        let mut selection = Pick::default();
        match self.rng.u32(..7) {
            0 => {}
            1 => selection.recipient = Some(self.any(&RECIPIENTS).to_uppercase()),
            2 => selection.recipient = Some("@example.net".into()),
            3 => {
                selection.sender =
                    Some(self.any(&["", "shop@example.org", "NEWS@example.org"]).into())
            }
            4 => selection.script = Some(self.any(&SCRIPTS).into()),
            5 => selection.before = Some(self.now - self.rng.u32(..20) * HOUR),
            _ => {
                selection.deliveries = self.some(6);
                if !self.messages.is_empty() && self.rng.bool() {
                    selection.messages =
                        (0..5).map(|_| self.rng.usize(..self.messages.len())).collect();
                }
            }
        }
        Step::Job { site: self.site(), stale: self.rng.u32(..10) == 0, kind, selection }
    }

    fn sweep(&mut self) -> Step {
        let forget = (self.rng.u32(..3) == 0).then(|| self.rng.u32(1..100) * HOUR);
        Step::Sweep { rows: self.rng.usize(1..60), forget }
    }

    fn tell(&mut self) -> Step {
        let nth = self.rng.usize(..8);
        let end = match self.rng.u32(..12) {
            0..6 => EventEnd::Taken,
            6..9 => EventEnd::Retry { at: self.now + self.rng.u32(..90) * MINUTE },
            9 => EventEnd::GivenUp,
            10 => return Step::SendAgain { nth },
            _ if self.rng.u32(..4) == 0 => EventEnd::Off { note: "gone".into() },
            _ => return Step::Turn { on: self.rng.u32(..5) > 0 },
        };
        Step::Tell { nth, end }
    }

    fn login(&mut self) -> String {
        self.any(&["shop", "news"]).into()
    }

    fn any<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.rng.usize(..of.len())]
    }

    fn site(&mut self) -> usize {
        let standing = self.standing.len();
        if self.rng.u32(..30) == 0 {
            self.rng.usize(..self.sites.len())
        } else {
            self.standing[self.rng.usize(..standing)]
        }
    }

    fn some(&mut self, most: usize) -> Vec<usize> {
        self.draw_from(most, self.queued.clone())
    }

    fn some_in_hand(&mut self) -> Vec<usize> {
        self.draw_from(4, self.in_hand.clone())
    }

    /// A few of these, and now and then any delivery there ever was.
    fn draw_from(&mut self, most: usize, these: Vec<usize>) -> Vec<usize> {
        let mut drawn = Vec::new();
        for _ in 0..self.rng.usize(..=most) {
            let any = self.rng.u32(..12) == 0;
            if any && !self.deliveries.is_empty() {
                drawn.push(self.rng.usize(..self.deliveries.len()));
            } else if !these.is_empty() {
                drawn.push(these[self.rng.usize(..these.len())]);
            }
        }
        drawn
    }
}

// --- playing a step on one side ---

impl Walk {
    /// Does the step on one side; answers what the store answered, ids translated.
    async fn play(&mut self, side: usize, step: &Step) -> Vec<String> {
        if matches!(step, Step::Reopen) {
            self.sides[side].reopen().await;
            return Vec::new();
        }
        let stage = &self.sides[side];
        let store = stage.store();
        let by = by(self.now);
        match step.clone() {
            Step::AddSite { name, uid, zone } => {
                let settings = SiteSettings { zone: zone.into(), ..SiteSettings::default() };
                let identities = vec![Identity::Uid(uid)];
                let new = NewSite { name: format!("s{name}.example"), settings, identities, by };
                line(store.add_site(new).await, |_| "added".to_string())
            }
            Step::ChangeSite { site, change } => {
                line(store.change_site(self.sites[site][side], change, by).await, |()| {
                    "changed".into()
                })
            }
            Step::RemoveSite { site } => {
                line(store.remove_site(self.sites[site][side], by).await, |()| "removed".into())
            }
            Step::SetLogin { site, login } => {
                let hash = format!("hash of {}", self.now.0);
                line(store.set_login(self.sites[site][side], login, hash, by).await, |()| {
                    "set".into()
                })
            }
            Step::RemoveLogin { login } => {
                line(store.remove_login(login, by).await, |()| "removed".into())
            }
            Step::Accept { site, draft } => {
                let answer = store.accept(self.message(side, site, &draft)).await;
                line(answer, |accepted| match accepted {
                    Accepted::Stored(stored) => {
                        let ready: Vec<_> = stored
                            .candidates
                            .iter()
                            .map(|row| (row.lane, row.due_at, Arc::clone(&row.domain)))
                            .collect();
                        format!("stored, ready {ready:?}")
                    }
                    Accepted::Repeated(message) => {
                        format!("repeated {:?}", self.message_of(side, message))
                    }
                    Accepted::KeyReused(message) => {
                        format!("reused {:?}", self.message_of(side, message))
                    }
                    other => format!("{other:?}"),
                })
            }
            Step::Refill { site, take, take_per_lane, exclude, skip } => {
                let exclude =
                    exclude.iter().map(|delivery| self.deliveries[*delivery][side]).collect();
                let refill = Refill {
                    site: self.sites[site][side],
                    now: self.now,
                    take,
                    take_per_lane,
                    exclude,
                    skip,
                };
                line(store.refill(refill).await, |mut refilled| {
                    refilled.more.sort();
                    let candidates: Vec<_> = refilled
                        .candidates
                        .iter()
                        .map(|row| {
                            let ids = (
                                self.delivery_of(side, row.delivery),
                                self.message_of(side, row.message),
                            );
                            (ids, row.lane, row.due_at, Arc::clone(&row.domain))
                        })
                        .collect();
                    format!(
                        "{candidates:?}, more {:?}, next {:?}",
                        refilled.more, refilled.next_due_at
                    )
                })
            }
            Step::Claim { site, deliveries } => {
                let deliveries =
                    deliveries.iter().map(|delivery| self.deliveries[*delivery][side]).collect();
                let lease = Lease { node: 1, until: self.now + HOUR };
                let claim =
                    Claim { site: self.sites[site][side], now: self.now, deliveries, lease };
                let mut lines = Vec::new();
                for row in stage::good(store.claim(claim).await) {
                    let message = &row.message;
                    let body = store.body(message.body).await.map(|body| crc(&body));
                    lines.push(format!(
                        "{:?} {} {} {:?} attempts {} {:?} held {:?} of {:?} {:?} {:?} {} {} {:?} body {body:?}",
                        self.delivery_of(side, row.delivery),
                        row.recipient,
                        row.domain,
                        row.notify,
                        row.attempts,
                        row.lane,
                        row.held_for,
                        self.message_of(side, message.id),
                        message.accepted_at,
                        message.sender,
                        message.size,
                        message.subject,
                        message.script_name,
                    ));
                }
                lines
            }
            Step::Unclaim { deliveries } => {
                let deliveries: Vec<_> =
                    deliveries.iter().map(|delivery| self.deliveries[*delivery][side]).collect();
                stage.give_back(&deliveries).await;
                Vec::new()
            }
            Step::Settle { settlements } => {
                let settlements = settlements
                    .into_iter()
                    .map(|(site, delivery, end)| {
                        settlement(
                            self.sites[site][side],
                            self.deliveries[delivery][side],
                            self.now,
                            end,
                        )
                    })
                    .collect();
                line(store.settle(settlements).await, |settled| format!("{settled:?}"))
            }
            Step::Act { site, stale, action, to, locked, purge } => {
                let site = self.sites[site][side];
                let epoch = self.epoch(side, site).await;
                let epoch = if stale { epoch.wrapping_sub(1) } else { epoch };
                let reason = format!("at {}", self.now.0);
                let act = Act { site, epoch, action, to, locked, purge, by, reason };
                line(store.act(act).await, |acted| {
                    format!(
                        "purged {} queued {} in flight {}",
                        acted.purged, acted.queued, acted.in_flight
                    )
                })
            }
            Step::Stop { site, what } => {
                let stop =
                    NewStop { site: self.sites[site][side], what, by, reason: "hacked".into() };
                line(store.stop(stop).await, |_| "stopped".into())
            }
            Step::Unstop { stop } => {
                let (site, stop) = &self.stops[stop];
                line(store.unstop(site[side], stop[side], by).await, |()| "ended".into())
            }
            Step::Job { site, stale, kind, selection } => {
                let site = self.sites[site][side];
                let epoch = self.epoch(side, site).await;
                let epoch = if stale { epoch.wrapping_sub(1) } else { epoch };
                let selection = self.selection(side, &selection);
                let job = NewJob { site, epoch, kind, selection, by, key: None };
                let answer = store.start_job(job).await;
                self.begun[side] = answer.as_ref().ok().map(|started| started.job());
                line(answer, |_| "begun".into())
            }
            Step::Sweep { rows, forget } => {
                let mut sweep = Sweep { rows, ..keep_all(self.now) };
                if let Some(age) = forget {
                    sweep.traces_before = self.now - age;
                    sweep.failures_before = self.now - age;
                    sweep.buckets_before = self.now - age;
                    sweep.keys_before = self.now - age;
                }
                stage.sweep_with(sweep).await;
                Vec::new()
            }
            Step::Expire { rows, end } => {
                let found = stage.expire_with(Expire { rows, end, ..expire(self.now) }).await;
                let mut soon: Vec<_> = found
                    .soon
                    .into_iter()
                    .map(|(site, at, mails)| (self.site_of(side, site), at, mails))
                    .collect();
                soon.sort();
                vec![format!("ended {} soon {soon:?}", found.ended)]
            }
            Step::Remember { value } => {
                line(store.remember("told".into(), value).await, |()| "remembered".into())
            }
            Step::Tell { nth, end } => {
                let due = self.due(side).await;
                let mut lines: Vec<String> =
                    due.iter().map(|event| self.event_line(side, event)).collect();
                let Some(event) = due.get(nth % due.len().max(1)) else { return lines };
                let settlement = EventSettlement {
                    event: event.id,
                    at: self.now,
                    took: MINUTE,
                    status: None,
                    trouble: "status".into(),
                    detail: "503".into(),
                    text: String::new(),
                    end,
                };
                lines.extend(line(store.settle_event(settlement).await, |was| was.to_string()));
                lines
            }
            Step::SendAgain { nth } => {
                let hook = self.hook(side).await;
                let answers = self.answers(side, hook.id).await;
                let Some(answer) = answers.get(nth) else { return Vec::new() };
                let sent = store.send_again(hook.id, answer.event, by).await;
                line(sent, |()| format!("{:?} again", answer.kind))
            }
            Step::Turn { on } => {
                let change = HookChange { on: Some(on), ..HookChange::default() };
                let hook = self.hook(side).await.id;
                line(store.change_hook(hook, change, by).await, |()| "turned".into())
            }
            Step::Reopen => Vec::new(),
        }
    }

    // --- the hook of all sites ---

    async fn hook(&self, side: usize) -> Hook {
        let all = HooksOf::Everybody { after: HookId(0), limit: 9 };
        match self.sides[side].view(Question::Hooks(all)).await {
            Reply::Hooks(mut hooks) => hooks.remove(0),
            other => panic!("{other:?}"),
        }
    }

    async fn due(&self, side: usize) -> Vec<Event> {
        let due = Question::DueEvents { now: self.now, in_hand: vec![], busy: vec![], limit: 100 };
        match self.sides[side].view(due).await {
            Reply::DueEvents(due) => due.events,
            other => panic!("{other:?}"),
        }
    }

    async fn answers(&self, side: usize, hook: HookId) -> Vec<HookAnswer> {
        match self.sides[side].view(Question::HookAnswers(hook)).await {
            Reply::HookAnswers(answers) => answers,
            other => panic!("{other:?}"),
        }
    }

    fn event_line(&self, side: usize, event: &Event) -> String {
        let Event { site, at, since, attempts, facts, failure, .. } = event;
        let site = site.map(|site| self.site_of(side, site));
        let failure = failure.as_ref().map(|failure| (&failure.recipient, failure.at));
        let kind = facts.kind();
        format!("{kind:?} {site:?} {at:?} {since:?} {attempts} {failure:?}")
    }

    async fn hook_shown(&self, side: usize, lines: &mut Vec<String>) {
        let hook = self.hook(side).await;
        let Hook { waiting, dropped, on, note, .. } = &hook;
        lines.push(format!("hook {waiting} {dropped} {on} {note}"));
        for answer in self.answers(side, hook.id).await {
            let HookAnswer { kind, at, state, next_at, .. } = answer;
            lines.push(format!("answer {kind:?} {at:?} {state:?} {next_at:?}"));
        }
    }

    fn message(&self, side: usize, site: usize, draft: &Draft) -> NewMessage {
        let body: Vec<u8> = (0..draft.bytes).map(|at| (at * 31 % 253) as u8).collect();
        NewMessage {
            accepted_at: self.now,
            key: draft.key.map(|(key, _)| AcceptKey([key; 16])),
            digest: [draft.key.map_or(0, |(_, digest)| digest); 16],
            sender: draft.sender.clone(),
            deliveries: draft.recipients.iter().map(|recipient| to(recipient)).collect(),
            body: Bytes::from(body),
            subject: draft.subject.clone(),
            script: draft.script.clone(),
            caps: draft.caps,
            tells: None,
            ..mail(self.sites[site][side], &[])
        }
    }

    fn selection(&self, side: usize, pick: &Pick) -> Selection {
        Selection {
            recipient: pick.recipient.clone(),
            sender: pick.sender.clone(),
            script: pick.script.clone(),
            accepted_before: pick.before.map(|at| at.0),
            messages: pick.messages.iter().map(|message| self.messages[*message][side].0).collect(),
            deliveries: pick
                .deliveries
                .iter()
                .map(|delivery| self.deliveries[*delivery][side].0)
                .collect(),
            kind: None,
        }
    }

    async fn epoch(&self, side: usize, site: SiteId) -> u64 {
        self.sides[side].find(site).await.map_or(1, |site| site.epoch)
    }

    /// Learns the ids of what the step made, from what either side shows, and how things stand.
    async fn learn(&mut self, step: &Step) {
        self.learn_ids(step).await;
        let model = &self.sides[0];
        self.standing.clear();
        self.queued.clear();
        self.in_hand.clear();
        for (number, [id, _]) in self.sites.iter().enumerate() {
            if model.find(*id).await.is_none() {
                continue;
            }
            self.standing.push(number);
            for row in model.queue(*id, Selection::default()).await {
                let delivery = self.delivery_of(0, row.delivery).0 as usize;
                self.queued.push(delivery);
                if row.in_flight {
                    self.in_hand.push(delivery);
                }
            }
        }
    }

    async fn learn_ids(&mut self, step: &Step) {
        match step {
            Step::AddSite { name, .. } => {
                let name = format!("s{name}.example");
                let mut ids = Vec::new();
                for side in &self.sides {
                    ids.extend(
                        side.sites()
                            .await
                            .into_iter()
                            .find(|site| site.name == name)
                            .map(|site| site.id),
                    );
                }
                if let [a, b] = ids[..]
                    && !self.sites.contains(&[a, b])
                {
                    self.sites.push([a, b]);
                }
            }
            Step::Accept { site, .. } => {
                let mut newest = Vec::new();
                for (side, stage) in self.sides.iter().enumerate() {
                    newest.push(newest_message(stage, self.sites[*site][side]).await);
                }
                if let [Some(a), Some(b)] = &newest[..]
                    && self.messages.iter().all(|[known, _]| *known != a.0)
                {
                    self.messages.push([a.0, b.0]);
                    for (a, b) in a.1.iter().zip(&b.1) {
                        self.deliveries.push([*a, *b]);
                        self.homes.push(*site);
                    }
                }
            }
            Step::Stop { site, what } => {
                let mut ids = Vec::new();
                for (side, stage) in self.sides.iter().enumerate() {
                    let Reply::Stops(stops) =
                        stage.view(Question::Stops(Some(self.sites[*site][side]))).await
                    else {
                        continue;
                    };
                    ids.extend(
                        stops.iter().filter(|stop| same(&stop.what, what)).map(|stop| stop.id),
                    );
                }
                if let [a, b] = ids[..]
                    && self.stops.iter().all(|(_, known)| *known != [a, b])
                {
                    self.stops.push((self.sites[*site], [a, b]));
                }
            }
            Step::Job { site, .. } => {
                if let [Some(a), Some(b)] = std::mem::take(&mut self.begun) {
                    self.jobs.push((*site, [a, b]));
                }
            }
            _ => {}
        }
    }
}

async fn newest_message(stage: &Stage, site: SiteId) -> Option<(MessageId, Vec<DeliveryId>)> {
    let newest = Question::Trace { site, filter: TraceFilter::default(), before: None, limit: 1 };
    let Reply::Trace(page) = stage.view(newest).await else { return None };
    let traced = page.rows.into_iter().next()?;
    Some((traced.message, traced.deliveries.iter().map(|row| row.delivery).collect()))
}

fn same(a: &Stopped, b: &Stopped) -> bool {
    match (a, b) {
        (Stopped::Script(a), Stopped::Script(b)) => a == b,
        (Stopped::Sender(a), Stopped::Sender(b)) => a.eq_ignore_ascii_case(b),
        _ => false,
    }
}

fn hook_of_all() -> NewHook {
    NewHook {
        site: None,
        url: "https://hooks.example.net/".into(),
        kinds: Kinds::all(),
        secret: Hidden(vec![7]),
        allow_private: false,
        most: 1,
        key: None,
        by: by(NOON),
    }
}

/// An answer in one line; of an error, which it is.
fn line<T>(answer: Result<T, Error>, words: impl FnOnce(T) -> String) -> Vec<String> {
    vec![match answer {
        Ok(answer) => words(answer),
        Err(Error::Taken { owner, .. }) => format!("taken by {owner}"),
        Err(Error::NotFound(_)) => "not found".into(),
        Err(Error::Conflict { .. }) => "conflict".into(),
        Err(other) => format!("{other:?}"),
    }]
}

fn crc(body: &Bytes) -> (usize, u32) {
    (body.len(), crc32c::crc32c(body))
}

// --- what one side shows ---

impl Walk {
    /// All that can be read of one side, ids translated, a line for each thing; the traces, which are long, only of the
    /// whole.
    async fn shown(&self, side: usize, whole: bool) -> Vec<String> {
        let stage = &self.sides[side];
        let mut lines = Vec::new();
        for mut site in stage.sites().await {
            site.id = self.site_of(side, site.id);
            site.identities.sort_by_key(|identity| format!("{identity:?}"));
            site.epoch = 0;
            lines.push(format!("{site:?}"));
        }
        for (number, ids) in self.sites.iter().enumerate() {
            self.site_shown(side, number, ids[side], &mut lines).await;
            if whole {
                self.traces_shown(side, number, ids[side], &mut lines).await;
            }
        }
        for (number, (site, ids)) in self.jobs.iter().enumerate() {
            if stage.find(self.sites[*site][side]).await.is_none() {
                continue;
            }
            let job = stage.job(ids[side]).await;
            lines.push(format!(
                "job {number}: done {} ended {:?} {}",
                job.done, job.ended_at, job.taken_back
            ));
        }
        if let Reply::Measures(mut measures) = stage.view(Question::Measures).await {
            measures.failures.sort();
            measures.sites.iter_mut().for_each(|site| site.site = self.site_of(side, site.site));
            measures.sites.sort_by_key(|site| site.site);
            let (ever, failures, sites) = (measures.ever, measures.failures, measures.sites);
            lines.push(format!("measured: {ever:?} {failures:?} {sites:?}"));
        }
        self.hook_shown(side, &mut lines).await;
        for question in [Question::Logins, Question::Remembered("told".into())] {
            match stage.view(question).await {
                Reply::Logins(logins) => {
                    lines.extend(logins.into_iter().map(|(site, name, hash)| {
                        format!("{name} {hash} {:?}", self.site_of(side, site))
                    }))
                }
                other => lines.push(format!("{other:?}")),
            }
        }
        lines
    }

    async fn site_shown(&self, side: usize, number: usize, id: SiteId, lines: &mut Vec<String>) {
        let stage = &self.sides[side];
        if stage.find(id).await.is_none() {
            return;
        }
        lines.push(format!("site {number}: {:?}", stage.kinds(id).await));
        for mut row in stage.queue(id, Selection::default()).await {
            row.delivery = self.delivery_of(side, row.delivery);
            row.message = self.message_of(side, row.message);
            lines.push(format!("site {number}: {row:?}"));
        }
        for mut row in stage.failures(id, FailureFilter::default()).await {
            row.delivery = self.delivery_of(side, row.delivery);
            row.message = self.message_of(side, row.message);
            row.id = 0;
            lines.push(format!("site {number}: {row:?}"));
        }
        let far = NOON + 100_000 * HOUR;
        lines.extend(
            stage
                .half_hours(id, Time(0), far)
                .await
                .iter()
                .map(|row| format!("site {number}: {row:?}")),
        );
        lines.extend(stage.days(id).await.iter().map(|row| format!("site {number}: {row:?}")));
        for question in [
            Question::Scripts { site: Some(id), by: Order::Sent, limit: 1000 },
            Question::Stops(Some(id)),
            Question::Actions { site: Some(id), before: None, limit: 1000 },
        ] {
            match stage.view(question).await {
                Reply::Scripts(mut scripts) => {
                    // Which of two equals comes first is nobody's affair.
                    scripts.sort_by(|a, b| (b.sent, &a.name).cmp(&(a.sent, &b.name)));
                    for mut script in scripts {
                        let days =
                            Question::ScriptDays { scripts: vec![script.id], from: i32::MIN };
                        let Reply::ScriptDays(days) = stage.view(days).await else {
                            panic!("days of a script")
                        };
                        let days: Vec<_> = days.into_iter().map(|(_, day)| day).collect();
                        script.site = self.site_of(side, script.site);
                        script.id = ScriptId(0);
                        lines.push(format!("site {number}: {script:?} {days:?}"));
                    }
                }
                Reply::Stops(stops) => lines.extend(stops.iter().map(|stop| {
                    format!("site {number}: stop {:?} {:?} {}", stop.what, stop.by, stop.reason)
                })),
                Reply::Actions(page) => lines.extend(page.rows.iter().map(|row| {
                    format!(
                        "site {number}: {} {} at {:?} for {}",
                        row.who, row.what, row.at, row.site_name
                    )
                })),
                other => lines.push(format!("{other:?}")),
            }
        }
    }

    async fn traces_shown(&self, side: usize, number: usize, id: SiteId, lines: &mut Vec<String>) {
        let stage = &self.sides[side];
        if stage.find(id).await.is_none() {
            return;
        }
        for mut row in stage.trace(id, TraceFilter::default()).await {
            row.message = self.message_of(side, row.message);
            for delivery in &mut row.deliveries {
                delivery.delivery = self.delivery_of(side, delivery.delivery);
                // The end that came without an attempt is told by the state.
                delivery
                    .attempts
                    .retain(|attempt| matches!(attempt.outcome, "sent" | "deferred" | "failed"));
            }
            lines.push(format!("site {number}: {row:?}"));
        }
    }

    fn site_of(&self, side: usize, id: SiteId) -> SiteId {
        SiteId(place(&self.sites, side, id))
    }

    fn message_of(&self, side: usize, id: MessageId) -> MessageId {
        MessageId(place(&self.messages, side, id))
    }

    fn delivery_of(&self, side: usize, id: DeliveryId) -> DeliveryId {
        DeliveryId(place(&self.deliveries, side, id))
    }
}

/// The so-manieth of its kind; -1 if it never was told.
fn place<T: Copy + Eq + Hash + Debug>(known: &[[T; 2]], side: usize, id: T) -> i64 {
    known.iter().position(|ids| ids[side] == id).map_or(-1, |place| place as i64)
}
