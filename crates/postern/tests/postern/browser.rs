//! The panel in a real browser, on the demo: each page in both themes and widths, and the stories of those who use it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::demo::Running;
use crate::harness::*;

/// Logs in by a link of `demo.env` and comes to the first page.
async fn enter(browser: &Browser, demo: &Running, link: &str) {
    browser.go(&demo.env(link)).await;
    browser.click("main form button:not(.link)").await;
    browser.find("nav.side, main table, main .empty").await;
}

/// The kind of a page: its path, without the names of what it is about.
fn kind(path: &str) -> String {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = path.split('/').map(|part| match part {
        part if part.contains('.') => "{site}",
        part if is_number(part) => "{number}",
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Follows the links of the panel to a page of each kind.
async fn pages(browser: &Browser, panel: &str) -> Vec<String> {
    let mut waiting = vec![panel.to_owned()];
    let (mut kinds, mut found) = (BTreeSet::new(), Vec::new());
    while let Some(page) = waiting.pop() {
        let path = page.strip_prefix(panel).unwrap_or_default();
        let path = path.split('?').next().unwrap_or_default();
        let is_page = !["assets/", "api/"].iter().any(|folder| path.starts_with(folder))
            && !["/export", ".csv", ".json"].iter().any(|end| path.ends_with(end));
        if !is_page || !kinds.insert(kind(path)) {
            continue;
        }
        browser.go(&page).await;
        waiting.extend(browser.links().await);
        found.push(page);
    }
    found
}

/// The pages that the navigation and what it leads to have; a page nobody can come to is missed here.
const OWNERS: [&str; 12] = [
    "",
    "sites/{site}",
    "sites/{site}/errors",
    "sites/{site}/trace",
    "sites/{site}/trace/{number}",
    "sites/{site}/queue",
    "sites/{site}/scripts",
    "sites/{site}/test",
    "sites/{site}/settings",
    "sites/{site}/help",
    "sites/{site}/block",
    "account",
];
const OPERATORS: [&str; 10] = [
    "",
    "users",
    "users/operator",
    "operate/users/new",
    "tokens",
    "hops",
    "health",
    "audit",
    "operate/sites/new",
    "sites/{site}/edit",
];

/// Every page that a person comes to is right in both themes, at both widths, in their language.
async fn judge(link: &str, language: &str, expected: &[&str]) {
    let demo = Running::start();
    let panel = demo.env("PANEL_URL");
    until("a mail has failed", || {
        demo.postern(&["failures", "broken.example.org"]).contains("example.com")
    });
    let browser = Browser::open(language).await;
    enter(&browser, &demo, link).await;
    let pages = pages(&browser, &panel).await;
    let kinds: BTreeSet<_> = pages
        .iter()
        .map(|page| kind(page[panel.len()..].split('?').next().unwrap_or("")))
        .collect();
    for page in expected {
        assert!(kinds.contains(*page), "nothing leads to {page:?}: {kinds:?}");
    }
    let mut faults = Vec::new();
    for page in &pages {
        browser.go(page).await;
        for view in [View::PHONE.at_night(), View::DESK] {
            browser.look(view).await;
            let found = browser.faults().await;
            faults.extend(found.into_iter().map(|fault| format!("{page} {view:?}: {fault}")));
        }
        let spoken = browser.run("return document.documentElement.lang", Vec::new()).await;
        assert_eq!(spoken, language, "{page}");
    }
    browser.close().await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_an_owner_is_fit_for_everybody() {
    judge("OWNER_LOGIN_URL", "it", &OWNERS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_an_operator_is_fit_for_everybody() {
    judge("OPERATOR_LOGIN_URL", "pl", &OPERATORS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_owner_on_a_phone_finds_out_why_nothing_leaves_and_puts_it_right() {
    let demo = Running::start();
    until("bots have found the form", || {
        demo.postern(&["top", "scripts", "--site", "contact.example.org"]).contains("contact")
    });
    demo.postern(&["block", "contact.example.org", "--reason", "a form is misused"]);
    let browser = Browser::open("en").await;
    browser.look(View::PHONE).await;
    enter(&browser, &demo, "OWNER_LOGIN_URL").await;

    browser.press("contact.example.org").await;
    browser.reads("Sending is stopped").await;
    browser.reads("a form is misused").await;
    browser.reads("Stop that one script").await;

    browser.navigate("Scripts").await;
    browser.click("main a.script").await;
    browser.press("Stop this script").await;
    browser.reads("Stop this script?").await;
    browser.enter("textarea[name=reason]", "bots").await;
    browser.press("Stop it").await;
    browser.reads("It is stopped; its emails are kept back.").await;

    browser.navigate("Waiting emails").await;
    until("junk is held", || {
        demo.postern(&["queue", "list", "contact.example.org"]).contains("held")
    });
    browser.navigate("Waiting emails").await;
    browser.click("#all").await;
    browser.press("Delete them").await;
    browser.reads("Deleted emails cannot be brought back").await;
    browser.press("Delete them").await;
    browser.reads("deleted").await;

    browser.navigate("Overview").await;
    browser.press("Start sending").await;
    browser.reads("What will happen").await;
    browser.press("Start sending").await;
    browser.reads("Emails are being sent").await;

    browser.navigate("Send a test").await;
    browser.enter("input[name=to]", "you@example.net").await;
    browser.press("Send test email").await;
    browser.reads("Delivered").await;
    browser.reads("The receiver took it.").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_a_site_is_stopped_and_started_and_with_them_its_page_follows() {
    let demo = Running::start();
    let plain = Browser::open("en").await;
    plain.without_scripts().await;
    enter(&plain, &demo, "OWNER_LOGIN_URL").await;
    let live = Browser::open("en").await;
    enter(&live, &demo, "OPERATOR_LOGIN_URL").await;
    let page = format!("{}sites/shop.example.org", demo.env("PANEL_URL"));
    live.go(&page).await;
    live.reads("Emails are being sent").await;

    plain.press("shop.example.org").await;
    plain.press("Stop sending").await;
    plain.reads("Stop sending for shop.example.org?").await;
    plain.enter("textarea[name=reason], input[name=reason]", "holidays").await;
    plain.press("Stop sending").await;
    plain.reads("Sending is stopped").await;
    plain.reads("stopped by you").await;

    live.reads("Sending is stopped").await;
    live.reads("holidays").await;

    plain.press("Start sending").await;
    plain.press("Start sending").await;
    plain.reads("Emails are being sent").await;
    live.reads("Emails are being sent").await;
    plain.close().await;
    live.close().await;
}

/// What a stranger may put into a subject.
const HOSTILE: &str =
    "=1+1\"><img src=x onerror=\"document.title='pwned'\"><script>document.title='pwned'</script>";

#[tokio::test(flavor = "multi_thread")]
async fn what_strangers_write_is_shown_and_does_nothing() {
    let demo = Running::start();
    let right_to_left = "\u{202e}gnp.exe";
    let long = "x".repeat(10_000);
    let mail = format!(
        "To: nobody-1@example.com\nX-PHP-Originating-Script: 0:<img src=x onerror=alert(1)>.php\n\
         Subject: {HOSTILE}{right_to_left} {long}\n\nhello\n"
    );
    let mut send = program(demo.path("bin/sendmail"));
    run(send.args(["-t", "-i"]), mail.as_bytes()).ok();
    until("it has failed", || {
        demo.postern(&["failures", "shop.example.org"]).contains("nobody-1@example.com")
    });
    let browser = Browser::open("en").await;
    enter(&browser, &demo, "OWNER_LOGIN_URL").await;
    let site = format!("{}sites/shop.example.org", demo.env("PANEL_URL"));
    browser.go(&format!("{site}/trace?recipient=nobody-1@example.com")).await;
    let story = browser.links().await;
    let story = story.iter().find(|link| kind(link).ends_with("/trace/{number}"));
    let story = story.expect("a story").clone();
    let pages = [
        &format!("{site}/errors"),
        &format!("{site}/trace"),
        &story,
        &format!("{site}/scripts"),
        &site,
    ];
    for page in pages {
        browser.go(page).await;
        let text = browser.text().await;
        let found = browser
            .run("return [document.title, document.querySelectorAll('img, main script').length, document.body.textContent.includes('\\u202e')]", Vec::new())
            .await;
        assert!(!found[0].as_str().expect("a title").contains("pwned"), "{page}");
        assert_eq!((&found[1], &found[2]), (&0.into(), &false.into()), "{page}: {text}");
        if page.ends_with("/errors") || *page == story {
            assert!(text.contains("<img src=x"), "{page}: {text}");
        }
    }
    let address = demo.env("PANEL_URL");
    let address = address["http://".len()..].trim_end_matches('/').parse().expect("an address");
    let mut visit = Visit::to(address);
    visit.get("/login");
    let (name, password) = (demo.env("OWNER_USER"), demo.env("OWNER_PASSWORD"));
    visit.submit("/login", &format!("name={name}&password={password}"));
    let csv = visit.get("/sites/shop.example.org/errors/export?format=csv").body;
    assert!(csv.contains("'=1+1"), "no cell is a formula: {csv}");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyboard_is_enough() {
    let demo = Running::start();
    let browser = Browser::open("en").await;
    enter(&browser, &demo, "OWNER_LOGIN_URL").await;
    browser.go(&format!("{}sites/shop.example.org", demo.env("PANEL_URL"))).await;
    let at = "return document.activeElement.textContent.trim() || document.activeElement.id";
    browser.key('\u{e004}').await;
    assert_eq!(browser.run(at, Vec::new()).await, "Skip to the content");
    browser.key('\u{e007}').await;
    let main = browser.run("return document.activeElement.id", Vec::new()).await;
    assert_eq!(main, "main");
    for _ in 0..30 {
        browser.key('\u{e004}').await;
        let seen = browser
            .run("const one = document.activeElement; const box = one.getBoundingClientRect(); return [one.textContent.trim(), box.width > 0 && box.height > 0 && getComputedStyle(one).outlineStyle != 'none']", Vec::new())
            .await;
        assert_eq!(seen[1], true, "{seen}: where the keyboard is can be seen");
        if seen[0] == "Stop sending" {
            browser.key('\u{e007}').await;
            browser.reads("Stop sending for shop.example.org?").await;
            browser.close().await;
            return;
        }
    }
    panic!("thirty steps do not lead to the first action");
}

/// Where pictures of the demo are written, when `PICTURES=1` asks for new ones.
fn pictures() -> Option<PathBuf> {
    std::env::var_os("PICTURES")?;
    Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/images"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pictures_of_the_readme_show_the_demo_as_it_is() {
    let demo = Running::start();
    until("each site has its life", || {
        demo.postern(&["failures", "broken.example.org"]).contains("example.com")
            && demo
                .postern(&["top", "scripts", "--site", "contact.example.org"])
                .contains("contact")
    });
    demo.postern(&["block", "contact.example.org", "--reason", "bots on the contact form"]);
    let panel = demo.env("PANEL_URL");
    let (owner, operator) = (Browser::open("en").await, Browser::open("en").await);
    enter(&owner, &demo, "OWNER_LOGIN_URL").await;
    enter(&operator, &demo, "OPERATOR_LOGIN_URL").await;
    for (browser, page, view, reads, name) in [
        (
            &owner,
            "sites/contact.example.org",
            View { width: 390, ..View::PHONE },
            "bots on the contact form",
            "owner-phone",
        ),
        (
            &owner,
            "sites/broken.example.org",
            View::DESK.at_night(),
            "broken.example.org",
            "owner-night",
        ),
        (&owner, "sites/broken.example.org/errors", View::DESK, "What happened", "errors"),
        (&operator, "", View::DESK, "contact.example.org", "operator-sites"),
    ] {
        browser.look(view).await;
        browser.go(&format!("{panel}{page}")).await;
        browser.reads(reads).await;
        if let Some(folder) = pictures() {
            browser.picture(&folder.join(format!("{name}.png"))).await;
        }
    }
    owner.close().await;
    operator.close().await;
}
