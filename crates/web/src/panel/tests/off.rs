//! The link that ends reports: no login, no cookie, one click, and good for its address alone.

use std::net::{IpAddr, Ipv4Addr};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use postern_store::{By, SiteChange, SiteSettings};

use crate::listen::Peer;

use super::house::{House, NOON, Page, SHOP};

const ANNA: &str = "anna@example.net";

async fn reports_to(house: &House, address: &str) {
    let settings =
        SiteSettings { report_address: address.into(), ..house.site(SHOP).await.settings };
    let change = SiteChange { settings: Some(settings), ..SiteChange::default() };
    let by = By { who: "owner:anna".into(), at: NOON };
    house.engine.sites.change(house.id(SHOP), change, by).await.expect("changed");
}

/// A request from the world, without a cookie.
async fn ask(house: &House, method: &str, path: &str, body: &'static str) -> Page {
    let peer = Peer { address: IpAddr::V4(Ipv4Addr::LOCALHOST), https: false, host: None };
    let request = Request::builder().method(method).uri(path).extension(peer);
    house.ask(None, request.body(Body::from(body)).expect("a request")).await
}

async fn address(house: &House) -> String {
    house.site(SHOP).await.settings.report_address
}

#[tokio::test]
async fn a_look_at_the_link_ends_nothing_and_its_button_does_once() {
    let house = House::new().await;
    reports_to(&house, ANNA).await;
    let path = format!("/unsubscribe/{}", house.engine.off.token(house.id(SHOP), ANNA));
    for _scanner in 0..2 {
        let page = ask(&house, "GET", &path, "").await;
        assert_eq!(page.status, StatusCode::OK);
        page.shows(&["Reports and warnings about shop.example.org go to anna@example.net."]);
        page.shows(&[&format!("action=\"{path}\""), "Send no more of them"]);
        assert_eq!(address(&house).await, ANNA);
    }
    let page = ask(&house, "POST", &path, "").await;
    page.shows(&["From now on, no reports and warnings about shop.example.org go to anna@"]);
    page.hides(&["Send no more of them"]);
    assert_eq!(address(&house).await, "");
    for method in ["GET", "POST"] {
        let page = ask(&house, method, &path, "").await;
        assert_eq!(page.status, StatusCode::OK);
        page.shows(&["This link has done its work"]);
        page.hides(&["anna@example.net", "Send no more of them"]);
    }
    let log = house.get(Some(&house.operator()), "/sites/shop.example.org/audit").await;
    log.shows(&["link:anna@example.net"]);
}

#[tokio::test]
async fn a_mail_program_ends_reports_by_the_request_of_its_rfc() {
    let house = House::new().await;
    reports_to(&house, ANNA).await;
    let path = format!("/unsubscribe/{}", house.engine.off.token(house.id(SHOP), ANNA));
    let page = ask(&house, "POST", &path, "List-Unsubscribe=One-Click").await;
    assert_eq!((page.status, address(&house).await.as_str()), (StatusCode::OK, ""));
}

#[tokio::test]
async fn a_link_is_good_for_its_site_and_its_address_alone() {
    let house = House::new().await;
    reports_to(&house, "bob@example.net").await;
    let off = &house.engine.off;
    let others = [
        off.token(house.id(SHOP), ANNA),
        off.token(house.engine.sites.host(), "bob@example.net"),
        off.token(house.id(SHOP), ""),
        "x".repeat(54),
        "%00".into(),
        "%C3%BC".into(),
        String::new(),
    ];
    for token in others {
        let page = ask(&house, "POST", &format!("/unsubscribe/{token}"), "").await;
        page.hides(&["bob@example.net"]);
        assert_eq!(address(&house).await, "bob@example.net", "{token:?}");
    }
}
