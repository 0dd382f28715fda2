//! Exports and event streams.

use std::time::Duration;

use postern_store::{AcceptKey, Caps, Method, NewDelivery, NewMessage, Origin};

use super::*;

/// Puts mails into a site's queue, past its doors.
async fn queue(house: &House, site: &str, mails: usize, subject: &str) {
    for nth in 0..mails {
        let recipient = format!("r{nth}@example.net");
        let message = NewMessage {
            site: house.id(site),
            accepted_at: house.engine.clock.now(),
            key: None::<AcceptKey>,
            digest: [0; 16],
            sender: Some("a@example.org".into()),
            deliveries: vec![NewDelivery { recipient, domain: "example.net".into(), notify: None }],
            body: "Subject: x\r\n\r\ny\r\n".into(),
            subject: subject.into(),
            message_id: format!("{nth}@example.org"),
            script: "=cmd()".into(),
            origin: Origin { method: Some(Method::Http), ..Origin::default() },
            eight_bit: false,
            smtputf8: false,
            envelope_id: None,
            dsn_return: None,
            caps: Caps { queued: u64::MAX, queued_bytes: u64::MAX },
            tells: None,
        };
        house.store.accept(message).await.expect("it is accepted");
    }
}

/// A site whose queued mail all fails.
async fn failing(mails: usize, subject: &str) -> House {
    let house = House::new(&[OURS]).await;
    for (action, mails) in [("block", mails), ("unblock", 0)] {
        house.ask(Some(&operator()), &post(&format!("/sites/{OURS}/{action}"), "{}")).await;
        queue(&house, OURS, mails, subject).await;
    }
    let site = get(&format!("/sites/{OURS}"));
    loop {
        let failed = house.ask(Some(&operator()), &site).await.json()["counters"]["failed"].clone();
        if failed == mails {
            return house;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn an_export_is_the_whole_list_in_each_format() {
    let house = House::new(&[OURS]).await;
    let block = post(&format!("/sites/{OURS}/block"), "{}");
    house.ask(Some(&operator()), &block).await;
    queue(&house, OURS, 450, "x").await;
    for path in ["queue", "trace"] {
        let ask = get(&format!("/sites/{OURS}/{path}/export"));
        let ndjson = house.ask(Some(&operator()), &ask).await;
        assert_eq!(ndjson.head("content-type"), Some("application/x-ndjson"));
        let name = format!("attachment; filename=\"{path}-{OURS}.ndjson\"");
        assert_eq!(ndjson.head("content-disposition"), Some(name.as_str()));
        let rows: Vec<Value> = ndjson
            .body
            .lines()
            .map(|line| serde_json::from_str(line).expect("an object on each line"))
            .collect();
        assert_eq!(rows.len(), 450, "{path}");
        let ask = get(&format!("/sites/{OURS}/{path}/export?format=json"));
        let json = house.ask(Some(&operator()), &ask).await.json();
        assert_eq!(json.as_array().expect("an array"), &rows);
    }
    let one = get(&format!("/sites/{OURS}/queue/export?format=json&recipient=r7%40example.net"));
    assert_eq!(house.ask(Some(&operator()), &one).await.json().as_array().map(Vec::len), Some(1));
    let none = get(&format!("/sites/{OURS}/queue/export?format=json&recipient=x"));
    assert_eq!(house.ask(Some(&operator()), &none).await.json(), serde_json::json!([]));
    let empty = get(&format!("/sites/{OURS}/failures/export?format=csv"));
    let empty = house.ask(Some(&operator()), &empty).await;
    assert_eq!(
        empty.body,
        "at,class,recipient,sender,subject,script,host,code,enhanced,reply,message\r\n"
    );
    let csv = get(&format!("/sites/{OURS}/queue/export?format=csv"));
    assert_eq!(house.ask(Some(&operator()), &csv).await.code(), "bad-request");
}

#[tokio::test]
async fn words_of_strangers_are_harmless_in_csv_and_whole_in_json() {
    let subject = "@SUM(1)\u{202e}\r\n\u{1b}[2J,\"x\"";
    let house = failing(3, subject).await;
    let ask = |format| get(&format!("/sites/{OURS}/failures/export?format={format}"));
    let csv = house.ask(Some(&operator()), &ask("csv")).await;
    assert_eq!(csv.head("content-type"), Some("text/csv; charset=utf-8"));
    let lines: Vec<_> = csv.body.split("\r\n").collect();
    assert_eq!(lines.len(), 5, "a line each, titles, and nothing after the last end: {csv:?}");
    let shown = r#","'@SUM(1)\u{202e}\r\n\u{1b}[2J,""x""",'=cmd(),"#;
    assert!(lines[1..4].iter().all(|line| line.contains(shown)), "{csv:?}");
    let json = house.ask(Some(&operator()), &ask("json")).await.json();
    assert!(json.as_array().expect("rows").iter().all(|row| row["subject"] == subject));

    let history = get(&format!("/sites/{OURS}/history/export?format=csv&step=day"));
    let history = house.ask(Some(&operator()), &history).await.body;
    let lines: Vec<_> = history.split("\r\n").collect();
    assert_eq!(lines[0], "at,sent,failed,failed_late,held,expired,purged,complaints");
    assert!(lines[1].ends_with(",0,3,0,3,0,0,0"), "{history}");
}

#[tokio::test]
async fn failures_are_searched_by_their_words_and_counted_by_class() {
    let house = failing(3, "Order 17").await;
    let count = async |query: &str| {
        let ask = get(&format!("/sites/{OURS}/failures/classes{query}"));
        house.ask(Some(&operator()), &ask).await.json()
    };
    let listed = async |query: &str| {
        let ask = get(&format!("/sites/{OURS}/failures{query}"));
        house.ask(Some(&operator()), &ask).await.json()["items"].as_array().map(Vec::len)
    };
    let all = count("?search=ORDER%2017").await;
    assert_eq!((&all["classes"][0]["count"], &all["since"]), (&3.into(), &Value::Null), "{all}");
    assert_eq!(count("?search=order%2018").await["classes"], serde_json::json!([]));
    assert_eq!((listed("?search=order").await, listed("?search=nobody").await), (Some(3), Some(0)));
}

#[tokio::test]
async fn an_export_reads_no_further_than_its_client() {
    let house = House::new(&[OURS]).await;
    house.ask(Some(&operator()), &post(&format!("/sites/{OURS}/block"), "{}")).await;
    queue(&house, OURS, 450, "x").await;
    let ask = get(&format!("/sites/{OURS}/queue/export"));
    let (status, _, mut body) = house.open(Some(&operator()), &ask).await;
    assert_eq!(status, 200);
    let mut frames = Vec::new();
    let frame = body.frame().await.expect("a frame").expect("whole").into_data().expect("data");
    frames.push(String::from_utf8_lossy(&frame).lines().count());
    // What comes after it is deleted before it is asked for.
    let delete = post(&format!("/sites/{OURS}/jobs"), "{\"kind\": \"delete\"}");
    house.ask(Some(&operator()), &delete).await;
    while house.ask(Some(&operator()), &get(&format!("/sites/{OURS}"))).await.json()["counters"]["queued"]
        != 0
    {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    while let Some(frame) = body.frame().await {
        let data = frame.expect("whole").into_data().expect("data");
        frames.push(String::from_utf8_lossy(&data).lines().count());
    }
    assert_eq!(frames.iter().sum::<usize>(), 200, "{frames:?}");
}

/// The events of a stream until one has these words.
async fn events_until(body: &mut Body, words: &str) -> String {
    let mut text = String::new();
    while !text.contains(words) {
        let frame = tokio::time::timeout(Duration::from_secs(20), body.frame()).await;
        let frame = frame.unwrap_or_else(|_| panic!("{words:?} never came: {text}"));
        let data = frame.expect("it goes on").expect("whole").into_data().expect("data");
        text.push_str(&String::from_utf8_lossy(&data));
    }
    text
}

#[tokio::test]
async fn a_stream_tells_how_a_site_stands_and_each_change_and_ends_with_the_daemon() {
    let house = House::new(&[OURS]).await;
    let owner = house.of(Role::Reader, &[OURS]);
    let ask = get(&format!("/sites/{OURS}/events"));
    let (status, headers, mut body) = house.open(Some(&owner), &ask).await;
    assert_eq!(
        (status.as_u16(), headers["content-type"].as_bytes()),
        (200, &b"text/event-stream"[..])
    );
    let first = events_until(&mut body, "event: counters").await;
    let state = first.find("event: state").expect("the state comes first");
    assert!(first[state..].contains("\"state\":\"ok\""), "{first}");

    let block = post(&format!("/sites/{OURS}/block"), r#"{"reason": "bots"}"#);
    house.ask(Some(&operator()), &block).await;
    let told = events_until(&mut body, "\n\n").await;
    assert!(told.contains("event: state") && told.contains("\"reason\":\"bots\""), "{told}");
    let id = told.lines().find_map(|line| line.strip_prefix("id: ")).expect("an id").to_owned();

    // Who comes back with the last id is told only what is new.
    let (_, _, mut again) = house.open(Some(&owner), &ask.field("last-event-id", &id)).await;
    queue(&house, OURS, 1, "x").await;
    let told = events_until(&mut again, "\n\n").await;
    assert!(told.contains("event: counters") && told.contains("\"accepted\":1"), "{told}");

    house.app.stop();
    for body in [&mut body, &mut again] {
        let end = async { while body.frame().await.is_some() {} };
        tokio::time::timeout(Duration::from_secs(20), end).await.expect("it ends");
    }
}
