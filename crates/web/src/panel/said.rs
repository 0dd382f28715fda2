//! What became of a mail that failed: in plain words what it means and what to do, and whole what the receiver said.

use postern_engine::words::Words;
use postern_engine::words::said::Meaning;
pub(crate) use postern_engine::words::said::Remote;

use super::quoted::{Quoted, Room};

/// What happened, to unfold.
#[derive(Debug)]
pub(crate) struct Said {
    /// The class of the failure.
    pub(crate) what: String,
    pub(crate) means: String,
    pub(crate) advice: String,
    pub(crate) reply: Option<Reply>,
}

/// The words of a receiver, or what happened instead.
#[derive(Debug)]
pub(crate) struct Reply {
    /// Whose words they are.
    pub(crate) label: String,
    pub(crate) text: Quoted,
    /// The server that was asked; empty when none was reached.
    pub(crate) host: Quoted,
}

impl Said {
    /// Of a class by its word.
    pub(crate) fn of(words: &Words, class: &str, reply: Option<Reply>) -> Said {
        let Meaning { what, means, advice } = Meaning::of(words, class);
        Said { what, means, advice, reply }
    }
}

impl Reply {
    /// As a list shows it, which has the whole in the mail's story; `None` when nothing was said.
    pub(crate) fn in_list(words: &Words, room: &mut Room, remote: Remote<'_>) -> Option<Reply> {
        Reply::of(words, room, remote, |text| Quoted { whole: None, ..Quoted::cut(text, 400) })
    }

    /// With all of it to unfold.
    pub(crate) fn whole(words: &Words, room: &mut Room, remote: Remote<'_>) -> Option<Reply> {
        Reply::of(words, room, remote, |text| Quoted::cut(text, 400))
    }

    fn of(
        words: &Words,
        room: &mut Room,
        remote: Remote<'_>,
        cut: impl Fn(&str) -> Quoted,
    ) -> Option<Reply> {
        let text = remote.in_a_line();
        (!text.is_empty()).then(|| Reply {
            label: words.say(remote.label()),
            text: room.fit(cut(&text)),
            host: room.fit(Quoted::cut(remote.host, 120)),
        })
    }
}
