//! Who sends: ranked, told one by one, stopped and let go.

use std::time::Duration;

use axum::http::StatusCode;
use postern_core::classify::Class;
use postern_core::site::Action;

use super::house::{BLOG, Fate, House, NOON, SHOP, is_small};

const HOUR: Duration = Duration::from_secs(3600);
const SCRIPTS: &str = "/sites/shop.example.org/scripts";
const FORM: &str = "script=%2Fsrv%2Fform.php";

async fn sending() -> House {
    let house = House::new().await;
    let failed = Fate::Failed(Class::BadMailbox, "no such user");
    for hour in 1..5 {
        let at = NOON - HOUR * 30 * hour;
        house.mail(SHOP, "/srv/order.php", "anna@example.net", at, Fate::Sent).await;
        house.mail(SHOP, "/srv/order.php", "anna@example.net", at, Fate::Sent).await;
        house.mail(SHOP, "/srv/form.php", "nobody@example.net", at, failed).await;
    }
    house.mail(SHOP, "/srv/form.php", "anna@example.net", NOON - HOUR, Fate::Sent).await;
    house.mail(SHOP, "/srv/form.php", "later@example.net", NOON - HOUR, Fate::Waits).await;
    house.mail(BLOG, "/srv/blog.php", "other@example.com", NOON - HOUR, Fate::Sent).await;
    house
}

#[tokio::test]
async fn scripts_are_ranked_by_what_they_sent_or_failed() {
    let house = sending().await;
    let anna = house.anna(&[SHOP]);
    let by_sent = house.get(Some(&anna), SCRIPTS).await;
    by_sent.shows(&[
        "<title>Scripts · shop.example.org · Postern</title>",
        "/scripts/one?script=%2Fsrv%2Forder.php\"><bdi>/srv/order.php",
        "aria-label=\"In the last 31 days 8 sent, 0 in error\"",
        ">8<",
        ">0<",
        "/srv/form.php",
        "aria-label=\"In the last 31 days 1 sent, 4 in error\"",
        ">1<",
        ">4<",
        ">80 %<",
        "15 Jun 2026, 13:00",
        "as stated by the caller",
        "Stop one sender",
    ]);
    by_sent.hides(&["/srv/blog.php", "Show more"]);
    house
        .get(Some(&anna), &format!("{SCRIPTS}?by=failed"))
        .await
        .shows(&["/srv/form.php", "/srv/order.php"]);
    let none = House::new().await;
    none.get(Some(&none.anna(&[SHOP])), SCRIPTS).await.shows(&["No script has sent yet"]);
    let looking = house.get(Some(&house.rita()), SCRIPTS).await;
    looking.shows(&["/srv/form.php"]);
    looking.hides(&["Stop one sender"]);
}

#[tokio::test]
async fn many_scripts_are_shown_piece_by_piece() {
    let house = House::new().await;
    for nth in 0..25 {
        let script = format!("/srv/{nth:02}.php");
        house.mail(SHOP, &script, "anna@example.net", NOON - HOUR, Fate::Sent).await;
    }
    let anna = house.anna(&[SHOP]);
    let first = house.get(Some(&anna), SCRIPTS).await;
    first.shows(&["/srv/00.php", "/srv/19.php", "scripts?after=20\">Show more"]);
    first.hides(&["/srv/20.php"]);
    let last = house.get(Some(&anna), &format!("{SCRIPTS}?after=20")).await;
    last.shows(&["/srv/20.php", "/srv/24.php", "Back to the beginning"]);
    last.hides(&["/srv/19.php", "Show more"]);
}

#[tokio::test]
async fn a_script_has_its_month_its_mails_and_the_way_to_stop_it() {
    let house = sending().await;
    let anna = house.anna(&[SHOP]);
    house.get(Some(&anna), &format!("{SCRIPTS}/one?{FORM}")).await.shows(&[
        "/srv/form.php",
        "as stated by the caller",
        "Handed over",
        ">6<",
        "Fails",
        ">80 %<",
        "Last 31 days",
        "Sent <strong>1</strong>",
        "In error <strong>4</strong>",
        "<svg width=\"100%\"",
        "/errors?script=%2Fsrv%2Fform.php\">Its emails in error",
        "/trace?script=%2Fsrv%2Fform.php\">Its emails",
        "/queue?script=%2Fsrv%2Fform.php\">Its waiting emails",
        "/scripts/stop?script=%2Fsrv%2Fform.php\">Stop this script",
    ]);
    for none in ["one?script=none.php", "one?script=%2Fsrv%2Fblog.php", "one"] {
        let page = house.get(Some(&anna), &format!("{SCRIPTS}/{none}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{none}");
    }
    house
        .get(Some(&house.rita()), &format!("{SCRIPTS}/one?{FORM}"))
        .await
        .hides(&["Stop this script"]);
}

#[tokio::test]
async fn a_script_is_stopped_with_a_reason_and_let_go_again() {
    let house = sending().await;
    let anna = house.anna(&[SHOP]);
    let stop = format!("{SCRIPTS}/stop");
    house.get(Some(&anna), &format!("{stop}?{FORM}")).await.shows(&[
        "Stop this script?",
        "/srv/form.php",
        "The 1 email of it that is waiting stays here.",
        "The rest of the site goes on sending.",
        "name=\"script\" value=\"/srv/form.php\"",
        "name=\"reason\"",
    ]);
    let long = format!("{FORM}&reason={}", "x".repeat(1001 + 24));
    let form = format!("csrf=secret+of+owner:anna&{long}");
    house.post(Some(&anna), &stop, &form).await.shows(&["aria-invalid", "characters too long"]);
    let stopped = house.submit(&anna, &stop, &format!("{FORM}&reason=bots")).await;
    stopped.shows(&[
        "It is stopped; its emails are kept back.",
        "Stopped while the rest sends",
        "/srv/form.php",
        "bots",
        "/scripts/unstop?stop=",
        "Let it send again",
    ]);
    house.submit(&anna, &stop, FORM).await.shows(&["It was stopped already."]);
    let one = house.get(Some(&anna), &format!("{SCRIPTS}/one?{FORM}")).await;
    one.shows(&["Stopped", "bots", "/scripts/unstop?stop="]);
    one.hides(&["Stop this script"]);

    let (_, id) = stopped.text.split_once("unstop?stop=").expect("a link");
    let id = id.split('"').next().expect("its end");
    let unstop = format!("{SCRIPTS}/unstop");
    house.get(Some(&anna), &format!("{unstop}?stop={id}")).await.shows(&[
        "Let it send again?",
        "/srv/form.php",
        "The 1 email of it that is waiting goes out.",
    ]);
    house.act(SHOP, Action::Block, "owner:anna", "", false).await;
    house
        .get(Some(&anna), &format!("{unstop}?stop={id}"))
        .await
        .shows(&["sending is stopped for the whole site"]);
    let gone = house.submit(&anna, &unstop, &format!("stop={id}")).await;
    gone.shows(&["It may send again"]);
    gone.hides(&["Stopped while the rest sends"]);
    house.submit(&anna, &unstop, &format!("stop={id}")).await.shows(&["has ended already"]);
}

#[tokio::test]
async fn a_sender_is_stopped_by_its_address_and_what_is_none_is_told() {
    let house = sending().await;
    let anna = house.anna(&[SHOP]);
    let stop = format!("{SCRIPTS}/stop");
    house.get(Some(&anna), &format!("{stop}?sender=www%40shop.example.org")).await.shows(&[
        "Stop this sender?",
        "www@shop.example.org",
        "name=\"sender\"",
    ]);
    house.submit(&anna, &stop, "sender=www%40shop.example.org").await.shows(&[
        "It is stopped",
        "Sender",
        "www@shop.example.org",
    ]);
    for nothing in ["sender=nobody", "sender=", ""] {
        house.submit(&anna, &stop, nothing).await.shows(&["no email address"]);
    }
}

#[tokio::test]
async fn a_stop_of_another_site_is_not_known_and_one_who_may_only_look_stops_nothing() {
    let house = sending().await;
    let bert = house.anna(&[BLOG]);
    let theirs = "/sites/blog.example.org/scripts";
    let stopped = house.submit(&bert, &format!("{theirs}/stop"), "script=%2Fsrv%2Fblog.php").await;
    let (_, id) = stopped.text.split_once("unstop?stop=").expect("a link");
    let id = id.split('"').next().expect("its end");
    let anna = house.anna(&[SHOP]);
    house
        .submit(&anna, &format!("{SCRIPTS}/unstop"), &format!("stop={id}"))
        .await
        .shows(&["has ended already"]);
    house.get(Some(&bert), theirs).await.shows(&["/srv/blog.php", "unstop?stop="]);
    let form = format!("csrf=secret+of+reader:rita&{FORM}");
    let refused = house.post(Some(&house.rita()), &format!("{SCRIPTS}/stop"), &form).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whatever_scripts_call_themselves_is_harmless_and_the_pages_stay_small() {
    let house = House::new().await;
    for nth in 0..25 {
        let name = format!("/srv/{nth}{}", "<img src=x>\u{202e}\u{1b}\"'&".repeat(30));
        let name: String = name.chars().take(400).collect();
        for day in 0..31 {
            let at = NOON - HOUR * 24 * day;
            house.mail(SHOP, &name, "a@example.net", at, Fate::Sent).await;
            house.mail(SHOP, &name, "a@example.net", at, Fate::Failed(Class::Network, "x")).await;
        }
    }
    let anna = house.anna(&[SHOP]);
    let list = house.get(Some(&anna), SCRIPTS).await;
    let (_, one) = list.text.split_once("class=\"script\" href=\"").expect("a script");
    let one = house.get(Some(&anna), one.split('"').next().expect("its end")).await;
    one.shows(&["Stop this script"]);
    for page in [list, one] {
        page.shows(&["&#60;img src=x"]);
        page.hides(&["<img", "\u{202e}", "\u{1b}"]);
        is_small(&page);
    }
}
