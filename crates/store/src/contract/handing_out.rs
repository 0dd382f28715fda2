//! Work is handed out: due mail in turns, each delivery to one attempt at a time.

use postern_core::ids::DeliveryId;
use postern_core::lane::Lane;
use postern_core::site::{Action, State};

use super::stage::*;
use crate::{End, JobKind, NewMessage, Refill};

pub async fn due_mail_is_handed_out_oldest_first(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let late = stage
        .accept(NewMessage { accepted_at: NOON + MINUTE, ..mail(site, &["a@example.net"]) })
        .await;
    let early =
        stage.accept(NewMessage { accepted_at: NOON, ..mail(site, &["b@example.net"]) }).await;
    let later = stage
        .accept(NewMessage { accepted_at: NOON + 2 * MINUTE, ..mail(site, &["c@example.net"]) })
        .await;
    for _restart in 0..2 {
        assert_eq!(stage.due(site, NOON + HOUR).await, [early.one(), late.one(), later.one()]);
        stage.reopen().await;
    }
}

pub async fn mail_that_is_not_due_yet_tells_when_it_is(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let (first, second) = (stage.mail(site).await.one(), stage.mail(site).await.one());
    stage.attempt(site, first, retry(NOON + 10 * MINUTE)).await;
    stage.attempt(site, second, retry(NOON + 5 * MINUTE)).await;
    for _restart in 0..2 {
        let refilled = stage.refill(all_due(site, NOON)).await;
        assert_eq!((refilled.candidates.len(), refilled.more.len()), (0, 0));
        assert_eq!(refilled.next_due_at, Some(NOON + 5 * MINUTE));
        let refilled = stage.refill(all_due(site, NOON + 5 * MINUTE)).await;
        assert_eq!(
            refilled.candidates.iter().map(|row| row.delivery).collect::<Vec<_>>(),
            [second]
        );
        assert_eq!(refilled.candidates[0].due_at, NOON + 5 * MINUTE);
        assert_eq!(refilled.next_due_at, Some(NOON + 10 * MINUTE));
        assert_eq!(stage.refill(all_due(site, NOON + HOUR)).await.next_due_at, None);
        stage.reopen().await;
    }
}

pub async fn an_empty_queue_hands_out_nothing(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let refilled = stage.refill(all_due(site, NOON)).await;
    assert_eq!(
        (refilled.candidates.len(), refilled.more.len(), refilled.next_due_at),
        (0, 0, None)
    );
    assert_eq!(stage.claim(site, &[]).await, []);
    assert_eq!(stage.claim(site, &[DeliveryId(4711)]).await, []);
}

pub async fn no_more_is_handed_out_than_asked_for(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let domains = domains(3);
    let mut mails = 0;
    for domain in &domains {
        for _ in 0..4 {
            stage.accept(mail(site, &[&format!("anna@{domain}")])).await;
            mails += 1;
        }
    }
    assert_eq!(mails, 12);
    let lanes: Vec<Lane> = {
        let mut lanes: Vec<Lane> = domains.iter().map(|domain| Lane::of(0, domain)).collect();
        lanes.sort();
        lanes
    };
    // take, of one lane, then: handed out, of each lane, lanes that have more
    for (take, take_per_lane, handed, of_each, more) in [
        (100, 100, 12, 4, vec![]),
        (100, 2, 6, 2, lanes.clone()),
        (3, 100, 3, 1, lanes.clone()),
        (9, 100, 9, 3, lanes.clone()),
        (12, 4, 12, 4, vec![]),
        (0, 100, 0, 0, lanes.clone()),
    ] {
        let mut refilled =
            stage.refill(Refill { take, take_per_lane, ..all_due(site, NOON) }).await;
        assert_eq!(refilled.candidates.len(), handed, "take {take}, {take_per_lane} of a lane");
        for lane in &lanes {
            let taken = refilled.candidates.iter().filter(|row| row.lane == *lane).count();
            assert_eq!(taken, of_each, "take {take}, {take_per_lane} of a lane: lane {lane:?}");
        }
        refilled.more.sort();
        assert_eq!(refilled.more, more, "take {take}, {take_per_lane} of a lane");
    }
}

pub async fn a_long_lane_does_not_crowd_out_a_short_one(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let domains = domains(2);
    for _ in 0..20 {
        stage.accept(mail(site, &[&format!("anna@{}", domains[0])])).await;
    }
    let short = stage.accept(mail(site, &[&format!("anna@{}", domains[1])])).await;
    let refilled = stage.refill(Refill { take: 4, ..all_due(site, NOON) }).await;
    let handed: Vec<DeliveryId> = refilled.candidates.iter().map(|row| row.delivery).collect();
    assert_eq!(handed.len(), 4);
    assert!(handed.contains(&short.one()));
    assert_eq!(refilled.more, [Lane::of(0, &domains[0])]);
}

pub async fn recipients_of_one_message_are_handed_out_together(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let domains = domains(3);
    let mut expected = Vec::new();
    for _ in 0..3 {
        let recipients: Vec<String> =
            (0..6).map(|number| format!("r{number}@{}", domains[number % 3])).collect();
        let recipients: Vec<&str> = recipients.iter().map(String::as_str).collect();
        expected.extend(stage.accept(mail(site, &recipients)).await.deliveries);
    }
    let refilled = stage.refill(Refill { take: 18, ..all_due(site, NOON) }).await;
    assert_eq!(refilled.candidates.iter().map(|row| row.delivery).collect::<Vec<_>>(), expected);
}

pub async fn a_skipped_lane_is_not_read(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let domains = domains(2);
    let dead = stage.accept(mail(site, &[&format!("anna@{}", domains[0])])).await;
    let alive = stage.accept(mail(site, &[&format!("anna@{}", domains[1])])).await;
    stage.attempt(site, dead.one(), retry(NOON + MINUTE)).await;
    let skip = vec![Lane::of(0, &domains[0])];
    let refilled = stage.refill(Refill { skip: skip.clone(), ..all_due(site, NOON + HOUR) }).await;
    assert_eq!(
        refilled.candidates.iter().map(|row| row.delivery).collect::<Vec<_>>(),
        [alive.one()]
    );
    assert_eq!(refilled.more, []);
    let refilled = stage.refill(Refill { skip, ..all_due(site, NOON) }).await;
    assert_eq!(refilled.next_due_at, None, "what is not read tells no time either");
}

pub async fn what_the_window_has_is_not_handed_out_again(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let (first, second) = (stage.mail(site).await.one(), stage.mail(site).await.one());
    let refilled = stage.refill(Refill { exclude: vec![first], ..all_due(site, NOON) }).await;
    assert_eq!(refilled.candidates.iter().map(|row| row.delivery).collect::<Vec<_>>(), [second]);
    assert_eq!(refilled.more, []);
}

pub async fn what_is_excluded_takes_no_place(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let mut all = Vec::new();
    for _ in 0..6 {
        all.push(stage.mail(site).await.one());
    }
    stage.claim(site, &all[..2]).await;
    let refill =
        Refill { take: 2, take_per_lane: 2, exclude: all[2..4].to_vec(), ..all_due(site, NOON) };
    let refilled = stage.refill(refill).await;
    assert_eq!(refilled.candidates.iter().map(|row| row.delivery).collect::<Vec<_>>(), all[4..]);
}

pub async fn mail_goes_into_its_scripts_turn(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let mut lanes = Vec::new();
    for number in 0..20 {
        let script = format!("/srv/shop/{number}.php");
        let accepted =
            stage.accept(NewMessage { script, ..mail(site, &["anna@example.net"]) }).await;
        lanes.push(stage.claimed(site, NOON, &accepted.deliveries).await[0].lane.turn());
    }
    let expected: Vec<u8> = (0..20).map(|number: u8| number.min(15)).collect();
    assert_eq!(lanes, expected);
    stage.reopen().await;
    let again =
        NewMessage { script: "/srv/shop/3.php".into(), ..mail(site, &["anna@example.net"]) };
    let again = stage.accept(again).await;
    assert_eq!(
        stage.claimed(site, NOON, &again.deliveries).await[0].lane.turn(),
        3,
        "a script keeps its turn"
    );
}

pub async fn each_site_has_turns_of_its_own(stage: &mut Stage) {
    for name in ["example.org", "example.com"] {
        let site = stage.site(name).await;
        let accepted = stage.mail(site).await;
        assert_eq!(stage.claimed(site, NOON, &accepted.deliveries).await[0].lane.turn(), 0);
    }
}

pub async fn a_delivery_is_in_one_hand_at_a_time(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let delivery = stage.mail(site).await.one();
    assert_eq!(stage.claim(site, &[delivery, delivery]).await, [delivery]);
    assert_eq!(stage.claim(site, &[delivery]).await, []);
    assert_eq!(stage.due(site, NOON).await, []);
    assert!(stage.queued_row(site, delivery).await.in_flight);
    assert_eq!(stage.counters(site).await.queued, 1, "it is queued until it settles");
}

pub async fn a_claim_given_back_is_no_attempt(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let delivery = stage.mail(site).await.one();
    stage.claim(site, &[delivery]).await;
    stage.give_back(&[delivery]).await;
    assert_eq!(stage.due(site, NOON).await, [delivery]);
    let row = stage.queued_row(site, delivery).await;
    assert_eq!((row.attempts, row.in_flight, row.next_at), (0, false, NOON));
    assert_eq!(stage.claim(site, &[delivery]).await, [delivery]);
    stage.give_back(&[delivery, DeliveryId(4711)]).await;
    stage.give_back(&[delivery]).await;
    assert_eq!(
        stage.claim(site, &[delivery]).await,
        [delivery],
        "given back twice is given back once"
    );
}

pub async fn a_restart_forgets_what_was_in_hand(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let delivery = stage.mail(site).await.one();
    stage.claim(site, &[delivery]).await;
    stage.reopen().await;
    assert!(!stage.queued_row(site, delivery).await.in_flight);
    assert_eq!(stage.due(site, NOON).await, [delivery]);
    assert_eq!(stage.claim(site, &[delivery]).await, [delivery]);
}

pub async fn a_claim_takes_only_mail_of_its_site(stage: &mut Stage) {
    let (here, there) = (stage.site("example.org").await, stage.site("example.com").await);
    let (mine, other) = (stage.mail(here).await.one(), stage.mail(there).await.one());
    assert_eq!(stage.claim(here, &[other, mine]).await, [mine]);
    assert_eq!(stage.due(there, NOON).await, [other]);
}

pub async fn what_has_ended_cannot_be_claimed(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let delivery = stage.mail(site).await.one();
    stage.attempt(site, delivery, crate::End::Sent).await;
    for _restart in 0..2 {
        assert_eq!(stage.claim(site, &[delivery]).await, []);
        assert_eq!(stage.due(site, NOON).await, []);
        stage.reopen().await;
    }
}

pub async fn what_is_due_later_cannot_be_claimed(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let (held, deferred) = (stage.mail(site).await.one(), stage.mail(site).await.one());
    for delivery in [held, deferred] {
        stage.attempt(site, delivery, retry(NOON + 2 * HOUR)).await;
    }
    for _restart in 0..2 {
        assert_eq!(stage.claim(site, &[held, deferred]).await, []);
        let claimed = stage.claimed(site, NOON + 2 * HOUR, &[deferred]).await;
        assert_eq!(claimed.len(), 1, "its time has come");
        stage.give_back(&[deferred]).await;
        stage.reopen().await;
    }
    stage.job_done(site, JobKind::Retry, of_deliveries(&[deferred])).await;
    assert_eq!(stage.claim(site, &[held, deferred]).await, [deferred], "due at once");
    stage.settle(site, deferred, End::Sent).await;
    stage.block(site).await;
    stage.job_done(site, JobKind::Release, of_deliveries(&[held])).await;
    assert_eq!(stage.claim(site, &[held]).await, [], "a release passes a block and no retry");
    assert_eq!(stage.claimed(site, NOON + 2 * HOUR, &[held]).await.len(), 1);
}

pub async fn one_sites_mail_is_not_anothers_work(stage: &mut Stage) {
    let (here, there) = (stage.site("example.org").await, stage.site("example.com").await);
    let (mine, other) = (stage.mail(here).await.one(), stage.mail(there).await.one());
    stage.act(here, Action::Block, State::Spam, NOON).await;
    assert_eq!(stage.due(here, NOON).await, []);
    assert_eq!(stage.due(there, NOON).await, [other]);
    stage.unblock(here).await;
    assert_eq!(stage.due(here, NOON).await, [mine]);
}

pub async fn what_is_in_hand_is_wanted_until_it_is_purged_or_deleted(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let (kept, deleted) = (stage.mail(site).await.one(), stage.mail(site).await.one());
    assert!(!stage.store().wants(kept), "it is in nobody's hand");
    stage.claim(site, &[kept, deleted]).await;
    assert!(stage.store().wants(kept) && stage.store().wants(deleted));
    stage.job_done(site, JobKind::Delete, of_deliveries(&[deleted])).await;
    assert!(stage.store().wants(kept) && !stage.store().wants(deleted));
    stage.block(site).await;
    assert!(stage.store().wants(kept), "a block is the gate's business");
    stage.purge(site).await;
    assert!(!stage.store().wants(kept));
    stage.give_back(&[kept, deleted]).await;
}
