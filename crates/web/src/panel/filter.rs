//! The form above a list: which of its rows are meant.
//!
//! It is sent with GET, so that what is found has an address of its own; a field that is empty filters nothing and stands
//! in no link.

use std::fmt;
use std::ops::Range;

use jiff::tz::TimeZone;
use postern_core::counter::{day_range, parse_day};
use postern_core::time::Time;
use postern_engine::words::Words;

use super::visitor::with_query;

/// A page with its query, which grows.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    path: String,
    query: Vec<(&'static str, String)>,
}

impl Link {
    pub(crate) fn to(path: String) -> Link {
        Link { path, query: Vec::new() }
    }

    /// The same query of another page.
    pub(crate) fn at(self, path: String) -> Link {
        Link { path, ..self }
    }

    /// With one more value, unless it is empty; it takes the place of an earlier one of its name.
    pub(crate) fn with(&self, name: &'static str, value: &str) -> Link {
        let mut link = self.clone();
        link.query.retain(|(other, _)| *other != name);
        if !value.is_empty() {
            link.query.push((name, value.to_owned()));
        }
        link
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs: Vec<_> =
            self.query.iter().map(|(name, value)| (*name, value.as_str())).collect();
        f.write_str(&with_query(&self.path, &pairs))
    }
}

/// The form.
#[derive(Debug)]
pub(crate) struct Filter {
    pub(crate) action: String,
    pub(crate) fields: Vec<Field>,
    /// What a search leaves as it is: the tab that is shown.
    pub(crate) kept: Vec<(&'static str, String)>,
}

/// One field, with what is looked for now.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) value: String,
    /// `search`, `text` or `date`; `select` for choices.
    pub(crate) kind: &'static str,
    pub(crate) choices: Vec<Choice>,
    pub(crate) fault: Option<String>,
}

/// What can be chosen of a field.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
}

/// Longer texts are not looked for.
const LONGEST: usize = 1000;

impl Filter {
    /// The form of a page, without fields so far.
    pub(crate) fn of(page: String) -> Filter {
        Filter { action: page, fields: Vec::new(), kept: Vec::new() }
    }

    /// A value that goes along unseen.
    #[must_use]
    pub(crate) fn keep(mut self, name: &'static str, value: &str) -> Filter {
        if !value.is_empty() {
            self.kept.push((name, value.to_owned()));
        }
        self
    }

    /// A text that is looked for.
    #[must_use]
    pub(crate) fn search(self, name: &'static str, label: String, value: &str) -> Filter {
        self.field("search", name, label, value)
    }

    /// A text that has to be the same.
    #[must_use]
    pub(crate) fn text(self, name: &'static str, label: String, value: &str) -> Filter {
        self.field("text", name, label, value)
    }

    /// A day; one that is none is told so.
    #[must_use]
    pub(crate) fn day(
        self,
        words: &Words,
        name: &'static str,
        label: String,
        value: &str,
    ) -> Filter {
        let mut filter = self.field("date", name, label, value);
        if let Some(field) = filter.fields.last_mut()
            && !value.is_empty()
            && parse_day(value).is_none()
        {
            field.fault = Some(words.say("filter-no-day"));
        }
        filter
    }

    /// One of several values, or none of them: a choice of that stands first.
    #[must_use]
    pub(crate) fn choice(
        self,
        name: &'static str,
        label: String,
        value: &str,
        choices: Vec<Choice>,
    ) -> Filter {
        let mut filter = self.field("select", name, label, value);
        if let Some(field) = filter.fields.last_mut() {
            field.choices = choices;
        }
        filter
    }

    fn field(
        mut self,
        kind: &'static str,
        name: &'static str,
        label: String,
        value: &str,
    ) -> Filter {
        let value = value.chars().take(LONGEST).collect();
        self.fields.push(Field { name, label, value, kind, choices: Vec::new(), fault: None });
        self
    }

    /// Whether anything is looked for.
    pub(crate) fn is_set(&self) -> bool {
        self.fields.iter().any(|field| !field.value.is_empty())
    }

    /// The list as it is shown.
    pub(crate) fn link(&self) -> Link {
        let values = self.fields.iter().map(|field| (field.name, &field.value));
        values.fold(self.unset(), |link, (name, value)| link.with(name, value))
    }

    /// The same without a filter.
    pub(crate) fn unset(&self) -> Link {
        let link = Link::to(self.action.clone());
        self.kept.iter().fold(link, |link, (name, value)| link.with(name, value))
    }
}

/// What a field looks for: nothing, when it is empty.
pub(crate) fn given(value: &str) -> Option<String> {
    let value: String = value.trim().chars().take(LONGEST).collect();
    (!value.is_empty()).then_some(value)
}

/// The range of a day of the site's calendar; none, when it is no day.
pub(crate) fn day(value: &str, zone: &TimeZone) -> Option<Range<Time>> {
    day_range(parse_day(value.trim())?, zone)
}

#[cfg(test)]
mod tests {
    use postern_engine::words::{Catalogues, Language};

    use super::*;

    fn filter(class: &str, day: &str) -> Filter {
        let catalogues = Catalogues::read();
        let words = catalogues.of(Language::English);
        Filter::of("/sites/a/errors".into())
            .keep("tab", "held")
            .search("q", "Search".into(), "")
            .choice("class", "Class".into(), class, Vec::new())
            .day(words, "to", "To".into(), day)
    }

    #[test]
    fn a_link_has_what_is_looked_for_and_nothing_that_is_empty() {
        let filter = filter("bad mailbox&", "");
        assert_eq!(filter.link().to_string(), "/sites/a/errors?tab=held&class=bad%20mailbox%26");
        assert_eq!(
            filter.link().with("class", "").with("from", "9").to_string(),
            "/sites/a/errors?tab=held&from=9"
        );
        assert_eq!(filter.unset().to_string(), "/sites/a/errors?tab=held");
        assert!(filter.is_set());
        assert!(!self::filter("", "").is_set());
    }

    #[test]
    fn a_day_that_is_none_is_told_and_one_has_a_beginning_and_an_end_in_its_zone() {
        let fault = |day| filter("", day).fields.pop().expect("a field").fault;
        assert_eq!((fault(""), fault("2026-03-29")), (None, None));
        assert!(fault("29.3.26").is_some_and(|fault| fault.contains("2026-03-29")));
        let zone = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").expect("a zone");
        let range = day("2026-03-29", &zone).expect("a day");
        assert_eq!(range.end.since(range.start).as_secs(), 23 * 3600);
        assert_eq!(day("2026-02-30", &zone), None);
    }
}
