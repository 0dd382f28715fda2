//! The listeners: where requests come in, and who calls.
//!
//! | file | |
//! |---|---|
//! | `control` | the Unix socket of this machine's operators: the kernel says who calls |
//! | `public` | TCP, with TLS or behind a proxy: who calls is for sessions and tokens to say |
//!
//! Both take connections within bounds, hand requests to the router, and end the same way: nothing new is taken, idle
//! connections close, requests under way have some seconds. What strangers can do to hold a connection is the public
//! listener's matter:
//!
//! | a connection that | is bounded by |
//! |---|---|
//! | asks nothing, or only half a question | `patient`: a time for each; when all places are taken `slots` gives its place away |
//! | sends a body slowly, or does not take the answer | `pace`: a least rate, with some patience in advance |
//! | is one of many | `slots`: places in all, and of one address |
//! | asks for ever | a number of requests, then it is closed |
//!
//! For each request `front` finds out where it came from (`peer`), whether it was meant for this host (`host`), and what
//! every answer says about itself.

mod control;
mod front;
mod host;
mod house;
mod pace;
mod patient;
mod peer;
mod public;
mod refuse;
mod slots;
mod url;
mod visit;

use std::io;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};

pub use control::{Control, OpenError};
pub use peer::Peer;
pub use public::{ListenError, Patience, Public, Settings};
pub use url::{BasePath, NoBasePath, NoPublicUrl, PublicUrl};

/// Time for requests under way after a stop.
const LAST_REQUESTS: Duration = Duration::from_secs(5);

/// Tells that the listeners close.
#[derive(Clone, Debug)]
struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Waits for it. A sender that is gone means the same.
    async fn begun(&mut self) {
        let _ = self.0.wait_for(|stop| *stop).await;
    }
}

/// Waits for conversations to end, then ends them.
async fn let_end(mut conversations: JoinSet<()>) {
    let all = async {
        while let Some(ended) = conversations.join_next().await {
            report(ended);
        }
    };
    if tokio::time::timeout(LAST_REQUESTS, all).await.is_err() {
        tracing::debug!(event = "requests_cut", connections = conversations.len());
        conversations.shutdown().await;
    }
}

/// Takes out what has ended.
fn reap(conversations: &mut JoinSet<()>) {
    while let Some(ended) = conversations.try_join_next() {
        report(ended);
    }
}

/// A conversation ends by itself; one that did not is a fault of ours.
fn report(ended: Result<(), JoinError>) {
    if let Err(error) = ended
        && error.is_panic()
    {
        tracing::error!(event = "connection_fault", %error);
    }
}

/// No connection could be taken (no descriptor is left, most likely): the ones that are open will end.
async fn accept_failed(door: &'static str, error: &io::Error) {
    tracing::warn!(event = "accept_failed", door, %error);
    tokio::time::sleep(Duration::from_millis(100)).await;
}
