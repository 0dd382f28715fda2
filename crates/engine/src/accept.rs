//! Accept: from a submission to a message that is stored durably, or to a refusal that says why not.
//!
//! In this order: the site, its limits, the sender, the recipients, the head completed, `store.accept`, and the
//! scheduler told. What comes back is the only word a door may answer 250, exit 0 or 202 to: the message is on stable
//! storage. Who the site is, each door has found out before, because only it knows what its client is.
//!
//! Limits that are known earlier (SIZE of MAIL, one RCPT too many) can be asked about on their own, so that a client
//! need not send what is refused anyway.

mod digest;
mod envelope;
mod login;
mod refusal;
mod refused;
mod script;
mod submission;

use std::sync::Arc;

use jiff::Timestamp;
use postern_core::identity::{Identified, Unidentified};
use postern_core::ids::SiteId;
use postern_core::time::Time;
use postern_mail::Mailbox;
use postern_mail::compose::{self, Completed, Completion, ComposeError, Received};
use postern_mail::date::Date;
use postern_mail::dsn_request::{EnvelopeId, Notify};
use postern_store::{Accepted, Caps, Method, NewDelivery, NewMessage, Origin, Store, Tell};
use tokio::time::Instant;

use crate::measure::Measures;
use crate::schedule;
use crate::seam::Seam;
use crate::settings::Settings;
use crate::sites::{Entry, Sites};

pub use postern_mail::compose::{Client, Protocol};
pub use postern_mail::lines::BareCr;
pub use refusal::{Codes, Refusal, Why};
pub(crate) use refused::Recorded;
pub use submission::{Receipt, Recipients, Sender, Submission};

/// The way in, for every door.
#[derive(Clone, Debug)]
pub struct Accept(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Arc<dyn Store>,
    sites: Arc<Sites>,
    schedule: schedule::Handle,
    settings: Arc<Settings>,
    seam: Seam,
    measures: Arc<Measures>,
    /// This instance's name in `Received`.
    token: String,
    logins: login::Logins,
}

impl Accept {
    /// `token` names this instance for as long as its store lives; a message that passes it again and again is a loop.
    pub fn new(
        store: Arc<dyn Store>,
        sites: Arc<Sites>,
        schedule: schedule::Handle,
        settings: Arc<Settings>,
        seam: Seam,
        measures: Arc<Measures>,
        token: String,
    ) -> Accept {
        Accept(Arc::new(Inner {
            store,
            sites,
            schedule,
            settings,
            seam,
            measures,
            token,
            logins: login::Logins::default(),
        }))
    }

    /// Takes a message, or says why not. The answer comes after the message is on stable storage.
    pub async fn submit(&self, submission: Submission) -> Result<Receipt, Refusal> {
        let began = Instant::now();
        let entry = self.site(submission.identified.site)?;
        self.check_room()?;
        check_size(&entry, wire_bytes(&submission.message))?;
        let sender = self.sender(&submission, &entry)?;
        let mut completed = self.complete(&submission, &entry, sender.as_ref())?;
        let in_head = std::mem::take(&mut completed.facts.recipients);
        let recipients = self.recipients(&submission, &entry, in_head)?;
        if recipients.is_empty() {
            return Err(Why::NoRecipient.into());
        }
        let message = self.message(&submission, &entry, sender, &recipients, completed);
        let receipt = self.store(&entry, message).await?;
        self.0.measures.accepted(began.elapsed());
        Ok(receipt)
    }

    /// Takes a notice of Postern's own: mail of site `host`, past its limits, with the null sender, so that nothing
    /// ever answers it. `message` has at least `To` and `Subject`; what it `tells` is noted with it, or it is not taken.
    pub async fn submit_notice(
        &self,
        recipient: Mailbox,
        message: Vec<u8>,
        tells: Option<Tell>,
    ) -> Result<Receipt, Refusal> {
        let entry = self.site(self.0.sites.host())?;
        let submission = Submission {
            identified: Identified { site: entry.site.id, stated: false },
            origin: Origin { method: Some(Method::Notice), ..Origin::default() },
            sender: Sender::Given(None),
            recipients: Recipients::Given(Vec::new()),
            full_name: Some(b"Postern".to_vec()),
            message: message.into(),
            bare_cr: BareCr::EndsLine,
            envelope_id: None,
            dsn_return: None,
            key: None,
            protocol: Protocol::Local,
            hello: None,
        };
        let completed = self.complete(&submission, &entry, None)?;
        let recipients = [(recipient, Some(Notify::Never))];
        let mut message = self.message(&submission, &entry, None, &recipients, completed);
        message.caps = Caps { queued: u64::MAX, queued_bytes: u64::MAX };
        message.tells = tells;
        self.store(&entry, message).await
    }

    /// Whether a message of so many bytes would be taken now; `whole` is false if there are more than that.
    pub fn check_size(&self, site: SiteId, bytes: u64) -> Result<(), Refusal> {
        self.check_room()?;
        check_size(&*self.site(site)?, bytes)
    }

    /// Whether a message to so many recipients would be taken.
    pub fn check_recipients(&self, site: SiteId, recipients: u64) -> Result<(), Refusal> {
        check_recipients(&*self.site(site)?, recipients)
    }

    /// Whether mail to this recipient would be taken.
    pub fn check_recipient(&self, site: SiteId, recipient: &Mailbox) -> Result<(), Refusal> {
        self.at_home(recipient.clone(), &*self.site(site)?).map(|_| ())
    }

    /// The largest message of a site, in bytes.
    pub fn size_limit(&self, site: SiteId) -> Result<u64, Refusal> {
        Ok(self.site(site)?.site.settings.limits.message_bytes)
    }

    /// The site of a process with this uid, which may have stated one.
    pub fn identify_uid(&self, uid: u32, stated: Option<&str>) -> Result<Identified, Refusal> {
        self.0
            .sites
            .identify_uid(uid, stated)
            .map_err(|why| Why::Unidentified(self.unidentified(&why)).into())
    }

    /// The sentence of a client that is no site's.
    pub(crate) fn unidentified(&self, why: &Unidentified) -> String {
        refusal::unidentified(why, |site| {
            self.0
                .sites
                .entry(site)
                .map_or_else(|| format!("number {site}"), |entry| entry.site.name.clone())
        })
    }

    pub(crate) fn sites(&self) -> &Sites {
        &self.0.sites
    }

    pub(crate) fn measures(&self) -> &Arc<Measures> {
        &self.0.measures
    }

    pub(crate) fn store_handle(&self) -> &Arc<dyn Store> {
        &self.0.store
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The domain of addresses that have none: the site's first mail domain, or its name, or ours if that is no domain.
    pub(crate) fn domain<'a>(&'a self, entry: &'a Entry) -> &'a str {
        let of_site = entry.site.settings.sender_domains.first().unwrap_or(&entry.site.name);
        let is_domain = of_site.contains('.') && Mailbox::new("postmaster", of_site).is_ok();
        if is_domain { of_site } else { &self.0.settings.hostname }
    }

    pub(crate) fn site(&self, site: SiteId) -> Result<Arc<Entry>, Refusal> {
        self.0.sites.entry(site).ok_or_else(|| Why::SiteGone.into())
    }

    pub(crate) fn now(&self) -> Time {
        self.0.seam.clock.now()
    }

    fn check_room(&self) -> Result<(), Refusal> {
        if self.0.store.room() == 0 { Err(Why::NoRoom.into()) } else { Ok(()) }
    }

    fn complete(
        &self,
        submission: &Submission,
        entry: &Entry,
        sender: Option<&Mailbox>,
    ) -> Result<Completed, Refusal> {
        let caller;
        let from = match sender {
            Some(sender) => sender,
            None => {
                caller = self.caller(submission, entry)?;
                &caller
            }
        };
        let domain = self.domain(entry);
        let id = format!("{:016x}", self.0.seam.dice.bits());
        let message_id = format!("{id}@{domain}");
        let address = submission.origin.address.as_deref().and_then(|address| address.parse().ok());
        let received = Received {
            client: address.map(|address| Client { hello: submission.hello.as_deref(), address }),
            by: &self.0.settings.hostname,
            token: &self.0.token,
            protocol: submission.protocol,
            id: &id,
        };
        let completion = Completion {
            received,
            date: date(self.now(), entry),
            message_id: &message_id,
            from,
            full_name: submission.full_name.as_deref(),
            qualify_domain: domain,
            recipients: match submission.recipients {
                Recipients::Words { in_head: true, .. } => compose::Recipients::InHead,
                _ => compose::Recipients::InEnvelope,
            },
            bare_cr: submission.bare_cr,
            hides_script: self.0.settings.intake.hide_php_script,
        };
        compose::complete(&submission.message, &completion).map_err(|error| match error {
            ComposeError::Recipient { error, .. } => Why::BadRecipient(error).into(),
            ComposeError::Recipients => {
                envelope::too_many_to_count(entry.site.settings.limits.recipients)
            }
            ComposeError::Hops(_) | ComposeError::Loop => Why::Loop(error.to_string()).into(),
            ComposeError::Line(_) => Why::BadMessage(error.to_string()).into(),
        })
    }

    fn message(
        &self,
        submission: &Submission,
        entry: &Entry,
        sender: Option<Mailbox>,
        recipients: &[(Mailbox, Option<Notify>)],
        completed: Completed,
    ) -> NewMessage {
        let facts = completed.facts;
        let sender = match (&submission.sender, submission.origin.uid, facts.from) {
            (Sender::Unstated, None, Some(from)) => Some(from),
            _ => sender,
        };
        let limits = entry.site.settings.limits;
        let php_field = facts.script.as_deref().map(String::from_utf8_lossy);
        let script = script::name(&submission.origin.stated_by_caller, php_field.as_deref());
        let mut origin = submission.origin.clone();
        origin.stated = submission.identified.stated;
        if let Some(field) = php_field {
            origin.stated_by_caller.push(("X-PHP-Originating-Script".into(), field.into_owned()));
        }
        for field in &facts.cron_env {
            origin
                .stated_by_caller
                .push(("X-Cron-Env".into(), String::from_utf8_lossy(field).into_owned()));
        }
        NewMessage {
            site: entry.site.id,
            accepted_at: self.now(),
            key: submission.key,
            digest: digest::of(submission),
            smtputf8: sender
                .iter()
                .chain(recipients.iter().map(|(mailbox, _)| mailbox))
                .any(Mailbox::needs_smtputf8),
            sender: sender.map(|sender| sender.to_string()),
            deliveries: recipients.iter().map(delivery).collect(),
            body: completed.bytes.into(),
            subject: facts.subject.unwrap_or_default(),
            message_id: facts.message_id,
            script,
            origin,
            eight_bit: facts.has_8bit,
            envelope_id: submission.envelope_id.as_ref().map(EnvelopeId::to_string),
            dsn_return: submission.dsn_return.map(|what| what.to_string()),
            caps: Caps { queued: limits.queued, queued_bytes: limits.queued_bytes },
            tells: None,
        }
    }

    async fn store(&self, entry: &Entry, message: NewMessage) -> Result<Receipt, Refusal> {
        let site = entry.site.name.clone();
        let (recipients, bytes) = (message.deliveries.len(), message.body.len());
        match self.0.store.accept(message).await? {
            Accepted::Stored(stored) => {
                tracing::info!(event = "accepted", site, id = stored.message.0, recipients, bytes);
                if !stored.candidates.is_empty() {
                    self.0.schedule.fresh(entry.site.id, stored.candidates);
                }
                Ok(Receipt { message: stored.message, repeated: false })
            }
            Accepted::Repeated(message) => {
                // Whoever handed it in first may have broken off before the scheduler heard of it.
                self.0.schedule.wake(entry.site.id);
                Ok(Receipt { message, repeated: true })
            }
            Accepted::KeyReused(message) => Err(Why::KeyReused { message }.into()),
            Accepted::OverCap { queued, cap } => Err(Why::OverCap { site, queued, cap }.into()),
            Accepted::OverBytes { queued_bytes, cap } => {
                Err(Why::OverBytes { site, queued_bytes, cap }.into())
            }
            Accepted::NoSite => Err(Why::SiteGone.into()),
            Accepted::Told => Err(Why::Told.into()),
        }
    }
}

fn check_size(entry: &Entry, bytes: u64) -> Result<(), Refusal> {
    let limit = entry.site.settings.limits.message_bytes;
    if bytes > limit { Err(Why::TooLarge { bytes, whole: true, limit }.into()) } else { Ok(()) }
}

fn check_recipients(entry: &Entry, recipients: u64) -> Result<(), Refusal> {
    let limit = entry.site.settings.limits.recipients;
    if recipients > u64::from(limit) {
        Err(Why::TooManyRecipients { recipients, whole: true, limit }.into())
    } else {
        Ok(())
    }
}

/// The size of a message as it goes over the wire: each line end counts two bytes, that of a lone CR too.
fn wire_bytes(message: &[u8]) -> u64 {
    let (mut bytes, mut at) = (message.len(), 0);
    while let Some(found) = memchr::memchr2(b'\r', b'\n', &message[at..]) {
        at += found;
        let length = match &message[at..] {
            [b'\r', b'\r', b'\n', ..] => 3,
            [b'\r', b'\n', ..] => 2,
            _ => 1,
        };
        bytes = bytes + 2 - length;
        at += length;
    }
    bytes as u64
}

fn delivery((mailbox, notify): &(Mailbox, Option<Notify>)) -> NewDelivery {
    NewDelivery {
        recipient: mailbox.to_string(),
        domain: mailbox.domain().to_owned(),
        notify: notify.map(|notify| notify.to_string()),
    }
}

/// The date in the site's own zone, as its owner reads it.
fn date(now: Time, entry: &Entry) -> Date {
    let at = Timestamp::from_millisecond(now.0).unwrap_or_default();
    let minutes = entry.zone.to_offset(at).seconds() / 60;
    Date::new(now.secs(), i16::try_from(minutes).unwrap_or(0))
}
