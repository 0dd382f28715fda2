//! The overview, and what its three actions lead to.

use std::time::Duration;

use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use postern_core::access::{Role, Scope};
use postern_core::classify::Class;
use postern_core::site::{Action, Person, State};
use postern_core::stop::Stopped;
use postern_engine::act::Asker;

use super::house::{BLOG, Fate, House, NOON, SHOP, is_small};

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn a_site_that_sends_says_so_with_its_figures_and_offers_to_stop() {
    let house = House::new().await;
    for _ in 0..3 {
        house.mail(SHOP, "/srv/form.php", "anna@example.net", NOON - HOUR, Fate::Sent).await;
    }
    house
        .mail(
            SHOP,
            "/srv/form.php",
            "nobody@example.net",
            NOON - HOUR,
            Fate::Failed(Class::BadMailbox, "no such user"),
        )
        .await;
    house.mail(SHOP, "/srv/form.php", "later@example.net", NOON - HOUR, Fate::Deferred).await;

    let page = house.get(Some(&house.anna(&[SHOP])), "/sites/shop.example.org").await;

    assert_eq!(page.status, StatusCode::OK);
    page.shows(&[
        "<title>Overview · shop.example.org · Postern</title>",
        "Emails are being sent",
        "href=\"/sites/shop.example.org/block\">Stop sending",
        "Sent today",
        ">3<",
        "In error",
        ">1<",
        "1 today",
        "Waiting",
        ">1<",
        "1 will be tried again",
        "Latest errors",
        "nobody@example.net",
        "Address does not exist",
        "550 5.1.1 no such user",
        "mailboxes are not part of it",
    ]);
    page.shows(&["name=\"next\" value=\"/sites/shop.example.org\"", "value=\"it\" lang=\"it\""]);
    page.hides(&["/unblock\"", "/purge\"", "What to do", "All sites", "Hosting<"]);
}

#[tokio::test]
async fn a_blocked_site_says_since_when_by_whom_why_and_what_to_do() {
    let house = House::new().await;
    house.mail(SHOP, "/srv/form.php", "anna@example.net", NOON - HOUR, Fate::Waits).await;
    house.act(SHOP, Action::Block, "operator:root", "the contact form is misused", false).await;
    let anna = house.anna(&[SHOP, BLOG]);

    let page = house.get(Some(&anna), "/sites/shop.example.org").await;

    page.shows(&[
        "All sites",
        "shop.example.org",
        "Stopped",
        "Sending is stopped",
        "Since 15 Jun 2026, 14:00 (just now), stopped by your hosting provider.",
        "Reason",
        "the contact form is misused",
        "Kept back now",
        "1 email",
        "Kept until",
        "18 Jun 2026, 14:00",
        "What to do",
        "See which script",
        "Delete waiting emails that",
        "Then start sending again",
        "/unblock\">Start sending",
        "/purge\">Delete waiting emails",
    ]);
    page.hides(&["root", "/block\""]);
    house
        .get(Some(&house.operator()), "/sites/shop.example.org")
        .await
        .shows(&["Hosting<", "stopped by you"]);
}

#[tokio::test]
async fn what_is_let_through_a_block_is_said_to_be_under_way() {
    let house = House::new().await;
    for recipient in ["anna@example.net", "bert@example.net"] {
        house.mail(SHOP, "/srv/form.php", recipient, NOON - HOUR, Fate::Deferred).await;
    }
    house.act(SHOP, Action::Block, "owner:anna", "", false).await;
    house.release(SHOP, "anna@example.net").await;

    let page = house.get(Some(&house.anna(&[SHOP])), "/sites/shop.example.org").await;

    page.shows(&[
        "Under way",
        "1 email that was let through goes out now",
        "Kept back now",
        "1 email",
    ]);
}

#[tokio::test]
async fn what_the_rules_refuse_is_not_offered_but_said() {
    let house = House::new().await;
    house.act(SHOP, Action::Block, "operator:root", "call us", true).await;

    let page = house.get(Some(&house.anna(&[SHOP])), "/sites/shop.example.org").await;
    page.shows(&[
        "Stopped and locked",
        "call us",
        "Write to your hosting provider",
        "Your hosting provider locked this",
    ]);
    page.hides(&["/unblock\"", "/purge\""]);

    let refused = house.get(Some(&house.anna(&[SHOP])), "/sites/shop.example.org/unblock").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    refused.shows(&["This cannot be done now", "Reference: locked, 15 Jun 2026, 12:00 UTC"]);

    let asking = house.get(Some(&house.operator()), "/sites/shop.example.org/purge").await;
    asking.shows(&["Delete all waiting emails of shop.example.org?", "The lock is lifted."]);
}

#[tokio::test]
async fn where_nothing_waits_and_sending_is_on_there_is_nothing_to_purge() {
    let house = House::new().await;
    let answer = house.get(Some(&house.operator()), "/sites/shop.example.org/purge").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let told = answer.headers[SET_COOKIE].to_str().expect("text");
    assert!(told.contains("No%20email%20was%20waiting"), "{told}");
}

#[tokio::test]
async fn one_who_may_only_look_sees_no_action_and_cannot_ask_for_one() {
    let house = House::new().await;
    let reader = house.visitor("reader:rita", Role::Reader, Scope::Sites([house.id(SHOP)].into()));
    house.act(SHOP, Action::Block, "owner:anna", "", false).await;

    let page = house.get(Some(&reader), "/sites/shop.example.org").await;
    page.shows(&["stopped by anna", "Ask the owner of the site"]);
    page.hides(&["/unblock\"", "/purge\""]);
    let form = format!("csrf={}", reader.csrf.replace(' ', "+"));
    for action in ["block", "unblock", "purge"] {
        let path = format!("/sites/shop.example.org/{action}");
        assert_eq!(house.get(Some(&reader), &path).await.status, StatusCode::FORBIDDEN);
        assert_eq!(house.post(Some(&reader), &path, &form).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(house.site(SHOP).await.state, State::Blocked);
}

#[tokio::test]
async fn an_action_is_confirmed_done_and_told_once() {
    let house = House::new().await;
    let anna = house.anna(&[SHOP]);
    for _ in 0..2 {
        house.mail(SHOP, "/srv/form.php", "anna@example.net", NOON - HOUR, Fate::Deferred).await;
    }

    house.get(Some(&anna), "/sites/shop.example.org/block").await.shows(&[
        "Stop sending for shop.example.org?",
        "each email for 3 days at most",
        "The 2 emails that are waiting now stay here",
        "name=\"csrf\" value=\"secret of owner:anna\"",
        "name=\"reason\"",
    ]);
    let page = house
        .submit(&anna, "/sites/shop.example.org/block", "reason=+the+form%0D%0Ais+misused+")
        .await;
    page.shows(&[
        "role=\"status\"",
        "Sending is stopped. 2 emails are kept back.",
        "stopped by you",
        "the form\\nis misused",
    ]);
    let taken_away = page.headers[SET_COOKIE].to_str().expect("text");
    assert!(taken_away.contains("Max-Age=0"), "{taken_away}");

    house
        .get(Some(&anna), "/sites/shop.example.org/unblock")
        .await
        .shows(&["Start sending for shop.example.org?", "The 2 emails that are waiting go out"]);
    house
        .submit(&anna, "/sites/shop.example.org/unblock", "")
        .await
        .shows(&["Sending is on. 2 emails go out now"]);
    house
        .submit(&anna, "/sites/shop.example.org/unblock", "")
        .await
        .shows(&["Sending was on already."]);

    house.act(SHOP, Action::Block, "owner:anna", "", false).await;
    let asking = house.get(Some(&anna), "/sites/shop.example.org/purge").await;
    asking.shows(&[
        "2 emails are deleted",
        "cannot be brought back",
        "button danger",
        "Delete 2 emails",
    ]);
    house
        .submit(&anna, "/sites/shop.example.org/purge", "")
        .await
        .shows(&["2 emails were deleted. Sending is on."]);
    assert_eq!(house.site(SHOP).await.counters.purged, 2);
}

#[tokio::test]
async fn a_reason_that_is_too_long_comes_back_to_be_shortened() {
    let house = House::new().await;
    let anna = house.anna(&[SHOP]);
    let form = format!("csrf=secret+of+owner:anna&reason={}", "%C3%BC".repeat(507));
    let page = house.post(Some(&anna), "/sites/shop.example.org/block", &form).await;
    page.shows(&["aria-invalid=\"true\"", "üüü", "The reason is 7 characters too long."]);
    assert_eq!(house.site(SHOP).await.state, State::Enabled);
}

#[tokio::test]
async fn a_script_that_is_stopped_while_the_rest_sends_is_told() {
    let house = House::new().await;
    let what = Stopped::Script("/srv/shop/wp-content/contact-form.php".into());
    let asker = Asker { person: Person::Owner, who: "owner:anna".into() };
    let stopped = house.engine.actions.stop(house.id(SHOP), what, &asker, "bots".into()).await;
    stopped.expect("stopped");

    house.get(Some(&house.anna(&[SHOP])), "/sites/shop.example.org").await.shows(&[
        "Emails are being sent",
        "Stopped while the rest sends",
        "…/contact-form.php",
        "/srv/shop/wp-content/contact-form.php",
        "bots",
        "since 15 Jun 2026, 14:00",
    ]);
}

#[tokio::test]
async fn a_page_with_all_it_needs_stays_small() {
    let house = House::new().await;
    for hour in 1..24 {
        let failed = Fate::Failed(Class::BadMailbox, &"no such user ".repeat(800));
        let script = format!("/srv/{}.php", "x".repeat(5000));
        house.mail(SHOP, &script, "a@example.net", NOON - HOUR * hour, failed).await;
        house.mail(SHOP, &script, "a@example.net", NOON - HOUR * hour, Fate::Sent).await;
    }
    let page = house.get(Some(&house.operator()), "/sites/shop.example.org").await;
    is_small(&page);
}

#[tokio::test]
async fn a_form_without_the_visitors_secret_changes_nothing() {
    let house = House::new().await;
    let anna = house.anna(&[SHOP]);
    for form in ["", "csrf=", "csrf=secret+of+owner%3Abert", "csrf=secret", "reason=x"] {
        let page = house.post(Some(&anna), "/sites/shop.example.org/block", form).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{form:?}");
        page.shows(&["This form is too old"]);
    }
    let anonymous = anna.clone();
    let without = crate::panel::visitor::Visitor { csrf: String::new(), ..anonymous };
    let page = house.post(Some(&without), "/sites/shop.example.org/block", "csrf=").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_eq!(house.site(SHOP).await.state, State::Enabled);
}

#[tokio::test]
async fn words_of_strangers_are_shown_harmless() {
    let house = House::new().await;
    let hostile = "<script>alert(1)</script>\u{202e}\u{1b}[2J\"'&";
    let long = "x<b>".repeat(2500);
    house
        .mail(
            SHOP,
            hostile,
            &format!("{hostile}@example.net"),
            NOON - HOUR,
            Fate::Failed(Class::Network, hostile),
        )
        .await;
    house
        .mail(
            SHOP,
            &long,
            &format!("{long}@example.net"),
            NOON - HOUR,
            Fate::Failed(Class::Network, &long),
        )
        .await;
    house.act(SHOP, Action::Block, "operator:root", hostile, false).await;

    for path in ["/sites/shop.example.org", "/sites/shop.example.org/unblock"] {
        let page = house.get(Some(&house.anna(&[SHOP])), path).await;
        page.shows(&["&#60;script&#62;alert(1)&#60;/script&#62;\\u{202e}\\u{1b}[2J"]);
        page.hides(&["<script>alert", "\u{202e}", "\u{1b}", "x<b>"]);
        assert!(page.text.len() < 60_000, "{} bytes", page.text.len());
    }
}

#[tokio::test]
async fn the_history_is_drawn_tabled_and_downloaded_for_each_span() {
    let house = House::new().await;
    house.mail(SHOP, "/srv/a.php", "anna@example.net", NOON - HOUR, Fate::Sent).await;
    house.mail(SHOP, "/srv/a.php", "anna@example.net", NOON - HOUR * 24 * 200, Fate::Sent).await;
    let anna = house.anna(&[SHOP]);

    for (range, sent) in [("24h", 1), ("7d", 1), ("31d", 1), ("1y", 2)] {
        let page = house.get(Some(&anna), &format!("/sites/shop.example.org?range={range}")).await;
        page.shows(&[
            "aria-current=\"true\"",
            &format!("Sent <strong>{sent}</strong>"),
            "<svg width=\"100%\"",
            "Show as a table",
        ]);
        let csv = house
            .get(Some(&anna), &format!("/sites/shop.example.org/history.csv?range={range}"))
            .await;
        assert_eq!(
            csv.text.lines().map(|line| line.split(',').count()).collect::<Vec<_>>(),
            vec![9; csv.text.lines().count()]
        );
        let total: u64 = csv
            .text
            .lines()
            .skip(1)
            .map(|line| line.split(',').nth(2).expect("sent").parse::<u64>().expect("a number"))
            .sum();
        assert_eq!(total, sent);
    }
    let page = house.get(Some(&anna), "/sites/shop.example.org?range=2d").await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    page.shows(&["This address does not work"]);
}
