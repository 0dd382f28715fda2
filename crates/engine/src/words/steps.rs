//! What to do next, for a site in a state, for the one who looks at it.

use postern_core::site::State;

/// Who is to do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Owner,
    Operator,
    /// Sees, and changes nothing.
    Reader,
}

/// What the choice depends on.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    pub state: State,
    pub locked: bool,
    pub who: Who,
    /// Whether mail is queued.
    pub queued: bool,
}

/// Something to do; its words stand in the catalogue under `step-` and its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Look at what failed lately.
    ReadErrors,
    /// Correct the addresses the script sends to.
    CheckAddresses,
    /// See which script sends so much.
    FindScript,
    /// Close what lets strangers send: updates, passwords, a captcha.
    SecureScript,
    /// Block that script, and let the rest send.
    BlockScript,
    /// Delete what should not go out.
    DeleteJunk,
    /// Then let it send again.
    Unblock,
    /// The same after too many failures: more of them are tolerated for a while.
    UnblockForced,
    /// Only a purge lets an owner's site send again.
    PurgeSpam,
    /// An operator may let the mail go or purge it.
    DecideSpam,
    /// The hosting provider locked it, and has to be asked.
    AskProvider,
    /// One who only sees has to ask.
    AskOwner,
    /// The failures are watched closely.
    Watch,
}

impl Step {
    /// The key of its text, and the page it leads to, by the end of that page's link.
    pub fn told(self) -> (&'static str, Option<&'static str>) {
        match self {
            Step::ReadErrors => ("step-read-errors", Some("errors")),
            Step::CheckAddresses => ("step-check-addresses", None),
            Step::FindScript => ("step-find-script", Some("scripts")),
            Step::SecureScript => ("step-secure-script", None),
            Step::BlockScript => ("step-block-script", Some("scripts")),
            Step::DeleteJunk => ("step-delete-junk", Some("queue")),
            Step::Unblock => ("step-unblock", None),
            Step::UnblockForced => ("step-unblock-forced", None),
            Step::PurgeSpam => ("step-purge-spam", None),
            Step::DecideSpam => ("step-decide-spam", Some("queue")),
            Step::AskProvider => ("step-ask-provider", None),
            Step::AskOwner => ("step-ask-owner", None),
            Step::Watch => ("step-watch", None),
        }
    }
}

/// What to do, in this order; nothing where nothing is to be done.
pub fn steps(facts: Facts) -> Vec<Step> {
    let Facts { state, locked, who, queued } = facts;
    let mut steps = match (state, who) {
        (State::Enabled, _) => return Vec::new(),
        (State::Forced, _) => return vec![Step::ReadErrors, Step::CheckAddresses, Step::Watch],
        (_, Who::Reader) => return vec![Step::AskOwner],
        (State::Blocked, Who::Owner) if locked => vec![Step::FindScript],
        (State::Blocked, _) | (State::Spam, Who::Operator) => {
            vec![Step::FindScript, Step::BlockScript]
        }
        (State::Bounce, Who::Owner | Who::Operator) => vec![Step::ReadErrors, Step::CheckAddresses],
        (State::Spam, Who::Owner) => vec![Step::FindScript, Step::SecureScript],
    };
    if locked && who == Who::Owner {
        steps.push(Step::AskProvider);
        return steps;
    }
    // A spam block asks about all of the queue, in its last step.
    if queued && state != State::Spam {
        steps.push(Step::DeleteJunk);
    }
    steps.push(match (state, who) {
        (State::Spam, Who::Operator) => Step::DecideSpam,
        (State::Spam, _) => Step::PurgeSpam,
        (State::Bounce, _) => Step::UnblockForced,
        _ => Step::Unblock,
    });
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "
        in      | locked | queued | owner                                                   | operator                                         | reader
        enabled | no     | yes    |                                                         |                                                  |
        enabled | yes    | yes    |                                                         |                                                  |
        forced  | no     | no     | read-errors check-addresses watch                       | read-errors check-addresses watch                | read-errors check-addresses watch
        blocked | no     | no     | find-script block-script unblock                        | find-script block-script unblock                 | ask-owner
        blocked | no     | yes    | find-script block-script delete-junk unblock            | find-script block-script delete-junk unblock     | ask-owner
        blocked | yes    | yes    | find-script ask-provider                                | find-script block-script delete-junk unblock     | ask-owner
        bounce  | no     | no     | read-errors check-addresses unblock-forced              | read-errors check-addresses unblock-forced       | ask-owner
        bounce  | no     | yes    | read-errors check-addresses delete-junk unblock-forced  | read-errors check-addresses delete-junk unblock-forced | ask-owner
        bounce  | yes    | no     | read-errors check-addresses ask-provider                | read-errors check-addresses unblock-forced       | ask-owner
        spam    | no     | no     | find-script secure-script purge-spam                    | find-script block-script decide-spam             | ask-owner
        spam    | no     | yes    | find-script secure-script purge-spam                    | find-script block-script decide-spam             | ask-owner
        spam    | yes    | yes    | find-script secure-script ask-provider                  | find-script block-script decide-spam             | ask-owner
    ";

    #[test]
    fn each_state_has_the_steps_of_its_row() {
        let rows = TABLE.lines().filter(|line| line.contains('|')).skip(1);
        for row in rows.map(|row| row.split('|').map(str::trim).collect::<Vec<_>>()) {
            let state = match row[0] {
                "enabled" => State::Enabled,
                "forced" => State::Forced,
                "blocked" => State::Blocked,
                "bounce" => State::Bounce,
                "spam" => State::Spam,
                other => panic!("no state: {other}"),
            };
            let (locked, queued) = (row[1] == "yes", row[2] == "yes");
            for (who, expected) in
                [Who::Owner, Who::Operator, Who::Reader].into_iter().zip(&row[3..])
            {
                let told: Vec<_> = steps(Facts { state, locked, who, queued })
                    .into_iter()
                    .filter_map(|step| step.told().0.strip_prefix("step-"))
                    .collect();
                assert_eq!(told.join(" "), *expected, "{who:?} in {row:?}");
            }
        }
    }
}
