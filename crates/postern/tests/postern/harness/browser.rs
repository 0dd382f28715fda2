//! A real Chromium, driven over WebDriver. Each story has a browser of its own, with an empty profile.

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::panic::Location;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Instant;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator, elements::Element};
use hyper::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use url::Url;

use super::program::tool;
use super::wait::{PATIENCE, until_some};

/// The judge of accessibility, as `scripts/setup test` installs it.
const AXE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/npm/node_modules/axe-core/axe.min.js");

/// What is wrong with a page, for a browser that has read `AXE`. No page with all it loads may have more than 100 kB.
const JUDGE: &str = r#"
const done = arguments[arguments.length - 1];
const faults = [];
const loaded = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource').filter(one => one.initiatorType != 'fetch')];
const from = loaded.filter(one => !one.name.startsWith(location.origin)).map(one => one.name);
if (from.length) faults.push('loads from elsewhere: ' + from.join(', '));
const weight = loaded.reduce((sum, one) => sum + (one.decodedBodySize || 0), 0);
if (weight > 100000) faults.push('weighs ' + weight + ' bytes: ' + loaded.map(one => one.decodedBodySize + ' ' + one.name).join(', '));
const root = document.documentElement;
if (root.scrollWidth > innerWidth) {
  const wide = [...document.querySelectorAll('main *')].filter(one => one.getBoundingClientRect().right > innerWidth + 1);
  faults.push('is ' + root.scrollWidth + ' px wide, of ' + innerWidth + ': ' + wide.slice(0, 5).map(one => one.outerHTML.slice(0, 160)).join(' | '));
}
if (document.querySelector('[style], style, script:not([src])')) faults.push('has style or script inline');
axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(found => {
  for (const rule of found.violations)
    for (const node of rule.nodes.slice(0, 3))
      faults.push(rule.id + ': ' + rule.help + ': ' + node.html.slice(0, 200) + ' ' + (node.failureSummary || '').replace(/\s+/g, ' ').slice(0, 300));
  done(faults);
}, error => done(['axe: ' + error]));
"#;

/// A browser; it ends with this value.
#[derive(Debug)]
pub struct Browser {
    pub client: Client,
    driver: Child,
    /// The profile; gone with this value.
    _profile: tempfile::TempDir,
}

/// What a page is looked at with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    pub width: u32,
    pub is_dark: bool,
}

impl View {
    pub const PHONE: View = View { width: 320, is_dark: false };
    pub const DESK: View = View { width: 1280, is_dark: false };

    pub fn at_night(self) -> View {
        View { is_dark: true, ..self }
    }
}

/// What the browser complained about since it was last asked.
#[derive(Debug)]
struct Complaints;

impl WebDriverCompatibleCommand for Complaints {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}

/// A command of Chromium's own protocol.
#[derive(Debug)]
struct Cdp {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for Cdp {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (Method::POST, Some(body.to_string()))
    }
}

impl Browser {
    /// Opens a browser that asks for pages in this language.
    pub async fn open(language: &str) -> Browser {
        let port =
            TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("one").port();
        let mut command = tool("chromedriver", "chromium-driver");
        command.arg(format!("--port={port}")).arg("--silent").process_group(0);
        let driver = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("starts");
        let profile = tempfile::tempdir().expect("a folder");
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--hide-scrollbars",
            "--no-proxy-server",
            &format!("--user-data-dir={}", profile.path().display()),
        ];
        let mut wishes = Capabilities::new();
        wishes.insert(
            "goog:chromeOptions".into(),
            json!({ "args": arguments, "prefs": { "intl.accept_languages": language } }),
        );
        wishes.insert("goog:loggingPrefs".into(), json!({ "browser": "ALL" }));
        let address = format!("http://127.0.0.1:{port}");
        until_some("the driver listens", || std::net::TcpStream::connect(("127.0.0.1", port)).ok());
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wishes)
            .connect(&address)
            .await
            .expect("a browser");
        Browser { client, driver, _profile: profile }
    }

    async fn tell(&self, command: &'static str, parameters: Value) {
        self.client.issue_cmd(Cdp { command, parameters }).await.expect("the browser obeys");
    }

    /// Looks at pages this way from now on.
    pub async fn look(&self, view: View) {
        let size =
            json!({ "width": view.width, "height": 800, "deviceScaleFactor": 1, "mobile": false });
        self.tell("Emulation.setDeviceMetricsOverride", size).await;
        let theme = if view.is_dark { "dark" } else { "light" };
        let features = json!([
            { "name": "prefers-color-scheme", "value": theme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.tell("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Runs no script of a page from now on.
    pub async fn without_scripts(&self) {
        self.tell("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    }

    pub async fn go(&self, url: &str) {
        self.client.goto(url).await.expect("a page");
    }

    /// What a person reads on the page; nothing while it changes.
    pub async fn text(&self) -> String {
        match self.client.find(Locator::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Waits until a person reads this.
    #[track_caller]
    pub fn reads<'a>(&'a self, words: &'a str) -> impl Future<Output = String> + 'a {
        let at = Location::caller();
        async move {
            let begun = Instant::now();
            loop {
                let text = self.text().await;
                if text.contains(words) {
                    return text;
                }
                assert!(begun.elapsed() < PATIENCE, "{at}: {words:?} does not stand in\n{text}");
                tokio::task::yield_now().await;
            }
        }
    }

    #[track_caller]
    pub fn find<'a>(&'a self, css: &'a str) -> impl Future<Output = Element> + 'a {
        let at = Location::caller();
        async move {
            let found = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await;
            found.unwrap_or_else(|error| panic!("{at}: {css}: {error}"))
        }
    }

    /// Clicks on what is found, anew when the page has replaced it meanwhile.
    async fn click_on(&self, what: Locator<'_>, at: &Location<'_>) {
        let begun = Instant::now();
        loop {
            let found = self.client.wait().at_most(PATIENCE).for_element(what).await;
            let found = found.unwrap_or_else(|error| panic!("{at}: {what:?}: {error}"));
            match found.click().await {
                Ok(()) => return,
                Err(error) if error.is_stale_element_reference() => {
                    assert!(begun.elapsed() < PATIENCE, "{at}: {what:?} does not stay");
                }
                Err(error) => panic!("{at}: {what:?}: {error}"),
            }
        }
    }

    #[track_caller]
    pub fn click<'a>(&'a self, css: &'a str) -> impl Future<Output = ()> + 'a {
        self.click_on(Locator::Css(css), Location::caller())
    }

    /// Presses the link or button that reads so.
    #[track_caller]
    pub fn press(&self, words: &str) -> impl Future<Output = ()> {
        let path = format!(
            "//main//*[(self::a or self::button or self::summary) and normalize-space(.)='{words}']"
        );
        self.click_where(path)
    }

    /// Goes to a page by the navigation, which a narrow page unfolds first.
    #[track_caller]
    pub fn navigate(&self, words: &str) -> impl Future<Output = ()> {
        let link = self.click_where(format!("//nav//a[normalize-space(.)='{words}']"));
        async move {
            let menu = self.find(".menu-open").await;
            if menu.is_displayed().await.unwrap_or(false) {
                menu.click().await.expect("it unfolds");
            }
            link.await;
        }
    }

    #[track_caller]
    fn click_where(&self, path: String) -> impl Future<Output = ()> {
        let at = Location::caller();
        async move { self.click_on(Locator::XPath(&path), at).await }
    }

    /// Presses a key, by its code point in WebDriver.
    pub async fn key(&self, key: char) {
        let press = KeyActions::new("keyboard".into())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        self.client.perform_actions(press).await.expect("a key");
    }

    /// Types into a field.
    #[track_caller]
    pub fn enter<'a>(&'a self, css: &'a str, words: &'a str) -> impl Future<Output = ()> + 'a {
        let found = self.find(css);
        async move {
            let field = found.await;
            field.clear().await.expect("it can be emptied");
            field.send_keys(words).await.expect("it takes keys");
        }
    }

    /// What a script of the test makes of the page.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute(script, arguments).await.expect("a value")
    }

    /// Every address of this panel that the page leads to, without its fragment.
    pub async fn links(&self) -> Vec<String> {
        let script = "return [...document.links].map(a => a.href.split('#')[0]).filter(href => href.startsWith(location.origin))";
        let links = self.run(script, Vec::new()).await;
        links
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|link| Some(link.as_str()?.to_owned()))
            .collect()
    }

    /// A picture of the whole page.
    pub async fn picture(&self, path: &Path) {
        let height = self.run("return document.documentElement.scrollHeight", Vec::new()).await;
        let width = self.run("return innerWidth", Vec::new()).await;
        let height = height.as_u64().unwrap_or(800).min(4000);
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.tell("Emulation.setDeviceMetricsOverride", size).await;
        let picture = self.client.screenshot().await.expect("a picture");
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, picture).expect("a file");
    }

    /// What is wrong with the page, a line each: by the rules of WCAG 2.2 AA, in what it loads, and in how it fits.
    pub async fn faults(&self) -> Vec<String> {
        let axe = std::fs::read_to_string(AXE).expect("scripts/setup test installs it");
        self.run(&axe, Vec::new()).await;
        let judged = self.client.execute_async(JUDGE, Vec::new()).await.expect("a judgement");
        let list = |value: &Value| -> Vec<String> {
            value
                .as_array()
                .into_iter()
                .flatten()
                .map(|one| one.as_str().unwrap_or("?").to_owned())
                .collect()
        };
        let mut faults = list(&judged);
        let said = self.client.issue_cmd(Complaints).await.expect("a log");
        for entry in said.as_array().into_iter().flatten() {
            // That a page answers 4xx is what it should do, and told by its status.
            let message = entry["message"].as_str().unwrap_or_default();
            if entry["level"] == "SEVERE"
                && !message.contains("the server responded with a status of 4")
            {
                faults.push(format!("the browser complains: {message}"));
            }
        }
        faults
    }

    pub async fn close(self) {
        self.client.clone().close().await.expect("it ends");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends its browser; one that has ended is not there to be killed.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
