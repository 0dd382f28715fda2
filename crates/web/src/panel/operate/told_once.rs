//! What lets somebody in, on the one page that ever tells it.

use askama::Template;
use axum::response::Response;

use crate::error::Result;
use crate::panel::frame::{Frame, html};

#[derive(Template)]
#[template(path = "operate-told-once.html")]
pub(crate) struct ToldOnce {
    pub(crate) frame: Frame,
    pub(crate) lead: String,
    pub(crate) secret: String,
    pub(crate) back: String,
    pub(crate) back_label: String,
}

impl ToldOnce {
    pub(crate) fn page(&self) -> Result<Response> {
        html(self)
    }
}
