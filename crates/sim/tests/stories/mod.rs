//! Stories told by hand: one engine on the model, days of simulated time, a few mails, and what comes of them.

mod told;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use postern_core::counter::Counters;
use postern_core::ids::SiteId;
use postern_core::lane::Lane;
use postern_core::site::{Action, Person};
use postern_core::stop::Stopped;
use postern_core::time::Time;
use postern_engine::act::{Asker, Wish};
use postern_engine::seal::Seal;
use postern_engine::seam::{Clock, Dice, Seam};
use postern_engine::settings::Settings;
use postern_engine::{Engine, Parts};
use postern_sim::clock::SimClock;
use postern_sim::dns::SimDns;
use postern_sim::life::{of_script, submission};
use postern_sim::net::{Character, Seen, SimNet};
use postern_store::model::Model;
use postern_store::view::{Question, Reply};
use postern_store::{By, NewSite, SiteSettings, Store};

const NAMES: &str = "
    well.example     MX 10 mx.well.example
    mx.well.example  A 198.51.100.1
    {grey}           MX 10 mx.{grey}
    mx.{grey}        A 198.51.100.2
    dead.example     MX 10 mx.dead.example
    mx.dead.example  A 198.51.100.3
";

const HOUR: Duration = Duration::from_secs(3600);

/// A running engine with one site, and the world around it.
struct Story {
    engine: Engine,
    clock: SimClock,
    net: SimNet,
    site: SiteId,
}

impl Story {
    async fn new() -> Story {
        let clock = SimClock::starting(Time::from_secs(1_774_224_000));
        let net = SimNet::new(clock);
        for (address, character) in [
            ("198.51.100.1", Character::Well),
            ("198.51.100.2", Character::Greylist(Duration::from_secs(300))),
            ("198.51.100.3", Character::Dead),
        ] {
            net.becomes(at(address), character);
        }
        let store: Arc<dyn Store> = Arc::new(Model::new());
        let by = By { who: "operator:sim".into(), at: clock.now() };
        let name = "shop.example.org".into();
        let new = NewSite { name, settings: SiteSettings::default(), identities: Vec::new(), by };
        let site = store.add_site(new).await.unwrap();
        let seam = Seam {
            clock: Arc::new(clock),
            net: Arc::new(net.clone()),
            dns: Arc::new(SimDns::of(&NAMES.replace("{grey}", &grey()))),
            dice: Dice::seeded(1),
        };
        let settings = Settings {
            hostname: "postern.example.net".into(),
            operator_address: "operator@well.example".into(),
            panel_url: Some("https://panel.example.org/".into()),
            ..Settings::default()
        };
        let engine =
            Engine::start(Parts { store, seam, settings, seal: Seal::in_memory().unwrap() })
                .await
                .unwrap();
        Story { engine, clock, net, site }
    }

    /// A script sends a mail.
    async fn mail(&self, script: &str, recipient: &str) {
        let message = "Subject: x\r\n\r\nx\r\n".into();
        let (sender, recipients) = ("web@shop.example.org", [recipient.to_owned()]);
        let submission =
            submission(self.site, of_script(script, None), sender, &recipients, message);
        self.engine.accept.submit(submission).await.unwrap();
    }

    async fn act(&self, action: Action) {
        let asker = asker();
        let wish = Wish { site: self.site, action, asker, reason: "bots".into(), lock: false };
        self.engine.actions.act(wish).await.unwrap();
    }

    async fn counters(&self) -> Counters {
        let asked = self.engine.store.view(Question::Site(self.site)).await.unwrap();
        let Reply::Site(Some(site)) = asked else { panic!("the site stands") };
        site.counters
    }

    /// What was taken for a recipient, and how long after `since`.
    fn taken(&self, recipient: &str, since: Time) -> Vec<(Duration, Seen)> {
        let seen = self.net.seen().into_iter();
        seen.filter(|seen| seen.recipients.iter().any(|one| one == recipient))
            .filter_map(|seen| Some((seen.taken_at?.since(since), seen)))
            .collect()
    }
}

/// The greylisting domain; its mail has the lane of the dead one's.
fn grey() -> String {
    let mut names = (0..).map(|n| format!("grey{n}.example"));
    let same = |name: &String| Lane::of(0, name) == Lane::of(0, "dead.example");
    names.find(same).unwrap()
}

fn at(address: &str) -> IpAddr {
    address.parse().unwrap()
}

fn asker() -> Asker {
    Asker { person: Person::Operator, who: "operator:sim".into() }
}

/// The warnings the operator has, with how long after `since` they came.
fn warnings(story: &Story, since: Time) -> Vec<(Duration, String)> {
    let taken = story.taken("operator@well.example", since).into_iter();
    taken
        .map(|(after, seen)| {
            assert_eq!(seen.sender, "", "nothing answers a notice");
            // Long lines are folded for the way (RFC 2045 §6.7).
            (after, String::from_utf8(seen.body).unwrap().replace("=\r\n", ""))
        })
        .collect()
}

#[tokio::test(start_paused = true)]
async fn the_owner_is_warned_once_a_day_before_held_mail_goes_and_then_it_goes() {
    let story = Story::new().await;
    story.act(Action::Block).await;
    let blocked_at = story.clock.now();
    for n in 0..3 {
        story.mail("/srv/form.php", &format!("reader{n}@well.example")).await;
    }
    tokio::time::sleep(71 * HOUR).await;
    let warned = warnings(&story, blocked_at);
    let [(after, text)] = &warned[..] else { panic!("{warned:?}") };
    assert!(*after >= 48 * HOUR && *after < 48 * HOUR + Duration::from_secs(600), "{after:?}");
    assert!(text.contains("3 emails that are kept back will soon be given up"), "{text}");
    assert!(text.contains("Auto-Submitted: auto-generated"), "{text}");
    assert!(text.contains("because shop.example.org has no report address"), "{text}");
    assert!(text.contains("Sending is stopped\r\n"), "{text}");
    assert!(text.contains("Reason: bots"), "{text}");
    assert_eq!(story.counters().await.queued, 3);

    tokio::time::sleep(2 * HOUR).await;
    let counters = story.counters().await;
    assert_eq!((counters.queued, counters.failed, counters.sent), (0, 3, 0));
    assert_eq!(warnings(&story, blocked_at).len(), 1);
    story.act(Action::Unblock).await;
    story.act(Action::Block).await;
    story.mail("/srv/form.php", "again@well.example").await;
    tokio::time::sleep(49 * HOUR).await;
    assert_eq!(warnings(&story, blocked_at).len(), 2, "a new block has a warning of its own");
}

#[tokio::test(start_paused = true)]
async fn mail_of_a_stopped_script_is_warned_of_in_words_that_fit() {
    let story = Story::new().await;
    let script = Stopped::Script("/srv/form.php".into());
    story.engine.actions.stop(story.site, script, &asker(), String::new()).await.unwrap();
    let since = story.clock.now();
    story.mail("/srv/form.php", "held@well.example").await;
    story.mail("/srv/order.php", "sent@well.example").await;
    tokio::time::sleep(50 * HOUR).await;
    let warned = warnings(&story, since);
    let [(_, text)] = &warned[..] else { panic!("{warned:?}") };
    assert!(text.contains("but some of this site=E2=80=99s scripts or senders"), "{text}");
    assert!(text.contains("It is given up on 26 Mar 2026"), "{text}");
    assert_eq!(story.taken("sent@well.example", since).len(), 1);
    let sender = Stopped::Sender("web@shop.example.org".into());
    story.engine.actions.stop(story.site, sender, &asker(), String::new()).await.unwrap();
    story.mail("/srv/order.php", "later@well.example").await;
    tokio::time::sleep(50 * HOUR).await;
    assert_eq!(warnings(&story, since).len(), 2, "a new stop has a warning of its own");
}

#[tokio::test(start_paused = true)]
async fn a_newsletter_to_a_dead_domain_delays_nothing_and_expires_in_its_time() {
    let story = Story::new().await;
    let since = story.clock.now();
    for n in 0..400 {
        story.mail("/srv/news.php", &format!("reader{n}@dead.example")).await;
    }
    tokio::time::sleep(Duration::from_secs(120)).await;
    let begun = story.clock.now();
    story.mail("/srv/news.php", "anna@well.example").await;
    let grey = format!("anna@{}", grey());
    story.mail("/srv/news.php", &grey).await;
    tokio::time::sleep(HOUR).await;
    let [(after, _)] = &story.taken("anna@well.example", begun)[..] else { panic!("it is sent") };
    assert!(*after < Duration::from_millis(100), "{after:?}");
    let [(after, _)] = &story.taken(&grey, begun)[..] else { panic!("it is sent") };
    assert!(*after < Duration::from_secs(600), "{after:?}");
    let deferred = story.counters().await.deferred;
    assert_eq!(deferred, 400, "each was deferred, tried or not");

    tokio::time::sleep((since + 121 * HOUR).since(story.clock.now())).await;
    let counters = story.counters().await;
    assert_eq!((counters.queued, counters.failed, counters.sent), (0, 400, 2));
}

#[tokio::test(start_paused = true)]
async fn a_dead_domain_that_comes_back_gets_its_mail() {
    let story = Story::new().await;
    for n in 0..100 {
        story.mail("/srv/news.php", &format!("reader{n}@dead.example")).await;
    }
    tokio::time::sleep(6 * HOUR).await;
    story.net.becomes(at("198.51.100.3"), Character::Well);
    // The longest delay of a retry, stretched.
    tokio::time::sleep(4 * HOUR).await;
    let counters = story.counters().await;
    assert_eq!((counters.queued, counters.sent), (0, 100));
}
