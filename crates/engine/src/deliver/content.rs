//! A mail's bytes for an attempt: in memory where they are few, else read from the store while they are sent.
//!
//! An attempt can last for minutes and there can be a thousand at once: what each holds meanwhile is bounded by `WHOLE`,
//! whatever the size of its mail. Either way the checksum is verified before a server is dialled.

use bytes::Bytes;
use postern_store::{BodyRef, Error, Store};

/// Bytes of a body that is read at once and kept.
const WHOLE: u64 = 256 << 10;

/// Bytes of a part.
pub(super) const PART: usize = 64 << 10;

/// The bytes of a mail.
pub(super) struct Content<'a> {
    store: &'a dyn Store,
    body: BodyRef,
    whole: Option<Bytes>,
}

impl<'a> Content<'a> {
    /// Reads a body, or checks it to be read in parts.
    pub async fn of(store: &'a dyn Store, body: BodyRef) -> Result<Content<'a>, Error> {
        let whole = if body.length <= WHOLE {
            Some(store.body(body).await?)
        } else {
            store.verify(body).await?;
            None
        };
        Ok(Content { store, body, whole })
    }

    pub fn bytes(&self) -> u64 {
        self.body.length
    }

    /// The next part from `from` on, which is before the end.
    pub async fn part(&self, from: u64) -> Result<Bytes, Error> {
        let Some(whole) = &self.whole else {
            return self.store.body_part(self.body, from, PART).await;
        };
        let from = usize::try_from(from).unwrap_or(usize::MAX).min(whole.len());
        Ok(whole.slice(from..from.saturating_add(PART).min(whole.len())))
    }
}
