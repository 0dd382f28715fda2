//! CSV (RFC 4180) that spreadsheets may open: what strangers wrote is text in it and nothing else.

use std::borrow::Cow;

/// A field. What a spreadsheet would take for a formula begins with an apostrophe, also behind a semicolon: where the comma
/// belongs to numbers, spreadsheets part fields there.
pub fn field(text: &str) -> String {
    let parts: Vec<_> = text.split(';').map(harmless).collect();
    let harmless = parts.join(";");
    match harmless.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", harmless.replace('"', "\"\"")),
        false => harmless,
    }
}

fn harmless(part: &str) -> Cow<'_, str> {
    // The last four are the wide forms of East Asian keyboards, which stand for the same.
    const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    match part.starts_with(FORMULA) {
        true => Cow::Owned(format!("'{part}")),
        false => Cow::Borrowed(part),
    }
}

/// A line of such fields, with its end.
pub fn line<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    let fields: Vec<_> = fields.into_iter().map(field).collect();
    let mut line = fields.join(",");
    line.push_str("\r\n");
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_can_be_no_formula_and_keeps_its_commas_and_quotes() {
        let rows = [
            ("plain", "plain"),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@a", "'@a"),
            ("\tx", "'\tx"),
            ("\rx", "\"'\rx\""),
            ("＝1+1", "'＝1+1"),
            ("a;=1;b - c", "a;'=1;b - c"),
            ("a,b", "\"a,b\""),
            ("two\nlines", "\"two\nlines\""),
        ];
        for (text, written) in rows {
            assert_eq!(field(text), written);
        }
        assert_eq!(line(["a", "=b", "c,d"]), "a,'=b,\"c,d\"\r\n");
    }
}
