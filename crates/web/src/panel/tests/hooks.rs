//! Webhooks, as owners and those who run the hosting deal with them.

use std::time::Duration;

use axum::http::StatusCode;
use postern_core::access::{Role, Scope};
use postern_core::ids::{EventId, HookId};
use postern_store::By;
use postern_store::hook::{EventEnd, EventSettlement};
use postern_store::view::HooksOf;

use super::house::{BLOG, House, NOON, SHOP, is_small};
use crate::panel::visitor::Visitor;

fn form(visitor: &Visitor, fields: &str) -> String {
    format!("csrf={}&{fields}", visitor.csrf.replace(' ', "+"))
}

/// The hooks of the shop.
async fn hooks(house: &House) -> Vec<postern_store::hook::Hook> {
    house.engine.hooks.list(HooksOf::Site(house.id(SHOP))).await.expect("a list")
}

/// A hook that the owner added by its form.
async fn added(house: &House, visitor: &Visitor) -> HookId {
    let fields = form(visitor, "url=https%3A%2F%2Fhooks.example.net%2Fa&failures=on");
    let path = format!("/sites/{SHOP}/webhooks/new");
    let page = house.post(Some(visitor), &path, &fields).await;
    page.shows(&["The webhook is there", "never again", "data-copy=", "whsec_"]);
    hooks(house).await[0].id
}

#[tokio::test]
async fn an_owner_adds_changes_tries_out_and_removes_a_webhook() {
    let house = House::new().await;
    let anna = house.anna(&[SHOP]);
    let list = format!("/sites/{SHOP}/webhooks");
    house.get(Some(&anna), &format!("/sites/{SHOP}/settings")).await.shows(&[&list]);
    house.get(Some(&anna), &list).await.shows(&["Add a webhook", "There is no webhook"]);
    let blank = house.get(Some(&anna), &format!("{list}/new")).await;
    blank.shows(&["begins with https://", "emails in error"]);
    blank.hides(&["private network"]);
    let id = added(&house, &anna).await;
    let page = house.get(Some(&anna), &list).await;
    page.shows(&["https://hooks.example.net/a", "emails in error"]);
    page.hides(&["whsec_"]);

    let one = format!("{list}/{id}");
    house.get(Some(&anna), &one).await.shows(&["Nothing was told so far", "Make a new secret"]);
    let fields = "url=https%3A%2F%2Fhooks.example.net%2Fb&states=on&active=on";
    house.submit(&anna, &one, fields).await.shows(&["was changed", "hooks.example.net/b"]);
    house.submit(&anna, &format!("{one}/test"), "").await.shows(&["A test is on its way"]);
    let page = house.post(Some(&anna), &format!("{one}/rotate"), &form(&anna, "")).await;
    page.shows(&["new secret", "whsec_"]);
    house.get(Some(&anna), &one).await.shows(&["The old secret signs as well until"]);
    let off = house.submit(&anna, &one, "url=https%3A%2F%2Fhooks.example.net%2Fb&states=on").await;
    off.shows(&["off"]);
    off.hides(&[&format!("{one}/test\"")]);

    let asked = house.get(Some(&anna), &format!("{one}/remove")).await;
    asked.shows(&["Remove this webhook?", "button danger"]);
    assert_eq!(hooks(&house).await.len(), 1, "asking removes nothing");
    house.submit(&anna, &format!("{one}/remove"), "").await.shows(&["was removed"]);
    assert!(hooks(&house).await.is_empty());
    assert_eq!(house.get(Some(&anna), &one).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_wrong_with_a_webhook_stands_beside_its_field() {
    let house = House::new().await;
    let anna = house.anna(&[SHOP]);
    let path = format!("/sites/{SHOP}/webhooks/new");
    for (fields, id, told) in [
        ("url=hooks&failures=on", "url-fault", "no web address"),
        ("url=http%3A%2F%2Fhooks.example.net&failures=on", "url-fault", "begin with https://"),
        ("url=https%3A%2F%2F10.0.0.1%2F&failures=on", "url-fault", "10.0.0.1 is an address"),
        ("url=https%3A%2F%2Fhooks.example.net", "states-fault", "at least one"),
    ] {
        let page = house.post(Some(&anna), &path, &form(&anna, fields)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields}");
        page.shows(&[&format!("id=\"{id}\""), told]);
    }
    let stale = house.post(Some(&anna), &path, "csrf=guessed&url=x").await;
    assert_eq!(stale.status, StatusCode::FORBIDDEN);
    assert!(hooks(&house).await.is_empty());
}

#[tokio::test]
async fn the_log_shows_what_was_answered_and_sends_again() {
    let house = House::new().await;
    let anna = house.anna(&[SHOP]);
    let id = added(&house, &anna).await;
    let one = format!("/sites/{SHOP}/webhooks/{id}");
    let by = By { who: "owner:anna".into(), at: NOON };
    let mut events: Vec<EventId> = Vec::new();
    for nth in 0..100 {
        let event = house.engine.store.test_hook(id, by.clone()).await.expect("an event");
        events.push(event);
        let settlement = EventSettlement {
            event,
            at: NOON,
            took: Duration::from_millis(1234),
            status: Some(503),
            trouble: "status".into(),
            detail: "503".into(),
            text: format!("<b>\u{202e}{nth}{}", "<".repeat(2000)),
            end: EventEnd::GivenUp,
        };
        house.engine.store.settle_event(settlement).await.expect("settled");
    }
    let page = house.get(Some(&anna), &one).await;
    page.shows(&["answered 503", "1,234 ms", "&#60;b&#62;\\u{202e}99", "given up", "Send again"]);
    page.hides(&["<b>"]);
    is_small(&page);
    page.shows(&["Show more"]);
    assert_eq!(page.text.matches("answered 503").count(), 25);
    let fields = format!("event={}", events[0]);
    house.submit(&anna, &format!("{one}/again"), &fields).await.shows(&["on its way again"]);
    let gone = house.submit(&anna, &format!("{one}/again"), "event=9999999").await;
    gone.shows(&["not in the log any more"]);
    let reader = house.visitor("reader:rita", Role::Reader, Scope::Sites([house.id(SHOP)].into()));
    let page = house.get(Some(&reader), &one).await;
    page.shows(&["answered 503"]);
    page.hides(&["Send again</button>", "Make a new secret", "Remove the webhook"]);
}

#[tokio::test]
async fn who_runs_the_hosting_has_the_webhooks_of_all_and_lets_them_in() {
    let house = House::new().await;
    let (anna, otto) = (house.anna(&[SHOP]), house.operator());
    let theirs = added(&house, &anna).await;
    let fields = "url=http%3A%2F%2F127.0.0.1%3A8080%2F&states=on&private=on";
    let page = house.post(Some(&otto), "/webhooks/new", &form(&otto, fields)).await;
    page.shows(&["The webhook is there", "whsec_"]);
    let list = house.get(Some(&otto), "/webhooks").await;
    list.shows(&["https://hooks.example.net/a", SHOP, "http://127.0.0.1:8080/", "all sites"]);
    house.get(Some(&otto), &format!("/webhooks/{theirs}")).await.shows(&["private network"]);

    let all = house.engine.hooks.list(HooksOf::Everybody { after: HookId(0), limit: 9 }).await;
    let ours = all.expect("a list").into_iter().find(|hook| hook.site.is_none()).expect("it");
    assert!(ours.allow_private);
    let blog = house.anna(&[BLOG]);
    for (visitor, path) in [
        (&anna, format!("/sites/{SHOP}/webhooks/{}", ours.id)),
        (&blog, format!("/sites/{BLOG}/webhooks/{theirs}")),
    ] {
        assert_eq!(house.get(Some(visitor), &path).await.status, StatusCode::NOT_FOUND, "{path}");
        let removed =
            house.post(Some(visitor), &format!("{path}/remove"), &form(visitor, "")).await;
        assert_eq!(removed.status, StatusCode::NOT_FOUND);
    }
    for path in ["/webhooks".to_owned(), format!("/webhooks/{theirs}")] {
        assert_eq!(house.get(Some(&anna), &path).await.status, StatusCode::FORBIDDEN);
    }
}
