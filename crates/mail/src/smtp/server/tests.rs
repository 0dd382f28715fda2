//! Whole conversations: what a client sends, in pieces of any size, against what a driver is asked and answers.

use proptest::prelude::*;

use super::*;
use crate::reply::EnhancedCode;

/// A driver with simple opinions: the password is `secret`; `no@..` may not send nor be sent to; the store always
/// takes it.
struct Driver {
    settings: Settings,
    replies: Vec<u8>,
    messages: Vec<Message>,
    closed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Message {
    envelope: String,
    content: String,
    login: Option<String>,
    hello: String,
}

impl Driver {
    fn new() -> Driver {
        let settings = Settings { offer_auth: true, ..Settings::new("gate.example.org") };
        Driver { settings, replies: Vec::new(), messages: Vec::new(), closed: false }
    }

    fn with(change: impl FnOnce(&mut Settings)) -> Driver {
        let mut driver = Driver::new();
        change(&mut driver.settings);
        driver
    }

    /// Lives a session: `pieces` are what arrives, read by read.
    fn live<'a>(mut self, pieces: impl IntoIterator<Item = &'a [u8]>) -> Driver {
        let mut pieces = pieces.into_iter();
        let (session, greeting) = Session::open(Arc::new(self.settings.clone()));
        greeting.write_to(&mut self.replies);
        let mut input: &[u8] = b"";
        let mut step = session.advance(&mut input);
        loop {
            step = match step {
                Step::NeedInput(session) => {
                    assert!(input.is_empty(), "asks for more before it has read all");
                    let Some(piece) = pieces.next() else { return self };
                    input = piece;
                    session.advance(&mut input)
                }
                Step::Reply(reply, session) => {
                    reply.write_to(&mut self.replies);
                    session.advance(&mut input)
                }
                Step::Authenticate(ask) => match ask.credentials().password() {
                    "secret" => ask.accept(),
                    "later" => ask.later(),
                    _ => ask.refuse(),
                },
                Step::Sender(ask) => match &ask.envelope().sender {
                    Some(sender) if sender.local() == "no" => ask.refuse(refusal()),
                    _ => ask.accept(),
                },
                Step::Recipient(ask) => match ask.recipient().local() {
                    "no" => ask.refuse(refusal()),
                    _ => ask.accept(),
                },
                Step::Data(ask) => {
                    let (mut receiving, reply) = ask.accept(1000);
                    reply.write_to(&mut self.replies);
                    let mut content = Vec::new();
                    loop {
                        receiving = match receiving.feed(&mut input, &mut content) {
                            Content::NeedInput(receiving) => receiving,
                            Content::Whole(received) => {
                                self.messages.push(Message::of(&received, &content));
                                break received.accept("42");
                            }
                            Content::Useless(_, step) => break step,
                        };
                        let Some(piece) = pieces.next() else { return self };
                        input = piece;
                    }
                }
                Step::Close(reply) => {
                    reply.write_to(&mut self.replies);
                    self.closed = true;
                    return self;
                }
            };
        }
    }

    fn replies(&self) -> Vec<&str> {
        let text = std::str::from_utf8(&self.replies).unwrap();
        text.strip_suffix("\r\n").unwrap().split("\r\n").collect()
    }

    /// The last lines of the replies, with the codes only: `250 2.1.0, 354`.
    fn codes(&self) -> String {
        let last_lines = self.replies().into_iter().filter(|line| line.as_bytes()[3] == b' ');
        let codes = last_lines.map(|line| match EnhancedCode::parse(&line[4..]) {
            Some((enhanced, _)) => format!("{} {enhanced}", &line[..3]),
            None => line[..3].to_owned(),
        });
        codes.collect::<Vec<_>>().join(", ")
    }
}

impl Message {
    fn of(received: &Received, content: &[u8]) -> Message {
        let envelope = received.envelope();
        let sender = envelope.sender.as_ref().map_or("", Mailbox::as_str);
        let recipients: Vec<&str> = envelope.recipients.iter().map(Mailbox::as_str).collect();
        Message {
            envelope: format!("{sender} -> {}", recipients.join(" ")),
            content: String::from_utf8(content.to_vec()).unwrap(),
            login: received.login().map(str::to_owned),
            hello: received.hello().name().to_owned(),
        }
    }
}

fn refusal() -> Reply {
    Reply::new(550, (5, 7, 1), "not you")
}

/// Lives the session that `wire` is, sent at once: the codes of what is answered after the reply to EHLO.
fn check(wire: &str, codes: &str) -> Driver {
    check_with(Driver::new(), wire, codes)
}

fn check_with(driver: Driver, wire: &str, codes: &str) -> Driver {
    let wire = format!("EHLO pc.example.org\r\n{wire}");
    let driver = driver.live([wire.as_bytes()]);
    assert_eq!(driver.codes(), format!("220, 250, {codes}"), "{wire:?}");
    driver
}

const MAIL: &str = "MAIL FROM:<a@shop.example>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n";
const TAKEN: &str = "250 2.1.0, 250 2.1.5, 354, 250 2.0.0";

#[test]
fn a_mail_is_taken_with_its_envelope_and_content() {
    let wire = "MAIL FROM:<a@shop.example> SIZE=20 BODY=8BITMIME\r\nRCPT TO:<b@example.org>\r\n\
                RCPT TO:<c@example.org>\r\nDATA\r\nSubject: x\r\n\r\n..\r\n.\r\nQUIT\r\n";
    let driver = check(wire, "250 2.1.0, 250 2.1.5, 250 2.1.5, 354, 250 2.0.0, 221 2.0.0");
    assert_eq!(
        driver.messages,
        [Message {
            envelope: "a@shop.example -> b@example.org c@example.org".into(),
            content: "Subject: x\r\n\r\n.\r\n".into(),
            login: None,
            hello: "pc.example.org".into(),
        }]
    );
    assert!(driver.closed);
}

#[test]
fn the_greeting_and_ehlo_say_what_is_offered() {
    let driver = Driver::new().live([&b"EHLO pc\r\n"[..]]);
    assert_eq!(
        driver.replies(),
        [
            "220 gate.example.org ESMTP Postern",
            "250-gate.example.org",
            "250-PIPELINING",
            "250-SIZE 10485760",
            "250-8BITMIME",
            "250-ENHANCEDSTATUSCODES",
            "250 AUTH PLAIN LOGIN",
        ]
    );
    let driver = Driver::with(|settings| settings.offer_auth = false).live([&b"EHLO pc\r\n"[..]]);
    assert!(!driver.replies().iter().any(|line| line.contains("AUTH")));
    let driver = Driver::new().live([&b"HELO pc\r\n"[..]]);
    assert_eq!(driver.replies()[1..], ["250 gate.example.org"]);
}

#[test]
fn several_mails_go_over_one_session() {
    let mail = format!("{MAIL}x\r\n.\r\n");
    let driver = check(
        &format!("{mail}RSET\r\nNOOP\r\n{mail}"),
        &format!("{TAKEN}, 250 2.0.0, 250 2.0.0, {TAKEN}"),
    );
    assert_eq!(driver.messages.len(), 2);
}

#[test]
fn commands_out_of_order_are_refused() {
    let driver = Driver::new().live([
        &b"MAIL FROM:<a@shop.example>\r\nRCPT TO:<b@example.org>\r\nDATA\r\nAUTH PLAIN\r\n"[..],
    ]);
    assert_eq!(driver.codes(), "220, 503 5.5.1, 503 5.5.1, 503 5.5.1, 503 5.5.1");
    check("RCPT TO:<b@example.org>\r\nDATA\r\n", "503 5.5.1, 503 5.5.1");
    check("MAIL FROM:<>\r\nMAIL FROM:<>\r\n", "250 2.1.0, 503 5.5.1");
    check("MAIL FROM:<>\r\nDATA\r\n", "250 2.1.0, 503 5.5.1");
    check("MAIL FROM:<>\r\nAUTH PLAIN\r\n", "250 2.1.0, 503 5.5.1");
    check("MAIL FROM:<>\r\nRSET\r\nRCPT TO:<b@example.org>\r\n", "250 2.1.0, 250 2.0.0, 503 5.5.1");
    check("MAIL FROM:<>\r\nEHLO again\r\nRCPT TO:<b@example.org>\r\n", "250 2.1.0, 250, 503 5.5.1");
}

#[test]
fn the_drivers_refusals_are_sent_and_change_nothing() {
    check("MAIL FROM:<no@shop.example>\r\nRCPT TO:<b@example.org>\r\n", "550 5.7.1, 503 5.5.1");
    let wire =
        "MAIL FROM:<>\r\nRCPT TO:<no@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n.\r\n";
    let driver = check(wire, "250 2.1.0, 550 5.7.1, 250 2.1.5, 354, 250 2.0.0");
    assert_eq!(driver.messages[0].envelope, " -> b@example.org");
    check(
        "MAIL FROM:<>\r\nRCPT TO:<no@example.org>\r\nDATA\r\nQUIT\r\n",
        "250 2.1.0, 550 5.7.1, 503 5.5.1, 221 2.0.0",
    );
}

#[test]
fn malformed_commands_are_refused_with_what_is_wrong() {
    for (line, code) in [
        ("", "500 5.5.2"),
        ("FOO", "500 5.5.2"),
        ("NOOP\0", "500 5.5.2"),
        ("NO\rOP", "500 5.5.2"),
        ("EHLO", "501 5.5.4"),
        ("HELO  ", "501 5.5.4"),
        ("STARTTLS", "502 5.5.1"),
        ("EXPN list", "502 5.5.1"),
        ("QUIT now", "501 5.5.4"),
        ("MAIL", "501 5.5.4"),
        ("MAIL <a@shop.example>", "501 5.5.4"),
        ("MAIL FROM:<a@>", "501 5.1.7"),
        ("MAIL FROM:<a>", "501 5.1.7"),
        ("MAIL FROM:<a@shop.example>x", "501 5.1.7"),
        ("MAIL FROM:<é@shop.example>", "553 5.6.7"),
        ("MAIL FROM:<> SIZE", "555 5.5.4"),
        ("MAIL FROM:<> SIZE=x", "501 5.5.4"),
        ("MAIL FROM:<> SIZE=123456789012345678901", "501 5.5.4"),
        ("MAIL FROM:<> BODY=BINARYMIME", "501 5.5.4"),
        ("MAIL FROM:<> RET=FULL", "555 5.5.4"),
        ("MAIL FROM:<> SMTPUTF8", "555 5.5.4"),
        ("MAIL FROM:<> AUTH=a=b", "501 5.5.4"),
        ("AUTH", "501 5.5.4"),
        ("AUTH GSSAPI", "504 5.5.4"),
        ("AUTH PLAIN a b", "501 5.5.4"),
    ] {
        check(&format!("{line}\r\n"), code);
    }
    for (line, code) in [
        ("RCPT", "501 5.5.4"),
        ("RCPT TO:<>", "501 5.1.3"),
        ("RCPT TO:<b@example.org", "501 5.1.3"),
        ("RCPT TO:<|sh@example.org>", "501 5.1.3"),
        ("RCPT TO:<b@example.org> NOTIFY=NEVER", "555 5.5.4"),
        ("RCPT TO:<é@example.org>", "553 5.6.7"),
    ] {
        check(&format!("MAIL FROM:<>\r\n{line}\r\n"), &format!("250 2.1.0, {code}"));
    }
}

#[test]
fn what_scripts_write_a_little_wrong_is_taken() {
    for line in [
        "mail from:<a@shop.example>",
        "MAIL FROM: <a@shop.example>",
        "MAIL FROM:a@shop.example",
        "MAIL FROM:<@relay.example:a@shop.example> ",
        "MAIL FROM:<a@shop.example> size=10  body=8bitmime",
        "MAIL FROM:<a@shop.example> AUTH=<>",
    ] {
        let wire = format!("{line}\r\nRCPT TO: <b@example.org> \r\nDATA\r\n.\r\n");
        let driver = check(&wire, TAKEN);
        assert_eq!(driver.messages[0].envelope, "a@shop.example -> b@example.org", "{line}");
    }
    let driver = check("MAIL FROM:<>\r\nRCPT TO:<postmaster>\r\nDATA\r\n.\r\n", TAKEN);
    assert_eq!(driver.messages[0].envelope, " -> postmaster@gate.example.org");
}

#[test]
fn bare_names_get_the_domain_of_the_site_where_there_is_one() {
    let driver = Driver::with(|settings| settings.qualify_domain = Some("shop.example".into()));
    let driver =
        check_with(driver, "MAIL FROM:<www-data>\r\nRCPT TO:<root>\r\nDATA\r\n.\r\n", TAKEN);
    assert_eq!(driver.messages[0].envelope, "www-data@shop.example -> root@shop.example");
}

#[test]
fn the_same_recipient_twice_is_one() {
    let wire =
        "MAIL FROM:<>\r\nRCPT TO:<b@example.org>\r\nRCPT TO:<b@EXAMPLE.org>\r\nDATA\r\n.\r\n";
    let driver = check(wire, "250 2.1.0, 250 2.1.5, 250 2.1.5, 354, 250 2.0.0");
    assert_eq!(driver.messages[0].envelope, " -> b@example.org");
}

#[test]
fn too_many_recipients_are_refused_with_both_figures_and_the_others_served() {
    let wire =
        "MAIL FROM:<>\r\nRCPT TO:<b@example.org>\r\nRCPT TO:<c@example.org>\r\nDATA\r\n.\r\n";
    let driver = Driver::with(|settings| settings.max_recipients = 1);
    let driver = check_with(driver, wire, "250 2.1.0, 250 2.1.5, 452 4.5.3, 354, 250 2.0.0");
    let refused = "452 4.5.3 a message has 1 recipients at most, this would be number 2";
    assert!(driver.replies().contains(&refused), "{:?}", driver.replies());
}

#[test]
fn an_announced_size_over_the_limit_is_refused_with_both_figures() {
    let driver = check("MAIL FROM:<> SIZE=10485761\r\n", "552 5.3.4");
    let refused = "552 5.3.4 the message has 10485761 bytes, the limit is 10485760";
    assert!(driver.replies().contains(&refused));
    check("MAIL FROM:<> SIZE=10485760\r\n", "250 2.1.0");
    check("MAIL FROM:<> SIZE=99999999999999999999\r\n", "552 5.3.4");
}

#[test]
fn content_over_the_limit_is_read_to_its_end_and_refused_with_both_figures() {
    let wire = format!("{MAIL}{}\r\n.\r\nNOOP\r\n", "x".repeat(5000));
    let driver = check(&wire, "250 2.1.0, 250 2.1.5, 354, 552 5.3.4, 250 2.0.0");
    assert!(driver.replies().contains(&"552 5.3.4 the message has 5002 bytes, the limit is 1000"));
    assert_eq!(driver.messages, []);
}

#[test]
fn endless_content_is_given_up() {
    let driver = Driver::with(|settings| {
        settings.max_message_bytes = 2000;
        settings.read_on_bytes = 3000;
    });
    let content = "x".repeat(1000);
    let mut pieces = vec!["EHLO pc\r\n", MAIL];
    pieces.extend([&*content; 20]);
    let driver = driver.live(pieces.iter().map(|piece| piece.as_bytes()));
    assert_eq!(driver.codes(), "220, 250, 250 2.1.0, 250 2.1.5, 354, 421 4.3.4");
    assert!(driver.closed);
}

#[test]
fn bare_line_ends_in_the_content_are_refused_and_smuggle_nothing() {
    let smuggled = "MAIL FROM:<evil@shop.example>\r\nRCPT TO:<c@example.org>\r\nDATA\r\n";
    for end in ["\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r.\r\n", "\r\n.\r", "\n\n.\r\n"] {
        let wire = format!("{MAIL}x{end}{smuggled}y\r\n.\r\nNOOP\r\n");
        let driver = check(&wire, "250 2.1.0, 250 2.1.5, 354, 550 5.6.0, 250 2.0.0");
        assert_eq!(driver.messages, [], "{end:?}");
    }
}

#[test]
fn a_command_that_ends_in_lf_ends_the_session() {
    let driver = check("MAIL FROM:<a@shop.example>\nRCPT TO:<b@example.org>\r\n", "500 5.5.2");
    assert!(driver.closed);
    let long = format!("NOOP {}\n{MAIL}x\r\n.\r\n", "x".repeat(20_000));
    for cut in [long.len(), 20_005, 20_006] {
        let driver = Driver::new().live(long.as_bytes().chunks(cut));
        assert_eq!(driver.codes(), "220, 500 5.5.2", "by {cut}");
        assert!(driver.closed);
    }
}

#[test]
fn over_a_pipe_lines_may_end_in_lf() {
    let driver = Driver::with(|settings| settings.line_ends = LineEnds::CrlfOrLf);
    let wire = format!("{}x\ny\r\n.\nQUIT\n", MAIL.replace('\r', ""));
    let driver = check_with(driver, &wire, &format!("{TAKEN}, 221 2.0.0"));
    assert_eq!(driver.messages[0].content, "x\r\ny\r\n");
}

#[test]
fn over_a_pipe_content_behind_a_command_that_ends_in_crlf_ends_at_crlf_only() {
    let smuggled = "MAIL FROM:<evil@shop.example>\r\nRCPT TO:<c@example.org>\r\nDATA\r\n";
    for end in ["\n.\n", "\n.\r\n", "\n\n.\n"] {
        let driver = Driver::with(|settings| settings.line_ends = LineEnds::CrlfOrLf);
        let wire = format!("{MAIL}x{end}{smuggled}y\r\n.\r\nNOOP\r\n");
        let driver = check_with(driver, &wire, &format!("{TAKEN}, 250 2.0.0"));
        assert!(driver.messages[0].content.contains("evil@shop.example"), "{end:?}");
    }
}

#[test]
fn lines_have_a_limit_and_the_session_goes_on_behind_them() {
    let line =
        |verb: &str, length: usize| format!("{verb}{}\r\n", "x".repeat(length - verb.len() - 2));
    check(&line("NOOP ", 512), "250 2.0.0");
    check(&format!("{}NOOP\r\n", line("NOOP ", 513)), "500 5.5.2, 250 2.0.0");
    check(&format!("{}NOOP\r\n", line("MAIL FROM:<> AUTH=", 1112)), "250 2.1.0, 250 2.0.0");
    check(&line("MAIL FROM:<> AUTH=", 1113), "500 5.5.2");
    check(&format!("{}NOOP\r\n", line("AUTH PLAIN ", 12_289)), "500 5.5.2, 250 2.0.0");
    let driver = check(&format!("{}NOOP\r\n", line("", 1_000_000)), "500 5.5.2, 250 2.0.0");
    let pieces = format!("EHLO pc\r\n{}NOOP\r\n", line("", 12_300));
    let by_one = Driver::new().live(pieces.as_bytes().chunks(1));
    assert_eq!(by_one.codes(), "220, 250, 500 5.5.2, 250 2.0.0");
    assert!(driver.replies().contains(&"500 5.5.2 line of 1000000 bytes, the limit is 12288"));
}

#[test]
fn too_many_wrong_commands_end_the_session() {
    let driver = Driver::with(|settings| settings.max_bad_commands = 2);
    let driver = check_with(
        driver,
        "FOO\r\nNOOP\r\nFOO\r\nFOO\r\nNOOP\r\n",
        "500 5.5.2, 250 2.0.0, 500 5.5.2, 421 4.7.0",
    );
    assert!(driver.closed);
}

#[test]
fn a_message_taken_wipes_the_count_of_wrong_and_idle_commands() {
    let driver = Driver::with(|settings| {
        settings.max_bad_commands = 1;
        settings.max_idle_commands = 5;
    });
    let round = format!("FOO\r\n{MAIL}.\r\n");
    let codes = format!("500 5.5.2, {TAKEN}");
    check_with(driver, &round.repeat(3), &[&*codes; 3].join(", "));
}

#[test]
fn commands_that_lead_to_nothing_end_the_session_in_time() {
    let driver = Driver::with(|settings| settings.max_idle_commands = 3);
    let driver = check_with(driver, &"NOOP\r\n".repeat(10), "250 2.0.0, 250 2.0.0, 421 4.7.0");
    assert!(driver.closed);
}

#[test]
fn a_list_far_over_the_limit_is_answered_to_its_end_and_the_first_get_their_mail() {
    let list: String = (0..2000).map(|n| format!("RCPT TO:<r{n}@example.org>\r\n")).collect();
    let codes = [&*["250 2.1.5"; 100].join(", "), &*["452 4.5.3"; 1900].join(", ")].join(", ");
    let driver = check(
        &format!("MAIL FROM:<>\r\n{list}DATA\r\n.\r\n"),
        &format!("250 2.1.0, {codes}, 354, 250 2.0.0"),
    );
    assert_eq!(driver.messages[0].envelope.split(' ').count(), 2 + 100);
}

#[test]
fn malformed_recipients_leave_the_good_ones_their_mail() {
    let list = "RCPT TO:<nobody@>\r\n".repeat(100);
    let wire = format!("MAIL FROM:<>\r\n{list}RCPT TO:<b@example.org>\r\nDATA\r\n.\r\n");
    let codes = ["501 5.1.3"; 100].join(", ");
    let driver = check(&wire, &format!("250 2.1.0, {codes}, 250 2.1.5, 354, 250 2.0.0"));
    assert_eq!(driver.messages[0].envelope, " -> b@example.org");
}

#[test]
fn recipients_without_end_end_the_session() {
    let driver = Driver::with(|settings| settings.max_recipient_commands = 3);
    let wire = format!("{}rcpt TO:<>\r\nRCPT TO:<c@x>\r\n", MAIL.replace("DATA\r\n", ""));
    let wire = format!("{wire}RSET\r\nMAIL FROM:<>\r\nRCPT TO:<d@example.org>\r\n");
    let codes = "250 2.1.0, 250 2.1.5, 501 5.1.3, 250 2.1.5, 250 2.0.0, 250 2.1.0, 421 4.7.0";
    let driver = check_with(driver, &wire, codes);
    assert!(driver.replies().contains(&"421 4.7.0 3 RCPT commands without a message, bye"));
    assert!(driver.closed);
}

#[test]
fn a_request_of_http_ends_the_session() {
    for request in ["GET / HTTP/1.1\r\n", "POST /x HTTP/1.1\r\n", "CONNECT mx:25 HTTP/1.1\r\n"] {
        let driver = Driver::new().live([format!("{request}Host: x\r\n\r\n{MAIL}").as_bytes()]);
        assert_eq!(driver.codes(), "220, 421 4.7.0", "{request}");
    }
}

#[test]
fn logins_are_taken_by_plain_and_by_login() {
    // "\0shop\0secret", "shop", "secret" in Base64.
    let (plain, login, password) = ("AHNob3AAc2VjcmV0", "c2hvcA==", "c2VjcmV0");
    for (auth, codes) in [
        (format!("AUTH PLAIN {plain}\r\n"), "235 2.7.0"),
        (format!("auth plain\r\n{plain}\r\n"), "334, 235 2.7.0"),
        (format!("AUTH LOGIN\r\n{login}\r\n{password}\r\n"), "334, 334, 235 2.7.0"),
        (format!("AUTH LOGIN {login}\r\n{password}\r\n"), "334, 235 2.7.0"),
    ] {
        let driver = check(&format!("{auth}{MAIL}.\r\n"), &format!("{codes}, {TAKEN}"));
        assert_eq!(driver.messages[0].login.as_deref(), Some("shop"), "{auth}");
    }
}

#[test]
fn logins_that_fail_leave_nobody_logged_in() {
    // "\0shop\0wrong", "\0shop\0later", "boss\0shop\0secret" in Base64.
    let (wrong, later, boss) = ("AHNob3AAd3Jvbmc=", "AHNob3AAbGF0ZXI=", "Ym9zcwBzaG9wAHNlY3JldA==");
    for (auth, codes) in [
        (format!("AUTH PLAIN {wrong}\r\n"), "535 5.7.8"),
        (format!("AUTH PLAIN {later}\r\n"), "454 4.7.0"),
        (format!("AUTH PLAIN {boss}\r\n"), "535 5.7.8"),
        ("AUTH PLAIN =\r\n".into(), "501 5.5.2"),
        ("AUTH PLAIN ???\r\n".into(), "501 5.5.2"),
        ("AUTH PLAIN\r\n*\r\n".into(), "334, 501 5.7.0"),
        ("AUTH LOGIN\r\n\r\n\r\n".into(), "334, 334, 501 5.5.2"),
        (format!("AUTH LOGIN\r\n{}\r\n", "A".repeat(20_000)), "334, 500 5.5.2"),
    ] {
        let driver = check(&format!("{auth}{MAIL}.\r\n"), &format!("{codes}, {TAKEN}"));
        assert_eq!(driver.messages[0].login, None, "{auth}");
    }
}

#[test]
fn logins_are_offered_once_and_only_where_allowed() {
    let plain = "AUTH PLAIN AHNob3AAc2VjcmV0\r\n";
    check(&plain.repeat(2), "235 2.7.0, 503 5.5.1");
    check_with(Driver::with(|settings| settings.offer_auth = false), plain, "502 5.5.1");
    let driver = Driver::new().live([format!("HELO pc\r\n{plain}").as_bytes()]);
    assert_eq!(driver.codes(), "220, 250, 503 5.5.1");
}

#[test]
fn guessing_passwords_ends_the_session() {
    let wrong = "AUTH PLAIN AHNob3AAd3Jvbmc=\r\n";
    let driver = check(&wrong.repeat(9), "535 5.7.8, 535 5.7.8, 421 4.7.0");
    assert!(driver.closed);
}

#[test]
fn a_hello_name_is_made_safe_to_write_down() {
    let wire = format!("EHLO <b>(x)\u{1b}[31m more\r\n{MAIL}.\r\n");
    let driver = Driver::new().live([wire.as_bytes()]);
    assert_eq!(driver.messages[0].hello, "?b??x??[31m");
}

#[test]
fn input_that_ends_inside_the_content_is_no_message() {
    let driver = check(&format!("{MAIL}half of"), "250 2.1.0, 250 2.1.5, 354");
    assert_eq!(driver.messages, []);
}

proptest! {
    #[test]
    fn how_the_wire_is_cut_changes_nothing(cut in 1_usize..60) {
        let wire = format!(
            "EHLO pc\r\nAUTH LOGIN\r\nc2hvcA==\r\nc2VjcmV0\r\n{MAIL}a\r\n..b\r\n.\r\nFOO\r\n{MAIL}c\nd\r\n.\r\nQUIT\r\n"
        );
        let whole = Driver::new().live([wire.as_bytes()]);
        let pieces = Driver::new().live(wire.as_bytes().chunks(cut));
        prop_assert_eq!(whole.messages.len(), 1);
        prop_assert_eq!((whole.replies, whole.messages), (pieces.replies, pieces.messages));
    }

    #[test]
    fn any_bytes_are_answered(pieces: Vec<Vec<u8>>) {
        let driver = Driver::new().live(pieces.iter().map(Vec::as_slice));
        prop_assert!(driver.replies.ends_with(b"\r\n"));
        prop_assert_eq!(driver.messages, []);
    }

    #[test]
    fn any_arguments_are_answered_and_only_valid_addresses_taken(
        lines in prop::collection::vec(
            "(MAIL FROM:|RCPT TO:|EHLO |AUTH |VRFY |DATA)[ -~é]{0,20}|(MAIL FROM|RCPT TO):<[a-z@.\"\\\\ ]{0,9}@?[a-z.]{0,5}>",
            0..10,
        )
    ) {
        let wire: String = lines.iter().flat_map(|line| [line, "\r\n"]).collect();
        let wire = format!("EHLO pc\r\n{wire}DATA\r\nx\r\n.\r\n");
        for message in Driver::new().live([wire.as_bytes()]).messages {
            prop_assert!(!message.envelope.contains(char::is_control));
        }
    }

    #[test]
    fn any_order_of_commands_is_answered_line_by_line(
        lines in prop::collection::vec(
            "EHLO x|HELO x|MAIL FROM:<a@shop\\.example>|RCPT TO:<b@example\\.org>|DATA|RSET|NOOP|AUTH LOGIN|AUTH PLAIN|x|\\.|=",
            0..30,
        )
    ) {
        let wire: String = lines.iter().flat_map(|line| [line, "\r\n"]).collect();
        let driver = Driver::new().live([wire.as_bytes()]);
        for message in &driver.messages {
            prop_assert_eq!(&message.envelope, "a@shop.example -> b@example.org");
            prop_assert!(!message.content.lines().any(|line| line == "."));
        }
    }
}
