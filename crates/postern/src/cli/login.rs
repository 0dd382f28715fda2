//! `postern login`: SMTP logins.

use clap::{Args, Subcommand};
use postern_web::wire::{Password, Site};
use serde_json::json;

use super::client::Client;
use super::confirm::confirm;
use super::failure::Failure;
use super::out::Out;
use super::secret;
use super::show::safe;
use super::url::Url;

/// Verbs of `postern login`.
#[derive(Debug, Subcommand)]
pub enum Login {
    /// Add a login to a site
    ///
    /// The password is asked for on a terminal, else it is the first line of standard input; --generate draws one.
    Add(Set),
    /// Change a login's password
    ///
    /// The password is asked for on a terminal, else it is the first line of standard input; --generate draws one.
    Password(Set),
    /// Remove a login
    Remove {
        /// The site
        #[arg(value_parser = super::name)]
        site: String,
        /// The login
        #[arg(value_parser = super::name)]
        login: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

/// A login and where its password comes from: the terminal, standard input, or chance.
#[derive(Debug, Args)]
pub struct Set {
    /// The site
    #[arg(value_parser = super::name)]
    site: String,
    /// The login
    #[arg(value_parser = super::name)]
    login: String,
    /// Draw a password and print it
    #[arg(long)]
    generate: bool,
}

impl Login {
    pub async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        match self {
            Login::Add(set) => {
                if set.is_there(client).await? {
                    let (site, login) = (&set.site, &set.login);
                    let message = format!(
                        "site {site} has login {login} already: postern login password changes it"
                    );
                    return Err(Failure::refused(message));
                }
                set.write("added", client, out).await
            }
            Login::Password(set) => {
                if !set.is_there(client).await? {
                    let (site, login) = (&set.site, &set.login);
                    return Err(Failure::failed(format!(
                        "site {site} has no login {login}: postern login add adds it"
                    )));
                }
                set.write("changed", client, out).await
            }
            Login::Remove { site, login, yes } => {
                confirm(
                    &format!("Programs that use login {} can send no more.", safe(&login)),
                    yes,
                )?;
                client.delete(&Url::of(["sites", &site, "logins", &login])).await?;
                let answer = json!({ "site": site, "login": login, "removed": true });
                out.answer(&answer, || {
                    format!("removed login {} of site {}\n", safe(&login), safe(&site))
                })
            }
        }
    }
}

impl Set {
    async fn is_there(&self, client: &mut Client) -> Result<bool, Failure> {
        let site: Site = client.get(&Url::of(["sites", &self.site])).await?;
        Ok(site.logins.contains(&self.login))
    }

    async fn write(&self, done: &str, client: &mut Client, out: &Out) -> Result<(), Failure> {
        let password = if self.generate { secret::draw()? } else { secret::read()? };
        let body = Password { password: password.clone() };
        let url = Url::of(["sites", &self.site, "logins", &self.login]);
        client.put::<()>(&url, &body).await?;
        let shown = self.generate.then_some(&password);
        let answer = json!({ "site": self.site, "login": self.login, "password": shown });
        out.answer(&answer, || {
            let said = format!("{done} login {} of site {}\n", safe(&self.login), safe(&self.site));
            match shown {
                Some(password) => format!("{said}password: {password}\n"),
                None => said,
            }
        })
    }
}
