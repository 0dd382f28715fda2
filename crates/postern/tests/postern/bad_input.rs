//! Whatever is wrong gets a sentence that says what, with the figures, and the code of its door: sysexits.h for
//! `sendmail`, reply and enhanced code for SMTP, 1 to 3 for `postern`. Nothing of it is taken, and nothing falls over.

use std::net::TcpListener;

use serde_json::json;

use crate::harness::*;

/// Small limits, so that small things are too large.
fn limited(receiver: &Receiver) -> Host {
    let mut host = Host::new(receiver)
        .with("new_site.message_bytes", "4096")
        .with("new_site.recipients", "3")
        .with("new_site.queued", "2");
    if is_root() {
        host = host.with("shared_uids", &format!("[{BLOG_UID}]"));
    }
    host.start();
    host.add_shop();
    host
}

/// `sendmail` ends so, with this one line.
#[track_caller]
fn check_sendmail(
    host: &Host,
    uid: u32,
    arguments: &[&str],
    message: &[u8],
    code: i32,
    line: &str,
) {
    let ran = host.send(uid, arguments, message);
    assert_eq!(
        (ran.code, ran.complaint().as_str()),
        (Some(code), format!("sendmail: {line}\n").as_str()),
        "{arguments:?}"
    );
    assert_eq!(ran.text(), "");
}

#[test]
fn sendmail_says_what_is_wrong_with_a_mail() {
    let receiver = Receiver::start();
    let host = limited(&receiver);
    let uid = shop_uid();
    let large = [&b"Subject: x\n\n"[..], &b"0123456789\n".repeat(400)].concat();
    let check = |arguments: &[&str], message: &[u8], code, line: &str| {
        check_sendmail(&host, uid, arguments, message, code, line)
    };

    check(
        &["a@example.net"],
        &large,
        65,
        "the message has 4412 bytes, the limit of its site is 4096",
    );
    check(
        &["a@example.net,b@example.net", "c@example.net", "d@example.net"],
        b"\nx\n",
        65,
        "the message has 4 recipients, the limit of its site is 3",
    );
    check(&["-t"], b"Subject: x\n\nx\n", 65, "the message has no recipient");
    check(&["-t"], b"To: undisclosed-recipients:;\n\nx\n", 65, "the message has no recipient");
    check(
        &[],
        b"\nx\n",
        64,
        "no recipient: name one, or use -t to take those of the header; nothing was sent",
    );
    check(
        &["a@@example.net"],
        b"\nx\n",
        65,
        "recipient: bad address \"a@@example.net\": the domain is not valid",
    );
    check(
        &["|/bin/sh"],
        b"\nx\n",
        65,
        "recipient: bad address \"|/bin/sh\": files, programs and list names are no addresses",
    );
    check(
        &["-f", "a b@example.org", "a@example.net"],
        b"\nx\n",
        65,
        "sender: bad address \"a b@example.org\": what stands before the @ is not valid",
    );
    check(&["a@example.net"], b"Subject: x\n\nnull\0byte\n", 65, "line 3 holds a NUL octet");
    check(
        &["-Z", "a@example.net"],
        b"\nx\n",
        64,
        "unknown option -Z; see sendmail --help; nothing was sent",
    );
    check(
        &["-bd"],
        b"",
        64,
        "mode -bd is not for this command, the daemon is started with postern serve; see sendmail --help; nothing was sent",
    );
    check(
        &["-N", "always", "a@example.net"],
        b"\nx\n",
        64,
        "-N always is neither never nor some of success,failure,delay; see sendmail --help; nothing was sent",
    );

    let injected = b"To: a@example.net  Bcc: evil@example.net\nSubject: a form's To\n\nx\n";
    let ran = host.send(uid, &["-t"], injected);
    assert_eq!(ran.code, Some(65), "{}", ran.complaint());
    assert_eq!(host.counter(SHOP, "accepted"), 0);
    assert_eq!(
        host.dropped(),
        Vec::<std::path::PathBuf>::new(),
        "a refusal is an answer: nothing is dropped"
    );
}

#[test]
fn sendmail_tells_callers_that_are_no_sites() {
    need_root();
    let receiver = Receiver::start();
    let host = limited(&receiver);
    let check = |uid, arguments: &[&str], line: &str| {
        check_sendmail(&host, uid, arguments, b"\nx\n", 77, line)
    };

    check(STRANGER_UID, &["a@example.net"], "uid 61999 belongs to no site: add it to one");
    check(
        65534,
        &["a@example.net"],
        "uid 65534 is nobody's: the program has to run under a uid of its own",
    );
    check(
        BLOG_UID,
        &["a@example.net"],
        "uid 61002 is shared by several sites: name one with --site",
    );
    check(
        BLOG_UID,
        &["--site", "nosuch.example.org", "a@example.net"],
        "there is no site nosuch.example.org",
    );
    host.add_site("blog.example.org", &[]);
    check(
        SHOP_UID,
        &["--site", "blog.example.org", "a@example.net"],
        "uid 61001 is not listed as shared and may not send as site blog.example.org",
    );
    assert_eq!(
        host.counter(SHOP, "accepted")
            + host.counter("blog.example.org", "accepted")
            + host.counter("host", "accepted"),
        0
    );
}

#[test]
fn a_site_over_its_cap_is_refused_for_the_time_being_and_it_alone() {
    let receiver = Receiver::start();
    let host = limited(&receiver);
    host.operate(&["block", SHOP]).ok();
    host.shop_sends("one@example.net");
    host.shop_sends("two@example.net");
    let sentence = "site shop.example.org has 2 mails queued, its limit is 2: try again later";

    check_sendmail(&host, shop_uid(), &["three@example.net"], b"\nx\n", 75, sentence);
    let answer = host
        .shop_smtp()
        .submit("a@shop.example.org", "three@example.net", "\r\nx\r\n")
        .expect("an answer");
    assert_eq!(answer.line(), format!("452 4.3.1 {sentence}"));
    let head = "Content-Type: message/rfc822\r\nIdempotency-Key: 1";
    let path = format!("/sites/{SHOP}/messages");
    let (status, problem) = host
        .try_api("POST", &path, Some((head, b"To: three@example.net\r\n\r\nx\r\n")))
        .expect("an answer");
    assert_eq!(
        (status, &problem["code"], &problem["detail"]),
        (429, &json!("over-cap"), &json!(sentence))
    );

    host.operate(&["site", "add", "blog.example.org"]).ok();
    host.operate(&["test-mail", "blog.example.org", "other@example.net"]).ok();
    receiver.mail_to("other@example.net");
    host.operate(&["unblock", SHOP]).ok();
    host.wait_for_counter(SHOP, "queued", 0);
    host.shop_sends("three@example.net");
    receiver.mail_to("three@example.net");
}

#[test]
fn without_daemon_and_drop_directory_sendmail_says_later() {
    let receiver = Receiver::start();
    let mut host = Host::with_shop(&receiver);
    host.stop();
    std::fs::remove_dir_all(host.drop_directory()).expect("the directory goes");

    let ran = host.send(shop_uid(), &["a@example.net"], b"\nx\n");
    assert_eq!(ran.code, Some(75));
    assert!(
        ran.complaint().starts_with("sendmail: daemon at ")
            && ran.complaint().ends_with("try again later\n"),
        "{}",
        ran.complaint()
    );
    let session = host.send(shop_uid(), &["-bs"], b"EHLO x\r\nQUIT\r\n");
    assert_eq!(session.code, Some(75));
    assert!(session.text().starts_with("421 4.3."), "{}", session.text());
    let mailq = run(&mut host.called("mailq", shop_uid(), &[]), b"");
    assert_eq!(mailq.code, Some(75), "{}", mailq.complaint());
}

#[test]
fn smtp_says_what_is_wrong_with_a_mail() {
    let receiver = Receiver::start();
    let host = limited(&receiver);
    let mut session = host.shop_smtp();
    let mut check =
        |said: &str, expected: &str| assert_eq!(session.say(said).line(), expected, "{said}");

    check("RCPT TO:<a@example.net>", "503 5.5.1 MAIL comes first");
    check("FROB", "500 5.5.2 unknown command");
    check(
        "MAIL FROM:<a@@example.org>",
        "501 5.1.7 bad address \"a@@example.org\": the domain is not valid",
    );
    check(
        "MAIL FROM:<a@shop.example.org> SIZE=5000",
        "552 5.3.4 the message has 5000 bytes, the limit of its site is 4096",
    );
    check("MAIL FROM:<a@shop.example.org>", "250 2.1.0 sender taken");
    check(
        "RCPT TO:<a@@example.net>",
        "501 5.1.3 bad address \"a@@example.net\": the domain is not valid",
    );
    for recipient in ["a", "b", "c"] {
        check(&format!("RCPT TO:<{recipient}@example.net>"), "250 2.1.5 recipient taken");
    }
    check(
        "RCPT TO:<d@example.net>",
        "452 4.5.3 the message has 4 recipients, the limit of its site is 3",
    );
    check("DATA", "354 send the message, end with a line that holds a dot only");
    let large = "0123456789\r\n".repeat(400);
    check(&format!("{large}."), "552 5.3.4 the message has 4800 bytes, the limit is 4096");
    check("NOOP", "250 2.0.0 done");
    assert_eq!(host.counter(SHOP, "accepted"), 0);
}

#[test]
fn a_null_and_an_endless_line_are_refused_and_cost_nothing() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let mut session = host.shop_smtp();
    assert_eq!(session.say("NOOP\0").line(), "500 5.5.2 NUL or bare CR in a command line");
    let endless = "x".repeat(3_000_000);
    let answer = session.say(&endless);
    assert_eq!((answer.code, answer.enhanced()), (500, "5.5.2"), "{answer:?}");
    assert!(answer.text.contains("3000002 bytes, the limit is "), "{answer:?}");
    let answer = session
        .submit("a@shop.example.org", "a@example.net", "Subject: x\r\n\r\na\0b\r\n")
        .expect("an answer");
    assert_eq!(answer.line(), "554 5.6.0 line 3 holds a NUL octet");

    // In a body a long line is a long line.
    let long = format!("Subject: x\r\n\r\n{}\r\n", "y".repeat(1_000_000));
    assert_eq!(
        session.submit("a@shop.example.org", "a@example.net", &long).expect("an answer").code,
        250
    );
    let mail = receiver.mail_to("a@example.net");
    assert!(mail.bytes.ends_with(&long.as_bytes()[14..]));
}

/// CVE-2023-51764 and its like: what looks like the end of a mail to one server and not to another.
#[test]
fn no_mail_is_smuggled_within_another() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    for end in ["\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r\n.\r", "\r.\r\n", "\n\n.\r\n"] {
        let mut session = host.shop_smtp();
        let smuggled = format!(
            "Subject: x\r\n\r\nouter{end}MAIL FROM:<evil@shop.example.org>\r\nRCPT TO:<smuggled@example.net>\r\nDATA\r\nSubject: y\r\n\r\ninner\r\n"
        );
        let answer = session
            .submit("a@shop.example.org", "outer@example.net", &smuggled)
            .expect("an answer");
        assert_eq!((answer.code, answer.enhanced()), (550, "5.6.0"), "{end:?}: {answer:?}");
        assert_eq!(
            session.say("NOOP").code,
            250,
            "{end:?}: the session is where both sides think it is"
        );
    }
    let mut session = host.shop_smtp();
    session.send(b"NOOP\nMAIL FROM:<evil@shop.example.org>\n").expect("is sent");
    assert_eq!(
        session.answer().expect("an answer").line(),
        "500 5.5.2 lines end in CRLF; this one ended in LF"
    );
    assert!(session.answer().is_err(), "the session is over");
    assert_eq!((host.counter(SHOP, "accepted"), receiver.count()), (0, 0));
}

/// What was delivered comes back, as from a forwarder that points here.
#[test]
fn a_mail_that_comes_round_for_the_third_time_is_a_loop() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let mut message = b"Subject: round\n\nx\n".to_vec();
    for pass in ["first@example.net", "second@example.net"] {
        host.send(shop_uid(), &[pass], &message).ok_and_silent();
        message = receiver.mail_to(pass).bytes;
    }

    let third = "the message loops: it comes through here for the 3rd time";
    check_sendmail(&host, shop_uid(), &["third@example.net"], &message, 65, third);
    let text = String::from_utf8(message).expect("text");
    let answer = host.shop_smtp().submit("a@shop.example.org", "third@example.net", &text);
    assert_eq!(answer.expect("an answer").line(), format!("554 5.4.6 {third}"));
}

#[test]
fn garbage_at_the_open_sockets_harms_nobody() {
    use std::io::{Read, Write};
    use std::os::unix::net::UnixStream;
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    for garbage in [
        &b""[..],
        b"\0",
        b"\xff\xff\xff\xff\xff\xff\xff\xff",
        b"GET / HTTP/1.1\r\n\r\n",
        &[1; 70_000],
    ] {
        let mut stream =
            UnixStream::connect(host.root().join("run/submission.sock")).expect("connects");
        // The daemon may hang up at the first wrong byte.
        let _ = stream.write_all(garbage);
        stream.shutdown(std::net::Shutdown::Write).expect("is shut");
        let _ = stream.read_to_end(&mut Vec::new());
    }
    let (mut web, _) = Smtp::greeted(host.smtp_address()).expect("greets");
    assert_eq!(web.say("GET / HTTP/1.1").code, 421);
    host.send(shop_uid(), &["a@example.net"], b"\nx\n").ok_and_silent();
    receiver.mail_to("a@example.net");
}

#[test]
fn postern_says_what_it_cannot_do() {
    let receiver = Receiver::start();
    let mut host = Host::with_shop(&receiver);
    let uid = shop_uid().to_string();
    let check = |arguments: &[&str], code: i32, words: &str| {
        let ran = host.operate(arguments);
        assert_eq!(ran.code, Some(code), "{arguments:?}: {}", ran.complaint());
        assert!(
            ran.complaint().starts_with("postern: ") && ran.complaint().contains(words),
            "{arguments:?}: {}",
            ran.complaint()
        );
    };

    check(&["block", "nosuch.example.org"], 1, "no site \"nosuch.example.org\"");
    check(&["site", "add", SHOP], 3, "there is a site shop.example.org already");
    check(
        &["site", "add", "blog.example.org", "--uid", &uid],
        3,
        &format!("uid {uid} belongs to site shop.example.org already"),
    );
    check(&["site", "add", "blog.example.org", "--uid", "65534"], 2, "65534");
    check(&["site", "add", "blog.example.org", "--range", "127.0.0.0/8"], 2, "127.0.0.0/8");
    let none = "4294967295";
    check(&["site", "add", "blog.example.org", "--uid", none], 2, "means no user at all");
    check(&["site", "set", SHOP, "--uid", none], 2, "means no user at all");
    for name in ["a/b", "a.example.org.", "a..example.org"] {
        check(&["site", "add", name], 2, "is no site name");
    }
    for figure in ["message_bytes", "queued_bytes"] {
        let option = format!("--{}", figure.replace('_', "-"));
        let words = format!("{figure} cannot be 1023: at least 1024");
        check(&["site", "set", SHOP, &option, "1023"], 2, &words);
        host.operate(&["site", "set", SHOP, &option, "1024"]).ok();
    }
    check(&["site", "add", "a.example", "--sender-domain", "a b"], 2, "\"a b\" is no mail domain");
    check(&["site", "add", "a.example", "--queued", "0"], 2, "queued cannot be 0");
    check(
        &["site", "add", "blog.example.org", "--zone", "Mars/Base"],
        2,
        "there is no time zone \"Mars/Base\"",
    );
    check(
        &["login", "add", "nosuch.example.org", "x", "--generate"],
        1,
        "no site \"nosuch.example.org\"",
    );
    for sender in ["not an address", "@shop.example.org", "form"] {
        let words = format!("sender {sender:?} is no address: ");
        check(&["block", SHOP, "--sender", sender], 2, &words);
    }
    check(&["queue", "delete", SHOP, "--yes"], 2, "say which mails are meant, or --all");
    check(&["site", "remove", "host", "--yes"], 3, "site host is built in");
    let forever = ["test-mail", SHOP, "a@example.net", "--wait", "18446744073709551615"];
    assert_eq!(host.operate(&forever).code, Some(2));
    assert_eq!(host.operate(&["frobnicate"]).code, Some(2));
    for (arguments, words) in [
        (&["login", "add", SHOP, "", "--generate"][..], "'<LOGIN>': a name cannot be empty"),
        (&["status", ""], "'[SITE]': a name cannot be empty"),
        (&["site", "list", "--limit", "0"], "'--limit <N>': use a whole number, 1 or more"),
    ] {
        let ran = host.operate(arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}");
        assert!(ran.complaint().contains(words), "{arguments:?}: {}", ran.complaint());
    }
    assert_eq!(
        host.ask(&["site", "list"]).as_array().expect("a list").len(),
        2,
        "host and the shop"
    );

    host.stop();
    check_away(&host);
}

#[test]
fn a_check_of_a_folder_without_state_says_that_there_is_none_yet() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = program(env!("CARGO_BIN_EXE_postern"));
    let ran = run(command.arg("--root").arg(folder.path()).arg("check"), b"");
    let words = format!(
        "postern: there is no state in {}/state yet, nothing to check: `postern serve` begins it, or name its folder with --root\n",
        folder.path().display()
    );
    assert_eq!((ran.code, ran.complaint()), (Some(1), words));
}

#[track_caller]
fn check_away(host: &Host) {
    let ran = host.operate(&["status"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.complaint().starts_with("postern: the daemon is not running: nobody answers at "),
        "{}",
        ran.complaint()
    );
}

#[test]
fn an_owner_who_is_no_operator_reaches_nothing() {
    need_root();
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let ran = run(as_user(&mut host.postern(&["status"]), SHOP_UID), b"");
    assert_eq!(ran.code, Some(1));
    assert!(ran.complaint().contains("permission denied"), "{}", ran.complaint());
}

/// Both `config check` and the daemon refuse a configuration, in the same words.
#[track_caller]
fn check_config(text: &str, expected: &str) {
    let receiver = Receiver::start();
    let host = Host::new(&receiver);
    host.write_config_text(text);
    let file = host.root().join("postern.toml");
    let line = |line: &str| format!("{}:{line}\n", file.display());
    let expected: String = expected.lines().map(line).collect();
    for mut command in [host.postern(&["config", "check"]), host.serve()] {
        let ran = run(&mut command, b"");
        assert_eq!((ran.code, ran.complaint()), (Some(2), expected.clone()), "{text}");
    }
    assert!(!host.root().join("state").exists(), "nothing was begun");
}

#[test]
fn a_configuration_that_cannot_be_is_told_with_file_and_line() {
    let free =
        TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    check_config(
        "hostname = \"mail.example.org\"\n\n[smtp]\nlistne = []\n",
        "4: there is no setting smtp.listne: did you mean smtp.listen?",
    );
    check_config("[smpt]\nlisten = []\n", "1: there is no section [smpt]: did you mean smtp?");
    check_config(
        "hostnam = \"a\"\n[smpt]\n",
        "1: there is no setting hostnam: did you mean hostname?\n2: there is no section [smpt]: did you mean smtp?",
    );
    check_config("hostname = mail\n", "1: string values must be quoted, expected literal string");
    check_config(
        "[hold]\nmax_age = \"3 fortnights\"\n",
        "2: hold.max_age: \"3 fortnights\" is no span of time: write a number and ms, s, min, h or d, like \"72 h\"",
    );
    let ourselves = format!(
        "smtp.listen = [\"127.0.0.1:{free}\"]\n[smarthost.a]\nhost = \"localhost\"\nport = {free}\n"
    );
    check_config(
        &ourselves,
        &format!(
            "3: smarthost.a is Postern itself: its own door listens on 127.0.0.1:{free}; mail would go in circles"
        ),
    );
}

/// `postern serve` ends so instead of serving.
#[track_caller]
fn check_no_start(host: &Host, words: &str) {
    let ran = run(&mut host.serve(), b"");
    assert_eq!(ran.code, Some(1), "{}", ran.complaint());
    let complaint = ran.complaint();
    let last = complaint.lines().last().unwrap_or_default();
    assert!(last.starts_with("postern: ") && last.contains(words), "{complaint}");
}

#[test]
fn a_store_of_a_newer_version_is_refused_and_left_as_it_is() {
    let receiver = Receiver::start();
    let mut host = Host::with_shop(&receiver);
    host.stop();
    let databases: Vec<_> = std::fs::read_dir(host.root().join("state"))
        .expect("the state")
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| {
            std::fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"SQLite format 3\0"))
        })
        .collect();
    let [database] = &databases[..] else { panic!("one database: {databases:?}") };
    let set_version = |version: i64| {
        let db = rusqlite::Connection::open(database).expect("a database");
        let known: i64 =
            db.query_row("PRAGMA user_version", [], |row| row.get(0)).expect("a version");
        db.pragma_update(None, "user_version", version).expect("is written");
        known
    };
    let known = set_version(99);

    check_no_start(
        &host,
        &format!(
            "was written by a newer Postern (version 99, this one knows up to {known}): run the newer program"
        ),
    );

    assert_eq!(set_version(known), 99);
    host.start();
    assert_eq!(host.counter(SHOP, "accepted"), 0);
}

#[test]
fn a_second_daemon_on_the_same_state_is_refused_and_the_first_goes_on() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);

    check_no_start(&host, "another Postern runs on the state in ");

    host.shop_sends("a@example.net");
    receiver.mail_to("a@example.net");
    host.send(shop_uid(), &["b@example.net"], b"\nx\n").ok_and_silent();
    receiver.mail_to("b@example.net");
}

#[test]
fn a_port_in_use_is_told() {
    let receiver = Receiver::start();
    let host =
        Host::new(&receiver).with("smtp.listen", &format!("[\"127.0.0.1:{}\"]", receiver.port()));
    let host = host.with("smarthost.receiver.port", "1");
    host.write_config();
    check_no_start(&host, &format!("cannot listen for SMTP on 127.0.0.1:{}", receiver.port()));
}
