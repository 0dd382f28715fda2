//! What Postern tells people by mail: the report of a day (`report`), and warnings: of held mail that goes soon (`held`), of
//! a site that was stopped or started (`state`), of a first failure (`quiet`).
//!
//! All of it is mail of site `host`, sent with the null sender so that nothing answers it, marked as automatic (RFC 3834),
//! and passes every block. It goes to the site's report address; what is lost unless somebody acts goes to the operator
//! where there is none, else nobody is told.
//!
//! What a mail tells is noted in the transaction that accepts it: a crash tells nothing twice, and loses nothing. Site
//! `host` itself is told nothing: so no notice is about a notice.

mod held;
mod letter;
pub mod off;
mod pen;
mod quiet;
mod report;
mod state;
mod task;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use mail_builder::MessageBuilder;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::MimePart;
use postern_core::ids::SiteId;
use postern_core::notice::Topic;
use postern_core::time::Time;
use postern_mail::address::Mailbox;
use postern_store::view::{Question, Reply};
use postern_store::{Error, Store, Tell, Told};

use crate::accept::{Accept, Why};
use crate::act::unexpected;
use crate::sites::Entry;
use crate::words::{Catalogues, Language};
use letter::{Letter, Link};
use off::Off;
use pen::Pen;

pub(crate) use held::Held;
pub(crate) use task::{Bell, Parts, begin, tell};

/// Sends what people are told.
#[derive(Clone, Debug)]
pub struct Notify(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    accept: Accept,
    store: Arc<dyn Store>,
    catalogues: Catalogues,
    off: Off,
    hostname: String,
    operator_address: String,
    /// Where the panel is, with a slash at its end; `None`: mails have no links.
    panel: Option<String>,
}

/// Whom a mail goes to.
#[derive(Clone, Debug)]
enum To {
    /// The report address of the site.
    Owner(Mailbox),
    Operator(Mailbox),
}

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    /// It is accepted, or there is nobody to tell, or it was told already.
    Done,
    /// It was refused for now.
    Again,
}

/// A part of a mail's boundary: no encoded line can be it (RFC 2045 §6.7).
const BOUNDARY: &str = "=_postern";

impl Notify {
    pub(crate) fn new(
        accept: Accept,
        store: Arc<dyn Store>,
        off: Off,
        settings: &crate::settings::Settings,
    ) -> Notify {
        Notify(Arc::new(Inner {
            accept,
            store,
            catalogues: Catalogues::read(),
            off,
            hostname: settings.hostname.clone(),
            operator_address: settings.operator_address.clone(),
            panel: settings.panel_url.clone(),
        }))
    }

    /// What a letter about a site is written with, in the site's own words.
    fn pen<'a>(&'a self, entry: &'a Entry) -> Pen<'a> {
        let language = Language::from_code(&entry.site.settings.language);
        let words = self.0.catalogues.of(language.unwrap_or(Language::English));
        Pen { words, entry, panel: self.0.panel.as_deref() }
    }

    /// What a site's people were told of a topic.
    async fn told(&self, site: SiteId, topic: Topic) -> Result<Option<Told>, Error> {
        match self.0.store.view(Question::Told(site)).await? {
            Reply::Told(told) => Ok(told.into_iter().find(|told| told.topic == topic)),
            other => Err(unexpected(&other)),
        }
    }

    /// Hands a letter in. What goes wrong is logged, because nobody waits for it.
    async fn send(
        &self,
        entry: &Entry,
        to: &To,
        letter: Letter,
        tell: Tell,
        now: Time,
    ) -> Result<Sent, Error> {
        let (site, topic) = (&entry.site.name, tell.topic.word());
        let message = match self.message(entry, to, letter, &tell, now) {
            Ok(message) => message,
            Err(error) => {
                tracing::warn!(event = "notice_unwritten", site, topic, error);
                self.0.store.tell(vec![tell]).await?;
                return Ok(Sent::Done);
            }
        };
        match self.0.accept.submit_notice(to.mailbox().clone(), message, Some(tell)).await {
            Ok(_) => {
                tracing::info!(event = "told", site, topic, upto = tell.upto);
                Ok(Sent::Done)
            }
            Err(refusal) if matches!(refusal.why, Why::Told) => Ok(Sent::Done),
            Err(refusal) => {
                tracing::warn!(event = "notice_refused", site, topic, why = %refusal);
                if refusal.is_temporary() {
                    return Ok(Sent::Again);
                }
                // It never will be taken: what comes later is to be told all the same.
                self.0.store.tell(vec![tell]).await?;
                Ok(Sent::Done)
            }
        }
    }

    /// A letter as a message: text, and HTML beside it.
    fn message(
        &self,
        entry: &Entry,
        to: &To,
        mut letter: Letter,
        tell: &Tell,
        now: Time,
    ) -> Result<Vec<u8>, String> {
        let pen = self.pen(entry);
        letter.foot = pen.foot(to, tell.topic);
        letter.off = self.off(pen, to);
        let language = pen.words.language().code();
        let html = letter.html(language).map_err(|error| error.to_string())?;
        let parts = vec![
            MimePart::new(
                ContentType::new("text/plain").attribute("charset", "utf-8"),
                letter.text(),
            ),
            MimePart::new(ContentType::new("text/html").attribute("charset", "utf-8"), html),
        ];
        let from = format!("postern@{}", self.0.hostname);
        // A notice is known by what it tells: nothing of it is chance.
        let (site, word, host) = (tell.site, tell.topic.word(), &self.0.hostname);
        let id = format!("{word}.{site}.{}@{host}", tell.upto);
        let kind = ContentType::new("multipart/alternative").attribute("boundary", BOUNDARY);
        let mut message = MessageBuilder::new()
            .from(("Postern", from.as_str()))
            .to(to.mailbox().to_string())
            .subject(letter.subject)
            .date(now.secs())
            .message_id(id)
            .header("Auto-Submitted", Raw::new("auto-generated"))
            .header("Content-Language", Raw::new(language));
        if let Some(Link { href, .. }) = letter.off {
            message = message
                .header("List-Unsubscribe", Raw::new(format!("<{href}>")))
                .header("List-Unsubscribe-Post", Raw::new("List-Unsubscribe=One-Click"));
        }
        message.body(MimePart::new(kind, parts)).write_to_vec().map_err(|error| error.to_string())
    }

    /// What ends the mails to a report address.
    fn off(&self, pen: Pen<'_>, to: &To) -> Option<Link> {
        let site = &pen.entry.site;
        match to {
            // The mark is of the address as it is set.
            To::Owner(_) => pen.off_link(&self.0.off.token(site.id, &site.settings.report_address)),
            To::Operator(_) => None,
        }
    }

    /// The report address of a site, if it has one.
    fn owner(&self, entry: &Entry) -> Option<To> {
        Mailbox::parse(&entry.site.settings.report_address).ok().map(To::Owner)
    }

    /// The same, or else the operator's.
    fn owner_or_operator(&self, entry: &Entry) -> Option<To> {
        let operator = || Mailbox::parse(&self.0.operator_address).ok().map(To::Operator);
        self.owner(entry).or_else(operator)
    }
}

impl To {
    fn mailbox(&self) -> &Mailbox {
        match self {
            To::Owner(mailbox) | To::Operator(mailbox) => mailbox,
        }
    }
}
