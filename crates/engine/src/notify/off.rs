//! The link below each mail to a report address that ends these mails, without a login and with one click (RFC 8058).
//!
//! The link carries the site and a mark made of site and address with the key of `seal`; nothing is stored. So it is good
//! for that address alone: once another one is set, or none, it does nothing any more, and says so in the same words as a
//! link that never was one.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use postern_core::ids::SiteId;
use postern_store::view::{Question, Reply};
use postern_store::{By, Error, Site, SiteChange, SiteSettings, Store};

use crate::act::unexpected;
use crate::seal::Seal;
use crate::seam::Clock;
use crate::sites::{SiteError, Sites};

/// What the mark is made for.
const WHAT_FOR: &str = "report address off";

/// Knows these links, and does what they are for.
#[derive(Clone, Debug)]
pub struct Off {
    seal: Seal,
    store: Arc<dyn Store>,
    sites: Arc<Sites>,
    clock: Arc<dyn Clock>,
}

/// What a link is good for: it ends the mails about this site to this address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Good {
    pub site: SiteId,
    pub name: String,
    pub address: String,
}

impl Off {
    pub(crate) fn new(
        seal: Seal,
        store: Arc<dyn Store>,
        sites: Arc<Sites>,
        clock: Arc<dyn Clock>,
    ) -> Off {
        Off { seal, store, sites, clock }
    }

    /// The end of the link of a site's report address.
    pub fn token(&self, site: SiteId, address: &str) -> String {
        let mark = self.seal.mark(WHAT_FOR, &words(site, address));
        URL_SAFE_NO_PAD.encode([&site.0.to_be_bytes()[..], &mark].concat())
    }

    /// What a link is good for now; `None` for nothing.
    ///
    /// # Errors
    /// What the store says.
    pub async fn look(&self, token: &str) -> Result<Option<Good>, Error> {
        Ok(self.find(token).await?.map(|site| good(&site)))
    }

    /// Sets the report address to none, if the link is good; tells what ended.
    ///
    /// # Errors
    /// What the store says.
    pub async fn turn_off(&self, token: &str) -> Result<Option<Good>, SiteError> {
        let Some(site) = self.find(token).await? else { return Ok(None) };
        let ended = good(&site);
        let settings = SiteSettings { report_address: String::new(), ..site.settings };
        let change = SiteChange { settings: Some(settings), ..SiteChange::default() };
        let by = By { who: format!("link:{}", ended.address), at: self.clock.now() };
        self.sites.change(ended.site, change, by).await?;
        tracing::info!(event = "report_address_off", site = %ended.name);
        Ok(Some(ended))
    }

    /// The site of a link that is good, as it stands in the store.
    async fn find(&self, token: &str) -> Result<Option<Site>, Error> {
        let Ok(token) = URL_SAFE_NO_PAD.decode(token) else { return Ok(None) };
        let Some((site, mark)) = token.split_first_chunk() else { return Ok(None) };
        let site = match self.store.view(Question::Site(SiteId(i64::from_be_bytes(*site)))).await? {
            Reply::Site(site) => site,
            other => return Err(unexpected(&other)),
        };
        Ok(site.map(|site| *site).filter(|site| {
            let address = &site.settings.report_address;
            !address.is_empty() && self.seal.is_mark(WHAT_FOR, &words(site.id, address), mark)
        }))
    }
}

fn good(site: &Site) -> Good {
    Good { site: site.id, name: site.name.clone(), address: site.settings.report_address.clone() }
}

fn words(site: SiteId, address: &str) -> Vec<u8> {
    [&site.0.to_be_bytes()[..], address.as_bytes()].concat()
}
