//! What lets somebody in, on the one page that ever tells it.

use askama::Template;
use axum::response::Response;

use crate::error::Result;
use crate::panel::frame::{Frame, html};

#[derive(Template)]
#[template(path = "operate-told-once.html")]
pub(super) struct ToldOnce {
    pub(super) frame: Frame,
    pub(super) lead: String,
    pub(super) secret: String,
    pub(super) back: String,
    pub(super) back_label: String,
}

impl ToldOnce {
    pub(super) fn page(&self) -> Result<Response> {
        html(self)
    }
}
