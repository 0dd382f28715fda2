//! The few figures of a site that matter, and the advice that fits them.

use postern_engine::words::Fact;
use postern_store::view::{Failure, Traced};

use super::View;
use super::advice::{self, Advice, Figures};
use crate::panel::frame::Tab;
use crate::panel::quoted::Quoted;
use crate::panel::visitor::with_query;

pub(super) struct FigureView {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) href: Option<String>,
    pub(super) below: Vec<String>,
}

pub(super) struct AdviceView {
    pub(super) title: String,
    pub(super) text: String,
    pub(super) link: Option<(String, String)>,
}

impl View<'_> {
    pub(super) fn figures(&self) -> Vec<FigureView> {
        let (words, standing) = (self.words, self.standing);
        let (ever, today, queue) = (&standing.site.counters, &standing.today, &standing.queue);
        let count = |key: &str, count: u64| words.tell(key, &[("count", count.into())]);
        let failed_today = today.failed.saturating_add(today.failed_late);
        let kinds = [
            ("queued-due", queue.due),
            ("queued-deferred", queue.deferred),
            ("queued-held", queue.held),
        ];
        let mut in_error = vec![count("in-error-today", failed_today)];
        if ever.failed_late > 0 {
            in_error.push(count("in-error-late", ever.failed_late));
        }
        vec![
            FigureView {
                name: words.say("figure-sent-today"),
                value: words.number(today.sent),
                href: None,
                below: Vec::new(),
            },
            FigureView {
                name: words.say("figure-sent-ever"),
                value: words.number(ever.sent),
                href: None,
                below: vec![words.tell(
                    "since-created",
                    &[("day", (&words.day(standing.site.created_at, &self.entry.zone)).into())],
                )],
            },
            FigureView {
                name: words.say("figure-in-error"),
                value: words.number(ever.in_error()),
                href: Some(self.page(Tab::Errors)),
                below: in_error,
            },
            FigureView {
                name: words.say("figure-queued"),
                value: words.number(queue.total),
                href: Some(self.page(Tab::Queue)),
                below: kinds
                    .into_iter()
                    .filter(|(_, figure)| *figure > 0)
                    .map(|(key, figure)| count(key, figure))
                    .collect(),
            },
        ]
    }

    pub(super) fn advice(&self, failures: &[Failure], messages: &[Traced]) -> Vec<AdviceView> {
        let site = &self.standing.site;
        let figures = Figures {
            now: self.standing.now,
            red: site.state.is_red(),
            last_accepted_at: site.last_accepted_at,
            has_report_address: !site.settings.report_address.is_empty(),
            failures: failures.iter().map(|it| (it.at, it.script.as_str(), it.class)).collect(),
            messages: messages.iter().map(|it| (it.accepted_at, it.script.as_str())).collect(),
        };
        advice::advice(&figures).iter().map(|advice| self.advised(advice)).collect()
    }

    fn advised(&self, advice: &Advice) -> AdviceView {
        let words = self.words;
        let name = |script: &str| match script {
            "" => words.say("script-unknown"),
            script => Quoted::script(script).text,
        };
        let of_script = |tab, script: &str| with_query(&self.page(tab), &[("script", script)]);
        let (key, text, link) = match advice {
            Advice::CheckAddresses { script, count } => (
                "advice-addresses",
                words.tell(
                    "advice-addresses",
                    &[("script", (&name(script)).into()), ("count", (*count).into())],
                ),
                Some(of_script(Tab::Errors, script)),
            ),
            Advice::Captcha { script, count, span } => {
                let (script, span) = (name(script), words.span(*span));
                let facts = [
                    ("script", Fact::from(&script)),
                    ("count", (*count).into()),
                    ("span", (&span).into()),
                ];
                (
                    "advice-captcha",
                    words.tell("advice-captcha", &facts),
                    Some(self.page(Tab::Scripts)),
                )
            }
            Advice::SeenAsSpam { count } => (
                "advice-spam",
                words.tell("advice-spam", &[("count", (*count).into())]),
                Some(self.page(Tab::Errors)),
            ),
            Advice::Refused { count } => (
                "advice-refused",
                words.tell("advice-refused", &[("count", (*count).into())]),
                Some(self.page(Tab::Errors)),
            ),
            Advice::ReportAddress => {
                ("advice-report", words.say("advice-report"), Some(self.page(Tab::Settings)))
            }
            Advice::Silent { since: None } => {
                ("advice-silent", words.say("advice-silent-ever"), Some(self.page(Tab::Help)))
            }
            Advice::Silent { since: Some(at) } => {
                let (moment, ago) = (self.moment(*at), words.from_now(*at, self.standing.now));
                let facts = [("moment", Fact::from(&moment)), ("ago", Fact::from(&ago))];
                ("advice-silent", words.tell("advice-silent", &facts), Some(self.page(Tab::Help)))
            }
        };
        AdviceView {
            title: words.say(&format!("{key}-title")),
            text,
            link: link.map(|href| (words.say(&format!("{key}-link")), href)),
        }
    }
}
