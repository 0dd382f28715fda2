//! What the figures say to somebody whose mail does not arrive, and what to try, in the order of what helps most.

use std::time::Duration;

use postern_core::time::Time;

/// What it depends on.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facts {
    pub(super) now: Time,
    pub(super) red: bool,
    /// Whether a script or a sender is stopped while the rest sends.
    pub(super) some_stopped: bool,
    pub(super) last_accepted_at: Option<Time>,
    pub(super) sent_today: u64,
    pub(super) failed_today: u64,
    /// Mails that wait for another try.
    pub(super) deferred: u64,
    /// Of the latest failures: addresses that are none, and refusals of the sender or as spam.
    pub(super) bad_addresses: u64,
    pub(super) refused: u64,
}

/// What is found; its words stand in the catalogue under `finding-` and its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Finding {
    /// Sending is stopped.
    Stopped,
    /// No script ever reached us.
    Never,
    /// None has for long.
    Silent,
    /// Mail comes, and too much of it fails.
    Failing,
    /// Mail comes, and receivers do not take it yet.
    Waiting,
    /// Mail comes and leaves.
    Leaving,
}

/// Something to try; its words stand in the catalogue under `help-` and its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Step {
    /// See why sending is stopped.
    State,
    /// See which script or sender is stopped.
    Scripts,
    /// Run a script that sends, to see whether scripts reach us.
    Script,
    /// Have the site send by itself, not through a server elsewhere.
    Mail,
    /// See what the script complained of.
    Log,
    /// See what became of that one mail.
    Find,
    /// Look where the receiver put it.
    Junk,
    /// See whom the form really writes to.
    Recipient,
    /// Read what receivers said.
    Errors,
    /// Correct addresses that do not exist.
    Addresses,
    /// Have the domain say that we may send for it.
    Sender,
    /// See what waits, and for whom.
    Queue,
    /// Ask who runs the hosting.
    Provider,
}

impl Step {
    #[cfg(test)]
    pub(super) const ALL: [Step; 13] = [
        Step::State,
        Step::Scripts,
        Step::Script,
        Step::Mail,
        Step::Log,
        Step::Find,
        Step::Junk,
        Step::Recipient,
        Step::Errors,
        Step::Addresses,
        Step::Sender,
        Step::Queue,
        Step::Provider,
    ];
}

/// What is found, and what to try: first these, then the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Help {
    pub(super) finding: Finding,
    pub(super) first: Vec<Step>,
    pub(super) then: Vec<Step>,
}

/// A mail that was tried just now has come by then, or will not.
const LATELY: Duration = Duration::from_secs(86_400);

/// One failure of so many mails that leave is nothing to begin with.
const USUAL: u64 = 4;

pub(super) fn help(facts: &Facts) -> Help {
    let finding = find(facts);
    let mut first = match finding {
        Finding::Stopped => vec![Step::State],
        Finding::Never => vec![Step::Script, Step::Mail, Step::Log],
        // It did work: an update or another plugin has changed the way.
        Finding::Silent => vec![Step::Mail, Step::Log, Step::Script],
        Finding::Failing => vec![Step::Errors],
        Finding::Waiting => vec![Step::Queue],
        Finding::Leaving => vec![Step::Find, Step::Junk, Step::Recipient],
    };
    if finding == Finding::Failing {
        if facts.bad_addresses > 0 {
            first.push(Step::Addresses);
        }
        if facts.refused > 0 {
            first.push(Step::Sender);
        }
        // What there is more of comes before.
        if facts.refused > facts.bad_addresses {
            first[1..].reverse();
        }
    }
    if facts.some_stopped && finding != Finding::Stopped {
        first.insert(0, Step::Scripts);
    }
    let mut then = match finding {
        Finding::Stopped => vec![Step::Find],
        Finding::Never | Finding::Silent => vec![Step::Recipient],
        Finding::Failing | Finding::Waiting => vec![Step::Find, Step::Junk, Step::Recipient],
        Finding::Leaving if facts.failed_today > 0 => vec![Step::Errors],
        Finding::Leaving => Vec::new(),
    };
    if !matches!(finding, Finding::Never | Finding::Silent | Finding::Stopped) {
        then.extend([Step::Script, Step::Mail, Step::Log]);
    }
    then.push(Step::Provider);
    Help { finding, first, then }
}

fn find(facts: &Facts) -> Finding {
    let is_lately = |at| facts.now.since(at) < LATELY;
    let mostly_sent = facts.failed_today.saturating_mul(USUAL) < facts.sent_today;
    match facts.last_accepted_at {
        _ if facts.red => Finding::Stopped,
        None => Finding::Never,
        Some(at) if !is_lately(at) => Finding::Silent,
        Some(_) if facts.failed_today > 0 && !mostly_sent => Finding::Failing,
        Some(_) if facts.deferred > facts.sent_today => Finding::Waiting,
        Some(_) => Finding::Leaving,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_secs(1_800_000_000);

    /// Facts in words: `red, stopped, last 2 h, sent 3, failed 1, deferred 2, addresses 1, refused 1`.
    fn facts(words: &str) -> Facts {
        let mut facts = Facts { now: NOW, ..Facts::default() };
        for part in words.split(", ").filter(|part| !part.is_empty()) {
            let (word, rest) = part.split_once(' ').unwrap_or((part, "0"));
            let count: u64 = rest.trim_end_matches(" h").parse().expect("a number");
            match word {
                "red" => facts.red = true,
                "stopped" => facts.some_stopped = true,
                "last" => {
                    facts.last_accepted_at = Some(NOW - Duration::from_secs(count * 3600));
                }
                "sent" => facts.sent_today = count,
                "failed" => facts.failed_today = count,
                "deferred" => facts.deferred = count,
                "addresses" => facts.bad_addresses = count,
                "refused" => facts.refused = count,
                other => panic!("{other}"),
            }
        }
        facts
    }

    fn told(words: &str) -> String {
        let Help { finding, first, then } = help(&facts(words));
        format!("{finding:?}: {first:?}, then {then:?}").replace(['[', ']'], "")
    }

    #[test]
    fn what_is_tried_first_follows_from_the_figures() {
        let rest = "Find, Junk, Recipient, Script, Mail, Log, Provider";
        let rows = [
            ("", "Never: Script, Mail, Log, then Recipient, Provider".to_owned()),
            ("red", "Stopped: State, then Find, Provider".into()),
            ("red, stopped, last 1 h, sent 5", "Stopped: State, then Find, Provider".into()),
            ("last 24 h", "Silent: Mail, Log, Script, then Recipient, Provider".into()),
            (
                "last 9000 h, deferred 3",
                "Silent: Mail, Log, Script, then Recipient, Provider".into(),
            ),
            ("last 1 h", "Leaving: Find, Junk, Recipient, then Script, Mail, Log, Provider".into()),
            (
                "last 1 h, sent 9, failed 2",
                "Leaving: Find, Junk, Recipient, then Errors, Script, Mail, Log, Provider".into(),
            ),
            ("last 1 h, sent 8, failed 2", format!("Failing: Errors, then {rest}")),
            ("last 1 h, failed 1, addresses 1", format!("Failing: Errors, Addresses, then {rest}")),
            (
                "last 1 h, failed 9, addresses 4, refused 4",
                format!("Failing: Errors, Addresses, Sender, then {rest}"),
            ),
            (
                "last 1 h, failed 9, addresses 4, refused 5",
                format!("Failing: Errors, Sender, Addresses, then {rest}"),
            ),
            ("last 1 h, sent 3, deferred 4", format!("Waiting: Queue, then {rest}")),
            (
                "stopped, last 1 h, sent 4, deferred 4",
                "Leaving: Scripts, Find, Junk, Recipient, then Script, Mail, Log, Provider".into(),
            ),
            ("stopped", "Never: Scripts, Script, Mail, Log, then Recipient, Provider".into()),
        ];
        for (facts, expected) in rows {
            assert_eq!(told(facts), expected, "{facts:?}");
        }
    }
}
