//! All rules asked at once: who is at fault, and which verdict wins.
//!
//! 1. What stopped scripts did, and what others did before they began anew, is taken off the site's account.
//! 2. Each rule is asked of each script. If some are over it, or one made four fifths of what was counted, and the rest of
//!    the site is not over it, these scripts are at fault; else it is the site. A site that was never anything but one script
//!    is at fault itself.
//! 3. Of verdicts on the site the gravest wins (spam, then bounce, then blocked), and only one that raises the site's
//!    state. Beside it a script is stopped only for something graver; each script once, for the gravest.
//! 4. Verdicts that are only reported come after those that are carried out, and none takes another's place.

use std::collections::{BTreeMap, BTreeSet};

use super::record::Record;
use super::{Figures, Mode, Rule, Settings, Unit, Verdict, Weigh};
use crate::site::{State, raise};
use crate::time::Time;

/// What is known of a site when it is judged.
#[derive(Clone, Debug)]
pub struct Facts {
    pub state: State,
    /// Of all its scripts together; `since` is the site's last unblock or purge.
    pub site: Record,
    /// Of each script by itself, as it is named; at least of those that did anything since their site began anew.
    pub scripts: BTreeMap<String, Record>,
}

/// What the policy says of a site at `now`: first what is to be carried out, then what is only to be reported (`dry`), the
/// gravest first. To be asked whenever something was counted; which of it is news, `Reported` knows.
pub fn judge(facts: &Facts, settings: &Settings, now: Time) -> Vec<Verdict> {
    let mut settings = settings.clone();
    if facts.state == State::Forced {
        settings.bounce.ratio = settings.bounce.ratio.doubled();
    }
    let from = facts.site.since;
    let uncounted = facts.scripts.values().flat_map(|script| script.uncounted(from));
    let court = Court { facts, site: facts.site.clone().without(uncounted), settings, now };

    let rules = Rule::ALL.into_iter().filter(|rule| court.mode(*rule) != Mode::Off);
    let verdicts: Vec<Verdict> = rules.flat_map(|rule| court.find(rule)).collect();
    let (dry, carried_out): (Vec<_>, Vec<_>) = verdicts.into_iter().partition(|v| v.dry);
    gravest(carried_out).into_iter().chain(by_weight(dry)).collect()
}

/// Everything that is asked of while one site is judged.
struct Court<'a> {
    facts: &'a Facts,
    /// The site's account, without what nobody answers for any more.
    site: Record,
    settings: Settings,
    now: Time,
}

impl Court<'_> {
    fn mode(&self, rule: Rule) -> Mode {
        self.settings.of(rule).mode()
    }

    /// What one rule says.
    fn find(&self, rule: Rule) -> Vec<Verdict> {
        let weigh = self.settings.of(rule);
        let of_site = weigh.weigh(&self.site, self.now);
        let guilty = self.guilty(weigh, of_site);
        if !guilty.is_empty() {
            let from = self.site.since;
            let records = guilty.iter().filter_map(|(name, _)| self.facts.scripts.get(*name));
            let rest = self.site.clone().without(records.flat_map(|script| script.counted(from)));
            let rest_is_sound = weigh.weigh(&rest, self.now).is_none();
            if rest_is_sound && (rest.sends() || of_site.is_none()) {
                let verdict = |(name, figures): &(&String, Figures)| {
                    self.verdict(rule, Unit::Script, Some((*name).clone()), *figures)
                };
                return guilty.iter().map(verdict).collect();
            }
        }
        let raises = raise(self.facts.state, rule.state()).is_some();
        let figures = of_site.filter(|_| raises);
        figures
            .map(|figures| self.verdict(rule, Unit::Site, self.chief(weigh).cloned(), figures))
            .into_iter()
            .collect()
    }

    /// The scripts that are over a rule by themselves, or the one without which nobody would be; none if scripts are not to
    /// be stopped. In a red site there is nothing to stop them from.
    fn guilty(&self, weigh: &dyn Weigh, of_site: Option<Figures>) -> Vec<(&String, Figures)> {
        if !self.settings.scripts || self.facts.state.is_red() {
            return Vec::new();
        }
        let over = |(name, record)| Some((name, weigh.weigh(record, self.now)?));
        let guilty: Vec<_> = self.facts.scripts.iter().filter_map(over).collect();
        if guilty.is_empty() {
            return self.chief(weigh).zip(of_site).into_iter().collect();
        }
        guilty
    }

    /// The script that made four fifths of what a rule counts, or more.
    fn chief(&self, weigh: &dyn Weigh) -> Option<&String> {
        let count = |record: &Record| weigh.count(&record.within(weigh.window(), self.now));
        let scripts = self.facts.scripts.iter().map(|(name, record)| (count(record), name));
        let (most, name) = scripts.max_by_key(|(count, _)| *count)?;
        (most > 0 && most.saturating_mul(5) >= count(&self.site).saturating_mul(4)).then_some(name)
    }

    fn verdict(&self, rule: Rule, unit: Unit, script: Option<String>, figures: Figures) -> Verdict {
        let weigh = self.settings.of(rule);
        let dry = self.settings.dry || weigh.mode() == Mode::Dry;
        Verdict { rule, unit, script, figures, window: weigh.window(), dry }
    }
}

/// Those that win, the gravest first.
fn gravest(verdicts: Vec<Verdict>) -> Vec<Verdict> {
    let mut verdicts = by_weight(verdicts);
    if let Some(of_site) = verdicts.iter().position(|verdict| verdict.unit == Unit::Site) {
        let state = verdicts[of_site].state();
        verdicts.truncate(of_site + 1);
        verdicts.retain(|verdict| verdict.unit == Unit::Site || verdict.state() > state);
    }
    let mut seen = BTreeSet::new();
    verdicts.retain(|verdict| verdict.unit == Unit::Site || seen.insert(verdict.script.clone()));
    verdicts
}

fn by_weight(mut verdicts: Vec<Verdict>) -> Vec<Verdict> {
    verdicts.sort_by_key(|verdict| (std::cmp::Reverse(verdict.state()), verdict.rule));
    verdicts
}
