//! Keys of the provider's API as a browser makes, shows, approves and removes them.

use axum::http::StatusCode;
use postern_core::access::{Grant, Scope};
use postern_engine::ovh::{ApplicationWish, Made, Wanted, usual_rules};
use postern_store::By;

use super::door::{Browser, add_anna, leads_to};
use super::house::{BLOG, House, NOON, SHOP};

async fn with_anna() -> House {
    let house = House::new().await;
    add_anna(&house, Some("correct horse battery")).await;
    house
}

/// A browser that anna has logged in with.
async fn anna(house: &House) -> Browser<'_> {
    let mut browser = Browser::new(house);
    browser.open("/login").await;
    browser.send("/login", "name=anna&password=correct+horse+battery").await;
    browser
}

/// An application of the operator's that may have all sites, and asks.
async fn application(house: &House, name: &str) -> Made {
    let wish =
        ApplicationWish { name: name.into(), scope: Scope::All, rules: Vec::new(), ends_at: None };
    let by = By { who: "operator:root".into(), at: NOON };
    house.engine.ovh_keys.make(&Grant::operator(), None, wish, by).await.expect("is made")
}

/// The page where a key of the application is approved.
async fn asked(house: &House, made: &Made, redirection: &str) -> String {
    let wanted = Wanted {
        rules: usual_rules(true),
        addresses: vec!["192.0.2.0/24".parse().expect("a range")],
        redirection: redirection.into(),
    };
    let waiting = house.engine.ovh_keys.want(&made.key, wanted).await.expect("a wish");
    format!("/approve/{}", waiting.expect("is there").door.reveal())
}

#[tokio::test]
async fn an_owner_makes_a_key_is_told_it_once_and_removes_it() {
    let house = with_anna().await;
    let mut browser = anna(&house).await;
    browser.open("/account").await.shows(&["OVH API keys", "href=\"/ovh-keys\">Show the keys"]);
    browser.open("/ovh-keys").await.shows(&["No OVH API key"]);
    browser.open("/ovh-keys/new").await.shows(&["see and change everything", "asks owners"]);
    let refused = browser.send("/ovh-keys/new", "name=&may=all&ends=never").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = "name=%3Cb%3Ebill%E2%80%AE&may=all&ends=90d";
    let told = browser.send("/ovh-keys/new", form).await;
    told.shows(&["application_key=", "application_secret=", "consumer_key="]);
    let secret = told.text.split("application_secret=").nth(1).expect("it").lines().next();
    let secret = secret.expect("a line").to_owned();
    let page = browser.open("/ovh-keys").await;
    page.shows(&["&#60;b&#62;bill", "asks by itself", "consumer key", "valid"]);
    page.hides(&[&secret, "\u{202e}", BLOG]);
    let remove = page.text.split("href=\"/ovh-keys/").find_map(|rest| {
        let (path, _) = rest.split_once('"')?;
        path.ends_with("remove").then(|| format!("/ovh-keys/{path}"))
    });
    let remove = remove.expect("a link");
    browser.open(&remove).await.shows(&["With it go all its consumer keys"]);
    let (status, to) = leads_to(browser.send(&remove, "").await);
    assert_eq!((status, to), (StatusCode::SEE_OTHER, "/ovh-keys"));
    browser.open("/ovh-keys").await.shows(&["is removed", "No OVH API key"]);
}

#[tokio::test]
async fn what_an_application_asks_for_is_shown_and_approved_by_a_form_of_this_visitor_alone() {
    let house = with_anna().await;
    let made = application(&house, "<i>billing</i>").await;
    let path = asked(&house, &made, "https://billing.example.net/done?a=1&b=2").await;
    let mut browser = anna(&house).await;
    let page = browser.open(&path).await;
    page.shows(&[
        "&#60;i&#62;billing&#60;/i&#62;",
        "whoever runs this hosting",
        "See: <code>GET /*</code>",
        "192.0.2.0/24",
        "billing.example.net/done",
        SHOP,
    ]);
    page.hides(&["<i>", BLOG]);
    let visitor = house.anna(&[SHOP]);
    let strange = house.post(Some(&visitor), &path, "answer=approve&sites=shop.example.org").await;
    assert_eq!(strange.status, StatusCode::FORBIDDEN, "no page gave this form to her");
    for sites in ["", BLOG, "nowhere.example.org", "shop.example.org+blog.example.org"] {
        let form = format!("answer=approve&ends=never&sites={sites}");
        let page = browser.send(&path, &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{sites}");
    }
    let page = browser.send(&path, "answer=approve&ends=never&sites=shop.example.org").await;
    assert_eq!(page.status, StatusCode::OK);
    page.shows(&[
        "<meta http-equiv=\"refresh\" content=\"3; url=https://billing.example.net/done?a=1&#38;b=2\">",
        "may act for the sites you named",
        "href=\"https://billing.example.net/done?a=1&#38;b=2\"",
    ]);
    assert_eq!(browser.open(&path).await.status, StatusCode::NOT_FOUND);
    let list = browser.open("/ovh-keys").await;
    list.shows(&["&#60;i&#62;billing", SHOP, "valid"]);
    assert_eq!(list.text.matches("/remove\"").count(), 1, "the application is not hers to remove");
}

#[tokio::test]
async fn a_refusal_ends_what_was_asked_for() {
    let house = with_anna().await;
    let made = application(&house, "billing").await;
    let path = asked(&house, &made, "").await;
    let mut browser = anna(&house).await;
    browser.open(&path).await;
    let (status, to) = leads_to(browser.send(&path, "answer=refuse").await);
    assert_eq!((status, to), (StatusCode::SEE_OTHER, "/ovh-keys"));
    browser.open("/ovh-keys").await.shows(&["billing was refused", "No OVH API key"]);
    assert_eq!(browser.open(&path).await.status, StatusCode::NOT_FOUND);
}
