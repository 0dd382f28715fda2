//! `postern audit`.

use clap::Args;
use postern_web::wire::AuditEntry;

use super::client::Client;
use super::failure::Failure;
use super::list::{Beginning, Extent};
use super::only::Only;
use super::out::Out;
use super::show::{Column, Table, Zone};
use super::url::Url;

/// Options of `postern audit`.
#[derive(Debug, Args)]
pub struct Audit {
    #[command(flatten)]
    only: Only,
    #[command(flatten)]
    extent: Extent,
}

impl Audit {
    pub async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        let (site, zone) = self.only.site_and_zone(client).await?;
        let url = match &site {
            Some(site) => Url::of(["sites", site, "audit"]),
            None => Url::of(["audit"]),
        };
        let newest = Beginning { rows: Some(50), what: "newest entries" };
        self.extent
            .answer(&url, newest, client, out, |rows: &[AuditEntry]| table(rows, &zone, out))
            .await
    }
}

fn table(rows: &[AuditEntry], zone: &Zone, out: &Out) -> String {
    let mut table = Table::new([
        Column::left(zone.title("at")),
        Column::left("who"),
        Column::left("what"),
        Column::words("site"),
        Column::words("reason"),
    ]);
    for row in rows {
        table.row([
            zone.at(row.at),
            row.who.as_str().into(),
            row.what.as_str().into(),
            row.site.as_str().into(),
            row.reason.as_str().into(),
        ]);
    }
    if table.is_empty() { "nothing was done so far\n".into() } else { out.table(&table) }
}
