//! A site was stopped, started again or purged: who did it, why, and what to do next.
//!
//! The audit log is read on from where it was read last. What happened within an hour of the last such mail gathers into the
//! next: `pending` has those sites with the first entry they were not told of, and up to the oldest of these the log
//! counts as read after a restart.

use std::collections::BTreeMap;

use postern_core::ids::{ActionId, SiteId};
use postern_core::notice::{Notice, Topic, tell_at};
use postern_core::site::State;
use postern_core::time::Time;
use postern_store::view::{ActionEntry, Question, Reply};
use postern_store::{Error, Site, Store, Tell};

use super::letter::{Entry as Line, Letter, Part};
use super::pen::Pen;
use super::task::{AGAIN, Parts};
use super::{Notify, Sent};
use crate::act::unexpected;
use crate::escape::short;
use crate::words::Words;
use crate::words::steps::{Facts, Who, steps};

/// The name the store remembers by, up to where the audit log was told.
const READ: &str = "told-state-changes";

/// Entries read at once, and of one site at most: what is older is not told.
const PAGE: usize = 500;
const OF_SITE: usize = 50;

const TOPIC: Topic = Topic::Of(Notice::StateChanged);

/// How far the audit log was read and told.
#[derive(Debug, Default)]
pub(super) struct StateChanges {
    read: Option<ActionId>,
    /// What is remembered of it.
    kept: Option<ActionId>,
    /// The first entry each site was not told of.
    pending: BTreeMap<SiteId, ActionId>,
}

impl StateChanges {
    /// Tells what is to be told now; answers when to look again.
    pub(super) async fn pass(&mut self, parts: &Parts, now: Time) -> Result<Time, Error> {
        self.read_on(parts).await?;
        let mut next = Time::NEVER;
        for (site, first) in self.pending.clone() {
            match parts.notify.state_changed(parts, site, first, now).await? {
                None => drop(self.pending.remove(&site)),
                Some(at) => next = next.min(at),
            }
        }
        self.keep(parts).await?;
        Ok(next)
    }

    /// Reads the audit log to its end.
    async fn read_on(&mut self, parts: &Parts) -> Result<(), Error> {
        let mut after = match self.read {
            Some(read) => read,
            None => {
                let kept = begin(&*parts.store).await?;
                self.kept = Some(kept);
                kept
            }
        };
        loop {
            let entries =
                match parts.store.view(Question::ActionsAfter { after, limit: PAGE }).await? {
                    Reply::ActionsAfter(entries) => entries,
                    other => return Err(unexpected(&other)),
                };
            for entry in &entries {
                if let Some(site) = entry.site.filter(|_| changes_state(entry)) {
                    self.pending.entry(site).or_insert(entry.id);
                }
            }
            after = entries.last().map_or(after, |entry| entry.id);
            self.read = Some(after);
            if entries.len() < PAGE {
                return Ok(());
            }
        }
    }

    /// Remembers up to where all is told.
    async fn keep(&mut self, parts: &Parts) -> Result<(), Error> {
        let oldest = self.pending.values().min().map(|first| ActionId(first.0 - 1));
        let told = oldest.or(self.read);
        if told > self.kept
            && let Some(upto) = told
        {
            parts.store.remember(READ.into(), upto.to_string()).await?;
            self.kept = told;
        }
        Ok(())
    }
}

/// From where the audit log is to be read. What was done before there were such mails is told to nobody: at the first
/// start that is all there is.
pub(super) async fn begin(store: &dyn Store) -> Result<ActionId, Error> {
    let kept = match store.view(Question::Remembered(READ.into())).await? {
        Reply::Remembered(kept) => kept.and_then(|kept| kept.parse().ok()).map(ActionId),
        other => return Err(unexpected(&other)),
    };
    if let Some(kept) = kept {
        return Ok(kept);
    }
    let newest = Question::Actions { site: None, before: None, limit: 1 };
    let newest = match store.view(newest).await? {
        Reply::Actions(page) => page.rows.first().map_or(ActionId(0), |entry| entry.id),
        other => return Err(unexpected(&other)),
    };
    store.remember(READ.into(), newest.to_string()).await?;
    Ok(newest)
}

impl Notify {
    /// Tells a site's people of what was done from an entry on, unless they do not want to know; `Some`: not before then.
    async fn state_changed(
        &self,
        parts: &Parts,
        id: SiteId,
        first: ActionId,
        now: Time,
    ) -> Result<Option<Time>, Error> {
        let Some(entry) = parts.sites.entry(id) else { return Ok(None) };
        let wanted = entry.site.settings.notices.has(Notice::StateChanged);
        let Some(to) = self.owner(&entry).filter(|_| wanted && id != parts.sites.host()) else {
            return Ok(None);
        };
        let told = self.told(id, TOPIC).await?;
        let at = tell_at(told.and_then(|told| told.mailed_at), now);
        if at > now {
            return Ok(Some(at));
        }
        let was = told.map_or(0, |told| told.upto);
        let done = self.done(id, first.0.max(was + 1)).await?;
        let (Some(newest), Some(site)) = (done.last(), self.site(id).await?) else {
            return Ok(None);
        };
        let tell = Tell { site: id, topic: TOPIC, was, upto: newest.id.0 };
        let letter = state_letter(self.pen(&entry), &site, &done);
        Ok(match self.send(&entry, &to, letter, tell, now).await? {
            Sent::Done => None,
            Sent::Again => Some(now + AGAIN),
        })
    }

    /// What was done to a site's state from an entry on, oldest first.
    async fn done(&self, site: SiteId, from: i64) -> Result<Vec<ActionEntry>, Error> {
        let asked = Question::Actions { site: Some(site), before: None, limit: OF_SITE };
        let mut done = match self.0.store.view(asked).await? {
            Reply::Actions(page) => page.rows,
            other => return Err(unexpected(&other)),
        };
        done.retain(|entry| entry.id.0 >= from && changes_state(entry));
        done.reverse();
        Ok(done)
    }

    /// The site as it stands: its entry may not have been read again yet.
    async fn site(&self, id: SiteId) -> Result<Option<Site>, Error> {
        match self.0.store.view(Question::Site(id)).await? {
            Reply::Site(site) => Ok(site.map(|site| *site)),
            other => Err(unexpected(&other)),
        }
    }
}

/// What was done to a site, what it is now, and what to do next.
pub(super) fn state_letter(pen: Pen<'_>, site: &Site, done: &[ActionEntry]) -> Letter {
    let (words, key) = (pen.words, headline(site.state));
    let state = words.say(key);
    let facts = Facts {
        state: site.state,
        locked: site.locked,
        who: Who::Owner,
        queued: site.counters.queued > 0,
    };
    let steps: Vec<_> = steps(facts).into_iter().map(|step| words.say(step.told().0)).collect();
    let line = |done: &ActionEntry| Line {
        title: by(words, &done.who),
        what: words.say(&format!("audit-{}", done.what)),
        when: pen.moment(done.at),
        rows: reason(words, &done.reason),
    };
    Letter {
        subject: words.tell(
            "state-changed-subject",
            &[("site", pen.site().into()), ("state", (&state).into())],
        ),
        title: state,
        lead: vec![words.say(&format!("{key}-means"))],
        steps: (!steps.is_empty()).then(|| Part { title: words.say("next-title"), all: steps }),
        button: pen.site_link(),
        list: Some(Part {
            title: words.say("state-changed-list"),
            all: done.iter().map(line).collect(),
        }),
        ..Letter::default()
    }
}

/// Whether an entry of the audit log is about what a site is.
fn changes_state(entry: &ActionEntry) -> bool {
    matches!(entry.what.as_str(), "block" | "unblock" | "purge")
}

/// The key of the sentence on a state.
pub(super) fn headline(state: State) -> &'static str {
    match state {
        State::Enabled => "state-enabled",
        State::Forced => "state-forced",
        State::Blocked => "state-blocked",
        State::Bounce => "state-bounce",
        State::Spam => "state-spam",
    }
}

/// Since when a site is what it is, by whom and why.
pub(super) fn since(pen: Pen<'_>) -> Vec<(String, String)> {
    let (words, site) = (pen.words, &pen.entry.site);
    let mut facts = vec![
        (words.say("column-when"), pen.moment(site.since)),
        (words.say("audit-who"), by(words, &site.by)),
    ];
    facts.extend(reason(words, &site.reason));
    facts
}

fn reason(words: &Words, reason: &str) -> Vec<(String, String)> {
    match reason {
        "" => Vec::new(),
        reason => vec![(words.say("reason"), short(reason, 300))],
    }
}

/// Who did something, as the owner of a site knows them.
fn by(words: &Words, who: &str) -> String {
    let (kind, name) = who.split_once(':').unwrap_or((who, ""));
    let name = short(name, 100);
    let key = match kind {
        "operator" | "token" => "by-provider",
        "owner" => "by-owner",
        "policy" => "by-policy",
        _ => return short(who, 100),
    };
    words.tell(key, &[("name", (&name).into())])
}
