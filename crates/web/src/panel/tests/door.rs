//! The pages before anybody is known, and how somebody becomes known.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

use askama::Template;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, RETRY_AFTER, SET_COOKIE, USER_AGENT};
use axum::http::{HeaderValue, Request, StatusCode};
use postern_core::access::{Grant, Role, Scope};
use postern_engine::people::UserWish;
use postern_engine::words::{Catalogues, Language};
use postern_store::By;
use postern_store::people::Hidden;

use crate::listen::Peer;
use crate::panel::door::{Code, Link, Login, Setup};
use crate::panel::frame::Frame;
use crate::panel::visitor::Links;

use super::house::{BLOG, House, NOON, Page, SHOP};

fn frame() -> Frame {
    let catalogues = Catalogues::read();
    let words = catalogues.of(Language::English);
    let frame = Frame::nobodys(words, &Links::below("/postern"), words.say("login-title"));
    Frame { csrf: "secret".into(), ..frame }
}

#[track_caller]
fn check(page: &impl Template, shows: &[&str]) {
    let page = page.render().expect("a page");
    for text in
        shows.iter().chain(&["<main", "<h1>Log in</h1>", "/postern/assets/", "Your mailboxes"])
    {
        assert!(page.contains(text), "{text:?} does not stand in\n{page}");
    }
}

#[test]
fn each_is_one_form_with_its_secret_and_says_what_was_wrong() {
    let secret = "name=\"csrf\" value=\"secret\"";
    let (hostile, escaped) = ("\"><script>", "&#34;&#62;&#60;script&#62;");
    let fault = || Some(hostile.to_owned());
    let login =
        Login { frame: frame(), fault: fault(), name: hostile.into(), next: hostile.into() };
    check(&login, &["action=\"/postern/login\"", secret, "role=\"alert\"", escaped]);
    let code =
        Code { frame: frame(), action: "/postern/code".into(), fault: None, next: String::new() };
    check(&code, &["action=\"/postern/code\"", secret, "one-time-code"]);
    let action = "/postern/setup".to_owned();
    let setup = Setup {
        frame: frame(),
        action,
        fault: fault(),
        name: String::new(),
        password_hint: "12".into(),
    };
    check(&setup, &["action=\"/postern/setup\"", secret, "new-password", escaped]);
}

#[test]
fn a_login_link_has_one_button_and_none_when_it_is_spent() {
    let link = |fault| Link { frame: frame(), action: "/postern/link/x".into(), fault };
    check(&link(None), &["<form method=\"post\" action=\"/postern/link/x\">", "Open Postern"]);
    let spent = link(Some("spent".into()));
    check(&spent, &["spent", "href=\"/postern/login\""]);
    assert!(!spent.render().expect("a page").contains("Open Postern"));
}

/// A browser: it keeps cookies, and sends a form as the page before gave it.
pub(super) struct Browser<'a> {
    house: &'a House,
    https: bool,
    /// What it calls itself.
    pub(super) agent: &'static str,
    cookies: BTreeMap<String, String>,
    page: Option<Page>,
}

impl<'a> Browser<'a> {
    pub(super) fn new(house: &'a House) -> Browser<'a> {
        Browser { house, https: true, agent: "a browser", cookies: BTreeMap::new(), page: None }
    }

    async fn ask(&mut self, mut request: Request<Body>) -> &Page {
        let address = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7));
        let host = Some("mail.example.org".to_owned());
        request.extensions_mut().insert(Peer { address, https: self.https, host });
        let jar = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        let jar = jar.collect::<Vec<_>>().join("; ");
        request.headers_mut().insert(COOKIE, jar.parse().expect("visible"));
        request.headers_mut().insert(USER_AGENT, HeaderValue::from_static(self.agent));
        let page = self.house.ask(None, request).await;
        for cookie in page.headers.get_all(SET_COOKIE) {
            let cookie = cookie.to_str().expect("text").split(';').next().unwrap_or_default();
            let (name, value) = cookie.split_once('=').expect("a cookie");
            match value {
                "" => self.cookies.remove(name),
                value => self.cookies.insert(name.into(), value.into()),
            };
        }
        self.page.insert(page)
    }

    pub(super) async fn open(&mut self, path: &str) -> &Page {
        self.ask(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    /// Sends these fields with the secret of the page that is open.
    pub(super) async fn send(&mut self, path: &str, fields: &str) -> &Page {
        self.send_from("same-origin", path, fields).await
    }

    /// The same from a page that the browser says is elsewhere (`Sec-Fetch-Site`).
    async fn send_from(&mut self, origin: &str, path: &str, fields: &str) -> &Page {
        let page = self.page.as_ref().map_or("", |page| page.text.as_str());
        let secret =
            page.split("name=\"csrf\" value=\"").nth(1).and_then(|at| at.split('"').next());
        let form = format!("csrf={}&{fields}", secret.unwrap_or_default());
        let request = Request::post(path)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", origin)
            .body(Body::from(form));
        self.ask(request.expect("a request")).await
    }

    fn session(&self) -> Option<&String> {
        self.cookies.get("__Secure-postern")
    }
}

pub(super) fn leads_to(page: &Page) -> (StatusCode, &str) {
    (page.status, page.headers.get(LOCATION).map_or("", |to| to.to_str().expect("text")))
}

/// An owner of the shop, who has this password or none.
pub(super) async fn add_anna(house: &House, password: Option<&str>) {
    let grant = Grant { role: Role::Owner, scope: Scope::Sites([house.id(SHOP)].into()) };
    let password = password.map(|password| Hidden(password.to_owned()));
    let wish = UserWish { name: "anna".into(), grant, language: "en".into(), password };
    let by = By { who: "operator:root".into(), at: NOON };
    house.engine.people.add(&Grant::operator(), wish, by).await.expect("a user");
}

#[tokio::test]
async fn a_name_and_its_password_lead_to_the_page_that_was_asked_for() {
    let house = House::new().await;
    add_anna(&house, Some("correct horse battery")).await;
    let mut browser = Browser::new(&house);
    let asked = format!("/login?next=%2Fsites%2F{SHOP}");
    browser.open(&asked).await.shows(&["<form", "name=\"next\" value=\"/sites/shop.example.org\""]);
    for wrong in ["name=anna&password=wrong", "name=nobody&password=correct+horse+battery", ""] {
        let page = browser.send("/login", wrong).await;
        page.shows(&["role=\"alert\"", "Name or password is not right"]);
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        assert_eq!(browser.session(), None);
    }
    let good = format!("name=anna&password=correct+horse+battery&next=%2Fsites%2F{SHOP}");
    let to = format!("/sites/{SHOP}");
    assert_eq!(leads_to(browser.send("/login", &good).await), (StatusCode::SEE_OTHER, &*to));
    browser.open(&to).await.shows(&["anna", "Site owner"]);
    assert_eq!(browser.open(&format!("/sites/{BLOG}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(leads_to(browser.open("/login").await), (StatusCode::SEE_OTHER, "/"));

    let first = browser.session().cloned().expect("a session");
    browser.open(&to).await;
    browser.send("/login", &good).await;
    let stolen = browser.session().cloned().expect("another");
    let mut before = Browser::new(&house);
    before.cookies.insert("__Secure-postern".into(), first);
    assert_eq!(before.open(&to).await.status, StatusCode::SEE_OTHER, "a new one ends the old");
    browser.open(&to).await;
    assert_eq!(leads_to(browser.send("/logout", "").await), (StatusCode::SEE_OTHER, "/login"));
    assert_eq!(browser.session(), None);
    browser.cookies.insert("__Secure-postern".into(), stolen);
    assert_eq!(browser.open(&to).await.status, StatusCode::SEE_OTHER, "the session has ended");
}

#[tokio::test]
async fn who_tries_too_often_waits_and_is_told_how_long() {
    let house = House::new().await;
    add_anna(&house, Some("correct horse battery")).await;
    let mut browser = Browser::new(&house);
    browser.open("/login").await;
    for nth in 0..100 {
        let page = browser.send("/login", "name=anna&password=wrong").await;
        if page.status == StatusCode::TOO_MANY_REQUESTS {
            page.shows(&["role=\"alert\"", "Too many attempts. Try again in"]);
            let after: u64 = page.headers[RETRY_AFTER].to_str().expect("text").parse().expect("s");
            assert!((1..=3600).contains(&after), "{after} s");
            let right = "name=anna&password=correct+horse+battery";
            assert_eq!(browser.send("/login", right).await.status, StatusCode::TOO_MANY_REQUESTS);
            assert!(nth >= 4, "{nth} slips are nobody's attack");
            return;
        }
    }
    panic!("a hundred attempts");
}

#[tokio::test]
async fn a_form_of_another_site_lets_nobody_in() {
    let house = House::new().await;
    add_anna(&house, Some("correct horse battery")).await;
    let fields = "name=anna&password=correct+horse+battery";
    let mut browser = Browser::new(&house);
    let page = browser.send("/login", fields).await;
    page.shows(&["This form is too old"]);
    assert_eq!((page.status, browser.session()), (StatusCode::FORBIDDEN, None));
    browser.open("/login").await;
    browser.cookies.clear();
    let page = browser.send("/login", fields).await;
    assert_eq!(
        (page.status, browser.session()),
        (StatusCode::FORBIDDEN, None),
        "of another browser"
    );
}

#[tokio::test]
async fn a_neighbour_who_plants_cookies_cannot_log_a_browser_in() {
    let house = House::new().await;
    add_anna(&house, Some("correct horse battery")).await;
    let fields = "name=anna&password=correct+horse+battery";
    let mut browser = Browser::new(&house);
    browser.open("/login").await;
    let page = browser.send_from("same-site", "/login", fields).await;
    page.shows(&["This form is too old"]);
    assert_eq!((page.status, browser.session()), (StatusCode::FORBIDDEN, None));
    browser.open("/login").await;
    let page = browser.send("/login", fields).await;
    assert_eq!(leads_to(page).0, StatusCode::SEE_OTHER);
    assert!(browser.session().is_some());
}

#[tokio::test]
async fn nobody_ends_to_see_as_an_owner() {
    let house = House::new().await;
    let mut browser = Browser::new(&house);
    browser.open("/login").await;
    let page = browser.send("/account/as-operator", "").await;
    assert_eq!(leads_to(page), (StatusCode::SEE_OTHER, "/login"));
}

#[tokio::test]
async fn a_login_link_is_spent_by_its_button_only_and_once() {
    let house = House::new().await;
    add_anna(&house, None).await;
    let by = By { who: "operator:root".into(), at: NOON };
    let anna = house.engine.people.user_named("anna").await.expect("anna");
    let (grant, site) = (Grant::operator(), Some(house.id(SHOP)));
    let secret = house.engine.people.add_link(&grant, None, &anna, site, by).await.expect("a link");
    let path = format!("/link/{}", secret.reveal());
    let mut scanner = Browser::new(&house);
    for _ in 0..3 {
        scanner.open(&path).await.shows(&["<form method=\"post\"", "Open Postern"]);
    }
    assert_eq!(scanner.session(), None);
    let mut browser = Browser::new(&house);
    browser.open(&path).await;
    let to = format!("/sites/{SHOP}");
    assert_eq!(leads_to(browser.send(&path, "").await), (StatusCode::SEE_OTHER, &*to));
    browser.open(&to).await.shows(&["anna"]);
    let page = scanner.send(&path, "").await;
    page.shows(&["used already, or is too old"]);
    assert_eq!((page.status, scanner.session()), (StatusCode::GONE, None));
}

#[tokio::test]
async fn the_first_operator_is_made_once() {
    let house = House::new().await;
    let url = house.app.first_operator().await.expect("the store answers").expect("a link");
    let path = url.strip_prefix("https://mail.example.org").expect("of the panel").to_owned();
    let mut browser = Browser::new(&house);
    browser.open(&path).await.shows(&["Set up Postern", "name=\"again\""]);
    for (fields, told) in [
        ("name=root&password=correct+horse+battery&again=correct+horse", "not the same"),
        ("name=root&password=short&again=short", "A password has 10 to 255 characters"),
        ("name=%3Cb%3E&password=correct+horse+battery&again=correct+horse+battery", "lower-case"),
    ] {
        let page = browser.send(&path, fields).await;
        page.shows(&["role=\"alert\"", told, "name=\"again\""]);
        assert_eq!((page.status, browser.session()), (StatusCode::UNPROCESSABLE_ENTITY, None));
    }
    let good = "name=root&password=correct+horse+battery&again=correct+horse+battery";
    assert_eq!(leads_to(browser.send(&path, good).await), (StatusCode::SEE_OTHER, "/"));
    browser.open("/").await.shows(&["Runs the hosting"]);
    let page = Browser::new(&house).open(&path).await.status;
    assert_eq!(page, StatusCode::GONE);
    assert_eq!(house.app.first_operator().await.expect("the store answers"), None);
}

#[tokio::test]
async fn a_language_is_kept_before_the_door_and_leads_back() {
    let house = House::new().await;
    let mut browser = Browser::new(&house);
    browser.open("/login").await;
    let page = browser.send("/account/language", "language=it&next=%2Flogin").await;
    assert_eq!(leads_to(page), (StatusCode::SEE_OTHER, "/login"));
    browser.open("/login").await.shows(&["<html lang=\"it\""]);
    browser.open("/login").await;
    let page =
        browser.send("/account/language", "language=tlh&next=https%3A%2F%2Fevil.example").await;
    assert_eq!(leads_to(page), (StatusCode::SEE_OTHER, "/"));
}

#[tokio::test]
async fn a_guest_of_one_site_chooses_a_language_for_the_browser_and_not_for_the_user() {
    let house = House::new().await;
    let by = || By { who: "operator:root".into(), at: NOON };
    let wish = UserWish {
        name: "otto".into(),
        grant: Grant::operator(),
        language: "en".into(),
        password: None,
    };
    house.engine.people.add(&Grant::operator(), wish, by()).await.expect("a user");
    let otto = house.engine.people.user_named("otto").await.expect("otto");
    let site = Some(house.id(SHOP));
    let grant = Grant::operator();
    let secret =
        house.engine.people.add_link(&grant, None, &otto, site, by()).await.expect("a link");
    let path = format!("/link/{}", secret.reveal());
    let mut browser = Browser::new(&house);
    browser.open(&path).await;
    browser.send(&path, "").await;
    let page = format!("/sites/{SHOP}");
    browser.open(&page).await.shows(&["<html lang=\"en\""]);
    browser.send("/account/language", "language=de").await;
    browser.open(&page).await.shows(&["<html lang=\"de\""]);
    let otto = house.engine.people.user_named("otto").await.expect("otto");
    assert_eq!(otto.language, "en");
}
