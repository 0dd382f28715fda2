//! How the statements read: each that a verb or a question runs is noted, and SQLite tells how it would go about it.
//!
//! A table that grows with the mail is never read from end to end, and what delivery waits for reads the ranges of the
//! queue's index that it names.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use postern_core::classify::Class;
use postern_core::hook::Kinds;
use postern_core::ids::{ActionId, DeliveryId, HookId, SiteId};
use postern_core::site::{Action, State};
use postern_core::stop::Stopped;
use rusqlite::Connection;
use rusqlite::trace::{TraceEvent, TraceEventCodes};

use super::SqliteStore;
use super::walk::{FEW, Queue};
use crate::contract::stage::{Fixture, HOUR, NOON, Stage, by, keep_all, key, mail, retry, to};
use crate::hook::{EventEnd, EventSettlement, HookAdded, HookChange, NewHook};
use crate::people::Hidden;
use crate::view::{
    FailureFilter, HooksOf, Order, Question, Reply, SiteFilter, SiteOrder, TraceFilter,
};
use crate::{
    AcceptKey, End, JobKey, JobKind, NewMessage, QueueKind, Selection, SiteChange, SiteSettings,
    Store, Sweep,
};

type Noted = Arc<Mutex<BTreeSet<String>>>;

struct Noting(Arc<SqliteStore>);

impl Fixture for Noting {
    fn store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.0) as Arc<dyn Store>
    }

    fn reopen(&mut self) -> Pin<Box<dyn Future<Output = ()> + '_>> {
        unreachable!("what was noted would be lost")
    }
}

/// Every statement of a day in the life of a store, with its plan.
async fn plans() -> Vec<(String, Vec<String>)> {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(SqliteStore::for_test(folder.path(), 1000, None));
    let noted = Noted::default();
    let book = Arc::clone(&noted);
    store.with_writer(|writer| {
        let note = move |event: TraceEvent<'_>| {
            if let TraceEvent::Stmt(statement, _) = event {
                book.lock().unwrap().insert(statement.sql().into_owned());
            }
        };
        writer.ledger.db.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(note)).unwrap();
    });
    let stage = Stage::new(Box::new(Noting(Arc::clone(&store))));
    day(&stage).await;
    store.with_writer(|writer| {
        let many = Queue { site: SiteId(1), generation: 1, queued: FEW + 1 };
        many.piece(&writer.ledger.db, DeliveryId(0), DeliveryId(9), 1).unwrap();
    });
    let statements = noted.lock().unwrap().clone();
    store.with_writer(|writer| {
        let plan = |sql: String| (words(&sql), plan(&writer.ledger.db, &sql));
        statements.into_iter().filter(|sql| is_planned(sql)).map(plan).collect()
    })
}

async fn day(stage: &Stage) {
    let site = stage.site("shop.example").await;
    let gone = stage.site("gone.example").await;
    let mails = accepting(stage, site).await;
    stage.mail(gone).await;
    let hook = hook_of_all(stage, None).await;
    delivering(stage, site, &mails).await;
    telling(stage, hook).await;
    for selection in selections() {
        stage.queue(site, selection.clone()).await;
        stage.job_done(site, JobKind::Retry, selection).await;
    }
    acting(stage, site).await;
    asking(stage, site).await;
    stage.store().remove_site(gone, by(NOON)).await.unwrap();
    let late = NOON + 1000 * HOUR;
    let forget = Sweep {
        traces_before: late,
        failures_before: late,
        buckets_before: late,
        keys_before: late,
        ..keep_all(late)
    };
    stage.sweep_with(forget).await;
}

async fn accepting(stage: &Stage, site: SiteId) -> Vec<DeliveryId> {
    let mut mails = Vec::new();
    for nth in 0..8 {
        let deliveries = vec![to("anna@example.net"), to("bob@example.net")];
        let new = NewMessage { key: key(nth), deliveries, ..mail(site, &[]) };
        mails.extend(stage.accept(new).await.deliveries);
    }
    mails
}

async fn hook_of_all(stage: &Stage, key: Option<JobKey>) -> HookId {
    let hook = NewHook {
        site: None,
        url: "https://hooks.example.net/".into(),
        kinds: Kinds::all(),
        secret: Hidden(vec![7; 40]),
        allow_private: false,
        most: 9,
        key,
        by: by(NOON),
    };
    match stage.store().add_hook(hook).await.unwrap() {
        HookAdded::Made(hook) => hook,
        other => panic!("{other:?}"),
    }
}

/// What failed is told, not taken, and told again.
async fn telling(stage: &Stage, hook: HookId) {
    let due = Question::DueEvents { now: NOON, in_hand: vec![], busy: vec![], limit: 9 };
    let Reply::DueEvents(due) = stage.view(due).await else { panic!("events") };
    let event = due.events[0].id;
    for end in [EventEnd::Retry { at: NOON }, EventEnd::Taken] {
        let settlement = EventSettlement {
            event,
            at: NOON,
            took: HOUR,
            status: None,
            trouble: String::new(),
            detail: String::new(),
            text: String::new(),
            end,
        };
        assert!(stage.store().settle_event(settlement).await.unwrap());
    }
    stage.store().send_again(hook, event, by(NOON)).await.unwrap();
    stage.store().send_again(hook, event, by(NOON)).await.unwrap();
    stage.store().test_hook(hook, by(NOON)).await.unwrap();
    for question in [
        Question::Hooks(HooksOf::Everybody { after: HookId(0), limit: 9 }),
        Question::Hooks(HooksOf::Site(SiteId(1))),
        Question::Hook(hook),
        Question::HookAnswers(hook),
    ] {
        stage.view(question).await;
    }
    let key = JobKey { key: AcceptKey([7; 16]), digest: [7; 16] };
    let other = hook_of_all(stage, Some(key)).await;
    let off = HookChange { on: Some(false), ..HookChange::default() };
    stage.store().change_hook(other, off, by(NOON)).await.unwrap();
    stage.store().remove_hook(other, by(NOON)).await.unwrap();
}

async fn delivering(stage: &Stage, site: SiteId, mails: &[DeliveryId]) {
    stage.due(site, NOON).await;
    stage.attempt(site, mails[0], End::Sent).await;
    stage.attempt(site, mails[1], End::Failed(Class::BadMailbox)).await;
    stage.attempt(site, mails[2], retry(NOON + HOUR)).await;
    stage.due(site, NOON).await;
    let stop = stage.stop(site, Stopped::Script("/srv/shop/order.php".into()), NOON).await;
    stage.claim(site, &mails[3..5]).await;
    stage.sweep(NOON).await;
    stage.give_back(&mails[3..5]).await;
    stage.unstop(site, stop).await;
    stage.sweep(NOON).await;
}

async fn acting(stage: &Stage, site: SiteId) {
    stage.block(site).await;
    stage.mail(site).await;
    stage.job_done(site, JobKind::Release, selections()[2].clone()).await;
    let due = stage.due(site, NOON).await;
    stage.claim(site, &due).await;
    stage.expire(NOON + 200 * HOUR).await;
    let fresh = stage.mail(site).await;
    stage.job_done(site, JobKind::Delete, Selection::default()).await;
    stage.act(site, Action::Purge, State::Enabled, NOON).await;
    stage.give_back(&due).await;
    stage.queue(site, Selection::default()).await;
    stage.sweep(NOON).await;
    stage.claim(site, &fresh.deliveries).await;
    let settings = Some(SiteSettings::default());
    let change = SiteChange { settings, ..SiteChange::default() };
    stage.store().change_site(site, change, by(NOON)).await.unwrap();
    stage.store().set_login(site, "shop".into(), "hash".into(), by(NOON)).await.unwrap();
}

async fn asking(stage: &Stage, site: SiteId) {
    let text = |text: &str| Some(String::from(text));
    for question in [
        Question::SiteNamed("shop.example".into()),
        Question::SitesWithWork,
        Question::Logins,
        Question::Stops(None),
        Question::Stops(Some(site)),
        Question::Today { site, day: 0 },
        Question::Scripts { site: None, by: Order::Sent, limit: 5 },
        Question::Scripts { site: Some(site), by: Order::Failed, limit: 5 },
        Question::ScriptNamed { site, name: "/srv/shop/order.php".into() },
        Question::Actions { site: None, before: None, limit: 5 },
        Question::Actions { site: Some(site), before: None, limit: 5 },
        Question::Remembered("told".into()),
        Question::Told(site),
        Question::FailedOn { day: 20_260_615, after: SiteId(0), limit: 5 },
        Question::ActionsAfter { after: ActionId(0), limit: 5 },
        Question::SiteRanking {
            filter: SiteFilter::default(),
            by: SiteOrder::Failed,
            days_from: Some(20_260_101),
            after: None,
            limit: 5,
        },
        Question::Health,
        Question::Measures,
    ] {
        stage.view(question).await;
    }
    stage.sites().await;
    stage.kinds(site).await;
    stage.days(site).await;
    stage.half_hours(site, NOON, NOON + HOUR).await;
    let filter = FailureFilter { from: Some(NOON), recipient: text("a"), ..Default::default() };
    stage.failures(site, filter.clone()).await;
    stage.failure_classes(site, filter).await;
    for filter in [
        TraceFilter::default(),
        TraceFilter { recipient: text("anna@example.net"), ..TraceFilter::default() },
        TraceFilter { sender: text("shop@example.org"), ..TraceFilter::default() },
    ] {
        stage.trace(site, filter).await;
    }
}

fn selections() -> Vec<Selection> {
    vec![
        Selection::default(),
        Selection { script: Some("/srv/shop/order.php".into()), ..Selection::default() },
        Selection { recipient: Some("@example.net".into()), ..Selection::default() },
        Selection { deliveries: vec![1, 2, 3], ..Selection::default() },
        Selection { kind: Some(QueueKind::Held), ..Selection::default() },
    ]
}

fn is_planned(sql: &str) -> bool {
    ["SELECT", "INSERT", "UPDATE", "DELETE"].iter().any(|word| sql.starts_with(word))
}

fn plan(db: &Connection, sql: &str) -> Vec<String> {
    let mut statement = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    // Whatever its parameters are: the plan does not depend on them.
    let lines = statement.raw_query().mapped(|row| row.get(3));
    lines.collect::<rusqlite::Result<_>>().unwrap()
}

/// A statement in one line.
fn words(sql: &str) -> String {
    sql.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The plan of the one statement that has these words.
fn only(plans: &[(String, Vec<String>)], words: &str) -> Vec<String> {
    let found: Vec<_> = plans.iter().filter(|(sql, _)| sql.contains(words)).collect();
    assert_eq!(found.len(), 1, "{words}: {found:?}");
    found[0].1.clone()
}

/// The tables that plans read from end to end, with the index they do it by.
fn scanned(plans: &[(String, Vec<String>)]) -> BTreeSet<String> {
    let mut scanned = BTreeSet::new();
    for (sql, plan) in plans {
        for line in plan {
            let Some(name) = line.strip_prefix("SCAN ") else { continue };
            let (name, index) = name.split_once(" USING INDEX ").unwrap_or((name, ""));
            let index = if index.is_empty() { String::new() } else { format!(" by {index}") };
            scanned.insert(format!("{}{index}", table(sql, name)));
        }
    }
    scanned
}

/// The table that a statement calls by this name.
fn table<'a>(sql: &'a str, name: &'a str) -> &'a str {
    let words: Vec<&str> = sql.split(' ').collect();
    let named = words.windows(3).find(|w| ["FROM", "JOIN"].contains(&w[0]) && w[2] == name);
    named.map_or(name, |w| w[1])
}

#[tokio::test]
async fn nothing_that_grows_with_the_mail_is_read_from_end_to_end() {
    let plans = plans().await;
    assert!(plans.len() > 100, "the statements were noted");
    let scanned = scanned(&plans);
    let scanned: Vec<&str> = scanned.iter().map(String::as_str).collect();
    // As large as there are sites, people or classes, or as much as waits for work. Of scripts a ranking of all sites is made.
    assert_eq!(
        scanned,
        [
            "CONSTANT ROW",
            "counter",
            "ending",
            "failed",
            "gone",
            "head",
            "job by job_unfinished",
            "login",
            "login_link",
            "recheck",
            "reclaim",
            "restop",
            "script by script_name",
            "segment",
            "session",
            "site",
            "site by site_name",
            "stop",
            // All hooks there are, once; then they are in memory.
            "webhook",
        ]
    );
}

#[tokio::test]
async fn what_delivery_waits_for_reads_ranges_of_its_index() {
    let plans = plans().await;
    let queue = "SEARCH delivery USING COVERING INDEX queue (site=? AND generation=?";
    for (words, expected) in [
        ("SELECT lane FROM delivery", format!("{queue} AND state=? AND lane>?)")),
        ("next_at <= ?5 ORDER BY", format!("{queue} AND state=? AND lane=? AND next_at<?)")),
        ("next_at > ?5 ORDER BY", format!("{queue} AND state=? AND lane=? AND next_at>?)")),
        ("SELECT state FROM delivery", format!("{queue} AND state>?)")),
        ("SELECT id FROM delivery WHERE site", format!("{queue})")),
    ] {
        assert_eq!(only(&plans, words), [expected], "{words}");
    }
    let by_id =
        ["d", "m", "s"].map(|name| format!("SEARCH {name} USING INTEGER PRIMARY KEY (rowid=?)"));
    assert_eq!(only(&plans, "d.parked_for, m.held_base"), by_id);
}

#[tokio::test]
async fn what_is_ending_is_found_without_what_is_purged() {
    let plans = plans().await;
    let ending = only(&plans, "FROM ending e CROSS JOIN");
    assert_eq!(ending, ["SCAN e", "SEARCH d USING INTEGER PRIMARY KEY (rowid=?)"]);
    // In the order of the index, so that it ends at the rows it takes.
    let purged = only(&plans, "d.state NOT IN (2, 3) LIMIT");
    assert_eq!(purged[0], "SEARCH d USING INDEX queue (site=? AND generation<?)");
    assert_eq!(purged.len(), 2, "{purged:?}");
}

#[tokio::test]
async fn pages_of_people_read_ranges_of_an_index() {
    let plans = plans().await;
    for (words, expected) in [
        (
            "FROM failure WHERE site = ?1 AND at",
            "failure USING INDEX failure_at (site=? AND at>? AND at<?)",
        ),
        (
            "FROM ended WHERE site = ?1 AND recipient_hash",
            "ended USING INDEX ended_recipient (site=? AND recipient_hash=? AND rowid<?)",
        ),
        (
            "FROM delivery WHERE id > ?1 AND id < ?2",
            "delivery USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
        ),
        (
            "FROM attempt WHERE id >= ?1 AND id < ?2 ORDER",
            "attempt USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
        ),
        ("FROM action WHERE site = ?1", "action USING INDEX action_site (site=? AND rowid<?)"),
    ] {
        assert_eq!(only(&plans, words), [format!("SEARCH {expected}")], "{words}");
    }
}
