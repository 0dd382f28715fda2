//! Who gets where, and what is served beside pages.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, LOCATION};
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use postern_core::access::{Role, Scope};

use super::house::{BLOG, House, SHOP};
use crate::panel::assets::ASSETS;

/// Every page of a site, as the panel's routes say: none is forgotten here.
fn of_site() -> Vec<&'static str> {
    let routes = include_str!("../mod.rs").split(".route(\"").skip(1);
    let paths = routes.filter_map(|route| route.split('"').next());
    let pages: Vec<&str> = paths.filter_map(|path| path.strip_prefix("/sites/{site}")).collect();
    assert!(pages.contains(&"") && pages.contains(&"/purge"), "{pages:?}");
    pages
}

#[tokio::test]
async fn who_is_not_known_is_led_to_the_login() {
    let house = House::new().await;
    for (path, to) in [
        ("/", "/login"),
        ("/sites/shop.example.org", "/login?next=%2Fsites%2Fshop.example.org"),
        ("/sites/nowhere.example.org", "/login?next=%2Fsites%2Fnowhere.example.org"),
        ("/sites/shop.example.org/block", "/login?next=%2Fsites%2Fshop.example.org%2Fblock"),
    ] {
        let answer = house.get(None, path).await;
        let told = answer.headers[LOCATION].to_str().unwrap();
        assert_eq!((answer.status, told), (StatusCode::SEE_OTHER, to));
    }
    let answer = house.post(None, "/sites/shop.example.org/block", "csrf=").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_site_of_others_is_answered_as_one_that_is_not_there() {
    let house = House::new().await;
    for (role, who) in [
        (Role::Owner, "owner:anna"),
        (Role::Reader, "reader:rita"),
        (Role::Operator, "operator:otto"),
    ] {
        let visitor = house.visitor(who, role, Scope::Sites([house.id(SHOP)].into()));
        let form = format!("csrf={}", visitor.csrf.replace(' ', "+"));
        for page in of_site() {
            let (theirs, none) =
                (format!("/sites/{BLOG}{page}"), format!("/sites/nowhere.example.org{page}"));
            let (one, other) =
                (house.get(Some(&visitor), &theirs).await, house.get(Some(&visitor), &none).await);
            assert_eq!((one.status, &one.text), (other.status, &other.text), "{page}");
            // What only operators may is refused to others before the site is looked at.
            let refused =
                [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN, StatusCode::METHOD_NOT_ALLOWED];
            assert!(refused.contains(&one.status), "{page}: {}", one.status);
            let (one, other) = (
                house.post(Some(&visitor), &theirs, &form).await,
                house.post(Some(&visitor), &none, &form).await,
            );
            assert_eq!((one.status, &one.text), (other.status, &other.text), "{page}");
        }
    }
    assert!(!house.site(BLOG).await.state.is_red());
}

#[tokio::test]
async fn a_page_hears_of_changes_of_its_site_as_programs_do() {
    let house = House::new().await;
    let request = Request::get("/sites/shop.example.org/events").body(Body::empty()).unwrap();
    let answer = house.answer(Some(&house.anna(&[SHOP])), request).await;
    assert_eq!(answer.headers()[CONTENT_TYPE], "text/event-stream");
    let first = answer.into_body().frame().await.expect("an event").unwrap().into_data().unwrap();
    assert!(first.starts_with(b"event: state\n"), "{first:?}");
}

#[tokio::test]
async fn an_owner_of_one_site_comes_to_it_and_of_several_to_a_list_of_these() {
    let house = House::with(&[SHOP, BLOG, "third.example.org"]).await;
    let one = house.get(Some(&house.anna(&[SHOP])), "/").await;
    assert_eq!(
        (one.status, one.headers[LOCATION].to_str().unwrap()),
        (StatusCode::SEE_OTHER, "/sites/shop.example.org")
    );

    let two = house.get(Some(&house.anna(&[SHOP, BLOG])), "/").await;
    two.shows(&["Your sites", "/sites/blog.example.org\"", "Sending", "/sites/shop.example.org\""]);
    two.hides(&["third.example.org", "Show more"]);

    house.get(Some(&house.anna(&[])), "/").await.shows(&["No sites"]);
    house.get(Some(&house.operator()), "/").await.shows(&[
        "blog.example.org",
        "host",
        "third.example.org",
    ]);
}

#[tokio::test]
async fn a_long_list_of_sites_goes_on_from_its_last_name() {
    let names: Vec<String> = (0..120).map(|at| format!("site{at:03}.example.org")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let house = House::with(&names).await;
    let anna = house.anna(&names);
    let first = house.get(Some(&anna), "/").await;
    first.shows(&["site000.example.org", "Show more"]);
    first.hides(&["site060.example.org", "Back to the beginning"]);
    let last = house.get(Some(&anna), "/?after=site099.example.org").await;
    last.shows(&["site100.example.org", "site119.example.org", "Back to the beginning"]);
    last.hides(&["site099.example.org", "Show more"]);
}

#[tokio::test]
async fn what_goes_wrong_is_a_page_in_the_visitors_language() {
    let house = House::new().await;
    let page = house.get(Some(&house.operator()), "/no/such/page").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    page.shows(&["There is no such page", "Reference: no-such-path"]);
    let page = house.get(None, "/no/such/page").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    page.hides(&["Account of", "Hosting<"]);
    let post = house.post(Some(&house.operator()), "/", "csrf=").await;
    assert!(post.status.is_client_error(), "{}", post.status);
    let page = house.get(Some(&house.operator()), "/sites/%ff").await;
    assert!(page.status.is_client_error() && page.text.contains("<main"), "{}", page.text);
}

#[tokio::test]
async fn what_pages_are_dressed_with_is_kept_as_long_as_it_is_the_same() {
    let house = House::new().await;
    let page = house.get(Some(&house.operator()), "/").await;
    for asset in ASSETS {
        let path = format!("/assets/{}/{}", asset.version(), asset.name);
        let whole = house.get(None, &path).await;
        assert_eq!(whole.status, StatusCode::OK, "{path}");
        assert!(whole.headers[CACHE_CONTROL].to_str().unwrap().contains("immutable"));
        assert!(!whole.headers[CONTENT_TYPE].is_empty());
        let again = Request::get(&path)
            .header("if-none-match", &whole.headers[ETAG])
            .body(Body::empty())
            .unwrap();
        assert_eq!(house.ask(None, again).await.status, StatusCode::NOT_MODIFIED);
        let other = house.get(None, &format!("/assets/0/{}", asset.name)).await;
        assert_eq!(
            (other.status, other.headers[CACHE_CONTROL].to_str().unwrap()),
            (StatusCode::OK, "no-cache")
        );
        assert_eq!(other.text, whole.text);
    }
    page.shows(&["/panel.css\"", "/menu.js\""]);
    assert_eq!(house.get(None, "/assets/0/other.css").await.status, StatusCode::NOT_FOUND);
}
