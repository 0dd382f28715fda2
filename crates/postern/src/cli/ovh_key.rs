//! `postern ovh-key`: what lets programs in that speak the provider's API.

use clap::{Args, Subcommand};
use postern_web::wire::{MadeOvhKey, NewOvhKey, OvhKey, When};
use serde_json::json;

use super::client::Client;
use super::ending::Ending;
use super::failure::Failure;
use super::grant::sites_words;
use super::list::{Beginning, Extent};
use super::out::Out;
use super::show::{Column, Table, Zone, safe};
use super::url::Url;

/// Verbs of `postern ovh-key`.
#[derive(Debug, Subcommand)]
#[command(name = "ovh-key")]
pub enum Verb {
    /// Make a key of the provider's API; its secrets are printed once
    ///
    /// An application key, its secret and a consumer key: programs that speak the provider's API ask this host with them, by
    /// another endpoint alone. With --asks there is no consumer key: the application asks owners for theirs, who approve it
    /// in the panel.
    Add(Add),
    /// List keys of the provider's API
    List(Extent),
    /// Remove a key of the provider's API with all keys of its consumers
    Remove {
        /// Its number, as the list shows it
        id: i64,
        /// The key of this consumer alone
        #[arg(long, value_name = "N")]
        consumer: Option<i64>,
    },
}

/// A key to be made.
#[derive(Debug, Args)]
pub struct Add {
    /// What it is for (the first site without it)
    #[arg(value_parser = super::name)]
    name: Option<String>,
    /// A site of its; once for each
    #[arg(long = "site", value_name = "SITE", value_parser = super::name, conflicts_with = "all_sites")]
    sites: Vec<String>,
    /// All sites there are and will be
    #[arg(long)]
    all_sites: bool,
    /// What it may ask, as 'GET /hosting/web/*'; once for each (everything without it)
    #[arg(long = "rule", value_name = "RULE", conflicts_with_all = ["read_only", "asks"])]
    rules: Vec<String>,
    /// It may see everything and change nothing
    #[arg(long, conflicts_with = "asks")]
    read_only: bool,
    /// It has no key of its own: it asks owners, who approve it in the panel
    #[arg(long)]
    asks: bool,
    #[command(flatten)]
    ending: Ending,
}

impl Verb {
    pub async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        match self {
            Verb::Add(add) => add.run(client, out).await,
            Verb::List(extent) => {
                let zone = Zone::utc(super::now());
                let all = Beginning { rows: Some(1000), what: "first keys" };
                extent
                    .answer(&Url::of(["ovh-keys"]), all, client, out, |rows: &[OvhKey]| {
                        table(rows, &zone, out)
                    })
                    .await
            }
            Verb::Remove { id, consumer: None } => {
                client.delete(&Url::of(["ovh-keys", &id.to_string()])).await?;
                let answer = json!({ "id": id, "removed": true });
                out.answer(&answer, || format!("key {id} lets nobody in any more\n"))
            }
            Verb::Remove { id, consumer: Some(consumer) } => {
                let (key, of) = (id.to_string(), consumer.to_string());
                client.delete(&Url::of(["ovh-keys", &key, "consumers", &of])).await?;
                let answer = json!({ "id": id, "consumer": consumer, "removed": true });
                out.answer(&answer, || {
                    format!("consumer {consumer} of key {id} is let in no more\n")
                })
            }
        }
    }
}

impl Add {
    async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        let sites = match (self.all_sites, self.sites) {
            (true, _) => None,
            (false, sites) if sites.is_empty() => {
                return Err(Failure::usage("name the sites with --site, or say --all-sites"));
            }
            (false, sites) => Some(sites),
        };
        let first = sites.as_ref().and_then(|sites| sites.first().cloned());
        let name = self.name.or(first).unwrap_or_else(|| "all sites".to_owned());
        let rules = match (self.asks, self.read_only) {
            (true, _) => Some(Vec::new()),
            (false, true) => Some(vec!["GET /*".to_owned()]),
            (false, false) => (!self.rules.is_empty()).then_some(self.rules),
        };
        let ends_at = self.ending.at();
        let new = NewOvhKey { name, sites, rules, ends_at };
        let made: MadeOvhKey = client.post(&Url::of(["ovh-keys"]), &new).await?;
        out.answer(&made, || told(&made))
    }
}

/// As the configuration of the provider's clients has it.
fn told(made: &MadeOvhKey) -> String {
    let key = &made.key;
    let (name, sites) = (safe(&key.name), sites_words(key.sites.as_deref()));
    let mut lines = vec![
        format!("key {} ({name}): {sites}", key.id),
        format!("application_key={}", key.application_key),
        format!("application_secret={}", made.application_secret),
    ];
    match &made.consumer_key {
        Some(consumer) => lines.push(format!("consumer_key={consumer}")),
        None => lines.push("It asks owners for consumer keys (POST /1.0/auth/credential).".into()),
    }
    lines.push("The secrets are shown this once.\n".into());
    lines.join("\n")
}

fn table(rows: &[OvhKey], zone: &Zone, out: &Out) -> String {
    let mut table = Table::new([
        Column::right("id"),
        Column::words("name"),
        Column::left("application key"),
        Column::right("consumer"),
        Column::left("state"),
        Column::words("sites"),
        Column::left("whose"),
        Column::left(zone.title("ends")),
        Column::left(zone.title("last used")),
    ]);
    let never = |at: Option<When>| at.map_or_else(|| "never".into(), |at| zone.at(at));
    for key in rows {
        let id = key.id.to_string();
        let whose = |user: &Option<String>| user.clone().unwrap_or_else(|| "the machine".into());
        if key.consumers.is_empty() {
            table.row([
                id.as_str().into(),
                key.name.as_str().into(),
                key.application_key.as_str().into(),
                "".into(),
                "none asked".into(),
                sites_words(key.sites.as_deref()).as_str().into(),
                whose(&key.user).as_str().into(),
                never(key.ends_at),
                "".into(),
            ]);
        }
        for consumer in &key.consumers {
            let state = if consumer.validated { "validated" } else { "asks" };
            table.row([
                id.as_str().into(),
                key.name.as_str().into(),
                key.application_key.as_str().into(),
                consumer.id.to_string().as_str().into(),
                state.into(),
                sites_words(consumer.sites.as_deref()).as_str().into(),
                whose(&consumer.user).as_str().into(),
                never(consumer.ends_at.or(key.ends_at)),
                never(consumer.last_at),
            ]);
        }
    }
    match table.is_empty() {
        true => "there are no keys: postern ovh-key add --site SITE makes one\n".into(),
        false => out.table(&table),
    }
}
