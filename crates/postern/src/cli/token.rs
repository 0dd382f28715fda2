//! `postern token` and `postern login-link`: what lets programs and customers of a hosting panel in.

use clap::{Args, Subcommand};
use postern_web::wire::{LinkWish, MadeLink, MadeToken, NewToken, Token, When};
use serde_json::json;

use super::client::Client;
use super::ending::Ending;
use super::failure::Failure;
use super::grant::{Given, sites_words};
use super::list::{Beginning, Extent};
use super::out::Out;
use super::show::{Column, Table, Zone, safe};
use super::url::Url;
use super::user::role_word;

/// Verbs of `postern token`.
#[derive(Debug, Subcommand)]
#[command(name = "token")]
pub enum Verb {
    /// Make a token of the API; it is printed once
    Add(Add),
    /// List tokens
    List(Extent),
    /// Remove a token: it lets nobody in any more
    Remove {
        /// Its number, as the list shows it
        id: i64,
    },
}

/// A token to be made.
#[derive(Debug, Args)]
pub struct Add {
    /// What it is for
    #[arg(value_parser = super::name)]
    name: String,
    #[command(flatten)]
    given: Given,
    #[command(flatten)]
    ending: Ending,
}

impl Verb {
    pub async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        match self {
            Verb::Add(add) => add.run(client, out).await,
            Verb::List(extent) => {
                let zone = Zone::utc(super::now());
                let all = Beginning { rows: Some(1000), what: "first tokens" };
                extent
                    .answer(&Url::of(["tokens"]), all, client, out, |rows: &[Token]| {
                        table(rows, &zone, out)
                    })
                    .await
            }
            Verb::Remove { id } => {
                client.delete(&Url::of(["tokens", &id.to_string()])).await?;
                let answer = json!({ "id": id, "removed": true });
                out.answer(&answer, || format!("token {id} lets nobody in any more\n"))
            }
        }
    }
}

impl Add {
    async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        let (role, sites) = self.given.read()?;
        let ends_at = self.ending.at();
        let new = NewToken { name: self.name, role, sites, ends_at };
        let made: MadeToken = client.post(&Url::of(["tokens"]), &new).await?;
        out.answer(&made, || {
            let token = &made.token;
            let (name, sites) = (safe(&token.name), sites_words(token.sites.as_deref()));
            let role = role_word(token.role);
            format!(
                "token {} ({name}): {role}, {sites}\n{}\nIt is shown this once.\n",
                token.id, made.secret
            )
        })
    }
}

fn table(rows: &[Token], zone: &Zone, out: &Out) -> String {
    let mut table = Table::new([
        Column::right("id"),
        Column::words("name"),
        Column::left("role"),
        Column::words("sites"),
        Column::left("made by"),
        Column::left(zone.title("ends")),
        Column::left(zone.title("last used")),
    ]);
    for token in rows {
        let never = |at: Option<When>| at.map_or_else(|| "never".into(), |at| zone.at(at));
        table.row([
            token.id.to_string().as_str().into(),
            token.name.as_str().into(),
            role_word(token.role).into(),
            sites_words(token.sites.as_deref()).as_str().into(),
            token.made_by.as_str().into(),
            never(token.ends_at),
            never(token.last_at),
        ]);
    }
    match table.is_empty() {
        true => "there are no tokens: postern token add NAME makes one\n".into(),
        false => out.table(&table),
    }
}

/// Options of `postern login-link`.
#[derive(Debug, Args)]
pub struct LoginLink {
    /// The user who is handed over
    #[arg(value_parser = super::name)]
    user: String,
    /// Hold the session to this site, and begin there
    #[arg(long, value_name = "SITE", value_parser = super::name)]
    site: Option<String>,
}

impl LoginLink {
    pub async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        let wish = LinkWish { user: self.user, site: self.site };
        let made: MadeLink = client.post(&Url::of(["login-links"]), &wish).await?;
        out.answer(&made, || format!("{}\n", made.url))?;
        if !out.json {
            super::out::tell("good once, for 60 seconds");
        }
        Ok(())
    }
}
