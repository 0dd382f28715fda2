//! What `accept` takes, what it makes of it, and what it refuses in which words.

use postern_core::ids::MessageId;
use postern_core::limits::Limits;
use postern_engine::accept::{Recipients, Refusal, Sender, Why};
use postern_mail::Mailbox;
use postern_store::AcceptKey;

use super::*;

const MESSAGE: &str = "Subject: hello\n\nworld\n";

/// What the refusal of a submission says.
async fn refusal(house: &House, submission: Submission) -> Refusal {
    let refused = house.accept.submit(submission).await.unwrap_err();
    assert!(house.stored(house.shop()).await.is_empty(), "nothing is stored of what is refused");
    refused
}

#[tokio::test]
async fn a_refusal_has_its_code_in_three_dialects() {
    let address = || Mailbox::parse("a@@b").unwrap_err();
    let site = || "shop.example".to_owned();
    let table: [(Why, &str, u8, u16); 25] = [
        (Why::Unidentified("no".into()), "550 5.7.1", 77, 403),
        (Why::NotLoggedIn("no".into()), "530 5.7.0", 77, 401),
        (Why::WrongLogin, "535 5.7.8", 77, 401),
        (Why::NotAllowed("no".into()), "550 5.7.1", 77, 403),
        (Why::SiteGone, "550 5.7.1", 77, 404),
        (Why::TooLarge { bytes: 2, whole: true, limit: 1 }, "552 5.3.4", 65, 413),
        (Why::TooManyRecipients { recipients: 2, whole: true, limit: 1 }, "452 4.5.3", 65, 422),
        (Why::NoRecipient, "554 5.5.1", 65, 422),
        (Why::BadSender(address()), "553 5.1.7", 65, 422),
        (Why::BadRecipient(address()), "553 5.1.3", 65, 422),
        (Why::LocalRecipient("root".into()), "550 5.1.1", 67, 422),
        (Why::BadMessage("NUL".into()), "554 5.6.0", 65, 422),
        (Why::Loop("loop".into()), "554 5.4.6", 65, 422),
        (Why::BadRequest("what".into()), "554 5.5.0", 64, 400),
        (Why::KeyReused { message: MessageId(1) }, "554 5.5.0", 65, 422),
        (Why::Told, "554 5.5.0", 65, 422),
        (Why::OverCap { site: site(), queued: 2, cap: 1 }, "452 4.3.1", 75, 429),
        (Why::OverBytes { site: site(), queued_bytes: 2, cap: 1 }, "452 4.3.1", 75, 429),
        (Why::NoRoom, "452 4.3.1", 75, 503),
        (Why::StoreStopped("EIO".into()), "451 4.3.0", 75, 503),
        (Why::StoreFailed("busy".into()), "451 4.3.0", 75, 503),
        (Why::System("EMFILE".into()), "451 4.3.0", 75, 503),
        (Why::Busy { sessions: 9, own: true }, "421 4.3.2", 75, 503),
        (Why::TooSlow, "421 4.4.2", 75, 408),
        (Why::Stopping, "421 4.3.2", 75, 503),
    ];
    for (why, smtp, sysexit, http) in table {
        let refusal = Refusal { why };
        let reply = String::from_utf8(refusal.smtp().to_bytes()).unwrap();
        assert!(reply.starts_with(&format!("{smtp} ")), "{reply}");
        assert_eq!((refusal.sysexit(), refusal.http_status()), (sysexit, http), "{refusal}");
        assert_eq!(refusal.is_temporary(), sysexit == 75, "{refusal}");
    }
}

#[tokio::test]
async fn a_mail_is_completed_and_stored_for_each_recipient_once() {
    let house = House::new().await;
    let submission =
        house.submission(&["a@example.org, root", "<A@example.org>", "a@example.org"], MESSAGE);
    house.accept.submit(submission).await.unwrap();
    let [stored] = &house.stored(house.shop()).await[..] else { panic!("one message") };
    assert_eq!(stored.recipients(), ["a@example.org", "root@shop.example", "A@example.org"]);
    assert_eq!(stored.sender(), Some("orders@shop.example"));
    assert_eq!(stored.claimed[0].message.subject, "hello");
    for field in [
        "Received: ",
        "From: orders@shop.example\r\n",
        "Date: ",
        "Message-ID: <",
        "Subject: hello\r\n",
    ] {
        assert!(stored.text.contains(field), "{field} in {}", stored.text);
    }
    assert!(stored.text.ends_with("\r\n\r\nworld\r\n"));
}

#[tokio::test]
async fn recipients_of_the_head_are_added_to_those_of_the_command_line() {
    let house = House::new().await;
    let mut submission =
        house.submission(&[], "To: b@example.org, a@example.org\nBcc: c@example.org\n\nx\n");
    let words = vec![b"a@example.org".to_vec()];
    submission.recipients = Recipients::Words { words, in_head: true, notify: None };
    house.accept.submit(submission).await.unwrap();
    let stored = house.stored(house.shop()).await;
    assert_eq!(stored[0].recipients(), ["a@example.org", "b@example.org", "c@example.org"]);
    assert!(!stored[0].text.contains("c@example.org"));
}

#[tokio::test]
async fn a_sender_that_is_not_named_is_the_caller_at_its_sites_domain() {
    let house =
        House::with(|_| {}, |site| site.sender_domains = vec!["mail.shop.example".into()]).await;
    let mut submission = house.submission(&["a@example.org"], MESSAGE);
    submission.sender = Sender::Unstated;
    submission.origin.uid = Some(4_000_000_000);
    house.accept.submit(submission).await.unwrap();
    assert_eq!(house.stored(house.shop()).await[0].sender(), Some("4000000000@mail.shop.example"));
}

#[tokio::test]
async fn a_null_sender_stays_null_and_from_is_the_caller() {
    let house = House::new().await;
    let mut submission = house.submission(&["a@example.org"], MESSAGE);
    submission.sender = Sender::Given(None);
    submission.origin.uid = Some(4_000_000_000);
    house.accept.submit(submission).await.unwrap();
    let stored = house.stored(house.shop()).await;
    assert_eq!(stored[0].sender(), None);
    assert!(stored[0].text.contains("From: 4000000000@shop.example\r\n"));
}

#[tokio::test]
async fn mail_of_site_host_to_users_of_the_machine_goes_to_the_operator() {
    let house =
        House::with(|settings| settings.operator_address = "ops@example.net".into(), |_| {}).await;
    let mut submission =
        house.submission(&["root", "www-data@localhost", "a@example.org"], MESSAGE);
    submission.identified.site = house.sites.host();
    house.accept.submit(submission).await.unwrap();
    let stored = house.stored(house.sites.host()).await;
    assert_eq!(stored[0].recipients(), ["ops@example.net", "a@example.org"]);
    assert_eq!(stored[0].sender(), Some("orders@host.example.net"));
}

#[tokio::test]
async fn without_an_operator_address_mail_to_users_of_the_machine_is_refused() {
    let house = House::new().await;
    let mut submission = house.submission(&["root"], MESSAGE);
    submission.identified.site = house.sites.host();
    let refused = refusal(&house, submission).await;
    assert_eq!(refused.sysexit(), 67);
    assert!(
        refused.to_string().starts_with("root@host.example.net is a user of this machine"),
        "{refused}"
    );
}

#[tokio::test]
async fn limits_are_refused_with_both_figures() {
    let limits = Limits { message_bytes: 100, recipients: 2, ..Limits::default() };
    let house = House::with(|_| {}, |site| site.limits = limits).await;
    let lines = "x\n".repeat(40);
    let refused = refusal(&house, house.submission(&["a@example.org"], &lines)).await;
    assert_eq!(refused.to_string(), "the message has 120 bytes, the limit of its site is 100");
    for (line_end, bytes) in [("\r", 120), ("\r\n", 120), ("\r\r\n", 120), ("\n\r", 200)] {
        let lines = format!("\n{}", format!("x{line_end}").repeat(40));
        let refused = refusal(&house, house.submission(&["a@example.org"], &lines)).await;
        let words = format!("the message has {} bytes, the limit of its site is 100", bytes + 2);
        assert_eq!(refused.to_string(), words, "{line_end:?}");
    }
    let three = house.submission(&["a@example.org", "b@example.org", "c@example.org"], "x\n");
    let refused = refusal(&house, three).await;
    assert_eq!(refused.to_string(), "the message has 3 recipients, the limit of its site is 2");
}

#[tokio::test]
async fn a_site_may_be_allowed_no_more_than_every_door_takes() {
    assert_eq!(Limits::MOST_MESSAGE_BYTES, postern_sendmail::frame::MAX_BODY_BYTES);
    assert_eq!(Limits::MOST_RECIPIENTS as usize, postern_mail::address::list::MAX_LIST);
    let house = House::new().await;
    let refused = |change: fn(&mut Limits)| {
        let by = By { who: "operator:test".into(), at: house.clock.now() };
        let mut settings = SiteSettings::default();
        change(&mut settings.limits);
        let site = NewSite { name: "new.example".into(), settings, identities: Vec::new(), by };
        house.sites.check_new(&site, false).err().map(|error| error.to_string())
    };
    assert_eq!(refused(|limits| limits.message_bytes = 67_108_864), None);
    assert_eq!(refused(|limits| limits.recipients = 50_000), None);
    assert_eq!(
        refused(|limits| limits.message_bytes = 67_108_865).as_deref(),
        Some("a message cannot have 67108865 bytes: at most 67108864")
    );
    assert_eq!(refused(|limits| limits.message_bytes = 1024), None);
    assert_eq!(
        refused(|limits| limits.message_bytes = 1023).as_deref(),
        Some("message_bytes cannot be 1023: at least 1024")
    );
    assert_eq!(
        refused(|limits| limits.recipients = 50_001).as_deref(),
        Some("a message cannot have 50001 recipients: at most 50000")
    );
}

#[tokio::test]
async fn recipients_beyond_any_limit_are_refused_with_both_figures_however_they_are_named() {
    let house = House::new().await;
    let list = |from: u32, to: u32| {
        (from..to).map(|n| format!("r{n}@example.org")).collect::<Vec<_>>().join(",")
    };
    let in_head = |words: Vec<Vec<u8>>, head: String| {
        let mut submission = house.submission(&[], &format!("{head}\n\nx\n"));
        submission.recipients = Recipients::Words { words, in_head: true, notify: None };
        submission
    };
    let one_each: String = (0..60_000).map(|n| format!("To: r{n}@example.org\n")).collect();
    let table = [
        (in_head(Vec::new(), format!("To: {}", list(0, 300))), "300"),
        (in_head(Vec::new(), format!("To: {}", list(0, 60_000))), "at least 50001"),
        (in_head(Vec::new(), one_each), "at least 50001"),
        (in_head(vec![list(0, 60_000).into()], String::new()), "at least 50001"),
        (
            in_head(vec![list(0, 40_000).into(), list(30_000, 60_000).into()], String::new()),
            "at least 50001",
        ),
        (in_head(vec![list(0, 150).into()], format!("Cc: {}", list(100, 200))), "200"),
    ];
    for (submission, figure) in table {
        let refused = refusal(&house, submission).await;
        let words = format!("the message has {figure} recipients, the limit of its site is 100");
        assert_eq!((refused.to_string(), refused.sysexit()), (words, 65));
    }
}

#[tokio::test]
async fn what_is_no_mail_is_refused_with_the_reason() {
    let house = House::new().await;
    let table: [(&[&str], &str, &str); 6] = [
        (&[], MESSAGE, "the message has no recipient"),
        (
            &["|/bin/sh"],
            MESSAGE,
            "recipient: bad address \"|/bin/sh\": files, programs and list names are no addresses",
        ),
        (&["a@example.org  Bcc: evil@example.net"], MESSAGE, "recipient: bad address"),
        (&["a@example.org"], "Subject: x\n\na\0b\n", "line 3 holds a NUL octet"),
        (
            &["a@example.org"],
            "Subject: x\rBcc: b@example.org\n\ny\n",
            "line 1 holds a CR that ends no line",
        ),
        (&["a@example.org"], "Received: (c0ffee)\nReceived: (c0ffee)\n\nx\n", "the message loops"),
    ];
    for (recipients, message, words) in table {
        let refused = refusal(&house, house.submission(recipients, message)).await;
        assert!(refused.to_string().starts_with(words), "{refused}");
        assert_eq!(refused.sysexit(), 65);
    }
}

#[tokio::test]
async fn a_site_over_its_cap_is_told_to_wait_and_another_is_not() {
    let limits = Limits { queued: 1, ..Limits::default() };
    let house = House::with(|_| {}, |site| site.limits = limits).await;
    house.accept.submit(house.submission(&["a@example.org"], MESSAGE)).await.unwrap();
    let refused =
        house.accept.submit(house.submission(&["a@example.org"], MESSAGE)).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "site shop.example has 1 mails queued, its limit is 1: try again later"
    );
    assert!(refused.is_temporary());
    let mut other = house.submission(&["a@example.org"], MESSAGE);
    other.identified.site = house.add_site("other.example", vec![], |_| {}).await;
    house.accept.submit(other).await.unwrap();
}

#[tokio::test]
async fn without_room_on_the_disk_everyone_is_told_to_wait_until_there_is_some() {
    let house = House::new().await;
    house.store.set_room(0);
    let refused = refusal(&house, house.submission(&["a@example.org"], MESSAGE)).await;
    assert!(matches!(refused.why, Why::NoRoom));
    house.store.set_room(u64::MAX);
    house.accept.submit(house.submission(&["a@example.org"], MESSAGE)).await.unwrap();
}

#[tokio::test]
async fn a_repeated_key_is_the_same_mail_and_for_another_mail_it_is_refused() {
    let house = House::new().await;
    let with_key = |message: &str| {
        let mut submission = house.submission(&["a@example.org"], message);
        submission.key = Some(AcceptKey([7; 16]));
        submission
    };
    let first = house.accept.submit(with_key(MESSAGE)).await.unwrap();
    let second = house.accept.submit(with_key(MESSAGE)).await.unwrap();
    assert_eq!((second.message, second.repeated), (first.message, true));
    let refused = house.accept.submit(with_key("Subject: other\n\nx\n")).await.unwrap_err();
    assert!(matches!(refused.why, Why::KeyReused { .. }));
    assert_eq!(house.stored(house.shop()).await.len(), 1);
}

#[tokio::test]
async fn the_script_is_recorded_and_its_field_does_not_travel() {
    let house = House::new().await;
    let message = "X-PHP-Originating-Script: 33:form.php\nSubject: x\n\ny\n";
    let mut submission = house.submission(&["a@example.org"], message);
    submission.origin.stated_by_caller = vec![("cwd".into(), "/srv/shop".into())];
    house.accept.submit(submission).await.unwrap();
    let stored = house.stored(house.shop()).await;
    assert_eq!(stored[0].claimed[0].message.script_name, "/srv/shop/form.php");
    assert!(!stored[0].text.contains("X-PHP"));
    let origin = &house.traces(house.shop()).await[0].origin;
    assert!(
        origin
            .stated_by_caller
            .contains(&("X-PHP-Originating-Script".into(), "33:form.php".into()))
    );
}

#[tokio::test]
async fn the_field_of_the_script_travels_where_the_operator_hides_it_not() {
    let house = House::with(|all| all.intake.hide_php_script = false, |_| {}).await;
    let message = "X-PHP-Originating-Script: 33:form.php\nSubject: x\n\ny\n";
    house.accept.submit(house.submission(&["a@example.org"], message)).await.unwrap();
    let stored = house.stored(house.shop()).await;
    assert!(stored[0].text.contains("\r\nX-PHP-Originating-Script: 33:form.php\r\n"));
}

#[tokio::test]
async fn a_notice_passes_every_limit_of_site_host_and_has_the_null_sender() {
    let house = House::new().await;
    let host = house.sites.host();
    house
        .change_site(host, |site| {
            site.limits = Limits { queued: 1, queued_bytes: 1, message_bytes: 1, recipients: 1 }
        })
        .await;
    let to = Mailbox::parse("owner@example.org").unwrap();
    for _ in 0..2 {
        let notice = b"To: owner@example.org\r\nSubject: x\r\n\r\ny\r\n".to_vec();
        house.accept.submit_notice(to.clone(), notice, None).await.unwrap();
    }
    let stored = house.stored(host).await;
    assert_eq!(stored.len(), 2, "the second is over the number of queued mails");
    assert_eq!((stored[0].sender(), stored[0].recipients()), (None, vec!["owner@example.org"]));
    assert!(
        stored[0].text.contains("From: Postern <postmaster@host.example.net>\r\n"),
        "{}",
        stored[0].text
    );
}

#[tokio::test]
async fn a_removed_site_takes_nothing() {
    let house = House::new().await;
    let submission = house.submission(&["a@example.org"], MESSAGE);
    let by = By { who: "operator:test".into(), at: house.clock.now() };
    house.sites.remove(house.shop(), by).await.unwrap();
    let refused = house.accept.submit(submission).await.unwrap_err();
    assert!(matches!(refused.why, Why::SiteGone));
}
