//! The door of HTTP: a whole message and an idempotency key.
//!
//! The key is the caller's own text; the store's key is its digest, so that any text will do. The same key with the
//! same message is one mail however often it comes; with another message it is refused (422).

use aws_lc_rs::digest;
use bytes::Bytes;
use postern_core::identity::Identified;
use postern_core::ids::{MessageId, SiteId};
use postern_store::{AcceptKey, Method, Origin};

use crate::accept::{Accept, BareCr, Protocol, Recipients, Refusal, Sender, Submission, Why};
use crate::measure::Door;

/// The longest idempotency key, in bytes.
pub const MAX_KEY: usize = 255;

/// What was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HttpReceipt {
    pub message: MessageId,
    /// The key was seen before, with this message.
    pub repeated: bool,
}

/// Takes an RFC 5322 message to the recipients its head names, from the mailbox of its `From`. `who` is the one who
/// sends, for the trace.
pub async fn submit_http(
    accept: &Accept,
    site: SiteId,
    message: impl Into<Bytes>,
    idempotency_key: &str,
    who: &str,
) -> Result<HttpReceipt, Refusal> {
    if idempotency_key.is_empty() || idempotency_key.len() > MAX_KEY {
        let why = format!(
            "an idempotency key has 1 to {MAX_KEY} bytes, this one has {}",
            idempotency_key.len()
        );
        return Err(Why::BadRequest(why).into());
    }
    let submission = Submission {
        identified: Identified { site, stated: false },
        origin: Origin {
            method: Some(Method::Http),
            login: Some(who.to_owned()),
            ..Origin::default()
        },
        sender: Sender::Unstated,
        recipients: Recipients::Words { words: Vec::new(), in_head: true, notify: None },
        full_name: None,
        message: message.into(),
        bare_cr: BareCr::EndsLine,
        envelope_id: None,
        dsn_return: None,
        key: Some(accept_key(idempotency_key)),
        protocol: Protocol::Http,
        hello: None,
    };
    let taken = accept.submit(submission).await;
    let receipt = taken.inspect_err(|refusal| accept.measures().refused(Door::Http, refusal))?;
    Ok(HttpReceipt { message: receipt.message, repeated: receipt.repeated })
}

/// The caller's key in the store's form. The prefix keeps it apart from the keys the sendmail command draws.
fn accept_key(idempotency_key: &str) -> AcceptKey {
    let mut key = [0; 16];
    let digest = digest::digest(&digest::SHA256, format!("http:{idempotency_key}").as_bytes());
    key.copy_from_slice(&digest.as_ref()[..16]);
    AcceptKey(key)
}
