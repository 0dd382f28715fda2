//! A message comes in: stored and counted once, or refused and nothing written.

use std::sync::Arc;

use bytes::Bytes;
use postern_core::lane::Lane;

use super::stage::*;
use crate::view::TraceFilter;
use crate::{Accepted, Caps, End, Method, NewDelivery, NewMessage, Origin, Settled};

pub async fn an_accepted_mail_counts_once_for_each_recipient(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let message = mail(site, &["a@example.net", "b@example.net", "c@example.com"]);
    let bytes = message.body.len() as u64;
    let Accepted::Stored(stored) = stage.offer(message).await else { panic!("refused") };

    let lanes: Vec<_> = stored
        .candidates
        .iter()
        .map(|row| (row.lane, row.due_at, row.domain.to_string()))
        .collect();
    let expected = |domain: &str| (Lane::of(0, domain), NOON, domain.to_string());
    assert_eq!(lanes, [expected("example.net"), expected("example.net"), expected("example.com")]);
    assert!(stored.candidates.iter().all(|row| row.message == stored.message));
    for _restart in 0..2 {
        let site = stage.shown(site).await;
        let counted = site.counters;
        assert_eq!(
            (counted.accepted, counted.queued, counted.deferred, counted.queued_bytes),
            (3, 3, 0, bytes)
        );
        assert_eq!(site.last_accepted_at, Some(NOON));
        let queued = stage.queue(site.id, Default::default()).await;
        let recipients: Vec<&str> = queued.iter().map(|row| row.recipient.as_str()).collect();
        assert_eq!(recipients, ["a@example.net", "b@example.net", "c@example.com"]);
        stage.reopen().await;
    }
}

pub async fn a_queued_mail_is_shown_as_it_came(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let accepted = stage.accept(mail(site, &["anna@example.net"])).await;
    for _restart in 0..2 {
        let row = stage.queued_row(site, accepted.one()).await;
        assert_eq!(row.message, accepted.message);
        assert_eq!((row.accepted_at, row.next_at, row.attempts), (NOON, NOON, 0));
        assert_eq!(row.sender.as_deref(), Some("shop@example.org"));
        assert_eq!(
            (row.subject.as_str(), row.script.as_str()),
            ("your order", "/srv/shop/order.php")
        );
        assert_eq!(row.size, mail(site, &[]).body.len() as u64);
        assert!(!row.parked && !row.released && !row.in_flight);
        assert_eq!(row.last, Default::default());
        stage.reopen().await;
    }
}

pub async fn an_attempt_is_handed_all_that_was_accepted(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let message = NewMessage {
        sender: None,
        deliveries: vec![NewDelivery {
            notify: Some("SUCCESS,FAILURE".into()),
            ..to("jürgen@example.net")
        }],
        eight_bit: true,
        smtputf8: true,
        envelope_id: Some("QQ314159".into()),
        dsn_return: Some("HDRS".into()),
        ..mail(site, &[])
    };
    let accepted = stage.accept(message.clone()).await;
    for _restart in 0..2 {
        let claimed = stage.claimed(site, NOON, &accepted.deliveries).await.remove(0);
        assert_eq!((claimed.delivery, claimed.attempts), (accepted.one(), 0));
        assert_eq!(
            (claimed.recipient.as_str(), &*claimed.domain),
            ("jürgen@example.net", "example.net")
        );
        assert_eq!(claimed.notify.as_deref(), Some("SUCCESS,FAILURE"));
        assert_eq!(claimed.lane, Lane::of(0, "example.net"));
        let handed = Arc::clone(&claimed.message);
        assert_eq!((handed.id, handed.site, handed.accepted_at), (accepted.message, site, NOON));
        assert_eq!((handed.sender.as_deref(), handed.size), (None, message.body.len() as u64));
        assert_eq!((&handed.subject, &handed.message_id), (&message.subject, &message.message_id));
        assert_eq!(handed.script_name, message.script);
        assert!(handed.eight_bit && handed.smtputf8);
        assert_eq!(handed.envelope_id.as_deref(), Some("QQ314159"));
        assert_eq!(handed.dsn_return.as_deref(), Some("HDRS"));
        assert_eq!(good(stage.store().body(handed.body).await), message.body);
        good(stage.store().verify(handed.body).await);
        let part = async |from, most| good(stage.store().body_part(handed.body, from, most).await);
        let length = message.body.len();
        assert_eq!(part(0, 5).await, message.body[..5]);
        assert_eq!(part(5, length).await, message.body[5..]);
        assert!(part(length as u64, 5).await.is_empty());
        stage.reopen().await;
    }
}

pub async fn the_bytes_delivered_are_the_bytes_accepted(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let long: Vec<u8> = (0..300_000_u32).map(|number| (number * 7 % 251) as u8).collect();
    let bodies = [
        Bytes::new(),
        Bytes::from_static(b"x"),
        Bytes::from_static(b"\0\0\r\n.\r\n\xff\xfe"),
        Bytes::from(long),
    ];
    let mut accepted = Vec::new();
    for body in &bodies {
        accepted.push(
            stage
                .accept(NewMessage { body: body.clone(), ..mail(site, &["anna@example.net"]) })
                .await,
        );
    }
    for _restart in 0..2 {
        for (mail, body) in accepted.iter().zip(&bodies) {
            let claimed = stage.claimed(site, NOON, &mail.deliveries).await.remove(0);
            assert_eq!(
                good(stage.store().body(claimed.message.body).await),
                body,
                "{} bytes",
                body.len()
            );
        }
        stage.reopen().await;
    }
}

pub async fn where_a_mail_came_from_is_kept(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let origin = Origin {
        method: Some(Method::Sendmail),
        uid: Some(1001),
        gid: Some(1002),
        pid: Some(4711),
        login: None,
        address: Some("192.0.2.7".into()),
        stated: true,
        stated_by_caller: vec![("REQUEST_URI".into(), "/kontakt?é".into())],
    };
    stage.accept(NewMessage { origin: origin.clone(), ..mail(site, &["anna@example.net"]) }).await;
    for _restart in 0..2 {
        assert_eq!(stage.trace(site, TraceFilter::default()).await[0].origin, origin);
        stage.reopen().await;
    }
}

pub async fn a_repeated_key_is_the_same_mail(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let keyed = NewMessage { key: key(1), digest: [7; 16], ..mail(site, &["anna@example.net"]) };
    let first = stage.accept(keyed.clone()).await;
    let repeated =
        |answer| matches!(answer, Accepted::Repeated(message) if message == first.message);

    assert!(repeated(stage.offer(keyed.clone()).await));
    stage.reopen().await;
    assert!(repeated(stage.offer(keyed.clone()).await), "after a restart");
    stage.attempt(site, first.one(), crate::End::Sent).await;
    assert!(repeated(stage.offer(keyed.clone()).await), "after it was sent");
    assert_eq!(stage.counters(site).await.accepted, 1);
}

pub async fn a_key_used_for_another_mail_is_told(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let keyed = NewMessage { key: key(1), digest: [7; 16], ..mail(site, &["anna@example.net"]) };
    let first = stage.accept(keyed.clone()).await;
    for _restart in 0..2 {
        let other = stage.offer(NewMessage { digest: [8; 16], ..keyed.clone() }).await;
        assert!(
            matches!(other, Accepted::KeyReused(message) if message == first.message),
            "{other:?}"
        );
        stage.reopen().await;
    }
    assert_eq!(stage.counters(site).await.accepted, 1);
}

pub async fn a_key_is_of_its_site_alone(stage: &mut Stage) {
    let (here, there) = (stage.site("example.org").await, stage.site("example.com").await);
    stage.accept(NewMessage { key: key(1), ..mail(here, &["anna@example.net"]) }).await;
    stage.accept(NewMessage { key: key(1), ..mail(there, &["anna@example.net"]) }).await;
    assert_eq!(stage.counters(there).await.accepted, 1);
}

pub async fn mail_without_a_key_is_never_a_repeat(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    assert_ne!(stage.mail(site).await.message, stage.mail(site).await.message);
}

pub async fn a_repeat_is_known_also_at_the_cap_and_after_a_purge(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let caps = Caps { queued: 1, queued_bytes: 1000 };
    let keyed = NewMessage { key: key(1), caps, ..mail(site, &["anna@example.net"]) };
    stage.accept(keyed.clone()).await;
    assert!(matches!(stage.offer(keyed.clone()).await, Accepted::Repeated(_)));
    stage.purge(site).await;
    stage.sweep(NOON).await;
    assert!(
        matches!(stage.offer(keyed).await, Accepted::Repeated(_)),
        "what was purged does not come again"
    );
}

pub async fn a_key_is_forgotten_after_its_time(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let keyed = NewMessage { key: key(1), ..mail(site, &["anna@example.net"]) };
    stage.accept(keyed.clone()).await;
    stage.sweep_with(crate::Sweep { keys_before: NOON, ..keep_all(NOON) }).await;
    assert!(
        matches!(stage.offer(keyed.clone()).await, Accepted::Repeated(_)),
        "it is not older than that"
    );
    stage.sweep_with(crate::Sweep { keys_before: NOON + MINUTE, ..keep_all(NOON) }).await;
    stage.accept(keyed).await;
}

pub async fn a_site_at_its_cap_is_refused_with_both_figures(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let caps = Caps { queued: 3, queued_bytes: u64::MAX >> 1 };
    let capped = |recipients| NewMessage { caps, ..mail(site, recipients) };
    let first = stage.accept(capped(&["a@example.net", "b@example.net"])).await;

    let refused = stage
        .offer(NewMessage { key: key(1), ..capped(&["c@example.net", "d@example.net"]) })
        .await;
    assert!(matches!(refused, Accepted::OverCap { queued: 2, cap: 3 }), "{refused:?}");
    assert_eq!(stage.counters(site).await.accepted, 2, "nothing was written");
    assert_eq!(stage.trace(site, TraceFilter::default()).await.len(), 1, "nothing was written");

    stage.accept(capped(&["c@example.net"])).await;
    stage.reopen().await;
    assert!(matches!(
        stage.offer(capped(&["d@example.net"])).await,
        Accepted::OverCap { queued: 3, cap: 3 }
    ));
    stage.attempt(site, first.one(), crate::End::Sent).await;
    stage.accept(NewMessage { key: key(1), ..capped(&["d@example.net"]) }).await;
}

pub async fn bytes_are_capped_too_and_each_message_counts_once(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let caps = Caps { queued: 100, queued_bytes: 100 };
    let sized = |bytes: usize, recipients: &[&str]| NewMessage {
        caps,
        body: Bytes::from(vec![b'x'; bytes]),
        ..mail(site, recipients)
    };
    let first = stage.accept(sized(60, &["a@example.net", "b@example.net"])).await;
    let refused = stage.offer(sized(41, &["c@example.net"])).await;
    assert!(matches!(refused, Accepted::OverBytes { queued_bytes: 60, cap: 100 }), "{refused:?}");
    stage.accept(sized(40, &["c@example.net"])).await;

    stage.attempt(site, first.deliveries[0], crate::End::Sent).await;
    let refused = stage.offer(sized(1, &["d@example.net"])).await;
    assert!(
        matches!(refused, Accepted::OverBytes { queued_bytes: 100, cap: 100 }),
        "the other recipient waits"
    );
    stage.attempt(site, first.deliveries[1], crate::End::Sent).await;
    stage.reopen().await;
    stage.accept(sized(60, &["d@example.net"])).await;
    assert_eq!(stage.counters(site).await.queued_bytes, 100);
}

pub async fn a_full_site_is_no_other_sites_trouble(stage: &mut Stage) {
    let (full, other) = (stage.site("example.org").await, stage.site("example.com").await);
    let caps = Caps { queued: 1, queued_bytes: 40 };
    stage.accept(NewMessage { caps, ..mail(full, &["a@example.net"]) }).await;
    assert!(matches!(
        stage.offer(NewMessage { caps, ..mail(full, &["a@example.net"]) }).await,
        Accepted::OverCap { .. }
    ));
    stage.accept(NewMessage { caps, ..mail(other, &["a@example.net"]) }).await;
}

pub async fn mail_of_no_site_is_refused(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let nobody = postern_core::ids::SiteId(site.0 + 1000);
    assert!(matches!(stage.offer(mail(nobody, &["anna@example.net"])).await, Accepted::NoSite));
}

pub async fn mail_of_a_red_site_is_accepted_and_held(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    stage.block(site).await;
    let held = stage.mail(site).await;
    assert_eq!(held.ready, []);
    for _restart in 0..2 {
        assert_eq!(stage.counters(site).await.queued, 1);
        assert_eq!(stage.due(site, NOON + HOUR).await, []);
        assert_eq!(stage.claim(site, &held.deliveries).await, []);
        stage.reopen().await;
    }
    let (_, today) = stage.days(site).await[0];
    assert_eq!(today.held, 1);
}

pub async fn a_notice_passes_the_block_of_its_site(stage: &mut Stage) {
    let site = stage.site("host").await;
    stage.block(site).await;
    let origin = Origin { method: Some(Method::Notice), ..Origin::default() };
    let notice = stage.accept(NewMessage { origin, ..mail(site, &["anna@example.net"]) }).await;
    assert_eq!(notice.ready, notice.deliveries);
    let held = stage.mail(site).await;
    stage.reopen().await;
    assert_eq!(stage.due(site, NOON + HOUR).await, notice.deliveries);
    assert_eq!(stage.claim(site, &held.deliveries).await, []);
    // Nor does it wait for what is done to its site while it is deferred.
    let deferred = retry(NOON + HOUR);
    assert_eq!(stage.attempt(site, notice.one(), deferred).await, Settled::Queued);
    stage.unblock(site).await;
    stage.block(site).await;
    assert_eq!(stage.due(site, NOON + HOUR).await, notice.deliveries);
    let sent = stage.attempt_at(site, notice.one(), NOON + HOUR, End::Sent).await;
    assert_eq!(sent, Settled::Sent);
}

pub async fn many_at_once_are_each_stored_once(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let keyed = |number: u8| NewMessage {
        key: key(number),
        ..mail(site, &["a@example.net", "b@example.com"])
    };
    let store = stage.store();
    let both: Vec<_> = (0..40_u8)
        .flat_map(|number| [store.accept(keyed(number)), store.accept(keyed(number))])
        .collect();
    let (mut stored, mut repeated) = (0, 0);
    for answer in both {
        match good(answer.await) {
            Accepted::Stored(_) => stored += 1,
            Accepted::Repeated(_) => repeated += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((stored, repeated), (40, 40), "a key given twice at the same time is one mail");
    assert_eq!(stage.counters(site).await.queued, 80);
}
