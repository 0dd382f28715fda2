//! What broke off after it was durable is made good when it is asked again: gate and scheduler hear of it then.

use std::sync::Arc;

use postern_core::ids::SiteId;
use postern_core::site::{Action, Person};
use postern_engine::act::{Asker, Begun, Done, Wish};
use postern_engine::seal::Seal;
use postern_engine::seam::Clock;
use postern_engine::{Engine, Parts};
use postern_store::contract::stage::keep_all;
use postern_store::view::{Question, Reply};
use postern_store::{AcceptKey, JobKind, Selection, Site, Store};

use super::{House, until};

fn wish(site: SiteId, action: Action) -> Wish {
    let asker = Asker { person: Person::Operator, who: "operator:test".into() };
    Wish { site, action, asker, reason: String::new(), lock: false }
}

/// An engine on the house's store. What the house does itself, the engine's gate and scheduler are not told.
async fn engine(house: &House) -> Engine {
    let store = Arc::clone(&house.store) as Arc<dyn Store>;
    let mut settings = house.settings.clone();
    settings.intake.socket = None;
    settings.intake.drop = None;
    settings.intake.smtp.clear();
    Engine::start(Parts { store, seam: house.seam(), settings, seal: Seal::in_memory().unwrap() })
        .await
        .unwrap()
}

async fn site(house: &House) -> Site {
    match house.store.view(Question::Site(house.shop())).await.unwrap() {
        Reply::Site(Some(site)) => *site,
        other => panic!("{other:?}"),
    }
}

/// Waits until the one mail was tried: there is no mail exchanger in this world, so it has failed.
async fn tried(house: &House) {
    until(async || site(house).await.counters.failed == 1).await;
}

#[tokio::test]
async fn a_message_handed_in_again_goes_out_although_the_first_call_broke_off() {
    let house = House::new().await;
    let engine = engine(&house).await;
    let mut submission = house.submission(&["a@example.org"], "Subject: x\n\ny\n");
    submission.key = Some(AcceptKey([7; 16]));
    assert!(!house.accept.submit(submission.clone()).await.unwrap().repeated);

    assert!(engine.accept.submit(submission).await.unwrap().repeated);

    tried(&house).await;
}

#[tokio::test]
async fn an_unblock_asked_again_wakes_the_site_although_the_first_call_broke_off() {
    let house = House::new().await;
    let engine = engine(&house).await;
    house.actions.act(wish(house.shop(), Action::Block)).await.unwrap();
    let submission = house.submission(&["a@example.org"], "Subject: x\n\ny\n");
    house.accept.submit(submission).await.unwrap();
    house.actions.act(wish(house.shop(), Action::Unblock)).await.unwrap();

    let again = engine.actions.act(wish(house.shop(), Action::Unblock)).await.unwrap();

    assert!(matches!(again, Done::Nothing { .. }), "{again:?}");
    tried(&house).await;
}

#[tokio::test]
async fn a_block_asked_again_closes_the_gate_although_the_first_call_broke_off() {
    let house = House::new().await;
    let engine = engine(&house).await;
    engine.actions.act(wish(house.shop(), Action::Block)).await.unwrap();
    let epoch = site(&house).await.epoch;
    assert!(house.gate.epoch(house.shop()) < epoch, "the house was not told");

    house.actions.act(wish(house.shop(), Action::Block)).await.unwrap();

    assert_eq!(house.gate.epoch(house.shop()), epoch);
}

#[tokio::test]
async fn a_block_of_a_blocked_site_does_something_only_where_it_takes_a_release_back() {
    let house = House::new().await;
    let submission = house.submission(&["a@example.org"], "Subject: x\n\ny\n");
    house.accept.submit(submission).await.unwrap();
    let asker = wish(house.shop(), Action::Block).asker;
    let release = async || {
        let all = Selection::default();
        house.actions.begin(house.shop(), JobKind::Release, all, None, &asker).await.unwrap()
    };
    assert!(matches!(release().await, Begun::Nothing), "nothing is held yet");

    let block = async || house.actions.act(wish(house.shop(), Action::Block)).await.unwrap();
    block().await;
    assert!(matches!(block().await, Done::Nothing { .. }));

    assert!(matches!(release().await, Begun::Yes(_)));
    assert!(site(&house).await.releases);

    assert!(matches!(block().await, Done::Changed { .. }));
    house.store.sweep(keep_all(house.clock.now())).await.unwrap();
    assert!(!site(&house).await.releases);
    assert!(matches!(block().await, Done::Nothing { .. }));
}
