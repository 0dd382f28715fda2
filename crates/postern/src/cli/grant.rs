//! A role and its sites, as options name them.

use clap::{Args, ValueEnum};
use postern_web::wire::Role;

use super::failure::Failure;
use super::show::safe;

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RoleWord {
    /// Runs the hosting: all sites, and everything beside them
    Operator,
    /// Has sites: sees and acts on them
    Owner,
    /// Sees, and changes nothing
    Reader,
}

impl From<RoleWord> for Role {
    fn from(word: RoleWord) -> Role {
        match word {
            RoleWord::Operator => Role::Operator,
            RoleWord::Owner => Role::Owner,
            RoleWord::Reader => Role::Reader,
        }
    }
}

/// What is given to a user or a token.
#[derive(Debug, Args)]
pub struct Given {
    /// What they may do
    #[arg(long, value_enum, default_value = "owner")]
    role: RoleWord,
    /// A site of theirs; once for each
    #[arg(long = "site", value_name = "SITE", value_parser = super::name, conflicts_with = "all_sites")]
    sites: Vec<String>,
    /// All sites there are and will be
    #[arg(long)]
    all_sites: bool,
}

impl Given {
    /// # Errors
    /// When no site is named and it was not said that all are meant: a slip would be large.
    pub fn read(self) -> Result<(Role, Option<Vec<String>>), Failure> {
        match (self.role, self.all_sites || self.role == RoleWord::Operator, self.sites) {
            (RoleWord::Operator, _, sites) if !sites.is_empty() => {
                Err(Failure::usage("an operator has all sites: name none"))
            }
            (role, true, _) => Ok((role.into(), None)),
            (_, false, sites) if sites.is_empty() => {
                Err(Failure::usage("name the sites with --site, or say --all-sites"))
            }
            (role, false, sites) => Ok((role.into(), Some(sites))),
        }
    }
}

/// Sites in words.
pub fn sites_words(sites: Option<&[String]>) -> String {
    match sites {
        None => "all sites".into(),
        Some([]) => "no site".into(),
        Some(sites) => {
            let names: Vec<_> = sites.iter().map(|site| safe(site).into_owned()).collect();
            names.join(", ")
        }
    }
}
