//! The programs that sites really run send their mail, and each mail arrives as it was written, byte for byte.
//!
//! What Postern adds is looked at and taken away (`Received`; `Date`, `Message-ID` and `From` where they are missing),
//! what must not travel is taken from the original (`Bcc`, PHP's script field); the rest is compared. Where a program
//! makes its mail itself, `tee` in its `sendmail_path` keeps what it really wrote. The site is the right one because
//! the kernel said so, and the script has its name.

use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use serde_json::json;

use crate::harness::*;

/// A mail with what goes wrong elsewhere: dots, `From `, 8-bit text, trailing blanks, a folded field, a long line.
fn difficult(recipient: &str) -> Vec<u8> {
    let long = "x".repeat(3000);
    format!(
        "From: Shop <orders@{SHOP}>\r\nTo: {recipient}\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=,\r\n\tfolded \r\n\
         Date: Mon, 24 Nov 2025 10:00:00 +0000\r\nMessage-ID: <{recipient}.1@{SHOP}>\r\nX-Odd:no blank\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n\
         .\r\n..\r\n.dot\r\nFrom here\r\n>From there\r\nblanks  \r\nGrüße\r\n{long}\r\n\r\n\r\nend\r\n"
    )
    .into_bytes()
}

/// What arrived is what was given.
#[track_caller]
fn check(mail: &Mail, given: &[u8]) {
    let given = with_crlf(given);
    let (mut head, body) = halves(&given);
    for name in ["Bcc", "Return-Path", "Content-Length", "X-PHP-Originating-Script"] {
        head = without(&head, name).1;
    }
    let (mut arrived, arrived_body) = halves(&mail.bytes);
    assert!(arrived.starts_with(b"Received: "), "{}", show(&arrived));
    assert!(contains(&arrived, b"(Postern "), "{}", show(&arrived));
    arrived = without_first(&arrived);
    for name in ["From", "Date", "Message-ID"] {
        if without(&head, name).0 == 0 {
            let (found, rest) = without(&arrived, name);
            assert_eq!(found, 1, "{name} is completed once: {}", show(&arrived));
            arrived = rest;
        }
    }
    assert_eq!(show(&arrived), show(&head));
    assert_eq!(show(&arrived_body), show(&body));
    assert_eq!((arrived, arrived_body), (head, body));
}

fn show(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn with_crlf(bytes: &[u8]) -> Vec<u8> {
    let mut lines = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        lines.extend_from_slice(line.strip_suffix(b"\r").unwrap_or(line));
        lines.extend_from_slice(b"\r\n");
    }
    lines
}

/// Head with its last line end, and body.
fn halves(message: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let at = message
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .expect("a blank line ends the head");
    (message[..at + 2].to_vec(), message[at + 4..].to_vec())
}

/// The fields of a head, each with its folded lines.
fn fields(head: &[u8]) -> Vec<Vec<u8>> {
    let mut fields: Vec<Vec<u8>> = Vec::new();
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        match fields.last_mut() {
            Some(field) if line.starts_with(b" ") || line.starts_with(b"\t") => {
                field.extend_from_slice(line)
            }
            _ => fields.push(line.to_vec()),
        }
    }
    fields
}

fn without(head: &[u8], name: &str) -> (usize, Vec<u8>) {
    let is = |field: &[u8]| {
        field.len() > name.len()
            && field[name.len()] == b':'
            && field[..name.len()].eq_ignore_ascii_case(name.as_bytes())
    };
    let fields = fields(head);
    let kept: Vec<_> = fields.iter().filter(|field| !is(field)).cloned().collect();
    (fields.len() - kept.len(), kept.concat())
}

fn without_first(head: &[u8]) -> Vec<u8> {
    fields(head)[1..].concat()
}

/// A `sendmail` that keeps what it was given, as a program's configuration names it.
fn keeping(host: &Host, given: &Path) -> String {
    let words: Vec<_> = host.sendmail_words().iter().map(|word| format!("'{word}'")).collect();
    // php-fpm gives its children no PATH, and takes what does not begin with a slash to lie below its own prefix.
    let tee = tool("tee", "coreutils");
    format!("{} '{}' | {}", tee.get_program().display(), given.display(), words.join(" "))
}

/// The same as a program of its own.
fn keeping_program(host: &Host, home: &Path, given: &Path) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let path = home.join("sendmail");
    std::fs::write(&path, format!("#!/bin/sh\n{} \"$@\"\n", keeping(host, given)))
        .expect("a script");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).expect("a script");
    path
}

const FORM: &str = r#"<?php
$to = 'anna@example.net, "Conti, Bruno" <bruno@example.net>';
$body = "first\n.\n..two\nFrom here\nGrüße\nlast without an end";
$headers = "Cc: carla@example.net\nBcc: hidden@example.net,\r\n\tdeep@example.net\r\nX-Long: one\r\n two";
var_dump(mail($to, 'Grüße vom Formular', $body, $headers, '-fbounces@shop.example.org'));
"#;

/// What `FORM` sends arrives at each of its recipients, once, without a word of the hidden ones.
fn check_form(host: &Host, receiver: &Receiver, site: &str, uid: u32, script: &Path, given: &Path) {
    let given = std::fs::read(given).expect("what PHP wrote");
    assert!(
        contains(&given, b"hidden@example.net") && contains(&given, b"X-PHP-Originating-Script"),
        "{}",
        show(&given)
    );
    for recipient in ["anna", "bruno", "carla", "hidden", "deep"] {
        let recipient = format!("{recipient}@example.net");
        let mail = receiver.mail_to(&recipient);
        assert_eq!(mail.sender, "bounces@shop.example.org");
        check(&mail, &given);
        assert!(
            !contains(&mail.bytes, b"hidden@example.net")
                && !contains(&mail.bytes, b"Originating-Script")
        );
    }
    let story = host.trace(site, "anna@example.net");
    assert_eq!(story["script"], json!(script.to_str()), "{story}");
    assert_eq!(story["origin"]["uid"], json!(uid), "{story}");
    assert_eq!(story["origin"]["method"], json!("sendmail"), "{story}");
}

#[test]
fn php_cli_sends_by_mail() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let home = host.home("shop", shop_uid());
    let (script, given) = (home.join("form.php"), home.join("given"));
    std::fs::write(&script, FORM).expect("a script");

    let mut php = tool("php", "php-cli");
    php.args(["-n", "-d", "mail.add_x_header=On", "-d"])
        .arg(format!("sendmail_path=\"{} -t -i\"", keeping(&host, &given)));
    let ran = run(as_user(php.arg("form.php").current_dir(&home), shop_uid()), b"").ok();

    assert_eq!(ran.text(), "bool(true)\n", "{}", ran.complaint());
    check_form(&host, &receiver, SHOP, shop_uid(), &script, &given);
}

#[test]
fn php_fpm_sends_by_mail_under_the_user_of_its_pool() {
    need_root();
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    host.add_site("blog.example.org", &[BLOG_UID]);
    let home = host.home("blog", BLOG_UID);
    let (script, given) = (home.join("form.php"), home.join("given"));
    std::fs::write(&script, FORM).expect("a script");
    let pool = Pool::start(&home, &format!("{} -t -i", keeping(&host, &given)));

    let page = pool.get(&script);

    assert!(page.ends_with("bool(true)\n"), "{page}\n{}", pool.log());
    check_form(&host, &receiver, "blog.example.org", BLOG_UID, &script, &given);
    assert_eq!(host.counter(SHOP, "accepted"), 0);
}

/// A php-fpm with one pool, until it is dropped.
struct Pool {
    child: Child,
    socket: PathBuf,
    log: PathBuf,
}

impl Pool {
    fn start(home: &Path, sendmail_path: &str) -> Pool {
        let (config, socket) = (home.join("fpm.conf"), home.join("fpm.sock"));
        let log = home.join("fpm.log");
        let text = format!(
            "[global]\nerror_log = {log}\ndaemonize = no\n[blog]\nuser = {BLOG_UID}\ngroup = {BLOG_UID}\nlisten = {socket}\n\
             catch_workers_output = yes\n\
             pm = static\npm.max_children = 1\nphp_admin_value[sendmail_path] = \"{sendmail_path}\"\n\
             php_admin_flag[mail.add_x_header] = on\n",
            log = log.display(),
            socket = socket.display(),
        );
        std::fs::write(&config, text).expect("a file");
        let mut fpm = tool("php-fpm8.2", "php-fpm");
        fpm.args(["-n", "-F", "-y"])
            .arg(&config)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let child = fpm.spawn().expect("php-fpm starts");
        let mut pool = Pool { child, socket, log };
        until("php-fpm listens", || {
            let ended = pool.child.try_wait().expect("a child can be waited for");
            assert_eq!(ended, None, "{}", pool.log());
            std::os::unix::net::UnixStream::connect(&pool.socket).is_ok()
        });
        pool
    }

    /// What it and its scripts complained about.
    fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// What a web server does for a visitor.
    fn get(&self, script: &Path) -> String {
        let mut get = tool("cgi-fcgi", "libfcgi-bin");
        get.env("SCRIPT_FILENAME", script)
            .env("REQUEST_METHOD", "GET")
            .env("REMOTE_ADDR", "192.0.2.7");
        run(get.args(["-bind", "-connect"]).arg(&self.socket), b"").ok().text()
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        // Its workers end with their master.
        if let Some(pid) = rustix::process::Pid::from_raw(self.child.id() as i32) {
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        }
        let _ = self.child.wait();
    }
}

const SMTPLIB: &str = r#"
import smtplib, sys
port, given, sender, recipient, *login = sys.argv[1:]
with smtplib.SMTP("127.0.0.1", int(port), local_hostname="client.example.org") as smtp:
    smtp.ehlo()
    if login:
        smtp.login(*login)
    refused = smtp.sendmail(sender, [recipient], open(given, "rb").read(), mail_options=["BODY=8BITMIME"])
    assert not refused, refused
"#;

#[test]
fn pythons_smtplib_sends_with_and_without_a_password() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let home = host.home("shop", shop_uid());
    let port = host.smtp_address().port().to_string();
    let rows = [
        ("by-user@example.net", &[][..], json!(null)),
        ("by-login@example.net", &[SHOP_LOGIN, SHOP_PASSWORD][..], json!(SHOP_LOGIN)),
    ];
    for (recipient, login, expected) in rows {
        let given = home.join(recipient);
        std::fs::write(&given, difficult(recipient)).expect("a file");

        let mut python = tool("python3", "python3");
        python
            .args(["-I", "-c", SMTPLIB, &port])
            .arg(&given)
            .args([&format!("orders@{SHOP}"), recipient])
            .args(login);
        run(as_user(python.current_dir(&home), shop_uid()), b"").ok_and_silent();

        let mail = receiver.mail_to(recipient);
        check(&mail, &difficult(recipient));
        assert!(
            contains(&mail.bytes, b"Received: from client.example.org ([127.0.0.1])"),
            "{}",
            show(&mail.bytes)
        );
        let story = host.trace(SHOP, recipient);
        assert_eq!(story["origin"]["login"], expected, "{story}");
        assert_eq!(story["origin"]["method"], json!("smtp"), "{story}");
    }
}

#[test]
fn swaks_sends_over_tcp_and_through_a_pipe() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let home = host.home("shop", shop_uid());
    let server = host.smtp_address().to_string();
    let pipe = format!("{} -bs", host.sendmail_words().join(" "));
    let ways: [(&str, &[&str]); 3] = [
        ("tcp@example.net", &["--server", &server]),
        (
            "auth@example.net",
            &[
                "--server",
                &server,
                "--auth",
                "LOGIN",
                "--auth-user",
                SHOP_LOGIN,
                "--auth-password",
                SHOP_PASSWORD,
            ],
        ),
        ("pipe@example.net", &["--pipe", &pipe]),
    ];
    for (recipient, way) in ways {
        let given = home.join(recipient);
        // swaks adds a line end of its own.
        let message = difficult(recipient);
        std::fs::write(&given, message.strip_suffix(b"\r\n").expect("a last line"))
            .expect("a file");

        let mut swaks = tool("swaks", "swaks");
        swaks.args([
            "--helo",
            "client.example.org",
            "--from",
            &format!("orders@{SHOP}"),
            "--to",
            recipient,
            "--data",
        ]);
        swaks.arg(format!("@{}", given.display())).args(way);
        run(as_user(swaks.current_dir(&home), shop_uid()), b"").ok();

        check(&receiver.mail_to(recipient), &message);
    }
}

/// A patch as `git format-patch` writes it, with a lone dot and a `From ` line in it.
const PATCH: &str = "From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\n\
From: Anna Conti <anna@shop.example.org>\n\
Date: Mon, 24 Nov 2025 10:00:00 +0000\n\
Subject: [PATCH] A lone dot\n\
\n\
Grüße in the text.\n\
---\n a.txt | 3 +++\n 1 file changed, 3 insertions(+)\n\n\
diff --git a/a.txt b/a.txt\n\
new file mode 100644\n--- /dev/null\n+++ b/a.txt\n@@ -0,0 +1,3 @@\n+From the top\n+.\n+end  \n.\n-- \n2.39.5\n";

#[test]
fn git_send_email_sends_a_patch() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let home = host.home("shop", shop_uid());
    let given = home.join("given");
    std::fs::write(home.join("0001.patch"), PATCH).expect("a file");
    let sendmail = keeping_program(&host, &home, &given);
    drop(tool("git-send-email", "git-email"));

    let mut git = tool("git", "git");
    git.env("HOME", &home).env("GIT_CONFIG_NOSYSTEM", "1");
    for who in ["AUTHOR", "COMMITTER"] {
        git.env(format!("GIT_{who}_NAME"), "Anna Conti");
        git.env(format!("GIT_{who}_EMAIL"), "anna@shop.example.org");
    }
    git.args([
        "send-email",
        "--quiet",
        "--confirm=never",
        "--suppress-cc=all",
        "--8bit-encoding=UTF-8",
        "--envelope-sender=auto",
    ]);
    git.args(["--from=Anna Conti <anna@shop.example.org>", "--to=list@example.net"]);
    git.arg(format!("--smtp-server={}", sendmail.display())).arg("0001.patch");
    run(as_user(git.current_dir(&home), shop_uid()), b"").ok();

    let mail = receiver.mail_to("list@example.net");
    check(&mail, &std::fs::read(given).expect("what git wrote"));
    assert!(contains(&mail.bytes, b"+end  \r\n.\r\n-- \r\n"), "{}", show(&mail.bytes));
    assert_eq!(mail.sender, "anna@shop.example.org");
}

#[test]
fn s_nail_sends_as_the_system_user_that_a_site_lists() {
    need_root();
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    host.add_site("www.example.org", &[WWW_DATA_UID]);
    let home = host.home("www", WWW_DATA_UID);
    let given = home.join("given");
    let sendmail = keeping_program(&host, &home, &given);

    let mut nail = tool("s-nail", "s-nail");
    nail.env("HOME", &home).env("LOGNAME", "www-data").args([
        "-:/",
        "-S",
        "v15-compat",
        "-S",
        "sendwait",
    ]);
    nail.args([
        "-S",
        &format!("mta={}", sendmail.display()),
        "-s",
        "Grüße",
        "-b",
        "hidden@example.net",
        "-r",
        "web@www.example.org",
    ]);
    run(
        as_user(nail.arg("anna@example.net").current_dir(&home), WWW_DATA_UID),
        "Hello\n.\nGrüße\n".as_bytes(),
    )
    .ok();

    let given = std::fs::read(given).expect("what s-nail wrote");
    for recipient in ["anna@example.net", "hidden@example.net"] {
        let mail = receiver.mail_to(recipient);
        check(&mail, &given);
        assert!(!contains(&mail.bytes, b"hidden@"));
    }
    assert_eq!(
        host.trace("www.example.org", "anna@example.net")["origin"]["uid"],
        json!(WWW_DATA_UID)
    );
}

#[test]
fn msmtp_sends_over_smtp() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let home = host.home("shop", shop_uid());
    let given = difficult("anna@example.net");

    let mut msmtp = tool("msmtp", "msmtp");
    msmtp.env("HOME", &home).args([
        "--host=127.0.0.1",
        "--tls=off",
        "--auth=off",
        "--from=orders@shop.example.org",
    ]);
    msmtp.arg(format!("--port={}", host.smtp_address().port())).arg("anna@example.net");
    run(as_user(msmtp.current_dir(&home), shop_uid()), &given).ok_and_silent();

    check(&receiver.mail_to("anna@example.net"), &given);
}

#[test]
fn sendmail_t_takes_each_recipient_once_and_tells_nobody_of_the_hidden_ones() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let given = b"To: anna@example.net,\n bruno@example.net\r\nBCC: hidden@example.net,\n\tanna@example.net\nSubject: mixed\n\n\
        a line\r\nanother\n.\nand the last, without an end";

    host.send(shop_uid(), &["-ti", "-f", "bounces@shop.example.org", "carla@example.net"], given)
        .ok_and_silent();

    for recipient in ["anna", "bruno", "hidden", "carla"] {
        let mail = receiver.mail_to(&format!("{recipient}@example.net"));
        check(&mail, given);
        assert!(!contains(&mail.bytes, b"hidden") && mail.sender == "bounces@shop.example.org");
    }
    host.wait_for_counter(SHOP, "sent", 4);
    assert_eq!(host.counter(SHOP, "accepted"), 4);
}

#[test]
fn sendmail_without_i_ends_at_a_lone_dot_and_completes_what_is_missing() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);

    host.send(
        shop_uid(),
        &["-F", "Über Shop", "anna@example.net"],
        b"Subject: x\n\nup to here\n.\nnot this\n",
    )
    .ok_and_silent();

    let mail = receiver.mail_to("anna@example.net");
    check(&mail, b"Subject: x\n\nup to here\n");
    let from = fields(&halves(&mail.bytes).0)
        .into_iter()
        .find(|field| field.starts_with(b"From: "))
        .expect("a From");
    let from = String::from_utf8(from).expect("ASCII");
    assert!(from.starts_with("From: =?utf-8?") || from.starts_with("From: =?UTF-8?"), "{from}");
    assert!(from.trim_end().ends_with(&format!("<{}>", mail.sender)), "{from}");
    assert!(mail.sender.ends_with("@shop.example.org"), "{}", mail.sender);
}

#[test]
fn sendmail_bs_speaks_smtp_for_many_mails() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let mut said = "EHLO localhost\r\n".to_owned();
    for recipient in ["anna@example.net", "bruno@example.net"] {
        said += &format!(
            "MAIL FROM:<orders@{SHOP}>\r\nRCPT TO:<{recipient}>\r\nDATA\r\nSubject: to {recipient}\r\n\r\n..dot\r\n.\r\nRSET\r\n"
        );
    }
    said += "QUIT\r\n";

    let ran = host.send(shop_uid(), &["-bs"], said.as_bytes()).ok();

    let codes: Vec<_> = ran
        .text()
        .lines()
        .filter(|line| line.as_bytes().get(3) == Some(&b' '))
        .map(|line| line[..3].to_owned())
        .collect();
    let of_mail = ["250", "250", "354", "250", "250"];
    assert_eq!(
        codes,
        [&["220", "250"][..], &of_mail, &of_mail, &["221"]].concat(),
        "{}",
        ran.text()
    );
    for recipient in ["anna@example.net", "bruno@example.net"] {
        check(
            &receiver.mail_to(recipient),
            format!("Subject: to {recipient}\r\n\r\n.dot\r\n").as_bytes(),
        );
    }
}

#[test]
fn mailq_shows_an_ordinary_user_its_own_queue() {
    need_root();
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    host.add_site("blog.example.org", &[BLOG_UID]);
    let mailq = |uid| run(&mut host.called("mailq", uid, &[]), b"").ok().text();
    assert_eq!(mailq(SHOP_UID), "Mail queue is empty\n");

    host.send(SHOP_UID, &["busy@example.net"], b"Subject: x\n\nx\n").ok_and_silent();
    receiver.wait_for_refusals("busy@example.net", 1);

    let list = until_some("mailq tells why", || {
        Some(mailq(SHOP_UID)).filter(|list| list.contains("not now"))
    });
    assert!(list.contains("busy@example.net"), "{list}");
    assert!(list.ends_with(" Kbytes in 1 Request.\n"), "{list}");
    assert_eq!(mailq(BLOG_UID), "Mail queue is empty\n");
    assert!(mailq(0).contains("busy@example.net"));
    run(&mut host.called("newaliases", SHOP_UID, &[]), b"").ok_and_silent();
    run(&mut host.sendmail(SHOP_UID, &["-q"]), b"").ok_and_silent();
}

#[test]
fn a_site_named_by_the_caller_counts_only_for_a_shared_user() {
    need_root();
    let receiver = Receiver::start();
    let mut host = Host::new(&receiver).with("shared_uids", &format!("[{BLOG_UID}]"));
    host.start();
    host.add_shop();

    host.send(
        BLOG_UID,
        &["--site", SHOP, "-t", "--site", "other.example.org"],
        b"To: anna@example.net\n\nx\n",
    )
    .ok_and_silent();

    receiver.mail_to("anna@example.net");
    let story = host.trace(SHOP, "anna@example.net");
    assert_eq!(
        (&story["origin"]["stated"], &story["origin"]["uid"]),
        (&json!(true), &json!(BLOG_UID)),
        "{story}"
    );
    let mailq = run(&mut host.called("mailq", BLOG_UID, &["--site", SHOP]), b"");
    assert_eq!(mailq.code, Some(77), "{}", mailq.complaint());
}

/// Larger than what is kept in memory while it arrives, at each door, and smaller than the limit by little.
#[test]
fn a_mail_of_nine_megabytes_arrives_whole_through_every_door() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let given = |recipient: &str| {
        let lines: Vec<_> =
            (0..120_000).map(|line| format!("{line:>70} {}\r\n", line % 7)).collect();
        format!("From: a@{SHOP}\r\nTo: {recipient}\r\n\r\n{}", lines.concat())
    };

    host.send(shop_uid(), &["-ti"], given("a@example.net").as_bytes()).ok_and_silent();
    let smtp =
        host.shop_smtp().submit(&format!("a@{SHOP}"), "b@example.net", &given("b@example.net"));
    assert_eq!(smtp.expect("an answer").code, 250);
    let head = "Content-Type: message/rfc822\r\nIdempotency-Key: large";
    let path = format!("/sites/{SHOP}/messages");
    let http = host.try_api("POST", &path, Some((head, given("c@example.net").as_bytes())));
    assert_eq!(http.expect("an answer").0, 202);
    host.signal(rustix::process::Signal::STOP);
    host.send(shop_uid(), &["-ti"], given("d@example.net").as_bytes()).ok_and_silent();
    host.signal(rustix::process::Signal::CONT);

    for recipient in ["a@example.net", "b@example.net", "c@example.net", "d@example.net"] {
        check(&receiver.mail_to(recipient), given(recipient).as_bytes());
    }
    host.check();
}

#[test]
fn a_mail_to_a_hundred_recipients_arrives_once_at_each() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let recipients: Vec<_> = (0..99).map(|number| format!("a{number}@example.net")).collect();
    let to = format!("To: {},\n nobody@example.net\n\nHello.\n", recipients.join(",\n "));

    host.send(shop_uid(), &["-t"], to.as_bytes()).ok_and_silent();

    host.wait_for_counter(SHOP, "queued", 0);
    assert_eq!((host.counter(SHOP, "sent"), host.counter(SHOP, "failed")), (99, 1));
    let times = receiver.times();
    assert!(recipients.iter().all(|recipient| times.get(recipient) == Some(&1)), "{times:?}");
    assert!(receiver.count() < 10, "they are of one domain: one transaction carries many of them");
    host.check();
}

#[test]
fn a_message_over_http_is_one_mail_however_often_it_comes() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let head = "Content-Type: message/rfc822\r\nIdempotency-Key: order 4711";
    let path = format!("/sites/{SHOP}/messages");
    let given = difficult("anna@example.net");

    let first = host.try_api("POST", &path, Some((head, &given))).expect("an answer");
    let again = host.try_api("POST", &path, Some((head, &given))).expect("an answer");
    let other = host
        .try_api("POST", &path, Some((head, b"To: bruno@example.net\r\n\r\nx\r\n")))
        .expect("an answer");

    assert_eq!((first.0, &first.1["repeated"]), (202, &json!(false)), "{first:?}");
    assert_eq!((again.0, &again.1["repeated"]), (202, &json!(true)), "{again:?}");
    assert_eq!(first.1["message"], again.1["message"]);
    assert_eq!((other.0, &other.1["code"]), (422, &json!("key-reused")), "{other:?}");
    check(&receiver.mail_to("anna@example.net"), &given);
    host.wait_for_counter(SHOP, "sent", 1);
    assert_eq!(host.counter(SHOP, "accepted"), 1);
}

#[test]
fn a_difficult_mail_is_compared_byte_by_byte() {
    let given = difficult("anna@example.net");
    let received =
        b"Received: by mail.example.org (Postern 0123);\r\n\tMon, 24 Nov 2025 10:00:00 +0000\r\n";
    let mail = |bytes: Vec<u8>| Mail { sender: String::new(), recipients: Vec::new(), bytes };
    check(&mail([received, &given[..]].concat()), &given);
    let mut wrong = [received, &given[..]].concat();
    *wrong.last_mut().expect("a byte") = b'x';
    assert!(std::panic::catch_unwind(|| check(&mail(wrong), &given)).is_err());
}
