//! The figures as Prometheus has them: a real one scrapes the real daemon, judges the page and the alert rules, and answers
//! every question of the dashboard.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::harness::*;

/// A Prometheus that scrapes a host, until it is dropped.
struct Prometheus {
    child: Child,
    address: SocketAddr,
    _folder: tempfile::TempDir,
}

/// A program of the Debian package, which `scripts/setup` does not install but takes out of it.
fn of_package(name: &str) -> Command {
    let taken_out = top().join("target/prometheus/usr/bin").join(name);
    if taken_out.is_file() { program(taken_out) } else { tool(name, "prometheus") }
}

/// A host with the shop that lets this machine read its figures.
fn open_host(receiver: &Receiver) -> Host {
    let mut host = Host::new(receiver).with("metrics.allow", "[\"127.0.0.1\"]");
    host.start();
    host.add_shop();
    host
}

/// The top of the repository.
fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn kept(file: &str) -> String {
    std::fs::read_to_string(top().join(file)).expect("a file of the repository")
}

/// Asks once, and gives head and body.
fn get(address: SocketAddr, path: &str, field: &str) -> Option<(String, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    let request = format!("GET {path} HTTP/1.0\r\nHost: {address}\r\n{field}\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    Some((head.to_owned(), body.to_owned()))
}

impl Prometheus {
    fn of(host: &Host) -> Prometheus {
        let folder = tempfile::Builder::new().prefix("prometheus-").tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        let config = format!(
            "global: {{scrape_interval: 200ms, evaluation_interval: 200ms}}\n\
             rule_files: [{}]\n\
             scrape_configs:\n- {{job_name: postern, static_configs: [{{targets: ['{}']}}]}}\n",
            top().join("pkg/prometheus/alerts.yml").display(),
            host.web_address()
        );
        std::fs::write(path("prometheus.yml"), config).expect("a file");
        let log = File::create(path("log")).expect("a file");
        let flag = |name: &str, path: &Path| format!("--{name}={}", path.display());
        let child = of_package("prometheus")
            .arg(flag("config.file", &path("prometheus.yml")))
            .arg(flag("storage.tsdb.path", &path("data")))
            .arg("--web.listen-address=127.0.0.1:0")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("prometheus starts");
        let said = || std::fs::read_to_string(path("log")).unwrap_or_default();
        let address = until_some("prometheus listens", || {
            let said = said();
            let (_, after) = said.split_once("msg=\"Listening on\" address=")?;
            after.split_whitespace().next()?.parse().ok()
        });
        Prometheus { child, address, _folder: folder }
    }

    fn ask(&self, path: &str) -> Option<Value> {
        let (_, body) = get(self.address, path, "Accept: application/json")?;
        serde_json::from_str(&body).ok()
    }

    /// The values a query has now.
    fn query(&self, expr: &str) -> Vec<f64> {
        let expr: String = url::form_urlencoded::byte_serialize(expr.as_bytes()).collect();
        let Some(answer) = self.ask(&format!("/api/v1/query?query={expr}")) else {
            return Vec::new();
        };
        assert!(answer["error"].is_null(), "{answer}");
        let result = answer["data"]["result"].as_array().cloned().unwrap_or_default();
        result.iter().filter_map(|one| one["value"][1].as_str()?.parse().ok()).collect()
    }

    /// The names of all series it has.
    fn names(&self) -> BTreeSet<String> {
        let answer = self.ask("/api/v1/label/__name__/values").unwrap_or_default();
        let names = answer["data"].as_array().cloned().unwrap_or_default();
        names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()
    }
}

impl Drop for Prometheus {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// All queries of a dashboard, as Grafana would ask them with everything chosen.
fn queries(dashboard: &Value) -> Vec<(String, String)> {
    let fill = |expr: &str| {
        let filled = expr.replace("$__rate_interval", "1m").replace("$job", "postern");
        filled.replace("$instance", ".*").replace("$site", ".*")
    };
    let panels = dashboard["panels"].as_array().expect("panels").iter();
    panels
        .flat_map(|panel| {
            let title = panel["title"].as_str().expect("a title");
            let targets = panel["targets"].as_array().cloned().unwrap_or_default();
            targets.into_iter().map(move |target| {
                (title.to_owned(), fill(target["expr"].as_str().expect("a query")))
            })
        })
        .collect()
}

/// The names of Postern's series in a text.
fn named(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| word.starts_with("postern_")).map(str::to_owned).collect()
}

#[test]
fn every_query_of_the_dashboard_has_data_in_a_real_prometheus() {
    let receiver = Receiver::start();
    let host = open_host(&receiver);
    let prometheus = Prometheus::of(&host);
    until("it scrapes", || prometheus.query("up{job=\"postern\"}") == [1.0]);

    for recipient in ["anna@example.net", "nobody@example.net", "busy@example.net"] {
        host.shop_sends(recipient);
    }
    let refused = host.send(shop_uid(), &["a@@example.net"], b"\nx\n");
    assert_eq!(refused.code, Some(65), "{}", refused.complaint());
    host.wait_for_counter(SHOP, "sent", 1);
    host.wait_for_counter(SHOP, "failed", 1);

    let of_shop = |name: &str| format!("postern_site_deliveries_{name}_total{{site=\"{SHOP}\"}}");
    until("it has what was sent", || prometheus.query(&of_shop("sent")) == [1.0]);
    let dashboard = serde_json::from_str(&kept("pkg/grafana/postern.json")).expect("JSON");
    let queries = queries(&dashboard);
    assert!(queries.len() > 40, "{}", queries.len());
    for (title, expr) in queries {
        let what = format!("{title} has data: {expr}");
        until(&what, || prometheus.query(&expr).iter().any(|value| value.is_finite()));
    }
    let asked = named(&kept("pkg/prometheus/alerts.yml"));
    let there = prometheus.names();
    let missing: Vec<_> = asked.difference(&there).collect();
    assert!(missing.is_empty(), "alerts ask for what there is not: {missing:?}");
    let alerts = prometheus.query("ALERTS{alertstate=\"firing\"}");
    assert!(alerts.is_empty(), "nothing is wrong here: {alerts:?}");
}

#[test]
fn an_alert_is_raised_for_files_that_were_set_aside_and_for_a_daemon_that_is_gone() {
    let receiver = Receiver::start();
    let mut host = open_host(&receiver);
    let prometheus = Prometheus::of(&host);
    let alert = |name: &str| prometheus.query(&format!("ALERTS{{alertname=\"{name}\"}}"));
    until("it scrapes", || prometheus.query("up{job=\"postern\"}") == [1.0]);
    std::fs::write(host.drop_directory().join(format!("{:032x}.mail", 7)), "no frame")
        .expect("a file");
    until("the file is an alarm", || alert("PosternDropAside") == [1.0]);
    host.stop();
    until("the daemon is an alarm", || alert("PosternNotScraped") == [1.0]);
}

#[test]
fn a_scraped_page_passes_the_judge_of_prometheus() {
    let receiver = Receiver::start();
    let host = open_host(&receiver);
    host.shop_sends("anna@example.net");
    let (head, page) =
        get(host.web_address(), "/metrics", "Accept: text/plain").expect("an answer");
    assert!(head.contains("text/plain; version=0.0.4"), "{head}");

    let judged = run(of_package("promtool").args(["check", "metrics"]), page.as_bytes()).ok();

    assert_eq!((judged.text(), judged.complaint()), (String::new(), String::new()));
}

#[test]
fn each_alert_rule_is_valid_and_tested() {
    let folder = top().join("pkg/prometheus");
    for arguments in [["check", "rules", "alerts.yml"], ["test", "rules", "alerts.test.yml"]] {
        run(of_package("promtool").args(arguments).current_dir(&folder), b"").ok();
    }
    let tests = kept("pkg/prometheus/alerts.test.yml");
    for line in kept("pkg/prometheus/alerts.yml").lines() {
        let Some(alert) = line.trim().strip_prefix("- alert: ") else { continue };
        let raised = format!("alertname: {alert}\n        exp_alerts:");
        assert!(tests.contains(&raised), "no test raises {alert}");
    }
}

#[test]
fn strangers_need_the_token_of_the_metrics() {
    let receiver = Receiver::start();
    let mut host = Host::new(&receiver).with("metrics.token_file", "\"metrics.token\"");
    std::fs::write(host.root().join("metrics.token"), "correct-horse-battery\n").expect("a file");
    host.start();
    let ask = |field: &str| {
        let (head, _) = get(host.web_address(), "/metrics", field).expect("an answer");
        head[9..12].to_owned()
    };
    assert_eq!(ask("Authorization: Bearer correct-horse-battery"), "200");
    assert_eq!(ask("Authorization: Bearer correct-horse-staple"), "401");
    assert_eq!(ask("Accept: */*"), "401");
}
