//! Words of strangers on a page: subjects, addresses, replies, names of scripts. What would be obeyed or would change the
//! order of what stands beside it is shown escaped (`crate::escape`); a long text is cut, with more of it to unfold.

use crate::escape::safe;

/// A text of a stranger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Quoted {
    /// What is shown at once.
    pub(crate) text: String,
    /// More of it, where it is longer.
    pub(crate) whole: Option<String>,
}

/// No page shows more of one text; the trace has it in full.
const MOST: usize = 2000;

impl Quoted {
    /// A text, of which so many characters are shown at once.
    pub(crate) fn cut(text: &str, chars: usize) -> Quoted {
        let whole = safe(&text.chars().take(MOST).collect::<String>()).into_owned();
        if whole.chars().count() <= chars {
            return Quoted { text: whole, whole: None };
        }
        let mut shown: String = whole.chars().take(chars.saturating_sub(1)).collect();
        shown.push('…');
        Quoted {
            text: shown,
            whole: Some(if text.chars().nth(MOST).is_some() { whole + "…" } else { whole }),
        }
    }

    /// The end of a path, which tells most; all of it to unfold.
    pub(crate) fn script(path: &str) -> Quoted {
        const CHARS: usize = 24;
        let whole = Quoted::cut(path, CHARS);
        let mut parts = path.rsplit('/');
        let (Some(name), Some(folder)) = (parts.next(), parts.next()) else { return whole };
        if whole.whole.is_none() || name.is_empty() {
            return whole;
        }
        let end = format!("…/{folder}/{name}");
        let end = if end.chars().count() <= CHARS { end } else { format!("…/{name}") };
        Quoted { text: Quoted::cut(&end, CHARS).text, ..whole }
    }
}

/// How much of strangers' words a long list has room for, so that a page stays small whatever they wrote. Each row has its
/// share; what a text does not need is left to the next. A text without room is cut, and stands whole in its mail's story.
#[derive(Debug)]
pub(crate) struct Room {
    share: usize,
    left: usize,
}

/// Bytes of a list, as they are written in HTML.
const LIST: usize = 24_000;

/// So many characters of a text are always shown.
const LEAST: usize = 20;

impl Room {
    /// The room of a list of so many rows.
    pub(crate) fn of(rows: usize) -> Room {
        Room { share: LIST / rows.max(1), left: 0 }
    }

    /// A row begins.
    pub(crate) fn next_row(&mut self) {
        self.left += self.share;
    }

    /// The text as far as there is room for it.
    pub(crate) fn fit(&mut self, mut quoted: Quoted) -> Quoted {
        if quoted.whole.as_deref().is_some_and(|whole| written(whole) > self.left) {
            quoted.whole = None;
        }
        if written(&quoted.text) > self.left {
            quoted = Quoted { whole: None, ..Quoted::cut(&quoted.text, LEAST) };
        }
        let whole = quoted.whole.as_deref().map_or(0, written);
        self.left = self.left.saturating_sub(written(&quoted.text) + whole);
        quoted
    }
}

/// How many bytes a text takes in HTML.
fn written(text: &str) -> usize {
    let bytes = |c: char| if "<>&\"'".contains(c) { 5 } else { c.len_utf8() };
    text.chars().map(bytes).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_and_none_of_it_is_obeyed() {
        let short = Quoted::cut("Grüße \u{202e}txt", 40);
        assert_eq!((short.text.as_str(), short.whole), ("Grüße \\u{202e}txt", None));
        let long = Quoted::cut(&"x\n".repeat(5000), 10);
        assert_eq!(long.text, "x\\nx\\nx\\n…");
        let whole = long.whole.expect("it is longer");
        assert!(whole.ends_with('…') && whole.chars().count() < 2 * MOST, "{}", whole.len());
    }

    #[test]
    fn a_script_is_told_by_the_end_of_its_path() {
        let path = format!("/srv/{}/wp-content/contact.php", "shop".repeat(20));
        let script = Quoted::script(&path);
        assert_eq!((script.text.as_str(), script.whole), ("…/wp-content/contact.php", Some(path)));
        assert_eq!(Quoted::script("/srv/form.php").text, "/srv/form.php");
        assert_eq!(Quoted::script("").text, "");
    }

    #[test]
    fn a_list_has_room_for_some_words_and_a_little_of_each() {
        let mut room = Room::of(100);
        room.next_row();
        let short = room.fit(Quoted::cut("anna@example.net", 60));
        assert_eq!((short.text.as_str(), short.whole), ("anna@example.net", None));
        let long = room.fit(Quoted::cut(&"<".repeat(1000), 30));
        assert_eq!((long.text.chars().count(), long.whole), (30, None));
        let none = room.fit(Quoted::cut(&"<".repeat(1000), 100));
        assert_eq!((none.text.chars().count(), none.whole), (LEAST, None));
        room.next_row();
        let again = room.fit(Quoted::cut(&"x".repeat(120), 60));
        assert_eq!(
            (again.text.chars().count(), again.whole.map(|whole| whole.len())),
            (60, Some(120))
        );
    }
}
