//! What waits: shown, let through, deleted, tried again.

use std::time::Duration;

use axum::http::StatusCode;
use axum::http::header::LOCATION;
use postern_core::classify::Class;
use postern_core::site::{Action, Person, State};
use postern_core::stop::Stopped;
use postern_engine::act::Asker;
use postern_store::{Act, By};

use super::house::{BLOG, Fate, House, NOON, Page, SHOP, is_small};

const HOUR: Duration = Duration::from_secs(3600);
const QUEUE: &str = "/sites/shop.example.org/queue";

/// A new mail and one that was tried, of two scripts.
async fn waiting() -> House {
    let house = House::new().await;
    house.mail(SHOP, "/srv/form.php", "tried@example.net", NOON - HOUR * 30, Fate::Deferred).await;
    house.mail(SHOP, "/srv/order.php", "new@example.com", NOON - HOUR * 2, Fate::Waits).await;
    house.mail(BLOG, "/srv/blog.php", "other@example.com", NOON - HOUR * 2, Fate::Waits).await;
    house
}

/// The numbers of the mails that can be ticked.
fn numbers(page: &Page) -> Vec<String> {
    let boxes = page.text.split("name=\"id\" value=\"").skip(1);
    boxes.map(|rest| rest.split('"').next().expect("its end").to_owned()).collect()
}

#[tokio::test]
async fn what_waits_is_told_with_why_and_until_when() {
    let house = waiting().await;
    let anna = house.anna(&[SHOP]);
    house.get(Some(&anna), QUEUE).await.shows(&[
        "<title>Waiting emails · shop.example.org · Postern</title>",
        "All <span class=\"count\">2</span>",
        "Kept back <span class=\"count\">0</span>",
        "Will be tried again <span class=\"count\">1</span>",
        "About to go out <span class=\"count\">1</span>",
        "tried@example.net",
        "hello",
        "Tried again on 15 Jun 2026, 15:00 (in 60 minutes)",
        "tried once",
        "The receiver said",
        "550 5.1.1 ok",
        "new@example.com",
        "About to go out",
        "/srv/order.php",
        "All that are waiting",
        "/queue/retry\">Try them now",
        "/queue/delete\">Delete them",
    ]);
    house.act(SHOP, Action::Block, "owner:anna", "", false).await;
    let blocked = house.get(Some(&anna), QUEUE).await;
    blocked.shows(&["Kept back <span class=\"count\">2</span>", "Kept back: sending is stopped"]);
    blocked.shows(&["/queue/release\">Let them go out"]);
    let none = House::new().await;
    none.get(Some(&none.anna(&[SHOP])), QUEUE).await.shows(&["No emails are waiting"]);
}

#[tokio::test]
async fn mails_are_found_by_how_they_stand_by_addresses_script_and_age() {
    let house = waiting().await;
    let anna = house.anna(&[SHOP]);
    let all = ["tried@example.net", "new@example.com"];
    for (query, found) in [
        ("kind=due", &all[1..]),
        ("kind=deferred&recipient=", &all[..1]),
        ("kind=held", &[]),
        ("recipient=%40example.net", &all[..1]),
        ("recipient=NEW%40example.com", &all[1..]),
        ("sender=www%40shop.example.org", &all[..]),
        ("script=%2Fsrv%2Forder.php", &all[1..]),
        ("older=24", &all[..1]),
        ("older=1", &all[..]),
    ] {
        let page = house.get(Some(&anna), &format!("{QUEUE}?{query}")).await;
        let (_, list) = page.text.split_once("</form>\n").expect("a form");
        let shown: Vec<&str> = all.into_iter().filter(|one| list.contains(one)).collect();
        assert_eq!(shown, found, "{query}");
    }
    house.get(Some(&anna), &format!("{QUEUE}?kind=held")).await.shows(&["No email fits"]);
    for query in ["kind=sad", "older=long", "after=x"] {
        let page = house.get(Some(&anna), &format!("{QUEUE}?{query}")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{query}");
    }
}

#[tokio::test]
async fn ticked_mails_are_deleted_after_a_question_and_the_others_stay() {
    let house = waiting().await;
    let anna = house.anna(&[SHOP]);
    let numbers = numbers(&house.get(Some(&anna), QUEUE).await);
    assert_eq!(numbers.len(), 2);
    let asking = format!("{QUEUE}/delete?id={}&which=ticked", numbers[0]);
    house.get(Some(&anna), &asking).await.shows(&[
        "Delete waiting emails?",
        "1 email is meant.",
        "cannot be brought back",
        &format!("name=\"id\" value=\"{}\"", numbers[0]),
        "button danger",
    ]);
    let fields = format!("id={}", numbers[0]);
    let begun = house.submit(&anna, &format!("{QUEUE}/delete"), &fields).await;
    begun.shows(&["role=\"status\"", "Emails are being deleted.", "Load the page again"]);
    house.sweep().await;
    let after = house.get(Some(&anna), QUEUE).await;
    after.shows(&["1 email was deleted (just now).", "new@example.com"]);
    after.hides(&["tried@example.net", "<progress"]);
    assert_eq!(house.site(SHOP).await.counters.deleted, 1);
}

#[tokio::test]
async fn all_that_fit_are_let_through_a_block() {
    let house = waiting().await;
    let anna = house.anna(&[SHOP]);
    house.act(SHOP, Action::Block, "owner:anna", "", false).await;
    let asking = format!("{QUEUE}/release?which=all&recipient=%40example.net&older=24&kind=held");
    house.get(Some(&anna), &asking).await.shows(&[
        "Let waiting emails go out?",
        "1 email is meant.",
        "Only to @example.net.",
        "Only those that have waited for 24 hours or longer.",
        "Only of the part “Kept back”.",
        "although sending is stopped",
        "name=\"recipient\" value=\"@example.net\"",
        "name=\"which\" value=\"all\"",
    ]);
    let fields = "which=all&recipient=%40example.net&kind=held";
    house.submit(&anna, &format!("{QUEUE}/release"), fields).await.shows(&["being let through"]);
    house.sweep().await;
    house.get(Some(&anna), QUEUE).await.shows(&[
        "1 email was let through",
        "Kept back <span class=\"count\">1</span>",
        "let through",
    ]);
}

#[tokio::test]
async fn what_is_not_meant_or_refused_is_said_and_nothing_is_done() {
    let house = waiting().await;
    let anna = house.anna(&[SHOP]);
    let told = async |path: &str| {
        let answer = house.get(Some(&anna), &format!("{QUEUE}/{path}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert_eq!(answer.headers[LOCATION], QUEUE);
    };
    told("delete").await;
    told("delete?id=999999").await;
    told("release?which=all").await;
    let delete = format!("{QUEUE}/delete");
    house.submit(&anna, &delete, "").await.shows(&["No email was ticked."]);
    house.submit(&anna, &delete, "which=ticked").await.shows(&["No email was ticked."]);
    house
        .submit(&anna, &format!("{QUEUE}/release"), "which=all")
        .await
        .shows(&["there is nothing to let through"]);

    house.act(SHOP, Action::Block, "operator:root", "call us", true).await;
    let page = house.get(Some(&anna), QUEUE).await;
    page.shows(&["Your hosting provider locked this"]);
    page.hides(&["/queue/delete\"", "/queue/release\""]);
    told("delete?which=all").await;
    house.submit(&anna, &delete, "which=all").await.shows(&["Your hosting provider locked this"]);
    house.sweep().await;
    assert_eq!(house.site(SHOP).await.counters.queued, 2);
    assert_eq!(house.site(BLOG).await.counters.queued, 1);
}

#[tokio::test]
async fn mail_held_as_spam_can_only_be_deleted() {
    let house = waiting().await;
    let anna = house.anna(&[SHOP]);
    let site = house.site(SHOP).await;
    let spam = Act {
        site: site.id,
        epoch: site.epoch,
        action: Action::Block,
        to: State::Spam,
        locked: false,
        purge: false,
        by: By { who: "policy:spam".into(), at: NOON },
        reason: String::new(),
    };
    house.engine.store.act(spam).await.expect("done");
    house.engine.sites.refresh(site.id).await.expect("known");
    let page = house.get(Some(&anna), QUEUE).await;
    page.shows(&["look like spam: they cannot be let through", "/queue/delete\">"]);
    page.hides(&["/queue/release\""]);
    house
        .submit(&anna, &format!("{QUEUE}/release"), "which=all")
        .await
        .shows(&["cannot be let through, only deleted"]);
}

#[tokio::test]
async fn mail_of_another_site_cannot_be_ticked() {
    let house = waiting().await;
    let operator = house.operator();
    let theirs = numbers(&house.get(Some(&operator), "/sites/blog.example.org/queue").await);
    let anna = house.anna(&[SHOP]);
    house.submit(&anna, &format!("{QUEUE}/delete"), &format!("id={}", theirs[0])).await;
    house.sweep().await;
    assert_eq!(house.site(BLOG).await.counters.queued, 1);
}

#[tokio::test]
async fn a_stop_is_why_its_mail_waits_and_one_who_may_only_look_chooses_nothing() {
    let house = waiting().await;
    let asker = Asker { person: Person::Owner, who: "owner:anna".into() };
    let what = Stopped::Script("/srv/order.php".into());
    house.engine.actions.stop(house.id(SHOP), what, &asker, String::new()).await.expect("stopped");
    house.sweep().await;
    let page = house.get(Some(&house.rita()), &format!("{QUEUE}?kind=held")).await;
    page.shows(&["new@example.com", "Kept back: its script or sender is stopped"]);
    page.hides(&["type=\"checkbox\"", "/queue/delete\"", "tried@example.net"]);
    let form = "csrf=secret+of+reader:rita&which=all";
    let refused = house.post(Some(&house.rita()), &format!("{QUEUE}/delete"), form).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whatever_strangers_wrote_is_harmless_and_the_page_stays_small() {
    let house = House::new().await;
    let hostile = "<script>alert(1)</script>\u{202e}\u{1b}[2J\"'&".repeat(250);
    for nth in 0..40 {
        let at = NOON - Duration::from_secs(nth);
        let script: String = hostile.chars().take(500).collect();
        house.mail(SHOP, &script, &format!("{nth}{hostile}@example.net"), at, Fate::Deferred).await;
    }
    house.mail(SHOP, "x", "y@example.net", NOON, Fate::Failed(Class::Network, "x")).await;
    let page = house.get(Some(&house.anna(&[SHOP])), QUEUE).await;
    page.shows(&["&#60;script&#62;"]);
    page.hides(&["<script>alert", "\u{202e}", "\u{1b}"]);
    is_small(&page);
}
