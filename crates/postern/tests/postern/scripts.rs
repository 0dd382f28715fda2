//! The scripts that the panel shows to be copied: taken from its page as a browser shows them, run by the interpreters that
//! sites have, and each of their mails arrives.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::harness::*;

/// Asks once as a browser with these cookies; gives the head of the answer, and its body.
fn ask(host: &Host, request: &str, cookies: &str, form: &str) -> (String, String) {
    let mut stream = TcpStream::connect(host.web_address()).expect("it listens");
    let length = form.len();
    let request = format!(
        "{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {cookies}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
    );
    stream.write_all(request.as_bytes()).expect("it is taken");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").expect("head and body");
    (head.to_owned(), body.to_owned())
}

/// The cookie that an answer sets.
fn cookie(head: &str) -> String {
    between(head, "\r\nset-cookie: ", ";").to_owned()
}

#[track_caller]
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let rest = text.split(before).nth(1).unwrap_or_else(|| panic!("no {before:?} in {text}"));
    rest.split(after).next().unwrap_or_default()
}

/// The page of the shop's test, as its owner sees it who came by a login link.
fn test_page(host: &Host) -> String {
    host.operate(&["user", "add", "anna", "--role", "owner", "--site", SHOP, "--no-password"]).ok();
    let link = host.operate(&["login-link", "anna"]).ok();
    let path = format!("/link/{}", between(link.text().trim(), "/link/", "\n"));
    let (head, page) = ask(host, &format!("GET {path}"), "", "");
    let secret = between(&page, "name=\"csrf\" value=\"", "\"");
    let (head, _) = ask(host, &format!("POST {path}"), &cookie(&head), &format!("csrf={secret}"));
    let (head, page) = ask(host, &format!("GET /sites/{SHOP}/test"), &cookie(&head), "");
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    page
}

/// A script of the page, as a browser copies it.
fn script(page: &str, language: &str) -> String {
    let part = between(page, &format!("<summary>{language}</summary>"), "</details>");
    let code = between(part, "<code>", "</code>");
    [("&#39;", "'"), ("&#34;", "\""), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")]
        .iter()
        .fold(code.to_owned(), |code, (escaped, plain)| code.replace(escaped, plain))
}

/// This host's `sendmail` as one program.
fn sendmail_of(host: &Host, home: &Path) -> PathBuf {
    let path = home.join("sendmail");
    let words: Vec<_> = host.sendmail_words().iter().map(|word| format!("'{word}'")).collect();
    std::fs::write(&path, format!("#!/bin/sh\nexec {} \"$@\"\n", words.join(" ")))
        .expect("a program");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).expect("its own file");
    path
}

#[test]
fn each_script_that_can_be_copied_sends_a_mail_that_arrives() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let home = host.home("shop", shop_uid());
    let sendmail = sendmail_of(&host, &home);
    let sendmail = sendmail.to_str().expect("text");
    let page = test_page(&host);
    let php = |file: &str| -> Command {
        let mut php = tool("php", "php-cli");
        php.args(["-n", "-d", &format!("sendmail_path={sendmail} -t -i"), file]);
        php
    };
    let with = |name: &str, package: &str, file: &str| -> Command {
        let mut interpreter = tool(name, package);
        interpreter.arg(file);
        interpreter
    };
    let scripts = [
        ("PHP", "test-mail.php", php("test-mail.php")),
        ("Python", "test-mail.py", with("python3", "python3", "test-mail.py")),
        ("Perl", "test-mail.pl", with("perl", "perl", "test-mail.pl")),
        ("Node.js", "test-mail.cjs", with("node", "nodejs", "test-mail.cjs")),
    ];
    for (language, file, mut interpreter) in scripts {
        let recipient = format!("{}@example.net", language.to_ascii_lowercase());
        let code = script(&page, language)
            .replace("you@example.net", &recipient)
            .replace("/usr/sbin/sendmail", sendmail);
        std::fs::write(home.join(file), &code).expect("a script");

        let ran = run(as_user(interpreter.current_dir(&home), shop_uid()), b"").ok();

        assert_eq!(ran.complaint(), "", "{language}");
        let said = "Postern took the email. Its pages show what becomes of it.\n";
        assert_eq!(ran.text(), said, "{language}:\n{code}");
        let mail = receiver.mail_to(&recipient);
        let text = String::from_utf8_lossy(&mail.bytes).into_owned();
        for part in [
            &*format!("\r\nTo: {recipient}\r\n"),
            "\r\nFrom: postmaster@shop.example.org\r\n",
            "\r\nSubject: Test shop.example.org\r\n",
            "\r\nMIME-Version: 1.0\r\n",
            "\r\n\r\nThis email was sent by a test script of shop.example.org.\r\n",
        ] {
            assert!(text.contains(part), "{language} sends no {part:?}:\n{text}");
        }
        let story = host.trace(SHOP, &recipient);
        assert_eq!(story["origin"]["method"], "sendmail", "{story}");
    }
}

#[test]
fn a_script_whose_mail_is_not_taken_says_so() {
    let receiver = Receiver::start();
    let host = Host::with_shop(&receiver);
    let home = host.home("stranger", STRANGER_UID);
    let sendmail = sendmail_of(&host, &home);
    let page = test_page(&host);
    for (language, file, name, package) in [
        ("Python", "test-mail.py", "python3", "python3"),
        ("Perl", "test-mail.pl", "perl", "perl"),
        ("Node.js", "test-mail.cjs", "node", "nodejs"),
    ] {
        let code =
            script(&page, language).replace("/usr/sbin/sendmail", sendmail.to_str().expect("text"));
        std::fs::write(home.join(file), &code).expect("a script");
        let mut interpreter = tool(name, package);
        let command = interpreter.arg(file).current_dir(&home);
        let ran = run(as_user(command, STRANGER_UID), b"");
        let text = ran.text().to_owned();
        assert!(
            text.ends_with("The email was not taken. The lines above or the error log say why.\n"),
            "{language}: {text}"
        );
        assert!(!ran.complaint().is_empty(), "{language}: sendmail says why");
    }
}
