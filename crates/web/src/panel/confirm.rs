//! The page that asks before something is lost: what will happen, a button that does it, and a way back.

use askama::Template;

use super::field::{Field, Kind};
use super::frame::Frame;

#[derive(Template)]
#[template(path = "confirm.html")]
pub(crate) struct Confirm {
    pub(crate) frame: Frame,
    pub(crate) question: String,
    /// What will happen, a sentence each.
    pub(crate) happens: Vec<String>,
    /// What has to be given with the answer, and what goes along unseen.
    pub(crate) fields: Vec<Field>,
    pub(crate) kept: Vec<(&'static str, String)>,
    /// The button's words, and how it looks: `danger`, or nothing.
    pub(crate) confirm: String,
    pub(crate) kind: &'static str,
    /// Where the button posts to, and the way back.
    pub(crate) here: String,
    pub(crate) back: String,
}
