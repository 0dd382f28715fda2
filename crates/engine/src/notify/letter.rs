//! A mail of Postern's own, in words: one layout for all of them, as text and as HTML that bad mail programs can show.
//!
//! What is in it is ready to be read: whoever writes a letter takes its words from the catalogues, and shows the words of
//! strangers escaped (`crate::escape`) and cut.

use std::fmt::Write;

use askama::Template;

use crate::words::said::Meaning;

/// A letter. What is empty or `None` does not appear.
#[derive(Debug, Default)]
pub(super) struct Letter {
    pub(super) subject: String,
    pub(super) title: String,
    /// Sentences.
    pub(super) lead: Vec<String>,
    /// Names and values.
    pub(super) facts: Vec<(String, String)>,
    /// What happened, by its kinds.
    pub(super) kinds: Option<Part<Kind>>,
    /// What to do, in this order.
    pub(super) steps: Option<Part<String>>,
    pub(super) button: Option<Link>,
    /// What happened, one by one.
    pub(super) list: Option<Part<Entry>>,
    /// Why it came, and to whom.
    pub(super) foot: Vec<String>,
    /// Where it is turned off.
    pub(super) off: Option<Link>,
}

/// A part with a title of its own.
#[derive(Debug)]
pub(super) struct Part<T> {
    pub(super) title: String,
    pub(super) all: Vec<T>,
}

/// A kind of what happened, and how often it did.
#[derive(Debug)]
pub(super) struct Kind {
    pub(super) count: String,
    pub(super) meaning: Meaning,
}

/// One of what happened.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) title: String,
    /// In a word or two; may be empty.
    pub(super) what: String,
    pub(super) when: String,
    pub(super) rows: Vec<(String, String)>,
}

#[derive(Debug)]
pub(super) struct Link {
    pub(super) label: String,
    pub(super) href: String,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Html<'a> {
    language: &'a str,
    letter: &'a Letter,
}

impl Letter {
    /// As HTML, in a language by its code.
    ///
    /// # Errors
    /// None but what a formatter says, which a string does not.
    pub(super) fn html(&self, language: &str) -> Result<String, askama::Error> {
        // What a template leaves between its parts is no use to anybody on the way.
        let written = Html { language, letter: self }.render()?;
        Ok(written
            .lines()
            .filter(|line| !line.is_empty())
            .fold(String::new(), |html, line| html + line + "\n"))
    }

    /// As plain text.
    pub(super) fn text(&self) -> String {
        let mut parts = vec![self.title.clone()];
        parts.extend(self.lead.iter().cloned());
        if !self.facts.is_empty() {
            parts.push(rows(&self.facts, ""));
        }
        if let Some(kinds) = &self.kinds {
            parts.push(heading(&kinds.title));
            parts.extend(kinds.all.iter().map(|Kind { count, meaning }| {
                let Meaning { what, means, advice } = meaning;
                format!("{count} · {what}\n{means}\n{advice}")
            }));
        }
        if let Some(steps) = &self.steps {
            parts.push(heading(&steps.title));
            let numbered = steps.all.iter().zip(1..).map(|(step, nth)| format!("{nth}. {step}"));
            parts.push(numbered.collect::<Vec<_>>().join("\n"));
        }
        if let Some(Link { label, href }) = &self.button {
            parts.push(format!("{label}:\n{href}"));
        }
        if let Some(list) = &self.list {
            parts.push(heading(&list.title));
            parts.extend(list.all.iter().map(Entry::text));
        }
        parts.push(format!("-- \n{}", self.foot.join("\n")));
        if let Some(Link { label, href }) = &self.off {
            parts.push(format!("{label}:\n{href}"));
        }
        parts.join("\n\n") + "\n"
    }
}

impl Entry {
    fn text(&self) -> String {
        let Entry { title, what, when, rows: more } = self;
        let what = if what.is_empty() { String::new() } else { format!(" · {what}") };
        let more = if more.is_empty() { String::new() } else { format!("\n{}", rows(more, "  ")) };
        format!("{title}{what}\n  {when}{more}")
    }
}

fn heading(title: &str) -> String {
    format!("{title}\n{}", "-".repeat(title.chars().count()))
}

/// Names and values, a line each.
fn rows(rows: &[(String, String)], indent: &str) -> String {
    let mut text = String::new();
    for (at, (name, value)) in rows.iter().enumerate() {
        let end = if at == 0 { "" } else { "\n" };
        // A string takes all that is written.
        let _ = write!(text, "{end}{indent}{name}: {value}");
    }
    text
}
