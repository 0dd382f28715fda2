//! Templates hold no words, no style and no script of their own; what they and the handlers say stands in the catalogue.

use std::fs;
use std::path::Path;

use postern_core::classify::Class;
use postern_engine::words::{Catalogues, Language, Words};

/// The files of a folder of this crate, by name.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .map(|path| (path.display().to_string(), fs::read_to_string(&path).expect("text")))
        .collect()
}

fn words() -> Words {
    Catalogues::read().of(Language::English).clone()
}

#[test]
fn every_key_that_is_said_stands_in_the_catalogue() {
    let words = words();
    let mut said = 0;
    for (file, text) in files("templates", ".html")
        .into_iter()
        .chain(files("src/panel", ".rs"))
        .chain(files("src/panel/account", ".rs"))
        .chain(files("src/panel/help", ".rs"))
        .chain(files("src/panel/hooks", ".rs"))
        .chain(files("src/panel/overview", ".rs"))
        .chain(files("src/panel/operate", ".rs"))
        .chain(files("src/panel/operate/bulk", ".rs"))
        .chain(files("src/panel/operate/site", ".rs"))
        .chain(files("src/panel/test_mail", ".rs"))
        .chain(files("src/panel/trace", ".rs"))
        .chain(files("src/panel/queue", ".rs"))
        .chain(files("src/panel/scripts", ".rs"))
        .chain(files("../engine/src/notify", ".rs"))
        .chain(files("../engine/src/words", "steps.rs"))
    {
        for call in ["say(\"", "tell(\"", "tell(\n                \"", "count(\"", "fact(\""] {
            for rest in text.split(call).skip(1) {
                let key = rest.split('"').next().unwrap_or_default();
                assert!(words.has(key), "{file} says {key:?}");
                said += 1;
            }
        }
        if file.ends_with(".html") {
            continue;
        }
        // Keys that are chosen first and said later look like keys.
        for prefix in [
            "action-",
            "attempt-",
            "audit-",
            "badge-",
            "bulk-",
            "by-",
            "choose-",
            "column-",
            "grant-",
            "health-",
            "held-goes-",
            "hook-kind-",
            "hooks-",
            "hop-",
            "hops-",
            "job-",
            "letter-",
            "nav-",
            "none-",
            "off-",
            "queued-",
            "range-",
            "refused-",
            "reply-",
            "report-",
            "role-",
            "script-",
            "scripts-",
            "since-",
            "site-",
            "sites-",
            "stands-",
            "state-",
            "step-",
            "stop-",
            "tokens-",
            "unstop-",
            "users-",
            "waits-",
            "why-",
            "work-",
        ] {
            for rest in text.split(&format!("\"{prefix}")).skip(1) {
                let rest = rest.split('"').next().unwrap_or_default();
                let key = format!("{prefix}{rest}");
                assert!(
                    rest.contains('{') || rest.is_empty() || words.has(&key),
                    "{file} names {key:?}"
                );
            }
        }
    }
    assert!(said > 80, "{said}");
}

#[test]
fn every_class_of_failures_is_named_and_explained() {
    let words = words();
    for class in Class::ALL {
        for part in ["", "-means", "-advice"] {
            let key = format!("class-{}{part}", class.word());
            assert!(words.has(&key), "{key}");
        }
    }
}

#[test]
fn every_step_and_advice_has_its_link() {
    let words = words();
    for key in words_of("../engine/src/words/steps.rs", "(\"step-", "\", Some") {
        assert!(words.has(&format!("step-{key}-link")), "{key}");
    }
    for key in words_of("src/panel/overview/figures.rs", "\"advice-", "\"") {
        if !key.contains("heading") && !key.ends_with("ever") {
            assert!(
                words.has(&format!("advice-{key}-title"))
                    && words.has(&format!("advice-{key}-link")),
                "{key}"
            );
        }
    }
}

/// What stands between two texts, each time both do on one line.
fn words_of(file: &str, before: &str, after: &str) -> Vec<String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("text");
    let parts = text.lines().flat_map(|line| line.split(before).skip(1));
    parts.filter_map(|rest| Some(rest.split_once(after)?.0.to_owned())).collect()
}

#[test]
fn templates_have_no_words_and_nothing_inline() {
    for (file, text) in files("templates", ".html") {
        for inline in ["style=", "<style", "onclick", "onload", "javascript:", "http:", "https:"] {
            assert!(!text.contains(inline), "{file} has {inline}");
        }
        assert!(
            !text.replace("<script src=", "").contains("<script"),
            "{file} has a script of its own"
        );
        for word in bare_words(&text) {
            assert!(["Postern", ""].contains(&word.as_str()), "{file} says {word:?}");
        }
    }
}

/// Letters outside tags, expressions and statements.
fn bare_words(html: &str) -> Vec<String> {
    let mut bare = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '{']) {
        bare.push_str(&rest[..at]);
        bare.push(' ');
        let end = match &rest[at..] {
            tag if tag.starts_with("{{") => tag.find("}}").map(|end| end + 2),
            tag if tag.starts_with("{%") => tag.find("%}").map(|end| end + 2),
            tag => end_of_tag(tag),
        };
        rest = &rest[at + end.unwrap_or(rest.len() - at)..];
    }
    bare.push_str(rest);
    bare.split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A tag ends with `>`, but not within an expression or a statement.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let next = at + tag[at..].find(['>', '{'])?;
        at = match &tag[next..] {
            rest if rest.starts_with("{{") => next + rest.find("}}")? + 2,
            rest if rest.starts_with("{%") => next + rest.find("%}")? + 2,
            rest if rest.starts_with('>') => return Some(next + 1),
            _ => next + 1,
        };
    }
}
