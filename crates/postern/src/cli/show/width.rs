//! How many columns of a terminal a text takes: two for East Asian wide characters and emoji, none for marks that
//! combine. Good to a column, which is what a table needs.

/// Columns of a text.
pub fn columns(text: &str) -> usize {
    text.chars().map(column).sum()
}

/// The text cut to so many columns, with `…` where something is missing.
pub fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut left = width.saturating_sub(1);
    for c in text.chars() {
        let Some(rest) = left.checked_sub(column(c)) else { break };
        left = rest;
        out.push(c);
    }
    if width > 0 {
        out.push('…');
    }
    out
}

fn column(c: char) -> usize {
    match u32::from(c) {
        0x0300..=0x036F | 0x1AB0..=0x1AFF | 0x20D0..=0x20FF | 0xFE00..=0xFE0F | 0xFE20..=0xFE2F => {
            0
        }
        0x1100..=0x115F
        | 0x2E80..=0x303E
        | 0x3041..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1FAFF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_to_its_columns_and_never_through_a_character() {
        assert_eq!((columns("abc"), columns("你好"), columns("e\u{301}")), (3, 4, 1));
        let rows = [
            ("abcdef", 6, "abcdef"),
            ("abcdef", 4, "abc…"),
            ("你好吗", 4, "你…"),
            ("abc", 0, ""),
            ("abc", 1, "…"),
        ];
        for (text, width, expected) in rows {
            assert_eq!(cut(text, width), expected);
        }
    }
}
