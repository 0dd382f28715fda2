//! Block, unblock and purge: on the site's row, at once, whatever is queued.

use postern_core::classify::Class;
use postern_core::ids::{ActionId, SiteId};
use postern_core::site::{Action, State};

use super::stage::*;
use crate::view::{FailureFilter, Question, Reply, TraceFilter};
use crate::{Act, Caps, End, Error, NewMessage, Settled};

pub async fn a_block_holds_all_mail_and_an_unblock_lets_it_go_oldest_first(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let first = stage.mail(site).await.one();
    let deferred = stage.mail(site).await.one();
    stage.attempt(site, deferred, retry(NOON + 30 * MINUTE)).await;
    let acted = stage.block(site).await;
    assert_eq!((acted.purged, acted.queued, acted.in_flight), (0, 2, 0));
    let held = stage
        .accept(NewMessage { accepted_at: NOON + MINUTE, ..mail(site, &["b@example.net"]) })
        .await
        .one();
    for _restart in 0..2 {
        let refilled = stage.refill(all_due(site, NOON + HOUR)).await;
        assert_eq!((refilled.candidates.len(), refilled.more.len()), (0, 0));
        assert_eq!(stage.claim(site, &[first, deferred, held]).await, []);
        assert_eq!(stage.kinds(site).await.total, 3);
        stage.reopen().await;
    }
    stage.act(site, Action::Unblock, State::Enabled, NOON + 10 * HOUR).await;
    for _restart in 0..2 {
        assert_eq!(stage.due(site, NOON + HOUR).await, [first, held, deferred]);
        let next_at = stage.queued_row(site, deferred).await.next_at;
        assert_eq!(next_at, NOON + 30 * MINUTE, "no delay grows while a mail is held");
        stage.reopen().await;
    }
}

pub async fn a_site_shows_its_state_and_who_entered_it_when_and_why(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let fresh = stage.shown(site).await;
    assert_eq!((fresh.state, fresh.locked, fresh.since), (State::Enabled, false, NOON));
    for state in State::ALL {
        let epoch = stage.shown(site).await.epoch;
        let acting = Act {
            locked: state == State::Spam,
            reason: format!("because of {state:?}"),
            ..act(site, epoch, Action::Block, state, NOON + HOUR)
        };
        good(stage.try_act(acting).await);
        for _restart in 0..2 {
            let shown = stage.shown(site).await;
            assert_eq!((shown.state, shown.locked), (state, state == State::Spam));
            assert_eq!(
                (shown.by.as_str(), shown.reason),
                ("operator:root", format!("because of {state:?}"))
            );
            assert_eq!(shown.since, if state == State::Enabled { NOON } else { NOON + HOUR });
            stage.reopen().await;
        }
    }
}

pub async fn each_action_raises_the_epoch_also_one_that_only_locks(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let before = stage.shown(site).await.epoch;
    let blocked = stage.block(site).await;
    assert!(blocked.epoch > before);
    let locking = Act {
        locked: true,
        ..act(site, blocked.epoch, Action::Block, State::Blocked, NOON + HOUR)
    };
    let locked = good(stage.try_act(locking).await);
    assert!(locked.epoch > blocked.epoch);
    for _restart in 0..2 {
        let shown = stage.shown(site).await;
        assert_eq!((shown.epoch, shown.state, shown.locked), (locked.epoch, State::Blocked, true));
        assert_eq!(shown.since, NOON, "it is blocked since it was blocked");
        stage.reopen().await;
    }
}

pub async fn an_action_decided_on_an_old_epoch_is_turned_back(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    stage.mail(site).await;
    let old = stage.shown(site).await.epoch;
    let current = stage.block(site).await.epoch;
    for _restart in 0..2 {
        for action in [Action::Block, Action::Unblock, Action::Purge] {
            match stage.try_act(act(site, old, action, State::Enabled, NOON)).await {
                Err(Error::Conflict { current: told }) => assert_eq!(told, current),
                other => panic!("{action:?}: {other:?}"),
            }
        }
        let shown = stage.shown(site).await;
        assert_eq!((shown.state, shown.epoch, shown.counters.queued), (State::Blocked, current, 1));
        stage.reopen().await;
    }
    assert_eq!(
        audit(stage, Some(site)).await,
        ["block", "site add"],
        "what was turned back is no action"
    );
}

pub async fn an_action_on_no_site_is_no_action(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let nobody = SiteId(site.0 + 1000);
    let answer = stage.try_act(act(nobody, 1, Action::Block, State::Blocked, NOON)).await;
    assert!(matches!(answer, Err(Error::NotFound(_))), "{answer:?}");
}

pub async fn a_purge_ends_everything_queued_at_once(stage: &mut Stage) {
    let (site, other) = (stage.site("example.org").await, stage.site("example.com").await);
    let (fresh, deferred) = (stage.mail(site).await, stage.mail(site).await);
    let untouched = stage.mail(other).await.one();
    stage.attempt(site, deferred.one(), retry(NOON)).await;
    stage.block(site).await;
    let acted = stage.purge(site).await;
    assert_eq!((acted.purged, acted.queued, acted.in_flight), (2, 0, 0));
    for _restart in 0..2 {
        let counted = stage.counters(site).await;
        assert_eq!((counted.accepted, counted.purged, counted.queued), (2, 2, 0));
        assert_eq!((counted.deferred, counted.queued_bytes), (0, 0));
        assert_eq!(stage.queued(site).await, []);
        assert_eq!(stage.kinds(site).await, Default::default());
        assert_eq!(stage.due(site, NOON + HOUR).await, []);
        assert_eq!(stage.claim(site, &[fresh.one(), deferred.one()]).await, []);
        assert_eq!(stage.due(other, NOON).await, [untouched]);
        stage.reopen().await;
    }
    stage.sweep(NOON).await;
    assert_eq!(stage.counters(site).await.purged, 2, "giving space back counts nothing");
    assert_eq!(stage.due(site, NOON + HOUR).await, []);
}

pub async fn mail_accepted_after_a_purge_is_delivered(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    stage.mail(site).await;
    stage.block(site).await;
    stage.purge(site).await;
    let new = stage.mail(site).await.one();
    for _restart in 0..2 {
        assert_eq!(stage.due(site, NOON).await, [new]);
        assert_eq!(stage.queued(site).await, [new]);
        stage.sweep(NOON).await;
        stage.reopen().await;
    }
    assert_eq!(stage.attempt(site, new, End::Sent).await, Settled::Sent);
}

pub async fn a_purge_leaves_a_green_site_green_and_its_caps_free(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let caps = Caps { queued: 2, queued_bytes: 80 };
    let full = NewMessage { caps, ..mail(site, &["a@example.net", "b@example.net"]) };
    stage.accept(full.clone()).await;
    stage.purge(site).await;
    assert_eq!(stage.accept(full).await.ready.len(), 2);
    assert_eq!(stage.shown(site).await.state, State::Enabled);
}

pub async fn what_is_in_flight_at_a_purge_counts_as_it_truly_ends(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let mut all = Vec::new();
    for _ in 0..5 {
        all.push(stage.mail(site).await.one());
    }
    let [sent, failed, retried, given_back, waiting] = all[..] else { panic!("five") };
    stage.claim(site, &all[..4]).await;
    let acted = stage.purge(site).await;
    assert_eq!((acted.purged, acted.queued, acted.in_flight), (1, 4, 4));
    let counted = stage.counters(site).await;
    assert_eq!(
        (counted.purged, counted.queued),
        (1, 4),
        "what is in flight is queued until it settles"
    );

    assert_eq!(stage.settle(site, sent, End::Sent).await, Settled::Sent);
    assert_eq!(stage.settle(site, failed, End::Failed(Class::BadMailbox)).await, Settled::Failed);
    assert_eq!(stage.settle(site, retried, retry(NOON)).await, Settled::Purged);
    stage.give_back(&[given_back]).await;
    for _restart in 0..2 {
        let counted = stage.counters(site).await;
        assert_eq!((counted.accepted, counted.sent, counted.failed, counted.purged), (5, 1, 1, 3));
        assert_eq!((counted.queued, counted.deferred, counted.queued_bytes), (0, 0, 0));
        assert_eq!(stage.claim(site, &all).await, []);
        for delivery in [sent, failed, retried, given_back, waiting] {
            assert_eq!(
                stage.settle(site, delivery, End::Sent).await,
                Settled::Unknown,
                "it counts once"
            );
        }
        stage.sweep(NOON).await;
        stage.reopen().await;
    }
    let (_, day) = stage.days(site).await[0];
    assert_eq!((day.sent, day.failed, day.purged), (1, 1, 3));
}

pub async fn what_is_in_flight_at_a_purge_keeps_its_body(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let accepted = stage.mail(site).await;
    let claimed = stage.claimed(site, NOON, &accepted.deliveries).await.remove(0);
    stage.purge(site).await;
    for _ in 0..3 {
        stage.sweep(NOON).await;
        assert_eq!(good(stage.store().body(claimed.message.body).await), mail(site, &[]).body);
    }
    assert_eq!(stage.settle(site, accepted.one(), End::Sent).await, Settled::Sent);
}

pub async fn a_purge_and_a_crash_end_what_was_in_flight_as_purged(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let delivery = stage.mail(site).await.one();
    stage.claim(site, &[delivery]).await;
    stage.purge(site).await;
    stage.reopen().await;
    for _restart in 0..2 {
        let counted = stage.counters(site).await;
        assert_eq!((counted.accepted, counted.purged, counted.queued), (1, 1, 0));
        assert_eq!(stage.due(site, NOON).await, []);
        assert_eq!(stage.claim(site, &[delivery]).await, []);
        stage.sweep(NOON).await;
        stage.reopen().await;
    }
}

pub async fn two_purges_count_what_is_in_flight_once(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let delivery = stage.mail(site).await.one();
    stage.claim(site, &[delivery]).await;
    assert_eq!(stage.purge(site).await.purged, 0);
    let again = stage.purge(site).await;
    assert_eq!((again.purged, again.queued, again.in_flight), (0, 1, 1));
    assert_eq!(stage.settle(site, delivery, retry(NOON)).await, Settled::Purged);
    assert_eq!(stage.counters(site).await.purged, 1);
}

pub async fn one_recipient_in_flight_keeps_the_other_purged(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let accepted = stage.accept(mail(site, &["a@example.net", "b@example.net"])).await;
    let [flying, waiting] = accepted.deliveries[..] else { panic!("two") };
    let claimed = stage.claimed(site, NOON, &[flying]).await.remove(0);
    assert_eq!(stage.purge(site).await.purged, 1);
    stage.sweep(NOON).await;
    assert_eq!(stage.claim(site, &[waiting]).await, []);
    assert_eq!(good(stage.store().body(claimed.message.body).await), mail(site, &[]).body);
    assert_eq!(stage.settle(site, flying, End::Sent).await, Settled::Sent);
    let counted = stage.counters(site).await;
    assert_eq!((counted.sent, counted.purged, counted.queued, counted.queued_bytes), (1, 1, 0, 0));
}

pub async fn failures_survive_a_purge_and_purged_mail_is_traced_as_purged(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let failed = stage.mail(site).await;
    stage.attempt(site, failed.one(), End::Failed(Class::BadMailbox)).await;
    let purged = stage.mail(site).await;
    stage.attempt(site, purged.one(), retry(NOON)).await;
    stage.purge(site).await;
    for _restart in 0..2 {
        assert_eq!(stage.failures(site, FailureFilter::default()).await.len(), 1);
        let filter = TraceFilter { message: Some(purged.message), ..TraceFilter::default() };
        let traced = stage.trace(site, filter).await;
        assert_eq!(traced[0].deliveries[0].state, "purged");
        assert_eq!(traced[0].deliveries[0].next_at, None);
        assert_eq!(traced[0].deliveries[0].attempts[0].outcome, "deferred");
        stage.sweep(NOON).await;
        stage.reopen().await;
    }
}

pub async fn a_block_tells_what_is_in_flight_and_lets_it_end(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let (sent, retried) = (stage.mail(site).await.one(), stage.mail(site).await.one());
    stage.claim(site, &[sent, retried]).await;
    let acted = stage.block(site).await;
    assert_eq!((acted.queued, acted.in_flight), (2, 2));
    assert_eq!(stage.settle(site, sent, End::Sent).await, Settled::Sent);
    assert_eq!(stage.settle(site, retried, retry(NOON)).await, Settled::Queued);
    assert_eq!(stage.due(site, NOON).await, [], "it waits with the rest");
}

pub async fn the_audit_log_tells_the_newest_first(stage: &mut Stage) {
    let (site, other) = (stage.site("example.org").await, stage.site("example.com").await);
    let blocked = stage.block(site).await;
    stage.unblock(site).await;
    stage.block(other).await;
    stage.purge(site).await;
    for _restart in 0..2 {
        assert_eq!(audit(stage, Some(site)).await, ["purge", "unblock", "block", "site add"]);
        assert_eq!(
            audit(stage, None).await,
            ["purge", "block", "unblock", "block", "site add", "site add"]
        );
        let one = Question::Actions {
            site: Some(site),
            before: Some(ActionId(blocked.action.0 + 1)),
            limit: 1,
        };
        let Reply::Actions(page) = stage.view(one).await else { panic!("actions") };
        let entry = &page.rows[0];
        assert_eq!((entry.id, entry.at, entry.site), (blocked.action, NOON, Some(site)));
        assert_eq!(
            (entry.site_name.as_str(), entry.who.as_str()),
            ("example.org", "operator:root")
        );
        assert_eq!((entry.what.as_str(), entry.reason.as_str()), ("block", "because"));
        stage.reopen().await;
    }
}

/// What was done, newest first, read page by page.
pub(super) async fn audit(stage: &Stage, site: Option<SiteId>) -> Vec<String> {
    let mut words = Vec::new();
    let mut before = None;
    loop {
        let Reply::Actions(page) = stage.view(Question::Actions { site, before, limit: 2 }).await
        else {
            panic!("actions")
        };
        words.extend(page.rows.into_iter().map(|entry| entry.what));
        match page.next {
            Some(next) => before = Some(next),
            None => return words,
        }
    }
}
