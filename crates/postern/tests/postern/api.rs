//! The API over the control socket: what it answers to what it should not be asked, and how pages go on.

use serde_json::{Value, json};

use crate::harness::*;

const JSON: &str = "Content-Type: application/json";

#[track_caller]
fn check(host: &Host, method: &str, path: &str, body: &str, status: u16, code: &str) -> Value {
    let answer = host.try_api(method, path, Some((JSON, body.as_bytes())));
    let (got, problem) = answer.unwrap_or_else(|| panic!("{method} {path}: no answer"));
    assert_eq!((got, problem["code"].as_str()), (status, Some(code)), "{method} {path}: {problem}");
    assert_eq!(problem["type"], json!(format!("urn:postern:problem:{code}")));
    assert_eq!(problem["status"], json!(status));
    assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{problem}");
    problem
}

#[test]
fn a_request_that_cannot_be_has_a_problem_with_its_code() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let site = format!("/sites/{SHOP}");
    let of = |rest: &str| format!("{site}{rest}");
    let rows = [
        ("GET", "/nowhere".to_owned(), "", 404, "no-such-path"),
        ("PUT", "/health".to_owned(), "", 405, "no-such-method"),
        ("GET", "/sites/nosuch.example.org".to_owned(), "", 404, "no-such-site"),
        ("GET", "/sites/%ff".to_owned(), "", 400, "bad-request"),
        ("DELETE", of("/logins/%ff"), "", 400, "bad-request"),
        ("POST", "/sites".to_owned(), "{", 400, "bad-request"),
        ("POST", "/sites".to_owned(), "{\"nom\": \"a\"}", 400, "bad-request"),
        ("POST", "/sites".to_owned(), "{\"name\": \"a b\"}", 400, "invalid"),
        ("POST", "/sites".to_owned(), "{\"name\": \"SHOP.example.org\"}", 409, "site-exists"),
        ("PATCH", of(""), "{\"settings\": {\"smarthosts\": [\"x\"]}}", 400, "invalid"),
        ("PATCH", of(""), "{\"settings\": {\"report_address\": \"x\"}}", 400, "invalid"),
        ("PATCH", of(""), "{\"add_ranges\": [\"::/0\"]}", 400, "invalid"),
        ("PATCH", of(""), "{\"settings\": {\"language\": \"tlh\"}}", 400, "invalid"),
        ("PATCH", of(""), "{\"settings\": {\"limits\": {\"message_bytes\": 0}}}", 400, "invalid"),
        ("PATCH", of(""), "{\"settings\": {\"limits\": {\"recipients\": 0}}}", 400, "invalid"),
        ("PATCH", of(""), "{\"settings\": {\"limits\": {\"queued\": 0}}}", 400, "invalid"),
        ("DELETE", "/sites/host".to_owned(), "", 409, "built-in"),
        ("PUT", of("/logins/x"), "{\"password\": \"\"}", 400, "invalid"),
        ("DELETE", of("/logins/nobody"), "", 404, "no-such-login"),
        ("POST", of("/unblock"), "{\"lock\": true}", 400, "bad-request"),
        ("POST", of("/stops"), "{}", 400, "bad-request"),
        ("POST", of("/stops"), "{\"script\": \"a\", \"sender\": \"b\"}", 400, "bad-request"),
        ("POST", of("/stops"), "{\"sender\": \"b\"}", 400, "invalid"),
        ("DELETE", of("/stops/99"), "", 404, "no-such-stop"),
        ("POST", of("/jobs"), "{\"kind\": \"frob\"}", 400, "bad-request"),
        (
            "POST",
            of("/jobs"),
            "{\"kind\": \"delete\", \"selection\": {\"ids\": []}}",
            400,
            "bad-request",
        ),
        ("GET", of("/jobs/99"), "", 404, "no-such-job"),
        ("GET", "/jobs/99".to_owned(), "", 404, "no-such-path"),
        ("GET", of("/queue?limit=0"), "", 400, "bad-request"),
        ("GET", of("/queue?cursor=x"), "", 400, "bad-request"),
        ("GET", of("/queue?colour=red"), "", 400, "bad-request"),
        ("GET", of("/failures?class=sad"), "", 400, "bad-request"),
        ("GET", of("/failures?cursor=1"), "", 400, "bad-request"),
        (
            "GET",
            of("/history?from=2026-03-29T00:00:00Z&to=2026-03-28T00:00:00Z"),
            "",
            400,
            "bad-request",
        ),
        ("GET", of("/history?from=yesterday"), "", 400, "bad-request"),
        ("POST", of("/messages"), "", 400, "bad-request"),
        ("POST", of("/test-mail"), "{\"to\": \"a@@b\"}", 400, "invalid"),
    ];
    for (method, path, body, status, code) in rows {
        check(&host, method, &path, body, status, code);
    }
    let reason = "x".repeat(1001);
    check(&host, "POST", &of("/block"), &format!("{{\"reason\": \"{reason}\"}}"), 400, "invalid");
    let large = format!("{{\"reason\": \"{}\"}}", "x".repeat(3 << 20));
    check(&host, "POST", &of("/block"), &large, 413, "too-large");
    let many = vec!["{\"name\": \"a\"}"; 1001].join(",");
    check(&host, "POST", "/imports", &format!("{{\"sites\": [{many}]}}"), 413, "too-large");
}

#[test]
fn a_message_is_refused_with_both_figures_and_an_odd_one_with_its_fault() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let path = format!("/sites/{SHOP}/messages");
    let send = |head: &str, message: &[u8]| {
        host.try_api("POST", &path, Some((head, message))).expect("an answer")
    };
    let keyed = "Content-Type: message/rfc822\r\nIdempotency-Key: 1";

    let large = vec![b'x'; 10_485_761];
    let (status, problem) = send(keyed, &large);
    assert_eq!(status, 413);
    assert_eq!(
        problem["detail"],
        "the message has 10485761 bytes, the limit of its site is 10485760"
    );
    let (status, problem) = send("Content-Type: message/rfc822", b"To: a@example.net\r\n\r\nx\r\n");
    assert_eq!((status, &problem["code"]), (400, &json!("bad-request")));
    let (status, problem) = send(keyed, b"Subject: no recipient\r\n\r\nx\r\n");
    assert_eq!((status, &problem["code"]), (422, &json!("message-refused")), "{problem}");
    assert_eq!(host.counter(SHOP, "accepted"), 0);
}

#[test]
fn pages_go_on_where_the_last_ended_and_end() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    host.operate(&["block", SHOP]).ok();
    let recipients: Vec<_> = (0..7).map(|nth| format!("r{nth}@example.net")).collect();
    recipients.iter().for_each(|recipient| host.shop_sends(recipient));

    let (mut seen, mut pages, mut cursor) = (Vec::new(), 0, String::new());
    loop {
        let page = host.api(&format!("/sites/{SHOP}/queue?limit=3{cursor}"));
        let rows = page["items"].as_array().expect("a list");
        seen.extend(rows.iter().map(|row| row["recipient"].as_str().expect("text").to_owned()));
        pages += 1;
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
        assert!(pages < 10, "the pages end");
    }
    assert_eq!(seen, recipients, "each once, oldest first");
    let traced = host.ask(&["trace", SHOP, "--limit", "100"]);
    assert_eq!(traced.as_array().expect("a list").len(), 7);
}

#[test]
fn a_list_is_whole_for_programs_and_says_to_people_that_there_is_more() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    for nth in 0..52 {
        host.shop_sends(&format!("nobody-{nth}@example.net"));
    }
    host.wait_for_counter(SHOP, "failed", 52);
    let lines = |arguments: &[&str]| {
        let ran = host.operate(arguments).ok();
        (ran.text().lines().count(), ran.complaint())
    };

    assert_eq!(host.ask(&["failures", SHOP]).as_array().expect("a list").len(), 52);
    assert_eq!(lines(&["failures", SHOP, "--csv"]), (53, String::new()));
    let more = |shown: &str| format!("the {shown} newest failures; --limit shows more\n");
    assert_eq!(lines(&["failures", SHOP]), (51, more("50")));
    assert_eq!(lines(&["failures", SHOP, "--limit", "51"]), (52, more("51")));
    assert_eq!(lines(&["failures", SHOP, "--limit", "52"]), (53, String::new()), "that is all");
    assert_eq!(host.ask(&["trace", SHOP]).as_array().expect("a list").len(), 52);
    assert_eq!(host.operate(&["audit", "--limit", "0"]).code, Some(2));
}

#[test]
fn history_goes_back_as_far_as_half_hours_are_kept_and_says_where_it_ends() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let ran = host.operate(&["history", SHOP, "--hours", "1488"]).ok();
    assert!(ran.complaint().starts_with("half-hours are kept since "), "{}", ran.complaint());
    assert!(
        ran.complaint().contains("(31 d ago) only; --days goes further back"),
        "{}",
        ran.complaint()
    );
    let rows = ran.text().lines().count();
    assert!((31 * 48..31 * 48 + 5).contains(&rows), "{rows}");
    assert_eq!(host.operate(&["history", SHOP, "--hours", "700"]).ok().complaint(), "");
}

#[test]
fn what_a_caller_that_is_gone_asked_for_holds_for_mail_too() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let site = format!("/sites/{SHOP}");
    // A call that ended before it was read is none; it is made again until one has begun.
    let act = |action: &str, word: &str| {
        until(word, || {
            host.abandon(&format!("{site}/{action}"), JSON, b"{}");
            host.api(&site)["state"] == word
        });
    };
    let submit = |key: &str, counter: &str, value: u64| {
        let head = format!("Content-Type: message/rfc822\r\nIdempotency-Key: {key}");
        until(key, || {
            host.abandon(&format!("{site}/messages"), &head, b"To: a@example.net\r\n\r\nx\r\n");
            host.counter(SHOP, counter) == value
        });
    };
    for round in 0..10 {
        act("block", "ko");
        submit(&format!("held {round}"), "queued", 1);
        assert_eq!(host.counter(SHOP, "sent"), 2 * round, "it is held");

        act("unblock", "ok");
        host.wait_for_counter(SHOP, "sent", 2 * round + 1);
        submit(&format!("sent {round}"), "sent", 2 * round + 2);
    }
    assert_eq!(host.counter(SHOP, "accepted"), 20);
    host.check();
}

#[test]
fn what_was_done_is_in_the_audit_log_with_who_and_why() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    host.operate(&["block", SHOP, "--reason", "under attack"]).ok();
    host.operate(&["unblock", SHOP]).ok();

    let log = host.ask(&["audit", "--site", SHOP]);
    let of = |what: &str| {
        let entry = log.as_array().expect("a list").iter().find(|entry| entry["what"] == what);
        entry.unwrap_or_else(|| panic!("{what}: {log}")).clone()
    };
    assert_eq!(of("block")["reason"], "under attack");
    assert!(of("unblock")["who"].as_str().expect("text").starts_with("operator:"), "{log}");
    assert_eq!(log[0]["what"], "unblock", "newest first");
}

#[test]
fn who_is_no_operator_gets_nothing_even_where_the_socket_is_open_to_all() {
    need_root();
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let socket = host.root().join("run/control.sock");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    std::fs::set_permissions(&socket, mode).expect("is opened");
    let status = ["status", SHOP];
    let ran = run(as_user(&mut host.postern(&status), STRANGER_UID), b"");
    assert_eq!(ran.code, Some(3));
    let words = "postern: who asks is not known: ";
    assert!(ran.complaint().starts_with(words), "{}", ran.complaint());
    assert_eq!(ran.text(), "");
}
