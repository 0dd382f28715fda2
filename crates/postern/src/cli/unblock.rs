//! `postern unblock`: a site, or the end of a stop.

use clap::Args;
use postern_mail::Mailbox;
use postern_web::wire::{ActionAnswer, ActionWish, Site, Stop, When, is_red};

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
        out.answer(&answer, || said(&safe(&self.site), &answer, now()))
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
        let site: Site = client.get(&Url::of(["sites", &self.site])).await?;
        let answer = serde_json::json!({ "changed": stop.is_some(), "stop": stop });
        out.answer(&answer, || {
            let what = format!("{kind} {} of site {}", safe(name), safe(&site.name));
            match stop {
                None => format!("nothing to do: {what} is not blocked\n"),
                Some(_) if is_red(&site.state) => format!(
                    "{what} is blocked no more; its mail stays held, the site is blocked ({})\n",
                    site.state
                ),
                Some(_) => format!("{what} sends again; its held mail goes out\n"),
            }
        })
    }
}

fn said(site: &str, answer: &ActionAnswer, now: When) -> String {
    if !answer.changed {
        return format!("nothing to do: site {site} is sending ({})\n", answer.to);
    }
    let leaving = answer.queued.saturating_sub(answer.stopped);
    let mut words = Vec::new();
    if leaving > 0 || answer.stopped == 0 {
        let goes = plural(leaving, "queued mail goes out", "queued mails go out, oldest first");
        let rate = answer.last_leaves_at.map_or(String::new(), |at| {
            let when = relative(now, at);
            format!(" (at the rate of its busiest half-hour of the week the last leaves {when})")
        });
        words.push(goes + &rate);
    }
    if answer.stopped > 0 {
        let one = "queued mail stays, its script or sender is blocked";
        let many = "queued mails stay, their script or sender is blocked";
        words.push(plural(answer.stopped, one, many));
    }
    let (from, to) = (&answer.from, &answer.to);
    format!("site {site} is sending again ({from} -> {to}): {}\n", words.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unblock_says_what_goes_what_stays_and_when_the_last_leaves_if_that_is_known() {
        let when = |text: &str| text.parse::<When>().expect("a time");
        let now = when("2026-03-29T07:00:00Z");
        let rows = [
            (0, 0, None, "0 queued mails go out, oldest first"),
            (1, 0, None, "1 queued mail goes out"),
            (3, 3, None, "3 queued mails stay, their script or sender is blocked"),
            (
                3,
                1,
                None,
                "2 queued mails go out, oldest first; 1 queued mail stays, its script or sender is blocked",
            ),
            (
                50_000,
                0,
                Some(when("2026-03-29T12:00:00Z")),
                "50,000 queued mails go out, oldest first (at the rate of its busiest half-hour of the week the last leaves in 5 h)",
            ),
        ];
        for (queued, stopped, last_leaves_at, words) in rows {
            let answer = ActionAnswer {
                changed: true,
                from: "ko".into(),
                to: "ok".into(),
                purged: 0,
                queued,
                stopped,
                in_flight: 0,
                last_leaves_at,
            };
            let expected = format!("site a.example is sending again (ko -> ok): {words}\n");
            assert_eq!(said("a.example", &answer, now), expected);
        }
    }
}
