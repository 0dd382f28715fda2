//! The page that asks before anything is done or lost: what will happen, a button that does it, and a way back.

use askama::Template;

use super::field::{Field, Kind};
use super::frame::Frame;
use super::quoted::Quoted;

#[derive(Template)]
#[template(path = "confirm.html")]
pub(crate) struct Confirm {
    pub(crate) frame: Frame,
    pub(crate) question: String,
    /// Words of someone that matter for it, below a title: the reason of a block that is about to end.
    pub(crate) said: Option<(String, Quoted)>,
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
