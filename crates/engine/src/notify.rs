//! What Postern tells people by mail.
//!
//! A notice is mail of site `host`, sent with the null sender so that nothing answers it, marked as automatic
//! (RFC 3834), and passes every block. It goes to the site's report address, else to the operator; where neither is
//! set it is only logged.

use postern_core::time::Time;
use postern_mail::address::Mailbox;

use crate::accept::Accept;
use crate::sites::Entry;

/// Sends notices.
#[derive(Clone, Debug)]
pub struct Notify {
    accept: Accept,
    hostname: String,
    operator_address: String,
}

impl Notify {
    pub fn new(accept: Accept, hostname: String, operator_address: String) -> Notify {
        Notify { accept, hostname, operator_address }
    }

    /// Warns that held mail of a site is given up from `first_at` on. Says whether the owner is told, or cannot be.
    pub(crate) async fn held_mail_goes_soon(
        &self,
        entry: &Entry,
        first_at: Time,
        count: u64,
        now: Time,
    ) -> bool {
        let site = &entry.site;
        let name = &site.name;
        let (mails, go) = if count == 1 { ("mail", "goes") } else { ("mails", "go") };
        let subject = format!("{name}: {count} held {mails} will be deleted soon");
        let local = |at: Time| local_time(at, entry);
        let reason = if site.reason.is_empty() { "no reason was given" } else { &site.reason };
        let held = if site.state.is_red() {
            let since = local(site.since);
            format!("Sending for {name} is off since {since} (by {}: {reason}).", site.by)
        } else {
            format!("Sending for {name} is on, but some of its scripts or senders are blocked.")
        };
        let go_on = if site.state.is_red() {
            "turn sending on again (unblock): the held mail goes out"
        } else {
            "unblock the script or the sender: its held mail goes out"
        };
        let text = format!(
            "{held}\r\n\
             The mail of the site's scripts is kept meanwhile, but for 72 hours only.\r\n\
             \r\n\
             {count} {mails} {go} within the next {hours} hours, the first at {first}.\r\n\
             \r\n\
             What you can do before that:\r\n\
             - {go_on};\r\n\
             - release single mails from the queue;\r\n\
             - delete the held mail and turn sending on for new mail (purge).\r\n\
             If you do nothing, each held mail ends as a failure (\"expired-held\") when its 72 hours are over.\r\n",
            hours = first_at.since(now).as_secs().div_ceil(3600).max(1),
            first = local(first_at),
        );
        tracing::warn!(event = "held_mail_goes_soon", site = %name, count, first_at = first_at.secs());
        self.send(&site.settings.report_address, &subject, &text, now).await
    }

    /// Hands a notice in; what goes wrong is logged, because nobody waits for it. Says whether there is nothing more to be
    /// done: it was taken, or never can be.
    async fn send(&self, to: &str, subject: &str, text: &str, now: Time) -> bool {
        let to = if to.is_empty() { &self.operator_address } else { to };
        let Ok(to) = Mailbox::parse(to) else {
            tracing::warn!(
                event = "notice_without_address",
                subject,
                "neither a report nor an operator address is set"
            );
            return true;
        };
        let message = mail_builder::MessageBuilder::new()
            .from(("Postern", format!("postern@{}", self.hostname).as_str()))
            .to(to.to_string())
            .subject(subject)
            .date(now.secs())
            .header("Auto-Submitted", mail_builder::headers::raw::Raw::new("auto-generated"))
            .text_body(text)
            .write_to_vec();
        match message {
            Ok(message) => match self.accept.submit_notice(to, message, None).await {
                Ok(_) => true,
                Err(refusal) => {
                    tracing::warn!(event = "notice_refused", subject, why = %refusal);
                    false
                }
            },
            Err(error) => {
                tracing::warn!(event = "notice_unwritten", subject, %error);
                true
            }
        }
    }
}

/// An instant on the site's own clock: `2026-03-29 09:00 CEST`.
fn local_time(at: Time, entry: &Entry) -> String {
    jiff::Timestamp::from_millisecond(at.0).map_or_else(
        |_| at.secs().to_string(),
        |at| {
            jiff::ZonedDateTime::new(at, entry.zone.clone())
                .strftime("%Y-%m-%d %H:%M %Z")
                .to_string()
        },
    )
}
