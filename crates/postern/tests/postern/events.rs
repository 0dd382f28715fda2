//! The events of the log: the reference lists each the sources write, and no other, with its levels and fields.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What is told of an event.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    levels: BTreeSet<String>,
    fields: BTreeSet<String>,
}

type Events = BTreeMap<String, Told>;

/// Every source file of the product.
fn sources() -> Vec<PathBuf> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (mut folders, mut files) = (vec![], vec![]);
    for of_crate in std::fs::read_dir(crates).expect("the crates") {
        folders.push(of_crate.expect("a crate").path().join("src"));
    }
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                files.push(path);
            }
        }
    }
    files
}

/// The arguments of a macro, from behind its opening parenthesis to the closing one, divided at their commas; texts lose
/// their quotes.
fn arguments(text: &str) -> Vec<String> {
    let (mut arguments, mut depth, mut quoted) = (vec![String::new()], 1, false);
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let last = arguments.last_mut().expect("there is one");
        match c {
            '\\' if quoted => drop(chars.next()),
            '"' => quoted = !quoted,
            _ if quoted => last.push(c),
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 1 => break,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 1 => arguments.push(String::new()),
            c => last.push(c),
        }
    }
    arguments.iter().map(|argument| argument.trim().to_owned()).collect()
}

/// The field that an argument sets; none in a sentence.
fn field(argument: &str) -> Option<&str> {
    let name = argument.split('=').next()?.trim().trim_start_matches(['%', '?']);
    let is_name = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    is_name.then_some(name)
}

fn written() -> Events {
    let mut events = Events::new();
    for file in sources() {
        let text = std::fs::read_to_string(&file).expect("a source");
        let product = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for level in ["error", "warn", "info", "debug", "trace"] {
            for call in product.split(&format!("tracing::{level}!(")).skip(1) {
                let arguments = arguments(call);
                let event = arguments[0].strip_prefix("event = ");
                let event = event
                    .unwrap_or_else(|| panic!("{}: no event first: {arguments:?}", file.display()));
                let told = events.entry(event.to_owned()).or_default();
                told.levels.insert(level.to_owned());
                told.fields
                    .extend(arguments[1..].iter().filter_map(|one| field(one)).map(str::to_owned));
            }
        }
    }
    events
}

/// The rows of the reference's tables.
fn listed() -> Events {
    let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/events.md");
    let text = std::fs::read_to_string(reference).expect("the reference");
    let mut events = Events::new();
    for row in text.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [event, levels, fields, meaning, to_do] = cells[..] else {
            panic!("five cells: {row}")
        };
        let words = |list: &str| {
            let words = list.split(", ").map(|word| word.trim_matches('`').to_owned());
            words.filter(|word| !word.is_empty()).collect()
        };
        let told = Told { levels: words(levels), fields: words(fields) };
        assert!(!meaning.is_empty() && !to_do.is_empty(), "{row}");
        assert!(events.insert(event.trim_matches('`').to_owned(), told).is_none(), "twice: {row}");
    }
    events
}

#[test]
fn the_reference_lists_every_event_of_the_log_and_no_other() {
    let (written, listed) = (written(), listed());
    assert!(written.len() > 60, "{} events are found in the sources", written.len());
    for (event, told) in &written {
        assert_eq!(
            listed.get(event),
            Some(told),
            "docs/reference/events.md does not tell {event} so"
        );
        let plain = |c: char| c.is_ascii_lowercase() || c == '_';
        assert!(event.chars().all(plain), "{event}: small letters and underscores");
    }
    let stale: Vec<_> = listed.keys().filter(|event| !written.contains_key(*event)).collect();
    assert!(stale.is_empty(), "nothing writes {stale:?} any more");
}
