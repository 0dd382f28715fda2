//! All sites, several of them at once, next hops, health, the audit log.

use std::time::Duration;

use axum::http::StatusCode;
use axum::http::header::LOCATION;
use postern_core::access::{Role, Scope};
use postern_core::classify::Class;
use postern_core::site::{Action, State};

use super::house::{BLOG, Fate, House, NOON, Page, SHOP, is_small};

const HOUR: Duration = Duration::from_secs(3600);

/// The pages of those who oversee the hosting, and of those who run it.
const OVERSEE: [&str; 4] = ["/", "/hops", "/health", "/audit"];
const OPERATE: [&str; 8] = [
    "/tokens",
    "/users",
    "/operate/users/new",
    "/operate/sites/new",
    "/operate/bulk?action=block&site=1",
    "/sites/shop.example.org/edit",
    "/sites/shop.example.org/remove",
    "/users/anna",
];

/// The page without spaces that do not break.
fn plain(page: &Page) -> Page {
    let text = page.text.replace('\u{a0}', " ");
    Page { status: page.status, headers: page.headers.clone(), text }
}

async fn failing(house: &House, site: &str, count: usize) {
    for _ in 0..count {
        let fate = Fate::Failed(Class::BadMailbox, "no such user");
        house.mail(site, "/srv/form.php", "nobody@example.net", NOON - HOUR, fate).await;
    }
}

#[tokio::test]
async fn who_runs_the_hosting_sees_it_and_an_owner_does_not() {
    let house = House::new().await;
    let reader = house.visitor("reader:rita", Role::Reader, Scope::All);
    let of_some = house.visitor("operator:otto", Role::Operator, Scope::Sites([].into()));
    for path in OVERSEE {
        assert_eq!(house.get(Some(&house.operator()), path).await.status, StatusCode::OK, "{path}");
        let page = house.get(Some(&reader), path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        page.hides(&["href=\"/users\"", "Add a site", "name=\"action\""]);
        if path != "/" {
            for visitor in [&house.anna(&[SHOP, BLOG]), &of_some] {
                let page = house.get(Some(visitor), path).await;
                assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
            }
        }
    }
    for path in OPERATE {
        for visitor in [&house.anna(&[SHOP, BLOG]), &reader, &of_some] {
            for page in
                [house.get(Some(visitor), path).await, house.post(Some(visitor), path, "").await]
            {
                let refused = [StatusCode::FORBIDDEN, StatusCode::METHOD_NOT_ALLOWED];
                assert!(refused.contains(&page.status), "{path}: {}", page.status);
            }
        }
    }
}

#[tokio::test]
async fn the_sites_that_hurt_the_others_stand_first_with_their_share_of_all() {
    let house = House::with(&[SHOP, BLOG, "third.example.org"]).await;
    failing(&house, SHOP, 3).await;
    failing(&house, BLOG, 1).await;
    house.mail(SHOP, "/srv/form.php", "anna@example.net", NOON - HOUR, Fate::Sent).await;
    for _ in 0..2 {
        house.mail(BLOG, "/srv/form.php", "anna@example.net", NOON - HOUR, Fate::Waits).await;
    }
    house.act(BLOG, Action::Block, "operator:root", "", false).await;
    let otto = house.operator();

    let page = plain(&house.get(Some(&otto), "/").await);
    page.shows(&[
        "<dt>Sites</dt><dd class=\"value\">4</dd><dd class=\"below\">1 is stopped",
        "<dt>In error</dt><dd class=\"value\">4</dd><dd class=\"below\">80 % of what left",
        "<dt>Waiting</dt><dd class=\"value\">2</dd>",
        "<dt>Sent</dt><dd class=\"value\">1</dd>",
        "aria-current=\"true\">Most errors",
        "href=\"/?by=queued\"",
        "/sites/shop.example.org\"",
        "Sending",
        ">3<span class=\"sub\">75 % of all",
        ">0</span>",
        ">1<span class=\"sub\">100 % of all",
        "60 minutes ago",
        "/sites/blog.example.org\"",
        "Stopped",
        ">1<span class=\"sub\">25 % of all",
        ">2<span class=\"sub\">100 % of all",
        "third.example.org",
        "none so far",
    ]);
    let order = async |path: &str| {
        let page = house.get(Some(&otto), path).await;
        let links =
            page.text.split("rowheader").skip(1).filter_map(|row| row.split("/sites/").nth(1));
        links.filter_map(|link| link.split('"').next()).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(order("/?by=queued").await[0], BLOG);
    assert_eq!(order("/?by=sent").await[0], SHOP);
    assert_eq!(order("/?by=name").await, [BLOG, "host", SHOP, "third.example.org"]);
    assert_eq!(order("/?search=%20SHOP.").await, [SHOP]);
    assert_eq!(order("/?state=red").await, [BLOG]);
    assert_eq!(order("/?state=red&search=shop").await, Vec::<String>::new());
    let none = house.get(Some(&otto), "/?search=%22%3E%3Cscript%3E&state=red").await;
    none.shows(&["value=\"&#34;&#62;&#60;script&#62;\"", "href=\"/\">Show all", "No site fits"]);
}

#[tokio::test]
async fn ten_thousand_sites_are_turned_over_page_by_page() {
    let long = "x".repeat(60);
    let names: Vec<String> =
        (0..120).map(|at| format!("{at:03}.{long}.{long}.{long}.org")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let house = House::with(&names).await;
    failing(&house, names[77], 1).await;
    let otto = house.operator();
    let (mut seen, mut path) = (Vec::new(), "/".to_owned());
    loop {
        let page = house.get(Some(&otto), &path).await;
        is_small(&page);
        let rows = page.text.split("rowheader").skip(1);
        let links = rows.filter_map(|row| row.split("/sites/").nth(1)?.split('"').next());
        seen.extend(links.map(str::to_owned));
        let more = page.text.split("href=\"").find(|link| link.contains(">Show more"));
        let Some(more) = more.and_then(|link| link.split('"').next()) else { break };
        path = more.replace("&#38;", "&");
    }
    assert_eq!(seen.len(), 121);
    assert_eq!(seen[0], names[77], "what fails stands first");
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 121, "none comes twice");
}

/// The page of the run that a form began, once it has ended.
async fn ended(house: &House, begun: &Page) -> Page {
    let to = begun.headers[LOCATION].to_str().expect("text");
    assert!(to.starts_with("/operate/bulk/"), "{to}");
    loop {
        let page = house.get(Some(&house.operator()), to).await;
        if page.text.contains("Done: ") {
            return page;
        }
        tokio::task::yield_now().await;
    }
}

fn form(house: &House, fields: &str) -> String {
    format!("csrf={}&{fields}", house.operator().csrf.replace(' ', "+"))
}

#[tokio::test]
async fn several_sites_are_stopped_after_a_page_that_says_what_will_happen() {
    let house = House::with(&[SHOP, BLOG, "third.example.org"]).await;
    let otto = house.operator();
    house.mail(SHOP, "/srv/form.php", "anna@example.net", NOON - HOUR, Fate::Waits).await;
    house.act(BLOG, Action::Block, "owner:anna", "", false).await;
    let (shop, blog) = (house.id(SHOP), house.id(BLOG));

    let list = house.get(Some(&otto), "/").await;
    list.shows(&[&format!("name=\"site\" value=\"{shop}\""), "All 4 that fit", "value=\"purge\""]);
    let path = format!("/operate/bulk?search=&state=&site={shop}&site={blog}&which=&action=block");
    let page = house.get(Some(&otto), &path).await;
    page.shows(&[
        "Stop sending for 2 sites?",
        "1 site stops sending at once",
        "1 email that is waiting is kept back",
        "1 is stopped already",
        "shop.example.org, blog.example.org",
        &format!("name=\"sites\" value=\"{shop},{blog}\""),
        "name=\"lock\"",
        "Stop 2 sites",
    ]);
    assert!(!house.site(SHOP).await.state.is_red(), "nothing is done yet");

    let fields =
        form(&house, &format!("action=block&sites={shop},{blog},99&reason=a+%3Cb%3E+storm"));
    let begun = house.post(Some(&otto), "/operate/bulk", &fields).await;
    let page = ended(&house, &begun).await;
    page.shows(&[
        "Done: 3 of 3",
        "1 could not be done",
        "1 was changed",
        "1 was so already",
        "removed meanwhile",
        "/sites/shop.example.org\"",
        "1 email is kept back",
    ]);
    page.hides(&["data-live", "Look again"]);
    let site = house.site(SHOP).await;
    assert_eq!((site.state, &*site.reason), (State::Blocked, "a <b> storm"));

    let none = house.get(Some(&otto), "/operate/bulk?action=block&site=99").await;
    assert_eq!(none.status, StatusCode::SEE_OTHER);
    let odd = house.get(Some(&otto), "/operate/bulk?action=explode&site=1").await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
    assert_eq!(house.get(Some(&otto), "/operate/bulk/77").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn all_that_fit_are_meant_and_a_reason_that_is_too_long_comes_back() {
    let house = House::with(&[SHOP, BLOG, "third.example.org"]).await;
    let otto = house.operator();
    house.mail(SHOP, "/srv/form.php", "anna@example.net", NOON - HOUR, Fate::Waits).await;
    house.act(SHOP, Action::Block, "owner:anna", "", false).await;
    let page = house.get(Some(&otto), "/operate/bulk?which=all&state=red&action=purge").await;
    page.shows(&[
        "Delete all waiting emails of 1 site?",
        "1 email is deleted",
        "cannot be brought back",
        "It is about shop.example.org.",
        "button danger",
    ]);
    page.hides(&["blog.example.org", "name=\"reason\""]);
    let fields = form(&house, &format!("action=purge&sites={}", house.id(SHOP)));
    let begun = house.post(Some(&otto), "/operate/bulk", &fields).await;
    ended(&house, &begun).await.shows(&["1 email was deleted"]);
    assert_eq!(house.site(SHOP).await.counters.queued, 0);

    let long = "%3C".repeat(1001);
    let fields = form(&house, &format!("action=block&sites={}&reason={long}", house.id(BLOG)));
    let back = house.post(Some(&otto), "/operate/bulk", &fields).await;
    back.shows(&["Stop sending for 1 site?", "&#60;&#60;&#60;", "1 character too long"]);
    assert!(!house.site(BLOG).await.state.is_red());
}

#[tokio::test]
async fn a_next_hop_tells_what_waits_for_it_and_a_search_finds_it() {
    let house = House::new().await;
    let otto = house.operator();
    house.get(Some(&otto), "/hops").await.shows(&["0 attempts", "No next hop is in use"]);
    for _ in 0..6 {
        house.mail(SHOP, "/srv/form.php", "anna@example.net", NOON - HOUR, Fate::Waits).await;
    }
    house.engine.schedule.wake(house.id(SHOP));
    let page = loop {
        let page = house.get(Some(&otto), "/hops").await;
        if page.text.contains("4 attempts") {
            break page;
        }
        tokio::task::yield_now().await;
    };
    page.shows(&[
        "4 attempts are being made now, of at most 1,000",
        "mx:example.net",
        "Answers",
        ">2<span class=\"sub\">oldest due 60 minutes ago",
        "href=\"/sites/shop.example.org\"",
        "4 of 4",
        "20 at the very most",
    ]);
    house.get(Some(&otto), "/hops?search=EXAMPLE.NET").await.shows(&["mx:example.net"]);
    let none = house.get(Some(&otto), "/hops?search=%3Cb%3E").await;
    none.shows(&["value=\"&#60;b&#62;\"", "No next hop fits"]);
    house
        .get(Some(&otto), "/health")
        .await
        .shows(&["Oldest that is due", "60 minutes ago (<a href=\"/sites/shop.example.org\">"]);
}

#[tokio::test]
async fn health_tells_whether_mail_is_accepted_and_how_the_store_stands() {
    let house = House::new().await;
    house.mail(SHOP, "/srv/form.php", "later@example.net", NOON - HOUR, Fate::Deferred).await;
    let page = plain(&house.get(Some(&house.operator()), "/health").await);
    page.shows(&[
        "Mail is accepted",
        "Waiting, all sites</dt><dd>1<",
        "tried before</dt><dd>1<",
        "nothing that is due waits",
        "Writes in the last five minutes</dt><dd>none",
        "Database</dt><dd>",
        "Room for new mail</dt><dd>",
        "Drop directory",
        "off",
        "Calls itself</dt><dd>localhost",
        "Started</dt><dd>just now",
        "Takes SMTP at</dt><dd>nowhere",
    ]);
}

#[tokio::test]
async fn the_audit_log_says_who_did_what_and_an_owner_is_told_no_operators_name() {
    let house = House::new().await;
    let hostile = "<img src=x>\u{202e}".repeat(40);
    house.act(SHOP, Action::Block, "operator:otto", &hostile, true).await;
    house.act(BLOG, Action::Block, "owner:bert", "mine", false).await;
    let otto = house.operator();

    let page = house.get(Some(&otto), "/audit").await;
    page.shows(&[
        "15 Jun 2026, 12:00",
        "bert, site owner",
        "stopped sending",
        "href=\"/sites/blog.example.org\"",
        "mine",
        "otto, operator",
        "&#60;img src=x&#62;\\u{202e}",
        "added the site",
    ]);
    page.hides(&["<img"]);
    let of_shop = house.get(Some(&otto), "/audit?site=shop.example.org").await;
    of_shop.shows(&["otto, operator"]);
    of_shop.hides(&["bert"]);
    house.get(Some(&otto), "/audit?site=nowhere").await.shows(&["There is no site of this name"]);

    let page = house.get(Some(&house.anna(&[SHOP])), "/sites/shop.example.org/audit").await;
    page.shows(&[
        "Who did what with this site",
        "15 Jun 2026, 14:00",
        "your hosting provider",
        "stopped sending",
    ]);
    page.hides(&["otto", "bert", "blog.example.org", "<img"]);
}

#[tokio::test]
async fn the_audit_log_goes_on_from_its_last_entry_and_stays_small() {
    let house = House::new().await;
    let reason = "<".repeat(900);
    for nth in 0..60 {
        let action = if nth % 2 == 0 { Action::Block } else { Action::Unblock };
        house.act(SHOP, action, "owner:anna", &format!("{nth:02} {reason}"), false).await;
    }
    let otto = house.operator();
    let first = house.get(Some(&otto), "/audit").await;
    first.shows(&[">59 ", ">10 ", "Show more"]);
    first.hides(&[">09 "]);
    is_small(&first);
    let more = first.text.split("href=\"").find(|link| link.contains(">Show more")).unwrap();
    let second = house.get(Some(&otto), more.split('"').next().unwrap()).await;
    second.shows(&[">09 ", "added the site", "Back to the beginning"]);
    second.hides(&[">10 ", "Show more"]);
}
