//! What the sites do: each call is one mail handed in by a real script, or by SMTP, and a line of the log.

use postern_mail::address::Mailbox;

use super::folder::{Folder, Programs};
use super::interpreter::Ran;
use super::log::say;
use super::login::Login;
use super::site::{ACCOUNTING, Script, Site};
use super::tally::Copy;
use crate::cli::show::safe;

/// The first mail's number.
const FIRST: u32 = 1001;

/// The sites with all they need to send.
#[derive(Debug)]
pub struct Stage {
    folder: Folder,
    programs: Programs,
    login: Login,
    /// That of the next mail.
    number: u32,
}

impl Stage {
    pub fn new(folder: Folder, programs: Programs, login: Login) -> Stage {
        Stage { folder, programs, login, number: FIRST }
    }

    /// A site's script sends a mail to a recipient. What was accepted: a copy for each recipient, or why nothing was.
    ///
    /// # Errors
    /// That the mail was refused, or its script failed, and why.
    pub async fn run(
        &mut self,
        site: Site,
        script: &Script,
        recipient: &str,
    ) -> Result<Vec<Copy>, String> {
        let number = self.next();
        let visitor = format!("192.0.2.{}", number % 250 + 1);
        let interpreter = &self.programs.interpreter;
        let ran =
            interpreter.run(&self.folder.site(site), script, recipient, number, &visitor).await;
        let file = interpreter.file(script);
        match ran {
            Ran::Accepted => {
                say(
                    site.name(),
                    format_args!("{file} sends mail {number} to {recipient}: accepted"),
                );
                let recipients = std::iter::once(recipient).chain(script.copies.iter().copied());
                Ok(recipients
                    .map(|recipient| Copy { recipient: recipient.to_owned(), number })
                    .collect())
            }
            Ran::Refused(why) => {
                say(
                    site.name(),
                    format_args!(
                        "{file} sends mail {number} to {recipient}: refused: {}",
                        safe(&why)
                    ),
                );
                Err(refused(site, &why))
            }
            Ran::Failed(why) => {
                say(
                    site.name(),
                    format_args!("{file} fails at mail {number} to {recipient}: {}", safe(&why)),
                );
                Err(format!("script {file} of {} failed: {why}", site.name()))
            }
        }
    }

    /// The shop's accounting sends an invoice by SMTP with its login.
    ///
    /// # Errors
    /// That the mail was refused, and why.
    pub async fn invoice(&mut self, recipients: &[&str]) -> Result<Vec<Copy>, String> {
        let number = self.next();
        let to = recipients.join(", ");
        let sent = self.send_invoice(recipients, number).await;
        let ended = match &sent {
            Ok(()) => "accepted".to_owned(),
            Err(why) => format!("refused: {}", safe(why)),
        };
        say(
            Site::Shop.name(),
            format_args!("accounting sends mail {number} to {to} by SMTP: {ended}"),
        );
        sent.map_err(|why| refused(Site::Shop, &why))?;
        let copy = |recipient: &&str| Copy { recipient: (*recipient).to_owned(), number };
        Ok(recipients.iter().map(copy).collect())
    }

    async fn send_invoice(&self, recipients: &[&str], number: u32) -> Result<(), String> {
        let parse = |address: &str| Mailbox::parse(address).map_err(|error| error.to_string());
        let mailboxes =
            recipients.iter().map(|address| parse(address)).collect::<Result<Vec<_>, _>>()?;
        let to = recipients.join(", ");
        let content = format!(
            "From: {ACCOUNTING}\r\n\
             To: {to}\r\n\
             Subject: Invoice {number}\r\n\
             \r\n\
             To be paid within 30 days.\r\n\
             \r\n\
             Reference: {number}\r\n",
        );
        self.login.send(&parse(ACCOUNTING)?, &mailboxes, content.as_bytes()).await
    }

    fn next(&mut self) -> u32 {
        self.number += 1;
        self.number - 1
    }
}

fn refused(site: Site, why: &str) -> String {
    format!("a mail of {} was refused: {why}", site.name())
}
