//! What became of a mail that failed: in plain words what it means and what to do, and whole what the receiver said.

use postern_engine::words::Words;

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
        Said {
            what: words.say(&format!("class-{class}")),
            means: words.say(&format!("class-{class}-means")),
            advice: words.say(&format!("class-{class}-advice")),
            reply,
        }
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
        let of_receiver = remote.code != 0 && !remote.host.is_empty();
        (!text.is_empty()).then(|| Reply {
            label: words.say(if of_receiver { "reply-said" } else { "reply-happened" }),
            text: room.fit(cut(&text)),
            host: room.fit(Quoted::cut(remote.host, 120)),
        })
    }
}

/// What was said, as it stands in the store.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Remote<'a> {
    pub(crate) host: &'a str,
    pub(crate) code: u16,
    pub(crate) enhanced: &'a str,
    pub(crate) text: &'a str,
}

impl Remote<'_> {
    /// The codes and the words, as one line.
    pub(crate) fn in_a_line(&self) -> String {
        let code = if self.code == 0 { String::new() } else { self.code.to_string() };
        let lines = self.text.lines().map(str::trim);
        let parts = [code.as_str(), self.enhanced].into_iter().chain(lines);
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

impl<'a> From<&'a postern_store::Remote> for Remote<'a> {
    fn from(remote: &'a postern_store::Remote) -> Remote<'a> {
        let postern_store::Remote { host, code, enhanced, text } = remote;
        Remote { host, code: *code, enhanced, text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_of_several_lines_is_told_in_one_with_its_codes() {
        let remote = |code, enhanced, text| Remote { host: "", code, enhanced, text }.in_a_line();
        assert_eq!(remote(550, "5.1.1", "no\r\n such user \n"), "550 5.1.1 no such user");
        assert_eq!(remote(0, "", "no server could be reached"), "no server could be reached");
        assert_eq!(remote(0, "", ""), "");
    }
}
