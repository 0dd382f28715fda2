//! A site as those who run the hosting make it, and see it.

use axum::http::StatusCode;
use postern_core::access::Grant;
use postern_engine::people::UserWish;
use postern_store::people::Hidden;
use postern_store::{By, Identity};

use super::door::Browser;
use super::house::{BLOG, Fate, House, NOON, SHOP};

/// Fields of a form that can be so.
fn fields(changed: &[(&str, &str)]) -> String {
    let mut fields = vec![
        ("uids", "1001"),
        ("ranges", ""),
        ("sender_domains", ""),
        ("report_address", ""),
        ("zone", "Europe/Rome"),
        ("language", "it"),
        ("message_bytes", "10485760"),
        ("recipients", "100"),
        ("queued", "100+000"),
        ("queued_bytes", "2147483648"),
        ("smarthosts", ""),
        ("source_address", ""),
    ];
    for (name, value) in changed {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    let fields: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    fields.join("&")
}

#[tokio::test]
async fn a_site_is_added_with_all_that_is_known_of_it_and_changed() {
    let house = House::new().await;
    let otto = house.operator();
    let page = house.get(Some(&otto), "/operate/sites/new").await;
    page.shows(&["Add a site", "name=\"name\"", "name=\"uids\"", "value=\"10485760\"", "100000"]);
    let new = fields(&[
        ("name", "New.Example.org"),
        ("uids", "1001+1002"),
        ("ranges", "192.0.2.0%2F24%0D%0A2001%3Adb8%3A%3A%2F32"),
        ("sender_domains", "new.example.org"),
        ("report_address", "anna%40example.org"),
        ("source_address", "192.0.2.9"),
    ]);
    let page = house.submit(&otto, "/operate/sites/new", &new).await;
    page.shows(&["The site new.example.org was added", "value=\"1001 1002\"", "192.0.2.0/24"]);
    let site = house.site("new.example.org").await;
    assert_eq!(site.identities.len(), 4);
    assert_eq!((&*site.settings.zone, &*site.settings.language), ("Europe/Rome", "it"));
    assert_eq!(site.settings.report_address, "anna@example.org");
    assert_eq!(
        (site.settings.limits.queued, &*site.settings.source_address),
        (100_000, "192.0.2.9")
    );

    let path = "/sites/new.example.org/edit";
    let page = house.submit(&otto, path, &fields(&[("uids", "1002"), ("recipients", "7")])).await;
    page.shows(&["The site was changed", "value=\"1002\"", "value=\"7\""]);
    assert_eq!(house.site("new.example.org").await.identities, [Identity::Uid(1002)]);
    let same = house.submit(&otto, path, &fields(&[("uids", "1002"), ("recipients", "7")])).await;
    same.shows(&["Nothing was different"]);
}

#[tokio::test]
async fn what_is_wrong_with_a_site_stands_beside_its_field() {
    let house = House::new().await;
    let otto = house.operator();
    house.submit(&otto, &format!("/sites/{BLOG}/edit"), &fields(&[("uids", "1009")])).await;
    let form = |fields: &str| format!("csrf={}&{fields}", otto.csrf.replace(' ', "+"));
    for (name, value, told) in [
        ("name", SHOP, "There is a site of this name"),
        ("name", "no+name", "Use letters, digits"),
        ("uids", "www-data", "A uid is a number"),
        ("uids", "1009", "uid 1009 belongs to blog.example.org already"),
        ("uids", "65534", "means nobody"),
        ("ranges", "%3Cb%3E", "&#60;b&#62; is no address or range"),
        ("ranges", "127.0.0.0%2F8", "loopback"),
        ("sender_domains", "-", "is no mail domain"),
        ("report_address", "anna", "anna is no address"),
        ("zone", "Mars%2FBase", "There is no time zone Mars/Base"),
        ("language", "tlh", "Choose one of the languages"),
        ("message_bytes", "many", "Write a whole number"),
        ("message_bytes", "17", "At least 1,024 bytes"),
        ("message_bytes", "99999999999", "At most 67,108,864 bytes"),
        ("recipients", "0", "This cannot be 0"),
        ("recipients", "50001", "At most 50,000 recipients"),
        ("queued_bytes", "5", "At least 1,024 bytes"),
        ("smarthosts", "relay", "names no smarthost relay"),
        ("source_address", "here", "here is no IP address"),
    ] {
        let body = match name {
            "name" => fields(&[("name", value)]),
            _ => fields(&[("name", "new.example.org"), (name, value)]),
        };
        let page = house.post(Some(&otto), "/operate/sites/new", &form(&body)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {value}");
        page.shows(&[&format!("id=\"{name}-fault\""), told]);
        page.hides(&["<b>"]);
    }
    assert!(house.engine.sites.by_name("new.example.org").is_none());

    let moved = fields(&[("uids", "1009"), ("moves", "on")]);
    house.submit(&otto, &format!("/sites/{SHOP}/edit"), &moved).await.shows(&["was changed"]);
    assert_eq!(house.site(SHOP).await.identities, [Identity::Uid(1009)]);
    assert_eq!(house.site(BLOG).await.identities, []);
}

#[tokio::test]
async fn logins_of_a_site_are_set_and_removed() {
    let house = House::new().await;
    let otto = house.operator();
    let path = format!("/sites/{SHOP}/logins");
    let page = house.submit(&otto, &path, "login=shop%3Cb%3E&password=plugh-xyzzy").await;
    page.shows(&["can be used now", "shop&#60;b&#62;"]);
    page.hides(&["<b>", "xyzzy"]);
    let form = |fields: &str| format!("csrf={}&{fields}", otto.csrf.replace(' ', "+"));
    for (site, fields, id) in [
        (SHOP, "login=&password=a+secret+one", "login-fault"),
        (SHOP, "login=a&password=7+bytes", "password-fault"),
        (BLOG, "login=shop%3Cb%3E&password=plugh-xyzzy", "login-fault"),
    ] {
        let path = format!("/sites/{site}/logins");
        let page = house.post(Some(&otto), &path, &form(fields)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields}");
        page.shows(&[&format!("id=\"{id}\"")]);
    }
    let remove = format!("{path}/remove");
    let page = house.submit(&otto, &remove, "login=shop%3Cb%3E").await;
    page.shows(&["was removed", "It has none."]);
    let gone = house.post(Some(&otto), &remove, &form("login=shop%3Cb%3E")).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_site_is_removed_by_who_types_its_name() {
    let house = House::new().await;
    let otto = house.operator();
    house.mail(SHOP, "/srv/form.php", "anna@example.net", NOON, Fate::Waits).await;
    let path = format!("/sites/{SHOP}/remove");
    house.get(Some(&otto), &path).await.shows(&[
        "Remove shop.example.org for good?",
        "The 1 email that is waiting is deleted",
        "Its uids, addresses and logins are free",
        "the audit log stays",
        "Type shop.example.org to confirm",
    ]);
    let form = |fields: &str| format!("csrf={}&{fields}", otto.csrf.replace(' ', "+"));
    for wrong in ["name=", "name=blog.example.org"] {
        let page = house.post(Some(&otto), &path, &form(wrong)).await;
        page.shows(&["This is not the site’s name"]);
        assert!(house.engine.sites.by_name(SHOP).is_some());
    }
    let page = house.submit(&otto, &path, "name=Shop.example.org+").await;
    page.shows(&["The site shop.example.org was removed"]);
    assert!(house.engine.sites.by_name(SHOP).is_none());
    let host = house.post(Some(&otto), "/sites/host/remove", &form("name=host")).await;
    assert_eq!(host.status, StatusCode::CONFLICT);
    house.get(Some(&otto), "/sites/host/edit").await.hides(&["/sites/host/remove"]);
}

#[tokio::test]
async fn an_operator_sees_a_site_as_its_owner_does_until_they_go_back() {
    let house = House::new().await;
    let password = "correct horse battery";
    let wish = UserWish {
        name: "otto".into(),
        grant: Grant::operator(),
        language: "en".into(),
        password: Some(Hidden(password.into())),
    };
    let by = By { who: "operator:root".into(), at: NOON };
    house.engine.people.add(&Grant::operator(), wish, by).await.expect("an operator");
    let mut browser = Browser::new(&house);
    browser.open("/login").await;
    browser.send("/login", "name=otto&password=correct+horse+battery").await;
    let page = browser.open("/sites/shop.example.org").await;
    page.shows(&["Who did what", "/sites/shop.example.org/edit\"", "See it as its owner does"]);

    browser.send("/sites/shop.example.org/as-owner", "").await;
    let page = browser.open("/sites/shop.example.org").await;
    page.shows(&["You see this site as its owner does", "Back to your own view"]);
    page.hides(&["/edit\"", "See it as its owner does", "Hosting<"]);
    for closed in ["/users", "/audit", "/sites/shop.example.org/edit"] {
        assert_eq!(browser.open(closed).await.status, StatusCode::FORBIDDEN, "{closed}");
    }
    assert_eq!(browser.open(&format!("/sites/{BLOG}")).await.status, StatusCode::NOT_FOUND);

    browser.open("/sites/shop.example.org").await;
    browser.send("/account/as-operator", "").await;
    browser.open("/").await.shows(&["Hosting<", "blog.example.org"]);
    browser.open("/audit").await.shows(&["otto, operator", "looked at the site as its owner does"]);
}
