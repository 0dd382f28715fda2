//! `postern purge`.

use clap::Args;
use postern_web::wire::{ActionAnswer, ActionWish, Status};

use super::block::ending;
use super::client::Client;
use super::confirm::confirm;
use super::failure::Failure;
use super::out::Out;
use super::show::{plural, safe};
use super::url::Url;

/// Options of `postern purge`.
#[derive(Debug, Args)]
pub struct Purge {
    /// The site
    #[arg(value_parser = super::name)]
    site: String,
    /// Why; the owner sees it
    #[arg(long, default_value = "", hide_default_value = true)]
    reason: String,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

impl Purge {
    pub async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        if !self.yes {
            let status: Status = client.get(&Url::of(["sites", &self.site, "status"])).await?;
            let queued = plural(status.queue.total, "queued mail", "queued mails");
            let name = safe(&status.site.name).into_owned();
            confirm(
                &format!("This deletes {queued} of site {name} for ever and lets it send."),
                false,
            )?;
        }
        let wish = ActionWish { reason: self.reason, lock: false };
        let answer: ActionAnswer =
            client.post(&Url::of(["sites", &self.site, "purge"]), &wish).await?;
        out.answer(&answer, || {
            let purged = plural(answer.purged, "mail was deleted", "mails were deleted");
            let (site, from, to) = (safe(&self.site), &answer.from, &answer.to);
            format!(
                "site {site} is purged ({from} -> {to}): {purged}{}\n",
                ending(answer.in_flight)
            )
        })
    }
}
