//! What if: the rules asked of a past, half-hour by half-hour, with other settings than those of the time.
//!
//! What people did is done again where the site stands so that they can. What the policy did at the time is not: what it
//! stopped then was not sent then either, and nobody can tell what would have become of it. A block that nobody lifts ends
//! after `hold::MAX_AGE`, when somebody would have looked for the mail; so a long past shows each time a site would have
//! been stopped, and not only the first.
//!
//! Pure, and for one site: nothing is changed by asking.

use std::collections::BTreeMap;
use std::time::Duration;

use super::counts::Counts;
use super::judge::{Facts, judge};
use super::record::Record;
use super::reported::Reported;
use super::{Settings, Unit, Verdict};
use crate::counter::HALF_HOUR;
use crate::hold;
use crate::site::{Action, Person, Ruling, State, calms, decide, locks, raise};
use crate::time::Time;

/// The recorded past of a site.
#[derive(Clone, Debug)]
pub struct Past {
    /// How the site stood before.
    pub state: State,
    /// When recording began (`Record::begun_at`).
    pub begun_at: Time,
    /// In order of time. Begun well before what is asked about, they tell the site's habits to the rules.
    pub halves: Vec<Half>,
    /// What people did, in order of time.
    pub deeds: Vec<(Time, Did)>,
}

/// What was counted in one half-hour.
#[derive(Clone, Debug)]
pub struct Half {
    /// Its begin, as in `Record::add`.
    pub at: Time,
    /// Of this script; `None` is the whole site.
    pub script: Option<String>,
    pub counts: Counts,
}

/// What a person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Did {
    Act(Action, Person),
    /// Let a script send again.
    Unstop(String),
}

/// A verdict that would have been spoken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WouldHaveStopped {
    /// The half-hour in which the rule was crossed.
    pub at: Time,
    pub verdict: Verdict,
    /// Deliveries handed in after that half-hour that it would have held.
    pub held: u64,
    /// When the block would have ended; `None` if it would still stand, and of one that is only reported.
    pub until: Option<Time>,
}

/// What the policy would have said, with these settings, in order of time.
pub fn replay(past: &Past, settings: &Settings) -> Vec<WouldHaveStopped> {
    let mut life = Life::new(past, settings);
    let mut deeds = past.deeds.iter().peekable();
    for halves in past.halves.chunk_by(|one, next| one.at == next.at) {
        let at = halves[0].at;
        while let Some((done_at, did)) = deeds.next_if(|(done_at, _)| *done_at <= at) {
            life.did(did, *done_at);
        }
        life.end_old_blocks(at);
        life.live(at, halves);
    }
    deeds.for_each(|(done_at, did)| life.did(did, *done_at));
    life.told
}

/// A site as it would have been.
struct Life<'a> {
    settings: &'a Settings,
    facts: Facts,
    locked: bool,
    told: Vec<WouldHaveStopped>,
    /// Which entry of `told` made the site red, if one did.
    block: Option<usize>,
    /// And which stopped these scripts.
    stops: BTreeMap<String, usize>,
    reported: Reported,
    spam_blocks: Vec<Time>,
    /// When a forced site last crossed the normal ratio.
    crossed_at: Time,
}

/// The last instant of the half-hour, at which it is judged.
const END: Duration = HALF_HOUR.saturating_sub(Duration::from_millis(1));

impl<'a> Life<'a> {
    fn new(past: &Past, settings: &'a Settings) -> Life<'a> {
        let (state, site) = (past.state, Record::new(past.begun_at, past.begun_at));
        Life {
            settings,
            facts: Facts { state, site, scripts: BTreeMap::new() },
            locked: false,
            told: Vec::new(),
            block: None,
            stops: BTreeMap::new(),
            reported: Reported::default(),
            spam_blocks: Vec::new(),
            crossed_at: Time::default(),
        }
    }

    /// A person did something.
    fn did(&mut self, did: &Did, at: Time) {
        self.end_old_blocks(at);
        match did {
            Did::Unstop(script) => self.unstop(script, at),
            Did::Act(action, by) => match decide(self.facts.state, self.locked, *action, *by) {
                Ruling::Change { to, .. } => self.turn_to(to, at),
                Ruling::Nothing | Ruling::Refuse(_) => {}
            },
        }
    }

    /// A half-hour passes.
    fn live(&mut self, at: Time, halves: &[Half]) {
        let is_red = self.facts.state.is_red();
        for half in halves {
            let counts = if is_red { half.counts.while_red() } else { half.counts };
            let held_by = match &half.script {
                None => self.block,
                Some(script) => self.stops.get(script).copied().filter(|_| !is_red),
            };
            if let Some(told) = held_by {
                self.told[told].held += half.counts.accepted;
            }
            let Facts { site, scripts, .. } = &mut self.facts;
            let record = match &half.script {
                None => site,
                Some(script) => scripts
                    .entry(script.clone())
                    .or_insert_with(|| Record::new(site.begun_at, site.since)),
            };
            record.add(at, counts);
            record.prune(at);
        }
        let now = at + END;
        self.calm_down(now);
        self.hear(judge(&self.facts, self.settings, now), at, now);
    }

    /// Verdicts are carried out, or told.
    fn hear(&mut self, verdicts: Vec<Verdict>, at: Time, now: Time) {
        for verdict in self.reported.news(verdicts, now) {
            if !verdict.dry {
                self.carry_out(&verdict, self.told.len(), now);
            }
            self.told.push(WouldHaveStopped { at, verdict, held: 0, until: None });
        }
    }

    fn carry_out(&mut self, verdict: &Verdict, place: usize, now: Time) {
        match (verdict.unit, &verdict.script) {
            (Unit::Script, Some(script)) => {
                self.stops.insert(script.clone(), place);
                if let Some(record) = self.facts.scripts.get_mut(script) {
                    record.since = Time::NEVER;
                }
            }
            (Unit::Site | Unit::Script, _) => {
                let Some(to) = raise(self.facts.state, verdict.state()) else { return };
                if to == State::Spam {
                    self.locked |= locks(&self.spam_blocks, now);
                    self.spam_blocks.push(now);
                }
                self.facts.state = to;
                self.end_block(now);
                self.block = Some(place);
            }
        }
    }

    /// The site changes its state by a person's hand.
    fn turn_to(&mut self, to: State, at: Time) {
        self.facts.state = to;
        if to.is_red() {
            return;
        }
        self.end_block(at);
        self.locked = false;
        self.crossed_at = at;
        self.facts.site.since = at;
        for (script, record) in &mut self.facts.scripts {
            if !self.stops.contains_key(script) {
                record.since = at;
            }
        }
    }

    fn end_block(&mut self, at: Time) {
        if let Some(place) = self.block.take() {
            self.told[place].until = Some(at);
        }
    }

    fn unstop(&mut self, script: &str, at: Time) {
        if let Some(place) = self.stops.remove(script) {
            self.told[place].until = Some(at);
        }
        if let Some(record) = self.facts.scripts.get_mut(script) {
            record.since = at;
        }
    }

    /// Ends what stood for so long that somebody would have ended it.
    fn end_old_blocks(&mut self, now: Time) {
        let end_of = |told: &WouldHaveStopped| told.at + HALF_HOUR + hold::MAX_AGE;
        if let Some(end) = self.block.map(|place| end_of(&self.told[place]))
            && end <= now
            && let Ruling::Change { to, .. } =
                decide(self.facts.state, self.locked, Action::Unblock, Person::Operator)
        {
            self.turn_to(to, end);
        }
        let stops: Vec<_> = self
            .stops
            .iter()
            .map(|(name, place)| (name.clone(), end_of(&self.told[*place])))
            .collect();
        for (script, end) in stops.into_iter().filter(|(_, end)| *end <= now) {
            self.unstop(&script, end);
        }
    }

    /// A forced site that kept the normal ratio for a week is enabled.
    fn calm_down(&mut self, now: Time) {
        if self.settings.bounce.is_crossed(&self.facts.site, now) {
            self.crossed_at = now;
        }
        if let Some(state) = calms(self.facts.state, self.crossed_at, now) {
            self.facts.state = state;
        }
    }
}
