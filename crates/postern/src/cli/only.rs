//! One site or all of them.

use clap::Args;

use super::client::Client;
use super::failure::Failure;
use super::show::Zone;
use super::{now, zone_of};

/// The site that is meant, if it is one.
#[derive(Debug, Args)]
pub struct Only {
    /// Only this site, times on its clock; none: all, times in UTC
    #[arg(value_name = "SITE")]
    site: Option<String>,
    /// The same as SITE
    #[arg(long = "site", value_name = "SITE", conflicts_with = "site")]
    named: Option<String>,
}

impl Only {
    /// The site, and the clock of what is told: several sites have none in common.
    pub async fn site_and_zone(
        self,
        client: &mut Client,
    ) -> Result<(Option<String>, Zone), Failure> {
        let site = self.site.or(self.named);
        let zone = match &site {
            Some(site) => zone_of(client, site).await?,
            None => Zone::utc(now()),
        };
        Ok((site, zone))
    }
}
