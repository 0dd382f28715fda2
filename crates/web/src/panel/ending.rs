//! When something that lets a program in ends: the choices of its form.

use std::time::Duration;

use postern_core::time::Time;
use postern_engine::words::Words;

use super::filter::Choice;

/// By the names of the form; in days.
const ENDS: [(&str, Option<u64>); 4] =
    [("30d", Some(30)), ("90d", Some(90)), ("1y", Some(365)), ("never", None)];

/// The instant of a choice; of one that is none, never.
pub(super) fn ends_at(choice: &str, now: Time) -> Option<Time> {
    let (_, days) = ENDS.iter().find(|(name, _)| *name == choice)?;
    days.map(|days| now + span(days))
}

/// The choices, in words.
pub(super) fn choices(words: &Words) -> Vec<Choice> {
    let choice = |(name, days): (&str, Option<u64>)| Choice {
        value: name.to_owned(),
        label: match days {
            Some(days) => words.tell("in-span", &[("span", (&words.span(span(days))).into())]),
            None => words.say("account-token-endless"),
        },
    };
    ENDS.map(choice).into()
}

fn span(days: u64) -> Duration {
    Duration::from_secs(days * 86_400)
}
