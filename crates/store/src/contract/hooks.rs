//! Webhooks: who is told what, in which order, and what is kept of the answers.

use std::time::Duration;

use postern_core::classify::Class;
use postern_core::hook::{ANSWER_TEXT, ANSWERS, Kind, Kinds};
use postern_core::ids::{EventId, HookId, SiteId};
use postern_core::site::{Action, State};
use postern_core::time::Time;

use super::stage::{HOUR, MINUTE, NOON, Stage, act, by, good};
use crate::hook::{
    Event, EventEnd, EventSettlement, EventState, Facts, Hook, HookAdded, HookAnswer, HookChange,
    NewHook, NewSecret, News,
};
use crate::people::Hidden;
use crate::view::{HooksOf, Question, Reply};
use crate::{AcceptKey, Act, End, Error, JobKey};

pub async fn a_hook_is_listed_as_it_was_set_and_only_for_its_site(stage: &mut Stage) {
    let (ours, theirs) = two_sites(stage).await;
    let hook = add(stage, NewHook { allow_private: true, ..new(Some(ours)) }).await;
    let other = add(stage, new(Some(theirs))).await;
    let all = add(stage, new(None)).await;
    let change = HookChange {
        url: Some("https://hooks.example.net/b".into()),
        kinds: Some(Kinds::of([Kind::MailFailed])),
        allow_private: Some(false),
        ..HookChange::default()
    };
    good(stage.store().change_hook(other, change, by(NOON)).await);
    for _restart in 0..2 {
        let found = hook_of(stage, hook).await.expect("is there");
        assert_eq!((found.site, found.url.as_str()), (Some(ours), URL));
        assert_eq!((found.kinds, found.allow_private, found.on), (Kinds::all(), true, true));
        assert_eq!((found.made_at, found.made_by.clone()), (NOON, by(NOON).who));
        assert_eq!((found.waiting, found.dropped, found.note.as_str()), (0, 0, ""));
        assert_eq!(found.secret, Hidden(vec![7; 40]));
        assert_eq!(of(stage, HooksOf::Site(ours)).await, [hook]);
        let everybodys = HooksOf::Everybody { after: HookId(0), limit: 2 };
        assert_eq!(of(stage, everybodys).await, [hook, other]);
        let rest = HooksOf::Everybody { after: other, limit: 2 };
        assert_eq!(of(stage, rest).await, [all]);
        let changed = hook_of(stage, other).await.expect("is there");
        assert_eq!(changed.url, "https://hooks.example.net/b");
        assert_eq!((changed.kinds.bits(), changed.allow_private), (2, false));
        stage.reopen().await;
    }
    let nowhere = stage.store().add_hook(new(Some(SiteId(99)))).await;
    assert!(matches!(nowhere, Err(Error::NotFound("site"))), "{nowhere:?}");
}

pub async fn an_event_is_written_for_each_hook_that_wants_it_and_no_other(stage: &mut Stage) {
    let (ours, theirs) = two_sites(stage).await;
    let hook = add(stage, new(Some(ours))).await;
    let all = add(stage, new(None)).await;
    let states = Kinds::of([Kind::StateChanged]);
    add(stage, NewHook { kinds: states, ..new(Some(ours)) }).await;
    add(stage, new(Some(theirs))).await;
    fail(stage, ours, NOON).await;
    for _restart in 0..2 {
        let told: Vec<_> = due(stage, NOON).await.iter().map(|event| event.hook).collect();
        assert_eq!(told, [hook, all]);
        assert_eq!(hook_of(stage, hook).await.map(|hook| hook.waiting), Some(1));
        stage.reopen().await;
    }
}

pub async fn what_an_action_changed_is_told_and_what_changed_nothing_is_not(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let hook = add(stage, new(Some(site))).await;
    stage.act(site, Action::Purge, State::Enabled, NOON).await;
    assert!(due(stage, NOON).await.is_empty(), "it was on and stays so");
    let epoch = stage.shown(site).await.epoch;
    let block =
        Act { reason: "form".into(), ..act(site, epoch, Action::Block, State::Blocked, NOON) };
    good(stage.try_act(block.clone()).await);
    let [event] = &due(stage, NOON).await[..] else { panic!("one event") };
    let Facts::StateChanged { what, from, to, locked, by: who, reason, .. } = &event.facts else {
        panic!("{event:?}")
    };
    assert_eq!((what.as_str(), from.as_str(), to.as_str()), ("block", "ok", "ko"));
    assert_eq!((*locked, who, reason.as_str()), (false, &by(NOON).who, "form"));
    assert_eq!((event.hook, event.site, event.at), (hook, Some(site), NOON));
    taken(stage, event.id, NOON).await;
    good(stage.try_act(Act { epoch: epoch + 1, ..block.clone() }).await);
    assert!(due(stage, NOON).await.is_empty(), "it was blocked before");
    good(stage.try_act(Act { epoch: epoch + 2, locked: true, ..block }).await);
    let [event] = &due(stage, NOON).await[..] else { panic!("one event") };
    assert!(matches!(event.facts, Facts::StateChanged { locked: true, .. }), "{event:?}");
}

pub async fn a_failure_is_told_with_what_is_kept_of_it(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    add(stage, new(Some(site))).await;
    fail(stage, site, NOON).await;
    let [event] = &due(stage, NOON).await[..] else { panic!("one event") };
    let failure = event.failure.as_ref().expect("it is kept");
    assert_eq!(failure.recipient, "anna@example.net");
    assert_eq!((failure.class, failure.at), (Class::BadMailbox, NOON));
    assert_eq!(event.facts, Facts::MailFailed { failure: failure.id });
}

pub async fn of_a_hook_and_a_site_only_the_oldest_event_is_due(stage: &mut Stage) {
    let (ours, theirs) = two_sites(stage).await;
    let all = add(stage, new(None)).await;
    for at in [NOON, NOON + MINUTE, NOON + 2 * MINUTE] {
        fail(stage, ours, at).await;
    }
    fail(stage, theirs, NOON + 3 * MINUTE).await;
    let now = NOON + HOUR;
    let first = due(stage, now).await;
    assert_eq!(sites(&first), [ours, theirs]);
    taken(stage, first[1].id, now).await;
    stage.reopen().await;
    let mut at = NOON;
    for _event in 0..3 {
        let [event] = &due(stage, now).await[..] else { panic!("one event") };
        assert_eq!((event.at, event.hook), (at, all));
        taken(stage, event.id, now).await;
        at = at + MINUTE;
    }
    assert!(due(stage, now).await.is_empty());
    assert_eq!(hook_of(stage, all).await.map(|hook| hook.waiting), Some(0));
}

pub async fn what_is_in_hand_and_hooks_that_have_enough_are_left_out(stage: &mut Stage) {
    let (ours, theirs) = two_sites(stage).await;
    let (one, other) = (add(stage, new(None)).await, add(stage, new(None)).await);
    fail(stage, ours, NOON).await;
    fail(stage, theirs, NOON).await;
    let all = due(stage, NOON).await;
    assert_eq!(all.len(), 4);
    let in_hand: Vec<EventId> = all.iter().take(1).map(|event| event.id).collect();
    let left = due_but(stage, NOON, &in_hand, &[other], 9).await;
    assert_eq!((sites(&left), left[0].hook), (vec![theirs], one));
    assert_eq!(due_but(stage, NOON, &[], &[], 3).await, all[..3]);
}

pub async fn an_event_waits_for_its_retry_and_lets_the_next_go_when_it_is_given_up(
    stage: &mut Stage,
) {
    let site = stage.site("example.org").await;
    let hook = add(stage, new(Some(site))).await;
    fail(stage, site, NOON).await;
    fail(stage, site, NOON + MINUTE).await;
    let first = due(stage, NOON).await.remove(0);
    assert_eq!((first.attempts, first.since), (0, NOON));
    let later = NOON + HOUR;
    settle(stage, first.id, NOON, EventEnd::Retry { at: later }).await;
    stage.reopen().await;
    assert!(due(stage, later - MINUTE).await.is_empty(), "the next one waits behind it");
    assert_eq!(next_at(stage, NOON + MINUTE).await, Some(later));
    let again = due(stage, later).await.remove(0);
    assert_eq!((again.id, again.attempts), (first.id, 1));
    settle(stage, first.id, later, EventEnd::GivenUp).await;
    let second = due(stage, later).await.remove(0);
    assert_eq!(second.at, NOON + MINUTE);
    let states: Vec<_> = answers(stage, hook).await.iter().map(|answer| answer.state).collect();
    assert_eq!(states, [EventState::GivenUp, EventState::GivenUp]);
}

pub async fn what_settles_twice_counts_once(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let hook = add(stage, new(Some(site))).await;
    fail(stage, site, NOON).await;
    let event = due(stage, NOON).await.remove(0).id;
    assert!(settle(stage, event, NOON, EventEnd::Taken).await);
    assert!(!settle(stage, event, NOON, EventEnd::GivenUp).await);
    assert!(!settle(stage, EventId(99_999), NOON, EventEnd::Taken).await);
    assert_eq!(answers(stage, hook).await.len(), 1);
}

pub async fn a_hook_that_is_turned_off_is_told_nothing_more(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let hook = add(stage, new(Some(site))).await;
    fail(stage, site, NOON).await;
    fail(stage, site, NOON).await;
    let tried = due(stage, NOON).await.remove(0).id;
    settle(stage, tried, NOON, EventEnd::Retry { at: NOON + MINUTE }).await;
    turn(stage, hook, false).await;
    fail(stage, site, NOON).await;
    for _restart in 0..2 {
        assert!(due(stage, NOON + HOUR).await.is_empty());
        let found = hook_of(stage, hook).await.expect("is there");
        assert_eq!((found.on, found.waiting, found.dropped), (false, 0, 2));
        assert_eq!(answers(stage, hook).await[0].state, EventState::GivenUp);
        stage.reopen().await;
    }
    for refused in [
        stage.store().test_hook(hook, by(NOON)).await.map(drop),
        stage.store().send_again(hook, tried, by(NOON)).await,
    ] {
        assert!(matches!(refused, Err(Error::NotFound("webhook that is on"))), "{refused:?}");
    }
    turn(stage, hook, true).await;
    assert!(due(stage, NOON + HOUR).await.is_empty());
    fail(stage, site, NOON + HOUR).await;
    assert_eq!(due(stage, NOON + HOUR).await.len(), 1);
}

pub async fn a_receiver_that_is_gone_turns_its_hook_off(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let hook = add(stage, new(Some(site))).await;
    fail(stage, site, NOON).await;
    fail(stage, site, NOON).await;
    let event = due(stage, NOON).await.remove(0).id;
    settle(stage, event, NOON, EventEnd::Off { note: "gone".into() }).await;
    for _restart in 0..2 {
        let found = hook_of(stage, hook).await.expect("is there");
        assert_eq!((found.on, found.note.as_str()), (false, "gone"));
        assert_eq!((found.waiting, found.dropped), (0, 1));
        assert!(due(stage, NOON + HOUR).await.is_empty());
        stage.reopen().await;
    }
    turn(stage, hook, true).await;
    assert_eq!(hook_of(stage, hook).await.map(|hook| hook.note), Some(String::new()));
}

pub async fn an_event_can_be_sent_again_and_holds_up_no_other(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let hook = add(stage, new(Some(site))).await;
    let other = add(stage, NewHook { kinds: Kinds::of([]), ..new(Some(site)) }).await;
    fail(stage, site, NOON).await;
    let event = due(stage, NOON).await.remove(0).id;
    settle(stage, event, NOON, EventEnd::Retry { at: NOON + HOUR }).await;
    good(stage.store().send_again(hook, event, by(NOON + MINUTE)).await);
    assert_eq!(due(stage, NOON + MINUTE).await[0].id, event, "at once");
    settle(stage, event, NOON + MINUTE, EventEnd::Taken).await;
    let later = NOON + 48 * HOUR;
    good(stage.store().send_again(hook, event, by(later)).await);
    fail(stage, site, later).await;
    stage.reopen().await;
    let both = due(stage, later).await;
    assert_eq!(both.len(), 2, "the one sent again is in no order: {both:?}");
    let again = both.iter().find(|row| row.id == event).expect("it is due");
    assert_eq!((again.at, again.since, again.attempts), (NOON, later, 0));
    for (hook, event) in [(hook, EventId(99_999)), (other, event)] {
        let refused = stage.store().send_again(hook, event, by(later)).await;
        assert!(matches!(refused, Err(Error::NotFound("event"))), "{refused:?}");
    }
}

pub async fn a_test_is_told_beside_the_order(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let hook = add(stage, NewHook { kinds: Kinds::of([]), ..new(None) }).await;
    let ours = add(stage, new(Some(site))).await;
    fail(stage, site, NOON).await;
    let first = due(stage, NOON).await.remove(0).id;
    settle(stage, first, NOON, EventEnd::Retry { at: NOON + HOUR }).await;
    let tests = [
        good(stage.store().test_hook(hook, by(NOON)).await),
        good(stage.store().test_hook(ours, by(NOON)).await),
    ];
    let found = due(stage, NOON).await;
    assert_eq!(found.iter().map(|event| event.id).collect::<Vec<_>>(), tests);
    assert_eq!((found[0].site, found[1].site), (None, Some(site)));
    assert_eq!(found[0].facts, Facts::Test { by: by(NOON).who });
}

pub async fn only_so_many_answers_are_kept_and_the_events_they_name(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let hook = add(stage, new(Some(site))).await;
    let first = good(stage.store().test_hook(hook, by(NOON)).await);
    let long = EventSettlement {
        text: "ä".repeat(ANSWER_TEXT),
        trouble: "redirect".into(),
        detail: "https://elsewhere.example/".into(),
        ..settlement(first, NOON, EventEnd::Taken)
    };
    assert!(good(stage.store().settle_event(long).await));
    let kept = answers(stage, hook).await.remove(0);
    assert_eq!((kept.text.len(), kept.status), (ANSWER_TEXT, Some(204)));
    assert_eq!((kept.trouble.as_str(), kept.took), ("redirect", Duration::from_millis(12)));
    assert_eq!((kept.kind, kept.state, kept.next_at), (Kind::Test, EventState::Taken, None));
    fail(stage, site, NOON).await;
    let event = due(stage, NOON).await.remove(0).id;
    for _attempt in 0..ANSWERS {
        settle(stage, event, NOON, EventEnd::Retry { at: NOON }).await;
    }
    stage.reopen().await;
    let kept = answers(stage, hook).await;
    assert_eq!(kept.len(), ANSWERS);
    assert!(kept.iter().all(|answer| answer.event == event && answer.next_at == Some(NOON)));
    assert!(kept.is_sorted_by(|newer, older| newer.id > older.id));
    let gone = stage.store().send_again(hook, first, by(NOON)).await;
    assert!(matches!(gone, Err(Error::NotFound("event"))), "{gone:?}");
}

pub async fn the_same_news_is_told_once(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let news = |value: &str| News {
        site,
        at: NOON,
        facts: Facts::HeldExpiring { first_at: (NOON + HOUR).0, mails: 3 },
        once: ("told".into(), value.into()),
    };
    assert!(!good(stage.store().announce(news("a")).await), "nobody wants it");
    add(stage, new(Some(site))).await;
    assert!(good(stage.store().announce(news("a")).await));
    stage.reopen().await;
    assert!(!good(stage.store().announce(news("a")).await));
    let [event] = &due(stage, NOON).await[..] else { panic!("one event") };
    assert_eq!(event.facts, news("a").facts);
    assert!(good(stage.store().announce(news("b")).await));
    let gone = stage.store().announce(News { site: SiteId(99), ..news("c") }).await;
    assert!(matches!(gone, Err(Error::NotFound("site"))), "{gone:?}");
}

pub async fn a_key_makes_one_hook_as_long_as_that_is_there(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let key = |key: u8, digest: u8| JobKey { key: AcceptKey([key; 16]), digest: [digest; 16] };
    let with = |site, key| NewHook { key: Some(key), ..new(site) };
    let made = add(stage, with(Some(site), key(1, 1))).await;
    stage.reopen().await;
    for (new, expected) in [
        (with(Some(site), key(1, 1)), HookAdded::Repeated(made)),
        (with(Some(site), key(1, 2)), HookAdded::KeyReused(made)),
    ] {
        assert_eq!(good(stage.store().add_hook(new).await), expected);
    }
    let others = add(stage, with(None, key(1, 1))).await;
    assert_ne!(others, made);
    good(stage.store().remove_hook(made, by(NOON)).await);
    assert_ne!(add(stage, with(Some(site), key(1, 1))).await, made);
}

pub async fn a_site_has_so_many_hooks_at_most(stage: &mut Stage) {
    let (ours, theirs) = two_sites(stage).await;
    for _hook in 0..2 {
        add(stage, NewHook { most: 2, ..new(Some(ours)) }).await;
    }
    let third = stage.store().add_hook(NewHook { most: 2, ..new(Some(ours)) }).await;
    assert!(matches!(third, Err(Error::TooMany { most: 2, .. })), "{third:?}");
    add(stage, NewHook { most: 1, ..new(Some(theirs)) }).await;
    add(stage, NewHook { most: 1, ..new(None) }).await;
}

pub async fn a_rotated_secret_leaves_the_old_one_for_a_while(stage: &mut Stage) {
    let hook = add(stage, new(None)).await;
    let secret = NewSecret { sealed: Hidden(vec![8; 40]), both_until: NOON + HOUR };
    let change = HookChange { secret: Some(secret), note: "secret", ..HookChange::default() };
    good(stage.store().change_hook(hook, change, by(NOON)).await);
    for _restart in 0..2 {
        let found = hook_of(stage, hook).await.expect("is there");
        assert_eq!(found.secret, Hidden(vec![8; 40]));
        assert_eq!(found.old_secret, Some((Hidden(vec![7; 40]), NOON + HOUR)));
        stage.reopen().await;
    }
}

pub async fn a_removed_hook_takes_along_what_waited_for_it(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let hook = add(stage, new(Some(site))).await;
    fail(stage, site, NOON).await;
    let event = due(stage, NOON).await.remove(0).id;
    settle(stage, event, NOON, EventEnd::Retry { at: NOON }).await;
    good(stage.store().remove_hook(hook, by(NOON)).await);
    for _restart in 0..2 {
        assert!(due(stage, NOON).await.is_empty() && answers(stage, hook).await.is_empty());
        assert!(hook_of(stage, hook).await.is_none());
        stage.reopen().await;
    }
    assert!(!settle(stage, event, NOON, EventEnd::Taken).await);
    let gone = stage.store().remove_hook(hook, by(NOON)).await;
    assert!(matches!(gone, Err(Error::NotFound("webhook"))), "{gone:?}");
}

pub async fn a_removed_site_takes_along_its_hooks_and_its_events(stage: &mut Stage) {
    let (ours, theirs) = two_sites(stage).await;
    let (hook, all) = (add(stage, new(Some(ours))).await, add(stage, new(None)).await);
    fail(stage, ours, NOON).await;
    fail(stage, theirs, NOON).await;
    for event in due(stage, NOON).await {
        settle(stage, event.id, NOON, EventEnd::Retry { at: NOON }).await;
    }
    let in_flight = stage.mail(ours).await.one();
    stage.claim(ours, &[in_flight]).await;
    good(stage.store().remove_site(ours, by(NOON)).await);
    stage.settle(ours, in_flight, End::Failed(Class::BadMailbox)).await;
    for _restart in 0..2 {
        assert!(hook_of(stage, hook).await.is_none());
        assert_eq!(sites(&due(stage, NOON).await), [theirs]);
        assert_eq!(answers(stage, all).await.len(), 1);
        assert_eq!(hook_of(stage, all).await.map(|hook| hook.waiting), Some(1));
        stage.reopen().await;
    }
}

pub async fn hooks_stand_in_the_audit_log(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let (hook, all) = (add(stage, new(Some(site))).await, add(stage, new(None)).await);
    let change = HookChange { note: "secret", ..HookChange::default() };
    good(stage.store().change_hook(hook, change, by(NOON)).await);
    let event = good(stage.store().test_hook(hook, by(NOON)).await);
    settle(stage, event, NOON, EventEnd::Taken).await;
    good(stage.store().send_again(hook, event, by(NOON)).await);
    settle(stage, event, NOON, EventEnd::Off { note: "gone".into() }).await;
    good(stage.store().remove_hook(all, by(NOON)).await);
    let Reply::Actions(page) =
        stage.view(Question::Actions { site: None, before: None, limit: 9 }).await
    else {
        panic!("actions")
    };
    let told: Vec<_> =
        page.rows.iter().map(|row| (row.site, row.what.as_str(), row.reason.clone())).collect();
    let named = |id: HookId, more: &str| format!("{id}: {URL}{more}");
    assert_eq!(
        told,
        [
            (None, "webhook remove", named(all, "")),
            (Some(site), "webhook off", named(hook, ": gone")),
            (Some(site), "webhook send again", named(hook, &format!(": event {event}"))),
            (Some(site), "webhook change", named(hook, ": secret")),
            (None, "webhook add", named(all, "")),
            (Some(site), "webhook add", named(hook, "")),
            (Some(site), "site add", String::new()),
        ]
    );
}

// --- short words ---

const URL: &str = "https://hooks.example.net/a";

fn new(site: Option<SiteId>) -> NewHook {
    NewHook {
        site,
        url: URL.into(),
        kinds: Kinds::all(),
        secret: Hidden(vec![7; 40]),
        allow_private: false,
        most: 10,
        key: None,
        by: by(NOON),
    }
}

async fn two_sites(stage: &Stage) -> (SiteId, SiteId) {
    (stage.site("example.org").await, stage.site("example.com").await)
}

async fn add(stage: &Stage, new: NewHook) -> HookId {
    match good(stage.store().add_hook(new).await) {
        HookAdded::Made(id) => id,
        other => panic!("{other:?}"),
    }
}

async fn turn(stage: &Stage, hook: HookId, on: bool) {
    let change = HookChange { on: Some(on), ..HookChange::default() };
    good(stage.store().change_hook(hook, change, by(NOON)).await);
}

/// A mail of the site fails.
async fn fail(stage: &Stage, site: SiteId, at: Time) {
    let mail = stage.mail(site).await.one();
    stage.attempt_at(site, mail, at, End::Failed(Class::BadMailbox)).await;
}

async fn hook_of(stage: &Stage, id: HookId) -> Option<Hook> {
    match stage.view(Question::Hook(id)).await {
        Reply::Hook(hook) => hook.map(|hook| *hook),
        other => panic!("{other:?}"),
    }
}

async fn of(stage: &Stage, of: HooksOf) -> Vec<HookId> {
    match stage.view(Question::Hooks(of)).await {
        Reply::Hooks(hooks) => hooks.iter().map(|hook| hook.id).collect(),
        other => panic!("{other:?}"),
    }
}

async fn due_but(
    stage: &Stage,
    now: Time,
    in_hand: &[EventId],
    busy: &[HookId],
    limit: usize,
) -> Vec<Event> {
    let (in_hand, busy) = (in_hand.to_vec(), busy.to_vec());
    match stage.view(Question::DueEvents { now, in_hand, busy, limit }).await {
        Reply::DueEvents(due) => due.events,
        other => panic!("{other:?}"),
    }
}

async fn due(stage: &Stage, now: Time) -> Vec<Event> {
    due_but(stage, now, &[], &[], 99).await
}

async fn next_at(stage: &Stage, now: Time) -> Option<Time> {
    let question = Question::DueEvents { now, in_hand: vec![], busy: vec![], limit: 9 };
    match stage.view(question).await {
        Reply::DueEvents(due) => due.next_at,
        other => panic!("{other:?}"),
    }
}

fn sites(events: &[Event]) -> Vec<SiteId> {
    events.iter().filter_map(|event| event.site).collect()
}

async fn answers(stage: &Stage, hook: HookId) -> Vec<HookAnswer> {
    match stage.view(Question::HookAnswers(hook)).await {
        Reply::HookAnswers(answers) => answers,
        other => panic!("{other:?}"),
    }
}

fn settlement(event: EventId, at: Time, end: EventEnd) -> EventSettlement {
    EventSettlement {
        event,
        at,
        took: Duration::from_millis(12),
        status: Some(204),
        trouble: String::new(),
        detail: String::new(),
        text: String::new(),
        end,
    }
}

async fn settle(stage: &Stage, event: EventId, at: Time, end: EventEnd) -> bool {
    good(stage.store().settle_event(settlement(event, at, end)).await)
}

async fn taken(stage: &Stage, event: EventId, at: Time) {
    assert!(settle(stage, event, at, EventEnd::Taken).await);
}
