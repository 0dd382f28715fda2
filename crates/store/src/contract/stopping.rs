//! One script or one sender is stopped while the rest of its site sends.

use postern_core::ids::StopId;
use postern_core::stop::Stopped;

use super::stage::*;
use crate::view::{Question, Reply};
use crate::{End, Error, NewMessage, Settled, Stop};

const FORM: &str = "/srv/shop/form.php";

fn form(site: postern_core::ids::SiteId) -> NewMessage {
    NewMessage { script: FORM.into(), ..mail(site, &["victim@example.net"]) }
}

pub async fn a_stopped_script_sends_nothing_from_that_moment(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let (stopped, other) = (stage.accept(form(site)).await.one(), stage.mail(site).await.one());
    stage.stop(site, Stopped::Script(FORM.into()), NOON).await;
    assert_eq!(stage.claim(site, &[stopped]).await, [], "before any sweep");
    let later = stage.accept(form(site)).await;
    assert_eq!(later.ready, [], "new mail is parked as it comes");
    assert!(stage.queued_row(site, later.one()).await.parked);

    stage.sweep(NOON).await;
    for _restart in 0..2 {
        assert!(stage.queued_row(site, stopped).await.parked);
        assert!(!stage.queued_row(site, other).await.parked);
        assert_eq!(stage.due(site, NOON + HOUR).await, [other]);
        assert_eq!(stage.claim(site, &[stopped, later.one()]).await, []);
        let kinds = stage.kinds(site).await;
        assert_eq!((kinds.total, kinds.parked, kinds.fresh, kinds.deferred), (3, 2, 1, 0));
        stage.reopen().await;
    }
    assert_eq!(stage.attempt(site, other, End::Sent).await, Settled::Sent);
}

pub async fn the_end_of_a_stop_frees_its_mail(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let queued = stage.accept(form(site)).await.one();
    let stop = stage.stop(site, Stopped::Script(FORM.into()), NOON).await;
    let parked = stage.accept(form(site)).await.one();
    stage.sweep(NOON).await;
    stage.unstop(site, stop).await;
    stage.reopen().await;
    assert_eq!(stage.sweep(NOON + HOUR).await, [site], "its mail is due again");
    for _restart in 0..2 {
        assert_eq!(stage.due(site, NOON + HOUR).await, [queued, parked]);
        assert_eq!(stage.kinds(site).await.parked, 0);
        stage.reopen().await;
    }
    let fresh = stage.accept(form(site)).await;
    assert_eq!(fresh.ready, fresh.deliveries);
}

pub async fn a_stopped_sender_is_known_without_regard_to_case(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let sent_by = |sender: Option<&str>| NewMessage {
        sender: sender.map(String::from),
        ..mail(site, &["victim@example.net"])
    };
    stage.stop(site, Stopped::Sender("News@Example.org".into()), NOON).await;
    for (sender, parked) in [
        (Some("news@example.org"), true),
        (Some("NEWS@EXAMPLE.ORG"), true),
        (Some("news@example.com"), false),
        (None, false),
    ] {
        let accepted = stage.accept(sent_by(sender)).await;
        assert_eq!(stage.queued_row(site, accepted.one()).await.parked, parked, "{sender:?}");
        assert_eq!(stage.claim(site, &accepted.deliveries).await.is_empty(), parked, "{sender:?}");
    }
}

pub async fn mail_under_two_stops_waits_for_the_end_of_both(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let script = stage.stop(site, Stopped::Script(FORM.into()), NOON).await;
    let sender = stage.stop(site, Stopped::Sender("shop@example.org".into()), NOON).await;
    let parked = stage.accept(form(site)).await.one();
    stage.unstop(site, script).await;
    stage.sweep(NOON).await;
    assert!(stage.queued_row(site, parked).await.parked);
    assert_eq!(stage.claim(site, &[parked]).await, []);
    stage.unstop(site, sender).await;
    stage.sweep(NOON).await;
    assert_eq!(stage.claim(site, &[parked]).await, [parked]);
}

pub async fn a_stop_is_of_its_site_alone(stage: &mut Stage) {
    let (here, there) = (stage.site("example.org").await, stage.site("example.com").await);
    let stop = stage.stop(here, Stopped::Script(FORM.into()), NOON).await;
    let other = stage.accept(form(there)).await;
    stage.sweep(NOON).await;
    assert_eq!(stage.due(there, NOON).await, [other.one()]);
    let answer = stage.store().unstop(there, stop, by(NOON)).await;
    assert!(matches!(answer, Err(Error::NotFound(_))), "{answer:?}");
    assert_eq!(stops(stage, Question::Stops(Some(there))).await, []);
    assert_eq!(stops(stage, Question::Stops(None)).await.len(), 1);
}

pub async fn a_stop_set_twice_is_one_stop(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    for (first, again) in [
        (Stopped::Script(FORM.into()), Stopped::Script(FORM.into())),
        (Stopped::Sender("news@example.org".into()), Stopped::Sender("News@example.org".into())),
    ] {
        let first = stage.stop(site, first, NOON).await;
        stage.reopen().await;
        assert_eq!(stage.stop(site, again, NOON + HOUR).await, first);
    }
    assert_eq!(stops(stage, Question::Stops(Some(site))).await.len(), 2);
}

pub async fn stops_are_told_with_who_set_them(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let id = stage.stop(site, Stopped::Script(FORM.into()), NOON).await;
    let expected = Stop {
        id,
        site,
        what: Stopped::Script(FORM.into()),
        by: by(NOON),
        reason: "looks hacked".into(),
    };
    for _restart in 0..2 {
        assert_eq!(
            stops(stage, Question::Stops(Some(site))).await,
            std::slice::from_ref(&expected)
        );
        assert_eq!(stops(stage, Question::Stop(id)).await, std::slice::from_ref(&expected));
        stage.reopen().await;
    }
    stage.unstop(site, id).await;
    assert_eq!(stops(stage, Question::Stop(id)).await, []);
    assert_eq!(super::acting::audit(stage, Some(site)).await, ["unstop", "stop", "site add"]);
}

pub async fn a_stop_that_is_not_there_cannot_end(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let stop = stage.stop(site, Stopped::Script(FORM.into()), NOON).await;
    stage.unstop(site, stop).await;
    for unknown in [stop, StopId(stop.0 + 1000)] {
        let answer = stage.store().unstop(site, unknown, by(NOON)).await;
        assert!(matches!(answer, Err(Error::NotFound(_))), "{answer:?}");
    }
    let nobody = postern_core::ids::SiteId(site.0 + 1000);
    let new = crate::NewStop {
        site: nobody,
        what: Stopped::Script(FORM.into()),
        by: by(NOON),
        reason: String::new(),
    };
    assert!(matches!(stage.store().stop(new).await, Err(Error::NotFound(_))));
}

pub async fn what_is_in_flight_at_a_stop_ends_and_its_retry_is_parked(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let (sent, retried) =
        (stage.accept(form(site)).await.one(), stage.accept(form(site)).await.one());
    stage.claim(site, &[sent, retried]).await;
    stage.stop(site, Stopped::Script(FORM.into()), NOON).await;
    stage.sweep(NOON).await;
    assert_eq!(stage.settle(site, sent, End::Sent).await, Settled::Sent);
    assert_eq!(stage.settle(site, retried, retry(NOON)).await, Settled::Queued);
    assert_eq!(stage.claim(site, &[retried]).await, []);
    stage.sweep(NOON).await;
    for _restart in 0..2 {
        assert!(stage.queued_row(site, retried).await.parked);
        assert_eq!(stage.due(site, NOON).await, []);
        let kinds = stage.kinds(site).await;
        assert_eq!((kinds.total, kinds.parked, kinds.deferred), (1, 1, 0));
        stage.reopen().await;
    }
}

pub async fn many_mails_are_parked_and_freed_in_small_steps(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    for _ in 0..7 {
        stage.accept(form(site)).await;
    }
    let small = crate::Sweep { rows: 2, ..keep_all(NOON) };
    let stop = stage.stop(site, Stopped::Script(FORM.into()), NOON).await;
    stage.sweep_with(small.clone()).await;
    assert_eq!(stage.kinds(site).await.parked, 7);
    stage.unstop(site, stop).await;
    stage.sweep_with(small).await;
    assert_eq!(stage.kinds(site).await.parked, 0);
    assert_eq!(stage.due(site, NOON).await.len(), 7);
}

pub async fn a_purge_ends_parked_mail_and_leaves_the_stop(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    stage.stop(site, Stopped::Script(FORM.into()), NOON).await;
    stage.accept(form(site)).await;
    assert_eq!(stage.purge(site).await.purged, 1);
    stage.sweep(NOON).await;
    assert_eq!(stage.accept(form(site)).await.ready, []);
    assert_eq!(stage.kinds(site).await.parked, 1);
}

async fn stops(stage: &Stage, question: Question) -> Vec<Stop> {
    match stage.view(question).await {
        Reply::Stops(stops) => stops,
        other => panic!("{other:?}"),
    }
}
