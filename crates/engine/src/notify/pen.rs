//! What every letter about a site is written with: the words of its language, its calendar, and where its pages are.

use postern_core::counter;
use postern_core::notice::Topic;
use postern_core::time::Time;

use super::To;
use super::letter::Link;
use crate::sites::Entry;
use crate::url::escaped;
use crate::words::Words;

#[derive(Clone, Copy, Debug)]
pub(super) struct Pen<'a> {
    pub(super) words: &'a Words,
    pub(super) entry: &'a Entry,
    /// Where the panel is, with a slash at its end; `None`: letters have no links.
    pub(super) panel: Option<&'a str>,
}

impl Pen<'_> {
    /// The site's name.
    pub(super) fn site(&self) -> &str {
        &self.entry.site.name
    }

    pub(super) fn moment(&self, at: Time) -> String {
        self.words.moment(at, &self.entry.zone)
    }

    /// A day of the site's calendar by its number.
    pub(super) fn day(&self, day: i32) -> String {
        let zone = &self.entry.zone;
        counter::day_range(day, zone)
            .map_or_else(|| counter::day_text(day), |range| self.words.day(range.start, zone))
    }

    /// A page of the panel about the site, by the end of its link.
    pub(super) fn link(&self, label: String, page: &str) -> Option<Link> {
        let panel = self.panel?;
        Some(Link { label, href: format!("{panel}sites/{}{page}", escaped(self.site())) })
    }

    /// The page that all about the site begins with.
    pub(super) fn site_link(&self) -> Option<Link> {
        self.link(self.words.tell("letter-open", &[("site", self.site().into())]), "")
    }

    /// What ends the letters to a report address.
    pub(super) fn off_link(&self, token: &str) -> Option<Link> {
        let panel = self.panel?;
        let label = self.words.say("letter-off");
        Some(Link { label, href: format!("{panel}unsubscribe/{token}") })
    }

    /// Why a letter comes to whom it comes.
    pub(super) fn foot(&self, to: &To, topic: Topic) -> Vec<String> {
        let (words, address) = (self.words, to.mailbox().to_string());
        let why = match (to, topic) {
            (To::Operator(_), _) => "letter-why-operator",
            (To::Owner(_), Topic::Report) => "letter-why-report",
            (To::Owner(_), Topic::Of(_)) => "letter-why-notice",
        };
        let facts = [("site", self.site().into()), ("address", (&address).into())];
        let mut foot = vec![words.tell(why, &facts)];
        if self.panel.is_none() && matches!(to, To::Owner(_)) {
            let (field, page) = (words.say("settings-report"), words.say("nav-settings"));
            let facts = [("field", (&field).into()), ("page", (&page).into())];
            foot.push(words.tell("letter-off-nowhere", &facts));
        }
        foot.push(words.say("letter-auto"));
        foot
    }
}
