//! "Green, but nothing arrives": what was seen, what it tells, what to try first.

use std::time::Duration;

use axum::http::StatusCode;
use postern_core::classify::Class;
use postern_core::site::Action;

use super::house::{Fate, House, NOON, SHOP};

const PAGE: &str = "/sites/shop.example.org/help";
const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn where_no_script_ever_came_a_test_script_is_the_first_to_try() {
    let house = House::new().await;
    let page = house.get(Some(&house.anna(&[SHOP])), PAGE).await;
    assert_eq!(page.status, StatusCode::OK);
    page.shows(&[
        "<title>Nothing arrives? · shop.example.org · Postern</title>",
        "No script has reached Postern so far",
        "Last email of a script",
        "none so far",
        "Try this first",
        "Send with a test script",
        "href=\"/sites/shop.example.org/test\"",
        "Let the site send by itself",
        "WordPress",
        "PrestaShop",
        "See whether the script fails",
        "log_errors = On\nerror_log = /home/you/php-errors.log",
        "WP_DEBUG_LOG",
        "If that is not it",
        "Ask your hosting provider",
        "What Postern covers",
        "webmail",
    ]);
    page.hides(&["It came from", "Look into the junk folder"]);
}

#[tokio::test]
async fn what_came_and_left_is_told_with_its_script_and_where_to_look_then() {
    let house = House::new().await;
    house.mail(SHOP, "/srv/shop/contact.php", "a@example.net", NOON - HOUR, Fate::Sent).await;
    house.get(Some(&house.rita()), PAGE).await.shows(&[
        "Emails come and leave",
        "15 Jun 2026, 13:00 (60 minutes ago)",
        "It came from",
        "/srv/shop/contact.php",
        "Sent today</dt><dd><bdi class=\"quote\">1</bdi>",
        "In error today</dt><dd><bdi class=\"quote\">0</bdi>",
        "Try this first",
        "Look for that one email",
        "href=\"/sites/shop.example.org/trace\"",
        "Look into the junk folder",
        "Check whom the form writes to",
        "If that is not it",
        "Send with a test script",
    ]);
}

#[tokio::test]
async fn what_fails_leads_to_what_the_receivers_said() {
    let house = House::new().await;
    let failed = Fate::Failed(Class::RefusedByPolicy, "no SPF");
    house.mail(SHOP, "/srv/shop/contact.php", "a@example.net", NOON - HOUR, failed).await;
    let page = house.get(Some(&house.anna(&[SHOP])), PAGE).await;
    page.shows(&[
        "Emails come, but many end in error",
        "Read what the receivers said",
        "href=\"/sites/shop.example.org/errors\"",
        "Let your domain say that this server may send for it",
        "If that is not it",
    ]);
    page.hides(&["Correct wrong addresses"]);
}

#[tokio::test]
async fn a_site_that_is_stopped_leads_to_why() {
    let house = House::new().await;
    house.act(SHOP, Action::Block, "owner:anna", "", false).await;
    house.get(Some(&house.anna(&[SHOP])), PAGE).await.shows(&[
        "Sending is stopped",
        "Try this first",
        "See why sending is stopped",
        "href=\"/sites/shop.example.org\">Overview",
        "If that is not it",
    ]);
}

#[tokio::test]
async fn the_name_of_a_script_is_shown_harmless() {
    let house = House::new().await;
    let hostile = format!("/srv/<b>\u{202e}{}.php", "x".repeat(5000));
    house.mail(SHOP, &hostile, "a@example.net", NOON - HOUR, Fate::Sent).await;
    let page = house.get(Some(&house.anna(&[SHOP])), PAGE).await;
    page.shows(&["&#60;b&#62;\\u{202e}xxx"]);
    page.hides(&["<b>", "\u{202e}"]);
    assert!(page.text.len() < 40_000, "{} bytes", page.text.len());
}
