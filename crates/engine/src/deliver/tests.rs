//! Attempts against servers that follow a script, on streams in memory and tokio's paused time.

mod receiver;
mod world;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use postern_core::hop::HopResult::{self, Answered, Busy, Unreachable, Unused};
use postern_core::ids::SiteId;
use proptest::prelude::*;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

use super::{Job, enhanced};
use crate::settings::TlsMode;
use receiver::Says::{self, Closes, Last, Silence, This};
use receiver::{Hook, Receiver};
use world::{Asks, BODY, World, settle_down, words};

const ONE: &[&str] = &["anna@example.org"];

/// A server that does one thing otherwise than a good one does, with and without PIPELINING: the outcome begins so, and
/// the next hop showed this.
async fn check(point: &'static str, says: Says, outcome: &str, hop: HopResult) {
    for offers in [Receiver::default().offers, &["8BITMIME"]] {
        let mut world = World::with(Receiver { offers, ..Receiver::that(point, says) });
        let attempted = world.attempt(ONE).await;
        let [said] = words(&attempted).try_into().unwrap();
        assert!(said.starts_with(outcome), "{point} {says:?} {offers:?}: {said}");
        assert_eq!(attempted.hop, hop, "{point} {says:?} {offers:?}: {said}");
        assert_eq!(
            world.taken().len(),
            usize::from(outcome.starts_with("sent")),
            "{point} {says:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_server_says_to_the_connection_is_no_word_about_the_mail() {
    check("greeting", This("220 hello"), "sent 250 2.0.0 queued", Answered).await;
    check("greeting", Last("421 4.3.2 not now"), "deferred 421 4.3.2 not now", Busy).await;
    check("greeting", Last("554 5.7.1 not you"), "deferred 554 5.7.1 not you", Busy).await;
    check("greeting", Closes, "deferred 0 4.4.2 the server closed", Unreachable).await;
    check(
        "greeting",
        Silence,
        "deferred 0 4.4.2 no answer to the connection within 300 s",
        Unreachable,
    )
    .await;
    check(
        "greeting",
        This("SSH-2.0-x"),
        "deferred 0 4.4.2 the server's line \"SSH-2.0-x\" is no",
        Unreachable,
    )
    .await;
    check("EHLO", This("502 5.5.1 what?"), "sent 250", Answered).await;
    check("EHLO", Last("421 4.3.2 not now"), "deferred 421 4.3.2 not now", Busy).await;
    check("EHLO", Last("554 5.7.1 not you"), "deferred 554 5.7.1 not you", Busy).await;
    check(
        "EHLO",
        Closes,
        "deferred 0 4.4.2 the server closed the connection instead of answering EHLO",
        Unreachable,
    )
    .await;
    check("EHLO", Silence, "deferred 0 4.4.2 no answer to EHLO within 300 s", Unreachable).await;
}

#[tokio::test(start_paused = true)]
async fn what_a_server_says_to_the_mail_is_its_outcome() {
    check("MAIL", This("451 4.7.1 later"), "deferred 451 4.7.1 later", Answered).await;
    check("MAIL", This("550 5.7.1 bad sender"), "failed Reply 550 5.7.1 bad sender", Answered)
        .await;
    check("MAIL", This("530 5.7.0 log in first"), "deferred 530 5.7.0 log in first", Answered)
        .await;
    check("RCPT", This("450 4.2.0 greylisted"), "deferred 450 4.2.0 greylisted", Answered).await;
    check("RCPT", This("550 5.1.1 no such user"), "failed Reply 550 5.1.1 no such user", Answered)
        .await;
    check("RCPT", This("251 2.1.5 will forward"), "sent 250", Answered).await;
    check("DATA", This("451 4.3.0 later"), "deferred 451 4.3.0 later", Answered).await;
    check("DATA", This("554 5.7.1 no"), "failed Reply 554 5.7.1 no", Answered).await;
    check(".", This("250 2.6.0 as 7"), "sent 250 2.6.0 as 7", Answered).await;
    check(".", This("250-2.6.0 as\r\n250 2.6.0 7"), "sent 250 2.6.0 as\n7", Answered).await;
    check(".", This("552 5.3.4 too large"), "failed Reply 552 5.3.4 too large", Answered).await;
    check(".", This("451 4.3.0 no room"), "deferred 451 4.3.0 no room", Answered).await;
}

#[tokio::test(start_paused = true)]
async fn a_server_that_breaks_off_has_not_taken_the_mail() {
    check(
        "MAIL",
        Closes,
        "deferred 0  the server closed the connection instead of answering MAIL",
        Unreachable,
    )
    .await;
    check("MAIL", Silence, "deferred 0  no answer to MAIL within 300 s", Unreachable).await;
    check("MAIL", Last("421 4.4.5 too many"), "deferred 421 4.4.5 too many", Busy).await;
    check(
        "RCPT",
        Closes,
        "deferred 0  the server closed the connection instead of answering RCPT",
        Unreachable,
    )
    .await;
    check("RCPT", Silence, "deferred 0  no answer to RCPT within 300 s", Unreachable).await;
    check("RCPT", Last("421 4.4.5 too many"), "deferred 421 4.4.5 too many", Busy).await;
    check(
        "DATA",
        Closes,
        "deferred 0  the server closed the connection instead of answering DATA",
        Unreachable,
    )
    .await;
    check("DATA", Silence, "deferred 0  no answer to DATA within 120 s", Unreachable).await;
    check("DATA", Last("421 4.4.5 too many"), "deferred 421 4.4.5 too many", Busy).await;
    check("DATA", Last("354 go on"), "deferred 0  ", Unreachable).await;
    check(
        ".",
        Closes,
        "deferred 0  the server closed the connection instead of answering the end",
        Unreachable,
    )
    .await;
    check(".", Silence, "deferred 0  no answer to the end of the mail within 600 s", Unreachable)
        .await;
    check(".", Last("421 4.3.2 going down"), "deferred 421 4.3.2 going down", Busy).await;
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_cannot_be_one_is_never_taken_for_a_yes() {
    check("MAIL", This("354 go on"), "deferred 354", Unreachable).await;
    check("RCPT", This("354 go on"), "deferred 354", Unreachable).await;
    check("DATA", This("250 ok"), "deferred 250", Unreachable).await;
    check(".", This("354 go on"), "deferred 354", Unreachable).await;
    check(".", This("ok"), "deferred 0  the server's line \"ok\" is no reply", Unreachable).await;
}

#[tokio::test(start_paused = true)]
async fn an_endless_reply_is_cut_off() {
    let endless: &'static str = "250-x\r\n".repeat(300).leak();
    check(
        "RCPT",
        This(endless),
        "deferred 0  the server's reply has more than 200 lines",
        Unreachable,
    )
    .await;
    let long: &'static str = format!("250 {}", "x".repeat(5000)).leak();
    check(
        "RCPT",
        This(long),
        "deferred 0  a line of the server's reply is longer than 4096",
        Unreachable,
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_does_not_come_about_is_told_in_clear_words() {
    let mut world = World::new("example.org A 192.0.2.1");
    let attempted = world.attempt(ONE).await;
    let refused =
        "deferred 0 4.4.1 connection to example.org [192.0.2.1]:25 refused: nothing listens there";
    assert_eq!((words(&attempted), attempted.hop), (vec![refused.to_owned()], Unreachable));
    let mut world = World::new("example.org A 192.0.2.1");
    world.abyss("192.0.2.1:25");
    let attempted = world.attempt(ONE).await;
    let timed_out = "deferred 0 4.4.1 connection to example.org [192.0.2.1]:25 timed out";
    assert_eq!((words(&attempted), attempted.hop), (vec![timed_out.to_owned()], Unreachable));
}

const FOUR: &[&str] = &["a@example.org", "bad@example.org", "later@example.org", "d@example.org"];

#[tokio::test(start_paused = true)]
async fn each_recipient_has_an_outcome_of_its_own() {
    for offers in [Receiver::default().offers, &[]] {
        let says = vec![
            ("RCPT TO:<bad@", This("550 5.1.1 no such user")),
            ("RCPT TO:<later@", This("450 4.2.1 greylisted")),
        ];
        let mut world = World::with(Receiver { offers, says, ..Receiver::default() });
        let attempted = world.attempt(FOUR).await;
        let expected = [
            "sent 250 2.0.0 queued",
            "failed Reply 550 5.1.1 no such user",
            "deferred 450 4.2.1 greylisted",
            "sent 250 2.0.0 queued",
        ];
        assert_eq!(words(&attempted), expected);
        assert_eq!(world.taken()[0].recipients, ["a@example.org", "d@example.org"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_lost_keeps_the_words_it_gave() {
    let says = vec![("RCPT TO:<bad@", This("550 5.1.1 no such user")), ("DATA", Closes)];
    let mut world = World::with(Receiver { says, ..Receiver::default() });
    let said = words(&world.attempt(FOUR).await);
    assert_eq!(said[1], "failed Reply 550 5.1.1 no such user");
    assert!(said[0].starts_with("deferred 0 ") && said[3].starts_with("deferred 0 "), "{said:?}");
}

#[tokio::test(start_paused = true)]
async fn with_every_recipient_refused_and_the_mail_asked_for_nothing_is_sent_and_the_connection_stays_good()
 {
    let mut world = World::with(Receiver::that("RCPT TO:<bad@", This("550 5.1.1 no such user")));
    let refused = words(&world.attempt(&["bad@example.org"]).await);
    assert_eq!(refused, ["failed Reply 550 5.1.1 no such user"]);
    assert_eq!(words(&world.attempt(ONE).await), ["sent 250 2.0.0 queued"]);
    assert_eq!(world.net.world().made, 1);
    let [taken] = world.taken().try_into().unwrap();
    assert_eq!(taken.body, BODY);
    assert!(world.commands().contains(&"RSET".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn commands_go_together_where_the_server_has_pipelining_and_one_by_one_where_not() {
    let heads = |world: &World| {
        let pieces = world.pieces();
        let words = pieces.iter().map(|(_, piece)| {
            piece
                .lines()
                .filter_map(|line| line.split([' ', '\r']).next())
                .collect::<Vec<_>>()
                .join(" ")
        });
        words.collect::<Vec<_>>()
    };
    let mut world = World::with(Receiver::default());
    world.attempt(&["a@example.org", "b@example.org"]).await;
    assert_eq!(heads(&world), ["EHLO", "MAIL RCPT RCPT DATA"]);
    let mut world = World::with(Receiver { offers: &[], ..Receiver::default() });
    world.attempt(&["a@example.org", "b@example.org"]).await;
    assert_eq!(heads(&world), ["EHLO", "MAIL", "RCPT", "RCPT", "DATA"]);
}

#[tokio::test(start_paused = true)]
async fn recipients_over_the_servers_number_go_in_the_next_transaction_of_the_same_attempt() {
    let rows = [
        Receiver { most_recipients: 3, ..Receiver::default() },
        Receiver { offers: &["LIMITS RCPTMAX=3", "PIPELINING"], ..Receiver::default() },
        Receiver { offers: &[], most_recipients: 3, ..Receiver::default() },
    ];
    for receiver in rows {
        let mut world = World::with(receiver);
        let names: Vec<String> = (0..7).map(|n| format!("r{n}@example.org")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let attempted = world.attempt(&names).await;
        assert_eq!(words(&attempted), ["sent 250 2.0.0 queued"; 7]);
        let counts: Vec<usize> = world.taken().iter().map(|taken| taken.recipients.len()).collect();
        assert_eq!(counts, [3, 3, 1]);
    }
}

#[tokio::test(start_paused = true)]
async fn parameters_go_only_to_servers_that_announced_them() {
    let asks = Asks { eight_bit: true, dsn: true, ..Asks::default() };
    let rows: [(&[&str], &str, &str); 3] = [
        (&[], "MAIL FROM:<shop@example.net>", "RCPT TO:<anna@example.org>"),
        (
            &["8BITMIME", "SIZE"],
            "MAIL FROM:<shop@example.net> SIZE=38 BODY=8BITMIME",
            "RCPT TO:<anna@example.org>",
        ),
        (
            &["DSN"],
            "MAIL FROM:<shop@example.net> RET=HDRS ENVID=order+2B7",
            "RCPT TO:<anna@example.org> NOTIFY=FAILURE",
        ),
    ];
    for (offers, mail, rcpt) in rows {
        let mut world = World::with(Receiver { offers, ..Receiver::default() });
        assert_eq!(words(&world.attempt_with(ONE, asks).await), ["sent 250 2.0.0 queued"]);
        assert_eq!(world.commands()[1..3], [mail, rcpt]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_message_over_the_announced_size_is_not_begun_and_both_figures_are_told() {
    let mut world = World::with(Receiver { offers: &["SIZE 37"], ..Receiver::default() });
    let attempted = world.attempt(ONE).await;
    let expected =
        "failed Unsendable 0 5.3.4 the message has 38 bytes, the server takes at most 37";
    assert_eq!(words(&attempted), [expected]);
    assert_eq!(world.commands().len(), 1, "EHLO alone");
}

#[tokio::test(start_paused = true)]
async fn an_address_beyond_ascii_goes_only_where_smtputf8_is_offered_and_hinders_no_other() {
    let both = &["j\u{f6}rg@example.org", "anna@example.org"];
    let asks = Asks { smtputf8: true, ..Asks::default() };
    let mut world = World::with(Receiver { offers: &[], ..Receiver::default() });
    let said = words(&world.attempt_with(both, asks).await);
    assert!(said[0].starts_with("failed Unsendable 0 5.6.7 the recipient's address"), "{said:?}");
    assert_eq!(said[1], "sent 250 2.0.0 queued");
    let mut world = World::with(Receiver::default());
    assert_eq!(words(&world.attempt_with(both, asks).await), ["sent 250 2.0.0 queued"; 2]);
    assert!(world.commands()[1].ends_with(" SMTPUTF8"));
    let by_sender = Asks { sender: Some("j\u{f6}rg@example.net"), ..asks };
    let mut world = World::with(Receiver { offers: &[], ..Receiver::default() });
    let said = words(&world.attempt_with(both, by_sender).await);
    assert!(said.iter().all(|said| said.starts_with("failed Unsendable 0 5.6.7")), "{said:?}");
}

#[tokio::test(start_paused = true)]
async fn a_message_whose_body_cannot_be_read_is_kept_and_nothing_is_dialled() {
    let mut world = World::with(Receiver::default());
    let attempted = world.attempt_with(ONE, Asks { has_no_body: true, ..Asks::default() }).await;
    assert!(words(&attempted)[0].starts_with("deferred 0  no such body"), "{attempted:?}");
    assert!(world.dialled().is_empty());
}

#[tokio::test(start_paused = true)]
async fn large_mails_of_many_dotted_lines_arrive_byte_for_byte() {
    let mut world = World::with(Receiver { offers: &[], ..Receiver::default() });
    for lines in [3_000, 20_000, 100_000] {
        world.body = Bytes::from(b".a line\r\n..\r\nx\r\n".repeat(lines));
        assert_eq!(words(&world.attempt(ONE).await), ["sent 250 2.0.0 queued"]);
        assert!(world.taken().last().unwrap().body == world.body, "{lines} lines");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_delivered_is_what_was_accepted(lines in proptest::collection::vec("[.a ]{0,8}", 0..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        let body = lines.iter().map(|line| format!("{line}\r\n")).collect::<String>();
        let taken = runtime.block_on(async {
            let mut world = World::with(Receiver::default());
            world.body = Bytes::from(body.clone());
            world.attempt(ONE).await;
            world.taken()
        });
        prop_assert_eq!(&taken[0].body, body.as_bytes());
    }
}

// --- where mail goes ---

/// The outcome in this zone begins so, and these addresses were dialled. Nothing listens anywhere.
async fn check_way(zone: &'static str, recipient: &str, outcome: &str, dialled: &[&str]) {
    let mut world = World::new(zone);
    let said = words(&world.attempt(&[recipient]).await).remove(0);
    assert!(said.starts_with(outcome), "{zone}: {said}");
    assert_eq!(world.dialled(), dialled, "{zone}: {said}");
}

#[tokio::test(start_paused = true)]
async fn a_domain_without_a_way_is_a_bad_domain() {
    let to = "anna@example.org";
    check_way("", to, "failed BadDomain 0 5.1.2 the domain example.org does not exist", &[]).await;
    check_way(
        "example.org MX 0 .",
        to,
        "failed BadDomain 0 5.1.10 the domain example.org takes no mail",
        &[],
    )
    .await;
    check_way(
        "example.org TXT x",
        to,
        "failed BadDomain 0 5.4.4 the host example.org has no address",
        &[],
    )
    .await;
    check_way(
        "example.org MX 1 mx.example.org",
        to,
        "failed BadDomain 0 5.4.4 the host mx.example.org does not",
        &[],
    )
    .await;
    check_way(
        "example.org MX 1 out.example.net",
        to,
        "failed BadDomain 0 5.4.6 the mail exchanger",
        &[],
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn names_that_cannot_be_looked_up_now_are_tried_again() {
    let to = "anna@example.org";
    check_way(
        "example.org SERVFAIL",
        to,
        "deferred 0 4.4.3 the name servers of example.org: server failure",
        &[],
    )
    .await;
    let zone = "example.org MX 1 mx.example.org\nmx.example.org SERVFAIL";
    check_way(zone, to, "deferred 0 4.4.3 the name servers of mx.example.org", &[]).await;
    let gone_and_unknown = "example.org MX 1 gone.example.org\nexample.org MX 2 mx.example.org\nmx.example.org SERVFAIL";
    check_way(gone_and_unknown, to, "deferred 0 4.4.3", &[]).await;
    let unknown_and_gone = "example.org MX 1 mx.example.org\nexample.org MX 2 gone.example.org\nmx.example.org SERVFAIL";
    check_way(unknown_and_gone, to, "deferred 0 4.4.3", &[]).await;
}

#[tokio::test(start_paused = true)]
async fn hosts_are_tried_by_preference_and_addresses_of_both_families_in_turn() {
    let (to, refused) = ("anna@example.org", "deferred 0 4.4.1 connection to");
    let one = "example.org A 192.0.2.1";
    check_way(one, to, refused, &["192.0.2.1:25"]).await;
    let six = "example.org MX 1 mx.example.org\nmx.example.org AAAA 2001:db8::1";
    check_way(six, to, refused, &["[2001:db8::1]:25"]).await;
    let alias = "example.org CNAME example.net\nexample.net MX 1 mx.example.net\nmx.example.net A 192.0.2.2";
    check_way(alias, to, refused, &["192.0.2.2:25"]).await;
    let several = "example.org MX 20 b.example.org\nexample.org MX 10 a.example.org\n\
        a.example.org A 192.0.2.1\na.example.org A 192.0.2.2\na.example.org AAAA 2001:db8::1\nb.example.org A 192.0.2.9";
    let order = ["[2001:db8::1]:25", "192.0.2.1:25", "192.0.2.2:25", "192.0.2.9:25"];
    check_way(several, to, refused, &order).await;
    check_way("", "anna@[192.0.2.7]", refused, &["192.0.2.7:25"]).await;
    check_way("", "anna@[IPv6:2001:db8::7]", refused, &["[2001:db8::7]:25"]).await;
}

#[tokio::test(start_paused = true)]
async fn a_domain_with_very_many_addresses_is_not_dialled_for_ever() {
    let zone = (1..100).map(|n| format!("example.org A 192.0.2.{n}\n")).collect::<String>();
    let mut world = World::new(zone.leak());
    world.attempt(ONE).await;
    assert_eq!(world.dialled().len(), 6);
}

#[tokio::test(start_paused = true)]
async fn among_equal_hosts_chance_decides() {
    let zone = "example.org MX 10 a.example.org\nexample.org MX 10 b.example.org\n\
        a.example.org A 192.0.2.1\nb.example.org A 192.0.2.2";
    let mut world = World::new(zone);
    for _ in 0..20 {
        world.attempt(ONE).await;
    }
    let firsts: Vec<String> = world.dialled().into_iter().step_by(2).collect();
    for address in ["192.0.2.1:25", "192.0.2.2:25"] {
        assert!(firsts.iter().filter(|first| *first == address).count() > 3, "{firsts:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn addresses_inside_are_never_dialled_for_a_strangers_domain() {
    let to = "anna@example.org";
    for inside in ["127.0.0.1", "::1", "10.1.2.3", "169.254.1.1", "::ffff:192.168.0.1", "0.0.0.0"] {
        let kind = if inside.contains(':') { "AAAA" } else { "A" };
        let zone =
            format!("example.org MX 1 mx.example.org\nmx.example.org {kind} {inside}").leak();
        check_way(
            zone,
            to,
            "failed BadDomain 0 5.4.4 the host mx.example.org has only addresses of",
            &[],
        )
        .await;
    }
    check_way("", "anna@[127.0.0.1]", "failed BadDomain 0 5.4.4", &[]).await;
    let mixed = "example.org A 10.0.0.1\nexample.org A 192.0.2.1";
    check_way(mixed, to, "deferred 0 4.4.1", &["192.0.2.1:25"]).await;
}

#[tokio::test(start_paused = true)]
async fn inside_targets_are_dialled_where_they_are_allowed_but_never_our_own_listener() {
    let mut world = World::new("example.org A 127.0.0.1");
    world.settings.inside_targets = true;
    world.settings.own = vec!["127.0.0.1:587".parse().unwrap()];
    world.attempt(ONE).await;
    assert_eq!(world.dialled(), ["127.0.0.1:25"]);
    let mut world = World::new("example.org A 127.0.0.1");
    world.settings.inside_targets = true;
    world.settings.own = vec!["0.0.0.0:25".parse().unwrap()];
    let said = words(&world.attempt(ONE).await);
    assert!(said[0].starts_with("failed BadDomain 0 5.4.6"), "{said:?}");
    assert!(world.dialled().is_empty());
}

#[tokio::test(start_paused = true)]
async fn where_this_host_is_an_exchanger_only_better_ones_are_tried() {
    let by_name = "example.org MX 10 a.example.org\nexample.org MX 20 out.example.net\nexample.org MX 30 c.example.org\n\
        a.example.org A 192.0.2.1\nc.example.org A 192.0.2.3";
    check_way(by_name, "anna@example.org", "deferred 0 4.4.1", &["192.0.2.1:25"]).await;
    let by_address = "example.org MX 10 a.example.org\nexample.org MX 20 b.example.org\nexample.org MX 30 c.example.org\n\
        a.example.org A 192.0.2.1\nb.example.org A 192.0.2.2\nc.example.org A 192.0.2.3";
    let mut world = World::new(by_address);
    world.settings.own = vec!["192.0.2.2:587".parse().unwrap()];
    world.attempt(ONE).await;
    assert_eq!(world.dialled(), ["192.0.2.1:25"]);
}

#[tokio::test(start_paused = true)]
async fn an_address_of_this_machine_is_no_exchanger_of_a_stranger_whatever_listens_there() {
    let zone = "example.org MX 10 a.example.org\nexample.org MX 20 b.example.org\n\
        a.example.org A 192.0.2.1\nb.example.org A 192.0.2.2";
    let mut world = World::new(zone);
    world.settings.own = vec!["127.0.0.1:587".parse().unwrap()];
    world.net.world().local = vec!["192.0.2.2".parse().unwrap()];
    world.attempt(ONE).await;
    assert_eq!(world.dialled(), ["192.0.2.1:25"]);
    let mut allowed = World::new(zone);
    allowed.settings.inside_targets = true;
    allowed.net.world().local = vec!["192.0.2.2".parse().unwrap()];
    allowed.attempt(ONE).await;
    assert_eq!(allowed.dialled(), ["192.0.2.1:25", "192.0.2.2:25"]);
}

#[tokio::test(start_paused = true)]
async fn a_smarthost_at_an_address_of_this_machine_is_our_own_listener_on_every_address() {
    let mut world = World::new("a.example.net A 192.0.2.1");
    world.settings.own = vec!["0.0.0.0:587".parse().unwrap()];
    world.net.world().local = vec!["192.0.2.1".parse().unwrap()];
    world.smarthosts(&["a.example.net:587"], TlsMode::Off, None);
    let said = words(&world.attempt(ONE).await);
    assert!(
        said[0].starts_with("deferred 0 4.4.3 the host a.example.net is this host"),
        "{said:?}"
    );
    assert!(world.dialled().is_empty());
}

#[tokio::test(start_paused = true)]
async fn mail_with_a_source_address_leaves_from_nowhere_else() {
    let source = "192.0.2.99".parse().unwrap();
    let mut world = World::new("example.org AAAA 2001:db8::1\nexample.org A 192.0.2.1");
    world.site.source_address = "192.0.2.99".into();
    world.attempt(ONE).await;
    assert_eq!(world.net.world().dialled, [("192.0.2.1:25".parse().unwrap(), Some(source))]);
    let mut world = World::new("example.org AAAA 2001:db8::1");
    world.site.source_address = "192.0.2.99".into();
    let said = words(&world.attempt(ONE).await);
    assert!(
        said[0].starts_with("deferred 0 4.4.3 the host example.org cannot be reached from"),
        "{said:?}"
    );
    assert!(world.dialled().is_empty());
}

// --- the next server ---

/// Two smarthosts, the first of which follows this script (`None`: nothing listens there); the outcome begins so, and
/// these many servers were dialled.
async fn check_failover(first: Option<Receiver>, outcome: &str, dialled: usize) {
    let mut world = World::new("a.example.net A 192.0.2.1\nb.example.net A 192.0.2.2");
    world.smarthosts(&["a.example.net:587", "b.example.net:587"], TlsMode::Off, None);
    if let Some(first) = &first {
        world.server("192.0.2.1:587", first.clone());
    }
    world.server("192.0.2.2:587", Receiver::default());
    let said = words(&world.attempt(ONE).await).remove(0);
    assert!(said.starts_with(outcome), "{first:?}: {said}");
    assert_eq!(world.dialled().len(), dialled, "{first:?}: {said}");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_cannot_be_used_is_passed_over_for_the_next() {
    check_failover(None, "sent", 2).await;
    check_failover(Some(Receiver::that("greeting", Silence)), "sent", 2).await;
    check_failover(Some(Receiver::that("greeting", Last("421 4.3.2 no"))), "sent", 2).await;
    check_failover(Some(Receiver::that("greeting", Last("554 5.3.2 no"))), "sent", 2).await;
    check_failover(Some(Receiver::that("MAIL", Last("421 4.3.2 no"))), "sent", 2).await;
    check_failover(Some(Receiver::that("RCPT", Closes)), "sent", 2).await;
    check_failover(Some(Receiver::that("DATA", Silence)), "sent", 2).await;
}

#[tokio::test(start_paused = true)]
async fn a_server_that_answered_the_mail_or_may_have_it_is_not_asked_past() {
    check_failover(Some(Receiver::that("MAIL", This("451 4.7.1 later"))), "deferred 451", 1).await;
    check_failover(Some(Receiver::that("RCPT", This("450 4.2.0 greylisted"))), "deferred 450", 1)
        .await;
    check_failover(Some(Receiver::that("RCPT", This("550 5.1.1 no"))), "failed Reply 550", 1).await;
    check_failover(Some(Receiver::that(".", Closes)), "deferred 0", 1).await;
    check_failover(Some(Receiver::that(".", Silence)), "deferred 0", 1).await;
}

#[tokio::test(start_paused = true)]
async fn with_every_smarthost_down_mail_is_tried_again_whatever_the_reason() {
    let mut world = World::new("b.example.net A 192.0.2.2");
    world.smarthosts(&["a.example.net:587", "b.example.net:587"], TlsMode::Off, None);
    let attempted = world.attempt(ONE).await;
    assert!(words(&attempted)[0].starts_with("deferred 0 4.4.1"), "{attempted:?}");
    assert_eq!(attempted.hop, Unreachable);
    let mut world = World::new("a.example.net A 127.0.0.1");
    world.settings.own = vec!["127.0.0.1:587".parse().unwrap()];
    world.smarthosts(&["a.example.net:587"], TlsMode::Off, None);
    let attempted = world.attempt(ONE).await;
    assert!(
        words(&attempted)[0].starts_with("deferred 0 4.4.3 the host a.example.net is this host"),
        "{attempted:?}"
    );
    assert!(world.dialled().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_smarthost_may_be_inside() {
    let mut world = World::new("");
    world.smarthosts(&["127.0.0.1:2525"], TlsMode::Opportunistic, None);
    world.server("127.0.0.1:2525", Receiver::default());
    assert_eq!(words(&world.attempt(ONE).await), ["sent 250 2.0.0 queued"]);
}

// --- connections ---

#[tokio::test(start_paused = true)]
async fn mails_to_one_server_share_a_connection() {
    let mut world = World::with(Receiver::default());
    for _ in 0..3 {
        assert_eq!(words(&world.attempt(ONE).await), ["sent 250 2.0.0 queued"]);
    }
    assert_eq!(world.net.world().made, 1);
    let greeted = world.commands().iter().filter(|line| line.starts_with("EHLO")).count();
    assert_eq!((greeted, world.taken().len()), (1, 3));
}

#[tokio::test(start_paused = true)]
async fn the_connection_of_a_smarthost_inside_is_no_way_in_for_an_exchanger_of_its_name() {
    let mut world = World::new("example.org MX 1 relay.lan\nrelay.lan A 10.0.0.1");
    world.settings.mx_port = 25;
    world.smarthosts(&["relay.lan:25"], TlsMode::Opportunistic, None);
    world.server("10.0.0.1:25", Receiver::default());
    assert_eq!(words(&world.attempt(ONE).await), ["sent 250 2.0.0 queued"]);
    let mut job = world.job(ONE, Asks::default()).await;
    job.route = world.exchangers_of("example.org");
    let said = words(&world.deliver().attempt(job).await);
    assert!(said[0].starts_with("failed BadDomain 0 5.4.4"), "{said:?}");
}

#[tokio::test(start_paused = true)]
async fn a_connection_takes_leave_after_its_number_of_mails() {
    let mut world = World::with(Receiver::default());
    world.settings.hop.mails_per_connection = 2;
    for _ in 0..3 {
        world.attempt(ONE).await;
    }
    settle_down().await;
    assert_eq!(world.net.world().made, 2);
    assert!(world.pieces().contains(&(1, "QUIT\r\n".into())));
}

#[tokio::test(start_paused = true)]
async fn an_idle_connection_takes_leave_after_its_time_and_at_the_end() {
    let mut world = World::with(Receiver::default());
    world.settings.idle = Duration::from_secs(10);
    world.attempt(ONE).await;
    tokio::time::sleep(Duration::from_secs(9)).await;
    assert!(!world.commands().contains(&"QUIT".into()));
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(world.pieces().contains(&(1, "QUIT\r\n".into())));
    world.attempt(ONE).await;
    world.deliver().close().await;
    assert!(world.pieces().contains(&(2, "QUIT\r\n".into())));
}

#[tokio::test(start_paused = true)]
async fn a_kept_connection_that_proves_closed_is_replaced_without_counting() {
    let rows = [
        Receiver { most_mails: 1, ..Receiver::default() },
        Receiver { most_mails: 1, offers: &[], ..Receiver::default() },
    ];
    for receiver in rows {
        let mut world = World::with(receiver);
        for _ in 0..3 {
            let attempted = world.attempt(ONE).await;
            assert_eq!(
                (words(&attempted), attempted.hop),
                (vec!["sent 250 2.0.0 queued".into()], Answered)
            );
        }
        assert_eq!(world.net.world().made, 3);
    }
}

#[tokio::test(start_paused = true)]
async fn a_kept_connection_is_used_only_by_mail_that_leaves_from_the_same_address() {
    let mut world = World::with(Receiver::default());
    world.attempt(ONE).await;
    world.site.source_address = "192.0.2.99".into();
    world.attempt(ONE).await;
    assert_eq!(world.net.world().made, 2);
}

// --- the gate ---

#[tokio::test(start_paused = true)]
async fn a_job_made_before_an_action_is_turned_back_before_any_work() {
    let mut world = World::with(Receiver::default());
    let job = world.job(ONE, Asks::default()).await;
    world.gate.raise(job.site, job.epoch + 1);
    let attempted = world.deliver().attempt(job).await;
    assert_eq!((words(&attempted), attempted.hop), (vec!["turned back".into()], Unused));
    assert!(world.dialled().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_gate_that_closes_while_the_server_greets_turns_back_before_mail_and_keeps_the_connection()
 {
    let mut world = World::with(Receiver::default());
    let job: Job = world.job(ONE, Asks::default()).await;
    let (gate, site): (_, SiteId) = (Arc::clone(&world.gate), job.site);
    let hook: Hook = Arc::new(move || gate.raise(site, 1));
    world.server("192.0.2.1:25", Receiver { hook: Some(("EHLO", hook)), ..Receiver::default() });
    let attempted = world.deliver().attempt(job).await;
    assert_eq!((words(&attempted), attempted.hop), (vec!["turned back".into()], Unused));
    assert_eq!(world.commands(), ["EHLO out.example.net"]);
    assert_eq!(words(&world.attempt(ONE).await), ["sent 250 2.0.0 queued"]);
    assert_eq!(world.net.world().made, 1);
}

#[tokio::test(start_paused = true)]
async fn a_gate_that_closes_while_an_earlier_mail_is_reset_turns_back_before_mail() {
    let mut world = World::with(Receiver { offers: &[], ..Receiver::default() });
    let job: Job = world.job(ONE, Asks::default()).await;
    let (gate, site): (_, SiteId) = (Arc::clone(&world.gate), job.site);
    let hook: Hook = Arc::new(move || gate.raise(site, 1));
    let refuses = Receiver {
        offers: &[],
        hook: Some(("RSET", hook)),
        ..Receiver::that("RCPT TO:<bad@", This("550 5.1.1 no such user"))
    };
    world.server("192.0.2.1:25", refuses);
    world.attempt(&["bad@example.org"]).await;
    let attempted = world.deliver().attempt(job).await;
    assert_eq!((words(&attempted), attempted.hop), (vec!["turned back".into()], Unused));
    assert_eq!(world.commands().last().unwrap(), "RSET");
    assert_eq!(words(&world.attempt(ONE).await), ["sent 250 2.0.0 queued"]);
    assert_eq!(world.net.world().made, 1);
}

#[tokio::test(start_paused = true)]
async fn a_recipient_that_is_deleted_while_the_server_greets_does_not_get_the_mail_and_others_do() {
    for offers in [Receiver::default().offers, &[]] {
        let mut world = World::with(Receiver::default());
        let to = ["a@example.org", "b@example.org"];
        let job = world.job(&to, Asks::default()).await;
        let delete = world.deletion(&job, 0);
        let hook = Some(("EHLO", delete));
        world.server("192.0.2.1:25", Receiver { offers, hook, ..Receiver::default() });
        let attempted = world.deliver().attempt(job).await;
        assert_eq!(words(&attempted), ["turned back", "sent 250 2.0.0 queued"]);
        assert_eq!(world.taken()[0].recipients, ["b@example.org"]);
    }
}

// --- what the next hop shows ---

#[tokio::test(start_paused = true)]
async fn a_server_that_has_too_much_is_busy_whenever_it_says_so() {
    for point in ["MAIL", "RCPT", "DATA", "."] {
        let says = This("451 4.7.500 Server busy, try again later");
        check(point, says, "deferred 451 4.7.500", Busy).await;
    }
    check("RCPT", This("450 4.2.0 greylisted"), "deferred 450 4.2.0", Answered).await;
}

#[tokio::test(start_paused = true)]
async fn a_machine_without_room_for_a_connection_learns_nothing_of_the_server() {
    let mut world = World::with(Receiver::default());
    world.net.world().fails_with = Some(rustix::io::Errno::MFILE);
    let attempted = world.attempt(ONE).await;
    assert!(words(&attempted)[0].contains("this machine has no room for another one"));
    assert_eq!(attempted.hop, Unused);
}

// --- encryption and login ---

/// A server's side of TLS with a certificate for this name, and the certificate.
fn tls(name: &str) -> (TlsAcceptor, CertificateDer<'static>) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed([name.to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    (TlsAcceptor::from(Arc::new(config)), cert.der().clone())
}

/// A smarthost in this mode with this server behind it.
fn smarthost(mode: TlsMode, auth: Option<(&str, &str)>, receiver: Receiver) -> World {
    let mut world = World::new("mx.example.org A 192.0.2.1");
    world.smarthosts(&["mx.example.org:587"], mode, auth);
    world.server("192.0.2.1:587", receiver);
    world
}

#[tokio::test(start_paused = true)]
async fn mail_is_encrypted_where_starttls_is_offered_whatever_the_certificate() {
    let (acceptor, _) = tls("someone-else.example.org");
    let offers: &[&str] = &["STARTTLS", "PIPELINING"];
    let mut world = World::with(Receiver { offers, tls: Some(acceptor), ..Receiver::default() });
    assert_eq!(words(&world.attempt(ONE).await), ["sent 250 2.0.0 queued"]);
    assert_eq!(words(&world.attempt(ONE).await), ["sent 250 2.0.0 queued"]);
    assert!(world.taken().iter().all(|taken| taken.encrypted));
    assert_eq!(world.net.world().made, 1);
}

#[tokio::test(start_paused = true)]
async fn opportunistic_encryption_that_breaks_gives_way_to_clear_text_on_another_connection() {
    let with_tls = Receiver { offers: &["STARTTLS"], ..Receiver::default() };
    let broken = [
        with_tls.clone(),
        Receiver { offers: &["STARTTLS"], ..Receiver::that("STARTTLS", This("454 4.7.0 not now")) },
        Receiver { offers: &["STARTTLS"], ..Receiver::that("STARTTLS", Closes) },
        Receiver { offers: &["STARTTLS"], ..Receiver::that("STARTTLS", Silence) },
        Receiver { tls_breaks: true, tls: Some(tls("x.example.org").0), ..with_tls.clone() },
        Receiver {
            offers: &["STARTTLS"],
            ..Receiver::that("STARTTLS", This("220 go on\r\n250 injected"))
        },
    ];
    for receiver in broken {
        let mut world = World::with(receiver);
        assert_eq!(words(&world.attempt(ONE).await), ["sent 250 2.0.0 queued"]);
        assert_eq!((world.net.world().made, world.taken()[0].encrypted), (2, false));
    }
}

#[tokio::test(start_paused = true)]
async fn required_encryption_never_gives_way() {
    let (acceptor, certificate) = tls("mx.example.org");
    let with_tls = |offers| Receiver { offers, tls: Some(acceptor.clone()), ..Receiver::default() };
    let unknown =
        words(&smarthost(TlsMode::Required, None, with_tls(&["STARTTLS"])).attempt(ONE).await);
    assert!(
        unknown[0].starts_with("deferred 0 4.7.5 encryption with mx.example.org"),
        "{unknown:?}"
    );
    let not_offered = words(&smarthost(TlsMode::Required, None, with_tls(&[])).attempt(ONE).await);
    assert!(not_offered[0].contains("offers no encryption, which is required"), "{not_offered:?}");
    let mut known = smarthost(TlsMode::Required, None, with_tls(&["STARTTLS"]));
    known.settings.extra_roots = vec![certificate];
    assert_eq!(words(&known.attempt(ONE).await), ["sent 250 2.0.0 queued"]);
    assert!(known.taken()[0].encrypted);
}

#[tokio::test(start_paused = true)]
async fn encryption_from_the_first_byte_checks_the_certificate_and_its_name() {
    let rows = [("mx.example.org", "sent"), ("mx.example.net", "deferred 0 4.7.5")];
    for (name, outcome) in rows {
        let (acceptor, certificate) = tls(name);
        let receiver = Receiver { tls: Some(acceptor), tls_at_once: true, ..Receiver::default() };
        let mut world = smarthost(TlsMode::Implicit, None, receiver);
        world.settings.extra_roots = vec![certificate];
        let said = words(&world.attempt(ONE).await);
        assert!(said[0].starts_with(outcome), "{name}: {said:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_login_is_said_over_encryption_or_not_at_all() {
    let auth = Some(("shop", "secret"));
    let (acceptor, _) = tls("mx.example.org");
    let offers: &[&str] = &["STARTTLS", "AUTH PLAIN LOGIN"];
    let receiver = Receiver { offers, tls: Some(acceptor), ..Receiver::default() };
    let mut world = smarthost(TlsMode::Opportunistic, auth, receiver.clone());
    assert_eq!(words(&world.attempt(ONE).await), ["sent 250 2.0.0 queued"]);
    assert!(world.commands().contains(&"AUTH PLAIN AHNob3AAc2VjcmV0".into()));
    let in_clear = Receiver { offers: &["AUTH PLAIN"], ..Receiver::default() };
    for mode in [TlsMode::Opportunistic, TlsMode::Off] {
        let mut world = smarthost(mode, auth, in_clear.clone());
        assert!(words(&world.attempt(ONE).await)[0].starts_with("deferred 0 4.7.4"));
        assert_eq!(world.commands(), ["EHLO out.example.net"]);
    }
    let mut broken = smarthost(TlsMode::Opportunistic, auth, Receiver { tls: None, ..receiver });
    assert!(words(&broken.attempt(ONE).await)[0].starts_with("deferred 0 4.7.4"));
    assert!(!broken.commands().iter().any(|line| line.starts_with("AUTH")));
}

#[tokio::test(start_paused = true)]
async fn a_refused_login_is_the_operators_trouble_and_fails_no_mail() {
    let rows: [(&'static [&'static str], Says, &str); 3] = [
        (&["AUTH PLAIN"], This("535 5.7.8 wrong password"), "deferred 535 5.7.8 wrong password"),
        (&["AUTH GSSAPI"], This("250 ok"), "deferred 0 4.7.0 "),
        (
            &["AUTH LOGIN"],
            Closes,
            "deferred 0 4.4.2 the server closed the connection instead of answering AUTH",
        ),
    ];
    for (offers, says, outcome) in rows {
        let mut world = World::new("");
        world.smarthosts(&["127.0.0.1:2525"], TlsMode::Off, Some(("shop", "secret")));
        world.server("127.0.0.1:2525", Receiver { offers, ..Receiver::that("AUTH", says) });
        let attempted = world.attempt(ONE).await;
        assert!(words(&attempted)[0].starts_with(outcome), "{attempted:?}");
        assert_eq!(attempted.hop, Unreachable);
    }
}

// --- words ---

#[test]
fn an_enhanced_code_is_three_numbers_or_none() {
    assert_eq!(enhanced("5.1.1"), Some((5, 1, 1)));
    for not_one in ["", "5.1", "5.1.1.1", "x.1.1", "5.1.70000"] {
        assert_eq!(enhanced(not_one), None, "{not_one}");
    }
}
