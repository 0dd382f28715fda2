//! Where a hook leads: a web address, read once and refused with the reason.

use std::net::IpAddr;

use hyper::Uri;

use crate::inside::is_inside;

/// The longest address, in bytes.
const LONGEST: usize = 2000;

/// A web address that can be posted to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub(super) https: bool,
    /// In lower case, without a last dot.
    pub(super) host: String,
    pub(super) port: u16,
    /// As it stands in the request.
    pub(super) authority: String,
    pub(super) path: String,
}

/// Why an address cannot be a hook's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    #[error("an address has at most {LONGEST} bytes, this one has {0}")]
    TooLong(usize),
    #[error("{0:?} is no address like https://hooks.example.org/postern")]
    NoUrl(String),
    #[error("a name and a password in the address are not sent: put a secret word into its path")]
    UserInfo,
    #[error("what stands behind # in the address is never sent: leave it away")]
    Fragment,
    #[error("the address begins with {0}://, a webhook's begins with https://")]
    Scheme(String),
    #[error("what is told is not sent in clear text: the address begins with https://")]
    ClearText,
    #[error(
        "{0} is an address of this machine or a private network: only who runs the hosting can allow that"
    )]
    Inside(IpAddr),
}

impl Target {
    /// Reads an address.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(url: &str) -> Result<Target, TargetError> {
        if url.len() > LONGEST {
            return Err(TargetError::TooLong(url.len()));
        }
        let no_url = || TargetError::NoUrl(url.chars().take(100).collect());
        if !url.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(no_url());
        }
        if url.contains('#') {
            return Err(TargetError::Fragment);
        }
        let uri: Uri = url.parse().map_err(|_| no_url())?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(no_url());
        };
        if authority.as_str().contains('@') {
            return Err(TargetError::UserInfo);
        }
        let https = match scheme {
            "https" => true,
            "http" => false,
            other => return Err(TargetError::Scheme(other.to_owned())),
        };
        let host = authority.host().trim_matches(['[', ']']).trim_end_matches('.');
        let host = host.to_ascii_lowercase();
        let is_name = |host: &str| {
            let is_label = |label: &str| {
                (1..=63).contains(&label.len())
                    && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            };
            host.len() <= 253 && host.split('.').all(is_label)
        };
        if host.parse::<IpAddr>().is_err() && !is_name(&host) {
            return Err(no_url());
        }
        let rest = authority.as_str().strip_prefix(authority.host()).unwrap_or_default();
        let port = match rest.strip_prefix(':') {
            None if !rest.is_empty() => return Err(no_url()),
            None if https => 443,
            None => 80,
            Some(digits) if !digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                return Err(no_url());
            }
            Some(digits) => {
                digits.parse().ok().filter(|port: &u16| *port > 0).ok_or_else(no_url)?
            }
        };
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Ok(Target { https, host, port, authority: authority.as_str().to_owned(), path })
    }

    /// Whether a hook may lead there, as far as its address tells; a name is looked up at each attempt.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self, allow_private: bool) -> Result<(), TargetError> {
        if allow_private {
            return Ok(());
        }
        if let Some(inside) = self.literal().filter(|address| is_inside(*address)) {
            return Err(TargetError::Inside(inside));
        }
        if self.https { Ok(()) } else { Err(TargetError::ClearText) }
    }

    /// The address, where it is one and no name.
    pub(super) fn literal(&self) -> Option<IpAddr> {
        self.host.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart_as_it_is_asked_for() {
        for (url, https, host, port, path) in [
            ("https://hooks.example.org", true, "hooks.example.org", 443, "/"),
            ("https://Hooks.Example.ORG./a?b=c&d", true, "hooks.example.org", 443, "/a?b=c&d"),
            ("https://hooks.example.org:8443/a", true, "hooks.example.org", 8443, "/a"),
            ("http://[2001:db8::1]:81/", false, "2001:db8::1", 81, "/"),
            ("https://192.0.2.1?x", true, "192.0.2.1", 443, "/?x"),
        ] {
            let target = Target::read(url).expect(url);
            assert_eq!((target.https, target.host.as_str()), (https, host), "{url}");
            assert_eq!((target.port, target.path.as_str()), (port, path), "{url}");
        }
    }

    #[test]
    fn what_is_no_address_of_a_hook_is_refused_with_the_reason() {
        for url in [
            "",
            "hooks.example.org/a",
            "/a",
            "https://",
            "https:///a",
            "https://ho oks.example.org",
            "https://höoks.example.org",
            "https://a..example.org/",
            "https://hooks.example.org:0/",
            "https://hooks.example.org:99999/",
            "https://hooks.example.org:/",
            "https://hooks.example.org:+80/",
            "https://hooks.example.org/\r\nX: y",
        ] {
            assert!(matches!(Target::read(url), Err(TargetError::NoUrl(_))), "{url:?}");
        }
        let read = Target::read;
        assert_eq!(read("ftp://a.example/"), Err(TargetError::Scheme("ftp".into())));
        assert_eq!(read("https://a:b@c.example/"), Err(TargetError::UserInfo));
        assert_eq!(read("https://c.example/#x"), Err(TargetError::Fragment));
        let long = format!("https://c.example/{}", "x".repeat(LONGEST));
        assert_eq!(read(&long), Err(TargetError::TooLong(long.len())));
    }

    #[test]
    fn inside_and_in_clear_text_leads_only_what_may() {
        for (url, refused) in [
            ("https://127.0.0.1/", TargetError::Inside("127.0.0.1".parse().unwrap())),
            ("https://[::ffff:10.0.0.1]/", TargetError::Inside("::ffff:10.0.0.1".parse().unwrap())),
            ("http://192.168.0.1/", TargetError::Inside("192.168.0.1".parse().unwrap())),
            ("http://hooks.example.org/", TargetError::ClearText),
        ] {
            let target = Target::read(url).unwrap();
            assert_eq!(target.check(false), Err(refused));
            assert_eq!(target.check(true), Ok(()));
        }
        assert_eq!(Target::read("https://hooks.example.org/").unwrap().check(false), Ok(()));
    }
}
