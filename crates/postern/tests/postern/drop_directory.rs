//! The daemon is away, or hangs: `sendmail` still ends with 0, and the mail waits in the drop directory until the daemon
//! takes it, in order and counted once. What is refused there becomes a failure of its site; what is nobody's is set
//! aside and told.

use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::thread;

use rustix::process::Signal;
use serde_json::json;

use crate::harness::*;

#[test]
fn mail_waits_while_the_daemon_is_away_and_is_taken_in_order_and_once() {
    let receiver = Receiver::start();
    let mut host = Host::with_shop(&receiver);
    host.stop();

    for number in 1..=5 {
        let message = format!("Subject: number {number}\n\nHello.\n");
        host.send(shop_uid(), &["anna@example.net"], message.as_bytes()).ok_and_silent();
    }
    assert_eq!(host.dropped().len(), 5);
    for file in host.dropped() {
        let metadata = std::fs::metadata(file).expect("a file");
        assert_eq!((metadata.uid(), metadata.mode() & 0o7777), (shop_uid(), 0o640));
    }
    host.start();

    receiver.wait_for(5);
    host.wait_for_counter(SHOP, "sent", 5);
    until("the files are gone", || host.dropped().is_empty());
    assert_eq!(host.counter(SHOP, "accepted"), 5);
    let stories = host.ask(&["trace", SHOP, "--recipient", "anna@example.net"]);
    let stories = stories.as_array().expect("a list");
    let subjects: Vec<_> = stories.iter().rev().map(|story| story["subject"].clone()).collect();
    assert_eq!(subjects, [1, 2, 3, 4, 5].map(|number| json!(format!("number {number}"))));
    assert!(stories.iter().all(|story| story["origin"]["method"] == "drop"), "{stories:?}");
}

#[test]
fn a_daemon_that_hangs_costs_two_seconds_and_no_mail() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    host.signal(Signal::STOP);

    host.send(shop_uid(), &["anna@example.net"], b"Subject: x\n\nHello.\n").ok_and_silent();
    assert_eq!(host.dropped().len(), 1);
    host.signal(Signal::CONT);

    receiver.mail_to("anna@example.net");
    host.wait_for_counter(SHOP, "sent", 1);
    until("the file is gone", || host.dropped().is_empty());
    assert_eq!(host.counter(SHOP, "accepted"), 1);
}

/// The daemon has stored the mail, and its answer is lost. `sendmail` cannot know, and drops the mail under the same key.
#[test]
fn a_mail_whose_answer_was_lost_counts_once() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    // Both ways the mail is that of the user who tells this story, since the answer is lost between two of his sockets.
    let (uid, site) = if is_root() { (0, "host") } else { (shop_uid(), SHOP) };
    let listener = UnixListener::bind(host.bin("lossy.sock")).expect("a socket");
    let daemon =
        UnixStream::connect(host.root().join("run/submission.sock")).expect("the daemon listens");
    let mut words = host.sendmail_words();
    words[2] = host.bin("lossy.sock").to_str().expect("text").to_owned();

    let lossy = thread::spawn(move || lose_the_answer(listener, daemon));
    let mut sendmail = program(&words[0]);
    sendmail.args(&words[1..]).arg("anna@example.net");
    run(as_user(&mut sendmail, uid), b"Subject: x\n\nHello.\n").ok_and_silent();
    lossy.join().expect("the daemon answers");

    receiver.mail_to("anna@example.net");
    until("the file is gone", || host.dropped().is_empty());
    host.wait_for_counter(site, "sent", 1);
    assert_eq!(host.counter(site, "accepted"), 1);
    assert_eq!(receiver.count(), 1);
}

/// Passes the greeting and the request on, waits for the answer, and hangs up.
fn lose_the_answer(listener: UnixListener, mut daemon: UnixStream) {
    let mut client = listener.accept().expect("sendmail connects").0;
    let mut greeting = [0];
    daemon.read_exact(&mut greeting).expect("the daemon speaks first");
    client.write_all(&greeting).expect("sendmail listens");
    let (mut from, mut to) =
        (client.try_clone().expect("a socket"), daemon.try_clone().expect("a socket"));
    let request = thread::spawn(move || drop(std::io::copy(&mut from, &mut to)));
    let mut answer = [0];
    daemon.read_exact(&mut answer).expect("the daemon answers");
    client.shutdown(std::net::Shutdown::Both).expect("the line breaks");
    request.join().expect("ends");
}

#[test]
fn a_dropped_mail_that_is_refused_becomes_a_failure_of_its_site() {
    let receiver = Receiver::start();
    let mut host = Host::with_shop(&receiver);
    host.stop();
    host.send(shop_uid(), &["-t"], b"To: anna@@example.net\nSubject: broken\n\nHello.\n")
        .ok_and_silent();
    host.send(shop_uid(), &["anna@example.net"], b"Subject: whole\n\nHello.\n").ok_and_silent();

    host.start();

    receiver.mail_to("anna@example.net");
    host.wait_for_counter(SHOP, "failed", 1);
    until("the files are gone", || host.dropped().is_empty());
    let failures = host.ask(&["failures", SHOP]);
    assert_eq!(failures[0]["subject"], json!("broken"), "{failures}");
    assert_eq!(failures[0]["class"], json!("bad-mailbox"), "{failures}");
    assert_eq!((host.counter(SHOP, "accepted"), host.counter(SHOP, "sent")), (2, 1));
    host.check();
}

#[test]
fn a_dropped_mail_is_refused_also_while_its_site_is_blocked() {
    let receiver = Receiver::start();
    let mut host = Host::with_shop(&receiver);
    host.operate(&["block", SHOP]).ok();
    host.stop();
    host.send(shop_uid(), &["-t"], b"Subject: to nobody\n\nHello.\n").ok_and_silent();
    host.send(shop_uid(), &["anna@example.net"], b"Subject: held\n\nHello.\n").ok_and_silent();

    host.start();

    host.wait_for_counter(SHOP, "accepted", 2);
    host.wait_for_counter(SHOP, "failed", 1);
    until("the files are gone", || host.dropped().is_empty());
    assert_eq!(host.counter(SHOP, "queued"), 1);
    host.operate(&["unblock", SHOP]).ok();
    receiver.mail_to("anna@example.net");
    host.wait_for_counter(SHOP, "sent", 1);
    assert_eq!(receiver.count(), 1);
    host.check();
}

#[test]
fn what_is_nobodys_is_set_aside_and_told() {
    need_root();
    let receiver = Receiver::start();
    let mut host = Host::with_shop(&receiver);
    host.stop();
    host.send(STRANGER_UID, &["anna@example.net"], b"Subject: a stranger's\n\nHello.\n")
        .ok_and_silent();
    let stranger = host.dropped().remove(0);
    let drop = host.drop_directory();
    std::fs::write(drop.join("readme.txt"), "hello").expect("a file");
    std::fs::create_dir(drop.join("folder")).expect("a folder");
    // Of another owner's folder the system lets the daemon move only what all may write to; the rest stays and is told.
    std::fs::set_permissions(drop.join("folder"), PermissionsExt::from_mode(0o777))
        .expect("root may");
    let shadow = drop.join("000000000000-00000000000000000000000000000000.mail");
    std::os::unix::fs::symlink("/etc/shadow", &shadow).expect("a link");
    let second_name = drop.join("000000000000-00000000000000000000000000000001.mail");
    std::fs::hard_link(drop.join("readme.txt"), &second_name).expect("a name");
    host.send(SHOP_UID, &["bruno@example.net"], b"Subject: the shop's\n\nHello.\n").ok_and_silent();

    host.start();

    receiver.mail_to("bruno@example.net");
    let notice = receiver.mail_to("operator@example.net");
    assert!(String::from_utf8_lossy(&notice.bytes).contains("set aside"), "{notice:?}");
    assert_eq!(notice.sender, "", "nobody answers a notice");
    let aside = drop.join(".aside");
    until("all of it lies aside", || std::fs::read_dir(&aside).expect("a folder").count() == 5);
    for path in [stranger, drop.join("readme.txt"), drop.join("folder"), shadow, second_name] {
        assert!(std::fs::symlink_metadata(&path).is_err(), "{} was moved", path.display());
    }
    assert!(host.log().contains("drop_set_aside"), "the log names each");
    host.send(SHOP_UID, &["carla@example.net"], b"Subject: after it\n\nHello.\n").ok_and_silent();
    receiver.mail_to("carla@example.net");
    assert_eq!(
        receiver
            .mails()
            .iter()
            .filter(|mail| mail.recipients.contains(&"anna@example.net".into()))
            .count(),
        0
    );
}
