//! Applications of the provider's API and the keys of their consumers.

use std::fmt::Display;
use std::str::FromStr;

use postern_core::access::Scope;
use postern_core::ids::{ApplicationId, ConsumerId, SiteId, UserId};
use postern_core::ovh::KeyState;
use postern_core::time::Time;
use rusqlite::{Connection, OptionalExtension, params};

use super::fault::Fault;
use super::ledger::{Ledger, Verdict};
use super::people::{Sites, read_scope};
use crate::ovh::{Application, Approval, Consumer, NewApplication, NewConsumer, bound};
use crate::people::Hidden;
use crate::{By, Error};

impl Ledger {
    pub(super) fn add_application(&mut self, new: &NewApplication) -> Verdict<ApplicationId> {
        if let Some(user) = new.user {
            self.user(user)?;
        }
        self.expect_scope(&new.scope)?;
        let id = ApplicationId(self.next_id());
        self.db
            .prepare_cached(
                "INSERT INTO ovh_application VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                id.0,
                new.key,
                new.sealed.0,
                new.name,
                new.user.map(|user| user.0),
                new.scope == Scope::All,
                lines(&new.rules),
                new.by.at.0,
                new.by.who,
                new.ends_at.map(|at| at.0),
            ])?;
        self.write_scope(APPLICATION_SITES, id.0, &new.scope)?;
        self.log_people(&new.by, "ovh key add", &bound(&new.name, &new.scope))?;
        if let Some(hash) = &new.own {
            self.put_consumer(&NewConsumer {
                application: id,
                hash: hash.clone(),
                door: None,
                user: new.user,
                scope: new.scope.clone(),
                rules: new.rules.clone(),
                state: KeyState::Validated,
                addresses: Vec::new(),
                redirection: String::new(),
                ends_at: new.ends_at,
                most: u32::MAX,
                at: new.by.at,
            })?;
        }
        Ok(id)
    }

    pub(super) fn remove_application(&mut self, id: ApplicationId, by: &By) -> Verdict<()> {
        let name: Option<String> = self
            .db
            .prepare_cached("DELETE FROM ovh_application WHERE id = ?1 RETURNING name")?
            .query_row([id.0], |row| row.get(0))
            .optional()?;
        let name = name.ok_or(Error::NotFound("ovh key"))?;
        for sql in [
            "DELETE FROM ovh_application_site WHERE application = ?1",
            "DELETE FROM ovh_consumer_site WHERE consumer IN
                (SELECT id FROM ovh_consumer WHERE application = ?1)",
            "DELETE FROM ovh_consumer WHERE application = ?1",
        ] {
            self.db.prepare_cached(sql)?.execute([id.0])?;
        }
        self.log_people(by, "ovh key remove", &name)?;
        Ok(())
    }

    pub(super) fn add_consumer(&mut self, new: &NewConsumer) -> Verdict<ConsumerId> {
        self.application_name(new.application)?;
        self.expect_scope(&new.scope)?;
        let id = self.put_consumer(new)?;
        let too_many = "SELECT id FROM ovh_consumer WHERE application = ?1 AND state = ?2
            ORDER BY id DESC LIMIT -1 OFFSET ?3";
        for sql in [
            format!("DELETE FROM ovh_consumer_site WHERE consumer IN ({too_many})"),
            format!("DELETE FROM ovh_consumer WHERE id IN ({too_many})"),
        ] {
            self.db.prepare_cached(&sql)?.execute(params![
                new.application.0,
                new.state.word(),
                new.most
            ])?;
        }
        Ok(id)
    }

    fn put_consumer(&mut self, new: &NewConsumer) -> Result<ConsumerId, Fault> {
        let id = ConsumerId(self.next_id());
        self.db
            .prepare_cached(
                "INSERT INTO ovh_consumer
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, NULL, '')",
            )?
            .execute(params![
                id.0,
                new.application.0,
                new.hash.0,
                new.door.as_ref().map(|Hidden(door)| door),
                new.user.map(|user| user.0),
                new.scope == Scope::All,
                lines(&new.rules),
                new.state.word(),
                lines(&new.addresses),
                new.redirection,
                new.at.0,
                new.ends_at.map(|at| at.0),
            ])?;
        self.write_scope(CONSUMER_SITES, id.0, &new.scope)?;
        Ok(id)
    }

    pub(super) fn approve_consumer(&mut self, id: ConsumerId, approval: &Approval) -> Verdict<()> {
        self.user(approval.user)?;
        self.expect_scope(&approval.scope)?;
        let application: Option<i64> = self
            .db
            .prepare_cached(
                "UPDATE ovh_consumer SET state = 'validated', door = NULL, user = ?2, all_sites = ?3, ends_at = ?4
                 WHERE id = ?1 AND state = 'pending' RETURNING application",
            )?
            .query_row(
                params![
                    id.0,
                    approval.user.0,
                    approval.scope == Scope::All,
                    approval.ends_at.map(|at| at.0),
                ],
                |row| row.get(0),
            )
            .optional()?;
        let application = application.ok_or(Error::NotFound("consumer key"))?;
        self.write_scope(CONSUMER_SITES, id.0, &approval.scope)?;
        let name = self.application_name(ApplicationId(application))?;
        self.log_people(&approval.by, "consumer key approve", &bound(&name, &approval.scope))?;
        Ok(())
    }

    pub(super) fn touch_consumer(
        &mut self,
        id: ConsumerId,
        at: Time,
        address: &str,
    ) -> Verdict<()> {
        self.db
            .prepare_cached(
                "UPDATE ovh_consumer SET last_at = ?2, last_address = ?3 WHERE id = ?1",
            )?
            .execute(params![id.0, at.0, address])?;
        Ok(())
    }

    pub(super) fn remove_consumer(
        &mut self,
        id: ConsumerId,
        what: &'static str,
        by: &By,
    ) -> Verdict<()> {
        let application: Option<i64> = self
            .db
            .prepare_cached("DELETE FROM ovh_consumer WHERE id = ?1 RETURNING application")?
            .query_row([id.0], |row| row.get(0))
            .optional()?;
        let application = application.ok_or(Error::NotFound("consumer key"))?;
        self.db
            .prepare_cached("DELETE FROM ovh_consumer_site WHERE consumer = ?1")?
            .execute([id.0])?;
        let name = self.application_name(ApplicationId(application))?;
        self.log_people(by, what, &name)?;
        Ok(())
    }

    fn application_name(&self, id: ApplicationId) -> Verdict<String> {
        let name = self
            .db
            .prepare_cached("SELECT name FROM ovh_application WHERE id = ?1")?
            .query_row([id.0], |row| row.get(0))
            .optional()?;
        name.ok_or_else(|| Error::NotFound("ovh key").into())
    }

    // --- with users and sites, and with time ---

    /// A user is going, and with them what was theirs.
    pub(super) fn drop_user_of_ovh(&mut self, user: UserId) -> Result<(), Fault> {
        for sql in [
            "DELETE FROM ovh_consumer_site WHERE consumer IN (
                SELECT id FROM ovh_consumer WHERE user = ?1
                UNION SELECT id FROM ovh_consumer
                WHERE application IN (SELECT id FROM ovh_application WHERE user = ?1))",
            "DELETE FROM ovh_consumer WHERE user = ?1",
            "DELETE FROM ovh_consumer
             WHERE application IN (SELECT id FROM ovh_application WHERE user = ?1)",
            "DELETE FROM ovh_application_site
             WHERE application IN (SELECT id FROM ovh_application WHERE user = ?1)",
            "DELETE FROM ovh_application WHERE user = ?1",
        ] {
            self.db.prepare_cached(sql)?.execute([user.0])?;
        }
        Ok(())
    }

    /// A site is going: no key has it any more.
    pub(super) fn drop_site_of_ovh(&mut self, site: SiteId) -> Result<(), Fault> {
        for sql in [
            "DELETE FROM ovh_application_site WHERE site = ?1",
            "DELETE FROM ovh_consumer_site WHERE site = ?1",
        ] {
            self.db.prepare_cached(sql)?.execute([site.0])?;
        }
        Ok(())
    }

    /// Forgets keys that nobody approved in time, and those that were good for a while, so many at most; gives how many.
    pub(super) fn forget_ended_ovh(&mut self, now: Time, most: usize) -> Result<usize, Fault> {
        // Index ovh_consumer_ends.
        let ended = "SELECT id FROM ovh_consumer WHERE state <> 'validated' AND ends_at <= ?1
            ORDER BY ends_at, id LIMIT ?2";
        let sites = format!("DELETE FROM ovh_consumer_site WHERE consumer IN ({ended})");
        self.db.prepare_cached(&sites)?.execute(params![now.0, most])?;
        let consumers = format!("DELETE FROM ovh_consumer WHERE id IN ({ended})");
        Ok(self.db.prepare_cached(&consumers)?.execute(params![now.0, most])?)
    }
}

const APPLICATION_SITES: Sites = Sites {
    clear: "DELETE FROM ovh_application_site WHERE application = ?1",
    add: "INSERT INTO ovh_application_site VALUES (?1, ?2)",
    read: "SELECT site FROM ovh_application_site WHERE application = ?1",
};

const CONSUMER_SITES: Sites = Sites {
    clear: "DELETE FROM ovh_consumer_site WHERE consumer = ?1",
    add: "INSERT INTO ovh_consumer_site VALUES (?1, ?2)",
    read: "SELECT site FROM ovh_consumer_site WHERE consumer = ?1",
};

/// Things that are written without line ends, a line each.
fn lines<T: Display>(things: &[T]) -> String {
    things.iter().map(T::to_string).collect::<Vec<_>>().join("\n")
}

/// The same read. What this program does not know allows nothing.
fn read_lines<T: FromStr>(text: &str) -> Vec<T> {
    text.lines().filter_map(|line| line.parse().ok()).collect()
}

// --- reading ---

/// Applications that fit a condition, in its order.
pub(super) fn read_applications(
    db: &Connection,
    condition: &str,
    params: impl rusqlite::Params,
) -> rusqlite::Result<Vec<Application>> {
    let sql = format!(
        "SELECT id, key, secret, name, user, all_sites, rules, made_at, made_by, ends_at
         FROM ovh_application {condition}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(params, |row| {
        let id = ApplicationId(row.get(0)?);
        Ok(Application {
            id,
            key: row.get(1)?,
            sealed: Hidden(row.get(2)?),
            name: row.get(3)?,
            user: row.get::<_, Option<i64>>(4)?.map(UserId),
            scope: read_scope(db, row.get(5)?, APPLICATION_SITES, id.0)?,
            rules: read_lines(&row.get::<_, String>(6)?),
            made_at: Time(row.get(7)?),
            made_by: row.get(8)?,
            ends_at: row.get::<_, Option<i64>>(9)?.map(Time),
        })
    })?;
    rows.collect()
}

/// Consumer keys that fit a condition, in its order.
pub(super) fn read_consumers(
    db: &Connection,
    condition: &str,
    params: impl rusqlite::Params,
) -> rusqlite::Result<Vec<Consumer>> {
    let sql = format!(
        "SELECT id, application, user, all_sites, rules, state, addresses, redirection, asked_at, ends_at, last_at,
                last_address
         FROM ovh_consumer {condition}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(params, |row| {
        let id = ConsumerId(row.get(0)?);
        Ok(Consumer {
            id,
            application: ApplicationId(row.get(1)?),
            user: row.get::<_, Option<i64>>(2)?.map(UserId),
            scope: read_scope(db, row.get(3)?, CONSUMER_SITES, id.0)?,
            rules: read_lines(&row.get::<_, String>(4)?),
            // A state this program does not know lets nobody in.
            state: KeyState::from_word(&row.get::<_, String>(5)?).unwrap_or(KeyState::Pending),
            addresses: read_lines(&row.get::<_, String>(6)?),
            redirection: row.get(7)?,
            asked_at: Time(row.get(8)?),
            ends_at: row.get::<_, Option<i64>>(9)?.map(Time),
            last_at: row.get::<_, Option<i64>>(10)?.map(Time),
            last_address: row.get(11)?,
        })
    })?;
    rows.collect()
}
