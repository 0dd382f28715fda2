//! What became of a mail that failed: in plain words what it means and what to do, and in a line what the receiver said.

use super::Words;

/// A class of failures, in words.
#[derive(Clone, Debug)]
pub struct Meaning {
    /// Its name.
    pub what: String,
    pub means: String,
    /// What to do about it.
    pub advice: String,
}

impl Meaning {
    /// Of a class by its word.
    pub fn of(words: &Words, class: &str) -> Meaning {
        Meaning {
            what: words.say(&format!("class-{class}")),
            means: words.say(&format!("class-{class}-means")),
            advice: words.say(&format!("class-{class}-advice")),
        }
    }
}

/// What was said, as it stands in the store.
#[derive(Clone, Copy, Debug)]
pub struct Remote<'a> {
    pub host: &'a str,
    pub code: u16,
    pub enhanced: &'a str,
    pub text: &'a str,
}

impl Remote<'_> {
    /// The codes and the words, as one line.
    pub fn in_a_line(&self) -> String {
        let code = if self.code == 0 { String::new() } else { self.code.to_string() };
        let lines = self.text.lines().map(str::trim);
        let parts = [code.as_str(), self.enhanced].into_iter().chain(lines);
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The key of what stands before the line: a receiver's words, or what happened where none answered.
    pub fn label(&self) -> &'static str {
        if self.code != 0 && !self.host.is_empty() { "reply-said" } else { "reply-happened" }
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
