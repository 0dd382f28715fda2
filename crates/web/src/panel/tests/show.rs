use super::house::*;
use crate::panel::door;
use crate::panel::frame::Frame;
use askama::Template;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use postern_core::access::{Role, Scope};
use postern_core::classify::Class;
use postern_core::site::{Action, State};
use postern_core::stop::Stopped;
use postern_store::{Act, By, NewStop};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
#[ignore]
async fn serve() {
    let sites = [
        "bounce.example.org",
        "fresh.example.org",
        "locked.example.org",
        "forced.example.org",
        "odd.example.org",
        "shop.example.org",
        "spam.example.org",
        "a-very-long-name-of-a-site-that-someone-really-chose.example.org",
    ];
    let house = House::with(&sites).await;
    let h = Duration::from_secs(3600);
    let mut rng = fastrand::Rng::with_seed(7);
    for site in [
        "shop.example.org",
        "bounce.example.org",
        "spam.example.org",
        "locked.example.org",
        "forced.example.org",
    ] {
        for day in (0..360u32).rev() {
            let n = if day < 8 { rng.u32(30..90) } else { rng.u32(0..12) };
            for _ in 0..n {
                let hour = if day == 0 { rng.u32(0..22) } else { rng.u32(0..24) };
                if (1..5).contains(&hour) && rng.u32(0..4) > 0 {
                    continue;
                }
                let at = NOON - h * (24 * day) - h * hour - Duration::from_secs(rng.u64(60..3500));
                let script = [
                    "/var/www/shop/wp-content/plugins/contact-form/send.php",
                    "/var/www/shop/order.php",
                    "/var/www/shop/newsletter.php",
                ][rng.usize(0..3)];
                let fate = match rng.u32(0..100) {
                    0..=6 => Fate::Failed(
                        Class::BadMailbox,
                        "The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces.",
                    ),
                    7 => Fate::Failed(
                        Class::RefusedAsSpam,
                        "Our system has detected that this message is likely unsolicited mail.",
                    ),
                    8 => Fate::Failed(Class::MailboxFull, "mailbox full"),
                    _ => Fate::Sent,
                };
                let to = format!(
                    "{}@{}",
                    ["anna", "bert", "carla", "dino", "elena.bianchi"][rng.usize(0..5)],
                    ["example.net", "mail.example.com", "example.org"][rng.usize(0..3)]
                );
                house.mail(site, script, &to, at, fate).await;
            }
        }
    }
    for i in 0..40 {
        house
            .mail(
                "shop.example.org",
                "/var/www/shop/newsletter.php",
                "later@example.net",
                NOON - h - Duration::from_secs(i),
                Fate::Deferred,
            )
            .await;
    }
    for (name, to, who, why) in [
        (
            "bounce.example.org",
            State::Bounce,
            "policy:bounce",
            "7.4 % of the last 1,204 emails failed (tolerated: 5 %), most of them of /var/www/shop/newsletter.php",
        ),
        ("forced.example.org", State::Forced, "owner:anna", "addresses cleaned"),
        (
            "a-very-long-name-of-a-site-that-someone-really-chose.example.org",
            State::Spam,
            "policy:spam",
            "31 of the last 200 emails were judged spam by rspamd (tolerated: 10)",
        ),
    ] {
        let site = house.site(name).await;
        house
            .engine
            .store
            .act(Act {
                site: site.id,
                epoch: site.epoch,
                action: Action::Block,
                to,
                locked: false,
                purge: false,
                by: By { who: who.into(), at: NOON - h * 3 },
                reason: why.into(),
            })
            .await
            .unwrap();
        house.engine.sites.refresh(site.id).await.unwrap();
        for i in 0..37 {
            house
                .mail(
                    name,
                    "/var/www/shop/newsletter.php",
                    "x@example.net",
                    NOON - h - Duration::from_secs(i * 31),
                    Fate::Waits,
                )
                .await;
        }
    }
    house.act("spam.example.org", Action::Block, "owner:anna", "", false).await;
    for i in 0..1240 {
        house
            .mail(
                "spam.example.org",
                "/var/www/shop/wp-content/plugins/contact-form/send.php",
                "x@example.net",
                NOON - Duration::from_secs(1300 - i),
                Fate::Waits,
            )
            .await;
    }
    house
        .act(
            "locked.example.org",
            Action::Block,
            "operator:otto",
            "Someone sends through your contact form. Please close it and write to support.",
            true,
        )
        .await;
    let hostile = "<img src=x onerror=alert(1)>\u{202e}\u{1b}[2J\"'&";
    let long = "Lorem<ipsum>".repeat(900);
    for i in 0..4 {
        let t = if i % 2 == 0 { hostile } else { long.as_str() };
        house
            .mail(
                "odd.example.org",
                t,
                &format!("{t}@example.net"),
                NOON - h - Duration::from_secs(i),
                Fate::Failed(Class::Network, t),
            )
            .await;
    }
    house.act("odd.example.org", Action::Block, "operator:root", &hostile.repeat(12), false).await;
    house
        .engine
        .store
        .stop(NewStop {
            site: house.id("shop.example.org"),
            what: Stopped::Script("/var/www/shop/wp-content/plugins/contact-form/send.php".into()),
            by: By { who: "owner:anna".into(), at: NOON - h },
            reason: "bots".into(),
        })
        .await
        .unwrap();

    let all: Vec<&str> = sites.to_vec();
    let (anna, otto) = (house.anna(&all), house.operator());
    let rita = house.visitor("reader:rita", Role::Reader, Scope::All);
    let nobody = move |t: &str| {
        let c = postern_engine::words::Catalogues::read();
        Frame::nobodys(
            c.of(postern_engine::words::Language::English),
            &crate::panel::visitor::Links::below("/"),
            t.into(),
        )
    };
    let router = house.router.clone()
        .route("/login1", get(move || async move { Html(door::Login { frame: nobody("Log in"), fault: None, name: String::new(), next: String::new() }.render().unwrap()) }))
        .route("/login2", get(move || async move { Html(door::Login { frame: nobody("Log in"), fault: Some("Name or password are not right. Try again, or ask your hosting provider for a login link.".into()), name: "anna".into(), next: String::new() }.render().unwrap()) }))
        .route("/link1", get(move || async move { Html(door::Link { frame: nobody("Welcome"), action: "/link".into(), fault: None }.render().unwrap()) }))
        .route("/code1", get(move || async move { Html(door::Code { frame: nobody("One more step"), action: "/code".into(), fault: None, next: String::new() }.render().unwrap()) }))
        .route("/setup1", get(move || async move { Html(door::Setup { frame: nobody("Set up Postern"), action: "/setup".into(), fault: None, name: String::new(), password_hint: "At least 12 characters. A few words in a row are easy to remember and hard to guess.".into() }.render().unwrap()) }))
        .layer(from_fn(move |mut request: Request, next: Next| {
            let who = request.headers().get("cookie").and_then(|c| c.to_str().ok()).unwrap_or("").to_owned();
            let mut v = if who.contains("who=otto") { otto.clone() } else if who.contains("who=rita") { rita.clone() } else { anna.clone() };
            if who.contains("asowner") { v.as_owner = true; }
            async move {
                if who.contains("who=nobody") { request.extensions_mut().insert(crate::listen::Peer { address: "127.0.0.1".parse().unwrap(), https: false, host: None }); } else { request.extensions_mut().insert(v); }
                let mut response: Response = next.run(request).await.into_response();
                response.headers_mut().insert("content-security-policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'".parse().unwrap());
                response
            }
        }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8791").await.unwrap();
    eprintln!("serving");
    axum::serve(listener, router).await.unwrap();
}
