//! The policy: from what was counted of a site to what is to be stopped, and why.
//!
//! Each rule is a file: its settings, its defaults with their reasons, and the one question whether what was counted is too
//! much. A rule asks it of any `Record`, a site's or a script's; `judge` asks all rules, finds out who is at fault, and
//! which verdict wins; `replay` does so for a past, to tell what other settings would have done.
//!
//! What is counted stands in half-hours (`Counts`), per site and per script. A block, once lifted, begins anew: after an
//! unblock or a purge only what came later counts (`Record::since`). Mail that is given up because it was held, or
//! because nobody could be reached, says nothing about its site and counts in no rule.
//!
//! Verdicts are values with figures; the words are made elsewhere. They change a site by `site::raise`.

pub mod bounce;
pub mod complaint;
mod counts;
pub mod failures;
pub mod first_time;
mod judge;
mod ratio;
mod record;
mod replay;
mod reported;
mod run;
pub mod spam;
pub mod spike;
pub mod unknown;

#[cfg(test)]
mod tests;

use std::time::Duration;

pub use counts::Counts;
pub use judge::{Facts, judge};
pub use ratio::{NotARatio, Ratio};
pub use record::Record;
pub use replay::{Did, Half, Past, WouldHaveStopped, replay};
pub use reported::Reported;
pub use run::Run;

use crate::classify::Class;
use crate::site::State;
use crate::time::Time;

/// A rule of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// Too much content judged spam.
    Spam,
    /// Too many recipients complain.
    Complaint,
    /// Too large a part of the mail is refused.
    Bounce,
    /// Too many mails in a row go to recipients that do not exist.
    Unknown,
    /// Too many mails in a row are refused.
    Failures,
    /// Much more mail than the site ever sent.
    Spike,
    /// Too many recipients the site never wrote to before.
    FirstTime,
}

impl Rule {
    /// Every rule; of two verdicts of the same weight, the rule that stands first here wins.
    pub const ALL: [Rule; 7] = [
        Rule::Spam,
        Rule::Complaint,
        Rule::Bounce,
        Rule::Unknown,
        Rule::Failures,
        Rule::Spike,
        Rule::FirstTime,
    ];

    /// The word of the configuration, the API and the audit log (`policy:bounce`).
    pub fn word(self) -> &'static str {
        match self {
            Rule::Spam => "spam",
            Rule::Complaint => "complaint",
            Rule::Bounce => "bounce",
            Rule::Unknown => "unknown",
            Rule::Failures => "failures",
            Rule::Spike => "spike",
            Rule::FirstTime => "first-time",
        }
    }

    /// The rule of a word of `Rule::word`.
    pub fn from_word(word: &str) -> Option<Rule> {
        Rule::ALL.into_iter().find(|rule| rule.word() == word)
    }

    /// The state a site goes to that is at fault by this rule.
    pub fn state(self) -> State {
        match self {
            Rule::Spam | Rule::Complaint => State::Spam,
            Rule::Bounce => State::Bounce,
            Rule::Unknown | Rule::Failures | Rule::Spike | Rule::FirstTime => State::Blocked,
        }
    }

    /// Failures of which classes show what the rule is about: the latest of these are its sample replies.
    pub fn samples(self) -> &'static [Class] {
        const REFUSED: [Class; 5] = [
            Class::BadMailbox,
            Class::BadDomain,
            Class::MailboxFull,
            Class::RefusedByPolicy,
            Class::RefusedAsSpam,
        ];
        match self {
            Rule::Spam => &[Class::RefusedAsSpam],
            Rule::Complaint => &[Class::Complaint],
            Rule::Bounce | Rule::Failures => &REFUSED,
            Rule::Unknown => &[Class::BadMailbox, Class::BadDomain],
            Rule::Spike | Rule::FirstTime => &[],
        }
    }
}

/// What becomes of a rule's verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// They are carried out.
    On,
    /// They are only reported: "would have blocked".
    Dry,
    /// There are none.
    Off,
}

/// The settings of the policy, of all sites or of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Nothing is carried out, whatever the rules' own modes are.
    pub dry: bool,
    /// A script that is at fault by itself is stopped, and its site stays green. By default so, because a site whose
    /// contact form is misused has done nothing wrong with its orders.
    pub scripts: bool,
    pub bounce: bounce::Settings,
    pub complaint: complaint::Settings,
    pub failures: failures::Settings,
    pub first_time: first_time::Settings,
    pub spam: spam::Settings,
    pub spike: spike::Settings,
    pub unknown: unknown::Settings,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            dry: false,
            scripts: true,
            bounce: bounce::Settings::default(),
            complaint: complaint::Settings::default(),
            failures: failures::Settings::default(),
            first_time: first_time::Settings::default(),
            spam: spam::Settings::default(),
            spike: spike::Settings::default(),
            unknown: unknown::Settings::default(),
        }
    }
}

impl Settings {
    /// A rule, as it is set.
    fn of(&self, rule: Rule) -> &dyn Weigh {
        match rule {
            Rule::Spam => &self.spam,
            Rule::Complaint => &self.complaint,
            Rule::Bounce => &self.bounce,
            Rule::Unknown => &self.unknown,
            Rule::Failures => &self.failures,
            Rule::Spike => &self.spike,
            Rule::FirstTime => &self.first_time,
        }
    }
}

/// What every rule can do.
trait Weigh {
    fn mode(&self) -> Mode;

    /// How far back it looks; at most `Record::LONGEST`.
    fn window(&self) -> Duration;

    /// What it counts, in counts of its window.
    fn count(&self, counts: &Counts) -> u64;

    /// The figures, if what was counted is too much.
    fn weigh(&self, record: &Record, now: Time) -> Option<Figures>;
}

/// What was found to be too much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub rule: Rule,
    pub unit: Unit,
    /// The script that is stopped; or, where it is the site, the one that made four fifths of what was counted.
    pub script: Option<String>,
    /// Of the script, if it is over the rule by itself; else of the site.
    pub figures: Figures,
    /// The span that was looked at; the later of its begin and the last unblock or purge is where counting began.
    pub window: Duration,
    /// Only to be reported.
    pub dry: bool,
}

impl Verdict {
    /// The state it leads to, if it is the site.
    pub fn state(&self) -> State {
        self.rule.state()
    }
}

/// What a verdict stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    Site,
    Script,
}

/// The figures of a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figures {
    /// `count` of `of` mails, where more than the part `most` is too much.
    Part { count: u64, of: u64, most: Ratio },
    /// So many in a row, where `most` are too many.
    Row { count: u64, most: u64 },
    /// So many, where more than `most` are too many.
    Number { count: u64, most: u64 },
    /// So many within an hour, where `busiest` were the most before and `most` is what that allows.
    Past { count: u64, busiest: u64, most: u64 },
}
