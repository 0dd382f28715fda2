//! Advice that fits a site's figures, and none where the figures say nothing.

use std::collections::BTreeMap;
use std::time::Duration;

use postern_core::classify::Class;
use postern_core::time::Time;

use crate::panel::history::DAY;

/// What the figures are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Figures<'a> {
    pub(crate) now: Time,
    pub(crate) red: bool,
    pub(crate) last_accepted_at: Option<Time>,
    pub(crate) has_report_address: bool,
    /// The latest failures: when, script, class.
    pub(crate) failures: Vec<(Time, &'a str, Class)>,
    /// The latest messages, newest first: when, script.
    pub(crate) messages: Vec<(Time, &'a str)>,
}

/// What is advised; its words stand in the catalogue under `advice-` and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Advice {
    /// A script sends to addresses that are none.
    CheckAddresses { script: String, count: u64 },
    /// A script sends so many mails in so short a time that programs may be filling in its form.
    Captcha { script: String, count: u64, span: Duration },
    /// Receivers take its mail for spam.
    SeenAsSpam { count: u64 },
    /// Receivers refuse it by their rules: mostly the domain does not say that we may send for it.
    Refused { count: u64 },
    /// Mail fails, and nobody is told.
    ReportAddress,
    /// No mail came for long, though sending is on.
    Silent { since: Option<Time> },
}

/// Failures older than this tell nothing of how the site is now.
const LATELY: Duration = Duration::from_secs(7 * 86_400);

/// So many failures of one kind are a pattern.
const PATTERN: u64 = 5;

/// So many messages of one script within so long are many for a form.
const MANY: usize = 50;
const SHORT: Duration = Duration::from_secs(3600);

/// A site that sent nothing for so long may have lost its way to us.
const LONG: Duration = Duration::from_secs(14 * 86_400);

/// Never more advice than is read.
const MOST: usize = 3;

/// What to advise, what helps most first.
pub(crate) fn advice(figures: &Figures<'_>) -> Vec<Advice> {
    let since = figures.now - LATELY;
    let lately: Vec<_> = figures.failures.iter().filter(|(at, ..)| *at >= since).collect();
    let of_class = |classes: &[Class]| {
        lately.iter().filter(|(.., class)| classes.contains(class)).count() as u64
    };
    let mut advice = Vec::new();
    advice.extend(burst(&figures.messages, figures.now));
    advice.extend(bad_addresses(&lately));
    let count = of_class(&[Class::RefusedAsSpam, Class::Complaint]);
    if count >= PATTERN {
        advice.push(Advice::SeenAsSpam { count });
    }
    let count = of_class(&[Class::RefusedByPolicy]);
    if count >= PATTERN {
        advice.push(Advice::Refused { count });
    }
    if !lately.is_empty() && !figures.has_report_address {
        advice.push(Advice::ReportAddress);
    }
    let silent = figures.last_accepted_at.is_none_or(|at| figures.now.since(at) >= LONG);
    if silent && !figures.red {
        advice.push(Advice::Silent { since: figures.last_accepted_at });
    }
    advice.truncate(MOST);
    advice
}

/// The script with most failures for its addresses, where they are a pattern.
fn bad_addresses(failures: &[&(Time, &str, Class)]) -> Option<Advice> {
    let mut of_script: BTreeMap<&str, u64> = BTreeMap::new();
    for (_, script, class) in failures {
        if matches!(class, Class::BadMailbox | Class::BadDomain) {
            *of_script.entry(script).or_default() += 1;
        }
    }
    let (script, count) = of_script.into_iter().max_by_key(|(_, count)| *count)?;
    (count >= PATTERN).then(|| Advice::CheckAddresses { script: script.to_owned(), count })
}

/// The newest run of many messages of one script in a short time, if it was today.
fn burst(messages: &[(Time, &str)], now: Time) -> Option<Advice> {
    let mut of_script: BTreeMap<&str, Vec<Time>> = BTreeMap::new();
    for (at, script) in messages.iter().filter(|(at, _)| now.since(*at) < DAY) {
        of_script.entry(script).or_default().push(*at);
    }
    of_script
        .into_iter()
        .filter_map(|(script, times)| {
            let newest = *times.first()?;
            let in_short = times.iter().take_while(|at| newest.since(**at) <= SHORT).count();
            let oldest = *times.get(in_short.checked_sub(1)?)?;
            (in_short >= MANY).then(|| (in_short, script, newest.since(oldest)))
        })
        .max_by_key(|(count, ..)| *count)
        .map(|(count, script, span)| Advice::Captcha {
            script: script.to_owned(),
            count: count as u64,
            span,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_secs(1_800_000_000);

    /// What is advised of failures (`3 contact.php bad-mailbox, …`, an hour ago) and messages (`60 contact.php in 600 s`).
    fn advised(failures: &'static str, messages: &'static str) -> String {
        let ago = |seconds| NOW - Duration::from_secs(seconds);
        let mut figures = Figures {
            now: NOW,
            last_accepted_at: Some(NOW),
            has_report_address: true,
            ..Figures::default()
        };
        for part in failures.split(", ").filter(|part| !part.is_empty()) {
            let words: Vec<&str> = part.split(' ').collect();
            let at = if words.len() > 3 { ago(8 * 86_400) } else { ago(3600) };
            let class = Class::from_word(words[2]).expect("a class");
            let count: usize = words[0].parse().expect("a number");
            figures.failures.extend(std::iter::repeat_n((at, words[1], class), count));
        }
        for part in messages.split(", ").filter(|part| !part.is_empty()) {
            let words: Vec<&str> = part.split(' ').collect();
            let (count, span): (u64, u64) = (words[0].parse().unwrap(), words[3].parse().unwrap());
            figures.messages.extend((0..count).map(|nth| (ago(60 + nth * span / count), words[1])));
        }
        words(&advice(&figures))
    }

    fn words(advice: &[Advice]) -> String {
        let word = |advice: &Advice| match advice {
            Advice::CheckAddresses { script, count } => format!("addresses of {script}: {count}"),
            Advice::Captcha { script, count, .. } => format!("captcha for {script}: {count}"),
            Advice::SeenAsSpam { count } => format!("seen as spam: {count}"),
            Advice::Refused { count } => format!("refused: {count}"),
            Advice::ReportAddress => "report address".into(),
            Advice::Silent { since } => format!("silent: {}", since.is_some()),
        };
        advice.iter().map(word).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn advice_fits_the_figures_and_few_figures_give_none() {
        let rows = [
            ("", "", ""),
            ("4 a.php bad-mailbox", "49 a.php in 600 s", ""),
            ("5 a.php bad-mailbox", "", "addresses of a.php: 5"),
            (
                "3 a.php bad-mailbox, 4 b.php bad-domain, 2 b.php bad-mailbox",
                "",
                "addresses of b.php: 6",
            ),
            ("9 a.php bad-mailbox long ago", "", ""),
            ("5 a.php refused-as-spam", "", "seen as spam: 5"),
            (
                "2 a.php refused-as-spam, 3 b.php complaint, 7 a.php refused-by-policy",
                "",
                "seen as spam: 5, refused: 7",
            ),
            ("9 a.php network, 9 a.php mailbox-full, 9 a.php expired", "", ""),
            ("", "60 form.php in 600 s, 30 shop.php in 60 s", "captcha for form.php: 60"),
            ("", "60 form.php in 86000 s", ""),
            (
                "5 a.php bad-mailbox, 5 a.php complaint, 5 a.php refused-by-policy",
                "50 a.php in 60 s",
                "captcha for a.php: 50, addresses of a.php: 5, seen as spam: 5",
            ),
        ];
        for (failures, messages, expected) in rows {
            assert_eq!(advised(failures, messages), expected, "{failures} {messages}");
        }
    }

    #[test]
    fn who_hears_of_no_error_is_advised_to_and_who_sends_nothing_is_asked() {
        let quiet = Figures { now: NOW, has_report_address: true, ..Figures::default() };
        assert_eq!(words(&advice(&quiet)), "silent: false");
        assert_eq!(words(&advice(&Figures { red: true, ..quiet.clone() })), "");
        let last_accepted_at = Some(NOW - LONG);
        assert_eq!(words(&advice(&Figures { last_accepted_at, ..quiet.clone() })), "silent: true");
        let failures = vec![(NOW, "a.php", Class::Network)];
        let unheard =
            Figures { failures, has_report_address: false, last_accepted_at: Some(NOW), ..quiet };
        assert_eq!(words(&advice(&unheard)), "report address");
    }
}
