//! `GET /sites/{site}/help`: sending is on, but nothing arrives. What we saw of the site's mail, what that tells, and what to
//! try, each step with how it is done (`finding`).

mod finding;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use postern_core::classify::Class;
use postern_engine::sites::Entry;
use postern_engine::words::{Fact, Words};
use postern_store::view::{Failure, Traced};

use super::Panel;
use super::frame::{Frame, Here, Tab, html};
use super::overview::{latest_failures, latest_messages};
use super::quoted::Quoted;
use super::visitor::Visitor;
use crate::api::Guarded;
use crate::error::Result;
use crate::standing::Standing;
use finding::{Facts, Finding, Help, Step};

#[derive(Template)]
#[template(path = "help.html")]
struct Page {
    frame: Frame,
    /// What was found, in a word and explained.
    headline: String,
    means: String,
    facts: Vec<(String, Quoted)>,
    first: Vec<StepView>,
    then: Vec<StepView>,
}

/// A step, how it is done in several places, and where in the panel.
struct StepView {
    title: String,
    text: String,
    how: Vec<How>,
    link: Option<(String, String)>,
}

struct How {
    /// Where it is done.
    place: String,
    text: String,
    /// What to write there.
    code: Option<&'static str>,
}

pub(crate) async fn show(
    State(panel): State<Panel>,
    visitor: Visitor,
    Guarded(entry): Guarded,
) -> Result<Response> {
    let app = &panel.app;
    let words = &visitor.words;
    let standing = Standing::of(app, &entry).await?;
    let failures = latest_failures(app, &entry).await?;
    let messages = latest_messages(app, &entry).await?;
    let Help { finding, first, then } = finding::help(&facts(&standing, &failures));
    let view = |steps: Vec<Step>| {
        steps.into_iter().map(|step| told(words, &visitor, &entry, step)).collect::<Vec<_>>()
    };
    let key = format!("finding-{}", word(finding));
    html(&Page {
        headline: words.say(&key),
        means: words.say(&format!("{key}-means")),
        facts: seen(words, &entry, &standing, messages.first()),
        first: view(first),
        then: view(then),
        frame: Frame::of(&visitor, Here::Site(&entry, Tab::Help), words.say("nav-help")),
    })
}

fn facts(standing: &Standing, failures: &[Failure]) -> Facts {
    let of_class = |classes: &[Class]| {
        failures.iter().filter(|failure| classes.contains(&failure.class)).count() as u64
    };
    let today = &standing.today;
    Facts {
        now: standing.now,
        red: standing.site.state.is_red(),
        some_stopped: !standing.stops.is_empty(),
        last_accepted_at: standing.site.last_accepted_at,
        sent_today: today.sent,
        failed_today: today.failed.saturating_add(today.failed_late),
        deferred: standing.queue.deferred,
        bad_addresses: of_class(&[Class::BadMailbox, Class::BadDomain]),
        refused: of_class(&[Class::RefusedByPolicy, Class::RefusedAsSpam]),
    }
}

/// What we saw of the site's mail.
fn seen(
    words: &Words,
    entry: &Entry,
    standing: &Standing,
    newest: Option<&Traced>,
) -> Vec<(String, Quoted)> {
    let plain = |text: &str| Quoted { text: text.to_owned(), whole: None };
    let last = match standing.site.last_accepted_at {
        Some(at) => {
            let moment = words.moment(at, &entry.zone);
            let ago = words.from_now(at, standing.now);
            let told = [("moment", Fact::from(&moment)), ("ago", Fact::from(&ago))];
            words.tell("help-last-at", &told)
        }
        None => words.say("help-last-never"),
    };
    let mut seen = vec![(words.say("help-last"), plain(&last))];
    if let Some(newest) = newest {
        let script = match newest.script.as_str() {
            "" => plain(&words.say("script-unknown")),
            script => Quoted::script(script),
        };
        seen.push((words.say("help-last-script"), script));
    }
    let today = &standing.today;
    let figures = [
        ("help-sent-today", today.sent),
        ("help-failed-today", today.failed.saturating_add(today.failed_late)),
        ("help-waiting", standing.queue.total),
        ("help-ever", standing.site.counters.accepted),
    ];
    seen.extend(figures.map(|(key, figure)| (words.say(key), plain(&words.number(figure)))));
    seen
}

fn word(finding: Finding) -> &'static str {
    match finding {
        Finding::Stopped => "stopped",
        Finding::Never => "never",
        Finding::Silent => "silent",
        Finding::Failing => "failing",
        Finding::Waiting => "waiting",
        Finding::Leaving => "leaving",
    }
}

/// The name of a step in the catalogue, and where in the panel it leads.
fn place(step: Step) -> (&'static str, Option<Tab>) {
    match step {
        Step::State => ("state", Some(Tab::Overview)),
        Step::Scripts => ("scripts", Some(Tab::Scripts)),
        Step::Script => ("script", Some(Tab::Test)),
        Step::Mail => ("mail", None),
        Step::Log => ("log", None),
        Step::Find => ("find", Some(Tab::Trace)),
        Step::Junk => ("junk", None),
        Step::Recipient => ("recipient", None),
        Step::Errors => ("errors", Some(Tab::Errors)),
        Step::Addresses => ("addresses", Some(Tab::Errors)),
        Step::Sender => ("sender", None),
        Step::Queue => ("queue", Some(Tab::Queue)),
        Step::Provider => ("provider", None),
    }
}

/// What makes PHP write down its errors, and WordPress its own.
const PHP_LOG: &str = "log_errors = On\nerror_log = /home/you/php-errors.log";
const WORDPRESS_LOG: &str =
    "define('WP_DEBUG', true);\ndefine('WP_DEBUG_LOG', true);\ndefine('WP_DEBUG_DISPLAY', false);";

fn told(words: &Words, visitor: &Visitor, entry: &Entry, step: Step) -> StepView {
    let (word, tab) = place(step);
    let how =
        |place: &str, key: &str, code| How { place: place.to_owned(), text: words.say(key), code };
    let how = match step {
        Step::Mail => vec![
            how("WordPress", "help-mail-wordpress", None),
            how("Joomla", "help-mail-joomla", None),
            how("Drupal", "help-mail-drupal", None),
            how("PrestaShop", "help-mail-prestashop", None),
            how("PHPMailer", "help-mail-phpmailer", None),
        ],
        Step::Log => vec![
            how("PHP", "help-log-php", Some(PHP_LOG)),
            how("WordPress", "help-log-wordpress", Some(WORDPRESS_LOG)),
        ],
        _ => Vec::new(),
    };
    let link = |tab: Tab| {
        let label = words.say(&format!("help-{word}-link"));
        (label, tab.link(&visitor.links, &entry.site.name))
    };
    StepView {
        title: words.say(&format!("help-{word}-title")),
        text: words.say(&format!("help-{word}")),
        how,
        link: tab.map(link),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postern_engine::words::{Catalogues, Language};

    #[test]
    fn each_finding_and_each_step_has_its_words() {
        let catalogues = Catalogues::read();
        let words = catalogues.of(Language::English);
        for finding in [
            Finding::Stopped,
            Finding::Never,
            Finding::Silent,
            Finding::Failing,
            Finding::Waiting,
            Finding::Leaving,
        ] {
            let key = format!("finding-{}", word(finding));
            assert!(words.has(&key) && words.has(&format!("{key}-means")), "{key}");
        }
        for step in Step::ALL {
            let (word, tab) = place(step);
            for part in ["", "-title", "-link"] {
                let key = format!("help-{word}{part}");
                assert_eq!(words.has(&key), part != "-link" || tab.is_some(), "{key}");
            }
        }
    }
}
