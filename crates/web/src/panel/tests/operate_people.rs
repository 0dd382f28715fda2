//! Users and tokens, as those who run the hosting deal with them.

use axum::http::StatusCode;
use postern_core::access::{Grant, Role, Scope};
use postern_core::ids::TokenId;
use postern_engine::people::UserWish;
use postern_store::By;
use postern_store::people::{Hidden, User};

use super::door::Browser;
use super::house::{BLOG, House, NOON, SHOP, is_small};
use crate::panel::visitor::Visitor;

async fn add(house: &House, name: &str, grant: Grant) -> User {
    let password = Some(Hidden("correct horse battery".to_owned()));
    let wish = UserWish { name: name.into(), grant, language: "en".into(), password };
    let by = By { who: "operator:root".into(), at: NOON };
    let id = house.engine.people.add(&Grant::operator(), wish, by).await.expect("a user");
    house.engine.people.user(id).await.expect("the user")
}

fn owner_of(house: &House, site: &str) -> Grant {
    Grant { role: Role::Owner, scope: Scope::Sites([house.id(site)].into()) }
}

async fn named(house: &House, name: &str) -> Option<User> {
    house.engine.people.user_named(name).await.ok()
}

fn form(visitor: &Visitor, fields: &str) -> String {
    format!("csrf={}&{fields}", visitor.csrf.replace(' ', "+"))
}

#[tokio::test]
async fn a_user_is_added_listed_changed_and_removed() {
    let house = House::new().await;
    let otto = house.operator();
    house.get(Some(&otto), "/users").await.shows(&["/operate/users/new", "There is no user yet"]);
    let fields = "name=+Anna&role=owner&sites=shop.example.org&language=it&password=";
    let page = house.submit(&otto, "/operate/users/new", fields).await;
    page.shows(&["User anna was added", "<h1>anna</h1>", "Site owner", "shop.example.org"]);
    page.shows(&["by login link only", "never", "Make a login link", "Nowhere."]);
    house.get(Some(&otto), "/users").await.shows(&["/users/anna\"", "Site owner", SHOP, "never"]);

    let fields = format!("role=reader&sites={SHOP}%0D%0A{BLOG}&language=de");
    let page = house.submit(&otto, "/users/anna", &fields).await;
    page.shows(&["The user was changed", "May look, not change", "blog.example.org, shop"]);
    let anna = named(&house, "anna").await.expect("anna");
    assert_eq!((anna.grant.role, &*anna.language), (Role::Reader, "de"));

    let page = house.submit(&otto, "/users/anna/password", "password=correct+horse+battery").await;
    page.shows(&["The password was set", "with a password"]);

    let asked = house.get(Some(&otto), "/users/anna/remove").await;
    asked.shows(&["Remove the user anna?", "Sessions, tokens and login links", "button danger"]);
    assert!(named(&house, "anna").await.is_some(), "asking removes nobody");
    house.submit(&otto, "/users/anna/remove", "").await.shows(&["User anna was removed"]);
    assert!(named(&house, "anna").await.is_none());
    assert_eq!(house.get(Some(&otto), "/users/anna").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_wrong_with_a_user_stands_beside_its_field_and_what_was_typed_comes_back() {
    let house = House::new().await;
    let otto = house.operator();
    add(&house, "anna", owner_of(&house, SHOP)).await;
    for (fields, id, told) in [
        ("name=%3Cb%3E&role=owner&sites=shop.example.org", "name-fault", "lower-case"),
        ("name=anna&role=owner&sites=shop.example.org", "name-fault", "of this name already"),
        ("name=bert&role=owner&sites=shop.example.org,%3Cb%3E", "sites-fault", "&#60;b&#62;"),
        ("name=bert&role=owner&sites=", "sites-fault", "Name at least one site"),
        ("name=bert&role=king&sites=shop.example.org", "role-fault", "Choose a role"),
        ("name=bert&role=operator&sites=shop.example.org", "sites-fault", "not both"),
        ("name=bert&role=owner&all=on&password=short", "password-fault", "10 to 255"),
    ] {
        let page = house.post(Some(&otto), "/operate/users/new", &form(&otto, fields)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields}");
        page.shows(&["aria-invalid=\"true\"", &format!("id=\"{id}\""), told]);
        page.hides(&["<b>", "value=\"short\""]);
    }
    assert!(named(&house, "bert").await.is_none());
    let page = house.post(Some(&otto), "/users/anna/password", &form(&otto, "password=anna")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.shows(&["id=\"password-fault\"", "10 to 255"]);
    let stale = house.post(Some(&otto), "/users/anna/remove", "csrf=guessed").await;
    assert_eq!(stale.status, StatusCode::FORBIDDEN);
    assert!(named(&house, "anna").await.is_some());
}

#[tokio::test]
async fn a_login_link_is_told_once_and_logs_the_user_in() {
    let house = House::new().await;
    let otto = house.operator();
    add(&house, "anna", owner_of(&house, SHOP)).await;
    for (site, told) in [("nowhere", "There is no such site"), (BLOG, "has not got that site")] {
        let fields = form(&otto, &format!("site={site}"));
        let page = house.post(Some(&otto), "/users/anna/link", &fields).await;
        page.shows(&["id=\"site-fault\"", told]);
    }
    let page = house.post(Some(&otto), "/users/anna/link", &form(&otto, "site=")).await;
    page.shows(&[
        "A login link for anna",
        "60 seconds",
        "data-copy=",
        "/link/",
        "Back to the user",
    ]);
    let link = page.text.split("<pre>https://mail.example.org").nth(1).expect("a link");
    let path = link.split("</pre>").next().expect("its end").to_owned();
    house.get(Some(&otto), "/users/anna").await.hides(&[&path]);
    let mut browser = Browser::new(&house);
    browser.open(&path).await.shows(&["Open Postern"]);
    browser.send(&path, "").await;
    browser.open("/sites/shop.example.org").await.shows(&["anna"]);

    house.get(Some(&otto), "/users/anna").await.shows(&["Logged in now", "192.0.2.7"]);
    house
        .submit(&otto, "/users/anna/sessions", "session=")
        .await
        .shows(&["logged out", "Nowhere."]);
    let page = browser.open("/sites/shop.example.org").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "the session has ended");
}

#[tokio::test]
async fn a_second_factor_is_taken_away_after_a_question() {
    let house = House::new().await;
    let anna = add(&house, "anna", owner_of(&house, SHOP)).await;
    let page = house.get(Some(&house.operator()), "/users/anna").await;
    page.hides(&["/users/anna/second-factor"]);
    let asked = house.get(Some(&house.operator()), "/users/anna/second-factor").await;
    asked.shows(&["Take the second factor of anna away?", "The password alone"]);
    let page = house.submit(&house.operator(), "/users/anna/second-factor", "").await;
    page.shows(&["The second factor was taken away"]);
    assert!(house.engine.people.user(anna.id).await.expect("anna").factor.is_none());
}

#[tokio::test]
async fn long_lists_of_users_and_tokens_go_on_and_stay_small() {
    let house = House::new().await;
    let otto = house.operator();
    let scope = Scope::Sites([house.id(SHOP), house.id(BLOG)].into());
    for nth in 0..60 {
        let name = format!("{nth:02}{}", "x".repeat(62));
        let grant = Grant { role: Role::Owner, scope: scope.clone() };
        let wish = UserWish {
            name: name.clone(),
            grant: grant.clone(),
            language: "".into(),
            password: None,
        };
        let by = By { who: "operator:root".into(), at: NOON };
        house.engine.people.add(&Grant::operator(), wish, by.clone()).await.expect("a user");
        let name = "<".repeat(64);
        let people = &house.engine.people;
        people.add_token(&Grant::operator(), None, name, grant, None, by).await.expect("a token");
    }
    for path in ["/users", "/tokens"] {
        let first = house.get(Some(&otto), path).await;
        first.shows(&["Show more"]);
        first.hides(&["<<"]);
        is_small(&first);
        let more = first.text.split("href=\"").find(|link| link.contains(">Show more")).unwrap();
        let second = house.get(Some(&otto), more.split('"').next().unwrap()).await;
        second.shows(&["Back to the beginning"]);
        second.hides(&["Show more"]);
        assert_eq!(second.text.matches("rowheader").count(), 10, "{path}");
    }
}

#[tokio::test]
async fn every_token_is_listed_and_removed_after_a_question() {
    let house = House::new().await;
    let otto = house.operator();
    house.get(Some(&otto), "/tokens").await.shows(&["/account/tokens\"", "There is no token"]);
    let anna = add(&house, "anna", owner_of(&house, SHOP)).await;
    let people = &house.engine.people;
    let by = By { who: "operator:root".into(), at: NOON };
    let ends_at = Some(NOON + std::time::Duration::from_secs(86_400));
    for (user, name, ends_at) in [(None, "hosting <panel>", None), (Some(anna.id), "mine", ends_at)]
    {
        let grant = owner_of(&house, SHOP);
        let all = Grant::operator();
        let made = people.add_token(&all, user, name.into(), grant, ends_at, by.clone()).await;
        made.expect("a token");
    }
    let list = house.get(Some(&otto), "/tokens").await;
    list.shows(&["hosting &#60;panel&#62;", "the machine", "Site owner", SHOP, "never", "never"]);
    list.shows(&["mine", "anna", "16 Jun 2026"]);
    list.hides(&["<panel>", "pst_"]);

    let tokens = people.tokens(None, TokenId(0), 10).await.expect("tokens");
    let path = format!("/tokens/{}/remove", tokens[0].id);
    house.get(Some(&otto), &path).await.shows(&["Remove the token", "cannot be brought back"]);
    let page = house.submit(&otto, &path, "").await;
    page.shows(&["was removed", "mine"]);
    assert_eq!(people.tokens(None, TokenId(0), 10).await.expect("tokens").len(), 1);
    assert_eq!(house.get(Some(&otto), &path).await.status, StatusCode::NOT_FOUND);
}
