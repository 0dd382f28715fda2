//! Scripts that send a test mail, ready to be copied: each is whole, and uses nothing but what its language comes with and
//! the machine's `sendmail` command, as `mail()` of PHP does. No outside SMTP server has a part in it.

use askama::Template;
use postern_engine::words::Words;

use crate::error::Result;
use crate::panel::frame::written;

/// A script as it is shown.
#[derive(Debug)]
pub(super) struct Script {
    /// The language it is written in.
    pub(super) name: &'static str,
    /// How to use it.
    pub(super) how: String,
    pub(super) code: String,
}

/// What a script says, each as a text in quotes of its language.
struct Lines {
    to: String,
    from: String,
    subject: String,
    text: String,
    taken: String,
    refused: String,
    /// A comment.
    note: String,
}

/// Where `sendmail` is on every system that has one.
const SENDMAIL: &str = "/usr/sbin/sendmail";

/// Whom a script writes to as long as nobody has changed it.
const SOMEBODY: &str = "you@example.net";

macro_rules! script {
    ($name:ident, $path:literal) => {
        #[derive(Template)]
        #[template(path = $path, escape = "none")]
        struct $name<'a> {
            words: &'a Lines,
            sendmail: &'static str,
        }
    };
}

#[derive(Template)]
#[template(path = "scripts/test-mail.php", escape = "none")]
struct Php<'a> {
    words: &'a Lines,
}
script!(Python, "scripts/test-mail.py");
script!(Perl, "scripts/test-mail.pl");
script!(Node, "scripts/test-mail.cjs");

/// The scripts of a site, from its sender to its owner's address, if there is one.
pub(super) fn of(words: &Words, site: &str, from: &str, owner: &str) -> Result<Vec<Script>> {
    let named = [("site", site.into())];
    let lines = Lines {
        to: quoted(if owner.is_empty() { SOMEBODY } else { owner }),
        from: quoted(from),
        // The field of a head, in letters that need no encoding.
        subject: quoted(&format!("Test {site}")),
        text: quoted(&words.tell("test-script-text", &named)),
        taken: quoted(&words.say("test-script-taken")),
        refused: quoted(&words.say("test-script-refused")),
        note: comment(&words.say("test-script-note")),
    };
    let (words_of, sendmail) = (&lines, SENDMAIL);
    let script = |name, file: &str, command: &str, code| {
        let facts = [("file", file.into()), ("command", command.into())];
        let key = if name == "PHP" { "test-script-how-php" } else { "test-script-how" };
        Script { name, how: words.tell(key, &facts), code }
    };
    Ok(vec![
        script("PHP", "test-mail.php", "php test-mail.php", written(&Php { words: words_of })?),
        script(
            "Python",
            "test-mail.py",
            "python3 test-mail.py",
            written(&Python { words: words_of, sendmail })?,
        ),
        script(
            "Perl",
            "test-mail.pl",
            "perl test-mail.pl",
            written(&Perl { words: words_of, sendmail })?,
        ),
        script(
            "Node.js",
            "test-mail.cjs",
            "node test-mail.cjs",
            written(&Node { words: words_of, sendmail })?,
        ),
    ])
}

/// A text in single quotes, as PHP, Python, Perl and JavaScript read it alike: what is no line end stands for itself, but
/// the quote and the backslash.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for c in text.chars() {
        match c {
            '\'' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted.push('\'');
    quoted
}

/// A text as a comment up to the end of its line, which neither ends it nor, in PHP, the program.
fn comment(text: &str) -> String {
    text.replace(char::is_control, " ").replace("?>", "? >")
}

#[cfg(test)]
mod tests {
    use super::*;
    use postern_engine::words::{Catalogues, Language};

    #[test]
    fn what_a_script_says_ends_neither_its_quotes_nor_its_comment() {
        assert_eq!(quoted("l'été \\ $to @x \"\n\u{7}"), "'l\\'été \\\\ $to @x \"  '");
        assert_eq!(comment("an address\n?> gone"), "an address ? > gone");
    }

    #[test]
    fn each_script_has_the_sender_and_the_address_of_its_site() {
        let catalogues = Catalogues::read();
        let words = catalogues.of(Language::English);
        for (owner, to) in
            [("", "'you@example.net'"), ("o'hara@example.net", "'o\\'hara@example.net'")]
        {
            let scripts = of(words, "shop.example.org", "postmaster@example.org", owner).unwrap();
            assert_eq!(
                scripts.iter().map(|it| it.name).collect::<Vec<_>>(),
                ["PHP", "Python", "Perl", "Node.js"]
            );
            for Script { name, code, .. } in scripts {
                for text in [to, "'postmaster@example.org'", "'Test shop.example.org'"] {
                    assert!(code.contains(text), "{name} has no {text}:\n{code}");
                }
                assert!(code.len() < 1200 && !code.contains("{{"), "{code}");
            }
        }
    }
}
