//! Mail in parts, and keys.

use postern_store::view::TraceFilter;

use super::*;

const MAIL: &str = r#"{
    "from": "Shop <orders@example.org>", "to": ["Anna <anna@example.net>"], "bcc": ["b@example.net"],
    "subject": "Order 17", "text": "Thank you!\n", "html": "<p>Thank you!</p>", "headers": {"X-Order": "17"},
    "attachments": [{"name": "a.pdf", "type": "application/pdf", "content": "JVBERi0xLjcK"}]
}"#;

async fn house() -> House {
    let house = House::new(&[OURS]).await;
    house.ask(Some(&operator()), &post(&format!("/sites/{OURS}/block"), "{}")).await;
    house
}

fn submit(key: &str, body: &str) -> Ask {
    post(&format!("/sites/{OURS}/messages"), body).field("idempotency-key", key)
}

#[tokio::test]
async fn a_message_in_parts_is_stored_and_a_repeat_is_known_as_one() {
    let house = house().await;
    let first = house.ask(Some(&operator()), &submit("order-17", MAIL)).await;
    assert_eq!(first.status, 202, "{first:?}");
    let message = first.json()["message"].clone();
    // The same, written otherwise.
    let again = serde_json::from_str::<Value>(MAIL).expect("JSON").to_string();
    let again = house.ask(Some(&operator()), &submit("order-17", &again)).await.json();
    assert_eq!((&again["message"], &again["repeated"]), (&message, &true.into()));
    let other = house.ask(Some(&operator()), &submit("order-17", &MAIL.replace("17", "18"))).await;
    assert_eq!((other.status, other.code().as_str()), (422, "key-reused"));

    let site = house.id(OURS);
    let question =
        Question::Trace { site, filter: TraceFilter::default(), before: None, limit: 10 };
    let Reply::Trace(traced) = house.view(question).await else { panic!("a trace") };
    let [traced] = &traced.rows[..] else { panic!("one message: {traced:?}") };
    assert_eq!(
        (traced.subject.as_str(), traced.sender.as_deref()),
        ("Order 17", Some("orders@example.org"))
    );
    let recipients: Vec<_> = traced.deliveries.iter().map(|to| to.recipient.as_str()).collect();
    assert_eq!(recipients, ["anna@example.net", "b@example.net"]);
}

#[tokio::test]
async fn a_message_that_cannot_be_is_refused_with_its_fault() {
    let house = house().await;
    let with = |from: &str, to: &str| MAIL.replace(from, to);
    let rows = [
        (with("JVBERi0xLjcK", "%%%"), 400, "invalid", "no base64"),
        (with("anna@example.net", "anna"), 400, "invalid", "no address"),
        (with("X-Order", "Bcc"), 400, "invalid", "not yours to set"),
        (with("application/pdf", "pdf"), 400, "invalid", "no media type"),
        (with("\"subject\"", "\"topic\""), 400, "bad-request", "topic"),
        ("{".to_owned(), 400, "bad-request", "cannot be read"),
        (r#"{"from": "a@example.org", "text": "x"}"#.to_owned(), 400, "invalid", "no recipient"),
    ];
    for (body, status, code, words) in rows {
        let answer = house.ask(Some(&operator()), &submit("k", &body)).await;
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{answer:?}");
        assert!(answer.body.contains(words), "{answer:?}");
    }
    let mut ask = submit("k", MAIL);
    ask.head[0].1 = "text/plain".into();
    assert_eq!(house.ask(Some(&operator()), &ask).await.status, 415);
    ask.head[0].1 = "application/jsonp".into();
    assert_eq!(house.ask(Some(&operator()), &ask).await.code(), "wrong-type");
    let keyless = post(&format!("/sites/{OURS}/messages"), MAIL);
    assert_eq!(house.ask(Some(&operator()), &keyless).await.code(), "bad-request");
    for key in ["", "\u{e4}", &"k".repeat(256)] {
        assert_eq!(house.ask(Some(&operator()), &submit(key, MAIL)).await.code(), "bad-request");
    }
}

#[tokio::test]
async fn a_message_in_parts_is_bounded_by_its_sites_limit_before_it_is_decoded() {
    let house = house().await;
    let limits = r#"{"settings": {"limits": {"message_bytes": 4096}}}"#;
    house.ask(Some(&operator()), &send("PATCH", &format!("/sites/{OURS}"), limits)).await;
    // No base64: it would be told so if it were decoded.
    for (bytes, told) in [(5000, "has 5"), (200_000, "has 200")] {
        let body = MAIL.replace("JVBERi0xLjcK", &"%".repeat(bytes));
        let answer = house.ask(Some(&operator()), &submit("k", &body)).await;
        assert_eq!((answer.status, answer.code().as_str()), (413, "too-large"), "{answer:?}");
        assert!(answer.body.contains(told) && answer.body.contains("4096"), "{answer:?}");
    }
}

#[tokio::test]
async fn a_key_makes_a_job_and_a_test_mail_one_however_often_they_are_asked() {
    let house = house().await;
    let jobs = format!("/sites/{OURS}/jobs");
    let ask = |kind: &str| {
        post(&jobs, &format!("{{\"kind\": \"{kind}\"}}")).field("idempotency-key", "k")
    };
    let first = house.ask(Some(&operator()), &ask("release")).await;
    assert_eq!(first.status, 202);
    // By now there would be nothing to release.
    house.ask(Some(&operator()), &post(&format!("/sites/{OURS}/unblock"), "{}")).await;
    let again = house.ask(Some(&operator()), &ask("release")).await;
    assert_eq!((again.status, &again.json()["id"]), (202, &first.json()["id"]));
    let other = house.ask(Some(&operator()), &ask("delete")).await;
    assert_eq!((other.status, other.code().as_str()), (422, "key-reused"));
    let listed = house.ask(Some(&operator()), &get(&jobs)).await.json();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));

    house.ask(Some(&operator()), &post(&format!("/sites/{OURS}/block"), "{}")).await;
    let test = post(&format!("/sites/{OURS}/test-mail"), "{\"to\": \"anna@example.net\"}");
    let keyed = test.clone().field("idempotency-key", "k");
    let repeated =
        async |ask: &Ask| house.ask(Some(&operator()), ask).await.json()["repeated"].clone();
    assert_eq!([repeated(&keyed).await, repeated(&keyed).await], [false, true]);
    assert_eq!([repeated(&test).await, repeated(&test).await], [false, false]);
}
