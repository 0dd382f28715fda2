//! What is told of a mail: its trace, and its failure.

use postern_core::classify::Class;
use postern_core::ids::{DeliveryId, MessageId};
use postern_core::time::Time;

use super::stage::*;
use crate::view::{FailureClasses, FailureFilter, TraceFilter, Traced};
use crate::{End, NewMessage, Sweep};

pub async fn a_mail_is_traced_from_acceptance_to_its_end(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let accepted = stage.accept(mail(site, &["a@example.net", "b@example.net"])).await;
    let [a, b] = accepted.deliveries[..] else { panic!("two") };
    stage.attempt_at(site, a, NOON + MINUTE, retry(NOON + HOUR)).await;
    stage.attempt_at(site, a, NOON + HOUR, retry(NOON + 3 * HOUR)).await;
    stage.attempt_at(site, b, NOON + 2 * MINUTE, End::Failed(Class::BadMailbox)).await;
    for _restart in 0..2 {
        let traced = stage.trace(site, TraceFilter::default()).await;
        assert_eq!(traced.len(), 1);
        let told = &traced[0];
        assert_eq!((told.message, told.accepted_at), (accepted.message, NOON));
        assert_eq!(
            (told.subject.as_str(), told.message_id.as_str()),
            ("your order", "<order@example.org>")
        );
        assert_eq!(
            (told.script.as_str(), told.size),
            ("/srv/shop/order.php", mail(site, &[]).body.len() as u64)
        );
        assert_eq!(told.sender.as_deref(), Some("shop@example.org"));
        let [of_a, of_b] = &told.deliveries[..] else { panic!("two") };
        assert_eq!(
            (of_a.delivery, of_a.recipient.as_str(), of_a.state),
            (a, "a@example.net", "queued")
        );
        assert_eq!(of_a.next_at, Some(NOON + 3 * HOUR));
        let attempts: Vec<_> =
            of_a.attempts.iter().map(|row| (row.at, row.outcome, row.class)).collect();
        assert_eq!(attempts, [(NOON + MINUTE, "deferred", None), (NOON + HOUR, "deferred", None)]);
        assert_eq!(of_a.attempts[0].remote, remote(451, "4.7.1", "greylisted, come again"));
        assert_eq!((of_b.delivery, of_b.state, of_b.next_at), (b, "failed", None));
        let attempts: Vec<_> =
            of_b.attempts.iter().map(|row| (row.at, row.outcome, row.class)).collect();
        assert_eq!(attempts, [(NOON + 2 * MINUTE, "failed", Some(Class::BadMailbox))]);
        stage.reopen().await;
    }
    stage.attempt_at(site, a, NOON + 3 * HOUR, End::Sent).await;
    for _restart in 0..2 {
        let told = stage.trace(site, TraceFilter::default()).await.remove(0);
        let of_a = &told.deliveries[0];
        assert_eq!((of_a.state, of_a.next_at, of_a.attempts.len()), ("sent", None, 3));
        assert_eq!(of_a.attempts[2].remote, remote(250, "2.0.0", "queued as 4711"));
        assert_eq!(of_a.attempts[2].outcome, "sent");
        stage.reopen().await;
    }
}

pub async fn traces_are_found_by_what_is_known_of_a_mail(stage: &mut Stage) {
    let (site, other) = (stage.site("example.org").await, stage.site("example.com").await);
    let first = stage.accept(mail(site, &["anna@example.net", "bob@example.net"])).await.message;
    let message = NewMessage {
        sender: None,
        subject: "Ihre BESTELLUNG".into(),
        message_id: "<4711@shop.example.org>".into(),
        script: "/srv/shop/form.php".into(),
        ..mail(site, &["anna@example.net"])
    };
    let second = stage.accept(message).await.message;
    stage.accept(mail(other, &["anna@example.net"])).await;
    let text = |text: &str| Some(String::from(text));
    let any = TraceFilter::default();
    let rows: Vec<(TraceFilter, Vec<MessageId>)> = vec![
        (any.clone(), vec![second, first]),
        (TraceFilter { recipient: text("anna@example.net"), ..any.clone() }, vec![second, first]),
        (TraceFilter { recipient: text("bob@example.net"), ..any.clone() }, vec![first]),
        (TraceFilter { recipient: text("example.net"), ..any.clone() }, vec![]),
        (TraceFilter { sender: text("shop@example.org"), ..any.clone() }, vec![first]),
        (TraceFilter { subject: text("bestell"), ..any.clone() }, vec![second]),
        (TraceFilter { subject: text("%"), ..any.clone() }, vec![]),
        (TraceFilter { script: text("/srv/shop/form.php"), ..any.clone() }, vec![second]),
        (TraceFilter { message: Some(first), ..any.clone() }, vec![first]),
        (TraceFilter { message_id: text("<4711@shop.example.org>"), ..any.clone() }, vec![second]),
        (TraceFilter { message_id: text("4711@shop.example.org"), ..any.clone() }, vec![second]),
        (TraceFilter { message_id: text("4711"), ..any.clone() }, vec![]),
        (TraceFilter { recipient: text("bob@example.net"), message: Some(second), ..any }, vec![]),
    ];
    for _restart in 0..2 {
        for (filter, expected) in &rows {
            assert_eq!(messages(&stage.trace(site, filter.clone()).await), *expected, "{filter:?}");
        }
        stage.reopen().await;
    }
    let everything = all(stage, site).await;
    for message in everything {
        for delivery in message.deliveries {
            stage.attempt(site, delivery.delivery, End::Sent).await;
        }
    }
    for (filter, expected) in &rows {
        assert_eq!(
            messages(&stage.trace(site, filter.clone()).await),
            *expected,
            "sent, {filter:?}"
        );
    }
}

pub async fn long_traces_are_read_page_by_page_newest_first(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let mut accepted = Vec::new();
    for _ in 0..8 {
        accepted.insert(0, stage.mail(site).await.message);
    }
    assert_eq!(messages(&all(stage, site).await), accepted);
    let by_recipient =
        TraceFilter { recipient: Some("anna@example.net".into()), ..TraceFilter::default() };
    assert_eq!(messages(&stage.trace(site, by_recipient).await), accepted);
}

pub async fn a_trace_goes_after_its_time_unless_its_mail_is_queued(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let old =
        NewMessage { accepted_at: NOON - HOUR, ..mail(site, &["a@example.net", "b@example.net"]) };
    let ended = stage.accept(old.clone()).await;
    let half = stage.accept(old.clone()).await;
    let waits = stage.accept(old).await;
    let young = stage.mail(site).await;
    for delivery in [ended.deliveries[0], ended.deliveries[1], half.deliveries[0], young.one()] {
        stage.attempt(site, delivery, End::Sent).await;
    }
    stage.sweep_with(Sweep { traces_before: NOON, rows: 1, ..keep_all(NOON) }).await;
    for _restart in 0..2 {
        let left = messages(&all(stage, site).await);
        assert_eq!(left, [young.message, waits.message, half.message]);
        assert_eq!(stage.counters(site).await.sent, 4, "what it counted stays counted");
        stage.reopen().await;
    }
    let claimed = stage.claimed(site, NOON, &[half.deliveries[1]]).await;
    assert_eq!(good(stage.store().body(claimed[0].message.body).await), mail(site, &[]).body);
    stage.settle(site, half.deliveries[1], End::Sent).await;
}

pub async fn failures_are_found_by_class_script_recipient_words_and_time(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let fail = async |stage: &Stage, recipient: &str, script: &str, class, at| {
        let accepted =
            stage.accept(NewMessage { script: script.into(), ..mail(site, &[recipient]) }).await;
        stage.attempt_at(site, accepted.one(), at, End::Failed(class)).await;
        accepted.one()
    };
    let anna = fail(stage, "Anna@example.net", "order.php", Class::BadMailbox, NOON).await;
    let bob = fail(stage, "bob@example.net", "form.php", Class::MailboxFull, NOON + HOUR).await;
    let carl =
        fail(stage, "carl@example.com", "form.php", Class::BadMailbox, NOON + 2 * HOUR).await;
    let text = |text: &str| Some(String::from(text));
    let any = FailureFilter::default();
    let rows: Vec<(FailureFilter, Vec<DeliveryId>)> = vec![
        (any.clone(), vec![carl, bob, anna]),
        (FailureFilter { class: Some(Class::BadMailbox), ..any.clone() }, vec![carl, anna]),
        (FailureFilter { class: Some(Class::Complaint), ..any.clone() }, vec![]),
        (FailureFilter { script: text("form.php"), ..any.clone() }, vec![carl, bob]),
        (FailureFilter { recipient: text("EXAMPLE.NET"), ..any.clone() }, vec![bob, anna]),
        (FailureFilter { recipient: text("anna"), ..any.clone() }, vec![anna]),
        (FailureFilter { recipient: text("_"), ..any.clone() }, vec![]),
        (FailureFilter { text: text("example.NET"), ..any.clone() }, vec![bob, anna]),
        (FailureFilter { text: text("YOUR order"), ..any.clone() }, vec![carl, bob, anna]),
        (FailureFilter { text: text("such MAILBOX"), ..any.clone() }, vec![carl, bob, anna]),
        (FailureFilter { text: text("%"), ..any.clone() }, vec![]),
        (FailureFilter { from: Some(NOON + HOUR), ..any.clone() }, vec![carl, bob]),
        (FailureFilter { to: Some(NOON + HOUR), ..any.clone() }, vec![anna]),
        (
            FailureFilter { from: Some(NOON + HOUR), to: Some(NOON + 2 * HOUR), ..any.clone() },
            vec![bob],
        ),
        (
            FailureFilter { class: Some(Class::BadMailbox), script: text("form.php"), ..any },
            vec![carl],
        ),
    ];
    for _restart in 0..2 {
        for (filter, expected) in &rows {
            let found: Vec<DeliveryId> =
                stage.failures(site, filter.clone()).await.iter().map(|row| row.delivery).collect();
            assert_eq!(found, *expected, "{filter:?}");
        }
        let classes = |filter| stage.failure_classes(site, filter);
        let divided = FailureClasses {
            counts: vec![(Class::BadMailbox, 2), (Class::MailboxFull, 1)],
            since: None,
        };
        assert_eq!(classes(FailureFilter::default()).await, divided);
        let since = FailureFilter { from: Some(NOON + HOUR), ..FailureFilter::default() };
        assert_eq!(classes(since).await.counts, [(Class::BadMailbox, 1), (Class::MailboxFull, 1)]);
        stage.reopen().await;
    }
}

pub async fn failures_of_one_instant_are_paged_without_loss_or_repeat(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let mut failed = Vec::new();
    for _ in 0..10 {
        let delivery = stage.mail(site).await.one();
        stage.attempt(site, delivery, End::Failed(Class::Network)).await;
        failed.insert(0, delivery);
    }
    let found = stage.failures(site, FailureFilter::default()).await;
    assert_eq!(found.iter().map(|row| row.delivery).collect::<Vec<_>>(), failed);
    assert!(found.windows(2).all(|pair| pair[0].id > pair[1].id));
}

pub async fn failures_go_after_their_time_and_outlive_the_trace(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let (old, young) = (stage.mail(site).await.one(), stage.mail(site).await.one());
    stage.attempt_at(site, old, NOON, End::Failed(Class::Network)).await;
    stage.attempt_at(site, young, NOON + HOUR, End::Failed(Class::Network)).await;
    let failed = async |stage: &Stage| {
        let failures = stage.failures(site, FailureFilter::default()).await;
        failures
            .iter()
            .map(|row| (row.delivery, row.subject.clone(), row.remote.code))
            .collect::<Vec<_>>()
    };
    let told = |delivery| (delivery, "your order".to_string(), 550);
    stage.sweep_with(Sweep { traces_before: NOON + HOUR, ..keep_all(NOON) }).await;
    assert_eq!(all(stage, site).await.len(), 0);
    assert_eq!(failed(stage).await, [told(young), told(old)]);
    stage.sweep_with(Sweep { failures_before: NOON + HOUR, ..keep_all(NOON) }).await;
    for _restart in 0..2 {
        assert_eq!(failed(stage).await, [told(young)]);
        assert_eq!(stage.counters(site).await.failed, 2);
        stage.reopen().await;
    }
}

pub async fn words_of_strangers_are_kept_as_they_are(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let strange = "=1+1\t\u{202e}'; drop table site; -- \0 \u{1f4a9}";
    let message = NewMessage {
        subject: strange.into(),
        script: strange.into(),
        message_id: strange.into(),
        ..mail(site, &["anna@example.net"])
    };
    let delivery = stage.accept(message).await.one();
    stage.claim(site, &[delivery]).await;
    let mut settlement = settlement(site, delivery, NOON, End::Failed(Class::RefusedAsSpam));
    settlement.remote.text = strange.into();
    good(stage.store().settle(vec![settlement]).await);
    for _restart in 0..2 {
        let failure = stage.failures(site, FailureFilter::default()).await.remove(0);
        assert_eq!((failure.subject.as_str(), failure.script.as_str()), (strange, strange));
        assert_eq!(failure.remote.text, strange);
        let filter = TraceFilter {
            script: Some(strange.into()),
            subject: Some(strange.into()),
            ..TraceFilter::default()
        };
        assert_eq!(stage.trace(site, filter).await.len(), 1);
        stage.reopen().await;
    }
}

async fn all(stage: &Stage, site: postern_core::ids::SiteId) -> Vec<Traced> {
    stage.trace(site, TraceFilter::default()).await
}

fn messages(traced: &[Traced]) -> Vec<MessageId> {
    traced.iter().map(|row| row.message).collect()
}

/// The clock of a remote is not ours: a time far away is only a number.
pub async fn times_at_the_ends_of_the_calendar_are_only_numbers(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    for at in [Time(0), Time(-1), Time(253_402_300_799_999)] {
        let accepted =
            stage.accept(NewMessage { accepted_at: at, ..mail(site, &["anna@example.net"]) }).await;
        stage.attempt_at(site, accepted.one(), at, End::Sent).await;
        stage.reopen().await;
    }
    assert_eq!(stage.counters(site).await.sent, 3);
}
