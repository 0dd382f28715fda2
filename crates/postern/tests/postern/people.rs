//! Who is let in from elsewhere: users with passwords and login links, programs with tokens; how they are made, and how
//! they end.

use crate::harness::*;

const BLOG: &str = "blog.example.org";

/// The path of a link that was printed.
#[track_caller]
fn path_of(link: &str) -> &str {
    let link = link.trim();
    let rest = link.strip_prefix("http://").unwrap_or_else(|| panic!("{link}"));
    &rest[rest.find('/').expect("a path")..]
}

#[test]
fn a_token_gets_what_it_was_made_for_until_it_is_removed() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    host.add_site(BLOG, &[]);
    let made = host.ask(&["token", "add", "hosting panel", "--site", SHOP]);
    let secret = made["secret"].as_str().expect("a secret");
    let mut program = Visit::with_token(host.web_address(), secret);

    let sites = program.get("/api/v1/sites").json();
    let names: Vec<_> = sites["items"].as_array().expect("a list").iter().collect();
    assert_eq!(names.len(), 1, "{sites}");
    assert_eq!(names[0]["name"], SHOP);
    let block = program.ask(
        "POST",
        &format!("/api/v1/sites/{SHOP}/block"),
        "application/json",
        "{\"reason\": \"bots\"}",
    );
    assert_eq!((block.status, &block.json()["to"]), (200, &"ko".into()));
    assert_eq!(host.ask(&["site", "show", SHOP])["by"], "token:hosting panel");
    let theirs = program.get(&format!("/api/v1/sites/{BLOG}"));
    assert_eq!((theirs.status, &theirs.json()["code"]), (404, &"no-such-site".into()));
    assert_eq!(program.get("/api/v1/audit").status, 403);

    let listed = host.operate(&["token", "list"]).ok().text();
    assert!(listed.contains("hosting panel") && !listed.contains(secret), "{listed}");
    host.operate(&["token", "remove", &made["id"].to_string()]).ok();
    assert_eq!(program.get("/api/v1/sites").status, 401);
    assert_eq!(Visit::with_token(host.web_address(), "x").get("/api/v1/sites").status, 401);
    assert!(!host.log().contains(secret));
}

#[test]
fn a_user_logs_in_with_a_password_and_is_logged_out_from_elsewhere() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    host.add_site(BLOG, &[]);
    let added = ["user", "add", "anna", "--site", SHOP];
    host.operate_with(&added, b"correct horse battery\n").ok();
    let mut anna = Visit::to(host.web_address());
    let overview = format!("/sites/{SHOP}");
    let login = anna.get(&overview);
    assert_eq!(
        (login.status, login.field("location")),
        (303, "/login?next=%2Fsites%2Fshop.example.org")
    );
    anna.get("/login");
    assert_eq!(anna.submit("/login", "name=anna&password=wrong").status, 401);
    let came = anna.submit("/login", "name=anna&password=correct+horse+battery");
    assert_eq!((came.status, came.field("location")), (303, "/"));
    assert!(came.head.contains("HttpOnly; SameSite=Lax"), "{}", came.head);
    assert_eq!(anna.get(&overview).status, 200);
    assert_eq!(anna.get(&format!("/sites/{BLOG}")).status, 404);

    let sessions = host.operate(&["user", "show", "anna"]).ok().text();
    assert!(sessions.contains("127.0.0.1"), "{sessions}");
    host.operate(&["user", "end-sessions", "anna"]).ok();
    assert_eq!(anna.get(&overview).status, 303, "the session has ended");
    host.operate(&["user", "remove", "anna", "--yes"]).ok();
    anna.get("/login");
    assert_eq!(anna.submit("/login", "name=anna&password=correct+horse+battery").status, 401);
    let audit = host.operate(&["audit"]).ok().text();
    assert!(audit.contains("anna") && !audit.contains("correct horse"), "{audit}");
    assert!(!host.log().contains("correct horse"), "no password is logged");
}

#[test]
fn a_login_link_hands_a_customer_over_to_one_site_once() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    host.add_site(BLOG, &[]);
    host.operate(&["user", "add", "anna", "--site", SHOP, "--site", BLOG, "--no-password"]).ok();
    let made = host.operate(&["login-link", "anna", "--site", SHOP]).ok();
    assert!(made.complaint().contains("good once, for 60 seconds"), "{}", made.complaint());
    let link = made.text();
    let path = path_of(&link);
    let mut scanner = Visit::to(host.web_address());
    for _ in 0..3 {
        let page = scanner.get(path);
        assert_eq!((page.status, page.field("referrer-policy")), (200, "no-referrer"));
    }
    let mut anna = Visit::to(host.web_address());
    anna.get(path);
    let came = anna.submit(path, "");
    assert_eq!((came.status, came.field("location")), (303, "/sites/shop.example.org"));
    assert_eq!(anna.get("/sites/shop.example.org").status, 200);
    assert_eq!(anna.get("/sites/blog.example.org").status, 404, "the link was for one site");
    assert_eq!(scanner.submit(path, "").status, 410);
    let secret = path.rsplit('/').next().expect("a secret");
    assert!(!host.log().contains(secret), "no link is logged");
    let nobody = host.operate(&["login-link", "nobody"]);
    assert_eq!(nobody.code, Some(1), "{}", nobody.complaint());
}

#[test]
fn the_first_start_tells_a_link_that_makes_the_first_operator() {
    let receiver = Receiver::start();
    let mut host = Host::with_shop(&receiver);
    let link = until_some("the link is told", || {
        let log = host.log();
        let at = log.find("/setup/")?;
        let end = log[at..].find(|c: char| c.is_whitespace() || c == '"')?;
        Some(log[at..at + end].to_owned())
    });
    let mut root = Visit::to(host.web_address());
    root.get(&link);
    let good = "name=root&password=correct+horse+battery&again=correct+horse+battery";
    assert_eq!(root.submit(&link, good).status, 303);
    assert_eq!(root.get(&format!("/sites/{SHOP}")).status, 200);
    assert_eq!(root.get(&link).status, 410);
    let told = host.log().matches("no_user_yet").count();
    host.stop();
    host.start();
    root.follows(host.web_address());
    assert_eq!(root.get(&format!("/sites/{SHOP}")).status, 200, "sessions outlive the daemon");
    assert_eq!(host.log().matches("no_user_yet").count(), told, "nothing is told any more");
}
