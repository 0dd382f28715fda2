//! Sites, their identities and their logins.

use postern_core::ids::SiteId;

use super::Claims;
use super::ledger::{Ledger, Login, SiteRow};
use crate::{By, Error, Identity, NewSite, SiteChange};

impl Ledger {
    pub(super) fn add_site(&mut self, new: NewSite) -> Result<SiteId, Error> {
        if self.site_named(&new.name).is_some() {
            return Err(Error::Taken { what: format!("the name {}", new.name), owner: new.name });
        }
        for identity in &new.identities {
            if let Some(owner) = self.owner(identity) {
                return Err(Error::Taken { what: words(identity), owner });
            }
        }
        let id = SiteId(self.next_id());
        self.sites.insert(id, SiteRow::new(id, &new));
        for identity in new.identities {
            self.take_identity(id, identity)?;
        }
        self.log(Some(id), &new.by, "site add", "");
        Ok(id)
    }

    pub(super) fn change_site(
        &mut self,
        id: SiteId,
        change: SiteChange,
        by: &By,
    ) -> Result<(), Error> {
        self.site(id)?;
        for identity in &change.add_identities {
            match self.holder(identity) {
                Some(holder) if holder != id && !change.move_identities => {
                    let owner = self.site(holder)?.name.clone();
                    return Err(Error::Taken { what: words(identity), owner });
                }
                _ => {}
            }
        }
        for identity in &change.remove_identities {
            if self.holder(identity) == Some(id) {
                self.drop_identity(identity);
            }
        }
        for identity in change.add_identities {
            self.take_identity(id, identity)?;
        }
        let row = self.site_mut(id)?;
        if let Some(settings) = change.settings {
            row.settings = settings;
        }
        self.log(Some(id), by, "site change", "");
        Ok(())
    }

    pub(super) fn remove_site(
        &mut self,
        id: SiteId,
        by: &By,
        claims: &Claims,
    ) -> Result<(), Error> {
        self.site(id)?;
        self.purge(id, by.at, claims);
        self.log(Some(id), by, "site remove", "");
        let row = self.site_mut(id)?;
        row.removed = true;
        row.identities.clear();
        row.epoch += 1;
        self.logins.retain(|_, login| login.site != id);
        self.stops.retain(|_, stop| stop.site != id);
        self.drop_site_of_hooks(id);
        self.told.retain(|(site, _), _| *site != id);
        self.drop_site_of_people(id);
        self.drop_site_of_ovh(id);
        Ok(())
    }

    pub(super) fn set_login(
        &mut self,
        site: SiteId,
        login: String,
        hash: String,
        by: &By,
    ) -> Result<(), Error> {
        self.site(site)?;
        let identity = Identity::Login(login.clone());
        match self.holder(&identity) {
            Some(holder) if holder != site => {
                let owner = self.site(holder)?.name.clone();
                return Err(Error::Taken { what: words(&identity), owner });
            }
            Some(_) => {}
            None => self.site_mut(site)?.identities.push(identity),
        }
        self.log(Some(site), by, "login set", &login);
        self.logins.insert(login, Login { site, hash });
        Ok(())
    }

    pub(super) fn remove_login(&mut self, login: &str, by: &By) -> Result<(), Error> {
        let identity = Identity::Login(login.to_string());
        let holder = self.holder(&identity).ok_or(Error::NotFound("login"))?;
        self.drop_identity(&identity);
        self.log(Some(holder), by, "login remove", login);
        Ok(())
    }

    /// Gives an identity to a site, wherever it was; a login takes its password with it.
    fn take_identity(&mut self, to: SiteId, identity: Identity) -> Result<(), Error> {
        for row in self.sites.values_mut() {
            row.identities.retain(|kept| *kept != identity);
        }
        if let Identity::Login(name) = &identity
            && let Some(login) = self.logins.get_mut(name)
        {
            login.site = to;
        }
        self.site_mut(to)?.identities.push(identity);
        Ok(())
    }

    /// An identity that belongs to nobody; a login loses its password.
    fn drop_identity(&mut self, identity: &Identity) {
        for row in self.sites.values_mut() {
            row.identities.retain(|kept| kept != identity);
        }
        if let Identity::Login(name) = identity {
            self.logins.remove(name);
        }
    }

    /// The site an identity belongs to.
    fn holder(&self, identity: &Identity) -> Option<SiteId> {
        self.sites.values().find(|row| row.identities.contains(identity)).map(|row| row.id)
    }

    fn owner(&self, identity: &Identity) -> Option<String> {
        self.holder(identity).and_then(|id| self.sites.get(&id)).map(|row| row.name.clone())
    }
}

fn words(identity: &Identity) -> String {
    match identity {
        Identity::Uid(uid) => format!("uid {uid}"),
        Identity::Login(login) => format!("login {login}"),
        Identity::Range(range) => format!("range {range}"),
    }
}
