//! What is only reported, told once: a rule that is crossed dry stays so, or goes to and fro over its threshold, and nobody
//! wants to read of it with each mail.

use std::collections::BTreeMap;

use super::{Rule, Unit, Verdict};
use crate::time::Time;

/// The dry verdicts of one site that were told lately.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reported {
    /// By rule and, if it is one, the script: until when they are not told again.
    until: BTreeMap<(Rule, Option<String>), Time>,
}

impl Reported {
    /// Leaves of what `judge` said what is news: all that is to be carried out, and of what is only reported each once
    /// within its rule's window.
    pub fn news(&mut self, mut verdicts: Vec<Verdict>, now: Time) -> Vec<Verdict> {
        self.until.retain(|_, until| *until > now);
        verdicts.retain(|verdict| !verdict.dry || self.is_new(verdict, now));
        verdicts
    }

    fn is_new(&mut self, verdict: &Verdict, now: Time) -> bool {
        let script = match verdict.unit {
            Unit::Script => verdict.script.clone(),
            // Of the site it is the same, whichever script has most of it now.
            Unit::Site => None,
        };
        let again_at = now + verdict.window;
        let until = self.until.entry((verdict.rule, script)).or_default();
        // What is far ahead was told by a clock that stepped back since.
        let is_new = *until <= now || *until > again_at + verdict.window;
        if is_new {
            *until = again_at;
        }
        is_new
    }
}
