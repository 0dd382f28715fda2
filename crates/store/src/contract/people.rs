//! Who may ask comes in by what was set, once where once is meant, and goes with what it belongs to.

use postern_core::access::{Grant, Role, Scope};
use postern_core::ids::{SessionId, SiteId, TokenId, UserId};

use super::stage::*;
use crate::people::{
    Code, FactorChange, Hash, Hidden, NewLink, NewSession, NewToken, NewUser, Session, Token, User,
    UserChange,
};
use crate::view::{Question, Reply};
use crate::{By, Error};

pub async fn a_user_is_found_by_name_and_by_id_as_it_was_set(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let anna = add(stage, "anna", owner_of(&[site])).await;
    let op = add(stage, "op", Grant::operator()).await;
    let change = UserChange {
        language: Some("pl".into()),
        password_hash: Some(Hidden("$hash".into())),
        ..UserChange::default()
    };
    good(stage.store().change_user(anna, change, by(NOON)).await);
    for _restart in 0..2 {
        for user in [user(stage, anna).await, named(stage, "anna").await] {
            let user = user.expect("is there");
            assert_eq!((user.id, user.name.as_str()), (anna, "anna"));
            assert_eq!((&user.grant, user.language.as_str()), (&owner_of(&[site]), "pl"));
            assert_eq!(user.password_hash, Some(Hidden("$hash".into())));
            assert_eq!((user.factor, user.created_at, user.last_login_at), (None, NOON, None));
        }
        assert_eq!(user(stage, op).await.map(|user| user.grant), Some(Grant::operator()));
        assert_eq!(named(stage, "Anna").await, None);
        stage.reopen().await;
    }
    let first = users(stage, "", 1).await;
    assert_eq!(first, ["anna"]);
    assert_eq!(users(stage, "anna", 9).await, ["op"]);
}

pub async fn a_user_name_belongs_to_one(stage: &mut Stage) {
    add(stage, "anna", Grant::operator()).await;
    let again = stage.store().add_user(new_user("anna", Grant::operator())).await;
    assert!(matches!(again, Err(Error::Taken { .. })), "{again:?}");
    let nowhere = stage.store().add_user(new_user("ben", owner_of(&[SiteId(99)]))).await;
    assert!(matches!(nowhere, Err(Error::NotFound("site"))), "{nowhere:?}");
    assert_eq!(users(stage, "", 9).await, ["anna"]);
}

pub async fn a_session_is_known_by_its_hash_until_it_ends(stage: &mut Stage) {
    let anna = add(stage, "anna", Grant::operator()).await;
    let first = begin(stage, anna, 1).await;
    let second = begin(stage, anna, 2).await;
    good(stage.store().touch_session(first, NOON + MINUTE, NOON + HOUR).await);
    for _restart in 0..2 {
        let (session, user) = session_of(stage, 1).await.expect("is known");
        assert_eq!((session.id, user.name.as_str()), (first, "anna"));
        assert_eq!((session.last_at, session.ends_at), (NOON + MINUTE, NOON + HOUR));
        assert_eq!(user.last_login_at, Some(NOON));
        assert!(session_of(stage, 3).await.is_none());
        let theirs: Vec<SessionId> = sessions(stage, anna).await.iter().map(|of| of.id).collect();
        assert_eq!(theirs, [second, first]);
        stage.reopen().await;
    }
    good(stage.store().end_session(first, by(NOON)).await);
    good(stage.store().end_session(first, by(NOON)).await);
    assert!(session_of(stage, 1).await.is_none() && session_of(stage, 2).await.is_some());
}

pub async fn the_oldest_sessions_of_a_user_end_when_there_are_too_many(stage: &mut Stage) {
    let anna = add(stage, "anna", Grant::operator()).await;
    let ben = add(stage, "ben", Grant::operator()).await;
    let other = begin(stage, ben, 100).await;
    let mut begun = Vec::new();
    for hash in 1..=5 {
        let new = NewSession { most: 3, ..new_session(anna, hash) };
        begun.push(good(stage.store().begin_session(new).await));
    }
    let theirs: Vec<SessionId> = sessions(stage, anna).await.iter().map(|of| of.id).collect();
    assert_eq!(theirs, [begun[4], begun[3], begun[2]]);
    assert_eq!(sessions(stage, ben).await[0].id, other);
}

pub async fn sessions_of_one_kind_end_none_of_another(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let anna = add(stage, "anna", Grant::operator()).await;
    let (most, whole) = (1, begin(stage, anna, 1).await);
    let of_kind = async |hash, whole, site| {
        let new = NewSession { most, whole, site, ..new_session(anna, hash) };
        good(stage.store().begin_session(new).await)
    };
    let half = of_kind(2, false, None).await;
    let _ended = of_kind(3, true, Some(site)).await;
    let held = of_kind(4, true, Some(site)).await;
    let theirs: Vec<SessionId> = sessions(stage, anna).await.iter().map(|of| of.id).collect();
    assert_eq!(theirs, [held, half, whole]);
}

pub async fn a_changed_password_ends_the_other_sessions(stage: &mut Stage) {
    let anna = add(stage, "anna", Grant::operator()).await;
    let (_, kept) = (begin(stage, anna, 1).await, begin(stage, anna, 2).await);
    let change = UserChange { end_sessions: Some(Some(kept)), ..UserChange::default() };
    good(stage.store().change_user(anna, change, by(NOON)).await);
    assert!(session_of(stage, 1).await.is_none() && session_of(stage, 2).await.is_some());
    let change = UserChange { end_sessions: Some(None), ..UserChange::default() };
    good(stage.store().change_user(anna, change, by(NOON)).await);
    assert!(session_of(stage, 2).await.is_none());
}

pub async fn a_code_is_good_once(stage: &mut Stage) {
    let anna = add(stage, "anna", Grant::operator()).await;
    assert!(!take(stage, anna, Code::Step(9)).await, "there is no second factor yet");
    let on = FactorChange::On {
        sealed: Hidden(vec![1, 2, 3]),
        step: 10,
        recovery: vec![hash(7), hash(8)],
    };
    let change = UserChange { factor: Some(on), ..UserChange::default() };
    good(stage.store().change_user(anna, change, by(NOON)).await);
    assert!(!take(stage, anna, Code::Step(10)).await, "the code that proved it");
    assert!(take(stage, anna, Code::Step(12)).await);
    assert!(take(stage, anna, Code::Recovery(hash(7))).await);
    for _restart in 0..2 {
        let factor = user(stage, anna).await.and_then(|user| user.factor).expect("it is on");
        assert_eq!((factor.sealed.0, factor.step), (vec![1, 2, 3], 12));
        assert_eq!(factor.recovery_codes, 1);
        for used in [Code::Step(12), Code::Step(11), Code::Recovery(hash(7))] {
            assert!(!take(stage, anna, used).await);
        }
        stage.reopen().await;
    }
    let off = UserChange { factor: Some(FactorChange::Off), ..UserChange::default() };
    good(stage.store().change_user(anna, off, by(NOON)).await);
    assert!(!take(stage, anna, Code::Step(99)).await);
    assert!(!take(stage, anna, Code::Recovery(hash(8))).await);
}

pub async fn a_token_is_known_by_its_hash_and_tells_when_it_was_used(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let anna = add(stage, "anna", owner_of(&[site])).await;
    let ours = good(stage.store().add_token(new_token("ours", 1, None)).await);
    let hers = NewToken { grant: owner_of(&[site]), ..new_token("hers", 2, Some(anna)) };
    let hers = good(stage.store().add_token(hers).await);
    good(stage.store().touch_token(hers, NOON + HOUR, "192.0.2.7".into()).await);
    for _restart in 0..2 {
        let (token, user) = token_of(stage, 1).await.expect("is known");
        assert_eq!((token.id, token.name.as_str(), user), (ours, "ours", None));
        assert_eq!((token.grant, token.last_at), (Grant::operator(), None));
        let (token, user) = token_of(stage, 2).await.expect("is known");
        assert_eq!((token.id, user.map(|user| user.id)), (hers, Some(anna)));
        assert_eq!((token.grant, token.ends_at), (owner_of(&[site]), Some(NOON + 2 * HOUR)));
        assert_eq!((token.last_at, token.last_address.as_str()), (Some(NOON + HOUR), "192.0.2.7"));
        assert_eq!(tokens(stage, None).await, [ours, hers]);
        assert_eq!(tokens(stage, Some(anna)).await, [hers]);
        stage.reopen().await;
    }
    good(stage.store().remove_token(ours, by(NOON)).await);
    assert!(token_of(stage, 1).await.is_none());
    let again = stage.store().remove_token(ours, by(NOON)).await;
    assert!(matches!(again, Err(Error::NotFound("token"))), "{again:?}");
}

pub async fn a_login_link_is_good_once_and_not_after_its_end(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let anna = add(stage, "anna", owner_of(&[site])).await;
    for (nth, held) in [(1, None), (2, Some(site))] {
        let link = NewLink {
            hash: hash(nth),
            user: anna,
            site: held,
            ends_at: NOON + MINUTE,
            by: by(NOON),
        };
        good(stage.store().add_link(link).await);
    }
    stage.reopen().await;
    let late = good(stage.store().take_link(hash(1), NOON + MINUTE).await);
    assert_eq!(late, None);
    let taken = good(stage.store().take_link(hash(2), NOON).await).expect("in time");
    assert_eq!((taken.user, taken.site, taken.made_by), (anna, Some(site), by(NOON).who));
    for used in [1, 2, 3] {
        assert_eq!(good(stage.store().take_link(hash(used), NOON).await), None);
    }
}

pub async fn a_removed_user_takes_along_all_that_lets_them_in(stage: &mut Stage) {
    let anna = add(stage, "anna", Grant::operator()).await;
    begin(stage, anna, 1).await;
    good(stage.store().add_token(new_token("hers", 2, Some(anna))).await);
    let (user, ends_at) = (anna, NOON + MINUTE);
    let link = NewLink { hash: hash(3), user, site: None, ends_at, by: by(NOON) };
    good(stage.store().add_link(link).await);
    good(stage.store().remove_user(anna, by(NOON)).await);
    for _restart in 0..2 {
        assert_eq!(users(stage, "", 9).await, [""; 0]);
        assert!(session_of(stage, 1).await.is_none() && token_of(stage, 2).await.is_none());
        assert_eq!(good(stage.store().take_link(hash(3), NOON).await), None);
        stage.reopen().await;
    }
    let gone = stage.store().begin_session(new_session(anna, 4)).await;
    assert!(matches!(gone, Err(Error::NotFound("user"))), "{gone:?}");
}

pub async fn a_removed_site_is_nobodys_any_more(stage: &mut Stage) {
    let (site, other) = (stage.site("example.org").await, stage.site("example.com").await);
    let anna = add(stage, "anna", owner_of(&[site, other])).await;
    let op = add(stage, "op", Grant::operator()).await;
    let held = NewSession { site: Some(site), ..new_session(anna, 1) };
    good(stage.store().begin_session(held).await);
    begin(stage, anna, 2).await;
    let shown = begin(stage, op, 3).await;
    good(stage.store().show_as_owner(shown, Some(site), by(NOON)).await);
    let token = NewToken { grant: owner_of(&[site]), ..new_token("hers", 4, Some(anna)) };
    good(stage.store().add_token(token).await);
    assert_eq!(session_of(stage, 3).await.map(|(of, _)| of.as_owner), Some(Some(site)));
    good(stage.store().remove_site(site, by(NOON)).await);
    for _restart in 0..2 {
        let grant = user(stage, anna).await.map(|user| user.grant);
        assert_eq!(grant, Some(owner_of(&[other])));
        assert!(session_of(stage, 1).await.is_none() && session_of(stage, 2).await.is_some());
        assert_eq!(session_of(stage, 3).await.map(|(of, _)| of.as_owner), Some(None));
        let (token, _) = token_of(stage, 4).await.expect("it may do nothing");
        assert_eq!(token.grant, owner_of(&[]));
        stage.reopen().await;
    }
    let gone = stage.store().show_as_owner(shown, Some(site), by(NOON)).await;
    assert!(matches!(gone, Err(Error::NotFound("site"))), "{gone:?}");
}

pub async fn what_has_ended_is_forgotten_in_time(stage: &mut Stage) {
    let anna = add(stage, "anna", Grant::operator()).await;
    begin(stage, anna, 1).await;
    let later = NewSession { ends_at: NOON + 5 * HOUR, ..new_session(anna, 2) };
    good(stage.store().begin_session(later).await);
    stage.sweep_with(keep_all(NOON + 3 * HOUR)).await;
    assert!(session_of(stage, 1).await.is_none() && session_of(stage, 2).await.is_some());
}

pub async fn who_came_in_and_what_was_given_stands_in_the_audit_log(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let anna = add(stage, "anna", owner_of(&[site])).await;
    begin(stage, anna, 1).await;
    let half = NewSession { whole: false, ..new_session(anna, 2) };
    good(stage.store().begin_session(half).await);
    let ends_at = NOON + MINUTE;
    let link = NewLink { hash: hash(3), user: anna, site: Some(site), ends_at, by: by(NOON) };
    good(stage.store().add_link(link).await);
    let Reply::Actions(page) =
        stage.view(Question::Actions { site: None, before: None, limit: 9 }).await
    else {
        panic!("actions")
    };
    let told: Vec<(Option<SiteId>, &str, &str)> = page
        .rows
        .iter()
        .map(|entry| (entry.site, entry.what.as_str(), entry.reason.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (Some(site), "login link", "anna"),
            (None, "login", "anna: password"),
            (None, "user add", "anna: owner of 1 site"),
            (Some(site), "site add", ""),
        ]
    );
}

// --- short words ---

fn owner_of(sites: &[SiteId]) -> Grant {
    Grant { role: Role::Owner, scope: Scope::Sites(sites.iter().copied().collect()) }
}

fn hash(nth: u8) -> Hash {
    Hidden([nth; 32])
}

fn new_user(name: &str, grant: Grant) -> NewUser {
    NewUser { name: name.into(), grant, language: String::new(), password_hash: None, by: by(NOON) }
}

fn new_session(user: UserId, nth: u8) -> NewSession {
    NewSession {
        user,
        hash: hash(nth),
        whole: true,
        site: None,
        ends_at: NOON + 2 * HOUR,
        address: "192.0.2.7".into(),
        agent: "a browser".into(),
        most: 50,
        how: "password",
        by: By { who: "user:anna".into(), at: NOON },
    }
}

fn new_token(name: &str, nth: u8, user: Option<UserId>) -> NewToken {
    NewToken {
        hash: hash(nth),
        name: name.into(),
        user,
        grant: Grant::operator(),
        ends_at: Some(NOON + 2 * HOUR),
        by: by(NOON),
    }
}

async fn add(stage: &Stage, name: &str, grant: Grant) -> UserId {
    good(stage.store().add_user(new_user(name, grant)).await)
}

async fn begin(stage: &Stage, user: UserId, nth: u8) -> SessionId {
    good(stage.store().begin_session(new_session(user, nth)).await)
}

async fn take(stage: &Stage, user: UserId, code: Code) -> bool {
    good(stage.store().take_code(user, code, by(NOON)).await)
}

async fn user(stage: &Stage, id: UserId) -> Option<User> {
    match stage.view(Question::User(id)).await {
        Reply::User(user) => user.map(|user| *user),
        other => panic!("{other:?}"),
    }
}

async fn named(stage: &Stage, name: &str) -> Option<User> {
    match stage.view(Question::UserNamed(name.into())).await {
        Reply::User(user) => user.map(|user| *user),
        other => panic!("{other:?}"),
    }
}

async fn users(stage: &Stage, after: &str, limit: usize) -> Vec<String> {
    match stage.view(Question::Users { after: after.into(), limit }).await {
        Reply::Users(users) => users.into_iter().map(|user| user.name).collect(),
        other => panic!("{other:?}"),
    }
}

async fn session_of(stage: &Stage, nth: u8) -> Option<(Session, User)> {
    match stage.view(Question::SessionOf(hash(nth))).await {
        Reply::SessionOf(found) => found.map(|found| *found),
        other => panic!("{other:?}"),
    }
}

async fn sessions(stage: &Stage, user: UserId) -> Vec<Session> {
    match stage.view(Question::Sessions(user)).await {
        Reply::Sessions(sessions) => sessions,
        other => panic!("{other:?}"),
    }
}

async fn token_of(stage: &Stage, nth: u8) -> Option<(Token, Option<User>)> {
    match stage.view(Question::TokenOf(hash(nth))).await {
        Reply::TokenOf(found) => found.map(|found| *found),
        other => panic!("{other:?}"),
    }
}

async fn tokens(stage: &Stage, user: Option<UserId>) -> Vec<TokenId> {
    match stage.view(Question::Tokens { user, after: TokenId(0), limit: 9 }).await {
        Reply::Tokens(tokens) => tokens.into_iter().map(|token| token.id).collect(),
        other => panic!("{other:?}"),
    }
}
