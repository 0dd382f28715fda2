//! Whom a request was meant for.
//!
//! A page of any web site can have its own name lead to 127.0.0.1 and so make a browser on this machine talk to a listener
//! there, as if it were that site (DNS rebinding). Such a request carries the strange name, so names that are not known
//! are refused: on loopback always, elsewhere when the public URL says what the name is.

use std::net::IpAddr;

use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, Uri, Version, header};

const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// The authority a request is for, as its client wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Host(Authority),
    /// HTTP/1.0 has no need to say it. No browser speaks it.
    NotSaid,
    /// RFC 9112 §3.2: one `Host`, and one that can be.
    Bad(&'static str),
}

/// What a request is for. What a proxy says is heard only where it is trusted.
pub(super) fn asked(uri: &Uri, headers: &HeaderMap, version: Version, by_proxy: bool) -> Asked {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = match (hosts.next(), hosts.next()) {
        (_, Some(_)) => return Asked::Bad("there are several Host headers"),
        (None, None) if version >= Version::HTTP_11 => {
            return Asked::Bad("the Host header is missing");
        }
        (host, None) => host,
    };
    let forwarded = headers.get_all(FORWARDED_HOST).iter().next_back();
    let forwarded = forwarded.filter(|_| by_proxy).and_then(|value| value.to_str().ok());
    let forwarded = forwarded.and_then(|list| list.rsplit(',').next()).map(str::trim);
    // The target's own authority counts before the header (RFC 9112 §3.2.2).
    let named = match (forwarded, uri.authority()) {
        (Some(name), _) => authority(name),
        (None, Some(target)) => authority(target.as_str()),
        (None, None) => match host {
            None => return Asked::NotSaid,
            Some(value) => value.to_str().ok().and_then(authority),
        },
    };
    named.map_or(Asked::Bad("what the request says it is for is no host"), Asked::Host)
}

fn authority(text: &str) -> Option<Authority> {
    text.parse().ok().filter(|_| !text.contains('@'))
}

/// Whether a name is one of this listener's. `public` is the host of the public URL, `on_loopback` whether the connection
/// is one of this machine with itself.
pub(super) fn is_known(name: &str, public: Option<&str>, on_loopback: bool) -> bool {
    let name = plain(name);
    // An address is no name that someone could have pointed here.
    public.is_some_and(|public| public == name)
        || on_loopback && (name.parse::<IpAddr>().is_ok() || is_loopback(&name))
        || public.is_none() && !on_loopback
}

/// A host in the form hosts are compared in: lower case, no brackets, no dot at its end.
pub(super) fn plain(host: &str) -> String {
    host.trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase()
}

/// Whether a plain host is this machine, whoever asks (RFC 6761 §6.3).
pub(super) fn is_loopback(host: &str) -> bool {
    let is_own = |address: IpAddr| address.to_canonical().is_loopback();
    host == "localhost" || host.ends_with(".localhost") || host.parse().is_ok_and(is_own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_not_known_is_refused_on_loopback_and_where_the_public_url_says_the_name() {
        let panel = Some("panel.example.org");
        let rows = [
            ("panel.example.org", panel, false, true),
            ("PANEL.example.org.", panel, false, true),
            ("evil.example.net", panel, false, false),
            ("192.0.2.1", panel, false, false),
            ("localhost", panel, false, false),
            ("panel.example.org", panel, true, true),
            ("evil.example.net", panel, true, false),
            ("127.0.0.1", panel, true, true),
            ("localhost", panel, true, true),
            ("localhost", None, true, true),
            ("demo.localhost", None, true, true),
            ("LOCALHOST.", None, true, true),
            ("[::1]", None, true, true),
            ("192.0.2.1", None, true, true),
            ("panel.example.org", None, true, false),
            ("localhost.example.net", None, true, false),
            ("127.0.0.1.example.net", None, true, false),
            ("anything.example.net", None, false, true),
        ];
        for (name, public, on_loopback, known) in rows {
            assert_eq!(
                is_known(name, public, on_loopback),
                known,
                "{name} {public:?} {on_loopback}"
            );
        }
    }

    #[test]
    fn a_request_says_once_whom_it_is_for() {
        let ask = |target: &str, lines: &[(&str, &str)], by_proxy| {
            let mut headers = HeaderMap::new();
            for (name, value) in lines {
                let name: HeaderName = name.parse().expect("a name");
                headers.append(name, value.parse().expect("a value"));
            }
            match asked(&target.parse().expect("a target"), &headers, Version::HTTP_11, by_proxy) {
                Asked::Host(host) => host.to_string(),
                Asked::NotSaid => "not said".to_owned(),
                Asked::Bad(why) => why.to_owned(),
            }
        };
        let check = |target: &str, lines: &[(&str, &str)], by_proxy, expected: &str| {
            assert_eq!(ask(target, lines, by_proxy), expected, "{target} {lines:?}");
        };
        let (host, forwarded, no_host) =
            ("host", "x-forwarded-host", "what the request says it is for is no host");
        check("/", &[(host, "a.example.org:8587")], false, "a.example.org:8587");
        check("/", &[(host, "[::1]:8587")], false, "[::1]:8587");
        check("/", &[], false, "the Host header is missing");
        check("/", &[(host, "a"), (host, "a")], false, "there are several Host headers");
        check("/", &[(host, "")], false, no_host);
        check("/", &[(host, "a b")], false, no_host);
        check("/", &[(host, "u@a.example.org")], false, no_host);
        check("http://b.example.org/", &[(host, "a.example.org")], false, "b.example.org");
        check("/", &[(host, "a"), (forwarded, "b.example.org")], false, "a");
        check("/", &[(host, "a"), (forwarded, "b.example.org")], true, "b.example.org");
        check("/", &[(host, "a"), (forwarded, "evil, b.example.org")], true, "b.example.org");
        check("/", &[(host, "a"), (forwarded, "evil"), (forwarded, "b:443")], true, "b:443");
        let old = asked(&Uri::from_static("/"), &HeaderMap::new(), Version::HTTP_10, false);
        assert_eq!(old, Asked::NotSaid);
    }
}
