//! The page that asks before anything is done: what will happen to how many mails, a reason where one is worth having,
//! the button, and the way back.

use askama::Template;
use postern_engine::words::Words;

use super::field::{Field, Kind};
use super::frame::Frame;
use super::quoted::Quoted;
use crate::api::action::REASON;

/// What is asked.
#[derive(Debug, Template)]
#[template(path = "confirm.html")]
pub(crate) struct Confirm {
    pub(crate) frame: Frame,
    pub(crate) question: String,
    /// Words of someone that matter for it: the reason of a block that is about to end, the name of a script.
    pub(crate) said: Option<(String, Quoted)>,
    /// What will happen, a sentence each.
    pub(crate) happens: Vec<String>,
    pub(crate) reason: Option<Reason>,
    /// Whether it can be locked, and is.
    pub(crate) lock: Option<bool>,
    /// What else has to be given with the answer, and what goes along unseen.
    pub(crate) fields: Vec<Field>,
    pub(crate) kept: Vec<(&'static str, String)>,
    /// The button's words, and how it looks: `danger`, or nothing.
    pub(crate) confirm: String,
    pub(crate) kind: &'static str,
    /// Where the button posts to, and the way back.
    pub(crate) here: String,
    pub(crate) back: String,
}

/// A reason to be given.
#[derive(Debug, Default)]
pub(crate) struct Reason {
    /// What was given before, and what is wrong with it.
    pub(crate) given: String,
    pub(crate) fault: Option<String>,
}

impl Reason {
    /// Its greatest length, in bytes.
    pub(crate) const LONGEST: usize = REASON;
}

/// A reason as it is kept, or what is wrong with it.
pub(crate) fn reason(words: &Words, given: &str) -> Result<String, String> {
    // What a browser breaks lines with is no part of the reason.
    let reason = given.replace("\r\n", "\n").trim().to_owned();
    if reason.len() > REASON {
        return Err(words.tell("reason-too-long", &[("count", too_many(&reason).into())]));
    }
    Ok(reason)
}

/// How many characters have to go for a text to fit: its bound is in bytes.
fn too_many(reason: &str) -> u64 {
    let fits = reason.char_indices().take_while(|(at, c)| at + c.len_utf8() <= REASON).count();
    (reason.chars().count() - fits) as u64
}
