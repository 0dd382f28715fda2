//! The panel in a real browser, on the demo: each page in both themes and widths, and the stories of those who use it.

use std::collections::BTreeSet;

use crate::demo::Running;
use crate::harness::*;

/// Logs in by a link of `demo.env` and comes to the first page.
async fn enter(browser: &Browser, link: &str) {
    browser.go(link).await;
    browser.press("Open Postern").await;
}

/// The kind of a page: its address, without the names of what it is about.
fn kind(path: &str) -> String {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = path.split('/').map(|part| match part {
        part if part.contains('.') && !part.ends_with(".csv") => "{site}",
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
        let is_page = !path.starts_with("assets/")
            && !path.contains("export")
            && !path.ends_with(".csv")
            && !path.ends_with(".json");
        if !is_page || !kinds.insert(kind(path)) {
            continue;
        }
        browser.go(&page).await;
        waiting.extend(browser.links().await);
        found.push(page);
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_fit_for_everybody_in_both_themes_and_widths() {
    let demo = Running::start();
    let panel = demo.env("PANEL_URL");
    let mut faults = Vec::new();
    for (link, at_least) in
        [("OWNER_LOGIN_URL", PAGES_OF_AN_OWNER), ("OPERATOR_LOGIN_URL", PAGES_OF_AN_OPERATOR)]
    {
        let browser = Browser::open("en").await;
        enter(&browser, &demo.env(link)).await;
        let pages = pages(&browser, &panel).await;
        assert!(pages.len() >= at_least, "{pages:?}");
        for page in &pages {
            browser.go(page).await;
            for view in [View::PHONE.at_night(), View::DESK] {
                browser.look(view).await;
                faults.extend(
                    browser
                        .faults()
                        .await
                        .into_iter()
                        .map(|fault| format!("{page} {view:?}: {fault}")),
                );
            }
        }
        browser.close().await;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// So many kinds of pages each of them finds at least.
const PAGES_OF_AN_OWNER: usize = 4;
const PAGES_OF_AN_OPERATOR: usize = 4;
