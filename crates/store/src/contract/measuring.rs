//! What is measured: exact, and never less than it was.

use postern_core::classify::Class;
use postern_core::site::State;
use postern_core::stop::Stopped;

use super::stage::*;
use crate::view::{Measures, Question, QueueKinds, Reply};
use crate::{End, Sweep};

async fn measures(stage: &Stage) -> Measures {
    let Reply::Measures(mut measures) = stage.view(Question::Measures).await else {
        panic!("measures")
    };
    measures.sites.sort_by_key(|site| site.site);
    measures.failures.sort();
    *measures
}

pub async fn what_is_measured_is_what_each_site_counts(stage: &mut Stage) {
    let (site, other) = (stage.site("example.org").await, stage.site("example.com").await);
    let (sent, deferred) = (stage.mail(site).await.one(), stage.mail(site).await.one());
    stage.attempt(site, sent, End::Sent).await;
    stage.attempt(site, deferred, retry(NOON + HOUR)).await;
    stage.mail(site).await;
    stage.stop(site, Stopped::Script("/srv/shop/order.php".into()), NOON).await;
    stage.sweep(NOON).await;
    stage.mail(other).await;
    stage.block(other).await;
    for _restart in 0..2 {
        let measures = measures(stage).await;
        assert_eq!(measures.health.sites, 2);
        let mut sum = Default::default();
        for (measured, (site, state)) in
            measures.sites.iter().zip([(site, State::Enabled), (other, State::Blocked)])
        {
            assert_eq!((measured.site, measured.state), (site, state));
            assert_eq!(measured.counters, stage.counters(site).await);
            let kinds = QueueKinds { oldest_at: None, ..stage.kinds(site).await };
            assert_eq!(measured.kinds, kinds);
            sum += measured.counters;
        }
        assert_eq!(measures.ever, sum);
        stage.reopen().await;
    }
}

pub async fn what_a_removed_site_counted_stays_in_the_measures(stage: &mut Stage) {
    let (site, other) = (stage.site("example.org").await, stage.site("example.com").await);
    let sent = stage.mail(site).await.one();
    stage.attempt(site, sent, End::Sent).await;
    stage.mail(site).await;
    stage.mail(other).await;
    good(stage.store().remove_site(site, by(NOON)).await);
    let mut expected = stage.counters(other).await;
    (expected.accepted, expected.sent, expected.purged) = (3, 1, 1);
    for swept in [false, true] {
        for _restart in 0..2 {
            let measures = measures(stage).await;
            assert_eq!(measures.sites.len(), 1, "swept: {swept}");
            assert_eq!(measures.ever, expected, "swept: {swept}");
            assert!(measures.ever.balanced());
            stage.reopen().await;
        }
        stage.sweep(NOON).await;
    }
}

pub async fn failures_are_measured_by_class_also_after_they_were_forgotten(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    for class in [Class::BadMailbox, Class::BadMailbox, Class::Network] {
        let delivery = stage.mail(site).await.one();
        stage.attempt(site, delivery, End::Failed(class)).await;
    }
    stage.sweep_with(Sweep { failures_before: NOON + HOUR, ..keep_all(NOON) }).await;
    let mut expected = [(Class::BadMailbox, 2), (Class::Network, 1)];
    expected.sort();
    for _restart in 0..2 {
        assert_eq!(measures(stage).await.failures, expected);
        stage.reopen().await;
    }
    assert_eq!(measures(stage).await.ever.failed, 3);
}
