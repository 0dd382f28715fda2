//! One life: sites, traffic, faults and actions drawn from a seed.
//!
//! The life is lived in spans. Each span has a runtime and an engine of its own and ends in a kill: the runtime is
//! dropped with everything in it at whatever await it stood. Only the store's files, the remote servers' memory and the
//! diary survive, and the next span opens the store again. At the end all troubles are healed and all sites unblocked,
//! and the queue gets time to empty.

use std::net::IpAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use jiff::tz::TimeZone;
use postern_core::counter::Bucket;
use postern_core::identity::Identified;
use postern_core::ids::{DeliveryId, SiteId};
use postern_core::report;
use postern_core::site::{Action, Person};
use postern_core::time::Time;
use postern_engine::accept::{BareCr, Protocol, Recipients, Sender, Submission};
use postern_engine::act::{Asker, Begun, Done as Acted, Wish};
use postern_engine::seal::Seal;
use postern_engine::seam::{Clock, Dice, Seam};
use postern_engine::settings::{Hold, Settings};
use postern_engine::{Engine, Parts};
use postern_mail::Mailbox;
use postern_store::model::Model;
use postern_store::sqlite::{Options, SqliteStore};
use postern_store::view::{Question, Reply};
use postern_store::{
    By, Identity, JobKind, Method, NewSite, Origin, Selection, Site, SiteSettings, Store,
};

use crate::clock::SimClock;
use crate::diary::{Deed, Diary, Done, Mail};
use crate::dns::SimDns;
use crate::invariant::{Life, Morning, report_address};
use crate::net::{Character, SimNet};

/// Monday, 2026-03-23: six days later Europe changes its clocks.
const BIRTH: Time = Time::from_secs(1_774_224_000);

/// The mail domains of the world and where their servers stand; `null.example` takes no mail, `nowhere.example` does not exist.
const ZONE: &str = "
    well.example     MX 10 mx.well.example
    mx.well.example  A 198.51.100.1
    even.example      MX 10 mx.even.example
    mx.even.example   AAAA 2001:db8::2
    plain.example    A 198.51.100.3
    grey.example     MX 10 mx.grey.example
    mx.grey.example  A 198.51.100.4
    moody.example    MX 10 mx.moody.example
    mx.moody.example A 198.51.100.5
    wild.example     MX 10 mx.wild.example
    mx.wild.example  A 198.51.100.6
    gone.example     MX 10 mx.gone.example
    mx.gone.example  A 198.51.100.7
    calm.example     MX 10 mx.calm.example
    mx.calm.example  A 198.51.100.8
    null.example     MX 0 .
";

/// Domains whose servers never have trouble: their mail must not wait. None shares its lane's hash with one where mail may
/// stand: such a domain waits with the other, which is the price of a bounded number of lanes.
const GOOD: [&str; 3] = ["well.example", "even.example", "plain.example"];

/// A domain whose server takes all mail and takes its time: a newsletter waits there for itself, and no other mail for it.
const CALM: &str = "calm.example";

/// The script that sends newsletters.
const NEWS: &str = "news.php";

/// All domains mail is sent to.
const DOMAINS: [&str; 10] = [
    "well.example",
    "even.example",
    "plain.example",
    "grey.example",
    "moody.example",
    "wild.example",
    "gone.example",
    "null.example",
    "nowhere.example",
    CALM,
];

/// The domains that change their character, and where.
const CHANGING: [(&str, &str); 2] =
    [("moody.example", "198.51.100.5"), ("wild.example", "198.51.100.6")];

/// What a life is made of.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub seed: u64,
    /// Simulated time of traffic, before the end is waited for.
    pub days: u32,
}

/// Lives a life and tells how it was.
pub fn live(plan: Plan, home: &dyn Home) -> Life {
    let mut rng = fastrand::Rng::with_seed(plan.seed);
    let mut world = World::new(&mut rng);
    let end = BIRTH + Duration::from_secs(u64::from(plan.days) * 86_400);
    while world.now < end {
        // A span of minutes to two days; most end in a kill.
        let span = Duration::from_secs(rng.u64(600..172_800));
        let until = (world.now + span).min(end);
        world = world.span(&mut rng, home, until, false);
    }
    // Five days of retries, what was held, and the longest delay.
    let until = world.now + Duration::from_secs(7 * 86_400);
    world = world.span(&mut rng, home, until, true);
    world.life(home)
}

/// What survives a kill.
struct World {
    now: Time,
    net: Option<SimNet>,
    diary: Arc<Mutex<Diary>>,
    ids: Vec<SiteId>,
    faults: Vec<String>,
    overdue: Vec<String>,
    numbers: u64,
}

impl World {
    fn new(rng: &mut fastrand::Rng) -> World {
        let sites = (0..rng.usize(2..6)).map(|n| format!("site{n}.example.org")).collect();
        let troubled = DOMAINS
            .iter()
            .filter(|domain| !GOOD.contains(domain) && **domain != CALM)
            .map(|domain| (*domain).to_owned());
        let diary = Diary { sites, troubled: troubled.collect(), ..Diary::default() };
        World {
            now: BIRTH,
            net: None,
            diary: Arc::new(Mutex::new(diary)),
            ids: Vec::new(),
            faults: Vec::new(),
            overdue: Vec::new(),
            numbers: 0,
        }
    }

    /// Lives until a time and is killed, or, in the last span, ends in order.
    fn span(mut self, rng: &mut fastrand::Rng, home: &dyn Home, until: Time, last: bool) -> World {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime without IO needs nothing of the system");
        runtime.block_on(async {
            let clock = SimClock::starting(self.now);
            let net = match self.net.take() {
                Some(net) => net.on(clock),
                None => SimNet::new(clock),
            };
            let mut span = Span::begin(&mut self, rng, home, clock, net.clone()).await;
            if last {
                span.heal().await;
                span.wait(until).await;
                span.look().await;
                span.engine.stop().await.expect("the store closes");
            } else {
                span.live(until).await;
            }
            self.net = Some(net);
            self.now = clock.now();
        });
        // Everything that ran is dropped where it stood.
        drop(runtime);
        if !last {
            self.diary.lock().expect("no panic under the lock").kills.push(self.now);
        }
        self
    }

    /// The life, once it is over.
    fn life(mut self, home: &dyn Home) -> Life {
        let store = home.open();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .expect("a plain runtime");
        let (counters, mornings) = runtime.block_on(async {
            self.faults.extend(store.check().await.expect("the store answers").faults);
            let (mut counters, mut mornings) = (Vec::new(), Vec::new());
            for id in &self.ids {
                match store.view(Question::Site(*id)).await.expect("the store answers") {
                    Reply::Site(Some(site)) => {
                        counters.push(site.counters);
                        mornings.push(mornings_of(&*store, &site).await);
                    }
                    other => panic!("site {id} is gone: {other:?}"),
                }
            }
            store.close().await.expect("the store closes");
            (counters, mornings)
        });
        let net = self.net.expect("the last span leaves its network");
        Life {
            seen: net.seen(),
            most_connections: net.most_connections(),
            most_slots: Settings::default().delivery.hop.most_slots,
            diary: std::mem::take(&mut *self.diary.lock().expect("no panic under the lock")),
            counters,
            mornings,
            faults: self.faults,
            overdue: self.overdue,
            ended_at: self.now,
        }
    }
}

/// When a site is to be told of the days on which something of it failed.
async fn mornings_of(store: &dyn Store, site: &Site) -> Vec<Morning> {
    let zone = TimeZone::get(&site.settings.zone).expect("a drawn zone is one");
    let asked = Question::Days { site: site.id, from: 0, to: i32::MAX };
    let Reply::Days(days) = store.view(asked).await.expect("the store answers") else {
        panic!("days are answered with days")
    };
    let morning = |(day, counts): (i32, Bucket)| {
        let due_at = report::due_at(day, Settings::default().report_hour, &zone)?;
        let failed = counts.failed + counts.failed_late;
        (failed > 0).then_some(Morning { day, due_at, failed })
    };
    days.into_iter().filter_map(morning).collect()
}

/// Where a store is kept while nobody runs.
pub trait Home {
    /// Opens the store as the last one to have it open left it, in order or not.
    fn open(&self) -> Arc<dyn Store>;
}

/// The real store, all of it on the calling thread: a paused clock would run away while another thread works.
#[derive(Debug)]
pub struct Folder<'a>(pub &'a Path);

impl Home for Folder<'_> {
    fn open(&self) -> Arc<dyn Store> {
        // A kill keeps what was handed to the system; only a power cut would need the syncs.
        let options = Options { threads: false, durable: false, ..Options::default() };
        Arc::new(SqliteStore::open(self.0, options).expect("the store opens"))
    }
}

/// The model: what the same life would be by the specification.
#[derive(Debug, Default)]
pub struct Memory(Mutex<Option<Arc<Model>>>);

impl Home for Memory {
    fn open(&self) -> Arc<dyn Store> {
        let mut kept = self.0.lock().expect("no panic under the lock");
        let model = Arc::new(kept.as_ref().map_or_else(Model::new, |model| model.reopened()));
        *kept = Some(Arc::clone(&model));
        model
    }
}

/// The origin of a mail of this script.
pub fn of_script(script: &str, uid: Option<u32>) -> Origin {
    Origin {
        method: Some(Method::Sendmail),
        uid,
        stated_by_caller: vec![("SCRIPT_FILENAME".into(), script.into())],
        ..Origin::default()
    }
}

/// A mail as the sendmail command hands it in. The addresses have to be such.
pub fn submission(
    site: SiteId,
    origin: Origin,
    sender: &str,
    recipients: &[String],
    message: Bytes,
) -> Submission {
    let mailbox = |text: &str| Mailbox::parse(text).expect("drawn addresses are addresses");
    Submission {
        identified: Identified { site, stated: false },
        origin,
        sender: Sender::Given(Some(mailbox(sender))),
        recipients: Recipients::Given(recipients.iter().map(|to| (mailbox(to), None)).collect()),
        full_name: None,
        message,
        bare_cr: BareCr::Refuse,
        envelope_id: None,
        dsn_return: None,
        key: None,
        protocol: Protocol::Local,
        hello: None,
    }
}

/// One engine's time.
struct Span<'a> {
    world: &'a mut World,
    rng: &'a mut fastrand::Rng,
    engine: Engine,
    clock: SimClock,
    net: SimNet,
    dns: Arc<SimDns>,
}

impl<'a> Span<'a> {
    async fn begin(
        world: &'a mut World,
        rng: &'a mut fastrand::Rng,
        home: &dyn Home,
        clock: SimClock,
        net: SimNet,
    ) -> Span<'a> {
        let store: Arc<dyn Store> = home.open();
        world.faults.extend(store.check().await.expect("the store answers").faults);
        let dns = Arc::new(SimDns::of(ZONE));
        if world.ids.is_empty() {
            for (address, character) in [
                ("198.51.100.1", Character::Well),
                ("2001:db8::2", Character::Well),
                ("198.51.100.3", Character::Well),
                ("198.51.100.4", Character::Greylist(Duration::from_secs(300))),
                ("198.51.100.5", Character::Well),
                ("198.51.100.6", Character::Well),
                ("198.51.100.7", Character::Dead),
                ("198.51.100.8", Character::Slow(Duration::from_secs(3))),
            ] {
                net.becomes(at(address), character);
            }
            let names = world.diary.lock().expect("no panic under the lock").sites.clone();
            for name in names {
                let zone =
                    ["UTC", "Europe/Rome", "America/Sao_Paulo", "Asia/Kolkata"][rng.usize(0..4)];
                let site = NewSite {
                    name,
                    settings: SiteSettings {
                        zone: zone.into(),
                        report_address: report_address(world.ids.len()),
                        ..SiteSettings::default()
                    },
                    identities: vec![Identity::Uid(2000 + world.ids.len() as u32)],
                    by: By { who: "operator:sim".into(), at: clock.now() },
                };
                world.ids.push(store.add_site(site).await.expect("the site is new"));
            }
        }
        let seam = Seam {
            clock: Arc::new(clock),
            net: Arc::new(net.clone()),
            dns: Arc::clone(&dns) as _,
            dice: Dice::seeded(rng.u64(..)),
        };
        let settings = Settings { hostname: "postern.example.net".into(), ..Settings::default() };
        let seal = Seal::in_memory().expect("the system has chance");
        let engine =
            Engine::start(Parts { store, seam, settings, seal }).await.expect("the engine starts");
        world.diary.lock().expect("no panic under the lock").starts.push(clock.now());
        Span { world, rng, engine, clock, net, dns }
    }

    /// Draws what happens, one thing after the other, until a time.
    async fn live(&mut self, until: Time) {
        loop {
            let pause = Duration::from_millis(self.rng.u64(1..1_800_000));
            if self.clock.now() + pause >= until {
                self.wait(until).await;
                return;
            }
            tokio::time::sleep(pause).await;
            match self.rng.u32(0..100) {
                0..60 => self.mail().await,
                60..66 => self.burst().await,
                66..72 => self.act(Action::Block).await,
                72..80 => self.act(Action::Unblock).await,
                80..83 => self.act(Action::Purge).await,
                83..86 => self.work(JobKind::Release).await,
                86..88 => self.work(JobKind::Delete).await,
                88..97 => self.change(),
                _ => self.look().await,
            }
        }
    }

    async fn wait(&self, until: Time) {
        tokio::time::sleep(until.since(self.clock.now())).await;
    }

    /// One mail of some script of some site.
    async fn mail(&mut self) {
        let site = self.rng.usize(0..self.world.ids.len());
        let of = script(site, &format!("script{}.php", self.rng.u32(0..4)));
        let mut recipients: Vec<String> = Vec::new();
        for _ in 0..self.rng.u32(1..4) {
            let domain = DOMAINS[self.rng.usize(0..DOMAINS.len())];
            let user = ["anna", "bad", "full", "carlo", "zoe"][self.rng.usize(0..5)];
            let recipient = format!("{user}{}@{domain}", self.rng.u32(0..50));
            if !recipients.contains(&recipient) {
                recipients.push(recipient);
            }
        }
        self.hand_in(site, of, recipients).await;
    }

    /// A newsletter to one domain, more often than not to one whose server has moods; its site goes on with other mail,
    /// and its owner sometimes thinks better of it.
    async fn burst(&mut self) {
        let site = self.rng.usize(0..self.world.ids.len());
        let domain = match self.rng.u32(0..10) {
            0..5 => CHANGING[self.rng.usize(0..CHANGING.len())].0,
            5 => CALM,
            _ => DOMAINS[self.rng.usize(0..DOMAINS.len())],
        };
        for n in 0..self.rng.u32(10..120) {
            self.hand_in(site, script(site, NEWS), vec![format!("reader{n}@{domain}")]).await;
        }
        if !GOOD.contains(&domain) {
            self.go_on(site, domain).await;
        }
        // A block is to meet attempts under way: some servers take minutes to greet.
        if self.rng.u32(0..3) == 0 {
            tokio::time::sleep(Duration::from_millis(self.rng.u64(1..90_000))).await;
            self.act_on(site, Action::Block, Person::Owner).await;
        }
    }

    /// What a site sends while its newsletter stands before a server: mail of the same script or another to a domain
    /// without trouble, more at once than goes straight past a full lane, so that the rest has to be read from the store;
    /// and where the newsletter only takes its time, a few mails of another script to the same domain.
    async fn go_on(&mut self, site: usize, domain: &str) {
        tokio::time::sleep(Duration::from_millis(self.rng.u64(1..20_000))).await;
        let of = script(site, [NEWS, "order.php"][self.rng.usize(0..2)]);
        let good = GOOD[self.rng.usize(0..GOOD.len())];
        for n in 0..self.rng.u32(8..16) {
            self.hand_in(site, of.clone(), vec![format!("buyer{n}@{good}")]).await;
        }
        if domain == CALM {
            for n in 0..self.rng.u32(1..4) {
                self.hand_in(site, script(site, "order.php"), vec![format!("buyer{n}@{CALM}")])
                    .await;
            }
        }
    }

    async fn hand_in(&mut self, site: usize, script: String, recipients: Vec<String>) {
        self.world.numbers += 1;
        let number = self.world.numbers;
        let mut text = format!("Hello,\r\n.a line with a dot\r\nmail {number}\r\n");
        text.extend((0..self.rng.usize(0..2000)).map(|n| if n % 70 == 69 { '\n' } else { 'x' }));
        let text = format!("{}\r\n", text.replace("\r\n", "\n").replace('\n', "\r\n"));
        let name = self.world.diary.lock().expect("no panic under the lock").sites[site].clone();
        let head = format!(
            "From: web@{name}\r\nTo: you\r\nSubject: mail {number}\r\nX-Sim: {number}\r\n\r\n"
        );
        let handed_in_at = self.clock.now();
        let origin = of_script(&script, Some(2000 + site as u32));
        let message = Bytes::from(format!("{head}{text}"));
        let sender = format!("web@{name}");
        let submission = submission(self.world.ids[site], origin, &sender, &recipients, message);
        // The inline store answers within the poll that asks it: no kill comes between.
        let receipt = match self.engine.accept.submit(submission).await {
            Ok(receipt) => receipt,
            Err(refusal) => panic!("mail {number} was refused: {refusal}"),
        };
        self.world.diary.lock().expect("no panic under the lock").mails.push(Mail {
            number,
            message: receipt.message,
            site,
            patient: script.ends_with(NEWS) && recipients.iter().all(|to| to.ends_with(CALM)),
            script,
            recipients,
            handed_in_at,
            accepted_at: self.clock.now(),
            text: text.into_bytes(),
        });
    }

    /// An action by a drawn person.
    async fn act(&mut self, action: Action) {
        let site = self.rng.usize(0..self.world.ids.len());
        let person = if self.rng.bool() { Person::Owner } else { Person::Operator };
        self.act_on(site, action, person).await;
    }

    async fn act_on(&mut self, site: usize, action: Action, person: Person) {
        let asked_at = self.clock.now();
        let wish = Wish {
            site: self.world.ids[site],
            action,
            asker: Asker { person, who: "sim".into() },
            reason: "drawn".into(),
            lock: false,
        };
        let done = self.engine.actions.act(wish).await.expect("the store answers");
        if matches!(done, Acted::Changed { .. }) {
            let deed = match action {
                Action::Block => Deed::Block,
                Action::Unblock => Deed::Unblock,
                Action::Purge => Deed::Purge,
            };
            self.note(site, deed, asked_at);
        }
    }

    /// Releases or deletes some of a site's queue.
    async fn work(&mut self, kind: JobKind) {
        let site = self.rng.usize(0..self.world.ids.len());
        let domain = DOMAINS[self.rng.usize(0..DOMAINS.len())];
        let selection = Selection { recipient: Some(format!("@{domain}")), ..Selection::default() };
        let asker = Asker { person: Person::Operator, who: "sim".into() };
        let asked_at = self.clock.now();
        let begun =
            self.engine.actions.begin(self.world.ids[site], kind, selection, None, &asker).await;
        if matches!(begun.expect("the store answers"), Begun::Yes(_)) {
            let deed = if kind == JobKind::Delete { Deed::Delete } else { Deed::Release };
            self.note(site, deed, asked_at);
        }
    }

    fn note(&self, site: usize, deed: Deed, asked_at: Time) {
        let done = Done { site, deed, asked_at, answered_at: self.clock.now() };
        self.world.diary.lock().expect("no panic under the lock").deeds.push(done);
    }

    /// A server changes its character, or a name its readiness to be looked up.
    fn change(&mut self) {
        let (domain, address) = CHANGING[self.rng.usize(0..CHANGING.len())];
        let seconds = |rng: &mut fastrand::Rng, most| Duration::from_secs(rng.u64(1..most));
        let character = match self.rng.u32(0..12) {
            0 | 1 => Character::Dead,
            2 => Character::Silent,
            3 => Character::Slow(seconds(self.rng, 60)),
            4 => Character::Tired(self.rng.u32(1..5)),
            5 => Character::DropsBeforeDot,
            6 => Character::DropsAfterDot(self.rng.u32(1..4)),
            7 => Character::TooLarge,
            8 => Character::BadTls,
            9 => Character::Busy,
            _ => Character::Well,
        };
        self.net.becomes(at(address), character);
        self.dns.silence(domain, self.rng.u32(0..8) == 0);
    }

    /// Looks for mail that is held longer than it may be.
    async fn look(&mut self) {
        let hold = Hold::default();
        let now = self.clock.now();
        let rested =
            now.since(self.engine.started_at) > hold.rest_after_start + Duration::from_secs(600);
        for id in &self.world.ids {
            let site =
                match self.engine.store.view(Question::Site(*id)).await.expect("the store answers")
                {
                    Reply::Site(Some(site)) => site,
                    other => panic!("site {id} is gone: {other:?}"),
                };
            if !site.state.is_red() || !rested {
                continue;
            }
            let question = Question::Queue {
                site: *id,
                selection: Selection::default(),
                after: DeliveryId(0),
                limit: 1000,
            };
            let Reply::Queue(page) =
                self.engine.store.view(question).await.expect("the store answers")
            else {
                continue;
            };
            for queued in page.rows.iter().filter(|queued| !queued.released && !queued.in_flight) {
                let held = now.since(queued.accepted_at.max(site.since));
                if held > hold.max_age + Duration::from_secs(600) {
                    self.world.overdue.push(format!(
                        "delivery {} is held for {} s",
                        queued.delivery,
                        held.as_secs()
                    ));
                }
            }
        }
    }

    /// Ends every trouble.
    async fn heal(&mut self) {
        for (domain, address) in CHANGING {
            self.net.becomes(at(address), Character::Well);
            self.dns.silence(domain, false);
        }
        for site in 0..self.world.ids.len() {
            self.act_on(site, Action::Unblock, Person::Operator).await;
        }
    }
}

/// Where a site's script stands.
fn script(site: usize, name: &str) -> String {
    format!("/srv/{site}/{name}")
}

fn at(address: &str) -> IpAddr {
    address.parse().expect("an address")
}

#[cfg(test)]
mod tests {
    use postern_core::lane::Lane;

    use super::*;

    #[test]
    fn a_domain_without_trouble_shares_its_lane_with_none_where_mail_may_stand() {
        for fine in GOOD.into_iter().chain([CALM]) {
            for standing in DOMAINS.into_iter().filter(|domain| !GOOD.contains(domain)) {
                assert!(
                    fine == standing || Lane::of(0, fine) != Lane::of(0, standing),
                    "{fine} and {standing}"
                );
            }
        }
    }
}
