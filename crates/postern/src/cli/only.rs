//! One site or all of them.

use clap::Args;

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
    pub fn site(self) -> Option<String> {
        self.site.or(self.named)
    }
}
