//! Scripts and senders that are stopped while the rest of their site sends.

use postern_core::access::Right;
use postern_core::stop::Stopped;
use postern_core::time::Time;
use postern_engine::sites::Entry;
use postern_engine::words::Fact;
use postern_store::Stop;

use super::quoted::Quoted;
use super::visitor::{Visitor, with_query};

/// A stop that stands.
#[derive(Debug)]
pub(crate) struct StopView {
    pub(crate) what: String,
    pub(crate) name: Quoted,
    pub(crate) since: String,
    pub(crate) reason: Option<Quoted>,
    /// The page that asks whether to end it, for those who may.
    pub(crate) end: Option<String>,
}

impl StopView {
    pub(crate) fn of(visitor: &Visitor, entry: &Entry, now: Time, stop: &Stop) -> StopView {
        let words = &visitor.words;
        let (key, name) = told(&stop.what);
        let at = stop.by.at;
        let (moment, ago) = (words.moment(at, &entry.zone), words.from_now(at, now));
        let facts = [("moment", Fact::from(&moment)), ("ago", Fact::from(&ago))];
        let page = visitor.links.to(&["sites", &entry.site.name, "scripts", "unstop"]);
        let end = with_query(&page, &[("stop", &stop.id.to_string())]);
        StopView {
            what: words.say(key),
            name: Quoted::script(name),
            since: words.tell("since", &facts),
            reason: (!stop.reason.is_empty()).then(|| Quoted::cut(&stop.reason, 200)),
            end: visitor.may(Right::Act, Some(entry.site.id)).then_some(end),
        }
    }
}

/// What is stopped: what it is, by the key of its word, and its name.
pub(crate) fn told(what: &Stopped) -> (&'static str, &str) {
    match what {
        Stopped::Script(script) => ("stopped-script", script),
        Stopped::Sender(sender) => ("stopped-sender", sender),
    }
}
