//! The provider's API as its clients call it, over the same house: signed calls in, JSON out.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use postern_core::access::{Grant, Role, Scope};
use postern_core::classify::Class;
use postern_core::ovh::Rule;
use postern_core::site::Action;
use postern_engine::ovh::{ApplicationWish, Made, usual_rules};
use postern_store::By;
use serde_json::{Value, json};

use super::house::{BLOG, Fate, House, NOON, SHOP};
use crate::listen::Peer;

/// Where clients are told to ask, and what they so sign.
const ENDPOINT: &str = "https://mail.example.org:8443/1.0";

/// Somebody with a key, or a part of one.
#[derive(Clone)]
struct Client {
    router: Router,
    application: String,
    secret: String,
    consumer: String,
    endpoint: &'static str,
    signed_at: i64,
}

impl Client {
    async fn call(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let text = format!(
            "{}+{}+{method}+{}{path}+{body}+{}",
            self.secret, self.consumer, self.endpoint, self.signed_at
        );
        let sha1 = digest(&SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes());
        let hex: String = sha1.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        let fields = [
            ("x-ovh-application", self.application.clone()),
            ("x-ovh-consumer", self.consumer.clone()),
            ("x-ovh-timestamp", self.signed_at.to_string()),
            ("x-ovh-signature", format!("$1${hex}")),
        ];
        let version = if self.endpoint.ends_with("/v1") { "/v1" } else { "/1.0" };
        ask(&self.router, method, &format!("{version}{path}"), &fields, body).await
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        self.call("GET", path, "").await
    }
}

async fn ask(
    router: &Router,
    method: &str,
    target: &str,
    fields: &[(&str, String)],
    body: &str,
) -> (u16, Value) {
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in fields {
        request = request.header(*name, value);
    }
    let address = "192.0.2.7".parse().expect("an address");
    let peer = Peer { address, https: true, host: Some("mail.example.org:8443".into()) };
    let request = request.extension(peer).body(Body::from(body.to_owned())).expect("a request");
    let answer = TowerToHyperService::new(router.clone()).call(request).await.expect("an answer");
    let status = answer.status().as_u16();
    assert!(answer.headers().contains_key("x-ovh-queryid"), "each answer has a number");
    let text = to_bytes(answer.into_body(), 1 << 20).await.expect("a whole body");
    (status, serde_json::from_slice(&text).expect("JSON, whatever is answered"))
}

fn router(house: &House) -> Router {
    crate::ovh::routes(house.app.clone(), "/")
}

async fn make(house: &House, scope: Scope, rules: Vec<Rule>) -> Made {
    let wish = ApplicationWish { name: "billing".into(), scope, rules, ends_at: None };
    let by = By { who: "operator:root".into(), at: NOON };
    house.engine.ovh_keys.make(&Grant::operator(), None, wish, by).await.expect("is made")
}

/// A client with a key for the shop and these rules.
async fn client(house: &House, rules: Vec<Rule>) -> Client {
    let made = make(house, Scope::Sites([house.id(SHOP)].into()), rules).await;
    Client {
        router: router(house),
        application: made.key,
        secret: made.secret.reveal().to_owned(),
        consumer: made.consumer.expect("a key").reveal().to_owned(),
        endpoint: ENDPOINT,
        signed_at: NOON.secs(),
    }
}

fn rules(texts: &[&str]) -> Vec<Rule> {
    texts.iter().map(|text| text.parse().expect("a rule")).collect()
}

#[track_caller]
fn check_refused((status, body): (u16, Value), expected: u16, class: &str, code: &str) {
    assert_eq!(
        (status, &body["class"], &body["errorCode"]),
        (expected, &json!(class), &json!(code)),
        "{body}"
    );
    assert!(body["message"].as_str().is_some_and(|message| !message.is_empty()), "{body}");
    assert!(
        body["httpCode"].as_str().is_some_and(|words| words.starts_with(&status.to_string())),
        "{body}"
    );
}

const EMAIL: &str = "/hosting/web/shop.example.org/email";

#[tokio::test]
async fn a_site_is_told_in_the_providers_types() {
    let house = House::new().await;
    house.mail(SHOP, "a.php", "anna@example.net", NOON, Fate::Sent).await;
    house
        .mail(
            SHOP,
            "a.php",
            "ben@example.net",
            NOON,
            Fate::Failed(Class::BadMailbox, "no such user"),
        )
        .await;
    let client = client(&house, usual_rules(false)).await;
    let told = json!({"bounce": 1, "email": null, "maxPerDay": 0, "sent": 1, "sentToday": 1, "state": "ok"});
    assert_eq!(client.get(EMAIL).await, (200, told));
    let bounce = json!([{"date": "2026-06-15T14:00:01+02:00", "message": "550 5.1.1 no such user", "to": "ben@example.net"}]);
    for limit in ["", "?limit=1", "?limit=100", "?limit=null"] {
        assert_eq!(
            client.get(&format!("{EMAIL}/bounces{limit}")).await,
            (200, bounce.clone()),
            "{limit}"
        );
    }
    for limit in ["0", "101", "-1", "x"] {
        let refused = client.get(&format!("{EMAIL}/bounces?limit={limit}")).await;
        check_refused(refused, 400, "Client::BadRequest", "BAD_PARAMETER");
    }
    let (status, volumes) = client.get(&format!("{EMAIL}/volumes")).await;
    let volumes = volumes.as_array().expect("a list").clone();
    assert_eq!((status, volumes.len()), (200, 31));
    assert_eq!(volumes[0], json!({"date": "2026-06-15T00:00:00+02:00", "volume": 1}));
    assert_eq!(volumes[1], json!({"date": "2026-06-14T00:00:00+02:00", "volume": 0}));
    assert_eq!(client.get("/hosting/web").await, (200, json!([SHOP])));
    let (_, service) = client.get("/hosting/web/shop.example.org").await;
    assert_eq!((&service["serviceName"], &service["state"]), (&json!(SHOP), &json!("active")));
    let (_, me) = client.get("/me").await;
    assert_eq!((&me["nichandle"], &me["firstname"]), (&json!("billing"), &json!(null)));
    let (_, credential) = client.get("/auth/currentCredential").await;
    assert_eq!(
        (&credential["status"], &credential["allowedIPs"]),
        (&json!("validated"), &json!(null))
    );
    assert_eq!(credential["creation"], "2026-06-15T12:00:00+00:00");
}

#[tokio::test]
async fn the_report_address_is_set_cleared_and_checked_and_what_can_only_be_read_may_come_along() {
    let house = House::new().await;
    let client = client(&house, usual_rules(false)).await;
    let set = async |body: &str| client.call("PUT", EMAIL, body).await;
    let address = async || client.get(EMAIL).await.1["email"].clone();
    let whole = r#"{"email":"ops@example.org","state":"blocked","maxPerDay":200,"sent":1,"bounce":1,"sentToday":1}"#;
    assert_eq!(set(whole).await, (200, Value::Null));
    assert_eq!(address().await, "ops@example.org");
    // No parameters at all, as each client writes that.
    for nothing in ["", "[]", "{}", "null", r#"{"state":"ok"}"#] {
        assert_eq!(set(nothing).await, (200, Value::Null), "{nothing}");
    }
    assert_eq!(address().await, "ops@example.org");
    for bad in [r#"{"email":"none at all"}"#, r#"{"email":7}"#, "{", "[1]"] {
        check_refused(set(bad).await, 400, "Client::BadRequest", "BAD_PARAMETER");
    }
    assert_eq!(set(r#"{"email":null}"#).await, (200, Value::Null));
    assert_eq!(address().await, Value::Null);
    assert_eq!(set(r#"{"email":"a@example.org"}"#).await, (200, Value::Null));
    assert_eq!(set(r#"{"email":""}"#).await, (200, Value::Null));
    assert_eq!(address().await, Value::Null);
}

#[tokio::test]
async fn an_action_is_the_one_that_panel_and_api_do_by_an_owners_rules() {
    let house = House::new().await;
    let client = client(&house, usual_rules(false)).await;
    let request = format!("{EMAIL}/request");
    let act = async |action: &str| {
        client.call("POST", &request, &format!("{{\"action\":\"{action}\"}}")).await
    };
    check_refused(act("PURGE").await, 409, "Client::Conflict", "BLOCK_FIRST");
    assert_eq!(act("BLOCK").await, (200, json!("ko")));
    assert_eq!(house.site(SHOP).await.by, "ovh:billing");
    assert_eq!(act("UNBLOCK").await, (200, json!("ok")));
    check_refused(act("block").await, 400, "Client::BadRequest", "BAD_PARAMETER");
    check_refused(
        client.call("POST", &request, "").await,
        400,
        "Client::BadRequest",
        "BAD_PARAMETER",
    );
    house.act(SHOP, Action::Block, "operator:root", "bots", true).await;
    let locked = Client { signed_at: NOON.secs() + 1, ..client.clone() };
    let locked = locked.call("POST", &request, r#"{"action":"UNBLOCK"}"#).await;
    assert!(locked.1["message"].as_str().is_some_and(|why| why.contains("bots")), "{}", locked.1);
    check_refused(locked, 409, "Client::Conflict", "LOCKED");
    let (_, abuse) = client.get("/hosting/web/shop.example.org/abuseState").await;
    assert_eq!(abuse["mailsoutState"], "ko");
}

#[tokio::test]
async fn who_is_not_let_in_is_told_why_in_the_providers_order() {
    let house = House::new().await;
    let good = client(&house, usual_rules(false)).await;
    let (status, time) = ask(&good.router, "GET", "/1.0/auth/time", &[], "").await;
    assert_eq!((status, time), (200, json!(NOON.secs())));
    let unsigned = ask(&good.router, "GET", "/1.0/me", &[], "").await;
    check_refused(unsigned, 401, "Client::Unauthorized", "NOT_CREDENTIAL");
    // One client never signs what lies below /auth.
    let key = [("x-ovh-application", good.application.clone())];
    let half = ask(&good.router, "GET", "/v1/auth/currentCredential", &key, "").await;
    check_refused(half, 401, "Client::Unauthorized", "NOT_CREDENTIAL");
    let wrong = |change: &dyn Fn(&mut Client)| {
        let mut client = good.clone();
        change(&mut client);
        client
    };
    let forbidden = "Client::Forbidden";
    let client = wrong(&|client| client.application = "0123456789abcdef".into());
    check_refused(client.get(EMAIL).await, 403, forbidden, "INVALID_KEY");
    let client = wrong(&|client| client.consumer = "x".into());
    check_refused(client.get(EMAIL).await, 403, forbidden, "INVALID_CREDENTIAL");
    let client = wrong(&|client| client.secret = "x".into());
    check_refused(client.get(EMAIL).await, 400, "Client::BadRequest", "INVALID_SIGNATURE");
    for lag in [-181, 181, i64::MAX - NOON.secs()] {
        let client = wrong(&|client| client.signed_at = NOON.secs() + lag);
        check_refused(client.get(EMAIL).await, 400, "Client::BadRequest", "QUERY_TIME_OUT");
    }
    for endpoint in ["https://other.example.org/1.0", "https://mail.example.org:8443/2.0"] {
        let client = wrong(&|client| client.endpoint = endpoint);
        check_refused(client.get(EMAIL).await, 400, "Client::BadRequest", "INVALID_SIGNATURE");
    }
    // Whichever way a client may write where it asks.
    for endpoint in [
        ENDPOINT,
        "https://mail.example.org/1.0",
        "http://mail.example.org/1.0",
        "https://mail.example.org:8443/v1",
    ] {
        let client = wrong(&|client| client.endpoint = endpoint);
        assert_eq!(client.get(EMAIL).await.0, 200, "{endpoint}");
    }
}

#[tokio::test]
async fn a_rule_is_asked_before_the_site_and_what_is_anothers_is_not_there() {
    let house = House::new().await;
    let client = client(
        &house,
        rules(&[
            "GET /hosting/web/*/email",
            "PUT /hosting/web/shop.example.org/*",
            "GET /hosting/web/*/tasks",
            "GET /domain",
            "POST /me",
        ]),
    )
    .await;
    let forbidden = "Client::Forbidden";
    assert_eq!(client.get(EMAIL).await.0, 200);
    for path in ["/hosting/web", "/me", "/hosting/web/blog.example.org/email/bounces", "/nothing"] {
        check_refused(client.get(path).await, 403, forbidden, "NOT_GRANTED_CALL");
    }
    check_refused(client.call("POST", EMAIL, "").await, 403, forbidden, "NOT_GRANTED_CALL");
    for site in [BLOG, "nowhere.example.org"] {
        let refused = client.get(&format!("/hosting/web/{site}/email")).await;
        check_refused(refused, 404, "Client::NotFound", "NOT_FOUND");
    }
    let left_out = client.get("/hosting/web/shop.example.org/tasks").await;
    assert!(left_out.1["message"].as_str().is_some_and(|why| why.contains("is not here")));
    check_refused(left_out, 404, "Client::NotFound", "NOT_FOUND");
    check_refused(client.get("/domain").await, 404, "Client::NotFound", "NOT_FOUND");
    check_refused(
        client.call("POST", "/me", "").await,
        405,
        "Client::MethodNotAllowed",
        "METHOD_NOT_ALLOWED",
    );
    assert_eq!(client.get("/auth/currentCredential").await.0, 200, "its own key it may see");
    assert_eq!(client.call("POST", "/auth/logout", "").await, (200, Value::Null));
    check_refused(client.get(EMAIL).await, 403, forbidden, "INVALID_CREDENTIAL");
}

#[tokio::test]
async fn a_signed_change_is_carried_out_once_and_a_lost_answer_given_again() {
    let house = House::new().await;
    let client = client(&house, usual_rules(false)).await;
    let request = format!("{EMAIL}/request");
    let act = async |action: &str| {
        client.call("POST", &request, &format!("{{\"action\":\"{action}\"}}")).await
    };
    assert_eq!(act("BLOCK").await, (200, json!("ko")));
    house.act(SHOP, Action::Unblock, "operator:root", "", false).await;
    assert_eq!(act("BLOCK").await, (200, json!("ko")), "the same call again");
    assert_eq!(client.get(EMAIL).await.1["state"], "ok", "it was not carried out again");
    assert_eq!(act("UNBLOCK").await, (200, json!("ok")));
    check_refused(act("BLOCK").await, 400, "Client::BadRequest", "QUERY_TIME_OUT");
    let later = Client { signed_at: NOON.secs() + 1, ..client.clone() };
    assert_eq!(later.call("POST", &request, r#"{"action":"BLOCK"}"#).await, (200, json!("ko")));
    let before = Client { signed_at: NOON.secs() - 1, ..client.clone() };
    let refused = before.call("POST", &request, r#"{"action":"UNBLOCK"}"#).await;
    check_refused(refused, 400, "Client::BadRequest", "QUERY_TIME_OUT");
    assert_eq!(before.get(EMAIL).await.0, 200, "to look is no change");
}

#[tokio::test]
async fn a_key_is_asked_for_by_an_application_and_good_once_it_is_approved() {
    let house = House::new().await;
    let made = make(&house, Scope::All, Vec::new()).await;
    let router = router(&house);
    let key = [("x-ovh-application", made.key.clone()), ("x-ovh-timestamp", "1".to_owned())];
    let body = json!({"accessRules": [{"method": "GET", "path": "/*"}], "redirection": null, "allowedIPs": null});
    let (status, wanted) =
        ask(&router, "POST", "/1.0/auth/credential", &key, &body.to_string()).await;
    assert_eq!((status, &wanted["state"]), (200, &json!("pendingValidation")));
    let url = wanted["validationUrl"].as_str().expect("an address");
    assert!(url.starts_with("https://mail.example.org/approve/"), "{url}");
    for (key, body, code) in [
        ("0000", body.to_string(), "INVALID_KEY"),
        (&made.key, "{}".into(), "BAD_PARAMETER"),
        (&made.key, r#"{"accessRules":[{"method":"PATCH","path":"/*"}]}"#.into(), "BAD_PARAMETER"),
        (&made.key, r#"{"accessRules":[{"method":"GET","path":"me"}]}"#.into(), "BAD_PARAMETER"),
        (
            &made.key,
            r#"{"accessRules":[{"method":"GET","path":"/*"}],"allowedIPs":["x"]}"#.into(),
            "BAD_PARAMETER",
        ),
        (
            &made.key,
            r#"{"accessRules":[{"method":"GET","path":"/*"}],"redirection":"javascript:x"}"#.into(),
            "BAD_PARAMETER",
        ),
    ] {
        let fields = [("x-ovh-application", key.to_owned())];
        let (_, refused) = ask(&router, "POST", "/1.0/auth/credential", &fields, &body).await;
        assert_eq!(refused["errorCode"], code, "{body}");
    }
    for _ in 0..30 {
        ask(&router, "POST", "/1.0/auth/credential", &key, "{}").await;
    }
    let (status, _) = ask(&router, "POST", "/1.0/auth/credential", &key, "{}").await;
    assert_eq!(status, 429, "an address asks so often and no oftener");
}

#[tokio::test]
async fn an_application_that_asks_by_itself_comes_in_by_oauth_too() {
    let house = House::new().await;
    let own = client(&house, usual_rules(true)).await;
    let form = |id: &str, secret: &str| {
        format!("grant_type=client_credentials&scope=all&client_id={id}&client_secret={secret}")
    };
    let token =
        async |body: &str| ask(&own.router, "POST", "/1.0/auth/oauth2/token", &[], body).await;
    assert_eq!(
        token(&form(&own.application, "x")).await,
        (401, json!({"error": "invalid_client"}))
    );
    assert_eq!(
        token("grant_type=password").await,
        (400, json!({"error": "unsupported_grant_type"}))
    );
    let (status, given) = token(&form(&own.application, &own.secret)).await;
    assert_eq!(
        (status, &given["expires_in"], &given["token_type"]),
        (200, &json!(3599), &json!("Bearer"))
    );
    let bearer = format!("Bearer {}", given["access_token"].as_str().expect("a token"));
    let fields = [("authorization", bearer)];
    let (status, sites) = ask(&own.router, "GET", "/1.0/hosting/web", &fields, "").await;
    assert_eq!((status, sites), (200, json!([SHOP])));
    let refused = ask(&own.router, "PUT", &format!("/1.0{EMAIL}"), &fields, "{}").await;
    check_refused(refused, 403, "Client::Forbidden", "NOT_GRANTED_CALL");
    let nobody = [("authorization", "Bearer x".to_owned())];
    let refused = ask(&own.router, "GET", "/1.0/me", &nobody, "").await;
    check_refused(refused, 403, "Client::Forbidden", "INVALID_CREDENTIAL");
}

#[tokio::test]
async fn a_key_that_a_reader_approved_changes_nothing() {
    let house = House::new().await;
    let made = make(&house, Scope::All, Vec::new()).await;
    let wish = postern_engine::people::UserWish {
        name: "rita".into(),
        grant: Grant { role: Role::Reader, scope: Scope::Sites([house.id(SHOP)].into()) },
        language: String::new(),
        password: None,
    };
    let by = || By { who: "operator:root".into(), at: NOON };
    let rita = house.engine.people.add(&Grant::operator(), wish, by()).await.expect("a user");
    let rita = house.engine.people.user(rita).await.expect("is there");
    let wanted = postern_engine::ovh::Wanted {
        rules: usual_rules(false),
        addresses: Vec::new(),
        redirection: String::new(),
    };
    let keys = &house.engine.ovh_keys;
    let waiting = keys.want(&made.key, wanted).await.expect("a wish").expect("is there");
    let (application, consumer) = keys.waiting(&waiting.door).await.expect("it").expect("waits");
    let approval = postern_store::ovh::Approval {
        user: rita.id,
        scope: rita.grant.scope.clone(),
        ends_at: None,
        by: by(),
    };
    keys.approve((&application, &consumer), &rita.grant, approval).await.expect("is hers");
    let client = Client {
        router: router(&house),
        application: made.key,
        secret: made.secret.reveal().to_owned(),
        consumer: waiting.consumer.reveal().to_owned(),
        endpoint: ENDPOINT,
        signed_at: NOON.secs(),
    };
    assert_eq!(client.get(EMAIL).await.0, 200);
    let refused = client.call("PUT", EMAIL, r#"{"email":"a@example.org"}"#).await;
    check_refused(refused, 403, "Client::Forbidden", "FORBIDDEN");
    assert_eq!(client.get("/me").await.1["nichandle"], "rita");
}
