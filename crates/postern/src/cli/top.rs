//! `postern top`.

use clap::{Args, Subcommand, ValueEnum};
use postern_web::wire::{RankedScript, RankedSite};

use super::client::Client;
use super::failure::Failure;
use super::only::Only;
use super::out::Out;
use super::show::{Cell, Column, Table, Zone, count, state_paint};
use super::url::Url;

/// Verbs of `postern top`.
#[derive(Debug, Subcommand)]
pub enum Top {
    /// Sites
    Sites(Ranking),
    /// Scripts, of all sites or of one
    Scripts {
        #[command(flatten)]
        only: Only,
        #[command(flatten)]
        ranking: Ranking,
    },
}

/// How is ranked.
#[derive(Debug, Args)]
pub struct Ranking {
    /// What is ranked by
    #[arg(long, value_enum, default_value = "sent")]
    by: By,
    /// How many
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1000))]
    limit: u32,
}

/// What is ranked by.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum By {
    Sent,
    Failed,
}

impl Ranking {
    fn on(&self, url: Url) -> Url {
        let by = match self.by {
            By::Sent => "sent",
            By::Failed => "failed",
        };
        url.with("by", Some(by)).with("limit", Some(self.limit))
    }
}

impl Top {
    pub async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        match self {
            Top::Sites(ranking) => {
                let rows: Vec<RankedSite> =
                    client.get(&ranking.on(Url::of(["top", "sites"]))).await?;
                out.answer(&rows, || sites(&rows, out))
            }
            Top::Scripts { only, ranking } => {
                let (site, zone) = only.site_and_zone(client).await?;
                let url = match &site {
                    Some(site) => Url::of(["sites", site, "scripts"]),
                    None => Url::of(["top", "scripts"]),
                };
                let rows: Vec<RankedScript> = client.get(&ranking.on(url)).await?;
                out.answer(&rows, || scripts(&rows, &zone, out))
            }
        }
    }
}

fn sites(rows: &[RankedSite], out: &Out) -> String {
    let mut table = Table::new([
        Column::words("site"),
        Column::left("state"),
        Column::right("sent"),
        Column::right("in error"),
        Column::right("queued"),
    ]);
    for row in rows {
        table.row([
            Cell::from(row.site.as_str()),
            Cell::painted(&row.state, state_paint(&row.state)),
            count(row.counters.sent).into(),
            count(row.counters.failed + row.counters.failed_late).into(),
            count(row.counters.queued).into(),
        ]);
    }
    if table.is_empty() { "no site so far\n".into() } else { out.table(&table) }
}

fn scripts(rows: &[RankedScript], zone: &Zone, out: &Out) -> String {
    let mut table = Table::new([
        Column::words("site"),
        Column::words("script"),
        Column::right("accepted"),
        Column::right("sent"),
        Column::right("failed"),
        Column::left(zone.title("first mail")).drops(1),
        Column::left(zone.title("last mail")),
    ]);
    for row in rows {
        let script = if row.script.is_empty() { "(unknown)" } else { &row.script };
        table.row([
            row.site.as_str().into(),
            script.into(),
            count(row.accepted).into(),
            count(row.sent).into(),
            count(row.failed).into(),
            zone.since(row.first_at),
            zone.since(row.last_at),
        ]);
    }
    if table.is_empty() { "no script so far\n".into() } else { out.table(&table) }
}
