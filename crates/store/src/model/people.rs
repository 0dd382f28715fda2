//! Users, their sessions, tokens and login links.

use std::collections::BTreeMap;

use postern_core::access::{Grant, Scope};
use postern_core::ids::{SessionId, SiteId, TokenId, UserId};
use postern_core::time::Time;

use super::ledger::Ledger;
use crate::people::{
    Code, Factor, FactorChange, Hash, Link, NewLink, NewSession, NewToken, NewUser, Session, Token,
    User, UserChange, granted,
};
use crate::{By, Error};

/// Everybody who may ask.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    pub(super) users: BTreeMap<UserId, User>,
    recovery_codes: Vec<(UserId, Hash)>,
    pub(super) sessions: BTreeMap<SessionId, (Hash, Session)>,
    pub(super) tokens: BTreeMap<TokenId, (Hash, Token)>,
    links: Vec<(Hash, NewLink)>,
}

impl Ledger {
    pub(super) fn add_user(&mut self, new: NewUser) -> Result<UserId, Error> {
        if self.people.users.values().any(|user| user.name == new.name) {
            let what = format!("the user name {}", new.name);
            return Err(Error::Taken { what, owner: new.name });
        }
        self.expect_sites(&new.grant)?;
        let id = UserId(self.next_id());
        self.log(None, &new.by, "user add", &granted(&new.name, &new.grant));
        let user = User {
            id,
            name: new.name,
            grant: new.grant,
            language: new.language,
            password_hash: new.password_hash,
            factor: None,
            created_at: new.by.at,
            last_login_at: None,
        };
        self.people.users.insert(id, user);
        Ok(id)
    }

    pub(super) fn change_user(
        &mut self,
        id: UserId,
        change: UserChange,
        by: &By,
    ) -> Result<(), Error> {
        let mut user = self.user(id)?;
        let told = match &change.grant {
            Some(grant) => granted(&user.name, grant),
            None if change.note.is_empty() => user.name.clone(),
            None => format!("{}: {}", user.name, change.note),
        };
        if let Some(grant) = change.grant {
            self.expect_sites(&grant)?;
            user.grant = grant;
        }
        if let Some(language) = change.language {
            user.language = language;
        }
        if let Some(hash) = change.password_hash {
            user.password_hash = Some(hash);
        }
        if let Some(factor) = change.factor {
            self.people.recovery_codes.retain(|(of, _)| *of != id);
            user.factor = match factor {
                FactorChange::Off => None,
                FactorChange::On { sealed, step, recovery } => {
                    let codes = recovery.into_iter().map(|hash| (id, hash));
                    self.people.recovery_codes.extend(codes);
                    Some(Factor { sealed, step, recovery_codes: 0 })
                }
            };
        }
        if let Some(but) = change.end_sessions {
            let sessions = &mut self.people.sessions;
            sessions.retain(|session, (_, row)| row.user != id || Some(*session) == but);
        }
        self.people.users.insert(id, user);
        self.log(None, by, "user change", &told);
        Ok(())
    }

    pub(super) fn remove_user(&mut self, id: UserId, by: &By) -> Result<(), Error> {
        let user = self.user(id)?;
        let people = &mut self.people;
        people.users.remove(&id);
        people.recovery_codes.retain(|(of, _)| *of != id);
        people.sessions.retain(|_, (_, row)| row.user != id);
        people.tokens.retain(|_, (_, row)| row.user != Some(id));
        people.links.retain(|(_, link)| link.user != id);
        self.drop_user_of_ovh(id);
        self.log(None, by, "user remove", &user.name);
        Ok(())
    }

    pub(super) fn take_code(&mut self, id: UserId, code: &Code, by: &By) -> Result<bool, Error> {
        let name = self.user(id)?.name;
        match code {
            Code::Step(step) => {
                let factor = self.people.users.get_mut(&id).and_then(|user| user.factor.as_mut());
                let Some(factor) = factor.filter(|factor| factor.step < *step) else {
                    return Ok(false);
                };
                factor.step = *step;
                Ok(true)
            }
            Code::Recovery(hash) => {
                let before = self.people.recovery_codes.len();
                self.people.recovery_codes.retain(|(of, kept)| *of != id || kept != hash);
                let taken = self.people.recovery_codes.len() < before;
                if taken {
                    self.log(None, by, "recovery code", &name);
                }
                Ok(taken)
            }
        }
    }

    pub(super) fn begin_session(&mut self, new: NewSession) -> Result<SessionId, Error> {
        let name = self.user(new.user)?.name;
        let id = SessionId(self.next_id());
        let kind = (new.whole, new.site);
        let session = Session {
            id,
            user: new.user,
            whole: new.whole,
            site: new.site,
            as_owner: None,
            began_at: new.by.at,
            last_at: new.by.at,
            ends_at: new.ends_at,
            address: new.address,
            agent: new.agent,
        };
        self.people.sessions.insert(id, (new.hash, session));
        let theirs: Vec<SessionId> = self
            .sessions_of(new.user)
            .filter(|session| (session.whole, session.site) == kind)
            .map(|session| session.id)
            .collect();
        for old in theirs.iter().rev().skip(new.most as usize) {
            self.people.sessions.remove(old);
        }
        if new.whole {
            if let Some(user) = self.people.users.get_mut(&new.user) {
                user.last_login_at = Some(new.by.at);
            }
            self.log(None, &new.by, "login", &format!("{name}: {}", new.how));
        }
        Ok(id)
    }

    pub(super) fn touch_session(&mut self, id: SessionId, at: Time, ends_at: Time) {
        if let Some((_, session)) = self.people.sessions.get_mut(&id) {
            session.last_at = at;
            session.ends_at = ends_at;
        }
    }

    pub(super) fn show_as_owner(
        &mut self,
        id: SessionId,
        site: Option<SiteId>,
        by: &By,
    ) -> Result<(), Error> {
        if let Some(site) = site {
            self.site(site)?;
        }
        let found = self.people.sessions.get_mut(&id);
        let (_, session) = found.ok_or(Error::NotFound("session"))?;
        session.as_owner = site;
        if let Some(site) = site {
            self.log(Some(site), by, "show as owner", "");
        }
        Ok(())
    }

    pub(super) fn end_session(&mut self, id: SessionId, by: &By) {
        let Some((_, session)) = self.people.sessions.remove(&id) else { return };
        let user = self.people.users.get(&session.user).filter(|_| session.whole);
        if let Some(name) = user.map(|user| user.name.clone()) {
            self.log(None, by, "session end", &name);
        }
    }

    pub(super) fn add_token(&mut self, new: NewToken) -> Result<TokenId, Error> {
        if let Some(user) = new.user {
            self.user(user)?;
        }
        self.expect_sites(&new.grant)?;
        let id = TokenId(self.next_id());
        self.log(None, &new.by, "token add", &granted(&new.name, &new.grant));
        let token = Token {
            id,
            name: new.name,
            user: new.user,
            grant: new.grant,
            made_at: new.by.at,
            made_by: new.by.who,
            ends_at: new.ends_at,
            last_at: None,
            last_address: String::new(),
        };
        self.people.tokens.insert(id, (new.hash, token));
        Ok(id)
    }

    pub(super) fn touch_token(&mut self, id: TokenId, at: Time, address: String) {
        if let Some((_, token)) = self.people.tokens.get_mut(&id) {
            token.last_at = Some(at);
            token.last_address = address;
        }
    }

    pub(super) fn remove_token(&mut self, id: TokenId, by: &By) -> Result<(), Error> {
        let (_, token) = self.people.tokens.remove(&id).ok_or(Error::NotFound("token"))?;
        self.log(None, by, "token remove", &token.name);
        Ok(())
    }

    pub(super) fn add_link(&mut self, new: NewLink) -> Result<(), Error> {
        let name = self.user(new.user)?.name;
        if let Some(site) = new.site {
            self.site(site)?;
        }
        self.log(new.site, &new.by, "login link", &name);
        self.people.links.push((new.hash.clone(), new));
        Ok(())
    }

    pub(super) fn take_link(&mut self, hash: &Hash, at: Time) -> Option<Link> {
        let place = self.people.links.iter().position(|(kept, _)| kept == hash)?;
        let (_, link) = self.people.links.remove(place);
        (at < link.ends_at).then_some(Link {
            user: link.user,
            site: link.site,
            made_by: link.by.who,
        })
    }

    /// A site is going: it is nobody's any more, and who was held to it is out.
    pub(super) fn drop_site_of_people(&mut self, site: SiteId) {
        let People { users, sessions, tokens, links, .. } = &mut self.people;
        let drop = |grant: &mut Grant| {
            if let Scope::Sites(sites) = &mut grant.scope {
                sites.remove(&site);
            }
        };
        users.values_mut().for_each(|user| drop(&mut user.grant));
        tokens.values_mut().for_each(|(_, token)| drop(&mut token.grant));
        sessions.retain(|_, (_, session)| session.site != Some(site));
        for (_, session) in sessions.values_mut() {
            session.as_owner = session.as_owner.filter(|shown| *shown != site);
        }
        links.retain(|(_, link)| link.site != Some(site));
    }

    /// Forgets sessions and links that have ended.
    pub(super) fn forget_ended_people(&mut self, now: Time) {
        self.people.sessions.retain(|_, (_, session)| session.ends_at > now);
        self.people.links.retain(|(_, link)| link.ends_at > now);
    }

    // --- reading ---

    pub(super) fn user(&self, id: UserId) -> Result<User, Error> {
        let user = self.people.users.get(&id).ok_or(Error::NotFound("user"))?;
        let mut user = user.clone();
        if let Some(factor) = &mut user.factor {
            let codes = self.people.recovery_codes.iter().filter(|(of, _)| *of == id);
            factor.recovery_codes = codes.count() as u64;
        }
        Ok(user)
    }

    pub(super) fn sessions_of(&self, user: UserId) -> impl Iterator<Item = &Session> {
        let sessions = self.people.sessions.values().map(|(_, session)| session);
        sessions.filter(move |session| session.user == user)
    }

    fn expect_sites(&self, grant: &Grant) -> Result<(), Error> {
        match &grant.scope {
            Scope::All => Ok(()),
            Scope::Sites(sites) => sites.iter().try_for_each(|site| self.site(*site).map(drop)),
        }
    }
}
