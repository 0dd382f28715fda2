//! Signatures of calls: `$1$` and the SHA-1 of secret, consumer key, method, address, body and instant, joined by `+`.
//!
//! The address is the one that the client typed, and that is the one thing a server cannot see: TLS may end at a proxy, a
//! port may be left out, one client leaves it out of what it signs although it is asked for. So a signature is compared
//! with that for each address this call can have had. That gives nothing away: each of them leads here.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{Context, SHA1_FOR_LEGACY_USE_ONLY};

/// What is signed, but for the address.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text<'a> {
    pub(super) secret: &'a [u8],
    pub(super) consumer: &'a str,
    pub(super) method: &'a str,
    pub(super) body: &'a [u8],
    pub(super) timestamp: &'a str,
}

/// What a signature begins with.
const MARK: &str = "$1$";

impl Text<'_> {
    /// Whether this is the signature for one of the addresses.
    pub(super) fn is_signed(&self, signature: &str, addresses: &[String]) -> bool {
        // Every address is tried, whichever fits.
        addresses.iter().fold(false, |fits, address| {
            let right = self.signature(address);
            verify_slices_are_equal(right.as_bytes(), signature.as_bytes()).is_ok() || fits
        })
    }

    fn signature(&self, address: &str) -> String {
        let mut digest = Context::new(&SHA1_FOR_LEGACY_USE_ONLY);
        let parts: [&[u8]; 6] = [
            self.secret,
            self.consumer.as_bytes(),
            self.method.as_bytes(),
            address.as_bytes(),
            self.body,
            self.timestamp.as_bytes(),
        ];
        for (at, part) in parts.into_iter().enumerate() {
            if at > 0 {
                digest.update(b"+");
            }
            digest.update(part);
        }
        let digest = digest.finish();
        let hex: String = digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{MARK}{hex}")
    }
}

/// The addresses that a call with this target can have been signed for: at each authority, with its port and without, by
/// HTTPS and in clear text. The target is the client's, with the base path, as it was sent.
pub(super) fn addresses(authorities: &[&str], target: &str) -> Vec<String> {
    let mut hosts: Vec<&str> = Vec::new();
    for authority in authorities {
        for host in [authority, without_port(authority)] {
            if !host.is_empty() && !hosts.contains(&host) {
                hosts.push(host);
            }
        }
    }
    hosts
        .iter()
        .flat_map(|host| ["https", "http"].map(|scheme| format!("{scheme}://{host}{target}")))
        .collect()
}

/// An IPv6 address keeps its brackets.
fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port))
            if !host.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            host
        }
        _ => authority,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: &str = "https://mail.example.org/1.0";

    fn text<'a>(method: &'a str, body: &'a str) -> Text<'a> {
        Text {
            secret: b"TESTsecret000000000000000000000AS",
            consumer: "TESTconsumer0000000000000000000CK",
            method,
            body: body.as_bytes(),
            timestamp: "1700000000",
        }
    }

    #[test]
    fn the_signatures_of_the_providers_own_clients_are_known() {
        let rows = [
            (
                "GET",
                "/hosting/web/example.org/email",
                "",
                "6370effbd76e135e8e2617ff24ccaae70bc7c60f",
            ),
            (
                "POST",
                "/hosting/web/example.org/email/request",
                "{\"action\":\"BLOCK\"}",
                "1f6b019867c1e0cee1085fa38878dae001eb4492",
            ),
            (
                "GET",
                "/hosting/web/example.org/email/bounces?limit=20",
                "",
                "fb9b12a1d0f479ea190961451cde5b4314f67181",
            ),
            (
                "PUT",
                "/hosting/web/example.org/email",
                "{\"email\":\"ops@example.org\"}",
                "0678f2b5549083e098c5c16bd293714bddd19c21",
            ),
        ];
        for (method, path, body, sha1) in rows {
            let signature = format!("$1${sha1}");
            let here = [format!("{AT}{path}")];
            assert!(text(method, body).is_signed(&signature, &here), "{method} {path}");
            let elsewhere = [format!("{AT}{path}/")];
            assert!(!text(method, body).is_signed(&signature, &elsewhere));
            assert!(!text("DELETE", body).is_signed(&signature, &here));
            assert!(!text(method, " ").is_signed(&signature, &here));
            assert!(!text(method, body).is_signed(sha1, &here), "the mark belongs to it");
            assert!(!text(method, body).is_signed("", &here));
        }
    }

    #[test]
    fn a_call_can_have_been_signed_with_and_without_the_port_by_https_and_in_clear_text() {
        let target = "/1.0/me?a=%2F";
        assert_eq!(
            addresses(&["mail.example.org:8443"], target),
            [
                "https://mail.example.org:8443/1.0/me?a=%2F",
                "http://mail.example.org:8443/1.0/me?a=%2F",
                "https://mail.example.org/1.0/me?a=%2F",
                "http://mail.example.org/1.0/me?a=%2F",
            ]
        );
        let both = addresses(&["127.0.0.1:80", "mail.example.org"], "/v1/me");
        assert_eq!(both.len(), 6, "{both:?}");
        let six = addresses(&["[::1]:8443", "[::1]"], "/");
        assert_eq!(six[2..], ["https://[::1]/", "http://[::1]/"]);
    }

    #[test]
    fn the_address_that_fits_may_be_any_of_them() {
        let signature = "$1$6370effbd76e135e8e2617ff24ccaae70bc7c60f";
        let target = "/1.0/hosting/web/example.org/email";
        let all = addresses(&["10.0.0.1:8080", "mail.example.org:8443"], target);
        assert!(text("GET", "").is_signed(signature, &all));
        assert!(!text("GET", "").is_signed(signature, &addresses(&["other.example.org"], target)));
    }
}
