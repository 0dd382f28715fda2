//! The story `postern demo --once` lives to its end, in acts. Each act hands in mail, or acts on a site, and goes on when
//! the daemon has counted what had to come of it. At the end everything is recounted and compared with the receiver's
//! files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::time::Instant;

use super::cannot;
use super::control::Control;
use super::log::say;
use super::receiver;
use super::site::{CONTACT, NEWSLETTER, ORDER, PASSWORD_RESET, Script, Site};
use super::stage::Stage;
use super::tally::{Copy, Tally, compare};
use crate::cli::failure::Failure;

/// How long an act may take until all is counted.
const PATIENCE: Duration = Duration::from_secs(90);
/// How often the figures are looked at meanwhile.
const LOOK: Duration = Duration::from_millis(25);

/// The story, and what it expects so far.
#[derive(Debug)]
pub struct Story {
    stage: Stage,
    control: Control,
    received: PathBuf,
    /// What the receiver had before.
    old: BTreeSet<PathBuf>,
    tallies: BTreeMap<Site, Tally>,
}

impl Story {
    /// Begins: what an earlier run left blocked, stopped or queued is cleared away.
    ///
    /// # Errors
    /// When the daemon cannot be asked, or the folder of received mail not be read.
    pub async fn begin(stage: Stage, control: Control, received: &Path) -> Result<Story, Failure> {
        let mut tallies = BTreeMap::new();
        for site in Site::ALL {
            control.remove_stops(site.name()).await?;
            control.act(site.name(), "purge", "a new demo begins").await?;
        }
        // What was in flight at the purge ends first.
        let until = Instant::now() + PATIENCE;
        for site in Site::ALL {
            let before = loop {
                let counters = control.site(site.name()).await?.counters;
                match counters.queued {
                    0 => break counters,
                    queued if Instant::now() > until => {
                        return Err(Failure::failed(format!(
                            "{} still has {queued} mails of an earlier run",
                            site.name()
                        )));
                    }
                    _ => tokio::time::sleep(LOOK).await,
                }
            };
            tallies.insert(site, Tally::new(before));
        }
        let old = receiver::files(received).map_err(|error| cannot("read", received, &error))?;
        Ok(Story {
            stage,
            control,
            received: received.to_owned(),
            old: old.into_iter().collect(),
            tallies,
        })
    }

    /// Lives the whole story.
    ///
    /// # Errors
    /// The first thing that is not as it has to be.
    pub async fn live(&mut self) -> Result<(), Failure> {
        self.a_good_day_at_the_shop().await?;
        self.a_newsletter_to_old_addresses().await?;
        self.bots_at_the_contact_form().await?;
        self.the_shop_is_blocked_for_a_while().await?;
        self.recount().await
    }

    /// Everything arrives; one recipient greylists, one puts off again and again.
    async fn a_good_day_at_the_shop(&mut self) -> Result<(), Failure> {
        for customer in ["anna", "bruno", "carla", "dario", "elena", "fabio", "giulia", "henri"] {
            self.send(Site::Shop, &ORDER, &format!("{customer}@example.net")).await?;
        }
        for customer in ["anna", "grey-ivo"] {
            self.send(Site::Shop, &PASSWORD_RESET, &format!("{customer}@example.net")).await?;
        }
        let invoice = self.stage.invoice(&["bruno@example.net", "carla@example.net"]).await;
        self.accepted(Site::Shop, invoice)?;
        self.send(Site::Shop, &ORDER, "busy-marco@example.net").await?;
        self.settled().await
    }

    /// Most are refused by the receiver; one is no address at all and is refused at once.
    async fn a_newsletter_to_old_addresses(&mut self) -> Result<(), Failure> {
        for reader in
            ["karin", "nobody-1", "nobody-2", "leo", "full-mailbox", "spamtrap", "nobody-3", "mia"]
        {
            self.send(Site::Broken, &NEWSLETTER, &format!("{reader}@example.com")).await?;
        }
        let typing_error = self.stage.run(Site::Broken, &NEWSLETTER, "noemi@@example.com").await;
        if typing_error.is_ok() {
            return Err(Failure::failed(
                "a mail to noemi@@example.com, which is no address, was accepted",
            ));
        }
        self.settled().await
    }

    /// The operator blocks the form; what comes then is held, and purged.
    async fn bots_at_the_contact_form(&mut self) -> Result<(), Failure> {
        for visitor in ["olga", "paul"] {
            self.send(Site::Contact, &CONTACT, &format!("{visitor}@example.net")).await?;
        }
        for bot in 1..=12 {
            self.send(Site::Contact, &CONTACT, &format!("nobody-{bot}@example.com")).await?;
        }
        self.settled().await?;

        self.act(Site::Contact, "block", "bots use the contact form").await?;
        for bot in 13..=30 {
            self.send(Site::Contact, &CONTACT, &format!("victim-{bot}@example.com")).await?;
        }
        self.settled().await?;

        self.act(Site::Contact, "purge", "the form has a captcha now").await?;
        self.send(Site::Contact, &CONTACT, "quirin@example.net").await?;
        self.settled().await
    }

    /// What is held meanwhile leaves at the unblock.
    async fn the_shop_is_blocked_for_a_while(&mut self) -> Result<(), Failure> {
        self.act(Site::Shop, "block", "prices were wrong").await?;
        for customer in ["rosa", "silvio", "nobody-9"] {
            self.send(Site::Shop, &ORDER, &format!("{customer}@example.net")).await?;
        }
        self.settled().await?;
        self.act(Site::Shop, "unblock", "prices are right again").await?;
        self.settled().await
    }

    async fn send(&mut self, site: Site, script: &Script, recipient: &str) -> Result<(), Failure> {
        let copies = self.stage.run(site, script, recipient).await;
        self.accepted(site, copies)
    }

    fn accepted(&mut self, site: Site, copies: Result<Vec<Copy>, String>) -> Result<(), Failure> {
        for copy in copies.map_err(Failure::failed)? {
            self.tally(site).accept(copy);
        }
        Ok(())
    }

    async fn act(&mut self, site: Site, action: &str, reason: &str) -> Result<(), Failure> {
        let answer = self.control.act(site.name(), action, reason).await?;
        let purged =
            if answer.purged > 0 { format!(", {} purged", answer.purged) } else { String::new() };
        let (from, to, queued) = (&answer.from, &answer.to, answer.queued);
        say(
            "operator",
            format_args!("{action} {}: {from} -> {to}, {queued} queued{purged}", site.name()),
        );
        match action {
            "block" => self.tally(site).block(),
            "unblock" => self.tally(site).unblock(),
            _ => self.tally(site).purge(),
        }
        Ok(())
    }

    fn tally(&mut self, site: Site) -> &mut Tally {
        self.tallies.entry(site).or_insert_with(|| Tally::new(Default::default()))
    }

    /// Waits until the daemon has counted everything so far.
    async fn settled(&self) -> Result<(), Failure> {
        let until = Instant::now() + PATIENCE;
        loop {
            let differences = self.differences().await?;
            if differences.is_empty() {
                return Ok(());
            }
            if Instant::now() > until {
                return Err(does_not_add_up(&differences));
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    async fn differences(&self) -> Result<Vec<String>, Failure> {
        let sites = self.control.sites().await?;
        let mut differences = Vec::new();
        for (site, tally) in &self.tallies {
            match sites.iter().find(|one| one.name == site.name()) {
                Some(now) => {
                    let told = tally.differences(&now.counters);
                    differences
                        .extend(told.into_iter().map(|told| format!("{}: {told}", site.name())));
                }
                None => differences.push(format!("{} is gone", site.name())),
            }
        }
        Ok(differences)
    }

    /// Everything again, from the store's own rows and the receiver's files.
    async fn recount(&self) -> Result<(), Failure> {
        let mut faults = self.differences().await?;
        faults.extend(self.control.check().await?.faults);
        let sent = self.tallies.values().flat_map(Tally::sent).cloned().collect::<Vec<_>>();
        faults.extend(compare(&sent, &self.received()?));
        if !faults.is_empty() {
            return Err(does_not_add_up(&faults));
        }
        say(
            "demo",
            format_args!(
                "all adds up: the store recounts the same, and the receiver has just the {} mails sent",
                sent.len()
            ),
        );
        Ok(())
    }

    /// What the receiver took since the story began, read from its files.
    fn received(&self) -> Result<Vec<Copy>, Failure> {
        let files = receiver::files(&self.received)
            .map_err(|error| cannot("read", &self.received, &error))?;
        let new = files.iter().filter(|file| !self.old.contains(*file));
        let copy = |file: &PathBuf| {
            let content = std::fs::read(file).map_err(|error| cannot("read", file, &error))?;
            let recipient = receiver::recipient_of(file);
            let copy = recipient
                .zip(number_in(&content))
                .map(|(recipient, number)| Copy { recipient: recipient.into(), number });
            copy.ok_or_else(|| {
                Failure::failed(format!("{} is no mail of this story", file.display()))
            })
        };
        new.map(copy).collect()
    }
}

/// The number a script wrote into its mail.
fn number_in(content: &[u8]) -> Option<u32> {
    let text = String::from_utf8_lossy(content);
    let (_, rest) = text.split_once("Reference: ")?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).map_or(rest, |end| &rest[..end]);
    digits.parse().ok()
}

fn does_not_add_up(differences: &[String]) -> Failure {
    Failure::failed(format!("this does not add up:\n  {}", differences.join("\n  ")))
}
