//! What a site does now, as its overview tells it: the state in words, since when, by whom, why, and what can be done.

use postern_core::access::Right;
use postern_core::site::{self, Action, Person, Refusal, Ruling, State};
use postern_core::time::Time;
use postern_engine::words::Fact;
use postern_engine::words::steps::{Facts, Step, Who, steps};
use postern_store::Site;
use postern_store::view::Failure;

use super::View;
use crate::panel::quoted::Quoted;
use crate::panel::said::Remote;
use crate::panel::visitor::Visitor;

/// What the site does now.
pub(super) struct StateView {
    pub(super) kind: &'static str,
    pub(super) icon: &'static str,
    pub(super) headline: String,
    pub(super) means: String,
    pub(super) since: String,
    pub(super) reason: Option<Quoted>,
    /// What is being carried out at this moment.
    pub(super) under_way: Option<String>,
    /// Names and values.
    pub(super) why: Vec<(String, Quoted)>,
    pub(super) steps: Vec<StepView>,
    pub(super) actions: Vec<ActionView>,
    /// Why an action that one might look for is not there.
    pub(super) refusals: Vec<String>,
}

pub(super) struct StepView {
    pub(super) text: String,
    pub(super) link: Option<(String, String)>,
}

pub(super) struct ActionView {
    pub(super) label: String,
    pub(super) href: String,
    pub(super) kind: &'static str,
}

impl View<'_> {
    pub(super) fn state(&self, failures: &[Failure]) -> StateView {
        let site = &self.standing.site;
        let (kind, icon) = if site.state.is_red() { ("bad", "stop") } else { ("good", "check") };
        let key = match site.state {
            State::Enabled => "state-enabled",
            State::Forced => "state-forced",
            State::Blocked => "state-blocked",
            State::Bounce => "state-bounce",
            State::Spam => "state-spam",
        };
        let quiet = site.state == State::Enabled;
        let reason = (!site.reason.is_empty() && !quiet).then(|| Quoted::cut(&site.reason, 400));
        StateView {
            kind,
            icon,
            headline: self.words.say(key),
            means: self.words.say(&format!("{key}-means")),
            since: self.since(),
            reason,
            under_way: self.under_way(),
            why: if quiet { Vec::new() } else { self.why(failures) },
            steps: self.steps(),
            actions: self.actions(),
            refusals: self.refusals(),
        }
    }

    /// Since when and by whom; a site that always sent says nothing of it.
    fn since(&self) -> String {
        let site = &self.standing.site;
        let told = |key: &str, at: Time, name: &str| {
            let (moment, ago) = (self.moment(at), self.words.from_now(at, self.standing.now));
            let facts =
                [("moment", Fact::from(&moment)), ("ago", (&ago).into()), ("name", name.into())];
            self.words.tell(key, &facts)
        };
        if site.state == State::Enabled {
            return match site.last_accepted_at {
                Some(at) => told("last-mail", at, ""),
                None => self.words.say("last-mail-none"),
            };
        }
        let by = By::of(&site.by, self.visitor);
        let key = match (&by, site.state.is_red()) {
            (By::You, true) => "since-red-you",
            (By::Owner(_), true) => "since-red-owner",
            (By::Provider, true) => "since-red-provider",
            (By::Operator(_), true) => "since-red-operator",
            (By::Policy, true) => "since-red-policy",
            (_, false) => "since-green",
        };
        told(key, site.since, by.name())
    }

    /// What was let through goes out although its site is red.
    fn under_way(&self) -> Option<String> {
        let released = self.standing.queue.released;
        let going = self.standing.site.state.is_red() && released > 0;
        going.then(|| self.words.tell("under-way-released", &[("count", released.into())]))
    }

    fn why(&self, failures: &[Failure]) -> Vec<(String, Quoted)> {
        let (words, queue) = (self.words, &self.standing.queue);
        let mut why = Vec::new();
        let mut fact = |key: &str, value: Quoted| why.push((words.say(key), value));
        if self.standing.site.state.is_red() {
            let held = words.tell("mails", &[("count", queue.held.into())]);
            fact("why-held", Quoted::cut(&held, 80));
        }
        if let Some(at) = self.standing.expires_next_at {
            let (moment, ago) = (self.moment(at), words.from_now(at, self.standing.now));
            let told = words
                .tell("why-given-up-at", &[("moment", (&moment).into()), ("ago", (&ago).into())]);
            fact("why-given-up", Quoted::cut(&told, 120));
        }
        let site = &self.standing.site;
        let for_failures = matches!(site.state, State::Bounce | State::Spam | State::Forced);
        if !for_failures && !matches!(By::of(&site.by, self.visitor), By::Policy) {
            return why;
        }
        // What failed while it came to this, not what failed since.
        let before: Vec<&Failure> =
            failures.iter().filter(|failure| failure.at <= site.since).collect();
        if let Some((script, count)) = script_at_fault(&before) {
            let script = Quoted::script(script);
            let told = words.tell(
                "why-script-count",
                &[
                    ("script", (&script.text).into()),
                    ("count", count.into()),
                    ("of", Fact::Count(before.len() as u64)),
                ],
            );
            fact("why-script", Quoted { text: told, whole: script.whole });
        }
        if let Some(failure) = before.first() {
            fact("why-reply", Quoted::cut(&Remote::from(&failure.remote).in_a_line(), 200));
        }
        why
    }

    fn steps(&self) -> Vec<StepView> {
        let site = &self.standing.site;
        let facts = Facts {
            state: site.state,
            locked: site.locked,
            who: who(self.visitor, site),
            queued: self.standing.queue.total > 0,
        };
        let view = |step: Step| {
            let (key, page) = step.told();
            let link = page.map(|page| {
                let label = self.words.say(&format!("{key}-link"));
                (label, self.visitor.links.of_site(&site.name, page))
            });
            StepView { text: self.words.say(key), link }
        };
        steps(facts).into_iter().map(view).collect()
    }

    fn ruling(&self, action: Action) -> Ruling {
        let site = &self.standing.site;
        site::decide(site.state, site.locked, action, self.visitor.caller.grant.person())
    }

    fn actions(&self) -> Vec<ActionView> {
        let site = &self.standing.site;
        if who(self.visitor, site) == Who::Reader {
            return Vec::new();
        }
        let shown = [
            (Action::Unblock, "unblock", "action-unblock", ""),
            (Action::Block, "block", "action-block", "quiet"),
            (Action::Purge, "purge", "action-purge", "quiet"),
        ];
        let unblocks =
            !site.state.is_red() || matches!(self.ruling(Action::Unblock), Ruling::Change { .. });
        let allowed = shown.into_iter().filter(|(action, ..)| match self.ruling(*action) {
            // Where nothing waits, a purge is worth offering only as the one way on.
            Ruling::Change { .. } => {
                *action != Action::Purge || self.standing.queue.total > 0 || !unblocks
            }
            Ruling::Nothing | Ruling::Refuse(_) => false,
        });
        let view = |(_, page, key, kind): (Action, &str, &str, &'static str)| ActionView {
            label: self.words.say(key),
            href: self.visitor.links.of_site(&site.name, page),
            kind,
        };
        let mut actions: Vec<ActionView> = allowed.map(view).collect();
        // Where it is the only way on, it is the first.
        if let [only] = actions.as_mut_slice()
            && site.state.is_red()
        {
            only.kind = "";
        }
        actions
    }

    fn refusals(&self) -> Vec<String> {
        let site = &self.standing.site;
        if who(self.visitor, site) == Who::Reader {
            return Vec::new();
        }
        let queued = self.standing.queue.total;
        let told = |action| match self.ruling(action) {
            Ruling::Refuse(Refusal::Locked) => Some(self.words.say("refused-locked")),
            Ruling::Refuse(Refusal::PurgeFirst) => Some(self.words.say("refused-purge-first")),
            Ruling::Refuse(Refusal::BlockFirst) if queued > 0 => {
                Some(self.words.tell("refused-block-first", &[("count", queued.into())]))
            }
            Ruling::Refuse(Refusal::BlockFirst | Refusal::HeldAsSpam) => None,
            Ruling::Change { .. } | Ruling::Nothing => None,
        };
        let mut refusals: Vec<String> =
            [Action::Unblock, Action::Purge].into_iter().filter_map(told).collect();
        refusals.dedup();
        refusals
    }
}

/// Who a visitor is to a site.
pub(in crate::panel) fn who(visitor: &Visitor, site: &Site) -> Who {
    match visitor.caller.grant.person() {
        _ if !visitor.may(Right::Act, Some(site.id)) => Who::Reader,
        Person::Operator => Who::Operator,
        Person::Owner => Who::Owner,
    }
}

/// The script of most of these failures, if it is of half of them and there are some.
fn script_at_fault<'a>(failures: &[&'a Failure]) -> Option<(&'a str, u64)> {
    let mut of_script = std::collections::BTreeMap::new();
    for failure in failures.iter().filter(|failure| !failure.script.is_empty()) {
        *of_script.entry(failure.script.as_str()).or_insert(0_u64) += 1;
    }
    let (script, count) = of_script.into_iter().max_by_key(|(_, count)| *count)?;
    (failures.len() >= 3 && count * 2 >= failures.len() as u64).then_some((script, count))
}

/// By whom a state was entered, as the visitor knows them.
enum By {
    You,
    Owner(String),
    /// The hosting provider: an owner is not told who that is.
    Provider,
    Operator(String),
    Policy,
}

impl By {
    fn of(who: &str, visitor: &Visitor) -> By {
        let is_operator = visitor.caller.grant.person() == Person::Operator;
        match who.split_once(':') {
            _ if who == visitor.caller.who => By::You,
            Some(("owner", name)) => By::Owner(Quoted::cut(name, 60).text),
            Some(("operator", name)) if is_operator => By::Operator(Quoted::cut(name, 60).text),
            Some(("operator", _)) => By::Provider,
            _ => By::Policy,
        }
    }

    fn name(&self) -> &str {
        match self {
            By::Owner(name) | By::Operator(name) => name,
            By::You | By::Provider | By::Policy => "",
        }
    }
}
