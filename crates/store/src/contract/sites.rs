//! Sites come, change and go; what names them belongs to one at a time.

use postern_core::ids::SiteId;
use postern_core::limits::Limits;
use postern_core::notice::Notices;
use postern_core::site::State;

use super::stage::*;
use crate::view::{FailureFilter, Question, Reply, TraceFilter};
use crate::{
    Accepted, End, Error, Identity, NewMessage, NewSite, Settled, Site, SiteChange, SiteSettings,
    Sweep,
};

pub async fn a_site_is_found_by_name_and_by_id_as_it_was_set(stage: &mut Stage) {
    let settings = SiteSettings {
        zone: "Europe/Rome".into(),
        language: "it".into(),
        report_address: "anna@example.org".into(),
        limits: Limits { message_bytes: 1, recipients: 2, queued: 3, queued_bytes: 4 },
        sender_domains: vec!["example.org".into(), "shop.example.org".into()],
        smarthosts: vec!["smtp://relay.example.net:587".into()],
        source_address: "192.0.2.10".into(),
        notices: Notices::of([]),
    };
    let identities = vec![
        Identity::Uid(1001),
        Identity::Login("shop".into()),
        Identity::Range("192.0.2.0/24".into()),
    ];
    let new = NewSite {
        settings: settings.clone(),
        identities: identities.clone(),
        ..new_site("example.org")
    };
    let id = good(stage.store().add_site(new).await);
    for _restart in 0..2 {
        for shown in [stage.shown(id).await, named(stage, "example.org").await.expect("by name")] {
            assert_eq!(
                (shown.id, shown.name.as_str(), shown.created_at),
                (id, "example.org", NOON)
            );
            assert_eq!(shown.settings, settings);
            assert_eq!(sorted(shown.identities), sorted(identities.clone()));
            assert_eq!((shown.state, shown.locked), (State::Enabled, false));
            assert_eq!((shown.counters, shown.last_accepted_at), (Default::default(), None));
            assert_eq!(shown.held_before, std::time::Duration::ZERO);
        }
        assert!(named(stage, "example.com").await.is_none());
        assert!(stage.find(SiteId(id.0 + 1000)).await.is_none());
        stage.reopen().await;
    }
}

pub async fn sites_are_listed_by_name_page_by_page(stage: &mut Stage) {
    for name in ["c.example", "a.example", "d.example", "b.example"] {
        stage.site(name).await;
    }
    let mut names: Vec<String> = Vec::new();
    for page in [2, 2, 0] {
        let after = names.last().cloned().unwrap_or_default();
        let Reply::Sites(sites) = stage.view(Question::Sites { after, limit: 2 }).await else {
            panic!("sites")
        };
        assert_eq!(sites.len(), page);
        names.extend(sites.into_iter().map(|site| site.name));
    }
    assert_eq!(names, ["a.example", "b.example", "c.example", "d.example"]);
}

pub async fn a_name_and_an_identity_belong_to_one_site(stage: &mut Stage) {
    let uid = Identity::Uid(1001);
    let first = NewSite { identities: vec![uid.clone()], ..new_site("example.org") };
    good(stage.store().add_site(first).await);
    for _restart in 0..2 {
        let same_name = stage.store().add_site(new_site("example.org")).await;
        assert!(matches!(same_name, Err(Error::Taken { .. })), "{same_name:?}");
        let same_uid =
            NewSite { identities: vec![Identity::Uid(7), uid.clone()], ..new_site("example.com") };
        match stage.store().add_site(same_uid).await {
            Err(Error::Taken { what, owner }) => {
                assert_eq!(owner, "example.org");
                assert!(what.contains("1001"), "{what}");
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(stage.sites().await.len(), 1, "nothing is half added");
        stage.reopen().await;
    }
    let free = NewSite { identities: vec![Identity::Uid(7)], ..new_site("example.com") };
    good(stage.store().add_site(free).await);
}

pub async fn identities_are_added_removed_and_moved_only_when_told(stage: &mut Stage) {
    let (here, there) = (stage.site("example.org").await, stage.site("example.com").await);
    let (uid, range) = (Identity::Uid(1001), Identity::Range("192.0.2.0/24".into()));
    let both = vec![uid.clone(), range.clone()];
    change(stage, here, SiteChange { add_identities: both.clone(), ..SiteChange::default() }).await;
    change(stage, here, SiteChange { add_identities: both.clone(), ..SiteChange::default() }).await;
    assert_eq!(sorted(stage.shown(here).await.identities), sorted(both), "a repeat is harmless");

    let take = SiteChange { add_identities: vec![uid.clone()], ..SiteChange::default() };
    let taken = stage.store().change_site(there, take.clone(), by(NOON)).await;
    assert!(
        matches!(&taken, Err(Error::Taken { owner, .. }) if owner == "example.org"),
        "{taken:?}"
    );
    change(stage, there, SiteChange { move_identities: true, ..take }).await;
    change(
        stage,
        here,
        SiteChange { remove_identities: vec![range, uid.clone()], ..SiteChange::default() },
    )
    .await;
    for _restart in 0..2 {
        assert_eq!(stage.shown(here).await.identities, []);
        assert_eq!(
            stage.shown(there).await.identities,
            std::slice::from_ref(&uid),
            "another's is not removed"
        );
        stage.reopen().await;
    }
}

pub async fn a_change_that_is_refused_changes_nothing(stage: &mut Stage) {
    let (here, there) = (stage.site("example.org").await, stage.site("example.com").await);
    let uid = Identity::Uid(1001);
    change(stage, here, SiteChange { add_identities: vec![uid.clone()], ..SiteChange::default() })
        .await;
    let settings = SiteSettings { language: "it".into(), ..SiteSettings::default() };
    let wish = SiteChange {
        settings: Some(settings),
        add_identities: vec![Identity::Uid(7), uid],
        ..SiteChange::default()
    };
    assert!(stage.store().change_site(there, wish, by(NOON)).await.is_err());
    for _restart in 0..2 {
        let shown = stage.shown(there).await;
        assert_eq!((shown.settings.language.as_str(), shown.identities), ("en", vec![]));
        stage.reopen().await;
    }
}

pub async fn settings_change_and_stay(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let settings = SiteSettings {
        zone: "Europe/Rome".into(),
        language: "it".into(),
        ..SiteSettings::default()
    };
    change(stage, site, SiteChange { settings: Some(settings.clone()), ..SiteChange::default() })
        .await;
    change(stage, site, SiteChange::default()).await;
    for _restart in 0..2 {
        assert_eq!(stage.shown(site).await.settings, settings);
        stage.reopen().await;
    }
    let nobody = SiteId(site.0 + 1000);
    let answer = stage.store().change_site(nobody, SiteChange::default(), by(NOON)).await;
    assert!(matches!(answer, Err(Error::NotFound(_))));
}

pub async fn a_login_is_an_identity_with_a_password(stage: &mut Stage) {
    let (here, there) = (stage.site("example.org").await, stage.site("example.com").await);
    let set = async |stage: &Stage, site, hash: &str| {
        stage.store().set_login(site, "shop".into(), hash.into(), by(NOON)).await
    };
    good(set(stage, here, "$argon2id$1").await);
    good(set(stage, here, "$argon2id$2").await);
    for _restart in 0..2 {
        assert_eq!(logins(stage).await, [(here, "shop".to_string(), "$argon2id$2".to_string())]);
        assert_eq!(stage.shown(here).await.identities, [Identity::Login("shop".into())]);
        let taken = set(stage, there, "$argon2id$3").await;
        assert!(
            matches!(&taken, Err(Error::Taken { owner, .. }) if owner == "example.org"),
            "{taken:?}"
        );
        stage.reopen().await;
    }
    good(stage.store().remove_login("shop".into(), by(NOON)).await);
    let again = stage.store().remove_login("shop".into(), by(NOON)).await;
    assert!(matches!(again, Err(Error::NotFound(_))), "{again:?}");
    for _restart in 0..2 {
        assert_eq!(logins(stage).await, []);
        assert_eq!(stage.shown(here).await.identities, []);
        stage.reopen().await;
    }
    good(set(stage, there, "$argon2id$3").await);
    let nobody = SiteId(there.0 + 1000);
    assert!(matches!(
        set(stage, nobody, "$argon2id$4").await,
        Err(Error::Taken { .. } | Error::NotFound(_))
    ));
}

pub async fn a_login_that_is_taken_away_loses_its_password(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    good(stage.store().set_login(site, "shop".into(), "$argon2id$1".into(), by(NOON)).await);
    let away = vec![Identity::Login("shop".into())];
    change(stage, site, SiteChange { remove_identities: away, ..SiteChange::default() }).await;
    assert_eq!(logins(stage).await, []);
}

pub async fn a_removed_site_is_gone_and_what_named_it_is_free(stage: &mut Stage) {
    let uid = Identity::Uid(1001);
    let new = NewSite { identities: vec![uid.clone()], ..new_site("example.org") };
    let old = good(stage.store().add_site(new.clone()).await);
    good(stage.store().set_login(old, "shop".into(), "$argon2id$1".into(), by(NOON)).await);
    let queued = stage.mail(old).await.one();
    good(stage.store().remove_site(old, by(NOON)).await);
    for _restart in 0..2 {
        assert!(stage.find(old).await.is_none());
        assert!(named(stage, "example.org").await.is_none());
        assert_eq!(stage.sites().await.len(), 0);
        assert_eq!(logins(stage).await, []);
        assert!(matches!(stage.offer(mail(old, &["anna@example.net"])).await, Accepted::NoSite));
        assert_eq!(stage.claim(old, &[queued]).await, []);
        assert_eq!(stage.due(old, NOON).await, []);
        let again = stage.store().remove_site(old, by(NOON)).await;
        assert!(matches!(again, Err(Error::NotFound(_))), "{again:?}");
        stage.reopen().await;
    }
    let young = good(stage.store().add_site(new).await);
    assert!(young > old);
    good(stage.store().set_login(young, "shop".into(), "$argon2id$2".into(), by(NOON)).await);
    assert_eq!(stage.counters(young).await, Default::default(), "it inherits nothing");
    stage.sweep(NOON).await;
    stage.mail(young).await;
    assert_eq!(stage.counters(young).await.accepted, 1);
}

pub async fn what_is_in_flight_when_its_site_goes_may_end(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let (sent, retried) = (stage.mail(site).await, stage.mail(site).await);
    let claimed = stage.claimed(site, NOON, &[sent.one(), retried.one()]).await;
    good(stage.store().remove_site(site, by(NOON)).await);
    stage.sweep(NOON).await;
    assert_eq!(good(stage.store().body(claimed[0].message.body).await), mail(site, &[]).body);
    assert_eq!(stage.settle(site, sent.one(), End::Sent).await, Settled::Sent);
    assert_eq!(stage.settle(site, retried.one(), retry(NOON)).await, Settled::Purged);
    stage.expect_clean().await;
    stage.sweep(NOON).await;
    assert_eq!(stage.settle(site, sent.one(), End::Sent).await, Settled::Unknown);
}

pub async fn the_history_of_a_removed_site_goes_and_the_audit_log_stays(stage: &mut Stage) {
    let (site, other) = (stage.site("example.org").await, stage.site("example.com").await);
    for site in [site, other] {
        let failed = stage.mail(site).await;
        stage
            .attempt(site, failed.one(), End::Failed(postern_core::classify::Class::Network))
            .await;
    }
    good(stage.store().remove_site(site, by(NOON)).await);
    stage.sweep_with(Sweep { rows: 2, ..keep_all(NOON) }).await;
    for _restart in 0..2 {
        assert_eq!(stage.failures(site, FailureFilter::default()).await.len(), 0);
        assert_eq!(stage.trace(site, TraceFilter::default()).await.len(), 0);
        assert_eq!(stage.days(site).await, []);
        assert_eq!(stage.failures(other, FailureFilter::default()).await.len(), 1);
        assert_eq!(stage.trace(other, TraceFilter::default()).await.len(), 1);
        let words = super::acting::audit(stage, Some(site)).await;
        assert_eq!(words, ["site remove", "site add"]);
        let Reply::Actions(page) =
            stage.view(Question::Actions { site: None, before: None, limit: 1 }).await
        else {
            panic!("actions")
        };
        assert_eq!(
            page.rows[0].site_name, "example.org",
            "the name is told although the site is gone"
        );
        stage.reopen().await;
    }
}

pub async fn sites_with_work_are_those_with_a_queue(stage: &mut Stage) {
    let (busy, done, idle) = (
        stage.site("a.example").await,
        stage.site("b.example").await,
        stage.site("c.example").await,
    );
    stage.mail(busy).await;
    let sent = stage.mail(done).await.one();
    stage.attempt(done, sent, End::Sent).await;
    for _restart in 0..2 {
        let Reply::Sites(sites) = stage.view(Question::SitesWithWork).await else {
            panic!("sites")
        };
        let ids: Vec<SiteId> = sites.iter().map(|site| site.id).collect();
        assert_eq!(ids, [busy], "neither {done} nor {idle}");
        stage.reopen().await;
    }
}

pub async fn a_remembered_value_is_the_last_one(stage: &mut Stage) {
    let asked = || Question::Remembered("told".into());
    assert!(matches!(stage.view(asked()).await, Reply::Remembered(None)));
    for value in ["first", "second", ""] {
        good(stage.store().remember("told".into(), value.into()).await);
        good(stage.store().remember("other".into(), "something".into()).await);
        stage.reopen().await;
        match stage.view(asked()).await {
            Reply::Remembered(Some(told)) => assert_eq!(told, value),
            other => panic!("{other:?}"),
        }
    }
}

pub async fn ids_are_never_used_again(stage: &mut Stage) {
    let site = stage.site("example.org").await;
    let mut last = (stage.mail(site).await, site);
    for round in 0..4 {
        match round {
            0 => drop(stage.purge(site).await),
            1 => drop(
                stage.job_done(site, crate::JobKind::Delete, crate::Selection::default()).await,
            ),
            2 => drop(stage.attempt(site, last.0.one(), End::Sent).await),
            _ => good(stage.store().remove_site(last.1, by(NOON)).await),
        }
        let everything = NOON + HOUR;
        stage
            .sweep_with(Sweep {
                traces_before: everything,
                failures_before: everything,
                buckets_before: everything,
                keys_before: everything,
                ..keep_all(NOON)
            })
            .await;
        stage.reopen().await;
        let again = stage.site(&format!("s{round}.example")).await;
        assert!(again > last.1, "a site");
        let home = if round == 3 { again } else { site };
        let accepted =
            stage.accept(NewMessage { key: key(round), ..mail(home, &["anna@example.net"]) }).await;
        assert!(accepted.message > last.0.message, "a message");
        assert!(accepted.one() > last.0.one(), "a delivery");
        last = (accepted, again);
        if round == 2 {
            last.1 = site;
        }
    }
}

async fn change(stage: &Stage, site: SiteId, change: SiteChange) {
    good(stage.store().change_site(site, change, by(NOON)).await);
}

async fn named(stage: &Stage, name: &str) -> Option<Site> {
    match stage.view(Question::SiteNamed(name.into())).await {
        Reply::Site(site) => site.map(|site| *site),
        other => panic!("{other:?}"),
    }
}

async fn logins(stage: &Stage) -> Vec<(SiteId, String, String)> {
    match stage.view(Question::Logins).await {
        Reply::Logins(logins) => logins,
        other => panic!("{other:?}"),
    }
}

fn sorted(mut identities: Vec<Identity>) -> Vec<Identity> {
    identities.sort_by_key(|identity| format!("{identity:?}"));
    identities
}
