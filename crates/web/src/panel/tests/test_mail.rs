//! Sending a test, by the form and by scripts.

use axum::http::StatusCode;
use postern_core::limits::Limits;
use postern_core::site::Action;
use postern_store::view::{Question, Reply, TraceFilter, Traced};
use postern_store::{By, SiteChange, SiteSettings};

use super::house::{House, NOON, SHOP};

const PAGE: &str = "/sites/shop.example.org/test";

/// The mails of the shop, newest first.
async fn mails(house: &House) -> Vec<Traced> {
    let (site, filter) = (house.id(SHOP), TraceFilter::default());
    let question = Question::Trace { site, filter, before: None, limit: 10 };
    match house.engine.store.view(question).await.expect("the store answers") {
        Reply::Trace(page) => page.rows,
        other => panic!("{other:?}"),
    }
}

/// Sets the shop's settings.
async fn set(house: &House, settings: SiteSettings) {
    let by = By { who: "operator:root".into(), at: NOON };
    let change = SiteChange { settings: Some(settings), ..SiteChange::default() };
    house.engine.sites.change(house.id(SHOP), change, by).await.expect("changed");
}

#[tokio::test]
async fn a_test_mail_is_handed_in_and_leads_to_its_trace() {
    let house = House::new().await;
    let anna = house.anna(&[SHOP]);
    house.get(Some(&anna), PAGE).await.shows(&[
        "<title>Send a test · shop.example.org · Postern</title>",
        "aria-current=\"page\"",
        "See whether an email of shop.example.org leaves",
        "action=\"/sites/shop.example.org/test\"",
        "name=\"csrf\" value=\"secret of owner:anna\"",
        "comes from postmaster@shop.example.org",
        "Send test email",
    ]);

    let page = house.submit(&anna, PAGE, "to=+bert%40example.net+").await;

    page.shows(&[
        "role=\"status\"",
        "The test email to bert@example.net was taken.",
        "data-live=\"/sites/shop.example.org/events\"",
        "Test email of shop.example.org",
        "bert@example.net",
    ]);
    let mails = mails(&house).await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "Test email of shop.example.org");
    assert_eq!(mails[0].sender.as_deref(), Some("postmaster@shop.example.org"));
}

#[tokio::test]
async fn an_address_that_is_none_comes_back_with_what_is_wrong() {
    let house = House::new().await;
    for (typed, shown) in [
        ("", "value=\"\""),
        ("bert", "value=\"bert\""),
        ("%22%3E%3Cscript%3E%40", "value=\"&#34;&#62;&#60;script&#62;@\""),
        ("a%40b.example%0D%0ABcc%3A+c%40d.example", "aria-invalid"),
    ] {
        let page = house.fill_in(&house.anna(&[SHOP]), PAGE, &format!("to={typed}")).await;
        assert_eq!(page.status, StatusCode::OK, "{typed}");
        page.shows(&[shown, "This is not an email address."]);
        page.hides(&["<script>@"]);
    }
    assert!(mails(&house).await.is_empty());
}

#[tokio::test]
async fn what_is_not_taken_is_told_beside_the_address() {
    let house = House::new().await;
    let limits = Limits { queued: 1, ..Limits::default() };
    set(&house, SiteSettings { limits, ..SiteSettings::default() }).await;
    let anna = house.anna(&[SHOP]);
    let taken = house.fill_in(&anna, PAGE, "to=a%40example.net").await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);

    let page = house.fill_in(&anna, PAGE, "to=b%40example.net").await;
    page.shows(&["value=\"b@example.net\"", "Postern did not take the email: "]);
    assert_eq!(mails(&house).await.len(), 1);
}

#[tokio::test]
async fn where_sending_is_stopped_a_test_waits_and_the_page_says_so() {
    let house = House::new().await;
    let anna = house.anna(&[SHOP]);
    house.get(Some(&anna), PAGE).await.hides(&["A test email is kept back"]);
    house.act(SHOP, Action::Block, "owner:anna", "", false).await;
    house.get(Some(&anna), PAGE).await.shows(&["A test email is kept back"]);
}

#[tokio::test]
async fn one_who_may_only_look_sees_the_scripts_and_sends_nothing() {
    let house = House::new().await;
    let rita = house.rita();
    let page = house.get(Some(&rita), PAGE).await;
    page.shows(&["may look, but not send", "test-mail.php"]);
    page.hides(&["Send test email"]);
    let refused = house.fill_in(&rita, PAGE, "to=a%40example.net").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(mails(&house).await.is_empty());
}

#[tokio::test]
async fn scripts_have_the_domain_and_the_report_address_of_the_site() {
    let house = House::new().await;
    let settings = SiteSettings {
        sender_domains: vec!["example.org".into(), "example.com".into()],
        report_address: "anna@example.net".into(),
        ..SiteSettings::default()
    };
    set(&house, settings).await;
    let page = house.get(Some(&house.anna(&[SHOP])), PAGE).await;
    page.shows(&[
        "comes from postmaster@example.org",
        "<summary>PHP</summary>",
        "open it in your browser, or run “php test-mail.php”",
        "$to = &#39;anna@example.net&#39;;",
        "$from = &#39;postmaster@example.org&#39;;",
        "mail($to, &#39;Test shop.example.org&#39;, $text",
        "<summary>Python</summary>",
        "<summary>Perl</summary>",
        "<summary>Node.js</summary>",
        "href=\"/sites/shop.example.org/trace\"",
    ]);
}
