//! Where mail goes: the site's own smarthosts, the daemon's, or the recipient domain's mail exchangers.

use std::net::IpAddr;
use std::sync::Arc;

use postern_store::SiteSettings;

use crate::settings::{Delivery, Smarthost};

/// The way of a site's mail to a domain.
#[derive(Clone, Debug)]
pub struct Route {
    /// Names the next hop, whose slots the attempt takes: `mx:example.org`, `smarthost:a,b`.
    pub hop: Arc<str>,
    pub way: Way,
    /// The address to leave from, if one is set.
    pub source: Option<IpAddr>,
}

/// Of what kind the next hop is.
#[derive(Clone, Debug)]
pub enum Way {
    /// These hosts, in order of failover.
    Smarthosts(Vec<Arc<Smarthost>>),
    /// The mail exchangers of this domain.
    Mx(Arc<str>),
}

/// The route of a site's mail to a domain (lower case, A-labels). Smarthosts the configuration does not name any more
/// are left out; a site whose own are all gone uses the daemon's.
pub fn route(delivery: &Delivery, site: &SiteSettings, domain: &str) -> Route {
    let named = |names: &[String]| -> Vec<(String, Arc<Smarthost>)> {
        let known = names.iter().filter_map(|name| Some((name, delivery.smarthosts.get(name)?)));
        known.map(|(name, host)| (name.clone(), Arc::new(host.clone()))).collect()
    };
    let own = named(&site.smarthosts);
    let hosts = if own.is_empty() { named(&delivery.route) } else { own };
    let source = site.source_address.parse().ok();
    let leaving = source.map(|source: IpAddr| format!(" from {source}")).unwrap_or_default();
    if hosts.is_empty() {
        let hop = format!("mx:{domain}{leaving}").into();
        return Route { hop, way: Way::Mx(domain.into()), source };
    }
    let (names, hosts): (Vec<String>, _) = hosts.into_iter().unzip();
    Route {
        hop: format!("smarthost:{}{leaving}", names.join(",")).into(),
        way: Way::Smarthosts(hosts),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::TlsMode;

    fn delivery(route: &[&str]) -> Delivery {
        let host = |name: &str| Smarthost {
            host: format!("{name}.example.net"),
            port: 587,
            tls: TlsMode::Opportunistic,
            auth: None,
        };
        Delivery {
            smarthosts: ["a", "b"].map(|name| (name.to_owned(), host(name))).into(),
            route: route.iter().map(|name| (*name).to_owned()).collect(),
            ..Delivery::default()
        }
    }

    #[test]
    fn a_site_uses_its_own_smarthosts_else_the_daemons_else_the_domains_mx() {
        let own = |names: &[&str]| SiteSettings {
            smarthosts: names.iter().map(|name| (*name).to_owned()).collect(),
            ..SiteSettings::default()
        };
        let rows: [(&[&str], &[&str], &str); 5] = [
            (&[], &[], "mx:example.org"),
            (&["a"], &[], "smarthost:a"),
            (&["a"], &["b"], "smarthost:b"),
            (&["a", "b"], &[], "smarthost:a,b"),
            (&["a"], &["gone"], "smarthost:a"),
        ];
        for (daemon, site, expected) in rows {
            let route = route(&delivery(daemon), &own(site), "example.org");
            assert_eq!(&*route.hop, expected, "{daemon:?} {site:?}");
        }
    }

    #[test]
    fn mail_that_leaves_from_another_address_takes_slots_of_its_own() {
        let site = SiteSettings { source_address: "192.0.2.9".into(), ..SiteSettings::default() };
        let route = route(&delivery(&[]), &site, "example.org");
        assert_eq!(&*route.hop, "mx:example.org from 192.0.2.9");
        assert_eq!(route.source, Some("192.0.2.9".parse().unwrap()));
    }
}
