//! `postern test-mail`: sends a mail as a site and follows it until it has ended, its first attempt has,
//! or it is held.

use std::time::{Duration, Instant};

use clap::Args;
use postern_web::wire::{Page, Status, Submitted, TestMail as Wish, Traced};

use super::client::Client;
use super::failure::Failure;
use super::held;
use super::out::Out;
use super::trace::story_text;
use super::url::Url;

/// Options of `postern test-mail`.
#[derive(Debug, Args)]
pub struct TestMail {
    /// The site
    #[arg(value_parser = super::name)]
    site: String,
    /// The recipient
    to: String,
    /// How many seconds to follow it, a day at most
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(..=86_400))]
    wait: u64,
}

/// How often the mail is looked at.
const LOOK: Duration = Duration::from_millis(100);

impl TestMail {
    pub async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        let wish = Wish { to: self.to.clone() };
        let submitted: Submitted =
            client.post(&Url::of(["sites", &self.site, "test-mail"]), &wish).await?;
        let url = Url::of(["sites", &self.site, "trace"]).with("message", Some(submitted.message));
        let until = Instant::now() + Duration::from_secs(self.wait);
        let story = loop {
            let page: Page<Traced> = client.get(&url).await?;
            let story = page.items.into_iter().next();
            match story {
                Some(story) if is_told(&story) || Instant::now() >= until => break story,
                None if Instant::now() >= until => {
                    return Err(Failure::failed(format!(
                        "message {} has no trace",
                        submitted.message
                    )));
                }
                _ => tokio::time::sleep(LOOK).await,
            }
        };
        let status: Status = client.get(&Url::of(["sites", &self.site, "status"])).await?;
        out.answer(&story, || story_text(&story, &status, out))?;
        let is = |state| story.deliveries.iter().any(|delivery| delivery.state == state);
        if is("failed") {
            return Err(Failure::failed("the test mail was not delivered"));
        }
        if is("held") {
            let hint = "it leaves at the unblock";
            return Err(Failure::failed(match held::why(&story, &status).as_str() {
                "" => format!("the test mail was held a moment ago: {hint}"),
                why => format!("the test mail is held, {why}: {hint}"),
            }));
        }
        Ok(())
    }
}

/// Whether there is something to tell of every recipient.
fn is_told(story: &Traced) -> bool {
    story
        .deliveries
        .iter()
        .all(|delivery| delivery.state != "queued" || !delivery.attempts.is_empty())
}
