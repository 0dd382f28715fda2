//! What a key of the provider's API may ask: rules of method and path, how far its clock may be off, the words of states.
//!
//! A rule is looked at before the thing it is asked about: who has no rule for a path learns nothing of what lies there.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::site::State;
use crate::time::Time;

/// A method that a rule allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    /// Every one.
    pub const ALL: [Method; 4] = [Method::Get, Method::Post, Method::Put, Method::Delete];

    pub fn word(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Delete => "DELETE",
        }
    }

    /// The method of a word of `Method::word`.
    pub fn from_word(word: &str) -> Option<Method> {
        Method::ALL.into_iter().find(|method| method.word() == word)
    }
}

/// What may be asked: a method, and a path in which each `*` stands for anything, or nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    method: Method,
    path: String,
}

/// Why something is no rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRule {
    /// The method is none of the four.
    Method,
    /// The path does not begin with a slash, is longer than `LONGEST_PATH`, or has more than visible ASCII.
    Path,
}

/// The longest path of a rule, in bytes.
pub const LONGEST_PATH: usize = 255;

/// Rules of one key, at most.
pub const MOST_RULES: usize = 100;

impl Rule {
    /// # Errors
    /// What is wrong with it.
    pub fn new(method: Method, path: &str) -> Result<Rule, NoRule> {
        let is_visible = |byte: u8| (b'!'..=b'~').contains(&byte);
        match path.starts_with('/') && path.len() <= LONGEST_PATH && path.bytes().all(is_visible) {
            true => Ok(Rule { method, path: path.to_owned() }),
            false => Err(NoRule::Path),
        }
    }

    /// A rule for all paths of a method.
    pub fn all(method: Method) -> Rule {
        Rule { method, path: "/*".to_owned() }
    }

    pub fn method(&self) -> Method {
        self.method
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether it lets a call pass. The path is the one that was signed, below the version.
    pub fn allows(&self, method: Method, path: &str) -> bool {
        self.method == method && fits(&self.path, path)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method.word(), self.path)
    }
}

impl FromStr for Rule {
    type Err = NoRule;

    fn from_str(text: &str) -> Result<Rule, NoRule> {
        let (method, path) = text.split_once(' ').ok_or(NoRule::Path)?;
        Rule::new(Method::from_word(method).ok_or(NoRule::Method)?, path)
    }
}

/// Whether a text fits a pattern. After a `*` the next piece is taken where it first stands: that leaves most for the
/// pieces behind it, so no place has to be tried twice, however many stars there are.
fn fits(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
    let Some(text) = text.strip_prefix(first) else { return false };
    let Some(mut text) = text.strip_suffix(last) else { return false };
    for piece in middle.split('*') {
        match text.find(piece) {
            Some(at) => text = &text[at + piece.len()..],
            None => return false,
        }
    }
    true
}

/// Whether any of the rules lets a call pass.
pub fn granted(rules: &[Rule], method: Method, path: &str) -> bool {
    rules.iter().any(|rule| rule.allows(method, path))
}

/// How far the instant of a signature may be off, either way: clients correct their clock by `/auth/time` once, when they
/// start, and run for days.
pub const SKEW: Duration = Duration::from_secs(180);

/// Whether a call signed at this second of the epoch is of now.
pub fn is_timely(signed_at: i64, now: Time) -> bool {
    signed_at.abs_diff(now.secs()) <= SKEW.as_secs()
}

/// How a key of a consumer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyState {
    /// Asked for; nobody has approved it yet.
    Pending,
    Validated,
    /// Validated for an hour, by the application's own secret (OAuth 2).
    Passing,
}

impl KeyState {
    pub const ALL: [KeyState; 3] = [KeyState::Pending, KeyState::Validated, KeyState::Passing];

    /// The word of the store.
    pub fn word(self) -> &'static str {
        match self {
            KeyState::Pending => "pending",
            KeyState::Validated => "validated",
            KeyState::Passing => "passing",
        }
    }

    /// The state of a word of `KeyState::word`.
    pub fn from_word(word: &str) -> Option<KeyState> {
        KeyState::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// The word for a site's state. While the space of a purge is being given back it is `purging`, unless the site was blocked
/// since: that matters more.
pub fn state_word(state: State, giving_back: bool) -> &'static str {
    if giving_back && !state.is_red() { "purging" } else { state.word() }
}

/// The same for the provider's state of abuse, which knows fewer words, and one for what the customer cannot leave.
pub fn abuse_word(state: State, locked: bool) -> &'static str {
    match state {
        State::Enabled | State::Forced => "ok",
        State::Spam if locked => "spamLegalBlocked",
        red => red.word(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_star_stands_for_anything_and_the_rest_for_itself() {
        let rows = [
            ("/*", "/me", true),
            ("/*", "/", true),
            ("/*", "", false),
            ("/me", "/me", true),
            ("/me", "/me/", false),
            ("/me", "/", false),
            ("/me/*", "/me", false),
            ("/hosting/web/*", "/hosting/web/a.example/email", true),
            ("/hosting/web/*", "/hosting/web", false),
            ("/hosting/web*", "/hosting/web", true),
            ("/hosting/web/*/email", "/hosting/web/a.example/email", true),
            ("/hosting/web/*/email", "/hosting/web/a.example/email/bounces", false),
            ("/hosting/web/a.example/*", "/hosting/web/b.example/email", false),
            ("/hosting/web/a.example/*", "/hosting/web/%61.example/email", false),
            ("/*/email/*", "/hosting/web/a/email/bounces", true),
            ("/*/email/*", "/hosting/web/a/mail/bounces", false),
            ("/a*a", "/a", false),
            ("/a*a", "/aa", true),
            ("/a*b*a", "/aba", true),
            ("/a*b*a", "/aa", false),
            ("/**", "/x", true),
        ];
        for (pattern, path, expected) in rows {
            let rule = Rule::new(Method::Get, pattern).expect("a rule");
            assert_eq!(rule.allows(Method::Get, path), expected, "{pattern} {path}");
            assert!(!rule.allows(Method::Put, path), "another method");
        }
    }

    #[test]
    fn a_rule_is_read_as_it_was_written_and_what_is_none_is_told() {
        let rule: Rule = "PUT /hosting/web/*".parse().expect("a rule");
        assert_eq!((rule.method(), rule.path()), (Method::Put, "/hosting/web/*"));
        assert_eq!(rule.to_string(), "PUT /hosting/web/*");
        let long = format!("GET /{}", "x".repeat(LONGEST_PATH));
        let rows = [
            ("PATCH /x", NoRule::Method),
            ("get /x", NoRule::Method),
            ("GET x", NoRule::Path),
            ("GET /a b", NoRule::Path),
            ("GET /ü", NoRule::Path),
            ("GET", NoRule::Path),
            (&long, NoRule::Path),
        ];
        for (text, why) in rows {
            assert_eq!(text.parse::<Rule>(), Err(why), "{text}");
        }
    }

    #[test]
    fn a_signature_is_of_now_within_three_minutes_either_way() {
        let now = Time::from_secs(1_700_000_000);
        for (signed_at, timely) in
            [(0, true), (180, true), (-180, true), (181, false), (-181, false)]
        {
            assert_eq!(is_timely(1_700_000_000 + signed_at, now), timely, "{signed_at}");
        }
        assert!(!is_timely(i64::MIN, now) && !is_timely(i64::MAX, now));
    }

    #[test]
    fn a_state_has_the_providers_words() {
        use State::{Blocked, Bounce, Enabled, Forced, Spam};
        let rows = [
            (Enabled, "ok", "purging", "ok", "ok"),
            (Forced, "force", "purging", "ok", "ok"),
            (Blocked, "ko", "ko", "ko", "ko"),
            (Bounce, "bounce", "bounce", "bounce", "bounce"),
            (Spam, "spam", "spam", "spam", "spamLegalBlocked"),
        ];
        for (state, plain, giving_back, abuse, locked) in rows {
            assert_eq!(state_word(state, false), plain);
            assert_eq!(state_word(state, true), giving_back);
            assert_eq!((abuse_word(state, false), abuse_word(state, true)), (abuse, locked));
        }
    }

    /// The same by trying every place.
    fn tries(pattern: &[u8], text: &[u8]) -> bool {
        match pattern.split_first() {
            None => text.is_empty(),
            Some((b'*', rest)) => (0..=text.len()).any(|at| tries(rest, &text[at..])),
            Some((byte, rest)) => {
                text.split_first().is_some_and(|(first, after)| first == byte && tries(rest, after))
            }
        }
    }

    proptest! {
        #[test]
        fn the_first_place_is_as_good_as_any(pattern in "/[ab*]{0,8}", text in "/[ab]{0,10}") {
            prop_assert_eq!(fits(&pattern, &text), tries(pattern.as_bytes(), text.as_bytes()));
        }
    }
}
