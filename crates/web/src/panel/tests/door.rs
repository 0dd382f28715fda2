//! The pages before anybody is known.

use askama::Template;
use postern_engine::words::{Catalogues, Language};

use crate::panel::door::{Code, Link, Login, Setup};
use crate::panel::frame::Frame;
use crate::panel::visitor::Links;

fn frame() -> Frame {
    let catalogues = Catalogues::read();
    let words = catalogues.of(Language::English);
    let frame = Frame::nobodys(words, &Links::below("/postern"), words.say("login-title"));
    Frame { csrf: "secret".into(), ..frame }
}

#[track_caller]
fn check(page: &impl Template, shows: &[&str]) {
    let page = page.render().expect("a page");
    for text in
        shows.iter().chain(&["<main", "<h1>Log in</h1>", "/postern/assets/", "Your mailboxes"])
    {
        assert!(page.contains(text), "{text:?} does not stand in\n{page}");
    }
}

#[test]
fn each_is_one_form_with_its_secret_and_says_what_was_wrong() {
    let secret = "name=\"csrf\" value=\"secret\"";
    let (hostile, escaped) = ("\"><script>", "&#34;&#62;&#60;script&#62;");
    let fault = || Some(hostile.to_owned());
    let login =
        Login { frame: frame(), fault: fault(), name: hostile.into(), next: hostile.into() };
    check(&login, &["action=\"/postern/login\"", secret, "role=\"alert\"", escaped]);
    let code =
        Code { frame: frame(), action: "/postern/code".into(), fault: None, next: String::new() };
    check(&code, &["action=\"/postern/code\"", secret, "one-time-code"]);
    let action = "/postern/setup".to_owned();
    let setup = Setup {
        frame: frame(),
        action,
        fault: fault(),
        name: String::new(),
        password_hint: "12".into(),
    };
    check(&setup, &["action=\"/postern/setup\"", secret, "new-password", escaped]);
}

#[test]
fn a_login_link_has_one_button_and_none_when_it_is_spent() {
    let link = |fault| Link { frame: frame(), action: "/postern/link/x".into(), fault };
    check(&link(None), &["<form method=\"post\" action=\"/postern/link/x\">", "Open Postern"]);
    let spent = link(Some("spent".into()));
    check(&spent, &["spent", "href=\"/postern/login\""]);
    assert!(!spent.render().expect("a page").contains("Open Postern"));
}
