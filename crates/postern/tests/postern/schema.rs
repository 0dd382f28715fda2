//! The API asked whatever its document allows, and much that it does not, by a program that knows nothing but the document:
//! no request is an error of the daemon, none is answered otherwise than the document says, and what does not fit it is
//! refused. `tests/schemathesis` says how it is asked; the same requests come in each run.

use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use crate::harness::*;

/// What asks, as `scripts/setup test` installs it, and its settings.
const PROGRAM: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/schemathesis/bin/schemathesis");
const SETTINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemathesis");

/// A run takes half a minute on an idle machine; nothing is said here of how long it may take on another.
const LONGEST: Duration = Duration::from_secs(1200);

/// A run has more requests than one token may make at once.
const TOKENS: usize = 16;

#[test]
fn an_operator_is_answered_what_the_document_says() {
    check("operator", &["--role", "operator"]);
}

#[test]
fn an_owner_of_one_site_is_answered_what_the_document_says() {
    check("owner", &["--site", SHOP]);
}

/// Asks everything as somebody with tokens of a role.
#[track_caller]
fn check(role: &str, grant: &[&str]) {
    assert!(
        Path::new(PROGRAM).exists(),
        "schemathesis is missing: scripts/setup test installs it from PyPI below target/schemathesis"
    );
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let there = Furniture::of(&host);
    let token = |nth: usize| {
        let name = format!("{role} {nth}");
        let made = host.ask(&[&["token", "add", &name], grant].concat());
        made["secret"].as_str().expect("a secret").to_owned()
    };
    let tokens: Vec<_> = (0..TOKENS).map(token).collect();

    // It writes what it learns where it runs.
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = program(PROGRAM);
    command
        .current_dir(folder.path())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("POSTERN_HOOKS", format!("{SETTINGS}/hooks.py"))
        .env("POSTERN_TOKENS", tokens.join(" "))
        .env("POSTERN_JOB", there.job)
        .env("POSTERN_STOP", there.stop)
        .env("POSTERN_STOP_GONE", there.stop_gone)
        .env("POSTERN_TOKEN_GONE", there.token_gone)
        .env("POSTERN_WEBHOOK", there.webhook)
        .env("POSTERN_WEBHOOK_GONE", there.webhook_gone)
        .args(["--config-file", &format!("{SETTINGS}/schemathesis.toml"), "run", "--no-color"])
        .arg(format!("http://{}/api/v1/openapi.json", host.web_address()));
    let asked = run_within(&mut command, b"", LONGEST).ok().text();

    let all = operations();
    assert!(asked.contains(&format!("Tested: {all}\n")), "not all of {all} were asked: {asked}");
    let did = host.ask(&["audit", "--site", SHOP, "--limit", "1000"]);
    let did_it = |entry: &Value| {
        entry["who"].as_str().is_some_and(|who| who.starts_with(&format!("token:{role} ")))
    };
    let blocks = did.as_array().expect("a list").iter().filter(|entry| entry["what"] == "block");
    assert!(blocks.filter(|entry| did_it(entry)).count() > 1, "nothing was let in: {did}");
    assert!(!host.log().contains("panicked"), "the daemon's log has a panic");
    host.check();
}

/// How many operations the document has.
fn operations() -> usize {
    let document: Value = serde_json::from_str(postern_web::document()).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
    paths.values().map(|path| path.as_object().expect("operations").len()).sum()
}

/// What there is to be asked for, beside the shop: mail in each state, and the numbers of what has some.
#[derive(Debug)]
struct Furniture {
    job: String,
    stop: String,
    stop_gone: String,
    token_gone: String,
    webhook: String,
    webhook_gone: String,
}

impl Furniture {
    #[track_caller]
    fn of(host: &Host) -> Furniture {
        for site in ["blog.example.org", "gone.example.org"] {
            host.add_site(site, &[]);
        }
        for user in ["ben", "gone"] {
            host.operate(&["user", "add", user, "--site", SHOP, "--no-password"]).ok();
        }
        host.operate_with(&["login", "add", SHOP, "gone"], b"correct horse\n").ok();
        host.shop_sends("anna@example.net");
        host.wait_for_counter(SHOP, "sent", 1);
        host.shop_sends("nobody@example.net");
        host.wait_for_counter(SHOP, "failed", 1);
        host.operate(&["block", SHOP]).ok();
        host.shop_sends("ben@example.net");
        let made = |path: &str, body: &str| {
            let head = "Content-Type: application/json";
            let path = format!("/sites/{SHOP}/{path}");
            let (_, made) = host.try_api("POST", &path, Some((head, body.as_bytes()))).expect("it");
            made["id"].as_i64().unwrap_or_else(|| panic!("{path}: {made}")).to_string()
        };
        let webhook = || {
            let url = "https://hooks.example.net/";
            host.ask(&["webhook", "add", url, "--site", SHOP])["id"].to_string()
        };
        Furniture {
            job: made("jobs", "{\"kind\": \"retry\"}"),
            stop: made("stops", "{\"script\": \"form.php\"}"),
            stop_gone: made("stops", "{\"script\": \"gone.php\"}"),
            token_gone: host.ask(&["token", "add", "gone", "--site", SHOP])["id"].to_string(),
            webhook: webhook(),
            webhook_gone: webhook(),
        }
    }
}
