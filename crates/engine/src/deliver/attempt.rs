//! One attempt, from a job to an outcome for each of its recipients. The only place that branches on the steps.
//!
//! 1. The gate: a job made before an action is turned back before any work.
//! 2. The body is read and its checksum verified.
//! 3. Route to hosts, host to addresses (`resolve`). Nowhere to go ends it.
//! 4. A connection: one that stands (`pool`), else each address of each host in order, until one is ready.
//! 5. The talk, with the gate asked again right before MAIL. What it says is final for this attempt: a server that
//!    refuses or defers a mail is not asked past by another one.
//!
//! A connection that stood and proves to be closed is replaced without counting; a server that cannot be used is
//! passed over for the next.

use std::net::SocketAddr;
use std::sync::Arc;

use postern_core::hop::HopResult;
use postern_mail::Mailbox;
use postern_mail::smtp::client::{Command, HelloName};
use postern_store::{Error, Remote, Store};
use tokio::time::timeout;

use super::connection::{Connection, Manner, Unusable, remote};
use super::pool::{Key, Pool};
use super::resolve::{self, Host, Nowhere};
use super::talk::{After, Mail, Talked, talk};
use super::tls::{Tls, TlsError};
use super::{Attempted, Cause, Job, Outcome};
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

/// What came of the wish for a ready connection.
enum Reached {
    Ready(Box<Connection>, Key),
    /// All that was tried failed: the last trouble, and what it says of the next hop.
    Not(Outcome, HopResult),
}

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
        let (outcomes, hop) = match self.prepared(&job).await {
            Ok((sender, recipients, body)) => {
                let mail = Mail {
                    message: &job.message,
                    deliveries: &job.deliveries,
                    sender: sender.as_ref(),
                    recipients: &recipients,
                    body: &body,
                };
                self.deliver(&job, &mail).await
            }
            Err(outcome) => (vec![outcome; job.deliveries.len()], HopResult::Unused),
        };
        let ids = job.deliveries.iter().map(|claimed| claimed.delivery);
        Attempted { outcomes: ids.zip(outcomes).collect(), hop }
    }

    /// Takes leave of all servers.
    pub async fn close(&self) {
        self.pool.close(self.settings.timeouts.quit).await;
    }

    fn admits(&self, job: &Job) -> bool {
        let message = &job.message;
        let (script, sender) = (message.script_name.as_str(), message.sender.as_deref());
        self.gate.admits(&Pass { site: job.site, epoch: job.epoch, script, sender })
    }

    /// The gate, the addresses and the body of a job.
    async fn prepared(
        &self,
        job: &Job,
    ) -> Result<(Option<Mailbox>, Vec<Mailbox>, bytes::Bytes), Outcome> {
        if !self.admits(job) {
            return Err(Outcome::TurnedBack);
        }
        let unsendable = |text: String| {
            tracing::error!(event = "message_unsendable", site = %job.site, message = %job.message.id, text);
            let remote = Remote { enhanced: "5.6.0".into(), text, ..Remote::default() };
            Outcome::Failed(remote, Cause::Unsendable)
        };
        let mailbox =
            |text: &str| Mailbox::parse(text).map_err(|why| unsendable(format!("{text:?}: {why}")));
        let sender = job.message.sender.as_deref().map(mailbox).transpose()?;
        let recipients = job
            .deliveries
            .iter()
            .map(|claimed| mailbox(&claimed.recipient))
            .collect::<Result<_, _>>()?;
        let body = self.store.body(job.message.body).await.map_err(|error| match error {
            Error::Damaged { .. } => unsendable(error.to_string()),
            // Our own disk; the mail is whole as far as we know.
            other => Outcome::Deferred(Remote { text: other.to_string(), ..Remote::default() }),
        })?;
        Ok((sender, recipients, body))
    }

    async fn deliver(&self, job: &Job, mail: &Mail<'_>) -> (Vec<Outcome>, HopResult) {
        let all = |outcome: Outcome| vec![outcome; job.deliveries.len()];
        let route = &job.route;
        let hosts =
            match resolve::hosts(&route.way, &self.seam, &self.settings, self.hello.as_str()).await
            {
                Ok(hosts) => hosts,
                Err(nowhere) => {
                    let (outcome, hop) = no_way(nowhere);
                    return (all(outcome), hop);
                }
            };
        for host in &hosts {
            let key = self.key(job, host);
            while let Some(mut connection) = self.pool.take(&key) {
                match self.talk_on(&mut connection, job, mail).await {
                    // It had been closed while it waited.
                    Talked::NotBegun(_) => continue,
                    Talked::Over { outcomes, after } => {
                        return (outcomes, self.put_away(connection, key, after).await);
                    }
                }
            }
        }
        match self.reach(job, &hosts).await {
            Reached::Not(outcome, hop) => (all(outcome), hop),
            Reached::Ready(mut connection, key) => {
                match self.talk_on(&mut connection, job, mail).await {
                    Talked::NotBegun(trouble) => (
                        all(Outcome::Deferred(connection.troubled(&trouble))),
                        HopResult::Unreachable,
                    ),
                    Talked::Over { outcomes, after } => {
                        let hop = self.put_away(*connection, key, after).await;
                        (outcomes, hop)
                    }
                }
            }
        }
    }

    async fn talk_on(&self, connection: &mut Connection, job: &Job, mail: &Mail<'_>) -> Talked {
        talk(connection, mail, &self.settings.timeouts, || self.admits(job)).await
    }

    /// A ready connection to the first server that can be used.
    async fn reach(&self, job: &Job, hosts: &[Host]) -> Reached {
        let mut last = None;
        let mut dials = 0;
        for host in hosts {
            let addresses = match resolve::addresses(host, &self.seam, &self.settings).await {
                Ok(addresses) => addresses,
                Err(nowhere) => {
                    // One host without an address is no verdict on the domain while others stand.
                    last.get_or_insert_with(|| no_way(nowhere));
                    continue;
                }
            };
            for address in addresses {
                if dials == DIALS {
                    break;
                }
                dials += 1;
                match self.dial(job, host, address).await {
                    Ok(connection) => {
                        return Reached::Ready(Box::new(connection), self.key(job, host));
                    }
                    Err(failed) => last = Some(failed),
                }
            }
        }
        let (outcome, hop) = last.unwrap_or_else(|| {
            let remote = Remote { text: "no server could be tried".into(), ..Remote::default() };
            (Outcome::Deferred(remote), HopResult::Unreachable)
        });
        Reached::Not(outcome, hop)
    }

    /// A ready connection to one address; opportunistic TLS that breaks is tried once more in clear text.
    async fn dial(
        &self,
        job: &Job,
        host: &Host,
        address: SocketAddr,
    ) -> Result<Connection, (Outcome, HopResult)> {
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
        let source = job.route.source.filter(|source| source.is_ipv4() == address.is_ipv4());
        let connecting = self.seam.net.connect(address, source);
        let stream = match timeout(times.connect, connecting).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => return Err((Unusable::Trouble(error_trouble(error)), peer)),
            Err(_) => {
                return Err((
                    Unusable::Trouble(error_trouble(std::io::ErrorKind::TimedOut.into())),
                    peer,
                ));
            }
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
            login: login.map(|(name, _)| name.clone()),
        }
    }

    /// Keeps a connection for the next mail, or leaves it; says what the talk showed of the next hop.
    async fn put_away(&self, mut connection: Connection, key: Key, after: After) -> HopResult {
        let times = &self.settings.timeouts;
        let most = connection.capabilities.limits.mail_max.unwrap_or(u32::MAX);
        let more = connection.mails < self.settings.hop.mails_per_connection.min(most);
        match after {
            After::Broken => return HopResult::Unreachable,
            After::Busy => return HopResult::Busy,
            After::Usable => {}
            After::Unfinished => {
                connection.write(&Command::Rset);
                if !connection.ask("RSET", times.quit).await.is_ok_and(|reply| reply.is_done()) {
                    return HopResult::Answered;
                }
            }
        }
        let leaving = if more && connection.is_quiet() {
            self.pool.keep(key, connection)
        } else {
            Some(connection)
        };
        if let Some(connection) = leaving {
            tokio::spawn(connection.quit(times.quit));
        }
        HopResult::Answered
    }
}

fn tls_mode(host: &Host) -> TlsMode {
    host.smarthost.as_ref().map_or(TlsMode::Opportunistic, |smarthost| smarthost.tls)
}

/// What it means that there is nowhere to go.
fn no_way(nowhere: Nowhere) -> (Outcome, HopResult) {
    match nowhere {
        Nowhere::Later(remote) => (Outcome::Deferred(remote), HopResult::Unreachable),
        Nowhere::Never(remote) => (Outcome::Failed(remote, Cause::BadDomain), HopResult::Unused),
    }
}

fn error_trouble(error: std::io::Error) -> super::connection::Trouble {
    super::connection::Trouble::Io(error)
}

/// What it means that a server cannot be used. None of it is a word about a recipient: all of it is tried again.
fn unused(unusable: &Unusable, peer: &str) -> (Outcome, HopResult) {
    let ours = |enhanced: &str, text: String| Remote {
        host: peer.to_owned(),
        enhanced: enhanced.into(),
        text,
        ..Remote::default()
    };
    let (remote, hop) = match unusable {
        Unusable::Refused(reply) => (remote(peer, reply), HopResult::Busy),
        Unusable::Trouble(trouble) => (ours("4.4.1", words(trouble, peer)), HopResult::Unreachable),
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

/// What broke, said of its server.
fn words(trouble: &super::connection::Trouble, peer: &str) -> String {
    use super::connection::Trouble;
    match trouble {
        Trouble::Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
            format!("connection to {peer} refused: nothing listens there")
        }
        Trouble::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => {
            format!("connection to {peer} timed out")
        }
        other => format!("{peer}: {other}"),
    }
}
