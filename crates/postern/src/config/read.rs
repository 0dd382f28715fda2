//! First stage: what was written. The file becomes a value for each setting, checked against the table on its own;
//! whether they fit together is the second stage's question.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::Fault;
use super::kind::Value;
use super::nearest::nearest;
use super::table::{self, Setting, TABLE};

/// What a file says.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// Each setting that is written, by its whole key.
    pub values: BTreeMap<String, Given>,
    /// The names of the smarthosts that have a table, with its line.
    pub smarthosts: BTreeMap<String, usize>,
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Given {
    pub value: Value,
    pub line: usize,
}

impl Written {
    /// Where a setting is written, if it is.
    pub fn line(&self, key: &str) -> Option<usize> {
        self.values.get(key).map(|given| given.line)
    }
}

/// Reads a file's text. What could be read comes back beside the faults, so that the second stage finds its own, too.
pub fn read(text: &str) -> (Written, Vec<Fault>) {
    let mut reader = Reader { text, written: Written::default(), faults: Vec::new() };
    match DeTable::parse(text) {
        Ok(root) => reader.table("", root.get_ref()),
        Err(error) => {
            let message = error.message().lines().collect::<Vec<_>>().join(", ");
            let line = error.span().map(|span| reader.line(span));
            reader.faults.push(Fault { line, message });
        }
    }
    // The parser keeps tables by name; people read from top to bottom.
    reader.faults.sort_by_key(|fault| fault.line);
    (reader.written, reader.faults)
}

struct Reader<'a> {
    text: &'a str,
    written: Written,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn table(&mut self, prefix: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let key = if prefix.is_empty() {
                name.get_ref().to_string()
            } else {
                format!("{prefix}.{}", name.get_ref())
            };
            let line = self.line(name.span());
            if prefix == "smarthost" && value.get_ref().is_table() {
                self.smarthost(name, line);
            }
            match (table::find(&key), value.get_ref()) {
                (Some(setting), value) => self.value(setting, key, value, line),
                (None, DeValue::Table(inner)) if table::is_section(&key) => self.table(&key, inner),
                (None, _) if table::is_section(&key) => self.fault(line, no_value(&key)),
                (None, DeValue::Table(_)) => self.unknown("section", &key, line),
                (None, _) => self.unknown("setting", &key, line),
            }
        }
    }

    fn value(&mut self, setting: &Setting, key: String, value: &DeValue<'_>, line: usize) {
        match setting.kind.read(value) {
            Ok(value) => {
                self.written.values.insert(key, Given { value, line });
            }
            Err(why) => self.fault(line, format!("{key}: {why}")),
        }
    }

    fn smarthost(&mut self, name: &Spanned<std::borrow::Cow<'_, str>>, line: usize) {
        let name = name.get_ref();
        if name.is_empty()
            || !name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        {
            self.fault(
                line,
                format!("{name:?} is no name for a smarthost: use letters, digits, - and _"),
            );
        }
        self.written.smarthosts.insert(name.to_string(), line);
    }

    fn unknown(&mut self, what: &str, key: &str, line: usize) {
        // A smarthost's key is compared with its own name in place of NAME.
        let name = key
            .strip_prefix("smarthost.")
            .and_then(|rest| rest.split_once('.'))
            .map(|(name, _)| name);
        let known: Vec<String> = TABLE
            .iter()
            .map(|setting| setting.key.replace("NAME", name.unwrap_or("NAME")))
            .collect();
        let sections = table::sections();
        let known = known.iter().map(String::as_str).chain(sections.iter().copied());
        let hint = match nearest(key, known) {
            Some(near) => format!("did you mean {near}?"),
            None => "postern config explain lists all settings".into(),
        };
        let shown = if what == "section" { format!("[{key}]") } else { key.to_owned() };
        self.fault(line, format!("there is no {what} {shown}: {hint}"));
    }

    fn fault(&mut self, line: usize, message: String) {
        self.faults.push(Fault { line: Some(line), message });
    }

    fn line(&self, span: Range<usize>) -> usize {
        let before = &self.text.as_bytes()[..span.start.min(self.text.len())];
        before.iter().filter(|byte| **byte == b'\n').count() + 1
    }
}

/// What is said where a section's key has a value. What stands below [smarthost] itself is taken for a name.
fn no_value(key: &str) -> String {
    let name = key.strip_prefix("smarthost.");
    match name.filter(|name| table::find(&format!("smarthost.NAME.{name}")).is_some()) {
        Some(setting) => {
            format!(
                "{key} belongs to no smarthost: name it, write [smarthost.NAME] and {setting} below"
            )
        }
        None if key == "smarthost" => {
            "smarthost is a section of named ones, write [smarthost.NAME] and its settings below"
                .into()
        }
        None => format!("{key} is a section, write [{key}] and its settings below"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(usize, &str)]) {
        let (_, faults) = read(text);
        let faults: Vec<_> =
            faults.iter().map(|fault| (fault.line.unwrap_or(0), fault.message.as_str())).collect();
        assert_eq!(faults, expected, "{text}");
    }

    #[test]
    fn each_fault_is_told_with_its_line_and_the_nearest_known_key() {
        check("hostname = \"mail.example.org\"\n[smtp]\nlisten = [\"127.0.0.1:587\"]\n", &[]);
        check(
            "\n# a comment\nhostnam = \"a\"\n[smtp]\nlisten = 5\nlisen = []\n[quota]\na = 1\n",
            &[
                (3, "there is no setting hostnam: did you mean hostname?"),
                (5, "smtp.listen: expected a list in [ ], this is a whole number"),
                (6, "there is no setting smtp.lisen: did you mean smtp.listen?"),
                (7, "there is no section [quota]: postern config explain lists all settings"),
            ],
        );
        check(
            "[smarthost.main]\nhots = \"a\"\n",
            &[(2, "there is no setting smarthost.main.hots: did you mean smarthost.main.host?")],
        );
        check(
            "[smarthots.main]\n",
            &[(1, "there is no section [smarthots]: did you mean smarthost?")],
        );
        check("smtp = 5\n", &[(1, "smtp is a section, write [smtp] and its settings below")]);
        check(
            "[smarthost]\nhost = \"a\"\nmain = \"a\"\n",
            &[
                (
                    2,
                    "smarthost.host belongs to no smarthost: name it, write [smarthost.NAME] and host below",
                ),
                (3, "smarthost.main is a section, write [smarthost.main] and its settings below"),
            ],
        );
        check(
            "smarthost = 5\n",
            &[(
                1,
                "smarthost is a section of named ones, write [smarthost.NAME] and its settings below",
            )],
        );
        check(
            "[smarthost.\"a b\"]\nhost = \"a\"\n",
            &[(1, "\"a b\" is no name for a smarthost: use letters, digits, - and _")],
        );
    }

    #[test]
    fn what_is_no_toml_is_told_with_its_line() {
        let (_, faults) = read("hostname = \"a\"\nlisten = [\n");
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].line, Some(2), "{faults:?}");
        let (_, faults) = read("hostname = \"a\"\nhostname = \"b\"\n");
        assert_eq!(faults[0].line, Some(2), "{faults:?}");
    }
}
