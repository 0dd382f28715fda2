//! The store as plain maps in memory: what every verb means, written so that it can be read off.
//!
//! It is the executable specification. The suite in `contract` runs against it first, the random walk plays it beside
//! the store of one machine, and tests of what stands above use it where disks do not matter. So it is written to be
//! obviously right: one lock, every verb a walk over maps, nothing kept that can be reckoned, nothing fast.
//!
//! What the verbs' signatures leave open, in one place:
//! - An accept key is looked at before the caps: a repeat is answered as such also when the queue is full.
//! - Claims are memory. A restart forgets them; what a purge or a deletion had marked then ends as marked.
//! - A settle counts what happened whether or not the delivery is still claimed; once it has ended, nothing is counted.
//! - A delivery in hand that was purged or deleted stays queued until it settles or is given back. If it is sent or
//!   failed, that counts; else it counts as purged or deleted, in the half-hour of the action.
//! - A release lets a delivery pass its red site as long as no later action raised the epoch. Parked mail is not
//!   released; what a stop parks loses its release.
//! - Candidates of a red site, and of a stopped script or sender, are not handed out at `accept`.
//! - A stop set twice is one stop. Only `sweep` parks and frees, and it leaves what is in hand alone; `claim` refuses
//!   what a stop covers from the moment the stop stands.
//! - Held is the time a site is red and the time a delivery is parked, counted once where both overlap.
//! - A removed site counts on until nothing of it is in hand; then its history goes in `sweep`.

mod act;
mod check;
mod hooks;
mod ledger;
mod ovh;
mod people;
mod queue;
mod read;
mod site;
mod sweep;
mod told;

use std::collections::BTreeMap;
use std::future::ready;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use postern_core::ids::{
    ApplicationId, ConsumerId, DeliveryId, EventId, HookId, SessionId, SiteId, StopId, TokenId,
    UserId,
};
use postern_core::time::Time;

use crate::hook::{EventSettlement, HookAdded, HookChange, Hooks, NewHook, News};
use crate::ovh::{Approval, NewApplication, NewConsumer, Ovh};
use crate::people::{Code, Hash, Link, NewLink, NewSession, NewToken, NewUser, People, UserChange};
use crate::view::{Question, Reply};
use crate::{
    Accepted, Act, Acted, Answer, BodyRef, By, Checked, Claim, Claimed, Error, Expire, Expired,
    Lease, NewJob, NewMessage, NewSite, NewStop, Refill, Refilled, Settled, Settlement, SiteChange,
    Started, Store, Sweep, Swept, Tell,
};
use ledger::Ledger;

/// A store in memory. Answers are ready at once; nothing outlives the process.
#[derive(Debug)]
pub struct Model {
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// What a restart keeps.
    ledger: Ledger,
    /// What it does not.
    claims: Claims,
    room: u64,
}

/// What is in hand of attempts.
type Claims = BTreeMap<DeliveryId, Lease>;

impl Model {
    /// An empty store with room without end.
    pub fn new() -> Model {
        Model::of(Ledger::default(), u64::MAX)
    }

    /// The store that a start finds after this one stopped, in order or not. This one goes on by itself.
    #[must_use]
    pub fn reopened(&self) -> Model {
        let inner = self.inner();
        let mut ledger = inner.ledger.clone();
        ledger.reopen();
        Model::of(ledger, inner.room)
    }

    /// Pretends that so many bytes are free: mail that needs more is refused with `Error::Full`.
    pub fn set_room(&self, bytes: u64) {
        self.inner().room = bytes;
    }

    fn of(ledger: Ledger, room: u64) -> Model {
        Model { inner: Mutex::new(Inner { ledger, claims: Claims::new(), room }) }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Model {
    fn default() -> Model {
        Model::new()
    }
}

impl Store for Model {
    fn accept(&self, message: NewMessage) -> Answer<'_, Accepted> {
        let mut inner = self.inner();
        let room = inner.room;
        answer(inner.ledger.accept(message, room))
    }

    fn refill(&self, refill: Refill) -> Answer<'_, Refilled> {
        let inner = self.inner();
        answer(Ok(inner.ledger.refill(&refill, &inner.claims)))
    }

    fn claim(&self, claim: Claim) -> Answer<'_, Vec<Claimed>> {
        let Inner { ledger, claims, .. } = &mut *self.inner();
        answer(Ok(ledger.claim(claim, claims)))
    }

    fn body(&self, message: BodyRef) -> Answer<'_, Bytes> {
        answer(self.inner().ledger.body(message))
    }

    fn verify(&self, message: BodyRef) -> Answer<'_, ()> {
        answer(self.inner().ledger.body(message).map(drop))
    }

    fn body_part(&self, message: BodyRef, from: u64, most: usize) -> Answer<'_, Bytes> {
        let part = |body: Bytes| {
            let from = usize::try_from(from).map_or(body.len(), |from| from.min(body.len()));
            body.slice(from..from.saturating_add(most).min(body.len()))
        };
        answer(self.inner().ledger.body(message).map(part))
    }

    fn wants(&self, delivery: DeliveryId) -> bool {
        let Inner { ledger, claims, .. } = &*self.inner();
        claims.contains_key(&delivery) && ledger.is_wanted(delivery)
    }

    fn unclaim(&self, deliveries: &[DeliveryId]) {
        let Inner { ledger, claims, .. } = &mut *self.inner();
        ledger.unclaim(deliveries, claims);
    }

    fn settle(&self, settlements: Vec<Settlement>) -> Answer<'_, Vec<Settled>> {
        let Inner { ledger, claims, .. } = &mut *self.inner();
        answer(Ok(settlements
            .into_iter()
            .map(|settlement| ledger.settle(settlement, claims))
            .collect()))
    }

    fn act(&self, act: Act) -> Answer<'_, Acted> {
        let Inner { ledger, claims, .. } = &mut *self.inner();
        answer(ledger.act(act, claims))
    }

    fn stop(&self, stop: NewStop) -> Answer<'_, StopId> {
        answer(self.inner().ledger.stop(stop))
    }

    fn unstop(&self, site: SiteId, stop: StopId, by: By) -> Answer<'_, ()> {
        answer(self.inner().ledger.unstop(site, stop, &by))
    }

    fn start_job(&self, job: NewJob) -> Answer<'_, Started> {
        answer(self.inner().ledger.start_job(job))
    }

    fn sweep(&self, sweep: Sweep) -> Answer<'_, Swept> {
        let Inner { ledger, claims, .. } = &mut *self.inner();
        answer(Ok(ledger.sweep(&sweep, claims)))
    }

    fn expire(&self, expire: Expire) -> Answer<'_, Expired> {
        let Inner { ledger, claims, .. } = &mut *self.inner();
        answer(Ok(ledger.expire(&expire, claims)))
    }

    fn add_site(&self, site: NewSite) -> Answer<'_, SiteId> {
        answer(self.inner().ledger.add_site(site))
    }

    fn change_site(&self, site: SiteId, change: SiteChange, by: By) -> Answer<'_, ()> {
        answer(self.inner().ledger.change_site(site, change, &by))
    }

    fn remove_site(&self, site: SiteId, by: By) -> Answer<'_, ()> {
        let Inner { ledger, claims, .. } = &mut *self.inner();
        answer(ledger.remove_site(site, &by, claims))
    }

    fn set_login(
        &self,
        site: SiteId,
        login: String,
        password_hash: String,
        by: By,
    ) -> Answer<'_, ()> {
        answer(self.inner().ledger.set_login(site, login, password_hash, &by))
    }

    fn remove_login(&self, login: String, by: By) -> Answer<'_, ()> {
        answer(self.inner().ledger.remove_login(&login, &by))
    }

    fn remember(&self, name: String, value: String) -> Answer<'_, ()> {
        self.inner().ledger.remembered.insert(name, value);
        answer(Ok(()))
    }

    fn tell(&self, told: Vec<Tell>) -> Answer<'_, ()> {
        self.inner().ledger.tell(&told);
        answer(Ok(()))
    }

    fn view(&self, question: Question) -> Answer<'_, Reply> {
        let inner = self.inner();
        answer(Ok(inner.ledger.view(question, &inner.claims, inner.room)))
    }

    fn room(&self) -> u64 {
        self.inner().room
    }

    fn check(&self) -> Answer<'_, Checked> {
        answer(Ok(self.inner().ledger.check()))
    }

    fn close(&self) -> Answer<'_, ()> {
        answer(Ok(()))
    }
}

impl Hooks for Model {
    fn add_hook(&self, hook: NewHook) -> Answer<'_, HookAdded> {
        answer(self.inner().ledger.add_hook(hook))
    }

    fn change_hook(&self, hook: HookId, change: HookChange, by: By) -> Answer<'_, ()> {
        answer(self.inner().ledger.change_hook(hook, change, &by))
    }

    fn remove_hook(&self, hook: HookId, by: By) -> Answer<'_, ()> {
        answer(self.inner().ledger.remove_hook(hook, &by))
    }

    fn announce(&self, news: News) -> Answer<'_, bool> {
        answer(self.inner().ledger.announce(news))
    }

    fn test_hook(&self, hook: HookId, by: By) -> Answer<'_, EventId> {
        answer(self.inner().ledger.test_hook(hook, &by))
    }

    fn settle_event(&self, settlement: EventSettlement) -> Answer<'_, bool> {
        answer(self.inner().ledger.settle_event(settlement))
    }

    fn send_again(&self, hook: HookId, event: EventId, by: By) -> Answer<'_, ()> {
        answer(self.inner().ledger.send_again(hook, event, &by))
    }
}

impl People for Model {
    fn add_user(&self, user: NewUser) -> Answer<'_, UserId> {
        answer(self.inner().ledger.add_user(user))
    }

    fn change_user(&self, user: UserId, change: UserChange, by: By) -> Answer<'_, ()> {
        answer(self.inner().ledger.change_user(user, change, &by))
    }

    fn remove_user(&self, user: UserId, by: By) -> Answer<'_, ()> {
        answer(self.inner().ledger.remove_user(user, &by))
    }

    fn take_code(&self, user: UserId, code: Code, by: By) -> Answer<'_, bool> {
        answer(self.inner().ledger.take_code(user, &code, &by))
    }

    fn begin_session(&self, session: NewSession) -> Answer<'_, SessionId> {
        answer(self.inner().ledger.begin_session(session))
    }

    fn touch_session(&self, session: SessionId, at: Time, ends_at: Time) -> Answer<'_, ()> {
        self.inner().ledger.touch_session(session, at, ends_at);
        answer(Ok(()))
    }

    fn show_as_owner(&self, session: SessionId, site: Option<SiteId>, by: By) -> Answer<'_, ()> {
        answer(self.inner().ledger.show_as_owner(session, site, &by))
    }

    fn end_session(&self, session: SessionId, by: By) -> Answer<'_, ()> {
        self.inner().ledger.end_session(session, &by);
        answer(Ok(()))
    }

    fn add_token(&self, token: NewToken) -> Answer<'_, TokenId> {
        answer(self.inner().ledger.add_token(token))
    }

    fn touch_token(&self, token: TokenId, at: Time, address: String) -> Answer<'_, ()> {
        self.inner().ledger.touch_token(token, at, address);
        answer(Ok(()))
    }

    fn remove_token(&self, token: TokenId, by: By) -> Answer<'_, ()> {
        answer(self.inner().ledger.remove_token(token, &by))
    }

    fn add_link(&self, link: NewLink) -> Answer<'_, ()> {
        answer(self.inner().ledger.add_link(link))
    }

    fn take_link(&self, hash: Hash, at: Time) -> Answer<'_, Option<Link>> {
        answer(Ok(self.inner().ledger.take_link(&hash, at)))
    }
}

impl Ovh for Model {
    fn add_application(&self, application: NewApplication) -> Answer<'_, ApplicationId> {
        answer(self.inner().ledger.add_application(application))
    }

    fn remove_application(&self, application: ApplicationId, by: By) -> Answer<'_, ()> {
        answer(self.inner().ledger.remove_application(application, &by))
    }

    fn add_consumer(&self, consumer: NewConsumer) -> Answer<'_, ConsumerId> {
        answer(self.inner().ledger.add_consumer(consumer))
    }

    fn approve_consumer(&self, consumer: ConsumerId, approval: Approval) -> Answer<'_, ()> {
        answer(self.inner().ledger.approve_consumer(consumer, approval))
    }

    fn touch_consumer(&self, consumer: ConsumerId, at: Time, address: String) -> Answer<'_, ()> {
        self.inner().ledger.touch_consumer(consumer, at, address);
        answer(Ok(()))
    }

    fn remove_consumer(&self, consumer: ConsumerId, what: &'static str, by: By) -> Answer<'_, ()> {
        answer(self.inner().ledger.remove_consumer(consumer, what, &by))
    }
}

fn answer<T: Send + 'static>(ready_now: Result<T, Error>) -> Answer<'static, T> {
    Box::pin(ready(ready_now))
}
