//! Words of strangers (subjects, replies, names of scripts) are data: what a terminal would obey, or what would change
//! the order of the characters around it, is shown escaped.

use std::borrow::Cow;
use std::fmt::Write;

/// The text with every control, bidirectional and invisible character written as `\u{…}`.
pub fn safe(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_unsafe(c) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The same, and of a long text so many characters only.
pub fn short(text: &str, chars: usize) -> String {
    // No more is looked at than could be shown.
    let shown = safe(&text.chars().take(chars + 1).collect::<String>()).into_owned();
    if shown.chars().count() <= chars {
        return shown;
    }
    shown.chars().take(chars.saturating_sub(1)).chain(['…']).collect()
}

/// A text within HTML, or as the value of an attribute between double quotes, where no template writes it.
pub fn in_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            c => html.push(c),
        }
    }
    html
}

/// The same for a text of several lines, whose ends stay.
pub fn safe_lines(text: &str) -> String {
    text.split('\n').map(safe).collect::<Vec<_>>().join("\n")
}

/// The same for JSON, whose escapes say the same to programs: a person may well read it on a terminal. Such characters
/// stand only within its strings; what it sets its lines with stays.
pub fn safe_json(json: &str) -> Cow<'_, str> {
    let is_unsafe = |c: char| c != '\n' && is_unsafe(c);
    if !json.contains(is_unsafe) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 8);
    for c in json.chars() {
        if is_unsafe(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            // Bidirectional marks, embeddings, overrides and isolates (UAX #9).
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
            // Invisible: soft hyphen, zero widths, separators of lines and paragraphs, byte order mark, tags.
            | '\u{00AD}' | '\u{200B}'..='\u{200D}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}'
            | '\u{E0000}'..='\u{E007F}'
            // The same: joiners, fillers and blanks of single scripts, old shaping marks, annotations.
            | '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{2800}'
            | '\u{206A}'..='\u{206F}' | '\u{3164}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown_and_the_rest_stays() {
        let rows = [
            ("Grüße, 你好 🙂", "Grüße, 你好 🙂"),
            ("\u{1b}[2Jgone", "\\u{1b}[2Jgone"),
            ("a\u{202e}txt.exe", "a\\u{202e}txt.exe"),
            ("two\r\nlines\tand a tab", "two\\r\\nlines\\tand a tab"),
            ("\u{9b}31m\u{200b}\u{feff}", "\\u{9b}31m\\u{200b}\\u{feff}"),
            ("a\u{3164}b\u{2800}c\u{fff9}", "a\\u{3164}b\\u{2800}c\\u{fff9}"),
        ];
        for (text, shown) in rows {
            assert_eq!(safe(text), shown);
        }
        assert_eq!(safe_lines("one\u{7f}\ntwo\r"), "one\\u{7f}\ntwo\\r");
    }

    #[test]
    fn a_long_text_is_cut_after_its_characters_were_escaped() {
        let rows = [
            ("Grüße", 5, "Grüße"),
            ("Grüße!", 5, "Grüß…"),
            ("\u{202e}", 8, "\\u{202e}"),
            ("a\nb", 3, "a\\…"),
            ("", 0, ""),
        ];
        for (text, chars, shown) in rows {
            assert_eq!(short(text, chars), shown);
        }
    }

    #[test]
    fn json_for_a_terminal_says_the_same_to_a_program() {
        let text = "Grüße\n\u{7f}\u{9b}31m\u{202e}\u{e0041}\u{1b}";
        let json = serde_json::to_string_pretty(&[text]).expect("JSON");
        let shown = safe_json(&json);
        assert_eq!(shown, "[\n  \"Grüße\\n\\u007f\\u009b31m\\u202e\\udb40\\udc41\\u001b\"\n]");
        assert_eq!(serde_json::from_str::<[String; 1]>(&shown).expect("JSON"), [text]);
    }
}
