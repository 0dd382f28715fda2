//! Users, their sessions, tokens and login links.

use std::collections::BTreeSet;

use postern_core::access::{Grant, Role, Scope};
use postern_core::ids::{SessionId, SiteId, TokenId, UserId};
use postern_core::time::Time;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::fault::Fault;
use super::ledger::{Ledger, Verdict};
use crate::people::{
    Code, Factor, FactorChange, Hash, Hidden, Link, NewLink, NewSession, NewToken, NewUser,
    Session, Token, User, UserChange, granted,
};
use crate::{By, Error};

impl Ledger {
    pub(super) fn add_user(&mut self, new: &NewUser) -> Verdict<UserId> {
        let taken =
            self.db.prepare_cached("SELECT 1 FROM user WHERE name = ?1")?.exists([&new.name])?;
        if taken {
            let what = format!("the user name {}", new.name);
            return Err(Error::Taken { what, owner: new.name.clone() }.into());
        }
        self.expect_sites(&new.grant)?;
        let id = UserId(self.next_id());
        self.db
            .prepare_cached("INSERT INTO user VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL, 0, ?7, NULL)")?
            .execute(params![
                id.0,
                new.name,
                new.grant.role.word(),
                new.grant.scope == Scope::All,
                new.language,
                new.password_hash.as_ref().map(|hash| &hash.0),
                new.by.at.0,
            ])?;
        self.write_scope(USER_SITES, id.0, &new.grant.scope)?;
        self.log_people(&new.by, "user add", &granted(&new.name, &new.grant))?;
        Ok(id)
    }

    pub(super) fn change_user(&mut self, id: UserId, change: &UserChange, by: &By) -> Verdict<()> {
        let user = self.user(id)?;
        if let Some(grant) = &change.grant {
            // Before anything is written: what is refused changes nothing.
            self.expect_sites(grant)?;
            self.db
                .prepare_cached("UPDATE user SET role = ?2, all_sites = ?3 WHERE id = ?1")?
                .execute(params![id.0, grant.role.word(), grant.scope == Scope::All])?;
            self.write_scope(USER_SITES, id.0, &grant.scope)?;
        }
        if let Some(language) = &change.language {
            self.db
                .prepare_cached("UPDATE user SET language = ?2 WHERE id = ?1")?
                .execute(params![id.0, language])?;
        }
        if let Some(Hidden(hash)) = &change.password_hash {
            self.db
                .prepare_cached("UPDATE user SET password_hash = ?2 WHERE id = ?1")?
                .execute(params![id.0, hash])?;
        }
        if let Some(factor) = &change.factor {
            self.set_factor(id, factor)?;
        }
        if let Some(but) = change.end_sessions {
            self.db
                .prepare_cached("DELETE FROM session WHERE user = ?1 AND id IS NOT ?2")?
                .execute(params![id.0, but.map(|session| session.0)])?;
        }
        let told = match &change.grant {
            Some(grant) => granted(&user.name, grant),
            None if change.note.is_empty() => user.name,
            None => format!("{}: {}", user.name, change.note),
        };
        self.log_people(by, "user change", &told)?;
        Ok(())
    }

    fn set_factor(&mut self, id: UserId, factor: &FactorChange) -> Result<(), Fault> {
        self.db.prepare_cached("DELETE FROM recovery_code WHERE user = ?1")?.execute([id.0])?;
        let (sealed, step, recovery) = match factor {
            FactorChange::Off => (None, 0, &[][..]),
            FactorChange::On { sealed, step, recovery } => {
                (Some(&sealed.0), *step, recovery.as_slice())
            }
        };
        self.db
            .prepare_cached("UPDATE user SET factor = ?2, factor_step = ?3 WHERE id = ?1")?
            .execute(params![id.0, sealed, step])?;
        let mut insert =
            self.db.prepare_cached("INSERT OR IGNORE INTO recovery_code VALUES (?1, ?2)")?;
        for Hidden(hash) in recovery {
            insert.execute(params![id.0, hash])?;
        }
        Ok(())
    }

    pub(super) fn remove_user(&mut self, id: UserId, by: &By) -> Verdict<()> {
        let user = self.user(id)?;
        self.drop_user_of_ovh(id)?;
        for sql in [
            "DELETE FROM token_site WHERE token IN (SELECT id FROM token WHERE user = ?1)",
            "DELETE FROM token WHERE user = ?1",
            "DELETE FROM session WHERE user = ?1",
            "DELETE FROM login_link WHERE user = ?1",
            "DELETE FROM recovery_code WHERE user = ?1",
            "DELETE FROM user_site WHERE user = ?1",
            "DELETE FROM user WHERE id = ?1",
        ] {
            self.db.prepare_cached(sql)?.execute([id.0])?;
        }
        self.log_people(by, "user remove", &user.name)?;
        Ok(())
    }

    pub(super) fn take_code(&mut self, id: UserId, code: &Code, by: &By) -> Verdict<bool> {
        let user = self.user(id)?;
        let taken = match code {
            Code::Step(step) => self
                .db
                .prepare_cached(
                    "UPDATE user SET factor_step = ?2
                     WHERE id = ?1 AND factor IS NOT NULL AND factor_step < ?2",
                )?
                .execute(params![id.0, step])?,
            Code::Recovery(Hidden(hash)) => self
                .db
                .prepare_cached("DELETE FROM recovery_code WHERE user = ?1 AND hash = ?2")?
                .execute(params![id.0, hash])?,
        };
        if taken > 0 && matches!(code, Code::Recovery(_)) {
            self.log_people(by, "recovery code", &user.name)?;
        }
        Ok(taken > 0)
    }

    // --- sessions ---

    pub(super) fn begin_session(&mut self, new: &NewSession) -> Verdict<SessionId> {
        let user = self.user(new.user)?;
        let id = SessionId(self.next_id());
        self.db
            .prepare_cached(
                "INSERT INTO session VALUES (?1, ?2, ?3, ?4, ?5, NULL, ?6, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                id.0,
                new.hash.0,
                new.user.0,
                new.whole,
                new.site.map(|site| site.0),
                new.by.at.0,
                new.ends_at.0,
                new.address,
                new.agent,
            ])?;
        self.db
            .prepare_cached(
                "DELETE FROM session WHERE user = ?1 AND whole = ?3 AND site IS ?4 AND id NOT IN
                    (SELECT id FROM session WHERE user = ?1 AND whole = ?3 AND site IS ?4
                     ORDER BY id DESC LIMIT ?2)",
            )?
            .execute(params![new.user.0, new.most, new.whole, new.site.map(|site| site.0)])?;
        if new.whole {
            self.db
                .prepare_cached("UPDATE user SET last_login_at = ?2 WHERE id = ?1")?
                .execute(params![new.user.0, new.by.at.0])?;
            let told = format!("{}: {}", user.name, new.how);
            self.log_people(&new.by, "login", &told)?;
        }
        Ok(id)
    }

    pub(super) fn touch_session(&mut self, id: SessionId, at: Time, ends_at: Time) -> Verdict<()> {
        self.db
            .prepare_cached("UPDATE session SET last_at = ?2, ends_at = ?3 WHERE id = ?1")?
            .execute(params![id.0, at.0, ends_at.0])?;
        Ok(())
    }

    pub(super) fn show_as_owner(
        &mut self,
        id: SessionId,
        site: Option<SiteId>,
        by: &By,
    ) -> Verdict<()> {
        if let Some(site) = site {
            self.standing(site)?;
        }
        let changed = self
            .db
            .prepare_cached("UPDATE session SET as_owner = ?2 WHERE id = ?1")?
            .execute(params![id.0, site.map(|site| site.0)])?;
        if changed == 0 {
            return Err(Error::NotFound("session").into());
        }
        if let Some(site) = site {
            self.log(site, by, "show as owner", "")?;
        }
        Ok(())
    }

    pub(super) fn end_session(&mut self, id: SessionId, by: &By) -> Verdict<()> {
        let user: Option<String> = self
            .db
            .prepare_cached(
                "SELECT u.name FROM session s JOIN user u ON u.id = s.user WHERE s.id = ?1 AND s.whole",
            )?
            .query_row([id.0], |row| row.get(0))
            .optional()?;
        self.db.prepare_cached("DELETE FROM session WHERE id = ?1")?.execute([id.0])?;
        if let Some(user) = user {
            self.log_people(by, "session end", &user)?;
        }
        Ok(())
    }

    // --- tokens ---

    pub(super) fn add_token(&mut self, new: &NewToken) -> Verdict<TokenId> {
        if let Some(user) = new.user {
            self.user(user)?;
        }
        self.expect_sites(&new.grant)?;
        let id = TokenId(self.next_id());
        self.db
            .prepare_cached(
                "INSERT INTO token VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, NULL, '')",
            )?
            .execute(params![
                id.0,
                new.hash.0,
                new.name,
                new.user.map(|user| user.0),
                new.grant.role.word(),
                new.grant.scope == Scope::All,
                new.by.at.0,
                new.by.who,
                new.ends_at.map(|at| at.0),
            ])?;
        self.write_scope(TOKEN_SITES, id.0, &new.grant.scope)?;
        self.log_people(&new.by, "token add", &granted(&new.name, &new.grant))?;
        Ok(id)
    }

    pub(super) fn touch_token(&mut self, id: TokenId, at: Time, address: &str) -> Verdict<()> {
        self.db
            .prepare_cached("UPDATE token SET last_at = ?2, last_address = ?3 WHERE id = ?1")?
            .execute(params![id.0, at.0, address])?;
        Ok(())
    }

    pub(super) fn remove_token(&mut self, id: TokenId, by: &By) -> Verdict<()> {
        let name: Option<String> = self
            .db
            .prepare_cached("DELETE FROM token WHERE id = ?1 RETURNING name")?
            .query_row([id.0], |row| row.get(0))
            .optional()?;
        let name = name.ok_or(Error::NotFound("token"))?;
        self.db.prepare_cached("DELETE FROM token_site WHERE token = ?1")?.execute([id.0])?;
        self.log_people(by, "token remove", &name)?;
        Ok(())
    }

    // --- login links ---

    pub(super) fn add_link(&mut self, new: &NewLink) -> Verdict<()> {
        let user = self.user(new.user)?;
        if let Some(site) = new.site {
            self.standing(site)?;
        }
        self.db
            .prepare_cached("INSERT INTO login_link VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![
                new.hash.0,
                new.user.0,
                new.site.map(|site| site.0),
                new.ends_at.0,
                new.by.who,
            ])?;
        match new.site {
            Some(site) => drop(self.log(site, &new.by, "login link", &user.name)?),
            None => self.log_people(&new.by, "login link", &user.name)?,
        }
        Ok(())
    }

    pub(super) fn take_link(&mut self, Hidden(hash): &Hash, at: Time) -> Verdict<Option<Link>> {
        let link = self
            .db
            .prepare_cached(
                "DELETE FROM login_link WHERE hash = ?1 RETURNING user, site, ends_at, made_by",
            )?
            .query_row([hash], |row| {
                let link = Link {
                    user: UserId(row.get(0)?),
                    site: row.get::<_, Option<i64>>(1)?.map(SiteId),
                    made_by: row.get(3)?,
                };
                Ok((link, Time(row.get(2)?)))
            })
            .optional()?;
        Ok(link.filter(|(_, ends_at)| at < *ends_at).map(|(link, _)| link))
    }

    // --- with a site, and with time ---

    /// A site is going: it is nobody's any more, and who was held to it is out.
    pub(super) fn drop_site_of_people(&mut self, site: SiteId) -> Result<(), Fault> {
        for sql in [
            "DELETE FROM user_site WHERE site = ?1",
            "DELETE FROM token_site WHERE site = ?1",
            "DELETE FROM session WHERE site = ?1",
            "UPDATE session SET as_owner = NULL WHERE as_owner = ?1",
            "DELETE FROM login_link WHERE site = ?1",
        ] {
            self.db.prepare_cached(sql)?.execute([site.0])?;
        }
        Ok(())
    }

    /// Forgets sessions and links that have ended, so many at most; gives how many.
    pub(super) fn forget_ended_people(&mut self, now: Time, most: usize) -> Result<usize, Fault> {
        let mut gone = 0;
        for sql in [
            "DELETE FROM session WHERE id IN (SELECT id FROM session WHERE ends_at <= ?1 LIMIT ?2)",
            "DELETE FROM login_link WHERE hash IN
                (SELECT hash FROM login_link WHERE ends_at <= ?1 LIMIT ?2)",
        ] {
            gone += self.db.prepare_cached(sql)?.execute(params![now.0, most - gone])?;
        }
        Ok(gone)
    }

    // --- what they are made of ---

    pub(super) fn user(&self, id: UserId) -> Verdict<User> {
        let user = read_users(&self.db, "WHERE id = ?1", [id.0])?.pop();
        user.ok_or_else(|| Error::NotFound("user").into())
    }

    fn expect_sites(&mut self, grant: &Grant) -> Verdict<()> {
        self.expect_scope(&grant.scope)
    }

    pub(super) fn expect_scope(&mut self, scope: &Scope) -> Verdict<()> {
        if let Scope::Sites(sites) = scope {
            for site in sites {
                self.standing(*site)?;
            }
        }
        Ok(())
    }

    pub(super) fn write_scope(&mut self, sql: Sites, id: i64, scope: &Scope) -> Result<(), Fault> {
        self.db.prepare_cached(sql.clear)?.execute([id])?;
        if let Scope::Sites(sites) = scope {
            let mut insert = self.db.prepare_cached(sql.add)?;
            for site in sites {
                insert.execute([id, site.0])?;
            }
        }
        Ok(())
    }
}

/// The statements of a scope's sites.
#[derive(Clone, Copy)]
pub(super) struct Sites {
    pub(super) clear: &'static str,
    pub(super) add: &'static str,
    pub(super) read: &'static str,
}

const USER_SITES: Sites = Sites {
    clear: "DELETE FROM user_site WHERE user = ?1",
    add: "INSERT INTO user_site VALUES (?1, ?2)",
    read: "SELECT site FROM user_site WHERE user = ?1",
};

const TOKEN_SITES: Sites = Sites {
    clear: "DELETE FROM token_site WHERE token = ?1",
    add: "INSERT INTO token_site VALUES (?1, ?2)",
    read: "SELECT site FROM token_site WHERE token = ?1",
};

// --- reading ---

/// Users that fit a condition, in its order.
pub(super) fn read_users(
    db: &Connection,
    condition: &str,
    params: impl rusqlite::Params,
) -> rusqlite::Result<Vec<User>> {
    let sql = format!(
        "SELECT id, name, role, all_sites, language, password_hash, factor, factor_step, created_at, last_login_at,
                (SELECT count(*) FROM recovery_code c WHERE c.user = user.id)
         FROM user {condition}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(params, |row| {
        let id = UserId(row.get(0)?);
        let factor = match row.get::<_, Option<Vec<u8>>>(6)? {
            Some(sealed) => Some(Factor {
                sealed: Hidden(sealed),
                step: row.get(7)?,
                recovery_codes: row.get(10)?,
            }),
            None => None,
        };
        Ok(User {
            id,
            name: row.get(1)?,
            grant: grant(db, row, 2, USER_SITES, id.0)?,
            language: row.get(4)?,
            password_hash: row.get::<_, Option<String>>(5)?.map(Hidden),
            factor,
            created_at: Time(row.get(8)?),
            last_login_at: row.get::<_, Option<i64>>(9)?.map(Time),
        })
    })?;
    rows.collect()
}

/// A role and whether it has all sites, from two columns; else its sites are looked up. A role this program does not know
/// may do nothing.
fn grant(
    db: &Connection,
    row: &Row<'_>,
    at: usize,
    sites: Sites,
    id: i64,
) -> rusqlite::Result<Grant> {
    let role = Role::from_word(&row.get::<_, String>(at)?);
    let scope = match role {
        None => Scope::Sites(BTreeSet::new()),
        Some(_) => read_scope(db, row.get(at + 1)?, sites, id)?,
    };
    Ok(Grant { role: role.unwrap_or(Role::Reader), scope })
}

/// All sites, or those that are looked up.
pub(super) fn read_scope(
    db: &Connection,
    all: bool,
    sites: Sites,
    id: i64,
) -> rusqlite::Result<Scope> {
    if all {
        return Ok(Scope::All);
    }
    let mut statement = db.prepare_cached(sites.read)?;
    let rows = statement.query_map([id], |row| Ok(SiteId(row.get(0)?)))?;
    Ok(Scope::Sites(rows.collect::<rusqlite::Result<_>>()?))
}

/// Sessions that fit a condition.
pub(super) fn read_sessions(
    db: &Connection,
    condition: &str,
    params: impl rusqlite::Params,
) -> rusqlite::Result<Vec<Session>> {
    let sql = format!(
        "SELECT id, user, whole, site, as_owner, began_at, last_at, ends_at, address, agent FROM session {condition}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(params, |row| {
        Ok(Session {
            id: SessionId(row.get(0)?),
            user: UserId(row.get(1)?),
            whole: row.get(2)?,
            site: row.get::<_, Option<i64>>(3)?.map(SiteId),
            as_owner: row.get::<_, Option<i64>>(4)?.map(SiteId),
            began_at: Time(row.get(5)?),
            last_at: Time(row.get(6)?),
            ends_at: Time(row.get(7)?),
            address: row.get(8)?,
            agent: row.get(9)?,
        })
    })?;
    rows.collect()
}

/// Tokens that fit a condition.
pub(super) fn read_tokens(
    db: &Connection,
    condition: &str,
    params: impl rusqlite::Params,
) -> rusqlite::Result<Vec<Token>> {
    let sql = format!(
        "SELECT id, name, user, role, all_sites, made_at, made_by, ends_at, last_at, last_address FROM token {condition}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(params, |row| {
        let id = TokenId(row.get(0)?);
        Ok(Token {
            id,
            name: row.get(1)?,
            user: row.get::<_, Option<i64>>(2)?.map(UserId),
            grant: grant(db, row, 3, TOKEN_SITES, id.0)?,
            made_at: Time(row.get(5)?),
            made_by: row.get(6)?,
            ends_at: row.get::<_, Option<i64>>(7)?.map(Time),
            last_at: row.get::<_, Option<i64>>(8)?.map(Time),
            last_address: row.get(9)?,
        })
    })?;
    rows.collect()
}
