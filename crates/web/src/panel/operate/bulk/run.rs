//! A run: an action on many sites, one by one, with what it came to for each. The last ones are remembered until the
//! daemon ends.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use postern_core::ids::SiteId;
use postern_core::site::Action;
use postern_engine::words::Words;
use tokio::sync::watch;

use crate::api::App;
use crate::api::action::carry_out;
use crate::caller::Caller;
use crate::panel::action::came_to;
use crate::wire::{ActionWish, Code};

/// Runs that are remembered, and of them under way at once.
const KEPT: usize = 20;
const AT_ONCE: usize = 4;

/// All runs of this daemon.
#[derive(Clone, Debug, Default)]
pub(crate) struct Runs(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    begun: u64,
    runs: VecDeque<Arc<Run>>,
}

/// What is to be done.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) action: Action,
    pub(super) wish: ActionWish,
    pub(super) sites: Vec<SiteId>,
    pub(super) caller: Caller,
    pub(super) words: Words,
}

/// One run.
#[derive(Debug)]
pub(crate) struct Run {
    id: u64,
    pub(super) action: Action,
    pub(super) total: usize,
    results: Mutex<(Vec<Done>, bool)>,
    /// How many are done; one more at the end, so that it is told too.
    done: watch::Sender<usize>,
}

/// What it came to for one site.
#[derive(Clone, Debug)]
pub(super) struct Done {
    pub(super) site: String,
    pub(super) came: Came,
    /// In words, with figures.
    pub(super) what: String,
}

/// In a word; what needs a look comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Came {
    Failed,
    Refused,
    Changed,
    Nothing,
}

impl Came {
    pub(super) const ALL: [Came; 4] = [Came::Failed, Came::Refused, Came::Changed, Came::Nothing];

    /// Its key in the catalogues.
    pub(super) fn key(self) -> &'static str {
        match self {
            Came::Failed => "bulk-failed",
            Came::Refused => "bulk-refused",
            Came::Changed => "bulk-changed",
            Came::Nothing => "bulk-unchanged",
        }
    }
}

impl Runs {
    /// Begins a run; `None` where as many are under way as may be.
    pub(super) fn begin(&self, app: &App, order: Order) -> Option<u64> {
        let run = {
            let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if inner.runs.iter().filter(|run| !run.has_ended()).count() >= AT_ONCE {
                return None;
            }
            if inner.runs.len() >= KEPT
                && let Some(oldest) = inner.runs.iter().position(|run| run.has_ended())
            {
                inner.runs.remove(oldest);
            }
            inner.begun += 1;
            let run = Arc::new(Run {
                id: inner.begun,
                action: order.action,
                total: order.sites.len(),
                results: Mutex::default(),
                done: watch::Sender::new(0),
            });
            inner.runs.push_back(Arc::clone(&run));
            run
        };
        let (id, app) = (run.id, app.clone());
        tokio::spawn(async move { run.carry_out(&app, order).await });
        Some(id)
    }

    pub(super) fn find(&self, id: u64) -> Option<Arc<Run>> {
        let inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inner.runs.iter().find(|run| run.id == id).cloned()
    }
}

impl Run {
    async fn carry_out(&self, app: &App, order: Order) {
        let Order { action, wish, sites, caller, words } = order;
        for id in sites {
            let done = one(app, &caller, id, action, &wish, &words).await;
            self.note(|(results, _)| results.push(done));
        }
        self.note(|(_, ended)| *ended = true);
    }

    fn note(&self, note: impl FnOnce(&mut (Vec<Done>, bool))) {
        note(&mut self.results.lock().unwrap_or_else(PoisonError::into_inner));
        self.done.send_modify(|done| *done += 1);
    }

    fn has_ended(&self) -> bool {
        self.results.lock().unwrap_or_else(PoisonError::into_inner).1
    }

    /// What is done so far, and whether that is all.
    pub(super) fn results(&self) -> (Vec<Done>, bool) {
        self.results.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn watch(&self) -> watch::Receiver<usize> {
        let mut done = self.done.subscribe();
        // What is done already is news to who begins to look.
        done.mark_changed();
        done
    }
}

async fn one(
    app: &App,
    caller: &Caller,
    id: SiteId,
    action: Action,
    wish: &ActionWish,
    words: &Words,
) -> Done {
    let Some(entry) = app.sites().entry(id) else {
        return Done { site: id.to_string(), came: Came::Failed, what: words.say("bulk-gone") };
    };
    let site = entry.site.name.clone();
    match carry_out(app, caller, &entry, wish.clone(), action).await {
        Ok(answer) => {
            let last = answer.last_leaves_at.map(|at| words.moment(at.into(), &entry.zone));
            let came = if answer.changed { Came::Changed } else { Came::Nothing };
            Done { site, came, what: came_to(words, action, &answer, last.as_deref()) }
        }
        Err(crate::error::Error(problem)) => {
            let came = match problem.code {
                Code::Locked | Code::PurgeFirst | Code::BlockFirst => Came::Refused,
                _ => Came::Failed,
            };
            Done { site, came, what: problem.detail.chars().take(200).collect() }
        }
    }
}
