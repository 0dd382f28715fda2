//! `postern site`.

use std::fmt::Write;

use clap::{Args, Subcommand};
use hyper::Method;
use postern_engine::words::Language;
use postern_web::wire::{
    self, Changed, Code, LimitsWish, NewSite, Outcome, Problem, SettingsWish, SiteChange, SiteWish,
    Status,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::client::Client;
use super::confirm::{ask, can_ask, confirm};
use super::failure::Failure;
use super::list::{Beginning, Extent};
use super::out::Out;
use super::show::{Cell, Column, Paint, Table, Zone, bytes, count, plural, safe, state_paint};
use super::site_import::SiteImport;
use super::url::Url;

/// Verbs of `postern site`.
#[derive(Debug, Subcommand)]
pub enum Site {
    /// Add a site
    Add {
        /// Its name: best the domain it sends for
        name: String,
        #[command(flatten)]
        identities: Identities,
        #[command(flatten)]
        settings: Settings,
    },
    /// List sites
    List {
        #[command(flatten)]
        extent: Extent,
    },
    /// Show what is set for a site
    Show {
        /// The site
        #[arg(value_parser = super::name)]
        name: String,
    },
    /// Change what is set for a site
    Set {
        /// The site
        #[arg(value_parser = super::name)]
        name: String,
        #[command(flatten)]
        identities: Identities,
        /// Take a Unix uid from the site
        #[arg(long, value_name = "UID")]
        remove_uid: Vec<u32>,
        /// Take an address range from the site
        #[arg(long, value_name = "RANGE")]
        remove_range: Vec<String>,
        #[command(flatten)]
        settings: Settings,
    },
    /// Remove a site with its queue and its history
    Remove {
        /// The site
        #[arg(value_parser = super::name)]
        name: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Add and change many sites from a file
    Import(SiteImport),
}

/// How a site is recognised.
#[derive(Debug, Args)]
pub struct Identities {
    /// A Unix uid its scripts run as; repeat it for more
    #[arg(long, value_name = "UID")]
    uid: Vec<u32>,
    /// An address or range its SMTP clients come from, like 192.0.2.0/24
    #[arg(long, value_name = "RANGE")]
    range: Vec<String>,
    /// Take these from the site that has them now
    #[arg(long = "move")]
    moves: bool,
}

/// What is set for a site.
#[derive(Debug, Args)]
pub struct Settings {
    /// Time zone, like Europe/Rome
    #[arg(long)]
    zone: Option<String>,
    /// Language of its notices
    #[arg(long, value_parser = Language::CODES, hide_possible_values = true)]
    language: Option<String>,
    /// Where its notices go; empty for none
    #[arg(long, value_name = "ADDRESS")]
    report_address: Option<String>,
    /// A mail domain of the site; the first qualifies bare addresses
    #[arg(long, value_name = "DOMAIN")]
    sender_domain: Option<Vec<String>>,
    /// A next hop of its own, as named in the configuration
    #[arg(long, value_name = "NAME")]
    smarthost: Option<Vec<String>>,
    /// The address its mail leaves from; empty for any
    #[arg(long, value_name = "ADDRESS")]
    source_address: Option<String>,
    /// Largest message, in bytes; 1024 to 67108864
    #[arg(long, value_name = "BYTES")]
    message_bytes: Option<u64>,
    /// Most recipients of a message; 50000 at most
    #[arg(long, value_name = "N")]
    recipients: Option<u32>,
    /// Most queued mails
    #[arg(long, value_name = "N")]
    queued: Option<u64>,
    /// Most bytes of queued mails; 1024 at least
    #[arg(long, value_name = "BYTES")]
    queued_bytes: Option<u64>,
}

impl Settings {
    fn wish(self) -> SettingsWish {
        // An empty text takes all entries of a list away.
        let list = |list: Option<Vec<String>>| {
            list.map(|list| list.into_iter().filter(|item| !item.is_empty()).collect())
        };
        SettingsWish {
            zone: self.zone,
            language: self.language,
            report_address: self.report_address,
            sender_domains: list(self.sender_domain),
            smarthosts: list(self.smarthost),
            source_address: self.source_address,
            limits: LimitsWish {
                message_bytes: self.message_bytes,
                recipients: self.recipients,
                queued: self.queued,
                queued_bytes: self.queued_bytes,
            },
        }
    }
}

impl Site {
    pub async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        match self {
            Site::Add { name, identities, settings } => {
                add(name, identities, settings, client, out).await
            }
            Site::List { extent } => list(extent, client, out).await,
            Site::Show { name } => show(&name, client, out).await,
            Site::Set { name, identities, remove_uid, remove_range, settings } => {
                let change = SiteChange {
                    settings: settings.wish(),
                    add_uids: identities.uid,
                    remove_uids: remove_uid,
                    add_ranges: identities.range,
                    remove_ranges: remove_range,
                    moves: identities.moves,
                };
                set(&name, change, client, out).await
            }
            Site::Remove { name, yes } => remove(&name, yes, client, out).await,
            Site::Import(import) => import.run(client, out).await,
        }
    }
}

async fn add(
    name: String,
    identities: Identities,
    settings: Settings,
    client: &mut Client,
    out: &Out,
) -> Result<(), Failure> {
    let mut new = NewSite {
        name,
        site: SiteWish {
            settings: settings.wish(),
            uids: Some(identities.uid),
            ranges: Some(identities.range),
            moves: identities.moves,
        },
    };
    let url = Url::of(["sites"]);
    let site: wire::Site = match offered::<wire::Site>(client, Method::POST, &url, &new).await? {
        Offered::Done(site) => site,
        Offered::Move => {
            new.site.moves = true;
            client.post(&url, &new).await?
        }
    };
    out.answer(&site, || format!("added site {}\n", safe(&site.name)) + &page(&site, out))
}

async fn set(
    name: &str,
    mut change: SiteChange,
    client: &mut Client,
    out: &Out,
) -> Result<(), Failure> {
    let url = Url::of(["sites", name]);
    let changed: Changed = match offered(client, Method::PATCH, &url, &change).await? {
        Offered::Done(changed) => changed,
        Offered::Move => {
            change.moves = true;
            client.call(Method::PATCH, &url, Some(&change)).await??
        }
    };
    out.answer(&changed, || {
        let said = match changed.outcome {
            Outcome::Unchanged => {
                format!("nothing to change: site {} is so already\n", safe(&changed.site.name))
            }
            _ => format!("changed site {}\n", safe(&changed.site.name)),
        };
        said + &page(&changed.site, out)
    })
}

/// What a request came to that may ask for an identity of another site.
enum Offered<T> {
    Done(T),
    /// The person at the terminal agreed to take it from there.
    Move,
}

async fn offered<T: DeserializeOwned>(
    client: &mut Client,
    method: Method,
    url: &Url,
    body: &impl Serialize,
) -> Result<Offered<T>, Failure> {
    match client.call(method, url, Some(body)).await? {
        Ok(done) => Ok(Offered::Done(done)),
        Err(problem) => may_move(problem).map(|()| Offered::Move),
    }
}

/// Asks whether an identity of another site is to be taken from it; any other problem is a failure.
fn may_move(problem: Problem) -> Result<(), Failure> {
    if problem.code != Code::IdentityTaken {
        return Err(problem.into());
    }
    if !can_ask() {
        let detail = format!("{} (--move takes it from there)", problem.detail);
        return Err(Problem { detail, ..problem }.into());
    }
    let (taken, _) = problem.detail.split_once(';').unwrap_or((&problem.detail, ""));
    if ask(&format!("{}. Take it from there?", safe(taken)))? {
        Ok(())
    } else {
        Err(problem.into())
    }
}

async fn list(extent: Extent, client: &mut Client, out: &Out) -> Result<(), Failure> {
    let all = Beginning { rows: None, what: "first sites" };
    let url = Url::of(["sites"]);
    extent
        .answer(&url, all, client, out, |sites: &[wire::Site]| {
            let now = super::now();
            let mut table = Table::new([
                Column::words("site"),
                Column::left("state"),
                Column::right("queued"),
                Column::right("sent"),
                Column::right("in error"),
                Column::words("known by").drops(1),
                Column::left("last mail"),
            ]);
            for site in sites {
                let zone = Zone::named(&site.settings.zone, now);
                table.row([
                    Cell::from(site.name.as_str()),
                    state_cell(site),
                    count(site.counters.queued).into(),
                    count(site.counters.sent).into(),
                    count(site.counters.failed + site.counters.failed_late).into(),
                    known_by(site).into(),
                    site.last_accepted_at.map_or("never".into(), |at| zone.since(at)),
                ]);
            }
            out.table(&table)
        })
        .await
}

async fn show(name: &str, client: &mut Client, out: &Out) -> Result<(), Failure> {
    let site: wire::Site = client.get(&Url::of(["sites", name])).await?;
    out.answer(&site, || page(&site, out))
}

async fn remove(name: &str, yes: bool, client: &mut Client, out: &Out) -> Result<(), Failure> {
    let status: Status = client.get(&Url::of(["sites", name, "status"])).await?;
    let queued = plural(status.queue.total, "queued mail", "queued mails");
    let question = format!(
        "Removing site {} deletes its {queued} and its history for ever.",
        safe(&status.site.name)
    );
    confirm(&question, yes)?;
    client.delete(&Url::of(["sites", name])).await?;
    let answer = serde_json::json!({ "removed": status.site.name, "deleted": status.queue.total });
    out.answer(&answer, || format!("removed site {} with its {queued}\n", safe(&status.site.name)))
}

/// A site's state with its lock, in the badge's colour.
pub fn state_cell(site: &wire::Site) -> Cell {
    let text = if site.locked { format!("{}, locked", site.state) } else { site.state.clone() };
    Cell::painted(&text, state_paint(&site.state))
}

fn known_by(site: &wire::Site) -> String {
    let uids = site.uids.iter().map(|uid| format!("uid {uid}"));
    let logins = site.logins.iter().map(|login| format!("login {login}"));
    let all: Vec<String> = uids.chain(logins).chain(site.ranges.iter().cloned()).collect();
    match all.len() {
        0..=3 => all.join(", "),
        more => format!("{}, and {} more", all[..2].join(", "), more - 2),
    }
}

fn page(site: &wire::Site, out: &Out) -> String {
    let zone = Zone::named(&site.settings.zone, super::now());
    let (settings, limits) = (&site.settings, &site.settings.limits);
    let list = |list: &[String], none: &str| {
        if list.is_empty() { none.to_owned() } else { list.join(", ") }
    };
    let text =
        |text: &str, none: &str| if text.is_empty() { none.to_owned() } else { text.to_owned() };
    let uids: Vec<String> = site.uids.iter().map(u32::to_string).collect();
    let rows = [
        ("state", if site.locked { format!("{}, locked", site.state) } else { site.state.clone() }),
        ("added", zone.full(site.created_at)),
        ("uids", list(&uids, "none")),
        ("logins", list(&site.logins, "none")),
        ("ranges", list(&site.ranges, "none")),
        ("time zone", settings.zone.clone()),
        ("language", settings.language.clone()),
        ("report address", text(&settings.report_address, "none")),
        ("sender domains", list(&settings.sender_domains, "its name")),
        ("smarthosts", list(&settings.smarthosts, "as configured")),
        ("source address", text(&settings.source_address, "any")),
        (
            "largest message",
            format!("{} ({} bytes)", bytes(limits.message_bytes), count(limits.message_bytes)),
        ),
        ("recipients", format!("at most {} a message", count(u64::from(limits.recipients)))),
        (
            "queue",
            format!("at most {} mails, {}", count(limits.queued), bytes(limits.queued_bytes)),
        ),
    ];
    let mut page = format!("{}\n", out.paint(Paint::Bold, &safe(&site.name)));
    for (title, value) in rows {
        let _ = writeln!(
            page,
            "  {}  {}",
            out.paint(Paint::Dim, &format!("{title:<16}")),
            safe(&value)
        );
    }
    page
}
