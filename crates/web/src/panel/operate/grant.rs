//! A role and its sites as forms ask for them: of a user, of a token.

use std::collections::BTreeSet;

use postern_core::access::{Grant, Right, Role, Scope};
use postern_core::ids::SiteId;
use postern_engine::words::Words;

use crate::api::App;
use crate::escape::safe;
use crate::panel::field::{Fault, Field};
use crate::panel::filter::Choice;
use crate::panel::frame::role_key;
use crate::panel::visitor::Visitor;

/// What was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) role: String,
    /// All sites there are and will be.
    pub(super) all: bool,
    /// Names, apart by spaces, commas or lines.
    pub(super) sites: String,
}

impl Given {
    /// The same as a grant has it.
    pub(super) fn of(app: &App, grant: &Grant) -> Given {
        Given {
            role: grant.role.word().to_owned(),
            all: grant.scope == Scope::All,
            sites: match &grant.scope {
                Scope::All => String::new(),
                Scope::Sites(sites) => names(app, sites).join("\n"),
            },
        }
    }

    /// The fields of a form, with what was given; `roles` are those that can be given.
    pub(super) fn fields(&self, words: &Words, roles: &[Role]) -> Vec<Field> {
        let choice =
            |role: &Role| Choice { value: role.word().to_owned(), label: role_words(words, *role) };
        vec![
            Field::choice(
                "role",
                words.say("grant-role"),
                &self.role,
                roles.iter().map(choice).collect(),
            ),
            Field::tick("all", words.say("grant-all"), self.all).hint(words.say("grant-all-hint")),
            Field::lines("sites", words.say("grant-sites"), &self.sites)
                .hint(words.say("grant-sites-hint")),
        ]
    }

    /// The grant, or what is wrong with what was given. A site that is not the visitor's is none.
    pub(super) fn read(&self, app: &App, visitor: &Visitor) -> Result<Grant, Vec<Fault>> {
        let words = &visitor.words;
        let no_role = || vec![Fault::of("role", words.say("grant-no-role"))];
        let role = Role::from_word(&self.role).ok_or_else(no_role)?;
        let named: Vec<&str> = listed(&self.sites).collect();
        if role == Role::Operator || self.all {
            return match named.is_empty() {
                true => Ok(Grant { role, scope: Scope::All }),
                false => Err(vec![Fault::of("sites", words.say("grant-all-and-some"))]),
            };
        }
        let mut sites = BTreeSet::new();
        let mut unknown = Vec::new();
        for name in named {
            let id = app.sites().by_name(name).map(|entry| entry.site.id);
            match id.filter(|id| visitor.may(Right::See, Some(*id))) {
                Some(id) => drop(sites.insert(id)),
                None => unknown.push(safe(name).chars().take(60).collect::<String>()),
            }
        }
        if !unknown.is_empty() {
            unknown.truncate(5);
            let told = words.tell("grant-no-site", &[("names", (&unknown.join(", ")).into())]);
            return Err(vec![Fault::of("sites", told)]);
        }
        match sites.is_empty() {
            true => Err(vec![Fault::of("sites", words.say("grant-nothing"))]),
            false => Ok(Grant { role, scope: Scope::Sites(sites) }),
        }
    }
}

/// What a list of a form has, one by one.
pub(crate) fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || c == ',').filter(|part| !part.is_empty())
}

pub(super) fn role_words(words: &Words, role: Role) -> String {
    words.say(role_key(role))
}

/// The sites of a grant in a few words.
pub(crate) fn scope_words(app: &App, words: &Words, scope: &Scope) -> String {
    const SHOWN: usize = 3;
    let Scope::Sites(sites) = scope else { return words.say("grant-of-all") };
    let names = names(app, sites);
    let shown = names.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(SHOWN) as u64 {
        _ if names.is_empty() => words.say("grant-of-none"),
        0 => shown,
        more => words.tell("grant-of-more", &[("names", (&shown).into()), ("count", more.into())]),
    }
}

/// The names of sites, in their order.
fn names(app: &App, sites: &BTreeSet<SiteId>) -> Vec<String> {
    let mut names: Vec<String> = sites.iter().map(|site| app.site_name(*site)).collect();
    names.sort_unstable();
    names
}
