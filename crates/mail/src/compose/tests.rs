//! Whole messages, as scripts write them and as they travel.

use proptest::prelude::*;

use super::*;

const RECEIVED: &str = "Received: by gate.example.org (Postern t0k3n) id 42;\r\n\
                        \tTue, 24 Nov 2026 09:30:00 +0000\r\n";
const DATE: &str = "Date: Tue, 24 Nov 2026 09:30:00 +0000\r\n";
const MESSAGE_ID: &str = "Message-ID: <42@gate.example.org>\r\n";
const FULL: &str = "From: a@shop.example\r\nDate: x\r\nMessage-ID: <1@x>\r\n";

fn with<T>(use_it: impl FnOnce(&mut Completion<'_>) -> T) -> T {
    let from = Mailbox::parse("www@shop.example").unwrap();
    use_it(&mut Completion {
        received: Received {
            client: None,
            by: "gate.example.org",
            token: "t0k3n",
            protocol: Protocol::Local,
            id: "42",
        },
        date: Date::utc(1_795_512_600),
        message_id: "42@gate.example.org",
        from: &from,
        full_name: None,
        qualify_domain: "shop.example",
        recipients: Recipients::InHead,
        bare_cr: BareCr::Refuse,
        hides_script: true,
    })
}

fn completed(raw: impl AsRef<[u8]>) -> Result<Completed, ComposeError> {
    with(|completion| complete(raw.as_ref(), completion))
}

fn facts(raw: impl AsRef<[u8]>) -> Facts {
    completed(raw).unwrap().facts
}

/// `expected` is what follows our own `Received`.
fn check(raw: impl AsRef<[u8]>, expected: &str) {
    let completed = completed(raw).unwrap();
    let text = String::from_utf8(completed.bytes).unwrap();
    assert_eq!(text, format!("{RECEIVED}{expected}"));
    let head = &text[..completed.body_offset];
    assert!(head.ends_with("\r\n\r\n") && head.find("\r\n\r\n") == Some(head.len() - 4));
}

fn check_bad(raw: impl AsRef<[u8]>, expected: &str) {
    assert_eq!(completed(raw).unwrap_err().to_string(), expected);
}

#[test]
fn a_whole_message_keeps_every_octet() {
    let head = format!("{FULL}to:  b@example.org\r\nX-Odd :\tfolded\r\n  twice\r\n \t\r\n");
    let body = "\r\n.\r\nFrom x\r\n>From y  \r\n\r\n";
    check(format!("{head}\r\n{body}"), &format!("{head}\r\n{body}"));
}

#[test]
fn what_is_missing_is_added_once() {
    check("", &format!("From: www@shop.example\r\n{DATE}{MESSAGE_ID}\r\n"));
    check("hello\n", &format!("From: www@shop.example\r\n{DATE}{MESSAGE_ID}\r\nhello\r\n"));
    check(
        "From: root (Cron Daemon)\n\n",
        &format!("From: root (Cron Daemon)\r\n{DATE}{MESSAGE_ID}\r\n"),
    );
    check(
        "dATE:x\r\nmessage-id :y\r\n\r\n",
        "dATE:x\r\nmessage-id :y\r\nFrom: www@shop.example\r\n\r\n",
    );
    check("Date:\nFrom:\nMessage-ID:\n\n", "Date:\r\nFrom:\r\nMessage-ID:\r\n\r\n");
}

#[test]
fn a_full_name_goes_with_the_from_we_add_only() {
    let complete_as = |name: &[u8], raw: &str| {
        with(|completion| {
            let named = Completion { full_name: Some(name), ..completion.clone() };
            let bytes = complete(raw.as_bytes(), &named).unwrap().bytes;
            String::from_utf8(bytes).unwrap()
        })
    };
    let text = complete_as(b"CronDaemon", "");
    assert!(text.contains("\r\nFrom: CronDaemon <www@shop.example>\r\n"), "{text}");
    let text = complete_as("Jörg".as_bytes(), "");
    assert!(text.contains("\r\nFrom: =?utf-8?B?SsO2cmc=?= <www@shop.example>\r\n"), "{text}");
    let text = complete_as(b"x\r\nBcc: b@example.org\0", "");
    assert!(text.contains("\r\nFrom: \"x  Bcc: b@example.org\" <www@shop.example>\r\n"), "{text}");
    let text = complete_as(b"CronDaemon", FULL);
    assert!(!text.contains("CronDaemon"), "{text}");
    let text = complete_as(b" ", "");
    assert!(text.contains("\r\nFrom: www@shop.example\r\n"), "{text}");
}

#[test]
fn fields_that_stay_here_go_with_all_their_lines() {
    let raw = format!(
        "Bcc: a@example.org,\n\tb@example.org\nResent-BCC:c@example.org\nReturn-Path: <x>\n\
         content-length : 9\nX-Postern-Site: me\nx-postern-:\nX-PHP-Originating-Script: 0:m.php\n\
         {FULL}X-Posterns: stays\n\n"
    );
    check(raw, &format!("{FULL}X-Posterns: stays\r\n\r\n"));
}

#[test]
fn the_script_php_names_is_noted_and_travels_only_where_it_is_not_hidden() {
    let raw = format!("{FULL}X-PHP-Originating-Script: 33:form.php\r\n\r\n");
    for hides_script in [true, false] {
        let done = with(|completion| {
            completion.hides_script = hides_script;
            complete(raw.as_bytes(), completion).unwrap()
        });
        let text = String::from_utf8(done.bytes).unwrap();
        assert_eq!(text.contains("form.php"), !hides_script, "{text}");
        assert_eq!(done.facts.script.as_deref(), Some(&b"33:form.php"[..]));
    }
}

#[test]
fn a_line_without_a_colon_ends_the_head_and_is_kept() {
    check(
        format!("{FULL}oops\nBcc: body\n\nx"),
        &format!("{FULL}\r\noops\r\nBcc: body\r\n\r\nx\r\n"),
    );
    check(format!("From www Mon Jan  1 00:00:00 2024\n{FULL}"), &format!("{FULL}\r\n"));
}

#[test]
fn all_line_ends_become_crlf() {
    let folded = format!("{FULL}A: 1\r\n\t2\r\n");
    check(
        format!("{}A: 1\n\t2\r\r\n\r\nx\ny\r\r\nz", FULL.replace("\r\n", "\n")),
        &format!("{folded}\r\nx\r\ny\r\nz\r\n"),
    );
}

#[test]
fn nul_and_bare_cr_are_refused_with_their_line() {
    check_bad(format!("{FULL}A: \0\n\n"), "line 4 holds a NUL octet");
    let cr = |line| format!("line {line} holds a CR that ends no line: end lines in LF or CRLF");
    check_bad(format!("{FULL}A: 1\rBcc: x@example.org\n\n"), &cr(4));
    check_bad(format!("{FULL}\nx\ny\0\n"), "line 6 holds a NUL octet");
    check_bad(format!("{FULL}\r\nx\ry\n"), &cr(5));
}

#[test]
fn where_a_bare_cr_ends_a_line_it_does_so_in_the_body_only() {
    let complete_it = |raw: &str| {
        with(|completion| {
            completion.bare_cr = BareCr::EndsLine;
            complete(raw.as_bytes(), completion)
                .map(|done| String::from_utf8(done.bytes[RECEIVED.len()..].to_vec()).unwrap())
                .map_err(|error| error.to_string())
        })
    };
    let head = format!("From: www@shop.example\r\n{DATE}{MESSAGE_ID}\r\n");
    assert_eq!(complete_it("A: 1\r\r\n\nx\ry\r"), Ok(format!("A: 1\r\n{head}x\r\ny\r\n")));
    assert_eq!(
        complete_it("hello\rBcc: x@example.org\n"),
        Ok(format!("{head}hello\r\nBcc: x@example.org\r\n"))
    );
    for field in [
        "Subject: hi\rBcc: x@example.org",
        "Subject: hi\r\r\r",
        "Subject:\r hi",
        "Subject: a\n b\rX-Postern-Y: z",
    ] {
        let refused = complete_it(&format!("{field}\n\nbody")).unwrap_err();
        assert!(
            refused.ends_with("holds a CR that ends no line: end lines in LF or CRLF"),
            "{refused}"
        );
    }
}

#[test]
fn long_lines_are_folded_at_blanks_and_unfold_to_what_they_were() {
    let long = format!("X-Long: {}", "word  ".repeat(1000));
    let words = format!("{}{}", "References: ", "<id@example.org> ".repeat(200));
    let raw = format!("{FULL}{long}\r\n{words}\r\n\t{}\r\n\r\n", "x".repeat(2000));
    let bytes = completed(&raw).unwrap().bytes;
    let head = Head::parse(&bytes);
    for name in ["X-Long", "References"] {
        let before = Head::parse(raw.as_bytes());
        assert_eq!(head.first(name).unwrap().unfolded(), before.first(name).unwrap().unfolded());
    }
    let lines: Vec<&[u8]> = bytes.split(|&b| b == b'\n').collect();
    assert_eq!(lines.iter().filter(|line| line.len() > 999).count(), 1, "the word without blanks");
    assert!(lines[..lines.len() - 2].iter().all(|line| !line.trim_ascii().is_empty()));
}

#[test]
fn a_line_as_long_as_a_message_is_folded_in_one_pass() {
    let (words, blanks) = ("a ".repeat(2_500_000), " ".repeat(5_000_000));
    let bytes = completed(format!("{FULL}X: {words}{blanks}\r\n\r\n")).unwrap().bytes;
    let text = String::from_utf8(bytes).unwrap();
    let (_, field) = text.split_once("X: ").unwrap();
    let lines: Vec<&str> = field.strip_suffix("\r\n\r\n").unwrap().split("\r\n").collect();
    assert_eq!(lines.concat(), format!("{words}{blanks}"));
    let (last, folded) = lines.split_last().unwrap();
    assert!(folded.iter().all(|line| line.len() <= 998));
    assert!(last.ends_with(&blanks) && last.len() <= 998 + blanks.len());
}

#[test]
fn a_long_line_without_a_place_to_fold_stays_as_it_is() {
    let raw = format!("{FULL}Subject: {}\r\nX: y{}\r\n\r\n", "x".repeat(2000), " ".repeat(2000));
    check(&raw, &raw);
    let body = "b".repeat(900_000);
    check(format!("{FULL}\r\n{body}"), &format!("{FULL}\r\n{body}\r\n"));
}

#[test]
fn our_received_says_who_when_and_how() {
    let text = |client: Option<Client<'_>>, protocol| {
        with(|completion| {
            Received { client, protocol, ..completion.received.clone() }.text(completion.date)
        })
    };
    let hello = Some("pc (evil)\r\nBcc: x");
    let client = Client { hello, address: "192.0.2.7".parse().unwrap() };
    assert_eq!(
        text(Some(client), Protocol::Esmtp { tls: true, auth: true }),
        "Received: from pc??evil???Bcc:?x ([192.0.2.7])\r\n\
         \tby gate.example.org (Postern t0k3n) with ESMTPSA id 42;\r\n\
         \tTue, 24 Nov 2026 09:30:00 +0000\r\n"
    );
    let client = Client { hello: None, address: "2001:db8::7".parse().unwrap() };
    let text = text(Some(client), Protocol::Http);
    assert!(
        text.starts_with("Received: from [IPv6:2001:db8::7] ([IPv6:2001:db8::7])\r\n"),
        "{text}"
    );
}

#[test]
fn a_message_that_passes_for_the_third_time_is_refused() {
    let pass = |raw: &[u8]| completed(raw).map(|completed| completed.bytes);
    let once = pass(FULL.as_bytes()).unwrap();
    let twice = pass(&once).unwrap();
    assert_eq!(pass(&twice), Err(ComposeError::Loop));
    let refolded = String::from_utf8(twice).unwrap().replace(" (Postern ", "\r\n (Postern\r\n ");
    assert_eq!(pass(refolded.as_bytes()), Err(ComposeError::Loop));
    let another = refolded.replace("t0k3n", "t0k3n2");
    assert!(pass(another.as_bytes()).is_ok());
}

#[test]
fn more_than_a_hundred_hops_are_a_loop() {
    let hops = |count| "Received: x\r\n".repeat(count) + FULL;
    assert_eq!(facts(hops(100)).received, 100);
    check_bad(hops(101), "the message loops: it has passed 101 hosts, the limit is 100");
}

#[test]
fn recipients_come_from_to_cc_and_bcc_each_once() {
    let of = |raw: &str| -> Vec<String> {
        facts(raw).recipients.iter().map(ToString::to_string).collect()
    };
    let raw = "TO: A <a@example.org>, b@example.org\nbcc:\ncc: b@EXAMPLE.org,\n\troot\nBcc: c@example.org\n\n";
    assert_eq!(of(raw), ["a@example.org", "b@example.org", "root@shop.example", "c@example.org"]);
    let raw = "To: a@example.org\nResent-Bcc: b@example.org\nResent-To: c@example.org\n\n";
    assert_eq!(of(raw), ["b@example.org", "c@example.org"]);
    assert_eq!(of("To: undisclosed-recipients:;\n\n"), [""; 0]);
    assert_eq!(of("Subject: x\n\nTo: a@example.org\n"), [""; 0]);
}

#[test]
fn a_bad_recipient_is_named_with_its_field() {
    check_bad(
        "To: a@example.org\nCc: x@example.org  Bcc: evil@example.net\n\n",
        "Cc: bad address \"x@example.org  Bcc: evil@example.net\": something that is no address follows",
    );
}

#[test]
fn more_recipients_than_a_list_may_hold_are_too_many_in_all_fields_together() {
    let fields = |fields: usize, each: usize| -> String {
        let list = |field: usize| -> String {
            (0..each).map(|n| format!("r{field}.{n}@example.org,")).collect()
        };
        (0..fields).map(|field| format!("To: {}\n", list(field))).collect()
    };
    assert_eq!(facts(fields(50_000, 1)).recipients.len(), 50_000);
    for raw in [fields(50_001, 1), fields(2, 25_001), fields(1, 50_001)] {
        check_bad(raw, "the message has at least 50001 recipients");
    }
}

#[test]
fn recipients_in_the_envelope_leave_the_fields_unread() {
    with(|completion| {
        completion.recipients = Recipients::InEnvelope;
        let done = complete(b"To: not an address\n\n", completion).unwrap();
        assert_eq!(done.facts.recipients, []);
    });
}

#[test]
fn facts_are_those_of_the_first_field_of_a_name() {
    let facts = facts(
        "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\nSubject: second\nMessage-ID:\n <1@x>\n\
         From: Anna <a@shop.example>, b@shop.example\nFrom: c@shop.example\n\
         X-PHP-Originating-Script: 33:mail.php\nX-PHP-Originating-Script: 0:forged.php\n\
         X-Cron-Env: <LOGNAME=root>\nX-Cron-Env: <HOME=/root>\n\nx\n",
    );
    assert_eq!(facts.subject.as_deref(), Some("Grüße"));
    assert_eq!(facts.message_id, "<1@x>");
    assert_eq!(facts.from.unwrap().as_str(), "a@shop.example");
    assert_eq!(facts.script.as_deref(), Some(&b"33:mail.php"[..]));
    assert_eq!(facts.cron_env, [&b"<LOGNAME=root>"[..], b"<HOME=/root>"]);
    assert!(!facts.has_8bit);
}

#[test]
fn facts_are_ours_where_the_message_has_none_and_bounded_where_it_has_too_much() {
    let none = facts("");
    assert_eq!(none.message_id, "<42@gate.example.org>");
    assert_eq!(none.from.unwrap().as_str(), "www@shop.example");
    assert_eq!((none.subject, none.script), (None, None));
    assert_eq!(facts("From: nobody at all, really <\n\n").from, None);
    let long = "x".repeat(100_000);
    let much = facts(format!("Subject: {long}\nX-PHP-Originating-Script: {long}\n\n"));
    assert_eq!(much.subject.unwrap().len(), 250);
    assert_eq!(much.script.unwrap().len(), 4096);
    assert_eq!(facts("X-Cron-Env: a\n".repeat(50)).cron_env.len(), 32);
}

#[test]
fn eight_bit_text_passes_unchanged_and_is_noted() {
    let raw = b"Subject: caf\xE8\r\n\r\n\xE8\r\n";
    let completed = completed(raw).unwrap();
    assert!(completed.facts.has_8bit);
    assert!(completed.bytes.ends_with(b"\xE8\r\n"));
    assert!(memchr::memmem::find(&completed.bytes, b"Subject: caf\xE8\r\n").is_some());
}

proptest! {
    #[test]
    fn any_message_travels_with_crlf_only_or_is_refused(raw: Vec<u8>) {
        with(|completion| for bare_cr in [BareCr::Refuse, BareCr::EndsLine] {
            completion.bare_cr = bare_cr;
            completion.recipients = Recipients::InEnvelope;
            if let Ok(done) = complete(&raw, completion) {
                let mut again = Vec::new();
                lines::normalise(&done.bytes, BareCr::Refuse, &mut again).unwrap();
                assert_eq!(again, done.bytes);
            }
        });
    }

    #[test]
    fn a_completed_message_passes_again_with_one_more_received_only(
        raw in "((From|Date|To|Bcc|X) ?:[ a-z@,.]{0,20}(\r?\n|\n\t)){0,6}\n?[a-z.\r\n]{0,20}"
    ) {
        with(|completion| {
            completion.bare_cr = BareCr::EndsLine;
            completion.recipients = Recipients::InEnvelope;
            let once = match complete(raw.as_bytes(), completion) {
                // Without a blank line the first text is the last line of the head.
                Err(ComposeError::Line(LineFault::BareCr { .. })) => return,
                once => once.unwrap().bytes,
            };
            let twice = complete(&once, completion).unwrap().bytes;
            assert_eq!(&twice[RECEIVED.len()..], once);
        });
    }

    #[test]
    fn no_head_brings_a_field_out_that_must_stay(
        raw in "((Bcc|bcc |X-Postern-A|Return-Path|Subject)[ \t]?:?[\r\n\t a-z]{0,6}){0,8}\n?body"
    ) {
        with(|completion| for bare_cr in [BareCr::Refuse, BareCr::EndsLine] {
            completion.bare_cr = bare_cr;
            completion.recipients = Recipients::InEnvelope;
            if let Ok(done) = complete(raw.as_bytes(), completion) {
                assert!(Head::parse(&done.bytes).fields().all(|field| travels(field.name(), true)));
            }
        });
    }
}
