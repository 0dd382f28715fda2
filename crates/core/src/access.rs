//! Who may see and do what: a role and its sites on one side, the right that a page or a route asks for on the other.
//!
//! A site that is not among the caller's is answered as one that is not there, so that nobody learns of it; what the role
//! does not allow is refused as such.

use std::collections::BTreeSet;

use crate::ids::SiteId;
use crate::site::Person;

/// What a person, a session or a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Runs the hosting: every site, and everything beside them.
    Operator,
    /// Has sites: sees and acts on them.
    Owner,
    /// Sees, and changes nothing.
    Reader,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 3] = [Role::Operator, Role::Owner, Role::Reader];

    /// The word of the API, the command line and the store.
    pub fn word(self) -> &'static str {
        match self {
            Role::Operator => "operator",
            Role::Owner => "owner",
            Role::Reader => "reader",
        }
    }

    /// The role of a word of `Role::word`.
    pub fn from_word(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// Which sites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All there are and will be.
    All,
    /// These; none is none.
    Sites(BTreeSet<SiteId>),
}

impl Scope {
    pub fn has(&self, site: SiteId) -> bool {
        match self {
            Scope::All => true,
            Scope::Sites(sites) => sites.contains(&site),
        }
    }

    /// What both have.
    #[must_use]
    pub fn and(&self, other: &Scope) -> Scope {
        match (self, other) {
            (Scope::All, scope) | (scope, Scope::All) => scope.clone(),
            (Scope::Sites(ours), Scope::Sites(theirs)) => {
                Scope::Sites(ours.intersection(theirs).copied().collect())
            }
        }
    }

    /// Whether everything of the other is in this.
    pub fn covers(&self, other: &Scope) -> bool {
        match (self, other) {
            (Scope::All, _) => true,
            (Scope::Sites(_), Scope::All) => false,
            (Scope::Sites(ours), Scope::Sites(theirs)) => theirs.is_subset(ours),
        }
    }
}

/// A role and its sites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub role: Role,
    pub scope: Scope,
}

/// What a page or a route asks of its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Right {
    /// Nothing but to be somebody: what is shown is the caller's own.
    BeKnown,
    /// To see one site.
    See,
    /// To act on one site, and to set what is its owner's to set.
    Act,
    /// To see what concerns all sites.
    Oversee,
    /// To run the hosting.
    Operate,
}

/// What a right comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Granted,
    /// The caller's role does not allow it.
    Denied,
    /// For this caller there is no such site.
    NoSuchSite,
}

impl Grant {
    /// All of it: the one at the machine itself.
    pub fn operator() -> Grant {
        Grant { role: Role::Operator, scope: Scope::All }
    }

    /// Whether it has a right; for `See` and `Act` on a site, which is `None` where there is none of the name asked for.
    pub fn may(&self, right: Right, site: Option<SiteId>) -> Access {
        let granted = |yes| if yes { Access::Granted } else { Access::Denied };
        match right {
            Right::BeKnown => Access::Granted,
            Right::See | Right::Act if !site.is_some_and(|site| self.scope.has(site)) => {
                Access::NoSuchSite
            }
            Right::See => Access::Granted,
            Right::Act => granted(self.role != Role::Reader),
            Right::Oversee => granted(self.role != Role::Owner && self.scope == Scope::All),
            Right::Operate => granted(self.role == Role::Operator && self.scope == Scope::All),
        }
    }

    /// Whose rules hold for its actions. An operator held to some sites acts by the owner's.
    pub fn person(&self) -> Person {
        match (self.role, &self.scope) {
            (Role::Operator, Scope::All) => Person::Operator,
            _ => Person::Owner,
        }
    }

    /// The same, held to what the other has as well: a login link and a token never give more than their maker has.
    #[must_use]
    pub fn within(&self, other: &Grant) -> Grant {
        let role = match (self.role, other.role) {
            (Role::Reader, _) | (_, Role::Reader) => Role::Reader,
            (Role::Owner, _) | (_, Role::Owner) => Role::Owner,
            (Role::Operator, Role::Operator) => Role::Operator,
        };
        Grant { role, scope: self.scope.and(&other.scope) }
    }

    /// Whether it may hand out the other: nobody gives what they do not have.
    pub fn may_give(&self, other: &Grant) -> bool {
        let role = match self.role {
            Role::Operator => true,
            Role::Owner => other.role != Role::Operator,
            Role::Reader => other.role == Role::Reader,
        };
        role && self.scope.covers(&other.scope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: SiteId = SiteId(1);
    const THEIRS: SiteId = SiteId(2);

    fn of(role: Role, scope: Scope) -> Grant {
        Grant { role, scope }
    }

    fn ours() -> Scope {
        Scope::Sites([OURS].into())
    }

    #[test]
    fn each_role_has_the_rights_of_its_row() {
        use Access::{Denied, Granted, NoSuchSite};
        // See ours, see theirs, act on ours, act on theirs, oversee, operate.
        let table = [
            (Role::Operator, Scope::All, [Granted, Granted, Granted, Granted, Granted, Granted]),
            (Role::Operator, ours(), [Granted, NoSuchSite, Granted, NoSuchSite, Denied, Denied]),
            (Role::Owner, ours(), [Granted, NoSuchSite, Granted, NoSuchSite, Denied, Denied]),
            (Role::Owner, Scope::All, [Granted, Granted, Granted, Granted, Denied, Denied]),
            (Role::Reader, ours(), [Granted, NoSuchSite, Denied, NoSuchSite, Denied, Denied]),
            (Role::Reader, Scope::All, [Granted, Granted, Denied, Denied, Granted, Denied]),
        ];
        for (role, scope, row) in table {
            let grant = of(role, scope);
            let asked = [
                grant.may(Right::See, Some(OURS)),
                grant.may(Right::See, Some(THEIRS)),
                grant.may(Right::Act, Some(OURS)),
                grant.may(Right::Act, Some(THEIRS)),
                grant.may(Right::Oversee, None),
                grant.may(Right::Operate, None),
            ];
            assert_eq!(asked, row, "{grant:?}");
        }
    }

    #[test]
    fn a_site_that_is_not_there_is_answered_as_one_of_others() {
        for role in Role::ALL {
            for right in [Right::See, Right::Act] {
                let grant = of(role, ours());
                assert_eq!(grant.may(right, None), grant.may(right, Some(THEIRS)), "{grant:?}");
                assert_eq!(grant.may(right, None), Access::NoSuchSite);
            }
        }
    }

    #[test]
    fn nobody_gives_more_than_they_have() {
        let both = Scope::Sites([OURS, THEIRS].into());
        for giver in [
            Grant::operator(),
            of(Role::Owner, ours()),
            of(Role::Reader, ours()),
            of(Role::Reader, Scope::All),
        ] {
            for role in Role::ALL {
                for scope in [Scope::All, both.clone(), ours(), Scope::Sites([].into())] {
                    let given = of(role, scope);
                    let held = given.within(&giver);
                    assert_eq!(giver.may_give(&given), held == given, "{giver:?} gives {given:?}");
                }
            }
        }
    }
}
