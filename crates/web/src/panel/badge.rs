//! A site's state as a mark that is read at a glance: colour, sign and word say the same.

use postern_core::site::State;
use postern_engine::words::Words;

/// A mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Badge {
    /// The class of its colour.
    pub(crate) kind: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) word: String,
}

impl Badge {
    pub(crate) fn of(words: &Words, state: State, locked: bool) -> Badge {
        let (kind, icon, key) = match (state, locked && state.is_red()) {
            (State::Enabled, _) => ("good", "check", "badge-enabled"),
            (State::Forced, _) => ("good", "check", "badge-forced"),
            (State::Blocked, false) => ("bad", "stop", "badge-blocked"),
            (State::Bounce, false) => ("bad", "stop", "badge-bounce"),
            (State::Spam, false) => ("bad", "stop", "badge-spam"),
            (_, true) => ("bad", "lock", "badge-locked"),
        };
        Badge { kind, icon, word: words.say(key) }
    }
}
