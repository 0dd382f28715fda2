//! A site's state, and what an action does to it: the table of the product (section 2), and nothing else.
//!
//! `decide` answers an action of a person, `decide_queue_work` a wish for part of the queue, `raise` a verdict of the
//! policy; `locks` and `calms` say what the policy does beside. All are total: each state, action and actor has its row,
//! and the test is that table.

use std::time::Duration;

use crate::time::Time;

/// Whether a site's mail is delivered, and if not, why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Green: mail is delivered.
    Enabled,
    /// Green: unblocked from `Bounce`; the tolerated bounce ratio is doubled for a while.
    Forced,
    /// Red: stopped by a person or by the rate policy; mail is accepted and held.
    Blocked,
    /// Red: failures over the tolerated ratio; mail is accepted and held.
    Bounce,
    /// Red: content judged spam, or complaints; mail is accepted and held.
    Spam,
}

impl State {
    /// Every state, in the order of the product's table.
    pub const ALL: [State; 5] =
        [State::Enabled, State::Forced, State::Blocked, State::Bounce, State::Spam];

    /// Whether the site's mail is held.
    pub fn is_red(self) -> bool {
        !matches!(self, State::Enabled | State::Forced)
    }

    /// The word of the API, the CLI and the store.
    pub fn word(self) -> &'static str {
        match self {
            State::Enabled => "ok",
            State::Forced => "force",
            State::Blocked => "ko",
            State::Bounce => "bounce",
            State::Spam => "spam",
        }
    }

    /// The state of a word of `State::word`.
    pub fn from_word(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// What a person asks of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Hold the site's mail.
    Block,
    /// Put held mail back into delivery.
    Unblock,
    /// Delete every queued mail accepted so far; sending goes on.
    Purge,
}

impl Action {
    /// The word of the API, the CLI, the audit log and the log.
    pub fn word(self) -> &'static str {
        match self {
            Action::Block => "block",
            Action::Unblock => "unblock",
            Action::Purge => "purge",
        }
    }
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Person {
    /// Has the site, no root.
    Owner,
    /// Runs the hosting.
    Operator,
}

/// What an action comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// The site goes to `to`; `purge` says whether its queue goes too, `unlock` whether a lock is lifted.
    Change { to: State, purge: bool, unlock: bool },
    /// It is so already: succeeds, changes nothing, says so.
    Nothing,
    /// The action is refused.
    Refuse(Refusal),
}

/// Why an action is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// An owner purges only what stands still: block first.
    BlockFirst,
    /// An owner leaves a spam block only by a purge.
    PurgeFirst,
    /// An owner's release does not pass a spam block.
    HeldAsSpam,
    /// The operator locked the state.
    Locked,
}

/// Work on a selection of a site's queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QueueWork {
    /// Deliver the selected mail although its site, or a stop, holds it.
    Release,
    /// Delete the selected mail.
    Delete,
}

/// What an action of a person comes to. `locked` counts beside a red state only: a green one has nothing to lock.
pub fn decide(state: State, locked: bool, action: Action, by: Person) -> Ruling {
    let locked = locked && state.is_red();
    let change = |to, purge| Ruling::Change { to, purge, unlock: locked };
    match (action, state, by) {
        (Action::Block, State::Enabled | State::Forced, _) => change(State::Blocked, false),
        (Action::Block, State::Blocked | State::Bounce | State::Spam, _) => Ruling::Nothing,

        (Action::Unblock, State::Enabled | State::Forced, _) => Ruling::Nothing,
        (
            Action::Unblock | Action::Purge,
            State::Blocked | State::Bounce | State::Spam,
            Person::Owner,
        ) if locked => Ruling::Refuse(Refusal::Locked),
        (Action::Unblock, State::Blocked, _) => change(State::Enabled, false),
        (Action::Unblock, State::Bounce, _) => change(State::Forced, false),
        (Action::Unblock, State::Spam, Person::Owner) => Ruling::Refuse(Refusal::PurgeFirst),
        (Action::Unblock, State::Spam, Person::Operator) => change(State::Enabled, false),

        (Action::Purge, State::Enabled | State::Forced, Person::Owner) => {
            Ruling::Refuse(Refusal::BlockFirst)
        }
        (Action::Purge, State::Enabled | State::Forced, Person::Operator) => {
            change(State::Enabled, true)
        }
        (Action::Purge, State::Blocked | State::Bounce | State::Spam, _) => {
            change(State::Enabled, true)
        }
    }
}

/// The state a verdict of the policy leads to; `None` if it changes nothing. A verdict never makes a site green and
/// never lowers a red one: blocked < bounce < spam. A lock stays as it is.
pub fn raise(state: State, verdict: State) -> Option<State> {
    (verdict.is_red() && verdict > state).then_some(verdict)
}

/// So many spam blocks within `SPAM_SPAN` lock the site.
const SPAM_BLOCKS: usize = 3;

/// Within which time spam blocks count together.
const SPAM_SPAN: Duration = WEEK;

/// How long a forced site keeps to the normal bounce ratio before it is enabled again.
const CALM: Duration = WEEK;

const WEEK: Duration = Duration::from_secs(7 * 24 * 3600);

/// Whether a spam block at `now` locks the site: it is the third in 7 days. `before` are the site's earlier ones, whoever
/// lifted them.
pub fn locks(before: &[Time], now: Time) -> bool {
    let lately = before.iter().filter(|at| now.since(**at) < SPAM_SPAN).count();
    lately + 1 >= SPAM_BLOCKS
}

/// The state a site comes to by keeping calm; `None` if it stays as it is. `crossed_at` is when it last was over the normal
/// bounce ratio, or was unblocked, if that is later.
pub fn calms(state: State, crossed_at: Time, now: Time) -> Option<State> {
    match state {
        State::Forced => (now.since(crossed_at) >= CALM).then_some(State::Enabled),
        State::Enabled | State::Blocked | State::Bounce | State::Spam => None,
    }
}

/// Whether a person may release or delete a selection of the queue.
pub fn decide_queue_work(
    state: State,
    locked: bool,
    work: QueueWork,
    by: Person,
) -> Result<(), Refusal> {
    match (by, work, state) {
        (Person::Operator, QueueWork::Release | QueueWork::Delete, _) => Ok(()),
        (Person::Owner, QueueWork::Release | QueueWork::Delete, _) if locked && state.is_red() => {
            Err(Refusal::Locked)
        }
        (Person::Owner, QueueWork::Release, State::Spam) => Err(Refusal::HeldAsSpam),
        (Person::Owner, QueueWork::Release | QueueWork::Delete, _) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The product's table, a row for each state and actor; the locked rows beside it.
    const TABLE: &str = "
        in              | by       | block         | unblock                | purge
        enabled         | owner    | -> blocked    | nothing to do          | refused, block first
        enabled         | operator | -> blocked    | nothing to do          | purges, -> enabled
        forced          | owner    | -> blocked    | nothing to do          | refused, block first
        forced          | operator | -> blocked    | nothing to do          | purges, -> enabled
        blocked         | owner    | nothing to do | -> enabled             | purges, -> enabled
        blocked         | operator | nothing to do | -> enabled             | purges, -> enabled
        bounce          | owner    | nothing to do | -> forced              | purges, -> enabled
        bounce          | operator | nothing to do | -> forced              | purges, -> enabled
        spam            | owner    | nothing to do | refused, purge first   | purges, -> enabled
        spam            | operator | nothing to do | -> enabled             | purges, -> enabled
        blocked, locked | owner    | nothing to do | refused, locked        | refused, locked
        blocked, locked | operator | nothing to do | lifts lock, -> enabled | purges, lifts lock, -> enabled
        bounce, locked  | owner    | nothing to do | refused, locked        | refused, locked
        bounce, locked  | operator | nothing to do | lifts lock, -> forced  | purges, lifts lock, -> enabled
        spam, locked    | owner    | nothing to do | refused, locked        | refused, locked
        spam, locked    | operator | nothing to do | lifts lock, -> enabled | purges, lifts lock, -> enabled
    ";

    #[test]
    fn each_cell_of_the_table_of_states_actions_and_people_holds() {
        let mut cells = 0;
        for row in rows(TABLE) {
            let (state, locked) = state_of(row[0]);
            for (action, expected) in
                [Action::Block, Action::Unblock, Action::Purge].into_iter().zip(&row[2..])
            {
                let ruling = decide(state, locked, action, person_of(row[1]));
                assert_eq!(words(ruling), *expected, "{} {action:?} by {}", row[0], row[1]);
                cells += 1;
            }
        }
        assert_eq!(cells, (5 + 3) * 2 * 3);
    }

    #[test]
    fn a_lock_beside_a_green_state_counts_for_nothing() {
        for state in [State::Enabled, State::Forced] {
            for action in [Action::Block, Action::Unblock, Action::Purge] {
                for by in [Person::Owner, Person::Operator] {
                    assert_eq!(decide(state, true, action, by), decide(state, false, action, by));
                }
            }
        }
    }

    /// What the policy does with a site: its verdicts, and a week in which a site keeps to the normal bounce ratio.
    const VERDICTS: &str = "
        in      | blocked    | bounce    | spam    | enabled | forced | a calm week
        enabled | -> blocked | -> bounce | -> spam | stays   | stays  | stays
        forced  | -> blocked | -> bounce | -> spam | stays   | stays  | -> enabled
        blocked | stays      | -> bounce | -> spam | stays   | stays  | stays
        bounce  | stays      | stays     | -> spam | stays   | stays  | stays
        spam    | stays      | stays     | stays   | stays   | stays  | stays
    ";

    #[test]
    fn a_verdict_only_raises_a_red_site_and_only_a_forced_one_calms() {
        let verdicts = [State::Blocked, State::Bounce, State::Spam, State::Enabled, State::Forced];
        let arrow = |to: Option<State>| {
            to.map_or("stays".to_owned(), |state| format!("-> {}", name(state)))
        };
        for row in rows(VERDICTS) {
            let state = state_of(row[0]).0;
            for (verdict, expected) in verdicts.into_iter().zip(&row[1..]) {
                let raised = arrow(raise(state, verdict));
                assert_eq!(raised, *expected, "{} under verdict {verdict:?}", row[0]);
            }
            assert_eq!(arrow(calms(state, Time(0), Time(0) + WEEK)), row[6], "{}", row[0]);
        }
    }

    #[test]
    fn a_forced_site_is_enabled_by_a_week_without_crossing_and_by_no_less() {
        let crossed_at = Time::from_secs(1_700_000_000);
        let almost = crossed_at + WEEK - Duration::from_millis(1);
        assert_eq!(calms(State::Forced, crossed_at, almost), None);
        assert_eq!(calms(State::Forced, crossed_at, crossed_at + WEEK), Some(State::Enabled));
        assert_eq!(calms(State::Forced, crossed_at, crossed_at - WEEK), None, "the clock is back");
    }

    #[test]
    fn the_third_spam_block_in_seven_days_locks() {
        let now = Time::from_secs(1_700_000_000);
        let day = Duration::from_secs(24 * 3600);
        // Days since the blocks before.
        let rows: [(&[u32], bool); 6] = [
            (&[], false),
            (&[1], false),
            (&[6, 1], true),
            (&[7, 1], false),
            (&[30, 20, 10], false),
            (&[30, 2, 1, 0], true),
        ];
        for (days, expected) in rows {
            let before: Vec<Time> = days.iter().map(|days| now - day * *days).collect();
            assert_eq!(locks(&before, now), expected, "after blocks {days:?} days ago");
        }
    }

    const WORK: &str = "
        in              | release by owner      | release by operator | delete by owner | delete by operator
        enabled         | yes                   | yes                 | yes             | yes
        forced          | yes                   | yes                 | yes             | yes
        blocked         | yes                   | yes                 | yes             | yes
        bounce          | yes                   | yes                 | yes             | yes
        spam            | refused, held as spam | yes                 | yes             | yes
        blocked, locked | refused, locked       | yes                 | refused, locked | yes
        bounce, locked  | refused, locked       | yes                 | refused, locked | yes
        spam, locked    | refused, locked       | yes                 | refused, locked | yes
    ";

    #[test]
    fn an_owner_releases_nothing_under_spam_and_touches_nothing_under_a_lock() {
        let columns = [
            (QueueWork::Release, Person::Owner),
            (QueueWork::Release, Person::Operator),
            (QueueWork::Delete, Person::Owner),
            (QueueWork::Delete, Person::Operator),
        ];
        for row in rows(WORK) {
            let (state, locked) = state_of(row[0]);
            for ((work, by), expected) in columns.into_iter().zip(&row[1..]) {
                let answer = match decide_queue_work(state, locked, work, by) {
                    Ok(()) => "yes".to_owned(),
                    Err(refusal) => refusal_words(refusal),
                };
                assert_eq!(answer, *expected, "{work:?} by {by:?} in {}", row[0]);
            }
        }
    }

    #[test]
    fn a_state_is_found_by_its_word_and_by_no_other() {
        let words: Vec<_> = State::ALL.iter().map(|state| state.word()).collect();
        assert_eq!(words, ["ok", "force", "ko", "bounce", "spam"]);
        assert!(State::ALL.into_iter().all(|state| State::from_word(state.word()) == Some(state)));
        assert_eq!(State::from_word("OK"), None);
    }

    fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
        let lines = table.lines().filter(|line| line.contains('|'));
        lines.skip(1).map(|line| line.split('|').map(str::trim).collect())
    }

    fn state_of(cell: &str) -> (State, bool) {
        let (word, locked) =
            cell.strip_suffix(", locked").map_or((cell, false), |word| (word, true));
        (State::ALL.into_iter().find(|state| name(*state) == word).expect("a state's name"), locked)
    }

    fn person_of(cell: &str) -> Person {
        match cell {
            "owner" => Person::Owner,
            "operator" => Person::Operator,
            other => panic!("no person: {other}"),
        }
    }

    fn name(state: State) -> &'static str {
        match state {
            State::Enabled => "enabled",
            State::Forced => "forced",
            State::Blocked => "blocked",
            State::Bounce => "bounce",
            State::Spam => "spam",
        }
    }

    fn words(ruling: Ruling) -> String {
        match ruling {
            Ruling::Change { to, purge, unlock } => {
                let purges = if purge { "purges, " } else { "" };
                let lifts = if unlock { "lifts lock, " } else { "" };
                format!("{purges}{lifts}-> {}", name(to))
            }
            Ruling::Nothing => "nothing to do".into(),
            Ruling::Refuse(refusal) => refusal_words(refusal),
        }
    }

    fn refusal_words(refusal: Refusal) -> String {
        let why = match refusal {
            Refusal::BlockFirst => "block first",
            Refusal::PurgeFirst => "purge first",
            Refusal::HeldAsSpam => "held as spam",
            Refusal::Locked => "locked",
        };
        format!("refused, {why}")
    }
}
