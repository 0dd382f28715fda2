//! `postern block`: a site, or a stop of one script or one sender.

use clap::Args;
use postern_web::wire::{ActionAnswer, ActionWish, StopAnswer, StopWish};

use super::client::Client;
use super::failure::Failure;
use super::now;
use super::out::Out;
use super::show::{plural, safe, stopped, stopped_since};
use super::url::Url;

/// Options of `postern block`.
#[derive(Debug, Args)]
pub struct Block {
    /// The site
    #[arg(value_parser = super::name)]
    site: String,
    /// Why; the owner sees it
    #[arg(long, default_value = "", hide_default_value = true)]
    reason: String,
    /// Let only the operator unblock it
    #[arg(long, conflicts_with_all = ["script", "sender"])]
    lock: bool,
    /// Block only this script, named as in `postern top scripts`
    #[arg(long, conflicts_with = "sender")]
    script: Option<String>,
    /// Block only mail with this envelope sender
    #[arg(long, value_name = "ADDRESS")]
    sender: Option<String>,
}

impl Block {
    pub async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        if self.script.is_some() || self.sender.is_some() {
            return self.stop(client, out).await;
        }
        let wish = ActionWish { reason: self.reason, lock: self.lock };
        let answer: ActionAnswer =
            client.post(&Url::of(["sites", &self.site, "block"]), &wish).await?;
        out.answer(&answer, || {
            let site = safe(&self.site);
            if !answer.changed {
                return format!("nothing to do: site {site} is blocked already ({})\n", answer.to);
            }
            let held = plural(answer.queued, "queued mail is held", "queued mails are held");
            format!(
                "site {site} is blocked ({} -> {}): {held}{}\n",
                answer.from,
                answer.to,
                ending(answer.in_flight)
            )
        })
    }

    async fn stop(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        let wish = StopWish { script: self.script, sender: self.sender, reason: self.reason };
        let answer: StopAnswer =
            client.post(&Url::of(["sites", &self.site, "stops"]), &wish).await?;
        out.answer(&answer, || {
            let stop = &answer.stop;
            let what = stopped(stop);
            let (what, site) = (safe(&what), safe(&self.site));
            if !answer.changed {
                let since = stopped_since(stop, now());
                let since = safe(&since);
                return format!(
                    "nothing to do: {what} of site {site} is blocked already, {since}\n"
                );
            }
            format!(
                "{what} of site {site} is blocked; its mail is held, the rest of the site sends\n"
            )
        })
    }
}

/// What is said of attempts under way.
pub fn ending(in_flight: u64) -> String {
    match in_flight {
        0 => String::new(),
        in_flight => {
            format!(", {} under way may still end", plural(in_flight, "attempt", "attempts"))
        }
    }
}
