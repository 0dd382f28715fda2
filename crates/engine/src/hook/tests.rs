//! A running engine and the programs it tells, in paused time.

mod world;

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use postern_core::hook::{Kind, Kinds};
use postern_core::site::Action;
use postern_store::Error;
use postern_store::hook::EventState;

use super::target::TargetError;
use super::trouble::Trouble;
use super::{HookAsker, HookError, HookPatch, HookWish, sign};
use crate::words::{Catalogues, Fact, Language};
use world::{Asked, HOOKS, Says, World, by, tls};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test(start_paused = true)]
async fn a_receiver_that_fails_for_an_hour_gets_everything_in_order_and_signed() {
    let world = World::new().await;
    let (ours, theirs) =
        (world.site("shop.example.org").await, world.site("blog.example.org").await);
    let made = world.add(None, "https://hooks.example.net/a").await;
    world.net.says("hooks.example.net", Says::Status(503, "down for now"));
    for _turn in 0..3 {
        world.act(ours, Action::Block).await;
        world.act(theirs, Action::Block).await;
        world.act(ours, Action::Unblock).await;
        world.act(theirs, Action::Unblock).await;
        tokio::time::sleep(20 * MINUTE).await;
    }
    let tried = world.net.asked();
    // Of each site only the oldest was tried, again and again under one id.
    let mut ids: Vec<&str> = tried.iter().map(Asked::id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 2, "{ids:?}");
    assert!((14..=24).contains(&tried.len()), "{}", tried.len());

    world.net.says("hooks.example.net", Says::Status(204, ""));
    world.until(async || world.waiting(&made).await == 0).await;
    let mut taken: Vec<Asked> = world.net.asked().split_off(tried.len());
    taken.retain(|asked| asked.answered == 204);
    assert_eq!(taken.len(), 12);
    for site in ["shop.example.org", "blog.example.org"] {
        let of_site: Vec<&Asked> =
            taken.iter().filter(|asked| asked.data("site") == site).collect();
        let states: Vec<_> = of_site.iter().map(|asked| asked.data("to")).collect();
        assert_eq!(states, ["ko", "ok", "ko", "ok", "ko", "ok"]);
        assert!(of_site.is_sorted_by_key(|asked| asked.field("timestamp")));
    }
    let secret = STANDARD.decode(made.secret.strip_prefix("whsec_").unwrap()).unwrap();
    for asked in &taken {
        let at = asked.head("webhook-timestamp").parse().unwrap();
        let expected =
            sign::signature(std::slice::from_ref(&secret), asked.id(), at, asked.body.as_bytes());
        assert_eq!(asked.head("webhook-signature"), expected);
        assert_eq!(asked.head("content-type"), "application/json");
        assert_eq!(asked.field("type"), "site.state_changed");
    }
    assert!(taken[0].id().starts_with("evt_"), "{}", taken[0].id());
}

#[tokio::test(start_paused = true)]
async fn a_bad_target_is_a_clear_line_and_holds_nothing_else_up() {
    let world = World::new().await;
    let (acceptor, _) = tls("someone-else.example.net");
    for (host, says) in [
        ("megabyte", Says::Megabyte),
        ("endless", Says::Endless),
        ("silent", Says::Silent),
        ("elsewhere", Says::Redirect("http://127.0.0.1:22/")),
        ("broken", Says::Garbage),
        ("odd", Says::Status(500, "\u{1b}[2Jno <b>room</b>")),
        ("stranger", Says::Tls(acceptor, Box::new(Says::Status(200, "")))),
    ] {
        world.net.says(&format!("{host}.example.net"), says);
    }
    world.net.name("inner.example.net", &["127.0.0.1", "10.0.0.7", "::ffff:192.168.0.1"]);
    world.net.name("nowhere.example.net", &[]);
    world.net.name("closed.example.net", &["192.0.2.99"]);
    let rows = [
        ("megabyte", "too-long", "64", EventState::Taken),
        ("endless", "too-slow", "10", EventState::Taken),
        ("silent", "too-slow", "10", EventState::Waiting),
        ("elsewhere", "redirect", "302 http://127.0.0.1:22/", EventState::Waiting),
        ("broken", "broke-off", "", EventState::Waiting),
        ("odd", "status", "500", EventState::Waiting),
        ("stranger", "certificate", "", EventState::Waiting),
        ("inner", "inside", "127.0.0.1, 10.0.0.7, ::ffff:192.168.0.1", EventState::Waiting),
        ("nowhere", "no-address", "nowhere.example.net", EventState::Waiting),
        ("closed", "no-connection", "192.0.2.99:443: connection refused", EventState::Waiting),
        ("unknown", "no-such-name", "unknown.example.net", EventState::Waiting),
    ];
    let mut bad = Vec::new();
    for (host, ..) in rows {
        let made = world.add(None, &format!("https://{host}.example.net/")).await;
        for _test in 0..6 {
            world.hooks().test(None, made.hook.id, by(world.now())).await.unwrap();
        }
        bad.push(made);
    }
    let good = world.add(None, "https://hooks.example.net/").await;
    let began = world.now();
    world.hooks().test(None, good.hook.id, by(began)).await.unwrap();
    world.until(async || world.waiting(&good).await == 0).await;
    assert!(world.now().since(began) < Duration::from_secs(1), "the others hold it up");

    for (made, (host, trouble, detail, state)) in bad.iter().zip(rows) {
        world.until(async || !world.answers(made).await.is_empty()).await;
        let answer = world.answers(made).await.pop().expect("an answer");
        assert_eq!(answer.trouble, trouble, "{host}: {answer:?}");
        assert!(answer.detail.starts_with(detail), "{host}: {answer:?}");
        assert_eq!(answer.state, state, "{host}");
        assert!(answer.text.len() <= postern_core::hook::ANSWER_TEXT, "{host}");
        assert!(answer.took <= super::post::LONGEST + Duration::from_millis(100), "{host}");
    }
    let dialled = world.net.dialled();
    assert!(dialled.iter().all(|to| to.ip().to_string().starts_with("192.0.2.")), "{dialled:?}");
}

#[tokio::test(start_paused = true)]
async fn a_name_that_turns_into_an_inner_address_later_is_not_dialled() {
    let world = World::new().await;
    let made = world.add(None, HOOKS).await;
    world.test(&made).await;
    assert_eq!(world.net.asked().len(), 1);
    for inner in ["127.0.0.1", "169.254.169.254", "fd00::1", world::OWN] {
        world.net.name("hooks.example.net", &[inner]);
        world.test(&made).await;
        let answer = world.answers(&made).await.remove(0);
        assert_eq!((answer.trouble.as_str(), answer.detail.as_str()), ("inside", inner));
    }
    assert_eq!(world.net.asked().len(), 1, "nobody was asked");
    assert_eq!(world.net.dialled().len(), 1);
    // One good address among others is good enough.
    world.net.name("hooks.example.net", &["10.0.0.1", world::RECEIVER]);
    world.test(&made).await;
    assert_eq!(world.net.asked().len(), 2);
    // And who runs the hosting may allow it.
    world.net.name("hooks.example.net", &["10.0.0.1"]);
    let patch = HookPatch { allow_private: Some(true), ..HookPatch::default() };
    world.hooks().change(None, made.hook.id, patch, world.operator()).await.unwrap();
    world.test(&made).await;
    assert_eq!(world.net.dialled().last().unwrap().ip().to_string(), "10.0.0.1");
}

#[tokio::test(start_paused = true)]
async fn a_certificate_is_checked_by_authority_and_name() {
    let (acceptor, certificate) = tls("hooks.example.net");
    let encrypted = || Says::Tls(acceptor.clone(), Box::new(Says::Status(200, "ok")));
    let unknown = World::new().await;
    unknown.net.says("hooks.example.net", encrypted());
    let made = unknown.add(None, HOOKS).await;
    unknown.test(&made).await;
    assert_eq!(unknown.answers(&made).await[0].trouble, "certificate");

    let known = World::trusting(vec![certificate]).await;
    known.net.says("hooks.example.net", encrypted());
    known.net.says("other.example.net", encrypted());
    let (good, bad) =
        (known.add(None, HOOKS).await, known.add(None, "https://other.example.net/").await);
    known.test(&good).await;
    let answer = known.answers(&good).await.remove(0);
    assert_eq!(
        (answer.status, answer.trouble.as_str(), answer.text.as_str()),
        (Some(200), "", "ok")
    );
    known.test(&bad).await;
    let answer = known.answers(&bad).await.remove(0);
    assert_eq!(answer.trouble, "certificate", "{answer:?}");
    assert!(answer.detail.contains("other.example.net"), "{answer:?}");
}

#[tokio::test(start_paused = true)]
async fn a_rotated_secret_signs_beside_the_old_one_for_a_day() {
    let world = World::new().await;
    let made = world.add(None, HOOKS).await;
    let rotated = world.hooks().rotate(None, made.hook.id, by(world.now())).await.unwrap();
    assert_ne!(rotated.secret, made.secret);
    world.test(&made).await;
    tokio::time::sleep(24 * HOUR).await;
    world.test(&made).await;
    let secret = |text: &str| STANDARD.decode(text.strip_prefix("whsec_").unwrap()).unwrap();
    let (new, old) = (secret(&rotated.secret), secret(&made.secret));
    for (asked, secrets) in world.net.asked().iter().zip([vec![new.clone(), old], vec![new]]) {
        let at = asked.head("webhook-timestamp").parse().unwrap();
        let expected = sign::signature(&secrets, asked.id(), at, asked.body.as_bytes());
        assert_eq!(asked.head("webhook-signature"), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn a_receiver_that_is_gone_is_asked_no_more_and_one_that_asks_for_time_gets_it() {
    let world = World::new().await;
    let site = world.site("shop.example.org").await;
    let made = world.add(Some(site), HOOKS).await;
    world.net.says("hooks.example.net", Says::Later(1800));
    world.act(site, Action::Block).await;
    tokio::time::sleep(29 * MINUTE).await;
    assert_eq!(world.net.asked().len(), 1);
    world.net.says("hooks.example.net", Says::Status(410, "bye"));
    world.act(site, Action::Unblock).await;
    world.until(async || !world.hook(&made).await.on).await;
    let hook = world.hook(&made).await;
    assert_eq!((hook.note.as_str(), hook.waiting, hook.dropped), ("gone", 0, 1));
    world.act(site, Action::Block).await;
    tokio::time::sleep(24 * HOUR).await;
    assert_eq!(world.net.asked().len(), 2);
    let off = world.hooks().test(Some(site), made.hook.id, by(world.now())).await;
    assert!(matches!(off, Err(HookError::Off)), "{off:?}");
}

#[tokio::test(start_paused = true)]
async fn an_event_is_given_up_after_a_day_and_can_be_sent_again_under_its_id() {
    let world = World::new().await;
    let site = world.site("shop.example.org").await;
    let made = world.add(Some(site), HOOKS).await;
    world.net.says("hooks.example.net", Says::Status(500, "no"));
    world.act(site, Action::Block).await;
    tokio::time::sleep(25 * HOUR).await;
    let answer = world.answers(&made).await.remove(0);
    assert_eq!(answer.state, EventState::GivenUp);
    let tried = world.net.asked();
    world.net.says("hooks.example.net", Says::Status(200, "yes"));
    let again = (Some(site), made.hook.id, answer.event, by(world.now()));
    world.hooks().send_again(again.0, again.1, again.2, again.3).await.unwrap();
    world.until(async || world.answers(&made).await[0].state == EventState::Taken).await;
    let asked = world.net.asked();
    assert_eq!(asked.len(), tried.len() + 1);
    assert_eq!(asked.last().unwrap().id(), tried[0].id());
    assert_eq!(asked.last().unwrap().body, tried[0].body);
}

#[tokio::test(start_paused = true)]
async fn failures_and_held_mail_that_expires_are_told_once() {
    let world = World::new().await;
    let site = world.site("shop.example.org").await;
    let made = world.add(Some(site), HOOKS).await;
    world.mail(site, "anna@gone.example").await;
    world.until(async || world.net.asked().len() == 1).await;
    let failed = world.net.asked().remove(0);
    assert_eq!(failed.field("type"), "mail.failed");
    assert_eq!(failed.data("recipient"), "anna@gone.example");
    assert_eq!(failed.data("class"), "bad-domain");
    assert_eq!(failed.data("site"), "shop.example.org");
    world.act(site, Action::Block).await;
    world.mail(site, "ben@gone.example").await;
    tokio::time::sleep(71 * HOUR).await;
    world.until(async || world.waiting(&made).await == 0).await;
    let types: Vec<String> = world.net.asked().iter().map(|asked| asked.field("type")).collect();
    assert_eq!(types, ["mail.failed", "site.state_changed", "mail.held_expiring"]);
    tokio::time::sleep(2 * HOUR).await;
    let expired = world.net.asked().pop().expect("a request");
    assert_eq!(expired.field("type"), "mail.failed");
    assert_eq!(expired.data("class"), "expired-held");
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_is_refused_with_the_reason() {
    let world = World::new().await;
    let (ours, theirs) =
        (world.site("shop.example.org").await, world.site("blog.example.org").await);
    let owner = || HookAsker { operates: false, by: by(world.now()) };
    let wish = |url: &str, allow_private| HookWish {
        url: url.into(),
        kinds: Kinds::of([Kind::MailFailed]),
        allow_private,
    };
    let add = async |wish| world.hooks().add(Some(ours), wish, None, owner()).await;
    let inside = add(wish("https://127.0.0.1/", false)).await.unwrap_err();
    assert!(inside.to_string().starts_with("127.0.0.1 is an address of this machine"), "{inside}");
    let clear = add(wish("http://hooks.example.net/", false)).await;
    assert!(matches!(clear, Err(HookError::Target(TargetError::ClearText))), "{clear:?}");
    let theirs_to_give = add(wish("http://127.0.0.1/", true)).await;
    assert!(matches!(theirs_to_give, Err(HookError::NotTheirs)), "{theirs_to_give:?}");
    let none = add(HookWish { kinds: Kinds::of([]), ..wish(HOOKS, false) }).await;
    assert!(matches!(none, Err(HookError::NoKinds)), "{none:?}");

    // A hook of another site is not there; an address another person names is not let in.
    let allowed = world.hooks();
    let made = allowed.add(Some(ours), wish("http://10.0.0.1/", true), None, world.operator());
    let made = made.await.unwrap();
    let other = world.hooks().hook(Some(theirs), made.hook.id).await;
    assert!(matches!(other, Err(HookError::Store(Error::NotFound("webhook")))), "{other:?}");
    let elsewhere = HookPatch { url: Some("http://10.0.0.2/".into()), ..HookPatch::default() };
    let moved = world.hooks().change(Some(ours), made.hook.id, elsewhere, owner()).await;
    assert!(matches!(moved, Err(HookError::Target(TargetError::Inside(_)))), "{moved:?}");
    let outside = HookPatch { url: Some(HOOKS.into()), ..HookPatch::default() };
    let moved = world.hooks().change(Some(ours), made.hook.id, outside, owner()).await.unwrap();
    assert!(!moved.allow_private);
}

#[tokio::test(start_paused = true)]
async fn a_key_makes_one_hook_and_tells_its_secret_again() {
    let world = World::new().await;
    let wish = |path: &str| HookWish {
        url: format!("https://hooks.example.net/{path}"),
        kinds: Kinds::all(),
        allow_private: false,
    };
    let add = async |wish| world.hooks().add(None, wish, Some("k"), world.operator()).await;
    let made = add(wish("a")).await.unwrap();
    let again = add(wish("a")).await.unwrap();
    assert_eq!((again.hook.id, again.secret, again.repeated), (made.hook.id, made.secret, true));
    let other = add(wish("b")).await;
    assert!(matches!(other, Err(HookError::KeyReused)), "{other:?}");
}

#[test]
fn every_trouble_has_words_in_every_language() {
    let catalogues = Catalogues::read();
    for language in Language::ALL {
        for word in Trouble::WORDS {
            let key = format!("hook-trouble-{word}");
            let said = catalogues.of(language).tell(&key, &[("detail", Fact::Text("x"))]);
            assert!(!said.contains("hook-trouble"), "{key}: {said}");
        }
    }
}
