//! The end: idle connections at once, streams of events too, requests under way when they are answered.

use std::time::Instant;

use crate::harness::*;

#[tokio::test]
async fn what_is_under_way_is_answered_and_everything_else_is_closed() {
    let mut listener = Listener::start(settings());
    let (mut silent, mut once) = (listener.client().await, listener.client().await);
    once.ask("GET", "/").await;
    assert_eq!(once.answer().await.status, 200);
    let mut events = listener.client().await;
    events.ask("GET", "/events").await;
    assert_eq!(events.answer().await.header("content-type"), Some("text/event-stream"));
    let mut half = listener.client().await;
    half.say("GET / HT").await;
    let mut asking = listener.client().await;
    asking.ask("GET", "/wait").await;
    listener.waits.notified().await;
    let begun = Instant::now();

    listener.stop();

    for client in [&mut silent, &mut once, &mut half] {
        assert_eq!(client.rest().await, "");
    }
    assert!(events.rest().await.ends_with("0\r\n\r\n"), "the stream came to an end of its own");
    listener.goes_on.notify_one();
    let answer = asking.answer().await;
    assert_eq!((answer.body.as_str(), answer.header("connection")), ("gone on", Some("close")));
    listener.ended().await;
    assert!(begun.elapsed().as_secs() < 5, "nothing had to be cut off");
    assert!(tokio::net::TcpStream::connect(listener.address).await.is_err(), "nobody listens");
}

#[tokio::test]
async fn a_request_that_does_not_end_is_cut_off_after_some_seconds() {
    let mut listener = Listener::start(settings());
    let mut asking = listener.client().await;
    asking.ask("GET", "/wait").await;
    listener.waits.notified().await;
    listener.stop();
    listener.ended().await;
    assert_eq!(asking.rest().await, "");
}
