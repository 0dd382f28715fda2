//! The door of HTTP: a message and its idempotency key.

use postern_engine::accept::Why;
use postern_engine::intake::submit_http;

use super::*;

const MESSAGE: &[u8] = b"From: Anna <anna@shop.example>\nTo: a@example.org\nSubject: x\n\ny\n";

async fn submit(
    house: &House,
    key: &str,
    message: &'static [u8],
) -> Result<(i64, bool), (u16, String)> {
    let receipt = submit_http(&house.accept, house.shop(), message, key, "token:shop").await;
    receipt
        .map(|receipt| (receipt.message.0, receipt.repeated))
        .map_err(|refusal| (refusal.http_status(), refusal.to_string()))
}

#[tokio::test]
async fn a_message_goes_to_the_recipients_of_its_head_from_its_from() {
    let house = House::new().await;
    submit(&house, "order 17", MESSAGE).await.unwrap();
    let stored = house.stored(house.shop()).await;
    assert_eq!(stored[0].recipients(), ["a@example.org"]);
    assert_eq!(stored[0].sender(), Some("anna@shop.example"));
    assert_eq!(house.traces(house.shop()).await[0].origin.login.as_deref(), Some("token:shop"));
}

#[tokio::test]
async fn a_key_used_again_is_the_same_mail_or_is_refused() {
    let house = House::new().await;
    let (first, _) = submit(&house, "order 17", MESSAGE).await.unwrap();
    assert_eq!(submit(&house, "order 17", MESSAGE).await.unwrap(), (first, true));
    let (status, words) =
        submit(&house, "order 17", b"To: b@example.org\n\nz\n").await.unwrap_err();
    assert_eq!(status, 422, "{words}");
    assert_eq!(house.stored(house.shop()).await.len(), 1);
}

#[tokio::test]
async fn a_key_has_bounds_and_a_message_recipients() {
    let house = House::new().await;
    assert_eq!(submit(&house, "", MESSAGE).await.unwrap_err().0, 400);
    assert_eq!(submit(&house, &"k".repeat(256), MESSAGE).await.unwrap_err().0, 400);
    let (status, words) = submit(&house, "k", b"Subject: x\n\ny\n").await.unwrap_err();
    assert_eq!((status, words.as_str()), (422, "the message has no recipient"));
    let refused = submit_http(&house.accept, SiteId(999), MESSAGE, "k", "x").await.unwrap_err();
    assert!(matches!(refused.why, Why::SiteGone));
    assert_eq!(refused.http_status(), 404);
}
