//! Applications of the provider's API and the keys of their consumers: known by what was set, bound to users and sites,
//! gone with them and with time.

use postern_core::access::{Grant, Role, Scope};
use postern_core::ids::{ActionId, ApplicationId, ConsumerId, SiteId, UserId};
use postern_core::ovh::{KeyState, Rule};

use super::stage::*;
use crate::ovh::{Application, Approval, Consumer, NewApplication, NewConsumer};
use crate::people::{Hash, Hidden, NewUser};
use crate::view::{Question, Reply};
use crate::{By, Error};

pub async fn an_application_is_found_by_what_it_is_known_by_with_its_own_key(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let anna = user(stage, "anna").await;
    let own = NewApplication {
        user: Some(anna),
        scope: Scope::Sites([site].into()),
        ends_at: Some(NOON + 2 * HOUR),
        own: Some(hash(1)),
        ..application("hers")
    };
    let hers = good(stage.store().add_application(own).await);
    let ours = good(stage.store().add_application(application("ours")).await);
    for _restart in 0..2 {
        for found in [keyed(stage, "key of hers").await, by_id(stage, hers).await] {
            let found = found.expect("is there");
            assert_eq!((found.id, found.name.as_str(), found.user), (hers, "hers", Some(anna)));
            assert_eq!(
                (&found.sealed.0, found.rules.as_slice()),
                (&vec![1, 2], rules().as_slice())
            );
            assert_eq!(found.scope, Scope::Sites([site].into()));
            assert_eq!((found.made_at, found.ends_at), (NOON, Some(NOON + 2 * HOUR)));
        }
        assert_eq!(keyed(stage, "key of nobody").await, None);
        let key = consumer_of(stage, 1).await.expect("its own key");
        assert_eq!((key.application, key.user, key.state), (hers, Some(anna), KeyState::Validated));
        assert_eq!((key.scope, key.rules), (Scope::Sites([site].into()), rules()));
        assert_eq!((key.ends_at, key.last_at), (Some(NOON + 2 * HOUR), None));
        assert_eq!(applications(stage, None).await, [hers, ours]);
        assert_eq!(applications(stage, Some(anna)).await, [hers]);
        stage.reopen().await;
    }
}

pub async fn a_key_that_is_asked_for_is_validated_once_by_one_who_approves_it(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let anna = user(stage, "anna").await;
    let ours = good(stage.store().add_application(application("ours")).await);
    let asked = NewConsumer {
        door: Some(hash(9)),
        addresses: vec!["192.0.2.0/24".parse().expect("a range")],
        redirection: "https://shop.example.org/done".into(),
        ..consumer(ours, 1, KeyState::Pending)
    };
    let key = good(stage.store().add_consumer(asked).await);
    stage.reopen().await;
    let found = asked_behind(stage, 9).await.expect("is asked for");
    assert_eq!((found.id, found.state, found.user), (key, KeyState::Pending, None));
    assert_eq!(found.redirection, "https://shop.example.org/done");
    assert_eq!(found.addresses, ["192.0.2.0/24".parse().expect("a range")]);
    let approval = Approval {
        user: anna,
        scope: Scope::Sites([site].into()),
        ends_at: Some(NOON + HOUR),
        by: by(NOON),
    };
    good(stage.store().approve_consumer(key, approval.clone()).await);
    good(stage.store().touch_consumer(key, NOON + MINUTE, "192.0.2.7".into()).await);
    for _restart in 0..2 {
        let found = consumer_of(stage, 1).await.expect("is there");
        assert_eq!((found.state, found.user), (KeyState::Validated, Some(anna)));
        assert_eq!((found.scope, found.rules), (Scope::Sites([site].into()), rules()));
        assert_eq!(found.ends_at, Some(NOON + HOUR));
        assert_eq!(
            (found.last_at, found.last_address.as_str()),
            (Some(NOON + MINUTE), "192.0.2.7")
        );
        assert_eq!(asked_behind(stage, 9).await, None, "the door is closed");
        assert_eq!(applications(stage, Some(anna)).await, [ours], "she approved a key of it");
        stage.reopen().await;
    }
    let again = stage.store().approve_consumer(key, approval).await;
    assert!(matches!(again, Err(Error::NotFound("consumer key"))), "{again:?}");
    good(stage.store().remove_consumer(key, "consumer key remove", by(NOON)).await);
    assert_eq!(consumer_of(stage, 1).await, None);
    let again = stage.store().remove_consumer(key, "consumer key remove", by(NOON)).await;
    assert!(matches!(again, Err(Error::NotFound("consumer key"))), "{again:?}");
}

pub async fn the_oldest_keys_of_a_state_go_when_there_are_too_many(stage: &mut Stage) {
    let ours = good(stage.store().add_application(application("ours")).await);
    let other = good(stage.store().add_application(application("other")).await);
    let kept = add(stage, consumer(ours, 1, KeyState::Validated)).await;
    let theirs = add(stage, consumer(other, 2, KeyState::Pending)).await;
    let mut asked = Vec::new();
    for nth in 3..8 {
        let new = NewConsumer { most: 3, ..consumer(ours, nth, KeyState::Pending) };
        asked.push(add(stage, new).await);
    }
    for _restart in 0..2 {
        assert_eq!(consumers(stage, ours).await, [kept, asked[2], asked[3], asked[4]]);
        assert_eq!(consumers(stage, other).await, [theirs]);
        stage.reopen().await;
    }
}

pub async fn a_removed_application_takes_its_keys_along(stage: &mut Stage) {
    let ours = good(stage.store().add_application(application("ours")).await);
    let other = good(stage.store().add_application(application("other")).await);
    add(stage, consumer(ours, 1, KeyState::Validated)).await;
    add(stage, consumer(other, 2, KeyState::Validated)).await;
    good(stage.store().remove_application(ours, by(NOON)).await);
    for _restart in 0..2 {
        assert_eq!(by_id(stage, ours).await, None);
        assert!(consumer_of(stage, 1).await.is_none() && consumer_of(stage, 2).await.is_some());
        stage.reopen().await;
    }
    let again = stage.store().remove_application(ours, by(NOON)).await;
    assert!(matches!(again, Err(Error::NotFound("ovh key"))), "{again:?}");
    let late = stage.store().add_consumer(consumer(ours, 3, KeyState::Pending)).await;
    assert!(matches!(late, Err(Error::NotFound("ovh key"))), "{late:?}");
}

pub async fn a_removed_user_takes_along_what_was_theirs(stage: &mut Stage) {
    let (anna, ben) = (user(stage, "anna").await, user(stage, "ben").await);
    let hers = NewApplication { user: Some(anna), own: Some(hash(1)), ..application("hers") };
    let hers = good(stage.store().add_application(hers).await);
    let ours = good(stage.store().add_application(application("ours")).await);
    // Ben approved a key of Anna's application, Anna one of ours; a third is of nobody.
    add(stage, NewConsumer { user: Some(ben), ..consumer(hers, 2, KeyState::Validated) }).await;
    add(stage, NewConsumer { user: Some(anna), ..consumer(ours, 3, KeyState::Validated) }).await;
    add(stage, consumer(ours, 4, KeyState::Validated)).await;
    good(stage.store().remove_user(anna, by(NOON)).await);
    for _restart in 0..2 {
        assert_eq!(applications(stage, None).await, [ours]);
        for gone in [1, 2, 3] {
            assert_eq!(consumer_of(stage, gone).await, None, "{gone}");
        }
        assert!(consumer_of(stage, 4).await.is_some());
        stage.reopen().await;
    }
}

pub async fn a_removed_site_is_in_no_key_any_more(stage: &mut Stage) {
    let (site, other) = (stage.site("example.org").await, stage.site("example.com").await);
    let both = Scope::Sites([site, other].into());
    let ours = NewApplication { scope: both.clone(), own: Some(hash(1)), ..application("ours") };
    let ours = good(stage.store().add_application(ours).await);
    good(stage.store().remove_site(site, by(NOON)).await);
    for _restart in 0..2 {
        let left = Scope::Sites([other].into());
        assert_eq!(by_id(stage, ours).await.expect("is there").scope, left);
        assert_eq!(consumer_of(stage, 1).await.expect("is there").scope, left);
        stage.reopen().await;
    }
    let gone = NewApplication { scope: both, ..application("late") };
    let gone = stage.store().add_application(gone).await;
    assert!(matches!(gone, Err(Error::NotFound("site"))), "{gone:?}");
}

pub async fn keys_that_nobody_approved_are_forgotten_in_time(stage: &mut Stage) {
    let ours = good(stage.store().add_application(application("ours")).await);
    let ending =
        |nth, state| NewConsumer { ends_at: Some(NOON + HOUR), ..consumer(ours, nth, state) };
    for (nth, state) in [(1, KeyState::Pending), (2, KeyState::Passing), (3, KeyState::Validated)] {
        add(stage, ending(nth, state)).await;
    }
    add(stage, consumer(ours, 4, KeyState::Pending)).await;
    stage.sweep(NOON + HOUR - MINUTE).await;
    assert!(consumer_of(stage, 1).await.is_some() && consumer_of(stage, 2).await.is_some());
    stage.sweep(NOON + HOUR).await;
    for _restart in 0..2 {
        assert!(consumer_of(stage, 1).await.is_none() && consumer_of(stage, 2).await.is_none());
        assert!(consumer_of(stage, 3).await.is_some(), "that it is over is shown");
        assert!(consumer_of(stage, 4).await.is_some(), "it has no end");
        stage.reopen().await;
    }
}

pub async fn who_made_approved_and_removed_keys_stands_in_the_audit_log(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let anna = user(stage, "anna").await;
    let one = NewApplication { scope: Scope::Sites([site].into()), ..application("ours") };
    let ours = good(stage.store().add_application(one).await);
    let key = add(stage, consumer(ours, 1, KeyState::Pending)).await;
    let approval = Approval { user: anna, scope: Scope::All, ends_at: None, by: by(NOON) };
    good(stage.store().approve_consumer(key, approval).await);
    good(stage.store().remove_consumer(key, "consumer key log out", by(NOON)).await);
    good(stage.store().remove_application(ours, by(NOON)).await);
    let question = Question::Actions { site: None, before: None::<ActionId>, limit: 4 };
    let Reply::Actions(page) = stage.view(question).await else { panic!("actions") };
    let told: Vec<(Option<SiteId>, &str, &str)> = page
        .rows
        .iter()
        .map(|entry| (entry.site, entry.what.as_str(), entry.reason.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (None, "ovh key remove", "ours"),
            (None, "consumer key log out", "ours"),
            (None, "consumer key approve", "ours: all sites"),
            (None, "ovh key add", "ours: 1 site"),
        ]
    );
}

// --- short words ---

fn hash(nth: u8) -> Hash {
    Hidden([nth; 32])
}

fn rules() -> Vec<Rule> {
    ["GET /hosting/web/*", "PUT /hosting/web/*/email"]
        .map(|rule| rule.parse().expect("a rule"))
        .into()
}

fn application(name: &str) -> NewApplication {
    NewApplication {
        key: format!("key of {name}"),
        sealed: Hidden(vec![1, 2]),
        name: name.into(),
        user: None,
        scope: Scope::All,
        rules: rules(),
        ends_at: None,
        own: None,
        by: by(NOON),
    }
}

fn consumer(application: ApplicationId, nth: u8, state: KeyState) -> NewConsumer {
    NewConsumer {
        application,
        hash: hash(nth),
        door: None,
        user: None,
        scope: Scope::All,
        rules: rules(),
        state,
        addresses: Vec::new(),
        redirection: String::new(),
        ends_at: None,
        most: 100,
        at: NOON,
    }
}

async fn add(stage: &Stage, new: NewConsumer) -> ConsumerId {
    good(stage.store().add_consumer(new).await)
}

async fn user(stage: &Stage, name: &str) -> UserId {
    let new = NewUser {
        name: name.into(),
        grant: Grant { role: Role::Owner, scope: Scope::All },
        language: String::new(),
        password_hash: None,
        by: By { who: "operator:root".into(), at: NOON },
    };
    good(stage.store().add_user(new).await)
}

async fn by_id(stage: &Stage, id: ApplicationId) -> Option<Application> {
    one(stage, Question::Application(id)).await
}

async fn keyed(stage: &Stage, key: &str) -> Option<Application> {
    one(stage, Question::ApplicationKeyed(key.into())).await
}

async fn one(stage: &Stage, question: Question) -> Option<Application> {
    match stage.view(question).await {
        Reply::Application(found) => found.map(|found| *found),
        other => panic!("{other:?}"),
    }
}

async fn applications(stage: &Stage, user: Option<UserId>) -> Vec<ApplicationId> {
    match stage.view(Question::Applications { user, after: ApplicationId(0), limit: 9 }).await {
        Reply::Applications(found) => found.into_iter().map(|found| found.id).collect(),
        other => panic!("{other:?}"),
    }
}

async fn consumer_of(stage: &Stage, nth: u8) -> Option<Consumer> {
    match stage.view(Question::ConsumerOf(hash(nth))).await {
        Reply::Consumer(found) => found.map(|found| *found),
        other => panic!("{other:?}"),
    }
}

async fn asked_behind(stage: &Stage, nth: u8) -> Option<Consumer> {
    match stage.view(Question::ConsumerAsked(hash(nth))).await {
        Reply::Consumer(found) => found.map(|found| *found),
        other => panic!("{other:?}"),
    }
}

async fn consumers(stage: &Stage, application: ApplicationId) -> Vec<ConsumerId> {
    match stage.view(Question::Consumers { application, limit: 9 }).await {
        Reply::Consumers(found) => found.into_iter().map(|found| found.id).collect(),
        other => panic!("{other:?}"),
    }
}
