//! What people are told without asking: reports and warnings, each once, and none about another.

use postern_core::notice::{Notice, Notices};
use postern_store::SiteChange;

use super::*;

const ANNA: &str = "anna@well.example";

impl Story {
    /// Sets what its owner may set.
    async fn set(&self, change: impl FnOnce(&mut SiteSettings)) {
        let asked = self.engine.store.view(Question::Site(self.site)).await.unwrap();
        let Reply::Site(Some(site)) = asked else { panic!("the site stands") };
        let mut settings = site.settings;
        change(&mut settings);
        let change = SiteChange { settings: Some(settings), ..SiteChange::default() };
        let by = By { who: "owner:anna".into(), at: self.clock.now() };
        self.engine.sites.change(self.site, change, by).await.unwrap();
    }

    /// Notices that somebody has, with how long after `since` they came.
    fn told(&self, address: &str, since: Time) -> Vec<(Duration, String)> {
        let taken = self.taken(address, since).into_iter();
        taken
            .map(|(after, seen)| {
                assert_eq!(seen.sender, "", "nothing answers a notice");
                let text = String::from_utf8(seen.body).unwrap();
                (after, text.replace("=\r\n", "").replace("=3D", "="))
            })
            .collect()
    }
}

fn hours(hours: u64) -> Duration {
    Duration::from_secs(hours * 3600)
}

#[tokio::test(start_paused = true)]
async fn a_report_comes_at_seven_of_the_sites_own_morning_and_only_after_a_day_with_failures() {
    let story = Story::new().await;
    story
        .set(|settings| {
            settings.zone = "Europe/Rome".into();
            settings.language = "it".into();
            settings.report_address = ANNA.into();
        })
        .await;
    // Monday, 2026-03-23, one in the morning in Rome.
    let since = story.clock.now();
    story.mail("/srv/form.php", "bad1@well.example").await;
    story.mail("/srv/form.php", "bad2@well.example").await;
    story.mail("/srv/form.php", "carlo@well.example").await;
    tokio::time::sleep(hours(29)).await;
    assert_eq!(story.told(ANNA, since), [], "not before six UTC");
    tokio::time::sleep(hours(24 * 4)).await;
    let told = story.told(ANNA, since);
    let [(after, text)] = &told[..] else { panic!("{told:?}") };
    assert!(*after >= hours(30) && *after < hours(30) + Duration::from_secs(60), "{after:?}");
    for words in [
        "Subject: =?utf-8?Q?shop.example.org:_2_email_non_sono_arrivate_il_23",
        "Auto-Submitted: auto-generated",
        "List-Unsubscribe: <https://panel.example.org/unsubscribe/",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "Content-Type: multipart/alternative",
        "bad1@well.example",
        "bad2@well.example",
        "/srv/form.php",
        "https://panel.example.org/sites/shop.example.org/errors?from=2026-03-23&to=2026-03-23",
    ] {
        let unfolded = text.replace("\r\n ", " ");
        assert!(unfolded.contains(words), "{words:?} is not in\n{unfolded}");
    }
    assert_eq!(story.counters().await.accepted, 3, "a report is no mail of the site");
    assert_eq!(warnings(&story, since), [], "nor is anything else told to the operator");
}

#[tokio::test(start_paused = true)]
async fn a_report_that_nobody_takes_is_reported_to_nobody() {
    let story = Story::new().await;
    story.set(|settings| settings.report_address = "bad-owner@well.example".into()).await;
    story.mail("/srv/form.php", "bad1@well.example").await;
    tokio::time::sleep(hours(24 * 7)).await;
    let host = Question::Site(story.engine.sites.host());
    let Reply::Site(Some(host)) = story.engine.store.view(host).await.unwrap() else {
        panic!("site host stands")
    };
    assert_eq!((host.counters.accepted, host.counters.failed), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn without_an_address_there_is_no_report_and_one_set_later_is_told_of_later_days() {
    let story = Story::new().await;
    let since = story.clock.now();
    story.mail("/srv/form.php", "bad1@well.example").await;
    tokio::time::sleep(hours(36)).await;
    story.set(|settings| settings.report_address = ANNA.into()).await;
    story.mail("/srv/form.php", "bad2@well.example").await;
    tokio::time::sleep(hours(24 * 4)).await;
    let told = story.told(ANNA, since);
    let [(_, text)] = &told[..] else { panic!("{told:?}") };
    assert!(text.contains("1 email did not arrive on 24 Mar 2026"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn what_is_done_to_a_site_within_an_hour_gathers_into_one_mail() {
    let story = Story::new().await;
    story.set(|settings| settings.report_address = ANNA.into()).await;
    let since = story.clock.now();
    story.act(Action::Block).await;
    tokio::time::sleep(Duration::from_secs(600)).await;
    story.act(Action::Unblock).await;
    tokio::time::sleep(Duration::from_secs(600)).await;
    story.act(Action::Block).await;
    tokio::time::sleep(hours(24)).await;
    let told = story.told(ANNA, since);
    let [(first, one), (second, two)] = &told[..] else { panic!("{told:?}") };
    assert!(*first < Duration::from_secs(30), "{first:?}");
    assert!(*second >= hours(1) && *second < hours(1) + Duration::from_secs(60), "{second:?}");
    assert_eq!(one.matches("Reason: bots").count(), 1, "{one}");
    for text in [one, two] {
        assert!(text.contains("Subject: shop.example.org: Sending is stopped"), "{text}");
        assert!(text.contains("your hosting provider") && text.contains("What to do"), "{text}");
    }
    assert!(two.contains("started sending"), "{two}");
    assert_eq!(two.matches("Reason: bots").count(), 2, "{two}");
}

#[tokio::test(start_paused = true)]
async fn who_does_not_want_to_know_is_not_told() {
    let story = Story::new().await;
    story
        .set(|settings| {
            settings.report_address = ANNA.into();
            settings.notices = Notices::of([]);
        })
        .await;
    let since = story.clock.now();
    story.mail("/srv/form.php", "bad1@well.example").await;
    story.act(Action::Block).await;
    story.mail("/srv/form.php", "carlo@well.example").await;
    tokio::time::sleep(hours(24 * 5)).await;
    let told = story.told(ANNA, since);
    assert!(told.iter().all(|(_, text)| text.contains("did not arrive")), "{told:?}");
}

#[tokio::test(start_paused = true)]
async fn the_first_failure_after_a_month_is_told_at_once_to_those_who_want_it() {
    let story = Story::new().await;
    story
        .set(|settings| {
            settings.report_address = ANNA.into();
            settings.notices = Notices::of([Notice::FirstFailure]);
        })
        .await;
    story.mail("/srv/form.php", "bad0@well.example").await;
    tokio::time::sleep(hours(24 * 32)).await;
    let since = story.clock.now();
    story.mail("/srv/form.php", "bad1@well.example").await;
    story.mail("/srv/form.php", "bad2@well.example").await;
    tokio::time::sleep(hours(1)).await;
    story.mail("/srv/form.php", "bad3@well.example").await;
    tokio::time::sleep(hours(4)).await;
    let mut told = story.told(ANNA, since);
    told.retain(|(_, text)| text.contains("Subject: shop.example.org: an email did not arrive"));
    let [(after, text)] = &told[..] else { panic!("{told:?}") };
    assert!(*after <= Duration::from_secs(360), "{after:?}");
    assert!(text.contains("For 30 days, no email of shop.example.org had failed"), "{text}");
    assert!(text.contains("bad1@well.example"), "{text}");
    assert!(!text.contains("bad3@well.example"), "{text}");
}
