//! Who gets what: each route of the document, as everybody.

use postern_core::access::{Access, Right};

use super::*;
use crate::api::document::{RIGHT, word};

/// A route, as the document has it.
#[derive(Clone, Debug)]
struct Route {
    method: String,
    path: String,
    right: Right,
    id: String,
    has_body: bool,
    answers: Value,
}

/// Every route: of the document, which is made of the router's.
fn routes() -> Vec<Route> {
    let document: Value = serde_json::from_str(crate::document()).expect("JSON");
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let rights = [Right::BeKnown, Right::See, Right::Act, Right::Oversee, Right::Operate];
            let named = operation[RIGHT].as_str().expect("each route names its right");
            routes.push(Route {
                method: method.to_uppercase(),
                path: path.clone(),
                right: rights.into_iter().find(|right| word(*right) == named).expect("a right"),
                id: operation["operationId"].as_str().expect("an id").to_owned(),
                has_body: operation.get("requestBody").is_some(),
                answers: operation["responses"].clone(),
            });
        }
    }
    assert!(routes.len() > 30, "{}", routes.len());
    routes
}

impl Route {
    /// A request that is good, but for whom it concerns.
    fn ask(&self, site: &str) -> Ask {
        let body = match self.id.as_str() {
            "add_site" => r#"{"name": "new.example.org"}"#,
            "put_site" | "change_site" => r#"{"settings": {"language": "it"}}"#,
            "change_settings" => r#"{"language": "it"}"#,
            "import_sites" => r#"{"sites": [{"name": "new.example.org"}]}"#,
            "set_login" => r#"{"password": "correct horse"}"#,
            "block_site" | "unblock_site" | "purge_site" => r#"{"reason": "bots"}"#,
            "add_stop" => r#"{"script": "/srv/x.php", "reason": "bots"}"#,
            "begin_job" => r#"{"kind": "delete"}"#,
            "send_test_mail" => r#"{"to": "anna@example.net"}"#,
            "add_user" => r#"{"name": "new", "role": "reader", "sites": ["{site}"]}"#,
            "change_user" => r#"{"sites": ["{site}"]}"#,
            "add_token" => r#"{"name": "new", "role": "reader", "sites": ["{site}"]}"#,
            "add_ovh_key" => r#"{"name": "new", "sites": ["{site}"]}"#,
            "add_login_link" => r#"{"user": "anna", "site": "{site}"}"#,
            "add_webhook" | "add_site_webhook" => r#"{"url": "https://hooks.example.net/"}"#,
            "change_webhook" | "change_site_webhook" => r#"{"kinds": ["mail.failed"]}"#,
            "submit_message" => {
                r#"{"from": "a@example.org", "to": ["b@example.net"], "text": "x"}"#
            }
            _ if self.has_body => panic!("{}: what is a good body of it?", self.id),
            _ => "",
        };
        let path = self.path.replace("{site}", site).replace("{login}", "nobody");
        let path = path.replace("{stop}", "1").replace("{job}", "1").replace("{user}", "anna");
        let path = path.replace("{session}", "1").replace("{token}", "1");
        let path = path.replace("{webhook}", "1").replace("{event}", "1");
        let path = path.replace("{key}", "1").replace("{consumer}", "1");
        let query = match self.id.as_str() {
            "list_audit" | "rank_scripts" => format!("?site={site}"),
            _ => String::new(),
        };
        let body = body.replace("{site}", site);
        let ask = send(&self.method, &format!("{path}{query}"), &body);
        ask.field("idempotency-key", "order-17")
    }

    fn is_of_a_site(&self) -> bool {
        self.path.contains("{site}")
    }
}

#[tokio::test]
async fn another_site_is_answered_to_the_byte_as_one_that_is_not_there() {
    let both = House::new(&[OURS, THEIRS]).await;
    let alone = House::new(&[OURS]).await;
    let before = both.facts().await;
    for role in Role::ALL {
        let (here, there) = (both.of(role, &[OURS]), alone.of(role, &[OURS]));
        for route in routes() {
            for name in [THEIRS, "BLOG.example.org", "host"] {
                let ask = route.ask(name);
                let answer = both.ask(Some(&here), &ask).await;
                if name != "host" {
                    assert_eq!(answer, alone.ask(Some(&there), &ask).await, "{ask:?}");
                }
                let expected = match (route.right, route.id.as_str()) {
                    (Right::BeKnown, "add_token" | "add_login_link" | "add_ovh_key") => {
                        (404, "no-such-site")
                    }
                    (Right::BeKnown, "remove_token") => (404, "no-such-token"),
                    (Right::BeKnown, "remove_ovh_key" | "remove_ovh_consumer") => {
                        (404, "no-such-ovh-key")
                    }
                    (Right::BeKnown, _) => (200, ""),
                    (Right::See | Right::Act, _) if route.is_of_a_site() => (404, "no-such-site"),
                    _ => (403, "not-allowed"),
                };
                assert_eq!((answer.status, answer.code().as_str()), expected, "{ask:?}");
            }
            // What else is wrong with a request says no more.
            for wrong in [
                Ask { body: b"{".to_vec(), ..route.ask(THEIRS) },
                Ask { path: format!("{}?colour=red", route.ask(THEIRS).path), ..route.ask(THEIRS) },
                Ask { head: Vec::new(), ..route.ask(THEIRS) },
            ] {
                let answers =
                    [both.ask(Some(&here), &wrong).await, alone.ask(Some(&there), &wrong).await];
                assert_eq!(answers[0], answers[1], "{wrong:?}");
                assert!(route.right == Right::BeKnown || [403, 404].contains(&answers[0].status));
            }
        }
    }
    assert_eq!(both.facts().await, before, "nothing was changed");
}

#[tokio::test]
async fn a_role_without_the_right_is_refused_and_changes_nothing() {
    let house = House::new(&[OURS, THEIRS]).await;
    let before = house.facts().await;
    let all = |role| caller(Grant { role, scope: Scope::All });
    let callers = [
        house.of(Role::Reader, &[OURS]),
        house.of(Role::Owner, &[OURS]),
        house.of(Role::Operator, &[OURS]),
        house.of(Role::Owner, &[]),
        all(Role::Reader),
        all(Role::Owner),
    ];
    let mut refused = 0;
    for caller in callers {
        for route in routes() {
            let site = house.id(OURS);
            let expected = match caller.grant.may(route.right, Some(site)) {
                Access::Granted => continue,
                Access::Denied => (403, "not-allowed"),
                Access::NoSuchSite => (404, "no-such-site"),
            };
            let answer = house.ask(Some(&caller), &route.ask(OURS)).await;
            assert_eq!((answer.status, answer.code().as_str()), expected, "{caller:?} {route:?}");
            refused += 1;
        }
    }
    assert!(refused > 100, "{refused}");
    assert_eq!(house.facts().await, before);
}

#[tokio::test]
async fn nobody_is_answered_nothing_whatever_they_ask() {
    let house = House::new(&[OURS]).await;
    let mut asks: Vec<_> = routes().iter().map(|route| route.ask(OURS)).collect();
    asks.extend([get("/nowhere"), post("/health", ""), get("/sites/%ff")]);
    for ask in asks {
        let answer = house.ask(None, &ask).await;
        assert_eq!((answer.status, answer.code().as_str()), (401, "not-known"), "{ask:?}");
        assert_eq!(answer.head("www-authenticate"), Some("Bearer realm=\"postern\""));
        assert_eq!(answer.head("content-type"), Some("application/problem+json"));
    }
}

#[tokio::test]
async fn each_route_answers_those_who_have_its_right_as_the_document_says() {
    for route in routes() {
        let house = House::new(&[OURS]).await;
        house.add_user("anna", OURS).await;
        let (status, headers, body) = house.open(Some(&operator()), &route.ask(OURS)).await;
        let answer = &route.answers[status.as_str()];
        assert!(answer.is_object(), "{route:?}: {status} is not documented");
        let kind = headers.get("content-type").map(|kind| kind.to_str().expect("text").to_owned());
        if status.is_success() {
            let kinds = answer["content"].as_object();
            let named = kind.as_deref().map(|kind| kind.split(';').next().unwrap_or_default());
            let is_documented = match (kinds, named) {
                (Some(kinds), Some(kind)) => kinds.contains_key(kind),
                (kinds, kind) => kinds.is_none() && kind.is_none(),
            };
            assert!(is_documented, "{route:?}: {kind:?}");
        } else {
            // There is no login, stop, job, session, token, webhook or key of that name.
            let body = body.collect().await.expect("a body").to_bytes();
            assert_eq!(status, 404, "{route:?}: {body:?}");
            let none = [
                "remove_login",
                "end_stop",
                "show_job",
                "end_session",
                "remove_token",
                "remove_ovh_key",
                "remove_ovh_consumer",
            ];
            let is_none = none.contains(&route.id.as_str()) || route.path.contains("{webhook}");
            assert!(is_none, "{route:?}");
        }
    }
}

#[tokio::test]
async fn a_job_and_a_stop_of_another_site_are_not_there() {
    let house = House::new(&[OURS, THEIRS]).await;
    let begin = post(&format!("/sites/{THEIRS}/jobs"), "{\"kind\": \"retry\"}");
    let job = house.ask(Some(&operator()), &begin).await.json()["id"].as_i64().expect("a job");
    let stop = post(&format!("/sites/{THEIRS}/stops"), "{\"script\": \"x\"}");
    let stop = house.ask(Some(&operator()), &stop).await.json()["id"].as_i64().expect("a stop");
    let owner = house.of(Role::Owner, &[OURS]);
    for (method, path, id, code) in
        [("GET", "jobs", job, "no-such-job"), ("DELETE", "stops", stop, "no-such-stop")]
    {
        let ask = |id: i64| send(method, &format!("/sites/{OURS}/{path}/{id}"), "");
        let theirs = house.ask(Some(&owner), &ask(id)).await;
        let nobodys = house.ask(Some(&owner), &ask(9_999_999)).await;
        assert_eq!((theirs.status, theirs.code().as_str()), (404, code));
        let renamed = theirs.body.replace(&id.to_string(), "9999999");
        assert_eq!(renamed, nobodys.body);
    }
    let jobs = house.ask(Some(&owner), &get(&format!("/sites/{OURS}/jobs"))).await;
    assert_eq!(jobs.json()["items"], serde_json::json!([]));
}

#[tokio::test]
async fn a_webhook_of_another_site_or_of_all_is_not_there_for_an_owner() {
    let house = House::new(&[OURS, THEIRS]).await;
    let owner = house.of(Role::Owner, &[OURS]);
    let add = |path: &str| post(path, r#"{"url": "https://hooks.example.net/secret"}"#);
    let mut ids = Vec::new();
    for path in ["/webhooks".to_owned(), format!("/sites/{THEIRS}/webhooks")] {
        let made = house.ask(Some(&operator()), &add(&path)).await;
        assert_eq!(made.status, 201, "{}", made.body);
        ids.push(made.json()["id"].as_i64().expect("a number"));
    }
    let before = house.facts().await;
    let ours = format!("/sites/{OURS}/webhooks");
    assert_eq!(house.ask(Some(&owner), &get(&ours)).await.body, "[]");
    for (method, more, body) in [
        ("PATCH", "", r#"{"on": false}"#),
        ("DELETE", "", ""),
        ("GET", "/answers", ""),
        ("POST", "/rotate", ""),
        ("POST", "/test", ""),
        ("POST", "/events/1/again", ""),
    ] {
        for id in &ids {
            let ask = |id: &str| send(method, &format!("{ours}/{id}{more}"), body);
            let theirs = house.ask(Some(&owner), &ask(&id.to_string())).await;
            let nobodys = house.ask(Some(&owner), &ask("9999999")).await;
            assert_eq!((theirs.status, theirs.code().as_str()), (404, "no-such-webhook"));
            assert_eq!(theirs.body.replace(&id.to_string(), "9999999"), nobodys.body);
            // Not even with the address for those who run the hosting.
            let all = send(method, &format!("/webhooks/{id}{more}"), body);
            assert_eq!(house.ask(Some(&owner), &all).await.code(), "not-allowed");
        }
    }
    assert_eq!(house.facts().await, before, "nothing was changed");
}

#[tokio::test]
async fn a_webhook_is_added_changed_and_removed_and_its_secret_told_once() {
    let house = House::new(&[OURS]).await;
    let owner = house.of(Role::Owner, &[OURS]);
    let ours = format!("/sites/{OURS}/webhooks");
    let wish = r#"{"url": "https://hooks.example.net/a", "kinds": ["mail.failed"]}"#;
    let add = post(&ours, wish).field("idempotency-key", "k1");
    let made = house.ask(Some(&owner), &add).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let (id, secret) = (made.json()["id"].clone(), made.json()["secret"].clone());
    assert!(secret.as_str().is_some_and(|secret| secret.starts_with("whsec_")), "{secret}");
    let again = house.ask(Some(&owner), &add).await;
    assert_eq!((again.status, again.body), (200, made.body));
    let other = Ask { body: br#"{"url": "https://hooks.example.net/b"}"#.to_vec(), ..add };
    assert_eq!(house.ask(Some(&owner), &other).await.code(), "key-reused");
    let list = house.ask(Some(&owner), &get(&ours)).await;
    assert!(!list.body.contains("whsec_"), "{}", list.body);
    assert_eq!(list.json()[0]["kinds"], serde_json::json!(["mail.failed"]));

    let one = format!("{ours}/{id}");
    let off = send("PATCH", &one, r#"{"on": false}"#);
    assert_eq!(house.ask(Some(&owner), &off).await.json()["on"], false);
    let test = house.ask(Some(&owner), &post(&format!("{one}/test"), "")).await;
    assert_eq!((test.status, test.code().as_str()), (409, "webhook-off"));
    let rotated = house.ask(Some(&owner), &post(&format!("{one}/rotate"), "")).await.json();
    assert!(rotated["secret"] != secret && rotated["old_secret_until"].is_string(), "{rotated}");
    for (wish, code) in [
        (r#"{"url": "https://127.0.0.1/"}"#, "invalid"),
        (r#"{"url": "http://hooks.example.net/"}"#, "invalid"),
        (r#"{"kinds": []}"#, "invalid"),
        (r#"{"kinds": ["webhook.test"]}"#, "bad-request"),
        (r#"{"allow_private": true}"#, "not-allowed"),
    ] {
        let answer = house.ask(Some(&owner), &send("PATCH", &one, wish)).await;
        assert_eq!(answer.code(), code, "{wish}: {}", answer.body);
    }
    let everything = house.ask(Some(&operator()), &get("/webhooks")).await.json();
    assert_eq!(everything["items"][0]["site"], OURS);
    let removed = house.ask(Some(&owner), &send("DELETE", &one, "")).await;
    assert_eq!(removed.status, 204);
    assert_eq!(house.ask(Some(&owner), &get(&format!("{one}/answers"))).await.status, 404);
}

#[tokio::test]
async fn everyone_is_listed_their_own_sites_page_by_page() {
    let names: Vec<_> = (0..5).map(|nth| format!("s{nth}.example.org")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let house = House::new(&names).await;
    let all = [&["host"][..], &names].concat();
    for (caller, expected) in [
        (
            house.of(Role::Owner, &[names[3], names[0], names[4]]),
            vec![names[0], names[3], names[4]],
        ),
        (house.of(Role::Reader, &[]), vec![]),
        (operator(), all),
    ] {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page =
                house.ask(Some(&caller), &get(&format!("/sites?limit=2{cursor}"))).await.json();
            let items = page["items"].as_array().expect("a list");
            assert!(items.len() <= 2);
            seen.extend(items.iter().map(|site| site["name"].as_str().expect("a name").to_owned()));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen, expected);
    }
}

#[tokio::test]
async fn an_owner_sets_what_is_theirs_and_locks_nothing() {
    let house = House::new(&[OURS]).await;
    let owner = house.of(Role::Owner, &[OURS]);
    let ours = |path: &str| format!("/sites/{OURS}{path}");
    let wish = r#"{"language": "it", "zone": "Europe/Rome", "report_address": "anna@example.org"}"#;
    let changed = house.ask(Some(&owner), &send("PATCH", &ours("/settings"), wish)).await.json();
    let settings = &changed["site"]["settings"];
    assert_eq!(
        (&settings["language"], &settings["zone"], &settings["report_address"]),
        (&"it".into(), &"Europe/Rome".into(), &"anna@example.org".into())
    );
    let stays = serde_json::json!(["held-mail-goes", "state-changed"]);
    assert_eq!(settings["notices"], stays, "what is missing stays");
    let quiet = send("PATCH", &ours("/settings"), r#"{"notices": []}"#);
    let changed = house.ask(Some(&owner), &quiet).await.json();
    assert_eq!(
        (&changed["outcome"], &changed["site"]["settings"]["notices"]),
        (&"changed".into(), &serde_json::json!([]))
    );
    for (wish, code) in [
        (r#"{"language": "tlh"}"#, "invalid"),
        (r#"{"notices": ["everything"]}"#, "invalid"),
        (r#"{"limits": {"recipients": 1000}}"#, "bad-request"),
        (r#"{"smarthosts": []}"#, "bad-request"),
    ] {
        let answer = house.ask(Some(&owner), &send("PATCH", &ours("/settings"), wish)).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, code), "{wish}");
    }
    let lock = post(&ours("/block"), r#"{"lock": true}"#);
    let answer = house.ask(Some(&owner), &lock).await;
    assert_eq!((answer.status, answer.code().as_str()), (403, "not-allowed"));
    assert_eq!(house.ask(Some(&operator()), &lock).await.json()["to"], "ko");
}

#[tokio::test]
async fn what_lets_somebody_in_ends_no_later_than_the_token_that_made_it() {
    let house = House::new(&[OURS]).await;
    let end = Time::from_secs(4_000_000_000);
    let endless = house.of(Role::Owner, &[OURS]);
    let maker = Caller { ends_at: Some(end), ..endless.clone() };
    let far = ", \"ends_at\": \"2999-01-01T00:00:00Z\"";
    for wish in ["", far] {
        let token = format!(r#"{{"name": "x", "role": "reader", "sites": ["{OURS}"]{wish}}}"#);
        let key = format!(r#"{{"name": "x", "sites": ["{OURS}"]{wish}}}"#);
        for (route, body, at) in [("/tokens", token, "token"), ("/ovh-keys", key, "key")] {
            let ends = |made: serde_json::Value| {
                made.get(at).unwrap_or(&made)["ends_at"].as_str().map(str::to_owned)
            };
            let made = house.ask(Some(&maker), &post(route, &body)).await;
            assert_eq!(made.status, 201, "{}", made.body);
            assert_eq!(ends(made.json()).as_deref(), Some("2096-10-02T07:06:40.000Z"), "{route}");
            let made = house.ask(Some(&endless), &post(route, &body)).await;
            assert_ne!(ends(made.json()).as_deref(), Some("2096-10-02T07:06:40.000Z"), "{route}");
        }
    }
}

#[tokio::test]
async fn whoever_makes_a_token_has_it_even_a_token_of_no_user() {
    let house = House::new(&[OURS]).await;
    let maker = house.of(Role::Owner, &[OURS]);
    for sites in [vec![], vec![OURS]] {
        let body =
            serde_json::json!({ "name": "panel", "role": "reader", "sites": sites }).to_string();
        let made = house.ask(Some(&maker), &post("/tokens", &body)).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let secret = made.json()["secret"].as_str().map(str::len);
        assert!(secret.is_some_and(|length| length > 20), "{}", made.body);
    }
}
