//! What an operator does to a site's mail, from `block` to `purge`, and what its receivers see of it.
//!
//! Held mail is watched while it is held, and again when it leaves. The promise of one second is measured where it
//! counts: at the receiver, by when each `MAIL FROM` came.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::harness::*;

const BLOG: &str = "blog.example.org";

/// The recipients of a site's queued mail that are of a kind (`due`, `deferred`, `held`).
#[track_caller]
fn queued(host: &Host, site: &str, kind: &str) -> Vec<String> {
    let rows = host.ask(&["queue", "list", site, "--kind", kind]);
    let of_kind =
        rows.as_array().expect("a list").iter().inspect(|row| assert_eq!(row["kind"], kind));
    of_kind.map(|row| row["recipient"].as_str().expect("an address").to_owned()).collect()
}

#[track_caller]
fn action(host: &Host, arguments: &[&str]) -> Value {
    host.ask(arguments)
}

/// Mail that carries a script's name, as a web server's environment states it.
#[track_caller]
fn send_as_script(host: &Host, script: &str, recipient: &str) {
    let mut sendmail = host.sendmail(shop_uid(), &["-i", recipient]);
    run(sendmail.env("SCRIPT_FILENAME", script), b"Subject: x\n\nHello.\n").ok_and_silent();
}

#[test]
fn a_blocked_site_is_held_and_leaves_when_it_is_unblocked() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    host.shop_sends("before@example.net");
    receiver.mail_to("before@example.net");
    host.wait_for_counter(SHOP, "sent", 1);

    let blocked = action(&host, &["block", SHOP, "--reason", "under attack"]);
    assert_eq!((&blocked["from"], &blocked["to"]), (&json!("ok"), &json!("ko")), "{blocked}");
    let recipients = ["one@example.net", "two@example.net", "three@example.net"];
    recipients.iter().for_each(|recipient| host.shop_sends(recipient));

    assert_eq!(queued(&host, SHOP, "held"), recipients);
    let status = host.ask(&["status", SHOP]);
    assert_eq!(status["site"]["state"], json!("ko"));
    assert_eq!(status["site"]["reason"], json!("under attack"));
    assert_eq!(status["queue"]["held"], json!(3));
    assert!(!status["expires_next_at"].is_null(), "{status}");
    assert_eq!(receiver.count(), 1);
    assert_eq!(
        action(&host, &["block", SHOP])["changed"],
        json!(false),
        "a second block changes nothing"
    );

    let unblocked = action(&host, &["unblock", SHOP]);
    assert_eq!((&unblocked["from"], &unblocked["to"]), (&json!("ko"), &json!("ok")), "{unblocked}");
    recipients.iter().for_each(|recipient| drop(receiver.mail_to(recipient)));
    host.wait_for_counter(SHOP, "sent", 4);
    assert_eq!(host.ask(&["status", SHOP])["queue"]["total"], json!(0));
    host.check();
}

#[test]
fn a_block_outlives_the_daemon() {
    let receiver = Receiver::start();
    let mut host = Host::with_shop(&receiver);
    host.operate(&["block", SHOP]).ok();
    host.shop_sends("one@example.net");

    host.kill();
    host.start();

    assert_eq!(queued(&host, SHOP, "held"), ["one@example.net"]);
    host.add_site(BLOG, &[]);
    host.operate(&["test-mail", BLOG, "other@example.net"]).ok();
    receiver.mail_to("other@example.net");
    assert_eq!(receiver.count(), 1, "only the other site's mail has left");
    host.operate(&["unblock", SHOP]).ok();
    receiver.mail_to("one@example.net");
}

#[test]
fn a_purge_deletes_what_is_queued_and_lets_the_site_send() {
    let receiver = Receiver::start();
    let mut host = Host::with_shop(&receiver);
    host.shop_sends("busy@example.net");
    receiver.wait_for_refusals("busy@example.net", 1);
    until("it is deferred", || queued(&host, SHOP, "deferred") == ["busy@example.net"]);
    host.operate(&["block", SHOP]).ok();
    host.shop_sends("one@example.net");
    host.shop_sends("two@example.net");

    assert_eq!(
        host.operate(&["purge", SHOP]).code,
        Some(2),
        "without a terminal it has to be said twice"
    );
    assert_eq!(queued(&host, SHOP, "held").len(), 3);
    let purged = action(&host, &["purge", SHOP, "--yes"]);

    assert_eq!(
        (&purged["to"], &purged["purged"], &purged["queued"]),
        (&json!("ok"), &json!(3), &json!(0)),
        "{purged}"
    );
    assert_eq!(host.counter(SHOP, "purged"), 3);
    assert_eq!(queued(&host, SHOP, "due").len(), 0);
    host.operate(&["block", SHOP]).ok();
    host.shop_sends("after@example.net");
    host.kill();
    host.start();
    assert_eq!(
        queued(&host, SHOP, "held"),
        ["after@example.net"],
        "what came after it is no part of it"
    );
    host.operate(&["unblock", SHOP]).ok();
    receiver.mail_to("after@example.net");
    host.wait_for_counter(SHOP, "sent", 1);
    assert_eq!(receiver.count(), 1, "nothing purged was delivered, nor after a crash");
    host.check();
}

#[test]
fn a_purge_while_a_mail_is_under_way_counts_what_truly_happened() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    receiver.pause();
    host.shop_sends("under-way@example.net");
    receiver.wait_for_waiting(1);
    host.operate(&["block", SHOP]).ok();
    host.shop_sends("held@example.net");

    let purged = action(&host, &["purge", SHOP, "--yes"]);
    receiver.resume();

    assert_eq!((&purged["purged"], &purged["in_flight"]), (&json!(1), &json!(1)), "{purged}");
    host.wait_for_counter(SHOP, "sent", 1);
    assert_eq!(
        (
            host.counter(SHOP, "accepted"),
            host.counter(SHOP, "purged"),
            host.counter(SHOP, "queued")
        ),
        (2, 1, 0)
    );
    host.check();
}

#[test]
fn no_attempt_begins_a_second_after_a_block_was_answered() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    host.operate_with(&["site", "add", BLOG], b"").ok();
    host.operate_with(&["login", "add", BLOG, "blog"], b"another password\n").ok();
    let address = host.smtp_address();
    let send = |login: &str, password: &str, domain: &str, stop: &AtomicBool| {
        let mut session = Smtp::logged_in(address, login, password).expect("logs in");
        let mut sent = 0;
        while !stop.load(Ordering::Relaxed) {
            let recipient = format!("{login}-{sent}@example.net");
            let answer = session
                .submit(&format!("news@{domain}"), &recipient, "Subject: x\r\n\r\nx\r\n")
                .expect("an answer");
            assert_eq!(answer.code, 250, "{answer:?}");
            sent += 1;
        }
    };
    let stop = AtomicBool::new(false);
    let blocked_at = thread::scope(|scope| {
        let _stop = StopAtEnd(&stop);
        for _ in 0..3 {
            scope.spawn(|| send(SHOP_LOGIN, SHOP_PASSWORD, SHOP, &stop));
        }
        scope.spawn(|| send("blog", "another password", BLOG, &stop));
        until("the shop's mail flows", || receiver.began(SHOP).len() > 100);

        host.operate(&["block", SHOP]).ok();
        let blocked_at = Instant::now();

        // The promise is about what does not happen; meanwhile the other site's mail goes on.
        let others = receiver.began(BLOG).len();
        until("2 s have gone by", || blocked_at.elapsed() > Duration::from_secs(2));
        until("the other site's mail goes on", || receiver.began(BLOG).len() > others);
        blocked_at
    });

    let began = receiver.began(SHOP);
    let late = began.iter().filter(|at| **at > blocked_at + Duration::from_secs(1)).count();
    assert_eq!(late, 0, "of {} attempts", began.len());
    let held = host.ask(&["status", SHOP])["queue"]["held"].as_u64().expect("a figure");
    assert!(held > 0, "mail accepted meanwhile is held");
    host.operate(&["unblock", SHOP]).ok();
    host.wait_for_counter(SHOP, "queued", 0);
    host.wait_for_counter(BLOG, "queued", 0);
    host.check();
}

/// Reaching a receiver can take minutes; a block that comes meanwhile is known when it has greeted at last.
#[test]
fn a_mail_whose_receiver_was_still_being_reached_is_turned_back() {
    let receiver = Receiver::start();
    let mut host = Host::new(&receiver).with("delivery.idle", "\"0 s\"");
    host.start();
    host.add_shop();
    host.add_site(BLOG, &[]);
    let form = "/srv/shop/form.php";
    let actions: [&[&[&str]]; 3] = [
        &[&["block", SHOP]],
        &[&["block", SHOP], &["unblock", SHOP], &["block", SHOP]],
        &[&["block", SHOP, "--script", form]],
    ];
    for (nth, actions) in actions.into_iter().enumerate() {
        receiver.fall_mute();
        let recipient = format!("turned-back-{nth}@example.net");
        send_as_script(&host, form, &recipient);
        receiver.wait_for_ungreeted(1);

        actions.iter().for_each(|action| drop(host.operate(action).ok()));
        receiver.resume();

        let marker = format!("marker-{nth}@example.net");
        host.operate(&["test-mail", BLOG, &marker]).ok();
        receiver.mail_to(&marker);
        until("it is held", || {
            let row = host.ask(&["queue", "list", SHOP])[0].clone();
            row["kind"] == "held" && row["in_flight"] == false && row["attempts"] == 0
        });
        assert_eq!(receiver.began(SHOP).len(), nth, "no MAIL FROM after {actions:?}");
        host.operate(&["unblock", SHOP]).ok();
        host.operate(&["unblock", SHOP, "--script", form]).ok();
        receiver.mail_to(&recipient);
        host.wait_for_counter(SHOP, "queued", 0);
        // The next one finds no connection that stands.
        until("the daemon has hung up", || receiver.connections() == 0);
    }
    host.check();
}

/// Ends the senders also when the story fails.
struct StopAtEnd<'a>(&'a AtomicBool);

impl Drop for StopAtEnd<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn a_site_that_is_removed_takes_its_queue_along_and_leaves_its_users_to_others() {
    let receiver = Receiver::start();
    let mut host = Host::with_shop(&receiver);
    host.operate(&["block", SHOP]).ok();
    host.shop_sends("gone@example.net");

    host.operate(&["site", "remove", SHOP, "--yes"]).ok();
    host.add_site(BLOG, &[shop_uid()]);

    host.send(shop_uid(), &["blog@example.net"], b"\nx\n").ok_and_silent();
    assert_eq!(
        receiver.mail_to("blog@example.net").sender.split_once('@').map(|(_, of)| of),
        Some(BLOG)
    );
    assert!(Smtp::logged_in(host.smtp_address(), SHOP_LOGIN, SHOP_PASSWORD).is_err());
    host.kill();
    host.start();
    host.wait_for_counter(BLOG, "sent", 1);
    assert_eq!(
        host.ask(&["site", "list"]).as_array().expect("a list").len(),
        2,
        "host and the blog"
    );
    assert_eq!(receiver.count(), 1);
    host.check();
}

#[test]
fn one_script_is_blocked_while_the_rest_of_its_site_sends() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let (form, order) = ("/srv/shop/form.php", "/srv/shop/order.php");
    // One mail of the form is queued before the stop, one comes after it.
    send_as_script(&host, form, "busy@example.net");
    receiver.wait_for_refusals("busy@example.net", 1);

    host.operate(&["block", SHOP, "--script", form, "--reason", "bots"]).ok();
    send_as_script(&host, form, "later@example.net");
    send_as_script(&host, order, "order@example.net");

    receiver.mail_to("order@example.net");
    until("both mails of the form are held", || queued(&host, SHOP, "held").len() == 2);
    let status = host.ask(&["status", SHOP]);
    assert_eq!(
        (&status["site"]["state"], &status["queue"]["stopped"]),
        (&json!("ok"), &json!(2)),
        "{status}"
    );
    assert_eq!(status["stops"][0]["script"], json!(form));
    assert_eq!(receiver.count(), 1);

    host.operate(&["unblock", SHOP, "--script", form]).ok();
    receiver.mail_to("later@example.net");
    receiver.wait_for_refusals("busy@example.net", 2);
    let scripts = host.ask(&["top", "scripts"]);
    assert!(
        scripts.as_array().expect("a list").iter().any(|script| script["script"] == form),
        "{scripts}"
    );
}

#[test]
fn one_sender_is_blocked_while_the_rest_of_its_site_sends() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    host.operate(&["block", SHOP, "--sender", "form@shop.example.org"]).ok();

    host.send(shop_uid(), &["-f", "form@shop.example.org", "held@example.net"], b"\nx\n")
        .ok_and_silent();
    host.send(shop_uid(), &["-f", "other@shop.example.org", "sent@example.net"], b"\nx\n")
        .ok_and_silent();

    receiver.mail_to("sent@example.net");
    assert_eq!(queued(&host, SHOP, "held"), ["held@example.net"]);
    let trace = host.operate(&["trace", SHOP, "--recipient", "held@example.net"]).ok().text();
    assert!(trace.contains("held: its sender is blocked by operator:"), "{trace}");
    host.operate(&["unblock", SHOP, "--sender", "form@shop.example.org"]).ok();
    receiver.mail_to("held@example.net");
}

#[test]
fn an_unblock_promises_nothing_of_mail_that_a_stop_holds() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let form = "/srv/shop/form.php";
    host.operate(&["block", SHOP]).ok();
    send_as_script(&host, form, "one@example.net");
    send_as_script(&host, form, "two@example.net");
    host.operate(&["block", SHOP, "--script", form]).ok();
    until("both are stopped", || host.ask(&["status", SHOP])["queue"]["stopped"] == 2);
    host.shop_sends("three@example.net");

    let said = host.operate(&["unblock", SHOP]).ok().text();
    let words = "site shop.example.org is sending again (ko -> ok): 1 queued mail goes out; \
                 2 queued mails stay, their script or sender is blocked\n";
    assert_eq!(said, words);
    receiver.mail_to("three@example.net");
    host.wait_for_counter(SHOP, "queued", 2);

    host.operate(&["block", SHOP]).ok();
    let unblocked = host.ask(&["unblock", SHOP]);
    let told = (&unblocked["queued"], &unblocked["stopped"], &unblocked["last_leaves_at"]);
    assert_eq!(told, (&json!(2), &json!(2), &Value::Null), "{unblocked}");

    host.operate(&["block", SHOP]).ok();
    let said = host.operate(&["unblock", SHOP, "--script", form]).ok().text();
    assert!(said.ends_with("its mail stays held, the site is blocked (ko)\n"), "{said}");
}

#[test]
fn what_is_stopped_already_is_told_with_its_first_reason() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let block = ["block", SHOP, "--sender", "Form@bücher.example", "--reason"];
    let blocked = host.ask(&[&block[..], &["one"]].concat());
    let told = (&blocked["changed"], &blocked["sender"], &blocked["reason"]);
    assert_eq!(told, (&json!(true), &json!("Form@xn--bcher-kva.example"), &json!("one")));

    let again = ["block", SHOP, "--sender", "form@XN--bcher-kva.example", "--reason", "two"];
    let (said, answer) = (host.operate(&again).ok().text(), host.ask(&again));

    let words = "nothing to do: sender Form@xn--bcher-kva.example of site shop.example.org is blocked already, ";
    assert!(said.starts_with(words) && said.ends_with(": one\n"), "{said}");
    assert!(said.contains(" by operator:"), "{said}");
    let told = (&answer["changed"], &answer["id"], &answer["reason"]);
    assert_eq!(told, (&json!(false), &blocked["id"], &json!("one")));
    host.operate(&["unblock", SHOP, "--sender", "Form@bücher.example"]).ok();
    assert_eq!(host.ask(&["status", SHOP])["stops"], json!([]));
}

#[test]
fn a_test_mail_of_a_blocked_site_is_said_to_be_held_at_once_and_why() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    host.operate(&["block", SHOP, "--reason", "bots"]).ok();

    // Longer than a test may take.
    let ran = host.operate(&["test-mail", SHOP, "anna@example.net", "--wait", "86400"]);

    let (text, complaint) = (ran.text(), ran.complaint());
    assert!(text.contains("anna@example.net: held: the site is blocked by operator:"), "{text}");
    assert!(
        complaint.starts_with("postern: the test mail is held, the site is blocked by operator:")
    );
    assert!(complaint.ends_with(" (bots): it leaves at the unblock\n"), "{complaint}");
    assert_eq!(ran.code, Some(1));

    host.operate(&["queue", "release", SHOP, "--all"]).ok();
    receiver.mail_to("anna@example.net");
    host.wait_for_counter(SHOP, "sent", 1);
    assert_eq!(host.trace(SHOP, "anna@example.net")["deliveries"][0]["state"], json!("sent"));
}

#[test]
fn a_release_of_a_site_that_is_not_blocked_finds_nothing_held_and_begins_no_job() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    host.shop_sends("busy@example.net");
    receiver.wait_for_refusals("busy@example.net", 1);

    let released = action(&host, &["queue", "release", SHOP, "--all"]);
    assert_eq!((&released["id"], &released["done"]), (&json!(null), &json!(0)), "{released}");
    let said = host.operate(&["queue", "release", SHOP, "--all"]).ok().text();
    let words = format!("nothing to release: site {SHOP} is not blocked;");
    assert!(said.starts_with(&words), "{said}");
}

#[test]
fn scripts_and_audit_of_one_site_are_asked_for_with_its_name_or_the_option() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    host.add_site(BLOG, &[]);
    for verb in [&["audit"][..], &["top", "scripts"]] {
        let by_name = host.ask(&[verb, &[BLOG]].concat());
        assert_eq!(by_name, host.ask(&[verb, &["--site", BLOG]].concat()), "{verb:?}");
        assert!(by_name.as_array().expect("a list").iter().all(|row| row["site"] == BLOG));
    }
}

#[test]
fn a_selection_of_held_mail_is_released_and_another_deleted() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    host.operate(&["block", SHOP]).ok();
    for recipient in ["good@example.net", "bad@example.net", "rest@example.net"] {
        host.shop_sends(recipient);
    }

    let released = action(&host, &["queue", "release", SHOP, "--recipient", "good@example.net"]);
    let deleted =
        action(&host, &["queue", "delete", SHOP, "--recipient", "bad@example.net", "--yes"]);

    assert_eq!(
        (&released["done"], &deleted["done"]),
        (&json!(1), &json!(1)),
        "{released} {deleted}"
    );
    receiver.mail_to("good@example.net");
    host.wait_for_counter(SHOP, "sent", 1);
    assert_eq!((host.counter(SHOP, "deleted"), host.counter(SHOP, "queued")), (1, 1));
    assert_eq!(queued(&host, SHOP, "held"), ["rest@example.net"]);
    host.operate(&["unblock", SHOP]).ok();
    receiver.mail_to("rest@example.net");
    host.wait_for_counter(SHOP, "queued", 0);
    assert_eq!(receiver.count(), 2);
    host.check();
}

#[test]
fn what_receivers_say_becomes_what_the_operator_reads() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    for recipient in
        ["nobody@example.net", "full@example.net", "grey@example.net", "fine@example.net"]
    {
        host.shop_sends(recipient);
    }

    receiver.mail_to("fine@example.net");
    receiver.mail_to("grey@example.net");
    host.wait_for_counter(SHOP, "failed", 2);
    host.wait_for_counter(SHOP, "sent", 2);

    let failures = host.ask(&["failures", SHOP]);
    let of = |recipient: &str| {
        failures
            .as_array()
            .expect("a list")
            .iter()
            .find(|row| row["recipient"] == recipient)
            .cloned()
    };
    let nobody = of("nobody@example.net").expect("a failure");
    assert_eq!(
        (&nobody["class"], &nobody["code"], &nobody["enhanced"]),
        (&json!("bad-mailbox"), &json!(550), &json!("5.1.1"))
    );
    assert!(nobody["reply"].as_str().expect("words").contains("no such mailbox here"), "{nobody}");
    assert_eq!(of("full@example.net").expect("a failure")["class"], json!("mailbox-full"));
    let attempts = host.trace(SHOP, "grey@example.net")["deliveries"][0]["attempts"].clone();
    let outcomes: Vec<_> = attempts
        .as_array()
        .expect("a list")
        .iter()
        .map(|attempt| attempt["outcome"].clone())
        .collect();
    assert_eq!(outcomes, ["deferred", "sent"], "{attempts}");
    let history = host.ask(&["history", SHOP]);
    let figure = |name: &str| -> u64 {
        history["buckets"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|bucket| bucket["figures"][name].as_u64())
            .sum()
    };
    assert_eq!((figure("sent"), figure("failed")), (2, 2), "{history}");
    host.check();
}

#[test]
fn a_connection_that_breaks_defers_the_mail_and_only_a_lost_answer_repeats_it() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    receiver.cut(Cut::BeforeDot);
    host.shop_sends("before@example.net");
    receiver.mail_to("before@example.net");
    host.wait_for_counter(SHOP, "sent", 1);
    receiver.cut(Cut::AfterDot);
    host.shop_sends("after@example.net");
    host.wait_for_counter(SHOP, "sent", 2);

    let times = receiver.times();
    assert_eq!((times["before@example.net"], times["after@example.net"]), (1, 2));
}
