//! Work on a selection of the queue: release, delete, retry, done by the sweep.

use postern_core::ids::{DeliveryId, JobId, SiteId};
use postern_core::site::{Action, State};
use postern_core::stop::Stopped;

use super::stage::*;
use crate::view::{Question, Reply, TraceFilter};
use crate::{
    AcceptKey, By, End, Error, JobKey, JobKind, NewJob, NewMessage, QueueKind, Selection, Settled,
    Started, Sweep, UNFINISHED_JOBS,
};

pub async fn released_mail_passes_its_red_site_and_the_rest_stays(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let (released, held) = (stage.mail(site).await.one(), stage.mail(site).await.one());
    stage.block(site).await;
    let id = stage.start_job(site, JobKind::Release, of_deliveries(&[released])).await;
    assert_eq!(stage.sweep(NOON).await, [site], "it became due by it");
    for _restart in 0..2 {
        let job = stage.job(id).await;
        assert_eq!((job.id, job.site, job.kind), (id, site, JobKind::Release));
        assert_eq!((job.done, job.taken_back, job.ended_at), (1, false, Some(NOON)));
        assert_eq!(job.by, by(NOON));
        assert_eq!(stage.due(site, NOON).await, [released]);
        assert!(stage.queued_row(site, released).await.released);
        assert!(!stage.queued_row(site, held).await.released);
        assert_eq!(stage.kinds(site).await.released, 1);
        stage.reopen().await;
    }
    assert_eq!(stage.claim(site, &[released, held]).await, [released]);
    assert!(stage.shown(site).await.releases);
    let again = retry(NOON);
    assert_eq!(stage.settle(site, released, again).await, Settled::Queued);
    let kinds = stage.kinds(site).await;
    assert_eq!((kinds.released, kinds.released_deferred), (1, 1));
    stage.block(site).await;
    assert_eq!(stage.kinds(site).await.released_deferred, 0);
    stage.start_job(site, JobKind::Release, of_deliveries(&[released])).await;
    stage.sweep(NOON).await;
    assert_eq!(stage.kinds(site).await.released_deferred, 1, "also where it was deferred before");
    assert_eq!(stage.claim(site, &[released]).await, [released]);
    assert_eq!(stage.settle(site, released, End::Sent).await, Settled::Sent);
    assert!(!stage.shown(site).await.releases);
}

pub async fn a_later_block_takes_a_release_back(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let released = stage.mail(site).await.one();
    stage.block(site).await;
    stage.job_done(site, JobKind::Release, Selection::default()).await;
    assert_eq!(stage.due(site, NOON).await, [released]);
    stage.act(site, Action::Block, State::Spam, NOON).await;
    for _restart in 0..2 {
        assert_eq!(stage.due(site, NOON).await, []);
        assert_eq!(stage.claim(site, &[released]).await, []);
        assert!(!stage.queued_row(site, released).await.released);
        assert_eq!(stage.kinds(site).await.released, 0);
        stage.sweep(NOON).await;
        stage.reopen().await;
    }
    stage.unblock(site).await;
    assert_eq!(stage.due(site, NOON).await, [released]);
    stage.block(site).await;
    assert_eq!(stage.due(site, NOON).await, [], "what was taken back stays so");
}

pub async fn an_action_ends_a_release_that_was_under_way(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let mut all = Vec::new();
    for _ in 0..6 {
        all.push(stage.mail(site).await.one());
    }
    stage.block(site).await;
    let id = stage.start_job(site, JobKind::Release, Selection::default()).await;
    let swept = stage.sweep_once(Sweep { rows: 2, ..keep_all(NOON) }).await;
    assert!(swept.more, "there is more to release");
    stage.act(site, Action::Block, State::Bounce, NOON).await;
    stage.sweep(NOON + HOUR).await;
    for _restart in 0..2 {
        let job = stage.job(id).await;
        assert!(job.taken_back && job.ended_at.is_some() && job.done < 6, "{job:?}");
        assert_eq!(stage.due(site, NOON).await, []);
        assert_eq!(stage.claim(site, &all).await, []);
        stage.reopen().await;
    }
}

pub async fn a_job_covers_what_was_queued_when_it_began(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    stage.block(site).await;
    let (before, waits) = (stage.mail(site).await.one(), stage.mail(site).await.one());
    let id = stage.start_job(site, JobKind::Release, Selection::default()).await;
    assert_eq!(stage.job(id).await.total, 2);
    let after = stage.mail(site).await.one();
    stage.sweep(NOON).await;
    assert_eq!(stage.due(site, NOON).await, [before, waits]);
    assert_eq!(stage.claim(site, &[after]).await, []);
    assert_eq!(stage.job(id).await.done, 2);
}

pub async fn a_job_goes_on_after_a_restart_and_tells_how_far_it_is(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    for _ in 0..5 {
        stage.mail(site).await;
    }
    let id = stage.start_job(site, JobKind::Delete, Selection::default()).await;
    let fresh = stage.job(id).await;
    assert_eq!((fresh.seen, fresh.done, fresh.total, fresh.ended_at), (0, 0, 5, None));
    let mut steps = 0;
    while stage.job(id).await.ended_at.is_none() {
        let before = stage.job(id).await.done;
        let swept = stage.sweep_once(Sweep { rows: 2, ..keep_all(NOON) }).await;
        assert!(swept.rows <= 2, "{swept:?}");
        assert!(stage.job(id).await.done <= before + 2);
        stage.reopen().await;
        steps += 1;
        assert!(steps < 20, "it comes to its end");
    }
    assert!(steps >= 3, "five do not go in two steps of two");
    let job = stage.job(id).await;
    assert_eq!((job.seen, job.done, job.total), (5, 5, 5));
    assert_eq!(stage.counters(site).await.deleted, 5);
}

pub async fn a_job_decided_on_an_old_epoch_is_turned_back(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let old = stage.shown(site).await.epoch;
    let current = stage.block(site).await.epoch;
    for kind in [JobKind::Release, JobKind::Delete, JobKind::Retry] {
        let selection = Selection::default();
        let job = NewJob { site, epoch: old, kind, selection, by: by(NOON), key: None };
        match stage.store().start_job(job).await {
            Err(Error::Conflict { current: told }) => assert_eq!(told, current),
            other => panic!("{other:?}"),
        }
    }
    let nobody = SiteId(site.0 + 1000);
    let job = NewJob {
        site: nobody,
        epoch: 1,
        kind: JobKind::Delete,
        selection: Selection::default(),
        by: by(NOON),
        key: None,
    };
    assert!(matches!(stage.store().start_job(job).await, Err(Error::NotFound(_))));
    let Reply::Job(None) = stage.view(Question::Job(JobId(4711))).await else {
        panic!("no such job")
    };
}

pub async fn a_site_has_so_many_unfinished_jobs_at_most(stage: &mut Stage) {
    let (site, other) = (stage.site("example.org").await, stage.site("example.com").await);
    let all = Selection::default();
    for _ in 0..UNFINISHED_JOBS {
        stage.start_job(site, JobKind::Retry, all.clone()).await;
    }
    let (kind, selection) = (JobKind::Delete, all.clone());
    let job = NewJob { site, epoch: 1, kind, selection, by: by(NOON), key: None };
    for _restart in 0..2 {
        match stage.store().start_job(job.clone()).await {
            Err(Error::TooManyJobs { open, most }) => {
                assert_eq!((open, most), (UNFINISHED_JOBS, UNFINISHED_JOBS));
            }
            answer => panic!("{answer:?}"),
        }
        stage.reopen().await;
    }
    stage.start_job(other, JobKind::Retry, all.clone()).await;
    stage.sweep(NOON).await;
    stage.start_job(site, JobKind::Retry, all).await;
}

pub async fn a_key_begins_one_job_at_its_site_also_after_a_restart(stage: &mut Stage) {
    let (site, other) = (stage.site("example.org").await, stage.site("example.com").await);
    let key = JobKey { key: AcceptKey([7; 16]), digest: [1; 16] };
    let job = NewJob {
        site,
        epoch: 1,
        kind: JobKind::Delete,
        selection: Selection::default(),
        by: by(NOON),
        key: Some(key),
    };
    let ask = |site| Question::JobOfKey { site, key };
    assert!(matches!(stage.view(ask(site)).await, Reply::JobOfKey(None)));
    let first = good(stage.store().start_job(job.clone()).await).job();
    stage.sweep(NOON).await;
    stage.block(site).await;
    stage.reopen().await;

    // The site is another one by now; a key is looked at first.
    assert_eq!(good(stage.store().start_job(job.clone()).await), Started::Repeated(first));
    let known =
        |reply| matches!(reply, Reply::JobOfKey(Some(Started::Repeated(job))) if job == first);
    assert!(known(stage.view(ask(site)).await));
    assert!(matches!(stage.view(ask(other)).await, Reply::JobOfKey(None)));
    let reused = NewJob { key: Some(JobKey { digest: [2; 16], ..key }), ..job.clone() };
    assert_eq!(good(stage.store().start_job(reused).await), Started::KeyReused(first));
    let elsewhere = NewJob { site: other, ..job.clone() };
    assert!(matches!(good(stage.store().start_job(elsewhere).await), Started::Begun(_)));

    stage.sweep_with(Sweep { keys_before: NOON + HOUR, ..keep_all(NOON) }).await;
    let epoch = stage.shown(site).await.epoch;
    let later = good(stage.store().start_job(NewJob { epoch, ..job }).await);
    assert!(matches!(later, Started::Begun(job) if job != first), "{later:?}");
}

pub async fn jobs_are_listed_by_site_newest_first_page_by_page(stage: &mut Stage) {
    let (site, other) = (stage.site("example.org").await, stage.site("example.com").await);
    let mut begun = Vec::new();
    for kind in [JobKind::Delete, JobKind::Retry, JobKind::Delete] {
        begun.push(stage.start_job(site, kind, Selection::default()).await);
        stage.start_job(other, kind, Selection::default()).await;
    }
    stage.sweep(NOON).await;
    let (mut listed, mut before) = (Vec::new(), None);
    loop {
        let question = Question::Jobs { site, before, limit: 2 };
        let Reply::Jobs(page) = stage.view(question).await else { panic!("jobs") };
        assert!(page.rows.iter().all(|job| job.site == site && job.ended_at.is_some()));
        listed.extend(page.rows.iter().map(|job| job.id));
        match page.next {
            Some(next) => before = Some(next),
            None => break,
        }
    }
    begun.reverse();
    assert_eq!(listed, begun);
}

pub async fn deleted_mail_is_gone_and_counts_as_deleted(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let (deleted, kept) = (stage.mail(site).await, stage.mail(site).await.one());
    stage.attempt(site, deleted.one(), retry(NOON)).await;
    let job = stage.job_done(site, JobKind::Delete, of_deliveries(&deleted.deliveries)).await;
    assert_eq!(job.done, 1);
    for _restart in 0..2 {
        let counted = stage.counters(site).await;
        assert_eq!(
            (counted.accepted, counted.deleted, counted.queued, counted.deferred),
            (2, 1, 1, 0)
        );
        assert_eq!(stage.queued(site).await, [kept]);
        assert_eq!(stage.claim(site, &deleted.deliveries).await, []);
        assert_eq!(stage.settle(site, deleted.one(), End::Sent).await, Settled::Unknown);
        let filter = TraceFilter { message: Some(deleted.message), ..TraceFilter::default() };
        assert_eq!(stage.trace(site, filter).await[0].deliveries[0].state, "deleted");
        stage.reopen().await;
    }
}

pub async fn what_is_in_flight_when_deleted_counts_as_it_truly_ends(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let mut all = Vec::new();
    for _ in 0..4 {
        all.push(stage.mail(site).await.one());
    }
    let [sent, retried, given_back, lost] = all[..] else { panic!("four") };
    stage.claim(site, &all).await;
    stage.job_done(site, JobKind::Delete, Selection::default()).await;
    assert_eq!(stage.counters(site).await.queued, 4);
    assert_eq!(stage.settle(site, sent, End::Sent).await, Settled::Sent);
    assert_eq!(stage.settle(site, retried, retry(NOON)).await, Settled::Deleted);
    stage.give_back(&[given_back]).await;
    let counted = stage.counters(site).await;
    assert_eq!((counted.sent, counted.deleted, counted.queued), (1, 2, 1));
    assert_eq!(stage.due(site, NOON).await, []);
    stage.reopen().await;
    for _restart in 0..2 {
        let counted = stage.counters(site).await;
        assert_eq!((counted.sent, counted.deleted, counted.queued), (1, 3, 0));
        assert_eq!(stage.settle(site, lost, End::Sent).await, Settled::Unknown);
        stage.reopen().await;
    }
}

pub async fn a_purge_of_what_is_to_be_deleted_counts_it_once(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let delivery = stage.mail(site).await.one();
    stage.claim(site, &[delivery]).await;
    stage.job_done(site, JobKind::Delete, Selection::default()).await;
    stage.purge(site).await;
    stage.give_back(&[delivery]).await;
    let counted = stage.counters(site).await;
    assert_eq!((counted.deleted + counted.purged, counted.queued), (1, 0));
}

pub async fn a_selection_is_what_fits_every_field(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let order =
        NewMessage { sender: Some("Shop@example.org".into()), ..mail(site, &["Anna@example.net"]) };
    let order = stage.accept(order).await;
    let form = NewMessage {
        script: "/srv/shop/form.php".into(),
        sender: None,
        accepted_at: NOON + HOUR,
        ..mail(site, &["bob@example.net", "bob@example.com"])
    };
    let form = stage.accept(form).await;
    let (anna, bob_net, bob_com) = (order.deliveries[0], form.deliveries[0], form.deliveries[1]);

    let some = Some(String::from("x"));
    let text = |text: &str| Some(String::from(text));
    let any = Selection::default();
    let before = |time: postern_core::time::Time| Some(time.0);
    let rows: Vec<(Selection, Vec<DeliveryId>)> = vec![
        (any.clone(), vec![anna, bob_net, bob_com]),
        (Selection { recipient: text("anna@EXAMPLE.net"), ..any.clone() }, vec![anna]),
        (Selection { recipient: text("@example.net"), ..any.clone() }, vec![anna, bob_net]),
        (Selection { recipient: text("@Example.COM"), ..any.clone() }, vec![bob_com]),
        (Selection { recipient: text("example.com"), ..any.clone() }, vec![]),
        (Selection { recipient: text("@net"), ..any.clone() }, vec![]),
        (Selection { sender: text("shop@example.org"), ..any.clone() }, vec![anna]),
        (Selection { sender: text(""), ..any.clone() }, vec![bob_net, bob_com]),
        (Selection { script: text("/srv/shop/form.php"), ..any.clone() }, vec![bob_net, bob_com]),
        (Selection { script: some.clone(), ..any.clone() }, vec![]),
        (Selection { accepted_before: before(NOON + HOUR), ..any.clone() }, vec![anna]),
        (Selection { accepted_before: before(NOON), ..any.clone() }, vec![]),
        (Selection { messages: vec![form.message.0], ..any.clone() }, vec![bob_net, bob_com]),
        (
            Selection { messages: vec![form.message.0, order.message.0, 4711], ..any.clone() },
            vec![anna, bob_net, bob_com],
        ),
        (of_deliveries(&[bob_com, anna]), vec![anna, bob_com]),
        (
            Selection { messages: vec![form.message.0], ..of_deliveries(&[bob_com, anna]) },
            vec![bob_com],
        ),
        (
            Selection {
                recipient: text("@example.net"),
                script: text("/srv/shop/form.php"),
                ..any
            },
            vec![bob_net],
        ),
    ];
    stage.block(site).await;
    for (selection, expected) in rows {
        let queued = stage.queue(site, selection.clone()).await;
        let shown: Vec<DeliveryId> = queued.iter().map(|row| row.delivery).collect();
        assert_eq!(shown, expected, "the queue shows {selection:?}");
        let job = stage.job_done(site, JobKind::Release, selection.clone()).await;
        assert_eq!(job.done, expected.len() as u64, "a job with {selection:?}");
        let mut due = stage.due(site, NOON + 2 * HOUR).await;
        due.sort();
        assert_eq!(due, expected, "a job with {selection:?}");
        stage.act(site, Action::Block, State::Blocked, NOON).await;
    }
}

pub async fn a_selection_tells_what_is_due_deferred_and_held(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let (fresh, tried, parked) = (
        stage.mail(site).await.one(),
        stage.mail(site).await.one(),
        stage
            .accept(NewMessage { script: "bad.php".into(), ..mail(site, &["a@example.net"]) })
            .await
            .one(),
    );
    stage.attempt(site, tried, retry(NOON + HOUR)).await;
    stage.stop(site, Stopped::Script("bad.php".into()), NOON).await;
    stage.sweep(NOON).await;
    let of_kind = |kind| Selection { kind: Some(kind), ..Selection::default() };
    let kinds = [QueueKind::Due, QueueKind::Deferred, QueueKind::Held];
    let shown = async |stage: &Stage| {
        let mut shown = Vec::new();
        for kind in kinds {
            let queued = stage.queue(site, of_kind(kind)).await;
            shown.push(queued.iter().map(|row| row.delivery).collect::<Vec<_>>());
        }
        shown
    };
    assert_eq!(shown(stage).await, [vec![fresh], vec![tried], vec![parked]]);
    stage.block(site).await;
    assert_eq!(shown(stage).await, [vec![], vec![], vec![fresh, tried, parked]]);
    stage.job_done(site, JobKind::Release, of_deliveries(&[tried])).await;
    assert_eq!(shown(stage).await, [vec![], vec![tried], vec![fresh, parked]]);
    let deleted = stage.job_done(site, JobKind::Delete, of_kind(QueueKind::Held)).await;
    assert_eq!(deleted.done, 2);
    assert_eq!(stage.queued(site).await, [tried]);
}

pub async fn a_job_touches_no_other_sites_mail(stage: &mut Stage) {
    let (here, there) = (stage.site("example.org").await, stage.site("example.com").await);
    let (mine, other) = (stage.mail(here).await.one(), stage.mail(there).await.one());
    let job = stage.job_done(here, JobKind::Delete, of_deliveries(&[mine, other])).await;
    assert_eq!(job.done, 1);
    assert_eq!(stage.queued(there).await, [other]);
}

pub async fn deferred_mail_is_made_due_at_once_and_held_mail_stays_held(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let deferred = stage.mail(site).await.one();
    stage.attempt(site, deferred, retry(NOON + 5 * HOUR)).await;
    let id = stage.start_job(site, JobKind::Retry, Selection::default()).await;
    assert_eq!(stage.sweep(NOON + HOUR).await, [site]);
    assert_eq!(stage.job(id).await.done, 1);
    for _restart in 0..2 {
        assert_eq!(stage.due(site, NOON + HOUR).await, [deferred]);
        let row = stage.queued_row(site, deferred).await;
        assert_eq!((row.attempts, row.next_at), (1, NOON + HOUR), "attempts stay as they are");
        stage.reopen().await;
    }
    stage.attempt_at(site, deferred, NOON + HOUR, retry(NOON + 9 * HOUR)).await;
    stage.block(site).await;
    stage.job_done(site, JobKind::Retry, Selection::default()).await;
    assert_eq!(stage.due(site, NOON + 10 * HOUR).await, [], "a retry passes no block");
}

pub async fn mail_that_a_stop_parked_is_not_released(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let parked = stage.mail(site).await.one();
    stage.stop(site, Stopped::Script("/srv/shop/order.php".into()), NOON).await;
    stage.sweep(NOON).await;
    stage.block(site).await;
    stage.job_done(site, JobKind::Release, Selection::default()).await;
    assert_eq!(stage.due(site, NOON).await, []);
    assert_eq!(stage.claim(site, &[parked]).await, []);
}

pub async fn a_released_mail_that_is_deferred_stays_released(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let released = stage.mail(site).await.one();
    stage.block(site).await;
    stage.job_done(site, JobKind::Release, Selection::default()).await;
    stage.attempt(site, released, retry(NOON + HOUR)).await;
    for _restart in 0..2 {
        assert!(stage.queued_row(site, released).await.released);
        assert_eq!(stage.due(site, NOON).await, []);
        assert_eq!(stage.due(site, NOON + HOUR).await, [released]);
        stage.reopen().await;
    }
}

pub async fn a_purge_ends_released_mail_too(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let released = stage.mail(site).await.one();
    stage.block(site).await;
    stage.job_done(site, JobKind::Release, Selection::default()).await;
    assert_eq!(stage.purge(site).await.purged, 1);
    assert_eq!(stage.claim(site, &[released]).await, []);
}

pub async fn jobs_stand_in_the_audit_log(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    for kind in [JobKind::Release, JobKind::Delete, JobKind::Retry] {
        let epoch = stage.shown(site).await.epoch;
        let by = By { who: "owner:anna".into(), at: NOON };
        let job = NewJob { site, epoch, kind, selection: Selection::default(), by, key: None };
        good(stage.store().start_job(job).await);
        stage.sweep(NOON).await;
    }
    assert_eq!(
        super::acting::audit(stage, Some(site)).await,
        ["retry", "delete", "release", "site add"]
    );
}
