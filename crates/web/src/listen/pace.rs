//! The least pace of one who sends or takes: patience that waiting uses up and bytes restore.
//!
//! A deadline for the whole would cut off those with much to say; one for each byte would let a byte now and then hold a
//! connection for ever. Here what moves buys time at a least rate, and never more than there was at the beginning.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

/// The patience with one direction of a connection.
#[derive(Debug)]
pub(super) struct Pace {
    /// At the beginning, and at most.
    most: Duration,
    /// Bytes that buy a second.
    rate: u32,
    left: Duration,
    waiting: Option<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    since: Instant,
    end: Pin<Box<Sleep>>,
}

impl Pace {
    pub(super) fn new(most: Duration, rate: u32) -> Pace {
        Pace { most, rate: rate.max(1), left: most, waiting: None }
    }

    /// Bytes a second that keep it.
    pub(super) fn rate(&self) -> u32 {
        self.rate
    }

    /// Nothing moves: ready when patience has run out.
    pub(super) fn poll_waits(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let left = self.left;
        let waiting = self.waiting.get_or_insert_with(|| {
            let since = Instant::now();
            Waiting { since, end: Box::pin(sleep_until(since + left)) }
        });
        waiting.end.as_mut().poll(cx)
    }

    /// So many bytes moved.
    pub(super) fn moved(&mut self, bytes: usize) {
        if let Some(waiting) = self.waiting.take() {
            self.left = self.left.saturating_sub(waiting.since.elapsed());
        }
        let bought = Duration::from_secs_f64(bytes as f64 / f64::from(self.rate));
        self.left = self.left.saturating_add(bought).min(self.most);
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use tokio::time::timeout;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// One who moves so many bytes every second; gives how long that was suffered, up to a minute.
    async fn suffered(bytes: usize) -> Duration {
        let mut pace = Pace::new(10 * SECOND, 1000);
        let begun = Instant::now();
        while begun.elapsed() < 60 * SECOND {
            if timeout(SECOND, poll_fn(|cx| pace.poll_waits(cx))).await.is_ok() {
                break;
            }
            pace.moved(bytes);
        }
        begun.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn who_moves_enough_is_suffered_and_who_moves_less_for_a_bounded_time() {
        assert_eq!(suffered(0).await, 10 * SECOND);
        assert_eq!(suffered(1).await.as_secs(), 10);
        assert_eq!(suffered(500).await.as_secs(), 19);
        assert!(suffered(1000).await >= 60 * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn much_at_once_buys_no_more_patience_than_there_was() {
        let mut pace = Pace::new(10 * SECOND, 1000);
        pace.moved(1 << 30);
        let begun = Instant::now();
        poll_fn(|cx| pace.poll_waits(cx)).await;
        assert_eq!(begun.elapsed().as_secs(), 10);
    }
}
