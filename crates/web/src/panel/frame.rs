//! What every page has: its words and links, its title, the navigation, who is looking, what the last action came to.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use postern_core::access::{Right, Role, Scope};
use postern_engine::sites::Entry;
use postern_engine::words::{Fact, Language, Words};

use super::assets::Asset;
use super::badge::Badge;
use super::visitor::{Links, Visitor};
use crate::error::{Error, Result};
use crate::escape::safe;
use crate::wire::Code;

/// The frame of a page; templates ask it for words and links.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) words: Words,
    pub(crate) links: Links,
    pub(crate) title: String,
    pub(crate) site: Option<SiteHead>,
    pub(crate) person: Option<Person>,
    /// The navigation of a site, and of an operator.
    pub(crate) menu: Vec<Item>,
    pub(crate) operate: Vec<Item>,
    pub(crate) csrf: String,
    pub(crate) flash: Option<String>,
    pub(crate) as_owner: bool,
    /// The page, below the panel's base path: where a change of the language leads back to.
    pub(crate) here: String,
}

/// Where a page is in the navigation.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Here<'a> {
    Site(&'a Entry, Tab),
    /// A page of a site beside those of its navigation, by its path.
    Beside(&'a Entry, &'static str),
    Operate(Desk),
    Elsewhere,
}

/// The pages of a site, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tab {
    Overview,
    Errors,
    Trace,
    Queue,
    Scripts,
    Test,
    Settings,
    Help,
}

/// The pages of an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Desk {
    Sites,
    Users,
    Tokens,
    Webhooks,
    OvhKeys,
    Hops,
    Health,
    Audit,
}

/// The site that is shown.
#[derive(Debug)]
pub(crate) struct SiteHead {
    pub(crate) name: String,
    pub(crate) badge: Badge,
    /// Whether there are others to go to.
    pub(crate) several: bool,
    pub(crate) audit: String,
    /// For who runs the hosting: where the site is changed, and where one sees it as its owner does.
    pub(crate) edit: Option<String>,
    pub(crate) as_owner: Option<String>,
}

/// Who is looking.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) role: String,
}

/// A line of the navigation.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) label: String,
    pub(crate) icon: &'static str,
    pub(crate) href: String,
    pub(crate) current: bool,
}

/// A language to choose.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) current: bool,
}

impl Tab {
    const ALL: [Tab; 8] = [
        Tab::Overview,
        Tab::Errors,
        Tab::Trace,
        Tab::Queue,
        Tab::Scripts,
        Tab::Test,
        Tab::Settings,
        Tab::Help,
    ];

    /// Its name in the catalogues, its sign, its path below the site.
    fn told(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Tab::Overview => ("nav-overview", "overview", ""),
            Tab::Errors => ("nav-errors", "errors", "errors"),
            Tab::Trace => ("nav-trace", "trace", "trace"),
            Tab::Queue => ("nav-queue", "queue", "queue"),
            Tab::Scripts => ("nav-scripts", "scripts", "scripts"),
            Tab::Test => ("nav-test", "test", "test"),
            Tab::Settings => ("nav-settings", "settings", "settings"),
            Tab::Help => ("nav-help", "help", "help"),
        }
    }

    /// The page of a site.
    pub(crate) fn link(self, links: &Links, site: &str) -> String {
        match self {
            Tab::Overview => links.site(site),
            other => links.of_site(site, other.told().2),
        }
    }
}

impl Desk {
    const ALL: [Desk; 8] = [
        Desk::Sites,
        Desk::Users,
        Desk::Tokens,
        Desk::Webhooks,
        Desk::OvhKeys,
        Desk::Hops,
        Desk::Health,
        Desk::Audit,
    ];

    /// What it asks of its visitor, beside being one who oversees the hosting.
    fn right(self) -> Right {
        match self {
            Desk::Users | Desk::Tokens | Desk::Webhooks | Desk::OvhKeys => Right::Operate,
            _ => Right::Oversee,
        }
    }

    fn told(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Desk::Sites => ("nav-sites", "sites", ""),
            Desk::Users => ("nav-users", "users", "users"),
            Desk::Tokens => ("nav-tokens", "tokens", "tokens"),
            Desk::Webhooks => ("nav-webhooks", "hooks", "webhooks"),
            Desk::OvhKeys => ("nav-ovh-keys", "tokens", "ovh-keys"),
            Desk::Hops => ("nav-hops", "hops", "hops"),
            Desk::Health => ("nav-health", "health", "health"),
            Desk::Audit => ("nav-audit", "audit", "audit"),
        }
    }
}

impl Frame {
    /// The frame of a visitor's page.
    pub(crate) fn of(visitor: &Visitor, here: Here<'_>, title: String) -> Frame {
        let Visitor { caller, words, links, csrf, flash, as_owner, is_guest: _ } = visitor;
        let operates = visitor.may(Right::Operate, None);
        let site = match here {
            Here::Site(entry, _) | Here::Beside(entry, _) => Some(SiteHead {
                name: entry.site.name.clone(),
                badge: Badge::of(words, entry.site.state, entry.site.locked),
                several: match &caller.grant.scope {
                    Scope::All => true,
                    Scope::Sites(sites) => sites.len() > 1,
                },
                audit: links.of_site(&entry.site.name, "audit"),
                edit: operates.then(|| links.of_site(&entry.site.name, "edit")),
                as_owner: operates.then(|| links.of_site(&entry.site.name, "as-owner")),
            }),
            Here::Operate(_) | Here::Elsewhere => None,
        };
        let menu = match here {
            Here::Site(entry, _) | Here::Beside(entry, _) => {
                let item = |tab: Tab| Item {
                    label: words.say(tab.told().0),
                    icon: tab.told().1,
                    href: tab.link(links, &entry.site.name),
                    current: matches!(here, Here::Site(_, at) if at == tab),
                };
                Tab::ALL.map(item).into()
            }
            Here::Operate(_) | Here::Elsewhere => Vec::new(),
        };
        let operate = match visitor.may(Right::Oversee, None) {
            true => {
                let item = |desk: Desk| Item {
                    label: words.say(desk.told().0),
                    icon: desk.told().1,
                    href: links.to(&[desk.told().2]),
                    current: matches!(here, Here::Operate(at) if at == desk),
                };
                Desk::ALL
                    .into_iter()
                    .filter(|desk| visitor.may(desk.right(), None))
                    .map(item)
                    .collect()
            }
            false => Vec::new(),
        };
        let page = match here {
            Here::Site(entry, tab) => tab.link(links, &entry.site.name),
            Here::Beside(entry, page) => links.of_site(&entry.site.name, page),
            Here::Operate(desk) => links.to(&[desk.told().2]),
            Here::Elsewhere => links.sites(),
        };
        let name = caller.who.split_once(':').map_or(caller.who.as_str(), |(_, name)| name);
        Frame {
            title,
            site,
            person: Some(Person {
                name: safe(name).into_owned(),
                role: words.say(role_key(caller.grant.role)),
            }),
            menu,
            operate,
            csrf: csrf.clone(),
            flash: flash.as_deref().map(|flash| safe(flash).into_owned()),
            as_owner: *as_owner,
            here: links.below_base(&page),
            words: words.clone(),
            links: links.clone(),
        }
    }

    /// The frame of a page for anyone.
    pub(crate) fn nobodys(words: &Words, links: &Links, title: String) -> Frame {
        Frame {
            title,
            site: None,
            person: None,
            menu: Vec::new(),
            operate: Vec::new(),
            csrf: String::new(),
            flash: None,
            as_owner: false,
            here: String::new(),
            words: words.clone(),
            links: links.clone(),
        }
    }

    /// Words of the catalogue.
    pub(crate) fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    pub(crate) fn tell(&self, key: &str, facts: &[(&str, Fact<'_>)]) -> String {
        self.words.tell(key, facts)
    }

    pub(crate) fn language(&self) -> &'static str {
        self.words.language().code()
    }

    pub(crate) fn languages(&self) -> Vec<Choice> {
        let choice = |language: Language| Choice {
            code: language.code(),
            name: language.name(),
            current: language == self.words.language(),
        };
        Language::ALL.map(choice).into()
    }

    /// What stands in the browser's tab.
    pub(crate) fn full_title(&self) -> String {
        let site = self.site.as_ref().map(|site| site.name.as_str());
        match site.filter(|site| *site != self.title) {
            Some(site) => self
                .tell("title-of-site", &[("title", (&self.title).into()), ("site", site.into())]),
            None => self.tell("title", &[("title", (&self.title).into())]),
        }
    }

    /// Where a style sheet, script or picture is.
    pub(crate) fn asset(&self, name: &str) -> String {
        let version = Asset::named(name).map_or_else(String::new, Asset::version);
        self.links.to(&["assets", &version, name])
    }

    /// Whether there is anything to navigate to beside this page.
    pub(crate) fn is_sided(&self) -> bool {
        !self.menu.is_empty() || !self.operate.is_empty()
    }
}

/// The name of a role in the catalogues.
pub(crate) fn role_key(role: Role) -> &'static str {
    match role {
        Role::Operator => "role-operator",
        Role::Owner => "role-owner",
        Role::Reader => "role-reader",
    }
}

/// A page as it is answered.
pub(crate) fn html(page: &impl Template) -> Result<Response> {
    Ok(Html(written(page)?).into_response())
}

/// A template as text.
pub(crate) fn written(page: &impl Template) -> Result<String> {
    page.render()
        .map_err(|error| Error::new(Code::Failed, format!("the page cannot be written: {error}")))
}
