//! What is set for a site, by its owner and by the operator.

use axum::http::StatusCode;
use postern_core::notice::{Notice, Notices};
use postern_store::{By, Identity, SiteChange, SiteSettings};

use super::house::{House, NOON, SHOP};
use crate::panel::assets::{ASSETS, Asset};

const PAGE: &str = "/sites/shop.example.org/settings";

#[tokio::test]
async fn an_owner_sets_what_is_theirs() {
    let house = House::new().await;
    let anna = house.anna(&[SHOP]);
    house.get(Some(&anna), PAGE).await.shows(&[
        "<title>Settings · shop.example.org · Postern</title>",
        "name=\"report_address\" value=\"\"",
        "<option value=\"en\" lang=\"en\" selected>English",
        "name=\"zone\" list=\"zones\" value=\"Europe/Rome\"",
        "<option>America/Argentina/Buenos_Aires</option>",
        "it is 14:00 now",
        "name=\"held-mail-goes\" checked",
        "name=\"state-changed\" checked",
    ]);

    let fields = "report_address=+anna%40example.net&language=pl&zone=europe%2Fwarsaw+";
    let page = house.submit(&anna, PAGE, fields).await;

    page.shows(&[
        "role=\"status\"",
        "The settings are saved.",
        "value=\"anna@example.net\"",
        "value=\"pl\" lang=\"pl\" selected",
        "value=\"Europe/Warsaw\"",
    ]);
    page.hides(&["name=\"held-mail-goes\" checked"]);
    let settings = house.site(SHOP).await.settings;
    assert_eq!(
        (settings.report_address, settings.language, settings.zone, settings.notices),
        ("anna@example.net".into(), "pl".into(), "Europe/Warsaw".into(), Notices::of([]))
    );

    let fields = "report_address=&language=pl&zone=Europe/Warsaw&held-mail-goes=on";
    house.submit(&anna, PAGE, fields).await.shows(&["name=\"report_address\" value=\"\""]);
    assert!(house.site(SHOP).await.settings.notices.has(Notice::HeldMailGoes));
    house.submit(&anna, PAGE, fields).await.shows(&["Nothing was changed."]);
}

#[tokio::test]
async fn each_field_that_is_wrong_is_told_beside_it_and_nothing_is_set() {
    let house = House::new().await;
    let before = house.site(SHOP).await.settings;
    let hostile = "report_address=%22%3E%3Cb%3Ex&language=xx&zone=Europe%2FNowhere%3Cb%3E";
    let page = house.fill_in(&house.anna(&[SHOP]), PAGE, hostile).await;
    assert_eq!(page.status, StatusCode::OK);
    page.shows(&[
        "value=\"&#34;&#62;&#60;b&#62;x\"",
        "report-fault\" aria-invalid=\"true\"",
        "This is not an email address.",
        "Postern does not speak this language.",
        "value=\"Europe/Nowhere&#60;b&#62;\"",
        "There is no such time zone.",
    ]);
    page.hides(&["<b>"]);

    let one = "report_address=anna%40example.net&language=it&zone=Rome";
    let page = house.fill_in(&house.anna(&[SHOP]), PAGE, one).await;
    page.shows(&[
        "value=\"anna@example.net\"",
        "lang=\"it\" selected",
        "There is no such time zone.",
    ]);
    page.hides(&["This is not an email address.", "does not speak"]);
    assert_eq!(house.site(SHOP).await.settings, before);
}

#[tokio::test]
async fn what_the_operator_set_is_there_to_read() {
    let house = House::new().await;
    let settings = SiteSettings {
        sender_domains: (1..=25).map(|at| format!("d{at:02}.example.org")).collect(),
        zone: "Europe/Rome".into(),
        ..SiteSettings::default()
    };
    let change = SiteChange {
        settings: Some(settings),
        add_identities: vec![Identity::Uid(1001), Identity::Range("192.0.2.0/24".into())],
        ..SiteChange::default()
    };
    let by = By { who: "operator:root".into(), at: NOON };
    house.engine.sites.change(house.id(SHOP), change, by).await.expect("changed");

    let page = house.get(Some(&house.anna(&[SHOP])), PAGE).await;
    page.shows(&[
        "Set by your hosting provider",
        "d01.example.org",
        "d20.example.org",
        "and 5 more",
        "System user 1001",
        "Address 192.0.2.0/24",
        "10\u{a0}MB for an email",
        "100 recipients for an email",
        "100,000 waiting emails",
        "11 May 2025",
    ]);
    page.hides(&["d21.example.org"]);
    let assets: usize = ASSETS.iter().map(Asset::size).sum();
    assert!(page.text.len() + assets < 100_000, "{} + {assets}", page.text.len());
}

#[tokio::test]
async fn one_who_may_only_look_reads_all_of_it_and_sets_nothing() {
    let house = House::new().await;
    let rita = house.rita();
    let page = house.get(Some(&rita), PAGE).await;
    page.shows(&[
        "may look, but not change",
        "Report address",
        "none",
        "English",
        "Europe/Rome",
        "when emails that are kept back",
    ]);
    page.hides(&["<select", "name=\"zone\""]);
    let refused = house.fill_in(&rita, PAGE, "report_address=&language=pl&zone=UTC").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(house.site(SHOP).await.settings.language, "en");
}
