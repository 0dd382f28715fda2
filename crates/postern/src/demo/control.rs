//! What the demo asks the daemon, over the control socket: the same questions as the command line's.

use std::path::PathBuf;

use postern_web::wire::{
    ActionAnswer, ActionWish, Changed, Checked, Health, LinkWish, MadeLink, NewPassword, NewUser,
    Password, Role, Site, SiteWish, Status, Stop, User, UserChange,
};
use serde_json::Value;

use super::people::Person;
use crate::cli::client::Client;
use crate::cli::failure::Failure;
use crate::cli::url::Url;

/// The daemon's control socket.
#[derive(Clone, Debug)]
pub struct Control {
    socket: PathBuf,
}

impl Control {
    pub fn new(socket: PathBuf) -> Control {
        Control { socket }
    }

    /// # Errors
    /// As all questions here: when the daemon is away, or in its words when it refuses.
    pub async fn health(&self) -> Result<Health, Failure> {
        self.client().await?.get(&Url::of(["health"])).await
    }

    pub async fn sites(&self) -> Result<Vec<Site>, Failure> {
        self.client().await?.rows(&Url::of(["sites"])).await
    }

    pub async fn site(&self, site: &str) -> Result<Site, Failure> {
        self.client().await?.get(&Url::of(["sites", site])).await
    }

    /// Adds a site if it is not there.
    pub async fn add_site(&self, site: &str) -> Result<(), Failure> {
        self.client()
            .await?
            .put(&Url::of(["sites", site]), &SiteWish::default())
            .await
            .map(|_: Changed| ())
    }

    /// Gives a site a login, or its login a password.
    pub async fn set_password(
        &self,
        site: &str,
        login: &str,
        password: &str,
    ) -> Result<(), Failure> {
        let password = Password { password: password.to_owned() };
        self.client()
            .await?
            .put(&Url::of(["sites", site, "logins", login]), &password)
            .await
            .map(|_: Value| ())
    }

    /// Adds a user of the panel, or gives one that is there this password, role and sites.
    pub async fn set_user(
        &self,
        person: &Person,
        role: Role,
        sites: Option<Vec<String>>,
    ) -> Result<(), Failure> {
        let mut client = self.client().await?;
        let password = Some(NewPassword(person.password.clone()));
        let users: Vec<User> = client.rows(&Url::of(["users"])).await?;
        let done: Result<User, Failure> = match users.iter().any(|user| user.name == person.name) {
            true => {
                let (role, sites) = (Some(role), Some(sites));
                let change = UserChange { role, sites, password, ..UserChange::default() };
                client.patch(&Url::of(["users", person.name]), &change).await
            }
            false => {
                let (name, language) = (person.name.to_owned(), String::new());
                let new = NewUser { name, role, sites, language, password };
                client.post(&Url::of(["users"]), &new).await
            }
        };
        done.map(drop)
    }

    /// Where a browser logs in as a user, once and within a minute.
    pub async fn login_link(&self, user: &str) -> Result<String, Failure> {
        let wish = LinkWish { user: user.to_owned(), site: None };
        let made: MadeLink = self.client().await?.post(&Url::of(["login-links"]), &wish).await?;
        Ok(made.url)
    }

    /// Takes away all stops of a site.
    pub async fn remove_stops(&self, site: &str) -> Result<(), Failure> {
        let mut client = self.client().await?;
        let status: Status = client.get(&Url::of(["sites", site, "status"])).await?;
        for Stop { id, .. } in status.stops {
            client.delete(&Url::of(["sites", site, "stops", &id.to_string()])).await?;
        }
        Ok(())
    }

    /// `block`, `unblock` or `purge`.
    pub async fn act(
        &self,
        site: &str,
        action: &str,
        reason: &str,
    ) -> Result<ActionAnswer, Failure> {
        let wish = ActionWish { reason: reason.to_owned(), lock: false };
        self.client().await?.post(&Url::of(["sites", site, action]), &wish).await
    }

    /// Has the daemon verify and recount everything.
    pub async fn check(&self) -> Result<Checked, Failure> {
        self.client().await?.post(&Url::of(["check"]), &()).await
    }

    /// A question has a connection of its own: the daemon may have been started again since the last.
    async fn client(&self) -> Result<Client, Failure> {
        Client::connect(&self.socket).await
    }
}
