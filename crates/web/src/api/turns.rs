//! Whose message is read now: so many at once, of one site fewer, so that a site whose messages arrive slowly keeps no other
//! one waiting.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use postern_core::ids::SiteId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};

use crate::error::{Error, Result};
use crate::wire::Code;

/// The turns of all sites.
#[derive(Debug)]
pub(crate) struct Turns {
    all: Semaphore,
    most_each: usize,
    /// Of the sites that have one, or wait for one.
    each: Mutex<HashMap<SiteId, Weak<Semaphore>>>,
}

/// A turn; it ends when this goes.
#[derive(Debug)]
pub(crate) struct Turn<'a> {
    _of_all: SemaphorePermit<'a>,
    _own: OwnedSemaphorePermit,
}

impl Turns {
    pub(crate) fn new(most: usize, most_each: usize) -> Turns {
        Turns { all: Semaphore::new(most), most_each, each: Mutex::default() }
    }

    /// Waits for a turn of a site: among its own first, so that it waits in the row of all with so many at most.
    pub(crate) async fn take(&self, site: SiteId) -> Result<Turn<'_>> {
        let closed =
            |error: tokio::sync::AcquireError| Error::new(Code::Unavailable, error.to_string());
        let own = self.of(site).acquire_owned().await.map_err(closed)?;
        let of_all = self.all.acquire().await.map_err(closed)?;
        Ok(Turn { _of_all: of_all, _own: own })
    }

    fn of(&self, site: SiteId) -> Arc<Semaphore> {
        let mut each = self.each.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = each.get(&site).and_then(Weak::upgrade) {
            return own;
        }
        each.retain(|_, own| own.strong_count() > 0);
        let own = Arc::new(Semaphore::new(self.most_each));
        each.insert(site, Arc::downgrade(&own));
        own
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    const SHOP: SiteId = SiteId(1);
    const BLOG: SiteId = SiteId(2);

    /// What a future comes to at once.
    fn now<T>(future: impl Future<Output = T>) -> Option<T> {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => Some(value),
            Poll::Pending => None,
        }
    }

    #[test]
    fn a_site_waits_for_itself_and_keeps_no_other_one_waiting() {
        let turns = Turns::new(3, 2);
        let first = now(turns.take(SHOP)).expect("a turn");
        let _second = now(turns.take(SHOP)).expect("a turn");
        assert!(now(turns.take(SHOP)).is_none(), "two are the most of one site");
        let third = now(turns.take(BLOG)).expect("a turn of another site");
        assert!(now(turns.take(BLOG)).is_none(), "three are the most of all");
        drop(first);
        let _fourth = now(turns.take(BLOG)).expect("a turn again");
        drop(third);
        assert!(now(turns.take(SHOP)).is_some());
    }

    #[test]
    fn sites_that_have_no_turn_are_forgotten() {
        let turns = Turns::new(3, 2);
        drop(now(turns.take(SHOP)));
        let _blog = now(turns.take(BLOG));
        assert_eq!(turns.each.lock().expect("no panic").len(), 1);
    }
}
