//! How much may be asked, and what is answered to what cannot be.

use std::time::Duration;

use axum::middleware;
use axum::routing::post as on_post;
use postern_core::throttle::Rate;
use tokio::sync::{Notify, mpsc};

use super::*;
use crate::api::{REQUEST, within};

fn counted(mut caller: Caller, account: &str) -> Caller {
    caller.account = Some(account.into());
    caller
}

#[tokio::test]
async fn a_token_that_asks_too_often_is_told_when_to_come_again_and_others_go_on() {
    let requests = Rate { burst: 3, every: Duration::from_secs(3600) };
    let house = House::with(&[OURS], ApiLimits { requests, ..ApiLimits::default() }).await;
    let anna = counted(house.of(Role::Owner, &[OURS]), "token:1");
    let mut left = Vec::new();
    for path in ["/sites", "/nowhere", "/sites/nosuch.example.org"] {
        let answer = house.ask(Some(&anna), &get(path)).await;
        assert_eq!(answer.head("ratelimit-policy"), Some("\"requests\";q=3;w=10800"));
        left.extend(
            answer.head("ratelimit").and_then(|text| text.split(';').nth(1)).map(str::to_owned),
        );
    }
    assert_eq!(left, ["r=2", "r=1", "r=0"]);
    let refused = house.ask(Some(&anna), &get("/sites")).await;
    assert_eq!((refused.status, refused.code().as_str()), (429, "too-many-requests"));
    let wait: u64 =
        refused.head("retry-after").and_then(|wait| wait.parse().ok()).expect("seconds");
    assert!((3590..=3600).contains(&wait), "{wait}");
    assert!(
        refused.head("ratelimit").is_some_and(|limit| limit.starts_with("\"requests\";r=0;t="))
    );

    let ben = counted(house.of(Role::Owner, &[OURS]), "token:2");
    assert_eq!(house.ask(Some(&ben), &get("/sites")).await.status, 200);
    for _ in 0..10 {
        let answer = house.ask(Some(&operator()), &get("/sites")).await;
        assert_eq!((answer.status, answer.head("ratelimit")), (200, None), "the control socket");
    }
}

#[tokio::test]
async fn streams_are_bounded_and_one_whose_client_is_gone_makes_room() {
    let limits = ApiLimits { streams: 10, streams_each: 2, ..ApiLimits::default() };
    let house = House::with(&[OURS], limits).await;
    let events = get(&format!("/sites/{OURS}/events"));
    let export = get(&format!("/sites/{OURS}/queue/export"));
    let first = house.open(Some(&operator()), &events).await;
    let _second = house.open(Some(&operator()), &export).await;
    for ask in [&events, &export] {
        let refused = house.ask(Some(&operator()), ask).await;
        assert_eq!((refused.status, refused.code().as_str()), (429, "too-many-streams"));
    }
    drop(first);
    assert_eq!(house.open(Some(&operator()), &events).await.0, 200);
}

#[tokio::test]
async fn what_cannot_be_asked_is_a_problem_with_what_can() {
    let house = House::new(&[OURS]).await;
    let ours = format!("/sites/{OURS}");
    let rows = [
        (send("DELETE", "/health", ""), 405, "no-such-method", Some("GET,HEAD")),
        (post(&ours, "{}"), 405, "no-such-method", None),
        (get(&format!("{ours}/block")), 405, "no-such-method", Some("POST")),
        (get("/nowhere"), 404, "no-such-path", None),
        (get(""), 404, "no-such-path", None),
        (get("/sites/%ff"), 400, "bad-request", None),
        (get("/sites?limit=x"), 400, "bad-request", None),
        (get(&format!("{ours}/jobs?cursor=x")), 400, "bad-request", None),
        (get(&format!("{ours}/failures/export?format=xml")), 400, "bad-request", None),
        (post(&format!("{ours}/block"), "[null, null]"), 400, "bad-request", None),
        (Ask { head: Vec::new(), ..post(&format!("{ours}/block"), "{}") }, 415, "wrong-type", None),
    ];
    for (ask, status, code, allow) in rows {
        let answer = house.ask(Some(&operator()), &ask).await;
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{ask:?}");
        assert_eq!(answer.head("content-type"), Some("application/problem+json"), "{ask:?}");
        if status == 405 {
            let told = answer.head("allow").expect("what is allowed");
            assert!(allow.is_none_or(|allow| told == allow), "{told}");
        }
    }
    let allowed = house.ask(Some(&operator()), &post(&ours, "{}")).await;
    let mut allowed: Vec<_> = allowed.head("allow").expect("methods").split(',').collect();
    allowed.sort_unstable();
    assert_eq!(allowed, ["DELETE", "GET", "HEAD", "PATCH", "PUT"]);
}

#[tokio::test]
async fn a_request_whose_caller_is_gone_is_worked_to_its_end() {
    let goes_on = Arc::new(Notify::new());
    let (tell, mut told) = mpsc::unbounded_channel();
    let gate = Arc::clone(&goes_on);
    let work = async move || {
        tell.send("durable").expect("the test listens");
        gate.notified().await;
        tell.send("told").expect("the test listens");
    };
    let router = Router::new()
        .route("/", on_post(work))
        .layer(middleware::from_fn(|request, next| within(REQUEST, request, next)));
    let request = Request::post("/").body(Body::empty()).expect("a request");
    let asked = tokio::spawn(TowerToHyperService::new(router).call(request));
    assert_eq!(told.recv().await, Some("durable"));

    asked.abort();
    assert!(asked.await.is_err_and(|error| error.is_cancelled()));
    goes_on.notify_one();

    assert_eq!(told.recv().await, Some("told"));
}
