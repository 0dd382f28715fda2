//! A page that says what will happen, and asks.

use askama::Template;
use axum::response::Response;

use super::field::{Field, Kind};
use super::frame::{Frame, html};
use crate::error::Result;

/// The question.
#[derive(Debug, Template)]
#[template(path = "confirm.html")]
pub(crate) struct Confirm {
    pub(crate) frame: Frame,
    pub(crate) question: String,
    /// What will happen, a sentence each.
    pub(crate) happens: Vec<String>,
    /// What has to be given with the answer.
    pub(crate) fields: Vec<Field>,
    /// What goes along unseen.
    pub(crate) kept: Vec<(&'static str, String)>,
    pub(crate) yes: String,
    /// Whether something is lost by it.
    pub(crate) danger: bool,
    pub(crate) here: String,
    pub(crate) back: String,
}

impl Confirm {
    pub(crate) fn ask(&self) -> Result<Response> {
        html(self)
    }
}
