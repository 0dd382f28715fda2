//! `postern webhook`: programs that are told what happens here.

use clap::{ArgGroup, Args, Subcommand};
use postern_web::wire::{
    MadeWebhook, NewWebhook, Webhook, WebhookAnswer, WebhookChange, WebhookEvent,
    WebhookEventState, WebhookKind,
};
use serde_json::json;

use super::client::Client;
use super::failure::Failure;
use super::list::{Beginning, Extent};
use super::out::Out;
use super::show::{Column, Table, Zone, safe};
use super::url::Url;

/// Verbs of `postern webhook`.
#[derive(Debug, Subcommand)]
#[command(name = "webhook")]
pub enum Verb {
    /// List webhooks: of all sites and of each, or of one site
    List {
        /// Those of this site alone
        #[arg(long, value_name = "SITE", value_parser = super::name)]
        site: Option<String>,
        #[command(flatten)]
        extent: Extent,
    },
    /// Add a webhook of all sites or of one; its secret is printed once
    Add(Add),
    /// Change a webhook, turn it off or on
    Set(Set),
    /// Give a webhook a new secret, printed once; the old one signs for another day
    Rotate {
        /// Its number, as the list shows it
        id: i64,
    },
    /// Remove a webhook and what waits for it
    Remove {
        /// Its number, as the list shows it
        id: i64,
    },
    /// The last answers of a webhook, newest first
    Answers {
        /// Its number, as the list shows it
        id: i64,
    },
    /// Send an event of the answers again
    SendAgain {
        /// The webhook's number
        id: i64,
        /// The event's number, as the answers show it
        event: i64,
    },
    /// Send a test event
    Test {
        /// Its number, as the list shows it
        id: i64,
    },
}

/// A webhook to be added.
#[derive(Debug, Args)]
pub struct Add {
    /// Where it leads: https://…
    #[arg(value_parser = super::name)]
    url: String,
    /// Of this site alone
    #[arg(long, value_name = "SITE", value_parser = super::name)]
    site: Option<String>,
    /// What it is told of; repeat for more (else everything)
    #[arg(long = "kind", value_name = "KIND", value_parser = kind)]
    kinds: Vec<WebhookKind>,
    /// Let it lead into this machine or a private network
    #[arg(long)]
    allow_private: bool,
}

/// What is to be otherwise.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("change").required(true).multiple(true))]
pub struct Set {
    /// Its number, as the list shows it
    id: i64,
    /// Where it leads
    #[arg(long, group = "change", value_parser = super::name)]
    url: Option<String>,
    /// What it is told of; repeat for more
    #[arg(long = "kind", group = "change", value_name = "KIND", value_parser = kind)]
    kinds: Vec<WebhookKind>,
    /// Turn it on
    #[arg(long, group = "change", conflicts_with = "off")]
    on: bool,
    /// Turn it off; what waits is dropped
    #[arg(long, group = "change")]
    off: bool,
    /// Let it lead into this machine or a private network
    #[arg(long, group = "change", conflicts_with = "forbid_private")]
    allow_private: bool,
    /// Let it not
    #[arg(long, group = "change")]
    forbid_private: bool,
}

impl Verb {
    pub async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        match self {
            Verb::List { site: Some(site), extent: _ } => {
                let rows: Vec<Webhook> = client.get(&Url::of(["sites", &site, "webhooks"])).await?;
                out.answer(&rows, || table(&rows, out))
            }
            Verb::List { site: None, extent } => {
                let all = Beginning { rows: Some(1000), what: "first webhooks" };
                let url = Url::of(["webhooks"]);
                extent.answer(&url, all, client, out, |rows: &[Webhook]| table(rows, out)).await
            }
            Verb::Add(add) => add.run(client, out).await,
            Verb::Set(set) => set.run(client, out).await,
            Verb::Rotate { id } => {
                let url = Url::of(["webhooks", &id.to_string(), "rotate"]);
                let made: MadeWebhook = client.post(&url, &json!({})).await?;
                out.answer(&made, || {
                    let secret = &made.secret;
                    format!(
                        "webhook {id} has a new secret; the old one signs for another day\n{secret}\nIt is shown this once.\n"
                    )
                })
            }
            Verb::Remove { id } => {
                client.delete(&Url::of(["webhooks", &id.to_string()])).await?;
                let answer = json!({ "id": id, "removed": true });
                out.answer(&answer, || format!("webhook {id} is told nothing any more\n"))
            }
            Verb::Answers { id } => {
                let url = Url::of(["webhooks", &id.to_string(), "answers"]);
                let rows: Vec<WebhookAnswer> = client.get(&url).await?;
                let zone = Zone::utc(super::now());
                out.answer(&rows, || answers(&rows, &zone, out))
            }
            Verb::SendAgain { id, event } => {
                let (id, event) = (id.to_string(), event.to_string());
                let url = Url::of(["webhooks", &id, "events", &event, "again"]);
                let sent: WebhookEvent = client.post(&url, &json!({})).await?;
                out.answer(&sent, || {
                    format!("event {event} is on its way: postern webhook answers {id}\n")
                })
            }
            Verb::Test { id } => {
                let url = Url::of(["webhooks", &id.to_string(), "test"]);
                let sent: WebhookEvent = client.post(&url, &json!({})).await?;
                out.answer(&sent, || {
                    let event = sent.event;
                    format!("test event {event} is on its way: postern webhook answers {id}\n")
                })
            }
        }
    }
}

impl Add {
    async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        let kinds = Some(self.kinds).filter(|kinds| !kinds.is_empty());
        let new = NewWebhook { url: self.url, kinds, allow_private: self.allow_private };
        let url = match &self.site {
            Some(site) => Url::of(["sites", site, "webhooks"]),
            None => Url::of(["webhooks"]),
        };
        let made: MadeWebhook = client.post(&url, &new).await?;
        out.answer(&made, || {
            let MadeWebhook { secret, webhook } = &made;
            let whose = whose(webhook);
            let id = webhook.id;
            format!("webhook {id}: {whose}\n{secret}\nIt is shown this once.\n")
        })
    }
}

impl Set {
    async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        let flag = |yes: bool, no: bool| (yes || no).then_some(yes);
        let change = WebhookChange {
            url: self.url,
            kinds: Some(self.kinds).filter(|kinds| !kinds.is_empty()),
            on: flag(self.on, self.off),
            allow_private: flag(self.allow_private, self.forbid_private),
        };
        let url = Url::of(["webhooks", &self.id.to_string()]);
        let webhook: Webhook = client.patch(&url, &change).await?;
        out.answer(&webhook, || table(std::slice::from_ref(&webhook), out))
    }
}

/// A kind, by the word that travels.
fn kind(word: &str) -> Result<WebhookKind, String> {
    serde_json::from_value(json!(word)).map_err(|_| {
        "use site.state_changed, mail.failed, mail.held_expiring or report.sent".to_owned()
    })
}

fn word(kind: WebhookKind) -> String {
    json!(kind).as_str().unwrap_or_default().to_owned()
}

fn whose(webhook: &Webhook) -> String {
    webhook.site.as_deref().map_or_else(|| "all sites".to_owned(), |site| safe(site).into_owned())
}

fn table(rows: &[Webhook], out: &Out) -> String {
    let mut table = Table::new([
        Column::right("id"),
        Column::words("site"),
        Column::words("address"),
        Column::left("state"),
        Column::right("waiting"),
        Column::right("dropped"),
        Column::words("told of"),
    ]);
    for hook in rows {
        let state = match (hook.on, hook.off_because.as_str()) {
            (true, _) => "on".to_owned(),
            (false, "") => "off".to_owned(),
            (false, why) => format!("off ({})", safe(why)),
        };
        let kinds = hook.kinds.iter().map(|kind| word(*kind)).collect::<Vec<_>>().join(" ");
        table.row([
            hook.id.to_string().as_str().into(),
            whose(hook).as_str().into(),
            hook.url.as_str().into(),
            state.as_str().into(),
            hook.waiting.to_string().as_str().into(),
            hook.dropped.to_string().as_str().into(),
            kinds.as_str().into(),
        ]);
    }
    match table.is_empty() {
        true => "there are no webhooks: postern webhook add URL makes one\n".into(),
        false => out.table(&table),
    }
}

fn answers(rows: &[WebhookAnswer], zone: &Zone, out: &Out) -> String {
    let mut table = Table::new([
        Column::right("event"),
        Column::left(zone.title("at")),
        Column::left("told"),
        Column::words("site"),
        Column::right("ms"),
        Column::words("answer"),
        Column::left("the event"),
    ]);
    for answer in rows {
        let status = answer.status.map(|status| status.to_string()).unwrap_or_default();
        let said = match (answer.error.as_str(), answer.text.as_str()) {
            ("", "") => status,
            ("", text) => format!("{status} {text}"),
            (error, "") => error.to_owned(),
            (error, text) => format!("{error}: {text}"),
        };
        let state = match (answer.state, answer.next_at) {
            (WebhookEventState::Taken, _) => "taken".to_owned(),
            (WebhookEventState::GivenUp, _) => "given up".to_owned(),
            (WebhookEventState::Waiting, Some(at)) => format!("again {}", zone.day_and_time(at)),
            (WebhookEventState::Waiting, None) => "waits".to_owned(),
        };
        table.row([
            answer.event.to_string().as_str().into(),
            zone.at(answer.at),
            answer.kind.as_str().into(),
            answer.site.as_deref().unwrap_or("").into(),
            answer.took_ms.to_string().as_str().into(),
            said.as_str().into(),
            state.into(),
        ]);
    }
    match table.is_empty() {
        true => "there was no answer yet: postern webhook test ID tries it out\n".into(),
        false => out.table(&table),
    }
}
