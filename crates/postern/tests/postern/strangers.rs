//! Who is no site's sends nothing, who has no password gets no further, and whoever is slow or greedy costs the others
//! nothing but a slot for a bounded time.

use std::time::{Duration, Instant};

use crate::harness::*;

/// Says lines to the daemon's SMTP as another user, and gives what came back.
const TALK: &str = r#"
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s:
    f = s.makefile("rwb")
    print(f.readline().decode().strip())
    for line in sys.argv[2:]:
        f.write(line.encode() + b"\r\n")
        f.flush()
        while True:
            answer = f.readline().decode()
            if answer[3:4] != "-":
                print(answer.strip())
                break
"#;

#[track_caller]
fn talk(host: &Host, uid: u32, lines: &[&str]) -> Vec<String> {
    let mut python = tool("python3", "python3");
    python
        .args(["-I", "-c", TALK, &host.smtp_address().port().to_string()])
        .args(lines)
        .current_dir("/");
    run(as_user(&mut python, uid), b"").ok().text().lines().map(str::to_owned).collect()
}

#[test]
fn a_stranger_may_greet_and_no_more() {
    need_root();
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let said = talk(
        &host,
        STRANGER_UID,
        &[
            "EHLO x",
            "MAIL FROM:<a@shop.example.org>",
            "RCPT TO:<b@example.net>",
            "DATA",
            "VRFY root",
            "QUIT",
        ],
    );
    assert_eq!(said[1], "250 AUTH PLAIN LOGIN");
    assert_eq!(said[2], "530 5.7.0 log in first: uid 61999 belongs to no site: add it to one");
    assert_eq!(said[3], "503 5.5.1 MAIL comes first");
    assert_eq!(said[4], "503 5.5.1 MAIL and RCPT come first");
    assert!(said[5].starts_with("252 2.5.0"), "{said:?}");
    let nobody = talk(&host, 65534, &["EHLO x", "MAIL FROM:<a@shop.example.org>"]);
    assert!(nobody[2].starts_with("530 5.7.0 log in first: uid 65534 is nobody's"), "{nobody:?}");
    assert_eq!(receiver.count(), 0);
}

#[test]
fn a_stranger_from_elsewhere_is_refused_and_not_even_asked_for_a_password() {
    let receiver = Receiver::start();
    let mut host = Host::new(&receiver).with("smtp.listen", "[\"[::]:0\"]");
    host.start();
    host.add_shop();
    // Not loopback, and this machine's own: what it says comes from that address as well.
    let Some(own) = own_address() else {
        panic!(
            "this story needs an address that is not loopback: ip address add 192.0.2.1/32 dev lo"
        )
    };
    let address = (own, host.smtp_address().port()).into();
    let mut session = Smtp::connect(address);
    let hello = session.say("EHLO elsewhere.example.net");
    assert!(!hello.text.contains("AUTH"), "{hello:?}");
    assert_eq!(
        session.say("AUTH PLAIN AHNob3AAY29ycmVjdCBob3JzZQ==").line(),
        "502 5.5.1 AUTH is not offered here"
    );
    let answer = session.say("MAIL FROM:<a@shop.example.org>");
    assert_eq!(
        answer.line(),
        format!("550 5.7.1 address {own} belongs to no site: log in, or add it to a site")
    );

    host.operate(&["site", "set", SHOP, "--range", &own.to_string()]).ok();
    let mut session = Smtp::connect(address);
    session.say("EHLO elsewhere.example.net");
    let answer =
        session.submit("a@shop.example.org", "a@example.net", "\r\nx\r\n").expect("an answer");
    assert_eq!(answer.code, 250, "{answer:?}");
    receiver.mail_to("a@example.net");
    assert_eq!(
        host.trace(SHOP, "a@example.net")["origin"]["address"],
        serde_json::json!(own.to_string())
    );
}

/// An address of this machine that is not loopback. Nothing is sent to find it.
fn own_address() -> Option<std::net::IpAddr> {
    for (from, to) in [("0.0.0.0:0", "192.0.2.1:9"), ("[::]:0", "[2001:db8::1]:9")] {
        let socket = std::net::UdpSocket::bind(from).ok()?;
        if socket.connect(to).is_ok()
            && let Ok(address) = socket.local_addr()
            && !address.ip().is_loopback()
            && !address.ip().is_unspecified()
        {
            return Some(address.ip());
        }
    }
    None
}

#[test]
fn a_wrong_password_is_refused_three_times_and_the_right_one_taken() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let mut session = host.smtp();
    session.say("EHLO x");
    let wrong = format!("AUTH PLAIN {}", base64("\0shop\0wrong"));
    let unknown = format!("AUTH PLAIN {}", base64("\0nosuch\0correct horse"));
    for attempt in [&wrong, &unknown] {
        assert_eq!(
            session.say(attempt).line(),
            "535 5.7.8 login or password is wrong",
            "which of them is not told"
        );
    }
    assert_eq!(session.say(&wrong).line(), "421 4.7.0 too many logins were refused, bye");
    assert!(session.answer().is_err(), "the session is over");

    assert!(Smtp::logged_in(host.smtp_address(), SHOP_LOGIN, SHOP_PASSWORD).is_ok());
    host.operate_with(&["login", "password", SHOP, SHOP_LOGIN], b"battery staple\n").ok();
    assert!(
        Smtp::logged_in(host.smtp_address(), SHOP_LOGIN, SHOP_PASSWORD).is_err(),
        "the old one is over at once"
    );
    assert!(Smtp::logged_in(host.smtp_address(), SHOP_LOGIN, "battery staple").is_ok());
    host.operate(&["login", "remove", SHOP, SHOP_LOGIN, "--yes"]).ok();
    assert!(Smtp::logged_in(host.smtp_address(), SHOP_LOGIN, "battery staple").is_err());
}

#[test]
fn one_client_cannot_take_all_sessions() {
    let receiver = Receiver::start();
    let mut host =
        Host::new(&receiver).with("intake.connections", "3").with("intake.connections_each", "2");
    host.start();
    host.add_shop();
    let _first = host.smtp();
    let second = host.smtp();

    let (mut third, answer) = Smtp::greeted(host.smtp_address()).expect("an answer");
    assert_eq!(
        answer.line(),
        "421 4.3.2 all 2 sessions one client may have are in use: try again later"
    );
    assert!(third.answer().is_err(), "the session is over");
    if is_root() {
        let said = talk(&host, SHOP_UID, &["EHLO x", "QUIT"]);
        assert!(said[0].starts_with("220 "), "another user finds the door open: {said:?}");
    }
    drop(second);
    until("its slot is free again", || {
        Smtp::greeted(host.smtp_address()).is_ok_and(|(_, answer)| answer.code == 220)
    });
}

#[test]
fn a_silent_client_costs_a_slot_for_a_bounded_time() {
    let receiver = Receiver::start();
    let mut host =
        Host::new(&receiver).with("intake.idle", "\"1 s\"").with("intake.connections_each", "1");
    host.start();
    host.add_shop();
    let mut silent = host.smtp();
    let begun_at = Instant::now();

    assert_eq!(silent.answer().expect("a last word").line(), "421 4.4.2 the session took too long");
    assert!(begun_at.elapsed() < Duration::from_secs(10), "{:?}", begun_at.elapsed());
    assert!(silent.answer().is_err(), "the session is over");
    until("its slot is free again", || {
        Smtp::greeted(host.smtp_address()).is_ok_and(|(_, answer)| answer.code == 220)
    });
}

#[test]
fn a_client_that_drips_is_ended_too_and_its_half_mail_is_nobodys() {
    let receiver = Receiver::start();
    let mut host =
        Host::new(&receiver).with("intake.idle", "\"5 s\"").with("intake.session", "\"10 s\"");
    host.start();
    host.add_shop();
    let mut session = host.shop_smtp();
    for line in [&format!("MAIL FROM:<a@{SHOP}>"), "RCPT TO:<a@example.net>", "DATA"] {
        assert!(session.say(line).code < 400, "{line}");
    }
    let begun_at = Instant::now();

    // A byte now and then is not idle; the session as a whole is bounded all the same.
    let ended = until_some("the daemon has had enough", || {
        session.send(b"x").err()?;
        Some(begun_at.elapsed())
    });

    assert!(ended < Duration::from_secs(20), "{ended:?}");
    assert_eq!(host.counter(SHOP, "accepted"), 0);
}

#[test]
fn a_daemon_that_is_stopped_lets_a_mail_arrive_and_leaves_in_order() {
    let receiver = Receiver::start();
    let mut host = Host::with_shop(&receiver);
    let mut busy = host.shop_smtp();
    let mut idle = host.shop_smtp();
    for line in [&format!("MAIL FROM:<a@{SHOP}>"), "RCPT TO:<a@example.net>", "DATA"] {
        assert!(busy.say(line).code < 400, "{line}");
    }
    host.signal(rustix::process::Signal::TERM);

    assert_eq!(
        idle.answer().expect("a last word").line(),
        "421 4.3.2 Postern is being stopped: try again later"
    );
    busy.send(b"Subject: x\r\n\r\nx\r\n.\r\n").expect("is sent");
    assert_eq!(busy.answer().expect("an answer").code, 250);
    assert!(host.ended().success());
    host.start();
    receiver.mail_to("a@example.net");
    host.wait_for_counter(SHOP, "sent", 1);
    host.check();
}
