//! Sites, their identities and their logins.

use postern_core::ids::SiteId;
use postern_core::site::State;
use rusqlite::{Connection, OptionalExtension, params};

use super::fault::Fault;
use super::ledger::{Ledger, Verdict};
use crate::{By, Error, Identity, NewSite, SiteChange, SiteSettings};

impl Ledger {
    pub(super) fn add_site(&mut self, new: &NewSite) -> Verdict<SiteId> {
        let taken = self
            .db
            .prepare_cached("SELECT 1 FROM site WHERE name = ?1 AND removed_at IS NULL")?
            .exists([&new.name])?;
        if taken {
            let what = format!("the name {}", new.name);
            return Err(Error::Taken { what, owner: new.name.clone() }.into());
        }
        for identity in &new.identities {
            if let Some(holder) = self.holder(identity)? {
                return Err(self.taken(identity, holder)?.into());
            }
        }
        let id = SiteId(self.next_id());
        self.insert_site(id, new)?;
        for identity in &new.identities {
            self.take_identity(id, identity)?;
        }
        self.log(id, &new.by, "site add", "")?;
        Ok(id)
    }

    fn insert_site(&mut self, id: SiteId, new: &NewSite) -> Verdict<()> {
        let settings = &new.settings;
        self.db
            .prepare_cached(
                "INSERT INTO site VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 0, 1, 1, ?3,
                    ?15, '', 0, NULL, NULL, ?16)",
            )?
            .execute(params![
                id.0,
                new.name,
                new.by.at.0,
                settings.zone,
                settings.language,
                settings.report_address,
                stored(settings.limits.message_bytes),
                settings.limits.recipients,
                stored(settings.limits.queued),
                stored(settings.limits.queued_bytes),
                list(&settings.sender_domains)?,
                list(&settings.smarthosts)?,
                settings.source_address,
                State::Enabled.word(),
                new.by.who,
                settings.notices.bits(),
            ])?;
        self.db.prepare_cached("INSERT INTO counter (site) VALUES (?1)")?.execute([id.0])?;
        Ok(())
    }

    pub(super) fn change_site(&mut self, id: SiteId, change: &SiteChange, by: &By) -> Verdict<()> {
        self.standing(id)?;
        for identity in &change.add_identities {
            match self.holder(identity)? {
                Some(holder) if holder != id && !change.move_identities => {
                    return Err(self.taken(identity, holder)?.into());
                }
                _ => {}
            }
        }
        for identity in &change.remove_identities {
            if self.holder(identity)? == Some(id) {
                self.drop_identity(identity)?;
            }
        }
        for identity in &change.add_identities {
            self.take_identity(id, identity)?;
        }
        if let Some(settings) = &change.settings {
            self.write_settings(id, settings)?;
        }
        self.log(id, by, "site change", "")?;
        Ok(())
    }

    fn write_settings(&mut self, id: SiteId, settings: &SiteSettings) -> Verdict<()> {
        self.db
            .prepare_cached(
                "UPDATE site SET zone = ?2, language = ?3, report_address = ?4, message_bytes = ?5, recipients = ?6,
                    queued_most = ?7, queued_bytes_most = ?8, sender_domains = ?9, smarthosts = ?10,
                    source_address = ?11, notices = ?12 WHERE id = ?1",
            )?
            .execute(params![
                id.0,
                settings.zone,
                settings.language,
                settings.report_address,
                stored(settings.limits.message_bytes),
                settings.limits.recipients,
                stored(settings.limits.queued),
                stored(settings.limits.queued_bytes),
                list(&settings.sender_domains)?,
                list(&settings.smarthosts)?,
                settings.source_address,
                settings.notices.bits(),
            ])?;
        self.count(id)?.set_zone(&settings.zone);
        Ok(())
    }

    pub(super) fn remove_site(&mut self, id: SiteId, by: &By) -> Verdict<()> {
        self.standing(id)?;
        self.purge(id, by.at)?;
        self.log(id, by, "site remove", "")?;
        self.db
            .prepare_cached("UPDATE site SET removed_at = ?2, epoch = epoch + 1 WHERE id = ?1")?
            .execute(params![id.0, by.at.0])?;
        for sql in [
            "DELETE FROM identity WHERE site = ?1",
            "DELETE FROM login WHERE site = ?1",
            "DELETE FROM stop WHERE site = ?1",
            "DELETE FROM restop WHERE site = ?1",
            "DELETE FROM told WHERE site = ?1",
        ] {
            self.db.prepare_cached(sql)?.execute([id.0])?;
        }
        self.drop_site_of_people(id)?;
        self.drop_site_of_hooks(id)?;
        self.drop_site_of_ovh(id)?;
        let book = self.count(id)?;
        book.removed = true;
        book.epoch += 1;
        book.stops.clear();
        Ok(())
    }

    pub(super) fn set_login(
        &mut self,
        site: SiteId,
        login: &str,
        password_hash: &str,
        by: &By,
    ) -> Verdict<()> {
        self.standing(site)?;
        let identity = Identity::Login(login.to_string());
        match self.holder(&identity)? {
            Some(holder) if holder != site => return Err(self.taken(&identity, holder)?.into()),
            Some(_) => {}
            None => self.take_identity(site, &identity)?,
        }
        self.log(site, by, "login set", login)?;
        self.db
            .prepare_cached("INSERT OR REPLACE INTO login VALUES (?1, ?2, ?3)")?
            .execute(params![login, site.0, password_hash])?;
        Ok(())
    }

    pub(super) fn remove_login(&mut self, login: &str, by: &By) -> Verdict<()> {
        let identity = Identity::Login(login.to_string());
        let holder = self.holder(&identity)?.ok_or(Error::NotFound("login"))?;
        self.drop_identity(&identity)?;
        self.log(holder, by, "login remove", login)?;
        Ok(())
    }

    pub(super) fn remember(&mut self, name: &str, value: &str) -> Verdict<()> {
        self.db
            .prepare_cached("INSERT OR REPLACE INTO setting VALUES (?1, ?2)")?
            .execute([name, value])?;
        Ok(())
    }

    /// Gives an identity to a site, wherever it was; a login takes its password with it.
    fn take_identity(&mut self, to: SiteId, identity: &Identity) -> Result<(), Fault> {
        let (kind, value) = columns(identity);
        self.db
            .prepare_cached("DELETE FROM identity WHERE kind = ?1 AND value = ?2")?
            .execute([kind, &value])?;
        self.db
            .prepare_cached("INSERT INTO identity (site, kind, value) VALUES (?1, ?2, ?3)")?
            .execute(params![to.0, kind, value])?;
        if let Identity::Login(login) = identity {
            self.db
                .prepare_cached("UPDATE login SET site = ?2 WHERE login = ?1")?
                .execute(params![login, to.0])?;
        }
        Ok(())
    }

    /// An identity that belongs to nobody; a login loses its password.
    fn drop_identity(&mut self, identity: &Identity) -> Result<(), Fault> {
        let (kind, value) = columns(identity);
        self.db
            .prepare_cached("DELETE FROM identity WHERE kind = ?1 AND value = ?2")?
            .execute([kind, &value])?;
        if let Identity::Login(login) = identity {
            self.db.prepare_cached("DELETE FROM login WHERE login = ?1")?.execute([login])?;
        }
        Ok(())
    }

    /// The site an identity belongs to.
    fn holder(&self, identity: &Identity) -> Result<Option<SiteId>, Fault> {
        let (kind, value) = columns(identity);
        let holder = self
            .db
            .prepare_cached("SELECT site FROM identity WHERE kind = ?1 AND value = ?2")?
            .query_row([kind, &value], |row| Ok(SiteId(row.get(0)?)))
            .optional()?;
        Ok(holder)
    }

    fn taken(&mut self, identity: &Identity, holder: SiteId) -> Result<Error, Fault> {
        let owner = self.book_of(holder)?.name.clone();
        Ok(Error::Taken { what: words(identity), owner })
    }
}

/// The identities of a site, in the order it got them.
pub(super) fn read_identities(db: &Connection, site: SiteId) -> rusqlite::Result<Vec<Identity>> {
    let mut statement =
        db.prepare_cached("SELECT kind, value FROM identity WHERE site = ?1 ORDER BY number")?;
    let rows = statement.query_map([site.0], |row| {
        let (kind, value): (String, String) = (row.get(0)?, row.get(1)?);
        Ok(match kind.as_str() {
            "uid" => value.parse().ok().map(Identity::Uid),
            "login" => Some(Identity::Login(value)),
            _ => Some(Identity::Range(value)),
        })
    })?;
    rows.filter_map(Result::transpose).collect()
}

/// A list of words as it is stored.
fn list(words: &[String]) -> Result<String, Fault> {
    serde_json::to_string(words).map_err(|error| Fault::Statement(error.to_string()))
}

/// Reads what `list` wrote.
pub(super) fn read_list(json: &str) -> Vec<String> {
    serde_json::from_str(json).unwrap_or_default()
}

/// A number as SQLite can store it; beyond that is without a limit as well.
fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn columns(identity: &Identity) -> (&'static str, String) {
    match identity {
        Identity::Uid(uid) => ("uid", uid.to_string()),
        Identity::Login(login) => ("login", login.clone()),
        Identity::Range(range) => ("range", range.clone()),
    }
}

fn words(identity: &Identity) -> String {
    let (kind, value) = columns(identity);
    format!("{kind} {value}")
}
