//! Groups of fields, set apart by blank lines: the inside of the parts of reports that programs read
//! (RFC 3464 §2.1, RFC 5965 §3.1, RFC 8098 §3.1).

use crate::encoded_word;
use crate::header::{Field, Head};
use crate::lines::Lines;

/// Most characters that are kept of a value.
pub(crate) const MAX_VALUE: usize = 2000;

/// The fields of one group.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Group<'a>(&'a [u8]);

/// The groups of a text in their order.
pub(crate) fn groups(text: &[u8]) -> impl Iterator<Item = Group<'_>> {
    let mut lines = Lines::new(text);
    std::iter::from_fn(move || {
        let is_blank =
            |line: &crate::lines::Line| text[line.content.clone()].trim_ascii().is_empty();
        let first = lines.find(|line| !is_blank(line))?;
        let last = lines.by_ref().take_while(|line| !is_blank(line)).last();
        let end = last.map_or(first.content.end, |last| last.content.end);
        Some(Group(&text[first.content.start..end]))
    })
}

impl<'a> Group<'a> {
    /// The fields of the group. A line that is none is passed over.
    pub(crate) fn fields(self) -> impl Iterator<Item = Field<'a>> {
        let mut rest = self.0;
        let heads = std::iter::from_fn(move || {
            let lines = (!rest.is_empty()).then_some(rest)?;
            let head = Head::parse(lines);
            // Nothing was read: the first line is no field.
            let skip = match head.body_offset() {
                0 => Lines::new(lines).next()?.next,
                body => body,
            };
            rest = &lines[skip..];
            Some(head)
        });
        heads.flat_map(|head| head.fields())
    }

    /// The values of all fields of this name.
    pub(crate) fn all(self, name: &str) -> impl Iterator<Item = String> {
        self.fields().filter(move |field| field.is(name)).map(|field| value(&field))
    }

    /// The value of the first field of this name.
    pub(crate) fn first(self, name: &str) -> Option<String> {
        self.all(name).next()
    }
}

/// The value as one line of text.
pub(crate) fn value(field: &Field) -> String {
    encoded_word::decode(field.value(), MAX_VALUE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &[&[(&str, &str)]]) {
        let found: Vec<Vec<(String, String)>> = groups(text.as_bytes())
            .map(|group| group.fields().map(|f| (f.name().to_owned(), value(&f))).collect())
            .collect();
        let found: Vec<Vec<(&str, &str)>> = found
            .iter()
            .map(|group| group.iter().map(|(name, value)| (&**name, &**value)).collect())
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn blank_lines_set_groups_apart() {
        check("A: 1\nB: 2\n 3\n\nC: 4\n", &[&[("A", "1"), ("B", "2 3")], &[("C", "4")]]);
        check("\r\n\r\nA: 1\r\n \t\r\n\r\nB: 2", &[&[("A", "1")], &[("B", "2")]]);
        check("", &[]);
    }

    #[test]
    fn a_line_that_is_no_field_is_passed_over() {
        check("hello\nA: 1\nwhat?\nB: 2\n", &[&[("A", "1"), ("B", "2")]]);
    }

    #[test]
    fn values_are_found_by_name_in_any_letter_case() {
        let group = groups(b"a: 1\nA: 2\n").next().unwrap();
        assert_eq!(group.all("A").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(group.first("b"), None);
    }

    proptest! {
        #[test]
        fn any_text_has_groups_that_end(text in "([A-C]: ?[a-z]*|[a-z ]*|)(\r?\n|){0,20}") {
            for group in groups(text.as_bytes()) {
                prop_assert!(group.fields().count() <= text.len());
            }
        }
    }
}
