//! Who looks at a page, in which language, from where.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::Method;
use axum::http::request::Parts;
use axum::http::uri::PathAndQuery;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use postern_core::access::{Access, Right};
use postern_core::ids::SiteId;
use postern_engine::url::escaped;
use postern_engine::words::Words;

use super::Panel;
use super::session::Stranger;
use crate::caller::Caller;

/// The one who looks at a page. A handler that takes it shows nothing to anybody else.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    pub(crate) caller: Caller,
    pub(crate) words: Words,
    pub(crate) links: Links,
    /// What a form of this visitor carries, and nobody else knows.
    pub(crate) csrf: String,
    /// What the last action came to; shown once.
    pub(crate) flash: Option<String>,
    /// An operator who looks at a site as its owner does.
    pub(crate) as_owner: bool,
    /// Came by a login link to one of several sites of the user: changes nothing of the user's own.
    pub(crate) is_guest: bool,
}

impl Visitor {
    /// Whether the visitor has a right, for a site where it is one of sites.
    pub(crate) fn may(&self, right: Right, site: Option<SiteId>) -> bool {
        self.caller.grant.may(right, site) == Access::Granted
    }
}

/// The visitor whom the layer around the panel found.
impl FromRequestParts<Panel> for Visitor {
    type Rejection = Redirect;

    async fn from_request_parts(parts: &mut Parts, panel: &Panel) -> Result<Visitor, Redirect> {
        let mut known = parts.extensions.get::<Visitor>().cloned();
        if let Some(visitor) = &mut known {
            let stranger = parts.extensions.get::<Stranger>();
            visitor.flash = stranger.and_then(|stranger| stranger.cookies.flash());
        }
        known.ok_or_else(|| Redirect::to(&to_login(parts, &panel.links)))
    }
}

/// Lets through whom it knows, as a visitor of pages and as a caller of what the API has too; leads others to the login.
pub(crate) async fn known(State(panel): State<Panel>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match Visitor::from_request_parts(&mut parts, &panel).await {
        Ok(visitor) => {
            parts.extensions.insert(visitor.caller);
            next.run(Request::from_parts(parts, body)).await
        }
        Err(to_login) => to_login.into_response(),
    }
}

/// The way to the log-in, and back to the page that was asked for.
fn to_login(parts: &Parts, links: &Links) -> String {
    let page = parts.uri.path_and_query().map_or("/", PathAndQuery::as_str);
    match parts.method == Method::GET && page != "/" {
        true => with_query(&links.login(), &[("next", page)]),
        false => links.login(),
    }
}

/// Where pages are, below the panel's base path.
#[derive(Clone, Debug)]
pub(crate) struct Links {
    /// `/` or `/postern/`.
    base: Arc<str>,
}

impl Links {
    pub(crate) fn below(base: &str) -> Links {
        let slash = if base.ends_with('/') { "" } else { "/" };
        Links { base: format!("{base}{slash}").into() }
    }

    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// A link of this panel without its base path, as requests come here.
    pub(crate) fn below_base(&self, link: &str) -> String {
        format!("/{}", link.strip_prefix(&*self.base).unwrap_or_default())
    }

    pub(crate) fn sites(&self) -> String {
        self.base.to_string()
    }

    /// A page beside the sites, each part of its path escaped.
    pub(crate) fn to(&self, parts: &[&str]) -> String {
        let mut path = self.base.to_string();
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                path.push('/');
            }
            path.push_str(&escaped(part));
        }
        path
    }

    pub(crate) fn site(&self, name: &str) -> String {
        self.to(&["sites", name])
    }

    /// A page of a site.
    pub(crate) fn of_site(&self, name: &str, page: &str) -> String {
        self.to(&["sites", name, page])
    }

    pub(crate) fn login(&self) -> String {
        self.to(&["login"])
    }

    pub(crate) fn logout(&self) -> String {
        self.to(&["logout"])
    }

    pub(crate) fn account(&self) -> String {
        self.to(&["account"])
    }

    pub(crate) fn language(&self) -> String {
        self.to(&["account", "language"])
    }

    /// Where an operator stops to see as an owner does.
    pub(crate) fn as_operator(&self) -> String {
        self.to(&["account", "as-operator"])
    }
}

/// A link with a query, each value escaped.
pub(crate) fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut link = path.to_owned();
    for (at, (name, value)) in pairs.iter().enumerate() {
        link.push(if at == 0 { '?' } else { '&' });
        link.push_str(&escaped(name));
        link.push('=');
        link.push_str(&escaped(value));
    }
    link
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_below_the_base_path_and_a_name_stays_one_part_of_it() {
        for (base, expected) in
            [("/", "/sites/shop.example.org"), ("/postern", "/postern/sites/shop.example.org")]
        {
            assert_eq!(Links::below(base).site("shop.example.org"), expected);
        }
        let links = Links::below("/postern/");
        assert_eq!(links.sites(), "/postern/");
        assert_eq!(links.below_base(&links.site("shop.example.org")), "/sites/shop.example.org");
        assert_eq!(links.of_site("a/../b?c#d", "queue"), "/postern/sites/a%2F..%2Fb%3Fc%23d/queue");
        assert_eq!(
            with_query("/q", &[("script", "/srv/ü.php"), ("x", "1&2")]),
            "/q?script=%2Fsrv%2F%C3%BC.php&x=1%262"
        );
    }
}
