//! Group commit: many verbs, one transaction, one sync of the database and one of the bodies.
//!
//! The order of events for a group:
//! 1. Claims that came back marked are ended.
//! 2. Its messages are decided on; bodies of those to be stored are written, and their sync begins.
//! 3. Rows are written, then the other verbs do their work, in the order they came, then what all of them counted.
//! 4. COMMIT, while the bodies' sync is under way; then that is waited for.
//! 5. Only now is anything answered, are claims freed and is space given back.
//!
//! A group that fails is undone as a whole and its verbs are tried again one by one, so that each gets its own answer:
//! on a full disk the messages are refused and the rest is done. After a failed sync nothing is known of the disk any
//! more: everything is answered with that, from then on.

use std::sync::Arc;
use std::time::Instant;

use tokio::sync::oneshot;

use super::accept::{Decided, Plan, Together};
use super::fault::{Fault, Refused};
use super::ledger::{Ledger, Space, Verdict};
use super::shared::Shared;
use super::sync::Syncer;
use crate::body::disk::DiskFile;
use crate::body::record;
use crate::body::segments::{Place, Record, Tail};
use crate::{Accepted, Error, NewMessage};

/// Where an answer goes.
pub(super) type Reply<T> = oneshot::Sender<Result<T, Error>>;

/// A message to be accepted.
#[derive(Debug)]
pub(super) struct Accept {
    new: NewMessage,
    /// The body's checksum, reckoned by the one who hands it in.
    crc: u32,
    reply: Reply<Accepted>,
    outcome: Option<Result<Accepted, Error>>,
}

/// A verb that can be run again when its group failed.
pub(super) trait Verb: Send {
    /// Runs it and keeps what it came to.
    fn run(&mut self, ledger: &mut Ledger) -> Result<(), Fault>;

    /// Answers what it came to, or the fault.
    fn answer(self: Box<Self>, fault: Option<&Fault>);
}

/// A verb as a function, with where its answer goes.
pub(super) struct Call<T, F> {
    verb: F,
    reply: Reply<T>,
    outcome: Option<Result<T, Error>>,
}

/// What is done together.
#[derive(Default)]
pub(super) struct Group {
    pub(super) accepts: Vec<Accept>,
    pub(super) verbs: Vec<Box<dyn Verb>>,
}

/// The one that writes.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) ledger: Ledger,
    shared: Arc<Shared>,
    tail: Tail,
    /// Up to where bodies are on stable storage.
    synced: Place,
    syncer: Box<dyn Syncer>,
}

impl Accept {
    pub(super) fn new(new: NewMessage, reply: Reply<Accepted>) -> Accept {
        Accept { crc: record::checksum(&new.body), new, reply, outcome: None }
    }

    pub(super) fn bytes(&self) -> usize {
        self.new.body.len()
    }

    fn answer(self, fault: Option<&Fault>) {
        let _ = self.reply.send(answer(self.outcome, fault));
    }
}

impl<T, F> Call<T, F>
where
    T: Send + 'static,
    F: FnMut(&mut Ledger) -> Verdict<T> + Send + 'static,
{
    pub(super) fn boxed(verb: F, reply: Reply<T>) -> Box<dyn Verb> {
        Box::new(Call { verb, reply, outcome: None })
    }
}

impl<T, F> Verb for Call<T, F>
where
    T: Send,
    F: FnMut(&mut Ledger) -> Verdict<T> + Send,
{
    fn run(&mut self, ledger: &mut Ledger) -> Result<(), Fault> {
        self.outcome = Some(match (self.verb)(ledger) {
            Ok(done) => Ok(done),
            Err(Refused::Answer(error)) => Err(error),
            Err(Refused::Fault(fault)) => return Err(fault),
        });
        Ok(())
    }

    fn answer(self: Box<Self>, fault: Option<&Fault>) {
        // Who asked may have gone; what was done stays done.
        let _ = self.reply.send(answer(self.outcome, fault));
    }
}

fn answer<T>(outcome: Option<Result<T, Error>>, fault: Option<&Fault>) -> Result<T, Error> {
    match (fault, outcome) {
        (Some(fault), _) => Err(fault.clone().into()),
        (None, Some(outcome)) => outcome,
        (None, None) => Err(Error::Database("a verb was not run".into())),
    }
}

impl Group {
    fn len(&self) -> usize {
        self.accepts.len() + self.verbs.len()
    }

    fn answer(self, fault: Option<&Fault>) {
        self.accepts.into_iter().for_each(|accept| accept.answer(fault));
        self.verbs.into_iter().for_each(|verb| verb.answer(fault));
    }

    /// The same verbs, each by itself; messages last, because they are what a full disk refuses.
    fn apart(self) -> impl Iterator<Item = Group> {
        let verbs =
            self.verbs.into_iter().map(|verb| Group { verbs: vec![verb], ..Group::default() });
        let accepts = self
            .accepts
            .into_iter()
            .map(|accept| Group { accepts: vec![accept], ..Group::default() });
        verbs.chain(accepts)
    }
}

impl Writer {
    pub(super) fn new(
        ledger: Ledger,
        shared: Arc<Shared>,
        tail: Tail,
        syncer: Box<dyn Syncer>,
    ) -> Writer {
        let synced = tail.end();
        let mut writer = Writer { ledger, shared, tail, synced, syncer };
        writer.ledger.written = synced.segment;
        writer.shared.set_durable(writer.ledger.last_id());
        writer
    }

    /// Does a group and answers it. Gives the space that is free since.
    pub(super) fn run(&mut self, mut group: Group) -> Vec<Space> {
        if let Some(words) = self.shared.poison() {
            group.answer(Some(&Fault::Poison(words)));
            return Vec::new();
        }
        match self.transact(&mut group) {
            Ok(()) => {
                let space = std::mem::take(&mut self.ledger.given_back);
                group.answer(None);
                space
            }
            Err(Fault::Poison(words)) => {
                tracing::error!(event = "store_poisoned", error = %words);
                self.shared.set_poison(words.clone());
                group.answer(Some(&Fault::Poison(words)));
                Vec::new()
            }
            Err(fault) if group.len() <= 1 => {
                if let Fault::Statement(words) | Fault::File(words) = &fault {
                    tracing::error!(event = "store_statement_failed", error = %words);
                }
                group.answer(Some(&fault));
                Vec::new()
            }
            Err(_) => group.apart().flat_map(|single| self.run(single)).collect::<Vec<_>>(),
        }
    }

    fn transact(&mut self, group: &mut Group) -> Result<(), Fault> {
        let (end, began) = (self.tail.end(), Instant::now());
        match self.write(group) {
            Ok(()) => {
                // Only what came back marked has nobody who waits: it is a group, too.
                self.shared.pace.note(group.len().max(1), began, Instant::now());
                self.ledger.committed();
                self.synced = self.tail.end();
                self.shared.set_durable(self.ledger.last_id());
                Ok(())
            }
            Err(fault) => {
                let synced = self.syncer.wait();
                self.tail.rewind(end);
                self.ledger.written = end.segment;
                self.ledger.roll_back().map_err(|fault| fault.into_poison())?;
                synced.map_err(|error| Fault::of_sync(&error))?;
                Err(fault)
            }
        }
    }

    fn write(&mut self, group: &mut Group) -> Result<(), Fault> {
        self.ledger.begin()?;
        for id in self.ledger.take_returned() {
            self.ledger.claims.take_back(id);
            self.ledger.end_as_marked(id)?;
        }
        let plans = self.decide(&mut group.accepts)?;
        let written = self.write_bodies(&group.accepts, &plans)?;
        self.syncer.start(written);
        for (nth, plan) in &plans {
            let accept = &mut group.accepts[*nth];
            accept.outcome = Some(Ok(self.ledger.write_accepted(&accept.new, plan)?));
        }
        self.ledger.written = self.tail.end().segment;
        for verb in &mut group.verbs {
            verb.run(&mut self.ledger)?;
        }
        // Else what a purge took stays on a disk that is full, and nothing new is accepted that would fill the segment.
        if self.tail.is_worth_leaving() && self.ledger.is_end_half_dead()? {
            self.tail.leave();
            self.ledger.written = self.tail.end().segment;
        }
        self.ledger.write_counts(self.synced)?;
        let began = Instant::now();
        self.ledger.commit()?;
        self.shared.pace.note_database_sync(began.elapsed());
        self.syncer.wait().map_err(|error| Fault::of_sync(&error))
    }

    /// The plans of those messages that are to be stored, with their places in the group.
    fn decide(&mut self, accepts: &mut [Accept]) -> Result<Vec<(usize, Plan)>, Fault> {
        let mut together = Together::default();
        if !accepts.is_empty() {
            together.room = self.shared.room();
        }
        let mut plans = Vec::with_capacity(accepts.len());
        for (nth, accept) in accepts.iter_mut().enumerate() {
            match self.ledger.decide(&accept.new, &mut together, &mut self.tail) {
                Ok(Decided::Store(plan)) => plans.push((nth, plan)),
                Ok(Decided::Answer(answer)) => accept.outcome = Some(Ok(answer)),
                Err(Refused::Answer(error)) => accept.outcome = Some(Err(error)),
                Err(Refused::Fault(fault)) => return Err(fault),
            }
        }
        Ok(plans)
    }

    fn write_bodies(
        &mut self,
        accepts: &[Accept],
        plans: &[(usize, Plan)],
    ) -> Result<Vec<Arc<dyn DiskFile>>, Fault> {
        let records: Vec<Record<'_>> = plans
            .iter()
            .map(|(nth, plan)| Record {
                message: plan.message,
                crc: accepts[*nth].crc,
                body: &accepts[*nth].new.body,
                place: plan.place,
            })
            .collect();
        self.tail.write(&records).map_err(Fault::of_write)
    }

    /// Notes where bodies end, so that the next start has nothing to verify.
    pub(super) fn finish(&mut self) -> Result<(), Fault> {
        if self.shared.poison().is_some() {
            return Ok(());
        }
        self.ledger.begin()?;
        self.ledger.write_counts(self.synced)?;
        self.ledger.commit()
    }
}

impl<T, F> std::fmt::Debug for Call<T, F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Call").finish_non_exhaustive()
    }
}

impl Fault {
    /// What could not even be undone leaves the store in a state nobody knows.
    fn into_poison(self) -> Fault {
        match self {
            Fault::Full(words)
            | Fault::Poison(words)
            | Fault::File(words)
            | Fault::Statement(words) => Fault::Poison(words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::SqliteStore;
    use super::*;
    use crate::Store;
    use crate::body::memory::{Faults, MemoryDisk};
    use crate::contract::stage::{mail, new_site};

    async fn check(faults: Faults, goes_on: bool) {
        let (folder, disk) = (tempfile::tempdir().unwrap(), MemoryDisk::default());
        // Each message begins a segment.
        let store = SqliteStore::for_test(folder.path(), 1, Some(Arc::new(disk.clone())));
        let site = store.add_site(new_site("a.example")).await.unwrap();
        store.accept(mail(site, &["anna@example.net"])).await.unwrap();
        disk.set_faults(faults);
        assert!(store.accept(mail(site, &["bob@example.net"])).await.is_err());
        disk.set_faults(Faults::default());
        let again = store.accept(mail(site, &["bob@example.net"])).await;
        assert_eq!(again.is_ok(), goes_on, "{again:?}");
        if goes_on {
            assert_eq!(store.check().await.unwrap().faults, Vec::<String>::new());
        }
    }

    #[tokio::test]
    async fn a_file_that_cannot_be_opened_refuses_the_mail_at_hand_alone() {
        check(Faults { no_handles: true, ..Faults::default() }, true).await;
    }

    #[tokio::test]
    async fn after_a_failed_write_or_sync_nothing_more_is_accepted() {
        check(Faults { fail_writes: true, ..Faults::default() }, false).await;
        check(Faults { fail_syncs: true, ..Faults::default() }, false).await;
    }
}
