//! `postern unblock`: a site, or the end of a stop.

use clap::Args;
use postern_mail::Mailbox;
use postern_web::wire::{ActionAnswer, ActionWish, Stop};

use super::client::Client;
use super::failure::Failure;
use super::now;
use super::out::Out;
use super::show::{plural, relative, safe};
use super::url::Url;

/// Options of `postern unblock`.
#[derive(Debug, Args)]
pub struct Unblock {
    /// The site
    #[arg(value_parser = super::name)]
    site: String,
    /// Why; the owner sees it
    #[arg(long, default_value = "", hide_default_value = true)]
    reason: String,
    /// Unblock this script
    #[arg(long, conflicts_with_all = ["sender", "reason"])]
    script: Option<String>,
    /// Unblock this envelope sender
    #[arg(long, value_name = "ADDRESS", conflicts_with = "reason")]
    sender: Option<String>,
}

impl Unblock {
    pub async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        if self.script.is_some() || self.sender.is_some() {
            return self.unstop(client, out).await;
        }
        let wish = ActionWish { reason: self.reason, lock: false };
        let answer: ActionAnswer =
            client.post(&Url::of(["sites", &self.site, "unblock"]), &wish).await?;
        out.answer(&answer, || {
            let site = safe(&self.site);
            if !answer.changed {
                return format!("nothing to do: site {site} is sending ({})\n", answer.to);
            }
            let leaving =
                plural(answer.queued, "queued mail goes out", "queued mails go out, oldest first");
            let rate = match answer.last_leaves_at {
                Some(at) if answer.queued > 0 => {
                    let when = relative(now(), at);
                    format!(
                        "; at the rate of its busiest half-hour of the week the last leaves {when}"
                    )
                }
                _ => String::new(),
            };
            format!(
                "site {site} is sending again ({} -> {}): {leaving}{rate}\n",
                answer.from, answer.to
            )
        })
    }

    async fn unstop(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        let stops: Vec<Stop> = client.get(&Url::of(["sites", &self.site, "stops"])).await?;
        // A stop has an address as envelopes have it.
        let envelope = self.sender.as_deref().map(|sender| match Mailbox::parse(sender) {
            Ok(mailbox) => mailbox.to_string(),
            Err(_) => sender.to_owned(),
        });
        let is_meant = |stop: &&Stop| match (&self.script, &envelope) {
            (Some(script), _) => stop.script.as_ref() == Some(script),
            (None, Some(sender)) => {
                stop.sender.as_ref().is_some_and(|stopped| stopped.eq_ignore_ascii_case(sender))
            }
            (None, None) => false,
        };
        let (kind, name) = match (&self.script, &self.sender) {
            (Some(script), _) => ("script", script.as_str()),
            (None, sender) => ("sender", sender.as_deref().unwrap_or("")),
        };
        let stop = stops.iter().find(is_meant);
        if let Some(stop) = stop {
            client.delete(&Url::of(["sites", &self.site, "stops", &stop.id.to_string()])).await?;
        }
        let answer = serde_json::json!({ "changed": stop.is_some(), "stop": stop });
        out.answer(&answer, || match stop {
            Some(_) => format!(
                "{kind} {} of site {} sends again; its held mail goes out\n",
                safe(name),
                safe(&self.site)
            ),
            None => format!(
                "nothing to do: {kind} {} of site {} is not blocked\n",
                safe(name),
                safe(&self.site)
            ),
        })
    }
}
