//! Applications of the provider's API and the keys of their consumers.

use std::collections::BTreeMap;

use postern_core::access::Scope;
use postern_core::ids::{ApplicationId, ConsumerId, SiteId, UserId};
use postern_core::ovh::KeyState;
use postern_core::time::Time;

use super::ledger::Ledger;
use crate::ovh::{Application, Approval, Consumer, NewApplication, NewConsumer, bound};
use crate::people::Hash;
use crate::{By, Error};

/// All that may ask.
#[derive(Clone, Debug, Default)]
pub(super) struct OvhKeys {
    pub(super) applications: BTreeMap<ApplicationId, Application>,
    pub(super) consumers: BTreeMap<ConsumerId, ConsumerRow>,
}

#[derive(Clone, Debug)]
pub(super) struct ConsumerRow {
    hash: Hash,
    door: Option<Hash>,
    pub(super) consumer: Consumer,
}

impl Ledger {
    pub(super) fn add_application(&mut self, new: NewApplication) -> Result<ApplicationId, Error> {
        if let Some(user) = new.user {
            self.user(user)?;
        }
        self.expect_scope(&new.scope)?;
        let id = ApplicationId(self.next_id());
        self.log(None, &new.by, "ovh key add", &bound(&new.name, &new.scope));
        let application = Application {
            id,
            key: new.key,
            sealed: new.sealed,
            name: new.name,
            user: new.user,
            scope: new.scope,
            rules: new.rules,
            made_at: new.by.at,
            made_by: new.by.who,
            ends_at: new.ends_at,
        };
        if let Some(hash) = new.own {
            self.put_consumer(NewConsumer {
                application: id,
                hash,
                door: None,
                user: application.user,
                scope: application.scope.clone(),
                rules: application.rules.clone(),
                state: KeyState::Validated,
                addresses: Vec::new(),
                redirection: String::new(),
                ends_at: application.ends_at,
                most: u32::MAX,
                at: new.by.at,
            });
        }
        self.ovh.applications.insert(id, application);
        Ok(id)
    }

    pub(super) fn remove_application(&mut self, id: ApplicationId, by: &By) -> Result<(), Error> {
        let gone = self.ovh.applications.remove(&id).ok_or(Error::NotFound("ovh key"))?;
        self.ovh.consumers.retain(|_, row| row.consumer.application != id);
        self.log(None, by, "ovh key remove", &gone.name);
        Ok(())
    }

    pub(super) fn add_consumer(&mut self, new: NewConsumer) -> Result<ConsumerId, Error> {
        self.application(new.application)?;
        self.expect_scope(&new.scope)?;
        let (application, state, most) = (new.application, new.state, new.most);
        let id = self.put_consumer(new);
        let alike: Vec<ConsumerId> = self
            .consumers_of(application)
            .filter(|consumer| consumer.state == state)
            .map(|consumer| consumer.id)
            .collect();
        for old in alike.iter().rev().skip(most as usize) {
            self.ovh.consumers.remove(old);
        }
        Ok(id)
    }

    fn put_consumer(&mut self, new: NewConsumer) -> ConsumerId {
        let id = ConsumerId(self.next_id());
        let consumer = Consumer {
            id,
            application: new.application,
            user: new.user,
            scope: new.scope,
            rules: new.rules,
            state: new.state,
            addresses: new.addresses,
            redirection: new.redirection,
            asked_at: new.at,
            ends_at: new.ends_at,
            last_at: None,
            last_address: String::new(),
        };
        let row = ConsumerRow { hash: new.hash, door: new.door, consumer };
        self.ovh.consumers.insert(id, row);
        id
    }

    pub(super) fn approve_consumer(
        &mut self,
        id: ConsumerId,
        approval: Approval,
    ) -> Result<(), Error> {
        self.user(approval.user)?;
        self.expect_scope(&approval.scope)?;
        let pending = self.ovh.consumers.get_mut(&id);
        let pending = pending.filter(|row| row.consumer.state == KeyState::Pending);
        let row = pending.ok_or(Error::NotFound("consumer key"))?;
        row.door = None;
        row.consumer.state = KeyState::Validated;
        row.consumer.user = Some(approval.user);
        row.consumer.scope = approval.scope;
        row.consumer.ends_at = approval.ends_at;
        let (application, scope) = (row.consumer.application, row.consumer.scope.clone());
        let name = self.application(application)?.name.clone();
        self.log(None, &approval.by, "consumer key approve", &bound(&name, &scope));
        Ok(())
    }

    pub(super) fn touch_consumer(&mut self, id: ConsumerId, at: Time, address: String) {
        if let Some(row) = self.ovh.consumers.get_mut(&id) {
            row.consumer.last_at = Some(at);
            row.consumer.last_address = address;
        }
    }

    pub(super) fn remove_consumer(
        &mut self,
        id: ConsumerId,
        what: &'static str,
        by: &By,
    ) -> Result<(), Error> {
        let gone = self.ovh.consumers.remove(&id).ok_or(Error::NotFound("consumer key"))?;
        let name = self.application(gone.consumer.application)?.name.clone();
        self.log(None, by, what, &name);
        Ok(())
    }

    // --- with users and sites, and with time ---

    /// A user is gone, and with them what was theirs.
    pub(super) fn drop_user_of_ovh(&mut self, user: UserId) {
        self.ovh.applications.retain(|_, application| application.user != Some(user));
        let there = &self.ovh.applications;
        self.ovh.consumers.retain(|_, row| {
            row.consumer.user != Some(user) && there.contains_key(&row.consumer.application)
        });
    }

    /// A site is going: no key has it any more.
    pub(super) fn drop_site_of_ovh(&mut self, site: SiteId) {
        let applications = self.ovh.applications.values_mut().map(|of| &mut of.scope);
        let consumers = self.ovh.consumers.values_mut().map(|row| &mut row.consumer.scope);
        for scope in applications.chain(consumers) {
            if let Scope::Sites(sites) = scope {
                sites.remove(&site);
            }
        }
    }

    /// Forgets keys that nobody approved in time, and those that were good for a while.
    pub(super) fn forget_ended_ovh(&mut self, now: Time) {
        self.ovh.consumers.retain(|_, row| {
            row.consumer.state == KeyState::Validated
                || row.consumer.ends_at.is_none_or(|ends_at| ends_at > now)
        });
    }

    // --- reading ---

    fn application(&self, id: ApplicationId) -> Result<&Application, Error> {
        self.ovh.applications.get(&id).ok_or(Error::NotFound("ovh key"))
    }

    pub(super) fn consumer_of(&self, hash: &Hash) -> Option<Consumer> {
        let mut rows = self.ovh.consumers.values();
        rows.find(|row| row.hash == *hash).map(|row| row.consumer.clone())
    }

    pub(super) fn consumer_asked(&self, door: &Hash) -> Option<Consumer> {
        let mut rows = self.ovh.consumers.values();
        rows.find(|row| row.door.as_ref() == Some(door)).map(|row| row.consumer.clone())
    }

    pub(super) fn consumers_of(&self, id: ApplicationId) -> impl Iterator<Item = &Consumer> {
        let consumers = self.ovh.consumers.values().map(|row| &row.consumer);
        consumers.filter(move |consumer| consumer.application == id)
    }

    /// Whether an application is a user's, or has a key that the user approved.
    pub(super) fn concerns(&self, application: &Application, user: UserId) -> bool {
        application.user == Some(user)
            || self.consumers_of(application.id).any(|consumer| consumer.user == Some(user))
    }

    fn expect_scope(&self, scope: &Scope) -> Result<(), Error> {
        match scope {
            Scope::All => Ok(()),
            Scope::Sites(sites) => sites.iter().try_for_each(|site| self.site(*site).map(drop)),
        }
    }
}
