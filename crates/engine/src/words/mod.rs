//! Words for people: the catalogues of seven languages, and how each writes numbers, dates and spans.
//!
//! A catalogue is Fluent text in `words/LANGUAGE/PART.ftl`. English is the one that is written first; each other has the
//! same keys with the same variables, and a test holds them to it. Nothing here knows a page or a mail: who speaks says
//! which key, with which facts.

mod format;
pub mod said;
pub mod steps;

use std::fmt;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use format::Style;

/// A language people are spoken to in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    English,
    Italian,
    French,
    German,
    Spanish,
    Polish,
    Portuguese,
}

impl Language {
    /// Every language, in the order they are offered in.
    pub const ALL: [Language; 7] = [
        Language::English,
        Language::Italian,
        Language::French,
        Language::German,
        Language::Spanish,
        Language::Polish,
        Language::Portuguese,
    ];

    /// The same by their codes.
    pub const CODES: [&str; 7] = {
        let mut codes = [""; 7];
        let mut at = 0;
        while at < codes.len() {
            codes[at] = Language::ALL[at].code();
            at += 1;
        }
        codes
    };

    /// Its ISO 639-1 code, as settings and pages name it.
    pub const fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Italian => "it",
            Language::French => "fr",
            Language::German => "de",
            Language::Spanish => "es",
            Language::Polish => "pl",
            Language::Portuguese => "pt",
        }
    }

    /// What it calls itself.
    pub fn name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::Italian => "Italiano",
            Language::French => "Français",
            Language::German => "Deutsch",
            Language::Spanish => "Español",
            Language::Polish => "Polski",
            Language::Portuguese => "Português",
        }
    }

    /// The language of a code.
    pub fn from_code(code: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The one of a header `Accept-Language` (RFC 9110 §12.5.4) its sender likes best; of those liked alike, the first.
    pub fn preferred(accept: &str) -> Option<Language> {
        let mut best: Option<(Language, u32)> = None;
        for range in accept.split(',') {
            let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
            let code = tag.trim().split('-').next().unwrap_or("").to_ascii_lowercase();
            let Some(language) = Language::from_code(&code) else { continue };
            let weight = thousandths(weight.trim());
            if weight > best.map_or(0, |(_, most)| most) {
                best = Some((language, weight));
            }
        }
        best.map(|(language, _)| language)
    }

    /// The same for the rules of plurals. One that cannot be read has those of no language.
    fn id(self) -> LanguageIdentifier {
        self.code().parse().unwrap_or_default()
    }

    fn texts(self) -> &'static [&'static str] {
        match self {
            Language::English => &texts!("en"),
            Language::Italian => &texts!("it"),
            Language::French => &texts!("fr"),
            Language::German => &texts!("de"),
            Language::Spanish => &texts!("es"),
            Language::Polish => &texts!("pl"),
            Language::Portuguese => &texts!("pt"),
        }
    }
}

/// The weight `q=0.8` in thousandths; none is 1, one that cannot be read 0.
fn thousandths(weight: &str) -> u32 {
    match weight.strip_prefix("q=") {
        None => 1000,
        Some(text) => text
            .parse::<f32>()
            .ok()
            .filter(|weight| (0.0..=1.0).contains(weight))
            .map_or(0, |weight| (weight * 1000.0) as u32),
    }
}

/// The parts of a catalogue.
macro_rules! texts {
    ($code:literal) => {
        texts!($code: "format", "frame", "state", "site", "mail", "help", "settings", "people", "operate", "hooks", "ovh", "report")
    };
    ($code:literal: $($part:literal),*) => {
        [$(include_str!(concat!("../../words/", $code, "/", $part, ".ftl"))),*]
    };
}
use texts;

/// A fact that a text tells.
#[derive(Clone, Copy, Debug)]
pub enum Fact<'a> {
    Text(&'a str),
    /// Chooses the plural and is written as the language writes numbers.
    Count(u64),
}

impl<'a> From<&'a str> for Fact<'a> {
    fn from(text: &'a str) -> Fact<'a> {
        Fact::Text(text)
    }
}

impl<'a> From<&'a String> for Fact<'a> {
    fn from(text: &'a String) -> Fact<'a> {
        Fact::Text(text)
    }
}

impl From<u64> for Fact<'_> {
    fn from(count: u64) -> Self {
        Fact::Count(count)
    }
}

/// One language's words.
#[derive(Clone)]
pub struct Words {
    language: Language,
    style: Style,
    bundle: Arc<FluentBundle<FluentResource>>,
}

impl Words {
    /// Reads a catalogue. A text that is missing in it is English.
    fn read(language: Language) -> Words {
        let style = Style::of(language);
        let mut bundle = FluentBundle::new_concurrent(vec![language.id()]);
        // No invisible marks around what is told: pages and mails isolate it themselves.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(style.formatter()));
        for text in Language::English.texts().iter().chain(language.texts()) {
            let resource = FluentResource::try_new((*text).to_owned());
            // What is broken in a catalogue is left out; a test holds that nothing is.
            bundle.add_resource_overriding(resource.unwrap_or_else(|(rest, _)| rest));
        }
        Words { language, style, bundle: Arc::new(bundle) }
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// The text of a key; the key itself when there is none.
    pub fn say(&self, key: &str) -> String {
        self.tell(key, &[])
    }

    /// The text of a key that tells facts, each by the name of its variable.
    pub fn tell(&self, key: &str, facts: &[(&str, Fact<'_>)]) -> String {
        let pattern = self.bundle.get_message(key).and_then(|message| message.value());
        let Some(pattern) = pattern else { return key.to_owned() };
        let args: FluentArgs<'_> = facts
            .iter()
            .map(|(name, fact)| {
                let value = match fact {
                    Fact::Text(text) => FluentValue::from(*text),
                    Fact::Count(count) => FluentValue::from(*count),
                };
                (*name, value)
            })
            .collect();
        self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }

    /// Whether there is a text of this key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").field("language", &self.language).finish_non_exhaustive()
    }
}

/// All catalogues, read once.
#[derive(Clone, Debug)]
pub struct Catalogues([Words; Language::ALL.len()]);

impl Catalogues {
    pub fn read() -> Catalogues {
        Catalogues(Language::ALL.map(Words::read))
    }

    pub fn of(&self, language: Language) -> &Words {
        // `ALL` is in the order of the variants.
        &self.0[language as usize]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Each key of a text with the variables it tells.
    fn keys(language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let mut keys = BTreeMap::new();
        let mut key = String::new();
        for line in language.texts().iter().flat_map(|text| text.lines()) {
            if let Some((name, _)) = line
                .split_once(" =")
                .filter(|_| line.starts_with(|first: char| first.is_ascii_lowercase()))
            {
                key = name.to_owned();
                assert!(
                    keys.insert(key.clone(), BTreeSet::new()).is_none(),
                    "{language:?} has {key} twice"
                );
            }
            let told = line.split('$').skip(1).map(|rest| {
                rest.chars()
                    .take_while(|&c| c.is_ascii_alphanumeric() || c == '-')
                    .collect::<String>()
            });
            if let Some(variables) = keys.get_mut(&key) {
                variables.extend(told);
            }
        }
        keys
    }

    #[test]
    fn every_catalogue_is_read_whole() {
        for language in Language::ALL {
            for text in language.texts() {
                let broken =
                    FluentResource::try_new((*text).to_owned()).err().map(|(_, errors)| errors);
                assert_eq!(broken, None, "{language:?}");
            }
            let words = Words::read(language);
            for key in keys(language).keys() {
                assert!(words.has(key), "{language:?} has no text of {key}");
            }
        }
    }

    #[test]
    fn every_language_has_every_key_of_english_and_tells_the_same() {
        let english = keys(Language::English);
        for language in Language::ALL {
            let own = keys(language);
            let missing: Vec<_> = english.keys().filter(|key| !own.contains_key(*key)).collect();
            let more: Vec<_> = own.keys().filter(|key| !english.contains_key(*key)).collect();
            assert_eq!((missing, more), (Vec::new(), Vec::new()), "{language:?}");
            for (key, told) in &own {
                assert_eq!(told, &english[key], "{language:?}: {key}");
            }
        }
    }

    #[test]
    fn every_language_is_in_its_place() {
        let catalogues = Catalogues::read();
        for language in Language::ALL {
            assert_eq!(catalogues.of(language).language(), language);
            assert_eq!(Language::from_code(language.code()), Some(language));
        }
    }

    #[test]
    fn the_language_liked_best_is_found_in_the_browsers_header() {
        let cases = [
            ("it-IT,it;q=0.9,en;q=0.8", Some(Language::Italian)),
            ("nl, en;q=0.5, PL;q=0.7", Some(Language::Polish)),
            ("en;q=0.5,de;q=0.5", Some(Language::English)),
            ("de;q=0", None),
            ("de;q=seven, fr;q=0.1", Some(Language::French)),
            ("*", None),
            ("", None),
            (";;;q=,,-", None),
        ];
        for (accept, expected) in cases {
            assert_eq!(Language::preferred(accept), expected, "{accept:?}");
        }
    }
}
