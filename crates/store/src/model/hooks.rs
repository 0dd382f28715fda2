//! Webhooks, their outbox and their log of answers.

use std::collections::BTreeMap;

use postern_core::hook::{ANSWER_TEXT, ANSWERS, WAITING};
use postern_core::ids::{EventId, HookId, SiteId};
use postern_core::time::Time;

use super::ledger::Ledger;
use crate::hook::{
    DueEvents, Event, EventEnd, EventSettlement, EventState, Facts, Hook, HookAdded, HookAnswer,
    HookChange, NewHook, News, named, own_lane,
};
use crate::{By, Error, JobKey};

/// Everybody who is told, what they are told, and what they answered.
#[derive(Clone, Debug, Default)]
pub(super) struct Hooks {
    hooks: BTreeMap<HookId, (Option<JobKey>, Hook)>,
    outbox: BTreeMap<EventId, EventRow>,
    answers: BTreeMap<i64, (HookId, HookAnswer)>,
}

#[derive(Clone, Debug)]
struct EventRow {
    event: Event,
    /// Of those that wait in one lane only the first is ever due.
    lane: i64,
    state: EventState,
    not_before: Time,
}

impl Ledger {
    pub(super) fn add_hook(&mut self, new: NewHook) -> Result<HookAdded, Error> {
        if let Some(key) = new.key {
            let made = self.hooks.hooks.values().find(|(made_by, hook)| {
                hook.site == new.site && made_by.is_some_and(|made_by| made_by.key == key.key)
            });
            if let Some((earlier, hook)) = made {
                let is_same = earlier.is_some_and(|earlier| earlier.digest == key.digest);
                return Ok(match is_same {
                    true => HookAdded::Repeated(hook.id),
                    false => HookAdded::KeyReused(hook.id),
                });
            }
        }
        if let Some(site) = new.site {
            self.site(site)?;
        }
        let there = self.hooks.hooks.values().filter(|(_, hook)| hook.site == new.site).count();
        if there as u64 >= new.most {
            return Err(Error::TooMany { what: "webhooks", most: new.most });
        }
        let id = HookId(self.next_id());
        self.log(new.site, &new.by, "webhook add", &named(id, &new.url));
        let hook = Hook {
            id,
            site: new.site,
            url: new.url,
            kinds: new.kinds,
            secret: new.secret,
            old_secret: None,
            allow_private: new.allow_private,
            on: true,
            note: String::new(),
            made_by: new.by.who,
            made_at: new.by.at,
            waiting: 0,
            dropped: 0,
        };
        self.hooks.hooks.insert(id, (new.key, hook));
        Ok(HookAdded::Made(id))
    }

    pub(super) fn change_hook(
        &mut self,
        id: HookId,
        change: HookChange,
        by: &By,
    ) -> Result<(), Error> {
        let mut hook = self.hook(id)?;
        let was_on = hook.on;
        if let Some(url) = change.url {
            hook.url = url;
        }
        if let Some(kinds) = change.kinds {
            hook.kinds = kinds;
        }
        if let Some(allow_private) = change.allow_private {
            hook.allow_private = allow_private;
        }
        if let Some(on) = change.on {
            hook.on = on;
            hook.note = String::new();
        }
        if let Some(secret) = change.secret {
            hook.old_secret = Some((hook.secret, secret.both_until));
            hook.secret = secret.sealed;
        }
        let told = match change.note {
            "" => named(id, &hook.url),
            note => format!("{}: {note}", named(id, &hook.url)),
        };
        let (site, is_on) = (hook.site, hook.on);
        self.put_hook(hook);
        if was_on && !is_on {
            self.drop_waiting(id);
        }
        self.log(site, by, "webhook change", &told);
        Ok(())
    }

    pub(super) fn remove_hook(&mut self, id: HookId, by: &By) -> Result<(), Error> {
        let hook = self.hook(id)?;
        self.forget_hook(id);
        self.log(hook.site, by, "webhook remove", &named(id, &hook.url));
        Ok(())
    }

    pub(super) fn announce(&mut self, news: News) -> Result<bool, Error> {
        self.site(news.site)?;
        let (name, value) = news.once;
        let was_told = self.remembered.get(&name) == Some(&value);
        if was_told || !self.tell_hooks(news.site, news.at, &news.facts) {
            return Ok(false);
        }
        self.remembered.insert(name, value);
        Ok(true)
    }

    pub(super) fn test_hook(&mut self, id: HookId, by: &By) -> Result<EventId, Error> {
        let hook = self.hook_that_is_on(id)?;
        let facts = Facts::Test { by: by.who.clone() };
        self.write_event(id, hook.site, by.at, &facts, false)
            .ok_or(Error::TooMany { what: "events of the webhook", most: WAITING })
    }

    pub(super) fn send_again(&mut self, id: HookId, event: EventId, by: &By) -> Result<(), Error> {
        let hook = self.hook_that_is_on(id)?;
        let found = self.hooks.outbox.get_mut(&event).filter(|row| row.event.hook == id);
        let row = found.ok_or(Error::NotFound("event"))?;
        if row.state == EventState::Waiting {
            row.not_before = by.at;
        } else {
            row.lane = own_lane(event);
            row.state = EventState::Waiting;
            (row.event.since, row.event.attempts, row.not_before) = (by.at, 0, by.at);
        }
        let told = format!("{}: event {event}", named(id, &hook.url));
        self.log(hook.site, by, "webhook send again", &told);
        Ok(())
    }

    pub(super) fn settle_event(&mut self, settlement: EventSettlement) -> Result<bool, Error> {
        let EventSettlement { event, at, took, status, trouble, detail, text, end } = settlement;
        let found = self.hooks.outbox.get_mut(&event);
        let Some(row) = found.filter(|row| row.state == EventState::Waiting) else {
            return Ok(false);
        };
        let (hook, lane) = (row.event.hook, row.lane);
        row.event.attempts += 1;
        match &end {
            EventEnd::Retry { at } => row.not_before = *at,
            EventEnd::Taken => row.state = EventState::Taken,
            EventEnd::GivenUp | EventEnd::Off { .. } => row.state = EventState::GivenUp,
        }
        if row.state != EventState::Waiting
            && let Some(next) = self.hooks.first_of(hook, lane)
        {
            next.not_before = at;
        }
        if let EventEnd::Off { note } = end {
            self.turn_off(hook, note, at)?;
        }
        let id = self.next_id();
        let row = &self.hooks.outbox[&event];
        let answer = HookAnswer {
            id,
            event,
            kind: row.event.facts.kind(),
            site: row.event.site,
            at,
            took,
            status,
            trouble,
            detail,
            text: text[..text.floor_char_boundary(ANSWER_TEXT)].to_owned(),
            state: row.state,
            next_at: None,
        };
        self.hooks.answers.insert(id, (hook, answer));
        self.hooks.forget_old(hook);
        Ok(true)
    }

    /// Writes an event for each hook that wants it; says whether one does.
    pub(super) fn tell_hooks(&mut self, site: SiteId, at: Time, facts: &Facts) -> bool {
        if self.site(site).is_err() {
            return false;
        }
        let wants = |hook: &&Hook| {
            hook.on && hook.kinds.has(facts.kind()) && hook.site.is_none_or(|of| of == site)
        };
        let all = self.hooks.hooks.values().map(|(_, hook)| hook);
        let wanting: Vec<HookId> = all.filter(wants).map(|hook| hook.id).collect();
        for hook in &wanting {
            self.write_event(*hook, Some(site), at, facts, true);
        }
        !wanting.is_empty()
    }

    /// Writes an event; `None` where too many wait: then it is counted as dropped.
    fn write_event(
        &mut self,
        hook: HookId,
        site: Option<SiteId>,
        at: Time,
        facts: &Facts,
        in_order: bool,
    ) -> Option<EventId> {
        if self.hooks.waiting(hook) >= WAITING {
            self.count_dropped(hook, 1);
            return None;
        }
        let id = EventId(self.next_id());
        let lane = match site {
            Some(site) if in_order => site.0,
            _ => own_lane(id),
        };
        let facts = facts.clone();
        let event = Event { id, hook, site, at, since: at, attempts: 0, facts, failure: None };
        let row = EventRow { event, lane, state: EventState::Waiting, not_before: at };
        self.hooks.outbox.insert(id, row);
        Some(id)
    }

    /// A receiver that wants no more of it.
    fn turn_off(&mut self, id: HookId, note: String, at: Time) -> Result<(), Error> {
        let mut hook = self.hook(id)?;
        let told = format!("{}: {note}", named(id, &hook.url));
        (hook.on, hook.note) = (false, note);
        let site = hook.site;
        self.put_hook(hook);
        self.drop_waiting(id);
        self.log(site, &By { who: "webhook".into(), at }, "webhook off", &told);
        Ok(())
    }

    /// What waits for a hook is told no more: what was tried stays in the log, the rest goes.
    fn drop_waiting(&mut self, id: HookId) {
        let waiting = self.hooks.waiting(id);
        let of_it = |row: &EventRow| row.event.hook == id && row.state == EventState::Waiting;
        self.hooks.outbox.retain(|_, row| !of_it(row) || row.event.attempts > 0);
        for row in self.hooks.outbox.values_mut().filter(|row| of_it(row)) {
            row.state = EventState::GivenUp;
        }
        self.count_dropped(id, waiting);
    }

    fn count_dropped(&mut self, id: HookId, events: u64) {
        if let Some((_, hook)) = self.hooks.hooks.get_mut(&id) {
            hook.dropped += events;
        }
    }

    fn put_hook(&mut self, hook: Hook) {
        if let Some((_, kept)) = self.hooks.hooks.get_mut(&hook.id) {
            *kept = hook;
        }
    }

    fn forget_hook(&mut self, id: HookId) {
        self.hooks.hooks.remove(&id);
        self.hooks.outbox.retain(|_, row| row.event.hook != id);
        self.hooks.answers.retain(|_, (hook, _)| *hook != id);
    }

    /// A site is going: so do its hooks, and what others were to be told of it.
    pub(super) fn drop_site_of_hooks(&mut self, site: SiteId) {
        let of_site = self.hooks.hooks.values().filter(|(_, hook)| hook.site == Some(site));
        let of_site: Vec<HookId> = of_site.map(|(_, hook)| hook.id).collect();
        for id in of_site {
            self.forget_hook(id);
        }
        self.hooks.answers.retain(|_, (_, answer)| answer.site != Some(site));
        self.hooks.outbox.retain(|_, row| row.event.site != Some(site));
    }

    fn hook_that_is_on(&self, id: HookId) -> Result<Hook, Error> {
        let hook = self.hook(id)?;
        if hook.on { Ok(hook) } else { Err(Error::NotFound("webhook that is on")) }
    }

    // --- reading ---

    pub(super) fn hook(&self, id: HookId) -> Result<Hook, Error> {
        let (_, hook) = self.hooks.hooks.get(&id).ok_or(Error::NotFound("webhook"))?;
        Ok(Hook { waiting: self.hooks.waiting(id), ..hook.clone() })
    }

    pub(super) fn all_hooks(&self) -> impl Iterator<Item = Hook> {
        self.hooks.hooks.keys().filter_map(|id| self.hook(*id).ok())
    }

    pub(super) fn due_events(
        &self,
        now: Time,
        in_hand: &[EventId],
        busy: &[HookId],
        limit: usize,
    ) -> DueEvents {
        let mut firsts: BTreeMap<(HookId, i64), &EventRow> = BTreeMap::new();
        for row in self.hooks.outbox.values().filter(|row| row.state == EventState::Waiting) {
            firsts.entry((row.event.hook, row.lane)).or_insert(row);
        }
        let mut firsts: Vec<&EventRow> = firsts.into_values().collect();
        firsts.sort_by_key(|row| (row.not_before, row.event.id));
        let next_at = firsts.iter().map(|row| row.not_before).find(|at| *at > now);
        firsts.retain(|row| {
            row.not_before <= now
                && !in_hand.contains(&row.event.id)
                && !busy.contains(&row.event.hook)
        });
        let events = firsts.into_iter().take(limit).map(|row| self.shown_event(&row.event));
        DueEvents { events: events.collect(), next_at }
    }

    fn shown_event(&self, event: &Event) -> Event {
        let failure = match event.facts {
            Facts::MailFailed { failure } => {
                self.failures.get(&failure).map(|(_, failure)| Box::new(failure.clone()))
            }
            _ => None,
        };
        Event { failure, ..event.clone() }
    }

    pub(super) fn hook_answers(&self, hook: HookId) -> Vec<HookAnswer> {
        let of_it = self.hooks.answers.values().rev().filter(|(of, _)| *of == hook);
        let shown = |(_, answer): &(HookId, HookAnswer)| {
            let row = &self.hooks.outbox[&answer.event];
            let first = self.hooks.outbox.values().find(|other| {
                other.state == EventState::Waiting
                    && (other.event.hook, other.lane) == (hook, row.lane)
            });
            let is_first = first.is_some_and(|first| first.event.id == answer.event);
            HookAnswer {
                state: row.state,
                next_at: is_first.then_some(row.not_before),
                ..answer.clone()
            }
        };
        of_it.map(shown).collect()
    }
}

impl Hooks {
    fn waiting(&self, hook: HookId) -> u64 {
        let waits = |row: &&EventRow| row.event.hook == hook && row.state == EventState::Waiting;
        self.outbox.values().filter(waits).count() as u64
    }

    /// The first event that waits in a lane.
    fn first_of(&mut self, hook: HookId, lane: i64) -> Option<&mut EventRow> {
        self.outbox.values_mut().find(|row| {
            row.state == EventState::Waiting && (row.event.hook, row.lane) == (hook, lane)
        })
    }

    /// Forgets answers beyond the last, and the events that they alone named.
    fn forget_old(&mut self, hook: HookId) {
        let ids = self.answers.iter().filter(|(_, (of, _))| *of == hook).map(|(id, _)| *id);
        let ids: Vec<i64> = ids.collect();
        for id in ids.iter().rev().skip(ANSWERS) {
            self.answers.remove(id);
        }
        let answers = &self.answers;
        self.outbox.retain(|id, row| {
            row.event.hook != hook
                || row.state == EventState::Waiting
                || answers.values().any(|(_, answer)| answer.event == *id)
        });
    }
}
