//! What is read: each question walks everything and keeps what fits.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use postern_core::ids::SiteId;
use postern_core::time::Time;

use super::Claims;
use super::ledger::{DeliveryRow, Ledger, MessageRow, SiteRow, Stands};
use crate::people::User;
use crate::view::{
    Failure, FailureClasses, FailureFilter, Health, HooksOf, MeasuredSite, Measures, Order, Paces,
    Page, Question, QueueKinds, Queued, RankedSite, Reply, Script, SiteFilter, SiteOrder,
    SiteRanking, SiteTotals, TraceFilter, Traced, TracedDelivery,
};
use crate::{QueueKind, Selection, Site};

impl Ledger {
    pub(super) fn view(&self, question: Question, claims: &Claims, room: u64) -> Reply {
        match question {
            Question::Sites { after, limit } => {
                let mut sites: Vec<Site> = self
                    .standing_sites()
                    .filter(|row| row.name > after)
                    .map(|row| self.shown(row))
                    .collect();
                sites.sort_by(|a, b| a.name.cmp(&b.name));
                sites.truncate(limit);
                Reply::Sites(sites)
            }
            Question::SiteNamed(name) => {
                Reply::Site(self.site_named(&name).map(|row| Box::new(self.shown(row))))
            }
            Question::Site(id) => {
                Reply::Site(self.site(id).ok().map(|row| Box::new(self.shown(row))))
            }
            Question::SitesWithWork => Reply::Sites(
                self.standing_sites()
                    .filter(|row| self.queue_of(row.id).next().is_some())
                    .map(|row| self.shown(row))
                    .collect(),
            ),
            Question::Logins => Reply::Logins(
                self.logins
                    .iter()
                    .map(|(name, login)| (login.site, name.clone(), login.hash.clone()))
                    .collect(),
            ),
            Question::Stops(site) => Reply::Stops(
                self.stops
                    .values()
                    .filter(|stop| site.is_none_or(|site| stop.site == site))
                    .cloned()
                    .collect(),
            ),
            Question::Queue { site, selection, after, limit } => {
                let fits = self
                    .queue_of(site)
                    .filter(|row| row.id > after && self.is_selected(&selection, row))
                    .map(|row| self.queued(row, claims));
                Reply::Queue(page(fits, limit, |row| row.delivery))
            }
            Question::QueueKinds { site, now: _ } => Reply::QueueKinds(self.queue_kinds(site)),
            Question::Failures { site, filter, before, limit } => {
                let mut fits: Vec<&Failure> = self.failures_of(site, &filter).collect();
                fits.sort_by_key(|failure| std::cmp::Reverse((failure.at, failure.id)));
                fits.retain(|failure| {
                    before.is_none_or(|before| (failure.at, failure.id) < before)
                });
                Reply::Failures(page(fits.into_iter().cloned(), limit, |row| (row.at, row.id)))
            }
            Question::FailureClasses { site, filter } => {
                let mut counts = BTreeMap::new();
                for failure in self.failures_of(site, &filter) {
                    *counts.entry(failure.class).or_default() += 1;
                }
                Reply::FailureClasses(FailureClasses::of(counts, None))
            }
            Question::Trace { site, filter, before, limit } => {
                let fits = self.messages.values().rev().filter(|row| {
                    row.site == site
                        && before.is_none_or(|before| row.id < before)
                        && self.traced_fits(row, &filter)
                });
                Reply::Trace(page(fits.map(|row| self.traced(row)), limit, |row| row.message))
            }
            Question::HalfHours { site, from, to } => Reply::HalfHours(
                self.half_hours
                    .range((site, from)..)
                    .take_while(|((of, at), _)| *of == site && *at < to)
                    .map(|((_, at), bucket)| (*at, *bucket))
                    .collect(),
            ),
            Question::Days { site, from, to } => Reply::Days(
                self.days
                    .range((site, from)..)
                    .take_while(|((of, day), _)| *of == site && *day < to)
                    .map(|((_, day), bucket)| (*day, *bucket))
                    .collect(),
            ),
            Question::Today { site, day } => {
                Reply::Today(self.days.get(&(site, day)).copied().unwrap_or_default())
            }
            Question::Scripts { site, by, limit } => {
                Reply::Scripts(self.scripts_by(site, by, limit))
            }
            Question::ScriptNamed { site, name } => {
                let scripts = self.scripts_by(Some(site), Order::Sent, usize::MAX);
                let named = scripts.into_iter().find(|script| script.name == name);
                Reply::ScriptNamed(named.map(Box::new))
            }
            Question::ScriptDays { scripts, from } => {
                let days = scripts
                    .iter()
                    .filter_map(|id| self.scripts.get(id))
                    .flat_map(|row| row.days.range(from..).map(|(_, day)| (row.id, *day)));
                Reply::ScriptDays(days.collect())
            }
            Question::SiteRanking { filter, by, days_from, after, limit } => {
                Reply::SiteRanking(self.site_ranking(&filter, by, days_from, after, limit))
            }
            Question::Actions { site, before, limit } => {
                let fits = self.actions.values().rev().filter(|entry| {
                    site.is_none_or(|site| entry.site == Some(site))
                        && before.is_none_or(|before| entry.id < before)
                });
                Reply::Actions(page(fits.cloned(), limit, |entry| entry.id))
            }
            Question::ActionsAfter { after, limit } => {
                let entries = self.actions.values().filter(|entry| entry.id > after);
                Reply::ActionsAfter(entries.take(limit).cloned().collect())
            }
            Question::Told(site) => Reply::Told(self.told_of(site)),
            Question::FailedOn { day, after, limit } => {
                Reply::FailedOn(self.failed_on(day, after, limit))
            }
            Question::Job(id) => Reply::Job(self.jobs.get(&id).map(|row| row.job.clone())),
            Question::Jobs { site, before, limit } => {
                let jobs =
                    self.jobs.values().rev().map(|row| &row.job).filter(|job| {
                        job.site == site && before.is_none_or(|before| job.id < before)
                    });
                Reply::Jobs(page(jobs.cloned(), limit, |job| job.id))
            }
            Question::JobOfKey { site, key } => Reply::JobOfKey(self.job_of_key(site, key)),
            Question::Stop(id) => Reply::Stops(self.stops.get(&id).cloned().into_iter().collect()),
            Question::Remembered(name) => Reply::Remembered(self.remembered.get(&name).cloned()),
            Question::Users { after, limit } => {
                let mut users: Vec<User> =
                    self.all_users().filter(|user| user.name > after).collect();
                users.sort_by(|a, b| a.name.cmp(&b.name));
                users.truncate(limit);
                Reply::Users(users)
            }
            Question::User(id) => Reply::User(self.user(id).ok().map(Box::new)),
            Question::UserNamed(name) => {
                Reply::User(self.all_users().find(|user| user.name == name).map(Box::new))
            }
            Question::SessionOf(hash) => {
                let mut found = self.people.sessions.values().filter(|(kept, _)| *kept == hash);
                let found = found.next().map(|(_, session)| session.clone());
                Reply::SessionOf(found.and_then(|session| {
                    let user = self.user(session.user).ok()?;
                    Some(Box::new((session, user)))
                }))
            }
            Question::Sessions(user) => {
                let mut sessions: Vec<_> = self.sessions_of(user).cloned().collect();
                sessions.reverse();
                Reply::Sessions(sessions)
            }
            Question::TokenOf(hash) => {
                let mut found = self.people.tokens.values().filter(|(kept, _)| *kept == hash);
                let found = found.next().map(|(_, token)| token.clone());
                Reply::TokenOf(found.map(|token| {
                    let user = token.user.and_then(|user| self.user(user).ok());
                    Box::new((token, user))
                }))
            }
            Question::Application(id) => {
                Reply::Application(self.ovh.applications.get(&id).cloned().map(Box::new))
            }
            Question::ApplicationKeyed(key) => {
                let mut all = self.ovh.applications.values();
                Reply::Application(all.find(|of| of.key == key).cloned().map(Box::new))
            }
            Question::Applications { user, after, limit } => Reply::Applications(
                self.ovh
                    .applications
                    .values()
                    .filter(|of| of.id > after && user.is_none_or(|user| self.concerns(of, user)))
                    .take(limit)
                    .cloned()
                    .collect(),
            ),
            Question::ConsumerOf(hash) => Reply::Consumer(self.consumer_of(&hash).map(Box::new)),
            Question::ConsumerAsked(door) => {
                Reply::Consumer(self.consumer_asked(&door).map(Box::new))
            }
            Question::Consumers { application, limit } => {
                Reply::Consumers(self.consumers_of(application).take(limit).cloned().collect())
            }
            // What is purged is gone at once here.
            Question::IsGivingBack(_) => Reply::IsGivingBack(false),
            Question::Tokens { user, after, limit } => Reply::Tokens(
                self.people
                    .tokens
                    .values()
                    .map(|(_, token)| token)
                    .filter(|token| token.id > after && (user.is_none() || token.user == user))
                    .take(limit)
                    .cloned()
                    .collect(),
            ),
            Question::Hooks(of) => Reply::Hooks(match of {
                HooksOf::Everybody { after, limit } => {
                    self.all_hooks().filter(|hook| hook.id > after).take(limit).collect()
                }
                HooksOf::Site(site) => {
                    self.all_hooks().filter(|hook| hook.site == Some(site)).collect()
                }
            }),
            Question::Hook(id) => Reply::Hook(self.hook(id).ok().map(Box::new)),
            Question::DueEvents { now, in_hand, busy, limit } => {
                Reply::DueEvents(self.due_events(now, &in_hand, &busy, limit))
            }
            Question::HookAnswers(hook) => Reply::HookAnswers(self.hook_answers(hook)),
            Question::Health => Reply::Health(self.health(room)),
            Question::Measures => Reply::Measures(Box::new(self.measures(room))),
        }
    }

    fn all_users(&self) -> impl Iterator<Item = User> {
        self.people.users.keys().filter_map(|id| self.user(*id).ok())
    }

    fn queued(&self, row: &DeliveryRow, claims: &Claims) -> Queued {
        let message = &self.messages[&row.message];
        Queued {
            delivery: row.id,
            message: row.message,
            accepted_at: message.accepted_at,
            sender: message.sender.clone(),
            recipient: row.recipient.clone(),
            subject: message.subject.clone(),
            script: message.script_name.clone(),
            size: message.size,
            attempts: row.attempts,
            next_at: row.next_at,
            parked: row.is_parked(),
            released: self.passes(row),
            in_flight: claims.contains_key(&row.id),
            last: row.last.clone(),
        }
    }

    /// Whether a queued delivery belongs to a selection.
    pub(super) fn is_selected(&self, selection: &Selection, row: &DeliveryRow) -> bool {
        let kind = || {
            let is_red = self.sites[&row.site].state.is_red();
            QueueKind::of(row.is_parked(), self.passes(row), row.attempts, is_red)
        };
        fits(selection, row, &self.messages[&row.message])
            && selection.kind.is_none_or(|wanted| wanted == kind())
    }

    fn queue_kinds(&self, site: SiteId) -> QueueKinds {
        let mut kinds = QueueKinds::default();
        for row in self.queue_of(site) {
            kinds.total += 1;
            match row.stands {
                Stands::Parked { .. } => kinds.parked += 1,
                _ if row.attempts == 0 => kinds.fresh += 1,
                _ => kinds.deferred += 1,
            }
            if self.is_released(row) {
                kinds.released += 1;
                kinds.released_deferred += u64::from(row.attempts > 0);
            }
            let accepted_at = self.messages[&row.message].accepted_at;
            kinds.oldest_at =
                Some(kinds.oldest_at.map_or(accepted_at, |oldest| oldest.min(accepted_at)));
        }
        kinds
    }

    fn failures_of<'a>(
        &'a self,
        site: SiteId,
        filter: &'a FailureFilter,
    ) -> impl Iterator<Item = &'a Failure> {
        let own = self.failures.values().filter(move |(owner, _)| *owner == site);
        own.map(|(_, failure)| failure).filter(|failure| failure_fits(filter, failure))
    }

    fn traced_fits(&self, row: &MessageRow, filter: &TraceFilter) -> bool {
        filter.message.is_none_or(|message| message == row.id)
            && filter
                .sender
                .as_ref()
                .is_none_or(|sender| same_address(sender, row.sender.as_deref().unwrap_or("")))
            && filter.subject.as_ref().is_none_or(|part| contains(&row.subject, part))
            && filter.script.as_ref().is_none_or(|script| *script == row.script_name)
            && filter.message_id.as_ref().is_none_or(|id| bare(id) == bare(&row.message_id))
            && filter.recipient.as_ref().is_none_or(|recipient| {
                self.deliveries_of(row.id)
                    .any(|delivery| same_address(recipient, &delivery.recipient))
            })
    }

    fn traced(&self, row: &MessageRow) -> Traced {
        Traced {
            message: row.id,
            accepted_at: row.accepted_at,
            sender: row.sender.clone(),
            subject: row.subject.clone(),
            message_id: row.message_id.clone(),
            script: row.script_name.clone(),
            size: row.size,
            origin: row.origin.clone(),
            deliveries: self
                .deliveries_of(row.id)
                .map(|delivery| TracedDelivery {
                    delivery: delivery.id,
                    recipient: delivery.recipient.clone(),
                    state: delivery.stands.word(),
                    next_at: delivery.is_queued().then_some(delivery.next_at),
                    attempts: delivery.trace.clone(),
                })
                .collect(),
        }
    }

    fn health(&self, room: u64) -> Health {
        let mut health = Health { room_bytes: room, ..Health::default() };
        for row in self.standing_sites() {
            health.sites += 1;
            health.counters += row.counters;
        }
        health.body_bytes = self.bodies.values().map(|body| body.len() as u64).sum();
        health.to_reclaim = self.sites.values().filter(|row| row.removed).count() as u64;
        health
    }

    fn measures(&self, room: u64) -> Measures {
        let mut ever = self.gone;
        self.sites.values().for_each(|row| ever += row.counters);
        let measured = |row: &SiteRow| MeasuredSite {
            site: row.id,
            state: row.state,
            counters: row.counters,
            kinds: QueueKinds { oldest_at: None, ..self.queue_kinds(row.id) },
        };
        Measures {
            health: self.health(room),
            ever,
            failures: self.failed.iter().map(|(class, count)| (*class, *count)).collect(),
            sites: self.standing_sites().map(measured).collect(),
            paces: Paces::default(),
        }
    }

    fn site_ranking(
        &self,
        filter: &SiteFilter,
        by: SiteOrder,
        days_from: Option<i32>,
        after: Option<(u64, String)>,
        limit: usize,
    ) -> SiteRanking {
        let key = |site: &RankedSite| (Reverse(by.figure(site.figures())), site.name.clone());
        let mut ranked: Vec<RankedSite> =
            self.standing_sites().map(|row| self.ranked(row, days_from)).collect();
        let (mut all, mut fitting) = (SiteTotals::default(), SiteTotals::default());
        ranked.iter().for_each(|site| all.add(site.state, site.figures()));
        ranked.retain(|site| filter.fits(&site.name, site.state));
        ranked.iter().for_each(|site| fitting.add(site.state, site.figures()));
        ranked.sort_by_key(key);
        if let Some((figure, name)) = after {
            ranked.retain(|site| key(site) > (Reverse(figure), name.clone()));
        }
        let page =
            page(ranked.into_iter(), limit, |site| (by.figure(site.figures()), site.name.clone()));
        SiteRanking { page, all, fitting }
    }

    fn ranked(&self, row: &SiteRow, days_from: Option<i32>) -> RankedSite {
        let counters = self.shown(row).counters;
        let recent = days_from.map(|from| {
            let days = self.days.range((row.id, from)..);
            let days = days.take_while(|((of, _), _)| *of == row.id).map(|(_, bucket)| bucket);
            days.fold((0, 0), |(sent, failed), bucket| {
                (sent + bucket.sent, failed + bucket.failed + bucket.failed_late)
            })
        });
        let (sent, failed) = recent.unwrap_or((counters.sent, counters.in_error()));
        RankedSite {
            site: row.id,
            name: row.name.clone(),
            state: row.state,
            locked: row.locked,
            since: row.since,
            counters,
            sent,
            failed,
            last_accepted_at: row.last_accepted_at,
        }
    }

    fn scripts_by(&self, site: Option<SiteId>, by: Order, limit: usize) -> Vec<Script> {
        let mut scripts: Vec<Script> = self
            .scripts
            .values()
            .filter(|row| site.is_none_or(|site| row.site == site))
            .filter_map(|row| {
                let site = self.site(row.site).ok()?;
                Some(Script {
                    id: row.id,
                    site: row.site,
                    site_name: site.name.clone(),
                    name: row.name.clone(),
                    first_at: row.first_at,
                    last_at: row.last_at,
                    accepted: row.accepted,
                    sent: row.sent,
                    failed: row.failed,
                })
            })
            .collect();
        scripts.sort_by_key(|script| {
            std::cmp::Reverse(match by {
                Order::Sent => script.sent,
                Order::Failed => script.failed,
            })
        });
        scripts.truncate(limit);
        scripts
    }
}

/// Whether a queued delivery belongs to a selection, as far as itself and its message tell.
fn fits(selection: &Selection, row: &DeliveryRow, message: &MessageRow) -> bool {
    selection.recipient.as_ref().is_none_or(|wanted| match wanted.strip_prefix('@') {
        Some(domain) => domain.eq_ignore_ascii_case(&row.domain),
        None => same_address(wanted, &row.recipient),
    }) && selection
        .sender
        .as_ref()
        .is_none_or(|sender| same_address(sender, message.sender.as_deref().unwrap_or("")))
        && selection.script.as_ref().is_none_or(|script| *script == message.script_name)
        && selection.accepted_before.is_none_or(|before| message.accepted_at < Time(before))
        && (selection.messages.is_empty() || selection.messages.contains(&message.id.0))
        && (selection.deliveries.is_empty() || selection.deliveries.contains(&row.id.0))
}

fn failure_fits(filter: &FailureFilter, failure: &Failure) -> bool {
    filter.class.is_none_or(|class| class == failure.class)
        && filter.script.as_ref().is_none_or(|script| *script == failure.script)
        && filter.recipient.as_ref().is_none_or(|part| contains(&failure.recipient, part))
        && filter.text.as_ref().is_none_or(|part| {
            let texts = [&failure.recipient, &failure.subject, &failure.remote.text];
            texts.iter().any(|text| contains(text, part))
        })
        && filter.from.is_none_or(|from| failure.at >= from)
        && filter.to.is_none_or(|to| failure.at < to)
}

pub(super) fn page<T, K>(
    fits: impl Iterator<Item = T>,
    limit: usize,
    key: impl Fn(&T) -> K,
) -> Page<T, K> {
    let mut rows: Vec<T> = fits.take(limit.saturating_add(1)).collect();
    let more = rows.len() > limit;
    rows.truncate(limit);
    Page { next: if more { rows.last().map(key) } else { None }, rows }
}

fn same_address(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

fn contains(text: &str, part: &str) -> bool {
    text.to_ascii_lowercase().contains(&part.to_ascii_lowercase())
}

/// A `Message-ID` without its angle brackets.
fn bare(message_id: &str) -> &str {
    message_id.trim().trim_start_matches('<').trim_end_matches('>')
}
