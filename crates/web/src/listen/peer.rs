//! Where a request of the public listener came from.
//!
//! Behind a proxy the connection is the proxy's, and what it says of the client stands in `X-Forwarded-For` and
//! `X-Forwarded-Proto`, which nginx, Apache, Caddy and HAProxy all know. Anyone else can write the same headers, so they are
//! read only from trusted proxies, and only as far to the left as trusted ones wrote. `Forwarded` (RFC 7239) is not read: a
//! proxy that sets the one passes on what its client wrote into the other.

use std::net::{IpAddr, SocketAddr};

use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName};
use postern_core::identity::Range;

use super::host;

/// Whom a request comes from. The public listener puts it on every request, as an extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// The client's address: of the connection, or as trusted proxies say.
    pub address: IpAddr,
    /// Whether the client's own connection is encrypted.
    pub https: bool,
    /// Host and port the client asked for; `None` where it did not say (HTTP/1.0).
    pub host: Option<String>,
}

impl Peer {
    /// Whether the client asked for this machine by a name or an address of loopback.
    pub(crate) fn asked_for_loopback(&self) -> bool {
        let authority = self.host.as_ref().and_then(|host| host.parse::<Authority>().ok());
        authority.is_some_and(|asked| host::is_loopback(&host::plain(asked.host())))
    }
}

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Whether an address is one of these.
pub(super) fn is_one_of(address: IpAddr, ranges: &[Range]) -> bool {
    ranges.iter().any(|range| range.contains(address))
}

/// The client's address and whether its connection is encrypted, from the connection's own and what trusted proxies say.
pub(super) fn client(
    connection: IpAddr,
    tls: bool,
    headers: &HeaderMap,
    trusted: &[Range],
) -> (IpAddr, bool) {
    let connection = connection.to_canonical();
    if !is_one_of(connection, trusted) {
        return (connection, tls);
    }
    // Each proxy appends whom it was asked by: what stands to the right of the first stranger was written by trusted ones.
    let mut client = connection;
    for word in words(headers, &FORWARDED_FOR).into_iter().rev() {
        let Some(address) = address(word) else { break };
        client = address;
        if !is_one_of(client, trusted) {
            break;
        }
    }
    let https = match words(headers, &FORWARDED_PROTO).last() {
        Some(scheme) => scheme.eq_ignore_ascii_case("https"),
        None => tls,
    };
    (client, https)
}

/// The words of a header that is a list, of all its lines in their order.
fn words<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Vec<&'a str> {
    let lines = headers.get_all(name).iter();
    // One that is no text ends the list where it stands, as a word that is no address does.
    lines.flat_map(|line| line.to_str().unwrap_or("?").split(',').map(str::trim)).collect()
}

/// An address as proxies write it: some with a port.
fn address(word: &str) -> Option<IpAddr> {
    let bare = word.trim_start_matches('[').trim_end_matches(']');
    let with_port = || word.parse::<SocketAddr>().ok().map(|both| both.ip());
    Some(bare.parse().ok().or_else(with_port)?.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The proxies are 192.0.2.1 and 10.0.0.0/8; lines of headers are divided by `|`.
    #[track_caller]
    fn check(connection: &str, forwarded_for: &str, proto: &str, expected: (&str, bool)) {
        let trusted = ["192.0.2.1", "10.0.0.0/8"].map(|range| range.parse().expect("a range"));
        let mut headers = HeaderMap::new();
        for (name, lines) in [(FORWARDED_FOR, forwarded_for), (FORWARDED_PROTO, proto)] {
            for line in lines.split('|').filter(|line| !line.is_empty()) {
                headers.append(&name, line.parse().expect("a value"));
            }
        }
        headers.append("forwarded", "for=203.0.113.99;proto=https".parse().expect("a value"));
        let (address, https) =
            client(connection.parse().expect("an address"), false, &headers, &trusted);
        assert_eq!((address.to_string().as_str(), https), expected, "{forwarded_for} {proto}");
    }

    #[test]
    fn what_a_stranger_says_of_its_origin_is_not_heard() {
        check("198.51.100.7", "", "", ("198.51.100.7", false));
        check("198.51.100.7", "203.0.113.5", "https", ("198.51.100.7", false));
        check("::ffff:198.51.100.7", "203.0.113.5", "https", ("198.51.100.7", false));
    }

    #[test]
    fn the_rightmost_address_that_is_no_trusted_proxy_is_the_client() {
        check("192.0.2.1", "203.0.113.5", "https", ("203.0.113.5", true));
        check("::ffff:192.0.2.1", "203.0.113.5", "", ("203.0.113.5", false));
        // The client wrote the first itself.
        check("192.0.2.1", "127.0.0.1, 203.0.113.5", "", ("203.0.113.5", false));
        check("192.0.2.1", "198.51.100.7, 203.0.113.5, 10.1.2.3", "", ("203.0.113.5", false));
        check("192.0.2.1", "198.51.100.7|203.0.113.5,10.1.2.3", "", ("203.0.113.5", false));
        check("192.0.2.1", "2001:db8::5", "", ("2001:db8::5", false));
        check("192.0.2.1", "[2001:db8::5]:4711", "", ("2001:db8::5", false));
        check("192.0.2.1", "203.0.113.5:4711", "", ("203.0.113.5", false));
        // All of them are proxies: the one that is farthest.
        check("192.0.2.1", "10.9.9.9, 10.1.2.3", "", ("10.9.9.9", false));
        check("192.0.2.1", "", "https", ("192.0.2.1", true));
    }

    #[test]
    fn what_is_no_address_ends_what_is_believed() {
        check("192.0.2.1", "203.0.113.5, unknown", "", ("192.0.2.1", false));
        check("192.0.2.1", "203.0.113.5, evil, 10.1.2.3", "", ("10.1.2.3", false));
        check("192.0.2.1", "203.0.113.5,", "", ("192.0.2.1", false));
    }

    #[test]
    fn the_scheme_is_the_last_proxys_word() {
        check("192.0.2.1", "203.0.113.5", "HTTPS", ("203.0.113.5", true));
        check("192.0.2.1", "203.0.113.5", "https, http", ("203.0.113.5", false));
        check("192.0.2.1", "203.0.113.5", "http|https", ("203.0.113.5", true));
        check("192.0.2.1", "203.0.113.5", "httpsx", ("203.0.113.5", false));
    }

    #[test]
    fn a_connection_of_its_own_with_tls_needs_no_header() {
        let headers = HeaderMap::new();
        let address = IpAddr::from([198, 51, 100, 7]);
        assert_eq!(client(address, true, &headers, &[]), (address, true));
    }
}
