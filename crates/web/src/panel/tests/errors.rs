//! Mails in error: found, explained, taken away.

use std::time::Duration;

use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use postern_core::classify::Class;

use super::house::{BLOG, Fate, House, NOON, SHOP, is_small};

const HOUR: Duration = Duration::from_secs(3600);
const ERRORS: &str = "/sites/shop.example.org/errors";

/// Three failures, the newest last.
async fn failed() -> House {
    let house = House::new().await;
    let fail = async |script, to, ago, class, text| {
        house.mail(SHOP, script, to, NOON - HOUR * ago, Fate::Failed(class, text)).await;
    };
    fail("/srv/form.php", "old@example.com", 50, Class::MailboxFull, "quota exceeded").await;
    fail("/srv/form.php", "nobody@example.net", 2, Class::BadMailbox, "no such user").await;
    fail("/srv/order.php", "bert@example.net", 1, Class::RefusedAsSpam, "we think it is spam")
        .await;
    house
}

#[tokio::test]
async fn what_failed_is_told_newest_first_with_what_it_means_and_what_to_do() {
    let house = failed().await;
    let page = house.get(Some(&house.anna(&[SHOP])), ERRORS).await;
    assert_eq!(page.status, StatusCode::OK);
    page.shows(&[
        "<title>Emails in error · shop.example.org · Postern</title>",
        "All <span class=\"count\">3</span>",
        "href=\"/sites/shop.example.org/errors?class=bad-mailbox\">Address does not exist <span class=\"count\">1<",
        "bert@example.net",
        "hello",
        "Refused as spam",
        "add a captcha",
        "The receiver said",
        "550 5.1.1 we think it is spam",
        "mx.example.net [192.0.2.25]",
        "/srv/order.php",
        "/trace/",
        "15 Jun 2026, 13:00",
        "nobody@example.net",
        "Correct the address",
        "old@example.com",
        "format=csv",
        "format=json",
    ]);
    page.hides(&["Show more", "Counted since"]);
}

#[tokio::test]
async fn they_are_found_by_words_class_script_and_day() {
    let house = failed().await;
    let anna = house.anna(&[SHOP]);
    let all = ["bert@example.net", "nobody@example.net", "old@example.com"];
    for (query, found) in [
        ("search=SUCH+user", &all[1..2]),
        ("search=bert%40", &all[..1]),
        ("search=hello", &all[..]),
        ("class=mailbox-full", &all[2..]),
        ("script=%2Fsrv%2Fform.php", &all[1..]),
        ("from=2026-06-14", &all[..2]),
        ("to=2026-06-13", &all[2..]),
        ("from=2026-06-15&to=2026-06-15&script=%2Fsrv%2Forder.php&search=&class=", &all[..1]),
        ("search=nothing", &[]),
    ] {
        let page = house.get(Some(&anna), &format!("{ERRORS}?{query}")).await;
        let shown: Vec<&str> = all.into_iter().filter(|one| page.text.contains(one)).collect();
        assert_eq!(shown, found, "{query}");
    }
    let none = house.get(Some(&anna), &format!("{ERRORS}?search=nothing")).await;
    none.shows(&["value=\"nothing\"", "Show all", "No email fits"]);
    let wrong = house.get(Some(&anna), &format!("{ERRORS}?from=14.6.2026")).await;
    wrong.shows(&["value=\"14.6.2026\"", "aria-invalid", "Write the day like", "old@example.com"]);
    for query in ["class=sad", "after=x"] {
        let page = house.get(Some(&anna), &format!("{ERRORS}?{query}")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{query}");
    }
    house
        .get(Some(&house.anna(&[BLOG])), "/sites/blog.example.org/errors")
        .await
        .shows(&["No emails in error", "Everything that left was taken"]);
}

#[tokio::test]
async fn a_long_list_goes_on_with_its_filter() {
    let house = House::new().await;
    for nth in 0..35 {
        let to = format!("r{nth:02}@example.net");
        let at = NOON - Duration::from_secs(nth * 60);
        house.mail(SHOP, "/srv/a.php", &to, at, Fate::Failed(Class::Network, "no route")).await;
    }
    let anna = house.anna(&[SHOP]);
    let first = house.get(Some(&anna), &format!("{ERRORS}?class=network&search=example")).await;
    first.shows(&["r00@example.net", "r29@example.net"]);
    first.hides(&["r30@example.net", "Back to the beginning"]);
    let (_, next) = first.text.split_once("<nav class=\"pages\"").expect("there are more");
    let (_, next) = next.split_once("href=\"").expect("a link");
    let next = next.split('"').next().expect("its end").replace("&#38;", "&");
    assert!(next.contains("search=example") && next.contains("class=network"), "{next}");
    let last = house.get(Some(&anna), &next).await;
    last.shows(&["r30@example.net", "r34@example.net", "Back to the beginning"]);
    last.hides(&["r29@example.net", "Show more"]);
}

#[tokio::test]
async fn they_are_taken_away_as_csv_and_json_with_the_same_filter() {
    let house = failed().await;
    let anna = house.anna(&[SHOP]);
    let csv =
        house.get(Some(&anna), &format!("{ERRORS}/export?format=csv&class=bad-mailbox")).await;
    assert_eq!(csv.headers[CONTENT_TYPE], "text/csv; charset=utf-8");
    assert!(csv.headers[CONTENT_DISPOSITION].to_str().unwrap().ends_with("shop.example.org.csv\""));
    let lines: Vec<&str> = csv.text.lines().collect();
    assert!(lines.len() == 2 && lines[1].contains("nobody@example.net"), "{lines:?}");
    let json = house.get(Some(&anna), &format!("{ERRORS}/export?format=json&to=2026-06-14")).await;
    let rows: serde_json::Value = serde_json::from_str(&json.text).expect("JSON");
    assert_eq!(rows[0]["recipient"], "old@example.com");
    assert_eq!(rows.as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn whatever_strangers_wrote_is_harmless_and_the_page_stays_small() {
    let house = House::new().await;
    let hostile = "<script>alert(1)</script>\u{202e}\u{1b}[2J\"'&";
    for nth in 0..40 {
        let text = format!("{nth}{}", hostile.repeat(250));
        let (script, to) = (&text[..500.min(text.len())], format!("{text}@example.net"));
        let script = script.trim_end_matches(char::is_alphanumeric);
        let at = NOON - Duration::from_secs(nth);
        house.mail(SHOP, script, &to, at, Fate::Failed(Class::RefusedByPolicy, &text)).await;
    }
    let page = house.get(Some(&house.anna(&[SHOP])), ERRORS).await;
    page.shows(&["&#60;script&#62;alert(1)"]);
    page.hides(&["<script>alert", "\u{202e}", "\u{1b}"]);
    is_small(&page);
}
