//! A connection's stream with an end to its patience: a reader that asks nothing, or does not come to the end of its
//! question, and a writer whose bytes nobody takes, get an error where they would wait for ever.
//!
//! What closes lingers: one who was answered before all was read (a body that is too large, a head that is) would lose the
//! answer to a reset, were the connection closed over what still arrives (RFC 9112 §9.6).

use std::future::Future;
use std::io::{self, ErrorKind, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use super::pace::Pace;
use super::public::Patience;
use super::visit::{Phase, Visit};

/// A stream and what is known of its visit.
#[derive(Debug)]
pub(super) struct Patient<S> {
    stream: S,
    visit: Arc<Visit>,
    patience: Patience,
    /// The deadline of what is waited for, kept so that its timer is moved only with it.
    deadline: Option<(Instant, Pin<Box<Sleep>>)>,
    taken: Pace,
    closing: Closing,
}

#[derive(Debug)]
enum Closing {
    No,
    /// Said to the other side; what it still sends is read and forgotten until it closes, too.
    Lingers {
        until: Pin<Box<Sleep>>,
        bytes: usize,
    },
    Done,
}

/// How long, and for how many bytes, a connection that was closed here is read on.
const LINGER: Duration = Duration::from_secs(2);
const LINGER_BYTES: usize = 64 << 20;

impl<S> Patient<S> {
    pub(super) fn new(stream: S, visit: Arc<Visit>, patience: Patience) -> Patient<S> {
        let taken = Pace::new(patience.stall, patience.rate);
        Patient { stream, visit, patience, deadline: None, taken, closing: Closing::No }
    }

    /// Until when a reader may wait for what it waits for.
    fn read_until(&self) -> Option<Instant> {
        match self.visit.doing() {
            (Phase::Idle, since) => Some(since + self.patience.idle),
            (Phase::Asking, since) => Some(since + self.patience.head),
            // A body has its own pace; a reader that waits meanwhile waits for the other side to be gone.
            _ => None,
        }
    }

    /// What a write came to: a pending one becomes an error when patience has run out.
    fn paced<T>(
        &mut self,
        cx: &mut Context<'_>,
        outcome: Poll<io::Result<T>>,
        bytes: impl FnOnce(&T) -> usize,
    ) -> Poll<io::Result<T>> {
        match outcome {
            Poll::Pending => {
                ready!(self.taken.poll_waits(cx));
                let why = "the other side does not take its answer";
                Poll::Ready(Err(io::Error::new(ErrorKind::TimedOut, why)))
            }
            Poll::Ready(Ok(moved)) => {
                self.taken.moved(bytes(&moved));
                Poll::Ready(Ok(moved))
            }
            failed => failed,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        if let Poll::Ready(read) = Pin::new(&mut self.stream).poll_read(cx, buffer) {
            if buffer.filled().len() > before {
                self.visit.spoke();
            }
            return Poll::Ready(read);
        }
        let Some(until) = self.read_until() else { return Poll::Pending };
        let (at, timer) =
            self.deadline.get_or_insert_with(|| (until, Box::pin(sleep_until(until))));
        if *at != until {
            *at = until;
            timer.as_mut().reset(until);
        }
        ready!(timer.as_mut().poll(cx));
        let why = "the other side asks nothing, or too slowly";
        Poll::Ready(Err(io::Error::new(ErrorKind::TimedOut, why)))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.paced(cx, outcome, |moved| *moved)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.paced(cx, outcome, |moved| *moved)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.stream).poll_flush(cx);
        let outcome = self.paced(cx, outcome, |()| 0);
        if matches!(outcome, Poll::Ready(Ok(()))) {
            self.visit.flushed();
        }
        outcome
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if matches!(self.closing, Closing::No) {
            let outcome = Pin::new(&mut self.stream).poll_shutdown(cx);
            ready!(self.paced(cx, outcome, |()| 0))?;
            let until = Box::pin(sleep_until(Instant::now() + LINGER));
            self.closing = Closing::Lingers { until, bytes: 0 };
        }
        let Patient { stream, closing, .. } = &mut *self;
        if let Closing::Lingers { until, bytes } = closing {
            ready!(poll_forget(stream, until, bytes, cx));
            *closing = Closing::Done;
        }
        Poll::Ready(Ok(()))
    }
}

/// Reads on until the other side has closed, too, or it was read for long enough.
fn poll_forget<S: AsyncRead + Unpin>(
    stream: &mut S,
    until: &mut Pin<Box<Sleep>>,
    bytes: &mut usize,
    cx: &mut Context<'_>,
) -> Poll<()> {
    let mut forgotten = [0; 4096];
    while *bytes < LINGER_BYTES {
        let mut buffer = ReadBuf::new(&mut forgotten);
        match Pin::new(&mut *stream).poll_read(cx, &mut buffer) {
            Poll::Pending => return until.as_mut().poll(cx),
            Poll::Ready(Ok(())) if !buffer.filled().is_empty() => *bytes += buffer.filled().len(),
            Poll::Ready(_) => break,
        }
    }
    Poll::Ready(())
}
