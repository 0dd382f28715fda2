//! Who reads the figures, and what they read.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::{Extension, Router};
use http_body_util::BodyExt;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use postern_core::ids::SiteId;
use postern_engine::intake::submit_http;

use super::{MetricsSettings, for_operators, for_scrapers};
use crate::api::Around;
use crate::api::tests::House;
use crate::caller::Caller;
use crate::listen::Peer;

/// Where a request comes from, for which host, with which fields; and what it gets.
type Asks = (&'static str, Option<&'static str>, &'static [(&'static str, &'static str)], u16);

const TOKEN: &str = "correct-horse-battery";

/// A page of figures, as it was answered.
struct Page {
    kind: String,
    text: String,
}

impl Page {
    /// The value of a series, by how it is written.
    #[track_caller]
    fn value(&self, series: &str) -> f64 {
        let found = self.text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
        let value = found.unwrap_or_else(|| panic!("no {series} in\n{}", self.text));
        value.parse().expect("a number")
    }

    /// The values of a family, whatever the labels.
    fn all(&self, family: &str) -> Vec<f64> {
        let lines =
            self.text.lines().filter_map(|line| line.strip_prefix(family)?.strip_prefix('{'));
        lines.filter_map(|rest| rest.rsplit_once(' ')?.1.parse().ok()).collect()
    }
}

async fn house(sites: &[&str], metrics: MetricsSettings) -> House {
    House::around(sites, Around { metrics, ..Around::default() }).await
}

async fn ask(router: Router, head: &[(&str, &str)]) -> (StatusCode, Page) {
    let mut request = Request::builder().uri("/metrics");
    for (name, value) in head {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).expect("a request");
    let answer = TowerToHyperService::new(router).call(request).await.expect("infallible");
    let (head, body) = answer.into_parts();
    let kind = head.headers["content-type"].to_str().expect("text").to_owned();
    let bytes = body.collect().await.expect("a body").to_bytes();
    let text = String::from_utf8(bytes.to_vec()).expect("text");
    (head.status, Page { kind, text })
}

/// Asks as a client at this address, for this host.
async fn ask_from(
    house: &House,
    address: &str,
    host: Option<&str>,
    head: &[(&str, &str)],
) -> StatusCode {
    let address = address.parse().expect("an address");
    let peer = Peer { address, https: false, host: host.map(str::to_owned) };
    ask(for_scrapers(house.app.clone()).layer(Extension(peer)), head).await.0
}

async fn page(house: &House) -> Page {
    let router = for_operators(house.app.clone());
    let (status, page) = ask(router.layer(Extension(Caller::operator("anna"))), &[]).await;
    assert_eq!(status, 200, "{}", page.text);
    page
}

/// Has a site hand in a mail.
async fn mail(house: &House, site: SiteId, nth: usize) {
    let message =
        "From: shop@example.org\r\nTo: anna@recipient.example\r\nSubject: order\r\n\r\nhello\r\n";
    let accept = &house.engine.accept;
    submit_http(accept, site, message, &format!("key {nth}"), "test").await.expect("it is taken");
}

#[tokio::test]
async fn who_comes_from_an_allowed_address_reads_and_nobody_else() {
    let allow = ["127.0.0.0/8", "::1", "192.0.2.0/24"].map(|range| range.parse().unwrap());
    let house = house(&[], MetricsSettings::new(None, allow.to_vec(), 10)).await;
    let here = Some("127.0.0.1:8587");
    let rows: [Asks; 10] = [
        ("127.0.0.1", here, &[], 200),
        ("::1", Some("[::1]:8587"), &[], 200),
        ("127.0.0.1", Some("localhost:8587"), &[], 200),
        ("192.0.2.7", Some("panel.example.org"), &[], 200),
        ("198.51.100.7", here, &[], 401),
        // What a proxy of this machine passes on is not this machine's.
        ("127.0.0.1", here, &[("x-forwarded-for", "198.51.100.7")], 401),
        ("127.0.0.1", here, &[("via", "1.1 proxy")], 401),
        ("127.0.0.1", Some("panel.example.org"), &[], 401),
        ("127.0.0.1", None, &[], 401),
        ("127.0.0.1", here, &[("authorization", "Bearer some-other-token-of-the-api")], 401),
    ];
    for (address, host, head, status) in rows {
        assert_eq!(
            ask_from(&house, address, host, head).await,
            status,
            "{address} {host:?} {head:?}"
        );
    }
}

#[tokio::test]
async fn who_brings_the_token_reads_from_anywhere_and_a_wrong_one_is_refused_everywhere() {
    let house = house(&[], MetricsSettings::new(Some(TOKEN), Vec::new(), 10)).await;
    let panel = Some("panel.example.org");
    let right = format!("Bearer {TOKEN}");
    let rows = [(right.as_str(), 200), ("Bearer correct-horse-batter", 401), ("Basic YTpi", 401)];
    for (given, status) in rows {
        for address in ["198.51.100.7", "127.0.0.1"] {
            let told = ask_from(&house, address, panel, &[("authorization", given)]).await;
            assert_eq!(told, status, "{given} from {address}");
        }
    }
    assert_eq!(ask_from(&house, "127.0.0.1", Some("127.0.0.1"), &[]).await, 401);
    assert!(!format!("{:?}", house.app.metrics()).contains("horse"));
}

#[tokio::test]
async fn the_control_socket_tells_those_it_knows() {
    let house = house(&[], MetricsSettings::default()).await;
    let (status, _) = ask(for_operators(house.app.clone()), &[]).await;
    assert_eq!(status, 401);
    assert!(page(&house).await.text.contains("postern_build_info"));
}

#[tokio::test]
async fn a_page_is_openmetrics_unless_only_the_older_format_is_asked_for() {
    let house = house(&[], MetricsSettings::default()).await;
    let ask = async |accept: &str| {
        let router = for_operators(house.app.clone()).layer(Extension(Caller::operator("anna")));
        ask(router, &[("accept", accept)]).await.1
    };
    for accept in
        ["*/*", "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"]
    {
        let page = ask(accept).await;
        assert_eq!(page.kind, "application/openmetrics-text; version=1.0.0; charset=utf-8");
        assert!(page.text.ends_with("# EOF\n"));
        assert!(page.text.contains("# TYPE postern_deliveries_sent counter\n"));
    }
    let page = ask("text/plain;version=0.0.4").await;
    assert_eq!(page.kind, "text/plain; version=0.0.4; charset=utf-8");
    assert!(page.text.contains("# TYPE postern_deliveries_sent_total counter\n"));
    assert!(!page.text.contains("EOF"));
}

#[tokio::test]
async fn what_sites_count_is_told_of_each_and_of_all_and_nothing_of_recipients() {
    let house = house(&["shop.example", "blog.example"], MetricsSettings::default()).await;
    for nth in 0..3 {
        mail(&house, house.id("shop.example"), nth).await;
    }
    mail(&house, house.id("blog.example"), 9).await;
    let page = page(&house).await;
    let of = |site: &str| format!("postern_site_deliveries_accepted_total{{site=\"{site}\"}}");
    assert_eq!(page.value(&of("shop.example")), 3.0);
    assert_eq!(page.value(&of("blog.example")), 1.0);
    assert_eq!(page.value("postern_deliveries_accepted_total"), 4.0);
    assert_eq!(page.value("postern_site_state{site=\"shop.example\",state=\"ok\"}"), 1.0);
    assert_eq!(page.value("postern_sites{state=\"ok\"}"), 3.0, "host is one, too");
    assert_eq!(page.value("postern_accept_duration_seconds_count"), 4.0);
    assert_eq!(page.value("postern_accepting"), 1.0);
    assert!(!page.text.contains("site=\"(other)\"") && !page.text.contains("anna"));
}

#[tokio::test]
async fn sites_beyond_the_set_number_stand_together() {
    let names: Vec<String> = (0..6).map(|nth| format!("s{nth}.example")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let house = house(&names, MetricsSettings::new(None, Vec::new(), 2)).await;
    page(&house).await;
    for (nth, name) in names.iter().enumerate() {
        mail(&house, house.id(name), nth).await;
    }
    let page = page(&house).await;
    let accepted = page.all("postern_site_deliveries_accepted_total");
    assert_eq!(accepted.len(), 3, "two and the others");
    let (all, queued) =
        (page.all("postern_deliveries_queued"), page.all("postern_site_deliveries_queued"));
    assert_eq!(all.iter().sum::<f64>(), queued.iter().sum::<f64>());
    assert_eq!(page.value("postern_deliveries_accepted_total"), 6.0);
}

#[tokio::test]
async fn a_family_stands_once_and_its_name_fits_what_it_is() {
    let house = house(&["shop.example"], MetricsSettings::default()).await;
    let page = page(&house).await;
    let mut names = Vec::new();
    for line in page.text.lines().filter_map(|line| line.strip_prefix("# HELP ")) {
        let (name, help) = line.split_once(' ').expect("a sentence");
        assert!(help.ends_with('.'), "{name}: {help}");
        assert!(name.starts_with("postern_"), "{name}");
        assert!(!name.ends_with("_total"), "{name}: it is appended");
        names.push(name);
    }
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count);
}
