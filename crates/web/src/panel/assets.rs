//! What pages are dressed with: the style sheet, small scripts, the mark. Part of the program, named by their content, so
//! that a browser keeps them for ever and an upgrade brings new ones.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

/// A file.
#[derive(Debug)]
pub(crate) struct Asset {
    pub(crate) name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
    /// Tells one content from another.
    hash: u64,
}

macro_rules! assets {
    ($($name:literal: $kind:literal,)*) => {
        pub(crate) const ASSETS: &[Asset] = &[$({
            const BYTES: &[u8] = include_bytes!(concat!("../../assets/", $name));
            Asset { name: $name, kind: $kind, bytes: BYTES, hash: const { fnv(BYTES) } }
        }),*];
    };
}

assets! {
    "panel.css": "text/css; charset=utf-8",
    "mark.svg": "image/svg+xml",
    "menu.js": "text/javascript; charset=utf-8",
    "copy.js": "text/javascript; charset=utf-8",
    "live.js": "text/javascript; charset=utf-8",
}

impl Asset {
    pub(crate) fn named(name: &str) -> Option<&'static Asset> {
        ASSETS.iter().find(|asset| asset.name == name)
    }

    #[cfg(test)]
    pub(crate) fn size(&self) -> usize {
        self.bytes.len()
    }

    /// The part of its path that changes with its content.
    pub(crate) fn version(&self) -> String {
        format!("{:016x}", self.hash)
    }
}

/// `GET /assets/{version}/{name}`. A page of an earlier program asks for another version: it gets this one, and keeps it
/// for no time.
pub(crate) async fn show(
    Path((version, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let Some(asset) = Asset::named(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = format!("\"{}\"", asset.version());
    let keep = match version == asset.version() {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    };
    let common = [(CACHE_CONTROL, keep.to_owned()), (ETAG, tag.clone())];
    if headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    (common, [(CONTENT_TYPE, asset.kind)], Bytes::from_static(asset.bytes)).into_response()
}

/// FNV-1a: nothing secret, reckoned when the program is built.
const fn fnv(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}
