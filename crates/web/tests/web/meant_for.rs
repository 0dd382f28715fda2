//! Where a request came from, whom it was meant for, and what every answer says about itself.

use postern_web::Settings;

use crate::harness::*;

async fn ask(listener: &Listener, method: &str, path: &str, lines: &[&str]) -> Answer {
    let mut client = listener.client().await;
    let lines: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
    client.say(format!("{method} {path} HTTP/1.1\r\n{lines}\r\n")).await;
    client.answer_to(method).await
}

/// What `/peer` says.
async fn peer(listener: &Listener, lines: &[&str]) -> [String; 4] {
    let answer = ask(listener, "GET", "/peer", lines).await;
    serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {answer:?}"))
}

#[tokio::test]
async fn what_a_client_says_of_its_origin_is_heard_from_trusted_proxies_only() {
    let forwarded = [
        "Host: localhost",
        "X-Forwarded-For: 203.0.113.5",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Host: 192.0.2.9:8443",
    ];
    let stranger = Listener::start(settings());
    assert_eq!(peer(&stranger, &forwarded).await, ["127.0.0.1", "false", "localhost", "/peer"]);

    let trusted_proxies = vec!["127.0.0.1".parse().expect("a range")];
    let trusting = Listener::start(Settings { trusted_proxies, ..settings() });
    let said = peer(&trusting, &forwarded).await;
    assert_eq!(said, ["203.0.113.5", "true", "192.0.2.9:8443", "/peer"]);
    let answer = ask(&trusting, "GET", "/", &forwarded).await;
    assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000"));
}

#[tokio::test]
async fn a_strange_host_name_on_loopback_is_refused_with_what_to_do() {
    let listener = Listener::start(settings());
    for host in ["localhost:8587", "127.0.0.1", "[::1]:8587", "demo.localhost"] {
        assert_eq!(ask(&listener, "GET", "/", &[&format!("Host: {host}")]).await.status, 200);
    }
    let answer = ask(&listener, "GET", "/", &["Host: evil.example.net"]).await;
    assert_eq!((answer.status, answer.code().as_str()), (421, "misdirected"));
    assert!(answer.body.contains("web.public_url"), "{}", answer.body);
    for lines in [&[][..], &["Host: localhost", "Host: localhost"], &["Host: a b"]] {
        assert_eq!(ask(&listener, "GET", "/", lines).await.status, 400, "{lines:?}");
    }
    let mut old = listener.client().await;
    old.say("GET / HTTP/1.0\r\n\r\n").await;
    assert_eq!(old.answer().await.status, 200, "HTTP/1.0 need not say it");
}

#[tokio::test]
async fn the_host_of_the_public_url_is_answered() {
    let listener = Listener::start(settings_at("/", "https://panel.example.org/"));
    for (host, status) in
        [("panel.example.org", 200), ("PANEL.example.org:443", 200), ("www.example.org", 421)]
    {
        let answer = ask(&listener, "GET", "/", &[&format!("Host: {host}")]).await;
        assert_eq!(answer.status, status, "{host}");
    }
}

#[tokio::test]
async fn below_a_base_path_the_router_sees_none_of_it_and_what_leads_there_is_sent_there() {
    let listener = Listener::start(settings_at("/postern/", "http://localhost:8587/postern/"));
    let answer = listener.get("/postern/peer?a=b").await;
    assert!(answer.body.ends_with("\"/peer?a=b\"]"), "{answer:?}");
    assert_eq!(listener.get("/postern/").await.body, "the top");
    for path in ["/", "/postern"] {
        let answer = listener.get(path).await;
        assert_eq!((answer.status, answer.header("location")), (307, Some("/postern/")), "{path}");
    }
    for path in ["/peer", "/posternpeer", "/postern/../peer"] {
        assert_eq!(listener.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn every_answer_says_how_a_browser_has_to_treat_it() {
    let listener = Listener::start(settings());
    let misdirected = ask(&listener, "GET", "/", &["Host: evil.example.net"]).await;
    for answer in [listener.get("/").await, listener.get("/nowhere").await, misdirected] {
        let said = |name: &str| answer.header(name).unwrap_or_else(|| panic!("{name}: {answer:?}"));
        assert!(
            said("content-security-policy").starts_with("default-src 'none'; style-src 'self'")
        );
        assert_eq!(said("x-content-type-options"), "nosniff");
        assert_eq!(said("referrer-policy"), "no-referrer");
        assert_eq!(said("cross-origin-opener-policy"), "same-origin");
        assert_eq!(said("cross-origin-resource-policy"), "same-origin");
        assert!(said("permissions-policy").contains("camera=()"));
        assert_eq!(said("cache-control"), "no-store");
        assert_eq!(answer.header("strict-transport-security"), None, "it came in clear text");
    }
    assert_eq!(listener.get("/kept").await.header("cache-control"), Some("max-age=60"));
}

#[tokio::test]
async fn a_head_is_answered_as_a_get_without_its_body() {
    let listener = Listener::start(settings());
    let mut client = listener.client().await;
    client.ask("HEAD", "/").await;
    let answer = client.answer_to("HEAD").await;
    assert_eq!((answer.status, answer.header("content-length")), (200, Some("7")));
    client.ask("GET", "/").await;
    assert_eq!(client.answer().await.body, "the top", "and the connection goes on");
}
