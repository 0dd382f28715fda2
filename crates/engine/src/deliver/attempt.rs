//! One attempt, from a job to an outcome for each of its recipients. The only place that branches on the steps.
//!
//! 1. The gate: a job made before an action is turned back before any work.
//! 2. From the route to hosts (`resolve`). Nowhere to go ends it.
//! 3. The body's checksum is verified (`content`).
//! 4. A connection: one that stands (`pool`), else each address of each host in order.
//! 5. The talk, with the gate asked again right before MAIL. What it says is final for this attempt: a server that
//!    refuses or defers a mail is not asked past by another one.
//!
//! A connection that stood and proves to be closed is replaced without counting. A server that cannot be used, or is
//! lost before the mail begins, is passed over for the next; once the mail has begun, there is no next.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use postern_core::classify;
use postern_core::hop::HopResult;
use postern_mail::Mailbox;
use postern_mail::smtp::client::HelloName;
use postern_store::{Claimed, Error, Remote, Store};
use rustix::io::Errno;
use tokio::time::timeout;

use super::connection::{Connection, Manner, Unusable, remote};
use super::content::Content;
use super::pool::{Key, Pool};
use super::resolve::{self, Host, Nowhere};
use super::talk::{After, Lost, Mail, talk};
use super::tls::{Tls, TlsError};
use super::{Attempted, Cause, Job, Outcome, enhanced};
use crate::gate::{Gate, Pass};
use crate::seam::Seam;
use crate::settings::{Delivery, TlsMode};

/// Connections tried in one attempt at most.
const DIALS: usize = 6;

/// Makes attempts.
#[derive(Debug)]
pub struct Deliver {
    seam: Seam,
    settings: Arc<Delivery>,
    hello: HelloName,
    gate: Arc<Gate>,
    store: Arc<dyn Store>,
    pool: Pool,
    tls: Tls,
}

/// Why nothing can be delivered at all.
#[derive(Debug, thiserror::Error)]
pub enum DeliverError {
    #[error("{0:?} is no host name to greet with: {1}")]
    Hostname(String, postern_mail::address::AddressError),
    #[error(transparent)]
    Tls(#[from] TlsError),
}

/// What nobody had a word for: an outcome, and what it says of the next hop.
type Verdict = (Outcome, HopResult);

impl Deliver {
    /// Needs a runtime: the pool of connections has a task.
    ///
    /// # Errors
    /// A host name that is none; no certificate authorities where a smarthost requires TLS.
    pub fn new(
        seam: Seam,
        settings: Arc<Delivery>,
        hostname: &str,
        gate: Arc<Gate>,
        store: Arc<dyn Store>,
    ) -> Result<Deliver, DeliverError> {
        let hello = HelloName::parse(hostname)
            .map_err(|why| DeliverError::Hostname(hostname.into(), why))?;
        let tls = Tls::new(&settings)?;
        let pool = Pool::new(settings.idle, settings.timeouts.quit);
        Ok(Deliver { seam, settings, hello, gate, store, pool, tls })
    }

    /// Makes one attempt.
    pub async fn attempt(&self, job: Job) -> Attempted {
        let mut words = vec![None; job.deliveries.len()];
        let (rest, hop) = match self.deliver(&job, &mut words).await {
            Ok(hop) => (Outcome::TurnedBack, hop),
            Err(verdict) => verdict,
        };
        let ids = job.deliveries.iter().map(|claimed| claimed.delivery);
        let outcomes: Vec<_> =
            ids.zip(words.into_iter().map(|word| word.unwrap_or_else(|| rest.clone()))).collect();
        let hop = if outcomes.iter().all(|(_, outcome)| *outcome == Outcome::TurnedBack) {
            HopResult::Unused
        } else if hop == HopResult::Answered && outcomes.iter().any(|(_, word)| is_busy(word)) {
            HopResult::Busy
        } else {
            hop
        };
        Attempted { outcomes, hop }
    }

    /// Takes leave of all servers.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// The steps in their order. Recipients that have no word at the end have the verdict.
    async fn deliver(
        &self,
        job: &Job,
        words: &mut [Option<Outcome>],
    ) -> Result<HopResult, Verdict> {
        if !self.admits(job) {
            return Err((Outcome::TurnedBack, HopResult::Unused));
        }
        let hostname = self.hello.as_str();
        let hosts = resolve::hosts(&job.route.way, &self.seam, &self.settings, hostname)
            .await
            .map_err(no_way)?;
        let (sender, recipients) = envelope(job)?;
        let content = self.content(job).await?;
        let mail = Mail {
            message: &job.message,
            deliveries: &job.deliveries,
            sender: sender.as_ref(),
            recipients: &recipients,
            content: &content,
        };
        for host in &hosts {
            let key = self.key(job, host);
            while let Some(connection) = self.pool.take(&key) {
                // One that is lost had been closed while it waited.
                if let Ok(hop) = self.serve(connection, &key, job, &mail, words).await {
                    return Ok(hop);
                }
            }
        }
        self.dial_in_turn(job, &hosts, &mail, words).await
    }

    /// Tries the hosts' addresses until one serves. The verdict is that of the last trouble; but nobody is given up while
    /// some server may yet be reached.
    async fn dial_in_turn(
        &self,
        job: &Job,
        hosts: &[Host],
        mail: &Mail<'_>,
        words: &mut [Option<Outcome>],
    ) -> Result<HopResult, Verdict> {
        let mut verdict = None;
        let mut note = |next: Verdict| {
            let stays = matches!(
                (&verdict, &next),
                (Some((Outcome::Deferred(_), _)), (Outcome::Failed(..), _))
            );
            if !stays {
                verdict = Some(next);
            }
        };
        let mut dials = 0;
        for host in hosts {
            let found =
                resolve::addresses(host, job.route.source, &self.seam, &self.settings).await;
            let addresses = match found {
                Ok(addresses) => addresses,
                Err(nowhere) => {
                    let is_last = matches!(nowhere, Nowhere::Ourselves(_));
                    note(no_way(nowhere));
                    if is_last {
                        break;
                    }
                    continue;
                }
            };
            for address in addresses {
                if dials == DIALS {
                    break;
                }
                dials += 1;
                match self.dial(job, host, address).await {
                    Err(failed) => note(failed),
                    Ok(connection) => {
                        let key = self.key(job, host);
                        match self.serve(connection, &key, job, mail, words).await {
                            Ok(hop) => return Ok(hop),
                            Err(lost) => note((Outcome::Deferred(lost.remote), lost.hop)),
                        }
                    }
                }
            }
        }
        Err(verdict.unwrap_or_else(|| {
            let remote = Remote { text: "no server could be tried".into(), ..Remote::default() };
            (Outcome::Deferred(remote), HopResult::Unreachable)
        }))
    }

    /// Talks on a ready connection until every recipient has a word, then keeps it for the next mail, or leaves it.
    async fn serve(
        &self,
        mut connection: Connection,
        key: &Key,
        job: &Job,
        mail: &Mail<'_>,
        words: &mut [Option<Outcome>],
    ) -> Result<HopResult, Lost> {
        let times = &self.settings.timeouts;
        // Each talk gives a word to one recipient at least.
        while words.iter().any(Option::is_none) {
            let gate = |claimed: &Claimed| self.admits(job) && self.store.wants(claimed.delivery);
            match talk(&mut connection, mail, words, times, gate).await? {
                After::Usable => {}
                After::Over(hop) => return Ok(hop),
            }
        }
        let server_most = connection.capabilities.limits.mail_max.unwrap_or(u32::MAX);
        let most = self.settings.hop.mails_per_connection.min(server_most);
        if connection.mails < most && connection.is_quiet() {
            connection.slim();
            self.pool.keep(key.clone(), connection);
        } else {
            self.pool.leave(connection);
        }
        Ok(HopResult::Answered)
    }

    fn admits(&self, job: &Job) -> bool {
        let message = &job.message;
        let (script, sender) = (message.script_name.as_str(), message.sender.as_deref());
        self.gate.admits(&Pass { site: job.site, epoch: job.epoch, script, sender })
    }

    async fn content(&self, job: &Job) -> Result<Content<'_>, Verdict> {
        Content::of(&*self.store, job.message.body).await.map_err(|error| match error {
            Error::Damaged { .. } => unsendable(job, "5.6.0", error.to_string()),
            // Our own disk; the mail is whole as far as we know.
            other => {
                let (site, id) = (job.site, job.message.id);
                tracing::error!(event = "body_unreadable", site_id = site.0, id = id.0, error = %other);
                let remote = Remote { text: other.to_string(), ..Remote::default() };
                (Outcome::Deferred(remote), HopResult::Unused)
            }
        })
    }

    /// A ready connection to one address; opportunistic TLS that breaks is tried once more in clear text.
    async fn dial(
        &self,
        job: &Job,
        host: &Host,
        address: SocketAddr,
    ) -> Result<Connection, Verdict> {
        let tls = tls_mode(host);
        match self.dial_as(job, host, address, tls).await {
            Err((Unusable::Tls(error), peer)) if tls == TlsMode::Opportunistic => {
                tracing::info!(event = "tls_broken", host = %peer, %error, "going on in clear text");
                self.dial_as(job, host, address, TlsMode::Off).await
            }
            done => done,
        }
        .map_err(|(unusable, peer)| unused(&unusable, &peer))
    }

    async fn dial_as(
        &self,
        job: &Job,
        host: &Host,
        address: SocketAddr,
        tls: TlsMode,
    ) -> Result<Connection, (Unusable, String)> {
        let peer = format!("{} [{}]:{}", host.name, address.ip(), address.port());
        let times = &self.settings.timeouts;
        let connecting = self.seam.net.connect(address, job.route.source);
        let connected = timeout(times.connect, connecting).await;
        let stream = match connected.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into())) {
            Ok(stream) => stream,
            Err(error) => return Err((Unusable::NoConnection(error), peer)),
        };
        let manner = Manner {
            hello: &self.hello,
            host: &host.name,
            tls,
            auth: host.smarthost.as_ref().and_then(|smarthost| smarthost.auth.as_ref()),
            is_loopback: address.ip().is_loopback(),
            timeouts: times,
        };
        Connection::ready(stream, peer.clone(), &self.tls, &manner)
            .await
            .map_err(|unusable| (unusable, peer))
    }

    fn key(&self, job: &Job, host: &Host) -> Key {
        let login = host.smarthost.as_ref().and_then(|smarthost| smarthost.auth.as_ref());
        Key {
            host: Arc::clone(&host.name),
            port: host.port,
            source: job.route.source,
            tls: tls_mode(host),
            is_smarthost: host.smarthost.is_some(),
            login: login.map(|(name, _)| name.clone()),
        }
    }
}

/// Whether this mail waits because the server has too many.
fn is_busy(word: &Outcome) -> bool {
    let Outcome::Deferred(remote) = word else { return false };
    classify::busy(remote.code, enhanced(&remote.enhanced), &remote.text)
}

fn tls_mode(host: &Host) -> TlsMode {
    host.smarthost.as_ref().map_or(TlsMode::Opportunistic, |smarthost| smarthost.tls)
}

/// What it means that there is nowhere to go.
fn no_way(nowhere: Nowhere) -> Verdict {
    match nowhere {
        Nowhere::Later(remote) => (Outcome::Deferred(remote), HopResult::Unreachable),
        Nowhere::Never(remote) | Nowhere::Ourselves(remote) => {
            (Outcome::Failed(remote, Cause::BadDomain), HopResult::Unused)
        }
    }
}

/// Sender and recipients of a job. They were addresses when the mail was accepted.
fn envelope(job: &Job) -> Result<(Option<Mailbox>, Vec<Mailbox>), Verdict> {
    let mailbox =
        |text: &str| Mailbox::parse(text).map_err(|why| unsendable(job, "5.1.0", why.to_string()));
    let sender = job.message.sender.as_deref().map(mailbox).transpose()?;
    let recipients = job.deliveries.iter().map(|claimed| mailbox(&claimed.recipient));
    Ok((sender, recipients.collect::<Result<_, _>>()?))
}

/// The message as stored can go nowhere.
fn unsendable(job: &Job, enhanced: &str, text: String) -> Verdict {
    tracing::error!(
        event = "message_unsendable",
        site_id = job.site.0,
        id = job.message.id.0,
        text
    );
    let remote = Remote { enhanced: enhanced.into(), text, ..Remote::default() };
    (Outcome::Failed(remote, Cause::Unsendable), HopResult::Unused)
}

/// What it means that a server cannot be used. None of it is a word about a recipient: all of it is tried again.
fn unused(unusable: &Unusable, peer: &str) -> Verdict {
    let ours = |enhanced: &str, text: String| Remote {
        host: peer.to_owned(),
        enhanced: enhanced.into(),
        text,
        ..Remote::default()
    };
    let (remote, hop) = match unusable {
        Unusable::Refused(reply) => (remote(peer, reply), HopResult::Busy),
        Unusable::NoConnection(error) => (
            ours("4.4.1", no_connection(error, peer)),
            if is_for_want(error) { HopResult::Unused } else { HopResult::Unreachable },
        ),
        Unusable::Trouble(trouble) => (ours("4.4.2", trouble.to_string()), HopResult::Unreachable),
        Unusable::Tls(error) => (
            ours("4.7.5", format!("encryption with {peer} failed: {error}")),
            HopResult::Unreachable,
        ),
        Unusable::NoTls => (
            ours("4.7.4", format!("{peer} offers no encryption, which is required here")),
            HopResult::Unreachable,
        ),
        Unusable::Login(Some(reply)) => (remote(peer, reply), HopResult::Unreachable),
        Unusable::Login(None) => (
            ours("4.7.0", format!("{peer} offers no way to log in that is known here")),
            HopResult::Unreachable,
        ),
    };
    (Outcome::Deferred(remote), hop)
}

/// Whether it was this machine that could not: too many open files, too little memory. It tells nothing of the server.
fn is_for_want(error: &io::Error) -> bool {
    let wants = [Errno::MFILE, Errno::NFILE, Errno::NOBUFS, Errno::NOMEM];
    Errno::from_io_error(error).is_some_and(|errno| wants.contains(&errno))
}

/// Why there is no connection, in clear words.
fn no_connection(error: &io::Error, peer: &str) -> String {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => {
            format!("connection to {peer} refused: nothing listens there")
        }
        io::ErrorKind::TimedOut => format!("connection to {peer} timed out"),
        _ if is_for_want(error) => {
            format!("no connection to {peer}: this machine has no room for another one ({error})")
        }
        io::ErrorKind::AddrNotAvailable => {
            format!("no connection to {peer}: the address to leave from is not of this machine")
        }
        _ => format!("no connection to {peer}: {error}"),
    }
}
