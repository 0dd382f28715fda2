//! SMTP over loopback: who is known by what, what is refused with which code, and that 250 means stored.

use argon2::password_hash::PasswordHasher;
use postern_core::limits::Limits;
use postern_store::Method;
use proptest::prelude::*;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::*;

/// A client that speaks and reads whole replies.
struct Talk {
    stream: BufReader<TcpStream>,
}

impl Talk {
    async fn to(doors: &Doors) -> Talk {
        let mut talk =
            Talk { stream: BufReader::new(TcpStream::connect(doors.smtp[0]).await.unwrap()) };
        assert!(talk.reply().await.starts_with("220 host.example.net"));
        talk
    }

    async fn send(&mut self, text: &str) {
        self.stream.get_mut().write_all(text.as_bytes()).await.unwrap();
    }

    /// One reply with all its lines; empty at the end of the stream.
    async fn reply(&mut self) -> String {
        let mut reply = String::new();
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).await.unwrap();
            let more = line.as_bytes().get(3) == Some(&b'-');
            reply += &line;
            if !more {
                return reply.trim_end().to_owned();
            }
        }
    }

    async fn ask(&mut self, line: &str) -> String {
        self.send(&format!("{line}\r\n")).await;
        self.reply().await
    }

    /// A whole mail; the last reply.
    async fn mail(&mut self, message: &str) -> String {
        assert!(self.ask("MAIL FROM:<orders@shop.example>").await.starts_with("250"));
        assert!(self.ask("RCPT TO:<a@example.org>").await.starts_with("250"));
        assert!(self.ask("DATA").await.starts_with("354"));
        self.ask(message).await
    }
}

async fn house(
    settings: impl FnOnce(&mut Settings),
    site: impl FnOnce(&mut SiteSettings),
) -> (House, Doors) {
    let with = |all: &mut Settings| {
        all.intake.smtp = vec!["127.0.0.1:0".parse().unwrap()];
        settings(all);
    };
    let house = House::with(with, site).await;
    let doors = house.open().await;
    (house, doors)
}

#[tokio::test]
async fn a_loopback_client_is_known_by_its_uid_and_250_means_stored() {
    let (house, doors) = house(|_| {}, |_| {}).await;
    let mut talk = Talk::to(&doors).await;
    talk.ask("EHLO client.example.org").await;
    let taken = talk.mail("Subject: hello\r\n\r\n..world\r\n.").await;
    let stored = house.stored(house.shop()).await;
    assert_eq!(taken, format!("250 2.0.0 taken as {}", stored[0].claimed[0].message.id));
    assert_eq!(stored[0].recipients(), ["a@example.org"]);
    assert!(stored[0].text.ends_with("\r\n\r\n.world\r\n"));
    assert!(stored[0].text.contains("client.example.org"), "{}", stored[0].text);
    let origin = house.traces(house.shop()).await.remove(0).origin;
    assert_eq!((origin.method, origin.uid), (Some(Method::Smtp), Some(own_uid())));
    assert_eq!(origin.address.as_deref(), Some("127.0.0.1"));
}

#[tokio::test]
async fn commands_sent_ahead_are_answered_in_order_and_many_mails_go_over_one_session() {
    let (house, doors) = house(|_| {}, |_| {}).await;
    let mut talk = Talk::to(&doors).await;
    talk.ask("EHLO x").await;
    let mut ahead = String::new();
    for n in 0..50 {
        ahead += &format!(
            "MAIL FROM:<orders@shop.example>\r\nRCPT TO:<a@example.org>\r\nDATA\r\nSubject: {n}\r\n\r\nx\r\n.\r\n"
        );
    }
    talk.send(&ahead).await;
    for _ in 0..50 {
        for code in ["250 2.1.0", "250 2.1.5", "354", "250 2.0.0"] {
            let reply = talk.reply().await;
            assert!(reply.starts_with(code), "{reply}");
        }
    }
    assert!(talk.ask("QUIT").await.starts_with("221"));
    let subjects: Vec<String> = house
        .stored(house.shop())
        .await
        .iter()
        .map(|one| one.claimed[0].message.subject.clone())
        .collect();
    assert_eq!(subjects, (0..50).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[tokio::test]
async fn limits_are_refused_with_their_codes_and_both_figures() {
    let limits = Limits { message_bytes: 1000, recipients: 2, queued: 2, ..Limits::default() };
    let (house, doors) = house(|_| {}, |site| site.limits = limits).await;
    let mut talk = Talk::to(&doors).await;
    talk.ask("EHLO x").await;
    let size = "552 5.3.4 the message has 2000 bytes, the limit of its site is 1000";
    assert_eq!(talk.ask("MAIL FROM:<a@shop.example> SIZE=2000").await, size);
    talk.ask("MAIL FROM:<a@shop.example>").await;
    talk.ask("RCPT TO:<a@example.org>").await;
    talk.ask("RCPT TO:<b@example.org>").await;
    let many = "452 4.5.3 the message has 3 recipients, the limit of its site is 2";
    assert_eq!(talk.ask("RCPT TO:<c@example.org>").await, many);
    talk.ask("DATA").await;
    let line = format!("{}\r\n", "x".repeat(98));
    let large = talk.ask(&format!("{}.", line.repeat(20))).await;
    assert!(
        large.starts_with("552 5.3.4 ") && large.contains("2000") && large.contains("1000"),
        "{large}"
    );
    talk.mail("one\r\n.").await;
    talk.mail("two\r\n.").await;
    let full = "452 4.3.1 site shop.example has 2 mails queued, its limit is 2: try again later";
    assert_eq!(talk.mail("three\r\n.").await, full);
    assert_eq!(house.stored(house.shop()).await.len(), 2);
}

#[tokio::test]
async fn a_site_that_may_write_to_a_thousand_can_and_the_rest_is_refused_one_by_one() {
    let limits = Limits { recipients: 1000, ..Limits::default() };
    let (house, doors) = house(|_| {}, |site| site.limits = limits).await;
    let mut talk = Talk::to(&doors).await;
    talk.ask("EHLO x").await;
    talk.ask("MAIL FROM:<a@shop.example>").await;
    for n in 0..1100 {
        let reply = talk.ask(&format!("RCPT TO:<r{n}@example.org>")).await;
        assert!(reply.starts_with(if n < 1000 { "250" } else { "452 4.5.3" }), "{n}: {reply}");
    }
    talk.ask("DATA").await;
    assert!(talk.ask("x\r\n.").await.starts_with("250"));
    assert_eq!(house.stored(house.shop()).await[0].recipients().len(), 1000);
}

#[tokio::test]
async fn bare_line_ends_in_the_content_are_refused_and_nothing_is_smuggled() {
    let (house, doors) = house(|_| {}, |_| {}).await;
    for bad in ["a\nb", "a\rb", "x\n.\r\nMAIL FROM:<evil@example.net>", "x\n.\ny"] {
        let mut talk = Talk::to(&doors).await;
        talk.ask("EHLO x").await;
        let refused = talk.mail(&format!("Subject: x\r\n\r\n{bad}\r\n.")).await;
        assert!(refused.starts_with("550 5.6.0"), "{bad:?}: {refused}");
        assert!(talk.ask("NOOP").await.starts_with("250"), "the session is still in step");
    }
    assert!(house.stored(house.shop()).await.is_empty());
}

#[tokio::test]
async fn a_client_that_leaves_within_the_content_has_sent_nothing() {
    let (house, doors) = house(|_| {}, |_| {}).await;
    let mut talk = Talk::to(&doors).await;
    talk.ask("EHLO x").await;
    talk.ask("MAIL FROM:<a@shop.example>").await;
    talk.ask("RCPT TO:<a@example.org>").await;
    talk.ask("DATA").await;
    talk.send("Subject: x\r\n\r\ny\r\n").await;
    drop(talk);
    doors.stop().await;
    assert!(house.stored(house.shop()).await.is_empty());
}

#[tokio::test]
async fn who_is_no_sites_may_greet_and_is_told_at_mail_which_rule_said_no() {
    let (house, doors) = house(|all| all.shared_uids = vec![own_uid()], |_| {}).await;
    let mut talk = Talk::to(&doors).await;
    assert!(talk.ask("EHLO x").await.contains("AUTH PLAIN LOGIN"));
    let refused = talk.ask("MAIL FROM:<a@shop.example>").await;
    assert!(refused.starts_with("530 5.7.0 log in first: uid "), "{refused}");
    assert!(talk.ask("RCPT TO:<a@example.org>").await.starts_with("503"));
    assert!(house.stored(house.shop()).await.is_empty());
}

#[tokio::test]
async fn a_login_is_its_sites_and_only_with_its_password() {
    let (house, doors) = house(|all| all.shared_uids = vec![own_uid()], |_| {}).await;
    let hash = argon2::Argon2::default().hash_password(b"secret").unwrap().to_string();
    let by = By { who: "operator:test".into(), at: house.clock.now() };
    house.sites.set_login(house.shop(), "shop", hash, by).await.unwrap();
    let mut talk = Talk::to(&doors).await;
    talk.ask("EHLO x").await;
    // NUL shop NUL wrong; NUL nobody NUL secret; NUL shop NUL secret.
    assert!(talk.ask("AUTH PLAIN AHNob3AAd3Jvbmc=").await.starts_with("535 5.7.8"));
    assert!(talk.ask("AUTH PLAIN AG5vYm9keQBzZWNyZXQ=").await.starts_with("535 5.7.8"));
    assert!(talk.ask("AUTH PLAIN AHNob3AAc2VjcmV0").await.starts_with("235 2.7.0"));
    assert!(talk.mail("Subject: x\r\n\r\ny\r\n.").await.starts_with("250"));
    assert_eq!(house.traces(house.shop()).await[0].origin.login.as_deref(), Some("shop"));
    // The second time it is known without the work; a changed password ends that.
    let mut again = Talk::to(&doors).await;
    again.ask("EHLO x").await;
    assert!(again.ask("AUTH PLAIN AHNob3AAc2VjcmV0").await.starts_with("235"));
    let other = argon2::Argon2::default().hash_password(b"other").unwrap().to_string();
    let by = By { who: "operator:test".into(), at: house.clock.now() };
    house.sites.set_login(house.shop(), "shop", other, by).await.unwrap();
    let mut third = Talk::to(&doors).await;
    third.ask("EHLO x").await;
    assert!(third.ask("AUTH PLAIN AHNob3AAc2VjcmV0").await.starts_with("535"));
}

#[tokio::test]
async fn a_full_disk_is_told_at_mail_and_passes() {
    let (house, doors) = house(|_| {}, |_| {}).await;
    let mut talk = Talk::to(&doors).await;
    talk.ask("EHLO x").await;
    house.store.set_room(0);
    assert!(talk.ask("MAIL FROM:<a@shop.example>").await.starts_with("452 4.3.1 no room"));
    house.store.set_room(u64::MAX);
    assert!(talk.mail("x\r\n.").await.starts_with("250"));
}

#[tokio::test]
async fn a_message_the_disk_has_no_room_for_is_read_to_its_end_and_the_session_goes_on() {
    let (house, doors) = house(|_| {}, |_| {}).await;
    house.store.set_room(100_000);
    let mut talk = Talk::to(&doors).await;
    talk.ask("EHLO x").await;
    let line = format!("{}\r\n", "x".repeat(98));
    let full = "452 4.3.1 no room on the disk for new mail: try again later";
    assert_eq!(talk.mail(&format!("{}.", line.repeat(20_000))).await, full);
    assert!(talk.mail("small\r\n.").await.starts_with("250"));
    assert_eq!(house.stored(house.shop()).await.len(), 1);
}

#[tokio::test]
async fn more_sessions_than_one_client_may_have_are_turned_away() {
    let (_house, doors) = house(|all| all.intake.connections_each = 1, |_| {}).await;
    let _first = Talk::to(&doors).await;
    let mut second = TcpStream::connect(doors.smtp[0]).await.unwrap();
    let mut said = String::new();
    second.read_to_string(&mut said).await.unwrap();
    assert_eq!(
        said,
        "421 4.3.2 all 1 sessions one client may have are in use: try again later\r\n"
    );
}

#[tokio::test(start_paused = true)]
async fn a_silent_client_is_told_and_let_go() {
    let (_house, doors) = house(|_| {}, |_| {}).await;
    let mut talk = Talk::to(&doors).await;
    assert_eq!(talk.reply().await, "421 4.4.2 the session took too long");
    assert_eq!(talk.reply().await, "");
}

#[tokio::test]
async fn at_the_end_idle_sessions_are_told_and_a_mail_that_is_arriving_may_arrive() {
    let (house, doors) = house(|_| {}, |_| {}).await;
    let address = doors.smtp[0];
    let (mut idle, mut busy) = (Talk::to(&doors).await, Talk::to(&doors).await);
    busy.ask("EHLO x").await;
    busy.ask("MAIL FROM:<a@shop.example>").await;
    busy.ask("RCPT TO:<a@example.org>").await;
    busy.ask("DATA").await;
    let stopping = tokio::spawn(doors.stop());
    assert!(idle.reply().await.starts_with("421 4.3.2 Postern is being stopped"));
    assert!(busy.ask("Subject: x\r\n\r\ny\r\n.").await.starts_with("250 2.0.0"));
    assert!(busy.reply().await.starts_with("421"));
    stopping.await.unwrap();
    assert!(TcpStream::connect(address).await.is_err());
    assert_eq!(house.stored(house.shop()).await.len(), 1);
}

/// Dialogues that are nearly right.
fn nearly() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![
        Just("EHLO x\r\n"),
        Just("MAIL FROM:<a@shop.example> SIZE=10\r\n"),
        Just("MAIL FROM:<\r\n"),
        Just("RCPT TO:<a@example.org>\r\n"),
        Just("RCPT TO:<>\r\n"),
        Just("DATA\r\n"),
        Just("Subject: x\r\n"),
        Just("..\r\n"),
        Just(".\r\n"),
        Just(".\n"),
        Just("AUTH PLAIN =\r\n"),
        Just("AUTH LOGIN\r\n"),
        Just("RSET\r\n"),
        Just("\0\r\r\n"),
    ];
    prop::collection::vec(line, 0..30).prop_map(|lines| lines.concat().into_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_client_says_the_door_stays_open_and_every_250_for_content_is_a_stored_mail(
        said in prop_oneof![prop::collection::vec(any::<u8>(), 0..1000), nearly()],
    ) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            let (house, doors) = house(|_| {}, |_| {}).await;
            let mut stream = TcpStream::connect(doors.smtp[0]).await.unwrap();
            let _ = stream.write_all(&said).await;
            let _ = stream.shutdown().await;
            let mut replies = Vec::new();
            let _ = stream.read_to_end(&mut replies).await;
            let taken = String::from_utf8_lossy(&replies).matches("250 2.0.0 taken as ").count();
            assert_eq!(house.stored(house.shop()).await.len(), taken);
            let mut talk = Talk::to(&doors).await;
            talk.ask("EHLO x").await;
            assert!(talk.mail("x\r\n.").await.starts_with("250"));
            drop(talk);
            doors.stop().await;
        });
    }
}
