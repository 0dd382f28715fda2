//! `postern user`: who logs in to the panel, and their sessions.

use clap::{Args, Subcommand};
use postern_web::wire::{NewPassword, NewUser, Role, Session, User, UserChange};
use serde_json::json;

use super::client::Client;
use super::confirm::confirm;
use super::failure::Failure;
use super::grant::{Given, sites_words};
use super::list::{Beginning, Extent};
use super::out::Out;
use super::secret;
use super::show::{Column, Table, Zone, safe};
use super::url::Url;

/// Verbs of `postern user`.
#[derive(Debug, Subcommand)]
#[command(name = "user")]
pub enum Verb {
    /// Add a user
    ///
    /// The password is asked for on a terminal, else it is the first line of standard input; --generate draws one, and with
    /// --no-password the user comes in by login links only.
    Add(Add),
    /// List users
    List(Extent),
    /// Show a user with its sessions
    Show {
        /// The user
        #[arg(value_parser = super::name)]
        user: String,
    },
    /// Change a user's role, sites or language
    Set(Set),
    /// Change a user's password; ends the user's sessions
    ///
    /// The password is asked for on a terminal, else it is the first line of standard input; --generate draws one.
    Password {
        /// The user
        #[arg(value_parser = super::name)]
        user: String,
        /// Draw a password and print it
        #[arg(long)]
        generate: bool,
    },
    /// Take a user's second factor away, for one who lost it
    FactorOff {
        /// The user
        #[arg(value_parser = super::name)]
        user: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// End a user's sessions, or one of them
    EndSessions {
        /// The user
        #[arg(value_parser = super::name)]
        user: String,
        /// Only this one, by its number
        #[arg(long, value_name = "ID")]
        session: Option<i64>,
    },
    /// Remove a user with all sessions, tokens and login links
    Remove {
        /// The user
        #[arg(value_parser = super::name)]
        user: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

/// A user to be added.
#[derive(Debug, Args)]
pub struct Add {
    /// The user's name: lower-case letters, digits and . _ - @ +
    #[arg(value_parser = super::name)]
    user: String,
    #[command(flatten)]
    given: Given,
    /// The language of the panel (else the browser's)
    #[arg(long, value_parser = postern_engine::words::Language::CODES)]
    language: Option<String>,
    /// Draw a password and print it
    #[arg(long, conflicts_with = "no_password")]
    generate: bool,
    /// No password: comes in by login links only
    #[arg(long)]
    no_password: bool,
}

/// What changes of a user.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("change").required(true).multiple(true))]
pub struct Set {
    /// The user
    #[arg(value_parser = super::name)]
    user: String,
    /// What the user may do
    #[arg(long, value_enum, group = "change")]
    role: Option<super::grant::RoleWord>,
    /// A site of the user; all of them are named, once each
    #[arg(long = "site", value_name = "SITE", group = "change", value_parser = super::name, conflicts_with = "all_sites")]
    sites: Vec<String>,
    /// All sites there are and will be
    #[arg(long, group = "change")]
    all_sites: bool,
    /// The language of the panel; `browser` for the browser's
    #[arg(long, group = "change")]
    language: Option<String>,
}

impl Verb {
    pub async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        match self {
            Verb::Add(add) => add.run(client, out).await,
            Verb::List(extent) => list(extent, client, out).await,
            Verb::Show { user } => show(&user, client, out).await,
            Verb::Set(set) => set.run(client, out).await,
            Verb::Password { user, generate } => password(&user, generate, client, out).await,
            Verb::FactorOff { user, yes } => {
                let question = format!("{} then logs in with the password alone.", safe(&user));
                confirm(&question, yes)?;
                let change = UserChange { second_factor: Some(false), ..UserChange::default() };
                changed(&user, &change, "took the second factor of", client, out).await
            }
            Verb::EndSessions { user, session: None } => {
                client.delete(&Url::of(["users", &user, "sessions"])).await?;
                let answer = json!({ "user": user, "ended": "all" });
                out.answer(&answer, || format!("{} is logged in nowhere\n", safe(&user)))
            }
            Verb::EndSessions { user, session: Some(session) } => {
                let id = session.to_string();
                client.delete(&Url::of(["users", &user, "sessions", &id])).await?;
                let answer = json!({ "user": user, "ended": session });
                out.answer(&answer, || format!("session {session} of {} has ended\n", safe(&user)))
            }
            Verb::Remove { user, yes } => {
                let question = format!("{} can log in no more; tokens of theirs end.", safe(&user));
                confirm(&question, yes)?;
                client.delete(&Url::of(["users", &user])).await?;
                let answer = json!({ "user": user, "removed": true });
                out.answer(&answer, || format!("removed user {}\n", safe(&user)))
            }
        }
    }
}

impl Add {
    async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        let (role, sites) = self.given.read()?;
        let password = match (self.no_password, self.generate) {
            (true, _) => None,
            (false, true) => Some(secret::draw()?),
            (false, false) => Some(secret::read()?),
        };
        let new = NewUser {
            name: self.user,
            role,
            sites,
            language: self.language.unwrap_or_default(),
            password: password.clone().map(NewPassword),
        };
        let user: User = client.post(&Url::of(["users"]), &new).await?;
        let shown = password.filter(|_| self.generate);
        let mut answer = serde_json::to_value(&user)
            .map_err(|error| Failure::failed(format!("the answer: {error}")))?;
        if let Some(password) = &shown {
            answer["generated_password"] = json!(password);
        }
        out.answer(&answer, || {
            let (name, sites) = (safe(&user.name), sites_words(user.sites.as_deref()));
            let said = format!("added {} {name}: {sites}\n", role_word(user.role));
            match shown {
                Some(password) => format!("{said}password: {password}\n"),
                None => said,
            }
        })
    }
}

impl Set {
    async fn run(self, client: &mut Client, out: &Out) -> Result<(), Failure> {
        let language =
            self.language.map(|code| if code == "browser" { String::new() } else { code });
        let sites = match (self.all_sites, self.sites) {
            (true, _) => Some(None),
            (false, sites) if sites.is_empty() => None,
            (false, sites) => Some(Some(sites)),
        };
        let role = self.role.map(Role::from);
        let change = UserChange { role, sites, language, ..UserChange::default() };
        changed(&self.user, &change, "changed", client, out).await
    }
}

async fn password(
    user: &str,
    generate: bool,
    client: &mut Client,
    out: &Out,
) -> Result<(), Failure> {
    let password = if generate { secret::draw()? } else { secret::read()? };
    let change =
        UserChange { password: Some(NewPassword(password.clone())), ..UserChange::default() };
    let _: User = client.patch(&Url::of(["users", user]), &change).await?;
    let shown = generate.then_some(&password);
    out.answer(&json!({ "user": user, "password": shown }), || {
        let said = format!("changed the password of {}; their sessions have ended\n", safe(user));
        match shown {
            Some(password) => format!("{said}password: {password}\n"),
            None => said,
        }
    })
}

async fn changed(
    name: &str,
    change: &UserChange,
    done: &str,
    client: &mut Client,
    out: &Out,
) -> Result<(), Failure> {
    let user: User = client.patch(&Url::of(["users", name]), change).await?;
    out.answer(&user, || format!("{done} {}\n", words(&user)))
}

async fn list(extent: Extent, client: &mut Client, out: &Out) -> Result<(), Failure> {
    let zone = Zone::utc(super::now());
    let all = Beginning { rows: Some(1000), what: "first users" };
    extent
        .answer(&Url::of(["users"]), all, client, out, |rows: &[User]| table(rows, &zone, out))
        .await
}

fn table(rows: &[User], zone: &Zone, out: &Out) -> String {
    let mut table = Table::new([
        Column::left("user"),
        Column::left("role"),
        Column::words("sites"),
        Column::left("comes in by"),
        Column::left(zone.title("last login")),
    ]);
    for user in rows {
        let by = match (user.password, user.second_factor) {
            (false, _) => "link",
            (true, false) => "password",
            (true, true) => "password and code",
        };
        table.row([
            user.name.as_str().into(),
            role_word(user.role).into(),
            sites_words(user.sites.as_deref()).as_str().into(),
            by.into(),
            user.last_login_at.map_or_else(|| "never".into(), |at| zone.at(at)),
        ]);
    }
    match table.is_empty() {
        true => "there are no users: postern user add NAME --role operator adds the first\n".into(),
        false => out.table(&table),
    }
}

async fn show(name: &str, client: &mut Client, out: &Out) -> Result<(), Failure> {
    let user: User = client.get(&Url::of(["users", name])).await?;
    let sessions: Vec<Session> = client.get(&Url::of(["users", name, "sessions"])).await?;
    let zone = Zone::utc(super::now());
    out.answer(&json!({ "user": user, "sessions": sessions }), || {
        let mut table = Table::new([
            Column::left("session"),
            Column::left(zone.title("since")),
            Column::left(zone.title("last used")),
            Column::left("address"),
            Column::words("browser"),
        ]);
        for session in &sessions {
            table.row([
                session.id.to_string().as_str().into(),
                zone.at(session.began_at),
                zone.at(session.last_at),
                session.address.as_str().into(),
                session.agent.as_str().into(),
            ]);
        }
        let head = format!("{}\n", words(&user));
        match table.is_empty() {
            true => format!("{head}logged in nowhere\n"),
            false => format!("{head}\n{}", out.table(&table)),
        }
    })
}

fn words(user: &User) -> String {
    format!("{} {}: {}", role_word(user.role), safe(&user.name), sites_words(user.sites.as_deref()))
}

pub(super) fn role_word(role: Role) -> &'static str {
    match role {
        Role::Operator => "operator",
        Role::Owner => "owner",
        Role::Reader => "reader",
    }
}
