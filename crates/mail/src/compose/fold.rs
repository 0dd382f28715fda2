//! Lines of a head that are longer than a line may be.

/// Longest line of a head, in octets without CRLF (RFC 5322 §2.1.1).
const MAX_HEAD_LINE: usize = 998;

/// Appends a line of a head with CRLF, folded where it is too long. A line without blanks stays long: to cut a word
/// would change it.
pub(super) fn push_line(line: &[u8], bytes: &mut Vec<u8>) {
    let mut rest = line;
    // Looked for once: blanks at the end of a line may be as long as a message.
    let mut end = line.trim_ascii_end().len();
    while rest.len() > MAX_HEAD_LINE {
        let Some(at) = fold_point(rest, end) else { break };
        bytes.extend_from_slice(&rest[..at]);
        bytes.extend_from_slice(b"\r\n");
        rest = &rest[at..];
        end -= at;
    }
    bytes.extend_from_slice(rest);
    bytes.extend_from_slice(b"\r\n");
}

/// The blank before which a line is folded: the last one within the limit, else the first one beyond it. Text has to
/// stand on both sides, so that no line of blanks comes about and none with a field's name alone. The text of the line
/// ends at `end`; no fold comes behind it.
fn fold_point(line: &[u8], end: usize) -> Option<usize> {
    let blank = |b: &u8| matches!(b, b' ' | b'\t');
    let name = if line.first().is_some_and(blank) { 0 } else { memchr::memchr(b':', line)? + 1 };
    let text = name + line[name..end].iter().position(|b| !blank(b))?;
    let limit = MAX_HEAD_LINE.clamp(text, end);
    // A fold comes before the first of several blanks: the one that follows text.
    let folds = |at: &usize| blank(&line[*at]) && !blank(&line[*at - 1]);
    (text + 1..=limit.min(end - 1)).rev().find(folds).or_else(|| (limit + 1..end).find(folds))
}
