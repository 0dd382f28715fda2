//! What happened is counted in the half-hour and the day it happened in, by the site's own calendar.

use jiff::tz::TimeZone;
use postern_core::classify::Class;
use postern_core::counter::{self, Bucket};
use postern_core::ids::{ScriptId, SiteId};
use postern_core::time::Time;

use super::stage::*;
use crate::view::{Order, Question, Reply, Script, ScriptDay, SiteFilter, SiteOrder, SiteTotals};
use crate::{Accepted, End, NewMessage, NewSite, SiteSettings, Sweep};

/// 2026-03-29 00:00 UTC: 01:00 in Rome, where at 01:00 UTC the clocks go from 02:00 to 03:00.
const SPRING: Time = Time::from_secs(1_774_742_400);

/// 2026-10-25 00:00 UTC: 02:00 in Rome, where at 01:00 UTC the clocks go back from 03:00 to 02:00.
const AUTUMN: Time = Time::from_secs(1_792_886_400);

async fn site_in(stage: &Stage, zone: &str) -> SiteId {
    let settings = SiteSettings { zone: zone.into(), ..SiteSettings::default() };
    good(stage.store().add_site(NewSite { settings, ..new_site("example.org") }).await)
}

async fn sent_at(stage: &Stage, site: SiteId, at: Time) {
    let accepted =
        stage.accept(NewMessage { accepted_at: at, ..mail(site, &["anna@example.net"]) }).await;
    stage.attempt_at(site, accepted.one(), at, End::Sent).await;
}

pub async fn an_event_counts_when_it_happens_not_when_its_mail_began(stage: &mut Stage) {
    let site = site_in(stage, "UTC").await;
    let delivery = stage.mail(site).await.one();
    stage.attempt_at(site, delivery, NOON, retry(NOON + 13 * HOUR)).await;
    stage.attempt_at(site, delivery, NOON + 13 * HOUR, End::Sent).await;
    for _restart in 0..2 {
        let once = Bucket { sent: 1, ..Bucket::default() };
        assert_eq!(stage.days(site).await, [(20_260_616, once)]);
        assert_eq!(
            stage.half_hours(site, NOON, NOON + 48 * HOUR).await,
            [(NOON + 13 * HOUR, once)]
        );
        stage.reopen().await;
    }
}

pub async fn half_hours_begin_on_the_half_hour_and_are_read_by_range(stage: &mut Stage) {
    let site = site_in(stage, "UTC").await;
    for minutes in [0, 29, 30, 59, 60] {
        sent_at(stage, site, NOON + minutes * MINUTE).await;
    }
    let sent = |count| Bucket { sent: count, ..Bucket::default() };
    let at = |minutes: u32| NOON + minutes * MINUTE;
    for _restart in 0..2 {
        let all = stage.half_hours(site, NOON, NOON + HOUR + MINUTE).await;
        assert_eq!(all, [(at(0), sent(2)), (at(30), sent(2)), (at(60), sent(1))]);
        let middle = stage.half_hours(site, at(30), at(60)).await;
        assert_eq!(middle, [(at(30), sent(2))], "the end is not in it");
        stage.reopen().await;
    }
}

pub async fn a_day_ends_at_the_sites_own_midnight(stage: &mut Stage) {
    let site = site_in(stage, "Europe/Rome").await;
    let midnight = NOON + 10 * HOUR;
    sent_at(stage, site, Time(midnight.0 - 1)).await;
    sent_at(stage, site, midnight).await;
    sent_at(stage, site, midnight).await;
    let sent = |count| Bucket { sent: count, ..Bucket::default() };
    for _restart in 0..2 {
        assert_eq!(stage.days(site).await, [(20_260_615, sent(1)), (20_260_616, sent(2))]);
        for (day, count) in [(20_260_614, 0), (20_260_615, 1), (20_260_616, 2)] {
            let Reply::Today(bucket) = stage.view(Question::Today { site, day }).await else {
                panic!("today")
            };
            assert_eq!(bucket.sent, count, "{day}");
        }
        stage.reopen().await;
    }
    let one = Question::Days { site, from: 20_260_615, to: 20_260_616 };
    let Reply::Days(days) = stage.view(one).await else { panic!("days") };
    assert_eq!(days, [(20_260_615, sent(1))], "the end is not in it");
}

pub async fn the_day_the_clocks_go_forward_has_46_half_hours(stage: &mut Stage) {
    let site = site_in(stage, "Europe/Rome").await;
    let midnight = SPRING - HOUR;
    for half in 0..46 {
        sent_at(stage, site, midnight + half * 30 * MINUTE).await;
    }
    sent_at(stage, site, midnight + 46 * 30 * MINUTE).await;
    let days: Vec<_> =
        stage.days(site).await.into_iter().map(|(day, bucket)| (day, bucket.sent)).collect();
    assert_eq!(days, [(20_260_329, 46), (20_260_330, 1)]);
    assert_eq!(stage.half_hours(site, midnight, midnight + 23 * HOUR).await.len(), 46);
}

pub async fn the_hour_that_comes_twice_counts_in_four_half_hours(stage: &mut Stage) {
    let site = site_in(stage, "Europe/Rome").await;
    for half in 0..4 {
        sent_at(stage, site, AUTUMN + half * 30 * MINUTE).await;
    }
    let halves = stage.half_hours(site, AUTUMN, AUTUMN + 2 * HOUR).await;
    let begins: Vec<Time> = halves.iter().map(|(at, _)| *at).collect();
    assert_eq!(begins, [0, 1, 2, 3].map(|half| AUTUMN + half * 30 * MINUTE));
    assert_eq!(
        stage.days(site).await.iter().map(|(day, _)| *day).collect::<Vec<_>>(),
        [20_261_025]
    );
}

pub async fn a_zone_off_by_a_quarter_has_half_hours_of_its_own(stage: &mut Stage) {
    let site = site_in(stage, "Asia/Kathmandu").await;
    sent_at(stage, site, NOON + 14 * MINUTE).await;
    sent_at(stage, site, NOON + 15 * MINUTE).await;
    let begins: Vec<Time> =
        stage.half_hours(site, NOON - HOUR, NOON + HOUR).await.iter().map(|(at, _)| *at).collect();
    assert_eq!(begins, [NOON - 15 * MINUTE, NOON + 15 * MINUTE], "17:30 and 18:00 there");
}

pub async fn another_zone_counts_what_comes_then_by_its_own_days(stage: &mut Stage) {
    let site = site_in(stage, "UTC").await;
    let late = NOON + 11 * HOUR;
    sent_at(stage, site, late).await;
    let settings = SiteSettings { zone: "Europe/Rome".into(), ..SiteSettings::default() };
    let change = crate::SiteChange { settings: Some(settings), ..crate::SiteChange::default() };
    good(stage.store().change_site(site, change, by(NOON)).await);
    sent_at(stage, site, late).await;
    let days: Vec<_> =
        stage.days(site).await.into_iter().map(|(day, bucket)| (day, bucket.sent)).collect();
    assert_eq!(days, [(20_260_615, 1), (20_260_616, 1)]);
}

pub async fn each_kind_of_end_has_its_figure(stage: &mut Stage) {
    let site = site_in(stage, "UTC").await;
    let mut all = Vec::new();
    for _ in 0..6 {
        all.push(stage.mail(site).await.one());
    }
    stage.attempt(site, all[0], End::Sent).await;
    stage.attempt(site, all[1], End::Failed(Class::BadMailbox)).await;
    stage.attempt(site, all[2], End::Failed(Class::Expired)).await;
    stage.job_done(site, crate::JobKind::Delete, of_deliveries(&all[3..4])).await;
    stage.block(site).await;
    stage.accept(mail(site, &["a@example.net", "b@example.net"])).await;
    stage.purge(site).await;
    let counted =
        Bucket { sent: 1, failed: 2, expired: 1, held: 2, purged: 4, ..Bucket::default() };
    for _restart in 0..2 {
        assert_eq!(stage.days(site).await, [(20_260_615, counted)]);
        assert_eq!(stage.half_hours(site, NOON, NOON + HOUR).await, [(NOON, counted)]);
        stage.reopen().await;
    }
}

pub async fn one_sites_history_is_not_anothers(stage: &mut Stage) {
    let site = site_in(stage, "UTC").await;
    let other = stage.site("example.com").await;
    sent_at(stage, site, NOON).await;
    assert_eq!(stage.days(other).await, []);
    assert_eq!(stage.half_hours(other, NOON, NOON + HOUR).await, []);
}

pub async fn half_hours_go_after_their_time_and_days_stay(stage: &mut Stage) {
    let site = site_in(stage, "UTC").await;
    sent_at(stage, site, NOON).await;
    sent_at(stage, site, NOON + 30 * MINUTE).await;
    stage.sweep_with(Sweep { buckets_before: NOON + 30 * MINUTE, ..keep_all(NOON) }).await;
    for _restart in 0..2 {
        let left: Vec<Time> =
            stage.half_hours(site, NOON, NOON + HOUR).await.iter().map(|(at, _)| *at).collect();
        assert_eq!(left, [NOON + 30 * MINUTE]);
        assert_eq!(stage.days(site).await[0].1.sent, 2);
        stage.reopen().await;
    }
}

pub async fn scripts_are_ranked_by_what_they_sent_or_failed(stage: &mut Stage) {
    let (site, other) = (stage.site("example.org").await, stage.site("example.com").await);
    // script, sent, failed
    let lives = [(site, "news.php", 3, 0), (site, "form.php", 1, 2), (other, "cron.php", 2, 1)];
    for (site, script, sent, failed) in lives {
        for number in 0..sent + failed {
            let accepted_at = NOON + number * MINUTE;
            let message = NewMessage {
                script: script.into(),
                accepted_at,
                ..mail(site, &["anna@example.net"])
            };
            let delivery = stage.accept(message).await.one();
            let end = if number < sent { End::Sent } else { End::Failed(Class::Network) };
            stage.attempt_at(site, delivery, accepted_at, end).await;
        }
    }
    let waits =
        NewMessage { script: "news.php".into(), ..mail(site, &["a@example.net", "b@example.net"]) };
    stage.accept(waits).await;
    for _restart in 0..2 {
        let names = async |of, by, limit| {
            let scripts = ranked(stage, of, by, limit).await;
            scripts.into_iter().map(|script| script.name).collect::<Vec<_>>()
        };
        assert_eq!(names(None, Order::Sent, 10).await, ["news.php", "cron.php", "form.php"]);
        assert_eq!(names(None, Order::Failed, 2).await, ["form.php", "cron.php"]);
        assert_eq!(names(Some(site), Order::Sent, 10).await, ["news.php", "form.php"]);
        let news = ranked(stage, Some(site), Order::Sent, 1).await.remove(0);
        assert_eq!((news.site, news.site_name.as_str()), (site, "example.org"));
        assert_eq!((news.accepted, news.sent, news.failed), (5, 3, 0));
        assert_eq!(news.first_at, NOON);
        assert!(news.last_at >= NOON, "{news:?}");
        let today = counter::day(NOON, &TimeZone::UTC);
        let days = script_days(stage, news.id, today).await;
        assert_eq!(days, [ScriptDay { day: today, accepted: 5, sent: 3, failed: 0 }]);
        assert_eq!(script_days(stage, news.id, today + 1).await, []);
        assert_eq!(script_named(stage, news.site, &news.name).await, Some(news.id));
        assert_eq!(script_named(stage, news.site, "none.php").await, None);
        stage.reopen().await;
    }
}

pub async fn the_days_of_a_script_go_after_their_time(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let message = NewMessage { script: "news.php".into(), ..mail(site, &["anna@example.net"]) };
    stage.accept(message).await;
    let script = ranked(stage, Some(site), Order::Sent, 1).await.remove(0).id;
    let today = counter::day(NOON, &TimeZone::UTC);
    for (buckets_before, kept) in [(NOON + 24 * HOUR, 1), (NOON + 48 * HOUR, 0)] {
        stage.sweep_with(Sweep { buckets_before, ..keep_all(NOON) }).await;
        assert_eq!(script_days(stage, script, today).await.len(), kept);
    }
    assert_eq!(ranked(stage, Some(site), Order::Sent, 1).await[0].accepted, 1, "the sum stays");
}

pub async fn sites_are_ranked_by_what_they_do_and_found_by_part_of_their_name(stage: &mut Stage) {
    // site, sent, failed, left in the queue
    let lives = [("b.example.org", 1, 2, 0), ("a.example.org", 3, 0, 1), ("c.example", 0, 0, 3)];
    for (name, sent, failed, queued) in lives {
        let site = stage.site(name).await;
        for number in 0..sent + failed + queued {
            let delivery = stage.accept(mail(site, &["anna@example.net"])).await.one();
            let end = if number < sent { End::Sent } else { End::Failed(Class::Network) };
            if number < sent + failed {
                stage.attempt_at(site, delivery, NOON, end).await;
            }
        }
    }
    let day = counter::day(NOON, &TimeZone::UTC);
    let (today, tomorrow) = (Some(day), Some(day + 1));
    let of = |search: &str, red| SiteFilter { search: search.into(), red };
    let names = async |stage: &Stage, filter: SiteFilter, by, days_from| {
        let (mut names, mut after) = (Vec::new(), None);
        loop {
            let filter = filter.clone();
            let question = Question::SiteRanking { filter, by, days_from, after, limit: 1 };
            let Reply::SiteRanking(ranking) = stage.view(question).await else { panic!("sites") };
            let page = ranking.page;
            names.extend(page.rows.into_iter().map(|site| (site.name, site.sent, site.failed)));
            after = page.next;
            if after.is_none() {
                return names;
            }
        }
    };
    let [a, b, c] = [("a.example.org", 3, 0), ("b.example.org", 1, 2), ("c.example", 0, 0)]
        .map(|(name, sent, failed)| (name.to_owned(), sent, failed));
    for _restart in 0..2 {
        let by = async |by| names(stage, of("", false), by, today).await;
        assert_eq!(by(SiteOrder::Name).await, [a.clone(), b.clone(), c.clone()]);
        assert_eq!(by(SiteOrder::Sent).await, [a.clone(), b.clone(), c.clone()]);
        assert_eq!(by(SiteOrder::Failed).await, [b.clone(), a.clone(), c.clone()]);
        assert_eq!(by(SiteOrder::Queued).await, [c.clone(), a.clone(), b.clone()]);
        let found = names(stage, of(".org", false), SiteOrder::Failed, today).await;
        assert_eq!(found, [b.clone(), a.clone()]);
        let later = names(stage, of("a.", false), SiteOrder::Sent, tomorrow).await;
        assert_eq!(later, [("a.example.org".to_owned(), 0, 0)]);
        let ever = names(stage, of("", false), SiteOrder::Failed, None).await;
        assert_eq!(ever, [b.clone(), a.clone(), c.clone()]);
        assert_eq!(names(stage, of("%", false), SiteOrder::Name, today).await, []);
        assert_eq!(names(stage, of("", true), SiteOrder::Name, today).await, []);
        stage.reopen().await;
    }
    let named = stage.sites().await.into_iter().find(|site| site.name == "b.example.org");
    stage.block(named.expect("it is there").id).await;
    for _restart in 0..2 {
        assert_eq!(
            names(stage, of("", true), SiteOrder::Sent, today).await,
            std::slice::from_ref(&b)
        );
        assert_eq!(names(stage, of("a.", true), SiteOrder::Sent, today).await, []);
        let wishes = [(of("", false), today), (of(".org", true), today), (of("", false), tomorrow)];
        let mut told = Vec::new();
        for (filter, days_from) in wishes {
            let by = SiteOrder::Name;
            let question = Question::SiteRanking { filter, by, days_from, after: None, limit: 0 };
            let Reply::SiteRanking(ranking) = stage.view(question).await else { panic!("sites") };
            for SiteTotals { sites, red, queued, sent, failed } in [ranking.all, ranking.fitting] {
                told.push([sites, red, queued, sent, failed]);
            }
        }
        let (whole, later) = ([3, 1, 4, 4, 2], [3, 1, 4, 0, 0]);
        assert_eq!(told, [whole, whole, whole, [1, 1, 0, 1, 2], later, later]);
        stage.reopen().await;
    }
}

pub async fn a_site_tells_a_thousand_scripts_apart_and_no_more(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let by_script = |number: usize| NewMessage {
        script: format!("{number}.php"),
        ..mail(site, &["anna@example.net"])
    };
    let store = stage.store();
    let mut last = None;
    for number in 0..1_002 {
        last = Some(good(store.accept(by_script(number)).await));
    }
    let Some(Accepted::Stored(stored)) = last else { panic!("stored") };
    let claimed = stage.claimed(site, NOON, &[stored.candidates[0].delivery]).await;
    assert_eq!(claimed[0].message.script_name, "(other)");
    assert_eq!(claimed[0].lane.turn(), 15);
    let scripts = ranked(stage, Some(site), Order::Sent, 5_000).await;
    let other: Vec<&Script> = scripts.iter().filter(|script| script.name == "(other)").collect();
    assert_eq!((other.len(), other[0].accepted), (1, 2));
    assert!(scripts.len() <= 1_001, "{} scripts", scripts.len());
    let known = stage.accept(by_script(7)).await;
    let claimed = stage.claimed(site, NOON, &known.deliveries).await;
    assert_eq!(claimed[0].message.script_name, "7.php", "a known one stays known");
}

pub async fn the_whole_store_counts_what_its_sites_count(stage: &mut Stage) {
    let (site, other) = (stage.site("example.org").await, stage.site("example.com").await);
    sent_at(stage, site, NOON).await;
    stage.mail(other).await;
    for _restart in 0..2 {
        let Reply::Health(health) = stage.view(Question::Health).await else { panic!("health") };
        assert_eq!(health.sites, 2);
        let mut sum = stage.counters(site).await;
        sum += stage.counters(other).await;
        assert_eq!(health.counters, sum);
        assert!(health.room_bytes > 0 && stage.store().room() > 0);
        stage.reopen().await;
    }
}

pub async fn a_queue_divides_by_how_its_mail_stands(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let first = stage
        .accept(NewMessage { accepted_at: NOON - HOUR, ..mail(site, &["a@example.net"]) })
        .await
        .one();
    let (second, third) = (stage.mail(site).await.one(), stage.mail(site).await.one());
    stage.attempt(site, first, retry(NOON + HOUR)).await;
    for _restart in 0..2 {
        let kinds = stage.kinds(site).await;
        assert_eq!((kinds.total, kinds.fresh, kinds.deferred), (3, 2, 1));
        assert_eq!((kinds.parked, kinds.released, kinds.oldest_at), (0, 0, Some(NOON - HOUR)));
        stage.reopen().await;
    }
    for delivery in [first, second, third] {
        stage.attempt_at(site, delivery, NOON + HOUR, End::Sent).await;
    }
    assert_eq!(stage.kinds(site).await, Default::default());
}

async fn ranked(stage: &Stage, site: Option<SiteId>, by: Order, limit: usize) -> Vec<Script> {
    match stage.view(Question::Scripts { site, by, limit }).await {
        Reply::Scripts(scripts) => scripts,
        other => panic!("{other:?}"),
    }
}

async fn script_named(stage: &Stage, site: SiteId, name: &str) -> Option<ScriptId> {
    match stage.view(Question::ScriptNamed { site, name: name.into() }).await {
        Reply::ScriptNamed(script) => script.map(|script| script.id),
        other => panic!("{other:?}"),
    }
}

async fn script_days(stage: &Stage, script: ScriptId, from: i32) -> Vec<ScriptDay> {
    match stage.view(Question::ScriptDays { scripts: vec![script], from }).await {
        Reply::ScriptDays(days) => days.into_iter().map(|(_, day)| day).collect(),
        other => panic!("{other:?}"),
    }
}
