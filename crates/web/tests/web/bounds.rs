//! Who is slow, silent or many holds the listener for a bounded time, and keeps nobody out.

use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use postern_web::{Patience, Settings};
use rustix::process::{Resource, getrlimit, setrlimit};
use tokio::time::interval;

use crate::harness::*;

/// Says bytes one by one until the other side has closed or all are said.
async fn trickle(client: &mut Client<tokio::net::TcpStream>, bytes: impl IntoIterator<Item = u8>) {
    let mut turns = interval(Duration::from_millis(10));
    for byte in bytes {
        turns.tick().await;
        if client.try_say([byte]).await.is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn a_head_that_comes_byte_by_byte_is_cut_off_after_its_time() {
    let listener = Listener::start(settings());
    let mut client = listener.client().await;
    let begun = Instant::now();
    let head = b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ".iter().copied();
    trickle(&mut client, head.chain(std::iter::repeat_n(b'x', 10_000))).await;
    assert_eq!(client.rest().await, "", "cut off without a word");
    assert!(begun.elapsed() >= settings().patience.head);
}

#[tokio::test]
async fn a_connection_that_asks_nothing_more_is_closed_after_its_time() {
    let idle = Duration::from_millis(300);
    let patience = Patience { idle, ..settings().patience };
    let listener = Listener::start(Settings { patience, ..settings() });
    let (mut silent, mut once) = (listener.client().await, listener.client().await);
    once.ask("GET", "/").await;
    assert_eq!(once.answer().await.status, 200);
    let begun = Instant::now();
    assert_eq!((silent.rest().await, once.rest().await), (String::new(), String::new()));
    assert!(begun.elapsed() < PATIENCE);
}

#[tokio::test]
async fn a_body_that_comes_too_slowly_is_given_up_and_one_at_a_pace_is_not() {
    let listener = Listener::start(settings());
    let head = "POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n";
    let mut slow = listener.client().await;
    slow.say(head).await;
    trickle(&mut slow, std::iter::repeat_n(b'x', 60)).await;
    let answer = slow.answer().await;
    assert_eq!(answer.body, "it came slower than 100000 bytes a second");
    assert_eq!((answer.status, slow.rest().await.as_str()), (408, ""), "and that is the end");

    let mut steady = listener.client().await;
    steady.say(head).await;
    let mut turns = interval(Duration::from_millis(20));
    for _ in 0..40 {
        turns.tick().await;
        steady.say([b'x'; 2500]).await;
    }
    let answer = steady.answer().await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "100000"));
}

/// Asks until a connection of one's own is answered as expected.
async fn until_answered(listener: &Listener, status: u16) {
    let begun = Instant::now();
    while listener.get("/").await.status != status {
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {status}");
    }
}

#[tokio::test]
async fn a_client_that_never_takes_its_answer_holds_its_place_for_a_bounded_time() {
    let stall = Duration::from_secs(2);
    let patience = Patience { stall, ..settings().patience };
    let listener = Listener::start(Settings { connections: 1, patience, ..settings() });
    let mut greedy = listener.client().await;
    greedy.ask("GET", "/large").await;
    greedy.some().await;

    until_answered(&listener, 503).await;
    until_answered(&listener, 200).await;
    let got = greedy.rest().await;
    assert!(got.len() < 8 << 20, "it was cut off");
}

#[tokio::test]
async fn an_answer_that_is_taken_slowly_but_steadily_arrives_whole() {
    let listener = Listener::start(settings());
    let mut client = listener.client().await;
    client.ask("GET", "/large").await;
    // Each read takes 4 kB of it and gives the others a turn.
    assert_eq!(client.answer().await.body.len(), 8 << 20);
}

#[tokio::test]
async fn two_thousand_idle_connections_keep_nobody_out() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit).expect("a limit may be raised to its maximum");
    let listener = Listener::start(Settings { connections: 200, ..settings() });
    let mut crowd = Vec::new();
    for nth in 0..2000_u16 {
        let address = Ipv4Addr::new(127, 1, (nth / 100) as u8, (nth % 100) as u8 + 1);
        crowd.push(listener.client_from(address).await);
    }

    let begun = Instant::now();
    assert_eq!(listener.get("/").await.status, 200);
    assert!(begun.elapsed() < settings().patience.place, "it did not wait for a place");

    // The oldest had to go, one for each that came beyond the places there are.
    for client in &mut crowd[..1800] {
        assert_eq!(client.rest().await, "");
    }
    let youngest = crowd.last_mut().expect("there are many");
    youngest.ask("GET", "/").await;
    assert_eq!(youngest.answer().await.status, 200, "who came last kept its place");
}

#[tokio::test]
async fn one_address_gives_up_its_own_places_and_no_others() {
    let listener = Listener::start(settings());
    let mut other = listener.client_from(Ipv4Addr::new(127, 1, 0, 1)).await;
    let mut crowd = Vec::new();
    for _ in 0..17 {
        let mut client = listener.client_from(Ipv4Addr::new(127, 1, 0, 2)).await;
        client.ask("GET", "/").await;
        assert_eq!(client.answer().await.status, 200);
        crowd.push(client);
    }
    assert_eq!(crowd[0].rest().await, "", "16 places are what one address may have");
    for client in crowd[1..].iter_mut().chain([&mut other]) {
        client.ask("GET", "/").await;
        assert_eq!(client.answer().await.status, 200);
    }
}

#[tokio::test]
async fn where_every_place_is_answering_a_newcomer_is_told_to_come_again_and_then_served() {
    let listener = Listener::start(Settings { connections: 1, ..settings() });
    let mut first = listener.client().await;
    first.ask("GET", "/wait").await;
    listener.waits.notified().await;

    let refused = listener.get("/").await;
    assert_eq!((refused.status, refused.code().as_str()), (503, "busy"));
    assert_eq!(
        (refused.header("retry-after"), refused.header("connection")),
        (Some("2"), Some("close"))
    );

    let mut waiting = listener.client().await;
    waiting.ask("GET", "/").await;
    listener.goes_on.notify_one();
    assert_eq!(first.answer().await.body, "gone on");
    assert_eq!(waiting.answer().await.status, 200, "it waited for the place");
}

#[tokio::test]
async fn a_connection_is_closed_after_its_thousandth_request() {
    let listener = Listener::start(settings());
    let mut client = listener.client().await;
    for nth in 1..=1000 {
        client.ask("GET", "/").await;
        let answer = client.answer().await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("connection"), (nth == 1000).then_some("close"), "{nth}");
    }
    assert_eq!(client.rest().await, "");
}
