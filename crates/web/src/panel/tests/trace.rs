//! Any mail, found and told.

use std::time::Duration;

use axum::http::StatusCode;
use postern_core::classify::Class;
use postern_core::site::{Action, Person};
use postern_core::stop::Stopped;
use postern_engine::act::Asker;

use super::house::{BLOG, Fate, House, NOON, SHOP, is_small};

const HOUR: Duration = Duration::from_secs(3600);
const TRACE: &str = "/sites/shop.example.org/trace";

/// The link of the newest mail's story.
async fn story(house: &House, query: &str) -> String {
    let list = house.get(Some(&house.anna(&[SHOP])), &format!("{TRACE}{query}")).await;
    let (_, rest) = list.text.split_once("href=\"/sites/shop.example.org/trace/").expect("a mail");
    format!("{TRACE}/{}", rest.split('"').next().expect("its end"))
}

async fn mails() -> House {
    let house = House::new().await;
    let failed = Fate::Failed(Class::BadMailbox, "no such user");
    house.mail(SHOP, "/srv/form.php", "nobody@example.net", NOON - HOUR * 3, failed).await;
    house.mail(SHOP, "/srv/order.php", "anna@example.net", NOON - HOUR * 2, Fate::Sent).await;
    house.mail(SHOP, "/srv/order.php", "bert@example.net", NOON - HOUR, Fate::Deferred).await;
    house
}

#[tokio::test]
async fn the_newest_mails_are_listed_with_what_became_of_them() {
    let house = mails().await;
    let anna = house.anna(&[SHOP]);
    house.get(Some(&anna), TRACE).await.shows(&[
        "<title>Find an email · shop.example.org · Postern</title>",
        "bert@example.net",
        "Waiting",
        "www@shop.example.org",
        "anna@example.net",
        "Delivered",
        "nobody@example.net",
        "In error",
    ]);
    house
        .get(Some(&house.anna(&[BLOG])), "/sites/blog.example.org/trace")
        .await
        .shows(&["No emails yet"]);
}

#[tokio::test]
async fn a_mail_is_found_by_whatever_is_known_of_it() {
    let house = mails().await;
    let anna = house.anna(&[SHOP]);
    let number = story(&house, "?recipient=nobody%40example.net").await;
    let number = format!("id={}", number.rsplit('/').next().expect("a number"));
    let all = ["bert@example.net", "anna@example.net", "nobody@example.net"];
    for (query, found) in [
        ("recipient=ANNA%40example.net", &all[1..2]),
        ("sender=www%40shop.example.org", &all[..]),
        ("sender=www", &[]),
        ("subject=HELL", &all[..]),
        ("script=%2Fsrv%2Forder.php", &all[..2]),
        ("id=1%40example.org", &all[..]),
        (number.as_str(), &all[2..]),
        ("id=99999", &[]),
    ] {
        let page = house.get(Some(&anna), &format!("{TRACE}?{query}")).await;
        // What is looked for stands in the form, too.
        let (_, list) = page.text.split_once("</form>\n").expect("a form");
        let shown: Vec<&str> = all.into_iter().filter(|one| list.contains(one)).collect();
        assert_eq!(shown, found, "{query}");
    }
    house
        .get(Some(&anna), &format!("{TRACE}?recipient=nobody"))
        .await
        .shows(&["No email fits", "whole addresses"]);
}

#[tokio::test]
async fn a_story_tells_each_attempt_and_what_comes_next() {
    let house = mails().await;
    let anna = house.anna(&[SHOP]);
    let failed = story(&house, "?recipient=nobody%40example.net").await;
    house.get(Some(&anna), &failed).await.shows(&[
        "hello",
        "nobody@example.net",
        "In error",
        "15 Jun 2026, 11:00",
        "It failed.",
        "Address does not exist",
        "Correct the address",
        "The receiver said",
        "550 5.1.1 no such user",
        "mx.example.net [192.0.2.25]",
        "Where it came from",
        "15 Jun 2026, 11:00 (3 hours ago)",
        "www@shop.example.org",
        "/srv/form.php",
        "&#60;1@example.org&#62;",
    ]);
    let sent = house.get(Some(&anna), &story(&house, "?recipient=anna%40example.net").await).await;
    sent.shows(&["Delivered", "folder for spam", "The receiver took it."]);
    let waits = story(&house, "?recipient=bert%40example.net").await;
    house.get(Some(&anna), &waits).await.shows(&[
        "data-live=\"/sites/shop.example.org/events\"",
        "Waiting",
        "It is tried again on 15 Jun 2026, 15:00 (in 60 minutes).",
        "It could not be delivered yet.",
    ]);

    let asker = Asker { person: Person::Owner, who: "owner:anna".into() };
    let what = Stopped::Script("/srv/order.php".into());
    house.engine.actions.stop(house.id(SHOP), what, &asker, String::new()).await.expect("stopped");
    house.sweep().await;
    house.get(Some(&anna), &waits).await.shows(&[
        "Kept back",
        "its script or sender is stopped",
        "/scripts\">Scripts",
    ]);
    house.act(SHOP, Action::Block, "owner:anna", "", false).await;
    house.get(Some(&anna), &waits).await.shows(&[
        "Kept back",
        "sending is stopped for this site",
        "shop.example.org\">Overview",
    ]);
}

#[tokio::test]
async fn a_mail_of_another_site_or_none_is_not_there() {
    let house = mails().await;
    house.mail(BLOG, "/srv/x.php", "carl@example.net", NOON, Fate::Sent).await;
    let own = story(&house, "").await;
    let number: i64 = own.rsplit('/').next().and_then(|it| it.parse().ok()).expect("a number");
    let anna = house.anna(&[SHOP]);
    let theirs = (number + 1..number + 10).map(|id| id.to_string());
    for id in theirs.chain(["x".into(), "-1".into()]) {
        let page = house.get(Some(&anna), &format!("{TRACE}/{id}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{id}");
        page.shows(&["There is no such page"]);
    }
}

#[tokio::test]
async fn whatever_strangers_wrote_is_harmless_and_the_pages_stay_small() {
    let house = House::new().await;
    let hostile = "<img src=x onerror=alert(1)>\u{202e}\u{1b}[2J\"'&".repeat(250);
    for nth in 0..40 {
        let at = NOON - Duration::from_secs(nth);
        let to = format!("{nth}{hostile}@example.net");
        let script: String = hostile.chars().take(500).collect();
        house.mail(SHOP, &script, &to, at, Fate::Failed(Class::Expired, &hostile)).await;
    }
    let anna = house.anna(&[SHOP]);
    for path in [TRACE.to_owned(), story(&house, "").await] {
        let page = house.get(Some(&anna), &path).await;
        page.shows(&["&#60;img src=x"]);
        page.hides(&["<img", "\u{202e}", "\u{1b}"]);
        is_small(&page);
    }
}
