//! Where the world finds the public listener: the path everything lies below, and the address mails name.

use std::fmt;

use axum::http::Uri;

use super::host;

/// The path that everything lies below: it begins and ends with a slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasePath(String);

/// Why something is no base path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoBasePath {
    #[error("it has to begin and to end with /, like \"/postern/\"")]
    Slashes,
    #[error("its parts may have letters, digits and - . _ ~, and none is empty, . or ..")]
    Part,
}

impl BasePath {
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<BasePath, NoBasePath> {
        let inner = match text {
            "/" => return Ok(BasePath(text.to_owned())),
            _ => text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')),
        };
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let is_part = |part: &str| !matches!(part, "" | "." | "..") && part.bytes().all(is_plain);
        match inner.ok_or(NoBasePath::Slashes)?.split('/').all(is_part) {
            true => Ok(BasePath(text.to_owned())),
            false => Err(NoBasePath::Part),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where a path leads below it.
    pub(super) fn find<'a>(&self, path: &'a str) -> Found<'a> {
        let without_slash = self.0.trim_end_matches('/');
        match path.strip_prefix(without_slash) {
            Some(below) if below.starts_with('/') => Found::Below(below),
            // The target of CONNECT has no path at all.
            Some("") if !path.is_empty() => Found::Door,
            _ if path == "/" => Found::Door,
            _ => Found::Nothing,
        }
    }
}

/// What a path is to the base path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// Below it: the rest, with its slash.
    Below(&'a str),
    /// One that leads to it.
    Door,
    Nothing,
}

impl Default for BasePath {
    /// Everything lies at the top.
    fn default() -> BasePath {
        BasePath("/".to_owned())
    }
}

impl fmt::Display for BasePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The address that browsers know the listener by: scheme, host, perhaps a port, and the base path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    text: String,
    /// In lower case, without port.
    host: String,
}

/// Why something is no public URL.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPublicUrl {
    #[error("it is no URL; write one like \"https://panel.example.org/\"")]
    NoUrl,
    #[error("it may have nothing but a scheme, a host, a port and the base path")]
    Extra,
    #[error("passwords would travel in clear text: it has to begin with https://")]
    Clear,
    #[error("it has to end with the base path, {0}")]
    BasePath(BasePath),
}

impl PublicUrl {
    /// `https`, or any scheme of the two on a host that is this machine to its own users.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str, base_path: &BasePath) -> Result<PublicUrl, NoPublicUrl> {
        let uri: Uri = text.parse().map_err(|_| NoPublicUrl::NoUrl)?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(NoPublicUrl::NoUrl);
        };
        let host = host::plain(authority.host());
        if authority.as_str().contains('@') || uri.query().is_some() || text.contains('#') {
            return Err(NoPublicUrl::Extra);
        }
        match scheme {
            "https" => {}
            "http" if host::is_loopback(&host) => {}
            "http" => return Err(NoPublicUrl::Clear),
            _ => return Err(NoPublicUrl::NoUrl),
        }
        // A URL without a path ends with "/" for a browser, and for `Uri`.
        if uri.path() != base_path.as_str() {
            return Err(NoPublicUrl::BasePath(base_path.clone()));
        }
        Ok(PublicUrl { text: format!("{scheme}://{authority}{base_path}"), host })
    }

    /// With the base path, so that what lies below it can be appended.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn is_https(&self) -> bool {
        self.text.starts_with("https:")
    }

    /// In lower case, without port; an IPv6 address without its brackets.
    pub fn host(&self) -> &str {
        &self.host
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_path_has_plain_parts_between_slashes() {
        for text in ["/", "/postern/", "/a/b-c_d.e~f/"] {
            assert_eq!(BasePath::parse(text).as_ref().map(BasePath::as_str), Ok(text));
        }
        for text in ["", "postern", "/postern", "postern/"] {
            assert_eq!(BasePath::parse(text), Err(NoBasePath::Slashes), "{text}");
        }
        for text in ["//", "/a//b/", "/../", "/a/./", "/a b/", "/a%20/", "/ü/", "/a?/", "/{a}/"] {
            assert_eq!(BasePath::parse(text), Err(NoBasePath::Part), "{text}");
        }
    }

    #[test]
    fn a_path_is_found_below_the_base_path_or_led_to_it() {
        let rows = [
            ("/", "/", Found::Below("/")),
            ("/", "/a/b", Found::Below("/a/b")),
            ("/", "", Found::Nothing),
            ("/postern/", "/postern/", Found::Below("/")),
            ("/postern/", "/postern/a", Found::Below("/a")),
            ("/postern/", "/postern//a", Found::Below("//a")),
            ("/postern/", "/postern", Found::Door),
            ("/postern/", "/", Found::Door),
            ("/postern/", "/posterna", Found::Nothing),
            ("/postern/", "/api/v1/health", Found::Nothing),
            ("/postern/", "", Found::Nothing),
        ];
        for (base, path, found) in rows {
            assert_eq!(BasePath::parse(base).expect("is one").find(path), found, "{base} {path}");
        }
    }

    #[test]
    fn a_public_url_is_https_or_this_machine_and_ends_with_the_base_path() {
        let read = |text: &str, base: &str| {
            PublicUrl::parse(text, &BasePath::parse(base).expect("is one"))
                .map(|url| (url.as_str().to_owned(), url.host().to_owned()))
        };
        let ok = |url: &str, host: &str| Ok((url.to_owned(), host.to_owned()));
        let base = BasePath::parse("/postern/").expect("is one");
        let rows = [
            (
                "https://Panel.example.org/",
                "/",
                ok("https://Panel.example.org/", "panel.example.org"),
            ),
            (
                "https://panel.example.org",
                "/",
                ok("https://panel.example.org/", "panel.example.org"),
            ),
            (
                "https://example.org:8443/postern/",
                "/postern/",
                ok("https://example.org:8443/postern/", "example.org"),
            ),
            ("http://localhost:8587/", "/", ok("http://localhost:8587/", "localhost")),
            ("http://[::1]:8587/", "/", ok("http://[::1]:8587/", "::1")),
            ("https://example.org/", "/postern/", Err(NoPublicUrl::BasePath(base.clone()))),
            ("https://example.org/postern", "/postern/", Err(NoPublicUrl::BasePath(base))),
            ("http://example.org/", "/", Err(NoPublicUrl::Clear)),
            ("http://192.0.2.1/", "/", Err(NoPublicUrl::Clear)),
            ("https://a@example.org/", "/", Err(NoPublicUrl::Extra)),
            ("https://example.org/?a", "/", Err(NoPublicUrl::Extra)),
            ("https://example.org/#a", "/", Err(NoPublicUrl::Extra)),
            ("ftp://example.org/", "/", Err(NoPublicUrl::NoUrl)),
            ("panel.example.org", "/", Err(NoPublicUrl::NoUrl)),
            ("/postern/", "/postern/", Err(NoPublicUrl::NoUrl)),
        ];
        for (text, base, expected) in rows {
            assert_eq!(read(text, base), expected, "{text}");
        }
    }
}
