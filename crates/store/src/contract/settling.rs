//! What attempts came to is written and counted, once.

use postern_core::classify::Class;
use postern_core::counter::Counters;
use postern_core::ids::DeliveryId;

use super::stage::*;
use crate::view::{FailureFilter, TraceFilter};
use crate::{End, Settled};

pub async fn a_sent_mail_leaves_the_queue_and_counts_as_sent(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let delivery = stage.mail(site).await.one();
    assert_eq!(stage.attempt(site, delivery, End::Sent).await, Settled::Sent);
    for _restart in 0..2 {
        let counted = Counters { accepted: 1, sent: 1, ..Counters::default() };
        assert_eq!(stage.counters(site).await, counted);
        assert_eq!(stage.queued(site).await, []);
        assert_eq!(stage.failures(site, FailureFilter::default()).await.len(), 0);
        stage.reopen().await;
    }
}

pub async fn a_failed_mail_leaves_the_queue_and_is_listed_with_the_reply(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let accepted = stage.mail(site).await;
    let failed = End::Failed(Class::BadMailbox);
    assert_eq!(
        stage.attempt_at(site, accepted.one(), NOON + MINUTE, failed).await,
        Settled::Failed
    );
    for _restart in 0..2 {
        let counted = Counters { accepted: 1, failed: 1, ..Counters::default() };
        assert_eq!(stage.counters(site).await, counted);
        let failures = stage.failures(site, FailureFilter::default()).await;
        let failure = &failures[0];
        assert_eq!(failures.len(), 1);
        assert_eq!(
            (failure.at, failure.message, failure.delivery),
            (NOON + MINUTE, accepted.message, accepted.one())
        );
        assert_eq!(
            (failure.recipient.as_str(), failure.subject.as_str()),
            ("anna@example.net", "your order")
        );
        assert_eq!(failure.sender.as_deref(), Some("shop@example.org"));
        assert_eq!(
            (failure.script.as_str(), failure.class),
            ("/srv/shop/order.php", Class::BadMailbox)
        );
        assert_eq!(failure.remote, remote(550, "5.1.1", "no such mailbox"));
        stage.reopen().await;
    }
}

pub async fn a_deferred_mail_waits_for_its_retry(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let delivery = stage.mail(site).await.one();
    let later = NOON + 5 * MINUTE;
    assert_eq!(stage.attempt(site, delivery, retry(later)).await, Settled::Queued);
    for _restart in 0..2 {
        let counted = stage.counters(site).await;
        assert_eq!(
            (counted.accepted, counted.queued, counted.deferred, counted.sent),
            (1, 1, 1, 0)
        );
        let row = stage.queued_row(site, delivery).await;
        assert_eq!((row.attempts, row.next_at, row.in_flight), (1, later, false));
        assert_eq!(row.last, remote(451, "4.7.1", "greylisted, come again"));
        assert_eq!(stage.due(site, later - MINUTE).await, []);
        assert_eq!(stage.due(site, later).await, [delivery]);
        stage.reopen().await;
    }
}

pub async fn attempts_are_counted_over_restarts(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let delivery = stage.mail(site).await.one();
    for attempts in 0..5 {
        let claimed = stage.claimed(site, NOON, &[delivery]).await;
        assert_eq!(claimed[0].attempts, attempts);
        stage.settle(site, delivery, retry(NOON)).await;
        assert_eq!(stage.counters(site).await.deferred, 1);
        stage.reopen().await;
    }
    stage.attempt(site, delivery, End::Sent).await;
    let counted = stage.counters(site).await;
    assert_eq!((counted.deferred, counted.queued, counted.sent), (0, 0, 1));
}

pub async fn a_failed_retry_is_deferred_no_more(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let delivery = stage.mail(site).await.one();
    stage.attempt(site, delivery, retry(NOON)).await;
    stage.attempt(site, delivery, End::Failed(Class::Expired)).await;
    let counted = stage.counters(site).await;
    assert_eq!((counted.deferred, counted.queued, counted.failed), (0, 0, 1));
    let (_, day) = stage.days(site).await[0];
    assert_eq!((day.failed, day.expired), (1, 1), "what expired counts as failed and as expired");
}

pub async fn what_has_ended_settles_no_second_time(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let (sent, failed) = (stage.mail(site).await.one(), stage.mail(site).await.one());
    stage.attempt(site, sent, End::Sent).await;
    stage.attempt(site, failed, End::Failed(Class::Network)).await;
    let before = stage.counters(site).await;
    for _restart in 0..2 {
        for delivery in [sent, failed] {
            for end in [End::Sent, retry(NOON), End::Failed(Class::BadDomain)] {
                assert_eq!(stage.settle(site, delivery, end).await, Settled::Unknown, "{end:?}");
            }
        }
        assert_eq!(stage.counters(site).await, before);
        assert_eq!(stage.failures(site, FailureFilter::default()).await.len(), 1);
        stage.reopen().await;
    }
}

pub async fn a_settle_of_the_unknown_counts_nothing(stage: &mut Stage) {
    let (site, other) = (stage.site("example.org").await, stage.site("example.com").await);
    let delivery = stage.mail(site).await.one();
    assert_eq!(
        stage.settle(site, DeliveryId(delivery.0 + 1000), End::Sent).await,
        Settled::Unknown
    );
    assert_eq!(
        stage.settle(other, delivery, End::Sent).await,
        Settled::Unknown,
        "it is another site's"
    );
    assert_eq!(stage.counters(site).await.queued, 1);
    assert_eq!(stage.counters(other).await, Counters::default());
    stage.claim(site, &[delivery]).await;
    stage.settle(other, delivery, End::Sent).await;
    assert!(
        stage.queued_row(site, delivery).await.in_flight,
        "another site's settle takes it out of no hand"
    );
    assert_eq!(good(stage.store().settle(Vec::new()).await), []);
}

pub async fn a_batch_settles_in_its_order(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let accepted =
        stage.accept(mail(site, &["a@example.net", "b@example.net", "c@example.com"])).await;
    let [a, b, c] = accepted.deliveries[..] else { panic!("three") };
    stage.claim(site, &[a, b, c]).await;
    let batch = [
        (b, End::Failed(Class::MailboxFull)),
        (a, End::Sent),
        (c, retry(NOON + HOUR)),
        (a, End::Failed(Class::Network)),
    ];
    let batch =
        batch.into_iter().map(|(delivery, end)| settlement(site, delivery, NOON, end)).collect();
    let settled = good(stage.store().settle(batch).await);
    assert_eq!(settled, [Settled::Failed, Settled::Sent, Settled::Queued, Settled::Unknown]);
    let counted = stage.counters(site).await;
    assert_eq!((counted.sent, counted.failed, counted.queued, counted.deferred), (1, 1, 1, 1));
}

pub async fn what_happened_counts_also_when_the_claim_was_lost(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let (sent, failed) = (stage.mail(site).await.one(), stage.mail(site).await.one());
    stage.claim(site, &[sent, failed]).await;
    stage.reopen().await;
    assert_eq!(stage.settle(site, sent, End::Sent).await, Settled::Sent);
    assert_eq!(stage.settle(site, failed, End::Failed(Class::Network)).await, Settled::Failed);
    let counted = stage.counters(site).await;
    assert_eq!((counted.sent, counted.failed, counted.queued), (1, 1, 0));
}

pub async fn each_recipient_ends_by_itself(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let accepted = stage.accept(mail(site, &["a@example.net", "b@example.net"])).await;
    stage.attempt(site, accepted.deliveries[0], End::Sent).await;
    stage.reopen().await;
    let claimed = stage.claimed(site, NOON, &accepted.deliveries).await;
    assert_eq!(claimed.len(), 1);
    assert_eq!(good(stage.store().body(claimed[0].message.body).await), mail(site, &[]).body);
    stage.settle(site, accepted.deliveries[1], End::Failed(Class::BadMailbox)).await;
    let traced = stage.trace(site, TraceFilter::default()).await;
    let states: Vec<&str> = traced[0].deliveries.iter().map(|row| row.state).collect();
    assert_eq!(states, ["sent", "failed"]);
}
