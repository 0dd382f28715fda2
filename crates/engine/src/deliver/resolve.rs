//! From a next hop to hosts, and from a host to addresses (RFC 5321 §5).
//!
//! Hosts come in the order they are to be tried: by preference, among equals in random order. Addresses of both families
//! alternate, IPv6 first. What is an address of this machine or of a private network is no target of mail for a
//! stranger's domain: it is checked on the address that would be dialled, so that no name can talk its way in.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use postern_store::Remote;

use super::route::Way;
use crate::inside::is_inside;
use crate::seam::{DnsError, Mx, Seam};
use crate::settings::{Delivery, Smarthost};

/// Hosts of a domain that are looked at.
const HOSTS: usize = 10;

/// A host to be tried.
#[derive(Clone, Debug)]
pub(super) struct Host {
    pub name: Arc<str>,
    pub port: u16,
    /// What is set for it, if it is a smarthost.
    pub smarthost: Option<Arc<Smarthost>>,
}

/// Why there is nowhere to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Nowhere {
    /// Not now.
    Later(Remote),
    /// The domain takes no mail.
    Never(Remote),
    /// The host is this one: what is less preferred leads back here too (RFC 5321 §5.1).
    Ourselves(Remote),
}

/// The hosts of a next hop, at least one.
pub(super) async fn hosts(
    way: &Way,
    seam: &Seam,
    delivery: &Delivery,
    hostname: &str,
) -> Result<Vec<Host>, Nowhere> {
    let domain = match way {
        Way::Smarthosts(smarthosts) => return Ok(smarthosts.iter().map(of_smarthost).collect()),
        Way::Mx(domain) => domain,
    };
    let of = |name: &str| Host { name: name.into(), port: delivery.mx_port, smarthost: None };
    if literal(domain).is_some() {
        return Ok(vec![of(domain)]);
    }
    let mut exchangers = match seam.dns.mx(domain).await {
        Ok(exchangers) => exchangers,
        Err(DnsError::NoName) => {
            return Err(never("5.1.2", &format!("the domain {domain} does not exist")));
        }
        Err(DnsError::Later(why)) => {
            return Err(later(&format!("the name servers of {domain}: {why}")));
        }
    };
    if exchangers.is_empty() {
        // No MX: the domain itself is the host (§5.1).
        return Ok(vec![of(domain)]);
    }
    if exchangers.iter().all(|mx| mx.host.is_empty() || mx.host == ".") {
        return Err(never("5.1.10", &format!("the domain {domain} takes no mail (null MX)")));
    }
    exchangers.retain(|mx| !mx.host.is_empty() && mx.host != ".");
    // Where this host itself is an exchanger, only better ones may be tried: else mail would run in circles (§5.1).
    let ours = exchangers
        .iter()
        .filter(|mx| mx.host.eq_ignore_ascii_case(hostname))
        .map(|mx| mx.preference)
        .min();
    if let Some(ours) = ours {
        exchangers.retain(|mx| mx.preference < ours);
        if exchangers.is_empty() {
            return Err(never(
                "5.4.6",
                &format!("the mail exchanger of {domain} is this host itself"),
            ));
        }
    }
    let mut drawn: Vec<(u16, u64, Mx)> =
        exchangers.into_iter().map(|mx| (mx.preference, seam.dice.bits(), mx)).collect();
    drawn.sort();
    Ok(drawn.iter().take(HOSTS).map(|(_, _, mx)| of(&mx.host)).collect())
}

/// The addresses of a host that can be dialled from `source`, in the order they are to be; at least one.
pub(super) async fn addresses(
    host: &Host,
    source: Option<IpAddr>,
    seam: &Seam,
    delivery: &Delivery,
) -> Result<Vec<SocketAddr>, Nowhere> {
    let name = &host.name;
    let found = match literal(name).or_else(|| name.parse().ok()) {
        Some(address) => vec![address],
        None => match seam.dns.addresses(name).await {
            Ok(found) => found,
            Err(DnsError::NoName) => {
                return Err(no_address(host, &format!("the host {name} does not exist")));
            }
            Err(DnsError::Later(why)) => {
                return Err(later(&format!("the name servers of {name}: {why}")));
            }
        },
    };
    if found.is_empty() {
        return Err(no_address(host, &format!("the host {name} has no address")));
    }
    let is_smarthost = host.smarthost.is_some();
    let is_own = |address: &&IpAddr| match is_smarthost {
        true => is_own_listener(**address, host.port, seam, delivery),
        false => is_own_exchanger(**address, host.port, seam, delivery),
    };
    if let Some(own) = found.iter().find(is_own) {
        let text = format!("the host {name} is this host itself: it has its address {own}");
        return Err(if is_smarthost {
            later(&text)
        } else {
            Nowhere::Ourselves(words("5.4.6", &text))
        });
    }
    let is_refused =
        |address: &IpAddr| !is_smarthost && !delivery.inside_targets && is_inside(*address);
    let (refused, usable): (Vec<IpAddr>, Vec<IpAddr>) = found.into_iter().partition(is_refused);
    if usable.is_empty() {
        let list: Vec<String> = refused.iter().map(ToString::to_string).collect();
        let text = format!(
            "the host {name} has only addresses of this machine or a private network: {}",
            list.join(", ")
        );
        return Err(never("5.4.4", &text));
    }
    let leaves =
        |address: &IpAddr| source.is_none_or(|source| source.is_ipv4() == address.is_ipv4());
    let usable: Vec<IpAddr> = usable.into_iter().filter(leaves).collect();
    if let (true, Some(source)) = (usable.is_empty(), source) {
        return Err(later(&format!(
            "the host {name} cannot be reached from the site's address {source}: it has none of that kind"
        )));
    }
    let (six, four): (Vec<IpAddr>, Vec<IpAddr>) = usable.into_iter().partition(IpAddr::is_ipv6);
    let mut turns = (six.into_iter(), four.into_iter());
    let mut ordered = Vec::new();
    loop {
        let pair = (turns.0.next(), turns.1.next());
        ordered.extend(
            pair.0.into_iter().chain(pair.1).map(|address| SocketAddr::new(address, host.port)),
        );
        if pair == (None, None) {
            return Ok(ordered);
        }
    }
}

fn of_smarthost(smarthost: &Arc<Smarthost>) -> Host {
    Host {
        name: smarthost.host.as_str().into(),
        port: smarthost.port,
        smarthost: Some(Arc::clone(smarthost)),
    }
}

/// A smarthost without an address is the operator's trouble and mended; a domain's is the domain's.
fn no_address(host: &Host, text: &str) -> Nowhere {
    if host.smarthost.is_some() { later(text) } else { never("5.4.4", text) }
}

fn never(enhanced: &str, text: &str) -> Nowhere {
    Nowhere::Never(words(enhanced, text))
}

fn later(text: &str) -> Nowhere {
    Nowhere::Later(words("4.4.3", text))
}

fn words(enhanced: &str, text: &str) -> Remote {
    Remote { enhanced: enhanced.into(), text: text.into(), ..Remote::default() }
}

/// The address of a domain literal: `[192.0.2.1]`, `[IPv6:2001:db8::1]` (RFC 5321 §4.1.3).
fn literal(domain: &str) -> Option<IpAddr> {
    let inside = domain.strip_prefix('[')?.strip_suffix(']')?;
    match inside.get(..5) {
        Some(tag) if tag.eq_ignore_ascii_case("ipv6:") => {
            inside[5..].parse::<Ipv6Addr>().ok().map(IpAddr::V6)
        }
        _ => inside.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
    }
}

/// Whether dialling an address would reach one of our own listeners.
fn is_own_listener(address: IpAddr, port: u16, seam: &Seam, delivery: &Delivery) -> bool {
    let address = address.to_canonical();
    let is_reached = |own: IpAddr| {
        own == address
            || own.is_unspecified() && (address.is_loopback() || seam.net.is_local(address))
    };
    delivery.own.iter().any(|own| own.port() == port && is_reached(own.ip().to_canonical()))
}

/// The same for an MX host, of which an address of this machine is enough: mail for a stranger's domain has nothing to do here,
/// whatever the port. Loopback addresses are told in words of their own.
fn is_own_exchanger(address: IpAddr, port: u16, seam: &Seam, delivery: &Delivery) -> bool {
    let canonical = address.to_canonical();
    let is_ours = || {
        seam.net.is_local(canonical)
            || delivery.own.iter().any(|own| own.ip().to_canonical() == canonical)
    };
    is_own_listener(address, port, seam, delivery)
        || !delivery.inside_targets && !canonical.is_loopback() && is_ours()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_literal_is_its_address() {
        assert_eq!(literal("[192.0.2.1]"), Some("192.0.2.1".parse().unwrap()));
        assert_eq!(literal("[IPv6:2001:db8::1]"), Some("2001:db8::1".parse().unwrap()));
        for none in ["192.0.2.1", "[192.0.2.1", "[x]", "[IPv6:x]", "example.org"] {
            assert_eq!(literal(none), None, "{none}");
        }
    }
}
