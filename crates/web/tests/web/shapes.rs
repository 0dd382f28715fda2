//! Requests of every bad shape: none is read in two ways, and none harms the next client.

use crate::harness::*;

/// Says bytes on a connection of their own, and gives all that came back until it was closed.
async fn said(listener: &Listener, bytes: impl AsRef<[u8]>) -> String {
    let mut client = listener.client().await;
    // It may close before it has heard all.
    let _ = client.try_say(bytes).await;
    client.rest().await
}

#[tokio::test]
async fn a_request_that_could_be_read_in_two_ways_is_refused_and_its_connection_closed() {
    let listener = Listener::start(settings());
    let smuggled = "GET /peer HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for lines in [
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5, 5",
        "Content-Length: +5",
        "Content-Length: 0x5",
        "Content-Length: ",
        "Content-Length: 99999999999999999999",
        "Content-Length : 5",
        "Content-Length: 5\r\n Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: chunked\r\nX: a\0b",
    ] {
        let request =
            format!("POST /body HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n\r\n0\r\n\r\n{smuggled}");
        let answer = said(&listener, request).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{lines:?}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{lines:?}: {answer}");
    }
    let old = "POST /body HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    let answer = said(&listener, format!("{old}{smuggled}")).await;
    assert!(answer.starts_with("HTTP/1.1 400 ") || answer.starts_with("HTTP/1.0 400 "), "{answer}");
    assert_eq!(answer.matches("HTTP/1.").count(), 1, "{answer}");
}

#[tokio::test]
async fn of_length_and_chunks_the_chunks_count_and_nothing_after_them_is_a_request() {
    let listener = Listener::start(settings());
    let smuggled = "GET /peer HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for lines in [
        "Content-Length: 4\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 4",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\nConnection: keep-alive",
    ] {
        let request = format!(
            "POST /body HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n\r\n3\r\nabc\r\n0\r\n\r\n{smuggled}"
        );
        let answer = said(&listener, request).await;
        assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n\r\n3"), "{answer}");
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{lines:?}: {answer}");
    }
}

#[tokio::test]
async fn bytes_that_are_no_request_end_their_connection_only() {
    let listener = Listener::start(settings());
    let long = "x".repeat(1 << 20);
    let many: String = (0..200).map(|nth| format!("X-{nth}: a\r\n")).collect();
    let seed = fastrand::u64(..);
    let mut dice = fastrand::Rng::with_seed(seed);
    let noise: Vec<u8> = std::iter::repeat_with(|| dice.u8(..)).take(50_000).collect();
    let rows: [(&[u8], &str); 9] = [
        (b"\0\0\0\0\r\n\r\n", "HTTP/1.1 400 "),
        (b"GET / HTTP/9.9\r\n\r\n", "HTTP/1.1 400 "),
        (b"GET /\r\n\r\n", "HTTP/1.1 400 "),
        (b"G\xc3\xa9T / HTTP/1.1\r\n\r\n", "HTTP/1.1 400 "),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0", ""),
        (b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03", "HTTP/1.1 400 "),
        (
            format!("GET /{long} HTTP/1.1\r\nHost: localhost\r\n\r\n").leak().as_bytes(),
            "HTTP/1.1 431 ",
        ),
        (
            format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {long}").leak().as_bytes(),
            "HTTP/1.1 431 ",
        ),
        (
            format!("GET / HTTP/1.1\r\nHost: localhost\r\n{many}\r\n").leak().as_bytes(),
            "HTTP/1.1 431 ",
        ),
    ];
    for (bytes, begins) in rows {
        let answer = said(&listener, bytes).await;
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]);
        assert!(answer.starts_with(begins), "{shown:?}: {answer:?}");
        assert!(!begins.is_empty() || answer.is_empty(), "{shown:?}: {answer:?}");
    }
    let answer = said(&listener, noise).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "seed {seed}: {answer:?}");
    assert_eq!(listener.get("/").await.status, 200);
}

#[tokio::test]
async fn targets_of_other_forms_are_answered_in_order() {
    let listener = Listener::start(settings());
    for (line, status) in [
        ("GET http://localhost/peer HTTP/1.1", 200),
        ("OPTIONS * HTTP/1.1", 404),
        ("CONNECT localhost:25 HTTP/1.1", 404),
        ("GET http://evil.example.net/peer HTTP/1.1", 421),
        ("BREW / HTTP/1.1", 405),
    ] {
        let mut client = listener.client().await;
        client.say(format!("{line}\r\nHost: localhost\r\n\r\n")).await;
        assert_eq!(client.answer().await.status, status, "{line}");
    }
}

#[tokio::test]
async fn requests_that_are_sent_ahead_are_answered_one_after_the_other() {
    let listener = Listener::start(settings());
    let mut client = listener.client().await;
    let one = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    client.say(one.repeat(20)).await;
    for _ in 0..20 {
        assert_eq!(client.answer().await.body, "the top");
    }
}

#[tokio::test]
async fn an_answer_given_before_the_body_has_arrived_is_not_lost() {
    let listener = Listener::start(settings());
    let mut client = listener.client().await;
    let body = "x".repeat(4 << 20);
    let head = format!(
        "POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    client.say(head).await;
    client.say(body).await;
    assert_eq!(client.answer().await.status, 404);
    assert_eq!(client.rest().await, "");
}
