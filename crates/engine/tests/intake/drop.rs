//! The drop directory: what lies in it is taken in, once, in order; what cannot be is never lost.

use std::ffi::OsString;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use postern_core::classify::Class;
use postern_core::limits::Limits;
use postern_sendmail::accept_key::AcceptKey;
use postern_sendmail::drop::Part;
use postern_sendmail::frame::{self, Request, Submit, Task};
use postern_store::Method;

use super::*;

async fn house(
    settings: impl FnOnce(&mut Settings),
    site: impl FnOnce(&mut SiteSettings),
) -> House {
    let folder = tempfile::tempdir().unwrap();
    let drop = folder.path().join("drop");
    let with = |all: &mut Settings| {
        all.intake.drop = Some(drop);
        settings(all);
    };
    let house = House::within(folder, with, site).await;
    // As a package installs it.
    house.open().await.stop().await;
    house
}

fn directory(house: &House) -> &PathBuf {
    house.settings.intake.drop.as_ref().unwrap()
}

/// A key drawn in the n-th millisecond.
fn key(n: u64) -> AcceptKey {
    let mut bytes = [9; 16];
    bytes[..6].copy_from_slice(&(1_700_000_000_000 + n).to_be_bytes()[2..]);
    AcceptKey::from_bytes(bytes)
}

fn mail(key: AcceptKey, recipient: &str, message: &[u8]) -> Vec<u8> {
    mail_with(key, recipient, message, |_| {})
}

fn mail_with(
    key: AcceptKey,
    recipient: &str,
    message: &[u8],
    change: impl FnOnce(&mut Submit),
) -> Vec<u8> {
    let mut submit = Submit {
        accept_key: key,
        sender: frame::Sender::Given(b"orders".to_vec()),
        full_name: None,
        recipients: vec![recipient.as_bytes().to_vec()],
        extract_recipients: false,
        notify: None,
        returns: None,
        envelope_id: None,
    };
    change(&mut submit);
    let request =
        Request { site: None, origin: frame::Origin::default(), task: Task::Submit(submit) };
    let mut bytes = Vec::new();
    request.encode(&mut bytes).unwrap();
    frame::encode_chunk(message, &mut bytes);
    frame::encode_end(message.len() as u64, &mut bytes);
    bytes
}

/// Writes a file as the sendmail command does.
fn put(house: &House, key: AcceptKey, bytes: &[u8]) {
    let mut part = Part::create(directory(house), &key).unwrap();
    part.append(bytes).unwrap();
    part.commit().unwrap();
}

fn put_mail(house: &House, n: u64, recipient: &str) {
    put(house, key(n), &mail(key(n), recipient, format!("Subject: {n}\n\nx\n").as_bytes()));
}

/// What lies in the directory itself.
fn left(house: &House) -> Vec<OsString> {
    let entries =
        std::fs::read_dir(directory(house)).unwrap().map(|entry| entry.unwrap().file_name());
    entries.filter(|name| name != ".aside").collect()
}

fn aside(house: &House) -> usize {
    std::fs::read_dir(directory(house).join(".aside")).unwrap().count()
}

#[tokio::test]
async fn what_lies_there_at_the_start_is_taken_in_in_order_and_unlinked() {
    let house = house(|_| {}, |_| {}).await;
    for n in (0..200).rev() {
        put_mail(&house, n, "a@example.org");
    }
    let doors = house.open().await;
    until(async || left(&house).is_empty()).await;
    let subjects: Vec<String> = house
        .stored(house.shop())
        .await
        .iter()
        .map(|one| one.claimed[0].message.subject.clone())
        .collect();
    assert_eq!(subjects, (0..200).map(|n| n.to_string()).collect::<Vec<_>>());
    let origin = house.traces(house.shop()).await.remove(0).origin;
    assert_eq!((origin.method, origin.uid), (Some(Method::Drop), Some(own_uid())));
    doors.stop().await;
}

#[tokio::test]
async fn what_comes_while_the_daemon_runs_is_noticed_at_once() {
    let house = house(|_| {}, |_| {}).await;
    let doors = house.open().await;
    for n in 0..3 {
        put_mail(&house, n, "a@example.org");
        until(async || left(&house).is_empty()).await;
    }
    assert_eq!(house.stored(house.shop()).await.len(), 3);
    assert_eq!(doors.drop.health().unwrap().files, 0);
}

#[tokio::test]
async fn a_mail_the_daemon_has_already_counts_once() {
    let house = house(|_| {}, |_| {}).await;
    put_mail(&house, 1, "a@example.org");
    put_mail(&house, 1, "a@example.org");
    let _doors = house.open().await;
    until(async || left(&house).is_empty()).await;
    assert_eq!(house.stored(house.shop()).await.len(), 1);
}

#[tokio::test]
async fn what_is_refused_for_good_becomes_a_failure_of_its_site() {
    let limits = Limits { message_bytes: 100, ..Limits::default() };
    let house = house(|_| {}, |site| site.limits = limits).await;
    put(
        &house,
        key(1),
        &mail(
            key(1),
            "a@example.org",
            format!("Subject: large\n\n{}\n", "x".repeat(500)).as_bytes(),
        ),
    );
    put(&house, key(2), &mail(key(2), "|sh", b"Subject: bad\n\nx\n"));
    let long_id = |submit: &mut Submit| submit.envelope_id = Some(vec![b' '; 50]);
    put(&house, key(3), &mail_with(key(3), "a@example.org", b"Subject: id\n\nx\n", long_id));
    let _doors = house.open().await;
    until(async || left(&house).is_empty()).await;
    let mut failures = house.failures(house.shop()).await;
    failures.sort_by_key(|failure| failure.id);
    let [large, bad, id] = &failures[..] else { panic!("{failures:?}") };
    assert_eq!((large.class, large.remote.code), (Class::RefusedByPolicy, 552));
    assert_eq!(large.remote.text, "the message has 517 bytes, the limit of its site is 100");
    assert_eq!((large.recipient.as_str(), large.subject.as_str()), ("<a@example.org>", "large"));
    assert_eq!((bad.class, bad.recipient.as_str()), (Class::BadMailbox, "<|sh>"));
    assert_eq!((id.class, id.remote.code), (Class::RefusedByPolicy, 554));
    assert!(id.remote.text.contains("envelope id"), "{}", id.remote.text);
    assert!(house.stored(house.shop()).await.is_empty());
    assert_eq!(aside(&house), 0);
}

#[tokio::test]
async fn a_failure_that_was_stored_and_not_settled_is_settled_when_the_file_is_read_again() {
    let limits = Limits { message_bytes: 100, ..Limits::default() };
    let house = house(|_| {}, |site| site.limits = limits).await;
    let large = mail(
        key(1),
        "a@example.org",
        format!("Subject: large\n\n{}\n", "x".repeat(500)).as_bytes(),
    );
    put(&house, key(1), &large);
    let doors = house.open().await;
    until(async || left(&house).is_empty()).await;
    doors.stop().await;
    put(&house, key(1), &large);
    let _doors = house.open().await;
    until(async || left(&house).is_empty()).await;
    assert_eq!(house.failures(house.shop()).await.len(), 1);
}

#[tokio::test]
async fn a_mail_the_daemon_has_already_stays_one_when_the_rules_have_changed_since() {
    let house = house(|_| {}, |_| {}).await;
    let two = mail(key(1), "a@example.org, b@example.org", b"Subject: two\n\nx\n");
    put(&house, key(1), &two);
    let doors = house.open().await;
    until(async || left(&house).is_empty()).await;
    doors.stop().await;
    house.change_site(house.shop(), |site| site.limits.recipients = 1).await;
    put(&house, key(1), &two);
    let _doors = house.open().await;
    until(async || left(&house).is_empty()).await;
    let stored = house.stored(house.shop()).await;
    assert_eq!(stored[0].recipients(), ["a@example.org", "b@example.org"]);
    assert!(house.failures(house.shop()).await.is_empty());
    assert_eq!(aside(&house), 0);
}

#[tokio::test]
async fn what_is_no_drop_file_is_set_aside_and_the_operator_is_told() {
    let house = house(|all| all.operator_address = "ops@example.net".into(), |_| {}).await;
    let name =
        |n: u32, suffix: &str| directory(&house).join(format!("0193a5b2c3d4-{n:032x}.{suffix}"));
    std::fs::write(name(1, "mail"), "garbage").unwrap();
    std::fs::write(directory(&house).join("foreign"), "x").unwrap();
    std::fs::create_dir(name(2, "mail")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", name(3, "mail")).unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, name(4, "mail"), rustix::fs::Mode::RUSR).unwrap();
    std::fs::write(house.folder.path().join("one"), mail(key(5), "a@example.org", b"x")).unwrap();
    std::fs::hard_link(house.folder.path().join("one"), name(5, "mail")).unwrap();
    let mut trailing = mail(key(6), "a@example.org", b"x");
    trailing.push(0);
    std::fs::write(name(6, "mail"), trailing).unwrap();
    std::fs::write(directory(&house).join("n".repeat(255)), "x").unwrap();
    std::fs::write(name(7, "part"), "being written").unwrap();
    put_mail(&house, 8, "a@example.org");

    let doors = house.open().await;
    until(async || left(&house).len() == 1 && doors.drop.health().unwrap().aside == 8).await;

    assert_eq!(aside(&house), 8);
    assert_eq!(left(&house), [name(7, "part").file_name().unwrap()]);
    assert_eq!(house.stored(house.shop()).await.len(), 1);
    let told = house.stored(house.sites.host()).await;
    assert_eq!(told.len(), 1, "once, however many they are");
    assert_eq!(told[0].recipients(), ["ops@example.net"]);
    assert!(std::path::Path::new("/etc/passwd").exists(), "a link is moved, not what it names");
}

#[tokio::test]
async fn a_directory_that_holds_something_else_is_not_taken_for_the_drop_directory() {
    let mut house = house(|_| {}, |_| {}).await;
    let others = house.folder.path().join("others");
    std::fs::create_dir(&others).unwrap();
    std::fs::write(others.join("accounts.db"), "x").unwrap();
    let mode = |path: &PathBuf| std::fs::metadata(path).unwrap().permissions().mode();
    let before = mode(&others);
    house.settings.intake.drop = Some(others.clone());

    let refused = house.try_open().await;
    let Err(StartError::DropShared { path, found }) = refused else { panic!("{refused:?}") };
    assert_eq!((path, found), (others.clone(), "accounts.db".into()));
    assert_eq!(mode(&others), before);
    assert!(others.join("accounts.db").exists());

    std::fs::remove_file(others.join("accounts.db")).unwrap();
    house.open().await.stop().await;
    std::fs::write(others.join("stray"), "x").unwrap();
    let _doors = house.open().await;
    until(async || aside(&house) == 1).await;
}

#[tokio::test]
async fn a_file_of_a_uid_without_a_site_is_set_aside_and_kept() {
    let house = house(|all| all.shared_uids = vec![own_uid()], |_| {}).await;
    put_mail(&house, 1, "a@example.org");
    let _doors = house.open().await;
    until(async || left(&house).is_empty()).await;
    assert_eq!(aside(&house), 1);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_taken_now_stays_and_is_taken_later() {
    let house = house(|_| {}, |site| site.limits = Limits { queued_bytes: 1, ..site.limits }).await;
    put_mail(&house, 1, "a@example.org");
    let doors = house.open().await;
    until(async || doors.drop.health().unwrap().files == 1).await;
    assert_eq!(left(&house).len(), 1);
    house.change_site(house.shop(), |site| site.limits = Limits::default()).await;
    while !left(&house).is_empty() {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    assert_eq!(house.stored(house.shop()).await.len(), 1);
}

#[tokio::test]
async fn beyond_its_share_a_uids_files_are_taken_in_later_turns() {
    let house = house(|all| all.intake.drop_files = 3, |_| {}).await;
    for n in 0..10 {
        put_mail(&house, n, "a@example.org");
    }
    let _doors = house.open().await;
    until(async || left(&house).is_empty()).await;
    let subjects: Vec<String> = house
        .stored(house.shop())
        .await
        .iter()
        .map(|one| one.claimed[0].message.subject.clone())
        .collect();
    assert_eq!(subjects, (0..10).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn files_that_are_being_written_are_looked_at_once_a_minute_and_not_whenever_a_mail_comes() {
    let house = house(|_| {}, |_| {}).await;
    let doors = house.open().await;
    put_mail(&house, 1, "a@example.org");
    until(async || left(&house).is_empty()).await;
    let part =
        std::fs::File::create(directory(&house).join(format!("0193a5b2c3d4-{:032x}.part", 2)));
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(25 * 3600);
    part.unwrap().set_modified(long_ago).unwrap();
    put_mail(&house, 2, "a@example.org");
    until(async || left(&house).len() == 1).await;
    assert_eq!(aside(&house), 0);
    while aside(&house) == 0 {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    assert!(left(&house).is_empty());
    doors.stop().await;
}
