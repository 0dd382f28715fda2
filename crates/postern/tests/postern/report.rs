//! The morning after: what failed yesterday arrives as a report, its links lead to where they say, and one click ends it.
//! And the report in a real browser, which is what a mail program shows it with.

use std::path::{Path, PathBuf};

use crate::harness::*;

const ANNA: &str = "anna@example.net";

/// Where the library lies that lets a program live tomorrow.
const TOMORROW: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

/// A mail as a person reads it: line ends undone that are only for the way (RFC 2045 §6.7, RFC 5322 §2.2.3).
fn read(mail: &Mail) -> String {
    let text = String::from_utf8(mail.bytes.clone()).expect("text");
    text.replace("=\r\n", "").replace("=3D", "=").replace("\r\n ", " ")
}

/// The path of the link that begins so.
#[track_caller]
fn path_of<'a>(text: &'a str, begins: &str) -> &'a str {
    let at = text.find(&format!("http://localhost{begins}")).unwrap_or_else(|| panic!("{text}"));
    let link = &text[at + "http://localhost".len()..];
    link.split(['>', '"', '\r', '\n', ' ']).next().unwrap_or_default()
}

#[test]
fn yesterdays_failures_arrive_once_in_the_morning_and_one_click_ends_it() {
    let receiver = Receiver::start();
    let mut host = Host::new(&receiver)
        .with("web.public_url", "\"http://localhost/\"")
        .with("report.hour", "0");
    host.start();
    host.add_shop();
    host.operate(&["site", "set", SHOP, "--report-address", ANNA, "--language", "de"]).ok();
    host.operate_with(&["user", "add", "anna", "--site", SHOP], b"correct horse battery\n").ok();
    host.shop_sends("nobody1@example.com");
    host.shop_sends("nobody2@example.com");
    host.shop_sends("carlo@example.com");
    host.wait_for_counter(SHOP, "failed", 2);
    host.wait_for_counter(SHOP, "sent", 1);
    host.stop();

    assert!(Path::new(TOMORROW).exists(), "scripts/setup test installs it");
    let mut host = host
        .with_environment("LD_PRELOAD", TOMORROW)
        .with_environment("FAKETIME", "+26h")
        .with_environment("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    host.start();
    let report = receiver.mail_to(ANNA);
    assert_eq!(report.sender, "", "nothing answers it");
    let text = read(&report);
    for words in [
        "2 E-Mails sind am ",
        "Auto-Submitted: auto-generated",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "nobody1@example.com",
        "nobody2@example.com",
        "5.1.1",
        "multipart/alternative",
    ] {
        assert!(text.contains(words), "{words:?} is not in\n{text}");
    }
    assert!(!text.contains("carlo@example.com"), "{text}");
    assert_eq!(host.counter(SHOP, "accepted"), 3, "the report is no mail of the site");

    let mut anna = Visit::to(host.web_address());
    anna.get("/login");
    anna.submit("/login", "name=anna&password=correct+horse+battery");
    let errors = anna.get(path_of(&text, "/sites/"));
    assert_eq!(errors.status, 200);
    assert!(errors.body.contains("nobody1@example.com"), "{}", errors.body);

    // A crash right after: it is not told again.
    host.kill();
    host.start();
    let off = path_of(&text, "/unsubscribe/");
    let mut program = Visit::to(host.web_address());
    let page = program.get(off);
    assert!(page.status == 200 && page.body.contains(ANNA), "{}", page.body);
    assert_eq!(host.ask(&["site", "show", SHOP])["settings"]["report_address"], ANNA);
    let form = "application/x-www-form-urlencoded";
    let ended = Visit::to(host.web_address()).ask("POST", off, form, "List-Unsubscribe=One-Click");
    assert_eq!(ended.status, 200, "{}", ended.body);
    assert_eq!(host.ask(&["site", "show", SHOP])["settings"]["report_address"], "");
    let audit = host.operate(&["audit"]).ok().text();
    assert!(audit.contains("link:anna@example.net"), "{audit}");
    let to_anna = |mail: &&Mail| mail.recipients.iter().any(|one| one == ANNA);
    assert_eq!(receiver.mails().iter().filter(to_anna).count(), 1);
}

/// What a person cannot read of a letter: what is wider than the page, or hardly differs from what it stands on.
const JUDGE: &str = r"
const faults = [], root = document.documentElement;
if (root.scrollWidth > innerWidth) faults.push('is ' + root.scrollWidth + ' px wide, of ' + innerWidth);
const channel = c => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
const light = c => { const [r, g, b] = c.match(/[\d.]+/g).map(Number); return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); };
const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (c != 'rgba(0, 0, 0, 0)') return c; } return 'rgb(255, 255, 255)'; };
for (const e of document.querySelectorAll('h1, h2, p, td, li, span, strong, a')) {
  if (![...e.childNodes].some(one => one.nodeType == 3 && one.data.trim())) continue;
  const box = e.getBoundingClientRect();
  if (box.right > innerWidth + 1 || box.left < -1) faults.push('stands out: ' + e.outerHTML.slice(0, 120));
  const [one, two] = [light(getComputedStyle(e).color), light(behind(e))].sort((a, b) => b - a);
  if ((one + 0.05) / (two + 0.05) < 4.5) faults.push('is pale: ' + e.outerHTML.slice(0, 120));
}
return faults;
";

#[tokio::test(flavor = "multi_thread")]
async fn a_report_can_be_read_in_each_language_on_a_phone_and_a_desk_by_day_and_by_night() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../engine/tests/golden");
    let browser = Browser::open("en").await;
    let mut faults = Vec::new();
    for language in ["en", "it", "fr", "de", "es", "pl", "pt"] {
        let file = golden.join(format!("report.{language}.html")).canonicalize().expect("a file");
        browser.go(&format!("file://{}", file.display())).await;
        for width in [320, 800] {
            for view in [View { width, is_dark: false }, View { width, is_dark: true }] {
                browser.look(view).await;
                let found = browser.run(JUDGE, Vec::new()).await;
                for fault in found.as_array().expect("a list") {
                    faults.push(format!("{language} {view:?}: {fault}"));
                }
                if let Some(folder) = std::env::var_os("REPORT_PICTURES") {
                    let night = if view.is_dark { "-night" } else { "" };
                    let name = format!("report-{language}-{width}{night}.png");
                    browser.picture(&PathBuf::from(folder).join(name)).await;
                }
            }
        }
    }
    browser.close().await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
