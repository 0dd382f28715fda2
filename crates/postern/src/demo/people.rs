//! Who looks at the demo in a browser: the owner of its sites, and the operator.
//!
//! A login link is good once and for a minute, so `demo.env` gets new ones as long as the demo runs: whoever reads it has
//! links that let them in.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use postern_web::wire::Role;

use super::control::Control;
use super::folder::Folder;
use super::site::Site;
use crate::cli::failure::Failure;
use crate::cli::secret;

/// How old the links in `demo.env` become; half of what they are good for.
const REFRESH: Duration = Duration::from_secs(30);

/// A user of the panel.
#[derive(Clone, Debug)]
pub struct Person {
    pub name: &'static str,
    pub password: String,
}

/// The two who look at the demo.
#[derive(Clone, Debug)]
pub struct People {
    pub owner: Person,
    pub operator: Person,
}

/// A link for each of them.
#[derive(Clone, Debug)]
pub struct Links {
    pub owner: String,
    pub operator: String,
}

impl People {
    /// Adds both, or gives those of an earlier demo new passwords.
    ///
    /// # Errors
    /// What the daemon says.
    pub async fn add(control: &Control) -> Result<People, Failure> {
        let sites = Site::ALL.map(|site| site.name().to_owned());
        let owner = Person { name: "owner", password: secret::draw()? };
        control.set_user(&owner, Role::Owner, Some(sites.into())).await?;
        let operator = Person { name: "operator", password: secret::draw()? };
        control.set_user(&operator, Role::Operator, None).await?;
        Ok(People { owner, operator })
    }

    /// # Errors
    /// What the daemon says.
    pub async fn links(&self, control: &Control) -> Result<Links, Failure> {
        let owner = control.login_link(self.owner.name).await?;
        let operator = control.login_link(self.operator.name).await?;
        Ok(Links { owner, operator })
    }
}

/// Keeps the links in `demo.env` good, for ever.
pub async fn keep_links(folder: &Folder, control: &Control, people: &People) -> Infallible {
    loop {
        tokio::time::sleep(REFRESH).await;
        // A daemon that does not answer is told by whoever started it; then the old links stay a moment longer.
        if let Ok(links) = people.links(control).await {
            let _ = folder.renew_links(&links);
        }
    }
}

/// Where the panel is, with a slash at its end.
pub fn panel_url(web: SocketAddr) -> String {
    format!("http://{web}/")
}
