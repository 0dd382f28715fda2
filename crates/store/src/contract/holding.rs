//! Held mail: given up after its time, and its held time known.

use std::time::Duration;

use postern_core::classify::Class;
use postern_core::ids::SiteId;
use postern_core::site::{Action, State};
use postern_core::stop::Stopped;
use postern_core::time::Time;

use super::stage::*;
use crate::view::{FailureFilter, TraceFilter};
use crate::{Expire, Expired, JobKind, NewMessage, Selection};

async fn mail_at(stage: &Stage, site: SiteId, at: Time) -> postern_core::ids::DeliveryId {
    stage.accept(NewMessage { accepted_at: at, ..mail(site, &["anna@example.net"]) }).await.one()
}

pub async fn held_mail_is_given_up_72_hours_after_the_later_of_acceptance_and_block(
    stage: &mut Stage,
) {
    let site = stage.site("example.org").await;
    let before = mail_at(stage, site, NOON).await;
    let blocked_at = NOON + 10 * HOUR;
    stage.act(site, Action::Block, State::Blocked, blocked_at).await;
    let after = mail_at(stage, site, NOON + 30 * HOUR).await;

    assert_eq!(stage.expire(NOON + 82 * HOUR - MINUTE).await.ended, 0);
    stage.reopen().await;
    assert_eq!(stage.expire(NOON + 82 * HOUR).await.ended, 1);
    assert_eq!(stage.queued(site).await, [after]);
    assert_eq!(stage.expire(NOON + 102 * HOUR - MINUTE).await.ended, 0);
    assert_eq!(stage.expire(NOON + 102 * HOUR).await.ended, 1);
    for _restart in 0..2 {
        let counted = stage.counters(site).await;
        assert_eq!((counted.accepted, counted.failed, counted.queued), (2, 2, 0));
        let failures = stage.failures(site, FailureFilter::default()).await;
        let told: Vec<_> = failures.iter().map(|row| (row.delivery, row.class, row.at)).collect();
        let class = Class::ExpiredHeld;
        assert_eq!(told, [(after, class, NOON + 102 * HOUR), (before, class, NOON + 82 * HOUR)]);
        stage.reopen().await;
    }
    let days = stage.days(site).await;
    assert_eq!(days.iter().map(|(_, day)| day.expired).sum::<u64>(), 2);
    assert_eq!(days.iter().map(|(_, day)| day.failed).sum::<u64>(), 2);
    assert_eq!(stage.trace(site, TraceFilter::default()).await[0].deliveries[0].state, "failed");
}

pub async fn mail_of_a_green_site_is_never_given_up_so(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    mail_at(stage, site, NOON).await;
    assert_eq!(stage.expire(NOON + 1000 * HOUR).await, Expired::default());
    stage.act(site, Action::Block, State::Blocked, NOON).await;
    stage.act(site, Action::Unblock, State::Enabled, NOON + 100 * HOUR).await;
    assert_eq!(stage.expire(NOON + 1000 * HOUR).await, Expired::default());
    stage.act(site, Action::Block, State::Blocked, NOON + 1000 * HOUR).await;
    assert_eq!(stage.expire(NOON + 1001 * HOUR).await.ended, 0, "a new block begins anew");
    assert_eq!(stage.expire(NOON + 1072 * HOUR).await.ended, 1);
}

pub async fn a_raised_red_state_does_not_begin_anew(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    mail_at(stage, site, NOON).await;
    stage.act(site, Action::Block, State::Blocked, NOON).await;
    stage.act(site, Action::Block, State::Spam, NOON + 50 * HOUR).await;
    stage.reopen().await;
    assert_eq!(stage.expire(NOON + 72 * HOUR).await.ended, 1);
}

pub async fn nothing_ends_while_it_may_not(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    mail_at(stage, site, NOON).await;
    stage.block(site).await;
    let waits = Expire { end: false, ..expire(NOON + 80 * HOUR) };
    let found = stage.expire_with(waits).await;
    assert_eq!(found.ended, 0);
    assert_eq!(found.soon, [(site, NOON + 72 * HOUR, 1)], "it is told all the same");
    assert_eq!(stage.counters(site).await.queued, 1);
    assert_eq!(stage.expire(NOON + 80 * HOUR).await.ended, 1);
}

pub async fn the_first_to_go_are_told_a_day_ahead(stage: &mut Stage) {
    let (site, green) = (stage.site("example.org").await, stage.site("example.com").await);
    mail_at(stage, green, NOON).await;
    for hour in [3, 1, 2, 40] {
        mail_at(stage, site, NOON + hour * HOUR).await;
    }
    stage.block(site).await;
    assert_eq!(stage.expire(NOON + 49 * HOUR - MINUTE).await.soon, []);
    assert_eq!(stage.expire(NOON + 49 * HOUR).await.soon, [(site, NOON + 73 * HOUR, 1)]);
    assert_eq!(stage.expire(NOON + 51 * HOUR).await.soon, [(site, NOON + 73 * HOUR, 3)]);
    stage.reopen().await;
    let found = stage.expire(NOON + 74 * HOUR).await;
    assert_eq!((found.ended, found.soon), (2, vec![(site, NOON + 75 * HOUR, 1)]));
}

pub async fn the_walk_goes_in_pieces_and_misses_nothing(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    for _ in 0..10 {
        mail_at(stage, site, NOON).await;
    }
    stage.block(site).await;
    let piece = good(stage.store().expire(Expire { rows: 4, ..expire(NOON + 72 * HOUR) }).await);
    assert!(piece.ended <= 4 && piece.next.is_some(), "{piece:?}");
    stage.expire(NOON + 72 * HOUR).await;
    assert_eq!(stage.counters(site).await.failed, 10);
}

pub async fn released_mail_is_not_held_and_not_given_up(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let released = mail_at(stage, site, NOON).await;
    stage.block(site).await;
    stage.job_done(site, JobKind::Release, Selection::default()).await;
    assert_eq!(stage.expire(NOON + 100 * HOUR).await, Expired::default());
    assert_eq!(stage.claim(site, &[released]).await, [released]);
}

pub async fn what_is_in_flight_is_not_given_up(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let flying = mail_at(stage, site, NOON).await;
    stage.claim(site, &[flying]).await;
    stage.block(site).await;
    assert_eq!(stage.expire(NOON + 100 * HOUR).await.ended, 0);
    assert_eq!(stage.settle(site, flying, crate::End::Sent).await, crate::Settled::Sent);
}

pub async fn mail_that_a_stop_holds_is_given_up_too(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    mail_at(stage, site, NOON).await;
    stage.stop(site, Stopped::Script("/srv/shop/order.php".into()), NOON + 10 * HOUR).await;
    stage.sweep(NOON + 10 * HOUR).await;
    mail_at(stage, site, NOON + 20 * HOUR).await;
    stage.reopen().await;
    assert_eq!(stage.expire(NOON + 82 * HOUR - MINUTE).await.ended, 0);
    assert_eq!(stage.expire(NOON + 82 * HOUR).await.ended, 1);
    assert_eq!(stage.expire(NOON + 92 * HOUR).await.ended, 1);
}

pub async fn purged_mail_does_not_expire(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    mail_at(stage, site, NOON).await;
    stage.purge(site).await;
    stage.block(site).await;
    assert_eq!(stage.expire(NOON + 100 * HOUR).await, Expired::default());
    assert_eq!(stage.counters(site).await.purged, 1);
}

pub async fn the_time_a_mail_was_held_is_known_at_each_attempt(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let old = mail_at(stage, site, NOON).await;
    assert_eq!(held_for(stage, site, old, NOON + HOUR).await, Duration::ZERO);
    stage.act(site, Action::Block, State::Blocked, NOON + 2 * HOUR).await;
    let young = mail_at(stage, site, NOON + 5 * HOUR).await;
    stage.act(site, Action::Block, State::Bounce, NOON + 6 * HOUR).await;
    stage.act(site, Action::Unblock, State::Forced, NOON + 12 * HOUR).await;
    stage.reopen().await;
    assert_eq!(held_for(stage, site, old, NOON + 20 * HOUR).await, 10 * HOUR);
    assert_eq!(held_for(stage, site, young, NOON + 20 * HOUR).await, 7 * HOUR);
    let newest = mail_at(stage, site, NOON + 20 * HOUR).await;
    stage.act(site, Action::Block, State::Blocked, NOON + 30 * HOUR).await;
    stage.act(site, Action::Unblock, State::Enabled, NOON + 31 * HOUR).await;
    assert_eq!(held_for(stage, site, old, NOON + 40 * HOUR).await, 11 * HOUR);
    assert_eq!(held_for(stage, site, newest, NOON + 40 * HOUR).await, HOUR);
}

pub async fn parked_time_counts_as_held_and_overlaps_count_once(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let script = Stopped::Script("/srv/shop/order.php".into());
    let delivery = mail_at(stage, site, NOON).await;
    let stop = stage.stop(site, script, NOON + HOUR).await;
    stage.sweep(NOON + HOUR).await;
    stage.act(site, Action::Block, State::Blocked, NOON + 4 * HOUR).await;
    stage.reopen().await;
    stage.unstop(site, stop).await;
    stage.sweep(NOON + 6 * HOUR).await;
    stage.act(site, Action::Unblock, State::Enabled, NOON + 9 * HOUR).await;
    assert_eq!(
        held_for(stage, site, delivery, NOON + 20 * HOUR).await,
        8 * HOUR,
        "from 1 to 6 parked, from 4 to 9 red"
    );
}

pub async fn a_released_mail_knows_how_long_it_was_held(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let delivery = mail_at(stage, site, NOON).await;
    stage.act(site, Action::Block, State::Blocked, NOON + HOUR).await;
    stage.job_done(site, JobKind::Release, Selection::default()).await;
    assert_eq!(held_for(stage, site, delivery, NOON + 5 * HOUR).await, 4 * HOUR);
}

async fn held_for(
    stage: &Stage,
    site: SiteId,
    delivery: postern_core::ids::DeliveryId,
    now: Time,
) -> Duration {
    let claimed = stage.claimed(site, now, &[delivery]).await;
    assert_eq!(claimed.len(), 1);
    stage.give_back(&[delivery]).await;
    claimed[0].held_for
}
