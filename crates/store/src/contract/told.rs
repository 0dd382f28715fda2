//! What people are told by mail is noted with the mail that tells it: each once, and none is lost.

use postern_core::classify::Class;
use postern_core::ids::{ActionId, SiteId};
use postern_core::notice::{Notice, Topic};

use super::stage::*;
use crate::view::{FailedSite, Question, Reply};
use crate::{Accepted, End, NewMessage, NewStop, Tell, Told};

const REPORT: Topic = Topic::Report;

fn tell(site: SiteId, was: i64, upto: i64) -> Tell {
    Tell { site, topic: REPORT, was, upto }
}

/// A notice of site `host` that tells the people of another.
fn notice(host: SiteId, tell: Tell) -> NewMessage {
    NewMessage { tells: Some(tell), ..mail(host, &["owner@example.net"]) }
}

async fn told(stage: &Stage, site: SiteId) -> Vec<Told> {
    let Reply::Told(told) = stage.view(Question::Told(site)).await else { panic!("told") };
    told
}

async fn failed_on(stage: &Stage, day: i32) -> Vec<FailedSite> {
    let (mut all, mut after) = (Vec::new(), SiteId(0));
    loop {
        let asked = Question::FailedOn { day, after, limit: 1 };
        let Reply::FailedOn(page) = stage.view(asked).await else { panic!("failed on a day") };
        assert!(page.rows.len() <= 1, "no more than asked for");
        all.extend(page.rows);
        match page.next {
            Some(next) => after = next,
            None => return all,
        }
    }
}

pub async fn what_a_mail_tells_is_noted_with_it(stage: &mut Stage) {
    let (host, site) = (stage.site("host").await, stage.site("example.org").await);
    stage.accept(notice(host, tell(site, 0, 20_260_614))).await;
    for _restart in 0..2 {
        let noted = Told { topic: REPORT, upto: 20_260_614, mailed_at: Some(NOON) };
        assert_eq!(told(stage, site).await, [noted]);
        assert_eq!(told(stage, host).await, [], "it is of the other");
        stage.reopen().await;
    }
    let counters = stage.counters(site).await;
    assert_eq!((counters.accepted, stage.counters(host).await.accepted), (0, 1));
}

pub async fn what_was_told_meanwhile_is_not_told_again(stage: &mut Stage) {
    let (host, site) = (stage.site("host").await, stage.site("example.org").await);
    stage.accept(notice(host, tell(site, 0, 20_260_614))).await;
    for was in [0, 20_260_613, 20_260_615] {
        let again = stage.offer(notice(host, tell(site, was, 20_260_615))).await;
        assert!(matches!(again, Accepted::Told), "{was}: {again:?}");
    }
    assert_eq!(stage.counters(host).await.accepted, 1, "nothing was written");
    let later =
        NewMessage { accepted_at: NOON + HOUR, ..notice(host, tell(site, 20_260_614, 20_260_615)) };
    stage.accept(later).await;
    let noted = Told { topic: REPORT, upto: 20_260_615, mailed_at: Some(NOON + HOUR) };
    assert_eq!(told(stage, site).await, [noted]);
}

pub async fn a_mail_that_is_refused_tells_nothing(stage: &mut Stage) {
    let (host, site) = (stage.site("host").await, stage.site("example.org").await);
    let mut full = notice(host, tell(site, 0, 20_260_614));
    full.caps.queued = 0;
    assert!(matches!(stage.offer(full).await, Accepted::OverCap { .. }));
    assert_eq!(told(stage, site).await, []);
}

pub async fn topics_and_sites_are_told_apart(stage: &mut Stage) {
    let host = stage.site("host").await;
    let (one, other) = (stage.site("example.org").await, stage.site("example.com").await);
    stage.accept(notice(host, tell(one, 0, 20_260_614))).await;
    let goes = Topic::Of(Notice::HeldMailGoes);
    stage.accept(notice(host, Tell { topic: goes, ..tell(one, 0, 9) })).await;
    stage.accept(notice(host, tell(other, 0, 20_260_614))).await;
    let mut noted: Vec<_> =
        told(stage, one).await.iter().map(|told| (told.topic, told.upto)).collect();
    noted.sort_unstable();
    assert_eq!(noted, [(REPORT, 20_260_614), (goes, 9)]);
    assert_eq!(told(stage, other).await.len(), 1);
}

pub async fn where_nobody_is_to_be_told_that_is_noted_and_the_last_mail_stays(stage: &mut Stage) {
    let (host, site) = (stage.site("host").await, stage.site("example.org").await);
    let gone = stage.site("gone.example").await;
    good(stage.store().remove_site(gone, by(NOON)).await);
    let all = vec![tell(site, 0, 20_260_613), tell(site, 5, 20_260_620), tell(gone, 0, 20_260_613)];
    good(stage.store().tell(all).await);
    let noted = Told { topic: REPORT, upto: 20_260_613, mailed_at: None };
    assert_eq!(told(stage, site).await, [noted], "the second was decided on something else");
    assert_eq!(told(stage, gone).await, []);

    stage.accept(notice(host, tell(site, 20_260_613, 20_260_614))).await;
    good(stage.store().tell(vec![tell(site, 20_260_614, 20_260_615)]).await);
    for _restart in 0..2 {
        let noted = Told { topic: REPORT, upto: 20_260_615, mailed_at: Some(NOON) };
        assert_eq!(told(stage, site).await, [noted]);
        stage.reopen().await;
    }
}

pub async fn a_removed_site_has_nobody_to_tell(stage: &mut Stage) {
    let (host, site) = (stage.site("host").await, stage.site("example.org").await);
    stage.accept(notice(host, tell(site, 0, 20_260_614))).await;
    good(stage.store().remove_site(site, by(NOON)).await);
    assert_eq!(told(stage, site).await, []);
    let late = stage.offer(notice(host, tell(site, 0, 20_260_615))).await;
    assert!(matches!(late, Accepted::Told), "{late:?}");
}

pub async fn sites_with_failures_of_a_day_are_found_with_what_was_reported(stage: &mut Stage) {
    let host = stage.site("host").await;
    let (fine, bad) = (stage.site("a.example").await, stage.site("b.example").await);
    let worse = stage.site("c.example").await;
    let mails = [(fine, End::Sent), (bad, End::Failed(Class::BadMailbox)), (bad, End::Sent)];
    for (site, end) in mails.into_iter().chain([(worse, End::Failed(Class::Network)); 2]) {
        let delivery = stage.mail(site).await.one();
        stage.attempt(site, delivery, end).await;
    }
    stage.accept(notice(host, tell(worse, 0, 20_260_614))).await;
    for _restart in 0..2 {
        let found = failed_on(stage, 20_260_615).await;
        let shown: Vec<_> = found
            .iter()
            .map(|of| (of.site, of.bucket.failed, of.bucket.sent, of.reported))
            .collect();
        assert_eq!(shown, [(bad, 1, 1, 0), (worse, 2, 0, 20_260_614)]);
        assert_eq!(failed_on(stage, 20_260_614).await, []);
        stage.reopen().await;
    }
}

pub async fn the_audit_log_is_read_on_from_an_entry(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let blocked = stage.block(site).await.action;
    let what = postern_core::stop::Stopped::Sender("shop@example.org".into());
    let reason = String::new();
    good(stage.store().stop(NewStop { site, what, by: by(NOON), reason }).await);
    let unblocked = stage.unblock(site).await.action;
    let read = async |after, limit| {
        let asked = Question::ActionsAfter { after, limit };
        let Reply::ActionsAfter(entries) = stage.view(asked).await else { panic!("actions") };
        entries.into_iter().map(|entry| (entry.id, entry.what)).collect::<Vec<_>>()
    };
    let all = read(ActionId(0), 9).await;
    assert_eq!(all.len(), 4, "the site was added, too");
    assert!(all.is_sorted_by_key(|(id, _)| *id), "oldest first");
    assert_eq!(read(blocked, 9).await, all[2..]);
    assert_eq!(read(ActionId(0), 2).await, all[..2]);
    assert_eq!(all[3], (unblocked, "unblock".to_owned()));
    assert_eq!(read(unblocked, 9).await, []);
}
